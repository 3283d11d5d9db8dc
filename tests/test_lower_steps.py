"""What is said of the steps below a placement: every option there once, by the first reason why it is not enough."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.lower_steps import steps_below
from visit.render.steps_below import step_lines, steps_document
from visit.render.why_sheet import WhySheet

STAY = an_offer("stay", "SEL-107-1")
AT_HOME = {"home": {"housing": "own", "place": "Esbjerg"}}
NEEDS = {"areas": ["home", "support"], "hours_per_week": {"support": 6}}
BARRED = a_rule("barred", "option.internal", provision=["SEL-85"])
RARE = a_rule("rare", "option.internal", provision=["SEL-85"], strength="presumption")
PRIVATE = {"operator": {"type": "private"}}


def visits(**fields: Any) -> dict[str, Any]:
    """Help in the home, on step 4."""
    return an_offer("visits", "SEL-85", mobile=True, **fields)


def account(*rows: dict[str, Any], rules: Any = (), **fields: Any) -> tuple[Explanation, Any]:
    """The ranking of a stay beside other offers, and the stay."""
    one = a_case(**{"citizen": AT_HOME, "needs": NEEDS, **fields})
    ranking = match(case(one), catalogue(offers(STAY, *rows)), guideline(a_guideline(rules=list(rules))), DAY, top=9)
    stays = next(each for each in ranking.placements if any(part.id == "stay/SEL-107-1" for part in each.parts))
    return Explanation(ranking), stays


def at_step_4(*rows: dict[str, Any], **fields: Any) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """What is said of the options on step 4."""
    found = next(step for step in steps_below(*account(*rows, **fields)) if step.number == 4)
    return [(row.ground.value, row.rules, [option.id for option in row.options]) for row in found.failing]


@pytest.mark.parametrize(
    ("offer", "fields", "ground", "rules"),
    [
        (visits(**PRIVATE), {"rules": [BARRED]}, "ruled_out", ("barred",)),
        (visits(), {"answers": [{"offer": "visits", "answer": "refuses"}]}, "refused", ()),
        (visits(), {"answers": [{"offer": "visits", "answer": "waiting"}]}, "waiting_list", ()),
        (visits(free=0), {}, "no_place", ()),
        (visits(), {"tried": [{"provision": "SEL-85", "result": "not_enough"}]}, "tried", ()),
        (visits(hours_per_week=4), {}, "too_few_hours", ()),
        (visits(), {"needs": {**NEEDS, "areas": ["home", "support", "activity"]}}, "part_of_the_needs", ()),
        (visits(**PRIVATE), {"rules": [RARE]}, "by_exception", ("rare",)),
        (visits(), {"rules": [a_rule("open", "case.flags.acute", provision=["SEL-85"])]}, "undecided", ()),
    ],
)
def test_each_option_by_its_first_reason(offer: Any, fields: Any, ground: str, rules: tuple[str, ...]) -> None:
    needs = {} if "needs" in fields else {"needs": {**NEEDS, "areas": ["support"]}}
    extra = (an_offer("days", "SEL-104"),) if "needs" in fields else ()
    assert at_step_4(offer, *extra, **{**needs, **fields}) == [(ground, rules, ["visits/SEL-85"])]


def test_every_option_of_a_lower_step_is_counted_once() -> None:
    explanation, stays = account(visits(), an_offer("advice", "SEL-12"), an_offer("acute", "SEL-110"))
    listed = [option.id for step in steps_below(explanation, stays) for row in step.failing for option in row.options]
    assert sorted(listed) == ["advice/SEL-12", "visits/SEL-85"]


def test_steps_without_an_offer_are_told_in_one_line() -> None:
    explanation, stays = account()
    with speaking("en"):
        lines = [*step_lines(explanation, stays, Phrasing(explanation.ranking.guideline, "en"))]
    assert len(lines) == 1
    assert lines[0].endswith(": no offer in the catalogue")
    with speaking("da"):
        (line,) = step_lines(explanation, stays, Phrasing(explanation.ranking.guideline, "da"))
    assert line.endswith(": intet tilbud i kataloget")


def test_nothing_is_below_help_at_the_lowest_step() -> None:
    explanation, _stays = account(visits())
    lowest = min(explanation.ranking.placements, key=lambda one: one.facts["placement.home_step"])
    numbers = [row["step"] for row in steps_document(explanation, lowest)]
    assert all(number < lowest.facts["placement.home_step"] for number in numbers)


def test_as_data() -> None:
    explanation, stays = account(visits(free=0))
    assert {"ground": "no_place", "gate": None, "rules": [], "options": ["visits/SEL-85"]} in [
        row for step in steps_document(explanation, stays) for row in step["failing"]
    ]


def test_a_limit_that_the_offer_sets_is_told_as_its_own() -> None:
    explanation, _stays = account(visits(hours_per_week=4), needs={**NEEDS, "areas": ["support"]})
    option = next(one for one in explanation.ranking.options if one.id == "visits/SEL-85")
    with speaking("en"):
        sheet = WhySheet(explanation.ranking, "en")
        assert [*sheet.own_limit(option)] == [
            "gives at most 4\N{NO-BREAK SPACE}hours a week: the offer's own limit, which does not measure the need"
        ]
        enough, _stays = account(visits(hours_per_week=6), needs={**NEEDS, "areas": ["support"]})
        option = next(one for one in enough.ranking.options if one.id == "visits/SEL-85")
        assert [*WhySheet(enough.ranking, "en").own_limit(option)] == []
