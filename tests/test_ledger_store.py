"""Both stores: what is appended comes back, what is guarded is refused, and what goes wrong is said plainly."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import postgres
import psycopg
import pytest
from postgres import PASSWORD, Server, connected
from running import ROOT, environ
from small_ledgers import CATALOGUE, KEY, NOW, ORIGIN, PEOPLE, guarded, hex_of, init, made, raw, sample
from small_ledgers import decision as a_decision

from visit.errors import LedgerError
from visit.ledger import merkle, postgres_guards, sqlite, store
from visit.ledger import postgres_tables as tables
from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, Head, signed
from visit.ledger.opening import is_url, open_store
from visit.ledger.packing import pack
from visit.ledger.store import TABLES
from visit.ledger.verifying import verify

ROOT_USER = os.name == "posix" and os.getuid() == 0


def refused(place: str, *, writable: bool = False) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        Ledger.open(place, writable=writable).close()
    assert PASSWORD not in str(caught.value)
    return caught.value


# --- what is written is read ---


def test_what_is_appended_comes_back(ledger_place: str) -> None:
    ledger, receipt = Ledger.create(ledger_place, init([KEY.public.text]), now=NOW)
    with ledger:
        assert (receipt.seq, receipt.head.size, receipt.time) == (0, 1, "2026-11-02T09:30:00Z")
        fields = {
            "by": "anna",
            "case": "æ",
            "reason": "\U0001f600\x00\n",
            "facts": {"document": {"é": [1, None, True, -5]}, "points": {}},
        }
        document = {hex_of(CATALOGUE): CATALOGUE}
        draft = Draft("decision", "1.0", fields, catalogue=hex_of(CATALOGUE), documents=document)
        for seq in (1, 2):
            assert ledger.append(draft, now=NOW + timedelta(seconds=1)).seq == seq
        entry = ledger.entry(1)
        assert dict(entry.values) == fields
        assert (entry.leaf.type, entry.leaf.catalogue, entry.leaf.guideline) == ("decision", hex_of(CATALOGUE), None)
        assert ledger.document(hex_of(CATALOGUE)) == {"document": {"offers": ["ø"]}}
        assert ledger.of_case("æ") == (1, 2)
        assert ledger.of_case("a") == ()
        known = ledger.settings()
        assert (known.origin, known.keys, known.people) == (ORIGIN, (KEY.public,), PEOPLE)
        assert ledger.store.count("documents") == 1
    with Ledger.open(ledger_place) as again:
        assert [one.seq for one in again.entries()] == [0, 1, 2]
        assert dict(again.entry(2).values) == fields


def test_heads_and_proofs_are_those_of_the_leaves(ledger_place: str) -> None:
    with made(ledger_place, 21) as ledger:
        hashes = [merkle.leaf_hash(entry.bytes) for entry in ledger.entries(values=False)]
        head = ledger.head()
        for seq in range(21):
            assert merkle.included(hashes[seq], seq, 21, ledger.inclusion(seq, 21), head.root)
        for size in range(1, 21):
            assert merkle.consistent(size, ledger.head(size).root, 21, head.root, ledger.consistency(size, 21))


def test_a_checkpoint_is_signed_and_kept_once(ledger_place: str) -> None:
    with made(ledger_place, 2, keys=[KEY.public.text]) as ledger:
        for _twice in range(2):
            signed = ledger.checkpoint(KEY)
            assert signed.head == ledger.head()
        assert list(ledger.store.checkpoints()) == [(2, signed.text.encode())]
        assert ledger.checkpoint().text == signed.body
    with Ledger.open(ledger_place) as reader, pytest.raises(LedgerError, match="read-only"):
        reader.append(a_decision("a"), now=NOW)


def test_the_entry_that_makes_the_ledger_comes_once_and_first(ledger_place: str) -> None:
    with pytest.raises(LedgerError, match="entry 0"):
        Ledger.create(ledger_place, a_decision("a"), now=NOW)
    with Ledger.open(ledger_place, writable=True) as ledger:
        ledger.append(init(), now=NOW)
        with pytest.raises(LedgerError, match="entry 0"):
            ledger.append(init(), now=NOW)
        assert ledger.store.size() == 1


def test_what_is_not_there_is_said(ledger_place: str) -> None:
    with made(ledger_place, 2) as ledger:
        with pytest.raises(LedgerError, match="there is no entry 2") as caught:
            ledger.entry(2)
        assert caught.value.help == "the last one is 1"
        with pytest.raises(LedgerError, match="the document 0000"):
            ledger.document("00" * 32)


def test_a_transaction_that_fails_leaves_nothing(ledger_place: str) -> None:
    with made(ledger_place, 2) as ledger:
        with pytest.raises(TypeError), ledger.writing():
            ledger.add(a_decision("a"), now=NOW)
            ledger.add(a_decision("a", reason=1.5), now=NOW)
        assert ledger.store.size() == 2
        with pytest.raises(LedgerError), ledger.writing():
            ledger.add(a_decision("b"), now=NOW)
            ledger.store.run("INSERT INTO entries (seq, leaf, hash) VALUES (?, ?, ?)", (9, b"", b""))
        assert ledger.append(a_decision("b"), now=NOW).seq == 2
    assert verify(ledger_place).faults == ()


def test_a_refusal_that_is_swallowed_does_not_pass_for_written(postgres_url: str) -> None:
    with made(postgres_url, 2) as ledger:
        with pytest.raises(LedgerError, match="taken nothing"), ledger.writing():
            ledger.add(a_decision("b"), now=NOW)
            with pytest.raises(LedgerError):
                ledger.store.run("DELETE FROM entries")
        assert ledger.store.size() == 2


def test_a_snapshot_sees_one_state(ledger_place: str) -> None:
    with made(ledger_place, 2) as ledger, Ledger.open(ledger_place) as reader:
        with reader.store.snapshot():
            assert reader.store.size() == 2
            ledger.append(a_decision("a"), now=NOW)
            assert (reader.store.size(), reader.store.count("private")) == (2, 6)
        assert reader.store.size() == 3


def test_a_question_inside_a_question_does_not_end_the_outer_one(
    ledger_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH", 2)
    with made(ledger_place, 12) as ledger:
        rows = ledger.store.entries(0, 5)
        assert [len(list(ledger.store.nodes(1, 0, seq))) for seq, _leaf, _hash in rows] == [0, 1, 2, 3, 4]
        assert [row[:2] for row in ledger.store.private(1, 4, ("case",))] == [(1, "case"), (2, "case"), (3, "case")]


def test_few_entries_are_found_among_many_by_an_index(ledger_place: str) -> None:
    with made(ledger_place, 3) as ledger:
        assert (ledger.store.that_set_up(), ledger.of_case("c1")) == ((0,), (1,))
        asked = {
            "private_people": "SELECT seq FROM private WHERE name = 'people' ORDER BY seq",
            "private_case": "SELECT seq FROM private WHERE name = 'case' AND value = ? ORDER BY seq",
        }
        for index, sql in asked.items():
            values = (b'"c1"',) if "?" in sql else ()
            if is_url(ledger_place):
                ledger.store.run("SET enable_seqscan = off")
            explain = "EXPLAIN" if is_url(ledger_place) else "EXPLAIN QUERY PLAN"
            plan = str(ledger.store.run(f"{explain} {sql}", values).fetchmany(10))
            assert f" {index}" in plan


# --- forgetting ---


def contents(place: str) -> bytes:
    """Return the bytes of a file and of what lies beside it."""
    return b"".join(path.read_bytes() for path in Path(place).parent.glob(f"{Path(place).name}*"))


def test_what_is_forgotten_is_gone_from_the_files(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger")
    secret = "hemmeligt-" + "x" * 20000  # over several pages
    with made(place, 2) as ledger:
        ledger.append(a_decision("pseudonym-7", reason=secret), now=NOW)
        assert b"hemmeligt" in contents(place)
        with ledger.writing():
            ledger.add(Draft("erasure", "1.0", {"entries": [2]}), now=NOW)
            ledger.forget([2])
        assert ledger.store.make_room() == ()
        assert ledger.entry(2).erased
        assert ledger.of_case("pseudonym-7") == ()
        left = contents(place)
    assert b"hemmeligt" not in left
    assert b"x" * 100 not in left
    assert b"pseudonym-7" not in left
    assert verify(place).faults == ()


def test_a_reader_that_stands_still_keeps_the_log_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    place = str(tmp_path / "ledger")
    with made(place, 3) as ledger, Ledger.open(place) as reader, reader.store.snapshot():
        reader.store.size()
        with ledger.writing():
            ledger.forget([1])
        assert any("in use by another program" in one for one in ledger.store.make_room())


def heap(url: str) -> bytes:
    """Return every page of the private table, its long values and its indexes."""
    relations = """
        SELECT c.oid::regclass::text FROM pg_class p JOIN pg_class c ON c.oid IN (p.oid, p.reltoastrelid)
        OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (p.oid, p.reltoastrelid))
        WHERE p.oid = 'visit_ledger.private'::regclass"""
    with connected(url) as connection:
        connection.execute("CHECKPOINT")
        return b"".join(
            bytes(connection.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", (name,)).fetchone()[0])
            for (name,) in connection.execute(relations).fetchall()
        )


def test_what_is_forgotten_is_gone_from_the_database(postgres_url: str) -> None:
    with made(postgres_url, 2) as ledger:
        ledger.append(a_decision("pseudonym-7", reason="hemmeligt"), now=NOW)
        assert b"hemmeligt" in heap(postgres_url)
        with ledger.writing():
            ledger.forget([2])
        with connected(postgres_url) as other:
            other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            other.execute("SELECT 1 FROM pg_class").fetchone()
            with ledger.writing():
                ledger.forget([1])
            assert [one for one in ledger.store.make_room() if "another program" in one]
        assert ledger.store.make_room() == ()
    left = heap(postgres_url)
    assert b"hemmeligt" not in left
    assert b"pseudonym-7" not in left


def test_room_is_owed_from_the_erasure_until_it_is_made(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with made(ledger_place, 3) as ledger:
        with ledger.writing():
            ledger.erase(Draft("erasure", "1.0", {"entries": [1]}), [1], now=NOW)
        assert (ledger.store.owed(), verify(ledger_place).owed, verify(ledger_place).faults) == ((3,), (3,), ())
        with monkeypatch.context() as patched:
            patched.setattr(type(ledger.store), "make_room", lambda _self: ("not yet",))
            assert ledger.store.settle() == ("not yet",)
        assert ledger.store.owed() == (3,)
        assert ledger.store.settle() == ()
        assert (ledger.store.owed(), verify(ledger_place).owed) == ((), ())


@pytest.mark.parametrize("type", ["decision", "erasure"])
def test_an_entry_with_no_case_for_a_case_owes_nothing(type: str, ledger_place: str) -> None:
    """Its value would be taken for the note that room is owed, and deleted as soon as somebody opens the ledger."""
    with made(ledger_place, 2) as ledger:
        ledger.append(Draft(type, "1.0", {"by": "mallory", "case": None}), now=NOW)
        assert ledger.store.owed() == ()
        assert ledger.store.settle() == ()
        assert ledger.entry(2, partial=True).odd == ("case",)
    assert verify(ledger_place).faults == ()


def test_a_value_that_no_leaf_names_is_none(ledger_place: str) -> None:
    """Whoever may add private rows to the newest entry must not make a leader of himself, nor stop the log."""
    with made(ledger_place, 2) as ledger:
        for name, value in (("people", b'{"eve":{"roles":["leader"]}}'), ("plan", b"no JSON")):
            with raw(ledger_place) as sql:
                sql("INSERT INTO private (seq, name, salt, value) VALUES (1, ?, ?, ?)", name, bytes(32), value)
        assert ledger.settings().people == PEOPLE
        assert sorted(ledger.entry(1).values) == ["by", "case"]
        assert ledger.append(a_decision("next"), now=NOW).seq == 2
    assert [fault.detail for fault in verify(ledger_place).faults] == ["people", "plan"]


def test_only_the_owner_makes_room(postgres_server: Server, postgres_url: str) -> None:
    made(postgres_url, 3).close()
    with Ledger.open(postgres_server.user(postgres_url, "visit_writer"), writable=True) as ledger:
        with ledger.writing():
            ledger.forget([1])
        assert ledger.store.make_room() == (
            "visit_ledger.private was not rewritten: its owner must run `VACUUM FULL visit_ledger.private`",
        )


# --- guards ---

FORBIDDEN = [
    *(f"UPDATE {table} SET {column} = {column}" for table, column in (
        ("entries", "leaf"), ("nodes", "hash"), ("private", "value"), ("documents", "value"), ("checkpoints", "note"))),
    *(f"DELETE FROM {table}" for table in TABLES if table != "private"),
    "INSERT INTO entries (seq, leaf, hash) VALUES (14, '', '')",
    "INSERT INTO entries (seq, leaf, hash) VALUES (12, '', '')",
    "INSERT INTO entries (seq, leaf, hash) VALUES (-1, '', '')",
    "INSERT INTO nodes (level, pos, hash) SELECT level, pos, hash FROM nodes",
    "INSERT INTO private (seq, name, salt, value) VALUES (3, 'role', '', '')",
    "INSERT INTO private (seq, name, salt, value) VALUES (13, 'role', '', '')",
    "INSERT INTO private (seq, name, salt, value) SELECT seq, name, salt, value FROM private WHERE seq = 12",
    "INSERT INTO documents (digest, value) SELECT digest, value FROM documents",
    "INSERT INTO checkpoints (size, note) SELECT size, note FROM checkpoints",
]  # fmt: skip
SQLITE_FORBIDDEN = [
    "INSERT OR REPLACE INTO entries (seq, leaf, hash) VALUES (3, x'', x'')",
    "INSERT OR IGNORE INTO entries (seq, leaf, hash) VALUES (3, x'', x'')",
    "REPLACE INTO nodes (level, pos, hash) VALUES (1, 0, x'')",
    "REPLACE INTO private (seq, name, salt, value) VALUES (12, 'by', x'', x'')",
    "REPLACE INTO documents (digest, value) SELECT digest, x'' FROM documents",
    "REPLACE INTO checkpoints (size, note) VALUES (13, x'')",
    "INSERT INTO nodes VALUES (1, 0, x'') ON CONFLICT DO UPDATE SET hash = excluded.hash",
    "INSERT INTO checkpoints VALUES (13, x'') ON CONFLICT DO UPDATE SET note = excluded.note",
    "INSERT INTO private VALUES (12, 'by', x'', x'') ON CONFLICT DO UPDATE SET value = excluded.value",
    "UPDATE OR REPLACE entries SET seq = 4 WHERE seq = 3",
    "INSERT INTO entries (seq, leaf, hash) VALUES (NULL, x'', x'')",
]
POSTGRES_FORBIDDEN = [
    *(f"TRUNCATE {table}" for table in TABLES),
    "INSERT INTO entries VALUES (3, '', '') ON CONFLICT (seq) DO UPDATE SET leaf = excluded.leaf",
    "INSERT INTO entries VALUES (13, '{}', '{}') ON CONFLICT (seq) DO UPDATE SET leaf = excluded.leaf",
    "INSERT INTO nodes VALUES (1, 0, '') ON CONFLICT (level, pos) DO UPDATE SET hash = excluded.hash",
    "INSERT INTO private VALUES (12, 'by', '', '') ON CONFLICT (seq, name) DO UPDATE SET value = excluded.value",
    "INSERT INTO checkpoints VALUES (13, '') ON CONFLICT (size) DO UPDATE SET note = excluded.note",
    "INSERT INTO checkpoints VALUES (13, '') ON CONFLICT DO NOTHING",
    "MERGE INTO entries e USING (SELECT 3 AS n) s ON e.seq = s.n WHEN MATCHED THEN DELETE",
    "UPDATE version SET version = 0",
    "DELETE FROM version",
    "TRUNCATE version",
]


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("whole") / "ledger")
    sample(path)
    return path


@pytest.fixture(scope="module")
def whole_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("postgres_server").database()
    sample(url)
    return url


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


BOTH = pytest.mark.parametrize("whole", ["whole_file", "whole_url"], indirect=True, ids=["sqlite", "postgres"])


@BOTH
def test_the_guards_refuse_everything_but_appending(whole: str) -> None:
    own = POSTGRES_FORBIDDEN if is_url(whole) else SQLITE_FORBIDDEN
    before = verify(whole)
    with guarded(whole) as sql:
        for statement in (*(one if is_url(whole) else one.replace("''", "x''") for one in FORBIDDEN), *own):
            with pytest.raises(Exception, match="only appended to"):
                sql(statement)
    assert verify(whole).faults == before.faults == ()
    with (
        Ledger.open(whole, writable=True) as ledger,
        pytest.raises(LedgerError, match="the ledger is only appended to"),
    ):
        ledger.store.run("DELETE FROM entries")


def test_the_writers_role_may_append_and_forget_and_no_more(postgres_server: Server, whole_url: str) -> None:
    url = postgres_server.user(whole_url, "visit_writer")
    denied = [
        *(f"UPDATE {table} SET {column} = {column}" for table, column in (("entries", "leaf"), ("private", "value"))),
        *(f"DELETE FROM {table}" for table in (*TABLES, "version") if table != "private"),
        *(f"TRUNCATE {table}" for table in (*TABLES, "version")),
        *(f"DROP TABLE {table}" for table in TABLES),
        "INSERT INTO version VALUES (9)",
        "INSERT INTO nodes VALUES (1, 0, '') ON CONFLICT (level, pos) DO UPDATE SET hash = excluded.hash",
        "ALTER TABLE entries ADD COLUMN more int",
        "ALTER TABLE entries DISABLE TRIGGER ALL",
        "DROP TRIGGER entries_no_update ON entries",
        "CREATE OR REPLACE FUNCTION visit_ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP FUNCTION visit_ledger.refuse() CASCADE",
        "DROP SCHEMA visit_ledger CASCADE",
        "CREATE TABLE visit_ledger.more (a int)",
        "CREATE RULE more AS ON INSERT TO documents DO INSTEAD NOTHING",
        "SET session_replication_role = replica",
    ]
    with guarded(url) as sql:
        for statement in denied:
            with pytest.raises(Exception, match=r"permission denied|must be owner"):
                sql(statement)
        # PostgreSQL may answer with a warning only; whether anything was granted is seen below.
        with suppress(Exception):
            sql("GRANT UPDATE ON entries TO visit_writer")
    with Ledger.open(url, writable=True) as ledger:
        size = ledger.store.size()
        assert ledger.append(a_decision("w"), now=NOW + timedelta(hours=1)).seq == size
        with ledger.writing():
            ledger.add(Draft("erasure", "1.0", {"entries": [size]}), now=NOW + timedelta(hours=1))
            ledger.forget([size])
        assert ledger.store.system_user().startswith("user")
        assert not any("superuser" in one for one in ledger.store.warnings())
    assert verify(url).faults == ()


def test_the_readers_role_may_read_and_verify_and_no_more(postgres_server: Server, whole_url: str) -> None:
    url = postgres_server.user(whole_url, "visit_reader")
    with guarded(url) as sql:
        for statement in (
            "DELETE FROM private",
            "INSERT INTO documents VALUES ('', '')",
            *(f"TRUNCATE {one}" for one in TABLES),
        ):
            with pytest.raises(Exception, match="permission denied"):
                sql(statement)
    assert verify(url).faults == ()
    error = refused(url, writable=True)
    assert (error.message, error.help) == ("the ledger is read-only", "ask its owner for the role visit_writer")


def test_a_user_without_a_role_sees_nothing(postgres_server: Server, whole_url: str) -> None:
    error = refused(postgres_server.user(whole_url))
    assert error.message == "the user is not allowed to read this ledger"
    assert error.help == "ask the ledger's owner for the role visit_reader to read, visit_writer to write"


# --- several writers ---

WRITER = """
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
where, name, count = sys.argv[1:]
with Ledger.open(where, writable=True) as ledger:
    for n in range(int(count)):
        draft = Draft("decision", "1.0", {"by": name, "case": f"{name}-{n}"})
        print(ledger.append(draft, now=datetime.now(UTC)).seq)
"""


def test_eight_writers_lose_nothing_and_leave_no_gap(ledger_place: str) -> None:
    made(ledger_place).close()
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", WRITER, ledger_place]
    writers = [
        subprocess.Popen(
            [*command, f"w{n}", "50"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        for n in range(8)
    ]
    numbers: dict[int, str] = {}
    for name, writer in enumerate(writers):
        out, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
        numbers |= {int(seq): f"w{name}-{n}" for n, seq in enumerate(out.split())}
    assert sorted(numbers) == list(range(1, 401))
    with Ledger.open(ledger_place) as ledger:
        assert {entry.seq: entry.get("case") for entry in ledger.entries(1)} == numbers
    assert verify(ledger_place).faults == ()


def test_a_writer_that_waits_too_long_is_told(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    if is_url(ledger_place):
        monkeypatch.setattr("visit.ledger.postgres.PATIENCE", 0.05)
    with made(ledger_place, 2) as first, Ledger.open(ledger_place, writable=True) as second, first.writing():
        first.add(a_decision("a"), now=NOW)
        with pytest.raises(LedgerError, match="the ledger is in use by another program") as caught:
            second.append(a_decision("b"), now=NOW)
    holder = r"postgres \(\d+\) is done: the database's user and process" if is_url(ledger_place) else "it is done"
    assert re.fullmatch(f"nothing was written; try again when {holder}", caught.value.help or "")
    assert verify(ledger_place).head.size == 3


# --- what can be in the way: files ---


def test_no_file_no_ledger(tmp_path: Path) -> None:
    error = refused(str(tmp_path / "none"))
    assert error.message == "there is no ledger"
    assert error.help is not None
    assert "visit log init" in error.help
    assert refused(str(tmp_path)).message.startswith("the ledger cannot be read")
    assert refused("a\0b").message.startswith("the ledger cannot be read")


def another_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("content", [b"", b"hello\n", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), None])
def test_a_file_of_another_program_is_no_ledger(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "file"
    if content is None:
        another_database(path)
    else:
        path.write_bytes(content)
    for writable in (False, True):
        assert refused(str(path), writable=writable).message == "this file is not a ledger of visit"


def test_a_file_that_was_cut_short_is_told(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger")
    made(place, 3).close()
    whole = Path(place).read_bytes()
    for length in (len(whole) - 1, len(whole) - 8192, 8192, 8191, 100):
        Path(place).write_bytes(whole[:length])
        assert refused(place).message == "the file ends before it should: something has cut it off"
    Path(place).write_bytes(whole[:20])
    assert refused(place).message == "this file is not a ledger of visit"


def test_a_file_is_never_replaced(ledger_place: str, tmp_path: Path) -> None:
    made(ledger_place, 2).close()
    with pytest.raises(LedgerError, match=r"there is a (file|ledger) already"):
        Ledger.create(ledger_place, init(), now=NOW)
    assert verify(ledger_place).head.size == 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_where_no_file_can_be_made_the_reason_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="the ledger cannot be made: no such file"):
        Ledger.create(str(tmp_path / "none" / "ledger"), init(), now=NOW)


AS_NOBODY = """
import os, sys
import visit.ledger.sqlite
from datetime import UTC, datetime
from visit.errors import LedgerError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify
import urllib.parse  # what is imported later cannot be: the interpreter may lie where nobody may read
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
def tried(do):
    try:
        return do()
    except LedgerError as error:
        return error.message
where, made = sys.argv[1:]
print(tried(lambda: Ledger.open(where, writable=True)))
print(tried(lambda: verify(where).faults))
print(tried(lambda: Ledger.create(made, Draft("init", "1.0", {}), now=datetime.now(UTC))))
"""


def test_without_leave_to_write_a_ledger_is_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="visit-") as folder:  # pytest's own are closed to another user
        place = Path(folder) / "ledger"
        made(str(place), 3).close()
        place.chmod(0o444)
        Path(folder).chmod(0o555)
        ended = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(place), str(Path(folder) / "new")],
            capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)}, timeout=60,
        )  # fmt: skip
        Path(folder).chmod(0o755)
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == [
        "the ledger is read-only",
        "()",
        "the ledger cannot be made: permission denied",
    ]


def test_behind_a_link_the_log_of_the_file_itself_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder of the link cannot be written, nothing tells of the log but the file that the link leads to."""
    (tmp_path / "office").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "office" / "ledger.db")
    with made(str(tmp_path / "office" / "ledger.db"), 3) as ledger:
        monkeypatch.setattr(sqlite.os, "access", lambda path, _mode: Path(path) != tmp_path)
        with Ledger.open(str(link)) as other:
            assert other.head() == ledger.head()
            assert other.store.name == str(link)
        ledger.append(a_decision("later"), now=NOW)
        assert verify(str(link)).head.size == 4


def test_only_the_owner_reads_the_file_and_else_it_is_said(tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    with made(str(place)) as ledger:
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert ledger.store.warnings() == ()
        place.chmod(0o644)
        (warning,) = ledger.store.warnings()
        assert warning.endswith("can be read or changed by others than its owner (mode 0644)")


def test_a_second_name_of_the_file_is_warned_of(tmp_path: Path) -> None:
    place, other = tmp_path / "ledger", tmp_path / "other"
    with made(str(place)) as ledger:
        os.link(place, other)
        (warning,) = ledger.store.warnings()
        assert warning.startswith(f"{place} has 2 names (hard links), and SQLite's log lies beside one of them")
        with Ledger.open(str(other)) as by_another:
            assert by_another.store.warnings()[0].startswith(f"{other} has 2 names")
        other.unlink()
        assert ledger.store.warnings() == ()


def test_the_file_is_as_the_format_says(tmp_path: Path) -> None:
    with made(str(tmp_path / "ledger")) as ledger:
        asked = ("application_id", "user_version", "journal_mode", "synchronous", "secure_delete")
        found = [ledger.store.run(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == [0x76697374, 1, "wal", 2, 1]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.parametrize(("limit", "writes"), [("-n 5", False), ("-f 1", True)])
def test_a_limit_of_the_system_is_not_taken_for_damage(tmp_path: Path, limit: str, writes: bool) -> None:
    place = str(tmp_path / "ledger.db")
    made(place, 3).close()
    act = ("configure", "--role", "anna=leader", "--by", "anna") if writes else ("list",)
    command = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", sys.executable, "-m", "visit", "log", *act, "--ledger"]
    alone = environ(PYTHONDONTWRITEBYTECODE="1")  # else Python cuts its own files short
    ran = subprocess.run([*command, place], capture_output=True, text=True, check=False, env=alone)
    assert ran.returncode == 2
    assert "the operating system did not open, read or write the file: " in ran.stderr
    assert "damaged" not in ran.stderr
    assert "backup" not in ran.stderr


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger")
    with made(place, 3) as ledger:
        pages = ledger.store.run("PRAGMA page_count").fetchone()[0]
        ledger.store.run(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match="the disk is full") as caught:
            ledger.append(a_decision("a", reason="x" * 100_000), now=NOW)
        assert caught.value.help == "nothing was written; make room and try again"
        assert ledger.store.size() == 3
        ledger.store.run("PRAGMA max_page_count = 10000")
        assert ledger.append(a_decision("a"), now=NOW).seq == 3
    assert verify(place).faults == ()


def test_a_really_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A file system of one megabyte, where this may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and ROOT_USER and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "visit-test", str(disk)], capture_output=True, check=False
    ).returncode == 0  # fmt: skip
    if not mounted:
        pytest.skip("no file system can be mounted here")
    try:
        place = str(disk / "ledger")
        with made(place, 3) as ledger:
            written = 3
            with pytest.raises(LedgerError) as caught:
                while written < 100:
                    ledger.append(a_decision("a", reason="x" * 50_000), now=NOW)
                    written += 1
            assert caught.value.message in ("the disk is full",)
        report = verify(place)
        assert (report.faults, report.head.size) == ((), written)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.db")
    assert refused(str(tmp_path / "pipe.db")).message == "this is a pipe, and no file that can hold a ledger"


def test_a_table_that_is_gone_is_named(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    made(place, 2).close()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("DROP TABLE documents")
    with pytest.raises(LedgerError, match="its table documents is not there") as caught:
        verify(place)
    assert caught.value.help == "restore it from a backup", "not the command that says so"


# --- what can be in the way: databases ---


def test_no_ledger_in_the_database(postgres_server: Server, postgres_url: str) -> None:
    error = refused(postgres_url)
    name = f"postgresql://postgres@127.0.0.1:{postgres_server.port}/{postgres_url.rpartition('/')[2]}"
    assert (
        str(error)
        == f"{name}: error: there is no ledger in this database\n  help: `visit log init --ledger {name}` makes one"
    )


def test_no_way_into_the_database(postgres_server: Server) -> None:
    url = postgres_server.url
    wrong = refused(url("postgres", password="wrong"))
    assert (wrong.message, "wrong" in str(wrong)) == ("the database does not let this user in", False)
    assert refused(url("none")).message == "there is no such database or user"
    closed = url("postgres").replace(str(postgres_server.port), "1")
    assert refused(closed).message == "the database cannot be reached"
    assert (
        refused(f"{url('postgres')}?sslmode=require").message == "the database is not reached over TLS as the URL asks"
    )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:se@cret@host/db",
        "postgresql://u:se/cret@host/db",
        "postgresql://u:12/34@host/db",
        "postgresql://u:secret@host:x/db",
        "postgresql://u:secret@host/db?none=1",
        "postgresql://u:se%cret@host/db",
        "postgresql://u:12@34@host",
    ],
)
def test_a_url_that_cannot_be_read_is_not_echoed(url: str) -> None:
    error = refused(url)
    assert error.message == "the URL of the ledger cannot be read"
    for part in ("cret", "se", "12", "34"):
        assert part not in str(error).replace("user@host/database", "").replace("be read", "")


MISTYPED = [
    "postgresql:/anna:{}@host/db", "postgress://anna:{}@host/db", "Postgresql://anna:{}@host", "postgresql//anna:{}@host/db",
    "pgsql://anna:{}@host/db", " postgresql://anna:{}@host/db", "'postgresql://anna:{}@host/db'", "postgresql:anna:{}@host",
    "anna:{}@host/db", "host=here user=anna password={}", "mysql://anna:{}@host/db",
]  # fmt: skip


@pytest.mark.parametrize("url", MISTYPED)
def test_a_url_with_a_slip_is_never_taken_for_a_file(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for what in (Ledger.open, is_url, lambda name: Ledger.create(name, init(), now=NOW)):
        with pytest.raises(LedgerError, match="neither a file's nor a URL") as caught:
            what(url.format(PASSWORD))
        assert PASSWORD not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "ledger.db",
        "./a:b@c.db",
        "/srv/x:y@z/ledger.db",
        "C:/office/ledger.db",
        "postgres.db",
        "postgres/ledger.db",
        "a@b.db",
    ],
)
def test_a_file_is_not_taken_for_a_url(name: str) -> None:
    assert not is_url(name)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://u:secret@host:5433/db", "postgresql://u@host:5433/db"),
        ("postgresql://u@host/db?password=secret&sslmode=require", "postgresql://u@host/db"),
        ("postgresql://host/db?p%61ssword=secret&user=u", "postgresql://u@host/db"),
        ("postgresql://u:s%40%2Fcret@/db?host=/run/x", "postgresql://u@%2Frun%2Fx/db"),
        ("postgres://a,b/db", "postgresql://a,b/db"),
        ("postgresql://", "postgresql:///"),
        ("postgresql://u:s?cret@[::1]:1/d%20b", "postgresql://u@::1:1/d%20b"),
    ],
)
def test_a_password_is_never_part_of_the_name(url: str, name: str) -> None:
    from visit.ledger.postgres import url_without_password

    assert url_without_password(url) == name


def test_the_library_that_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = refused("postgresql://u:secret@host/db")
    assert str(error) == (
        "error: a ledger in PostgreSQL needs a library that is not installed, or does not load\n"
        "  help: install visit with its extra: pip install '.[postgres]' in its folder"
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://u:secret@host:5433/db", "postgresql://u@host:5433/db"),
        ("postgres://u@host/db?password=secret", "postgresql://u@host/db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql://u:se/cret@host/db", "postgresql://…"),
        ("postgresql://u:se@cret@host/db", "postgresql://…"),
        ("postgresql://u:secret/db", "postgresql://…"),
    ],
)
def test_without_the_library_a_url_is_shown_as_far_as_it_is_no_password(
    url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visit.ledger.postgres import url_shown

    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert url_shown(url) == name


def test_a_lost_connection_is_told(postgres_server: Server, postgres_url: str) -> None:
    with made(postgres_url, 2) as ledger:
        with pytest.raises(LedgerError, match="the connection to the database was lost") as caught, ledger.writing():
            ledger.add(a_decision("a"), now=NOW)
            with connected(postgres_server.url("postgres")) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    (postgres_url.rpartition("/")[2],),
                )
        assert caught.value.help is not None
        with pytest.raises(LedgerError, match="the connection to the database was lost"):
            ledger.store.size()
    assert verify(postgres_url).head.size == 2


def test_a_user_who_may_not_make_a_ledger_is_told(postgres_server: Server, postgres_url: str) -> None:
    url = postgres_server.user(postgres_url)
    with pytest.raises(LedgerError, match="the user is not allowed to make a ledger in this database"):
        Ledger.create(url, init(), now=NOW)


def test_an_owner_who_may_not_make_roles_makes_a_ledger(postgres_server: Server, postgres_url: str) -> None:
    url = postgres_server.user(postgres_url)
    name = url.partition("://")[2].partition(":")[0]
    with connected(postgres_url) as connection:
        connection.execute(f"GRANT CREATE ON DATABASE {url.rpartition('/')[2]} TO {name}")
    with made(url, 3) as ledger:
        assert ledger.store.system_user() == name
        with ledger.writing():
            ledger.forget([1])
        assert ledger.store.make_room() == ()
        assert ledger.store.unguarded() == ()


def test_what_is_unsafe_about_a_server_is_said(postgres_url: str) -> None:
    with made(postgres_url) as ledger:
        told = " ".join(ledger.store.warnings())
        assert "does not write them through (fsync)" in told
        assert "superuser" in told
        assert "TLS" not in told
        assert PASSWORD not in told
        assert ledger.store.run("SHOW synchronous_commit").fetchone()[0] == "on"


def test_what_was_set_for_a_database_does_not_weaken_the_ledger(postgres_url: str) -> None:
    name = postgres_url.rpartition("/")[2]
    with connected(postgres_url) as connection:
        for setting in (
            "synchronous_commit = off",
            "default_transaction_isolation = 'serializable'",
            "search_path = public",
            "statement_timeout = '1s'",
        ):
            connection.execute(f"ALTER DATABASE {name} SET {setting}")
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with connected(postgres_url) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("CREATE TABLE public.entries (seq int)")
    with pytest.raises(LedgerError, match="read-only"):
        made(postgres_url, 3).close()
    with connected(postgres_url) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    with made(postgres_url, 3) as ledger:
        assert ledger.store.run("SHOW synchronous_commit").fetchone()[0] == "on"
        assert ledger.store.run("SHOW statement_timeout").fetchone()[0] == "0"
        assert ledger.store.size() == 3
    assert verify(postgres_url).faults == ()


def test_an_index_that_does_not_fit_its_table_is_found(postgres_url: str) -> None:
    made(postgres_url, 4).close()
    for sets, change in (
        ("indisvalid = false", ""),
        ("indisready = false", "UPDATE entries SET seq = 9 WHERE seq = 3"),
    ):
        with raw(postgres_url) as sql:
            sql(f"UPDATE pg_index SET {sets} WHERE indexrelid = 'entries_pkey'::regclass")
        with raw(postgres_url) as sql:
            if change:
                sql(change)
        assert "entries_pkey" in {fault.detail for fault in verify(postgres_url).faults}
        with raw(postgres_url) as sql:
            sql("UPDATE pg_index SET indisvalid = true, indisready = true WHERE indexrelid = 'entries_pkey'::regclass")
    assert "entries has 4 rows, its index 3" in {fault.detail for fault in verify(postgres_url).faults}


@pytest.mark.parametrize("amcheck", [False, True])
def test_the_structure_is_checked_as_far_as_the_server_can(postgres_url: str, amcheck: bool) -> None:
    with made(postgres_url, 3) as ledger:
        if amcheck:
            with connected(postgres_url) as connection:
                try:
                    connection.execute("CREATE EXTENSION amcheck")
                except psycopg.errors.FeatureNotSupported:
                    pytest.skip("the server has no amcheck")
        assert ledger.store.broken() == ()


def test_without_a_server_tests_are_skipped_and_in_ci_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "programs", lambda: None)
    monkeypatch.delenv(postgres.NEEDED, raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed"), postgres.running():
        pass
    monkeypatch.setenv(postgres.NEEDED, "1")
    with pytest.raises(pytest.fail.Exception, match="not installed"), postgres.running():
        pass
    assert f"export {postgres.NEEDED}=1" in (ROOT / ".ci" / "run").read_text()


# --- versions of the tables ---


def test_tables_of_a_later_version_are_left_alone(ledger_place: str) -> None:
    made(ledger_place).close()
    with raw(ledger_place) as sql:
        sql("INSERT INTO version VALUES (7)" if is_url(ledger_place) else "PRAGMA user_version = 7")
    for writable in (False, True):
        error = refused(ledger_place, writable=writable)
        assert error.message == "the ledger was made by a later version of visit (tables 7)"
        assert error.help == f"use that version; this one knows tables up to {2 if is_url(ledger_place) else 1}"


def test_a_version_that_never_was_is_told(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger")
    made(place).close()
    with raw(place) as sql:
        sql("PRAGMA user_version = 0")
    assert refused(place).message == "the tables have a version that never was: 0"


class Later:
    """A store of a later version, whose steps two tables and a row come from."""

    def __init__(self, place: str, patch: pytest.MonkeyPatch) -> None:
        with closing(open_store(place)) as one:
            self.kind = type(one)
        self.now, self._patch = self.kind.newest, patch

    def steps(self, *steps: tuple[Any, ...], newest: int) -> None:
        """Let there be so many versions more, with the steps that lead there."""
        self._patch.setattr(self.kind, "newest", self.now + newest)
        self._patch.setattr(self.kind, "readable", self.now + newest)
        added = {self.now + number: step for number, step in enumerate(steps)}
        self._patch.setattr(self.kind, "migrations", {**self.kind.migrations, **added})


FIRST = ("CREATE TABLE second (a INTEGER)", lambda connection: connection.execute("INSERT INTO second VALUES (5)"))
SECOND = ("CREATE TABLE third (a INTEGER)",)


def test_older_tables_are_brought_up_to_date(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(ledger_place, 2).close()
    later = Later(ledger_place, monkeypatch)
    later.steps(FIRST, SECOND, newest=2)
    error = refused(ledger_place)
    assert error.message == f"the ledger has older tables ({later.now})"
    assert error.help == "any command that writes to it brings them up to date"
    for _twice in range(2):
        with closing(open_store(ledger_place, writable=True)) as one:
            assert one.version() == later.now + 2
            assert one.run("SELECT a FROM second").fetchone()[0] == 5
    open_store(ledger_place).close()


def test_a_step_that_fails_is_undone_whole(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(ledger_place, 2).close()

    def fail(_connection: Any) -> None:
        raise RuntimeError("halfway")

    later = Later(ledger_place, monkeypatch)
    later.steps(FIRST, (*SECOND, fail), newest=2)
    with pytest.raises(RuntimeError, match="halfway"):
        open_store(ledger_place, writable=True)
    later.steps(FIRST, newest=1)
    with closing(open_store(ledger_place)) as one:
        assert one.version() == later.now + 1
        with pytest.raises(LedgerError):
            one.run("SELECT * FROM third")
        assert one.run("SELECT count(*) FROM second").fetchone()[0] == 1


def test_two_that_find_older_tables_bring_them_up_once(ledger_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made(ledger_place, 2).close()
    first = open_store(ledger_place, writable=True)
    later = Later(ledger_place, monkeypatch)
    later.steps(FIRST, newest=1)
    seen = iter([later.now])  # what the slower of the two has read before the other was done
    open_store(ledger_place, writable=True).close()
    real = later.kind.version
    monkeypatch.setattr(later.kind, "version", lambda self: next(seen, None) or real(self))
    first.bring_up_to_date(writable=True)
    assert real(first) == later.now + 1
    first.close()


# --- PostgreSQL: what a writer could plant ---


def of_version_1(url: str) -> None:
    """Take from a ledger what version 2 of the tables added."""
    with raw(url) as sql:
        for name, statement in tables.ADDED_TRIGGERS.items():
            sql(f"DROP TRIGGER {name} ON {statement.split(' ON ')[1].split(' ')[0]}")
        for name in tables.ADDED_FUNCTIONS:
            sql(f"DROP FUNCTION {name}()")
        sql("DELETE FROM version")
        sql("INSERT INTO version VALUES (1)")


def test_tables_without_the_newest_guards_are_read_and_written_and_the_owner_adds_them(
    postgres_server: Server, postgres_url: str
) -> None:
    made(postgres_url, 3).close()
    of_version_1(postgres_url)
    assert verify(postgres_url).faults == ()
    writer = postgres_server.user(postgres_url, "visit_writer")
    with Ledger.open(writer, writable=True) as ledger:
        assert ledger.append(a_decision("w"), now=NOW).seq == 3
        assert any("lacks the newest guards" in one for one in ledger.store.warnings())
        assert ledger.store.version() == 1
    with Ledger.open(postgres_url, writable=True) as ledger:
        assert ledger.store.version() == 2
        assert not any("guards" in one for one in ledger.store.warnings())
    assert verify(postgres_url).faults == ()


def leaf(seq: int, type: str = "decision", time: str = "2026-11-02T09:30:00Z", fields: str = "") -> bytes:
    written = f'{{"fields":{{{fields}}},"format":1,"seq":{seq},"time":"{time}","type":"{type}","visit":"1"}}'
    return written.encode()


def entry(raw: bytes, seq: int = 7, hash: bytes | None = None) -> tuple[str, tuple[object, ...]]:
    return "INSERT INTO entries VALUES (?, ?, ?)", (seq, raw, hash or merkle.leaf_hash(raw))


GOOD_DIGEST = bytes.fromhex(hex_of(CATALOGUE))
PLANTED: dict[str, tuple[str, tuple[object, ...]]] = {
    "a node that comes later": ("INSERT INTO nodes VALUES (3, 0, ?)", (bytes(32),)),
    "a node far away": ("INSERT INTO nodes VALUES (52, 4503599627370495, ?)", (bytes(32),)),
    "a node with no level": ("INSERT INTO nodes VALUES (0, 6, ?)", (bytes(32),)),
    "a document under another digest": ("INSERT INTO documents VALUES (?, ?)", (GOOD_DIGEST, b"{}")),
    "a document that no entry names": ("INSERT INTO documents VALUES (?, ?)", (GOOD_DIGEST, CATALOGUE)),
    "a checkpoint that comes later": ("INSERT INTO checkpoints VALUES (8, ?)", (b"x",)),
    "a value that no leaf names": ("INSERT INTO private VALUES (6, 'people', ?, '{}')", (bytes(32),)),
    "a note that room is owed after a decision": ("INSERT INTO private VALUES (6, 'plan', ?, 'null')", (bytes(32),)),
    "an entry that is no leaf": entry(b"{}"),
    "an entry under another hash": entry(leaf(7), hash=bytes(32)),
    "an entry with another number": entry(leaf(8)),
    "an entry that begins the ledger again": entry(leaf(7, "init")),
    "an entry of a day that there is not": entry(leaf(7, time="2026-02-30T09:30:00Z")),
    "an entry of an hour that there is not": entry(leaf(7, time="2026-02-03T24:00:00Z")),
    "an entry whose fields are out of order": entry(leaf(7, fields=f'"b":"{"0" * 64}","a":"{"0" * 64}"')),
    "an entry with a field twice": entry(leaf(7, fields=f'"a":"{"0" * 64}","a":"{"0" * 64}"')),
    "an entry without its values": entry(leaf(7, fields=f'"a":"{"0" * 64}"')),
    "an entry without its nodes": entry(leaf(7)),
    "the people forgotten": ("DELETE FROM private WHERE seq = 0", ()),
}


@pytest.fixture(scope="module")
def writers_url(postgres_server: Server) -> Iterator[tuple[str, str]]:
    """A ledger of seven entries, as its owner and as somebody who may write."""
    with postgres_server.lent() as url:
        made(url, 7).close()
        yield url, postgres_server.user(url, "visit_writer")


@pytest.mark.parametrize("what", PLANTED)
def test_a_writer_plants_nothing(what: str, writers_url: tuple[str, str]) -> None:
    owner, writer = writers_url
    before = verify(owner)
    statement, values = PLANTED[what]
    with guarded(writer) as sql, pytest.raises(psycopg.Error):
        sql(statement, *values)
    after = verify(owner)
    assert (after.head, after.faults) == (before.head, ())


def test_the_guards_know_every_type_of_entry() -> None:
    assert postgres_guards._TYPES.split("|") == list(EntryType)


def test_without_those_guards_a_planted_node_stops_the_log(postgres_server: Server, postgres_url: str) -> None:
    """What the guards are for: the same row, and nobody can append past it."""
    made(postgres_url, 7).close()
    of_version_1(postgres_url)
    writer = postgres_server.user(postgres_url, "visit_writer")
    with guarded(writer) as sql:
        sql(*PLANTED["a node that comes later"][:1], bytes(32))
    with Ledger.open(writer, writable=True) as ledger, pytest.raises(LedgerError, match="only appended to"):
        ledger.append(a_decision("stopped"), now=NOW)


def test_a_decision_does_not_rest_on_a_document_that_was_put_under_its_digest(ledger_place: str) -> None:
    with made(ledger_place, 2) as ledger:
        with raw(ledger_place) as sql:
            sql("INSERT INTO documents VALUES (?, ?)", GOOD_DIGEST, b"{}")
        rests = Draft(
            "decision", "1.0", {"by": "anna"}, catalogue=hex_of(CATALOGUE), documents={hex_of(CATALOGUE): CATALOGUE}
        )
        with pytest.raises(LedgerError, match="is missing or was changed"):
            ledger.append(rests, now=NOW)
        assert ledger.store.size() == 2


def test_a_damaged_newest_entry_does_not_stop_the_log(ledger_place: str) -> None:
    with made(ledger_place, 3) as ledger:
        with raw(ledger_place) as sql:
            sql("UPDATE entries SET leaf = ? WHERE seq = 2", b"{}")
        assert ledger.append(a_decision("next"), now=NOW).seq == 3
    assert [fault.seq for fault in verify(ledger_place).faults] == [2, 2]


def test_a_planted_checkpoint_goes_into_no_pack(ledger_place: str) -> None:
    with made(ledger_place, 5, [KEY.public.text]) as ledger:
        good = ledger.checkpoint(KEY)
        ledger.append(a_decision("later"), now=NOW)
        other = signed(Checkpoint(ORIGIN, Head(6, bytes(32))), KEY).text.encode()
        for planted in (other, b"x", b"\xff"):
            with raw(ledger_place) as sql:
                sql("DELETE FROM checkpoints WHERE size = 6")
                sql("INSERT INTO checkpoints VALUES (6, ?)", planted)
            assert pack(ledger, [1])["checkpoint"] == good.text


@pytest.mark.parametrize("left", ["-wal", "-shm"])
def test_no_ledger_is_made_beside_the_log_of_one_that_was_moved_away(tmp_path: Path, left: str) -> None:
    place = tmp_path / "ledger.db"
    Path(f"{place}{left}").write_bytes(b"entries that are nowhere else")
    with pytest.raises(LedgerError, match=f"the log ledger.db{left} of another ledger is left here"):
        Ledger.create(str(place), init([KEY.public.text]), now=NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == [f"ledger.db{left}"]
