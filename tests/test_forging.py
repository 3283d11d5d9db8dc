"""A forger with the code at hand, by chance: whatever is done to the rows, and however well the hashes are made anew, a head kept
elsewhere or a key known otherwise lets nothing pass that differs from what it covers."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import pytest
from exploring import Exploring
from small_ledgers import ERASED, KEY, ORIGIN, OTHER_KEY, SIZE, Raw, raw, rehash, sample

from visit.canonical import encode
from visit.errors import LedgerError
from visit.ledger import merkle
from visit.ledger.commitments import commitment
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, Head, signed
from visit.ledger.verifying import verify

Rows = list[tuple[int, bytes]]
Values = dict[tuple[int, str], bytes]
SIGNED = (9, 13)
"""The sizes of the two heads that the sample keeps, signed by `KEY`."""


def leaves(sql: Raw) -> Rows:
    return [(seq, bytes(leaf)) for seq, leaf in sql("SELECT seq, leaf FROM entries ORDER BY seq")]


def values(sql: Raw) -> Values:
    return {(seq, name): bytes(value) for seq, name, value in sql("SELECT seq, name, value FROM private")}


# --- the forger's hands ---


def change_value(sql: Raw, draw: random.Random) -> None:
    """Change a value, and in half the cases the commitment and the leaf's hash with it."""
    rows = sql("SELECT seq, name, salt FROM private")
    seq, name, salt = draw.choice(rows)
    value = encode(draw.choice(["another", [7], [1, 3], None, 5]))
    sql("UPDATE private SET value = ? WHERE seq = ? AND name = ?", value, seq, name)
    if draw.random() < 0.7:
        recommit(sql, seq, name, commitment(name, bytes(salt), value))


def recommit(sql: Raw, seq: int, name: str, made: str | None) -> None:
    """Put a commitment into a leaf, or take it out."""
    leaf = json.loads(bytes(sql("SELECT leaf FROM entries WHERE seq = ?", seq)[0][0]))
    leaf["fields"] = {key: one for key, one in leaf["fields"].items() if key != name} | ({name: made} if made else {})
    put_leaf(sql, seq, encode(leaf))


def put_leaf(sql: Raw, seq: int, leaf: bytes) -> None:
    sql("UPDATE entries SET leaf = ?, hash = ? WHERE seq = ?", leaf, merkle.leaf_hash(leaf), seq)


def forget_field(sql: Raw, draw: random.Random) -> None:
    """Delete a value, and in half the cases every trace of the field."""
    seq, name = draw.choice(sql("SELECT seq, name FROM private"))
    sql("DELETE FROM private WHERE seq = ? AND name = ?", seq, name)
    if draw.random() < 0.5:
        recommit(sql, seq, name, None)


def forget_entry(sql: Raw, draw: random.Random) -> None:
    """Delete the values of an entry, and in half the cases let an erasure name it."""
    seq = draw.choice(sql("SELECT seq FROM entries"))[0]
    sql("DELETE FROM private WHERE seq = ?", seq)
    if draw.random() < 0.5:
        salt, value = sql("SELECT salt, value FROM private WHERE seq = 9 AND name = 'entries'")[0] or (bytes(32), b"[]")
        more = encode(sorted({*json.loads(bytes(value)), seq}))
        sql("UPDATE private SET value = ? WHERE seq = 9 AND name = 'entries'", more)
        recommit(sql, 9, "entries", commitment("entries", bytes(salt), more))


def cut_tail(sql: Raw, draw: random.Random) -> None:
    """Cut off the end."""
    size = draw.randrange(1, SIZE)
    for table, column in (("entries", "seq"), ("private", "seq"), ("checkpoints", "size - 1")):
        sql(f"DELETE FROM {table} WHERE {column} >= ?", size)


def exchange(sql: Raw, draw: random.Random) -> None:
    """Exchange two entries, with their values and the numbers in their leaves."""
    one, other = draw.sample(range(1, SIZE), 2)
    for old, new in ((one, -5), (other, one), (-5, other)):
        sql("UPDATE entries SET seq = ? WHERE seq = ?", new, old)
        sql("UPDATE private SET seq = ? WHERE seq = ?", new, old)
    for seq in (one, other):
        row = sql("SELECT leaf FROM entries WHERE seq = ?", seq)
        if row:
            put_leaf(sql, seq, encode(json.loads(bytes(row[0][0])) | {"seq": seq}))


def date_back(sql: Raw, draw: random.Random) -> None:
    """Give an entry another time."""
    seq, leaf = draw.choice(leaves(sql))
    put_leaf(sql, seq, encode(json.loads(leaf) | {"time": "2020-01-01T00:00:00Z"}))


def drop_heads(sql: Raw, _draw: random.Random) -> None:
    """Take the signed heads away."""
    sql("DELETE FROM checkpoints")


def sign_anew(sql: Raw, draw: random.Random) -> None:
    """Sign the newest head with a key of one's own, that the settings list in half the cases."""
    if draw.random() < 0.5:
        salt = bytes(sql("SELECT salt FROM private WHERE seq = 0 AND name = 'keys'")[0][0])
        value = encode([KEY.public.text, OTHER_KEY.public.text])
        sql("UPDATE private SET value = ? WHERE seq = 0 AND name = 'keys'", value)
        recommit(sql, 0, "keys", commitment("keys", salt, value))
    rehash(sql)
    hashes = {(0, seq): bytes(hash) for seq, hash in sql("SELECT seq, hash FROM entries")}
    hashes |= {(level, pos): bytes(hash) for level, pos, hash in sql("SELECT level, pos, hash FROM nodes")}
    size = len(leaves(sql))
    root = merkle.root(size, lambda level, pos: hashes.get((level, pos), bytes(32)))
    sql("DELETE FROM checkpoints WHERE size = ?", size)
    note = signed(Checkpoint(ORIGIN, Head(size, root)), OTHER_KEY).text.encode()
    sql("INSERT INTO checkpoints (size, note) VALUES (?, ?)", size, note)


HANDS: tuple[Callable[[Raw, random.Random], None], ...] = (
    change_value, forget_field, forget_entry, cut_tail, exchange, date_back, drop_heads, sign_anew,
)  # fmt: skip


# --- what nobody gets past ---


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows, Values, Checkpoint]:
    path = tmp_path_factory.mktemp("forging") / "ledger"
    sample(str(path))
    with raw(str(path)) as sql:
        rows, said = leaves(sql), values(sql)
    with Ledger.open(str(path)) as ledger:
        kept = Checkpoint(ORIGIN, ledger.head())
    return path, rows, said, kept


def forged(original: Path, place: Path, draw: random.Random) -> tuple[Rows, Values]:
    """Forge a copy of a ledger at a place; return what it then holds."""
    shutil.copy(original, place)
    with raw(str(place)) as sql:
        for hand in draw.choices(HANDS, k=draw.randrange(1, 4)):
            try:
                hand(sql, draw)
            except (IndexError, ValueError):  # what it wanted is gone already
                continue
        if draw.random() < 0.8:
            rehash(sql)
        return leaves(sql), values(sql)


def covered(size: int, rows: Rows, said: Values, gone: Collection[int] = ERASED) -> tuple[Rows, Values]:
    """Return what a head of so many entries covers; what an erasure names may be gone."""
    return rows[:size], {key: value for key, value in said.items() if key[0] < size and key[0] not in gone}


def erased_behind(size: int, said: Values) -> set[int]:
    """Return the entries that erasures name which a head of so many entries does not cover: who adds one may take their values."""
    found = {*ERASED}
    for (seq, name), value in said.items():
        if seq >= size and name == "entries":
            with suppress(ValueError, TypeError):  # it may be changed to what names nothing
                found |= {*json.loads(value)}
    return found


def test_whatever_a_forger_does_a_head_or_a_key_from_elsewhere_shows_it(
    original: tuple[Path, Rows, Values, Checkpoint], tmp_path: Path, exploring: Exploring
) -> None:
    path, rows, said, kept = original
    seen = set[str]()
    for number in exploring.rounds():
        place = tmp_path / f"forged{number}"
        now = forged(path, place, exploring.chance)
        gone = {size: erased_behind(size, now[1]) for size in (*SIGNED, SIZE)}
        same = {size: covered(size, *now, of) == covered(size, rows, said, of) for size, of in gone.items()}
        if good(place, checkpoint=kept):
            seen.add("passes a head")
            assert same[SIZE], number
        if good(place, pinned=[KEY.public]):
            seen.add("passes a key")
            assert any(same[size] for size in SIGNED), number
        if good(place):
            seen.add("passes alone")
        place.unlink()
    print(f"{number + 1} forged ledgers: {sorted(seen)}")


def good(place: Path, **known: object) -> bool:
    """Return whether `verify` finds nothing wrong; that it cannot read it at all is wrong too."""
    try:
        return not verify(str(place), **known).faults  # type: ignore[arg-type]
    except LedgerError:
        return False


def test_some_forgeries_pass_where_nothing_is_kept_elsewhere(
    original: tuple[Path, Rows, Values, Checkpoint], tmp_path: Path
) -> None:
    """Else the test above would show nothing: rewritten well, a ledger is as good as the true one until it is compared."""
    path, _rows, _said, kept = original
    place = tmp_path / "forged"
    shutil.copy(path, place)
    with raw(str(place)) as sql:
        salt = bytes(sql("SELECT salt FROM private WHERE seq = 3 AND name = 'reason'")[0][0])
        sql("UPDATE private SET value = ? WHERE seq = 3 AND name = 'reason'", b'"another"')
        recommit(sql, 3, "reason", commitment("reason", salt, b'"another"'))
        drop_heads(sql, random.Random(0))
        rehash(sql)
    assert good(place)
    assert not good(place, checkpoint=kept)
    assert not good(place, pinned=[KEY.public])
