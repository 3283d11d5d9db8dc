"""`visit compare --low --high`: what flips between low and high assumptions is undecided, and is never said as if it were sure."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from running import ROOT, Ran, inside

from visit.commands.compare_bounds import failing_at_bounds
from visit.lab.assumed_bounds import AssumedBounds
from visit.lab.gate import gate
from visit.render.bounds_words import undecided_line

COMMAND = (
    "compare", "tests/commands/small.yaml", "tests/commands/small-next.yaml", "-c", "tests/commands/offers.yaml",
    "--all-municipalities", "--most-answers", "0",
)  # fmt: skip


def test_what_is_more_fewer_or_none_and_not_the_same_each_time_is_undecided() -> None:
    low = {"moved": 3, "higher": 4, "lower": 1, "approvals.director": 0}
    drawn = {"moved": 2, "higher": 1, "lower": 2, "approvals.director": 2, "external": 1}
    high = {"moved": 9, "higher": 4, "lower": 2, "external": 3, "own": 1}
    found = {one.name: one for one in AssumedBounds(low, drawn, high, (9, 9, 9)).results}
    assert {name: (one.low, one.drawn, one.high) for name, one in found.items()} == {
        "moved": (3, 2, 9), "higher": (3, -1, 2), "external": (0, 1, 2), "approvals.director": (0, 2, 0),
    }  # fmt: skip
    assert {name for name, one in found.items() if one.is_undecided} == {"higher", "external", "approvals.director"}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture
def compared(monkeypatch, capsys, drawn):
    monkeypatch.chdir(ROOT)

    def run(*options: str) -> Ran:
        return inside(monkeypatch, capsys, *COMMAND, *options, "--lang", "en")

    make = ("population", "make", "-p", "ikast-brande", "-n", "5", "--seed", "2")
    for name, more in (("as", ()), ("low", ("--assumption", "all=low")), ("high", ("--assumption", "all=high"))):
        if not (drawn / f"{name}.jsonl").exists():
            inside(monkeypatch, capsys, *make, *more, "-o", str(drawn / f"{name}.jsonl"))
    return run


def test_the_three_are_what_a_comparison_of_each_says(compared, drawn) -> None:
    files = {name: str(drawn / f"{name}.jsonl") for name in ("as", "low", "high")}
    whole = json.loads(compared("-p", files["as"], "--low", files["low"], "--high", files["high"], "-f", "json").out)
    said = {one["result"]: one for one in whole["assumptions"]["results"]}
    for key, name in (("drawn", "as"), ("low", "low"), ("high", "high")):
        alone = json.loads(compared("-p", files[name], "-f", "json").out)
        assert said["moved"][key] == alone["moved"]
    assert whole["command"] == whole["commands"][-1]
    called = [shlex.split(one)[-1] for one in whole["commands"][:-1]]
    words = shlex.split(whole["command"])
    assert [words[words.index(one) + 1] for one in ("--population", "--low", "--high")] == called
    screen = compared("-p", files["as"], "--low", files["low"], "--high", files["high"])
    assert "assumptions low: " in screen.out
    assert len(screen.out.splitlines()) <= 24


def test_the_screen_names_what_is_undecided_and_counts_what_follows() -> None:
    low, drawn = {"higher": 1, "notices.a": 1, "follow_up.b": 2}, {"lower": 1, "notices.a": 0}
    said = undecided_line(AssumedBounds(low, drawn, drawn, (9, 9, 9)), [], "en")
    assert said.endswith("higher less lower step +1/−1/−1; 2 statements that follow")
    assert undecided_line(AssumedBounds(low, low, low, (9, 9, 9)), [], "en").startswith("nothing flips")


def test_a_gate_that_is_true_at_one_of_them_alone_is_called_undecided() -> None:
    bounds = AssumedBounds({"moved": 9, "lost": 0}, {"moved": 1, "lost": 1}, {"moved": 1, "lost": 2}, (10, 10, 10))
    gates = [gate("moved > 50%"), gate("lost > 0"), gate("higher > 0")]
    failing = [one for one in gates if one.is_true(bounds.drawn, 10, {})]
    assert [one.name for one in failing] == ["lost"]
    moved, _lost, higher = gates
    assert failing_at_bounds(moved, bounds, {}).startswith("--fail-if moved > 50%")
    assert failing_at_bounds(higher, bounds, {}) == ""
    assert failing_at_bounds(moved, bounds, {"moved": 8}) == ""
    assert failing_at_bounds(moved, None, {}) == ""


def test_such_a_gate_ends_with_one(compared, drawn, monkeypatch) -> None:
    files = {name: str(drawn / f"{name}.jsonl") for name in ("as", "low", "high")}
    options = ("-p", files["as"], "--low", files["low"], "--high", files["high"], "--fail-if", "moved > 99%")
    assert compared(*options).code == 0
    monkeypatch.setattr("visit.commands.compare_bounds.numbers_of", lambda _found, _gates=(): {"moved": 5})
    ran = compared(*options)
    assert (ran.code, "so it is undecided" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [("low", None, "--low goes with --high"), ("high", "high", "with every assumption low"), ("as", "high", "all=low -o")],
)  # fmt: skip
def test_another_population_is_refused_before_anything_is_compared(low, high, said, compared, drawn) -> None:
    options = [
        word
        for name, value in (("--low", low), ("--high", high))
        if value
        for word in (name, str(drawn / f"{value}.jsonl"))
    ]
    ran = compared("-p", str(drawn / "as.jsonl"), *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert compared("examples", *options).code == 2


def test_each_assumption_by_itself_is_what_a_comparison_of_those_citizens_says(
    compared, drawn, monkeypatch, capsys
) -> None:
    files = {name: str(drawn / f"{name}.jsonl") for name in ("as", "low", "high")}
    ran = compared("-p", files["as"], "--assumptions", "-f", "json")
    whole = json.loads(ran.out)
    assert whole["command"].endswith("--assumptions")
    assert "222 comparisons" in ran.err
    by_files = json.loads(compared("-p", files["as"], "--low", files["low"], "--high", files["high"], "-f", "json").out)
    assert whole["assumptions"]["results"] == by_files["assumptions"]["results"]
    alone = whole["assumptions"]["hangs_on"][0]
    one = str(drawn / "one.jsonl")
    make = ("population", "make", "-p", "ikast-brande", "-n", "5", "--seed", "2", "--assumption")
    bound = next(bound for bound in ("low", "high") if alone[bound] != alone["drawn"])
    assert inside(monkeypatch, capsys, *make, f"{alone['assumption']}={bound}", "-o", one).code == 0
    monkeypatch.setattr("visit.commands.compare_bounds._is_drawn_so", lambda *_given: True)
    with_one = json.loads(compared("-p", files["as"], "--low", one, "--high", files["high"], "-f", "json").out)
    found = {each["result"]: each for each in with_one["assumptions"]["results"]}
    assert found[alone["result"]]["low"] == alone[bound]


def test_citizens_that_are_not_as_drawn_are_not_drawn_with_other_assumptions(compared, drawn) -> None:
    as_drawn = str(drawn / "as.jsonl")
    assert (
        "--low/--high has no effect with --assumptions" in compared("-p", as_drawn, "--assumptions", "--low", "x").err
    )
    assert "--assumptions goes with one --population" in compared("examples", "--assumptions").err
    fewer = drawn / "fewer.jsonl"
    fewer.write_text(
        "".join(Path(as_drawn).read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    ran = compared("-p", str(fewer), "--assumptions")
    assert (ran.code, ran.out) == (2, "")
    assert "not the citizens that their first line says" in ran.err


def test_more_than_can_be_answered_are_refused_before_anything_is(compared, drawn, monkeypatch) -> None:
    monkeypatch.setattr("visit.commands.compare_bounds.MOST_ALTERED", 7)
    ran = compared("-p", str(drawn / "as.jsonl"), "--assumptions")
    assert (ran.code, ran.out) == (2, "")
    assert "more than 7 citizens" in ran.err
    assert "draw fewer citizens" in ran.err


def test_the_screen_names_the_assumption_that_a_number_hangs_on() -> None:
    low, drawn = {"higher": 1, "moved": 2}, {"lower": 1, "moved": 2}
    alone = {
        "hours.1": AssumedBounds(low, drawn, drawn, (9, 9, 9)),
        "unrecorded": AssumedBounds(drawn, drawn, drawn, (9, 9, 9)),
    }
    found = AssumedBounds(drawn, drawn, drawn, (9, 9, 9), each=alone)
    assert [(name, [*by]) for name, by in found.hangs_on.items()] == [("higher", ["hours.1"])]
    assert undecided_line(found, [], "en").startswith(
        "hangs on a single assumption: higher less lower step: hours a week at home [hours.1] · nothing flips"
    )
    none = AssumedBounds(drawn, drawn, drawn, (9, 9, 9), each={"unrecorded": alone["unrecorded"]})
    assert undecided_line(none, [], "en").startswith("none of 1 assumptions flips")
