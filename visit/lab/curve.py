"""What a number of a guideline does at many values, over many cases: how many move, and where something tips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from visit.lab.answers import CaseAnswer
from visit.lab.movements import Movement, movement
from visit.lab.said import PERHAPS, TWO_PEOPLE
from visit.lab.stretches import Cut, Stretch, stretch_of
from visit.lab.totals import FOLLOWING
from visit.rules.guideline.values import Guideline


class Tip(NamedTuple):
    """Where something tips.

    Attributes:
        before, value: Two numbers next to each other, as they are written: it tips behind the first, and not behind the second.
        at: Where exactly; None where it is only known to be between the two.
        is_above: Whether it has not tipped yet at that number, and has just above it.
    """

    before: Decimal
    value: Decimal
    at: Fraction | None = None
    is_above: bool = False

    @property
    def in_order(self) -> tuple[Decimal, Fraction, bool]:
        """What puts several in order."""
        return self.before, Fraction(self.value) if self.at is None else self.at, self.is_above


@dataclass(slots=True, eq=False)
class SweptValue:
    """What one value does.

    Attributes:
        moved, lower, higher: How many get another first solution than today, of these on a lower and on a higher step.
        tips: How many get another first solution than with the value before it.
        follows: Of those whose first solution is the same as today, how many get other approvals, notices, deadlines, follow-up or
            grants.
        follows_perhaps: Of these, for how many only what may follow is another, and nothing that surely does.
    """

    value: Decimal
    is_today: bool = False
    moved: int = 0
    lower: int = 0
    higher: int = 0
    tips: int = 0
    follows: int = 0
    follows_perhaps: int = 0

    @property
    def follows_surely(self) -> int:
        """Of how many something that surely follows is another."""
        return self.follows - self.follows_perhaps


class MovedCounts(NamedTuple):
    """Of how many the first solution is another than today, and of these how many are on a lower and on a higher step."""

    all: int = 0
    lower: int = 0
    higher: int = 0

    def plus(self, other: MovedCounts, sign: int = 1) -> MovedCounts:
        """Return the counts with others added to them, or with `sign` -1 taken away."""
        return MovedCounts(*(one + sign * more for one, more in zip(self, other, strict=True)))


@dataclass(slots=True, eq=False)
class Sweep:
    """A number at many values, over many cases.

    Attributes:
        tips: For how many cases the first solution tips, by where it does.
        what_follows_tips: The same of what follows from it, while it stays.
        perhaps_follows_tips: Of these, for how many only what may follow does.
        today: Its value now; several where the guideline has others on other days.
        tried: For how many cases it is not known which values can tip: these were tried at each value, and are tips between two.
        followed_at: For how many cases this is so of what follows: it was asked for at each value alone.
        between: Of how many the first solution is another one somewhere between two of the values, and at none of them.
        unproved: Of how many the first solution is not proved to come first, today or at another value; those of whom it is not
            today are asked at no other, and nothing is known of them.
        is_placing: Whether something that a placement depends on reads it.
        is_followed: Whether what follows from a placement reads it.
        turns: How many more move from a place on, or fewer, of the cases that were not tried.
    """

    name: str
    values: tuple[SweptValue, ...]
    today: tuple[Decimal, ...] = ()
    cases: int = 0
    unread: int = 0
    others: int = 0
    tips: Counter[Tip] = field(default_factory=Counter)
    what_follows_tips: Counter[Tip] = field(default_factory=Counter)
    perhaps_follows_tips: Counter[Tip] = field(default_factory=Counter)
    tried: int = 0
    followed_at: int = 0
    between: int = 0
    guidelines: Mapping[str, Guideline] = field(default_factory=dict)
    unproved: int = 0
    is_placing: bool = True
    is_followed: bool = False
    turns: dict[Cut, MovedCounts] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The first and the last value."""
        return self.values[0].value, self.values[-1].value

    def intervals(self) -> Iterator[tuple[Stretch, MovedCounts]]:
        """Yield the stretches within which nobody's first solution tips, with how many are moved there: all of the curve.

        Of the cases that were tried at each value alone nothing is among it.
        """
        whole = stretch_of(*self.ends)
        moved = MovedCounts()
        for stretch in whole.parted(cut for cut, more in self.turns.items() if any(more)):
            moved = moved.plus(self.turns.get(stretch.start, MovedCounts()))
            yield stretch, moved


def moves(old: CaseAnswer, new: CaseAnswer) -> MovedCounts:
    """Return one case as those that move are counted."""
    how = movement(old, new)
    return MovedCounts(how is not Movement.UNCHANGED, how is Movement.LOWER, how is Movement.HIGHER)


def what_follows_of(answer: CaseAnswer) -> tuple[frozenset[str], ...]:
    """Return the approvals, notices, deadlines, follow-up and grants of an answer."""
    return tuple(getattr(answer, section) for section in (*FOLLOWING, TWO_PEOPLE))


def surely_follows_of(answer: CaseAnswer) -> tuple[frozenset[str], ...]:
    """Return of these what surely follows."""
    return tuple(frozenset(one for one in said if not one.endswith(PERHAPS)) for said in what_follows_of(answer))


def finest_step(*values: Decimal) -> Decimal:
    """Return the step between numbers that are written with as many decimals as these."""
    places = max(-int(exponent) for one in values if isinstance(exponent := one.normalize().as_tuple().exponent, int))
    return Decimal(1).scaleb(-max(0, places))


def tip_at(cut: Cut, finest: Decimal) -> Tip:
    """Return where something tips, between two numbers that are written with so many decimals."""
    step = Fraction(finest)
    count = int(Cut(cut.value / step, cut.is_above).of_whole_numbers().value)
    return Tip((count - 1) * finest, count * finest, cut.value, cut.is_above)


def tipping(tips: Counter[Tip]) -> list[tuple[Tip, int]]:
    """Return where something tips, in order, and for how many cases."""
    return sorted(tips.items(), key=lambda one: one[0].in_order)
