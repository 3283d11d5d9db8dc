"""What `match` says of no. 1 is said of it by `why`, by `decide` and in the journal, in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import ledgers
import pytest
from drawn import DAY, case, catalogue, guideline
from running import ROOT, inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit.audit.answered_again import answered_again
from visit.commands.decide import plain_answer
from visit.commands.match import exit_code
from visit.decisions.deciding import Recorded, decision
from visit.decisions.files import decided as one
from visit.decisions.worked_out import Choice
from visit.locale import speaking
from visit.matching import match
from visit.pages.decision_page import DecisionPage
from visit.pages.ranking_page import RankingPage
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import of_placement, standing_told, verdict
from visit.render.decision_sheet import DecisionSheet
from visit.render.journal import journal, of_decision
from visit.render.one_screen import OneScreen
from visit.render.plain import plain
from visit.render.short_answer import ShortAnswer

EXAMPLES = {
    "esb-fra-ophold-til-egen-bolig": "ikke oplyst",
    "hol-udadreagerende-hus7": "skærmede rammer",
    "had-naesten-tom": "funktionsevnen efter loven",
    "ib-flere-svaere-problemer": "der skal findes en bolig",
    "had-soegt-om-botilbud": "NR. 1 KAN BEVILGES",
}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def as_one(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_why_and_decide_say_the_verdict_of_the_screen(name: str, monkeypatch, capsys) -> None:
    file = f"examples/{name}.yaml"
    screen = as_one(inside(monkeypatch, capsys, "match", file, "--lang", "da").out)
    start = screen.index("IKKE AFKLARET" if "KAN BEVILGES" not in EXAMPLES[name] else "NR. 1")
    deciding = ("decide", file, "1", "--by", "anna", "--reason", "x", "--dry-run", "--lang", "da")
    decided = inside(monkeypatch, capsys, *deciding, COLUMNS="1000").out
    told = next(line for line in decided.splitlines() if line.startswith("- Svaret: ")).removeprefix("- Svaret: ")
    assert EXAMPLES[name] in told
    assert screen[start:].startswith(told)
    assert told in as_one(inside(monkeypatch, capsys, "why", file, "1", "--lang", "da").out)
    assert f"Svaret: {told}.\n" in inside(monkeypatch, capsys, *deciding, "--format", "journal", COLUMNS="1000").out


def test_what_is_missing_stands_with_the_verdict(monkeypatch, capsys) -> None:
    deciding = ("--by", "anna", "--reason", "x", "--dry-run", "--lang", "da")
    ground = inside(monkeypatch, capsys, "decide", "examples/esb-fra-ophold-til-egen-bolig.yaml", "1", *deciding).out
    assert "Når grunden er skrevet, kommer dette først: egen bolig (skal findes)" in ground
    empty = inside(monkeypatch, capsys, "decide", "examples/had-naesten-tom.yaml", "1", *deciding).out
    assert "Mangler stadig:\n    Er borgerens funktionsevne i lovens forstand" in empty


def presumed(condition: str) -> Ranking:
    rules = [a_rule("norm", condition, strength="presumption"), a_rule("ours", "option.kind == catalogue")]
    written = guideline(a_guideline(rules=rules))
    found = case(a_case(needs={"areas": ["support"], "must": ["budget_and_mail"]}))
    return match(found, catalogue(offers(an_offer("a", "SEL-85", covers=["budget_and_mail"]))), written, DAY)


def decided(ranking: Ranking, placement: Placement, **recorded: Any) -> DecisionSheet:
    choice = Choice(placement=placement, rank=1)
    draft = decision(
        ranking, choice, Recorded("x", "anna", "office", **recorded), shown=plain_answer(ranking, "en"), today=DAY
    )
    return DecisionSheet(ranking, draft, None, "-", "en", day=DAY, placement=placement)


@pytest.mark.parametrize(
    ("condition", "told", "boxed"),
    [
        ("option.free_places > 0", "PERHAPS ONLY BY EXCEPTION: it is not known", "Write why, if this is departed from"),
        ("false", "ONLY BY EXCEPTION: no. 1 departs", "Write why this is departed from"),
    ],
)
def test_a_norm_that_only_may_be_departed_from_is_no_departure_on_the_screen_either(
    condition: str, told: str, boxed: str
) -> None:
    ranking = presumed(condition)
    first = cast(Placement, ranking.first)
    with speaking("en"):
        lines = [line.text.strip() for one in OneScreen(ranking, "en").sections() for line in one.lines]
        sheet = decided(ranking, first)
        said = plain(sheet.sheet())
        verdict_told = OneScreen(ranking, "en").words.told()
        in_journal = journal(of_decision(sheet))
    assert verdict_told.startswith(told)
    assert f"The answer: {verdict_told}" in said
    assert f"The answer: {verdict_told}." in in_journal
    assert any(boxed in line for line in lines)
    assert ("Departs perhaps; no code is needed" in said) is told.startswith("PERHAPS")


def test_what_keeps_another_placement_than_the_first_is_its_own() -> None:
    rules = [a_rule("a-place", "option.free_places > 0"), a_rule("ours", "option.kind == catalogue")]
    rows = [an_offer("known", "SEL-85", free=1), an_offer("open", "SEL-85")]
    found = case(a_case(needs={"areas": ["support"]}))
    ranking = match(found, catalogue(offers(*rows)), guideline(a_guideline(rules=rules)), DAY)
    first, second = ranking.placements
    assert (of_placement(ranking, first), of_placement(ranking, second)) == ((), ("undecided",))
    assert of_placement(ranking, first) == verdict(ranking).reasons
    with speaking("en"):
        said = plain(decided(ranking, second).sheet())
    assert "The answer: NOT YET: not known – open" in said


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ({"areas": ["support"]}, "Borgerens behov er ikke oplyst."),
        ({"areas": ["support"], "must": ["budget_and_mail"]}, "Dækker 1 af 1 behov."),
    ],
)
def test_a_count_of_needs_says_where_nobody_has_recorded_them(needs: dict[str, Any], told: str) -> None:
    rows = offers(an_offer("a", "SEL-85", covers=["budget_and_mail"]))
    rules = [a_rule("ours", "option.kind == catalogue")]
    ranking = match(case(a_case(needs=needs)), catalogue(rows), guideline(a_guideline(rules=rules)), DAY)
    with speaking("da"):
        lines = [line.text for one in OneScreen(ranking, "da").sections() for line in one.lines]
        met = ShortAnswer(ranking, "da").met()
    assert any(told in line for line in lines)
    assert ("ikke oplyst" in met) is ("ikke oplyst" in told)


@pytest.mark.parametrize("condition", ["option.free_places > 0", "false"])
def test_what_can_be_granted_by_exception_ends_in_zero_as_the_readme_says(condition: str) -> None:
    ranking = presumed(condition)
    assert cast(Placement, ranking.first).standing == "by_exception"
    assert exit_code(ranking, strict=False) == 0
    assert "| 0 | answered: the first placement can be granted, also where that is by exception" in (
        ROOT / "README.md"
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize(("strength", "code"), [("approval", 0), ("hold", 3)])
def test_an_approval_afterwards_ends_in_zero_and_who_decides_first_in_three(strength: str, code: int) -> None:
    rules = [a_rule("ours", "option.kind == catalogue")]
    if strength == "hold":
        rules.append(a_rule("first", "false", strength="hold", by="social_committee"))
    written = a_guideline(rules=rules)
    if strength == "approval":
        written["approvals"] = [
            {
                "id": "asked",
                "when": "true",
                "by": "social_committee",
                "source": "s",
                "text": {"da": "Udvalget", "en": "The committee"},
            }
        ]
    found = case(a_case(needs={"areas": ["support"], "must": ["budget_and_mail"]}))
    rows = offers(an_offer("a", "SEL-85", covers=["budget_and_mail"]))
    ranking = match(found, catalogue(rows), guideline(written), DAY)
    assert exit_code(ranking, strict=False) == code


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (
            "esb-fra-ophold-til-egen-bolig",
            "Svaret: IKKE AFKLARET: grunden til at give mindre hjælp end nu er ikke oplyst",
        ),
        ("sil-noget-at-staa-op-til", "Svaret: NR. 1 KAN BEVILGES"),
    ],
)
def test_the_page_of_a_decision_says_what_was_said_of_its_choice(example: str, told: str, tmp_path: Path) -> None:
    ledger = ledgers.a_ledger(tmp_path / "ledger.db")
    first = ledgers.decide(ledger, ledgers.a_case(example))
    other = ledgers.decide(ledger, ledgers.a_case(example), choice="none:postponed")
    with speaking("da"):
        pages = [DecisionPage(ledger, one(ledger, seq), "da").html() for seq in (first, other)]
    assert f"<strong>{told}" in pages[0]
    assert "Svaret:" not in pages[1]
    ledgers.erase(ledger, ledgers.a_case(example).id)
    assert answered_again(ledger, ledger.entry(first, partial=True)) is None


HOMELESS = "hol-hjemloes-stoffer-og-sindslidelse"


def test_what_waits_for_a_dwelling_is_undecided_wherever_its_standing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ranking = ledgers.ranked(ledgers.a_case(HOMELESS))
    assert [standing_told(ranking, one) for one in ranking.placements[:2]] == [Standing.UNDECIDED] * 2
    ledger = ledgers.a_ledger(tmp_path / "ledger.db")
    seq = ledgers.decide(ledger, ledgers.a_case(HOMELESS), choice=2, departure="capacity")
    with speaking("da"):
        page = as_one(DecisionPage(ledger, one(ledger, seq), "da").html())
        drawn = as_one(RankingPage(ranking, "da").html())
    assert "nr. 2 i rangeringen; uafklaret" in page
    assert "Svaret: IKKE AFKLARET: der skal findes en bolig" in page
    assert '<span class="number undecided">1</span>' in drawn
    assert all(f'<span class="number suitable">{n}</span>' not in drawn for n in (1, 2))
    file = f"examples/{HOMELESS}.yaml"
    assert "[kan bevilges]" not in inside(monkeypatch, capsys, "match", "--full", file, "--lang", "da").out


def test_what_must_be_approved_by_one_more_is_not_just_as_good(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = f"examples/{HOMELESS}.yaml"
    for command in (("match", file), ("why", file, "2")):
        shown = as_one(inside(monkeypatch, capsys, *command, "--lang", "en").out)
        assert "must also be approved by" in shown
        assert "do as well" not in shown
        assert "either will do" not in shown


def test_the_page_gives_nobody_a_home_or_a_grant_that_there_is_not() -> None:
    with speaking("en"):
        homeless = RankingPage(ledgers.ranked(ledgers.a_case(HOMELESS)), "en").html()
        too_young = RankingPage(ledgers.ranked(ledgers.a_case("ib-fylder-18")), "en").html()
    assert "where the citizen stays, without a home" in homeless
    assert "the home now" not in homeless
    assert "the home now" in too_young
    assert "Within the rules by itself, but in no solution: 8 options" in too_young
    assert "Suitable: 8" not in too_young
