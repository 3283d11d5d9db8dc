"""The order among what is undecided, and what comes after it: before rights and preferences, five criteria.

1. What is meant for a group comes after what is not, while nobody has recorded that the citizen is in it.
2. What can at best await somebody else's decision comes after what may be granted.
3. What the citizen wishes comes first.
4. What keeps more of the services that run now comes first.
5. Then the fewest facts that *offers* have to tell, part by part; what the citizen alone can tell is not counted.

What can be granted or awaits a decision has the key 0 for each of them; what is better than that has a lower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.ranking.criteria import Adds, Key, Kind, Most, Narrowed, Split
from visit.ranking.pool import Pool
from visit.ranking.standings import Judged
from visit.ranking.values import Category, Criterion
from visit.rules.deciding.option_sets import bits

GROUP, OTHERS, WISH, KEPT, UNKNOWN_FACTS = (
    "group-recorded", "no-other-decision", "wish-first", "kept-first", "fewest-unknown",
)  # fmt: skip
CRITERIA = (GROUP, OTHERS, WISH, KEPT, UNKNOWN_FACTS)
DECIDED: tuple[Key, ...] = ((0,),) * len(CRITERIA)
"""The keys of what is not undecided."""


@dataclass(frozen=True, slots=True, eq=False)
class FewestToTell:
    """How many facts offers have to tell, a dwelling to be found among them; what is met only perhaps counts one each."""

    doubts: Adds

    def narrow(self, pool: Pool) -> Narrowed:
        """Leave the covers of which least is unknown."""
        fixed = sum([self.doubts.values[index] for index in pool.fixed])
        amount, pool = pool.adding(pool.of_bundles(sum, self.doubts.values), count_perhaps=True)
        return (fixed + amount,), pool


@dataclass(frozen=True, slots=True, eq=False)
class HasOneOf:
    """Whether one of some options is a part, better so."""

    row: int

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        return (-any(self.row >> index & 1 for index in indexes),)

    def narrow(self, pool: Pool) -> Narrowed:
        """Ask for one of them."""
        if any(self.row >> index & 1 for index in pool.fixed):
            return (-1,), pool
        asked = pool.asking([bool(bundle.row & self.row) for bundle in pool.bundles])
        return ((0,), pool) if asked is None else ((-1,), asked)


@dataclass(frozen=True, slots=True, eq=False)
class MostKept:
    """How many of some options are parts, the more the better. They are few: each splits the pool in two."""

    row: int

    def key(self, indexes: Sequence[int]) -> Key:
        """Return the key of a set of options."""
        return (-sum([self.row >> index & 1 for index in indexes]),)

    def narrow(self, pool: Pool) -> Narrowed:
        """Count them where each is in every cover or in none; else split the pool by the first that is not."""
        present = {index for index in bits(self.row) if index in pool.fixed or 1 << index in pool.asked}
        for index in bits(self.row):
            if index not in present and any(bundle.row >> index & 1 for bundle in pool.bundles):
                return Split(1 << index)
        return (-len(present),), pool


class OrderOfUndecided:
    """The five criteria for one case and one pass.

    Args:
        judged: The standing of every option.
        wished: The options that the citizen wishes, as a row of bits.
    """

    def __init__(self, judged: Judged, wished: int) -> None:
        every, options = range(len(judged.standings)), judged.weighed.options
        self.of_group = Most([judged.of_group >> index & 1 for index in every])
        self.held = Most([judged.held >> index & 1 for index in every])
        self.wished = HasOneOf(wished)
        self.kept = MostKept(sum([1 << index for index in every if options[index].current is not None]))
        self.doubts = Adds(judged.doubts)

    def criteria(self, indexes: Sequence[int], category: Category, waiting: int) -> list[Criterion]:
        """Return the five with a set's keys; `waiting` says how many requirements it meets only if an offer says so."""
        keys = self.keys(indexes, waiting) if category >= Category.UNDECIDED else DECIDED
        return [Criterion(id, key) for id, key in zip(CRITERIA, keys, strict=True)]

    def keys(self, indexes: Sequence[int], waiting: int) -> tuple[Key, ...]:
        """Return a set's keys, whether it is undecided or not."""
        to_tell = waiting + sum([self.doubts.values[index] for index in indexes])
        by_parts = (self.of_group, self.held, self.wished, self.kept)
        return (*(kind.key(indexes) for kind in by_parts), (to_tell,))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How the search settles each of them."""
        return (self.of_group, self.held, self.wished, self.kept, FewestToTell(self.doubts))
