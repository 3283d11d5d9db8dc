"""Which piece of a difference moved whom: exact shares, what moves alone and what only together, and what undoes itself.

A piece's share of a case is its Shapley value: what putting it into effect changes, averaged over every order in which the pieces
that touch the case can be put into effect. It may be below 0; the shares of a case add up to what changes for it, also where two
pieces undo each other and nothing does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import factorial

from visit.lab.answered_sets import AnsweredSets, Differing, tried_in_short
from visit.lab.following import EditCounts, Followed, FollowedByEdit
from visit.lab.forms import one_or_two
from visit.lab.games import Game
from visit.lab.measures import MEASURES
from visit.lab.moved_by import MovedBy, Movers
from visit.lab.pieces import Piece, PieceSet, every_set
from visit.lab.said import PERHAPS
from visit.lab.totals import FOLLOWING

MOST_ANSWERS = 1_000
"""Exact shares take so many further answers at most, unless more are asked for."""


@dataclass(slots=True, eq=False)
class Attribution:
    """What each piece does, over many cases.

    Attributes:
        pieces: The pieces by name, in their order.
        touched: How many cases each may touch.
        changes: To how many of them it does something: what is compared differs between two versions that differ in it alone, or
            where shares were not worked out, alone or beside all others.
        differs: What differs in these, each with how many cases: a field of a `CaseAnswer`, with `PERHAPS` behind a section of
            which only what is so perhaps differs.
        shares: Per measure, and per section of what follows surely, the sum of each piece's shares; they add up to what changes
            in all.
        alone: How many cases each moves by itself.
        needed: Where shares were not worked out: how many cases would be as they were but for it.
        following: What begins and ends with each, statement by statement.
        movers: Which pieces moved the cases that are affected most.
        together: The smallest sets of pieces that move a case where fewer do not, with how many cases each set moves.
        undone: The smallest sets of pieces of which some move a case and others undo it, so that it stays as it was.
        answers: How many further answers it takes, or took.
        exact_answers: How many exact shares take.
        is_exact: Whether shares were worked out, and not only each piece alone and all but it.
        tells_statements: Whether `differs` and `following` may be told.
    """

    pieces: Mapping[str, Piece]
    touched: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    differs: dict[str, Counter[str]] = field(default_factory=dict)
    shares: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    needed: Counter[str] = field(default_factory=Counter)
    following: FollowedByEdit = field(default_factory=FollowedByEdit)
    movers: Movers = field(default_factory=Movers)
    together: Counter[tuple[str, ...]] = field(default_factory=Counter)
    undone: Counter[tuple[str, ...]] = field(default_factory=Counter)
    answers: int = 0
    exact_answers: int = 0
    is_exact: bool = True
    tells_statements: bool = True

    def add(self, measure: str, piece: str, share: Fraction) -> None:
        """Add to a piece's share."""
        of_measure = self.of_measure(measure)
        of_measure[piece] = of_measure.get(piece, Fraction(0)) + share

    def of_measure(self, measure: str) -> dict[str, Fraction]:
        """Return the shares of each piece, for who adds to them."""
        return self.shares.setdefault(measure, dict.fromkeys(self.pieces, Fraction(0)))

    def in_counts(self, measure: str, piece: str) -> tuple[int, int]:
        """Return how many more of a section a piece gives by itself, and beside all others, where shares were not worked out."""
        more = self.following.more(piece, measure)
        return more.alone, more.needed

    def does_nothing(self, piece: str) -> bool:
        """Return whether nothing that is compared is another by a piece, for any case."""
        return not self.changes[piece]

    def only_perhaps(self, piece: str) -> bool:
        """Return whether all that a piece changes follows only perhaps."""
        differing = {what for what, of_pieces in self.differs.items() if of_pieces[piece]}
        return bool(differing) and all(what.endswith(PERHAPS) for what in differing)

    def without_statements(self) -> Attribution:
        """Return the same without what is told of single statements, roles and fields of the answers."""
        return replace(self, differs={}, following=FollowedByEdit(), tells_statements=False)

    def merge(self, other: Attribution) -> None:
        """Add what the pieces do to other cases."""
        self.touched.update(other.touched)
        self.changes.update(other.changes)
        self.alone.update(other.alone)
        self.needed.update(other.needed)
        self.following.merge(other.following)
        self.movers.merge(other.movers)
        self.together.update(other.together)
        self.undone.update(other.undone)
        for what, counts in other.differs.items():
            self.differs.setdefault(what, Counter()).update(counts)
        for measure, of_pieces in other.shares.items():
            self.of_measure(measure)
            for piece, share in of_pieces.items():
                self.add(measure, piece, share)

    def in_short(self) -> Attribution:
        """Return what is said of cases where shares are not worked out, if at most one piece can change a placement of each.

        That one is needed where it moves.
        """
        return Attribution(
            self.pieces, self.touched, self.changes, self.differs, alone=self.alone, needed=self.alone,
            following=self.following.in_short(), movers=self.movers.in_short(), is_exact=False,
        )  # fmt: skip


def add_exactly(one: AnsweredSets, found: Attribution) -> None:
    """Add the shares of one case."""
    differing = Differing(one.pieces)
    for measure in (*MEASURES, *FOLLOWING):
        found.of_measure(measure)
    moved: Mapping[Piece, Fraction] = {}
    for game in one.games:
        if game.measure in FOLLOWING:
            _add_following(one, game, every_set(game.pieces), found, differing, is_exact=True)
        elif game.pieces and (values := one.values(game)) is not None:
            of_case = shares(game.pieces, values)
            moved = of_case if game.measure == "moved" else moved
            for piece, share in of_case.items():
                found.add(game.measure, piece.name, share)
    answers = {some: one.placed(some) for some in every_set(one.placing)}
    differing.see_placements(answers)
    _count_differing(differing, found)
    moving = [some for some, answer in answers.items() if answer.parts != one.old.parts]
    smallest = [some for some in moving if not any(other < some for other in moving)]
    alone = tuple(name for some in smallest if len(some) == 1 for name in one.names(some))
    found.alone.update(alone)
    if one.new.parts != one.old.parts:
        together = () if alone else min(one.names(some) for some in smallest)
        found.together.update([together] if together else [])
        shared = {piece.name: share for piece, share in moved.items() if share}
        found.movers.add(one.case, one.old, one.new, MovedBy(shared, alone, together, one.needed))
    elif moving:
        found.undone[one.names(_undoing(smallest, frozenset(answers) - frozenset(moving)))] += 1


def add_in_short(one: AnsweredSets, found: Attribution) -> None:
    """Add what each piece does alone, and what all but it do."""
    differing = Differing(one.pieces)
    for game in one.games:
        if game.measure in FOLLOWING:
            _add_following(one, game, tried_in_short(game.pieces), found, differing, is_exact=False)
    placing = one.placing
    differing.see_placements({some: one.placed(some) for some in tried_in_short(placing)})
    _count_differing(differing, found)
    alone = tuple(piece.name for piece in placing if one.placed(frozenset((piece,))).parts != one.old.parts)
    needed = one.needed
    found.alone.update(alone)
    found.needed.update(needed)
    if one.new.parts != one.old.parts:
        found.movers.add(one.case, one.old, one.new, MovedBy(None, alone, (), needed))


def _add_following(
    one: AnsweredSets,
    game: Game,
    sets: Iterable[PieceSet],
    found: Attribution,
    differing: Differing,
    *,
    is_exact: bool,
) -> None:
    """Add what begins and ends with each piece, of the statements of a game, and what differs among these."""
    if not game.pieces:
        return
    said = {some: game.said(one.answer(game, some)) for some in sets}
    nothing, whole = frozenset[Piece](), frozenset(game.pieces)
    alike: dict[tuple[bool, ...], list[str]] = {}
    for statement in sorted(frozenset().union(*said.values()) - said[nothing].intersection(*said.values())):
        alike.setdefault(tuple(statement in of_set for of_set in said.values()), []).append(statement)
    for follows, every in alike.items():
        # By another than who decides is no more than that it is approved, where the one is so whenever the other is.
        statements = [one for one in every if one_or_two(one) == one or one_or_two(one) not in every]
        values = {some: Fraction(is_said) for some, is_said in zip(said, follows, strict=True)}
        of_case = shares(game.pieces, values) if is_exact else dict.fromkeys(game.pieces, Fraction(0))
        for statement in statements:
            what = Followed(game.measure, statement, begins=statement not in said[nothing])
            sign = 1 if what.begins else -1
            differing.see(game.measure + (PERHAPS if what.is_perhaps else ""), values)
            for piece, share in of_case.items():
                alone = sign * int(values[frozenset((piece,))] - values[nothing])
                needed = sign * int(values[whole] - values[whole - {piece}])
                found.following.add(piece.name, what, EditCounts(sign * share, alone, needed))
                if is_exact and not what.is_perhaps and one_or_two(statement) == statement:
                    found.add(game.measure, piece.name, share)


def _count_differing(differing: Differing, found: Attribution) -> None:
    """Count a case for each piece that changes something of it."""
    for piece, fields in differing.found.items():
        found.changes.update([piece.name] if fields else [])
        for what in fields:
            found.differs.setdefault(what, Counter())[piece.name] += 1


def _undoing(smallest: Sequence[PieceSet], still: frozenset[PieceSet]) -> PieceSet:
    """Return the smallest set in which what some pieces move is undone by others."""
    undone = [some for some in still if any(moved < some for moved in smallest)]
    return min(undone, key=lambda some: (len(some), sorted(piece.name for piece in some)))


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
