"""Three-valued truths as arrays, one per case: false 0, true 1, unknown 2."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from visit.rules.language.values import UNKNOWN, Value

Truths: TypeAlias = NDArray[np.int64]
FALSE_, TRUE_, UNKNOWN_ = 0, 1, 2
VALUES = (False, True, UNKNOWN)
_NOT = np.array((TRUE_, FALSE_, UNKNOWN_), np.int64)
_AND = np.array(((0, 0, 0), (0, 1, 2), (0, 2, 2)), np.int64)
_OR = np.array(((0, 1, 2), (1, 1, 1), (2, 1, 2)), np.int64)


def coded(value: Value) -> int:
    """Return the code of a truth; what is neither true nor false is unknown."""
    return int(value) if isinstance(value, bool) else UNKNOWN_


def negated(one: Truths) -> Truths:
    """Kleene's not."""
    return _NOT[one]


def every_of(parts: Iterable[Truths]) -> Truths:
    """Kleene's and."""
    return reduce(lambda one, other: _AND[one, other], parts)


def some_of(parts: Iterable[Truths]) -> Truths:
    """Kleene's or."""
    return reduce(lambda one, other: _OR[one, other], parts)
