"""A row of a cases file asks the engine: a rule of placements gives there what it gives in a ranking."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import Engine
from visit.reading.source import Document
from visit.reasons.explanation import Explanation
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import Outcome
from visit.trials.reading import cases_of
from visit.trials.rows import try_row

PROPOSED = {"id": "p", "fact": "case.support_need", "value": 3, "when": "case.age >= 30"}
WHOLE = {"of": "placement"}
DEAR = "placement.price_dkk_per_day <= 1000"
RULES: list[tuple[str, dict[str, Any], int | None, Outcome, str, list[str]]] = [
    ("holds", a_rule("w", DEAR, **WHOLE), 900, Outcome.HOLDS, "holds", []),
    ("fails", a_rule("w", DEAR, strength="presumption", **WHOLE), 1100, Outcome.FAILS, "by_exception", []),
    ("is unknown", a_rule("w", DEAR, **WHOLE), None, Outcome.UNKNOWN, "undecided", ["placement.price_dkk_per_day"]),
    (
        "is to be confirmed",
        a_rule("w", DEAR, if_unknown="confirm", **WHOLE),
        None,
        Outcome.CONFIRM,
        "confirm",
        ["placement.price_dkk_per_day"],
    ),
    (
        "fails on a proposal, which never rules out",
        a_rule("w", f"{DEAR} or case.support_need < 2", **WHOLE),
        1100,
        Outcome.UNKNOWN,
        "undecided",
        ["case.support_need"],
    ),
    (
        "fails on a proposal, which an offer cannot confirm",
        a_rule("w", f"{DEAR} or case.support_need < 2", if_unknown="confirm", **WHOLE),
        1100,
        Outcome.UNKNOWN,
        "undecided",
        ["case.support_need"],
    ),
]


@pytest.mark.parametrize(
    ("rule", "price", "outcome", "then", "missing"), [row[1:] for row in RULES], ids=[row[0] for row in RULES]
)
def test_a_rule_of_placements(
    rule: dict[str, Any], price: int | None, outcome: Outcome, then: str, missing: list[str]
) -> None:
    written = guideline(a_guideline(rules=[rule], proposals=[PROPOSED]))
    known = {} if price is None else {"price_dkk_per_day": price}
    row: dict[str, Any] = {"case": {"citizen": {"age": 40}}, "placement": known, "then": then, "missing": missing}
    block = {"rule": "w", "rows": [{"as_of": DAY.isoformat(), **row}]}
    (trial,) = cases_of(Document("cases", {"guideline": "written", "rules": [block]}), "Esbjerg").rows
    assert try_row(trial, Dependencies(written)).differences == ()

    document = a_case(citizen={"age": 40}, needs={"areas": ["support"]})
    engine = Engine(catalogue(offers(an_offer("a", "SEL-85", **known))), written)
    ranking = engine.match(case(document), DAY)
    (placement,) = ranking.placements
    given = dict.fromkeys(["w"], Outcome.HOLDS) | {rule.id: given for rule, given in placement.failed}
    assert given == {"w": outcome}
    open_facts = [reason.trace.missing for reason in Explanation(ranking).not_holding(placement, rule["strength"])]
    assert open_facts == ([tuple(missing)] if outcome in (Outcome.FAILS, Outcome.UNKNOWN) else [])
    waited_for = {fact for one in Explanation(ranking).missing(placement) for fact in [one.fact] if "w" in one.rules}
    to_confirm = {one.fact for one in Explanation(ranking).to_confirm(placement) if "w" in one.rules}
    asked = {
        "option.price_dkk_per_day" if one == "placement.price_dkk_per_day" else one for one in missing
    }  # of its part
    assert waited_for == (asked if outcome is Outcome.UNKNOWN else set())
    assert to_confirm == (asked if outcome is Outcome.CONFIRM else set())
    again = engine._matching(case(document), DAY).placing.any_set([ranking.options.index(placement.parts[0])])
    assert (again.standing, again.failed) == (placement.standing, placement.failed)
