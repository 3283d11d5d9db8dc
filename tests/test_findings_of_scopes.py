"""Whom, what and how much a statement is for: areas of help, scopes that are enough alone or not read, scales of tables."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings_between import told
from written import TEXT

from visit.rules.findings.denied_words import denied_words
from visit.rules.findings.help_areas import other_area
from visit.rules.findings.scopes_alone import scope_alone
from visit.rules.findings.scopes_unread import unread_scope
from visit.rules.findings.swapped_answers import swapped_answers
from visit.rules.findings.table_scales import falling_tables

NEED, AGE, KM = "case.support_need", "case.age", "travel.home_km"
SIZES, HOURS = ("small", "middle", "large"), "case.needs.hours_per_week"


def both(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}


def a_table(values: tuple[str, ...], *rows: tuple[str | None, str], name: str = "band") -> dict[str, Any]:
    written = [{"then": then, **({} if when is None else {"when": when})} for when, then in rows]
    return {"facts": {name: {"values": list(values), "rows": written}}}


def three(fact: str, *given: str, values: tuple[str, ...] = SIZES, name: str = "band") -> dict[str, Any]:
    return a_table(values, (f"{fact} <= 1", given[0]), (f"{fact} <= 3", given[1]), (None, given[2]), name=name)


AT_RISK, STAYS = "case.flags.at_risk_of_homelessness", "case.flags.shelter_stays_12m >= 2"


@pytest.mark.parametrize(
    ("sections", "falls"),
    [
        (three(NEED, *SIZES), False), (three(NEED, "large", "middle", "small"), True),
        (three(NEED, "middle", "small", "large"), True),
        (three(NEED, "large", "middle", "small", name="own_strength"), False),
        (three(KM, "large", "middle", "small"), False), (three("count(case.actors)", "compound", "mixed", "simple",
         values=("simple", "mixed", "compound")), True),
        (three(NEED, "red", "green", "blue", values=("red", "green", "blue")), False),
        (three(NEED, "green", "red", "blue", values=("red", "green", "blue")), True),
        (a_table(SIZES, (f"{NEED} >= 3", "large"), (f"{NEED} == 2", "middle"), (None, "small")), False),
        (a_table(SIZES, (f"{NEED} == 2", "middle"), (f"{NEED} >= 3", "large"), (None, "small")), False),
        (a_table(SIZES, (f"{NEED} >= 3", "middle"), (f"{NEED} == 2", "large"), (None, "small")), True),
        (a_table(("red", "green", "blue"), (f"{NEED} == 3", "blue"), (f"{NEED} == 2", "green"), (None, "red")), True),
        (a_table(("red", "green", "blue"), (f"{AGE} == 30", "blue"), (f"{AGE} == 29", "green"), (None, "red")), False),
        (a_table(("young", "senior"), (f"{AGE} >= 67", "senior"), (None, "young")), False),
        (a_table(("young", "senior"), (f"{AGE} >= 67", "young"), (None, "senior")), True),
        (a_table(("full", "short", "rest"), (STAYS, "full"), (AT_RISK, "short"), (None, "rest")), False),
        (a_table(("full", "short", "rest"), (AT_RISK, "short"), (STAYS, "full"), (None, "rest")), True),
        (a_table(("full", "short", "rest"), (f"{AGE} < 30", "short"), (f"{AGE} > 60", "full"), (None, "rest")), False),
    ],
)  # fmt: skip
def test_values_of_a_table_run_with_the_number_that_it_reads(sections: dict[str, Any], falls: bool) -> None:
    assert len(told(falling_tables, **sections)) == int(falls)


SUPPORT = both("Mere end 20 timers støtte: lederen godkender", "More than 20 hours of support: the leader approves")
OF_CARE = both("Mere end 20 timers pleje: lederen godkender", "More than 20 hours of care: the leader approves")


@pytest.mark.parametrize(
    ("when", "text", "is_other"),
    [
        (f"option.provision == SEL-85 and {HOURS}.support > 20", SUPPORT, False),
        (f"option.provision == SEL-85 and {HOURS}.home > 20", SUPPORT, True),
        (f"provision.id == SEL-85 and {HOURS}.care > 20", TEXT, True),
        (f"option.provision == SEL-85 and {HOURS}.care > 20", OF_CARE, True),
        (f"option.provision == SEL-103 and {HOURS}.support > 20", TEXT, True),
        (f"option.provision == SEL-108 and {HOURS}.work > 20", TEXT, False),
        (f"option.provision == SEL-85 and {HOURS}.support + {HOURS}.care > 20", TEXT, False),
        (f"{HOURS}.home > 20", SUPPORT, False),
    ],
)  # fmt: skip
def test_hours_are_of_the_provisions_area(when: str, text: dict[str, str], is_other: bool) -> None:
    assert bool(told(other_area, approvals=[{"id": "a", "by": "leader", "when": when, "text": text}])) is is_other


def test_a_notice_may_speak_of_other_help_beside_it() -> None:
    when = f"option.provision == SEL-85 and {HOURS}.care > 20"
    assert told(other_area, notices=[{"id": "n", "when": when, "text": OF_CARE}]) == []


@pytest.mark.parametrize(("area", "is_other"), [("support", False), ("home", True)])
def test_rows_of_a_table_ask_for_hours_of_one_area(area: str, is_other: bool) -> None:
    sections = a_table(SIZES, (f"{HOURS}.{area} < 5", "small"), (f"{HOURS}.support < 15", "middle"), (None, "large"))
    assert bool(told(other_area, **sections)) is is_other


NEW_STAY = both("Udvalget godkender et nyt længerevarende botilbud", "The board approves a new long-term stay")
EITHER = both("Støtte eller mere end 20 timer", "Support, or more than 20 hours")
OR_MORE = both("Støtte på 20 timer eller mere", "Support of 20 hours or more")


@pytest.mark.parametrize(
    ("when", "text", "is_alone"),
    [
        ("option.provision == SEL-108 or not option.current", NEW_STAY, True),
        ("option.provision == SEL-108 and not option.current", NEW_STAY, False),
        (f"option.provision == SEL-85 or {HOURS}.support >= 20", OR_MORE, True),
        (f"option.provision == SEL-85 or {HOURS}.support > 20", EITHER, False),
        ("case.flags.acute or case.age < 25", TEXT, False), ("option.provision == SEL-108 or provision.id == SEL-85", TEXT, False),
        ("known(case.flags.acute) or case.flags.acute", EITHER, True),
        ("known(case.flags.acute) and case.flags.acute", EITHER, False),
        ("known(case.flags.acute) or case.age < 25", EITHER, False),
    ],
)  # fmt: skip
def test_what_a_statement_is_of_is_not_enough_alone(when: str, text: dict[str, str], is_alone: bool) -> None:
    assert bool(told(scope_alone, approvals=[{"id": "a", "by": "leader", "when": when, "text": text}])) is is_alone


HOUSES = {"youth_houses": {"da": "Ungehusene", "en": "The youth houses", "offers": ["one-1"], "source": "Side 2"}}
IN_A_HOUSE = both("Borgeren får en plads i et af ungehusene", "The citizen gets a place in one of the youth houses")
WITH_AUTISM = both("Borgeren er under 30 og har autisme: spørg", "The citizen is below 30 and has autism: ask")
ACUTE = both("Ved akut behov aftales det samme dag", "Where the need is acute it is agreed the same day")


@pytest.mark.parametrize(
    ("when", "text", "is_unread"),
    [
        ("not option.current", NEW_STAY, True), ("provision.id == SEL-108 and not option.current", NEW_STAY, False),
        ("option.gives_home", NEW_STAY, False), ("not option.current", IN_A_HOUSE, True), ("not option.current", TEXT, False),
        ("offer.groups includes youth_houses", IN_A_HOUSE, False), ("case.age < 30", WITH_AUTISM, True),
        ("case.age < 30 and case.target_groups includes autism-spectrum", WITH_AUTISM, False),
        ("case.age < 30", ACUTE, True), ("case.flags.acute", ACUTE, False),
    ],
)  # fmt: skip
def test_what_a_text_is_for_is_read(when: str, text: dict[str, str], is_unread: bool) -> None:
    approvals = [{"id": "a", "by": "leader", "when": when, "text": text}]
    assert bool(told(unread_scope, groups=HOUSES, approvals=approvals)) is is_unread


TEMPORARY = both("Er behovet midlertidigt, aftales en dato", "Where the need is temporary, a date is agreed")
LASTING = both("Er behovet ikke midlertidigt, aftales en dato", "Where the need is not temporary, a date is agreed")


@pytest.mark.parametrize(
    ("when", "text", "is_denied"),
    [
        ("case.permanence != temporary", TEMPORARY, True), ("not case.permanence == temporary", TEMPORARY, True),
        ("case.permanence == temporary", TEMPORARY, False), ("case.permanence != temporary", LASTING, False),
        ("case.permanence != temporary", TEXT, False),
        ("case.permanence != temporary", both("Ny, midlertidig hjælp", "New, temporary help"), False),
    ],
)  # fmt: skip
def test_a_code_is_denied_by_the_text_too(when: str, text: dict[str, str], is_denied: bool) -> None:
    assert bool(told(denied_words, notices=[{"id": "n", "when": when, "text": text}])) is is_denied


AT_HOME = both("Støttebehov (3-4): følg op i hjemmet", "A support need of 3-4: follow up at home")
FROM_TWO = both("Støttebehov på 2 eller mere", "A support need of 2 or more")
VISITS = "Side 9: hjemmebesøg ved støttebehov 3-4, ellers telefon"


@pytest.mark.parametrize(
    ("given", "source", "text", "swapped"),
    [
        (("visits", "phone"), VISITS, AT_HOME, False), (("phone", "visits"), VISITS, AT_HOME, True),
        (("phone", "visits"), "Side 9", AT_HOME, True), (("visits", "phone"), "Side 9", AT_HOME, False),
        (("phone", "visits"), "Side 9", TEXT, False), (("visits", "phone"), "Side 9", FROM_TWO, False),
    ],
)  # fmt: skip
def test_values_of_a_table_stand_in_their_own_rows(
    given: tuple[str, str], source: str, text: dict[str, str], swapped: bool
) -> None:
    values = {"phone": both("telefon", "telephone"), "visits": both("hjemmebesøg", "visits at home")}
    facts = a_table(("phone", "visits"), (f"{NEED} >= 3", given[0]), (None, given[1]))["facts"]
    facts["band"]["source"] = source
    notices = [{"id": "n", "when": "band == visits", "text": text}]
    labels = {"band": {**both("form", "form"), "values": values}}
    assert len(told(swapped_answers, facts=facts, notices=notices, labels=labels)) == int(swapped)
