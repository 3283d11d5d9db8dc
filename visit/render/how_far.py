"""How far the placements after the first are: a home from the network or from where the citizen lives, else from the home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.locale import text as _
from visit.places import distance_metres
from visit.ranking.values import Placement, Ranking
from visit.reading.documents.case import NetworkMember
from visit.reasons.labels import in_order_of_a_day
from visit.render.distances import FAR_METRES, guessed, home_point, kilometres, km_from_present_home
from visit.rules.facts.distances import counted_members

_MOST_MEMBERS = 2
"""More members of the network than this are not told in a row."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an entry is.

    Attributes:
        km: The distances; empty where none is told.
        measured: From where or to whom, as it stands in a title; empty where it is from the home, as of the first placement.
        told: Both, as they stand in a row.
    """

    km: str = ""
    measured: str = ""
    told: str = ""


class HowFar:
    """How far the placements of one ranking are."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking

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
        metres = self.metres_out(placement, option)
        if metres is None or metres < FAR_METRES:
            return Distance()
        km = guessed(option) + kilometres(metres)
        first = self.ranking.first
        out = [] if first is None else [self.metres_out(first, one) or 0 for one in first.parts if not one.gives_home]
        measured = "" if max(out, default=0) >= FAR_METRES else _("straight line from the home")
        return Distance(km, measured, _("{km} from the home", km=km))

    def metres_out(self, placement: Placement, option: Option) -> int | None:
        """How far it is from the home of a placement to what one goes out to; None where it comes, or a place is not known."""
        point, where = home_point(self.ranking, placement), option.offer.point
        return None if option.offer.mobile or where is None or point is None else distance_metres(point, where)

    def of_home(self, option: Option) -> Distance:
        """How far a home is from the network, of which few are told; where nobody counts, from where the citizen lives."""
        members = self.members()
        if not members:
            km = km_from_present_home(self.ranking, option)
            told = _("{km} from where the citizen lives", km=km)
            return Distance(km, _("straight line from where the citizen lives"), told) if km else Distance()
        point = self.ranking.case.home_point if option.is_ordinary_home else option.offer.point
        if point is None or len(members) > _MOST_MEMBERS:
            return Distance()
        places = [self.ranking.case.point(one.place) for one in members]
        far = [None if place is None else distance_metres(point, place) for place in places]
        km = " / ".join("?" if metres is None else guessed(option) + kilometres(metres) for metres in far)
        who = " / ".join(one.who for one in members)
        return Distance(km, _("straight line to {members}", members=who), _("{km} to {who}", km=km, who=who))


def main_area(option: Option) -> str:
    """Return the area of life that an option is told by: a home, else the first in the order of a day."""
    order = in_order_of_a_day([option])
    return "home" if order[0].gives_home else min(option.areas, key=_AREAS.index)


_AREAS = ("home", "support", "care", "activity", "work", "education", "treatment")
