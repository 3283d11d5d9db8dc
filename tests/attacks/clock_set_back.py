"""The clock is set back, and a decision recorded as if it had been made last week.

Who: an administrator of the machine.
Seen: `verify` says before which entry the clock stepped back; the number gives the order.
"""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

from office import HOMELESS, Office, main

SEEN = ("The clock stepped back before: 3",)


def attack(office: Office) -> None:
    """Decide last week."""
    with patch("visit.commands.decide.now", lambda: datetime(2020, 1, 1, 9, 0, tzinfo=UTC)):
        office.visit("decide", HOMELESS, "1", "--reason", "in good time", "--by", "anna", "--again")
    office.visit("verify", "--checkpoint", "kept.txt")


if __name__ == "__main__":
    main()
