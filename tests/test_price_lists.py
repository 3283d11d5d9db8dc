"""Sixteen public price lists: every amount that they publish comes out, of an answer to a case and of the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from drawn import DAY, case, guideline
from reference.documents import Citizen, listed
from reference.of_case import Situation
from reference.prices import price_per_day
from written import a_case, a_guideline, an_offer, offers

from visit.catalogue import Catalogue, catalogue_of
from visit.matching import match
from visit.reading.source import Document
from visit.reasons.price_sums import prices_of
from visit.vocabulary import provision, vocabulary


class ExactLoader(yaml.SafeLoader):
    """YAML whose numbers with a point are decimals, as they are written."""


ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))
LISTS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("price_lists.yaml").read_text(encoding="utf-8"),
    Loader=ExactLoader,
)
RULES = guideline(a_guideline())
DAYS_IN = {"day": Fraction(1), "week": Fraction(7), "month": Fraction(365, 12), "year": Fraction(365)}


def offers_of_lists() -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Every price: what it is called, an offer with that price alone, and what is published of it."""
    for number, one in enumerate(LISTS):
        for index, (name, stated) in enumerate(one["prices"].items()):
            offer = an_offer(f"list-{number}-{index}", stated.get("under", "SEL-108"), operator=one["operator"])
            offer["services"][0]["price"] = stated["price"]
            offer["services"] += [{"provision": beside} for beside in stated["price"].get("with", {})]
            yield f"{one['source']['ref']}: {name}", offer, stated["published"]


OFFERS = [*offers_of_lists()]
CATALOGUE = catalogue_of(Document("the lists", offers(*(offer for _, offer, _ in OFFERS))))
OPTIONS = {option.offer.id: option for option in CATALOGUE.options if option.price is not None}
IN_REFERENCE = {
    option.offer["id"]: option
    for option in listed(CATALOGUE, {row["id"]: provision(row) for row in CATALOGUE.record["provisions"]})
    if "price" in option.service
}
PUBLISHED = [
    pytest.param(offer["id"], row, id=f"{name} {row}") for name, offer, published in OFFERS for row in published
]


def test_there_are_sixteen_lists_and_something_is_published_of_every_price() -> None:
    assert len(LISTS) == 16
    assert len({one["source"]["url"] for one in LISTS}) == 16
    assert all(published for _, _, published in OFFERS)


@pytest.mark.parametrize(("offer", "row"), PUBLISHED)
def test_what_is_published_comes_out(offer: str, row: dict[str, Any]) -> None:
    a_day = Fraction(row["dkk"]) / DAYS_IN[row.get("a", "day")]
    assert by_engine(offer, row) == a_day
    assert by_reference(offer, row) == a_day


def by_engine(offer: str, row: dict[str, Any]) -> Fraction | None:
    """What an answer says of the service, for a citizen of whom the case records just what the row is for."""
    option = OPTIONS[offer]
    beside = [vocabulary().provisions[row["beside"]].areas] if "beside" in row else []
    area, *others = [the_area(areas) for areas in (option.areas, *beside)]
    needs: dict[str, Any] = {"areas": [area, *others]}
    for key in ("hours", "days"):
        if key in row:
            needs[f"{key}_per_week"] = {area: row[key]}
    if "nights" in row:
        needs["round_the_clock"] = row["nights"]
    level = {"price_level": {option.id: row["level"]}} if "level" in row else {}
    ranking = match(case(a_case(needs=needs, **level)), alone(offer), RULES, DAY)
    found = (one for one in ranking.placements if option.id in {part.id for part in one.parts})
    placement = next(one for one in found if len(one.parts) == 1 + len(beside))
    prices = dict(zip((part.id for part in placement.parts), prices_of(ranking, placement.parts), strict=True))
    price = prices[option.id]
    return None if price is None else price.per_day


def the_area(areas: Iterable[str]) -> str:
    """The area that its help is needed in."""
    return "support" if "support" in areas else next(area for area in areas if area != "home")


@cache
def alone(offer: str) -> Catalogue:
    """A catalogue of one offer, whose staff is there by day and night."""
    row = next(row for _, row, _ in OFFERS if row["id"] == offer)
    first, *rest = row["services"]
    return catalogue_of(
        Document("a list", offers({**row, "services": [{**first, "covers": ["round_the_clock"]}, *rest]}))
    )


def by_reference(offer: str, row: dict[str, Any]) -> Any:
    option = IN_REFERENCE[offer]
    area = next(area for area in option.areas if area != "home")
    needs: dict[str, Any] = {"areas": [area]}
    for key in ("hours", "days"):
        if key in row:
            needs[f"{key}_per_week"] = {area: str(row[key])}
    if "nights" in row:
        needs["round_the_clock"] = row["nights"]
    record = {"needs": needs, **({"price_level": {option.id: row["level"]}} if "level" in row else {})}
    now = Situation(Citizen(record, {}), guideline=None, as_of=date(2026, 11, 22))  # type: ignore[arg-type]
    return max(price_per_day(option, now, lambda _: None, [row["beside"]] if "beside" in row else []))


NOT_USABLE = [
    pytest.param(row["figure"], other, id=f"{one['source']['ref']} {other}")
    for one in LISTS
    for row in one.get("not_usable", ())
    for other in row["beside"]
]


@pytest.mark.parametrize(("figure", "other"), NOT_USABLE)
def test_a_figure_that_its_own_list_contradicts_is_in_no_price(figure: dict[str, Any], other: dict[str, Any]) -> None:
    """The two are not one price in two periods, over a year of 365 days or of 366, to the nearest krone."""
    for days in (365, 366):
        assert abs(Fraction(figure["dkk"]) * 12 / days - Fraction(other["dkk"])) > 1
    assert all(figure["dkk"] != stated["price"].get("basic") for one in LISTS for stated in one["prices"].values())


def test_of_two_lists_not_everything_can_be_used() -> None:
    assert [one["source"]["ref"] for one in LISTS if "not_usable" in one] == [
        "Opholdsstedet i Roskilde, Skovkanten, priser",
        "Lundebo (Sorø), økonomi",
    ]
    assert all(row["reason"] for one in LISTS for row in one.get("not_usable", ()))
