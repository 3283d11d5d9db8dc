"""Whether the first placement can be granted now, and what keeps it from that: the one value behind exit code and wording.

What is wanting here changes no standing and no order. A dwelling to be found keeps its place, so that nobody is ranked into an
institution for want of one; but nobody can move into it either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from visit.ranking.values import Category, Placement, Ranking
from visit.rules.facts.endings import asked_for, running_homes
from visit.rules.facts.of_case import dwelling_found
from visit.rules.language.values import UNKNOWN


class NotYet(StrEnum):
    """What keeps the first placement from being granted."""

    UNPROVED = "unproved"
    """The search reached its limit: another placement may come first."""
    AWAITING = "awaiting"
    UNDECIDED = "undecided"
    DWELLING = "dwelling"
    """It needs a dwelling that is not found."""
    AREAS = "areas"
    """Nobody has said what has to be covered, and the guideline proposes nothing."""
    GROUND = "ground"
    """It gives less than a home that ends, and no ground for that is recorded."""


@dataclass(frozen=True, slots=True, eq=False)
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
        if ranking.side.values["case.needs.areas"] is UNKNOWN:
            reasons.append(NotYet.AREAS)
        return Verdict(found=False, reasons=tuple(reasons))
    if first.standing.category in _OF_CATEGORY:
        reasons.append(_OF_CATEGORY[first.standing.category])
    if waits_for_dwelling(ranking, first):
        reasons.append(NotYet.DWELLING)
    if waits_for_ground(ranking, first):
        reasons.append(NotYet.GROUND)
    return Verdict(found=True, reasons=tuple(reasons))


def waits_for_dwelling(ranking: Ranking, placement: Placement) -> bool:
    """Return whether a placement needs an ordinary dwelling that nobody has found yet."""
    return any(part.kind == "tenancy" for part in placement.parts) and not dwelling_found(ranking.case, ranking.as_of)


def waits_for_ground(ranking: Ranking, placement: Placement) -> bool:
    """Return whether a placement is on a lower home step than a home that ends, for which no ground is recorded.

    That the home ends is decided already, so this changes no standing; one that is under review makes what gives less undecided.
    """
    case, as_of = ranking.case, ranking.as_of
    step = max((ranking.steps[ranking.index(part)].get("home", 0) for part in placement.parts), default=0)
    less = any(not one.grounded and one.step > step for one in running_homes(case, as_of, "ends"))
    return less and not any(asked_for(case, as_of, part.provision) for part in placement.parts if part.gives_home)
