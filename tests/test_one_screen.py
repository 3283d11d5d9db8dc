"""The answer on one screen: at most 24 lines of 80 columns, and nothing given way that a reader must not miss."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawn import DAY, case, catalogue, guideline
from hypothesis import given
from hypothesis import strategies as st
from ledgers import ranked
from running import inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit import load_case, load_guideline, shipped_catalogue
from visit.locale import speaking
from visit.matching import Engine, match
from visit.ranking.values import Ranking, Standing
from visit.reasons.explanation import Explanation
from visit.render.blocks import Items, Paragraph, Table
from visit.render.case_list import Answered, CaseList
from visit.render.distances import network_distances
from visit.render.document import first_document
from visit.render.journal import of_answer
from visit.render.lines import Line, Room, Section, fitted, shortened
from visit.render.match_sheet import MatchSheet
from visit.render.next_steps import looked_again
from visit.render.one_screen import OneScreen
from visit.render.others_table import AlikeRows, OtherRow, OthersTable
from visit.render.short_answer import ShortAnswer
from visit.rules.guideline.values import Approval
from visit.rules.language.periods import Period
from visit.vocabulary import vocabulary

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
WIDTH, HEIGHT = 80, 24
LOOKED_UP = {"option.approved": "approved", "option.registered": "registered"}
"""What stands on Tilbudsportalen, and how the box calls it that says so."""


def answer(path: Path) -> Ranking:
    return ranked(load_case(path))


def screen(ranking: Ranking, language: str, *, height: int = HEIGHT) -> str:
    with speaking(language):  # type: ignore[arg-type]
        lines = fitted(tuple(OneScreen(ranking, language).sections()), WIDTH, height)
    return "\n".join(text for text, _strong in lines)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_every_example_stands_on_one_screen(path: Path) -> None:
    ranking = answer(path)
    for language in ("da", "en"):
        lines = screen(ranking, language).split("\n")
        assert len(lines) <= HEIGHT
        assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_no_approval_hold_or_missing_fact_of_the_first_placement_gives_way(path: Path) -> None:
    ranking = answer(path)
    told = " ".join(screen(ranking, "en", height=1).split())
    made = OneScreen(ranking, "en")
    own = f", {ranking.case.municipality} Kommune"
    first = ranking.first
    if first is None:
        assert "NO SOLUTION" in told
        return
    with speaking("en"):
        for said in made.steps.consequences.needed_approvals(first):
            assert isinstance(said.statement, Approval)
            assert vocabulary().label("role", said.statement.by, "en") in told
        for fact in made.explanation.to_confirm(first):
            if fact.proposed is None and (fact.rules or not fact.assumed):
                what = LOOKED_UP.get(fact.fact) or (
                    made.say.asked(fact) if fact.option is None else made.boxes.questions.briefly(fact)
                )
                assert " ".join(what.split()) in told or made.say.fact(fact.fact) in told
                if fact.option is not None:
                    name = made.say.option(fact.option)
                    called = "the offer" if name == made.boxes.only_offer(first) else name.removesuffix(own)
                    before = told.partition("BEFORE YOU DECIDE")[2]
                    assert name in before or called in before
        if first.standing is Standing.UNDECIDED:
            for missing in made.boxes.undecided(made.explanation.missing(first), first):
                assert " ".join(missing.split()) in told
        for part in first.parts:
            assert made.say.option(part).casefold() in told.casefold()


FREE, PLAIN = "NO. 1 CAN BE GRANTED – the citizen's free choice", "NO. 1 CAN BE GRANTED"


@pytest.mark.parametrize(("price", "verdict"), [(2200, FREE), (4000, PLAIN)])
def test_a_free_choice_is_called_one_only_within_the_limit(price: int, verdict: str) -> None:
    houses = [an_offer(id, "SEL-108", price_dkk_per_day=dkk) for id, dkk in (("own", 2000), ("other", price))]
    document = a_case(
        needs={"areas": ["home"], "must": ["a_home"]}, wishes={"offers": ["other"]}, offered="own/SEL-108"
    )
    beyond = {"id": "beyond", "lower": "placement.free_choice and placement.stay_price_ratio > 110", "of": "placement"}
    written = guideline(a_guideline(rights=[beyond], rules=[a_rule("only-the-wish", "option.wished")]))
    found = match(case(document), catalogue(offers(*houses)), written, DAY)
    assert found.first is not None
    assert found.first.id == "other/SEL-108"
    assert verdict in screen(found, "en").split("\n")


LINES = st.lists(st.builds(Line, st.text("ab ", max_size=60), needed=st.booleans()), max_size=8).map(tuple)


@given(
    st.lists(st.builds(Section, st.sampled_from(("", "A TITLE")), LINES), min_size=1, max_size=4), st.integers(3, 40)
)
def test_what_gives_way_is_counted_and_what_is_needed_stands(sections: list[Section], height: int) -> None:
    shown = [text for text, _strong in fitted(sections, 20, height)]
    needed = [text for one in sections for line in one.lines if line.needed for text in line.wrapped(20)]
    assert len(shown) <= height or len(shown) <= len(needed) + 4 * len(sections)
    gone = sum(int(text.split()[1]) for text in shown if text.startswith("  and "))
    spare = [line for one in sections for line in one.lines if not line.needed]
    assert 0 <= gone <= len(spare)
    left = list(shown)
    for text in needed:
        assert text in left
        left.remove(text)


ROWS = (
    AlikeRows((OtherRow("2", "a", ""),), "far", "far"),
    AlikeRows(
        (OtherRow("3", "a home of a long name", "2 km"), OtherRow("4", "b", "~30 km")), "dear", "dear: 3 against 1"
    ),
)


@pytest.mark.parametrize(
    ("height", "told"),
    [
        (3, ["OTHERS, 1 of the next 3 (more: --top 10)", "  2  a  far"]),
        (
            4,
            [
                "OTHERS, 2 of the next 3 (more: --top 10)",
                "  2  a                            far",
                "  3  a home of a long name  2 km  dear",
            ],
        ),
        (
            5,
            [
                "OTHERS",
                "  2  a                                far",
                "  3  a home of a long name    2 km  │ dear: 3",
                "  4  b                      ~30 km  │ against 1",
            ],
        ),
    ],
)
def test_the_others_have_a_line_each_as_long_as_there_is_room(height: int, told: list[str]) -> None:
    with speaking("en"):
        shown = fitted(
            [Section("", (Line("an answer"),)), Section("OTHERS", (), listing=OthersTable(ROWS))], 50, height
        )
    assert [text for text, _strong in shown][1:] == told


@given(
    st.lists(st.tuples(st.text("abc ", min_size=1, max_size=60), st.sampled_from(("", "9 km", "~120 km / ~3 km")))),
    st.integers(24, 120),
)
def test_no_name_of_the_others_is_cut_and_no_line_is_too_wide(rows: list[tuple[str, str]], width: int) -> None:
    rows = [(name, far) for name, far in rows if name.strip()] or [("a", "")]
    groups = [
        AlikeRows(tuple(OtherRow(str(n), *row) for n, row in enumerate(rows, start=2)), "dear", "dearer, as it is")
    ]
    for length in OthersTable(tuple(groups)).lengths(width):
        assert max(map(len, length.lines)) <= width
    assert sum(name.count("b") for name, _far in rows) <= sum(line.count("b") for line in length.lines)


FEW_OTHERS = {
    "had-dom-til-anbringelse": 0,
    "ib-fylder-18": 0,
    "hol-selvskade-let-behov": 1,
    "esb-fra-ophold-til-egen-bolig": 2,
    "esb-hjerneskade-i-koerestol": 2,
    "esb-job-med-stoette": 2,
    "esb-prader-willi": 1,
    "had-soegt-om-botilbud": 1,
    "hol-hjemloes-stoffer-og-sindslidelse": 1,
    "hol-udadreagerende-hus7": 2,
    "ib-flere-svaere-problemer": 2,
    "ib-frit-valg-til-randers": 2,
}
"""The examples that show fewer than three: there are no more, or what is special, a norm or long names take the room."""


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_three_of_the_others_stand_on_the_screen_where_there_is_room(path: Path) -> None:
    told = screen(answer(path), "da").partition("ANDRE LØSNINGER")[2]
    shown = re.findall(r"^  \d[\d, ]* +\S", told.partition("UDELUKKET")[0], re.MULTILINE)
    assert len(shown) >= FEW_OTHERS.get(path.stem, 3)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (("x",), "and 4 more: --full. Not recorded: x"),
        (("x" * 20, "y" * 20, "z"), f"and 4 more: --full. Not recorded: {'x' * 20}; {'y' * 20}; z"),
        (("x" * 20, "y" * 40, "z" * 20), f"and 4 more: --full. Not recorded: {'x' * 20}; {'y' * 40}; 1 more"),
        (("x" * 90,), "and 4 more: --full. Not recorded: 1"),
    ],
)
def test_what_is_not_recorded_is_named_in_two_lines_where_it_has_given_way(facts: tuple[str, ...], told: str) -> None:
    rows = (
        Line("a box"),
        Line("taken for granted " * 9, needed=False, unrecorded=facts),
        *[Line("a duty", needed=False)] * 3,
    )
    with speaking("en"):
        shown = [text for text, _strong in fitted([Section("", rows)], 60, 2)]
    assert shown[0] == "a box"
    assert " ".join(" ".join(shown[1:]).split()) == told
    assert len(shown) <= 3


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_the_citizens_own_words_stand_on_every_screen(path: Path) -> None:
    ranking = answer(path)
    words = ranking.case.wishes.own_words
    for language in ("da", "en"):
        assert not words or words[:40] in " ".join(screen(ranking, language).split())


def test_a_box_has_fewer_words_only_where_that_saves_a_line_and_goes_on_where_the_line_before_ends() -> None:
    box = Line(
        "  □ Ask an offer of a very long name about its places", hang=4, shorter="  □ Ask the offer about its places"
    )
    assert box.wrapped(40) == ["  □ Ask the offer about its places"]
    assert box.wrapped(60) == ["  □ Ask an offer of a very long name about its places"]
    told = [Line("  0 km to sister.", hang=4), Line("  Meets all. No approval is needed.", hang=4, joins=True)]
    assert [text for text, _strong in fitted([Section("", tuple(told))], 30, 2)] == [
        "  0 km to sister. Meets all.",
        "    No approval is needed.",
    ]
    assert len(fitted([Section("", tuple(told))], 30, 3)) == 3


@pytest.mark.parametrize(
    ("complete", "told"),
    [(True, "OTHERS, 1 of 3 (the rest: --full)"), (False, "OTHERS, 1 of the next 3 (more: --top 10)")],
)
def test_of_how_many_is_said_only_where_it_is_known(complete: bool, told: str) -> None:
    with speaking("en"):
        listed = Section("OTHERS", (), listing=OthersTable(ROWS, complete))
        assert told == next(text for text, _strong in fitted([listed], 44, 3))


def test_a_title_has_no_line_alone_where_nothing_of_its_section_stands() -> None:
    section = Section("DUTIES", (Line("  one", needed=False), Line("  another", needed=False)))
    with speaking("en"):
        assert [text for text, _strong in fitted([section], 40, 1)] == ["DUTIES  and 2 more: --full"]
        over_columns = replace(section, columns="   n")
        assert [text for text, _strong in fitted([over_columns], 40, 1)] == ["DUTIES  and 2 more: --full"]
        assert fitted([over_columns], 40, 9)[0] == ("DUTIES   n", True)


def test_long_words_are_cut_behind_a_word() -> None:
    line = Line("  so many words that they fill several lines", hang=4, most=2)
    assert line.wrapped(20) == ["  so many words that", "    they fill…"]
    assert replace(line, most=0).wrapped(20)[-1] == "    several lines"


def test_an_empty_line_gives_way_before_what_is_needed_passes_the_height() -> None:
    sections = [Section("", (Line(text),)) for text in "abc"]
    assert [text for text, _strong in fitted(sections, 80, 4)] == ["a", "", "b", "c"]


HEADS = (
    (
        "had-naesten-tom",
        "IKKE AFKLARET: mangler – funktionsevnen efter loven, sociale problemer efter loven",
    ),
    ("esb-hjerneskade-i-koerestol", "om det har handicapegnet badeværelse og niveaufri adgang; og 1 til"),
)


@pytest.mark.parametrize(("example", "told"), HEADS)
def test_the_head_says_what_is_not_known(example: str, told: str) -> None:
    head = " ".join(screen(answer(Path(f"examples/{example}.yaml")), "da").partition("FØR AFGØRELSEN")[0].split())
    assert told in head


@pytest.mark.parametrize(
    ("example", "needed", "told"),
    [
        ("had-soegt-om-botilbud", None, "§ 108 kan kun afslås, hvis borgeren ikke har brug for personale på stedet"),
        ("had-soegt-om-botilbud", None, "Det kan det her – hvis borgeren ikke har brug for personale på stedet"),
        ("had-soegt-om-botilbud", None, "i det mindste en del af dagen? (kan ændre nr. 1)"),
        ("had-soegt-om-botilbud", False, "Ansøgningen om SEL § 108 afslås, fordi nr. 1 dækker behovet"),
        ("had-soegt-om-botilbud", True, "Ansøgningen om SEL § 108 imødekommes."),
        (
            "had-doevblind-i-egen-bolig",
            None,
            "§ 98 kan imødekommes, hvis borgeren ikke har brug for personale på stedet",
        ),
        ("had-doevblind-i-egen-bolig", None, "□ Har borgeren brug for, at der er personale på stedet"),
        ("had-doevblind-i-egen-bolig", False, "Ansøgningen om SEL § 98 imødekommes."),
        ("had-doevblind-i-egen-bolig", True, "Ansøgningen om SEL § 98 er uafklaret."),
        ("ib-stu-hos-foraeldre", None, "SEL § 85 kan imødekommes, hvis borgeren ikke har brug for personale på stedet"),
    ],
)
def test_what_becomes_of_an_application_is_sure_only_where_no_open_fact_can_turn_it(
    example: str, needed: bool | None, told: str, tmp_path: Path
) -> None:
    assert told in " ".join(screen(with_tied_staff(example, needed, tmp_path), "da").split())


def with_tied_staff(example: str, needed: bool | None, folder: Path) -> Ranking:
    text = Path(f"examples/{example}.yaml").read_text("utf-8")
    said = "" if needed is None else f"\n  tied_staff: {str(needed).lower()}"
    (folder / "case.yaml").write_text(text.replace("\nneeds:", f"\nneeds:{said}"), "utf-8")
    return answer(folder / "case.yaml")


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (
            "sil-kan-ikke-samtykke",
            "ellers efter Familieretshusets afgørelse. Her siger værgen ja (SEL § 129, stk. 2-3)",
        ),
        ("hol-udadreagerende-hus7", "men modsætter sig ikke; værgen siger ja (SEL § 129, stk. 2-3)."),
        (
            "had-dom-til-anbringelse",
            "sagt nej til støtten og flytningen, men der kræves ikke samtykke: dom til anbringelse i sikret afdeling.",
        ),
    ],
)
def test_on_whose_word_it_is_given_is_said_where_the_citizen_has_not_consented(example: str, told: str) -> None:
    assert told in " ".join(screen(answer(Path(f"examples/{example}.yaml")), "da").split())


SERVING = """
format: 1
case: sil-serving
assessed: 2026-11-02
municipality: Silkeborg
citizen: {born: 1990, home: {place: Silkeborg, housing: none}}
target_groups: {primary: drug-misuse, secondary: [homelessness, crime-dangerous]}
support_need: 4
legal: {impairment: substantial, kinds: [mental], social_problems: special}
needs:
  areas: [home, support, treatment, work]
  must: [a_home, treatment_drugs, structure_and_safety]
  hours_per_week: {support: 60, work: 37}
  round_the_clock: true
  tied_staff: true
flags: {acute: true, sentence: serving_78, at_risk_of_homelessness: true}
consent: {support: refused, move: refused}
"""


@pytest.fixture(scope="module")
def undecided(tmp_path_factory) -> Ranking:
    """What is still undecided for somebody who has said no, serves a sentence, and would live far from the day offer."""
    path = tmp_path_factory.mktemp("serving") / "case.yaml"
    path.write_text(SERVING, encoding="utf-8")
    found = answer(path)
    assert found.first is not None and found.first.standing is Standing.UNDECIDED
    return found


def test_of_many_in_the_network_those_with_the_most_contact_are_named_on_the_screen(tmp_path) -> None:
    places = {
        "far": "Skagen",
        "bror": "Ikast",
        "nabo": "Viborg",
        "ven": "Randers",
        "mor": "Herning",
        "moster": "Aarhus",
    }
    rows = (
        f"  - {{who: {who}, place: {place}, contact: {'daily' if who == 'mor' else 'monthly'}, benefit: documented}}\n"
        for who, place in places.items()
    )
    path = tmp_path / "case.yaml"
    path.write_text(f"{SERVING}network:\n{''.join(rows)}", encoding="utf-8")
    found = answer(path)
    assert found.first is not None
    with speaking("en"):
        told = " ".join(screen(found, "en").split())
        (whole,) = network_distances(found, found.first, "en")
    assert re.search(r"km to mor \(daily\).*, and 2 more: --full\.", told)
    assert "moster" not in told and all(who in whole for who in places)


def test_a_refusal_and_a_departure_are_told_while_no_1_is_undecided(undecided: Ranking) -> None:
    short = ShortAnswer(undecided, "en")
    with speaking("en"):
        told = (
            screen(undecided, "en"),
            str(MatchSheet(undecided, "en").sheet()),
            "\n".join(of_answer(short)),
            str(CaseList([Answered("case.yaml", 4, undecided)], "en").grid()),
        )
    for one in (" ".join(text.split()) for text in told):
        assert "The citizen has said no to the support and moving; no consent is needed" in one
        assert "A day offer should normally be at most 40" in one


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_need_that_is_asked_about_is_told_in_words(undecided: Ranking, language: str) -> None:
    with speaking(language):  # type: ignore[arg-type]
        told = str(MatchSheet(undecided, language).sheet())
    assert "Saxenhøj" in told
    assert re.findall(r"\b(?:need|hours|area|premises):\w+", told, re.I) == []


def test_a_no_to_moving_says_nothing_where_nobody_moves() -> None:
    assert "sagt nej" not in screen(answer(Path("examples/ib-vil-ikke-flytte.yaml")), "da", height=60)


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("esb-prader-willi", "Afstand til forældre og svømmehold: ikke oplyst."),
        ("had-frit-valg-lidt-dyrere", "(højst 2.349 kr. pr. dag), begge med indirekte moms (takster for 2020)"),
    ],
)
def test_a_distance_that_is_not_known_and_the_year_of_an_old_list_are_said(example: str, told: str) -> None:
    assert told in " ".join(screen(answer(Path(f"examples/{example}.yaml")), "da").split())


def test_a_deadline_that_may_hold_and_a_duty_before_a_birthday_stand_before_general_ones() -> None:
    told = " ".join(screen(answer(Path("examples/ib-fylder-18.yaml")), "da").split())
    assert "handlekommune på 18-årsdagen" in told.partition("Flere sektorer er med")[0]
    assert "FRIST 2. marts 2026: Er den unge anbragt, skal det være afgjort" in told


def test_the_whole_answer_has_the_verdict_of_the_screen_and_tells_its_day_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = inside(monkeypatch, capsys, "--lang", "da", "match", "examples/ib-fylder-18.yaml", "--full", "--top", "1")
    told = " ".join(ran.out.partition("Frister")[0].split())
    assert "INGEN LØSNING ENDNU: borgeren er 17 år; hjælp kan begynde 2. september 2026 (--as-of 2026-09-02)" in told
    assert told.count("2. september 2026") == told.count("--as-of") == 1


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES[::3]])
def test_the_whole_answer_begins_with_the_verdict_in_the_words_of_the_screen(path: Path) -> None:
    ranking = answer(path)
    with speaking("da"):
        verdict = OneScreen(ranking, "da").words.told()
        sheet = MatchSheet(ranking, "da").sheet()
    before = sheet[: next(place for place, one in enumerate(sheet) if isinstance(one, Items))]
    assert [one.text for one in before if isinstance(one, Paragraph) and one.strong] == [verdict]


def test_the_whole_answer_says_once_that_it_is_not_yet_and_with_ids_which_options_it_is_of() -> None:
    ranking = answer(Path("examples/had-naesten-tom.yaml"))
    with speaking("en"):
        sheet = MatchSheet(ranking, "en", ids=True).sheet()
    strong = [one.text for one in sheet if isinstance(one, Paragraph) and one.strong]
    assert [one[:7] for one in strong] == ["NOT YET"]
    table = next(one for one in sheet if isinstance(one, Table))
    assert ranking.first is not None
    assert f"[{ranking.first.parts[0].id}]" in str(table.rows[0])


def test_a_provision_that_only_others_have_is_no_hole_in_the_whole_catalogue() -> None:
    """The catalogue has offers under § 82 b, of other municipalities: it lacks those of the municipality's own."""
    ranking = answer(Path("examples/hol-selvskade-let-behov.yaml"))
    assert any(one.provision.id == "SEL-82b" for one in ranking.options)
    told = " ".join(screen(ranking, "da").split())
    assert "□ Ret til SEL § 82 b: kataloget har intet af kommunens egne. Er der et?" in told


def test_a_norm_stands_once_below_all_that_depart_from_it_surely_or_perhaps() -> None:
    norm, rows = "support should come from near", [OtherRow(n, "x" * 48, "2 km") for n in "234"]
    groups = [
        AlikeRows((rows[0],), "perhaps only by exception", f"perhaps only by exception: {norm}", ((norm, False),)),
        AlikeRows((rows[1],), "only by exception", f"only by exception: {norm}; b", ((norm, True), ("b", True))),
        AlikeRows((rows[2],), "farther", "farther"),
    ]
    with speaking("en"):
        [first, *_others, whole] = OthersTable(tuple(groups)).lengths(80)
    assert "perhaps only by exception" in " ".join(" ".join(first.lines).split())
    assert whole.lines[-2:] == [f"  Departed from by 3, perhaps by 2: {norm}", "  Departed from by 3: b"]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_none_of_the_others_stands_by_exception_without_the_norm(path: Path) -> None:
    for language, words in (("da", "kun undtagelsesvis"), ("en", "only by exception")):
        told = screen(answer(path), language).partition({"da": "ANDRE LØSNINGER", "en": "OTHERS"}[language])[2]
        named = {"da": "ravige", "en": "eparted from"}[language]
        assert words not in told or f"{words}: " in told or named in told


def test_what_nothing_meets_names_the_cause() -> None:
    told = " ".join(screen(answer(Path("examples/ib-fylder-18.yaml")), "da").split())
    assert "dette, er udelukket: støtte 10 timer om ugen; støtte til økonomi og post; struktur og tryghed; " in told
    assert "Hjælp efter serviceloven gives til den, der er fyldt 18 år; borgeren er 17 år." in told
    written = guideline(a_guideline(rules=[a_rule("no-tenancy", "option.kind == catalogue")]))
    needs = {"areas": ["activity"], "must": ["social_contact"]}
    day = an_offer("day", "SEL-104", covers=["social_contact"], free=0)
    barred = guideline(a_guideline(rules=[a_rule("a-place", "option.free_places > 0")]))
    found = match(case(a_case(needs=needs)), catalogue(offers(day)), barred, DAY)
    assert "All that meets this is ruled out: " in screen(found, "en")
    assert " social contact. Text." in " ".join(screen(found, "en").split())
    needs = {"areas": ["activity"], "must": ["education"]}
    found = match(case(a_case(needs=needs)), catalogue(offers(an_offer("day", "SEL-104", covers=[]))), written, DAY)
    assert "Nothing in the catalogue meets: education" in screen(found, "en")


def test_where_no_cause_is_common_each_is_told_with_how_many_it_rules_out_the_most_first() -> None:
    """What comes nearest has one cause, and most of what would meet the need another: neither alone is the answer."""
    rules = [
        {
            **a_rule("helpers", "case.age >= 90", when="provision.id == SEL-96"),
            "reason": {"da": "Hjælp.", "en": "Helpers."},
        },
        {
            **a_rule("stays", "case.age >= 80", when="provision.id == SEL-108"),
            "reason": {"da": "Hjem.", "en": "Stays."},
        },
    ]
    given = [an_offer("a", "SEL-96", staff="tied_part_of_day"), an_offer("b", "SEL-108"), an_offer("c", "SEL-108")]
    document = a_case(citizen={"age": 40}, needs={"areas": ["care"], "must": ["tied_staff"]})
    found = match(case(document), catalogue(offers(*given)), guideline(a_guideline(rules=rules)), DAY)
    assert "ruled out: staff tied to the home 2 of 3: Stays. 1 of 3: Helpers." in " ".join(screen(found, "en").split())


def boxes(ranking: Ranking, language: str) -> list[str]:
    with speaking(language):  # type: ignore[arg-type]
        made = OneScreen(ranking, language)
        return [line.text.strip() for line in made.boxes.lines(ranking.first) if line.needed]


def test_a_ground_that_is_wanting_has_a_box_and_what_comes_first_with_it() -> None:
    told = boxes(answer(Path("examples/esb-fra-ophold-til-egen-bolig.yaml")), "da")
    assert told[1:3] == [
        "□ Skriv i sagen, ved den nuværende indsats, hvorfor der gives mindre hjælp",
        "når grunden er skrevet, kommer dette først: egen bolig (skal findes) + "
        "Socialpædagogisk støtte, SEL § 85, Esbjerg Kommune (resten som nr. 1)",
    ]


def test_where_no_need_is_recorded_the_first_box_asks_for_it() -> None:
    document = a_case(citizen={"born": "1980-01-01"}, needs={}, wishes={"own_words": "Fred og ro."})
    written = guideline(a_guideline(rules=[a_rule("of-age", "case.age >= 18")]))
    found = match(case(document), catalogue(offers(an_offer("own", "SEL-108"))), written, DAY)
    assert found.first is None
    assert boxes(found, "en")[1] == "□ Record in the case what the citizen needs help with"
    assert "nothing meets all of them" not in screen(found, "en")


@pytest.mark.parametrize(
    ("example", "before"),
    [
        ("ib-frit-valg-til-randers", ("Sammenlign de to priser", "bliver den nye kommune handlekommune")),
        ("had-frit-valg-lidt-dyrere", ("er efter taksterne",)),
    ],
)
def test_a_question_for_which_no_must_waits_stands_after_what_is_about_the_placement(
    example: str, before: tuple[str, ...]
) -> None:
    ranking = answer(Path(f"examples/{example}.yaml"))
    with speaking("da"):
        told = [line.text for line in OneScreen(ranking, "da").boxes.lines(ranking.first)]
    places = [
        next(place for place, one in enumerate(told) if text in one) for text in (*before, "Hvilken hjælp er prøvet")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("sil-kan-ikke-samtykke", ("Familieretshuset", "mindre omfattende hjælp", "SEL § 108 (skøn)")),
        ("hol-udadreagerende-hus7", ("Familieretshuset", "SEL § 104 (skøn)")),
        ("ib-frit-valg-til-randers", ("opfyldt i begge kommuner",)),
        ("hol-hjemloes-stoffer-og-sindslidelse", ("senest 14 dage", "Ret til SEL § 85 a", "anvis midlertidigt husly")),
        ("ib-flere-svaere-problemer", ("senest 14 dage", "husly")),
    ],
)
def test_what_is_special_to_the_case_stands_before_what_is_asked_of_everybody(
    example: str, told: tuple[str, ...]
) -> None:
    ranking = answer(Path(f"examples/{example}.yaml"))
    shown = " ".join(screen(ranking, "da").split())
    assert [one for one in told if one not in shown] == []
    assert "Hvilken hjælp er prøvet" not in shown
    assert "den hjælp, der er prøvet før" in shown


def test_a_missing_fact_and_an_estimate_of_the_first_placement_never_give_way() -> None:
    told = " ".join(screen(answer(Path("examples/sil-kan-ikke-samtykke.yaml")), "en", height=1).split())
    assert "SEL 108 (estimate)" in told
    asked = "Is less extensive help enough? Of 10 offers that is not known: assess it (visit why CASE 1 --full)"
    assert asked in told


@pytest.mark.parametrize(
    ("example", "head"),
    [
        ("sil-kan-ikke-samtykke", "NO. 1 CAN BE GRANTED, if less extensive help is not enough"),
        (
            "esb-prader-willi",
            "ONLY BY EXCEPTION: no. 1 departs from the norm, which needs a reason; it is granted only if less",
        ),
        ("had-frit-valg-lidt-dyrere", "NO. 1 CAN BE GRANTED – the citizen's free choice"),
    ],
)
def test_the_head_says_that_a_placement_rests_on_a_lower_step_that_is_not_known(example: str, head: str) -> None:
    ranking = answer(Path(f"examples/{example}.yaml"))
    assert OneScreen(ranking, "en").words.told().startswith(head)
    told = ShortAnswer(ranking, "en").told()
    assert ("if less extensive help is not enough" in told) == ("if less" in head)


@pytest.mark.parametrize("example", ["hol-hjemloes-stoffer-og-sindslidelse", "ib-flere-svaere-problemer"])
def test_shelter_that_must_be_given_never_gives_way(example: str) -> None:
    assert "anvis midlertidigt husly" in " ".join(
        screen(answer(Path(f"examples/{example}.yaml")), "da", height=1).split()
    )


def test_what_is_special_has_room_before_empty_lines_and_before_other_sections() -> None:
    special = Line("special", needed=False, room=Room.SPECIAL)
    sections = [
        Section("", (Line("a"), special)),
        Section("", (Line("b"), Line("c", needed=False), Line("d", needed=False))),
    ]
    shown = [text for text, _strong in fitted(sections, 20, 4)]
    assert shown[:3] == ["a", "special", "b"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ((Line("c", needed=False),), ["a", "b", "c"]),
        ((Line("c", needed=False), Line("d", needed=False)), ["a", "b", "c", "d"]),
        ((Line("c", needed=False, room=Room.REST, quiet=True),), ["a", "", "b"]),
    ],
    ids=["a box", "two boxes", "what nobody has to act on"],
)
def test_an_empty_line_gives_way_to_a_box(lines: tuple[Line, ...], shown: list[str]) -> None:
    sections = [Section("", (Line("a"),)), Section("", (Line("b"), *lines))]
    assert [text for text, _strong in fitted(sections, 20, len(shown))] == shown


def test_a_duty_to_a_few_diagnoses_has_room_before_general_ones() -> None:
    told = " ".join(screen(answer(Path("examples/ib-stu-hos-foraeldre.yaml")), "da", height=23).split())
    assert "□ Aftal med tilbuddet, hvordan borgeren får struktur, kendt personale og få skift og 12 til" in told


def test_deadlines_that_are_only_perhaps_so_are_counted_where_they_have_no_day_or_more_than_two_lines() -> None:
    told = screen(answer(Path("examples/ib-vil-ikke-flytte.yaml")), "da").split("\n")
    [line] = [one for one in told if one.startswith("FRIST")]
    assert line == "FRIST  måske 1, hvis mere oplyses: --full"
    assert told[told.index(line) + 1].startswith("Du afgør")


@pytest.mark.parametrize(
    ("days", "words", "told"),
    [
        (10, 3, ["DEADLINE  perhaps 2 December 2026: do do do"]),
        (10, 60, ["DEADLINE  perhaps 1, if more is recorded: --full"]),
        (None, 3, ["DEADLINE  perhaps 1, if more is recorded: --full"]),
    ],
)
def test_a_deadline_that_is_only_perhaps_so_stands_in_whole_or_not_at_all(
    days: int | None, words: int, told: list[str]
) -> None:
    text = " ".join(["do"] * words)
    row = {
        "id": "d", "when": "case.flags.acute", "within": "10 days",
        "counted_from": "case.assessed" if days else "application(SEL-108)",
        "waits_for": "decision",
        "text": {"da": text, "en": text}, "source": "x",
    }  # fmt: skip
    home = an_offer("own", "SEL-108")
    asked = case(a_case(needs={"areas": ["home"]}, assessed=DAY.isoformat()))
    found = match(asked, catalogue(offers(home)), guideline(a_guideline(deadlines=[row])), DAY)
    assert [one for one in screen(found, "en").split("\n") if one.startswith(("DEADLINE", "    do"))] == told


def test_a_case_just_begun_has_no_more_than_one_screen() -> None:
    begun = {"format": 1, "case": "ib-2026-1130-01", "assessed": "2026-11-30", "municipality": "Ikast-Brande",
             "citizen": {"home": {"housing": "none"}}, "permanence": "temporary"}  # fmt: skip
    for language in ("da", "en"):
        told = screen(ranked(case(begun)), language).split("\n")
        assert len(told) <= HEIGHT
        assert [one for one in told if one.startswith(("FRIST", "DEADLINE"))] in (
            ["FRISTER  måske 5, hvis mere oplyses: --full"],
            ["DEADLINES  perhaps 5, if more is recorded: --full"],
        )


def test_another_of_an_estimated_provision_is_marked_as_the_first_is() -> None:
    told = screen(answer(Path("examples/sil-fra-mor-til-eget-hjem.yaml")), "da").partition("ANDRE LØSNINGER")[2]
    assert "  2  Bellisbo/Bellisparken (skøn)  " in told
    told = screen(answer(Path("examples/ib-stu-hos-foraeldre.yaml")), "da").partition("ANDRE LØSNINGER")[2]
    assert "Kommune · SEL § 85 (skøn)" in " ".join(told.replace("│", " ").split())


@pytest.mark.parametrize(
    ("height", "title", "last"),
    [
        (
            24,
            "UDELUKKET – 345 af 358 muligheder opfylder ikke dette (og 1 til: --full)",
            "   60  der skal gives hjælp ",
        ),
        (60, "UDELUKKET – 345 af 358 muligheder opfylder ikke dette", "  12 andre er ikke udelukket, "),
    ],
)
def test_where_no_other_placement_is_the_commonest_reasons_stand_below_with_counts(
    height: int, title: str, last: str
) -> None:
    told = screen(answer(Path("examples/had-dom-til-anbringelse.yaml")), "da", height=height)
    out = told.partition("ANDRE LØSNINGER – ingen\n")[2].partition("OPFØLGNING")[0].strip("\n").split("\n")
    assert out[0] == title
    assert out[1] == "  166  en dom til anbringelse i sikret afdeling kan kun opfyldes i en sikret"
    assert out[-1].startswith(last)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES[::4]])
def test_the_reasons_of_what_is_ruled_out_add_up_to_all_of_it(path: Path) -> None:
    ranking = answer(path)
    with speaking("da"):
        out = OneScreen(ranking, "da").out
        every, few = list(out.reasons()), out.in_short()
    ruled_out = ranking.accounts[Standing.RULED_OUT]
    assert sum(n for _why, n in every) == sum(n for _why, n in few) == ruled_out
    assert "en anden regel" not in " ".join(why for why, _n in every)


def test_a_reason_that_says_something_of_one_offer_is_not_said_of_all() -> None:
    text = {"da": "{offer.name} har {option.free_places} pladser", "en": "{offer.name} has {option.free_places} places"}
    barred = guideline(a_guideline(rules=[a_rule("a-place", "option.free_places > 0", gate="legality", reason=text)]))
    day = an_offer("day", "SEL-104", covers=["social_contact"], free=0)
    found = match(case(a_case(needs={"areas": ["activity"]})), catalogue(offers(day)), barred, DAY)
    assert next(iter(OneScreen(found, "en").out.reasons())) == ("barred by another rule of law", 1)


def test_what_is_in_no_placement_though_not_ruled_out_is_told() -> None:
    told = " ".join(screen(answer(Path("examples/had-dom-til-anbringelse.yaml")), "da", height=60).split())
    assert "345 af 358" in told
    assert "12 andre er ikke udelukket, men indgår ikke i andre løsninger: --all" in told


def test_the_wished_for_that_is_ruled_out_stands_on_the_screen_behind_the_next_placement() -> None:
    told = screen(answer(Path("examples/had-soegt-om-botilbud.yaml")), "da").partition("ANDRE LØSNINGER")[2].split("\n")
    assert told[1].startswith("  2  Autismecenter Syd – Fristedet")
    assert "  Udelukket: Autismecenter Syd – Skovbo (ansøgt). Længerevarende botilbud gives" in told


@pytest.mark.parametrize(
    ("example", "lines"),
    [
        (
            "hol-udadreagerende-hus7",
            [
                "ANDRE LØSNINGER, 2 af de 4 næste (resten: --full, flere: --top 10)",
                "  2  nr. 1 med Gården – dagtilbud  │ fraviger hovedreglen: et dagtilbud skal som",
            ],
        ),
        (
            "sil-noget-at-staa-op-til",
            [
                "ANDRE LØSNINGER – som nr. 1, men med et andet dagtilbud, SEL § 104 (luftlinje",
                "  til bror / sognets kor)",
                "  2  Garland (skøn)              24 km    længere fra netværket",
            ],
        ),
        (
            "esb-hjerneskade-i-koerestol",
            ["ANDRE LØSNINGER (luftlinje til kone og to børn / håndboldklub), 3 af de 4 næste"],
        ),
    ],
)
def test_the_others_say_what_differs_how_far_and_why_later(example: str, lines: list[str]) -> None:
    told = screen(answer(Path(f"examples/{example}.yaml")), "da").split("\n")
    assert [one for one in lines if one not in told] == []


@pytest.mark.parametrize(
    ("example", "once"),
    [
        ("ib-fylder-18", "2. september 2026"),
        ("had-frit-valg-lidt-dyrere", "2.394"),
        ("ib-frit-valg-til-randers", "prisen pr. dag"),
        ("esb-hjerneskade-i-koerestol", "plads til kørestol"),
        ("sil-kan-ikke-samtykke", "ledige pladser"),
    ],
)
def test_nothing_is_said_twice(example: str, once: str) -> None:
    told = " ".join(screen(answer(Path(f"examples/{example}.yaml")), "da", height=60).split())
    boxes, after = told.partition("FØR AFGØRELSEN")[2].partition("FRIST")[::2]
    assert boxes.count(once) == (0 if once in after else 1)


def test_where_only_the_first_was_asked_for_the_others_are_not_said_to_be_none() -> None:
    document = a_case(needs={"areas": ["home"], "must": ["a_home"]})
    written = guideline(a_guideline(rules=[a_rule("no-tenancy", "option.kind == catalogue")]))
    houses = offers(*(an_offer(id, "SEL-108") for id in ("a", "b")), an_offer("c", "SEL-104"))
    one, both = (match(case(document), catalogue(houses), written, DAY, top=top) for top in (1, 2))
    assert "OTHERS – not shown (--top 1)" in screen(one, "en")
    assert "OTHERS – n" not in screen(both, "en")


def test_what_tilbudsportalen_says_is_looked_up_and_not_asked_of_the_offer() -> None:
    told = " ".join(screen(answer(Path("examples/esb-fra-ophold-til-egen-bolig.yaml")), "en").split())
    assert "Tilbudsportalen: Is Bostedet Hedehyblerne approved and registered? Is Samværs-" in told
    assert "□ Ask Bostedet Hedehyblerne about" not in told


def test_the_whole_answer_is_a_word_away(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(EXAMPLES[0])
    short, full = (inside(monkeypatch, capsys, "match", case, *more) for more in ((), ("--full",)))
    assert "--full" in short.out
    assert len(short.out.splitlines()) <= HEIGHT
    assert len(full.out.splitlines()) > HEIGHT
    assert short.code == full.code
    for more in (["--all"], ["--areas"], ["--format", "markdown"]):
        assert len(inside(monkeypatch, capsys, "match", case, *more).out.splitlines()) > HEIGHT


def test_others_that_were_asked_for_are_there_all_and_take_no_room_from_the_rest() -> None:
    case = load_case(Path(__file__).parent.parent / "examples" / "sil-noget-at-staa-op-til.yaml")
    ranking = Engine(shipped_catalogue(), load_guideline(case.municipality, case.assessed)).match(case, top=10)
    with speaking("en"):
        sections = tuple(OneScreen(ranking, "en", others_in_whole=True).sections())
        asked = [text for text, _strong in fitted(sections, WIDTH, HEIGHT)]
    for number in range(2, 11):
        assert any(line.startswith(f"  {number:<2} ") for line in asked), number
    unasked = screen(ranking, "en").split("\n")
    assert not any(line.startswith("  10 ") for line in unasked)
    assert {line for line in unasked if "□" in line} <= {*asked}
    assert len(unasked) <= HEIGHT < len(asked)


@pytest.mark.parametrize(
    ("room", "cut"),
    [(41, "Bellisbo · SEL § 108 + anden støtte"), (25, "Bellisbo · SEL § 108…"), (18, "Bellisbo…"), (14, "Bellisbo…")],
)
def test_a_line_is_not_cut_between_an_act_and_its_section(room: int, cut: str) -> None:
    assert shortened("Bellisbo · SEL § 108 + anden støtte", room) == cut


@pytest.mark.parametrize(
    ("every", "told"),
    [
        (None, "1. marts 2026, derefter 1. marts 2027"),
        (Period(12, "months"), "1. marts 2026, derefter hvert år fra 1. marts 2027"),
        (Period(1, "years"), "1. marts 2026, derefter hvert år fra 1. marts 2027"),
        (Period(3, "months"), "1. marts 2026, derefter hver 3. måned fra 1. marts 2027"),
        (Period(90, "days"), "1. marts 2026, derefter 1. marts 2027"),
    ],
)
def test_a_follow_up_says_how_often_it_is_after_the_first(every: Period | None, told: str) -> None:
    with speaking("da"):
        assert looked_again((date(2026, 3, 1), date(2027, 3, 1)), every) == told
        assert looked_again((date(2026, 3, 1),), every) == "1. marts 2026"


@pytest.mark.parametrize(("until", "told"), [("2020-01-01", True), ("2099-01-01", False), (None, False)])
def test_an_approval_that_ran_out_is_a_box_where_no_rule_excludes_the_offer(until: str | None, told: bool) -> None:
    record = an_offer("engbo", "SEL-85", approved={"by": "Socialtilsyn Midt", "until": until})
    asked = case(a_case(needs={"areas": ["support"]}))
    ranking = match(asked, catalogue(offers(record)), guideline(a_guideline()), DAY)
    assert ranking.first is not None
    said = " ".join(screen(ranking, "en").split())
    assert ("engbo ran out on 1 January 2020: is it renewed?" in said) is told, said
    first = first_document(Explanation(ranking), ranking.first)
    assert first["approvals_run_out"] == ([{"offer": "engbo", "until": until}] if told else [])
