"""The leader decides, and approves with a second pair of eyes that is the first one with a space, a Cyrillic letter or a capital.

Who: anybody who records: `--by` is a claim.
Seen: names are compared folded; the approval is refused, and a name of nobody is told.
"""

from __future__ import annotations

from office import HOMELESS, Office, main

SEEN = (
    "lars decided, and somebody else has to approve: the leader",
    "the name given is read as lars",
    "the ledger does not know whoever records this",
    "kurt has not the role that decision 3 waits for: the leader",
)


def attack(office: Office) -> None:
    """Decide and approve."""
    office.visit("decide", HOMELESS, "1", "--reason", "he wants it", "--by", "lars", "--again")
    for name in ("lars", " Lars", "l\u0430rs", "Iars", "kurt"):
        office.visit("approve", "3", "--by", name)


if __name__ == "__main__":
    main()
