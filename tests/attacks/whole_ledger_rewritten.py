"""The whole ledger is made anew, with keys of the forger's own, and a new signed head is laid where the old one was kept.

Who: somebody who can replace the file and the kept head, but does not know the private key.
Seen: nothing by the ledger and that head alone, since both are the forger's; the public key, known otherwise, shows it.
"""

from __future__ import annotations

from typing import Any

from office import ORIGIN, Office, main

from visit.ledger.entries import Entry
from visit.ledger.signing import new_key

SEEN = (
    "(exit 0)",
    "the ledger does not list the key nordby.dk/visit+",
    "no head is signed by a key that you named",
    "the checkpoint of 3 entries is signed, but not by a key that you named",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Say that the citizen chose something else."""
    own = new_key(office.folder / "forger.key", ORIGIN).public.text

    def change(entry: Entry, values: dict[str, Any]) -> None:
        values |= {"keys": [own]} if "keys" in values else {}
        values |= {"reason": "the cheapest"} if "reason" in values else {}

    office.rewrite(change, key="forger.key")
    (office.folder / "kept.txt").unlink()
    office.visit("log", "checkpoint", "--key", "forger.key", "-o", "kept.txt")
    office.visit("verify", "--checkpoint", "kept.txt")
    office.visit("verify", "--checkpoint", "kept.txt", "--key", office.key)


if __name__ == "__main__":
    main()
