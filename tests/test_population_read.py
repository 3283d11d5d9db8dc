"""What many cases are counted as: drawn or real people, once or twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Ran, inside

from visit.population.drawing import Drawing
from visit.population.made import made
from visit.population.profile import load_profile

Run = Callable[..., Ran]
DRAWING = Drawing(profile := load_profile("ikast-brande"), profile.drawn_from({}), 3)
HEAD = json.dumps(made(DRAWING, 4, {}).record)
DRAWN = [json.dumps(one) for one in DRAWING.citizens(4)]
REAL = json.dumps(json.loads(DRAWN[0]) | {"case": "b-17"})
AMONG_MANY = json.dumps(json.loads(DRAWN[0]) | {"case": "synthetic-0000009"})
UNDER_ITS_NUMBER = json.dumps(json.loads(DRAWN[0]) | {"support_need": 4 - json.loads(DRAWN[0])["support_need"]})
OF_ANOTHER_DAY = json.dumps(json.loads(DRAWN[0]) | {"assessed": "2026-10-31"})
NOT_SYNTHETIC = json.dumps(json.loads(HEAD) | {"synthetic": False})

REAL_PEOPLE = {
    "one is real": ([HEAD, *DRAWN, REAL], "6: this citizen is none of those"),
    "none is drawn": ([HEAD, REAL], "2: this citizen is none of those"),
    "the line comes later": ([REAL, HEAD], "2: only the first line can say"),
    "two populations": ([HEAD, *DRAWN, HEAD], "6: only the first line can say"),
    "more than were drawn": ([HEAD, *DRAWN, AMONG_MANY], "6: this citizen is none of those"),
    "another has its number": ([HEAD, *DRAWN, UNDER_ITS_NUMBER], "6: this citizen is none of those"),
    "of another day": ([HEAD, OF_ANOTHER_DAY], "2: this citizen is none of those"),
    "it says that it is not": ([NOT_SYNTHETIC, *DRAWN], "2: this citizen is none of those"),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def ran(lines: list[str], *arguments: str, **environment: str) -> Ran:
        Path("many.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return inside(monkeypatch, capsys, *arguments, **environment)

    return ran


DESCRIBE = ("population", "describe", "many.jsonl", "--format", "json")
COMPARE = (
    "compare",
    "ikast-brande",
    "ikast-brande@2027-01-01",
    "many.jsonl",
    "--format",
    "json",
    "--most-answers",
    "0",
)


@pytest.mark.parametrize("why", REAL_PEOPLE)
def test_one_real_citizen_makes_all_of_them_real(run: Run, why: str) -> None:
    lines, said = REAL_PEOPLE[why]
    ran = run(lines, *DESCRIBE)
    assert json.loads(ran.out)["synthetic"] is False
    assert f"taken for real people: many.jsonl:{said}" in ran.err


def test_a_comparison_shows_nobody_then(run: Run) -> None:
    ran = run([HEAD, *DRAWN, REAL], *COMPARE)
    assert json.loads(ran.out)["population"]["synthetic"] is False
    assert "taken for real people: many.jsonl:6: this citizen" in ran.err
    ran = run([HEAD, *DRAWN], *COMPARE)
    assert json.loads(ran.out)["population"]["synthetic"] is True and "taken for" not in ran.err


def test_a_part_of_those_drawn_is_drawn(run: Run) -> None:
    ran = run([HEAD, *DRAWN[:2]], *DESCRIBE)
    assert json.loads(ran.out)["synthetic"] is True and json.loads(ran.out)["not_here"] == 2
    assert "many.jsonl: the file says 4, and 2 are here: it was cut short" in ran.err


HERE = {
    "all of them": ([HEAD, *DRAWN], 0),
    "one of them twice": ([HEAD, DRAWN[0], *DRAWN], 0),
    "the last line is cut in its middle": ([HEAD, *DRAWN[:2], DRAWN[2][:40]], 1),
    "lines are cut off": ([HEAD, *DRAWN[:3]], 1),
}


@pytest.mark.parametrize("why", HERE)
@pytest.mark.parametrize(
    "command",
    [
        ("population", "describe", "many.jsonl"),
        ("population", "check", "many.jsonl"),
        ("sweep", "fast_track_min_triggers", "many.jsonl", "--guideline", "ikast-brande", "--from", "2", "--to", "2"),
    ],
)
def test_it_is_told_how_many_of_those_drawn_are_not_here(run: Run, why: str, command: tuple[str, ...]) -> None:
    lines, lacking = HERE[why]
    ran = run(lines, *command)
    said = " ".join(ran.out.split())
    assert (f"{lacking} of those that the file says were drawn" in said) is bool(lacking)
    assert (f"the file says 4, and {4 - lacking} are here" in " ".join(ran.err.split())) is bool(lacking)


@pytest.mark.parametrize(("why", "head"), [*zip(HERE, ("4", "4", "2 of 4", "3 of 4"), strict=True)])
def test_a_population_is_headed_by_how_many_are_here(run: Run, why: str, head: str) -> None:
    assert run(HERE[why][0], "population", "describe", "many.jsonl").out.startswith(f"{head} synthetic citizens · ")


def test_two_files_may_have_all_of_them_together(run: Run) -> None:
    Path("rest.jsonl").write_text("\n".join([HEAD, *DRAWN[2:]]) + "\n", encoding="utf-8")
    ran = run([HEAD, *DRAWN[:2]], *COMPARE, "rest.jsonl")
    assert json.loads(ran.out)["population"]["not_here"] == 0 and "the file says" not in ran.err


def test_it_is_told_in_danish(run: Run) -> None:
    ran = run([HEAD, REAL], *DESCRIBE, VISIT_LANG="da")
    assert "regnes for virkelige borgere: many.jsonl:2: denne borger er ikke en af dem" in ran.err


OTHER_FACTS = json.dumps(json.loads(REAL) | {"support_need": 4})


def test_a_citizen_who_stands_twice_counts_once(run: Run) -> None:
    lines = [REAL, REAL, OTHER_FACTS]
    found = json.loads(run(lines, *DESCRIBE).out)
    assert (found["cases"], found["repeated"], found["ids_twice"]) == (2, 1, 1)
    text = run(lines, "population", "describe", "many.jsonl").out
    assert "- 1 case stands there once more, and counts once" in text and "- 1 case has an id that another has" in text
    ran = run(lines, *COMPARE)
    assert json.loads(ran.out)["population"]["cases"] == 2
    assert "1 case stands there once more, and counts once\n1 case has an id that another has\n" in ran.err


def test_a_list_has_a_line_for_each_and_tells_it(run: Run) -> None:
    ran = run([REAL, REAL, OTHER_FACTS], "match", "many.jsonl", "--format", "json")
    assert len(ran.out.splitlines()) == 3
    assert "1 case stands there once more: each has its line\n1 case has an id that another has\n" in ran.err
    assert (
        "1 sag står der en gang til: hver har sin linje" in run([REAL] * 2, "match", "many.jsonl", VISIT_LANG="da").err
    )


def test_five_of_one_citizen_are_not_five(run: Run) -> None:
    found = json.loads(run([REAL] * 6, *DESCRIBE).out)
    assert found["cases"] == 1 and "6" not in json.dumps(found["tables"])


def test_a_pipe_hears_how_far_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visit.commands.waiting.SILENCE", 0)
    assert "comparing: 3 of 4\n" in run([HEAD, *DRAWN], *COMPARE).err
    assert "sammenligner: 3 af 4\n" in run([HEAD, *DRAWN], *COMPARE, VISIT_LANG="da").err


NOBODY = {
    "nothing": ([], "many.jsonl: error: there is no case in this file"),
    "blank lines": (["", " "], "many.jsonl: error: there is no case in this file"),
    "the first line alone": ([HEAD], "many.jsonl: error: there is no case in this file"),
    "of others": (
        [json.dumps(json.loads(REAL) | {"municipality": "Silkeborg"})],
        "every case is of another municipality",
    ),
    "no case": (["{}"], 'many.jsonl:1:1: error: the key "assessed" is missing'),
}
ABOUT_NOBODY = (
    ("population", "check", "many.jsonl", "-p", "ikast-brande"),
    ("population", "describe", "many.jsonl", "-m", "Ikast-Brande"),
    ("sweep", "substantial_support", "-g", "ikast-brande", "--from", "1", "--to", "2", "-p", "many.jsonl"),
    ("invariants", "ikast-brande", "-p", "many.jsonl"),
    COMPARE,
)


@pytest.mark.parametrize("lines", NOBODY)
@pytest.mark.parametrize("command", ABOUT_NOBODY, ids=" ".join)
def test_what_is_said_of_nobody_is_no_answer(run: Run, command: tuple[str, ...], lines: str) -> None:
    written, told = NOBODY[lines]
    ran = run(written, *command)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_nor_is_it_of_a_list(run: Run) -> None:
    ran = run([HEAD], "match", "many.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no case in this file" in ran.err


@pytest.mark.parametrize(
    "command", [*(one[:-2] if one[-2] == "-p" else one for one in ABOUT_NOBODY), ("match",)], ids=" ".join
)
def test_what_a_folder_holds_beside_case_files_is_told(run: Run, command: tuple[str, ...]) -> None:
    folder = Path("cases")
    (folder / "older").mkdir(parents=True)
    (folder / "one.yaml").write_text(json.dumps(json.loads(REAL)), encoding="utf-8")
    (folder / "guide.yaml").write_text("format: 1\nguideline: g\n", encoding="utf-8")
    for name in ("more.jsonl", "list.csv", "z.parquet", "README.md", ".hidden.csv"):
        (folder / name).touch()
    named = ["cases" if one == "many.jsonl" else one for one in command]
    ran = run([], *(named if "cases" in named else (*named, "cases")))
    left = "cases: not read: list.csv, more.jsonl, older and 1 more; of a folder only its files that end in .yaml or .yml are"
    assert ran.err.count(left) == 1
    assert ran.err.count("guide.yaml") == 1
    assert "guide.yaml:2:1: error: this is a guideline, and a case is expected" in ran.err


@pytest.mark.parametrize("named", [("many.csv",), ("-p", "many.csv")])
def test_a_spreadsheet_is_told_which_command_reads_it(run: Run, named: tuple[str, ...]) -> None:
    Path("many.csv").write_text("sag;alder\n17;40\n18;41\n", encoding="utf-8")
    ran = run([], "compare", "ikast-brande", "silkeborg", *named)
    assert (ran.code, ran.err.count("`visit population import` one of citizens")) == (2, 1)
