"""A well-formed document without its model: the same record, or nothing at all.

Walks a plain value along the document's declaration. Building pydantic's models costs more than the rest of a command, so what is
surely well-formed is taken here. What is not is left to `visit.reading.validation`, which alone says what is wrong: nothing here
words a fault. In: a document's value and its declaration. Out: the record that the model would give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from visit.reading.declared import FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.lists import keys_of

LONGEST_TEXT = 20_000
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_NEED = re.compile(r"[a-z][a-z0-9_]*")
_OWN_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")


class _Doubtful(Exception):
    """Something is not surely well-formed."""


def accepted(value: object, of: type[Record]) -> dict[str, object] | None:
    """Return the record of a document, nulls left out and defaults filled in.

    Args:
        value: A document's value: only dictionaries with text keys, lists, text, whole numbers, decimals, booleans, null.
        of: The declaration of the document.

    Returns:
        The record, or None where anything is not surely well-formed; its model then decides, and says what is wrong.
    """
    try:
        return _group(value, of)
    except _Doubtful:
        return None


def _group(value: object, of: type[Record]) -> dict[str, object]:
    if type(value) is not dict:
        raise _Doubtful
    record: dict[str, object] = {}
    known = 0
    for one in declared(of):
        if one.key not in value:
            if one.required:
                raise _Doubtful
            if not isinstance(one, Group) and one.default is not None:
                record[one.key] = one.default
            continue
        known += 1
        item = value[one.key]
        if item is not None:
            record[one.key] = _group(item, one.of) if isinstance(one, Group) else _taken(item, one.kind)
        elif one.required or (not isinstance(one, Group) and one.default is not None):
            raise _Doubtful
    if known != len(value):
        raise _Doubtful
    return record


def _taken(value: object, kind: FieldKind[object]) -> object:
    """Return a value as the record has it.

    Raises:
        _Doubtful: It is not surely of that kind.
    """
    return _TAKERS[kind.name](value, kind)


def _text(value: object, _kind: FieldKind[object]) -> str:
    if type(value) is str and 1 <= len(value) <= LONGEST_TEXT and _is_encodable(value):
        return value
    raise _Doubtful


def _is_encodable(text: str) -> bool:
    """Return whether a text has no half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _id(value: object, _kind: FieldKind[object]) -> str:
    if type(value) is str and _ID.fullmatch(value):
        return value
    raise _Doubtful


@cache
def _codes_of(codes: str) -> frozenset[str]:
    return frozenset(keys_of(codes))


def _code(value: object, kind: FieldKind[object]) -> str:
    if type(value) is str and (_NEED.fullmatch(value) if kind.codes == "need" else value in _codes_of(kind.codes)):
        return value
    raise _Doubtful


def _each(take: Callable[[object, FieldKind[object]], object]) -> Callable[[object, FieldKind[object]], list[object]]:
    def taken(value: object, kind: FieldKind[object]) -> list[object]:
        if type(value) is not list:
            raise _Doubtful
        return [take(one, kind) for one in value]

    return taken


def _extra(value: object, kind: FieldKind[object]) -> dict[str, object]:
    if type(value) is not dict or not all(type(key) is str and _OWN_NAME.fullmatch(key) for key in value):
        raise _Doubtful
    return {key: _plain(item, kind) for key, item in value.items()}


def _plain(value: object, kind: FieldKind[object]) -> object:
    if type(value) is list:
        return [_text(one, kind) for one in value]
    if type(value) is bool:
        return value
    return _whole(value, kind) if type(value) is int else _text(value, kind)


def _row(value: object, kind: FieldKind[object]) -> dict[str, object]:
    assert isinstance(kind, ListOf)
    return _group(value, kind.of)


def _keyed(value: object, kind: FieldKind[object]) -> dict[str, object]:
    assert isinstance(kind, Keyed)
    if type(value) is not dict:
        raise _Doubtful
    name = _code if kind.codes else _text
    return {name(key, kind): _taken(item, kind.value) for key, item in value.items()}


def _day(value: object, _kind: FieldKind[object]) -> str:
    if type(value) is str and _is_date(value):
        return value
    raise _Doubtful


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


def _whole(value: object, kind: FieldKind[object]) -> int:
    if type(value) is int and kind.least <= value <= kind.most:  # a boolean is no whole number
        return value
    raise _Doubtful


def _hours(value: object, kind: FieldKind[object]) -> str:
    return _decimal(value, kind, 1)


def _amount(value: object, kind: FieldKind[object]) -> str:
    return _decimal(value, kind, 2)


def _decimal(value: object, kind: FieldKind[object], most_decimals: int) -> str:
    """Return a number as the record has it: as the shortest text of a decimal."""
    if type(value) not in (int, Decimal) or not isinstance(value, int | Decimal):
        raise _Doubtful
    if not kind.least <= value <= kind.most:
        raise _Doubtful
    text = str(float(value)).removesuffix(".0")
    whole, _, fraction = text.partition(".")
    plain = whole.isdigit() and (fraction.isdigit() or not fraction)
    if not plain or len(fraction) > most_decimals:
        raise _Doubtful
    return text


def _truth(value: object, _kind: FieldKind[object]) -> bool:
    if type(value) is bool:
        return value
    raise _Doubtful


def _born(value: object, kind: FieldKind[object]) -> int | str:
    return _whole(value, kind) if type(value) is int else _day(value, kind)


_TAKERS: Mapping[str, Callable[[object, FieldKind[object]], object]] = {
    "amount": _amount,
    "born": _born,
    "code": _code,
    "codes": _each(_code),
    "day": _day,
    "days": _hours,
    "extra": _extra,
    "format": _whole,
    "hours": _hours,
    "id": _id,
    "keyed": _keyed,
    "km": _whole,
    "level": _whole,
    "municipality": _code,
    "offer": _id,
    "offer_or_option": _text,
    "offers": _each(_text),
    "option": _text,
    "past": _day,
    "place": _text,  # a point by its coordinates is rare: its model takes it
    "rows": _each(_row),
    "text": _text,
    "texts": _each(_text),
    "truth": _truth,
    "whole": _whole,
}
