"""Two numbers in a list where all between them is meant: `case.age in [18, 30]` is true of those of 18 and of 30 alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Literal, Logic, Name, Node, unparse

_MEASURED = frozenset(("years", "hours", "km", "DKK", "days", "weeks", "months", "percent", "minutes"))
"""Units of which nobody means two numbers alone that lie apart."""
_RANGE = r"(?<![\w.,§-]){low}(?:[ -]?(?!\d)[^\W\d]+)? ?(?:-|–|til|to|og|and) ?{high}(?![\w.,]\d)"


def listed_ends(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield conditions of a layer that list the first and the last number of what the text, or the unit, says is a range."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        for condition in one.conditions:
            for node in nodes_of(condition.node):
                found = _two_numbers(node, guideline)
                if found is None:
                    continue
                fact, low, high, is_listed = found
                is_measured = is_listed and guideline.types[fact].unit in _MEASURED
                if _value(high, guideline) - _value(low, guideline) >= 2 and (is_measured or _is_range(one, low, high)):
                    message = _("{id}: `{part}` is true of {low} and of {high} alone, and of nothing between them",
                                id=one.id, part=unparse(node), low=unparse(low), high=unparse(high))  # fmt: skip
                    help = _("for all between them write `{sign}`", sign=f"{unparse(low)} <= {fact} <= {unparse(high)}")
                    at = leaf.locate_in(condition.path, node.column)
                    yield GuidelineError(message, at=at, help=help, code="list-as-range")


def _two_numbers(node: Node, guideline: Guideline) -> tuple[str, Node, Node, bool] | None:
    """Return a fact, two numbers that it may be, the lower one first, and whether they stand in a list."""
    match node:
        case Comparison(operator="in", left=Name(name=fact), right=Listing(items=(first, second))):
            is_listed = True
        case Logic(
            operator="or",
            parts=(
                Comparison(operator="==", left=Name(name=fact), right=first),
                Comparison(operator="==", left=Name(name=other), right=second),
            ),
        ) if fact == other:
            is_listed = False
        case _:
            return None
    type = guideline.types.get(fact)
    if type is None or type.kind != "number" or not all(_is_number(one, guideline) for one in (first, second)):
        return None
    low, high = sorted((first, second), key=lambda one: _value(one, guideline))
    return fact, low, high, is_listed


def _is_number(node: Node, guideline: Guideline) -> bool:
    if isinstance(node, Name):
        return node.name in guideline.parameters
    return isinstance(node, Literal) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool)


def _value(node: Node, guideline: Guideline) -> Decimal:
    assert isinstance(node, Name | Literal)
    return Decimal(str(guideline.parameters[node.name].value if isinstance(node, Name) else node.value))


def _is_range(one: BoundStatement, low: Node, high: Node) -> bool:
    """Return whether every text says from one of the numbers to the other; two with “and” between them only behind “between”."""
    said = [plain_text(text.text) for text in one.worded or one.texts]
    pattern = _RANGE.format(low=re.escape(unparse(low)), high=re.escape(unparse(high)))
    found = [re.search(rf"(?P<between>mellem |between )?{pattern}", text, re.IGNORECASE) for text in said]
    return bool(found) and all(
        each is not None and (each["between"] or not re.search(r"\b(?:og|and)\b", each[0])) for each in found
    )
