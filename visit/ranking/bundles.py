"""What covers are made of: bundles that close bits, requirements that add up, and the count of the search's steps.

What is needed is a row of *bits*, one per requirement. A *bundle* is what is taken together (one option, or a home with the
parts beside it); to *close* a bit is to meet its requirement. A *cover* is a set of bundles that together close every bit,
with at most one home among them. Here all is small whole numbers.

Requirements that add up (hours) have a *counter* beside their bit, which bundles lower. Where a counter is at nought, the
bit is closed. A bundle may close a bit that it meets only perhaps, at an extra cost, where that is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple


class LimitReachedError(Exception):
    """The search has taken as many steps as it may."""


class NoCoverError(Exception):
    """There is no cover at all."""


class Meter:
    """Counts the steps of a search, bundles and cells looked at.

    It counts neither time nor memory, so that the answer is the same everywhere.
    """

    __slots__ = ("most", "steps")

    def __init__(self, most: int) -> None:
        self.most, self.steps = most, 0

    def count(self, steps: int) -> None:
        """Count some steps.

        Raises:
            LimitReachedError: They are more than there may be.
        """
        self.steps += steps
        if self.steps > self.most:
            raise LimitReachedError


class Bundle(NamedTuple):
    """What the search takes together: one option, or a home with the parts beside it.

    Attributes:
        parts: The options, by index.
        row: The same as a row of bits.
        sure: The bits that it surely meets in full.
        perhaps: Those that it meets in full at least perhaps.
        hours: How much it lowers each counter; empty where none.
        home: Whether it gives a home.
    """

    parts: tuple[int, ...]
    row: int
    sure: int
    perhaps: int
    hours: tuple[int, ...]
    home: bool


def joined(one: Bundle, other: Bundle) -> Bundle:
    """Return two bundles as one."""
    hours = tuple(map(add, one.hours, other.hours)) if one.hours and other.hours else one.hours or other.hours
    return Bundle(
        (*one.parts, *other.parts),
        one.row | other.row,
        one.sure | other.sure,
        one.perhaps | other.perhaps,
        hours,
        one.home or other.home,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Counter:
    """A requirement that adds up: its bit, and where its counters stand.

    One counts what is met at most, one what is met surely; where these are always the same it is one counter.
    """

    bit: int
    at_most: int
    surely: int


@dataclass(frozen=True, slots=True, eq=False)
class Needed:
    """What a cover has to meet.

    Attributes:
        bits: What must be closed.
        counters: Which of them add up.
        missing: How much each counter is from nought.
        home: Whether the cover may have a home.
        perhaps_cost: What it costs to close a bit with what is met only perhaps; None where that is not allowed.
    """

    bits: int
    counters: tuple[Counter, ...]
    missing: tuple[int, ...]
    home: bool
    perhaps_cost: int | None

    def after(self, bundle: Bundle) -> tuple[Needed, int]:
        """Return what a bundle leaves to be met, and which bits of that it meets perhaps."""
        sure, perhaps, missing = bundle.sure, bundle.perhaps, self.missing
        if bundle.hours:
            missing = lowered(missing, bundle.hours)
        for counter in self.counters:
            if not missing[counter.at_most]:
                perhaps |= counter.bit
            if not missing[counter.surely]:
                sure |= counter.bit
        home = self.home and not bundle.home
        bits = self.bits & ~sure
        return Needed(bits, self.counters, missing, home, self.perhaps_cost), (
            0 if self.perhaps_cost is None else perhaps & bits
        )

    @property
    def most_parts(self) -> int:
        """How many bundles a cover without a superfluous one has at most."""
        return self.bits.bit_count() + sum(self.missing)


def lowered(missing: Sequence[int], hours: Sequence[int]) -> tuple[int, ...]:
    """Return what is missing of each counter after a bundle."""
    return tuple([max(0, one - less) for one, less in zip(missing, hours, strict=True)])


def closings(sure: int, perhaps: int, perhaps_cost: int | None) -> Iterator[tuple[int, int]]:
    """Yield every set of bits that a bundle may close, with what it costs to close those that it meets only perhaps.

    Where that costs nothing, closing all of them is as good as closing fewer.
    """
    if not perhaps_cost:
        yield (sure if perhaps_cost is None else sure | perhaps), 0
        return
    doubtful = perhaps & ~sure
    subset = doubtful
    while True:
        yield sure | subset, perhaps_cost * subset.bit_count()
        if not subset:
            return
        subset = (subset - 1) & doubtful
