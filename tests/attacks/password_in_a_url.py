"""A URL with a slip in it is taken for a file, and the password in it printed on a screen that others see.

Who: nobody: a slip of the keyboard.
Seen: an error that repeats nothing of the name, and no file.
"""

from __future__ import annotations

from office import Office, main

SEEN = (
    "the name of the ledger is neither a file's nor a URL that can be read",
    "secret on the screen: False",
    "files made: 0",
)


def attack(office: Office) -> None:
    """Leave out a slash, and leave out the scheme."""
    before, said = set(office.folder.iterdir()), ""
    for where in ("postgresql:/anna:s3cret@db.nordby.dk/visit", "anna:s3cret@db.nordby.dk/visit"):
        said += office.visit("log", "list", VISIT_LEDGER=where) + office.visit("verify", VISIT_LEDGER=where)
        said += office.visit("log", "init", VISIT_LEDGER=where)
    office.said += f"secret on the screen: {'s3cret' in said}\nfiles made: {len({*office.folder.iterdir()} - before)}\n"


if __name__ == "__main__":
    main()
