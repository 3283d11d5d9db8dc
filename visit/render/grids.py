"""Lists for a spreadsheet: cells that are still numbers and dates, written as CSV or as a workbook (xlsx).

CSV is written for the spreadsheet of the language spoken, which cannot be told how to read it: `;` between cells and a decimal
comma in Danish, `,` and a decimal point in English, a byte order mark before the first letter, days as 2026-11-02. In a workbook a
number is a number in every language.

A text that a spreadsheet would compute, since it begins like a formula, has an apostrophe before it in CSV; in a workbook every
text is stored as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from visit.cpr import safe
from visit.errors import UsageError
from visit.locale import language
from visit.locale import text as _

Cell = str | int | Decimal | date | None
"""What stands in a cell; nothing where it is not known. Yes and no are words."""

_BYTE_ORDER_MARK = "\ufeff"
_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TITLE = 31
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_576
_WIDEST = 60
_MADE = datetime(2000, 1, 1)
"""When a workbook says that it was made: the same list gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under the names of their columns; a unit stands in the name.

    Attributes:
        title: What it lists, in a few words.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(grids: Sequence[Grid]) -> str:
    """Return lists as CSV, one table: of several the first column says of which list a row is."""
    written = io.StringIO()
    danish = language() == "da"
    out = csv.writer(written, delimiter=";" if danish else ",", lineterminator="\n")
    one = grids[0] if len(grids) == 1 else _together(grids)
    out.writerow([_text(title) for title in one.columns])
    out.writerows([_in_csv(cell, danish=danish) for cell in row] for row in one.rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def _together(grids: Sequence[Grid]) -> Grid:
    """Return several lists as one, with the columns of all, an id last; a cell is empty where its list has no such column."""
    columns = sorted(
        dict.fromkeys(title for grid in grids for title in grid.columns), key=lambda title: title == _("id")
    )
    rows = (
        (grid.title, *map(dict(zip(grid.columns, row, strict=True)).get, columns))
        for grid in grids
        for row in grid.rows
    )
    return Grid("", (_("list"), *columns), tuple(rows))


def _in_csv(cell: Cell, *, danish: bool) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _text(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case Decimal():
            return f"{cell:f}".replace(".", ",") if danish else f"{cell:f}"


def _text(text: str) -> str:
    shown = safe(text)
    return f"'{shown}" if _LIKE_A_FORMULA.match(shown) else shown


def as_xlsx(grids: Sequence[Grid]) -> bytes:
    """Return lists as a workbook with a sheet for each.

    Raises:
        UsageError: A list has more rows than a sheet.
    """
    from xlsxwriter import Workbook

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, options) as book:
        book.set_properties({"created": _MADE})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
        }
        for title, grid in zip(_titles(grids), grids, strict=True):
            if len(grid.rows) >= _MOST_ROWS:
                raise UsageError(_("the list has more rows than a workbook holds"), help=_("--format csv has no limit"))
            sheet = book.add_worksheet(title)
            for column, name in enumerate(grid.columns):
                sheet.write_string(0, column, safe(name), bold)
            for row, cells in enumerate(grid.rows, start=1):
                for column, cell in enumerate(cells):
                    match cell:
                        case None:
                            pass
                        case str():
                            sheet.write_string(row, column, _shortened(safe(cell)), wrapped)
                        case date():
                            sheet.write_datetime(row, column, cell, formats[type(cell)])
                        case _:
                            sheet.write_number(row, column, cell, wrapped)
            sheet.freeze_panes(1, 0)
            if grid.rows:
                sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
            for column, width in enumerate(_widths(grid)):
                sheet.set_column(column, column, width)
    return written.getvalue()


def _widths(grid: Grid) -> Iterator[int]:
    for column, name in enumerate(grid.columns):
        longest = max((len(str(row[column])) for row in grid.rows if row[column] is not None), default=0)
        yield min(max(longest, len(name) + 3) + 1, _WIDEST)


def _shortened(text: str) -> str:
    """Return a text as long as a cell can be, with a mark where it was longer."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _titles(grids: Sequence[Grid]) -> Iterator[str]:
    """Yield what the sheets are called: a workbook allows neither every character nor one name twice."""
    used: set[str] = set()
    for place, grid in enumerate(grids, start=1):
        title = _NOT_IN_A_TITLE.sub(" ", safe(grid.title)).strip()[:_LONGEST_TITLE]
        if not title or title.casefold() in used:
            title = f"{title[: _LONGEST_TITLE - 4]} {place}".strip()
        used.add(title.casefold())
        yield title
