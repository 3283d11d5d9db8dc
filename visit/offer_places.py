"""How many places an offer has: each counted once, where several of its services stand for the same ones.

Knows what the services state, and which of them share their places; leaves who is in them to others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.catalogue import is_estimated
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument


@dataclass(frozen=True, slots=True)
class SharedPlaces:
    """Places of an offer that one service gives, or several together.

    Attributes:
        services: The services that have these places, in the order of the file.
        places: How many there are.
        is_estimated: Whether that is an estimate.
        says_all: Whether it is known that no other service of the offer has any of them.
    """

    services: tuple[ServiceDocument, ...]
    places: int
    is_estimated: bool
    says_all: bool


def stated_places(offer: OfferDocument) -> tuple[SharedPlaces, ...]:
    """Return the places that the services of an offer state, those once that are the same."""
    found = []
    for services in _sharing(offer.services):
        stated = [one for one in services if one.places is not None]
        if stated:
            found.append(
                SharedPlaces(
                    services,
                    max(one.places or 0 for one in stated),
                    any(is_estimated("places", (*(offer.estimated or ()), *(one.estimated or ()))) for one in stated),
                    any(one.shares_places_with is not None for one in services),
                )
            )
    return tuple(found)


def are_told_apart(stated: Sequence[SharedPlaces]) -> bool:
    """Return whether it is known that these are all different places: of any two, one says with whom it shares its own."""
    return sum(not one.says_all for one in stated) < 2


def _sharing(services: Sequence[ServiceDocument]) -> list[tuple[ServiceDocument, ...]]:
    """Return the services that share their places with each other, together."""
    together: list[set[str]] = []
    for one in services:
        ids = {one.own_id, *(one.shares_places_with or ())}
        ids.update(*(other for other in together if ids & other))
        together = [*(other for other in together if not ids & other), ids]
    found = [tuple(one for one in services if one.own_id in ids) for ids in together]
    return sorted(found, key=lambda group: services.index(group[0]))
