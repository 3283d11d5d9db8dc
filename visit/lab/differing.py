"""For each edit between two guidelines the smallest invented citizen whose first placement it moves, or why there is none.

First what the guidelines tell apart is visited: each way in which a rule gives something else is written as a citizen and one offer
or two, and answered. Where that finds nobody and the edit is of what offers are ordered by, a drawn citizen is answered with offers
that are invented, too (`two_offers`); then drawn citizens with the whole catalogue. Whoever is found has another first placement by
the edit alone, or, where nobody has, beside all the others; then every fact is left out without which that is still so. An edit is
*proved* to move nobody where no placement can read it, or where every combination was visited; *not tried* where nothing was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal, TypeAlias, cast

from visit.case import Case, case_of
from visit.catalogue import Catalogue, Option
from visit.errors import VisitError
from visit.lab.leaving_out import fewer, fewer_of_both, smallest_found
from visit.lab.looks import CaseLooks
from visit.lab.pieces import PRINTED, Lattice, Piece, PieceSet
from visit.lab.telling_apart import ToldApart, smallest_first
from visit.lab.touching import Touching
from visit.lab.two_offers import invented_offers, is_ordered_by_numbers
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.reading.source import Document
from visit.rules.findings.possibility import Assigned
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import Guideline
from visit.trials.reading import cases_of
from visit.trials.setting import RowCase
from visit.trials.witnesses import OFFER, witness

MOST_VISITED = 20_000
"""So many combinations are visited for a statement that an edit reaches."""
TRIED = 60
"""So many of those that may move somebody are answered."""
SETTLED = 10
"""Of these, so many also with what else has to be known for the other rules to hold."""
MOST_OFFERED = 200
"""So many times two invented offers are asked of a drawn citizen for an edit."""
OTHERS = 6
"""With so many other offers beside the first."""
_OF_A_FILE = frozenset(("case", "format"))

WitnessFound: TypeAlias = Literal["moves", "not_found", "not_tried", "proved"]


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A citizen whom an edit moves, as documents.

    Attributes:
        case: The case file.
        offers: The catalogue, where it was invented, too; else None.
        before, after: The answers without and with the edit: without any other, or beside all others.
        beside: Whether it moves the citizen only beside the others.
    """

    case: Mapping[str, object]
    offers: Mapping[str, object] | None
    before: Ranking
    after: Ranking
    beside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EditWitness:
    """What was found of one edit.

    Attributes:
        visited: How many combinations were visited.
        offered: How many times a drawn citizen was answered with two invented offers.
        drawn: How many drawn citizens were answered.
        follows: Whether the edit reaches no placement, and only what follows from it.
    """

    piece: Piece
    found: WitnessFound
    visited: int
    offered: int = 0
    drawn: int = 0
    follows: bool = False
    moved: Moved | None = None


class WitnessSearch:
    """Looks for a citizen whom each edit moves.

    Attributes:
        day: The day that both guidelines are asked about.
        assessed: The day on which an invented citizen was assessed: that day, where it has come.
    """

    def __init__(
        self, old: Guideline, new: Guideline, catalogue: Catalogue, day: date, *, today: date = date.max
    ) -> None:
        self.old, self.new, self.catalogue, self.day = old, new, catalogue, day
        self.assessed = min(day, today)
        self.lattice = Lattice(old, new, (catalogue, catalogue), None)
        self.touching = Touching(self.lattice)
        self._engines: dict[Guideline, Engine] = {}
        self._whole = {frozenset(): old, frozenset(self.lattice.pieces): new}

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The edits."""
        return self.lattice.pieces

    def invented(self, piece: Piece) -> EditWitness:
        """Return what is found of an edit among the combinations that the guidelines tell apart."""
        reached = self._reached(piece)
        if not reached:
            return EditWitness(piece, "proved", 0, follows=True)
        visited, is_sure = 0, True
        for without in self._others(piece):
            apart = ToldApart(*self._two(piece, without), MOST_VISITED)
            for statement in reached:
                moved = self._of_statement(piece, without, statement, apart)
                if moved is not None:
                    return EditWitness(piece, "moves", visited + apart.visited, moved=moved)
            visited, is_sure = visited + apart.visited, is_sure and apart.is_sure
        return EditWitness(piece, "proved" if is_sure else "not_found" if visited else "not_tried", visited)

    def _reached(self, piece: Piece) -> list[StatementKey]:
        return [key for key, pieces in self.touching.reached.items() if piece in pieces and key[0] not in PRINTED]

    def _others(self, piece: Piece) -> tuple[PieceSet, ...]:
        """Return beside which other edits one is tried: beside none, and, where there are others, beside all of them."""
        rest = frozenset(self.pieces) - {piece}
        return (frozenset(), rest) if rest else (rest,)

    def _two(self, piece: Piece, without: PieceSet) -> tuple[Guideline, Guideline]:
        return self.lattice.guideline(without), self.lattice.guideline(without | {piece})

    def _of_statement(self, piece: Piece, without: PieceSet, statement: StatementKey, apart: ToldApart) -> Moved | None:
        if statement[0] != "rules":
            apart.is_sure = False
            return None
        for number, way in enumerate(smallest_first(apart.ways(statement[1]), TRIED)):
            fuller = (apart.settled(way, statement[1]),) if number < SETTLED else ()
            for one in (way, *fuller):
                row = witness(one, self.new, self.day)
                for offers in self._beside(row, apart.others(one, way)):
                    if self._moved(piece, without, row, offers) is not None:
                        return self._least(piece, without, row, offers)
        return None

    def _beside(self, row: RowCase, others: Iterable[Assigned]) -> Iterator[tuple[RowCase, ...]]:
        """Yield the offer of a way alone, and beside another one."""
        own = row["option"]
        assert isinstance(own, dict)
        yield (own,)
        for other in islice(others, OTHERS):
            second = witness(other, self.new, self.day)["option"]
            assert isinstance(second, dict)
            yield own, {**second, "id": f"{OFFER[:-1]}2"}

    def _moved(self, piece: Piece, without: PieceSet, row: RowCase, offers: Sequence[RowCase]) -> Moved | None:
        case = row["case"]
        assert isinstance(case, dict)
        decision: RowCase = {
            "name": "witness", "case": {**case, "assessed": self.assessed.isoformat()}, "offers": [*offers], "expect": {},
        }  # fmt: skip
        try:
            (trial,) = cases_of(
                Document("witness", {"guideline": self.new.id, "cases": [decision]}), self.new.municipality
            ).decisions
            moved = self.answered(piece, without, trial.case, trial.catalogue)
        except VisitError:
            return None
        if moved is None:
            return None
        return replace(moved, offers=trial.catalogue.record["document"])

    def _least(self, piece: Piece, without: PieceSet, row: RowCase, offers: Sequence[RowCase]) -> Moved | None:
        """Leave out every fact of the case and of the offers without which the edit still moves."""
        return smallest_found((row, offers), fewer_of_both, lambda one: self._moved(piece, without, *one))

    # --- drawn citizens with invented offers ---

    def with_offers(self, one: EditWitness, citizens: Iterable[Mapping[str, object]]) -> EditWitness:
        """Return what is found of an edit where drawn citizens, as case files have them, are asked about invented offers."""
        piece, reached, tried = one.piece, self._reached(one.piece), 0
        if not is_ordered_by_numbers(reached, (self.old, self.new)):
            return one
        asked = [*citizens]
        for without in self._others(piece):
            for row, offers in islice(self._offered(reached, self._two(piece, without), asked), MOST_OFFERED):
                tried += 1
                if self._moved(piece, without, row, offers) is not None:
                    moved = self._least(piece, without, row, offers)
                    return replace(one, found="moves", offered=tried, moved=moved)
        return replace(one, found="not_found" if tried else one.found, offered=tried)

    def _offered(
        self,
        reached: Sequence[StatementKey],
        guidelines: tuple[Guideline, Guideline],
        citizens: Iterable[Mapping[str, object]],
    ) -> Iterator[tuple[RowCase, tuple[RowCase, ...]]]:
        """Yield citizens with two offers each time."""
        for citizen in citizens:
            if (option := self._fitting(citizen)) is not None:
                row: RowCase = {
                    "case": cast(RowCase, {key: one for key, one in citizen.items() if key not in _OF_A_FILE})
                }
                for offers in invented_offers(reached, guidelines, option):
                    yield row, offers

    def _fitting(self, citizen: Mapping[str, object]) -> Option | None:
        """Return the one offer of the catalogue that a citizen gets first; None where it is another or more than one."""
        first = self.ranking(frozenset(), self._drawn_case(citizen), self.catalogue).first
        parts = () if first is None else first.parts
        return parts[0] if len(parts) == 1 and parts[0].kind == "catalogue" else None

    # --- drawn citizens ---

    def drawn(self, wanted: Iterable[EditWitness], citizens: Iterable[Mapping[str, object]]) -> Iterator[EditWitness]:
        """Yield edits with what drawn citizens, as case files have them, show of them, asked of the whole catalogue."""
        open = {one.piece.name: one for one in wanted}
        counts = dict.fromkeys(open, 0)
        beside: dict[str, Case] = {}
        for citizen in citizens:
            if not open:
                return
            case = self._drawn_case(citizen)
            touching = self.touching.of_case(CaseLooks(self.touching.revisions, case, self.day)).placing
            for piece in [one.piece for one in open.values() if one.piece in touching]:
                counts[piece.name] += 1
                others = self._others(piece)
                if self.answered(piece, others[0], case, self.catalogue) is not None:
                    moved = self._least_drawn(piece, others[0], case)
                    yield replace(open.pop(piece.name), found="moves", drawn=counts[piece.name], moved=moved)
                elif (
                    others[1:]
                    and piece.name not in beside
                    and self.answered(piece, others[-1], case, self.catalogue) is not None
                ):
                    beside[piece.name] = case
        for name, one in open.items():
            if name in beside:
                moved = self._least_drawn(one.piece, self._others(one.piece)[-1], beside[name])
                yield replace(one, found="moves", drawn=counts[name], moved=moved)
            else:
                yield replace(one, found="not_found" if counts[name] else one.found, drawn=counts[name])

    def _drawn_case(self, citizen: Mapping[str, object]) -> Case:
        return _case_of({**citizen, "assessed": self._assessed(citizen).isoformat()})

    def _assessed(self, citizen: Mapping[str, object]) -> date:
        """Return when a citizen was assessed: as the case says, where that was before the day that is asked about."""
        written = citizen.get("assessed")
        own = date.fromisoformat(written) if isinstance(written, str) else self.assessed
        return min(own, self.assessed)

    def _least_drawn(self, piece: Piece, without: PieceSet, case: Case) -> Moved | None:
        whole = cast(RowCase, {"case": dict(case.record["document"])})
        return smallest_found(whole, fewer, lambda one: self._of_document(piece, without, one))

    def _of_document(self, piece: Piece, without: PieceSet, document: RowCase) -> Moved | None:
        try:
            return self.answered(piece, without, _case_of(document["case"]), self.catalogue)
        except VisitError:
            return None

    # --- one citizen ---

    def answered(self, piece: Piece, without: PieceSet, case: Case, catalogue: Catalogue) -> Moved | None:
        """Return what a citizen gets without and with an edit beside some others, where that differs; else None.

        Of one whom it moves beside others and alone, too, that is returned which it does alone.

        Raises:
            CaseError: The case says what a guideline does not know.
        """
        before, after = (self.ranking(one, case, catalogue) for one in (without, without | {piece}))
        if _parts(before) == _parts(after):
            return None
        alone = self.answered(piece, frozenset(), case, catalogue) if without else None
        return alone or Moved(case.record["document"], None, before, after, beside=bool(without))

    def ranking(self, some: PieceSet, case: Case, catalogue: Catalogue) -> Ranking:
        """Return the answer to a case with some edits in effect."""
        guideline = self.lattice.guideline(some) if some not in self._whole else self._whole[some]
        if catalogue is not self.catalogue:
            return Engine(catalogue, guideline).match(case, self.day)
        if guideline not in self._engines:
            self._engines[guideline] = Engine(catalogue, guideline)
        return self._engines[guideline].match(case, self.day)


def _parts(ranking: Ranking) -> tuple[str, ...]:
    return () if ranking.first is None else tuple(part.id for part in ranking.first.parts)


def _case_of(document: object) -> Case:
    return case_of(Document("witness", document))  # type: ignore[arg-type]
