"""What is counted or computed and held against a number: how many members a set has, a sum of hours, the years between two days.

What is counted is too rich to go through; the number that comes of it is not. Two conditions that count the same share it. That one
of some levels is above a number says how high the highest is, and that one day is before another how many days lie between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from visit.rules.guideline.values import Guideline
from visit.rules.language.conditions import ORDER, Condition
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    KeySelection,
    Literal,
    Name,
    Node,
    inside,
    unparse,
)
from visit.rules.language.types import NUMBER, Type
from visit.rules.language.values import UNKNOWN, Levels, Truth, Value

MOST = (
    ("case.age", 150), ("case.needs.hours_per_week", 336), ("case.needs.days_per_week", 7), ("option.open_days", 7),
    ("option.open_hours", 168), ("option.step", 9), ("placement.home_step", 9),
)  # fmt: skip
"""The most that a case file or a catalogue can lead to: years of age, hours of a week, days of a week, steps of a ladder."""
_OLDEST_YEARS = 150
OF_SOME = ("case.needs.hours_per_week", "case.needs.days_per_week")
"""Levels that are recorded of some keys, of which the others are none."""
_A_YEAR = {"years": 1, "months": 12, "days": 366}
HIGHEST_LEVEL = 4
_COUNTED = ("count", "sum", "max", "min", "years_between", "months_between", "days_between")
_UNITS = {"years_between": "years", "months_between": "months", "days_between": "days"}
_UNTIL_TODAY = ("case.born", "case.assessed", "case.baseline.measured")
"""Days that do not lie ahead of the day that is asked about."""
NOTHING = Levels({})
"""Nothing to count or compute: hours that are recorded for no area. What is recorded for none has no highest and no lowest."""
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
        holds: Whether the comparison is true of a number.
        of_nothing: What it is where there is nothing to compute; None where there always is something.
    """

    name: str
    type: Type
    least: int | None
    most: int | None
    limit: int | Decimal
    holds: Callable[[int | Decimal], bool]
    of_nothing: Truth | None = None

    def truth(self, value: Value) -> Truth:
        """Return whether the comparison is true of a value."""
        if isinstance(value, int | Decimal):
            return self.holds(value)
        return self.of_nothing if value == NOTHING and self.of_nothing is not None else UNKNOWN


def measure_of(guideline: Guideline, atom: Condition) -> Measure | None:
    """Return what an atom computes and holds against a number; None where it does something else."""
    node = atom.node
    if isinstance(node, Call) and node.function in ("any", "all"):
        return _of_some(guideline, node)
    if not isinstance(node, Comparison) or node.operator not in ORDER:
        return None
    if isinstance(node.left, Name) and isinstance(node.right, Name):
        return _of_days(guideline, node.left, node.operator, node.right)
    for left, right, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _TURNED[node.operator]),
    ):
        limit = _number(guideline, right)
        if limit is not None and (unit := _unit_of_sum(guideline, left)) is not None:
            return _compared(left, Type("number", unit=unit), 0, None, operator, limit)
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
        start, end = map(unparse, call.arguments)
        least, most = _between(start, end, _A_YEAR[_UNITS[call.function]])
    elif call.function == "count":
        most = len(call.arguments)
        if len(call.arguments) == 1:
            codes = guideline.lists.get(name.codes or "")
            most = len(codes.terms) if codes is not None else None
    elif len(call.arguments) == 1:
        most = _most(guideline, call.arguments[0], call.function)
    found = _compared(call, Type("number", unit=unit), least, most, operator, limit)
    is_extreme = call.function in ("max", "min") and len(call.arguments) == 1
    return replace(found, of_nothing=UNKNOWN) if is_extreme and _may_be_nothing(call.arguments[0]) else found


def _compared(
    node: Node, type: Type, least: int | None, most: int | None, operator: str, limit: int | Decimal
) -> Measure:
    test = ORDER[operator]
    return Measure(unparse(node), type, least, most, limit, lambda value: test(value, limit))


def _unit_of_sum(guideline: Guideline, node: Node) -> str | None:
    """Return the unit of facts that are added up, of which none is below 0; None where it is another computation."""
    if not isinstance(node, Arithmetic) or node.operator != "+":
        return None
    parts = [_quantity(guideline, part) for part in (node.left, node.right)]
    return parts[0] if parts[0] == parts[1] else None


def _quantity(guideline: Guideline, node: Node) -> str | None:
    if isinstance(node, Name) and node.name in guideline.facts and guideline.types[node.name].kind == "number":
        return guideline.types[node.name].unit
    return _unit_of_sum(guideline, node)


def _most(guideline: Guideline, node: Node, function: str) -> int | None:
    """Return the most that the highest, the lowest or the sum of some levels can be; None where nothing says so."""
    if not isinstance(node, Name | KeySelection):
        return None
    name = node.of.name if isinstance(node, KeySelection) else node.name
    type = guideline.types.get(name)
    codes = None if type is None else guideline.lists.get(type.codes or "")
    if type is None or type.kind != "levels" or codes is None:
        return None
    each = HIGHEST_LEVEL if type.unit == "level" else dict(MOST).get(name)
    some = len(node.keys) if isinstance(node, KeySelection) else len(codes.terms)
    return each if each is None or function != "sum" else each * some


def _of_some(guideline: Guideline, call: Call) -> Measure | None:
    """Return what `any` or `all` of some levels above or below a number says of the highest or the lowest of them."""
    only = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(only, Comparison) or only.operator not in ("<", "<=", ">", ">="):
        return None
    for left, right, operator in (
        (only.left, only.right, only.operator),
        (only.right, only.left, _TURNED[only.operator]),
    ):
        limit = _number(guideline, right)
        if limit is None or _most(guideline, left, "max") is None:
            continue
        is_highest = (operator in (">", ">=")) is (call.function == "any")
        extreme = Call("max" if is_highest else "min", (left,), call.column)
        found = _measure(guideline, extreme, operator, limit)
        return found if found.of_nothing is None else replace(found, of_nothing=call.function == "all")
    return None


def _may_be_nothing(node: Node) -> bool:
    """Return whether levels may be of nothing: an area that no hours or days are recorded for has none of its own."""
    of = node.of if isinstance(node, KeySelection) else node
    return isinstance(of, Name) and of.name in OF_SOME


def _of_days(guideline: Guideline, left: Name, operator: str, right: Name) -> Measure | None:
    """Return how many days lie between two days of which one is held against the other."""
    types = [guideline.types.get(one.name) for one in (left, right)]
    if left.name == right.name or any(one is None or one.kind != "date" for one in types):
        return None
    if left.name == "as_of":
        return _of_days(guideline, right, _TURNED[operator], left)
    return _measure(guideline, Call("days_between", (left, right), left.column), _TURNED[operator], 0)


def _between(start: str, end: str, a_year: int) -> tuple[int | None, int | None]:
    """Return the least and the most that can lie between two days: what ends before it begins counts backwards."""
    if end == "as_of" and start in _UNTIL_TODAY:
        return 0, _OLDEST_YEARS * a_year if start == "case.born" else None
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
