"""A log of SQLite beside a file that it does not belong to is told before anything is read; its own log never is."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain, repeat
from pathlib import Path

import attacks
import pytest
from small_ledgers import NOW, decision, made

from visit.errors import LedgerError
from visit.ledger.log import Ledger
from visit.ledger.sqlite_log import is_anothers
from visit.ledger.verifying import verify

LONG = "why " * 500


def copied(place: Path, to: Path, *parts: str) -> None:
    for part in parts:
        if Path(f"{place}{part}").exists():
            shutil.copy(f"{place}{part}", f"{to}{part}")


@contextmanager
def growing(place: Path, count: int = 1) -> Iterator[Ledger]:
    """A ledger that a writer holds, so that its log stays."""
    made(str(place), count).close()
    with Ledger.open(str(place), writable=True) as ledger:
        yield ledger


def append(ledger: Ledger, count: int) -> None:
    with ledger.writing():
        for seq in range(count):
            ledger.add(decision(f"c{seq}", reason=LONG), now=NOW)


def emptied(ledger: Ledger) -> None:
    """Move the pages of the log into the file, and begin the log anew."""
    ledger.store.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def test_a_ledgers_own_log_is_never_anothers(tmp_path: Path) -> None:
    place, copy = tmp_path / "l.db", tmp_path / "copy.db"
    with growing(place) as ledger:
        for step, count in enumerate((1, 40, 3, 200, 1, 500)):
            append(ledger, count)
            copied(place, copy, "", "-wal")
            assert not is_anothers(copy), step
            assert verify(str(copy)).head == ledger.head()
            if step % 2:
                emptied(ledger)
        assert not is_anothers(place)
    assert not is_anothers(place)


def test_a_log_that_is_begun_meanwhile_is_a_ledgers_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = chain((False,), repeat(True))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", lambda _path: next(looks))
        found = is_anothers(tmp_path / "l.db")
    assert not found


def pages_of(log: Path) -> dict[int, bytes]:
    """The pages that a log has for its file, each as it was written last."""
    data = log.read_bytes()
    size = int.from_bytes(data[8:12])
    frames = range(32, len(data), 24 + size)
    return {int.from_bytes(data[at : at + 4]): data[at + 24 : at + 24 + size] for at in frames}


@pytest.mark.parametrize("counts", [(1, 1), (40, 3), (200, 1)])
def test_a_log_is_a_ledgers_own_however_far_its_pages_were_moved(counts: tuple[int, int], tmp_path: Path) -> None:
    place, copy = tmp_path / "l.db", tmp_path / "copy.db"
    with growing(place) as ledger:
        append(ledger, counts[0])
        emptied(ledger)
        append(ledger, counts[1])
        copied(place, copy, "", "-wal")
        head = ledger.head()
    moved = pages_of(Path(f"{copy}-wal"))
    whole = bytearray(copy.read_bytes())
    size = len(next(iter(moved.values())))
    for number in sorted(moved):
        end = number * size
        whole[end - size : end] = moved[number].rjust(size, b"\0")
        copy.write_bytes(whole)
        assert not is_anothers(copy), number
    assert verify(str(copy)).head == head


@pytest.mark.parametrize("size", [2, 300])
def test_a_backup_of_another_ledger(size: int, tmp_path: Path) -> None:
    place, other = tmp_path / "l.db", tmp_path / "backup.db"
    made(str(other), size).close()
    backup = other.read_bytes()
    with growing(place) as ledger:
        append(ledger, 30)
        copied(place, tmp_path / "left.db", "-wal")
    copied(other, tmp_path / "left.db", "")
    refused(tmp_path / "left.db", backup)


@pytest.mark.parametrize("between", [40, 400])
def test_a_backup_from_before_the_log_was_begun(between: int, tmp_path: Path) -> None:
    place, left = tmp_path / "l.db", tmp_path / "left.db"
    made(str(place), 20).close()
    copied(place, left, "")
    backup = left.read_bytes()
    with Ledger.open(str(place), writable=True) as ledger:
        append(ledger, between)
        emptied(ledger)
        append(ledger, 1)
        copied(place, left, "-wal")
    refused(left, backup)


def test_a_backup_from_after_the_log_was_left(tmp_path: Path) -> None:
    place, left = tmp_path / "l.db", tmp_path / "left.db"
    with growing(place, 20) as ledger:
        append(ledger, 1)
        copied(place, left, "-wal")
        append(ledger, 60)
    copied(place, left, "")
    refused(left, place.read_bytes())


def refused(place: Path, backup: bytes) -> None:
    """Fail where a ledger is opened that lies beside another's log, or where looking at it has changed the file."""
    log = Path(f"{place}-wal").read_bytes()
    for writable in (False, True):
        with pytest.raises(LedgerError, match=r"the log left\.db-wal beside it does not belong to this file"):
            Ledger.open(str(place), writable=writable)
    with pytest.raises(LedgerError, match="does not belong to this file"):
        verify(str(place))
    assert (place.read_bytes(), Path(f"{place}-wal").read_bytes()) == (backup, log)
    for part in ("-wal", "-shm"):
        Path(f"{place}{part}").unlink(missing_ok=True)
    assert verify(str(place)).faults == (), "as the help says: without the log the backup is what it was"


def test_a_backup_that_the_log_continues_is_the_ledger_itself(tmp_path: Path) -> None:
    place, left = tmp_path / "l.db", tmp_path / "left.db"
    made(str(place), 20).close()
    copied(place, left, "")
    with Ledger.open(str(place), writable=True) as ledger:
        append(ledger, 5)
        copied(place, left, "-wal")
        assert verify(str(left)).head == ledger.head()


@pytest.mark.parametrize("raw", [b"", b"x", b"\0" * 32, b"\x37\x7f\x06\x82" + bytes(28)])
def test_a_log_that_is_none_is_left_to_sqlite(raw: bytes, tmp_path: Path) -> None:
    place = tmp_path / "l.db"
    made(str(place), 3).close()
    Path(f"{place}-wal").write_bytes(raw)
    assert not is_anothers(place)
    assert verify(str(place)).head.size == 3


# --- a journal of the other kind ---


def test_with_a_journal_beside_it_a_ledger_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(attacks.__file__).parent))
    journal_of = importlib.import_module("journal_beside").journal_of
    place, journal = tmp_path / "l.db", tmp_path / "l.db-journal"
    with growing(place) as ledger:
        emptied(ledger)
        old = place.read_bytes()
        append(ledger, 1)
        emptied(ledger)
    journal.write_bytes(journal_of(old))
    for writable in (False, True):
        with pytest.raises(LedgerError, match=r"the journal l\.db-journal beside it is not visit's"):
            Ledger.open(str(place), writable=writable)
    journal.rename(tmp_path / "moved")
    assert verify(str(place)).head.size == 2
    # What it would have done: opened by another program, the file has one entry less, and nothing tells.
    (tmp_path / "moved").rename(journal)
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    assert not journal.exists()


def test_an_empty_journal_undoes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "l.db"
    made(str(place), 2).close()
    Path(f"{place}-journal").touch()
    assert verify(str(place)).faults == ()
