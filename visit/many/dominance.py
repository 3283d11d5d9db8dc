"""Which options a search can leave out without losing the first placement, or the first few.

Options are *alike* when nothing tells them apart in what a set of them meets and where they can stand.
Of two that are alike, one is left out when the other is as good by every criterion and comes first by id: in whatever placement
it is, the other can take its place, and the placement comes no later. With two such others, two placements come before each that
has it; and so on: so it is in none of the first two.
That holds for criteria whose key never rises when a part's value falls; all have that but those that are read of the whole in a way
of their own, and where there is one of these, nothing is left out.
Nor is what runs and continues, or what meets a part of hours that several meet together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import le

from visit.ranking.covering import Covering
from visit.ranking.criteria import Adds, Each, Kind, Most, Some, Steps
from visit.ranking.ordering import Order
from visit.ranking.reach import FromTheHome
from visit.ranking.regions import SearchSpace
from visit.ranking.undecided import FewestToTell, HasOneOf, MostKept
from visit.ranking.whole_criteria import Exceptions, Together, Within
from visit.rules.deciding.option_sets import bits

ReadOfOption = Callable[[int], Hashable]


def undominated(order: Order, space: SearchSpace, among: int, top: int = 1) -> int:
    """Return the options among some that a search for the first placements has to look at, as a row of bits; `top`: how many.

    The rules of placements that may apply must each do no more than limit a way.
    """
    values: list[Callable[[int], int]]
    told_apart: list[ReadOfOption]
    values = [order.judged.category]
    told_apart = [placed_alike(space, among), _beyond(order.weighed.from_the_home, among)]
    for kind in order.kinds[False]:
        if not add_kind(kind, values, told_apart):
            return among
    groups: dict[Hashable, list[tuple[tuple[int, ...], int]]] = {}
    found = 0
    for index in bits(among):
        if index in space.continuing or (space.adding and space.adds(index)):
            found |= 1 << index
            continue
        group = groups.setdefault(tuple([read(index) for read in told_apart]), [])
        mine = tuple([read(index) for read in values])
        if sum([all(map(le, other, mine)) for other, _at in group]) < top:
            group.append((mine, index))
            found |= 1 << index
    return found


def add_kind(kind: Kind, values: list[Callable[[int], int]], told_apart: list[ReadOfOption]) -> bool:
    """Add what a criterion compares of each part, or tells apart; return whether it can be said."""
    match kind:
        case Adds(values=found) | Most(values=found) | Some(values=found):
            values.append(found.__getitem__)
        case Each(values=bands):
            told_apart.append(bands.__getitem__)
        case Steps(ladders=ladders):
            told_apart += [ladder.values.__getitem__ for ladder in ladders]
        case Exceptions(of_parts=of_parts):
            values.append(of_parts.values.__getitem__)
        case FewestToTell(doubts=doubts):
            values.append(doubts.values.__getitem__)
        case HasOneOf(row=row) | MostKept(row=row):
            values.append(lambda index: -(row >> index & 1))
        case Within(prices=prices):
            values.append(prices.__getitem__)
            told_apart += [_in(kind.chosen), _in(kind.unpriced), _in(kind.bounded)]
        case Together():
            pass  # offers that stand together are told apart in any case
        case _:
            return False
    return True


def _in(row: int) -> ReadOfOption:
    return lambda index: row >> index & 1


def placed_alike(space: SearchSpace, among: int) -> ReadOfOption:
    """Return what tells options apart in what they meet, and beside what they can stand."""
    covering = space.covering
    together = _offers_together(covering, among)

    def read(index: int) -> Hashable:
        home = covering.homes >> index & 1
        return (
            covering.meets_alone(index, surely=True),
            covering.meets_alone(index, surely=False),
            covering.told(index),
            home,
            covering.stays >> index & 1,
            covering.setting[index],
            covering.offers[index] if covering.offers[index] in together else "",
        )

    return read


def _offers_together(covering: Covering, among: int) -> frozenset[str]:
    """Return the offers that have a home and something else among some options, or a service for residents."""
    homes = {covering.offers[index] for index in bits(among & covering.homes)}
    others = {covering.offers[index] for index in bits(among & ~covering.homes)}
    return frozenset(homes & others)


def _beyond(from_the_home: FromTheHome, among: int) -> ReadOfOption:
    """Return what tells options apart in how far they are from each other, where rules limit that."""
    if not from_the_home.limits:
        return lambda index: ()
    rows = _distinct([far & among for alike in from_the_home.alike for far in alike])
    of_home = from_the_home.beyond

    def read(index: int) -> Hashable:
        if index in of_home:
            return tuple([far & among for far in of_home[index]])
        return sum([(far >> index & 1) << place for place, far in enumerate(rows)])

    return read


def _distinct(rows: Iterable[int]) -> Sequence[int]:
    return tuple(dict.fromkeys(rows))
