"""One value to one sequence of bytes, and its digest.

Knows the canonical form: JSON as RFC 8785 writes it, without floats, so that the same value is the
same bytes on every platform. Takes None, booleans, whole numbers, text, decimals, dates, lists,
tuples and dicts with text keys. Turning models into such values is left to their owners, and so is
what a digest stands for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
DEEPEST = 200
"""How many lists and mappings may stand within each other; what visit itself writes stays well below."""


def encode(value: object) -> bytes:
    """Return the canonical JSON of a value, as UTF-8.

    A date is written as its ISO text, a decimal as its shortest plain text (`12.50` as `"12.5"`),
    a tuple as a list.

    Raises:
        TypeError: A value of another type: a float, an enum, a set, a model, a moment in time.
        ValueError: A whole number past 2^53 - 1, a decimal that is not finite, a key with a
            character past U+FFFF, text with half a surrogate pair, more than 200 lists and mappings within each other.
    """
    if is_too_deep(value):
        raise ValueError(f"no canonical form for a value nested more than {DEEPEST} deep")
    # Up to U+FFFF, keys sort alike by code point and by UTF-16 unit: RFC 8785's order.
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value, in lower-case hexadecimal."""
    import hashlib  # here: it loads OpenSSL, which most commands do without

    return hashlib.sha256(encode(value)).hexdigest()


def is_too_deep(value: object) -> bool:
    """Return whether more than 200 lists and mappings stand within each other."""
    level: list[object] = [value]
    for _depth in range(DEEPEST):
        if not level:
            return False
        level = [item for one in level for item in _within(one)]
    return any(isinstance(one, (dict, list, tuple)) for one in level)


def _within(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()


def _plain(value: Any) -> object:
    # Exact types, not isinstance: an enum may be a str or an int, a datetime is a date.
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return _whole(value)
    if kind is dict:
        return {_key(key): item if type(item) is str else _plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [item if type(item) is str else _plain(item) for item in value]
    if kind is Decimal:
        return _decimal(value)
    if kind is date:
        return value.isoformat()
    raise TypeError(f"no canonical form for {kind.__name__}")


def _whole(value: int) -> int:
    if not -LARGEST <= value <= LARGEST:
        raise ValueError("no canonical form for a whole number past 2^53 - 1")
    return value


def _key(key: object) -> str:
    if type(key) is not str:
        raise TypeError(f"no canonical form for a key that is {type(key).__name__}")
    if not key.isascii() and max(key) > "\uffff":
        raise ValueError("no canonical form for a key with a character past U+FFFF")
    return key


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("no canonical form for a decimal that is not finite")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
