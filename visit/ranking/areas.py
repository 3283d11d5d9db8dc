"""The options of one area in the order of placements, each as if it were a placement of its own, with balanced accounts."""

from __future__ import annotations

from visit.ranking.ordering import Order
from visit.ranking.standings import accounts
from visit.ranking.values import AreaRanking


def area_rankings(order: Order) -> tuple[AreaRanking, ...]:
    """Return the options of every needed area in order."""
    return tuple(_area_ranking(area, order) for area in sorted(order.weighed.areas))


def _area_ranking(area: str, order: Order) -> AreaRanking:
    options, standings = order.weighed.options, order.judged.standings
    inside = [index for index, option in enumerate(options) if area in option.areas]
    ranked = [index for index in inside if standings[index].can_be_part]
    keys = {index: _single_key(order, index) for index in ranked}
    ranked.sort(key=keys.__getitem__)
    found = accounts([standings[index] for index in inside])
    found["other_area"] = len(options) - len(inside)
    return AreaRanking(area, tuple((options[i], standings[i]) for i in ranked), found)


def _single_key(order: Order, index: int) -> tuple[object, ...]:
    criteria = order.criteria([index], order.judged.standings[index], 0, order.whole.of([index]))
    return (*(one.key for one in criteria), order.weighed.options[index].id)
