"""One reason is changed, and every commitment, hash and guard is made anew, with visit's own code.

Who: somebody who can write the ledger's file: its owner, an administrator.
Seen: nothing by the ledger alone, and `verify` says that it compared with nothing; a head kept elsewhere shows it.
"""

from __future__ import annotations

from typing import Any

from office import Office, main

from visit.ledger.entries import Entry

SEEN = (
    "all 3 entries are whole",
    "Not compared with anything outside",
    "the checkpoint of 3 entries has another root: the log was rewritten",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Change why the first citizen got what he got."""

    def change(entry: Entry, values: dict[str, Any]) -> None:
        values |= {"reason": "the cheapest"} if entry.seq == 1 else {}

    office.rewrite(change)
    office.visit("verify")
    office.visit("verify", "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
