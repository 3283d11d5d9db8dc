"""What fills a needed area of which nothing more is said."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from reference import Reference
from written import a_case, a_guideline, an_offer, offers

from visit.matching import match
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation

DEAFBLIND = {"primary": "acquired-deafblindness", "secondary": []}
SEEING = {"primary": "autism-spectrum", "secondary": []}
ANOTHER = {"primary": "autism-spectrum"}
ASKED = {"applied": [{"provision": "SEL-96"}]}
WISHED = {"wishes": {"offers": ["o"]}}
RUNS = {"citizen": {"current": [{"offer": "o", "service": "SEL-96", "question": "review"}]}}

FILLS: dict[str, tuple[str, str, dict[str, Any], bool]] = {
    "advice at a slight need": ("SEL-12", "support", {"support_need": 1}, True),
    "advice at more than that": ("SEL-12", "support", {"support_need": 2}, False),
    "advice where the need is not known": ("SEL-10", "support", {}, True),
    "an open offer at more than a slight need": ("SEL-79", "support", {"support_need": 2}, False),
    "an open offer, for activity": ("SEL-79", "activity", {"support_need": 4}, True),
    "a group at more than a slight need": ("SEL-82a", "support", {"support_need": 3}, False),
    "a group, for activity": ("SEL-82a", "activity", {"support_need": 3}, True),
    "a short course for one person": ("SEL-82b", "support", {"support_need": 3}, True),
    "support": ("SEL-85", "support", {"support_need": 4}, True),
    "support in a group, at a slight need": ("SEL-85 group", "support", {"support_need": 1}, True),
    "support in a group, at more than that": ("SEL-85 group", "support", {"support_need": 2}, False),
    "support in an open offer": ("SEL-85 open", "support", {"support_need": 2}, False),
    "care in a group": ("SEL-83a group", "care", {"support_need": 3}, False),
    "activity in an open offer": ("SEL-104 open", "activity", {"support_need": 3}, True),
    "support in a group where the need is not known": ("SEL-85 group", "support", {}, True),
    "own helpers in an open offer that nobody asked for": ("SEL-96 open", "support", {"support_need": 1}, False),
    "own helpers that nobody asked for": ("SEL-96", "care", {"support_need": 3}, False),
    "own helpers at a slight need": ("SEL-95", "care", {"support_need": 1}, False),
    "own helpers that are applied for": ("SEL-96", "care", {"support_need": 3, **ASKED}, True),
    "own helpers that are wished": ("SEL-96", "care", {"support_need": 3, **WISHED}, True),
    "own helpers that run now": ("SEL-96", "care", {"support_need": 3, **RUNS}, True),
    "a contact person for the deafblind": ("SEL-98", "support", {"target_groups": DEAFBLIND}, True),
    "one for somebody who is not deafblind": ("SEL-98", "support", {"target_groups": SEEING}, False),
    "one for somebody of whom another group is recorded": ("SEL-98", "support", {"target_groups": ANOTHER}, False),
    "one for somebody of whom no group is recorded": ("SEL-98", "support", {}, True),
}


@pytest.mark.parametrize("entrance", [True, False])
def test_an_entrance_to_several_places_fills_nothing(entrance: bool) -> None:
    offer = {**an_offer("o", "SEL-104"), "entrance": entrance}
    asked = case(a_case(needs={"areas": ["activity"]})), catalogue(offers(offer)), guideline(a_guideline()), DAY
    assert [one.id for one in match(*asked).placements] == ["o/SEL-104"] * (not entrance)
    assert [one.ids for one in Reference(*asked).placements] == [("o/SEL-104",)] * (not entrance)


def ranking(provision: str, area: str, fields: dict[str, Any], **of_guideline: Any) -> Ranking:
    document = a_case(needs={"areas": [area]}, **fields)
    provision, _space, kind = provision.partition(" ")
    offer = an_offer("o", provision, **({"kind": kind} if kind else {}))
    asked = case(document), catalogue(offers(offer)), guideline(a_guideline(**of_guideline)), DAY
    found = match(*asked)
    assert [one.id for one in found.placements] == ["+".join(one.ids) for one in Reference(*asked).placements]
    return found


@pytest.mark.parametrize("name", FILLS)
def test_what_fills_an_area_of_which_nothing_more_is_said(name: str) -> None:
    provision, area, fields, fills = FILLS[name]
    expected = [f"o/{provision.partition(' ')[0]}"] * fills
    assert [one.id for one in ranking(provision, area, fields).placements] == expected


def test_what_a_need_asks_for_is_met_by_whatever_covers_it() -> None:
    found = match(
        case(a_case(needs={"areas": ["support"], "must": ["counselling"]}, support_need=3)),
        catalogue(offers(an_offer("o", "SEL-12"))),
        guideline(a_guideline()),
        DAY,
    )
    assert [one.id for one in found.placements] == ["o/SEL-12"]


@pytest.mark.parametrize(
    ("needs", "groups", "met"),
    [
        ({"must": ["companionship"]}, ANOTHER, True),
        ({"must": ["deafblind_contact"]}, ANOTHER, True),
        ({"must": ["social_contact"]}, ANOTHER, False),
        ({"must": ["social_contact"]}, DEAFBLIND, True),
        ({"must": ["social_contact"]}, {}, True),
        ({"areas": [], "hours_per_week": {"support": 4}}, ANOTHER, False),
        ({"areas": [], "hours_per_week": {"support": 4}}, DEAFBLIND, True),
    ],
)
def test_a_service_for_another_group_meets_what_it_is_there_for_alone(
    needs: dict[str, Any], groups: dict[str, Any], met: bool
) -> None:
    asked = (
        case(a_case(needs=needs, target_groups=groups)),
        catalogue(offers(an_offer("o", "SEL-98"))),
        guideline(a_guideline()),
        DAY,
    )
    assert [one.id for one in match(*asked).placements] == ["o/SEL-98"] * met
    assert [one.ids for one in Reference(*asked).placements] == [("o/SEL-98",)] * met


def test_a_proposed_need_keeps_nothing_from_filling_an_area() -> None:
    proposal = {"id": "p", "fact": "case.support_need", "value": 4, "when": "case.age >= 18"}
    found = ranking("SEL-12", "support", {"citizen": {"age": 40}}, proposals=[proposal])
    assert [one.id for one in found.placements] == ["o/SEL-12"]


@pytest.mark.parametrize(
    ("provision", "fields", "asks"),
    [("SEL-12", {}, True), ("SEL-12", {"support_need": 1}, False), ("SEL-85", {}, False)],
)
def test_a_need_that_is_not_known_is_to_confirm_where_advice_fills_an_area(
    provision: str, fields: dict[str, Any], asks: bool
) -> None:
    found = ranking(provision, "support", fields)
    assert found.first is not None
    confirm = Explanation(found).to_confirm(found.first)
    assert ("case.support_need" in [one.fact for one in confirm]) is asks


@pytest.mark.parametrize(
    ("groups", "said"), [(ANOTHER, True), (SEEING, False), ({"primary": "acquired-deafblindness"}, False), ({}, False)]
)
def test_a_no_says_that_help_for_a_group_waits_for_the_group(groups: dict[str, Any], said: bool) -> None:
    found = ranking("SEL-98", "support", {"target_groups": groups})
    assert Explanation(found).assumptions.of_groups is said
