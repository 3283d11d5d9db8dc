"""Drawn citizens once more, with one assumption at its low or high value and all others as they were: who comes out otherwise.

Each thing is drawn by its name (`draws`), so only those are others of whom the assumption is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from visit.case import Case, case_of
from visit.population.drawing import citizen
from visit.population.figures import LowOrHigh
from visit.population.made import DrawnFrom, assumed
from visit.population.redrawn import drawing_of
from visit.reading.source import Document

DrawnCase = dict[str, object]


@dataclass(frozen=True, eq=False)
class DrawnAgain:
    """The citizens of one first line.

    Attributes:
        said: The line.
    """

    said: DrawnFrom

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The names of what they were drawn from that is assumed, in its order."""
        return tuple(one.name for one in assumed(self.said.figures.values()))

    @cached_property
    def drawn(self) -> Sequence[DrawnCase]:
        """The citizens as they were drawn."""
        return tuple(self._with(self.said.bounds))

    def all_at(self, bound: LowOrHigh) -> Iterator[DrawnCase]:
        """Yield them with every assumption at a bound."""
        return self._with(dict.fromkeys(self.assumptions, bound))

    def others(self, assumption: str, bound: LowOrHigh) -> dict[int, Case]:
        """Return who comes out otherwise with one assumption at a bound, by their place."""
        drawn = self._with({**self.said.bounds, assumption: bound})
        return {
            place: as_case(one)
            for place, (one, was) in enumerate(zip(drawn, self.drawn, strict=True))
            if one != was
        }  # fmt: skip

    def _with(self, bounds: Mapping[str, LowOrHigh]) -> Iterator[DrawnCase]:
        drawing = drawing_of(self.said, bounds)
        starts = drawing.starts
        return (citizen(drawing, starts, number) for number in range(1, int(self.said.record["n"]) + 1))


def as_case(drawn: DrawnCase) -> Case:
    """Return a drawn citizen as a case."""
    return case_of(Document("drawn", drawn))  # type: ignore[arg-type]
