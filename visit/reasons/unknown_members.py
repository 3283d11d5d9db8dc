"""Offers that a guideline counts to one of its groups and the catalogue of the answer does not have: without effect, and told."""

from __future__ import annotations

from dataclasses import dataclass

from visit.errors import nearest
from visit.ranking.values import Ranking


@dataclass(frozen=True, slots=True, eq=False)
class UnknownMember:
    """An offer of a group that no option is of.

    Attributes:
        id: As the guideline writes it.
        near: The offer of the catalogue that it is most likely a slip of.
    """

    id: str
    group: str
    near: str | None


def unknown_members(ranking: Ranking) -> tuple[UnknownMember, ...]:
    """Return the offers of the guideline's groups that the catalogue does not have, group by group."""
    known = ranking.catalogue.offers
    return tuple(
        UnknownMember(id, group, nearest(id, known))
        for id, group in ranking.guideline.groups_of_offers
        if id not in known
    )
