"""What differs between two catalogues: offer by offer, what is new, gone or another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from visit.catalogue import Catalogue
from visit.catalogue_edits import CatalogueEdit
from visit.locale import citations, formats, plural
from visit.locale import text as _
from visit.reading.documents.catalogue import OfferDocument, TravelTable
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.catalogue_sheet import catalogue_document, field_name, given_under, recorded_words
from visit.render.grids import Grid


@dataclass(frozen=True, slots=True, eq=False)
class CatalogueDiffSheet:
    """The edits from one catalogue to another, in one language."""

    before: Catalogue
    after: Catalogue
    edits: tuple[CatalogueEdit, ...]
    language: str

    def sheet(self) -> Sheet:
        """Return how many offers differ, then each of them with what does."""
        head = f"{self.before.id} {formats.day(self.before.as_of)} → {self.after.id} {formats.day(self.after.as_of)}"
        return (Paragraph(head), Paragraph(self.verdict(), strong=True), *self.offers())

    def verdict(self) -> str:
        """Return how many offers are new, gone and changed."""
        whole = {one.offer: one for one in self.edits if one.service is None and one.field is None}
        new, gone = sum(one.before is None for one in whole.values()), sum(one.after is None for one in whole.values())
        changed = len({one.offer for one in self.edits if one.offer} - whole.keys())
        counted = [
            plural("{n} offer is new", "{n} offers are new", new, n=formats.number(new)) if new else "",
            plural("{n} is gone", "{n} are gone", gone, n=formats.number(gone)) if gone else "",
            plural("{n} is changed", "{n} are changed", changed, n=formats.number(changed)) if changed else "",
            _("the travel times are others") if any(not one.offer for one in self.edits) else "",
        ]
        return "; ".join(one for one in counted if one) or _("the two say the same")

    def offers(self) -> Iterator[Block]:
        """Yield each offer that differs, with its edits."""
        for offer, edits in groupby(self.edits, key=lambda one: one.offer):
            yield Heading(f"{self.offer_name(offer)} ({offer})" if offer else _("The travel times"))
            yield Items(tuple(self.words(edit) for edit in edits))

    def offer_name(self, offer: str) -> str:
        """Return what an offer is called, by the later of the two that has it."""
        if not offer:
            return _("The travel times")
        found = self.after.offers.get(offer) or self.before.offers[offer]
        return citations.cited(found.name)

    def words(self, edit: CatalogueEdit) -> str:
        """Return an edit in a line."""
        if edit.field is None:
            what = self.whole_words(edit)
            return _("new: {what}", what=what) if edit.before is None else _("gone: {what}", what=what)
        if not edit.offer:
            return f"{travel_words(edit.before)} → {travel_words(edit.after)}"
        place = field_name(edit.field)
        if edit.service is not None:
            place = f"{self.service_name(edit)}, {place}"
        before, after = (self.value(edit.field, one) for one in (edit.before, edit.after))
        return f"{place}: {before} → {after}"

    def whole_words(self, edit: CatalogueEdit) -> str:
        """Return what is new or gone: the offer with its services, or one service."""
        if edit.service is not None:
            return self.service_name(edit)
        record = edit.before or edit.after
        assert isinstance(record, dict)
        offer = OfferDocument(record)
        return formats.listed(dict.fromkeys(given_under(offer, one, self.language) for one in offer.services))

    def service_name(self, edit: CatalogueEdit) -> str:
        """Return what a service is called: its provision, and its own name where it has one."""
        for catalogue in (self.after, self.before):
            offer = catalogue.offers.get(edit.offer)
            if offer is None:
                continue
            for service in offer.record.services:
                if service.own_id == edit.service:
                    name = given_under(offer.record, service, self.language)
                    return f"{name} {service.name.in_language(self.language)}" if service.has("name") else name
        return str(edit.service)

    def value(self, field: str, value: object) -> str:
        """Return a value in words; what is not recorded is said."""
        return _("not recorded") if value is None else recorded_words(field, value, self.language)

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        return {
            "schema": "visit-catalogue-diff", "version": 1,
            "before": catalogue_document(self.before), "after": catalogue_document(self.after),
            "edits": [
                {"offer": one.offer, "service": one.service, "field": one.field, "before": one.before, "after": one.after,
                 "decides": one.decides}
                for one in self.edits
            ],
        }  # fmt: skip

    def grid(self) -> Grid:
        """Return the edits, a row each."""
        columns = (_("offer"), _("name"), _("service"), _("field"), _("before"), _("after"))
        rows = tuple(
            (edit.offer, self.offer_name(edit.offer), None if edit.service is None else self.service_name(edit),
             None if edit.field is None or not edit.offer else field_name(edit.field), *self.cells(edit))
            for edit in self.edits
        )  # fmt: skip
        return Grid(_("Differences"), columns, rows)

    def cells(self, edit: CatalogueEdit) -> tuple[str | None, str | None]:
        """Return the two values as cells."""
        if edit.field is None:
            said = self.whole_words(edit)
            return (None, said) if edit.before is None else (said, None)
        if not edit.offer:
            return travel_words(edit.before), travel_words(edit.after)
        field = edit.field
        before, after = (
            None if one is None else recorded_words(field, one, self.language) for one in (edit.before, edit.after)
        )
        return before, after


def travel_words(value: object) -> str:
    """Return what a table of travel times is, in words."""
    if not isinstance(value, Mapping):
        return _("none")
    table = TravelTable(value)
    times = plural("{n} travel time", "{n} travel times", len(table.times), n=formats.number(len(table.times)))
    return _("{table}: {times}; {method}, {day}", table=table.table, times=times, method=table.method,
             day=formats.day(table.as_of))  # fmt: skip
