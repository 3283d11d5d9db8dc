"""A trigger in the database copies what is written, so that an erasure does not reach it.

Who: somebody who can write the ledger's file.
Seen: `verify` names the trigger and the table; `log erase` refuses to say that something is erased that is not.
"""

from __future__ import annotations

import sqlite3

from office import ERASE, Office, main

SEEN = (
    "guards or tables of the database are not as visit made them: copies, copy",
    "the ledger has what visit did not make, and it may copy what is erased: copies, copy",
    "(exit 2)",
)


def attack(office: Office) -> None:
    """Keep a copy of every value."""
    connection = sqlite3.connect(office.ledger, isolation_level=None)
    connection.execute("CREATE TABLE copies (value BLOB)")
    connection.execute("CREATE TRIGGER copy BEFORE DELETE ON private BEGIN INSERT INTO copies VALUES (OLD.value); END")
    connection.close()
    office.visit("verify")
    office.visit(*ERASE)


if __name__ == "__main__":
    main()
