"""What differs between two catalogues: each edit found, and each applied alone."""

from __future__ import annotations

import itertools

import pytest

from visit.catalogue import Catalogue, catalogue_of
from visit.catalogue_edits import catalogue_edits, edited
from visit.reading.source import parse

BEFORE = """
catalogue: a
as_of: 2026-01-01
offers:
  - {id: engbo, name: Engbo, place: Ikast, source: {ref: written}, services: [{provision: SEL-108, places: 12},
     {provision: SEL-104}]}
  - {id: lukket, name: Lukket, source: {ref: written}, services: [{provision: SEL-104}]}
"""
AFTER = """
catalogue: b
as_of: 2026-06-01
offers:
  - {id: engbo, name: Engbo, place: Brande, source: {ref: written}, notes: {da: Ny, en: New},
     services: [{provision: SEL-108, places: 8, price_dkk_per_day: 2394}, {provision: SEL-85}]}
  - {id: nyt, name: Nyt, source: {ref: written}, services: [{provision: SEL-107-1}]}
"""


def of(text: str) -> Catalogue:
    return catalogue_of(parse(text, "offers.yaml"))


def test_each_edit_is_found() -> None:
    edits = catalogue_edits(of(BEFORE), of(AFTER))
    assert [(one.name, one.before if one.field else None, one.after if one.field else None, one.decides) for one in edits] == [
        ("engbo place", "Ikast", "Brande", True),
        ("engbo notes", None, {"da": "Ny", "en": "New"}, False),
        ("engbo/SEL-108 places", 12, 8, True),
        ("engbo/SEL-108 price_dkk_per_day", None, 2394, True),
        ("engbo/SEL-104", None, None, True),
        ("engbo/SEL-85", None, None, True),
        ("lukket", None, None, True),
        ("nyt", None, None, True),
    ]  # fmt: skip
    assert catalogue_edits(of(BEFORE), of(BEFORE)) == ()


def test_all_edits_lead_from_one_to_the_other() -> None:
    before, after = of(BEFORE), of(AFTER)
    made = edited(before, after, catalogue_edits(before, after))
    assert catalogue_edits(made, after) == ()
    assert {option.id for option in made.options} == {option.id for option in after.options}
    assert made.offers["engbo"].point == after.offers["engbo"].point


@pytest.mark.parametrize("count", range(9))
def test_any_of_them_can_be_applied(count: int) -> None:
    before, after = of(BEFORE), of(AFTER)
    edits = catalogue_edits(before, after)
    for some in itertools.combinations(edits, count):
        left = {one.name for one in catalogue_edits(edited(before, after, some), after)}
        assert left == {one.name for one in edits} - {one.name for one in some}
