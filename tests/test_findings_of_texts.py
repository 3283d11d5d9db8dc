"""Texts that say one thing where the fields say another: for whom, for how long, how surely, from when; and those that agree."""

from __future__ import annotations

from typing import Any

import pytest
from test_findings import both, found
from test_findings_of_meaning import told
from written import TEXT, a_rule

from visit.rules.findings.binding_words import other_firmness
from visit.rules.findings.cited_sections import other_section
from visit.rules.findings.claims import Subject, clauses_of, sides_said
from visit.rules.findings.counted_days import other_day
from visit.rules.findings.counts_said import other_count
from visit.rules.findings.directions import turned_round
from visit.rules.findings.field_words import other_fields
from visit.rules.findings.joined_words import other_join
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.named_codes import other_code
from visit.rules.findings.named_help import other_decider, other_help
from visit.rules.findings.opposites import opposite_texts
from visit.rules.findings.order_words import other_order
from visit.rules.findings.ordered_codes import other_size
from visit.rules.findings.other_sides import other_side
from visit.rules.findings.other_times import other_time
from visit.rules.findings.said_limits import said_limits
from visit.rules.findings.scales import other_number
from visit.rules.findings.set_words import other_set
from visit.rules.findings.shares import other_share
from visit.rules.findings.times_said import lengths_said

FERRY = {
    "extra.ferry_alone": {
        "type": "truth",
        "label": both("om borgeren kan tage færgen alene", "whether the citizen can take the ferry alone"),
        "ask": both("Kan borgeren?", "Can the citizen?"),
    }
}


# --- for whom ---


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("medmindre borgeren ønsker det", {False}), ("medmindre borgeren ikke ønsker det", {True}),
        ("hvis borgeren ikke selv ønsker det", {False}), ("Borgeren ønsker tilbuddet: skriv hvorfor", {True}),
        ("Den, der ønsker det, berøres ikke", {False}), ("Aftal, hvad borgeren ønsker", set()),
        ("Egne tilbud, dog ikke når borgeren ønsker det", {False}), ("Ønsker borgeren uden forbehold", {True}),
        ("Ønsker borgeren stadig tilbuddet?", set()), ("Det er ikke noteret, at borgeren ønsker det", {False}),
        ("It is not recorded whether the citizen wishes it: ask", {False}),
        ("unless the citizen wishes it", {False}), ("where the citizen does not wish it", {False}),
        ("This does not apply where the citizen wishes it", {False}),
        ("Medmindre hun ønsker det, skal det ligge nær", {False}), ("Unless it is near, the citizen wishes it", {True}),
        ("Medmindre borgeren, der bor hjemme, ønsker det, ligger det nær", {False}),
        ("Wished or not", {True, False}), ("A day offer", set()),
    ],
)  # fmt: skip
def test_a_clause_that_excepts_or_denies_turns_round_what_it_names(text: str, sides: set[bool]) -> None:
    wished = Subject(any_word(r"ønsker ~ wish(?:es|ed)?"), any_word("or not"), "-")
    assert sides_said(text, wished) == sides


def test_clauses_know_whether_they_except() -> None:
    said = [
        (one.words.strip(" ,"), one.excepts, one.denies)
        for one in clauses_of("Højst 25 km, medmindre det ikke går. Skriv det")
    ]
    assert ("Højst 25 km", False, False) in said
    assert ("Skriv det", False, False) in said
    assert any(excepts and denies for _words, excepts, denies in said)


NEAR = both("Et nyt ophold skal ligge nær hjemmet", "A new stay should lie near the home")
HARM = both("Når nogen skader borgeren", "Where somebody harms the citizen")
AGREED = both("Ved samarbejdsaftale", "By cooperation agreement")
BY_AGREEMENT = both(
    "Pladser med samarbejdsaftale afgøres af direktøren",
    "Places with a cooperation agreement are decided by the director",
)
UNLESS = both("Højst 25 km, medmindre borgeren selv ønsker det", "At most 25 km, unless the citizen wishes it")


UNLESS_WISHED = both(
    "Medmindre borgeren ønsker det, skal et nyt tilbud ligge nær", "Unless the citizen wishes it, a new offer lies near"
)


@pytest.mark.parametrize(
    ("fields", "told_of"),
    [
        ({"unless": "not option.wished", "reason": UNLESS}, True), ({"unless": "option.wished", "reason": UNLESS}, False),
        ({"when": "not option.wished", "reason": UNLESS}, False), ({"when": "option.wished", "reason": UNLESS}, True),
        ({"when": "option.current", "reason": NEAR}, True), ({"when": "not option.current", "reason": NEAR}, False),
        ({"unless": "option.current", "reason": NEAR}, False), ({"unless": "not option.current", "reason": NEAR}, True),
        ({"when": "not option.wished", "unless": "option.wished and option.current", "reason": UNLESS}, False),
        ({"when": "option.internal", "reason": both("Købte dagtilbud", "Bought day offers")}, True),
        ({"when": "option.external", "reason": both("Købte dagtilbud", "Bought day offers")}, False),
        ({"strength": "hold", "by": "director", "require": "option.partner", "reason": BY_AGREEMENT}, True),
        ({"strength": "hold", "by": "director", "require": "not option.partner", "reason": BY_AGREEMENT}, False),
        ({"strength": "hold", "by": "director", "require": "option.partner", "reason": AGREED}, False),
        ({"when": "option.gives_home", "reason": both("Et dagtilbud", "A day offer")}, True),
        ({"when": "option.internal and option.partner", "reason": both("Købte dagtilbud", "Bought day offers")}, True),
        ({"when": "stated_acute", "reason": both("Når sagen ikke er akut", "Where the case is not acute")}, True),
        ({"when": "case.network.harmful == 0", "reason": HARM}, True),
        ({"when": "case.network.harmful >= 1", "reason": HARM}, False),
        ({"when": "option.current", "reason": NEAR, "source": "Side 3: et løbende ophold"}, False),
        ({"when": "option.current", "reason": both("Et nyt ophold", "A current stay")}, False),
        ({"when": "not option.current", "reason": both("Et nyt ophold uden aftale", "A new stay without an agreement")}, False),
        ({"when": "option.current", "reason": both("Begynd genvisitationen", "Begin the new referral")}, False),
        ({"when": "not option.current", "unless": "option.wished", "reason": UNLESS_WISHED}, False),
        ({"when": "option.current", "unless": "option.wished", "reason": UNLESS_WISHED}, True),
    ],
)  # fmt: skip
def test_a_text_is_for_those_of_the_condition(fields: dict[str, Any], told_of: bool) -> None:
    acute = {
        "stated_acute": {"values": [True, False], "rows": [{"when": "case.flags.acute", "then": True}, {"then": False}]}
    }
    rule = a_rule("r", **{"require": "travel.home_km <= 25", "strength": "presumption", **fields})
    found = told(other_side, rules=[rule], facts=acute)
    assert [one.split(":")[0] for one in found] == ["other-side"] * told_of


@pytest.mark.parametrize(
    ("when", "told_of"),
    [("extra.ferry_alone == false", False), ("not extra.ferry_alone", False), ("extra.ferry_alone", True),
     ("extra.ferry_alone != false", True)],
)  # fmt: skip
def test_a_fact_of_the_guidelines_own_is_read_by_the_words_of_its_label(when: str, told_of: bool) -> None:
    text = both(
        "Borgeren kan ikke tage færgen alene: aftal følge", "The citizen cannot take the ferry alone: agree on company"
    )
    found = told(other_side, notices=[{"id": "n", "when": when, "text": text}], case_facts=FERRY)
    assert bool(found) is told_of


@pytest.mark.parametrize(
    ("da", "en"),
    [
        ("Det er ikke oplyst, at borgeren kan tage færgen alene", "It is not recorded that the citizen can take the ferry alone"),
        ("Det fremgår ikke af sagen, at borgeren kan tage færgen alene", "Not known whether the citizen can take the ferry alone"),
        ("Vi ved ikke, om borgeren kan tage færgen alene", "We do not know whether the citizen can take the ferry alone"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("when", "told_of"), [("not extra.ferry_alone", False), ("extra.ferry_alone", True)])
def test_what_nobody_has_recorded_is_said_of_those_of_whom_it_is_not_so(
    when: str, told_of: bool, da: str, en: str
) -> None:
    found = told(other_side, notices=[{"id": "n", "when": when, "text": both(da, en)}], case_facts=FERRY)
    assert bool(found) is told_of


@pytest.mark.parametrize(
    ("when", "da", "en", "told_of"),
    [
        ("case.guardian.kind == none", "Borgeren har en værge: indkald værgen", "The citizen has a guardian: invite them", True),
        ("case.guardian.kind != none", "Borgeren har en værge: indkald værgen", "The citizen has a guardian: invite them", False),
        ("case.consent.move == given", "Borgeren har ikke samtykket", "The citizen has not consented", True),
        ("case.consent.move != given", "Borgeren har ikke samtykket", "The citizen has not consented", False),
        ("case.considered.technology", "Teknologi er ikke overvejet", "Technology has not been considered", True),
        ("option.free_places >= 1", "Der er ingen ledig plads", "There is no free place", True),
        ("option.free_places == 0", "Der er ingen ledig plads", "There is no free place", False),
        ("option.lives_here", "For den, der ikke bor på stedet", "For those who do not live there", True),
        ("not case.flags.violence_close_relation", "Der er vold: ring", "There is violence: call", True),
    ],
)  # fmt: skip
def test_codes_and_counts_say_yes_or_no_too(when: str, da: str, en: str, told_of: bool) -> None:
    assert bool(told(other_side, notices=[{"id": "n", "when": when, "text": both(da, en)}])) is told_of


def test_a_hold_says_who_waits_and_its_condition_who_does_not() -> None:
    text = both("Principielle sager venter", "Cases of principle wait")
    rule = a_rule("r", "not case.flags.principle_case", strength="hold", by="leader", reason=text)
    assert told(other_side, rules=[rule]) == []


# --- for how long ---


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("to uger", [14]), ("to måneder", [60]), ("et halvt år", [182]), ("half a year", [182]), ("halvandet år", [547]),
        ("14 dage", [14]), ("hvert andet år", [730]), ("hvert år", [365]), ("en gang om året", [365]), ("quarterly", [91]),
        ("every 6 months", [180]), ("efter tre måneder, derefter årligt", [90, 365]), ("de seneste 12 måneder", []),
        ("midtvejs i de 52 uger", [182]), ("unge under 25 år", []), ("two calendar weeks", [14]), ("1/7/2025", []),
        ("half-yearly", [182]), ("Halvårlig", [182]), ("twice a year", [182]), ("to gange årligt", [182]), ("semi-annual", [182]),
        ("every other week", [14]), ("hver anden uge", [14]), ("within a week", [7]), ("a month after", [30]),
        ("færrest åbningsdage om ugen", []), ("the fewest opening days a week", []), ("at most 10 hours of support a month", []),
        ("20 timers støtte om måneden", []), ("fem gange om året", []), ("five times a year", []), ("twice a year", [182]),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_in_digits_and_words(text: str, days: list[int]) -> None:
    assert [one.days for one in lengths_said(text)] == days


@pytest.mark.parametrize(
    ("value", "unit", "source", "told_of"),
    [
        (2, "months", "Side 11: senest 2 uger efter", True), (2, "weeks", "Side 11: senest 2 uger efter", False),
        (2, "weeks", "Side 11: senest 14 dage efter", False), (6, "months", "Side 11: et halvt år", False),
        (6, "weeks", "Side 11: et halvt år", True), (12, "months", "Side 11: et år", False), (30, "days", "Side 11", False),
        (30, "days", "Page 11: one month", False), (3, "years", "Side 11: 3 måneder", True), (18, "years", "SEL 2(1)", False),
        (3, "days", "Page 4: opening days a week", False), (3, "days", "Page 4: within a week", True),
        (8, "hours", "Page 4: hours a month", False),
    ],
)  # fmt: skip
def test_a_parameter_has_the_length_of_its_source(value: int, unit: str, source: str, told_of: bool) -> None:
    found = told(other_time, parameters={"limit": {"value": value, "unit": unit, "source": source}})
    assert [one.split(":")[0] for one in found] == ["other-number"] * told_of


YEARLY = ("Efter tre måneder, derefter årligt", "After three months, then yearly")


@pytest.mark.parametrize(
    ("fields", "da", "en", "told_of"),
    [
        ({"after": "12 months", "then_every": "3 months"}, *YEARLY, True),
        ({"after": "3 months", "then_every": "12 months"}, *YEARLY, False),
        ({"after": "3 months", "then_every": "1 year"}, "Derefter hver sjette måned", "Then every 6 months", True),
        ({"after": "3 months", "then_every": "6 months"}, "Hvert halve år", "Twice a year", False),
        ({"after": "4 weeks"}, "En måned efter", "A month after", False),
        ({"after": "1 year"}, "En måned efter", "A month after", True),
        ({"after": "3 months", "then_every": "12 months"}, "Første gang efter et år", "The first time after a year", True),
        ({"after": "3 months"}, "Går det godt?", "Is it well?", False),
        ({"after": "22 months"}, "To måneder før udløbet", "Two months before the end", False),
        ({"after": "26 weeks"}, "Midtvejs i de 52 uger", "Halfway through the 52 weeks", False),
        ({"after": "soon"}, "Om {soon}; loven siger et år", "In {soon}; the act says a year", False),
        ({"after": "soon"}, "Om seks uger", "In six weeks", False), ({"after": "soon"}, "Om to uger", "In two weeks", True),
    ],
)  # fmt: skip
def test_a_follow_up_comes_when_its_text_says(fields: dict[str, Any], da: str, en: str, told_of: bool) -> None:
    row = {"id": "f", "when": "option.step >= 1", "text": both(da, en), **fields}
    found = told(other_time, follow_up=[row], parameters={"soon": {"value": 6, "unit": "weeks"}})
    assert [one.split(":")[0] for one in found] == ["said-otherwise"] * told_of


def test_help_that_goes_on_has_no_end_and_days_are_days_of_the_calendar() -> None:
    row = {"id": "f", "after": "6 months", "ends_after": "12 months", "when": "option.step >= 1"}
    assert told(other_time, follow_up=[{**row, "text": both("så længe den gives", "as long as it runs")}])
    assert not told(other_time, follow_up=[{**row, "text": both("Går det?", "Is it well?")}])
    row = {"id": "d", "counted_from": "birthday(18)", "within": "soon", "waits_for": "decision"}
    early, soon = both("{soon} før dagen", "{soon} before the day"), {"soon": {"value": 6, "unit": "weeks"}}
    assert told(other_time, deadlines=[{**row, "text": early}], parameters=soon)
    assert not told(other_time, deadlines=[{**row, "text": both("{soon} efter", "{soon} after")}], parameters=soon)
    row = {"id": "d", "counted_from": "application", "within": "14 days", "waits_for": "decision"}
    assert told(other_time, deadlines=[{**row, "text": both("inden 14 hverdage", "within 14 working days")}])


@pytest.mark.parametrize(
    ("lasts", "text", "source", "told_of"),
    [("24 months", "for to år ad gangen", "Side 5", False), ("12 months", "for to år ad gangen", "Side 5", True),
     ("12 months", "ad gangen", "Side 5: to år", True), ("12 months", "for et år", "Side 5: et år, i stedet for to år", False)],
)  # fmt: skip
def test_a_grant_lasts_as_long_as_its_text_says(lasts: str, text: str, source: str, told_of: bool) -> None:
    row = {"id": "g", "lasts": lasts, "text": both(text, "as said"), "source": source}
    assert bool(told(other_time, grants=[row])) is told_of


@pytest.mark.parametrize(
    ("fields", "source", "code"),
    [
        ({"usual_hours": 15}, "SEL 97: 15 timer om måneden", "other-unit"), ({"usual_hours": 15}, "15 hours a month", "other-unit"),
        ({"usual_hours": 4}, "4 timer om ugen", None), ({"usual_hours": 4}, "15 timer om måneden", None),
        ({"usual_hours": 4, "weeks": 26}, "et halvt år", None), ({"usual_hours": 4, "weeks": 6}, "i 6 måneder", "said-otherwise"),
        ({"usual_hours": 2, "most_hours": 8}, "højst 8 timer pr. dag", "other-unit"),
    ],
)  # fmt: skip
def test_a_service_level_is_of_a_week(fields: dict[str, Any], source: str, code: str | None) -> None:
    found = told(other_time, service_levels=[{"id": "s", "provision": "SEL-85", "source": source, **fields}])
    assert [one.split(":")[0] for one in found] == ([code] if code else [])


# --- how firmly ---


@pytest.mark.parametrize(
    ("strength", "reason", "source", "told_of"),
    [
        ("must", both("Som udgangspunkt egne tilbud", "Own offers as a rule"), "Side 3", True),
        (
            "must",
            both("Egne tilbud bruges her", "Own offers are used here"),
            "Side 3: det kan fraviges med en begrundelse",
            True,
        ),
        ("must", both("Egne tilbud bruges her", "Own offers are used here"), "Side 3", False),
        (
            "presumption",
            both("Egne tilbud bruges uden undtagelse", "Own offers are used without exception"),
            "Side 3",
            True,
        ),
        (
            "presumption",
            both("Egne tilbud bruges her", "Own offers are used here"),
            "Side 3: reglen kan ikke fraviges",
            True,
        ),
        ("presumption", both("Som udgangspunkt altid egne tilbud", "Normally always own offers"), "Side 3", False),
        ("must", both("Tilbuddet er ikke fravalgt", "The offer is not ruled out"), "Side 3", True),
        ("must", TEXT, "Side 3: sagen sættes i bero", True),
        ("must", both("Den, der venter på en plads", "Whoever waits for a place"), "Side 3", False),
    ],
)
def test_a_rule_is_as_firm_as_its_text(strength: str, reason: dict[str, str], source: str, told_of: bool) -> None:
    rule = a_rule("r", "option.internal", strength=strength, gate="policy", reason=reason, source=source)
    assert bool(told(other_firmness, rules=[rule])) is told_of


@pytest.mark.parametrize(
    ("kind", "da", "en", "told_of"),
    [
        ("advice", "Sygeplejen skal være aftalt", "Nursing must be agreed", True),
        ("duty", "Den skal aftales", "It must be agreed", False),
        ("duty", "Det bør aftales", "It should be agreed", True), ("advice", "Det bør aftales", "It should be agreed", False),
        ("duty", "Det bør overvejes og skal skrives", "It should be considered and must be written", False),
        ("advice", "Borgeren skal flytte: tilbyd et besøg", "The citizen has to move: offer a visit", False),
        ("advice", "Borgeren skal udskrives: ring til sygehuset", "The citizen is to be discharged: call the hospital", False),
        ("advice", "Borgeren flytter: der skal tilbydes et besøg", "The citizen moves: a visit must be offered", True),
        ("advice", "Borgeren skal tilbydes et besøg: aftal dagen", "The citizen must be offered a visit: agree the day", True),
        ("advice", "Der skal holdes møde: kald ind", "There must be a meeting: call them", True),
        ("advice", "Skriv, hvad hjælpen skal bruges til", "Write what the help is to be used for", False),
        ("advice", "Der skal skrives, hvad hjælpen bruges til", "It must be written what the help is for", True),
        ("duty", "Borgeren bør ikke bo alene: find et sted", "The citizen should not live alone: find a place", False),
        ("duty", "Borgeren bør spørges: ring", "The citizen should be asked: call", True),
        ("advice", "Et værksted skal motivere", "A workshop is there to encourage", False),
        ("duty", "Spørg dem", "Ask them", False),
        ("flag", "Den skal aftales", "It must be agreed", False), ("duty", "Borgeren kan klage", "The citizen can complain", False),
    ],
)  # fmt: skip
def test_a_notice_is_of_the_kind_that_its_text_says(kind: str, da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": "option.step >= 1", "kind": kind, "text": both(da, en)}
    assert bool(told(other_firmness, notices=[notice])) is told_of


# --- from when ---


ARRIVED = both("senest 10 uger efter, at den er kommet", "within 10 weeks of its arrival")
TURNS = both("inden for 2 uger efter borgerens fødselsdag", "within 2 weeks of the citizen's birthday")
TERM = {"term": {"value": 8, "unit": "weeks"}}
SOUGHT = both("afgjort senest {term} efter, at borgeren søgte", "decided within {term} after the citizen applied")
MOVES = both(
    "senest {term} efter den dag, borgeren kan flytte ind",
    "within {term} of the day on which the citizen can move into it",
)
KEYS = both("senest 3 uger efter, at boligen er klar", "within 3 weeks after the dwelling is ready")
SENT_HOME = both("senest {term} efter udskrivelsen", "within {term} after the discharge")
A_DAY = {
    "extra.sent_home": {
        "type": "date", "source": "s 4", "ask": both("Hvornår?", "When?"),
        "label": both("dagen for udskrivelsen", "the day of discharge"),
    }
}  # fmt: skip
DECIDED = both("senest 4 uger efter afgørelsen", "within 4 weeks after the decision")


@pytest.mark.parametrize(
    ("counted_from", "text", "told_of"),
    [
        ("case.assessed", ARRIVED, True), ("application", ARRIVED, False), ("application(SEL-108)", ARRIVED, False),
        ("decision", ARRIVED, True), ("birthday(18)", ARRIVED, True), ("birthday(18)", TURNS, False), ("decision", TURNS, True),
        ("decision", DECIDED, False), ("case.assessed", DECIDED, True), ("case.home.dwelling.from", DECIDED, True),
        ("case.assessed", both("Ansøgningen skal være afgjort", "The application must be decided"), False),
        ("case.assessed", SOUGHT, True), ("application", SOUGHT, False), ("case.assessed", MOVES, True), ("decision", KEYS, True),
        ("case.home.dwelling.from", MOVES, False), ("case.home.dwelling.from", KEYS, False), ("application", SENT_HOME, True),
        ("extra.sent_home", SENT_HOME, False), ("extra.sent_home", SOUGHT, True), ("extra.sent_home", MOVES, True),
    ],
)  # fmt: skip
def test_a_deadline_is_counted_from_the_day_of_its_text(counted_from: str, text: dict[str, str], told_of: bool) -> None:
    waits_for = "follow_up" if counted_from == "decision" else "decision"
    row = {
        "id": "d",
        "counted_from": counted_from,
        "within": "term" if "{term}" in text["da"] else "10 weeks",
        "waits_for": waits_for,
        "text": text,
    }
    assert bool(told(other_day, deadlines=[row], parameters=TERM, case_facts=A_DAY)) is told_of


@pytest.mark.parametrize(
    ("date", "da", "en", "told_of"),
    [
        ("case.assessed", "Mere end 90 dage siden ansøgningen", "More than 90 days since the application", True),
        ("case.assessed", "Mere end 90 dage efter udredningen", "More than 90 days after the assessment", False),
        ("case.assessed", "Udredningen er mere end 90 dage gammel", "The assessment is more than 90 days old", False),
        ("case.assessed", "Mere end {term} efter indflytningen", "More than {term} after moving in", True),
        ("case.home.dwelling.from", "Mere end {term} efter indflytningen", "More than {term} after moving in", False),
        ("case.home.dwelling.from", "90 dage fra udskrivningen", "90 days from the discharge", True),
        ("extra.sent_home", "90 dage fra udskrivningen", "90 days from the discharge", False),
        ("extra.sent_home", "90 dage fra løsladelsen", "90 days from the release", True),
    ],
)
def test_a_condition_counts_from_the_day_of_its_text(date: str, da: str, en: str, told_of: bool) -> None:
    row = {"id": "n", "when": f"days_between({date}, as_of) > 90", "text": both(da, en)}
    assert bool(told(other_day, notices=[row], parameters=TERM, case_facts=A_DAY)) is told_of


@pytest.mark.parametrize(("counted_from", "told_of"), [("case.assessed", True), ("application", False)])
@pytest.mark.parametrize("of", ["the deadline", "its parameter"])
def test_a_deadline_is_counted_from_the_day_of_its_source(counted_from: str, of: str, told_of: bool) -> None:
    source = "Side 4: 8 uger fra ansøgningen er modtaget"
    parameter = {**TERM["term"], "source": source if of == "its parameter" else "Side 4"}
    row = {"id": "d", "counted_from": counted_from, "within": "term", "waits_for": "decision", "text": TEXT}
    row["source"] = source if of == "the deadline" else "Side 4"
    assert bool(told(other_day, deadlines=[row], parameters={"term": parameter})) is told_of


@pytest.mark.parametrize(
    ("waits_for", "da", "en", "told_of"),
    [
        ("follow_up", "Ansøgningen skal være afgjort", "The application must be decided", True),
        ("decision", "Ansøgningen skal være afgjort", "The application must be decided", False),
        ("decision", "Støtten følges op", "The support is followed up", True),
        ("follow_up", "Støtten følges op", "The support is followed up", False),
        ("follow_up", "Afgøres efter opfølgning", "Decided after a follow-up", False),
    ],
)
def test_a_deadline_waits_for_what_its_text_says(waits_for: str, da: str, en: str, told_of: bool) -> None:
    row = {"id": "d", "counted_from": "application", "within": "10 weeks", "waits_for": waits_for, "text": both(da, en)}
    assert bool(told(other_day, deadlines=[row])) is told_of


# --- how much of a price, which of a set, joined how, in which order ---


@pytest.mark.parametrize(
    ("value", "said", "told_of"),
    [
        (10, "mere end 10 procent dyrere", True), (110, "mere end 10 procent dyrere", False), (15, "{dear} over", True),
        (10, "mindst ti procent højere", True), (20, "20 percent cheaper", True), (80, "20 percent cheaper", False),
        (10, "", False),
    ],
)  # fmt: skip
def test_a_share_is_of_the_whole_price(value: int, said: str, told_of: bool) -> None:
    notice = {"id": "n", "when": "placement.price_ratio > dear", "text": both(said or "Dyr", said or "Dear")}
    found = told(other_share, notices=[notice], parameters={"dear": {"value": value, "unit": "percent"}})
    assert [one.split(":")[0] for one in found] == ["other-number"] * told_of


@pytest.mark.parametrize(
    ("combine", "members", "source", "told_of"),
    [("farthest", "all", "Side 3: den nærmeste pårørende tæller", True), ("nearest", "all", "Side 3: den nærmeste tæller", False),
     ("nearest", "all", "Side 3: kun dokumenteret gavn", True), ("weighted", "documented", "Side 3", False)],
)  # fmt: skip
def test_the_network_is_counted_as_its_source_says(combine: str, members: str, source: str, told_of: bool) -> None:
    row = {"members": members, "combine": combine, "source": source}
    row |= {"weights": {"daily": 4, "weekly": 2, "monthly": 1, "rarely": 0}} if combine == "weighted" else {}
    assert [one.split(":")[0] for one in told(turned_round, nearness=row)] == ["said-otherwise"] * told_of


@pytest.mark.parametrize(
    ("operator", "da", "en", "told_of"),
    [
        ("within", "Arbejde er blandt behovene", "Work is among the needs", True), ("within", "Kun arbejde", "Only work", False),
        ("within", "Arbejde eller uddannelse", "Work or education", True),
        ("overlaps", "Arbejde eller uddannelse", "Work or education", False),
        ("within", "Ikke andet end arbejde eller uddannelse", "Nothing but work or education", False),
        ("overlaps", "Har kun brug for arbejde", "Only needs work", True),
        ("overlaps", "Både arbejde og uddannelse", "Both work and school", True),
        ("within", "Behovet er arbejde", "The need is work", False),
        ("not within", "Arbejde er det eneste behov", "Work is the only need", True),
        ("within", "Arbejde er det eneste behov", "Work is the only need", False),
        ("not within", "Ikke kun arbejde", "Not only work", False),
        ("not within", "Flere behov: brug kun egne tilbud", "Several needs: use own offers only", False),
    ],
)  # fmt: skip
def test_a_set_is_asked_as_the_text_says(operator: str, da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": f"case.needs.areas {operator} [work, education]", "text": both(da, en)}
    assert [one.split(":")[0] for one in told(other_set, notices=[notice])] == ["other-logic"] * told_of


@pytest.mark.parametrize(
    ("operator", "source", "told_of"),
    [
        ("not within", "Side 3: når arbejde er det eneste behov", True),
        ("within", "Side 3: når arbejde er det eneste behov", False),
        ("not within", "Side 3: når arbejde ikke er det eneste behov", False), ("not within", "Side 3: den eneste side", False),
    ],
)  # fmt: skip
def test_a_set_is_asked_as_the_source_says(operator: str, source: str, told_of: bool) -> None:
    notice = {"id": "n", "when": f"case.needs.areas {operator} [work]", "text": TEXT, "source": source}
    assert bool(told(other_set, notices=[notice])) is told_of


@pytest.mark.parametrize(
    ("permanence", "source", "told_of"),
    [
        ("temporary", "Side 2: når behovet er varigt", True), ("permanent", "Side 2: når behovet er varigt", False),
        ("permanent", "Side 2: ikke ved midlertidigt behov", False), ("temporary", "Side 2: varige behov", False),
    ],
)  # fmt: skip
def test_a_source_names_the_code_of_its_condition(permanence: str, source: str, told_of: bool) -> None:
    notice = {"id": "n", "when": f"case.permanence == {permanence}", "text": TEXT, "source": source}
    assert bool(told(other_code, notices=[notice])) is told_of


TWO_ACTORS = "case.actors includes hospital and case.actors includes regional_psychiatry"
ONE = ("Borgeren er under 25 år og uden bolig", "The citizen is under 25 and without a home")


@pytest.mark.parametrize(
    ("when", "da", "en", "told_of"),
    [
        ("case.age < 25 and case.home.housing == none", "Under 25 år eller uden bolig", "Under 25 or without a home", True),
        ("case.age < 25 or case.home.housing == none", "Under 25 år eller uden bolig", "Under 25 or without a home", False),
        ("case.age < 25 and case.home.housing == none", "Under 25 år og uden bolig", "Under 25 and without a home", False),
        ("case.age < 25 or case.home.housing == none", *ONE, True),
        ("case.age < 25 or case.home.housing == none", "Unge under 25 og hjemløse", "Those under 25 and the homeless", False),
        ("case.age < 25 and case.home.housing == none", "25 år eller yngre uden bolig", "25 or younger without a home", False),
        ("case.age < 25 and case.flags.acute", "Under 25 år: ring eller skriv", "Under 25: call or write", False),
        (TWO_ACTORS, "Sygehuset eller regionspsykiatrien er med: ring", "The hospital or regional psychiatry takes part", True),
        (TWO_ACTORS, "Sygehuset og regionspsykiatrien er med: ring", "The hospital and regional psychiatry take part: call", False),
        (TWO_ACTORS.replace(" and ", " or "), "Sygehuset eller regionspsykiatrien", "The hospital or regional psychiatry", False),
        ("option.internal and case.flags.acute", "Akut eller et eget tilbud", "Acute or an own offer", True),
    ],
)  # fmt: skip
def test_two_things_are_joined_as_the_text_joins_them(when: str, da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    assert [one.split(":")[0] for one in told(other_join, notices=[notice])] == ["other-logic"] * told_of


# --- in two languages ---


@pytest.mark.parametrize(
    ("da", "en", "told_of"),
    [
        ("Kun når borgeren siger ja", "Always, unless the citizen says no", True),
        ("Kun når det går", "Only where it works", False),
        ("Senest før flytningen", "After the move", True), ("Før flytningen", "Before the move", False),
        ("Den skal skrives", "It may be written", True),
        ("Den skal som udgangspunkt skrives", "It should normally be written", False),
        ("mindst {near_km} derfra", "at most {near_km} from there", True),
        ("mere end {near_km} væk", "below {near_km} away", True),
        ("Med borgerens samtykke", "Without consent", True), ("inden for to uger", "within two months", True),
        ("om 6 måneder", "in half a year", False), ("hver uge", "every month", True), ("Det tælles ikke", "It counts", True),
        ("Det tælles ikke", "It does not count", False), ("Den er ukendt", "It is not known", False),
        ("Lederen godkender", "The director approves", True), ("Lederen godkender", "The leader approves", False),
        ("Inddrag ungeenheden", "From 18 to 24 years old: involve the youth unit", False), ("Unge", "Older people", True),
        ("Giver den det, den skal?", "Does it give what it should?", False), ("Skal den?", "Should it?", False),
        ("Når borgeren har sagt ja", "Unless the citizen has said yes", True),
        ("Medmindre borgeren har sagt ja", "When the citizen has said yes", True),
        ("Når borgeren ikke har sagt nej", "Unless the citizen has said no", False),
        ("Hvor mange måneders husleje?", "How many weeks of rent?", True), ("Hvor mange døgn?", "How many days?", False),
        ("Mindst én af dem", "All of them", True),
        ("Inden brevet sendes", "Once the letter is sent", True), ("Hele netværket", "One of the network", True),
        ("Brug kun egne pladser", "Use places of one's own", True), ("Det kan kun ske hos os", "It happens with us", False),
        ("Kun hvis borgeren siger ja", "Not unless the citizen says yes", False),
        ("Også når den flytter", "Only when it moves", True),
        ("Den skal ligge, hvor ingen må kende den", "It is to be where nobody may know it", False),
        ("Unge eller hjemløse", "Young and homeless people", True), ("Nærmest netværket", "Farthest from the network", True),
        ("Et ophold. Selv: {case.support_need}", "A stay. Without help: {case.support_need}", False),
        ("Aftalt senest 2 uger efter", "Agreed no later than 2 weeks after", False),
        ("Ikke mere end 3 måneder", "At most 3 months", False),
        ("Aftalt senest 2 uger efter", "Not agreed no later than 2 weeks after", True),
        ("Gives ved siden af anden hjælp", "Given in place of other help", True),
        ("Gives ud over anden hjælp", "Given beside other help", False), ("I stedet for ophold", "Instead of a stay", False),
        ("Ydelsen begynder ved flytning", "The service ends at the move", True), ("Støtte om natten", "Support by day", True),
        ("Ved indlæggelse", "At discharge", True), ("Ved indlæggelse og udskrivning", "At discharge", False),
        ("Bevilg støtten", "Refuse the support", True), ("Kontakt hver dag", "Weekly contact", True),
        ("Tidligst efter 3 måneder", "No later than after 3 months", True), ("tung", "light", True), ("let", "light", False),
        ("Planlagt ophold", "An urgent stay", True), ("Skriftligt svar", "An answer in writing", False),
        ("Planlæg hver uge, og følg op hver måned", "Plan every month, and follow up every week", True),
        ("Planlæg hver uge, og følg op hver måned", "Plan every week, and follow up monthly", False),
        ("Det midlertidige ophold", "The long-term stay", True), ("Samtykke fra mindst én", "Consent from both", True),
        ("Forlænges ophold", "Stays are extended", False), ("Forlænges ophold", "Stays are shortened", True),
    ],
)  # fmt: skip
def test_two_languages_do_not_say_opposite_things(da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": "option.step >= 1", "text": both(da, en)}
    found = told(opposite_texts, notices=[notice], parameters={"near_km": {"value": 30, "unit": "km"}})
    assert [one.split(":")[0] for one in found] == ["texts-differ"] * told_of


# --- which help, and who decides ---


@pytest.mark.parametrize(
    ("section", "fields", "da", "en", "told_of"),
    [
        ("grants", {"provision": "SEL-85"}, "Ledsagelse bevilges for et år", "Companionship is granted for a year", True),
        ("grants", {"provision": "SEL-97"}, "Ledsagelse bevilges for et år", "Companionship is granted for a year", False),
        ("notices", {"when": "option.provision == SEL-108"}, "Opholdet er midlertidigt", "The stay is temporary", True),
        ("notices", {"when": "option.provision == SEL-107-1"}, "Opholdet er midlertidigt", "The stay is temporary", False),
        ("grants", {"provision": "SEL-104"}, "Opholdet bevilges for et år", "The stay is granted for a year", True),
        ("grants", {"provision": "SEL-108"}, "Opholdet bevilges for et år", "The stay is granted for a year", False),
        ("grants", {"provision": "SEL-104"}, "Døgnbehandling bevilges", "Residential treatment is granted", True),
        ("grants", {"provision": "SEL-107-2"}, "Døgnbehandling bevilges", "Residential treatment is granted", False),
        ("notices", {"when": "option.provision == SEL-110"}, "Opholdet er midlertidigt", "The stay is temporary", False),
        ("grants", {"provision": "SEL-85"}, "Støtten bevilges for et år", "The support is granted for a year", False),
        ("grants", {"provision": "SEL-108"}, "Midlertidige ophold bevilges", "Temporary stays are granted", True),
        ("grants", {"provision": "SEL-107-1"}, "Midlertidige ophold bevilges", "Temporary stays are granted", False),
        ("notices", {"when": "option.provision == SEL-85"}, "Dagtilbud aftales", "Day offers are agreed", True),
        ("notices", {"when": "option.provision in [SEL-103-1, SEL-104]"}, "Dagtilbud aftales", "Day offers are agreed", False),
        ("notices", {"when": "option.provision != SEL-85"}, "Dagtilbud aftales", "Day offers are agreed", False),
        ("notices", {"when": "option.provision == SEL-85"}, "Borgeren bor på et herberg", "The citizen is at a shelter", False),
        ("notices", {"when": "option.provision == SEL-85"}, "Bostøtte: spørg om dagtilbud", "Support: ask for day offers", False),
    ],
)  # fmt: skip
def test_a_text_names_the_help_of_its_provision(
    section: str, fields: dict[str, Any], da: str, en: str, told_of: bool
) -> None:
    row = {"id": "n", "text": both(da, en), **({"lasts": "12 months"} if section == "grants" else {}), **fields}
    assert [one.split(":")[0] for one in told(other_help, **{section: [row]})] == ["other-name"] * told_of


@pytest.mark.parametrize(
    ("by", "da", "en", "source", "told_of"),
    [
        ("leader", "Direktøren godkender", "The director approves", "Side 4", True),
        ("director", "Direktøren godkender", "The director approves", "Side 4", False),
        ("leader", "Godkendes først", "Approved first", "Side 4: forelægges direktøren", True),
        ("leader", "Lederen godkender", "The leader approves", "Side 4: direktøren orienteres", False),
        ("leader", "Godkendes først", "Approved first", "Standard vedtaget af byrådet, side 4", False),
        ("leader", "Godkendes først", "Approved first", "Standard vedtaget af byrådet, side 4: direktøren godkender", True),
        ("leader", "Rådgiveren afgør selv sagen", "The caseworker decides", "Side 4", True),
        ("leader", "Sagsbehandleren skriver til lederen", "The caseworker writes to the leader", "Side 4", False),
        ("leader", "Lederteamet godkender", "The leadership team approves", "Side 4", True),
        ("leader", "Direktøren godkender efter lederens indstilling", "The director approves, as the leader says", "Side 4", True),
        ("leader", "Boligudvalget godkender", "The housing board approves", "Side 4", True),
        ("housing_board", "Boligudvalget godkender", "The housing board approves", "Side 4", False),
        ("housing_board", "Forelægges udvalget", "Put before the board", "Side 4", False),
        ("leader", "Forelægges udvalget", "Put before the board", "Side 4", True),
    ],
)  # fmt: skip
def test_a_text_names_who_decides(by: str, da: str, en: str, source: str, told_of: bool) -> None:
    row = {"id": "a", "when": "option.external", "by": by, "text": both(da, en), "source": source}
    roles = {"housing_board": {"da": "boligudvalget", "en": "the housing board", "source": "Side 4"}}
    assert [one.split(":")[0] for one in told(other_decider, approvals=[row], roles=roles)] == [
        "said-otherwise"
    ] * told_of


# --- on which side of a number ---


@pytest.mark.parametrize(
    ("section", "when", "da", "en", "told_of"),
    [
        ("approvals", "{} >= 10", "Mere end ti timer om ugen", "More than ten hours a week", True),
        ("approvals", "{} > 10", "Mere end ti timer om ugen", "More than ten hours a week", False),
        ("approvals", "{} > 10", "10 timer eller mere", "10 hours or more", True),
        ("approvals", "{} >= 10", "10 timer eller mere", "10 hours or more", False),
        ("approvals", "{} < limit", "Til og med {limit}", "Up to and including {limit}", True),
        ("approvals", "{} <= limit", "Til og med {limit}", "Up to and including {limit}", False),
        ("approvals", "{} > limit", "Højst {limit} bevilges alene", "At most {limit} are granted alone", False),
        ("approvals", "{} > limit", "Højst {limit}", "At most {limit}", True),
        ("notices", "{} > limit", "Målet er højst {limit}. Skriv", "The target is at most {limit}. Write", False),
        ("approvals", "{} > limit", "Normen er højst 10 timer", "The norm is at most 10 hours", False),
        ("notices", "{} < limit", "Målet er højst {limit}. Skriv", "The target is at most {limit}. Write", True),
        ("notices", "case.age >= 30", "X er et hus for borgere under 30 år", "X is a house for citizens below 30 years", False),
        ("notices", "case.age >= 30", "For borgere under 30 år: ring", "For citizens below 30 years: call", True),
        ("notices", "{} > limit", "Hjælpen er højst {limit}. Skriv", "The help is at most {limit}. Write", True),
        ("notices", "{} < 10", "Over 10 timer: skriv", "Above 10 hours: write", True),
        ("notices", "{} <= 10", "Over 10 timer: skriv", "Above 10 hours: write", True),
        ("approvals", "case.age < 23", "Borgeren er fyldt 23 år", "The citizen has turned 23", True),
        ("notices", "{} <= 10", "Let hjælp: over 10 timer er meget", "Light help: above 10 hours is much", False),
    ],
)  # fmt: skip
def test_a_limit_lies_where_the_text_says(section: str, when: str, da: str, en: str, told_of: bool) -> None:
    row = {"id": "n", "when": when.format("case.needs.hours_per_week.support"), "text": both(da, en), "by": "leader"}
    row = row if section == "approvals" else {key: value for key, value in row.items() if key != "by"}
    found = told(said_limits, **{section: [row]}, parameters={"limit": {"value": 10, "unit": "hours"}})
    assert [one.split(":")[0] for one in found] == ["other-limit"] * told_of


# --- which code of a list ---


@pytest.mark.parametrize(
    ("value", "source", "told_of"),
    [
        ("self_harm_support", "Side 8: udadreagerende adfærd giver brug for støtte til den", True),
        ("behaviour_support", "Side 8: udadreagerende adfærd giver brug for støtte til den", False),
        ("self_harm_support", "Side 8: støtte ved selvskade, ikke ved adfærd", False), ("nursing_care", "Side 8: tegnsprog", True),
        ("nursing_care", "Side 8: behovet er stort", False), ("nursing_care", "Side 8: borgere, der har brug for en bolig", False),
        ("nursing_care", "Side 8: borgere, der har brug for en bolig, og for tegnsprog", True),
    ],
)  # fmt: skip
def test_a_proposal_has_the_need_of_its_source(value: str, source: str, told_of: bool) -> None:
    row = {
        "id": "p",
        "fact": "case.needs.must",
        "value": value,
        "when": "case.needs.areas includes home",
        "source": source,
    }
    assert [one.split(":")[0] for one in told(other_code, proposals=[row])] == ["other-name"] * told_of


@pytest.mark.parametrize(
    ("when", "da", "en", "told_of"),
    [
        ("case.permanence == temporary", "Ved et varigt behov", "At a lasting need", True),
        ("case.permanence == permanent", "Ved et varigt behov", "At a lasting need", False),
        ("case.permanence != temporary", "Ved et varigt behov", "At a lasting need", False),
        ("not (case.permanence == temporary)", "Ved et varigt behov", "At a lasting need", False),
        ("case.permanence in [permanent, unclear]", "Ved et varigt behov", "At a lasting need", False),
        ("case.actors includes hospital", "Regionspsykiatrien er med", "Regional psychiatry takes part", True),
        ("case.actors includes regional_psychiatry", "Regionspsykiatrien er med", "Regional psychiatry takes part", False),
        ("case.actors includes hospital", "Regionspsykiatrien er med", "Somebody takes part", False),
    ],
)  # fmt: skip
def test_a_text_names_the_code_of_its_condition(when: str, da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    assert [one.split(":")[0] for one in told(other_code, notices=[notice])] == ["other-name"] * told_of


# --- how many, which section, which size, which order ---


@pytest.mark.parametrize(
    ("when", "da", "en", "told_of"),
    [
        ("count(case.actors) >= 2", "Tre eller flere aktører", "Three or more actors", True),
        ("count(case.actors) >= 3", "Tre eller flere aktører", "Three or more actors", False),
        ("count(case.actors) > 2", "Tre eller flere aktører", "Three or more actors", False),
        ("count(case.actors) >= many", "Mere end to aktører", "More than two actors", False),
        ("count(case.actors) > many", "Mere end to aktører", "More than two actors", True),
        ("case.goals.count >= 1", "Mindst to mål", "At least two goals", True),
        ("case.goals.count >= 1", "Mindst 2 uger", "At least 2 weeks", False),
    ],
)
def test_a_text_counts_as_its_condition_does(when: str, da: str, en: str, told_of: bool) -> None:
    notice = {"id": "n", "when": when, "text": both(da, en)}
    found = told(other_count, notices=[notice], parameters={"many": {"value": 3, "source": "Side 10"}})
    assert [one.split(":")[0] for one in found] == ["other-number"] * told_of


@pytest.mark.parametrize(
    ("provision", "source", "told_of"),
    [("SEL-97", "SEL 85", True), ("SEL-97", "SEL 97: 15 timer", False), ("SEL-107-1", "serviceloven § 107", False),
     ("SEL-85", "Side 5", False), ("SEL-85", "SEL 83 og 85", False), ("SEL-85", "SEL 1(3)", False), ("STU", "SEL 85", False)],
)  # fmt: skip
def test_a_source_cites_the_section_of_its_provision(provision: str, source: str, told_of: bool) -> None:
    row = {"id": "s", "provision": provision, "usual_hours": 3, "source": source}
    assert bool(told(other_section, service_levels=[row])) is told_of


@pytest.mark.parametrize(("da", "en", "told_of"), [("lav", "low", False), ("høj", "low", True), ("en", "one", False)])
def test_a_value_is_called_by_its_own_size(da: str, en: str, told_of: bool) -> None:
    codes = {"low": both(da, en), "high": both("høj", "high")}
    fact = {
        "type": "code",
        "ordered": True,
        "codes": codes,
        "label": both("risikoen", "the risk"),
        "ask": both("Hvad?", "What?"),
    }
    assert bool(told(other_size, case_facts={"extra.risk": fact})) is told_of


LONGEST_WAIT = (
    "kort ventetid på den del, der er længst at vente på",
    "short waiting for the part with the longest wait",
)


@pytest.mark.parametrize(
    ("fields", "da", "en", "told_of"),
    [
        ({"lower": "option.waiting_days"}, "nær borgerens netværk", "near the citizen's network", True),
        ({"lower": "travel.network_km"}, "nær borgerens netværk", "near the citizen's network", False),
        ({"lower": "option.step"}, "tættest på et almindeligt liv", "closest to an ordinary life", False),
        ({"lower": "placement.parts", "of": "placement"}, "få indsatser", "few services", False),
        ({"higher": "option.free_places"}, "færrest ledige pladser", "fewest free places", True),
        ({"higher": "option.free_places"}, "flest ledige pladser", "most free places", False),
        ({"lower": "option.specialisation"}, "højest specialisering", "highest specialisation", True),
        ({"lower": "option.waiting_days"}, *LONGEST_WAIT, False),
        ({"lower": "option.waiting_days", "over": "any"}, *LONGEST_WAIT, True),
        ({"lower": "option.waiting_days", "over": "any"}, "ventetid på alle dele", "waiting for all parts", True),
        ({"lower": "option.waiting_days"}, "ventetid på alle dele", "waiting for all parts", False),
        ({"higher": "option.wished"}, "mindst én del er ønsket", "at least one part is wished", True),
        ({"higher": "option.wished", "over": "any"}, "mindst én del er ønsket", "at least one part is wished", False),
    ],
)  # fmt: skip
def test_an_order_is_of_what_its_text_says(fields: dict[str, Any], da: str, en: str, told_of: bool) -> None:
    assert bool(told(other_order, preferences=[{"id": "p", "text": both(da, en), **fields}])) is told_of


def test_help_for_one_is_not_in_a_group_and_one_signature_is_not_two() -> None:
    level = {"id": "s", "provision": "SEL-85", "usual_hours": 3, "source": "Side 5: individuel støtte"}
    assert told(other_fields, service_levels=[{**level, "form": "group"}])
    assert not told(
        other_fields, service_levels=[{**level, "form": "group", "source": "Side 5: individuelt eller i gruppe"}]
    )
    approval = {
        "id": "a",
        "when": "option.external",
        "by": "leader",
        "text": both("Én underskrift er nok", "One signature is enough"),
    }
    assert told(other_fields, approvals=[{**approval, "four_eyes": True}])
    assert not told(other_fields, approvals=[{**approval, "four_eyes": False}])


@pytest.mark.parametrize(
    ("when", "da", "en", "told_of"),
    [
        ("case.age >= 18 and case.age < 25", "Fra 18 til og med 30 år", "From 18 to 30 years", True),
        ("case.age >= 18 and case.age < 30", "Mellem 18 og 25 år", "Between 18 and 25", True),
        ("case.age >= 18 and case.age <= 30", "Fra 18 til og med 30 år", "From 18 to 30 years", False),
        ("case.age >= 18 and case.age < 31", "Fra 18 til og med 30 år", "From 18 to 30 years", False),
        (
            "case.age >= 18 and case.age < 25",
            "Unge under 25 år, set igen som 30 år",
            "Under 25, seen again at 30 years",
            False,
        ),
        ("case.age >= 18 and case.age < 25", "Fra 18 til og med 30 år", "Young people", False),
    ],
)
def test_no_limit_of_a_text_stands_for_another_of_the_condition(when: str, da: str, en: str, told_of: bool) -> None:
    found = told(other_number, notices=[{"id": "n", "when": when, "text": both(da, en)}])
    assert [one.split(":")[0] for one in found] == ["other-number"] * told_of


@pytest.mark.parametrize(
    ("da", "en", "told"),
    [
        ("Ved udskrivning inddrages hospitalet", "On discharge the police are involved", True),
        ("Ved udskrivning inddrages hospitalet", "On discharge the hospital is involved", False),
        ("Orienter jobcentret og de pårørende", "Tell the job centre and the relatives", False),
        ("Spørg egen læge", "Ask the general practitioner", False),
        ("Skriv til egen læge", "Write to the citizen's relatives", True),
        ("Sagsbehandleren laver en plan", "The offer makes a plan", True),
        ("Sagsbehandleren orienterer borgeren", "The citizen is told by the caseworker", False),
        ("Indhent samtykke", "Inform about consent", True),
        ("Orienter borgeren", "Inform the citizen", False),
        ("Støtten stoppes imens", "The support goes on meanwhile", True),
        ("Ansøgningen afslås", "Ask the citizen again", True),
        ("Mindst tre ophold på et år", "At least two stays in a year", True),
        ("Mindst tre ophold på et år", "At least three stays in a year", False),
        ("Mindst to ophold på mere end seks måneder", "At least two stays of more than half a year", False),
        ("Ansøgningen afvises: spørg borgeren", "The application is rejected: ask the citizen", False),
    ],
)
def test_both_languages_name_the_same_people_and_the_same_task(da: str, en: str, told: bool) -> None:
    notice = {"id": "n", "when": "case.flags.acute", "kind": "duty", "text": {"da": da, "en": en}}
    assert ("texts-differ" in found(notices=[notice])) is told


BOUGHT = (
    "Ophold efter § 107, stk. 1, og § 108, der købes uden for kommunen",
    "Stays under section 107(1) and 108 that are bought outside the municipality",
)


@pytest.mark.parametrize(
    ("when", "da", "en", "told"),
    [
        ("case.flags.acute or case.flags.discharge and case.age < 30",
         "Unge under 30 år, der er akutte eller skal udskrives", "People under 30 who are acute or are to be discharged", True),
        ("(case.flags.acute or case.flags.discharge) and case.age < 30",
         "Unge under 30 år, der er akutte eller skal udskrives", "People under 30 who are acute or are to be discharged", False),
        ("case.flags.acute or case.flags.discharge and case.age < 30",
         "Er sagen akut eller skal borgeren udskrives, og er borgeren under 30 år",
         "Where the case is acute or the citizen is to be discharged, and is under 30", True),
        ("case.flags.acute or case.flags.discharge and case.age < 30",
         "Akutte sager, og borgere under 30 år, der skal udskrives",
         "Acute cases, and citizens under 30 who are to be discharged", False),
        ("case.target_groups includes dementia or case.target_groups includes brain-injury and case.home.housing == own",
         "Borgeren har demens eller hjerneskade og bor i egen bolig",
         "The citizen has dementia or a brain injury and lives in a home of his or her own", True),
        ("case.target_groups includes dementia or case.target_groups includes brain-injury and case.home.housing == own",
         "Borgeren har demens eller har en hjerneskade og bor i egen bolig",
         "The citizen has dementia, or has a brain injury and lives in a home of their own", False),
        ("case.target_groups includes dementia or case.target_groups includes brain-injury and case.home.housing == own",
         "Borgeren har demens eller hjerneskade og bor i egen bolig", "A citizen with dementia or a brain injury, in an own home",
         True),
        ("case.target_groups overlaps [dementia, brain-injury] and case.home.housing == own",
         "Borgeren har demens eller hjerneskade og bor i egen bolig", "A citizen with dementia or a brain injury, in an own home",
         False),
        ("case.target_groups includes dementia or case.target_groups includes brain-injury and case.home.housing == own",
         "Borgere med demens, eller borgere med hjerneskade i egen bolig",
         "Citizens with dementia, or citizens with a brain injury in an own home", False),
        ("option.provision == SEL-107-1 or option.provision == SEL-107-2 and case.age < 25",
         "Botilbud (§ 107, stk. 1 eller 2) til borgere under 25 år", "Stays (section 107(1) or (2)) for citizens under 25", True),
        ("option.external and option.provision == SEL-107-1 or option.provision == SEL-108", *BOUGHT, True),
        ("option.external and (option.provision == SEL-107-1 or option.provision == SEL-108)", *BOUGHT, False),
        ("option.provision == SEL-107-1 or option.provision == SEL-108 and option.external", *BOUGHT, False),
    ],
)  # fmt: skip
def test_what_is_asked_of_all_is_in_parentheses(when: str, da: str, en: str, told: bool) -> None:
    notice = {"id": "n", "when": when, "kind": "duty", "text": {"da": da, "en": en}}
    assert ("other-logic" in found(notices=[notice])) is told
