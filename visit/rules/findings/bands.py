"""What conditions make of a number as it rises: where two take turns, where both hold, where neither does.

Exact: of each number those values are gone through that the conditions tell apart, beside every combination of what else they read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from visit.rules.findings.constraints import goes_together
from visit.rules.findings.possibility import Possibility
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.types import NUMBER
from visit.rules.language.values import Value

MOST_COMBINATIONS = 400
"""Beside so many combinations of other facts a number is followed; where there are more, nothing is told."""
BandNumber: TypeAlias = int | Decimal


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
    """Yield for each number that several conditions read how they change as it rises."""
    space = Possibility(guideline, conditions)
    for fact in sorted(space.domains):
        type = guideline.types.get(fact, NUMBER if "(" in fact else None)
        if type is None or type.kind != "number" or type.unit == "step":
            continue
        numbers = tuple(one for one in space.domains[fact] if isinstance(one, int | Decimal))
        others = {name: values for name, values in space.domains.items() if name != fact}
        others |= dict.fromkeys(sorted(space.free), (False, True))
        count = 1
        for values in others.values():
            count *= len(values)
        if len(numbers) < 3 or count > MOST_COMBINATIONS:
            continue
        for chosen in product(*others.values()):
            beside = dict(zip(others, chosen, strict=True))
            if not all(goes_together(name, beside) for name in beside):
                continue
            held = [
                frozenset(n for n, one in enumerate(conditions) if space.holds(one, {**beside, fact: value}))
                for value in numbers
            ]
            yield Rising(fact, numbers, beside, tuple(held))


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
