"""The newest decision is cut off, with its hashes and the signed head over it, and the ledger goes on from there.

Who: somebody who can write the ledger's file.
Seen: nothing by the ledger alone; a head kept elsewhere has more entries, or another root once others have taken their place.
"""

from __future__ import annotations

from office import MEANINGFUL_DAY, Office, main

SEEN = (
    "all 2 entries are whole",
    "a checkpoint has 3 entries: the end of the log was cut off",
    "the checkpoint of 3 entries has another root: the log was rewritten",
)


def attack(office: Office) -> None:
    """Let the last decision never have been."""
    office.rewrite(lambda _entry, _values: None, upto=2)
    office.visit("verify")
    office.visit("verify", "--checkpoint", "kept.txt")
    office.visit("decide", MEANINGFUL_DAY, "--none", "withdrawn", "--reason", "she moved away", "--by", "anna")
    office.visit("verify", "--checkpoint", "kept.txt", "--key", office.key)


if __name__ == "__main__":
    main()
