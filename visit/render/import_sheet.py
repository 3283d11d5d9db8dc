"""What became of a file of rows: what was taken, changed, left out and refused, each with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from visit.imports.catalogues import ImportedCatalogue
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
            *told_of_cells([row.told for row in found.rows]),
            *section(_("To be looked at"), found.of_prices),
            *told_of_sheet(found, self._left_out()),
            *(
                (Items((_("nothing is written: name the catalogue's file with --to"),)),)
                if self.written is None and found.offers
                else ()
            ),
            *(() if found.offers else (Paragraph(_("no offer could be taken")),)),
        )

    def _left_out(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        if self.imported.open_prices:
            said = _("columns that are most likely of prices: {names}", names=formats.listed(self.imported.open_prices))
            yield said, (_("say in the map what they are, or null"),)
        if self.imported.unread:
            yield _("columns that the map leaves out: {names}", names=formats.listed(self.imported.unread))

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

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.imported
        return {
            "schema": "visit-catalogue-import", "version": 1, "file": found.file, "catalogue": _as_data(found.document),
            "unmapped": list(found.unmapped), "left_out": list(found.unread), "hidden_sheets": list(found.hidden),
            "hidden_parts": list(found.hidden_parts), "above": list(found.above), "beside": list(found.beside),
            "open_prices": list(found.open_prices), "of_prices": list(found.of_prices),
            "written": self.written,
            "changes": None if self.changes is None else self.changes.document()["edits"],
            "rows": [{"row": row.number, "offer": row.offer, **told_as_data(row.offer, row.told)} for row in found.rows],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return the rows, and what they change."""
        return (self.grid(), *(() if self.changes is None else (self.changes.grid(),)))

    def grid(self) -> Grid:
        """Return every row: a line for each thing that is told of it, and one where nothing is."""
        return row_grid(_("offer"), [(row.number, row.offer, row.told) for row in self.imported.rows])


class _ReadSheet(Protocol):
    """What is told of the sheet itself that rows were read from."""

    @property
    def unmapped(self) -> tuple[str, ...]: ...
    @property
    def hidden(self) -> tuple[str, ...]: ...
    @property
    def hidden_parts(self) -> tuple[str, ...]: ...
    @property
    def above(self) -> tuple[str, ...]: ...
    @property
    def beside(self) -> tuple[str, ...]: ...


def told_of_cells(rows: Sequence[Sequence[CellNote]]) -> Iterator[Block]:
    """Yield what is told of the cells of rows, by kind: what is not taken, what is left out, what is read otherwise."""
    titles: dict[str, str] = {
        "refused": _("Not taken"),
        "left_out": _("Left out, and so not known"),
        "changed": _("Read differently from what is written"),
    }
    for kind, title in titles.items():
        by_row = [found for told in rows if (found := [one for one in told if one.kind == kind])]
        every = [one for found in by_row for one in found]
        shown = every if len(every) == _SHOWN + 1 else every[:_SHOWN]  # a line that counts one takes its room
        lines = [note_line(one) for one in shown]
        if len(every) > len(shown):
            lines.append(_("and {n} more: --format csv", n=formats.number(len(every) - len(shown))))
        yield from section(f"{title} ({_counted(len(every), len(by_row))})", lines)


def _counted(notes: int, rows: int) -> str:
    """Return how many rows something is told of, and how much is told where that is more."""
    of_rows = plural("{n} row", "{n} rows", rows, n=formats.number(rows))
    return of_rows if notes == rows else _("{rows}, {n} remarks", rows=of_rows, n=formats.number(notes))


def told_of_sheet(read: _ReadSheet, left_out: Iterable[str | tuple[str, tuple[str, ...]]] = ()) -> Iterator[Block]:
    """Yield what is not read, with what else is left out of the file, and what is read though the workbook hides it."""
    not_read: list[str | tuple[str, tuple[str, ...]]] = []
    if read.above:
        not_read.append(_("above the headings: {lines}", lines=" / ".join(read.above)))
    if read.unmapped:
        not_read.append(_("columns that the map does not have: {names}", names=formats.listed(read.unmapped)))
    if read.hidden:
        not_read.append(_("hidden sheets: {names}", names=formats.listed(read.hidden)))
    yield from section(_("Not read"), [*not_read, *left_out])
    if read.hidden_parts:
        names = formats.listed(read.hidden_parts)
        yield from section(_("Hidden in the workbook, and read"), [_("rows and columns: {names}", names=names)])
    yield from section(_("Beside what the cells say"), read.beside)


def row_grid(name: str, rows: Sequence[tuple[int, str | None, Sequence[CellNote]]]) -> Grid:
    """Return rows as a list: a line for each thing that is told of one, and one where nothing is.

    Args:
        name: What a row becomes, as the heading of its column.
        rows: The number of each, what it became, and what is told of it.
    """
    columns = (_("row"), _("outcome"), name, _("cell"), _("what is told"), _("what to do"))
    outcomes = {"taken": _("taken"), "changed": _("changed"), "refused": _("not taken")}
    lines = [
        (number, outcomes[_outcome(became, told)], became, one.place if one else None, one.message if one else None,
         one.help if one else None)
        for number, became, told in rows
        for one in (*told,) or (None,)
    ]  # fmt: skip
    return Grid(_("Rows"), columns, tuple(lines))


def told_as_data(became: str | None, told: Sequence[CellNote]) -> dict[str, object]:
    """Return what became of a row and what is told of it, as data."""
    return {"outcome": _outcome(became, told), "told": [note_document(one) for one in told]}


def _outcome(became: str | None, told: Sequence[CellNote]) -> str:
    """Return what became of a row: taken, changed or refused."""
    return "refused" if became is None else "changed" if told else "taken"


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


def note_line(told: CellNote) -> str | tuple[str, tuple[str, ...]]:
    """Return what is told of a cell as a line of a list, with what to do below it."""
    text = f"{told.place}: {told.message}"
    return (text, (told.help,)) if told.help is not None else text


def note_document(told: CellNote) -> dict[str, object]:
    """Return what is told of a cell as data."""
    return {"kind": told.kind, "cell": told.place, "message": told.message, "help": told.help}
