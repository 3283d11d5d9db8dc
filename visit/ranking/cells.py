"""The least cost of closing bits: dynamic programming over subsets of what is needed.

Bundles that meet the same are one *cell*: of a cell only the cheapest can matter. One cell must close the first open bit,
whatever else that closes, and the rest is a smaller subset, asked once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from visit.ranking.bundles import Meter


@dataclass(slots=True, eq=False)
class CostTable:
    """The least cost of closing bits with cells; `rows` holds for each bit the cells that close it, cheapest first."""

    rows: dict[int, list[tuple[int, int, bool]]]
    order: list[int]
    meter: Meter
    known: dict[tuple[int, bool], int | None] = field(default_factory=dict)

    def cost(self, bits: int, home: bool) -> int | None:
        """Return the least cost of closing some bits, with at most one home or with none; None where they cannot be closed."""
        if not bits:
            return 0
        key = (bits, home)
        if key in self.known:
            return self.known[key]
        best: int | None = None
        row = self.rows[next(bit for bit in self.order if bits & bit)]
        self.meter.count(len(row))
        for cost, closed, gives_home in row:
            if best is not None and cost >= best:
                break
            if gives_home and not home:
                continue
            rest = self.cost(bits & ~closed, home and not gives_home)
            if rest is not None and (best is None or cost + rest < best):
                best = cost + rest
        self.known[key] = best
        return best


def cost_table(cells: dict[tuple[int, bool], int], bits: int, meter: Meter) -> CostTable:
    """Return the table of cells by what they close; what another closes as well for less is left out."""
    undominated: list[tuple[int, int, bool]] = []
    # Of equal cost what closes more comes first: its bits are a larger number.
    for cost, home, closed in sorted([(cost, home, -closed) for (closed, home), cost in cells.items()]):
        for _cost, other, other_home in undominated:
            if not -closed & ~other and (home or not other_home):
                break
        else:
            undominated.append((cost, -closed, home))
    rows: dict[int, list[tuple[int, int, bool]]] = {}
    while bits:
        bit = bits & -bits
        bits ^= bit
        rows[bit] = [cell for cell in undominated if cell[1] & bit]
    return CostTable(rows, [bit for _size, bit in sorted([(len(row), bit) for bit, row in rows.items()])], meter)
