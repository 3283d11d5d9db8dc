"""What the screen says of one case: a refusal is called one, a waiting list has its day, and nothing is said against itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import case, catalogue
from running import inside
from written import a_case, an_offer, offers

from visit import load_guideline
from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking, Standing
from visit.reasons.explanation import Explanation
from visit.reasons.said_whole import said_whole
from visit.reasons.short_names import ShortNames
from visit.render.lines import fitted
from visit.render.match_sheet import MatchSheet
from visit.render.one_screen import OneScreen
from visit.render.plain import plain
from visit.render.short_answer import ShortAnswer
from visit.rules.language.values import UNKNOWN, Value

DAY = date(2026, 11, 22)
APPROVED = {
    "operator": {"type": "municipal", "municipality": "Esbjerg"},
    "place": "Esbjerg",
    "approved": {"by": "Socialtilsyn Syd", "tilbudsportalen": True},
    "specialisation": {"autism-spectrum": 2},
}


def ranked(*rows: dict[str, Any], answers: list[dict[str, Any]], **fields: Any) -> Ranking:
    document = a_case(
        **{
            "citizen": {
                "born": "1990-05-14",
                "home": {"place": "Esbjerg", "housing": "cannot_stay", "tenancy": True},
                "current": [],
            },
            "target_groups": {"primary": "autism-spectrum", "secondary": []},
            "support_need": 2,
            "permanence": "permanent",
            "legal": {"impairment": "substantial", "kinds": ["cognitive"], "other_law_covers": []},
            "needs": {"areas": ["home"], "must": ["a_home", "extensive_daily_help"], "round_the_clock": True},
            "network": [
                {"who": "mother", "place": "Esbjerg", "contact": "daily", "benefit": "documented", "tie": "family"}
            ],
            "consent": {"support": "given", "move": "given"},
            "flags": {"sentence": "none"},
            "answers": answers,
            **fields,
        }
    )
    return match(case(document), catalogue(offers(*rows)), load_guideline("serviceloven", DAY), DAY)


def stay(id: str, **fields: Any) -> dict[str, Any]:
    return an_offer(id, "SEL-108", **{"staff": "tied_day_and_night", **APPROVED, **fields})


def screen(ranking: Ranking, language: str = "en") -> str:
    with speaking(language):  # type: ignore[arg-type]
        lines = fitted(tuple(OneScreen(ranking, language).sections()), 200, 60)
    return "\n".join(text for text, _strong in lines)


def answered(offer: str, answer: str, **fields: Any) -> dict[str, Any]:
    return {"offer": offer, "answer": answer, "on": "2026-11-02", **fields}


@pytest.mark.parametrize(
    ("answer", "en", "da"),
    [
        ("refuses", "NOT YET: aa said no on 2 November 2026", "IKKE AFKLARET: aa sagde nej den 2. november 2026"),
        ("terminated", "NOT YET: aa ended its help on 2 November 2026", "IKKE AFKLARET: aa opsagde borgeren den 2. november 2026"),
    ],
)  # fmt: skip
def test_a_refusal_is_called_one_in_the_verdict(answer: str, en: str, da: str) -> None:
    found = ranked(stay("aa"), answers=[answered("aa", answer)])
    assert en in screen(found).split("\n")
    assert da in screen(found, "da").split("\n")
    assert "□ Only the offer can decide it" in screen(found)
    with speaking("en"):  # the list of many cases and the journal call it so, too
        assert ShortAnswer(found, "en").missing() == en.removeprefix("NOT YET: ")


def test_an_offer_that_said_no_is_told_while_facts_are_missing() -> None:
    found = ranked(stay("aa"), answers=[answered("aa", "terminated")], legal={"kinds": ["cognitive"]})
    assert found.first is not None and found.first.standing is Standing.UNDECIDED
    assert "NOT YET: aa ended its help on 2 November 2026; not known – " in screen(found)
    with speaking("en"):
        assert ShortAnswer(found, "en").missing().startswith("aa ended its help on 2 November 2026; ")


@pytest.mark.parametrize("goals", [[], ["to finish"]])
def test_a_plan_without_goals_is_called_missing(goals: list[str]) -> None:
    home = {"place": "Esbjerg", "housing": "own", "tenancy": True}
    found = ranked(
        an_offer("stu", "STU", **APPROVED),
        answers=[],
        needs={"areas": ["education"], "must": []},
        citizen={"born": "2006-05-14", "home": home, "current": []},
        legal={"can_complete_other_youth_education": False},
        **({"goals": [{"theme": "education", "text": one} for one in goals]} if goals else {}),
    )
    missing = "NOT YET: the plan is missing: no goal stands in the case" in screen(found).split("\n")
    assert missing == (not goals)
    assert ("IKKE AFKLARET: planen mangler: der står intet mål i sagen" in screen(found, "da").split("\n")) == missing


def test_a_refusal_is_called_one_among_the_others() -> None:
    told = screen(ranked(stay("aa"), stay("bb", place="Randers"), answers=[answered("aa", "refuses")]))
    assert any(one.endswith("  aa said no on 2 November 2026") for one in told.split("\n"))
    assert "omebody else has to decide" not in told


def test_an_acute_offer_that_expelled_the_citizen_is_not_where_to_be_meanwhile() -> None:
    shelter = {"flags": {"acute": True, "sentence": "none"}}
    rows = stay("aa"), an_offer("shelter", "SEL-110", **APPROVED), an_offer("other", "SEL-110", **APPROVED)
    told = screen(ranked(*rows, answers=[answered("shelter", "terminated")], **shelter))
    assert "  □ Find a place to be until help begins: other" in told.split("\n")
    assert "  □ Cannot be used meanwhile: shelter ended its help on 2 November 2026" in told.split("\n")
    assert "  □ Find a place to be until help begins: other or shelter" in screen(
        ranked(*rows, answers=[], **shelter)
    ).split("\n")
    nothing = ranked(*rows[1:], answers=[], **shelter)
    assert nothing.first is None
    assert "  □ Find a place to be until help begins: other or shelter" in screen(nothing).split("\n")


def test_a_waiting_list_is_told_with_the_day_on_which_a_place_is_free() -> None:
    found = ranked(stay("aa"), answers=[answered("aa", "waiting", free_from="2027-02-01")])
    told = "aa has a waiting list; a place is free from 1 February 2027."
    assert f"  {told}" in screen(found).split("\n")
    with speaking("en"):
        assert f"- {told}" in plain(MatchSheet(found, "en").sheet()).split("\n")
    assert "  aa har venteliste; der er en ledig plads fra 1. februar 2027." in screen(found, "da").split("\n")


def test_no_heading_stands_alone_where_there_are_no_others() -> None:
    assert "OTHERS" not in screen(ranked(stay("aa"), answers=[]))


def test_what_is_to_be_asked_of_an_offer_stands_above_what_is_always_to_be_done() -> None:
    told = screen(ranked(stay("aa"), answers=[]))
    assert 0 < told.index("Ask aa whether there is a place") < told.index("Tell the citizen that the tool was used")


def test_where_moving_at_all_is_recorded_the_single_move_is_not_called_unrecorded() -> None:
    found = ranked(stay("aa"), answers=[])
    made = OneScreen(found, "en")
    assert found.first is not None
    assert "option.consent_to_move" in {one.fact for one in made.explanation.to_confirm(found.first)}
    assert "consented to moving" not in screen(found)
    assert "samtykket til at flytte" not in screen(found, "da")
    with speaking("en"):
        whole = plain(MatchSheet(found, "en").sheet())
    assert "Consent to moving there: given" in whole
    assert "whether the citizen has consented to moving there" not in whole


def test_where_no_network_counts_the_distance_is_from_the_present_home_and_an_estimate_is_marked() -> None:
    unplaced = {key: value for key, value in APPROVED.items() if key != "place"}
    rows = an_offer("aa", "SEL-108", staff="tied_day_and_night", **unplaced), stay("bb", place="Randers")
    told = screen(ranked(*rows, answers=[], network=[])).split("\n")
    assert "  ~0 km from where the citizen lives." in told
    assert "OTHERS (straight line from where the citizen lives)" in told
    assert any(one.startswith("  2  bb") and " km " in one for one in told)
    assert not any("where the citizen lives" in one for one in screen(ranked(*rows, answers=[])).split("\n"))


def test_what_two_rows_say_alike_of_a_later_day_stands_once() -> None:
    later = {"on": "2026-12-01"}
    told = screen(ranked(stay("aa"), answers=[answered("aa", "refuses", **later), answered("aa", "accepts", **later)]))
    assert told.count("dated 1 December 2026") == 1


SUPPORT = {"needs": {"areas": ["support"], "must": ["social_contact"]}, "support_need": 1}


def visiting(id: str, **fields: Any) -> dict[str, Any]:
    return an_offer(id, "SEL-85", **{"staff": "agreed_visits", "covers": ["social_contact"], **APPROVED, **fields})


def test_hours_that_part_the_first_two_are_told_and_asked() -> None:
    told = screen(ranked(visiting("aa", hours_per_week=10), visiting("bb", hours_per_week=4), answers=[], **SUPPORT))
    assert "state different things: hours a week: 10 against 4" in told
    assert any("□" in one and "hours per week for support" in one for one in told.split("\n"))
    assert not any("Not recorded" in one and "hours" in one for one in told.split("\n"))


def test_what_an_undecided_placement_waits_for_is_asked_once() -> None:
    found = ranked(visiting("aa", hours_per_week=10), answers=[], **{**SUPPORT, "support_need": 3})
    missing = OneScreen(found, "en").explanation.missing(found.first) if found.first else ()
    assert missing, screen(found)
    boxes = [one for one in screen(found).split("\n") if "□" in one]
    for one in missing:
        told = [OneScreen(found, "en").say.fact(one.fact), OneScreen(found, "en").say.asked(one)]
        assert sum(box.count(words) for box in boxes for words in told) == 1


@pytest.mark.parametrize(
    ("dwelling", "told"),
    [
        ({}, "□ Find a dwelling: the citizen looks for one with the municipality's help"),
        ({"offered": True, "from": "2026-12-01"}, "Ordinary dwelling (offered from 1 December 2026)"),
        (
            {"offered": False},
            "□ An own home is left out: the case says that no ordinary dwelling can be had. Has that been looked into?",
        ),
    ],
)
def test_who_finds_the_dwelling_and_from_when_it_is_offered(dwelling: dict[str, Any], told: str) -> None:
    home = {"place": "Esbjerg", "housing": "none", "tenancy": False, **({"dwelling": dwelling} if dwelling else {})}
    found = ranked(
        visiting("aa", covers=["extensive_daily_help", "social_contact"]),
        answers=[],
        needs={"areas": ["home", "support"], "must": ["a_home", "social_contact"]},
        citizen={"born": "1990-05-14", "home": home, "current": []},
    )
    assert told in " ".join(screen(found).split())
    if dwelling.get("offered"):
        with speaking("en"):
            assert "The dwelling is offered from 1 December 2026." in plain(MatchSheet(found, "en").sheet())


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_offer_has_one_name_on_a_screen_also_in_what_the_guideline_says_of_it(
    lang: str, monkeypatch, capsys
) -> None:
    case = "examples/hol-hjemloes-stoffer-og-sindslidelse.yaml"
    told = inside(monkeypatch, capsys, "match", case, "--full", "--lang", lang).out
    assert "SUL §§ 141-142" not in told
    assert "SUL 141-142" not in told
    asked = "Spørg Social stofmisbrugsbehandling, SEL § 101" if lang == "da" else "Ask Social drug treatment, SEL 101"
    assert asked in told


@pytest.mark.parametrize(
    ("text", "language", "value", "told"),
    [
        ("Given only then. Here it can: {x}", "en", True, "Given only then. Here it can"),
        ("Given only then. Here it can: {x}", "en", False, "Given only then. Here it cannot"),
        ("They can: {x}; it is own: {y}", "en", False, "They cannot; it is own: {y}"),
        ("There is one: {x}", "en", False, "There is not one"),
        ("Assessed: {x}", "en", True, "Assessed: {x}"),
        ("Kun så. Det kan det her: {x}", "da", True, "Kun så. Det kan det her"),
        ("Kun så. Det kan det her: {x}", "da", False, "Kun så. Det kan det her ikke"),
        ("Kun så. Det kan det her: {x}", "da", UNKNOWN, "Kun så. Det kan det her: {x}"),
        ("Borgeren er 35 år; det passer: {x}", "da", False, "Borgeren er 35 år; det passer ikke"),
        ("Oplyst: {x}", "da", True, "Det er oplyst"),
        ("Oplyst: {x}", "da", False, "Oplyst: {x}"),
        ("Skal være godkendt. Godkendt: {x}", "da", False, "Skal være godkendt. Det er ikke godkendt"),
        (
            "Det kan de; {offer.name} er kommunens eget: {x}",
            "da",
            False,
            "Det kan de; {offer.name} er ikke kommunens eget",
        ),
        ("{offer.name} is its own: {x}", "en", False, "{offer.name} is not its own"),
        ("Borgeren er døvblind: {x}", "da", True, "Borgeren er døvblind"),
        ("Vurderet: a: {y}, klarer sig selv: {x}", "da", False, "Vurderet: a: {y}, klarer sig ikke selv"),
        ("Assessed: manages alone: {x}", "en", False, "Assessed: does not manage alone"),
        ("Søgt om: {y}; ønsket: {x}", "da", False, "Søgt om: {y}; ikke ønsket"),
        ("Prøvet uden at være nok: {x}", "da", False, "Prøvet uden at være nok: {x}"),
        ("Borgeren har været på et: {x}", "da", False, "Borgeren har ikke været på et"),
        ("The citizen has been on one: {x}", "en", False, "The citizen has not been on one"),
        ("Det er vurderet, at borgeren har det: {x}", "da", False, "Det er vurderet, at borgeren ikke har det"),
        (
            "{offer.name} oplyser at være for målgruppen: {x}; for alle: {x}",
            "da",
            False,
            "{offer.name} oplyser ikke, at det er for målgruppen eller for alle",
        ),
        (
            "{offer.name} says that it is for the group: {x}; for everybody: {x}",
            "en",
            UNKNOWN,
            "{offer.name} says that it is for the group: {x}; for everybody: {x}",
        ),
    ],
)
def test_a_yes_behind_a_whole_clause_is_left_out(text: str, language: str, value: Value, told: str) -> None:
    assert said_whole(text, {"x": value}, language) == told


def test_what_was_tried_is_told_behind_a_clause() -> None:
    text = "Ridning er prøvet: {tried(riders)}"
    assert said_whole(text, {"tried(riders)": True}, "da") == text


@pytest.mark.parametrize(("ages", "asked"), [(None, False), ([18, 30], True), ([18, 60], False)])
def test_a_year_of_birth_is_enough_for_an_offer_that_states_no_ages(ages: list[int] | None, *, asked: bool) -> None:
    home = {"place": "Esbjerg", "housing": "cannot_stay", "tenancy": True}
    offer = stay("aa", **({"ages": ages} if ages else {}))
    found = ranked(offer, answers=[], citizen={"born": 1995, "home": home, "current": []})
    assert found.first is not None
    facts = [one.fact for one in Explanation(found).to_confirm(found.first)]
    assert ("case.age" in facts) is asked


@pytest.mark.parametrize(("more", "shown"), [((), False), (("--ids",), True)])
def test_the_name_of_a_field_stands_only_where_ids_are_asked_for(more, shown, monkeypatch, capsys) -> None:
    told = ""
    for name in ("esb-fra-ophold-til-egen-bolig", "had-soegt-om-botilbud", "ib-flere-svaere-problemer"):
        told += inside(monkeypatch, capsys, "match", f"examples/{name}.yaml", *more, "--lang", "en").out
    for field in ("`offered`", "`home.dwelling`"):
        assert (field in told) is shown
    assert "`ground`" not in told


def test_the_first_distance_on_the_screen_says_that_it_is_a_straight_line() -> None:
    mother, brother = {"who": "mother", "place": "Randers"}, {"who": "brother", "place": "Aarhus"}
    told = screen(ranked(stay("aa"), stay("bb", place="Randers"), answers=[], network=[mother, brother]))
    assert told.count("in a straight line") == 1 and "OTHERS (straight line to mother / brother)" in told, told


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("Længerevarende botilbud, Esbjerg Kommune", "en", "Long-term residential stay, SEL 108, Esbjerg Kommune"),
        ("Længerevarende botilbud, Esbjerg Kommune", "da", "Længerevarende botilbud, Esbjerg Kommune"),
        ("Gården, længerevarende botilbud, Esbjerg Kommune", "en", "Gården, længerevarende botilbud, Esbjerg Kommune"),
        ("Længerevarende botilbud, Varde Kommune", "en", "Længerevarende botilbud, Varde Kommune"),
    ],
)
def test_an_offer_without_a_name_of_its_own_is_called_by_its_help_in_english(
    name: str, language: str, told: str
) -> None:
    (option,) = catalogue(offers(stay("aa", name=name))).options
    with speaking(language):  # type: ignore[arg-type]
        assert ShortNames(load_guideline("serviceloven", DAY), language).option(option) == told
