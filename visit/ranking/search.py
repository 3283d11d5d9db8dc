"""The k best placements, exactly: regions of placements, each narrowed criterion by criterion, the most promising first.

A *region* is a set of placements that have some options and lack some others; its *pool* has the bundles they are made of.
A *key* is what a criterion gives a placement, lower being better. To *narrow* a region is to leave the placements in it
that have the lowest key. A *bound* is a list of keys that nothing in a region comes before. To *judge* a set of options is
to ask whether it is a placement, and for its whole key.

A region is narrowed to the placements that are best by the first criterion, then to those of these that are best by the
second, and so on, until ids decide. The keys found on the way are a bound. What is found is judged; then its region is
divided into those that lack one of its parts, so that every other placement is still in one of them. A placement is given
out once no region left can hold an earlier one.

Narrowing does not look at what is *superfluous*: a part without which no need is lost, nor the certainty of one. Where a
part turns out to be, the region is divided into the placements without that part, and those in which it alone meets
something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

from visit.ranking.at_hand import at_hand
from visit.ranking.bundles import LimitReachedError, Meter, NoCoverError
from visit.ranking.criteria import Key, Kind, Split
from visit.ranking.pool import Pool
from visit.ranking.regions import Region, SearchSpace
from visit.ranking.values import Category
from visit.ranking.whole_criteria import Exceptions
from visit.rules.deciding.option_sets import bits

MOST_STEPS = 3_000_000
"""How many steps one search may take. A part of what an answer is: it changes with the engine's version alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is searched for.

    Attributes:
        regions: Where to start.
        starts: The keys of the criteria before the first kind, by the category of a region.
        kinds: How the criteria are settled after that, by whether everything has to be met surely.
        judge: The whole key of a placement, with the ids of its parts, or None where it is none after all; never before what the
            criteria say of its parts.
    """

    space: SearchSpace
    regions: tuple[Region, ...]
    starts: Mapping[Category, Key]
    kinds: Mapping[bool, tuple[Kind, ...]]
    judge: Callable[[tuple[int, ...]], Key | None]
    ids: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best placements in order, by the indexes of their parts.

    Attributes:
        proved: How many of them, from the first, surely are the best; None where the limit was not reached, and all are.
    """

    placements: tuple[tuple[int, ...], ...]
    proved: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Narrowing:
    """A region on its way: narrowed by its first `level` criteria, whose keys are `prefix`.

    Attributes:
        pool: What is left of the region; None where it has not been taken up.
        before: The same region, or one that it is a part of, narrowed by fewer criteria.
    """

    region: Region
    prefix: Key
    level: int = 0
    pool: Pool | None = None
    before: _Narrowing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _CountedShort:
    """The homes, as a row of bits, by which a region has to be split, and the region before exceptions were counted."""

    homes: int
    before: _Narrowing | None


def best(problem: Problem, top: int) -> Found:
    """Return the `top` best placements."""
    search = _Search(problem, Meter(MOST_STEPS))
    placements: list[tuple[int, ...]] = []
    if top > 0:
        try:
            for parts in search.in_order():
                placements.append(parts)
                if len(placements) == top:
                    break
        except LimitReachedError:
            proved = len(placements)
            if not proved and not search.waiting:
                search.judge_what_is_at_hand()
            waiting = sorted(search.waiting)[: top - proved]
            return Found((*placements, *(parts for _key, parts in waiting)), proved)
    return Found(tuple(placements))


class _Search:
    """The regions still to be searched, and what was found and waits until no region can hold an earlier one."""

    def __init__(self, problem: Problem, meter: Meter) -> None:
        self.problem, self.meter, self.numbers = problem, meter, count()
        self.frontier: list[tuple[Key, int, _Narrowing]] = []
        self.waiting: list[tuple[Key, tuple[int, ...]]] = []
        self.judged: dict[tuple[int, ...], Key | None] = {}
        for region in problem.regions:
            self.start((), region, None)

    def start(self, bound: Key, region: Region, whole: _Narrowing | None) -> None:
        """Let a region wait, none of whose placements comes before the bound; `whole` is the one that it is a part of."""
        before = whole if whole is not None and whole.region.certain == region.certain else None
        self.push(bound, _Narrowing(region, self.problem.starts[region.category], before=before))

    def push(self, bound: Key, narrowing: _Narrowing) -> None:
        """Put a region among those still to be searched, by what nothing in it comes before."""
        heappush(self.frontier, (max(bound, narrowing.prefix), next(self.numbers), narrowing))

    def in_order(self) -> Iterator[tuple[int, ...]]:
        """Yield the placements, the best first."""
        while self.frontier:
            while self.waiting and self.waiting[0][0] <= self.frontier[0][0]:
                yield heappop(self.waiting)[1]
            bound, _number, narrowing = heappop(self.frontier)
            with suppress(NoCoverError):
                self.take(bound, narrowing)
        while self.waiting:
            yield heappop(self.waiting)[1]

    def take(self, bound: Key, narrowing: _Narrowing) -> None:
        """Narrow a region until another may hold an earlier placement, or until all is settled or one cover is left."""
        if narrowing.pool is None:
            narrowing = self.taken_up(narrowing)
        kinds = self.problem.kinds[narrowing.region.sure]
        while narrowing.pool is not None:
            pool = narrowing.pool.tight()
            if pool.only_cover():
                parts = {*pool.fixed, *(part for bundle in pool.bundles for part in bundle.parts)}
                self.divide(bound, narrowing, tuple(sorted(parts)), earliest=True)
                return
            settled = narrowing.level == len(kinds)
            narrowed = None if settled else kinds[narrowing.level].narrow(pool)
            if narrowed is None:
                found = first_ids(pool)
                if found is not None:
                    self.divide(bound, narrowing, found, earliest=settled)
                return
            if isinstance(narrowed, Split):
                for region in split(narrowing.region, narrowed.row):
                    self.start(max(bound, narrowing.prefix), region, narrowing)
                return
            before = narrowing.before if narrowed[1] is pool or not narrowing.level else replace(narrowing, pool=pool)
            key, pool = narrowed
            narrowing = _Narrowing(narrowing.region, (*narrowing.prefix, key), narrowing.level + 1, pool, before)
            if any(max(bound, narrowing.prefix) > others[0][0] for others in (self.frontier, self.waiting) if others):
                self.push(bound, narrowing)
                return

    def taken_up(self, narrowing: _Narrowing) -> _Narrowing:
        """Give a region its pool: what the region that it is a part of was narrowed to, where that has covers of this part.

        Then the keys are the same too: a part has no better placements than the whole.
        """
        region, whole = narrowing.region, narrowing.before
        while whole is not None:
            pool = whole.pool and whole.pool.within(region.among, region.include, region.asked)
            if pool is not None:
                return replace(whole, region=region, pool=pool)
            whole = whole.before
        return replace(narrowing, pool=self.problem.space.pool(region, self.meter), before=None)

    def divide(self, bound: Key, narrowing: _Narrowing, parts: tuple[int, ...], *, earliest: bool) -> None:
        """Judge the best of a region, and divide the region so that everything else is in a part of it.

        `earliest` says that no other set of the region has the same keys so far with ids that come before.
        """
        region, bound = narrowing.region, max(bound, narrowing.prefix)
        spare = self.problem.space.covering.superfluous(parts, self.problem.space.continuing)
        whole: _Narrowing | None = narrowing
        if spare is not None:
            regions = tuple(self.without(region, parts, spare))
        elif (short := self.counted_short(narrowing, parts)) is not None:
            regions, whole = split(region, short.homes), short.before
        else:
            key = self.judge(parts)
            for one in self.with_more(region, parts):  # with another part among them ids may come before these
                self.start(bound, one, whole)
            if earliest and key is not None and key[: len(narrowing.prefix)] == narrowing.prefix:
                bound = max(bound, key)
            regions = tuple(self.lacking(region, parts))
        for one in regions:
            self.start(bound, one, whole)

    def counted_short(self, narrowing: _Narrowing, parts: tuple[int, ...]) -> _CountedShort | None:
        """Return where fewer exceptions were counted of a set than it has, since homes differ in what is too far from them."""
        kinds = self.problem.kinds[narrowing.region.sure][: narrowing.level]
        counted = narrowing.prefix[len(narrowing.prefix) - narrowing.level :]
        for level, (kind, key) in enumerate(zip(kinds, counted, strict=True)):
            if isinstance(kind, Exceptions) and kind.key(parts) != key:
                before: _Narrowing | None = narrowing
                while before is not None and before.level > level:
                    before = before.before
                return _CountedShort(kind.alike(parts), before)
        return None

    def judge(self, parts: tuple[int, ...]) -> Key | None:
        """Keep a placement with its key until its turn, once, and return the key; None where it is no placement after all."""
        if parts not in self.judged:
            self.judged[parts] = key = self.problem.judge(parts)
            if key is not None:
                heappush(self.waiting, (key, parts))
        return self.judged[parts]

    def judge_what_is_at_hand(self) -> None:
        """Judge one placement of the first regions in which one can be found without searching."""
        for region in self.problem.regions:
            pool = self.problem.space.pool(region, Meter(MOST_STEPS))
            parts = None if pool is None else at_hand(pool)
            if parts is not None and self.judge(self.minimal(parts)) is not None:
                return

    def minimal(self, parts: tuple[int, ...]) -> tuple[int, ...]:
        """Return a set of options without what is superfluous in it."""
        space = self.problem.space
        while (spare := space.covering.superfluous(parts, space.continuing)) is not None:
            parts = tuple([part for part in parts if part != spare])
        return parts

    def lacking(self, region: Region, parts: Sequence[int]) -> Iterator[Region]:
        """Yield regions that hold the placements of a region that lack one of these parts: by the first that they lack."""
        for part in self.own(region, parts):
            yield replace(region, among=region.among & ~(1 << part))
            region = replace(region, include=(*region.include, part))

    def with_more(self, region: Region, parts: Sequence[int]) -> Iterator[Region]:
        """Yield regions that hold the placements with all these parts and more: more makes something certain that is not."""
        if region.sure:
            return
        region = replace(region, include=(*region.include, *self.own(region, parts)))
        for place in self.problem.space.covering.short_of(parts, surely=True):
            yield replace(region, certain=region.certain | 1 << place)
            if place not in self.problem.space.adding:
                surely = self.problem.space.meeting(place, surely=True, beside_a_stay=region.stay)
                region = replace(region, among=region.among & ~surely)

    def own(self, region: Region, parts: Sequence[int]) -> list[int]:
        """Return the parts that are not in every placement of a region."""
        return [part for part in parts if part not in region.include and part not in self.problem.space.continuing]

    def without(self, region: Region, parts: tuple[int, ...], spare: int) -> Iterator[Region]:
        """Yield regions that hold all placements of a region, but not this set, in which one part is superfluous."""
        space = self.problem.space
        if space.adds(spare):
            yield from self.lacking(region, parts)
            return
        if spare not in region.include:
            yield replace(region, among=region.among & ~(1 << spare))
            region = replace(region, include=(*region.include, spare))
        fixed = sum(1 << index for index in {*space.continuing, *region.include} - {spare})
        for place, surely in space.reasons(spare, region):
            others = space.meeting(place, surely=surely) & ~(1 << spare)
            if not others & fixed:
                yield replace(region, among=region.among & ~others)


def split(region: Region, row: int) -> tuple[Region, Region]:
    """Return the placements of a region with none of some options, and those with at least one."""
    return replace(region, among=region.among & ~row), replace(region, asked=(*region.asked, row))


def first_ids(pool: Pool) -> tuple[int, ...] | None:
    """Return the cover of least cost whose parts' ids, in order, come first; options stand in the order of ids.

    None where there is no cover at all.
    """
    chosen = 0
    ahead = list(pool.fixed)
    complete = pool.reaches([not bundle.parts for bundle in pool.bundles])
    for index in bits(_row(pool)):
        while ahead and ahead[0] < index:
            ahead.pop(0)
        if complete and not ahead:
            break
        taken = pool.taking(index)
        if taken is None:
            pool = pool.refusing(index)
        else:
            chosen |= 1 << index
            pool = taken
            complete = pool.reaches([not bundle.row & ~chosen for bundle in pool.bundles])
    return tuple(sorted({*pool.fixed, *bits(chosen)})) if complete else None


def _row(pool: Pool) -> int:
    row = 0
    for bundle in pool.bundles:
        row |= bundle.row
    return row
