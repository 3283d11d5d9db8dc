"""For how long the help of a placement is granted: each part, by the shortest that the guideline says of it. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from visit.catalogue import Option
from visit.ranking.values import Placement
from visit.ranking.whole import granted_under
from visit.reasons.explanation import Explanation
from visit.rules.deciding.unknown import unknown_facts
from visit.rules.guideline.values import Grant
from visit.rules.language.values import UNKNOWN, Value


@dataclass(frozen=True, slots=True, eq=False)
class Granted:
    """A part that is granted for so long: surely, or perhaps with the facts that are missing; `until` is the day it ends on."""

    option: Option
    statement: Grant
    until: date
    surely: bool
    missing: tuple[str, ...]
    values: Mapping[str, Value]


def granted(explanation: Explanation, placement: Placement, decided: date) -> tuple[Granted, ...]:
    """Return until when each part is granted: the first day that surely ends it, and every earlier one that perhaps does.

    What is missing is found only where it is asked why (see `Explanation.among`).

    Args:
        explanation: Of the ranking.
        placement: A placement of it.
        decided: The day of the decision, from which it is counted.
    """
    found: list[Granted] = []
    for option in placement.parts if explanation.ranking.guideline.grants else ():
        if not option.is_ordinary_home:
            found += _shortest(_of(explanation, placement, option, decided))
    return tuple(sorted(found, key=lambda one: (one.until, one.option.id, one.statement.id)))


def _of(explanation: Explanation, placement: Placement, option: Option, decided: date) -> Iterable[Granted]:
    ranking = explanation.ranking
    under = granted_under(option, ranking.side)
    values = {
        **explanation.values(option), **ranking.comparative.values, **placement.facts, **explanation.behind(placement)
    }  # fmt: skip
    for one in ranking.guideline.grants:
        if one.provisions is not None and not one.provisions & under:
            continue
        truth = one.when.holds(values) if one.when.reads <= values.keys() else False
        if truth is not False:
            is_open = truth is not True and explanation.among is None
            missing = tuple(sorted(unknown_facts(one.when, ranking.guideline, values))) if is_open else ()
            yield Granted(option, one, one.until(decided), truth is not UNKNOWN, missing, values)


def _shortest(found: Iterable[Granted]) -> Iterable[Granted]:
    for one in sorted(found, key=lambda one: (one.until, not one.surely, one.statement.id)):
        yield one
        if one.surely:
            return
