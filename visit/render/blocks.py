"""The parts a sheet is made of. A renderer needs to know these and nothing about visitation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` for the one line that answers the question."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Short lines, each with lines under it where there is more to say."""

    rows: tuple[str | tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it is numbers, and whether it may be wrapped when the page is narrow."""

    title: str
    number: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a cell is text."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | Table
Sheet = tuple[Block, ...]
