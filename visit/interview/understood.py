"""How an answer was understood, where it does not say so itself, and what of it is asked about once more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from visit.interview.asked import Question, Taken, is_none, is_unknown
from visit.locale import formats, plural
from visit.locale import text as _


def read_as(question: Question, text: str, value: Taken) -> str | None:
    """Return how an answer was read, where it does not say so itself: a day with its month's name, or what codes are called."""
    if value is None and is_unknown(text, question):
        return _("unknown")
    if value is None or not text.strip():
        return None
    if question.kind in ("days", "hours", "km") and isinstance(value, int | Decimal):
        return None if text.strip().replace(",", ".") == str(value) else formats.number(value)
    if question.kind == "level":
        label = next(one.label for one in question.choices if one.code == str(value))
        return None if text.strip() == str(value) else f"{value} = {label}"
    if question.kind == "municipality":
        return str(value) if text.strip().casefold() != str(value).casefold() else None
    if question.kind == "born":
        return _birth(value, question.today)
    if question.kind in ("day", "past") and isinstance(value, str) and value != text.strip():
        return formats.day(date.fromisoformat(value))
    if question.kind not in ("code", "codes", "offer", "offer_or_option", "offers", "option"):
        return None
    labels = {one.code: one.label for one in question.choices}
    plain = {one.casefold() for pair in labels.items() for one in pair} if question.listed else {*labels}
    parts = [part.strip().casefold() for part in text.split(",")]
    if all(part in plain or part.isdigit() or is_none(part) for part in parts):
        return None
    values = value if isinstance(value, tuple) else (str(value),)
    return "; ".join(labels.get(one, one) for one in values)


def _birth(value: Taken, today: date) -> str | None:
    """Return a birthday with the age that it gives today; of a year nothing: it says so itself."""
    if not isinstance(value, str):
        return None
    born = date.fromisoformat(value)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return plural("{day}, {n} year old", "{day}, {n} years old", age, day=formats.day(born))


_OLD = 2
"""An assessment of so many years ago is asked about."""


def doubted(question: Question, value: Taken) -> str | None:
    """Return what to ask about an answer that can be right and seldom is: an assessment of years ago."""
    if question.path != ("assessed",) or not isinstance(value, str):
        return None
    day = date.fromisoformat(value)
    return (
        _("The assessment is then from {day}. Is that right?", day=formats.day(day))
        if question.today.year - day.year >= _OLD
        else None
    )
