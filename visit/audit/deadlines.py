"""Which deadlines have passed in many decisions, and what they waited for. Values only; how they are said is `visit.render`'s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from visit.decisions.files import Decided
from visit.decisions.named import RecordedNames
from visit.decisions.records import OwnRoleRecord
from visit.decisions.selection import Selection, selected
from visit.decisions.wording import Wording
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.rules.guideline.values import BilingualText

NEW_DECISION = "new_decision"
"""What a grant waits for, once it has run out."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A deadline that has passed and still waits: for a decision, where the case was postponed, or for a follow-up that records it.

    Help that was granted until a day waits for a new decision from that day on.

    Attributes:
        seq: The newest decision of the case that has the deadline with this day.
        by: The role whose task it is, where it is said.
        role: What is recorded of that role, where a guideline adds it.
        said: What is to be done, in the words of the guideline of the decision.
    """

    seq: int
    case: str
    id: str
    due: date
    days: int
    waits_for: str
    by: str | None
    role: OwnRoleRecord | None
    said: BilingualText | None


class _StillOpen(NamedTuple):
    """What one decision waits for, and whose task it is."""

    seq: int
    waits_for: str
    by: str | None = None
    role: OwnRoleRecord | None = None
    said: BilingualText | None = None


@dataclass(slots=True)
class _CaseDeadlines:
    """What one case still waits for, by the id and the day of a deadline."""

    open: dict[tuple[str, str], _StillOpen] = field(default_factory=dict)
    met: set[tuple[str, str]] = field(default_factory=set)

    def add(self, decided: Decided, wording: Wording) -> None:
        """Take one more decision of the case, in order.

        What is decided meets what waits for the decision, and asks anew about what was granted until a day; help that was refused
        never began, and none of its own deadlines waits. A follow-up meets a
        deadline of its decision that it names, on each of its days; and the same deadline with the same day in another decision
        of the case.
        """
        rows = decided.entry.get("deadlines") or ()
        decides = decided.choice.get("kind") != "none" or decided.choice.get("why") != "postponed"
        if decides:
            self.open = {key: one for key, one in self.open.items() if one.waits_for == "follow_up"}
        if decided.ended is not None or decided.choice.get("why") == "withdrawn":
            self.open.clear()
            return
        if decided.refused is not None:  # the help never began
            return
        for row in decided.entry.get("grants") or ():
            self.open[row["id"], row["until"]] = _StillOpen(
                decided.seq, NEW_DECISION, said=wording.of("grants", row["id"])
            )
        named = set(_named(decided))
        for row in rows:
            for day in row["due"]:
                if row["id"] in named:
                    self.met.add((row["id"], day))
                if row["waits_for"] != "decision" or not decides:
                    self.open[row["id"], day] = _StillOpen(
                        decided.seq,
                        row["waits_for"],
                        row.get("by"),
                        row.get("role"),
                        wording.of("deadlines", row["id"]),
                    )

    def passed(self, case: str, as_of: date) -> Iterator[Passed]:
        """Yield what has passed and is not met."""
        for (id, day), one in self.open.items():
            due = date.fromisoformat(day)
            if due < as_of and (id, day) not in self.met:
                late = (as_of - due).days
                yield Passed(one.seq, case, id, due, late, one.waits_for, one.by, one.role, one.said)


def _named(decided: Decided) -> Iterable[str]:
    for one in decided.answered(EntryType.FOLLOW_UP):
        yield from (one.get("measured") or {}).get("deadlines_met") or ()


def passed_deadlines(ledger: Ledger, as_of: date, which: Selection = Selection()) -> tuple[Passed, ...]:  # noqa: B008  (frozen)
    """Return every recorded deadline before a day that is not met, in the order of decisions; of one without a day none.

    A decision of a case that ended, or was withdrawn, waits for nothing, nor does what the case had before.
    """
    cases: dict[str, _CaseDeadlines] = {}
    named = RecordedNames(ledger)
    for decided in selected(ledger, which):
        if not decided.entry.erased and (
            decided.entry.get("deadlines") or decided.entry.get("grants") or decided.case in cases
        ):
            cases.setdefault(decided.case, _CaseDeadlines()).add(decided, named.wording(decided.entry))
    found = [one for case, waiting in cases.items() for one in waiting.passed(case, as_of)]
    return tuple(sorted(found, key=lambda one: (one.seq, one.due, one.id)))
