"""Which piece of a difference moved whom: exact shares, what moves alone and what only together, and what undoes itself.

A piece's share of a case is its Shapley value: what putting it into effect changes, averaged over every order in which the pieces
that touch the case can be put into effect. It may be below 0; the shares of a case add up to what changes for it, also where two
pieces undo each other and nothing does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial
from types import MappingProxyType

from visit.lab.answers import PERHAPS, CaseAnswer
from visit.lab.movements import Movement, movement
from visit.lab.pieces import Piece, PieceSet
from visit.lab.totals import DAYS_A_YEAR

MOST_ANSWERS = 1_000
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
        self.touched.update(other.touched)
        self.alone.update(other.alone)
        self.needed.update(other.needed)
        self.together.update(other.together)
        self.undone.update(other.undone)
        for measure, of_pieces in other.shares.items():
            for piece, share in of_pieces.items():
                self.add(measure, piece, share)

    def in_short(self) -> Attribution:
        """Return what is said of cases where shares are not worked out, if at most one piece can change a placement of each.

        That one is needed where it moves.
        """
        return Attribution(self.pieces, self.touched, alone=self.alone, needed=self.alone, is_exact=False)


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredSets:
    """A case with the answers to several sets of the pieces that may touch it, none and all of them among these."""

    pieces: tuple[Piece, ...]
    answers: Mapping[PieceSet, CaseAnswer]

    @property
    def old(self) -> CaseAnswer:
        return self.answers[frozenset()]

    @property
    def new(self) -> CaseAnswer:
        return self.answers[frozenset(self.pieces)]


def add_exactly(one: AnsweredSets, found: Attribution) -> None:
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


def add_in_short(one: AnsweredSets, found: Attribution) -> None:
    """Add what each piece does alone, and what all but it do."""
    whole = frozenset(one.pieces)
    for piece in one.pieces:
        found.alone[piece.name] += one.answers[frozenset((piece,))].parts != one.old.parts
        found.needed[piece.name] += one.answers[whole - {piece}].parts != one.new.parts


def _names(one: AnsweredSets, some: PieceSet) -> tuple[str, ...]:
    return tuple(piece.name for piece in one.pieces if piece in some)


def shares(pieces: Sequence[Piece], values: Mapping[PieceSet, Fraction]) -> dict[Piece, Fraction]:
    """Return each piece's Shapley value.

    Args:
        pieces: The pieces.
        values: What there is with each set of them in effect.
    """
    if len(set(values.values())) == 1:
        return dict.fromkeys(pieces, Fraction(0))
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
