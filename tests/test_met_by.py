"""Whether a suitable placement has a part of a kind, and whether a lower step was tried before the next: small cases of both."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.catalogue import catalogue_of
from visit.errors import Problems
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reading.source import Document
from visit.reasons.explanation import Explanation
from visit.rules.guideline.admission import check_terms
from visit.rules.language.values import UNKNOWN

OWN_HOME = {"citizen": {"home": {"housing": "own", "place": "Esbjerg"}}, "needs": {"areas": ["home", "support"]}}
VISITS = an_offer("visits", "SEL-85", mobile=True)
GROUP_HOME = an_offer("stay", "SEL-107-1")
CHOSEN = an_offer("chosen", "SEL-108")
FAILED = [{"provision": "SEL-85", "until": "2026-06-30", "result": "not_enough"}]
AT_TWO = a_rule("two", "case.support_need >= 2", provision=["SEL-85"])
FULL = a_rule("free", "option.free_places >= 1", provision=["SEL-85"])


def ranked(*rules: dict[str, Any], rows: Any = (VISITS, GROUP_HOME), **fields: Any) -> Ranking:
    """A ranking of a few offers for somebody with a home of their own who needs support."""
    one = a_case(**{**OWN_HOME, **fields})
    return match(case(one), catalogue(offers(*rows)), guideline(a_guideline(rules=list(rules))), DAY)


def fact(ranking: Ranking, name: str, option: str = "stay/SEL-107-1") -> Any:
    """A comparative fact of an option."""
    found = next(one for one in ranking.options if one.id == option)
    return ranking.comparative.of_each(found)[name]


ASKS = a_rule(
    "asks",
    "not met_by(SEL-85) or met_by(H4) or met_by(H2) or met_by(free_choice) or met_by(SEL-107) or tried_lower",
    strength="presumption",
)


@pytest.mark.parametrize(
    ("what", "expected"),
    [("SEL-85", True), ("H4", True), ("SEL-107", True), ("H2", False), ("free_choice", False)],
)
def test_a_part_of_a_kind(what: str, expected: bool) -> None:
    assert fact(ranked(ASKS), f"met_by({what})") is expected


def test_a_home_of_the_free_choice_is_a_part() -> None:
    assert fact(ranked(ASKS, rows=(VISITS, CHOSEN)), "met_by(free_choice)", "chosen/SEL-108") is True


def test_what_refused_or_has_no_place_does_not_count() -> None:
    refused = [{"offer": "visits", "answer": "refuses"}]
    assert fact(ranked(ASKS, answers=refused), "met_by(SEL-85)") is False
    assert (
        fact(ranked(ASKS, rows=(an_offer("visits", "SEL-85", mobile=True, free=0), GROUP_HOME)), "met_by(SEL-85)")
        is False
    )


def test_what_waits_for_the_citizen_is_unknown_and_what_waits_for_the_offer_is_passed_over() -> None:
    assert fact(ranked(ASKS, AT_TWO), "met_by(SEL-85)") is UNKNOWN
    passed_over = ranked(a_rule("only", "not met_by(SEL-85)", provision=["SEL-107-1"]), FULL)
    assert fact(passed_over, "met_by(SEL-85)") is False
    ways = Explanation(passed_over).other_ways(passed_over.placements[0])
    assert {(way.option.id, way.facts, way.rules) for way in ways} == {
        ("visits/SEL-85", ("option.free_places",), ("only",))
    }


@pytest.mark.parametrize(
    ("tried", "expected"),
    [(None, UNKNOWN), ([], False), (FAILED, True), ([{**FAILED[0], "result": "helped"}], False)],
)
def test_one_step_is_tried_before_the_next(tried: Any, expected: Any) -> None:
    found = ranked(ASKS, **({} if tried is None else {"tried": tried}))
    assert fact(found, "tried_lower") is expected
    assert fact(found, "met_lower") is True


def test_where_nothing_lower_meets_the_need_nothing_has_to_be_tried() -> None:
    assert fact(ranked(ASKS, rows=(GROUP_HOME,), tried=[]), "tried_lower") is True
    assert fact(ranked(ASKS, rows=(GROUP_HOME,)), "tried_lower") is True


def test_what_is_missing_is_what_was_tried() -> None:
    rule = a_rule("one-step", "tried_lower", provision=["SEL-107-1"])
    found = ranked(rule)
    index = next(n for n, one in enumerate(found.options) if one.id == "stay/SEL-107-1")
    assert found.outcomes["one-step"].unknown >> index & 1
    stays = next(one for one in found.placements if one.parts[-1].id == "stay/SEL-107-1")
    assert "case.tried" in {one.fact for one in Explanation(found).missing(stays)}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("met_by(SEL-85x)", 'unknown code "SEL-85x"'),
        ("met_by(3)", "met_by() takes one provision, one step, one group of offers, or free_choice"),
        ("met_by(SEL-85, H4)", "met_by() takes one provision, one step, one group of offers, or free_choice"),
        ("met_by(H12)", 'unknown code "H12"'),
    ],
)
def test_a_kind_that_does_not_exist_is_told(written: str, message: str) -> None:
    with pytest.raises(Problems, match=r"met_by|unknown code") as raised:
        guideline(a_guideline(rules=[a_rule("asks", written)]))
    assert message in str(raised.value)


def test_an_operator_cannot_compare_placements() -> None:
    document = Document("drawn catalogue", offers(an_offer("o", "SEL-104", excludes="met_by(SEL-85)")))
    with pytest.raises(Problems, match="only a guideline can read it"):
        check_terms(catalogue_of(document), document)
