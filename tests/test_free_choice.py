"""What the citizen's own choice costs beside what the municipality has pointed at, as the sheet says it."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.matching import match
from visit.reasons.free_choice import choices_compared, prices_to_confirm
from visit.render.match_sheet import MatchSheet
from visit.rules import load_guideline


def says(own: int | None, other: int | None, **more: Any) -> str:
    """What the sheet says of the free choice: of `other`, wished for, beside `own`, which is offered."""
    houses = [
        an_offer(id, "SEL-108", **({} if price is None else {"price_dkk_per_day": price}))
        for id, price in (("own", own), ("other", other))
    ]
    document = {**a_case(needs={"areas": ["home"], "must": ["a_home"]}), "wishes": {"offers": ["other"]}, **more}
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    text = str(MatchSheet(ranking, "en").sheet())
    return text.partition("The free choice")[2] if choices_compared(ranking) else ""


@pytest.mark.parametrize(
    ("own", "other", "words"),
    [
        (2000, 4000, "100% dearer than"),
        (2000, 4000, "beyond the limit of the free choice, so there is no right to it"),
        (2000, 2201, "10.05% dearer than"),
        (2000, 2201, "beyond the limit"),
        (2000, 2200, "10% dearer than"),
        (2000, 2200, "on list prices: confirm the agreed one"),
        (2000, 1900, "not dearer than"),
        (2000, None, "a missing price takes no right away"),
        (None, 2200, "a missing price takes no right away"),
        (0, 2200, "a missing price takes no right away"),
    ],
)
def test_a_choice_is_compared_with_what_was_pointed_at(own: int | None, other: int | None, words: str) -> None:
    assert words in says(own, other, offered="own/SEL-108")


def test_price_lists_of_different_years_are_told() -> None:
    assert "the lists are of" not in says(2000, 2200, offered="own/SEL-108")
    houses = [
        an_offer("own", "SEL-108", price={"basic": 2000, "vat": "excl", "from": "2024-01-01"}),
        an_offer("other", "SEL-108", price={"basic": 2100, "vat": "excl", "from": "2022-01-01"}),
    ]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    assert "the lists are of 2022 and 2024" in str(MatchSheet(ranking, "en").sheet())


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ({"dkk_per_day": 2150, "vat": "excl"}, "7.5% dearer than"),
        ({"dkk_per_day": 2461, "vat": "incl"}, "up to 23.05% dearer than"),
    ],
)
def test_an_agreed_price_is_compared_and_nothing_is_left_to_confirm_of_it(agreed: dict[str, Any], words: str) -> None:
    found = says(2000, 4000, offered="own/SEL-108", agreed=[{"option": "other/SEL-108", **agreed}])
    assert words in found
    assert "on list prices" not in found


@pytest.mark.parametrize(
    ("wished", "words"), [(2394, "is listed 1.9% dearer than own"), (2300, "is listed no dearer than own")]
)
def test_two_prices_with_indirect_vat_are_compared_as_they_are_listed(wished: int, words: str) -> None:
    private = {"type": "private"}
    houses = [
        an_offer("own", "SEL-108", price_dkk_per_day=2349, operator=private),
        an_offer("other", "SEL-108", price_dkk_per_day=wished, operator=private),
    ]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    ranking = match(case(document), catalogue(offers(*houses)), load_guideline("serviceloven", DAY), DAY)
    found = str(MatchSheet(ranking, "en").sheet())
    assert words in found
    assert "both with indirect VAT" in found


def test_within_the_limit_nothing_is_called_beyond_it() -> None:
    assert "beyond" not in says(2000, 2200, offered="own/SEL-108")


@pytest.mark.parametrize("offered", [{}, {"offered": "onw/SEL-108"}])
def test_without_what_was_pointed_at_there_is_nothing_to_compare_with(offered: dict[str, str]) -> None:
    assert "record it in the case" in says(2000, 2200, **offered)


def test_where_nothing_is_wished_for_nothing_is_said() -> None:
    assert says(2000, 2200, offered="own/SEL-108", wishes={"offers": []}) == ""


def test_what_else_is_wished_for_does_not_complete_what_was_pointed_at() -> None:
    houses = [an_offer("own", "SEL-108"), an_offer("a", "SEL-104"), an_offer("b", "SEL-104", price_dkk_per_day=900)]
    document = a_case(needs={"areas": ["home", "activity"], "must": ["a_home"]})
    document |= {"offered": "own/SEL-108", "wishes": {"offers": ["a"]}}
    found = match(case(document), catalogue(offers(*houses)), guideline(a_guideline()), DAY).comparative.reference
    assert [one.id for one in found.parts] == ["b/SEL-104", "own/SEL-108"]


PRICE = "option.price_dkk_per_day"
HOURS = {"price": {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}, "vat": "excl"}}
WITHOUT_HOME = {"citizen": {"home": {"housing": "none", "dwelling": {"offered": False}}}}
NIGHTS = {"price": {"basic": 1206, "night": 300, "vat": "excl"}}


@pytest.mark.parametrize(
    ("service", "needs", "facts"),
    [
        (HOURS, {"areas": ["home", "support"]}, ["case.needs.hours_per_week.support"]),
        (NIGHTS, {"areas": ["home"]}, ["case.needs.round_the_clock"]),
        (
            {"price": {"levels": {"takst-1": 900, "takst-2": 1200}, "vat": "excl"}},
            {"areas": ["home"]},
            ["option.price_level"],
        ),
        ({}, {"areas": ["home"]}, [PRICE]),
        (HOURS, {"areas": ["home", "support"], "hours_per_week": {"support": 20}}, []),
    ],
)
def test_a_price_that_waits_for_the_case_asks_the_case_and_not_the_offer(
    service: dict[str, Any], needs: dict[str, Any], facts: list[str]
) -> None:
    rows = [an_offer("own", "SEL-108", price_dkk_per_day=2000), an_offer("other", "SEL-108")]
    rows[1]["services"][0] |= service
    beyond = "placement.free_choice and known(placement.stay_price_ratio) and placement.stay_price_ratio > 110"
    limited = a_guideline(rights=[{"id": "fc", "lower": beyond, "of": "placement"}])
    document = a_case(needs=needs, wishes={"offers": ["other"]}, offered="own/SEL-108", **WITHOUT_HOME)
    ranking = match(case(document), catalogue(offers(*rows)), guideline(limited), DAY)
    placement = next(one for one in ranking.placements if one.id == "other/SEL-108")
    assert [one.fact for one in prices_to_confirm(ranking, placement)] == facts
