"""What became of a file of travel times: what was taken and what was not, each with its cell, and how old the times are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.imports.travel import ImportedTravel, TravelRow
from visit.locale import formats, language, plural
from visit.locale import text as _
from visit.reading.documents.catalogue import TravelDocument
from visit.render.blocks import Items, Paragraph, Sheet
from visit.render.distances import days_told
from visit.render.grids import Grid
from visit.render.import_sheet import note_document, told_of_cells, told_of_sheet
from visit.travel_files import is_old, oldest_time
from visit.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class TravelSheet:
    """A file of travel times, as a sheet, as data and as a list.

    Attributes:
        written: The file that is written, where one is.
    """

    imported: ImportedTravel
    written: str | None
    today: date

    def sheet(self) -> Sheet:
        """Return what became of the file: the counts first, then what somebody must look at."""
        found = self.imported
        return (
            Paragraph(self._head(), strong=True),
            *self._found_how(),
            *told_of_cells([row.told for row in found.rows]),
            *told_of_sheet(found, self._left_out()),
            *((Items((_("nothing is written: name the file with --to"),)),) if self.written is None else ()),
        )

    def _left_out(self) -> Iterator[str]:
        if self.imported.unread:
            yield _("columns that the map leaves out: {names}", names=formats.listed(self.imported.unread))

    def _head(self) -> str:
        found = self.imported
        rows, taken = len(found.rows), sum(1 for row in found.rows if row.times)
        document = TravelDocument(found.document)
        places = {str(place) for one in document.times for place in (one.start, one.to)}
        times = plural("{n} travel time", "{n} travel times", len(found.times), n=formats.number(len(found.times)))
        between = plural("{n} place", "{n} places", len(places), n=formats.number(len(places)))
        return _(
            "{file}: {taken} of {rows} rows taken: {times} between {places}",
            file=found.file, taken=formats.number(taken), rows=formats.number(rows), times=times, places=between,
        )  # fmt: skip

    def _found_how(self) -> Iterator[Paragraph]:
        document = TravelDocument(self.imported.document)
        if document.times:
            means = {one.by for one in document.times}
            by = formats.listed(vocabulary().label("travel_mode", one, language()) for one in sorted(means))
            yield Paragraph(_("Times {by}: {method}, {day}.", by=by, method=document.method, day=days_told(document)))
        if is_old(oldest_time(document), self.today):
            yield Paragraph(_("The times are more than a year old."))

    def document(self) -> dict[str, object]:
        """Return the same as data."""
        found = self.imported
        return {
            "schema": "visit-travel-import", "version": 1, "file": found.file, "travel": dict(found.document),
            "old": is_old(oldest_time(TravelDocument(found.document)), self.today),
            "unmapped": list(found.unmapped), "left_out": list(found.unread),
            "hidden_sheets": list(found.hidden), "hidden_parts": list(found.hidden_parts),
            "above": list(found.above), "beside": list(found.beside),
            "written": self.written,
            "rows": [
                {"row": row.number, "times": row.times, "outcome": _outcome(row), "told": [note_document(one) for one in row.told]}
                for row in found.rows
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return every row: a line for each thing that is told of it, and one where nothing is."""
        columns = (_("row"), _("outcome"), _("travel times"), _("cell"), _("what is told"), _("what to do"))
        outcomes = {"taken": _("taken"), "changed": _("changed"), "refused": _("not taken")}
        rows = [
            (row.number, outcomes[_outcome(row)], row.times, told.place if told else None, told.message if told else None,
             told.help if told else None)
            for row in self.imported.rows
            for told in (row.told or (None,))
        ]  # fmt: skip
        return (Grid(_("Rows"), columns, tuple(rows)),)


def _outcome(row: TravelRow) -> str:
    return "refused" if not row.times else "changed" if row.told else "taken"
