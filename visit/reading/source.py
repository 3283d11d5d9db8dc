"""YAML text to plain values that know where they stand.

Knows reading a file safely, which files and characters are refused, and how to find the line and
column of a value or key again. What YAML may say is left to `visit.reading.yaml_events`, what the values mean
to `visit.reading.validation` and the documents. In: a path, `-`, or text. Out: a `Document`.

Stricter than YAML: only `true` and `false` are booleans, only plain decimal digits are numbers,
dates and everything else stay text; no anchors, aliases or tags, one document, no key twice, no
CPR number, and limits on size, depth and the number of values.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, AnyStr

from visit.characters import hidden_character, hidden_character_message, text_or_fault
from visit.cpr import cpr_shaped, cpr_spans, instead, redacted
from visit.errors import Location, Problems, SourceError
from visit.locale import text as _
from visit.locale.system import why_refused
from visit.reading.scalars import place_in
from visit.reading.unquoted import placed_as_before, with_quotes
from visit.reading.yaml_events import MOST_FAULTS, Places, PlainValue, parse_yaml, unpacked

__all__ = ["Document", "PlainValue", "cpr_shaped", "parse", "read", "redacted"]

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TEXT = 1024 * 1024
"""A reason is read by people: what is longer is another file."""

# Something other than comments and the marks around a document.
_NOT_COMMENT = re.compile(r"^(?![ \r]*(?:#|---\s|---$|\.\.\.|$)).", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as plain values; made without places, its name is every location it gives."""

    name: str
    value: PlainValue
    places: int | Places | None = field(default=None, repr=False, compare=False)
    text: str = field(default="", repr=False, compare=False)

    @property
    def trial(self) -> tuple[str, ...]:
        """The changes that were written into the values for a trial, as they were given."""
        return ()

    def locate(self, path: Sequence[str | int]) -> Location:
        """Return where the value at a path stands, or else the nearest value around it."""
        return self._location(self._walk(path)[0])

    def locate_in(self, path: Sequence[str | int], offset: int) -> Location:
        """Return where a character of the text at a path stands; of one made without places, what it has of the text."""
        at, value = self.locate(path), self.value
        for part in path:
            value = value[part] if isinstance(value, dict | list) else None  # type: ignore[index]
        if at.line is None or at.column is None or not isinstance(value, str) or not self.text:
            return at
        line, column = place_in(self.text.splitlines(), at.line - 1, at.column - 1, value, offset)
        return Location(at.file, line + 1, column + 1)

    def locate_key(self, path: Sequence[str | int]) -> Location:
        """Return where the last key of a path stands; for an item or no such key, as `locate`."""
        place, depth = self._walk(path[:-1])
        if path and depth == len(path) - 1 and isinstance(place, Places):
            at = place.keys.get(str(path[-1])) if isinstance(path[-1], str) else None
            if at is not None:
                return self._location(at)
        return self.locate(path)

    def _walk(self, path: Sequence[str | int]) -> tuple[int | Places | None, int]:
        place = self.places
        for depth, part in enumerate(path):
            inner = place.inside.get(part) if isinstance(place, Places) else None
            if inner is None:
                return place, depth
            place = inner
        return place, len(path)

    def _location(self, place: int | Places | None) -> Location:
        if place is None:
            return Location(self.name)
        return unpacked(self.name, place.at if isinstance(place, Places) else place)


def read(path: str | Path, *, stdin: IO[bytes] | IO[str] | None = None) -> Document:
    """Read one YAML or JSON file; `-` is standard input.

    Raises:
        SourceError: The file cannot be read, or says something that may not stand in it.
        Problems: Several such faults at once.
    """
    if str(path) == "-":
        return parse(_standard_input(stdin if stdin is not None else sys.stdin.buffer, LARGEST_FILE), "<stdin>")
    at = Location(redacted(str(path), limit=None)[1:-1])  # as it was given: a Path drops a leading ./
    path = Path(path)
    if cpr_shaped(path.name) is not None:
        raise SourceError(_("a file name must not contain a CPR number"), at=at, help=_("rename the file"))
    return parse(_bytes(path, at, LARGEST_FILE), at.file)


def lines_of(path: str) -> Iterator[bytes]:
    """Yield the lines of a file of documents, one on each line, as they are read; `-` is standard input.

    Raises:
        SourceError: The file cannot be read.
    """
    at = Location("<stdin>") if path == "-" else Location(redacted(path, limit=None)[1:-1])
    if cpr_shaped(Path(path).name) is not None:
        raise SourceError(_("a file name must not contain a CPR number"), at=at, help=_("rename the file"))
    try:
        if path == "-":
            yield from sys.stdin.buffer
        else:
            with Path(path).open("rb") as file:
                while line := file.readline(LARGEST_FILE):
                    yield line
    except FileNotFoundError as error:
        raise SourceError(
            _("there is no such file"), at=at, help=_("check the path; `-` reads standard input")
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(error, at) from error


def read_text(path: str) -> str:
    """Read a file of running text, such as a reason; `-` is standard input.

    Raises:
        SourceError: It cannot be read, is no text, or has a CPR number in it.
    """
    if path == "-":
        raw, at = _standard_input(sys.stdin.buffer, LARGEST_TEXT), Location("<stdin>")
    else:
        at = Location(redacted(path, limit=None)[1:-1])
        raw = _bytes(Path(path), at, LARGEST_TEXT)
    if len(raw) > LARGEST_TEXT:
        raise _too_large(at, LARGEST_TEXT)
    return checked_text(raw, at.file)


def checked_text(raw: bytes, name: str) -> str:
    """Return the text of a file called `name`.

    Raises:
        SourceError: It is no text, or has a CPR number in it.
        Problems: It has several.
    """
    text = _decoded(raw, name).removeprefix("\ufeff")
    _refuse_characters(text, name)
    _refuse_cpr(_locations(text, name, (start for start, _end in cpr_spans(text))))
    return text


def parse(source: str | bytes, name: str) -> Document:
    """Return YAML or JSON text as a document called `name`.

    Raises:
        SourceError: One fault.
        Problems: Several faults: all of them, up to a thousand, where the text is YAML to its end.
    """
    if len(source) > LARGEST_FILE:
        raise _too_large(Location(name), LARGEST_FILE)
    text = (_decoded(source, name) if isinstance(source, bytes) else source).removeprefix("\ufeff")
    _refuse_characters(text, name)
    # INVARIANT: looked for before anything else is said of the text: no message can repeat one.
    starts = (start for start, _end in islice(cpr_spans(text), MOST_FAULTS))
    _refuse_cpr(_locations(text, name, starts))
    if text.lstrip()[:1] in ("{", "["):
        text = text.replace("\t", " ")  # JSON may be indented with tabs; the columns stay
    elif "\t" in text:
        raise _error(
            _("there is a tab here"),
            next(_locations(text, name, [text.index("\t")])),
            _("write spaces; in a text in double quotes write \\t"),
        )
    read = parse_yaml(text, name)
    _refuse_cpr(read.cpr)
    if read.faults or read.is_broken_off:
        _refuse_unquoted(text, name, len(read.faults) + read.is_broken_off)
    if read.faults:
        raise _of_another_kind(read.faults[0]) if _is_another_kind(name) else _all(read.faults)
    if read.places is None or (read.value is None and not _NOT_COMMENT.search(text)):
        message = _("the file is empty")
        empty = _error(message, Location(name), _("write the document, or name another file"))
        raise _of_another_kind(empty) if _is_another_kind(name) else empty
    return Document(name, read.value, read.places, text)


_OTHER_KINDS = (".csv", ".html", ".md", ".py", ".rst", ".toml", ".txt")
"""Endings of files that are text and no document of visit."""


def _is_another_kind(name: str) -> bool:
    return name.casefold().endswith(_OTHER_KINDS)


def _of_another_kind(error: SourceError) -> SourceError:
    """Return a fault of a file that is hardly the one that was meant: what is to be done is to name another."""
    return SourceError(
        error.message,
        at=error.at,
        help=_("visit reads YAML or JSON here: name a file such as {example}", example="case.yaml"),
    )


class Unquoted(Problems):
    """Conditions without the quotes that they need, and what else the text says wrong; `document` is the text with quotes."""

    document: Document | None = None


def _refuse_unquoted(text: str, name: str, faults: int) -> None:
    """Refuse a text that is read with fewer faults once its conditions are in quotes.

    Raises:
        Unquoted: It is one.
    """
    quoted, starts, inserted = with_quotes(text)
    read = parse_yaml(quoted, name) if starts else None
    if read is None or len(read.faults) >= faults:
        return
    message, help = (
        _("a condition with a comma or brackets in it stands without quotes"),
        _("put the condition in quotes"),
    )
    found = Unquoted(
        [*(_error(message, Location(name, line + 1, column + 1), help) for line, column in starts), *read.faults]
    )
    if not read.faults:
        found.document = Document(name, read.value, placed_as_before(read.places, inserted), text)
    raise found


def _error(message: str, at: Location, help: str) -> SourceError:
    return SourceError(message, at=at, help=help)


def _all(faults: Sequence[SourceError]) -> SourceError | Problems:
    return faults[0] if len(faults) == 1 else Problems(faults)


def _refuse_cpr(places: Iterable[Location]) -> None:
    message = _("this file must not contain a CPR number")
    found = [_error(message, at, instead()) for at in places]
    if found:
        raise _all(found)


def _too_large(at: Location, limit: int) -> SourceError:
    return _error(
        _("the file is larger than {limit} MB", limit=limit >> 20),
        at,
        _("check that it is the right file, or split it"),
    )


def _standard_input(stream: IO[AnyStr], limit: int) -> AnyStr:
    try:
        return stream.read(limit + 1)
    except OSError as error:
        raise _unreadable(error, Location("<stdin>")) from error


def _bytes(path: Path, at: Location, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise _error(_("this is a folder, not a file"), at, _("name one file in it"))
        with path.open("rb") as file:
            # The size is asked first, and the reading limited too: a device has no size.
            if path.stat().st_size > limit:
                raise _too_large(at, limit)
            return file.read(limit + 1)
    except FileNotFoundError as error:
        help = _("check the path; `-` reads standard input")
        raise SourceError(_("there is no such file"), at=at, help=help) from error
    except (OSError, ValueError) as error:
        raise _unreadable(error, at) from error


def _unreadable(error: OSError | ValueError, at: Location) -> SourceError:
    message = _("the file cannot be read: {reason}", reason=why_refused(error))
    return _error(message, at, _("check the path and who may read it"))


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = _("the file is UTF-16, not UTF-8")
        raise _error(message, Location(name, 1, 1), _("save it as UTF-8"))
    text, fault = text_or_fault(raw)
    if fault is None:
        return text
    if b"\0" in raw:
        raise _binary(Location(name))
    before = raw[:fault].decode("utf-8")
    at = next(_locations(before, name, [len(before)]))
    raise _error(_("the file is not UTF-8 from here on"), at, _("save it as UTF-8"))


def _binary(at: Location) -> SourceError:
    is_workbook = at.file.casefold().endswith((".xlsx", ".xlsm"))
    help = spreadsheet_help() if is_workbook else _("name a YAML or JSON file")
    return _error(_("this is a binary file, not text"), at, help)


def spreadsheet_help() -> str:
    """Return which commands read a spreadsheet, where one is named for a file of ours."""
    return _("`visit catalogue import` reads a spreadsheet of offers, `visit population import` one of citizens")


def _refuse_characters(text: str, name: str) -> None:
    if "\0" in text:
        raise _binary(Location(name))
    found = hidden_character(text)
    if found is not None:
        at = next(_locations(text, name, [found]))
        raise _error(hidden_character_message(text[found]), at, _("delete it"))


def _locations(text: str, name: str, offsets: Iterable[int]) -> Iterator[Location]:
    starts: list[int] = []
    for offset in offsets:
        starts = starts or [0, *(end.end() for end in _LINE_END.finditer(text))]
        line = bisect_right(starts, offset)
        yield Location(name, line, offset - starts[line - 1] + 1)
