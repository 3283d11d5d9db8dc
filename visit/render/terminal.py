"""A sheet on a terminal: Rich, wrapped to the width there is. Colour never carries meaning alone, markup in data is text."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet, Table, legible, stacked
from visit.render.lines import Line, Section, fitted
from visit.render.narrowing import folded_told, narrowed
from visit.streams import as_output_has_it, note

_NARROWEST = 20


class Screen(Console):
    """A console that leaves it to whoever prints what becomes of a reader that has left: Rich would end with code 1."""

    def on_broken_pipe(self) -> None:
        """Let the error of the pipe go on."""
        raise BrokenPipeError


def print_on_terminal(sheet: Sheet, *, paged: bool = False) -> None:
    """Print a sheet to the terminal; `paged` through the pager that `PAGER` names."""
    console = Screen(highlight=False, markup=False, emoji=False, soft_wrap=False)
    with _paged(console, wanted=paged):
        _print(console, sheet)


def print_one_screen(sections: Sequence[Section], *, least: int = 0) -> None:
    """Print sections of lines to the terminal, as many lines as it has, one left for what is typed next.

    Where at least so many lines are asked for and it has fewer, they go through the pager that `PAGER` names.
    """
    console = Screen(highlight=False, markup=False, emoji=False)
    width = max(console.width, _NARROWEST)
    tones = {text: one.tone for one in sections if one.tone for text in Line(one.title, hang=2).wrapped(width)}
    lines = fitted(sections, width, max(console.height - 1, least))
    with _paged(console, wanted=bool(least) and len(lines) >= console.height):
        for text, strong in lines:
            style = " ".join(filter(None, ("bold", tones.get(text)))) if strong else ""
            console.print(Text(text, style=style), soft_wrap=True)


def print_lines(lines: Callable[[int], Iterable[Line]]) -> None:
    """Print lines that are made for a width to the terminal, all of them, wrapped to the width it has."""
    console = Screen(highlight=False, markup=False, emoji=False)
    width = max(console.width, _NARROWEST)
    for line in lines(width):
        for place, text in enumerate(line.wrapped(width)):
            shown = Text(text)
            if line.toned is not None and place == 0:
                shown.stylize(line.toned.tone, line.toned.start, line.toned.end)
            console.print(shown, soft_wrap=True)


def _paged(console: Console, *, wanted: bool) -> AbstractContextManager[object]:
    """The pager where one is wanted and its program is there; else the answer is printed as it is, for it would be lost."""
    if wanted and not is_there(os.environ.get("MANPAGER") or os.environ.get("PAGER") or ""):
        note(_("The program that PAGER names is not found, so the answer is not paged"))
        return nullcontext()
    return console.pager() if wanted else nullcontext()


def is_there(command: str) -> bool:
    """Return whether the program of a pager's command is found; of no command, True: Python then has a pager of its own."""
    try:
        words = [one for one in shlex.split(command) if "=" not in one]
    except ValueError:
        return False
    return not words or shutil.which(words[0]) is not None


def _print(console: Console, sheet: Sheet) -> None:
    for place, block in enumerate(legible(sheet, as_output_has_it)):
        if place and not isinstance(block, Items):
            console.print()
        _show(console, block)


def _show(console: Console, block: Block) -> None:
    match block:
        case Heading(text=text):
            _hanging(console, "", text, "bold")
        case Paragraph(text=text, strong=strong):
            _hanging(console, "", text, "bold" if strong else "")
        case Items(rows=rows):
            for row in rows:
                _item(console, row)
        case Table() if (narrow := narrowed(block, console.width)) is not None:
            console.print(_table(narrow))
            if told := folded_told(narrow):
                _hanging(console, "", told, "dim")
        case Table():
            for cells in block.rows:
                _item(console, stacked(block, cells))


def _item(console: Console, row: str | tuple[str, tuple[str, ...]]) -> None:
    text, more = (row, ()) if isinstance(row, str) else row
    _hanging(console, "· ", text, "")
    for line in more:
        _hanging(console, "    ", line, "dim")


def _hanging(console: Console, mark: str, text: str, style: str) -> None:
    """Print text wrapped under its mark, with nothing behind the last word of a line."""
    width = max(console.width - len(mark), 10)
    lines = [line for one in text.split("\n") for line in Line(one).wrapped(width)]
    for place, line in enumerate(lines):
        console.print(Text((mark if place == 0 else " " * len(mark)) + line, style=style), soft_wrap=True)


def _table(table: Table) -> RichTable:
    shown = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="underline", show_edge=False)
    for column in table.columns:
        justify: Literal["left", "right"] = "right" if column.number else "left"
        shown.add_column(
            Text(column.title), justify=justify, no_wrap=True, overflow="fold",
        )  # fmt: skip
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    return shown
