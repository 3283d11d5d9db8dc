"""`visit compare`: who moves and what changes between two guidelines, catalogues or days, and what cannot be read."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, Ran, inside

from visit.case import Case, load_case
from visit.catalogue import load_catalogue
from visit.catalogue_edits import CatalogueEdit
from visit.commands.citizens import read_citizens
from visit.errors import Location, UsageError
from visit.lab.answers import Answerer, CaseAnswer, case_answer
from visit.lab.areas import AreaCounts, AreaMet, area_movements, area_turns, areas_met
from visit.lab.attributing import Attributing
from visit.lab.attribution import Attribution
from visit.lab.bases import named_basis
from visit.lab.both_sides import BothSides
from visit.lab.comparing import impact_of
from visit.lab.following import EditCounts, Followed, FollowedByEdit
from visit.lab.gate import gate, numbers_of
from visit.lab.gate_values import AMOUNTS, COUNTED
from visit.lab.gate_verdict import gate_words
from visit.lab.impact import ComparedCase, Impact, StepName, step_names
from visit.lab.members import Member
from visit.lab.movements import Crossing, Movement, crossings, movement
from visit.lab.pieces import Piece
from visit.lab.subgroups import DIMENSIONS, is_small, shown, tables
from visit.lab.totals import FOLLOWING, SideTotals, percentile
from visit.population.hiding import FEWEST, TREE, hidden_rows
from visit.ranking.values import Standing
from visit.reading.source import read
from visit.reasons.explanation import Explanation
from visit.render.affected_words import affected_title
from visit.render.attribution_words import fraction_difference, piece_words
from visit.render.compare_screen import CompareScreen
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import amounts_of, followed, with_sign
from visit.render.compared import RunAgain
from visit.render.form_words import words_moved
from visit.render.lines import Line, Room, Section, fitted
from visit.render.population_words import CitizensTold

SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
ANSWER = CaseAnswer(
    as_of=date(2026, 12, 1), parts=("a/SEL-85",), steps=(("home", (4,)), ("work", ())), standing=None, verdict="grantable",
    undecided=False, exception_first=False, by_name=False, external=False, metres=1000, dkk_per_day=Fraction(100),
    dkk_at_most=None, hours=None, waiting_days=3, approvals=frozenset(), notices=frozenset(), deadlines=frozenset(),
    follow_up=frozenset(),
)  # fmt: skip
NOTHING = replace(ANSWER, parts=(), steps=(), verdict="none", external=None, metres=None, dkk_per_day=None)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


BOTH = replace(ANSWER, steps=(("home", (4, 2)), ("treatment", (2,))))
TURNED = replace(BOTH, steps=BOTH.steps[::-1])
OTHER = replace(TURNED, parts=("b/x",), steps=(("treatment", ()), ("work", (1,)), ("home", (3,))))


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        (BOTH, TURNED, (("treatment", 2), ("treatment", 2))),  # the same solution is on one step, whatever the order
        (TURNED, BOTH, (("home", 4), ("home", 4))),
        (BOTH, replace(BOTH, steps=(("home", (5,)),)), (("home", 5), ("home", 5))),
        (BOTH, OTHER, (("treatment", 2), ("work", 1))),
        (OTHER, BOTH, (("home", 3), ("home", 4))),
        (BOTH, NOTHING, (("home", 4), None)),
        (NOTHING, TURNED, (None, ("treatment", 2))),
        (NOTHING, NOTHING, (None, None)),
    ],
)
def test_both_steps_are_shown_in_the_order_of_the_new_guideline(
    old: CaseAnswer, new: CaseAnswer, steps: tuple[StepName, StepName]
) -> None:
    assert step_names(old, new) == steps


@cache
def answerer(name: str) -> Answerer:
    return Answerer(named_basis(str(ROOT / name), load_catalogue(ROOT / OFFERS), None))


@cache
def members() -> tuple[Member, ...]:
    return tuple(Member(load_case(path), Location(path.name)) for path in EXAMPLES)


# --- one case ---


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        (ANSWER, replace(ANSWER, standing=None, metres=5), Movement.UNCHANGED),
        (ANSWER, replace(ANSWER, parts=("b/SEL-85",)), Movement.SAME_STEP),
        (ANSWER, replace(ANSWER, parts=("b/SEL-82b",), steps=(("home", (3,)), ("work", ()))), Movement.LOWER),
        (ANSWER, replace(ANSWER, parts=("b/SEL-85", "c/SEL-103"), steps=(("home", (4,)), ("work", (3,)))), Movement.HIGHER),
        (ANSWER, replace(ANSWER, parts=("b/SEL-85", "c/SEL-85"), steps=(("home", (4, 4)), ("work", ()))), Movement.SAME_STEP),
        (ANSWER, replace(ANSWER, parts=("b/SEL-85", "c/SEL-85"), steps=(("home", (5, 4)), ("work", ()))), Movement.HIGHER),
        (
            replace(ANSWER, steps=(("home", (5, 5)), ("work", ()))),
            replace(ANSWER, parts=("b/x",), steps=(("home", (5, 1)), ("work", ()))),
            Movement.SAME_STEP,
        ),
        (NOTHING, ANSWER, Movement.GAINED),
        (ANSWER, NOTHING, Movement.LOST),
        (NOTHING, NOTHING, Movement.UNCHANGED),
    ],
)  # fmt: skip
def test_a_first_placement_moves_in_one_way(old: CaseAnswer, new: CaseAnswer, moves: Movement) -> None:
    assert movement(old, new) is moves


def test_steps_are_compared_in_the_order_of_the_second_guidelines_ladders() -> None:
    less_home = replace(ANSWER, parts=("b/x",), steps=(("home", (3,)), ("work", (5,))))
    more_home = replace(ANSWER, parts=("c/x",), steps=(("work", (2,)), ("home", (4,))))
    assert movement(less_home, more_home) is Movement.LOWER
    assert movement(more_home, less_home) is Movement.LOWER


@pytest.mark.parametrize(
    ("old", "new", "turn"),
    [
        ({"external": True}, {"external": False}, Crossing.TO_OWN),
        ({"external": False}, {"external": True}, Crossing.TO_EXTERNAL),
        ({"verdict": "not_yet"}, {"verdict": "grantable"}, Crossing.GRANTABLE),
        ({"verdict": "grantable"}, {"verdict": "none"}, Crossing.NOT_GRANTABLE),
        ({}, {"undecided": True}, Crossing.TO_UNDECIDED),
        ({"undecided": True}, {}, Crossing.TO_DECIDED),
        ({}, {"exception_first": True, "standing": Standing.BY_EXCEPTION}, Crossing.EXCEPTION_FIRST),
        ({}, {"exception_first": True, "parts": ("b/SEL-85",)}, Crossing.EXCEPTION_FIRST),
        ({}, {"exception_first": True}, None),
        ({}, {"by_name": True}, Crossing.BY_NAME),
        ({"needs_unsure": 0}, {"needs_unsure": 1}, Crossing.LESS_COVERED),
        ({"needs_unsure": 2}, {"needs_unsure": 1}, Crossing.MORE_COVERED),
        ({"needs_unsure": 2}, {"needs_unsure": 2}, None),
        ({"parts": (), "needs_unsure": None}, {"needs_unsure": 1}, None),
        ({"needs_unsure": 1}, {"parts": (), "needs_unsure": None}, None),
        ({"parts": (), "verdict": "none"}, {"verdict": "not_yet", "undecided": True, "by_name": True}, None),
        ({"parts": (), "verdict": "not_yet", "undecided": True}, {}, Crossing.GRANTABLE),
        ({"verdict": "not_yet", "undecided": True}, {"parts": (), "verdict": "none"}, None),
        ({}, {"parts": (), "verdict": "not_yet", "undecided": True}, Crossing.NOT_GRANTABLE),
        (
            {"parts": (), "verdict": "none"},
            {"parts": (), "verdict": "not_yet", "undecided": True},
            Crossing.TO_UNDECIDED,
        ),
    ],
)
def test_what_crossings_two_answers(old: dict[str, object], new: dict[str, object], turn: Crossing | None) -> None:
    turns = crossings(replace(ANSWER, **old), replace(ANSWER, **new))  # type: ignore[arg-type]
    assert turns == (frozenset() if turn is None else {turn})
    assert crossings(replace(ANSWER, external=None), ANSWER) == frozenset()


def test_an_answer_says_what_the_ranking_behind_it_says() -> None:
    side = answerer(SMALL)
    for member in members():
        ranking = side.ranking(member.case)
        answer, first = case_answer(ranking), ranking.first
        assert answer.parts == (() if first is None else tuple(part.id for part in first.parts))
        assert answer.needs_unsure == (None if first is None else len(first.leans_on))
        if first is not None:
            bought = [Explanation(ranking).values(part)["option.external"] for part in first.parts]
            assert (answer.external is True) is (True in bought)
            assert (answer.external is False) is all(one is False for one in bought)
            assert dict(answer.steps)["home"] == tuple(
                sorted(
                    (s["home"] for p in first.parts if "home" in (s := ranking.steps[ranking.index(p)])), reverse=True
                )
            )
            asked = {f"{one.by}" for one in ranking.guideline.approvals}
            assert {one.removesuffix("?") for one in answer.approvals} <= asked


# --- many ---


@pytest.mark.parametrize(
    ("counts", "percent", "value"),
    [({}, 50, None), ({3: 1}, 90, 3), ({1: 1, 2: 1}, 50, 1), ({1: 1, 2: 1, 9: 1}, 50, 2), ({1: 9, 50: 1}, 90, 1),
     ({1: 8, 50: 2}, 90, 50)],
)  # fmt: skip
def test_a_percentile_is_a_value_that_occurs(counts: dict[int, int], percent: int, value: int | None) -> None:
    assert percentile(counts, percent) == value


def test_sums_of_blocks_are_the_sums_of_all() -> None:
    answers = [answerer(SMALL).answer(member.case) for member in members()[:6]]
    whole, first, second = SideTotals(), SideTotals(), SideTotals()
    for place, one in enumerate(answers):
        whole.add(one)
        (first if place % 2 else second).add(one)
    first.merge(second)
    assert first == whole


def test_what_blocks_of_cases_add_up_to_is_what_all_of_them_do() -> None:
    """How many have other hours was lost between blocks, so sums of hours between which few make the difference were told."""
    longer = replace(ANSWER, hours=Fraction(4))
    cases = [
        ComparedCase(members()[0], ANSWER, one) for one in (longer, ANSWER, NOTHING, replace(longer, hours=Fraction(9)))
    ]
    whole, first, second = Impact(), Impact(), Impact()
    for place, one in enumerate(cases):
        whole.add(one)
        (first if place < 2 else second).add(one)
    first.merge(second)
    assert whole.hours_changed > 0
    for name in (one.name for one in fields(BothSides)):
        assert getattr(first, name) == getattr(whole, name), name


def test_a_comparison_balances() -> None:
    found = small_impact()
    assert found.cases == len(members()) == sum(found.movements.values()) == sum(found.flow.values())
    assert found.moving == len(found.moved) > 0
    for side in (found.old, found.new):
        assert side.placed == side.priced + side.at_most + side.unpriced
    for section in ("approvals", "notices", "deadlines", "follow_up"):
        old, new = getattr(found.old, section), getattr(found.new, section)
        for said in {*old, *new}:
            assert new[said] - old[said] == found.begins[section][said] - found.ends[section][said]


def test_a_price_that_is_not_known_on_both_sides_is_in_no_difference() -> None:
    found, member = Impact(), members()[0]
    found.add(ComparedCase(member, ANSWER, replace(ANSWER, dkk_per_day=Fraction(130))))
    found.add(ComparedCase(member, ANSWER, replace(ANSWER, dkk_per_day=None)))
    found.add(ComparedCase(member, ANSWER, NOTHING))
    assert (found.priced_both, found.dkk_a_year) == (1, 30 * 365)
    assert (found.new.priced, found.new.unpriced, found.new.placed) == (1, 1, 2)


# --- the command ---

COMMAND = ("compare", SMALL, NEXT, "-c", OFFERS, "--all-municipalities", "--most-answers", "0")


def document(ran: Ran) -> dict[str, object]:
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


# --- who ---

ROWS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(*[st.integers(0, 9)] * 4), min_size=1)


@given(ROWS)
def test_no_small_number_of_a_subgroup_is_shown_or_can_be_subtracted(
    rows: dict[str, tuple[int, int, int, int]],
) -> None:
    table = shown(rows)
    assert {key for key, _cells in table.rows} | set(table.pooled) == set(rows)
    assert not any(is_small(cells) for _key, cells in table.rows)
    total = [sum(cells[place] for cells in rows.values()) for place in range(4)]
    left = [whole - sum(cells[place] for _key, cells in table.rows) for place, whole in enumerate(total)]
    if table.together is None:
        assert not table.pooled or not table.rows  # nothing is left to subtract from the total
        return
    assert len(table.pooled) > 1
    assert tuple(left) == table.together
    assert not any(0 < count < FEWEST for count in left)
    for key in (
        table.pooled
    ):  # each hidden number may be another one: what is shown is the same with any two of them exchanged
        for place, count in enumerate(rows[key]):
            if 0 < count < FEWEST:
                assert left[place] - count >= 1


@given(ROWS)
def test_no_row_that_a_description_hides_is_shown_by_a_comparison(rows: dict[str, tuple[int, int, int, int]]) -> None:
    """`population describe` shows how many stand in each other row, so the row would be had by subtracting one from the other."""
    hidden = hidden_rows({key: sum(cells) for key, cells in rows.items()})
    assert hidden <= set(shown(rows).pooled)
    assert len(hidden) != 1 or len(rows) == 1


def test_a_comparison_and_a_description_have_one_tree_of_rows() -> None:
    assert {name: DIMENSIONS[name] for name in TREE} == dict(TREE)
    assert set(DIMENSIONS) - set(TREE) == {"group"}  # of drawn citizens alone
    assert [name for name, _table in tables(small_impact().subgroups, tells_all=False) if name not in TREE] == []


def test_an_area_that_is_hidden_is_in_no_sum() -> None:
    """A description tells how many need each area: of two shown together one would be had by subtraction."""
    found, moved = AreaCounts(), AreaMet(("b",), (5,))
    for place in range(20):
        areas = {"home": AreaMet(("a",), (4,)), **({"work": AreaMet(("a",), (4,))} if place < 18 else {})}
        found.add(areas, areas if place else {**areas, "home": moved}, moves=not place)
    table = found.table(tells_all=False)
    assert (table.rows, table.pooled, table.together) == ((), ("home", "work"), None)


def test_an_area_in_which_all_but_a_few_move_is_hidden() -> None:
    found, stays, moved = AreaCounts(), AreaMet(("a",), (4,)), AreaMet(("b",), (4,))
    for place in range(40):
        areas = {"home": stays, **({"work": stays} if place < 20 else {})}
        new = {**areas, **({"work": moved} if place < 7 else {"home": moved} if place < 10 else {})}
        found.add(areas, new, moves=place < 10)
    assert found.table(tells_all=False).pooled == ("home", "work")  # three move elsewhere than at work
    assert found.table(tells_all=True).pooled == ()


def test_every_row_of_drawn_citizens_is_shown() -> None:
    found = small_impact().subgroups
    drawn, real = found.table("age", tells_all=True), found.table("age", tells_all=False)
    assert sum(sum(cells) for _key, cells in drawn.rows) == len(members())
    assert (drawn.pooled, real.rows) == ((), ())


def test_an_area_moves_where_other_parts_serve_it() -> None:
    one, two, higher = AreaMet(("a",), (4,)), AreaMet(("b",), (4,)), AreaMet(("c", "d"), (6, 4))
    moves = area_movements({"home": one, "work": one, "care": AreaMet()}, {"home": two, "work": one, "care": one})
    assert moves == {"home": Movement.SAME_STEP, "work": Movement.UNCHANGED, "care": Movement.GAINED}
    assert area_movements({"home": one}, {"home": higher}) == {"home": Movement.HIGHER}
    assert area_movements({"home": higher}, {"home": one}) == {"home": Movement.LOWER}
    assert area_movements({"home": one}, {}) == {"home": Movement.LOST}
    both = AreaMet(("a", "b"), (4, 4))
    assert area_movements({"home": one}, {"home": both}) == {"home": Movement.SAME_STEP}


def test_an_area_turns_with_who_runs_its_parts_and_with_the_weakest_of_them() -> None:
    own, bought = AreaMet(("a",), (4,), False, Standing.SUITABLE), AreaMet(("b",), (4,), True, Standing.BY_EXCEPTION)
    open_, none = AreaMet(("c",), (4,), None, Standing.UNDECIDED), AreaMet()
    assert area_turns(own, bought) == {Crossing.TO_EXTERNAL, Crossing.EXCEPTION_FIRST}
    assert area_turns(bought, own) == {Crossing.TO_OWN}
    assert area_turns(own, open_) == {Crossing.NOT_GRANTABLE, Crossing.TO_UNDECIDED}
    assert area_turns(open_, bought) == {Crossing.GRANTABLE, Crossing.TO_DECIDED, Crossing.EXCEPTION_FIRST}
    assert area_turns(none, own) == {Crossing.GRANTABLE}
    assert area_turns(own, none) == {Crossing.NOT_GRANTABLE}
    assert area_turns(none, open_) == area_turns(open_, none) == frozenset()
    assert area_turns(own, own) == frozenset()


def test_every_needed_area_of_every_case_is_counted_once_and_those_that_move_are_those_of_cases_that_move() -> None:
    found, old, new = small_impact(), answerer(SMALL), answerer(NEXT)
    expected: dict[str, Counter[Movement]] = {}
    for member in members():
        before, after = (areas_met(side.ranking(member.case)) for side in (old, new))
        for area, moves in area_movements(before, after).items():
            expected.setdefault(area, Counter())[moves] += 1
    assert found.areas.counts == expected
    assert sum(turns.total() for turns in found.areas.turns.values()) > 0
    attributed = impact_of(members(), old, new, attributing=Attributing(old, new))
    assert (attributed.areas.counts, attributed.areas.turns) == (expected, found.areas.turns)
    assert sum(counts.total() - counts[Movement.UNCHANGED] for counts in expected.values()) >= found.moving > 0


def test_of_real_citizens_no_area_has_a_number_that_is_somebody(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json")
    areas = document(ran)["areas"]
    rows = [*areas["rows"], *([areas["together"]] if areas["together"] else [])]  # type: ignore[index]
    assert all(not 0 < row[name] < FEWEST for row in rows for name in ("same", "lower", "higher", "otherwise"))
    assert not any("lost" in row for row in rows)


@pytest.mark.parametrize(
    ("document", "row"),
    [({"age": 17}, "0-17"), ({"age": 18}, "18-29"), ({"age": 70}, "67-120"), ({}, "unrecorded"), ({"born": "1986-12-02"}, "30-39"),
     ({"born": "1986-12-01"}, "40-49")],
)  # fmt: skip
def test_ages_have_bands(document: dict[str, object], row: str) -> None:
    case = Case({"document": {"case": "a", "assessed": "2026-12-01", "citizen": document}, "points": {}})
    assert DIMENSIONS["age"](case) == row


def test_real_citizens_are_shown_one_by_one_only_where_it_is_asked_for(monkeypatch, capsys, tmp_path) -> None:
    moving = load_case(ROOT / "examples/had-soegt-om-botilbud.yaml")
    drawn = tmp_path / "drawn.jsonl"
    row = json.dumps({**_group(read("examples/had-soegt-om-botilbud.yaml").value), "case": NOBODY}, default=int)
    drawn.write_text(lines({**DRAWN, "municipality": "Haderslev"}, row), "utf-8")
    file = "examples/had-soegt-om-botilbud.yaml"
    for arguments, is_told in (((file,), False), ((file, "--people"), True), (("-p", str(drawn)), True)):
        ran = inside(monkeypatch, capsys, *COMMAND, *arguments, "--format", "json")
        found = document(ran)["affected"]
        id = NOBODY if "-p" in arguments else moving.id
        assert [one["case"] for one in found] == ([id] if is_told else [])  # type: ignore[attr-defined]
        assert (id in ran.out) is is_told
        table = inside(monkeypatch, capsys, *COMMAND, *arguments, "--format", "csv", "--lang", "en").out
        listed = [
            row for row in csv.DictReader(table.removeprefix("\ufeff").splitlines()) if row["list"] == "Affected most"
        ]
        assert [row["case"] for row in listed] == ([id] if is_told else [])
        assert (id in table, "Affected most" in table) == (is_told, is_told)
        for row in listed:
            assert row["first solution"] == "to a higher step"
            assert "Vejen hjem: Support at home: The need" in row["why the old one does not come first after"]
    ran = inside(monkeypatch, capsys, *COMMAND, file, "--people", "--lang", "en")
    assert f"{moving.id}: to a higher step" in ran.out
    assert (
        "after, the old one does not come first: Vejen hjem: Support at home: The need calls for tied staff"
        in " ".join(ran.out.split())
    )


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_first_screen_has_room_on_a_terminal(lang: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, "examples", "--lang", lang)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert re.search(r"^2 (OF|AF) 20 ", ran.out, re.MULTILINE)


def test_a_list_of_some_who_move_says_of_how_many() -> None:
    assert affected_title(3, 3) == "Affected most"
    assert affected_title(10, 1234) == "Affected most: 10 of 1,234"


def test_who_moves_is_counted_and_named_by_digest(monkeypatch, capsys) -> None:
    first = document(inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json"))
    again = document(inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json", "--lang", "da"))
    assert first == again
    assert (first["schema"], first["version"], first["moved"], first["movements"]) == ("visit-compare", 1, None, None)
    whole = document(inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json", "--people"))
    assert whole["moved"] == 2
    assert whole["movements"]["lower"] == whole["movements"]["higher"] == 1  # type: ignore[index]
    screen = inside(monkeypatch, capsys, *COMMAND, "examples", "--lang", "en").out
    assert "2 OF 20 GET ANOTHER FIRST SOLUTION" in screen  # of whoever asks, on their own screen
    assert (
        first["command"]
        == f"visit compare {SMALL} {NEXT} examples --catalogue {OFFERS} --all-municipalities --most-answers 0"
    )
    fewer = document(inside(monkeypatch, capsys, *COMMAND, str(EXAMPLES[0]), "--format", "json"))
    assert fewer["digest"] != first["digest"]


def test_the_commands_that_it_tells_draw_and_compare_again_to_the_same_bytes(monkeypatch, capsys, tmp_path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    inside(
        monkeypatch, capsys, "population", "make", "-p", "ikast-brande", "-n", "6", "--seed", "3",
        "--assumption", "unrecorded=high", "-o", str(drawn),
    )  # fmt: skip
    first = inside(
        monkeypatch,
        capsys,
        *COMMAND,
        "-p",
        str(drawn),
        "--most-answers",
        "5",
        "--fail-if",
        "moved > 99%",
        "--format",
        "json",
    ).out
    said = json.loads(first)
    make, compare = said["commands"]
    assert [make] == said["population"]["made"] and compare == said["command"]
    bytes_before, again = drawn.read_bytes(), tmp_path / "again"
    again.mkdir()
    for name in ("tests", "examples"):
        (again / name).symlink_to(ROOT / name)
    monkeypatch.chdir(again)
    assert inside(monkeypatch, capsys, *shlex.split(make)[1:]).code == 0
    assert (again / shlex.split(make)[-1]).read_bytes() == bytes_before
    assert inside(monkeypatch, capsys, *shlex.split(compare)[1:], "--format", "json").out == first
    renamed = [str(tmp_path / "renamed.jsonl") if one.endswith(".jsonl") else one for one in shlex.split(compare)[1:]]
    (again / shlex.split(make)[-1]).rename(tmp_path / "renamed.jsonl")
    assert inside(monkeypatch, capsys, *renamed, "--format", "json").out == first
    real = tmp_path / "real.jsonl"
    real.write_bytes(bytes_before.partition(b"\n")[2])
    of_real = [str(real) if one == str(tmp_path / "renamed.jsonl") else one for one in renamed]
    taken = json.loads(inside(monkeypatch, capsys, *of_real, "--format", "json").out)
    assert taken["population"]["digest"] == said["population"]["digest"] and taken["digest"] != said["digest"]
    (tmp_path / "renamed.jsonl").rename(again / shlex.split(make)[-1])
    other = said["command"].replace("--most-answers 5", "--most-answers 0")
    assert (
        json.loads(inside(monkeypatch, capsys, *shlex.split(other)[1:], "--format", "json").out)["digest"]
        != said["digest"]
    )


def test_prices_of_several_years_are_never_added_up_silently(monkeypatch, capsys) -> None:
    found = small_impact()
    old, new = answerer(SMALL), answerer(NEXT)
    sheet = CompareSheet(found, old, new, RunAgain("d", ("c",)), CitizensTold("p", True, price_years=(2024,)), "en")
    offered = {one.id: one.price.year for one in old.basis.catalogue.options if one.price is not None}
    id = next(id for id, year in offered.items() if year is not None and year != 2024)
    found.priced_parts = {id}
    assert sheet.price_years() == [offered[id]]
    assert not any(line.startswith("! prices") for line in sheet.head())
    found.priced_parts = {id, "somewhere/SEL-108"}
    assert sheet.price_years() == sorted((2024, offered[id]))
    assert any(line.startswith("! prices of several years") for line in sheet.head())


@pytest.mark.parametrize(
    ("difference", "written", "said"),
    [(-1, "0", "0"), (3, "3", "+3"), (-10, "10", "−10"), (Fraction(-1, 900), "0,00", "0,00")],
)
def test_what_is_written_as_nothing_has_no_sign(difference, written, said) -> None:
    assert with_sign(difference, written) == said


@pytest.mark.parametrize(
    ("share", "said"), [(Fraction(-35), "−35"), (Fraction(-3, 2), "−1.50"), (Fraction(4), "+4"), (Fraction(0), "0")]
)
def test_a_share_of_a_difference_has_its_sign(share: Fraction, said: str) -> None:
    assert fraction_difference(share) == said


def test_every_shape_has_what_changes(monkeypatch, capsys, tmp_path) -> None:
    cases = [str(path) for path in EXAMPLES[:4]]
    full = inside(monkeypatch, capsys, *COMMAND, *cases, "--full", "--lang", "en")
    assert "From step to step" in full.out
    assert "Run again: visit compare" in full.out
    table = inside(monkeypatch, capsys, *COMMAND, *cases, "--format", "csv", "--lang", "en").out
    assert "On both sides" in table
    assert "What was compared" in table
    assert "By help already" in full.out or "help already: too few to show" in " ".join(full.out.split())
    assert inside(monkeypatch, capsys, *COMMAND, *cases, "-o", str(tmp_path / "a.xlsx")).code == 0


def lines(*rows: object) -> str:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


FIGURES = [
    {"name": "inhabitants", "value": 42540, "source": ["s"], "profile": "p"},
    {
        "name": "started.SEL-82a",
        "value": 800,
        "low": 500,
        "high": 1000,
        "assumption": {"da": "g", "en": "g"},
        "profile": "p",
    },
]
DRAWN = {
    "population": "herning", "seed": 7, "synthetic": True, "n": 2, "bounds": {}, "inhabitants_of": {}, "municipality": "Herning",
    "label": {"da": "Herning", "en": "Herning"}, "figures": FIGURES,
}  # fmt: skip
NOBODY = "synthetic-0000001"
CASE = {"format": 1, "case": "a", "assessed": "2026-11-02", "municipality": "Herning", "support_need": 3}


def _group(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def test_rows_that_cannot_be_read_are_told_with_their_line_and_counted(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(
        lines(CASE, {**CASE, "foo": 1}, "", "{", {**CASE, "case": "b"}, {**CASE, "needs": {"must": ["nothing_known"]}})
    )
    ran = inside(monkeypatch, capsys, *COMMAND, "-p", str(file), "--format", "json", "--lang", "en")
    assert ran.code == 2
    found = document(ran)
    assert (found["population"]["cases"], found["population"]["unread"]) == (2, 3)  # type: ignore[index]
    assert f"{file}:2:" in ran.err
    assert 'unknown key "foo"' in ran.err
    assert f"{file}:4:" in ran.err
    assert f"{file}:6: error: unknown need" in ran.err


def test_a_cpr_number_in_a_row_is_not_repeated(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(lines(CASE, {**CASE, "case": "010203-1234"}))
    ran = inside(monkeypatch, capsys, *COMMAND, "-p", str(file), "--lang", "en")
    assert (ran.code, "1234" in ran.err + ran.out) == (2, False)
    assert f"{file}:2:" in ran.err


def test_a_population_says_that_it_is_drawn_and_with_which_seed(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "drawn.jsonl"
    file.write_text(lines(DRAWN, {**CASE, "case": NOBODY}, {**CASE, "case": "synthetic-0000002"}))
    ran = inside(monkeypatch, capsys, *COMMAND, str(file), "--lang", "en")
    assert "2 synthetic citizens, never representative, seed 7; 1 of 2 figures assumed" in ran.out
    assert ran.code == 0


def test_a_population_that_is_named_twice_is_said_once(monkeypatch, capsys, tmp_path) -> None:
    one, again, other = (tmp_path / name for name in ("one.jsonl", "again.jsonl", "other.jsonl"))
    drawn = ({**CASE, "case": NOBODY}, {**CASE, "case": "synthetic-0000002"})
    for file in (one, again):
        file.write_text(lines(DRAWN, *drawn))
    other.write_text(lines({**DRAWN, "seed": 8, "n": 1}, {**drawn[0], "support_need": 1}))
    twice = inside(monkeypatch, capsys, *COMMAND, "-p", str(one), "-p", str(again), "--lang", "en")
    assert "2 synthetic citizens, never representative, seed 7; 1 of 2 figures assumed" in twice.out
    assert "2 cases stand there once more, and count once" in twice.err
    once = inside(monkeypatch, capsys, *COMMAND, "-p", str(one), "--lang", "en")
    assert twice.out == once.out  # and so is the digest
    both = inside(monkeypatch, capsys, *COMMAND, "-p", str(one), "-p", str(other), "--lang", "en")
    assert "3 synthetic citizens, never representative, seeds 7 and 8; 1 of 2 figures assumed" in " ".join(
        both.out.split()
    )


def test_cases_of_other_municipalities_are_left_out_and_counted(monkeypatch, capsys) -> None:
    ours, others = ("examples/had-frit-valg-lidt-dyrere.yaml", "examples/esb-job-med-stoette.yaml")
    two = ("compare", "haderslev@2026-11-01", "haderslev@2026-11-02", "-c", OFFERS, "--lang", "en")
    found = document(inside(monkeypatch, capsys, *two, ours, others, "--format", "json"))
    assert (found["population"]["cases"], found["population"]["of_other_municipalities"]) == (1, 1)  # type: ignore[index]
    assert [found[side]["day"] for side in ("old", "new")] == ["2026-11-01", "2026-11-02"]  # type: ignore[index]
    ran = inside(monkeypatch, capsys, *two, others)
    assert ran.code == 2
    assert "--all-municipalities" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SMALL, SMALL, "examples"), "both sides are the same"),
        ((SMALL, NEXT), "no citizens are named"),
        (("haderslev@1990-01-01", "haderslev", "examples"), "in force"),
        ((SMALL, NEXT, "-p", "nowhere.jsonl"), "no such file"),
        ((SMALL, NEXT, "examples", "--as-of", "soon"), "--as-of needs a date"),
        ((SMALL, NEXT, "-", "-p", "-"), "once only"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments: tuple[str, ...], said: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "compare", *arguments, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_faulty_guideline_is_told_once_and_of_no_case(monkeypatch, capsys, tmp_path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text((ROOT / NEXT).read_text("utf-8").replace("travel.network_km <=", "travel.network_kn <="), "utf-8")
    ran = inside(monkeypatch, capsys, "compare", SMALL, str(faulty), "examples", "--all-municipalities", "--lang", "en")
    assert (ran.code, ran.out, ran.err.count("error: ")) == (2, "", 1)


def test_a_catalogue_of_its_own_for_each_side(monkeypatch, capsys, tmp_path) -> None:
    fewer = tmp_path / "fewer.yaml"
    text = (ROOT / OFFERS).read_text("utf-8")
    fewer.write_text(text.replace("catalogue: small", "catalogue: fewer"), "utf-8")
    ran = inside(
        monkeypatch, capsys, "compare", SMALL, SMALL, str(EXAMPLES[0]), "--old-catalogue", OFFERS,
        "--new-catalogue", str(fewer), "--all-municipalities", "--lang", "en",
    )  # fmt: skip
    assert ran.code == 0
    assert re.search(r"catalogue small \(\w{8}\) → fewer \(\w{8}\)", " ".join(ran.out.split()))


# --- gates ---


@cache
def small_impact() -> Impact:
    return impact_of(members(), answerer(SMALL), answerer(NEXT))


@pytest.mark.parametrize(
    ("condition", "is_true"),
    [
        ("moved > 5%", True), ("moved > 10%", False), ("moved>=10 %", True), ("moved > 1", True), ("lost > 0", False),
        ("lower == 1", True), ("undecided < 3", True), ("approvals.leadership > 9", True), ("approvals.leader < -9", True),
        ("follow_up.look-again > 0", False), ("km_median > 5", False),
    ],
)  # fmt: skip
def test_a_gate_is_true_of_the_numbers_of_a_comparison(condition: str, is_true: bool) -> None:
    found = small_impact()
    assert gate(condition).is_true(numbers_of(found), found.cases, {}) is is_true


def two_sides(*pairs: tuple[dict[str, object], dict[str, object]]) -> Impact:
    found = Impact()
    for old, new in pairs:
        found.add(ComparedCase(members()[0], replace(ANSWER, **old), replace(ANSWER, **new)))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("condition", "metres", "is_true", "said"),
    [
        ("km_median > 2", (362, 2858), True, "2.496, known of 1 of 1 (failed)"),
        ("km_median > 2.496", (362, 2858), False, "2.496, known of 1 of 1 (passed)"),
        ("km_90 < 0", (1000, 999), True, "−0.001, known of 1 of 1 (failed)"),
    ],
)
def test_a_gate_judges_what_is_not_rounded(condition, metres, is_true, said) -> None:
    found = two_sides(({"metres": metres[0]}, {"metres": metres[1]}))
    one, numbers = gate(condition), numbers_of(found)
    assert one.is_true(numbers, 1, {}) is is_true
    assert said in gate_words(one, found, numbers, {}, fails=is_true)


@pytest.mark.parametrize(
    ("old", "new", "unknown"),
    [
        ({}, {}, set()),
        ({"dkk_per_day": None}, {}, {"dkk_a_year"}),
        ({"metres": None}, {}, {"km_median", "km_90"}),
        ({}, {"metres": None, "dkk_per_day": None}, {"km_median", "km_90", "dkk_a_year"}),
    ],
)
def test_a_gate_of_what_is_not_known_is_not_evaluated(old, new, unknown) -> None:
    numbers = numbers_of(two_sides((old, new)))
    assert {name for name, value in numbers.items() if value is None} == unknown
    for name in AMOUNTS:
        assert gate(f"{name} >= 0").is_known(numbers) is (name not in unknown)


def test_a_gate_of_which_nothing_is_known_ends_with_2(monkeypatch, capsys, tmp_path) -> None:
    ran = inside(
        monkeypatch, capsys, *COMMAND, str(EXAMPLES[0]), "--people", "--fail-if", "dkk_a_year > 10", "--lang", "en"
    )
    assert (ran.code, "cannot be evaluated: no case has a known price on both sides" in ran.err) == (2, True)


def test_a_dwelling_to_be_found_has_no_price_of_help() -> None:
    dwelling = {"parts": ("tenancy/TENANCY",), "dkk_per_day": None, "dwelling_alone": True}
    found = two_sides((dwelling, dwelling), ({}, dwelling), ({"dkk_per_day": None}, {"dkk_per_day": None}))
    assert (found.old.priced, found.old.dwelling_alone, found.old.unpriced) == (1, 1, 1)
    assert (found.new.priced, found.new.dwelling_alone, found.priced_both) == (0, 2, 0)
    alone = [
        case_answer(ranking)
        for member in members()
        if (ranking := answerer(SMALL).ranking(member.case)).first is not None
        and all(part.is_ordinary_home for part in ranking.first.parts)
    ]
    assert all(one.dwelling_alone and one.dkk_per_day is None for one in alone)


@pytest.mark.parametrize(
    ("was", "now", "most", "row"),
    [
        ((362, 1000), (2858, 1000), 3, ("0.4", "2.9", "+2.5")),
        ((10000, 1000), (12000, 1000), 3, ("10", "12", "+2")),
        ((10040, 1000), (10060, 1000), 3, ("10.04", "10.06", "+0.02")),
        ((1, 3), (1, 3), 2, ("0", "0", "0")),
        ((21, 2), (227, 20), 2, ("10", "11", "+1")),
        ((5, 1), (4, 1), 2, ("5", "4", "−1")),
    ],
)
def test_a_row_of_two_amounts_adds_up(was, now, most, row) -> None:
    assert amounts_of(Fraction(*was), Fraction(*now), most) == row


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (Crossing.BY_NAME, "2 (in all 1 → 3)"),
        (Crossing.GRANTABLE, "1 (in all 4 → 4)"),
        (Crossing.NOT_GRANTABLE, "1 (can be granted 4 → 4)"),
        (Crossing.TO_EXTERNAL, "0 (in all 0)"),
        (Crossing.LESS_COVERED, "1"),
    ],
)
def test_what_begins_stands_beside_what_is_so_in_all(turn, told) -> None:
    found = two_sides(
        ({"by_name": True}, {"by_name": True}), ({}, {"by_name": True}), ({}, {"by_name": True}),
        ({"verdict": "none"}, {}), ({}, {"verdict": "none", "needs_unsure": 1}),
    )  # fmt: skip
    whole = CompareSheet(
        found, answerer(SMALL), answerer(NEXT), RunAgain("d", ("c",)), CitizensTold("p", is_drawn=True), "en"
    )
    assert whole.turned(turn) == told.replace("(in all 4 → 4)", "(in all 4)").replace("granted 4 → 4", "granted 4")


def test_it_is_told_that_no_first_solution_reads_a_price_that_is_another(monkeypatch, capsys, tmp_path) -> None:
    dearer = tmp_path / "dearer.yaml"
    dearer.write_text((ROOT / OFFERS).read_text("utf-8").replace("price_dkk_per_day: 2150", "price_dkk_per_day: 2250"))
    ran = inside(
        monkeypatch, capsys, "compare", SMALL, SMALL, str(EXAMPLES[0]), "--old-catalogue", OFFERS,
        "--new-catalogue", str(dearer), "--all-municipalities", "--people", "--most-answers", "0", "--lang", "en",
    )  # fmt: skip
    assert "the price of 1 service is another, and no first solution has it" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("movd > 5%", 'did you mean "moved"?'),
        ("approvals.leeder > 0", "write `approvals.leader > 0`"),
        ("approvals.lederteamet > 0", "write `approvals.leadership > 0`"),
        ("flere behov, der ikke er sikkert dækket > 0", "write `less_covered > 0`"),
        ("færre behov, der ikke er sikkert dækket > 0", "write `more_covered > 0`"),
        ("færre dækket > 0", "write `less_covered > 0`"),
        ("follow_up.look-agian > 0", 'did you mean "follow_up.look-again"?'),
        ("moved", "a name, a comparison and a number"),
        ("km_90 > 3%", "has no share"),
        ("nonsense > 1", "names: moved, lower"),
    ],
)
def test_a_gate_that_could_never_be_true_is_refused(condition: str, said: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, str(EXAMPLES[0]), "--fail-if", condition, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_every_name_of_a_gate_stands_in_help(monkeypatch, capsys) -> None:
    text = " ".join(inside(monkeypatch, capsys, "compare", "--help", "--lang", "en", COLUMNS="300").out.split())
    for name in (*COUNTED, *AMOUNTS, *(f"{section}." for section in FOLLOWING)):
        assert name in text, name


def test_an_accepted_answer_is_the_limit(monkeypatch, capsys, tmp_path) -> None:
    accepted, gates = tmp_path / "accepted.json", ("--fail-if", "moved > 0", "--lang", "en")
    moving = "examples/had-soegt-om-botilbud.yaml"
    assert inside(monkeypatch, capsys, *COMMAND, moving, *gates, "--people", "-o", str(accepted)).code == 1
    again = inside(monkeypatch, capsys, *COMMAND, moving, *gates, "--baseline", str(accepted))
    assert (again.code, "--fail-if moved > 0: 1, accepted 1 (passed)" in again.err) == (0, True)
    document = json.loads(accepted.read_text("utf-8"))
    document["turned"] = []
    accepted.write_text(json.dumps(document), "utf-8")
    beyond = inside(monkeypatch, capsys, *COMMAND, moving, *gates, "--baseline", str(accepted))
    assert (beyond.code, "--fail-if moved > 0: 1, accepted 0" in beyond.err) == (1, True)
    others = inside(monkeypatch, capsys, *COMMAND, str(EXAMPLES[0]), *gates, "--baseline", str(accepted))
    assert (others.code, "of other citizens" in others.err) == (2, True)
    none = inside(monkeypatch, capsys, *COMMAND, moving, *gates, "--baseline", OFFERS)
    assert (none.code, "not an answer from visit compare" in none.err) == (2, True)


def test_a_guideline_that_is_not_yet_in_force_is_said_to_be_tried(monkeypatch, capsys, tmp_path) -> None:
    later = tmp_path / "later.yaml"
    text = (ROOT / NEXT).read_text("utf-8").replace("in_force: {from: 2026-06-01}", "in_force: {from: 2027-06-01}")
    later.write_text(text.replace("version:", "draft: true\nversion:", 1), "utf-8")
    arguments = ("compare", SMALL, str(later), *COMMAND[3:], str(EXAMPLES[0]), "--lang", "en")
    told = "".join(inside(monkeypatch, capsys, *arguments).out.split())  # a long path is broken anywhere
    assert "later.yaml:theguidelineisinforcefrom1June2027,andisonlytriedhere" in told
    in_force = (*COMMAND, str(EXAMPLES[0]), "--as-of", "2026-12-01", "--lang", "en")
    assert "only tried" not in inside(monkeypatch, capsys, *in_force).out


def test_no_list_of_real_citizens_has_a_number_that_is_somebody(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND[:-1], "20000", "examples", "--format", "csv", "--lang", "en")
    rows = [*csv.DictReader(ran.out.removeprefix("\ufeff").splitlines())]
    told = [
        row for row in rows
        if row["list"] not in ("What was compared", "First solutions")
        and "median" not in row["what"] and "percentile" not in row["what"]
    ]  # fmt: skip
    assert len(told) > 10
    assert not [row for row in told for name, cell in row.items() if name != "row" and cell in ("1", "2", "3", "4")]
    assert [row for row in rows if row["list"] == "On both sides" and not row["before"]]  # one is hidden
    page = inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "html", "--lang", "en").out
    assert not re.findall(r'<td class="n">[+−]?[1-4]</td>', page.partition("A count of real citizens below 5")[2])


def test_of_each_edit_it_is_said_what_begins_and_ends_and_what_only_perhaps(monkeypatch, capsys, tmp_path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    row = json.dumps({**_group(read("examples/had-soegt-om-botilbud.yaml").value), "case": NOBODY}, default=int)
    drawn.write_text(lines({**DRAWN, "municipality": "Haderslev"}, row), "utf-8")
    arguments = (*COMMAND[:-1], "20000", "-p", str(drawn), "--full", "-f", "markdown", "--lang", "en")
    told = inside(monkeypatch, capsys, *arguments).out
    assert "A share is no number of citizens" in " ".join(told.split())
    beside = told.partition("Which edit did it")[2].partition("From step to step")[0]
    assert "approval by: the leader −1" in beside
    assert "follow-up: " in beside.partition("What begins and ends with each edit")[2]
    assert "deadlines" not in beside.partition("What begins and ends with each edit")[0].partition("further answers")[2]


def test_a_period_is_told_in_words_and_a_follow_up_with_its_sentence(monkeypatch, capsys) -> None:
    basis = named_basis("ikast-brande", load_catalogue(ROOT / OFFERS), None)
    guideline = basis.by_date.on(date(2026, 12, 1))
    assert followed("follow_up", "cti-ends (24 months)?", [guideline], "en") == "perhaps cti-ends (24 months)"
    assert followed("deadlines", "decided-fast (1 days)", [guideline], "en") == "decided-fast (1 day)"
    assert (
        followed("deadlines", "youth-support-decided-by (-6 months)", [guideline], "en")
        == "youth-support-decided-by (6 months before)"
    )
    said = followed("follow_up", "cti-ends (24 months)", [guideline], "en", texts=True)
    assert "cti-ends" not in said
    assert said.endswith(" (24 months)")


def test_an_error_of_a_gate_names_approvals_by_role_as_help_does(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, str(EXAMPLES[0]), "--fail-if", "x", "--lang", "da")
    assert "approvals.ROLLE, decides_first.ROLLE, notices.ID" in ran.err


# --- the page ---


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_page_asks_nothing_of_a_network_and_names_no_real_citizen(lang: str, monkeypatch, capsys) -> None:
    file = "examples/had-soegt-om-botilbud.yaml"
    ran = inside(monkeypatch, capsys, *COMMAND, file, "--people", "--format", "html", "--lang", lang)
    assert ran.code == 0
    assert "--people" in ran.err  # it has no effect here, which is told
    assert "<script" not in ran.out
    assert "http" not in ran.out.replace("http-equiv", "")
    assert load_case(ROOT / file).id not in ran.out
    assert ("1 af 1" if lang == "da" else "1 of 1") not in ran.out  # what is handed on tells no few
    assert ("Hvor vejledningerne er forskellige" if lang == "da" else "What the guidelines say differently") in ran.out


def test_the_page_shows_synthetic_citizens_and_every_step_that_they_take(monkeypatch, capsys, tmp_path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    row = json.dumps({**_group(read("examples/had-soegt-om-botilbud.yaml").value), "case": NOBODY}, default=int)
    drawn.write_text(lines({**DRAWN, "municipality": "Haderslev"}, row), "utf-8")
    page = inside(monkeypatch, capsys, *COMMAND, "-p", str(drawn), "--format", "html", "--lang", "en").out
    assert re.search(rf"{NOBODY}<span[^>]*>to a higher step", page)
    assert "H4 support in own home → H6 temporary stay: 1" in page
    assert page.count('class="ribbon moves"') == 1


def test_where_nothing_moves_and_something_follows_it_is_not_said_that_no_edit_did_it(monkeypatch, capsys) -> None:
    asked = ("compare", "esbjerg", "silkeborg", "examples/had-naesten-tom.yaml", "--all-municipalities", "--lang", "en")
    said = inside(monkeypatch, capsys, *asked, "--most-answers", "1").out
    assert "Which edit did it is not shown: it is of fewer than 5 real citizens" in " ".join(said.split())
    assert "no edit did it" not in said


# --- what is told of files ---


def test_a_progress_counts_citizens_and_no_first_line(tmp_path) -> None:
    file = tmp_path / "drawn.jsonl"
    file.write_text(lines(DRAWN, {**CASE, "case": NOBODY}, "", {**CASE, "case": "synthetic-0000002"}))
    assert read_citizens([], [str(file)]).total == 2
    file.write_text(lines(CASE))
    assert read_citizens([], [str(file)]).total == 1


def test_a_hint_never_writes_over_the_citizens_that_are_compared(monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "drawn.jsonl"
    file.write_text(lines(DRAWN, {**CASE, "case": NOBODY}))
    (tmp_path / "drawn-low.jsonl").touch()
    said = inside(
        monkeypatch, capsys, *COMMAND, "-p", str(file), "--low", str(file), "--high", str(file), "--lang", "en"
    )
    assert said.err.rstrip().endswith("--assumption all=low -o " + str(tmp_path / "drawn-low-2.jsonl"))


def test_a_case_file_is_no_population(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *COMMAND, "-p", str(EXAMPLES[0]), "--lang", "en")
    assert (ran.code, ran.err.count("error:"), "JSON Lines" in ran.err) == (2, 1, True)


def test_an_answer_accepted_against_another_side_is_told(monkeypatch, capsys, tmp_path) -> None:
    accepted, moving = tmp_path / "accepted.json", "examples/had-soegt-om-botilbud.yaml"
    inside(monkeypatch, capsys, *COMMAND, moving, "--people", "-o", str(accepted))
    gates = (moving, "--fail-if", "moved > 0", "--baseline", str(accepted), "--lang", "en")
    assert "accepted against" not in inside(monkeypatch, capsys, *COMMAND, *gates).err
    turned = ("compare", NEXT, SMALL, *COMMAND[3:])
    assert "was accepted against another guideline" in inside(monkeypatch, capsys, *turned, *gates).err


def test_an_edit_of_a_price_is_told_with_both_prices() -> None:
    edit = CatalogueEdit("engbo", "SEL-108", "price", {"basic": 664, "per_hour": 415}, {"basic": 700, "per_hour": 415})
    piece = Piece("offer engbo/SEL-108", offer="engbo", offer_edits=(edit,))
    told = piece_words(piece, {"engbo": "Engbo"})
    assert told.startswith("offer Engbo SEL-108: ")
    assert [part in told for part in ("664", "→", "700")] == [True] * 3
    two = replace(piece, offer_edits=(edit, replace(edit, field="staff")))
    assert "→" not in piece_words(two)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("more than 30 km away", "more than 20 km away", "more than 30 → 20 km away"),
        ("the same", "the same", "the same"),
        ("basic 664; 415 an hour", "basic 700; 415 an hour", "basic 664 → 700; 415 an hour"),
        ("a b c d e", "v w x y z", "a b c d e → v w x y z"),
        ("only this", "only this and that", "only this → only this and that"),
    ],
)
def test_a_text_is_told_with_the_words_that_moved(before: str, after: str, told: str) -> None:
    assert words_moved(before, after) == told


def test_a_row_of_an_edit_stands_whole_or_not_at_all_and_what_changes_approvals_stands_before_what_moves_less() -> None:
    sheet = CompareSheet(
        small_impact(), answerer(SMALL), answerer(NEXT), RunAgain("d", ("c",)), CitizensTold("p", is_drawn=True), "en"
    )
    ids = ("a", "b", "c", "approves-with-a-name-that-is-longer-than-what-there-is-room-for")
    pieces = {id: Piece(id, offer=id, offer_edits=(CatalogueEdit(id, None, None, None, "x"),)) for id in ids}
    shares, once = {"moved": dict(zip(ids, map(Fraction, (5, 4, 3, 1)), strict=True))}, Counter(dict.fromkeys(ids, 1))
    following = FollowedByEdit({ids[3]: {Followed("approvals", "leader", begins=True): EditCounts(Fraction(12))}})
    found = Attribution(pieces, changes=once, shares=shares, alone=once, following=following)
    rows = [*CompareScreen(sheet).edit_lines(found)]
    assert [next(id for id in reversed(ids) if f"offer {id}" in row.text) for row in rows] == ["a", "b", ids[3], "c"]
    assert [row.room for row in rows] == [Room.ALWAYS, Room.SPECIAL, Room.FIRST_OTHERS, Room.LESS_SPECIAL]
    *name, numbers = rows[2].wrapped(80)
    assert ids[3] in name[0] and numbers.split()[0] == "1"
    long = Line("  name", needed=False, below="  1 2", called="a name")
    unnamed = "  and 1 more: --full"
    for called, told in (("a name", "  and 1 more (a name): --full"), ("", unnamed), ("x" * 80, unnamed)):
        folded = fitted([Section("T", (Line("x"), replace(long, called=called)))], 80, 3)
        assert [text for text, _strong in folded] == ["T", "x", told]
    assert [text for text, _strong in fitted([Section("T", (Line("x"), long))], 80, 4)] == ["T", "x", "  name", "  1 2"]


def test_what_follows_only_perhaps_is_told_apart_and_what_is_not_known_is_no_nothing() -> None:
    found = impact_of(members(), answerer(SMALL), answerer(NEXT))
    found.begins["notices"], found.ends["notices"] = Counter({"a": 3, "b?": 7}), Counter({"c?": 2})
    found.begins["deadlines"], found.ends["deadlines"] = Counter({"a": 3}), Counter()
    sheet = CompareSheet(
        found, answerer(SMALL), answerer(NEXT), RunAgain("d", ("c",)), CitizensTold("p", is_drawn=True), "en"
    )
    screen = CompareScreen(sheet)
    assert screen.followed_by("notices") == "notices: 3 begin (perhaps 7), perhaps 2 end"
    assert screen.followed_by("deadlines") == "deadlines: 3 begin"
    for side in (found.old, found.new):
        side.priced = side.with_hours = 0
    rows = {row[0]: row[1:] for row in sheet.sides_told.side_rows()}
    assert rows["stated hours a week, in all"] == rows["known prices, kroner a year"] == ("not known", "not known", "")


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        (b"SQLite format 3\x00", "visit population from-ledger"),
        (b"<!doctype html>\n<p>a</p>\n", "visit population make"),
        (b"PK\x03\x04", "visit case import"),
    ],
)
def test_a_file_of_another_kind_is_refused_once_with_what_makes_a_population(
    begins: bytes, told: str, monkeypatch, capsys, tmp_path
) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(begins * 3)
    ran = inside(monkeypatch, capsys, *COMMAND, "-p", str(path), "--lang", "en")
    assert (ran.code, ran.err.count("error:")) == (2, 1)
    assert told in ran.err
    folder = inside(monkeypatch, capsys, *COMMAND, "-p", str(tmp_path), "--lang", "en")
    assert "without --population" in folder.err


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("moved>=0,5%", "moved>=0.5%"), ("moved => 5%", "moved >= 5%"), ("flyttet > 5%", "moved > 5%"),
        ("flytet > 5", "moved > 5"), ("Kan ikke bevilges > 0,5 %", "not_grantable > 0.5 %"),
        ("kroner_om_året > 0", "dkk_a_year > 0"), ("godkendelser.leder > 0", "approvals.leader > 0"),
        ("frister.soon > 0", "deadlines.soon > 0"), ("deadlines > 3", "deadlines.ID > 3"),
        ("godkendelser > 3", "approvals.ROLE > 3"),
    ],
)  # fmt: skip
def test_a_gate_that_is_nearly_written_is_written_right(written: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        gate(written)
    assert refused.value.help == f"write `{meant}`"
    if not meant.split(" ", maxsplit=1)[0].endswith((".ID", ".ROLE")):
        assert gate(meant).written == meant


@pytest.mark.parametrize(
    ("key", "value"),
    [("seed", "a"), ("n", True), ("bounds", []), ("figures", [{"name": "none"}]), ("figures", 3), ("inhabitants_of", {"a": "b"}),
     ("label", {"da": "x"}), ("assessed", "in May"), ("population", 7)],
)  # fmt: skip
def test_a_first_line_in_another_form_is_a_fault_of_the_file(key, value, monkeypatch, capsys, tmp_path) -> None:
    file = tmp_path / "drawn.jsonl"
    file.write_text(lines({**DRAWN, key: value}, {**CASE, "case": NOBODY}))
    for command in (("population", "describe", str(file)), (*COMMAND, "-p", str(file))):
        ran = inside(monkeypatch, capsys, *command, "--lang", "en")
        assert (ran.code, f"{file}:1: error: the line of a drawn population has {key} in another form" in ran.err) == (
            2,
            True,
        )


def test_a_drawn_citizen_who_was_altered_is_told(monkeypatch, capsys, tmp_path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    inside(monkeypatch, capsys, "population", "make", "-p", "ikast-brande", "-n", "3", "--seed", "3", "-o", str(drawn))
    asked = (*COMMAND, "-p", str(drawn), "--lang", "en")
    assert "by the file's word" not in inside(monkeypatch, capsys, *asked).out
    head, first, *others = drawn.read_text("utf-8").splitlines(keepends=True)
    altered = {**json.loads(first), "support_need": 4 - json.loads(first)["support_need"] // 3}
    drawn.write_text("".join([head, lines(altered), *others]), "utf-8")
    told = " ".join(inside(monkeypatch, capsys, *asked).out.split())
    assert "3 synthetic citizens, never representative, seed 3;" in told
    assert "1 is synthetic by the file's word alone, and not as drawn" in told
    found = document(inside(monkeypatch, capsys, *asked, "--format", "json"))
    assert found["population"]["not_as_drawn"] == 1  # type: ignore[index]
    assert not any("population make" in one for one in found["commands"])  # type: ignore[attr-defined]
    described = inside(monkeypatch, capsys, "population", "describe", str(drawn), "--lang", "en").out
    assert "1 is synthetic by the file's word alone" in described


def test_drawn_citizens_of_whom_some_are_taken_out_are_not_said_to_be_drawn_again(
    monkeypatch, capsys, tmp_path
) -> None:
    drawn = tmp_path / "drawn.jsonl"
    inside(monkeypatch, capsys, "population", "make", "-p", "ikast-brande", "-n", "3", "--seed", "3", "-o", str(drawn))
    for kept, again in ((None, True), (-1, False)):
        drawn.write_text("".join(drawn.read_text("utf-8").splitlines(keepends=True)[:kept]), "utf-8")
        found = document(inside(monkeypatch, capsys, *COMMAND, "-p", str(drawn), "--format", "json"))
        assert any("population make" in one for one in found["commands"]) is again  # type: ignore[attr-defined]
