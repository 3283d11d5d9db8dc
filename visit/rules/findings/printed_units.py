"""Units that a text writes behind a number or a value in braces, where the number is of another unit.

A value in braces is printed with its own unit, and so far as a rate goes for the period that its fact is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_UNITS: Mapping[str, str] = {
    "km": r"km|kilometer|kilometres?", "hours": r"timers?|time|hours?", "days": r"dages?|dag|døgn|days?",
    "weeks": r"ugers?|uge|weeks?", "months": r"måneders?|måned|mdr\.?|months?", "years": r"år|års|years?",
    "percent": r"%|procent|pct\.?|percent", "minutes": r"minutters?|minut|min\.?|minutes?", "DKK": r"kr\.?|kroner|DKK",
}  # fmt: skip
_PERIODS: Mapping[str, str] = {
    "day": r"om dagen|i døgnet|pr\. døgn|per døgn|pr\. dag|per dag|a day|per day|daily",
    "week": r"om ugen|pr\. uge|per uge|a week|per week",
    "month": r"om måneden|pr\. måned|per måned|månedligt|a month|per month|monthly",
    "year": r"om året|pr\. år|per år|årligt|a year|per year|yearly",
}  # fmt: skip
_BRACES = re.compile(
    r"\{(?P<name>[\w.()-]+)\}[ -]?(?:(?P<unit>"
    + "|".join(f"(?:{words})" for words in _UNITS.values())
    + r")(?!\w)|(?P<period>"
    + "|".join(f"(?:{words})" for words in _PERIODS.values())
    + r")(?!\w))",
    re.IGNORECASE,
)
_RATED = re.compile(r"_per_(day|week|month|year)\b")


def other_printed(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text writes another unit or period behind a value, or behind their number."""
    guideline = every[-1]
    ruled: dict[ValuePath, list[Threshold]] = {}
    for threshold in (*compared(leaf, guideline), *_bands(leaf, guideline)):
        ruled.setdefault(threshold.statement, []).append(threshold)
    for one in bound_statements(leaf):
        found = next(_in_braces(leaf, one, guideline), None)
        yield from (found,) if found is not None else _written(leaf, one, ruled.get(one.path, ()))


def _bands(leaf: Layer, guideline: Guideline) -> Iterator[Threshold]:
    """Yield the bands of the preferences and rights of a layer, as numbers of the unit of what they order."""
    rows = {one.id: one.value for one in (*guideline.rights, *guideline.preferences)}
    for section, id, row, path in leaf.statements():
        value = rows.get(id) if section in ("rights", "preferences") else None
        if value is None or not isinstance(row, Mapping) or len(value.reads) != 1:
            continue
        for index, band in enumerate(row.get("bands", ())):
            place = (*path, "bands", index)
            yield Threshold(section, id, path, place, min(value.reads), "<=", band, None, value.type.unit, 0)


def _in_braces(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    for text in one.worded:
        for found in _BRACES.finditer(text.text):
            name = found["name"]
            parameter = guideline.parameters.get(name)
            unit = parameter.unit if parameter is not None else _unit_of(name, guideline)
            rate = _RATED.search(name)
            if found["unit"] and unit in _UNITS:
                is_same = _called(found["unit"], _UNITS) == unit
                message = (
                    _("{id}: the text says “{word}”, and the unit is printed with `{name}` already",
                      id=one.id, word=found[0], name=name)
                    if is_same
                    else _("{id}: the text says “{word}”, and `{name}` is in `{unit}`",
                           id=one.id, word=found[0], name=name, unit=unit)
                )  # fmt: skip
                help = _("leave the unit out: it is printed with the value")
                yield GuidelineError(message, at=leaf.locate(text.path), help=help, code="other-unit")
            elif found["period"] and rate is not None and _called(found["period"], _PERIODS) != rate[1]:
                said = _called(found["period"], _PERIODS)
                message = _("{id}: the text says how much it is for a {said}, and `{fact}` is for a {rate}",
                            id=one.id, said=_period(said), fact=name, rate=_period(rate[1]))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(text.path), code="other-unit")


def _unit_of(name: str, guideline: Guideline) -> str | None:
    return guideline.types[name].unit if name in guideline.types else None


def _called(words: str, among: Mapping[str, str]) -> str:
    return next(key for key, pattern in among.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _period(word: str) -> str:
    return {"day": _("day"), "week": _("week"), "month": _("month"), "year": _("year")}[word]


def _written(leaf: Layer, one: BoundStatement, ruled: Sequence[Threshold]) -> Iterator[GuidelineError]:
    """The number of a condition that every text writes with another unit, and none with its own."""
    for threshold in ruled:
        if threshold.parameter is not None or threshold.unit not in _UNITS or threshold.value <= 1 or not one.worded:
            continue
        said = [_units_of(str(threshold.value), text.text) for text in one.worded]
        both = set(said[0]).intersection(*said)
        if len(both) == 1 and not any(threshold.unit in each for each in said):
            message = _("{id}: the text says “{word}”, and `{name}` is in `{unit}`",
                        id=one.id, word=said[0][both.pop()], name=threshold.fact, unit=threshold.unit)  # fmt: skip
            yield GuidelineError(message, at=threshold.at(leaf), code="other-unit")
            return
    yield from _of_another_kind(leaf, one, [each for each in ruled if each.path[-2:-1] == ("bands",)])


def _of_another_kind(leaf: Layer, one: BoundStatement, bands: Sequence[Threshold]) -> Iterator[GuidelineError]:
    """Bands of a price where every text counts in percent, of kilometres where it counts in minutes."""
    unit = bands[0].unit if bands else None
    if unit not in _KINDS:
        return
    said = [_units_of(r"\d+(?:[.,]\d+)?", text.text, is_pattern=True) for text in one.worded]
    named = set(said[0]).intersection(*said) & _KINDS - {unit} if said else set()
    if len(named) == 1 and not any(unit in each for each in said):
        message = _("{id}: the text says “{word}”, and `{name}` is in `{unit}`",
                    id=one.id, word=said[0][named.pop()], name=bands[0].fact, unit=unit)  # fmt: skip
        yield GuidelineError(message, at=bands[0].at(leaf), code="other-unit")


_KINDS = frozenset(("DKK", "percent", "km", "minutes"))
"""Units of which none is a part of another."""


def _units_of(number: str, text: str, *, is_pattern: bool = False) -> dict[str, str]:
    """Return the units that a text writes behind a number, each with the words."""
    found = {
        unit: re.search(
            rf"(?<![\w.,§-]){number if is_pattern else re.escape(number)}[ -]?(?:{words})(?!\w)", text, re.IGNORECASE
        )
        for unit, words in _UNITS.items()
    }
    return {unit: words[0] for unit, words in found.items() if words is not None}
