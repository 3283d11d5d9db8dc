"""Who moves, by age, group, need, sex, help now and municipality; of real citizens without a number so small that it is somebody.

The tables are those of the declared tree (`visit.population.hiding`): the total at its root, and below it a table for each
dimension, whose rows add up to it. `visit population describe` shows the same rows of the same citizens, so a row that it hides is
hidden here, too. No two tables share a row, so that all that can be had by subtraction is what the rows of one leave of the total;
and that is shown as a row of its own, of at least two rows together, and as large as any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from visit.case import Case
from visit.lab.movements import Movement
from visit.population.hiding import TREE, UNRECORDED, hidden_rows, is_few

CELLS = ("same", "lower", "higher", "other")
"""What the cases of a row are told apart by: the same first placement, on a lower or higher step, or moved otherwise."""
Cells = tuple[int, int, int, int]
"""How many cases are in each of `CELLS`."""


DIMENSIONS: Mapping[str, Callable[[Case], str]] = MappingProxyType({
    "age": TREE["age"],
    "group": lambda case: case.target_groups.primary or UNRECORDED,
    "kind": TREE["kind"],
    **{name: row_of for name, row_of in TREE.items() if name not in ("age", "kind", "municipality")},
    "municipality": TREE["municipality"],
})  # fmt: skip
"""What citizens are told apart by, each with the row that a case belongs to; the target group of drawn citizens alone."""


@dataclass(slots=True, eq=False)
class Subgroups:
    """The rows of every table, counted while the cases go by."""

    counts: dict[str, dict[str, Counter[str]]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})

    def add(self, case: Case, movement: Movement) -> None:
        """Count a case."""
        for name, row_of in DIMENSIONS.items():
            self.counts[name].setdefault(row_of(case), Counter())[_cell(movement)] += 1

    def merge(self, other: Subgroups) -> None:
        """Add other cases."""
        for name, rows in other.counts.items():
            for row, counts in rows.items():
                self.counts[name].setdefault(row, Counter()).update(counts)

    def table(self, dimension: str, *, tells_all: bool) -> SubgroupTable:
        """Return the table of a dimension; of drawn citizens with every row."""
        rows = {key: cells_of(counts) for key, counts in sorted(self.counts[dimension].items())}
        return SubgroupTable(tuple(rows.items()), (), None) if tells_all else shown(rows)


@dataclass(frozen=True, slots=True)
class SubgroupTable:
    """The rows that are shown, and those that are not.

    Attributes:
        rows: Each row that is shown.
        pooled: The rows that are shown together alone.
        together: What these are together; None where even that is too small, and the table shows nothing.
    """

    rows: tuple[tuple[str, Cells], ...]
    pooled: tuple[str, ...]
    together: Cells | None


def _cell(movement: Movement) -> str:
    return {Movement.UNCHANGED: "same", Movement.LOWER: "lower", Movement.HIGHER: "higher"}.get(movement, "other")


def cells_of(counts: Mapping[str, int]) -> Cells:
    """Return how many there are in each cell."""
    same, lower, higher, other = (counts.get(name, 0) for name in CELLS)
    return same, lower, higher, other


def is_small(cells: Cells) -> bool:
    """Return whether a row has a number that may not be shown; its sum is none where each of its cells is large or 0."""
    return is_few(*cells)


def shown(rows: Mapping[str, Cells]) -> SubgroupTable:
    """Return what may be shown of a table of real citizens.

    Rows that nobody may show, and those with a small number, are shown together alone; with the smallest of the others, until
    they are at least two and no number of them together is small.
    """
    hidden = hidden_rows({key: sum(cells) for key, cells in rows.items()})
    pooled = [key for key, cells in rows.items() if key in hidden or is_small(cells)]
    others = sorted((key for key in rows if key not in pooled), key=lambda key: (sum(rows[key]), key))
    while pooled and (len(pooled) < 2 or is_small(_sum(rows, pooled))):
        if not others:
            return SubgroupTable((), tuple(sorted(rows)), None)
        pooled.append(others.pop(0))
    kept = tuple((key, rows[key]) for key in rows if key not in pooled)
    return SubgroupTable(kept, tuple(sorted(pooled)), _sum(rows, pooled) if pooled else None)


def _sum(rows: Mapping[str, Cells], keys: Sequence[str]) -> Cells:
    same, lower, higher, other = (sum(rows[key][place] for key in keys) for place in range(len(CELLS)))
    return same, lower, higher, other


def tables(found: Subgroups, *, tells_all: bool) -> Iterator[tuple[str, SubgroupTable]]:
    """Yield every table of the tree below the total; one whose cases are all of one row says nothing and is left out."""
    for name in DIMENSIONS:
        if name != ("kind" if tells_all else "group") and len(found.counts[name]) > 1:
            yield name, found.table(name, tells_all=tells_all)
