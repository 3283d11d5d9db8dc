"""The codes of findings: each is declared once, given somewhere and explained; and what a file allows is not told."""

from __future__ import annotations

import ast
import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, inside
from test_completing import offered
from yaml import safe_load

from visit.commands import completing
from visit.rules.findings.kinds import SEVERITIES, finding_kinds
from visit.rules.guideline.layering import read_layer

GUIDE = """\
guideline: nordby
version: "1"
title: {da: Prøve, en: Trial}
municipality: Esbjerg
in_force: {from: 2026-01-01}
extends: serviceloven
source: Prøve
parameters:
  near_km:
    value: 30
    unit: km
    source: Prøve
    #near
  far_km: {value: 90, unit: km, source: Prøve}
notices:
  - id: said
    when: case.age > 40 and case.age < 20
    text: {da: Sagt, en: Said}
    source: Prøve
    #said
#end
"""


@cache
def given_codes() -> set[str]:
    """Return every code that is given to an error anywhere in the package."""
    found: set[str] = set()
    for path in (ROOT / "visit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call):
                named = str(getattr(node.func, "attr", getattr(node.func, "id", "")))
                values += [one.value for one in node.keywords if one.arg == "code" and named.endswith("Error")]
                values += [one for one in node.args if named.endswith("locate_in") or named.endswith("located")]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith(".code"):
                values.append(node.value)
            found |= {one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_every_code_is_declared_and_every_declared_code_is_given() -> None:
    assert given_codes() - finding_kinds().keys() == set()
    assert finding_kinds().keys() - given_codes() == {"form", "unreadable"}, "by the command"


@pytest.mark.parametrize("code", finding_kinds())
def test_a_kind_says_what_it_means_in_both_languages_and_shows_it(code: str) -> None:
    kind = finding_kinds()[code]
    assert kind.severity in SEVERITIES
    for text in (kind.title, kind.meaning, kind.remedy):
        assert text.da.strip() != text.en.strip()
        assert not kind.title.en[0].isupper()
    assert kind.meaning.en.endswith(".")
    assert kind.meaning.da.endswith(".")
    assert safe_load(kind.before) != safe_load(kind.after)


def test_every_code_is_declared_once() -> None:
    rows = safe_load((ROOT / "visit/rules/findings/kinds.yaml").read_text("utf-8"))["kinds"]
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_explain_says_one_and_lists_all(lang: str, monkeypatch, capsys) -> None:
    one = inside(monkeypatch, capsys, "explain", "never-true", "--lang", lang, COLUMNS="1000")
    kind = finding_kinds()["never-true"]
    assert one.code == 0
    for said in (kind.meaning.in_language(lang), kind.remedy.in_language(lang), "allow: {never-true:"):
        assert said in one.out
    for line in (*kind.before.splitlines(), *kind.after.splitlines()):
        assert line in one.out
    listed = inside(monkeypatch, capsys, "explain", "--lang", lang, COLUMNS="1000").out
    assert all(code in listed for code in finding_kinds())


@pytest.mark.parametrize("code", [(), ("never-true",)])
def test_explain_gives_a_spreadsheet_a_row_for_each_code(code: tuple[str, ...], monkeypatch, capsys) -> None:
    told = inside(monkeypatch, capsys, "explain", *code, "--format", "csv", "--lang", "en").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["code"] for row in rows] == list(code or finding_kinds())
    assert all(row["what it means"] and row["what to do"] and row["to keep it"] for row in rows)


def test_explain_suggests_a_code_and_says_what_cannot_be_allowed(monkeypatch, capsys) -> None:
    unknown = inside(monkeypatch, capsys, "explain", "never-tru")
    assert (unknown.code, unknown.out) == (2, "")
    assert 'did you mean "never-true"?' in unknown.err
    assert "It cannot be allowed" in inside(monkeypatch, capsys, "explain", "form").out
    assert "never-true" in offered(completing.findings, "never-t")


# --- allow ---


def checked(folder: Path, monkeypatch, capsys, *options: str, **allowed: str) -> Any:
    """Check the small guideline, with lines put at its marks."""
    text = GUIDE
    for mark, line in allowed.items():
        text = text.replace(f"#{mark}", line)
    path = folder / "nordby.yaml"
    path.write_text(text, encoding="utf-8")
    return inside(monkeypatch, capsys, "guideline", "check", str(path), "--lang", "en", *options, COLUMNS="1000")


def codes(ran: Any) -> list[str]:
    (one,) = json.loads(ran.out)["files"]
    return sorted(row["code"] for row in one["warnings"])


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        ({}, ["never-true", "unread-parameter", "unread-parameter"]),
        ({"near": "allow: {unread-parameter: kept for 2027}"}, ["never-true", "unread-parameter"]),
        ({"end": "allow: {unread-parameter: kept for 2027}"}, ["never-true"]),
        ({"said": "allow: {never-true: kept}", "end": "allow: {unread-parameter: kept}"}, []),
        ({"said": "allow: {unread-parameter: kept}"}, ["never-true", "unread-parameter", "unread-parameter", "unused-allow"]),
        ({"end": "allow: {unread-fact: kept}"}, ["never-true", "unread-parameter", "unread-parameter", "unused-allow"]),
        ({"end": "allow: {slow: kept}"}, ["never-true", "unread-parameter", "unread-parameter"]),
        ({"end": "allow: {form: kept}"}, ["never-true", "unread-parameter", "unread-parameter", "unused-allow"]),
    ],
)  # fmt: skip
def test_what_a_file_allows_is_not_told(
    allowed: dict[str, str], left: list[str], tmp_path, monkeypatch, capsys
) -> None:
    assert codes(checked(tmp_path, monkeypatch, capsys, "-f", "json", **allowed)) == left


def test_what_is_allowed_is_counted_and_kept_with_its_reason(tmp_path, monkeypatch, capsys) -> None:
    kept = {"near": "allow: {unread-parameter: kept for 2027}"}
    assert (
        "allowed in the file, with a reason: 1 (unread-parameter)" in checked(tmp_path, monkeypatch, capsys, **kept).out
    )
    (one,) = json.loads(checked(tmp_path, monkeypatch, capsys, "-f", "json", **kept).out)["files"]
    assert [(row["code"], row["line"], row["reason"]) for row in one["allowed"]] == [
        ("unread-parameter", 9, "kept for 2027")
    ]
    assert "kept for 2027" in checked(tmp_path, monkeypatch, capsys, "-f", "csv", **kept).out


def test_a_code_that_is_misspelt_is_told_where_it_stands(tmp_path, monkeypatch, capsys) -> None:
    told = checked(tmp_path, monkeypatch, capsys, near="allow: {unread-paramter: kept}").out
    assert 'nordby.yaml:13:13: warning: no finding has the code "unread-paramter" [unused-allow]' in told
    assert 'did you mean "unread-parameter"?' in told


def test_an_allow_moves_no_digest(tmp_path: Path) -> None:
    path = tmp_path / "nordby.yaml"
    path.write_text(GUIDE, encoding="utf-8")
    before = read_layer(path).record
    path.write_text(GUIDE.replace("#said", "allow: {never-true: kept}").replace("#end", "allow: {slow: x}"), "utf-8")
    assert read_layer(path).record == before


# --- how it is told ---


def test_findings_are_grouped_and_counted_and_a_remedy_is_told_once(tmp_path, monkeypatch, capsys) -> None:
    told = checked(tmp_path, monkeypatch, capsys).out.splitlines()
    assert [line.rpartition("[")[2] for line in told if "warning" in line] == [
        "unread-parameter]", "unread-parameter]", "never-true]",
    ]  # fmt: skip
    assert sum("use it in the rule" in line for line in told) == 1
    assert told[-1].startswith("found: never-true 1, unread-parameter 2; `visit explain ")


def test_what_is_slow_is_told_to_whoever_asks(monkeypatch, capsys) -> None:
    plain, asked = (
        inside(monkeypatch, capsys, "guideline", "check", "serviceloven", "--lang", "en", *more)
        for more in ((), ("--speed",))
    )
    assert "[slow]" not in plain.out
    assert "[slow]" in asked.out


# --- what those know who have the catalogue and the cases ---

RULE = """\
rules:
  - id: near
    gate: policy
    strength: presumption
    when: "CONDITION"
    require: travel.network_km <= near_km + far_km
    reason: {da: "Højst {near_km}", en: "At most {near_km}"}
    source: Prøve
"""


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("case.municipality == 'Esbjreg'", True), ("case.municipality in ['Esbjerg', 'Varde']", False),
        ("case.offered == 'engenn'", True), ("case.offered == 'engen'", False), ("case.offered == 'engen/SEL-107-1'", False),
        ("'engenn' == offer.id", True),
    ],
)  # fmt: skip
def test_a_name_is_somebodys(condition: str, told: bool, tmp_path, monkeypatch, capsys) -> None:
    offers = str(ROOT / "tests/commands/offers.yaml")
    rule = RULE.replace("CONDITION", condition)
    ran = checked(tmp_path, monkeypatch, capsys, "-f", "json", "-c", offers, end=rule, said="allow: {never-true: kept}")
    assert ("names-nothing" in codes(ran)) is told


def test_a_rule_is_tried_by_a_row_of_the_cases_beside_it(tmp_path, monkeypatch, capsys) -> None:
    kept = {"end": RULE.replace("CONDITION", "case.age >= 18"), "said": "allow: {never-true: kept}"}
    told = checked(tmp_path, monkeypatch, capsys, "-f", "json", **kept)
    assert codes(told) == ["untested"]
    cases = tmp_path / "nordby.cases.yaml"
    beside = "guideline: nordby\ndefaults:\n  case: {assessed: 2026-11-02, municipality: Esbjerg}\n"
    cases.write_text(f"{beside}rules:\n  - rule: near\n    rows:\n      - {{case: {{}}, then: perhaps}}\n", "utf-8")
    assert codes(checked(tmp_path, monkeypatch, capsys, "-f", "json", **kept)) == []
    cases.write_text(f"{beside}rules:\n  - rule: other\n    rows:\n      - {{case: {{}}, then: perhaps}}\n", "utf-8")
    assert codes(checked(tmp_path, monkeypatch, capsys, "-f", "json", **kept)) == ["untested"]


SEVERE = """approvals:
  - {id: severe, when: case.support_need >= 3, by: leader, text: {da: Lederen, en: The leader}, source: "Prøve, side 2"}
"""


@pytest.mark.parametrize(("levels", "told"), [((), 1), ((3,), 1), ((2, 3), 0)])
def test_an_approval_is_tried_on_both_sides_of_its_threshold(
    levels: tuple[int, ...], told: int, tmp_path, monkeypatch, capsys
) -> None:
    rows = [
        f"      - {{case: {{support_need: {level}}}, then: {'given' if level >= 3 else 'not_given'}}}"
        for level in levels
    ]
    cases = "guideline: nordby\ndefaults:\n  case: {assessed: 2026-11-02, municipality: Esbjerg}\n"
    if rows:
        cases += "rules:\n  - approval: severe\n    rows:\n" + "\n".join(rows) + "\n"
    (tmp_path / "nordby.cases.yaml").write_text(cases, "utf-8")
    found = codes(checked(tmp_path, monkeypatch, capsys, "-f", "json", end=SEVERE, said="allow: {never-true: kept}"))
    assert found.count("untested") == told


@pytest.mark.parametrize("section", ["approvals", "notices", "follow_up"])
def test_of_where_it_has_no_effect_is_told_at_its_place(section: str, tmp_path, monkeypatch, capsys) -> None:
    more = {"approvals": "by: leader, ", "notices": "", "follow_up": "after: 3 months, "}[section]
    row = f"{section}:\n  - {{id: two, {more}text: {{da: To, en: Two}}, source: Prøve, of: placement}}\n"
    file = tmp_path / "nordby.yaml"
    file.write_text(GUIDE.partition("notices:")[0] + row, encoding="utf-8")
    told = inside(monkeypatch, capsys, "guideline", "check", str(file), "--lang", "en", COLUMNS="1000")
    place = file.read_text("utf-8").splitlines().index(row.splitlines()[1]) + 1
    column = row.splitlines()[1].index("of: ") + len("of: ") + 1
    assert f"{file}:{place}:{column}: warning: `of` of two has no effect" in told.out
    assert "[idle-field]" in told.out
