"""A configuration is appended in which the list of people is a number, so that nobody can record anything any more.

Who: whoever has the role visit_writer in PostgreSQL, or can write the ledger's file.
Seen: it is passed over, which every command says; roles and keys stay as they were; `verify` names it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from office import Office, main

from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger

SEEN = (
    "entry 3 would set the ledger up, in a form that visit never writes: it is passed over",
    "approval of decision 1, recorded as 4",
    "- By: mallory",
    "entry 3: the settings in it cannot be read",
)


def attack(office: Office) -> None:
    """Append it; a leader, who is one by entry 0, approves."""
    with Ledger.open(str(office.ledger), writable=True) as ledger:
        draft = Draft(EntryType.CONFIGURATION, "0.2.0", {"by": "mallory", "people": 7, "keys": []})
        ledger.append(draft, now=datetime.now(UTC))
    office.visit("approve", "1", "--by", "lars")
    office.visit("log", "show", "3")
    office.visit("verify")


if __name__ == "__main__":
    main()
