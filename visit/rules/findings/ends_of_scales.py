"""A word of every text for one end of a scale, beside a condition that asks for the other end: “far away” beside `< 50`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.reading.fault_words import ValuePath
from visit.rules.findings.compared import Threshold, compared
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline

_AWAY = (r"tæt på ~ i nærheden ~ near ~ close to ~ nearby", r"langt (?:væk|fra) ~ far (?:away|from)")
_DEAR = (r"billig\w* ~ cheap\w*", r"dyr\w* ~ dear ~ expensive ~ costly")
_SCALES: Mapping[str, tuple[str, str]] = {
    "travel.": _AWAY,
    "option.price": _DEAR,
    "placement.price": _DEAR,
    "option.waiting_days": ("kort ventetid ~ short waits? ~ short waiting time", "lang ventetid ~ long waits? ~ long waiting time"),
    "case.needs.hours_per_week": ("få timer ~ few hours", "mange timer ~ many hours"),
    "option.months": ("korte? ophold ~ short stays?", "lang(?:e|t)? ophold ~ long stays?"),
    "option.specialisation": (r"almene? ~ generelle? ~ general", r"højt specialisere\w* ~ highly specialis\w*"),
}  # fmt: skip
"""How facts begin, with the words for their low end and their high end."""
_SECTIONS = ("approvals", "notices", "follow_up", "deadlines", "grants", "service_levels")
_DENIED = any_word(r"ikke ~ ingen ~ uden ~ not ~ no ~ without ~ end ~ than")
_FIRST = re.compile(r"[.;:](?:\s|$)")


def other_end_of_scale(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose texts first name one end of a scale, and whose condition asks for the other end alone."""
    asked: dict[ValuePath, list[Threshold]] = {}
    for one in compared(leaf, every[-1]):
        if one.path[-1] == "when":
            asked.setdefault(one.statement, []).append(one)
    for statement in bound_statements(leaf):
        ones = asked.get(statement.path, []) if statement.section in _SECTIONS and statement.worded else []
        for begins, words in _SCALES.items():
            of_fact = [one for one in ones if one.fact.startswith(begins)]
            if len(of_fact) == 1 and (said := _said(statement, words, of_fact[0])) is not None:
                has = of_fact[0]
                message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                            id=statement.id, said=said, sign=has.operator, number=has.parameter or has.value)  # fmt: skip
                yield GuidelineError(message, at=has.at(leaf), code="other-limit")
                break


def _said(statement: BoundStatement, words: tuple[str, str], has: Threshold) -> str | None:
    """Return the word of the first text for the end that the condition does not ask for, where every text has one."""
    first = [_FIRST.split(plain_text(text.text))[0] for text in statement.worded]
    if any(_DENIED.search(text) for text in first):
        return None
    low, high = ([any_word(one).search(text) for text in first] for one in words)
    if all(low) and not any(high) and low[0] and _asks_only(has, is_low=False):
        return low[0][0]
    if all(high) and not any(low) and high[0] and _asks_only(has, is_low=True):
        return high[0][0]
    return None


def _asks_only(has: Threshold, *, is_low: bool) -> bool:
    """Return whether a comparison asks for one end of its scale alone."""
    if has.fact == "option.specialisation":
        end = 3 if is_low else 1
        return not _COMPARED[has.operator](Decimal(end), Decimal(str(has.value)))
    return has.operator in (("<", "<=") if is_low else (">", ">="))


_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda one, two: one < two, "<=": lambda one, two: one <= two, ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two, "==": lambda one, two: one == two, "!=": lambda one, two: one != two,
    "in": lambda one, two: True, "not in": lambda one, two: True,
}  # fmt: skip
