"""What became of a file of rows: what was taken, changed, left out and refused, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from visit.imports.catalogues import ImportedCatalogue
from visit.imports.offers import MadeRow
from visit.imports.rows import CellNote
from visit.locale import formats, plural
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.render.blocks import Block, Items, Paragraph, Sheet, section
from visit.render.catalogue_diff_sheet import CatalogueDiffSheet
from visit.render.grids import Grid

_SHOWN = 12
"""So many of a kind stand on the sheet; the list for a spreadsheet has all."""


@dataclass(frozen=True, slots=True, eq=False)
class ImportSheet:
    """A file of rows, as a sheet, as data and as a list.

    Attributes:
        written: The catalogue's file, where one is written.
        changes: What the file changes in a catalogue that is there, where one is named.
    """

    imported: ImportedCatalogue
    written: str | None
    changes: CatalogueDiffSheet | None = None

    def sheet(self) -> Sheet:
        """Return what became of the file: the counts first, then what somebody must look at."""
        found = self.imported
        return (
            Paragraph(self._head(), strong=True),
            *self._changes(),
            *self._of_kind("refused", _("Not taken")),
            *self._of_kind("left_out", _("Left out, and so not known")),
            *self._of_kind("changed", _("Read as something else than what stands there")),
            *section(_("Not read"), self._not_read()),
            *(
                (Items((_("nothing is written: name the catalogue's file with --to"),)),)
                if self.written is None
                else ()
            ),
            *(() if found.offers else (Paragraph(_("no offer could be taken")),)),
        )

    def _head(self) -> str:
        found = self.imported
        services = sum(
            len(one["services"]) for one in found.offers if isinstance(one, dict) and isinstance(one["services"], list)
        )
        rows, taken = len(found.rows), len(found.rows) - len(found.refused)
        offers = plural("{n} offer", "{n} offers", len(found.offers), n=formats.number(len(found.offers)))
        of_services = plural("{n} service", "{n} services", services, n=formats.number(services))
        return _(
            "{file}: {taken} of {rows} rows taken: {offers}, {services}",
            file=found.file, taken=formats.number(taken), rows=formats.number(rows), offers=offers, services=of_services,
        )  # fmt: skip

    def _changes(self) -> Iterator[Block]:
        if self.changes is not None:
            yield Paragraph(self.changes.verdict(), strong=True)
            yield from self.changes.offers()

    def _of_kind(self, kind: str, title: str) -> Iterator[Block]:
        told = self.imported.of_kind(kind)
        rows = [_line(one) for one in told[:_SHOWN]]
        if len(told) > _SHOWN:
            rows.append(_("and {n} more: --format csv", n=formats.number(len(told) - _SHOWN)))
        yield from section(f"{title} ({formats.number(len(told))})", rows)

    def _not_read(self) -> Iterator[str]:
        if self.imported.unmapped:
            yield _("columns that the map does not have: {names}", names=formats.listed(self.imported.unmapped))
        if self.imported.hidden:
            yield _("hidden sheets: {names}", names=formats.listed(self.imported.hidden))

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.imported
        return {
            "schema": "visit-catalogue-import", "version": 1, "file": found.file, "catalogue": _as_data(found.document),
            "unmapped": list(found.unmapped), "hidden_sheets": list(found.hidden), "written": self.written,
            "changes": None if self.changes is None else self.changes.document()["edits"],
            "rows": [
                {"row": row.number, "offer": row.offer, "outcome": outcome_of(row), "told": [_told(one) for one in row.told]}
                for row in found.rows
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return the rows, and what they change."""
        return (self.grid(), *(() if self.changes is None else (self.changes.grid(),)))

    def grid(self) -> Grid:
        """Return every row: a line for each thing that is told of it, and one where nothing is."""
        columns = (_("row"), _("outcome"), _("offer"), _("cell"), _("what is told"), _("what to do"))
        outcomes = {"taken": _("taken"), "changed": _("changed"), "refused": _("not taken")}
        rows = [
            (row.number, outcomes[outcome_of(row)], row.offer, told.place if told else None, told.message if told else None,
             told.help if told else None)
            for row in self.imported.rows
            for told in (row.told or (None,))
        ]  # fmt: skip
        return Grid(_("Rows"), columns, tuple(rows))


def outcome_of(row: MadeRow) -> str:
    """Return what became of a row: taken, changed or refused."""
    return "refused" if row.offer is None else "changed" if row.told else "taken"


def _as_data(value: PlainValue | Mapping[str, PlainValue]) -> object:
    """Return plain values as JSON has them: an amount with decimals is a text, as it is recorded."""
    match value:
        case Mapping():
            return {key: _as_data(one) for key, one in value.items()}
        case list():
            return [_as_data(one) for one in value]
        case Decimal():
            return f"{value:f}"
        case _:
            return value


def _line(told: CellNote) -> str | tuple[str, tuple[str, ...]]:
    text = f"{told.place}: {told.message}"
    return (text, (told.help,)) if told.help is not None else text


def _told(told: CellNote) -> dict[str, object]:
    return {"kind": told.kind, "cell": told.place, "message": told.message, "help": told.help}
