"""The least cost of a cover: dynamic programming over subsets of what is needed.

What is needed is a row of *bits*, one per requirement. A *bundle* is what is taken together (one option, or a home with the
parts beside it); to *close* a bit is to meet its requirement. A *cover* is a set of bundles that together close every bit,
with at most one home among them. In this module all is small whole numbers. Bundles that meet the same are one *cell*: of a
cell only the cheapest can matter. `_CostTable` finds the least cost of closing a subset of the bits: one bundle must close
its first bit, whatever else that closes, and the rest is a smaller subset.

Requirements that add up (hours) have a counter beside their bit. What meets a part of the hours is taken in turn, cheapest
first, and lowers the counter; where a counter is at nought, the bit is closed.

A bundle may close a bit that it meets only perhaps, at an extra cost, where that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import NamedTuple


class LimitReachedError(Exception):
    """The search has taken as many steps as it may."""


class NoCoverError(Exception):
    """There is no cover at all."""


class Meter:
    """Counts the steps of a search, bundles and cells looked at.

    It counts neither time nor memory, so that the answer is the same everywhere.
    """

    __slots__ = ("most", "steps")

    def __init__(self, most: int) -> None:
        self.most, self.steps = most, 0

    def count(self, steps: int) -> None:
        """Count some steps.

        Raises:
            LimitReachedError: They are more than there may be.
        """
        self.steps += steps
        if self.steps > self.most:
            raise LimitReachedError


class Bundle(NamedTuple):
    """What the search takes together: one option, or a home with the parts beside it.

    Attributes:
        parts: The options, by index.
        row: The same as a row of bits.
        sure: The bits that it surely meets in full.
        perhaps: Those that it meets in full at least perhaps.
        hours: How much it lowers each counter; empty where none.
        home: Whether it gives a home.
    """

    parts: tuple[int, ...]
    row: int
    sure: int
    perhaps: int
    hours: tuple[int, ...]
    home: bool


def joined(one: Bundle, other: Bundle) -> Bundle:
    """Return two bundles as one."""
    hours = tuple(map(add, one.hours, other.hours)) if one.hours and other.hours else one.hours or other.hours
    return Bundle(
        (*one.parts, *other.parts),
        one.row | other.row,
        one.sure | other.sure,
        one.perhaps | other.perhaps,
        hours,
        one.home or other.home,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """A requirement that adds up: its bit, and where its counters stand.

    One counts what is met at most, one what is met surely; where these are always the same it is one counter.
    """

    bit: int
    at_most: int
    surely: int


@dataclass(frozen=True, slots=True, eq=False)
class Needed:
    """What a cover has to meet.

    Attributes:
        bits: What must be closed.
        counters: Which of them add up.
        missing: How much each counter is from nought.
        home: Whether the cover may have a home.
        perhaps_cost: What it costs to close a bit with what is met only perhaps; None where that is not allowed.
    """

    bits: int
    counters: tuple[Counter, ...]
    missing: tuple[int, ...]
    home: bool
    perhaps_cost: int | None

    @property
    def most_parts(self) -> int:
        """How many bundles a cover without a superfluous one has at most."""
        return self.bits.bit_count() + sum(self.missing)


def closings(sure: int, perhaps: int, perhaps_cost: int | None) -> Iterator[tuple[int, int]]:
    """Yield every set of bits that a bundle may close, with what it costs to close those that it meets only perhaps."""
    if perhaps_cost is None:
        yield sure, 0
        return
    doubtful = perhaps & ~sure
    subset = doubtful
    while True:
        yield sure | subset, perhaps_cost * subset.bit_count()
        if not subset:
            return
        subset = (subset - 1) & doubtful


@dataclass(slots=True, eq=False)
class _CostTable:
    """The least cost of closing bits with cells; `rows` holds for each bit the cells that close it, cheapest first."""

    rows: dict[int, list[tuple[int, int, bool]]]
    order: list[int]
    meter: Meter
    known: dict[tuple[int, bool], int | None] = field(default_factory=dict)

    def cost(self, bits: int, home: bool) -> int | None:
        """Return the least cost of closing some bits, with at most one home or with none; None where they cannot be closed."""
        if not bits:
            return 0
        key = (bits, home)
        if key in self.known:
            return self.known[key]
        best: int | None = None
        row = self.rows[next(bit for bit in self.order if bits & bit)]
        self.meter.count(len(row))
        for cost, closed, gives_home in row:
            if best is not None and cost >= best:
                break
            if gives_home and not home:
                continue
            rest = self.cost(bits & ~closed, home and not gives_home)
            if rest is not None and (best is None or cost + rest < best):
                best = cost + rest
        self.known[key] = best
        return best


def _table(cells: dict[tuple[int, bool], int], bits: int, meter: Meter) -> _CostTable:
    """Return the table of cells by what they close; what another closes as well for less is left out."""
    undominated: list[tuple[int, int, bool]] = []
    # Of equal cost what closes more comes first: its bits are a larger number.
    for cost, home, closed in sorted([(cost, home, -closed) for (closed, home), cost in cells.items()]):
        for _cost, other, other_home in undominated:
            if not -closed & ~other and (home or not other_home):
                break
        else:
            undominated.append((cost, -closed, home))
    rows: dict[int, list[tuple[int, int, bool]]] = {}
    while bits:
        bit = bits & -bits
        bits ^= bit
        rows[bit] = [cell for cell in undominated if cell[1] & bit]
    return _CostTable(rows, [bit for _size, bit in sorted([(len(row), bit) for bit, row in rows.items()])], meter)


class Covers:
    """The covers that some bundles make, at some costs. Costs are never negative."""

    def __init__(self, needed: Needed, bundles: Sequence[Bundle], costs: Sequence[int], meter: Meter) -> None:
        self.needed, self.bundles, self.costs, self.meter = needed, bundles, costs, meter
        meter.count(len(bundles) + 1)
        bits, perhaps_cost = needed.bits, needed.perhaps_cost
        single: dict[tuple[int, int, bool], int] = {}
        self.adding: dict[tuple[int, int, tuple[int, ...], bool], list[int]] = {}
        for bundle, cost in zip(bundles, costs, strict=True):
            sure = bundle.sure & bits
            key = (sure, sure if perhaps_cost is None else bundle.perhaps & bits, bundle.home)
            found = single.get(key)
            if found is None or cost < found:
                single[key] = cost
            if bundle.hours:
                self.adding.setdefault((key[0], key[1], bundle.hours, bundle.home), []).append(cost)
        cells: dict[tuple[int, bool], int] = {}
        for (sure, perhaps, home), cost in single.items():
            for closed, extra in closings(sure, perhaps, perhaps_cost):
                if closed and cost + extra < cells.get((closed, home), cost + extra + 1):
                    cells[closed, home] = cost + extra
        self.table = _table(cells, bits, meter)

    def least(self) -> int | None:
        """Return the least cost of a cover; None where there is none."""
        if not self.adding:
            return self.table.cost(self.needed.bits, self.needed.home)
        found = [
            cost + extra + rest
            for (bits, missing, home), cost in self.added_up().items()
            for closed, extra in self.counted(missing)
            if (rest := self.table.cost(bits & ~closed, home)) is not None
        ]
        return min(found, default=None)

    def added_up(self) -> dict[tuple[int, tuple[int, ...], bool], int]:
        """Return what is left to close after any of the bundles that add up, with the least cost of getting there."""
        needed = self.needed
        states = {(needed.bits, needed.missing, needed.home): 0}
        for (sure, perhaps, hours, gives_home), costs in self.adding.items():
            ways = tuple(closings(sure, perhaps, needed.perhaps_cost))
            enough = max(-(-missing // one) for missing, one in zip(needed.missing, hours, strict=True) if one)
            for cost in sorted(costs)[: 1 if gives_home else enough]:
                self.meter.count(len(states) * len(ways))
                for (bits, missing, home), before in list(states.items()):
                    left = tuple([max(0, one - less) for one, less in zip(missing, hours, strict=True)])
                    if left == missing or (gives_home and not home):
                        continue
                    for closed, extra in ways:
                        key, total = (bits & ~closed, left, home and not gives_home), before + cost + extra
                        if total < states.get(key, total + 1):
                            states[key] = total
        return states

    def counted(self, missing: Sequence[int]) -> Iterable[tuple[int, int]]:
        """Yield which bits the counters close, with what it costs to close those that are met only perhaps."""
        surely = perhaps = 0
        for counter in self.needed.counters:
            if not missing[counter.at_most]:
                perhaps |= counter.bit
                if not missing[counter.surely]:
                    surely |= counter.bit
        return closings(surely, perhaps, self.needed.perhaps_cost)

    def tight(self, most: int) -> list[bool]:
        """Return which bundles may be in a cover that costs no more: each with the cheapest way to close what it leaves open."""
        if self.adding:
            return [cost <= most for cost in self.costs]
        bits, perhaps_cost = self.needed.bits, self.needed.perhaps_cost
        completions: dict[tuple[int, int, bool], int | None] = {}
        found = []
        for bundle, cost in zip(self.bundles, self.costs, strict=True):
            sure = bundle.sure & bits
            key = (sure, sure if perhaps_cost is None else bundle.perhaps & bits, bundle.home)
            if key not in completions:
                completions[key] = self.completion(*key)
            rest = completions[key]
            found.append(rest is not None and cost + rest <= most)
        return found

    def completion(self, sure: int, perhaps: int, home: bool) -> int | None:
        """Return the least cost of closing what one bundle leaves open, if it closes anything."""
        bits, may = self.needed.bits, self.needed.home
        if home and not may:
            return None
        found = [
            extra + rest
            for closed, extra in closings(sure, perhaps, self.needed.perhaps_cost)
            if closed and (rest := self.table.cost(bits & ~closed, may and not home)) is not None
        ]
        return min(found, default=None)
