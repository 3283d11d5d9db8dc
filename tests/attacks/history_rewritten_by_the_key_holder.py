"""History is made anew by somebody who has the private key too, and signed with it.

Who: whoever has the file and the key: keep the key off the machine that has the ledger.
Seen: nothing by the key; the head that the auditor kept shows it, and the two signed heads together prove who forged.
"""

from __future__ import annotations

from typing import Any

from office import Office, main

from visit.ledger.entries import Entry

SEEN = (
    "all 3 entries are whole",
    "(exit 0)",
    "the checkpoint of 3 entries has another root: the log was rewritten",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Change a reason, and sign the new history with the true key."""

    def change(entry: Entry, values: dict[str, Any]) -> None:
        values |= {"reason": "the cheapest"} if entry.seq == 1 else {}

    office.rewrite(change, key="visit.key")
    office.visit("verify", "--key", office.key)
    office.visit("verify", "--key", office.key, "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
