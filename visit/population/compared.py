"""Whether many cases are what a profile says: each code of each figure, how often it was expected and how often it came.

The difference is held against what chance does: with n cases and a share p, the standard error of the count is √(n p (1 − p)).
It is outside where it is more than four and a half of them, which chance does once in 150,000 cells; a code that the figure does
not have is outside always. A cell of which fewer than five are expected, or all but five, says too little. Whole numbers decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from visit.case import Case
from visit.population.figures import Figures, MarginFigure
from visit.population.observed import NO, YES, CaseObserver

FEWEST_EXPECTED = 5
_FOUR_TIMES, _SQUARED = 4, 81
"""(9/2)² as whole numbers: outside where 4 d² > 81 n p (1 − p)."""
_THOUSAND = 1000


@dataclass(frozen=True, slots=True, eq=False)
class FigureCompared:
    """One code of one figure.

    Attributes:
        figure: The name of the figure.
        code: The code of the spread, or of the chances; empty for a share.
        of: How many cases show the figure.
        drawn: How many of them have the code.
        share: What is expected, between 0 and 1.
        is_assumed: Whether the figure is an assumption.
    """

    figure: str
    code: str
    of: int
    drawn: int
    share: Fraction
    is_assumed: bool

    @property
    def expected(self) -> Fraction:
        """How many were expected."""
        return self.of * self.share

    @property
    def says_enough(self) -> bool:
        """Whether there are enough cases to tell chance from a difference."""
        if not self.share:
            return self.drawn > 0
        return min(self.expected, self.of - self.expected) >= FEWEST_EXPECTED or self.share == 1

    @property
    def is_outside(self) -> bool:
        """Whether the difference is more than chance does."""
        variance = self.of * self.share * (1 - self.share)
        return self.says_enough and _FOUR_TIMES * (self.drawn - self.expected) ** 2 > _SQUARED * variance

    @property
    def standard_errors(self) -> float | None:
        """The difference in standard errors; None where chance does nothing."""
        variance = self.of * self.share * (1 - self.share)
        return None if not variance else float(self.drawn - self.expected) / sqrt(variance)


def figures_compared(cases: Iterable[Case], figures: Figures, starts: Mapping[str, int]) -> tuple[FigureCompared, ...]:
    """Return every code of every figure that the cases show.

    Args:
        cases: The cases.
        figures: What they are held against.
        starts: How many begin in a year, by provision, in any unit.
    """
    observer = CaseObserver(figures)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case in cases:
        for one in observer.shown(case):
            counts.setdefault((one.figure, one.of), Counter())[one.code] += 1
    found = [row for (name, of), codes in counts.items() for row in _rows(name, of, codes, figures, starts)]
    order = ["recipients", *figures.values]
    return tuple(sorted(found, key=lambda row: order.index(row.figure)))


def _rows(
    name: str, of: str, codes: Counter[str], figures: Figures, starts: Mapping[str, int]
) -> Iterator[FigureCompared]:
    every = codes.total()
    figure = figures.figures.get(name)
    assumed = figure is not None and figure.is_assumed
    shares = _shares(name, of, figure, figures, starts)
    if set(shares) == {YES, NO}:
        yield FigureCompared(name, of, every, codes[YES], shares[YES], assumed)
        return
    for code in dict.fromkeys((*shares, *sorted(codes))):
        yield FigureCompared(name, code, every, codes[code], shares.get(code, Fraction(0)), assumed)


def _shares(
    name: str, of: str, figure: MarginFigure | None, figures: Figures, starts: Mapping[str, int]
) -> dict[str, Fraction]:
    if figure is None:
        return {code: Fraction(one, sum(starts.values())) for code, one in starts.items()}
    if figure.margin.figure == "spread":
        weights = figures.many(name)
        return {code: Fraction(one, sum(weights.values())) for code, one in weights.items()}
    chance = figures.many(name)[of] if of else figures.number(name)
    share = Fraction(chance, _THOUSAND)
    return {YES: share, NO: 1 - share}
