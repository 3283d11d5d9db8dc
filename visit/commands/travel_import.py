"""`visit travel import`: a spreadsheet of travel times becomes a file of them, or part of a catalogue.

As with a catalogue: without the map's file one is proposed there, with it the rows are read. Nothing is written but what is named.
"""

from __future__ import annotations

from pathlib import Path

from visit.commands.import_options import ImportOptions
from visit.commands.imported_files import must_be_free, propose
from visit.commands.inputs import today
from visit.commands.printing import print_answer
from visit.errors import CatalogueError
from visit.imports.merging import with_travel_times
from visit.imports.row_files import read_rows
from visit.imports.travel import imported_travel, read_travel_map
from visit.imports.travel_map import proposed_travel_map
from visit.imports.yaml_text import catalogue_text, read_again
from visit.reading.expected import must_be
from visit.reading.source import read
from visit.render.travel_sheet import TravelSheet
from visit.travel_files import checked_travel


def travel_import_command(options: ImportOptions, *, onto: str | None) -> int:
    """Import a file of travel times; return 1 where a row is not taken.

    Raises:
        UsageError: A file that is to be written is there already, or the rows are in none that can be read.
        Problems: What is wrong with the map, or with the catalogue.
    """
    rows = read_rows(Path(options.file))
    if options.proposes:
        return propose(proposed_travel_map(rows, rows.sheet(options.sheet), today=today()), options.map)
    must_be_free(options.to, replaces=options.replaces)
    document = read(str(options.map))
    imported = imported_travel(rows, read_travel_map(document), document, today=today())
    to = options.to if imported.times else None
    made, answer = imported.document, TravelSheet(imported, to, today())
    if imported.times:
        checked_travel(read_again(made))
        if onto is not None:
            old = read(onto)
            must_be(old, "catalogue", CatalogueError)
            made = with_travel_times(made, old)
        if to is not None:
            Path(to).write_text(catalogue_text(made), encoding="utf-8")
    print_answer(options.shape, document=answer.document, sheet=answer.sheet, grids=answer.grids)
    return 0 if imported.times and all(row.times for row in imported.rows) else 1
