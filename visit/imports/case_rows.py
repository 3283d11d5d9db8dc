"""A row of a list of citizens on its way to a case: what it holds, and whether that is a case.

A value that no case can hold leaves its field unknown, as a cell that cannot be read does; a row whose values contradict each
other is no case. Each is told with its cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from visit.case import case_of
from visit.errors import Problems, VisitError
from visit.imports.case_fields import ASSESSED, CASE, MUNICIPALITY
from visit.imports.rows import CellNote
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.case import CaseDocument
from visit.reading.source import Document, PlainValue, parse


@dataclass(slots=True)
class RowOfCitizen:
    """What became of a row.

    Attributes:
        case: The case as its file holds it; None where the row is not taken.
        told: What is told of its cells.
        cells: By field of the case, the cell that it is from.
        headings: By field of the case, what its column is called.
        called: What the file calls the case; None where it says a CPR number or nothing.
        citizen: The name of the case whether it is taken or not; None where the row is about no citizen.
    """

    number: int
    case: dict[str, PlainValue] | None
    told: list[CellNote]
    cells: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    called: str | None = None
    citizen: str | None = None

    @property
    def name(self) -> str | None:
        """What the case is called."""
        return None if self.case is None else str(self.case["case"])


def case_line(case: Mapping[str, PlainValue], indent: int | None = None) -> str:
    """Return a case as JSON: a line of a population."""
    return json.dumps(case, ensure_ascii=False, default=_number, indent=indent)


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


def put_right(made: RowOfCitizen) -> None:
    """Take out of a row each value that no case can hold, and tell it."""
    assert made.case is not None
    try:
        case_of(parse(case_line(made.case), str(made.number)))
    except VisitError:
        made.told += _left_out(made)


def faults(made: RowOfCitizen, today: date) -> Sequence[CellNote]:
    """Return why a row is no case, each with the cell that it is about."""
    assert made.case is not None
    try:
        assessed = case_of(parse(case_line(made.case), str(made.number))).assessed
    except VisitError:
        return [*_refused(made)]
    if assessed <= today:
        return []
    message = _by_heading(_("assessed is in the future: {day}", day=formats.day(assessed)), ASSESSED, made)
    help = _("write the date on which the assessment was made")
    return [CellNote("refused", made.cells.get(ASSESSED, str(made.number)), message, help)]


_NECESSARY = (CASE, ASSESSED, MUNICIPALITY)


def _left_out(made: RowOfCitizen) -> Iterator[CellNote]:
    """Take out each value that no case can hold."""
    from visit.reading.documents.models import model_of
    from visit.reading.validation import validate

    assert made.case is not None
    document = Document(str(made.number), None)
    try:
        document = parse(case_line(made.case, indent=1), str(made.number))
        validate(document, model_of(CaseDocument))
    except VisitError as error:
        for one in error.errors if isinstance(error, Problems) else (error,):
            path, cell = _cell_of(made, document, one)
            if path and path not in _NECESSARY:
                _take_out(made, path)
                yield CellNote("left_out", cell, _by_heading(one.message, path, made), one.help)


def _take_out(made: RowOfCitizen, path: str) -> None:
    inside: PlainValue = made.case
    *above, last = path.split(".")
    for part in above:
        if isinstance(inside, list):
            inside = inside[int(part)]
        elif isinstance(inside, dict):
            inside = inside[part]
    assert isinstance(inside, dict)
    inside.pop(last, None)
    made.cells.pop(path, None)


def _refused(made: RowOfCitizen) -> Iterator[CellNote]:
    """Yield why a row is no case: the case is read once more, line by line, for the places."""
    assert made.case is not None
    document = Document(str(made.number), None)
    try:
        document = parse(case_line(made.case, indent=1), str(made.number))
        case_of(document)
    except VisitError as error:
        for one in error.errors if isinstance(error, Problems) else (error,):
            path, cell = _cell_of(made, document, one)
            yield CellNote("refused", cell, _by_heading(one.message, path, made), one.help)


_NAMED_INSIDE = frozenset(("born", "age", "adult", "from", "until"))
"""Keys that a message names further on; any other stands at its beginning, or is a word of the language."""


def _by_heading(message: str, path: str, made: RowOfCitizen) -> str:
    """Return what is wrong with a field, with the headings of the list in place of the keys of a case file."""
    group, _dot, own = path.rpartition(".")
    headings = {key: made.headings.get(f"{group}.{key}") for key in _NAMED_INSIDE}
    begins = made.headings.get(path) or ("as_of" if own == ASSESSED else None)
    if begins is not None and message.startswith(f"{own} "):
        message = f"“{begins}”{message.removeprefix(own)}"
    known = {key: heading for key, heading in headings.items() if heading is not None}
    return re.sub(r"(?<!“)\b[a-z]+\b", lambda word: f"“{known[word[0]]}”" if word[0] in known else word[0], message)


def _cell_of(made: RowOfCitizen, document: Document, error: VisitError) -> tuple[str, str]:
    """Return the field that an error is about, and its cell; where it is about none of them, the row."""
    line = error.at.line if error.at is not None else None
    begun = [
        (at, path, cell)
        for path, cell in made.cells.items()
        if (at := document.locate([int(one) if one.isdigit() else one for one in path.split(".")]).line) is not None
    ]
    none = (0, "", str(made.number))
    return max((one for one in begun if line is not None and one[0] <= line), default=none)[1:]
