"""What is worth a look among the prices and places of a catalogue, and no fault: each is usable, and may be a slip.

Leaves what contradicts itself within one price to `contradictions`, and who is told to the commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

from visit.catalogue import Catalogue, likely_blanks, price_as_of
from visit.errors import CatalogueError
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.documents.catalogue import OfferDocument, PackageRecord, PriceList, ServiceDocument
from visit.reading.source import Document
from visit.vocabulary import vocabulary

KeyPath = tuple[str | int, ...]
_ROUNDED = Decimal("0.2")
"""By how much the steps of one table may differ: lists round the hours of a row to one decimal."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something worth a look: of which kind, and where it stands.

    Attributes:
        kind: `stale_prices`, `price_contradictions`, `package_gaps`, `prices_of_0`, `places_of_0` or `prices_by_unknown_hours`.
    """

    kind: str
    warning: CatalogueError


KINDS = (
    "stale_prices",
    "price_contradictions",
    "package_gaps",
    "prices_of_0",
    "places_of_0",
    "prices_by_unknown_hours",
)


def doubts(catalogue: Catalogue, document: Document, *, day: date, shelf_life_days: int | None) -> tuple[Doubt, ...]:
    """Return everything worth a look, in the order of the file.

    Args:
        catalogue: What the document says.
        document: The file, for the place of each.
        day: On which prices may be old.
        shelf_life_days: How old a price may be; without it, none is too old.
    """
    found: list[Doubt] = []
    for index, offer in enumerate(catalogue.document.offers):
        here = _CheckedOffer(document, offer, ("offers", index))
        if shelf_life_days is not None:
            found += here.stale(day, shelf_life_days)
        for number, service in enumerate(offer.services):
            found += here.of_service(service, ("offers", index, "services", number))
        found += here.contradicting()
    return tuple(sorted(found, key=_place))


def _place(doubt: Doubt) -> tuple[int, int]:
    at = doubt.warning.at
    return (0, 0) if at is None else (at.line or 0, at.column or 0)


@dataclass(frozen=True, slots=True)
class _CheckedOffer:
    """One offer, and where it stands."""

    document: Document
    offer: OfferDocument
    path: KeyPath

    def doubt(self, kind: str, message: str, path: KeyPath, help: str) -> Doubt:
        return Doubt(kind, CatalogueError(message, at=self.document.locate(path), help=help))

    def stale(self, day: date, shelf_life_days: int) -> Iterator[Doubt]:
        """Yield once for all prices of the offer that are from one day."""
        old: dict[date, list[int]] = {}
        for number, service in enumerate(self.offer.services):
            stated = price_as_of(service, self.offer)
            if _has_price(service) and stated is not None and stated + timedelta(days=shelf_life_days) < day:
                old.setdefault(stated, []).append(number)
        for stated, numbers in old.items():
            message = plural(
                "{n} price of {offer} is from {date}: on {day} older than its shelf life of {days} days",
                "{n} prices of {offer} are from {date}: on {day} older than their shelf life of {days} days",
                len(numbers),
                n=formats.number(len(numbers)),
                offer=self.offer.id,
                date=formats.day(stated),
                day=formats.day(day),
                days=shelf_life_days,
            )
            first = self.offer.services[numbers[0]]
            path = (*self.path, "services", numbers[0], "price" if first.has("price") else "price_dkk_per_day")
            yield self.doubt("stale_prices", message, path, _("ask the offer for the list of this year"))

    def of_service(self, service: ServiceDocument, path: KeyPath) -> Iterator[Doubt]:
        """Yield what is worth a look in one service."""
        name = f"{self.offer.id}/{service.own_id}"
        blank = likely_blanks(service)
        for field in sorted(blank - {"places"}):
            at = (*path, field)
            help = _("leave the price out where it is not known")
            yield self.doubt("prices_of_0", _("{name} costs 0: probably a blank", name=name), at, help)
        if "places" in blank:
            help = _("leave the places out where they are not known; write `closed` where it has closed")
            yield self.doubt(
                "places_of_0", _("{name} has 0 places: probably a blank", name=name), (*path, "places"), help
            )
        if service.has("price"):
            yield from self.of_list(service, name, (*path, "price"))

    def of_list(self, service: ServiceDocument, name: str, path: KeyPath) -> Iterator[Doubt]:
        """Yield what is worth a look in one price list."""
        price = service.price
        for number, width, usual in _gaps(price.packages or ()):
            message = _("a package of {width} h stands among packages of {usual} h: a row may be missing",
                        width=formats.number(width), usual=formats.number(usual))  # fmt: skip
            yield self.doubt("package_gaps", message, (*path, "packages", number), _("compare with the list"))
        last = price.packages[-1].up_to_hours if price.packages else None
        most = service.hours_per_week
        if last is not None and most is not None and last < most and not price.has("package_step"):
            message = _("the packages of {name} end at {last} h, and it gives up to {most} h: beyond, no price is known",
                        name=name, last=formats.number(last), most=formats.number(most))  # fmt: skip
            help = _("write the rows that are missing, or `package_step`")
            yield self.doubt("package_gaps", message, (*path, "packages"), help)
        if _by_hours(price) and not _areas(service) - {"home"}:
            message = _("the price of {name} is by hours, and no hours are assessed for a home alone", name=name)
            help = _("move the hours to the service that gives the support")
            yield self.doubt("prices_by_unknown_hours", message, path, help)

    def contradicting(self) -> Iterator[Doubt]:
        """Yield two services that are told apart by nothing but their price, under one provision in one year."""
        priced = [(number, one) for number, one in enumerate(self.offer.services) if _has_price(one)]
        for (_first, one), (number, other) in combinations(priced, 2):
            if _unit(one) != _unit(other) or self.year(one) != self.year(other) or _rates(one) == _rates(other):
                continue
            message = _("{one} and {other} of {offer} are alike, and their prices of one year are not",
                        one=one.own_id, other=other.own_id, offer=self.offer.id)  # fmt: skip
            path = (*self.path, "services", number, "price" if other.has("price") else "price_dkk_per_day")
            help = _("remove the one that does not hold, or write whom each is for: `name`, `when`")
            yield self.doubt("price_contradictions", message, path, help)

    def year(self, service: ServiceDocument) -> int | None:
        stated = price_as_of(service, self.offer)
        return None if stated is None else stated.year


def _has_price(service: ServiceDocument) -> bool:
    return service.has("price") or service.price_dkk_per_day is not None


def _rates(service: ServiceDocument) -> Mapping[str, object]:
    """Return what a price says beside where it stands; the older form is a basic rate."""
    if not service.has("price"):
        return {"per": "day", "basic": str(service.price_dkk_per_day)}
    return {
        "per": "day",
        **{key: value for key, value in service.price.recorded.items() if key not in ("source", "from")},
    }


def _unit(service: ServiceDocument) -> tuple[object, ...]:
    """Return by what a service is told apart from another of its offer, beside its id and price."""
    name = service.name.da if service.has("name") else None
    return service.provision, name, service.when, service.open_to, service.special_arrangement, _areas(service)


def _areas(service: ServiceDocument) -> frozenset[str]:
    return frozenset((*vocabulary().provisions[service.provision].areas, *(service.areas or {})))


def _by_hours(price: PriceList) -> bool:
    return price.per == "hour" or any(price.has(key) for key in ("packages", "package_step", "per_hour"))


def _gaps(rows: tuple[PackageRecord, ...]) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Yield the rows that span a multiple of what two others or more span: their number, what they span, and the usual.

    Lists whose packages grow, or follow no step, have no gap that could be seen.
    """
    bounds = [Decimal(0), *(one.up_to_hours for one in rows)]
    widths = [high - low for low, high in pairwise(bounds)]
    usual = min(widths, default=Decimal(0))
    if sum(abs(one - usual) <= _ROUNDED for one in widths) < 2:
        return
    for number, width in enumerate(widths):
        times = round(width / usual)
        if times > 1 and abs(width - times * usual) <= times * _ROUNDED:
            yield number, width, usual
