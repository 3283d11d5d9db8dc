"""What the answers of two sides to many cases add up to: how many move, from where to where, and what changes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from visit.lab.answers import CaseAnswer
from visit.lab.areas import AreaCounts, AreasMet
from visit.lab.both_sides import BothSides
from visit.lab.events import CaseEvent, case_events
from visit.lab.members import Member
from visit.lab.movements import Crossing, Movement, crossings, movement
from visit.lab.subgroups import Subgroups
from visit.lab.turned import TurnedCase

StepName = tuple[str, int] | None
"""The step that a placement is shown on: its ladder and number; None where there is no placement."""


@dataclass(frozen=True, slots=True, eq=False)
class ComparedCase:
    """One case and its two answers, each with what meets every area of need."""

    member: Member
    old: CaseAnswer
    new: CaseAnswer
    areas: tuple[AreasMet, AreasMet] = ({}, {})

    @property
    def movement(self) -> Movement:
        """How the first placement moves."""
        return movement(self.old, self.new)

    @property
    def crossings(self) -> frozenset[Crossing]:
        """What turns with it."""
        return crossings(self.old, self.new)


_GRAVEST_FIRST = (
    Movement.LOST, Crossing.NOT_GRANTABLE, Movement.HIGHER, Crossing.TO_UNDECIDED, Crossing.LESS_COVERED,
    Crossing.EXCEPTION_FIRST, Crossing.BY_NAME, Crossing.TO_EXTERNAL, Movement.GAINED, Movement.LOWER, Movement.SAME_STEP,
)  # fmt: skip
MOST_MOVED = 100
"""So many of the cases that move are kept at least."""


def gravest_first(one: ComparedCase) -> tuple[int, int, str]:
    """Return what cases are sorted by: who loses a solution first, of equal ones who has farther to go."""
    return gravity(one.member.case.id, one.old, one.new)


def gravity(id: str, old: CaseAnswer, new: CaseAnswer) -> tuple[int, int, str]:
    """Return what a case that moves is sorted by, from its id and its two answers; see `gravest_first`."""
    is_so = {movement(old, new), *crossings(old, new)}
    place = next(place for place, what in enumerate(_GRAVEST_FIRST) if what in is_so)
    known = old.metres is not None and new.metres is not None
    return place, (old.metres or 0) - (new.metres or 0) if known else 0, id


@dataclass(slots=True, eq=False)
class Impact(BothSides):
    """What many cases add up to.

    Attributes:
        flow: How many go from which step to which; `flow_moved` those of them whose first placement is another.
        moved_by_name: How many move to a first placement that nothing but names sets before the second.
        together: How many cases have just these events (`visit.lab.events`), and go from step to step.
        off_ladder: How many go to a lower or higher step, and not on the ladder that `flow` shows.
        running: Of the cases in which help runs now, how many there are and how many move.
        areas: Who moves in which area of need.
        priced_parts: The parts of first placements with a known price, by id.
        subgroups: The same sums by age, group, need, sex and municipality.
        undecided: The first cases that were decided and are not any more.
        turned: Every case that moves or in which something turns, in the order in which they were given.
        moved: The cases whose first placement moves, in the order in which they were given; of many those affected most.
        unread: Cases that could not be read or answered.
        others: Cases of other municipalities, which were left out.
        by_match: How many of the answers to many were asked of `match` all the same, by the reason.
        bases: Where the old side is what was decided on: how many decisions rest on what.
        corrected: Of how many of these the facts were corrected since.
        answered_otherwise: For how many others the old side has another first placement than was recorded.
        assessed: The days on which they were assessed.
    """

    flow: Counter[tuple[StepName, StepName]] = field(default_factory=Counter)
    flow_moved: Counter[tuple[StepName, StepName]] = field(default_factory=Counter)
    together: Counter[frozenset[CaseEvent]] = field(default_factory=Counter)
    moved_by_name: int = 0
    off_ladder: int = 0
    undecided: list[ComparedCase] = field(default_factory=list)
    running: int = 0
    running_moved: int = 0
    priced_parts: set[str] = field(default_factory=set)
    areas: AreaCounts = field(default_factory=AreaCounts)
    subgroups: Subgroups = field(default_factory=Subgroups)
    turned: list[TurnedCase] = field(default_factory=list)
    moved: list[ComparedCase] = field(default_factory=list)
    unread: int = 0
    others: int = 0
    by_match: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    corrected: int = 0
    answered_otherwise: int = 0
    assessed: set[date] = field(default_factory=set)

    def add(self, one: ComparedCase) -> None:
        """Count a case."""
        if (decided := one.member.decided) is not None:
            self.bases[decided.basis] += 1
            self.corrected += decided.is_corrected
            self.answered_otherwise += not decided.is_corrected and (decided.first or "") != "+".join(one.old.parts)
        old, new, moves, turns = one.old, one.new, one.movement, one.crossings
        self.count(old, new, moves, turns)
        way = step_names(old, new)
        self.flow[way] += 1
        self._happens(old, new, moves, turns, way)
        self.off_ladder += moves in (Movement.LOWER, Movement.HIGHER) and way[0] == way[1]
        if Crossing.TO_UNDECIDED in turns and len(self.undecided) < MOST_MOVED:
            self.undecided.append(one)
        if turns or moves is not Movement.UNCHANGED:
            case = one.member.case
            self.turned.append(TurnedCase(case.id, case.digest, new.parts, moves, turns))
        for side in (old, new):
            self.priced_parts.update(() if side.dkk_per_day is None else side.parts)
        self.areas.add(*one.areas, moves=moves is not Movement.UNCHANGED)
        self.subgroups.add(one.member.case, old, new, moves, turns)
        self.assessed.add(one.member.case.assessed)
        if one.member.is_helped:
            self.running += 1
            self.running_moved += moves is not Movement.UNCHANGED
        if moves is not Movement.UNCHANGED:
            self.flow_moved[way] += 1
            self.moved_by_name += new.by_name
            self.keep((one,))

    def _happens(
        self,
        old: CaseAnswer,
        new: CaseAnswer,
        moves: Movement,
        turns: Iterable[Crossing],
        way: tuple[StepName, StepName],
    ) -> None:
        events: set[CaseEvent] = {*case_events(old, new, moves, turns), *((way,) if way[0] != way[1] else ())}
        if events:
            self.together[frozenset(events)] += 1

    def keep(self, moved: Iterable[ComparedCase]) -> None:
        """Keep cases that move; of many those affected most."""
        self.moved.extend(moved)
        if len(self.moved) > 2 * MOST_MOVED:
            kept = {id(one) for one in sorted(self.moved, key=gravest_first)[:MOST_MOVED]}
            self.moved = [one for one in self.moved if id(one) in kept]

    def merge(self, other: Impact) -> None:
        """Add what other cases add up to, those that come next."""
        self.add_up(other)
        self.flow.update(other.flow)
        self.by_match.update(other.by_match)
        self.bases.update(other.bases)
        self.corrected += other.corrected
        self.answered_otherwise += other.answered_otherwise
        self.together.update(other.together)
        self.flow_moved.update(other.flow_moved)
        self.priced_parts |= other.priced_parts
        self.assessed |= other.assessed
        self.areas.merge(other.areas)
        self.subgroups.merge(other.subgroups)
        self.moved_by_name += other.moved_by_name
        self.off_ladder += other.off_ladder
        self.undecided = [*self.undecided, *other.undecided][:MOST_MOVED]
        self.running += other.running
        self.running_moved += other.running_moved
        self.unread += other.unread
        self.others += other.others
        self.turned += other.turned
        self.keep(other.moved)


def step_names(old: CaseAnswer, new: CaseAnswer) -> tuple[StepName, StepName]:
    """Return the steps that two answers are shown on: the highest of the first ladder that each is on, in the second's order.

    As in `movement`; where the second has no placement, and so no order, in the first's own. The same placement is on one step.
    """
    before = dict(old.steps)
    order = dict.fromkeys((*(ladder for ladder, _steps in new.steps), *before))
    now = _first_step(dict(new.steps), order)
    return (now if old.parts == new.parts else _first_step(before, order)), now


def _first_step(steps: Mapping[str, Sequence[int]], order: Iterable[str]) -> StepName:
    return next(((ladder, steps[ladder][0]) for ladder in order if steps.get(ladder)), None)
