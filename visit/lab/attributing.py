"""Which pieces touch which of many cases, and the answers that it takes to say what each does; `attribution` has the shares."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from visit.case import Case, CaseRecord
from visit.lab.answered_sets import AnsweredSets
from visit.lab.answers import Answerer, CaseAnswer
from visit.lab.attribution import Attribution, add_exactly, add_in_short
from visit.lab.blocks import CaseBlock
from visit.lab.games import MOST_IN_A_GAME, Games
from visit.lab.looks import CaseLooks
from visit.lab.pieces import Lattice, Piece, PieceSet
from visit.lab.silent import silent_answers
from visit.lab.touching import Touching, TouchingPieces
from visit.ranking.values import Ranking


@dataclass(frozen=True, slots=True, eq=False)
class TouchedCase:
    """A case, the answers to it that are known, and the pieces that may touch it.

    Attributes:
        pieces: The names of the pieces.
        placing: Of these, those that may change a placement.
        printed: The statements that the others change, with the names of those that reach each; None where that is not known.
        known: The answers with some of the pieces in effect that there are already, by the names of these.
    """

    case: CaseRecord
    as_of: date
    pieces: tuple[str, ...]
    placing: frozenset[str]
    printed: Mapping[str, Mapping[str, frozenset[str]]] | None
    known: Mapping[frozenset[str], CaseAnswer]


class TouchedBlock:
    """The cases of a block, with the pieces that may touch each.

    Attributes:
        guidelines: Those whose approvals, notices, deadlines, follow-up and grants are asked of the rankings of either side.
    """

    def __init__(
        self, attributing: Attributing, block: CaseBlock, between: Mapping[int, tuple[Lattice, Touching]]
    ) -> None:
        self.attributing, self.block, self.between = attributing, block, between
        lattices = [lattice for lattice, _touching in between.values()]
        self.guidelines = tuple(dict.fromkeys(side for one in lattices for side in (one.old, one.new)))
        self._touched: dict[int, TouchingPieces] = {}
        self._known: dict[int, tuple[CaseLooks, Mapping[PieceSet, CaseAnswer]]] = {}
        self._done: set[int] = set()

    def of_old(self, place: int, ranking: Ranking, old: CaseAnswer) -> CaseAnswer | None:
        """Return the new answer where no piece can change a placement; None where it has to be asked for.

        Args:
            place: The place of the case in the block.
            ranking: The old ranking.
            old: Its answer.
        """
        touching = self.between[place][1]
        looks = CaseLooks(touching.revisions, self.block.cases[place], old.as_of, ranking.side)
        touched = self._touched[place] = touching.of_case(looks)
        beside = touched.beside(ranking)
        games = touched.games
        if not touched.is_seen or games.most_pieces > MOST_IN_A_GAME:
            return None
        answers = silent_answers(ranking, old, frozenset(), looks, beside, (*games.sets(), frozenset(touched.pieces)))
        if beside.placing:
            self._known[place] = looks, answers
            return None
        return self._taken_apart(place, answers).new

    def of_new(self, place: int, ranking: Ranking, new: CaseAnswer) -> None:
        """Take the new ranking of a case: where one piece alone may change a placement, the two rankings are all there are."""
        if place not in self._known:
            return
        (looks, without), touched = self._known[place], self._touched[place]
        with_all = silent_answers(ranking, new, frozenset(touched.pieces), looks, touched, touched.games.sets())
        answers = {**without, **with_all}
        self._known[place] = looks, answers
        if len(touched.placing) == 1:
            self._taken_apart(place, answers)
            self._done.add(place)

    def _taken_apart(self, place: int, answers: Mapping[PieceSet, CaseAnswer]) -> AnsweredSets:
        touched = self._touched[place]
        found = AnsweredSets(self.block.cases[place], touched.games, answers)
        if touched.pieces:
            self.attributing.at_hand.touched.update(piece.name for piece in touched.pieces)
            add_exactly(found, self.attributing.at_hand)
        return found

    def keep(self, answered: Iterable[tuple[int, CaseAnswer, CaseAnswer]]) -> None:
        """Take the other cases, each with its two answers."""
        found: list[TouchedCase] = []
        for place, old, new in answered:
            if place in self._done:
                continue
            touched, case = self._touched[place], self.block.cases[place]
            names = tuple(one.name for one in touched.pieces)
            placing = frozenset(one.name for one in touched.placing)
            ends: Mapping[PieceSet, CaseAnswer] = {frozenset(): old, frozenset(touched.pieces): new}
            answers = self._known[place][1] if place in self._known else ends
            known = {frozenset(piece.name for piece in some): answer for some, answer in answers.items()}
            printed = touched.games.printed
            named = None if printed is None else {
                section: {id: frozenset(piece.name for piece in reaching) for id, reaching in of_section.items()}
                for section, of_section in printed.items()
            }  # fmt: skip
            found.append(TouchedCase(case.record, old.as_of, names, placing, named, known))
            short = _rankings(touched.games, touched.games.sets_in_short(), answers)
            few = touched.games.most_pieces <= MOST_IN_A_GAME
            exact = _rankings(touched.games, touched.games.sets(), answers) if few else 1 << touched.games.most_pieces
            self.attributing.exact += max(exact, short)
            self.attributing.short += short
        self.attributing.pack(found)


@dataclass(frozen=True, slots=True, eq=False)
class AttributingPart:
    """What was found of some cases; see `Attributing`, which adds it up. `packed` are those of which more is to be asked."""

    packed: list[bytes]
    at_hand: Attribution
    exact: int
    short: int


class Attributing:
    """Works out which piece moved whom: first which pieces touch which case, then what each does.

    The cases that are touched wait packed, block by block, until it is known how many answers they take.

    Attributes:
        exact: How many further answers exact shares take.
        short: How many it takes to try each piece alone and all but it.
        at_hand: What the pieces do to the cases of which at most one can change a placement: that takes no further answer.
    """

    def __init__(self, old: Answerer, new: Answerer) -> None:
        self.old, self.new = old, new
        self._lattices: dict[tuple[object, ...], tuple[Lattice, Touching]] = {}
        self._packed: list[bytes] = []
        self.at_hand = Attribution({})
        self.exact = self.short = 0

    def of_block(self, block: CaseBlock, places: Iterable[int]) -> TouchedBlock:
        """Return what finds the pieces that touch the cases of a block."""
        return TouchedBlock(self, block, {place: self._lattice(block.cases[place]) for place in places})

    def pack(self, touched: Sequence[TouchedCase]) -> None:
        """Take cases that pieces touch."""
        if touched:
            self._packed.append(zlib.compress(pickle.dumps(touched), 1))

    def see(self, cases: Iterable[Case]) -> None:
        """Take note of what differs for some cases, in their order."""
        for case in cases:
            self._lattice(case)

    def taken(self) -> AttributingPart:
        """Return what was found of the cases so far, and begin anew."""
        found = AttributingPart(self._packed, self.at_hand, self.exact, self.short)
        self._packed, self.at_hand, self.exact, self.short = [], Attribution({}), 0, 0
        return found

    def merge(self, part: AttributingPart) -> None:
        """Add what another process found of the cases that come next."""
        self._packed += part.packed
        self.at_hand.merge(part.at_hand)
        self.exact += part.exact
        self.short += part.short

    def _lattice(self, case: Case) -> tuple[Lattice, Touching]:
        days = self.old.basis.day_of(case), self.new.basis.day_of(case)
        guidelines = self.old.basis.guideline_of(case), self.new.basis.guideline_of(case)
        catalogues = self.old.basis.catalogue_of(case), self.new.basis.catalogue_of(case)
        key = (*guidelines, *catalogues, days if days[0] != days[1] else None)
        if key not in self._lattices:
            lattice = Lattice(*guidelines, catalogues, days if days[0] != days[1] else None)
            self._lattices[key] = lattice, Touching(lattice)
        return self._lattices[key]

    @property
    def pieces(self) -> dict[str, Piece]:
        """Return all pieces that differ for some case by name, in their order."""
        return {piece.name: piece for lattice, _touching in self._lattices.values() for piece in lattice.pieces}

    def is_exact_within(self, most_answers: int) -> bool:
        """Return whether shares are exact: within so many answers, or no more than each alone and all but it would take."""
        return self.exact <= max(most_answers, self.short)

    def touching(self) -> Attribution:
        """Return how many cases each piece may touch, and nothing of what it does to them: that takes no further answer."""
        found = Attribution(self.pieces, exact_answers=self.exact, is_exact=False)
        found.touched.update(self.at_hand.touched)
        for packed in self._packed:
            for one in _unpacked(packed):
                found.touched.update(one.pieces)
        return found

    def attributed(
        self,
        most_answers: int,
        progress: Callable[[int, int], None],
        shared: Callable[[Iterable[bytes], bool], Iterable[Attribution]] | None = None,
    ) -> Attribution:
        """Return what each piece does: exact shares, or where these take too many answers, each alone and all but it.

        Args:
            most_answers: How many exact shares may take.
            progress: Is called with how many answers are done, and how many it takes.
            shared: Shares the packed blocks among processes, and gives what each comes to; else it is done here.
        """
        is_exact = self.is_exact_within(most_answers)
        found = Attribution(
            self.pieces, answers=self.exact if is_exact else self.short, exact_answers=self.exact, is_exact=is_exact
        )
        found.merge(self.at_hand if is_exact else self.at_hand.in_short())
        done = 0

        def on(count: int) -> None:
            nonlocal done
            done += count
            progress(done, max(found.answers, done))

        parts: Iterable[Attribution] = (
            (self.of_packed(one, on, is_exact=is_exact) for one in self._packed)
            if shared is None
            else shared(self._packed, is_exact)
        )
        for part in parts:
            found.merge(part)
            if shared is not None:
                on(part.answers)
        return found

    def of_packed(self, packed: bytes, on: Callable[[int], None], *, is_exact: bool) -> Attribution:
        """Return what each piece does to the cases of a block; `on` is called with how many answers are done."""
        found = Attribution({}, is_exact=is_exact)
        touched = _unpacked(packed)

        def each() -> None:
            found.answers += 1
            on(1)

        for one in self._answered(touched, Games.sets if is_exact else Games.sets_in_short, each):
            found.touched.update(piece.name for piece in one.pieces)
            (add_exactly if is_exact else add_in_short)(one, found)
        return found

    def _answered(
        self,
        touched: Sequence[TouchedCase],
        sets: Callable[[Games], Iterator[PieceSet]],
        each: Callable[[], None],
    ) -> Iterator[AnsweredSets]:
        """Yield the cases of a block, each with the answers that are asked for."""
        block = CaseBlock(Case(one.case) for one in touched)
        together: dict[tuple[Lattice, date], list[int]] = {}
        for place, one in enumerate(touched):
            together.setdefault((self._lattice(block.cases[place])[0], one.as_of), []).append(place)
        for (lattice, day), places in together.items():
            games = {place: _games(touched[place], lattice.pieces) for place in places}
            known = {place: _of_pieces(games[place].pieces, touched[place].known) for place in places}
            wanted = {place: [some for some in sets(games[place]) if some not in known[place]] for place in places}
            placing = {place: games[place].placing for place in places}
            found = lattice.answers(block, wanted, day, placing=placing, each=each)
            for place in places:
                yield AnsweredSets(block.cases[place], games[place], {**found[place], **known[place]})


def _unpacked(packed: bytes) -> list[TouchedCase]:
    found: list[TouchedCase] = pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed by this process or its parent
    return found


def _games(touched: TouchedCase, every: Iterable[Piece]) -> Games:
    pieces = {one.name: one for one in every if one.name in touched.pieces}

    def named(names: Collection[str]) -> PieceSet:
        return frozenset(pieces[name] for name in names if name in pieces)

    printed = None if touched.printed is None else {
        section: {id: named(reaching) for id, reaching in of_section.items()}
        for section, of_section in touched.printed.items()
    }  # fmt: skip
    return Games(tuple(pieces.values()), named(touched.placing), printed)


def _of_pieces(pieces: Sequence[Piece], answers: Mapping[frozenset[str], CaseAnswer]) -> Mapping[PieceSet, CaseAnswer]:
    return {frozenset(one for one in pieces if one.name in names): answer for names, answer in answers.items()}


def _rankings(games: Games, sets: Iterable[PieceSet], known: Collection[PieceSet]) -> int:
    """Return how many rankings it takes to answer some sets of pieces: one for each set of those that may change a placement."""
    return len({some & games.placing for some in sets if some not in known})
