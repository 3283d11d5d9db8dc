"""A key that was retired because somebody had got hold of it signs a head after all.

Who: whoever found the old key.
Seen: `verify` says that the head is signed by that key alone, and which entry retired it.
"""

from __future__ import annotations

from office import ORIGIN, Office, main

from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, signed
from visit.ledger.signing import load_key

SEEN = (
    "retired by entry 3",
    "the checkpoint of 4 entries is signed by nordby.dk/visit+",
    "and entry 3 has retired that key",
    "(exit 1)",
)


def attack(office: Office) -> None:
    """Sign today's head with the key of yesterday."""
    office.visit(
        "log",
        "configure",
        "--retire",
        office.key,
        "--key",
        "new.key",
        "--reason",
        "the laptop was stolen",
        "--by",
        "lars",
    )
    with Ledger.open(str(office.ledger)) as ledger:
        made = signed(Checkpoint(ORIGIN, ledger.head()), load_key(office.folder / "visit.key"))
    (office.folder / "signed.txt").write_text(made.text, encoding="utf-8")
    office.visit("verify", "--checkpoint", "signed.txt")


if __name__ == "__main__":
    main()
