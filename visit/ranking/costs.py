"""What placements cost a day: the prices of their parts, added up, and in percent of another.

A home of one's own costs the municipality nothing. Where a service costs something else beside another one of its offer, the whole
says which price holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm

from visit.catalogue import Option
from visit.ranking.keys import LAST
from visit.ranking.option_kinds import is_of_stay, is_ordinary_home, is_paired
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.option_sets import bits, union
from visit.rules.facts.prices import amount_of, price_of
from visit.rules.language.values import (
    UNKNOWN,
    Amount,
    AtMost,
    Unknown,
    Value,
    at_most,
    exactly,
    most_of,
    percent_of,
)


class PricesOfParts:
    """What each option costs by itself, beside others, and together."""

    def __init__(self, options: Sequence[Option], columns: Columns) -> None:
        self.options, self.columns = options, columns

    @cached_property
    def distinct(self) -> Sequence[tuple[Amount, int]]:
        """The prices that are known, each with the options that cost so much as a row of bits."""
        column = self.columns.column("option.price_dkk_per_day")
        found: list[tuple[Amount, int]] = [
            (value, row) for value, row in column if isinstance(value, int | Fraction | AtMost)
        ]
        homes = self.columns.option_set.of_kind(is_ordinary_home) & ~union(row for _value, row in found)
        return [*found, (0, homes)]

    @cached_property
    def each(self) -> Sequence[Amount | Unknown]:
        """The price of every option."""
        found: list[Amount | Unknown] = [UNKNOWN] * len(self.options)
        for value, row in self.distinct:
            for index in bits(row):
                found[index] = value
        return found

    def together(self, indexes: Sequence[int], *, of_stay_alone: bool) -> Amount | Unknown:
        """Return what some options cost together, or the stay among them; unknown where the price of one is."""
        chosen = [index for index in indexes if not of_stay_alone or is_of_stay(self.options[index])]
        return added_up([self.beside(index, indexes) for index in chosen])

    def beside(self, index: int, others: Sequence[int]) -> Amount | Unknown:
        """Return what an option costs beside others."""
        if not self.paired >> index & 1:
            return self.each[index]
        option = self.options[index]
        same = frozenset(
            self.options[one].provision.id for one in others if one != index and self.options[one].offer is option.offer
        )
        return amount_of(price_of(option, self.columns.side.circumstances, beside=same))

    @cached_property
    def paired(self) -> int:
        """The options that cost something else beside another one of their offer."""
        return self.columns.option_set.of_kind(is_paired)

    def depend_on_others(self, among: int) -> bool:
        """Return whether one of some options costs something else beside another one of them."""
        if not among & self.paired:
            return False
        given = {(self.options[one].offer.id, self.options[one].provision.id) for one in bits(among)}
        beside = [(self.options[one].offer.id, self.options[one].price) for one in bits(among & self.paired)]
        return any(
            (offer, one) in given for offer, price in beside if price is not None for one, _basic in price.beside
        )

    @cached_property
    def bounded(self) -> int:
        """The options of which only the most that they cost is known."""
        return union(row for price, row in self.distinct if isinstance(price, AtMost))

    @cached_property
    def scale(self) -> int:
        """What makes every price a whole number."""
        return lcm(*(Fraction(most_of(price)).denominator for price, row in self.distinct if row))

    @cached_property
    def scaled(self) -> Sequence[int]:
        """The most that every option costs, as whole numbers; `LAST` where it is not known."""
        found = [LAST] * len(self.options)
        for price, row in self.distinct:
            amount = int(most_of(price) * self.scale)
            for index in bits(row):
                found[index] = amount
        return found

    @cached_property
    def scaled_of_stay(self) -> Sequence[int]:
        """The same of what every option adds to what a stay costs."""
        of_stay = self.columns.option_set.of_kind(is_of_stay)
        return [price if of_stay >> index & 1 else 0 for index, price in enumerate(self.scaled)]


def added_up(prices: Sequence[Amount | Unknown]) -> Amount | Unknown:
    """Return the sum of some prices; unknown where one is, and at most their sum where one is at most so much."""
    known = [one for one in prices if not isinstance(one, Unknown)]
    if len(known) < len(prices):
        return UNKNOWN
    total = exactly(sum((Fraction(most_of(one)) for one in known), Fraction(0)))
    return at_most(total) if any(isinstance(one, AtMost) for one in known) else total


def ratio(price: Value, reference: Value) -> Value:
    """Return a price in percent of a reference price; unknown where either is, or the reference is 0 or at most so much."""
    if isinstance(price, int | Fraction | AtMost) and isinstance(reference, int | Fraction | AtMost):
        return percent_of(price, reference)
    return UNKNOWN
