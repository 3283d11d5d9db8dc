"""A doubling is seen: how many calls answers make, counted, since a clock says another thing on every machine.

Calls of functions are counted, of visit's own and of what they use; nothing is timed. What a call takes is shown in `benchmarks/`,
side by side. The counts below were taken with CPython 3.11; other versions count some comprehensions otherwise, far less than half.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from visit import load_case, load_guideline, match, shipped_catalogue
from visit.catalogue import catalogue_from
from visit.matching import Engine

ROOT = Path(__file__).parent.parent
CASES = [load_case(path) for path in sorted((ROOT / "examples").glob("*.yaml"))[:8]]
CATALOGUE = shipped_catalogue()
ENGINES = [Engine(CATALOGUE, load_guideline(case.municipality, case.assessed)) for case in CASES]


def warm() -> None:
    """Answer again what was asked before, as replay and simulation do."""
    for case, engine in zip(CASES, ENGINES, strict=True):
        engine.match(case)


def first() -> None:
    """Answer one question with a catalogue and a guideline that nobody has asked yet, as a command does."""
    case = CASES[0]
    match(
        case,
        catalogue_from(CATALOGUE.record, known_digest=CATALOGUE.digest),
        load_guideline(case.municipality, case.assessed),
    )


def calls(asked: Callable[[], object]) -> int:
    """Return how many functions are called while something is asked a second time."""
    asked()
    count = 0

    def counted(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        asked()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(("asked", "counted"), [(warm, 597_000), (first, 469_000)], ids=["warm", "first"])
def test_an_answer_makes_less_than_half_as_many_calls_again_as_it_did(
    asked: Callable[[], object], counted: int
) -> None:
    found = calls(asked)
    assert found < 1.5 * counted, f"{found:,} calls; they were {counted:,}"
