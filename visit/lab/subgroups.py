"""Who moves, by age, group, need, sex, help now and municipality; of real citizens without a number so small that it is somebody.

The tables are those of the declared tree (`visit.population.hiding`): the total at its root, and below it a table for each
dimension, whose rows add up to it. `visit population describe` shows the same rows of the same citizens, so a row that it hides is
hidden here, too. No two tables share a row, so that all that can be had by subtraction is what the rows of one leave of the total;
and that is shown as a row of its own, of at least two rows together, and as large as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from visit.case import Case
from visit.lab.answers import CaseAnswer
from visit.lab.both_sides import BothSides
from visit.lab.linked import AFTER_PLACED, MOVES, PLACED, events_of, linked, not_among_them, of_statement
from visit.lab.movements import Crossing, Movement
from visit.population.hiding import TREE, UNRECORDED, hidden_rows, is_few

CELLS = ("same", "lower", "higher", "other")
"""What the cases of a row are told apart by: the same first placement, on a lower or higher step, or moved otherwise."""
TABLE = "table"
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

    rows: dict[str, dict[str, BothSides]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})

    def add(self, case: Case, old: CaseAnswer, new: CaseAnswer, moves: Movement, turns: Iterable[Crossing]) -> None:
        """Count a case, its two answers, how it moves and what turns with it."""
        for name, row_of in DIMENSIONS.items():
            self.rows[name].setdefault(row_of(case), BothSides()).count(old, new, moves, turns)

    def merge(self, other: Subgroups) -> None:
        """Add other cases."""
        for name, rows in other.rows.items():
            for row, found in rows.items():
                self.rows[name].setdefault(row, BothSides()).add_up(found)

    def table(self, dimension: str, *, tells_all: bool) -> SubgroupTable:
        """Return the table of a dimension; of drawn citizens with every row."""
        rows = {key: moved_cells(found) for key, found in sorted(self.rows[dimension].items())}
        return SubgroupTable(tuple(rows.items()), (), None) if tells_all else shown(rows)

    def measured(self, dimension: str, *, tells_all: bool) -> tuple[MeasuredRow, ...]:
        """Return the rows of a dimension, each with all that is measured, and of real citizens what of it is not told.

        Rows that nobody may show stand together as one, as `visit population describe` has them.
        """
        found = self.rows[dimension]
        small = frozenset[str]() if tells_all else hidden_rows({key: one.cases for key, one in found.items()})
        rows = [MeasuredRow(key, 1, one) for key, one in sorted(found.items()) if key not in small]
        if small:
            rows.append(MeasuredRow(None, len(small), together_of(found[key] for key in sorted(small))))
        if tells_all:
            return tuple(rows)
        pooled = {*self.table(dimension, tells_all=False).pooled, *([None] if small else [])}
        return with_hidden(rows, [row.key or "" for row in rows if row.key in pooled])


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


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredRow:
    """A row that is shown, with all that is measured of its cases.

    Attributes:
        key: The row; None for those that are shown together alone, which `rows` says how many they are.
        hidden: The sets of numbers (`visit.lab.linked`) that are not told of it, and `TABLE` where the table of who moves has it
            among those that it shows together or not at all.
    """

    key: str | None
    rows: int
    found: BothSides
    hidden: frozenset[str] = frozenset()


def moved_cells(found: BothSides) -> Cells:
    """Return how many cases are in each cell."""
    same, lower, higher = (found.movements[one] for one in (Movement.UNCHANGED, Movement.LOWER, Movement.HIGHER))
    return same, lower, higher, found.cases - same - lower - higher


def together_of(every: Iterable[BothSides]) -> BothSides:
    """Return what the cases of several rows add up to."""
    whole = BothSides()
    for one in every:
        whole.add_up(one)
    return whole


def is_small(cells: Cells) -> bool:
    """Return whether a row has a number that may not be shown; its sum is none where each of its cells is large or 0."""
    return is_few(*cells)


def shown(rows: Mapping[str, Cells], beside: Collection[str] = ()) -> SubgroupTable:
    """Return what may be shown of a table of real citizens; rows `beside` which something leads to few are not by themselves.

    Rows that nobody may show, and those with a small number, are shown together alone; with the smallest of the others, until
    they are at least two and no number of them together is small.
    """
    hidden = {*hidden_rows({key: sum(cells) for key, cells in rows.items()}), *beside}
    pooled = _pooled(rows, {key: sum(cells) for key, cells in rows.items()}, hidden)
    if pooled is None:
        return SubgroupTable((), tuple(sorted(rows)), None)
    kept = tuple((key, rows[key]) for key in rows if key not in pooled)
    return SubgroupTable(kept, tuple(sorted(pooled)), _sum(rows, pooled) if pooled else None)


def _pooled(
    rows: Mapping[str, Sequence[int]],
    sizes: Mapping[str, int],
    hidden: Collection[str],
    leads: Callable[[Sequence[str]], bool] = lambda _keys: False,
) -> Sequence[str] | None:
    """Return the rows that are not shown by themselves; None where not even all of them together may be.

    `leads` is whether what some rows have together leads to few.
    """
    pooled = [key for key, numbers in rows.items() if key in hidden or is_few(*numbers) or leads([key])]
    others = sorted((key for key in rows if key not in pooled), key=lambda key: (sizes[key], key))

    def is_small_together() -> bool:
        return is_few(*map(sum, zip(*(rows[key] for key in pooled), strict=True))) or leads(pooled)

    while pooled and (len(pooled) < 2 or is_small_together()):
        if not others:
            return None
        pooled.append(others.pop(0))
    return pooled


def with_hidden(rows: Sequence[MeasuredRow], in_table: Collection[str]) -> tuple[MeasuredRow, ...]:
    """Return the rows of real citizens, each with the sets of numbers that are not told of it.

    The numbers of a set add up over the rows to those of all cases. So they are hidden of no row or of at least two, and of these
    none together is of few; and of every row where one of all cases is. A set whose numbers add up to those with a solution is
    hidden wherever these are: two sets would else lead to what each of them hides. So are movements wherever the table of who moves
    hides a row.
    """
    keyed = {row.key or "": row for row in rows}
    sizes = {key: row.found.cases for key, row in keyed.items()}
    numbers = {key: linked(row.found) for key, row in keyed.items()}
    hidden: dict[str, Collection[str]] = {TABLE: in_table}
    for name in dict.fromkeys(name for of_row in numbers.values() for name in of_row):
        section, _dot, said = name.partition(".")
        of_set = {key: numbers[key].get(name) or of_statement(keyed[key].found, section, said) for key in keyed}
        before = hidden[PLACED] if name in AFTER_PLACED else in_table if name == MOVES else ()
        leads = partial(_leads_beside_moves, {key: row.found for key, row in keyed.items()}, name)
        of_all = [*map(sum, zip(*of_set.values(), strict=True))]
        pooled = None if is_few(*of_all) or leads([*keyed]) else _pooled(of_set, sizes, before, leads)
        hidden[name] = keyed.keys() if pooled is None else pooled
    return tuple(
        replace(row, hidden=frozenset(name for name, keys in hidden.items() if key in keys))
        for key, row in keyed.items()
    )


def _leads_beside_moves(rows: Mapping[str, BothSides], name: str, keys: Sequence[str]) -> bool:
    """Return whether how many move in some rows together, beside what a set tells of them, leads to few."""
    found = [rows[key] for key in keys]
    return is_few(*not_among_them(found, events_of(name)))


def _sum(rows: Mapping[str, Cells], keys: Sequence[str]) -> Cells:
    same, lower, higher, other = (sum(rows[key][place] for key in keys) for place in range(len(CELLS)))
    return same, lower, higher, other


def tables(found: Subgroups, *, tells_all: bool) -> Iterator[tuple[str, SubgroupTable]]:
    """Yield every table of the tree below the total; one whose cases are all of one row says nothing and is left out."""
    for name in DIMENSIONS:
        if name != ("kind" if tells_all else "group") and len(found.rows[name]) > 1:
            yield name, found.table(name, tells_all=tells_all)
