"""What a decision asks of a person, and what it records."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ledgers import a_case, a_ledger, an_objection, decide, placed, ranked

from visit.canonical import encode
from visit.decisions.core import core
from visit.decisions.deciding import Recorded, decision
from visit.decisions.files import decided
from visit.decisions.wishes import check_wish
from visit.decisions.worked_out import Choice
from visit.errors import CaseError, UsageError
from visit.ledger.entries import Draft
from visit.ranking.values import Ranking
from visit.reading.documents.plan import PlanDocument
from visit.reading.source import parse
from visit.reading.validation import validate
from visit.reasons.explanation import Explanation
from visit.render.decision_rows import plan_rows

TODAY = date(2026, 12, 1)
STU = "ib-stu-hos-foraeldre"
DAY = "sil-noget-at-staa-op-til"
HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse"


def drafted(ranking: Ranking, choice: Choice, reason: str = "it fits", **recorded: Any) -> Draft:
    said = Recorded(reason, recorded.pop("by", "anna"), "office", **recorded)
    return decision(ranking, choice, said, shown={"language": "en", "text": "…"}, today=TODAY)


def first(ranking: Ranking) -> Choice:
    return Choice(placement=ranking.placements[0], rank=1)


def second(ranking: Ranking) -> Choice:
    return Choice(placement=ranking.placements[1], rank=2)


def ruled_out(ranking: Ranking) -> Choice:
    """An option that a must rules out."""
    explanation = Explanation(ranking)
    for option, standing in zip(ranking.options, ranking.standings, strict=True):
        if standing == "ruled_out" and any(one.trace.rule.strength == "must" for one in explanation.failing(option)):
            return placed(ranking, option)
    raise AssertionError


# --- what is asked ---


def test_the_first_placement_needs_a_reason_and_no_code() -> None:
    fields = drafted(ranked(a_case(STU)), first(ranked(a_case(STU)))).fields
    assert fields["reason"] == "it fits"
    assert fields["choice"]["rank"] == 1
    assert fields["choice"]["standing"] == "suitable"
    assert "departure" not in fields


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_empty_reason_is_refused(reason: str) -> None:
    ranking = ranked(a_case(STU))
    with pytest.raises(UsageError, match="--reason is empty"):
        drafted(ranking, first(ranking), reason)


@pytest.mark.parametrize("where", ["reason", "by", "own_words", "offer_reply", "other"])
def test_a_cpr_number_is_refused_and_not_repeated(where: str) -> None:
    ranking, number = ranked(a_case(STU)), "010190-1234"
    choice = Choice(other=f"with {number}") if where == "other" else first(ranking)
    said: dict[str, Any] = {} if where == "other" else {where: f"she is {number}"}
    with pytest.raises(UsageError) as refused:
        drafted(ranking, choice, departure="other" if where == "other" else None, **said)
    assert "CPR" in str(refused.value)
    assert number not in str(refused.value)


def test_another_placement_needs_a_code_of_the_guideline() -> None:
    ranking = ranked(a_case(STU))
    with pytest.raises(UsageError, match="the first placement was not chosen") as asked:
        drafted(ranking, second(ranking))
    assert "the network's support (network)" in str(asked.value)
    assert "against-rule" not in str(asked.value)
    with pytest.raises(UsageError, match='did you mean "network"'):
        drafted(ranking, second(ranking), departure="netwrok")
    departure = drafted(ranking, second(ranking), departure="network").fields["departure"]
    assert departure["code"] == "network"
    assert departure["first"] == ranking.placements[0].id


def test_a_guideline_without_codes_asks_for_none() -> None:
    ranking = ranked(a_case(STU))
    ranking = replace(ranking, guideline=replace(ranking.guideline, departures={}))
    departure = drafted(ranking, second(ranking)).fields["departure"]
    assert departure["code"] is None
    assert departure["first"] == ranking.placements[0].id


def test_a_presumption_that_fails_needs_a_code_also_for_the_first() -> None:
    ranking = ranked(a_case("esb-prader-willi"))
    with pytest.raises(UsageError, match="the choice departs from a presumption"):
        drafted(ranking, first(ranking))
    departure = drafted(ranking, first(ranking), departure="professional").fields["departure"]
    assert departure["first"] is None
    assert "fails" in {row["outcome"] for row in departure["rules"]}


def test_a_presumption_that_only_may_fail_needs_none_and_is_recorded() -> None:
    ranking = ranked(a_case(STU))
    found = [
        (rank, one)
        for rank, one in enumerate(ranking.placements, start=1)
        if one.standing == "by_exception"
        and all(r.trace.outcome.name == "UNKNOWN" for r in Explanation(ranking).departures(one))
    ]
    for _rank, placement in found[:1]:
        alone = Choice(placement=placement, rank=1)
        rules = drafted(ranking, alone, departure="network").fields["departure"]["rules"]
        assert {row["outcome"] for row in rules} == {"unknown"}


def test_a_choice_against_a_rule_is_recorded_with_every_rule_and_a_leader_outstanding() -> None:
    ranking = ranked(a_case(STU))
    choice = ruled_out(ranking)
    for code in (None, "network"):
        with pytest.raises(UsageError, match="the choice is against a rule"):
            drafted(ranking, choice, departure=code)
    fields = drafted(ranking, choice, departure="against-rule").fields
    assert fields["choice"]["standing"] == "ruled_out"
    assert fields["choice"]["rank"] is None
    assert choice.placement is not None
    failing = {
        one.trace.rule.id
        for one in Explanation(ranking).failing(choice.placement.parts[0])
        if one.trace.rule.strength == "must"
    }
    assert {row["rule"] for row in fields["departure"]["rules"] if row["strength"] == "must"} == failing
    assert {"id": "against-rule", "by": "leader", "four_eyes": True, "kind": "against-rule", "sure": True} in fields[
        "approvals"
    ]


def test_against_rule_is_no_code_for_a_choice_against_none() -> None:
    ranking = ranked(a_case(STU))
    with pytest.raises(UsageError, match="the choice is against no rule"):
        drafted(ranking, second(ranking), departure="against-rule")


def test_outside_the_catalogue_departs_and_every_approval_of_an_offer_may_be_needed() -> None:
    ranking = ranked(a_case(HOMELESS))
    with pytest.raises(UsageError, match="a departure code is needed"):
        drafted(ranking, Choice(other="a friend's farm"))
    fields = drafted(ranking, Choice(other="a friend's farm"), departure="other").fields
    assert fields["choice"] == {"kind": "other", "text": "a friend's farm"}
    perhaps = {row["id"] for row in fields["approvals"] if not row["sure"]}
    assert "external-to-director" in perhaps


@pytest.mark.parametrize(("why", "code_needed"), [("refused", True), ("withdrawn", False), ("postponed", False)])
def test_nothing_chosen(why: str, *, code_needed: bool) -> None:
    ranking = ranked(a_case(STU))
    if code_needed:
        with pytest.raises(UsageError, match="a departure code is needed"):
            drafted(ranking, Choice(none=why))
    fields = drafted(ranking, Choice(none=why), departure="other" if code_needed else None).fields
    assert fields["choice"] == {"kind": "none", "why": why}
    assert fields["follow_up"] == []


def test_a_refusal_where_nothing_fits_departs_from_nothing() -> None:
    ranking = ranked(a_case("ib-fylder-18"))
    assert not ranking.placements
    assert "departure" not in drafted(ranking, Choice(none="refused")).fields


# --- what is recorded ---


def test_follow_up_dates_count_from_the_day_of_the_decision() -> None:
    ranking = ranked(a_case(HOMELESS))
    due = {row["id"]: row["due"] for row in drafted(ranking, first(ranking)).fields["follow_up"]}
    assert due["follow-up"] == [date(2027, 3, 1), date(2028, 3, 1)]


def test_approvals_are_those_of_the_chosen_placement() -> None:
    ranking = ranked(a_case(HOMELESS))
    found = drafted(ranking, first(ranking)).fields["approvals"]
    assert [(row["id"], row["by"], row["four_eyes"], row["sure"]) for row in found] == [
        ("more-than-five-hours", "leader", True, True)
    ]


def test_a_hold_is_an_approval_by_somebody_outside() -> None:
    ranking = ranked(an_objection(DAY))
    held = next(option for option in ranking.options if ranking.standing(option) == "awaiting")
    fields = drafted(ranking, placed(ranking, held), departure="other").fields
    holds = [row for row in fields["approvals"] if row["kind"] == "hold"]
    assert holds
    assert all(row["by"] for row in holds)


def test_own_words_and_the_reply_come_from_the_case_unless_given() -> None:
    ranking = ranked(a_case(HOMELESS))
    as_recorded = drafted(ranking, first(ranking)).fields["participation"]
    assert as_recorded["own_words"] == ranking.case.wishes.own_words
    given = drafted(ranking, first(ranking), own_words="Yes", offer_reply="A room from May").fields["participation"]
    assert given == {"own_words": "Yes", "offer_reply": "A room from May"}


def test_a_wish_to_keep_away_from_the_first_points_at_another() -> None:
    case = "had-frit-valg-lidt-dyrere"
    away = ranked(a_case(case, wishes={"avoid": ["hadruplund"]}))
    assert [one.offer.id for one in away.placements[0].parts] == ["hadruplund"]
    check_wish(Explanation(away), away.placements[1], "wish", own_words=None)
    unsaid = ranked(a_case(case))
    with pytest.raises(UsageError, match="no recorded wish points at what was chosen"):
        check_wish(Explanation(unsaid), unsaid.placements[1], "wish", own_words=None)


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("Jeg vil gerne bo på {chosen}", True),
        ("Jeg vil ikke bo på {chosen}", False),
        ("I do not want to live at {chosen}", False),
        ("I don't want {chosen}", False),
        ("{chosen}? Aldrig", False),
        ("Et sted vil jeg aldrig bo: {chosen}", False),
        ("Aldrig {chosen}. Hellere et andet sted", False),
        ("Jeg vil gerne bo på {chosen}, men aldrig på {first}", True),
        ("Not at {first} but at {chosen}", True),
        ("Not at {first}", True),
        ("Not at {first}, and not at {chosen}", False),
        ("At {first}", False),
    ],
)
def test_words_that_refuse_an_offer_are_no_wish_for_it(words: str, *, points: bool) -> None:
    ranking = ranked(a_case("had-frit-valg-lidt-dyrere", wishes={}))
    first, chosen = (one.parts[0].offer.name for one in ranking.placements[:2])
    said = words.format(first=first, chosen=chosen)
    with nullcontext() if points else pytest.raises(UsageError, match="no recorded wish points at what was chosen"):
        check_wish(Explanation(ranking), ranking.placements[1], "wish", own_words=said)


def test_a_set_that_leaves_a_need_unmet_says_which() -> None:
    ranking = ranked(a_case(DAY))
    part = ranking.placements[0].parts[0]
    fields = drafted(ranking, placed(ranking, part), departure="professional").fields
    assert fields["choice"]["parts"] == [part.id]
    assert fields["choice"]["unmet"]


def test_the_core_is_ids_and_whole_numbers_and_can_be_read_back(tmp_path: Path) -> None:
    ranking = ranked(a_case(DAY))
    made = core(ranking)
    assert json.loads(encode(made)) == made
    text = encode(made).decode()
    assert not [
        option.offer.name for option in ranking.options if option.offer.name in text and " " in option.offer.name
    ]
    with a_ledger(tmp_path / "ledger.db") as ledger:
        seq = decide(ledger, a_case(DAY))
        assert ledger.raw(seq, "core") == encode(made)
        assert decided(ledger, seq).entry.get("facts") == json.loads(encode(ranking.case.record))


# --- the plan ---


def test_a_plan_is_recorded_and_its_end_is_a_date_to_look_again() -> None:
    ranking = ranked(a_case(STU))
    plan = planned("plan: ib-2026-0417\nends: 2028-11-30\nphases: [{months: 3, hours_per_week: {support: 12}}]\n")
    fields = drafted(ranking, first(ranking), plan=plan).fields
    assert fields["plan"]["phases"] == [{"months": 3, "hours_per_week": {"support": "12"}}]
    assert {"id": "plan-ends", "due": [date(2028, 11, 30)]} in fields["follow_up"]


def test_a_plan_of_another_case_is_refused() -> None:
    ranking = ranked(a_case(STU))
    with pytest.raises(CaseError, match="the plan is another case's"):
        drafted(ranking, first(ranking), plan=planned("plan: sil-2025-0733\n"))


def test_the_plan_of_the_format_page_is_a_plan() -> None:
    page = (Path(__file__).parent.parent / "docs" / "plan-format.md").read_text(encoding="utf-8")
    plan = planned(page.split("```yaml\n")[1].split("```")[0])
    assert plan["dialogue"] == [{"on": "2026-11-12", "with": ["citizen", "relatives"], "citizen_agreed": True}]
    said = list(plan_rows(plan))
    assert said[0] == "action plan: offered, 20 November 2026"
    assert len(said) == 7


def planned(text: str) -> dict[str, Any]:
    return validate(parse(text, "plan.yaml"), PlanDocument, error=CaseError).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )


def test_a_code_for_a_choice_that_departs_from_nothing_is_refused() -> None:
    ranking = ranked(a_case(STU))
    with pytest.raises(UsageError, match="a departure code is given, and the choice departs from nothing"):
        drafted(ranking, first(ranking), departure="professional")
    with pytest.raises(UsageError, match="departs from nothing"):
        drafted(ranking, Choice(none="postponed"), departure="professional")
