"""The form of a plain value, put together from small questions: is it text, a list of numbers, a record with these keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

Form: TypeAlias = Callable[[object], bool]
"""Whether a value, as JSON gives it, is of a form."""


def is_text(value: object) -> bool:
    """Return whether a value is text."""
    return isinstance(value, str)


def is_number(value: object) -> bool:
    """Return whether a value is a whole number, and not true or false."""
    return type(value) is int


def is_truth(value: object) -> bool:
    """Return whether a value is true or false."""
    return isinstance(value, bool)


def is_mapping(value: object) -> bool:
    """Return whether a value is a mapping."""
    return isinstance(value, dict)


def is_day(value: object) -> bool:
    """Return whether a value is a date as canonical text has it."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_amount(value: object) -> bool:
    """Return whether a value is a number, or a decimal as canonical text has it."""
    if is_number(value):
        return True
    try:
        return isinstance(value, str) and value.isascii() and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def or_none(form: Form) -> Form:
    """Return the form of what may be null."""
    return lambda value: value is None or form(value)


def list_of(form: Form) -> Form:
    """Return the form of a list of such values."""
    return lambda value: isinstance(value, list) and all(form(one) for one in value)


def mapping_of(form: Form) -> Form:
    """Return the form of a mapping to such values."""
    return lambda value: isinstance(value, dict) and all(form(one) for one in value.values())


def record(always: Mapping[str, Form] = {}, /, **perhaps: Form) -> Form:
    """Return the form of a mapping: what it always has, and what it may have; other keys are of a later version."""

    def fits(value: object) -> bool:
        return (
            isinstance(value, dict)
            and always.keys() <= value.keys()
            and all(form(value[key]) for key, form in {**always, **perhaps}.items() if key in value)
        )

    return fits
