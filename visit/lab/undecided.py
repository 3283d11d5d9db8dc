"""What those wait for who were decided and are not any more: the facts that are missing, counted over the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from visit.lab.answers import Answerer
from visit.lab.impact import ComparedCase
from visit.reasons.explanation import Explanation
from visit.rules.guideline.values import Guideline


@dataclass(slots=True, eq=False)
class WaitedFor:
    """What is missing in some cases.

    Attributes:
        cases: How many were looked at.
        facts: In how many each is missing, by its name or that of a requirement, and whether an offer does not state it.
        guideline: Whose words they are told in.
    """

    cases: int = 0
    facts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    guideline: Guideline | None = None


def waited_for(undecided: Iterable[ComparedCase], new: Answerer) -> WaitedFor:
    """Return what the first placements of some cases wait for on the new side."""
    found = WaitedFor()
    for one in undecided:
        ranking = new.ranking(one.member.case)
        found.cases += 1
        found.guideline = ranking.guideline
        if ranking.first is not None:
            missing = Explanation(ranking).missing(ranking.first)
            found.facts.update({(each.fact, each.option is not None) for each in missing})
    return found
