"""What follows from a first placement: approvals, notices, dates to look again, the price; and how two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequence, Consequences
from visit.reasons.explanation import Explanation

FollowsSection = Literal["approvals", "notices", "follow_up", "deadlines", "price"]
SECTIONS: tuple[FollowsSection, ...] = ("approvals", "notices", "follow_up", "deadlines", "price")
_PRICE = "placement.price_dkk_per_day"
Follows = Mapping[str, frozenset[str]]
"""Per section what is said: the id of a statement, with `?` where it is said only perhaps, and with the dates that it sets."""


@dataclass(frozen=True, slots=True)
class Following:
    """One thing that is said: the statement, the dates that it sets, and whether it is said surely."""

    id: str
    days: tuple[date, ...]
    surely: bool

    @classmethod
    def read(cls, text: str) -> Following:
        """Return what a text of `Follows` says."""
        id, *days = text.removesuffix("?").split(" ")
        return cls(id, tuple(map(date.fromisoformat, days)), not text.endswith("?"))


@dataclass(frozen=True, slots=True)
class FollowsChange:
    """What is said of a first placement in one section now and was not before, and the other way round."""

    section: FollowsSection
    gone: tuple[str, ...]
    new: tuple[str, ...]


def follows(ranking: Ranking) -> Follows:
    """Return what follows from the first placement of a ranking."""
    consequences = Consequences(Explanation(ranking))
    if not ranking.placements:
        return {"notices": _said(consequences.notices(None)), "deadlines": _said(consequences.deadlines(None))}
    first = ranking.placements[0]
    price = first.facts.get(_PRICE)
    return {
        "approvals": _said(consequences.needed_approvals(first)),
        "notices": _said(consequences.notices(first)),
        "follow_up": _said(consequences.follow_up(first)),
        "deadlines": _said(consequences.deadlines(first)),
        "price": frozenset((str(price),)) if isinstance(price, int | Decimal) else frozenset(),
    }


def _said(consequences: tuple[Consequence, ...]) -> frozenset[str]:
    return frozenset(
        " ".join((one.statement.id, *(day.isoformat() for day in one.due))) + ("" if one.surely else "?")
        for one in consequences
    )


def changes(before: Follows, after: Follows) -> tuple[FollowsChange, ...]:
    """Return what follows now and did not before, and the other way round, by section."""
    found = []
    for section in SECTIONS:
        old, new = before.get(section, frozenset()), after.get(section, frozenset())
        if old != new:
            found.append(FollowsChange(section, tuple(sorted(old - new)), tuple(sorted(new - old))))
    return tuple(found)
