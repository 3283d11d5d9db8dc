"""The last number that a source includes, beside a condition that leaves it out; ages that are still to come; lengths in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.times_said import is_as_long, lengths_said
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import ParameterRecord
from visit.rules.guideline.values import Guideline

_LAST = re.compile(
    r"\b(?:til og med|t\.o\.m\.|up to and including|to and including) (?P<first>\d+)(?![\w.,]\d)"
    r"|(?<![\w.,§-])(?P<second>\d+)(?: år| years?)? (?:eller yngre|og yngre|or younger|and younger|inklusive|inclusive)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:fra og med|from and including|fra (?:det )?fyldte|fra|from(?: the age of)?) (?P<first>\d+)(?![\w.,]\d|\d)"
    r"(?!\.? (?:[^\W\d]+ )?(?:op |ned |up |down )?(?:til|to)\b)"
    r"|(?<![\w.,§-])(?P<second>\d+)(?: år| years?)? (?:eller ældre|og ældre|or older|and older)\b",
    re.IGNORECASE,
)
_LEFT_OUT = ((_LAST, {"<", ">="}), (_FIRST, {">", "<="}))
"""What a text includes as the last or the first, and the comparisons that put it on the other side."""
_SOON = re.compile(
    r"\b(?:(?:fylder|bliver) snart|er ved at fylde|soon turns|is about to turn|will soon be|soon reaches) (?P<age>\d+)",
    re.IGNORECASE,
)
_DAYS = {"days": 1, "weeks": 7, "months": 30}
_CLAUSE = re.compile(r"[:;](?:\s|$)")


def last_included(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield numbers of a layer of which the source includes what the condition leaves out, and ages and lengths that differ."""
    by_parameter: dict[str, list[Threshold]] = {}
    by_statement: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        by_statement.setdefault(one.statement, []).append(one)
        if one.parameter is not None:
            by_parameter.setdefault(one.parameter, []).append(one)
    parameters: Mapping[str, ParameterRecord] = leaf.record.get("parameters", {})
    for name, row in parameters.items():
        yield from _left_out(leaf, name, str(row.get("source", "")), by_parameter.get(name, ()))
    for statement in bound_statements(leaf):
        ruled = by_statement.get(statement.path, ())
        literal = [one for one in ruled if one.parameter is None]
        said = (
            told for text in statement.texts if literal for told in _left_out(leaf, statement.id, text.text, literal)
        )
        yield from islice(said, 1)  # what both languages say is one slip
        yield from _still_to_come(leaf, statement, ruled)
        yield from _lasts(leaf, statement, ruled)


def _left_out(leaf: Layer, id: str, text: str, ruled: Sequence[Threshold]) -> Iterator[GuidelineError]:
    for words, signs in _LEFT_OUT:
        for found in words.finditer(text):
            number = Decimal(found["first"] or found["second"])
            here = [one for one in ruled if one.value == number]
            if here and all(one.operator in signs for one in here):
                message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                            id=id, said=found[0], sign=here[0].operator, number=here[0].parameter or number)  # fmt: skip
                help = _("the number itself is to be on the side that the text says")
                yield GuidelineError(message, at=here[0].at(leaf), help=help, code="other-limit")
                return


def _still_to_come(leaf: Layer, one: BoundStatement, ruled: Sequence[Threshold]) -> Iterator[GuidelineError]:
    """Who soon turns 18 is not 18."""
    said = [_SOON.search(text.text) for text in one.worded]
    ages = [threshold for threshold in ruled if threshold.fact == "case.age"]
    if not ages or not said or said[0] is None or not all(said):
        return
    age = Decimal(said[0]["age"])
    if all(threshold.operator in ("==", ">=", ">") and threshold.value >= age for threshold in ages):
        message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                    id=one.id, said=said[0][0], sign=ages[0].operator, number=ages[0].parameter or age)  # fmt: skip
        yield GuidelineError(message, at=ages[0].at(leaf), code="other-limit")


def _lasts(leaf: Layer, one: BoundStatement, ruled: Sequence[Threshold]) -> Iterator[GuidelineError]:
    """One length of time that every text says first, and a condition with another one: half a year, and 12 months."""
    timed = [threshold for threshold in ruled if threshold.unit in _DAYS and threshold.parameter is None]
    if one.section not in ("approvals", "notices") or len(timed) != 1 or len(ruled) != 1 or not one.worded:
        return
    has = int(timed[0].value * _DAYS[str(timed[0].unit)])
    said = [lengths_said(_CLAUSE.split(text.text)[0]) for text in one.worded]
    once = [each[0] for each in said if len(each) == 1 and not each[0].again and not each[0].before]
    if len(once) == len(said) and has > 1 and not any(is_as_long(each.days, has) for each in once):
        message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                    id=one.id, said=once[0].words, sign=timed[0].operator, number=timed[0].value)  # fmt: skip
        yield GuidelineError(message, at=timed[0].at(leaf), code="other-number")
