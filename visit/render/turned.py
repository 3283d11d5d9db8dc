"""What turns between two sides: which numbers of it happened, the gravest first, and which of them stand large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from visit.lab.movements import Crossing, Movement
from visit.locale import formats
from visit.locale import text as _
from visit.render.compare_words import crossing_words, movement_words, share_of
from visit.render.few_told import HIDDEN, FewTold

LARGE = 4
"""So many numbers stand large: how many move, and what weighs most of what happened."""
_GRAVEST_FIRST: tuple[Movement | Crossing, ...] = (
    Movement.LOST, Crossing.NOT_GRANTABLE, Movement.HIGHER, Crossing.LESS_COVERED, Crossing.EXCEPTION_FIRST,
    Crossing.TO_UNDECIDED, Crossing.TO_EXTERNAL, Crossing.BY_NAME, Movement.LOWER, Crossing.TO_OWN, Movement.GAINED,
    Crossing.GRANTABLE, Crossing.TO_DECIDED, Crossing.MORE_COVERED, Movement.SAME_STEP,
)  # fmt: skip
_TO_LOOK_AT = frozenset((
    Movement.LOST, Crossing.NOT_GRANTABLE, Crossing.LESS_COVERED, Crossing.EXCEPTION_FIRST, Crossing.BY_NAME,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class TurnCount:
    """What turns, and of how many of which.

    Attributes:
        count: How many; None where that may not be told.
        is_grave: Whether somebody should look at it.
        is_by_name: Whether it says of those that move that nothing but names decides.
    """

    what: str
    count: int | None
    of: int
    is_grave: bool = False
    is_by_name: bool = False

    @property
    def written(self) -> str:
        """How many of how many."""
        n = HIDDEN if self.count is None else formats.number(self.count)
        return _("{n} of {all}", n=n, all=formats.number(self.of))

    @property
    def share(self) -> str:
        """The same in percent."""
        return HIDDEN if self.count is None else share_of(self.count, self.of)


def turn_counts(may: FewTold) -> tuple[TurnCount, ...]:
    """Return what happened, the gravest first."""
    return tuple(_turn_counts(may))


def _turn_counts(may: FewTold) -> Iterator[TurnCount]:
    found, movements = may.found, may.movements()
    for one in _GRAVEST_FIRST:
        if isinstance(one, Crossing):
            words, n, happened = crossing_words(one), may.crossing(one), found.crossings[one]
        else:
            words, happened = movement_words(one), found.movements[one]
            n = None if movements is None else movements[one]
        if happened and (n is not None or isinstance(one, Crossing)):
            yield TurnCount(words, n, found.cases, one in _TO_LOOK_AT)


def large(may: FewTold) -> tuple[TurnCount, ...]:
    """Return the numbers that stand large: how many move, the gravest of what happened, and the largest of the rest.

    That nothing but names decides is counted among those that move, for it is then why.
    """
    found, by_name = may.found, may.moved_by_name()
    others = [one for one in turn_counts(may) if one.count is not None]
    if by_name:
        said = _(
            "of these stand first by name alone: nothing in the guideline tells the first two apart; a priority may be missing"
        )
        is_said = crossing_words(Crossing.BY_NAME)
        counted = TurnCount(said, by_name, found.moving, is_grave=True, is_by_name=True)
        place = next((place for place, one in enumerate(others) if one.what == is_said), len(others))
        others = [*others[:place], counted, *(one for one in others[place:] if one.what != is_said)]
    first, rest = others[: LARGE - 2], others[LARGE - 2 :]
    largest = sorted(rest, key=lambda one: -(one.count or 0))[:1]
    return (TurnCount(_("get another first solution"), may.moving(), found.cases), *first, *largest)
