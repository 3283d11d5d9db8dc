"""Facts of the citizen that a guideline declares: recorded under `extra`, typed, bounded, inherited, and unknown when left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import DAY
from running import inside
from written import SOURCE, TEXT, a_case, a_guideline, a_rule, an_offer, offers

from visit.case import case_of
from visit.catalogue import catalogue_of
from visit.errors import CaseError, Problems, VisitError
from visit.matching import match
from visit.ranking.values import Standing
from visit.reading.source import Document, parse
from visit.reasons.labels import Phrasing
from visit.reasons.undeclared import undeclared
from visit.rules.facts.own import faults_in
from visit.rules.findings.lint import findings
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Members
from visit.trials.reading import cases_of
from visit.trials.running import Versions, try_cases

COLOURS = {"red": {"da": "rød", "en": "red"}, "green": {"da": "grøn", "en": "green"}}
FACTS: dict[str, dict[str, Any]] = {
    "extra.mental_age": {"type": "whole", "unit": "years", "at_most": 18},
    "extra.calm": {"type": "truth"},
    "extra.burden": {"type": "level", "at_least": 1},
    "extra.colour": {"type": "code", "codes": COLOURS},
    "extra.stage": {"type": "code", "codes": {"early": TEXT, "late": TEXT}, "ordered": True},
    "extra.signs": {"type": "set", "codes": COLOURS},
    "extra.since": {"type": "date", "at_least": "2020-01-01"},
}


def declared(**facts: dict[str, Any]) -> dict[str, Any]:
    """The facts above, or others by their name under `extra`."""
    rows = {f"extra.{name}": row for name, row in facts.items()} or FACTS
    return {
        name: {"label": {"da": f"{name} på dansk", "en": f"{name} in English"}, **row} for name, row in rows.items()
    }


def built(*above: dict[str, Any], **sections: Any) -> Guideline:
    """A guideline on the layers given, the root first."""
    documents = [*above, a_guideline(**{"case_facts": declared(), **sections})]
    return build(tuple(layer_of(Document(f"{one['guideline']}.yaml", one)) for one in documents), DAY)


def faults(**facts: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(Problems) as found:
        built(case_facts=declared(**facts))
    return [(error.message, error.help) for error in found.value.errors]


def value(guideline: Guideline, name: str, **extra: Any) -> Any:
    fact = guideline.facts.own[name]
    return fact.read(case_of(Document("case.yaml", a_case(extra=extra))), DAY)


# --- in a guideline ---


@pytest.mark.parametrize(
    ("condition", "extra", "standing"),
    [
        ("extra.mental_age >= 9", {"mental_age": 9}, Standing.SUITABLE),
        ("extra.mental_age >= 9", {"mental_age": 8}, Standing.RULED_OUT),
        ("extra.mental_age >= 9", {}, Standing.UNDECIDED),
        ("extra.calm", {"calm": True}, Standing.SUITABLE),
        ("extra.calm", {"calm": False}, Standing.RULED_OUT),
        ("extra.burden > 2", {"burden": 3}, Standing.SUITABLE),
        ("extra.colour == red", {"colour": "red"}, Standing.SUITABLE),
        ("extra.colour in [red, green]", {"colour": "green"}, Standing.SUITABLE),
        ("extra.stage < late", {"stage": "early"}, Standing.SUITABLE),
        ("extra.signs includes green", {"signs": ["red"]}, Standing.RULED_OUT),
        ("extra.signs includes green", {"signs": []}, Standing.RULED_OUT),
        ("extra.since < 2024-01-01", {"since": "2023-12-31"}, Standing.SUITABLE),
        ("months_between(extra.since, as_of) > 12", {"since": "2023-12-31"}, Standing.SUITABLE),
        ("known(extra.calm)", {}, Standing.RULED_OUT),
    ],
)
def test_a_rule_reads_what_a_case_records(condition: str, extra: dict[str, Any], standing: Standing) -> None:
    guideline = built(rules=[a_rule("r", condition)])
    catalogue = catalogue_of(Document("offers.yaml", offers(an_offer("o", "SEL-85"))))
    case = case_of(Document("case.yaml", a_case(extra=extra, needs={"areas": ["support"]})))
    ranking = match(case, catalogue, guideline)
    assert ranking.standings[[one.id for one in ranking.options].index("o/SEL-85")] is standing


@pytest.mark.parametrize(
    ("condition", "message", "help"),
    [
        ("extra.mental_aeg > 9", 'unknown name "extra.mental_aeg"', 'did you mean "extra.mental_age"?'),
        ("case.extra.mental_age > 9", 'unknown name "case.extra.mental_age"', 'did you mean "extra.mental_age"?'),
        ("extra.mental_age > near", "years cannot be compared with km", None),
        ("extra.colour == gren", 'unknown code "gren"', 'did you mean "green"?'),
        ("extra.colour < green", "the codes of extra.colour have no order", None),
        ("extra.calm > 2", "yes or no cannot be compared with a number", None),
    ],
)
def test_a_condition_on_it_is_typed(condition: str, message: str, help: str | None) -> None:
    with pytest.raises(Problems) as found:
        built(rules=[a_rule("r", condition)], parameters={"near": {"value": 5, "unit": "km"}})
    assert [(one.message, one.help) for one in found.value.errors] == [(message, help)]


def test_tables_proposals_notices_and_approvals_read_it() -> None:
    said = {"text": {"da": "{extra.mental_age}", "en": "{extra.mental_age}"}}
    guideline = built(
        facts={
            "young": {
                "values": [True, False],
                "rows": [{"when": "extra.mental_age < 9", "then": True}, {"then": False}],
            }
        },
        rules=[a_rule("r", "not young")],
        proposals=[{"id": "p", "fact": "extra.mental_age", "value": "8", "when": "case.support_need >= 3"}],
        notices=[{"id": "n", "when": "extra.calm", **said}],
        approvals=[{"id": "a", "when": "young", "by": "leader", **said}],
    )
    catalogue = catalogue_of(Document("offers.yaml", offers(an_offer("o", "SEL-85"))))
    case = case_of(Document("case.yaml", a_case(support_need=3, needs={"areas": ["support"]})))
    ranking = match(case, catalogue, guideline)
    assert ranking.side.values["young"] is True
    assert ranking.side.proposed["extra.mental_age"].value == 8
    assert ranking.standings[[one.id for one in ranking.options].index("o/SEL-85")] is Standing.UNDECIDED
    assert guideline.rests_on(guideline.approvals[0].when) == {"extra.mental_age"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"type": "code"}, "its codes are missing"),
        ({"type": "truth", "codes": COLOURS}, "codes has no effect on the type truth"),
        ({"type": "level", "unit": "km"}, "unit has no effect on the type level"),
        ({"type": "set", "codes": COLOURS, "ordered": True}, "ordered has no effect on the type set"),
        ({"type": "truth", "at_least": 1}, "at_least has no effect on the type truth"),
        ({"type": "date", "at_most": 7}, "a bound of a date is a date, any other a whole number"),
        ({"type": "whole", "at_most": "2020-01-01"}, "a bound of a date is a date, any other a whole number"),
        ({"type": "level", "at_most": 5}, "a level lies between 0 and 4"),
        ({"type": "whole", "at_least": 3, "at_most": 2}, "at_most lies below at_least"),
        ({"type": "code", "codes": {"not": TEXT}}, "not is a word of the condition language, and no code"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_a_fault(row: dict[str, Any], message: str) -> None:
    assert [said for said, _help in faults(x=row)] == [message]


def test_a_fact_that_nothing_reads_is_told() -> None:
    document = a_guideline(
        case_facts=declared(calm={"type": "truth"}, other={"type": "truth"}), rules=[a_rule("r", "extra.calm")]
    )
    layer = layer_of(Document("written.yaml", document))
    told = [one.message for one in findings(layer, {DAY: build((layer,), DAY)})]
    assert "the fact extra.other is never read" in told
    assert "the fact extra.calm is never read" not in told


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ("extra.mental_age > 18", True),
        ("extra.mental_age >= 18", False),
        ("extra.mental_age > 90 or extra.mental_age < 100", False),
        ("extra.burden == 0", True),
        ("extra.since < 2020-01-01", True),
        ("extra.since > 2019-06-01", False),
        ("extra.colour == red and extra.colour == green", True),
        ("extra.signs includes red and extra.signs includes green", False),
    ],
)
def test_the_check_tells_what_can_never_be_within_the_bounds(when: str, never: bool) -> None:
    document = a_guideline(
        case_facts=declared(), rules=[a_rule("r", "option.internal", when=when, strength="presumption")]
    )
    layer = layer_of(Document("written.yaml", document))
    told = [one.message for one in findings(layer, {DAY: build((layer,), DAY)})]
    assert ("the rule r can never apply" in told) is never


def test_that_a_fact_is_not_recorded_is_no_reason_of_the_citizen() -> None:
    document = a_guideline(
        case_facts=declared(), rules=[a_rule("r", "not known(extra.calm) or option.staff == one_to_one")]
    )
    layer = layer_of(Document("written.yaml", document))
    told = [one.message for one in findings(layer, {DAY: build((layer,), DAY)})]
    assert [one for one in told if one.startswith("the rule r rules offers out whoever the citizen is")]


# --- layers ---


def test_a_child_reads_what_its_parent_declares_and_may_say_it_in_other_words() -> None:
    parent = a_guideline(case_facts=declared(), guideline="parent")
    child = built(parent, extends="parent", case_facts={}, rules=[a_rule("r", "extra.calm")])
    assert child.facts.own.keys() == FACTS.keys()
    again = {"extra.calm": {"type": "truth", "label": {"da": "roligt", "en": "quiet"}, **SOURCE}}
    child = built(parent, extends="parent", case_facts=again)
    assert Phrasing(child, "da").fact("extra.calm") == "roligt"


def test_a_child_that_declares_it_otherwise_is_told_both_places() -> None:
    parent = a_guideline(case_facts=declared(), guideline="parent")
    for otherwise in ({"type": "level"}, {"type": "code", "codes": {"red": TEXT}}):
        name = "extra.calm" if otherwise["type"] == "level" else "extra.colour"
        with pytest.raises(Problems) as found:
            built(parent, extends="parent", case_facts={name: {**otherwise, "label": TEXT, **SOURCE}})
        [error] = found.value.errors
        assert error.message == f"{name} is declared otherwise in parent.yaml"
        assert error.at is not None and error.at.file == "written.yaml"


# --- in a case ---


@pytest.mark.parametrize(
    ("extra", "path", "message", "help"),
    [
        ({"mental_age": "nine"}, ("mental_age",), 'extra.mental_age must be a whole number, not "nine"', None),
        ({"mental_age": True}, ("mental_age",), "extra.mental_age must be a whole number, not true", None),
        ({"mental_age": 19}, ("mental_age",), "extra.mental_age must be 18 or less, not 19", None),
        ({"mental_age": -1}, ("mental_age",), "extra.mental_age must be 0 or more, not -1", None),
        ({"burden": 0}, ("burden",), "extra.burden must be 1 or more, not 0", None),
        ({"burden": 5}, ("burden",), "extra.burden must be 4 or less, not 5", None),
        (
            {"colour": "gren"},
            ("colour",),
            'extra.colour must be one of red, green, not "gren"',
            'did you mean "green"?',
        ),
        ({"colour": "grøn"}, ("colour",), 'extra.colour must be one of red, green, not "grøn"', "write `green`"),
        ({"signs": ["red", "x"]}, ("signs", 1), 'extra.signs must be one of red, green, not "x"', None),
        ({"since": "2020"}, ("since",), 'extra.since must be a date, not "2020"', "write YYYY-MM-DD"),
        ({"since": "2019-12-31"}, ("since",), 'extra.since must be 2020-01-01 or more, not "2019-12-31"', None),
    ],
)
def test_what_is_recorded_otherwise_is_a_fault_at_its_place_and_reads_as_unknown(
    extra: dict[str, Any], path: tuple[str | int, ...], message: str, help: str | None
) -> None:
    guideline = built()
    case = case_of(Document("case.yaml", a_case(extra=extra)))
    assert [*faults_in(case, guideline.facts.own)] == [(("extra", *path), message, help)]
    assert value(guideline, f"extra.{path[0]}", **extra) is UNKNOWN
    with pytest.raises(CaseError, match=r"extra\."):
        match(case, catalogue_of(Document("offers.yaml", offers(an_offer("o", "SEL-85")))), guideline)


def test_what_is_recorded_is_read_as_it_is_declared() -> None:
    guideline = built()
    assert value(guideline, "extra.since", since="2023-05-06") == date(2023, 5, 6)
    assert value(guideline, "extra.signs", signs=["red"]) == Members(frozenset({"red"}))
    assert value(guideline, "extra.colour", colour="red") == "red"
    assert value(guideline, "extra.mental_age", calm=True) is UNKNOWN


def test_what_the_guideline_does_not_declare_is_told_with_the_name_that_may_be_meant() -> None:
    case = case_of(Document("case.yaml", a_case(extra={"mental_agee": 9, "calm": True, "horse": "brown"})))
    told = undeclared(case, built())
    assert [(one.name, one.near) for one in told] == [("extra.mental_agee", "extra.mental_age"), ("extra.horse", None)]
    say = Phrasing(built(), "en")
    assert [say.undeclared(one) for one in told] == [
        "extra.mental_agee: the guideline does not ask for it, so without effect; did you mean extra.mental_age?",
        "extra.horse: the guideline does not ask for it, so without effect",
    ]
    assert undeclared(case_of(Document("case.yaml", a_case())), built()) == ()


@pytest.mark.parametrize("extra", [{"x": 7.5}, {"x": {"y": 1}}, {"x": [1]}, {"X": 1}, {"x": 10_000_001}, {"x": ""}])
def test_what_no_guideline_could_declare_is_refused_with_any(extra: dict[str, Any]) -> None:
    with pytest.raises(Problems):
        case_of(Document("case.yaml", a_case(extra=extra)))


def test_it_is_said_in_both_languages() -> None:
    guideline = built(
        case_facts=declared(
            calm={"type": "truth", "ask": {"da": "Er der ro?", "en": "Is it calm?"}},
            colour={"type": "code", "codes": COLOURS},
        )
    )
    for language, label, ask, colour in (
        ("da", "på dansk", "Er der ro?", "rød"),
        ("en", "in English", "Is it calm?", "red"),
    ):
        say = Phrasing(guideline, language)
        assert say.fact("extra.calm") == f"extra.calm {label}"
        assert (say.question("extra.calm"), say.question("extra.colour")) == (ask, None)
        assert say.value("red", guideline.types["extra.colour"]) == colour


def test_what_any_guideline_could_declare_is_read_the_same_with_and_without_the_models() -> None:
    extra = {"age": 9, "calm": True, "colour": "red", "signs": ["red", "green"], "none": [], "since": "2020-01-01"}
    assert case_of(Document("case.yaml", a_case(extra=extra))).extra == extra
    point = {"citizen": {"home": {"place": {"lat": 55, "lon": 9}}}}  # left to the models
    assert case_of(Document("case.yaml", a_case(extra=extra, **point))).extra == extra


# --- tried ---

CASES = """\
guideline: written
rules:
  - rule: r
    option: {provision: SEL-85}
    rows:
      - {case: {extra: {mental_age: 9}}, then: holds}
      - {case: {extra: {mental_age: 8}}, then: ruled_out}
      - {case: {}, then: undecided, missing: [extra.mental_age]}
"""


def tried(text: str) -> list[str]:
    document = a_guideline(case_facts=declared(), rules=[a_rule("r", "extra.mental_age >= 9")])
    versions = Versions((layer_of(Document("written.yaml", document)),))
    cases = cases_of(parse("defaults: {case: {assessed: 2026-11-22, municipality: Esbjerg}}\n" + text, "c.yaml"))
    return [f"{one.id}: {one.differences}" for one in try_cases(cases, versions) if one.differences]


def test_rows_of_a_cases_file_record_it_and_name_it_as_missing() -> None:
    assert tried(CASES) == []


def test_a_slip_in_a_row_is_told_at_its_place() -> None:
    with pytest.raises(Problems) as found:
        tried(CASES.replace("mental_age: 9", "mental_agee: 9").replace("mental_age: 8", "mental_age: x"))
    assert [str(error) for error in found.value.errors] == [
        'c.yaml:7:38: error: the guideline declares no "extra.mental_agee"\n  help: did you mean "extra.mental_age"?',
        'c.yaml:8:37: error: extra.mental_age must be a whole number, not "x"',
    ]


@pytest.mark.parametrize("name", ["mental_age", "extra.Mental", "case.extra.age"])
def test_a_declaration_under_another_name_says_how_it_is_written(name: str) -> None:
    with pytest.raises(Problems) as found:
        built(case_facts={name: {"type": "truth", "label": TEXT, **SOURCE}})
    assert [(one.message, one.help) for one in found.value.errors] == [
        (
            f'the name is not written as it must be: "{name}"',
            "write `extra.` and a name of a to z, digits and `_`: `extra.mental_age`",
        )
    ]


@pytest.mark.parametrize(
    "extra", ['extra: {note: "010190-1234"}', "extra: {a0101901234: 1}", "extra: {age: 0101901234}"]
)
def test_a_cpr_number_is_refused_there_as_anywhere_and_not_repeated(extra: str) -> None:
    with pytest.raises(VisitError, match="CPR") as found:
        parse(f"case: a\n{extra}\n", "case.yaml")
    assert "1234" not in str(found.value)


def test_a_check_without_a_guideline_says_that_own_facts_and_needs_need_one(tmp_path, monkeypatch, capsys) -> None:
    case = "case: c\nassessed: 2026-11-01\nmunicipality: Esbjerg\nneeds: {areas: [activity], must: [riding]}\nextra: {x: 3}\n"
    (tmp_path / "c.yaml").write_text(case, "utf-8")
    said = inside(monkeypatch, capsys, "case", "check", str(tmp_path / "c.yaml"))
    assert said.code == 0
    assert "extra.x count only under a guideline that declares them" in said.out
    assert said.out.count("--guideline FILE") >= 1
