"""A cover that is found without searching: what the search answers where it reaches its limit before it has found any."""

from __future__ import annotations

from visit.ranking.bundles import Bundle, Needed
from visit.ranking.pool import Pool


def at_hand(pool: Pool) -> tuple[int, ...] | None:
    """Return the parts of a cover; None where none is found by taking, again and again, the bundle that helps most.

    It may have superfluous parts.
    """
    needed, doubtful, parts = pool.needed, 0, set(pool.fixed)
    left = list(pool.bundles)
    while not _is_closed(needed, doubtful):
        chosen = max(left, key=lambda bundle: _helps(needed, doubtful, bundle), default=None)
        if chosen is None or not any(_helps(needed, doubtful, chosen)):
            return None
        needed, more = needed.after(chosen)
        doubtful |= more
        parts.update(chosen.parts)
        left = [bundle for bundle in left if not bundle.row & chosen.row and bundle is not chosen]
    return tuple(sorted(parts))


def _is_closed(needed: Needed, doubtful: int) -> bool:
    return not needed.bits & ~(doubtful if needed.perhaps_cost is not None else 0)


def _helps(needed: Needed, doubtful: int, bundle: Bundle) -> tuple[int, int, int]:
    """Return how many bits a bundle closes, surely and at least perhaps, and how much it lowers the counters that are open."""
    if bundle.home and not needed.home:
        return (0, 0, 0)
    perhaps = bundle.perhaps if needed.perhaps_cost is not None else 0
    lowered = [
        min(needed.missing[place], bundle.hours[place])
        for counter in needed.counters
        if bundle.hours and counter.bit & needed.bits & ~doubtful
        for place in {counter.at_most, counter.surely}
    ]
    closes = (bundle.sure | perhaps) & needed.bits & ~doubtful
    return (closes.bit_count(), (bundle.sure & needed.bits).bit_count(), sum(lowered))
