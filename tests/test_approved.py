"""Whether another, approved offer under a provision is suitable and has a place; and what an acute case makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline, quiet, shipped
from hypothesis import given
from hypothesis import strategies as st
from test_reference import agree
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.matching import match
from visit.ranking import approved
from visit.ranking.approved import may_meet
from visit.ranking.values import Meeting
from visit.reasons.explanation import Explanation
from visit.rules.language.values import UNKNOWN, Value

APPROVED: dict[str, Any] = {"approved": {"by": "Socialtilsyn Midt"}, "free": 1}
NEEDS = {"needs": {"areas": ["support"], "must": ["social_contact"]}}
FIRST = a_rule(
    "first", "not approved_match", when="case.flags.acute and option.approved == false", if_unknown="confirm"
)
RULES = guideline(a_guideline(rules=[FIRST]))


def found(other: dict[str, Any], *, provision: str = "SEL-85", **fields: Any) -> Value:
    """Return what is found for an unapproved offer, beside another."""
    document = a_case(**{**NEEDS, **fields})
    listed = catalogue(offers(an_offer("a", "SEL-85", approved={"approved": False}), an_offer("b", provision, **other)))
    return match(case(document), listed, RULES, DAY).comparative.approved["a/SEL-85"]


@pytest.mark.parametrize(
    ("other", "fields", "wanted"),
    [
        (APPROVED, {}, True),
        ({**APPROVED, "free": 0}, {}, False),
        ({"approved": APPROVED["approved"]}, {}, UNKNOWN),
        ({"free": 1}, {}, UNKNOWN),
        ({"approved": {"approved": False}, "free": 1}, {}, False),
        ({**APPROVED, "approved": {"by": "Socialtilsyn Midt", "until": "2026-11-21"}}, {}, False),
        ({**APPROVED, "lacks": ["social_contact"]}, {}, False),
        (APPROVED, {"answers": [{"offer": "b", "answer": "refuses"}]}, False),
        (APPROVED, {"answers": [{"offer": "b", "answer": "waiting"}]}, False),
        ({**APPROVED, "free": 0}, {"answers": [{"offer": "b", "answer": "accepts"}]}, True),
    ],
)
def test_an_approved_offer_with_a_place(other: dict[str, Any], fields: dict[str, Any], wanted: Value) -> None:
    assert found(other, **fields) is wanted


OPEN: dict[str, tuple[str, dict[str, Any], dict[str, Any], list[tuple[str, str]]]] = {
    "whether it is approved": ("SEL-85", {"free": 1}, {}, [("b", "option.approved")]),
    "whether it has a place": ("SEL-85", {"approved": APPROVED["approved"]}, {}, [("b", "option.free_places")]),
    "both": ("SEL-85", {}, {}, [("b", "option.approved"), ("b", "option.free_places")]),
    "whether it meets a need": (
        "SEL-85",
        APPROVED,
        {"needs": {"must": ["peer_contact"]}},
        [("b", "need:peer_contact")],
    ),
    "how much the other meets, where nothing is open of it": ("SEL-82b", APPROVED, {}, [("a", "need:social_contact")]),
    "nothing where there is one": ("SEL-85", APPROVED, {}, []),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_is_asked_names_the_offers(name: str) -> None:
    provision, other, fields, wanted = OPEN[name]
    document = a_case(**{**NEEDS, **fields, "flags": {"acute": True}})
    unapproved = an_offer("a", provision, approved={"approved": False}, covers=["social_contact"])
    listed = catalogue(offers(unapproved, an_offer("b", provision, **{"covers": ["social_contact"], **other})))
    entitled = a_rule("e85", "case.support_need >= 1", gate="entitlement", provision="SEL-85")
    ranking = match(case(document), listed, guideline(a_guideline(rules=[FIRST, entitled])), DAY)
    comparative, explanation = ranking.comparative, Explanation(ranking)
    for option in ranking.options:
        assert bool(comparative.approved_open(option)) is (comparative.approved[option.id] is UNKNOWN)
    found = [one for one in ranking.placements if [part.offer.id for part in one.parts] == ["a"]]
    asked = [one for placement in found for one in explanation.to_confirm(placement) if "first" in one.rules]
    assert [(one.option.offer.id, one.fact) for one in asked if one.option is not None] == wanted


def test_an_offer_under_another_provision_does_not_count() -> None:
    assert found(APPROVED, provision="SEL-82b") is False


def test_one_that_is_less_than_enough_does_not_count() -> None:
    both = {"needs": {"areas": ["support"], "must": ["social_contact", "training_home_skills"]}}
    assert found(APPROVED, **both) is True
    assert found({**APPROVED, "lacks": ["training_home_skills"]}, **both) is False


OTHER = st.fixed_dictionaries(
    {},
    optional={
        "approved": st.sampled_from(({"by": "Socialtilsyn Midt", "tilbudsportalen": True}, {"approved": False})),
        "free": st.integers(0, 1),
        "lacks": st.just(["training_home_skills"]),
        "ages": st.sampled_from(([18, None], [50, None])),
        "specialisation": st.sampled_from(({"anxiety": 2}, {"anxiety": 1})),
        "operator": st.just({"type": "private"}),
    },
)
ACUTE = st.fixed_dictionaries(
    {
        "flags": st.just({"acute": True}),
        "needs": st.just({"areas": ["home"], "must": ["a_home", "extensive_daily_help"]}),
        "permanence": st.just("temporary"),
        "consent": st.just({"support": "given", "move": "given"}),
    },
    optional={
        "citizen": st.sampled_from(({"age": 40}, {"age": 40, "home": {"housing": "cannot_stay"}})),
        "target_groups": st.just({"primary": "anxiety", "secondary": []}),
        "support_need": st.integers(1, 3),
        "legal": st.just({"impairment": "substantial", "social_problems": "none"}),
        "answers": st.sampled_from(
            ([{"offer": "b", "answer": "accepts"}], [{"offer": "b", "answer": "refuses"}], [{"offer": "a", "answer": "accepts"}])
        ),
    },
)  # fmt: skip


@quiet(60)
@given(ACUTE, st.lists(OTHER, min_size=2, max_size=3))
def test_the_engine_finds_what_the_reference_finds_in_acute_cases(fields: Any, rows: Any) -> None:
    listed = [an_offer(id, "SEL-107-2", **row) for id, row in zip("abc", rows, strict=False)]
    agree(case(a_case(**fields)), catalogue(offers(*listed)), shipped("serviceloven"))
    agree(case(a_case(**fields)), catalogue(offers(*listed)), RULES)


def test_many_offers_that_are_alike_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(one: Sequence[Meeting], other: Sequence[Meeting]) -> bool:
        nonlocal compared
        compared += 1
        return may_meet(one, other)

    monkeypatch.setattr(approved, "may_meet", counted)
    many = [an_offer(f"o{at:03}", "SEL-85", approved={}) for at in range(400)]
    ranking = match(case(a_case(**NEEDS)), catalogue(offers(*many)), guideline(a_guideline(rules=[FIRST])), DAY)
    assert ranking.comparative.approved["o000/SEL-85"] is UNKNOWN
    assert compared < 10 * len(many)
