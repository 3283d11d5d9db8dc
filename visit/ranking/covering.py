"""What options meet together: the requirements of the case, met by one part or, for hours, by several.

Where a placement has a *stay* (one part that gives a home together with support or care), staff round the clock, tied
staff and one-to-one support are asked of it: beside it nobody else's staff count.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal

from visit.ranking.option_kinds import for_residents, gives_home, gives_stay
from visit.ranking.standings import Weighed
from visit.ranking.values import Meeting, Requirement
from visit.rules.deciding.option_sets import bits


class Covering:
    """The requirements of one case, and what its options meet of them.

    Attributes:
        offers: Of every option, the offer it belongs to.
        setting: Of every option the offer beside whose home it has to stand; empty where it may stand alone.
        homes: The options that give a home, as a row of bits.
        stays: Those that give it together with support or care, so that their own staff are asked.
        of_residents: Those that stand only beside a home of their offer.
    """

    def __init__(self, weighed: Weighed) -> None:
        self.requirements, self.options = weighed.requirements, weighed.options
        self.meetings: Sequence[Sequence[Meeting]] = weighed.meetings
        self.wanted_row = (1 << len(self.requirements)) - 1
        self.of_home = sum(1 << place for place, wanted in enumerate(self.requirements) if wanted.of_home)
        self.in_full = weighed.in_full
        self.alone: dict[bool, dict[int, int]] = {True: {}, False: {}}
        self.told_of_one: dict[int, int] = {}
        self.offers = [option.offer.id for option in self.options]
        self.homes, self.stays = (weighed.option_set.of_kind(one) for one in (gives_home, gives_stay))
        self.of_residents = weighed.option_set.of_kind(for_residents)
        self.setting = [""] * len(self.options)
        for index in bits(self.of_residents):
            self.setting[index] = self.offers[index]

    def with_meetings(self, meetings: Sequence[Sequence[Meeting]], changed: int) -> Covering:
        """Return the same options, some of which surely meet more of what they meet at most."""
        other = copy(self)
        other.meetings, other.told_of_one = meetings, {}
        surely, perhaps = list(self.in_full[True]), self.in_full[False]
        for place, wanted in enumerate(self.requirements):
            for index in bits(perhaps[place] & ~surely[place] & changed):
                surely[place] |= (meetings[index][place].surely >= wanted.amount) << index
        other.in_full = {True: surely, False: perhaps}
        other.alone = {True: {}, False: self.alone[False]}
        return other

    def is_stay(self, index: int) -> bool:
        """Return whether an option gives a home together with support or care, so that its own staff are asked."""
        return bool(self.stays >> index & 1)

    def can_stand_together(self, indexes: Sequence[int]) -> bool:
        """Return whether a set has one home at most, and each service for residents beside a home of its offer."""
        homes = [self.offers[index] for index in indexes if self.homes >> index & 1]
        return len(homes) < 2 and all(self.setting[index] in ("", *homes) for index in indexes)

    def superfluous(self, indexes: Sequence[int], continuing: Sequence[int]) -> int | None:
        """Return a part of a set that could be left out without losing a need or the certainty of one; None where there is none.

        Services that continue are never superfluous, nor is a home beside which a service of its residents stands.
        """
        sure, perhaps = self.short_of(indexes, surely=True), self.short_of(indexes, surely=False)
        for index in indexes:
            rest = [one for one in indexes if one != index]
            if index in continuing or self.has_residents(index, rest):
                continue
            short, unsure = self.short_of(rest, surely=False), self.short_of(rest, surely=True)
            if set(short) <= set(perhaps) and set(unsure) <= set(sure):
                return index
        return None

    def has_residents(self, index: int, others: Sequence[int]) -> bool:
        """Return whether an option gives the home beside which a service of its residents stands."""
        here = self.offers[index]
        return bool(self.homes >> index & 1) and any(self.setting[other] == here for other in others)

    def leans_on(self, indexes: Sequence[int]) -> tuple[Requirement, ...]:
        """Return the requirements that a set meets only if an unknown turns out well."""
        return tuple(self.requirements[place] for place in self.short_of(indexes, surely=True))

    def short_of(self, indexes: Sequence[int], *, surely: bool) -> list[int]:
        """Return where the requirements stand that a set does not meet; staff are asked of the stay, where there is one."""
        stays = [index for index in indexes if self.is_stay(index)]
        met = 0
        for index in indexes:
            by_itself = self.meets_alone(index, surely=surely)
            met |= by_itself if not stays or index in stays else by_itself & ~self.of_home
        return [place for place in bits(self.wanted_row & ~met) if not self.adds_up(indexes, place, surely=surely)]

    def waits_on_offers(self, indexes: Sequence[int]) -> int:
        """Return how many requirements a set meets only if something that an offer has to tell turns out well."""
        stays = [index for index in indexes if self.is_stay(index)]
        told = 0
        for index in indexes:
            by_itself = self.told(index)
            told |= by_itself if not stays or index in stays else by_itself & ~self.of_home
        return sum(not self.adds_up(indexes, place, surely=True) for place in bits(self.wanted_row & ~told))

    def told(self, index: int) -> int:
        """Return the requirements that an option meets in full, surely or but for the citizen's facts, as a row of bits."""
        found = self.told_of_one.get(index)
        if found is None:
            found = self.meets_alone(index, surely=True)
            for place in bits(self.meets_alone(index, surely=False) & ~found):
                found |= self.meetings[index][place].of_citizen << place
            self.told_of_one[index] = found
        return found

    def adds_up(self, indexes: Sequence[int], place: int, *, surely: bool) -> bool:
        """Return whether the parts of a set meet together what none of them meets alone: that is for hours only."""
        wanted = self.requirements[place]
        if wanted.kind != "hours":
            return False
        met = [self.meetings[index][place] for index in indexes]
        return sum((one.surely if surely else one.at_most for one in met), Decimal(0)) >= wanted.amount

    def meets_alone(self, index: int, *, surely: bool) -> int:
        """Return the requirements that an option meets in full, as a row of bits."""
        known = self.alone[surely]
        if index not in known:
            known[index] = sum([(row >> index & 1) << place for place, row in enumerate(self.in_full[surely])])
        return known[index]
