"""The catalogue: offers, the services they give, and the options that placements are made of.

Knows what is recorded about offers and what is open on a date; leaves who fits where to guidelines and `matching`. A catalogue is
its *record*: the document as validated, with points and provisions copied in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from visit import compiled
from visit.canonical import digest
from visit.case import place_key, resolve_places
from visit.errors import CatalogueError, Problems, VisitError, did_you_mean
from visit.locale import text as _
from visit.places import Point
from visit.places import sources as place_sources
from visit.reading.documents.case import Current
from visit.reading.source import Document, read
from visit.shipped import CATALOGUE
from visit.vocabulary import Provision, Step, provision, step, vocabulary, vocabulary_record
from visit.vocabulary import sources as vocabulary_sources

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One unit at one place, run by one operator. `record` is the document's row."""

    id: str
    name: str
    record: Mapping[str, Any]
    point: Point | None
    mobile: bool
    travel: Mapping[str, int]

    def get(self, *path: str) -> Any:
        """Return what is recorded at a path, or None where it is left out."""
        value: Any = self.record
        for key in path:
            # A plain dictionary is asked for by name: the abstract class takes ten times as long to tell.
            if not isinstance(value, dict | Mapping):
                return None
            value = value.get(key)
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One service of one offer: what placements are made of.

    Attributes:
        areas: The areas it covers, each with its step.
        kind: `catalogue`, `current`, `home` or `tenancy`.
        covers: Needs that it states it meets, or its provision usually meets.
        lacks: Needs that it states it does not meet, or its provision never meets.
        estimated: Names of the fields that are an estimate.
        current: The case's row about it where it runs now.
    """

    id: str
    offer: Offer
    service: Mapping[str, Any]
    provision: Provision
    areas: Mapping[str, Step]
    kind: str
    covers: frozenset[str]
    lacks: frozenset[str]
    estimated: frozenset[str] = frozenset()
    current: Current | None = None

    def get(self, key: str) -> Any:
        """Return a field of the service, else of its offer, or None where it is left out."""
        value = self.service.get(key)
        return self.offer.record.get(key) if value is None else value

    @property
    def gives_home(self) -> bool:
        """Whether it gives the citizen a place to live."""
        return "home" in self.areas

    @property
    def moves_home(self) -> bool:
        """Whether it gives the citizen another home than the present one."""
        return self.gives_home and self.kind != "home" and self.current is None

    @property
    def hours(self) -> str:
        """How its hours count: granted, included or none."""
        return self.provision.hours

    @property
    def hours_limit(self) -> Decimal | None:
        """Hours per week at most, where it has a limit."""
        value = self.service.get("hours_per_week")
        return None if value is None else Decimal(value)

    @property
    def residents_only(self) -> bool:
        """Whether it is open only beside a home part of the same offer."""
        return self.service.get("open_to") == "residents"


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Offers and their options.

    Attributes:
        record: `{"document": …, "points": …, "provisions": …}`; only plain values.
    """

    record: Mapping[str, Any]
    offers: Mapping[str, Offer]
    options: tuple[Option, ...]
    digest: str

    @property
    def id(self) -> str:
        """The catalogue's own name."""
        return str(self.record["document"]["catalogue"])

    @property
    def as_of(self) -> date:
        """The date the catalogue describes."""
        return date.fromisoformat(self.record["document"]["as_of"])

    def open_on(self, day: date) -> tuple[Option, ...]:
        """Return the options that exist on a date."""
        return tuple(option for option in self.options if _is_open(option, day))


def _is_open(option: Option, day: date) -> bool:
    text = day.isoformat()
    for record in (option.offer.record, option.service):
        opened, closed = record.get("opened"), record.get("closed")
        if (opened is not None and text < opened) or (closed is not None and text > closed):
            return False
    return option.provision.from_date is None or option.provision.from_date <= text


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


def catalogue_record(document: Document) -> dict[str, Any]:
    """Return the record of a catalogue document: validated, with points and provisions copied in."""
    from visit.reading.documents.catalogue import CatalogueDocument
    from visit.reading.validation import validate

    model = validate(document, CatalogueDocument, error=CatalogueError)
    record = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    problems = [*_contradictions(document, record)]
    extra = {name: _point(row) for name, row in record.get("places", {}).items()}
    points = resolve_places(document, _places(record), problems, extra)
    if problems:
        raise Problems(problems)
    return {"document": record, "points": points, "provisions": _provisions(record)}


def catalogue_from(record: Mapping[str, Any], *, known_digest: str | None = None) -> Catalogue:
    """Build a catalogue from its record."""
    provisions = {row["id"]: provision(row) for row in record["provisions"]}
    offers: dict[str, Offer] = {}
    options: list[Option] = []
    for row in record["document"]["offers"]:
        offer = _offer(row, record["points"])
        offers[offer.id] = offer
        options.extend(option_of(offer, service, provisions[service["provision"]]) for service in row["services"])
    options.sort(key=lambda option: option.id)
    return Catalogue(record, offers, tuple(options), known_digest or digest(record))


def option_of(
    offer: Offer,
    service: Mapping[str, Any],
    given: Provision,
    *,
    kind: str = "catalogue",
    current: Current | None = None,
) -> Option:
    """Return the option that a service of an offer is."""
    row = offer.record
    stated, denied = _listed("covers", row, service), _listed("lacks", row, service)
    areas = given.areas
    if "areas" in service:
        areas = {**areas, **{area: step(code) for area, code in service["areas"].items()}}
    return Option(
        id=f"{offer.id}/{service.get('id', given.id)}",
        offer=offer,
        service=service,
        provision=given,
        areas=areas,
        kind=kind,
        covers=(given.usual | stated) - denied if stated or denied else given.usual,
        lacks=(given.never - stated) | denied if stated or denied else given.never,
        estimated=_listed("estimated", row, service),
        current=current,
    )


def _listed(key: str, row: Mapping[str, Any], service: Mapping[str, Any]) -> frozenset[str]:
    """Return what an offer and its service list under a key, together."""
    if key not in row and key not in service:
        return _NOTHING
    return frozenset((*row.get(key, ()), *service.get(key, ())))


def _offer(row: Mapping[str, Any], points: Mapping[str, list[int]]) -> Offer:
    place = row.get("place")
    return Offer(
        id=row["id"],
        name=row["name"],
        record=row,
        point=None if place is None else Point(*points[place_key(place)]),
        mobile=row.get("mobile", False),
        travel={travel["from"]: travel["metres"] for travel in row.get("travel", ())},
    )


def _point(row: Mapping[str, Any]) -> Point:
    from visit.places import point

    return point(row["lat"], row["lon"])


def _places(record: Mapping[str, Any]) -> dict[tuple[str | int, ...], Any]:
    return {
        ("offers", index, "place"): offer["place"] for index, offer in enumerate(record["offers"]) if "place" in offer
    }


def _provisions(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The provisions as the vocabulary has them today: a later correction cannot change an old answer."""
    used = {service["provision"] for offer in record["offers"] for service in offer["services"]}
    used |= {included for o in record["offers"] for s in o["services"] for included in s.get("includes", ())}
    used |= {"HOME", "TENANCY"}
    return [row for row in vocabulary_record()["provisions"] if row["id"] in used]


def _contradictions(document: Document, record: Mapping[str, Any]) -> Iterator[VisitError]:
    """Faults between fields that are each well-formed."""
    needs = vocabulary().needs
    seen: dict[str, int] = {}
    for index, offer in enumerate(record["offers"]):
        here: tuple[str | int, ...] = ("offers", index)
        if offer["id"] in seen:
            yield CatalogueError(
                _("the offer id {id} is used twice", id=offer["id"]), at=document.locate((*here, "id"))
            )
        seen[offer["id"]] = index
        services: set[str] = set()
        for number, service in enumerate(offer["services"]):
            there = (*here, "services", number)
            name = service.get("id", service["provision"])
            if name in services:
                yield CatalogueError(
                    _("two services of {offer} are called {name}", offer=offer["id"], name=name),
                    at=document.locate(there),
                    help=_("give the second an id"),
                )
            services.add(name)
            yield from _inside(document, service, there)
            yield from _unknown_needs(document, service, there, needs)
        yield from _inside(document, offer, here)
        yield from _unknown_needs(document, offer, here, needs)


def _inside(document: Document, row: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[VisitError]:
    low, high = row.get("ages", (None, None))
    if low is not None and high is not None and low > high:
        yield CatalogueError(_("ages run from high to low"), at=document.locate((*path, "ages")))
    if "opened" in row and "closed" in row and row["closed"] < row["opened"]:
        yield CatalogueError(_("closed lies before opened"), at=document.locate((*path, "closed")))
    if row.get("free", 0) > row.get("places", row.get("free", 0)):
        yield CatalogueError(_("more free places than places"), at=document.locate((*path, "free")))
    for need in set(row.get("covers", ())) & set(row.get("lacks", ())):
        yield CatalogueError(
            _("{need} stands under both covers and lacks", need=need), at=document.locate((*path, "lacks"))
        )


def _unknown_needs(
    document: Document, row: Mapping[str, Any], path: tuple[str | int, ...], needs: Mapping[str, Any]
) -> Iterator[VisitError]:
    for key in ("covers", "lacks"):
        for index, need in enumerate(row.get(key, ())):
            if need not in needs:
                yield CatalogueError(
                    _("unknown need {need}", need=f'"{need}"'),
                    at=document.locate((*path, key, index)),
                    help=did_you_mean(need, needs),
                )
