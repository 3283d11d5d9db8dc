"""Faults of text, number and direction that somebody may plant in a guideline, each told under its code; and what is left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import SHIPPED
from written import TEXT, a_guideline, a_rule

from visit.errors import Problems
from visit.reading.source import Document
from visit.rules import load_guideline
from visit.rules.findings.finders import FINDERS
from visit.rules.findings.languages import reads_as
from visit.rules.findings.lint import findings
from visit.rules.findings.texts import numbers_in
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, layer_of, shipped_layers

DAY = date(2026, 11, 1)
OF_WHOM = {"no-national-layer", "of-nobody", "unread-parameter", "unread-fact"}
PROVED = {"contradictory", "covered", "says-always"}
"""What is told of conditions and of notices without one, beside what a test here is about; they have tests of their own."""
KM = {"near_km": {"value": 30, "unit": "km"}}


def found(below: Layer | None = None, **sections: Any) -> list[str]:
    """Return the codes that are told of a guideline, without those of every small one."""
    layer = layer_of(Document("g.yaml", a_guideline(**sections)))
    layers = (layer,) if below is None else (below, layer)
    told = findings(layer, {DAY: build(layers, DAY)})
    return [str(one.code) for one in told if one.code not in OF_WHOM | PROVED]


def both(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}


SAID = both("{travel.network_km}", "{travel.network_km}")


def a_presumption(require: str, id: str = "r", **fields: Any) -> dict[str, Any]:
    return a_rule(id, require, **{"strength": "presumption", "gate": "policy", "reason": SAID, **fields})


# --- numbers ---


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("case.support_need >= 5", ["off-scale"]), ("case.support_need >= 4", []), ("5 <= case.support_need", ["off-scale"]),
        ("any(case.functioning >= 6)", ["off-scale"]), ("any(case.functioning >= 3)", []),
        ("case.age >= 180", ["off-scale"]), ("case.age < 100", []), ("case.needs.hours_per_week.support > 300", ["off-scale"]),
        ("case.needs.days_per_week.activity == 8", ["off-scale"]), ("case.needs.days_per_week.activity == 7", []),
        ("case.born > 2030-01-01", ["off-scale"]), ("case.born < 1960-01-01", []), ("1850-01-01 < case.born", ["off-scale"]),
        ("case.wishes.max_km > 3000", ["off-scale"]), ("case.support_need in [3, 7]", ["off-scale"]),
    ],
)  # fmt: skip
def test_a_number_of_a_condition_lies_on_its_scale(condition: str, told: list[str]) -> None:
    notice = {"id": "n", "when": condition, "text": TEXT}
    assert [one for one in found(notices=[notice]) if one != "never-true"] == told


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [
        ("level", 5, True), ("level", 4, False), ("percent", 1000, True), ("percent", 110, False), ("hours", 200, True),
        ("years", 180, True), ("km", 900, True), ("km", 120, False), ("months", 12, False), ("days", 100000, True),
        ("DKK", 1_200_000, False), (None, 4000, False),
    ],
)  # fmt: skip
def test_a_parameter_lies_on_its_scale(unit: str | None, value: int, told: bool) -> None:
    row = {"value": value, **({"unit": unit} if unit else {})}
    assert ("off-scale" in found(parameters={"limit": row})) is told


def test_the_usual_hours_are_read_also_beside_the_most() -> None:
    row = {"id": "s", "provision": "SEL-85", "usual_hours": "usual", "most_hours": "most"}
    hours = {"usual": {"value": 4, "unit": "hours"}, "most": {"value": 6, "unit": "hours"}}
    layer = layer_of(Document("g.yaml", a_guideline(service_levels=[row], parameters=hours)))
    assert "unread-parameter" not in [one.code for one in findings(layer, {DAY: build((layer,), DAY)})]


def test_hours_of_a_day_are_no_more_than_a_day_has() -> None:
    assert found(parameters={"hours_a_day": {"value": 30, "unit": "hours"}}) == ["off-scale"]
    assert found(parameters={"hours_a_week": {"value": 30, "unit": "hours"}}) == []


@pytest.mark.parametrize(("after", "told"), [("3 months", []), ("300 years", ["off-scale"]), ("0 days", ["off-scale"])])
def test_a_period_is_one(after: str, told: list[str]) -> None:
    assert found(follow_up=[{"id": "f", "after": after, "text": TEXT}]) == told


@pytest.mark.parametrize(
    ("require", "da", "en", "source", "told"),
    [
        ("travel.network_km <= 100", "Højst 10 km", "At most 10 km", "s 4", True),
        ("travel.network_km <= 10", "Højst 10 km", "At most 10 km", "s 4", False),
        ("travel.network_km < 10", "Højst 9 km", "At most 9 km", "s 4", False),
        ("travel.network_km <= 100", "Højst {travel.network_km}", "At most {travel.network_km}", "Standard: 10 km", True),
        ("travel.network_km <= 12", "Højst {travel.network_km}", "At most {travel.network_km}", "Standard: 10 km", False),
        ("option.price_ratio <= 110", "Højst 10 % dyrere: {option.price_ratio}", "10 % more: {option.price_ratio}", "s 4", False),
        ("option.waiting_days <= 14", "Højst 28 dage", "At most 28 days", "s 4", True),
        ("option.waiting_days <= 14", "Højst to uger", "At most two weeks", "s 4", False),
        ("option.months <= 42", "Højst to år", "At most two years", "s 4", True),
        ("option.months <= 24", "Højst to år", "At most two years", "s 4", False),
        ("option.months <= 6", "Før 18 år", "Before 18 years", "s 4: 18 år", False),
        ("case.age >= 16", "Fra 18 år", "From the age of 18", "s 4", True),
        ("case.age >= 18", "Fra 18 år; hjælp i 3 måneder", "From 18; help for 3 months", "s 4", False),
    ],
)  # fmt: skip
def test_text_source_and_condition_have_one_number(require: str, da: str, en: str, source: str, told: bool) -> None:
    assert ("other-number" in found(rules=[a_presumption(require, reason=both(da, en), source=source)])) is told


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (("travel.network_km <= near_km", "travel.network_km > 25"), ["two-thresholds"]),
        (("travel.network_km <= near_km", "travel.network_km > 30"), ["two-thresholds"]),
        (("travel.network_km <= near_km", "travel.network_km > near_km"), []),
        (("travel.network_km <= 40", "travel.network_km > 40"), []),
        (("travel.network_km <= near_km", "option.waiting_days > 30"), []),
        (("case.support_need >= 3", "case.support_need == 3"), []),
    ],
)  # fmt: skip
def test_a_threshold_is_written_once(conditions: tuple[str, str], told: list[str]) -> None:
    rules = [a_presumption(condition, id=f"r{n}") for n, condition in enumerate(conditions)]
    assert [one for one in found(rules=rules, parameters=KM) if one != "wrong-direction"] == told


def test_another_threshold_that_its_text_says_is_no_slip() -> None:
    near = a_presumption("travel.network_km <= near_km")
    farther = a_presumption("travel.network_km <= 25", "farther", reason=both("Højst 25 km", "At most 25 km"))
    assert "two-thresholds" not in found(rules=[near, farther], parameters=KM)


@pytest.mark.parametrize(
    ("hours", "of_notice", "da", "en", "told"),
    [
        ("> 5", "> 6", "Husk lederens godkendelse", "Remember the approval", True),
        ("> 5", "> 5", "Husk lederens godkendelse", "Remember the approval", False),
        ("> 5", "> 6", "Skriv, hvorfor", "Write why", False),
        ("> 5", "<= 2", "Ingen godkendelse er nødvendig", "No approval is needed", False),
        ("> few", "> more", "Husk lederens godkendelse", "Remember the approval", True),
    ],
)
def test_a_reminder_of_an_approval_begins_where_the_approval_does(
    hours: str, of_notice: str, da: str, en: str, told: bool
) -> None:
    need = "case.needs.hours_per_week.support"
    approval = {"id": "a", "when": f"{need} {hours}", "by": "leader", "text": SAID}
    notice = {"id": "n", "when": f"{need} {of_notice}", "text": both(da, en)}
    parameters = {"few": {"value": 5, "unit": "hours"}, "more": {"value": 6, "unit": "hours"}}
    codes = found(approvals=[approval], notices=[notice], parameters=parameters)
    assert ("two-thresholds" in codes) is told


# --- what the text says otherwise ---


@pytest.mark.parametrize(
    ("fields", "da", "en", "told"),
    [
        ({}, "Højst {near_km}", "At most {near_km}", False), ({}, "Højst {far_km}", "At most {far_km}", True),
        ({}, "Højst {near_km}. Her {travel.home_km}", "At most {near_km}. Here {travel.home_km}", True),
        ({}, "Højst {near_km}. Her {travel.network_km}", "At most {near_km}. Here {travel.network_km}", False),
        ({"require": "case.age >= 18"}, "Mindst 18 år", "At least 18 years", False),
        ({"require": "case.age > 18"}, "Mindst 18 år", "At least 18 years", True),
        ({"require": "case.age <= 18"}, "Mindst 18 år", "At least 18 years", True),
        ({"when": "case.age < 18"}, "Mindst 18 år", "At least 18 years", False),
        ({"require": "travel.network_km < near_km"}, "Højst {near_km}", "At most {near_km}", True),
        ({"require": "option.waiting_days >= 30"}, "Over 30 dage", "More than 30 days", True),
        ({"strength": "must"}, "Som udgangspunkt {near_km}", "Normally {near_km}", True),
        ({"strength": "must"}, "Altid {near_km}", "Always {near_km}", False),
        ({"provision": "SEL-108"}, "Botilbud efter § 107: {near_km}", "A stay under SEL 107: {near_km}", True),
        ({"provision": "SEL-107"}, "Botilbud efter § 107: {near_km}", "A stay under SEL 107: {near_km}", False),
        ({"provision": "SEL-107"}, "Efter § 1: {near_km}", "Under SEL 1: {near_km}", False),
        ({"strength": "hold", "by": "leader"}, "Direktøren afgør: {near_km}", "The director decides: {near_km}", True),
        ({"strength": "hold", "by": "director"}, "Direktøren afgør: {near_km}", "The director decides: {near_km}", False),
    ],
)  # fmt: skip
def test_a_text_says_what_its_rule_does(fields: dict[str, Any], da: str, en: str, told: bool) -> None:
    rule = {**a_presumption("travel.network_km <= near_km", reason=both(da, en)), **fields}
    parameters = {**KM, "far_km": {"value": 60, "unit": "km"}}
    assert bool({"said-otherwise", "other-limit"} & set(found(rules=[rule], parameters=parameters))) is told


@pytest.mark.parametrize(
    ("after", "da", "en", "told"),
    [
        ("3 months", "Følg op efter 3 måneder", "Look again after 3 months", False),
        ("13 months", "Følg op efter 3 måneder", "Look again after 3 months", True),
        ("90 days", "Følg op efter 3 måneder", "Look again after 3 months", False),
        ("1 year", "Følg op efter 12 måneder", "Look again after 12 months", False),
        ("14 days", "Følg op efter 2 uger", "Look again after 2 weeks", False),
        ("14 days", "Følg op", "Look again", False),
    ],
)
def test_a_text_says_when_it_is_looked_at(after: str, da: str, en: str, told: bool) -> None:
    assert found(follow_up=[{"id": "f", "after": after, "text": both(da, en)}]) == ["said-otherwise"] * told


@pytest.mark.parametrize(("hours", "told"), [("200", ["off-scale"]), ("40", []), ("168", [])])
def test_the_usual_hours_are_no_more_than_a_week_has(hours: str, told: list[str]) -> None:
    assert found(service_levels=[{"id": "s", "provision": "SEL-85", "usual_hours": hours}]) == told


def test_bands_and_the_unit_of_a_name_lie_on_their_scale() -> None:
    assert found(preferences=[{"id": "p", "lower": "travel.network_km", "bands": [5, 10000], "text": TEXT}]) == [
        "off-scale"
    ]
    assert found(preferences=[{"id": "p", "lower": "travel.network_km", "bands": [5, 640], "text": TEXT}]) == []
    assert found(parameters={"near_km": {"value": 30, "unit": "hours"}}) == ["off-scale"]
    assert found(parameters={"from_age": {"value": 30, "unit": "years"}}) == []


# --- directions ---


@pytest.mark.parametrize(
    ("preference", "told"),
    [
        ({"lower": "travel.network_km"}, []), ({"higher": "travel.network_km"}, ["wrong-direction"]),
        ({"higher": "option.price_dkk_per_day"}, ["wrong-direction"]), ({"higher": "option.waiting_days"}, ["wrong-direction"]),
        ({"lower": "option.wished"}, ["wrong-direction"]), ({"higher": "option.wished"}, []),
        ({"higher": "not option.wished"}, ["wrong-direction"]), ({"lower": "not option.wished"}, []),
        ({"higher": "option.step"}, ["wrong-direction"]), ({"lower": "travel.harm_km"}, ["wrong-direction"]),
        ({"higher": "travel.network_km <= 30"}, []), ({"lower": "travel.network_km <= 30"}, ["wrong-direction"]),
        ({"lower": "option.gives_home and option.waiting_days < 14"}, ["wrong-direction"]),
        ({"lower": "option.gives_home and option.waiting_days > 14"}, []),
        ({"lower": "option.gives_home and not (known(travel.harm_km) and travel.harm_km >= 5)"}, []),
        ({"lower": "option.gives_home and not (known(travel.harm_km) and travel.harm_km <= 5)"}, ["wrong-direction"]),
        ({"lower": "option.step", "over": "sum"}, ["odd-over"]), ({"lower": "option.step", "over": "all"}, []),
        ({"lower": "option.avoided", "over": "sum"}, []),
        ({"lower": "placement.parts", "of": "placement", "over": "sum"}, ["odd-over"]),
    ],
)  # fmt: skip
def test_a_preference_runs_the_right_way(preference: dict[str, Any], told: list[str]) -> None:
    assert found(preferences=[{"id": "p", "text": TEXT, **preference}]) == told


@pytest.mark.parametrize(
    ("require", "told"),
    [("travel.network_km >= 30", ["wrong-direction"]), ("travel.network_km <= 30", []), ("travel.harm_km >= 30", [])],
)
def test_a_rule_asks_for_at_most_so_far(require: str, told: list[str]) -> None:
    shown = f"{{{require.partition(' ')[0]}}}"
    assert found(rules=[a_presumption(require, reason=both(f"Målt: {shown}", f"Measured: {shown}"))]) == told


# --- texts ---


@pytest.mark.parametrize(
    ("da", "en", "told"),
    [
        ("Højst {near_km}", "At most {near_km}", []),
        ("Højst {near_km}", "At most {far_km}", ["texts-differ"]),
        ("Højst {near_km}", "Not so far", ["texts-differ"]),
        ("Højst 30 km", "At most 40 km", ["texts-differ"]),
        ("Højst 1.000,5 kr.", "At most 1,000.5 DKK", []),
        ("Om to uger", "In 2 weeks", []),
        ("Senest 14 dage efter", "Within two weeks", []),
        ("Senest 14 dage efter", "Within three weeks", ["texts-differ"]),
        ("Mindst tre ophold", "At least two stays", ["texts-differ"]),
        ("Begge tilbud, i to år", "The two offers, for two years", []),
        ("Efter 6 måneder", "After 7 months", ["texts-differ"]),
        ("Efter § 129, stk. 2-3", "Under SEL 129(2)-(3)", []),
        ("Til 16-30-årige", "For those of 16 to 30", []),
        ("Borgeren skal bo nær familien", "Borgeren skal bo nær familien", ["wrong-language"]),
        ("Borgeren skal bo nær familien", "Tilbuddet skal ligge nær borgeren", ["wrong-language"]),
        ("The offer must be near the citizen", "The citizen must be near", ["wrong-language"]),
        ("Kraftcenter Esbjerg", "Kraftcenter Esbjerg", []),
        ("Særligt tilbud til autisme", "Special offer for autism at Gåsehagen", []),
    ],
)  # fmt: skip
def test_two_languages_say_the_same(da: str, en: str, told: list[str]) -> None:
    parameters = {**KM, "far_km": {"value": 60, "unit": "km"}}
    assert found(notices=[{"id": "n", "text": both(da, en)}], parameters=parameters) == told


@pytest.mark.parametrize(
    ("text", "numbers"), [("1.000,5 og 2,5", {"1000.5", "2.5"}), ("1.5", {"1"}), ("§ 85 a", {"85"})]
)
def test_numbers_of_a_danish_text(text: str, numbers: set[str]) -> None:
    assert {str(number) for number in numbers_in(text, "da")} == numbers


def test_a_name_is_of_no_language() -> None:
    assert reads_as("Bofællesskabet Åparken") is None
    assert reads_as("borgeren skal have støtte") == "da"
    assert reads_as("the citizen has support") == "en"


# --- what is left out, or out of time, or twice ---


def test_a_preference_has_a_text() -> None:
    assert found(preferences=[{"id": "p", "lower": "option.step"}]) == ["preference-without-text"]


@pytest.mark.parametrize(
    ("source", "told"), [("TODO", True), ("-", True), ("…", True), ("kilde?", True), ("SEL 85", False), ("L12", False)]
)
def test_a_source_says_where(source: str, told: bool) -> None:
    assert ("no-source" in found(notices=[{"id": "n", "text": TEXT, "source": source}])) is told


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (both("Det er for langt væk", "It is too far"), True),
        (both("Det er {travel.network_km} væk", "It is {travel.network_km}"), False),
        (both("Højst 30 km", "At most 30 km"), False),
    ],
)
def test_a_reason_names_what_is_measured(reason: dict[str, str], told: bool) -> None:
    assert ("reason-without-value" in found(rules=[a_presumption("travel.network_km <= 30", reason=reason)])) is told


@pytest.mark.parametrize(
    ("require", "da", "en", "told"),
    [
        ("case.support_need >= 3", "Behovet er for lille", "The need is too small", True),
        ("case.support_need >= 3", "Behovet er {case.support_need}", "The need is {case.support_need}", False),
        ("case.age >= 18", "Borgeren er for ung", "The citizen is too young", True),
        ("option.waiting_days <= 14", "Højst to uger", "At most two weeks", False),
    ],
)  # fmt: skip
def test_a_reason_names_every_measured_thing(require: str, da: str, en: str, told: bool) -> None:
    assert ("reason-without-value" in found(rules=[a_presumption(require, reason=both(da, en))])) is told


@pytest.mark.parametrize(
    ("require", "told"),
    [("case.consent.support == given", True), ("option.registered and case.consent.support == given", False)],
)
def test_an_offer_confirms_what_an_offer_knows(require: str, told: bool) -> None:
    assert ("confirm-of-citizen" in found(rules=[a_rule("r", require, if_unknown="confirm")])) is told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"from": "2027-01-01", "until": "2026-01-01"}, True), ({"from": "2026-01-01", "until": "2027-01-01"}, False),
        ({"until": "2019-01-01"}, True), ({"from": "2030-01-01"}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("section", ["notices", "approvals", "follow_up"])
def test_a_statement_binds_on_some_day(section: str, days: dict[str, str], told: bool) -> None:
    row = {"id": "s", "text": TEXT, **days}
    row |= {"approvals": {"by": "leader"}, "follow_up": {"after": "3 months"}}.get(section, {})
    assert ("never-in-force" in found(**{section: [row]})) is told


def test_a_rule_is_no_copy() -> None:
    one, spaced = a_presumption("travel.network_km <= 30", id="one"), a_presumption("travel.network_km<=30", id="two")
    assert sorted(found(rules=[one, spaced])) == ["copied"]
    below = layer_of(Document("below.yaml", {**a_guideline(rules=[one]), "guideline": "below"}))
    assert "copied" in found(below, rules=[spaced], extends="below")
    assert "copied" not in found(below, rules=[{**spaced, "strength": "must"}], extends="below")
    assert "copied" not in found(below, rules=[{**spaced, "id": "one"}], extends="below")
    assert "copied" in found(below, rules=[one], extends="below"), (
        "word for word under its own id: the layer below has it"
    )
    numbers = {"hours": {"value": 5, "unit": "hours", "source": "p. 1"}}
    below = layer_of(Document("below.yaml", {**a_guideline(parameters=numbers), "guideline": "below"}))
    assert "copied" in found(below, parameters=numbers, extends="below")
    assert "copied" not in found(below, parameters={"hours": {**numbers["hours"], "value": 6}}, extends="below")


# --- faults of form, in words ---


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ({"parameters": {"nær_km": {"value": 1}}}, 'the name is not written as it must be: "nær_km"'),
        ({"departures": {"Andet": TEXT}}, 'the name is not written as it must be: "Andet"'),
        (
            {"rules": [a_rule("r", "true", provision="SEL-999")]},
            'provision must be one of 46 known words, not "SEL-999"',
        ),
        ({"rules": [a_rule("r", "true", provision=["107"])]}, 'provision must be one of 46 known words, not "107"'),
    ],
)
def test_what_is_misnamed_is_told_with_what_is_meant_and_no_pattern(sections: dict[str, Any], message: str) -> None:
    with pytest.raises(Problems) as told:
        layer_of(Document("g.yaml", a_guideline(**sections)))
    (fault,) = told.value.errors
    assert fault.message == message
    assert fault.help is not None
    assert not set("^$+") & set(f"{fault.message}{fault.help}")


SLOW = {"without_effect", "beforehand", "blanket_musts"}
"""Finders that have their own tests over what ships."""


@pytest.mark.parametrize("name", [one for one in SHIPPED if "@" not in one])
def test_nothing_is_found_in_what_ships(name: str) -> None:
    whole = load_guideline(name, DAY)
    leaf = next(one for one in shipped_layers() if (one.id, one.version) == whole.layers[-1])
    told = [one for finder in FINDERS if finder.__name__ not in SLOW for one in finder(leaf, [whole])]
    kept = {"uncertain", "always-true"}  # said by the author, or allowed in the file with a reason
    assert [one.message for one in told if one.code not in kept and not str(one.code).startswith("unread-")] == []
