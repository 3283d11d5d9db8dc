"""Which piece of a difference moved whom: exact shares, what moves alone and what only together, and what undoes itself.

A piece's share of a case is its Shapley value: what putting it into effect changes, averaged over every order in which the pieces
that touch the case can be put into effect. It may be below 0; the shares of a case add up to what changes for it, also where two
pieces undo each other and nothing does.
"""

from __future__ import annotations

import pickle
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import factorial
from types import MappingProxyType

from visit.case import Case, CaseRecord
from visit.lab.answers import PERHAPS, Answerer, CaseAnswer, case_answer
from visit.lab.blocks import CaseBlock
from visit.lab.looks import CaseLooks
from visit.lab.movements import Movement, movement
from visit.lab.pieces import Lattice, Piece, PieceSet
from visit.lab.totals import DAYS_A_YEAR
from visit.lab.touching import Touching, TouchingPieces
from visit.ranking.values import Ranking
from visit.rules.guideline.values import Guideline

MOST_ANSWERS = 4_000
"""So many further answers are worked out at most, unless more are asked for."""

MOST_SILENT = 5
"""Up to so many pieces that change no placement are taken apart while the old answer is at hand."""

MeasuredChange = Callable[[CaseAnswer, CaseAnswer], Fraction | int | None]
"""What is shared out: of an answer, given the old one; None where it is not known."""


def _surely(said: frozenset[str]) -> int:
    return sum(not one.endswith(PERHAPS) for one in said)


MEASURES: Mapping[str, MeasuredChange] = MappingProxyType({
    "moved": lambda old, now: now.parts != old.parts,
    "lower": lambda old, now: movement(old, now) is Movement.LOWER,
    "higher": lambda old, now: movement(old, now) is Movement.HIGHER,
    "external": lambda _old, now: now.external is True,
    "grantable": lambda _old, now: now.verdict == "grantable",
    "undecided": lambda _old, now: now.undecided,
    "approvals": lambda _old, now: _surely(now.approvals),
    "notices": lambda _old, now: _surely(now.notices),
    "deadlines": lambda _old, now: _surely(now.deadlines),
    "follow_up": lambda _old, now: _surely(now.follow_up),
    "dkk_a_year": lambda _old, now: None if now.dkk_per_day is None else now.dkk_per_day * DAYS_A_YEAR,
})  # fmt: skip
"""What is shared out among the pieces, by name."""


@dataclass(slots=True, eq=False)
class Attribution:
    """What each piece does, over many cases.

    Attributes:
        pieces: The pieces by name, in their order.
        touched: How many cases each may touch.
        shares: Per measure and piece, the sum of its shares; they add up to what changes in all.
        alone: How many cases each moves by itself.
        needed: Where shares were not worked out: how many cases would be as they were but for it.
        together: The smallest sets of pieces that move a case where fewer do not, with how many cases each set moves.
        undone: The smallest sets of pieces of which some move a case and others undo it, so that it stays as it was.
        answers: How many further answers it takes, or took.
        is_exact: Whether shares were worked out, and not only each piece alone and all but it.
    """

    pieces: Mapping[str, Piece]
    touched: Counter[str] = field(default_factory=Counter)
    shares: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    needed: Counter[str] = field(default_factory=Counter)
    together: Counter[tuple[str, ...]] = field(default_factory=Counter)
    undone: Counter[tuple[str, ...]] = field(default_factory=Counter)
    answers: int = 0
    is_exact: bool = True

    def add(self, measure: str, piece: str, share: Fraction) -> None:
        """Add to a piece's share."""
        of_measure = self.shares.setdefault(measure, dict.fromkeys(self.pieces, Fraction(0)))
        of_measure[piece] = of_measure.get(piece, Fraction(0)) + share

    def merge(self, other: Attribution) -> None:
        """Add what the pieces do to other cases."""
        for name in ("touched", "alone", "needed", "together", "undone"):
            getattr(self, name).update(getattr(other, name))
        for measure, of_pieces in other.shares.items():
            for piece, share in of_pieces.items():
                self.add(measure, piece, share)


@dataclass(frozen=True, slots=True, eq=False)
class TouchedCase:
    """A case, its two answers, and the pieces that may touch it.

    Attributes:
        lattice: The number of what lies between the two sides.
        pieces: The names of the pieces.
        placing: Of these, those that may change a placement.
    """

    case: CaseRecord
    old: CaseAnswer
    new: CaseAnswer
    lattice: int
    pieces: tuple[str, ...]
    placing: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Answered:
    """A case with the answers to several sets of the pieces that may touch it, none and all of them among these."""

    pieces: tuple[Piece, ...]
    answers: Mapping[PieceSet, CaseAnswer]

    @property
    def old(self) -> CaseAnswer:
        return self.answers[frozenset()]

    @property
    def new(self) -> CaseAnswer:
        return self.answers[frozenset(self.pieces)]


class TouchedBlock:
    """The cases of a block, with the pieces that may touch each.

    Attributes:
        guidelines: Those whose approvals, notices, deadlines and follow-up are asked of the rankings of the old side.
    """

    def __init__(
        self, attributing: Attributing, block: CaseBlock, between: Mapping[int, tuple[Lattice, Touching]]
    ) -> None:
        self.attributing, self.block, self.between = attributing, block, between
        self.guidelines = tuple(dict.fromkeys(lattice.new for lattice, _touching in between.values()))
        self._touched: dict[int, TouchingPieces] = {}

    def silently(self, place: int, ranking: Ranking, old: CaseAnswer) -> CaseAnswer | None:
        """Return the new answer where no piece can change a placement; None where it has to be asked for.

        Args:
            place: The place of the case in the block.
            ranking: The old ranking.
            old: Its answer.
        """
        lattice, touching = self.between[place]
        looks = CaseLooks(touching.revisions, self.block.cases[place], old.as_of, ranking.side)
        touched = self._touched[place] = touching.of_case(looks)
        pieces = touched.pieces
        if not touched.silent or len(pieces) > MOST_SILENT:
            return None
        answers = {
            some: case_answer(replace(ranking, guideline=lattice.guideline(some), side=looks.side(some)))
            if some
            else old
            for some in _subsets(pieces)
        }
        one = _Answered(pieces, answers)
        if pieces:
            self.attributing.silent.touched.update(piece.name for piece in pieces)
            _exactly(one, self.attributing.silent)
        return one.new

    def keep(self, answered: Iterable[tuple[int, CaseAnswer, CaseAnswer]]) -> None:
        """Take the other cases, each with its two answers."""
        found: list[TouchedCase] = []
        for place, old, new in answered:
            touched, case = self._touched[place], self.block.cases[place]
            names = tuple(one.name for one in touched.pieces)
            placing = frozenset(one.name for one in touched.placing)
            number = self.attributing.number(self.between[place][0])
            found.append(TouchedCase(case.record, old, new, number, names, placing))
            rankings = _rankings(names, placing)
            self.attributing.exact += rankings
            self.attributing.short += min(rankings, 2 * len(placing) + 2)
        self.attributing.pack(found)


class Attributing:
    """Works out which piece moved whom: first which pieces touch which case, then what each does.

    The cases that are touched wait packed, block by block, until it is known how many answers they take.

    Attributes:
        exact: How many further answers exact shares take.
        short: How many it takes to try each piece alone and all but it.
        is_apart: Whether what differs is little enough to be taken apart.
        silent: What the pieces do to the cases whose placements are the same whichever are in effect: it takes no answer.
    """

    def __init__(self, old: Answerer, new: Answerer) -> None:
        self.old, self.new = old, new
        self._lattices: dict[tuple[Guideline, Guideline, object], tuple[Lattice, Touching]] = {}
        self._packed: list[bytes] = []
        self.silent = Attribution({})
        self.exact = self.short = 0
        self.is_apart = True

    def of_block(self, block: CaseBlock, places: Iterable[int]) -> TouchedBlock | None:
        """Return what finds the pieces that touch the cases of a block; None where too much differs to take it apart."""
        between = {place: self._lattice(block.cases[place]) for place in places}
        self.is_apart &= all(lattice.is_apart for lattice, _touching in between.values())
        if not self.is_apart:
            self._packed = []
            return None
        return TouchedBlock(self, block, between)

    def pack(self, touched: Sequence[TouchedCase]) -> None:
        """Take cases that pieces touch."""
        if touched:
            self._packed.append(zlib.compress(pickle.dumps(touched), 1))

    def number(self, lattice: Lattice) -> int:
        """Return the number of what lies between two sides."""
        return next(number for number, (one, _touching) in enumerate(self._lattices.values()) if one is lattice)

    def _lattice(self, case: Case) -> tuple[Lattice, Touching]:
        days = self.old.basis.day_of(case), self.new.basis.day_of(case)
        guidelines = self.old.basis.guideline_of(case), self.new.basis.guideline_of(case)
        key = (*guidelines, days if days[0] != days[1] else None)
        if key not in self._lattices:
            catalogues = self.old.basis.catalogue, self.new.basis.catalogue
            lattice = Lattice(*guidelines, catalogues, days if days[0] != days[1] else None)
            self._lattices[key] = lattice, Touching(lattice)
        return self._lattices[key]

    @property
    def pieces(self) -> dict[str, Piece]:
        """Return all pieces that differ for some case by name, in their order."""
        return {piece.name: piece for lattice, _touching in self._lattices.values() for piece in lattice.pieces}

    def attributed(self, most_answers: int, progress: Callable[[int, int], None]) -> Attribution | None:
        """Return what each piece does; None where it is not taken apart, or takes more answers than are allowed."""
        if not self.is_apart:
            return None
        if self.exact <= most_answers:
            found, sets, one_case = Attribution(self.pieces, answers=self.exact), _subsets, _exactly
        elif self.short <= most_answers:
            found = Attribution(self.pieces, answers=self.short, is_exact=False)
            sets, one_case = _alone_and_without, _in_short
        else:
            return None
        found.merge(self.silent)
        done = 0

        def each() -> None:
            nonlocal done
            done += 1
            progress(done, max(found.answers, done))

        for packed in self._packed:
            touched: list[TouchedCase] = pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed by this process
            for one in self._answered(touched, sets, each):
                found.touched.update(piece.name for piece in one.pieces)
                one_case(one, found)
        return found

    def _answered(
        self,
        touched: Sequence[TouchedCase],
        sets: Callable[[Sequence[Piece]], Iterator[PieceSet]],
        each: Callable[[], None],
    ) -> Iterator[_Answered]:
        """Yield the cases of a block, each with the answers that are asked for."""
        block = CaseBlock(Case(one.case) for one in touched)
        lattices = [lattice for lattice, _touching in self._lattices.values()]
        together: dict[tuple[int, date], list[int]] = {}
        for place, one in enumerate(touched):
            together.setdefault((one.lattice, one.old.as_of), []).append(place)
        for (number, day), places in together.items():
            lattice = lattices[number]
            pieces = {
                place: tuple(one for one in lattice.pieces if one.name in touched[place].pieces) for place in places
            }
            wanted = {
                place: [some for some in sets(pieces[place]) if 0 < len(some) < len(pieces[place])] for place in places
            }
            placing = {
                place: frozenset(one for one in pieces[place] if one.name in touched[place].placing) for place in places
            }
            found = lattice.answers(block, wanted, day, placing=placing, each=each)
            for place in places:
                ends = {frozenset(): touched[place].old, frozenset(pieces[place]): touched[place].new}
                yield _Answered(pieces[place], {**found[place], **ends})


def _rankings(pieces: Collection[str], placing: Collection[str]) -> int:
    """Return how many rankings exact shares of a case take: what changes no placement takes the old and the new one anew."""
    behind = 1 << len(placing)
    return behind if len(placing) < len(pieces) and len(pieces) > 1 else max(0, behind - 2)


def _exactly(one: _Answered, found: Attribution) -> None:
    """Add the shares of one case."""
    answers = one.answers
    for name, measure in MEASURES.items():
        values = {some: measure(one.old, answer) for some, answer in answers.items()}
        known = {some: Fraction(value) for some, value in values.items() if value is not None}
        if len(known) == len(values):
            for piece, share in shares(one.pieces, known).items():
                found.add(name, piece.name, share)
    moving = [some for some, answer in answers.items() if answer.parts != one.old.parts]
    smallest = [some for some in moving if not any(other < some for other in moving)]
    for some in smallest:
        if len(some) == 1:
            found.alone[_names(one, some)[0]] += 1
    if one.new.parts != one.old.parts and not any(len(some) == 1 for some in smallest):
        found.together[min(_names(one, some) for some in smallest)] += 1
    if one.new.parts == one.old.parts and moving:
        found.undone[_names(one, _undoing(smallest, frozenset(answers) - frozenset(moving)))] += 1


def _undoing(smallest: Sequence[PieceSet], still: frozenset[PieceSet]) -> PieceSet:
    """Return the smallest set in which what some pieces move is undone by others."""
    undone = [some for some in still if any(moved < some for moved in smallest)]
    return min(undone, key=lambda some: (len(some), sorted(piece.name for piece in some)))


def _in_short(one: _Answered, found: Attribution) -> None:
    """Add what each piece does alone, and what all but it do."""
    whole = frozenset(one.pieces)
    for piece in one.pieces:
        found.alone[piece.name] += one.answers[frozenset((piece,))].parts != one.old.parts
        found.needed[piece.name] += one.answers[whole - {piece}].parts != one.new.parts


def _alone_and_without(pieces: Sequence[Piece]) -> Iterator[PieceSet]:
    whole = frozenset(pieces)
    yield from dict.fromkeys(some for piece in pieces for some in (frozenset((piece,)), whole - {piece}))


def _subsets(pieces: Sequence[Piece]) -> Iterator[PieceSet]:
    for count in range(len(pieces) + 1):
        yield from map(frozenset, combinations(pieces, count))


def _names(one: _Answered, some: PieceSet) -> tuple[str, ...]:
    return tuple(piece.name for piece in one.pieces if piece in some)


def shares(pieces: Sequence[Piece], values: Mapping[PieceSet, Fraction]) -> dict[Piece, Fraction]:
    """Return each piece's Shapley value.

    Args:
        pieces: The pieces.
        values: What there is with each set of them in effect.
    """
    n = len(pieces)
    weights = [Fraction(factorial(size) * factorial(n - size - 1), factorial(n)) for size in range(n)]
    return {
        piece: sum(
            (
                weights[len(some)] * (values[some | {piece}] - value)
                for some, value in values.items()
                if piece not in some
            ),
            Fraction(0),
        )
        for piece in pieces
    }
