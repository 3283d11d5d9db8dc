"""The ledger has a second name in a folder that is handed to the auditor: read by that name, the newest decision is not there.

Who: nobody needs to mean harm: a copy made by `cp -l`, a backup program.
Seen: whoever writes is warned that the file has two names; who reads by the other one is told so, and gets no answer.
"""

from __future__ import annotations

import os

from office import MEANINGFUL_DAY, Office, main

from visit.ledger.log import Ledger

SEEN = (
    "ledger.db has 2 names (hard links), and SQLite's log lies beside one of them",
    "handed/ledger.db: error: the file has 2 names (hard links), and cannot be read by this one",
)


def attack(office: Office) -> None:
    """Verify by the other name while the newest entry is still in the log beside the first."""
    (office.folder / "handed").mkdir()
    os.link(office.ledger, office.folder / "handed" / "ledger.db")
    with Ledger.open(str(office.ledger), writable=True):  # so that the log stays where it is
        office.visit("decide", MEANINGFUL_DAY, "--none", "postponed", "--reason", "she wants to think", "--by", "anna")
        office.visit("verify", "handed/ledger.db", "--processes", "1")


if __name__ == "__main__":
    main()
