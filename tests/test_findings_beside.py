"""What a text, an id or a label says of another fact, value, form or statement than the one beside it; and those that are right."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings_between import said, told
from test_findings_of_names import OFFERS
from written import TEXT, a_rule

from visit.rules.findings.belonging import role_of_another
from visit.rules.findings.cited_sections import other_provision_of_need, other_section_too
from visit.rules.findings.code_sides import other_application, other_side_of_code
from visit.rules.findings.double_texts import double_texts
from visit.rules.findings.falling_rows import falling_rows
from visit.rules.findings.field_words import other_fields
from visit.rules.findings.idle_rules import idle_rules
from visit.rules.findings.label_bounds import (
    opposite_asked,
    other_bound,
    other_type_asked,
    other_unit_asked,
    other_unit_called,
)
from visit.rules.findings.left_out import unlabelled
from visit.rules.findings.named_codes import other_code
from visit.rules.findings.named_help import other_doer
from visit.rules.findings.named_nothing import named_nothing
from visit.rules.findings.opposite_statements import opposite_statements
from visit.rules.findings.order_words import other_order
from visit.rules.findings.other_offers import other_offer
from visit.rules.findings.preceded import preceded
from visit.rules.findings.printed_values import other_truth, other_value
from visit.rules.findings.said_by_ids import other_id
from visit.rules.findings.sibling_facts import sibling_fact
from visit.rules.findings.swapped_labels import swapped_labels
from visit.rules.findings.unread import shelf_lives


def both(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}


HARMS = both("Én i netværket gør borgeren skade: spørg", "One of the network does the citizen harm: ask")
APPLIED = both("Borgeren har søgt om hjælp: hold et møde", "The citizen has applied for help: call a meeting")
PRIMARY = both("Borgerens primære målgruppe", "The primary group")
CARE = both("Over 9 timers pleje", "Above 9 hours of care")
WAITS = both("Borgeren skal vente længe", "The citizen must wait for long")
NETWORK = both("Højst 25 km fra netværket", "At most 25 km from the network")


@pytest.mark.parametrize(
    ("when", "text", "other"),
    [
        ("case.tried includes SEL-96", APPLIED, "case.applied"), ("case.applied includes SEL-96", APPLIED, None),
        ("tried(SEL-96)", APPLIED, "case.applied"), ("tried(SEL-96) and case.applied includes SEL-96", APPLIED, None),
        ("case.tried includes SEL-96", both("Borgeren har søgt om det, der er prøvet", "The citizen has applied"), None),
        ("case.tried includes SEL-96", both("Skriv det: borgeren har søgt", "Write it: the citizen has applied"), None),
        ("option.price_dkk_per_day > 2000", WAITS, "option.waiting_days"), ("option.waiting_days > 60", WAITS, None),
        ("option.internal", WAITS, None),
        ("case.age < 25 and option.open_days >= 5", both("Åbent 5 dage om ugen", "Open 5 days a week"), None),
        ("case.age < 25", both("Støtte 5 dage om ugen", "Support 5 days a week"), "case.needs.days_per_week"),
        ("travel.home_km > 25", NETWORK, "travel.network_km"),
        ("case.flags.acute", both("Borgeren udskrives", "The citizen is discharged"), "case.flags.discharge"),
        ("case.flags.acute", both("Borgeren udskrives", "The citizen is well"), None),
        ("case.target_groups includes dementia", PRIMARY, "case.target_groups.primary"),
        ("case.target_groups.primary == dementia", PRIMARY, None),
        ("case.functioning.cook >= 3", both("Borgeren kan ikke gøre rent", "The citizen cannot clean"), "case.functioning.clean"),
        ("case.functioning.clean >= 3", both("Borgeren kan ikke gøre rent", "The citizen cannot clean"), None),
        ("case.needs.hours_per_week.support > 9", CARE, "case.needs.hours_per_week.care"),
        ("case.network.documented >= 1", HARMS, "case.network.harmful"), ("case.network.harmful >= 1", HARMS, None),
        ("case.tried includes SEL-96", both("Har borgeren søgt om mere?", "Has the citizen applied for more?"), None),
    ],
)  # fmt: skip
def test_a_text_names_the_fact_that_is_read(when: str, text: dict[str, str], other: str | None) -> None:
    found = told(sibling_fact, notices=[{"id": "n", "when": when, "text": text}])
    assert [one.partition("which is `")[2].partition("`")[0] for one in found] == ([other] if other else [])


ALCOHOL_BY_ITS_ID = "Side 2"


@pytest.mark.parametrize(
    ("when", "source", "is_other"),
    [
        ("drugs", "Side 2: foreslås, når borgeren misbruger alkohol", True),
        ("alcohol", "Side 2: når borgeren misbruger alkohol", False),
        ("drugs or alcohol", "Side 2: når borgeren misbruger alkohol", False), ("drugs", "Side 2: alkohol og meget andet", False),
        ("drugs", "Side 2: når borgeren misbruger alkohol eller stoffer", False),
        ("drugs", ALCOHOL_BY_ITS_ID, True), ("alcohol", ALCOHOL_BY_ITS_ID, False),
    ],
)  # fmt: skip
def test_a_proposal_is_made_when_its_source_says(when: str, source: str, is_other: bool) -> None:
    facts = {
        name: {
            "values": [True, False],
            "rows": [{"when": f"case.target_groups includes {name}-misuse", "then": True}, {"then": False}],
        }
        for name in ("drug", "alcohol")
    }
    facts = {"drugs": facts["drug"], "alcohol": facts["alcohol"]}
    labels = {
        "drugs": both("om borgeren misbruger stoffer", "whether the citizen misuses drugs"),
        "alcohol": both("om borgeren misbruger alkohol", "whether the citizen misuses alcohol"),
    }
    id = "alcohol-first" if source == ALCOHOL_BY_ITS_ID else "first"
    proposal = {"id": id, "fact": "case.needs.must", "value": "treatment_alcohol", "when": when, "source": source}
    assert bool(told(sibling_fact, proposals=[proposal], facts=facts, labels=labels)) is is_other


@pytest.mark.parametrize(
    ("when", "source", "is_other"),
    [
        ("case.flags.acute", "Side 7: når borgeren er udskrevet", True),
        ("case.flags.discharge", "Side 7: når borgeren er udskrevet", False),
        ("case.flags.acute", "Side 7: udskrevne borgere", False),
        ("case.flags.acute", "Side 7: gælder ikke ved udskrivning", False),
    ],
)  # fmt: skip
def test_a_source_names_the_fact_that_is_read(when: str, source: str, is_other: bool) -> None:
    assert bool(told(sibling_fact, notices=[{"id": "n", "when": when, "text": TEXT, "source": source}])) is is_other


@pytest.mark.parametrize(
    ("fields", "shown", "is_other"),
    [
        ({"require": "option.waiting_days <= 60"}, "option.months", True),
        ({"require": "option.waiting_days <= 60"}, "option.waiting_days", False),
        ({"require": "option.waiting_days <= 60", "when": "option.months > 3"}, "option.months", False),
        ({"require": "option.waiting_days <= 60"}, "case.age", False),
        ({"require": "option.waiting_days <= 60"}, "option.free_places", False),
        ({"require": "travel.home_km <= 25"}, "travel.network_km", True),
        ({"require": "option.registered"}, "option.approved", True),
        ({"require": "not option.registered"}, "option.approved", True),
        ({"require": "option.registered"}, "option.registered", False),
        ({"require": "option.registered and option.partner"}, "option.approved", False),
        ({"require": "option.registered", "when": "not option.approved"}, "option.approved", False),
    ],
)
def test_a_reason_shows_what_is_asked(fields: dict[str, Any], shown: str, is_other: bool) -> None:
    rule = a_rule("r", **{"reason": both(f"Fundet: {{{shown}}}", f"Found: {{{shown}}}"), **fields})
    assert bool([*told(other_value, rules=[rule]), *told(other_truth, rules=[rule])]) is is_other


@pytest.mark.parametrize(
    ("light", "heavy", "is_swapped"),
    [
        (both("tungt", "heavy"), both("let", "light"), True), (both("let", "light"), both("tungt", "heavy"), False),
        (both("tungt", "heavy"), both("tungt", "heavy"), False), (both("ringe", "slight"), both("stort", "great"), False),
        (both("fra let til tungt", "light, not heavy"), both("tungt", "heavy"), False),
    ],
)  # fmt: skip
def test_a_label_is_that_of_its_key(light: dict[str, str], heavy: dict[str, str], is_swapped: bool) -> None:
    rows = [{"when": "case.support_need >= 3", "then": "heavy"}, {"then": "light"}]
    labels = {"burden": {**both("byrden", "the burden"), "values": {"light": light, "heavy": heavy}}}
    found = told(swapped_labels, facts={"burden": {"values": ["light", "heavy"], "rows": rows}}, labels=labels)
    assert bool(found) is is_swapped


@pytest.mark.parametrize(
    ("row", "is_other"),
    [
        ({"usually_met_by": ["TENANCY"], "source": "Side 7: gives efter § 107 og § 108"}, True),
        ({"usually_met_by": ["SEL-107"], "source": "Side 7: gives efter § 107 og § 108"}, False),
        ({"usually_met_by": ["TENANCY"], "source": "Side 7"}, False),
        (
            {
                "areas": ["care", "support"],
                "usually_met_by": ["SEL-83b", "SEL-85"],
                "source": "Side 9: § 85 og hjemmeplejen (§ 83)",
            },
            True,
        ),
        (
            {
                "areas": ["care", "support"],
                "usually_met_by": ["SEL-83", "SEL-85"],
                "source": "Side 9: § 85 og hjemmeplejen (§ 83)",
            },
            False,
        ),
        ({"usually_met_by": ["SEL-107-1", "SEL-109"], "source": "Side 9: §§ 107 og 108"}, True),
        ({"usually_met_by": ["SEL-107-1", "SEL-108"], "source": "Side 9: §§ 107 og 108"}, False),
        ({"usually_met_by": ["SEL-107-1", "SEL-109"], "source": "Page 9: sections 107, 109 and 110"}, False),
        ({"usually_met_by": ["SEL-107-1", "SEL-109"], "source": "Side 9: § 107 og 108 dage"}, False),
    ],
)
def test_a_need_is_met_by_the_help_of_its_source(row: dict[str, Any], is_other: bool) -> None:
    need = {"key": "night_watch", "areas": ["home"], "da": "vågen nattevagt", "en": "staff awake at night", **row}
    assert bool(told(other_provision_of_need, needs=[need])) is is_other


@pytest.mark.parametrize(
    ("form", "da", "en", "is_other"),
    [
        ("individual", "et kursus i gruppe", "a course in a group", True),
        ("group", "et kursus i gruppe", "a course in a group", False),
        ("at_home", "støtte online", "support online", True), ("at_home", "støtte i hjemmet", "support at home", False),
        ("group", "individuelt, og så i gruppe", "individual, then in a group", False), ("group", "støtte", "support", False),
        ("individual", "støtte i hjemmet", "support", False), ("group", "individuelt i hjemmet", "individual, at home", False),
    ],
)  # fmt: skip
def test_help_is_given_in_the_form_of_its_text(form: str, da: str, en: str, is_other: bool) -> None:
    row = said("level", provision="SEL-82a", usual_hours=2, form=form)
    assert bool(told(other_fields, service_levels=[{**row, "text": both(da, en)}])) is is_other


ASK = both(
    "Spørg altid hjerneskadekoordinatoren før afgørelsen", "Always ask the brain injury coordinator before the decision"
)
SPARE = both(
    "Hjerneskadekoordinatoren skal ikke spørges før afgørelsen",
    "The brain injury coordinator is not to be asked before the decision",
)
TOLD = both(
    "Hjerneskadekoordinatoren skal ikke have journalen", "The brain injury coordinator must not have the records"
)
NEED, LITTLE = "case.support_need >= 2", "case.support_need < 2"


@pytest.mark.parametrize(
    ("first", "second", "are_opposite"),
    [
        ((NEED, ASK), ("case.support_need >= 3", SPARE), True), (("case.support_need >= 3", SPARE), (NEED, ASK), True),
        ((NEED, ASK), (LITTLE, SPARE), False), ((NEED, ASK), (NEED, TOLD), False), ((NEED, ASK), (NEED, ASK), False),
        ((NEED, SPARE), (NEED, TOLD), False), ((NEED, {**ASK, "en": "Ask"}), (NEED, SPARE), False),
    ],
)  # fmt: skip
def test_two_notices_that_say_opposite_things(first: Any, second: Any, are_opposite: bool) -> None:
    rows = [
        {"id": id, "kind": "duty", "when": when, "text": text} for id, (when, text) in (("a", first), ("b", second))
    ]
    message = "b and a say opposite things, and both apply at times"
    assert told(opposite_statements, notices=rows) == [message] * are_opposite


def term(da: str, en: str) -> dict[str, str]:
    return both(
        f"Behandlingen skal begynde senest {da} efter henvendelsen", f"Treatment must start within {en} of the request"
    )


@pytest.mark.parametrize(
    ("first", "second", "are_opposite"),
    [
        ((NEED, term("14 dage", "14 days")), (NEED, term("4 uger", "4 weeks")), True),
        ((NEED, term("14 dage", "14 days")), (LITTLE, term("4 uger", "4 weeks")), False),
        ((NEED, term("14 dage", "14 days")), (NEED, term("2 uger", "2 weeks")), False),
        ((NEED, term("14 dage", "14 days")), (NEED, both("Ring inden 4 uger", "Call within 4 weeks")), False),
    ],
)
def test_one_thing_takes_one_length_of_time(first: Any, second: Any, are_opposite: bool) -> None:
    rows = [
        {"id": id, "kind": "duty", "when": when, "text": text} for id, (when, text) in (("a", first), ("b", second))
    ]
    message = "b and a give one thing different lengths of time, and both apply at times"
    assert told(opposite_statements, notices=rows) == [message] * are_opposite


PLAN = both("Planen skal være udarbejdet sammen med borgeren", "The plan must be drawn up with the citizen")


@pytest.mark.parametrize(
    ("section", "first", "second", "are_opposite"),
    [
        ("deadlines", {"within": "4 weeks", "when": NEED}, {"within": "8 weeks", "when": "case.support_need >= 3"}, True),
        ("deadlines", {"within": "4 weeks", "when": NEED}, {"within": "8 weeks", "when": LITTLE}, False),
        ("deadlines", {"within": "4 weeks", "when": NEED}, {"within": "2 weeks", "when": "case.support_need >= 3"}, False),
        ("deadlines", {"within": "4 weeks", "when": NEED}, {"within": "8 weeks", "when": NEED, "text": TEXT}, False),
        ("deadlines", {"within": "4 weeks", "when": NEED}, {"within": "4 weeks", "when": NEED}, False),
        ("approvals", {"by": "leader", "when": NEED}, {"by": "director", "when": "case.support_need > 1"}, True),
        ("approvals", {"by": "leader", "when": NEED}, {"by": "director", "when": "case.support_need > 2"}, False),
        ("approvals", {"by": "leader", "when": NEED}, {"by": "director", "when": "case.age < 20"}, False),
        ("follow_up", {"after": "1 month", "then_every": "6 months", "when": NEED},
         {"after": "1 month", "then_every": "12 months", "when": NEED}, True),
        ("follow_up", {"after": "1 month", "when": NEED}, {"after": "12 months", "when": NEED}, False),
    ],
)  # fmt: skip
def test_two_terms_of_one_thing(
    section: str, first: dict[str, Any], second: dict[str, Any], are_opposite: bool
) -> None:
    beside = {"counted_from": "decision", "waits_for": "follow_up"} if section == "deadlines" else {}
    rows = [{"id": id, "text": PLAN, **beside, **row} for id, row in (("a", first), ("b", second))]
    message = "b and a say the same with other terms, and both apply at times"
    assert told(opposite_statements, **{section: rows}) == [message] * are_opposite


@pytest.mark.parametrize(
    ("id", "when", "is_other"),
    [
        ("external-places", "option.internal", True), ("external-places", "option.external", False),
        ("external-places", "option.internal == false", False), ("not-external", "option.internal", False),
        ("over-the-price", "option.price_dkk_per_day < 2000", True), ("over-the-price", "option.price_dkk_per_day > 2000", False),
        ("young-adults", "case.age >= 30", True), ("young-adults", "case.age < 30", False),
        ("young-adults", "18 <= case.age < 30", False),
        ("long-stays", "case.age < 30", False), ("near-home", "travel.home_km > 40", True),
    ],
)  # fmt: skip
def test_an_id_says_what_its_condition_asks(id: str, when: str, is_other: bool) -> None:
    assert bool(told(other_id, notices=[said(id, when)])) is is_other


@pytest.mark.parametrize(
    ("id", "when", "da", "en", "is_other"),
    [
        ("youth-house-at-most-30", "case.age > 30", "Over 30 år: ungehuset", "Over 30 years: the youth house", False),
        ("youth-house-at-most-30", "case.age > 30", "Under 30 år: ungehuset", "Under 30 years: the youth house", True),
        ("youth-house-at-most-30", "case.age > 30", "Ungehuset tager unge", "The youth house takes the young", True),
        ("short-stay-passed", "option.months > 3", "Mere end 3 måneder", "More than 3 months", False),
        ("over-3-months", "option.months < 3", "Under 3 måneder", "Under 3 months", True),
    ],
)  # fmt: skip
def test_an_id_may_name_what_the_text_is_about(id: str, when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_id, notices=[{"id": id, "when": when, "text": both(da, en)}])) is is_other


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("case.age >= 67", "Borgeren er ung", "The citizen is young", True),
        ("case.age < 25", "Borgeren er ung", "The citizen is young", False),
        ("case.age < 25", "Ældre borgere", "Elderly citizens", True), ("case.age < 25", "Ældre end 18", "Older than 18", False),
        ("case.age >= 18", "Borgeren er ung", "The citizen is young", False),
    ],
)  # fmt: skip
def test_a_text_is_of_the_age_that_its_condition_asks(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_id, notices=[{"id": "n", "when": when, "text": both(da, en)}])) is is_other


@pytest.mark.parametrize(
    ("require", "da", "en", "is_other"),
    [
        ("option.waiting_days >= limit", "den længste ventetid", "the longest wait", True),
        ("option.waiting_days <= limit", "den længste ventetid", "the longest wait", False),
        ("option.waiting_days <= limit", "den korteste frist", "the shortest notice", True),
        ("option.waiting_days <= limit", "grænsen", "the limit", False),
    ],
)
def test_a_parameter_is_asked_as_it_is_called(require: str, da: str, en: str, is_other: bool) -> None:
    parameters = {"limit": {"value": 60, "unit": "days"}}
    found = told(other_bound, rules=[a_rule("r", require)], parameters=parameters, labels={"limit": both(da, en)})
    assert bool(found) is is_other


@pytest.mark.parametrize(
    ("da", "en", "is_other"),
    [("uger", "weeks", True), ("måneder", "months", False), ("måneder", "weeks", True), ("ugers husleje", "months", True),
     ("måneder om året", "months a year", False), ("gange", "times", False)],
)  # fmt: skip
def test_a_fact_is_asked_for_in_its_unit(da: str, en: str, is_other: bool) -> None:
    ask = both(f"Hvor mange {da} er der gået?", f"How many {en} have passed?")
    fact = {"type": "whole", "unit": "months", "label": TEXT, "ask": ask}
    assert bool(told(other_unit_asked, case_facts={"extra.clean": fact})) is is_other


@pytest.mark.parametrize(
    ("label", "source", "is_other"),
    [
        ("hvor mange uger det er siden", "Side 3", True), ("hvor længe siden", "Side 3: antal uger siden flytningen", True),
        ("hvor mange måneder af de seneste 52 uger", "Side 3: antal måneder", False), ("hvor længe, højst 8 uger", "Side 3", False),
    ],
)  # fmt: skip
def test_a_fact_is_called_by_its_unit(label: str, source: str, is_other: bool) -> None:
    fact = {
        "type": "whole",
        "unit": "months",
        "label": both(label, "how long"),
        "ask": both("Hvor længe?", "How long?"),
    }
    assert bool(told(other_unit_asked, case_facts={"extra.clean": fact | {"source": source}})) is is_other


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("provision.id == SEL-108", "Ophold efter § 107 og § 108", "Stays under section 107 and section 108", True),
        ("provision.id == SEL-108", "Ophold efter §§ 107 og 108", "Stays under sections 107 and 108", True),
        (
            "provision.id in [SEL-107-1, SEL-108]",
            "Ophold efter § 107 og § 108",
            "Stays under sections 107 and 108",
            False,
        ),
        (
            "provision.id == SEL-108",
            "Ophold efter § 108, ikke § 107",
            "Stays under section 108, not section 107",
            False,
        ),
        ("provision.id == SEL-107-1", "Ophold efter § 107, stk. 1 og 2", "Stays under section 107", False),
    ],
)
def test_help_under_two_sections_is_of_both(when: str, da: str, en: str, is_other: bool) -> None:
    approval = {"id": "a", "when": when, "by": "leader", "text": both(da, en)}
    assert bool(told(other_section_too, approvals=[approval])) is is_other


@pytest.mark.parametrize(("by", "is_other"), [("caseworker", True), ("team", False)])
def test_a_task_is_of_the_one_that_the_text_begins_with(by: str, is_other: bool) -> None:
    text = both("Teamet skal have lavet en plan", "The team must have made a plan")
    row = {"id": "d", "counted_from": "decision", "within": "4 weeks", "waits_for": "follow_up", "by": by, "text": text}
    assert bool(told(other_doer, deadlines=[row])) is is_other


@pytest.mark.parametrize(
    ("area", "source", "is_other"),
    [("work", "Side 3: uddannelse", True), ("education", "Side 3: uddannelse", False), ("work", "Side 3", False)],
)  # fmt: skip
def test_an_area_is_that_of_its_source(area: str, source: str, is_other: bool) -> None:
    assert bool(told(other_code, areas=[{"area": area, "when": "case.age < 25", "source": source}])) is is_other


@pytest.mark.parametrize(
    ("after", "when", "never"),
    [("12 months", "provision.id == SEL-82b", True), ("3 months", "provision.id == SEL-82b", False),
     ("12 months", "provision.id in [SEL-82b, SEL-85]", False), ("12 months", "case.age < 25", False)],
)  # fmt: skip
def test_nobody_looks_again_at_what_the_act_has_ended(after: str, when: str, never: bool) -> None:
    assert bool(told(preceded, follow_up=[said("f", when, after=after)])) is never


@pytest.mark.parametrize(
    ("require", "is_idle"),
    [("case.permanence == temporary or option.wished", True), ("case.permanence == permanent or option.wished", False)],
)
def test_what_is_required_can_be_so_where_the_rule_applies(require: str, is_idle: bool) -> None:
    rule = a_rule("r", require, when="case.permanence == permanent", strength="presumption")
    found = told(idle_rules, rules=[rule])
    assert any("adds nothing" in one for one in found) is is_idle


@pytest.mark.parametrize(
    ("label", "is_other"), [("Skovbryns huse", True), ("Bakkens huse", False), ("ungehusene", False)]
)
def test_a_group_is_called_by_its_own(label: str, is_other: bool) -> None:
    group = {"offers": ["one-hill"], **both(label, label), "source": "1"}
    assert bool(told(other_offer(lambda: OFFERS), groups={"g": group})) is is_other


@pytest.mark.parametrize(("place", "is_other"), [("Varde", True), ("Esbjerg", False)])
def test_a_text_names_the_place_of_its_condition(place: str, is_other: bool) -> None:
    text = both("Borgeren bor i Esbjerg", "The citizen lives in Esbjerg")
    notice = {"id": "n", "when": f"case.home.place == '{place}'", "text": text}
    assert bool(told(named_nothing(lambda: []), notices=[notice])) is is_other


LEVELS = [{"provision": "SEL-107-1", "level": level, "dkk_per_day": 1000} for level in (1, 2)]
DEAR, DEARER = ({"when": f"option.price_dkk_per_day > {price}", "text": TEXT} for price in (2000, 4000))
LIGHT, HEAVY = ({"provision": "SEL-85", "when": f"case.support_need {need}", "text": TEXT} for need in ("<= 1", ">= 2"))
ELSE, OF_AGE = {**HEAVY, "provision": "SEL-104"}, {"when": "case.age > 40", "text": TEXT}
MIDDLE = {"when": "option.price_dkk_per_day > 2000 and option.price_dkk_per_day <= 4000", "text": TEXT}
ASKED = [a_rule("r", "option.specialisation >= needed")]
UP, DOWN, BENT = (
    {"values": [1, 2, 3], "rows": [{"when": "case.support_need >= 3", "then": high},
                                   {"when": "case.support_need == 2", "then": mid}, {"then": low}]}
    for high, mid, low in ((3, 2, 1), (1, 2, 3), (1, 3, 1))
)  # fmt: skip


@pytest.mark.parametrize(
    ("sections", "falls"),
    [
        ({"reference_prices": LEVELS}, False), ({"reference_prices": [LEVELS[0], {**LEVELS[1], "dkk_per_day": 900}]}, True),
        ({"approvals": [{"id": "a", "by": "leader", **DEAR}, {"id": "b", "by": "director", **DEARER}]}, False),
        ({"approvals": [{"id": "a", "by": "director", **DEAR}, {"id": "b", "by": "leader", **DEARER}]}, True),
        ({"approvals": [{"id": "a", "by": "director", **DEAR}, {"id": "b", "by": "leader", **OF_AGE}]}, False),
        ({"service_levels": [{"id": "a", "usual_hours": 2, **LIGHT}, {"id": "b", "usual_hours": 8, **HEAVY}]}, False),
        ({"service_levels": [{"id": "a", "usual_hours": 8, **LIGHT}, {"id": "b", "usual_hours": 2, **HEAVY}]}, True),
        ({"service_levels": [{"id": "a", "usual_hours": 8, **LIGHT}, {"id": "b", "usual_hours": 2, **ELSE}]}, False),
        ({"shelf_life": {"free": "14 days", "price": "365 days"}}, False),
        ({"shelf_life": {"free": "365 days", "price": "14 days"}}, True),
        ({"step_labels": {"H1": both("ring 1", "ring 1"), "H2": both("ring 2", "ring 2")}}, False),
        ({"step_labels": {"H1": both("ring 2", "ring 2"), "H2": both("ring 1", "ring 1")}}, True),
        ({"step_labels": {"H1": both("ring 2", "ring 2"), "B2": both("ring 1", "ring 1")}}, False),
        ({"approvals": [{"id": "a", "by": "team", **DEARER}, {"id": "b", "by": "director", **MIDDLE}]}, True),
        ({"approvals": [{"id": "a", "by": "director", **DEARER}, {"id": "b", "by": "team", **MIDDLE}]}, False),
        ({"facts": {"needed": UP}, "rules": ASKED}, False), ({"facts": {"needed": DOWN}, "rules": ASKED}, True),
        ({"facts": {"needed": BENT}, "rules": ASKED}, False), ({"facts": {"needed": DOWN}}, False),
    ],
)  # fmt: skip
def test_rows_rise_with_what_they_rest_on(sections: dict[str, Any], falls: bool) -> None:
    assert bool(told(falling_rows, **sections)) is falls


NO_DEFAULT = "without a `default` under `shelf_life`, what is recorded of an offer never grows too old"
MISSPELT = 'no field of a catalogue is called "prise": its shelf life is never read'


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        ({"price": "365 days", "default": "1095 days"}, []),
        ({"prise": "365 days", "default": "1095 days"}, [MISSPELT]),
        ({"waiting_days": "14 days", "default": "1095 days"}, []),
        ({"price": "365 days"}, [NO_DEFAULT]),
        ({}, [NO_DEFAULT]),
    ],
)
def test_a_shelf_life_is_of_a_field_and_the_national_layer_has_a_default(
    lives: dict[str, str], expected: list[str]
) -> None:
    assert told(shelf_lives, guideline="serviceloven", shelf_life=lives) == expected


def test_a_fact_that_a_table_makes_has_a_label() -> None:
    facts = {
        "band": {
            "values": ["young", "senior"],
            "rows": [{"when": "case.age >= 67", "then": "senior"}, {"then": "young"}],
        }
    }
    assert told(unlabelled, facts=facts) == ["the fact band has no label: answers tell its key"]
    assert told(unlabelled, facts=facts, labels={"band": both("alderen", "the age")}) == []


PETS = both("Borgeren har et husdyr: spørg stedet", "The citizen has a pet: ask the place first")
STEPS = both(
    "Borgeren kan ikke gå på trapper: vælg et sted uden", "The citizen cannot climb stairs: choose a place without"
)
ACUTE = both("om sagen er akut", "whether the case is acute")
HOUSES = {"offers": ["a", "b"], **both("ungehusene", "the youth houses")}


@pytest.mark.parametrize(
    ("sections", "is_double"),
    [
        ({"notices": [{"id": "a", "text": PETS}, {"id": "b", "text": {**STEPS, "en": PETS["en"]}}]}, True),
        ({"notices": [{"id": "a", "text": PETS}, {"id": "b", "text": {**STEPS, "da": PETS["da"]}}]}, True),
        ({"notices": [{"id": "a", "text": PETS}, {"id": "b", "text": STEPS}]}, False),
        ({"notices": [{"id": "a", "text": PETS}, {"id": "b", "text": PETS}]}, False),
        ({"notices": [{"id": "a", "text": PETS}, {"id": "b", "text": {**PETS, "en": "The citizen has a pet: the place"}}]}, False),
        ({"parameters": {"a": {"value": 1}, "b": {"value": 2}}, "labels": {"a": TEXT, "b": TEXT}}, True),
        ({"parameters": {"a": {"value": 1}, "b": {"value": 2}}, "labels": {"a": TEXT, "b": PETS}}, False),
        ({"groups": {"young": {**HOUSES, "source": "1"}, "old": {**HOUSES, "source": "1"}}}, True),
        ({"groups": {"young": {**HOUSES, "source": "1"}, "old": {**HOUSES, "offers": ["a"], "source": "1"}}}, False),
        ({"case_facts": {"extra.urgent": {"type": "truth", "label": ACUTE}}}, True),
        ({"case_facts": {"extra.urgent": {"type": "truth", "label": both("om det haster", "whether it is urgent")}}}, False),
    ],
)  # fmt: skip
def test_words_are_of_one_thing(sections: dict[str, Any], is_double: bool) -> None:
    assert bool(told(double_texts, **sections)) is is_double


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        (
            "case.needs.must includes meals",
            "Borgeren har ikke brug for måltider",
            "The citizen does not need meals",
            True,
        ),
        (
            "case.needs.must not includes meals",
            "Borgeren har ikke brug for måltider",
            "The citizen does not need meals",
            False,
        ),
        ("not case.needs.must includes meals", "Borgeren har brug for måltider", "The citizen needs meals", True),
        ("case.needs.must includes meals", "Borgeren har brug for måltider", "The citizen needs meals", False),
        ("case.needs.must includes meals", "Skriv det: ingen måltider", "Write it: no meals", False),
        ("case.needs.must includes meals or case.needs.must includes care", "Ingen måltider", "No meals", False),
        ("case.home.housing == none", "Borgeren har ingen bolig: ring", "The citizen has no home: call", False),
        ("case.home.housing != none", "Borgeren har ingen bolig: ring", "The citizen has no home: call", True),
        ("case.flags.acute and case.home.housing == none", "Har ingen bolig", "Has no home", False),
        ("not case.home.housing == none", "Undtaget dem, der ingen bolig har", "Except those who have no home", False),
        ("case.home.housing == none", "Undtaget dem, der ingen bolig har", "Except those who have no home", True),
    ],
)
def test_a_code_is_asked_as_the_text_has_it(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_side_of_code, notices=[{"id": "n", "when": when, "text": both(da, en)}])) is is_other


@pytest.mark.parametrize(
    ("when", "is_other"),
    [("case.applied includes SEL-108", True), ("case.applied includes SEL-85", False), ("case.age < 25", False)],
)
def test_a_deadline_is_counted_from_the_application_that_it_asks_for(when: str, is_other: bool) -> None:
    row = said("d", when, counted_from="application(SEL-85)", within="8 weeks", waits_for="decision")
    assert bool(told(other_application, deadlines=[row])) is is_other


@pytest.mark.parametrize(
    ("kind", "da", "en", "is_other"),
    [
        ("truth", "Hvor mange gange er det sket?", "How many times has it happened?", True),
        ("truth", "Er det sket?", "Has it happened?", False), ("whole", "Er det sket?", "Has it happened?", True),
        ("date", "Hvor mange gange?", "How many times?", True), ("date", "Hvornår skete det?", "When did it happen?", False),
        ("whole", "Antal gange?", "Number of times?", False),
    ],
)  # fmt: skip
def test_a_fact_is_asked_for_as_it_is_recorded(kind: str, da: str, en: str, is_other: bool) -> None:
    fact = {"type": kind, "label": TEXT, "ask": both(da, en)}
    assert bool(told(other_type_asked, case_facts={"extra.times": fact})) is is_other


@pytest.mark.parametrize(("unit", "is_other"), [("months", True), ("days", False)])
def test_a_parameter_is_called_by_its_unit(unit: str, is_other: bool) -> None:
    labels = {"trial": both("antallet af dage på prøve", "the number of days on trial")}
    assert bool(told(other_unit_called, parameters={"trial": {"value": 3, "unit": unit}}, labels=labels)) is is_other


def test_a_grant_of_help_that_its_condition_is_not_about_never_counts() -> None:
    grant = said("a", "option.provision == SEL-104", lasts="12 months", provision=["SEL-85"])
    assert told(preceded, grants=[grant]) == ["the condition of a is never true"]
    assert told(preceded, grants=[{**grant, "provision": ["SEL-104"]}]) == []


NEEDS = both("om borgeren har brug for tolk", "whether the citizen needs an interpreter")
HAS = both("om borgeren har en fast kontaktperson", "whether the citizen has a regular contact person")
ALONE = both("om borgeren kan tage bussen", "whether the citizen can take the bus")


@pytest.mark.parametrize(
    ("label", "da", "en", "is_other"),
    [
        (NEEDS, "Klarer borgeren sig uden tolk?", "Does the citizen manage without an interpreter?", True),
        (NEEDS, "Skal der en tolk med, fordi borgeren ikke taler dansk?", "Is an interpreter needed?", False),
        (NEEDS, "Er borgeren tryg ved en tolk uden pårørende?", "Is an interpreter without relatives all right?", False),
        (ALONE, "Kan borgeren ikke tage bussen?", "Can the citizen not take the bus?", True),
        (ALONE, "Kan borgeren tage bussen uden hjælp?", "Can the citizen take the bus without help?", False),
        (both("om borgeren ikke kan tage bussen", "whether the citizen cannot and does not take the bus"),
         "Kan borgeren tage bussen?", "Can the citizen take the bus?", True),
        (HAS, "Mangler borgeren en fast kontaktperson?", "Does the citizen lack a regular contact person?", True),
        (HAS, "Har borgeren en fast kontaktperson?", "Does the citizen have a regular contact person?", False),
        (both("om borgeren har brug for en kontaktperson", "whether the citizen needs a contact person"),
         "Mangler borgeren en kontaktperson?", "Does the citizen lack a contact person?", False),
        (both("om borgeren mangler en kontaktperson", "whether the citizen lacks a contact person"),
         "Har borgeren en kontaktperson?", "Does the citizen have a contact person?", True),
        (both("om borgeren klarer sig uden tolk", "whether the citizen manages without an interpreter"),
         "Klarer borgeren sig uden tolk?", "Does the citizen manage without an interpreter?", False),
    ],
)  # fmt: skip
def test_a_question_asks_what_its_label_says(label: dict[str, str], da: str, en: str, is_other: bool) -> None:
    fact = {"type": "truth", "label": label, "ask": both(da, en), "source": "s 4"}
    assert bool(told(opposite_asked, case_facts={"extra.asked": fact})) is is_other


@pytest.mark.parametrize(
    ("da", "en", "source", "outside", "is_other"),
    [
        ("kommunens visitationsudvalg", "the municipality's visitation board", "s 4", True, True),
        ("kommunens visitationsudvalg", "the municipality's visitation board", "s 4", False, False),
        ("udvalget", "the board", "s 4: udvalget består af kommunens egne ledere", True, True),
        ("kommunens advokat", "the municipality's lawyer", "s 4", True, False),
        ("det eksterne tilbuds leder", "the leader of the external offer", "s 4", True, False),
        ("regionens læge", "the region's doctor", "s 4", False, True),
        ("regionens læge", "the region's doctor", "s 4", True, False),
        ("lederen for eksterne tilbud", "the leader for external offers", "s 4", False, False),
        ("overgangsteamet", "the transition team", "s 4: kommunens overgangsteam", True, True),
        ("konsulenten", "the consultant", "s 4: regionens konsulent", False, True),
        ("konsulenten", "the consultant", "s 4: hjælper kommunens overgangsteam", True, False),
    ],
)  # fmt: skip
def test_a_role_is_where_its_name_says(da: str, en: str, source: str, outside: bool, is_other: bool) -> None:
    role = {"da": da, "en": en, "source": source, **({"outside": True} if outside else {})}
    assert bool(told(role_of_another, roles={"the_one": role})) is is_other


@pytest.mark.parametrize(
    ("da", "en", "last", "is_other"),
    [
        ("ventetid, som vejer mere end afstanden", "waiting time, which weighs more than distance", True, True),
        ("ventetid, som vejer mere end afstanden", "waiting time, which weighs more than distance", False, False),
        ("ventetid, som vejer mindre end afstanden", "waiting time, which weighs less than distance", False, True),
        ("ventetid, som vejer mindre end afstanden", "waiting time, which weighs less than distance", True, False),
        ("ventetid, som vejer mere end prisen", "waiting time, which weighs more than the price", True, False),
    ],
)
def test_a_preference_stands_where_its_text_says(da: str, en: str, last: bool, is_other: bool) -> None:
    near = {"id": "near", "lower": "travel.network_km", "over": "max", "bands": [5, 20], "text": both("nær", "near")}
    waits = {"id": "waits", "lower": "option.waiting_days", "over": "max", "bands": [14, 60], "text": both(da, en)}
    found = told(other_order, preferences=[near, waits] if last else [waits, near])
    assert [one for one in found if "other way round" in one] == found
    assert bool(found) is is_other


@pytest.mark.parametrize(
    ("operators", "thens", "is_swapped"),
    [(">= <=", "simple compound", True), (">= <=", "compound simple", False), ("< >", "simple compound", False)],
)
def test_rows_of_a_table_give_what_their_parameters_are_called_by(operators: str, thens: str, is_swapped: bool) -> None:
    (first, second), (one, other) = operators.split(), thens.split()
    rows = [
        {"when": f"count(case.actors) {first} many", "then": one},
        {"when": f"count(case.actors) {second} few", "then": other},
        {"then": "mixed"},
    ]
    values = {
        "simple": both("enkel", "simple"),
        "mixed": both("blandet", "mixed"),
        "compound": both("sammensat", "compound"),
    }
    labels = {
        "many": both("antallet af aktører i en sammensat sag", "the number of actors in a compound case"),
        "few": both("det højeste antal i en enkel sag", "the highest number in a simple case"),
        "sort": {**both("sagens art", "the kind of case"), "values": values},
    }
    parameters = {"many": {"value": 4}, "few": {"value": 1}}
    facts = {"sort": {"values": list(values), "rows": rows}}
    assert bool(told(swapped_labels, facts=facts, labels=labels, parameters=parameters)) is is_swapped
