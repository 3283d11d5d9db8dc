"""The invariants of a guideline over many citizens: of how many each is true that never should be, and of which options.

`visit.trials.proving` asks the same of everything that can be recorded; here it is asked of the citizens there are, with the offers
there are. Every option counts that an answer considers, and apart from that whether it is one that the answer puts forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from visit.catalogue import Option
from visit.errors import VisitError
from visit.lab.answers import Answerer
from visit.lab.members import Member
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.reasons.broken import broken_invariants
from visit.reasons.explanation import Explanation
from visit.rules.deciding.all_options import Columns
from visit.rules.guideline.values import Guideline, Invariant
from visit.rules.language.conditions import Condition

STANDING = "option.standing"
MOST_KEPT = 100
"""So many citizens of whom an invariant is true are kept by name."""
MOST_OPTIONS = 3
"""Of each, so many of the options."""


@dataclass(slots=True, eq=False)
class InvariantTally:
    """One invariant over many citizens.

    Attributes:
        guideline: One that has it, of those that were answered under.
        cases: Of how many it is true for some option.
        put_forward: Of these, for how many it is true of a part of a placement that the answer shows.
        named: The first of them by the id of the case, each with the first of the options and how many these are.
    """

    invariant: Invariant
    guideline: Guideline
    cases: int = 0
    put_forward: int = 0
    named: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class InvariantCounts:
    """All invariants over many citizens.

    Attributes:
        of: Each invariant by the layer that has it and its id.
        guidelines: Those that were answered under, by digest.
        cases: How many were answered.
        breaking: Of how many of these some invariant is true.
        unproved: Of how many the first placement is not proved to come first.
        unread: How many could not be read or answered.
        others: How many are of other municipalities, and were left out.
    """

    of: dict[tuple[str, str], InvariantTally] = field(default_factory=dict)
    guidelines: dict[str, Guideline] = field(default_factory=dict)
    cases: int = 0
    breaking: int = 0
    unproved: int = 0
    unread: int = 0
    others: int = 0

    def add(
        self, case: str, guideline: Guideline, true_of: Iterable[tuple[Invariant, Option]], shown: frozenset[str]
    ) -> None:
        """Count a case, with each invariant that is true of one of its options."""
        self.cases += 1
        for one in guideline.invariants:
            self.of.setdefault((one.origin.guideline, one.id), InvariantTally(one, guideline))
        options: dict[tuple[str, str], list[str]] = {}
        for one, option in true_of:
            options.setdefault((one.origin.guideline, one.id), []).append(option.id)
        self.breaking += bool(options)
        for key, ids in options.items():
            tally = self.of[key]
            tally.cases += 1
            tally.put_forward += not shown.isdisjoint(ids)
            if len(tally.named) < MOST_KEPT:
                tally.named.append((case, tuple(ids[:MOST_OPTIONS]), len(ids)))


def count_invariants(
    members: Iterable[Member | VisitError],
    side: Answerer,
    *,
    own_only: bool = True,
    told: Callable[[VisitError], None] = lambda _fault: None,
) -> InvariantCounts:
    """Answer many cases, and count of how many each invariant is true.

    Args:
        members: The cases, and what is wrong with those that cannot be read.
        side: What answers.
        own_only: Whether cases of other municipalities than the guideline's are left out.
        told: Is called with what is wrong with a case.

    Raises:
        VisitError: What is wrong with the guideline.
    """
    found = InvariantCounts()
    for member in members:
        if isinstance(member, VisitError):
            found.unread += 1
            told(member)
            continue
        guideline = side.basis.guideline_of(member.case)
        if own_only and not guideline.is_of(member.case.municipality):
            found.others += 1
            continue
        try:
            ranking = side.ranking(member.case)
        except VisitError as error:
            found.unread += 1
            told(member.at_fault(error))
            continue
        shown = frozenset(part.id for placement in ranking.placements for part in placement.parts)
        found.unproved += not ranking.first_is_proved
        found.add(member.case.id, guideline, _true_of(ranking, side.engine(guideline)), shown)
    found.guidelines = side.guidelines
    return found


def _true_of(ranking: Ranking, engine: Engine) -> Iterator[tuple[Invariant, Option]]:
    """Yield each invariant that is true of an option, with it; only those are asked for which it can be seen to be possible."""
    columns = Columns(ranking.side, engine.openings.of(ranking.case, ranking.as_of))
    asked = 0
    for one in ranking.guideline.invariants:
        asked |= _possibly(one, ranking, columns)
    if asked:
        options = [option for index, option in enumerate(ranking.options) if asked >> index & 1]
        yield from broken_invariants(Explanation(ranking), options)


def _possibly(invariant: Invariant, ranking: Ranking, columns: Columns) -> int:
    """Return the options of which an invariant may be true, as bits."""
    facts = ranking.guideline.facts
    mask = columns.all
    for part in _joined(invariant.never):
        if not mask:
            break
        if part.reads == {STANDING}:
            found = {one: part.holds({STANDING: one.value}) is True for one in {*ranking.standings}}
            mask &= sum(1 << index for index, one in enumerate(ranking.standings) if found[one])
        elif STANDING not in part.reads and not any(
            name in facts and facts[name].side in ("comparative", "placement")
            for name in ranking.guideline.rests_on(part)
        ):
            mask = columns.proposed.split(part, mask)[0]
    return mask


def _joined(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that are joined by `and`."""
    if condition.joined != "and":
        yield condition
        return
    for part in condition.parts:
        yield from _joined(part)
