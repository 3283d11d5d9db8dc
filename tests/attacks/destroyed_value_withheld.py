"""A reason is destroyed, and the decision handed out in a pack, as if the reason were only withheld.

Who: somebody who can write the ledger's file, or has the role visit_writer in PostgreSQL.
Seen: no pack is made of it; the error names the entry and what is missing.
"""

from __future__ import annotations

from office import Office, main

SEEN = ("ledger.db: error: entry 1 is damaged: values are missing: the reason", "(exit 2)")


def attack(office: Office) -> None:
    """Delete one value, and make a pack."""
    with office.without_guards() as sql:
        sql.execute("DELETE FROM private WHERE seq = 1 AND name = 'reason'")
    office.visit("pack", "1", "--redact", "facts", "-o", "pack.json")
    if (office.folder / "pack.json").exists():
        office.visit("verify", "pack.json")


if __name__ == "__main__":
    main()
