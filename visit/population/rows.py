"""Many cases from one name: a folder of case files, a file with a case on each line (JSON Lines), or a table (Parquet).

A row that is no case is told with its faults, each at its line and column, and stands in the count: nothing is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from visit.case import Case, case_of
from visit.characters import hidden_character, text_or_fault
from visit.cpr import cpr_shaped, redacted
from visit.errors import CaseError, Location, Problems, SourceError, UsageError, VisitError
from visit.locale import text as _
from visit.reading.expected import must_be
from visit.reading.source import Document, PlainValue, lines_of, parse, read

if TYPE_CHECKING:
    from visit.population.made import DrawnFrom
    from visit.population.redrawn import Redrawn

CASE_FILES = (".yaml", ".yml")
LINES = (".jsonl", ".ndjson")
TABLES = (".parquet",)


@dataclass(frozen=True, slots=True, eq=False)
class ReadRow:
    """One row of many: a case, or why it is none.

    Attributes:
        place: The file, with the line where it has many.
        line: The line, or the number of the row; None where the file is one case.
        document: What is written; None where it cannot be read.
        case: The case; None where it is none.
        faults: Why it is none.
    """

    place: str
    document: Document | None
    case: Case | None
    faults: tuple[VisitError, ...] = ()
    line: int | None = None

    @property
    def at(self) -> Location:
        """Where it stands."""
        return Location(self.place if self.line is None else self.place.removesuffix(f":{self.line}"), self.line)


@dataclass(eq=False)
class ManyCases:
    """The cases of one name, read once from the first to the last.

    Attributes:
        name: What was named.
        said: What its first line says that they were drawn from; None where it says nothing. Known once the first row is read.
        doubt: Why that is not believed.
        unlike: Those that are not as they were drawn, by digest.
    """

    name: str
    said: DrawnFrom | None = None
    doubt: str | None = None
    unlike: set[str] = field(default_factory=set)
    _rows: Iterator[ReadRow] = field(default_factory=lambda: iter(()))
    _drawn: dict[str, str] = field(default_factory=dict)
    _again: Redrawn | None = None

    @property
    def origin(self) -> DrawnFrom | None:
        """What they were drawn from; None where they are real, or one among them may be. Known once the last row is read.

        INVARIANT: the one place that says whether cases are nobody's: only then are small cells and single citizens shown.
        """
        return None if self.doubt is not None else self.said

    @property
    def here(self) -> frozenset[str]:
        """The ids of those that were read, where the first line says that they were drawn."""
        return frozenset(self._drawn)

    def lacking(self, faulty: int = 0) -> int:
        """Return how many that the first line says were drawn are not here, beside rows that are no case.

        Known once the last row is read; 0 where they are real.
        """
        return 0 if self.origin is None else max(0, int(self.origin.record["n"]) - len(self._drawn) - faulty)

    def _hold(self, case: Case, value: PlainValue, place: str) -> None:
        """Hold a case against the first line, against the case that has its number already, and against the citizen drawn again."""
        if self.said is None or self.doubt is not None:
            return
        if not self.said.has(case) or self._drawn.setdefault(case.id, case.digest) != case.digest:
            self.doubt = _("{place}: this citizen is none of those that the first line says were drawn", place=place)
            return
        if self._again is None:
            from visit.population.redrawn import Redrawn

            self._again = Redrawn(self.said)
        if not self._again.has(case, value):
            self.unlike.add(case.digest)

    def __iter__(self) -> Iterator[ReadRow]:
        return self._rows


def is_many(name: str) -> bool:
    """Return whether a name is that of a file with a case on each line, or of a table."""
    return Path(name).suffix.lower() in (*LINES, *TABLES)


def many_cases(name: str, *, by_line: bool | None = None) -> ManyCases:
    """Return the cases of a folder, of a file of lines, of a table, or of one case file; `-` is standard input.

    Args:
        name: What is named.
        by_line: Whether a file that is no table has a case on each line; None is by its ending, and standard input has.

    Raises:
        UsageError: A folder without case files, or a table that nothing here can read.
        SourceError: The file cannot be read, or has no case at all.
    """
    found = ManyCases(name)
    ending = Path(name).suffix.lower()
    if ending in TABLES:
        from visit.population.parquet import table_rows

        found._rows = _some(name, _of_values(name, table_rows(name)))
    elif (ending in LINES or name == "-") if by_line is None else by_line:
        found._rows = _some(name, _of_lines(found))
    else:
        found._rows = _of_files(case_files(name))
    return found


def _some(name: str, rows: Iterator[ReadRow]) -> Iterator[ReadRow]:
    """Yield rows; where there is none, whatever should have written them has failed, and no answer about them is true."""
    has_some = False
    for row in rows:
        has_some = True
        yield row
    if not has_some:
        raise SourceError(
            _("there is no case in this file"),
            at=Location("<stdin>" if name == "-" else redacted(name, limit=None)[1:-1]),
            help=_("look whether what was to write it has failed"),
        )


def case_files(named: str) -> Iterator[str]:
    """Yield a file, or the case files of a folder sorted by name.

    Raises:
        UsageError: The folder has none.
    """
    folder = Path(named)
    if named == "-" or not folder.is_dir():
        yield named
        return
    found = sorted(
        one.name
        for one in folder.iterdir()
        if one.suffix.lower() in CASE_FILES
        and not one.name.startswith(".")
        and not one.is_fifo()  # nobody may ever write to it
    )
    if not found:
        raise UsageError(
            _("there is no case file in this folder"),
            at=Location(named),
            help=_("case files end in .yaml or .yml; folders inside it are not looked into"),
        )
    yield from (str(folder / name) for name in found)


def left_in(named: str) -> list[str]:
    """Return what lies beside the case files of a folder, may hold cases, and is not read: other files of data, and folders."""
    folder = Path(named)
    if named == "-" or not folder.is_dir():
        return []
    others = (one for one in folder.iterdir() if not one.name.startswith("."))
    return sorted(one.name for one in others if one.is_dir() or one.suffix.lower() in (*LINES, *TABLES, *_OF_DATA))


_OF_DATA = (".json", ".csv", ".xlsx")


def case_in(file: str) -> Case:
    """Return the case of a case file.

    Raises:
        VisitError: It cannot be read, or is no case.
    """
    return case_of(_case_document(file))


def _case_document(file: str) -> Document:
    document = read(file)
    must_be(document, "case", CaseError)
    return document


def _of_files(names: Iterable[str]) -> Iterator[ReadRow]:
    for name in names:
        try:
            document = _case_document(name)
        except VisitError as error:
            yield ReadRow(name, None, None, _faults(error))
        else:
            yield _row(name, document)


def _of_values(name: str, rows: Iterable[object]) -> Iterator[ReadRow]:
    """Yield the rows of a table: they have a number and no columns of text."""
    for number, value in enumerate(rows, start=1):
        try:
            document = parse(json.dumps(value, default=_plain), f"{name}:{number}")
        except VisitError as error:
            yield ReadRow(f"{name}:{number}", None, None, tuple(_at_row(one, name, number) for one in _faults(error)))
        else:
            row = _row(f"{name}:{number}", Document(f"{name}:{number}", document.value))
            yield row


def _at_row(error: VisitError, name: str, number: int) -> VisitError:
    return type(error)(error.message, at=Location(f"{name}:{number}"), help=error.help)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _row(place: str, document: Document) -> ReadRow:
    try:
        return ReadRow(place, document, case_of(document))
    except VisitError as error:
        return ReadRow(place, document, None, _faults(error))


def _faults(error: VisitError) -> tuple[VisitError, ...]:
    return error.errors if isinstance(error, Problems) else (error,)


# --- a case on each line ---


def _of_lines(found: ManyCases) -> Iterator[ReadRow]:
    name = "<stdin>" if found.name == "-" else redacted(found.name, limit=None)[1:-1]
    is_first = True
    for number, raw in enumerate(lines_of(found.name), start=1):
        place = f"{name}:{number}"
        try:
            text = line_text(raw, name, number)
            if not text:
                continue
            value = _value(text, name, number)
        except VisitError as error:
            is_first = False
            yield ReadRow(place, None, None, _faults(error))
            continue
        if isinstance(value, dict) and "population" in value and "case" not in value:
            drawn = _origin(value, Location(name, number))
            if is_first:
                found.said, is_first = drawn, False
            else:
                found.doubt = _("{place}: only the first line can say that the citizens were drawn", place=place)
            continue
        is_first = False
        row = _of_line(place, value, text, name, number)
        if row.case is not None:
            found._hold(row.case, value, place)
        yield row


def line_text(raw: bytes, name: str, number: int) -> str:
    """Return the text of a line of a file; empty where it is blank.

    Raises:
        SourceError: It is not UTF-8.
    """
    text, fault = text_or_fault(raw)
    if fault is not None:
        raise SourceError(_("this is not UTF-8 text"), at=Location(name, number), help=_("save it as UTF-8"))
    return text.removeprefix("\ufeff").strip()


class _OddError(Exception):
    """Something is not surely well-formed: `visit.reading.source` says what."""


def _value(text: str, name: str, number: int) -> PlainValue:
    """Return the value of a line: as a file's is read, at a fraction of the time where there is nothing odd in it."""
    try:
        if "\\" in text or cpr_shaped(text) is not None or hidden_character(text) is not None:
            raise _OddError
        found: PlainValue = json.loads(text, object_pairs_hook=_once, parse_float=Decimal, parse_constant=_refused)
        return found
    except (_OddError, ValueError, RecursionError):
        return _placed(text, name, number).value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _OddError
    return found


def _refused(_word: str) -> object:
    raise _OddError


def _placed(text: str, name: str, number: int) -> Document:
    """Return a line as a document that knows its columns.

    Raises:
        SourceError: One fault, at its line of the file.
        Problems: Several.
    """
    try:
        return parse(text, name)
    except VisitError as error:
        raise on_line(error, number) from None


def on_line(error: VisitError, number: int, name: str | None = None) -> VisitError:
    """Return an error of a text that is one line of a file, at that line.

    Args:
        error: As it stands in the line alone.
        number: The line.
        name: The file; an error of another one stays where it is. None where there is no other.
    """
    if isinstance(error, Problems):
        return Problems(on_line(one, number, name) for one in error.errors)
    at = error.at
    if at is None or name not in (None, at.file):
        return error
    return type(error)(error.message, at=Location(at.file, number, at.column), help=error.help)


def _of_line(place: str, value: PlainValue, text: str, name: str, number: int) -> ReadRow:
    document = Document(place, value)
    try:
        return ReadRow(place, document, case_of(document), line=number)
    except VisitError:
        try:
            document = _placed(text, name, number)
            case_of(document)
        except VisitError as error:
            return ReadRow(place, document, None, _faults(on_line(error, number)))
        raise  # what is no case as a plain value is none as a document


def _origin(value: Mapping[str, object], at: Location) -> DrawnFrom:
    """Return what the first line of drawn citizens says of them.

    Raises:
        CaseError: It lacks, or has in another form, what `visit population make` writes.
    """
    from visit.population.made import DrawnFrom, made_lacks, made_otherwise

    if missing := made_lacks(value):
        said = _("the line of a drawn population lacks {names}", names=", ".join(missing))
        raise CaseError(said, at=at, help=_("draw it again with `visit population make`"))
    if otherwise := made_otherwise(value):
        said = _("the line of a drawn population has {names} in another form", names=", ".join(otherwise))
        raise CaseError(said, at=at, help=_("draw it again with `visit population make`"))
    return DrawnFrom(value)
