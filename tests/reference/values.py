"""Values of which not everything is known, and what can be worked out from them.

A scalar is the set of the results it may still have (one of them: known), or UNKNOWN. A collection is `Members` or `Levels`; a
condition on each of its members gives `Answers`. A truth is True, False or UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from visit.rules.language.values import UNKNOWN, Levels, Members


class Between(frozenset[Any]):
    """A number of which only the least and the most that it can be are known."""


MOST = 64
"""More possible results than this, or more combinations of them, and a value is simply unknown."""


def known(value: Any) -> Any:
    """A scalar that is known; UNKNOWN where it is left out."""
    return UNKNOWN if value is None else frozenset((value,))


def few(values: Iterable[Any]) -> Any:
    found = frozenset(values)
    return found if 0 < len(found) <= MOST else UNKNOWN


def months(start: date, end: date) -> int:
    whole = (end.year - start.year) * 12 + end.month - start.month
    return whole - 1 if end.day < start.day else whole


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Answers:
    """What a collection of conditions gives: how many are true, how many false, how many not known."""

    true: int
    false: int
    open: int


def truth(value: Any) -> Any:
    """A value as a truth."""
    if isinstance(value, bool):
        return value
    if isinstance(value, frozenset) and len(value) == 1:
        return truth(next(iter(value)))
    return UNKNOWN


def conjunction(truths: Iterable[Any]) -> Any:
    every = list(truths)
    if any(one is False for one in every):
        return False
    return UNKNOWN if any(one is UNKNOWN for one in every) else True


def opposite(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else not value


def disjunction(truths: Iterable[Any]) -> Any:
    return opposite(conjunction(opposite(one) for one in truths))


def combine(operation: Callable[..., Any], *operands: Any) -> Any:
    """Every result that the operands' possible results can give."""
    if any(one is UNKNOWN for one in operands):
        return UNKNOWN
    size = 1
    for one in operands:
        size *= len(one)
    if size > MOST:
        return UNKNOWN
    found = frozenset(operation(*chosen) for chosen in product(*operands))
    return bounded(found) if any(isinstance(one, Between) for one in operands) else found


def bounded(found: frozenset[Any]) -> Any:
    """Numbers of which what lies between the least and the most is possible too."""
    if any(isinstance(one, bool) for one in found) or len(found) == 1:
        return found
    return Between((min(found), max(found)))


def equal(a: Any, b: Any) -> Any:
    """Whether two values are the same. Of what lies between bounds only the order is known."""
    if not isinstance(a, Between) and not isinstance(b, Between):
        return truth(combine(COMPARE["=="], a, b))
    return conjunction(truth(combine(COMPARE[one], a, b)) for one in ("<=", ">="))


def settle(value: Any) -> Any:
    """A truth as a scalar."""
    return frozenset((value,)) if isinstance(value, bool) else value


def limited(value: Any) -> Any:
    return value if value is UNKNOWN or isinstance(value, Between) else few(value)


def unrecorded(collection: Members | Levels) -> int:
    """How many members may be missing; a set that is not complete may have any number more."""
    if isinstance(collection, Levels):
        return collection.open_keys
    return 0 if collection.complete else MOST - 1


def assessed(value: Any) -> Any:
    """A collection as if what is recorded were all."""
    if value is UNKNOWN:
        return Members(frozenset())
    if isinstance(value, Answers):
        return Answers(value.true, value.false, 0)
    if isinstance(value, Levels):
        return Levels(value.values, 0, value.lowest, value.highest)
    return Members(value.values)


def counted(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, Members):
        return frozenset((len(value.values),)) if value.complete else UNKNOWN
    least, open = (value.true, value.open) if isinstance(value, Answers) else (len(value.values), value.open_keys)
    return few(range(least, least + open + 1))


def summed(value: Any) -> Any:
    """The sum of the levels: at least and at most, where some are not recorded."""
    if value is UNKNOWN or (value.open_keys and value.highest is None):
        return UNKNOWN
    return bounded(
        frozenset(sum(value.values.values()) + value.open_keys * level for level in (value.lowest, value.highest or 0))
    )


def extreme(value: Any, function: str) -> Any:
    """The highest or lowest level: any that an unrecorded one could still make it."""
    if value is UNKNOWN or not (value.values or value.open_keys):
        return UNKNOWN
    pick = max if function == "max" else min
    if not value.open_keys:
        return frozenset((pick(value.values.values()),))
    if value.highest is None:
        return UNKNOWN
    scale = range(value.lowest, value.highest + 1)
    return frozenset(pick([*value.values.values(), level]) for level in scale)


def is_known(value: Any) -> bool:
    """Whether something is recorded: of a collection, one member or that there are none."""
    if isinstance(value, Members):
        return value.complete or bool(value.values)
    if isinstance(value, Levels):
        return bool(value.values) or value.open_keys == 0
    return value is not UNKNOWN and len(value) == 1


def is_settled(value: Any) -> bool:
    """Whether nothing of it is open."""
    if isinstance(value, Members):
        return value.complete
    if isinstance(value, Levels):
        return value.open_keys == 0
    return value is not UNKNOWN and len(value) == 1
