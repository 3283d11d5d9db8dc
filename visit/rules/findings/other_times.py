"""Periods that a text has otherwise than its fields: another length, first and again swapped, hours of a month for a week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.logic_words import any_word, first_word
from visit.rules.findings.scales import worded_unit
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements
from visit.rules.findings.texts import SPELT, names_in_braces, numbers_in, plain_text
from visit.rules.findings.times_said import SaidLength, is_as_long, lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import ParameterRecord
from visit.rules.guideline.values import Guideline
from visit.rules.language.periods import UNITS, Period, days, parse_period
from visit.rules.language.types import unit_word

_FIELDS = ("after", "then_every", "ends_after", "within", "before", "lasts")
_HOURS = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?|\{[^{}]*\}) ?(?:timers?|hours?)(?: \w+){0,2}? (?:om|pr\.?|per|i|a|an|hver|hvert|each|every) "
    r"(?P<period>dag|dagen|døgn|døgnet|uge|ugen|måned|måneden|år|året|day|week|month|year)\b",
    re.IGNORECASE,
)
_SOME_HOURS = rf"(\d+(?:[.,]\d+)?|{'|'.join(SPELT)})[ -](?:timers?|hours?)"
_USUAL = re.compile(
    rf"\b(?:normalt|sædvanligvis|som regel|typisk|usually|normally|typically) (?:op til |up to )?{_SOME_HOURS}",
    re.IGNORECASE,
)
_MOST = re.compile(
    rf"\b(?:højst|maksimalt|maks\.?|ikke over|at most|no more than|a maximum of) {_SOME_HOURS}", re.IGNORECASE
)
_GOES_ON = any_word(
    "så længe ~ as long as ~ while it runs ~ fortsætter ~ uden slutdato ~ indefinitely ~ no end date ~ for as long"
)
_WORKING_DAYS = any_word("hverdage ~ arbejdsdage ~ working days ~ business days ~ weekdays")
"""Days that visit does not count by."""
_PERIOD = {"dag": "day", "døg": "day", "uge": "week", "mån": "month", "år": "year", "åre": "year"}


def other_time(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield parameters and statements of a layer whose text or source says another length of time than their fields."""
    guideline = every[-1]
    parameters: Mapping[str, ParameterRecord] = leaf.record.get("parameters", {})
    for name, row in parameters.items():
        yield from _of_parameter(leaf, name, row)
    for one in bound_statements(leaf):
        if one.section == "service_levels":
            yield from _of_level(leaf, one)
        else:
            yield from _of_statement(leaf, one, guideline)


def _of_parameter(leaf: Layer, name: str, row: ParameterRecord) -> Iterator[GuidelineError]:
    """A number of weeks whose source says months."""
    unit, value = str(row.get("unit")), Decimal(str(row["value"]))
    if unit not in UNITS or value != int(value):
        return
    label = leaf.record.get("labels", {}).get(name)
    texts = [str(row.get("source", "")), *((label["da"], label["en"]) if label is not None else ())]
    length = days(Period(int(value), unit))
    said = [one for text in texts for one in lengths_said(text)]
    if any(worded_unit(text, unit, "da") for text in texts):
        return  # in its own unit: `own_number` has looked
    if said and not any(is_as_long(one.days, length) for one in said):
        message = _("{id}: the source says {said}, and the value is {number} {unit}",
                    id=name, said=said[0].words, number=value, unit=unit_word(unit))  # fmt: skip
        yield GuidelineError(message, at=leaf.locate(("parameters", name, "value")), code="other-number")


def _of_statement(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    written = {field: str(one.row[field]) for field in _FIELDS if one.row.get(field)}
    lengths = {field: length for field, text in written.items() if (length := _days(text, guideline)) is not None}
    if len(lengths) < len(written) or not lengths:
        return
    if "after" in lengths and "ends_after" in lengths:
        lengths["until the end"] = lengths["ends_after"] - lengths["after"]
    yield from _goes_on(leaf, one, written)
    yield from _counted_back(leaf, one, written)
    for texts in (one.worded, [text for text in one.texts if text.is_source]):
        said = [
            (text, length)
            for text in texts
            for length in _lengths_in(text, written, guideline)
            if "before" in written or not length.before  # counted back from another day
        ]
        wrong = _wrong(said, lengths)
        if wrong is not None:
            text, said_length, field = wrong
            message = _("{id}: the text says {said}, and the statement has `{written}`",
                        id=one.id, said=said_length.words, written=f"{field}: {written[field]}")  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(_place(text, one, field)), code="said-otherwise")
        if said:
            return  # a source says much that the text does not


def _lengths_in(text: SaidText, written: Mapping[str, str], guideline: Guideline) -> list[SaidLength]:
    """Return the lengths that a text says, those of the statement's own parameters in braces as they are printed.

    Where it has all of them in braces, what else it says is of something else.
    """
    names = {name for name in written.values() if name in guideline.parameters}
    printed = {
        name: f"{guideline.parameters[name].value} {_IN_DANISH.get(unit, unit) if text.language == 'da' else unit}"
        for name in names
        for unit in (str(guideline.parameters[name].unit),)
    }
    lengths = lengths_said(_BRACES.sub(lambda found: printed.get(found[1], found[0]), text.text))
    if not {*written.values()} <= names_in_braces(text.text):
        return lengths
    return [one for one in lengths if one.words in printed.values()]


_IN_DANISH: Mapping[str, str] = {"days": "dage", "weeks": "uger", "months": "måneder", "years": "år"}


_BRACES = re.compile(r"\{([\w.-]+)\}")


def _goes_on(leaf: Layer, one: BoundStatement, written: Mapping[str, str]) -> Iterator[GuidelineError]:
    """Help that has no end in its text, and working days where the days of the calendar are counted."""
    wrong = (("ends_after",), _GOES_ON), (_FIELDS, _WORKING_DAYS)
    for fields, words in wrong:
        field = next((field for field in fields if field in written), None)
        word = first_word(words, one.worded if words is _WORKING_DAYS else one.texts)
        if field is not None and word is not None:
            message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                        id=one.id, word=word, written=f"{field}: {written[field]}")  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="said-otherwise")


def _counted_back(leaf: Layer, one: BoundStatement, written: Mapping[str, str]) -> Iterator[GuidelineError]:
    """A deadline that ends so long after a day, of which both texts say that it is before."""
    if "within" not in written:
        return
    said = [
        re.search(rf"\{{{re.escape(written['within'])}\}}\s+(før|before|prior to|ahead of)\b", text.text)
        for text in one.worded
    ]
    if said and all(said) and said[0] is not None:
        message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                    id=one.id, word=said[0][1], written=f"within: {written['within']}")  # fmt: skip
        yield GuidelineError(message, at=leaf.locate((*one.path, "within")), code="said-otherwise")


def _place(text: SaidText, one: BoundStatement, field: str) -> ValuePath:
    return (*one.path, field) if text.is_source else text.path


def _wrong(
    said: Sequence[tuple[SaidText, SaidLength]], lengths: Mapping[str, int]
) -> tuple[SaidText, SaidLength, str] | None:
    """Return what a text says, and the field that has it otherwise."""
    if "after" in lengths:
        first = [(text, one) for text, one in said if one.first and not one.again]
        if first and not any(is_as_long(one.days, lengths["after"]) for _text, one in first):
            return (*first[0], "after")
    if "then_every" in lengths:
        again = [(text, one) for text, one in said if one.again]
        if again and not any(is_as_long(one.days, lengths["then_every"]) for _text, one in again):
            return (*again[0], "then_every")
    if said and not any(is_as_long(one.days, length) for _text, one in said for length in lengths.values()):
        return (*said[0], next(iter(lengths)))
    return None


def _days(written: str, guideline: Guideline) -> int | None:
    """Return how long a period is that is written as a length or as the name of a parameter."""
    if written[:1].isdigit():
        return days(parse_period(written))
    found = guideline.parameters.get(written)
    return None if found is None or found.unit is None else days(Period(int(found.value), found.unit))


def _of_level(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """Hours of a week whose text says that they are of a month, other hours, and weeks that are another time."""
    for field in ("usual_hours", "most_hours"):
        for text in one.texts if field in one.row else ():
            for found in _HOURS.finditer(text.text):
                period = _PERIOD.get(found["period"].casefold()[:3], found["period"].casefold())
                if period != "week" and Decimal(str(one.row[field])) in numbers_in(found["number"], text.language):
                    message = _("{id}: the text says “{said}”, and `{field}` is for a week",
                                id=one.id, said=plain_text(found[0]), field=field)  # fmt: skip
                    yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="other-unit")
                    return
    yield from _hours(leaf, one)
    if "weeks" in one.row:
        weeks = 7 * int(str(one.row["weeks"]))
        said = [each for text in one.texts for each in lengths_said(text.text) if not each.again]
        if said and not any(is_as_long(each.days, weeks) for each in said):
            message = _("{id}: the text says {said}, and the statement has `{written}`",
                        id=one.id, said=said[0].words, written=f"weeks: {one.row['weeks']}")  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*one.path, "weeks")), code="said-otherwise")


def _hours(leaf: Layer, one: BoundStatement) -> Iterator[GuidelineError]:
    """Other hours than a text says are usual, or the most."""
    for field, words in (("usual_hours", _USUAL), ("most_hours", _MOST)):
        for text in one.texts if field in one.row else ():
            said = {number for found in words.findall(text.text) for number in _number_of(found, text.language)}
            if said and Decimal(str(one.row[field])) not in said:
                message = _("{id}: the text says {said}, and the statement has `{written}`",
                            id=one.id, said=", ".join(map(str, sorted(said))), written=f"{field}: {one.row[field]}")  # fmt: skip
                yield GuidelineError(message, at=leaf.locate((*one.path, field)), code="other-number")
                break


def _number_of(written: str, language: str) -> frozenset[Decimal]:
    spelt = SPELT.get(written.casefold())
    return numbers_in(written, language) if spelt is None else frozenset((spelt,))
