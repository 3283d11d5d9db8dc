"""Whether the first placement can be granted now, and what keeps it from that: the one value behind exit code and wording.

What is wanting here changes no standing and no order. A dwelling to be found keeps its place, so that nobody is ranked into an
institution for want of one; but nobody can move into it either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from visit.ranking.options import WITHOUT_HOME
from visit.ranking.values import Category, Placement, Ranking, Standing
from visit.reading.documents.catalogue import ServiceDocument
from visit.rules.facts.endings import given_by, is_left_without_ground, lacks_ground, running
from visit.rules.facts.of_case import dwelling_found, dwelling_offered, leaves_institution
from visit.rules.facts.of_option import main_step
from visit.rules.language.values import UNKNOWN


class NotYet(StrEnum):
    """What keeps the first placement from being granted."""

    UNPROVED = "unproved"
    """The search reached its limit: another placement may come first."""
    AWAITING = "awaiting"
    UNDECIDED = "undecided"
    DWELLING = "dwelling"
    """It needs a dwelling that is not found, or gives none to somebody who leaves an institution."""
    AREAS = "areas"
    """Nobody has said what has to be covered, and the guideline proposes nothing."""
    GROUND = "ground"
    """What would come first gives less than what ends, and no ground for that is recorded."""
    EXTENT = "extent"
    """Only names set it before the next, and the two state other hours or days."""


Stated: TypeAlias = tuple[Decimal | int, ...]
_EXTENT: Mapping[str, Callable[[ServiceDocument], Decimal | int | None]] = {
    "hours_per_week": lambda service: service.hours_per_week,
    "sessions": lambda service: service.sessions,
    "months": lambda service: service.months,
    "waiting_days": lambda service: service.waiting_days,
}


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


_OF_A_HOME = ("home", "a_home")
"""The area and the need that a home meets, whatever else it gives."""
_OF_CATEGORY = {Category.AWAITING: NotYet.AWAITING, Category.UNDECIDED: NotYet.UNDECIDED}


def verdict(ranking: Ranking) -> Verdict:
    """Return the verdict on a ranking."""
    first = ranking.first
    reasons = [] if ranking.first_is_proved else [NotYet.UNPROVED]
    if first is None:
        if ranking.side.values["case.needs.areas"] is UNKNOWN:
            reasons.append(NotYet.AREAS)
        elif lacks_word_of_a_home(ranking):
            reasons.append(NotYet.UNDECIDED)
        return Verdict(found=False, reasons=tuple(reasons))
    reasons += wanting(ranking, first, ranking.grounds_given or first)
    if not reasons and stated_otherwise(ranking):
        reasons.append(NotYet.EXTENT)
    return Verdict(found=True, reasons=tuple(reasons))


def of_placement(ranking: Ranking, placement: Placement) -> tuple[NotYet, ...]:
    """Return why a placement cannot be granted yet: of the first what the verdict says, of another what keeps that one itself."""
    first = ranking.first
    if first is not None and placement.id == first.id:
        return verdict(ranking).reasons
    return tuple(wanting(ranking, placement, placement))


def standing_told(ranking: Ranking, placement: Placement) -> Standing:
    """Return how it is told that a placement stands: undecided where it could be granted, and something keeps it from that yet.

    Its standing in the order stays as it is.
    """
    if placement.grantable and of_placement(ranking, placement):
        return Standing.UNDECIDED
    return placement.standing


def wanting(ranking: Ranking, placement: Placement, given: Placement) -> list[NotYet]:
    """Return what keeps a placement from being granted, the ground asked of what would come with it."""
    found = [_OF_CATEGORY[placement.standing.category]] if placement.standing.category in _OF_CATEGORY else []
    if waits_for_dwelling(ranking, placement):
        found.append(NotYet.DWELLING)
    if waits_for_ground(ranking, given):
        found.append(NotYet.GROUND)
    return found


def lacks_word_of_a_home(ranking: Ranking) -> bool:
    """Return whether a home is all that nothing meets, while nobody has recorded whether the citizen has one to stay in."""
    if ranking.first is not None or ranking.case.citizen.home.housing is not None:
        return False
    standing = [place for place, one in enumerate(ranking.standings) if one.can_be_part]
    unmet = [
        requirement
        for place, requirement in enumerate(ranking.requirements)
        if not any(ranking.meetings[index][place].at_most for index in standing)
    ]
    return bool(unmet) and all(one.kind == "premises" or one.key in _OF_A_HOME for one in unmet)


def stated_otherwise(ranking: Ranking) -> Mapping[str, tuple[Stated, Stated]]:
    """Return what the first two placements both state of hours and days, and not the same, where only their names part them.

    Where the case says how many hours are needed, each of them gives these, and how many more does not matter.
    """
    first, second = ranking.first, ranking.second
    if first is None or second is None or [one.key for one in first.order] != [one.key for one in second.order]:
        return {}
    found = {name: (_stated(first, read), _stated(second, read)) for name, read in _EXTENT.items()}
    if ranking.case.needs.hours_per_week is not None:
        del found["hours_per_week"]
    return {name: (one, other) for name, (one, other) in found.items() if one and other and one != other}


def _stated(placement: Placement, read: Callable[[ServiceDocument], Decimal | int | None]) -> Stated:
    return tuple(sorted(said for part in placement.parts if (said := read(part.service)) is not None))


def waits_for_dwelling(ranking: Ranking, placement: Placement) -> bool:
    """Return whether a placement needs an ordinary dwelling that nobody has found yet.

    So does one that gives no home to somebody who leaves an institution and has none to return to.
    """
    case, as_of = ranking.case, ranking.as_of
    if dwelling_found(case, as_of):
        return False
    homeless = leaves_institution(case, as_of) and case.citizen.home.tenancy is not True
    gives_home = any(part.gives_home for part in placement.parts)
    return any(part.kind == "tenancy" for part in placement.parts) or (homeless and not gives_home)


def is_without_dwelling(ranking: Ranking) -> bool:
    """Return whether a home of the citizen's own is no option because the case says that none can be had."""
    case, as_of = ranking.case, ranking.as_of
    return case.citizen.home.housing in WITHOUT_HOME and dwelling_offered(case, as_of) is False


def waits_for_ground(ranking: Ranking, given: Placement) -> bool:
    """Return whether a placement gives less than what ends, or leaves what runs with nothing, without a ground for that.

    That a service ends is decided already, so this changes no standing; under review, what gives less is undecided by a rule.
    """
    ending, reviewed = (running(ranking.side.circumstances, question) for question in ("ends", "review"))
    areas = frozenset(area for part in given.parts for area in part.areas)
    if any(is_left_without_ground(one, areas) for one in (*ending, *reviewed)):
        return True
    parts = [given_by(part, main_step(part)) for part in given.parts]
    return any(lacks_ground(part, one) for part in parts for one in ending)
