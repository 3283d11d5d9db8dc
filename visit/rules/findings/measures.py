"""What is counted or computed and held against a number: how many members a set has, a sum of hours, the years between two days.

What is counted is too rich to go through; the number that comes of it is not. Two conditions that count the same share it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import ORDER, Condition
from visit.rules.language.expression import Arithmetic, Call, Comparison, Literal, Name, Node, inside, unparse
from visit.rules.language.types import NUMBER, Type

_COUNTED = ("count", "sum", "max", "min", "years_between", "months_between", "days_between")
_UNITS = {"years_between": "years", "months_between": "months", "days_between": "days"}
_UNTIL_TODAY = ("case.born", "case.assessed", "case.baseline.measured")
"""Days that do not lie ahead of the day that is asked about."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One comparison of what is computed with a number.

    Attributes:
        name: How what is computed is written; it stands for its value.
        type: The type of that.
        least: The least that it can be; None where nothing says so: the days until one that is past are below none.
        most: The most that it can be; None where nothing says so.
        limit: The number.
        holds: Whether the comparison is true of a value.
    """

    name: str
    type: Type
    least: int | None
    most: int | None
    limit: int | Decimal
    holds: Callable[[int | Decimal], bool]


def measure_of(guideline: Guideline, atom: Condition) -> Measure | None:
    """Return what an atom computes and holds against a number; None where it does something else."""
    node = atom.node
    if not isinstance(node, Comparison) or node.operator not in ORDER:
        return None
    for left, right, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _TURNED[node.operator]),
    ):
        limit = _number(guideline, right)
        if limit is not None and isinstance(left, Call) and left.function in _COUNTED:
            found = _measure(guideline, left, operator, limit)
            units = {guideline.types[name].unit for name in _names(right) if name in guideline.types}
            return found if units <= {None, found.type.unit} else None
    return None


def _measure(guideline: Guideline, call: Call, operator: str, limit: int | Decimal) -> Measure:
    name = next((guideline.types[one] for one in _names(call) if one in guideline.types), NUMBER)
    unit = _UNITS.get(call.function, name.unit if call.function in ("sum", "max", "min") else None)
    least: int | None = None if unit is None and call.function != "count" else 0
    most: int | None = None
    if call.function in _UNITS:
        least, most = _between(*map(unparse, call.arguments))
    elif call.function == "count":
        most = len(call.arguments)
        if len(call.arguments) == 1:
            codes = guideline.lists.get(name.codes or "")
            most = len(codes.terms) if codes is not None else None
    elif unit == "level" and call.function in ("max", "min"):
        most = 4
    test = ORDER[operator]
    return Measure(unparse(call), Type("number", unit=unit), least, most, limit, lambda value: test(value, limit))


def _between(start: str, end: str) -> tuple[int | None, int | None]:
    """Return the least and the most that can lie between two days: what ends before it begins counts backwards."""
    if end == "as_of" and start in _UNTIL_TODAY:
        return 0, None
    return (None, 0) if start == "as_of" and end in _UNTIL_TODAY else (None, None)


def _names(node: Node) -> list[str]:
    found = [node.name] if isinstance(node, Name) else []
    return [*found, *(name for part in inside(node) for name in _names(part))]


def _number(guideline: Guideline, node: Node) -> int | Decimal | None:
    match node:
        case Literal(value=int() | Decimal() as value, unit=None) if not isinstance(value, bool):
            return value
        case Name(name=name) if name in guideline.parameters:
            return guideline.parameters[name].value
        case Arithmetic(operator="*", left=left, right=right):
            first, second = _number(guideline, left), _number(guideline, right)
            return None if first is None or second is None else first * second
        case _:
            return None
