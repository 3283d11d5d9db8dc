"""Placements over cells of like options: the covers against every set of options, and each criterion against its own key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from math import prod
from pathlib import Path

import pytest
from drawn import DAY, quiet
from hypothesis import assume, given
from hypothesis import strategies as st

from visit.case import load_case
from visit.catalogue import shipped_catalogue
from visit.many.cell_covers import CellCovers, Cover, TooManyCoversError
from visit.many.cell_search import two_by_id
from visit.many.many import DecidedBlock
from visit.many.narrowing import MOST_SETS, best_covers
from visit.many.population import population
from visit.many.second_passes import SecondPass
from visit.matching import Engine
from visit.ranking.criteria import Adds, Each, Kind, Most, Some, Steps
from visit.ranking.keys import LAST
from visit.ranking.undecided import HasOneOf, MostKept
from visit.ranking.values import Category
from visit.ranking.whole_criteria import Exceptions, Together, Whole, Within
from visit.rules import load_guideline
from visit.rules.deciding.option_sets import bits

PATHS = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))[::2]
COUNT, HOMES = 9, 0b111
VALUES = st.lists(st.sampled_from((0, 0, 1, 2, 5, LAST)), min_size=COUNT, max_size=COUNT)
KNOWN = st.lists(st.integers(0, 3), min_size=COUNT, max_size=COUNT)
STEPS = st.lists(st.sampled_from((None, 0, 1, 2)), min_size=COUNT, max_size=COUNT)
ROWS = st.integers(0, (1 << COUNT) - 1)
BEYOND = st.fixed_dictionaries({home: st.tuples(ROWS.map(lambda row: row & ~HOMES)) for home in (None, 0, 1, 2)})
KINDS = st.one_of(
    st.builds(Adds, VALUES),
    st.builds(Each, STEPS),
    st.builds(Steps, st.lists(st.builds(Each, STEPS), min_size=2, max_size=2)),
    st.builds(Most, VALUES),
    st.builds(Some, VALUES, st.booleans()),
    st.builds(HasOneOf, ROWS),
    st.builds(MostKept, ROWS),
    st.builds(Exceptions, st.builds(Adds, KNOWN), st.just(HOMES), BEYOND),
)


@st.composite
def covers(draw: st.DrawFn) -> list[Cover]:
    """Draw covers of one to three parts, one home at most among them."""
    found: list[Cover] = []
    for _cover in range(draw(st.integers(1, 3))):
        of_part = draw(st.lists(st.integers(0, 3), min_size=COUNT, max_size=COUNT))
        rows = [sum(1 << at for at in range(3, COUNT) if of_part[at] == part) for part in (1, 2)]
        rows.append(sum(1 << at for at in range(3) if of_part[at]))
        parts = tuple(row for row in rows if row) or (1,)
        found.append(Cover(parts, (), 0, Category.GRANTABLE).of_rows(parts))
    return found


def sets(several: Sequence[Cover]) -> set[tuple[int, ...]]:
    return {tuple(sorted(parts)) for one in several for parts in product(*map(bits, one.rows))}


@quiet(60)
@given(covers(), KINDS)
def test_a_criterion_leaves_the_sets_with_the_least_key(several: list[Cover], kind: Kind) -> None:
    assert isinstance(kind, Adds | Each | Steps | Most | Some | HasOneOf | MostKept | Exceptions)
    keys = {one: kind.key(one) for one in sets(several)}
    least = min(keys.values())
    found = sets(best_covers(several, kind))
    assert found == {one for one, key in keys.items() if key == least}


@quiet(30)
@given(covers(), KNOWN, ROWS, ROWS, st.integers(0, 6))
def test_a_price_is_asked_of_each_set(
    several: list[Cover], prices: list[int], chosen: int, unpriced: int, most: int
) -> None:
    def value(free: bool, price: int | None, bounded: bool) -> int:
        return LAST if price is None else int(price > most and not free)

    assume(sum(prod(row.bit_count() for row in one.rows) for one in several) <= MOST_SETS)  # more of them are searched
    kind = Within(value, chosen, prices, unpriced, 0)
    keys: dict[tuple[int, ...], int] = {}
    for one in sets(several):
        row = sum(1 << index for index in one)
        price = None if row & unpriced else sum(prices[index] for index in one)
        keys[one] = value(bool(row & chosen), price, False)
    assert sets(best_covers(several, kind)) == {one for one, key in keys.items() if key == min(keys.values())}


def test_a_home_with_a_part_of_its_offer_comes_first() -> None:
    apart, beside = (Cover(rows, (), 0, Category.GRANTABLE).of_rows(rows) for rows in ((1, 16), (1, 8)))
    offers = ["a", "b", "c", "a", "d", "e", "f", "g", "h"]
    assert best_covers([apart, beside], Together(offers, HOMES)) == [beside]
    assert best_covers([apart], Together(offers, HOMES)) == [apart]


def test_what_is_not_said_of_parts_or_of_few_sets_is_searched() -> None:
    many = Cover((0b11111111, 0b11111111 << 8), (0, 8), 0, Category.GRANTABLE)
    for kind in (Whole(), Within(lambda free, price, bounded: 0, 0, [0] * 16, 0, 0)):
        with pytest.raises(TooManyCoversError):
            best_covers([many], kind)


@quiet(30)
@given(covers())
def test_the_first_two_by_id(several: list[Cover]) -> None:
    """The first is the first, and there is another one wherever there are two."""
    every, found = sorted(sets(several)), two_by_id(several)
    assert found[0] == every[0]
    assert len(found) == min(2, len(every))
    assert set(found) <= set(every)


def test_the_covers_are_the_sets_that_meet_everything_and_of_which_nothing_is_superfluous() -> None:
    """Of some examples, among all sets of up to three options, one of each cell."""
    block = DecidedBlock(
        Engine(shipped_catalogue(), load_guideline("ikast-brande", DAY)),
        population([load_case(path) for path in PATHS], DAY),
    )
    looked_at = 0
    for case in range(len(PATHS)):
        found = block.judged(case)
        assert not isinstance(found, str)
        first_pass, final = found
        assert first_pass is not None
        second = SecondPass(first_pass, final)
        try:
            cells = CellCovers(second.judged, second.space)
            covers_found = cells.best()
        except TooManyCoversError:
            continue
        covering, continuing = second.space.covering, second.space.continuing
        expected = set()
        firsts = [one.first for one in cells.cells]
        for size in range(4 - len(continuing)):
            for chosen in combinations(firsts, size):
                parts = tuple(sorted((*continuing, *chosen)))
                if not parts or not covering.can_stand_together(parts) or covering.short_of(parts, surely=False):
                    continue
                if covering.superfluous(parts, continuing) is None:
                    leaning = Category.UNDECIDED if covering.leans_on(parts) else Category.GRANTABLE
                    category = max(leaning, *(second.judged.category(index) for index in parts))
                    expected.add((category, covering.waits_on_offers(parts), parts))
        best = min((one.category for one in covers_found), default=None)
        of_three = {
            (one.category, one.waiting, tuple(sorted(one.firsts))) for one in covers_found if len(one.rows) <= 3
        }
        assert of_three == {one for one in expected if one[0] == best}
        assert best is None or all(category >= best for category, _waiting, _parts in expected)
        looked_at += len(of_three)
    assert looked_at > 20
