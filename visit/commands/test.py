"""`visit test`: run the test cases beside guidelines, and say what was expected and what was found."""

from __future__ import annotations

import sys

from visit.streams import note, reader_may_leave
from visit.trials.telling import results_told


def test_command(names: list[str], fmt: str, only: str | None) -> int:
    """Run test cases, print what became of them, and return the exit code.

    Args:
        names: Ids of shipped guidelines, guideline files or cases files; all that ship where there are none.
        fmt: `text` or `json`.
        only: Run only the tests with this in their id.

    Returns:
        0 when all pass, 1 when some fail, 2 when a file cannot be used.
    """
    result = results_told(names, fmt, only)
    note(result.faults, end="")
    with reader_may_leave():
        sys.stdout.write(result.answer)
    return result.code


# INVARIANT: pytest collects functions by this name; a module that imports it must not run it as a test.
test_command.__test__ = False  # type: ignore[attr-defined]
