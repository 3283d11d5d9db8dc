"""Numbers of two units held against each other: weeks as days and years as months where that is exact; anything else is refused.

A fact counts whole units: somebody of 1 year may be 20 months old, so `case.age` cannot be told in months. What a guideline writes
itself, a number or a parameter, is as exact as it is written.
"""

from __future__ import annotations

from fractions import Fraction

from visit.locale import text as _
from visit.rules.language.binder import Binder, units_fit
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal, Node
from visit.rules.language.periods import UNITS, times_finer
from visit.rules.language.types import Type
from visit.rules.language.values import Quantity, Scalar, lift


def in_one_unit(binder: Binder, node: Node, left: Condition, right: Condition) -> tuple[Condition, Condition] | None:
    """Return two numbers in the finer of their units; None where they cannot be held against each other, which is noted.

    A number with a unit of time fits no fact without one: `case.goals.count < 6 months` is a slip of the pen.
    """
    if units_fit(left.type, right.type):
        written = [one for one in (left, right) if isinstance(one.node, Literal) and one.node.unit]
        other = right if written and written[0] is left else left
        if written and other.type.unit is None and not isinstance(other.node, Literal):
            binder.units(node, left.type, right.type)
            return None
        return left, right
    for coarse, fine in ((left, right), (right, left)):
        times = times_finer(coarse.type.unit or "", fine.type.unit or "")
        if times is None:
            continue
        if coarse.reads <= frozenset(binder.scope.parameters or ()):
            told = _times(coarse, times, fine.type)
            return (told, right) if coarse is left else (left, told)
        whole = _whole(fine, times, coarse.type)
        if whole is not None:
            return (left, whole) if coarse is left else (whole, right)
        help = _("it is a number of whole {unit}: write it so, or count from a date: months_between(…), days_between(…)",
                 unit=coarse.type.unit)  # fmt: skip
        binder.units(node, left.type, right.type, help)
        return None
    binder.units(node, left.type, right.type, _of_days_and_months(left.type, right.type))
    return None


def _times(condition: Condition, times: int, type: Type) -> Condition:
    """Return a number that a guideline writes, in a finer unit."""

    def multiplied(value: Quantity) -> Scalar:
        return value * times

    constant = condition.constant
    told = constant * times if isinstance(condition.node, Literal) and isinstance(constant, int) else None
    return Condition(
        condition.node, type, condition.reads, lambda env: lift(multiplied, condition.run(env)), constant=told
    )


def _whole(condition: Condition, times: int, type: Type) -> Condition | None:
    """Return a written number in a coarser unit, where it is a whole number of it."""
    value = condition.constant
    if not isinstance(condition.node, Literal) or isinstance(value, bool) or not isinstance(value, int):
        return None
    told = Fraction(value, times)
    if told.denominator != 1:
        return None
    amount = told.numerator
    return Condition(condition.node, type, frozenset(), lambda env: amount, constant=amount)


def _of_days_and_months(left: Type, right: Type) -> str | None:
    if left.unit in UNITS and right.unit in UNITS:
        return _("a month has 28 to 31 days: count from a date, for example `as_of < case.assessed + 3 months`")
    return None
