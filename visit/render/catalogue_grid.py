"""A catalogue for a spreadsheet: a row for each service, its numbers as numbers, and which of them are estimates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.catalogue import Offer, price_as_of
from visit.locale import citations, formats
from visit.locale import text as _
from visit.places import Point
from visit.reading.documents.catalogue import ServiceDocument
from visit.reasons.labels import provision_name
from visit.render.catalogue_sheet import field_name, metres_from, place_name
from visit.render.grids import Cell, Grid
from visit.render.price_list_words import list_in_words
from visit.vocabulary import vocabulary


def services_grid(offers: Sequence[Offer], near: tuple[str, Point] | None, language: str) -> Grid:
    """Return the services of some offers, in their order; with a place, how far each offer is from it."""
    columns = (
        _("offer"), _("name"), _("operator"), _("municipality"), _("place"),
        *(() if near is None else (_("km from {place}", place=near[0]),)),
        _("provision"), _("service"), _("specialisation"), _("places"), _("free places"), _("waiting time in days"),
        _("hours a week at most"), _("forms"), _("open on"), _("open hours a week"),
        _("DKK a day"), _("price list"), _("price from"), _("source from"), _("estimates"),
    )  # fmt: skip
    rows = (row for offer in offers for row in _rows(offer, None if near is None else near[1], language))
    return Grid(_("Services"), columns, tuple(rows))


def _rows(offer: Offer, point: Point | None, language: str) -> Iterator[tuple[Cell, ...]]:
    record = offer.record
    operator = record.operator
    kind = None if operator.type is None else vocabulary().label("operator", operator.type, language)
    specialisation = formats.listed(
        f"{vocabulary().label('target_group', group, language)} {level}"
        for group, level in (record.specialisation or {}).items()
    )
    begun: tuple[Cell, ...] = (
        offer.id, citations.cited(offer.name), kind, operator.municipality,
        place_name(offer).removeprefix("~").replace("?", "") or None,
        *(() if point is None else (_km(offer, point),)),
    )  # fmt: skip
    for service in record.services:
        has_price = service.has("price") or service.price_dkk_per_day is not None
        source = service.source if service.has("source") else record.source
        yield (
            *begun, provision_name(service.provision, language), _name(service, language), specialisation or None,
            service.places, service.free, service.waiting_days, service.hours_per_week,
            _codes("form", service.forms, language), _codes("weekday", service.open_on, language), service.open_hours,
            service.price_dkk_per_day,
            list_in_words(service.price, language) if service.has("price") else None,
            price_as_of(service, record) if has_price else None, source.as_of, _estimates(offer, service),
        )  # fmt: skip


def _codes(list_name: str, codes: Sequence[str] | None, language: str) -> str | None:
    return None if codes is None else formats.listed(vocabulary().label(list_name, one, language) for one in codes)


def _name(service: ServiceDocument, language: str) -> str:
    if service.has("name"):
        return service.name.in_language(language)
    return vocabulary().provisions[service.provision].label(language)


def _km(offer: Offer, point: Point) -> Decimal | None:
    metres = metres_from(offer, point)
    return None if metres is None else Decimal(metres).scaleb(-3).quantize(Decimal("0.1"))


def _estimates(offer: Offer, service: ServiceDocument) -> str | None:
    """Return which fields are estimates: in a cell of numbers there is no room for a mark."""
    fields = dict.fromkeys((*(offer.record.estimated or ()), *(service.estimated or ())))
    words = {"services": _("services"), "provision": _("provision")}
    return formats.listed(words.get(one) or field_name(one) for one in fields) or None
