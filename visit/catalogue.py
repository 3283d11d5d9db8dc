"""The catalogue: offers, the services they give, and the options that placements are made of.

Knows what is recorded about offers and what is open on a date; leaves who fits where to guidelines and `matching`. A catalogue is
its *record*: the document as validated, with points and provisions copied in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from visit import compiled
from visit.canonical import digest
from visit.case import main_town_key, main_town_points, place_key, point_in, resolve_places
from visit.contradictions import contradictions
from visit.errors import CatalogueError, Problems
from visit.places import Point
from visit.places import point as place_at
from visit.places import sources as place_sources
from visit.prices import NET_OPERATORS, PriceModel, flat, price_model
from visit.reading.declared import Place
from visit.reading.documents.case import Current
from visit.reading.documents.catalogue import CatalogueDocument, OfferDocument, ServiceDocument, Source
from visit.reading.source import Document, read
from visit.shipped import CATALOGUE
from visit.travel import TimesByPlace, TravelTimes, faults_of_times, places_of_times, times_to
from visit.vocabulary import Provision, Step, provision, step, vocabulary, vocabulary_record
from visit.vocabulary import sources as vocabulary_sources

_NOTHING: frozenset[str] = frozenset()


class CatalogueRecord(TypedDict):
    """A catalogue as it is stored and digested: the document, the points of its places in micro-degrees, its provisions."""

    document: Mapping[str, object]
    points: Mapping[str, Sequence[int]]
    provisions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One unit at one place, run by one operator. `record` is what the document says of it.

    Attributes:
        point: Where it is.
        estimate: Where it is taken to be while that is not recorded: the main town of its operator's municipality.
        times: How long it takes to get there, where the catalogue has a table of travel times.
    """

    id: str
    name: str
    record: OfferDocument
    point: Point | None
    mobile: bool = False
    travel: Mapping[str, int] = field(default_factory=dict)
    estimate: Point | None = None
    times: TravelTimes | None = None

    @property
    def point_or_estimate(self) -> Point | None:
        """Where it is, or is taken to be."""
        return self.point or self.estimate


STAFF_FOR = {"round_the_clock": "tied_day_and_night", "tied_staff": "tied_part_of_day", "one_to_one": "one_to_one"}
"""The needs that staff meets, each with the least staff that does."""


@cache
def needs_met_by(staff: str) -> frozenset[str]:
    """Return the needs that staff meets; those for staff that are not among them it does not."""
    order = vocabulary().codes["staff"]
    return frozenset(need for need, least in STAFF_FOR.items() if order.position(staff) >= order.position(least))


_ESTIMATED_AS = {
    **dict.fromkeys(("provision", "services"), ("provision", "services")),
    **dict.fromkeys(("price", "price_dkk_per_day"), ("price", "price_dkk_per_day")),
}
"""What is stated under one of two names: an offer estimates its services, a service its provision."""


def is_estimated(field: str, estimated: Collection[str]) -> bool:
    """Return whether a field is among those that a catalogue calls estimates, by either of its names."""
    return any(name in estimated for name in _ESTIMATED_AS.get(field, (field,)))


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One service of one offer: what placements are made of.

    Attributes:
        areas: The areas it covers, each with its step.
        kind: `catalogue`, `current`, `home` or `tenancy`.
        covers: Needs that it states it meets, else its stated staff does, else its provision usually.
        lacks: Needs that it states it does not meet, else its stated staff does not, else its provision never.
        price: What it costs, as its list states it.
        estimated: Names of the fields that are an estimate.
        current: The case's row about it where it runs now.
    """

    id: str
    offer: Offer
    service: ServiceDocument
    provision: Provision
    areas: Mapping[str, Step]
    kind: str
    covers: frozenset[str]
    lacks: frozenset[str]
    price: PriceModel | None = None
    estimated: frozenset[str] = frozenset()
    current: Current | None = None

    @property
    def ages(self) -> tuple[int | None, int | None] | None:
        """The ages that it takes: the service's own, else those of its offer."""
        return self.service.ages or self.offer.record.ages

    @property
    def specialisation(self) -> Mapping[str, int] | None:
        """Its level per target group: the service's own, else that of its offer."""
        own = self.service.specialisation
        return self.offer.record.specialisation if own is None else own

    @property
    def levels(self) -> Mapping[str, tuple[int | None, int | None]]:
        """The levels of functioning that it takes, per sub-theme: the service's own, else those of its offer."""
        own = self.service.levels
        return (self.offer.record.levels if own is None else own) or {}

    @property
    def staff(self) -> str | None:
        """Its staff: as the service states, else as its provision asks."""
        return self.service.staff or self.provision.staff

    @property
    def source(self) -> Source:
        """Where what is recorded of it stands: the service's own source, else that of its offer."""
        return self.service.source if self.service.has("source") else self.offer.record.source

    @property
    def also_under(self) -> frozenset[str]:
        """The provisions that it is granted under as well, to whoever is entitled: for drug treatment that a stay gives itself."""
        includes = self.service.includes or ()
        others = self.provision.also_under.items()
        return frozenset(other for need, other in others if need in self.covers or other in includes)

    def is_estimate(self, field: str) -> bool:
        """Return whether a field of the catalogue is an estimate, by any of the names under which its file may say so."""
        return is_estimated(field, self.estimated)

    @property
    def is_of_estimated_provision(self) -> bool:
        """Whether the catalogue only estimates under which provision it is given."""
        in_catalogue = not self.is_ordinary_home and self.offer.record.has("services")
        return in_catalogue and self.is_estimate("provision")

    @property
    def gives_home(self) -> bool:
        """Whether it gives the citizen a place to live."""
        return "home" in self.areas

    @property
    def is_ordinary_home(self) -> bool:
        """Whether it is the home that the citizen has, or a tenancy to be found: no operator runs it."""
        return self.kind in ("home", "tenancy")

    @property
    def continues(self) -> bool:
        """Whether it runs now and is to be kept."""
        return self.current is not None and self.current.question == "keep"

    @property
    def hours(self) -> str:
        """How its hours count: granted, included or none."""
        return self.provision.hours

    @property
    def hours_limit(self) -> Decimal | None:
        """Hours per week at most, where it has a limit."""
        return self.service.hours_per_week

    @property
    def light(self) -> bool:
        """Whether it is advice, open help or help in a group: by its provision, or as the service states."""
        return self.provision.light or self.service.kind is not None

    @property
    def residents_only(self) -> bool:
        """Whether it is open only beside a home part of the same offer."""
        return self.service.open_to == "residents"


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Offers and their options.

    Attributes:
        record: Only plain values.
        document: What the document says.
        times: How long it takes from place to place, where it has a table of travel times.
    """

    record: CatalogueRecord
    document: CatalogueDocument
    offers: Mapping[str, Offer]
    options: tuple[Option, ...]
    digest: str
    times: TimesByPlace | None = None

    @property
    def id(self) -> str:
        """The catalogue's own name."""
        return self.document.catalogue

    @property
    def as_of(self) -> date:
        """The date the catalogue describes."""
        return self.document.as_of

    def open_on(self, day: date) -> tuple[Option, ...]:
        """Return the options that exist on a date."""
        return tuple(option for option in self.options if _is_open(option, day))


def _is_open(option: Option, day: date) -> bool:
    for record in (option.offer.record, option.service):
        opened, closed = record.opened, record.closed
        if (opened is not None and day < opened) or (closed is not None and day > closed):
            return False
    return option.provision.from_date is None or option.provision.from_date <= day.isoformat()


def shipped_catalogue() -> Catalogue:
    """Return the catalogue that comes with visit."""
    made = compiled.shipped("catalogue", (CATALOGUE, *sources()), lambda: catalogue_record(read(CATALOGUE)))
    return catalogue_from(made.value, known_digest=made.digest)


def sources() -> tuple[Path, ...]:
    """Return the files whose content goes into the record of any catalogue, beside its own."""
    return (*vocabulary_sources(), *place_sources())


def load_catalogue(path: str | Path) -> Catalogue:
    """Read and resolve a catalogue file; `-` is standard input.

    Raises:
        Problems: Everything that is wrong with the file, each with its place.
        SourceError: The file cannot be read as YAML at all.
    """
    if path == CATALOGUE:
        return shipped_catalogue()
    return catalogue_of(read(path))


def catalogue_of(document: Document) -> Catalogue:
    """Validate and resolve a catalogue document."""
    made = compiled.Compiled.of(catalogue_record(document))
    return catalogue_from(made.value, known_digest=made.digest)


def catalogue_record(document: Document) -> CatalogueRecord:
    """Return the record of a catalogue document: validated, with points and provisions copied in."""
    from visit.reading.documents.models import model_of
    from visit.reading.validation import validate

    model = validate(document, model_of(CatalogueDocument), error=CatalogueError)
    record = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    said = CatalogueDocument(record)
    problems = [*contradictions(document, said)]
    extra = {name: place_at(town.lat, town.lon) for name, town in (said.places or {}).items()}
    places: dict[tuple[str | int, ...], Place] = {
        ("offers", index, "place"): one.place for index, one in enumerate(said.offers) if one.place is not None
    }
    if said.has("travel"):
        places |= places_of_times(said.travel.times, ("travel", "times"))
    points = resolve_places(document, places, problems, extra)
    if said.has("travel") and not problems:
        problems += faults_of_times(document, said.travel.times, ("travel", "times"), points)
    if problems:
        raise Problems(problems)
    estimated = {municipality for one in said.offers if (municipality := _only_municipality(one)) is not None}
    points |= main_town_points(sorted(estimated))
    return {"document": record, "points": points, "provisions": _provisions(said)}


def catalogue_from(record: CatalogueRecord, *, known_digest: str | None = None) -> Catalogue:
    """Build a catalogue from its record."""
    provisions = {row["id"]: provision(row) for row in record["provisions"]}
    offers: dict[str, Offer] = {}
    options: list[Option] = []
    document = CatalogueDocument(record["document"])
    times = TimesByPlace(document.travel.times, record["points"]) if document.has("travel") else None
    for row in document.offers:
        offer = _offer(row, record["points"], times)
        offers[offer.id] = offer
        options.extend(option_of(offer, service, provisions[service.provision]) for service in row.services)
    options.sort(key=lambda option: option.id)
    return Catalogue(record, document, offers, tuple(options), known_digest or digest(record), times)


def option_of(
    offer: Offer,
    service: ServiceDocument,
    provision: Provision,
    *,
    kind: str = "catalogue",
    current: Current | None = None,
) -> Option:
    """Return the option that a service of an offer is."""
    row = offer.record
    stated, denied = _both(row.covers, service.covers), _both(row.lacks, service.lacks)
    usual, never, staff = provision.usual, provision.never, service.staff
    if staff is not None:  # what is stated decides in both directions, before what is usual
        met = needs_met_by(staff)
        usual, never = usual.difference(STAFF_FOR) | met, never.union(STAFF_FOR) - met
    areas, own = provision.areas, service.areas
    if own is not None:
        areas = {**areas, **{area: step(code) for area, code in own.items()}}
    return Option(
        id=f"{offer.id}/{service.id or provision.id}",
        offer=offer,
        service=service,
        provision=provision,
        areas=areas,
        kind=kind,
        covers=(usual | stated) - denied if stated or denied else usual,
        lacks=(never - stated) | denied if stated or denied else never,
        price=_price(service, row),
        estimated=_both(row.estimated, service.estimated),
        current=current,
    )


def _price(service: ServiceDocument, offer: OfferDocument) -> PriceModel | None:
    """Return the price of a service; one whole number a day is the older form."""
    if not (service.has("price") or service.has("price_dkk_per_day")):
        return None
    operator, whole, stated = offer.operator.type, service.price_dkk_per_day, price_as_of(service, offer)
    year = None if stated is None else stated.year
    if service.has("price"):
        return price_model(service.price, operator, year)
    return None if whole is None else flat(whole, holds_vat=operator not in NET_OPERATORS, year=year)


def likely_blanks(service: ServiceDocument) -> frozenset[str]:
    """Return the fields of which 0 is most likely a blank: places, and a price, save of a home that is rented out (ABL)."""
    found = {"places"} if service.places == 0 else set()
    if not service.provision.startswith("ABL"):
        stated = price_model(service.price, None, None) if service.has("price") else None
        found |= {"price"} if stated is not None and stated.is_zero else set()
        found |= {"price_dkk_per_day"} if service.price_dkk_per_day == 0 else set()
    return frozenset(found)


def price_as_of(service: ServiceDocument, offer: OfferDocument) -> date | None:
    """Return from when a price is: as it says itself, else as its source is dated."""
    days = (service.price.start, service.price.source.as_of, service.source.as_of, offer.source.as_of)
    return next((day for day in days if day is not None), None)


def shelf_life_of(lives: Mapping[str, int], field: str) -> int | None:
    """Return how many days a field is believed: its own shelf life, else the default; None where it never grows too old."""
    return lives.get("price" if field == "price_dkk_per_day" else field, lives.get("default"))


def _both(of_offer: tuple[str, ...] | None, of_service: tuple[str, ...] | None) -> frozenset[str]:
    """Return what an offer and its service list, together."""
    return frozenset((*(of_offer or ()), *(of_service or ()))) if of_offer or of_service else _NOTHING


def _only_municipality(row: OfferDocument) -> str | None:
    """Return the municipality of an offer's operator, where no more than that is recorded of its place."""
    return row.operator.municipality if row.place is None else None


def _offer(row: OfferDocument, points: Mapping[str, Sequence[int]], times: TimesByPlace | None) -> Offer:
    place, municipality = row.place, _only_municipality(row)
    point = None if place is None else Point(*points[place_key(place)])
    return Offer(
        id=row.id,
        name=row.name,
        record=row,
        point=point,
        mobile=row.mobile or False,
        travel={figure.start: figure.metres for figure in row.travel or () if figure.metres is not None},
        estimate=None if municipality is None else point_in(points, main_town_key(municipality)),
        times=times_to(times, point),
    )


def _provisions(said: CatalogueDocument) -> list[dict[str, Any]]:
    """The provisions as the vocabulary has them today: a later correction cannot change an old answer."""
    services = [service for offer in said.offers for service in offer.services]
    used = {one.provision for one in services} | {included for one in services for included in one.includes or ()}
    used |= {"HOME", "TENANCY"}
    return [row for row in vocabulary_record()["provisions"] if row["id"] in used]
