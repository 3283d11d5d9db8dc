"""With psql, a caseworker plants a hash where the tree will come, and a document under the digest of another.

Who: whoever has the role visit_writer in PostgreSQL.
Seen: the database refuses both rows; the log goes on, and every entry is whole.
"""

from __future__ import annotations

from hashlib import sha256

from office import HOMELESS, Office, main
from postgres import running

SEEN = (
    "nodes is only appended to",
    "documents is only appended to",
    "recorded as 1 in postgresql://",
    "all 2 entries are whole",
)


def attack(office: Office) -> None:
    """Plant both, decide, and verify."""
    with running() as server:
        owner = server.database()
        office.visit("log", "init", "--ledger", owner, "--by", "anna")
        writer = server.user(owner, "visit_writer")
        rows: tuple[tuple[str, tuple[object, ...]], ...] = (
            ("INSERT INTO visit_ledger.nodes VALUES (1, 0, %s)", (bytes(32),)),
            ("INSERT INTO visit_ledger.documents VALUES (%s, %s)", (sha256(b"the next guideline").digest(), b"{}")),
        )
        office.write(writer, rows)
        office.visit("decide", HOMELESS, "1", "--reason", "it fits", "--by", "anna", "--ledger", writer)
        office.visit("verify", "--ledger", writer, "--processes", "1")


if __name__ == "__main__":
    main()
