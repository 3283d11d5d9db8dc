"""What became of a list of citizens: how many cases, and what was left out and not taken, each with its cell."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from visit.imports.case_lists import ImportedCases
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Items, Paragraph, Sheet
from visit.render.grids import Grid
from visit.render.import_sheet import row_grid, told_as_data, told_of_cells, told_of_sheet


@dataclass(frozen=True, slots=True, eq=False)
class CaseRowsSheet:
    """A list of citizens, as a sheet, as data and as a list.

    Attributes:
        written: The population's file, where one is written.
    """

    imported: ImportedCases
    written: str | None

    def sheet(self) -> Sheet:
        """Return what became of the file: the counts first, then what somebody must look at."""
        found = self.imported
        cases = plural("{n} case", "{n} cases", len(found.cases), n=formats.number(len(found.cases)))
        head = _("{file}: {cases} of {rows} rows", file=found.file, cases=cases, rows=formats.number(len(found.rows)))
        told = (
            _("nothing is written: name the population's file with --to")
            if self.written is None
            else _(
                "written: {file}. `visit match {named}` ranks for each of them.",
                file=self.written,
                named=shlex.quote(self.written),
            )
        )
        return (
            Paragraph(head, strong=True),
            *told_of_cells([row.told for row in found.rows]),
            *told_of_sheet(found, self._not_read()),
            *((Items((told,)),) if found.cases else (Paragraph(_("no row could be taken")),)),
        )

    def _not_read(self) -> Iterator[str]:
        found = self.imported
        if found.unread:
            yield _("columns that the map leaves out: {names}", names=formats.listed(found.unread))
        if found.years:
            yield _("day and month of birth: of {names} the year alone is kept", names=formats.listed(found.years))

    def document(self) -> dict[str, object]:
        """Return the same as data, with the cell of each value."""
        found = self.imported
        return {
            "schema": "visit-population-import", "version": 1, "file": found.file, "written": self.written,
            "unmapped": list(found.unmapped), "left_out": list(found.unread), "hidden_sheets": list(found.hidden),
            "hidden_parts": list(found.hidden_parts), "above": list(found.above), "beside": list(found.beside),
            "rows": [
                {"row": row.number, "case": row.name, **told_as_data(row.name, row.told), "cells": row.cells}
                for row in found.rows
            ],
        }  # fmt: skip

    def grids(self) -> tuple[Grid, ...]:
        """Return the rows."""
        return (row_grid(_("case"), [(row.number, row.name, row.told) for row in self.imported.rows]),)
