"""An interview that begins from a case: what stands in its file is answered, and only what an import cannot carry is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.interview.asked import Taken
from visit.interview.fields import FieldPath
from visit.interview.state import NOBODY
from visit.reading.source import PlainValue

LEFT_BY_IMPORT: tuple[FieldPath, ...] = (
    ("municipality",),
    ("citizen", "home", "housing"),
    ("citizen", "home", "place"),
    ("permanence",),
    ("needs", "areas"),
    ("needs", "must"),
    ("needs", "hours_per_week"),
    ("needs", "tied_staff"),
    ("needs", "premises"),
    ("consent", "support"),
)
"""What no profile has room for and most decisions need; a path stands for all below it."""


def is_asked(path: FieldPath) -> bool:
    """Return whether a question is put: every one is, unless the interview begins from a case."""
    return True


def is_asked_after_import(path: FieldPath) -> bool:
    """Return whether a question is one that an import leaves."""
    return any(path[: len(one)] == one for one in LEFT_BY_IMPORT)


def answers_of(case: Mapping[str, PlainValue]) -> dict[FieldPath, Taken]:
    """Return what a case's document answers, by path."""
    return dict(_answers(case, ()))


def _answers(value: PlainValue | Mapping[str, PlainValue], above: FieldPath) -> Iterator[tuple[FieldPath, Taken]]:
    match value:
        case Mapping():
            for key, inner in value.items():
                if above or key != "format":
                    yield from _answers(inner, (*above, key))
        case list() if value and all(isinstance(one, dict) for one in value):
            for index, one in enumerate(value):
                yield from _answers(one, (*above, index))
        case list():
            yield above, tuple(str(one) for one in value) if value else NOBODY
        case _:
            yield above, value
