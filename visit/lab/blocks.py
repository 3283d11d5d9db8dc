"""Cases that are answered together: by `visit.many` where NumPy is there and they are several, else one by one; the same answers.

A `CaseBlock` is some cases whose recorded facts are read once, whatever guideline asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from visit.case import Case
from visit.errors import CaseError
from visit.matching import TOP, Engine
from visit.ranking.values import Ranking
from visit.rules.guideline.values import Guideline

if TYPE_CHECKING:
    from visit.many.population import Population

IN_A_BLOCK = 1_000
"""So many cases are answered together: twice as many take twice the memory, and hardly less time for each."""
IN_A_SHARED_BLOCK = 250
"""So many where processes share them: a thousand are some for each of four."""
FEWEST = 12
"""Fewer cases than this are answered one by one: what is the same for all of them is not worth finding out."""


def has_many() -> bool:
    """Return whether what answers many cases at once is installed."""
    return find_spec("numpy") is not None


class CaseBlock:
    """Some cases.

    Attributes:
        by_match: How many answers were asked of `match` all the same, by the reason.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        self.cases = tuple(cases)
        self.by_match: Counter[str] = Counter()
        self._populations: dict[date, Population] = {}

    def rankings(
        self, engine: Engine, places: Sequence[int], day: date, beside: Iterable[Guideline] = ()
    ) -> Iterator[Ranking | CaseError]:
        """Yield the answers to the cases at some places, as far as a comparison reads them, or why one cannot be answered.

        Args:
            engine: The catalogue and the guideline.
            places: Which of the cases.
            day: The day that is asked about.
            beside: Guidelines whose approvals, notices, deadlines, follow-up and grants are asked of the same rankings.
        """
        if len(places) < FEWEST or not has_many():
            yield from (_matched(engine, self.cases[place], day) for place in places)
            return
        from visit.many.many import DecidedBlock

        block = DecidedBlock(engine, self.population(day).part(places), beside=tuple(beside))
        for place in range(len(places)):
            try:
                yield block.ranking(place)
            except CaseError as error:
                yield error
        self.by_match += block.by_match

    def population(self, day: date) -> Population:
        """Return the cases on a day."""
        from visit.many.population import population

        if day not in self._populations:
            self._populations[day] = population(self.cases, day)
        return self._populations[day]


def _matched(engine: Engine, case: Case, day: date) -> Ranking | CaseError:
    try:
        return engine.match(case, day, top=TOP)
    except CaseError as error:
        return error
