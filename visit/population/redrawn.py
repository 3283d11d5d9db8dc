"""Whether a citizen of a file is the one whom the file's first line says was drawn: drawn again from that line, and held beside it.

A file says itself that it is synthetic, and anybody can write in it. Who is not as drawn was altered, written by hand, or drawn
by a version that drew otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from visit.case import Case, case_of
from visit.errors import VisitError
from visit.population.drawing import PREFIX, Drawing, citizen
from visit.population.figures import Figures, LowOrHigh
from visit.population.made import DrawnFrom
from visit.population.profile import Profile
from visit.reading.source import Document

_NOT_DRAWN = (VisitError, LookupError, AttributeError, TypeError, ValueError, ArithmeticError, AssertionError)
"""What is raised where a first line is none that citizens can be drawn from."""


class Redrawn:
    """The citizens of one first line."""

    def __init__(self, said: DrawnFrom) -> None:
        self._drawing: Drawing | None = None
        try:
            self._drawing = drawing_of(said)
            self._starts = self._drawing.starts
        except _NOT_DRAWN:
            self._drawing = None

    def has(self, case: Case, value: object) -> bool:
        """Return whether a case is as it was drawn; `value` is what is written of it."""
        if self._drawing is None:
            return False
        try:
            drawn = citizen(self._drawing, self._starts, int(case.id.removeprefix(PREFIX)))
            return drawn == value or case_of(Document("drawn", drawn)).digest == case.digest  # type: ignore[arg-type]
        except _NOT_DRAWN:
            return False


def drawing_of(said: DrawnFrom, bounds: Mapping[str, LowOrHigh] | None = None) -> Drawing:
    """Return what citizens were drawn from, by the first line of their file; with `bounds` its assumptions stand there instead."""
    row = said.record
    profile = Profile(
        str(row["population"]), row["label"], str(row["municipality"]), date.fromisoformat(row["assessed"]),
        row.get("price_year"), said.figures, {}, said.inhabitants_of,
    )  # fmt: skip
    return Drawing(profile, Figures(said.figures, said.bounds if bounds is None else bounds), said.seed)
