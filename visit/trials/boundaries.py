"""The numbers and dates that conditions compare with, and on which side of one a value lies.

A *boundary* is one comparison with a number or date that a guideline writes, itself or as a parameter. Its *sides* are `below`,
`at` and `above`: by no more than one of its unit, or one day, since what lies further away tells nothing of where the boundary is.
A distance hardly ever lies at one, and counts there for the side that the comparison takes it for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from visit.locale import text as _
from visit.rules.guideline.values import Guideline, Preference
from visit.rules.language.binder import Scope
from visit.rules.language.binding import ExpressionErrors, bind
from visit.rules.language.conditions import ORDER, Condition, Environment
from visit.rules.language.expression import Comparison, Node, inside, unparse
from visit.rules.language.periods import times_finer
from visit.rules.language.values import Levels, Quantity, Value

BoundaryValue: TypeAlias = Quantity | date
SIDES = ("below", "at", "above")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEEDED = {
    "<": ("below", "at"), ">=": ("below", "at"), "<=": ("at", "above"), ">": ("at", "above"),
    "==": SIDES, "!=": SIDES,
}  # fmt: skip
_HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Boundary:
    """One comparison with a number or date.

    Attributes:
        written: The comparison as a condition writes it.
        limit: The number or date.
        parameters: The parameters that give it.
        needed: The sides between which the comparison changes, those that no value can have left out.
        measured: What is compared with it.
    """

    written: str
    limit: BoundaryValue
    parameters: frozenset[str]
    needed: tuple[str, ...]
    measured: Condition = field(compare=False)
    at_counts_as: str = field(default="at", compare=False)

    def sides(self, values: Environment) -> frozenset[str]:
        """Return the sides on which a value lies close to the limit, or those of a collection; none where it is not known."""
        if not self.measured.reads <= values.keys():
            return frozenset()
        found = (side_of(one, self.limit) for one in _single(self.measured.run(values)))
        return frozenset(self.at_counts_as if side == "at" else side for side in found if side is not None)


def side_in_words(side: str) -> str:
    """Return a side of a number, for a person."""
    return {"below": _("just below"), "at": _("at it"), "above": _("just above")}[side]


def side_of(value: object, limit: BoundaryValue) -> str | None:
    """Return the side of a limit on which a value lies, None where it is further away than one."""
    if isinstance(value, date) and isinstance(limit, date):
        return _side((value - limit) // timedelta(days=1))
    if isinstance(value, bool) or isinstance(limit, date) or not isinstance(value, int | Decimal | Fraction):
        return None
    return _side(Fraction(value) - Fraction(limit))


def _side(distance: int | Fraction) -> str | None:
    if not -1 <= distance <= 1:
        return None
    return "at" if distance == 0 else "below" if distance < 0 else "above"


def _single(value: Value) -> Iterable[object]:
    return value.values.values() if isinstance(value, Levels) else (value,)


def boundaries_of(condition: Condition, guideline: Guideline) -> Iterator[Boundary]:
    """Yield every comparison with a number or date that is written in a condition."""
    scope = Scope(guideline.types, guideline.lists)
    for node in _comparisons(condition.node):
        sides = [_bound(one, scope) for one in (node.left, node.right)]
        fixed = [one is not None and one.reads <= guideline.parameters.keys() for one in sides]
        if None in sides or fixed[0] is fixed[1]:
            continue
        measured, limit = (sides[1], sides[0]) if fixed[0] else (sides[0], sides[1])
        operator = _FLIPPED[node.operator] if fixed[0] else node.operator
        assert measured is not None and limit is not None  # neither is missing, as asked above
        value = limit.run({name: one.value for name, one in guideline.parameters.items()})
        if isinstance(value, BoundaryValue) and not isinstance(value, bool):
            yield _boundary(unparse(node), operator, _measured_alike(value, limit, measured), limit.reads, measured)


def _measured_alike(value: BoundaryValue, limit: Condition, measured: Condition) -> BoundaryValue:
    """Return a limit in the unit of what is measured: 5 years are 60 beside months. The other way round it stands as it is."""
    times = times_finer(limit.type.unit or "", measured.type.unit or "")
    return value if times is None or isinstance(value, date) else value * times


def bands_of(preference: Preference) -> Iterator[Boundary]:
    """Yield the upper bound of every band of a preference."""
    written = unparse(preference.value.node)
    for bound in preference.bands:
        yield _boundary(f"{written} <= {bound}", "<=", bound, frozenset(), preference.value)


def _boundary(
    written: str, operator: str, limit: BoundaryValue, parameters: frozenset[str], measured: Condition
) -> Boundary:
    if measured.type.unit == "km":
        side = "below" if operator in ("<=", ">", "==", "!=") else "above"
        return Boundary(written, limit, parameters, ("below", "above"), measured, side)
    needed = tuple(side for side in _NEEDED[operator] if _can_lie(side, limit, measured.type.unit))
    return Boundary(written, limit, parameters, needed, measured)


def _comparisons(node: Node) -> Iterator[Comparison]:
    if isinstance(node, Comparison) and node.operator in ORDER:
        yield node
    for part in inside(node):
        yield from _comparisons(part)


def _bound(node: Node, scope: Scope) -> Condition | None:
    """Return one side of a comparison as a condition of its own; None where it is no name, number or date."""
    try:
        found = bind(unparse(node), scope)
    except ExpressionErrors:
        return None
    return found if found.type.kind in ("number", "date", "levels") else None


def _can_lie(side: str, limit: BoundaryValue, unit: str | None) -> bool:
    """Return whether a value can lie there: nothing is measured or counted below 0, and no level is above the highest."""
    if isinstance(limit, int | Decimal | Fraction):
        if side == "below":
            return limit > 0
        if side == "above" and unit == "level":
            return limit < _HIGHEST_LEVEL
    return True
