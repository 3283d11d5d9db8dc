"""A population: cases on one date, each recorded fact of theirs as a column. It knows nothing of a guideline's rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

from visit.case import Case
from visit.many.codes import CodeColumn, interned
from visit.rules.facts.declaration import CaseFact


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Cases on one date.

    Attributes:
        cases: The citizens, resolved.
        as_of: The date that is asked for.
    """

    cases: tuple[Case, ...]
    as_of: date
    _columns: dict[object, CodeColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cases)

    def fact(self, fact: CaseFact) -> CodeColumn:
        """Return what a fact is for every case; read once, whatever guideline asks."""
        return self.column(fact, lambda case: fact.read(case, self.as_of))

    def column(self, key: Hashable, read: Callable[[Case], Hashable]) -> CodeColumn:
        """Return what is read of every case, found again under its key."""
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = interned(read(case) for case in self.cases)
        return found


def population(cases: Iterable[Case], as_of: date) -> Population:
    """Return cases as a population on a date."""
    return Population(tuple(cases), as_of)
