"""A catalogue from a file of rows: its document, and what became of each row.

INVARIANT: every value of the document that is from the file names its cell (`cells`), and every row of the file is told of.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from visit.catalogue import catalogue_of
from visit.errors import Problems, VisitError
from visit.imports.fields import OFFER_FIELDS
from visit.imports.offers import MadeRow, OfferRecord, made_offers, slug
from visit.imports.price_headings import DAY, is_of_prices, periods_said
from visit.imports.price_titles import price_remarks, vat_faults
from visit.imports.rows import (
    CellNote,
    MapError,
    always_said,
    columns_of,
    headings_of,
    must_map,
    read_rows_of,
    unheeded,
)
from visit.imports.sheets import RowFile, RowSheet, beside_values, hidden_parts, lines_above
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
        above: What stands above the headings, which no row is.
        beside: What its cells bear beside their values: comments, and lines through what they say.
        open_prices: Headings of columns that the map does not have, and that are most likely of prices.
        hidden: Sheets that the workbook hides, which are not read.
        hidden_parts: Rows and columns of the sheet that it hides, and that are read: `7-9`, `D`.
        of_prices: What is to be told of all prices: where the sheet says otherwise than the map, or nothing says of VAT.
    """

    file: str
    document: Mapping[str, PlainValue]
    rows: tuple[MadeRow, ...]
    unmapped: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_parts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    open_prices: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    of_prices: tuple[str, ...] = ()

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
    faults = [*unsaid, *_without_period(mapped, document), *unheeded(mapped, document, OFFER_FIELDS)]
    if faults:
        raise Problems(faults)
    return mapped


_OF_PERIOD = ("price.basic", "price.net_of_vat", "price.levels")


def _without_period(mapped: ColumnMap, document: Document) -> Iterator[MapError]:
    """Yield the first column of prices of which nothing says for which time they are, and every one that says another time."""
    fields = {
        heading: one if isinstance(one, str) else one.field
        for heading, one in mapped.columns.items()
        if one is not None
    }
    stated = mapped.price_per is not None or "price.per" in fields.values() or "price.per" in (mapped.always or {})
    asked = False
    for heading, field in fields.items():
        if field not in _OF_PERIOD:
            continue
        said, at = periods_said((heading,)), document.locate_key(("columns", heading))
        if not stated and not asked and said != {DAY}:
            asked = True
            message = _("for which time are the prices of {heading}?", heading=f"“{heading}”")
            yield MapError(message, at=at, help=_("write `price_per: day`, week, month or hour in the map"))
        elif mapped.price_per is not None and said and mapped.price_per not in said:
            message = _(
                "{heading} says another time than `price_per: {per}`", heading=f"“{heading}”", per=mapped.price_per
            )
            yield MapError(message, at=at, help=_("leave the column out (null), or write the time that it says"))


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
    above = tuple(lines_above(sheet, mapped.heading))
    if faults := [*vat_faults(mapped, document, (sheet.name, *above))]:
        raise Problems(faults)
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
    priced = tuple(
        heading
        for number, heading in headings_of(sheet, mapped.heading).items()
        if heading in unmapped and is_of_prices(heading, (row[number - 1] for row in sheet.rows[mapped.heading :]))
    )
    return ImportedCatalogue(
        file.name, whole, tuple(rows), unmapped, hidden, hidden_parts(sheet), left_out,
        above, priced, beside_values(sheet), price_remarks(mapped, (sheet.name, *above), offers),
    )  # fmt: skip


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
