"""A cost that nothing can close what is left below, where some of what is needed adds up.

Each requirement that adds up is looked at alone, and all others together. What a bundle costs is divided among those that it
helps with, in equal shares: then what these cost at least, each for itself, can be added up, and no cover costs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from visit.ranking.bundles import Counter, Meter, Needed, closings
from visit.ranking.cells import cost_table


class Lot(NamedTuple):
    """What bundles that are alike close and lower; `hours` is empty where they lower nothing."""

    sure: int
    perhaps: int
    hours: tuple[int, ...]
    home: bool


class State(NamedTuple):
    """What is left: the open bits, how far each counter is from nought, and whether a home may still be taken."""

    bits: int
    missing: tuple[int, ...]
    home: bool


class Bound:
    """The bound of every state that some lots lead to; `lots` holds what each bundle of a lot costs."""

    def __init__(self, needed: Needed, lots: Mapping[Lot, Sequence[int]], meter: Meter) -> None:
        self.needed, self.lots, self.meter = needed, lots, meter
        self.known: dict[tuple[int, tuple[int, ...]], int | None] = {}
        self.shares = {lot: max(1, self.helps_with(lot)) for lot in lots}
        self.at_once = [self.closing(counter.bit) for counter in needed.counters]
        self.lowering = [self.lowered_by(place) for place in range(len(needed.missing))]
        cells: dict[tuple[int, bool], int] = {}
        for lot, costs in lots.items():
            for closed, extra in closings(lot.sure & self.others, lot.perhaps & self.others, needed.perhaps_cost):
                cost = min(costs) // self.shares[lot] + extra
                if closed and cost < cells.get((closed, False), cost + 1):
                    cells[closed, False] = cost
        self.table = cost_table(cells, self.others, meter)

    @property
    def others(self) -> int:
        """The bits that do not add up."""
        return self.needed.bits & ~sum([counter.bit for counter in self.needed.counters])

    def helps_with(self, lot: Lot) -> int:
        """Return how many of those that are looked at alone a bundle closes or brings nearer."""
        found = sum([bool(lot.perhaps & one.bit or self.lowers(lot, one)) for one in self.needed.counters])
        return found + bool(lot.perhaps & self.others)

    @staticmethod
    def lowers(lot: Lot, counter: Counter) -> bool:
        """Return whether a bundle lowers a counter."""
        return bool(lot.hours) and bool(lot.hours[counter.at_most] or lot.hours[counter.surely])

    def closing(self, bit: int) -> int | None:
        """Return the least cost of closing the bit of a counter with one bundle."""
        costs = [
            min(costs) // self.shares[lot] + (0 if lot.sure & bit else self.needed.perhaps_cost or 0)
            for lot, costs in self.lots.items()
            if lot.perhaps & bit
        ]
        return min(costs, default=None)

    def lowered_by(self, place: int) -> list[int | None]:
        """Return the least cost of lowering one counter by so much or more, for every amount that may be missing."""
        most = self.needed.missing[place]
        amounts: dict[int, list[int]] = {}
        for lot, costs in self.lots.items():
            if lot.hours and lot.hours[place]:
                amounts.setdefault(lot.hours[place], []).extend([cost // self.shares[lot] for cost in costs])
        least: list[int | None] = [0] + [None] * most
        for less, costs in amounts.items():
            for cost in sorted(costs)[: -(-most // less)]:
                self.meter.count(1 + most // 8)  # a number looked at costs far less time than a bundle
                for amount in range(most, 0, -1):
                    before, now = least[max(0, amount - less)], least[amount]
                    if before is not None and (now is None or before + cost < now):
                        least[amount] = before + cost
        return least

    def of(self, state: State) -> int | None:
        """Return a cost that nothing can close a state below; None where nothing can close it."""
        key = state.bits, state.missing
        if key not in self.known:
            costs = [self.table.cost(state.bits & self.others, home=True)]
            for counter, at_once in zip(self.needed.counters, self.at_once, strict=True):
                if state.bits & counter.bit:
                    costs.append(_least([at_once, *self.added_up(counter, state.missing)]))
            known = [cost for cost in costs if cost is not None]
            self.known[key] = sum(known) if len(known) == len(costs) else None
        return self.known[key]

    def added_up(self, counter: Counter, missing: Sequence[int]) -> Iterable[int | None]:
        """Yield the least costs of lowering a counter to nought: surely, and perhaps where that is allowed."""
        yield self.lowering[counter.surely][missing[counter.surely]]
        perhaps = self.lowering[counter.at_most][missing[counter.at_most]]
        if self.needed.perhaps_cost is not None and perhaps is not None:
            yield perhaps + self.needed.perhaps_cost


def _least(costs: Iterable[int | None]) -> int | None:
    return min([cost for cost in costs if cost is not None], default=None)
