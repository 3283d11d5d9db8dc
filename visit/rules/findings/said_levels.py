"""Levels that a text says otherwise than its condition: “støttebehov 2 og derover” beside `>= 3`.

A level is said behind a word for it, and not as a number of something. Between two levels there is one border, however it is said:
“from 3”, “above 2”, and of those on the other side “below 3”, “up to 2”. It is told only where no border of a text is one of the
condition's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.statements import bound_statements
from visit.rules.findings.texts import names_in_braces
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_LEVEL = (
    r"(?:niveau(?:et|er)?|støttebehov(?:et)?|funktionsniveau(?:et)?|FFB|levels?|support needs?(?: of)?|needs? of|grad)"
)
_SAID, _STEP = (
    re.compile(
        rf"(?:(?P<above>over|above)|(?P<below>under|below)|(?P<most>højst|til og med|op til|at most|up to)"
        rf"|(?P<least>fra|fra og med|mindst|from|at least)|\b)\s*{words}(?: (?:på|er|er på|is|is at))? "
        rf"(?P<low>{digit})(?![\w.,]\d)(?:\s*(?:-|–|til|to|og|and|eller|or)\s*(?P<high>{digit})(?!\w))?"
        r"(?: (?:eller|og|or|and) (?P<side>derover|opefter|mere|højere|over|above|more|higher|up"
        r"|derunder|mindre|lavere|below|less|lower))?",
        re.IGNORECASE,
    )
    for words, digit in ((_LEVEL, "[0-4]"), (r"(?:trin(?:net|ene)?|steps?)", "[0-9]"))
)
"""What says levels, and what says steps."""
_DOWN = frozenset(("derunder", "mindre", "lavere", "below", "less", "lower"))
_UP_TO = {">": 1, "<=": 1, ">=": 0, "<": 0}
"""How far above its number the border lies of each comparison."""


def said_levels(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text says a level that their condition has otherwise."""
    for unit, words in (("level", _SAID), ("step", _STEP)):
        yield from _of_unit(leaf, every[-1], unit, words)


def _of_unit(leaf: Layer, guideline: Guideline, unit: str, words: re.Pattern[str]) -> Iterator[GuidelineError]:
    levels: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, guideline):
        if one.unit == unit:
            levels.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ones = levels.get(statement.path, [])
        is_one_alone = len(ones) == 1 and ones[0].operator == "=="
        borders = {border for one in ones for border in _borders_of(one)}
        for text in statement.texts if borders else ():
            if names_in_braces(text.text) & {one.parameter for one in ones}:
                continue
            said = list(_said(text.text, words))
            is_other = is_one_alone and len(said) == 1 and len(said[0][2]) == 2 and said[0][2] != borders
            is_its_number = any(level == one.value for _words, level, _found in said for one in ones)  # `said_limits`
            is_apart = bool(said) and not any(found & borders for _words, _level, found in said)
            if not is_its_number and (is_other or is_apart):
                has = ones[0]
                message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                            id=statement.id, said=said[0][0], sign=has.operator, number=has.parameter or has.value)  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(text.path), code="other-limit")
                break


def _borders_of(one: Threshold) -> set[int]:
    """Return the borders that a comparison sets, each by the level above it; of one level both of its own."""
    value = int(one.value)
    return {value + _UP_TO[one.operator]} if one.operator in _UP_TO else {value, value + 1}


def _said(text: str, words: re.Pattern[str]) -> Iterator[tuple[str, int, set[int]]]:
    """Yield what a text says of levels: the words, the level, and the borders that it may mean."""
    for found in words.finditer(text):
        low, high = int(found["low"]), found["high"]
        if high is not None:
            borders = {low, int(high) + 1}
        elif found["above"] or found["most"]:
            borders = {low + 1}
        elif found["below"] or found["least"]:
            borders = {low}
        elif found["side"] is not None:
            borders = {low + 1} if found["side"].casefold() in _DOWN else {low}
        else:
            borders = {low, low + 1}
        yield found[0].strip(), low, borders
