"""Wishes of the citizen that nobody may see: a longest distance that no condition reads, and offers to be avoided."""

from __future__ import annotations

from collections.abc import Iterator

from visit.case import Case
from visit.catalogue import Option
from visit.ranking.values import Ranking
from visit.rules.findings.unread import conditions
from visit.rules.guideline.values import Guideline


def has_idle_distance(case: Case, guideline: Guideline) -> bool:
    """Return whether a case has a longest distance by the citizen's wish, and no condition of the guideline reads it."""
    if case.wishes.max_km is None:
        return False
    name = "case.wishes.max_km"
    tables = guideline.tables.values()
    return not (
        any(name in condition.reads for condition in conditions(guideline)) or any(name in one.reads for one in tables)
    )


def is_avoided(ranking: Ranking, option: Option) -> bool:
    """Return whether the citizen wishes to keep away from an option, or from its offer."""
    return bool({option.id, option.offer.id} & {*(ranking.case.wishes.avoid or ())})


def avoided(ranking: Ranking) -> Iterator[tuple[Option, int | None]]:
    """Yield the best option of each offer to be avoided, with the number of the first placement that has one, if any has."""
    of_each = sorted(
        (one for one in ranking.options if is_avoided(ranking, one)), key=lambda one: -ranking.standing(one).weakness
    )
    found = {option.offer.id: option for option in of_each}
    for offer, option in found.items():
        placed = (
            (part, n)
            for n, one in enumerate(ranking.placements, 1)
            for part in one.parts
            if part.offer.id == offer and is_avoided(ranking, part)
        )
        yield next(placed, (option, None))
