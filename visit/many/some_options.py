"""Some options of the catalogue as the options of one case: what is read of them is read once for all cases.

Each option's part of a fact has a code, and what a fact gives for a part of a case is kept by code.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.option_sets import OptionSet
from visit.rules.facts.declaration import FactOfOption
from visit.rules.language.values import Value

_KEPT = 2_000
"""Of so many parts of cases what facts give is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class CodedParts:
    """The distinct parts that a fact reads of the catalogue's options, and the code of each option by its place."""

    parts: Sequence[Hashable]
    of: Sequence[int]


class SharedReadings:
    """What is read of the catalogue's options, once for the cases that have some of them."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        self._parts: dict[FactOfOption, CodedParts] = {}
        self._values: Cache[dict[int, Value]] = Cache(_KEPT)
        self._kinds: dict[Callable[[Option], bool], Sequence[bool]] = {}

    def parts(self, fact: FactOfOption) -> CodedParts:
        """Return the parts that a fact reads."""
        if fact not in self._parts:
            known: dict[Hashable, int] = {}
            of = [known.setdefault(fact.of_option(option), len(known)) for option in self.options]
            self._parts[fact] = CodedParts(tuple(known), of)
        return self._parts[fact]

    def of_kind(self, test: Callable[[Option], bool]) -> Sequence[bool]:
        """Return of each option of the catalogue whether something is so that it alone tells."""
        if test not in self._kinds:
            self._kinds[test] = [test(option) for option in self.options]
        return self._kinds[test]

    def values(self, fact: FactOfOption, of_case: Hashable) -> dict[int, Value]:
        """Return what a fact gives for a part of a case, by the codes that were asked for."""
        return self._values.of((fact, of_case), dict)


@dataclass(frozen=True, slots=True, eq=False)
class SomeOptions(OptionSet):
    """The options of one case of many.

    Attributes:
        places: Of each option its place in the catalogue; none where the case adds it.
        shared: What is read of the catalogue's.
    """

    places: tuple[int | None, ...]
    shared: SharedReadings

    def unnamed(self, fact: FactOfOption, of_case: Hashable) -> Iterable[tuple[Value, int]]:
        """See `OptionSet.unnamed`."""
        coded, values = self.shared.parts(fact), self.shared.values(fact, of_case)
        found: list[tuple[Value, int]] = []
        for code, row in self.rows(fact).items():
            if code not in values:
                values[code] = fact.read(of_case, coded.parts[code], ())
            found.append((values[code], row))
        return found

    def parts(self, fact: FactOfOption) -> tuple[tuple[Hashable, int], ...]:
        """See `OptionSet.parts`."""
        parts = self.shared.parts(fact).parts
        return tuple([(parts[code], row) for code, row in self.rows(fact).items()])

    def of_catalogue_kind(self, test: Callable[[Option], bool]) -> int:
        """See `OptionSet.of_catalogue_kind`."""
        of_kind = self.shared.of_kind(test)
        return sum([1 << index for index, place in enumerate(self.places) if place is not None and of_kind[place]])

    def rows(self, fact: FactOfOption) -> dict[int, int]:
        """Return the options that have each code of a fact's parts, as rows of bits."""
        of = self.shared.parts(fact).of
        rows: dict[int, int] = {}
        for index, place in enumerate(self.places):
            if place is not None:
                rows[of[place]] = rows.get(of[place], 0) | 1 << index
        return rows
