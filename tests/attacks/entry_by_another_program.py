"""An entry is appended with a program of one's own: it fits its commitments, and what it says is in no form that visit reads.

Who: whoever has the role visit_writer in PostgreSQL, or can write the ledger's file.
Seen: whatever reads many entries passes it over, and names it with its fields; who recorded it can be shown; the log goes on.
"""

from __future__ import annotations

from datetime import UTC, datetime

from office import Office, main

from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger

SEEN = (
    "entry 3 has values in a form that visit never writes: choice",
    "another program has written it; `visit log show 3` says who",
    "- By: mallory",
    "refusal of decision 1, recorded as 4: wishes no help",
    "exported as it stands: 1 of 5 entries",
    "all 5 entries are whole",
)


def attack(office: Office) -> None:
    """Append a decision whose choice is a number; what is asked of all decisions would end there."""
    with Ledger.open(str(office.ledger), writable=True) as ledger:
        draft = Draft(EntryType.DECISION, "0.2.0", {"by": "mallory", "case": "sil-2025-0733", "choice": 7})
        ledger.append(draft, now=datetime.now(UTC))
    office.visit("audit", "departures")
    office.visit("log", "show", "3")
    office.visit(
        "refuse", "1", "--who", "citizen", "--code", "wants_no_help", "--reason", "he has said so", "--by", "anna"
    )
    office.visit("log", "export", "-o", "every-entry.jsonl")
    office.visit("verify")


if __name__ == "__main__":
    main()
