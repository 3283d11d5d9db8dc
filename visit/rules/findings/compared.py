"""What the conditions of a layer set against a number: each comparison with its place, as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from visit.errors import Location
from visit.reading.fault_words import ValuePath
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    ExpressionError,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
    unparse,
)
from visit.rules.language.periods import times_finer

_FIELDS = ("when", "require", "unless", "higher", "lower", "never", "value")
_OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One comparison of a fact with a number.

    Attributes:
        section: Of the statement.
        id: What the statement is called.
        statement: The statement's path.
        path: The path of the condition.
        fact: What is compared.
        operator: With the fact on its left.
        value: The number.
        parameter: Whose value it is; None where it is written in the condition.
        unit: The fact's unit.
        column: Where the number stands in the condition, from 0.
    """

    section: str
    id: str
    statement: ValuePath
    path: ValuePath
    fact: str
    operator: str
    value: int | Decimal
    parameter: str | None
    unit: str | None
    column: int

    def at(self, leaf: Layer) -> Location:
        """Return where the number stands."""
        return leaf.locate_in(self.path, self.column)


@dataclass(frozen=True, slots=True)
class WrittenCondition:
    """A condition of a layer as it is written."""

    section: str
    id: str
    statement: ValuePath
    path: ValuePath
    node: Node


def written_conditions(leaf: Layer) -> Iterator[WrittenCondition]:
    """Yield every condition that a layer writes, those of tables row by row."""
    for section, key, row, path in leaf.statements():
        if not isinstance(row, Mapping):
            continue
        fields = [(*path, field) for field in _FIELDS if field in row]
        if section == "facts":
            lines = [
                (index, field) for index, line in enumerate(row["rows"]) for field in ("when", "then") if field in line
            ]
            fields += [(*path, "rows", index, field) for index, field in lines]
        for place in fields:
            value: object = row
            for part in place[len(path) :]:
                value = value[part]  # type: ignore[index]
            if isinstance(value, str):
                with suppress(ExpressionError):
                    yield WrittenCondition(section, key, path, place, parse_condition(value))


def compared(leaf: Layer, guideline: Guideline) -> Iterator[Threshold]:
    """Yield every comparison of a fact with a number that a layer writes."""
    for one in written_conditions(leaf):
        for comparison in comparisons_in(asserted(one.node)):
            yield from _with_a_number(one, comparison, guideline)


def compared_counts(leaf: Layer, guideline: Guideline) -> Iterator[Threshold]:
    """Yield every comparison of how many there are with a number, `count(case.actors) > 3`: a number of no unit."""
    for one in written_conditions(leaf):
        for comparison in comparisons_in(asserted(one.node)):
            called, found = comparison.left, _number(comparison.right, guideline)
            if isinstance(called, Call) and called.function == "count" and found is not None:
                value, parameter = found
                yield Threshold(
                    one.section, one.id, one.statement, one.path, unparse(called), comparison.operator, value, parameter,
                    None, comparison.right.column,
                )  # fmt: skip


def asserted(node: Node, *, is_denied: bool = False) -> Node:
    """Return a condition without `not`: what is denied is its opposite."""
    match node:
        case Not(operand=operand):
            return asserted(operand, is_denied=not is_denied)
        case Logic(operator=operator, parts=parts):
            other = {"and": "or", "or": "and"}[operator] if is_denied else operator
            return replace(node, operator=other, parts=tuple(asserted(one, is_denied=is_denied) for one in parts))
        case Comparison(operator=operator) if is_denied and operator in _OPPOSITE:
            return replace(node, operator=_OPPOSITE[operator])
        case _:
            return node


def comparisons_in(node: Node) -> Iterator[Comparison]:
    """Yield every comparison of a condition."""
    match node:
        case Comparison():
            yield node
            for part in (node.left, node.right):
                yield from comparisons_in(part)
        case Not(operand=operand):
            yield from comparisons_in(operand)
        case Logic() | Call() | Listing():
            parts = node.parts if isinstance(node, Logic) else node.arguments if isinstance(node, Call) else node.items
            for part in parts:
                yield from comparisons_in(part)
        case Arithmetic(left=left, right=right):
            yield from comparisons_in(left)
            yield from comparisons_in(right)


def _with_a_number(one: WrittenCondition, comparison: Comparison, guideline: Guideline) -> Iterator[Threshold]:
    sides = ((comparison.left, comparison.right, comparison.operator),
             (comparison.right, comparison.left, _TURNED.get(comparison.operator, comparison.operator)))  # fmt: skip
    for left, right, operator in sides:
        items = right.items if isinstance(right, Listing) else (right,)
        for item in items:
            found = _number(item, guideline)
            fact = _fact(left)
            if found is not None and fact is not None and fact not in guideline.parameters and fact in guideline.types:
                value, parameter = found
                unit = guideline.types[fact].unit
                if isinstance(item, Literal) and item.unit is not None and unit is not None:
                    value *= times_finer(item.unit, unit) or 1  # `4 weeks` of what is counted in days are 28
                yield Threshold(
                    one.section, one.id, one.statement, one.path, fact, operator, value, parameter, unit, item.column,
                )  # fmt: skip


def _fact(node: Node) -> str | None:
    if isinstance(node, Call) and node.function in ("min", "max") and len(node.arguments) == 1:
        return _fact(node.arguments[0])
    return node.name if isinstance(node, Name) else None


def _number(node: Node, guideline: Guideline) -> tuple[int | Decimal, str | None] | None:
    if isinstance(node, Name) and node.name in guideline.parameters:
        return guideline.parameters[node.name].value, node.name
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool | date):
        return node.value, None
    return None
