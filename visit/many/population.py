"""A population: cases on one date, each recorded fact of theirs as a column. It knows nothing of a guideline's rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
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
    _whole: tuple[Population, Sequence[int]] | None = None

    def __len__(self) -> int:
        return len(self.cases)

    def fact(self, fact: CaseFact) -> CodeColumn:
        """Return what a fact is for every case; read once, whatever guideline asks."""
        return self.column(fact, lambda case: fact.read(case, self.as_of))

    def column(self, key: Hashable, read: Callable[[Case], Hashable]) -> CodeColumn:
        """Return what is read of every case, found again under its key."""
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = self._read(key, read)
        return found

    def _read(self, key: Hashable, read: Callable[[Case], Hashable]) -> CodeColumn:
        if self._whole is None:
            return interned(read(case) for case in self.cases)
        whole, places = self._whole
        column = whole.column(key, read)
        return CodeColumn(column.codes[list(places)], column.values)

    def part(self, places: Sequence[int]) -> Population:
        """Return the cases at some places; what was read of all is read of these."""
        if len(places) == len(self):
            return self
        return Population(tuple([self.cases[place] for place in places]), self.as_of, _whole=(self, places))


def population(cases: Iterable[Case], as_of: date) -> Population:
    """Return cases as a population on a date."""
    return Population(tuple(cases), as_of)
