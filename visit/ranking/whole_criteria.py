"""The criteria that compare placements by something of the whole, one class per kind: how the search settles it.

- `Together`: whether the home and another part are of one offer.
- `Within`: what a price, and whether the citizen may choose freely, make of the whole.
- `Exceptions`: how many presumptions fail, those among them that limit how far a part may be from the home.
- `Whole`: anything else; the search does not look ahead and tries every placement.

What is compared is a fact of the whole; `criteria` has the kinds that combine a value of each part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from visit.ranking.bundles import Bundle, NoCoverError
from visit.ranking.criteria import Adds, Key, Narrowed, Split
from visit.ranking.keys import LAST, total
from visit.ranking.pool import Budget, Pool
from visit.ranking.reach import Beyond
from visit.rules.deciding.option_sets import bits, union


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
        value: The key of a whole, by whether the free choice reaches it, by its price (None is unknown), and by whether that is
            only the most that it can be.
        chosen: The options that the free choice reaches; none where it does not matter.
        prices: Of every option, `LAST` where unknown.
        unpriced: The options whose price is unknown.
        bounded: The options of which only the most that they cost is known; none where it does not matter.
    """

    value: Callable[[bool, int | None, bool], int]
    chosen: int
    prices: Sequence[int]
    unpriced: int
    bounded: int

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave the wholes that are cheap enough for the best key; what else decides, splits the pool."""
        present = sum(1 << index for index in pool.fixed)
        free = bool(self.chosen & present) or _has_one(pool, self.chosen)
        if not free and any(bundle.row & self.chosen for bundle in pool.bundles):
            return Split(self.chosen & ~present)
        bounded = bool(self.bounded & present) or _has_one(pool, self.bounded)
        if not bounded and any(bundle.row & self.bounded for bundle in pool.bundles):
            return Split(self.bounded & ~present)
        unknown = self.value(free, None, bounded)
        if self.unpriced & present or _has_one(pool, self.unpriced):
            return (unknown,), pool
        known = [not bundle.row & self.unpriced for bundle in pool.bundles]
        dearest = self.value(free, self.dearest(pool), bounded)
        if self.value(free, 0, bounded) == dearest and (all(known) or dearest == unknown):
            return (dearest,), pool
        if unknown < dearest and not all(known):
            return Split(self.unpriced)
        priced = pool.only(known)
        if priced is None:
            return (unknown,), pool
        key, priced = self.affordable(priced, free, bounded)
        return (key, priced) if all(known) or key != (unknown,) else (key, pool)

    def dearest(self, pool: Pool) -> int:
        """Return a price that no cover exceeds."""
        several = max([len(bundle.parts) for bundle in pool.bundles], default=0)
        highest = max([price for price in self.prices if price != LAST], default=0)
        return highest * (len(pool.fixed) + several * pool.needed.most_parts)

    def affordable(self, pool: Pool, free: bool, bounded: bool) -> tuple[Key, Pool]:
        """Leave the wholes that have the key of the cheapest."""
        fixed = sum([self.prices[index] for index in pool.fixed])
        prices = pool.of_bundles(total, self.prices)
        low = fixed + pool.least_sum(prices)
        high = max(low, self.dearest(pool))
        best = self.value(free, low, bounded)
        if self.value(free, high, bounded) == best:
            return (best,), pool
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.value(free, middle, bounded) == best else (low, middle)
        return (best,), replace(pool, budget=Budget(low - fixed, tuple(prices), pool.width_of(prices)))


@dataclass(frozen=True, slots=True, eq=False)
class Exceptions:
    """How many presumptions fail: of the parts, and of the whole where it limits how far a part may be from the home.

    Which home it is may decide what is too far. Where covers still have homes that differ in that, only the parts' are counted,
    which is never too many: where it turns out too few, the search has to be split by home.

    Attributes:
        of_parts: How many fail of each option.
        homes: The options that give a home.
        beyond: The options that are beyond each limit from a home; without a home in the placement, from the one the citizen has.
            Nothing where nothing is limited.
        none: Whether covers that break a limit are left out.
    """

    of_parts: Adds
    homes: int
    beyond: Mapping[int | None, Beyond]
    none: bool = False

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        row = sum([1 << index for index in indexes])
        broken = sum([bool(far & row) for far in self.beyond.get(self.home_of(indexes), ())])
        return (self.of_parts.scale * (sum([self.of_parts.values[index] for index in indexes]) + broken),)

    def home_of(self, indexes: Sequence[int]) -> int | None:
        """Return the part that gives the home; None where there is none."""
        return next((index for index in indexes if self.homes >> index & 1), None)

    def alike(self, indexes: Sequence[int]) -> int:
        """Return the homes from which the same is too far as from a set's own; every home, where it has none."""
        home = self.home_of(indexes)
        if home is None:
            return self.homes
        return sum([1 << one for one in bits(self.homes) if self.beyond[one] == self.beyond[home]])

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave the covers of which fewest fail; split the pool where breaking a limit may be as good as keeping it."""
        beyond = self.from_here(pool) or ()
        present, row = sum([1 << index for index in pool.fixed]), pool.row
        broken = [bool(far & present) or _has_one(pool, far) for far in beyond]
        farther = [far & row for far, known in zip(beyond, broken, strict=True) if not known and far & row]
        near = pool.only([not bundle.row & union(farther) for bundle in pool.bundles]) if farther else pool
        if self.none and (near is None or any(broken)):
            raise NoCoverError
        if near is None or (farther and not self.none and self.least(near) > self.least(pool)):
            return Split(farther[0])
        pool = near
        fixed = [self.of_parts.values[index] for index in pool.fixed]
        amount, pool = pool.adding(pool.of_bundles(total, self.of_parts.values))
        return (self.of_parts.scale * (sum(fixed) + amount + sum(broken)),), pool

    def least(self, pool: Pool) -> int:
        """Return how many presumptions fail at least of the parts still to be chosen."""
        return pool.least_sum(pool.of_bundles(total, self.of_parts.values))

    def from_here(self, pool: Pool) -> Beyond | None:
        """Return which options of a pool are beyond each limit; None where that differs between the homes of its covers."""
        if not self.beyond:
            return ()
        row = pool.row
        homes: set[int | None] = set(bits(self.possible_homes(pool)))
        if self.may_lack_a_home(pool):
            homes.add(None)
        found = {tuple([far & row for far in self.beyond[home]]) for home in homes}
        return found.pop() if len(found) == 1 else None

    def possible_homes(self, pool: Pool) -> int:
        """Return the homes of which a cover has one, if any: those that are asked for, where some are."""
        found = self.homes & sum([1 << index for index in pool.fixed]) or self.homes & pool.row
        for asked in pool.asked:
            found = found if asked & ~self.homes else found & asked
        return found

    def may_lack_a_home(self, pool: Pool) -> bool:
        """Return whether a cover may have no home."""
        at_home = any(self.homes >> index & 1 for index in pool.fixed)
        asked = any(not row & ~self.homes for row in pool.asked)
        return not (at_home or asked) and pool.closable([one for one in pool.bundles if not one.row & self.homes])


class Whole:
    """Anything else that is read of the whole."""

    def narrow(self, pool: Pool) -> Narrowed:
        """Nothing can be said before every placement that is as good by the criteria before has been tried."""
        return None


def _has_one(pool: Pool, row: int) -> bool:
    """Return whether every cover has one of some options."""
    return any(not asked & ~row for asked in pool.asked)
