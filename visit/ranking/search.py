"""The k best placements, exactly: regions of placements, each narrowed criterion by criterion, the most promising first.

A region is narrowed to the placements that are best by the first criterion, then to those of these that are best by
the second, and so on, until ids decide. The keys found on the way are a bound: no placement of the region comes before
them. What is found is judged; then its region is divided into those that lack one of its parts, so that every other
placement is still in one of them. A placement is given out once no region left can hold an earlier one.

Narrowing does not look at what is superfluous. Where a part turns out to be, the region is divided into the placements
without that part, and those in which it alone meets something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

from visit.ranking.covers import LimitReachedError, Meter, NoCoverError
from visit.ranking.criteria import Kind, Split
from visit.ranking.pool import Pool
from visit.ranking.regions import Parts, Region
from visit.rules.deciding.option_sets import bits

Key: TypeAlias = tuple[object, ...]
MOST_STEPS = 20_000_000
"""How many steps one search may take. A part of what an answer is: it changes with the engine's version alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is searched for.

    Attributes:
        regions: Where to start.
        starts: The keys of the criteria before the first kind, by the category of a region.
        kinds: How the criteria are settled after that, by whether everything has to be met surely.
        judge: The whole key of a placement, with the ids of its parts, or None where it is none after all; never before what the
            criteria say of its parts.
    """

    parts: Parts
    regions: tuple[Region, ...]
    starts: Mapping[int, Key]
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
class _Node:
    """A region on its way: narrowed by its first `level` criteria, whose keys are `prefix`."""

    region: Region
    prefix: Key
    level: int = 0
    pool: Pool | None = None


def best(question: Question, top: int) -> Found:
    """Return the `top` best placements."""
    search = _Search(question, Meter(MOST_STEPS))
    placements: list[tuple[int, ...]] = []
    if top > 0:
        try:
            for parts in search.in_order():
                placements.append(parts)
                if len(placements) == top:
                    break
        except LimitReachedError:
            proved = len(placements)
            waiting = sorted(search.waiting)[: top - proved]
            return Found((*placements, *(parts for _key, parts in waiting)), proved)
    return Found(tuple(placements))


class _Search:
    """The regions still to be searched, and what was found and waits until no region can hold an earlier one."""

    def __init__(self, question: Question, meter: Meter) -> None:
        self.question, self.meter, self.numbers = question, meter, count()
        self.nodes: list[tuple[Key, int, _Node]] = []
        self.waiting: list[tuple[Key, tuple[int, ...]]] = []
        self.judged: dict[tuple[int, ...], Key | None] = {}
        for region in question.regions:
            self.start((), region)

    def start(self, bound: Key, region: Region) -> None:
        """Take up a region, none of whose placements comes before the bound."""
        self.push(bound, _Node(region, self.question.starts[region.category]))

    def push(self, bound: Key, node: _Node) -> None:
        heappush(self.nodes, (max(bound, node.prefix), next(self.numbers), node))

    def in_order(self) -> Iterator[tuple[int, ...]]:
        """Yield the placements, the best first."""
        while self.nodes:
            while self.waiting and self.waiting[0][0] <= self.nodes[0][0]:
                yield heappop(self.waiting)[1]
            bound, _number, node = heappop(self.nodes)
            with suppress(NoCoverError):
                self.take(bound, node)
        while self.waiting:
            yield heappop(self.waiting)[1]

    def take(self, bound: Key, node: _Node) -> None:
        """Narrow a region until another may hold an earlier placement, or until all is settled or one cover is left."""
        pool = node.pool or self.question.parts.pool(node.region, self.meter)
        kinds = self.question.kinds[node.region.sure]
        while pool is not None:
            pool = pool.tight()
            if pool.only_cover():
                parts = {*pool.fixed, *(part for entry in pool.entries for part in entry.parts)}
                self.divide(bound, node, tuple(sorted(parts)), earliest=True)
                return
            settled = node.level == len(kinds)
            narrowed = None if settled else kinds[node.level].narrow(pool)
            if narrowed is None:
                found = first_ids(pool)
                if found is not None:
                    self.divide(bound, node, found, earliest=settled)
                return
            if isinstance(narrowed, Split):
                for region in split(node.region, narrowed.row):
                    self.start(max(bound, node.prefix), region)
                return
            key, pool = narrowed
            node = _Node(node.region, (*node.prefix, key), node.level + 1, pool)
            if any(max(bound, node.prefix) > others[0][0] for others in (self.nodes, self.waiting) if others):
                self.push(bound, node)
                return

    def divide(self, bound: Key, node: _Node, parts: tuple[int, ...], *, earliest: bool) -> None:
        """Judge the best of a region, and divide the region so that everything else is in a part of it.

        `earliest` says that no other set of the region has the same keys so far with ids that come before.
        """
        region, bound = node.region, max(bound, node.prefix)
        spare = self.question.parts.covering.superfluous(parts, self.question.parts.continuing)
        if spare is not None:
            regions = tuple(self.without(region, parts, spare))
        else:
            key = self.judge(parts)
            if earliest and key is not None and key[: len(node.prefix)] == node.prefix:
                bound = max(bound, key)
            regions = (*self.lacking(region, parts), *self.with_more(region, parts))
        for one in regions:
            self.start(bound, one)

    def judge(self, parts: tuple[int, ...]) -> Key | None:
        """Keep a placement with its key until its turn, once, and return the key; None where it is no placement after all."""
        if parts not in self.judged:
            self.judged[parts] = key = self.question.judge(parts)
            if key is not None:
                heappush(self.waiting, (key, parts))
        return self.judged[parts]

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
        for place in self.question.parts.covering.short_of(parts, surely=True):
            yield replace(region, certain=region.certain | 1 << place)
            if place not in self.question.parts.adding:
                surely = self.question.parts.meeting(place, surely=True, beside_a_stay=region.stay)
                region = replace(region, among=region.among & ~surely)

    def own(self, region: Region, parts: Sequence[int]) -> list[int]:
        """Return the parts that are not in every placement of a region."""
        return [part for part in parts if part not in region.include and part not in self.question.parts.continuing]

    def without(self, region: Region, parts: tuple[int, ...], spare: int) -> Iterator[Region]:
        """Yield regions that hold all placements of a region, but not this set, in which one part is superfluous."""
        names = self.question.parts
        if names.adds(spare):
            yield from self.lacking(region, parts)
            return
        if spare not in region.include:
            yield replace(region, among=region.among & ~(1 << spare))
            region = replace(region, include=(*region.include, spare))
        fixed = sum(1 << index for index in {*names.continuing, *region.include} - {spare})
        for place, surely in names.reasons(spare, region):
            others = names.meeting(place, surely=surely) & ~(1 << spare)
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
    complete = pool.reaches([not entry.parts for entry in pool.entries])
    for index in bits(_row(pool)):
        while ahead and ahead[0] < index:
            ahead.pop(0)
        if complete and not ahead:
            break
        asked = pool.asking([bool(entry.row >> index & 1) for entry in pool.entries])
        if asked is None:
            pool = pool.cut([not entry.row >> index & 1 for entry in pool.entries])
        else:
            chosen |= 1 << index
            pool = asked
            complete = pool.reaches([not entry.row & ~chosen for entry in pool.entries])
    return tuple(sorted({*pool.fixed, *bits(chosen)})) if complete else None


def _row(pool: Pool) -> int:
    row = 0
    for entry in pool.entries:
        row |= entry.row
    return row
