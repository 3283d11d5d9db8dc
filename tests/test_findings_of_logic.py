"""Words of logic and of fields in a text, beside a condition or a field that says the other one; and texts that are right."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import a_presumption, both, found
from written import a_rule

NEED, FAR, DEAR = "case.support_need >= 3", "travel.network_km > 30", "option.price_dkk_per_day > 2500"
OWNED, USUALLY = "offer.operator.type in [private, foundation]", {"strength": "presumption", "gate": "policy"}
REGISTERED = "{option.registered}"
GOAL, RELATIVES = "case.goals.count >= 1", "known(case.contributions.relatives)"


def a_notice(when: str, da: str, en: str, **fields: Any) -> dict[str, Any]:
    return {"id": "n", "when": when, "kind": "duty", "text": both(da, en), **fields}


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("all(case.functioning >= 3)", "Tab på mindst ét undertema", "A loss on at least one sub-theme", True),
        ("any(case.functioning >= 3)", "Tab på mindst ét undertema", "A loss on at least one sub-theme", False),
        ("any(case.functioning >= 3)", "Tab på alle undertemaer", "A loss on every sub-theme", True),
        ("all(case.functioning >= 3)", "Tab på alle undertemaer", "A loss on every sub-theme", False),
        ("all(case.functioning >= 3)", "Tab på et eller flere undertemaer", "A loss on one or more sub-themes", True),
        ("any(case.functioning >= 3)", "Tab et sted: giv alle besked", "At least one loss: tell all the team", False),
        ("max(case.functioning) >= 3", "Tab på alle undertemaer", "A loss on every sub-theme", True),
        ("max(case.functioning) >= 3", "Tab på mindst ét undertema", "A loss on at least one sub-theme", False),
        ("min(case.functioning) >= 3", "Tab på mindst ét undertema", "A loss on at least one sub-theme", True),
        ("max(case.functioning) <= 1", "Alle undertemaer er lette", "All the sub-themes are mild", False),
        ("min(case.functioning) <= 1", "Mindst ét undertema er let", "At least one sub-theme is mild", False),
        ("not all(case.functioning >= 3)", "Mindst ét undertema er uden tab", "At least one sub-theme has no loss", False),
        ("not any(case.functioning >= 3)", "Alle undertemaer er uden tab", "All the sub-themes are without loss", False),
        ("any(case.applied not in [SEL-85])", "Ikke alle er bostøtte", "Not all of them are support", False),
    ],
)  # fmt: skip
def test_at_least_one_is_any_and_every_one_is_all(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-logic" in found(notices=[a_notice(when, da, en)])) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        (f"option.external and {DEAR}", "Enhver plads udefra og enhver dyr plads", "Every place outside and every dear one", True),
        (f"option.external or {DEAR}", "Enhver plads udefra og enhver dyr plads", "Every place outside and every dear one", False),
        (f"option.external and {DEAR}", "Enten udefra eller dyr", "Either from outside or dear", True),
        (f"option.external and {DEAR}", "Pladser udefra eller dyre pladser", "Places outside or dear places", True),
        (f"option.external and {DEAR}", "Udefra, dyrt: hver for sig er det nok", "Outside, dear: each is enough", True),
        (f"option.external or {DEAR}", "Både udefra og dyr", "Both from outside and dear", True),
        (f"option.external and {DEAR}", "Både udefra og dyr", "Both from outside and dear", False),
        (f"option.external and {DEAR}", "En dyr plads: godkend eller afvis", "A dear place: approve or reject", False),
        ("option.external and provision.visitation == municipality", "Hos private eller regionen", "Private or regional", False),
        (f"{DEAR} and {OWNED}", "Dyrt hos private eller selvejende", "Dear, private or self-governing", False),
        ("not case.flags.acute or not case.flags.pilot", "Hverken akut eller forsøg", "Neither acute nor a trial", True),
        ("not case.flags.acute and not case.flags.pilot", "Hverken akut eller forsøg", "Neither acute nor a trial", False),
        ("not case.flags.acute or not case.flags.pilot", "Ikke akut eller ikke forsøg", "Not acute or no trial", False),
        (f"option.external and ({DEAR} or {FAR})", "Udefra og enten dyr eller langt væk", "Outside and either dear or far", False),
    ],
)  # fmt: skip
def test_either_is_or_and_both_is_and(when: str, da: str, en: str, told: bool) -> None:
    approval = {"id": "a", "when": when, "by": "team", "text": both(da, en)}
    assert ("other-logic" in found(approvals=[approval])) is told


ALL_THREE = "Side 6: når alle tre er på niveau 3 eller derover; én er ikke nok"


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        (NEED, "Støttebehov 2 og derover", "Support need 2 and above", True),
        (NEED, "Støttebehov 3 og derover", "Support need 3 and above", False),
        (NEED, "Støttebehovet er 2 eller mere", "The support need is 2 or more", True),
        (NEED, "Støttebehovet er 3 eller mere", "The support need is 3 or more", False),
        (NEED, "Over niveau 2", "Above level 2", False),
        (NEED, "Niveau 3-4", "Level 3-4", False),
        (NEED, "Niveau 2-4", "Level 2-4", True),
        (NEED, "Til og med niveau 2 gives ingen støtte", "Up to level 2 none is given", False),
        ("case.support_need == 3", "Niveau 3", "Level 3", False),
        ("case.support_need == 3", "Niveau 1", "Level 1", True),
        ("case.age >= 20", "Støttebehov 2 og derover", "Support need 2 and above", False),
    ],
)  # fmt: skip
def test_a_level_is_the_one_that_the_text_says(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-limit" in found(notices=[a_notice(when, da, en)])) is told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("case.age < 18 or case.age >= 65", True),
        ("case.age >= 18 and case.age < 65", False),
        ("case.age > 18 and case.age <= 65", False),
    ],
)
def test_between_two_numbers_is_not_outside_of_them(when: str, told: bool) -> None:
    notice = a_notice(when, "Borgeren er mellem 18 og 65 år: spørg", "The citizen is between 18 and 65: ask")
    assert ("other-limit" in found(notices=[notice])) is told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (both("øvre aldersgrænse", "upper age limit"), both("nedre aldersgrænse", "lower age limit"), 2),
        (both("nedre aldersgrænse", "lower age limit"), both("øvre aldersgrænse", "upper age limit"), 0),
        (both("øvre aldersgrænse", "upper age limit"), both("alderen", "the age"), 1),
    ],
)
def test_an_upper_limit_is_above(low: dict[str, str], high: dict[str, str], told: int) -> None:
    ages = {name: {"value": value, "unit": "years"} for name, value in (("first", 18), ("last", 29))}
    labels = {"first": low, "last": high}
    between = a_notice("first <= case.age <= last", "Unge", "The young")
    assert found(parameters=ages, labels=labels, notices=[between]).count("other-limit") == told
    outside = a_notice("not (first <= case.age <= last)", "Uden for", "Outside")
    assert "other-limit" not in found(parameters=ages, labels=labels, notices=[outside])
    beyond = a_notice("case.age > first", "Over grænsen", "Beyond the limit")
    assert "other-limit" not in found(parameters={"first": ages["first"]}, labels={"first": low}, notices=[beyond])


@pytest.mark.parametrize(("sign", "told"), [("<=", True), (">=", False)])
def test_a_proposal_is_for_whom_its_source_says(sign: str, told: bool) -> None:
    row = {"id": "p", "fact": "case.needs.must", "value": "meals", "when": f"case.functioning.cook {sign} 2"}
    said = {**row, "source": "Side 3: borgere med nedsat evne (FFB 2 og opefter)"}
    assert ("other-limit" in found(proposals=[said])) is told


@pytest.mark.parametrize(
    ("joined", "source", "told"),
    [
        ("or", ALL_THREE, True), ("and", ALL_THREE, False), ("and", "Side 6: én af dem er nok", True),
        ("or", "Side 6: én af dem er nok", False), ("and", "Side 6: mindst én af de to er svær", True), ("or", "Side 6", False),
        ("or", "Side 6: begge dele eller det ene", False),
    ],
)  # fmt: skip
def test_a_table_joins_as_its_source_does(joined: str, source: str, told: bool) -> None:
    when = f"case.dimensions.communication >= 3 {joined} case.dimensions.social_behaviour >= 3"
    table = {"values": [True, False], "rows": [{"when": when, "then": True}, {"then": False}], "source": source}
    assert ("other-logic" in found(facts={"complex": table})) is told


@pytest.mark.parametrize(("joined", "told"), [("or", True), ("and", False)])
def test_a_table_joins_as_its_label_does(joined: str, told: bool) -> None:
    when = f"case.dimensions.communication >= 3 {joined} case.dimensions.social_behaviour >= 3"
    table = {"values": [True, False], "rows": [{"when": when, "then": True}, {"then": False}], "source": "Side 6"}
    labels = {
        "complex": both("om begge dele er svære, både det ene og det andet", "whether both this and that are severe")
    }
    assert ("other-logic" in found(facts={"complex": table}, labels=labels)) is told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        (RELATIVES, "De pårørendes bidrag mangler", "The relatives' words are missing", True),
        (f"not {RELATIVES}", "De pårørendes bidrag mangler", "The relatives' words are missing", False),
        (f"{RELATIVES} and {NEED}", "Bidraget er ikke beskrevet", "The contribution is not described", True),
        ("known(case.worsened) and count(case.worsened) >= 2", "Mål mangler", "Goals are missing", False),
        (f"not {RELATIVES}", "De pårørendes bidrag foreligger", "The relatives' words have been seen", True),
        (f"not {RELATIVES}", "Sagen skal være oplyst: spørg", "The case must be described: ask", False),
        (RELATIVES, "De pårørendes bidrag foreligger", "The relatives' words are described", False),
        (GOAL, "Sagen har intet mål", "The case has no goal", True),
        ("case.goals.count == 0", "Sagen har intet mål", "The case has no goal", False),
        ("count(case.actors) > 0", "Der er ingen aktører: spørg", "There are no actors: ask", True),
        (GOAL, "Sagen har mål: følg op", "The case has goals: follow up", False),
    ],
)  # fmt: skip
def test_what_is_missing_is_not_known(when: str, da: str, en: str, told: bool) -> None:
    assert ("other-logic" in found(notices=[a_notice(when, da, en)])) is told


@pytest.mark.parametrize(
    ("field", "da", "en", "told"),
    [
        ("within", "Klar senest 6 måneder før 18-årsdagen", "Ready 6 months before the 18th birthday", True),
        ("before", "Klar senest 6 måneder før 18-årsdagen", "Ready 6 months before the 18th birthday", False),
        ("within", "Klar seks måneder inden dagen", "Ready six months ahead of the day", True),
        ("before", "Klar inden for 6 måneder efter dagen", "Ready within 6 months of the day", True),
        ("within", "Klar senest 6 måneder efter dagen", "Ready within 6 months of the day", False),
        ("within", "Klar 6 måneder efter dagen", "Ready 6 months after the day, before the move", False),
    ],
)
def test_a_deadline_runs_the_way_its_text_says(field: str, da: str, en: str, told: bool) -> None:
    row = {"id": "d", "counted_from": "birthday(18)", field: "6 months", "waits_for": "follow_up", "text": both(da, en)}
    assert ("said-otherwise" in found(deadlines=[row])) is told


@pytest.mark.parametrize(
    ("fields", "da", "en", "told"),
    [
        ({"four_eyes": False}, "To personer skriver under", "Two people sign", True),
        ({}, "Godkendes af fire øjne", "Approved by four eyes", True),
        ({}, "En anden person skriver også under", "A second person signs as well", True),
        ({"four_eyes": True}, "To personer skriver under", "Two people sign", False),
        (
            {"four_eyes": False},
            "En anden end den, der har indstillet, godkender",
            "Someone other than who proposed it approves",
            True,
        ),
        ({"four_eyes": True}, "Sagsbehandleren kan ikke alene godkende", "The caseworker alone cannot approve", False),
        ({}, "Lederen godkender", "The leader approves", False),
        ({}, "Borgeren og lederen taler om to tilbud", "The citizen and the leader talk of two offers", False),
    ],
)
def test_two_people_are_four_eyes(fields: dict[str, Any], da: str, en: str, told: bool) -> None:
    approval = {"id": "a", "when": NEED, "by": "leader", "text": both(da, en), **fields}
    assert ("said-otherwise" in found(approvals=[approval])) is told


@pytest.mark.parametrize(
    ("fields", "da", "en", "told"),
    [
        ({}, "Er det ikke oplyst, bekræftes det: {x}", "Where it is unknown it is confirmed: {x}", True),
        ({}, "Det bekræftes, før der afgøres: {x}", "It is confirmed before it is decided: {x}", True),
        ({"if_unknown": "confirm"}, "Er det ikke oplyst, bekræftes det: {x}", "Where unknown, confirmed: {x}", False),
        ({}, "Skal stå på portalen: {x}", "Must be on the portal: {x}", False),
        (USUALLY, "Bekræftes, før der afgøres: {x}", "Confirmed before decided: {x}", False),
    ],
)  # fmt: skip
def test_what_is_confirmed_says_so(fields: dict[str, Any], da: str, en: str, told: bool) -> None:
    reason = both(da.replace("{x}", REGISTERED), en.replace("{x}", REGISTERED))
    rule = a_rule("r", "option.registered", reason=reason, **fields)
    assert ("said-otherwise" in found(rules=[rule])) is told


@pytest.mark.parametrize(
    ("require", "fields", "told"),
    [
        ("not case.flags.principle_case", {}, ["holds-everybody"]),
        ("case.flags.principle_case == false", {}, ["holds-everybody"]),
        ("not case.flags.principle_case", {"when": "known(case.flags.principle_case)"}, []),
        ("not case.flags.principle_case", {"if_unknown": None}, []),
        ("case.goals.count >= 1", {}, []),
    ],
)
def test_a_hold_of_what_is_seldom_recorded_holds_everybody(
    require: str, fields: dict[str, Any], told: list[str]
) -> None:
    rule = a_presumption(require, **{"strength": "hold", "by": "leader", "if_unknown": "awaiting", **fields})
    rule = {key: value for key, value in rule.items() if value is not None}
    assert [one for one in found(rules=[rule]) if one in ("holds-everybody", "said-otherwise")] == told


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.age in [18, 30]", "Skriv til ungeenheden", "Write to the youth unit", True),
        ("case.age in [17, 18]", "De 17-18-årige: skriv", "Those aged 17-18: write", False),
        ("case.age in [18, 25, 30]", "De 18, 25 og 30 år: skriv", "Those of 18, 25 and 30: write", False),
        ("case.age == 18 or case.age == 30", "Mellem 18 og 30 år: skriv", "Between 18 and 30: write", True),
        (
            "case.age == 18 or case.age == 30",
            "Når borgeren fylder 18 og 30: skriv",
            "On turning 18 and 30: write",
            False,
        ),
        ("case.support_need in [2, 4]", "Støttebehov 2-4: skriv", "Support need 2-4: write", True),
        ("case.support_need in [2, 4]", "Støttebehov 2 og 4: skriv", "Support need 2 and 4: write", False),
        ("case.support_need in [2, 3, 4]", "Støttebehov 2-4: skriv", "Support need 2-4: write", False),
    ],
)
def test_two_numbers_in_a_list_are_no_range(when: str, da: str, en: str, told: bool) -> None:
    assert ("list-as-range" in found(notices=[a_notice(when, da, en)])) is told
