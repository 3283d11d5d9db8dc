"""Which statements the check says no row tries, or few rows on one side of a limit alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from yaml import safe_dump

from visit.rules.guideline.layering import read_layer
from visit.trials.untried import untried

GUIDELINE = """\
guideline: nordby
version: "1"
title: {da: Prøve, en: Trial}
municipality: Fanø
in_force: {from: 2026-01-01}
source: Prøve
approvals:
  - {id: much, when: case.needs.hours_per_week.support > 5, by: leader, text: {da: a, en: a}, source: s}
"""
HEAD = {"guideline": "nordby", "defaults": {"case": {"assessed": "2026-11-22"}}}


def told(tmp_path: Path, *hours: int, decided: int | None = None) -> list[str]:
    file = tmp_path / "nordby.yaml"
    file.write_text(GUIDELINE, encoding="utf-8")
    rows = [
        {"case": {"needs": {"hours_per_week": {"support": one}}}, "then": "given" if one > 5 else "not_given"}
        for one in hours
    ]
    cases = {**HEAD, "rules": [{"approval": "much", "rows": rows}]}
    if decided is not None:
        case = {"needs": {"areas": ["support"], "hours_per_week": {"support": decided}}}
        cases["cases"] = [
            {
                "name": "one",
                "case": case,
                "offers": [{"id": "help", "provision": "SEL-85"}],
                "expect": {"approvals": []},
            }
        ]
    file.with_name("nordby.cases.yaml").write_text(safe_dump(cases), encoding="utf-8")
    return [one.message for one in untried(read_layer(file), ())]


NOT_AT = "not tried of `case.needs.hours_per_week.support > 5`: at it"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((6,), [f"one row alone is about much; {NOT_AT}"]),
        ((6, 9), [f"2 rows are about much; {NOT_AT}"]),
        ((6, 7, 8, 9), [f"4 rows are about much; {NOT_AT}"]),
        ((5, 6), []),
        ((2, 9), []),
        ((6, 7, 8, 9, 10), []),
    ],
)
def test_few_rows_on_one_side_of_a_limit_are_told(hours: tuple[int, ...], expected: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, *hours) == expected


def test_a_whole_decision_on_the_other_side_counts(tmp_path: Path) -> None:
    assert told(tmp_path, 6, 9, decided=5) == []
