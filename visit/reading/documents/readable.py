"""Whether what is stored of a document can be read by its declaration: by kinds of values alone, no code and no limit is asked.

A record is read without a check, so that no later version's limits refuse an old one. Who takes one from another program's hands
asks here first. Keys that the declaration does not have are of a later version.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.reading.declared import FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.catalogue import ImportedFile, PriceLevel, TownPoint
from visit.reading.forms import Form, is_amount, is_day, is_number, is_text, is_truth, list_of, mapping_of, or_none


def is_readable(value: object, of: type[Record]) -> bool:
    """Return whether a plain value, as JSON gives it, is a record of a declaration."""
    if not isinstance(value, dict):
        return False
    for one in declared(of):
        item = value.get(one.key)
        if item is None:
            if one.required:
                return False
        elif not (is_readable(item, one.of) if isinstance(one, Group) else form_of(one.kind)(item)):
            return False
    return True


def form_of(kind: FieldKind[object]) -> Form:
    """Return the form that a kind of value is stored in."""
    if isinstance(kind, ListOf):
        return list_of(_group(kind.of))
    if isinstance(kind, Keyed):
        return mapping_of(form_of(kind.value))
    return _FORMS[kind.name]


def _group(of: type[Record]) -> Form:
    return lambda value: is_readable(value, of)


def _is_born(value: object) -> bool:
    return is_day(value) or (type(value) is int and 1 <= value <= 9999)


def _is_place(value: object) -> bool:
    return is_text(value) or (isinstance(value, dict) and is_amount(value.get("lat")) and is_amount(value.get("lon")))


def _is_recorded(value: object) -> bool:
    return is_truth(value) or is_number(value) or is_text(value) or list_of(is_text)(value)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(or_none(is_number), value))


def _is_price_level(value: object) -> bool:
    return is_amount(value) or is_readable(value, PriceLevel)


_FORMS: Mapping[str, Form] = {
    **dict.fromkeys(("code", "id", "municipality", "offer", "offer_or_option", "option", "residents", "text"), is_text),
    **dict.fromkeys(("codes", "offers", "texts"), list_of(is_text)),
    **dict.fromkeys(("format", "km", "level", "whole"), is_number),
    **dict.fromkeys(("amount", "days", "degrees", "hours", "latitude", "longitude"), is_amount),
    **dict.fromkeys(("day", "past"), is_day),
    **dict.fromkeys(("ages", "level_range"), _is_pair),
    "born": _is_born,
    "extra": mapping_of(_is_recorded),
    "place": _is_place,
    "price_level": _is_price_level,
    "town": _group(TownPoint),
    "imported": _group(ImportedFile),
    "truth": is_truth,
}
