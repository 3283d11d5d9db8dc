"""Facts, periods, bands and names that stand next to the one that is meant; and beside each a right one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from test_findings import both, found
from test_findings_between import told

from visit.errors import GuidelineError, Location
from visit.rules.findings.cited_sections import other_provision_of_need
from visit.rules.findings.code_sides import other_consent
from visit.rules.findings.ends_of_scales import other_end_of_scale
from visit.rules.findings.idle_settings import idle_settings
from visit.rules.findings.label_bounds import opposite_asked
from visit.rules.findings.mixed_joins import other_mixture
from visit.rules.findings.opposites import opposite_texts
from visit.rules.findings.other_names import other_name
from visit.rules.findings.other_offers import other_offer
from visit.rules.findings.other_sides import other_side
from visit.rules.findings.other_times import other_time
from visit.rules.findings.printed_units import other_printed
from visit.rules.findings.said_by_rows import said_by_another_row
from visit.rules.findings.said_dates import other_date
from visit.rules.findings.said_limits import said_limits
from visit.rules.findings.sibling_facts import sibling_fact
from visit.rules.findings.told_once import told_once
from visit.rules.findings.waited_for import other_wait


def a_notice(when: str, da: str, en: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": "n", "when": when, "text": both(da, en), **fields}]


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("count(case.actors) > many", "{many} eller flere aktører: mød dem", "{many} or more actors: meet them", True),
        (
            "count(case.actors) >= many",
            "{many} eller flere aktører: mød dem",
            "{many} or more actors: meet them",
            False,
        ),
        ("count(case.actors) > 3", "Mindst tre aktører: mød dem", "At least three actors: meet them", True),
        ("count(case.actors) > 2", "Flere end to aktører: mød dem", "More than two actors: meet them", False),
        ("count(case.tried) < 2", "Højst 2 forsøg: mød dem", "At most 2 trials: meet them", True),
    ],
)
def test_how_many_there_are_has_the_limit_of_its_text(when: str, da: str, en: str, is_other: bool) -> None:
    limit = {"many": {"value": 3, "source": "Side 4"}}
    assert bool(told(said_limits, parameters=limit, notices=a_notice(when, da, en))) is is_other


@pytest.mark.parametrize(
    ("after", "then_every", "da", "en", "is_other"),
    [
        (
            "later",
            "soon",
            "Det første efter {soon}, så hver {later}",
            "The first after {soon}, then every {later}",
            True,
        ),
        (
            "soon",
            "later",
            "Det første efter {soon}, så hver {later}",
            "The first after {soon}, then every {later}",
            False,
        ),
        ("soon", "later", "Efter {soon} og derefter hver {later}", "After {soon} and then every {later}", False),
        ("later", "soon", "Efter {soon}, derefter hver {later}", "After {soon}, then every {later}", True),
    ],
)
def test_what_comes_first_has_the_period_of_its_text(
    after: str, then_every: str, da: str, en: str, is_other: bool
) -> None:
    lengths = {name: {"value": value, "unit": "months"} for name, value in (("soon", 3), ("later", 12))}
    follow_up = [{"id": "f", "after": after, "then_every": then_every, "text": both(da, en)}]
    assert bool(told(other_time, parameters=lengths, follow_up=follow_up)) is is_other


@pytest.mark.parametrize(
    ("lower", "bands", "da", "en", "is_other"),
    [
        ("option.waiting_days", [2, 4, 12], "2 uger, 4 uger, 12 uger", "2 weeks, 4 weeks, 12 weeks", True),
        ("option.waiting_days", [14, 28, 84], "2 uger, 4 uger, 12 uger", "2 weeks, 4 weeks, 12 weeks", False),
        ("option.waiting_days", [2, 14], "2 dage eller 2 uger", "2 days or 2 weeks", False),
        ("option.price_dkk_per_day", [100, 125], "op til 25 procent dyrere", "up to 25 percent more", True),
        ("option.price_ratio", [100, 125], "op til 25 procent dyrere", "up to 25 percent more", False),
        ("travel.network_km", [15, 45], "15 minutter eller 45 minutter", "15 minutes or 45 minutes", True),
        ("travel.network_minutes_by_car", [15, 45], "15 minutter væk", "15 minutes away", False),
    ],
)
def test_bands_are_in_the_unit_of_their_text(lower: str, bands: list[int], da: str, en: str, is_other: bool) -> None:
    row = {"id": "p", "lower": lower, "bands": bands, "over": "max", "text": both(da, en)}
    assert bool(told(other_printed, preferences=[row])) is is_other


def a_truth(da: str, en: str, ask_da: str = "Er det så?", ask_en: str = "Is it so?") -> dict[str, Any]:
    return {"extra.it": {"type": "truth", "label": both(da, en), "ask": both(ask_da, ask_en)}}


HAS = a_truth("om borgeren har en mentor", "whether the citizen has a mentor")


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("not extra.it", "Borgeren har en mentor: hør den", "The citizen has a mentor: hear it", True),
        ("extra.it", "Borgeren har en mentor: hør den", "The citizen has a mentor: hear it", False),
        (
            "extra.it",
            "Borgeren har ikke en mentor: find en",
            "The citizen has no mentor: find one",
            True,
        ),  # said apart
        ("extra.it", "Borgeren har ingen mentor: find en", "The citizen has not a mentor: find one", True),
        ("not extra.it", "Spørg, om borgeren har en mentor", "Ask whether the citizen has a mentor", False),
        (
            "not extra.it",
            "Medmindre borgeren har en mentor: find en",
            "Unless the citizen has a mentor: find one",
            False,
        ),
    ],
)
def test_a_yes_of_one_word_is_the_yes_of_the_text(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_side, case_facts=HAS, notices=a_notice(when, da, en))) is is_other


@pytest.mark.parametrize(
    ("label", "ask", "is_other"),
    [
        (("om borgeren har sagt nej tak", "whether the citizen has declined"),
         ("Har borgeren sagt ja tak?", "Has the citizen accepted?"), True),
        (("om borgeren har sagt ja tak", "whether the citizen has accepted"),
         ("Har borgeren sagt ja tak?", "Has the citizen accepted?"), False),
        (("om borgeren bor alene", "whether the citizen lives alone"),
         ("Bor borgeren sammen med andre?", "Does the citizen live together with others?"), True),
        (("om borgeren bor alene", "whether the citizen lives alone"),
         ("Bor borgeren alene eller sammen med andre?", "Does the citizen live alone or with others?"), False),
        (("om borgeren kan transportere sig selv", "whether the citizen can travel alone"),
         ("Skal borgeren have følge for at komme frem?", "Does the citizen need somebody along to get there?"), True),
        (("om borgeren skal have følge", "whether the citizen needs somebody along"),
         ("Skal borgeren have følge for at komme frem?", "Does the citizen need somebody along to get there?"), False),
        (("om borgeren ikke kan rejse alene", "whether the citizen cannot travel alone"),
         ("Skal borgeren have følge?", "Does the citizen need an escort?"), False),
        (("om borgeren selv ønsker støtte", "whether the citizen wishes for support"),
         ("Beder borgeren selv om hjælp?", "Does the citizen ask for help?"), False),
        (("om borgeren husker sin medicin", "whether the citizen remembers the medicine"),
         ("Glemmer borgeren at tage sin medicin?", "Does the citizen forget to take the medicine?"), True),
        (("om boligen er egnet", "whether the dwelling is suitable"),
         ("Er boligen uegnet til støtten?", "Is the dwelling unsuitable for the support?"), True),
        (("om boligen er egnet", "whether the dwelling is suitable"),
         ("Er boligen egnet eller uegnet?", "Is the dwelling suitable or unsuitable?"), False),
        (("om borgeren er gældfri", "whether the citizen is debt-free"),
         ("Har borgeren stor gæld?", "Is the citizen in debt?"), True),
        (("om borgeren møder op", "whether the citizen turns up"),
         ("Udebliver borgeren?", "Does the citizen stay away?"), True),
        (("om borgeren møder op", "whether the citizen turns up"),
         ("Kommer borgeren til aftalerne?", "Does the citizen come to appointments?"), False),
        (("om indsatsen lykkedes", "whether the help succeeded"),
         ("Mislykkedes indsatsen?", "Did the help fail?"), True),
        (("om borgeren vil være med i en gruppe", "whether the citizen will join a group"),
         ("Har borgeren sagt nej til at være med i en gruppe?", "Has the citizen said no to joining a group?"), True),
        (("om borgeren har sagt nej til en gruppe", "whether the citizen has said no to a group"),
         ("Har borgeren sagt nej til en gruppe?", "Has the citizen said no to a group?"), False),
        (("om borgeren vil undgå en gruppe", "whether the citizen wants to avoid a group"),
         ("Har borgeren sagt nej til en gruppe?", "Has the citizen said no to a group?"), False),
        (("om borgeren kan være alene om natten", "whether the citizen can be alone at night"),
         ("Kan borgeren være alene om natten?", "Does the citizen need somebody there at night?"), True),
        (("om borgeren kan være alene om natten", "whether the citizen can be alone at night"),
         ("Kan borgeren være alene om natten?", "Can the citizen be alone at night?"), False),
        (("om borgeren mener at have brug for hjælp", "whether the citizen thinks that help is needed"),
         ("Mener borgeren selv, at hjælp er nødvendig?", "Does the citizen think that he or she needs help?"), False),
        (("om borgeren ikke kan være alene", "whether the citizen needs somebody there"),
         ("Kan borgeren ikke være alene om natten?", "Does the citizen need somebody there at night?"), False),
        (("om kurset er gennemført", "whether the course is completed"),
         ("Er kurset afbrudt?", "Has the course been broken off?"), True),
    ],
)  # fmt: skip
def test_a_question_asks_what_its_label_says(label: tuple[str, str], ask: tuple[str, str], is_other: bool) -> None:
    assert bool(told(opposite_asked, case_facts=a_truth(*label, *ask))) is is_other


@pytest.mark.parametrize(
    ("da", "en", "is_other"),
    [
        ("bor sammen med andre", "lives alone", True), ("bor alene", "lives alone", False),
        ("bor alene eller sammen med andre", "lives alone or with others", False),
        ("aftal støtte imens", "withdraw the support", True), ("aftal støtte imens", "agree on support", False),
        ("besøg om morgenen", "a visit in the evening", True), ("besøg om aftenen", "a visit in the evening", False),
        ("spørg, om familien skal med", "ask whether the family should come", False),
        ("familien skal med", "the family should come", True),
    ],
)  # fmt: skip
def test_two_languages_do_not_say_opposite_things(da: str, en: str, is_other: bool) -> None:
    assert bool(told(opposite_texts, notices=[{"id": "n", "text": both(da, en)}])) is is_other


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("travel.network_km > 40", "Over 40 km fra borgerens nuværende bolig", "Above 40 km from the present home", True),
        ("travel.home_km > 40", "Over 40 km fra borgerens nuværende bolig", "Above 40 km from the present home", False),
        ("travel.network_minutes_by_car > 40", "40 minutter fra hjemmet", "40 minutes from the home", True),
        ("travel.home_minutes_by_car > 40", "40 minutter fra hjemmet", "40 minutes from the home", False),
        ("case.needs.hours_per_week.home > 20", "Over 20 timers støtte", "Above 20 hours of support", True),
        ("case.needs.hours_per_week.home > 20", "Over 20 timers støtte i hjemmet", "Above 20 hours of support at home", False),
        ("case.needs.days_per_week.work > 3", "Over 3 dages samvær", "Above 3 days of company", True),
        ("case.needs.days_per_week.activity > 3", "Over 3 dages samvær", "Above 3 days of company", False),
    ],
)  # fmt: skip
def test_a_distance_and_an_area_are_those_of_the_text(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(sibling_fact, notices=a_notice(when, da, en))) is is_other


@pytest.mark.parametrize(
    ("field", "da", "en", "is_other"),
    [
        ("until", "Fra og med 1. januar 2027 gælder det", "From 1 January 2027 on it holds", True),
        ("from", "Fra og med 1. januar 2027 gælder det", "From 1 January 2027 on it holds", False),
        ("from", "Til og med 1. januar 2027 gælder det", "Until 1 January 2027 it holds", True),
        ("from", "Aftalt før 1. januar 2027 er noget andet", "What was agreed before 1 January 2027 is another thing", False),
    ],
)  # fmt: skip
def test_a_statement_begins_or_ends_as_its_text_says(field: str, da: str, en: str, is_other: bool) -> None:
    notice = {"id": "n", "text": both(da, en), field: "2027-01-01"}
    assert bool(told(other_date, notices=[notice])) is is_other


TEMPORARY = "option.provision == SEL-107-1 or option.provision == SEL-107-2 and option.external"


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        (TEMPORARY, "Opholdet købes uden for kommunen", "The stay is bought outside the municipality", True),
        ("option.provision in [SEL-107-1, SEL-107-2] and option.external", "Opholdet købes uden for kommunen",
         "The stay is bought outside the municipality", False),
        (TEMPORARY, "Ophold efter stk. 1, og købte efter stk. 2", "A stay under (1), and a bought one under (2)", False),
    ],
)  # fmt: skip
def test_what_a_text_says_of_one_thing_is_asked_of_all(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_mixture, notices=a_notice(when, da, en))) is is_other


@pytest.mark.parametrize(
    ("waits", "da", "en", "is_other"),
    [
        ("decision", "Hold et møde senest 2 uger efter", "Hold a meeting within 2 weeks", True),
        ("follow_up", "Hold et møde senest 2 uger efter", "Hold a meeting within 2 weeks", False),
        ("decision", "Hold et møde, og afgør sagen", "Hold a meeting, and the case must be decided", False),
        ("decision", "Besøg borgeren senest 2 uger efter", "Visit the citizen within 2 weeks", True),
        ("decision", "Borgeren indkaldes til en samtale", "The citizen is called to a talk", True),
        ("decision", "Planen skal være klar", "The plan must be ready", True),
        ("follow_up", "Planen skal være klar", "The plan must be ready", False),
        ("decision", "Se på planen igen", "Look at the plan again", True),
        ("follow_up", "Hjælpen er besluttet", "The help is decided", True),
        ("decision", "Hjælpen er besluttet", "The help is decided", False),
    ],
)
def test_a_deadline_waits_for_what_its_text_says(waits: str, da: str, en: str, is_other: bool) -> None:
    row = {
        "id": "d",
        "counted_from": "application(SEL-85)",
        "within": "2 weeks",
        "waits_for": waits,
        "text": both(da, en),
    }
    assert bool(told(other_wait, deadlines=[row])) is is_other


@pytest.mark.parametrize(
    ("met_by", "source", "is_other"),
    [
        ("SEL-101", "Side 4: gives af alkoholbehandlingen", True), ("SUL-141", "Side 4: gives af alkoholbehandlingen", False),
        ("SUL-141", "Side 4: gives af stofbehandlingen", True), ("SEL-101", "Side 4: gives af stofbehandlingen", False),
        ("SEL-101", "Side 4", False),
    ],
)  # fmt: skip
def test_a_need_is_met_by_the_help_of_its_source(met_by: str, source: str, is_other: bool) -> None:
    need = {"key": "talks", "areas": ["treatment"], "usually_met_by": [met_by], "da": "samtaler", "en": "talks"}
    assert bool(told(other_provision_of_need, needs=[{**need, "source": source}])) is is_other


@pytest.mark.parametrize(
    ("by_the_lake", "in_town", "never"), [(["a", "b"], ["c"], True), (["a", "b"], ["b", "c"], False)]
)
def test_no_offer_is_in_two_groups_that_share_none(by_the_lake: list[str], in_town: list[str], never: bool) -> None:
    listed = {"lake": by_the_lake, "town": in_town}
    groups = {key: {"offers": ids, **both(key, key), "source": "s 4"} for key, ids in listed.items()}
    for join, is_never in (("and", never), ("or", False), ("and not", False)):
        when = f"offer.groups includes lake {join} offer.groups includes town"
        notices = a_notice(when, "Aftal et besøg", "Agree on a visit")
        assert ("never-true" in found(groups=groups, notices=notices)) is is_never


@pytest.mark.parametrize(
    ("side", "runs", "never"),
    [("external", "== 'Skive'", True), ("external", "!= 'Skive'", False), ("external", "== 'Varde'", False),
     ("internal", "== 'Skive'", False), ("internal", "!= 'Skive'", True), ("internal", "== 'Varde'", True)],
)  # fmt: skip
def test_an_offer_is_external_or_run_by_the_municipality(side: str, runs: str, never: bool) -> None:
    when = f"option.{side} and offer.operator.type == municipal and offer.operator.municipality {runs}"
    found = told(idle_settings, municipality="Skive", notices=a_notice(when, "Ring", "Call"))
    assert found == ["n is never so: an offer that Skive runs itself is its own, and one of others is external"] * never


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("talk == left_out", "Hos familien med støttebehov på mindst {many}", "With family, support need at least {many}", True),
        ("talk == offered", "Hos familien med støttebehov på mindst {many}", "With family, support need at least {many}", False),
        ("talk == left_out", "Bor hos familien med et støttebehov under {many}", "With family, support need below {many}", False),
        ("talk == left_out", "Bor ikke hos familien, støttebehov {many}", "Lives not with family, support need {many}", False),
        ("talk == left_out", "Borgeren har et støttebehov på {many}", "The citizen has a support need of {many}", False),
    ],
)  # fmt: skip
def test_a_text_is_of_the_row_whose_value_is_asked(when: str, da: str, en: str, is_other: bool) -> None:
    rows = [
        {"when": "case.support_need >= many and case.home.housing == with_family", "then": "offered"},
        {"then": "left_out"},
    ]
    facts = {"talk": {"values": ["offered", "left_out"], "source": "s 4", "rows": rows}}
    limit = {"many": {"value": 3, "unit": "level", "source": "s 4"}}
    assert bool(told(said_by_another_row, parameters=limit, facts=facts, notices=a_notice(when, da, en))) is is_other


OFFERS = {"one-hill": SimpleNamespace(name="Bakkegården"), "one-dale": SimpleNamespace(name="Dalsiden"),
          "one-edge": SimpleNamespace(name="Skovbrynet")}  # fmt: skip


@pytest.mark.parametrize(
    ("members", "da", "en", "is_other"),
    [
        (["one-hill", "one-edge"], "Bakkegården og Dalsiden", "Bakkegården and Dalsiden", True),
        (["one-hill", "one-dale"], "Bakkegården og Dalsiden", "Bakkegården and Dalsiden", False),
        (["one-hill"], "Bakkegården ved Dalsiden", "Bakkegården", False),
    ],
)
def test_a_group_has_the_offers_that_it_is_called_by(members: list[str], da: str, en: str, is_other: bool) -> None:
    group = {"offers": members, "da": da, "en": en, "source": "Side 2"}
    assert bool(told(other_offer(lambda: OFFERS), groups={"g": group})) is is_other


@pytest.mark.parametrize(
    ("group", "da", "en", "is_other"),
    [
        ("acquired-brain-injury", "Borgeren har en hjerneskade", "The citizen has a brain injury", True),
        (
            "acquired-brain-injury",
            "Borgeren har en erhvervet hjerneskade",
            "The citizen has an acquired brain injury",
            False,
        ),
        ("brain-injury", "Borgeren har en hjerneskade", "The citizen has a brain injury", False),
        ("brain-injury", "Borgeren har en erhvervet hjerneskade", "The citizen has an acquired brain injury", False),
    ],
)
def test_a_group_is_as_wide_as_its_text(group: str, da: str, en: str, is_other: bool) -> None:
    notices = a_notice(f"case.target_groups includes {group}", da, en)
    assert any("all of" in one for one in told(other_name, notices=notices)) is is_other


def test_all_below_a_group_are_the_group() -> None:
    notices = a_notice(
        "case.target_groups overlaps [drug-misuse, alcohol-misuse]", "Borgeren har et misbrug", "Substance misuse"
    )
    assert told(other_name, notices=notices) == []


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        ("case.consent.move == refused", "Samtykket er trukket tilbage", "The consent is withdrawn", True),
        ("case.consent.move == withdrawn", "Borgeren har trukket samtykket tilbage", "The consent is withdrawn", False),
        ("case.consent.move in [refused, withdrawn]", "Samtykket er trukket tilbage", "The consent is withdrawn", False),
        ("case.consent.move == cannot_consent_no_objection", "Borgeren modsætter sig", "The citizen objects", True),
        ("case.consent.move == cannot_consent_objects", "Borgeren modsætter sig", "The citizen objects", False),
        ("case.consent.move == cannot_consent_objects", "Borgeren modsætter sig ikke", "The citizen does not object", True),
    ],
)  # fmt: skip
def test_there_is_no_consent_in_the_way_of_the_text(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_consent, notices=a_notice(when, da, en))) is is_other


MONEY, HELP = "case.functioning.finances", "case.support_need"


@pytest.mark.parametrize(
    ("when", "da", "en", "is_other"),
    [
        (f"{MONEY} >= 3", "Klarer selv økonomien næsten uden hjælp: henvis", "Manages money almost without help: refer", True),
        (f"{MONEY} <= 1", "Klarer selv økonomien næsten uden hjælp: henvis", "Manages money almost without help: refer", False),
        (f"{MONEY} < 2", "Borgeren kan ikke betale regninger: støt", "The citizen cannot pay bills: support", True),
        (f"{MONEY} >= 2", "Borgeren kan ikke betale regninger: støt", "The citizen cannot pay bills: support", False),
        (f"{MONEY} >= 3", "Borgeren klarer ikke økonomien uden hjælp", "The citizen does not manage money without help", False),
        (f"{MONEY} >= 3", "Støt, så borgeren klarer økonomien selv", "Support, so that the citizen manages money alone", False),
        (f"{MONEY} == 4", "På egen hånd med penge", "Independent with money", True),
        (f"{MONEY} == 0", "På egen hånd med penge", "Independent with money", False),
        (f"{MONEY} <= 1 or case.functioning.mail <= 1", "Har svært ved penge og post", "Has difficulty with money and mail", True),
        (f"{HELP} <= 1", "Har brug for omfattende støtte: planlæg", "Needs extensive support: plan", True),
        (f"{HELP} >= 3", "Har brug for omfattende støtte: planlæg", "Needs extensive support: plan", False),
        (f"{HELP} >= 3", "Et begrænset støttebehov: ring", "A limited support need: call", True),
        ("case.network.count >= 5", "Et lille netværk: find en ven", "A small network: find a friend", True),
        ("case.network.count <= 2", "Et lille netværk: find en ven", "A small network: find a friend", False),
        ("case.support_need >= 3", "Bor alene", "Lives alone", False),
    ],
)  # fmt: skip
def test_a_level_is_at_the_end_of_its_scale_that_the_text_names(when: str, da: str, en: str, is_other: bool) -> None:
    assert bool(told(other_end_of_scale, notices=a_notice(when, da, en))) is is_other


@pytest.mark.parametrize(
    ("when", "source", "is_other"),
    [
        (f"{MONEY} >= 3", "Side 1: den, der selv klarer økonomien, foreslås rådgivning", True),
        (f"{MONEY} < 2", "Side 1: den, der har svært ved økonomien, foreslås hjælp", True),
        (f"{MONEY} >= 2", "Side 1: den, der har svært ved økonomien, foreslås hjælp", False),
    ],
)
def test_a_proposal_is_at_the_end_that_its_source_names(when: str, source: str, is_other: bool) -> None:
    row = {"id": "p", "fact": "case.needs.must", "value": "budget_and_mail", "when": when, "source": source}
    assert bool(told(other_end_of_scale, proposals=[row])) is is_other


def test_a_number_with_a_unit_is_in_the_unit_of_its_fact() -> None:
    fact = {
        "extra.days": {
            "type": "whole",
            "unit": "days",
            "label": both("dage", "days"),
            "ask": both("Hvor mange dage?", "How many days?"),
        }
    }
    right, wrong = (
        a_notice(f"extra.days >= {weeks} weeks", "4 uger eller mere", "4 weeks or more") for weeks in (4, 8)
    )
    assert not {"other-number", "other-unit"} & {*found(case_facts=fact, notices=right)}
    assert "other-number" in found(case_facts=fact, notices=wrong)


@pytest.mark.parametrize(
    ("second", "line", "code", "is_told"),
    [
        ("a: the text says “two”, and the statement has `by: b`", 4, "said-otherwise", False),
        ("a: the text says “three”, and the statement has `by: c`", 4, "said-otherwise", True),
        ("a: the text says “two”, and the statement has `by: b`", 5, "said-otherwise", True),
        ("a: the text says “two”, and the statement has `by: b`", 4, "other-name", True),
        ("a is never read", 4, "said-otherwise", True),
    ],
)
def test_a_fault_that_two_finders_see_is_told_once(second: str, line: int, code: str, is_told: bool) -> None:
    first = GuidelineError(
        "a: the text says “two”, and it waits for `b`", at=Location("g.yaml", 4, 1), code="said-otherwise"
    )
    other = GuidelineError(second, at=Location("g.yaml", line, 9), code=code)
    assert told_once((first, other)) == ((first, other) if is_told else (first,))
