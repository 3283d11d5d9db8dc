"""A comparison of something of the case with something of the options, by the values of its two sides.

Numbers that are asked for their order are halved until the place is found where the truth changes, and a set on the left is asked
member by member.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from visit.many.codes import Codes
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.option_sets import bits
from visit.rules.language.conditions import ComparedSides, Condition
from visit.rules.language.values import Members, Value

_MOST_VALUES = 2_000
"""Of so many values of the case's side it is kept what a comparison gives."""


@dataclass(frozen=True, slots=True, eq=False)
class AtomSides:
    """A comparison of something of the case with something of the options."""

    compared: ComparedSides
    case_is_left: bool

    @property
    def of_case(self) -> Condition:
        """The side that reads the case alone."""
        return self.compared.left if self.case_is_left else self.compared.right

    @property
    def of_options(self) -> Condition:
        """The other side."""
        return self.compared.right if self.case_is_left else self.compared.left

    def rows(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        """Return for which options the comparison is true of a value of the case's side, and for which false."""
        if not self.compared.by_member:
            return self.asked(of_case, options)
        if self.case_is_left:
            return self.joined([options.member(one, self) for one in members(of_case)], options.all)
        return self.joined_by_option(of_case, options)

    def asked(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        test = self.compared.test
        if self.compared.orders and is_known_number(of_case):
            numbers, below = options.in_order
            rest = options.unordered
        else:
            numbers, below, rest = (), (0,), options.values

        def ask(value: Value) -> Value:
            return test(of_case, value) if self.case_is_left else test(value, of_case)

        true, false = true_and_false((ask(value), row) for value, row in rest)
        if numbers:
            first = ask(numbers[0])
            cut = bisect_left(numbers, True, key=lambda one: ask(one) is not first)
            same, other = below[cut], below[-1] ^ below[cut]
            true, false = (true | same, false | other) if first is True else (true | other, false | same)
        return true, false

    def joined(self, rows: Iterable[tuple[int, int]], every: int) -> tuple[int, int]:
        """Join what the members of the case's set give."""
        some, none = 0, every
        for true, false in rows:
            decides, leaves = (true, false) if self.compared.by_member == "or" else (false, true)
            some, none = some | decides, none & leaves
        return (some, none) if self.compared.by_member == "or" else (none, some)

    def joined_by_option(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        """Join what the members of each option's set give."""
        true = false = unknown = 0
        for one, row in options.by_member.items():
            truth = self.compared.test(one, of_case)
            if truth is True:
                true |= row
            elif truth is False:
                false |= row
            else:
                unknown |= row
        if self.compared.by_member == "or":
            return true, options.all & ~(true | unknown)
        return options.all & ~(false | unknown), false


class ValuesOfOptions:
    """What an expression gives for the options of the catalogue, and for which of these the comparison that it is a side of holds.

    Attributes:
        values: The distinct values, each with the options that have it.
    """

    def __init__(self, values: Sequence[tuple[Value, int]], every: int) -> None:
        self.values, self.all = values, every
        self._rows: Cache[tuple[int, int]] = Cache(_MOST_VALUES)
        self._members: dict[Value, tuple[int, int]] = {}

    def against(self, of_case: Value, sides: AtomSides) -> tuple[int, int]:
        """Return for which options a comparison is true of a value of the case's side, and for which false; asked once."""
        return self._rows.of((type(of_case), of_case), lambda: sides.rows(of_case, self))

    def member(self, one: Value, sides: AtomSides) -> tuple[int, int]:
        """Return the same of a member of a set."""
        if one not in self._members:
            self._members[one] = sides.asked(one, self)
        return self._members[one]

    @cached_property
    def of(self) -> Codes:
        """Which of the values each option has."""
        found = np.zeros(self.all.bit_length(), np.int64)
        for code, (_value, row) in enumerate(self.values):
            found[[*bits(row)]] = code
        return found

    @cached_property
    def in_order(self) -> tuple[Sequence[Value], Sequence[int]]:
        """The plain numbers in order, and for each place in it the options that have one before it."""
        rows = {value: row for value, row in self.values if is_known_number(value)}
        numbers = sorted(rows)  # type: ignore[type-var]
        below = [0]
        for one in numbers:
            below.append(below[-1] | rows[one])
        return numbers, below

    @cached_property
    def unordered(self) -> Sequence[tuple[Value, int]]:
        """All other values."""
        return tuple([(value, row) for value, row in self.values if not is_known_number(value)])

    @cached_property
    def by_member(self) -> dict[Value, int]:
        """The members of the options' sets, each with the options that have it."""
        found: dict[Value, int] = {}
        for value, row in self.values:
            for one in members(value):
                found[one] = found.get(one, 0) | row
        return found


def is_known_number(value: Value) -> bool:
    """Return whether a value is one number, and known."""
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def members(value: Value) -> Sequence[Value]:
    """Return the sets of one member each that together are a set, an open empty one among them where more may belong to it."""
    if type(value) is not Members:
        return (value,)
    each: list[Value] = [Members(frozenset((one,))) for one in value.values]
    return each if value.complete else [*each, Members(frozenset(), False)]


def true_and_false(values: Iterable[tuple[Value, int]]) -> tuple[int, int]:
    """Return the options with true, and those with false, of some values with their options."""
    true = false = 0
    for value, row in values:
        if value is True:
            true |= row
        elif value is False:
            false |= row
    return true, false
