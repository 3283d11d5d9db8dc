"""The standings: one declaration, and what follows from it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from visit.ranking.standings import judge
from visit.ranking.values import Category, Standing, weakest
from visit.rules.deciding.all_options import Rows
from visit.vocabulary import vocabulary

SEMANTICS = (Path(__file__).parent.parent / "docs" / "semantics.md").read_text(encoding="utf-8")


def test_each_is_a_code_of_the_vocabulary() -> None:
    assert [one.value for one in Standing] == list(vocabulary().codes["standing"].terms)


@pytest.mark.parametrize("standing", Standing)
def test_each_has_its_row_in_the_page(standing: Standing) -> None:
    assert f"\n| {standing.label('en')} |" in SEMANTICS, f"docs/semantics.md says nothing of {standing.value}"


def test_each_is_given_to_some_option() -> None:
    failing = {"must": 0b000010, "presumption": 0b000100, "hold": 0b001000}
    rules: Any = [
        SimpleNamespace(id=one, strength=one, gate="policy", by=None, awaits_unknown=False) for one in failing
    ]
    weighed: Any = SimpleNamespace(
        options=range(6), meets=0b111111, surely=0b011111, acute=0b010000, continuing=0, requirements=()
    )
    columns: Any = SimpleNamespace(side=SimpleNamespace(values={"case.home.dwelling.from": None}))
    judged = judge(weighed, rules, columns, {one: Rows(0, row, 0) for one, row in failing.items()})
    assert set(judged.standings) == set(Standing), "a standing that `judge` gives to nothing"


def test_each_has_a_weakness_of_its_own() -> None:
    assert len({one.weakness for one in Standing}) == len(Standing)


def test_a_weaker_part_never_makes_a_better_category() -> None:
    placed = sorted((one for one in Standing if one.can_be_part), key=lambda one: one.weakness)
    assert [one.category for one in placed] == sorted(one.category for one in placed)
    by_decider = {Category.REFUSED, Category.COERCION}  # of whom it waits for, not of the standing
    assert {one.category for one in Standing} == set(Category) - by_decider


def test_the_weakest_is_the_last_in_the_order_of_the_page() -> None:
    assert weakest((Standing.UNDECIDED, Standing.SUITABLE, Standing.AWAITING)) is Standing.UNDECIDED
    assert weakest((Standing.BY_EXCEPTION, Standing.SUITABLE)) is Standing.BY_EXCEPTION
