"""A SQLite ledger of which pages were written over: whatever is read of it is what was written, or the ledger is called damaged."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from exploring import Exploring
from ledgers import a_ledger, decide, erase, sil
from running import inside
from small_ledgers import NOW, SIZE, decision, raw, sample

from visit.errors import LedgerError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify

PAGE = 8192
Reader = Callable[[Ledger], object]


def entry(seq: int) -> Reader:
    return lambda ledger: ((read := ledger.entry(seq)).bytes, read.values)


def every(ledger: Ledger) -> object:
    return [(one.bytes, one.values) for one in ledger.entries()]


READERS: Mapping[str, Reader] = {
    **{f"entry {seq}": entry(seq) for seq in range(SIZE + 1)},
    "every": every,
    "head": lambda ledger: ledger.head(),
    "proof": lambda ledger: ledger.inclusion(3, SIZE),
    "origin": lambda ledger: ledger.settings().origin,
}


def random_bytes(page: bytearray, draw: random.Random) -> None:
    page[:] = draw.randbytes(PAGE)


def some_bytes(page: bytearray, draw: random.Random) -> None:
    start = draw.randrange(PAGE - 200)
    page[start : start + 200] = draw.randbytes(200)


def one_byte(page: bytearray, draw: random.Random) -> None:
    page[draw.randrange(PAGE)] = draw.randrange(256)


def fewer_rows(page: bytearray, draw: random.Random) -> None:
    """The number of rows of a page, which are then out of sight."""
    page[3:5] = draw.randrange(4).to_bytes(2, "big")


DAMAGES = (random_bytes, some_bytes, one_byte, fewer_rows)


def tables(place: Path) -> list[int]:
    """Return the pages of everything but the schema and the two indexes that are looked through for one thing alone."""
    with closing(sqlite3.connect(place)) as connection:
        rows = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0 AND name NOT LIKE 'private\\_%' ESCAPE '\\'"
        )
        return [page for (page,) in rows]


def read(place: Path, reader: Reader) -> object:
    """Return what is read; of an error whether it calls the ledger damaged, and names `verify`."""
    try:
        with Ledger.open(str(place)) as ledger:
            return reader(ledger)
    except LedgerError as error:
        said = f"{error.message} {error.help}"
        return "damaged" if "damaged" in said and "verify" in said else said


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages") / "ledger"
    sample(str(place))
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place


def test_what_is_read_of_a_damaged_page_is_what_was_written_or_damaged(
    original: Path, tmp_path: Path, exploring: Exploring
) -> None:
    whole = {name: read(original, reader) for name, reader in READERS.items()}
    assert whole[f"entry {SIZE}"] == f"there is no entry {SIZE} the last one is {SIZE - 1}"
    pages, bytes_ = tables(original), original.read_bytes()
    told = 0
    for number in exploring.rounds():
        page, damage = exploring.chance.choice(pages), exploring.chance.choice(DAMAGES)
        if number == 0:  # the one that every reader meets, so that a single round shows something
            page, damage = pages[0], random_bytes
        damaged = bytearray(bytes_[(page - 1) * PAGE : page * PAGE])
        damage(damaged, exploring.chance)
        place = tmp_path / f"damaged{number}"
        place.write_bytes(bytes_[: (page - 1) * PAGE] + damaged + bytes_[page * PAGE :])
        place.chmod(0o600)
        for name, reader in READERS.items():
            found = read(place, reader)
            told += found == "damaged"
            assert found in (whole[name], "damaged"), (number, page, damage.__name__, name)
        place.unlink()
    assert told


@pytest.mark.parametrize("seq", [1, 5, SIZE - 1])
def test_an_entry_that_is_out_of_sight_is_not_called_one_that_never_was(
    seq: int, original: Path, tmp_path: Path
) -> None:
    place = tmp_path / "ledger"
    place.write_bytes(original.read_bytes())
    with raw(str(place)) as sql:
        sql("DELETE FROM entries WHERE seq = ?", seq)
    for name in (f"entry {seq}", "every"):
        assert read(place, READERS[name]) == "damaged", name
    assert verify(str(place)).faults


def test_nothing_is_appended_where_the_newest_entries_are_out_of_sight(original: Path, tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    place.write_bytes(original.read_bytes())
    with raw(str(place)) as sql:
        sql("DELETE FROM entries WHERE seq >= ?", SIZE - 2)
    with Ledger.open(str(place), writable=True) as ledger, pytest.raises(LedgerError, match="do not fit each other"):
        ledger.append(decision("f"), now=NOW)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("DELETE FROM private WHERE seq = 2", "values are missing: "),
        ("DELETE FROM private WHERE seq = 2 AND name = 'facts'", "values are missing: the description of the case"),
        (
            "UPDATE private SET value = X'226122' WHERE seq = 2 AND name = 'facts'",
            "the description of the case was changed after it was recorded",
        ),
    ],
)
def test_a_damaged_decision_stops_no_report_and_is_told_by_each(
    damage: str, said: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    """Whoever has the writers' role may delete values: the reports go on without that decision, and say so."""
    monkeypatch.chdir(tmp_path)
    with a_ledger(tmp_path / "ledger.db") as ledger:
        decide(ledger, sil(1))
        decide(ledger, sil(2))
    with raw("ledger.db") as sql:
        sql(damage)
    for command in ("audit pairs", "progress --all"):
        ran = inside(monkeypatch, capsys, *command.split())
        assert (ran.code in (0, 1), bool(ran.out)) == (True, True), ran
        assert f"warning, passed over: entry 2 is damaged: {said}" in ran.err
        assert "`visit verify` says what is wrong" in ran.err
    ran = inside(monkeypatch, capsys, "log", "show", "2")
    assert (ran.code, f"warning: entry 2: {said}" in ran.err) == (1, True)
    ran = inside(monkeypatch, capsys, "replay", "--all", "--processes", "1")
    assert (ran.code, f"entry 2 is damaged: {said}" in " ".join((ran.out + ran.err).split())) == (1, True)


def test_what_an_erasure_took_is_no_damage(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with a_ledger(tmp_path / "ledger.db") as ledger:
        decide(ledger, sil(1))
        decide(ledger, sil(2))
        erase(ledger, sil(1).id)
    for command in ("audit departures", "audit overdue", "progress --all", "log list"):
        ran = inside(monkeypatch, capsys, *command.split())
        assert (ran.code in (0, 1), ran.err) == (True, ""), ran


def test_leaves_are_looked_through_once_for_erasures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a ledger with many erased entries would be read as often as it has of them."""
    place = str(tmp_path / "ledger")
    sample(place)
    ranges = []
    with Ledger.open(place, writable=True) as ledger:
        look = ledger.store.erasures

        def looked(start: int, stop: int) -> Iterator[int]:
            ranges.append((start, stop))
            return look(start, stop)

        monkeypatch.setattr(ledger.store, "erasures", looked)
        for _again in range(2):
            assert [one.seq for one in ledger.entries() if one.erased] == [7, 8]
        ledger.append(Draft("erasure", "1.0", {"by": "anna", "entries": [10], "basis": "law"}), now=NOW)
        ledger.forget([10])
        assert [one.seq for one in ledger.entries() if one.erased] == [7, 8, 10]
    assert [start for start, stop in ranges if start < stop] == [0, SIZE]
