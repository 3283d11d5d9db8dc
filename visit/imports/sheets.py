"""A sheet of rows as it was read: cells that know where they stand, and what they are beside their value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from visit.cpr import cpr_shaped, redacted
from visit.errors import Location, SourceError, UsageError, did_you_mean
from visit.locale import formats
from visit.locale import text as _

CellValue: TypeAlias = str | Decimal | date | bool | None
"""What stands in a cell; nothing where it is blank."""


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
        comments: The cells that have a comment, which nobody reads; they are told.
        struck: The cells with a line through what they say, which is read all the same; they are told.
        lengths: Of a CSV, how many cells each row is written with, blank ones too; empty of a workbook.
        delimiter: What stands between them.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: frozenset[str] = frozenset()
    faults: frozenset[str] = frozenset()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    comments: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()
    delimiter: str = ""

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


def lines_above(sheet: RowSheet, heading: int) -> Sequence[str]:
    """Return what stands above the headings, a text for each row, without CPR numbers."""
    found = []
    for number in range(1, min(heading, len(sheet.rows) + 1)):
        cells = dict.fromkeys(str(one) for one in sheet.rows[number - 1] if one is not None)
        if cells:
            found.append(redacted(" ".join(" · ".join(cells).split()), limit=_LONGEST_LINE))
    return found[:_MOST_LINES]


_LONGEST_LINE = 200
_MOST_LINES = 10
"""How much is told of what stands above the headings."""


def hidden_parts(sheet: RowSheet) -> tuple[str, ...]:
    """Return the rows and columns of a sheet that it hides, as a spreadsheet says them: `7-9`, `D`."""
    rows = (_from_to(str(first), str(last)) for first, last in _runs(sheet.hidden_rows))
    columns = (_from_to(letters(first), letters(last)) for first, last in _runs(sheet.hidden_columns))
    return (*rows, *columns)


def beside_values(sheet: RowSheet) -> tuple[str, ...]:
    """Return what a sheet's cells bear beside their values: comments, and lines through what they say. Comments are not quoted."""
    rows = sorted({int(re.sub(r"\D", "", cell)) for cell in sheet.struck})
    struck = [_from_to(str(first), str(last)) for first, last in _runs(rows)]
    told = []
    if sheet.comments:
        told.append(_("comments, which are not read: {cells}", cells=_few(sheet.comments)))
    if struck:
        told.append(
            _("struck out, and read as all else; take them out if they hold no more: rows {rows}", rows=_few(struck))
        )
    return tuple(told)


def _few(names: Sequence[str]) -> str:
    more = [_("and {n} more", n=len(names) - _MOST_LINES)] if len(names) > _MOST_LINES else []
    return ", ".join([*names[:_MOST_LINES], *more])


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


def without_blank_end(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Return the rows up to the last that is not blank."""
    while rows and all(one is None for one in rows[-1]):
        rows.pop()
    return rows
