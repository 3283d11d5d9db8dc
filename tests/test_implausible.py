"""Values of a catalogue that are hardly right: each bound on both sides, and where it stands."""

from __future__ import annotations

from datetime import date

import pytest

from visit.catalogue import catalogue_of, shipped_catalogue
from visit.implausible import implausible_values
from visit.reading.source import Document, parse

DAY = date(2026, 11, 22)


def found(offer: str, service: str) -> list[str]:
    row = f"id: a, name: Engbo, {offer or 'source: {ref: x}'}, services: [{{provision: SEL-108{service and ', ' + service}}}]"
    document = parse(f"catalogue: written\nas_of: 2026-11-22\noffers:\n  - {{{row}}}\n", "offers.yaml")
    told = implausible_values(catalogue_of(document), document, day=DAY)
    assert all(one.warning.at is not None and one.warning.at.line == 4 for one in told)
    return [one.warning.message.partition("is this right: ")[2].rstrip("?").replace("\xa0", " ") for one in told]


@pytest.mark.parametrize(
    ("offer", "service", "said"),
    [
        ("", "places: 300", []),
        ("", "places: 301", ["301 places"]),
        ("", "waiting_days: 1825", []),
        ("", "waiting_days: 1826", ["a waiting time of 1,826 days"]),
        ("", "months: 121", ["121 months"]),
        ("", "price_dkk_per_day: 20000", []),
        ("", "price_dkk_per_day: 53594", ["a price of DKK 53,594 per day"]),
        ("", "price: {basic: 9, vat: excl}", ["a price of DKK 9 per day"]),
        ("", "price: {basic: 0, vat: excl}", []),
        ("", "price: {basic: 53594, per: month, vat: excl}", []),
        ("", "price: {levels: {takst-2: 900000}, per: month, vat: excl}", ["a price of DKK 900,000 per month"]),
        ("", "price: {basic: 900, per_hour: 5001, vat: excl}", ["a price of DKK 5,001 per hour"]),
        ("ages: [18, 120], source: {ref: x}", "", []),
        ("ages: [91, null], source: {ref: x}", "", ["for the ages 91–"]),
        ("opened: 1026-01-01, source: {ref: x}", "", ["opened 1 January 1026"]),
        ("approved: {until: 2046-11-17}, source: {ref: x}", "", []),
        ("approved: {until: 2126-12-31}, source: {ref: x}", "", ["an approval until 31 December 2126"]),
        ("source: {ref: x, as_of: 2026-11-22}", "", []),
        ("source: {ref: x, as_of: 2027-01-01}", "", ["a source of 1 January 2027, which is to come"]),
    ],
)
def test_what_is_hardly_right_is_asked_about(offer: str, service: str, said: list[str]) -> None:
    assert found(offer, service) == said


@pytest.mark.parametrize(("provision", "dkk", "is_told"), [
    ("SEL-104", 5000, False), ("SEL-104", 5001, True), ("SEL-85", 12000, True), ("SEL-107-1", 12000, False),
])  # fmt: skip
def test_a_months_price_as_a_days_is_found_where_help_gives_no_home(provision: str, dkk: int, is_told: bool) -> None:
    row = f"{{id: a, name: A, source: {{ref: x}}, services: [{{provision: {provision}, price_dkk_per_day: {dkk}}}]}}"
    document = parse(f"catalogue: written\nas_of: 2026-11-22\noffers:\n  - {row}\n", "offers.yaml")
    assert bool(implausible_values(catalogue_of(document), document, day=DAY)) is is_told


def test_nothing_that_ships_is_hardly_right() -> None:
    assert not implausible_values(shipped_catalogue(), Document("catalogue.yaml", None), day=DAY)
