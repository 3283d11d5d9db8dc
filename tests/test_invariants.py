"""`visit invariants`: of how many citizens what must never be is so, and of whom."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from running import ROOT, inside

from visit.case import load_case
from visit.catalogue import load_catalogue
from visit.errors import Location
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.invariants import InvariantCounts, count_invariants
from visit.lab.members import Member
from visit.reasons.broken import broken_invariants
from visit.reasons.explanation import Explanation
from visit.render.invariants_sheet import InvariantsSheet
from visit.render.population_words import CitizensTold
from visit.rules.guideline.values import Invariant

OFFERS = "tests/commands/offers.yaml"
CASES = [
    f"examples/{name}.yaml" for name in ("had-soegt-om-botilbud", "ib-stu-hos-foraeldre", "sil-noget-at-staa-op-til")
]
OWN = """guideline: own
version: "1"
title: {da: a, en: b}
in_force: {from: 2026-01-01}
extends: serviceloven
source: s
rights: []
invariants:
  - {id: never-a-home, never: "option.standing in [suitable, undecided, by_exception] and option.gives_home"}
  - {id: never-both, never: "option.gives_home and (option.external or case.support_need >= 1) and not option.current"}
  - {id: never-young, never: "case.age < 5", text: {da: "Et barn under 5 år", en: "A child below 5"}}
"""


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    return str(tmp_path / "own.yaml")


def test_what_is_counted_is_what_is_true_of_each_option(own) -> None:
    cases = [load_case(ROOT / one) for one in CASES]
    side = Answerer(named_basis(own, load_catalogue(ROOT / OFFERS), date(2026, 11, 22)))
    found = count_invariants([Member(one, Location("x")) for one in cases], side)
    true_of: dict[str, set[str]] = {}
    for case in cases:
        ranking = side.ranking(case)
        for one, _option in broken_invariants(Explanation(ranking), ranking.options):
            true_of.setdefault(one.id, set()).add(case.id)
    assert {one.invariant.id: one.cases for one in found.of.values() if one.cases} == {
        id: len(cases) for id, cases in true_of.items()
    }
    assert {"never-a-home", "never-both"} <= {*true_of}
    assert "never-young" not in true_of
    assert ("serviceloven", "floor") in found.of
    assert found.breaking == len(set().union(*true_of.values()))


def test_it_ends_with_one_where_one_is_true_and_real_citizens_are_told_only_when_asked(
    own, monkeypatch, capsys
) -> None:
    command = ("invariants", own, *CASES, "-c", OFFERS, "--all-municipalities")
    said = inside(monkeypatch, capsys, *command, "--lang", "en")
    assert (said.code, "never-a-home" in said.out, "had-soegt" in said.out) == (1, True, False)
    assert "In some of 3 cases an invariant is broken" in said.out and "–: of fewer than 5 real citizens" in said.out
    people = json.loads(inside(monkeypatch, capsys, *command, "--people", "-f", "json").out)
    assert "In 3 of 3 cases" in inside(monkeypatch, capsys, *command, "--people", "--lang", "en").out
    assert [one["case"] for one in people["invariants"][0]["named"]]
    assert "named" not in json.loads(inside(monkeypatch, capsys, *command, "-f", "json").out)["invariants"][0]
    assert inside(monkeypatch, capsys, *command, "-f", "csv", "--lang", "en").out.count("\n") == 1 + len(
        people["invariants"]
    )


def test_an_invariant_is_told_by_its_text_or_by_its_condition_in_words(own, monkeypatch, capsys) -> None:
    command = ("invariants", own, *CASES, "-c", OFFERS, "--all-municipalities")
    told = " ".join(inside(monkeypatch, capsys, *command, "--lang", "da").out.split())
    assert "Et barn under 5 år own" in told and "never-young" not in told
    assert "- floor-follows-need: Støttebehovsniveauet er mindst 3; og nødvendigt personaleniveau er under 2" in told
    found = {
        one["id"]: one for one in json.loads(inside(monkeypatch, capsys, *command, "-f", "json").out)["invariants"]
    }
    assert found["never-young"]["text"] == {"da": "Et barn under 5 år", "en": "A child below 5"}
    assert found["floor"]["text"] is None
    table = inside(monkeypatch, capsys, *command, "-f", "csv", "--lang", "en").out
    assert "A child below 5" in table and "Level of support need is at least 3; and" in table
    shown = inside(monkeypatch, capsys, "guideline", "show", own, "never-young", "--lang", "en").out
    assert "A child below 5" in shown and "never: case.age < 5" in shown


def test_a_text_of_an_invariant_with_an_unknown_name_is_refused(own, monkeypatch, capsys) -> None:
    Path(own).write_text(OWN.replace("A child below 5", "A child below {agee}"), "utf-8")
    ran = inside(monkeypatch, capsys, "guideline", "check", own, "--lang", "en")
    assert (ran.code, 'unknown name "agee"' in ran.err + ran.out) == (1, True)


def test_it_ends_with_none_where_none_is_true_and_two_where_a_case_cannot_be_read(
    own, monkeypatch, capsys, tmp_path
) -> None:
    (tmp_path / "bad.yaml").write_text("case: 1\n", "utf-8")
    command = ("invariants", "serviceloven", CASES[0], "-c", OFFERS)
    assert inside(monkeypatch, capsys, *command).code == 0
    ran = inside(monkeypatch, capsys, *command, str(tmp_path / "bad.yaml"), "--lang", "en")
    assert (ran.code, "not read or answered: 1" in ran.out) == (2, True)


def test_drawn_citizens_are_told_and_called_what_they_are(own, monkeypatch, capsys, tmp_path) -> None:
    drawn = str(tmp_path / "drawn.jsonl")
    inside(monkeypatch, capsys, "population", "make", "-p", "ikast-brande", "-n", "8", "-o", drawn)
    ran = inside(monkeypatch, capsys, "invariants", own, "-p", drawn, "-c", OFFERS, "--lang", "en")
    assert "8 synthetic citizens, never representative, seed 1" in " ".join(ran.out.split())


def test_no_number_of_few_real_citizens_is_told_nor_one_that_follows() -> None:
    guideline = named_basis("ikast-brande", load_catalogue(ROOT / OFFERS), date(2026, 11, 22)).by_date.on(
        date(2026, 11, 22)
    )
    option = load_catalogue(ROOT / OFFERS).options[0]
    of_all, of_most, *_rest = guideline.invariants

    def sheet(*cases: tuple[int, tuple[Invariant, ...]], tells_all: bool = False) -> InvariantsSheet:
        found = InvariantCounts()
        for n, true_of in cases:
            for _each in range(n):
                found.add("a", guideline, [(one, option) for one in true_of], frozenset())
        return InvariantsSheet(found, CitizensTold("", is_drawn=False), tells_all)

    def told(made: InvariantsSheet) -> tuple[int | None, dict[str, object]]:
        return made.breaking, {one.invariant.id: made.counts(one) for one in made.found.of.values()}

    both, first, second = (of_all, of_most), (of_all,), (of_most,)
    enough = told(sheet((30, ()), (8, first), (7, second), (6, both)))
    assert (enough[0], enough[1][of_all.id], enough[1][of_most.id]) == (21, (14, 0), (13, 0))
    overlap = told(sheet((30, ()), (8, first), (7, second), (2, both)))
    assert (overlap[0], overlap[1][of_all.id]) == (None, (10, 0))
    assert told(sheet((30, ()), (8, first), (2, both)))[0] is None
    nearly_all = told(sheet((3, ()), (30, first)))
    assert nearly_all == (None, {**nearly_all[1], of_all.id: None})
    few = sheet((30, ()), (2, first))
    assert few.document()["breaking"] is None and few.worst_first()[0].invariant is of_all
    assert " 2 " not in str(few.sheet()) and ", 2," not in str(few.grids())
    assert told(sheet((30, ()), (2, first), tells_all=True))[0] == 2


def test_a_draft_is_called_so(own, monkeypatch, capsys) -> None:
    Path(own).write_text(OWN.replace("rights: []", "draft: true\nrights: []"), "utf-8")
    ran = inside(monkeypatch, capsys, "invariants", own, CASES[0], "-c", OFFERS, "--all-municipalities", "--lang", "en")
    assert ", draft · " in " ".join(ran.out.split())
