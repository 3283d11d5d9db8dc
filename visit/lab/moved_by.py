"""Which edits moved one citizen, kept for those whom a comparison affects most: a sum over many does not say of whom it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from visit.case import Case
from visit.lab.answers import CaseAnswer
from visit.lab.impact import MOST_MOVED, gravity


@dataclass(frozen=True, slots=True)
class MovedBy:
    """The edits that give one citizen another first placement, by name, each in their order.

    Attributes:
        shares: The shares of those that have one, which add up to 1; None where shares were not worked out.
        alone: Those that move the citizen by themselves.
        together: Where none does: the smallest set that does.
        needed: Those without which the citizen would have another first placement than with all.
    """

    shares: Mapping[str, Fraction] | None
    alone: tuple[str, ...]
    together: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Movers:
    """The edits of the citizens affected most: of as many as an `Impact` keeps, and the same ones."""

    kept: list[tuple[tuple[int, int, str], str, MovedBy]] = field(default_factory=list)

    def add(self, case: Case, old: CaseAnswer, new: CaseAnswer, by: MovedBy) -> None:
        """Take the edits of a citizen who moves."""
        self._keep(((gravity(case.id, old, new), case.digest, by),))

    def merge(self, other: Movers) -> None:
        """Take those of other citizens."""
        self._keep(other.kept)

    def _keep(self, found: Iterable[tuple[tuple[int, int, str], str, MovedBy]]) -> None:
        self.kept.extend(found)
        if len(self.kept) > 2 * MOST_MOVED:
            self.kept = sorted(self.kept, key=lambda one: one[:2])[:MOST_MOVED]

    def in_short(self) -> Movers:
        """Return the same without shares."""
        return Movers([(order, digest, replace(by, shares=None, together=())) for order, digest, by in self.kept])

    def of(self, case: Case) -> MovedBy | None:
        """Return the edits that move a citizen; None of one whose edits were not kept."""
        digest = case.digest
        return next((by for _order, of_case, by in self.kept if of_case == digest), None)
