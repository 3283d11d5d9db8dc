"""What conditions make of a number as it rises: where two take turns, where both hold, where neither does.

Exact: of each number those values are gone through that the conditions tell apart, beside every combination of what else they read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from visit.rules.findings.possibility import Assigned, Possibility, give_up
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.types import NUMBER
from visit.rules.language.values import Value

MOST_COMBINATIONS = 400
"""Beside so many combinations of other facts a number is followed; where there are more, nothing is told."""
BandNumber: TypeAlias = int | Decimal
_Settled: TypeAlias = tuple[tuple[bool, ...], ...]
"""Of the first conditions, whether each holds at each number."""


@dataclass(frozen=True, slots=True, eq=False)
class Rising:
    """One number that rises, beside values of all else.

    Attributes:
        fact: What rises.
        values: Its values, the lowest first.
        beside: The values of what else is read.
        held: For each of its values, which conditions hold, by their places.
    """

    fact: str
    values: tuple[BandNumber, ...]
    beside: Mapping[str, Value]
    held: tuple[frozenset[int], ...]


def rising(guideline: Guideline, conditions: Sequence[Condition]) -> Iterator[Rising]:
    """Yield for each number that conditions read how they change as it rises."""
    space = Possibility(guideline, conditions)
    for fact in sorted(space.domains):
        yield from _rising(space, conditions, fact, changing=1)


def in_turn(space: Possibility, conditions: Sequence[Condition], fact: str) -> Iterator[Rising]:
    """Yield how several conditions change as one number rises, beside what makes two of them change with it.

    Args:
        space: Over the values that these conditions tell apart, and perhaps others.
        conditions: Those that change.
        fact: The number.
    """
    if fact in space.domains:
        yield from _rising(space, conditions, fact, changing=2)


def _rising(space: Possibility, conditions: Sequence[Condition], fact: str, *, changing: int) -> Iterator[Rising]:
    type = space.guideline.types.get(fact, NUMBER if "(" in fact else None)
    if type is None or type.kind != "number" or type.unit == "step":
        return
    numbers = tuple(one for one in space.domains[fact] if isinstance(one, int | Decimal))
    if len(numbers) < 3:
        return
    found: list[Rising] = []
    open_choices: list[tuple[Assigned, _Settled]] = [({}, ())]
    while open_choices:
        beside, settled = open_choices.pop()
        while len(settled) < len(conditions):
            truths = _truths(space, conditions[len(settled)], beside, fact, numbers)
            if isinstance(truths, str):
                open_choices += ((one, settled) for one in reversed(space.further(beside, truths)))
                break
            settled = (*settled, truths)
            if len(conditions) - sum(len({*one}) == 1 for one in settled) < changing:
                break
        else:
            held = (frozenset(place for place, one in enumerate(settled) if one[at]) for at in range(len(numbers)))
            found.append(Rising(fact, numbers, beside, tuple(held)))
        if len(open_choices) + len(found) > MOST_COMBINATIONS:
            give_up(space.guideline, conditions)
            return
    yield from found


def _truths(
    space: Possibility, condition: Condition, beside: Assigned, fact: str, numbers: Sequence[BandNumber]
) -> tuple[bool, ...] | str:
    """Return whether a condition holds at each number; where that is open, the first name to choose."""
    found = []
    for number in numbers:
        asked: list[str] = []
        truth = space.truth(condition, {**beside, fact: number}, asked)
        if truth is None:
            return asked[0]
        found.append(truth is True)
    return tuple(found)


def doubles(one: Rising) -> Iterator[tuple[int, int, int]]:
    """Yield two conditions that take turns and both hold at one value alone: their places, and the value's."""
    for at in range(1, len(one.values) - 1):
        before, here, after = one.held[at - 1 : at + 2]
        for first in sorted((before & here) - after):
            yield from ((first, second, at) for second in sorted((here & after) - before))


def gaps_between(one: Rising) -> Iterator[tuple[int, int, int, int]]:
    """Yield two conditions that take turns with nothing between: their places, and the first and last value of what is between."""
    at = 1
    while at < len(one.values):
        if one.held[at] or not one.held[at - 1]:
            at += 1
            continue
        end = at
        while end < len(one.values) and not one.held[end]:
            end += 1
        if end < len(one.values):
            first = sorted(one.held[at - 1] - one.held[end])
            second = sorted(one.held[end] - one.held[at - 1])
            if first and second:
                yield first[0], second[0], at, end - 1
        at = end


def is_narrow(one: Rising, first: int, last: int) -> bool:
    """Return whether so little lies between that it can only be forgotten."""
    return first == last
