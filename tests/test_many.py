"""Many cases at once against `match`: every outcome, every standing, every first placement, case by case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY, DOCUMENTS, SHIPPED, case, catalogue, catalogues, guideline, guidelines, quiet, shipped
from hypothesis import given
from hypothesis import strategies as st

from visit.case import Case
from visit.catalogue import Catalogue
from visit.errors import CaseError
from visit.many.many import DecidedBlock
from visit.many.population import population
from visit.matching import Engine
from visit.ranking.values import Ranking, Standing
from visit.rules.guideline.values import Guideline

SEVERAL = st.lists(DOCUMENTS, min_size=1, max_size=5)


def agree(cases: list[Case], offers: Catalogue, rules: Guideline) -> None:
    """Each case is answered as by itself."""
    deciding = DecidedBlock(Engine(offers, rules), population(cases, DAY))
    alone = Engine(offers, rules)
    for place, (one, answer) in enumerate(zip(cases, deciding.answers().each, strict=True)):
        try:
            ranking = alone.match(one, DAY, top=1)
        except CaseError as error:
            assert answer.refused == error.message
            continue
        assert not answer.refused
        assert dict(answer.standings) == standings(ranking)
        first = ranking.placements[0].parts if ranking.placements else ()
        assert answer.first == tuple(option.id for option in first)
        for rule in deciding.judging.outcomes:
            for index, option in enumerate(ranking.options):
                found = deciding.judging.outcome(rule, place, option.id)
                assert found == ranking.outcomes[rule].outcome(index), rule


def standings(ranking: Ranking) -> dict[Standing, tuple[str, ...]]:
    found: dict[Standing, tuple[str, ...]] = {}
    for option, standing in zip(ranking.options, ranking.standings, strict=True):
        if standing is not Standing.RULED_OUT:
            found[standing] = (*found.get(standing, ()), option.id)
    return found


@pytest.mark.parametrize("name", SHIPPED)
@quiet(5)
@given(documents=SEVERAL, offers=catalogues())
def test_many_cases_are_answered_as_one_by_one_under_shipped_guidelines(
    name: str, documents: list[dict[str, Any]], offers: dict[str, Any]
) -> None:
    agree([case(one) for one in documents], catalogue(offers), shipped(name))


@quiet(40)
@given(SEVERAL, catalogues(), guidelines())
def test_many_cases_are_answered_as_one_by_one_under_drawn_guidelines(
    documents: list[dict[str, Any]], offers: dict[str, Any], rules: dict[str, Any]
) -> None:
    agree([case(one) for one in documents], catalogue(offers), guideline(rules))


def test_only_the_lab_asks_for_numpy() -> None:
    """The rest of visit starts without it."""
    root = Path(__file__).parent.parent / "visit"
    others = [path for path in root.rglob("*.py") if path.parent.name != "lab"]
    asking = [path for path in others if re.search(r"^(from|import) (numpy|visit\.lab)", path.read_text(), re.M)]
    assert asking == []
