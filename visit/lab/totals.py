"""What many answers add up to, on one side: sums and counts that can be merged, so that blocks of cases can be worked on apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, fields
from fractions import Fraction
from types import MappingProxyType

from visit.lab.answers import CaseAnswer
from visit.lab.said import OF_ROLES

DAYS_A_YEAR = 365
"""A price a day counts for so many days, in every year."""


@dataclass(slots=True)
class SideTotals:
    """The sums over the first placements of one side.

    Attributes:
        cases: All that were answered.
        placed: Those with a placement.
        external: Of these, those with a bought part; `own` those without; the others are not known.
        dkk_per_day: The sum of the known prices, which `priced` cases have; `at_most` more have a highest price alone.
        dwelling_alone: Those with nothing but a home of their own or a tenancy to be found, of whose price nothing is known.
        hours: The sum of the stated hours a week, which `with_hours` cases have.
        metres: From the network to the farthest part: how many cases have which distance.
        waiting_days: The same of the days that are waited.
        approvals, decides_first, notices, deadlines, follow_up, grants: How many cases have which.
        offers: How many first placements have a part of which offer.
        parts: How many have just these options of an offer.
    """

    cases: int = 0
    placed: int = 0
    grantable: int = 0
    undecided: int = 0
    exception_first: int = 0
    by_name: int = 0
    external: int = 0
    own: int = 0
    dkk_per_day: Fraction = Fraction(0)
    priced: int = 0
    at_most: int = 0
    dwelling_alone: int = 0
    hours: Fraction = Fraction(0)
    with_hours: int = 0
    metres: Counter[int] = field(default_factory=Counter)
    waiting_days: Counter[int] = field(default_factory=Counter)
    approvals: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    deadlines: Counter[str] = field(default_factory=Counter)
    follow_up: Counter[str] = field(default_factory=Counter)
    grants: Counter[str] = field(default_factory=Counter)
    decides_first: Counter[str] = field(default_factory=Counter)
    offers: Counter[str] = field(default_factory=Counter)
    parts: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(self, answer: CaseAnswer) -> None:
        """Count an answer."""
        self.cases += 1
        self.placed += bool(answer.parts)
        self.grantable += answer.verdict == "grantable"
        self.undecided += answer.undecided
        self.exception_first += answer.exception_first
        self.by_name += answer.by_name
        self.external += answer.external is True
        self.own += answer.external is False
        if answer.dkk_per_day is not None:
            self.dkk_per_day += answer.dkk_per_day
            self.priced += 1
        self.at_most += answer.dkk_at_most is not None
        self.dwelling_alone += answer.dwelling_alone
        if answer.hours is not None:
            self.hours += answer.hours
            self.with_hours += 1
        self.metres.update(() if answer.metres is None else (answer.metres,))
        self.waiting_days.update(() if answer.waiting_days is None else (answer.waiting_days,))
        for section in FOLLOWING:
            getattr(self, section).update(getattr(answer, section))
        by_offer: dict[str, list[str]] = {}
        for part in sorted(answer.parts):
            by_offer.setdefault(part.partition("/")[0], []).append(part)
        self.offers.update(by_offer.keys())
        self.parts.update(tuple(one) for one in by_offer.values())

    def merge(self, other: SideTotals) -> None:
        """Add the sums of other cases."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            setattr(self, one.name, mine + theirs)

    def with_one_of(self, options: Set[str]) -> int:
        """Return how many first placements have one of some options of an offer."""
        return sum(n for parts, n in self.parts.items() if not options.isdisjoint(parts))

    @property
    def unpriced(self) -> int:
        """How many have a placement with help, and no price of it at all."""
        return self.placed - self.priced - self.at_most - self.dwelling_alone

    @property
    def dkk_a_year(self) -> Fraction:
        """What the placements with a known price cost in a year."""
        return self.dkk_per_day * DAYS_A_YEAR


SIDE_COUNTS: Mapping[str, Callable[[SideTotals], int]] = MappingProxyType({
    "placed": lambda side: side.placed,
    "grantable": lambda side: side.grantable,
    "undecided": lambda side: side.undecided,
    "exception_first": lambda side: side.exception_first,
    "by_name": lambda side: side.by_name,
    "external": lambda side: side.external,
    "own": lambda side: side.own,
    "unknown_operator": lambda side: side.placed - side.external - side.own,
    "priced": lambda side: side.priced,
    "at_most": lambda side: side.at_most,
    "dwelling_alone": lambda side: side.dwelling_alone,
    "unpriced": lambda side: side.unpriced,
    "unplaced": lambda side: side.cases - side.placed,
    "with_distance": lambda side: side.metres.total(),
    "with_waiting": lambda side: side.waiting_days.total(),
    "with_hours": lambda side: side.with_hours,
})  # fmt: skip
"""What is counted of the cases of a side, by name."""
OF_STATEMENTS = ("notices", "deadlines", "follow_up", "grants")
"""What follows from an answer by statement."""
FOLLOWING = (*OF_ROLES, *OF_STATEMENTS)
"""What follows from an answer, each a set in an answer and counted here; of `OF_ROLES` who, else which statement."""


def percentile(counts: Mapping[int, int], percent: int) -> int | None:
    """Return the smallest value that so many percent of all do not exceed; None where there is none. 50 is the median."""
    total = sum(counts.values())
    wanted, seen = max(1, -(-total * percent // 100)), 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= wanted:
            return value
    return None
