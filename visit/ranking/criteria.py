"""The criteria that placements are compared by, one class per kind: how the parts' values combine, and how the search settles it.

- `Adds`: a whole number per part; the sum counts, and is unknown where one part's is.
- `Each`: the parts' values from the worst down. It adds too: what counts is how many parts have each value, the worst value first.
- `Most`: the worst of the parts' values.
- `Some`: the best of the parts' values: one part is enough.
- `Together`: whether the home and another part are of one offer.
- `Within`: what a price, and whether the citizen may choose freely, make of the whole.
- `Whole`: anything else that is read of the whole; the search does not look ahead and tries every placement.

Lower is better, and `LAST` is unknown. `key` is what is compared; `narrow` leaves those covers of a pool that are best
by the criterion, and returns the key of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from visit.ranking.covers import Bundle, NoCoverError
from visit.ranking.keys import LAST
from visit.ranking.pool import Budget, Pool

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A pool has to be searched in two: covers with one of some options, a row of bits, and covers with none of them."""

    row: int


Narrowed: TypeAlias = "tuple[Key, Pool] | Split | None"
"""The key of the best covers and the pool that has these alone; or how to split the pool; or None where nothing can be said."""


class Kind(Protocol):
    """How a criterion is settled."""

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave the covers of a pool that are best by the criterion."""


@dataclass(frozen=True, slots=True, eq=False)
class Adds:
    """A whole number per part, none negative; `scale` is what one counts in the key."""

    values: Sequence[int]
    scale: int = 1

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        values = [self.values[index] for index in indexes]
        return (LAST if LAST in values else self.scale * sum(values),)

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave out what is unknown where the best can be had without, and add the rest to the costs."""
        fixed = [self.values[index] for index in pool.fixed]
        if LAST in fixed:
            return (LAST,), pool
        known = pool.only([value != LAST for value in pool.of_bundles(_sum, self.values)])
        if known is None:
            return (LAST,), pool
        amount, pool = known.adding(known.of_bundles(_sum, self.values))
        return (self.scale * (sum(fixed) + amount),), pool


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """The parts' values from the worst down; a list that ends sooner comes first. A part without a value is not in the list."""

    values: Sequence[int | None]

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        values = [self.values[index] for index in indexes]
        return tuple(sorted([value for value in values if value is not None], reverse=True))

    def narrow(self, pool: Pool) -> Narrowed:
        """Count how many parts have each value, the worst value first."""
        keys, pool = _counted([self.values], pool)
        return keys[0], pool


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The parts' steps, ladder by ladder."""

    ladders: Sequence[Each]

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        return tuple([ladder.key(indexes) for ladder in self.ladders])

    def narrow(self, pool: Pool) -> Narrowed:
        """Count the parts on each step, the highest first, one ladder after the other."""
        return _counted([ladder.values for ladder in self.ladders], pool)


def _counted(lists: Sequence[Sequence[int | None]], pool: Pool) -> tuple[tuple[Key, ...], Pool]:
    """Leave the covers with the fewest parts of the worst value, then of the next, list by list; return what is left as lists.

    Each value of each list has a digit in what is added to the costs, large enough for all parts of a cover.
    """
    several = max([len(bundle.parts) for bundle in pool.bundles], default=0)
    width = (pool.needed.most_parts * several).bit_length()
    distinct = [
        sorted({value for bundle in pool.bundles for part in bundle.parts if (value := values[part]) is not None})
        for values in lists
    ]
    weights: list[dict[int | None, int]] = []
    shift = 0
    for values in reversed(distinct):
        weights.insert(0, {value: 1 << shift + width * place for place, value in enumerate(values)} | {None: 0})
        shift += width * len(values)
    weighed = list(zip(weights, lists, strict=True))
    amount, pool = pool.adding([
        sum([weight[values[part]] for weight, values in weighed for part in bundle.parts]) for bundle in pool.bundles
    ])  # fmt: skip
    keys = []
    for of_value, given in zip(weights, lists, strict=True):
        found = [value for index in pool.fixed if (value := given[index]) is not None]
        for value, digit in of_value.items():
            if value is not None:
                found += [value] * (amount // digit & ((1 << width) - 1))
        keys.append(tuple(sorted(found, reverse=True)))
    return tuple(keys), pool


@dataclass(frozen=True, slots=True, eq=False)
class Most:
    """The worst of the parts' values."""

    values: Sequence[int]

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        return (max([self.values[index] for index in indexes]),)

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave out what is worse than it has to be."""
        fixed = [self.values[index] for index in pool.fixed]
        values = pool.of_bundles(_worst, self.values)
        least = max(fixed, default=-LAST)
        worst = sorted({value for value in values if value > least} | ({least} if fixed else set()))
        if not worst:
            raise NoCoverError
        low, high, found = 0, len(worst) - 1, pool
        while low < high:
            middle = (low + high) // 2
            narrower = pool.only([value <= worst[middle] for value in values])
            if narrower is None:
                low = middle + 1
            else:
                high, found = middle, narrower
        return (worst[low],), found


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """The best of the parts' values; unknown where one is, unless the best that there is has been reached.

    Attributes:
        closed: Whether 0 is the best that there is.
    """

    values: Sequence[int]
    closed: bool

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        values = [self.values[index] for index in indexes]
        best = min(values)
        return (best if (best == 0 and self.closed) or LAST not in values else LAST,)

    def narrow(self, pool: Pool) -> Narrowed:
        """Ask for a part that has the best value that can be had."""
        fixed = [self.values[index] for index in pool.fixed]
        values = pool.of_bundles(_best, self.values)
        if self.closed:
            if 0 in fixed:
                return (0,), pool
            asked = pool.asking([value == 0 for value in values])
            if asked is not None:
                return (0,), asked
        if LAST in fixed:
            return (LAST,), pool
        known = pool.only([value != LAST for value in pool.of_bundles(_sum, self.values)])
        if known is None:
            return (LAST,), pool
        best = min(fixed, default=LAST)
        values = known.of_bundles(_best, self.values)
        for threshold in sorted({value for value in values if value < best}):
            asked = known.asking([value <= threshold for value in values])
            if asked is not None:
                return (threshold,), asked
        return (best,), known


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Whether a home and another part are of one offer, better so."""

    offers: Sequence[str]
    homes: int

    def narrow(self, pool: Pool) -> Narrowed:
        """Ask for a home with another part of its offer."""
        at_home = {self.offers[index] for index in pool.fixed if self.homes >> index & 1}
        beside = {self.offers[index] for index in pool.fixed if not self.homes >> index & 1}
        if at_home & beside:
            return (0,), pool
        if at_home:
            found = pool.asking([self.is_beside(bundle, at_home) for bundle in pool.bundles])
        else:
            wider = self.with_pairs(pool)
            found = wider.asking([self.is_pair(bundle, beside) for bundle in wider.bundles])
        return ((1,), pool) if found is None else ((0,), found)

    def is_beside(self, bundle: Bundle, offers: set[str]) -> bool:
        """Return whether a bundle has a part of some offers that gives no home."""
        return any(not self.homes >> part & 1 and self.offers[part] in offers for part in bundle.parts)

    def is_pair(self, bundle: Bundle, beside: set[str]) -> bool:
        """Return whether a bundle has a home and a part of its offer, or its home belongs to a part that is there already."""
        offers = {self.offers[part] for part in bundle.parts if self.homes >> part & 1}
        return bool(offers & beside) or self.is_beside(bundle, offers)

    def with_pairs(self, pool: Pool) -> Pool:
        """Return the pool with one more bundle for every home with another part of its offer."""
        others: dict[str, list[int]] = {}
        for place, bundle in enumerate(pool.bundles):
            if len(bundle.parts) == 1 and not bundle.home:
                others.setdefault(self.offers[bundle.parts[0]], []).append(place)
        pairs = [
            (place, other)
            for place, bundle in enumerate(pool.bundles)
            if bundle.home
            for offer in {self.offers[part] for part in bundle.parts if self.homes >> part & 1}
            for other in others.get(offer, ())
            if not bundle.row & pool.bundles[other].row
        ]
        return pool.with_pairs(pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """What a price, and whether the citizen may choose freely, make of the whole: a dearer whole is never better.

    Attributes:
        value: The key of a whole, by whether the free choice reaches it and by its price; None is unknown.
        chosen: The options that the free choice reaches; none where it does not matter.
        prices: Of every option, `LAST` where unknown.
        unpriced: The options whose price is unknown.
    """

    value: Callable[[bool, int | None], int]
    chosen: int
    prices: Sequence[int]
    unpriced: int

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave the wholes that are cheap enough for the best key; what else decides, splits the pool."""
        present = sum(1 << index for index in pool.fixed)
        free = bool(self.chosen & present) or _has_one(pool, self.chosen)
        if not free and any(bundle.row & self.chosen for bundle in pool.bundles):
            return Split(self.chosen & ~present)
        unknown = self.value(free, None)
        if self.unpriced & present or _has_one(pool, self.unpriced):
            return (unknown,), pool
        known = [not bundle.row & self.unpriced for bundle in pool.bundles]
        dearest = self.value(free, self.dearest(pool))
        if self.value(free, 0) == dearest and (all(known) or dearest == unknown):
            return (dearest,), pool
        if unknown < dearest and not all(known):
            return Split(self.unpriced)
        priced = pool.only(known)
        if priced is None:
            return (unknown,), pool
        key, priced = self.affordable(priced, free)
        return (key, priced) if all(known) or key != (unknown,) else (key, pool)

    def dearest(self, pool: Pool) -> int:
        """Return a price that no cover exceeds."""
        several = max([len(bundle.parts) for bundle in pool.bundles], default=0)
        highest = max([price for price in self.prices if price != LAST], default=0)
        return highest * (len(pool.fixed) + several * pool.needed.most_parts)

    def affordable(self, pool: Pool, free: bool) -> tuple[Key, Pool]:
        """Leave the wholes that have the key of the cheapest."""
        fixed = sum([self.prices[index] for index in pool.fixed])
        prices = pool.of_bundles(_sum, self.prices)
        low = fixed + pool.least_sum(prices)
        high = max(low, self.dearest(pool))
        best = self.value(free, low)
        if self.value(free, high) == best:
            return (best,), pool
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.value(free, middle) == best else (low, middle)
        return (best,), replace(pool, budget=Budget(low - fixed, tuple(prices), pool.width_of(prices)))


class Whole:
    """Anything else that is read of the whole."""

    def narrow(self, pool: Pool) -> Narrowed:
        """Nothing can be said before every placement that is as good by the criteria before has been tried."""
        return None


def _has_one(pool: Pool, row: int) -> bool:
    """Return whether every cover has one of some options."""
    return any(not asked & ~row for asked in pool.asked)


def _sum(values: list[int]) -> int:
    return LAST if LAST in values else sum(values)


def _worst(values: list[int]) -> int:
    return max(values, default=-LAST)


def _best(values: list[int]) -> int:
    return min(values, default=2 * LAST)
