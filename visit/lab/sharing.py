"""A comparison shared among processes: the same blocks as in one, and what they add up to is merged in their order.

So whoever shares the work prints the same bytes. Each process reads the two sides for itself, and is given blocks of cases.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from visit.case import Case
from visit.errors import VisitError
from visit.garbage import look_seldom
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing, AttributingPart
from visit.lab.attribution import Attribution
from visit.lab.by_assumption import TwoAnswers, two_answers
from visit.lab.comparing import BlockComparing, BlockImpact
from visit.lab.members import Member
from visit.processes import processes

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

GivenT = TypeVar("GivenT")
FoundT = TypeVar("FoundT")

MembersTogether = Sequence[Member | VisitError]
ReadSides = Callable[[], tuple[Answerer, Answerer]]
"""Reads the two sides of a comparison; a function that another process can be given."""


@dataclass(frozen=True, slots=True, eq=False)
class Sharing:
    """Processes that share the work of a comparison.

    Attributes:
        pool: The processes.
        count: How many they are; at most twice as many blocks are under way.
    """

    pool: ProcessPoolExecutor
    count: int

    def compared(self, comparing: BlockComparing, blocks: Iterable[MembersTogether]) -> Iterator[BlockImpact]:
        """Yield what each block adds up to; `comparing` is told what differs for its cases, and what was found of them."""
        attributing = comparing.attributing

        def seen() -> Iterator[MembersTogether]:
            for block in blocks:
                about = comparing.asked(block)
                if attributing is not None:
                    attributing.see(about.asked[place].case for place in about.places)
                yield block

        for found, part in self.in_turn(_compared, seen()):
            if attributing is not None and part is not None:
                attributing.merge(part)
            yield found

    def attributed(self, packed: Iterable[bytes], is_exact: bool) -> Iterator[Attribution]:
        """Yield what each piece does to the cases of each block."""
        return self.in_turn(partial(_attributed, is_exact=is_exact), packed)

    def answered(self, blocks: Iterable[Sequence[Case]]) -> Iterator[list[TwoAnswers]]:
        """Yield what both sides answer to the cases of each block."""
        return self.in_turn(_answered, blocks)

    def in_turn(self, work: Callable[[GivenT], FoundT], every: Iterable[GivenT]) -> Iterator[FoundT]:
        """Yield what the work gives, in turn; what waits is dropped where nobody wants it any more."""
        waiting: deque[Future[FoundT]] = deque()
        try:
            for one in every:
                waiting.append(self.pool.submit(work, one))
                if len(waiting) >= 2 * self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def sharing(count: int, sides: ReadSides, *, own_only: bool, is_attributing: bool) -> Iterator[Sharing | None]:
    """Give so many processes that share the work of a comparison; None for one, which is this one.

    Raises:
        UsageError: The system has ended one of them.
    """
    if count < 2:
        yield None
        return
    from multiprocessing import active_children

    with processes(count, partial(_begin, sides, own_only, is_attributing)) as pool:
        try:
            yield Sharing(pool, count)
        except BaseException:
            for process in active_children():
                process.terminate()  # nobody wants what it is at
            raise


# --- in each process ---


_here: list[BlockComparing] = []


def _begin(sides: ReadSides, own_only: bool, is_attributing: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who interrupts the command ends this one, too, without a word
    look_seldom()
    old, new = sides()
    _here.append(BlockComparing(old, new, own_only, Attributing(old, new) if is_attributing else None))


def _compared(members: MembersTogether) -> tuple[BlockImpact, AttributingPart | None]:
    (comparing,) = _here
    found = comparing.block(members, lambda _done: None)
    return found, None if comparing.attributing is None else comparing.attributing.taken()


def _answered(cases: Sequence[Case]) -> list[TwoAnswers]:
    (comparing,) = _here
    found = list(two_answers(comparing, cases))
    if comparing.attributing is not None:
        comparing.attributing.taken()  # these are none of the cases that edits are asked for
    return found


def _attributed(packed: bytes, *, is_exact: bool) -> Attribution:
    (comparing,) = _here
    assert comparing.attributing is not None
    return comparing.attributing.of_packed(packed, lambda _count: None, is_exact=is_exact)
