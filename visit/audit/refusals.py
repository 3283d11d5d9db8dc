"""How often an approver, the citizen or an offer said no to what was decided. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from visit.decisions.answering import REFUSERS
from visit.decisions.selection import Selection, selected
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger


@dataclass(frozen=True, slots=True)
class Refusals:
    """The refusals of decisions.

    Attributes:
        counts: How many are recorded, by who refused.
        decisions: How many decisions give no help because of one.
        overruled: How many approvals were given after they had been refused.
    """

    counts: Mapping[str, int]
    decisions: int
    overruled: int


def refusals(ledger: Ledger, which: Selection = Selection()) -> Refusals:  # noqa: B008  (frozen)
    """Count the refusals of decisions that are not erased."""
    counts: Counter[str] = Counter()
    refused = overruled = 0
    for decided in selected(ledger, which):
        counts.update(str(one.get("who")) for one in decided.answered(EntryType.REFUSAL))
        refused += decided.refused is not None
        overruled += sum(one.overruled is not None for one in decided.approval_states)
    return Refusals({who: counts[who] for who in REFUSERS}, refused, overruled)
