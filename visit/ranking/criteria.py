"""The criteria that compare placements by a value of each part, one class per kind: how the values combine.

- `Adds`: a whole number per part; the sum counts, and is unknown where one part's is.
- `Each`: the parts' values from the worst down. It adds too: what counts is how many parts have each value, the worst value first.
- `Steps`: the parts' steps, ladder by ladder.
- `Most`: the worst of the parts' values.
- `Some`: the best of the parts' values: one part is enough.

Lower is better, and `LAST` is unknown. `key` is what is compared; `narrow` leaves those covers of a pool that are best
by the criterion, and returns the key of these: so the search settles it. Of the whole: `whole_criteria`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from visit.ranking.bundles import NoCoverError
from visit.ranking.keys import LAST, total
from visit.ranking.pool import Pool

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
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
        known = pool.only([value != LAST for value in pool.of_bundles(total, self.values)])
        if known is None:
            return (LAST,), pool
        amount, pool = known.adding(known.of_bundles(total, self.values))
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
    for of_value, of_parts in zip(weights, lists, strict=True):
        found = [value for index in pool.fixed if (value := of_parts[index]) is not None]
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
        known = pool.only([value != LAST for value in pool.of_bundles(total, self.values)])
        if known is None:
            return (LAST,), pool
        best = min(fixed, default=LAST)
        values = known.of_bundles(_best, self.values)
        for threshold in sorted({value for value in values if value < best}):
            asked = known.asking([value <= threshold for value in values])
            if asked is not None:
                return (threshold,), asked
        return (best,), known


def _worst(values: list[int]) -> int:
    return max(values, default=-LAST)


def _best(values: list[int]) -> int:
    return min(values, default=2 * LAST)
