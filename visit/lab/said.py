"""What follows from a first placement, as an answer has it: each statement by its id, with its period, and whether only perhaps."""

from __future__ import annotations

from collections.abc import Iterable

from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.grants import Granted, granted
from visit.rules.guideline.values import Approval, Deadline, FollowUp, what_follows_rests_on
from visit.rules.language.periods import Period

TWO_PEOPLE = "two_people"
"""The field of an answer that says of whom another than who decides approves."""
PERHAPS = "?"
"""Stands behind the id of what follows from an answer only perhaps."""
_ORDERS_ACUTE = frozenset(("travel.home_km",))


def consequences_of(ranking: Ranking) -> Consequences:
    """Return what follows from a ranking, as far as a `CaseAnswer` has it."""
    return Consequences(Explanation(ranking, what_follows_rests_on(ranking.guideline) | _ORDERS_ACUTE))


def what_follows(consequences: Consequences, section: str, id: str = "") -> frozenset[str]:
    """Return what a section of the guideline says of the first placement, as a `CaseAnswer` has it; `id` names one notice."""
    first = consequences.ranking.first
    if section == "notices":
        return _said(consequences.notices(first, id))
    if section == "deadlines":
        return _said(consequences.deadlines(first))
    if first is None:
        return frozenset()
    if section == "approvals":
        return _approvals(consequences.needed_approvals(first))
    if section == TWO_PEOPLE:
        two = any(one.four_eyes for one in consequences.ranking.guideline.approvals)
        return _two_people(consequences.needed_approvals(first)) if two else frozenset()
    if section == "grants":
        return _grants(granted(consequences.explanation, first, consequences.ranking.as_of))
    return _said(consequences.follow_up(first))


def _approvals(said: Iterable[Consequence]) -> frozenset[str]:
    """Return the roles that approve; who perhaps has to and surely has to besides, surely has to."""
    surely: set[str] = set()
    perhaps: set[str] = set()
    for one in said:
        if isinstance(one.statement, Approval):
            (surely if one.surely else perhaps).add(one.statement.by)
    return frozenset((*surely, *(f"{role}{PERHAPS}" for role in perhaps - surely)))


def _two_people(said: Iterable[Consequence]) -> frozenset[str]:
    """Return the roles of whom another than who decides approves, with `PERHAPS` behind those of whom that is only perhaps so."""
    two = [one for one in said if isinstance(one.statement, Approval) and one.statement.four_eyes]
    return _approvals(two)


def _grants(every: Iterable[Granted]) -> frozenset[str]:
    """Return for how long help is granted by which statement; what perhaps is of one part and surely of another surely is."""
    surely = {one.statement for one in every if one.surely}
    perhaps = {one.statement for one in every} - surely
    named = {one: f"{one.id} ({_written(one.lasts)})" for one in surely | perhaps}
    return frozenset((*(named[one] for one in surely), *(f"{named[one]}{PERHAPS}" for one in perhaps)))


def _said(said: Iterable[Consequence]) -> frozenset[str]:
    return frozenset(f"{_named(one)}{'' if one.surely else PERHAPS}" for one in said)


def _named(one: Consequence) -> str:
    """Return a statement's id, with its periods: the same day said in another way is no change, another period is one."""
    statement = one.statement
    if isinstance(statement, Deadline):
        return f"{statement.id} ({_written(statement.period)})"
    if isinstance(statement, FollowUp):
        periods = [_written(statement.after)]
        periods += [] if statement.then_every is None else [f"every {_written(statement.then_every)}"]
        periods += [] if statement.ends_after is None else [f"until {_written(statement.ends_after)}"]
        return f"{statement.id} ({', '.join(periods)})"
    return statement.id


def _written(period: Period) -> str:
    amount, unit = period
    return f"{amount} {unit}"
