"""Rows proposed for what no test tries: they pass as they are, go through what was missing, and a first file is made of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from running import inside
from test_trials_coverage import CASES, GUIDE, HOURS, NEED, coverage, missing
from written import SOURCE, TEXT, a_guideline, a_rule

from visit.shipped import GUIDELINES
from visit.trials.running import tried, try_cases


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    path = tmp_path / "nordby.yaml"
    path.write_text(GUIDE, encoding="utf-8")
    return path


def test_a_guideline_without_tests_says_how_to_begin(guide: Path, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "test", str(guide), "--lang", "en")
    cases = guide.with_name("nordby.cases.yaml")
    assert ran.code == 2
    assert f"begin with `visit test {guide} --write-boundaries -o {cases}`" in " ".join(ran.err.split())


def test_a_first_file_passes_and_tries_both_sides(guide: Path, tmp_path, monkeypatch, capsys) -> None:
    cases = guide.with_name("nordby.cases.yaml")
    began = inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "-o", str(cases), "--lang", "en")
    assert (began.code, began.out, began.err) == (0, "", f"written: {cases}\n")
    text = cases.read_text(encoding="utf-8")
    assert text.startswith("# Proposed") and "  # proposed: " in text
    ran = inside(monkeypatch, capsys, "test", str(guide), "--lang", "en")
    passed, unread = ran.out.splitlines()
    assert (ran.code, unread.startswith(f"{text.count('  # proposed: ')} rows are proposed and unread: ")) == (0, True)
    danish = (
        cases.read_text("utf-8").replace("# proposed: ", "# foreslået: ", 1).replace("  # proposed: ", "  # read: ")
    )
    cases.write_text(danish, "utf-8")
    ran = inside(monkeypatch, capsys, "test", str(guide), "--lang", "da")
    assert ran.out.splitlines()[1].startswith("1 række er foreslået og ulæst: ")
    cases.write_text(danish.replace("  # foreslået: ", "  # "), "utf-8")
    assert inside(monkeypatch, capsys, "test", str(guide), "--lang", "en").out.splitlines() == [passed]
    found = coverage(tmp_path, text.partition("rules:\n")[2])
    assert missing(found, "own") == ((), {})
    assert missing(found, "long") == ((), {})
    assert "#   preference near: travel.network_km <= 10: just above" in text  # no field says a distance


def test_what_is_proposed_can_be_pasted_below_what_is_there(guide: Path, tmp_path, monkeypatch, capsys) -> None:
    rows = "  - {approval: long, rows: [{case: {needs: {hours_per_week: {support: 5}}}, then: not_given}]}\n"
    assert missing(coverage(tmp_path, rows), "long") == (("given", "perhaps"), {HOURS: ("above",)})
    more = inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "--lang", "en").out
    assert "support: 5" not in more and "support: 6" in more
    found = coverage(tmp_path, rows + more.partition("rules:\n")[2])
    assert missing(found, "long") == ((), {})
    assert inside(monkeypatch, capsys, "test", str(guide)).code == 0


def test_the_outcome_is_the_guidelines_of_today(guide: Path, monkeypatch, capsys) -> None:
    before = inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "--lang", "en").out
    assert f"proposed: {NEED}: just above" in before or f"{NEED}: just above" in before
    guide.write_text(GUIDE.replace("strength: presumption", "strength: must"), encoding="utf-8")
    after = inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "--lang", "en").out
    assert "then: by_exception" in before and "then: by_exception" not in after and "then: ruled_out" in after


@pytest.mark.parametrize("name", ["haderslev", "holstebro"])
def test_rows_for_a_shipped_guideline_pass(name: str, tmp_path: Path, monkeypatch, capsys) -> None:
    shutil.copy(GUIDELINES / f"{name}.yaml", tmp_path)
    guide, cases = tmp_path / f"{name}.yaml", tmp_path / f"{name}.cases.yaml"
    assert inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "-o", str(cases)).code == 0
    ((found, versions),) = tried([str(guide)])
    assert len(found.rows) > 8
    assert [one.id for one in try_cases(found, versions) if not one.passed] == []


def test_a_file_without_tests_is_no_silent_nought(guide: Path, monkeypatch, capsys) -> None:
    guide.with_name("nordby.cases.yaml").write_text("guideline: nordby\n", encoding="utf-8")
    told = inside(monkeypatch, capsys, "test", str(guide), "--lang", "en").out
    assert "0 passed\nit has no tests; `visit test FILE --write-boundaries` proposes some" in told


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        ((), "is for one guideline"),
        (("haderslev", "--mutate"), "--mutate has no effect"),
        (("haderslev", "-f", "json"), "--format has no effect"),
    ],
)
def test_what_has_no_effect_is_told(names: tuple[str, ...], fault: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "test", "--write-boundaries", *names, "--lang", "en")
    assert ran.code == 2 and fault in ran.err


def test_what_was_there_is_not_replaced(guide: Path, monkeypatch, capsys) -> None:
    cases = guide.with_name("nordby.cases.yaml")
    cases.write_text(CASES + "  - {notice: always, rows: [{then: given}]}\n", encoding="utf-8")
    ran = inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "-o", str(cases))
    assert ran.code == 2 and "always" in cases.read_text(encoding="utf-8")


GRANT = """\
format: 1
guideline: nordby
version: "1"
title: {da: x, en: x}
in_force: {from: 2026-01-01}
source: s
grants:
  - {id: g, provision: [SEL-85], when: case.support_need == 1, lasts: 12 months, text: {da: "Et år", en: "A year"}, source: s}
"""
OF_GRANT = """\
guideline: nordby
defaults: {case: {assessed: 2026-03-02, municipality: Fanø}}
rules:
  - grant: g
    rows: [{case: {support_need: 1}, then: given}]
"""


def test_a_row_of_a_grant_is_tried_on_help_that_it_is_about(guide: Path, monkeypatch, capsys) -> None:
    guide.write_text(GRANT, encoding="utf-8")
    guide.with_name("nordby.cases.yaml").write_text(OF_GRANT, encoding="utf-8")
    ran = inside(monkeypatch, capsys, "test", str(guide), "--lang", "en")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "nordby.cases.yaml: 1 passed"), ran.err
    assert ran.out.splitlines()[1].startswith("no test looks at until when help is granted")


def test_a_group_of_offers_is_proposed_as_tried_and_as_not(tmp_path, monkeypatch, capsys) -> None:
    groups = {"centres": {"offers": ["a"], "da": "centrene", "en": "the centres", **SOURCE}}
    rule = a_rule("first", "tried(centres)", provision=["SEL-107-1"], strength="presumption")
    path = tmp_path / "g.yaml"
    path.write_text(json.dumps({**a_guideline(groups=groups, rules=[rule]), "guideline": "g"}), "utf-8")
    said = inside(monkeypatch, capsys, "test", str(path), "--write-boundaries", "-o", str(tmp_path / "g.cases.yaml"))
    assert (said.code, said.err) == (0, f"written: {tmp_path / 'g.cases.yaml'}\n")
    text = (tmp_path / "g.cases.yaml").read_text("utf-8")
    assert "tried: [{offer: a, " in text and "tried: []" in text
    assert inside(monkeypatch, capsys, "test", str(path)).code == 0


PARTS = {
    "case_facts": {"extra.strain": {"type": "level", "label": TEXT, "ask": TEXT}},
    "notices": [
        {"id": "strain", "when": "extra.strain >= 3"},
        {"id": "groups", "when": "case.target_groups includes dementia and case.target_groups includes brain-injury"},
        {"id": "assessed", "when": "days_between(case.assessed, as_of) > 90"},
        {"id": "of-age", "when": "case.turns_18 > as_of and case.turns_18 <= as_of + 6 months"},
        {"id": "goals", "when": "case.goals.count > 3"},
        {"id": "levels", "when": "count(case.functioning >= 3) >= 4"},
        {"id": "tried", "when": "tried(SEL-85) and tried(SEL-107-1)"},
        {"id": "days", "when": "option.open_days < 5"},
        {"id": "free", "when": "option.free_places == 0"},
        {"id": "wished", "when": "option.wished"},
    ],
    "grants": [{"id": "yearly", "provision": ["SEL-85"], "when": "case.age < 67", "lasts": "12 months"}],
    "deadlines": [{"id": "decided", "counted_from": "application", "within": "8 weeks", "waits_for": "decision"},
        {"id": "planned", "counted_from": "birthday(18)", "before": "6 months", "waits_for": "follow_up", "when": "case.age < 18"}],
    "service_levels": [{"id": "little", "provision": "SEL-85", "when": "case.support_need <= 1", "usual_hours": 4}],
}  # fmt: skip


def test_every_kind_of_statement_gets_its_rows(tmp_path: Path, monkeypatch, capsys) -> None:
    sections = {
        key: [{"text": TEXT, **row} for row in rows] if isinstance(rows, list) else rows for key, rows in PARTS.items()
    }
    guide = tmp_path / "written.yaml"
    guide.write_text(json.dumps(a_guideline(municipality="Esbjerg", **sections)), encoding="utf-8")
    cases = tmp_path / "written.cases.yaml"
    assert (
        inside(monkeypatch, capsys, "test", str(guide), "--write-boundaries", "-o", str(cases), "--lang", "en").code
        == 0
    )
    text = cases.read_text("utf-8")
    assert text.partition("No row was found")[2] == ""
    ((found, versions),) = tried([str(guide)])
    assert [one.id for one in try_cases(found, versions) if not one.passed] == []
    assert all(f"due: ['{day}']" in text for day in ("2021-01-01", "2020-02-26", "2020-07-01"))
    assert "{citizen: {born: " in text and "extra: {strain: 2}" in text
    assert "by_exception}  # proposed: fails; sum(case.needs.hours_per_week.[support]) <= 4: just above" in text
