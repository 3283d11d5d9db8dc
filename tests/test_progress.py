"""What came of the help: levels, goals, stays and steps, of ledgers small enough to count by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from ledgers import a_case, a_ledger, approve, correct, decide, erase, follow, followed, refuse, sil
from running import inside

from visit.audit.outcomes import Outcomes, Stays, outcomes
from visit.audit.progress import CaseProgress, GoalProgress, progress
from visit.decisions.files import of_case
from visit.decisions.selection import Selection
from visit.ledger.log import Ledger

HOL, ESB = "hol-hjemloes-stoffer-og-sindslidelse", "esb-fra-ophold-til-egen-bolig"
SUPPORT, ACTIVITY = "sil-stoette-85/SEL-85", "sil-aktivitet-og-samvaer/SEL-104"
HOME = {"areas": ["home", "support", "activity"]}
TODAY = date(2026, 12, 1)


def of(ledger: Ledger, case: str = "sil-1") -> CaseProgress:
    return progress(of_case(ledger, case))


def levels(found: CaseProgress, theme: str) -> tuple[tuple[int | None, ...], int | None]:
    (one,) = [one for one in found.themes if one.theme == theme]
    return one.levels, one.change


# --- levels ---


def test_each_theme_has_a_level_for_each_measurement(ledger: Ledger) -> None:
    seq = decide(ledger, sil())
    follow(ledger, seq, "2026-04-05", functioning={"interact": 1, "employment": 4}, support_need=1)
    follow(ledger, seq, "2027-04-05", functioning={"interact": 1, "finances": 3, "dress": 1})
    found = of(ledger)
    assert [(one.kind, one.day.isoformat()) for one in found.measurements] == [
        ("baseline", "2025-12-01"), ("follow-up", "2026-04-05"), ("follow-up", "2027-04-05"),
    ]  # fmt: skip
    assert levels(found, "interact") == ((2, 1, 1), -1)
    assert levels(found, "employment") == ((4, 4, None), 0)
    assert levels(found, "finances") == ((2, None, 3), 1)
    assert levels(found, "mail") == ((2, None, None), None)
    assert levels(found, "dress") == ((None, None, 1), None)
    assert levels(found, "support_need") == ((2, 1, None), -1)


def test_the_baseline_was_measured_when_the_case_says(ledger: Ledger) -> None:
    decide(ledger, sil(baseline={"measured": "2025-11-03"}))
    assert of(ledger).measurements[0].day == date(2025, 11, 3)


def test_follow_ups_stand_in_the_order_of_their_days(ledger: Ledger) -> None:
    seq = decide(ledger, sil())
    follow(ledger, seq, "2026-06-01", functioning={"interact": 0})
    follow(ledger, seq, "2026-05-01", functioning={"interact": 1}, day="2026-07-01")
    assert levels(of(ledger), "interact") == ((2, 1, 0), -2)


def test_a_later_decision_on_a_new_assessment_is_a_measurement(ledger: Ledger) -> None:
    decide(ledger, sil())
    decide(ledger, sil(), day="2026-02-01")
    assert len(of(ledger).measurements) == 1
    decide(ledger, sil(assessed="2026-03-01", functioning={"interact": 3}), day="2026-03-05")
    found = of(ledger)
    assert [one.kind for one in found.measurements] == ["baseline", "assessment"]
    assert levels(found, "interact") == ((2, 3), 1)


def test_a_corrected_baseline_is_the_baseline(ledger: Ledger) -> None:
    seq = decide(ledger, sil())
    correct(ledger, seq, sil(functioning={"interact": 4}))
    follow(ledger, seq, "2026-04-05", functioning={"interact": 3})
    assert levels(of(ledger), "interact") == ((4, 3), -1)


# --- goals ---


@pytest.mark.parametrize(
    ("kind", "start", "target", "level", "reached"),
    [
        ("develop", 3, 2, 2, True), ("develop", 3, 2, 1, True), ("develop", 3, 2, 3, False),
        ("develop", 3, 2, None, None), ("develop", 3, None, 2, None), (None, 3, 2, 2, True),
        ("maintain", 2, None, 2, True), ("maintain", 2, None, 3, False), ("maintain", 2, 3, 3, True),
        ("maintain", None, None, 3, None),
        ("limit_loss", 2, 3, 3, True), ("limit_loss", 2, 3, 4, False),
        ("limit_loss", 2, None, 2, True), ("limit_loss", 2, None, 3, None),
    ],
)  # fmt: skip
def test_a_goal_is_reached_by_its_kind(
    kind: str | None, start: int | None, target: int | None, level: int | None, reached: bool | None
) -> None:
    assert GoalProgress("cook", kind, start, target, date(2026, 4, 5), level).reached is reached


@pytest.mark.parametrize("stated", [True, False])
def test_where_no_level_tells_what_is_stated_counts(stated: bool) -> None:
    assert GoalProgress("cook", "develop", 3, 2, date(2026, 4, 5), None, stated).reached is stated
    assert GoalProgress("cook", "limit_loss", 2, None, date(2026, 4, 5), 3, stated).reached is stated
    assert GoalProgress("cook", "develop", 3, 2, date(2026, 4, 5), 2, stated).reached is True


def goals(ledger: Ledger) -> list[tuple[str, int | None, bool | None]]:
    return [(one.theme, one.level, one.reached) for one in of(ledger).goals]


def test_the_newest_follow_up_that_measured_a_goal_counts(ledger: Ledger) -> None:
    seq = decide(ledger, sil())
    assert goals(ledger) == [("communities", None, None), ("mail", None, None)]
    follow(ledger, seq, "2026-04-05", goals=[{"theme": "communities", "level": 2}], functioning={"mail": 2})
    assert goals(ledger) == [("communities", 2, True), ("mail", 2, False)]
    follow(ledger, seq, "2027-04-05", goals=[{"theme": "communities", "level": 3}])
    assert goals(ledger) == [("communities", 3, False), ("mail", 2, False)]


def test_two_goals_of_a_theme_are_measured_in_their_order(ledger: Ledger) -> None:
    two = [{"theme": "mail", "from": 2, "to": 1}, {"theme": "mail", "from": 2, "to": 0}]
    seq = decide(ledger, sil(goals=two))
    follow(ledger, seq, "2026-04-05", goals=[{"theme": "mail", "reached": True}, {"theme": "mail", "level": 1}])
    assert goals(ledger) == [("mail", None, True), ("mail", 1, False)]


def test_a_goal_that_two_decisions_have_is_one(ledger: Ledger) -> None:
    seq = decide(ledger, sil())
    follow(ledger, seq, "2026-04-05", functioning={"mail": 1})
    decide(ledger, sil(), day="2026-05-01")
    assert goals(ledger) == [("communities", None, None), ("mail", 1, True)]


def test_a_goal_is_measured_by_a_follow_up_of_another_decision_of_the_case(ledger: Ledger) -> None:
    first = decide(ledger, sil())
    refuse(ledger, first, "offer", "no_place")
    decide(ledger, sil(), day="2026-02-01")
    follow(ledger, first, "2026-04-05", functioning={"mail": 1})
    assert goals(ledger) == [("communities", None, None), ("mail", 1, True)]


def test_what_was_measured_before_a_goal_was_set_is_no_measurement_of_it(ledger: Ledger) -> None:
    first = decide(ledger, sil(goals=[]))
    follow(ledger, first, "2026-02-05", functioning={"mail": 1})
    decide(ledger, sil(assessed="2026-03-01"), day="2026-03-05")
    assert goals(ledger) == [("communities", None, None), ("mail", None, None)]


def test_without_help_there_are_no_goals(ledger: Ledger) -> None:
    decide(ledger, sil(), choice="none:refused", departure="other")
    assert goals(ledger) == []
    refuse(ledger, decide(ledger, sil()), "citizen", "wants_no_help")
    assert goals(ledger) == []


# --- over all cases ---


def everything(ledger: Ledger, as_of: date = TODAY) -> Outcomes:
    return outcomes(ledger, as_of)


def stays(ledger: Ledger, as_of: date = TODAY) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    return {one.provision: (one.ended, one.running) for one in everything(ledger, as_of).stays}


def test_goals_are_counted_by_theme(ledger: Ledger) -> None:
    follow(ledger, decide(ledger, sil(1)), "2026-04-05", functioning={"mail": 1, "communities": 3})
    follow(ledger, decide(ledger, sil(2)), "2026-04-05", functioning={"mail": 2})
    decide(ledger, sil(3))
    erase(ledger, "sil-3")
    found = everything(ledger)
    assert [(one.theme, one.reached, one.missed, one.unmeasured) for one in found.goals] == [
        ("communities", 0, 1, 1), ("mail", 1, 1, 0),
    ]  # fmt: skip
    assert (found.cases, found.erased) == (2, 1)


def test_a_stay_runs_until_a_follow_up_ends_it(ledger: Ledger) -> None:
    follow(ledger, decide(ledger, sil(1), day="2026-01-05"), "2026-04-05", outcome="end", ended="2026-04-30")
    decide(ledger, sil(2), day="2026-02-05")
    assert stays(ledger) == {"SEL-85": ((3,), (9,)), "SEL-104": ((3,), (9,))}
    assert stays(ledger, date(2026, 4, 10)) == {"SEL-85": ((), (3, 2)), "SEL-104": ((), (3, 2))}


def test_a_service_that_continues_has_run_since_the_case_says(ledger: Ledger) -> None:
    runs = {"offer": "sil-stoette-85", "service": "SEL-85", "since": "2024-01-05"}
    decide(ledger, sil(1, citizen={"current": [runs]}), day="2026-01-05")
    assert stays(ledger, date(2026, 2, 5))["SEL-85"] == ((), (25,))


def test_a_service_of_which_nobody_says_since_when_is_not_counted(ledger: Ledger) -> None:
    runs = {"offer": "sil-stoette-85", "service": "SEL-85"}
    decide(ledger, sil(1, citizen={"current": [runs]}))
    (one,) = [one for one in everything(ledger).stays if one.provision == "SEL-85"]
    assert (one.ended, one.running, one.undated) == ((), (), 1)


def test_a_new_decision_continues_what_it_keeps_and_ends_the_rest(ledger: Ledger) -> None:
    decide(ledger, sil(1), day="2026-01-05")
    decide(ledger, sil(1), choice=2, departure="professional", day="2026-03-05")
    assert stays(ledger, date(2026, 6, 5)) == {"SEL-85": ((), (5,)), "SEL-104": ((2,), (3,))}


def test_visited_anew_and_kept_continues_but_after_an_end_it_begins_again(ledger: Ledger) -> None:
    follow(ledger, decide(ledger, sil(1), day="2026-01-05"), "2026-03-05", outcome="new_visitation")
    decide(ledger, sil(1), day="2026-03-10")
    follow(ledger, decide(ledger, sil(2), day="2026-01-05"), "2026-03-05", outcome="end")
    decide(ledger, sil(2), day="2026-05-05")
    assert stays(ledger, date(2026, 6, 5)) == {"SEL-85": ((2,), (5, 1)), "SEL-104": ((2,), (5, 1))}


def test_a_refused_or_postponed_decision_began_no_stay(ledger: Ledger) -> None:
    refuse(ledger, decide(ledger, sil(1)), "offer", "no_place")
    decide(ledger, sil(2), choice="none:postponed")
    assert everything(ledger).stays == ()


def test_a_mean_is_whole_and_the_target_is_that_of_the_guideline_that_was_used(ledger: Ledger) -> None:
    stay = "hol-lyksbo/SEL-107-1"
    for number, ended in ((1, "2027-01-05"), (2, "2028-02-05")):
        case = a_case(HOL, case=f"hol-{number}")
        seq = decide(ledger, case, choice=stay, departure="against-rule", day="2026-01-05")
        follow(ledger, seq, ended, outcome="end")
    (one,) = everything(ledger, date(2029, 1, 1)).stays
    assert (one.provision, one.target, one.ended, one.means, one.over) == ("SEL-107-1", 24, (12, 25), (19, None), 1)


def test_a_stay_of_exactly_the_target_is_not_over_it() -> None:
    assert Stays("SEL-107-1", 24, (24, 25), (23,), 0).over == 1
    assert Stays("SEL-104", None, (24, 25), (23,), 0).over is None


OWN_HOME = "esb-laeringsgrupper/SEL-104+esb-stoette-85/SEL-85+tenancy/ordinary"
REHABILITATION = "rm-tagdaekkervej-rehab/SEL-107-2"


def test_help_that_waits_for_an_approval_or_was_refused_is_no_stay(ledger: Ledger) -> None:
    seq = decide(ledger, a_case(ESB), choice=REHABILITATION, departure="against-rule", day="2026-04-01")
    refuse(ledger, decide(ledger, sil(), day="2026-04-01"), "citizen", "wants_no_help")
    found = everything(ledger)
    assert (found.stays, found.waiting, found.refused) == ((), 1, 1)
    follow(ledger, seq, "2026-05-01", functioning={"mail": 2})  # it has begun all the same
    assert (stays(ledger).keys(), everything(ledger).waiting) == ({"SEL-107-2"}, 0)


@pytest.mark.parametrize(
    ("first", "second", "way"),
    [
        (OWN_HOME, OWN_HOME, "same"),
        (REHABILITATION, OWN_HOME, "outward"),
        (OWN_HOME, REHABILITATION, "inward"),
        (OWN_HOME, "other:a place by the sea", "unknown"),
    ],
)
def test_the_way_from_one_decision_to_the_next(first: str, second: str, way: str, ledger: Ledger) -> None:
    for choice, day in ((first, "2026-04-01"), (second, "2026-05-01")):
        code = {OWN_HOME: "professional", REHABILITATION: "against-rule"}.get(choice, "other")
        seq = decide(ledger, a_case(ESB), choice=choice, departure=code, day=day)
        if code == "against-rule":
            approve(ledger, seq, code, day=day)
    assert everything(ledger).steps == {"outward": 0, "same": 0, "inward": 0, "unknown": 0, way: 1}


def test_what_was_recorded_later_is_left_out(ledger: Ledger) -> None:
    follow(ledger, decide(ledger, sil(1), day="2026-01-05"), "2026-04-05", outcome="end")
    day = date(2026, 2, 5)
    assert [one.running for one in outcomes(ledger, day, Selection(known_on=day)).stays] == [(1,), (1,)]


# --- the commands ---


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("made") / "ledger.db"
    with a_ledger(path) as ledger:
        seq = decide(ledger, sil(1, notes="a secret note"), day="2026-01-05", reason="a secret reason")
        follow(
            ledger, seq, "2026-04-05", functioning={"interact": 1, "finances": 3, "housing": 2},
            goals=[{"theme": "mail", "level": 1, "text": "a secret goal"}], own_words="a secret word",
        )  # fmt: skip
        decide(ledger, sil(2), day="2026-02-05")
    return str(path)


@pytest.mark.parametrize("asked", ["sil-1", "--all"])
@pytest.mark.parametrize("shape", ["plain", "markdown", "rich", "json"])
def test_progress_in_every_format(asked: str, shape: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "progress", asked, "--ledger", made, "--format", shape)
    assert (ran.code, ran.err, "secret" in ran.out) == (0, "", False)
    if shape == "json":
        document = json.loads(ran.out)
        schema = "visit-progress-all" if asked == "--all" else "visit-progress"
        assert (document["schema"], document["version"]) == (schema, 1)
    if shape == "rich":
        assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_levels_are_told_in_words(made: str, monkeypatch, capsys) -> None:
    out = inside(monkeypatch, capsys, "progress", "sil-1", "--ledger", made).out
    lines = {line.split("  ")[0]: line.split() for line in out.splitlines()}
    assert lines["Interact and make contact"][-6:] == ["2", "→", "1", "better", "by", "1"]
    assert lines["Manage finances"][-6:] == ["2", "→", "3", "worse", "by", "1"]
    assert lines["Manage housing"][-4:] == ["2", "→", "2", "unchanged"]
    assert lines["Cook"][-4:] == ["2", "→", "?", "?"]


def test_goals_are_told(made: str, monkeypatch, capsys) -> None:
    out = inside(monkeypatch, capsys, "progress", "sil-1", "--ledger", made).out
    (goal,) = [line for line in out.splitlines() if line.startswith("Handle mail") and "develop" in line]
    assert goal.split()[-6:] == ["2", "→", "1", "1", "05/04/2026", "yes"]


@pytest.mark.parametrize("asked", ["sil-1", "--all"])
def test_progress_in_danish(asked: str, made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "progress", asked, "--ledger", made, "--lang", "da")
    assert (ran.code, ran.err) == (0, "")
    assert "Håndtere post" in ran.out


def test_one_case_or_all_and_not_both(made: str, monkeypatch, capsys) -> None:
    for arguments in ((), ("sil-1", "--all"), ("sil-1", "--since", "2026-01-01")):
        ran = inside(monkeypatch, capsys, "progress", *arguments, "--ledger", made)
        assert (ran.code, ran.out) == (2, "")
    assert "--since goes with --all" in ran.err


def test_a_case_of_which_nothing_is_recorded_is_an_error(made: str, monkeypatch, capsys) -> None:
    assert inside(monkeypatch, capsys, "progress", "nobody", "--ledger", made).code == 2
    ran = inside(monkeypatch, capsys, "progress", "010190-1234", "--ledger", made)
    assert (ran.code, "010190" in ran.err) == (2, False)


def test_before_the_first_decision_there_is_no_progress(made: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "progress", "sil-1", "--ledger", made, "--as-of", "2026-01-04")
    assert (ran.code, "nothing had been decided by then" in ran.err) == (2, True)


def test_the_follow_up_of_the_format_page_is_one() -> None:
    import re

    from visit.reading.source import parse

    page = (Path(__file__).parent.parent / "docs" / "follow-up-format.md").read_text(encoding="utf-8")
    block = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    document = json.loads(json.dumps(parse(block, "follow-up-format.md").value, default=str))
    assert followed(document)["follow_up"] == "ib-2026-0417"


def test_a_measurement_from_before_the_decision_is_marked(ledger: Ledger, monkeypatch, capsys) -> None:
    """What was measured before the help was decided is not surely what it led to."""
    seq = decide(ledger, sil(1), day="2026-11-30")
    follow(ledger, seq, "2026-11-25", day="2026-12-01", outcome="end", ended="2026-11-05", functioning={})
    follow(ledger, seq, "2026-11-30", day="2026-12-01", functioning={})
    found = progress(of_case(ledger, "sil-1")).measurements
    assert [one.early for one in found] == [0, 5, 0]
    told = inside(monkeypatch, capsys, "progress", "sil-1", "--ledger", ledger.store.name).out
    assert "measured 5 days before the decision was recorded" in " ".join(told.split())
