"""The values of a decision are deleted, so that it looks as if the citizen had asked to be forgotten.

Who: somebody who can write the ledger's file, or has the role visit_writer in PostgreSQL.
Seen: no erasure names the entry: `verify` says which values are missing.
"""

from __future__ import annotations

from office import Office, main

SEEN = ("entry 1: it is gone in part or whole, and no erasure names the entry", "(exit 1)")


def attack(office: Office) -> None:
    """Destroy a decision without saying so."""
    with office.without_guards() as sql:
        sql.execute("DELETE FROM private WHERE seq = 1")
    office.visit("verify", "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
