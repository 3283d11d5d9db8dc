"""Two answers to each of many cases, held side by side: how many move, from where to where, and what changes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from visit.errors import CaseError, UsageError, VisitError
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.areas import AreaCounts, AreasMet, areas_met
from visit.lab.attributing import Attributing
from visit.lab.blocks import IN_A_BLOCK, CaseBlock
from visit.lab.members import Member
from visit.lab.movements import Crossing, Movement, crossings, movement
from visit.lab.subgroups import Subgroups
from visit.lab.totals import DAYS_A_YEAR, FOLLOWING, SideTotals
from visit.ranking.values import Ranking

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
    Movement.LOST, Crossing.NOT_GRANTABLE, Movement.HIGHER, Crossing.TO_UNDECIDED, Crossing.EXCEPTION_FIRST,
    Crossing.BY_NAME, Crossing.TO_EXTERNAL, Movement.GAINED, Movement.LOWER, Movement.SAME_STEP,
)  # fmt: skip
MOST_MOVED = 100
"""So many of the cases that move are kept at least."""


def gravest_first(one: ComparedCase) -> tuple[int, int, str]:
    """Return what cases are sorted by: who loses a solution first, of equal ones who has farther to go."""
    is_so = {one.movement, *one.crossings}
    gravity = next(place for place, what in enumerate(_GRAVEST_FIRST) if what in is_so)
    known = one.old.metres is not None and one.new.metres is not None
    return gravity, (one.old.metres or 0) - (one.new.metres or 0) if known else 0, one.member.case.id


@dataclass(slots=True, eq=False)
class Impact:
    """What many cases add up to.

    Attributes:
        flow: How many go from which step to which.
        begins, ends: Per section of what follows, how many cases have a statement now and did not, and the other way round.
        running: Of the cases in which help runs now, how many there are and how many move.
        priced_both: How many have a known price on both sides; `dkk_per_day` is what they cost more a day in all.
        areas: Who moves in which area of need.
        priced_parts: The parts of first placements with a known price, by id.
        subgroups: Who moves by age, group, need, sex and municipality.
        moved: The cases whose first placement moves, in the order in which they were given; of many those affected most.
        unread: Cases that could not be read or answered.
        others: Cases of other municipalities, which were left out.
        by_match: How many of the answers to many were asked of `match` all the same, by the reason.
    """

    old: SideTotals = field(default_factory=SideTotals)
    new: SideTotals = field(default_factory=SideTotals)
    movements: Counter[Movement] = field(default_factory=Counter)
    crossings: Counter[Crossing] = field(default_factory=Counter)
    flow: Counter[tuple[StepName, StepName]] = field(default_factory=Counter)
    begins: dict[str, Counter[str]] = field(default_factory=lambda: {one: Counter() for one in FOLLOWING})
    ends: dict[str, Counter[str]] = field(default_factory=lambda: {one: Counter() for one in FOLLOWING})
    running: int = 0
    running_moved: int = 0
    priced_both: int = 0
    dkk_per_day: Fraction = Fraction(0)
    priced_parts: set[str] = field(default_factory=set)
    areas: AreaCounts = field(default_factory=AreaCounts)
    subgroups: Subgroups = field(default_factory=Subgroups)
    moved: list[ComparedCase] = field(default_factory=list)
    unread: int = 0
    others: int = 0
    by_match: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        """How many were compared."""
        return self.old.cases

    @property
    def moving(self) -> int:
        """How many get another first placement."""
        return self.cases - self.movements[Movement.UNCHANGED]

    @property
    def dkk_a_year(self) -> Fraction:
        """What those with a known price on both sides cost more in a year."""
        return self.dkk_per_day * DAYS_A_YEAR

    def add(self, one: ComparedCase) -> None:
        """Count a case."""
        old, new, moves = one.old, one.new, one.movement
        self.old.add(old)
        self.new.add(new)
        self.movements[moves] += 1
        self.crossings.update(one.crossings)
        self.flow[step_name(old), step_name(new)] += 1
        for section in FOLLOWING:
            was, now = getattr(old, section), getattr(new, section)
            self.begins[section].update(now - was)
            self.ends[section].update(was - now)
        for side in (old, new):
            self.priced_parts.update(() if side.dkk_per_day is None else side.parts)
        self.areas.add(*one.areas)
        self.subgroups.add(one.member.case, new.as_of, moves)
        if one.member.is_helped:
            self.running += 1
            self.running_moved += moves is not Movement.UNCHANGED
        if old.dkk_per_day is not None and new.dkk_per_day is not None:
            self.priced_both += 1
            self.dkk_per_day += new.dkk_per_day - old.dkk_per_day
        if moves is not Movement.UNCHANGED:
            self.keep((one,))

    def keep(self, moved: Iterable[ComparedCase]) -> None:
        """Keep cases that move; of many those affected most."""
        self.moved.extend(moved)
        if len(self.moved) > 2 * MOST_MOVED:
            kept = {id(one) for one in sorted(self.moved, key=gravest_first)[:MOST_MOVED]}
            self.moved = [one for one in self.moved if id(one) in kept]

    def merge(self, other: Impact) -> None:
        """Add what other cases add up to, those that come next."""
        self.old.merge(other.old)
        self.new.merge(other.new)
        for mine, theirs in (
            (self.movements, other.movements), (self.crossings, other.crossings), (self.flow, other.flow),
            (self.by_match, other.by_match),
        ):  # fmt: skip
            mine.update(theirs)  # type: ignore[arg-type]
        for section in FOLLOWING:
            self.begins[section].update(other.begins[section])
            self.ends[section].update(other.ends[section])
        self.priced_parts |= other.priced_parts
        self.areas.merge(other.areas)
        self.subgroups.merge(other.subgroups)
        self.running += other.running
        self.running_moved += other.running_moved
        self.priced_both += other.priced_both
        self.dkk_per_day += other.dkk_per_day
        self.unread += other.unread
        self.others += other.others
        self.keep(other.moved)


def step_name(answer: CaseAnswer) -> StepName:
    """Return the step that an answer is shown on: the highest of the first ladder that it is on."""
    return next(((ladder, steps[0]) for ladder, steps in answer.steps if steps), None)


def impact_of(
    members: Iterable[Member | VisitError],
    old: Answerer,
    new: Answerer,
    *,
    own_only: bool = True,
    told: Callable[[VisitError], None] = lambda _fault: None,
    attributing: Attributing | None = None,
    progress: Callable[[int], None] = lambda _done: None,
    shared: Callable[[BlockComparing, Iterable[Sequence[Member | VisitError]]], Iterable[BlockImpact]] | None = None,
) -> Impact:
    """Answer many cases on both sides, and count what differs.

    Args:
        members: The cases, and what is wrong with those that cannot be read; they are read block by block.
        old: What answers now.
        new: What would.
        own_only: Whether cases of other municipalities than the guidelines' are left out.
        told: Is called with what is wrong with a case.
        attributing: Finds out which edits can touch a case: one that none touches is answered once.
        progress: Is called with how many cases are done.
        shared: Shares the blocks among processes, and gives what each comes to; else it is done here.

    Raises:
        VisitError: What is wrong with a guideline.
    """
    found = Impact()
    comparing = BlockComparing(old, new, own_only, attributing)
    done = 0

    def on(in_block: int) -> None:
        progress(done + in_block)

    blocks = batched(members, IN_A_BLOCK)
    for part in (comparing.block(one, on) for one in blocks) if shared is None else shared(comparing, blocks):
        found.merge(part.impact)
        for fault in part.faults:
            told(fault)
        done += part.count
        progress(done)
    return found


def batched(members: Iterable[Member | VisitError], most: int) -> Iterator[tuple[Member | VisitError, ...]]:
    """Yield so many at a time."""
    rest = iter(members)
    while block := tuple(islice(rest, most)):
        yield block


@dataclass(frozen=True, slots=True, eq=False)
class BlockImpact:
    """What a block of so many cases adds up to, and what is wrong with some of them, in their order."""

    impact: Impact
    faults: Sequence[VisitError]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class AskedBlock:
    """A block of cases that may be asked about.

    Attributes:
        read: Each case, what is wrong with it, or None for one that is left out.
        asked: The cases, and by their places why some cannot be answered on one of the sides.
    """

    read: Sequence[Member | VisitError | None]
    asked: Sequence[Member]
    refused: Mapping[int, CaseError]

    @property
    def places(self) -> list[int]:
        """The places of those that are asked about."""
        return [place for place in range(len(self.asked)) if place not in self.refused]


@dataclass(frozen=True, slots=True, eq=False)
class BlockComparing:
    """Holds the answers of two sides beside each other, block by block."""

    old: Answerer
    new: Answerer
    own_only: bool
    attributing: Attributing | None

    def block(self, members: Sequence[Member | VisitError], progress: Callable[[int], None]) -> BlockImpact:
        """Return what a block adds up to."""
        found, faults = Impact(), []
        for one in self.compared(members, progress, found.by_match):
            if one is None:
                found.others += 1
            elif isinstance(one, VisitError):
                found.unread += 1
                faults.append(one)
            else:
                found.add(one)
        return BlockImpact(found, faults, len(members))

    def asked(self, members: Sequence[Member | VisitError]) -> AskedBlock:
        """Return which cases of a block are asked about."""
        read = [self.read(one) for one in members]
        asked = [one for one in read if isinstance(one, Member)]
        refused = ((place, self.old.refused(one.case) or self.new.refused(one.case)) for place, one in enumerate(asked))
        return AskedBlock(read, asked, {place: error for place, error in refused if error is not None})

    def compared(
        self, members: Sequence[Member | VisitError], progress: Callable[[int], None], by_match: Counter[str]
    ) -> list[ComparedCase | VisitError | None]:
        """Return each case with its two answers, what is wrong with it, or None for one that is left out."""
        about = self.asked(members)
        read, asked, places = about.read, about.asked, about.places
        block = CaseBlock(one.case for one in asked)
        was: dict[int, CaseAnswer | CaseError] = {**about.refused}
        now: dict[int, CaseAnswer | CaseError] = {}
        met: tuple[dict[int, AreasMet], dict[int, AreasMet]] = {}, {}
        touching = None if self.attributing is None else self.attributing.of_block(block, places)

        def of_old(place: int, ranking: Ranking, answer: CaseAnswer) -> None:
            progress((place + 1) // 2)
            met[0][place] = areas_met(ranking)
            same = None if touching is None else touching.of_old(place, ranking, answer)
            if same is not None:
                now[place] = same

        def of_new(place: int, ranking: Ranking, answer: CaseAnswer) -> None:
            progress((len(asked) + place + 1) // 2)
            met[1][place] = areas_met(ranking)
            if touching is not None:
                touching.of_new(place, ranking, answer)

        beside = () if touching is None else touching.guidelines
        was |= self.old.answers(block, places, beside=beside, each=of_old)
        rest = [place for place in places if place not in now and isinstance(was[place], CaseAnswer)]
        now |= self.new.answers(block, rest, beside=beside, each=of_new)
        by_match.update(block.by_match)
        pairs = [(place, was[place], now[place]) for place in rest]
        if touching is not None:
            touching.keep(
                (place, old, new)
                for place, old, new in pairs
                if isinstance(old, CaseAnswer) and isinstance(new, CaseAnswer)
            )
        both = iter([
            _both(one, was[place], now.get(place), [side.get(place) for side in met]) for place, one in enumerate(asked)
        ])  # fmt: skip
        return [next(both) if isinstance(one, Member) else one for one in read]

    def read(self, member: Member | VisitError) -> Member | VisitError | None:
        """Return a case that is to be compared, what is wrong with it, or None for one that is left out.

        Raises:
            VisitError: What is wrong with a guideline.
        """
        if isinstance(member, VisitError):
            return member
        try:
            _must_be_in_force(member, self.old, self.new)
        except _GuidelineFaultyError as error:
            raise error.cause from None
        except VisitError as error:
            return member.at_fault(error)
        return None if self.own_only and not _is_of_both(member, self.old, self.new) else member


def _both(
    member: Member, was: CaseAnswer | CaseError, now: CaseAnswer | CaseError | None, met: Sequence[AreasMet | None]
) -> ComparedCase | VisitError:
    """Return a case with its two answers; one that was answered once has the same areas met on both sides."""
    for one in (was, now):
        if isinstance(one, CaseError):
            return member.at_fault(one)
    assert isinstance(was, CaseAnswer) and isinstance(now, CaseAnswer)
    old = met[0] or {}
    return ComparedCase(member, was, now, (old, old if met[1] is None else met[1]))


class _GuidelineFaultyError(Exception):
    """The guideline is faulty: no fault of the case at hand."""

    def __init__(self, cause: VisitError) -> None:
        super().__init__()
        self.cause = cause


def _must_be_in_force(member: Member, *sides: Answerer) -> None:
    """Refuse a case of a day on which a guideline has no version.

    Raises:
        UsageError: There is none.
        _GuidelineFaultyError: The guideline cannot be built.
    """
    for side in sides:
        try:
            side.basis.guideline_of(member.case)
        except UsageError:
            raise
        except VisitError as error:
            raise _GuidelineFaultyError(error) from error


def _is_of_both(member: Member, *sides: Answerer) -> bool:
    return all(side.basis.guideline_of(member.case).is_of(member.case.municipality) for side in sides)
