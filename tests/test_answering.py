"""What answers a decision, who may give it, and what is refused."""

from __future__ import annotations

import pytest
from ledgers import (
    PEOPLE,
    a_case,
    an_objection,
    approve,
    correct,
    decide,
    erase,
    follow,
    followed,
    placed,
    ranked,
    refuse,
)

from visit.decisions import answering
from visit.decisions.files import decided, decisions, of_case
from visit.decisions.named import NO_WORDS
from visit.decisions.roles import role_meant
from visit.errors import CaseError, LedgerError, UsageError
from visit.ledger.log import Ledger
from visit.locale import speaking
from visit.render.answer_sheet import AnswerSheet

HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse"
STU = "ib-stu-hos-foraeldre"
DAY = "sil-noget-at-staa-op-til"
HOURS = "more-than-five-hours"


def states(ledger: Ledger, seq: int) -> dict[str, str]:
    return {one.id: one.state for one in decided(ledger, seq).approval_states}


# --- approvals ---


def test_the_role_that_is_waited_for_approves(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    assert states(ledger, seq) == {HOURS: "outstanding"}
    approve(ledger, seq, by="lis")
    assert states(ledger, seq) == {HOURS: "given"}
    assert decided(ledger, seq).answers[0].get("role") == "leader"


@pytest.mark.parametrize("by", ["anna", "dan", "nobody"])
def test_without_the_role_it_is_refused(by: str, ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    with pytest.raises(LedgerError, match="has not the role that decision 1 waits for: the leader"):
        approve(ledger, seq, by=by)
    with pytest.raises(LedgerError, match="has not the role"):
        approve(ledger, seq, HOURS, by=by)
    assert states(ledger, seq) == {HOURS: "outstanding"}


def test_the_hint_of_a_missing_role_keeps_those_that_are_there(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    people = {who: row for who, row in ledger.settings().people.items() if who != "lis"}
    with pytest.raises(LedgerError) as caught:
        answering.approval_drafts(decided(ledger, seq), people, [], by="dan", system_user="tester")
    assert "`visit log configure --role dan=director,leadership,leader`" in str(caught.value.help)


@pytest.mark.parametrize(
    ("left_out", "help"),
    [((), "lis has it: `--by lis`"), (("lis",), "somebody else than anna, who decided, must have it")],
)
def test_who_decided_is_told_who_approves_and_never_how_to_get_the_role(
    ledger: Ledger, left_out: tuple[str, ...], help: str
) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    people = {who: row for who, row in ledger.settings().people.items() if who not in left_out}
    with pytest.raises(LedgerError) as caught:
        answering.approval_drafts(decided(ledger, seq), people, [], by="anna", system_user="tester")
    assert caught.value.help == help


def test_four_eyes_are_not_those_of_the_one_who_decided(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS), by="lis")
    with pytest.raises(LedgerError, match="lis decided, and somebody else has to approve"):
        approve(ledger, seq, by="lis")


def test_what_is_approved_is_not_approved_again(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    approve(ledger, seq)
    with pytest.raises(LedgerError, match="waits for no approval"):
        approve(ledger, seq)
    with pytest.raises(LedgerError, match="is approved already"):
        approve(ledger, seq, HOURS)


def test_an_approval_of_no_name_is_refused(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    with pytest.raises(UsageError, match='did you mean "more-than-five-hours"'):
        approve(ledger, seq, "more-than-five-hour")


def test_a_hold_is_decided_outside_and_says_by_whom(ledger: Ledger) -> None:
    ranking = ranked(an_objection(DAY))
    held = next(option for option in ranking.options if ranking.standing(option) == "awaiting")
    seq = decide(ledger, an_objection(DAY), choice=placed(ranking, held), departure="other")
    holds = [one.id for one in decided(ledger, seq).approval_states if one.kind == "hold"]
    with pytest.raises(LedgerError, match="decided by somebody outside"):
        approve(ledger, seq, holds[0], by="anna")
    approve(ledger, seq, holds[0], by="anna", decider="Familieretshuset, 3 November")
    assert states(ledger, seq)[holds[0]] == "given"
    assert decided(ledger, seq).answers[-1].get("decider") == "Familieretshuset, 3 November"


def test_an_approval_after_a_refusal_counts(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    refuse(ledger, seq, "approver", "not_enough_known", by="lis")
    assert states(ledger, seq) == {HOURS: "refused"}
    approve(ledger, seq)
    assert states(ledger, seq) == {HOURS: "given"}


# --- refusals ---


@pytest.mark.parametrize(
    ("refused", "fields", "said"),
    [
        (True, {}, "Decision 1 was refused (entry 2) and gave no help"),
        (False, {"outcome": "end"}, "The last day of the help is not given (`ended`)"),
        (False, {"measured": "2026-01-20"}, "It was measured before decision 1 was recorded"),
        (False, {}, None),
    ],
)
def test_a_follow_up_that_can_be_no_effect_of_its_decision_is_told(
    refused: bool, fields: dict[str, str], said: str | None, ledger: Ledger
) -> None:
    seq = decide(ledger, a_case(HOMELESS), day="2026-02-01")
    if refused:
        refuse(ledger, seq, "citizen", "too_far", day="2026-02-02")
    about = decided(ledger, seq)
    day = about.day.isoformat()
    document = {"follow_up": about.case, "measured": day, "outcome": "continue", **fields}
    draft = answering.follow_up_draft(about, followed(document), by="anna", system_user="tester")
    with speaking("en"):
        sheet = AnswerSheet(about, [(draft, None)], NO_WORDS)
        told = [*sheet.measured_without_help(), *sheet.before_the_decision()]
    assert [one.startswith(said or "-") for one in told] == ([True] if said else [])


def test_refusals_are_coded_by_who_says_no(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    refuse(ledger, seq, "citizen", "too_far")
    refuse(ledger, seq, "offer", "no_place")
    with pytest.raises(UsageError, match='no code of such a refusal is called "no_place"'):
        refuse(ledger, seq, "citizen", "no_place")
    with pytest.raises(LedgerError, match="has not the role"):
        refuse(ledger, seq, "approver", "other", by="anna")
    assert [one.get("who") for one in decided(ledger, seq).answered("refusal")] == ["citizen", "offer"]


# --- follow-ups and corrections ---


def test_a_follow_up_is_about_the_same_case_and_later(ledger: Ledger) -> None:
    seq, other = decide(ledger, a_case(HOMELESS)), decide(ledger, a_case(STU))
    follow(ledger, seq, "2026-11-01", functioning={"interact": 2})
    with pytest.raises(CaseError, match="measured is before the assessment"):
        follow(ledger, seq, "2020-01-01")
    measured = decided(ledger, seq).answers[0].get("measured")
    with pytest.raises(CaseError, match="is about another case"):
        answering.follow_up_draft(decided(ledger, other), measured, by="anna", system_user="office")


def test_a_correction_stands_beside_what_was_decided_on(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    first = decided(ledger, seq).facts
    correct(ledger, seq, a_case(HOMELESS, support_need=1))
    found = decided(ledger, seq)
    assert found.entry.get("facts") == first
    assert found.facts["document"]["support_need"] == 1
    with pytest.raises(CaseError, match="nothing in the case differs"):
        correct(ledger, seq, a_case(HOMELESS, support_need=1))
    with pytest.raises(CaseError, match="is about another case"):
        correct(ledger, seq, a_case(STU))


# --- what is not there ---


def test_only_decisions_are_answered(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    approve(ledger, seq)
    for wrong in (0, seq + 1):
        with pytest.raises(LedgerError, match="is not a decision"):
            decided(ledger, wrong)
    with pytest.raises(LedgerError, match="there is no entry 9"):
        decided(ledger, 9)


def test_what_is_erased_cannot_be_answered(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOMELESS))
    kept = decide(ledger, a_case(STU))
    approve(ledger, seq)
    erase(ledger, "hol-2026-0071")
    with pytest.raises(LedgerError, match="entry 1 was erased"):
        decided(ledger, seq)
    assert ledger.of_case("hol-2026-0071") == ()
    assert [(one.seq, one.entry.erased) for one in decisions(ledger)] == [(seq, True), (kept, False)]
    with pytest.raises(LedgerError, match="nothing is recorded of a case"):
        of_case(ledger, "hol-2026-0071")


# --- people ---


def test_people_are_written_as_names_with_roles_and_teams() -> None:
    found = answering.people({}, ["anna=caseworker, leader"], ["anna=north"])
    assert found == {"anna": {"roles": ["caseworker", "leader"], "team": "north"}}
    assert answering.people(found, ["anna=", "bo=team"], []) == {"bo": {"roles": ["team"]}}


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("sagsbehandler", "caseworker"),
        ("Sagsbehandleren", "caseworker"),
        ("direktør", "director"),
        ("socialudvalg", "social_committee"),
        ("den ansvarlige for serviceniveauet", "policy"),
        ("the leadership team", "leadership"),
        ("leder", "leader"),
        ("lederteam", "leadership"),
    ],
)
def test_a_role_may_be_named_in_words(word: str, role: str) -> None:
    assert answering.people({}, [f"anna={word}"], []) == {"anna": {"roles": [role]}}


def test_a_role_that_two_words_could_mean_is_asked_about_and_the_list_has_the_words() -> None:
    known = {"chief": {"da": "chefen", "en": "the chief"}, "head": {"da": "chef", "en": "the head"}, "leader": None}
    assert role_meant("chef", known) is None
    assert role_meant("chefen", known) == "chief"
    assert role_meant("lederen", known) == "leader"
    with speaking("da"), pytest.raises(UsageError) as refused:
        answering.people({}, ["anna=zzz"], [])
    assert "caseworker (sagsbehandleren), team (teamet)" in (refused.value.help or "")


@pytest.mark.parametrize(
    ("roles", "teams", "said"),
    [
        (["anna"], [], "--role needs a name and roles"),
        (["anna=leeder"], [], 'there is no role "leeder"'),
        (["anna=doctor"], [], 'there is no role "doctor"'),
        (["010190-1234=leader"], [], "--role must not contain a CPR number"),
        ([], ["anna=north"], "--team needs somebody who has a role"),
    ],
)
def test_what_cannot_be_read_of_people_is_refused(roles: list[str], teams: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        answering.people({}, roles, teams)
    assert said in str(refused.value)
    assert "010190" not in str(refused.value)


def test_the_newest_settings_count(ledger: Ledger) -> None:
    assert ledger.settings().people == PEOPLE
    draft = answering.configuration([], {"eva": {"roles": ["leader"]}}, reason="new", by="lis", system_user="office")
    from ledgers import at

    ledger.append(draft, now=at("2026-02-01"))
    assert ledger.settings().people == {"eva": {"roles": ["leader"]}}
    assert ledger.settings(before=1).people == PEOPLE
