"""The short answer to `visit why`: what each part meets, what parts two placements, and where the rest is."""

from __future__ import annotations

import re
from typing import Any

import ledgers
import pytest
from drawn import DAY, case, catalogue, guideline
from running import ROOT, inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.locale import speaking
from visit.matching import match
from visit.ranking.values import Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.labels import legal_basis
from visit.reasons.norms import finding_of
from visit.reasons.short_names import ShortNames
from visit.render.blocks import Table
from visit.render.plain import plain
from visit.render.why_in_short import WhyInShort
from visit.render.why_screen import LINES
from visit.render.why_sheet import WhySheet
from visit.rules.guideline.values import BilingualText

STU = "examples/ib-stu-hos-foraeldre.yaml"
NORM = {
    "da": "Et tilbud skal have plads. Det har {offer.name}: ja",
    "en": "An offer must have a place. {offer.name} has",
}


def ranked(*rows: dict[str, Any], **fields: Any) -> Ranking:
    rules = [a_rule("a-place", "option.free_places > 0", reason=NORM), a_rule("offers", "option.kind == catalogue")]
    preference = {"id": "cheap", "lower": "option.price_dkk_per_day", "text": {"da": "billigt", "en": "cheap"}}
    written = guideline(a_guideline(rules=rules, preferences=[preference]))
    return match(case(a_case(**fields)), catalogue(offers(*rows)), written, DAY)


def short(ranking: Ranking, subject: str, language: str = "en") -> str:
    with speaking(language):  # type: ignore[arg-type]
        return plain(WhyInShort(WhySheet(ranking, language, ids=False)).sheet(subject, None))


@pytest.fixture(scope="module")
def two_parts() -> Ranking:
    needs = {"areas": ["support", "activity"], "must": ["budget_and_mail", "something_to_get_up_for", "social_contact"]}
    day = an_offer("a-day", "SEL-104", free=1, covers=["social_contact"])
    return ranked(an_offer("support", "SEL-85", free=1, covers=["budget_and_mail", "social_contact"]), day, needs=needs)


def test_the_table_says_of_every_need_which_part_meets_it(two_parts: Ranking) -> None:
    with speaking("en"):
        sheet = WhyInShort(WhySheet(two_parts, "en", ids=False)).sheet("1", None)
    [table] = [block for block in sheet if isinstance(block, Table)]
    assert [column.title for column in table.columns] == ["need", "SEL 85", "SEL 104"]
    explanation = WhySheet(two_parts, "en").explanation
    parts = sorted(two_parts.placements[0].parts, key=lambda one: one.id, reverse=True)  # support, then the day
    for row, met in zip(table.rows, explanation.met(two_parts.placements[0]), strict=True):
        surely = {option.id for option, meeting in met.by if meeting.surely}
        assert [mark == "●" for mark in row[1:]] == [one.id in surely for one in parts]


def test_where_no_need_is_met_by_two_parts_there_is_a_table_too_and_of_one_part_a_list() -> None:
    needs = {"areas": ["home", "activity"], "must": ["a_home", "something_to_get_up_for"]}
    home, day = an_offer("home", "SEL-108", free=1), an_offer("a-day", "SEL-104", free=1)
    with speaking("en"):
        sheet = WhyInShort(WhySheet(ranked(home, day, needs=needs), "en", ids=False)).sheet("1", None)
    [table] = [block for block in sheet if isinstance(block, Table)]
    assert table.rows == (("a place to live", "●", "–"), ("something to get up for", "–", "●"))
    alone = short(ranked(home, needs={"areas": ["home"], "must": ["a_home", "violence_protection"]}), "home")
    assert "- Meets a place to live\n- Does not say whether it meets " in alone


def test_the_services_of_one_offer_stand_in_a_table_with_needs_alike_in_one_row_where_the_screen_is_full(
    monkeypatch, capsys
) -> None:
    said = inside(monkeypatch, capsys, "why", "examples/esb-prader-willi.yaml", "1", "--lang", "da").out.splitlines()
    head = next(place for place, one in enumerate(said) if one.startswith("HVAD DÆKKER HVAD (● dækker; – dækker ikke)"))
    assert re.fullmatch(r"  behov +SEL § 108  SEL § 104", said[head + 1])
    marks = [re.sub(r"[^●–]", "", one) for one in said[head + 2 :] if "●" in one]
    assert marks == ["●–", "–●"]


def test_a_condition_that_all_parts_meet_stands_once_and_without_a_name(two_parts: Ranking) -> None:
    told = [line for line in short(two_parts, "1").split("\n") if "must have a place" in line]
    assert told == ["- ✓ An offer must have a place. The offer has (written for a test)"]


def test_how_much_of_the_order_said_nothing_is_counted() -> None:
    rows = [an_offer(id, "SEL-108", free=1, price_dkk_per_day=price) for id, price in (("a", 900), ("b", 800))]
    found = ranked(*rows, needs={"areas": ["home"], "must": ["a_home"]})
    first, second = found.placements[:2]
    alike = [one.first == one.second for one in WhySheet(found, "en").explanation.compared(first, second)].index(False)
    said = short(found, "1")
    count = "thing that counts does" if alike == 1 else f"{alike} things that count do"
    assert f"The first {count} not separate them (--over 2 shows" in said
    assert "(no. 1: DKK 800; no. 2: DKK 900)" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Why after no. 1" in short(found, "2")


def test_what_is_ruled_out_says_why_and_what_it_meets() -> None:
    rows = [an_offer(id, "SEL-108", free=free) for id, free in (("full", 0), ("open", 1))]
    said = short(ranked(*rows, needs={"areas": ["home"], "must": ["a_home"]}), "full")
    assert "full, SEL 108: ruled out" in said
    assert "Why it is ruled out" in said
    assert "- An offer must have a place. full has" in said


def test_names_joined_with_a_plus_mean_the_placement(monkeypatch, capsys) -> None:
    asked = ("why", STU, "--lang", "en", "--full")
    first = inside(monkeypatch, capsys, *asked, "1")
    by_name = inside(monkeypatch, capsys, *asked, "Social-pedagogical support, SEL 85, Ikast + STU Ikast")
    said = " ".join(by_name.out.split())
    assert " ".join(first.out.split()).replace("CASE 1", "") == said.replace(
        "CASE 'Social-pedagogical support, SEL 85, Ikast + STU Ikast'", ""
    )
    none = inside(monkeypatch, capsys, *asked, "Fristedet+Saxenhøj: Liv i egen bolig")
    assert (none.code, "is not among the placements found" in none.err) == (2, True)


@pytest.mark.parametrize("place", ["1", "2"])
@pytest.mark.parametrize("file", ["esb-prader-willi", "hol-udadreagerende-hus7", "sil-noget-at-staa-op-til"])
def test_why_is_a_screen_or_little_more_and_says_how_much_is_folded(file, place, monkeypatch, capsys) -> None:
    asked = ("why", f"examples/{file}.yaml", place, "--lang", "da")
    screen = inside(monkeypatch, capsys, *asked).out.splitlines()
    assert len(screen) <= LINES + (6 if place == "2" else 0)
    assert "…" not in " ".join(screen)
    assert max(map(len, screen)) <= 80
    met = next(one for one in screen if one.startswith("BETINGELSER, SOM ER OPFYLDT"))
    shown = sum(one.startswith("  ✓") for one in screen)
    counted = int(re.findall(r"\d+", met)[0])
    assert not any(one.endswith("  se --full") for one in screen)
    assert (f"; og {counted - shown} til: --full)" if shown else f"({counted} punkter: --full)") in met
    whole = inside(monkeypatch, capsys, *asked, "--full").out
    assert whole.count("- ✓ ") == counted
    assert max(len(line) for line in whole.splitlines()) <= 80


def test_what_separates_two_is_told_alone(monkeypatch, capsys) -> None:
    said = inside(monkeypatch, capsys, "why", "examples/esb-prader-willi.yaml", "1", "--over", "2", "--lang", "en").out
    assert "WHY NO. 1 IS BEFORE NO. 2" in said
    assert "  ≠ fewest exceptions to what is normal: no. 1: 1; no. 2: 2\n" in said
    assert "CONDITIONS" not in said
    assert "--over 2 shows" not in said


def test_what_two_placements_meet_alike_is_no_double_negation(monkeypatch, capsys) -> None:
    case = "examples/had-frit-valg-lidt-dyrere.yaml"
    said = inside(monkeypatch, capsys, "why", case, "1", "--over", "2", "--lang", "da").out
    assert "  = ikke det, borgeren har bedt om at undgå: opfyldt for begge\n" in said
    assert "  ≠ borgerens frie valg: opfyldt for nr. 1, ikke for nr. 2\n" in said
    assert not re.search(r": (ja|nej)$", said, re.MULTILINE)


def test_the_rank_of_a_placement_is_said_once(monkeypatch, capsys) -> None:
    case = "examples/had-frit-valg-lidt-dyrere.yaml"
    said = inside(monkeypatch, capsys, "why", case, "9", "--lang", "da").out
    assert "NR. 9 KAN BEVILGES" in said
    assert "nr. 9: Botilbuddet Alderslyst" not in said


def test_a_rank_where_there_is_no_placement_is_answered_with_the_cause(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "why", "examples/ib-fylder-18.yaml", "1", "--lang", "da")
    assert ran.code == 2
    assert "der er ingen løsning nr. 1: borgeren er 17 år; hjælp kan begynde 2. september 2026" in ran.err


def test_every_option_is_accounted_for_by_its_name_and_by_its_id_where_ids_are_asked_for(monkeypatch, capsys) -> None:
    asked = ("match", "examples/had-frit-valg-lidt-dyrere.yaml", "--all", "--lang", "da")
    assert "\n- Hadruplund: Egehuset, SEL § 108: kan bevilges\n" in inside(monkeypatch, capsys, *asked).out
    assert (
        "Hadruplund: Egehuset, SEL § 108 (hadruplund/egehuset): kan bevilges"
        in inside(monkeypatch, capsys, *asked, "--ids").out
    )


def test_other_services_of_an_offer_are_named_as_they_can_be_asked_for(monkeypatch, capsys) -> None:
    asked = ("--lang", "da", "why", "examples/had-soegt-om-botilbud.yaml")
    said = " ".join(inside(monkeypatch, capsys, *asked, "Kildegade").out.split())
    hint = said[said.index("giver flere ydelser: visit why SAG ") :]
    name = hint.split('"')[1]
    assert "SEL §" in name
    named = inside(monkeypatch, capsys, *asked, name)
    assert (named.code, f"{name} (skøn): " in " ".join(named.out.split())) == (0, True), named
    assert "giver flere ydelser" not in named.out


def test_a_distance_that_decides_says_to_whom(monkeypatch, capsys) -> None:
    case = "examples/sil-fra-mor-til-eget-hjem.yaml"
    said = inside(monkeypatch, capsys, "why", case, "1", "--lang", "en").out
    said = " ".join(said.split())
    assert "no. 1: 0 km to mor (daily)" in said, said[600:1500]
    assert "no. 2: 25 km to mor (daily)" in said


def test_distances_of_several_parts_say_whose_they_are_and_which_is_an_estimate(monkeypatch, capsys) -> None:
    case = "examples/sil-noget-at-staa-op-til.yaml"
    said = " ".join(inside(monkeypatch, capsys, "why", case, "1", "--lang", "en").out.split())
    assert "(no. 1: 0 km for SEL 85, ~14.6 km for SEL 104; no. 2: 0 km for SEL 85, 23.8 km for SEL 104)" in said


@pytest.mark.parametrize("asked", [("why", STU, "1"), ("why", STU, "1", "--facts"), ("match", STU, "--full")])
def test_ids_stand_only_where_they_are_asked_for(asked, monkeypatch, capsys) -> None:
    without, with_ids = (inside(monkeypatch, capsys, *asked, *more, "--lang", "en").out for more in ((), ("--ids",)))
    for id in ("[specialisation-floor]", "fewest-exceptions", "/SEL-85"):
        assert id not in without
    assert "[specialisation-floor]" in with_ids


@pytest.mark.parametrize(
    ("source", "danish", "english"),
    [
        ("SEL 2(1); BL gælder for børn", "SEL § 2, stk. 1", "SEL 2(1)"),
        ("SEL 82 og 124(2): hjælp gives uden tvang", "SEL § 82 og § 124, stk. 2", "SEL 82 and 124(2)"),
        ("SEL 129(1)-(4), SEL 129 a", "SEL § 129, stk. 1-4, SEL § 129 a", "SEL 129(1)-(4), SEL 129 a"),
        ("SEL 82 (stk. ikke læst) og 124(2): frivillig", "SEL § 82 og § 124, stk. 2", "SEL 82 and 124(2)"),
        ("Lokalt valg: støtten skal nå frem", "Lokalt valg", "local choice"),
        ("Tolkning af SEL 1(3): valgt efter behov", "Tolkning af SEL § 1, stk. 3", "interpretation of SEL 1(3)"),
        ("RSL 9(1) om handlekommunen", "RSL § 9, stk. 1, om handlekommunen", "RSL 9(1)"),
        ("Tilbuddets egne vilkår (SEL 14(1))", "Tilbuddets egne vilkår (SEL § 14, stk. 1)", "SEL 14(1)"),
        ("Masterplan, L218", "Masterplan, L218", "Masterplan, L218"),
    ],
)
def test_a_legal_basis_is_cited_as_a_danish_reader_does(source: str, danish: str, english: str) -> None:
    with speaking("da"):
        assert legal_basis(source) == danish
    with speaking("en"):
        assert legal_basis(source) == english


def test_where_nothing_was_found_an_option_can_be_asked_about(monkeypatch, capsys) -> None:
    asked = ("why", "examples/ib-fylder-18.yaml", "--lang", "en")
    none = inside(monkeypatch, capsys, *asked, "1")
    assert (none.code, "ask about an option by its name" in none.err) == (2, True)
    assert "WHY IT IS RULED OUT" in inside(monkeypatch, capsys, *asked, "rm-kildegade/SEL-107-1").out


@pytest.mark.parametrize("facts", [("--full",), ("--facts",)])
def test_a_condition_that_holds_while_offers_say_nothing_is_not_called_met(monkeypatch, capsys, facts) -> None:
    asked = ("--lang", "en", "why", "examples/sil-kan-ikke-samtykke.yaml", "1", *facts)
    told = inside(monkeypatch, capsys, *asked).out
    stay = [one for one in told.splitlines() if "A long-term stay is given only where" in one]
    assert [one for one in stay if not one.startswith("- to confirm:")] == []
    assert len(stay) == (facts == ("--facts",))
    said = " ".join(told.lower().split())
    asked = "whether less extensive help is enough is not known of"
    assert (asked if stay else "is less extensive help enough?") in said


@pytest.mark.parametrize(
    ("file", "subject", "told", "never"),
    [
        pytest.param(
            "ib-stu-hos-foraeldre", "ib-bellisbo/SEL-104",
            ("Hvorfor det er udelukket", "- Det dækker intet af behovet i sagen",
             "- Det bliver kun muligt, hvis borgeren har et behov, som det dækker",
             "- Indtil da er der ingen grund til at få oplyst: om tilbuddet er registreret"),
            "skal stå på Tilbudsportalen",
            id="meets nothing",
        ),
        pytest.param(
            "had-soegt-om-botilbud", "Rhedersborg",
            ("- Det bliver kun muligt, hvis det ikke er sådan, at behovet kan dækkes med en egnet løsning på et lavere trin",
             "- Vent med at få dette oplyst, til det er besvaret: om tilbuddet er godkendt"),
            "skal være godkendt",
            id="a must fails",
        ),
        pytest.param(
            "ib-fylder-18", "ib-bellisbo/SEL-108",
            ("- Det bliver kun muligt, hvis dette ændrer sig: borgerens alder (nu: 17 år)",),
            "myndighedsalderen:",
            id="what a guideline sets is nothing of the citizen",
        ),
        pytest.param(
            "sil-noget-at-staa-op-til", "Kildegade, SEL § 107, stk. 1",
            ("- Det bliver kun muligt, hvis dette ændrer sig: behovets varighed (nu: varigt)",
             "- og kun hvis borgeren siger ja til at flytte dertil",),
            "afslået)",
            id="two musts fail, one of them by the citizen's no",
        ),
    ],
)  # fmt: skip
def test_what_would_let_in_what_is_ruled_out_is_named(file, subject, told, never, monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    out = inside(monkeypatch, capsys, "why", f"examples/{file}.yaml", subject, "--full", "--lang", "da").out
    said = out.replace("\n  ", " ")
    assert all(one in said for one in told), said
    assert never not in said


def test_every_offer_that_the_screen_counts_stands_in_why_with_what_to_ask(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    file = "examples/sil-kan-ikke-samtykke.yaml"
    screen = " ".join(inside(monkeypatch, capsys, "match", file, "--lang", "da").out.split())
    assert "Det er ikke oplyst for 10 tilbud: vurder det (visit why SAG 1 --full)" in screen
    said = " ".join(inside(monkeypatch, capsys, "why", file, "1", "--full", "--lang", "da").out.split())
    asked = said[said.index("Er mindre omfattende hjælp nok?") : said.index(" Trinnene under ")]
    ranking = ledgers.ranked(ledgers.a_case("sil-kan-ikke-samtykke"))
    with speaking("da"):
        say = ShortNames.of(ranking, "da")
        names = {say.option(one.option) for one in Explanation(ranking).other_ways(ranking.placements[0])}
    assert len(names) == 10
    assert [name for name in sorted(names) if name not in asked] == []
    assert (
        "Vedligeholdelsestræning, SEL § 86, stk. 2, Silkeborg Kommune: støtte hele døgnet, fast tilknyttet personale"
        in asked
    )
    assert "Er Generationernes Hus – handicapboliger, Autismecenter" in asked


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "no. 2: can be granted by exception; no. 3: "), ("da", "nr. 2: kan bevilges undtagelsesvis; nr. 3: ")],
)
def test_a_placement_by_exception_is_called_so_where_it_stands_before_another(
    lang: str, said: str, monkeypatch, capsys
) -> None:
    ran = inside(monkeypatch, capsys, "why", "examples/esb-prader-willi.yaml", "2", "--lang", lang, "--full")
    assert said in " ".join(ran.out.split())


def test_what_is_ruled_out_as_less_is_enough_says_what_that_depends_on(monkeypatch, capsys) -> None:
    """The screen says it, and so does the answer about that very offer."""
    asked = ("why", "examples/had-soegt-om-botilbud.yaml", "Autismecenter Syd – Skovbo", "--lang", "da")
    said = " ".join(inside(monkeypatch, capsys, *asked).out.split())
    assert "Det kan det her – hvis borgeren ikke har brug for personale på stedet" in said
    turns = said.partition("HVAD DER KAN ÆNDRE DET")[2]
    assert turns.strip().startswith("Har borgeren brug for, at der er personale på stedet")
    assert "Indtil da" not in turns
    assert "Vent med at få dette oplyst, til det er besvaret: om tilbuddet er godkendt" in turns


def test_premises_are_what_a_place_has_and_not_what_help_meets() -> None:
    needs = {"areas": ["home"], "must": ["a_home", "structure_and_safety"], "premises": ["shielded"]}
    for has, told in ((["shielded"], "Has "), ([], "Does not have "), (None, "Does not say whether it has ")):
        offer = an_offer("a", "SEL-108", free=1, covers=[], **({} if has is None else {"premises": has}))
        lines = short(ranked(offer, needs=needs), "a").split("\n")
        assert [line for line in lines if "shielded" in line and told in line]


def test_how_far_a_home_is_that_is_still_to_be_found_is_an_estimate(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", "examples/hol-hjemloes-stoffer-og-sindslidelse.yaml", "--lang", "da")
    assert "~0 km til opsøgende medarbejder" in ran.out


def test_prices_that_separate_two_say_of_which_earlier_year_their_lists_are() -> None:
    rows = [
        {
            **an_offer(id, "SEL-85"),
            "services": [{"provision": "SEL-85", "free": 1, "price": {"basic": dkk, "from": "2020-01-01"}}],
        }
        for id, dkk in (("a", 500), ("b", 900))
    ]
    told = short(ranked(*rows, needs={"areas": ["support"]}), "1")
    assert "(no. 1: at most DKK 500; no. 2: at most DKK 900; list of 2020)" in " ".join(told.split())


def test_where_no_need_is_recorded_why_says_what_help_is_for_and_not_what_it_meets() -> None:
    told = short(ranked(an_offer("own", "SEL-85", free=1), needs={"areas": ["support"]}), "1")
    assert "- own is for support; which needs there are is not recorded" in told
    assert "Meets" not in told
    told = short(ranked(an_offer("own", "SEL-85", free=1), needs={"areas": ["support"], "must": []}), "1")
    assert "- Meets support" in told


def test_facts_in_english_say_that_sources_are_quoted_in_danish(two_parts: Ranking) -> None:
    def facts(language: str) -> str:
        with speaking(language):  # type: ignore[arg-type]
            return plain(WhySheet(two_parts, language).sheet("1", None))

    assert facts("en").endswith("Sources are quoted in Danish, as they are written.\n")
    assert "Kilder er gengivet" not in facts("da")


def test_a_year_of_lists_stands_behind_amounts_alone() -> None:
    told = short(ledgers.ranked(ledgers.a_case("had-frit-valg-lidt-dyrere")), "1", "da")
    assert "borgerens frie valg (det gælder nr. 1, ikke nr. 2)" in told


def test_the_question_that_can_change_the_placement_stands_first_of_what_could_turn_it(monkeypatch, capsys) -> None:
    said = inside(monkeypatch, capsys, "why", "examples/sil-noget-at-staa-op-til.yaml", "1", "--lang", "da").out
    turning = said.partition("HVAD DER KAN ÆNDRE DET")[2].splitlines()
    assert turning[1].startswith("  Har borgeren brug for, at der er personale på stedet")


def test_a_condition_on_the_screen_says_what_was_found_and_with_its_limit_where_it_has_one(monkeypatch, capsys) -> None:
    for language, found, limited in (
        (
            "en",
            "✓ Assessed: functioning substantially reduced, social problems: none (SEL 85)",
            "18 years and over; the",
        ),
        (
            "da",
            "✓ Vurderet: funktionsevnen er betydelig nedsat, sociale problemer: ingen (SEL § 85)",
            "18 år; borgeren",
        ),
    ):
        asked = ("why", "examples/had-soegt-om-botilbud.yaml", "1", "--lang", language)
        said = " ".join(inside(monkeypatch, capsys, *asked).out.split())
        assert found in said
        assert limited in said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Et varigt hjem gives ved et varigt behov; ellers ikke. Behovet er {a}", "Behovet er {a}"),
        ("Hjælp gives fra 1. januar 2020. Pr. {as_of}: {a}", "Pr. {as_of}: {a}"),
        ("Hjælp gives til den, der er fyldt 18 år; borgeren er {a}", "borgeren er {a}"),
        ("Højst {limit} km fra hjemmet. Fra {offer.name}: {a}", None),
        ("Hjælp gives", None),
    ],
)
def test_what_was_found_is_the_last_of_a_sentence_and_not_alone_beside_a_limit(text: str, found: str | None) -> None:
    told = finding_of(BilingualText(text, text))
    assert (told and told.da) == found
