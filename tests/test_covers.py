"""The least cost of a cover, against every set of entries tried."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from drawn import quiet
from hypothesis import given
from hypothesis import strategies as st

from visit.ranking.bundles import Bundle, Counter, LimitReachedError, Meter, Needed
from visit.ranking.covers import Covers
from visit.rules.deciding.option_sets import union

HOURS = 1 << 3
ROWS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3), st.booleans(), st.integers(0, 4)), max_size=8
)


def bundle(index: int, sure: int, perhaps: int = 0, hours: int = 0, home: bool = False) -> Bundle:
    return Bundle((index,), 1 << index, sure, sure | perhaps, (hours,) if hours else (), home)


def needed(bits: int, hours: int = 0, *, home: bool = True, perhaps_cost: int | None = None) -> Needed:
    counters = (Counter(HOURS, 0, 0),) if hours else ()
    return Needed(bits | (HOURS if hours else 0), counters, (hours,) if hours else (), home, perhaps_cost)


def least(wanted: Needed, bundles: Sequence[Bundle], costs: Sequence[int]) -> int | None:
    return Covers(wanted, bundles, costs, Meter(10**6)).least()


def cost_of(chosen: Sequence[tuple[Bundle, int]], wanted: Needed) -> int | None:
    """What a set costs, or None where it is no cover."""
    sure = perhaps = hours = 0
    for one, _cost in chosen:
        sure |= one.sure
        perhaps |= one.perhaps
        hours += sum(one.hours)
    if wanted.missing and hours >= wanted.missing[0]:
        sure |= HOURS
    met = sure if wanted.perhaps_cost is None else sure | perhaps
    if wanted.bits & ~met or sum(one.home for one, _cost in chosen) > wanted.home:
        return None
    return sum(cost for _one, cost in chosen) + (wanted.perhaps_cost or 0) * (wanted.bits & ~sure).bit_count()


def every_cover(wanted: Needed, bundles: Sequence[Bundle], costs: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    rows = list(zip(bundles, costs, strict=True))
    sets = [some for size in range(len(rows) + 1) for some in combinations(range(len(rows)), size)]
    found = [(cost_of([rows[place] for place in some], wanted), some) for some in sets]
    return [(cost, some) for cost, some in found if cost is not None]


@quiet(400)
@given(ROWS, st.integers(1, 7), st.integers(0, 5), st.booleans(), st.sampled_from((None, 0, 3)))
def test_the_least_cost_is_that_of_the_cheapest_set(
    rows: Any, bits: int, hours: int, home: bool, perhaps_cost: int | None
) -> None:
    bundles = [
        bundle(at, sure, more, some if hours else 0, gives) for at, (sure, more, some, gives, _c) in enumerate(rows)
    ]
    costs = [cost for *_rest, cost in rows]
    wanted = needed(bits, hours, home=home, perhaps_cost=perhaps_cost)
    covers = every_cover(wanted, bundles, costs)
    found = Covers(wanted, bundles, costs, Meter(10**6))
    assert found.least() == min([cost for cost, _some in covers], default=None)
    if covers:
        best = min(covers)[0]
        tight = found.tight(best)
        minimal = [
            set(some)
            for cost, some in covers
            if cost == best and not any(set(other) < set(some) for other_cost, other in covers if other_cost == best)
        ]
        assert all(tight[place] for some in minimal for place in some), "an entry of a best cover was left out"


TWO = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 3), st.tuples(*[st.integers(0, 3)] * 3), st.booleans(), st.integers(0, 4)
    ),
    max_size=6,
)


@quiet(400)
@given(TWO, st.integers(0, 3), st.tuples(*[st.integers(1, 5)] * 2), st.booleans(), st.sampled_from((None, 0, 3)))
def test_two_requirements_add_up_of_which_one_is_met_surely_and_perhaps(
    rows: Any, bits: int, missing: tuple[int, int], home: bool, perhaps_cost: int | None
) -> None:
    """Of the first the bundles meet so much surely and so much more perhaps; of the second all is sure."""
    first, second = 1 << 2, 1 << 3
    bundles = [
        Bundle((at,), 1 << at, sure, sure | more, (one, one + further, other) if one + further + other else (), gives)
        for at, (sure, more, (one, further, other), gives, _cost) in enumerate(rows)
    ]
    costs = [cost for *_rest, cost in rows]
    wanted = Needed(
        bits | first | second, (Counter(first, 1, 0), Counter(second, 2, 2)), (missing[0], *missing), home, perhaps_cost
    )

    def cost_of_set(some: Sequence[int]) -> int | None:
        sure, perhaps = union(bundles[at].sure for at in some), union(bundles[at].perhaps for at in some)
        met = [sum(bundles[at].hours[place] for at in some if bundles[at].hours) for place in range(3)]
        sure |= first * (met[0] >= missing[0]) | second * (met[2] >= missing[1])
        perhaps |= sure | first * (met[1] >= missing[0])
        if wanted.bits & ~(sure if perhaps_cost is None else perhaps) or sum(bundles[at].home for at in some) > home:
            return None
        return sum(costs[at] for at in some) + (perhaps_cost or 0) * (wanted.bits & ~sure).bit_count()

    sets = [some for size in range(len(rows) + 1) for some in combinations(range(len(rows)), size)]
    known = {some: cost for some in sets if (cost := cost_of_set(some)) is not None}
    best = min(known.values(), default=None)
    covers = Covers(wanted, bundles, costs, Meter(10**6))
    assert covers.least() == best
    if best is not None:
        assert covers.least(best, best) == best
        assert covers.least(0, best - 1) is None
        tight = covers.tight(best)
        for some in (one for one, cost in known.items() if cost == best):
            minimal = not any(set(other) < set(some) and cost == best for other, cost in known.items())
            assert not minimal or all(tight[at] for at in some), "a bundle of a best cover was left out"


def test_nothing_needed_costs_nothing() -> None:
    assert least(needed(0), [bundle(0, 1)], [5]) == 0
    assert least(needed(0b11), [bundle(0, 1)], [5]) is None


def test_no_entry_is_counted_twice_for_hours() -> None:
    assert least(needed(0, 4), [bundle(0, 0, hours=2), bundle(1, 0, hours=1)], [1, 1]) is None
    assert least(needed(0, 4), [bundle(at, 0, hours=2) for at in range(3)], [5, 1, 2]) == 3


def test_what_is_met_only_perhaps_costs_what_leaning_costs() -> None:
    bundles = [bundle(0, 0b01, 0b11), bundle(1, 0b10)]
    assert least(needed(0b11, perhaps_cost=10), bundles, [0, 4]) == 4
    assert least(needed(0b11, perhaps_cost=3), bundles, [0, 4]) == 3
    assert least(needed(0b11), bundles, [0, 4]) == 4


def test_steps_are_counted_and_limited() -> None:
    bundles = [bundle(at, 1 << at % 3) for at in range(30)]
    meter = Meter(10**6)
    Covers(needed(0b111), bundles, [1] * 30, meter).least()
    assert 30 < meter.steps < 100
    with pytest.raises(LimitReachedError):
        Covers(needed(0b111), bundles, [1] * 30, Meter(29)).least()
