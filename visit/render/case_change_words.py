"""What a later bundle changes in a case, in words: fields by their labels, codes and days as people say them, each row apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.imports.updated_case import field_called
from visit.imports.updating import CaseChange
from visit.interview.fields import AskedField, choices_of, fields, label_of
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.reasons.labels import provision_name

_SAID_ALONE = frozenset(("code", "place", "municipality", "text"))
"""Kinds of fields whose value says what it is; before any other stands its label."""
_SEX = AskedField("code", "sex")
"""No interview asks for it."""


def changed_in_words(change: CaseChange) -> Iterator[str]:
    """Yield a change: of a list of rows each that is new or gone, of any other field its value before and after."""
    name = field_called(change.path)
    before, after = _rows(change.before), _rows(change.after)
    if before or after:
        yield from (f"{name}: {_('gone: {what}', what=_row(change.path, one))}" for one in before if one not in after)
        yield from (f"{name}: {_('new: {what}', what=_row(change.path, one))}" for one in after if one not in before)
    else:
        yield f"{name}: {_value(change.path, change.before)} → {_value(change.path, change.after)}"


def _rows(value: PlainValue) -> list[Mapping[str, PlainValue]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _row(path: str, row: Mapping[str, PlainValue]) -> str:
    """Return a row of a list: what says itself, and all else behind its label; an id only where there is no name."""
    parts = []
    for key, value in row.items():
        pattern = f"{path}.*.{key}"
        if key == "offer" and "name" in row:
            continue
        asked = fields().get(pattern)
        said = _value(pattern, value)
        parts.append(said if asked is None or asked.kind in _SAID_ALONE else f"{label_of(pattern)}: {said}")
    return "; ".join(parts)


def _value(pattern: str, value: PlainValue) -> str:
    asked = _SEX if pattern == "citizen.sex" else fields().get(pattern)
    match value:
        case None:
            return _("not recorded")
        case bool():
            return _("yes") if value else _("no")
        case list():
            return formats.listed(_code(asked, str(one)) for one in value) or _("none")
        case int():
            return _code(asked, str(value)) if asked is not None and asked.kind == "level" else str(value)
        case _:
            return formats.recorded_day(_code(asked, str(value)))


def _code(asked: AskedField | None, code: str) -> str:
    """Return what a code is called; a level with its digit, and any other text as it stands."""
    if asked is None or asked.kind not in ("code", "codes", "level"):
        return code
    if asked.codes in ("provision", "granted_provision"):
        return provision_name(code, language())
    label = next((one.label for one in choices_of(asked.kind, asked.codes) if one.code == code), code)
    is_digit = asked.kind == "level" and label != code
    return f"{code} ({formats.small(label)})" if is_digit else formats.small(label)
