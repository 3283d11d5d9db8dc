"""The case document that the answers so far make."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from visit.interview.fields import FieldPath, row_fields, row_of
from visit.interview.state import GATE, NOBODY, InterviewState
from visit.reading.source import PlainValue


def document_of(state: InterviewState) -> dict[str, PlainValue]:
    """Return the case document: what is answered, without rows that lack what a row must have."""
    document: dict[str, PlainValue] = {
        "format": 1,
        "case": state.proposed_id(),
        "assessed": state.setting.today.isoformat(),
    }
    if state.setting.municipality is not None:
        document["municipality"] = state.setting.municipality
    lost = incomplete_rows(state)
    for path, value in state.answers.items():
        row = row_of(path)
        if value is None or path[0] == GATE or (row is not None and row in lost):
            continue
        if row is not None and value == NOBODY and path[-1] == next(iter(row_fields(row))):
            _store(document, row[:-1], [])
        elif row is not None:
            _store(document, (*_kept(row, lost), *path[len(row) :]), list(value) if isinstance(value, tuple) else value)
        else:
            _store(document, path, list(value) if isinstance(value, tuple) else value)
    return document


def _kept(row: FieldPath, lost: tuple[FieldPath, ...]) -> FieldPath:
    """Return where a row stands without those before it that are left out."""
    return (*row[:-1], int(row[-1]) - sum(one[:-1] == row[:-1] and one < row for one in lost))


def incomplete_rows(state: InterviewState) -> tuple[FieldPath, ...]:
    """Return the rows that are begun and lack what a row must have."""
    rows = dict.fromkeys(row for path in state.answers if (row := row_of(path)) is not None)
    return tuple(row for row in rows if not _is_whole(row, state))


def _is_whole(row: FieldPath, state: InterviewState) -> bool:
    fields = row_fields(row)
    if state.answers.get((*row, next(iter(fields)))) in (None, NOBODY):
        return True
    return all(state.answers.get((*row, key)) is not None for key, one in fields.items() if one.required)


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
