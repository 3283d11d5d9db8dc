"""Which of two placements comes first: criterion by criterion, the first that differs decides; then the ids of the parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from typing import Any

from reference.conditions import World
from reference.missing import names_in
from reference.of_case import Situation
from reference.of_option import lacks_ground, tried_not_enough
from reference.placements import Placement, Placements
from reference.prices import Most
from reference.values import known, truth
from visit.rules.guideline.values import Preference
from visit.rules.language.expression import Name, Node
from visit.rules.language.values import UNKNOWN

NOT_IN_FIRST_PASS = {
    "option.wished", "option.avoided", "placement.free_choice", "placement.price_ratio", "placement.stay_price_ratio",
    "met_lower", "tried_lower", "approved_match", "own_match", "current_sufficient",
    "reference.recorded", "reference.price_dkk_per_day", "reference.stay_dkk_per_day", "reference.specialisation",
    "reference.private_wish_ratio",
}  # fmt: skip


def in_order(
    placements: Placements, preferences: Sequence[Preference], *, grounds_given: bool = False
) -> list[Placement]:
    """Every placement, the best first; as it is, or as it would be if every ground for giving less were recorded."""
    keyed = [(criteria(one, placements, preferences, grounds_given=grounds_given), one) for one in placements.every()]
    keyed.sort(key=cmp_to_key(lambda a, b: compare((*a[0], list(a[1].ids)), (*b[0], list(b[1].ids)))))
    return [placement for _criteria, placement in keyed]


def asked(now: Situation, *, second: bool) -> list[Preference]:
    """Rights, then preferences; the first pass has no rights, and nothing that rests on a wish or on what it is to find."""
    every = [*now.guideline.rights, *now.guideline.preferences]
    if not second:
        every = [one for one in now.guideline.preferences if not any(map(is_later, rests_on(one.value.node, now)))]
    return [one for one in every if one.when is None or World(now).holds(one.when.node) is True]


def is_later(name: str) -> bool:
    return name in NOT_IN_FIRST_PASS or name.startswith("met_by(")


def rests_on(node: Node, now: Situation) -> set[str]:
    """The facts that a condition names, also through decision tables."""
    found: set[str] = set()
    for name in names_in(node, World(now)):
        table = now.guideline.tables.get(name)
        rows = () if table is None else table.rows
        found |= {name} if table is None else set()
        for when, then in rows:
            found |= rests_on(then.node, now) | (rests_on(when.node, now) if when else set())
    return found


# --- what two placements are compared by ----------------------------------------------------------------------------


def criteria(
    placement: Placement, placements: Placements, preferences: Sequence[Preference], *, grounds_given: bool
) -> list[Any]:
    """Category; among the undecided and what comes later, `among_undecided`; then whether it gives less than what ends.

    Then how much of it was tried and not enough. After that one entry per right and preference, and what is left to tell two apart.
    """
    category = {"awaiting": 1, "undecided": 2}.get(placement.standing, 0)
    if any(part.refused for part in placement.parts):
        category = 3  # after everything that can be decided: no wish lifts what an offer has refused
    if any(part.coerced for part in placement.parts):
        category = 4  # after all else: against the citizen's will
    open = among_undecided(placement, placements.now) if category >= 2 else []
    less = not grounds_given and any(lacks_ground(part.option, "ends", placements.now) for part in placement.parts)
    tried = sum(tried_not_enough(part.option, placements.now) == known(True) for part in placement.parts)
    own = [criterion(one, placement, placements) for one in preferences]
    return [category, open, less, tried, *own, *ties(placement, placements)]


def among_undecided(placement: Placement, now: Situation) -> list[Any]:
    """What is for a group that nobody has recorded comes last, and before that what awaits somebody else's decision.

    Then a wish comes first, then more of what runs now, then what offers have least to tell of.
    """
    wished = any(truth(World(now, option=part.option).name("option.wished")) is True for part in placement.parts)
    return [
        any(part.of_group for part in placement.parts),
        any(part.held for part in placement.parts),
        not wished,
        -sum(part.option.current is not None for part in placement.parts),
        placement.waiting + sum(part.doubts for part in placement.parts),
    ]


def ties(placement: Placement, placements: Placements) -> list[Any]:
    """Where the guideline holds two equal: no move, the lower price, then the farthest part nearer to the home; unknown last."""
    price = placement.whole["placement.price_dkk_per_day"]
    far = [World(placements.now, option=part.option).name("travel.estimated_home_km") for part in placement.parts]
    return [
        placement.whole["placement.moves_home"],
        None if price is UNKNOWN else max(price),
        None if UNKNOWN in far else max(next(iter(one)) for one in far),
    ]


def criterion(one: Preference, placement: Placement, placements: Placements) -> Any:
    """A band, or a list of them: lower is better, None is unknown and comes last."""
    now, node = placements.now, one.value.node
    if isinstance(node, Name) and node.name == "option.step" and one.over == "all" and one.lower:
        steps = [placements.steps(part) for part in placement.parts]
        return [sorted((s[ladder] for s in steps if ladder in s), reverse=True) for ladder in now.guideline.ladders]
    if one.of_placement:
        return band(one, World(now, whole=placement.whole).value(node))
    values = [World(now, option=part.option).value(node) for part in placement.parts]
    bands = [band(one, value) for value in values]
    known = [each for each in bands if each is not None]
    match one.over:
        case "all":
            return [None] * (len(bands) - len(known)) + sorted(known, reverse=True)
        case "any":
            settled = known and (len(known) == len(bands) or is_best(one, min(known), values))
            return min(known) if settled else None
        case "sum":
            return sum(known) if len(known) == len(bands) else None
    return max(known) if len(known) == len(bands) else None


def is_best(one: Preference, lowest: Any, values: Sequence[Any]) -> bool:
    """Whether nothing unknown could be better: it is in the best band there is. A bare number has no best."""
    if one.bands:
        return bool(lowest == 0)
    return lowest == 0 and {type(each) for value in values if value is not UNKNOWN for each in value} == {bool}


def band(one: Preference, value: Any) -> Any:
    """The band of a value, 0 the best; None where it is unknown, or may lie in several."""
    if not isinstance(value, frozenset):
        return None
    if isinstance(value, Most):
        return band_of(one, max(value))
    bands = {band_of(one, each) for each in value}
    return bands.pop() if len(bands) == 1 else None


def band_of(one: Preference, value: Any) -> Any:
    if isinstance(value, bool):
        return int(value is one.lower)
    if not one.bands:
        return value if one.lower else -value
    above = [bound for bound in one.bands if value > bound]
    return len(above) if one.lower else len(one.bands) - len(above)


def compare(mine: Any, theirs: Any) -> int:
    """Lists entry by entry, one that ends earlier first; unknown last; else the lower first."""
    if isinstance(mine, Iterable) and isinstance(theirs, Iterable) and not isinstance(mine, str):
        a, b = list(mine), list(theirs)
        first = next((found for x, y in zip(a, b, strict=False) if (found := compare(x, y))), 0)
        return first or (len(a) > len(b)) - (len(a) < len(b))
    if mine is None or theirs is None:
        return (mine is None) - (theirs is None)
    return (mine > theirs) - (mine < theirs)
