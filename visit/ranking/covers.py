"""The covers that some bundles make, at some costs: the least cost, and which bundles a cover of that cost may have.

`bundles` has the terms, `cells` the table of what closes bits for how much, `adding_up` what several bundles meet together.
"""

from __future__ import annotations

from collections.abc import Sequence

from visit.ranking.adding_up import AddingUp
from visit.ranking.bounds import Lot, State
from visit.ranking.bundles import Bundle, Meter, Needed, closings, lowered
from visit.ranking.cells import cost_table


class Covers:
    """The covers that some bundles make, at some costs. Costs are never negative."""

    def __init__(self, needed: Needed, bundles: Sequence[Bundle], costs: Sequence[int], meter: Meter) -> None:
        self.needed, self.bundles, self.costs = needed, bundles, costs
        meter.count(len(bundles) + 1)
        lots: dict[Lot, list[int]] = {}
        for bundle, cost in zip(bundles, costs, strict=True):
            lots.setdefault(self.lot(bundle), []).append(cost)
        cells: dict[tuple[int, bool], int] = {}
        for lot, of_lot in lots.items():
            for closed, extra in closings(lot.sure, lot.perhaps, needed.perhaps_cost):
                cost = min(of_lot) + extra
                if closed and cost < cells.get((closed, lot.home), cost + 1):
                    cells[closed, lot.home] = cost
        self.table = cost_table(cells, needed.bits, meter)
        adds_up = any(lot.hours for lot in lots)
        self.adding_up = AddingUp(needed, lots, self.table, meter) if adds_up else None

    def lot(self, bundle: Bundle) -> Lot:
        """Return what bundles like this close of what is needed, and lower."""
        sure = bundle.sure & self.needed.bits
        perhaps = sure if self.needed.perhaps_cost is None else (bundle.sure | bundle.perhaps) & self.needed.bits
        return Lot(sure, perhaps, bundle.hours, bundle.home)

    def least(self, floor: int = 0, most: int | None = None) -> int | None:
        """Return the least cost of a cover; None where there is none, or none that costs so little as `most`.

        `floor` is a cost that no cover is known to be below.
        """
        if self.adding_up is not None:
            return self.adding_up.least(floor, most)
        found = self.table.cost(self.needed.bits, self.needed.home)
        return found if found is not None and (most is None or found <= most) else None

    def tight(self, most: int) -> list[bool]:
        """Return which bundles may be in a cover that costs no more: each with a bound of what closes the rest."""
        bounds: dict[Lot, int | None] = {}
        found = []
        for bundle, cost in zip(self.bundles, self.costs, strict=True):
            lot = self.lot(bundle)
            if lot not in bounds:
                bounds[lot] = self.completion(lot)
            rest = bounds[lot]
            found.append(rest is not None and cost + rest <= most)
        return found

    def completion(self, lot: Lot) -> int | None:
        """Return a bound of what it costs to close what a bundle leaves, if it closes or lowers anything."""
        bits, may, missing = self.needed.bits, self.needed.home, self.needed.missing
        if lot.home and not may:
            return None
        left = lowered(missing, lot.hours) if lot.hours else missing
        found = [
            extra + rest
            for closed, extra in closings(lot.sure, lot.perhaps, self.needed.perhaps_cost)
            if (closed or left != missing)
            and (rest := self.bound(State(bits & ~closed, left, may and not lot.home))) is not None
        ]
        return min(found, default=None)

    def bound(self, state: State) -> int | None:
        """Return a cost that nothing can close a state below; None where nothing can close it."""
        if self.adding_up is None:
            return self.table.cost(state.bits, state.home)
        return self.adding_up.bound.of(state)
