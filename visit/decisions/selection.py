"""Which decisions a question about many is asked of: by day of recording, by municipality, and as they were known on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from visit.case import Case, CaseRecord
from visit.decisions.files import BRIEF, Decided, decisions
from visit.ledger.log import Ledger
from visit.local_day import recorded


@dataclass(frozen=True, slots=True)
class Selection:
    """Which decisions are asked about.

    Attributes:
        since: The first day of recording.
        until: The last day of recording.
        municipality: The acting municipality of the case; what was erased belongs to any.
        known_on: Leave out what was recorded later, so that the question has the same answer later.
        progress: Is told how many entries are read, and of how many.
    """

    since: date | None = None
    until: date | None = None
    municipality: str | None = None
    known_on: date | None = None
    progress: Callable[[int, int], None] = lambda _done, _all: None

    def takes(self, decided: Decided) -> bool:
        """Return whether a decision is asked about; with a municipality its facts must have been read."""
        lasts = [day for day in (self.until, self.known_on) if day is not None]
        if (self.since is not None and decided.day < self.since) or any(decided.day > day for day in lasts):
            return False
        return self.municipality is None or decided.entry.erased or self.municipality == municipality_of(decided)

    def known(self, decided: Decided) -> Decided:
        """Return the decision with those of its answers that were recorded by then."""
        if self.known_on is None:
            return decided
        known = (one for one in decided.answers if recorded(one.leaf.time).date() <= self.known_on)
        return Decided(decided.entry, tuple(known))


def municipality_of(decided: Decided) -> str | None:
    """Return the acting municipality of the case that was decided on."""
    facts: CaseRecord | None = decided.entry.get("facts")
    return Case(facts).municipality if facts else None


def selected(ledger: Ledger, which: Selection, names: Sequence[str] = BRIEF) -> Iterator[Decided]:
    """Yield the decisions that are asked about, in order, with their answers; the facts are read only where they are needed."""
    if which.municipality is not None and "facts" not in names:
        names = (*names, "facts")
    size = ledger.store.size()
    for decided in decisions(ledger, names):
        which.progress(decided.seq + 1, size)
        if which.takes(decided):
            yield which.known(decided)
