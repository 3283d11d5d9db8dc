"""All options of a case at once: rows of bits, split at `and`, `or` and `not`."""

from __future__ import annotations

import pytest
from drawn import DAY, catalogue, guideline
from drawn import case as case_from
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.ranking.options import options
from visit.rules.deciding.all_options import Columns, Rows, combined
from visit.rules.deciding.case_side import case_side
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import Outcome
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.rules.language.types import TRUTH
from visit.rules.language.values import UNKNOWN

OFFERS = offers(
    an_offer("a", "SEL-85", free=2, price_dkk_per_day=300),
    an_offer("b", "SEL-85", free=0),
    an_offer("c", "SEL-104", price_dkk_per_day=900),
)


def columns(*rules: dict, case: dict | None = None, **sections: object) -> Columns:
    chosen = guideline(a_guideline(rules=list(rules), **sections))
    one = case_from(a_case(citizen={"home": {"housing": "own"}}, **(case or {})))
    every = options(one, catalogue(OFFERS), DAY)
    assert [option.offer.id for option in every] == ["a", "b", "c", "home"]
    return Columns(case_side(one, Dependencies(chosen), DAY), every)


@pytest.mark.parametrize(
    ("condition", "true", "false"),
    [
        ("option.free_places > 0", 0b0001, 0b0010),
        ("not option.free_places > 0", 0b0010, 0b0001),
        ("option.free_places > 0 or option.price_dkk_per_day > 500", 0b0101, 0b0000),
        ("option.free_places > 0 and option.price_dkk_per_day > 500", 0b0000, 0b0011),
        ("case.support_need >= 2", 0b1111, 0b0000),
        ("case.age >= 2", 0b0000, 0b0000),
        ("case.age >= 2 or option.kind == home", 0b1000, 0b0000),
        ("case.support_need > option.free_places", 0b0011, 0b0000),
        ("own_match", 0b0000, 0b0000),
        ("met_lower or option.kind == home", 0b1000, 0b0000),
    ],
)
def test_a_condition_is_split_over_the_options(condition: str, true: int, false: int) -> None:
    found = columns(case={"support_need": 3})
    bound = bind(condition, Scope(found.guideline.types, found.guideline.lists), TRUTH)
    assert found.proposed.split(bound, found.all) == (true, false)


def test_values_come_with_the_options_that_have_them() -> None:
    found = columns()
    bound = bind("option.price_dkk_per_day + 1", Scope(found.guideline.types, found.guideline.lists))
    assert dict(found.values(bound)) == {301: 0b0001, 901: 0b0100, UNKNOWN: 0b1010}


def test_what_rests_on_a_comparative_fact_is_read_again() -> None:
    found = columns()
    bound = bind("own_match and option.kind == home", Scope(found.guideline.types, found.guideline.lists))
    assert dict(found.values(bound)) == {UNKNOWN: 0b1000, False: 0b0111}
    found.comparative["own_match"] = True
    assert dict(found.values(bound)) == {True: 0b1000, False: 0b0111}


def test_a_rule_gives_one_outcome_for_each_option() -> None:
    rule = a_rule("r", "option.free_places > 0", provision="SEL-85", when="option.price_dkk_per_day > 1")
    found = columns(rule)
    rows = found.rows(found.guideline.rules[0])
    assert [rows.outcome(index) for index in range(4)] == [
        Outcome.HOLDS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE,
    ]  # fmt: skip
    assert rows == Rows(holds=0b0001, fails=0, unknown=0b0010)


def test_what_fails_on_a_proposal_alone_is_unknown() -> None:
    proposed = {"id": "p", "fact": "case.support_need", "value": 3, "when": "true"}
    rules = [a_rule("all", "case.support_need < 2"), a_rule("some", "case.support_need < 2 or option.free_places > 0")]
    found = columns(*rules, proposals=[proposed])
    every, some = (found.rows(rule) for rule in found.guideline.rules)
    assert every == Rows(holds=0, fails=0, unknown=0b1111)
    assert some == Rows(holds=0b0001, fails=0, unknown=0b1110)
    recorded = columns(*rules, proposals=[proposed], case={"support_need": 3})
    assert recorded.rows(recorded.guideline.rules[0]) == Rows(holds=0, fails=0b1111, unknown=0)


def test_an_outcome_of_two_is_one_outcome_for_each_option() -> None:
    one, other = Rows(0b000011, 0b001100, 0, 0b010000), Rows(0b000101, 0b001010, 0, 0)
    assert combined(max, one, other) == Rows(0b000001, 0b001110, 0, 0b010000)


def test_what_the_offer_can_tell_is_left_to_confirm() -> None:
    found = columns(a_rule("r", "option.free_places > 0", if_unknown="confirm"))
    assert found.rows(found.guideline.rules[0]) == Rows(holds=0b0001, fails=0b0010, unknown=0, confirm=0b1100)
