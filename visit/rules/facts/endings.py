"""What runs now and is in question: what would give less than it, and whether there is a ground for that.

An option gives *less* than what runs where it is a home on a lower step of the ladder of home life, where surely fewer hours are
assessed in its area than run there, or where it is agreed visits in place of staff that are surely tied. What is not known is never
less. The ground stands on the service that runs, or its offer has ended it, or the citizen has applied for the help. That the need
has changed is a ground unless what was measured shows no improvement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.catalogue import Option
from visit.reading.documents.case import Current
from visit.rules.facts.improvement import improvement
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import Provision, vocabulary

NEED_CHANGED = "need_changed"
_SUPPORT = frozenset(("support", "care"))


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs now and is in question.

    Attributes:
        areas: Those that its provision covers.
        home_step: Its step, where it gives a home.
        tied_staff: Whether its staff is surely tied.
        fewer_hours_in: The area, where surely fewer hours are assessed there than run.
        grounded: Whether a ground for giving less is recorded, or its offer has ended it.
        unmeasured: Whether the ground is that the need has changed, and nothing was measured that shows it.
        applied_for: The provisions under which less is what the citizen has applied for.
        hours_applied_for: Whether the citizen has applied for no more hours than are assessed.
    """

    areas: frozenset[str]
    home_step: int | None
    tied_staff: bool
    fewer_hours_in: str | None
    grounded: bool
    unmeasured: bool
    applied_for: frozenset[str]
    hours_applied_for: bool


@dataclass(frozen=True, slots=True)
class Instead:
    """What an option would give in place of what runs.

    Attributes:
        home_step: Its step, where it is a home that does not run now.
        by_the_hour_in: The areas in which its hours are granted one by one; none of a service that is kept.
        visits: Whether it is agreed visits, and runs not now.
    """

    provision: str
    home_step: int | None
    by_the_hour_in: frozenset[str]
    visits: bool


def running(case: Case, as_of: date, question: str) -> tuple[Running, ...]:
    """Return what runs now and of which this is asked (`review` or `ends`)."""
    rows = [row for row in case.citizen.current or () if row.question == question]
    applied = _applied_for(case, as_of) if rows else frozenset()
    return tuple(_running(row, case, as_of, applied) for row in rows)


def _running(row: Current, case: Case, as_of: date, applied: frozenset[str]) -> Running:
    provision = vocabulary().provisions[row.service]
    area = next(iter(provision.areas)) if len(provision.areas) == 1 else None
    return Running(
        areas=frozenset(provision.areas),
        home_step=home_step(provision) if "home" in provision.areas else None,
        tied_staff=_has_tied_staff(row, provision),
        fewer_hours_in=area if area and row.hours_per_week and _fewer_hours(case, area) else None,
        grounded=_has_ground(row, case, as_of) or _is_ended(case, as_of, row),
        unmeasured=row.ground == NEED_CHANGED and improvement(case, as_of) is UNKNOWN,
        applied_for=applied,
        hours_applied_for=area is not None and _hours_applied_for(case, as_of, area),
    )


def home_step(provision: Provision) -> int:
    """Return the step of a provision on the ladder of home life; 0 where it does not stand on it."""
    return max((step.number for step in provision.areas.values() if step.ladder == "home"), default=0)


def given_by(option: Option, home_step: int) -> Instead:
    """Return what an option would give in place of what runs; the step is that of the option itself."""
    by_the_hour = option.provision.hours == "granted" and not option.continues
    staff = option.service.staff if option.residents_only else option.staff
    return Instead(
        provision=option.provision.id,
        home_step=home_step if option.gives_home and option.current is None else None,
        by_the_hour_in=frozenset(option.areas) if by_the_hour else frozenset(),
        visits=staff == "agreed_visits" and option.current is None and not _SUPPORT.isdisjoint(option.areas),
    )


def gives_less(option: Instead, one: Running) -> bool:
    """Return whether an option gives less than something that runs."""
    return any(True for _applied in _less(option, one))


def lacks_ground(option: Instead, one: Running) -> bool:
    """Return whether an option gives less than something that runs, without a ground or an application for that."""
    return not one.grounded and not all(_less(option, one))


def is_left(one: Running, areas: frozenset[str]) -> bool:
    """Return whether help in some areas has nothing for those of something that runs, or no home for one that is given."""
    homeless = "home" in one.areas and "home" not in areas and "HOME" not in one.applied_for
    return homeless or one.areas.isdisjoint(areas)


def _less(option: Instead, one: Running) -> Iterator[bool]:
    """Yield each respect in which it gives less: whether the citizen has applied for that."""
    asked_for = option.provision in one.applied_for
    if None not in (option.home_step, one.home_step) and (option.home_step or 0) < (one.home_step or 0):
        yield asked_for
    if one.fewer_hours_in in option.by_the_hour_in:
        yield one.hours_applied_for
    if one.tied_staff and option.visits:
        yield asked_for


def _applied_for(case: Case, as_of: date) -> frozenset[str]:
    """The provisions that the citizen has applied for; the home, where it is help in an ordinary home."""
    expand, provisions = vocabulary().codes["provision"].expand, vocabulary().provisions
    applied = frozenset(id for row in case.applied_by(as_of) or () for id in expand(row.provision))
    at_home = any(provisions[id].in_own_home for id in applied)
    return applied | {"HOME", "TENANCY"} if at_home else applied


def _has_tied_staff(row: Current, provision: Provision) -> bool:
    """Whether its staff is tied: as the case says, else as is usual for its provision."""
    if row.staff is not None:
        order = vocabulary().codes["staff"]
        return order.position(row.staff) >= order.position("tied_part_of_day")
    return "tied_staff" in provision.usual


def _fewer_hours(case: Case, area: str) -> bool:
    """Whether fewer hours a week are assessed in an area than surely run in it."""
    assessed, provisions = (case.needs.hours_per_week or {}).get(area), vocabulary().provisions
    run = [
        row.hours_per_week or Decimal(0)
        for row in case.citizen.current or ()
        if set(provisions[row.service].areas) == {area}
    ]
    return assessed is not None and assessed < sum(run)


def _hours_applied_for(case: Case, as_of: date, area: str) -> bool:
    """Whether the citizen has applied for help in an area with no more hours than are assessed."""
    assessed, expand = (case.needs.hours_per_week or {}).get(area), vocabulary().codes["provision"].expand
    return assessed is not None and any(
        row.hours_per_week is not None
        and row.hours_per_week <= assessed
        and any(area in vocabulary().provisions[id].areas for id in expand(row.provision))
        for row in case.applied_by(as_of) or ()
    )


def _has_ground(row: Current, case: Case, as_of: date) -> bool:
    """Whether a ground is recorded; that the need has changed is none where what was measured shows no improvement."""
    return row.ground is not None and (row.ground != NEED_CHANGED or improvement(case, as_of) is not False)


def _is_ended(case: Case, as_of: date, row: Current) -> bool:
    """An offer that has ended the help leaves the municipality no choice: that is a ground."""
    said = [one for one in case.answers or () if one.offer == row.offer and (one.on is None or one.on <= as_of)]
    last = max((one.on or date.min for one in said), default=date.min)
    return any(one.answer == "terminated" for one in said if (one.on or date.min) == last)
