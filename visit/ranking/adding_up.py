"""The least cost of a cover where some of what is needed adds up: bundles that each meet a part of the hours.

Bundles that close and lower the same are one *lot*; of a lot the cheapest are taken first, so that it matters only how many.
A *state* is what is left to be met. The states that can be reached are tried lot by lot; one is left out where even its
*bound*, a cost that nothing can close it below, makes it dearer than a cover that is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from visit.ranking.bounds import Bound, Lot, State
from visit.ranking.bundles import Meter, Needed, closings, lowered
from visit.ranking.cells import CostTable


class AddingUp:
    """The covers that some lots make, with the cells of a table; `lots` holds what each bundle of a lot costs."""

    def __init__(self, needed: Needed, lots: Mapping[Lot, Sequence[int]], table: CostTable, meter: Meter) -> None:
        self.needed, self.table, self.meter = needed, table, meter
        self.start = State(needed.bits, needed.missing, needed.home)
        adding = sorted([lot for lot in lots if lot.hours], key=lambda lot: (-sum(lot.hours), lot))
        self.lots = [(lot, sorted(lots[lot])[: self.enough(lot)]) for lot in adding if self.enough(lot)]
        self.bound = Bound(needed, lots, meter)

    def enough(self, lot: Lot) -> int:
        """Return how many bundles of a lot can be needed at most."""
        if lot.home:
            return 1
        pairs = zip(self.needed.missing, lot.hours, strict=True)
        return max([-(-missing // less) for missing, less in pairs if less], default=0)

    # --- the least cost ---

    def least(self, floor: int, most: int | None) -> int | None:
        """Return the least cost of a cover; None where there is none, or none that costs so little as `most`.

        `floor` is a cost that no cover is known to be below.
        """
        bound = self.bound.of(self.start)
        if bound is None or (most is not None and bound > most):
            return None
        known = self.handy()
        if known is not None and known <= max(bound, floor):
            return known if most is None or known <= most else None
        limit = most if known is None else known - 1 if most is None else min(most, known - 1)
        found = [
            cost + extra + rest
            for state, cost in self.reached(limit).items()
            for closed, extra in self.counted(state.missing)
            if (rest := self.table.cost(state.bits & ~closed, state.home)) is not None
        ]
        best = min([*found, *([] if known is None else [known])], default=None)
        return best if best is not None and (most is None or best <= most) else None

    def reached(self, limit: int | None) -> dict[State, int]:
        """Return the states that bundles lead to, with the least cost of each, where that and the bound keep to the limit."""
        states = {self.start: 0}
        for lot, costs in self.lots:
            ways = tuple(closings(lot.sure, lot.perhaps, self.needed.perhaps_cost))
            for cost in costs:
                taken = [
                    (state, before + cost)
                    for state, before in states.items()
                    if limit is None or before + cost <= limit
                ]
                self.meter.count(len(taken) * len(ways))
                for state, spent in taken:
                    for after, extra in self.after(state, lot, ways):
                        total = spent + extra
                        if total < states.get(after, total + 1) and self.keeps_to(limit, after, total):
                            states[after] = total
        return states

    def after(self, state: State, lot: Lot, ways: Iterable[tuple[int, int]]) -> Iterator[tuple[State, int]]:
        """Yield what one more bundle leaves, with what it costs to close what it meets only perhaps."""
        left = lowered(state.missing, lot.hours)
        if left != state.missing and (state.home or not lot.home):
            for closed, extra in ways:
                yield State(state.bits & ~closed, left, state.home and not lot.home), extra

    def keeps_to(self, limit: int | None, state: State, cost: int) -> bool:
        """Return whether a state may still be closed within the limit."""
        bound = self.bound.of(state)
        return bound is not None and (limit is None or cost + bound <= limit)

    def counted(self, missing: Sequence[int]) -> Iterable[tuple[int, int]]:
        """Yield which bits the counters close, with what it costs to close those that are met only perhaps."""
        surely = perhaps = 0
        for counter in self.needed.counters:
            if not missing[counter.at_most]:
                perhaps |= counter.bit
                if not missing[counter.surely]:
                    surely |= counter.bit
        return closings(surely, perhaps, self.needed.perhaps_cost)

    # --- a cover at hand ---

    def handy(self) -> int | None:
        """Return what a cover costs that is found by taking what lowers most for its cost; None where that finds none."""
        state, spent, best = self.start, 0, self.closed(self.start)
        left = {lot: iter(costs) for lot, costs in self.lots}
        ahead = {lot: next(costs) for lot, costs in left.items()}
        while ahead:
            gains = [(self.gain(state, lot), lot) for lot in ahead if state.home or not lot.home]
            useful = [(-(-(ahead[lot] << 16) // gain), -gain, lot) for gain, lot in gains if gain]
            self.meter.count(len(ahead))
            if not useful:
                return best
            _ratio, _gain, lot = min(useful)
            spent += ahead.pop(lot)
            state = State(state.bits & ~lot.sure, lowered(state.missing, lot.hours), state.home and not lot.home)
            rest = self.closed(state)
            if rest is not None and (best is None or spent + rest < best):
                best = spent + rest
            following = next(left[lot], None)
            if following is not None:
                ahead[lot] = following
        return best

    def gain(self, state: State, lot: Lot) -> int:
        """Return how much of what is missing a bundle lowers."""
        return sum([
            min(state.missing[place], lot.hours[place])
            for counter in self.needed.counters
            if counter.bit & state.bits
            for place in {counter.at_most, counter.surely}
        ])  # fmt: skip

    def closed(self, state: State) -> int | None:
        """Return the least cost of closing what is left with cells alone."""
        found = [
            extra + rest
            for closed, extra in self.counted(state.missing)
            if (rest := self.table.cost(state.bits & ~closed, state.home)) is not None
        ]
        return min(found, default=None)
