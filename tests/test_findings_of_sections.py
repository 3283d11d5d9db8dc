"""What deadlines, labels of steps, departures, needs and sums say otherwise than they are; and those that are right."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import DAY, both, found
from test_findings_between import said, told
from written import a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.covered import covered
from visit.rules.findings.effects import without_effect
from visit.rules.findings.lasting_steps import other_branch
from visit.rules.findings.named_things import other_thing
from visit.rules.findings.preceded import preceded
from visit.rules.findings.summed_hours import other_sum
from visit.rules.findings.swapped_labels import swapped_labels
from visit.rules.findings.waited_for import other_wait
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of

DECIDED = both("Kommunen skal have truffet afgørelse", "The municipality must have made its decision")
MEASURED = both("Mål igen efter et halvt år", "Measure again after half a year")
RECEIPT = both("Send en kvittering, og afgør sagen", "Send a receipt, and the decision must be made")
YOUTH = both("Det skal være afgjort, om der gives støtte", "It must be decided whether support is given")
CARE_HOURS = "case.needs.hours_per_week.care + case.needs.hours_per_week.support > 30"


@pytest.mark.parametrize(
    ("counted_from", "waits_for", "text", "is_other"),
    [
        ("application(SEL-107)", "follow_up", DECIDED, True),
        ("application(SEL-107)", "decision", DECIDED, False),
        ("application(SEL-107)", "follow_up", RECEIPT, False),
        ("birthday(18)", "follow_up", YOUTH, False),
        ("case.assessed", "decision", MEASURED, True),
        ("case.assessed", "follow_up", MEASURED, False),
        ("application", "decision", both("Afgør sagen, og følg op", "The case must be decided; follow up"), False),
    ],
)
def test_a_deadline_waits_for_what_its_text_says(
    counted_from: str, waits_for: str, text: dict[str, str], is_other: bool
) -> None:
    row = {"id": "d", "counted_from": counted_from, "within": "6 weeks", "waits_for": waits_for, "text": text}
    assert bool(told(other_wait, deadlines=[row])) is is_other


@pytest.mark.parametrize(
    ("step", "label", "is_other"),
    [
        ("H6", both("varigt botilbud", "lasting residential offer"), True),
        ("H6", both("midlertidigt botilbud", "temporary residential offer"), False),
        ("H7", both("midlertidigt botilbud", "temporary residential offer"), True),
        ("H7", both("længerevarende botilbud", "long-term residential offer"), False),
        ("H6", both("midlertidigt eller varigt botilbud", "temporary or lasting residential offer"), False),
        ("H4", both("varig støtte i hjemmet", "lasting support at home"), False),
    ],
)
def test_a_step_is_called_as_long_as_its_help_lasts(step: str, label: dict[str, str], is_other: bool) -> None:
    assert bool(told(other_branch, step_labels={step: label})) is is_other


@pytest.mark.parametrize(
    ("sections", "is_other"),
    [
        ({"needs": [{"key": "calm", "areas": ["support"], **both("tryghed om natten", "company at meals")}]}, True),
        ({"needs": [{"key": "calm", "areas": ["support"], **both("tryghed om natten", "safety at night")}]}, False),
        (
            {"needs": [{"key": "calm", "areas": ["support"], **both("selskab ved måltider", "company at dinner")}]},
            False,
        ),
        ({"needs": [{"key": "calm", "areas": ["support"], **both("tryghed om natten", "safety")}]}, False),
        ({"departures": {"late": both("ventetiden er for lang", "the price is too high")}}, True),
        ({"departures": {"late": both("ventetiden er for lang", "the wait is too long")}}, False),
        ({"roles": {"lead": {**both("leder for sundhed", "leader of housing"), "source": "s 4"}}}, True),
        ({"roles": {"lead": {**both("leder for boliger", "leader of housing"), "source": "s 4"}}}, False),
    ],
)
def test_a_name_is_about_one_thing_in_both_languages(sections: dict[str, Any], is_other: bool) -> None:
    assert bool(told(other_thing, **sections)) is is_other


@pytest.mark.parametrize(
    ("price", "wish", "is_other"),
    [("the citizen's wish", "the price", True), ("the price", "the citizen's wish", False)],
)
def test_departures_are_called_by_their_codes(price: str, wish: str, is_other: bool) -> None:
    rows = {"price": both("den ene", price), "wish": both("den anden", wish)}
    assert bool(told(swapped_labels, departures=rows)) is is_other


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        (CARE_HOURS, "Over 30 timers pleje", "Above 30 hours of care", True),
        (CARE_HOURS, "Over 30 timers pleje og støtte", "Above 30 hours of care and support", False),
        (CARE_HOURS, "Over 30 timers støtte", "Above 30 hours of support", False),
        (CARE_HOURS, "Over 30 timer i alt, også pleje", "Above 30 hours in all, care too", False),
        ("case.needs.hours_per_week.care > 30", "Over 30 timers pleje", "Above 30 hours of care", False),
    ],
)
def test_a_sum_has_the_areas_of_its_text(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_sum, notices=[said("n", when, text=both(da, en))])) is is_other


@pytest.mark.parametrize(
    ("dates", "da", "en", "is_other"),
    [
        ({"until": "2026-07-31"}, "Fra juni til og med august 2026", "From June through August 2026", True),
        ({"until": "2026-08-31"}, "Fra juni til og med august 2026", "From June through August 2026", False),
        ({"from": "2026-07-01"}, "Gælder fra juni 2026", "Holds from June 2026", True),
        ({"from": "2026-06-01"}, "Gælder fra juni 2026", "Holds from June 2026", False),
    ],
)
def test_a_month_that_a_text_names_is_that_of_the_statement(
    dates: dict[str, str], da: str, en: str, is_other: bool
) -> None:
    notice = {"id": "n", "when": "case.flags.acute", "kind": "duty", "text": both(da, en), **dates}
    assert ("other-date" in found(notices=[notice])) is is_other


@pytest.mark.parametrize(
    ("fact", "da", "en", "is_other"),
    [
        ("travel.home_minutes_by_car", "Højst 45 minutter med bus", "At most 45 minutes by bus", True),
        ("travel.home_minutes_by_transit", "Højst 45 minutter med bus", "At most 45 minutes by bus", False),
        ("travel.network_minutes_by_transit", "Højst 45 minutter i bil", "At most 45 minutes by car", True),
        ("travel.network_minutes_by_car", "Højst 45 minutter i bil", "At most 45 minutes by car", False),
    ],
)
def test_a_text_names_how_one_travels(fact: str, da: str, en: str, is_other: bool) -> None:
    rule = a_rule("r", f"{fact} <= 45", strength="presumption", gate="policy", reason=both(da, en))
    assert ("other-fact" in found(rules=[rule])) is is_other


BELOW = a_rule("entitled", "case.legal.impairment == substantial", provision="SEL-108", gate="entitlement")


@pytest.mark.parametrize(
    ("unless", "cancels"),
    [
        ("case.legal.impairment == substantial", True),
        ("case.legal.impairment == substantial and case.flags.acute", False),
        ("case.flags.acute", False),
    ],
)
def test_an_exception_for_everybody_whom_the_act_lets_in_cancels(unless: str, cancels: bool) -> None:
    rule = a_rule("r", "option.internal", provision="SEL-108", strength="presumption", gate="policy", unless=unless)
    below = layer_of(Document("l0", {**a_guideline(rules=[BELOW]), "guideline": "l0"}))
    leaf = layer_of(Document("l1", {**a_guideline(rules=[rule]), "guideline": "l1", "extends": "l0"}))
    every = (build((below, leaf), DAY),)
    message = "the exception of the rule r cancels it: it takes out everybody whom entitled lets in"
    assert [one.message for one in without_effect(leaf, every)] == ([message] if cancels else [])
    assert list(covered(leaf, every)) == []


@pytest.mark.parametrize(
    ("fields", "is_late"),
    [
        ({"when": "case.age < 25", "within": "8 weeks"}, True),
        ({"when": "case.age < 25", "within": "2 weeks"}, False),
        ({"when": "case.age < 25", "within": "8 weeks", "waits_for": "follow_up"}, False),
        ({"when": "case.age < 25", "within": "8 weeks", "counted_from": "application(SEL-85)"}, False),
    ],
)
def test_a_later_deadline_for_the_same_decision_never_counts(fields: dict[str, Any], is_late: bool) -> None:
    soon = {"counted_from": "application(SEL-104)", "within": "4 weeks", "waits_for": "decision", "text": DECIDED}
    found = told(preceded, deadlines=[{"id": "soon", **soon}, {"id": "late", **soon, **fields}])
    assert found == (["late never counts: soon is sooner, and holds wherever it does"] if is_late else [])


@pytest.mark.parametrize(("first", "second", "adds"), [(True, False, False), (False, True, True)])
def test_an_approval_of_one_adds_nothing_to_that_of_two(first: bool, second: bool, adds: bool) -> None:
    wide = {**said("wide", "option.external"), "by": "leader", "four_eyes": first}
    narrow = {**said("narrow", "option.external and option.gives_home"), "by": "leader", "four_eyes": second}
    assert bool(told(covered, approvals=[wide, narrow])) is not adds
