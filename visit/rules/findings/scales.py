"""Numbers that lie off their scale, or far from the number of their own text or source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from visit.errors import GuidelineError
from visit.locale import formats
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared, comparisons_in, written_conditions
from visit.rules.findings.plain_numbers import other_plain_number
from visit.rules.findings.texts import SPELT, numbers_in, plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Literal as WrittenValue
from visit.rules.language.expression import Name
from visit.rules.language.periods import days, parse_period
from visit.rules.language.types import unit_word

PlainNumber = int | Decimal

_SCALES: Mapping[str | None, tuple[int, int]] = {
    "level": (0, 4), "step": (0, 9), "years": (0, 110), "hours": (0, 168), "km": (0, 700), "days": (0, 7_300), "weeks": (0, 1_100),
    "months": (0, 360), "percent": (0, 500), "minutes": (0, 720), "DKK": (0, 50_000_000),
}  # fmt: skip
"""The least and the most of each unit that means something: 168 hours are a week, 700 km are more than across Denmark."""
_A_WEEK = ("case.needs.days_per_week", 7)
_DAILY = re.compile(r"(^|_)(day|daily|dag|daglig|doegn)(_|$)")
_DKK_PER_DAY = 30_000
_PERIODS: Mapping[Literal["follow_up", "deadlines", "grants"], tuple[str, ...]] = {
    "follow_up": ("after", "then_every", "ends_after"), "deadlines": ("within", "before"), "grants": ("lasts",),
}  # fmt: skip
"""In which fields of which sections a period stands."""
_LONGEST_DAYS = 3_660
"""Nobody looks again later than after ten years."""
_FAR = 3
_UNITS: Mapping[str, str] = {
    "km": r"km|kilometer|kilometre|kilometres", "hours": r"timer|time|hours?", "days": r"dage|dag|days?",
    "weeks": r"uger|uge|weeks?", "months": r"måneder|måned|mdr|months?", "years": r"år|years?",
    "percent": r"%|procent|pct|per cent|percent", "minutes": r"minutter|minut|min|minutes?",
    "DKK": r"kr|kroner|DKK",
}  # fmt: skip
"""How a unit is written behind its number; those that a text says of the condition's own unit only."""
_SMALL = "|".join(SPELT)
_WORDED: Mapping[str, re.Pattern[str]] = {
    unit: re.compile(rf"(?<![\w.,§-])(\d+(?:[.,]\d+)*|{_SMALL})[ -]?(?:{words})(?!\w)", re.IGNORECASE)
    for unit, words in (*_UNITS.items(), ("weeks", r"uger?|weeks?"))
}
_GROWN_UP = ("years", 18)
"""What a text of help for adults leaves out."""
_AS_WELL: Mapping[str, tuple[str, int]] = {"months": ("years", 12), "days": ("weeks", 7)}
"""The unit that a text may have for a longer time, and how many it is."""
_OLDEST_YEARS = 120
_YOUNGEST = 10
"""So many years are somebody's age, and no length of time."""


def off_scale(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield numbers of a layer that lie outside what their unit can mean."""
    for name, row in leaf.record.get("parameters", {}).items():
        value, unit = _number(row["value"]), row.get("unit")
        bounds = scale_of(name, unit)
        if (suffix := _named_unit(name)) is not None and unit is not None and unit != suffix:
            message = _(
                "{name} is named for {unit}, and its unit is {other}",
                name=name,
                unit=unit_word(suffix),
                other=unit_word(unit),
            )
            yield GuidelineError(message, at=leaf.locate(("parameters", name, "unit")), code="off-scale")
        if bounds is not None and not bounds[0] <= value <= bounds[1]:
            at = leaf.locate(("parameters", name, "value"))
            yield GuidelineError(_said(name, value, bounds), at=at, code="off-scale")
    for one in compared(leaf, every[-1]):
        scale = _scale(one)
        if one.parameter is None and scale is not None and not scale[0] <= one.value <= scale[1]:
            yield GuidelineError(_said(one.fact, one.value, scale), at=one.at(leaf), code="off-scale")
    yield from _periods(leaf)
    yield from _hours_of_a_week(leaf)
    yield from _births(leaf, every[-1])
    yield from _bands(leaf, every[-1])
    for index, price in enumerate(leaf.record.get("reference_prices", ())):
        if price["dkk_per_day"] > _DKK_PER_DAY:
            message = _("{number} DKK a day is far above what help costs", number=price["dkk_per_day"])
            yield GuidelineError(message, at=leaf.locate(("reference_prices", index, "dkk_per_day")), code="off-scale")


def scale_of(name: str, unit: str | None) -> tuple[int, int] | None:
    """Return the least and the most that a number of a name and unit can mean; None where that is anything."""
    return (0, 24) if unit == "hours" and _DAILY.search(name) else _SCALES.get(unit)


def _births(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    """Dates of birth that lie ahead, or before anybody who lives."""
    for one in written_conditions(leaf):
        for comparison in comparisons_in(one.node):
            for left, right in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
                if not isinstance(left, Name) or left.name != "case.born" or not isinstance(right, WrittenValue):
                    continue
                day = right.value
                if (
                    isinstance(day, date)
                    and not guideline.as_of.year - _OLDEST_YEARS <= day.year <= guideline.as_of.year
                ):
                    message = _("{id}: no citizen can be born on {day}", id=one.id, day=formats.day(day))
                    at = leaf.locate_in(one.path, right.column)
                    yield GuidelineError(message, at=at, code="off-scale")


def _named_unit(name: str) -> str | None:
    """Return the unit that a parameter's name ends with."""
    last = name.rpartition("_")[2]
    return {"age": "years", "dkk": "DKK", "kr": "DKK"}.get(last, last if last in _UNITS else None)


def _bands(leaf: Layer, guideline: Guideline) -> Iterator[GuidelineError]:
    units = {one.id: one.value.type.unit for one in (*guideline.rights, *guideline.preferences)}
    rows = [*leaf.record.get("rights", ()), *leaf.record.get("preferences", ())]
    places = [path for section in ("rights", "preferences") for _key, path in leaf.places(section)]
    for row, path in zip(rows, places, strict=True):
        scale = _SCALES.get(units.get(row["id"]))
        for index, band in enumerate(row.get("bands", ())):
            if scale is not None and not scale[0] <= _number(band) <= scale[1]:
                at = leaf.locate((*path, "bands", index))
                yield GuidelineError(_said(row["id"], _number(band), scale), at=at, code="off-scale")


def _said(name: str, value: PlainNumber, scale: tuple[int, int]) -> str:
    return _("{name}: {value} lies off its scale, which runs from {low} to {high}",
             name=name, value=value, low=scale[0], high=scale[1])  # fmt: skip


def _scale(one: Threshold) -> tuple[int, int] | None:
    """Return the scale of a compared number; one beyond the end says that nothing lies there (`age < 111`)."""
    if one.fact.startswith(_A_WEEK[0]):
        return (0, _A_WEEK[1])
    return _SCALES.get(one.unit) if one.unit is not None else None


def _periods(leaf: Layer) -> Iterator[GuidelineError]:
    for section, fields in _PERIODS.items():
        for index, row in enumerate(leaf.record.get(section, ())):
            for field in fields:
                written = row.get(field)
                if not isinstance(written, str) or not written[:1].isdigit():
                    continue  # a parameter is held against its own unit
                length = days(parse_period(written))
                if length > _LONGEST_DAYS or length == 0:
                    message = _("{id} has `{written}`, which is no length of time that can be meant",
                                id=row["id"], written=f"{field}: {written}")  # fmt: skip
                    help = _("write how long, for example `3 months`")
                    yield GuidelineError(message, at=leaf.locate((section, index, field)), help=help, code="off-scale")


def _hours_of_a_week(leaf: Layer) -> Iterator[GuidelineError]:
    """Hours of a service level that are more than a week has; a parameter is held against its own unit."""
    for index, row in enumerate(leaf.record.get("service_levels", ())):
        for field in ("usual_hours", "most_hours"):
            written = str(row.get(field, ""))
            if written[:1].isdigit() and Decimal(written) > _SCALES["hours"][1]:
                message = _said(f"{row['id']}: {field}", Decimal(written), _SCALES["hours"])
                at = leaf.locate(("service_levels", index, field))
                yield GuidelineError(message, at=at, code="off-scale")


# --- beside the number of the text ---


def other_number(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements whose text or source gives a number of a unit that the statement has otherwise."""
    ruled: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        ruled.setdefault(one.statement, []).append(one)
    for section, key, row, path in leaf.statements():
        if not isinstance(row, Mapping):
            continue
        numbers: set[tuple[str, PlainNumber]]
        if section == "parameters":
            numbers = {(str(row["unit"]), _number(row["value"]))} if row.get("unit") in _WORDED else set()
        else:
            numbers = {(str(one.unit), one.value) for one in ruled.get(path, ()) if one.unit in _WORDED}
        found = list(_beside_text(leaf, key, row, path, numbers)) or list(
            _one_for_another(leaf, key, row, path, numbers)
        )
        yield from found or other_plain_number(leaf, every[-1], path)


def _beside_text(
    leaf: Layer, id: str, row: Mapping[str, object], path: ValuePath, numbers: set[tuple[str, PlainNumber]]
) -> Iterator[GuidelineError]:
    for place, language, text in _texts(leaf, id, row, path):
        for unit in sorted({unit for unit, _value in numbers}):
            has = sorted(value for one, value in numbers if one == unit)
            says = worded_unit(text, unit, language)
            is_far = place[-1] != "source" or all(_is_far(number, value) for number in says for value in has)
            is_said = any(abs(number - value) <= 1 for number in says for value in has)
            if (
                says
                and is_far
                and not is_said
                and not _has_one_of(text, language, has, is_source=place[-1] == "source")
            ):
                message = _("{id}: the text says {said} {unit}, and the condition has {number}",
                            id=id, said=formatted(says), unit=unit_word(unit), number=formatted(has))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(place), code="other-number")
                return


def _one_for_another(
    leaf: Layer, id: str, row: Mapping[str, object], path: ValuePath, numbers: set[tuple[str, PlainNumber]]
) -> Iterator[GuidelineError]:
    """A number of every text that no comparison has, where one of several comparisons has a number of no text."""
    texts = [(place, language, text) for place, language, text in _texts(leaf, id, row, path) if place[-1] != "source"]
    for unit in sorted({unit for unit, _value in numbers}):
        has = sorted(value for one, value in numbers if one == unit)
        said = [worded_unit(text, unit, language) for _place, language, text in texts]
        both = [numbers_in(text, language) for _place, language, text in texts]
        alone = sorted(
            {
                number
                for each in said
                for number in each
                if not _is_near(number, has) and all(number in one for one in both)
            }
        )
        written = {number for _place, language, text in texts for number in numbers_in(text, language)}
        written |= {number for each in said for number in each}
        missing = [value for value in has if not _is_near(value, list(written)) and (unit, value) != _GROWN_UP]
        is_plain = bool(texts) and not any("{" in text for _place, _language, text in texts)
        if len(has) > 1 and is_plain and alone and missing:
            message = _("{id}: the text says {said} {unit}, and the condition has {number}",
                        id=id, said=formatted(alone), unit=unit_word(unit), number=formatted(missing))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(texts[0][0]), code="other-number")
            return


def _is_near(number: PlainNumber, others: Sequence[PlainNumber]) -> bool:
    """Return whether a number is one of some, as it may be said: `under 18` is `<= 17`, and 10 percent more is 110."""
    return any(-1 <= Decimal(number) - Decimal(other) <= 1 or number + 100 == other for other in others)


def _has_one_of(text: str, language: str, numbers: Sequence[PlainNumber], *, is_source: bool) -> bool:
    """Return whether a text has a condition's number, as it may say it: `under 18` is `<= 17`, and 10 percent more is 110."""
    said = numbers_in(text, language) | (numbers_in(text, "en") if is_source else frozenset())
    return any(abs(number - value) <= 1 or number + 100 == value for number in said for value in numbers)


def _is_far(number: PlainNumber, value: PlainNumber) -> bool:
    """Return whether two numbers are so far apart that a source, which says much, cannot mean the other."""
    return max(number, value) >= _FAR * min(number, value)


def _texts(leaf: Layer, id: str, row: Mapping[str, object], path: ValuePath) -> Iterator[tuple[ValuePath, str, str]]:
    for field in () if "never" in row else ("reason", "text"):
        both = row.get(field)
        for language in ("da", "en") if isinstance(both, Mapping) else ():
            yield (*path, field, language), language, str(both[language])  # type: ignore[index]
    label = leaf.record.get("labels", {}).get(id) if path[0] == "parameters" else None
    if label is not None:
        yield ("labels", id, "da"), "da", label["da"]
        yield ("labels", id, "en"), "en", label["en"]
    if isinstance(row.get("source"), str):
        yield (*path, "source"), "da", str(row["source"])


def worded_unit(text: str, unit: str, language: str) -> list[Decimal]:
    """Return the numbers of a text that are written with a unit, in digits or as small words, longer times in that unit."""
    if unit not in _WORDED:
        return []
    longer, length = _AS_WELL.get(unit, (unit, 1))
    found = {(written, 1) for written in _WORDED[unit].findall(plain_text(text))}
    if longer != unit:
        found |= {(written, length) for written in _WORDED[longer].findall(plain_text(text))}
    said = {(SPELT[written.casefold()], times) for written, times in found if written.casefold() in SPELT}
    said |= {(number, times) for written, times in found for number in numbers_in(written, language)}
    most = _YOUNGEST if (unit, longer) == ("months", "years") else None
    return sorted({number * times for number, times in said if most is None or times == 1 or number < most})


def formatted(numbers: Sequence[PlainNumber]) -> str:
    """Return numbers one after the other."""
    return ", ".join(f"{number}" for number in numbers)


def _number(value: int | str) -> PlainNumber:
    return value if isinstance(value, int) else Decimal(value)
