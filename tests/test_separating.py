"""Why a placement does not come first is told by what is so of it, and not of the one that does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from exploring import Exploring
from running import ROOT
from test_compare_many import DAY, MUNICIPAL, drawn, mutated

from visit.audit.separating import Separated, separated
from visit.case import case_of
from visit.catalogue import Option, shipped_catalogue
from visit.catalogue_edits import CatalogueEdit, edited
from visit.errors import Location
from visit.lab.affected import most_affected
from visit.lab.answers import Answerer
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.members import Member
from visit.locale import speaking
from visit.matching import Engine
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.ranking.values import Placement, Ranking
from visit.reading.source import Document, PlainValue
from visit.reasons.explanation import Explanation
from visit.render.affected_words import separated_words
from visit.rules.deciding.one_option import Outcome

GRAVITY = {Outcome.FAILS: 2, Outcome.UNKNOWN: 1}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def gravest(ranking: Ranking, placement: Placement, rule: str) -> int:
    """How grave the worst is that a rule gives for the parts of a placement and for the whole."""
    of_parts = [
        ranking.outcomes[rule].outcome(ranking.index(one)) for one in placement.parts if rule in ranking.outcomes
    ]
    of_whole = [outcome for one, outcome in placement.failed if one.id == rule]
    return max((GRAVITY.get(one, 0) for one in (*of_parts, *of_whole)), default=0)


def tells_apart(engine: Engine, ranking: Ranking, parts: tuple[str, ...], told: Separated) -> bool:
    """Whether what is named is so of a placement of some options, and not of the first one."""
    options: dict[str, Option] = {one.id: one for one in ranking.options}
    if told.by == "absent":
        return told.id in parts and told.id not in options
    first, placement = ranking.first, engine.placement(ranking, [options[id] for id in parts])
    if told.by == "rule":
        is_here = told.option is None or told.option in parts
        there = 1 if first is None else gravest(ranking, first, told.id)
        return is_here and gravest(ranking, placement, told.id) > there
    if told.by == "need":
        never_met = {one.id for one in engine.unmet(ranking, placement.parts)}
        there = set[str]() if first is None else {one.id for one in first.leans_on}
        return told.id in never_met or told.id in {one.id for one in placement.leans_on} - there
    assert first is not None
    return (
        first.sort_key < placement.sort_key and Explanation(ranking).separation(first, placement).criterion == told.id
    )


def sides(exploring: Exploring) -> tuple[Answerer, Answerer]:
    """A shipped guideline, and another one, it with one thing changed, on another day, or without some offers."""
    offers, chance = shipped_catalogue(), exploring.chance
    one, other = chance.sample(MUNICIPAL, 2)
    basis = named_basis(one, offers, DAY)
    beside = chance.randrange(4)
    if beside == 0:
        return Answerer(basis), Answerer(named_basis(other, offers, DAY))
    if beside == 1:
        return Answerer(basis), Answerer(replace(basis, by_date=mutated(one, chance)))
    if beside == 2:
        return Answerer(basis), Answerer(replace(basis, day=date(2025, 6, 30)))
    gone = chance.sample(sorted(offers.offers), len(offers.offers) // 3)
    edits = [CatalogueEdit(id, None, None, offers.offers[id].record.recorded, None) for id in gone]
    return Answerer(basis), Answerer(replace(basis, catalogue=edited(offers, offers, edits)))


def test_what_is_named_is_so_of_the_one_and_not_of_the_other(exploring: Exploring) -> None:
    answerers = sides(exploring)
    for member in drawn(exploring, 8):
        rankings = [(one, one.ranking(member.case)) for one in answerers]
        for answerer, ranking in rankings:
            engine = answerer.engine(ranking.guideline)
            first = () if ranking.first is None else tuple(one.id for one in ranking.first.parts)
            found = {
                tuple(part.id for part in one.parts) for _answerer, every in rankings for one in every.placements[:2]
            }
            lacking = {tuple(one for one in first if one != left_out) for left_out in first} - {()}
            for parts in sorted((found | lacking) - {first}):
                told = separated(engine, ranking, parts)
                assert tells_apart(engine, ranking, parts, told), (member.case.id, parts, told)


def test_what_both_have_does_not_separate_them() -> None:
    """The meals are what § 83 b gives from 1 July 2025; that § 83 is not sure of anything holds both solutions back."""
    profile = load_profile("ikast-brande", municipality=None)
    *_others, one = Drawing(profile, profile.drawn_from(profile.bounds([])), 11).citizens(66)
    member = Member(case_of(Document("drawn", cast("PlainValue", one))), Location("drawn"))
    old, new = (
        Answerer(named_basis("ikast-brande", shipped_catalogue(), day)) for day in (date(2025, 6, 30), date(2025, 7, 1))
    )
    (affected,) = most_affected(impact_of((member,), old, new, own_only=False).moved, old, new, 1)
    assert {*affected.one.old.parts} < {*affected.one.new.parts}
    assert affected.now == Separated("need", "need:meals")
    assert affected.before is not None
    with speaking("en"):
        said = separated_words(affected.before, affected.old, "en", beside=affected.new)
    assert said == "Meals service, SEL 83 b, Ikast-Brande Kommune: SEL 83 b gives help only from 1 July 2025"
