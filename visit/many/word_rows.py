"""Rows of bits over options, many at once: an array with one row per class, and in it 64 bits per word.

Where one case is looked at, such a row is a whole number with one bit per option. Arrays are joined by the same `&`, `|` and `~`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.int64]
Bits = TypeVar("Bits", int, Words)
"""One row as a whole number, or a row for each of many."""
_BYTES = 8


def width_of(options: int) -> int:
    """Return how many words a row of so many options takes."""
    return max(1, -(-options // (8 * _BYTES)))


def words_of(rows: Iterable[int], width: int) -> Words:
    """Return rows as words."""
    joined = b"".join([row.to_bytes(_BYTES * width, "little") for row in rows])
    return np.frombuffer(joined, "<i8").reshape(-1, width).astype(np.int64)


def row_from(words: Words) -> int:
    """Return one row of words as a whole number."""
    return int.from_bytes(words.astype("<i8", copy=False).tobytes(), "little")


def has_any(words: Words) -> NDArray[np.bool_]:
    """Return whether a bit of each row is set."""
    return np.asarray(words.any(axis=1))


def bits_of(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row and the place of every bit that is set, row by row and in order."""
    every = words.astype("<i8", copy=False).view(np.uint8)
    there = np.flatnonzero(every)  # few are set: only bytes with one are unpacked
    found = np.flatnonzero(np.unpackbits(every.ravel()[there], bitorder="little"))
    rows, places = np.divmod(8 * there[found // 8] + found % 8, 8 * every.shape[1])
    return rows, places
