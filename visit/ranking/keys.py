"""The keys that placements are compared by: lower is better, compared whole band by whole band, unknown last of all.

A *band* is the place of a value among those that a preference tells apart, 0 the best. A key says how the parts' bands
combine over a placement. Which criteria there are, and of what, is said in `ordering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from visit.rules.guideline.values import Preference
from visit.rules.language.expression import Arithmetic, Call, Comparison, Listing, Logic, Name, Node, Not
from visit.rules.language.values import AtMost, Possible, Value

LAST = 10**12
"""The key of unknown: after every band."""


def total(values: Sequence[int]) -> int:
    """Return the sum of some keys; unknown where one is."""
    return LAST if LAST in values else sum(values)


def is_step(preference: Preference) -> bool:
    """Return whether a preference compares steps ladder by ladder."""
    node = preference.value.node
    return isinstance(node, Name) and node.name == "option.step" and preference.over == "all" and preference.lower


def band(preference: Preference, value: Value) -> int | None:
    """Return the band of a value, 0 the best; None for unknown, which is a last band of its own.

    Without bands a truth has two and a number is its own band.
    """
    if isinstance(value, AtMost):
        return band(preference, value.most)
    if isinstance(value, Possible):
        bands = {band(preference, one) for one in value.values}
        return bands.pop() if len(bands) == 1 else None
    if isinstance(value, bool):
        return int(value) if preference.lower else int(not value)
    if not isinstance(value, int | Decimal | Fraction):
        return None
    if preference.bands:
        above = sum(1 for bound in preference.bands if value > bound)
        return above if preference.lower else len(preference.bands) - above
    scaled = int(value * 1000)
    return scaled if preference.lower else -scaled


def key_of(preference: Preference, value: Value) -> int:
    """Return the band of a value as a key: unknown comes last."""
    found = band(preference, value)
    return LAST if found is None else found


def never_better_for_more(preference: Preference, names: frozenset[str]) -> bool:
    """Return whether a higher value of some names, all of which rise together, never gives a lower key."""
    trend = _trend(preference.value.node, names)
    return trend is not None and trend in (0, 1 if preference.lower else -1)


def _trend(node: Node, names: frozenset[str]) -> int | None:
    """Return whether what a node gives never falls (1), never rises (-1) or stays (0) while the names rise.

    None where it may do both.
    """
    match node:
        case Name(name=name):
            return int(name in names)
        case Not(operand=operand):
            return _together(-1, operand, names)
        case Logic(parts=parts):
            return _all(_trend(part, names) for part in parts)
        case Comparison(operator="<" | "<=", left=left, right=right):
            return _all((_together(-1, left, names), _trend(right, names)))
        case Comparison(operator=">" | ">=", left=left, right=right) | Arithmetic(operator="-", left=left, right=right):
            return _all((_trend(left, names), _together(-1, right, names)))
        case Arithmetic(operator="+", left=left, right=right):
            return _all((_trend(left, names), _trend(right, names)))
        case Call(function="known"):
            return 0
        case Call(function="min" | "max", arguments=arguments) if len(arguments) > 1:
            return _all(_trend(one, names) for one in arguments)
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return _none((left, right), names)
        case Call(arguments=inside) | Listing(items=inside):
            return _none(inside, names)
        case _:
            return 0


def _together(sign: int, node: Node, names: frozenset[str]) -> int | None:
    trend = _trend(node, names)
    return None if trend is None else sign * trend


def _all(trends: Iterable[int | None]) -> int | None:
    """Return the one trend of several; None where they differ."""
    found = set(trends) - {0}
    return 0 if not found else found.pop() if len(found) == 1 else None


def _none(nodes: Iterable[Node], names: frozenset[str]) -> int | None:
    """Return 0 where none of the names is read, else None."""
    return 0 if all(_trend(node, names) == 0 for node in nodes) else None
