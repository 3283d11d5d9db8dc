"""Columns of codes: a value per case, equal values with equal codes; and classes of cases that agree in several columns.

What is asked of a *class* is asked of its first case, its *representative*. This is the one module that knows NumPy's arrays by
their layout; the rest of the room takes columns and gives columns.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from visit.rules.language.values import Value

Codes: TypeAlias = NDArray[np.int64]
"""One code per case."""
_WIDEST = 64
"""Up to so many possible combinations for each case are marked in a table; more are sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class CodeColumn:
    """A value per case.

    Attributes:
        codes: Which of the values each case has.
        values: The distinct values.
    """

    codes: Codes
    values: Sequence[Any]

    def of(self, case: int) -> Any:
        """Return the value of one case."""
        return self.values[self.codes[case]]

    def mapped(self, read: Callable[[Value], Hashable]) -> CodeColumn:
        """Return what is made of each value."""
        found = interned(map(read, self.values))
        return CodeColumn(found.codes[self.codes], found.values)

    def at(self, cases: Sequence[int]) -> CodeColumn:
        """Return the column of some of the cases."""
        return CodeColumn(self.codes[list(cases)], self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Cases by what they have in common.

    Attributes:
        of: The class of each case.
        first: The first case of each class.
    """

    of: Codes
    first: Codes

    def __len__(self) -> int:
        return len(self.first)


def interned(values: Iterable[Hashable]) -> CodeColumn:
    """Return the column of some values, one per case. Values of different types are different, also where they are equal."""
    known: dict[tuple[type, Hashable], int] = {}
    codes = [known.setdefault((type(value), value), len(known)) for value in values]
    return CodeColumn(np.array(codes, np.int64), [value for _type, value in known])


def constant(value: Any, count: int) -> CodeColumn:
    """Return the column of one value that all have."""
    return CodeColumn(np.zeros(count, np.int64), (value,))


def classes(columns: Iterable[Codes], count: int) -> Classes:
    """Return a class per case for its combination of codes; none of them below 0."""
    ids: Codes = np.zeros(count, np.int64)
    size = 1
    for codes in columns:
        width = int(codes.max()) + 1 if count else 1
        if width == 1:
            continue
        ids, size = _numbered(ids * width + codes, size * width)
    first: Codes = np.empty(size if count else 0, np.int64)
    first[ids[::-1]] = np.arange(count)[::-1]
    return Classes(ids, first)


def _numbered(keys: Codes, span: int) -> tuple[Codes, int]:
    """Number the distinct keys, all below a span, in the order of keys."""
    if span > _WIDEST * len(keys):
        used, numbers = np.unique(keys, return_inverse=True)
        return numbers.astype(np.int64), len(used)
    there = np.zeros(span, np.bool_)
    there[keys] = True
    table: Codes = np.cumsum(there, dtype=np.int64) - 1
    return table[keys], int(table[-1]) + 1
