"""`visit catalogue import`: a spreadsheet becomes a catalogue, by a map of its columns.

Without the map's file one is proposed there, to be looked through; with it the rows are read. Nothing is written but what is named.
"""

from __future__ import annotations

from pathlib import Path

from visit.commands.import_options import ImportOptions
from visit.commands.imported_files import must_be_free, propose
from visit.commands.inputs import today
from visit.commands.printing import print_answer
from visit.imports.catalogues import imported_catalogue, read_map
from visit.imports.fields import OFFER_FIELDS
from visit.imports.merging import merged_catalogue
from visit.imports.proposing import knows_no_heading, proposed_map
from visit.imports.row_files import read_rows
from visit.imports.yaml_text import catalogue_text
from visit.reading.source import read
from visit.render.catalogue_diff_sheet import CatalogueDiffSheet
from visit.render.import_sheet import ImportSheet


def import_command(options: ImportOptions, *, onto: str | None, language: str) -> int:
    """Import a file of rows; return 1 where a row is not taken, or a column of prices is not said to be read or left out.

    Raises:
        UsageError: A file that is to be written is there already, or the rows are in none that can be read.
        Problems: What is wrong with the map.
    """
    rows = read_rows(Path(options.file))
    if options.proposes:
        sheet = rows.sheet(options.sheet)
        knows_none = knows_no_heading(sheet, OFFER_FIELDS)
        return propose(proposed_map(rows, sheet, today=today()), options.map, knows_none=knows_none)
    must_be_free(options.to, replaces=options.replaces)
    document = read(str(options.map))
    imported = imported_catalogue(rows, read_map(document), document, today=today())
    made, changes = imported.document, None
    if onto is not None and imported.offers:
        merged = merged_catalogue(imported.document, read(onto))
        made, changes = merged.document, CatalogueDiffSheet(merged.before, merged.after, merged.edits, language)
    to = options.to if imported.offers else None
    if to is not None:
        Path(to).write_text(catalogue_text(made), encoding="utf-8")
    answer = ImportSheet(imported, to, changes)
    print_answer(options.shape, document=answer.document, sheet=answer.sheet, grids=answer.grids)
    return 1 if imported.refused or imported.open_prices or not imported.offers else 0
