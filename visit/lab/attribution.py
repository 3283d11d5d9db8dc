"""Which piece of a difference moved whom: exact shares, what moves alone and what only together, and what undoes itself.

A piece's share of a case is its Shapley value: what putting it into effect changes, averaged over every order in which the pieces
that touch the case can be put into effect. It may be below 0; the shares of a case add up to what changes for it, also where two
pieces undo each other and nothing does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial

from visit.lab.answers import CaseAnswer
from visit.lab.games import Game, Games, alone_and_without
from visit.lab.measures import MEASURES
from visit.lab.pieces import Piece, PieceSet, every_set
from visit.lab.totals import FOLLOWING

MOST_ANSWERS = 1_000
"""Exact shares take so many further answers at most, unless more are asked for."""


@dataclass(slots=True, eq=False)
class Attribution:
    """What each piece does, over many cases.

    Attributes:
        pieces: The pieces by name, in their order.
        touched: How many cases each may touch.
        shares: Per measure and piece, the sum of its shares; they add up to what changes in all.
        alone: How many cases each moves by itself.
        needed: Where shares were not worked out: how many cases would be as they were but for it.
        alone_of, needed_of: What each changes by itself, and what would be otherwise but for it, per section of what follows.
        together: The smallest sets of pieces that move a case where fewer do not, with how many cases each set moves.
        undone: The smallest sets of pieces of which some move a case and others undo it, so that it stays as it was.
        answers: How many further answers it takes, or took.
        exact_answers: How many exact shares take.
        is_exact: Whether shares were worked out, and not only each piece alone and all but it.
    """

    pieces: Mapping[str, Piece]
    touched: Counter[str] = field(default_factory=Counter)
    shares: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    needed: Counter[str] = field(default_factory=Counter)
    alone_of: dict[str, Counter[str]] = field(default_factory=dict)
    needed_of: dict[str, Counter[str]] = field(default_factory=dict)
    together: Counter[tuple[str, ...]] = field(default_factory=Counter)
    undone: Counter[tuple[str, ...]] = field(default_factory=Counter)
    answers: int = 0
    exact_answers: int = 0
    is_exact: bool = True

    def add(self, measure: str, piece: str, share: Fraction) -> None:
        """Add to a piece's share."""
        of_measure = self.of_measure(measure)
        of_measure[piece] = of_measure.get(piece, Fraction(0)) + share

    def of_measure(self, measure: str) -> dict[str, Fraction]:
        """Return the shares of each piece, for who adds to them."""
        return self.shares.setdefault(measure, dict.fromkeys(self.pieces, Fraction(0)))

    def add_in_short(self, measure: str, piece: str, alone: Fraction, needed: Fraction) -> None:
        """Add what a piece changes by itself of what follows, and what would be otherwise but for it."""
        for counts, n in ((self.alone_of, alone), (self.needed_of, needed)):
            counts.setdefault(measure, Counter())[piece] += int(n)

    def in_counts(self, measure: str, piece: str) -> tuple[int, int]:
        """Return what a piece changes of a section by itself, and beside all others, where shares were not worked out."""
        alone, needed = (of.get(measure, Counter[str]())[piece] for of in (self.alone_of, self.needed_of))
        return alone, needed

    def does_nothing(self, piece: str) -> bool:
        """Return whether nothing that was worked out is another by a piece."""
        counts = (self.alone, self.needed, *self.alone_of.values(), *self.needed_of.values())
        return not any(one[piece] for one in counts) and not any(one.get(piece) for one in self.shares.values())

    def merge(self, other: Attribution) -> None:
        """Add what the pieces do to other cases."""
        self.touched.update(other.touched)
        self.alone.update(other.alone)
        self.needed.update(other.needed)
        self.together.update(other.together)
        self.undone.update(other.undone)
        for mine, others in ((self.alone_of, other.alone_of), (self.needed_of, other.needed_of)):
            for measure, counts in others.items():
                mine.setdefault(measure, Counter()).update(counts)
        for measure, of_pieces in other.shares.items():
            self.of_measure(measure)
            for piece, share in of_pieces.items():
                self.add(measure, piece, share)

    def in_short(self) -> Attribution:
        """Return what is said of cases where shares are not worked out, if at most one piece can change a placement of each.

        That one is needed where it moves.
        """
        return Attribution(
            self.pieces, self.touched, alone=self.alone, needed=self.alone,
            alone_of=self.alone_of, needed_of=self.needed_of, is_exact=False,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredSets:
    """A case with the answers to several sets of the pieces that may touch it, none and all of them among these."""

    games: Games
    answers: Mapping[PieceSet, CaseAnswer]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return self.games.pieces

    @property
    def old(self) -> CaseAnswer:
        return self.answers[frozenset()]

    @property
    def new(self) -> CaseAnswer:
        return self.answers[frozenset(self.pieces)]

    def values(self, game: Game, sets: Iterable[PieceSet]) -> dict[PieceSet, Fraction] | None:
        """Return what a game gives with each of some sets of its pieces in effect; None where it is not known with all."""
        found: dict[PieceSet, Fraction] = {}
        for some in sets:
            value = game.value(self.old, self.games.answer(self.answers, game, some))
            if value is None:
                return None
            found[some] = Fraction(value)
        return found


def add_exactly(one: AnsweredSets, found: Attribution) -> None:
    """Add the shares of one case."""
    for measure in MEASURES:
        found.of_measure(measure)
    for game in one.games:
        values = one.values(game, every_set(game.pieces)) if game.pieces else None
        if values is not None:
            for piece, share in shares(game.pieces, values).items():
                found.add(game.measure, piece.name, share)
            _add_alone_and_needed(game, values, found)
    placing = [piece for piece in one.pieces if piece in one.games.placing]
    whole = frozenset(placing)
    answers = {some: one.answers[frozenset(one.pieces) if some == whole else some] for some in every_set(placing)}
    moving = [some for some, answer in answers.items() if answer.parts != one.old.parts]
    smallest = [some for some in moving if not any(other < some for other in moving)]
    for some in smallest:
        if len(some) == 1:
            found.alone[_names(one, some)[0]] += 1
    if one.new.parts != one.old.parts and not any(len(some) == 1 for some in smallest):
        found.together[min(_names(one, some) for some in smallest)] += 1
    if one.new.parts == one.old.parts and moving:
        found.undone[_names(one, _undoing(smallest, frozenset(answers) - frozenset(moving)))] += 1


def _add_alone_and_needed(game: Game, values: Mapping[PieceSet, Fraction], found: Attribution) -> None:
    if game.measure in FOLLOWING:
        nothing: PieceSet = frozenset()
        whole = frozenset(game.pieces)
        for piece in game.pieces:
            alone = values[frozenset((piece,))] - values[nothing]
            found.add_in_short(game.measure, piece.name, alone, values[whole] - values[whole - {piece}])


def _undoing(smallest: Sequence[PieceSet], still: frozenset[PieceSet]) -> PieceSet:
    """Return the smallest set in which what some pieces move is undone by others."""
    undone = [some for some in still if any(moved < some for moved in smallest)]
    return min(undone, key=lambda some: (len(some), sorted(piece.name for piece in some)))


def add_in_short(one: AnsweredSets, found: Attribution) -> None:
    """Add what each piece does alone, and what all but it do."""
    for game in one.games:
        sets = {frozenset(), frozenset(game.pieces), *alone_and_without(game.pieces)}
        values = one.values(game, sets) if game.pieces else None
        if values is not None:
            _add_alone_and_needed(game, values, found)
    placing = tuple(piece for piece in one.pieces if piece in one.games.placing)
    whole, every = frozenset(placing), frozenset(one.pieces)
    for piece in placing:
        alone, rest = frozenset((piece,)), whole - {piece}
        found.alone[piece.name] += one.answers[every if alone == whole else alone].parts != one.old.parts
        found.needed[piece.name] += one.answers[rest].parts != one.new.parts


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
