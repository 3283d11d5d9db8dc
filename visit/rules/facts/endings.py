"""What runs now and is in question: what would give less than it, and whether there is a ground for that.

An option gives *less* than what runs where it is a home on a lower step of the ladder of home life, where surely fewer hours are
assessed in its areas than run there, or its own limit is lower, or where it is agreed visits in place of staff that are surely
tied. A placement gives less where it leaves an area that was surely served with nothing. What is not known is never less.

The ground stands on the service that runs, or its offer has ended it, or the citizen has applied for the help. That the need has
changed grounds only as much less as was measured (`improvement`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from visit.case import Case
from visit.catalogue import Option
from visit.reading.documents.case import Current
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.improvement import MORE_THAN_SLIGHT, improved_areas, improvement
from visit.rules.language.values import UNKNOWN
from visit.vocabulary import Provision, vocabulary

NEED_CHANGED = "need_changed"
_SUPPORT = frozenset(("support", "care"))
_STAY = 6
"""The step of home life from which a home is a stay."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """For how much less a ground is recorded.

    Attributes:
        lower_stay: Whether for a stay on a lower step.
        no_stay: Whether for a home on a lower step that is no stay, or for none.
        any_area: Whether for less in whatever area.
        areas: The areas for which it is, where it is not for any.
        unmeasured: Whether the ground is that the need has changed, and nothing was measured that shows it.
    """

    lower_stay: bool
    no_stay: bool
    any_area: bool
    areas: frozenset[str] = frozenset()
    unmeasured: bool = False

    def of(self, areas: Collection[str]) -> bool:
        """Return whether there is a ground for less in one of some areas."""
        return self.any_area or not self.areas.isdisjoint(areas)


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs now and is in question.

    Attributes:
        areas: Those that its provision covers.
        served: Those of them that it surely serves: something that it states or usually gives is of that area alone.
        home_step: Its step, where it gives a home.
        tied_staff: Whether its staff is surely tied.
        fewer_hours_in: Its areas, where surely fewer hours are assessed in them than run.
        hours: How many hours that are in question run in its areas; none where hours are assessed in one of them.
        grounds: For how much less a ground is recorded, or its offer has ended it.
        applied_for: The provisions under which less is what the citizen has applied for.
        applied_in: The areas of these.
        hours_applied_for: The fewest hours that the citizen has applied for in its areas.
        assessed: The hours that are assessed in its areas, where all of them are.
    """

    areas: frozenset[str]
    served: frozenset[str]
    home_step: int | None
    tied_staff: bool
    fewer_hours_in: frozenset[str]
    hours: Decimal | None
    grounds: Grounds
    applied_for: frozenset[str]
    applied_in: frozenset[str]
    hours_applied_for: Decimal | None
    assessed: Decimal | None


@dataclass(frozen=True, slots=True)
class Instead:
    """What an option would give in place of what runs.

    Attributes:
        home_step: Its step, where it is a home that does not run now.
        counted_in: The areas in which its hours are counted: granted one by one, or in an area where no help is granted so; none of
            a service that is kept, nor of a stay.
        hours_limit: How many hours a week it gives at most in these, where it says so and runs not now.
        visits: Whether it is agreed visits, and runs not now.
    """

    provision: str
    home_step: int | None
    counted_in: frozenset[str]
    hours_limit: Decimal | None
    visits: bool


def rests_on_a_change(case: Case) -> bool:
    """Return whether something in question gives way because the need has changed: a ground for as much as was measured."""
    return any(row.ground == NEED_CHANGED and row.question != "keep" for row in case.citizen.current or ())


def running(now: Circumstances, question: str) -> tuple[Running, ...]:
    """Return what runs now and of which this is asked (`review` or `ends`)."""
    case, as_of = now.case, now.as_of
    rows = [row for row in case.citizen.current or () if row.question == question]
    applied = _applied_for(case, as_of) if rows else frozenset()
    return tuple(_running(row, rows, now, applied) for row in rows)


def _running(row: Current, rows: Iterable[Current], now: Circumstances, applied: frozenset[str]) -> Running:
    case, as_of = now.case, now.as_of
    provision = vocabulary().provisions[row.service]
    areas = frozenset(provision.areas)
    helped = areas - {"home"}
    assessed, anything = _assessed(case, helped), not helped.isdisjoint(case.needs.hours_per_week or {})
    fewer = bool(row.hours_per_week) and assessed is not None and assessed < _hours(case.citizen.current or (), helped)
    return Running(
        areas=areas,
        served=_served(row, provision, now),
        home_step=home_step(provision) if "home" in areas else None,
        tied_staff=_has_tied_staff(row, provision),
        fewer_hours_in=helped if fewer else frozenset(),
        hours=None if anything else _hours(rows, helped),
        grounds=_grounds(row, case, as_of),
        applied_for=applied,
        applied_in=frozenset().union(*(vocabulary().provisions[id].areas for id in applied)),
        hours_applied_for=_hours_applied_for(case, as_of, helped),
        assessed=assessed,
    )


def home_step(provision: Provision) -> int:
    """Return the step of a provision on the ladder of home life; 0 where it does not stand on it."""
    return max((step.number for step in provision.areas.values() if step.ladder == "home"), default=0)


def given_by(option: Option, home_step: int) -> Instead:
    """Return what an option would give in place of what runs; the step is that of the option itself."""
    staff = option.service.staff if option.residents_only else option.staff
    return Instead(
        provision=option.provision.id,
        home_step=home_step if option.gives_home and option.current is None else None,
        counted_in=_counted_in(option),
        hours_limit=option.hours_limit if option.current is None else None,
        visits=staff == "agreed_visits" and option.current is None and not _SUPPORT.isdisjoint(option.areas),
    )


def gives_less(option: Instead, one: Running) -> bool:
    """Return whether an option gives less than something that runs."""
    return any(True for _applied in _less(option, one))


def lacks_ground(option: Instead, one: Running) -> bool:
    """Return whether an option gives less than something that runs, without a ground or an application for that."""
    return not all(_less(option, one))


def is_left(one: Running, areas: frozenset[str]) -> bool:
    """Return whether help in some areas leaves one that something serves with nothing, or gives no home for one that is given."""
    return any(True for _grounded in _left(one, areas))


def is_left_without_ground(one: Running, areas: frozenset[str]) -> bool:
    """Return whether help in some areas leaves something that runs with nothing, without a ground for that."""
    return not all(_left(one, areas))


def _left(one: Running, areas: frozenset[str]) -> Iterator[bool]:
    """Yield for each area that is left with nothing whether there is a ground, the home first.

    Who has applied for help in an ordinary home needs no other; who has applied for some of what runs, and not for the rest, has
    asked for less.
    """
    if "home" in one.areas and "home" not in areas and "HOME" not in one.applied_for:
        yield one.grounds.no_stay
    left = one.served - areas - {"home"}
    asked_for = frozenset() if one.applied_in.isdisjoint(one.areas) else left - one.applied_in
    for area in sorted(left - asked_for):
        yield one.grounds.of((area,))
    if one.areas.isdisjoint(areas) and not left:
        yield one.grounds.of(one.areas)


def _less(option: Instead, one: Running) -> Iterator[bool]:
    """Yield for each respect in which it gives less whether there is a ground, or the citizen has applied for that."""
    asked_for = option.provision in one.applied_for
    if None not in (option.home_step, one.home_step) and (option.home_step or 0) < (one.home_step or 0):
        is_stay = (option.home_step or 0) >= _STAY
        yield asked_for or (one.grounds.lower_stay if is_stay else one.grounds.no_stay)
    here = option.counted_in & (one.fewer_hours_in or one.areas)
    hours = one.assessed if one.fewer_hours_in else _fewer_by_its_limit(option, one)
    if here and hours is not None:
        asked_for_hours = one.hours_applied_for is not None and one.hours_applied_for <= hours
        yield asked_for_hours or one.grounds.of(one.fewer_hours_in or here)
    if one.tied_staff and option.visits:
        yield asked_for or one.grounds.of(_SUPPORT)


def _fewer_by_its_limit(option: Instead, one: Running) -> Decimal | None:
    """Return how many hours it gives at most, where more run in the areas that it would serve and nobody has assessed them."""
    limit, run = option.hours_limit, one.hours
    covers = one.areas - {"home"} <= option.counted_in
    return limit if limit is not None and run is not None and covers and limit < run else None


def _counted_in(option: Option) -> frozenset[str]:
    """The areas in which hours of an option are counted."""
    if option.continues or option.hours == "included":
        return frozenset()
    areas = frozenset(option.areas) - {"home"}
    return areas if option.hours == "granted" else areas - _granted_by_the_hour()


@cache
def _granted_by_the_hour() -> frozenset[str]:
    provisions = vocabulary().provisions.values()
    return frozenset().union(*(one.areas for one in provisions if one.hours == "granted"))


def _served(row: Current, provision: Provision, now: Circumstances) -> frozenset[str]:
    """The areas that a service surely serves: what is stated of it, else what is usual, has a need that is of that area alone."""
    areas, needs = frozenset(provision.areas), now.needs
    if len(areas) == 1:
        return areas
    usual = provision.usual | now.usually_met.get(provision.id, frozenset())
    given = [areas.intersection(needs[key].areas) for key in row.covers or usual if key in needs]
    return frozenset().union(*(one for one in given if len(one) == 1))


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


def _assessed(case: Case, areas: frozenset[str]) -> Decimal | None:
    """Return how many hours a week are assessed in some areas; none where one that may be needed is not assessed, or none is."""
    hours, needed = case.needs.hours_per_week or {}, case.needs.areas
    open = {area for area in areas - hours.keys() if needed is None or area in needed}
    return None if open or areas.isdisjoint(hours) else sum((hours[area] for area in areas & hours.keys()), Decimal(0))


def _hours(rows: Iterable[Current], areas: frozenset[str]) -> Decimal:
    """Return how many hours a week of some services surely run in some areas."""
    provisions = vocabulary().provisions
    within = [row for row in rows if provisions[row.service].areas.keys() - {"home"} <= areas]
    return sum((row.hours_per_week or Decimal(0) for row in within), Decimal(0))


def _hours_applied_for(case: Case, as_of: date, areas: frozenset[str]) -> Decimal | None:
    """Return the fewest hours that the citizen has applied for in one of some areas."""
    expand, provisions = vocabulary().codes["provision"].expand, vocabulary().provisions
    found = [
        row.hours_per_week
        for row in case.applied_by(as_of) or ()
        if row.hours_per_week is not None
        and any(not areas.isdisjoint(provisions[id].areas) for id in expand(row.provision))
    ]
    return min(found, default=None)


def _grounds(row: Current, case: Case, as_of: date) -> Grounds:
    """For how much less there is a ground; that the need has changed grounds only as much as was measured.

    A stay ends by it only where at most a little help is enough, and a tenancy not at all.
    """
    if _is_ended(case, as_of, row) or row.ground not in (None, NEED_CHANGED):
        return Grounds(lower_stay=True, no_stay=True, any_area=True)
    if row.ground is None:
        return Grounds(lower_stay=False, no_stay=False, any_area=False)
    measured = improvement(case, as_of) is not UNKNOWN
    areas = improved_areas(case, as_of) if measured else _SUPPORT
    better, little = not areas.isdisjoint(_SUPPORT), (case.support_need or 0) < MORE_THAN_SLIGHT
    ends = better and little and not vocabulary().provisions[row.service].tenancy
    return Grounds(lower_stay=better, no_stay=ends, any_area=not measured, areas=areas, unmeasured=not measured)


def _is_ended(case: Case, as_of: date, row: Current) -> bool:
    """An offer that has ended the help leaves the municipality no choice: that is a ground."""
    said = [one for one in case.answers or () if one.offer == row.offer and (one.on is None or one.on <= as_of)]
    last = max((one.on or date.min for one in said), default=date.min)
    return any(one.answer == "terminated" for one in said if (one.on or date.min) == last)
