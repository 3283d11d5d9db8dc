"""How far an option is from the citizen's network and home, in kilometres; a stated figure wins over the straight line."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from typing import Any

from visit.case import Case
from visit.catalogue import Option
from visit.places import distance_metres
from visit.rules.facts.circumstances import Circumstances, Nearness
from visit.rules.language.values import UNKNOWN, Value


def network_km(option: Option, now: Circumstances) -> Value:
    """Return the distance to the network in kilometres, combined as the guideline's `nearness` says.

    0 for what comes to the citizen, and for a tenancy to be found, which is looked for where the network is. Members who
    harm never count. Where no member's benefit is documented, all count.
    Unknown without a network, or when the option's place, a counted member's place, or the contact that weighs it is not recorded.
    """
    if option.offer.mobile or option.kind == "tenancy":
        return 0
    members, _ = counted_members(now.case, now.nearness)
    distances = []
    for member in members:
        weight = now.nearness.weights.get(member.get("contact", ""))
        metres = _metres(option, member.get("place"), now)
        if metres is None or (weight is None and now.nearness.combine == "weighted" and len(members) > 1):
            return UNKNOWN
        distances.append((metres, 1 if weight is None else weight))
    return _combined(distances, now.nearness) if distances else UNKNOWN


def counted_members(case: Case, nearness: Nearness) -> tuple[list[Mapping[str, Any]], bool]:
    """Return the network members that count, and whether that rests on documented benefit."""
    rows = [row for row in case.rows("network") if row.get("benefit") != "harmful"]
    documented = [row for row in rows if row.get("benefit") == "documented"]
    if nearness.members == "documented" and documented:
        return documented, True
    return rows, nearness.members == "all"


def _combined(distances: list[tuple[int, int]], nearness: Nearness) -> Value:
    """Return one distance in kilometres for those of the members, in metres with weights."""
    if nearness.combine == "weighted":
        total = sum(weight for _metres_away, weight in distances)
        if total == 0:
            distances = [(metres, 1) for metres, _ in distances]
            total = len(distances)
        metres = sum(metres * weight for metres, weight in distances) // total
    else:
        pick = min if nearness.combine == "nearest" else max
        metres = pick(metres for metres, _ in distances)
    return Decimal(metres).scaleb(-3)


def stated_travel(option: Option, now: Circumstances) -> Mapping[str, int]:
    """Return the travel figures stated for an offer, by place; the case's win over the catalogue's."""
    of_case = {row["from"]: row["metres"] for row in now.case.rows("travel") if row["to"] == option.offer.id}
    return {**option.offer.travel, **of_case} if of_case else option.offer.travel


def _metres(option: Option, place: Any, now: Circumstances) -> int | None:
    stated = stated_travel(option, now)
    if isinstance(place, str) and place in stated:
        return stated[place]
    point = now.case.point(place)
    own = now.case.home_point if option.kind == "home" else option.offer.point
    return None if point is None or own is None else distance_metres(own, point)


def home_km(option: Option, now: Circumstances) -> Value:
    """Return the distance from the citizen's home in kilometres; 0 for the home itself and for what comes to it."""
    if option.offer.mobile or option.kind == "home":
        return 0
    metres = _metres(option, now.case.get("citizen", "home", "place"), now)
    return UNKNOWN if metres is None else Decimal(metres).scaleb(-3)


def to_network(now: Circumstances) -> Hashable:
    """Return what of a case the distance to the network is made from."""
    members, _ = counted_members(now.case, now.nearness)
    weighed = tuple(
        (*_place(row.get("place"), now), now.nearness.weights.get(row.get("contact", ""))) for row in members
    )
    return now.nearness.combine, weighed, _stated_by_case(now)


def to_home(now: Circumstances) -> Hashable:
    """Return what of a case the distance from the citizen's home is made from."""
    return _place(now.case.get("citizen", "home", "place"), now), _stated_by_case(now)


def _place(place: Any, now: Circumstances) -> tuple[Hashable, Hashable]:
    return place if isinstance(place, str) else None, now.case.point(place)


def _stated_by_case(now: Circumstances) -> Hashable:
    return tuple((row["from"], row["to"], row["metres"]) for row in now.case.rows("travel"))


def ways(now: Circumstances) -> Callable[[Option], Hashable]:
    """Return what tells the catalogue's options apart when it comes to distance: where nothing is stated, their place alone."""
    return _offer if now.case.rows("travel") else _way


def _way(option: Option) -> Hashable:
    return option.offer.id if option.offer.travel else (option.offer.point, option.offer.mobile)


def _offer(option: Option) -> Hashable:
    return option.offer.id
