"""An interview that begins from a case: what stands in its file is answered, and only what an import cannot carry is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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
_HOURS: FieldPath = ("needs", "hours_per_week")
_HOURS_FIRST = ("support", "care")
"""Of several areas the hours of one are asked: of what guidelines hold hours against, else of the first."""
_AT_HOME = frozenset(("home", "support", "care"))


def is_asked(path: FieldPath, state: InterviewState) -> bool:
    """Return whether a question is put: every one is, unless the interview begins from a case."""
    return True


def is_asked_after_import(path: FieldPath, state: InterviewState) -> bool:
    """Return whether a question is one that an import leaves, and that matters under the answers so far."""
    if not any(path[: len(one)] == one for one in LEFT_BY_IMPORT):
        return False
    if path == ("legal", "social_problems"):
        return bool(state.value("legal", "impairment") != "substantial")
    if path in _MATTERS or path[:2] == _HOURS:
        if _AREAS not in state.answers:
            return False
        areas = tuple(map(str, state.value(*_AREAS) or ()))
        return path == (*_HOURS, _of_hours(areas)) if path[:2] == _HOURS else _MATTERS[path](frozenset(areas))
    return True


def _of_hours(areas: tuple[str, ...]) -> str | None:
    """Return the area whose hours are asked; a home has none."""
    return next((one for one in (*_HOURS_FIRST, *areas) if one in areas and one != "home"), None)


_MATTERS: Mapping[FieldPath, Callable[[frozenset[str]], bool]] = {
    ("citizen", "home", "place"): _AT_HOME.isdisjoint,
    ("permanence",): lambda areas: "home" in areas or ("care" in areas and "support" not in areas),
    ("needs", "tied_staff"): lambda areas: "support" in areas and "home" not in areas,
    ("needs", "premises"): lambda areas: areas == {"home"},
}
"""What a decision waits for in some areas alone, so that no way through has ten questions. All else is told as not known."""


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
