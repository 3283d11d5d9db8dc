"""The case document that the answers so far make."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from visit.interview.fields import FieldPath, row_fields, row_of
from visit.interview.given import GATE, NOBODY, GivenAnswers
from visit.reading.source import PlainValue


def document_of(given: GivenAnswers) -> dict[str, PlainValue]:
    """Return the case document: what is answered, without rows that lack what a row must have."""
    document: dict[str, PlainValue] = {
        "format": 1,
        "case": given.proposed_id(),
        "assessed": given.setting.today.isoformat(),
    }
    if given.setting.municipality is not None:
        document["municipality"] = given.setting.municipality
    lost = incomplete_rows(given)
    for path, value in given.answers.items():
        row = row_of(path)
        if value is None or path[0] == GATE or (row is not None and row in lost):
            continue
        if row is not None and value == NOBODY:
            _store(document, row[:-1], [])
        else:
            _store(document, path, list(value) if isinstance(value, tuple) else value)
    return document


def incomplete_rows(given: GivenAnswers) -> tuple[FieldPath, ...]:
    """Return the rows that are begun and lack what a row must have."""
    rows = dict.fromkeys(row for path in given.answers if (row := row_of(path)) is not None)
    return tuple(row for row in rows if not _is_whole(row, given))


def _is_whole(row: FieldPath, given: GivenAnswers) -> bool:
    fields = row_fields(row)
    if given.answers.get((*row, next(iter(fields)))) in (None, NOBODY):
        return True
    return all(given.answers.get((*row, key)) is not None for key, one in fields.items() if one.required)


def _store(document: dict[str, PlainValue], path: FieldPath, value: PlainValue) -> None:
    """Put a value at a path; a row that a list lacks is added at its end."""
    place: Any = document
    for part, after in pairwise(path):
        if isinstance(part, str):
            place = place.setdefault(part, [] if isinstance(after, int) else {})
        else:
            if part == len(place):
                place.append({})
            place = place[part]
    place[path[-1]] = value
