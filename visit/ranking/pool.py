"""A pool: the bundles that may still be chosen, narrowed while one criterion after the other is settled.

Bundles, covers and the bits that these have to close are those of `bundles`; a *cost* is what a bundle adds to the keys
found so far, all of them written into one number. To *settle* a criterion is to find the best key that a cover can have for
it. Every cover of the least cost that the pool still has is among the best by the criteria settled so far, and every such
cover is one of them. Settling a criterion narrows the pool in one of three ways: its values are *added* to the costs,
bundles are *left out*, or one of some bundles is *asked for* by one more bit that a cover has to close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from visit.ranking.bundles import Bundle, Meter, Needed, NoCoverError, joined
from visit.ranking.covers import Covers
from visit.rules.deciding.option_sets import union


@dataclass(frozen=True, slots=True, eq=False)
class Budget:
    """What the parts still to be chosen may cost together: the least is asked for among the covers of least cost.

    Attributes:
        prices: Of each bundle.
        width: How many bits the price of a cover takes.
    """

    most: int
    prices: tuple[int, ...]
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The bundles that may still be chosen, beside some fixed parts.

    Attributes:
        fixed: The options that are in every cover: what continues, and what this part of the search contains.
        bundles: The others; an option may be in several.
        costs: Of each bundle, in the criteria settled so far.
        best: The least cost of a cover.
        next_bit: The bit that is asked for next.
        asked: Of each row of options here, every cover has at least one.
        budget: What a criterion settled before allows the others to cost; None where there is none.
        loose: The covers of the pool, where it still has bundles that are in none of least cost.
    """

    fixed: tuple[int, ...]
    bundles: tuple[Bundle, ...]
    costs: tuple[int, ...]
    needed: Needed
    best: int
    meter: Meter
    next_bit: int
    asked: tuple[int, ...] = ()
    budget: Budget | None = None
    loose: Covers | None = None

    @property
    def row(self) -> int:
        """The options of all bundles and the fixed parts, as a row of bits."""
        return union([bundle.row for bundle in self.bundles]) | sum([1 << index for index in self.fixed])

    def only_cover(self) -> bool:
        """Return whether all bundles together are the one cover there is: each meets something that no other does."""
        if self.needed.missing or len(self.bundles) > self.needed.bits.bit_count():
            return False
        if sum([bundle.home for bundle in self.bundles]) > self.needed.home:
            return False
        once = twice = 0
        for bundle in self.bundles:
            twice |= once & bundle.perhaps
            once |= bundle.perhaps
        alone = self.needed.bits & ~twice
        return not self.needed.bits & ~once and all(bundle.perhaps & alone for bundle in self.bundles)

    def reaches(self, chosen: Sequence[bool]) -> bool:
        """Return whether some of the bundles still have a cover of least cost, within the budget."""
        bundles, costs = tuple(compress(self.bundles, chosen)), tuple(compress(self.costs, chosen))
        if not self.closable(bundles):
            return False
        budget = self.budget
        if budget is None:
            return Covers(self.needed, bundles, costs, self.meter).least(self.best, self.best) is not None
        prices = compress(budget.prices, chosen)
        priced = tuple([cost << budget.width | price for cost, price in zip(costs, prices, strict=True)])
        least = self.best << budget.width
        covers = Covers(_shifted(self.needed, budget.width), bundles, priced, self.meter)
        return budget.most >= 0 and covers.least(least, least + budget.most) is not None

    def closable(self, bundles: Iterable[Bundle]) -> bool:
        """Return whether some bundle closes each bit that is needed; said of hours only where they have been met."""
        return bool(self.needed.missing) or not self.needed.bits & ~union([bundle.perhaps for bundle in bundles])

    def only(self, chosen: Sequence[bool]) -> Pool | None:
        """Return the pool with some of the bundles alone; None where they have no cover of least cost."""
        if all(chosen):
            return self
        return self.cut(chosen) if self.reaches(chosen) else None

    def cut(self, chosen: Sequence[bool]) -> Pool:
        """Return the pool with some of the bundles alone, which are known to have a cover of least cost."""
        budget = self.budget
        if budget is not None:
            budget = replace(budget, prices=tuple(compress(budget.prices, chosen)))
        bundles, costs = tuple(compress(self.bundles, chosen)), tuple(compress(self.costs, chosen))
        return Pool(self.fixed, bundles, costs, self.needed, self.best, self.meter, self.next_bit, self.asked, budget)

    def asking(self, chosen: Sequence[bool]) -> Pool | None:
        """Return the pool in which a cover has one of some bundles; None where no cover of least cost has one."""
        if not any(chosen):
            return None
        asked = self.flagged(chosen)
        return asked if asked.reaches([True] * len(asked.bundles)) else None

    def taking(self, part: int) -> Pool | None:
        """Return the pool in which every cover has an option; None where no cover of least cost has it."""
        held = self.holding(part)
        return held if held is not None and held.reaches([True] * len(held.bundles)) else None

    def refusing(self, part: int) -> Pool:
        """Return the pool without an option that no cover of least cost has, and without those that are like it."""
        prices = (0,) * len(self.bundles) if self.budget is None else self.budget.prices
        marks = [
            (bundle[2:], cost, price) for bundle, cost, price in zip(self.bundles, self.costs, prices, strict=True)
        ]
        refused = {mark for bundle, mark in zip(self.bundles, marks, strict=True) if bundle.row >> part & 1}
        return self.cut(
            [not bundle.parts or mark not in refused for bundle, mark in zip(self.bundles, marks, strict=True)]
        )

    def holding(self, part: int) -> Pool | None:
        """Return the pool in which every cover has an option, if there is any; None where no bundle has it.

        Where one bundle has it, that becomes fixed, and fewer bits are left to close; where several have it, one is asked for.
        """
        places = [place for place, bundle in enumerate(self.bundles) if bundle.row >> part & 1]
        if not places or (self.bundles[places[0]].home and not self.needed.home):
            return None
        if len(places) > 1:
            asked = self.flagged([bool(bundle.row >> part & 1) for bundle in self.bundles])
            return replace(asked, asked=(*self.asked, 1 << part))
        place = places[0]
        taken, budget = self.bundles[place], self.budget
        pool = self.cut([other != place for other in range(len(self.bundles))])
        needed, doubtful = self.needed.after(taken)
        pool = replace(pool, fixed=tuple(sorted({*self.fixed, *taken.parts})), needed=needed)
        pool = replace(pool, best=self.best - self.costs[place])
        if budget is not None and pool.budget is not None:
            pool = replace(pool, budget=replace(pool.budget, most=budget.most - budget.prices[place]))
        return pool.with_doubtful(doubtful)

    def with_doubtful(self, doubtful: int) -> Pool:
        """Return the pool with what the fixed parts meet perhaps, as a bundle that has no part."""
        if not doubtful:
            return self
        budget = self.budget and replace(self.budget, prices=(*self.budget.prices, 0))
        bundles = (*self.bundles, Bundle((), 0, 0, doubtful, (), False))
        return replace(self, bundles=bundles, costs=(*self.costs, 0), budget=budget, loose=None)

    def flagged(self, chosen: Sequence[bool]) -> Pool:
        """Return the pool with one more bit to close, which some of the bundles close."""
        bit = self.next_bit
        bundles = [
            bundle._replace(sure=bundle.sure | bit, perhaps=bundle.perhaps | bit) if asked else bundle
            for bundle, asked in zip(self.bundles, chosen, strict=True)
        ]
        needed = replace(self.needed, bits=self.needed.bits | bit)
        return replace(self, bundles=tuple(bundles), needed=needed, next_bit=bit << 1, loose=None)

    def within(self, among: int, include: Sequence[int], asked: Sequence[int]) -> Pool | None:
        """Return the pool of the covers of some options, with some parts and one of each row; None where none has least cost."""
        chosen = [not bundle.row & ~among for bundle in self.bundles]
        if not self.closable(compress(self.bundles, chosen)):
            return None
        pool = self.cut(chosen)
        for part in include:
            held = pool if part in pool.fixed or 1 << part in pool.asked else pool.holding(part)
            if held is None:
                return None
            pool = held
        present = sum(1 << part for part in pool.fixed)
        for row in asked:
            if row not in pool.asked:
                pool = pool if row & present else pool.flagged([bool(bundle.row & row) for bundle in pool.bundles])
                pool = replace(pool, asked=(*pool.asked, row))
        covers = Covers(pool.needed, pool.bundles, pool.costs, pool.meter)
        if covers.least(pool.best, pool.best) is None or (
            pool.budget is not None and not pool.reaches([True] * len(pool.bundles))
        ):
            return None
        return replace(pool, loose=covers)

    def adding(self, values: Sequence[int], *, count_perhaps: bool = False) -> tuple[int, Pool]:
        """Return the least sum of some values among the covers of least cost, and the pool in which covers have it.

        With `count_perhaps`, every bit that is closed with what is met only perhaps adds one; until then that cost nothing.
        """
        if not count_perhaps and not any(values):
            return 0, self
        most = max(values, default=0) * self.needed.most_parts + self.needed.bits.bit_count()
        width = most.bit_length()
        costs = tuple([cost << width | value for cost, value in zip(self.costs, values, strict=True)])
        needed = _shifted(self.needed, width)
        if count_perhaps:
            needed = replace(needed, perhaps_cost=1)
        covers = Covers(needed, self.bundles, costs, self.meter)
        best = covers.least(self.best << width, (self.best + 1 << width) - 1)
        if best is None:
            raise NoCoverError
        pool = Pool(
            self.fixed, self.bundles, costs, needed, best, self.meter, self.next_bit, self.asked, self.budget, covers
        )
        if pool.budget is not None and not pool.reaches([True] * len(pool.bundles)):
            pool = replace(pool, budget=None)
        return best - (self.best << width), pool

    def tight(self) -> Pool:
        """Return the pool without the bundles that are in no cover of least cost."""
        return self if self.loose is None else self.cut(self.loose.tight(self.best))

    def least_sum(self, values: Sequence[int]) -> int:
        """Return the least sum of some values over a cover of least cost."""
        width = self.width_of(values)
        costs = tuple([cost << width | value for cost, value in zip(self.costs, values, strict=True)])
        covers = Covers(_shifted(self.needed, width), self.bundles, costs, self.meter)
        found = covers.least(self.best << width, (self.best + 1 << width) - 1)
        if found is None:
            raise NoCoverError
        return found & ((1 << width) - 1)

    def width_of(self, values: Sequence[int]) -> int:
        """Return how many bits the sum of values over a cover takes."""
        return (max(values, default=0) * self.needed.most_parts).bit_length()

    def with_pairs(self, pairs: Sequence[tuple[int, int]]) -> Pool:
        """Return the pool with some pairs of bundles, by their places, as bundles of their own."""
        budget = self.budget
        if budget is not None:
            prices = tuple([budget.prices[one] + budget.prices[other] for one, other in pairs])
            budget = replace(budget, prices=(*budget.prices, *prices))
        bundles = tuple([joined(self.bundles[one], self.bundles[other]) for one, other in pairs])
        costs = tuple([self.costs[one] + self.costs[other] for one, other in pairs])
        return replace(self, bundles=(*self.bundles, *bundles), costs=(*self.costs, *costs), budget=budget, loose=None)

    def of_bundles(self, combined: Callable[[list[int]], int], values: Sequence[int]) -> list[int]:
        """Return for each bundle what the values of its parts come to."""
        return [
            values[bundle.parts[0]] if len(bundle.parts) == 1 else combined([values[part] for part in bundle.parts])
            for bundle in self.bundles
        ]


def _shifted(needed: Needed, width: int) -> Needed:
    """Make room for one more value behind the costs."""
    return needed if needed.perhaps_cost is None else replace(needed, perhaps_cost=needed.perhaps_cost << width)
