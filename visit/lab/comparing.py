"""Two answers to each of many cases, held side by side, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from visit.errors import CaseError, UsageError, VisitError
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.areas import AreasMet, areas_met
from visit.lab.attributing import Attributing
from visit.lab.blocks import IN_A_BLOCK, IN_A_SHARED_BLOCK, CaseBlock
from visit.lab.impact import ComparedCase, Impact
from visit.lab.members import Member
from visit.ranking.values import Ranking

OneT = TypeVar("OneT")


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

    blocks = batched(members, IN_A_BLOCK if shared is None else IN_A_SHARED_BLOCK)
    for part in (comparing.block(one, on) for one in blocks) if shared is None else shared(comparing, blocks):
        found.merge(part.impact)
        for fault in part.faults:
            told(fault)
        done += part.count
        progress(done)
    return found


def batched(members: Iterable[OneT], most: int) -> Iterator[tuple[OneT, ...]]:
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
