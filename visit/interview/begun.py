"""An interview that begins from a case: what stands in its file is answered, and only what an import cannot carry is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.interview.asked import Taken
from visit.interview.fields import FieldPath
from visit.interview.state import GATE, NOBODY, InterviewState
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

LEFT_BY_IMPORT: tuple[FieldPath, ...] = (
    ("municipality",),
    ("citizen", "home", "housing"),
    ("citizen", "home", "place"),
    ("support_need",),
    ("permanence",),
    ("needs", "areas"),
    ("needs", "must"),
    ("needs", "hours_per_week"),
    ("needs", "tied_staff"),
    ("needs", "premises"),
    ("legal", "impairment"),
    ("legal", "social_problems"),
    ("consent", "support"),
)
"""What no profile has room for and most decisions need, with the support need, which not every bundle has.

A path stands for all below it.
"""
_AREAS: FieldPath = ("needs", "areas")
_ONLY_FOR: Mapping[FieldPath, frozenset[str]] = {
    ("permanence",): frozenset(("home", "care")),
    ("needs", "premises"): frozenset(("home", "activity", "work", "education", "treatment")),
}
"""What matters in some areas alone: whether a home or care is for good, and the premises of a place that one goes to."""


def is_asked(path: FieldPath, state: InterviewState) -> bool:
    """Return whether a question is put: every one is, unless the interview begins from a case."""
    return True


def is_asked_after_import(path: FieldPath, state: InterviewState) -> bool:
    """Return whether a question is one that an import leaves, and that matters under the answers so far."""
    if not any(path[: len(one)] == one for one in LEFT_BY_IMPORT):
        return False
    if path == ("legal", "social_problems"):
        return bool(state.value("legal", "impairment") != "substantial")
    if path in _ONLY_FOR:
        areas = state.value(*_AREAS)
        return _AREAS in state.answers and (areas is None or not _ONLY_FOR[path].isdisjoint(areas))
    return True


def answers_of(case: Mapping[str, PlainValue]) -> dict[FieldPath, Taken]:
    """Return what a case's document answers, by path; a part that it has something of was asked for."""
    answers = dict(_answers(case, ()))
    subthemes = {key: theme for theme, below in vocabulary().themes.items() for key in below}
    opened = {
        (path[0], *([subthemes[str(path[1])]] if path[0] == "functioning" else ())) for path in answers if len(path) > 1
    }
    return answers | {(GATE, *one): True for one in opened}


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
