"""Which options could stand in the place of a part of a placement, so that only the ids decided between them.

Two placements with the same key for every criterion stand in the order of their ids. Where many offers are alike for a
case, those that come first are therefore a few of many that would do as well, and somebody who reads the answer should know.
"""

from __future__ import annotations

from collections.abc import Sequence

from visit.ranking.placements import Placing
from visit.rules.deciding.option_sets import bits


def equivalents(placing: Placing, indexes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return for each part of a placement its equivalents: the options that can be exchanged for it alone without a difference.

    The placement with the other option meets the same, is a placement too, has the same standing, departs from the same
    rules of placements, and has the same key for every criterion. What no criterion asks of them may differ.
    """
    found = placing.placement(indexes)
    if found is None:
        return tuple(() for _part in indexes)
    compared = (found.standing, found.failed, found.sort_key[:-1])

    def is_equivalent(part: int, other: int) -> bool:
        exchanged = sorted({*indexes, other} - {part})
        if not placing.covering.can_stand_together(exchanged):
            return False
        placement = placing.placement(exchanged)
        return placement is not None and compared == (placement.standing, placement.failed, placement.sort_key[:-1])

    others = placing.order.judged.ranked & ~sum(1 << index for index in indexes)
    return tuple(
        ()
        if part in placing.space.continuing
        else tuple(other for other in bits(others) if _meets_alike(placing, part, other) and is_equivalent(part, other))
        for part in indexes
    )


def _meets_alike(placing: Placing, part: int, other: int) -> bool:
    """Return whether two options have the same standing, give a home or not, and meet as much of each requirement."""
    covering, standings = placing.covering, placing.order.judged.standings
    return (
        standings[part] is standings[other]
        and covering.homes >> part & 1 == covering.homes >> other & 1
        and covering.is_stay(part) == covering.is_stay(other)
        and all(
            (one.surely, one.at_most) == (two.surely, two.at_most)
            for one, two in zip(covering.meetings[part], covering.meetings[other], strict=True)
        )
    )
