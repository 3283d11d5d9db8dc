"""The newest decision is cut off, and the holder of the key is asked for a signed head over what is left.

Who: somebody who can write the ledger's file, and hopes that whoever signs does not look.
Seen: the head that was signed last is compared before anything is signed; nothing is signed.
"""

from __future__ import annotations

from typing import Any

from office import Office, main

from visit.ledger.entries import Entry

SEEN = (
    "the ledger does not continue the head of 3 entries that was signed last",
    "nothing was signed",
    "no head was signed before that the ledger knows: this one was signed as it stands, compared with nothing",
    "the checkpoint of 3 entries has another root: the log was rewritten",
)


def attack(office: Office) -> None:
    """Cut under the signed head; then take that head away too: it is signed, and said to be compared with nothing."""
    with office.without_guards() as sql:
        for statement in (
            "DELETE FROM entries WHERE seq = 2",
            "DELETE FROM private WHERE seq = 2",
        ):
            sql.execute(statement)
    office.visit("log", "checkpoint", "--key", "visit.key")

    def change(entry: Entry, values: dict[str, Any]) -> None:
        values |= {"reason": "the cheapest"} if entry.seq == 1 else {}

    office.rewrite(change, key="visit.key")
    office.visit("decide", "sil-noget-at-staa-op-til.yaml", "1", "--reason", "once more", "--by", "anna")
    office.visit("verify", "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
