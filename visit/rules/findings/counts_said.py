"""How many of something a text says, beside a count in the condition: “three or more” beside `count(case.actors) >= 2`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import SPELT
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Call, Comparison, Literal, Name, Node

_NUMBER = rf"(\d+|{'|'.join(SPELT)})"
_NO_UNIT = r"(?![\w.,])(?! ?(?:%|km|år|kr|timer|dage|uger|måneder|years|hours|days|weeks|months))"
_AT_LEAST = tuple(
    (more, re.compile(words, re.IGNORECASE))
    for more, words in (
        (0, rf"(?<![\w.,§-]){_NUMBER}(?: [^\W\d]+)? (?:eller|og|or|and) (?:flere|mere|more)\b"),
        (0, rf"\b(?:mindst|at least|fra) {_NUMBER}{_NO_UNIT}"),
        (1, rf"\b(?:mere end|flere end|more than) {_NUMBER}{_NO_UNIT}"),
    )
)
"""How a text says at least how many, with what is added to the number."""
_LEAST = {">=": 0, ">": 1}


def other_count(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that ask for another count than their text or the source of their number."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        counted = [
            (condition.path, node, least)
            for condition in one.conditions
            for node in nodes_of(condition.node)
            if isinstance(node, Comparison) and (least := _least(node, guideline)) is not None
        ]
        if len(counted) != 1:
            continue
        path, node, least = counted[0]
        said = {number for text in _texts(leaf, one, node) for number in _counts(text)}
        if said and least not in said:
            message = _("{id}: the text says {said}, and the condition asks for {number} or more",
                        id=one.id, said=", ".join(map(str, sorted(said))), number=least)  # fmt: skip
            yield GuidelineError(message, at=leaf.locate_in(path, node.column), code="other-number")


def _least(node: Comparison, guideline: Guideline) -> int | None:
    """Return how many a comparison of a count asks for at least."""
    left = node.left
    counts = (isinstance(left, Call) and left.function == "count") or (
        isinstance(left, Name) and left.name.endswith(".count")
    )
    value = _value(node.right, guideline)
    return value + _LEAST[node.operator] if counts and value is not None and node.operator in _LEAST else None


def _value(node: Node, guideline: Guideline) -> int | None:
    if isinstance(node, Name) and node.name in guideline.parameters:
        return int(guideline.parameters[node.name].value)
    return (
        node.value
        if isinstance(node, Literal) and isinstance(node.value, int) and not isinstance(node.value, bool)
        else None
    )


def _texts(leaf: Layer, one: BoundStatement, node: Comparison) -> Iterator[str]:
    yield from (text.text for text in one.texts)
    name = node.right.name if isinstance(node.right, Name) else ""
    row = leaf.record.get("parameters", {}).get(name)
    if row is not None:
        yield str(row.get("source", ""))


def _counts(text: str) -> Iterator[int]:
    for more, pattern in _AT_LEAST:
        for found in pattern.findall(text):
            yield int(SPELT.get(found.casefold()) or found) + more
