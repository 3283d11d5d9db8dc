"""What is ruled out: every option once, under its first reason, and the one that a reader asks about by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, case, catalogue, guideline
from ledgers import ranked
from running import inside
from written import a_case, a_guideline, a_rule, an_offer, offers

from visit import load_case, load_guideline, shipped_catalogue
from visit.locale import speaking
from visit.matching import Engine, match
from visit.ranking.values import Standing
from visit.reasons.explanation import Explanation
from visit.reasons.near_misses import most_hours
from visit.reasons.ruled_out import WhyAsked, asked_about, stopped
from visit.render.lines import fitted
from visit.render.one_screen import OneScreen
from visit.vocabulary import vocabulary

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES[::4]])
def test_every_option_that_is_ruled_out_is_counted_once(path: Path) -> None:
    ranking = ranked(load_case(path))
    assert sum(one.count for one in stopped(ranking)) == ranking.accounts[Standing.RULED_OUT]
    assert all(one.gate in {*vocabulary().codes["gate"].terms, ""} for one in stopped(ranking))


def test_an_option_counts_at_the_gate_where_it_stops_first() -> None:
    rules = [
        a_rule("for-all", "option.internal", gate="competence"),
        a_rule("again", "option.internal"),
        a_rule("a-place", "option.free_places > 0"),
    ]
    rows = [an_offer("own", "SEL-108", free=0), an_offer("b", "SEL-108", operator=ELSEWHERE, free=0)]
    ranking = match(case(a_case(needs=HOME)), catalogue(offers(*rows)), guideline(a_guideline(rules=rules)), DAY)
    by_gate = {one.gate: [(rule.id, n) for rule, n in one.rules] for one in stopped(ranking)}
    assert by_gate["competence"] == [("for-all", 1)]
    assert by_gate["legality"] == [("a-place", 1)]


ELSEWHERE = {"type": "private"}
HOME = {"areas": ["home"], "must": ["a_home"]}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"wishes": {"offers": ["full"]}}, WhyAsked.WISHED),
        ({"applied": [{"provision": "SEL-108", "offer": "full", "on": "2026-11-01"}]}, WhyAsked.APPLIED),
        ({"offered": "full/SEL-108"}, WhyAsked.OFFERED),
        ({}, None),
    ],
)
def test_the_reader_asks_about_what_the_case_names(fields: dict[str, Any], why: WhyAsked | None) -> None:
    rows = [an_offer(id, "SEL-108", free=free) for id, free in (("full", 0), ("open", 1), ("other", 0))]
    written = guideline(a_guideline(rules=[a_rule("a-place", "option.free_places > 0")]))
    ranking = match(case(a_case(needs=HOME, **fields)), catalogue(offers(*rows)), written, DAY)
    found = [(why, miss.option.offer.id) for why, miss in asked_about(Explanation(ranking))]
    assert found == ([] if why is None else [(why, "full")])


def test_where_hours_are_the_cause_the_most_that_each_gives_is_told() -> None:
    rows = [an_offer(id, "SEL-85", hours_per_week=hours) for id, hours in (("few", 4), ("more", 6))]
    needs = {"areas": ["support"], "hours_per_week": {"support": 30}}
    written = guideline(a_guideline(rules=[]))
    ranking = match(case(a_case(needs=needs)), catalogue(offers(*rows)), written, DAY)
    [(wanted, most)] = most_hours(ranking)
    assert (wanted.id, [(one.offer.id, int(hours)) for one, hours in most]) == (
        "hours:support",
        [("more", 6), ("few", 4)],
    )
    with speaking("en"):
        told = [text for text, _strong in fitted(tuple(OneScreen(ranking, "en").sections()), 80, 24)]
    assert "  30 hours a week of support: the offers' own limits: more 6 and few 4" in told


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ([18, 30], "full er for 18-30-årige; borgeren er 35 år"),
        ([40, None], "full er for borgere på 40 år og derover; borgeren er 35 år"),
        ([None, 24], "full er for borgere på højst 24 år; borgeren er 35 år"),
    ],
)
def test_ages_that_do_not_fit_are_told_in_few_words(ages: list[int | None], told: str) -> None:
    reason = {"da": "Alderen {case.age} skal passe: {option.age_fits}", "en": "The age {case.age} must fit"}
    rules = [a_rule("ages", "option.age_fits", reason=reason)]
    found = case(a_case(needs=HOME, citizen={"age": 35}, wishes={"offers": ["full"]}))
    rows = catalogue(offers(an_offer("full", "SEL-108", ages=ages)))
    ranking = match(found, rows, guideline(a_guideline(rules=rules)), DAY)
    with speaking("da"):
        lines = [text for text, _strong in fitted(tuple(OneScreen(ranking, "da").sections()), 120, 60)]
    assert any(told in line for line in lines), lines


def test_two_services_of_one_offer_are_two_of_the_others() -> None:
    found = load_case(Path(__file__).parent.parent / "examples" / "ib-vil-ikke-flytte.yaml")
    guide = load_guideline(found.municipality, found.assessed)
    ranking = Engine(shipped_catalogue(), guide).match(found, top=6)
    with speaking("en"):
        sections = tuple(OneScreen(ranking, "en", others_in_whole=True).sections())
        told = "\n".join(text for text, _strong in fitted(sections, 120, 60))
    assert "SEL 83 or SEL 83 a" not in told
    assert "  2  no. 1 with Rehabilitation course, SEL 83 a" in told


def test_where_an_offer_stands_that_the_case_names_is_on_the_screen(monkeypatch, capsys) -> None:
    asked = ("--lang", "da", "match", "examples/ib-frit-valg-til-randers.yaml")
    row = "Bellisbo/Bellisparken (skøn) · tilbudt"
    assert f"  2  {row}  " in inside(monkeypatch, capsys, *asked).out
    why = inside(monkeypatch, capsys, "--lang", "da", "why", asked[-1], row)
    assert (why.code, "NR. 2 KAN BEVILGES" in why.out) == (0, True)
    assert (
        "Tilbudt: Bellisbo/Bellisparken er ikke nr. 1 (kan bevilges)"
        in inside(monkeypatch, capsys, *asked, "--top", "1").out
    )
