"""What cases share: what is found again is what would have been read, whichever cases came before."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from visit import matching
from visit.case import Case, load_case
from visit.catalogue import shipped_catalogue
from visit.matching import Engine, match
from visit.ranking.values import Ranking
from visit.rules import load_guideline
from visit.rules.deciding.caching import Cache
from visit.rules.guideline.values import Guideline

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
CATALOGUE = shipped_catalogue()
DAY = date(2026, 11, 22)
CHANGES = (
    {},
    {"municipality": "Ikast-Brande"},
    {"target_groups": {"primary": "depression", "secondary": []}},
    {"target_groups": {"secondary": []}},
    {"wishes": {"offers": ["rm-sua"], "avoid": ["bellisbo"]}},
    {"travel": [{"from": "Ikast", "to": "rm-sua", "metres": 7000}]},
    {"network": [{"who": "friend", "contact": "daily", "benefit": "documented"}]},
    {"answers": [{"offer": "rm-sua", "answer": "no_place"}]},
)


def cases() -> list[Case]:
    """Return the examples, each as it is and with one thing changed."""
    found = []
    for place, path in enumerate(EXAMPLES):
        record = load_case(path).record
        for change in (CHANGES[0], CHANGES[1 + place % (len(CHANGES) - 1)]):
            found.append(Case({**record, "document": {**record["document"], **change}}))
    return found


@cache
def guideline_of(municipality: str) -> Guideline:
    """Return the guideline of a municipality."""
    return load_guideline(municipality, DAY)


@cache
def alone() -> dict[str, tuple[object, ...]]:
    """Return what is told of each case where none came before it."""
    return {case.id: told(match(case, CATALOGUE, guideline_of(case.municipality))) for case in cases()[::2]}


def told(ranking: Ranking) -> tuple[object, ...]:
    placements = [(one.sort_key, one.standing, one.failed, [c.values for c in one.order]) for one in ranking.placements]
    meetings = [[(one.surely, one.at_most, one.reason) for one in met] for met in ranking.meetings]
    return ranking.standings, dict(ranking.outcomes), meetings, placements, ranking.comparative.values


@pytest.mark.parametrize("backwards", [False, True])
def test_a_ranking_is_the_same_whichever_cases_came_before(backwards: bool) -> None:
    engines: dict[Guideline, Engine] = {}
    for case in sorted(cases()[::2], key=lambda one: one.id, reverse=backwards):
        guideline = guideline_of(case.municipality)
        engine = engines.setdefault(guideline, Engine(CATALOGUE, guideline))
        assert told(engine.match(case)) == alone()[case.id], case.id
    assert len(engines) < len(alone()) == len(EXAMPLES)


def test_a_full_cache_drops_what_was_used_longest_ago() -> None:
    few: Cache[int] = Cache(2)
    made: list[str] = []

    def asked(key: str) -> int:
        return few.of(key, lambda: len(made.append(key) or made))

    assert [asked(key) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]
    assert made == ["a", "b", "c", "b"]


def test_a_value_that_counts_as_false_is_found_again() -> None:
    few: Cache[tuple[int, ...]] = Cache(2)
    assert few.of("a", tuple) == few.of("a", lambda: (1,)) == ()


def test_what_a_guideline_depends_on_is_remembered_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cases()[0]
    guideline = guideline_of(case.municipality)
    whole = Engine(CATALOGUE, guideline)
    monkeypatch.setattr("visit.rules.deciding.dependencies.MOST", 3)
    small = Engine(CATALOGUE, guideline)
    assert told(small.match(case, DAY)) == told(whole.match(case, DAY))
    for engine, most in ((small, 3), (whole, 4096)):
        caches = [one for one in vars(engine.dependencies).values() if isinstance(one, Cache)]
        assert len(caches) == 4
        assert max(len(one._values) for one in caches) <= most
    assert max(len(one._values) for one in vars(whole.dependencies).values() if isinstance(one, Cache)) > 3


def test_what_is_asked_of_the_last_ranking_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cases()[0]
    engine, other = (Engine(CATALOGUE, guideline_of(case.municipality)) for _ in range(2))
    ranking, same = engine.match(case, DAY), other.match(case, DAY)
    other.match(cases()[3], DAY)
    sides = []
    real = matching.case_side
    monkeypatch.setattr(matching, "case_side", lambda *given: sides.append(given) or real(*given))
    found = engine.areas(ranking)
    engine.equivalents(ranking, ranking.placements[0])
    engine.placement(ranking, ranking.options[:1])
    assert sides == []
    again = other.areas(same)
    assert len(sides) == 1, "another case was asked about in between"
    assert [(one.area, [option.id for option, _standing in one.options]) for one in found] == [
        (one.area, [option.id for option, _standing in one.options]) for one in again
    ]
