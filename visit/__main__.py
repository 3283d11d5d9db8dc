"""Run visit: as `visit`, and as `python -m visit`."""

from __future__ import annotations

import sys


def run() -> int:
    """Run one command and return its exit code, also where it is stopped while visit itself is still being loaded."""
    try:
        from visit.cli import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run())
