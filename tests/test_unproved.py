"""Where the search reaches its limit, whoever answers many cases says so, and counts nobody as surely keeping theirs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from running import ROOT, inside
from test_compare import ANSWER, NOTHING, members

from visit.lab.impact import ComparedCase, Impact
from visit.locale import speaking
from visit.ranking import search
from visit.render.few_told import FewTold
from visit.render.unproved_words import movement_rows, unproved_caution, unproved_told

CASES = ("examples/had-soegt-om-botilbud.yaml", "examples/sil-kan-ikke-samtykke.yaml")
SIDES = ("tests/commands/small.yaml", "tests/commands/small-next.yaml")
ASKED = (*CASES, "-c", "tests/commands/offers.yaml", "--as-of", "2026-11-22", "--invented", "--all-municipalities")
MAYBE, GONE = replace(ANSWER, unproved=True), replace(NOTHING, unproved=True)


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(search, "MOST_STEPS", 1)


def may(*cases, tells_all: bool = False) -> FewTold:
    found = Impact()
    for n, old, new in ((50, ANSWER, ANSWER), *cases):
        for _each in range(n):
            found.add(ComparedCase(members()[0], old, new))
    return FewTold(found, tells_all)


def test_either_side_counts_and_blocks_add_up() -> None:
    one, other = may((2, MAYBE, ANSWER), (1, MAYBE, MAYBE)).found, may((3, ANSWER, GONE), (1, ANSWER, NOTHING)).found
    one.merge(other)
    assert (one.unproved, one.unproved_same, one.moving) == (6, 3, 4)


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ([(7, MAYBE, ANSWER)], (7, 7)),
        ([(7, MAYBE, ANSWER), (6, ANSWER, GONE)], (13, 7)),
        ([(2, MAYBE, ANSWER)], None),
        ([(7, MAYBE, ANSWER), (6, ANSWER, GONE), (3, ANSWER, NOTHING)], None),  # 9 of whom 6 are not proved
    ],
)
def test_of_real_citizens_it_is_told_where_it_is_of_enough(cases, told) -> None:
    few = may(*cases)
    assert unproved_told(few) == told
    with speaking("en"):
        said = " ".join(unproved_caution(few))
    assert said.startswith("! of some " if told is None else f"! of {told[0]} cases ")


def test_who_may_get_another_is_not_among_those_who_keep_theirs() -> None:
    with speaking("en"):
        rows = dict(movement_rows(may((2, MAYBE, ANSWER), (1, ANSWER, GONE), tells_all=True)))
    assert (rows["the same"], rows["the same, not proved"], rows["from one to none"]) == (50, 2, 1)
    assert not [*unproved_caution(may())]


def test_a_comparison_says_it_in_every_form(limited, monkeypatch, capsys) -> None:
    asked = ("compare", *SIDES, *ASKED, "--most-answers", "0", "-f")
    screen, data, lists = (inside(monkeypatch, capsys, *asked, form).out for form in ("plain", "json", "csv"))
    assert "! of 2 cases the first solution is not proved" in screen
    document = json.loads(data)
    assert document["not_proved"] == {"cases": 2, "kept": document["movements"]["unchanged"]}
    assert any("is not proved to come first" in cell for row in csv.reader(io.StringIO(lists)) for cell in row)


@pytest.mark.parametrize(("gate", "code"), [("moved > 1", 2), ("moved > 2", 0), ("unread > 0", 0), ("lower > 1", 2)])
def test_a_gate_that_they_may_make_true_cannot_be_evaluated(gate, code, limited, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "compare", *SIDES, *ASKED, "--most-answers", "0", "--fail-if", gate)
    assert (ran.code, "is not proved to come first, and they may" in ran.err) == (code, code == 2), ran.err


@pytest.mark.parametrize("form", ["plain", "json", "csv"])
def test_a_sweep_asks_at_no_other_value_and_says_so(form: str, limited, monkeypatch, capsys) -> None:
    range_of = ("--guideline", "ikast-brande", "--from", "1", "--to", "9")
    ran = inside(monkeypatch, capsys, "sweep", "fast_track_min_triggers", *range_of, *ASKED, "-f", form)
    if form == "json":
        assert json.loads(ran.out)["not_proved"] == 2
        return
    said = " ".join((ran.out if form == "plain" else ran.err).split())
    assert "the search reached its limit: 2. Their first solution is not proved" in said
    assert form == "csv" or "Nothing is known to tip between these values" in said


@pytest.mark.parametrize("form", ["plain", "json", "csv"])
def test_invariants_say_that_one_may_be_broken_unseen(form: str, limited, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "invariants", "ikast-brande", *ASKED, "-f", form)
    if form == "json":
        assert json.loads(ran.out)["not_proved"] == 2
        return
    said = " ".join((ran.out if form == "plain" else ran.err).split())
    assert "the search reached its limit: 2." in said
    assert form == "csv" or "No invariant is seen to be broken in 2 cases" in said
