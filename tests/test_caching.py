"""What cases share: what is found again is what would have been read, whichever cases came before."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

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
        assert told(engine.match(case)) == told(match(case, CATALOGUE, guideline)), case.id
    assert len(engines) < len(cases()[::2])


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
