"""A catalogue from a file of rows: its document, and what became of each row.

INVARIANT: every value of the document that is from the file names its cell (`cells`), and every row of the file is told of.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from visit.catalogue import catalogue_of
from visit.errors import Problems, VisitError
from visit.imports.fields import OFFER_FIELDS
from visit.imports.offers import MadeRow, OfferRecord, made_offers, slug
from visit.imports.rows import CellNote, MapError, always_said, columns_of, must_map, read_rows_of, unheeded
from visit.imports.sheets import RowFile, RowSheet, hidden_parts
from visit.imports.yaml_text import read_again
from visit.locale import text as _
from visit.reading.documents.column_map import ColumnMap
from visit.reading.source import Document, PlainValue
from visit.reading.validation import validate


@dataclass(frozen=True, slots=True, eq=False)
class ImportedCatalogue:
    """What a file became.

    Attributes:
        document: The catalogue as its file holds it, in plain values.
        rows: What became of each row, in the order of the file.
        unmapped: Headings that the map does not have, and columns that have none.
        unread: Headings that the map leaves out.
        hidden: Sheets that the workbook hides, which are not read.
        hidden_parts: Rows and columns of the sheet that it hides, and that are read: `7-9`, `D`.
    """

    file: str
    document: Mapping[str, PlainValue]
    rows: tuple[MadeRow, ...]
    unmapped: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_parts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def offers(self) -> Sequence[PlainValue]:
        """The offers, as the file holds them."""
        offers = self.document["offers"]
        assert isinstance(offers, list)
        return offers

    @property
    def refused(self) -> tuple[MadeRow, ...]:
        """The rows that are not taken."""
        return tuple(row for row in self.rows if row.offer is None)


def _told_of(file: RowFile, sheet: RowSheet, today: date) -> dict[str, PlainValue]:
    of_sheet: dict[str, PlainValue] = {"sheet": sheet.name} if sheet.name else {}
    return {"file": file.name, **of_sheet, "sha256": file.sha256, "day": today.isoformat()}


def read_map(document: Document) -> ColumnMap:
    """Return a map of columns.

    Raises:
        Problems: Every fault of it, at its place.
    """
    must_map(document, "catalogue")
    mapped = validate(document, ColumnMap, error=MapError)
    unsaid = [
        MapError(
            _("target groups need to know how specialised the column is"),
            at=document.locate(("columns", heading)),
            help=_("write `specialised: 1` general, 2 specialised or 3 highly specialised"),
        )
        for heading, column in mapped.columns.items()
        if column is not None
        and (column if isinstance(column, str) else column.field) == "specialisation"
        and (isinstance(column, str) or column.specialised is None)
    ]
    faults = [*unsaid, *unheeded(mapped, document, OFFER_FIELDS)]
    if faults:
        raise Problems(faults)
    return mapped


def imported_catalogue(file: RowFile, mapped: ColumnMap, document: Document, *, today: date) -> ImportedCatalogue:
    """Read a file of rows by a map.

    Args:
        file: The rows.
        mapped: What its columns mean.
        document: The map's file, for the places of what is wrong with it.
        today: The day of the import, which the catalogue keeps.

    Raises:
        Problems: What is wrong with the map, beside this file.
        UsageError: The sheet that it names is not there.
    """
    sheet = file.sheet(mapped.sheet)
    columns = columns_of(sheet, mapped, document, OFFER_FIELDS, today=today)
    always = always_said(mapped, document, OFFER_FIELDS, today=today)
    key = slug(file.name.rpartition(".")[0])
    made = made_offers(read_rows_of(sheet, mapped, columns.columns, always, OFFER_FIELDS), mapped, key)
    whole: dict[str, PlainValue] = {
        "format": 1,
        "catalogue": mapped.catalogue,
        "as_of": mapped.as_of.isoformat(),
        "imports": {key: _told_of(file, sheet, today)},
    }
    offers, refused = _well_formed(whole, made.offers)
    rows = [_with_refusal(row, refused) for row in made.rows]
    whole["offers"] = [*offers]
    left_out = tuple(heading for heading, said in mapped.columns.items() if said is None)
    unmapped, hidden = tuple(columns.unmapped), file.hidden_beside(sheet)
    return ImportedCatalogue(file.name, whole, tuple(rows), unmapped, hidden, hidden_parts(sheet), left_out)


def _well_formed(
    whole: dict[str, PlainValue], offers: Sequence[OfferRecord]
) -> tuple[list[OfferRecord], dict[str, VisitError]]:
    """Return the offers that a catalogue can hold, and why each other cannot, by id."""
    good, refused = list(offers), dict[str, VisitError]()
    while good:
        document = read_again({**whole, "offers": [*good]})
        try:
            catalogue_of(document)
        except Problems as problems:
            begins = [document.locate(("offers", index)).line or 0 for index in range(len(good))]
            faulty = {
                bisect(begins, (error.at.line or 0) if error.at else 0) - 1: error
                for error in reversed(problems.errors)
            }
            if not faulty or min(faulty) < 0:
                raise
            refused |= {str(good[index]["id"]): error for index, error in faulty.items()}
            good = [offer for index, offer in enumerate(good) if index not in faulty]
        else:
            break
    return good, refused


def _with_refusal(row: MadeRow, refused: Mapping[str, VisitError]) -> MadeRow:
    fault = refused.get(row.offer or "")
    if fault is None:
        return row
    return MadeRow(row.number, None, [*row.told, CellNote("refused", str(row.number), fault.message, fault.help)])
