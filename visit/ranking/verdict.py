"""Whether the first placement can be granted now, and what keeps it from that: the one value behind exit code and wording.

What is wanting here changes no standing and no order. A dwelling to be found keeps its place, so that nobody is ranked into an
institution for want of one; but nobody can move into it either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from visit.ranking.values import Category, Placement, Ranking
from visit.rules.facts.of_case import dwelling_found


class NotYet(StrEnum):
    """What keeps the first placement from being granted."""

    UNPROVED = "unproved"
    """The search reached its limit: another placement may come first."""
    AWAITING = "awaiting"
    UNDECIDED = "undecided"
    DWELLING = "dwelling"
    """It needs a dwelling that is not found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in short.

    Attributes:
        found: Whether there is a placement at all; where the search is not finished, whether one was found.
        reasons: Why it cannot be granted yet, the gravest first; none where it can be, or where there is nothing to grant.
    """

    found: bool
    reasons: tuple[NotYet, ...] = ()

    @property
    def name(self) -> str:
        """`grantable`, `not_yet` or `none`."""
        if self.reasons:
            return "not_yet"
        return "grantable" if self.found else "none"


_OF_CATEGORY = {Category.AWAITING: NotYet.AWAITING, Category.UNDECIDED: NotYet.UNDECIDED}


def verdict(ranking: Ranking) -> Verdict:
    """Return the verdict on a ranking."""
    first = ranking.first
    reasons = [] if ranking.first_is_proved else [NotYet.UNPROVED]
    if first is None:
        return Verdict(found=False, reasons=tuple(reasons))
    if first.standing.category in _OF_CATEGORY:
        reasons.append(_OF_CATEGORY[first.standing.category])
    if waits_for_dwelling(ranking, first):
        reasons.append(NotYet.DWELLING)
    return Verdict(found=True, reasons=tuple(reasons))


def waits_for_dwelling(ranking: Ranking, placement: Placement) -> bool:
    """Return whether a placement needs an ordinary dwelling that nobody has found yet."""
    return any(part.kind == "tenancy" for part in placement.parts) and not dwelling_found(ranking.case, ranking.as_of)
