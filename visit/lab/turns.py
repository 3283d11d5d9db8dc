"""Where a comparison of two sides turns while a number grows: of two lines, and of a date that is so much later than another.

A line is given by what it is where the number is 0 and where it is 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from visit.lab.stretches import Cut
from visit.rules.language.conditions import ORDER
from visit.rules.language.periods import later
from visit.rules.language.values import Quantity

StraightLine: TypeAlias = tuple[Quantity, Quantity]
"""What a side is where the number is 0, and where it is 1."""
_ORDERS = {"==": ("<=", ">="), "!=": ("<=", ">=")}
"""The orders that turn where an equality does."""


class LaterDay(NamedTuple):
    """A date so many units of time after another, or before it; of an amount with decimals the whole part counts.

    Attributes:
        sign: 1 after, -1 before.
    """

    start: date
    amount: StraightLine
    unit: str
    sign: int


def number_turns(operator: str, left: StraightLine, right: StraightLine) -> Iterator[Cut]:
    """Yield where the comparison of two numbers turns: nowhere where they move alike, once for an order, twice for an equality."""
    at_0, at_1 = (Fraction(one) - Fraction(other) for one, other in zip(left, right, strict=True))
    slope = at_1 - at_0
    if not slope:
        return
    meeting, test = -at_0 / slope, ORDER[operator]
    before, at, behind = (test(difference, 0) for difference in (-slope, 0, slope))
    if before is not at:
        yield Cut(meeting)
    if at is not behind:
        yield Cut(meeting, True)


def day_turns(
    operator: str, day: LaterDay, other: date, within: tuple[Fraction, Fraction], *, is_left: bool
) -> Iterator[Cut]:
    """Yield where the comparison of a day that moves with the number turns.

    Args:
        operator: How they are compared.
        day: The day that moves.
        other: The day that it is held against.
        within: The least and the greatest number that is asked about.
        is_left: Whether the one that moves stands on the left.
    """
    at_0, at_1 = (Fraction(one) for one in day.amount)
    slope = at_1 - at_0
    if not slope:
        return
    amounts = _whole_amounts(at_0 + slope * one for one in within)

    def truth(order: str, amount: int) -> bool:
        moved = later(day.start, day.sign * amount, day.unit)
        return ORDER[order](moved, other) if is_left else ORDER[order](other, moved)

    for order in _ORDERS.get(operator, (operator,)):
        is_first = truth(order, amounts[0])
        place = bisect_left(amounts, True, key=lambda amount: truth(order, amount) is not is_first)
        if place < len(amounts):
            turn = amounts[place]
            # From this amount on; of one that is not above 0 the whole part is reached just above the one before.
            amount, is_above = (turn, False) if turn > 0 else (turn - 1, True)
            yield Cut((amount - at_0) / slope, is_above is (slope > 0))


def _whole_amounts(amounts: Iterable[Fraction]) -> range:
    whole = [int(one) for one in amounts]
    return range(min(whole), max(whole) + 1)
