"""The options of a case on a date, and what cases whose options stand alike can share.

A case adds a few options of its own to the catalogue's: what runs now, a home, a tenancy. Where two cases add options of the same
ids, the catalogue's stand at the same places, and most of what is read of them is the same. `Shared` keeps that between cases; each
key holds everything that the value was made from, so that what is found is what would have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from visit.catalogue import Option
from visit.rules.facts.circumstances import Circumstances
from visit.rules.language.types import Fact
from visit.rules.language.values import UNKNOWN, Value

T = TypeVar("T")
Groups: TypeAlias = tuple[tuple[Value, int], ...]
"""Distinct values, each with the options that have it as a row of bits."""


class Kept(dict[Hashable, T]):
    """A dictionary that forgets everything once it holds `most` values; what is not in it is made again."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: Hashable, value: T) -> T:
        """Keep a value and return it."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What a fact is for all options. Equal to itself alone, so that in a key it stands for all that it holds.

    Attributes:
        shared: Whether other cases may come to the same column; else it was read for one case.
    """

    groups: Groups
    shared: bool = True


class Shared:
    """What was read of the same options of the catalogue, by all that it was read with."""

    def __init__(self) -> None:
        self.columns: Kept[Column] = Kept(1_000)
        self.decided: Kept[Any] = Kept(5_000)
        self.spread: Kept[Any] = Kept(300)
        self.alike: dict[Callable[..., Hashable] | None, tuple[tuple[Option, int], ...]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Slate:
    """The options of a case, in the order of ids.

    Attributes:
        own: Where the options stand that the case adds.
        shared: What is kept for every case whose other options are the same and stand at the same places.
    """

    options: tuple[Option, ...]
    own: tuple[int, ...]
    shared: Shared

    def column(self, fact: Fact, now: Circumstances) -> Column:
        """Read a fact of every option, or find it as an earlier case had it read."""
        own = tuple(UNKNOWN if fact.read is None else fact.read(self.options[index], now) for index in self.own)
        if fact.given is None:
            return Column(self.read(fact, now, own), shared=False)
        key = (fact.name, fact.given(now), own)
        return self.shared.columns.get(key) or self.shared.columns.keep(key, Column(self.read(fact, now, own)))

    def read(self, fact: Fact, now: Circumstances, own: Iterable[Value]) -> Groups:
        """Return the distinct values of a fact; of equal ones the first option's stands."""
        values = [(UNKNOWN if fact.read is None else fact.read(one, now), mask) for one, mask in self.alike(fact, now)]
        values += [(value, 1 << index) for value, index in zip(own, self.own, strict=True)]
        masks: dict[Value, int] = {}
        for value, mask in sorted(values, key=_first):
            masks[value] = masks.get(value, 0) | mask
        return tuple(masks.items())

    def alike(self, fact: Fact, now: Circumstances) -> tuple[tuple[Option, int], ...]:
        """Return one of each of the catalogue's options that a fact cannot tell apart, with all such options."""
        told_by = None if fact.alike is None else fact.alike(now)
        if told_by not in self.shared.alike:
            own = frozenset(self.own)
            found: dict[Hashable, tuple[Option, int]] = {}
            for index, option in enumerate(self.options):
                if index not in own:
                    key = index if told_by is None else told_by(option)
                    first, mask = found.get(key, (option, 0))
                    found[key] = first, mask | 1 << index
            self.shared.alike[told_by] = tuple(found.values())
        return self.shared.alike[told_by]


def slate_of(options: Iterable[Option]) -> Slate:
    """Return a slate that shares nothing."""
    every = tuple(options)
    return Slate(every, tuple(range(len(every))), Shared())


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
