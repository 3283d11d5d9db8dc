"""What a service costs: every kind of price that public lists state, for citizens of whom much or little is recorded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from written import a_case, an_offer, offers

from visit.case import case_of
from visit.catalogue import Catalogue, catalogue_of
from visit.errors import Problems
from visit.prices import Extent, price_for, price_model
from visit.reading.documents.catalogue import PriceList
from visit.reading.source import Document
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.prices import amount_of, price_of
from visit.rules.language.values import UNKNOWN, Value, at_most

DKK = Decimal
TABLE = [{"up_to_hours": "7", "dkk": "175"}, {"up_to_hours": "14", "dkk": "524"}]
STEP = {"hours": "7", "dkk": "349"}
LEVELS = {"low": {"dkk": "250", "when": "no"}, "middle": {"dkk": "400.50", "when": "yes"}, "high": "900"}


def per_day(record: dict[str, Any], **extent: Any) -> Fraction | tuple[str, ...]:
    """What a price comes to, or what it lacks."""
    model = price_model(PriceList({"vat": "excl", **record}), None, 2024)
    found = price_for(model, Extent(**extent))
    assert (found.per_day is None) == bool(found.lacks)
    return found.lacks if found.per_day is None else found.per_day


@pytest.mark.parametrize(
    ("price", "extent", "expected"),
    [
        ({"basic": "1206"}, {}, 1206),
        ({"per": "week", "basic": "7001"}, {}, Fraction(7001, 7)),
        ({"per": "month", "basic": "53594"}, {}, Fraction(53594 * 12, 365)),
        ({"per": "hour", "basic": "370.15"}, {"hours": DKK(14)}, DKK("740.30")),
        ({"per": "hour", "basic": "370.15"}, {}, ("hours",)),
        ({"basic": "459.50", "per_hour": "370.15"}, {"hours": DKK(7)}, DKK("829.65")),
        ({"basic": "459.50", "per_hour": "370.15"}, {}, ("hours",)),
        # packages: up to and with, on past the last by the step, nothing for nobody's hours
        ({"basic": "878", "packages": TABLE}, {"hours": DKK(7)}, 1053),
        ({"basic": "878", "packages": TABLE}, {"hours": DKK("7.1")}, 1402),
        ({"basic": "878", "packages": TABLE}, {"hours": DKK(15)}, ("package",)),
        ({"basic": "878", "packages": TABLE, "package_step": STEP}, {"hours": DKK(15)}, 878 + 524 + 349),
        ({"basic": "878", "packages": TABLE, "package_step": STEP}, {"hours": DKK(28)}, 878 + 524 + 2 * 349),
        ({"basic": "1206", "package_step": {"hours": "7", "dkk": "377"}}, {"hours": DKK(28)}, DKK("2525.5")),
        ({"basic": "1206", "package_step": {"hours": "7", "dkk": "377"}}, {"hours": DKK(0)}, 1206),
        # levels: recorded, else the one of which the condition holds; another that holds or may hold leaves the price open
        ({"levels": LEVELS}, {"level": "high"}, 900),
        ({"levels": {"takst 1": "2287"}}, {}, 2287),
        ({"levels": {"takst 1": "2287"}}, {"level": "takst 2"}, ("level",)),
        ({"levels": LEVELS}, {"level": "higher"}, ("level",)),
        ({"levels": LEVELS}, {"truths": (("no", False), ("yes", True))}, DKK("400.5")),
        ({"levels": LEVELS}, {"truths": (("no", None), ("yes", True))}, ("level",)),
        ({"levels": LEVELS}, {"truths": (("no", True), ("yes", True))}, ("level",)),
        ({"levels": LEVELS}, {"truths": (("no", False), ("yes", False))}, ("level",)),
        ({"basic": "459.50", "night": "176.49"}, {"nights": True}, DKK("635.99")),
        ({"basic": "459.50", "night": "176.49"}, {"nights": False}, DKK("459.50")),
        ({"basic": "459.50", "night": "176.49"}, {}, ("nights",)),
        ({"basic": "700", "weekend": "1400"}, {"whole_week": True}, 900),
        ({"basic": "700", "weekend": "1400"}, {}, ("weekend",)),
        ({"basic": "4024", "first_days": {"days": 2, "dkk": "2012"}}, {}, 4024),
        ({"basic": "773", "shares": [{"up_to_days": 2, "percent": 60}]}, {"days": DKK(2)}, DKK("463.8")),
        ({"basic": "773", "shares": [{"up_to_days": 2, "percent": 60}]}, {"days": DKK(3)}, 773),
        ({"basic": "773", "shares": [{"up_to_days": 2, "percent": 60}]}, {}, ("days",)),
        ({"basic": "1093", "days_a_year": 334}, {}, Fraction(1093 * 334, 365)),
        ({"basic": "2461", "vat": "incl", "net_of_vat": "2347.79"}, {}, DKK("2347.79")),
    ],
)
def test_what_a_price_comes_to(price: dict[str, Any], extent: dict[str, Any], expected: Any) -> None:
    found = per_day(price, **extent)
    assert found == expected


# --- of an option, for a case ---


def priced(service: dict[str, Any], *, operator: str | None = "municipal", **fields: Any) -> Value:
    """What an option costs for a case: its value in the condition language."""
    now = circumstances(**fields)
    return amount_of(price_of(option(service, operator), now))


def circumstances(**fields: Any) -> Circumstances:
    case = case_of(Document("a case", a_case(**fields)))
    return Circumstances(case=case, as_of=case.assessed, holds=lambda text: text == "case.support_need >= 3")


def option(service: dict[str, Any], operator: str | None = "municipal") -> Any:
    row = an_offer("a", "SEL-108", **({"operator": {"type": operator}} if operator else {}))
    row["services"] = [{"provision": "SEL-108", **service}, {"provision": "STU"}]
    return catalogue(row).options[0]


def catalogue(*rows: dict[str, Any]) -> Catalogue:
    return catalogue_of(Document("a catalogue", offers(*rows)))


PACKAGES = {"price": {"basic": 1206, "package_step": {"hours": 7, "dkk": 377}}}
NEEDS = {"areas": ["home", "support"], "hours_per_week": {"support": 28}}


@pytest.mark.parametrize(
    ("service", "operator", "expected"),
    [
        ({"price_dkk_per_day": 2200}, "municipal", 2200),
        ({"price_dkk_per_day": 2200}, "regional", 2200),
        ({"price_dkk_per_day": 2200}, "private", at_most(2200)),
        ({"price_dkk_per_day": 2200}, "foundation", at_most(2200)),
        ({"price_dkk_per_day": 2200}, None, at_most(2200)),
        ({"price": {"basic": 2461, "net_of_vat": DKK("2347.79")}}, "private", Fraction(234779, 100)),
        ({"price": {"basic": 2461, "vat": "excl"}}, "private", 2461),
        ({"price": {"basic": 2461, "vat": "incl"}}, "municipal", at_most(2461)),
        ({"price_dkk_per_day": 0}, "private", 0),
        ({}, "municipal", UNKNOWN),
    ],
)
def test_whose_price_holds_vat(service: dict[str, Any], operator: str | None, expected: Value) -> None:
    assert priced(service, operator=operator) == expected


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (NEEDS, Fraction(5051, 2)),
        ({**NEEDS, "areas": ["home"]}, Fraction(5051, 2)),
        ({"areas": ["home", "support"]}, UNKNOWN),
        ({"hours_per_week": {"support": 28}}, UNKNOWN),  # which areas are needed is not recorded
        ({**NEEDS, "areas": ["home", "support", "care"]}, UNKNOWN),  # the hours of care are not assessed
        ({**NEEDS, "areas": ["home", "support", "activity"]}, Fraction(5051, 2)),  # the stay does not cover activity
        ({"areas": ["activity"], "hours_per_week": {"activity": 10}}, UNKNOWN),
    ],
)
def test_the_hours_are_those_of_the_areas_that_the_service_covers(needs: dict[str, Any], expected: Value) -> None:
    assert priced(PACKAGES, needs=needs) == expected


def test_hours_that_a_service_does_not_have_are_shared_and_how_is_not_known() -> None:
    assert priced({**PACKAGES, "hours_per_week": 28}, needs=NEEDS) == Fraction(5051, 2)
    assert priced({**PACKAGES, "hours_per_week": 27}, needs=NEEDS) is UNKNOWN


def test_an_agreed_price_wins_the_latest_and_none_that_is_agreed_later() -> None:
    rows = [
        {"option": "a/SEL-108", "dkk_per_day": 2100, "on": "2026-10-25"},
        {"option": "a/SEL-108", "dkk_per_day": 2000},
        {"option": "a/STU", "dkk_per_day": 5},
    ]
    assert priced({"price_dkk_per_day": 2200}, agreed=rows) == 2100
    assert priced({}, agreed=rows) == 2100
    later = [{"option": "a/SEL-108", "dkk_per_day": 2100, "on": "2026-11-22"}]
    now = circumstances(agreed=later)
    assert amount_of(price_of(option({}), now)) == 2100
    assert amount_of(price_of(option({}), Circumstances(now.case, now.as_of.replace(day=21)))) is UNKNOWN


@pytest.mark.parametrize(("vat", "operator", "expected"), [
    ("incl", "municipal", at_most(2100)), ("excl", "private", 2100), (None, "private", at_most(2100)), (None, "regional", 2100),
])  # fmt: skip
def test_an_agreed_price_holds_vat_as_it_says_else_as_its_operator(
    vat: str | None, operator: str, expected: Value
) -> None:
    row = {"option": "a/SEL-108", "dkk_per_day": 2100, **({"vat": vat} if vat else {})}
    assert priced({}, operator=operator, agreed=[row]) == expected


def test_a_level_is_the_cases_else_that_of_its_condition() -> None:
    levels = {
        "low": {"dkk": 250, "when": "case.support_need <= 2"},
        "high": {"dkk": 900, "when": "case.support_need >= 3"},
    }
    assert priced({"price": {"levels": levels}}) == 900
    assert priced({"price": {"levels": levels}}, price_level={"a/SEL-108": "low"}) == 250
    assert priced({"price": {"levels": levels}}, price_level={"a/SEL-108": "lower"}) is UNKNOWN


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_of_two_levels_that_both_hold_neither_is_chosen_by_its_place_or_name(names: tuple[str, str]) -> None:
    first, second = names
    levels = {name: {"dkk": dkk, "when": "case.support_need >= 3"} for name, dkk in ((first, 250), (second, 900))}
    assert priced({"price": {"levels": levels}}) is UNKNOWN


def test_a_service_costs_its_other_rate_beside_the_other_service() -> None:
    one = option({"price": {"basic": 3187, "with": {"STU": 2487}}})
    now = circumstances()
    assert amount_of(price_of(one, now)) == 3187
    assert amount_of(price_of(one, now, beside=frozenset(("STU",)))) == 2487
    assert amount_of(price_of(one, now, beside=frozenset(("SEL-104",)))) == 3187


# --- what contradicts itself ---


@pytest.mark.parametrize(
    ("service", "message"),
    [
        ({"price": {"vat": "excl"}}, "the price has no amount"),
        ({"price": {"basic": 1}, "price_dkk_per_day": 1}, "the service has two prices"),
        ({"price": {"per_hour": 1, "weekend": 2}}, "weekend stands without basic"),
        ({"price": {"per_hour": 1, "with": {"STU": 2}}}, "with stands without basic"),
        ({"price": {"per": "hour", "basic": 1, "night": 2}}, "a price per hour is its basic rate alone"),
        ({"price": {"basic": 2, "net_of_vat": 3}}, "the price without VAT is more than the price"),
        ({"price": {"basic": 2, "net_of_vat": 1, "vat": "excl"}}, "a price without VAT has no other price without VAT"),
        ({"price": {"basic": 2, "net_of_vat": 1, "night": 1}}, "net_of_vat is of the basic rate alone"),
        (
            {"price": {"packages": [{"up_to_hours": 7, "dkk": 1}, {"up_to_hours": 7, "dkk": 2}]}},
            "the packages do not go up in hours",
        ),
        ({"price": {"package_step": {"hours": 0, "dkk": 1}}}, "a step between packages has more than 0 hours"),
        (
            {"price": {"basic": 1, "shares": [{"up_to_days": 3, "percent": 60}, {"up_to_days": 2, "percent": 50}]}},
            "the shares do not go up in days",
        ),
    ],
)
def test_a_price_that_contradicts_itself_is_refused(service: dict[str, Any], message: str) -> None:
    with pytest.raises(Problems) as found:
        option(service)
    assert [one.message for one in found.value.errors] == [message]


@pytest.mark.parametrize("named", [{"agreed": [{"option": "a", "dkk_per_day": 1}]}, {"price_level": {"a": "low"}}])
def test_a_price_is_of_one_service(named: dict[str, Any]) -> None:
    with pytest.raises(Problems, match="a price is of one service of an offer"):
        circumstances(**named)
