"""What is answered of many cases: outcomes, standings and the first placement of each, as values that can be merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from visit.ranking.values import Standing


@dataclass(frozen=True, slots=True, eq=False)
class StandingAnswer:
    """What is answered of one case.

    Attributes:
        standings: The ids of the options of each standing, for those that are not ruled out.
        first: The ids of the parts of the first placement; empty where there is none, None where it was not asked for.
        refused: Why `match` refuses the case; empty where it does not.
        by_match: Why it was answered by `match`; empty where it was not.
    """

    standings: Mapping[Standing, tuple[str, ...]]
    first: tuple[str, ...] | None = None
    refused: str = ""
    by_match: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ManyAnswers:
    """The answers of the cases of a population, in their order.

    Attributes:
        by_match: How many cases were answered by `match`, by the reason.
    """

    each: Sequence[StandingAnswer] = ()
    by_match: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: ManyAnswers) -> ManyAnswers:
        """Return the answers of two blocks, one after the other."""
        return ManyAnswers((*self.each, *other.each), self.by_match + other.by_match)
