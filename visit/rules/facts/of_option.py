"""The option's side of the language: every fact of an option for a case. What the catalogue does not state reads as unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, TypeAlias

from visit.catalogue import Option
from visit.reading.documents.catalogue import ServiceDocument
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import Fact, OptionFact, ResultFact, nothing
from visit.rules.facts.distances import ESTIMATED_HOME_KM, HARM_KM, HARM_TIMES, HOME_KM, NETWORK_KM, TRAVEL_TIMES
from visit.rules.facts.endings import Instead, Running, given_by, gives_less, lacks_ground, running
from visit.rules.facts.moving import CONSENT_TO_MOVE, GUARDIAN_ACCEPTS, LIVES_HERE, MOVES_HOME
from visit.rules.facts.named_offers import NAMED_OFFER_FACTS
from visit.rules.facts.operators import OPERATOR_FACTS
from visit.rules.facts.prices import PRICE_FACTS
from visit.rules.facts.target_groups import TARGET_GROUP_FACTS
from visit.rules.language.types import (
    DAYS,
    HOURS,
    MONTHS,
    NUMBER,
    STEP,
    TEXT,
    TRUTH,
    Type,
    code,
    codes,
)
from visit.rules.language.values import UNKNOWN, Levels, Members, Value
from visit.vocabulary import vocabulary

LOWEST, HIGHEST = 0, 4
"""The ends of the scale of functioning."""
House: TypeAlias = tuple[tuple[str | None, date | None, date | None], ...]
"""Of each service that is given in a house itself its staff, and its first and last day where they are stated."""


def stated(
    name: str,
    type: Type,
    of_option: Callable[[Option], Value | None],
    *,
    told_by_offer: bool = False,
    field: str | None = None,
) -> Fact:
    """Declare a fact that is the option's alone: the part that it depends on is its value, None is unknown."""
    return OptionFact(name, type, of_option, _as_it_is, nothing, told_by_offer=told_by_offer, field=field)


def _as_it_is(case: None, value: Value | None, said: tuple[()]) -> Value:
    return UNKNOWN if value is None else value


def _as_of(now: Circumstances) -> date:
    return now.as_of


# --- what it would replace ---


def _running(question: str) -> Callable[[Circumstances], tuple[Running, ...]]:
    return lambda now: running(now, question)


def _instead(option: Option) -> Instead:
    return given_by(option, main_step(option))


def _gives_less(reviewed: tuple[Running, ...], option: Instead, said: tuple[()]) -> Value:
    """Return whether it gives less than something that runs and is under review."""
    return any(gives_less(option, one) for one in reviewed)


def _less_grounded(reviewed: tuple[Running, ...], option: Instead, said: tuple[()]) -> Value:
    """True where it gives nothing less, or each ground for less is recorded; a ground that is not recorded may yet be."""
    return UNKNOWN if any(lacks_ground(option, one) for one in reviewed) else True


def _less_than_ends(ending: tuple[Running, ...], option: Instead, said: tuple[()]) -> Value:
    """Return whether it gives less than something that ends, though no ground for that is recorded."""
    return any(lacks_ground(option, one) for one in ending)


# --- the option's own ---


def _waiting_days(option: Option) -> int | None:
    """What runs now and the home one has are not waited for."""
    return 0 if option.current is not None or option.kind == "home" else option.service.waiting_days


_TIED = frozenset({"tied_part_of_day", "tied_day_and_night", "one_to_one"})


def _house(option: Option) -> House | None:
    """Return the staff of each service in the house of its offer, and when it is there; none where no catalogue has it."""
    record = option.offer.record
    if not record.has("services"):
        return None if option.kind == "current" else ()
    return tuple((row.staff, row.opened, row.closed) for row in record.services if _is_in_the_house(row))


def _is_in_the_house(row: ServiceDocument) -> bool:
    """Whether it is for the residents of a home, or help in the home that gives the home as well: a shared house."""
    return row.open_to == "residents" or (
        "home" in (row.areas or {}) and vocabulary().provisions[row.provision].in_own_home
    )


def _staff_of_today(now: Circumstances) -> tuple[tuple[str, str | None], ...]:
    """Return what the case says of the staff of what runs now, each under its offer."""
    return tuple((row.offer, row.staff) for row in now.case.citizen.current or ())


def _tied_staff(as_of: date, house: House | None, said: tuple[str | None, ...]) -> Value:
    """Whether the offer is a home with staff of its own: some service given in the house, or one that runs now, has tied staff.

    False where the catalogue has the offer, and none of its services is given in the house or each of them states other staff. One
    that is not open yet or is closed says nothing.
    """
    staff = [one for one, opened, closed in house or () if (opened or as_of) <= as_of <= (closed or as_of)]
    if not _TIED.isdisjoint((*staff, *said)):
        return True
    return UNKNOWN if house is None or None in staff else False


def _premises(option: Option) -> Members | None:
    premises = option.offer.record.premises
    return None if premises is None else Members(frozenset(premises))


def _forms(option: Option) -> Members | None:
    """Return the forms in which it is given; what states no list may have more than its kind."""
    kind, forms = option.service.kind, option.service.forms
    of_kind = frozenset() if kind is None else frozenset((kind,))
    if forms is None:
        return Members(of_kind, complete=False) if of_kind else None
    return Members(frozenset(forms) | of_kind)


def _open_on(option: Option) -> Members | None:
    days = option.service.open_on
    return None if days is None else Members(frozenset(days))


def _open_days(option: Option) -> int | None:
    days = option.service.open_on
    return None if days is None else len(frozenset(days))


def _levels(bound: Literal["from", "to"]) -> Callable[[Option], Levels]:
    """Read one bound of the levels that it takes, per sub-theme; a home takes all, and what states none may take any."""
    which, end = (0, LOWEST) if bound == "from" else (1, HIGHEST)

    def read(option: Option) -> Levels:
        themes = vocabulary().codes["theme"].terms
        if option.is_ordinary_home:
            return Levels(dict.fromkeys(themes, end), 0, LOWEST, HIGHEST)
        stated = {theme: end if pair[which] is None else pair[which] or 0 for theme, pair in option.levels.items()}
        return Levels(stated, len(themes) - len(stated), LOWEST, HIGHEST)

    return read


def _question(option: Option) -> str | None:
    return None if option.current is None else option.current.question


def main_step(option: Option) -> int:
    """Return the step on the option's main ladder: home life where it stands on it, else its first."""
    home = [step.number for step in option.areas.values() if step.ladder == "home"]
    return max(home) if home else max(step.number for step in option.areas.values())


def _of_the_option() -> list[Fact]:
    return [
        stated("option.id", TEXT, lambda option: option.id),
        stated("offer.id", TEXT, lambda option: option.offer.id),
        stated("offer.name", TEXT, lambda option: option.offer.name),
        stated("option.kind", code("kind"), lambda option: option.kind),
        stated("option.provision", code("provision"), lambda option: option.provision.id),
        stated("option.areas", codes("area"), lambda option: Members(frozenset(option.areas))),
        stated("option.covers", codes("need"), lambda option: Members(frozenset(option.covers))),
        stated("option.step", STEP, main_step),
        stated("option.gives_home", TRUTH, lambda option: option.gives_home),
        stated("option.current", TRUTH, lambda option: option.current is not None),
        stated("option.question", code("question"), _question),
        stated("option.general", TRUTH, lambda option: not option.specialisation),
        stated("option.residents_only", TRUTH, lambda option: option.residents_only),
        stated("option.mobile", TRUTH, lambda option: option.offer.mobile),
        stated("option.special_arrangement", TRUTH, lambda option: bool(option.service.special_arrangement)),
        stated("option.free_places", NUMBER, lambda option: option.service.free, told_by_offer=True, field="free"),
        stated("option.waiting_days", DAYS, _waiting_days, told_by_offer=True, field="waiting_days"),
        stated("option.months", MONTHS, lambda option: option.service.months, told_by_offer=True),
        stated("option.sessions", NUMBER, lambda option: option.service.sessions, told_by_offer=True),
        stated("option.forms", codes("form"), _forms, told_by_offer=True, field="forms"),
        stated("option.open_on", codes("weekday"), _open_on, told_by_offer=True, field="open_on"),
        stated("option.open_days", DAYS, _open_days, told_by_offer=True, field="open_on"),
        stated("option.open_hours", HOURS, lambda option: option.service.open_hours, told_by_offer=True, field="open_hours"),
        stated("option.staff", code("staff"), lambda option: option.staff, told_by_offer=True, field="staff"),
        stated("option.registered", TRUTH, lambda option: option.offer.record.approved.tilbudsportalen, told_by_offer=True,
               field="approved"),
        stated("option.premises", codes("premises"), _premises, field="premises"),
        stated("option.levels_from", Type("levels", "theme", "level"), _levels("from"), told_by_offer=True, field="levels"),
        stated("option.levels_to", Type("levels", "theme", "level"), _levels("to"), told_by_offer=True, field="levels"),
        stated("offer.homes_for_elderly", TRUTH, lambda option: option.offer.record.homes_for_elderly, told_by_offer=True,
               field="homes_for_elderly"),
        stated("offer.operator.type", code("operator"), lambda option: option.offer.record.operator.type, told_by_offer=True),
        stated("offer.operator.municipality", TEXT, lambda option: option.offer.record.operator.municipality, told_by_offer=True),
    ]  # fmt: skip


def _of_the_provision() -> list[Fact]:
    return [
        stated("provision.id", code("provision"), lambda option: option.provision.id),
        stated("provision.branch", code("branch"), lambda option: option.provision.branch),
        stated("provision.lane", code("lane"), lambda option: option.provision.lane),
        stated("provision.visitation", code("visitation"), lambda option: option.provision.visitation),
        stated("provision.supervision", TEXT, lambda option: option.provision.supervision),
        stated("provision.free_choice", TRUTH, lambda option: option.provision.free_choice),
        stated("provision.approval_required", TRUTH, lambda option: option.provision.approval_required),
        stated("provision.registration_required", TRUTH, lambda option: option.provision.registration_required),
        stated("provision.may", TRUTH, lambda option: option.provision.may),
        stated("provision.in_own_home", TRUTH, lambda option: option.provision.in_own_home),
    ]


def _for_the_case() -> list[Fact]:
    return [
        *OPERATOR_FACTS,
        OptionFact("offer.tied_staff", TRUTH, _house, _tied_staff, _as_of, _staff_of_today, told_by_offer=True, field="staff"),
        *TARGET_GROUP_FACTS,
        *PRICE_FACTS,
        *NAMED_OFFER_FACTS,
        OptionFact("option.gives_less", TRUTH, _instead, _gives_less, _running("review")),
        OptionFact(
            "option.less_grounded", TRUTH, _instead, _less_grounded, _running("review"), waits_for=("case.current.grounds",)
        ),
        OptionFact("option.less_than_ends", TRUTH, _instead, _less_than_ends, _running("ends")),
        MOVES_HOME,
        LIVES_HERE,
        CONSENT_TO_MOVE,
        GUARDIAN_ACCEPTS,
        NETWORK_KM,
        HOME_KM,
        ESTIMATED_HOME_KM,
        HARM_KM,
        *TRAVEL_TIMES,
        *HARM_TIMES,
        ResultFact("option.standing", code("standing"), side="option"),
    ]  # fmt: skip


def option_facts() -> list[Fact]:
    """Return every fact of the option's side."""
    return [*_of_the_option(), *_of_the_provision(), *_for_the_case()]
