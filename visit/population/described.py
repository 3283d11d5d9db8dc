"""What a population holds, counted: tables of one thing each, in which few people cannot be told.

Of real cases a cell under five is hidden, and as many more that it cannot be had by subtraction from the whole. Where a citizen can
stand in several cells of a table, a cell is hidden too where fewer than five do not stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from visit.case import Case
from visit.population.hiding import TREE, UNRECORDED, hidden_counts, hidden_rows, kind_of_group

SINGLE = (*TREE, "permanence", "housing")
"""The tables in which each citizen stands once."""
SEVERAL = ("applied", "areas", "needs", "secondary")
"""The tables in which a citizen can stand several times, or not at all."""
TABLES_OF_CASES = (*SINGLE, *SEVERAL)


@dataclass(frozen=True, slots=True)
class CountedCell:
    """How many citizens; None where that is hidden."""

    code: str
    count: int | None


@dataclass(eq=False)
class CaseTally:
    """How many of each, case by case."""

    count: int = 0
    tables: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in TABLES_OF_CASES})

    def add(self, case: Case) -> None:
        """Count a case."""
        self.count += 1
        for name, codes in _cells(case):
            self.tables[name].update(dict.fromkeys(codes, 1))

    def cells(self, name: str, *, hides: bool) -> tuple[CountedCell, ...]:
        """Return the cells of a table, the most first; ages and levels in their own order."""
        counts = self.tables[name]
        hidden = frozenset[str]() if not hides else self._hidden(name)
        ordered = sorted(counts, key=lambda code: _order(name, code, counts))
        return tuple(CountedCell(code, None if code in hidden else counts[code]) for code in ordered)

    def _hidden(self, name: str) -> frozenset[str]:
        counts = self.tables[name]
        return hidden_counts(counts, self.count) if name in SEVERAL else hidden_rows(counts)


def _order(name: str, code: str, counts: Mapping[str, int]) -> tuple[bool, int, str]:
    by_code = name in ("age", "support_need")
    return code == UNRECORDED, 0 if by_code else -counts[code], f"{code:0>7}" if by_code else code


def _cells(case: Case) -> Iterator[tuple[str, Iterable[str]]]:
    for name, row_of in TREE.items():
        yield name, (row_of(case),)
    yield "permanence", (case.permanence or UNRECORDED,)
    yield "housing", (case.citizen.home.housing or UNRECORDED,)
    yield "applied", (row.provision for row in case.applied or ())
    yield "areas", case.needs.areas or ()
    yield "needs", case.needs.must or ()
    yield "secondary", (kind_of_group(one) for one in case.target_groups.secondary or ())
