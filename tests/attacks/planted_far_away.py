"""A copy of a decision is planted at a number far past the end, where nobody counts.

Who: somebody who can write the ledger's file (in PostgreSQL the database refuses the row).
Seen: `verify` names the number, and what reads or writes the ledger says that an entry stands there; nothing runs for ever.
"""

from __future__ import annotations

from office import MEANINGFUL_DAY, Office, main

LAST, FAR = 2**63 - 1, 10**12
SEEN = (
    f"1 fault\n\n- an entry stands at {LAST}, where none belongs\n\nHow sure",
    f"the ledger is damaged: an entry stands at {LAST}, where none belongs",
    f"1 fault\n\n- an entry stands at {FAR}, where none belongs\n\nHow sure",
    f"entry {FAR} is damaged: it says that it is entry 2",
    "the ledger is damaged: its tables do not fit each other",
)


def attack(office: Office) -> None:
    """Plant it at the last number that the file can hold; then, instead, at one that an entry could have."""
    for seq, instead_of in ((LAST, None), (FAR, LAST)):
        with office.without_guards() as connection:
            connection.execute("DELETE FROM entries WHERE seq = ?", (instead_of,))
            connection.execute("INSERT INTO entries SELECT ?, leaf, hash FROM entries WHERE seq = 2", (seq,))
        office.visit("verify")
        office.visit("log", "list")
        office.visit("decide", MEANINGFUL_DAY, "1", "--reason", "nearest her mother", "--by", "anna")
        office.visit("approve", "1", "--by", "lars")


if __name__ == "__main__":
    main()
