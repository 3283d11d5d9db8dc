"""How far the search goes: in steps, which are the same everywhere, and never in time."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledgers import guideline

from visit.case import Case, load_case
from visit.catalogue import shipped_catalogue
from visit.matching import Engine
from visit.ranking.covers import Meter

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))[::3]


def steps(engine: Engine, case: Case, *, top: int) -> int:
    """Return the steps that a search for so many placements takes, in both passes."""
    meters: list[Meter] = []

    class Counting(Meter):
        def __init__(self, most: int) -> None:
            super().__init__(most)
            meters.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("visit.ranking.search.Meter", Counting)
        engine.match(case, top=top)
    return sum(one.steps for one in meters)


def test_one_placement_never_takes_more_steps_than_five() -> None:
    taken = []
    for path in EXAMPLES:
        case = load_case(path)
        engine = Engine(shipped_catalogue(), guideline(case.municipality, case.assessed))
        taken.append([steps(engine, case, top=top) for top in (1, 5, 50)])
    assert all(0 < one <= five <= fifty for one, five, fifty in taken), taken
    assert any(one < five for one, five, _fifty in taken), "the limit on how many are found changes nothing"
