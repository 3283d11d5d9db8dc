"""A code, section, level, day or end of a scale that a text has otherwise than its condition; and texts that are right."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import both, found
from written import a_rule

CLEAN = {"source": "Standarden, side 3"}
OWN_HOME = (
    "Ved længerevarende botilbud (§ 108) orienteres boligselskabet",
    "With long-term accommodation (section 108) a letter is sent",
)
SUPPORT = ("Ved socialpædagogisk støtte efter § 85 sendes en plan", "With support under section 85 a plan is sent")
BEYOND = ("Overvej også støtte efter § 85", "Consider support under section 85 too")


def codes(when: str, da: str, en: str, **fields: Any) -> list[str]:
    return found(notices=[{"id": "n", "when": when, "kind": "duty", "text": both(da, en), **CLEAN, **fields}])


@pytest.mark.parametrize(
    ("when", "text", "told"),
    [
        ("option.provision == SEL-107-1", OWN_HOME, True),
        ("option.provision == SEL-108", OWN_HOME, False),
        ("provision.id == SEL-104", SUPPORT, True),
        ("provision.id == SEL-85", SUPPORT, False),
        ("provision.id == SEL-104", BEYOND, False),
        ("provision.id == SEL-104", ("Ved botilbud sendes en plan", "With accommodation a plan is sent"), True),
        ("provision.id == SEL-107-2", ("Ved botilbud sendes en plan", "With accommodation a plan is sent"), False),
        ("case.guardian.kind == future_power",
         ("Er der en værge for personlige forhold, så spørg", "Where there is a guardian in personal matters, ask"), True),
        ("case.guardian.kind == personal_matters",
         ("Er der en værge for personlige forhold, så spørg", "Where there is a guardian in personal matters, ask"), False),
        ("case.actors includes hospital", ("Er jobcentret med: hold møde", "Where the job centre is in it: meet"), True),
        ("case.actors includes employment", ("Er jobcentret med: hold møde", "Where the job centre is in it: meet"), False),
        ("case.actors includes hospital", ("Er egen læge med: hold møde", "Where the general practitioner is in it: meet"), True),
        ("option.staff == agreed_visits", ("Ved døgnbemanding: hold møde", "With staff day and night: meet"), True),
        ("option.staff == tied_day_and_night", ("Ved døgnbemanding: hold møde", "With staff day and night: meet"), False),
        ("case.needs.must includes meals", ("Aftal de faste forhold med borgeren", "Agree the personal matters with them"), False),
    ],
)  # fmt: skip
def test_a_text_names_the_code_and_the_section_of_its_condition(when: str, text: tuple[str, str], told: bool) -> None:
    assert ("other-name" in codes(when, *text)) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.assessed < 2024-07-01", "Vurderinger før 1. januar 2024", "Assessments before 1 January 2024", True),
        ("case.assessed < 2024-01-01", "Vurderinger før 1. januar 2024", "Assessments before 1 January 2024", False),
        ("case.assessed <= 2023-12-31", "Vurderinger før 1. januar 2024", "Assessments before 1 January 2024", False),
        ("case.born >= 2001-01-01", "Født efter 31. december 2010", "Born after 31 December 2010", True),
        ("case.born >= 2011-01-01", "Født efter 31. december 2010", "Born after 31 December 2010", False),
    ],
)
def test_a_text_says_the_day_of_its_condition(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-date" in codes(when, da, en)) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("option.step >= 7", "Fra trin 6 holdes møde", "From step 6 there is a meeting", True),
        ("option.step >= 6", "Fra trin 6 holdes møde", "From step 6 there is a meeting", False),
        ("option.step > 6", "Over trin 6 holdes møde", "Above step 6 there is a meeting", False),
        ("case.support_need >= 3", "Fra støttebehov 2 holdes møde", "From support need 2 there is a meeting", True),
        ("case.support_need == 2", "Støttebehov 1: hold møde", "Support need 1: meet", True),
        ("case.support_need == 2", "Støttebehov 2: hold møde", "Support need 2: meet", False),
        ("case.support_need >= 2", "Støttebehov 2: hold møde", "Support need 2: meet", False),
        ("option.specialisation == 1", "Højt specialiserede tilbud: skriv", "Highly specialised offers: write", True),
        ("option.specialisation >= 3", "Højt specialiserede tilbud: skriv", "Highly specialised offers: write", False),
        (
            "option.specialisation <= 2",
            "Ikke højt specialiserede tilbud: skriv",
            "Offers not highly specialised: write",
            False,
        ),
        (
            "travel.home_km < 50",
            "Langt væk fra hjemmet: aftal transport",
            "Far away from the home: agree transport",
            True,
        ),
        (
            "travel.home_km > 50",
            "Langt væk fra hjemmet: aftal transport",
            "Far away from the home: agree transport",
            False,
        ),
        ("option.price_dkk_per_day <= 2000", "Dyre pladser: begrund", "Expensive places: give grounds", True),
        ("option.price_dkk_per_day > 2000", "Dyre pladser: begrund", "Expensive places: give grounds", False),
        (
            "option.price_dkk_per_day <= 2000",
            "Begrund: dyre pladser findes",
            "Give grounds: there are dear places",
            False,
        ),
    ],
)
def test_a_text_says_the_end_of_the_scale_that_its_condition_asks_for(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-limit" in codes(when, da, en)) is told


@pytest.mark.parametrize(
    ("limit", "source", "told"),
    [
        (25, "side 2: unge under 30 år", True),
        (30, "side 2: unge under 30 år", False),
        (30, "side 2: unge på højst 29 år", False),
        (25, "side 30, under voksenområdet", False),
        (25, "side 2: unge med under 10 timers støtte", False),
    ],
)
def test_a_table_has_the_limit_of_its_source(limit: int, source: str, told: bool) -> None:
    table = {"rows": [{"when": f"case.age < {limit}", "then": 1}, {"then": 0}], "source": source}
    assert ("other-limit" in found(facts={"t": table})) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.age < 25", "Ældre borgere følges op", "Older citizens are followed up", True),
        ("case.age >= 67", "Ældre borgere følges op", "Older citizens are followed up", False),
    ],
)
def test_older_citizens_are_not_young(when: str, da: str, en: str, told: bool) -> None:
    row = {"id": "f", "after": "3 months", "when": when, "text": both(da, en), **CLEAN}
    assert ("other-side" in found(follow_up=[row])) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.permanence != temporary", "Når behovet er midlertidigt: aftal", "Where the need is temporary: agree", True),
        ("case.permanence == temporary", "Når behovet er midlertidigt: aftal", "Where the need is temporary: agree", False),
        ("case.permanence != temporary", "Er behovet ikke midlertidigt: aftal", "Where the need is not temporary: agree", False),
        ("case.target_groups includes drug-misuse", "Alle andre end borgere med stofmisbrug", "All but those with drug misuse",
         True),
        ("case.target_groups not includes drug-misuse", "Alle andre end borgere med stofmisbrug",
         "Everybody but those with drug misuse", False),
        ("case.tried includes SEL-85", "Er bostøtte ikke prøvet, overvej", "Where support is not tried, consider", True),
        ("case.tried not includes SEL-85", "Er bostøtte ikke prøvet, overvej", "Where support is not tried, consider", False),
        ("case.tried includes SEL-85", "Er bostøtte prøvet og ikke nok, gå videre", "If support was tried and is not enough, go on",
         False),
        ("not case.applied includes SEL-85", "Har borgeren søgt om støtte: svar", "Has the citizen applied for it: answer", True),
    ],
)  # fmt: skip
def test_a_text_is_for_those_of_its_condition(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-side" in codes(when, da, en)) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.age > 30", "Er borgeren endnu ikke fyldt 30 år: spørg", "Where the citizen is not yet 30: ask", True),
        ("case.age < 30", "Er borgeren endnu ikke fyldt 30 år: spørg", "Where the citizen is not yet 30: ask", False),
    ],
)
def test_not_yet_is_below(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-limit" in codes(when, da, en)) is told


@pytest.mark.parametrize(
    ("value", "da", "en", "told"),
    [
        ("travel.network_km", "tættest på borgerens hjem", "nearest to the citizen's home", True),
        ("travel.home_km", "tættest på borgerens hjem", "nearest to the citizen's home", False),
        ("travel.network_km", "tættest på netværket", "nearest to the network", False),
    ],
)
def test_a_preference_orders_by_what_its_text_names(value: str, da: str, en: str, told: bool) -> None:
    preference = {"id": "near", "lower": value, "bands": [10, 640], "text": both(da, en)}
    assert ("other-fact" in found(preferences=[preference])) is told


@pytest.mark.parametrize(("unless", "told"), [("case.wishes.avoid", True), ("case.wishes.offers", False)])
def test_an_exception_reads_the_wish_that_the_reason_names(unless: str, told: bool) -> None:
    reason = both(
        "Egne tilbud bruges, medmindre borgeren selv ønsker et andet", "Own offers, unless the citizen wishes another"
    )
    rule = a_rule("r", "option.internal", strength="presumption", unless=f"{unless} includes offer.id", reason=reason)
    assert ("other-fact" in found(rules=[rule])) is told
