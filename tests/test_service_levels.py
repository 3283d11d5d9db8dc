"""How much help a municipality usually gives: printed as its own, a presumption, never a cap."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from running import inside
from written import SOURCE, a_case, a_guideline, a_rule, an_offer, offers

from visit.errors import Problems
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reading.source import Document
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Possible

HOURS = {"id": "support-hours", "provision": "SEL-85", "usual_hours": 4, **SOURCE}
VISITS = an_offer("visits", "SEL-85", mobile=True)
SHORT = {**HOURS, "id": "little", "usual_hours": 2, "weeks": 26, "when": "case.support_need <= 1"}


def written(*levels: dict[str, Any], **sections: Any) -> Guideline:
    """A guideline with service levels."""
    return guideline(a_guideline(service_levels=list(levels), **sections))


def ranked(found: Guideline, hours: Any = None, **fields: Any) -> Ranking:
    """A ranking for somebody at home who needs so many hours of support a week."""
    needs = {"areas": ["support"], **({} if hours is None else {"hours_per_week": {"support": hours}})}
    one = a_case(citizen={"home": {"housing": "own", "place": "Esbjerg"}}, needs=needs, **fields)
    return match(case(one), catalogue(offers(VISITS)), found, DAY)


def standing(ranking: Ranking) -> str:
    """How the visits stand."""
    return str(ranking.standing(next(one for one in ranking.options if one.id == "visits/SEL-85")))


def value(ranking: Ranking, name: str) -> Any:
    """What is known of a name, of the visits."""
    return Explanation(ranking).values(next(one for one in ranking.options if one.id == "visits/SEL-85"))[name]


@pytest.mark.parametrize(
    ("hours", "expected"), [(4, "suitable"), (Decimal("4.5"), "by_exception"), (30, "by_exception"), (None, "suitable")]
)
def test_more_than_usual_is_by_exception_and_never_ruled_out(hours: Any, expected: str) -> None:
    assert standing(ranked(written(HOURS), hours)) == expected


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ({"da": "Højst 4 timer", "en": "At most 4 hours"}, "At most 4 hours; hours per week for support: {NAME}"),
        ({"da": "Højst 4; {NAME}", "en": "At most 4; {NAME}"}, "At most 4; {NAME}"),
    ],
)
def test_its_ground_says_how_many_hours_the_citizen_needs(text: dict[str, str], en: str) -> None:
    name = "{case.needs.hours_per_week.support}"
    told = {language: words.replace("{NAME}", name) for language, words in text.items()}
    rule = written({**HOURS, "text": told}).rule("support-hours")
    assert rule is not None
    assert rule.reason.en == en.replace("{NAME}", name)


def test_what_is_at_most_given_is_beyond_what_is_usual() -> None:
    both = {**HOURS, "most_hours": 8}
    assert [standing(ranked(written(both), hours)) for hours in (5, 8, 9)] == ["suitable", "suitable", "by_exception"]


def test_the_first_row_that_applies_counts() -> None:
    found = written(SHORT, HOURS)
    assert standing(ranked(found, 3, support_need=1)) == "by_exception"
    assert standing(ranked(found, 3, support_need=2)) == "suitable"
    assert value(ranked(found, support_need=1), "level.usual_hours") == 2
    assert value(ranked(found, support_need=2), "level.usual_hours") == 4
    assert value(ranked(found), "level.usual_hours") == Possible(frozenset((2, 4)))
    assert value(ranked(found, support_need=1), "level.weeks") == 26
    assert value(ranked(found, support_need=2), "level.weeks") is UNKNOWN


def test_a_rule_reads_the_level_and_one_that_is_not_stated_is_asked_for() -> None:
    rule = a_rule("within", "level.usual_hours >= 3", provision=["SEL-85", "SEL-104"])
    assert standing(ranked(written(HOURS, rules=[rule]))) == "suitable"
    elsewhere = {**HOURS, "provision": "SEL-104"}
    unstated = ranked(written(elsewhere, rules=[rule]))
    assert standing(unstated) == "undecided"
    asked = {one.fact for placement in unstated.placements for one in Explanation(unstated).missing(placement)}
    assert "level.usual_hours" in asked


@pytest.mark.parametrize(
    ("row", "da", "en"),
    [
        (
            HOURS,
            "kommunens serviceniveau: normalt op til 4\N{NO-BREAK SPACE}timer om ugen; mere med en begrundelse",
            "the municipality's service level: usually up to 4\N{NO-BREAK SPACE}hours a week; more with a reason",
        ),
        (
            {**HOURS, "most_hours": Decimal("7.5"), "weeks": 26, "form": "group"},
            "kommunens serviceniveau: normalt 4\N{NO-BREAK SPACE}timer om ugen, højst 7,5\N{NO-BREAK SPACE}timer; "
            "mere med en begrundelse; normalt i 26 uger; normalt i gruppe",
            "the municipality's service level: usually 4\N{NO-BREAK SPACE}hours a week, at most 7.5\N{NO-BREAK SPACE}hours; "
            "more with a reason; usually for 26 weeks; usually in a group",
        ),
        ({**HOURS, "text": {"da": "kort", "en": "short"}}, "kort", "short"),
    ],
)  # fmt: skip
def test_it_is_printed_as_the_municipalitys_own(row: dict[str, Any], da: str, en: str) -> None:
    ranking = ranked(written(row), 2)
    notices = Consequences(Explanation(ranking)).notices(ranking.placements[0])
    assert [(one.statement.id, one.statement.text.da, one.statement.text.en) for one in notices] == [
        ("support-hours", da, en)
    ]


def test_a_child_s_row_comes_before_its_parents() -> None:
    parent = layer_of(Document("parent", a_guideline(service_levels=[HOURS])))
    child = {
        **a_guideline(service_levels=[{**HOURS, "id": "ours", "usual_hours": 6}]),
        "guideline": "child",
        "extends": "written",
    }
    found = build((parent, layer_of(Document("child", child))), DAY)
    assert value(ranked(found), "level.usual_hours") == 6
    assert [standing(ranked(found, hours)) for hours in (6, 7)] == ["suitable", "by_exception"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "support-hours", "provision": "SEL-85", **SOURCE}, "a service level says one of"),
        ({**HOURS, "most_hours": 3}, "most_hours is less than usual_hours"),
        ({**HOURS, "when": "case.suport_need > 1"}, 'unknown name "case.suport_need"'),
        ({**HOURS, "when": "option.internal"}, "option.internal is not a fact of the case"),
        ({**HOURS, "provision": "SEL-850"}, "SEL-850"),
        ({**HOURS, "usual_hour": 3}, "usual_hour"),
        ({**HOURS, "id": "rule"}, "the id rule is used twice"),
        ({**HOURS, "text": {"da": "{level.usual_hour}", "en": "x"}}, 'unknown name "level.usual_hour"'),
    ],
)  # fmt: skip
def test_a_level_that_is_wrong_is_told(row: dict[str, Any], message: str) -> None:
    with pytest.raises(Problems) as raised:
        written(row, rules=[a_rule("rule", "option.internal")])
    assert message in str(raised.value)
    assert len(raised.value.errors) == 1


def test_hours_may_be_a_parameter_which_a_child_moves_within_its_bounds() -> None:
    usual = {"value": 4, "unit": "hours", "local": {"at_least": 2}}
    level = {**HOURS, "usual_hours": "usual_support"}
    alone = written(level, parameters={"usual_support": usual})
    assert [standing(ranked(alone, hours)) for hours in (4, 5)] == ["suitable", "by_exception"]
    assert value(ranked(alone), "level.usual_hours") == 4
    (notice,) = alone.notices
    assert notice.text.en == "the municipality's service level: usually up to 4\u00a0hours a week; more with a reason"

    below = layer_of(
        Document("l", {**a_guideline(service_levels=[level], parameters={"usual_support": usual}), "guideline": "l0"})
    )
    moved = {"value": 6, "unit": "hours", **SOURCE}
    above = layer_of(
        Document("l", {**a_guideline(parameters={"usual_support": moved}), "guideline": "l1", "extends": "l0"})
    )
    child = build((below, above), DAY)
    assert [standing(ranked(child, hours)) for hours in (6, 7)] == ["suitable", "by_exception"]
    assert "6\u00a0hours" in child.notices[0].text.en


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ({"usual_suport": {"value": 4, "unit": "hours"}}, 'unknown parameter "usual_support"'),
        ({"usual_support": {"value": 4, "unit": "km"}}, "the parameter usual_support is not in hours"),
    ],
)
def test_a_parameter_that_is_no_hours_is_told_once(parameter: dict[str, Any], message: str) -> None:
    with pytest.raises(Problems) as raised:
        written({**HOURS, "usual_hours": "usual_support"}, parameters=parameter)
    (error,) = raised.value.errors
    assert message in str(error)


ROWS = """
guideline: tried
defaults: {case: {assessed: 2026-11-02, municipality: Esbjerg}}
rules:
  - service_level: support-hours
    rows:
      - {case: {needs: {hours_per_week: {support: 4}}}, then: holds}
      - {case: {needs: {hours_per_week: {support: 5}}}, then: by_exception}
      - {case: {}, then: not_applicable}
  - rule: one-step
    option: {provision: SEL-107-1}
    rows:
      - {comparative: {tried_lower: true, met_by(SEL-85): false}, then: holds}
      - {comparative: {tried_lower: true, met_by(SEL-85): true}, then: by_exception}
      - {case: {}, then: perhaps, missing: [case.tried, met_by(SEL-85)]}
"""


def test_it_is_shown_and_tried_in_the_cases_beside_a_guideline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = a_rule("one-step", "tried_lower and not met_by(SEL-85)", provision=["SEL-107-1"], strength="presumption")
    document = {
        **a_guideline(service_levels=[HOURS], rules=[rule]),
        "guideline": "tried",
        "in_force": {"from": "2020-01-01"},
    }
    (tmp_path / "tried.yaml").write_text(json.dumps(document), "utf-8")
    (tmp_path / "tried.cases.yaml").write_text(ROWS, "utf-8")
    tested = inside(monkeypatch, capsys, "test", str(tmp_path / "tried.yaml"))
    assert (tested.code, tested.err) == (0, ""), tested.out
    shown = inside(monkeypatch, capsys, "guideline", "show", str(tmp_path / "tried.yaml"))
    assert "support-hours: the municipality's service level: usually up to 4" in shown.out
    assert shown.code == 0


def test_a_row_of_what_is_dated_has_what_it_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {"values": ["yes", "no"], "rows": [{"when": "case.flags.acute", "then": "yes"}, {"then": "no"}], **SOURCE}
    text = {"text": {"da": "Gør det", "en": "Do it"}, **SOURCE}
    waiting = {"when": "quick == yes", "waits_for": "follow_up", **text}
    document = {
        **a_guideline(facts={"quick": table}),
        "guideline": "tried",
        "in_force": {"from": "2020-01-01"},
        "deadlines": [
            {"id": "soon", "counted_from": "decision", "within": "2 weeks", **waiting},
            {"id": "grown", "counted_from": "birthday(18)", **waiting},
            {"id": "measured", "counted_from": "case.baseline.measured", "within": "1 year", **waiting},
        ],
        "grants": [{"id": "a-year", "when": "quick == yes", "lasts": "1 year", **text}],
        "service_levels": [{"id": "hours", "provision": "SEL-85", "when": "quick == yes", "usual_hours": 4, **SOURCE}],
    }
    (tmp_path / "tried.yaml").write_text(json.dumps(document), "utf-8")
    (tmp_path / "tried.cases.yaml").write_text(DATED, "utf-8")
    tested = inside(monkeypatch, capsys, "test", str(tmp_path / "tried.yaml"))
    assert (tested.code, tested.err) == (0, ""), tested.out


DATED = """
guideline: tried
defaults: {case: {assessed: 2026-11-02, municipality: Esbjerg, flags: {acute: true}}}
rules:
  - deadline: soon
    rows:
      - {then: given, due: [2026-11-16]}
      - {case: {flags: {acute: false}}, then: not_given}
  - deadline: grown
    rows:
      - {case: {citizen: {born: 2009-01-20}}, then: given, due: [2027-01-20]}
  - deadline: measured
    rows:
      - {case: {baseline: {measured: 2026-05-04}}, then: given, due: [2027-05-04]}
  - grant: a-year
    rows:
      - {then: given, due: [2027-11-02]}
      - {case: {flags: {acute: null}}, then: perhaps, missing: [case.flags.acute]}
  - service_level: hours
    rows:
      - {case: {needs: {hours_per_week: {support: 5}}}, then: by_exception}
      - {case: {needs: {hours_per_week: {support: 5}}, flags: {acute: false}}, then: not_applicable}
"""
