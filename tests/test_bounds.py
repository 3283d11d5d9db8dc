"""Bounds of what is local: a child moves a number within them, and a fact never past what its parent gives."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from drawn import CASE_FACTS, DAY, DOCUMENTS, MONOTONE_CASE, case, conditions, quiet
from hypothesis import given
from written import a_case, a_guideline, a_rule

from visit.errors import Problems
from visit.reading.source import Document
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.findings.lint import findings
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import Possible, Value

TABLES = tuple(atom for atom in MONOTONE_CASE if "level" not in atom and "grown" not in atom)
MUST = a_rule("floor", "option.specialisation >= need")
LEAST = {"value": 2, "unit": "level"}


def layer(id: str, **sections: Any) -> Layer:
    return layer_of(Document(id, {**a_guideline(**sections), "guideline": id}))


def table(*when: str, values: tuple[Any, ...] = (1, 2, 3), **fields: Any) -> dict[str, Any]:
    rows = [{"when": one, "then": value} for one, value in zip(when, reversed(values), strict=False)]
    return {"values": list(values), "rows": [*rows, {"then": values[0]}], **fields}


def built(parent: dict[str, Any], *children: dict[str, Any]) -> Guideline:
    layers = [layer("l0", **parent)]
    layers += [layer(f"l{n}", extends=f"l{n - 1}", **child) for n, child in enumerate(children, start=1)]
    return build(tuple(layers), DAY)


def faults(*layers: dict[str, Any]) -> list[str]:
    with pytest.raises(Problems) as caught:
        built(*layers)
    return [error.message for error in caught.value.errors]


def value(guideline: Guideline, name: str, **fields: Any) -> Value:
    return case_side(case(a_case(**fields)), Dependencies(guideline), DAY).values[name]


# --- a fact ---

FLOOR = table("case.support_need >= 4", "case.support_need >= 3", local={"at_least": "here"})


def test_a_floor_holds_whatever_a_child_writes() -> None:
    found = built(
        {"rules": [MUST], "facts": {"need": FLOOR}}, {"facts": {"need": table("false", "case.support_need == 1")}}
    )
    assert [value(found, "need", support_need=n) for n in range(5)] == [1, 2, 1, 2, 3]
    assert [value(found, "need.own", support_need=n) for n in range(5)] == [1, 2, 1, 1, 1]
    assert [value(found, "need.at_least", support_need=n) for n in range(5)] == [1, 1, 1, 2, 3]


def test_a_floor_holds_through_a_layer_between() -> None:
    one, two = table("false", "case.support_need == 1"), table("case.support_need == 0")
    found = built({"rules": [MUST], "facts": {"need": FLOOR}}, {"facts": {"need": one}}, {"facts": {"need": two}})
    assert [value(found, "need", support_need=n) for n in range(5)] == [3, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("local", "expected"),
    [({"at_least": 2}, [2, 2, 3]), ({"at_most": 2}, [1, 2, 2]), ({"at_most": "here"}, [1, 1, 1]), (True, [1, 2, 3])],
)
def test_a_bound_is_a_value_or_what_the_parent_gives(local: Any, expected: list[int]) -> None:
    parent = table("false", local=local)
    found = built(
        {"facts": {"need": parent}}, {"facts": {"need": table("case.support_need == 2", "case.support_need == 1")}}
    )
    assert [value(found, "need", support_need=n) for n in range(3)] == expected


@pytest.mark.parametrize(("side", "expected"), [("at_least", [True, True]), ("at_most", [False, False])])
def test_a_yes_or_no_has_bounds_too(side: str, expected: list[bool]) -> None:
    says = side == "at_least"
    parent = table("true" if says else "false", values=(False, True), local={side: "here"})
    found = built(
        {"facts": {"acute": parent}}, {"facts": {"acute": table("case.support_need > 3", values=(False, True))}}
    )
    assert [value(found, "acute", support_need=n) for n in (0, 4)] == expected


def test_words_have_bounds_in_the_order_of_the_list() -> None:
    words = ("low", "middle", "high")
    parent = table("false", "case.support_need > 2", values=words, local={"at_least": "here"})
    found = built({"facts": {"weight": parent}}, {"facts": {"weight": table("case.support_need == 0", values=words)}})
    assert [value(found, "weight", support_need=n) for n in (0, 1, 4)] == ["high", "low", "middle"]


@given(DOCUMENTS, conditions(TABLES), conditions(TABLES), conditions(TABLES), conditions(TABLES))
@quiet(60)
def test_it_is_the_higher_of_both_also_where_facts_are_missing(document: Any, a: str, b: str, c: str, d: str) -> None:
    parent = {"case_facts": CASE_FACTS, "facts": {"need": table(a, b, local={"at_least": "here"})}}
    found = built(parent, {"facts": {"need": table(c, d)}})
    values = case_side(case(document), Dependencies(found), DAY).values
    own, below, both = (reach(values[name]) for name in ("need.own", "need.at_least", "need"))
    assert both == {max(one, other) for one, other in product(own, below)}


def reach(found: Value) -> set[int]:
    return set(found.values) if isinstance(found, Possible) else {found}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        table("false", local={"at_least": 4}), table("false", local={"at_least": "here", "at_most": 3}), table("false", local={}),
        {"rows": [{"then": 1}], "local": {"at_least": "here"}},
    ],
)  # fmt: skip
def test_a_bound_that_cannot_be_kept_is_a_fault(written: dict[str, Any]) -> None:
    assert "the bound of a fact is one of its values, or here, on one side" in faults({"facts": {"need": written}})


def test_bounds_are_set_once() -> None:
    again = table("false", local={"at_least": "here"})
    assert faults({"facts": {"need": FLOOR}}, {"facts": {"need": again}}) == [
        "the bounds of need are set by the layer that has it first"
    ]


# --- a number ---


@pytest.mark.parametrize(
    ("local", "value", "told"),
    [
        ({"at_least": 1}, 1, None), ({"at_least": 1}, 9, None), ({"at_least": 1}, 0, "least must be at least 1"),
        ({"at_most": 3}, 3, None), ({"at_most": 3}, 0, None), ({"at_most": 3}, 4, "least must be at most 3"),
        ({"at_least": 1, "at_most": 3}, 4, "least must lie between 1 and 3"),
        ({"min": 1, "max": 3}, 0, "least must lie between 1 and 3"),
    ],
)  # fmt: skip
def test_a_number_moves_within_its_bounds(local: dict[str, int], value: int, told: str | None) -> None:
    parent = {"parameters": {"least": {**LEAST, "local": local}}}
    child = {"parameters": {"least": {**LEAST, "value": value}}}
    if told is None:
        assert built(parent, child).parameters["least"].value == value
    else:
        assert faults(parent, child) == [told]


@pytest.mark.parametrize(
    "reader",
    [
        {"rules": [a_rule("floor", "option.specialisation >= least")]},
        {"rights": [{"id": "choice", "higher": "option.wished and case.support_need >= least"}]},
        {"invariants": [{"id": "never", "never": "case.support_need < least"}]},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_a_must_a_right_or_an_invariant_reads_is_final(reader: dict[str, Any]) -> None:
    parent = {**reader, "parameters": {"least": LEAST}}
    told = "least is final: a must, a right or an invariant of l0 reads it"
    assert faults(parent, {"parameters": {"least": {**LEAST, "value": 1}}}) == [told]


@pytest.mark.parametrize(("local", "told"), [(True, True), ({"at_least": "here"}, False), (False, False)])
def test_what_is_local_without_bounds_is_told(local: Any, told: bool) -> None:
    open_fact = layer("l0", facts={"need": table("case.support_need >= 3", local=local)})
    found = [one.message for one in findings(open_fact, {DAY: build((open_fact,), DAY)})]
    assert ("need is local without bounds: a guideline below may give it any value" in found) is told
