"""The least cost of a cover, against every set of entries tried."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from drawn import quiet
from hypothesis import given
from hypothesis import strategies as st

from visit.ranking.covers import Bundle, Counter, Covers, LimitReachedError, Meter, Needed

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
