"""Conditions that are bound once for all the guidelines that read them alike: one on many days, one with many small changes."""

from __future__ import annotations

from typing import TypeAlias

from visit.rules.language.binder import Scope
from visit.rules.language.conditions import Condition
from visit.rules.language.types import Type
from visit.vocabulary import CodeList

BoundBySource: TypeAlias = dict[tuple[str, Type | None], Condition]
"""Conditions by how each is written, and the type that it must have."""


class BoundOnce:
    """Conditions by the names that they could use: what one is bound to depends on these, and on no value."""

    def __init__(self) -> None:
        self._by_scope: list[tuple[Scope, BoundBySource]] = []

    def within(self, scope: Scope) -> BoundBySource:
        """Return the conditions that were bound with the same names, types and codes, to be added to."""
        for known, conditions in reversed(self._by_scope):
            if _is_same(known, scope):
                return conditions
        conditions = {}
        self._by_scope.append((scope, conditions))
        return conditions


def _is_same(one: Scope, other: Scope) -> bool:
    return (
        one.names == other.names
        and set(one.parameters or ()) == set(other.parameters or ())
        and one.lists.keys() == other.lists.keys()
        and all(_has_same_codes(codes, other.lists[name]) for name, codes in one.lists.items())
    )


def _has_same_codes(one: CodeList, other: CodeList) -> bool:
    return one is other or (
        list(one.terms) == list(other.terms) and (one.ordered, one.below) == (other.ordered, other.below)
    )
