"""A file of rows, CSV or a workbook, read into sheets."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections import Counter
from pathlib import Path

from visit.characters import text_or_fault
from visit.errors import Location, SourceError, UsageError
from visit.imports.sheets import CellValue, RowFile, RowSheet, without_blank_end
from visit.locale import formats
from visit.locale import text as _

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read, and eight times as much unpacked."""
_UNPACKED = 8
_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = (";", "\t", ",")
_WORKBOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")


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
    from visit.imports.workbooks import workbook_sheets

    return RowFile(path.name, digest, tuple(workbook_sheets(path.name, content, MOST_BYTES * _UNPACKED)))


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


def _csv(name: str, content: bytes, digest: str) -> RowFile:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not marked:
        message = _("this is a binary file, not text")
        raise SourceError(message, at=Location(name), help=_("save it in a spreadsheet, as CSV in UTF-8 or as .xlsx"))
    text = content.decode("utf-16", errors="replace") if marked else _decoded(content)
    try:
        delimiter = max(_DELIMITERS, key=lambda one: _lines_alike(text, one))
        rows = [
            [_stripped(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise SourceError(_("is not CSV: {why}", why=str(error)), at=Location(name)) from None
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *([None] * (width - len(row)))] for row in rows]
    lengths = tuple(len(row) for row in rows)
    sheet = RowSheet("", without_blank_end(padded), lengths=lengths, delimiter=delimiter)
    return RowFile(name, digest, (sheet,), danish=True if delimiter == ";" else None)


def _decoded(content: bytes) -> str:
    """Return the text; a spreadsheet writes UTF-8, or the code page of Windows."""
    for encoding in _ENCODINGS:
        text, fault = text_or_fault(content, encoding)
        if fault is None:
            return text
    return content.decode("latin-1")


def _lines_alike(text: str, delimiter: str) -> int:
    """Return how many of the first lines have as many cells as most of them, if these stand between the cells."""
    rows = csv.reader(text[:20_000].splitlines()[:50], delimiter=delimiter)
    return max(Counter(len(row) for row in rows if len(row) > 1).values(), default=0)


def _stripped(text: str) -> CellValue:
    """Return the text of a cell; an apostrophe before what looks like a formula is the spreadsheet's."""
    text = text.strip()
    if text[:1] == "'" and text[1:2] in tuple("=+-@"):
        text = text[1:]
    return text or None
