"""What each fact of an option is, and that it depends on the parts that it declares: equal parts, equal values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from drawn import DAY, DOCUMENTS, catalogue, catalogues, guideline, quiet
from drawn import case as case_from
from hypothesis import given
from hypothesis import strategies as st
from written import SOURCE, a_case, a_guideline, a_rule, an_offer, offers

from visit.errors import Problems
from visit.matching import match
from visit.ranking.options import Openings, options
from visit.reading.declared import declared
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.reading.source import Document
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import option_environment
from visit.rules.deciding.option_sets import uncached
from visit.rules.facts.declaration import CaseFact, OptionFact
from visit.rules.facts.of_case import case_age, case_born
from visit.rules.facts.registry import LANGUAGE, FactRegistry
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.types import NUMBER
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible, Trial, Trials, months_between, years_between
from visit.vocabulary import vocabulary

MOTHER = {"who": "mother", "place": "Ikast", "contact": "daily", "benefit": "documented"}
SCHOOL = {"who": "school", "place": "Brande", "contact": "weekly", "benefit": "undocumented"}
FATHER = {"who": "father", "place": "Brande", "contact": "weekly", "benefit": "documented"}
HARMFUL = MOTHER | {"benefit": "harmful"}
NO_CONTACT = {"who": "mother", "place": "Ikast", "benefit": "documented"}
RARELY = [MOTHER | {"contact": "rarely"}, FATHER | {"contact": "rarely"}]

STATED = {"travel": [{"from": "Ikast", "metres": 31_000, "source": "timetable"}]}
LOOKED_UP = {"travel": [{"from": "Ikast", "to": "o", "metres": 28_000, "source": "looked up"}]}
ELSEWHERE = {"travel": [{"from": "Ikast", "to": "other", "metres": 28_000, "source": "looked up"}]}
AUTISM = {"target_groups": {"primary": "autism-spectrum"}}
LEVELS = {"specialisation": {"autism-spectrum": 2}}
EITHER = Possible(frozenset(("accepts", "refuses")))
GIVEN_OR_NOT = Possible(frozenset(("refused", "given")))
NO = {"offer": "o", "consent": "refused"}
EITHER_TOWN = Possible(frozenset(("Esbjerg", "Herning")))
ACCEPTED = {"offer": "o", "answer": "accepts", "free_from": "2026-11-25"}
REFUSED = {"offer": "o", "answer": "refuses", "on": "2026-02-02"}
FAILED = {"provision": "SEL-104", "until": "2025-06-30", "result": "not_enough"}
HOME = {"home": {"housing": "own", "place": "Ikast", "premises": ["step_free"]}}
BRANDE_KM = Decimal("21.887")
"""From Ikast, as Skjern is 46.037 km away."""
PRICES = [
    {"provision": "SEL-104", "level": 2, "dkk_per_day": 400},
    {"provision": "SEL-104", "level": 1, "dkk_per_day": 200},
]


def lived(*rows: tuple[str, str | None]) -> dict[str, Any]:
    """A case of somebody who has lived in these municipalities, each under what."""
    residences = [{"municipality": town, **({} if under is None else {"under": under})} for town, under in rows]
    return {"citizen": {"lived": residences}}


def set_of(*codes: str) -> Members:
    """A set of codes that is wholly recorded."""
    return Members(frozenset(codes))


def trials(*rows: str) -> Trials:
    """The help that was tried until June 2025: provision and result."""
    each = [Trial(provision, None, None, date(2025, 6, 30), result) for provision, result in map(str.split, rows)]
    return Trials(frozenset(one.provision for one in each), each=tuple(each))


def near(combine: str, members: str = "documented") -> dict[str, Any]:
    """The settings of a guideline that combines distances in a way of its own."""
    return {"nearness": {"members": members, "combine": combine, **SOURCE}}


@cache
def built(combine: str | None = None, members: str = "documented", prices: bool = True) -> Guideline:
    """A guideline with reference prices, or without."""
    nearness = {} if combine is None else near(combine, members)
    return guideline(a_guideline(reference_prices=PRICES if prices else [], **nearness))


def values(
    case: dict[str, Any], offer: dict[str, Any], chosen: Guideline, day: date = DAY
) -> dict[str, dict[str, Any]]:
    """Every fact of every option, the offer's under `o`."""
    one = case_from(a_case(**case))
    side = case_side(one, Dependencies(chosen), day)
    found = options(one, catalogue(offers(an_offer("o", "SEL-104", **offer))), day)
    return {option.offer.id: option_environment(side, option) for option in found}


def told_apart(value: Any) -> tuple[Any, Any]:
    """A value with its type: 0 and false, 1 and true are equal, and not the same."""
    return type(value), value


# --- the distance to the network ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "offer", "case", "expected"),
    [
        pytest.param([MOTHER], {"place": "Ikast"}, {}, 0, id="in the same town"),
        pytest.param([MOTHER], {"place": "Brande"}, {}, BRANDE_KM, id="in another town"),
        pytest.param([MOTHER], {"mobile": True}, {}, 0, id="what comes to the citizen"),
        pytest.param([MOTHER], {}, {}, UNKNOWN, id="an offer without a place"),
        pytest.param(None, {"place": "Ikast"}, {}, UNKNOWN, id="no network recorded"),
        pytest.param([MOTHER], {"place": "Brande", **STATED}, {}, 31, id="the catalogue states a figure"),
        pytest.param([MOTHER], {"place": "Brande", **STATED}, LOOKED_UP, 28, id="the case's figure wins"),
        pytest.param([MOTHER], {"place": "Ikast"}, ELSEWHERE, 0, id="a figure for another offer"),
        pytest.param([MOTHER, SCHOOL], {"place": "Ikast"}, {}, 0, id="only documented benefit counts"),
        pytest.param([HARMFUL], {"place": "Ikast"}, {}, UNKNOWN, id="one who harms never counts"),
        pytest.param([NO_CONTACT], {"place": "Brande"}, {}, BRANDE_KM, id="one member needs no weight"),
        pytest.param([NO_CONTACT, MOTHER], {"place": "Brande"}, {}, UNKNOWN, id="a weight that is not recorded"),
        pytest.param([MOTHER, FATHER], {"place": "Ikast"}, {}, Decimal("2.574"), id="weighed by contact, 30 to 4"),
        pytest.param(RARELY, {"place": "Ikast"}, {}, Decimal("10.943"), id="all weights are 0, so all weigh the same"),
    ],
)
def test_network_km(
    network: list[dict[str, Any]] | None, offer: dict[str, Any], case: dict[str, Any], expected: Any
) -> None:
    case = {"needs": {"areas": ["activity"]}, **({} if network is None else {"network": network}), **case}
    assert values(case, offer, built())["o"]["travel.network_km"] == expected


@pytest.mark.parametrize(
    ("combine", "members", "expected"),
    [
        ("nearest", "documented", 0),
        ("farthest", "documented", BRANDE_KM),
        ("nearest", "all", 0),
        ("farthest", "all", Decimal("46.037")),
    ],
)
def test_nearest_and_farthest_read_every_counted_member(combine: str, members: str, expected: Decimal) -> None:
    network = [NO_CONTACT, FATHER, {"who": "friend", "place": "Skjern", "benefit": "undocumented"}]
    found = values({"network": network}, {"place": "Ikast"}, built(combine, members))
    assert found["o"]["travel.network_km"] == expected


# --- every other fact that depends on the case ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "case", "offer", "expected"),
    [
        ("travel.home_km", {"citizen": HOME}, {"place": "Ikast"}, Decimal(0)),
        ("travel.home_km", {"citizen": HOME}, {}, UNKNOWN),
        ("travel.home_km", {}, {"place": "Ikast"}, UNKNOWN),
        ("travel.home_km", {"citizen": HOME}, {"mobile": True}, 0),
        ("travel.home_km", {"citizen": HOME}, {"place": "Brande", **STATED}, Decimal(31)),
        ("travel.home_km", {"citizen": HOME, **LOOKED_UP}, {"place": "Brande", **STATED}, Decimal(28)),
        ("option.internal", {}, {"operator": {"type": "municipal", "municipality": "Esbjerg"}}, True),
        ("option.internal", {}, {"operator": {"type": "municipal", "municipality": "Herning"}}, False),
        ("option.internal", {}, {"operator": {"type": "private", "municipality": "Esbjerg"}}, False),
        ("option.internal", {}, {}, UNKNOWN),
        ("option.external", {}, {"operator": {"type": "private"}}, True),
        ("option.external", {}, {"operator": {"type": "municipal", "municipality": "Esbjerg"}}, False),
        ("option.external", {}, {}, UNKNOWN),
        ("option.partner", {}, {"agreements": ["Esbjerg"]}, True),
        ("option.partner", {}, {"agreements": ["Herning"]}, False),
        ("option.partner", {}, {}, UNKNOWN),
        ("option.serves", {}, {"serves": ["Esbjerg"]}, True),
        ("option.serves", {}, {"serves": ["Herning"]}, False),
        ("option.serves", {}, {}, True),
        ("option.approved", {}, {"approved": {"by": "Socialtilsyn"}}, True),
        ("option.approved", {}, {"approved": {"approved": True}}, True),
        ("option.approved", {}, {"approved": {"by": "Socialtilsyn", "until": "2026-11-22"}}, True),
        ("option.approved", {}, {"approved": {"by": "Socialtilsyn", "until": "2026-11-21"}}, False),
        ("option.approved", {}, {"approved": {"by": "Socialtilsyn", "approved": False}}, False),
        ("option.approved", {}, {"approved": {"until": "2027-01-01"}}, UNKNOWN),
        ("option.approved", {}, {}, UNKNOWN),
        ("option.registered", {}, {"approved": {"tilbudsportalen": False}}, False),
        ("option.registered", {}, {"approved": {"by": "Socialtilsyn"}}, UNKNOWN),
        ("option.age_fits", {"citizen": {"age": 18}}, {"ages": [18, 30]}, True),
        ("option.age_fits", {"citizen": {"age": 17}}, {"ages": [18, None]}, False),
        ("option.age_fits", {"citizen": {"age": 31}}, {"ages": [None, 30]}, False),
        ("option.age_fits", {"citizen": {"born": 2008}}, {"ages": [18, 30]}, UNKNOWN),
        ("option.age_fits", {"citizen": {"born": 2000}}, {"ages": [18, 30]}, True),
        ("option.age_fits", {}, {"ages": [18, 30]}, UNKNOWN),
        ("option.age_fits", {}, {"ages": [None, None]}, True),
        ("option.age_fits", {"citizen": {"age": 18}}, {}, UNKNOWN),
        ("option.specialisation", AUTISM, LEVELS, 2),
        ("option.specialisation", AUTISM, {"specialisation": {"mental-impairment": 1}}, 1),
        ("option.specialisation", AUTISM, {"specialisation": {"anxiety": 3}}, UNKNOWN),
        ("option.specialisation", AUTISM, {}, UNKNOWN),
        ("option.specialisation", {}, LEVELS, UNKNOWN),
        ("option.specialisation", {"target_groups": {"secondary": []}}, {}, 1),
        ("option.specialisation", {"target_groups": {"secondary": ["anxiety"]}}, LEVELS, UNKNOWN),
        ("option.price_ratio", AUTISM, {"price_dkk_per_day": 500, **LEVELS}, 125),
        ("option.price_ratio", {"target_groups": {"secondary": []}}, {"price_dkk_per_day": 501, **LEVELS}, Fraction(501, 2)),
        ("option.price_ratio", AUTISM, {"price_dkk_per_day": 500}, UNKNOWN),
        ("option.price_ratio", AUTISM, LEVELS, UNKNOWN),
        ("option.wished", {"wishes": {"offers": ["o"]}}, {}, True),
        ("option.wished", {"wishes": {"offers": ["o/SEL-104"]}}, {}, True),
        ("option.wished", {"wishes": {"offers": ["x"]}}, {}, False),
        ("option.wished", {"wishes": {"avoid": ["o"]}}, {}, UNKNOWN),
        ("option.avoided", {"wishes": {"avoid": ["o"]}}, {}, True),
        ("option.avoided", {"wishes": {"avoid": []}}, {}, False),
        ("option.avoided", {"wishes": {"offers": ["o"]}}, {}, UNKNOWN),
        ("option.answer", {"answers": [{"offer": "o", "answer": "refuses"}]}, {}, "refuses"),
        ("option.answer", {"answers": [{"offer": "x", "answer": "refuses"}]}, {}, UNKNOWN),
        (
            "option.answer",
            {"answers": [REFUSED, REFUSED | {"answer": "accepts", "on": "2026-01-01"}]},
            {}, "refuses",
        ),
        ("option.answer", {"answers": [REFUSED, REFUSED | {"answer": "accepts"}]}, {}, EITHER),
        ("option.answer", {"answers": [REFUSED | {"service": "SEL-85"}]}, {}, UNKNOWN),
        ("option.answer", {"answers": [REFUSED | {"service": "SEL-104"}]}, {}, "refuses"),
        ("option.answer", {"answers": [REFUSED | {"on": "2026-11-30"}]}, {}, UNKNOWN),
        ("option.answered", {"answers": [REFUSED, REFUSED | {"answer": "accepts"}]}, {}, True),
        ("option.answered", {"answers": [REFUSED | {"offer": "x"}]}, {}, False),
        ("case.acting_municipality", lived(("Esbjerg", "own_home")), {}, "Esbjerg"),
        ("case.acting_municipality", lived(("Esbjerg", "own_home"), ("Herning", "own_home")), {}, "Herning"),
        ("case.acting_municipality", lived(("Esbjerg", "own_home"), ("Herning", "stay")), {}, "Esbjerg"),
        ("case.acting_municipality", lived(("Esbjerg", "own_home"), ("Herning", "free_choice")), {}, "Herning"),
        (
            "case.acting_municipality",
            lived(("Esbjerg", "own_home"), ("Herning", "stay"), ("Varde", "free_choice"), ("Vejle", "stay")), {}, "Varde",
        ),
        ("case.acting_municipality", lived(("Esbjerg", "own_home"), ("Herning", None)), {}, EITHER_TOWN),
        ("case.acting_municipality", lived(("Herning", "stay")), {}, UNKNOWN),
        ("case.acting_municipality", lived(("Herning", None)), {}, UNKNOWN),
        ("case.acting_municipality", {}, {}, UNKNOWN),
        ("case.tried", {"tried": [FAILED, FAILED | {"provision": "SEL-85", "result": "helped"}]}, {},
         trials("SEL-104 not_enough", "SEL-85 helped")),
        ("case.tried", {"tried": [FAILED | {"result": "refused"}]}, {}, trials()),
        ("case.tried", {"tried": [FAILED | {"until": "2026-11-23"}]}, {}, trials()),
        ("case.tried", {}, {}, UNKNOWN),
        ("option.tried_not_enough", {"tried": [FAILED]}, {}, True),
        ("option.tried_not_enough", {"tried": [FAILED | {"offer": "o"}]}, {}, True),
        ("option.tried_not_enough", {"tried": [FAILED | {"offer": "x"}]}, {}, False),
        ("option.tried_not_enough", {"tried": [FAILED | {"provision": "SEL-85"}]}, {}, False),
        ("option.tried_not_enough", {"tried": [FAILED | {"again": "a new ground"}]}, {}, False),
        ("option.tried_not_enough", {"tried": [FAILED | {"until": "2026-11-23"}]}, {}, False),
        ("option.tried_not_enough", {"tried": [FAILED, FAILED | {"until": "2026-06-30", "result": "helped"}]}, {}, False),
        ("option.tried_not_enough", {"tried": [FAILED, FAILED | {"until": "2026-06-30", "result": "refused"}]}, {}, True),
        ("option.tried_not_enough", {"tried": [FAILED]}, {"open_to": "residents"}, False),
        ("option.tried_not_enough", {"tried": [FAILED | {"offer": "o"}]}, {"open_to": "residents"}, True),
        ("option.tried_not_enough", {}, {}, UNKNOWN),
        ("option.lives_here", {"citizen": {"current": [{"offer": "o", "service": "SEL-108"}]}}, {}, True),
        ("option.lives_here", {"citizen": {"current": [{"offer": "x", "service": "SEL-108"}]}}, {}, False),
        ("option.lives_here", {"citizen": {"current": [{"offer": "o", "service": "SEL-85"}]}}, {}, UNKNOWN),
        ("option.lives_here", {"citizen": {"current": [{"offer": "o", "service": "SEL-85"}], **HOME}}, {}, False),
        ("option.lives_here", {"citizen": {"home": {"housing": "none"}}}, {}, False),
        ("option.lives_here", {"citizen": {"home": {"housing": "institution"}}}, {}, UNKNOWN),
        ("option.consent_to_move", {"consent": {"move": "given"}}, {}, "given"),
        ("option.consent_to_move", {"consent": {"move": "given", "moves": [{"offer": "o", "consent": "refused"}]}}, {}, "refused"),
        ("option.consent_to_move", {"consent": {"move": "given", "moves": [{"offer": "x", "consent": "refused"}]}}, {}, "given"),
        ("option.consent_to_move", {"consent": {"moves": [{"provision": "SEL-104", "consent": "given"}, NO]}}, {}, "refused"),
        ("option.consent_to_move", {"consent": {"moves": [NO, {"offer": "o", "guardian_accepts": True}]}}, {}, "refused"),
        ("option.consent_to_move", {"consent": {"moves": [NO, NO | {"provision": "SEL-104", "consent": "given"}]}}, {}, "given"),
        ("option.consent_to_move", {"consent": {"moves": [NO | {"provision": "SEL-108"}]}}, {}, UNKNOWN),
        ("option.consent_to_move", {"consent": {"moves": [NO, NO | {"consent": "given"}]}}, {}, GIVEN_OR_NOT),
        ("option.guardian_accepts", {"guardian": {"accepts": True}}, {}, True),
        (
            "option.guardian_accepts",
            {"guardian": {"accepts": True}, "consent": {"moves": [NO | {"guardian_accepts": False}]}},
            {}, False,
        ),
        ("option.free_from_days", {"answers": [ACCEPTED]}, {}, 3),
        ("option.free_from_days", {"answers": [ACCEPTED | {"free_from": "2026-11-01"}]}, {}, 0),
        ("option.free_from_days", {"answers": [ACCEPTED | {"answer": "waiting"}]}, {}, UNKNOWN),
        ("option.free_from_days", {"answers": [ACCEPTED, REFUSED | {"on": "2026-11-20"}]}, {}, UNKNOWN),
        ("option.operator_excludes", {"citizen": {"age": 40}}, {"excludes": "case.age > 30"}, True),
        ("option.operator_excludes", {"citizen": {"age": 20}}, {"excludes": "case.age > 30"}, False),
        ("option.operator_excludes", {}, {"excludes": "case.age > 30"}, UNKNOWN),
        ("option.operator_excludes", {}, {}, False),
        ("option.waiting_days", {}, {"waiting_days": 40}, 40),
        ("option.waiting_days", {"citizen": {"current": [{"offer": "o", "service": "SEL-104"}]}}, {"waiting_days": 40}, 0),
        ("option.question", {"citizen": {"current": [{"offer": "o", "service": "SEL-104"}]}}, {}, "keep"),
        ("option.question", {}, {}, UNKNOWN),
        ("option.staff", {}, {"staff": "one_to_one"}, "one_to_one"),
        ("option.premises", {}, {"premises": ["shielded"]}, Members(frozenset(("shielded",)))),
        ("option.premises", {}, {}, UNKNOWN),
        ("option.target_groups", {}, LEVELS, set_of("autism-spectrum")),
        ("option.target_groups", {}, {"specialisation": {}}, set_of()),
        ("option.target_groups", {}, {}, UNKNOWN),
        ("option.levels_from", {}, {"levels": {"cook": [1, 3], "eat": [None, 2]}}, Levels({"cook": 1, "eat": 0}, 29, 0, 4)),
        ("option.levels_to", {}, {"levels": {"cook": [1, 3], "eat": [2, None]}}, Levels({"cook": 3, "eat": 4}, 29, 0, 4)),
        ("option.levels_to", {}, {}, Levels({}, 31, 0, 4)),
    ],
)  # fmt: skip
def test_a_fact_of_an_offer(fact: str, case: dict[str, Any], offer: dict[str, Any], expected: Any) -> None:
    assert told_apart(values(case, offer, built())["o"][fact]) == told_apart(expected)


@pytest.mark.parametrize(
    ("fact", "home", "tenancy"),
    [
        ("option.internal", True, True),
        ("option.external", False, False),
        ("option.approved", True, True),
        ("option.age_fits", True, True),
        ("option.specialisation", 3, 3),
        ("option.levels_to", *2 * (Levels(dict.fromkeys(vocabulary().codes["theme"].terms, 4), 0, 0, 4),)),
        ("option.premises", Members(frozenset(("step_free",))), UNKNOWN),
        ("travel.home_km", 0, UNKNOWN),
        ("travel.network_km", BRANDE_KM, 0),
    ],
)
def test_a_fact_of_the_home_and_of_a_tenancy(fact: str, home: Any, tenancy: Any) -> None:
    lives = {"housing": "with_family", "place": "Ikast", "premises": ["step_free"]}
    found = values({"citizen": {"home": lives}, "network": [FATHER], **AUTISM}, {}, built())
    assert told_apart(found["home"][fact]) == told_apart(home)
    assert told_apart(found["tenancy"][fact]) == told_apart(tenancy)


@pytest.mark.parametrize(
    ("citizen", "expected"),
    [
        ({"born": "2000-03-01"}, 26),
        ({"born": 2000}, Possible(frozenset((25, 26)))),
        ({"age": 24}, 24),
        ({"adult": True}, Possible(frozenset((*range(18, 81), 120)))),
        ({"adult": False}, Possible(frozenset(range(18)))),
        (None, UNKNOWN),
    ],
)
def test_age_on_the_day(citizen: dict[str, Any] | None, expected: Any) -> None:
    found = case_from(a_case(**({} if citizen is None else {"citizen": citizen})))
    assert case_age(found, found.assessed) == expected


def born(citizen: dict[str, Any] | None, **more: Any) -> Any:
    return case_born(case_from(a_case(**({} if citizen is None else {"citizen": citizen}), **more)), DAY)


def test_a_date_of_birth_is_known_where_it_is_recorded() -> None:
    assert born({"born": "2000-03-01"}) == date(2000, 3, 1)
    assert born(None) is UNKNOWN


@given(
    st.integers(1940, 2008), st.dates(date(1940, 1, 1), date(2009, 1, 1)), st.dates(date(2009, 1, 1), date(2030, 1, 1))
)
def test_a_birth_year_stands_for_all_its_days(year: int, bound: date, day: date) -> None:
    whole = [date.fromordinal(one) for one in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    reach = born({"born": year})
    for reads in (lambda one: one < bound, lambda one: one <= bound, lambda one: months_between(one, day)):
        assert {reads(one) for one in reach.values} == {reads(one) for one in whole}


@given(st.integers(0, 90), st.dates(date(2010, 1, 1), date(2026, 11, 1)))
def test_an_age_stands_for_the_births_that_give_it(age: int, assessed: date) -> None:
    reach = born({"age": age}, assessed=assessed.isoformat()).values
    first, last = min(reach), max(reach)
    assert {years_between(one, assessed) for one in reach} == {age}
    assert years_between(first - timedelta(days=1), assessed) == age + 1
    assert years_between(last + timedelta(days=1), assessed) == age - 1 or last == assessed


@pytest.mark.parametrize(
    ("citizen", "expected"),
    [({"born": "2008-11-22"}, date(2026, 11, 22)), ({"born": "2008-02-29"}, date(2026, 3, 1)), ({}, UNKNOWN)],
)
def test_the_day_of_coming_of_age(citizen: dict[str, Any], expected: Any) -> None:
    turns = next(fact for fact in LANGUAGE.of_case if fact.name == "case.turns_18")
    assert turns.read(case_from(a_case(citizen=citizen)), DAY) == expected


CLOSED = {"closed": (DAY - timedelta(days=1)).isoformat()}
NOT_YET_OPEN = {"opened": (DAY + timedelta(days=1)).isoformat()}
LAST_DAY = {"closed": DAY.isoformat()}


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        pytest.param([("residents", "tied_day_and_night")], True, id="its residents' staff is tied"),
        pytest.param([("residents", "tied_part_of_day")], True, id="tied for a part of the day"),
        pytest.param([("residents", None), ("residents", "one_to_one")], True, id="one of two states it"),
        pytest.param([("residents", "agreed_visits")], False, id="its residents are visited"),
        pytest.param([(None, "tied_day_and_night")], False, id="nothing is for residents only"),
        pytest.param([("residents", "agreed_visits"), ("residents", None)], UNKNOWN, id="one of two states nothing"),
        pytest.param([("residents", None)], UNKNOWN, id="the usual staff of a provision says nothing of a house"),
        pytest.param([("residents", "one_to_one", CLOSED)], False, id="the only one is closed"),
        pytest.param(
            [("residents", "one_to_one", NOT_YET_OPEN), ("residents", None)], UNKNOWN, id="one is not open yet"
        ),
        pytest.param([("residents", "one_to_one", LAST_DAY)], True, id="the last day counts"),
    ],
)
def test_a_house_with_staff_of_its_own(services: list[tuple[Any, ...]], expected: Any) -> None:
    rows = [
        {
            "provision": provision,
            **({"open_to": to} if to else {}),
            **({"staff": staff} if staff else {}),
            **(days[0] if days else {}),
        }
        for (to, staff, *days), provision in zip(services, ("SEL-85", "SEL-83"), strict=False)
    ]
    offer = {**an_offer("o", "ABL-105"), "services": [{"provision": "ABL-105"}, *rows]}
    one = case_from(a_case())
    side = case_side(one, Dependencies(built()), DAY)
    found = [option for option in options(one, catalogue(offers(offer)), DAY) if option.offer.id == "o"]
    assert {option_environment(side, option)["offer.tied_staff"] for option in found} == {expected}


@pytest.mark.parametrize(
    ("rows", "listed", "expected"),
    [
        pytest.param([{}], None, UNKNOWN, id="nobody has said it"),
        pytest.param([{"staff": "tied_day_and_night"}], None, True, id="the case says it"),
        pytest.param(
            [{"staff": "agreed_visits"}], None, UNKNOWN, id="other staff of one service says nothing of the house"
        ),
        pytest.param(
            [{}, {"service": "SEL-85", "staff": "one_to_one"}], None, True, id="said of another service of the house"
        ),
        pytest.param(
            [{}, {"service": "SEL-85", "offer": "p", "staff": "one_to_one"}], None, UNKNOWN, id="of another offer"
        ),
        pytest.param([{"staff": "tied_part_of_day"}], {}, True, id="the catalogue does not know it"),
        pytest.param([{}], {}, False, id="the catalogue has no service for residents"),
    ],
)
def test_a_house_that_runs_now_with_staff_of_its_own(rows: list[dict[str, Any]], listed: Any, expected: Any) -> None:
    running = [{"offer": "h", "service": "ABL-105", "question": "keep", **row} for row in rows]
    one = case_from(a_case(citizen={"current": running}))
    side = case_side(one, Dependencies(built()), DAY)
    offer = an_offer("h" if listed is not None else "elsewhere", "ABL-105")
    found = next(one for one in options(one, catalogue(offers(offer)), DAY) if one.id == "h/ABL-105")
    assert option_environment(side, found)["offer.tied_staff"] == expected


# --- the declared parts ---------------------------------------------------------------------------------------------

OFFER_IDS = st.sampled_from(("o1", "o2", "o3"))
SAID = st.fixed_dictionaries(
    {},
    optional={
        "travel": st.lists(
            st.fixed_dictionaries(
                {
                    "from": st.sampled_from(("Ikast", "Brande")),
                    "to": OFFER_IDS,
                    "metres": st.sampled_from((0, 9_000)),
                    "source": st.just("looked up"),
                }
            ),
            max_size=2,
            unique_by=lambda row: (row["from"], row["to"]),
        ),
        "answers": st.lists(
            st.fixed_dictionaries(
                {"offer": OFFER_IDS, "answer": st.sampled_from(("accepts", "refuses"))},
                optional={"on": st.sampled_from(("2026-10-01", "2026-11-01"))},
            ),
            max_size=2,
            unique_by=lambda row: (row["offer"], row.get("on")),
        ),
    },
)
CASES = st.builds(lambda document, said: document | said, DOCUMENTS, SAID)
UNTIL = st.sampled_from((None, "2026-11-22", "2027-06-01"))
DAYS = st.sampled_from((DAY, date(2027, 1, 1), date(2028, 1, 1)))
BUILT = st.builds(
    built,
    st.sampled_from((None, "nearest", "farthest", "weighted")),
    st.sampled_from(("documented", "all")),
    st.booleans(),
)


@st.composite
def stating(draw: st.DrawFn) -> dict[str, Any]:
    """A catalogue whose offers state travel figures, whom they serve, and until when they are approved, as often as not."""
    document = draw(catalogues(most=5))
    for offer in document["offers"]:
        until, served = draw(UNTIL), draw(st.sampled_from((None, ["Esbjerg"], ["Haderslev", "Esbjerg"])))
        if until is not None:
            offer["approved"] = {"by": "Socialtilsyn", "until": until}
        if served is not None:
            offer["serves"] = served
        if draw(st.integers(0, 2)) == 0:
            offer["travel"] = [{"from": "Ikast", "metres": draw(st.sampled_from((0, 20_000))), "source": "timetable"}]
    return document


@quiet(80)
@given(CASES, CASES, stating(), BUILT, BUILT, DAYS)
def test_every_part_is_hashable_and_equal_parts_give_equal_values(
    one: Any, other: Any, offers: Any, chosen: Guideline, second: Guideline, day: date
) -> None:
    documents, together = catalogue(offers), []
    for document, under, when in ((one, chosen, DAY), (other, second, day)):
        now = case_side(case_from(document), Dependencies(under), when).circumstances
        together += [(option, now) for option in options(now.case, documents, when)]
    for fact in LANGUAGE.of_option:
        if isinstance(fact, OptionFact):
            known: dict[Any, Any] = {}
            for option, now in together:
                said = tuple(what for id, what in fact.named(now) if id in (option.id, option.offer.id))
                value, part = told_apart(fact.value(option, now)), fact.of_option(option)
                key = (fact.case_part(now, (part,)), part, said)
                assert known.setdefault(key, value) == value, fact.name


@quiet(120)
@given(st.lists(st.tuples(CASES, BUILT, DAYS), min_size=2, max_size=4), stating())
def test_a_cached_column_is_the_column_that_would_be_read(asked: Any, offers: Any) -> None:
    openings = Openings(catalogue(offers))
    for document, chosen, day in asked:
        one = case_from(document)
        side = case_side(one, Dependencies(chosen), day)
        cached = openings.of(one, day)
        found, read = Columns(side, cached), Columns(side, uncached(cached.options))
        for fact in LANGUAGE.of_option:
            rows = [[(told_apart(value), row) for value, row in which.column(fact.name)] for which in (found, read)]
            assert rows[0] == rows[1], fact.name


def test_what_a_case_adds_itself_is_read_for_each_case() -> None:
    openings = Openings(catalogue(offers(an_offer("o", "SEL-104", premises=["shielded"]))))
    found = []
    for premises in (["step_free"], ["shielded"], None):
        home = {"housing": "own"} if premises is None else {"housing": "own", "premises": premises}
        one = case_from(a_case(citizen={"home": home}))
        columns = Columns(case_side(one, Dependencies(built()), DAY), openings.of(one, DAY))
        found.append({row: value for value, row in columns.column("option.premises")})
    shielded, step_free = (Members(frozenset((one,))) for one in ("shielded", "step_free"))
    assert found == [{0b01: step_free, 0b10: shielded}, {0b11: shielded}, {0b01: UNKNOWN, 0b10: shielded}]


def test_a_ranking_finds_out_every_fact_that_is_not_read() -> None:
    one = case_from(a_case(needs={"areas": ["activity"]}))
    ranking = match(one, catalogue(offers(an_offer("o", "SEL-104"))), built(), DAY)
    first = ranking.placements[0]
    assert first.facts.keys() ^ {fact.name for fact in LANGUAGE.of_placement} == set()
    of_each = ranking.comparative.of_each(ranking.options[0])
    assert {*of_each, *ranking.comparative.values} ^ set(LANGUAGE.comparative) == set()
    assert of_each.keys() == set(LANGUAGE.of_each)


def test_a_guideline_reads_the_facts_that_it_is_built_with() -> None:
    read = CaseFact("case.letters", NUMBER, lambda case, day: len(case.id))
    rules = [a_rule("short", "case.letters <= 9")]
    layers = (layer_of(Document("own facts", a_guideline(rules=rules))),)
    with pytest.raises(Problems, match=r"case\.letters"):
        build(layers, DAY)
    own = build(layers, DAY, facts=FactRegistry((*LANGUAGE.by_name.values(), read)))
    first, second = (
        match(case_from(a_case(case=id)), catalogue(offers(an_offer("o", "SEL-104"))), own, DAY)
        for id in ("ib-1", "ib-2026-0417")
    )
    assert [bool(one.outcomes["short"].holds) for one in (first, second)] == [True, False]


@pytest.mark.parametrize("need", ["round_the_clock", "tied_staff"])
@pytest.mark.parametrize(
    ("answer", "among", "expected"),
    [
        pytest.param(None, False, UNKNOWN, id="not answered"),
        pytest.param(None, True, True, id="among the needs"),
        pytest.param(False, False, False, id="answered no"),
        pytest.param(True, False, True, id="answered yes"),
        pytest.param(False, True, True, id="answered no, and among the needs"),
    ],
)
def test_a_need_with_a_question_of_its_own(need: str, answer: bool | None, among: bool, expected: Any) -> None:
    needs = {"areas": ["activity"], "must": [need] if among else [], **({} if answer is None else {need: answer})}
    found = values({"needs": needs}, {}, built())["o"][f"case.needs.{need}"]
    assert told_apart(found) == told_apart(expected)


def test_what_a_declaration_names_is_there() -> None:
    fields = {one.key for of in (OfferDocument, ServiceDocument) for one in declared(of)}
    of_case = {fact.name for fact in LANGUAGE.of_case}
    for fact in LANGUAGE.of_option:
        assert fact.field is None or fact.field in fields, f"{fact.name}: the catalogue has no {fact.field}"
        assert of_case.issuperset(fact.waits_for), f"{fact.name} waits for no fact of the case"
