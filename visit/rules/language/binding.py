"""From a parsed condition to one that can be run: names bound to facts, codes and units checked, a function per node.

Every fault of a condition is collected, none stops the reading.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction

from visit.errors import DocumentError, Location
from visit.locale import text as _
from visit.rules.language.binder import Binder, Scope
from visit.rules.language.calls import bind_call
from visit.rules.language.comparisons import bind_comparison
from visit.rules.language.conditions import ANYTHING, Condition, reads_of, run_of_parts
from visit.rules.language.expression import (
    Arithmetic,
    Call,
    Comparison,
    ExpressionError,
    KeySelection,
    Listing,
    Literal,
    Logic,
    Name,
    Node,
    Not,
    parse_condition,
)
from visit.rules.language.periods import UNITS, later
from visit.rules.language.spelling import mended
from visit.rules.language.types import DATE, TRUTH, Type
from visit.rules.language.units import in_one_unit
from visit.rules.language.values import UNKNOWN, Quantity, Scalar, lift, negate, of_keys


def bind(source: str, scope: Scope, expected: Type | None = None) -> Condition:
    """Parse, type and compile a condition.

    Raises:
        ExpressionErrors: Everything that is wrong with it.
    """
    try:
        node = parse_condition(source)
    except ExpressionError as error:
        raise ExpressionErrors([error, *_further(source, error, scope, expected)]) from error
    binder = _ConditionBinder(scope)
    condition = binder.bind(node, expected)
    if expected is not None and condition.type not in (expected, ANYTHING):
        binder.agree(condition, expected)
    if binder.errors:
        raise ExpressionErrors(binder.errors)
    return condition


def _further(source: str, error: ExpressionError, scope: Scope, expected: Type | None) -> Iterator[ExpressionError]:
    """Yield what else is wrong with a condition that cannot be read, where it is plain what is meant at the place of its fault."""
    read_on = mended(source, error.column)
    if read_on is None:
        return
    text, stood = read_on
    try:
        bind(text, scope, expected)
    except ExpressionErrors as errors:
        for one in errors.errors:
            yield ExpressionError(one.message, stood[min(one.column, len(stood) - 1)], one.help)


class ExpressionErrors(Exception):
    """Every fault of one condition."""

    def __init__(self, errors: Iterable[ExpressionError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.message for error in self.errors))

    def located(
        self, locate: Callable[[int], Location], kind: type[DocumentError], code: str | None = None
    ) -> Iterator[DocumentError]:
        """Yield each fault at its place; `locate` tells where a character of the condition stands, counted from 0."""
        for error in self.errors:
            yield kind(error.message, at=locate(error.column), help=error.help, code=code)


class _ConditionBinder(Binder):
    def bind(self, node: Node, expected: Type | None = None) -> Condition:
        match node:
            case Literal():
                return self.literal(node, expected)
            case Name():
                return self.name(node, expected)
            case Listing():
                return self.fail(node, _("a list can only follow `in`"))
            case KeySelection():
                return self.selection(node)
            case Not():
                operand = self.truth(node.operand)
                return Condition(node, TRUTH, operand.reads, lambda env: negate(operand.holds(env)), (operand,), "not")
            case Logic():
                return self.logic(node)
            case Arithmetic():
                return self.arithmetic(node)
            case Comparison():
                return bind_comparison(self, node)
            case Call():
                return bind_call(self, node)

    def logic(self, node: Logic) -> Condition:
        parts = tuple(self.truth(part) for part in node.parts)
        run = run_of_parts(parts, deciding=node.operator == "or")
        return Condition(node, TRUTH, reads_of(parts), run, parts, node.operator)

    def selection(self, node: KeySelection) -> Condition:
        levels = self.bind(node.of)
        if levels.type.kind != "levels":
            if levels.type == ANYTHING:
                return levels
            return self.fail(node, _("levels expected, not {found}", found=levels.type))
        keys = [self.bind(key, Type("code", levels.type.codes)) for key in node.keys]
        if any(key.type == ANYTHING for key in keys):
            return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
        for key in keys:
            if not isinstance(key.constant, frozenset):
                return self.fail(key.node, _("a code expected, not {found}", found=key.type))
        wanted = frozenset().union(*(key.constant for key in keys if isinstance(key.constant, frozenset)))
        return Condition(node, levels.type, levels.reads, lambda env: of_keys(levels.run(env), wanted))

    def arithmetic(self, node: Arithmetic) -> Condition:
        if node.operator != "*" and (start := self.bind(node.left)).type == DATE:
            return self.later(node, start)
        left, right = self.number(node.left), self.number(node.right)
        if node.operator == "*":
            if left.type.unit and right.type.unit:
                return self.fail(node, _("only one side of * may have a unit"))
        else:
            told = in_one_unit(self, node, left, right)
            if told is None:
                return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
            left, right = told
        apply = _exactly({"+": operator.add, "-": operator.sub, "*": operator.mul}[node.operator])
        type = left.type if left.type.unit else right.type
        return Condition(node, type, left.reads | right.reads, lambda env: lift(apply, left.run(env), right.run(env)))

    def later(self, node: Arithmetic, start: Condition) -> Condition:
        """Return the date a period after another date, or before it."""
        period = self.number(node.right)
        unit = period.type.unit
        if period.type == ANYTHING:
            return period
        if unit not in UNITS:
            help = _("write a period, for example `{example}`", example="case.assessed + 3 months")
            return self.fail(node, _("{left} cannot be added to a date", left=period.type), help)
        sign = 1 if node.operator == "+" else -1

        def counted(day: date, amount: Quantity) -> date:
            return later(day, sign * int(amount), unit)

        return Condition(
            node, DATE, start.reads | period.reads, lambda env: lift(counted, start.run(env), period.run(env))
        )


def _exactly(operation: Callable[..., Scalar]) -> Callable[..., Scalar]:
    """Return an operation that takes a decimal beside a fraction too."""

    def applied(left: Quantity, right: Quantity) -> Scalar:
        if isinstance(left, Fraction) or isinstance(right, Fraction):
            return operation(Fraction(left), Fraction(right))
        return operation(left, right)

    return applied
