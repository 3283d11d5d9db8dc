"""A list of people is planted beside the newest entry, so that whoever planted it is a leader.

Who: somebody who can write the ledger's file (in PostgreSQL the database refuses the row).
Seen: a value that the leaf does not name is none; the approval is refused, and `verify` names the value.
"""

from __future__ import annotations

from office import Office, main

SEEN = (
    "eve has not the role that decision 1 waits for",
    "entry 2: it has values that were not recorded with it: who has which roles",
)


def attack(office: Office) -> None:
    """Plant a role, and approve in it."""
    with office.without_guards() as sql:
        row = (2, "people", bytes(32), b'{"eve":{"roles":["leader"]}}')
        sql.execute("INSERT INTO private (seq, name, salt, value) VALUES (?, ?, ?, ?)", row)
    office.visit("approve", "1", "--by", "eve")
    office.visit("verify")


if __name__ == "__main__":
    main()
