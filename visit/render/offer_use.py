"""How first solutions use each offer, and its places: whom a service serves against the places that it states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from visit.catalogue import Offer
from visit.locale import formats
from visit.locale import text as _
from visit.offer_places import SharedPlaces, are_told_apart, stated_places
from visit.reasons.labels import provision_name
from visit.render.few_told import FewTold

BeforeAfter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacesUse:
    """Some places of an offer, and on how many first solutions the services stand that have them.

    Attributes:
        services: Their ids; `title` names them where the offer has others.
        places: How many there are on each side; None where none are stated.
        used: On how many first solutions of each side a service that has them stands.
    """

    services: tuple[str, ...]
    title: str
    places: tuple[int | None, int | None]
    is_estimated: bool
    used: BeforeAfter

    @property
    def words(self) -> str:
        """How many places there are, and whether that is an estimate."""
        counts = ["–" if one is None else formats.number(one) for one in self.places]
        told = " → ".join(dict.fromkeys(counts))
        return _("{value} (estimate)", value=told) if self.is_estimated else told


@dataclass(frozen=True, slots=True)
class OfferUse:
    """An offer that stands on a first solution.

    Attributes:
        used: On how many first solutions of each side it stands.
        places: Its places, as far as they are stated and what is told of them may be told.
        is_known: Whether it is known which of its places are the same; else nothing is told of their use.
    """

    id: str
    name: str
    used: BeforeAfter
    places: tuple[PlacesUse, ...] = ()
    is_known: bool = True

    @property
    def words(self) -> str:
        """How many places the offer itself has; the rows of `places` that have a title say it of its services."""
        if not self.is_known:
            return _("not known: under several services")
        return next((one.words for one in self.places if not one.title), "–")

    @property
    def in_all(self) -> int | None:
        """How many places it has on the new side, as far as they are stated; None where that is not known."""
        stated = [one.places[1] for one in self.places if one.places[1] is not None]
        return sum(stated) if stated and self.is_known else None

    @property
    def rows(self) -> tuple[tuple[str, BeforeAfter, str], ...]:
        """Return what it is called, on how many it stands, and its places; then the same of its services apart."""
        parts = ((f"– {one.title}", one.used, one.words) for one in self.places if one.title)
        return ((self.name, self.used, self.words), *parts)


def offer_uses(
    names: Mapping[str, str], catalogues: tuple[Mapping[str, Offer], Mapping[str, Offer]], may: FewTold, language: str
) -> Iterator[OfferUse]:
    """Yield the offers that stand on a first solution and may be told, by id."""
    for id, name in names.items():
        used = may.offer(id)
        if used is None:
            continue
        sides = [
            () if id not in one else tuple(one for one in stated_places(one[id].record) if one.places)
            for one in catalogues
        ]
        is_known = all(map(are_told_apart, sides))
        found = tuple(_places_used(id, sides, catalogues, may, language)) if is_known else ()
        told = found if may.may_tell_places(id, [set(_options(id, one.services)) for one in found]) else ()
        yield OfferUse(id, name, used, told, is_known)


def _places_used(
    id: str,
    sides: list[tuple[SharedPlaces, ...]],
    catalogues: tuple[Mapping[str, Offer], Mapping[str, Offer]],
    may: FewTold,
    language: str,
) -> Iterator[PlacesUse]:
    by_services = [{tuple(service.own_id for service in one.services): one for one in side} for side in sides]
    given = {service.own_id for one in catalogues if id in one for service in one[id].record.services}
    for services in sorted({*by_services[0], *by_services[1]}):
        both = [side.get(services) for side in by_services]
        stated = [one for one in both if one is not None]
        provisions = dict.fromkeys(provision_name(service.provision, language) for service in stated[-1].services)
        yield PlacesUse(
            services,
            "" if given <= set(services) else formats.listed(provisions),
            tuple(None if one is None else one.places for one in both),  # type: ignore[arg-type]
            any(one.is_estimated for one in stated),
            may.options(set(_options(id, services))),
        )


def _options(offer: str, services: Iterable[str]) -> Iterator[str]:
    return (f"{offer}/{service}" for service in services)
