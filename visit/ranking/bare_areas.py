"""What fills a *bare* area: a needed one that none of the needs belongs to, so that nothing more is said of what is wanted there.

Any service of the area does, with four exceptions. Where the support need is more than slight, advice, open help and help in
groups fill neither support nor care. Nobody is given helpers to employ who has not asked for them. And a service for a group fills
nothing for somebody of whom other groups are recorded, and not that one. An entrance to several places is no place that fills
anything.

Secondary groups that are left out are unknown, not none. But a service for a rare group is no answer to a need that anybody may
have; beside what it is there for, it counts once the group is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from visit.case import Case
from visit.catalogue import Option
from visit.rules.deciding.case_side import CaseSide
from visit.rules.facts.improvement import MORE_THAN_SLIGHT
from visit.rules.language.values import Members, Value
from visit.vocabulary import vocabulary

SUPPORTING = frozenset(("support", "care"))
"""The areas that take more than advice."""


@dataclass(frozen=True, slots=True)
class BareAreas:
    """What fills the bare areas of a citizen. Compared by value, so that it can be part of a cache key.

    Attributes:
        slight: Whether advice may do. A support need that is not known counts as slight, and is to be confirmed.
        outside: The groups with a service of their own that the citizen is not recorded in, though groups are recorded.
        unasked: The options with helpers to employ that nobody has asked for, by id.
    """

    slight: bool
    outside: frozenset[str]
    unasked: frozenset[str]

    @classmethod
    def of(cls, side: CaseSide, options: Iterable[Option]) -> BareAreas:
        """Return what fills them; what is only proposed keeps nothing from filling one."""
        now = side.circumstances
        return cls(
            slight=may_be_slight(side.bare["case.support_need"]),
            outside=groups_outside(side.bare["case.target_groups"]),
            unasked=frozenset(one.id for one in options if is_unasked(one, now.case, now.as_of)),
        )

    def filled_by(self, option: Option, area: str) -> bool:
        """Return whether an option that covers a bare area fills it."""
        if option.offer.record.entrance or option.provision.group in self.outside:
            return False
        if area not in SUPPORTING:
            return True
        return (self.slight or not option.light) and option.id not in self.unasked


def may_be_slight(support_need: Value) -> bool:
    """Return whether a support need is slight, or not known to be more."""
    return not (isinstance(support_need, int) and support_need >= MORE_THAN_SLIGHT)


def groups_outside(groups: Value) -> frozenset[str]:
    """Return the groups with a service of their own that are not among the recorded ones, though some are recorded."""
    if not isinstance(groups, Members) or not (groups.complete or groups.values):
        return frozenset()
    return frozenset(one for one, within in _groups_with_services().items() if groups.values.isdisjoint(within))


@cache
def _groups_with_services() -> Mapping[str, frozenset[str]]:
    within = vocabulary().codes["target_group"].expand
    return {one.group: within(one.group) for one in vocabulary().provisions.values() if one.group}


def is_unasked(option: Option, case: Case, as_of: date) -> bool:
    """Return whether an option has helpers to employ that the citizen neither has nor has applied for or wished."""
    if not option.provision.own_helpers or option.current is not None:
        return False
    expand = vocabulary().codes["provision"].expand
    applied = any(option.provision.id in expand(row.provision) for row in case.applied_by(as_of) or ())
    return not applied and {option.id, option.offer.id}.isdisjoint(case.wishes.offers or ())
