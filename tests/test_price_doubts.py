"""What is worth a look among the prices and places of a catalogue: each found where it stands, and nothing beside it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import inside

from visit.catalogue import catalogue_of
from visit.price_doubts import doubts
from visit.reading.source import parse

DAY = date(2026, 11, 22)
ROWS = "{up_to_hours: 7, dkk: 175}, {up_to_hours: 14, dkk: 524}"


def offer(*services: str, source: str = "{ref: written, as_of: 2026-01-01}") -> str:
    """A catalogue of one offer, a service a line."""
    lines = "".join(f"      - {{{one}}}\n" for one in services)
    return (
        "catalogue: written\nas_of: 2026-11-22\noffers:\n  - id: a\n    name: A\n"
        f"    source: {source}\n    services:\n{lines}"
    )


def found(text: str, **options: Any) -> list[tuple[str, str, int | None]]:
    """The doubts of a catalogue: kind, message, line."""
    document = parse(text, "offers.yaml")
    catalogue = catalogue_of(document)
    rows = doubts(catalogue, document, **{"day": DAY, "shelf_life_days": 365, **options})
    return [(one.kind, one.warning.message, one.warning.at.line if one.warning.at else None) for one in rows]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        # 0 is a blank, save where rent is no expense of the municipality, or where something else is paid
        ("provision: SEL-107-1, price_dkk_per_day: 0", ("prices_of_0", "a/SEL-107-1 costs 0: probably a blank")),
        ("provision: SEL-107-1, price: {basic: 0}", ("prices_of_0", "a/SEL-107-1 costs 0: probably a blank")),
        ("provision: ABL-105, price_dkk_per_day: 0", None),
        ("provision: SEL-85, price: {basic: 0, per_hour: 415}", None),
        ("provision: SEL-107-1, price: {basic: 900, levels: {night: 176, none: 0}}", None),
        ("provision: SEL-107-1, places: 0", ("places_of_0", "a/SEL-107-1 has 0 places: probably a blank")),
        ("provision: SEL-107-1, places: 1, free: 0", None),
        # a row that is missing leaves a step that is a multiple of the others
        (
            f"provision: SEL-108, price: {{packages: [{ROWS}, {{up_to_hours: 28, dkk: 1222}}]}}",
            ("package_gaps", "a package of 14 h stands among packages of 7 h: a row may be missing"),
        ),
        (f"provision: SEL-108, price: {{packages: [{ROWS}, {{up_to_hours: 21, dkk: 873}}]}}", None),
        # rounded to a decimal, as Lillebælt's packages of a day are; steps that grow are a way of their own
        ("provision: SEL-104, price: {packages: [{up_to_hours: 2.3, dkk: 1}, {up_to_hours: 4.7, dkk: 2}, "
         "{up_to_hours: 7, dkk: 3}]}", None),
        ("provision: SEL-108, price: {packages: [{up_to_hours: 5, dkk: 1}, {up_to_hours: 15, dkk: 2}, "
         "{up_to_hours: 35, dkk: 3}]}", None),
        (
            f"provision: SEL-108, hours_per_week: 20, price: {{packages: [{ROWS}]}}",
            ("package_gaps", "the packages of a/SEL-108 end at 14 h, and it gives up to 20 h: beyond, no price is known"),
        ),
        (f"provision: SEL-108, hours_per_week: 14, price: {{packages: [{ROWS}]}}", None),
        (f"provision: SEL-108, hours_per_week: 20, price: {{packages: [{ROWS}], package_step: {{hours: 7, dkk: 349}}}}", None),
        (
            "provision: ABL-105, price: {basic: 100, per_hour: 415}",
            ("prices_by_unknown_hours", "the price of a/ABL-105 is by hours, and no hours are assessed for a home alone"),
        ),
        ("provision: SEL-104, price: {basic: 302, package_step: {hours: 2.33, dkk: 127}}", None),
        # older than a year, by its own date before that of its source
        (
            "provision: SEL-108, price: {basic: 900, from: 2024-01-01}",
            ("stale_prices", "1 price of a is from 1 January 2024: on 22 November 2026 older than its shelf life of 365 days"),
        ),
        ("provision: SEL-108, price: {basic: 900, from: 2025-11-22}", None),
        ("provision: SEL-108, price: {basic: 900}", None),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_is_told_where_it_stands(service: str, expected: tuple[str, str] | None) -> None:
    assert found(offer(service)) == ([(*expected, 8)] if expected else [])


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("price_dkk_per_day: 950", True),
        ("price: {basic: 950, source: {ref: another list, as_of: 2026-06-01}}", True),
        ("price: {basic: 950, from: 2025-12-31}", False),  # of another year
        ("price: {basic: 900, source: {ref: another list, as_of: 2026-06-01}}", False),  # the same price
        ('price_dkk_per_day: 950, when: "case.support_need >= 3"', False),
        ("price_dkk_per_day: 950, name: {da: Huset, en: The house}", False),
        ("price_dkk_per_day: 950, areas: {activity: H7}", False),
    ],
)
def test_two_services_that_only_a_price_tells_apart_contradict_each_other(other: str, alike: bool) -> None:
    rows = found(offer("provision: SEL-108, price_dkk_per_day: 900", f"provision: SEL-108, id: b, {other}"))
    message = "SEL-108 and b of a are alike, and their prices of one year are not"
    assert rows == ([("price_contradictions", message, 9)] if alike else [])


def test_another_name_tells_apart_and_a_level_of_one_name_does_not() -> None:
    price = "price: {levels: {takst-1: %s, takst-2: 900}}"
    of_one = [f"provision: SEL-108, id: {id}, {price % dkk}" for id, dkk in (("x", 400), ("y", 500))]
    assert [kind for kind, _, _ in found(offer(*of_one))] == ["price_contradictions"]
    named = [f"{row}, name: {{da: {id}, en: {id}}}" for id, row in zip("xy", of_one, strict=True)]
    assert found(offer(*named)) == []


def test_the_prices_of_an_offer_that_are_of_one_day_are_told_once() -> None:
    rows = ["provision: SEL-107-1, price_dkk_per_day: 900", "provision: SEL-108, price_dkk_per_day: 950"]
    text = offer(*rows, source="{ref: written, as_of: 2017-01-01}")
    assert found(text) == [
        (
            "stale_prices",
            "2 prices of a are from 1 January 2017: on 22 November 2026 older than their shelf life of 365 days",
            8,
        )
    ]
    assert found(text, shelf_life_days=4000) == []


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["3 things to look at", "offers.yaml:8:40: warning: a/SEL-107-1 has 0 places: probably a blank",
            "help: leave the places out"]),
    ("da", ["3 punkter at se nærmere på", "offers.yaml:8:40: advarsel: a/SEL-107-1 har 0 pladser: sandsynligvis ikke udfyldt",
            "hjælp: udelad pladserne"]),
])  # fmt: skip
def test_the_command_tells_and_counts_them(
    language: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("offers.yaml").write_text(offer("provision: SEL-107-1, places: 0"), encoding="utf-8")
    ran = inside(
        monkeypatch,
        capsys,
        "--lang",
        language,
        "catalogue",
        "check",
        "offers.yaml",
        "--as-of",
        "2026-11-22",
        COLUMNS="1000",
    )
    assert ran.code == 0
    assert all(one in ran.out for one in words), ran.out


def test_what_is_likely_a_blank_is_said_where_the_catalogue_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("offers.yaml").write_text(offer("provision: SEL-107-1, places: 0, price: {basic: 0}"), encoding="utf-8")
    shown = inside(monkeypatch, capsys, "--lang", "en", "catalogue", "show", "a", "--catalogue", "offers.yaml").out
    assert [line.split("[")[-1] for line in shown.splitlines() if "blank" in line] == ["likely a blank]"] * 2
    data = inside(monkeypatch, capsys, "catalogue", "show", "a", "--catalogue", "offers.yaml", "--format", "json").out
    assert [row["field"] for row in json.loads(data)["likely_blanks"]] == ["places", "price"]
