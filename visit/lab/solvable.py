"""The comparisons of a guideline that read one of its numbers, as far as they can be solved for it.

A side that moves with the number does so along a line: the number itself, a sum with it, a product with it, a table that gives
such, or a date so much later. What does not is not solved, and told by `UnclearError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

from visit.lab.reads import reading
from visit.lab.stretches import Cut
from visit.lab.turns import LaterDay, StraightLine, day_turns, number_turns
from visit.rules.guideline.values import Guideline
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Arithmetic, Call, Comparison, Listing, Name, Node, inside, names_in, unparse
from visit.rules.language.values import POSSIBLE_LIMIT, UNKNOWN, Levels, Possible, Value, alternatives

_OF_NAMES = ("known", "days_between", "months_between", "years_between")
"""What is asked of a fact that moves with the number jumps where nothing is compared."""


class UnclearError(Exception):
    """Where something turns cannot be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Solvable:
    """A comparison that reads the number.

    Attributes:
        operator: How its sides are compared.
        left, right: The sides, in one unit.
        names: The names on what moves of them, through tables that move, as often as each stands there.
        tables: These tables, each after those that it reads.
        day: Of two dates: the one that moves.
    """

    operator: str
    left: Condition
    right: Condition
    names: Sequence[str]
    tables: Sequence[str]
    day: MovingDay | None = None

    @property
    def names_read(self) -> frozenset[str]:
        """The names that it reads, itself or through tables that move."""
        return self.left.reads | self.right.reads | frozenset(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class MovingDay:
    """A date that is so much later than another, or with `sign` -1 so much before it; it may stand on the left."""

    start: Condition
    amount: Condition
    sign: int
    is_left: bool


class NumberRead:
    """Where and how a number of a guideline is read.

    Attributes:
        through: The number, and the tables that read it, through others.
    """

    def __init__(self, guideline: Guideline, name: str) -> None:
        self.guideline, self.name = guideline, name
        self.through = reading((name,), guideline)
        self._scope = Scope(guideline.types, guideline.lists, guideline.parameters)
        self._found: dict[Condition, Sequence[Solvable] | None] = {}

    # --- which there are ---

    def comparisons(self, condition: Condition) -> Sequence[Solvable]:
        """Return the comparisons in a condition that turn at values of the number.

        Raises:
            UnclearError: One cannot be solved.
        """
        if condition not in self._found:
            try:
                self._found[condition] = [*self._inside(condition.node)] if condition.reads & self.through else []
            except UnclearError:
                self._found[condition] = None
        found = self._found[condition]
        if found is None:
            raise UnclearError
        return found

    def moves(self, node: Node) -> bool:
        """Return whether a number or date moves with the number, along a line.

        Raises:
            UnclearError: It moves otherwise.
        """
        match node:
            case Name(name=name) if name == self.name:
                return True
            case Name(name=name) if name in self.through and name in self.guideline.tables:
                table = self.guideline.tables[name]
                return table.type.kind == "number" and any(self.moves(then.node) for _when, then in table.rows)
            case Arithmetic(operator=operator, left=left, right=right):
                moving = self._which_move(left, right)
                if operator == "*" and all(moving):
                    raise UnclearError
                return any(moving)
            case Call(function="min" | "max", arguments=arguments) if any(map(self.moves, arguments)):
                raise UnclearError
            case _:
                return False

    def _which_move(self, *sides: Node) -> tuple[bool, ...]:
        """Return which of some sides move.

        Raises:
            UnclearError: One moves while another jumps.
        """
        moving = tuple(map(self.moves, sides))
        jumps = (not moves and names_in(side) & self.through for moves, side in zip(moving, sides, strict=True))
        if any(moving) and any(jumps):
            raise UnclearError
        return moving

    def _inside(self, node: Node) -> Iterator[Solvable]:
        for part in inside(node):
            yield from self._inside(part)
        match node:
            case Comparison(operator="in" | "not in", left=left, right=Listing(items=items)):
                for item in items:
                    yield from self._between("==", left, item)
            case Comparison(operator=operator, left=left, right=right):
                yield from self._between(operator, left, right)
            case Call(function=function, arguments=arguments) if function in _OF_NAMES:
                if any(map(self.moves, arguments)):
                    raise UnclearError

    def _between(self, operator: str, left: Node, right: Node) -> Iterator[Solvable]:
        moving = self._which_move(left, right)
        if not any(moving):
            return
        named = [name for side, moves in zip((left, right), moving, strict=True) if moves for name in _names(side)]
        names, tables = self._with_tables(named)
        sides = self._bound(left), self._bound(right)
        kinds = [one.type.kind for one in sides]
        if kinds == ["number", "number"]:
            compared = self._bound(Comparison("<=", left, right, 0)).compared  # there its sides are in one unit
            assert compared is not None
            yield Solvable(operator, compared.left, compared.right, names, tables)
        elif kinds == ["levels", "number"] and sides[1].type.unit in (None, sides[0].type.unit):
            yield Solvable(operator, *sides, names, tables)
        elif kinds == ["date", "date"] and not all(moving):
            yield Solvable(operator, *sides, names, tables, self._moving_day(left if moving[0] else right, moving[0]))
        else:
            raise UnclearError

    def _moving_day(self, node: Node, is_left: bool) -> MovingDay:
        if not isinstance(node, Arithmetic) or self.moves(node.left):
            raise UnclearError
        sign = 1 if node.operator == "+" else -1
        return MovingDay(self._bound(node.left), self._bound(node.right), sign, is_left)

    def _with_tables(self, names: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        """Return some names with those behind the tables among them that move, and these tables, each after those it reads."""
        waiting, found, tables = list(names), list[str](), set[str]()
        for name in waiting:
            if name in self.through and name in self.guideline.tables:
                tables.add(name)
                waiting += [one for _when, then in self.guideline.tables[name].rows for one in _names(then.node)]
            if name in self.guideline.base:  # else it is a code
                found.append(name)
        return found, [name for name in self.guideline.tables if name in tables]

    def _bound(self, node: Node) -> Condition:
        return bind(unparse(node), self._scope)

    # --- where they turn ---

    def turns(
        self, one: Solvable, environment: Mapping[str, Value], within: tuple[Fraction, Fraction]
    ) -> Iterator[Cut]:
        """Yield where a comparison turns.

        Args:
            one: The comparison.
            environment: What it reads beside the number.
            within: The least and the greatest number that is asked about.

        Raises:
            UnclearError: It is of what may be several things at once.
        """
        for at_0, at_1 in self._ways(one, environment):
            if one.day is None:
                sides = product(*(_lines(side.run(at_0), side.run(at_1)) for side in (one.left, one.right)))
                for left, right in sides:
                    yield from number_turns(one.operator, left, right)
            else:
                for day, other in product(
                    _days(one.day, at_0, at_1), _dates((one.right if one.day.is_left else one.left).run(at_0))
                ):
                    yield from day_turns(one.operator, day, other, within, is_left=one.day.is_left)

    def _ways(
        self, one: Solvable, environment: Mapping[str, Value]
    ) -> Iterator[tuple[Mapping[str, Value], Mapping[str, Value]]]:
        """Yield the environments where the number is 0 and 1, with every value that what moves may be made of."""
        open = [name for name in one.names if name not in one.tables and isinstance(environment[name], Possible)]
        rows = [self.guideline.tables[name].rows for name in one.tables]
        choices = [alternatives(environment[name]) or () for name in open]
        if len(set(open)) < len(open) or prod(map(len, (*choices, *rows))) > POSSIBLE_LIMIT:
            raise UnclearError
        for values in product(*choices):
            known = {**environment, **dict(zip(open, values, strict=True))}
            for chosen in product(*rows):
                ends = {**known, self.name: 0}, {**known, self.name: 1}
                for name, (_when, then) in zip(one.tables, chosen, strict=True):
                    for end in ends:
                        end[name] = then.run(end)
                yield ends


def _names(node: Node) -> Iterator[str]:
    """Yield the names that stand in a node, as often as each does."""
    if isinstance(node, Name):
        yield node.name
    for part in inside(node):
        yield from _names(part)


def _lines(at_0: Value, at_1: Value) -> Sequence[StraightLine]:
    """Return the lines on which the values of a side may lie; none where it is unknown.

    Raises:
        UnclearError: It may be several things where it moves.
    """
    if UNKNOWN in (at_0, at_1):
        return ()
    if isinstance(at_0, Levels):
        return [(one, one) for one in set(at_0.values.values())]
    if at_0 == at_1:
        return [(one, one) for one in alternatives(at_0) or () if isinstance(one, int | Decimal | Fraction)]
    if isinstance(at_0, int | Decimal | Fraction) and isinstance(at_1, int | Decimal | Fraction):
        return [(at_0, at_1)]
    raise UnclearError


def _days(day: MovingDay, at_0: Mapping[str, Value], at_1: Mapping[str, Value]) -> Iterator[LaterDay]:
    unit = day.amount.type.unit or ""
    for start, amount in product(_dates(day.start.run(at_0)), _lines(day.amount.run(at_0), day.amount.run(at_1))):
        yield LaterDay(start, amount, unit, day.sign)


def _dates(value: Value) -> Sequence[date]:
    return [one for one in alternatives(value) or () if isinstance(one, date)]
