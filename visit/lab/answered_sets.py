"""One case with the answers to several sets of the pieces that may touch it, and what differs between these, piece by piece."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from visit.case import Case
from visit.lab.answers import CaseAnswer
from visit.lab.games import Game, Games, alone_and_without
from visit.lab.measures import OF_PLACEMENT
from visit.lab.pieces import Piece, PieceSet, every_set


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredSets:
    """A case with the answers to several sets of the pieces that may touch it, none and all of them among these."""

    case: Case
    games: Games
    answers: Mapping[PieceSet, CaseAnswer]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.games.pieces

    @property
    def placing(self) -> tuple[Piece, ...]:
        """Those that may change the placement, in their order."""
        return tuple(one for one in self.pieces if one in self.games.placing)

    @property
    def old(self) -> CaseAnswer:
        return self.answers[frozenset()]

    @property
    def new(self) -> CaseAnswer:
        return self.answers[frozenset(self.pieces)]

    def answer(self, game: Game, some: PieceSet) -> CaseAnswer:
        """Return the answer with some pieces of a game in effect, as far as that game reads it."""
        return self.games.answer(self.answers, game, some)

    def placed(self, some: PieceSet) -> CaseAnswer:
        """Return the answer with some of those that may change the placement in effect, as far as that is the placement."""
        return self.new if len(some) == len(self.placing) else self.answers[some]

    def values(self, game: Game) -> dict[PieceSet, Fraction] | None:
        """Return what a game gives with each set of its pieces in effect; None where it is not known with all."""
        found: dict[PieceSet, Fraction] = {}
        for some in every_set(game.pieces):
            value = game.value(self.old, self.answer(game, some))
            if value is None:
                return None
            found[some] = Fraction(value)
        return found

    def names(self, some: PieceSet) -> tuple[str, ...]:
        """Return the names of some pieces, in their order."""
        return tuple(piece.name for piece in self.pieces if piece in some)

    @property
    def needed(self) -> tuple[str, ...]:
        """The pieces without which the case would have another first placement than with all."""
        whole = frozenset(self.placing)
        return tuple(piece.name for piece in self.placing if self.placed(whole - {piece}).parts != self.new.parts)


def tried_in_short(pieces: Sequence[Piece]) -> Iterable[PieceSet]:
    """Return none and all of some pieces, each alone, and all but each."""
    return dict.fromkeys((frozenset[Piece](), frozenset(pieces), *alone_and_without(pieces)))


class Differing:
    """What of the answer to one case differs between two sets of pieces that differ in one piece alone, piece by piece."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.found: dict[Piece, set[str]] = {piece: set() for piece in pieces}

    def see(self, what: str, values: Mapping[PieceSet, Hashable]) -> None:
        """Look at what there is with some sets of pieces in effect."""
        if len(set(values.values())) == 1:
            return
        for some, value in values.items():
            for piece in self.found:
                if piece not in some and values.get(some | {piece}, value) != value:
                    self.found[piece].add(what)

    def see_placements(self, answers: Mapping[PieceSet, CaseAnswer]) -> None:
        """Look at the placements with some sets of pieces in effect."""
        for name in OF_PLACEMENT:
            self.see(name, {some: getattr(answer, name) for some, answer in answers.items()})
