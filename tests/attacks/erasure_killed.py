"""The machine dies after an erasure was recorded, and before the file was rewritten: what was erased still lies in the log.

Who: a power cut, or somebody who ends the process at the right moment and reads the file.
Seen: the erasure is owed: the next command says so and finishes it; afterwards no byte of it is left.
"""

from __future__ import annotations

import os
import subprocess
import sys

from office import ERASE, ROOT, Office, main

SEEN = (
    "still in the files: True",
    "Erasure 3 was cut off before the file was rewritten: what it erased could still be read there",
    "erasure 3 had been cut off; it is finished now",
    "still in the files: False",
)
KILLED = """
import os, signal, sys
from visit.ledger.sqlite import SqliteStore
SqliteStore.make_room = lambda self: os.kill(os.getpid(), signal.SIGKILL)
from visit import cli
cli.main(sys.argv[1:])
"""


def attack(office: Office) -> None:
    """Kill the process that erases."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", KILLED, *ERASE], cwd=office.folder, env=environment, check=False)
    for _once in range(2):
        lies = any(b"he wants a home of his own" in path.read_bytes() for path in office.folder.glob("ledger.db*"))
        office.said += f"still in the files: {lies}\n"
        office.visit("verify")


if __name__ == "__main__":
    main()
