"""A journal with the pages of last week lies beside the ledger: SQLite puts them back as soon as somebody opens the file.

Who: whoever can make a file in the ledger's folder; or nobody, where another program was killed that wrote under this name.
Seen: nothing is read and nothing written; with the journal away every entry is there, and a head kept elsewhere says so.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing

from office import MEANINGFUL_DAY, Office, main

SEEN = (
    "ledger.db: error: the journal ledger.db-journal beside it is not visit's: with it SQLite would undo entries",
    "all 4 entries are whole",
    "- Compared with a head kept elsewhere: 3",
)
DECIDE = ("decide", MEANINGFUL_DAY, "--none", "postponed", "--reason", "she wants to think", "--by", "anna")


def journal_of(old: bytes) -> bytes:
    """Return the journal by which SQLite puts the pages of a file back: https://www.sqlite.org/fileformat2.html, section 3."""
    size = int.from_bytes(old[16:18], "big")
    pages = [old[place : place + size] for place in range(0, len(old), size)]
    head = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", len(pages), 0, len(pages), 512, size)
    sums = (sum(page[place] for place in range(size - 200, 0, -200)) for page in pages)
    rows = (
        struct.pack(">I", n) + page + struct.pack(">I", one)
        for n, (page, one) in enumerate(zip(pages, sums, strict=True), 1)
    )
    return head.ljust(512, b"\0") + b"".join(rows)


def attack(office: Office) -> None:
    """Keep the pages, let a decision be recorded, and lay the pages beside it; decide and verify; then without the journal."""
    journal = office.folder / "ledger.db-journal"
    old = _as_one_file(office)
    office.visit(*DECIDE)
    _as_one_file(office)
    journal.write_bytes(journal_of(old))
    office.said = ""
    office.visit(*DECIDE)
    office.visit("verify", "--processes", "1")
    journal.rename(office.folder / "old-journal")
    office.visit("verify", "--checkpoint", "kept.txt", "--processes", "1")


def _as_one_file(office: Office) -> bytes:
    with closing(sqlite3.connect(office.ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return office.ledger.read_bytes()


if __name__ == "__main__":
    main()
