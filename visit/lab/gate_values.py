"""Every number of a comparison that a gate can name, read from what was found: counts of cases, amounts, and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from visit.lab.both_sides import BothSides
from visit.lab.forms import statement_id, turn_numbers
from visit.lab.impact import Impact
from visit.lab.movements import Crossing, Movement
from visit.lab.totals import FOLLOWING, percentile

CROSSED: Mapping[str, Crossing] = MappingProxyType({
    "external": Crossing.TO_EXTERNAL,
    "own": Crossing.TO_OWN,
    "grantable": Crossing.GRANTABLE,
    "not_grantable": Crossing.NOT_GRANTABLE,
    "undecided": Crossing.TO_UNDECIDED,
    "decided": Crossing.TO_DECIDED,
    "exception_first": Crossing.EXCEPTION_FIRST,
    "by_name": Crossing.BY_NAME,
    "less_covered": Crossing.LESS_COVERED,
    "more_covered": Crossing.MORE_COVERED,
})  # fmt: skip
"""What turns, by name."""


def _crossed(turn: Crossing, found: BothSides) -> int:
    return found.crossings[turn]


MOVED = ("moved", "lower", "higher", "same_step", "gained", "lost")
"""The names of how many move, and how."""
OF_ROWS: Mapping[str, Callable[[BothSides], int]] = MappingProxyType({
    "moved": lambda found: found.moving,
    "lower": lambda found: found.movements[Movement.LOWER],
    "higher": lambda found: found.movements[Movement.HIGHER],
    "same_step": lambda found: found.movements[Movement.SAME_STEP],
    "gained": lambda found: found.movements[Movement.GAINED],
    "lost": lambda found: found.movements[Movement.LOST],
    **{name: partial(_crossed, turn) for name, turn in CROSSED.items()},
})  # fmt: skip
"""Counts of cases, by name, also of a subgroup."""
COUNTED: Mapping[str, Callable[[Impact], int]] = MappingProxyType({
    **OF_ROWS,
    "unread": lambda found: found.unread,
    "others": lambda found: found.others,
})  # fmt: skip
"""Counts of cases, by name."""
GateNumber: TypeAlias = int | Decimal | None
"""A number that a gate can name; None is not known."""
AMOUNTS: Mapping[str, Callable[[BothSides], Decimal | None]] = MappingProxyType({
    "dkk_a_year": lambda found: in_hundredths(found.dkk_a_year) if found.priced_both else None,
    "km_median": lambda found: _more_km(found, 50),
    "km_90": lambda found: _more_km(found, 90),
})  # fmt: skip
"""Amounts that are no share of the cases: how much more, in kroner to the øre, and in kilometres to the metre."""


def _more_km(found: BothSides, percent: int) -> Decimal | None:
    old, new = (percentile(side.metres, percent) for side in (found.old, found.new))
    return None if old is None or new is None else Decimal(new - old) / 1000


def in_hundredths(amount: Fraction) -> Decimal:
    """Return an amount to the hundredth (kroner to the øre), in which it is compared and written down."""
    return Decimal(round(100 * amount)) / 100


def numbers_of_row(found: BothSides) -> dict[str, GateNumber]:
    """Return every number that a gate can name of some cases; None for an amount that is not known of any."""
    follows: Counter[str] = Counter()
    for section in FOLLOWING:
        old, new = getattr(found.old, section), getattr(found.new, section)
        for said in sorted({*old, *new}):
            follows[f"{section}.{statement_id(said)}"] += new[said] - old[said]
        follows.update({f"{section}.{name}": n for name, n in turn_numbers(found.turns[section]).items()})
    return {
        **{name: read(found) for name, read in OF_ROWS.items()},
        **{name: read(found) for name, read in AMOUNTS.items()},
        **follows,
    }
