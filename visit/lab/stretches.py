"""Stretches of a number: between two of its values that are next to each other and occur, everything is answered alike.

A *cut* stands just before a value or just above it, so that a stretch may have its ends or not: `age < limit` turns just above the
age, and `age <= limit` just before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

_MOST_DECIMALS = 24
"""Numbers with more decimals are not tried: a stretch without any other is one number that nobody can write."""


class Cut(NamedTuple):
    """Where something may tip: from a value on, or only above it. Those of one value stand in this order."""

    value: Fraction
    is_above: bool = False

    def of_whole_numbers(self) -> Cut:
        """Return where it stands among whole numbers: before the first one behind it."""
        return Cut(Fraction(floor(self.value) + 1 if self.is_above else ceil(self.value)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """The values from one cut to the next."""

    start: Cut
    end: Cut

    def has(self, value: Decimal) -> bool:
        """Return whether a value is one of them."""
        return self.start <= Cut(Fraction(value)) and Cut(Fraction(value), True) <= self.end

    def within(self, other: Stretch) -> Stretch | None:
        """Return what of them is also in another stretch; None where there is nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Stretch(start, end) if start < end else None

    def parted(self, cuts: Iterable[Cut]) -> tuple[Stretch, ...]:
        """Return what lies between cuts, in order; cuts outside are left out."""
        inside = {one for one in cuts if self.start < one < self.end}
        return tuple(Stretch(*both) for both in pairwise(sorted({self.start, *inside, self.end})))

    def plainest(self) -> Decimal | None:
        """Return the first of them with as few decimals as any has; None where none can be written."""
        for places in range(_MOST_DECIMALS):
            unit = 10**places
            first = Cut(self.start.value * unit, self.start.is_above).of_whole_numbers().value
            found = Decimal(int(first)).scaleb(-places)
            if self.has(found):
                return found
        return None


def stretch_of(first: Decimal, last: Decimal) -> Stretch:
    """Return the values from one to another, both among them."""
    return Stretch(Cut(Fraction(first)), Cut(Fraction(last), True))


def around(value: Decimal) -> tuple[Cut, Cut]:
    """Return the cuts between which a value stands alone."""
    return Cut(Fraction(value)), Cut(Fraction(value), True)
