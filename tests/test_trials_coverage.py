"""What tests go through of a guideline: each outcome of each statement, and each side of each number that decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import ROOT, inside
from yaml import safe_load

from visit.reading.source import Document
from visit.trials.boundaries import SIDES
from visit.trials.coverage import Coverage, coverage_of_tests
from visit.trials.reading import cases_of
from visit.trials.running import tried

GUIDE = """\
format: 1
guideline: nordby
version: "1"
title: {da: "Nordby", en: "Nordby"}
municipality: Fanø
in_force: {from: 2026-01-01}
source: "Kilde"
parameters:
  few_hours: {value: 5, unit: hours, source: "Kilde"}
rules:
  - id: own
    gate: policy
    strength: presumption
    when: case.support_need <= 1
    require: option.internal
    unless: case.flags.acute and case.age >= 18
    reason: {da: "Eget", en: "Own"}
    source: "Kilde"
approvals:
  - id: long
    when: case.needs.hours_per_week.support > few_hours
    by: leader
    text: {da: "Lederen", en: "The leader"}
    source: "Kilde"
notices:
  - {id: always, text: {da: "Altid", en: "Always"}, source: "Kilde"}
preferences:
  - {id: near, lower: travel.network_km, bands: [10, 20], source: "Kilde"}
"""
CASES = """\
guideline: nordby
defaults: {case: {assessed: 2026-02-01}, option: {provision: SEL-85, operator: {type: private}}}
rules:
"""
HOURS = "case.needs.hours_per_week.support > few_hours"
NEED = "case.support_need <= 1"


def coverage(tmp_path: Path, rows: str, guide: str = GUIDE) -> Coverage:
    (tmp_path / "nordby.yaml").write_text(guide, encoding="utf-8")
    (tmp_path / "nordby.cases.yaml").write_text(CASES + rows, encoding="utf-8")
    ((cases, versions),) = tried([str(tmp_path / "nordby.yaml")])
    return coverage_of_tests(cases, versions)


def missing(found: Coverage, id: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    one = next(one for one in found.statements if one.id == id)
    return one.missing, {edge.written: edge.missing for edge in one.boundaries if edge.missing}


def test_what_no_row_tries_is_missing_and_what_cannot_be_is_not(tmp_path: Path) -> None:
    found = coverage(tmp_path, "  - {notice: always, rows: [{then: given}]}\n")
    assert missing(found, "own") == (
        ("holds", "fails", "unknown", "excepted", "not_applicable"),
        {NEED: ("at", "above"), "case.age >= 18": ("below", "at")},
    )
    assert missing(found, "long") == (("given", "not_given", "perhaps"), {HOURS: ("at", "above")})
    assert missing(found, "always") == ((), {})  # true of everybody: it is asked for nothing else
    assert missing(found, "near")[1] == {f"travel.network_km <= {km}": ("below", "above") for km in (10, 20)}


def test_a_row_counts_for_its_own_statement_and_close_to_the_number(tmp_path: Path) -> None:
    rows = """\
  - approval: long
    rows:
      - {case: {needs: {hours_per_week: {support: 5}}}, then: not_given}
      - {case: {needs: {hours_per_week: {support: 9}}}, then: given}
"""
    found = coverage(tmp_path, rows)
    assert missing(found, "long") == (("perhaps",), {HOURS: ("above",)})
    found = coverage(tmp_path, rows.replace("support: 9", "support: 6"))
    assert missing(found, "long") == (("perhaps",), {})


@pytest.mark.parametrize(
    ("case", "counted"),
    [
        ("{support_need: 0, flags: {acute: true}, citizen: {age: 18}}", True),
        ("{support_need: 0, flags: {acute: false}, citizen: {age: 18}}", False),
        ("{support_need: 2, flags: {acute: true}, citizen: {age: 18}}", False),
    ],
    ids=["decides", "beside what is false", "where the rule does not apply"],
)
def test_a_number_counts_only_where_it_makes_a_difference(case: str, counted: bool, tmp_path: Path) -> None:
    then = "not_applicable" if "acute: true" in case or "need: 2" in case else "by_exception"
    found = coverage(tmp_path, f"  - {{rule: own, rows: [{{case: {case}, then: {then}}}]}}\n")
    assert ("at" not in missing(found, "own")[1]["case.age >= 18"]) is counted


def test_whole_decisions_count_for_all_that_they_ask(tmp_path: Path) -> None:
    decision = """\
  - {notice: always, rows: [{then: given}]}
cases:
  - name: a little help
    case: {support_need: 1, citizen: {age: 30}, needs: {areas: [support], hours_per_week: {support: 6}}}
    offers: [{id: a, provision: SEL-85}, {id: b, provision: SEL-85, operator: {municipality: Fanø}}]
    expect: {}
"""
    found = coverage(tmp_path, decision)
    assert found.tried == 2
    left, _edges = missing(found, "own")
    assert {"holds", "unknown"}.isdisjoint(left)
    assert "given" not in missing(found, "long")[0]


def test_a_parent_is_asked_only_for_the_numbers_that_are_ones_own(tmp_path: Path) -> None:
    guide = """\
format: 1
guideline: nordby
version: "1"
title: {da: N, en: N}
municipality: Fanø
source: K
extends: serviceloven
in_force: {from: 2026-01-01}
parameters:
  transition_age: {value: 15, unit: years, source: K}
"""
    found = coverage(tmp_path, "  - {notice: transition-from-16, rows: [{then: perhaps}]}\n", guide)
    parents = [one for one in found.statements if not one.outcomes]
    assert parents and all("transition_age" in edge.written for one in parents for edge in one.boundaries)
    assert all(edge.limit == 15 for one in parents for edge in one.boundaries)


def test_the_shipped_guidelines_are_tried_nearly_whole() -> None:
    ((cases, versions),) = tried(["silkeborg"])
    assert [one.id for one in coverage_of_tests(cases, versions).missing] == []


def test_the_screen_tells_what_is_missing_first(tmp_path, monkeypatch, capsys) -> None:
    coverage(tmp_path, "  - {approval: long, rows: [{then: perhaps}]}\n")
    guide = str(tmp_path / "nordby.yaml")
    told = inside(
        monkeypatch, capsys, "test", guide, "--coverage", "--lang", "en", "--format", "plain", COLUMNS="1000"
    ).out
    assert told.index("not tried") < told.index("1 test gone through: 0 of 4 statements")
    assert f"{HOURS} (5): at it, just above" in told
    listed = inside(
        monkeypatch, capsys, "test", guide, "--coverage", "--lang", "en", "--format", "csv", COLUMNS="1000"
    ).out
    assert f"{HOURS},just above,0" in listed
    data = json.loads(inside(monkeypatch, capsys, "test", guide, "--coverage", "--format", "json", COLUMNS="1000").out)
    rule = next(one for one in data["files"][0]["coverage"]["statements"] if one["id"] == "own")
    assert rule["outcomes"]["fails"] == 0
    assert set(rule["boundaries"][0]["sides"]) <= set(SIDES)


def test_cases_are_gone_through_instead(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    asked = ("test", "haderslev", "--cases", "examples/had-naesten-tom.yaml", "--lang", "en", "--format", "plain")
    told = inside(monkeypatch, capsys, *asked).out
    assert "1 case gone through" in told and "rule" not in told.split("Not tried")[0]


def test_cases_of_before_the_guideline_are_gone_through_as_on_its_first_day(tmp_path, monkeypatch, capsys) -> None:
    guide = tmp_path / "nordby.yaml"
    guide.write_text(
        'guideline: nordby\nversion: "1"\ntitle: {da: a, en: a}\nmunicipality: Haderslev\nsource: s\n'
        "in_force: {from: 2040-01-01}\nextends: serviceloven\n",
        encoding="utf-8",
    )
    guide.with_name("nordby.cases.yaml").write_text("guideline: nordby\nrules: []\ncases: []\n", encoding="utf-8")
    asked = ("test", str(guide), "--cases", str(ROOT / "examples/had-naesten-tom.yaml"), "--lang", "en")
    told = inside(monkeypatch, capsys, *asked, "--format", "plain")
    assert "1 of them was assessed before the guideline is in force, and is tried as on 1 January 2040" in " ".join(
        told.out.split()
    )
    data = json.loads(inside(monkeypatch, capsys, *asked, "--format", "json").out)["files"][0]["coverage"]
    assert (data["early"], data["tried_as_of"]) == (1, "2040-01-01")


@pytest.mark.parametrize(
    ("expect", "is_idle"),
    [
        ("{areas: [support]}", True), ("{notices: []}", True), ("{unknown: {}, ruled_out: {}}", True), ("{}", True),
        ("{areas: [home]}", False), ("{approvals: []}", False), ("{support: []}", False), ("{absent: [one]}", False),
    ],
)  # fmt: skip
def test_a_decision_that_expects_nothing_is_known(expect: str, is_idle: bool) -> None:
    text = f"guideline: g\ncases:\n  - {{name: one, case: {{needs: {{areas: [support]}}}}, offers: [], expect: {expect}}}\n"
    ((decision),) = cases_of(Document("g.cases.yaml", safe_load(text))).decisions
    assert decision.expects_nothing is is_idle


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--catalogue", "offers.yaml"), "--catalogue goes with --cases"),
        (("--format", "csv"), "--format csv goes with --coverage"),
        (("--coverage", "--only", "x"), "--only has no effect with --coverage"),
    ],
)
def test_an_option_without_effect_is_told(options: tuple[str, ...], fault: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "test", "haderslev", *options, "--lang", "en")
    assert ran.code == 2 and fault in ran.err


TWO = GUIDE + '  - {id: dear, lower: option.price_dkk_per_day, source: "Kilde"}\n'
ORDER = """\
cases:
  - name: nearness before price
    case: {citizen: {home: {place: Esbjerg}}, needs: {areas: [support]}, network: [{who: mother, place: Esbjerg, contact: daily}]}
    offers:
      - {id: far, place: Aalborg, price_dkk_per_day: 100}
      - {id: near, place: Esbjerg, price_dkk_per_day: 900}
    expect: {order: [near, far]}
"""


@pytest.mark.parametrize(("cases", "told"), [(ORDER, []), ("", [["near", "dear"]])])
def test_neighbours_whose_order_no_test_notices_are_told(
    cases: str,
    told: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "nordby.yaml").write_text(TWO, encoding="utf-8")
    rows = "  - {notice: always, rows: [{then: given}]}\n"
    (tmp_path / "nordby.cases.yaml").write_text(CASES + rows + cases, encoding="utf-8")
    arguments = ("test", str(tmp_path / "nordby.yaml"), "--coverage")
    found = json.loads(inside(monkeypatch, capsys, *arguments, "--format", "json").out)["files"][0]["coverage"]
    assert [one["neighbours"] for one in found["orders"]] == told
    said = " ".join(inside(monkeypatch, capsys, *arguments, "--lang", "en").out.split())
    assert ("no test notices: near, dear" in said) is bool(told)
