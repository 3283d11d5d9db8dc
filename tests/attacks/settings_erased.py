"""An erasure names entry 0, and its values are deleted: nobody knows any more which keys may sign and who has which role.

Who: somebody who can write the ledger's file (in PostgreSQL the database refuses it).
Seen: what sets the ledger up is about no citizen, and no erasure excuses that it is missing: `verify` names it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from office import Office, main

from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger

SEEN = (
    "entry 0: it is gone in part or whole, and no erasure names the entry: who recorded it, the list of keys",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Erase the beginning, with visit's own code."""
    with Ledger.open(str(office.ledger), writable=True) as ledger, ledger.writing():
        draft = Draft(EntryType.ERASURE, "0.1.0", {"by": "lars", "entries": [0], "basis": "law"})
        ledger.erase(draft, [0], now=datetime.now(UTC))
    office.visit("verify", "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
