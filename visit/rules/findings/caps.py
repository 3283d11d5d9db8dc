"""How much of a need a must lets nobody have: the amount, and what else of the citizen it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from visit.rules.findings.joined_conditions import not_failed
from visit.rules.findings.possibility import Possibility
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Value

OfWhom: TypeAlias = tuple[str, str, Value]
"""A fact of the citizen, `<=`, `>=` or `==`, and a value."""
NEEDS = (
    "case.needs.hours_per_week", "case.needs.days_per_week", "case.needs.round_the_clock", "case.support_need", "case.functioning",
    "case.dimensions.",
)  # fmt: skip
"""How the facts begin that say how much a citizen needs: the more, the higher."""
MOST_WAYS = 200
"""In so many ways a rule is seen to fail before no cap is claimed."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A need, how much of it nobody is given, and of whom else that is so, as conditions; of everybody, where there are none."""

    need: str
    much: str
    beside: tuple[str, ...]


def cap_of(guideline: Guideline, rule: Rule, fixed: Mapping[str, Value]) -> Cap | None:
    """Return a need and how much of it rules every new offer out for a citizen who can have one with less."""
    value = not_failed(rule)
    space = Possibility(guideline, (value,), recorded=True)
    computed = [name for name in space.domains if name not in guideline.facts and any(need in name for need in NEEDS)]
    for need in sorted((*computed, *(name for name in rule.rests_on if name.startswith(NEEDS)))):
        every = space.domains.get(need, ())
        for low, high in pairwise(sorted(every) if every == (True, False) else every):
            for way in space.some_ways(value, False, {**fixed, need: high}, MOST_WAYS):
                citizen = {name: one for name, one in way.items() if _is_of_the_case(guideline, name)}
                more, less = {**fixed, **citizen, need: high}, {**fixed, **citizen, need: low}
                if not space.can_be(value, more) and space.can_be(value, less):
                    beside = said_of_whom(space, value, more, [name for name in citizen if name != need])
                    return Cap(need, _as_written(high), tuple(map(_as_condition, beside)))
    return None


def _is_of_the_case(guideline: Guideline, name: str) -> bool:
    return name in guideline.facts and guideline.facts[name].side == "case"


def said_of_whom(
    space: Possibility, value: Condition, ruled_out: Mapping[str, Value], names: Sequence[str]
) -> Iterator[OfWhom]:
    """Yield each fact without which what is ruled out could be so, with the values of which that is true."""
    kept = dict(ruled_out)
    for name in names:
        without = {one: said for one, said in kept.items() if one != name}
        if not space.can_be(value, without):
            kept = without
    for name in names:
        if name in kept:
            every = space.domains.get(name, ())
            yield _in_short(name, kept[name], [not space.can_be(value, {**kept, name: one}) for one in every], every)


def _in_short(name: str, value: Value, is_out: Sequence[bool], every: Sequence[Value]) -> OfWhom:
    """Return of which values something is so: up to one number, from one on, else the one that was found."""
    if all(isinstance(one, int | Decimal) and not isinstance(one, bool) for one in every):
        turns = [place for place, (one, two) in enumerate(pairwise(is_out)) if one != two]
        if len(turns) == 1:
            (turn,) = turns
            return (name, "<=", every[turn]) if is_out[turn] else (name, ">=", every[turn + 1])
    return name, "==", value


def _as_condition(said: OfWhom) -> str:
    name, sign, value = said
    return f"{name} {sign} {_as_written(value)}"


def _as_written(value: Value) -> str:
    """Return a value as a condition writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
