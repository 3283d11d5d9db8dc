"""Numbers of a parameter and levels of FFB's scales, beside what their own text and source say; `rates` reads periods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.rates import other_rate, other_rates_compared
from visit.rules.findings.scales import worded_unit
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import numbers_in, plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import ParameterRecord
from visit.rules.guideline.values import Guideline
from visit.rules.language.types import unit_word

_BEYOND = re.compile(
    r"\b(?:under|over|mere end|mindre end|færre end|flere end|less than|more than|fewer than|above|below|before|før|fyldt)\b",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    r"\b(?:til og med|t\.o\.m\.|op til|up to|to and including|inklusive|included|inclusive|fra|from|mindst|at least|højst"
    r"|at most|eller (?:flere|derover|mere|ældre|yngre)|or (?:more|older|younger|above))(?!\w)",
    re.IGNORECASE,
)
_WHOLE = (None, "years", "level", "days", "weeks", "months")
_LEVELS = (
    r"let|lette|mild|mildly", r"moderat|moderate|moderately", r"højt|høje|høj|svært|svære|svær|high|severe|severely",
    r"fuldstændigt|fuldstændige|fuldstændig|complete|completely",
)  # fmt: skip
_OF_LEVEL = (
    r"(?: \w+)?(?: (?:eller|og|or|and) \w+)? (?:støttebehov\w*|nedsat|funktionstab\w*|funktionsnedsættelse\w*|tab"
    r"|support need|need|loss|reduced|impairment|functioning|niveau|level|grad|degree)"
)
_LEVEL = tuple(
    (number, re.compile(rf"\b(?:{words}){_OF_LEVEL}", re.IGNORECASE)) for number, words in enumerate(_LEVELS, 1)
)
_FFB = re.compile(
    r"\bFFB(?:[ -](?:niveau|level|støttebehov|støttebehovsniveau))? ?(\d)(?: ?(?:-|–|til|to|og|and|eller|or) ?(\d))?",
    re.IGNORECASE,
)
_OF_FFB = ("case.support_need", "case.functioning")


def own_number(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield parameters whose source or label gives another number of their unit, levels called otherwise, and other rates."""
    thresholds = list(compared(leaf, every[-1]))
    parameters: Mapping[str, ParameterRecord] = leaf.record.get("parameters", {})
    for name, row in parameters.items():
        texts: list[tuple[ValuePath, str, str]] = [(("parameters", name, "source"), "da", str(row.get("source", "")))]
        label = leaf.record.get("labels", {}).get(name)
        texts += [(("labels", name, language), language, str(label[language])) for language in ("da", "en") if label]
        yield from _of_parameter(
            leaf, every[-1], name, row, texts, [one for one in thresholds if one.parameter == name]
        )
    by_statement: dict[ValuePath, list[Threshold]] = {}
    for one in thresholds:
        by_statement.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ruled = by_statement.get(statement.path, [])
        said: list[tuple[ValuePath, str, str]] = [(text.path, text.language, text.text) for text in statement.texts]
        yield from other_rates_compared(leaf, statement, every[-1])
        if statement.section != "facts" and ruled:
            yield from other_rate(leaf, statement.id, said, ruled, every[-1])
            yield from _levels(leaf, statement.id, said, ruled)


def _of_parameter(
    leaf: Layer,
    guideline: Guideline,
    name: str,
    row: ParameterRecord,
    texts: list[tuple[ValuePath, str, str]],
    ruled: list[Threshold],
) -> Iterator[GuidelineError]:
    value, unit, at = Decimal(str(row["value"])), str(row.get("unit")), leaf.locate(("parameters", name, "value"))
    for _path, language, text in texts:
        said = worded_unit(text, unit, language)
        near = 1 if _BEYOND.search(text) else 0
        both = {*numbers_in(text, "da"), *numbers_in(text, "en")}
        as_said = [one for number in (*both, *said) for one in (number, number + 100, number * 7)]
        last = {value - 1 if one.operator == "<" else value + 1 for one in ruled if one.operator in ("<", ">")}
        is_last = row.get("unit") in _WHOLE and _INCLUDED.search(text) is not None and not last.isdisjoint(said)
        if said and not is_last and not any(abs(one - value) <= near for one in as_said):
            message = _("{id}: the source says {said} {unit}, and the value is {number}",
                        id=name, said=", ".join(map(str, said)), unit=unit_word(unit), number=value)  # fmt: skip
            yield GuidelineError(message, at=at, code="other-number")
            return
    is_of_ffb = unit == "level" and all(one.fact.startswith(_OF_FFB) for one in ruled)
    if is_of_ffb:
        levels = {level for _path, _language, text in texts for level in _levels_in(text)}
        if levels and value not in levels:
            yield _other_level(leaf, name, levels, value, ("parameters", name, "value"))
            return
    yield from other_rate(leaf, name, texts, ruled, guideline)


def _levels_in(text: str) -> set[int]:
    plain = plain_text(text)
    found = {number for number, pattern in _LEVEL if pattern.search(plain)}
    for first, last in _FFB.findall(plain):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def _levels(
    leaf: Layer, id: str, texts: list[tuple[ValuePath, str, str]], ruled: Sequence[Threshold]
) -> Iterator[GuidelineError]:
    """A level that is called otherwise: where the texts name one, their source is not read."""
    own = [one for one in ruled if one.fact.startswith(_OF_FFB) and one.unit == "level"]
    levels = {level for path, _language, text in texts if path[-1] != "source" for level in _levels_in(text)}
    levels = levels or {level for _path, _language, text in texts for level in _levels_in(text)}
    is_beyond = any(_BEYOND.search(text) for _path, _language, text in texts)
    meant = {int(one.value) for one in own} | ({near for one in own for near in _meant(one)} if is_beyond else set())
    meant |= {int(one.value) - 1 for one in own if one.operator == "<"} | {
        int(one.value) + 1 for one in own if one.operator == ">"
    }
    if own and levels and not levels & meant:
        yield _other_level(leaf, id, levels, own[0].value, own[0].path)


def _meant(one: Threshold) -> set[int]:
    """Return the levels that a text may name beside a comparison: the last that counts, and the first that does not."""
    value = int(one.value)
    return {
        value,
        *({value + 1} if one.operator in (">", "<=") else {value - 1} if one.operator in ("<", ">=") else ()),
    }


def _other_level(leaf: Layer, id: str, levels: set[int], value: int | Decimal, path: ValuePath) -> GuidelineError:
    message = _("{id}: the text names FFB level {said}, and the number is {number}",
                id=id, said=", ".join(map(str, sorted(levels))), number=value)  # fmt: skip
    return GuidelineError(message, at=leaf.locate(path), code="other-number")
