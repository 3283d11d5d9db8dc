"""Whether some options have a placement among them that surely meets everything.

Nothing keeps options from standing together but that there is one home at most, and that a service for residents stands beside
the home of its offer. So each home is looked at with all that can stand beside it: what is superfluous can be left out.
"""

from __future__ import annotations

from decimal import Decimal

from visit.ranking.regions import SearchSpace
from visit.rules.deciding.option_sets import bits


def can_meet_all(space: SearchSpace, among: int) -> bool:
    """Return whether some options, as a row of bits, make a placement with what continues."""
    running = sum(1 << index for index in space.continuing)
    if not space.covering.requirements or running & ~among:
        return False
    among &= space.ranked
    others = among & ~space.homes & ~space.of_residents
    asked = {space.setting[index] for index in space.continuing} - {""}
    lacking = [place for place in bits(space.covering.wanted_row) if not _meets(space, others, place)]
    if not lacking and not asked and not running & space.homes:
        return True
    return any(
        asked <= {space.offers[home]} and _completes(space, home, among, others, lacking)
        for home in bits(running & space.homes or among & space.homes)
    )


def _completes(space: SearchSpace, home: int, among: int, others: int, lacking: list[int]) -> bool:
    """Return whether a home meets, with its residents' services, what is lacking of others; of a stay its own staff are asked."""
    together = others | 1 << home | among & sum(1 << one for one in space.residents.get(space.offers[home], ()))
    of_stay = space.covering.of_home if space.stays >> home & 1 else 0
    return all(_meets(space, 1 << home, place) for place in bits(of_stay)) and all(
        of_stay >> place & 1 or _meets(space, together, place) for place in lacking
    )


def _meets(space: SearchSpace, row: int, place: int) -> bool:
    """Return whether some options surely meet a requirement, one of them or together."""
    if row & space.meeting(place, surely=True):
        return True
    if place not in space.adding:
        return False
    amounts = (space.covering.meetings[index][place].surely for index in bits(row))
    return sum(amounts, Decimal(0)) >= space.covering.requirements[place].amount
