"""Values of the condition language, and its three-valued logic.

A value is known, `UNKNOWN`, or `Possible`: one of a few results, not yet decided. Collections know how much of them is
recorded. Everything here is pure arithmetic on values; names, types and guidelines live elsewhere.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeAlias


class Unknown(enum.Enum):
    """The fact is not recorded. Never false, never zero."""

    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # there is one; Enum's own asks for its name each time

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN = Unknown.UNKNOWN

Truth: TypeAlias = bool | Unknown
"""Kleene's three values."""

POSSIBLE_LIMIT = 64
"""More results than this and a value is simply unknown."""


_ANY_NUMBER = POSSIBLE_LIMIT - 1
"""How many more members a set that is not complete may have: as many as a count can still tell apart."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One of a few results: at least two, none excluded yet."""

    values: frozenset[Scalar]


@dataclass(frozen=True, slots=True)
class AtMost(Possible):
    """An amount of which only the most that it can be is known: anything from 0 to that."""

    @property
    def most(self) -> Quantity:
        """The most that it can be."""
        return max(one for one in self.values if isinstance(one, int | Decimal | Fraction))


@dataclass(frozen=True, slots=True)
class Between(Possible):
    """A number of which only the least and the most that it can be are known: it may be either, or anything between them."""

    @property
    def bounds(self) -> tuple[Quantity, Quantity]:
        """The least and the most that it can be."""
        numbers = [one for one in self.values if isinstance(one, int | Decimal | Fraction)]
        return min(numbers), max(numbers)


@dataclass(frozen=True, slots=True)
class Members:
    """A set of codes or texts; `complete` is false when more may belong to it."""

    values: frozenset[str]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """Help that was tried: under which provision, where and when, and how it went (a code of `tried_result`)."""

    provision: str
    offer: str | None
    start: date | None
    until: date | None
    result: str


@dataclass(frozen=True, slots=True)
class Trials(Members):
    """The provisions under which help was tried, with every trial, the earliest first; what is left out is undated."""

    each: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """Numbers per key of a vocabulary, such as functioning per sub-theme; `open_keys` are not recorded."""

    values: Mapping[str, int | Decimal]
    open_keys: int = 0
    lowest: int = 0
    highest: int | None = None

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.values.items())), self.open_keys))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many conditions of a collection are true, false and unknown."""

    true: int
    false: int
    unknown: int


Quantity: TypeAlias = int | Decimal | Fraction
"""What is written is a whole number or a decimal; what is divided is a fraction, where it is not whole."""

Scalar: TypeAlias = bool | Quantity | str | date
Value: TypeAlias = Scalar | Unknown | Possible | Members | Levels | Tally


def possible(results: Iterable[Value]) -> Value:
    """Return the one result, the few, or UNKNOWN when one of them is unknown or they are too many.

    Where one of them is a number between two bounds, so is what they have in common: from the least of all to the most.
    """
    found: set[Scalar] = set()
    bounded = False
    for result in results:
        if isinstance(result, Possible):
            bounded |= isinstance(result, Between)
            found |= result.values
        elif isinstance(result, bool | int | Decimal | Fraction | str | date):
            found.add(result)
        else:
            return UNKNOWN
    if len(found) == 1:
        return found.pop()
    if bounded:
        return between(one for one in found if isinstance(one, int | Decimal | Fraction))
    return Possible(frozenset(found)) if 0 < len(found) <= POSSIBLE_LIMIT else UNKNOWN


def between(numbers: Iterable[Quantity]) -> Value:
    """Return what is known of a number that may be some, and anything between them."""
    found = sorted(numbers)
    return found[0] if found[0] == found[-1] else Between(frozenset((found[0], found[-1])))


def reach_of(value: Possible) -> tuple[date, date] | None:
    """Return the first and the last of possible dates: they stand for a reach of which only bounds are listed."""
    days = [one for one in value.values if isinstance(one, date)]
    return (min(days), max(days)) if days else None


def alternatives(value: Value) -> tuple[Scalar, ...] | None:
    """Return every result a scalar may still have, or None when that cannot be listed."""
    if isinstance(value, Possible):
        return tuple(value.values)
    if isinstance(value, bool | int | Decimal | Fraction | str | date):
        return (value,)
    return None


Amount: TypeAlias = Quantity | AtMost
"""What is known of an amount: how much it is, or the most that it can be."""


def at_most(most: Quantity) -> Amount:
    """Return an amount of which only the most is known."""
    return AtMost(frozenset((0, most))) if most else 0


def most_of(amount: Amount) -> Quantity:
    """Return the most that an amount can be."""
    return amount.most if isinstance(amount, AtMost) else amount


def exactly(number: Fraction) -> Quantity:
    """Return a fraction as a whole number where it is one."""
    return number.numerator if number.denominator == 1 else number


def percent_of(amount: Amount, whole: Amount) -> Amount | Unknown:
    """Return an amount in percent of another, exactly; unknown of nothing, and of what is only known to be at most so much."""
    if isinstance(whole, AtMost) or not whole:
        return UNKNOWN
    found = exactly(Fraction(most_of(amount)) * 100 / Fraction(whole))
    return at_most(found) if isinstance(amount, AtMost) else found


def lift(operation: Callable[..., Scalar], *operands: Value) -> Value:
    """Apply `operation` to known scalars, to every combination of possible ones, or give UNKNOWN.

    Of a number between two bounds only these are tried, so `operation` must never turn round while one of its operands grows.
    """
    choices = [alternatives(operand) for operand in operands]
    size = 1
    for choice in choices:
        if choice is None:
            return UNKNOWN
        size *= len(choice)
    if size > POSSIBLE_LIMIT:
        return UNKNOWN
    found = possible(operation(*combination) for combination in product(*(c or () for c in choices)))
    if isinstance(found, Possible) and any(isinstance(one, Between) for one in operands):
        numbers = [
            one for one in found.values if isinstance(one, int | Decimal | Fraction) and not isinstance(one, bool)
        ]
        return between(numbers) if numbers else found
    return found


def lift_truth(operation: Callable[..., bool], *operands: Value) -> Truth:
    """Apply a comparison: known when every combination of possible operands agrees."""
    result = lift(operation, *operands)
    return result if isinstance(result, bool) else UNKNOWN


CAUTIOUS = "known()"
"""A name that an environment may have: in it `known` of what is not known is unknown, not false."""


def is_known(value: Value) -> bool:
    """Return whether the fact is recorded. A set of possible results is not; a partly recorded collection is."""
    if isinstance(value, Members):
        return value.complete or bool(value.values)
    if isinstance(value, Levels):
        return bool(value.values) or value.open_keys == 0
    return value is not UNKNOWN and not isinstance(value, Possible)


def negate(value: Truth) -> Truth:
    """Kleene's not."""
    return value if value is UNKNOWN else not value


def every(values: Iterable[Truth]) -> Truth:
    """Kleene's and: false if one is false, else unknown if one is unknown."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def some(values: Iterable[Truth]) -> Truth:
    """Kleene's or: true if one is true, else unknown if one is unknown."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def tally(condition: Callable[[Scalar], bool], collection: Value) -> Tally | Unknown:
    """Ask `condition` of each recorded member; what may still belong to the collection is unknown."""
    if isinstance(collection, Levels):
        true = sum(1 for value in collection.values.values() if condition(value))
        return Tally(true, len(collection.values) - true, collection.open_keys)
    if isinstance(collection, Members):
        true = sum(1 for value in collection.values if condition(value))
        return Tally(true, len(collection.values) - true, 0 if collection.complete else _ANY_NUMBER)
    return UNKNOWN


def tally_both(test: Callable[[Scalar, Scalar], bool], levels: Value, others: Value) -> Tally | Unknown:
    """Compare levels with other levels of the same keys.

    Asked of each key of the first; what is not recorded of either is unknown. A key that the others surely lack is left out.
    """
    if not isinstance(levels, Levels):
        return UNKNOWN
    beside = others if isinstance(others, Levels) else Levels({}, POSSIBLE_LIMIT)
    found = [test(level, beside.values[key]) for key, level in levels.values.items() if key in beside.values]
    open_keys = levels.open_keys + (len(levels.values) - len(found) if beside.open_keys else 0)
    return Tally(sum(found), len(found) - sum(found), open_keys)


def tally_of(answers: Iterable[Truth]) -> Tally:
    """Return how many of some answers are yes, no and unknown."""
    found = list(answers)
    true, false = (sum(answer is wanted for answer in found) for wanted in (True, False))
    return Tally(true, false, len(found) - true - false)


def all_within(members: Value, others: Value, expanded: Callable[[frozenset[str]], frozenset[str]]) -> Truth:
    """Return whether each member of a set is one of another set, or below one. Of no members, yes.

    `expanded` gives some members with all that is below them.
    """
    here, there, wanted = _pair(members, others, expanded)
    if not here.values <= wanted:
        return False if there.complete else UNKNOWN
    return True if here.complete else UNKNOWN


def overlaps(members: Value, others: Value, expanded: Callable[[frozenset[str]], frozenset[str]]) -> Truth:
    """Return whether a member of a set is one of another set, or below one; `expanded`: see `all_within`."""
    here, there, wanted = _pair(members, others, expanded)
    if here.values & wanted:
        return True
    settled = (here.complete or (there.complete and not there.values)) and (
        there.complete or (here.complete and not here.values)
    )
    return False if settled else UNKNOWN


def _pair(
    members: Value, others: Value, expanded: Callable[[frozenset[str]], frozenset[str]]
) -> tuple[Members, Members, frozenset[str]]:
    """Return two sets, and the second with all that is below its members; one that is not recorded may have any."""
    here, there = (one if isinstance(one, Members) else Members(frozenset(), False) for one in (members, others))
    return here, there, expanded(there.values)


def of_keys(levels: Value, keys: frozenset[str]) -> Value:
    """Return the levels of some keys alone."""
    if not isinstance(levels, Levels):
        return UNKNOWN
    found = {key: level for key, level in levels.values.items() if key in keys}
    return Levels(found, len(keys) - len(found) if levels.open_keys else 0, levels.lowest, levels.highest)


def count(collection: Value) -> Value:
    """Return how many: of true conditions, of recorded levels, or of members; bounds where some are unknown."""
    if isinstance(collection, Tally):
        return possible(range(collection.true, collection.true + collection.unknown + 1))
    if isinstance(collection, Levels):
        return possible(range(len(collection.values), len(collection.values) + collection.open_keys + 1))
    if isinstance(collection, Members):
        return len(collection.values) if collection.complete else UNKNOWN
    return UNKNOWN


def any_of(collection: Value) -> Truth:
    """Return whether one condition of the collection is true."""
    if not isinstance(collection, Tally):
        return UNKNOWN
    return True if collection.true else UNKNOWN if collection.unknown else False


def all_of(collection: Value) -> Truth:
    """Return whether every condition of the collection is true; of none, yes."""
    if not isinstance(collection, Tally):
        return UNKNOWN
    return False if collection.false else UNKNOWN if collection.unknown else True


def sum_of(collection: Value) -> Value:
    """Return the sum of levels; where some are not recorded, what it is at least and at most."""
    if not isinstance(collection, Levels):
        return UNKNOWN
    recorded = sum(collection.values.values())
    if not collection.open_keys:
        return recorded
    if collection.highest is None:
        return UNKNOWN
    return between(recorded + collection.open_keys * level for level in (collection.lowest, collection.highest))


def greatest(collection: Value) -> Value:
    """Return the highest level; every level that an unrecorded one could still make the highest."""
    if not isinstance(collection, Levels) or not (collection.values or collection.open_keys):
        return UNKNOWN
    if not collection.open_keys:
        return max(collection.values.values())
    if collection.highest is None:
        return UNKNOWN
    floor = max(collection.values.values(), default=collection.lowest)
    return possible([floor, *range(int(floor) + 1, collection.highest + 1)])


def least(collection: Value) -> Value:
    """Return the lowest level; every level that an unrecorded one could still make the lowest."""
    if not isinstance(collection, Levels) or not (collection.values or collection.open_keys):
        return UNKNOWN
    if not collection.open_keys:
        return min(collection.values.values())
    if collection.highest is None:
        return UNKNOWN
    ceiling = min(collection.values.values(), default=collection.highest)
    return possible([*range(collection.lowest, int(ceiling)), ceiling])


def assessed(collection: Value) -> Value:
    """Return the collection as if what is recorded were all."""
    if isinstance(collection, Tally):
        return Tally(collection.true, collection.false, 0)
    if isinstance(collection, Levels):
        return Levels(collection.values, 0, collection.lowest, collection.highest)
    if isinstance(collection, Members):
        return Members(collection.values)
    return Members(frozenset()) if collection is UNKNOWN else collection


def includes(members: Value, wanted: frozenset[str]) -> Truth:
    """Return whether a set has one of the wanted members."""
    if not isinstance(members, Members):
        return UNKNOWN
    if members.values & wanted:
        return True
    return False if members.complete else UNKNOWN


def years_between(start: date, end: date) -> int:
    """Return whole years from `start` to `end`; somebody born on 29 February is a year older on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def months_between(start: date, end: date) -> int:
    """Return whole months from `start` to `end`."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def days_between(start: date, end: date) -> int:
    """Return the days from `start` to `end`."""
    return (end - start).days
