"""A bounded cache: what was worked out from equal inputs before, until others are used more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
MadeT = TypeVar("MadeT")


class Cache(Generic[T]):
    """Values by key, at most so many; the least recently used goes first, and is made again when it is asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made where it is not there."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        if len(self._values) > self._most:
            self._values.popitem(last=False)
        return value


class MixedCache(Cache[Any]):
    """A cache of values of several types. The type of a key is that of the one place that makes its value."""

    def of(self, key: Hashable, make: Callable[[], MadeT]) -> MadeT:
        """Return the value of a key, made where it is not there."""
        found: MadeT = super().of(key, make)
        return found
