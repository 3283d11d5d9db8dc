"""The option's side of the language: every fact of an option for a case. What the catalogue does not state reads as unknown."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from visit.catalogue import Option
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.distances import home_km, network_km, to_home, to_network, ways
from visit.rules.facts.of_case import case_age
from visit.rules.language.types import (
    DAYS,
    DKK,
    KM,
    LEVEL,
    MONTHS,
    NUMBER,
    PERCENT,
    STEP,
    TEXT,
    TRUTH,
    Fact,
    Type,
    code,
    codes,
)
from visit.rules.language.values import UNKNOWN, Members, Possible, Value
from visit.vocabulary import vocabulary


def specialisation(option: Option, now: Circumstances) -> Value:
    """Return the level for the citizen's primary target group: the group's own, else its nearest listed ancestor's.

    A citizen who is recorded to have no target group (an empty list) needs no specialisation: level 1, general. Unknown where
    no group is recorded, or the offer lists neither the group nor one above it.
    """
    groups = now.case.get("target_groups")
    if option.kind in ("home", "tenancy"):
        return 3
    if groups is None:
        return UNKNOWN
    primary = groups.get("primary")
    listed = option.get("specialisation")
    if primary is None:
        return 1 if groups.get("secondary") == [] else UNKNOWN
    if listed is None:
        return UNKNOWN
    for group in (primary, *vocabulary().ancestors[primary]):
        if group in listed:
            return int(listed[group])
    return UNKNOWN


def _internal(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    operator = option.offer.get("operator") or {}
    if operator.get("type") in ("regional", "private", "foundation"):
        return False
    municipality = operator.get("municipality")
    return UNKNOWN if municipality is None else municipality == now.case.municipality


def _external(option: Option, now: Circumstances) -> Value:
    internal = _internal(option, now)
    return UNKNOWN if internal is UNKNOWN else not internal


def _partner(option: Option, now: Circumstances) -> Value:
    agreements = option.offer.get("agreements")
    return UNKNOWN if agreements is None else now.case.municipality in agreements


def _serves(option: Option, now: Circumstances) -> Value:
    """An offer serves every municipality's citizens unless it states which."""
    serves = option.offer.get("serves")
    return serves is None or now.case.municipality in serves


def _moves_home(option: Option, now: Circumstances) -> Value:
    return option.moves_home


def _named(names: Any, option: Option) -> bool:
    return option.offer.id in names or option.id in names


def _wished(option: Option, now: Circumstances) -> Value:
    wishes = now.case.get("wishes", "offers")
    return UNKNOWN if wishes is None else _named(wishes, option)


def _avoided(option: Option, now: Circumstances) -> Value:
    avoid = now.case.get("wishes", "avoid")
    return UNKNOWN if avoid is None else _named(avoid, option)


def _service_number(key: str) -> Callable[[Option, Circumstances], Value]:
    def read(option: Option, now: Circumstances) -> Value:
        value = option.service.get(key)
        return UNKNOWN if value is None else int(value)

    return read


def _waiting_days(option: Option, now: Circumstances) -> Value:
    """What runs now and the home one has are not waited for."""
    if option.current is not None or option.kind == "home":
        return 0
    value = option.service.get("waiting_days")
    return UNKNOWN if value is None else int(value)


def _price_ratio(option: Option, now: Circumstances) -> Value:
    price, level = option.service.get("price_dkk_per_day"), specialisation(option, now)
    if price is None or not isinstance(level, int):
        return UNKNOWN
    reference = now.reference_prices.get((option.provision.id, level))
    return UNKNOWN if not reference else price * 100 // reference


def _approved(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    approval = option.offer.get("approved") or {}
    until = approval.get("until")
    if approval.get("approved") is False or (until is not None and until < now.as_of.isoformat()):
        return False
    return True if approval.get("by") or approval.get("approved") else UNKNOWN


def _registered(option: Option, now: Circumstances) -> Value:
    value = option.offer.get("approved", "tilbudsportalen")
    return UNKNOWN if value is None else bool(value)


def _staff(option: Option, now: Circumstances) -> Value:
    staff = option.get("staff") or option.provision.staff
    return UNKNOWN if staff is None else str(staff)


def _premises(option: Option, now: Circumstances) -> Value:
    if option.kind == "home":
        premises = now.case.get("citizen", "home", "premises")
    else:
        premises = option.offer.get("premises")
    return UNKNOWN if premises is None else Members(frozenset(premises))


def _age_fits(option: Option, now: Circumstances) -> Value:
    if option.kind in ("home", "tenancy"):
        return True
    ages = option.get("ages")
    if ages is None:
        return UNKNOWN
    low, high = ages
    if low is None and high is None:
        return True
    age = case_age(now.case, now.as_of)
    ages_possible = age.values if isinstance(age, Possible) else () if age is UNKNOWN else (age,)
    fits = {(low is None or one >= low) and (high is None or one <= high) for one in ages_possible}
    return fits.pop() if len(fits) == 1 else UNKNOWN


def _operator_excludes(option: Option, now: Circumstances) -> Value:
    condition = option.offer.get("excludes")
    return False if condition is None else now.excludes(condition)


def _answer(option: Option, now: Circumstances) -> Value:
    """The latest answer recorded for the option or its offer."""
    rows = [row for row in now.case.rows("answers") if row["offer"] in (option.id, option.offer.id)]
    return max(rows, key=lambda row: row.get("on", ""))["answer"] if rows else UNKNOWN


def _question(option: Option, now: Circumstances) -> Value:
    return UNKNOWN if option.current is None else option.current.get("question", "keep")


def main_step(option: Option) -> int:
    """Return the step on the option's main ladder: home life where it stands on it, else its first."""
    home = [step.number for step in option.areas.values() if step.ladder == "home"]
    return max(home) if home else max(step.number for step in option.areas.values())


# What tells options of the catalogue apart for a fact: `Fact.alike`.


def _terms(option: Option) -> Hashable:
    excludes: str | None = option.offer.get("excludes")
    return excludes


def _approval(option: Option) -> Hashable:
    approval = option.offer.get("approved") or {}
    return approval.get("approved"), approval.get("until"), bool(approval.get("by"))


def _listing(option: Option) -> Hashable:
    listed = option.get("specialisation")
    return None if listed is None else tuple(listed.items())


def _ages(option: Option) -> Hashable:
    ages = option.get("ages")
    return None if ages is None else tuple(ages)


# What a fact reads beside the option: `Fact.given`.


def _nothing(now: Circumstances) -> Hashable:
    return None


def _municipality(now: Circumstances) -> Hashable:
    return now.case.municipality


def _groups(now: Circumstances) -> Hashable:
    groups = now.case.get("target_groups")
    return None if groups is None else (groups.get("primary"), groups.get("secondary") == [])


def _groups_and_prices(now: Circumstances) -> Hashable:
    return _groups(now), tuple(now.reference_prices.items())


def _age(now: Circumstances) -> Hashable:
    return case_age(now.case, now.as_of)


def _listed(key: str) -> Callable[[Circumstances], Hashable]:
    def given(now: Circumstances) -> Hashable:
        names = now.case.get("wishes", key)
        return None if names is None else tuple(names)

    return given


def _answers(now: Circumstances) -> Hashable:
    return tuple((row["offer"], row.get("on", ""), row["answer"]) for row in now.case.rows("answers"))


def option_facts() -> list[Fact]:
    """Return every fact of the option's side."""

    def alone(name: str, type: Type, read: Callable[[Option], Value]) -> Fact:
        return Fact(name, "option", type, lambda option, now: read(option), _nothing)

    def offer_text(*path: str) -> Callable[[Option], Value]:
        return lambda option: UNKNOWN if (value := option.offer.get(*path)) is None else str(value)

    return [
        alone("option.id", TEXT, lambda option: option.id),
        alone("offer.id", TEXT, lambda option: option.offer.id),
        alone("offer.name", TEXT, lambda option: option.offer.name),
        alone("option.kind", code("kind"), lambda option: option.kind),
        alone("option.provision", code("provision"), lambda option: option.provision.id),
        alone("provision.id", code("provision"), lambda option: option.provision.id),
        alone("option.areas", codes("area"), lambda option: Members(frozenset(option.areas))),
        alone("option.step", STEP, main_step),
        alone("option.gives_home", TRUTH, lambda option: option.gives_home),
        alone("option.current", TRUTH, lambda option: option.current is not None),
        alone("offer.operator.type", code("operator"), offer_text("operator", "type")),
        alone("offer.operator.municipality", TEXT, offer_text("operator", "municipality")),
        alone("provision.branch", code("branch"), lambda option: option.provision.branch),
        alone("provision.lane", code("lane"), lambda option: option.provision.lane),
        alone("provision.visitation", code("visitation"), lambda option: option.provision.visitation),
        alone("provision.supervision", TEXT, lambda option: option.provision.supervision),
        alone("provision.free_choice", TRUTH, lambda option: option.provision.free_choice),
        alone("provision.approval_required", TRUTH, lambda option: option.provision.approval_required),
        alone("provision.registration_required", TRUTH, lambda option: option.provision.registration_required),
        alone("provision.may", TRUTH, lambda option: option.provision.may),
        alone("option.special_arrangement", TRUTH, lambda o: bool(o.service.get("special_arrangement", False))),
        Fact("option.free_places", "option", NUMBER, _service_number("free"), _nothing),
        Fact("option.waiting_days", "option", DAYS, _waiting_days, _nothing),
        Fact("option.price_dkk_per_day", "option", DKK, _service_number("price_dkk_per_day"), _nothing),
        Fact("option.months", "option", MONTHS, _service_number("months"), _nothing),
        Fact("option.sessions", "option", NUMBER, _service_number("sessions"), _nothing),
        Fact("option.staff", "option", code("staff"), _staff, _nothing),
        Fact("option.registered", "option", TRUTH, _registered, _nothing),
        Fact("option.approved", "option", TRUTH, _approved, lambda now: now.as_of, lambda now: _approval),
        Fact("option.premises", "option", codes("premises"), _premises, _nothing),
        Fact("option.moves_home", "option", TRUTH, _moves_home, _nothing),
        Fact("option.question", "option", code("question"), _question, _nothing),
        Fact("option.internal", "option", TRUTH, _internal, _municipality),
        Fact("option.external", "option", TRUTH, _external, _municipality),
        Fact("option.partner", "option", TRUTH, _partner, _municipality),
        Fact("option.serves", "option", TRUTH, _serves, _municipality),
        alone("option.mobile", TRUTH, lambda option: option.offer.mobile),
        alone("provision.in_own_home", TRUTH, lambda option: option.provision.in_own_home),
        Fact("option.wished", "option", TRUTH, _wished, _listed("offers")),
        Fact("option.avoided", "option", TRUTH, _avoided, _listed("avoid")),
        Fact("option.specialisation", "option", LEVEL, specialisation, _groups, lambda now: _listing),
        Fact("option.price_ratio", "option", PERCENT, _price_ratio, _groups_and_prices),
        Fact("option.age_fits", "option", TRUTH, _age_fits, _age, lambda now: _ages),
        Fact("option.operator_excludes", "option", TRUTH, _operator_excludes, alike=lambda now: _terms),
        Fact("option.answer", "option", code("answer"), _answer, _answers),
        Fact("travel.network_km", "option", KM, network_km, to_network, ways),
        Fact("travel.home_km", "option", KM, home_km, to_home, ways),
        Fact("option.standing", "option", code("standing"), given=_nothing),
    ]
