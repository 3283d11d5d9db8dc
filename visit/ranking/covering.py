"""What options meet together: the requirements of the case, met by one part or, for hours, by several.

Where a placement has a *stay* (one part that gives a home together with support or care), staff round the clock, tied staff and
one-to-one support are asked of it: beside it nobody else's staff count.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from visit.catalogue import Option
from visit.ranking.standings import Weighed
from visit.ranking.values import Requirement
from visit.rules.deciding.shared import bits


class Covering:
    """The requirements of one case, and what its options meet of them."""

    def __init__(self, weighed: Weighed) -> None:
        self.requirements, self.meetings, self.options = weighed.requirements, weighed.meetings, weighed.options
        self.wanted_row = (1 << len(self.requirements)) - 1
        self.of_home = sum(1 << place for place, wanted in enumerate(self.requirements) if wanted.of_home)
        self.alone: dict[tuple[int, bool], int] = {}
        self.stays: dict[int, bool] = {}

    def is_stay(self, index: int) -> bool:
        """Return whether an option gives a home together with support or care, so that its own staff are asked."""
        if index not in self.stays:
            option = self.options[index]
            self.stays[index] = option.gives_home and not option.areas.keys().isdisjoint(("support", "care"))
        return self.stays[index]

    def leans_on(self, indexes: Sequence[int]) -> tuple[Requirement, ...]:
        """Return the requirements that a set meets only if an unknown turns out well."""
        return tuple(self.requirements[place] for place in self.short_of(indexes, surely=True))

    def short_of(self, indexes: Sequence[int], *, surely: bool) -> list[int]:
        """Return where the requirements stand that a set does not meet; staff are asked of the stay, where there is one."""
        stays = [index for index in indexes if self.is_stay(index)]
        met = 0
        for index in indexes:
            alone = self.meets_alone(index, surely=surely)
            met |= alone if not stays or index in stays else alone & ~self.of_home
        return [place for place in bits(self.wanted_row & ~met) if not self.adds_up(indexes, place, surely=surely)]

    def adds_up(self, indexes: Sequence[int], place: int, *, surely: bool) -> bool:
        """Return whether the parts of a set meet together what none of them meets alone: that is for hours only."""
        wanted = self.requirements[place]
        if wanted.kind != "hours":
            return False
        met = [self.meetings[index][place] for index in indexes]
        return sum((one.surely if surely else one.at_most for one in met), Decimal(0)) >= wanted.amount

    def meets_alone(self, index: int, *, surely: bool) -> int:
        """Return the requirements that an option meets in full, as a row of bits."""
        key = (index, surely)
        if key not in self.alone:
            self.alone[key] = sum(
                1 << place
                for place, (wanted, met) in enumerate(zip(self.requirements, self.meetings[index], strict=True))
                if (met.surely if surely else met.at_most) >= wanted.amount
            )
        return self.alone[key]


def continues(option: Option) -> bool:
    """Return whether an option runs now and is to be kept."""
    return option.current is not None and option.current.question == "keep"
