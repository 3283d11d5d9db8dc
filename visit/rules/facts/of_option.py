"""The option's side of the language: every fact of an option for a case. What the catalogue does not state reads as unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from visit.catalogue import Option
from visit.reading.declared import Field
from visit.reading.documents.case import Answer, Wishes
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import Fact, OptionFact, ResultFact, TermsFact, nothing
from visit.rules.facts.distances import HARM_KM, HOME_KM, NETWORK_KM
from visit.rules.facts.endings import RunningHome, asked_for, running_homes
from visit.rules.facts.moving import CONSENT_TO_MOVE, GUARDIAN_ACCEPTS
from visit.rules.facts.of_case import case_age
from visit.rules.language.types import (
    DAYS,
    DKK,
    LEVEL,
    MONTHS,
    NUMBER,
    PERCENT,
    STEP,
    TEXT,
    TRUTH,
    Type,
    code,
    codes,
)
from visit.rules.language.values import UNKNOWN, Members, Possible, Value, possible
from visit.vocabulary import vocabulary

Reviewed: TypeAlias = tuple[tuple[RunningHome, ...], frozenset[str]]
Answering: TypeAlias = tuple[str, bool]
"""The provision that an answer is about, and whether it may be a home that the citizen rents."""
CitizenGroups: TypeAlias = tuple[str | None, tuple[str, ...] | None]
"""The primary target group and the secondary ones, each None where it is left out."""
GroupLevels: TypeAlias = tuple[tuple[str, int], ...] | int | None
"""The level per target group, one level for all, or none recorded."""
House: TypeAlias = tuple[tuple[str | None, date | None, date | None], ...]
"""Of each service for the residents of a house its staff, and its first and last day where they are stated."""
Prices: TypeAlias = tuple[tuple[tuple[str, int], int], ...]
"""Reference prices by provision and level."""


def stated(
    name: str,
    type: Type,
    of_option: Callable[[Option], Value | None],
    *,
    told_by_offer: bool = False,
    field: str | None = None,
    shelf_life: str | None = None,
) -> Fact:
    """Declare a fact that is the option's alone: the part that it depends on is its value, None is unknown."""
    return OptionFact(
        name, type, of_option, _as_it_is, nothing, told_by_offer=told_by_offer, field=field, shelf_life=shelf_life
    )


def _as_it_is(case: None, value: Value | None, said: tuple[()]) -> Value:
    return UNKNOWN if value is None else value


def _has_no_operator(option: Option) -> bool:
    return option.kind in ("home", "tenancy")


# --- specialisation, and the price that goes with it ---


def _groups(now: Circumstances) -> CitizenGroups | None:
    groups = now.case.target_groups
    return (groups.primary, groups.secondary) if now.case.has("target_groups") else None


def _levels(option: Option) -> GroupLevels:
    """Return the levels listed per target group; of a home the level that suits everybody."""
    if _has_no_operator(option):
        return 3
    listed = option.specialisation
    return None if listed is None else tuple(listed.items())


def _specialisation(groups: CitizenGroups | None, levels: GroupLevels, said: tuple[()] = ()) -> Value:
    """Return the level for the citizen's primary target group: the group's own, else its nearest listed ancestor's.

    A citizen who is recorded to have no target group (an empty list) needs no specialisation: level 1, general. Unknown where
    no group is recorded, or the offer lists neither the group nor one above it.
    """
    if isinstance(levels, int):
        return levels
    primary, secondary = groups or (None, None)
    if primary is None:
        return 1 if secondary == () else UNKNOWN
    level = _level(primary, dict(levels or ()))
    return UNKNOWN if level is None else level


def _for_the_group(groups: CitizenGroups | None, levels: GroupLevels, said: tuple[()]) -> Value:
    """Return whether one of the citizen's target groups is listed, or a group above it.

    Where none is, it is unknown as long as a group may still be recorded, unless the offer lists no group at all.
    """
    if isinstance(levels, int):
        return True
    primary, secondary = groups or (None, None)
    listed = dict(levels or ())
    if any(_level(group, listed) for group in (primary, *(secondary or ())) if group is not None):
        return True
    return UNKNOWN if listed and None in (groups, secondary) else False


def _level(group: str, listed: Mapping[str, int]) -> int | None:
    """Return the level listed for a target group, or for the nearest group above it."""
    return next((listed[one] for one in (group, *vocabulary().ancestors[group]) if one in listed), None)


def _groups_and_prices(now: Circumstances) -> tuple[CitizenGroups | None, Prices]:
    return _groups(now), tuple(now.reference_prices.items())


def _price_and_levels(option: Option) -> tuple[int, str, GroupLevels] | None:
    price = option.service.price_dkk_per_day
    return None if price is None else (price, option.provision.id, _levels(option))


def _price_ratio(
    case: tuple[CitizenGroups | None, Prices], option: tuple[int, str, GroupLevels] | None, said: tuple[()]
) -> Value:
    """Return the price in percent of the reference price for its provision and level, rounded down."""
    if option is None:
        return UNKNOWN
    groups, prices = case
    price, provision, levels = option
    level = _specialisation(groups, levels)
    reference = dict(prices).get((provision, level)) if isinstance(level, int) else None
    return price * 100 // reference if reference else UNKNOWN


# --- the operator, and whom it takes ---


def _municipality(now: Circumstances) -> str:
    return now.case.municipality


def _owner(option: Option) -> bool | str | None:
    """Return the municipality whose own offer it is; true for the citizen's home, false for an offer of no municipality."""
    if _has_no_operator(option):
        return True
    operator = option.offer.record.operator
    return False if operator.type in ("regional", "private", "foundation") else operator.municipality


def _internal(municipality: str, owner: bool | str | None, said: tuple[()] = ()) -> Value:
    if owner is None:
        return UNKNOWN
    return owner if isinstance(owner, bool) else owner == municipality


def _external(municipality: str, owner: bool | str | None, said: tuple[()]) -> Value:
    internal = _internal(municipality, owner)
    return UNKNOWN if internal is UNKNOWN else not internal


def _agreements(option: Option) -> frozenset[str] | None:
    listed = option.offer.record.agreements
    return None if listed is None else frozenset(listed)


def _partner(municipality: str, agreements: frozenset[str] | None, said: tuple[()]) -> Value:
    return UNKNOWN if agreements is None else municipality in agreements


def _served(option: Option) -> frozenset[str] | None:
    listed = option.offer.record.serves
    return None if listed is None else frozenset(listed)


def _serves(municipality: str, served: frozenset[str] | None, said: tuple[()]) -> Value:
    """An offer serves every municipality's citizens unless it states which."""
    return served is None or municipality in served


def _as_of(now: Circumstances) -> date:
    return now.as_of


def _approval(option: Option) -> tuple[bool, date | None]:
    """Return whether it is recorded as approved, and until when; a home needs no approval."""
    approval = option.offer.record.approved
    if _has_no_operator(option):
        return True, None
    if approval.approved is False:
        return False, date.min
    return bool(approval.by or approval.approved), approval.until


def _approved(as_of: date, approval: tuple[bool, date | None], said: tuple[()]) -> Value:
    recorded, until = approval
    if until is not None and until < as_of:
        return False
    return True if recorded else UNKNOWN


def _age(now: Circumstances) -> Value:
    return case_age(now.case, now.as_of)


def _ages(option: Option) -> tuple[int | None, int | None] | None:
    if _has_no_operator(option):
        return None, None
    return option.ages


def _age_fits(age: Value, ages: tuple[int | None, int | None] | None, said: tuple[()]) -> Value:
    if ages is None:
        return UNKNOWN
    low, high = ages
    if low is None and high is None:
        return True
    ages_possible = [one for one in (age.values if isinstance(age, Possible) else (age,)) if isinstance(one, int)]
    fits = {(low is None or one >= low) and (high is None or one <= high) for one in ages_possible}
    return fits.pop() if len(fits) == 1 else UNKNOWN


def _terms(option: Option) -> str | None:
    return option.offer.record.excludes


# --- what the case says of an offer or option by its id ---


def _any(option: Option) -> None:
    """Return what tells options apart where only their ids do."""


def _wishes(wished: Field[tuple[str, ...]]) -> Callable[[Circumstances], bool]:
    return lambda now: now.case.wishes.has(wished.key)


def _listed(wished: Field[tuple[str, ...]]) -> Callable[[Circumstances], tuple[tuple[str, bool], ...]]:
    return lambda now: tuple((id, True) for id in wished.__get__(now.case.wishes, Wishes) or ())


def _is_listed(recorded: bool, option: None, said: tuple[bool, ...]) -> Value:
    return bool(said) if recorded else UNKNOWN


def _answers(now: Circumstances) -> tuple[tuple[str, Answer], ...]:
    """Return what offers have answered by the day asked for."""
    rows = now.case.answers or ()
    return tuple((row.offer, row) for row in rows if row.on is None or row.on <= now.as_of)


def _tenant(now: Circumstances) -> bool:
    return now.case.citizen.home.tenancy is True


def _as_of_and_tenant(now: Circumstances) -> tuple[date, bool]:
    return now.as_of, _tenant(now)


def _answering(option: Option) -> Answering:
    return option.provision.id, option.current is not None and option.provision.id == "ABL-105"


def _latest(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> list[Answer]:
    """Return the answers of the last day on which the offer answered of this service; undated ones are the oldest.

    None for a home that the citizen rents: an offer cannot end a tenancy by its answer.
    """
    provision, may_be_rented = option
    rows = [] if tenant and may_be_rented else [row for row in said if row.service in (None, provision)]
    last = max((row.on or date.min for row in rows), default=date.min)
    return [row for row in rows if (row.on or date.min) == last]


def _answer(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> Value:
    """Return the latest answer; two of one day leave it open which of them counts."""
    return possible(row.answer for row in _latest(tenant, option, said))


def _answered(tenant: bool, option: Answering, said: tuple[Answer, ...]) -> Value:
    return bool(_latest(tenant, option, said))


def _free_from_days(case: tuple[date, bool], option: Answering, said: tuple[Answer, ...]) -> Value:
    """Return in how many days an offer that accepts has a place; of several days of one answer the last."""
    as_of, tenant = case
    rows = _latest(tenant, option, said)
    days = [row.free_from for row in rows if row.free_from is not None]
    if not days or {row.answer for row in rows} != {"accepts"}:
        return UNKNOWN
    return max(0, (max(days) - as_of).days)


# --- what it would replace ---


def _reviewed(now: Circumstances) -> Reviewed:
    """Return the homes that run and are under review, and the provisions of homes that the citizen has asked for."""
    homes = tuple(running_homes(now.case, now.as_of, "review"))
    of_home = [one for one in vocabulary().provisions.values() if "home" in one.areas] if homes else []
    return homes, frozenset(one.id for one in of_home if asked_for(now.case, now.as_of, one))


def _home(option: Option) -> tuple[str, int] | None:
    """Return the provision and the step of a home that is not one that runs now."""
    return None if not option.gives_home or option.current else (option.provision.id, main_step(option))


def _gives_less(reviewed: Reviewed, home: tuple[str, int] | None, said: tuple[()]) -> Value:
    """Return whether a home that runs and is under review stands on a higher step than this one, which would replace it."""
    return home is not None and any(one.step > home[1] for one in reviewed[0])


def _less_grounded(reviewed: Reviewed, home: tuple[str, int] | None, said: tuple[()]) -> Value:
    """True where it gives nothing less, or each ground for less is recorded; a ground that is not recorded may yet be."""
    homes, asked = reviewed
    if home is None or home[0] in asked or all(one.grounded for one in homes if one.step > home[1]):
        return True
    return UNKNOWN


# --- the option's own ---


def _waiting_days(option: Option) -> int | None:
    """What runs now and the home one has are not waited for."""
    return 0 if option.current is not None or option.kind == "home" else option.service.waiting_days


_TIED = frozenset({"tied_part_of_day", "tied_day_and_night", "one_to_one"})


def _house(option: Option) -> House:
    """Return the staff of each service for the residents of an option's offer, and when it is there."""
    services = option.offer.record.services if option.offer.record.has("services") else ()
    return tuple((row.staff, row.opened, row.closed) for row in services if row.open_to == "residents")


def _tied_staff(as_of: date, house: House, said: tuple[()]) -> Value:
    """Whether the offer is a home with staff of its own: some service for its residents states that its staff is tied.

    False where none is for residents only, or each of them states other staff. One that is not open yet or is closed says nothing.
    """
    staff = [one for one, opened, closed in house if (opened or as_of) <= as_of <= (closed or as_of)]
    if not _TIED.isdisjoint(staff):
        return True
    return UNKNOWN if None in staff else False


def _premises(option: Option) -> Members | None:
    premises = option.offer.record.premises
    return None if premises is None else Members(frozenset(premises))


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
        stated("option.moves_home", TRUTH, lambda option: option.moves_home),
        stated("option.current", TRUTH, lambda option: option.current is not None),
        stated("option.question", code("question"), _question),
        stated("option.general", TRUTH, lambda option: not option.specialisation),
        stated("option.residents_only", TRUTH, lambda option: option.residents_only),
        stated("option.mobile", TRUTH, lambda option: option.offer.mobile),
        stated("option.special_arrangement", TRUTH, lambda option: bool(option.service.special_arrangement)),
        stated("option.free_places", NUMBER, lambda option: option.service.free, told_by_offer=True, field="free"),
        stated("option.waiting_days", DAYS, _waiting_days, told_by_offer=True, field="waiting_days"),
        stated("option.price_dkk_per_day", DKK, lambda option: option.service.price_dkk_per_day, told_by_offer=True,
               field="price_dkk_per_day", shelf_life="price"),
        stated("option.months", MONTHS, lambda option: option.service.months, told_by_offer=True),
        stated("option.sessions", NUMBER, lambda option: option.service.sessions, told_by_offer=True),
        stated("option.staff", code("staff"), lambda option: option.staff, told_by_offer=True, field="staff"),
        stated("option.registered", TRUTH, lambda option: option.offer.record.approved.tilbudsportalen, told_by_offer=True,
               field="approved"),
        stated("option.premises", codes("premises"), _premises, field="premises"),
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
    primary = ("case.target_groups.primary",)
    return [
        OptionFact("option.internal", TRUTH, _owner, _internal, _municipality, told_by_offer=True, field="operator"),
        OptionFact("option.external", TRUTH, _owner, _external, _municipality, told_by_offer=True, field="operator"),
        OptionFact(
            "option.partner", TRUTH, _agreements, _partner, _municipality, told_by_offer=True
        ),
        OptionFact("offer.tied_staff", TRUTH, _house, _tied_staff, _as_of, told_by_offer=True, field="staff"),
        OptionFact("option.serves", TRUTH, _served, _serves, _municipality),
        OptionFact("option.approved", TRUTH, _approval, _approved, _as_of, told_by_offer=True, field="approved"),
        OptionFact(
            "option.age_fits", TRUTH, _ages, _age_fits, _age,
            told_by_offer=True, field="ages", waits_for=("case.age",),
        ),
        OptionFact(
            "option.for_the_group", TRUTH, _levels, _for_the_group, _groups,
            field="specialisation", waits_for=("case.target_groups",),
        ),
        OptionFact(
            "option.specialisation", LEVEL, _levels, _specialisation, _groups,
            field="specialisation", waits_for=primary,
        ),
        OptionFact(
            "option.price_ratio", PERCENT, _price_and_levels, _price_ratio, _groups_and_prices,
            told_by_offer=True, waits_for=primary,
        ),
        OptionFact(
            "option.wished", TRUTH, _any, _is_listed, _wishes(Wishes.offers), _listed(Wishes.offers),
            waits_for=("case.wishes.offers",),
        ),
        OptionFact(
            "option.avoided", TRUTH, _any, _is_listed, _wishes(Wishes.avoid), _listed(Wishes.avoid),
            waits_for=("case.wishes.avoid",),
        ),
        OptionFact("option.answer", code("answer"), _answering, _answer, _tenant, _answers, told_by_offer=True),
        OptionFact("option.gives_less", TRUTH, _home, _gives_less, _reviewed),
        OptionFact("option.less_grounded", TRUTH, _home, _less_grounded, _reviewed, waits_for=("case.current.grounds",)),
        OptionFact("option.answered", TRUTH, _answering, _answered, _tenant, _answers),
        OptionFact(
            "option.free_from_days", DAYS, _answering, _free_from_days, _as_of_and_tenant, _answers, told_by_offer=True
        ),
        CONSENT_TO_MOVE,
        GUARDIAN_ACCEPTS,
        TermsFact("option.operator_excludes", _terms, field="excludes"),
        NETWORK_KM,
        HOME_KM,
        HARM_KM,
        ResultFact("option.standing", code("standing"), side="option"),
    ]  # fmt: skip


def option_facts() -> list[Fact]:
    """Return every fact of the option's side."""
    return [*_of_the_option(), *_of_the_provision(), *_for_the_case()]
