"""What a case dates after the day asked for: it has no effect on that day, so the answer has to say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from visit.case import Case


@dataclass(frozen=True, slots=True, eq=False)
class Later:
    """A date after the day asked for.

    Attributes:
        field: The field of the case whose row, or whose group, has no effect.
        path: Where the date stands in the case file.
    """

    field: str
    path: tuple[str | int, ...]
    day: date


def dated_later(case: Case, as_of: date) -> tuple[Later, ...]:
    """Return what counts only from a later day on, in the order of the fields."""
    return tuple(one for one in _dated(case, as_of) if one.day > as_of)


def _dated(case: Case, as_of: date) -> Iterator[Later]:
    dwelling = case.citizen.home.dwelling
    if dwelling.on is not None:
        yield Later("citizen.home.dwelling.offered", ("citizen", "home", "dwelling", "on"), dwelling.on)
    applied = [row.on for row in case.applied or ()]
    answered = [row.on for row in case.answers or ()]
    agreed = [row.on for row in case.agreed or ()]
    for name, days in (("applied", applied), ("answers", answered), ("agreed", agreed)):
        for place, day in enumerate(days):
            if day is not None:
                yield Later(name, (name, place, "on"), day)
    for place, trial in enumerate(case.tried or ()):
        for key, day in (("from", trial.start), ("until", trial.until)):
            if day is not None:
                yield Later("tried", ("tried", place, key), day)
