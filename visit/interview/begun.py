"""An interview that begins from a case: what stands in its file is answered, and only what an import cannot carry is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from visit.interview.asked import Taken
from visit.interview.fields import FieldPath
from visit.interview.state import GATE, NOBODY, InterviewState
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

LEFT_BY_IMPORT: tuple[FieldPath, ...] = (
    ("municipality",),
    ("citizen", "home", "housing"),
    ("citizen", "home", "place"),
    ("target_groups", "primary"),
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
"""What no profile has room for and most decisions need, with what not every bundle has: the first target group, the support need.

A path stands for all below it.
"""
_MAY_BE_THERE: tuple[FieldPath, ...] = (("target_groups", "primary"), ("support_need",))
_PREMISES: FieldPath = ("needs", "premises")
SELDOM_ASKED = (
    "needs.premises", "needs.round_the_clock", "needs.tied_staff", "permanence", "citizen.home.place", "consent.move",
)  # fmt: skip
"""What an interview after an import asks in some cases alone, or never, and a decision may turn on: told where it is not known."""
_AREAS: FieldPath = ("needs", "areas")
_HOURS: FieldPath = ("needs", "hours_per_week")
_HOURS_FIRST = ("support", "care")
"""Of several areas the hours of one are asked: of what guidelines hold hours against, else of the first."""
_AT_HOME = frozenset(("home", "support", "care"))


def is_asked(path: FieldPath, state: InterviewState) -> bool:
    """Return whether a question is put: every one is, unless the interview begins from a case."""
    return True


def asked_after_import(begun: Mapping[FieldPath, Taken]) -> Callable[[FieldPath, InterviewState], bool]:
    """Return whether a question is one that an import leaves, and that matters under the answers so far.

    No way through has ten questions: the more the bundle has, the more of what matters in some areas alone is asked.

    Args:
        begun: What the imported case answers.
    """
    has = sum(one in begun for one in _MAY_BE_THERE)
    return partial(_is_asked_after_import, has)


def _is_asked_after_import(has: int, path: FieldPath, state: InterviewState) -> bool:
    if not any(path[: len(one)] == one for one in LEFT_BY_IMPORT):
        return False
    if path == ("legal", "social_problems"):
        return bool(state.value("legal", "impairment") != "substantial")
    if path in _MATTERS or path[:2] == _HOURS:
        if _AREAS not in state.answers:
            return False
        areas = tuple(map(str, state.value(*_AREAS) or ()))
        if path[:2] == _HOURS:
            return path == (*_HOURS, _of_hours(areas))
        matters = _MATTERS[path](frozenset(areas))
        return matters or has == len(_MAY_BE_THERE) if path == _PREMISES else matters and has > 0
    return True


def _of_hours(areas: tuple[str, ...]) -> str | None:
    """Return the area whose hours are asked; a home has none."""
    return next((one for one in (*_HOURS_FIRST, *areas) if one in areas and one != "home"), None)


_MATTERS: Mapping[FieldPath, Callable[[frozenset[str]], bool]] = {
    ("citizen", "home", "place"): _AT_HOME.isdisjoint,
    ("permanence",): lambda areas: "home" in areas or ("care" in areas and "support" not in areas),
    ("needs", "tied_staff"): lambda areas: "support" in areas and "home" not in areas,
    _PREMISES: lambda areas: areas == {"home"},
}
"""What a decision waits for in some areas alone. All else is told as not known."""


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
