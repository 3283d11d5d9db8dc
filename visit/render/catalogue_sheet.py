"""A catalogue as a table, and one offer with everything that is recorded of it, its source and its date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from visit.catalogue import Catalogue, Offer, is_estimated, likely_blanks, price_as_of, shelf_life_of
from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.offer_places import are_told_apart, stated_places
from visit.places import Point, distance_metres
from visit.reading.declared import HOURS, WHOLE, LatLon
from visit.reading.documents.catalogue import AGES, LEVEL_RANGE, OfferDocument, PriceList, ServiceDocument, Source
from visit.reasons.labels import provision_name
from visit.render.blocks import Block, Column, Heading, Items, Paragraph, Sheet, Table
from visit.render.price_list_words import list_in_words
from visit.rules import NATIONAL
from visit.vocabulary import fact_label, vocabulary

_CODES = {
    "premises": "premises", "covers": "need", "lacks": "need", "staff": "staff", "specialisation": "target_group",
    "areas": "area", "includes": "provision", "kind": "service_kind", "forms": "form", "open_on": "weekday",
}  # fmt: skip
_APART = {"id", "name", "services", "source", "estimated", "notes", "provision", "cells"}
"""Fields that have no line of their own."""


@dataclass(frozen=True, slots=True)
class Ages:
    """How old a field may be on a date, by the national layer's shelf lives."""

    day: date

    def stale(self, field: str, as_of: date | None) -> bool:
        """Return whether a field recorded on a date is older than its shelf life."""
        limit = shelf_life_of(shelf_life_days(), field)
        return as_of is not None and limit is not None and as_of + timedelta(days=limit) < self.day


def shelf_life_days() -> Mapping[str, int]:
    """Return the shelf lives of the national layer in days."""
    from visit.rules.guideline.drafting import period_of
    from visit.rules.guideline.layering import shipped_layers, uncorrected, versions_of
    from visit.rules.language.periods import Period, days

    record = uncorrected(versions_of(NATIONAL, shipped_layers()))[-1].record
    found = {key: period_of(one, record.get("parameters", {})) for key, one in record.get("shelf_life", {}).items()}
    return {key: days(one) for key, one in found.items() if isinstance(one, Period)}


def metres_from(offer: Offer, near: Point) -> int | None:
    """Return the distance in metres from a place; 0 to an offer that comes to the citizen, None where the place is not known."""
    if offer.mobile:
        return 0
    return None if offer.point is None else distance_metres(near, offer.point)


class CatalogueSheet:
    """Offers of a catalogue, in the order given."""

    def __init__(
        self,
        catalogue: Catalogue,
        offers: tuple[Offer, ...],
        near: str | None,
        point: Point | None,
        language: str,
        *,
        ids: bool = False,
    ) -> None:
        self.ids = ids
        self.catalogue, self.offers, self.near, self.point, self.language = catalogue, offers, near, point, language

    def sheet(self) -> Sheet:
        """Return the table."""
        head = _("catalogue {id} · {day}", id=self.catalogue.id, day=formats.day(self.catalogue.as_of))
        if not self.offers:
            return (Paragraph(head), Paragraph(_("No offer fits.")))
        columns = [
            Column(_("name"), wraps=True), Column(_("services"), wraps=True), Column(_("place"), wraps=True),
            Column(_("places"), number=True), Column(_("specialisation"), wraps=True, folds=True),
            Column(_("source from"), folds=True),
        ]  # fmt: skip
        if self.point is not None:
            columns.insert(3, Column(_("km"), number=True))
        count = plural("{n} offer", "{n} offers", len(self.offers), n=formats.number(len(self.offers)))
        return (Paragraph(f"{head} · {count}"), Table(tuple(columns), tuple(self.row(offer) for offer in self.offers)))

    def row(self, offer: Offer) -> tuple[str, ...]:
        """Return the cells of an offer; `~` before an estimate, `?` for what is not known."""
        services = dict.fromkeys(given_under(offer.record, one, self.language) for one in offer.record.services)
        levels = (
            f"{vocabulary().label('target_group', group, self.language)} {level}"
            for group, level in (offer.record.specialisation or {}).items()
        )
        guess = "~" if _is_estimate("specialisation", offer.record) else ""
        as_of = offer.record.source.as_of
        id = f" ({offer.id})" if self.ids else ""
        cells = [
            citations.cited(offer.name) + id, "; ".join(services), place_name(offer), places(offer),
            guess + (", ".join(levels) or "?"), str(as_of.year) if as_of else "?",
        ]  # fmt: skip
        if self.point is not None:
            cells.insert(3, self.distance(offer))
        return tuple(cells)

    def distance(self, offer: Offer) -> str:
        """Return how far away an offer is."""
        metres = metres_from(offer, self.point) if self.point is not None else None
        return "?" if metres is None else _far(offer, metres).split(formats.NO_BREAK)[0]

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "schema": "visit-catalogue-list",
            "version": 1,
            "catalogue": catalogue_document(self.catalogue),
            "near": self.near,
            "offers": [
                {**offer.record.recorded, "metres": metres_from(offer, self.point) if self.point is not None else None}
                for offer in self.offers
            ],
        }


class OfferSheet:
    """Everything that is recorded of one offer."""

    def __init__(
        self, catalogue: Catalogue, offer: Offer, ages: Ages, near: str | None, point: Point | None, language: str
    ) -> None:
        self.catalogue, self.offer, self.ages, self.language = catalogue, offer, ages, language
        self.near, self.point = near, point

    def sheet(self) -> Sheet:
        """Return what is recorded, field by field, then service by service."""
        record = self.offer.record
        blocks: list[Block] = [
            Paragraph(_("catalogue {id} · {day}", id=self.catalogue.id, day=formats.day(self.catalogue.as_of))),
            Paragraph(f"{citations.cited(self.offer.name)} ({self.offer.id})", strong=True),
            Items(tuple(self.general())),
        ]
        for service in record.services:
            blocks.append(Heading(self.service_title(service)))
            blocks.append(Items(tuple(self.of_service(service)) or (_("nothing more is recorded"),)))
        if record.has("notes"):
            blocks += [Heading(_("Notes")), Paragraph(record.notes.in_language(self.language))]
        return tuple(blocks)

    def general(self) -> Iterator[str]:
        record = self.offer.record
        if self.point is not None:
            metres = metres_from(self.offer, self.point)
            far = _("not known") if metres is None else _far(self.offer, metres)
            yield _("from {place}: {distance}", place=self.near, distance=far)
        source = record.source
        yield from self.fields(record)
        if "services" in (record.estimated or ()):
            yield _("which services it gives is an estimate")
        old = f" [{_('stale')}]" if self.ages.stale("source", source.as_of) else ""
        yield _("source: {ref}, {date}", ref=citations.cited(source.ref), date=dated(source)) + old
        yield from self.imported(record)

    def imported(self, record: OfferDocument) -> Iterator[str]:
        """Yield the files that the cells beside the fields are of."""
        rows: tuple[OfferDocument | ServiceDocument, ...] = (record, *record.services)
        keys = {cell.rpartition("!")[0] for row in rows for cell in (row.cells or {}).values()}
        for key, file in (self.catalogue.document.imports or {}).items():
            if key in keys:
                name = file.file if file.sheet is None else f"{file.file}, {file.sheet}"
                yield _("{key} is {file}, read on {day}", key=key, file=name, day=formats.day(file.day))

    def of_service(self, service: ServiceDocument) -> Iterator[str]:
        yield from self.fields(service)
        if service.has("source"):
            yield _("source: {ref}, {date}", ref=citations.cited(service.source.ref), date=dated(service.source))

    def source_of(self, row: OfferDocument | ServiceDocument) -> Source:
        """Return the source of what is recorded of the offer or of a service: its own, else the offer's."""
        return row.source if row.has("source") else self.offer.record.source

    def as_of(self, key: str, row: OfferDocument | ServiceDocument) -> date | None:
        """Return from when a field is: a price may say it itself."""
        if isinstance(row, ServiceDocument) and key in ("price", "price_dkk_per_day"):
            return price_as_of(row, self.offer.record)
        return self.source_of(row).as_of

    def fields(self, row: OfferDocument | ServiceDocument) -> Iterator[str]:
        """Yield a line per recorded field, with its marks."""
        for key in sorted(row.recorded.keys() - _APART, key=field_order):
            said = recorded_words(key, row.recorded[key], self.language)
            yield f"{field_name(key)}: {said}{self.marks(key, row)}"

    def marks(self, key: str, row: OfferDocument | ServiceDocument) -> str:
        service = row if isinstance(row, ServiceDocument) else None
        found = [_("estimate")] if _is_estimate(key, self.offer.record, service) else []
        if isinstance(row, ServiceDocument) and key in likely_blanks(row):
            found.append(_("likely a blank"))
        as_of = self.as_of(key, row)
        if as_of is not None and self.ages.stale(key, as_of):
            found.append(_("stale, from {date}", date=formats.day(as_of)))
        found += sorted({cell for field, cell in (row.cells or {}).items() if field.partition(".")[0] == key})
        return f" [{', '.join(found)}]" if found else ""

    def service_title(self, service: ServiceDocument) -> str:
        name = provision_name(service.provision, self.language)
        label = vocabulary().provisions[service.provision].label(self.language)
        own = f" – {service.name.in_language(self.language)}" if service.has("name") else ""
        guess = f" [{_('estimate')}]" if _is_estimate("provision", self.offer.record, service) else ""
        return f"{label}, {name}{own}{guess}" if label != name else f"{name}{own}{guess}"

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        record = self.offer.record
        rows: list[tuple[str | None, OfferDocument | ServiceDocument]] = [(None, record)]
        rows += [(service.own_id, service) for service in record.services]
        stale = [
            {"service": name, "field": key}
            for name, row in rows
            for key in row.recorded
            if key not in _APART and self.ages.stale(key, self.as_of(key, row))
        ]
        metres = metres_from(self.offer, self.point) if self.point is not None else None
        blanks = [
            {"service": one.own_id, "field": field} for one in record.services for field in sorted(likely_blanks(one))
        ]
        return {
            "schema": "visit-offer", "version": 1, "catalogue": catalogue_document(self.catalogue), "offer": dict(record.recorded),
            "as_of": self.ages.day.isoformat(), "stale": stale, "near": self.near, "metres": metres,
            "likely_blanks": blanks,
        }  # fmt: skip


def recorded_words(key: str, value: object, language: str) -> str:
    """Return a recorded value in words; codes by their labels, terms of admission as they are written."""
    codes = _CODES.get(key)
    if key == "price" and isinstance(value, Mapping):
        return list_in_words(PriceList(value), language)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "ages":
        return _ages(AGES.read(value))
    if key == "hours_per_week":
        return formats.number(HOURS.read(value))
    if key == "price_dkk_per_day":
        return formats.dkk(WHOLE.read(value))
    if key == "open_to":
        return _("those who live there")
    if key == "estimated" and isinstance(value, list):
        return ", ".join(field_name(str(one)) for one in value)
    if isinstance(value, Mapping) and value.keys() == {"da", "en"}:
        return str(value[language])
    if isinstance(value, Mapping):
        rows = sorted(value.items(), key=lambda row: (row[0] != "type", field_order(row[0])))
        return ", ".join(_pair(key, name, inner, language) for name, inner in rows) or _("not recorded")
    if isinstance(value, list):
        return ", ".join(recorded_words(key, one, language) for one in value) or _("none")
    if key == "shares_places_with":
        return provision_name(str(value), language) if value in vocabulary().provisions else str(value)
    if isinstance(value, str) and codes == "provision":
        return provision_name(value, language)
    return (
        vocabulary().label(codes, value, language)
        if codes and isinstance(value, str)
        else formats.recorded_day(str(value))
    )


def _pair(key: str, name: str, value: object, language: str) -> str:
    if key == "levels" and isinstance(value, list):
        return f"{vocabulary().label('theme', name, language)} {_levels(LEVEL_RANGE.read(value))}"
    if key in ("specialisation", "areas"):
        return f"{vocabulary().label(_CODES[key], name, language)} {value}"
    if key == "operator" and name == "type":
        return vocabulary().label("operator", str(value), language)
    return f"{field_name(name)} {recorded_words(name, value, language)}"


def catalogue_document(catalogue: Catalogue) -> dict[str, str]:
    """Return what names a catalogue."""
    return {"id": catalogue.id, "as_of": catalogue.as_of.isoformat(), "digest": catalogue.digest}


def given_under(offer: OfferDocument, service: ServiceDocument, language: str) -> str:
    """Return the provision of a service; `~` before an estimate."""
    guess = "~" if _is_estimate("provision", offer, service) else ""
    return guess + provision_name(service.provision, language)


def _is_estimate(field: str, offer: OfferDocument, service: ServiceDocument | None = None) -> bool:
    """Return whether a field is an estimate: as the offer says of all its services, or as one of them says."""
    of_service = () if service is None else service.estimated or ()
    return is_estimated(field, (*(offer.estimated or ()), *of_service))


def place_name(offer: Offer) -> str:
    """Return where an offer is; `~` before an estimate."""
    place = offer.record.place
    guess = "~" if _is_estimate("place", offer.record) else ""
    if isinstance(place, LatLon):
        return f"{guess}{place.lat}, {place.lon}"
    return f"{guess}{place}" if place is not None else _("comes to the citizen") if offer.mobile else "?"


def _far(offer: Offer, metres: int) -> str:
    """Return how far away an offer is; `~` before an estimate, nothing of what comes to the citizen."""
    guess = "~" if not offer.mobile and _is_estimate("place", offer.record) else ""
    return guess + formats.metres_as_km(metres)


def places(offer: Offer) -> str:
    """Return how many places are stated, those once that several services share; `0?` is likely a blank.

    `12 + 8` are different places; of `12 / 8` that is not known.
    """
    stated = stated_places(offer.record)
    counts = [f"{'~' if one.is_estimated else ''}{one.places or '0?'}" for one in stated]
    return (" + " if are_told_apart(stated) else " / ").join(counts) or "?"


def dated(source: Source) -> str:
    """Return the date of a source."""
    return _("undated") if source.as_of is None else formats.day(source.as_of)


def field_name(key: str) -> str:
    """Return what a field of the catalogue is called."""
    return _field_names().get(key) or fact_label(key, "en")


def field_order(key: str) -> tuple[int, str]:
    """Return where a field stands on a sheet: in the order of their names here, whatever the order in the file."""
    order = list(_field_names())
    return (order.index(key) if key in order else len(order)), key


def _field_names() -> dict[str, str]:
    return {
        "operator": _("operator"), "municipality": _("municipality"), "region": _("region"), "place": _("place"),
        "mobile": _("comes to the citizen"), "specialisation": _("specialisation"),
        "levels": _("levels of functioning"), "ages": _("ages"),
        "premises": _("premises"), "covers": _("covers"), "lacks": _("lacks"), "approved": _("approved"), "by": _("by"),
        "until": _("until"), "tilbudsportalen": _("on Tilbudsportalen"), "agreements": _("agreements with"),
        "serves": _("serves citizens of"), "excludes": _("does not take"), "opened": _("opened"), "closed": _("closed"),
        "travel": _("stated travel"), "from": _("from"), "metres": _("metres"),
        "minutes_by_car": _("minutes by car"), "minutes_by_transit": _("minutes by public transport"), "includes": _("includes"),
        "areas": _("steps"), "places": _("places"),
        "shares_places_with": _("same places as"), "free": _("free places"), "waiting_days": _("waiting time in days"),
        "price_dkk_per_day": _("price per day"), "price": _("price"), "staff": _("staff"),
        "hours_per_week": _("hours a week at most"),
        "months": _("months at most"), "sessions": _("sessions at most"), "forms": _("forms"),
        "open_on": _("open on"), "open_hours": _("open hours a week"), "open_to": _("open to"),
        "special_arrangement": _("special arrangement"), "kind": _("form of the help"), "name": _("name"), "source": _("source"),
        "estimated": _("estimates"), "notes": _("notes"), "services": _("services"), "provision": _("provision"),
        "ref": _("reference"),        "as_of": _("as of"),
    }  # fmt: skip


def _levels(levels: tuple[int | None, int | None]) -> str:
    low, high = levels
    return f"{0 if low is None else low}–{4 if high is None else high}"


def _ages(ages: tuple[int | None, int | None]) -> str:
    low, high = ages
    if low is None:
        return _("any age") if high is None else _("up to {high}", high=high)
    return _("from {low}", low=low) if high is None else f"{low}–{high}"
