"""The server is told that the guards hold for one caseworker no more, who plants a hash of the tree; the guards all stand.

Who: an administrator of the server, together with somebody who has the role visit_writer.
Seen: `verify` names the setting and whom it was made for, and the hash; each command of the caseworker warns.
"""

from __future__ import annotations

from office import HOMELESS, Office, main
from postgres import connected, running

SEEN = (
    "is written to without its guards: session_replication_role is set",
    "user2 has a right that visit gives nobody: SET of session_replication_role",
    "hashes of the tree stand where none belongs, or are missing",
)


def attack(office: Office) -> None:
    """Switch them off for somebody, who plants and decides; then verify."""
    with running() as server:
        owner = server.database()
        office.visit("log", "init", "--ledger", owner, "--by", "anna")
        writer = server.user(owner, "visit_writer")
        with connected(owner) as connection:
            connection.execute("ALTER ROLE user2 SET session_replication_role = replica")
        with connected(writer) as connection:
            connection.execute("INSERT INTO visit_ledger.nodes VALUES (9, 9, %s)", (bytes(32),))
        office.visit("decide", HOMELESS, "1", "--reason", "it fits", "--by", "anna", "--ledger", writer)
        office.visit("verify", "--ledger", owner, "--processes", "1")


if __name__ == "__main__":
    main()
