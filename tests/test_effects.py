"""What the checker tells of statements that decide nothing, and of musts that decide beforehand; and what it leaves alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import DAY, SHIPPED
from written import TEXT, a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.effects import beforehand, without_effect
from visit.rules.findings.lint import dates
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, family, layer_of

LAW_BEGINS = date(2014, 1, 1)
"""From this day the national layer is in force."""


def made(**sections: Any) -> Layer:
    return layer_of(Document("g.yaml", a_guideline(**sections)))


def idle(**sections: Any) -> list[str]:
    layer = made(**sections)
    return [error.message for error in without_effect(layer, (build((layer,), DAY),))]


def decided(require: str, **fields: Any) -> list[str]:
    layer = made(rules=[a_rule("r", require, **{"gate": "policy", **fields})])
    return [error.message for error in beforehand(layer, (build((layer,), DAY),))]


def clashing(*rules: dict[str, Any]) -> list[str]:
    layer = made(rules=rules)
    return [error.message for error in beforehand(layer, (build((layer,), DAY),))]


# --- what can decide nothing ---


def table(*rows: tuple[str | None, int]) -> dict[str, Any]:
    return {
        "values": [1, 2, 3],
        "rows": [{"then": then} if when is None else {"when": when, "then": then} for when, then in rows],
    }


@pytest.mark.parametrize(
    ("rows", "idle_rows"),
    [
        ([("case.support_need >= 2", 1), ("case.support_need >= 3", 2), (None, 3)], [2]),
        ([("case.support_need >= 3", 1), ("case.support_need >= 2", 2), (None, 3)], []),
        ([("case.flags.acute", 1), ("not case.flags.acute", 2), (None, 3)], [3]),
        ([("case.age >= 20", 1), ("case.age < 18", 2), ("case.age in [18, 19]", 3), (None, 1)], [4]),
        ([("case.age >= 20", 1), ("case.age < 18", 2), ("case.age == 18", 3), (None, 1)], []),
        ([("known(case.age)", 1), ("case.age >= 20", 2), (None, 3)], []),
        ([("known(case.support_need)", 1), ("case.support_need >= 2", 2), (None, 3)], []),
        ([("case.age > 10 and case.age < 5", 1), (None, 3)], [1]),
    ],
)  # fmt: skip
def test_rows_that_are_never_reached(rows: list[tuple[str | None, int]], idle_rows: list[int]) -> None:
    assert idle(facts={"band": table(*rows)}) == [f"band: row {n} is never reached" for n in idle_rows]


def test_a_table_that_a_table_reads_is_followed() -> None:
    facts = {"band": table(("case.support_need >= 3", 2), (None, 1)), "again": table(("band == 3", 1), (None, 2))}
    assert idle(facts=facts) == ["again: row 1 is never reached"]


CANCELS = "the exception of the rule r cancels it: wherever the rule applies,"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"when": "case.age >= 30 and case.age < 20"}, ["the rule r can never apply"]),
        ({"unless": "case.age >= 30 or case.age < 30"}, [f"{CANCELS} `case.age >= 30 or case.age < 30` is so"]),
        ({"when": "case.flags.acute", "unless": "case.flags.acute"}, [f"{CANCELS} `case.flags.acute` is so"]),
        ({"when": "provision.id == SEL-108", "provision": "SEL-85"}, ["the rule r can never apply"]),
        ({"unless": "case.age >= 30 and case.age < 20"}, ["the exception of the rule r is never true"]),
        ({"when": "case.age >= 20 and case.age < 30"}, []),
        ({"when": "provision.id == SEL-108", "provision": ["SEL-85", "SEL-108"]}, []),
    ],
)
def test_rules_that_never_apply(fields: dict[str, Any], told: list[str]) -> None:
    assert idle(rules=[a_rule("r", "option.internal", **fields)]) == told


@pytest.mark.parametrize(
    ("section", "row"),
    [
        ("notices", {"id": "one", "kind": "advice", "text": TEXT}),
        ("approvals", {"id": "one", "by": "director", "text": TEXT}),
        ("follow_up", {"id": "one", "after": "3 months", "text": TEXT}),
        ("proposals", {"id": "one", "fact": "case.flags.acute", "value": True}),
    ],
)
def test_statements_that_are_never_made(section: str, row: dict[str, Any]) -> None:
    assert idle(**{section: [{**row, "when": "case.support_need > 4"}]}) == ["the condition of one is never true"]
    assert idle(**{section: [{**row, "when": "case.support_need > 3"}]}) == []


@pytest.mark.parametrize(
    ("section", "row", "field"),
    [("areas", {"area": "home"}, "when"), ("invariants", {"id": "home"}, "never")],
)
@pytest.mark.parametrize("asked", ["case.support_need > 4", "case.age > 17 and case.age < 18"])
def test_areas_and_invariants_that_are_never_met(section: str, row: dict[str, Any], field: str, asked: str) -> None:
    assert idle(**{section: [{**row, field: asked}]}) == ["the condition of home is never true"]
    assert idle(**{section: [{**row, field: "case.support_need > 3 and case.age > 17"}]}) == []


# --- what is decided beforehand ---


BLANKET = "the rule r rules SEL-85 out for everybody"
HOURS = "case.needs.hours_per_week.support"
CAP = "the rule r caps SEL-85 by policy: where {} is {} nobody is given it"


@pytest.mark.parametrize(
    ("require", "fields", "told"),
    [
        ("1 == 2", {}, [BLANKET]),
        ("provision.id != SEL-85", {"gate": "sufficiency"}, [BLANKET]),
        ("option.current", {}, [BLANKET]),
        ("case.age < 18 and case.age > 20", {}, [BLANKET]),
        ("1 == 2", {"unless": "case.flags.acute"}, []),
        ("1 == 2", {"when": "option.external"}, []),
        ("1 == 2", {"strength": "presumption"}, []),
        ("1 == 2", {"provision": "SEL-82a"}, []),
        ("option.internal", {}, []),
        ("known(case.support_need)", {}, []),
        ("case.needs.hours_per_week.support <= 5", {}, [CAP.format(HOURS, 6)]),
        ("case.needs.hours_per_week.support < 5.5", {}, [CAP.format(HOURS, "5.5")]),
        ("case.needs.days_per_week.activity <= 3", {}, [CAP.format("case.needs.days_per_week.activity", 4)]),
        ("not case.needs.round_the_clock", {}, [CAP.format("case.needs.round_the_clock", "true")]),
        ("sum(case.needs.hours_per_week) <= 20", {}, [CAP.format("sum(case.needs.hours_per_week)", 21)]),
        (f"{HOURS} + case.needs.hours_per_week.care <= 20", {},
         [CAP.format(f"{HOURS} + case.needs.hours_per_week.care", 21)]),
        (f"{HOURS} + case.needs.hours_per_week.care >= 2", {}, []),
        ("option.internal", {"when": "case.support_need >= 3", "unless": "case.support_need < 4"}, []),
        ("provision.id != SEL-85", {"when": "case.support_need >= 3"}, [CAP.format("case.support_need", 3)]),
        (f"{HOURS} <= 5", {"unless": "case.age < 23"}, [f"{CAP.format(HOURS, 6)} of whom case.age >= 23"]),
        (f"case.support_need >= 3 or {HOURS} <= 5", {}, [f"{CAP.format(HOURS, 6)} of whom case.support_need <= 2"]),
        (f"{HOURS} <= 5", {"when": "case.flags.acute"}, [f"{CAP.format(HOURS, 6)} of whom case.flags.acute == true"]),
        ("case.needs.hours_per_week.support <= 5", {"strength": "presumption"}, []),
        ("case.needs.hours_per_week.support <= 5", {"gate": "sufficiency"}, [CAP.format(HOURS, 6)]),
        ("case.needs.hours_per_week.support <= 5", {"provision": "SEL-82b"}, []),
        ("case.needs.hours_per_week.support >= 5", {}, []),
        ("case.needs.hours_per_week.support <= 5 or option.internal", {}, []),
        ("case.needs.hours_per_week.support <= 5", {"unless": "option.wished"}, []),
        ("option.specialisation >= case.support_need - 1", {}, []),
        ("option.price_dkk_per_day <= 2000", {}, []),
    ],
)  # fmt: skip
def test_musts_that_decide_beforehand(require: str, fields: dict[str, Any], told: list[str]) -> None:
    assert decided(require, **{"provision": "SEL-85", **fields}) == told


def test_a_must_without_a_provision_is_about_every_offer() -> None:
    assert decided("1 == 2") == ["the rule r rules every offer out for everybody"]
    assert decided("option.internal") == []


TOGETHER = "the rules r and s together rule SEL-85 out for everybody"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("option.internal", "option.internal == false", [TOGETHER]),
        ("case.age < 30", "case.age > 40", [TOGETHER]),
        ("option.staff in [none, drop_in]", "option.staff == one_to_one", [TOGETHER]),
        ("case.support_need >= 3 or option.internal", "case.support_need < 3 and option.internal == false", [TOGETHER]),
        ("option.internal", "option.external == false", []),
        ("case.age < 30", "case.age > 20", []),
        ("case.support_need >= 3 or option.internal", "case.support_need < 3", []),
        ("1 == 2", "option.internal", [BLANKET]),
    ],
)
def test_two_musts_that_only_together_decide_beforehand(first: str, second: str, told: list[str]) -> None:
    assert clashing(a_rule("r", first, provision="SEL-85"), a_rule("s", second, provision="SEL-85")) == told


def test_two_musts_of_help_that_may_be_done_without_leave_some_of_it() -> None:
    few, many = (
        a_rule(id, f"option.sessions {asked}", provision="SEL-82b", if_unknown="confirm")
        for id, asked in (("few", "<= 6"), ("many", ">= 8"))
    )
    assert clashing(few, many) == ["the rules few and many together rule SEL-82b out for everybody"]
    assert clashing(few, {**many, "require": "option.sessions >= 6"}) == []


@pytest.mark.parametrize(
    ("below", "told"),
    [(66, True), (67, True), (68, False)],
)
def test_an_age_and_a_date_of_birth_are_held_together_on_the_day(below: int, told: bool) -> None:
    born = a_rule("s", f"months_between(case.born, as_of) < {below * 12}", provision="SEL-97")
    old = a_rule("r", "case.age >= 67", provision="SEL-97", unless="option.current")
    said = "the rules r and s together rule SEL-97 out for everybody on 22 November 2026"
    assert clashing(old, born) == ([said] if told else [])


@pytest.mark.parametrize(("provision", "told"), [("SEL-107-1", True), ("SEL-85", False)])
def test_a_stay_is_a_home_and_support_need_not_be_one(provision: str, told: bool) -> None:
    rules = [
        a_rule("r", "case.permanence == permanent", provision=provision),
        a_rule("s", "case.permanence in [temporary, unclear]", when="option.gives_home"),
    ]
    assert clashing(*rules) == ([TOGETHER.replace("SEL-85", provision)] if told else [])


def test_what_is_only_known_of_some_help_is_ruled_out_of_none() -> None:
    told = decided("case.support_need >= 0", when="not known(case.support_need)", provision="SEL-85")
    assert told == [], "it waits for what is not known"


def test_a_cap_is_one_also_where_it_asks_whether_the_need_is_known() -> None:
    need = "case.needs.hours_per_week.support"
    cap = f"the rule r caps SEL-85 by policy: where {need} is 13 nobody is given it"
    assert decided(f"{need} <= 12", when=f"known({need})", provision="SEL-85") == [cap]


def test_a_must_is_held_against_those_of_the_layers_below() -> None:
    below = layer_of(
        Document("l0", {**a_guideline(rules=[a_rule("s", "option.internal == false")]), "guideline": "l0"})
    )
    leaf = {
        **a_guideline(rules=[a_rule("r", "option.internal", provision="SEL-85")]),
        "guideline": "l1",
        "extends": "l0",
    }
    above = layer_of(Document("l1", leaf))
    assert [one.message for one in beforehand(above, (build((below, above), DAY),))] == [TOGETHER]
    assert [*beforehand(below, (build((below,), DAY),))] == []


@pytest.mark.parametrize(
    ("gate", "require", "caps"),
    [
        ("sufficiency", f"{HOURS} <= most", True), ("policy", f"{HOURS} <= most", True), ("legality", f"{HOURS} <= most", False),
        ("sufficiency", f"{HOURS} <= most or option.staff == tied_day_and_night", False),
    ],
)  # fmt: skip
def test_a_cap_may_stand_at_another_gate_and_in_a_parameter(gate: str, require: str, caps: bool) -> None:
    limit = {"most": {"value": 15, "unit": "hours"}}
    layer = layer_of(
        Document("g", a_guideline(parameters=limit, rules=[a_rule("r", require, gate=gate, provision="SEL-85")]))
    )
    told = [one.message for one in beforehand(layer, (build((layer,), DAY),))]
    assert told == ([CAP.format(HOURS, 16)] if caps else [])


@pytest.mark.parametrize("provision", ["SEL-104", "SEL-82a"])
def test_two_musts_of_different_provisions_do_not(provision: str) -> None:
    rules = [
        a_rule("r", "option.internal", provision="SEL-85"),
        a_rule("s", "option.internal == false", provision=provision),
    ]
    assert clashing(*rules) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_told_of_what_ships(name: str) -> None:
    leaf, known = family(name)
    every = tuple(build(chain(leaf, day, known), day) for day in dates(leaf, known, DAY) if day >= LAW_BEGINS)
    assert [one.message for one in (*beforehand(leaf, every), *without_effect(leaf, every))] == []
