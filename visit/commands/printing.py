"""How an answer reaches the reader: JSON for a program, or a sheet for a person, rich on a terminal and plain in a pipe."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from visit.commands.office import used
from visit.cpr import safe
from visit.locale import formats
from visit.locale import text as _
from visit.streams import as_output_has_it, reader_may_leave, takes_every_letter

if TYPE_CHECKING:
    from visit.render.blocks import Sheet
    from visit.render.grids import Grid
    from visit.render.lines import Line, Section

IN_A_PIPE = 80
"""So wide text in a pipe is where nobody asks for another width."""
_NARROWEST = 40
"""Text in a pipe is not narrower."""


def hands_on(shape: str) -> bool:
    """Return whether an answer in a format is for others than whoever asks."""
    return shape not in ("rich", "plain")


def choose_format(chosen: str | None) -> str:
    """Return the format asked for: rich on a terminal, plain in a pipe."""
    if chosen is not None:
        return chosen
    return "rich" if sys.stdout.isatty() else "plain"


def print_answer(
    shape: str | None,
    *,
    document: Callable[[], object],
    sheet: Callable[[], Sheet],
    grids: Callable[[], Sequence[Grid]] = tuple,
    texts: Mapping[str, Callable[[], str]] = MappingProxyType({}),
    paged: bool = False,
) -> None:
    """Print an answer in the format asked for; only what is printed is made. Its reader may leave.

    Args:
        shape: The format; None is that of where it goes.
        document: The answer as data.
        sheet: The answer for people.
        grids: The answer as lists, where the command has csv and xlsx.
        texts: The answer in further formats that the command has, whole, by format.
        paged: Whether it may go through a pager, where there is a terminal.
    """
    with reader_may_leave():
        print_whole(shape, document=document, sheet=sheet, grids=grids, texts=texts, paged=paged)


def print_screen(shape: str, sections: Iterable[Section], *, lines: int = 24, paged: bool = False) -> None:
    """Print one screen of lines: as large as the terminal, as wide as text in a pipe. Its reader may leave.

    Args:
        shape: Rich or plain.
        sections: What may stand on it.
        lines: So many lines it has in a pipe, and on a terminal at least where it may go through a pager.
        paged: Whether it may, where there is a terminal.
    """
    sections = (*sections, *_settings_section())
    with reader_may_leave():
        if shape == "rich":
            from visit.render import terminal

            paged = paged and sys.stdin.isatty() and sys.stdout.isatty()
            terminal.print_one_screen(sections, least=lines if paged else 0)
        else:
            from visit.render.lines import fitted

            for text, _strong in fitted(sections, columns(), lines):
                print(text)


def print_in_lines(shape: str, lines: Callable[[int], Iterable[Line]]) -> None:
    """Print lines that are made for a width, all of them."""
    with reader_may_leave():
        if shape == "rich":
            from visit.render.terminal import print_lines

            print_lines(lines)
        else:
            width = columns()
            for line in lines(width):
                print(*line.wrapped(width), sep="\n")


def print_whole(
    shape: str | None,
    *,
    document: Callable[[], object],
    sheet: Callable[[], Sheet],
    grids: Callable[[], Sequence[Grid]] = tuple,
    texts: Mapping[str, Callable[[], str]] = MappingProxyType({}),
    paged: bool = False,
) -> None:
    """Print an answer of which it must be known whether it was written out, as `visit.commands.ledgers.tell` tells.

    Raises:
        OSError: It could not be; a BrokenPipeError where its reader has left.
    """
    shape = choose_format(shape)
    if shape in texts:
        print(texts[shape](), end="")
    elif shape == "json":
        print(as_json(_with_settings(document())))
    elif shape in ("csv", "xlsx"):
        print_grids(grids(), shape)
    else:
        show((*sheet(), *_settings_block()), shape, paged=paged)


def deciding_settings() -> dict[str, str]:
    """Return where each setting that this answer rests on is from: a file with line and column, or a variable that decides."""
    return {
        one.key: one.place for one in used() if one.source != "environment" or one.key in ("guideline", "catalogue")
    }


def _settings_told() -> str | None:
    found: dict[str, list[str]] = {}
    for one in used():
        if one.key in deciding_settings():
            found.setdefault(one.file or one.place, []).append(setting_name(one.key))
    told = [_("{what} from {place}", what=formats.listed(names), place=place) for place, names in sorted(found.items())]
    return _("Settings: {told}", told="; ".join(told)) if told else None


def setting_name(key: str) -> str:
    """Return what a setting is called."""
    words = {
        "guideline": _("guideline"), "catalogue": _("catalogue"), "ledger": _("ledger"), "language": _("language"),
        "by": _("who records"),
    }  # fmt: skip
    return words[key]


def _settings_section() -> tuple[Section, ...]:
    from visit.render.lines import Line, Section

    told = _settings_told()
    return (Section("", (Line(told, 2),)),) if told else ()


def _settings_block() -> Sheet:
    from visit.render.blocks import Paragraph

    told = _settings_told()
    return (Paragraph(told),) if told else ()


def _with_settings(document: object) -> object:
    found = deciding_settings()
    return {**document, "settings": found} if found and isinstance(document, dict) else document


def print_grids(grids: Sequence[Grid], shape: str) -> None:
    """Print lists for a spreadsheet, in bytes: a csv is UTF-8 also where the terminal has another code page."""
    from visit.render.grids import as_csv, as_xlsx

    written = as_csv(grids).encode() if shape == "csv" else as_xlsx(grids)
    sys.stdout.flush()
    sys.stdout.buffer.write(written)


def as_json(document: object, *, indent: int | None = 1) -> str:
    """Return an answer as JSON, on one line where `indent` is None.

    Each text in it is as safe as on a sheet: no CPR number, no character that cannot be seen.
    """
    text = json.dumps(document, ensure_ascii=not takes_every_letter(), indent=indent)
    return (
        text
        if safe(text) == text
        else json.dumps(_safe(document), ensure_ascii=not takes_every_letter(), indent=indent)
    )


def _safe(value: object) -> object:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, dict):
        return {safe(key): _safe(item) for key, item in value.items()}
    return [_safe(item) for item in value] if isinstance(value, list | tuple) else value


def columns() -> int:
    """Return how wide plain text is: as the terminal, else 80 columns, or as many as `COLUMNS` asks for.

    INVARIANT: the one place that says so. What a program reads has no width: json, csv, and files that are written.
    """
    if sys.stdout.isatty():
        return max(shutil.get_terminal_size().columns, _NARROWEST)
    asked = os.environ.get("COLUMNS", "")
    return max(int(asked), _NARROWEST) if asked.isdecimal() and int(asked) > 0 else IN_A_PIPE


def print_wrapped(lines: Iterable[str], *, hang: int = 4) -> None:
    """Print lines of plain text, each wrapped to the columns there are, its further lines set in.

    In a pipe one that begins with a place in a file stays whole: a program that shows it there reads line by line.
    """
    from visit.render.lines import in_lines, is_place

    width, is_read = columns(), not sys.stdout.isatty()
    for line in lines:
        room = width + len(line) if is_read and is_place(line.partition(" ")[0]) else width
        print(*in_lines(line, room, hang=hang), sep="\n")


def show(sheet: Sheet, shape: str, *, paged: bool = False) -> None:
    """Print a sheet in one of the formats for people."""
    if shape == "rich":
        from visit.render import terminal

        terminal.print_on_terminal(sheet, paged=paged and sys.stdin.isatty() and sys.stdout.isatty())
    else:
        from visit.render import plain

        print(
            plain.markdown(sheet)
            if shape == "markdown"
            else plain.plain(sheet, width=columns(), letters=as_output_has_it),
            end="",
        )
