"""Deadlines: how a guideline writes them, what a child may move, by when in a case, with a decision, and in an audit."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from ledgers import EXAMPLES, SIL, a_ledger, decide, follow, refuse, sil
from running import inside, predictable
from written import SOURCE, TEXT, a_case, a_guideline, an_offer, offers

from visit.audit.deadlines import passed_deadlines
from visit.decisions.files import decided
from visit.errors import CaseError, Problems
from visit.ledger.fields import has_form
from visit.ledger.log import Ledger
from visit.matching import match
from visit.reading.source import Document, read
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.grants import granted
from visit.render.next_steps import before_follow_up
from visit.rules.findings.lint import lint
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of
from visit.trials.decisions import try_decision
from visit.trials.reading import cases_of
from visit.trials.running import tried, try_cases

FRISTER = str(Path(__file__).parent / "deadlines" / "frister.yaml")
WEEKS = {"weeks": {"value": 8, "unit": "weeks"}}


def a_deadline(id: str = "d", **fields: Any) -> dict[str, Any]:
    return {"id": id, "counted_from": "application", "waits_for": "decision", "text": TEXT, **SOURCE, **fields}


def layer(id: str, **sections: Any) -> Layer:
    return layer_of(Document(id, {**a_guideline(**sections), "guideline": id}))


def faults(*layers: dict[str, Any]) -> list[str]:
    made = [layer("l0", **layers[0])]
    made += [layer(f"l{n}", extends=f"l{n - 1}", **one) for n, one in enumerate(layers[1:], start=1)]
    try:
        build(tuple(made), DAY)
    except Problems as problems:
        return [error.message for error in problems.errors]
    return []


def deadline_faults(**fields: Any) -> list[str]:
    return faults({"deadlines": [a_deadline(**fields)]})


# --- as they are written ---


def test_the_guideline_of_the_tests_has_no_fault_and_gives_its_days() -> None:
    assert [one.message for one in lint(FRISTER, DAY).warnings] == []
    [(cases, versions)] = tried([FRISTER])
    results = try_cases(cases, versions)
    assert {result.id: result.differences for result in results if result.differences} == {}
    assert len(results) == 24


def test_a_deadline_that_is_expected_and_not_told_fails() -> None:
    case = {
        "name": "c",
        "as_of": "2026-01-31",
        "case": {"assessed": "2026-01-31"},
        "offers": [{"id": "a", "provision": "SEL-85"}],
        "expect": {"deadlines": {"afgoerelze": []}},
    }
    [trial] = cases_of(Document("cases", {"guideline": "frister", "cases": [case]}), "Silkeborg").decisions
    [differing] = try_decision(trial, guideline(a_guideline())).differences
    assert (differing.what, differing.expected, differing.found) == ("deadline afgoerelze", "[]", "[not_given]")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"within": "8 weeks", "before": "8 weeks"}, "a deadline says within or before, not both"),
        ({"counted_from": "decision"}, "a deadline for the decision cannot be counted from the decision"),
        ({"within": "eight"}, 'unknown parameter "eight"'),
        ({"counted_from": "birthday(0)"}, "a birthday is a whole number of years, at most 120"),
        ({"counted_from": "birthday(16.5)"}, "a birthday is a whole number of years, at most 120"),
        ({"counted_from": "application(SEL-1)"}, 'unknown code "SEL-1"'),
        ({"counted_from": "assessed"}, 'unknown name "assessed"'),
        ({"counted_from": "case.age"}, "a date expected, not a number in years"),
        ({"text": {"da": "{x}", "en": "x"}}, 'unknown name "x"'),
    ],
)
def test_what_is_wrong_with_a_deadline_is_told(fields: dict[str, Any], message: str) -> None:
    assert deadline_faults(**fields) == [message]


def test_every_fault_of_a_deadline_is_told_at_once() -> None:
    found = deadline_faults(within="eight", when="case.agee < 18", counted_from="birthday(x)")
    assert len(found) == 3


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ({"value": 8, "unit": "km"}, "the parameter p has no unit of time"),
        ({"value": 8}, "the parameter p has no unit of time"),
        ({"value": Decimal("1.5"), "unit": "weeks"}, "the parameter p is no period: 1.5"),
        ({"value": -1, "unit": "weeks"}, "the parameter p is no period: -1"),
    ],
)
def test_a_parameter_that_is_no_period_is_told(parameter: dict[str, Any], message: str) -> None:
    row = {"id": "f", "after": "p", "text": TEXT}
    sections = {"parameters": {"p": parameter}, "follow_up": [row], "shelf_life": {"default": "p"}}
    assert faults(sections) == [message] * 2
    assert faults({**sections, "parameters": {"p": {"value": 8, "unit": "weeks"}}}) == []


def test_a_period_that_is_misspelt_is_told_in_words() -> None:
    with pytest.raises(Problems) as caught:
        layer("l", deadlines=[a_deadline(within="8 wks")])
    [error] = caught.value.errors
    assert error.help == (
        "write a number and day, week, month or year, for example `3 months`, or a parameter with such a unit"
    )


# --- layers ---

PARENT = a_deadline(within="8 weeks", local={"at_most": "here"})


@pytest.mark.parametrize(
    ("child", "message"),
    [
        ({"within": "6 weeks"}, None),
        ({"within": "56 days", "text": TEXT, "by": "leader"}, None),
        ({"within": "9 weeks"}, "d must be at most 8 weeks"),
        ({"within": "57 days"}, "d must be at most 8 weeks"),
        ({"within": "1 month"}, "d: months cannot be held against 8 weeks: a month has 28 to 31 days"),
        ({}, "d is counted by within, as l0 writes it"),
        ({"within": "6 weeks", "when": "case.age < 18"}, "when of d stays as l0 writes it"),
        ({"within": "6 weeks", "counted_from": "case.assessed"}, "counted_from of d stays as l0 writes it"),
        ({"within": "6 weeks", "waits_for": "follow_up"}, "waits_for of d stays as l0 writes it"),
        ({"within": "6 weeks", "until": "2026-12-31"}, "until of d stays as l0 writes it"),
        ({"within": "6 weeks", "local": {"at_most": "here"}}, "the bounds of d are set by the layer that has it first"),
    ],
)
def test_a_local_deadline_is_moved_within_its_bounds(child: dict[str, Any], message: str | None) -> None:
    assert faults({"deadlines": [PARENT]}, {"deadlines": [a_deadline(**child)]}) == ([message] if message else [])


def test_a_deadline_that_is_not_local_stands_and_a_child_adds_its_own() -> None:
    parent = {"deadlines": [a_deadline(within="8 weeks")]}
    assert faults(parent, {"deadlines": [a_deadline(within="6 weeks")]}) == [
        "d is a deadline of l0 and cannot be replaced"
    ]
    assert faults(parent, {"deadlines": [a_deadline("own", within="6 weeks")]}) == []


def test_the_number_that_a_parents_deadline_is_counted_by_is_final() -> None:
    parent = {"deadlines": [a_deadline(within="weeks")], "parameters": WEEKS}
    child = {"parameters": {"weeks": {"value": 9, "unit": "weeks"}}}
    assert faults(parent, child) == ["weeks is final: a deadline of l0 is counted by it"]
    local = {**WEEKS["weeks"], "local": {"at_most": 10}}
    assert faults({**parent, "parameters": {"weeks": local}}, child) == []


def test_local_without_a_bound_or_a_period_is_told() -> None:
    assert deadline_faults(within="8 weeks", local={}) == ["d is local without a period and a bound of it"]
    assert deadline_faults(local={"at_most": "here"}) == ["d is local without a period and a bound of it"]


# --- in a case ---


def said(*deadlines: dict[str, Any], as_of: date = DAY, **fields: Any) -> dict[str, Any]:
    document = a_case(needs={"areas": ["support"]}, **fields)
    given = catalogue(offers(an_offer("a", "SEL-85")))
    ranking = match(case(document), given, guideline(a_guideline(deadlines=deadlines)), as_of)
    consequences = Consequences(Explanation(ranking))
    return {one.statement.id: (one.surely, one.due, one.undated) for one in consequences.deadlines(ranking.first)}


def test_each_application_has_its_own_day_and_one_of_later_does_not_count() -> None:
    applied = [{"provision": "SEL-85", "on": "2026-11-01"}, {"provision": "SEL-108", "on": "2026-10-01"}]
    later = [*applied, {"provision": "SEL-85", "on": "2026-12-24"}]
    wanted = (True, (date(2026, 11, 26), date(2026, 12, 27)), ())
    assert said(a_deadline(within="8 weeks"), applied=later) == {"d": wanted}
    of_one = a_deadline(counted_from="application(SEL-108)", within="8 weeks")
    assert said(of_one, applied=later) == {"d": (True, (date(2026, 11, 26),), ())}


def test_a_condition_on_an_option_is_asked_of_the_parts() -> None:
    rows = [a_deadline("yes", when="provision.id == SEL-85"), a_deadline("no", when="provision.id == SEL-108")]
    assert [*said(*rows, applied=[{"provision": "SEL-85", "on": "2026-11-01"}])] == ["yes"]


def granted_parts(*grants: dict[str, Any], **fields: Any) -> list[tuple[str, str, date, bool]]:
    document = a_case(needs={"areas": ["support", "activity"]}, **fields)
    given = catalogue(offers(an_offer("a", "SEL-85"), an_offer("b", "SEL-104")))
    rows = [{"text": TEXT, **SOURCE, **one} for one in grants]
    ranking = match(case(document), given, guideline(a_guideline(grants=rows)), DAY)
    assert ranking.first is not None
    found = granted(Explanation(ranking), ranking.first, DAY)
    return [(one.option.id, one.statement.id, one.until, one.surely) for one in found]


YEAR, WEEKS_OF_HELP = {"id": "year", "lasts": "1 year"}, {"id": "weeks", "lasts": "6 weeks", "provision": "SEL-104"}


def test_each_part_is_granted_by_the_shortest_that_surely_applies() -> None:
    assert granted_parts(YEAR, WEEKS_OF_HELP) == [
        ("b/SEL-104", "weeks", date(2027, 1, 3), True),
        ("a/SEL-85", "year", date(2027, 11, 22), True),
    ]
    assert granted_parts() == []


def test_a_shorter_grant_that_may_apply_stands_before_the_sure_one() -> None:
    perhaps = {"id": "first", "lasts": "3 months", "provision": "SEL-85", "when": "not tried(SEL-85)"}
    assert granted_parts(YEAR, perhaps)[0] == ("a/SEL-85", "first", date(2027, 2, 22), False)
    tried = [{"provision": "SEL-85", "result": "helped"}]
    assert ("a/SEL-85", "year", date(2027, 11, 22), True) in granted_parts(YEAR, perhaps, tried=tried)
    of_option = {"id": "step", "lasts": "2 days", "when": "option.step > 8"}
    assert "step" not in [id for _option, id, _until, _surely in granted_parts(YEAR, of_option)]


def test_a_grant_without_a_period_is_told() -> None:
    assert faults({"grants": [{"id": "g", "lasts": "spell", "text": TEXT}]}) == ['unknown parameter "spell"']


# --- on the screens ---


def a_file(folder: Path, **changes: Any) -> str:
    path = folder / "case.json"
    document = {**read(EXAMPLES / f"{SIL}.yaml").value, "assessed": "2026-01-05", **changes}
    path.write_text(json.dumps(document, default=lambda one: float(one) if isinstance(one, Decimal) else str(one)))
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return a_file(tmp_path)


def test_match_and_why_tell_by_when_and_what_has_passed(file: str, monkeypatch, capsys) -> None:
    late = ("--guideline", FRISTER, "--as-of", "2026-01-05", "--format", "plain")
    ran = inside(monkeypatch, capsys, "match", file, *late, "--full", COLUMNS="300")
    assert (
        "15 December 2025, passed 21 days ago: The application must be decided within 8 weeks (the caseworker)"
        in ran.out
    )
    assert "5 February 2026: The citizen has been offered an action plan (the caseworker)" in ran.out
    assert (
        "5 April 2026, Social-pedagogical support, SEL 85, Silkeborg Kommune: The first grant is for 3 months"
        in ran.out
    )
    assert "5 January 2027, Social-pedagogical support, SEL 85, Silkeborg Kommune: The support is granted" in ran.out
    short = inside(monkeypatch, capsys, "match", file, *late)
    assert "GRANTED UNTIL 5 January 2027" in " ".join(short.out.split())
    assert "DEADLINE 15 December 2025, passed 21 days ago: The application must" in " ".join(short.out.split())
    why = inside(monkeypatch, capsys, "why", file, "1", "--facts", *late, "--lang", "da", COLUMNS="300")
    assert "15. december 2025, overskredet for 21 dage siden: Ansøgningen skal være afgjort inden 8 uger" in why.out


def test_match_asks_for_the_day_that_is_missing(tmp_path: Path, monkeypatch, capsys) -> None:
    path = a_file(tmp_path, applied=[{"provision": "SEL-85"}])
    ran = inside(monkeypatch, capsys, "match", path, "--guideline", FRISTER, "--format", "plain", "--full")
    assert "No day yet (not recorded: when it was applied for): The application must be decided" in " ".join(
        ran.out.split()
    )


def test_a_deadline_in_json_a_list_a_journal_and_a_page(file: str, monkeypatch, capsys, tmp_path: Path) -> None:
    common = ("match", file, "--guideline", FRISTER, "--as-of", "2026-01-05")
    document = json.loads(inside(monkeypatch, capsys, *common, "--format", "json").out)
    found = {one["id"]: one for one in document["deadlines"]}
    assert found["afgoerelse"]["due"] == found["afgoerelse"]["passed"] == ["2025-12-15"]
    assert (found["afgoerelse"]["waits_for"], found["afgoerelse"]["by"]) == ("decision", "caseworker")
    assert (found["handleplan"]["due"], found["handleplan"]["passed"]) == (["2026-02-05"], [])
    listed = inside(monkeypatch, capsys, *common, "--format", "csv").out.splitlines()
    (row,) = csv.DictReader(listed)
    assert row["deadline"] == "2025-12-15"
    journal = inside(monkeypatch, capsys, *common, "--format", "journal").out
    assert "Deadlines: 15 December 2025, passed" in journal
    assert "Granted until: 5 January 2027" in journal
    assert [(one["id"], one["until"], one["surely"]) for one in document["first"]["grants"]] == [
        ("foerste-gang", "2026-04-05", False), ("foerste-gang", "2026-04-05", False), ("et-aar", "2027-01-05", True)
    ]  # fmt: skip
    page = tmp_path / "page.html"
    assert inside(monkeypatch, capsys, *common, "-o", str(page)).err.endswith(f": {page}\n")
    assert "The citizen has been offered an action plan" in page.read_text(encoding="utf-8")


# --- recorded, and asked for again ---


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with a_ledger(tmp_path / "ledger.db") as made:
        yield made


def passed(ledger: Ledger, as_of: str) -> list[tuple[int, str, str, int]]:
    found = passed_deadlines(ledger, date.fromisoformat(as_of))
    return [(one.seq, one.id, one.due.isoformat(), one.days) for one in found]


def of(number: int, **fields: Any) -> Any:
    return sil(number, assessed="2026-01-05", applied=[{"provision": "SEL-85", "on": "2026-01-02"}], **fields)


def test_a_decision_records_its_deadlines_from_its_own_day(ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER, day="2026-01-31")
    rows = ledger.entry(seq).get("deadlines")
    assert rows == [
        {"id": "udredning", "due": ["2026-01-19"], "waits_for": "follow_up"},
        {"id": "afgoerelse", "due": ["2026-02-27"], "waits_for": "decision", "by": "caseworker"},
        {"id": "handleplan", "due": ["2026-02-28"], "waits_for": "follow_up", "by": "caseworker"},
    ]
    assert has_form("deadlines", rows)
    assert not has_form("deadlines", [{"id": "a", "due": "2026-01-01", "waits_for": "decision"}])


def test_a_guideline_without_deadlines_records_none(ledger: Ledger) -> None:
    assert "deadlines" not in ledger.entry(decide(ledger, of(1))).leaf.fields


def test_no_deadline_waits_of_help_that_was_refused(ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER, day="2026-01-31")
    assert passed(ledger, "2026-04-01") != []
    refuse(ledger, seq, "citizen", "wants_no_help")
    assert passed(ledger, "2026-04-01") == []


def test_a_deadline_waits_until_a_follow_up_names_it(ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER)
    assert passed(ledger, "2026-01-19") == []
    assert passed(ledger, "2026-01-20") == [(seq, "udredning", "2026-01-19", 1)]
    follow(ledger, seq, "2026-01-25")
    assert passed(ledger, "2026-02-10") == [
        (seq, "udredning", "2026-01-19", 22), (seq, "handleplan", "2026-02-05", 5)
    ]  # fmt: skip
    follow(ledger, seq, "2026-02-11", deadlines_met=["udredning"])
    assert passed(ledger, "2026-02-12") == [(seq, "handleplan", "2026-02-05", 7)]


def test_what_is_done_stays_done_in_a_later_decision_on_the_same_day_only(ledger: Ledger) -> None:
    first = decide(ledger, of(1), under=FRISTER)
    follow(ledger, first, "2026-01-12", deadlines_met=["udredning", "handleplan"])
    second = decide(ledger, of(1), under=FRISTER, day="2026-02-01")
    assert passed(ledger, "2026-06-01") == [(second, "handleplan", "2026-03-01", 92)]


def test_a_postponed_case_waits_for_its_decision(ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER, choice="none:postponed")
    assert passed(ledger, "2026-03-01")[-1] == (seq, "afgoerelse", "2026-02-27", 2)
    decide(ledger, of(1), under=FRISTER, day="2026-03-02")
    assert "afgoerelse" not in [id for _seq, id, _due, _days in passed(ledger, "2026-04-01")]


def test_help_that_was_granted_until_a_day_waits_for_a_new_decision_from_then_on(ledger: Ledger) -> None:
    tried = [{"provision": "SEL-85", "result": "helped"}]
    seq = decide(ledger, of(1, tried=tried), under=FRISTER, day="2026-02-28")
    grants = ledger.entry(seq).get("grants")
    assert [(one["id"], one["until"]) for one in grants] == [("et-aar", "2027-02-28")]
    assert has_form("grants", grants)
    ended = (seq, "et-aar", "2027-02-28", 1)
    assert ended not in passed(ledger, "2027-02-28")
    assert ended in passed(ledger, "2027-03-01")
    decide(ledger, of(1, tried=tried), under=FRISTER, choice="none:postponed", day="2027-02-01")
    assert ended in passed(ledger, "2027-03-01")
    decide(ledger, of(1, tried=tried), under=FRISTER, day="2027-02-02")
    assert ended not in passed(ledger, "2027-03-01")


@pytest.mark.parametrize("outcome", ["end", "new_visitation"])
def test_help_that_ended_waits_for_nothing(outcome: str, ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER)
    follow(ledger, seq, "2026-01-12", outcome=outcome)
    assert passed(ledger, "2026-06-01") == []


def test_a_case_that_is_withdrawn_waits_for_nothing(ledger: Ledger) -> None:
    decide(ledger, of(1), under=FRISTER)
    decide(ledger, of(1), under=FRISTER, choice="none:withdrawn")
    assert passed(ledger, "2026-06-01") == []


def test_a_deadline_that_the_decision_does_not_have_is_refused(ledger: Ledger) -> None:
    seq = decide(ledger, of(1), under=FRISTER)
    for id, help in (
        ("handleplam", 'did you mean "handleplan"?'),
        ("afgoerelse", "those that wait: udredning, handleplan"),
    ):
        with pytest.raises(CaseError) as caught:
            follow(ledger, seq, "2026-01-12", deadlines_met=[id])
        assert f'has no deadline "{id}" that waits for a follow-up' in caught.value.message
        assert caught.value.help == help


@pytest.fixture
def made(tmp_path: Path) -> str:
    path = tmp_path / "made.db"
    with a_ledger(path) as ledger:
        decide(ledger, of(1), under=FRISTER, day="2026-03-07")
        follow(ledger, 1, "2026-03-10", deadlines_met=["udredning"])
    return str(path)


def test_an_audit_lists_what_has_passed_and_what_it_waits_for(made: str, monkeypatch, capsys) -> None:
    common = ("audit", "overdue", "--ledger", made, "--as-of", "2026-04-20")
    ran = inside(monkeypatch, capsys, *common, "--format", "plain", COLUMNS="200")
    assert ran.code == 1
    assert "1 deadline has passed" in ran.out
    assert "a follow-up that records it as done (the caseworker)" in ran.out
    document = json.loads(inside(monkeypatch, capsys, *common, "--format", "json").out)
    assert document["deadlines"] == [
        {"decision": 1, "case": "sil-1", "deadline": "handleplan", "due": "2026-04-07", "days": 13,
         "waits_for": "follow_up", "by": "caseworker"}
    ]  # fmt: skip
    assert ",2026-04-07,13,," in inside(monkeypatch, capsys, *common, "--format", "csv").out
    danish = inside(monkeypatch, capsys, *common, "--lang", "da").out
    assert "1 frist er overskredet" in danish


def test_a_deadline_that_has_passed_is_told_when_a_decision_is_recorded(monkeypatch, capsys, tmp_path: Path) -> None:
    predictable(monkeypatch)
    monkeypatch.setenv("VISIT_LEDGER", str(tmp_path / "ledger.db"))
    inside(monkeypatch, capsys, "log", "init", "--role", "anna=caseworker")
    case = str(EXAMPLES / "esb-fra-ophold-til-egen-bolig.yaml")
    command = ("decide", case, "1", "--reason", "x", "--by", "anna", "--dry-run")
    danish = inside(monkeypatch, capsys, *command, "--lang", "da").out.replace("\N{NO-BREAK SPACE}", " ")
    assert "1. juni 2026, overskredet for 183 dage siden: " in danish
    assert "1 June 2026, passed 183 days ago: " in inside(monkeypatch, capsys, *command).out


def test_an_entry_says_what_became_of_each_deadline(made: str, monkeypatch, capsys) -> None:
    for shape in ("plain", "journal"):
        ran = inside(monkeypatch, capsys, "log", "show", "1", "--ledger", made, "--format", shape)
        told = " ".join(ran.out.split())
        assert re.search(r"27 February 2026: [A-Z][^:;]* \(decided 8 days late\)", told)
        assert re.search(r"7 March 2027, Social-pedagogical support, SEL 85, Silkeborg Kommune: [A-Z]", told)
        assert re.search(r"19 January 2026: [A-Z][^:;]* – done 10 March 2026 \(entry 2\)", told)
        assert not {"afgoerelse", "udredning", "et-aar"} & {*re.findall(r"[\w-]+", told)}


def test_the_file_to_fill_in_names_the_deadlines_that_wait(made: str, monkeypatch, capsys) -> None:
    out = inside(monkeypatch, capsys, "follow-up", "new", "1", "--ledger", made).out
    assert "# deadlines_met: [udredning, handleplan]" in out
    assert "## handleplan: 7 April 2026" in out


def test_a_replay_of_a_decision_with_deadlines_is_the_same(made: str, monkeypatch, capsys) -> None:
    assert inside(monkeypatch, capsys, "replay", "1", "--ledger", made).code == 0
    assert decided_deadlines(made) == ["udredning", "afgoerelse", "handleplan"]


def decided_deadlines(path: str) -> list[str]:
    from visit.commands.ledgers import opened

    with opened(path) as ledger:
        return [row["id"] for row in decided(ledger, 1).entry.get("deadlines")]


@pytest.mark.parametrize(
    ("due", "waits_for", "follow_up", "holds"),
    [
        ((DAY + timedelta(1),), "follow_up", (DAY + timedelta(2),), True),
        ((DAY + timedelta(2),), "follow_up", (DAY + timedelta(2), DAY + timedelta(9)), False),  # on that day
        ((DAY + timedelta(1),), "decision", (DAY + timedelta(2),), False),
        ((DAY - timedelta(1),), "follow_up", (DAY + timedelta(2),), False),  # it has passed, which is said
        ((DAY + timedelta(1),), "follow_up", (), False),
    ],
)
def test_a_deadline_before_the_first_follow_up_holds(due, waits_for, follow_up, holds) -> None:
    assert bool(before_follow_up(due, waits_for, follow_up, DAY)) is holds


def test_every_screen_says_that_a_deadline_comes_before_the_follow_up(monkeypatch, capsys) -> None:
    case = str(EXAMPLES / "esb-fra-ophold-til-egen-bolig.yaml")
    told = inside(monkeypatch, capsys, "match", case, "--lang", "da").out
    assert (
        "OPFØLGNING  9. juni 2026, derefter 9. september 2026 (fristen går forud)\nFRIST  1. juni 2026: Mål igen"
        in told
    )
    for more in ("--full",), ("--format", "journal"):
        told = " ".join(inside(monkeypatch, capsys, "match", case, "--lang", "da", *more).out.split())
        assert "(før den første opfølgning: fristen gælder)" in told
