"""Comparisons bound: of single values, of codes, of each element of a collection, with a list, and whether a set has something."""

from __future__ import annotations

import operator
import re
from dataclasses import replace
from functools import lru_cache

from visit.locale import text as _
from visit.rules.language.binder import Binder, units_fit
from visit.rules.language.conditions import (
    ANYTHING,
    ORDER,
    ComparedSides,
    Condition,
    Environment,
    among,
    compare_values,
    each,
    each_against,
    each_of_both,
    reads_of,
    same_day,
)
from visit.rules.language.expression import SET_OPERATORS, Arithmetic, Comparison, Listing, Literal, Name, Node, unparse
from visit.rules.language.types import TEXT, TRUTH, Type
from visit.rules.language.units import in_one_unit
from visit.rules.language.values import UNKNOWN, Members, Value, all_within, includes, negate, overlaps, some

_DAY_FIRST = re.compile(r"(\d{1,2}) - (\d{1,2}) - (\d{4})")
_MOST_SETS = 5_000
"""Of so many sets it is kept what is below their members: what options state is asked of many cases."""


def bind_comparison(binder: Binder, node: Comparison) -> Condition:
    """Bind a comparison."""
    if (group := _group_of_offers(binder, node)) is not None:
        message = _("a group of offers is what an offer belongs to, and not its id")
        return binder.fail(node.right, message, _("write `{word}`", word=f"offer.groups includes {group}"))
    left = _left_side(binder, node.left, node.right)
    if left.type == ANYTHING and node.operator not in ("<", "<=", ">", ">=") and _are_codes(node.right):
        return _anything(node)  # of which list they are is not known
    if node.operator in ("in", "not in"):
        return _membership(binder, node, left)
    if node.operator in ("includes", "not includes"):
        return _inclusion(binder, node, left)
    if node.operator in SET_OPERATORS:
        return _of_two_sets(binder, node, left)
    right = binder.bind(node.right, left.type)
    if ANYTHING in (left.type, right.type):
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    if left.type.kind in ("levels", "codes", "texts"):
        return _elementwise(binder, node, left, right)
    if left.type.kind != right.type.kind:
        message = _("{left} cannot be compared with {right}", left=left.type, right=right.type)
        return binder.fail(node, message, _plainly(left.type, node.right))
    if left.type.kind == "number":
        told = in_one_unit(binder, node, left, right)
        return _anything(node) if told is None else compare_values(node, *told, ORDER[node.operator])
    if left.type.kind == "code":
        return _coded(binder, node, left, right)
    if left.type.kind in ("truth", "text") and node.operator not in ("==", "!="):
        return binder.fail(node, _("{found} has no order", found=left.type))
    if left.type.kind == "date" and node.operator in ("==", "!="):
        return same_day(node, left, right)
    return compare_values(node, left, right, ORDER[node.operator])


def _are_codes(node: Node) -> bool:
    """Return whether words stand on a side that are surely no facts."""
    items = node.items if isinstance(node, Listing) else (node,)
    return all(isinstance(one, Name) and "." not in one.name for one in items)


def _group_of_offers(binder: Binder, node: Comparison) -> str | None:
    """Return the group of offers with which an offer is compared as if it were one of them: `offer.id in GROUP`."""
    left, right = node.left, node.right
    if isinstance(right, Listing) and len(right.items) == 1:
        right = right.items[0]
    if not isinstance(left, Name) or left.name not in ("offer", "offer.id") or not isinstance(right, Name):
        return None
    groups = binder.scope.lists.get("offer_group")
    is_group = groups is not None and right.name in groups.terms and right.name not in binder.scope.names
    return right.name if is_group else None


def _plainly(expected: Type, node: Node) -> str | None:
    """Return how a number in quotes, or a date with the day first, is written."""
    if expected.kind == "number" and isinstance(node, Literal) and re.fullmatch(r"\d+(\.\d+)?", str(node.value)):
        return _("write `{word}`", word=node.value)
    if expected.kind == "date" and isinstance(node, Arithmetic) and (found := _DAY_FIRST.fullmatch(unparse(node))):
        day, month, year = (int(one) for one in found.groups())
        return _("write `{word}`", word=f"{year:04}-{month:02}-{day:02}")
    return None


def _left_side(binder: Binder, node: Node, other: Node) -> Condition:
    """Bind the left side; a bare code there takes its list from the right side."""
    if isinstance(node, Name) and node.name not in binder.scope.names and isinstance(other, Name):
        return binder.bind(node, binder.scope.names.get(other.name))
    return binder.bind(node)


def _coded(binder: Binder, node: Comparison, left: Condition, right: Condition) -> Condition:
    """Compare single codes: with those under a written one; in their order where the list has one."""
    codes = binder.scope.lists[right.type.codes or ""]
    if left.type.codes != right.type.codes:
        return binder.fail(
            node, _("{left} cannot be compared with {right}", left=left.type.codes, right=right.type.codes)
        )
    if node.operator in ("==", "!="):
        for fact, written in ((left, right.constant), (right, left.constant)):
            if isinstance(written, frozenset):
                return among(node, fact, written, negated=node.operator == "!=")
        return compare_values(node, left, right, ORDER[node.operator])
    if not codes.ordered:
        return binder.fail(node, _("the codes of {codes} have no order", codes=codes.key))
    positions = {key: index for index, key in enumerate(codes.terms)}
    order = ORDER[node.operator]
    return compare_values(node, left, right, lambda a, b: order(positions[a], positions[b]))


def _membership(binder: Binder, node: Comparison, left: Condition) -> Condition:
    """Bind `in` and `not in`."""
    if not isinstance(node.right, Listing):
        return binder.fail(node.right, _("a list in brackets expected"), _("write `[a, b]`"))
    item_type = Type("code", left.type.codes) if left.type.codes and left.type.kind != "levels" else left.type
    items = [binder.bind(item, item_type) for item in node.right.items]
    negated = node.operator == "not in"
    if any(item.type == ANYTHING for item in items) or left.type == ANYTHING:
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    kind = {"codes": "code", "texts": "text", "levels": "number"}.get(left.type.kind, left.type.kind)
    for item in items:
        if item.type.kind != kind:
            return binder.fail(item.node, _("{left} cannot be compared with {right}", left=left.type, right=item.type))
        if left.type.kind != "number" and not units_fit(left.type, item.type):
            return binder.units(item.node, left.type, item.type)
    constants = [item.constant for item in items]
    if kind == "code" and all(isinstance(constant, frozenset) for constant in constants):
        wanted = frozenset().union(*(c for c in constants if isinstance(c, frozenset)))
        if left.type.kind == "codes":
            return each(node, left, lambda value: (value in wanted) is not negated)
        return among(node, left, wanted, negated=negated)
    if left.type.kind in ("codes", "texts", "levels"):
        values = set(constants)
        return each(node, left, lambda value: (value in values) is not negated)
    pairs = [in_one_unit(binder, item.node, left, item) if kind == "number" else (left, item) for item in items]
    equal = [compare_values(node, *pair, operator.eq) for pair in pairs if pair is not None]
    if len(equal) < len(pairs):
        return _anything(node)

    def run(env: Environment) -> Value:
        found = some(one.holds(env) for one in equal)
        return negate(found) if negated else found

    return Condition(node, TRUTH, left.reads | reads_of(items), run)


def _inclusion(binder: Binder, node: Comparison, left: Condition) -> Condition:
    """Bind `includes` and `not includes`."""
    if left.type.kind not in ("codes", "texts", "anything"):
        return binder.fail(node.left, _("a set expected, not {found}", found=left.type))
    item_type = Type("code", left.type.codes) if left.type.kind == "codes" else TEXT
    right = binder.bind(node.right, item_type)
    if ANYTHING in (left.type, right.type):
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    if right.type.kind != item_type.kind or right.type.codes != item_type.codes:
        return binder.fail(node.right, _("{left} cannot include {right}", left=left.type, right=right.type))
    negated = node.operator == "not includes"
    wanted = right.constant

    def holds(env: Environment) -> Value:
        sought = wanted
        if not isinstance(sought, frozenset):
            value = right.run(env)
            if not isinstance(value, str):
                return UNKNOWN
            sought = frozenset((value,))
        result = includes(left.run(env), sought)
        return negate(result) if negated else result

    return Condition(node, TRUTH, left.reads | right.reads, holds)


def _of_two_sets(binder: Binder, node: Comparison, left: Condition) -> Condition:
    """Bind `within` and `overlaps`, and each with `not`."""
    if left.type.kind not in ("codes", "texts", "anything"):
        help = _("write all(… <= …)") if left.type.kind == "levels" else _("write `in`")
        return binder.fail(node.left, _("a set expected, not {found}", found=left.type), help)
    right = _set(binder, node.right, left.type)
    if ANYTHING in (left.type, right.type):
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    if right.type != left.type:
        one, other = (side.type.codes or side.type for side in (left, right))
        return binder.fail(node.right, _("{left} cannot be compared with {right}", left=one, right=other))
    codes = binder.scope.lists[left.type.codes] if left.type.codes else None

    @lru_cache(maxsize=_MOST_SETS)
    def expanded(members: frozenset[str]) -> frozenset[str]:
        if codes is None:
            return members
        return frozenset().union(*(codes.expand(one) if one in codes.terms else (one,) for one in members))

    relation = all_within if node.operator.endswith("within") else overlaps
    negated = node.operator.startswith("not")

    def told(a: Value, b: Value) -> Value:
        found = relation(a, b, expanded)
        return negate(found) if negated else found

    compared = ComparedSides(left, right, told, by_member="and" if (relation is all_within) is not negated else "or")
    reads = left.reads | right.reads
    return Condition(node, TRUTH, reads, lambda env: told(left.run(env), right.run(env)), compared=compared)


def _set(binder: Binder, node: Node, type: Type) -> Condition:
    """Bind the right side of `within` and `overlaps`: a set, or a list of what may be in one."""
    if not isinstance(node, Listing):
        codes = binder.scope.lists[type.codes].terms if type.codes else {}
        if isinstance(node, Name) and node.name not in binder.scope.names and node.name in codes:
            return binder.fail(node, _("a list in brackets expected"), _("write `[a, b]`"))
        return binder.bind(node)
    item_type = Type("code", type.codes) if type.kind == "codes" else TEXT
    items = [binder.bind(item, item_type) for item in node.items]
    if type == ANYTHING or any(item.type == ANYTHING for item in items):
        return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
    for item in items:
        if item.constant is None or item.type != item_type:
            return binder.fail(item.node, _("{left} cannot be compared with {right}", left=type, right=item.type))
    listed = Members(frozenset().union(*(_written(item) for item in items)))
    return Condition(node, type, frozenset(), lambda env: listed)


def _written(item: Condition) -> frozenset[str]:
    """Return the code or text that stands in a list; below a code is found what is below it."""
    return frozenset((item.node.name if isinstance(item.node, Name) else str(item.constant),))


def _elementwise(binder: Binder, node: Comparison, left: Condition, right: Condition) -> Condition:
    """Compare each element of a collection."""
    order = ORDER[node.operator]
    if left.type.kind == "levels":
        if right.type.kind == "levels" and right.type == left.type:
            return each_of_both(node, left, right, order)
        if right.type.kind != "number":
            return binder.fail(node, _("{left} cannot be compared with {right}", left=left.type, right=right.type))
        told = in_one_unit(binder, node, replace(left, type=Type("number", unit=left.type.unit)), right)
        return _anything(node) if told is None else each_against(node, left, told[1], order)
    if node.operator not in ("==", "!="):
        return binder.fail(node, _("{found} has no order", found=left.type))
    wanted = right.constant
    if isinstance(wanted, frozenset):
        return each(node, left, lambda value: (value in wanted) is (node.operator == "=="))
    return each_against(node, left, right, order)


def _anything(node: Node) -> Condition:
    """What stands for a comparison with a fault."""
    return Condition(node, ANYTHING, frozenset(), lambda env: UNKNOWN)
