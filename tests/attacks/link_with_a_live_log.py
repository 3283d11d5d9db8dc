"""The auditor gets a link to the ledger in a folder that nothing can be written to, while the newest decision is still in the log.

Who: nobody needs to mean harm: a share, a link on a desktop.
Seen: the newest entry is there; read without the log beside the file itself, the ledger would be one decision short.
"""

from __future__ import annotations

import os
from unittest.mock import patch

from office import MEANINGFUL_DAY, Office, main

from visit.ledger.log import Ledger

SEEN = ("all 4 entries are whole",)


def attack(office: Office) -> None:
    """Verify through the link while a writer has the ledger open."""
    (office.folder / "desktop").mkdir()
    link = office.folder / "desktop" / "link.db"
    link.symlink_to(office.ledger)
    with Ledger.open(str(office.ledger), writable=True):  # so that the log stays where it is
        office.visit("decide", MEANINGFUL_DAY, "--none", "postponed", "--reason", "she wants to think", "--by", "anna")
        real = os.access
        with patch("os.access", lambda path, mode: "desktop" not in str(path) and real(path, mode)):
            office.visit("verify", str(link), "--processes", "1")


if __name__ == "__main__":
    main()
