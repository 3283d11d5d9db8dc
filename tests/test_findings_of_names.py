"""Numbers, rates, names and terms that a text, a source or the layer below says otherwise; and those that are right."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from test_findings import DAY, both, found
from written import TEXT, a_guideline, a_rule

from visit.reading.source import Document
from visit.rules.findings.other_offers import other_offer
from visit.rules.findings.weaker import weakened
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of

OFFERS = {"one-hill": SimpleNamespace(name="Bakken"), "one-dale": SimpleNamespace(name="Dalen"),
          "one-edge": SimpleNamespace(name="Botilbuddet Skovbryn – ungehus")}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "source", "told"),
    [
        (18, "months", "Side 8: højst 24 måneder", True), (24, "months", "Side 8: højst to år", False),
        (24, "months", "Side 8: højst tre år", True), (3000, "DKK", "Side 8: højst 6.000 kr.", True),
        (6000, "DKK", "Side 8: højst 6.000 kr.", False), (6000, "DKK", "Page 8: at most 6,000 DKK", False),
        (25, "km", "Side 8: 25 km i stedet for 40 km", False), (110, "percent", "Side 8: højst 10 procent dyrere", False),
        (29, "years", "Side 8: under 30 år", False), (29, "years", "Side 8: til og med 28 år", True), (5, "km", "Side 8", False),
        (112, "hours", "Side 8: 16 timer i døgnet; en uge har 168 timer", False), (4, None, "Side 8: 3 aktører", False),
        (3, "level", "Side 9: fra moderat støttebehov", True), (2, "level", "Side 9: fra moderat støttebehov", False),
        (3, "level", "Page 9: from FFB 4", True), (3, "level", "Side 9: fra svært funktionstab (FFB 3-4)", False),
    ],
)  # fmt: skip
def test_a_parameter_has_the_number_of_its_source(value: int, unit: str | None, source: str, told: bool) -> None:
    row = {"value": value, "source": source, **({"unit": unit} if unit else {})}
    assert ("other-number" in found(parameters={"limit": row})) is told


@pytest.mark.parametrize(
    ("when", "told"),
    [("case.age < limit", False), ("case.age <= limit", True), ("case.age >= limit", True), ("case.age > limit", True)],
)
def test_a_limit_that_is_left_out_is_next_to_the_last_that_its_source_includes(when: str, told: bool) -> None:
    limit = {"value": 25, "unit": "years", "source": "Side 4: til og med 24 år"}
    notice = {"id": "n", "when": when, "text": TEXT}
    assert ("other-number" in found(parameters={"limit": limit}, notices=[notice])) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.support_need >= 3", "Ved mindst moderat støttebehov", "At a moderate support need or more", True),
        ("case.support_need >= 2", "Ved mindst moderat støttebehov", "At a moderate support need or more", False),
        ("case.support_need > 2", "Over moderat støttebehov", "Above a moderate support need", False),
        ("case.support_need <= 1", "Ved højst højt støttebehov", "At most a high support need", True),
        ("any(case.functioning >= 3)", "Et svært funktionstab", "A severe loss", False),
        ("case.support_need >= 3", "Borgeren har let til sprog", "The citizen has high hopes", False),
    ],
)
def test_a_level_is_the_one_of_its_word(when: str, da: str, en: str, told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    assert ("other-number" in found(notices=[notice])) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("option.price_dkk_per_day > dear", "Over {dear} om måneden", "Above {dear} a month", True),
        ("option.price_dkk_per_day > dear", "Over {dear} pr. døgn", "Above {dear} per day", False),
        ("option.price_dkk_per_day > 60000", "Over 60.000 kr. månedligt", "Above 60,000 DKK monthly", True),
        ("case.needs.hours_per_week.support > 20", "Over 20 timer om dagen", "Above 20 hours a day", True),
        (
            "case.needs.hours_per_week.support > 20",
            "Over 20 timers støtte om måneden",
            "Above 20 hours of support a month",
            True,
        ),
        (
            "case.needs.hours_per_week.support > 20",
            "Over 20 timers støtte om ugen",
            "Above 20 hours of support a week",
            False,
        ),
        ("extra.visits > 8", "Over 8 besøg om måneden", "Above 8 visits a month", True),
        ("extra.visits > 8", "Over 8 besøg om ugen", "Above 8 visits a week", False),
        ("extra.visits > 8", "Over otte besøg om måneden", "Above eight visits a month", True),
        ("extra.visits > few", "Over {few} pr. måned", "Above {few} per month", True),
        ("extra.visits > 8", "Over 8 besøg: mødes hver måned", "Above 8 visits: meet every month", False),
        ("extra.visits > extra.calls", "Flere besøg end opkald", "More visits than calls", True),
        ("extra.visits > extra.walks", "Flere besøg end ture", "More visits than walks", False),
        ("extra.visits > case.needs.hours_per_week.support", "Flere besøg", "More visits", False),
        (
            "case.needs.hours_per_week.support > 20",
            "Over 20 timer om ugen, set på hver måned",
            "Above 20 hours a week",
            False,
        ),
    ],
)
def test_a_number_is_for_the_time_of_its_fact(when: str, da: str, en: str, told: bool) -> None:
    approval = {"id": "a", "when": when, "by": "team", "text": both(da, en)}
    parameters = {"dear": {"value": 2000, "unit": "DKK", "source": "Side 4"}, "few": {"value": 8, "source": "Side 4"}}
    facts = {
        f"extra.{name}": {
            "type": "whole", "label": both(f"{da} {of}", f"{en} {of_en}"), "source": "Side 4",
            "ask": both(f"Hvor mange {da} {of}?", f"How many {en} {of_en}?"),
        }
        for name, da, en, of, of_en in (
            ("visits", "besøg", "visits", "om ugen", "a week"), ("walks", "ture", "walks", "pr. uge", "per week"),
            ("calls", "opkald", "calls", "om måneden", "a month"),
        )
    }  # fmt: skip
    assert ("other-unit" in found(approvals=[approval], parameters=parameters, case_facts=facts)) is told


@pytest.mark.parametrize(
    ("da", "en", "told"),
    [
        ("det månedlige antal, der kræver et møde", "the monthly number that takes a meeting", True),
        ("det ugentlige antal, der kræver et møde", "the weekly number that takes a meeting", False),
        ("antallet, der kræver et møde", "the number that takes a meeting", False),
    ],
)
def test_a_parameter_is_called_for_the_time_of_its_fact(da: str, en: str, told: bool) -> None:
    approval = {
        "id": "a",
        "when": "case.needs.hours_per_week.support > many",
        "by": "team",
        "text": both("Over {many}", "Above {many}"),
    }
    parameters = {"many": {"value": 20, "unit": "hours", "source": "Side 4"}}
    assert ("other-unit" in found(approvals=[approval], parameters=parameters, labels={"many": both(da, en)})) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("option.price_dkk_per_day > low", "Over {high}", "Above {high}", True),
        ("option.price_dkk_per_day > high", "Over {high}", "Above {high}", False),
        ("option.price_dkk_per_day > low and option.price_dkk_per_day < high", "Op til {high}", "Up to {high}", False),
        ("case.target_groups includes visual-impairment", "Ved hørenedsættelse", "With a hearing impairment", True),
        ("case.target_groups includes hearing-impairment", "Ved hørenedsættelse", "With a hearing impairment", False),
        ("case.target_groups includes physical-impairment", "Ved hørenedsættelse", "With a hearing impairment", False),
        ("case.target_groups includes dementia", "Ved demens eller hjerneskade", "With dementia or a brain injury", True),
        ("drugs or case.target_groups includes mental-health", "Stofmisbrug og sindslidelse", "Drugs and mental illness", False),
        ("case.needs.must includes nursing_care", "Borgeren har brug for tegnsprog", "The citizen needs sign language", True),
        ("case.needs.must includes treatment_drugs", "Social behandling", "Social treatment", False),
        ("option.provision == SEL-107-1", "Ophold efter § 107, stk. 1 og 2", "Stays under section 107(1) and 107(2)", True),
        ("option.provision in [SEL-107-1, SEL-107-2]", "Efter § 107, stk. 1 eller stk. 2", "Under section 107(1) or (2)", False),
        ("option.provision == SEL-107-1", "Ophold efter § 107, stk. 1", "Stays under section 107(1)", False),
    ],
)  # fmt: skip
def test_a_text_names_what_its_condition_reads(when: str, da: str, en: str, told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    parameters = {name: {"value": value, "unit": "DKK"} for name, value in (("low", 2000), ("high", 4000))}
    rows = [{"when": "case.target_groups includes drug-misuse", "then": True}, {"then": False}]
    facts = {"drugs": {"values": [True, False], "rows": rows}}
    assert ("other-name" in found(notices=[notice], parameters=parameters, facts=facts)) is told


@pytest.mark.parametrize(("document", "told"), [("Retningslinje for autisme og ADHD (2026)", False), ("Prøve", True)])
def test_the_title_of_the_source_says_nothing_of_one_statement(document: str, told: bool) -> None:
    source = "Retningslinje for autisme og ADHD, side 5"
    notice = {"id": "n", "when": "case.target_groups includes attention-disorder", "text": TEXT, "source": source}
    assert ("other-name" in found(notices=[notice], source=document)) is told


@pytest.mark.parametrize(
    ("da", "en", "told"),
    [
        ("Autismecentret: aftal to besøg", "The autism centre: agree on two visits", True),
        ("Lundgården: ring til Autismecentret", "Lundgården: call the autism centre", False),
        ("Dagcentrene: aftal et besøg", "The day centres: agree on a visit", False),
        ("Autismecentret: aftal to besøg", "The place: agree on two visits", False),
    ],
)
def test_a_text_names_a_group_in_short(da: str, en: str, told: bool) -> None:
    groups = {
        "autism_centre": {
            "offers": ["a"],
            **both("Autismecenter Midt", "Autismecenter Midt"),
            "source": "Plan, side 4",
        },
        "day_centres": {
            "offers": ["b"],
            **both("Lundgården og Regnbuen", "Lundgården and Regnbuen"),
            "source": "Plan, side 7",
        },
    }
    notice = {"id": "n", "when": "offer.groups includes day_centres", "text": both(da, en)}
    assert ("other-name" in found(groups=groups, notices=[notice])) is told


@pytest.mark.parametrize(("group", "told"), [("young", False), ("senior", True)])
def test_a_text_names_the_group_of_offers_that_its_condition_reads(group: str, told: bool) -> None:
    groups = {
        "young": {"offers": ["a"], **both("ungehusene", "the youth houses"), "source": "Bilag 1"},
        "senior": {"offers": ["b"], **both("seniorhusene", "the senior houses"), "source": "Bilag 1"},
    }
    text = both("Tilbyd et af ungehusene", "Offer one of the youth houses")
    notice = {"id": "n", "when": f"offer.groups includes {group}", "text": text}
    assert ("other-name" in found(notices=[notice], groups=groups)) is told


@pytest.mark.parametrize(
    ("id", "da", "told"),
    [("one-hill", "Dalen er for unge", True), ("one-hill", "Bakken er for unge", False), ("one-hill", "Det er for unge", False),
     ("one-hill", "Bakken er som Dalen", False), ("elsewhere", "Dalen er for unge", False),
     ("one-hill", "Borgeren tilbydes Skovbryn først", True), ("one-hill", "Bakken, og ikke Skovbryn", False),
     ("one-hill", "Et botilbud ved et skovbryn", False), ("one-hill", "Botilbud er for unge", False)],
)  # fmt: skip
def test_a_text_names_the_offer_of_its_condition(id: str, da: str, told: bool) -> None:
    layer = layer_of(
        Document("g.yaml", a_guideline(notices=[{"id": "n", "when": f"offer.id == '{id}'", "text": both(da, da)}]))
    )
    assert [one.code for one in other_offer(lambda: OFFERS)(layer, ())] == ["other-name"] * told


REVIEW = {"id": "review", "after": "3 months", "then_every": "6 months", "when": "case.support_need >= 1", "text": TEXT}
TO_BEGIN = {"id": "d", "waits_for": "follow_up", "text": TEXT}
TERM = both("Behandlingen skal begynde senest 14 dage efter", "Treatment must start within 14 days of it")


@pytest.mark.parametrize(
    ("section", "row", "told"),
    [
        ("follow_up", {**REVIEW, "when": "case.support_need >= 3"}, True),
        ("follow_up", {**REVIEW, "when": "case.support_need >= 0"}, False),
        ("follow_up", {**REVIEW, "after": "6 months"}, True), ("follow_up", {**REVIEW, "after": "1 month"}, False),
        ("follow_up", {key: value for key, value in REVIEW.items() if key != "then_every"}, True),
        ("follow_up", {**REVIEW, "id": "another", "when": "case.support_need >= 3"}, False),
        ("deadlines", {**TO_BEGIN, "counted_from": "application(SEL-101)", "within": "30 days"}, True),
        ("deadlines", {**TO_BEGIN, "counted_from": "application(SEL-101)", "within": "14 days"}, False),
        ("deadlines", {**TO_BEGIN, "counted_from": "application(SEL-85)", "within": "30 days"}, False),
        ("grants", {"id": "g", "provision": ["SEL-82b"], "lasts": "12 months", "text": TEXT}, True),
        ("grants", {"id": "g", "provision": ["SEL-82b"], "lasts": "6 months", "text": TEXT}, False),
    ],
)  # fmt: skip
def test_a_layer_is_no_weaker_than_the_one_below(section: str, row: dict[str, Any], told: bool) -> None:
    notice = {"id": "term", "when": "provision.id in [SEL-101, SUL-141]", "text": TERM}
    below = layer_of(Document("b.yaml", {**a_guideline(follow_up=[REVIEW], notices=[notice]), "guideline": "below"}))
    leaf = layer_of(Document("g.yaml", a_guideline(extends="below", **{section: [row]})))
    told_of = weakened(leaf, build((below, leaf), DAY), build((below,), DAY))
    assert {one.code for one in told_of} == ({"weaker-than-below"} if told else set())


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"require": "case.age < 22"}, True), ({"require": "case.age < 25"}, False), ({"require": "case.age < 30"}, False),
        ({"require": "case.age >= 22"}, False), ({"require": "case.age < 22", "strength": "presumption"}, False),
        ({"require": "case.age < 22", "provision": "SEL-85"}, False),
        ({"require": "case.age < 22", "when": "offer.id == 'house'"}, False),
        ({"require": "case.age < 22 and case.flags.acute", "when": "not option.current"}, True),
        ({"require": "case.age < 22 or case.flags.acute"}, False),
    ],
)  # fmt: skip
def test_a_must_lets_in_whom_the_layer_below_lets_in(row: dict[str, Any], told: bool) -> None:
    opens = a_rule("opens", "case.age < 25", strength="must", gate="entitlement", provision="STU")
    below = layer_of(Document("b.yaml", {**a_guideline(rules=[opens]), "guideline": "below"}))
    rule = {**a_rule("narrow", "true", strength="must", gate="entitlement", provision="STU"), **row}
    rule |= {"gate": "policy"} if rule["strength"] == "presumption" else {}
    leaf = layer_of(Document("g.yaml", a_guideline(extends="below", rules=[rule])))
    told_of = weakened(leaf, build((below, leaf), DAY), build((below,), DAY))
    assert {one.code for one in told_of} == ({"weaker-than-below"} if told else set())
