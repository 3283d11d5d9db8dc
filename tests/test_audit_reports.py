"""Departures, approvals and overdue follow-ups of ledgers small enough to count by hand."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from ledgers import SIL, a_case, a_ledger, approve, at, decide, erase, follow, ranked, refuse, sil
from running import inside

from visit.audit.outcomes import mean, whole_months, whole_percent
from visit.audit.refusals import Refusals, refusals
from visit.audit.reports import departures, outcome, overdue, waiting_approvals
from visit.decisions.files import decided, of_case
from visit.decisions.selection import Selection
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger

HOL = "hol-hjemloes-stoffer-og-sindslidelse"
RULED_OUT = "aab-rhedersborg/SEL-108"
TODAY = date(2026, 12, 1)


# --- whole numbers ---


def test_a_share_is_whole_and_a_half_is_rounded_up() -> None:
    assert [
        whole_percent(1, 3),
        whole_percent(2, 3),
        whole_percent(1, 8),
        whole_percent(0, 5),
        whole_percent(0, 0),
    ] == [33, 67, 13, 0, None]
    assert [mean((1, 2)), mean((1, 1, 2)), mean(())] == [2, 1, None]


def test_only_months_that_have_ended_count() -> None:
    assert whole_months(date(2025, 1, 15), date(2025, 3, 14)) == 1
    assert whole_months(date(2025, 1, 15), date(2025, 3, 15)) == 2
    assert whole_months(date(2025, 3, 15), date(2025, 1, 15)) == 0


# --- departures ---


def test_what_a_decision_did_with_the_first_placement(ledger: Ledger) -> None:
    made = {
        decide(ledger, sil(1)): "followed",
        decide(ledger, sil(2), choice=2, departure="professional"): "departed",
        decide(ledger, sil(3), choice="other:a place by the sea", departure="wish"): "departed",
        decide(ledger, sil(4), choice="none:refused", departure="other"): "departed",
        decide(ledger, sil(5), choice="none:withdrawn"): "undecided",
        decide(ledger, sil(6), choice="none:postponed"): "undecided",
        decide(ledger, sil(7), choice=RULED_OUT, departure="against-rule"): "departed",
    }
    assert {seq: outcome(decided(ledger, seq)) for seq in made} == made


def test_where_nothing_could_be_proposed_nobody_departs(ledger: Ledger) -> None:
    nothing = a_case(SIL, needs={"areas": ["education"], "must": [], "hours_per_week": None}, applied=[])
    assert ranked(nothing).first is None
    decide(ledger, nothing, choice="none:refused")
    decide(ledger, nothing, choice="other:a school abroad")
    found = departures(ledger)
    assert found.counts == {"followed": 0, "departed": 0, "unplaced": 2, "undecided": 0}
    assert found.share("followed") is None


def test_departures_are_counted_by_code_team_and_offer(ledger: Ledger) -> None:
    decide(ledger, sil(1))
    decide(ledger, sil(2), choice=2, departure="professional", by="bo")
    decide(ledger, sil(3), choice="other:a place by the sea", departure="professional", by="bo")
    decide(ledger, sil(4), choice="none:refused", departure="other")
    found = departures(ledger)
    assert found.counts == {"followed": 1, "departed": 3, "unplaced": 0, "undecided": 0}
    assert (found.share("followed"), found.share("departed")) == (25, 75)
    assert [(one.code, one.instead, one.beside) for one in found.codes] == [("professional", 2, 0), ("other", 1, 0)]
    assert (found.codes[0].said.da, found.codes[0].said.en) == ("en faglig vurdering", "a professional assessment")
    teams = [(one.team, one.decisions, one.counts["followed"], one.counts["departed"]) for one in found.teams]
    assert teams == [("north", 2, 1, 1), ("south", 2, 0, 2)]
    assert [(one.offer, one.instead, one.passed) for one in found.offers] == [
        ("sil-aktivitet-og-samvaer", 0, 3), ("sil-stoette-85", 0, 2),
        ("(nothing)", 1, 0), ("(other)", 1, 0), ("ib-garland", 1, 0),
    ]  # fmt: skip


def test_who_follows_a_first_placement_by_exception_gives_a_code_and_has_followed(ledger: Ledger) -> None:
    decide(ledger, a_case("esb-prader-willi"), departure="professional", by="lis")
    found = departures(ledger)
    assert (found.counts["followed"], found.counts["departed"], found.set_aside) == (1, 0, 1)
    assert [(one.code, one.instead, one.beside) for one in found.codes] == [("professional", 0, 1)]
    assert [one.team for one in found.teams] == [None]
    assert found.offers == ()


def test_decisions_on_what_was_undecided_are_counted(ledger: Ledger, monkeypatch, capsys) -> None:
    decide(ledger, a_case("hol-udadreagerende-hus7"))
    decide(ledger, a_case("had-naesten-tom"))
    decide(ledger, sil(1))
    decide(ledger, sil(2), choice="none:postponed")
    assert departures(ledger).not_known == 2
    asked = ("--ledger", ledger.store.name, "--lang", "da")
    said = inside(monkeypatch, capsys, "audit", "departures", *asked).out
    assert "afgjort, før det kunne bevilges: 2 (posterne 1 og 2)" in said
    as_data = json.loads(inside(monkeypatch, capsys, "audit", "departures", *asked, "--format", "json").out)
    assert as_data["decided_while_undecided"] == 2
    year = str(decided(ledger, 1).day.year)
    report = inside(monkeypatch, capsys, "audit", "report", "--year", year, *asked).out
    assert "Afgjort, før det kunne bevilges" in report


def test_what_the_list_marks_is_what_the_report_names_and_what_was_open_is_said(
    ledger: Ledger, monkeypatch, capsys
) -> None:
    decide(ledger, a_case("hol-udadreagerende-hus7"))
    decide(ledger, sil(1))
    decide(ledger, sil(2), choice="none:postponed")
    asked = ("--ledger", ledger.store.name, "--lang", "en")
    listed = inside(monkeypatch, capsys, "log", "list", *asked).out
    marked = [int(one) for one in re.findall(r"^ *(\d+)\?", listed, re.MULTILINE)]
    assert marked == [1, 2]
    assert [one.seq for one in departures(ledger).left_open] == marked
    year = str(decided(ledger, 1).day.year)
    told = inside(monkeypatch, capsys, "audit", "report", "--year", year, *asked).out
    assert re.search(r"Decided before it could .*1 \(entry 1\) +yes\n", told)
    assert re.search(r"Decided while an open .*1 \(entry 2\) +no\n", told)
    assert "- decision 1, hol-2025-0930: not known whether it meets: a shielded area\n" in told
    assert "- decision 2, sil-1: not clarified: whether the citizen needs" in told
    rows = list(csv.DictReader(StringIO(inside(monkeypatch, capsys, "log", "list", *asked, "--format", "csv").out)))
    assert [row["something was open"] for row in rows] == ["no", "yes", "yes", "no"]


def test_a_choice_against_a_rule_is_named_with_its_rules_until_a_leader_approves(ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), choice=RULED_OUT, departure="against-rule")
    decide(ledger, sil(2), choice=2, departure="professional")
    (one,) = departures(ledger).against
    assert (one.seq, one.case, one.day, one.approval) == (seq, "sil-1", date(2026, 1, 5), "outstanding")
    assert ("entitlement-sel-108", RULED_OUT) in one.rules
    approve(ledger, seq, "against-rule")
    assert departures(ledger).against[0].approval == "given"


def test_what_is_erased_is_counted_as_erased(ledger: Ledger) -> None:
    decide(ledger, sil(1))
    decide(ledger, sil(2), choice=2, departure="professional")
    erase(ledger, "sil-2")
    found = departures(ledger)
    assert (found.decisions, found.erased, found.codes, found.offers) == (1, 1, (), ())


def test_decisions_are_selected_by_day_municipality_and_what_was_known(ledger: Ledger) -> None:
    decide(ledger, sil(1), day="2026-01-05")
    decide(ledger, sil(2), day="2026-02-05")
    decide(ledger, a_case(HOL), day="2026-03-05")

    def count(**which: object) -> int:
        return departures(ledger, Selection(**which)).decisions  # type: ignore[arg-type]

    assert count() == 3
    assert count(since=date(2026, 2, 5)) == 2
    assert count(until=date(2026, 2, 5)) == 2
    assert count(since=date(2026, 2, 6), until=date(2026, 3, 4)) == 0
    assert count(municipality="Holstebro") == 1
    assert count(known_on=date(2026, 1, 31)) == 1


# --- approvals ---


def test_an_approval_is_listed_until_it_is_given(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOL), day="2026-11-01")
    decide(ledger, sil(1))
    (one,) = waiting_approvals(ledger, TODAY)
    assert (one.seq, one.id, one.by, one.four_eyes, one.state) == (
        seq, "more-than-five-hours", "leader", True, "outstanding",
    )  # fmt: skip
    assert one.days == 30
    approve(ledger, seq, day="2026-11-11")
    assert waiting_approvals(ledger, TODAY) == ()
    assert [
        one.days for one in waiting_approvals(ledger, date(2026, 11, 10), Selection(known_on=date(2026, 11, 10)))
    ] == [9]


@pytest.mark.parametrize("planted", ["before", "another case"])
def test_an_approval_from_before_or_of_another_case_answers_nothing(planted: str, ledger: Ledger) -> None:
    """Another program can append one; `log show`, `approve` and the report say the same of it."""
    about = {"of": 2, "case": a_case(HOL).id} if planted == "before" else {"of": 1, "case": "somebody-else"}
    fields = {"by": "lis", "approval": "more-than-five-hours", "role": "leader", **about}
    if planted == "before":
        ledger.append(Draft("approval", "0.2.0", fields), now=at("2026-01-01"))
    seq = decide(ledger, a_case(HOL))
    if planted != "before":
        ledger.append(Draft("approval", "0.2.0", fields), now=at("2026-02-01"))
    assert seq == about["of"]
    (waiting,) = waiting_approvals(ledger, date(2026, 3, 1))
    assert (waiting.seq, waiting.id, waiting.state) == (seq, "more-than-five-hours", "outstanding")
    for found in (decided(ledger, seq), *of_case(ledger, a_case(HOL).id)):
        assert [one.state for one in found.approval_states] == ["outstanding"]


def test_a_refused_approval_waits_no_longer_but_is_listed(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(HOL), day="2026-11-01")
    refuse(ledger, seq, "approver", "less_is_enough", by="lis", day="2026-11-06")
    assert [(one.state, one.days) for one in waiting_approvals(ledger, TODAY)] == [("refused", 5)]


def test_an_approval_after_a_refusal_is_told_and_listed(ledger: Ledger, monkeypatch, capsys) -> None:
    seq = decide(ledger, a_case(HOL), day="2026-11-01")
    no = refuse(ledger, seq, "approver", "less_is_enough", by="lis", day="2026-11-06", reason="five hours do")
    ledger.close()
    where = ("--ledger", ledger.store.name)
    told = inside(monkeypatch, capsys, "approve", str(seq), "--by", "lis", *where)
    assert (told.code, f"This was refused before (entry {no}, lis: " in told.out, "five hours do" in told.out) == (
        0,
        True,
        True,
    )
    with Ledger.open(ledger.store.name) as again:
        ((state, overruled),) = [(one.state, one.overruled) for one in waiting_approvals(again, TODAY)]
        assert (state, overruled and overruled.seq) == ("given", no)
        assert refusals(again) == Refusals({"approver": 1, "citizen": 0, "offer": 0}, 0, 1)
    listed = inside(monkeypatch, capsys, "audit", "approvals", *where, "--lang", "da", COLUMNS="400")
    assert (listed.code, f"efter en afvisning (post {no}, lis:" in listed.out) == (0, True)
    report = inside(monkeypatch, capsys, "audit", "report", "--year", "2026", *where, "--format", "json")
    assert json.loads(report.out)["refusals"] == {
        "approver": 1, "citizen": 0, "offer": 0, "decisions": 0, "given_after_refusal": 1,
    }  # fmt: skip
    assert json.loads(report.out)["to_look_at"] is True


def test_a_choice_against_a_rule_that_was_refused_first_says_so(ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), choice=RULED_OUT, departure="against-rule")
    no = refuse(ledger, seq, "approver", "other_offer", by="lis", approval="against-rule")
    assert departures(ledger).against[0].overruled is None
    approve(ledger, seq, "against-rule")
    (one,) = departures(ledger).against
    assert (one.approval, one.overruled and one.overruled.seq) == ("given", no)


def test_an_approval_refused_at_half_past_midnight_is_refused_on_the_day_that_has_begun(ledger: Ledger) -> None:
    """The clocks in Denmark are an hour ahead of the time that is recorded."""
    seq = decide(ledger, a_case(HOL), day="2026-11-01")
    refuse(ledger, seq, "approver", "less_is_enough", by="lis", day="2026-11-05T23:30")
    assert [one.days for one in waiting_approvals(ledger, TODAY)] == [5]


def test_outside_the_catalogue_approvals_are_perhaps_needed(ledger: Ledger) -> None:
    decide(ledger, sil(1), choice="other:a place by the sea", departure="wish")
    found = waiting_approvals(ledger, TODAY)
    assert found
    assert {one.state for one in found} == {"perhaps"}


# --- follow-ups ---


def due(ledger: Ledger, as_of: str) -> list[tuple[int, str, str, int]]:
    found = overdue(ledger, date.fromisoformat(as_of))
    return [(one.seq, one.id, one.due.isoformat(), one.days) for one in found]


def test_a_follow_up_is_overdue_from_the_day_after_it_is_due(ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), day="2026-01-05")
    assert due(ledger, "2026-04-05") == []
    assert due(ledger, "2026-04-06") == [(seq, "follow-up", "2026-04-05", 1)]


def test_a_follow_up_answers_what_was_due_up_to_the_day_it_measured(ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), day="2026-01-05")
    follow(ledger, seq, "2026-04-04")
    assert due(ledger, "2026-04-10") == [(seq, "follow-up", "2026-04-05", 5)]
    follow(ledger, seq, "2026-04-05")
    assert due(ledger, "2026-04-10") == []
    assert due(ledger, "2027-04-06") == [(seq, "follow-up", "2027-04-05", 1)]


def test_nothing_is_due_beyond_the_dates_that_are_recorded(ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), day="2026-01-05")
    follow(ledger, seq, "2027-04-05")
    assert due(ledger, "2040-01-01") == []


@pytest.mark.parametrize("result", ["end", "new_visitation"])
def test_a_decision_that_a_follow_up_has_ended_asks_no_more(result: str, ledger: Ledger) -> None:
    seq = decide(ledger, sil(1), day="2026-01-05")
    follow(ledger, seq, "2026-02-01", outcome=result)
    assert due(ledger, "2040-01-01") == []


def test_a_refused_application_asks_for_no_follow_up(ledger: Ledger) -> None:
    decide(ledger, sil(1), choice="none:refused", departure="other")
    assert due(ledger, "2040-01-01") == []


@pytest.mark.parametrize(("who", "code"), [("citizen", "wants_no_help"), ("offer", "no_place")])
def test_help_that_was_refused_is_not_overdue_but_told(
    who: str, code: str, ledger: Ledger, monkeypatch, capsys
) -> None:
    seq = decide(ledger, sil(1), day="2026-01-05")
    refuse(ledger, seq, who, code)
    assert [(one.seq, one.refused) for one in overdue(ledger, date(2026, 4, 6))] == [(seq, who)]
    ledger.close()
    ran = inside(
        monkeypatch, capsys, "audit", "overdue", "--as-of", "2026-04-06", "--lang", "da", "--ledger", ledger.store.name
    )
    refuser = {"citizen": "borgeren", "offer": "tilbuddet"}[who]
    assert (ran.code, f"afgørelse {seq}, sil-1: afvist af {refuser}" in ran.out) == (0, True)
    tried = inside(
        monkeypatch, capsys, "refuse", str(seq), "--who", who, "--code", code, "--reason", "no", "--by", "anna",
        "--dry-run", "--ledger", ledger.store.name,
    )  # fmt: skip
    assert "Next: " in tried.out


def test_a_newer_decision_of_the_case_is_named(ledger: Ledger) -> None:
    decide(ledger, sil(1), day="2026-01-05")
    newer = decide(ledger, sil(1), day="2026-05-01")
    found = overdue(ledger, date(2026, 5, 2))
    assert [one.later for one in found] == [newer]


def test_a_follow_up_of_another_decision_answers_nothing(ledger: Ledger) -> None:
    first = decide(ledger, sil(1), day="2026-01-05")
    follow(ledger, decide(ledger, sil(2), day="2026-01-05"), "2026-05-01")
    assert [seq for seq, *_rest in due(ledger, "2026-05-02")] == [first]


# --- the commands ---


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Five decisions, one of them erased; reports only read them."""
    path = tmp_path_factory.mktemp("made") / "ledger.db"
    with a_ledger(path) as ledger:
        decide(ledger, sil(1), day="2026-01-05")
        decide(
            ledger, sil(2, notes="a secret note"), choice=2, departure="professional", by="bo", reason="a secret reason"
        )
        decide(ledger, sil(3), choice="other:a secret place", departure="professional")
        decide(ledger, sil(4), choice=RULED_OUT, departure="against-rule")
        decide(ledger, sil(5))
        erase(ledger, "sil-5")
    return str(path)


SAID = {
    "departures": ("followed the first placement: 1 (25%)", "1 (25 %)", 0),
    "approvals": ("outstanding", "lederen", 1),
    "overdue": ("4 follow-ups are overdue", "1. december 2026", 1),
}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("shape", ["plain", "markdown", "rich", "json"])
def test_a_report_in_every_format(name: str, shape: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "audit", name, "--ledger", made, "--format", shape)
    assert (ran.code, ran.err) == (SAID[name][2], "")
    if shape == "json":
        document = json.loads(ran.out)
        assert (document["schema"], document["version"]) == (f"visit-audit-{name}", 1)
    elif shape == "rich":
        assert all(len(line) <= 80 for line in ran.out.splitlines())
        assert SAID[name][0] in ran.out
    else:
        assert SAID[name][0] in ran.out.replace("\\", "")


@pytest.mark.parametrize("name", SAID)
def test_a_report_in_danish(name: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "audit", name, "--ledger", made, "--lang", "da")
    assert (ran.code, ran.err) == (SAID[name][2], "")
    assert SAID[name][1] in ran.out.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("arguments", [("audit", "departures"), ("audit", "approvals"), ("audit", "overdue"),
                                       ("audit", "pairs"), ("progress", "--all"), ("progress", "sil-2")])  # fmt: skip
@pytest.mark.parametrize("shape", ["plain", "json"])
def test_no_text_from_a_case_is_printed(arguments: tuple[str, ...], shape: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *arguments, "--ledger", made, "--format", shape)
    assert "secret" not in ran.out + ran.err
    for own in ("Dagene er lange", "sognets kor", "sings", "grund til at komme"):
        assert own not in ran.out


def test_the_day_looked_from_is_today_unless_it_is_given(made: str, monkeypatch, capsys) -> None:
    assert "1 December 2026" in inside(monkeypatch, capsys, "audit", "overdue", "--ledger", made).out
    ran = inside(monkeypatch, capsys, "audit", "overdue", "--ledger", made, "--as-of", "2026-02-01")
    assert (ran.code, "0 follow-ups are overdue" in ran.out) == (0, True)


@pytest.mark.parametrize("option", ["--since", "--until", "--as-of"])
def test_a_date_that_is_none_is_a_usage_error(option: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "audit", "overdue", "--ledger", made, option, "tomorrow")
    assert ran.code == 2
    assert f'{option} needs a date as YYYY-MM-DD, not "tomorrow"' in ran.err


def test_without_a_ledger_a_report_says_so(tmp_path: Path, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "audit", "departures", "--ledger", str(tmp_path / "none.db"))
    assert (ran.code, ran.out) == (2, "")


def test_an_empty_ledger_has_nothing_to_report(tmp_path: Path, monkeypatch, capsys) -> None:
    a_ledger(tmp_path / "empty.db").close()
    for name in ("departures", "approvals", "overdue", "pairs"):
        ran = inside(monkeypatch, capsys, "audit", name, "--ledger", str(tmp_path / "empty.db"), "--format", "rich")
        assert (ran.code, ran.err) == (0, "")


def test_a_municipality_that_there_is_not_is_no_clean_audit(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    inside(monkeypatch, capsys, "log", "init")
    for command in (("audit", "departures"), ("audit", "report", "--year", "2026"), ("progress", "--all")):
        ran = inside(monkeypatch, capsys, *command, "--municipality", "Nowhere", "--lang", "en")
        assert (ran.code, ran.out) == (2, ""), command
        assert "Nowhere" in ran.err
    assert inside(monkeypatch, capsys, "audit", "report", "--year", "2026", "--municipality", "ikast-brande").code == 0
