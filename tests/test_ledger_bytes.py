"""Bytes of a small SQLite ledger are flipped in turn: `verify` finds it, or it says nothing to anybody.

A plain run flips a few hundred of each page, from a drawn one on; `make explore` flips every one.
Nine tenths of the file are empty space, where no cell lies: there many bytes are flipped together.

A byte is without meaning when every row of every table and index, the schema and the pragmas are read as before, and an
entry can be appended to a ledger that `verify` then finds good.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from exploring import Exploring
from running import predictable
from small_ledgers import CATALOGUE, KEY, NOW, decision, hex_of, init

from visit.errors import LedgerError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify

PAGE, PAGES = 8192, 10
SOME = 250
WHOLE_BYTE, LAST_BIT = 0xFF, 0x01
SCANS = (
    "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema",
    "SELECT seq, leaf, hash FROM entries NOT INDEXED",
    "SELECT level, pos, hash FROM nodes",
    "SELECT seq, name, salt, value FROM private NOT INDEXED",
    "SELECT seq, name FROM private INDEXED BY sqlite_autoindex_private_1 ORDER BY seq, name",
    "SELECT digest, value FROM documents NOT INDEXED",
    "SELECT size, note FROM checkpoints NOT INDEXED",
    "SELECT digest FROM documents INDEXED BY sqlite_autoindex_documents_1 ORDER BY digest",
    "SELECT value, seq FROM private INDEXED BY private_case WHERE name = 'case' ORDER BY value",
    "SELECT seq FROM private INDEXED BY private_people WHERE name = 'people' ORDER BY seq",
    "PRAGMA application_id", "PRAGMA user_version", "PRAGMA encoding", "PRAGMA page_size", "PRAGMA auto_vacuum",
)  # fmt: skip
# So many bytes of a page may say nothing: of the first the counters and reserved places of the file's header, of those
# with `private` and its index what was forgotten, which is filled with zeros.
FEW = {0: 60, 3: 100, 4: 40}
UNEVEN = 5
"""So many more may lie among those that are flipped in a plain run, as they lie beside each other."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a ledger of six entries with an erasure, a document and a checkpoint; the same bytes in every run."""
    place = tmp_path_factory.mktemp("small") / "ledger"
    document = {hex_of(CATALOGUE): CATALOGUE}
    with pytest.MonkeyPatch.context() as monkeypatch:
        predictable(monkeypatch)
        with Ledger.create(str(place), init([KEY.public.text]), now=NOW)[0] as ledger:
            ledger.append(
                Draft("decision", "1.0", {"case": "a"}, catalogue=hex_of(CATALOGUE), documents=document), now=NOW
            )
            for case in "bcd":
                ledger.append(decision(case), now=NOW)
            with ledger.writing():
                ledger.add(Draft("erasure", "1.0", {"entries": [2]}), now=NOW)
                ledger.forget([2])
            ledger.checkpoint(KEY)
    return place.read_bytes()


def read(path: Path) -> list[Any] | None:
    """Return everything that the file says; None where SQLite reads it no more."""
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        return [connection.execute(scan).fetchall() for scan in SCANS]
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def reported(path: Path) -> bool:
    try:
        return bool(verify(str(path)).faults)
    except LedgerError:
        return True


def still_good(path: Path, content: bytes, tmp_path: Path) -> bool:
    """Return whether an entry can be appended and all is good then, on a copy."""
    copy = tmp_path / "copy"
    copy.write_bytes(content)
    try:
        with Ledger.open(str(copy), writable=True) as ledger:
            ledger.append(decision("z"), now=NOW + timedelta(hours=1))
        report = verify(str(copy))
        return not report.faults and report.head.size == 7
    except LedgerError:
        return False
    finally:
        for path in tmp_path.glob("copy*"):
            path.unlink()


def gap(page: bytes, number: int) -> range:
    """Return the places of a page that lie between its cell pointers and its cells; nothing is stored there."""
    at = 100 if number == 0 else 0
    inner = page[at] in (2, 5)
    cells, start = int.from_bytes(page[at + 3 : at + 5], "big"), int.from_bytes(page[at + 5 : at + 7], "big")
    assert page[at] in (2, 5, 10, 13), "a page that holds no tree"
    return range(at + (12 if inner else 8) + 2 * cells, start)


class Flipped:
    """The file, with some of its bytes flipped inside a `with` block."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.content = path, content
        path.write_bytes(content)
        path.chmod(0o600)

    @contextmanager
    def at(self, places: Sequence[int], mask: int) -> Iterator[bytes]:
        changed = bytearray(self.content)
        for place in places:
            changed[place] ^= mask
        first, last = min(places), max(places) + 1
        self.write(first, changed[first:last])
        yield bytes(changed)
        self.write(first, self.content[first:last])

    def write(self, start: int, content: bytes) -> None:
        with self.path.open("r+b") as file:
            file.seek(start)
            file.write(content)


def halves(places: range) -> Iterator[Sequence[int]]:
    """Yield all places, and for every bit of their numbers those that have it and those that have not.

    No two places are in the same ones: each is flipped in many companies, which costs a hundredth of flipping each alone.
    """
    yield places
    for bit in range(places.stop.bit_length()):
        for wanted in (0, 1):
            half = [place for place in places if place >> bit & 1 == wanted]
            if half:
                yield half


def test_the_parts_are_the_whole_file(small: bytes) -> None:
    assert len(small) == PAGES * PAGE
    assert small[16:18] == PAGE.to_bytes(2, "big")
    assert int.from_bytes(small[32:36], "big") == 0, "a page that holds no tree"


@pytest.mark.parametrize("mask", [WHOLE_BYTE, LAST_BIT], ids="{:02x}".format)
@pytest.mark.parametrize("number", range(PAGES), ids="page{}".format)
def test_every_flipped_byte_is_found_or_without_meaning(
    small: bytes, tmp_path: Path, exploring: Exploring, number: int, mask: int
) -> None:
    file = Flipped(tmp_path / "ledger", small)
    original = read(file.path)
    assert original is not None
    first = number * PAGE
    empty = gap(small[first : first + PAGE], number)
    counts = {"reported": 0, "without meaning": 0}
    missed = []
    filled = [first + inside for inside in range(PAGE) if inside not in empty]
    tried = exploring.some_of(filled, most=SOME)
    for place in tried:
        with file.at([place], mask) as changed:
            if reported(file.path):
                counts["reported"] += 1
            elif read(file.path) == original and still_good(file.path, changed, tmp_path):
                counts["without meaning"] += 1
            else:
                missed.append(place)
    print(f"flipped {len(tried)}: " + ", ".join(f"{what} {count}" for what, count in counts.items()))
    assert missed == []
    assert sum(counts.values()) == len(tried)
    assert counts["without meaning"] <= FEW.get(number, 10) * len(tried) / len(filled) + UNEVEN
    assert counts["reported"] > 5 * counts["without meaning"]


@pytest.mark.parametrize("number", range(PAGES), ids="page{}".format)
def test_what_lies_in_empty_space_says_nothing(small: bytes, tmp_path: Path, number: int) -> None:
    file = Flipped(tmp_path / "ledger", small)
    original = read(file.path)
    first = number * PAGE
    empty = gap(small[first : first + PAGE], number)
    for places in halves(range(first + empty.start, first + empty.stop)):
        with file.at(places, WHOLE_BYTE) as changed:
            assert read(file.path) == original
            assert not reported(file.path)
            assert still_good(file.path, changed, tmp_path)
