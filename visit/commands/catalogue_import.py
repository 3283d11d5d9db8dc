"""`visit catalogue import`: a spreadsheet becomes a catalogue, by a map of its columns.

Without the map's file one is proposed there, to be looked through; with it the rows are read. Nothing is written but what is named.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from pathlib import Path

from visit.catalogue import Catalogue, catalogue_of
from visit.catalogue_edits import catalogue_edits
from visit.commands.import_options import ImportOptions
from visit.commands.imported_files import must_be_free, propose
from visit.commands.inputs import today
from visit.commands.printing import print_answer
from visit.errors import CatalogueError, Location, Problems
from visit.imports.catalogues import imported_catalogue, read_map
from visit.imports.merging import merged
from visit.imports.proposing import proposed_map
from visit.imports.sheets import read_rows
from visit.imports.yaml_text import catalogue_text, read_again
from visit.locale import text as _
from visit.reading.source import PlainValue, read
from visit.render.catalogue_diff_sheet import CatalogueDiffSheet
from visit.render.import_sheet import ImportSheet


def import_command(options: ImportOptions, *, onto: str | None, language: str) -> int:
    """Import a file of rows; return 1 where a row is not taken.

    Raises:
        UsageError: A file that is to be written is there already, or the rows are in none that can be read.
        Problems: What is wrong with the map.
    """
    rows = read_rows(Path(options.file))
    if options.proposes:
        return propose(proposed_map(rows, rows.sheet(options.sheet), today=today()), options.map)
    must_be_free(options.to, replaces=options.replaces)
    document = read(str(options.map))
    imported = imported_catalogue(rows, read_map(document), document, today=today())
    made, changes = imported.document, None
    if onto is not None and imported.offers:
        old = read(onto)
        assert isinstance(old.value, dict)
        before = catalogue_of(old)
        made = merged(old.value, imported.document)
        after = _checked(made, onto)
        changes = CatalogueDiffSheet(before, after, catalogue_edits(before, after), language)
    to = options.to if imported.offers else None
    if to is not None:
        Path(to).write_text(catalogue_text(made), encoding="utf-8")
    answer = ImportSheet(imported, to, changes)
    print_answer(options.shape, document=answer.document, sheet=answer.sheet, grids=answer.grids)
    return 1 if imported.refused or not imported.offers else 0


def _checked(made: Mapping[str, PlainValue], onto: str) -> Catalogue:
    """Return a catalogue that an import was put into.

    Raises:
        Problems: What contradicts itself now, by offer: it stands in no file yet.
    """
    document = read_again(made)
    try:
        return catalogue_of(document)
    except Problems as problems:
        offers = made["offers"]
        assert isinstance(offers, list)
        begins = [document.locate(("offers", index)).line or 0 for index in range(len(offers))]
        faults = []
        for error in problems.errors:
            place = bisect(begins, (error.at.line or 0) if error.at else 0) - 1
            offer = offers[place] if place >= 0 else None
            name = str(offer["id"]) if isinstance(offer, dict) else str(made["catalogue"])
            message = _("{offer}: {fault}", offer=name, fault=error.message)
            faults.append(CatalogueError(message, at=Location(onto), help=error.help))
        raise Problems(faults) from None
