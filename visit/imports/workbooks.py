"""A workbook, as sheets of cells.

Workbooks are read by calamine (extra `[excel]`). It gives values alone, so what a cell is beside its value, a formula or a fault
(`#N/A`), is looked up in the sheet's own XML.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from visit.errors import Location, SourceError, UsageError
from visit.imports.cell_marks import commented_cells, struck_formats
from visit.imports.sheets import CellValue, RowSheet, without_blank_end
from visit.locale import text as _

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def workbook_sheets(name: str, content: bytes, most_unpacked: int) -> Iterator[RowSheet]:
    """Yield the sheets of a workbook that has so many bytes at most when it is unpacked.

    Raises:
        SourceError: It is damaged or too large.
        UsageError: The library that reads workbooks is not installed.
    """
    if find_spec("python_calamine") is None:
        raise UsageError(
            _("workbooks need a library that is not installed"),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="excel"),
        )
    damaged = SourceError(
        _("is not a workbook, or is a damaged one"),
        at=Location(name),
        help=_("open it in a spreadsheet and save it as .xlsx"),
    )
    try:
        package = _WorkbookParts(content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged from None
    if package.unpacked > most_unpacked:
        raise SourceError(_("the workbook is too large when it is unpacked"), at=Location(name))
    for wide, cell in package.too_wide():
        raise SourceError(
            _("the sheet {name} reaches to cell {cell}: that is too far", name=wide, cell=cell), at=Location(name),
            help=_("delete what stands far away from the table, and save it"),
        )  # fmt: skip
    book = _opened(content, damaged)
    for index, told in enumerate(book.sheets_metadata):
        try:
            found = book.get_sheet_by_index(index)
            values = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or ()
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:
            raise damaged from None
        rows = [[_plain(one) for one in row] for row in values]
        rows = without_blank_end(rows)
        marks = package.marks(told.name)
        yield RowSheet(
            told.name,
            rows,
            not str(told.visible).endswith(".Visible"),
            _covered(merged),
            marks.formulas,
            marks.faults,
            tuple(one for one in marks.hidden_rows if one <= len(rows)),
            tuple(one for one in marks.hidden_columns if rows and one <= len(rows[0])),
            marks.comments,
            marks.struck,
        )


def _opened(content: bytes, damaged: SourceError) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise damaged from None


def _plain(value: object) -> CellValue:
    """Return a value of the library as one of ours; a time of day or a span of time is its text."""
    match value:
        case bool() | None:
            return value
        case int() | float():
            return _number(value)
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value).strip() or None


def _number(value: float) -> Decimal | str:
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    whole = number == number.to_integral_value() and abs(number) < _MOST_EXACT
    return number.quantize(Decimal(1)) if whole else number


def _covered(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row + 1, column + 1): (top + 1, left + 1)
        for (top, left), (bottom, right) in ranges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


_UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError)
"""What reading a part of a damaged workbook ends with."""


class _SheetMarks(NamedTuple):
    """What a sheet is beside its values: cells that are reckoned, hold a fault, have a comment or are struck out; what it hides."""

    formulas: frozenset[str]
    faults: frozenset[str]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    comments: tuple[str, ...]
    struck: tuple[str, ...]


class _WorkbookParts:
    """The files inside a workbook, for what a cell is beside its value."""

    _CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
    _NAME = re.compile(rb'\br="([A-Z]+[0-9]+)"')
    _FORMAT = re.compile(rb'\bs="([0-9]{1,6})"')
    _FAULT = re.compile(rb'\bt="e"')
    _REFERENCE = re.compile(rb'\bre?f?="(?:[A-Z]{1,3}[0-9]{1,7}:)?([A-Z]{1,3}[0-9]{1,7})"')
    _FORMULA = re.compile(rb"<(?:\w+:)?f\b")
    _HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
    _HIDDEN_COLUMNS = re.compile(
        rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="([0-9]{1,5})")[^>]*\bmax="([0-9]{1,5})"'
    )

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self.unpacked = sum(one.file_size for one in self._zip.infolist())

    def marks(self, sheet: str) -> _SheetMarks:
        """Return what a sheet is beside its values."""
        path = self._paths.get(sheet, "")
        xml = self._part(path)
        reckoned, faults, struck = set(), set(), list[str]()
        for found in self._CELL.finditer(xml):
            name = self._NAME.search(found[1])
            if name is None:
                continue
            if found[2] and (format := self._FORMAT.search(found[1])) and format[1].decode() in self._struck:
                struck.append(name[1].decode())
            if self._FAULT.search(found[1]):
                faults.add(name[1].decode())
            elif found[2] is not None and self._FORMULA.search(found[2]):
                reckoned.add(name[1].decode())
        rows = {int(one) for one in self._HIDDEN_ROW.findall(xml)}
        columns = {
            number
            for first, last in self._HIDDEN_COLUMNS.findall(xml)
            for number in range(int(first), min(int(last), _LAST_COLUMN) + 1)
        }
        return _SheetMarks(
            frozenset(reckoned), frozenset(faults), tuple(sorted(rows)), tuple(sorted(columns)),
            tuple(dict.fromkeys(commented_cells(path, self._part))), tuple(struck),
        )  # fmt: skip

    def _part(self, path: str) -> bytes:
        """Return a part of the package; nothing where it is not there or cannot be read."""
        try:
            return self._zip.read(path)
        except _UNREADABLE:
            return b""

    @cached_property
    def _struck(self) -> frozenset[str]:
        return struck_formats(self._part("xl/styles.xml"))

    def too_wide(self) -> Iterator[tuple[str, str]]:
        """Yield the sheets that would be too large as a table, with the cell that makes them so."""
        for sheet, path in self._paths.items():
            try:
                xml = self._zip.read(path)
            except _UNREADABLE:
                continue
            named = {one.decode() for one in self._REFERENCE.findall(xml)}
            width = max((_column(one) for one in named), default=0)
            height = max((int(one.lstrip(_LETTERS)) for one in named), default=0)
            if width * height > _MOST_CELLS:
                yield sheet, max(named, key=lambda one: (int(one.lstrip(_LETTERS)), _column(one)))

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Where each sheet lies in the package."""
        sheets = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
        try:
            book = self._zip.read("xl/workbook.xml").decode("utf-8", errors="replace")
            links = self._zip.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
        except _UNREADABLE:
            return {}
        targets = {
            _attribute(one, "Id"): _attribute(one, "Target")
            for one in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links)
        }
        found = {}
        for one in sheets.findall(book):
            target = targets.get(_attribute(one, "r:id"), "")
            found[_attribute(one, "name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return found


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_EXACT = 10**15
"""Beyond it a spreadsheet keeps no single units."""
_LAST_COLUMN = 16_384
_MOST_CELLS = 20_000_000
"""How many cells a table may have, blank ones among them."""


def _column(cell: str) -> int:
    """Return the number of the column that a cell stands in."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _attribute(tag: str, name: str) -> str:
    import html

    found = re.search(rf'\s{re.escape(name)}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
