"""How first solutions use the places of an offer: each place counted once, and of no number that somebody chose."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from running import inside
from test_compare import ANSWER, answerer, members
from test_offer_places import SHARED_BY_STAYS, STAYS, catalogue

from visit.commands.citizens import citizens_told, read_citizens
from visit.lab.impact import ComparedCase, Impact
from visit.pages.compare_page import _heat
from visit.render.compare_sheet import CompareSheet
from visit.render.compared import RunAgain
from visit.render.few_told import FewTold
from visit.render.offer_use import OfferUse, offer_uses
from visit.render.population_words import CitizensTold

PLACED = (("SEL-107-1",), ("SEL-108",), ("SEL-108", "SEL-104"), ("SEL-85",))
"""The services of the offer in four first solutions; on the new side in twice as many."""


def use(services: str, new: str | None = None, *, tells_all: bool = True) -> OfferUse:
    """Return the use of an offer with these services, where four have it before and eight after."""
    found = Impact()
    for number in range(8):
        now = replace(ANSWER, parts=tuple(f"a/{one}" for one in PLACED[number % 4]))
        found.add(ComparedCase(members()[0], now if number < 4 else replace(ANSWER, parts=("b/x",)), now))
    sides = (catalogue(services).offers, catalogue(new or services).offers)
    (one,) = offer_uses({"a": "Engbo"}, sides, FewTold(found, tells_all), "en")
    return one


@pytest.mark.parametrize(
    ("services", "new", "rows", "in_all"),
    [
        ("{provision: SEL-108}", None, [("Engbo", (4, 8), "–")], None),
        ("{provision: SEL-108, places: 3}", None, [("Engbo", (4, 8), "3")], 3),
        ("{provision: SEL-108, places: 3}, {provision: SEL-104}", None,
         [("Engbo", (4, 8), "–"), ("– SEL 108", (2, 4), "3")], 3),
        (f"{SHARED_BY_STAYS}, {STAYS}", None, [("Engbo", (4, 8), "28 (estimate)")], 28),
        (
            f"{SHARED_BY_STAYS}, {STAYS}, {{provision: SEL-104, places: 9}}", None,
            [("Engbo", (4, 8), "–"), ("– SEL 107(1), SEL 107(2) and SEL 108", (3, 6), "28 (estimate)"), ("– SEL 104", (1, 2), "9")],
            37,
        ),
        (STAYS, None, [("Engbo", (4, 8), "not known: under several services")], None),
        ("{provision: SEL-108, places: 3}, {provision: SEL-104}", "{provision: SEL-108, places: 5}, {provision: SEL-104}",
         [("Engbo", (4, 8), "–"), ("– SEL 108", (2, 4), "3 → 5")], 5),
    ],
)  # fmt: skip
def test_use_is_held_against_the_places_of_the_services_that_have_them(services, new, rows, in_all) -> None:
    one = use(services, new)
    assert (sorted(one.rows[1:]), one.rows[0], one.in_all) == (sorted(rows[1:]), rows[0], in_all)


def sheet(citizens: CitizensTold) -> CompareSheet:
    found = Impact()
    for _number in range(9):
        found.add(ComparedCase(members()[0], ANSWER, replace(ANSWER, parts=("engen/SEL-107-1",))))
    side = answerer("tests/commands/small.yaml")
    return CompareSheet(found, side, side, RunAgain("d", ("c",)), citizens, "en")


@pytest.mark.parametrize(
    ("drawn", "is_drawn", "said", "rows"),
    [
        (
            ((331, 331),),
            True,
            "331 new cases a year; these correspond to 1.0 years",
            ["0 for 8 places", "▲ 9 for 8 places"],
        ),
        (((2000, 331),), True, "correspond to 6.0 years. Which offers would be full is shown for about a year", []),
        (((100, 331),), True, "correspond to 0.3 years. Which offers", []),
        (((331, 331), (100, 50)), True, "The profiles give 381 new cases a year", []),
        ((), False, "Over how long a time these began is not known here", ["0 for 8 places", "▲ 9 for 8 places"]),
        (((2000, 331),), False, "not known here", []),
    ],
)
def test_no_offer_is_full_by_a_number_of_citizens_that_was_chosen(drawn, is_drawn, said, rows) -> None:
    whole = sheet(CitizensTold("p", is_drawn, drawn=drawn))
    assert said in whole.offers_told.places_words()
    assert [written for row in _heat(replace(whole, is_open=True)) for written, _shade in row.cells] == rows


@pytest.mark.parametrize("changed", [{}, {"figures": []}, {"inhabitants_of": {}}])
def test_a_population_that_does_not_say_how_many_begin_is_of_no_known_time(
    changed, monkeypatch, capsys, tmp_path
) -> None:
    made = inside(monkeypatch, capsys, "population", "make", "--profile", "ikast-brande", "-n", "3", "--seed", "7").out
    first, *rows = made.splitlines()
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join((json.dumps({**json.loads(first), **changed}), *rows)) + "\n", "utf-8")
    citizens = read_citizens([], [str(file)])
    assert len([*citizens]) == 3
    told = citizens_told(citizens, invented=False)
    assert (told.new_cases_a_year > 100, told.may_fill_places) == (not changed, False)
