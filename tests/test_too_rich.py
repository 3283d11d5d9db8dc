"""What is too rich to be gone through is said: each limit of the findings, at the statement that reaches it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from written import TEXT, a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings import bands, out_of_reach, possibility, turns
from visit.rules.findings.lint import lint

DAY = date(2026, 11, 22)


def noted(**sections: Any) -> list[str]:
    """Return the statements that the check says it did not go through."""
    linted = lint("g.yaml", DAY, Document("g.yaml", a_guideline(**sections)))
    return [one.message.split()[0] for one in linted.notes if one.code == "too-rich"]


def asked(id: str, when: str) -> dict[str, Any]:
    return {"id": id, "text": TEXT, "when": when}


TURNS = {
    "notices": [asked("few", "case.support_need <= 1 or case.permanence == permanent"),
                asked("many", "case.support_need >= 2 and case.permanence == temporary")],
}  # fmt: skip
RULE = {"rules": [a_rule("grown", "case.age >= 18 and case.support_need >= 2")]}


def test_what_is_gone_through_to_the_end_is_not_noted() -> None:
    assert noted(**TURNS) == [] and noted(**RULE) == []


@pytest.mark.parametrize(
    ("module", "limit", "least", "sections", "told"),
    [
        (possibility, "MOST_TRIED", 1, RULE, ["grown"]),
        (bands, "MOST_COMBINATIONS", 0, TURNS, ["few", "many"]),
        (turns, "_MOST", 1, TURNS, ["few", "many"]),
    ],
)
def test_a_statement_past_a_limit_is_noted(
    monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, least: int, sections: dict[str, Any], told: list[str]
) -> None:
    monkeypatch.setattr(module, limit, least)
    assert noted(**sections) == told


def test_a_must_beside_too_many_others_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out_of_reach, "_MOST_TOGETHER", 1)
    musts = [a_rule(id, f"case.age >= {years}") for id, years in (("one", 18), ("two", 20), ("three", 22))]
    assert set(noted(rules=musts)) >= {"one", "two", "three"}


def test_a_set_of_more_kinds_than_are_told_apart_is_noted() -> None:
    groups = (
        "attention-disorder", "autism-spectrum", "brain-injury", "communication-impairment", "hearing-impairment",
        "mobility-impairment", "visual-impairment",
    )  # fmt: skip
    each = " or ".join(f"case.target_groups includes {one}" for one in groups)
    assert noted(rules=[a_rule("of-many", each)]) == ["of-many"]
