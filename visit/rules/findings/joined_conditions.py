"""Conditions made of others: that one of some is true, all of them, or that one is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from visit.rules.guideline.values import Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.expression import Literal
from visit.rules.language.types import TRUTH

UNTRUE = "untrue"
"""How a condition is joined that is true where its part is false or unknown."""
_Parts: TypeAlias = tuple[Condition, ...]


def disjunction(conditions: Iterable[Condition]) -> Condition:
    """Return a condition that is true where one of some is."""
    return _joined(tuple(conditions), "or")


def both(conditions: Iterable[Condition]) -> Condition:
    """Return a condition that is true where all of some are."""
    return _joined(tuple(conditions), "and")


def denied(condition: Condition) -> Condition:
    """Return a condition that is true where another is not: where that one is false or unknown."""
    return _joined((condition,), UNTRUE)


def false(condition: Condition) -> Condition:
    """Return a condition that is true where another is false, and unknown where that one is."""
    return _joined((condition,), "not")


def not_failed(rule: Rule) -> Condition:
    """Return a rule's value as a condition: `unless or not when or require`."""
    spared = () if rule.unless is None else (rule.unless,)
    idle = () if rule.when is None else (false(rule.when),)
    return disjunction((*spared, *idle, rule.require))


def _joined(parts: _Parts, how: str) -> Condition:
    reads = frozenset().union(*(part.reads for part in parts))
    return Condition(Literal(True, 0), TRUTH, reads, lambda env: True, parts, how)
