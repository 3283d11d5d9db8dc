"""The parts of the search: regions, and the pool that a region is.

A *region* is a set of placements: those that have some options and have none of some others. The search starts with a
few regions that hold every placement, and divides the region of each that it finds into smaller ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from math import gcd

from visit.ranking.bundles import Bundle, Counter, Meter, Needed, joined
from visit.ranking.covering import Covering
from visit.ranking.pool import Pool
from visit.ranking.values import Category
from visit.rules.deciding.option_sets import bits, union


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Some of the placements.

    Attributes:
        category: What can become of the placements.
        stay: Whether a stay is asked for its staff, so that nobody else's count; a region without has no stay.
        among: The options that may be chosen, as a row of bits.
        include: Those that are in every placement, beside what continues.
        certain: The requirements that have to be met surely, as a row of bits.
        asked: Of each of these rows of options every placement has at least one.
    """

    category: Category
    stay: bool
    among: int
    include: tuple[int, ...] = ()
    certain: int = 0
    asked: tuple[int, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether everything has to be met surely: what is met only perhaps makes a placement undecided."""
        return self.category < Category.UNDECIDED


class SearchSpace:
    """The options of a case as the search reads them: what each meets, which give a home, which stand only beside one.

    Attributes:
        continuing: The options that are in every placement.
        homes: Those that give a home, as a row of bits.
        setting: Of each option the offer beside whose home it has to stand; empty where it may stand alone.
    """

    def __init__(self, covering: Covering, continuing: Sequence[int], ranked: int) -> None:
        self.covering, self.continuing, self.ranked = covering, tuple(continuing), ranked
        self.homes, self.stays = covering.homes & ranked, covering.stays & ranked
        self.offers, self.setting = covering.offers, covering.setting
        self._counters: dict[bool, tuple[Counter, ...]] = {}
        self._singles: dict[tuple[bool, bool, int, bool], Sequence[Bundle]] = {}
        self._with_residents: dict[tuple[bool, bool, int, bool], Sequence[Bundle]] = {}
        self.residents: dict[str, list[int]] = {}
        self.of_residents = covering.of_residents & ranked & ~self.homes
        for index in bits(self.of_residents):
            self.residents.setdefault(self.setting[index], []).append(index)

    def regions(self, category: Category, among: int, asked: int = 0) -> Iterator[Region]:
        """Yield regions that together hold every placement of some options, one that is asked for among them.

        Where staff are asked of a stay, those without a stay and those with one are apart.
        """
        stays = among & self.stays
        rows = (asked,) if asked else ()
        if not self.covering.requirements or not all(among >> index & 1 for index in self.continuing):
            return
        if not self.covering.of_home:
            yield Region(category, False, among, asked=rows)
            return
        if not any(self.stays >> index & 1 for index in self.continuing):
            yield Region(category, False, among & ~stays, asked=rows)
        if stays:
            yield Region(category, True, among, asked=rows)

    # --- what the options meet ---

    def meeting(self, place: int, *, surely: bool, beside_a_stay: bool = False) -> int:
        """Return the options that meet a requirement in full, surely or at least perhaps, as a row of bits."""
        row = self.covering.in_full[surely][place] & self.ranked
        return row & self.stays if beside_a_stay and self.covering.of_home >> place & 1 else row

    def reasons(self, index: int, region: Region) -> list[tuple[int, bool]]:
        """Return what an option may be needed for in a region: each requirement, and whether it is for meeting it surely."""
        sure = self.covering.meets_alone(index, surely=True)
        perhaps = 0 if region.sure else self.covering.meets_alone(index, surely=False) & ~sure
        if region.stay and not self.stays >> index & 1:
            sure, perhaps = sure & ~self.covering.of_home, perhaps & ~self.covering.of_home
        return [*((place, True) for place in bits(sure)), *((place, False) for place in bits(perhaps))]

    def adds(self, index: int) -> bool:
        """Return whether an option meets anything of a requirement that adds up."""
        return any(self.covering.meetings[index][place].at_most for place in self.adding)

    @cached_property
    def adding(self) -> tuple[int, ...]:
        """Where the requirements stand that some option meets in part, so that several may add up."""
        wanted, meetings = self.covering.requirements, self.covering.meetings
        return tuple([
            place
            for place, one in enumerate(wanted)
            if one.kind == "hours"
            and any(
                0 < met < one.amount
                for index in bits(self.ranked)
                for met in (meetings[index][place].surely, meetings[index][place].at_most)
            )
        ])  # fmt: skip

    @cached_property
    def units(self) -> dict[int, Sequence[tuple[int, int]]]:
        """For each requirement that adds up, in whole units: what every option meets of it, surely and at most.

        The last pair is what is wanted, twice.
        """
        found: dict[int, Sequence[tuple[int, int]]] = {}
        for place in self.adding:
            amount = self.covering.requirements[place].amount
            meetings = [(row[place].surely, row[place].at_most) for row in self.covering.meetings]
            pairs = [(min(surely, amount), min(most, amount)) for surely, most in (*meetings, (amount, amount))]
            ratios = [one.as_integer_ratio() for pair in pairs for one in pair]
            scale = 1
            for _top, bottom in ratios:
                scale = scale * bottom // gcd(scale, bottom)
            whole = [top * (scale // bottom) for top, bottom in ratios]
            unit = gcd(*whole)
            found[place] = [(whole[at] // unit, whole[at + 1] // unit) for at in range(0, len(whole), 2)]
        return found

    def counters(self, *, sure: bool) -> tuple[Counter, ...]:
        """Return the counters of the requirements that add up."""
        if sure not in self._counters:
            found: list[Counter] = []
            at = 0
            for place in self.adding:
                counted = [self.counted(place, index) for index in range(len(self.units[place]) - 1)]
                two = not sure and any(surely != most for surely, most in counted)
                found.append(Counter(1 << place, at + two, at))
                at += 1 + two
            self._counters[sure] = tuple(found)
        return self._counters[sure]

    def counted(self, place: int, index: int) -> tuple[int, int]:
        """Return how much an option lowers a requirement, surely and at most; what meets all of it closes its bit instead."""
        (surely, most), (_wanted, wanted) = self.units[place][index], self.units[place][-1]
        return (0, 0) if surely == wanted or (not surely and most == wanted) else (surely, most)

    def hours_of(self, index: int, counters: Sequence[Counter]) -> tuple[int, ...]:
        """Return how much an option lowers each counter; empty where none."""
        found: list[int] = []
        for counter in counters:
            surely, most = self.counted(counter.bit.bit_length() - 1, index)
            found += [surely] if counter.surely == counter.at_most else [surely, most]
        return tuple(found) if any(found) else ()

    def singles(self, region: Region, counters: Sequence[Counter]) -> Sequence[Bundle]:
        """Return every option as a bundle of a region, alone."""
        key = (region.sure, region.stay, region.certain, bool(counters))
        found = self._singles.get(key)
        if found is None:
            found = self._singles[key] = [self.bundle(index, region, counters) for index in bits(self.ranked)]
        return found

    def bundle(self, index: int, region: Region, counters: Sequence[Counter]) -> Bundle:
        """Read of an option what a region asks of it."""
        sure = self.covering.meets_alone(index, surely=True)
        perhaps = sure if region.sure else self.covering.meets_alone(index, surely=False)
        told = sure if region.sure else self.covering.told(index)
        if region.stay and not self.stays >> index & 1:
            asked = ~self.covering.of_home
            sure, perhaps, told = sure & asked, perhaps & asked, told & asked
        perhaps &= ~region.certain | sure
        sure |= told & ~region.certain  # what the citizen alone can tell is not counted as unknown
        hours = self.hours_of(index, counters) if counters else ()
        return Bundle((index,), 1 << index, sure, perhaps, hours, bool(self.homes >> index & 1))

    # --- the pool of a region ---

    def pool(self, region: Region, meter: Meter) -> Pool | None:
        """Return what there is to choose from in a region; None where it has no placement."""
        if not all(region.among >> index & 1 for index in region.include):
            return None
        fixed = tuple(sorted({*self.continuing, *region.include}))
        present = sum(1 << index for index in fixed)
        homes = present & self.homes
        beside = {self.setting[index] for index in fixed if self.setting[index]}
        at_home = {self.offers[index] for index in bits(homes)}
        if homes & (homes - 1) or (homes and not beside <= at_home) or len(beside) > 1:
            return None
        counters = self.counters(sure=region.sure)
        needed, doubtful = self.left_to_meet(fixed, region, counters)
        # Where none is left to count, a bundle lowers no counter.
        counters = counters if needed.counters else ()
        free = region.among & ~present & ~self.unreachable(at_home, beside)
        bundles = [
            one
            for one in self.singles(region, counters)
            if one.row & free and (one.perhaps & needed.bits or one.hours or (beside and one.home))
        ]
        if not at_home:
            chosen = region.among & ~present & ~(self.homes & ~free)
            bundles += [one for one in self.homes_with_residents(region, counters) if not one.row & ~chosen]
        asked = [row for row in region.asked if not row & present]
        if beside and not homes:
            asked.append(self.homes)
        next_bit = 1 << len(self.covering.requirements)
        costs = (0,) * len(bundles)
        pool = Pool(fixed, tuple(bundles), costs, needed, 0, meter, next_bit, asked=tuple(region.asked))
        pool = pool.with_doubtful(doubtful)
        for row in asked:
            pool = pool.flagged([bool(bundle.row & row) for bundle in pool.bundles])
        return (
            pool
            if not pool.needed.bits & ~union(bundle.perhaps for bundle in pool.bundles) or pool.needed.missing
            else None
        )

    def left_to_meet(self, fixed: Sequence[int], region: Region, counters: tuple[Counter, ...]) -> tuple[Needed, int]:
        """Return what the fixed parts leave to be met, and what of it they meet perhaps."""
        missing: list[int] = []
        for counter in counters:
            surely, most = self.units[counter.bit.bit_length() - 1][-1]
            missing += [surely] if counter.surely == counter.at_most else [surely, most]
        asked = tuple(
            Counter(one.bit, one.surely if region.certain & one.bit else one.at_most, one.surely) for one in counters
        )
        needed = Needed(self.covering.wanted_row, asked, tuple(missing), True, None if region.sure else 0)
        doubtful = 0
        for index in fixed:
            needed, more = needed.after(self.bundle(index, region, counters))
            doubtful |= more
        return needed, doubtful & needed.bits

    def unreachable(self, at_home: set[str], beside: set[str]) -> int:
        """Return the options that cannot be chosen alone: beside a home another one, services of another home's residents."""
        inside = sum(1 << index for offer in at_home for index in self.residents.get(offer, ()))
        if at_home:
            return self.of_residents & ~inside | self.homes
        elsewhere = sum(1 << index for index in bits(self.homes) if self.offers[index] not in beside) if beside else 0
        return self.of_residents | elsewhere

    def homes_with_residents(self, region: Region, counters: Sequence[Counter]) -> Sequence[Bundle]:
        """Return each home with each set of its residents' services."""
        if not self.residents:
            return ()
        key = (region.sure, region.stay, region.certain, bool(counters))
        found = self._with_residents.get(key)
        if found is None:
            bundles = {one.parts[0]: one for one in self.singles(region, counters)}
            found = self._with_residents[key] = [
                reduce(joined, [bundles[one] for one in (home, *several)])
                for home in bits(self.homes)
                for residents in [self.residents.get(self.offers[home], ())]
                for size in range(1, len(residents) + 1)
                for several in combinations(residents, size)
            ]
        return found
