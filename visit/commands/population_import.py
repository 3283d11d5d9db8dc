"""`visit population import`: a list of citizens becomes a population, by a map of its columns.

Without the map's file one is proposed there, to be looked through; with it the rows are read. Nothing is written but what is named.
"""

from __future__ import annotations

from pathlib import Path

from visit.commands.import_options import ImportOptions
from visit.commands.imported_files import must_be_free, propose, pseudonym_key_of, write_private
from visit.commands.inputs import load_given_catalogue, today
from visit.commands.printing import print_answer
from visit.errors import UsageError
from visit.imports.case_fields import case_field_list, offers_called
from visit.imports.case_lists import imported_cases, names_by_cpr, read_case_map
from visit.imports.case_rows import case_line
from visit.imports.proposing import knows_no_heading, proposed_case_map
from visit.imports.row_files import read_rows
from visit.locale import text as _
from visit.population.rows import LINES
from visit.reading.source import read
from visit.render.case_rows_sheet import CaseRowsSheet


def population_import_command(options: ImportOptions, *, key: str | None, catalogue: str | None) -> int:
    """Import a list of citizens; return 1 where a row is not taken.

    Raises:
        UsageError: The file that is to be written is there already, or the rows are in none that can be read.
        Problems: What is wrong with the map.
    """
    rows = read_rows(Path(options.file))
    offers = load_given_catalogue(catalogue)
    fields = case_field_list(offers_called(offers))
    if options.proposes:
        sheet = rows.sheet(options.sheet)
        proposal = proposed_case_map(rows, sheet, fields, today=today())
        return propose(proposal, options.map, knows_none=knows_no_heading(sheet, fields))
    must_be_free(options.to, replaces=options.replaces)
    to = options.to
    if to is not None and Path(to).suffix.lower() not in LINES:
        raise UsageError(
            _("{file} does not end in .jsonl: no command would read its lines", file=to),
            help=_("write --to {file}", file=f"{Path(to).stem}.jsonl"),
        )
    document = read(str(options.map))
    mapped = read_case_map(document, fields)
    if key is not None and not names_by_cpr(mapped):
        raise UsageError(_("--key has no effect: the map names no column of CPR numbers"), help=_("leave it out"))
    imported = imported_cases(
        rows,
        mapped,
        document,
        fields,
        key=pseudonym_key_of(key, keeps=to is not None),
        offers=frozenset(offers.offers),
        today=today(),
    )
    written = to if imported.cases else None
    if written is not None:
        write_private(written, "".join(f"{case_line(one)}\n" for one in imported.cases))
    answer = CaseRowsSheet(imported, written)
    print_answer(options.shape, document=answer.document, sheet=answer.sheet, grids=answer.grids)
    return 1 if imported.refused or not imported.cases else 0
