"""Columns of one sheet that would say the same field: which of them a proposed map reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from visit.imports.cells import CellError, Habits, read_cell
from visit.imports.fields import OFFER_FIELDS, PROVISION, FieldList, HeadingMeaning
from visit.imports.price_headings import periods_said
from visit.imports.rows import headings_of
from visit.imports.sheets import RowSheet

_LOOKED_AT = 100
"""So many rows of a column are tried."""
_INSTEAD = {"case": "cpr", "citizen.age": "citizen.born"}
"""Of a citizen, what another column says as well or better: both together are refused."""
_OF_SEVERAL = frozenset(("name", "specialisation", PROVISION))
"""Fields of an offer that several columns may say."""


def said_by_another(sheet: RowSheet, row: int, column: int, meant: HeadingMeaning, fields: FieldList) -> str | None:
    """Return the field that another column is read as in place of this one; None where this one is read.

    Of several the one counts in which most cells can be read. Of an offer the others are read too, unless few of their cells are.

    Args:
        sheet: The rows.
        row: The row of the headings.
        column: The column.
        meant: What its heading means.
        fields: What a column can mean.
    """
    name = meant.field
    if (
        name is None
        or meant.provision is not None
        or (fields is OFFER_FIELDS and (name in _OF_SEVERAL or "price" in name))
    ):
        return None
    by_field: dict[str | None, list[int]] = {}
    for number, heading in headings_of(sheet, row).items():
        by_field.setdefault(fields.meaning(heading).field, []).append(number)
    if fields is not OFFER_FIELDS and (instead := _INSTEAD.get(name)) in by_field:
        return instead
    alike = by_field.get(name, [])
    if column not in alike or len(alike) < 2:
        return None
    read = {one: _read_in(sheet, row, one, name, fields) for one in alike}
    best = max(alike, key=lambda one: (read[one][0], -one))
    is_hardly_read = 2 * read[column][0] < read[column][1]
    return name if column != best and (fields is not OFFER_FIELDS or is_hardly_read) else None


def _read_in(sheet: RowSheet, row: int, column: int, name: str, fields: FieldList) -> tuple[int, int]:
    """Return how many of the first cells of a column can be read as a field, and how many are not blank."""
    cells = [sheet.at(number, column) for number in range(row + 1, min(len(sheet.rows), row + _LOOKED_AT) + 1)]
    cells = [one for one in cells if one.value is not None]
    readable = 0
    for one in cells:
        try:
            readable += read_cell(one, fields.fields[name].reader, Habits(date.min)) is not None
        except CellError:
            continue
    return readable, len(cells)


def is_of_earlier_year(meant: HeadingMeaning, headings: Iterable[str], fields: FieldList) -> bool:
    """Return whether another column says the same of a later year, or of no year."""
    others = [one for one in map(fields.meaning, headings) if one.field == meant.field and one.field is not None]
    return meant.year is not None and any(one.year is None or one.year > meant.year for one in others)


def is_of_other_period(heading: str, headings: Iterable[str]) -> bool:
    """Return whether a heading says a price for another time than per day, and another one says it per day."""
    if OFFER_FIELDS.meaning(heading).field != "price.basic":
        return False
    others = [one for one in headings if OFFER_FIELDS.meaning(one).field == "price.basic"]
    return bool(periods_said((heading,))) and "day" not in periods_said((heading,)) and "day" in periods_said(others)
