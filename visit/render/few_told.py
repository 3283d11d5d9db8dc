"""What a comparison may tell of real citizens, and what it says of numbers that are too small to tell."""

from __future__ import annotations

from visit.lab.attribution import Attribution
from visit.locale import formats, plural
from visit.locale import text as _
from visit.population.hiding import FEWEST, is_few

HIDDEN = "–"
"""What stands for a number of real citizens that may not be told."""


def few_words() -> str:
    """Return what is not told of real citizens."""
    return _(
        "A count of real citizens below 5, or of all but so few, is not shown (–); the first line and where to, above, are."
    )


def may_tell_edits(found: Attribution) -> bool:
    """Return whether of real citizens it may be told which edit did it: each number and each share is 0 or of five at least."""
    counts = (found.touched, found.alone, found.needed, found.together, found.undone)
    numbers = [n for one in counts for n in one.values()]
    shares = [share for of_all in found.shares.values() for share in of_all.values()]
    return not is_few(*numbers) and not any(0 < abs(share) < FEWEST or share.denominator > 1 for share in shares)


def left_out_words(hidden: int) -> str:
    """Return how many rows are left out because they are of too few real citizens; nothing where none is."""
    if not hidden:
        return ""
    return plural(
        "{n} row is of too few real citizens to show",
        "{n} rows are of too few real citizens to show",
        hidden, n=formats.number(hidden),
    )  # fmt: skip
