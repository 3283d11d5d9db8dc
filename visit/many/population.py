"""A population: cases on one date, each recorded fact of theirs as a column. It knows nothing of a guideline's rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from visit.case import Case
from visit.many.codes import CodeColumn, interned
from visit.rules.facts.circumstances import Circumstances
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
    _settings: dict[Hashable, int] = field(default_factory=dict)
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
        return whole.column(key, read).at(places)

    def circumstance(
        self,
        name: Hashable,
        read: Callable[[Circumstances], Hashable],
        settings: Hashable,
        circumstances: Callable[[], Iterable[Circumstances]],
    ) -> CodeColumn:
        """Return what is read of every case under some settings; of a part of all cases, only if it was not read of all.

        Args:
            name: What it is found again by under the same settings.
            read: What is read.
            settings: All that the guideline says of the circumstances.
            circumstances: Gives these of every case.
        """
        number = self._settings.setdefault(settings, len(self._settings))
        key = (name, number)
        if key not in self._columns:
            if self._whole is not None and key in self._whole[0]._columns:
                whole, places = self._whole
                self._columns[key] = whole._columns[key].at(places)
            else:
                self._columns[key] = interned(map(read, circumstances()))
        return self._columns[key]

    def part(self, places: Sequence[int]) -> Population:
        """Return the cases at some places; what was read of all is read of these."""
        if len(places) == len(self):
            return self
        cases = tuple([self.cases[place] for place in places])
        return Population(cases, self.as_of, _settings=self._settings, _whole=(self, places))


def population(cases: Iterable[Case], as_of: date) -> Population:
    """Return cases as a population on a date."""
    return Population(tuple(cases), as_of)
