"""How many places an offer has: counted once where its services share them, and not known where nothing says so."""

from __future__ import annotations

import pytest

from visit.catalogue import Catalogue, catalogue_of, shipped_catalogue
from visit.errors import Problems
from visit.offer_places import are_told_apart, stated_places
from visit.reading.source import parse
from visit.render.catalogue_sheet import places

SHARED_BY_STAYS = "{provision: SEL-107-1, places: 28, shares_places_with: [SEL-107-2, SEL-108], estimated: [places]}"
STAYS = "{provision: SEL-107-2, places: 28}, {provision: SEL-108, places: 28}"


def catalogue(services: str) -> Catalogue:
    row = f"{{id: a, name: Engbo, source: {{ref: x}}, services: [{services}]}}"
    return catalogue_of(parse(f"catalogue: written\nas_of: 2026-11-22\noffers: [{row}]\n", "offers.yaml"))


@pytest.mark.parametrize(
    ("services", "counts", "apart", "written"),
    [
        ("{provision: SEL-108}", [], True, "?"),
        ("{provision: SEL-108, places: 12}, {provision: SEL-104}", [12], True, "12"),
        ("{provision: SEL-108, places: 0}", [0], True, "0?"),
        ("{provision: SEL-107-1, places: 12}, {provision: SEL-107-2, places: 12}", [12, 12], False, "12 / 12"),
        ("{provision: SEL-108, places: 12, shares_places_with: []}, {provision: SEL-104, places: 8}", [12, 8], True, "12 + 8"),
        (f"{SHARED_BY_STAYS}, {STAYS}", [28], True, "~28"),
        (f"{STAYS}, {SHARED_BY_STAYS}, {{provision: SEL-104, places: 30}}", [28, 30], True, "~28 + 30"),
        (
            "{provision: SEL-107-1, places: 9, shares_places_with: [SEL-107-2]}, {provision: SEL-107-2}, "
            "{provision: SEL-103-1, places: 5}, {provision: SEL-104, places: 6}", [9, 5, 6], False, "9 / 5 / 6",
        ),
        (
            "{provision: SEL-107-1, shares_places_with: [SEL-108]}, {provision: SEL-107-2, places: 7, "
            "shares_places_with: [SEL-108]}, {provision: SEL-108}", [7], True, "7",
        ),
    ],
)  # fmt: skip
def test_places_are_counted_once(services: str, counts: list[int], apart: bool, written: str) -> None:
    offer = catalogue(services).offers["a"]
    stated = stated_places(offer.record)
    assert ([one.places for one in stated], are_told_apart(stated), places(offer)) == (counts, apart, written)


@pytest.mark.parametrize(
    ("services", "message"),
    [
        ("{provision: SEL-108, shares_places_with: [SEL-104]}", '"SEL-104" is no other service of a'),
        ("{provision: SEL-108, shares_places_with: [SEL-108]}", '"SEL-108" is no other service of a'),
        (
            "{provision: SEL-108, places: 3, shares_places_with: [SEL-104]}, {provision: SEL-104, places: 4}",
            "SEL-108 and SEL-104 share their places, and state 3 and 4",
        ),
    ],
)
def test_shared_places_that_contradict_the_rest_are_refused(services: str, message: str) -> None:
    with pytest.raises(Problems) as refused:
        catalogue(services)
    assert [one.message for one in refused.value.errors] == [message]


def test_the_shipped_catalogue_says_of_every_offer_which_places_are_the_same() -> None:
    unsaid = [one.id for one in shipped_catalogue().offers.values() if not are_told_apart(stated_places(one.record))]
    assert unsaid == []
    counted = {
        one.id: [some.places for some in stated_places(one.record)] for one in shipped_catalogue().offers.values()
    }
    assert counted["ib-oerbaeklund"] == [28]
    assert counted["ib-lundgaarden"] == [38]
    assert counted["ib-autismecenter-hagelskaervej"] == [1]
