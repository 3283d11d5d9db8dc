"""The auditor is handed a head of another ledger: a neighbour's, and one that only bears this ledger's name.

Who: whoever keeps heads for several offices, or lays another file where the kept head was.
Seen: a head of another name is told as another ledger's; one of the same name has another root, whoever signed it.
"""

from __future__ import annotations

from office import ORIGIN, Office, main

SEEN = (
    "the checkpoint is of another ledger: sydby.dk/visit",
    "the checkpoint of 1 entries has another root: the log was rewritten",
    "no signature of the checkpoint of 1 entries fits a known key, or one is forged",
)


def attack(office: Office) -> None:
    """Make two more ledgers, and compare the office's with their heads."""
    for number, origin in enumerate(("sydby.dk/visit", ORIGIN)):
        where = ("--ledger", f"other{number}.db")
        office.visit("log", "init", "--origin", origin, "--key", f"other{number}.key", *where)
        office.visit("log", "checkpoint", "--key", f"other{number}.key", "-o", f"other{number}.txt", *where)
        office.visit("verify", "--checkpoint", f"other{number}.txt")


if __name__ == "__main__":
    main()
