"""What differs between two catalogues, as values: each edit names the offer, the service, the field and both values.

    edits = catalogue_edits(before, after)
    edited(before, after, edits)        answers as `after` does; with some of them, as a catalogue between the two

Each edit stands for itself, so that some of them can be applied and others not. A service that is added to an offer that is added
is part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from visit.catalogue import Catalogue, CatalogueRecord, catalogue_from
from visit.reading.documents.catalogue import OfferDocument, ServiceDocument

SAID = frozenset(("name", "source", "notes", "estimated", "cells", "shares_places_with"))
"""Fields that are read and told, and decide nothing."""
TRAVEL = "travel"
"""The field of the catalogue itself that can differ: its table of travel times, an edit of no offer."""
_NOT_COMPARED = frozenset(("cells",))
_KEYS = frozenset(("id", "services"))
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueEdit:
    """One difference between two catalogues.

    Attributes:
        offer: The id of the offer; empty where the edit is of the catalogue itself.
        service: Its service, as an option is named after the offer; None where the edit is of the offer.
        field: The field; None where an offer or a service is added or removed.
        before: What is recorded before; None where there is nothing.
        after: What is recorded after; None where there is nothing.
    """

    offer: str
    service: str | None
    field: str | None
    before: object
    after: object

    @property
    def decides(self) -> bool:
        """Whether it can change an answer, and not only what is read of it."""
        return self.field not in SAID

    @property
    def name(self) -> str:
        """What it is called: `engbo`, `engbo/SEL-108`, `engbo/SEL-108 price`."""
        place = self.offer if self.service is None else f"{self.offer}/{self.service}"
        return place if self.field is None else f"{place} {self.field}".lstrip()


def catalogue_edits(before: Catalogue, after: Catalogue) -> tuple[CatalogueEdit, ...]:
    """Return what differs, in the order of the offers: those of the catalogue before, then those that are added.

    Travel times, which are the catalogue's own, come last.
    """
    old = {one.id: one for one in before.document.offers}
    new = {one.id: one for one in after.document.offers}
    of_offers = (
        edit for id in (*old, *(id for id in new if id not in old)) for edit in _of_offer(id, old.get(id), new.get(id))
    )
    return (*of_offers, *_of_travel(before, after))


def _of_travel(before: Catalogue, after: Catalogue) -> Iterator[CatalogueEdit]:
    old, new = (one.document.recorded.get(TRAVEL) for one in (before, after))
    if old != new:
        yield CatalogueEdit("", None, TRAVEL, old, new)


def _of_offer(id: str, old: OfferDocument | None, new: OfferDocument | None) -> Iterator[CatalogueEdit]:
    if old is None or new is None:
        yield CatalogueEdit(id, None, None, old and old.recorded, new and new.recorded)
        return
    yield from _of_fields(id, None, old.recorded, new.recorded)
    before, after = _services(old), _services(new)
    for key in (*before, *(key for key in after if key not in before)):
        first, second = before.get(key), after.get(key)
        if first is None or second is None:
            yield CatalogueEdit(id, key, None, first and first.recorded, second and second.recorded)
        else:
            yield from _of_fields(id, key, first.recorded, second.recorded)


def _services(offer: OfferDocument) -> Mapping[str, ServiceDocument]:
    return {one.own_id: one for one in offer.services}


def _of_fields(
    offer: str, service: str | None, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[CatalogueEdit]:
    for field in (*old, *(field for field in new if field not in old)):
        if field not in _KEYS | _NOT_COMPARED and old.get(field) != new.get(field):
            yield CatalogueEdit(offer, service, field, old.get(field), new.get(field))


def edited(before: Catalogue, after: Catalogue, edits: Collection[CatalogueEdit]) -> Catalogue:
    """Return the catalogue before with some of the edits that lead to the one after.

    Args:
        before: The catalogue that the edits begin from.
        after: The catalogue that they lead to: where its places are, and what its provisions are.
        edits: Some of `catalogue_edits(before, after)`.
    """
    offers: dict[str, object] = {one.id: one.recorded for one in before.document.offers}
    own: dict[str, object] = {}
    for edit in edits:
        if not edit.offer:
            own[str(edit.field)] = edit.after
        elif edit.service is None and edit.field is None:
            _put(offers, edit.offer, edit.after)
        else:
            offer = _copied(offers[edit.offer])
            if edit.service is None:
                _put(offer, str(edit.field), edit.after)
            else:
                _edit_service(offer, edit)
            offers[edit.offer] = offer
    document = {**before.document.recorded, "offers": [*offers.values()]}
    places = {**_mapping(before, "places"), **_mapping(after, "places")}
    if places:
        document["places"] = places
    for key, value in own.items():
        _put(document, key, value)
    return catalogue_from(_record(before, after, document))


def _edit_service(offer: dict[str, object], edit: CatalogueEdit) -> None:
    """Put what an edit of a service makes of it into its offer."""
    rows = offer["services"]
    assert isinstance(rows, list)
    services: dict[str, object] = {ServiceDocument(row).own_id: row for row in rows}
    key = str(edit.service)
    if edit.field is None:
        _put(services, key, edit.after)
    else:
        changed = _copied(services[key])
        _put(changed, edit.field, edit.after)
        services[key] = changed
    offer["services"] = [*services.values()]


def _copied(record: object) -> dict[str, object]:
    assert isinstance(record, Mapping)
    return dict(record)


def _put(record: dict[str, object], key: str, value: object) -> None:
    if value is None:
        record.pop(key, None)
    else:
        record[key] = value


def _mapping(catalogue: Catalogue, key: str) -> Mapping[str, object]:
    found = catalogue.document.recorded.get(key)
    return found if isinstance(found, Mapping) else _NOTHING


def _record(before: Catalogue, after: Catalogue, document: Mapping[str, object]) -> CatalogueRecord:
    """Return a record of a document between two: the places and provisions of both."""
    provisions = {str(row["id"]): row for one in (before, after) for row in one.record["provisions"]}
    return {
        "document": document,
        "points": {**before.record["points"], **after.record["points"]},
        "provisions": [*provisions.values()],
    }
