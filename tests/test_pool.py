"""A pool narrowed to a part of itself, against every set of entries tried."""

from __future__ import annotations

from typing import Any

from drawn import quiet
from hypothesis import given
from hypothesis import strategies as st
from test_covers import ROWS, bundle, every_cover, needed

from visit.ranking.bundles import Meter
from visit.ranking.pool import Pool

PARTS = st.sets(st.integers(0, 7), max_size=2)


@quiet(300)
@given(ROWS, st.integers(1, 7), st.integers(0, 3), st.sampled_from((None, 0, 3)), PARTS, PARTS, PARTS)
def test_within_holds_where_a_best_cover_lacks_some_parts_and_has_others(
    rows: Any, bits: int, hours: int, perhaps_cost: int | None, lacks: set[int], has: set[int], one_of: set[int]
) -> None:
    bundles = tuple(
        bundle(at, sure, more, some if hours else 0, gives) for at, (sure, more, some, gives, _c) in enumerate(rows)
    )
    costs = tuple(cost for *_rest, cost in rows)
    wanted = needed(bits, hours, perhaps_cost=perhaps_cost)
    covers = every_cover(wanted, bundles, costs)
    best = min([cost for cost, _some in covers], default=0)
    pool = Pool((), bundles, costs, wanted, best, Meter(10**6), next_bit=1 << 4)
    asked = [sum(1 << part for part in one_of)] if one_of else []
    inside = [
        set(some)
        for cost, some in covers
        if cost == best and has <= set(some) and not lacks & set(some) and (not one_of or one_of & set(some))
    ]
    found = pool.within(0xFF & ~sum(1 << part for part in lacks), sorted(has), asked)
    assert (found is not None) == bool(inside)
    if found is not None:
        assert not any(part in lacks for bundle in found.bundles for part in bundle.parts)
        assert has <= {*found.fixed, *(part for part in has if 1 << part in found.asked)}
        assert set(asked) <= set(found.asked)
