"""A pack is made up as a whole: a decision that never was, in a ledger of one's own, under a head of one's own.

Who: anybody.
Seen: it is good by itself, and says that nobody signed it; a head kept elsewhere, or the office's public key, shows it.
"""

from __future__ import annotations

from office import MEANINGFUL_DAY, ORIGIN, Office, main

SEEN = (
    "the 1 entry in it is proven",
    "The checkpoint has no signature that fits: compare it with one you know from elsewhere",
    "NOT compared with the head that you kept",
    "no signature of the checkpoint of 2 entries fits a known key",
    "(exit 3)",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Make a ledger, and a pack of it."""
    own = ("--ledger", "own.db")
    office.visit("log", "init", "--origin", ORIGIN, *own)
    office.visit("decide", MEANINGFUL_DAY, "--none", "refused", "--reason", "she said no", "--departure", "wish", *own)
    office.visit("pack", "1", "--no-documents", "-o", "pack.json", *own)
    office.visit("verify", "pack.json")
    office.visit("verify", "pack.json", "--checkpoint", "kept.txt")
    office.visit("verify", "pack.json", "--key", office.key)


if __name__ == "__main__":
    main()
