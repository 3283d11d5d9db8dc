"""Every fault of a guideline file in one run: a fault of form hides neither faults of conditions nor what else is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import TODAY

from visit.errors import Problems, VisitError
from visit.reading.source import parse
from visit.rules.findings.extents import Extents, document_without
from visit.rules.findings.lint import Unusable, lint
from visit.shipped import GUIDELINES

GUIDE = """\
guideline: nordby
version: "1"
title: {da: Prøve, en: Trial}
municipality: Esbjerg
in_force: {from: 2026-01-01}
extends: serviceloven
source: Prøve
parameters:
  near_km: {value: 30, unit: km, source: Prøve}
  far_km: {value: 90, unit: km, source: Prøve}
rules:
  - {id: near, gate: policy, strength: presumption, require: travel.network_km <= near_km, reason: {da: a, en: b}, source: x}
  - {id: far, gate: policy, strength: presumption, require: travel.home_km <= far_km, reason: {da: a, en: b}, source: x}
  - id: never
    gate: policy
    strength: presumption
    when: case.age > 40 and case.age < 20
    require: travel.network_km <= 20
    reason: {da: a, en: b}
    source: x
"""


def told(*changes: tuple[str, str], text: str = GUIDE) -> list[str]:
    """Return line and code of every fault and finding of the small guideline, changed."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    try:
        linted, faults = lint("nordby.yaml", TODAY, parse(text, "nordby.yaml")), ()
    except Unusable as error:
        linted, faults = error.linted, error.errors
    except VisitError as error:
        linted, faults = None, error.errors if isinstance(error, Problems) else (error,)
    found: list[VisitError] = [*faults, *(one for one in (linted.warnings if linted else ()) if one.code in LOOKED_FOR)]
    return [f"{one.at.line if one.at else ''} {one.code or 'form'}" for one in found]


LOOKED_FOR = ("never-applies", "unread-parameter")
"""Of what is found besides, the small guideline has more."""
FORM = ("value: 90", "value: ninety")
NAME = ("require: travel.network_km <= 20", "require: travel.network_kn <= 20")
TITLE = ("title: {da: Prøve, en: Trial}\n", "")


TABLE = ("rules:\n", """facts:
  span:
    values: [narrow, wide]
    source: Prøve
    rows:
      - {when: travel.home_km <= far_km, then: narrow}
      - {then: wide}
rules:
  - {id: spans, gate: policy, strength: must, when: "span in [wide, narrow]", require: span != narrow,
     reason: {da: a, en: b}, source: x}
""")  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], ["14 never-applies"]),
        ([TABLE, FORM], ["10 form", "23 never-applies"]),
        ([TABLE, ("span != narrow", "span != narow")], ["19 condition", "23 never-applies"]),
        ([TABLE, FORM, ("<= near_km", "<= near_kn")], ["10 form", "21 condition", "23 never-applies"]),
        ([FORM], ["10 form", "14 never-applies"]),
        ([NAME], ["18 condition"]),
        ([FORM, NAME], ["10 form", "18 condition"]),
        ([TITLE], ["1 form", "13 never-applies"]),
        ([TITLE, ("value: 90", "valeu: 90")], ["1 form", "9 form", "13 never-applies"]),
        ([("parameters:", "rulez: []\nparameters:"), FORM], ["8 form", "11 form", "15 never-applies"]),
        ([("version: \"1\"", "version: 1")], ["2 form", "14 never-applies"]),
        ([("<= near_km", "<= near_kn")], ["12 condition", "14 never-applies"]),
        ([("extends: serviceloven", "extends: servicelov"), FORM], ["6 form", "10 form"]),
        ([("policy, strength: presumption, require: travel.h", "polic, strength: presumption, require: travl.h")],
         ["13 form", "13 condition", "14 never-applies"]),
        ([("strength: presumption, require: travel.h", "strenght: presumption, require: travl.h")],
         ["13 form", "13 condition", "14 never-applies"]),
        ([("extends: serviceloven", "extend: serviceloven")], ["6 form", "14 never-applies"]),
        ([("parameters:", "parameter:")], ["8 form", "14 never-applies"]),
        ([("guideline:", "guidline:"), ("rules:", "follow_up: []\nrules:")], ["1 form", "15 never-applies"]),
        ([("{id: far, gate", "{gate"), ("travel.home_km", "travel.home_kn")], ["13 form", "13 condition", "14 never-applies"]),
        ([("case.age < 20", "case.agee < 20\n    colour: red")], ["17 condition", "18 form"]),
        ([("when: case.age > 40 and case.age < 20", "wen: case.age > 40")], ["17 form"]),
        ([("reason: {da: a, en: b}\n", "reason: kun dansk\n"), ("case.age < 20", "case.agee < 20")], ["17 condition", "19 form"]),
    ],
)  # fmt: skip
def test_one_fault_hides_no_other(changes: list[tuple[str, str]], expected: list[str]) -> None:
    assert sorted(told(*changes)) == sorted(expected)


def test_a_copy_of_a_shipped_guideline_is_looked_at_although_its_name_is_taken() -> None:
    text = (GUIDELINES / "ikast-brande.yaml").read_text("utf-8")
    changed = re.sub(r"strength: presumption", "strenght: presumption", text, count=1)
    assert changed != text
    assert [one.partition(" ")[2] for one in told(text=changed)] == ["form"]
    moved = text.replace("source:", "source: eller", 1)
    assert [one.partition(" ")[2] for one in told(text=moved)] == ["name-taken"]


def test_a_layer_that_is_not_in_force_at_first_is_no_fault_because_something_else_is() -> None:
    text = (GUIDELINES / "holstebro.yaml").read_text("utf-8").replace("option.external", "option.extrnal", 1)
    assert [one.partition(" ")[2] for one in told(text=text.replace('version: "2013', 'version: "3013'))] == [
        "condition"
    ]


def test_what_is_left_stands_where_it_stood() -> None:
    document = parse(GUIDE, "nordby.yaml")
    left = document_without(document, [("rules", 0), ("rules", 1), ("parameters", "near_km")])
    assert isinstance(left.value, dict)
    assert [row["id"] for row in left.value["rules"]] == ["never"]  # type: ignore[index, union-attr, call-overload]
    assert left.locate(("rules", 0, "when")) == document.locate(("rules", 2, "when"))
    assert left.locate_key(("parameters", "far_km")).line == 10
    assert Extents(left).around(document.locate(("rules", 2, "when"))) == ("rules", 0)


def test_a_section_is_taken_out_with_its_statements() -> None:
    document = parse(GUIDE, "nordby.yaml")
    left = document_without(
        document, [("rules",), ("rules", 0), ("rules", 1), ("parameters",), ("parameters", "near_km")]
    )
    assert isinstance(left.value, dict)
    assert {"rules", "parameters"}.isdisjoint(left.value)


def test_a_file_that_is_no_mapping_ends(tmp_path: Path) -> None:
    assert told(text="- a\n") == ["1 form"]


def test_a_layer_below_that_begins_later_is_one_fault_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    later = GUIDE.replace("guideline: nordby", "guideline: below").replace("from: 2026-01-01", "from: 2099-01-01")
    (tmp_path / "below.yaml").write_text(later, "utf-8")
    child = "extends: below\nguideline: child\nin_force: {from: 2009-01-01}\nsource: s\nmunicipality: Esbjerg\n"
    rule = "- {id: old, gate: policy, strength: must, when: case.age > 40 and case.age < 20, require: option.internal,"
    child += f'version: "1"\ntitle: {{da: a, en: b}}\nrules:\n  {rule} reason: {{da: a, en: b}}, source: x}}\n'
    (tmp_path / "child.yaml").write_text(child, "utf-8")
    with pytest.raises(Unusable) as caught:
        lint(str(tmp_path / "child.yaml"), TODAY)
    assert len(caught.value.errors) == 1
    assert caught.value.linted is not None
    assert "never-applies" in [one.code for one in caught.value.linted.warnings]
