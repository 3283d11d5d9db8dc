"""A name moves the cursor of the auditor's terminal and wipes out the line above it.

Who: anybody who records, on the command line or straight into the file.
Seen: on the way in it is refused; a value that was planted is shown with its control characters written out.
"""

from __future__ import annotations

from typing import Any

from office import HOMELESS, Office, main

from visit.ledger.entries import Entry

SEEN = ("refused on the way in: True", "control characters on the screen: False", r"eve\x1b[1A\x1b[2K")
NAME = "eve\x1b[1A\x1b[2K"


def attack(office: Office) -> None:
    """Record under such a name, then forge a ledger that has it."""
    given = office.visit("decide", HOMELESS, "1", "--reason", "it fits", "--by", NAME)
    office.said = f"refused on the way in: {'(exit 2)' in given}\n"

    def change(_entry: Entry, values: dict[str, Any]) -> None:
        values |= {"by": NAME}

    office.rewrite(change)
    said = "".join(office.visit(*command) for command in (("log", "list"), ("log", "show", "1"), ("log", "show", "0")))
    office.said += f"control characters on the screen: {chr(27) in said}\n"


if __name__ == "__main__":
    main()
