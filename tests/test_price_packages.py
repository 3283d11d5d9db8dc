"""Packages by hours, the step between them and shares by days come out of the columns of a rate sheet, as `money` has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from visit.catalogue import catalogue_of
from visit.errors import Problems
from visit.imports.fields import heading_meaning
from visit.imports.yaml_text import read_again
from visit.library import import_catalogue, propose_map

HEADINGS = "Tilbud;Paragraf;Grundtakst;Pakke 1 (0-7 timer);Pakke 2 (7-14 timer);Pr. pakke;1-2 dage"
MAP = """format: 1
map: catalogue
catalogue: syd
as_of: 2024-01-01
source: {ref: "Takstblad 2024"}
decimal: comma
price_per: day
vat: excl
always: {operator.type: regional, operator.municipality: Ikast-Brande}
columns:
  Tilbud: name
  Paragraf: provision
  Grundtakst: price.basic
  "Pakke 1 (0-7 timer)": {field: price.packages, hours: 7}
  "Pakke 2 (7-14 timer)": {field: price.packages, hours: 14}
  "Pr. pakke": {field: price.package_step, hours: 7}
  1-2 dage: {field: price.shares, days: 2}
"""


def imported(folder: Path, *rows: str, map: str = MAP) -> Any:
    (folder / "syd.csv").write_text("\n".join((HEADINGS, *rows)), encoding="utf-8")
    (folder / "map.yaml").write_text(map, encoding="utf-8")
    return import_catalogue(folder / "syd.csv", folder / "map.yaml", today=date(2026, 12, 1))


def test_packages_a_step_and_a_share_become_a_price(tmp_path: Path) -> None:
    found = imported(tmp_path, "Bihuset;SEL § 108;1049;188,50;565,50;377;", "Værkstedet;SEL § 104;302;;;;60 %")
    catalogue = catalogue_of(read_again(found.document))
    stay, day = (option.price for option in catalogue.options)
    assert stay is not None and day is not None
    assert [(one.up_to_hours, one.dkk) for one in stay.packages] == [(7, Decimal("188.5")), (14, Decimal("565.5"))]
    services = [offer["services"][0] for offer in found.document["offers"]]
    assert services[0]["price"]["package_step"] == {"hours": 7, "dkk": 377}
    assert services[0]["cells"]["price.packages"] == "syd!D2, syd!E2"
    assert services[1]["price"]["shares"] == [{"up_to_days": 2, "percent": 60}]


def test_packages_without_a_rate_are_told(tmp_path: Path) -> None:
    found = imported(tmp_path, "Bihuset;SEL § 108;;188,50;;;")
    told = [(one.place, one.message) for row in found.rows for one in row.told]
    assert ("D2", "packages and shares are beside a rate, and there is none: they are left out") in told
    assert "price" not in found.document["offers"][0]["services"][0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{field: price.shares, days: 2}", "price.shares", "needs `days`"),
        ("{field: price.packages, hours: 14}", "{field: price.packages, days: 3}", "needs `hours`"),
        ("Grundtakst: price.basic", "Grundtakst: {field: price.basic, hours: 7}", "`hours` has no effect"),
        ("always: {", "always: {price.packages: 100, ", "it has a column of its own"),
    ],
)
def test_a_map_says_the_hours_or_days_of_each(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Problems) as raised:
        imported(tmp_path, "Bihuset;SEL § 108;1049;1;2;3;", map=MAP.replace(old, new))
    assert any(said in one.message for one in raised.value.errors)


@pytest.mark.parametrize(
    ("heading", "hours"),
    [
        ("Pakke 1 (0-7 timer)", 7), ("Pakke 3 (4,7–7,0 timer pr. uge)", 7), ("pakke op til 14 timer", 14),
        ("Pakke 1", None), ("Pakketilbud 2026", None), ("Halv plads", None),
    ],
)  # fmt: skip
def test_a_heading_says_the_hours_of_a_package(heading: str, hours: int | None) -> None:
    meant = heading_meaning(heading)
    assert (meant.field, meant.hours) == (("price.packages", hours) if hours is not None else (None, None))


def test_a_map_is_proposed_with_the_hours(tmp_path: Path) -> None:
    (tmp_path / "syd.csv").write_text(f"{HEADINGS}\nBihuset;SEL § 108;1049;188;565;377;60\n", encoding="utf-8")
    proposed = propose_map(tmp_path / "syd.csv", "catalogue", today=date(2026, 12, 1))
    assert '"Pakke 2 (7-14 timer)": {field: price.packages, hours: 14}' in proposed
