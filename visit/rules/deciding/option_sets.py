"""The options of a case on a date, and what cases whose options stand alike can share.

A case adds a few options of its own to the catalogue's: what runs now, a home, a tenancy. Where two cases add options of the same
ids, the catalogue's stand at the same places, and most of what is read of them is the same. `OptionCache` holds that between cases;
each key holds everything that the value was made from, so that what is found is what would have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from visit.catalogue import Option
from visit.rules.deciding.caching import Cache, MixedCache
from visit.rules.facts.declaration import FactOfOption, said_of
from visit.rules.language.values import Value

Named: TypeAlias = tuple[tuple[str, Hashable], ...]
"""What a case says of offers and options, each by its id."""
ValueRows: TypeAlias = tuple[tuple[Value, int], ...]
"""Distinct values, each with the options that have it as a row of bits."""


@dataclass(frozen=True, slots=True, eq=False)
class FactColumn:
    """What a fact is for all options. ComparedSides by identity, so a column can serve as part of a cache key.

    Attributes:
        reusable: Whether other cases may come to the same column; else it was read for one case.
    """

    groups: ValueRows
    reusable: bool = True


class OptionCache:
    """What was read of the same options of the catalogue, by all that it was read with."""

    def __init__(self) -> None:
        self.columns: Cache[FactColumn] = Cache(1_000)
        self.decided = MixedCache(5_000)
        self.spread = MixedCache(300)
        self.parts: dict[FactOfOption, tuple[tuple[Any, int], ...]] = {}
        self.by_id: dict[str, int] = {}


@dataclass(frozen=True, slots=True, eq=False)
class OptionSet:
    """The options of a case, in the order of ids.

    Attributes:
        own: Where the options stand that the case adds.
        cache: What is found again for every case whose other options are the same and stand at the same places.
    """

    options: tuple[Option, ...]
    own: tuple[int, ...]
    cache: OptionCache

    def column(self, fact: FactOfOption, of_case: Any, named: Named = ()) -> FactColumn:
        """Read a fact of every option, or find it as it was read for a case with an equal part.

        Args:
            fact: The fact.
            of_case: The part of the case that it depends on.
            named: What the case says of offers and options for it.
        """
        own = tuple(self.value(fact, self.options[index], of_case, named) for index in self.own)
        key = (fact, of_case, named, own)
        return self.cache.columns.of(key, lambda: FactColumn(self.read(fact, of_case, named, own)))

    def value(self, fact: FactOfOption, option: Option, of_case: Any, named: Named) -> Value:
        """Read a fact of one option."""
        return fact.read(of_case, fact.of_option(option), said_of(option, named))

    def read(self, fact: FactOfOption, of_case: Any, named: Named, own: Iterable[Value]) -> ValueRows:
        """Return the distinct values of a fact; of equal ones the first option's stands."""
        about = union(self.of_id(id) for id, _said in named)
        values = [(value, rest) for value, row in self.unnamed(fact, of_case) if (rest := row & ~about)]
        values += [(self.value(fact, self.options[index], of_case, named), 1 << index) for index in bits(about)]
        values += [(value, 1 << index) for value, index in zip(own, self.own, strict=True)]
        masks: dict[Value, int] = {}
        for value, mask in sorted(values, key=_first):
            masks[value] = masks.get(value, 0) | mask
        return tuple(masks.items())

    def unnamed(self, fact: FactOfOption, of_case: Hashable) -> Iterable[tuple[Value, int]]:
        """Return what a fact is of the catalogue's options where the case says nothing of them, a value for each distinct part."""
        return [(fact.read(of_case, part, ()), row) for part, row in self.parts(fact)]

    def of_kind(self, test: Callable[[Option], bool]) -> int:
        """Return the options of which something is so that they alone tell, as a row of bits."""
        return self.of_catalogue_kind(test) | sum(1 << index for index in self.own if test(self.options[index]))

    def of_catalogue_kind(self, test: Callable[[Option], bool]) -> int:
        """Return the same among the catalogue's options, which is read once for all cases."""
        row: int = self.cache.decided.of(
            test, lambda: sum(1 << index for index, option in self.of_catalogue() if test(option))
        )
        return row

    def parts(self, fact: FactOfOption) -> tuple[tuple[Any, int], ...]:
        """Return the distinct parts of the catalogue's options that a fact depends on, each with its options."""
        if fact not in self.cache.parts:
            found: dict[Hashable, int] = {}
            for index, option in self.of_catalogue():
                part = fact.of_option(option)
                found[part] = found.get(part, 0) | 1 << index
            self.cache.parts[fact] = tuple(found.items())
        return self.cache.parts[fact]

    def of_id(self, id: str) -> int:
        """Return the catalogue's options that an id names: one, or all of an offer."""
        if not self.cache.by_id:
            rows = self.cache.by_id
            for index, option in self.of_catalogue():
                for name in (option.id, option.offer.id):
                    rows[name] = rows.get(name, 0) | 1 << index
        return self.cache.by_id.get(id, 0)

    def of_catalogue(self) -> Iterator[tuple[int, Option]]:
        """Yield the catalogue's options with their places."""
        own = frozenset(self.own)
        return ((index, option) for index, option in enumerate(self.options) if index not in own)


def uncached(options: Iterable[Option]) -> OptionSet:
    """Return options whose facts are found again for no other case."""
    every = tuple(options)
    return OptionSet(every, tuple(range(len(every))), OptionCache())


def _first(valued: tuple[Value, int]) -> int:
    """The lowest bit: where the first of the options stands."""
    return valued[1] & -valued[1]


def bits(row: int) -> Iterator[int]:
    """Yield where the bits of a row stand, from the lowest."""
    while row:
        low = row & -row
        yield low.bit_length() - 1
        row ^= low


def union(rows: Iterable[int]) -> int:
    """Return the row of all that is in some rows."""
    result = 0
    for row in rows:
        result |= row
    return result
