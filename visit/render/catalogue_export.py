"""A catalogue as rows that can be imported again: the fields of `visit catalogue import`, a row for each service.

Its travel times are a list of their own, for `visit travel import`. What has no cell, conditions and packages of a price list among
it, stays in the catalogue's own file; which fields, is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from visit.case import place_key
from visit.catalogue import Catalogue
from visit.imports.fields import DEPARTMENT, FIELDS, SPECIALISED, ImportField
from visit.imports.price_packages import PART_OF
from visit.locale import text as _
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument
from visit.render.grids import Cell, Grid

_BESIDE = frozenset(("specialisation", "price.levels", "price.level", "service", DEPARTMENT, *PART_OF))
"""Fields that are no single cell."""
_UNTOLD = frozenset(("id", "services", "cells", "source"))


def export_grid(catalogue: Catalogue) -> Grid:
    """Return the services of a catalogue under the names of the fields; of a price with levels a row for each."""
    offers = catalogue.document.offers
    plain = [one for one in FIELDS.values() if one.name not in _BESIDE]
    rows = [row for offer in offers for row in _rows(offer, plain)]
    columns = (*(one.name for one in plain), "service", "price.level", *SPECIALISED)
    used = [
        index
        for index in range(len(columns))
        if columns[index] in ("id", "name") or any(row[index] is not None for row in rows)
    ]
    kept = tuple(tuple(row[index] for index in used) for row in rows)
    return Grid(_("Services"), tuple(columns[index] for index in used), kept)


def travel_grid(catalogue: Catalogue) -> Grid:
    """Return the travel times of a catalogue, each with its method and day; no row where it has none."""
    table = catalogue.document.travel
    rows = tuple(
        (
            place_key(one.start),
            place_key(one.to),
            one.by,
            one.minutes,
            one.method or table.method,
            one.as_of or table.as_of,
        )
        for one in (table.times if catalogue.document.has("travel") else ())
    )
    return Grid(_("Travel times"), ("from", "to", "means", "minutes", "method", "date"), rows)


def _rows(offer: OfferDocument, plain: list[ImportField]) -> Iterator[tuple[Cell, ...]]:
    levels = [
        ", ".join(group for group, level in (offer.specialisation or {}).items() if level == number) or None
        for number in SPECIALISED.values()
    ]
    for service in offer.services:
        own = service.recorded.get("id")
        for level, price in _priced(service):
            record: Mapping[str, object] = {**service.recorded, "price": price}
            cells = [_cell(offer.recorded if one.of == "offer" else record, one) for one in plain]
            yield (*cells, None if own is None else str(own), level, *levels)


def _priced(service: ServiceDocument) -> Iterator[tuple[str | None, Mapping[str, object]]]:
    """Yield the price list of a service once, or once for each of its levels, with the level's name."""
    recorded = service.recorded.get("price")
    if service.price_dkk_per_day is not None:
        yield None, {"per": "day", "basic": service.price_dkk_per_day}
    elif not isinstance(recorded, Mapping):
        yield None, {}
    elif "basic" in recorded or not (service.price.levels or {}):
        yield None, recorded
    else:
        for level, one in (service.price.levels or {}).items():
            yield level, {**recorded, "basic": str(one.dkk)}


def _cell(record: Mapping[str, object], field: ImportField) -> Cell:
    value: object = record
    for part in field.path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return _as_cell(field, value)


def _as_cell(field: ImportField, value: object) -> Cell:
    match value:
        case None | Mapping():
            return None
        case bool():
            return "ja" if value else "nej"
        case list() if field.name == "ages":
            least, most = value
            return f"op til {most}" if least is None else f"{least}+" if most is None else f"{least}-{most}"
        case list():
            return ", ".join(str(one) for one in value) or None
        case int() | Decimal():
            return value
        case str() if field.name in _AMOUNTS:
            return Decimal(value)
        case str() if field.name in _DAYS:
            return date.fromisoformat(value)
        case _:
            return str(value)


_WORDS = frozenset(("price.per", "price.vat", "price.from"))
_AMOUNTS = frozenset(name for name in FIELDS if name.startswith("price.")) - _WORDS | {"hours_per_week"}
_DAYS = frozenset(("approved.until", "opened", "closed", "source.as_of", "price.from"))


_SAID_OTHERWISE = frozenset(("price_dkk_per_day",))
"""Fields that the rows have under another name."""


def without_cell(catalogue: Catalogue, *, with_travel: bool) -> tuple[str, ...]:
    """Return the fields that the catalogue has and the rows do not, of a place its coordinates: they stay in its own file."""
    known = {one.path[0] for one in FIELDS.values()} | _UNTOLD
    rows = [row.recorded for offer in catalogue.document.offers for row in (offer, *offer.services)]
    prices = [price for row in rows if isinstance(price := row.get("price"), Mapping)]
    fields = [key for row in rows for key in row if key not in known]
    of_prices = [
        f"price.{key}" for price in prices for key in price if f"price.{key}" not in FIELDS or f"price.{key}" in PART_OF
    ]
    own = ["travel"] if catalogue.document.has("travel") and not with_travel else []
    services = [service for offer in catalogue.document.offers for service in offer.services]
    own += ["services.source"] if any("source" in one.recorded for one in services) else []
    own += ["cells"] if any("cells" in row for row in rows) else []
    own += ["place"] if any(isinstance(row.get("place"), Mapping) for row in rows) else []
    return tuple(one for one in dict.fromkeys((*own, *fields, *of_prices)) if one not in _SAID_OTHERWISE)
