"""`visit sweep`: a number at many values, and where something tips."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.errors import UsageError
from visit.lab.answers import CaseAnswer
from visit.lab.curve import Sweep, SweptValue, Tip, finest_step, tipping
from visit.lab.sweeping import values_between
from visit.lab.swept_cases import count_at_values
from visit.locale import speaking
from visit.render.population_words import CitizensTold
from visit.render.sweep_sheet import SweepSheet
from visit.rules import load_guideline

OFFERS = "tests/commands/offers.yaml"
CASES = [
    f"examples/{name}.yaml" for name in ("had-soegt-om-botilbud", "sil-noget-at-staa-op-til", "ib-stu-hos-foraeldre")
]
OWN = """guideline: own
version: "1"
title: {da: a, en: b}
in_force: {from: 2026-01-01}
source: s
parameters: {heavy: {value: 9, unit: level, source: s}}
rules:
  - {id: staffed, gate: policy, strength: must, when: "case.support_need >= heavy", require: option.gives_home,
     reason: {da: a, en: b}, source: s}
"""


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_values_go_from_one_to_the_other() -> None:
    assert values_between(Decimal(1), Decimal("2.2"), Decimal("0.5")) == (
        Decimal(1), Decimal("1.5"), Decimal("2.0"), Decimal("2.2"),
    )  # fmt: skip
    assert values_between(Decimal(1), Decimal(3), Decimal("1.5")) == (Decimal(1), Decimal("2.5"), Decimal(3))
    assert values_between(Decimal(1), Decimal(3), Decimal(1)) == (Decimal(1), Decimal(2), Decimal(3))
    assert values_between(Decimal(1), Decimal(3), Decimal(5)) == (Decimal(1), Decimal(3))
    for wrong in ((2, 1, 1), (1, 2, 0), (0, 1000, 1)):
        with pytest.raises(UsageError):
            values_between(*map(Decimal, wrong))


ALLOWED = {
    "a number within bounds": ("ikast-brande", "substantial_support", [3, 2, 4], []),
    "and beyond them": ("ikast-brande", "substantial_support", [1, 3], ["can be 2 to 4 by serviceloven"]),
    "a number that a must reads": ("ikast-brande", "adult_age", [18, 19], ["serviceloven settles it"]),
    "today's value alone": ("ikast-brande", "adult_age", [18], []),
    "of the layer itself": ("serviceloven", "adult_age", [18, 19], []),
    "of its own": ("ikast-brande", "complexity_low_support_need", [0, 4], []),
    "off its scale": ("ikast-brande", "complexity_low_support_need", [0, 9], ["only 0 to 4 means something (level)"]),
    "both": ("ikast-brande", "substantial_support", [9], ["can be 2 to 4", "only 0 to 4"]),
}


@pytest.mark.parametrize("why", ALLOWED)
def test_values_that_can_stand_in_no_file_are_told(why: str) -> None:
    guideline, name, values, told = ALLOWED[why]
    loaded = load_guideline(guideline, date(2026, 11, 1))
    today = loaded.parameters[name].value
    tried = tuple(SweptValue(Decimal(one), is_today=one == today) for one in values)
    found = Sweep(name, tried, guidelines={loaded.digest: loaded})
    sheet = SweepSheet(found, CitizensTold("", True, (1,), (0, 0), (), ()), "en")
    with speaking("en"):
        said = [*sheet.not_allowed()]
    assert len(said) == len(told)
    assert all(one in line for one, line in zip(told, said, strict=True))


def test_where_something_tips_is_said_in_order() -> None:
    exact = [Tip(Decimal(1), Decimal(2), Fraction(3, 2), above) for above in (True, False)]
    between = [Tip(Decimal(3), Decimal(4)), Tip(Decimal(1), Decimal(2))]
    assert [one for one, _cases in tipping(Counter([*between, *exact]))] == [exact[1], exact[0], between[1], between[0]]


@pytest.mark.parametrize(
    ("values", "finest"),
    [
        ((0, 4, 1), "1"),
        ((0, "4.0", 1), "1"),
        (("0.5", 4, 1), "0.1"),
        ((10, 30, "2.25"), "0.01"),
        ((100, 200, 100), "1"),
    ],
)
def test_two_numbers_are_next_to_each_other_as_they_are_written(values, finest: str) -> None:
    assert finest_step(*map(Decimal, values)) == Decimal(finest)


@pytest.mark.parametrize("together", [True, False])
def test_where_something_tips_is_exact_whatever_the_step(together: bool, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr("visit.lab.blocks.FEWEST", 1 if together else 1_000)
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    command = (
        "sweep",
        "heavy",
        *CASES,
        "-g",
        str(tmp_path / "own.yaml"),
        "-c",
        OFFERS,
        "--all-municipalities",
        "--people",
    )
    told = [
        json.loads(inside(monkeypatch, capsys, *command, "--from", "0", "--to", "9", "--step", step, "-f", "json").out)
        for step in ("1", "9")
    ]
    assert told[0]["tips"] == told[1]["tips"] != []
    assert all(int(one["to"]) - int(one["from"]) == 1 for one in told[0]["tips"])
    assert all((one["exact"], one["at"], one["above"]) == (True, one["to"], False) for one in told[0]["tips"])
    assert [one["value"] for one in told[1]["values"]] == ["0", "9"]


def test_a_number_that_no_placement_reads_is_said_to_move_nobody_at_any_value(monkeypatch, capsys, tmp_path) -> None:
    notice = 'notices: [{id: n, when: "case.support_need >= heavy", text: {da: a, en: b}, source: s}]\n'
    for text, told in ((OWN, False), (OWN.partition("rules:")[0] + notice, True)):
        (tmp_path / "own.yaml").write_text(text, "utf-8")
        command = ("sweep", "heavy", *CASES, "-g", str(tmp_path / "own.yaml"), "-c", OFFERS, "--all-municipalities")
        said = inside(monkeypatch, capsys, *command, "--from", "8", "--to", "9", "--lang", "en").out
        assert ("No first solution tips at any value: no placement reads it" in said) is told


def test_of_real_citizens_no_value_tells_what_is_recorded_of_a_few() -> None:
    values = [SweptValue(Decimal(n), moved=moved, lower=lower, tips=tips)
              for n, (moved, lower, tips) in enumerate([(0, 0, 0), (3, 3, 3), (6, 6, 3), (9, 9, 3), (20, 20, 11)])]  # fmt: skip
    found = Sweep("n", tuple(values), cases=50)
    found.tips.update({Tip(Decimal(n - 1), Decimal(n)): tips for n, tips in ((1, 3), (2, 3), (3, 3), (4, 11))})
    real = SweepSheet(found, CitizensTold("p", is_drawn=False), "en")
    assert [tells for _value, tells in real.rows()] == [True, False, True, False, True]  # 9 is 3 more than 6
    assert real.tipping() == [(Tip(Decimal(3), Decimal(4)), 11)]
    assert [one["moved"] for one in real.document()["values"]] == [0, None, 6, None, 20]  # type: ignore[index, union-attr]
    assert [row[4] for row in real.grids()[0].rows] == [0, None, None, None, 11]
    assert len(SweepSheet(found, CitizensTold("p", is_drawn=False), "en", is_open=True).tipping()) == 4
    assert len(SweepSheet(found, CitizensTold("p", is_drawn=True), "en").tipping()) == 4


ANSWER = CaseAnswer(
    as_of=date(2026, 12, 1), parts=("a/SEL-85",), steps=(("home", (4,)),), standing=None, verdict="grantable", undecided=False,
    exception_first=False, by_name=False, external=False, metres=1000, dkk_per_day=None, dkk_at_most=None, hours=None,
    waiting_days=3, approvals=frozenset(), notices=frozenset(), deadlines=frozenset(), follow_up=frozenset(),
)  # fmt: skip


def test_what_surely_follows_is_told_apart_from_what_only_may() -> None:
    answers = [replace(ANSWER, notices=frozenset(one)) for one in ((), ("a?",), ("a",), ("a", "b?"))]
    found = Sweep("n", tuple(SweptValue(Decimal(n)) for n in range(4)), cases=50, is_followed=True)
    count_at_values(found, answers[0], answers)
    assert [(one.follows, one.follows_surely, one.follows_perhaps) for one in found.values] == [
        (0, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 0),
    ]  # fmt: skip
    for one, (all, perhaps) in zip(found.values, ((0, 0), (20, 18), (20, 10), (21, 10)), strict=True):
        one.follows, one.follows_perhaps = all, perhaps
    tip, other = Tip(Decimal(0), Decimal(1)), Tip(Decimal(1), Decimal(2))
    found.what_follows_tips.update({tip: 20, other: 8})
    found.perhaps_follows_tips.update({tip: 18, other: 0})
    drawn, real = (SweepSheet(found, CitizensTold("p", is_drawn=nobody), "en") for nobody in (True, False))
    assert [*drawn.follows_parted()] == [(0, 0), (2, 18), (10, 10), (11, 10)]
    assert [*real.follows_parted()] == [(0, 0), None, (10, 10), None]  # 2 surely; 1 more than at the value before it
    with speaking("en"):
        assert drawn.what_follows_tips() == (
            "What follows tips: between 0 and 1 for 2; between 1 and 2 for 8. "
            "What perhaps follows tips: between 0 and 1 for 18"
        )
        assert str(real.what_follows_tips()).startswith("What follows tips, surely or perhaps: between 0 and 1 for 20")
    assert [one["follows"] for one in real.document()["values"]] == [0, 20, 20, None]  # type: ignore[index, union-attr]
    assert real.document()["perhaps_follows_tips"] is None


def test_a_curve_says_what_a_comparison_with_each_value_says(monkeypatch, capsys, tmp_path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN, "utf-8")
    command = (
        "sweep",
        "heavy",
        *CASES,
        "-g",
        str(own),
        "-c",
        OFFERS,
        "--from",
        "2",
        "--to",
        "4",
        "--all-municipalities",
        "--people",
    )
    ran = inside(monkeypatch, capsys, *command, "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert [one["value"] for one in found["values"]] == ["2", "3", "4"]
    for one in found["values"]:
        other = tmp_path / f"other-{one['value']}.yaml"
        text = OWN.replace("value: 9", f"value: {one['value']}").replace('version: "1"', 'version: "2"')
        other.write_text(text, "utf-8")
        two = (
            "compare",
            str(own),
            str(other),
            *CASES,
            "-c",
            OFFERS,
            "--all-municipalities",
            "--most-answers",
            "0",
            "--people",
        )
        compared = json.loads(inside(monkeypatch, capsys, *two, "--format", "json").out)
        assert (one["moved"], one["lower"], one["higher"]) == (
            compared["moved"], compared["movements"]["lower"], compared["movements"]["higher"],
        )  # fmt: skip
    assert found["values"][0]["moved"] > 0
    text = inside(monkeypatch, capsys, *command, "--lang", "en")
    assert "Tips: from " in text.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("near_kn", "-g", "tests/commands/small.yaml", "--from", "1", "--to", "2"), 'did you mean "near_km"?'),
        (("near_km", "--from", "1", "--to", "2"), "say which guideline"),
        (
            ("near_km", "-g", "tests/commands/small.yaml", "--from", "2,5", "--to", "3"),
            "write a dot before decimals: 2.5",
        ),
        (("near_km", "-g", "tests/commands/small.yaml", "--from", "1"), "--to is missing"),
        (("near_km", "-g", "tests/commands/small.yaml", "--from", "3", "--to", "2"), "not above --to"),
    ],
)
def test_what_cannot_be_swept_is_refused(arguments: tuple[str, ...], said: str, monkeypatch, capsys) -> None:
    parameter, *others = arguments
    ran = inside(
        monkeypatch, capsys, "sweep", parameter, CASES[0], *others, "-c", OFFERS, "--all-municipalities", "--lang", "en"
    )
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


NAMED = OWN.replace(
    "rules:",
    "labels: {heavy: {da: det tunge niveau, en: the heavy level}, most: {da: det hele, en: all of it}}\nrules:",
).replace("source: s}}\nlabels", "source: s}, most: {value: 2, source: s}}\nlabels")


@pytest.mark.parametrize(
    ("word", "meant"), [("heavy", "heavy"), ("det tunge", "heavy"), ("The Heavy", "heavy"), ("all of it", "most")]
)
def test_a_number_is_named_by_its_key_or_the_beginning_of_its_label(
    word: str, meant: str, tmp_path, monkeypatch, capsys
) -> None:
    (tmp_path / "own.yaml").write_text(NAMED, "utf-8")
    span = ("--from", "1", "--to", "2", "--format", "json")
    ran = inside(monkeypatch, capsys, "sweep", word, *CASES, "-g", str(tmp_path / "own.yaml"), "-c", OFFERS, *span)
    assert json.loads(ran.out)["parameter"] == meant


def test_a_number_of_several_names_or_of_other_citizens_is_told(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "own.yaml").write_text(NAMED, "utf-8")
    span = ("--from", "1", "--to", "2", "-c", OFFERS)
    ran = inside(monkeypatch, capsys, "sweep", "det", *CASES, "-g", str(tmp_path / "own.yaml"), *span)
    assert (ran.code, ran.err.splitlines()[-1].strip()) == (2, "help: write heavy or most")
    (tmp_path / "fanø.yaml").write_text(NAMED.replace("guideline: own", "guideline: own\nmunicipality: Fanø"), "utf-8")
    ran = inside(monkeypatch, capsys, "sweep", "heavy", *CASES, "-g", str(tmp_path / "fanø.yaml"), *span)
    assert "every case is of another municipality than the guideline" in ran.err


@pytest.mark.parametrize("draft", [True, False])
def test_the_number_of_a_draft_is_not_called_todays(draft, monkeypatch, capsys, tmp_path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("parameters:", "draft: true\nparameters:") if draft else OWN, "utf-8")
    asked = (
        "sweep",
        "heavy",
        "-g",
        str(path),
        CASES[0],
        "--from",
        "8",
        "--to",
        "9",
        "-c",
        OFFERS,
        "--all-municipalities",
    )
    told = " ".join(inside(monkeypatch, capsys, *asked, "--lang", "en", "-f", "plain").out.split())
    assert (", draft · 1 case" in told, "the draft's 9" in told, "← in the draft" in told) == (draft,) * 3
    assert ("today" in told) is not draft
