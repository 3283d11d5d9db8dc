"""A file of rows, CSV or a workbook, as cells that know where they stand.

Workbooks are read by calamine (extra `[excel]`). It gives values alone, so what a cell is beside its value, a formula or a fault
(`#N/A`), is looked up in the sheet's own XML.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from visit.cpr import cpr_shaped
from visit.errors import Location, SourceError, UsageError, did_you_mean
from visit.locale import formats
from visit.locale import text as _

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

CellValue: TypeAlias = str | Decimal | date | bool | None
"""What stands in a cell; nothing where it is blank."""

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read, and eight times as much unpacked."""
_UNPACKED = 8
_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = (";", "\t", ",")
_WORKBOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: its value and where it stands.

    Attributes:
        place: The sheet and the cell, as a spreadsheet says it: `Takster!C7`; of a CSV `C7`.
        doubt: Why its value is not to be trusted: it is a fault, or a formula that was never reckoned.
    """

    value: CellValue
    place: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RowSheet:
    """Rows of values, the first row and column counted from 1 as a spreadsheet does.

    Attributes:
        name: What the sheet is called; empty of a CSV.
        rows: The values, all rows equally long.
        hidden: Whether the workbook hides it.
        merged: For each cell that a merged one covers, the cell that has its value.
        formulas: The cells that are reckoned.
        faults: The cells that hold a fault in place of a value.
        hidden_rows: The rows of it that the workbook hides; they are read, and told.
        hidden_columns: Likewise its columns.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: frozenset[str] = frozenset()
    faults: frozenset[str] = frozenset()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    def at(self, row: int, column: int) -> SheetCell:
        """Return a cell; of one that a merged cell covers, that one."""
        row, column = self.merged.get((row, column), (row, column))
        here = f"{letters(column)}{row}"
        value = self.rows[row - 1][column - 1] if row <= len(self.rows) and column <= self.width else None
        doubt = None
        if here in self.faults:
            value, doubt = None, _("holds a fault of the spreadsheet")
        elif value is None and here in self.formulas:
            doubt = _("holds a formula that was never reckoned: open the file in a spreadsheet and save it")
        return SheetCell(value, f"{self.name}!{here}" if self.name else here, doubt)

    def shared(self, row: int, columns: Sequence[int]) -> Sequence[Sequence[int]]:
        """Return which columns of a row have their value in one merged cell, where several do."""
        by_cell: dict[tuple[int, int], list[int]] = {}
        for column in columns if self.merged else ():
            if (where := self.merged.get((row, column))) is not None and self.at(*where).value is not None:
                by_cell.setdefault(where, []).append(column)
        return [one for one in by_cell.values() if len(one) > 1]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def is_blank(self, row: int) -> bool:
        """Return whether nothing stands in a row."""
        return all(one is None for one in self.rows[row - 1])


@dataclass(frozen=True, slots=True, eq=False)
class RowFile:
    """A file of rows, as it is read.

    Attributes:
        name: What the file is called, without the folders it lies in.
        sha256: The digest of its bytes.
        danish: Whether its texts are of a spreadsheet that writes numbers as Danish does; None where nothing says.
    """

    name: str
    sha256: str
    sheets: tuple[RowSheet, ...]
    danish: bool | None = None

    def hidden_beside(self, sheet: RowSheet) -> tuple[str, ...]:
        """Return the sheets that the workbook hides, and that are not the one that is read."""
        return tuple(one.name for one in self.sheets if one.hidden and one is not sheet)

    def sheet(self, name: str | None) -> RowSheet:
        """Return the sheet of a name, or the only one that is shown.

        Raises:
            UsageError: There is none of that name, or several are shown and none is named.
            SourceError: Its name looks like a CPR number.
        """
        if name is not None:
            found = next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)
            if found is None:
                names = [one.name for one in self.sheets]
                raise UsageError(
                    _("{file} has no sheet {name}", file=self.name, name=name),
                    help=did_you_mean(name, names) or _("it has {names}", names=formats.listed(names)),
                )
            return _named_without_cpr(found, self.name)
        shown = [one for one in self.sheets if not one.hidden and one.rows]
        if len(shown) == 1:
            return _named_without_cpr(shown[0], self.name)
        if not shown:
            raise UsageError(_("{file} has no rows", file=self.name))
        raise UsageError(
            _("{file} has several sheets", file=self.name),
            help=_("name one: --sheet {names}", names=formats.either(f'"{one.name}"' for one in shown)),
        )


def _named_without_cpr(sheet: RowSheet, file: str) -> RowSheet:
    """Return a sheet; its name goes into the map and into what is imported.

    Raises:
        SourceError: It looks like a CPR number.
    """
    if cpr_shaped(sheet.name) is not None:
        message = _("the name of a sheet looks like a CPR number")
        raise SourceError(message, at=Location(file), help=_("give the sheet another name: no such number is kept"))
    return sheet


def hidden_parts(sheet: RowSheet) -> tuple[str, ...]:
    """Return the rows and columns of a sheet that it hides, as a spreadsheet says them: `7-9`, `D`."""
    rows = (_from_to(str(first), str(last)) for first, last in _runs(sheet.hidden_rows))
    columns = (_from_to(letters(first), letters(last)) for first, last in _runs(sheet.hidden_columns))
    return (*rows, *columns)


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first}-{last}"


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield numbers that follow each other as the first and the last of them."""
    first = last = None
    for number in numbers:
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 1: A, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_rows(path: Path) -> RowFile:
    """Read a CSV or a workbook.

    Raises:
        SourceError: It cannot be read, is damaged or too large.
        UsageError: It is of another kind, or its library is not installed.
    """
    if str(path) == "-":
        message = _("a spreadsheet cannot come from standard input: its ending says what it is")
        raise UsageError(message, help=_("name its file"))
    content = checked_bytes(path)
    ending = path.suffix.lower()
    if ending not in (*_WORKBOOKS, *_TEXTS):
        raise UsageError(
            _("{file} is neither CSV nor a workbook", file=path.name), help=_("save it as .xlsx or .csv and try again")
        )
    digest = hashlib.sha256(content).hexdigest()
    if ending in _TEXTS:
        return _csv(path.name, content, digest)
    return RowFile(path.name, digest, tuple(_workbook(path.name, content)))


def checked_bytes(path: Path) -> bytes:
    """Return the bytes of a file; `-` is standard input.

    Raises:
        SourceError: It cannot be read, is empty or too large.
    """
    from visit.locale.system import why_refused

    try:
        is_piped = str(path) == "-"
        content = sys.stdin.buffer.read(MOST_BYTES + 1) if is_piped else b""
        if len(content) > MOST_BYTES or (not is_piped and path.stat().st_size > MOST_BYTES):
            most = formats.number(MOST_BYTES // (1024 * 1024))
            raise SourceError(_("the file is larger than {most} MB", most=most), at=Location(path.name))
        content = content if is_piped else path.read_bytes()
    except OSError as error:
        raise SourceError(
            _("the file cannot be read: {reason}", reason=why_refused(error)), at=Location(str(path)),
            help=_("check the path and who may read it"),
        ) from None  # fmt: skip
    if not content.strip():
        raise SourceError(
            _("the file is empty"), at=Location(path.name), help=_("write the document, or name another file")
        )
    return content


# --- CSV ---


def _csv(name: str, content: bytes, digest: str) -> RowFile:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not marked:
        message = _("this is a binary file, not text")
        raise SourceError(message, at=Location(name), help=_("save it in a spreadsheet, as CSV in UTF-8 or as .xlsx"))
    text = content.decode("utf-16", errors="replace") if marked else _decoded(content)
    delimiter = max(_DELIMITERS, key=lambda one: _most_in_a_line(text, one))
    try:
        rows = [
            [_stripped(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise SourceError(_("is no CSV: {why}", why=str(error)), at=Location(name)) from None
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *([None] * (width - len(row)))] for row in rows]
    sheet = RowSheet("", _without_blank_end(padded))
    return RowFile(name, digest, (sheet,), danish=True if delimiter == ";" else None)


def _decoded(content: bytes) -> str:
    """Return the text; a spreadsheet writes UTF-8, or the code page of Windows."""
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _most_in_a_line(text: str, delimiter: str) -> int:
    return max((line.count(delimiter) for line in text[:20_000].splitlines()[:20]), default=0)


def _stripped(text: str) -> CellValue:
    """Return the text of a cell; an apostrophe before what looks like a formula is the spreadsheet's."""
    text = text.strip()
    if text[:1] == "'" and text[1:2] in tuple("=+-@"):
        text = text[1:]
    return text or None


def _without_blank_end(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    while rows and all(one is None for one in rows[-1]):
        rows.pop()
    return rows


# --- workbooks ---


def _workbook(name: str, content: bytes) -> Iterator[RowSheet]:
    if find_spec("python_calamine") is None:
        raise UsageError(
            _("workbooks need a library that is not installed"),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="excel"),
        )
    damaged = SourceError(
        _("is no workbook, or a damaged one"),
        at=Location(name),
        help=_("open it in a spreadsheet and save it as .xlsx"),
    )
    try:
        package = _WorkbookParts(content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged from None
    if package.unpacked > MOST_BYTES * _UNPACKED:
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
        rows = _without_blank_end(rows)
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
    """What a sheet is beside its values: which cells are reckoned, which hold a fault, which rows and columns it hides."""

    formulas: frozenset[str]
    faults: frozenset[str]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


class _WorkbookParts:
    """The files inside a workbook, for what a cell is beside its value."""

    _CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
    _NAME = re.compile(rb'\br="([A-Z]+[0-9]+)"')
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
        path = self._paths.get(sheet)
        try:
            xml = self._zip.read(path) if path is not None else b""
        except _UNREADABLE:
            xml = b""
        reckoned, faults = set(), set()
        for found in self._CELL.finditer(xml):
            name = self._NAME.search(found[1])
            if name is None:
                continue
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
        return _SheetMarks(frozenset(reckoned), frozenset(faults), tuple(sorted(rows)), tuple(sorted(columns)))

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
