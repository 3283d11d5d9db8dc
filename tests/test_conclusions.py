"""What a comparison says of itself: the numbers that happened, who stands out, and a picture that agrees with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from running import ROOT, inside
from test_compare import ANSWER, COMMAND, NEXT, NOTHING, OFFERS, SMALL, answerer, members

from visit.lab.answers import CaseAnswer
from visit.lab.impact import ComparedCase, Impact
from visit.lab.undecided import WaitedFor, waited_for
from visit.pages.flow import flow_picture
from visit.render.compare_sheet import CompareSheet
from visit.render.compared import RunAgain
from visit.render.conclusions import conclusions
from visit.render.few_told import FewTold
from visit.render.population_words import CitizensTold
from visit.render.turned import LARGE, large, turn_counts

HIGHER = replace(ANSWER, parts=("b/x",), steps=(("home", (6,)), ("work", ())))
BESIDE = replace(ANSWER, parts=("c/x",))
NAMED = replace(BESIDE, by_name=True)
BOUGHT = replace(BESIDE, external=True)
AT_WORK = replace(ANSWER, parts=("d/x",), steps=(("home", (4,)), ("work", (3,))))


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def told(*cases: tuple[int, CaseAnswer, CaseAnswer], is_nobody: bool = True) -> FewTold:
    found = Impact()
    for n, old, new in cases:
        for _each in range(n):
            found.add(ComparedCase(members()[0], old, new))
    return FewTold(found, tells_all=is_nobody, is_handed_on=True)


def sheet(may: FewTold) -> CompareSheet:
    sides = answerer(SMALL), answerer(NEXT)
    drawn = CitizensTold("p", is_drawn=may.tells_all)
    return CompareSheet(may.found, *sides, RunAgain("d", ("c",)), drawn, "en", is_handed_on=True)


# --- the large numbers ---


def test_the_large_numbers_are_those_of_what_happened_each_of_how_many() -> None:
    may = told(
        (40, ANSWER, ANSWER), (2, ANSWER, HIGHER), (9, ANSWER, BESIDE), (3, ANSWER, BOUGHT), (1, ANSWER, NOTHING)
    )
    assert [(one.written, one.what) for one in large(may)] == [
        ("15 of 55", "get another first solution"), ("1 of 55", "from one to none"),
        ("1 of 55", "cannot be granted, and could before"), ("12 of 55", "same step, another offer"),
    ]  # fmt: skip
    assert {one.what for one in turn_counts(may)} == {
        "from one to none", "cannot be granted, and could before", "to a higher step", "own → bought", "same step, another offer",
    }  # fmt: skip


def test_that_names_decide_is_counted_among_those_who_move() -> None:
    already = replace(ANSWER, by_name=True)
    may = told((40, ANSWER, ANSWER), (3, ANSWER, NAMED), (2, already, NAMED), (4, ANSWER, already), (1, ANSWER, HIGHER))
    (by_name,) = (one for one in large(may) if one.is_by_name)
    assert (by_name.written, may.moved_by_name()) == ("5 of 6", 5)
    assert any("stand first by name alone" in one for one in conclusions(may, WaitedFor(), "en"))
    assert [*conclusions(told((40, ANSWER, ANSWER), (3, ANSWER, HIGHER)), WaitedFor(), "en")] == []


def test_where_nothing_happened_no_row_of_noughts_stands_large() -> None:
    assert [one.written for one in large(told((40, ANSWER, ANSWER)))] == ["0 of 40"]
    assert turn_counts(told((40, ANSWER, ANSWER))) == ()


def test_no_large_number_is_of_few_real_citizens() -> None:
    may = told((40, ANSWER, ANSWER), (3, ANSWER, NAMED), (2, ANSWER, HIGHER), (9, ANSWER, BOUGHT), is_nobody=False)
    assert all(one.count is None or one.count >= 5 for one in large(may))
    assert (may.moved_by_name(), may.flow_moved()) == (None, None)
    assert len(large(may)) <= LARGE


def test_by_name_is_not_told_where_a_smaller_number_follows() -> None:
    already = replace(ANSWER, by_name=True)
    moves = (12, ANSWER, BESIDE), (8, ANSWER, NAMED)
    assert told((40, ANSWER, ANSWER), *moves, is_nobody=False).moved_by_name() == 8
    assert told((40, ANSWER, ANSWER), *moves, (3, ANSWER, already), is_nobody=False).moved_by_name() is None


# --- the picture ---


def _moving_in_words(may: FewTold) -> Iterator[tuple[str, str]]:
    yield from ((said, n) for said, n, _length in flow_picture(sheet(may)).moving)


def test_who_moves_on_the_same_step_has_a_ribbon_and_the_picture_adds_up_to_the_large_number() -> None:
    may = told((300, ANSWER, ANSWER), (6, ANSWER, BESIDE), (2, ANSWER, HIGHER))
    picture = flow_picture(sheet(may))
    ribbons = [(one.label.rpartition(": ")[2], one.moves) for one in picture.ribbons]
    assert ribbons == [("300", False), ("6", True), ("2", True)]
    assert [*_moving_in_words(may)] == [
        ("H4 support in own home → another solution on the same step", "6"),
        ("H4 support in own home → H6 temporary stay", "2"),
    ]
    assert picture.widened
    assert sum(int(n) for _said, n in _moving_in_words(may)) == may.moving()


def test_who_goes_to_a_higher_step_on_a_later_ladder_is_said_to_stand_on_the_same() -> None:
    may = told((30, ANSWER, ANSWER), (1, ANSWER, AT_WORK))
    assert may.found.off_ladder == 1
    assert "1 of those to a lower or higher step goes there on a later ladder" in flow_picture(sheet(may)).note
    assert flow_picture(sheet(told((30, ANSWER, ANSWER)))).note == ""


def test_of_few_real_citizens_no_ribbon_tells_who_moves_on_the_same_step() -> None:
    may = told((300, ANSWER, ANSWER), (3, ANSWER, BESIDE), (6, ANSWER, HIGHER), is_nobody=False)
    picture = flow_picture(sheet(may))
    assert not picture.ribbons  # nine move: six to another step leave three
    assert "too few real citizens to draw" in picture.note
    assert not [*_moving_in_words(may)]
    enough = told((300, ANSWER, ANSWER), (7, ANSWER, BESIDE), (6, ANSWER, HIGHER), is_nobody=False)
    assert [n for _said, n in _moving_in_words(enough)] == ["7", "6"]


# --- what is concluded ---


def test_what_most_of_those_share_who_move_is_said_and_of_real_ones_only_where_the_row_is_told() -> None:
    found = Impact()
    of = {row: [one for one in members() if (one.case.support_need or 0) == row] for row in (3, 2)}
    for n, row, new in ((8, 3, HIGHER), (30, 2, ANSWER), (2, 2, HIGHER)):
        for _each in range(n):
            found.add(ComparedCase(of[row][0], ANSWER, new))
    (said,) = (one for one in conclusions(FewTold(found, True, True), WaitedFor(), "en") if "to a higher step" in one)
    assert said.startswith("8 of the 10 to a higher step have ")
    assert not [*conclusions(FewTold(found, False, True), WaitedFor(), "en")]


def test_what_those_wait_for_who_were_decided_is_counted() -> None:
    new = answerer(NEXT)
    undecided = [ComparedCase(one, ANSWER, ANSWER) for one in members() if new.answer(one.case).undecided][:3]
    waits = waited_for(undecided, new)
    assert (waits.cases, bool(waits.facts)) == (len(undecided), True)
    may = told((40, ANSWER, ANSWER), (3, ANSWER, replace(ANSWER, undecided=True)))
    (said,) = conclusions(may, waits, "en")
    assert said.startswith("3 are undecided after and were decided before; missing most often: ")
    assert not re.search(r"need:|case\.|option\.|_", said)


# --- the page ---


def test_the_page_asks_by_the_name_of_what_is_tried_and_says_that_no_decision_is_changed(monkeypatch, capsys) -> None:
    page = inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "html", "--lang", "en").out
    (title,) = re.findall(r"<h1[^>]*>([^<]*)</h1>", page)
    assert title.replace("\xa0", " ") == "What would “Trial guide 2” have changed?"
    assert "No decision is changed." in page
    assert f"<title>{title}</title>" in page
    days = ("compare", f"{SMALL}@2026-11-01", f"{SMALL}@2026-12-01", "-c", OFFERS, "--all-municipalities", "examples")
    page = inside(monkeypatch, capsys, *days, "--format", "html", "--lang", "en", "--most-answers", "0").out
    assert "What would “Trial guide 1” as of 1 December 2026 have changed?" in page.replace("\xa0", " ")


def test_the_page_of_one_edited_offer_asks_about_that_edit(monkeypatch, capsys, tmp_path) -> None:
    text = (ROOT / OFFERS).read_text(encoding="utf-8")
    closing = tmp_path / "closing.yaml"
    closing.write_text(
        text.replace("    mobile: true\n", "    mobile: true\n    closed: 2026-10-31\n", 1), encoding="utf-8"
    )
    two = ("compare", SMALL, SMALL, "--old-catalogue", OFFERS, "--new-catalogue", str(closing), "--all-municipalities")
    page = inside(monkeypatch, capsys, *two, "examples", "-f", "html", "--lang", "en", "--most-answers", "0").out
    (title,) = re.findall(r"<h1[^>]*>([^<]*)</h1>", page)
    assert title.replace("\xa0", " ").startswith("What would it have changed? Offer Vejen hjem: closed ")


def test_the_page_has_one_table_of_the_affected_before_the_long_ones_with_how_each_stands_in_words(
    monkeypatch, capsys
) -> None:
    asked = (*COMMAND, "examples", "--format", "html", "--lang", "en", "--invented")
    page = inside(monkeypatch, capsys, *asked).out
    table = page.partition('<table class="cards affected">')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col">([^<]*)</th>', table) == ["citizen", "before", "after", "why"]
    assert '<span class="stands suitable">suitable</span>' in table
    assert '<span class="stands by_exception">by exception</span>' in table
    assert page.index("cards affected") < page.index('id="offers"') < page.index('id="groups"')
    assert page.count("<details") == page.count('<details class="printed"')
