"""`--format html` and `--open`: an answer as a page, written out like any other, or opened in the browser."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from visit.commands.output import must_be_able, when_written
from visit.commands.printing import print_answer
from visit.errors import UsageError
from visit.locale import text as _
from visit.streams import note, reader_may_leave

if TYPE_CHECKING:
    from visit.render.blocks import Sheet
    from visit.render.grids import Grid


def shape_of_page(shape: str | None) -> str:
    """Return the format of an answer that is to be opened: a page.

    Raises:
        UsageError: Another format is asked for, or a page cannot be written here.
    """
    if shape not in (None, "html"):
        raise UsageError(_("{option} goes with {other}", option="--open", other="--format html"))
    must_be_able("html", None)
    return "html"


def print_page(page: Callable[[], str], *, opened: bool) -> None:
    """Print a page, or open it: the file of `-o` once it stands in its place, else one that only its owner can read."""
    source = page()
    if opened and not when_written(_open):
        _open(_kept(source))
        return
    with reader_may_leave():
        sys.stdout.flush()
        sys.stdout.buffer.write(source.encode())


def print_page_or_answer(
    shape: str | None,
    page: Callable[[], str],
    *,
    opened: bool,
    document: Callable[[], object],
    sheet: Callable[[], Sheet],
    grids: Callable[[], Sequence[Grid]] = tuple,
) -> None:
    """Print a page where one is asked for, and else the answer in the format asked for."""
    if shape == "html":
        print_page(page, opened=opened)
    else:
        print_answer(shape, document=document, sheet=sheet, grids=grids)


def _kept(source: str) -> Path:
    """Write a page to a temporary file in a folder of its own; it stays, since a browser reads it whenever it likes."""
    path = Path(tempfile.mkdtemp(prefix="visit-")) / "visit.html"  # the folder is closed to everybody else
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(source)
    note(_("the page is {file}; delete it when it has been read", file=path))
    return path


def _open(path: Path) -> None:
    import webbrowser

    if not webbrowser.open(path.absolute().as_uri()):
        note(_("no browser was found: open {file} yourself", file=path))
