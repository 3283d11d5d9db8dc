"""What is counted of the answer to a case, each with the pieces that it can depend on.

Each is shared out by itself, so it takes the sets of its own pieces and not those of all that touch the case: what follows from a
placement depends on the pieces that reach one statement, beside those that change the placement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from visit.lab.answers import CaseAnswer
from visit.lab.forms import approvals_in_form, statement_id
from visit.lab.measures import MEASURES
from visit.lab.pieces import Piece, PieceSet, every_set
from visit.lab.totals import FOLLOWING

ONE_BY_ONE = ("notices", "deadlines")
"""The sections of which no statement looks at another."""
MOST_IN_A_GAME = 12
"""Where more pieces bear on one number of a case, its exact shares are not worked out."""

PrintedPieces = Mapping[str, Mapping[str, PieceSet]]
"""Per section of what follows, statements that pieces change, each with the pieces that reach it."""


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """One number of the answer to a case, or the statements of a section that the same pieces bear on.

    Attributes:
        measure: What is counted: one of `MEASURES`, or a section of what follows.
        pieces: The pieces that it can depend on, in their order.
        ids: Of a section: its statements, or with `is_rest` all others; None where all are.
    """

    measure: str
    pieces: tuple[Piece, ...]
    ids: frozenset[str] | None = None
    is_rest: bool = False

    def value(self, old: CaseAnswer, now: CaseAnswer) -> Fraction | int | None:
        """Return the number; None where it is not known."""
        return MEASURES[self.measure](old, now)

    def said(self, answer: CaseAnswer) -> frozenset[str]:
        """Return which of the statements follow, as an answer has them."""
        every: frozenset[str] = getattr(answer, self.measure)
        if self.measure == "approvals" and answer.two_people:
            every |= approvals_in_form(every, answer.two_people)
        if self.ids is None:
            return every
        return frozenset(one for one in every if (statement_id(one) in self.ids) is not self.is_rest)


@dataclass(frozen=True, slots=True, eq=False)
class Games:
    """All numbers of the answer to one case.

    Attributes:
        pieces: The pieces that may touch the case, in their order.
        placing: Those of them that may change a placement.
        printed: The statements that the others change; None where that is not known.
    """

    pieces: tuple[Piece, ...]
    placing: PieceSet
    printed: PrintedPieces | None

    def __iter__(self) -> Iterator[Game]:
        first = self._of(frozenset())
        for measure in MEASURES:
            yield Game(measure, first)
        for section in FOLLOWING:
            if self.printed is None:
                yield Game(section, self.pieces)
                continue
            changed = self.printed.get(section, {})
            if section in ONE_BY_ONE:
                yield Game(section, first, frozenset(changed), is_rest=True)
                for id, reaching in changed.items():
                    yield Game(section, self._of(reaching), frozenset((id,)))
            else:
                yield Game(section, self._of(frozenset().union(*changed.values())))

    def _of(self, reaching: PieceSet) -> tuple[Piece, ...]:
        return tuple(one for one in self.pieces if one in self.placing or one in reaching)

    @property
    def most_pieces(self) -> int:
        """How many pieces bear on one number at most."""
        return max(len(one.pieces) for one in self)

    def sets(self) -> Iterator[PieceSet]:
        """Yield the sets of pieces with which exact shares have to be answered, besides none and all that touch the case."""
        every = {some: None for tuples in {one.pieces for one in self} for some in _within(tuples)}
        yield from every

    def sets_in_short(self) -> Iterator[PieceSet]:
        """Yield those with which it is seen what each piece does alone, and what all but it do."""
        of_games = {one.pieces for one in self}
        yield from dict.fromkeys(some for pieces in of_games for some in alone_and_without(pieces))

    def answer(self, answers: Mapping[PieceSet, CaseAnswer], game: Game, some: PieceSet) -> CaseAnswer:
        """Return the answer with some pieces of a game in effect, as far as that game reads it."""
        return answers[frozenset(self.pieces) if len(some) == len(game.pieces) else some]


def _within(pieces: Collection[Piece]) -> Iterator[PieceSet]:
    return (some for some in every_set(pieces) if 0 < len(some) < len(pieces))


def alone_and_without(pieces: Collection[Piece]) -> Iterator[PieceSet]:
    """Yield each piece alone, and all but each."""
    whole = frozenset(pieces)
    found = dict.fromkeys(some for piece in pieces for some in (frozenset((piece,)), whole - {piece}))
    yield from (some for some in found if 0 < len(some) < len(whole))
