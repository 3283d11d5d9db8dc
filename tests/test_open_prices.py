"""What an answer asks where a rule, an approval or an operator's own condition waits for a price: the case, else the offer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import TEXT, a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.ranking.values import Ranking, Standing
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.render.document import placement_document
from visit.render.why_sheet import WhySheet

PRICE, LEVEL = "option.price_dkk_per_day", "option.price_level"
HOURS = "case.needs.hours_per_week.support"
TABLE = {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}, "vat": "excl"}
WHENS = {
    name: {"dkk": dkk, "when": f"case.support_need {sign} 3"} for name, dkk, sign in (("a", 1, "<"), ("b", 2, ">="))
}
NEEDS = {"areas": ["home", "support"], "must": ["a_home"]}
WITHOUT_HOME = {"citizen": {"home": {"housing": "none", "dwelling": {"offered": False}}}}


def ranked(
    service: dict[str, Any], *rules: dict[str, Any], needs: dict[str, Any] | None = None, **more: Any
) -> Ranking:
    """One house, one rule, one citizen without a home."""
    house = an_offer("house", "SEL-108", operator={"type": "private"})
    house["services"][0] |= service
    document = a_case(needs={**NEEDS, **(needs or {})}, **WITHOUT_HOME, **more)
    return match(case(document), catalogue(offers(house)), guideline(a_guideline(rules=rules)), DAY)


def asked(ranking: Ranking) -> list[tuple[str, str | None]]:
    """What the first placement waits for: each fact, with the offer that tells it."""
    found = Explanation(ranking).missing(ranking.placements[0])
    return [(one.fact, None if one.option is None else one.option.offer.id) for one in found]


CAP, WHOLE = a_rule("cap", f"{PRICE} <= 1500"), a_rule("cap", "placement.price_dkk_per_day <= 1500", of="placement")


@pytest.mark.parametrize("rule", [CAP, WHOLE], ids=["of an option", "of a placement"])
@pytest.mark.parametrize(
    ("service", "needs", "expected"),
    [
        pytest.param({"price": TABLE}, {}, [(HOURS, None)], id="hours"),
        pytest.param({"price": {"basic": 1, "night": 2, "vat": "excl"}}, {}, [("case.needs.round_the_clock", None)], id="nights"),
        pytest.param(
            {"price": {"basic": 1, "shares": [{"up_to_days": 2, "percent": 60}], "vat": "excl"}},
            {}, [("case.needs.days_per_week.support", None)], id="days",
        ),
        pytest.param({"price": {"levels": WHENS, "vat": "excl"}}, {}, [("case.support_need", None)], id="a level's condition"),
        pytest.param({"price": {"levels": {"a": 1, "b": 2}, "vat": "excl"}}, {}, [(LEVEL, "house")], id="a level"),
        pytest.param({}, {}, [(PRICE, "house")], id="no price"),
        pytest.param({"price_dkk_per_day": 2000}, {}, [(PRICE, "house")], id="the net price"),
        pytest.param(
            {"price": {**TABLE, "levels": {"a": 1, "b": 2}}}, {}, [(HOURS, None), (LEVEL, "house")], id="hours and a level"
        ),
    ],
)  # fmt: skip
def test_what_a_price_waits_for_is_asked_of_who_can_tell(
    rule: dict[str, Any], service: dict[str, Any], needs: dict[str, Any], expected: list[tuple[str, str | None]]
) -> None:
    ranking = ranked(service, rule, needs=needs)
    assert ranking.placements[0].standing is Standing.UNDECIDED
    assert sorted(asked(ranking)) == sorted(expected)


def test_why_and_json_name_the_fact_of_the_case_as_well() -> None:
    ranking = ranked({"price": TABLE}, WHOLE)
    sheet = str(WhySheet(ranking, "en").sheet("1", None))
    assert "How many hours per week does the citizen need for support?" in sheet
    first = placement_document(ranking, Explanation(ranking), ranking.placements[0])
    assert '"missing": [{"fact": "case.needs.hours_per_week.support"' in json.dumps(first)


def test_an_unassessed_need_is_not_left_for_the_offer_to_confirm() -> None:
    confirmed = a_rule("cap", f"{PRICE} <= 1500", if_unknown="confirm", gate="policy")
    assert ranked({}, confirmed).placements[0].standing is Standing.SUITABLE
    assert ranked({"price": TABLE}, confirmed).placements[0].standing is Standing.UNDECIDED


@pytest.mark.parametrize(
    ("service", "offer", "rule"),
    [
        ({"when": "case.support_need >= 3"}, {}, "option.meant_for_citizen"),
        ({}, {"excludes": "case.support_need >= 3"}, "not option.operator_excludes"),
    ],
)
def test_an_operators_own_condition_asks_for_the_fact_of_the_citizen(
    service: dict[str, Any], offer: dict[str, Any], rule: str
) -> None:
    house = an_offer("house", "SEL-108", **offer)
    house["services"][0] |= service
    document = a_case(needs=NEEDS, **WITHOUT_HOME)
    ranking = match(case(document), catalogue(offers(house)), guideline(a_guideline(rules=[a_rule("own", rule)])), DAY)
    assert asked(ranking) == [("case.support_need", None)]


def test_a_night_among_the_needs_is_a_night_in_the_price() -> None:
    price = {"price": {"basic": 1000, "night": 200, "vat": "excl"}}
    ranking = ranked(price, needs={"must": ["a_home", "round_the_clock"]})
    assert ranking.placements[0].facts["placement.price_dkk_per_day"] == 1200


DEAR = {"id": "dear", "by": "director", "text": TEXT, "when": f"{PRICE} > 1500"}
DEAR_WHOLE = {**DEAR, "when": "placement.price_dkk_per_day > 1500"}


@pytest.mark.parametrize("approval", [DEAR, DEAR_WHOLE], ids=["of a part", "of the placement"])
@pytest.mark.parametrize(
    ("price", "expected"),
    [
        pytest.param({"basic": 2000}, [(PRICE, "house/SEL-108", ("dear",))], id="with indirect VAT"),
        pytest.param({"basic": 1500}, [], id="with indirect VAT, within in any case"),
        pytest.param({"basic": 2000, "net_of_vat": 1900}, [], id="net"),
        pytest.param(TABLE, [(HOURS, None, ("dear",))], id="hours not assessed"),
    ],
)
def test_what_leaves_open_who_has_to_approve_is_asked(
    approval: dict[str, Any], price: dict[str, Any], expected: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    house = an_offer("house", "SEL-108", price=price, operator={"type": "private"})
    document = a_case(needs={**NEEDS, "round_the_clock": False, "tied_staff": False, "premises": []}, **WITHOUT_HOME)
    ranking = match(case(document), catalogue(offers(house)), guideline(a_guideline(approvals=[approval])), DAY)
    found = Consequences(Explanation(ranking)).to_confirm(ranking.placements[0])
    rows = [(one.fact, one.option and one.option.id, one.rules) for one in found if one.rules]
    assert rows == expected
