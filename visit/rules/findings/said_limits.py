"""Limits that a text says otherwise than its condition: “more than 12 hours” beside `>= 12` or `< 12`.

Read cautiously: only a number with its unit (or a parameter in braces) behind a word that says on which side of it something lies,
and only beside a comparison of the same statement with that very number. A text may say the limit or what lies beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import cast

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bound import BoundCondition, bound_conditions
from visit.rules.findings.domains import atoms_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Comparison, Literal, Name, Node

_UNITS: Mapping[str, str] = {
    "km": r"km|kilometer|kilometre|kilometres", "hours": r"timer|timers|hours?", "days": r"dage|dages|days?",
    "weeks": r"uger|ugers|weeks?", "months": r"måneder|måneders|mdr|months?", "years": r"år|years?",
    "percent": r"%|procent|pct|percent", "DKK": r"kr|kroner|DKK",
}  # fmt: skip
_WORDS: Mapping[str, str] = {
    "<=": r"ikke (?:mere|flere|længere) end|ikke over|højst|maksimalt|maks\.?|op til|not? more than|not over|at most|up to",
    ">=": r"ikke under|mindst|minimum|not less than|no less than|at least",
    ">": r"mere end|flere end|længere end|ældre end|ud over|over|more than|longer than|older than|above|beyond",
    "<": r"mindre end|færre end|kortere end|yngre end|under|less than|fewer than|shorter than|younger than|below",
}
"""What says on which side of a number something lies; the first that fits counts."""
_SIDE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in zip("abcd", _WORDS.values(), strict=True)))
_SIGNS = dict(zip("abcd", _WORDS, strict=True))
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BEYOND = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_AS_SAID = ("approvals", "follow_up", "deadlines")
"""Sections whose text says for whom they are, and not what is usual."""
_NUMBER = re.compile(r"\s+(?:\{(?P<name>[\w.-]+)\}|(?P<number>\d+(?:[.,]\d+)?))[ -]?(?P<unit>[^\W\d]+\.?|%)?")


def said_limits(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield texts of a layer that put a number on the other side of its limit than the condition does."""
    guideline = every[-1]
    compared: dict[tuple[str, str], list[tuple[str, Decimal, str]]] = {}
    for one in bound_conditions(leaf, guideline):
        compared.setdefault((one.section, one.id), []).extend(_compared(guideline, one))
    for section, id, row, path in leaf.statements():
        ones = compared.get((section, id), []) if isinstance(row, Mapping) else []
        for field in ("reason", "text") if ones and isinstance(row, Mapping) else ():
            both = cast("Mapping[str, Mapping[str, str]]", row).get(field, {})
            for language in both:
                wrong = _otherwise(guideline, section, both[language], ones)
                if wrong is not None:
                    message = _("{id}: the text says “{said}”, and the condition has `{sign} {number}`",
                                id=id, said=wrong[0], sign=wrong[1], number=wrong[2])  # fmt: skip
                    yield GuidelineError(message, at=leaf.locate((*path, field, language)), code="other-limit")
                    break


def _compared(guideline: Guideline, one: BoundCondition) -> Iterator[tuple[str, Decimal, str]]:
    """Yield sign, number and unit of every comparison of a fact with a number."""
    for atom in atoms_of(one.condition):
        yield from _with_a_number(guideline, atom)


def _with_a_number(guideline: Guideline, atom: Condition) -> Iterator[tuple[str, Decimal, str]]:
    if not isinstance(atom.node, Comparison) or atom.node.operator not in _TURNED:
        return
    node = atom.node
    for left, right, sign in ((node.left, node.right, node.operator), (node.right, node.left, _TURNED[node.operator])):
        number = _number(guideline, right)
        if isinstance(left, Name) and left.name not in guideline.parameters and number is not None:
            type = guideline.types.get(left.name)
            unit = type.unit if type is not None else None
            if unit is not None and unit in _UNITS:
                yield sign, number, unit


def _number(guideline: Guideline, node: Node) -> Decimal | None:
    if isinstance(node, Name) and node.name in guideline.parameters:
        return Decimal(guideline.parameters[node.name].value)
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool):
        return Decimal(node.value)
    return None


def _otherwise(
    guideline: Guideline, section: str, text: str, ones: Sequence[tuple[str, Decimal, str]]
) -> tuple[str, str, Decimal] | None:
    """Return what a text says, and the sign and number of the condition that has it otherwise; None where they agree."""
    for said in _SIDE.finditer(text.casefold()):
        if said.start() and (text[said.start() - 1].isalnum() or text[said.start() - 1] in "-§"):
            continue
        follows = _NUMBER.match(text, said.end())
        if follows is None:
            continue
        number = _said_number(guideline, follows)
        sign = _SIGNS[str(said.lastgroup)]
        here = [(has, value) for has, value, unit in ones if value == number and _is_unit(follows, unit)]
        fits = {sign} if section in _AS_SAID else {sign, _BEYOND[sign]}
        if here and not any(has in fits for has, _value in here):
            return text[said.start() : follows.end()].strip(), here[0][0], here[0][1]
    return None


def _said_number(guideline: Guideline, follows: re.Match[str]) -> Decimal | None:
    if (name := follows["name"]) is not None:
        return Decimal(guideline.parameters[name].value) if name in guideline.parameters else None
    return Decimal(follows["number"].replace(",", "."))


def _is_unit(follows: re.Match[str], unit: str) -> bool:
    if follows["name"] is not None:
        return True
    return re.fullmatch(_UNITS[unit], (follows["unit"] or "").rstrip("."), re.IGNORECASE) is not None
