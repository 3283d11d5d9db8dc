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
        gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
        for row in list(gone):
            later = next((one for one in new if _changed_key(row, one) is not None), None)
            if later is not None and (key := _changed_key(row, later)) is not None:
                gone.remove(row)
                new.remove(later)
                yield f"{name}: {_moved(change.path, row, later, key)}"
        yield from (f"{name}: {_('gone: {what}', what=_row(change.path, one))}" for one in gone)
        yield from (f"{name}: {_('new: {what}', what=_row(change.path, one))}" for one in new)
    else:
        yield f"{name}: {_value(change.path, change.before)} → {_value(change.path, change.after)}"


def _rows(value: PlainValue) -> list[Mapping[str, PlainValue]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _changed_key(before: Mapping[str, PlainValue], after: Mapping[str, PlainValue]) -> str | None:
    """Return the only field that differs between two rows that are about the same: a day, a level; None where they are two."""
    differ = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    same = before.keys() & after.keys() - set(differ)
    return differ[0] if len(differ) == 1 and same and differ[0] not in _SAYS_WHICH else None


_SAYS_WHICH = frozenset(("service", "offer", "name", "who", "theme", "option", "group"))
"""What a row is about: where it differs, the row is another one."""


def _moved(path: str, before: Mapping[str, PlainValue], after: Mapping[str, PlainValue], key: str) -> str:
    pattern = f"{path}.*.{key}"
    label = label_of(pattern) if pattern in fields() else key
    rest = {one: value for one, value in after.items() if one != key}
    return f"{_row(path, rest)}; {label}: {_value(pattern, before.get(key))} → {_value(pattern, after.get(key))}"


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
