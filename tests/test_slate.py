"""What cases share: what is found again is what would have been read, whichever cases came before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from visit.case import Case, load_case
from visit.catalogue import Catalogue, shipped_catalogue
from visit.matching import match
from visit.ranking.options import options
from visit.ranking.values import Ranking
from visit.rules import load_guideline
from visit.rules.deciding.shared import Kept

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
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


def told(ranking: Ranking) -> tuple[object, ...]:
    placements = [(one.sort_key, one.standing, one.failed, [c.values for c in one.order]) for one in ranking.placements]
    meetings = [[(one.surely, one.at_most, one.reason) for one in met] for met in ranking.meetings]
    return ranking.standings, dict(ranking.outcomes), meetings, placements, ranking.comparative.values


@pytest.mark.parametrize("backwards", [False, True])
def test_a_ranking_is_the_same_whichever_cases_came_before(backwards: bool) -> None:
    shared = shipped_catalogue()
    for case in sorted(cases()[::2], key=lambda one: one.id, reverse=backwards):
        guideline = load_guideline(case.municipality, case.assessed)
        first = match(case, shipped_catalogue(), guideline)
        assert told(match(case, shared, guideline)) == told(first), case.id


def test_a_catalogue_made_from_another_shares_nothing_with_it() -> None:
    case, whole = load_case(EXAMPLES[0]), shipped_catalogue()
    every = options(case, whole, case.assessed)
    none: Catalogue = replace(whole, options=())
    assert len(options(case, none, case.assessed)) < len(every)
    assert options(case, whole, case.assessed)[0] is every[0]


def test_what_is_kept_is_bounded() -> None:
    kept: Kept[int] = Kept(2)
    assert [kept.keep(key, key) for key in range(3)] == [0, 1, 2]
    assert dict(kept) == {2: 2}
