"""What is counted for a day, a week, a month or a year, beside a text that says how much it is for another one.

Of which period a fact is stands in its name (`price_dkk_per_day`), or in how a guideline calls and asks for a fact of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold
from visit.rules.findings.statements import BoundStatement, nodes_of
from visit.rules.findings.texts import SPELT, numbers_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Name

_RATED = re.compile(r"_per_(day|week|month|year)\b")
_WORDS: Mapping[str, str] = {
    "day": r"(?:om|pr\.?|per|i|hver|a|each|every) (?:dagen|dag|døgnet|døgn|day)|dagligt?|daglige|daily",
    "week": r"(?:om|pr\.?|per|i|hver|a|each|every) (?:ugen|uge|week)|ugentligt?|ugentlige|weekly",
    "month": r"(?:om|pr\.?|per|i|hver|a|each|every) (?:måneden|måned|month)|månedligt?|månedlige|monthly",
    "year": r"(?:om|pr\.?|per|hver|hvert|a|each|every) (?:året|år|year)|årligt?|årlige|yearly|annual|annually",
}
_PERIODS = {period: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for period, words in _WORDS.items()}
_EVERY_FEW = re.compile(
    r"\b(?:hver|hvert|every|each) (?:\d+\.?|anden|andet|tredje|fjerde|other|second|third)\b", re.IGNORECASE
)
_NUMBER = rf"(?P<number>\{{[^{{}}]*\}}|(?<![\w.,])(?:\d+(?:[.,]\d+)*|{'|'.join(SPELT)}))"
_PER = {
    period: re.compile(rf"{_NUMBER}(?: (?!om |i )[^\W\d_]+\.?){{0,3}}? (?:{words})(?!\w)", re.IGNORECASE)
    for period, words in _WORDS.items()
}
"""A number, what it is of, and the period that it is for."""


def rate_of(fact: str, guideline: Guideline) -> str | None:
    """Return the period that a fact is counted for; None where it is of no period, or called by two."""
    found = _RATED.search(fact)
    if found is not None:
        return found[1]
    declared = guideline.facts.own.get(fact)
    if declared is None or declared.type.kind != "number":
        return None
    said = [{*_periods_in(declared.words.label(language)), *_periods_in(declared.words.question(language) or "")}
            for language in ("da", "en")]  # fmt: skip
    return next(iter(said[0])) if len(said[0]) == 1 and said[0] == said[1] else None


def _periods_in(text: str) -> Iterator[str]:
    if _EVERY_FEW.search(text) is None:
        yield from (period for period, words in _PERIODS.items() if words.search(text))


def other_rate(
    leaf: Layer, id: str, texts: Sequence[tuple[ValuePath, str, str]], ruled: Sequence[Threshold], guideline: Guideline
) -> Iterator[GuidelineError]:
    """Yield the first of some texts that says a number for another period than the fact that it is compared with is for."""
    for one in ruled:
        rate = rate_of(one.fact, guideline)
        for path, language, text in texts if rate is not None else ():
            said = list(_said(one, path, language, text))
            if said and rate not in said:
                message = _("{id}: the text says how much it is for a {said}, and `{fact}` is for a {rate}",
                            id=id, said=_period(said[0]), fact=one.fact, rate=_period(str(rate)))  # fmt: skip
                at = one.at(leaf) if path[0] not in ("parameters", "labels") else leaf.locate(path)
                yield GuidelineError(message, at=at, code="other-unit")
                return


def _said(one: Threshold, path: ValuePath, language: str, text: str) -> Iterator[str]:
    """Yield the periods that a text says the number of a comparison for; the label of a parameter is all about its number."""
    for period, words in _PER.items():
        for found in words.finditer(text):
            number = found["number"]
            values = {SPELT.get(number.casefold()), *numbers_in(number, language)}
            if number.strip("{}") in (one.parameter, one.fact) or one.value in values:
                yield period
    if path[0] == "labels":
        yield from _periods_in(text)


def other_rates_compared(leaf: Layer, one: BoundStatement, guideline: Guideline) -> Iterator[GuidelineError]:
    """Yield conditions that compare two facts of which each is counted for another period."""
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if isinstance(node, Comparison) and isinstance(node.left, Name) and isinstance(node.right, Name):
                first, second = (rate_of(side.name, guideline) for side in (node.left, node.right))
                if first is not None and second is not None and first != second:
                    message = _("{id}: `{fact}` is for a {rate}, and `{other}`, beside which it is held, for a {other_rate}",
                                id=one.id, fact=node.left.name, rate=_period(first), other=node.right.name,
                                other_rate=_period(second))  # fmt: skip
                    at = leaf.locate_in(condition.path, node.right.column)
                    yield GuidelineError(message, at=at, code="other-unit")


def _period(word: str) -> str:
    return {"day": _("day"), "week": _("week"), "month": _("month"), "year": _("year")}[word]
