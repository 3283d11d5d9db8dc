"""How far the placements after the first are: a home from the network or from where the citizen lives, else from the home.

Where some stand later because they are further from the network, what one goes out to is measured from that too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.places import distance_metres
from visit.ranking.values import Placement, Ranking
from visit.reading.documents.case import NetworkMember
from visit.reasons.labels import in_order_of_a_day
from visit.render.distances import FAR_METRES, from_home_of, guessed, home_point, kilometres, km_from_present_home
from visit.rules.facts.distances import counted_members

_MOST_MEMBERS = 2
"""More members of the network than this are not told in a row."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an entry is.

    Attributes:
        km: The distances; empty where none is told.
        measured: From where or to whom, as it stands in a title; empty where nothing is told.
        told: Both, as they stand behind a name.
        unknown: Whether it is not known how far, which then `km` says.
        out: Whether it is the way out from a home.
    """

    km: str = ""
    measured: str = ""
    told: str = ""
    unknown: bool = False
    out: bool = False


@dataclass(frozen=True, slots=True)
class ToldDistances:
    """How far several entries are, as a table tells it.

    Attributes:
        title: From where or to whom, where all are measured alike; that nothing is known, where that is so of all.
        in_column: What stands in a column of its own, an entry each; empty where nothing does.
        behind: What stands behind the name instead, where they are measured in several ways.
    """

    title: str
    in_column: tuple[str, ...]
    behind: tuple[str, ...]


class HowFar:
    """How far the placements of one ranking are, all of them from the network where that has parted some."""

    def __init__(self, ranking: Ranking, *, by_network: bool = False) -> None:
        self.ranking, self.by_network = ranking, by_network

    def members(self) -> list[NetworkMember]:
        """Who counts, and of whom a place is recorded."""
        members = counted_members(self.ranking.case, self.ranking.guideline.nearness)
        return [one for one in members if one.place is not None]

    def distance(self, differing: Sequence[Option], placement: Placement) -> Distance:
        """How far a home is from the members of the network, or what one goes out to from the home; nothing where none is told."""
        if not differing:
            return Distance()
        option = differing[0]
        if option.gives_home:
            return self.of_home(option)
        if option.offer.mobile:
            return Distance()
        if self.by_network and 0 < len(self.members()) <= _MOST_MEMBERS:
            return Distance() if main_area(option) in _COMING and option.offer.point is None else self.of_home(option)
        start = from_home_of(self.ranking, placement)
        measured, metres = _("straight line {start}", start=start), self.metres_out(placement, option)
        if metres is None:
            return Distance() if main_area(option) in _COMING else replace(_unknown(measured), out=True)
        if metres < FAR_METRES:
            return Distance()
        km = guessed(option) + kilometres(metres)
        return Distance(km, measured, f"{km} {start}", out=True)

    def metres_out(self, placement: Placement, option: Option) -> int | None:
        """How far it is from the home of a placement to what one goes out to; None where it comes, or a place is not known."""
        point, where = home_point(self.ranking, placement), option.offer.point
        return None if option.offer.mobile or where is None or point is None else distance_metres(point, where)

    def of_home(self, option: Option) -> Distance:
        """How far a home is from the network, of which few are told; where nobody counts, from where the citizen lives."""
        members, case = self.members(), self.ranking.case
        point = case.home_point if option.is_ordinary_home else option.offer.point
        if not members:
            measured, km = _("straight line from where the citizen lives"), km_from_present_home(self.ranking, option)
            if not km:
                is_there = case.home_point is None or option.is_ordinary_home or option.current is not None
                return Distance() if is_there else _unknown(measured)
            return Distance(km, measured, _("{km} from where the citizen lives", km=km))
        if len(members) > _MOST_MEMBERS:
            return Distance()
        measured = _("straight line to {members}", members=" / ".join(one.who for one in members))
        places = [case.point(one.place) for one in members]
        metres = [None if point is None or place is None else distance_metres(point, place) for place in places]
        if all(one is None for one in metres):
            return _unknown(measured)
        far = [_("not stated") if one is None else guessed(option) + kilometres(one) for one in metres]
        by_km: dict[str, list[str]] = {}
        for km, member in zip(far, members, strict=True):
            by_km.setdefault(km, []).append(member.who)
        told = formats.listed(_("{km} to {who}", km=km, who=formats.listed(who)) for km, who in by_km.items())
        return Distance(" / ".join(far if len(by_km) > 1 else far[:1]), measured, told)


def told_together(distances: Sequence[Distance]) -> ToldDistances:
    """Return how far entries are: in a column where all that is known is measured alike, else behind their names."""
    known = {one.measured for one in distances if one.km and not one.unknown}
    measured = known or {one.measured for one in distances if one.unknown}
    nothing = ("",) * len(distances)
    if len(measured) > 1:
        # From the home, what is not known is not told: it would stand without a word of what it is about.
        hidden = [one.unknown and one.out for one in distances]
        return ToldDistances(
            "", nothing, tuple("" if hide else one.told for one, hide in zip(distances, hidden, strict=True))
        )
    common = "".join(measured)
    if not known and any(one.out for one in distances):
        return ToldDistances("", nothing, nothing)
    if not known:
        return ToldDistances(common and _("{distance}: not stated", distance=common), nothing, nothing)
    return ToldDistances(common, tuple(one.km if one.measured == common else "" for one in distances), nothing)


def _unknown(measured: str) -> Distance:
    return Distance(_("not stated"), measured, _("distance not stated"), unknown=True)


def main_area(option: Option) -> str:
    """Return the area of life that an option is told by: a home, else the first in the order of a day."""
    order = in_order_of_a_day([option])
    return "home" if order[0].gives_home else min(option.areas, key=_AREAS.index)


_AREAS = ("home", "support", "care", "activity", "work", "education", "treatment")
_COMING = frozenset({"support", "care"})
"""Help that comes to the home, also where the catalogue does not say so: how far its offer is, nobody asks."""
