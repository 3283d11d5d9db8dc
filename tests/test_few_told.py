"""What a comparison tells of real citizens: no number below five in any form, and none that follows from others."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from running import ROOT, inside
from test_compare import ANSWER, COMMAND, NEXT, NOTHING, SMALL, answerer, members, small_impact

from visit.lab.answers import CaseAnswer
from visit.lab.attribution import Attribution
from visit.lab.following import EditCounts, Followed, FollowedByEdit
from visit.lab.impact import ComparedCase, Impact
from visit.lab.linked import linked
from visit.lab.movements import Crossing
from visit.lab.pieces import Piece
from visit.locale import speaking
from visit.pages.compare_page import compare_page
from visit.population.hiding import FEWEST, is_few
from visit.render.affected_words import subgroup_cells
from visit.render.attribution_words import beside_words
from visit.render.compare_data import compare_document, compare_grids
from visit.render.compare_screen import CompareScreen
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import section_words
from visit.render.compared import RunAgain
from visit.render.few_told import HIDDEN, FewTold
from visit.render.moved_far import MovedFar, moved_far, moved_far_lines
from visit.render.population_words import CitizensTold


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def told(*cases: tuple[int, CaseAnswer, CaseAnswer]) -> FewTold:
    """Return what may be told of so many real cases with each two answers, beside fifty with the same two."""
    found = Impact()
    for n, old, new in ((50, ANSWER, ANSWER), *cases):
        for _each in range(n):
            found.add(ComparedCase(members()[0], old, new))
    return FewTold(found, tells_all=False)


def test_two_turns_are_told_where_neither_follows_from_the_difference_between_the_sides() -> None:
    not_yet = replace(ANSWER, verdict="not_yet", undecided=True)
    few = told((12, not_yet, ANSWER), (2, ANSWER, not_yet), (20, not_yet, not_yet))
    assert few.side_count("grantable") == (52, 62)
    assert (few.crossing(Crossing.GRANTABLE), few.crossing(Crossing.NOT_GRANTABLE)) == (None, None)
    enough = told((12, not_yet, ANSWER), (5, ANSWER, not_yet), (20, not_yet, not_yet))
    assert (enough.crossing(Crossing.GRANTABLE), enough.crossing(Crossing.NOT_GRANTABLE)) == (12, 5)


def test_a_turn_whose_way_back_is_not_counted_is_told_where_that_is_of_enough() -> None:
    by_name = replace(ANSWER, by_name=True)
    stays = (20, by_name, by_name)
    assert told((12, ANSWER, by_name), (2, by_name, ANSWER), stays).crossing(Crossing.BY_NAME) is None
    assert told((12, ANSWER, by_name), stays).crossing(Crossing.BY_NAME) == 12


def test_how_many_are_covered_less_is_told_where_who_is_covered_more_and_who_as_before_are_of_enough() -> None:
    one, two = (replace(ANSWER, needs_unsure=n) for n in (1, 2))
    turns = Crossing.LESS_COVERED, Crossing.MORE_COVERED
    for more, fewer, is_told in ((12, 5, True), (12, 0, True), (12, 2, False), (3, 8, False)):
        few = told((more, one, two), (fewer, two, one))
        assert [few.crossing(turn) for turn in turns] == ([more, fewer] if is_told else [None, None])
    found = Impact()
    for n, old, new in ((14, one, two), (2, one, one), (30, NOTHING, NOTHING)):
        for _each in range(n):
            found.add(ComparedCase(members()[0], old, new))
    assert FewTold(found, tells_all=False).crossing(Crossing.LESS_COVERED) is None
    assert FewTold(found, tells_all=True).crossing(Crossing.LESS_COVERED) == 14


def test_counts_that_add_up_to_the_solutions_are_told_all_or_not_at_all() -> None:
    unpriced, at_most = (replace(ANSWER, dkk_per_day=None, dkk_at_most=price) for price in (None, Fraction(9)))
    few = told((10, unpriced, unpriced), (8, at_most, at_most), (3, at_most, unpriced))
    assert [few.side_count(name) for name in ("priced", "at_most", "unpriced")] == [None] * 3
    assert few.side_count("placed") == (71, 71)
    unknown = replace(ANSWER, external=None)
    bought = replace(ANSWER, external=True)
    assert told((10, bought, bought), (3, unknown, unknown)).side_count("external") is None
    assert told((10, bought, bought), (6, unknown, unknown)).side_count("external") == (10, 10)


def test_no_count_is_told_that_leads_to_the_few_without_a_solution() -> None:
    bought = replace(ANSWER, external=True)
    few = told((10, bought, bought), (2, NOTHING, NOTHING))
    assert [few.side_count(name) for name in ("placed", "external", "own", "priced")] == [None] * 4
    assert told((10, bought, bought), (6, NOTHING, NOTHING)).side_count("external") == (10, 10)


def test_what_is_undecided_leads_to_nobody_who_got_a_solution() -> None:
    """Who has a solution can be granted it or is undecided, so the turns of the two tell how those stand who got one."""
    not_yet = replace(ANSWER, verdict="not_yet", undecided=True)
    stays = ((10, not_yet, not_yet), (10, NOTHING, NOTHING), (10, not_yet, ANSWER), (10, ANSWER, not_yet))
    few = told((8, NOTHING, ANSWER), (2, NOTHING, not_yet), *stays)
    assert (few.crossing(Crossing.GRANTABLE), few.crossing(Crossing.TO_DECIDED)) == (None, None)
    enough = told((8, NOTHING, ANSWER), (5, NOTHING, not_yet), *stays)
    assert (enough.crossing(Crossing.GRANTABLE), enough.crossing(Crossing.TO_DECIDED)) == (18, 10)
    asked = replace(NOTHING, verdict="not_yet", undecided=True)  # nobody has said what has to be covered
    assert [told((2, asked, asked), *stays).side_count(name) for name in ("grantable", "undecided")] == [None] * 2


def test_how_far_those_who_move_have_is_told_and_of_real_citizens_nobody_s_own_way() -> None:
    near, far = (replace(ANSWER, parts=(where,), metres=metres) for where, metres in (("b", 2000), ("c", 56_000)))
    found = told((4, ANSWER, near), (2, near, far), (6, ANSWER, replace(near, metres=None))).found
    drawn = moved_far(FewTold(found, tells_all=True))
    assert drawn == MovedFar(6, (1000, 2000), (2000, 56_000))
    assert [*moved_far_lines(FewTold(found, tells_all=True))] == [
        "who moves: km median 1 → 2, most 2 → 56 (known of 6 of 12)"
    ]
    assert moved_far(FewTold(found, tells_all=False)) == MovedFar(6, (1000, 2000), (None, None))
    assert moved_far(told((3, ANSWER, near), (9, ANSWER, replace(near, metres=None)))) is None
    assert moved_far(told()) is None


def test_no_turn_and_no_statement_is_told_that_leaves_few_as_they_were() -> None:
    """Sixteen who may be granted, of whom fourteen may not any more, are two who still may."""
    not_yet, one = replace(ANSWER, verdict="not_yet", undecided=True), replace(ANSWER, notices=frozenset(("a",)))
    found = Impact()
    for n, old, new in ((14, ANSWER, not_yet), (2, ANSWER, ANSWER), (30, not_yet, ANSWER), (14, not_yet, not_yet)):
        for _each in range(n):
            found.add(ComparedCase(members()[0], old, new))
    few = FewTold(found, tells_all=False)
    assert (few.side_count("grantable"), few.crossing(Crossing.NOT_GRANTABLE)) == ((16, 32), None)
    assert told((14, one, ANSWER), (2, one, one), (30, ANSWER, one)).statement("notices", "a") is None
    assert told((14, one, ANSWER), (6, one, one), (30, ANSWER, one)).statement("notices", "a") == (20, 36, 30, 14)


def test_who_decides_first_is_told_where_enough_are_undecided_for_another_reason() -> None:
    undecided = replace(ANSWER, verdict="not_yet", undecided=True)
    waits = replace(undecided, decides_first=frozenset(("leader",)))
    director = replace(undecided, decides_first=frozenset(("director",)))
    for others, counts in ((3, None), (6, (20, 0, 0, 20))):
        few = told((20, waits, director), (others, undecided, undecided))
        assert few.statement("decides_first", "leader") == counts
        row = linked(few.found)["decides_first.leader"]
        assert is_few(*row) is (counts is None)


def test_a_sum_of_statements_is_told_where_what_is_hidden_of_it_is_of_enough() -> None:
    one, two, three = (replace(ANSWER, notices=frozenset((name,))) for name in ("a", "b", "c"))
    few = told((10, ANSWER, one), (3, ANSWER, two))
    assert (few.statement("notices", "a"), few.statement("notices", "b")) == ((0, 10, 10, 0), None)
    assert few.changes("notices") == (None, 0)
    assert told((10, ANSWER, one), (3, ANSWER, two), (2, ANSWER, three)).changes("notices") == (None, 0)
    assert told((10, ANSWER, one), (6, ANSWER, two)).changes("notices") == (16, 0)


def test_a_sum_is_told_where_the_difference_is_of_enough() -> None:
    dearer, longer = replace(ANSWER, dkk_per_day=Fraction(200)), replace(ANSWER, hours=Fraction(4))
    assert told((10, ANSWER, ANSWER)).tells_prices
    assert not told((3, ANSWER, dearer)).tells_prices
    assert told((5, ANSWER, dearer)).tells_prices
    assert not told((3, NOTHING, ANSWER)).tells_prices  # the price of these is what the sides differ by
    assert not told((9, longer, longer), (2, longer, ANSWER)).tells_hours
    assert told((9, longer, longer), (6, longer, replace(longer, hours=Fraction(5)))).tells_hours


def test_a_percentile_is_of_enough() -> None:
    found = told().found
    found.old.waiting_days.clear()
    found.old.waiting_days.update({7: 4})
    assert FewTold(found, tells_all=False).percentile(found.old.waiting_days, 50) is None
    assert FewTold(found, tells_all=True).percentile(found.old.waiting_days, 50) == 7


UNKNOWN = replace(ANSWER, metres=None, waiting_days=None)
FAR_OFF = replace(UNKNOWN, parts=("b/x",))
PAIRS = {
    "two more are known": ([(12, UNKNOWN, UNKNOWN), (2, ANSWER, UNKNOWN)], None),
    "five more are": ([(12, UNKNOWN, UNKNOWN), (5, ANSWER, UNKNOWN)], (55, 50)),
    "two with a solution are not": ([(2, UNKNOWN, UNKNOWN), (12, NOTHING, NOTHING)], None),
    "none more is": ([(12, UNKNOWN, UNKNOWN)], (50, 50)),
}


@pytest.mark.parametrize("why", PAIRS)
def test_of_how_many_a_number_is_known_is_told_as_any_count_is(why: str) -> None:
    cases, known = PAIRS[why]
    few = told(*cases)
    assert [few.known("metres"), few.known("waiting_days")] == [known, known]


@pytest.mark.parametrize(("loses", "is_told"), [(9, False), (14, True)])
def test_bars_of_distances_do_not_add_up_to_a_number_that_is_hidden(loses: int, is_told: bool) -> None:
    far = replace(ANSWER, metres=90_000)
    few = told((12, UNKNOWN, UNKNOWN), (7, UNKNOWN, ANSWER), (loses, far, UNKNOWN), (10, far, far))
    assert ("Distance to the network" in compare_page(sheet_of(few), ())) is is_told


def sheet_of(few: FewTold, *, is_open: bool = False) -> CompareSheet:
    sides = answerer(SMALL), answerer(NEXT)
    for one in sides:
        one.guideline_for(members()[0].case)
    again, citizens = RunAgain("d", ("c",)), CitizensTold("p", is_drawn=False)
    return CompareSheet(few.found, *sides, again, citizens, "en", is_open=is_open)


LEADER = frozenset(("leader",))


@pytest.mark.parametrize("beside", [0, 9])
@pytest.mark.parametrize(
    ("section", "was", "now"),
    [
        ("approvals", {}, {"approvals": LEADER}),
        ("approvals", {"approvals": LEADER}, {"approvals": LEADER, "two_people": LEADER}),
        ("approvals", {"approvals": LEADER}, {"approvals": LEADER, "two_people": frozenset(("leader?",))}),
        ("decides_first", {}, {"decides_first": frozenset(("leader",))}),
        ("notices", {}, {"notices": frozenset(("a",))}),
        ("deadlines", {"deadlines": frozenset(("a (2 weeks)",))}, {"deadlines": frozenset(("a (1 weeks)",))}),
        ("follow_up", {"follow_up": frozenset(("a (3 months)?",))}, {"follow_up": frozenset(("a (2 months)?",))}),
        ("grants", {"grants": frozenset(("a (1 years)",))}, {"grants": frozenset(("a (2 years)",))}),
    ],
)
def test_what_is_hidden_is_never_told_to_be_the_same(
    section: str, was: dict[str, frozenset[str]], now: dict[str, frozenset[str]], beside: int
) -> None:
    """Of three citizens, alone and beside others of whom something of the same section is told."""
    sides = (replace(ANSWER, **one) for one in (was, now))
    few = told((3, *sides), (beside, ANSWER, replace(ANSWER, **{section: frozenset(("director",))})))
    sheet, whole = sheet_of(few), sheet_of(few, is_open=True)
    with speaking("en"):
        screen, full, page = [*CompareScreen(sheet).changes()], repr([*sheet.follows()]), compare_page(sheet, ())
        document, lists, called = compare_document(sheet), repr(compare_grids(sheet)), section_words(section)
        hidden_of_none = compare_document(whole)["follows"][section]["hidden"]  # type: ignore[index]
    follows = document["follows"][section]  # type: ignore[index]
    assert (follows["hidden"] > 0, hidden_of_none, few.found.is_changed) == (True, 0, True)
    assert any(HIDDEN in line for line in screen if not line.startswith(("km", "cost")))
    assert not any(called in line and "the same" in line for line in screen)
    assert f"{called}: the same" not in f"{full}{page}".lower()
    assert all("of too few real citizens to show" in text for text in (full, page, lists))


def test_a_count_of_the_solutions_is_told_where_the_others_are_enough() -> None:
    not_yet, approved = (
        replace(ANSWER, verdict="not_yet", undecided=True),
        replace(ANSWER, approvals=frozenset(("leader",))),
    )
    few = told((2, not_yet, not_yet), (20, NOTHING, NOTHING), (2, FAR_OFF, FAR_OFF))
    assert (few.side_count("grantable"), few.offer("a")) == (None, None)
    enough = told((6, not_yet, not_yet), (20, NOTHING, NOTHING), (7, FAR_OFF, FAR_OFF))
    assert (enough.side_count("grantable"), enough.offer("a")) == ((57, 57), (56, 56))
    assert told((6, approved, approved), (20, NOTHING, NOTHING)).statement("approvals", "leader") == (6, 6, 0, 0)
    of_few = Impact()
    for n, answer in ((20, approved), (2, ANSWER), (20, NOTHING)):
        for _each in range(n):
            of_few.add(ComparedCase(members()[0], answer, answer))
    assert FewTold(of_few, tells_all=False).statement("approvals", "leader") is None


def test_who_gets_a_solution_follows_from_no_number_that_is_handed_on() -> None:
    few = told((20, NOTHING, NOTHING), (2, NOTHING, ANSWER), (2, ANSWER, NOTHING))
    assert few.side_count("placed") == (52, 52)
    assert FewTold(few.found, tells_all=False, is_handed_on=True).side_count("placed") is None


def test_edits_whose_shares_add_up_to_few_are_not_told() -> None:
    few = told((20, ANSWER, replace(ANSWER, parts=("b/x",))))
    found = Attribution({}, shares={"moved": {"a": Fraction(12), "b": Fraction(-5)}})
    assert few.may_tell_edits(found)
    assert not few.may_tell_edits(replace(found, shares={"moved": {"a": Fraction(9), "b": Fraction(-5)}}))
    assert not few.may_tell_edits(replace(found, shares={"moved": {"a": Fraction(12), "b": Fraction(3)}}))


def test_what_begins_and_ends_with_edits_is_told_where_each_number_is_of_enough() -> None:
    few = told((20, ANSWER, replace(ANSWER, notices=frozenset(("n",)))))
    notice = Followed("notices", "n", begins=True)
    enough = FollowedByEdit({"a": {notice: EditCounts(Fraction(20), 20, 20)}})
    found = Attribution({"a": Piece("a")}, differs={"notices": Counter({"a": 20})}, following=enough)
    assert few.may_tell_statements(found)
    for counts in (
        EditCounts(Fraction(4), 20, 20),
        EditCounts(Fraction(41, 2), 20, 20),
        EditCounts(Fraction(20), 20, 3),
    ):
        assert not few.may_tell_statements(replace(found, following=FollowedByEdit({"a": {notice: counts}})))
    assert not few.may_tell_statements(
        replace(found, differs={"notices": Counter({"a": 20}), "hours": Counter({"a": 2})})
    )
    one = told((20, ANSWER, ANSWER), (2, ANSWER, replace(ANSWER, notices=frozenset(("m",)))))
    assert not one.may_tell_statements(found)
    hidden = replace(found, changes=Counter({"a": 20})).without_statements()
    assert [*beside_words(hidden, hidden.pieces["a"], ())] == [
        "what else it changes is of too few real citizens to show"
    ]


# --- every form ---

SAID: dict[tuple[str, ...], str] = {}


def _said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    if more not in SAID:
        SAID[more] = inside(monkeypatch, capsys, *COMMAND[:-1], "200", "examples", "--lang", "en", *more).out
    return SAID[more]


def _small(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield where a number from 1 to 4 stands in a document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _small(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from _small(one, path)
    elif isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < 5:
        yield path


def _between(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield every count that stands on both sides of a document, by how much it differs."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new} - {"median", "percentile_90", "dkk_a_year", "hours_a_week"}):
            yield from _between(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, int) and isinstance(new, int):
        yield path, new - old


NO_CASES = {
    ("version",),
    ("flow", "from", "step"),
    ("flow", "to", "step"),
    ("offers", "places"),
    ("flow_together", "rows"),
}


def test_data_has_no_number_that_is_somebody(monkeypatch, capsys) -> None:
    found = json.loads(_said(monkeypatch, capsys, "--format", "json"))
    small = {
        path
        for path in _small(found)
        if path[-1] != "hidden" and path[-2:] not in (("together", "rows"), ("small_together", "rows"))
    }
    assert small <= NO_CASES | {("numbers", "unread"), ("numbers", "others")}
    assert [path for path, more in _between(found["old"], found["new"]) if 0 < abs(more) < FEWEST] == []
    assert (found["moved"], found["movements"], found["numbers"]["moved"]) == (None, None, None)
    assert (found["hidden_below"], found["edits"]) == (5, None)
    assert found["numbers"]["undecided"] is None
    whole = json.loads(_said(monkeypatch, capsys, "--format", "json", "--people"))
    assert whole["hidden_below"] is None
    assert 0 < whole["numbers"]["undecided"] < FEWEST
    assert whole["edits"]["rows"]


def test_the_screen_tells_what_the_lists_tell(monkeypatch, capsys) -> None:
    screen = _said(monkeypatch, capsys)
    assert "Which edit did it is not shown" in screen
    assert "--people tells it" in screen
    lower = screen.partition("WHAT ELSE CHANGES")[2].partition("Digest")[0]
    assert not re.findall(r"[+−][1-4]\b", lower)


def test_lists_have_who_moves_by_group() -> None:
    rows = [*subgroup_cells(small_impact().subgroups, "en", tells_all=True)]
    by = {row[0] for row in rows}
    assert by >= {"age", "support need", "help already", "municipality"}
    assert {sum(row[2] for row in rows if row[0] == name) for name in by} == {len(members())}
    assert {sum(row[3] for row in rows if row[0] == name) for name in by} == {small_impact().moving}


def test_what_was_accepted_must_tell_what_a_gate_names(monkeypatch, capsys, tmp_path) -> None:
    hidden, whole = tmp_path / "hidden.json", tmp_path / "whole.json"
    hidden.write_text(_said(monkeypatch, capsys, "--format", "json"), "utf-8")
    whole.write_text(_said(monkeypatch, capsys, "--format", "json", "--people"), "utf-8")
    gates = ("examples", "--fail-if", "undecided > 0", "--lang", "en", "--baseline")
    refused = inside(monkeypatch, capsys, *COMMAND, *gates, str(hidden))
    assert (refused.code, 'does not tell "undecided"' in refused.err) == (2, True)
    again = inside(monkeypatch, capsys, *COMMAND, *gates, str(whole), "--people")
    assert (again.code, again.err.count("(passed)")) == (0, 1)
    assert inside(monkeypatch, capsys, *COMMAND, *gates, str(whole)).code == 2


@pytest.mark.parametrize("gate", ["undecided > 0", "undecided > 5", "moved > 5"])
def test_no_exit_code_tells_a_number_that_is_hidden(gate, monkeypatch, capsys, tmp_path) -> None:
    asked = (*COMMAND, "examples", "--fail-if", gate, "--lang", "en", "-o", str(tmp_path / "a.html"))
    ran = inside(monkeypatch, capsys, *asked, "--most-answers", "0")
    assert (ran.code, f"--fail-if {gate} is not asked" in ran.err) == (2, True)


def test_a_gate_is_asked_of_few_with_people_alone(monkeypatch, capsys) -> None:
    asked = (*COMMAND, "examples", "--fail-if", "undecided > 0", "--fail-if", "moved > 9", "--lang", "en")
    assert "--fail-if moved > 9: " in inside(monkeypatch, capsys, *asked).err  # as the screen tells it
    assert re.search(r"--fail-if undecided > 0: [1-4] \(failed\)", inside(monkeypatch, capsys, *asked, "--people").err)
