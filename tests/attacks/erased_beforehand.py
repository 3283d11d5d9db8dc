"""An erasure names the number of the decision that is to come, so that a pack can call it erased, and prove it.

Who: somebody who can write the ledger's file, or has the role visit_writer in PostgreSQL, and makes the pack.
Seen: an erasure erases what comes before it and nothing else: `verify` names it, in the ledger and in the pack.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from office import MEANINGFUL_DAY, Office, main

from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger

LATER = "entry 3: it erases entry 4, which does not come before it"
SEEN = (
    f"1 fault\n\n- {LATER}\n\nHow sure",
    "the ledger is damaged, a pack of it would not verify: entry 3",
    f"1 fault\n\n- {LATER}\n\n- 3. erasure",
    "That these were erased is only said, no erasure in the pack names them: 4",
)


def attack(office: Office) -> None:
    """Erase entry 4 before it is there; hand it out without its values, beside the erasure that names it."""
    with Ledger.open(str(office.ledger), writable=True) as ledger:
        draft = Draft(EntryType.ERASURE, "0.1.0", {"by": "lars", "entries": [4], "basis": "law"})
        ledger.append(draft, now=datetime.now(UTC))
    office.visit("decide", MEANINGFUL_DAY, "1", "--reason", "nearest her mother", "--by", "anna", "--again")
    office.visit("verify")
    office.visit("pack", "3", "4", "--no-documents", "-o", "pack.json")
    office.visit("pack", "3", "4", "--no-documents", "--redact", "entries", "-o", "pack.json")
    pack = json.loads((office.folder / "pack.json").read_text(encoding="utf-8"))
    with Ledger.open(str(office.ledger)) as ledger:
        _seq, _name, salt, value = next(ledger.store.private(3, 4, ("entries",)))
    pack["entries"][0]["fields"]["entries"] = {"salt": salt.hex(), "value": value.decode()}
    pack["entries"][1] |= {"fields": {}, "erased": True}
    (office.folder / "pack.json").write_text(json.dumps(pack), encoding="utf-8")
    office.visit("verify", "pack.json")


if __name__ == "__main__":
    main()
