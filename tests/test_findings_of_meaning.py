"""Faults of meaning that somebody may plant in a guideline, each told under its code; and correct ones that are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from written import TEXT, a_guideline, a_rule

from visit.errors import GuidelineError
from visit.reading.source import Document
from visit.rules.findings.idle_parts import idle_parts
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of

DAY = date(2026, 11, 1)
KM = {"near_km": {"value": 30, "unit": "km"}}


def told(finder: Callable[..., Iterable[GuidelineError]], below: Layer | None = None, **sections: Any) -> list[str]:
    """Return what a finder says of a guideline: each code with its sentence."""
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    guideline = build((layer,) if below is None else (below, layer), DAY)
    return [f"{one.code}: {one.message}" for one in finder(layer, (guideline,))]


def a_notice(when: str, id: str = "n", **fields: Any) -> dict[str, Any]:
    return {"id": id, "when": when, "text": TEXT, **fields}


# --- parts of a condition ---


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("case.permanence != temporary or case.permanence != permanent", "always-true: the condition of n is always true"),
        ("not (case.age < 18 and case.age >= 67)", "always-true: the condition of n is always true"),
        ("case.support_need >= 0", "always-true: the condition of n is always true"),
        ("case.age < 30 or case.age >= 18", "always-true: the condition of n is always true"),
        (
            "case.age > 30 and case.age > 50",
            "idle-part: n: the citizen's age above 30 years is not needed: "
            "it follows from the citizen's age above 50 years",
        ),
        (
            "case.flags.acute or (case.flags.acute and case.age >= 18)",
            "idle-part: n: `case.flags.acute and case.age >= 18` adds nothing: it is part of whether the case is acute: yes",
        ),
        (
            "case.support_need >= 3 and case.age < 30 and case.support_need > 2",
            "idle-part: n: level of support need above 2 is not needed: it follows from level of support need at least 3",
        ),
        (
            "case.support_need >= 3 or case.support_need == 4",
            "idle-part: n: level of support need: 4 adds nothing: it is part of level of support need at least 3",
        ),
        (
            "case.home.housing in [own, none] and case.home.housing != with_family",
            None,
        ),
        ("case.age >= 18 and case.age < 67", None),
        ("case.age < 18 or case.age >= 67", None),
        ("case.support_need >= 3 and (case.age < 30 or case.flags.acute)", None),
        ("known(case.age) and case.age >= 18", None),
        ("true", None),
    ],
)  # fmt: skip
def test_a_condition_without_a_part_that_does_nothing(when: str, said: str | None) -> None:
    found = told(idle_parts, notices=[a_notice(when)])
    if when.endswith("with_family"):
        assert [one.split(":")[0] for one in found] == ["idle-part"]
    else:
        assert found == ([said] if said else [])


@pytest.mark.parametrize("section", ["approvals", "follow_up", "deadlines", "preferences", "rules", "areas"])
def test_the_conditions_of_every_section_are_looked_at(section: str) -> None:
    when = "case.age > 30 and case.age > 50"
    row: dict[str, Any] = a_notice(when)
    row |= {
        "approvals": {"by": "leader"},
        "follow_up": {"after": "3 months"},
        "deadlines": {"counted_from": "decision", "within": "3 months", "waits_for": "follow_up"},
    }.get(section, {})
    row = {
        "preferences": {"id": "n", "lower": "option.step", "when": when},
        "rules": a_rule("n", "option.approved", when=when),
        "areas": {"area": "support", "when": when},
    }.get(section, row)
    assert [one.split(":")[0] for one in told(idle_parts, **{section: [row]})] == ["idle-part"]


def test_a_row_of_a_table_and_what_a_rule_requires() -> None:
    rows = [{"when": "case.age > 30 and case.age > 50", "then": 1}, {"then": 0}]
    assert len(told(idle_parts, facts={"band": {"rows": rows}})) == 1
    always = told(idle_parts, rules=[a_rule("r", "case.age >= 18 or case.age < 67")])
    assert always == ["always-true: what the rule r requires is always met"]
