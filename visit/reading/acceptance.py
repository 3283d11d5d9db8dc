"""A well-formed document without its model: the same record, or nothing at all.

Knows a description made from a model's JSON Schema (`tools/compile_documents.py` writes it) and walks a plain value along
it. Building the models costs more than the rest of a command, so what is surely well-formed is taken here. What is not
is left to `visit.reading.validation`, which alone says what is wrong: nothing here words a fault. In: a document's value and a
description. Out: the record that the model would give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

Description: TypeAlias = Mapping[str, Any]


class _Doubtful(Exception):
    """Something is not surely well-formed."""


def accepted(value: object, schema: Description) -> dict[str, Any] | None:
    """Return the record of a document, nulls left out and defaults filled in.

    Args:
        value: A document's value: only dictionaries with text keys, lists, text, whole numbers, decimals, booleans, null.
        schema: The description of its model.

    Returns:
        The record, or None where anything is not surely well-formed; its model then decides, and says what is wrong.
    """
    try:
        record: dict[str, Any] = _record(value, schema)
    except _Doubtful:
        return None
    return record


def _taken(value: object, node: Description) -> Any:
    """Return a value as the record has it.

    Raises:
        _Doubtful: It is not surely what the description says.
    """
    if "anyOf" in node:
        # INVARIANT: the alternatives have different types, so that at most one takes the value.
        node = next((one for one in node["anyOf"] if type(value) in _TYPES[one["type"]]), node["anyOf"][0])
    if type(value) not in _TYPES[node["type"]]:
        raise _Doubtful
    return _TAKERS[node["type"]](value, node)


def _record(value: Any, node: Description) -> dict[str, Any]:
    if type(value) is not dict:
        raise _Doubtful
    if "properties" not in node:
        return _map(value, node)
    record: dict[str, Any] = {}
    known = 0
    for key, inner in node["properties"].items():
        if key not in value:
            if "default" in inner:
                record[key] = inner["default"]
            elif inner.get("required"):
                raise _Doubtful
            continue
        known += 1
        item = value[key]
        if item is not None:
            record[key] = _taken(item, inner)
        elif not inner.get("nullable"):
            raise _Doubtful
    if known != len(value):
        raise _Doubtful
    return record


def _map(value: dict[str, object], node: Description) -> dict[str, Any]:
    if not value.keys() <= set(node["propertyNames"]):
        raise _Doubtful
    return {key: _taken(item, node["additionalProperties"]) for key, item in value.items()}


def _array(value: list[object], node: Description) -> list[Any]:
    items = node["items"]
    return [_taken(item, items) for item in value]


def _text(value: str, node: Description) -> str:
    if "enum" in node:
        good = value in node["enum"]
    elif "pattern" in node:
        good = re.fullmatch(node["pattern"], value) is not None
    elif "format" in node:
        good = _is_date(value)
    else:
        good = node["minLength"] <= len(value) <= node["maxLength"] and _is_encodable(value)
    if not good:
        raise _Doubtful
    return value


def _is_encodable(text: str) -> bool:
    """Return whether a text has no half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_date(text: str) -> bool:
    if len(text) != 10 or not text.isascii() or text[4] + text[7] != "--":
        return False
    if not (text[:4] + text[5:7] + text[8:]).isdigit():
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _whole(value: int, node: Description) -> int:
    if "const" in node:
        good = value == node["const"]
    else:
        good = node["minimum"] <= value <= node["maximum"]
    if not good:
        raise _Doubtful
    return value


def _number(value: int | Decimal, node: Description) -> str:
    """Return a number as the record has it: as the shortest text of a decimal."""
    if not node["minimum"] <= value <= node["maximum"]:
        raise _Doubtful
    text = str(float(value)).removesuffix(".0")
    whole, _, fraction = text.partition(".")
    plain = whole.isdigit() and (fraction.isdigit() or not fraction)
    if not plain or len(fraction) > node.get("decimalPlaces", len(fraction)):
        raise _Doubtful
    return text


def _truth(value: bool, _node: Description) -> bool:
    return value


_TYPES: Mapping[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, Decimal),
    "object": (dict,),
    "string": (str,),
}
"""Exact types: a boolean is no whole number."""

_TAKERS: Mapping[str, Callable[[Any, Description], Any]] = {
    "array": _array,
    "boolean": _truth,
    "integer": _whole,
    "number": _number,
    "object": _record,
    "string": _text,
}
