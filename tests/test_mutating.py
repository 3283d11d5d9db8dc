"""Small changes to a guideline: what is changed, and that a test which tells two sides apart notices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import inside

from visit.errors import Problems
from visit.rules.guideline.layering import Layer
from visit.rules.language.expression import COMPARISONS
from visit.trials.mutating import mutations, other_role
from visit.trials.noticing import unnoticed
from visit.trials.running import tried, try_cases
from visit.trials.unlooked import unlooked

GUIDE = """\
format: 1
guideline: nordby
version: "1"
title: {da: "Nordby", en: "Nordby"}
municipality: Fanø
in_force: {from: 2026-01-01}
source: "Kilde"
facts:
  heavy:
    values: [true, false]
    source: "Kilde"
    rows:
      - {when: case.support_need >= 3, then: true}
      - {when: case.flags.acute, then: true}
      - {then: false}
rules:
  - id: own
    gate: policy
    strength: presumption
    when: not heavy and case.age > 17
    require: option.internal or case.target_groups includes anxiety
    reason: {da: "Eget", en: "Own"}
    source: "Kilde"
preferences:
  - {id: near, lower: travel.network_km, bands: [10], over: max, source: "Kilde"}
  - {id: few, lower: placement.parts, of: placement, source: "Kilde"}
"""
CASES = """\
guideline: nordby
defaults: {case: {assessed: 2026-02-01}, option: {provision: SEL-85, operator: {type: private}}}
rules:
  - fact: heavy
    rows:
      - {case: {support_need: 3, flags: {acute: false}}, then: [true]}
      - {case: {support_need: 2, flags: {acute: false}}, then: [false]}
"""


def written(tmp_path: Path, cases: str = CASES) -> str:
    (tmp_path / "nordby.yaml").write_text(GUIDE, encoding="utf-8")
    (tmp_path / "nordby.cases.yaml").write_text(cases, encoding="utf-8")
    return str(tmp_path / "nordby.yaml")


def layer(tmp_path: Path) -> Layer:
    ((_cases, versions),) = tried([written(tmp_path)])
    return next(one for one in versions.layers if one.id == "nordby")


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("strength", ["rule own: presumption → must"]),
        (
            "operator",
            [
                "fact heavy: case.support_need >= 3 → case.support_need > 3",
                "rule own: not heavy and case.age > 17 → not heavy or case.age > 17",
                "rule own: case.age > 17 → case.age >= 17",
                "rule own: option.internal or case.target_groups includes anxiety"
                " → option.internal and case.target_groups includes anxiety",
                "rule own: case.target_groups includes anxiety → case.target_groups not includes anxiety",
            ],
        ),
        ("order", ["fact heavy: rows 1, 2 → 2, 1", "preference few: near, few → few, near"]),
        ("row", ["fact heavy: rows 1: case.support_need >= 3 → –", "fact heavy: rows 2: case.flags.acute → –"]),
    ],
)
def test_what_is_changed(kind: str, changes: list[str], tmp_path: Path) -> None:
    found = sorted(mutations(layer(tmp_path), (kind,)), key=lambda one: one.at.line or 0)
    assert [f"{one.statement}: {one.old} → {one.new}" for one in found] == changes
    assert len({json.dumps(one.record, sort_keys=True, default=str) for one in found}) == len(found)


def test_numbers_go_up_and_down(tmp_path: Path) -> None:
    found = sorted(mutations(layer(tmp_path), ("number",)), key=lambda one: one.at.line or 0)
    assert [(one.statement, one.new) for one in found] == [
        ("fact heavy", "case.support_need >= 4"),
        ("fact heavy", "case.support_need >= 2"),
        ("rule own", "not heavy and case.age > 18"),
        ("rule own", "not heavy and case.age > 16"),
        ("preference near", "11"),
        ("preference near", "9"),
    ]


@pytest.mark.parametrize("operator", sorted(COMPARISONS))
def test_every_comparison_has_another_one(operator: str, tmp_path: Path) -> None:
    below = layer(tmp_path)
    rule = {**below.record["rules"][0], "require": f"extra.a {operator} [x]"}
    (changed,) = (
        one for one in mutations(Layer({**below.record, "rules": [rule]}), ("operator",)) if "extra" in one.old
    )
    assert changed.new != changed.old


def test_a_distance_has_no_other_side_of_at(tmp_path: Path) -> None:
    """No test lies at so many kilometres, so that `<` for `<=` would never be noticed."""
    near = layer(tmp_path)
    rule = {**near.record["rules"][0], "require": "travel.network_km <= 10"}
    changed = Layer({**near.record, "rules": [rule]})
    assert "travel" not in str([one.old for one in mutations(changed, ("operator",)) if one.section == "rules"])


DATED = """\
parameters:
  course: {value: 24, unit: months, source: "Kilde"}
follow_up:
  - {id: ends, after: course, text: {da: "Slut", en: "End"}, source: "Kilde"}
grants:
  - {id: a-year, lasts: 1 year, text: {da: "Et år", en: "A year"}, source: "Kilde"}
"""
DUE = """\
  - follow_up: ends
    rows: [{then: given, due: [2028-02-01]}]
"""


def test_a_period_changes_and_so_does_the_parameter_that_gives_one(tmp_path: Path) -> None:
    written(tmp_path, CASES + DUE)
    path = tmp_path / "nordby.yaml"
    path.write_text(GUIDE + DATED, encoding="utf-8")
    ((cases, versions),) = tried([str(path)])
    found = unnoticed(cases, versions, ("number",)).unnoticed
    assert [(one.statement, one.new) for one in found if one.section in ("parameters", "follow_up", "grants")] == [
        ("grant a-year", "2 year"),
        ("grant a-year", "0 year"),
    ]


def test_what_no_test_notices_is_named(tmp_path: Path) -> None:
    ((cases, versions),) = tried([written(tmp_path)])
    found = unnoticed(cases, versions, ("number", "row"))
    assert found.changes == 8
    left = [f"{one.statement}: {one.new}" for one in found.unnoticed]
    assert "fact heavy: case.support_need >= 4" not in left and "fact heavy: case.support_need >= 2" not in left
    assert left.count("fact heavy: –") == 1  # the acute row: both tests say no to it
    assert "rule own: not heavy and case.age > 18" in left


def test_a_test_that_fails_already_notices_nothing(tmp_path: Path) -> None:
    ((cases, versions),) = tried([written(tmp_path, CASES.replace("then: [true]", "then: [false]"))])
    left = [one.new for one in unnoticed(cases, versions, ("number",)).unnoticed]
    assert "case.support_need >= 4" in left and "case.support_need >= 2" not in left


def test_the_command_tells_place_old_and_new(tmp_path, monkeypatch, capsys) -> None:
    guide = written(tmp_path)
    told = inside(monkeypatch, capsys, "test", guide, "--mutate", "--lang", "en", "--format", "plain").out
    assert told.startswith("nordby.cases.yaml: 2 passed")
    assert "near, few" in told and "16 changes noticed" in told
    data = json.loads(inside(monkeypatch, capsys, "test", guide, "--mutate", "--format", "json").out)
    strength = next(one for one in data["files"][0]["mutations"]["unnoticed"] if one["kind"] == "strength")
    assert (strength["old"], strength["new"], strength["at"][-5:]) == ("presumption", "must", "19:15")
    listed = inside(monkeypatch, capsys, "test", guide, "--mutate", "--lang", "en", "--format", "csv").out
    assert ",presumption,must" in listed
    refused = inside(monkeypatch, capsys, "test", guide, "--mutate", "--coverage", "--lang", "en")
    assert refused.code == 2 and "--coverage has no effect with --mutate" in refused.err


def test_a_row_that_is_undecided_names_what_is_missing(tmp_path, monkeypatch, capsys) -> None:
    row = "{case: {}, option: {operator: {type: private}}, then: by_exception}"
    cases = CASES + f"  - rule: own\n    option: {{provision: SEL-85}}\n    rows:\n      - {row}\n"
    said = inside(monkeypatch, capsys, "test", written(tmp_path, cases)).out
    assert "(case." in said


APPROVED = """\
approvals:
  - {id: signed, when: case.support_need >= 3, by: director, four_eyes: true, text: {da: "J", en: "Y"}, source: "Kilde"}
deadlines:
  - id: soon
    counted_from: decision
    within: 1 month
    waits_for: follow_up
    by: caseworker
    text: {da: "Frist", en: "By"}
    source: "Kilde"
notices:
  - {id: told, text: {da: "Sig", en: "Say"}, source: "Kilde"}
"""
SIGNED = """\
  - approval: signed
    rows: [{case: {support_need: 3}, then: given{WHO}}, {case: {support_need: 2}, then: not_given}]
  - deadline: soon
    rows: [{then: given, due: [2026-03-01]}]
"""


def test_who_approves_is_noticed_where_a_row_says_it(tmp_path: Path) -> None:
    written(tmp_path, CASES + SIGNED.replace("{WHO}", ""))
    path = tmp_path / "nordby.yaml"
    path.write_text(GUIDE + APPROVED, encoding="utf-8")
    ((cases, versions),) = tried([str(path)])
    left = [f"{one.statement}: {one.old} → {one.new}" for one in unnoticed(cases, versions, ("role",)).unnoticed]
    director, caseworker = other_role("director"), other_role("caseworker")
    assert left == [
        f"approval signed: by director → {director}", "approval signed: four_eyes true → false",
        f"deadline soon: by caseworker → {caseworker}",
    ]  # fmt: skip
    found = {(one.kind, one.aspect): one.ids for one in unlooked(cases, versions)}
    assert found == {("approval", "who"): ("signed",), ("deadline", "who"): ("soon",), ("notice", "whether"): ("told",)}
    written(tmp_path, CASES + SIGNED.replace("{WHO}", ", by: director, four_eyes: true"))
    path.write_text(GUIDE + APPROVED, encoding="utf-8")
    ((cases, versions),) = tried([str(path)])
    left = [one.statement for one in unnoticed(cases, versions, ("role",)).unnoticed]
    assert left == ["deadline soon"]
    assert [one.kind for one in unlooked(cases, versions) if one.aspect == "who"] == ["deadline"]


def test_another_approver_fails_the_row_that_says_it(tmp_path: Path) -> None:
    written(tmp_path, CASES + SIGNED.replace("{WHO}", ", by: leader"))
    path = tmp_path / "nordby.yaml"
    path.write_text(GUIDE + APPROVED, encoding="utf-8")
    ((cases, versions),) = tried([str(path)])
    (failed,) = (one for one in try_cases(cases, versions) if not one.passed)
    assert [str(one) for one in failed.differences] == ["by: expected leader, found director"]


def test_nobody_is_asked_of_what_says_nobody(tmp_path: Path) -> None:
    written(tmp_path, CASES + "  - notice: told\n    rows: [{then: given, by: leader}]\n")
    with pytest.raises(Problems, match="by goes with rule, approval or deadline") as caught:
        list(tried([str(tmp_path / "nordby.yaml")]))
    assert caught.value.errors[0].at.line == (CASES + "x\n").count("\n") + 1
