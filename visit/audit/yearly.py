"""One year of a ledger for whoever audits it: whether it is whole, a sample answered again, and what people did with the answers.

Values only; how they are said is `visit.render.yearly_sheet`'s. The year is that of recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from random import Random

from visit.audit.deadlines import Passed, passed_deadlines
from visit.audit.pairs import Pairs, pairs
from visit.audit.refusals import Refusals, refusals
from visit.audit.replayed import Replayed
from visit.audit.reports import Departures, Overdue, Waiting, departures, overdue, waiting_approvals
from visit.decisions.selection import Selection, selected
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.ledger.verifying import Report
from visit.local_day import recorded


class Asks(StrEnum):
    """What in the audit of a year asks for somebody; nothing else does."""

    FAULTS = "faults"
    UNEXPLAINED = "unexplained"
    BESIDE = "beside"
    NOT_COUNTED = "not_counted"
    UNDECIDED = "undecided"
    FREE_CHOICE = "free_choice"
    OVERRULED = "overruled"
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    DEADLINES = "deadlines"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Decisions of a year, drawn so that the same seed draws the same of the same ledger.

    Attributes:
        of: How many decisions the year has, those among them whose values are erased.
        seed: What fixes the draw.
        numbers: The decisions drawn, in order; all where there are no more than asked for.
        days: The day on which each was recorded.
    """

    of: int
    seed: int
    numbers: tuple[int, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Yearly:
    """What an audit of one year found.

    Attributes:
        as_of: The day that is looked from.
        verified: Whether the whole ledger is as it was appended, all years of it.
        replayed: The decisions of the sample, answered again.
        departures: Of the decisions of the year.
        refusals: Of the decisions of the year.
        waiting: Approvals that are not given, or were given after a refusal, of every decision recorded by the end of the year.
        overdue: Follow-ups that are overdue on the day, and those of help that was refused, of the same decisions.
        deadlines: Deadlines that have passed by the day and still wait, of the same decisions.
        pairs: Equal facts and different choices among the decisions of the year.
        not_counted: The decisions of the year that are not as they were recorded, and are in no count.
        altered: Every entry that is not as it was recorded, and is left out of what is said of approvals, follow-ups and deadlines.
    """

    origin: str
    year: int
    as_of: date
    municipality: str | None
    verified: Report
    sample: Sample
    replayed: tuple[Replayed, ...]
    departures: Departures
    refusals: Refusals
    waiting: tuple[Waiting, ...]
    overdue: tuple[Overdue, ...]
    deadlines: tuple[Passed, ...]
    pairs: Pairs
    not_counted: tuple[int, ...] = ()
    altered: tuple[int, ...] = ()

    @property
    def attention(self) -> frozenset[Asks]:
        """What in it asks for somebody."""
        found = {
            Asks.FAULTS: bool(self.verified.faults),
            Asks.UNEXPLAINED: any(one.answer_unexplained for one in self.replayed),
            Asks.BESIDE: any(one.beside is not None and one.beside.unexplained for one in self.replayed),
            Asks.NOT_COUNTED: bool(self.not_counted),
            Asks.UNDECIDED: self.departures.to_look_at,
            Asks.FREE_CHOICE: bool(self.departures.passed_right),
            Asks.OVERRULED: any(one.overruled is not None for one in self.waiting),
            Asks.OUTSTANDING: any(one.state == "outstanding" for one in self.waiting),
            Asks.OVERDUE: any(one.refused is None for one in self.overdue),
            Asks.DEADLINES: bool(self.deadlines),
            Asks.PAIRS: bool(self.pairs.unexplained),
        }
        return frozenset(one for one, asks in found.items() if asks)

    @property
    def to_look_at(self) -> bool:
        """Whether anything in it asks for somebody."""
        return bool(self.attention)

    @property
    def begun(self) -> bool:
        """Whether the year has begun on the day that is looked from."""
        return self.as_of >= date(self.year, 1, 1)

    @property
    def over(self) -> bool:
        """Whether the year is over on the day that is looked from."""
        return self.as_of > date(self.year, 12, 31)


def sampled(ledger: Ledger, year: int, which: Selection, *, size: int, seed: int) -> Sample:
    """Draw decisions of a year, at most so many; the same seed draws the same. What was erased may be any municipality's."""
    days = {
        entry.seq: day
        for entry in ledger.entries(values=False)
        if entry.leaf.type == EntryType.DECISION
        and (day := recorded(entry.leaf.time).date()).year == year
        and (which.known_on is None or day <= which.known_on)
    }
    if which.municipality is not None:
        theirs = {one.seq for one in selected(ledger, which, ("facts",))}
        days = {seq: day for seq, day in days.items() if seq in theirs}
    drawn = sorted(days)
    if size < len(drawn):
        drawn = sorted(Random(seed).sample(drawn, size))  # noqa: S311  (no secret: the same seed, the same sample)
    return Sample(len(days), seed, tuple(drawn), tuple(days[one] for one in drawn))


def yearly(
    ledger: Ledger,
    year: int,
    as_of: date,
    which: Selection,
    *,
    verified: Report,
    sample: Sample,
    replayed: Sequence[Replayed],
) -> Yearly:
    """Put together what is found of a year; `which` says of whom and how it is known, its days are those of the year."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)

    def those(since: date | None) -> Selection:
        return Selection(since, ends, which.municipality, which.known_on, which.progress)

    found = Yearly(
        origin=ledger.settings().origin,
        year=year,
        as_of=as_of,
        municipality=which.municipality,
        verified=verified,
        sample=sample,
        replayed=tuple(replayed),
        departures=departures(ledger, those(begins)),
        refusals=refusals(ledger, those(begins)),
        waiting=waiting_approvals(ledger, as_of, those(None)),
        overdue=overdue(ledger, as_of, those(None)),
        deadlines=passed_deadlines(ledger, as_of, those(None)),
        pairs=pairs(ledger, those(begins)),
    )
    altered = tuple(sorted(ledger.passed_over))
    return replace(found, not_counted=_of_year(ledger, altered, year), altered=altered)


def _of_year(ledger: Ledger, numbers: Iterable[int], year: int) -> tuple[int, ...]:
    """Return which of some entries are decisions that were recorded in a year."""
    entries = (next(ledger.entries(seq, seq + 1, values=False)) for seq in sorted(numbers))
    return tuple(
        one.seq for one in entries if one.leaf.type == EntryType.DECISION and recorded(one.leaf.time).year == year
    )
