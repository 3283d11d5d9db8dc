"""The head that was kept elsewhere is exchanged for one that nobody signed, of a history made anew.

Who: somebody who can write the file and the place where the head is kept.
Seen: `verify` says that nobody signed that head, and what it is worth; with the public key it fails.
"""

from __future__ import annotations

from typing import Any

from office import Office, main

from visit.ledger.entries import Entry

SEEN = (
    "Compared with a head kept elsewhere, which nobody has signed",
    "It is only as safe as the place where it was kept",
    "no head is signed by a key that you named",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Lay an unsigned head of the forged ledger where the signed one was."""

    def change(_entry: Entry, values: dict[str, Any]) -> None:
        values |= {"reason": "the cheapest"} if "reason" in values else {}

    office.rewrite(change)
    (office.folder / "kept.txt").unlink()
    office.visit("log", "checkpoint", "-o", "kept.txt")
    office.visit("verify", "--checkpoint", "kept.txt")
    office.visit("verify", "--checkpoint", "kept.txt", "--key", office.key)


if __name__ == "__main__":
    main()
