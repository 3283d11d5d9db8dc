"""The parts a sheet is made of. A renderer needs to know these and nothing about visitation.

Every renderer shows a sheet as `legible` gives it, so what a file, a ledger or somebody else's pack holds can neither steer a
terminal nor look like a line of visit's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from visit.cpr import safe


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` for the one line that answers the question, `command` for the command line that it ends in."""

    text: str
    strong: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Short lines, each with lines under it where there is more to say."""

    rows: tuple[str | tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it is numbers, and whether it may be wrapped or left out when the page is narrow."""

    title: str
    number: bool = False
    wraps: bool = False
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a cell is text. `folded` are the headings of columns that were left out."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    folded: tuple[str, ...] = ()

    def without(self, place: int) -> Table:
        """Return the table without one of its columns."""
        return Table(
            self.columns[:place] + self.columns[place + 1 :],
            tuple(row[:place] + row[place + 1 :] for row in self.rows),
            (self.columns[place].title, *self.folded),
        )


Block = Heading | Paragraph | Items | Table
Sheet = tuple[Block, ...]


Letters = Callable[[str], str]
"""What becomes of a text where it is written, as `visit.streams.as_output_has_it`."""


def legible(sheet: Sheet, letters: Letters = str) -> Sheet:
    """Return a sheet with hidden characters spelled out and CPR numbers taken out; only items have text of several lines."""
    return tuple(_legible(block, lambda text: letters(safe(text))) for block in sheet)


def _legible(block: Block, letters: Letters) -> Block:
    def line(text: str) -> str:
        return " ".join(letters(text).split("\n"))

    match block:
        case Heading(text=text):
            return Heading(line(text))
        case Paragraph(text=text, strong=strong, command=command):
            return Paragraph(line(text), strong, line(command))
        case Items(rows=rows):
            return Items(tuple(_row(row, letters) for row in rows))
        case Table(columns=columns, rows=rows):
            titles = tuple(replace(one, title=letters(one.title)) for one in columns)
            return Table(titles, tuple(tuple(line(cell) for cell in row) for row in rows))


def _row(row: str | tuple[str, tuple[str, ...]], letters: Letters) -> str | tuple[str, tuple[str, ...]]:
    if isinstance(row, str):
        return letters(row)
    text, more = row
    return letters(text), tuple(letters(line) for line in more)


def section(title: str, rows: Iterable[str | tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """Yield the rows under their heading; nothing where there are none."""
    found = tuple(rows)
    if found:
        yield Heading(title)
        yield Items(found)


def stacked(table: Table, row: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a row as a line of its own, with what else it says under it, for a page that is too narrow for columns."""
    first = next((place for place, column in enumerate(table.columns) if not column.number), 0) + 1
    more = [
        f"{column.title}: {cell}" if column.title and cell else cell
        for column, cell in zip(table.columns, row, strict=True)
    ]
    return " ".join(cell for cell in row[:first] if cell), (" · ".join(filter(None, more[first:])),)
