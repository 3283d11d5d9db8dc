"""Grades, names and joins that a text says in words, beside conditions that have others; and those that agree."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import both
from test_findings_of_meaning import a_notice, told
from written import TEXT

from visit.rules.findings.last_included import last_included
from visit.rules.findings.mixed_joins import other_mixture
from visit.rules.findings.other_terms import other_term
from visit.rules.findings.printed_units import other_printed
from visit.rules.findings.quoted_names import other_quoted
from visit.rules.findings.said_grades import said_grades

STRAIN = {
    "extra.strain": {
        "type": "code",
        "ordered": True,
        "codes": {"weak": both("let", "mild"), "middle": both("mellem", "middling"), "strong": both("svær", "severe")},
        "label": both("hvor belastet familien er", "how strained the family is"),
        "ask": both("Hvor belastet er familien?", "How strained is the family?"),
    }
}


@pytest.mark.parametrize(
    ("when", "da", "en", "is_told"),
    [
        ("case.legal.impairment >= reduced", "Borgerens evne er betydeligt nedsat", "Substantially reduced functioning", True),
        ("case.legal.impairment >= substantial", "Evnen er betydeligt og varigt nedsat", "Substantially reduced", False),
        ("case.legal.impairment >= reduced", "Funktionsevne, der er nedsat", "Functioning that is reduced", False),
        ("case.legal.impairment == at_risk", "Er betydelig nedsat", "Is substantially reduced", True),
        ("case.legal.impairment >= reduced", "Borgeren flytter", "The citizen moves", False),
        ("case.legal.social_problems >= some", "Borgeren har særlige sociale problemer", "Special social problems", True),
        ("case.legal.social_problems >= special", "Borgeren har særlige sociale problemer", "Special social problems", False),
        ("case.legal.social_problems >= some", "Borgeren har brug for særlig hjælp", "Special help", False),
        ("case.legal.social_problems in [some, special]", "Nogle sociale problemer", "Some social problems", False),
        ("case.support_need <= 3", "Højt støttebehov eller derover", "High support need or above", True),
        ("case.support_need < 3", "Mindst højt støttebehov", "At least a high support need", True),
        ("case.support_need >= 3", "Mindst højt støttebehov", "At least a high support need", False),
        ("case.support_need > 2", "Støttebehovet er højt", "A high support need", False),
        ("case.support_need >= 2", "Støttebehovet er højt", "A high support need", True),
        ("not case.support_need >= 3", "Mindst højt støttebehov går fri", "At least a high support need is exempt", False),
        ("case.functioning.communities <= 2", "Moderate eller større vanskeligheder", "Moderate or greater difficulties", True),
        ("case.functioning.communities >= 2", "Moderate eller større vanskeligheder", "Moderate or greater difficulties", False),
        ("case.functioning.communities >= 2", "Let eller moderat nedsat", "Mildly or moderately reduced", False),
        ("extra.strain >= middle", "Familien er svært belastet", "The family is severely strained", True),
        ("extra.strain == strong", "Familien er svært belastet", "The family is severely strained", False),
        ("extra.strain >= middle", "Det er svært at nå", "It is hard to reach", False),
    ],
)  # fmt: skip
def test_a_condition_has_the_grade_of_its_text(when: str, da: str, en: str, is_told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    assert [one.partition(":")[0] for one in told(said_grades, notices=[notice], case_facts=STRAIN)] == (
        ["other-limit"] if is_told else []
    )


CONTACT = {
    "extra.contact": {
        "type": "code",
        "ordered": True,
        "codes": {"never": both("aldrig", "never"), "monthly": both("månedligt", "monthly"),
                  "weekly": both("ugentligt", "weekly"), "daily": both("dagligt", "daily")},
        "label": both("hvor tit borgeren har kontakt med pårørende", "how often the citizen has contact with relatives"),
        "ask": both("Hvor tit?", "How often?"),
    }
}  # fmt: skip


@pytest.mark.parametrize(
    ("when", "is_told"),
    [("extra.contact <= weekly", True), ("extra.contact >= weekly", False), ("extra.contact >= monthly", True)],
)
def test_how_often_is_read_in_other_words_too(when: str, is_told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both("Har kontakt mindst hver uge", "Has contact at least every week")}
    assert bool(told(said_grades, notices=[notice], case_facts=CONTACT)) is is_told


def test_a_proposal_has_the_grade_of_its_source() -> None:
    row: dict[str, Any] = {"id": "p", "fact": "case.needs.must", "value": "social_contact"}
    row |= {"when": "case.functioning.network_relations <= 2", "source": "Side 1: moderate eller større vanskeligheder"}
    assert told(said_grades, proposals=[row])
    assert not told(said_grades, proposals=[row | {"when": "case.functioning.network_relations >= 2"}])


AGES = {"hyldgaarden_youngest": {"value": 16, "unit": "years"}, "youngest": {"value": 16, "unit": "years"}}
CALLED = {"hyldgaarden_youngest": both("Hyldgårdens nedre aldersgrænse", "the lower age limit of Hyldgården")}


@pytest.mark.parametrize(
    ("when", "da", "en", "is_told"),
    [
        ("offer.name == 'Mariebjerg'", "Hyldgården er for unge", "Hyldgården is for young people", True),
        ("offer.name == 'Hyldgården'", "Hyldgården er for unge", "Hyldgården is for young people", False),
        ("offer.id == 'holstebro-hyldgaarden'", "Hyldgårdens huse er for unge", "The houses of Hyldgården", False),
        ("offer.id == 'holstebro-mariebjerg'", "Husene på Hyldgården er for unge", "The houses of Hyldgården", True),
        ("offer.name == 'Mariebjerg'", "{offer.name} ligger ved Hyldgården", "{offer.name} lies at Hyldgården", False),
        ("offer.name == 'Mariebjerg'", "Tilbuddet er fuldt: ring til Hyldgården", "It is full: call Hyldgården", False),
        ("offer.name == 'Mariebjerg'", "Tilbuddet er for unge", "The offer is for young people", False),
        ("offer.name == 'Mariebjerg'", "På Mariebjerg og Hyldgården", "At Mariebjerg and Hyldgården", True),
        ("offer.name in ['Mariebjerg', 'Hyldgården']", "På Mariebjerg og Hyldgården", "At Mariebjerg and Hyldgården", False),
        ("offer.name == 'Mariebjerg'", "På Mariebjerg nær Hyldgården", "At Mariebjerg near Hyldgården", False),
        ("case.municipality == 'Herning'", "Borgeren bor i Struer", "The citizen lives in Struer", True),
        ("case.municipality == 'Struer'", "Borgeren bor i Struer", "The citizen lives in Struer", False),
        ("offer.name == 'Mariebjerg' and case.age < hyldgaarden_youngest", "For ung", "Too young", True),
        ("offer.name == 'Hyldgården' and case.age < hyldgaarden_youngest", "For ung", "Too young", False),
        ("offer.name == 'Mariebjerg' and case.age < youngest", "For ung", "Too young", False),
    ],
)  # fmt: skip
def test_a_condition_has_the_offer_or_place_of_its_text(when: str, da: str, en: str, is_told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    found = told(other_quoted, notices=[notice], parameters=AGES, labels=CALLED)
    assert [one.partition(":")[0] for one in found] == (["other-name"] if is_told else [])


@pytest.mark.parametrize(
    ("when", "da", "en", "is_told"),
    [
        ("case.flags.discharge or case.home.housing in [none] and case.age < 30",
         "Borgeren er under 30 og udskrives eller mangler bolig: giv besked",
         "The citizen is below 30 and is discharged or has no home: tell the team", True),
        ("(case.flags.discharge or case.home.housing in [none]) and case.age < 30",
         "Borgeren er under 30 og udskrives eller mangler bolig: giv besked",
         "The citizen is below 30 and is discharged or has no home: tell the team", False),
        ("case.flags.discharge or case.home.housing in [none] and case.age < 30",
         "Borgeren udskrives, eller er under 30 og mangler bolig", "Is discharged, or is below 30 and has no home", False),
        ("case.flags.discharge or case.home.housing in [none] and case.age < 30",
         "Borgeren er under 30 og mangler bolig, eller udskrives", "Is below 30 and has no home, or is discharged", False),
        ("case.age < 30 and case.flags.acute or case.flags.discharge", "Under 30 år og i en akut sag eller udskrives",
         "Below 30 and in an acute case or discharged", True),
        ("not case.flags.acute and case.flags.discharge", "Sagen er hverken akut, eller borgeren udskrives",
         "The case is neither acute, nor is the citizen discharged", True),
        ("not (case.flags.acute or case.flags.discharge)", "Sagen er hverken akut, eller borgeren udskrives",
         "The case is neither acute, nor is the citizen discharged", False),
        ("not (case.flags.acute or case.flags.discharge) and option.moves_home", "Sagen er hverken akut, eller borgeren udskrives",
         "The case is neither acute, nor is the citizen discharged", False),
        ("not case.flags.acute and not case.flags.discharge", "Sagen er hverken akut, eller borgeren udskrives",
         "The case is neither acute, nor is the citizen discharged", False),
    ],
)  # fmt: skip
def test_a_condition_is_joined_as_its_text(when: str, da: str, en: str, is_told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    found = told(other_mixture, notices=[notice])
    assert [one.partition(":")[0] for one in found] == (["other-logic"] if is_told else [])


WAITS = {"long_wait": {"value": 60, "unit": "days"}}


@pytest.mark.parametrize(
    ("when", "da", "en", "is_told"),
    [
        ("option.waiting_days > long_wait", "Mere end {long_wait} uger", "More than {long_wait} weeks", True),
        ("option.waiting_days > long_wait", "Mere end {long_wait} dage", "More than {long_wait} days", True),
        ("option.waiting_days > long_wait", "Mere end {long_wait}", "More than {long_wait}", False),
        ("option.waiting_days > long_wait", "Mere end {long_wait} om ugen", "More than {long_wait} a week", False),
        ("option.gives_home", "Det koster {option.price_dkk_per_day} om måneden", "{option.price_dkk_per_day} a month", True),
        ("option.gives_home", "Det koster {option.price_dkk_per_day} i døgnet", "{option.price_dkk_per_day} a day", False),
        ("option.months > 24", "Varer mere end 24 uger", "Lasts more than 24 weeks", True),
        ("option.months > 24", "Varer mere end 24 måneder", "Lasts more than 24 months", False),
        ("option.months > 24", "Varer mere end 24 uger", "Lasts more than two years", False),
        ("option.waiting_days > 30", "Ventetid over 30 km væk", "A wait 30 km away", True),
        ("option.waiting_days > 30", "Ventetid over 30", "A wait above 30", False),
    ],
)  # fmt: skip
def test_a_text_writes_the_unit_of_its_number(when: str, da: str, en: str, is_told: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    found = told(other_printed, notices=[notice], parameters=WAITS)
    assert [one.partition(":")[0] for one in found] == (["other-unit"] if is_told else [])


@pytest.mark.parametrize(
    ("da", "en", "is_told"),
    [
        ("Ses tidligst 3 måneder efter", "Seen no earlier than 3 months after", True),
        ("Ses senest 3 måneder efter", "Seen at the latest 3 months after", False),
        ("Ses tidligst efter 1 og senest efter 3 måneder", "Seen no earlier than after 1 and within 3 months", False),
    ],
)
def test_a_deadline_is_a_last_day(da: str, en: str, is_told: bool) -> None:
    row = {"id": "d", "counted_from": "decision", "within": "3 months", "waits_for": "follow_up", "by": "caseworker"}
    assert bool(told(other_term, deadlines=[{**row, "text": both(da, en)}])) is is_told


@pytest.mark.parametrize(
    ("until", "source", "is_told"),
    [
        ("2026-08-01", "Side 4: til udgangen af august 2026", True), ("2026-08-31", "Side 4: til udgangen af august 2026", False),
        ("2026-09-01", "Side 4: til udgangen af august 2026", False), ("2026-02-28", "Page 4: to the end of February 2026", False),
        ("2026-12-31", "Side 4: til udgangen af 2026", False), ("2025-12-31", "Side 4: til udgangen af 2026", True),
    ],
)  # fmt: skip
def test_what_holds_to_the_end_of_a_month_ends_then(until: str, source: str, is_told: bool) -> None:
    notice = {"id": "n", "until": until, "when": "option.gives_home", "text": TEXT, "source": source}
    assert bool(told(other_term, notices=[notice])) is is_told


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("Side 2: anden prioritet", "Side 2: første prioritet", True),
        ("Side 2: første prioritet", "Side 2: anden prioritet", False),
        ("Side 2: 2. prioritet", "Side 2: 1. prioritet", True), ("Page 2: priority 1", "Page 2: priority 2", False),
        ("Side 2", "Side 2: første prioritet", False),
    ],
)  # fmt: skip
def test_preferences_stand_in_the_order_of_their_ranks(first: str, second: str, is_told: bool) -> None:
    rows = [
        {"id": "a", "lower": "travel.network_km", "source": first},
        {"id": "b", "lower": "option.waiting_days", "source": second},
    ]
    found = told(other_term, preferences=[{**row, "text": TEXT} for row in rows])
    assert [one.partition(":")[0] for one in found] == (["wrong-direction"] if is_told else [])


@pytest.mark.parametrize(("by", "is_told"), [("caseworker", True), ("leader", False)])
def test_nobody_approves_what_another_one_is_to_approve(by: str, is_told: bool) -> None:
    text = both("Godkendes af en anden end sagsbehandleren", "Approved by somebody other than the caseworker")
    row = {"id": "a", "when": "option.external", "by": by, "text": text}
    assert bool(told(other_term, approvals=[row])) is is_told


@pytest.mark.parametrize(
    ("when", "source", "is_told"),
    [
        ("case.age < young", "Side 2: unge til og med 25 år", True), ("case.age <= young", "Side 2: unge til og med 25 år", False),
        ("case.age < young", "Side 2: unge under 25 år", False), ("case.age > young", "Side 2: borgere fra og med 25 år", True),
        ("case.age >= young", "Side 2: borgere på 25 år og ældre", False),
        ("case.age < young", "Page 2: 25 years or younger", True),
        ("case.age > young", "Side 2: unge til og med 25 år", False),
        ("case.age > young", "Side 2: borgere fra 25 år", True), ("case.age >= young", "Side 2: borgere fra 25 år", False),
        ("case.age < young", "Side 2: borgere fra 25 år får andet", False),
        ("case.age > young", "Page 2: from the age of 25", True),
        ("case.age > young", "Side 2: sat ned fra 25 til 20 år", False),
        ("case.age > young", "Side 2: fra 25.4. gælder andet", False),
    ],
)  # fmt: skip
def test_what_a_source_includes_is_not_left_out(when: str, source: str, is_told: bool) -> None:
    young = {"value": 25, "unit": "years", "source": source}
    assert bool(told(last_included, parameters={"young": young}, notices=[a_notice(when)])) is is_told
    of_itself = a_notice(when.replace("young", "25"), source=source)
    assert len(told(last_included, notices=[of_itself])) == int(is_told)


@pytest.mark.parametrize(
    ("when", "da", "en", "is_told"),
    [
        ("case.age == 18", "Borgeren fylder snart 18: begynd", "The citizen soon turns 18: begin", True),
        ("case.age == 17", "Borgeren fylder snart 18: begynd", "The citizen soon turns 18: begin", False),
        ("case.age < 18", "Borgeren fylder snart 18: begynd", "The citizen soon turns 18: begin", False),
        ("option.months > 12", "Varer mere end et halvt år", "Lasts more than half a year", True),
        ("option.months > 6", "Varer mere end et halvt år", "Lasts more than half a year", False),
        ("option.months > 12", "Er langt: følg op efter en måned", "Is long: follow up after a month", False),
        ("option.waiting_days > 30", "Ventetiden er over to uger", "The wait is above two weeks", True),
        ("option.waiting_days > 14", "Ventetiden er over to uger", "The wait is above two weeks", False),
    ],
)
def test_ages_to_come_and_lengths_in_words_are_those_of_the_condition(
    when: str, da: str, en: str, is_told: bool
) -> None:
    assert bool(told(last_included, notices=[a_notice(when) | {"text": both(da, en)}])) is is_told


@pytest.mark.parametrize(
    ("after", "is_told"), [("14 days", True), ("1 month", False), ("30 days", False), ("6 months", True)]
)
def test_a_follow_up_on_the_first_month_comes_after_it(after: str, is_told: bool) -> None:
    text = both("Hvordan er den første måned gået?", "How has the first month gone?")
    row = {"id": "f", "after": after, "when": "option.gives_home", "text": text}
    assert bool(told(other_term, follow_up=[row])) is is_told
