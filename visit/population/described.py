"""What a population holds, counted: tables of one thing each, in which few people cannot be told.

Of real cases a cell under five is hidden, and as many more that it cannot be had by subtraction from the whole. Where a citizen can
stand in several cells of a table, a cell is hidden too where fewer than five do not stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from visit.case import Case
from visit.vocabulary import vocabulary

FEWEST = 5
"""A cell of real people with fewer is hidden."""
UNRECORDED = "unrecorded"
AGES = ((0, 17), (18, 29), (30, 39), (40, 49), (50, 66), (67, 120))
SINGLE = (
    "municipality", "age", "sex", "kind", "support_need", "permanence", "housing", "help_now",
)  # fmt: skip
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
        hidden = _hidden(counts, self.count, several=name in SEVERAL) if hides else frozenset()
        ordered = sorted(counts, key=lambda code: _order(name, code, counts))
        return tuple(CountedCell(code, None if code in hidden else counts[code]) for code in ordered)


def _order(name: str, code: str, counts: Mapping[str, int]) -> tuple[bool, int, str]:
    by_code = name in ("age", "support_need")
    return code == UNRECORDED, 0 if by_code else -counts[code], f"{code:0>7}" if by_code else code


def _hidden(counts: Mapping[str, int], whole: int, *, several: bool) -> frozenset[str]:
    if several:
        return frozenset(code for code, count in counts.items() if count < FEWEST or 0 < whole - count < FEWEST)
    fewest_first = sorted(counts, key=lambda code: (counts[code], code))
    hidden: list[str] = []
    for code in fewest_first:
        enough = len(hidden) != 1 and sum(counts[one] for one in hidden) >= FEWEST
        if counts[code] >= FEWEST and (not hidden or enough):
            break
        hidden.append(code)
    return frozenset(hidden)


def _cells(case: Case) -> Iterator[tuple[str, Iterable[str]]]:
    yield "municipality", (case.municipality,)
    yield "age", (_age_band(case),)
    yield "sex", (case.citizen.sex or UNRECORDED,)
    primary = case.target_groups.primary
    yield "kind", (UNRECORDED if primary is None else kind_of_group(primary),)
    yield "support_need", (UNRECORDED if case.support_need is None else str(case.support_need),)
    yield "permanence", (case.permanence or UNRECORDED,)
    yield "housing", (case.citizen.home.housing or UNRECORDED,)
    current = case.citizen.current
    yield "help_now", (UNRECORDED if current is None else "yes" if current else "no",)
    yield "applied", (row.provision for row in case.applied or ())
    yield "areas", case.needs.areas or ()
    yield "needs", case.needs.must or ()
    yield "secondary", (kind_of_group(one) for one in case.target_groups.secondary or ())


def age_on(case: Case, day: date) -> int | None:
    """Return the age on a day; None where it is not recorded. A year of birth counts as its first day."""
    born, age = case.citizen.born, case.citizen.age
    if age is not None or born is None:
        return age
    first = born if isinstance(born, date) else date(born, 1, 1)
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def _age_band(case: Case) -> str:
    age = age_on(case, case.assessed)
    return next((f"{first}-{last}" for first, last in AGES if age is not None and first <= age <= last), UNRECORDED)


KINDS_OF_GROUPS = ("mental-health", "cognitive-disorder", "physical-impairment", "social-problem", "impairment")


def kind_of_group(group: str) -> str:
    """Return which kind of groups a target group is of."""
    below = vocabulary().codes["target_group"].below or {}
    return next((kind for kind in KINDS_OF_GROUPS if group in below[kind]), group)
