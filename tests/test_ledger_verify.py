"""Whatever is changed in a ledger behind its back, `verify` tells what and where; what was erased is excused, no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from small_ledgers import (
    CATALOGUE,
    ERASED,
    GUIDELINE,
    KEY,
    NOW,
    OTHER_KEY,
    SIZE,
    Raw,
    decision,
    guarded,
    hex_of,
    made,
    raw,
    rehash,
    sample,
)

from visit.canonical import encode
from visit.ledger import keys, merkle, verifying
from visit.ledger.commitments import commitment
from visit.ledger.entries import Draft
from visit.ledger.faults import KINDS
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, Head, signed
from visit.ledger.verifying import Report, verify

Found = tuple[int, str, str]
WHOLE = -1


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "ledger"
    sample(str(path))
    return path


@pytest.fixture(scope="session")
def sample_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("postgres_server").database()
    sample(url)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a ledger of its own with every kind of row."""
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("sample_file"), tmp_path / "ledger"))
    else:
        with request.getfixturevalue("postgres_server").lent(request.getfixturevalue("sample_url")) as url:
            yield url


def found(report: Report) -> list[Found]:
    assert {fault.kind for fault in report.faults} <= KINDS.keys()
    return [(fault.seq, fault.kind, fault.detail) for fault in report.faults]


def head_of(place: str, size: int | None = None) -> Checkpoint:
    with Ledger.open(place) as ledger:
        return Checkpoint(ledger.settings().origin, ledger.head(size))


# --- what is wrong ---


def leaf(sql: Raw, seq: int) -> bytes:
    return bytes(sql("SELECT leaf FROM entries WHERE seq = ?", seq)[0][0])


def edit_leaf(sql: Raw, seq: int = 3) -> bytes:
    changed = leaf(sql, seq).replace(b'"visit":"1.0"', b'"visit":"9.0"')
    sql("UPDATE entries SET leaf = ? WHERE seq = ?", changed, seq)
    return changed


def edit_leaf_and_hash(sql: Raw) -> None:
    sql("UPDATE entries SET hash = ? WHERE seq = 3", merkle.leaf_hash(edit_leaf(sql)))


def rewrite(sql: Raw) -> None:
    """Change an entry, and every hash above it."""
    edit_leaf_and_hash(sql)
    rehash(sql)


def cut(sql: Raw, size: int = 10) -> None:
    """Take the newest entries away, and all that belongs to them."""
    sql("DELETE FROM entries WHERE seq >= ?", size)
    sql("DELETE FROM private WHERE seq >= ?", size)
    sql("DELETE FROM checkpoints WHERE size > ?", size)
    rehash(sql)


def swap(sql: Raw) -> None:
    """Change the places of two neighbours, with hash but not with what else belongs to them."""
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        sql("UPDATE entries SET seq = ? WHERE seq = ?", new, old)


def swap_all(sql: Raw) -> None:
    swap(sql)
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        sql("UPDATE private SET seq = ? WHERE seq = ?", new, old)


def put_value(sql: Raw, seq: int, name: str, value: bytes = b'"x"') -> None:
    sql("INSERT INTO private (seq, name, salt, value) VALUES (?, ?, ?, ?)", seq, name, bytes(32), value)


def recommit(sql: Raw, value: bytes) -> None:
    """Put another value behind entry 3 as if it had been there from the start."""
    old = bytes(sql("SELECT salt FROM private WHERE seq = 3 AND name = 'reason'")[0][0])
    was = bytes(sql("SELECT value FROM private WHERE seq = 3 AND name = 'reason'")[0][0])
    changed = leaf(sql, 3).replace(commitment("reason", old, was).encode(), commitment("reason", old, value).encode())
    sql("UPDATE private SET value = ? WHERE seq = 3 AND name = 'reason'", value)
    sql("UPDATE entries SET leaf = ?, hash = ? WHERE seq = 3", changed, merkle.leaf_hash(changed))
    rehash(sql)


def sign(sql: Raw, size: int, root: bytes, key: object = KEY, origin: str = "") -> None:
    made_by = KEY if key is KEY else OTHER_KEY
    note = signed(Checkpoint(origin or made_by.public.name, Head(size, root)), made_by).text
    sql("DELETE FROM checkpoints WHERE size = ?", size)
    sql("INSERT INTO checkpoints (size, note) VALUES (?, ?)", size, note.encode())


def forge(sql: Raw) -> None:
    note = bytes(sql("SELECT note FROM checkpoints WHERE size = ?", SIZE)[0][0]).decode()
    head, line = note.rstrip("\n").rsplit(" ", 1)
    flipped = line[:20] + ("A" if line[20] != "A" else "B") + line[21:]
    sql("UPDATE checkpoints SET note = ? WHERE size = ?", f"{head} {flipped}\n".encode(), SIZE)


def run(statement: str, *values: object) -> Callable[[Raw], None]:
    return lambda sql: (sql(statement, *values), None)[1]


REASON = "seq = 3 AND name = 'reason'"
DIGEST = "digest = ?"
G, C = hex_of(GUIDELINE), hex_of(CATALOGUE)
# The newest head is computed from the leaves, an older one is read off the stored tree, which is compared with the leaves apart.
LAST_DIFFERS = [(WHOLE, "checkpoint-differs", "13")]
DIFFERS = [*LAST_DIFFERS, (WHOLE, "checkpoint-differs", "9")]
NO_FORM = "it is not a leaf of format 1"
# What is done, and exactly what is found.
TAMPERED: dict[str, tuple[Callable[[Raw], object], list[Found]]] = {
    "leaf": (edit_leaf, [(3, "leaf-changed", "")]),
    "hash": (
        run("UPDATE entries SET hash = ? WHERE seq = 3", bytes(32)),
        [*LAST_DIFFERS, (2, "tree-changed", "2-3"), (3, "leaf-changed", "")],
    ),
    "leaf and hash": (edit_leaf_and_hash, [*LAST_DIFFERS, (2, "tree-changed", "2-3")]),
    "leaf, and every hash above": (rewrite, DIFFERS),
    "leaf that is none": (
        run("UPDATE entries SET leaf = ? WHERE seq = 3", b"{}"),
        [(3, "leaf-changed", ""), (3, "leaf-malformed", NO_FORM)],
    ),
    "leaf of another number": (
        lambda sql: sql("UPDATE entries SET leaf = ? WHERE seq = 10", leaf(sql, 11)),
        [(10, "leaf-changed", ""), (10, "wrong-place", "11")],
    ),
    "two entries swapped": (
        swap,
        [*LAST_DIFFERS, (2, "tree-changed", "2-3"), (2, "wrong-place", "3"), (3, "wrong-place", "2")],
    ),
    "two entries swapped with their values": (
        swap_all,
        [*LAST_DIFFERS, (2, "tree-changed", "2-3"), (2, "wrong-place", "3"), (3, "wrong-place", "2")],
    ),
    "entry deleted": (
        run("DELETE FROM entries WHERE seq = 5"),
        [*LAST_DIFFERS, (5, "missing-entry", "by, case, of")],
    ),
    "entry deleted with its values": (
        lambda sql: (sql("DELETE FROM entries WHERE seq = 5"), sql("DELETE FROM private WHERE seq = 5")),
        [*LAST_DIFFERS, (5, "missing-entry", "")],
    ),
    "first entry deleted": (
        lambda sql: (sql("DELETE FROM entries WHERE seq = 0"), sql("DELETE FROM private WHERE seq = 0")),
        # Its keys are gone too: nothing tells any more who may sign what came before entry 6.
        [*LAST_DIFFERS, (WHOLE, "settings", ""), (0, "missing-entry", "")],
    ),
    "entry moved far away": (
        lambda sql: (sql("UPDATE entries SET seq = ? WHERE seq = 5", 10**15), sql("DELETE FROM private WHERE seq = 5")),
        [*LAST_DIFFERS, (WHOLE, "surplus-entry", str(10**15)), (5, "missing-entry", "")],
    ),
    "entry at the last number that can be stored": (
        run("INSERT INTO entries (seq, leaf, hash) SELECT 9223372036854775807, leaf, hash FROM entries WHERE seq = 2"),
        [(WHOLE, "surplus-entry", str(2**63 - 1))],
    ),
    "entry past the last number that an entry can have": (
        run("INSERT INTO entries (seq, leaf, hash) SELECT 9007199254740997, leaf, hash FROM entries WHERE seq = 2"),
        [(WHOLE, "surplus-entry", str(2**53 + 5))],
    ),
    "entry before the first": (
        run("INSERT INTO entries (seq, leaf, hash) VALUES (-1, ?, ?)", b"{}", bytes(32)),
        [(WHOLE, "surplus-entry", "-1")],
    ),
    "nothing but an entry far before the first": (
        lambda sql: (
            cut(sql, 1),
            sql("UPDATE entries SET seq = ?", -(10**15)),
            *(sql(f"DELETE FROM {table}") for table in ("private", "documents")),
        ),
        [(WHOLE, "settings", ""), (WHOLE, "surplus-entry", str(-(10**15)))],
    ),
    "entry after a gap": (
        run("INSERT INTO entries (seq, leaf, hash) VALUES (14, ?, ?)", b"{}", merkle.leaf_hash(b"{}")),
        [(WHOLE, "tree-surplus", ""), (13, "missing-entry", ""), (14, "leaf-malformed", NO_FORM)],
    ),
    "tail cut off": (cut, []),
    "tail cut off, tree left": (
        lambda sql: (sql("DELETE FROM entries WHERE seq = 12"), sql("DELETE FROM private WHERE seq = 12")),
        [(WHOLE, "cut-off", "13")],
    ),
    "tail cut off, nodes left": (
        lambda sql: (sql("DELETE FROM entries WHERE seq >= 11"), sql("DELETE FROM private WHERE seq >= 11")),
        [(WHOLE, "cut-off", "13"), (WHOLE, "tree-surplus", "")],
    ),
    "tail cut off, values left": (
        run("DELETE FROM entries WHERE seq = 12"),
        [(WHOLE, "cut-off", "13"), (12, "missing-entry", "by, case")],
    ),
    "everything deleted": (
        lambda sql: [sql(f"DELETE FROM {table}") for table in ("entries", "nodes", "private", "documents", "checkpoints")],
        [(WHOLE, "settings", "")],
    ),
    "value": (run(f"UPDATE private SET value = ? WHERE {REASON}", b'"x"'), [(3, "value-changed", "reason")]),
    "salt": (run(f"UPDATE private SET salt = ? WHERE {REASON}", bytes(32)), [(3, "value-changed", "reason")]),
    "salt that took from the value": (
        lambda sql: sql(
            f"UPDATE private SET salt = ?, value = ? WHERE {REASON}",
            bytes(sql(f"SELECT salt FROM private WHERE {REASON}")[0][0]) + b'"',
            bytes(sql(f"SELECT value FROM private WHERE {REASON}")[0][0])[1:],
        ),
        [(3, "value-changed", "reason")],
    ),
    "value deleted": (run(f"DELETE FROM private WHERE {REASON}"), [(3, "value-missing", "reason")]),
    "values deleted": (run("DELETE FROM private WHERE seq = 3"), [(3, "value-missing", name) for name in ("by", "case", "reason")]),
    "value added": (lambda sql: put_value(sql, 3, "role"), [(3, "value-unnamed", "role")]),
    "value of no entry": (lambda sql: put_value(sql, 99, "role"), [(99, "value-unnamed", "role")]),
    "value renamed": (
        run(f"UPDATE private SET name = 'basis' WHERE {REASON}"),
        [(3, "value-missing", "reason"), (3, "value-unnamed", "basis")],
    ),
    "value of another entry": (
        lambda sql: sql(
            "UPDATE private SET salt = ?, value = ? WHERE seq = 10 AND name = 'reason'",
            *(bytes(one) for one in sql("SELECT salt, value FROM private WHERE seq = 11 AND name = 'reason'")[0]),
        ),
        [(10, "value-changed", "reason")],
    ),
    "value that is no canonical JSON, with all hashes": (
        lambda sql: recommit(sql, b'{"a": 1}'),
        [*DIFFERS],
    ),
    "other value, with all hashes": (lambda sql: recommit(sql, b'"x"'), DIFFERS),
    "another value in the place of an erased one": (lambda sql: put_value(sql, 7, "reason"), [(7, "value-changed", "reason")]),
    "erasure's own list deleted": (
        run("DELETE FROM private WHERE seq = 9 AND name = 'entries'"),
        [
            *((7, "value-missing", name) for name in ("by", "case", "reason")),
            *((8, "value-missing", name) for name in ("by", "case", "of", "reason")),
            (9, "value-missing", "entries"),
        ],
    ),
    "erasure's list widened": (
        run("UPDATE private SET value = ? WHERE seq = 9 AND name = 'entries'", b"[3,7,8]"),
        [
            *((7, "value-missing", name) for name in ("by", "case", "reason")),
            *((8, "value-missing", name) for name in ("by", "case", "of", "reason")),
            (9, "value-changed", "entries"),
        ],
    ),
    "document": (run(f"UPDATE documents SET value = ? WHERE {DIGEST}", b"{}", bytes.fromhex(G)), [(1, "document-changed", G)]),
    "document deleted": (run(f"DELETE FROM documents WHERE {DIGEST}", bytes.fromhex(C)), [(1, "document-missing", C)]),
    "document added": (
        run("INSERT INTO documents (digest, value) VALUES (?, ?)", bytes.fromhex(hex_of(b"{}")), b"{}"),
        [(WHOLE, "document-unused", hex_of(b"{}"))],
    ),
    "document under a short digest": (
        run("INSERT INTO documents (digest, value) VALUES (?, ?)", b"a", b"{}"),
        [(WHOLE, "document-changed", "61")],
    ),
    "documents exchanged": (
        lambda sql: (sql(f"UPDATE documents SET value = ? WHERE {DIGEST}", GUIDELINE, bytes.fromhex(C)),),
        [(1, "document-changed", C)],
    ),
    "node": (
        run("UPDATE nodes SET hash = ? WHERE level = 1 AND pos = 2", bytes(32)),
        [(4, "tree-changed", "4-5")],
    ),
    "upper node": (
        run("UPDATE nodes SET hash = ? WHERE level = 3 AND pos = 0", bytes(32)),
        # The root at 9 is read off the stored nodes.
        [(WHOLE, "checkpoint-differs", "9"), (0, "tree-changed", "0-7")],
    ),
    "node deleted": (
        run("DELETE FROM nodes WHERE level = 1 AND pos = 5"),
        [(WHOLE, "tree-surplus", ""), (10, "tree-changed", "10-11")],
    ),
    "node added": (run("INSERT INTO nodes (level, pos, hash) VALUES (9, 0, ?)", bytes(32)), [(WHOLE, "tree-surplus", "")]),
    "checkpoint's signature": (forge, [(WHOLE, "checkpoint-forged", "13")]),
    "checkpoint with another root": (
        lambda sql: sql(
            "UPDATE checkpoints SET note = ? WHERE size = 13",
            bytes(sql("SELECT note FROM checkpoints WHERE size = 9")[0][0]),
        ),
        [(WHOLE, "checkpoint-malformed", "13")],
    ),
    "checkpoint of another history, signed": (lambda sql: sign(sql, 11, bytes(32)), [(WHOLE, "checkpoint-differs", "11")]),
    "checkpoint past the end, signed": (lambda sql: sign(sql, 40, bytes(32)), [(WHOLE, "cut-off", "40")]),
    "checkpoint of another ledger": (lambda sql: sign(sql, 11, bytes(32), origin="other"), [(WHOLE, "other-ledger", "other")]),
    "checkpoint by a key of nobody": (
        lambda sql: sign(sql, SIZE, newest_root(sql), OTHER_KEY),
        [(WHOLE, "checkpoint-forged", "13")],
    ),
    "checkpoint that is none": (
        run("UPDATE checkpoints SET note = ? WHERE size = 9", b"\xff"),
        [(WHOLE, "checkpoint-malformed", "9")],
    ),
    "checkpoint without a signature": (
        lambda sql: sql(
            "UPDATE checkpoints SET note = ? WHERE size = 9",
            bytes(sql("SELECT note FROM checkpoints WHERE size = 9")[0][0]).partition(b"\n\n")[0] + b"\n",
        ),
        [(WHOLE, "checkpoint-malformed", "9")],
    ),
}  # fmt: skip


def newest_root(sql: Raw) -> bytes:
    import base64

    note = bytes(sql("SELECT note FROM checkpoints WHERE size = ?", SIZE)[0][0]).decode()
    return base64.b64decode(note.split("\n")[2])


def test_a_whole_ledger_is_good(place: str) -> None:
    report = verify(place)
    assert found(report) == []
    assert (report.head, report.erased, report.stepped_back, report.checkpoints) == (
        head_of(place).head,
        len(ERASED),
        (),
        2,
    )
    assert (report.compared, report.unchecked) == (None, False)
    for size in (1, 5, 9, SIZE):
        assert found(verify(place, checkpoint=head_of(place, size))) == []


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_found_and_nothing_else(place: str, what: str) -> None:
    change, expected = TAMPERED[what]
    before = head_of(place)
    with raw(place) as sql:
        change(sql)
    report = verify(place)
    assert found(report) == sorted(expected)
    if "tail cut off" in what:
        outside = verify(place, checkpoint=before)
        assert (WHOLE, "cut-off", "13") in found(outside)
        assert outside.compared == before


def test_a_rewritten_history_shows_only_against_a_head_kept_elsewhere(place: str) -> None:
    before = head_of(place)
    with raw(place) as sql:
        rewrite(sql)
        sql("DELETE FROM checkpoints")
    assert found(verify(place)) == []
    assert found(verify(place, checkpoint=before)) == [(WHOLE, "checkpoint-differs", "13")]
    assert found(verify(place, checkpoint=Checkpoint("", before.head))) == [(WHOLE, "checkpoint-differs", "13")]


def test_a_checkpoint_from_outside_is_read_with_the_keys_of_its_time(place: str) -> None:
    good = head_of(place)
    assert found(verify(place, checkpoint=signed(good, KEY))) == []
    assert found(verify(place, checkpoint=signed(good, OTHER_KEY))) == [(WHOLE, "checkpoint-forged", "13")]
    assert found(verify(place, checkpoint=signed(signed(good, OTHER_KEY), KEY))) == []
    assert found(verify(place, checkpoint=Checkpoint("other", good.head))) == [(WHOLE, "other-ledger", "other")]


def test_signatures_that_cannot_be_checked_are_told_not_doubted(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "can_check_signatures", lambda: False)
    report = verify(place)
    assert (found(report), report.unchecked) == ([], True)


SQLITE_GUARDS = {
    "DROP TRIGGER entries_no_update": "entries_no_update",
    "DROP INDEX private_case": "private_case",
    "CREATE TABLE more (a)": "more",
    "CREATE VIEW more AS SELECT 1": "more",
    "CREATE TRIGGER more AFTER INSERT ON entries BEGIN SELECT 1; END": "more",
    "ALTER TABLE documents ADD COLUMN more BLOB": "documents",
    "CREATE INDEX more ON private (value)": "more",
}
POSTGRES_GUARDS = {
    "DROP TRIGGER entries_no_update ON entries": "entries_no_update",
    "ALTER TABLE entries DISABLE TRIGGER entries_in_order": "entries_in_order",
    "ALTER TABLE entries ENABLE REPLICA TRIGGER entries_in_order": "entries_in_order",
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'": "refuse",
    "DROP INDEX private_case": "private_case",
    "CREATE TABLE more (a int)": "more",
    "CREATE VIEW more AS SELECT 1": "more",
    "CREATE TRIGGER more AFTER INSERT ON entries EXECUTE FUNCTION refuse()": "more",
    "ALTER TABLE documents ADD COLUMN more int": "documents",
    "ALTER TABLE documents ALTER value TYPE text USING ''": "documents",
    "ALTER TABLE documents ALTER value DROP NOT NULL": "documents",
    "ALTER TABLE documents ALTER value SET DEFAULT ''": "documents",
    "ALTER TABLE documents SET UNLOGGED": "documents",
    "ALTER TABLE documents ENABLE ROW LEVEL SECURITY": "documents",
    "ALTER TABLE documents ADD CONSTRAINT more CHECK (length(value) < 9999999)": "more",
    "ALTER TABLE entries DROP CONSTRAINT entries_pkey": "entries_pkey",
    "ALTER TABLE entries OWNER TO visit_writer": "entries",
    "CREATE RULE more AS ON INSERT TO documents DO INSTEAD NOTHING": "more",
    "CREATE TABLE more () INHERITS (entries)": "more",
    "GRANT UPDATE ON entries TO visit_writer": "entries (visit_writer: UPDATE)",
    "GRANT UPDATE (leaf) ON entries TO visit_writer": "entries (visit_writer: UPDATE)",
    "GRANT DELETE ON entries TO visit_writer": "entries (visit_writer: DELETE)",
    "GRANT INSERT ON entries TO visit_reader": "entries (visit_reader: INSERT)",
    "GRANT SELECT ON private TO PUBLIC": "private (PUBLIC: SELECT)",
    "GRANT CREATE ON SCHEMA visit_ledger TO visit_writer": "visit_ledger (visit_writer: CREATE)",
    "GRANT SELECT ON private TO visit_reader WITH GRANT OPTION": "private (visit_reader: SELECT)",
    "GRANT TRUNCATE ON entries TO pg_monitor": "entries (pg_monitor: TRUNCATE)",
    "ALTER FUNCTION entries_fit() STABLE": "entries_fit",
    "CREATE DOMAIN more AS text": "visit_ledger.more",
    "CREATE PUBLICATION more FOR TABLE private": "publication more",
    "CREATE PUBLICATION more FOR ALL TABLES": "publication more",
    "CREATE TABLE public.more (seq bigint CONSTRAINT more REFERENCES visit_ledger.entries)": "more",
    "UPDATE pg_class SET relhastriggers = false WHERE oid = 'visit_ledger.entries'::regclass": "entries",
    "GRANT pg_monitor TO visit_writer": "pg_monitor (visit_writer: MEMBER)",
    "ALTER ROLE visit_reader SET session_replication_role = replica": "session_replication_role (visit_reader: SET)",
    "ALTER ROLE ALL SET session_replication_role = replica": "session_replication_role (PUBLIC: SET)",
}


@pytest.mark.parametrize("statement", SQLITE_GUARDS)
def test_a_guard_that_is_not_as_made_is_named(sample_file: Path, tmp_path: Path, statement: str) -> None:
    path = str(shutil.copy(sample_file, tmp_path / "ledger"))
    with guarded(path) as sql:
        sql(statement)
    assert found(verify(path)) == [(WHOLE, "guards", SQLITE_GUARDS[statement])]


def test_a_guard_in_postgres_that_is_not_as_made_is_named(sample_url: str) -> None:
    with Ledger.open(sample_url) as ledger:
        assert ledger.store.unguarded() == ()
    for statement, name in POSTGRES_GUARDS.items():
        with guarded(sample_url) as sql:
            sql("BEGIN")
            sql(statement)
            told = odd(sql)
            sql("ROLLBACK")
        assert name in told, statement
        assert [one for one in told if not one.startswith(name.split("_")[0].split(" ")[0])] == [], statement


def odd(sql: Raw) -> tuple[str, ...]:
    """Return what is not as it was made, seen from inside a transaction."""
    from visit.ledger.postgres import PostgresStore

    sql("SET search_path = visit_ledger, pg_temp")
    store = PostgresStore.__new__(PostgresStore)
    store.connection, store.name = sql.connection, "here"
    return store.unguarded()


def test_leave_to_read_for_a_role_of_ones_own_is_no_fault(sample_url: str) -> None:
    with guarded(sample_url) as sql:
        sql("BEGIN")
        sql("GRANT SELECT ON ALL TABLES IN SCHEMA visit_ledger TO pg_monitor")
        sql("REVOKE INSERT ON entries FROM visit_writer")
        assert odd(sql) == ()
        sql("ROLLBACK")


# --- erasing ---


def test_an_erased_value_that_is_put_back_is_found(ledger_place: str) -> None:
    with made(ledger_place, 3) as ledger:
        kept = [row for row in ledger.store.private(1, 2) if row[1] == "by"]
        with ledger.writing():
            ledger.add(Draft("erasure", "1.0", {"entries": [1]}), now=NOW)
            ledger.forget([1])
    report = verify(ledger_place)
    assert (found(report), report.erased) == ([], 1)
    with raw(ledger_place) as sql:
        sql("INSERT INTO private (seq, name, salt, value) VALUES (?, ?, ?, ?)", *kept[0])
    assert found(verify(ledger_place)) == [(1, "not-erased", "3")]


@pytest.mark.parametrize(
    ("named", "forgotten", "expected"),
    [
        ([1, 2], [1, 2], []),
        ([1], [1, 2], [(2, "value-missing", "by"), (2, "value-missing", "case")]),
        ([1, 2], [1], [(2, "not-erased", "4")]),
        ([4], [1], [(1, "value-missing", "by"), (1, "value-missing", "case"), (4, "erases-later", "4")]),
        ([5], [], [(4, "erases-later", "5")]),  # what comes later cannot have been forgotten, and is excused of nothing
        ([1, 5, 10**15], [1], [(4, "erases-later", "5")]),  # one is enough: another program can name a million
        ([-3, -4], [], [(4, "erases-later", "-4")]),
        ("1", [1], [(1, "value-missing", "by"), (1, "value-missing", "case")]),
        ([True], [1], [(1, "value-missing", "by"), (1, "value-missing", "case")]),
    ],
)  # fmt: skip
def test_an_erasure_excuses_exactly_what_it_names(
    ledger_place: str, named: object, forgotten: list[int], expected: list[Found]
) -> None:
    with made(ledger_place, 4) as ledger:
        with ledger.writing():
            ledger.add(Draft("erasure", "1.0", {"entries": named}), now=NOW)
            ledger.forget(forgotten)
        ledger.append(decision("a"), now=NOW)
    assert found(verify(ledger_place)) == expected


@pytest.mark.parametrize(("seq", "missing"), [(0, ["by", "keys", "origin", "people"]), (3, ["entries"])])
def test_nothing_erases_what_sets_the_ledger_up_or_what_an_erasure_says(
    tmp_path: Path, seq: int, missing: list[str]
) -> None:
    place = str(tmp_path / "ledger")
    with made(place, 3) as ledger, ledger.writing():
        ledger.add(Draft("erasure", "1.0", {"entries": [1]}), now=NOW)
        ledger.forget([1])
        ledger.add(Draft("erasure", "1.0", {"entries": [seq]}), now=NOW)
        ledger.forget([seq])
    told = [(seq, "value-missing", name) for name in missing]
    assert [one for one in found(verify(place)) if one[0] == seq] == told


# --- what is no fault ---


def test_a_clock_that_steps_back_is_told_and_is_no_fault(ledger_place: str) -> None:
    with made(ledger_place, 3) as ledger:
        receipt = ledger.append(decision("a"), now=NOW - timedelta(hours=1))
        assert receipt.stepped_back_from == "2026-11-02T09:30:02Z"
        assert ledger.append(decision("a"), now=NOW + timedelta(hours=1)).stepped_back_from is None
    report = verify(ledger_place)
    assert (found(report), report.stepped_back) == ([], (3,))


def test_a_clock_that_steps_back_between_blocks_is_told(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BLOCK", 2)
    with made(ledger_place, 4) as ledger:
        ledger.append(decision("a"), now=NOW - timedelta(hours=1))
    assert verify(ledger_place).stepped_back == (4,)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33])
def test_blocks_of_any_size_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    place = str(tmp_path / "ledger")
    made(place, size).close()
    heads = set()
    for block in (0, 1, 2, 3, 12):
        monkeypatch.setattr(verifying, "BLOCK", block)
        report = verify(place)
        assert found(report) == []
        heads.add(report.head)
    assert heads == {head_of(place).head}


@pytest.mark.parametrize("what", ["leaf", "hash", "entry deleted", "upper node", "erasure's own list deleted"])
def test_small_blocks_find_the_same_faults(place: str, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    with raw(place) as sql:
        TAMPERED[what][0](sql)
    monkeypatch.setattr(verifying, "BLOCK", 1)
    assert found(verify(place)) == sorted(TAMPERED[what][1])


@pytest.mark.parametrize("damaged", [False, True])
def test_two_processes_find_what_one_finds(place: str, monkeypatch: pytest.MonkeyPatch, damaged: bool) -> None:
    if damaged:
        with raw(place) as sql:
            swap(sql)
    monkeypatch.setattr(verifying, "BLOCK", 2)
    alone, told = verify(place), list[tuple[int, int]]()
    shared = verify(place, processes=2, progress=lambda done, of: told.append((done, of)))
    parts = ("head", "faults", "erased", "stepped_back", "compared", "checkpoints", "unchecked")
    assert [getattr(alone, part) for part in parts] == [getattr(shared, part) for part in parts]
    assert told == [(4, 13), (8, 13), (12, 13), (13, 13)]


def test_what_is_appended_and_erased_meanwhile_is_no_fault(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BLOCK", 2)

    def meanwhile(done: int, _of: int) -> None:
        with Ledger.open(place, writable=True) as ledger:
            document = encode({"layers": [done]})
            draft = Draft(
                "decision", "1.0", {"case": "z"}, guideline=hex_of(document), documents={hex_of(document): document}
            )
            ledger.append(draft, now=NOW)
            if done == 4:
                with ledger.writing():
                    ledger.add(Draft("erasure", "1.0", {"entries": [1, 10]}), now=NOW)
                    ledger.forget([1, 10])
            ledger.checkpoint(KEY)

    report = verify(place, progress=meanwhile)
    assert found(report) == []
    assert report.head.size == SIZE
    assert found(verify(place)) == []


def test_checkpoints_that_are_all_gone_are_told(place: str) -> None:
    from visit.render.verify_sheet import VerifySheet

    kept = VerifySheet(place, verify(place)).notes()
    assert any("Signed checkpoints in the ledger: 2" in str(one) for one in kept)
    with raw(place) as sql:
        sql("DELETE FROM checkpoints")
    report = verify(place)
    notes = [str(one) for one in VerifySheet(place, report).notes()]
    assert report.faults == (), "a ledger may keep none"
    assert any(one.startswith("No signed checkpoint in the ledger, although it lists a key") for one in notes)
