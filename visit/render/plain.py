"""A sheet in a pipe: plain text or Markdown. Nothing is cut to a width; plain text is wrapped to one that is asked for."""

from __future__ import annotations

import re

from visit.render.blocks import Block, Heading, Items, Letters, Paragraph, Sheet, Table, legible, stacked
from visit.render.narrowing import folded_told, in_width, narrowed

_BEHIND_TITLES = 2
"""So many spaces tabulate leaves free beside the title of a column."""


def plain(sheet: Sheet, *, width: int | None = None, letters: Letters = str) -> str:
    """Return a sheet as plain text, wrapped to a width where one is given; a table that has no room is a list of its rows.

    `letters`: what becomes of its texts where they are written.
    """
    blocks = legible(sheet, letters)
    return "\n\n".join(_plain(block) if width is None else _wrapped(block, width) for block in blocks) + "\n"


def _wrapped(block: Block, width: int) -> str:
    if isinstance(block, Heading):
        lines = in_width(block.text, width)
        return "\n".join([*lines, "-" * max(map(len, lines))])
    if isinstance(block, Table):
        if (narrow := narrowed(block, width, behind_titles=_BEHIND_TITLES)) is not None:
            told = folded_told(narrow)
            return _table(narrow, "plain") + ("\n\n" + "\n".join(in_width(told, width)) if told else "")
        block = Items(tuple(stacked(block, row) for row in block.rows))
    return "\n".join(one for line in _plain(block).split("\n") for one in _hung(line, width))


def _hung(line: str, width: int) -> list[str]:
    begins = _INDENT.match(line)
    return in_width(line, width, under="" if begins is None else begins[0].replace("-", " "))


def rewrapped(text: str, width: int) -> str:
    """Return plain text that was written wider, wrapped to a width; the rows of a table stay whole."""
    lines = text.split("\n")
    return "\n".join(one for line in lines for one in ([line] if _OF_A_TABLE.search(line) else _hung(line, width)))


_OF_A_TABLE = re.compile(r"\S {2,}\S")
_INDENT = re.compile(r" *(?:- )?")


def markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown; text from files is escaped, so that none of it becomes markup."""
    return "\n\n".join(_markdown(block) for block in legible(sheet)) + "\n"


def _plain(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"{text}\n{'-' * len(text)}"
        case Paragraph(text=text):
            return text
        case Items(rows=rows):
            return "\n".join(_item(row, "- ", "    ") for row in rows)
        case Table():
            return _table(block, "plain")


def _markdown(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"## {_escaped(text)}"
        case Paragraph(text=text, command=command) if command:
            return f"{_no_mark(_escaped(text.removesuffix(command).rstrip()))}\n\n{_fenced(command)}"
        case Paragraph(text=text, strong=strong):
            return f"**{_escaped(text)}**" if strong else _no_mark(_escaped(text))
        case Items(rows=rows):
            return "\n".join(_item(row, "- ", "  - ", escape=True) for row in rows)
        case Table(columns=columns, rows=rows):
            cells = tuple(tuple(_escaped(cell) for cell in row) for row in rows)
            return _table(Table(columns, cells), "github")


def _item(row: str | tuple[str, tuple[str, ...]], first: str, under: str, *, escape: bool = False) -> str:
    """Return a row and what stands under it; the further lines of a text stand under its first."""
    text, more = (row, ()) if isinstance(row, str) else row
    marked = [(first, text), *((under, line) for line in more)]
    return "\n".join(_hanging(mark, line, escape=escape) for mark, line in marked)


def _hanging(mark: str, text: str, *, escape: bool) -> str:
    begun, *further = text.split("\n")
    if not escape:
        return "\n".join([mark + begun, *(" " * len(mark) + line for line in further)])
    return "\\\n".join([mark + _escaped(begun), *(" " * len(mark) + _no_mark(_escaped(line)) for line in further)])


def _table(table: Table, style: str) -> str:
    from tabulate import tabulate

    return str(
        tabulate(
            [list(row) for row in table.rows],
            headers=[column.title for column in table.columns],
            tablefmt=style,
            disable_numparse=True,
            colalign=["right" if column.number else "left" for column in table.columns] if table.rows else None,
        )
    )


def _fenced(command: str) -> str:
    """Return a command line as code, in which nothing is escaped; the fence is longer than any in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", command)), default=0))
    return f"{fence}sh\n{command}\n{fence}"


def _no_mark(line: str) -> str:
    """Return an escaped line of Markdown that starts no list or rule of its own."""
    return re.sub(r"^(\s*(?:[0-9]+(?=[.)]))?)([-+=.)])", r"\1\\\2", line)


def _escaped(text: str) -> str:
    for character in "\\`*_~[]<>|#":
        text = text.replace(character, "\\" + character)
    return text
