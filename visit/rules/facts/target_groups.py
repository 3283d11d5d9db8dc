"""How an offer suits the citizen's target groups: the level of specialisation, and the reference price that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from visit.catalogue import Option
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import Fact, OptionFact, nothing
from visit.rules.language.types import LEVEL, TRUTH, codes
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import vocabulary

CitizenGroups: TypeAlias = tuple[str | None, tuple[str, ...] | None]
"""The primary target group and the secondary ones, each None where it is left out."""
GroupLevels: TypeAlias = tuple[tuple[str, int], ...] | int | None
"""The level per target group, one level for all, or none recorded."""
Prices: TypeAlias = tuple[tuple[tuple[str, int], int], ...]
"""Reference prices by provision and level."""
GroupsAndPrices: TypeAlias = tuple[CitizenGroups | None, Prices]


def _groups(now: Circumstances) -> CitizenGroups | None:
    groups = now.case.target_groups
    return (groups.primary, groups.secondary) if now.case.has("target_groups") else None


def group_levels(option: Option) -> GroupLevels:
    """Return the levels listed per target group; of a home the level that suits everybody."""
    if option.is_ordinary_home:
        return 3
    listed = option.specialisation
    return None if listed is None else tuple(listed.items())


def _specialisation(groups: CitizenGroups | None, levels: GroupLevels, said: tuple[()] = ()) -> Value:
    """Return the level for the citizen's primary target group: the group's own, else its nearest listed ancestor's.

    A citizen who is recorded to have no target group (an empty list) needs no specialisation: level 1, general. Unknown where
    no group is recorded, or the offer lists neither the group nor one above it.
    """
    if isinstance(levels, int):
        return levels
    primary, secondary = groups or (None, None)
    if primary is None:
        return 1 if secondary == () else UNKNOWN
    level = _level(primary, dict(levels or ()))
    return UNKNOWN if level is None else level


def _for_the_group(groups: CitizenGroups | None, levels: GroupLevels, said: tuple[()]) -> Value:
    """Return whether one of the citizen's target groups is listed, or a group above it.

    Where none is, it is unknown as long as a group may still be recorded, unless the offer lists no group at all.
    """
    if isinstance(levels, int):
        return True
    primary, secondary = groups or (None, None)
    listed = dict(levels or ())
    if any(_level(group, listed) for group in (primary, *(secondary or ())) if group is not None):
        return True
    return UNKNOWN if listed and None in (groups, secondary) else False


def _level(group: str, listed: Mapping[str, int]) -> int | None:
    """Return the level listed for a target group, or for the nearest group above it."""
    return next((listed[one] for one in (group, *vocabulary().ancestors[group]) if one in listed), None)


def groups_and_prices(now: Circumstances) -> GroupsAndPrices:
    """Return the citizen's groups and the guideline's reference prices."""
    return _groups(now), tuple(now.reference_prices.items())


def reference_price(case: GroupsAndPrices, provision: str, levels: GroupLevels) -> int | None:
    """Return the reference price for a provision and an offer's level for the citizen; None where there is none."""
    groups, prices = case
    level = _specialisation(groups, levels)
    return dict(prices).get((provision, level)) if isinstance(level, int) else None


def _target_groups(option: Option) -> Members | None:
    """Return the target groups that it lists; of a home all of them."""
    if option.is_ordinary_home:
        return Members(frozenset(vocabulary().codes["target_group"].terms))
    return None if option.specialisation is None else Members(frozenset(option.specialisation))


def _listed_groups(case: None, groups: Members | None, said: tuple[()]) -> Value:
    return UNKNOWN if groups is None else groups


TARGET_GROUP_FACTS: tuple[Fact, ...] = (
    OptionFact(
        "option.target_groups", codes("target_group"), _target_groups, _listed_groups, nothing,
        told_by_offer=True, field="specialisation",
    ),
    OptionFact(
        "option.for_the_group", TRUTH, group_levels, _for_the_group, _groups,
        field="specialisation", waits_for=("case.target_groups",),
    ),
    OptionFact(
        "option.specialisation", LEVEL, group_levels, _specialisation, _groups,
        field="specialisation", waits_for=("case.target_groups.primary",),
    ),
)  # fmt: skip
"""The facts that rest on the citizen's target groups."""
