"""What follows from a placement, or from there being none."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import DAY, catalogue, guideline, shipped
from drawn import case as case_from
from test_reference import agree
from written import SOURCE, TEXT, a_case, a_guideline, a_rule, an_offer, offers

from visit.catalogue import shipped_catalogue
from visit.matching import match
from visit.ranking.values import Ranking
from visit.ranking.whole import granted_under
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.near_misses import NearMisses

SHELTER = {"id": "shelter", "kind": "duty", "text": TEXT, "when": "provision.id == SEL-110", **SOURCE}


def notices(*, acute: bool) -> set[str]:
    """The notices that are surely said of somebody who needs support, beside a shelter."""
    case = case_from(a_case(needs={"areas": ["support"], "must": ["social_contact"]}, flags={"acute": acute}))
    given = catalogue(offers(an_offer("visits", "SEL-85"), an_offer("shelter", "SEL-110")))
    ranking = match(case, given, guideline(a_guideline(notices=[SHELTER])), DAY)
    found = Consequences(Explanation(ranking)).notices(ranking.first)
    return {one.statement.id for one in found if one.surely}


def test_notices_are_asked_of_the_acute_offers_that_are_shown() -> None:
    assert "shelter" in notices(acute=True)
    assert "shelter" not in notices(acute=False)


# --- where no placement meets every need -----------------------------------------------------------------------------

NO_CARE = a_rule("no-care", "not case.legal.covered_by_aeldreloven", provision="SEL-83")
AGE = a_rule("age", "case.age >= 18", provision="SEL-82b")


def nothing_meets_care(*applied: dict[str, Any]) -> Ranking:
    """Support and care for somebody who gets care under another act."""
    document = a_case(
        needs={"areas": ["support", "care"]}, legal={"covered_by_aeldreloven": True}, applied=list(applied)
    )
    given = catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-82b"), an_offer("c", "SEL-83")))
    ranking = match(case_from(document), given, guideline(a_guideline(rules=[NO_CARE, AGE])), DAY)
    assert ranking.first is None
    return ranking


@pytest.mark.parametrize(
    ("applied", "verdict"),
    [
        ({"provision": "SEL-85"}, "alone"),
        ({"provision": "SEL-85", "offer": "a"}, "alone"),
        ({"provision": "SEL-85", "offer": "b"}, "refused"),
        ({"provision": "SEL-82b"}, "open"),
        ({"provision": "SEL-83"}, "refused"),
        ({"provision": "SEL-108"}, "refused"),
    ],
)
def test_what_was_applied_for_is_looked_at_alone(applied: dict[str, Any], verdict: str) -> None:
    found = Consequences(Explanation(nothing_meets_care(applied))).applications(None)
    assert [one.verdict for one in found] == [verdict]


def causes_of_unmet(ranking: Ranking) -> list[tuple[str, list[tuple[int, str, str | None]]]]:
    """Return each requirement that nothing meets, with of how many which rule is the cause, and the nearest of these."""
    misses = NearMisses(Explanation(ranking))
    return [
        (wanted.id, [(n, one.trace.rule.id, one.option and one.option.id) for n, one in misses.causes(wanted)[1]])
        for wanted in misses.unmet()
    ]


def test_what_nothing_meets_is_named_with_the_rule_that_leaves_it_so() -> None:
    assert causes_of_unmet(nothing_meets_care()) == [("area:care", [(1, "no-care", "c/SEL-83")])]


def test_what_no_offer_meets_is_named_too() -> None:
    ranking = match(
        case_from(a_case(needs={"areas": ["work"]})),
        catalogue(offers(an_offer("a", "SEL-85"))),
        guideline(a_guideline()),
        DAY,
    )
    assert causes_of_unmet(ranking) == [("area:work", [])]


def test_who_is_covered_by_the_act_on_elder_care_is_told_where_the_care_comes_from() -> None:
    document = a_case(
        municipality="Ikast-Brande",
        citizen={"age": 60, "home": {"place": "Ikast", "housing": "own"}},
        needs={"areas": ["support", "care"], "must": [], "premises": [], "hours_per_week": {"support": 8}},
        legal={"impairment": "substantial", "kinds": ["mental"], "social_problems": "none", "covered_by_aeldreloven": True},
        target_groups={"primary": "autism-spectrum", "secondary": []},
        support_need=1,
        permanence="permanent",
        consent={"support": "given", "move": "given"},
        flags={"sentence": "none"},
        applied=[{"provision": "SEL-85"}],
    )  # fmt: skip
    ranking = match(case_from(document), shipped_catalogue(), shipped("ikast-brande"), DAY)
    explanation = Explanation(ranking)
    assert ranking.first is None
    consequences = Consequences(explanation)
    assert "care-under-aeldreloven" in {one.statement.id for one in consequences.notices(None) if one.surely}
    assert [one.verdict for one in consequences.applications(None)] == ["alone"]
    ((unmet, causes),) = causes_of_unmet(ranking)
    assert unmet == "area:care"
    assert [rule for _n, rule, _option in causes][:3] == [
        "permanence-temporary",
        "entitlement-sel-108",
        "aeldreloven-first",
    ]


# --- a stay that treats ---------------------------------------------------------------------------------------------

MISUSE = a_rule("e101", "case.target_groups includes drug-misuse", gate="entitlement", provision="SEL-101")
DRUGS = {"primary": "drug-misuse", "secondary": []}
MEETS = {"id": "p", "higher": "placement.meets_application", "of": "placement"}
TREATS: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "a stay that states that it treats": (DRUGS, {"covers": ["treatment_drugs"]}, "SEL-101", "full"),
    "one that includes the treatment": (DRUGS, {"includes": ["SEL-101"]}, "SEL-101", "full"),
    "one that says nothing of it": (DRUGS, {}, "SEL-101", "instead"),
    "one for somebody without a right to treatment": (
        {"primary": "anxiety", "secondary": []}, {"covers": ["treatment_drugs"]}, "SEL-101", "instead",
    ),
    "one for somebody of whom that is not known": (
        {"primary": "anxiety"}, {"covers": ["treatment_drugs"]}, "SEL-101", "instead",
    ),
    "help that comes with the stay is no help at home": (DRUGS, {"includes": ["SEL-85"]}, "SEL-85", "instead"),
}  # fmt: skip


@pytest.mark.parametrize("name", TREATS)
def test_a_stay_that_treats_is_granted_as_treatment_too(name: str) -> None:
    groups, service, applied, verdict = TREATS[name]
    document = a_case(
        needs={"areas": ["home", "support"]}, target_groups=groups, applied=[{"provision": applied}],
        citizen={"home": {"housing": "none"}},
    )  # fmt: skip
    stay = {**an_offer("z", "SEL-107-2"), "services": [{"provision": "SEL-107-2", **service}]}
    asked = (
        case_from(document),
        catalogue(offers(an_offer("a", "SEL-107-2"), stay)),
        guideline(a_guideline(rules=[MISUSE], preferences=[MEETS])),
    )
    agree(*asked)
    ranking = match(*asked, DAY)
    assert [one.id for one in ranking.placements] == ["a/SEL-107-2", "z/SEL-107-2"][:: -1 if verdict == "full" else 1]
    placement = next(one for one in ranking.placements if one.id == "z/SEL-107-2")
    assert [one.verdict for one in Consequences(Explanation(ranking)).applications(placement)] == [verdict]
    under = granted_under(placement.parts[0], ranking.side)
    assert under == {"SEL-107-2", *(["SEL-101"] if verdict == "full" else [])}


def test_a_stay_that_treats_does_not_come_before_treatment_at_home() -> None:
    document = a_case(
        needs={"must": ["treatment_drugs"]}, target_groups=DRUGS, applied=[{"provision": "SEL-101"}],
        wishes={"offers": ["z"]},
    )  # fmt: skip
    stay = {**an_offer("z", "SEL-107-2"), "covers": ["treatment_drugs"]}
    low_first = {"id": "least-intrusive", "lower": "option.step", "over": "all"}
    given = catalogue(offers(an_offer("a", "SEL-101"), stay))
    ranking = match(case_from(document), given, guideline(a_guideline(rules=[MISUSE], preferences=[low_first])), DAY)
    assert [one.id for one in ranking.placements] == ["a/SEL-101", "z/SEL-107-2"]
