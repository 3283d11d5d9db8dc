"""What has no effect outside the conditions, told; and what has one, left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from written import SOURCE, TEXT, a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.effects import without_effect
from visit.rules.findings.idle_rules import idle_rules
from visit.rules.findings.idle_settings import idle_settings, proposes_nothing
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of
from visit.rules.guideline.values import Guideline

DAY = date(2026, 11, 1)
WEIGHTS = {"daily": 30, "weekly": 4, "monthly": 1, "rarely": 0}


def made(**sections: Any) -> tuple[Layer, tuple[Guideline]]:
    layer = layer_of(Document("g.yaml", {"municipality": "Fanø", **a_guideline(**sections)}))
    return layer, (build((layer,), DAY),)


def told(**sections: Any) -> list[str]:
    return [str(one.code) for one in idle_settings(*made(**sections))]


def a_notice(when: str, **fields: Any) -> dict[str, Any]:
    return {"notices": [{"id": "n", "when": when, "text": TEXT, **fields}]}


def nearness(combine: str, **weights: int) -> dict[str, Any]:
    return {"nearness": {"members": "all", "combine": combine, **({"weights": weights} if weights else {}), **SOURCE}}


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        (nearness("weighted", **WEIGHTS), None),
        (nearness("nearest"), None),
        (nearness("weighted", **dict.fromkeys(WEIGHTS, 0)), "idle-field"),
        (nearness("farthest", **WEIGHTS), "idle-field"),
        (a_notice("case.age >= 60", **{"from": "2019-06-01"}), "idle-field"),
        (a_notice("case.age >= 60", **{"from": "2020-01-01"}), None),
        ({"parameters": {"h": {"value": 5, "unit": "hours", "local": {"at_least": 6, "at_most": 8}}}}, "outside-own-bounds"),
        ({"parameters": {"h": {"value": 9, "unit": "hours", "local": {"at_most": 8}}}}, "outside-own-bounds"),
        ({"parameters": {"h": {"value": 6, "unit": "hours", "local": {"at_least": 6, "at_most": 8}}}}, None),
        (a_notice("case.municipality == 'Esbjerg'"), "of-other-citizens"),
        (a_notice("case.municipality in ['Esbjerg', 'Varde']"), "of-other-citizens"),
        (a_notice("not case.municipality == 'Fanø'"), "of-other-citizens"),
        (a_notice("case.municipality in ['Esbjerg', 'Fanø']"), None),
        (a_notice("case.municipality != 'Esbjerg'"), None),
        (a_notice("case.acting_municipality == 'Esbjerg'"), None),
        (a_notice("case.contributions.citizen == 'ja'"), "free-text-compared"),
        (a_notice("known(case.contributions.citizen)"), None),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_told(sections: dict[str, Any], code: str | None) -> None:
    assert told(**sections) == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("known(case.permanence)", ["never-true"]),
        ("case.permanence == permanent and case.age >= 18", ["never-true"]),
        ("not known(case.permanence) and case.age >= 18", []),
        ("case.support_need <= 1", []),
    ],
)
def test_a_proposal_is_for_what_is_not_recorded(when: str, code: list[str]) -> None:
    proposal = {"id": "p", "fact": "case.permanence", "value": "temporary", "when": when}
    assert [one.code for one in proposes_nothing(*made(proposals=[proposal]))] == code


@pytest.mark.parametrize(("strength", "by"), [("must", {}), ("presumption", {}), ("hold", {"by": "leader"})])
def test_a_rule_that_requires_the_truth_itself_is_always_met(strength: str, by: dict[str, str]) -> None:
    found = idle_rules(*made(rules=[a_rule("r", "true", strength=strength, **by)]))
    assert [one.code for one in found] == ["always-true"]


def test_a_right_that_is_never_true_orders_nothing() -> None:
    right = {"id": "own", "higher": "case.age < 18 and case.age > 20 and option.wished"}
    assert [one.code for one in without_effect(*made(rights=[right]))] == ["never-true"]
    assert not list(without_effect(*made(rights=[{"id": "own", "higher": "option.wished"}])))
