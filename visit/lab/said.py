"""What follows from a first placement, as an answer has it: each statement by its id, with its period, and whether only perhaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from visit.ranking.values import Ranking, Standing
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.grants import Granted, granted
from visit.rules.deciding.one_option import Outcome
from visit.rules.guideline.service_levels import stated_hours
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Guideline, Notice, what_follows_rests_on
from visit.rules.language.periods import Period

TWO_PEOPLE = "two_people"
"""The field of an answer that says of whom another than who decides approves."""
DECIDES_FIRST = "decides_first"
"""The section of an answer that says who decides first, and may say no."""
OF_ROLES = ("approvals", DECIDES_FIRST)
"""The sections that have roles, and not statements."""
BY, MEETS, COUNTED = "by ", "met by ", "from "
"""Before whose task a deadline is, what meets it, and what it is counted from."""
USUAL, MOST, WEEKS, FORM = "usual_hours", "most_hours", "weeks", "form"
"""What a service level says, each before its value."""
BESIDE_PERIODS = (BY, MEETS, COUNTED, *(f"{one} " for one in (USUAL, MOST, WEEKS, FORM)))
"""What each part of a form begins with that is no period."""
PERHAPS = "?"
"""Stands behind the id of what follows from an answer only perhaps."""
_WITH_HOLDS = (Standing.AWAITING, Standing.UNDECIDED)
"""How a placement stands in which a hold does not hold, or may not."""
_ORDERS_ACUTE = frozenset(("travel.home_km",))


def consequences_of(ranking: Ranking) -> Consequences:
    """Return what follows from a ranking, as far as a `CaseAnswer` has it."""
    return Consequences(Explanation(ranking, what_follows_rests_on(ranking.guideline) | _ORDERS_ACUTE))


def what_follows(consequences: Consequences, section: str, id: str = "") -> frozenset[str]:
    """Return what a section of the guideline says of the first placement, as a `CaseAnswer` has it; `id` names one notice."""
    first = consequences.ranking.first
    if section == "notices":
        return _said(consequences.notices(first, id), consequences.ranking.guideline)
    if section == "deadlines":
        return _said(consequences.deadlines(first), consequences.ranking.guideline)
    if first is None:
        return frozenset()
    if section == "approvals":
        return _approvals(consequences.needed_approvals(first))
    if section == TWO_PEOPLE:
        two = any(one.four_eyes for one in consequences.ranking.guideline.approvals)
        return _two_people(consequences.needed_approvals(first)) if two else frozenset()
    if section == "grants":
        return _grants(granted(consequences.explanation, first, consequences.ranking.as_of))
    if section == DECIDES_FIRST:
        return _decides_first(consequences.ranking)
    return _said(consequences.follow_up(first), consequences.ranking.guideline)


def _approvals(said: Iterable[Consequence]) -> frozenset[str]:
    """Return the roles that approve; who perhaps has to and surely has to besides, surely has to."""
    surely: set[str] = set()
    perhaps: set[str] = set()
    for one in said:
        if isinstance(one.statement, Approval):
            (surely if one.surely else perhaps).add(one.statement.by)
    return _roles(surely, perhaps)


def _roles(surely: Set[str], perhaps: Set[str]) -> frozenset[str]:
    return frozenset((*surely, *(f"{role}{PERHAPS}" for role in perhaps - surely)))


def _two_people(said: Iterable[Consequence]) -> frozenset[str]:
    """Return the roles of whom another than who decides approves, with `PERHAPS` behind those of whom that is only perhaps so."""
    two = [one for one in said if isinstance(one.statement, Approval) and one.statement.four_eyes]
    return _approvals(two)


def _decides_first(ranking: Ranking) -> frozenset[str]:
    """Return the roles for whom the first placement waits, of its parts and as a whole; perhaps, where a hold is not known."""
    first = ranking.first
    if first is None or first.standing not in _WITH_HOLDS:
        return frozenset()
    surely: set[str] = set()
    perhaps: set[str] = set()
    places = [ranking.index(part) for part in first.parts]
    of_whole = {rule.id: outcome for rule, outcome in first.failed}
    for rule in ranking.guideline.rules:
        if rule.strength == "hold" and rule.by is not None:
            rows = ranking.outcomes.get(rule.id)
            given = {rows.outcome(place) for place in places} if rows is not None else {of_whole.get(rule.id)}
            if Outcome.FAILS in given or (rule.awaits_unknown and Outcome.UNKNOWN in given):
                surely.add(rule.by)
            elif Outcome.UNKNOWN in given:
                perhaps.add(rule.by)
    return _roles(surely, perhaps)


def _grants(every: Iterable[Granted]) -> frozenset[str]:
    """Return for how long help is granted by which statement; what perhaps is of one part and surely of another surely is."""
    surely = {one.statement for one in every if one.surely}
    perhaps = {one.statement for one in every} - surely
    named = {one: f"{one.id} ({_written(one.lasts)})" for one in surely | perhaps}
    return frozenset((*(named[one] for one in surely), *(f"{named[one]}{PERHAPS}" for one in perhaps)))


def _said(said: Iterable[Consequence], guideline: Guideline) -> frozenset[str]:
    return frozenset(f"{_named(one.statement, guideline)}{'' if one.surely else PERHAPS}" for one in said)


def _named(statement: Approval | Notice | FollowUp | Deadline, guideline: Guideline) -> str:
    """Return a statement's id, with what else is compared of it: the same said in another way is no change."""
    form = form_followed(statement, guideline)
    return f"{statement.id} ({', '.join(form)})" if form else statement.id


def form_followed(statement: Approval | Notice | FollowUp | Deadline, guideline: Guideline) -> tuple[str, ...]:
    """Return what is compared of a statement that follows beside that it does, each as it stands behind its id.

    Of a follow-up its periods; of a deadline its period, whose task it is, what meets it and what it is counted from; of a
    service level, which is said as a notice, its hours, weeks and form.
    """
    if isinstance(statement, Deadline):
        row = guideline.record["sections"]["deadlines"][statement.id]
        assert isinstance(row, Mapping)
        counted = "".join(str(row["counted_from"]).split())
        by = () if statement.by is None else (f"{BY}{statement.by}",)
        return (_written(statement.period), *by, f"{MEETS}{statement.waits_for}", f"{COUNTED}{counted}")
    if isinstance(statement, FollowUp):
        every = () if statement.then_every is None else (f"every {_written(statement.then_every)}",)
        until = () if statement.ends_after is None else (f"until {_written(statement.ends_after)}",)
        return (_written(statement.after), *every, *until)
    level = guideline.record["sections"].get("service_levels", {}).get(statement.id)
    if not isinstance(statement, Notice) or not isinstance(level, Mapping):
        return ()
    numbers = {name: one.value for name, one in guideline.parameters.items()}
    hours = {field: stated_hours(level.get(field), numbers) for field in (USUAL, MOST)}
    stated = {**hours, **{field: level.get(field) for field in (WEEKS, FORM)}}
    return tuple(f"{field} {value}" for field, value in stated.items() if value is not None)


def _written(period: Period) -> str:
    amount, unit = period
    return f"{amount} {unit}"
