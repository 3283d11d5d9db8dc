"""The order among what is undecided, a small case for each criterion: engine and reference give the answer that stands here."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline, shipped
from test_reference import agree
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.ranking.undecided import CRITERIA
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing

SUPPORT = {"areas": ["support"]}
COMPANY = {"must": ["companionship"]}
AGE = a_rule("age", "case.age >= 18")
DEAFBLIND = a_rule("e98", "case.target_groups includes deafblindness", gate="entitlement", provision="SEL-98")
MISUSE = a_rule("e141", "case.target_groups includes alcohol-misuse", gate="entitlement", provision="SUL-141")
FREE = a_rule("free", "option.free_places >= 1")
FREE_TWICE = a_rule("again", "option.free_places >= 2 or option.waiting_days <= 0")
LEVEL = a_rule("level", "option.specialisation >= 1", gate="sufficiency")
HELD = a_rule("held", "case.consent.move == given", strength="hold", by="municipality", provision="SEL-12")
LOW_STEP = [{"id": "least-intrusive", "lower": "option.step", "over": "all"}]
GROUP_LEFT_OUT = {"primary": "autism-spectrum"}


def running(offer: str, provision: str) -> dict[str, Any]:
    return {"offer": offer, "service": provision, "question": "review"}


ORDERED: dict[str, tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any], list[str], str]] = {
    "what is for a group that nobody has recorded comes after what is for everybody": (
        {"target_groups": GROUP_LEFT_OUT, "needs": COMPANY},
        [an_offer("a", "SEL-98"), an_offer("z", "SEL-85")],
        {"rules": [AGE, DEAFBLIND, a_rule("floor", "option.specialisation >= 1", provision="SEL-85")]},
        ["z/SEL-85", "a/SEL-98"],
        "group-recorded",
    ),
    "so does treatment of a misuse that nobody has recorded": (
        {"target_groups": {"primary": "depression"}, "needs": {"areas": ["treatment"]}},
        [an_offer("a", "SUL-141"), an_offer("z", "SEL-102")],
        {"rules": [AGE, MISUSE], "preferences": LOW_STEP},
        ["z/SEL-102", "a/SUL-141"],
        "group-recorded",
    ),
    "whoever is recorded in the group is": (
        {"target_groups": {"primary": "alcohol-misuse"}, "needs": {"areas": ["treatment"]}},
        [an_offer("a", "SUL-141"), an_offer("z", "SEL-102")],
        {"rules": [AGE, MISUSE], "preferences": LOW_STEP},
        ["a/SUL-141", "z/SEL-102"],
        "least-intrusive",
    ),
    "a wish does not lift what is for a group": (
        {"target_groups": GROUP_LEFT_OUT, "needs": COMPANY, "wishes": {"offers": ["a"]}},
        [an_offer("a", "SEL-98"), an_offer("z", "SEL-85")],
        {"rules": [AGE, DEAFBLIND]},
        ["z/SEL-85", "a/SEL-98"],
        "group-recorded",
    ),
    "what may await nobody comes before a wish": (
        {"needs": SUPPORT, "wishes": {"offers": ["a"]}, "consent": {"move": "refused"}},
        [an_offer("a", "SEL-12"), an_offer("z", "SEL-85")],
        {"rules": [AGE, HELD]},
        ["z/SEL-85", "a/SEL-12"],
        "no-other-decision",
    ),
    "a wish comes before fewer facts that offers have to tell": (
        {"needs": SUPPORT, "wishes": {"offers": ["z"]}},
        [an_offer("a", "SEL-85", free=1), an_offer("z", "SEL-85")],
        {"rules": [AGE, FREE]},
        ["z/SEL-85", "a/SEL-85"],
        "wish-first",
    ),
    "a wish comes before what runs now": (
        {"needs": SUPPORT, "wishes": {"offers": ["z"]}, "citizen": {"current": [running("a", "SEL-85")]}},
        [an_offer("a", "SEL-85"), an_offer("z", "SEL-85")],
        {"rules": [AGE]},
        ["z/SEL-85", "a/SEL-85"],
        "wish-first",
    ),
    "what runs now comes before fewer facts that offers have to tell": (
        {"needs": SUPPORT, "citizen": {"current": [running("z", "SEL-85")]}},
        [an_offer("a", "SEL-85", free=1), an_offer("z", "SEL-85")],
        {"rules": [AGE, FREE]},
        ["z/SEL-85", "a/SEL-85"],
        "kept-first",
    ),
    "two of what runs now come before one": (
        {
            "needs": {"areas": ["support", "activity"]},
            "citizen": {"current": [running("y", "SEL-85"), running("z", "SEL-104")]},
        },
        [an_offer("a", "SEL-85"), an_offer("b", "SEL-104"), an_offer("y", "SEL-85"), an_offer("z", "SEL-104")],
        {"rules": [AGE]},
        ["y/SEL-85+z/SEL-104", "a/SEL-85+z/SEL-104", "b/SEL-104+y/SEL-85", "a/SEL-85+b/SEL-104"],
        "kept-first",
    ),
    "a fact that two rules wait for counts once": (
        {"needs": SUPPORT},
        [an_offer("a", "SEL-85", free=2), an_offer("z", "SEL-85")],
        {"rules": [AGE, FREE, a_rule("more", "option.free_places >= 2"), LEVEL], "parameters": {}},
        ["a/SEL-85", "z/SEL-85"],
        "fewest-unknown",
    ),
    "two facts of one rule count as two": (
        {"needs": SUPPORT},
        [an_offer("a", "SEL-85"), an_offer("z", "SEL-85", waiting_days=3)],
        {"rules": [AGE, FREE_TWICE]},
        ["z/SEL-85", "a/SEL-85"],
        "fewest-unknown",
    ),
    "what the citizen alone can tell does not count": (
        {"needs": SUPPORT},
        [an_offer("a", "SEL-85"), an_offer("z", "SEL-12")],
        {"rules": [AGE, a_rule("level", "case.support_need >= 2", provision="SEL-85")]},
        ["a/SEL-85", "z/SEL-12"],
        "id",
    ),
}


def ranked(name: str) -> Ranking:
    fields, written_offers, sections, _order, _criterion = ORDERED[name]
    asked = case(a_case(**fields)), catalogue(offers(*written_offers)), guideline(a_guideline(**sections))
    agree(*asked)
    return match(*asked, DAY)


@pytest.mark.parametrize("name", ORDERED)
def test_the_undecided_in_order(name: str) -> None:
    ranking, (*_fields, order, criterion) = ranked(name), ORDERED[name]
    assert [one.id for one in ranking.placements] == order
    assert {one.standing.value for one in ranking.placements} == {"undecided"}
    assert Explanation(ranking).separation(*ranking.placements[:2]).criterion == criterion


def test_two_rules_that_wait_for_one_fact_count_once() -> None:
    ranking = ranked("a fact that two rules wait for counts once")
    found = {one.id: dict(zip(CRITERIA, [by.key for by in one.order[1:6]], strict=True)) for one in ranking.placements}
    assert found == {
        "a/SEL-85": dict(zip(CRITERIA, [(0,), (0,), (0,), (0,), (0,)], strict=True)),
        "z/SEL-85": dict(zip(CRITERIA, [(0,), (0,), (0,), (0,), (1,)], strict=True)),
    }


WORDS = {
    "group-recorded": ("for everybody, or for a group that the citizen is recorded in", ("yes", "no")),
    "no-other-decision": ("nobody else has to decide first", ("yes", "no")),
    "wish-first": ("the citizen's own wish", ("yes", "no")),
    "kept-first": ("keeps more of what runs now", ("1", "0")),
    "fewest-unknown": ("fewest unknown facts", ("0", "1")),
}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_what_parts_two_undecided_is_said(criterion: str) -> None:
    name = next(name for name, (*_rest, by) in ORDERED.items() if by == criterion)
    ranking = ranked(name)
    phrasing, separation = Phrasing(ranking.guideline, "en"), Explanation(ranking).separation(*ranking.placements[:2])
    assert (phrasing.criterion(separation), phrasing.separation(separation)) == WORDS[criterion]


def test_what_can_be_granted_has_none_of_these() -> None:
    ranking = match(
        case(a_case(needs=SUPPORT, wishes={"offers": ["z"]})),
        catalogue(offers(an_offer("a", "SEL-85"), an_offer("z", "SEL-85"))),
        guideline(a_guideline()),
        DAY,
    )
    assert [[by.key for by in one.order[1:6]] for one in ranking.placements] == [[(0,)] * 5] * 2


@pytest.mark.parametrize(("needs", "expected"), [(SUPPORT, ["z/SEL-85"]), (COMPANY, ["z/SEL-85", "a/SEL-98"])])
def test_a_contact_person_for_the_deafblind_does_not_come_first_for_somebody_with_autism(
    needs: dict[str, Any], expected: list[str]
) -> None:
    document = a_case(
        citizen={"age": 30, "home": {"place": "Esbjerg", "housing": "own"}},
        target_groups=GROUP_LEFT_OUT,
        support_need=3,
        legal={"impairment": "substantial"},
        needs=needs,
        consent={"support": "given"},
    )
    contact = an_offer("a", "SEL-98", operator={"type": "municipal", "municipality": "Esbjerg"})
    support = an_offer("z", "SEL-85", operator={"type": "municipal", "municipality": "Esbjerg"})
    asked = case(document), catalogue(offers(contact, support)), shipped("serviceloven")
    agree(*asked)
    assert [one.id for one in match(*asked, DAY).placements] == expected
