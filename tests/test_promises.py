"""The invariants of the layers below are tried where a guideline moves what they rest on; what is told is shown with values."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY
from written import a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.promises import broken_promises
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of

MUST = a_rule("floor", "option.specialisation >= needed", provision="SEL-85")
NEED = {"values": [1, 2, 3], "rows": [{"when": "case.support_need >= 3", "then": 2}, {"then": 1}], "local": True}
LEAST = {"value": 2, "unit": "level", "local": {"at_least": 0}}
FOLLOWS = {"id": "follows", "never": "case.support_need >= 3 and needed < 2"}
STANDS = {
    "id": "stands",
    "never": "option.standing == suitable and provision.id == SEL-85 and option.specialisation < 2",
}


def layer(id: str, **sections: Any) -> Layer:
    return layer_of(Document(id, {**a_guideline(**sections), "guideline": id}))


def told(parent: dict[str, Any], **child: Any) -> list[tuple[str, str | None]]:
    below, above = layer("l0", **parent), layer("l1", extends="l0", **child)
    found = broken_promises(above, build((below, above), DAY), build((below,), DAY))
    return [(error.message, error.help) for error in found]


def need(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"values": [1, 2, 3], "rows": list(rows)}


def test_a_fact_that_is_moved_below_its_floor_is_told_with_values() -> None:
    parent = {"facts": {"needed": NEED}, "invariants": [FOLLOWS]}
    ((message, help),) = told(parent, facts={"needed": need({"then": 1})})
    assert message == "follows must never be true by l0, and is here"
    assert help is not None
    assert help.endswith("case.support_need 3, needed 1") or help.endswith("case.support_need 4, needed 1")


@pytest.mark.parametrize(
    "rows",
    [
        ({"when": "case.support_need >= 2", "then": 3}, {"then": 1}),
        ({"when": "case.support_need >= 3", "then": 2}, {"when": "case.age >= 40", "then": 2}, {"then": 1}),
        ({"then": 3},),
    ],
)
def test_a_fact_that_keeps_the_floor_is_not(rows: tuple[dict[str, Any], ...]) -> None:
    assert told({"facts": {"needed": NEED}, "invariants": [FOLLOWS]}, facts={"needed": need(*rows)}) == []


def test_a_number_that_lets_an_option_stand_is_told() -> None:
    parent = {
        "parameters": {"needed": LEAST},
        "rules": [{**MUST, "require": "option.specialisation >= needed"}],
        "invariants": [STANDS],
    }
    (error,) = told(parent, parameters={"needed": {**LEAST, "value": 1}})
    assert error[0] == "stands must never be true by l0, and is here"
    assert "option.specialisation 1" in (error[1] or "")
    assert told(parent, parameters={"needed": {**LEAST, "value": 3}}) == []


def test_what_a_further_must_forbids_is_not_broken() -> None:
    parent = {
        "parameters": {"needed": LEAST},
        "rules": [{**MUST, "require": "option.specialisation >= needed"}],
        "invariants": [STANDS],
    }
    again = a_rule("again", "option.specialisation >= 2", provision="SEL-85")
    assert told(parent, parameters={"needed": {**LEAST, "value": 1}}, rules=[again]) == []


def test_what_is_only_added_breaks_nothing() -> None:
    parent = {"facts": {"needed": NEED}, "rules": [MUST], "invariants": [FOLLOWS, STANDS]}
    assert told(parent, rules=[a_rule("more", "option.internal")]) == []


def test_what_the_layers_below_break_themselves_is_not_the_childs() -> None:
    parent = {
        "facts": {"needed": NEED},
        "rules": [MUST],
        "invariants": [{"id": "wrong", "never": "case.support_need >= 3 and needed >= 1"}],
    }
    assert told(parent, facts={"needed": need({"then": 3})}) == []
