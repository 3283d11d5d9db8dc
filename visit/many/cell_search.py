"""The first placement of a second pass, found over cells: the best covers by one criterion after the other, until one set is left.

A criterion is read when it is reached, so the later ones are read of few cases. What prices are compared with is looked for only
where a ratio of prices decides: not where what comes first without it costs no more than anything that is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from visit.many.cell_covers import CellCovers, Cover, TooManyCoversError, lowest_bit
from visit.many.narrowing import best_covers, is_one, least_value
from visit.ranking.criteria import Kind
from visit.ranking.keys import LAST, is_step
from visit.ranking.ordering import Order
from visit.ranking.regions import SearchSpace
from visit.ranking.values import Category
from visit.rules.deciding.option_sets import bits
from visit.rules.guideline.values import Preference


class OrderedPass(Protocol):
    """What the search asks of the second pass of a case; see `SecondPass`."""

    rights: tuple[Preference, ...]
    preferences: tuple[Preference, ...]

    @property
    def is_foreseen(self) -> bool: ...

    @property
    def space(self) -> SearchSpace: ...

    def order(
        self, rights: tuple[Preference, ...], preferences: tuple[Preference, ...], *, has_reference: bool = True
    ) -> Order: ...

    def rests_on_reference(self, preference: Preference) -> bool: ...

    def is_constant(self, preference: Preference) -> bool: ...

    def is_ratio(self, preference: Preference) -> bool: ...


class CellSearch:
    """The search of one second pass.

    Attributes:
        order: The order, without what prices are compared with until that is asked for.
        has_reference: Whether it was.
    """

    def __init__(self, second: OrderedPass) -> None:
        if not second.is_foreseen:
            raise TooManyCoversError
        self.second, self.has_reference = second, False
        self.kinds: dict[tuple[Preference, bool], Kind] = {}
        self.order = second.order(second.rights, second.preferences, has_reference=False)

    def first_sets(self) -> Sequence[tuple[int, ...]]:
        """Return the first set of options, and another one where nothing but names sets the first before it.

        Raises:
            TooManyCoversError: That cannot be found over cells.
        """
        return two_by_id(self.foremost(self.covers.best()))

    def in_order(self) -> Iterator[tuple[int, ...]]:
        """Yield all sets, the first first.

        Raises:
            TooManyCoversError: That cannot be found over cells.
        """
        for covers in self.covers.by_category():
            left = covers
            while left:
                first = two_by_id(self.foremost(left))[0]
                yield first
                left = [rest for one in left for rest in one.without(first)]

    def foremost(self, covers: Sequence[Cover]) -> Sequence[Cover]:
        """Return what of some covers of one category comes first by all but names."""
        if covers and covers[0].category >= Category.UNDECIDED:
            for kind in self.order.undecided.kinds:
                covers = covers if is_one(covers) else best_covers(covers, kind)
        return self.settled(covers, self.order.preferences)

    @cached_property
    def covers(self) -> CellCovers:
        """What placements are, over cells."""
        return CellCovers(self.order.judged, self.second.space)

    def settled(self, covers: Sequence[Cover], preferences: Sequence[Preference]) -> Sequence[Cover]:
        """Return what of some covers is best by some preferences."""
        for place, preference in enumerate(preferences):
            if not covers or is_one(covers):
                break
            if self.asks_reference(preference):
                rest = preferences[place + 1 :]
                if self.second.is_ratio(preference) and not any(map(self.asks_reference, rest)):
                    found = self.settled(covers, rest)
                    if self.none_is_cheaper(found, covers):
                        return found
                self.order, self.has_reference = self.second.order(self.second.rights, self.second.preferences), True
            elif self.second.rests_on_reference(preference) and not self.has_reference:
                continue  # it gives all the same
            covers = best_covers(covers, self.kind(preference))
        return covers

    def asks_reference(self, preference: Preference) -> bool:
        """Return whether what a preference gives depends on what prices are compared with, which has not been looked for."""
        second = self.second
        return not self.has_reference and second.rests_on_reference(preference) and not second.is_constant(preference)

    def none_is_cheaper(self, some: Sequence[Cover], every: Sequence[Cover]) -> bool:
        """Return whether no set of all costs surely less than any of some; an unknown price comes last."""
        prices = self.order.whole.prices
        if prices.depend_on_others(self.order.judged.ranked):
            return False
        each = prices.scaled
        most = max([sum([max([each[index] for index in bits(row)]) for row in one.rows]) for one in some])
        return min(most, LAST) <= min(
            [sum([least_value(each.__getitem__, row)[0] for row in one.rows]) for one in every]
        )

    def kind(self, preference: Preference) -> Kind:
        """Return how a preference is settled, read once; see `Order.kind`."""
        key = (preference, self.has_reference)
        if key not in self.kinds:
            self.kinds[key] = self.read(preference)
        return self.kinds[key]

    def read(self, preference: Preference) -> Kind:
        if is_step(preference):
            return self.order.steps()
        if not preference.of_placement:
            return self.order.spread(preference)[1]
        kind = self.order.of_fact(preference) or self.order.of_price(preference)
        if kind is None:
            raise TooManyCoversError
        return kind


def two_by_id(covers: Sequence[Cover]) -> Sequence[tuple[int, ...]]:
    """Return the first set of some covers in the order of ids, and another where there is one."""
    firsts = {tuple(sorted([lowest_bit(row) for row in one.rows])) for one in covers}
    if len(firsts) == 1:
        for one in covers:
            for place, row in enumerate(one.rows):
                if next_row := row & (row - 1):
                    rows = [*one.rows[:place], next_row, *one.rows[place + 1 :]]
                    firsts.add(tuple(sorted([lowest_bit(each) for each in rows])))
    return sorted(firsts)[:2]
