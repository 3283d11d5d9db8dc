"""One rule, one option: outcomes, proposals, confirmation, tables, what is missing, and bands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.ranking.keys import band
from visit.ranking.options import options
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import Outcome, Trace, option_environment, trace
from visit.rules.language.values import UNKNOWN, Possible

FEW = {"values": [1, 2, 3]}
NEED = {
    **FEW,
    "rows": [{"when": "case.support_need >= 4", "then": 3}, {"when": "case.age >= 60", "then": 2}, {"then": 1}],
}
PROPOSED = {"id": "p", "fact": "case.support_need", "value": 3, "when": "case.age >= 30"}
DEGREE = {"id": "d", "fact": "case.legal.impairment", "value": "substantial", "when": "any(case.functioning >= 3)"}
FREE = "option.free_places > 0"


def traced(
    document: dict[str, Any], rule: dict[str, Any], offer: dict[str, Any] | None = None, **sections: Any
) -> Trace:
    chosen = guideline(a_guideline(rules=[rule], facts={"need": NEED}, **sections))
    one = case(a_case(**document))
    option = next(
        o for o in options(one, catalogue(offers(offer or an_offer("a", "SEL-85"))), DAY) if o.offer.id == "a"
    )
    side = case_side(one, Dependencies(chosen), DAY)
    return trace(chosen.rules[0], side, chosen, option_environment(side, option), option)


OLD: dict[str, Any] = {"citizen": {"age": 70}}
NEED_IS_3 = a_rule("r", "case.support_need >= 3")
OUTCOMES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], Outcome, tuple[str, ...]]] = [
    ("holds", {"support_need": 3}, NEED_IS_3, {}, Outcome.HOLDS, ()),
    ("fails", {"support_need": 2}, NEED_IS_3, {}, Outcome.FAILS, ()),
    ("unknown names the fact", {}, NEED_IS_3, {}, Outcome.UNKNOWN, ("case.support_need",)),
    ("another provision", {}, {**NEED_IS_3, "provision": "SEL-108"}, {}, Outcome.NOT_APPLICABLE, ()),
    ("when is false", OLD, {**NEED_IS_3, "when": "case.age < 60"}, {}, Outcome.NOT_APPLICABLE, ()),
    ("unless is true", OLD, {**NEED_IS_3, "unless": "case.age > 60"}, {}, Outcome.NOT_APPLICABLE, ()),
    (
        "when is unknown and require fails",
        {"support_need": 1},
        {**NEED_IS_3, "when": "case.age < 60"},
        {},
        Outcome.UNKNOWN,
        ("case.age",),
    ),
    (
        "when is unknown and require holds",
        {"support_need": 3},
        {**NEED_IS_3, "when": "case.age < 60"},
        {},
        Outcome.HOLDS,
        (),
    ),
    (
        "fails on a proposal",
        OLD,
        a_rule("r", "case.support_need < 2"),
        {"proposals": [PROPOSED]},
        Outcome.UNKNOWN,
        ("case.support_need",),
    ),
    (
        "a proposed degree counts as missing",
        {"functioning": {"cook": 3}},
        a_rule("r", "case.legal.impairment == substantial"),
        {"proposals": [DEGREE]},
        Outcome.UNKNOWN,
        ("case.legal.impairment",),
    ),
    ("holds on a proposal", OLD, NEED_IS_3, {"proposals": [PROPOSED]}, Outcome.HOLDS, ()),
    (
        "a recorded fact is not proposed",
        {**OLD, "support_need": 1},
        NEED_IS_3,
        {"proposals": [PROPOSED]},
        Outcome.FAILS,
        (),
    ),
    ("the offer can tell, but is not to be asked", {}, a_rule("r", FREE), {}, Outcome.UNKNOWN, ("option.free_places",)),
    ("the offer can tell", {}, a_rule("r", FREE, if_unknown="confirm"), {}, Outcome.CONFIRM, ("option.free_places",)),
    (
        "the citizen too would have to",
        {},
        a_rule("r", f"{FREE} and case.age > 3", if_unknown="confirm"),
        {},
        Outcome.UNKNOWN,
        ("case.age", "option.free_places"),
    ),
    (
        "confirm does not help a proposal",
        OLD,
        a_rule("r", "case.support_need < 2", if_unknown="confirm"),
        {"proposals": [PROPOSED]},
        Outcome.UNKNOWN,
        ("case.support_need",),
    ),
    ("a table of which all results hold", {}, a_rule("r", "need >= 1"), {}, Outcome.HOLDS, ()),
    ("a table of which some hold", OLD, a_rule("r", "need >= 3"), {}, Outcome.UNKNOWN, ("case.support_need",)),
    ("a table of which none holds", {"support_need": 1, **OLD}, a_rule("r", "need >= 3"), {}, Outcome.FAILS, ()),
    ("entitlement without a rule", {}, a_rule("r", "entitled(SEL-12)"), {}, Outcome.UNKNOWN, ()),
]


@pytest.mark.parametrize(
    ("name", "document", "rule", "sections", "wanted", "gone"), OUTCOMES, ids=[row[0] for row in OUTCOMES]
)
def test_outcomes(name: str, document: Any, rule: Any, sections: Any, wanted: Outcome, gone: tuple[str, ...]) -> None:
    found = traced(document, rule, **sections)
    assert (found.outcome, found.missing) == (wanted, gone)


def test_a_trace_names_what_was_compared() -> None:
    found = traced({"support_need": 4}, a_rule("r", "option.specialisation >= need"), an_offer("a", "SEL-85"))
    assert [(read.name, read.value) for read in found.reads] == [("need", 3), ("option.specialisation", UNKNOWN)]
    assert found.missing == ("case.target_groups.primary",)


@pytest.mark.parametrize(
    ("document", "value"),
    [
        ({"support_need": 4}, 3),
        ({"support_need": 1, **OLD}, 2),
        ({"support_need": 1, "citizen": {"age": 20}}, 1),
        (OLD, Possible(frozenset((3, 2)))),
        ({}, Possible(frozenset((1, 2, 3)))),
    ],
)
def test_a_table_gives_what_it_can_still_reach(document: dict[str, Any], value: Any) -> None:
    chosen = guideline(a_guideline(facts={"need": NEED}))
    assert case_side(case(a_case(**document)), Dependencies(chosen), DAY).values["need"] == value


ENTITLED = [
    a_rule("e1", "case.age >= 18", gate="entitlement", provision="SEL-85"),
    a_rule("e2", "case.support_need >= 2", gate="entitlement", provision=["SEL-85", "SEL-104"], when="case.age < 60"),
]


@pytest.mark.parametrize(
    ("document", "sel_85", "sel_104"),
    [
        ({}, UNKNOWN, UNKNOWN),
        ({"citizen": {"age": 17}}, False, UNKNOWN),
        ({"citizen": {"age": 70}}, True, True),
        ({"citizen": {"age": 20}, "support_need": 1}, False, False),
        ({"citizen": {"age": 20}, "support_need": 2}, True, True),
    ],
)
def test_entitlement(document: dict[str, Any], sel_85: Any, sel_104: Any) -> None:
    values = case_side(case(a_case(**document)), Dependencies(guideline(a_guideline(rules=ENTITLED))), DAY).values
    assert (values["entitled(SEL-85)"], values["entitled(SEL-104)"]) == (sel_85, sel_104)


def test_proposals_add_up_for_a_set_and_the_first_wins_for_a_single_fact() -> None:
    proposals = [
        {"id": "a", "fact": "case.needs.must", "value": "care", "when": "case.age > 1"},
        {"id": "b", "fact": "case.needs.must", "value": "meals", "when": "case.age > 2"},
        {"id": "c", "fact": "case.needs.must", "value": "activity", "when": "case.age > 100"},
        {"id": "d", "fact": "case.support_need", "value": 2, "when": "case.age > 1"},
        {"id": "e", "fact": "case.support_need", "value": 3, "when": "case.age > 1"},
        {"id": "f", "fact": "case.flags.acute", "value": True, "when": "case.support_need == 2"},
    ]
    areas = [{"area": "support", "when": "case.age > 1"}, {"area": "home", "when": "case.age > 100"}]
    chosen = guideline(a_guideline(proposals=proposals, areas=areas))
    proposed = case_side(case(a_case(citizen={"age": 20})), Dependencies(chosen), DAY).proposed
    assert {fact: sorted(one.id for one in given.proposals) for fact, given in proposed.items()} == {
        "case.needs.must": ["a", "b"],
        "case.support_need": ["d"],
        "case.needs.areas": ["support"],
    }
    assert case_side(
        case(a_case(citizen={"age": 20}, needs={"must": [], "areas": []})), Dependencies(chosen), DAY
    ).proposed.keys() == {"case.support_need"}


PREFERENCES = {
    "lower": {"lower": "travel.network_km", "bands": [5, 10]},
    "higher": {"higher": "travel.network_km", "bands": [5, 10]},
    "low": {"lower": "option.free_places"},
    "high": {"higher": "option.free_places"},
    "truth": {"higher": "option.gives_home"},
    "not": {"lower": "option.gives_home"},
}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("lower", 5, 0), ("lower", Decimal("5.001"), 1), ("lower", 11, 2), ("higher", 5, 2), ("higher", 10, 1), ("higher", 11, 0),
        ("lower", UNKNOWN, None), ("lower", Possible(frozenset((6, 7))), 1), ("lower", Possible(frozenset((5, 7))), None),
        ("low", 3, 3000), ("low", Decimal("2.5"), 2500), ("high", 3, -3000),
        ("truth", True, 0), ("truth", False, 1), ("not", True, 1), ("not", False, 0), ("not", UNKNOWN, None),
    ],
)  # fmt: skip
def test_bands(name: str, value: Any, wanted: int | None) -> None:
    chosen = guideline(a_guideline(preferences=[{"id": "p", **PREFERENCES[name]}]))
    assert band(chosen.preferences[0], value) == wanted
