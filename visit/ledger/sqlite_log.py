"""SQLite's log or journal beside a ledger's file: whether the two belong together.

A process that was killed, or that still writes, leaves entries in the log that are not in the file yet. SQLite takes any log that
lies beside a file for its own: where a backup was laid in the place of a ledger, it mixes pages of the two and says nothing.
The format of the log is SQLite's: https://www.sqlite.org/fileformat2.html, section 4.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from contextlib import closing, suppress
from pathlib import Path

_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_MAGIC = (0x377F0682, 0x377F0683)
_LOCKED = 2**30
"""The byte on whose page SQLite keeps its locks: it is in no file and in no log."""
HAS_A_LOG = b"\2\2"
"""Bytes 18 and 19 of the file: whoever writes it and whoever reads it must know of its log."""
_ATTEMPTS, _PAUSE = 3, 0.05
EntryHashes = set[tuple[int, bytes]]
"""Number and hash of entries."""


def has_a_journal(path: Path) -> bool:
    """Return whether SQLite would put old pages back: a journal of the other kind lies beside a file that has a log.

    visit never makes one; what a file of the same name has left, or another program, would undo entries and say nothing.
    """
    journal = Path(f"{path}-journal")
    with suppress(OSError), path.open("rb") as file:
        return journal.stat().st_size > 0 and file.read(20)[18:] == HAS_A_LOG
    return False


def is_anothers(path: Path) -> bool:
    """Return whether the log beside a file surely is another file's, or of another time; nothing is changed by looking.

    It is where pages are missing that the log counts, or where an entry of the file is not there once the log is applied: entries
    are only added.
    """
    log = Path(f"{path}-wal")
    if not log.exists():
        return False  # one that another process begins from here on is the file's own
    # A process that moves pages from the log into the file meanwhile may let both seem torn.
    for attempt in range(_ATTEMPTS):
        time.sleep(_PAUSE if attempt else 0)
        if not _lacks_pages(path, log) and not _loses_entries(path):
            return False
    return log.exists()


def _lacks_pages(path: Path, log: Path) -> bool:
    """Return whether a page that the log counts is neither in it nor in the file."""
    written: set[int] = set()
    inside: set[int] = set()
    count = page = 0
    with suppress(OSError), log.open("rb") as file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size or _HEADER.unpack(header)[0] not in _MAGIC:
            return False
        page, salts = _HEADER.unpack(header)[2], _HEADER.unpack(header)[4:6]
        while len(frame := file.read(_FRAME.size)) == _FRAME.size:
            number, size, *rest = _FRAME.unpack(frame)
            if tuple(rest[:2]) != salts:
                break  # left from before the log was begun anew
            written.add(number)
            if size:  # the last page of a transaction
                inside, count = inside | written, size
                written.clear()
            file.seek(page, os.SEEK_CUR)
    there = path.stat().st_size // page if page else count
    return any(number not in inside and number != _LOCKED // page + 1 for number in range(there + 1, count + 1))


def _loses_entries(path: Path) -> bool:
    """Return whether the first or the newest entry of the file alone is not there, or cannot be read, with the log applied."""
    try:
        alone = _entries(path, "immutable=1", "0, (SELECT max(seq) FROM entries)")
    except (sqlite3.Error, UnicodeDecodeError):  # Python cannot read SQLite's message where it quotes what is damaged
        return False  # torn, as a machine that died while it moved pages leaves it: the log has them
    try:
        both = _entries(path, "mode=ro", ", ".join(str(seq) for seq, _hash in alone))
    except UnicodeDecodeError:
        return True
    except sqlite3.DatabaseError as error:
        return "malformed" in str(error)
    return not alone <= both


def _entries(path: Path, how: str, numbers: str) -> EntryHashes:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)) as connection:
        return {*connection.execute(f"SELECT seq, hash FROM entries WHERE seq IN ({numbers})")}  # noqa: S608  (numbers)
