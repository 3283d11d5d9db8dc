"""The sum behind a price as a sheet, one screen and JSON say it, in both languages, and what of the case's own has no effect."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.render.document import match_document
from visit.render.lines import fitted
from visit.render.match_sheet import MatchSheet
from visit.render.one_screen import OneScreen
from visit.render.plain import plain
from visit.render.why_in_short import WhyInShort
from visit.render.why_sheet import WhySheet

HOUSE = {"provision": "SEL-108", "staff": "tied_day_and_night"}
NEEDS = {"areas": ["home", "support"], "must": ["a_home"], "hours_per_week": {"support": 18}}
CITIZEN = {
    "legal": {"impairment": "substantial", "kinds": ["cognitive"]}, "permanence": "permanent", "support_need": 2,
    "citizen": {"home": {"housing": "none", "dwelling": {"offered": False}}},
    "consent": {"support": "given", "move": "given"}, "target_groups": {"primary": "autism-spectrum", "secondary": []},
}  # fmt: skip


def ranking(price: dict[str, Any], *services: dict[str, Any], **fields: Any) -> Ranking:
    house = an_offer("house", "SEL-108", operator={"type": "municipal", "municipality": "Esbjerg"})
    house["services"] = [{**HOUSE, **price}, *services]
    document = {**a_case(needs=NEEDS), **CITIZEN, **fields}
    return match(case(document), catalogue(offers(house)), guideline(a_guideline()), DAY)


def full(found: Ranking, language: str = "en") -> str:
    with speaking(language):  # type: ignore[arg-type]
        return plain(MatchSheet(found, language).sheet())


def screen(found: Ranking) -> str:
    with speaking("en"):
        return "\n".join(text for text, _strong in fitted(tuple(OneScreen(found, "en").sections()), 80, 24))


STEP = {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}, "from": "2024-01-01"}


@pytest.mark.parametrize(
    ("price", "english", "danish"),
    [
        (
            {"price": STEP},
            "house: basic 1,206 + package 14–21 h 942.50 = DKK 2,148.50 a day (list of 2024, net of VAT)",
            "house: grundtakst 1.206 + pakke 14–21 t. 942,50 = 2.148,50 kr. pr. dag (takster for 2024, uden moms)",
        ),
        (
            {"price": {"basic": 459, "per_hour": Decimal("370.15"), "night": 176, "from": "2023-01-01"}},
            "basic 459 + 18 h a week at 370.15 951.81; not known before this is recorded: whether the need is round the clock",
            "grundtakst 459 + 18 t. om ugen a 370,15 951,81; "
            "kan først regnes ud, når dette er oplyst: om behovet gælder hele døgnet",
        ),
        (
            {"price": {"per": "month", "basic": 53594, "days_a_year": 334, "vat": "incl"}},
            "basic 53,594 a month × 12/365 × 334 of 365 days = DKK 1,612.35 a day (holds indirect VAT: at most)",
            "grundtakst 53.594 pr. måned × 12/365 × 334 af 365 dage = 1.612,35 kr. pr. dag (med indirekte moms: højst)",
        ),
        (
            {"price": {"levels": {"takst 1": 436, "takst 2": {"dkk": 500, "when": "case.support_need >= 2"}}}},
            "takst 2: DKK 500 a day",
            "takst 2: 500 kr. pr. dag",
        ),
        (
            {"price": {"basic": 700, "weekend": 1400, "first_days": {"days": 2, "dkk": 2012}}},
            "5 days at 700 and 2 at 1,400, on average 900 a day (net of VAT, the first 2 days 2,012)",
            "5 dage a 700 og 2 a 1.400, i gennemsnit 900 pr. dag (uden moms, de første 2 dage 2.012)",
        ),
        ({"price": {"levels": {"2": 500}}}, "house: level 2: DKK 500 a day", "house: niveau 2: 500 kr. pr. dag"),
        (
            {"price": {"per": "hour", "basic": 350}},
            "house: 18 h a week at 350: DKK 900 a day",
            "house: 18 t. om ugen a 350: 900 kr. pr. dag",
        ),
        (
            {"price": {"basic": 2012, "first_days": {"days": 2, "dkk": 4024}}},
            "house: DKK 2,012 a day (net of VAT, the first 2 days 4,024)",
            "house: 2.012 kr. pr. dag (uden moms, de første 2 dage 4.024)",
        ),
        (
            {"price": {"basic": 1000, "from": "2027-01-01"}},
            "basic 1,000; not known before this is recorded: the price before 1 January 2027",
            "grundtakst 1.000; kan først regnes ud, når dette er oplyst: prisen før 1. januar 2027",
        ),
    ],
)
def test_a_sum_is_said_in_words(price: dict[str, Any], english: str, danish: str) -> None:
    found = ranking(price)
    assert english in full(found).replace("\u00a0", " ")
    assert danish in full(found, "da").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("price", "line"),
    [
        ({"price": STEP}, "Price in DKK: basic 1,206 + package 14–21 h 942.50 = 2,148.50 a day (list of\n    2024)\n"),
        (
            {"price": {"basic": 2000, "vat": "incl"}},
            "Price in DKK: 2,000 a day, at most, since indirect VAT is in it\n",
        ),
        ({"price": {"basic": 0}}, None),
        ({}, None),
    ],
)
def test_the_screen_has_the_sum_of_the_first_placement_where_it_is_known(
    price: dict[str, Any], line: str | None
) -> None:
    told = screen(ranking(price))
    assert "Price in DKK: " not in told if line is None else f"  {line}" in told


def test_the_screen_adds_up_what_stands_together() -> None:
    day = {"provision": "SEL-104", "price": {"basic": 300}}
    found = ranking({"price": {"basic": 2000}}, day, needs={"areas": ["home", "activity"], "must": ["a_home"]})
    assert "house 2,000 + house 300 = 2,300 a day" in screen(found)


def test_why_has_the_whole_sentence_under_a_heading() -> None:
    with speaking("en"):
        told = plain(WhyInShort(WhySheet(ranking({"price": {"basic": 2000}}), "en")).sheet("1", None))
    assert "Price\n-----\n\n- house: DKK 2,000 a day (net of VAT)" in told.replace("\u00a0", " ")


def test_first_days_are_told_as_data() -> None:
    found = ranking({"price": {"basic": 2012, "first_days": {"days": 2, "dkk": 4024}}})
    part = match_document(found)["placements"][0]["parts"][0]  # type: ignore[index]
    assert part["price"]["first_days"] == {"days": 2, "dkk": 4024}


def test_a_level_by_a_condition_waits_for_the_fact_in_it() -> None:
    levels = {"young": {"dkk": 1, "when": "case.age < 30"}, "old": {"dkk": 2, "when": "case.age >= 30"}}
    found = ranking({"price": {"basic": 1, "levels": levels, "vat": "excl"}})
    assert "not known before this is recorded: the citizen's age (" in full(found)


def test_a_sum_is_told_as_data() -> None:
    [part] = match_document(ranking({"price": STEP}))["placements"][0]["parts"]  # type: ignore[index]
    assert part["price_dkk_per_day"] == "2148.5"
    assert part["price"] == {
        "per": "day", "year": 2024, "first_days": None, "holds_vat": False, "lacks": [], "dkk_per_day": "2148.5",
        "waits_for": [], "likely_blank": False,
        "terms": [{"kind": "basic", "dkk": 1206, "of": []}, {"kind": "package", "dkk": "942.5", "of": ["14.0", "21.0"]}],
    }  # fmt: skip


def test_beside_another_service_the_table_and_the_data_have_the_price_that_is_reckoned() -> None:
    day = {"provision": "SEL-104", "price": {"basic": 300}}
    price = {"price": {"basic": 3000, "with": {"SEL-104": 2500}}}
    needs = {"areas": ["home", "activity"], "must": ["a_home"]}
    found = ranking(price, day, needs=needs)
    first = found.first
    assert first is not None
    assert len(first.parts) == 2
    assert first.facts["placement.price_dkk_per_day"] == 2800
    told = full(found)
    assert "2,500" in told
    assert "3,000" not in told.partition("Why no. 1")[0]
    assert "together DKK\u00a02,800 a day" in told
    stay = next(one for one in match_document(found)["placements"][0]["parts"] if one["provision"] == "SEL-108")  # type: ignore[index]
    assert (stay["price_dkk_per_day"], stay["price"]["dkk_per_day"]) == (2500, 2500)


def test_the_year_of_an_earlier_list_stands_with_its_price_in_the_table_and_on_the_screen() -> None:
    def of_year(year: int) -> Ranking:
        return ranking({"price": {"basic": 2000, "from": f"{year}-01-01"}})

    assert "2,000 (2024)" in full(of_year(2024))
    assert "A year in brackets behind a price is that of its list." in full(of_year(2024))
    assert "Price in DKK: 2,000 a day (list of 2024)\n" in screen(of_year(2024))
    assert f"2,000 ({DAY.year})" not in full(of_year(DAY.year))
    assert "Price in DKK: 2,000 a day\n" in screen(of_year(DAY.year))


def test_lists_of_different_years_in_one_sum_are_told() -> None:
    day = {"provision": "SEL-104", "price": {"basic": 300, "from": "2022-01-01"}}
    needs = {"areas": ["home", "activity"], "must": ["a_home"]}
    assert "the price lists are of different years: 2022 and 2024" in full(
        ranking({"price": {"basic": 1, "from": "2024-01-01"}}, day, needs=needs)
    )


@pytest.mark.parametrize(
    ("price", "fields", "words"),
    [
        (
            {"price": {"levels": {"low": 1, "high": 2}}},
            {"price_level": {"house/SEL-108": "middle"}},
            "house has no price level middle; it has high and low",
        ),
        ({"price": {"basic": 1}}, {"price_level": {"house/SEL-108": "low"}}, "house has no price levels"),
        (
            {"price": {"basic": 1}},
            {"agreed": [{"option": "house/SEL-108", "dkk_per_day": each} for each in (2150, 4150)]},
            "two prices were agreed on one day",
        ),
        (
            {"price": {"levels": {"low": 1, "high": 2}}},
            {"price_level": {"house/SEL-108": "low"}, "agreed": [{"option": "house/SEL-108", "dkk_per_day": 5}]},
            "house: the agreed price counts, so the price level has no effect",
        ),
        (
            {"price": {"basic": 1}},
            {"needs": {**NEEDS, "days_per_week": {"support": 3}}},
            "Days a week for support: no price rests on it",
        ),
        (
            {"price": {"basic": 1}},
            {"price_level": {"mouse/SEL-108": "low"}},
            "without effect (the offer's own price level for this citizen, by service)",
        ),
    ],
)
def test_what_has_no_effect_is_told_before_the_answer(
    price: dict[str, Any], fields: dict[str, Any], words: str
) -> None:
    found = ranking(price, **fields)
    assert words in " ".join(screen(found).partition("NOT YET")[0].partition("NO. 1")[0].split())
    assert words in full(found)


@pytest.mark.parametrize(
    ("price", "more", "blank"),
    [
        ({"price_dkk_per_day": 0}, {}, True),
        ({"price": {"basic": 0, "night": 0}}, {"needs": {**NEEDS, "round_the_clock": True}}, True),
        ({"price": {"basic": 0, "night": 300}}, {"needs": {**NEEDS, "round_the_clock": False}}, False),
        ({"price_dkk_per_day": 900}, {"agreed": [{"option": "house/SEL-108", "dkk_per_day": 0}]}, True),
        ({"price_dkk_per_day": 900}, {}, False),
    ],
)
def test_a_price_of_0_is_told_as_a_likely_blank_wherever_it_stands(
    price: dict[str, Any], more: dict[str, Any], blank: bool
) -> None:
    found = ranking(price, **more)
    assert ("0 is likely a blank" in full(found)) is blank
    assert ("0 er sandsynligvis et tomt felt" in full(found, "da")) is blank
    assert ("  0?" in full(found)) is blank
    part = match_document(found)["placements"][0]["parts"][0]  # type: ignore[index]
    assert part["price"]["likely_blank"] is blank


def test_the_rent_of_a_home_is_no_expense_so_its_0_is_a_price() -> None:
    home = an_offer("house", "ABL-105", price_dkk_per_day=0, free=1)
    document = {**a_case(needs={"areas": ["home"], "must": ["a_home"]}), **CITIZEN}
    found = match(case(document), catalogue(offers(home)), guideline(a_guideline()), DAY)
    assert "likely a blank" not in full(found)
