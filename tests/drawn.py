"""Drawn cases, catalogues and guidelines: small, valid, and with facts left out as often as recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from visit.case import Case, case_of
from visit.catalogue import Catalogue, catalogue_of
from visit.reading.source import Document
from visit.rules import load_guideline
from visit.rules.facts.registry import LANGUAGE
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.types import Type
from visit.vocabulary import vocabulary

DAY = date(2026, 11, 22)
SHIPPED = ("serviceloven", "esbjerg", "haderslev", "holstebro", "ikast-brande", "silkeborg")
MUNICIPALITIES = ("Esbjerg", "Haderslev", "Holstebro", "Ikast-Brande", "Silkeborg", "Herning")
TOWNS = ("Ikast", "Brande", "Skjern", "Herning")
AREAS = ("home", "support", "care", "activity", "work")
NEEDS = ("a_home", "social_contact", "training_home_skills", "something_to_get_up_for", "tied_staff", "peer_contact")
GROUPS = ("autism-spectrum", "anxiety", "intellectual-disability")
PREMISES = ("step_free", "shielded")
PROVISIONS = (
    "SEL-12", "SEL-79", "SEL-82a", "SEL-82b", "SEL-83", "SEL-85", "SEL-96", "SEL-98", "SEL-103-1", "SEL-104",
    "SEL-107-1", "SEL-107-2", "SEL-108", "SEL-110", "ABL-105",
)  # fmt: skip
MOST_SERVICES = 8


def quiet(examples: int) -> settings:
    """So many inputs, however long it takes to draw them."""
    return settings(max_examples=examples, suppress_health_check=list(HealthCheck))


@cache
def shipped(name: str) -> Guideline:
    """A guideline that comes with visit."""
    return load_guideline(name, DAY)


def some(values: Any, most: int) -> st.SearchStrategy[list[Any]]:
    """A few of the values, each once."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


def record(**optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping, each key recorded or left out."""
    return st.fixed_dictionaries({}, optional=optional)


# --- cases ----------------------------------------------------------------------------------------------------------

LEVELS = st.integers(0, 4)
MEMBER = st.fixed_dictionaries(
    {"who": st.just("somebody")},
    optional={
        "place": st.sampled_from(TOWNS),
        "contact": st.sampled_from(("daily", "weekly", "rarely")),
        "benefit": st.sampled_from(("documented", "undocumented", "harmful")),
        "tie": st.sampled_from(("family", "friends")),
    },
)
CURRENT = st.fixed_dictionaries(
    {
        "offer": st.sampled_from(("o1", "o2", "elsewhere")),
        "service": st.sampled_from(("SEL-85", "SEL-104", "SEL-107-1")),
    },
    optional={
        "question": st.sampled_from(("keep", "review", "ends")),
        "price_dkk_per_day": st.just(500),
        "ground": st.sampled_from(("need_changed", "price")),
        "hours_per_week": st.sampled_from((4, 12)),
        "staff": st.sampled_from(("agreed_visits", "tied_day_and_night")),
    },
)
SAID_OF_MOVE = {"consent": st.sampled_from(("given", "refused")), "guardian_accepts": st.booleans()}
MOVED_TO = {"offer": st.sampled_from(("o1", "o2"))}
MOVED_UNDER = {"provision": st.sampled_from(("SEL-107", "SEL-108"))}
MOVES = st.one_of(
    st.fixed_dictionaries(MOVED_TO, optional={**MOVED_UNDER, **SAID_OF_MOVE}),
    st.fixed_dictionaries(MOVED_UNDER, optional=SAID_OF_MOVE),
)
CITIZEN = {
    "lived": st.lists(
        st.fixed_dictionaries(
            {"municipality": st.sampled_from(MUNICIPALITIES)},
            optional={"under": st.sampled_from(("own_home", "stay", "free_choice")), "from": st.just("2026-11-22")},
        ),
        max_size=2,
    ),
    "home": record(
        place=st.sampled_from(TOWNS),
        housing=st.sampled_from(("own", "with_family", "none", "institution")),
        premises=some(PREMISES, 2),
        dwelling=record(
            offered=st.booleans(),
            on=st.sampled_from(("2026-11-01", "2026-11-22", "2026-11-23")),
            **{"from": st.sampled_from(("2026-11-01", "2027-01-01"))},
        ),
    ),
    "current": st.lists(CURRENT, max_size=2, unique_by=lambda row: row["service"]),
}
OPTIONAL = {
    "citizen": st.one_of(
        *2 * (record(age=st.sampled_from((17, 22, 40, 70)), **CITIZEN),), record(adult=st.booleans(), **CITIZEN)
    ),
    "target_groups": st.one_of(
        st.fixed_dictionaries({"primary": st.sampled_from(GROUPS[:2])}, optional={"secondary": st.just([GROUPS[2]])}),
        st.just({}),
    ),
    "support_need": LEVELS,
    "permanence": st.sampled_from(("temporary", "permanent", "unclear")),
    "functioning": st.dictionaries(st.sampled_from(("cook", "clean", "employment", "finances", "wash")), LEVELS),
    "legal": record(
        impairment=st.sampled_from(("none", "at_risk", "reduced", "substantial")),
        kinds=some(("mental", "physical"), 2),
        social_problems=st.sampled_from(("none", "some", "special")),
        covered_by_aeldreloven=st.booleans(),
        manages_without_support=st.booleans(),
    ),
    "network": st.lists(MEMBER, max_size=2),
    "wishes": record(
        offers=some(("o1", "o2", "o3/SEL-108"), 2), avoid=some(("o1", "o4"), 1), max_km=st.sampled_from((5, 20, 60))
    ),
    "offered": st.sampled_from(("o1", "o2/SEL-85")),
    "goals": st.lists(
        st.fixed_dictionaries(
            {"theme": st.just("cook")}, optional={"result": st.sampled_from(("reached", "partly", "not_reached"))}
        ),
        max_size=2,
    ),
    "earlier_functioning": st.lists(
        st.fixed_dictionaries(
            {
                "theme": st.sampled_from(("cook", "clean")),
                "level": LEVELS,
                "on": st.sampled_from(("2026-01-01", "2026-11-20")),
            }
        ),
        max_size=2,
    ),
    "applied": st.lists(
        st.fixed_dictionaries(
            {"provision": st.sampled_from(("SEL-85", "SEL-96", "SEL-107", "SEL-108"))},
            optional={
                "offer": st.just("o1"),
                "on": st.sampled_from(("2026-11-01", "2026-11-20")),
                "hours_per_week": st.sampled_from((2, 20)),
            },
        ),
        max_size=2,
    ),
    "answers": st.lists(
        st.fixed_dictionaries(
            {
                "offer": st.sampled_from(("o1", "o2")),
                "answer": st.sampled_from(("accepts", "refuses", "waiting", "terminated")),
            },
            optional={
                "on": st.sampled_from(("2026-11-01", "2026-11-20")),
                "free_from": st.sampled_from(("2026-11-25", "2027-03-01")),
                "service": st.sampled_from(("SEL-85", "SEL-108")),
            },
        ),
        max_size=2,
    ),
    "agreed": st.lists(
        st.fixed_dictionaries(
            {
                "option": st.sampled_from(("o1/SEL-108", "o1/SEL-104", "o2/SEL-85")),
                "dkk_per_day": st.sampled_from((900, Decimal("1049.45"), 2150)),
            },
            optional={
                "vat": st.sampled_from(("incl", "excl")),
                "on": st.sampled_from(("2026-11-01", "2026-11-20")),
            },
        ),
        max_size=2,
    ),
    "price_level": st.dictionaries(
        st.sampled_from(("o1/SEL-104", "o2/SEL-85", "o3/SEL-108")), st.sampled_from(("low", "high", "none")), max_size=2
    ),
    "tried": st.lists(
        st.fixed_dictionaries(
            {
                "provision": st.sampled_from(("SEL-82b", "SEL-85", "SEL-107-1")),
                "result": st.sampled_from(("helped", "not_enough", "not_enough", "refused")),
            },
            optional={
                "offer": st.sampled_from(("o1", "o2")),
                "from": st.just("2026-01-01"),
                "until": st.sampled_from(("2026-06-30", "2026-11-20")),
                "again": st.just("a new ground"),
            },
        ),
        max_size=2,
    ),
    "consent": record(
        support=st.sampled_from(("given", "refused")),
        move=st.sampled_from(("given", "refused")),
        moves=st.lists(MOVES, max_size=2),
    ),
    "flags": record(acute=st.booleans(), sentence=st.sampled_from(("none", "placement"))),
    "extra": record(
        planned=st.booleans(),
        grade=LEVELS,
        kind=st.sampled_from(("calm", "loud")),
        signs=some(("risk", "fall"), 2),
        begun=st.sampled_from(("2019-01-01", "2022-02-02")),
    ),
}
FURTHER = {
    "hours_per_week": st.dictionaries(
        st.sampled_from(("support", "activity")), st.sampled_from((2, 6, 20)), max_size=1
    ),
    "days_per_week": st.dictionaries(st.sampled_from(("support", "activity")), st.sampled_from((2, 4)), max_size=1),
    "round_the_clock": st.booleans(),
    "tied_staff": st.booleans(),
    "premises": some(PREMISES, 1),
}
NEEDED = st.one_of(
    record(areas=some(AREAS, 3), must=some(NEEDS, 2), **FURTHER),
    *(
        st.fixed_dictionaries(
            {"areas": st.lists(st.sampled_from(AREAS), min_size=2, max_size=3, unique=True)}, optional=extra
        )
        for extra in ({}, {"must": some(NEEDS, 1)}, FURTHER)
    ),
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "case": st.just("drawn-1"),
        "assessed": st.just(DAY.isoformat()),
        "municipality": st.sampled_from(MUNICIPALITIES),
        "needs": NEEDED,
    },
    optional=OPTIONAL,
)


def case(document: dict[str, Any]) -> Case:
    """A case of a drawn document."""
    return case_of(Document("drawn case", document))


# --- catalogues -----------------------------------------------------------------------------------------------------

PACKAGES = [{"up_to_hours": 4, "dkk": Decimal("100.5")}, {"up_to_hours": 10, "dkk": 300}]
PRICE_LEVELS = {
    "low": {"dkk": 250, "when": "case.support_need <= 1"},
    "high": {"dkk": Decimal("900.25"), "when": "case.support_need >= 2"},
}
PRICES = st.sampled_from(
    (
        {"basic": 1000},
        {"basic": 1100, "vat": "incl"},
        {"basic": 1100, "vat": "incl", "net_of_vat": Decimal("1049.45")},
        {"basic": 500, "packages": PACKAGES},
        {"basic": 500, "packages": PACKAGES, "package_step": {"hours": 6, "dkk": 200}, "vat": "excl"},
        {"basic": 500, "package_step": {"hours": 7, "dkk": 377}, "vat": "excl"},
        {"basic": 500, "package_step": {"hours": 7, "steps": 3, "dkk": 127}, "vat": "excl"},
        {"basic": 1000, "vat": "excl", "from": "2026-11-22"},
        {"basic": 1000, "vat": "excl", "from": "2026-11-23"},
        {"levels": PRICE_LEVELS, "vat": "excl"},
        {"levels": {"low": 250}, "vat": "excl"},
        {"levels": {"low": 250, "high": 900}, "shares": [{"up_to_days": 2, "percent": 60}], "vat": "excl"},
        {"per": "hour", "basic": Decimal("370.15")},
        {"basic": Decimal("459.5"), "per_hour": 370, "night": Decimal("176.49"), "vat": "excl"},
        {"per": "month", "basic": 53594},
        {"per": "week", "basic": 7001, "days_a_year": 334, "vat": "excl"},
        {"basic": 700, "weekend": 1400, "first_days": {"days": 2, "dkk": 2012}},
        {"basic": 1100, "with": {"SEL-104": 300, "SEL-85": 1000}, "vat": "excl"},
    )
)
SERVICE = st.fixed_dictionaries(
    {"provision": st.sampled_from(PROVISIONS)},
    optional={
        "cost": st.one_of(
            st.fixed_dictionaries({"price_dkk_per_day": st.sampled_from((300, 1000, 1100, 3000))}),
            st.fixed_dictionaries({"price": PRICES}),
        ),
        "when": st.sampled_from(("case.support_need >= 2", "case.age < 40")),
        "hours_per_week": st.sampled_from((2, 4)),
        "staff": st.sampled_from(("none", "tied_part_of_day", "tied_day_and_night")),
        "free": st.integers(0, 2),
        "waiting_days": st.sampled_from((0, 40, 100)),
        "open_to": st.just("residents"),
        "kind": st.sampled_from(("open", "group")),
        "forms": some(("group", "online", "at_home"), 2),
        "open_on": some(("monday", "friday", "saturday"), 3),
        "open_hours": st.sampled_from((6, Decimal("14.5"))),
        "closed": st.sampled_from(("2026-11-20", "2026-12-31", "2027-06-30", "2027-12-31")),
    },
).map(lambda row: {**{key: value for key, value in row.items() if key != "cost"}, **row.get("cost", {})})


OFFER = st.fixed_dictionaries(
    {
        "name": st.just("An offer"),
        "source": st.just({"ref": "drawn"}),
        "services": st.lists(SERVICE, min_size=1, max_size=2, unique_by=lambda row: row["provision"]),
    },
    optional={
        "operator": st.one_of(
            st.just({"type": "private"}),
            st.fixed_dictionaries({"type": st.just("municipal"), "municipality": st.sampled_from(MUNICIPALITIES[:3])}),
        ),
        "place": st.sampled_from(TOWNS),
        "mobile": st.booleans(),
        "entrance": st.sampled_from((False, False, False, True)),
        "specialisation": st.dictionaries(
            st.sampled_from((*GROUPS, "mental-impairment")), st.integers(1, 3), max_size=2
        ),
        "levels": st.dictionaries(
            st.sampled_from(("cook", "clean", "wash")), st.sampled_from(([0, 2], [1, None], [None, 3])), max_size=2
        ),
        "ages": st.sampled_from(([18, None], [None, 30], [16, 25])),
        "premises": some(PREMISES, 2),
        "covers": some((*NEEDS[1:4], "horses"), 2),
        "lacks": some(NEEDS[4:], 1),
        "approved": record(by=st.just("Socialtilsyn"), tilbudsportalen=st.booleans()),
        "agreements": some(MUNICIPALITIES[:2], 1),
        "excludes": st.sampled_from(("case.age > 30", "case.support_need >= 3 or case.flags.acute")),
    },
)


def beside_others(service: dict[str, Any], services: list[dict[str, Any]]) -> dict[str, Any]:
    """A service whose price names no other service than those its offer has."""
    price = service.get("price", {})
    given = {one["provision"] for one in services if one is not service}
    beside = {provision: basic for provision, basic in price.get("with", {}).items() if provision in given}
    if not price:
        return service
    rest = {key: value for key, value in price.items() if key != "with"}
    return {**service, "price": {**rest, **({"with": beside} if beside else {})}}


@st.composite
def catalogues(draw: st.DrawFn, least: int = 3, most: int = MOST_SERVICES) -> dict[str, Any]:
    """A catalogue document of three to eight offers, `o1` and so on."""
    offers = draw(st.lists(OFFER, min_size=least, max_size=most))
    room = most
    chosen = []
    for index, offer in enumerate(offers):
        services = offer["services"][: max(1, room - (len(offers) - index - 1))]
        room -= len(services)
        chosen.append({"id": f"o{index + 1}", **offer, "services": [beside_others(one, services) for one in services]})
    return {"catalogue": "drawn", "as_of": DAY.isoformat(), "offers": chosen}


def catalogue(document: dict[str, Any]) -> Catalogue:
    """A catalogue of a drawn document."""
    return catalogue_of(Document("drawn catalogue", document))


# --- conditions -----------------------------------------------------------------------------------------------------

COMPARING = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
MONOTONE_CASE = (
    "case.support_need {op} {n}", "case.age {op} grown", "case.permanence == temporary", "case.permanence != permanent",
    "case.legal.impairment >= reduced", "case.functioning.cook {op} {n}", "count(case.functioning >= 2) {op} {n}",
    "any(case.functioning == 4)", "all(case.functioning <= 3)", "max(case.functioning) {op} {n}", "min(case.functioning) < {n}",
    "case.target_groups includes mental-impairment", "case.target_groups.primary == mental-impairment",
    "case.target_groups.primary in [anxiety, intellectual-disability]", "case.needs.must includes social_contact",
    "count(case.needs.must in [social_contact, a_home]) {op} {n}", "any(case.needs.areas != home)", "case.flags.acute",
    "case.flags.acute == false", "case.wishes.max_km * 2 {op} 40", "case.home.housing not in [own, with_family]",
    "0 <= case.support_need < {n}", "level {op} high", "min(case.support_need, 3) + 1 {op} {n}", "case.consent.move == given",
    "sum(case.functioning) {op} 8{n}", "case.support_need + sum(case.functioning) >= 1{n}",
    "case.legal.kinds not includes mental", "2000-01-01 < case.assessed", "years_between(case.assessed, as_of) {op} {n}",
    "extra.planned", "extra.grade {op} {n}", "extra.kind != calm", "extra.signs includes risk", "extra.begun < 2020-01-01",
    "sum(case.functioning.[cook, clean]) {op} {n}", "count(case.functioning.[cook, wash, clean] >= 2) {op} {n}",
    "case.needs.must within [social_contact, peer_contact]", "case.target_groups overlaps [mental-impairment]",
    "count(case.functioning >= 3) - count(case.functioning >= 4) {op} {n}", "any(case.needs.hours_per_week >= 3)",
)  # fmt: skip
OTHER_CASE = (
    "known(case.support_need)", "known(level)", "any(assessed(case.functioning) >= 3)",
    "all(assessed(case.functioning) <= 3) or sum(assessed(case.functioning)) > {n}",
    "count(assessed(case.needs.must)) >= 1",
    "count(case.flags.acute, case.support_need >= 2, case.needs.must includes care) {op} {n}",
    "case.improvement", "case.worsened includes cook", "count(case.worsened) {op} 1",
    "case.home.stay_ends", "case.needs.tied_staff", "case.home.dwelling.offered", "as_of >= case.home.dwelling.from",
    "case.age {op} 216 months", "as_of {op} case.born + 22 years", "days_between(case.assessed, as_of) {op} 1 week",
    "any(case.needs.days_per_week {op} 1 week)", "case.assessed - {n} months < as_of",
    "tried(SEL-85)", "tried(SEL-107)", "not tried(SEL-82b)", "tried(pair)",
    "entitled(SEL-85)", "entitled(SEL-12)", "entitled(SEL-107)", "known(case.wishes.offers) and case.wishes.offers includes 'o1'",
)  # fmt: skip
OPTION = (
    "option.specialisation {op} {n}", "option.specialisation >= need_level", "option.internal", "option.external",
    "travel.network_km <= 10", "travel.home_km <= case.wishes.max_km", "option.price_dkk_per_day {op} 1000", "option.step {op} 5",
    "provision.id == SEL-107", "provision.id in [SEL-85, SEL-104]", "option.areas includes support",
    "option.staff >= agreed_visits", "option.free_places {op} {n}", "option.waiting_days <= 30", "option.waiting_days {op} 3 weeks",
    "option.months + {n} months {op} 1 year", "min(option.waiting_days, {n} weeks) {op} 20 days", "option.wished",
    "option.avoided == false", "option.current", "option.kind in [catalogue, current]", "option.age_fits",
    "option.operator_excludes", "option.premises includes step_free", "option.approved", "option.registered",
    "option.answer == refuses", "option.answered", "option.gives_less", "option.less_grounded", "option.less_than_ends",
    "option.consent_to_move == given", "option.guardian_accepts",
    "option.free_from_days <= 21", "suits", "option.partner", "option.gives_home and not option.moves_home", "option.serves",
    "option.lives_here",
    "case.wishes.offers includes offer.id", "provision.may == case.flags.acute", "offer.operator.type in [municipal, regional]",
    "case.target_groups within option.target_groups", "option.target_groups overlaps case.target_groups",
    "all(case.functioning.[cook, clean] <= option.levels_to)", "any(case.functioning < option.levels_from)",
    "case.needs.premises within option.premises", "count(option.levels_to > case.functioning) {op} {n}",
    "option.question == review", "option.free_places + 1 > case.support_need", "option.covers includes social_contact",
)  # fmt: skip
COMPARED = (
    "met_lower",
    "tried_lower",
    "met_by(SEL-85)",
    "met_by(SEL-107)",
    "met_by(H6)",
    "met_by(B5)",
    "met_by(free_choice)",
    "met_by(pair)",
    "approved_match",
    "own_match",
    "current_sufficient",
    "option.price_dkk_per_day <= reference.price_dkk_per_day",
    "reference.recorded",
    "reference.stay_dkk_per_day >= 1000",
    "option.specialisation > reference.specialisation",
    "reference.private_wish_ratio > 110",
)
PLACED = (
    "placement.price_ratio <= 110", "placement.price_dkk_per_day {op} 2000",
    "placement.stay_price_ratio <= 110", "placement.stay_dkk_per_day {op} 1500", "placement.commute_km <= 15",
    "placement.ends includes SEL-85", "count(placement.ends) {op} {n}",
    "placement.commute_km == 0", "placement.same_setting", "placement.same_setting == false", "placement.parts {op} {n}",
    "placement.external == 0", "placement.home_step <= 5", "placement.moves_home", "known(placement.price_dkk_per_day)",
    "placement.kept >= 1", "placement.presumptions_failed <= 1", "placement.free_choice",
    "placement.visits_km <= 15 or placement.estimated_visits_km <= 15", "placement.estimated_commute_km < 15",
    "placement.commute_km <= 15 or placement.visits_km <= 15", "placement.visits_km <= 15",
)  # fmt: skip


def atoms(names: Iterable[str]) -> tuple[str, ...]:
    """One condition on each fact, whatever it is: those above say more, and forget what is new."""
    return tuple(atom(name, LANGUAGE.by_name[name].type) for name in names)


def atom(name: str, type: Type) -> str:
    match type.kind:
        case "truth":
            return name
        case "number":
            return f"{name} {{op}} {{n}}"
        case "date":
            return f"{name} <= 2008-06-01"
        case "text":
            return f"{name} == 'o1'"
        case "texts":
            return f"{name} includes 'o1'"
        case "levels":
            return f"any({name} >= {{n}})"
        case "code" | "codes":
            first = next(iter(vocabulary().codes[type.codes or ""].terms))
            return f"{name} == {first}" if type.kind == "code" else f"{name} includes {first}"
        case other:
            raise AssertionError(other)


EVERY_CASE = atoms(fact.name for fact in LANGUAGE.of_case)
EVERY_OPTION = atoms(fact.name for fact in LANGUAGE.of_option if fact.name != "offer.groups")  # of a guideline alone
EVERY_PLACED = atoms(fact.name for fact in LANGUAGE.of_placement)
# Every fourth or so of what is drawn: most of these are unknown in most cases.
MONOTONE_CASE = (*4 * MONOTONE_CASE, *EVERY_CASE)
OPTION = (*4 * OPTION, *EVERY_OPTION)
PLACED = (*4 * PLACED, *EVERY_PLACED)
NOT_PLAIN = ("option.answered", "option.consent_to_move", "option.guardian_accepts", "travel.estimated_home_km")
PLAIN_OPTION = tuple(one for one in OPTION if not one.startswith(NOT_PLAIN))
"""Without what says openly that something is recorded, what is an estimate, and where what is said of one thing wins over all."""


@st.composite
def conditions(draw: st.DrawFn, *pools: tuple[str, ...]) -> str:
    """One to three atoms of the pools, and what `and`, `or` and `not` make of them."""
    pool = st.sampled_from(sum(pools, ()))
    text = ""
    for _leaf in range(draw(st.sampled_from((1, 1, 2, 3)))):
        atom = draw(pool).format(op=draw(COMPARING), n=draw(LEVELS))
        if text:
            word = draw(st.sampled_from(("and", "or")))
            text = f"({text}) {word} {atom}" if draw(st.booleans()) else f"{atom} {word} ({text})"
        else:
            text = atom
        if draw(st.integers(0, 4)) == 0:
            text = f"not ({text})"
    return text


# --- guidelines -----------------------------------------------------------------------------------------------------

WORDS = {"da": "tekst", "en": "text"}
SOURCE = {"source": "drawn"}
OWN_NEED = {
    "key": "horses", "areas": ["support", "activity"], "usually_met_by": ["SEL-104", "SEL-85"], **WORDS, **SOURCE,
}  # fmt: skip
CASE_FACTS = {
    f"extra.{name}": {**shape, "label": WORDS, **SOURCE}
    for name, shape in {
        "planned": {"type": "truth"},
        "grade": {"type": "level"},
        "kind": {"type": "code", "codes": {"calm": WORDS, "loud": WORDS}},
        "signs": {"type": "set", "codes": {"risk": WORDS, "fall": WORDS}},
        "begun": {"type": "date"},
    }.items()
}
STEP = {"id": "least-intrusive", "lower": "option.step", "over": "all"}
WISH = {"id": "wish", "higher": "option.wished", "over": "any"}
PREFERENCES = (
    {"id": "near", "lower": "travel.network_km", "bands": [5, 10, 40], "over": "max"},
    {"id": "near-any", "lower": "travel.network_km", "bands": [5, 10, 40], "over": "any"},
    {"id": "nearest", "lower": "travel.network_km", "over": "all"},
    {"id": "avoid", "lower": "option.avoided", "over": "any"},
    {"id": "continuity", "higher": "option.current", "over": "sum"},
    {
        "id": "waiting",
        "lower": "option.waiting_days",
        "bands": [30, 90],
        "over": "max",
        "when": "case.support_need >= 2",
    },
    {"id": "price", "lower": "placement.price_ratio", "bands": [100, 130], "of": "placement"},
    {"id": "cheap", "lower": "placement.price_dkk_per_day", "of": "placement"},
    {"id": "setting", "higher": "placement.same_setting", "of": "placement"},
    {"id": "commute", "lower": "placement.commute_km", "bands": [1, 15], "of": "placement"},
    {"id": "stays-near", "higher": "placement.commute_km == 0", "of": "placement"},
    {"id": "few", "lower": "placement.parts", "of": "placement"},
    {"id": "many", "higher": "placement.parts", "of": "placement"},
    {"id": "kept", "higher": "placement.kept", "of": "placement"},
    {"id": "free", "higher": "option.free_places", "over": "sum"},
    {"id": "free-max", "higher": "option.free_places", "over": "max"},
    {"id": "free-any", "higher": "option.free_places", "over": "any"},
    {"id": "specialised", "lower": "option.specialisation > need_level", "over": "sum"},
    {"id": "priced", "higher": "known(placement.price_dkk_per_day)", "of": "placement"},
    {"id": "moves", "lower": "placement.moves_home", "of": "placement"},
    {"id": "low-home", "lower": "placement.home_step", "of": "placement"},
    STEP,
    WISH,
)
POLICY = (
    {"id": "own", "lower": "option.external", "over": "sum"},
    {"id": "exceptions", "lower": "placement.presumptions_failed", "of": "placement"},
    {"id": "external", "lower": "placement.external", "of": "placement"},
)
RIGHTS = (
    {
        "id": "free-choice",
        "higher": "placement.free_choice and (not known(placement.price_ratio) or placement.price_ratio <= 110)",
        "of": "placement",
    },
    {
        "id": "beyond",
        "lower": "placement.free_choice and known(placement.stay_price_ratio) and placement.stay_price_ratio > 110",
        "of": "placement",
    },
    {"id": "own-wish", "higher": "option.wished and provision.free_choice", "over": "any"},
)
PROPOSALS = (
    {"id": "p1", "fact": "case.needs.must", "value": "social_contact", "when": "case.support_need >= 1"},
    {"id": "p2", "fact": "case.needs.must", "value": "a_home", "when": "case.home.housing == none"},
    {"id": "p3", "fact": "case.legal.impairment", "value": "substantial", "when": "any(case.functioning >= 2)"},
    {"id": "p4", "fact": "case.support_need", "value": "3", "when": "case.age >= 30"},
    {"id": "p7", "fact": "case.needs.must", "value": "horses", "when": "case.support_need >= 2"},
    {"id": "p6", "fact": "extra.grade", "value": "2", "when": "case.flags.acute"},
    {"id": "p5", "fact": "case.flags.acute", "value": "true", "when": "case.permanence == temporary"},
)
GATES = ("competence", "legality", "sufficiency", "permanence", "consent", "policy")


@st.composite
def rules(
    draw: st.DrawFn, id: str, body: st.SearchStrategy[str], *, whole: bool = False, plain: bool = False
) -> dict[str, Any]:
    """One rule; of a placement where `whole`. In a `plain` one not to know is never to wait."""
    rule: dict[str, Any] = {
        "id": id,
        "gate": draw(st.sampled_from(GATES)),
        "require": draw(body),
        "reason": WORDS,
        **SOURCE,
    }
    rule["strength"] = draw(st.sampled_from(("must", "presumption", "presumption", "hold")))
    if rule["strength"] == "hold":
        rule["by"] = draw(st.sampled_from(("municipality", "offer")))
        if not plain and draw(st.booleans()):
            rule["if_unknown"] = "awaiting"
    if rule["strength"] == "must" and rule["gate"] != "sufficiency" and draw(st.booleans()):
        rule["if_unknown"] = "confirm"
    for key in ("when", "unless"):
        if draw(st.integers(0, 3)) == 0:
            rule[key] = draw(body)
    if whole:
        rule["of"] = "placement"
    elif draw(st.integers(0, 2)) == 0:
        rule["provision"] = draw(st.lists(st.sampled_from(("SEL-85", "SEL-107", "SEL-104")), min_size=1, max_size=2))
    return rule


SERVICE_LEVELS: tuple[list[dict[str, Any]], ...] = (
    [],
    [],
    [{"id": "visits", "provision": "SEL-85", "usual_hours": 4}],
    [
        {"id": "little", "provision": "SEL-85", "usual_hours": 2, "when": "case.support_need <= 1"},
        {"id": "visits", "provision": ["SEL-85", "SEL-82b"], "usual_hours": 4, "most_hours": 8, "weeks": 26},
        {"id": "stays", "provision": "SEL-107", "form": "group"},
    ],
)
GROUPS = {"pair": {"offers": ["o1", "o3"], **WORDS, **SOURCE}}
READING_LEVELS = ("level.usual_hours {op} {n}", "known(level.usual_hours)", "level.usual_hours <= 3")


@st.composite
def guidelines(
    draw: st.DrawFn, *, plain: bool = False, comparing: bool = True, placing: bool = True, most_rules: int = 4
) -> dict[str, Any]:
    """A guideline document.

    `plain` leaves out whatever says openly that recording a fact may turn an answer: proposals, `known`, `assessed`, entitlement.
    `comparing` adds rules on the comparative facts, `placing` rules and preferences of whole placements.
    """
    case_pool = MONOTONE_CASE if plain else (*MONOTONE_CASE, *OTHER_CASE)
    tables = tuple(atom for atom in MONOTONE_CASE if "level" not in atom)
    body = conditions(case_pool, PLAIN_OPTION if plain else OPTION, COMPARED if comparing else ())
    found: list[dict[str, Any]] = [
        draw(rules(f"r{n}", body, plain=plain)) for n in range(draw(st.integers(0, most_rules)))
    ]
    if not plain:
        entitled = {"gate": "entitlement", "strength": "must", "reason": WORDS, **SOURCE}
        require = draw(conditions(MONOTONE_CASE))
        found.append({"id": "e1", "provision": ["SEL-85", "SEL-107-1"], "require": require, **entitled})
    levels = [] if plain else draw(st.sampled_from(SERVICE_LEVELS))
    if levels:
        require = draw(conditions(READING_LEVELS, OPTION))
        found.append({"id": "lv", "gate": "policy", "strength": "must", "require": require, "reason": WORDS, **SOURCE})
    if placing:
        whole = conditions(case_pool, PLACED)
        found += [draw(rules(f"w{n}", whole, whole=True, plain=plain)) for n in range(draw(st.integers(0, 1)))]
    chosen = draw(st.lists(st.sampled_from(PREFERENCES), max_size=5, unique_by=lambda row: row["id"]))
    policy = draw(st.lists(st.sampled_from(POLICY), max_size=1))
    if policy:
        chosen = [STEP, WISH, *(one for one in chosen if one not in (STEP, WISH)), *policy]
    rights = draw(some(range(len(RIGHTS)), 1))
    if not placing:
        chosen = [one for one in chosen if "of" not in one]
        rights = [1] if rights else []
    low, high, mixed = draw(
        st.tuples(conditions(tables), conditions(tables), conditions(tables, OPTION[:1] + OPTION[2:5]))
    )
    return {
        "guideline": "drawn",
        "version": "1",
        "title": WORDS,
        "in_force": {"from": "2020-01-01"},
        **SOURCE,
        "case_facts": CASE_FACTS,
        "needs": [OWN_NEED],
        "groups": GROUPS,
        "parameters": {"grown": {"value": 30, "unit": "years", **SOURCE}},
        "facts": {
            "level": {"values": ["low", "high"], "rows": [{"when": low, "then": "low"}, {"then": "high"}], **SOURCE},
            "need_level": {
                "values": [1, 2, 3],
                "rows": [{"when": high, "then": "3"}, {"when": low, "then": "2"}, {"then": "1"}],
                **SOURCE,
            },
            "suits": {"values": [True, False], "rows": [{"when": mixed, "then": True}, {"then": False}], **SOURCE},
        },
        "areas": [] if plain else [{"area": "support", "when": draw(conditions(MONOTONE_CASE)), **SOURCE}],
        "proposals": []
        if plain
        else [{**PROPOSALS[n], **SOURCE} for n in sorted(draw(some(range(len(PROPOSALS)), 3)))],
        "reference_prices": [{"provision": "SEL-85", "level": 1, "dkk_per_day": 800, **SOURCE}],
        "rules": found,
        "service_levels": [{**one, **SOURCE} for one in levels],
        "rights": [{**RIGHTS[n], **SOURCE} for n in rights],
        "preferences": [{**one, **SOURCE} for one in chosen],
    }


def guideline(document: dict[str, Any]) -> Guideline:
    """A guideline of a drawn document."""
    return build((layer_of(Document("drawn guideline", document)),), DAY)
