"""Placements: sets of options made into values with a standing and an order, and the search for the best of them.

A set is given by the indexes of its options. It *leans on* a requirement that it meets only if an unknown turns out well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from visit.ranking.criteria import Key, Kind
from visit.ranking.meeting_all import can_meet_all
from visit.ranking.ordering import Order
from visit.ranking.regions import SearchSpace
from visit.ranking.search import Problem, best
from visit.ranking.undecided import DECIDED
from visit.ranking.values import Category, Placement, Standing, weakest
from visit.ranking.whole import WholeRules, effect
from visit.rules.deciding.option_sets import bits, union


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best placements in order; where the search reached its limit, `proved` of them are proved to be, from the first."""

    placements: tuple[Placement, ...]
    proved: int | None


class Placing:
    """The placements of one pass: what each is, and which are the best.

    Attributes:
        space: The options that can be part of one, and the services that are part of every one.
        fitting: The standings that a placement may have to count as suitable.
        limit_reached: Whether a question for any suitable placement had to be left unanswered, and was answered with no.
    """

    def __init__(
        self,
        order: Order,
        rules: WholeRules,
        space: SearchSpace,
        fitting: frozenset[Standing] = frozenset((Standing.SUITABLE,)),
    ) -> None:
        self.order, self.rules, self.space, self.covering = order, rules, space, space.covering
        self.fitting = fitting
        self.limit_reached = False
        self.ids = [option.id for option in self.covering.options]

    # --- one set ---

    def placement(self, indexes: Sequence[int]) -> Placement | None:
        """Judge and order one set of options; None where a must of the whole fails."""
        leans_on = self.covering.leans_on(indexes)
        facts = self.order.whole.of(indexes)
        judgement = self.rules.judge(indexes, facts, bool(leans_on))
        if judgement is None:
            return None
        standing, failed = judgement
        criteria = self.order.criteria(indexes, standing, self.covering.waits_on_offers(indexes), facts)
        parts = tuple([self.covering.options[index] for index in indexes])
        return Placement(parts, standing, leans_on, tuple(criteria), tuple(failed), facts)

    def any_set(self, indexes: Sequence[int]) -> Placement:
        """Judge a set that need not be a placement: a part may be ruled out or of the acute lane, a need unmet, a must fail."""
        leans_on, facts = self.covering.leans_on(indexes), self.order.whole.of(indexes)
        failed = tuple(self.rules.not_holding(facts))
        standings = [self.order.judged.standings[index] for index in indexes] + [Standing.UNDECIDED] * bool(leans_on)
        standing = weakest(standings + [effect(rule, one) for rule, one in failed])
        criteria = self.order.criteria(indexes, standing, self.covering.waits_on_offers(indexes), facts)
        parts = tuple(self.covering.options[index] for index in indexes)
        return Placement(parts, standing, leans_on, tuple(criteria), failed, facts)

    # --- the best of all ---

    def best(self, top: int) -> Best:
        """Return the best placements: those that surely meet everything, and those that may."""
        grantable, awaiting, undecided, refused, coercion = self.categories()[:-1]
        regions = [*self.space.regions(Category.GRANTABLE, grantable)]
        if awaiting:
            regions += self.space.regions(Category.AWAITING, grantable | awaiting, awaiting)
        regions += self.space.regions(Category.UNDECIDED, grantable | awaiting | undecided)
        if refused:
            regions += self.space.regions(Category.REFUSED, grantable | awaiting | undecided | refused, refused)
        if coercion:
            regions += self.space.regions(Category.COERCION, self.order.judged.ranked, coercion)
        starts: dict[Category, Key] = {
            Category.GRANTABLE: ((0,), *DECIDED), Category.AWAITING: ((1,), *DECIDED),
            Category.UNDECIDED: ((2,),), Category.REFUSED: ((3,),), Category.COERCION: ((4,),),
        }  # fmt: skip
        made: dict[tuple[int, ...], Placement] = {}

        def judge(indexes: tuple[int, ...]) -> Key | None:
            placement = self.placement(indexes)
            if placement is None:
                return None
            made[indexes] = placement
            return placement.sort_key

        found = best(Problem(self.space, tuple(regions), starts, self.order.kinds, judge, self.ids), top)
        return Best(tuple([made[indexes] for indexes in found.placements]), found.proved)

    def best_suitable(self, suitable: Iterable[int], *, asked: int = 0) -> Placement | None:
        """Return the best placement of suitable options that is suitable as a whole, and surely meets everything.

        Where options are asked for, as a row of bits, it has one of them.
        """
        found = self.first_suitable(sum(1 << index for index in suitable), self.order, asked)
        return None if found is None else self.placement(found)

    def possible(self, row: int) -> bool:
        """Return whether some suitable options, with those that continue, make a suitable placement."""
        if not can_meet_all(self.space, row):
            return False
        if not self.rules.foreseen:
            return self.first_suitable(row, None) is not None
        if not self.rules.rules:
            return True
        homeless = row & ~self.covering.homes
        if can_meet_all(self.space, homeless & ~union(self.order.weighed.from_the_home.beyond[None])):
            return True
        if not any(can_meet_all(self.space, near) for near in self.within_reach(row)):
            return False
        # Where a home is not needed, what is within reach of one may be in no placement with it.
        return not can_meet_all(self.space, homeless) or self.first_suitable(row, None) is not None

    def within_reach(self, row: int) -> Iterator[int]:
        """Yield rows that together hold every placement of some options of which nothing is too far from the home in it."""
        homes = self.covering.homes
        from_homes: dict[int, int] = {}
        for beyond, alike in self.order.weighed.from_the_home.alike.items():
            far = union(beyond) & row
            from_homes[far] = from_homes.get(far, 0) | alike
        for far, alike in from_homes.items():
            yield row & ~far & ~(homes & ~alike)

    def first_suitable(self, among: int, order: Order | None, asked: int = 0) -> tuple[int, ...] | None:
        """Return the first set in an order, or in no order but that of ids, that is suitable as a whole."""
        kinds: tuple[Kind, ...] = (self.order.nothing_too_far,)
        start: Key = ()
        if order is not None:
            kinds, start = (*kinds, *order.kinds[True]), ((0,), *DECIDED)

        def judge(indexes: tuple[int, ...]) -> Key | None:
            placement = self.placement(indexes)
            if placement is None or placement.standing not in self.fitting:
                return None
            key = (tuple([self.ids[index] for index in indexes]),) if order is None else placement.sort_key
            return (*key[: len(start)], (0,), *key[len(start) :])

        regions = tuple(self.space.regions(Category.GRANTABLE, among, asked))
        found = best(Problem(self.space, regions, {Category.GRANTABLE: start}, {True: kinds}, judge, self.ids), 1)
        self.limit_reached = self.limit_reached or found.proved == 0
        return found.placements[0] if found.placements else None

    def categories(self) -> list[int]:
        """Return for each category the options that are in it, as a row of bits."""
        rows = dict.fromkeys(Category, 0)
        for index in bits(self.order.judged.ranked):
            rows[self.order.judged.category(index)] |= 1 << index
        return list(rows.values())
