"""A backup of last week is laid in the place of the ledger, while the log of the one that was there still lies beside it.

Who: nobody needs to mean harm: whoever restores a backup after the machine has stopped.
Seen: nothing is read and nothing written: SQLite would mix the pages of the two without a word.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack

from office import MEANINGFUL_DAY, Office, main

from visit.ledger.log import Ledger

SEEN = (
    "ledger.db: error: the log ledger.db-wal beside it does not belong to this file",
    "all 3 entries are whole",
)
DECIDE = ("decide", MEANINGFUL_DAY, "--none", "postponed", "--reason", "she wants to think", "--by", "anna", "--again")


def attack(office: Office) -> None:
    """Restore the backup beside the log that a killed writer has left, verify and decide; then without the log."""
    backup, log = office.folder / "backup.db", office.folder / "ledger.db-wal"
    shutil.copy(office.ledger, backup)
    with ExitStack() as holding:
        writer = holding.enter_context(Ledger.open(str(office.ledger), writable=True))
        office.visit(*DECIDE)
        writer.store.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        office.visit(*DECIDE)
        left = log.read_bytes()  # as it lies there when the machine stops
    shutil.copy(backup, office.ledger)
    log.write_bytes(left)
    office.said = ""
    office.visit("verify", "--processes", "1")
    office.visit(*DECIDE)
    log.rename(office.folder / "left.db-wal")
    office.visit("verify", "--checkpoint", "kept.txt", "--processes", "1")


if __name__ == "__main__":
    main()
