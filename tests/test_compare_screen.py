"""A comparison on one screen: the headline stands whatever a draft does, and what has given way is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from running import ROOT

from visit.catalogue import load_catalogue
from visit.catalogue_edits import CatalogueEdit
from visit.lab.answers import Answerer
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.attribution import Attribution
from visit.lab.bases import named_basis
from visit.lab.following import EditCounts, Followed, FollowedByEdit
from visit.lab.impact import Impact
from visit.lab.movements import Crossing, Movement
from visit.lab.pieces import Piece
from visit.lab.totals import FOLLOWING
from visit.locale import speaking
from visit.render.attribution_words import beside_words, piece_words, shorter, turned_words
from visit.render.compare_screen import CompareScreen
from visit.render.compare_sheet import CompareSheet
from visit.render.compared import RunAgain
from visit.render.edits_told import MOST_SAID
from visit.render.lines import fitted
from visit.render.population_words import CitizensTold

ROLES = ("caseworker", "committee", "director", "leader", "leadership")
HEIGHT = 23
"""The lines of a terminal of 24 lines, one of which is left for what is typed next."""


@cache
def side(name: str) -> Answerer:
    found = Answerer(named_basis(str(ROOT / name), load_catalogue(ROOT / "tests/commands/offers.yaml"), None))
    guideline = found.basis.by_date.on(date(2026, 12, 1))
    found.guidelines[guideline.digest] = guideline
    return found


def drafted(weight: int) -> CompareSheet:
    """A comparison of so many edits, each of which moves somebody, changes every section, and is called by a long name."""
    found = Impact()
    for one in (found.old, found.new):
        one.cases = one.placed = one.external = one.grantable = one.undecided = one.by_name = 100 + 15 * weight
    found.movements.update(dict.fromkeys(Movement, 3 * weight) | {Movement.UNCHANGED: 100})
    found.crossings.update(dict.fromkeys(Crossing, weight))
    found.unread, found.others, found.running = weight, weight, weight
    found.old.metres, found.new.metres = Counter({10_362: 7}), Counter({12_858: 5})
    names = [f"edit {n} whose name is long as that of a statement is" for n in range(weight)]
    pieces = {one: Piece(one, offer=one, offer_edits=(CatalogueEdit(one, None, None, None, "x"),)) for one in names}
    following, shares = FollowedByEdit(), {}
    for one in names:
        shares[one] = Fraction(3, 2)
        for section in FOLLOWING:
            for said in ROLES if section == "approvals" else ("statement (3 months)", "statement (2 months)?"):
                for begins in (True, False):
                    following.add(one, Followed(section, said, begins), EditCounts(Fraction(5, 2), alone=2, needed=-1))
                found.begins[section][said] = found.ends[section][said] = weight
    counts = Counter(dict.fromkeys(names, 2))
    edits = Attribution(pieces, counts, counts, {}, {"moved": shares}, counts, following=following)
    again = RunAgain("d" * 64, ("visit compare",))
    told = CitizensTold("p", is_drawn=True)
    return CompareSheet(
        found, side("tests/commands/small.yaml"), side("tests/commands/small-next.yaml"), again, told, "da", edits
    )


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("weight", [0, 1, 2, 6, 20])
def test_the_headline_stands_on_a_small_screen_whatever_a_draft_does(weight: int, lang: str) -> None:
    with speaking(lang):
        sheet = drafted(weight)
        lines = [text for text, _strong in fitted([*CompareScreen(sheet).sections()], 80, HEIGHT)]
        assert len(lines) <= HEIGHT
        assert max(map(len, lines)) <= 80
        assert sheet.verdict().upper().replace("\N{NO-BREAK SPACE}", " ") in [
            one.replace("\N{NO-BREAK SPACE}", " ") for one in lines
        ]
        folded = [one for one in lines if "--full" in one and "(" in one]
        assert folded or weight < 6


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_edit_has_room_before_what_hangs_on_an_assumption(lang: str) -> None:
    low, high = {"moved": 1, "external": 0, "lost": 2, "dkk_a_year": -9}, {"moved": 40, "external": 9, "higher": 4}
    bounds = AssumedBounds(low, {"moved": 20}, high, (50, 50, 50))
    each = {f"support_need.SEL-{n}": bounds for n in range(9)}
    with speaking(lang):
        sheet = replace(drafted(20), bounds=replace(bounds, each=each))
        sections = [*CompareScreen(sheet).sections()]
        shown = [text for text, _strong in fitted(sections, 80, HEIGHT)]
        whole = [text for text, _strong in fitted(sections, 80, 99)]
        names = [piece_words(piece, sheet.said(MOST_SAID)) for piece in sheet.attribution.pieces.values()]
        hanging = [one for one in whole if "support_need" in one]
        assert any(name[:20] in one for name in names for one in shown)
        assert hanging
        assert not [one for one in shown if "support_need" in one]


@pytest.mark.parametrize(
    ("lang", "counts", "told"),
    [
        ("da", (6, 1), "  behov, der ikke er sikkert dækket: flere for 6, færre for 1"),
        ("en", (6, 1), "  needs not surely covered: more for 6, fewer for 1"),
        ("en", (0, 2), "  needs not surely covered: fewer for 2"),
        ("en", (0, 0), ""),
    ],
)
def test_for_how_many_more_needs_are_not_surely_covered_stands_in_one_line(lang, counts, told) -> None:
    sheet = drafted(0)
    for turn, n in zip((Crossing.LESS_COVERED, Crossing.MORE_COVERED), counts, strict=True):
        sheet.found.crossings[turn] = n
    with speaking(lang):
        lines = [line.text for line in CompareScreen(sheet).moves()]
    assert [one for one in lines if "needs" in one or "behov" in one] == ([told] if told else [])


def test_what_an_edit_does_is_told_in_whole_citizens_alone_and_beside_the_others() -> None:
    begins, ends = (Followed("approvals", "leader", begins=one) for one in (True, False))
    (late,) = (Followed("follow_up", "again (2 months)", begins=True),)
    of = {
        "a": {begins: EditCounts(Fraction(-1), 0, -1), ends: EditCounts(Fraction(95, 2), 50, 47)},
        "b": {late: EditCounts(Fraction(1, 3), 0, 0)},
    }
    pieces = {name: Piece(name) for name in of}
    found = Attribution(pieces, changes=Counter("ab"), following=FollowedByEdit(of))
    a, b = pieces.values()
    assert [*beside_words(found, a, ())] == [
        "alone: approval by: leader −50",
        "beside all others: approval by: leader −48",
    ]
    assert [*beside_words(found, a, (), in_short=True)] == ["alone: approval by: leader −50"]
    assert [*turned_words(of["a"][begins], of["a"][ends])] == ["0", "50 / 48"]  # nothing begins −1 times
    assert next(beside_words(found, b, ())) == "what follows is another only together with some of the other edits"


def test_a_price_that_is_known_on_one_side_alone_makes_no_difference() -> None:
    sheet = drafted(1)
    sheet.found.new.priced, sheet.found.new.dkk_per_day = 1, Fraction(100)
    with speaking("en"):
        rows = {name: row for name, *row in sheet.sides_told.side_rows()}
        assert rows["known prices, kroner a year (known of 0 → 1)"] == ["not known", "36,500", ""]
        sheet.found.old.priced, sheet.found.old.dkk_per_day = 1, Fraction(90)
        rows = {name: row for name, *row in sheet.sides_told.side_rows()}
        assert rows["known prices, kroner a year (known of 1)"] == ["32,850", "36,500", "+3,650"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A day offer must be at most 40 km from the home", "A day offer must be at most 40 km from the …"),
        ("What is needed calls for a member of the staff at level 3", "What is needed calls for a member … level 3"),
        ("Approved, because the place is bought outside it", "Approved, because the place is bought …"),
        ("short", "short"),
    ],
)
def test_a_text_that_is_cut_keeps_its_number(text: str, told: str) -> None:
    assert shorter(text, 44) == told


def test_what_one_statement_begins_makes_up_for_nothing_that_another_ends() -> None:
    first, second = (Followed("notices", said, begins=True) for said in ("first", "second"))
    counts = {first: EditCounts(alone=7, needed=7), second: EditCounts(alone=7, needed=-5)}
    piece = Piece("a")
    found = Attribution({"a": piece}, changes=Counter("a"), following=FollowedByEdit({"a": counts}))
    assert [*beside_words(found, piece, ())] == [
        "alone: notices: 14 begin",
        "beside all others: notices: 7 begin, 5 end",
    ]
