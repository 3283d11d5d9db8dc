"""A bound condition, and the comparisons that one is made of: how each runs in an environment.

An environment is a mapping from name to value; what it holds is the business of who decides. Names and types are `binder`'s.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from visit.rules.language.expression import Comparison, Node
from visit.rules.language.types import TRUTH, Type
from visit.rules.language.values import (
    UNKNOWN,
    Between,
    Possible,
    Truth,
    Value,
    every,
    lift_truth,
    negate,
    tally,
    tally_both,
)

Environment: TypeAlias = Mapping[str, Value]
Run: TypeAlias = Callable[[Environment], Value]
Compares: TypeAlias = Callable[[Any, Any], bool]
"""A test of two single values, whose types have been found to fit."""

ANYTHING = Type("anything")
"""The type of what has a fault: it fits everywhere, so that one fault is told once."""
CONDITIONS = Type("conditions")
"""The type of a comparison that is asked of each element of a collection."""

ORDER: dict[str, Compares] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_ORDERS = (operator.lt, operator.le, operator.gt, operator.ge)
_SAME = (operator.eq, operator.ne)
"""What is asked of a number between two bounds by its order: of what lies between them nothing is listed."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedSides:
    """A comparison as a test of what its two sides give, for whoever has the values of many cases and options side by side.

    Attributes:
        test: What the comparison gives for a value of each side.
        orders: Whether of numbers it asks for the order: while one side grows, its truth changes once at most.
        by_member: `and` or `or` where a set on the left may be asked member by member, and what is open of it as an open empty set.
    """

    left: Condition
    right: Condition
    test: Callable[[Value, Value], Value]
    orders: bool = False
    by_member: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A bound expression.

    Attributes:
        reads: The names it reads: facts, parameters, decision tables, `entitled(…)`.
        parts: For `and`, `or` and `not`: the conditions inside; else none.
        joined: `and`, `or`, `not`, or empty for an atom.
        constant: For a constant: its value, else None.
        compared: For the comparison of two values or sets: its sides, else None.
    """

    node: Node
    type: Type
    reads: frozenset[str]
    run: Run
    parts: tuple[Condition, ...] = ()
    joined: str = ""
    constant: Value | frozenset[str] | None = None
    compared: ComparedSides | None = None

    def holds(self, environment: Environment) -> Truth:
        """Return the truth of a condition."""
        value = self.run(environment)
        return value if isinstance(value, bool) else UNKNOWN


def reads_of(conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the names that some conditions read."""
    return frozenset().union(*(condition.reads for condition in conditions))


def as_truth(value: Value) -> Truth:
    """Return a value as a truth; what is none is unknown."""
    return value if isinstance(value, bool) else UNKNOWN


def run_of_parts(parts: Iterable[Condition], *, deciding: bool) -> Run:
    """Return Kleene's and of some conditions, which one that is false decides, or his or, which one that is true decides."""
    runs = tuple(part.run for part in parts)

    def run(env: Environment) -> Value:
        result: Value = not deciding
        for one in runs:
            value = one(env)
            if value is deciding:
                return deciding
            if not isinstance(value, bool):
                result = UNKNOWN
        return result

    return run


def compare_values(node: Node, left: Condition, right: Condition, test: Compares) -> Condition:
    """Return the comparison of two single values; unknown where one is."""
    run_left, run_right = left.run, right.run

    def told(a: Value, b: Value) -> Value:
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if test in _SAME and (isinstance(a, Between) or isinstance(b, Between)):
            same = every(lift_truth(bound, a, b) for bound in (operator.le, operator.ge))
            return same if test is operator.eq else negate(same)
        if isinstance(a, Possible) or isinstance(b, Possible):
            return lift_truth(test, a, b)
        return test(a, b)

    compared = ComparedSides(left, right, told, orders=test in _ORDERS)
    reads = left.reads | right.reads
    return Condition(node, TRUTH, reads, lambda env: told(run_left(env), run_right(env)), compared=compared)


def same_day(node: Comparison, left: Condition, right: Condition) -> Condition:
    """Not before and not after: of a reach of dates only the bounds are listed, so equality is asked of its order."""
    bounds = [compare_values(node, left, right, test).run for test in (operator.le, operator.ge)]

    def run(env: Environment) -> Value:
        same = every(as_truth(bound(env)) for bound in bounds)
        return negate(same) if node.operator == "!=" else same

    return Condition(node, TRUTH, left.reads | right.reads, run)


def among(node: Node, left: Condition, wanted: frozenset[str], *, negated: bool) -> Condition:
    """Return whether a code is one of some, or none of them."""
    run_left = left.run

    def run(env: Environment) -> Value:
        value = run_left(env)
        if isinstance(value, str):
            return (value in wanted) is not negated
        return lift_truth(lambda one: (one in wanted) is not negated, value)

    return Condition(node, TRUTH, left.reads, run)


def each(node: Node, left: Condition, test: Callable[[Any], bool]) -> Condition:
    """Return a test of each element of a collection."""
    run_left = left.run
    return Condition(node, CONDITIONS, left.reads, lambda env: tally(test, run_left(env)))


def each_against(node: Node, left: Condition, right: Condition, test: Compares) -> Condition:
    """Return the comparison of each element of a collection with a single value."""
    run_left, run_right = left.run, right.run

    def run(env: Environment) -> Value:
        other = run_right(env)
        if not isinstance(other, bool | int | Decimal | Fraction | str):
            return UNKNOWN
        return tally(lambda value: test(value, other), run_left(env))

    return Condition(node, CONDITIONS, left.reads | right.reads, run)


def each_of_both(node: Node, left: Condition, right: Condition, test: Compares) -> Condition:
    """Return the comparison of levels with other levels, key by key."""
    run_left, run_right = left.run, right.run
    reads = left.reads | right.reads
    return Condition(node, CONDITIONS, reads, lambda env: tally_both(test, run_left(env), run_right(env)))
