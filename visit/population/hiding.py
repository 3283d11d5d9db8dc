"""What is told apart of citizens, and what of it is hidden of real ones: one tree of rows for all commands that show them.

Two commands that cut the same citizens into other bands, or hid other rows of the same bands, could be subtracted from each other.
So each table is declared once, in `TREE`, and `hidden_rows` says of a table which rows no command shows by themselves.
A command that shows more of a row than how many it has may hide more rows with these, never fewer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from visit.case import Case
from visit.vocabulary import vocabulary

FEWEST = 5
"""A number of real people below this, and above 0, is not shown."""
UNRECORDED = "unrecorded"
AGES = ((0, 17), (18, 29), (30, 39), (40, 49), (50, 66), (67, 120))
KINDS_OF_GROUPS = ("mental-health", "cognitive-disorder", "physical-impairment", "social-problem", "impairment")


def kind_of_group(group: str) -> str:
    """Return which kind of groups a target group is of."""
    below = vocabulary().codes["target_group"].below or {}
    return next((kind for kind in KINDS_OF_GROUPS if group in below[kind]), group)


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


def _kind(case: Case) -> str:
    primary = case.target_groups.primary
    return UNRECORDED if primary is None else kind_of_group(primary)


def _help_now(case: Case) -> str:
    current = case.citizen.current
    return UNRECORDED if current is None else "yes" if current else "no"


TREE: Mapping[str, Callable[[Case], str]] = MappingProxyType({
    "municipality": lambda case: case.municipality,
    "age": _age_band,
    "sex": lambda case: case.citizen.sex or UNRECORDED,
    "kind": _kind,
    "support_need": lambda case: UNRECORDED if case.support_need is None else str(case.support_need),
    "help_now": _help_now,
})  # fmt: skip
"""The tables that more than one command shows, each with the row of a case; the age is that on the day of assessment."""


def is_few(*counts: int) -> bool:
    """Return whether one of some numbers of real people, or of differences between such, may not be shown."""
    return any(0 < abs(count) < FEWEST for count in counts)


def hidden_rows(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the rows that are not shown by themselves, of a table in which each citizen stands once.

    They are those with a small number, and with the smallest of the others until they are at least two rows and no small number
    together, so that none can be had by subtraction from the whole.
    """
    hidden: list[str] = []
    for code in sorted(counts, key=lambda code: (counts[code], code)):
        enough = len(hidden) != 1 and sum(counts[one] for one in hidden) >= FEWEST
        if counts[code] >= FEWEST and (not hidden or enough):
            break
        hidden.append(code)
    return frozenset(hidden)


def hidden_counts(counts: Mapping[str, int], whole: int) -> frozenset[str]:
    """Return the rows that are hidden of a table in which a citizen can stand several times, or not at all.

    A row is hidden where fewer than five stand in it, or all but so few; such rows have no sum, so nothing more need be hidden.
    """
    return frozenset(code for code, count in counts.items() if is_few(count, whole - count))
