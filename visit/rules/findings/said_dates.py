"""Days that a text says something holds from or until, beside the days that the statement itself has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.compared import WrittenCondition
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Literal

_MONTH_NAMES = (
    "januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun", "juli july jul",
    "august aug", "september sep sept", "oktober october okt oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, 1) for word in words.split()}
"""The number of a month by its name, in either language."""
_NAMED = "|".join(sorted(MONTHS, key=len, reverse=True))
_SINCE = (
    r"(?:fra og med|fra|i kraft|in force|from|as of|since|starting|pr\.|indtil|til og med|til|until|till|up to|through|inden"
    r"|before|før|efter|after)"
)
_DAY = re.compile(
    rf"\b{_SINCE}(?: den| on)? (?:(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?P<m>{_NAMED})\.?,? (?P<y>\d{{4}})"
    rf"|(?P<m2>{_NAMED}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?, (?P<y2>\d{{4}})"
    rf"|(?P<d3>\d{{1,2}})[/.-](?P<m3>\d{{1,2}})[/.-](?P<y3>\d{{4}})|(?P<y4>\d{{4}})-(?P<m4>\d{{2}})-(?P<d4>\d{{2}}))",
    re.IGNORECASE,
)


def other_date(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that begin or end on another day than their text or source says."""
    start = str(leaf.record["in_force"].get("from") or "")
    for one in bound_statements(leaf):
        has = {field: str(one.row[field]) for field in ("from", "until") if one.row.get(field)}
        days = {date.fromisoformat(day) for day in has.values()} | _in_conditions(one)
        for text in one.texts:
            said = days_said(text)
            if (turned := _other_end(text, one.row)) is not None:
                words, field = turned
                meant = "from" if field == "until" else "until"
                message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                            id=one.id, word=words, written=f"{field}: {one.row[field]}")  # fmt: skip
                help = _("write `{sign}` if the text is right, or mend the text", sign=f"{meant}: {one.row[field]}")
                yield GuidelineError(message, at=leaf.locate((*one.path, field)), help=help, code="other-date")
                break
            if not said or any(abs((day - other).days) <= 1 for day in said for other in days):
                continue
            if not has and days and not text.is_source:
                condition = next(each for each in one.conditions if _in_condition(each))
                message = _("{id}: the text says {day}, and the condition has {other}",
                            id=one.id, day=said[0], other=min(_in_condition(condition)))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(condition.path), code="other-date")
                break
            if has:
                field, day = next(iter(has.items()))
                yield _differs(leaf, one, field, date.fromisoformat(day), said[0])
                break
            if not days and not text.is_source and any(day.isoformat() > start for day in said):
                message = _("{id}: the text says {day}, and the statement has no `from` and no `until`",
                            id=one.id, day=said[0])  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(text.path), code="other-date")
                break


def _differs(leaf: Layer, one: BoundStatement, field: str, day: date, said: date) -> GuidelineError:
    swapped = (day.year, day.month, day.day) == (said.year, said.day, said.month)
    message = (
        _("{id}: day and month are swapped: the text says {day}, and `{field}` is {written}",
          id=one.id, day=said, field=field, written=day)
        if swapped
        else _("{id}: the text says {day}, and `{field}` is {written}", id=one.id, day=said, field=field, written=day)
    )  # fmt: skip
    help = _("write `{sign}` if the text is right, or mend the text", sign=f"{field}: {said.isoformat()}")
    return GuidelineError(message, at=leaf.locate((*one.path, field)), help=help, code="other-date")


def days_said(text: SaidText) -> list[date]:
    """Return the days from or until which a text says that something holds."""
    days = map(_day_of, _days_in(text))
    return [day for day in days if day is not None]


def _days_in(text: SaidText) -> Iterator[re.Match[str]]:
    return _DAY.finditer(plain_text(text.text))


def _day_of(found: re.Match[str]) -> date | None:
    parts = {key.rstrip("234"): value for key, value in found.groupdict().items() if value is not None}
    month = int(parts["m"]) if parts["m"].isdigit() else MONTHS[parts["m"].casefold()]
    try:
        return date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None  # 31 June is no day, and what was meant is not known


def _other_end(text: SaidText, row: Mapping[str, object]) -> tuple[str, str] | None:
    """Return what a text says of the one day that a statement has, and the field, where it is the other end: from, and until."""
    fields = [field for field in ("from", "until") if row.get(field)]
    if len(fields) != 1:
        return None
    (field,) = fields
    day = date.fromisoformat(str(row[field]))
    said = [found[0] for found in _days_in(text) if _day_of(found) == day]
    ends, begins = ([words for words in said if pattern.match(words)] for pattern in (_ENDS, _BEGINS))
    wrong, right = (begins, ends) if field == "until" else (ends, begins)
    return (wrong[0], field) if wrong and not right else None


_ENDS = re.compile(r"(?:indtil|til og med|til|until|till|up to|through)\b", re.IGNORECASE)
_BEGINS = re.compile(r"(?:fra og med|fra|i kraft|in force|from|as of|since|starting)\b", re.IGNORECASE)


def _in_conditions(one: BoundStatement) -> set[date]:
    return set().union(*map(_in_condition, one.conditions))


def _in_condition(condition: WrittenCondition) -> set[date]:
    return {
        node.value for node in nodes_of(condition.node) if isinstance(node, Literal) and isinstance(node.value, date)
    }
