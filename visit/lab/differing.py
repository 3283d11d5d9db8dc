"""For each edit between two guidelines the smallest invented citizen whose first placement it moves, or why there is none.

First what the guidelines tell apart is visited: each way in which a rule gives something else is written as a citizen and one offer
or two, and answered. Where that finds nobody, drawn citizens are answered with the whole catalogue. Whoever is found has another
first placement under the new guideline than under the old one, and not without the edit; then every fact is left out without which
that is still so. An edit is *proved* to move nobody where no placement can read it, or where every combination was visited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal, TypeAlias, cast

from visit.case import Case, case_of
from visit.catalogue import Catalogue
from visit.errors import VisitError
from visit.lab.leaving_out import fewer, fewer_of_both, smallest_found
from visit.lab.looks import CaseLooks
from visit.lab.pieces import PRINTED, Lattice, Piece, PieceSet
from visit.lab.telling_apart import ToldApart, smallest_first
from visit.lab.touching import Touching
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
OTHERS = 6
"""With so many other offers beside the first."""

WitnessFound: TypeAlias = Literal["moves", "not_found", "proved"]


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A citizen whom an edit moves, as documents.

    Attributes:
        case: The case file.
        offers: The catalogue, where it was invented, too; else None.
        before, after: The answers under the two guidelines.
    """

    case: Mapping[str, object]
    offers: Mapping[str, object] | None
    before: Ranking
    after: Ranking


@dataclass(frozen=True, slots=True, eq=False)
class EditWitness:
    """What was found of one edit.

    Attributes:
        visited: How many combinations were visited.
        drawn: How many drawn citizens were answered.
        follows: Whether the edit reaches no placement, and only what follows from it.
    """

    piece: Piece
    found: WitnessFound
    visited: int
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

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The edits."""
        return self.lattice.pieces

    def invented(self, piece: Piece) -> EditWitness:
        """Return what is found of an edit among the combinations that the guidelines tell apart."""
        reached = [key for key, pieces in self.touching.reached.items() if piece in pieces and key[0] not in PRINTED]
        if not reached:
            return EditWitness(piece, "proved", 0, follows=True)
        visited, is_sure = 0, True
        for apart in self._versions(piece):
            for statement in reached:
                moved = self._of_statement(piece, statement, apart)
                if moved is not None:
                    return EditWitness(piece, "moves", visited + apart.visited, moved=moved)
            visited, is_sure = visited + apart.visited, is_sure and apart.is_sure
        return EditWitness(piece, "proved" if is_sure else "not_found", visited)

    def _versions(self, piece: Piece) -> Iterator[ToldApart]:
        """Yield the guidelines without and with an edit: without any other, and, where there are others, with all of them."""
        alone = frozenset((piece,))
        yield ToldApart(self.lattice.guideline(frozenset()), self.lattice.guideline(alone), MOST_VISITED)
        if len(self.pieces) > 1:
            rest = frozenset(self.pieces) - alone
            yield ToldApart(self.lattice.guideline(rest), self.lattice.guideline(rest | alone), MOST_VISITED)

    def _of_statement(self, piece: Piece, statement: StatementKey, apart: ToldApart) -> Moved | None:
        if statement[0] != "rules":
            apart.is_sure = False
            return None
        for number, way in enumerate(smallest_first(apart.ways(statement[1]), TRIED)):
            fuller = (apart.settled(way, statement[1]),) if number < SETTLED else ()
            for one in (way, *fuller):
                row = witness(one, self.new, self.day)
                for offers in self._beside(row, apart.others(one, way)):
                    if self._moved(piece, row, offers) is not None:
                        return self._least(piece, row, offers)
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

    def _moved(self, piece: Piece, row: RowCase, offers: Sequence[RowCase]) -> Moved | None:
        case = row["case"]
        assert isinstance(case, dict)
        decision: RowCase = {
            "name": "witness", "case": {**case, "assessed": self.assessed.isoformat()}, "offers": [*offers], "expect": {},
        }  # fmt: skip
        try:
            (trial,) = cases_of(
                Document("witness", {"guideline": self.new.id, "cases": [decision]}), self.new.municipality
            ).decisions
            moved = self.answered(piece, trial.case, trial.catalogue)
        except VisitError:
            return None
        if moved is None:
            return None
        return replace(moved, offers=trial.catalogue.record["document"])

    def _least(self, piece: Piece, row: RowCase, offers: Sequence[RowCase]) -> Moved | None:
        """Leave out every fact of the case and of the offers without which the edit still moves."""
        return smallest_found((row, offers), fewer_of_both, lambda one: self._moved(piece, *one))

    # --- drawn citizens ---

    def drawn(self, wanted: Iterable[EditWitness], citizens: Iterable[Mapping[str, object]]) -> Iterator[EditWitness]:
        """Yield edits with what drawn citizens, as case files have them, show of them, asked of the whole catalogue."""
        open = {one.piece.name: one for one in wanted}
        counts = dict.fromkeys(open, 0)
        for citizen in citizens:
            if not open:
                return
            case = _case_of({**citizen, "assessed": self._assessed(citizen).isoformat()})
            touching = self.touching.of_case(CaseLooks(self.touching.revisions, case, self.day)).placing
            for piece in [one.piece for one in open.values() if one.piece in touching]:
                counts[piece.name] += 1
                if self.answered(piece, case, self.catalogue) is not None:
                    moved = self._least_drawn(piece, case)
                    yield replace(open.pop(piece.name), found="moves", drawn=counts[piece.name], moved=moved)
        for name, one in open.items():
            yield replace(one, drawn=counts[name])

    def _assessed(self, citizen: Mapping[str, object]) -> date:
        """Return when a citizen was assessed: as the case says, where that was before the day that is asked about."""
        written = citizen.get("assessed")
        own = date.fromisoformat(written) if isinstance(written, str) else self.assessed
        return min(own, self.assessed)

    def _least_drawn(self, piece: Piece, case: Case) -> Moved | None:
        whole = cast(RowCase, {"case": dict(case.record["document"])})
        return smallest_found(whole, fewer, lambda one: self._of_document(piece, one))

    def _of_document(self, piece: Piece, document: RowCase) -> Moved | None:
        try:
            return self.answered(piece, _case_of(document["case"]), self.catalogue)
        except VisitError:
            return None

    # --- one citizen ---

    def answered(self, piece: Piece, case: Case, catalogue: Catalogue) -> Moved | None:
        """Return what a citizen gets under the two guidelines, where an edit makes it another; None where it does not.

        Raises:
            CaseError: The case says what a guideline does not know.
        """
        before, after = (self.ranking(one, case, catalogue) for one in (self.old, self.new))
        if _parts(before) == _parts(after):
            return None
        if len(self.pieces) > 1:
            alone = frozenset((piece,))
            rest = frozenset(self.pieces) - alone
            if self._with(alone, case, catalogue) == _parts(before) and self._with(rest, case, catalogue) == _parts(
                after
            ):
                return None
        return Moved(case.record["document"], None, before, after)

    def _with(self, some: PieceSet, case: Case, catalogue: Catalogue) -> tuple[str, ...]:
        return _parts(self.ranking(self.lattice.guideline(some), case, catalogue))

    def ranking(self, guideline: Guideline, case: Case, catalogue: Catalogue) -> Ranking:
        """Return the answer to a case."""
        if catalogue is not self.catalogue:
            return Engine(catalogue, guideline).match(case, self.day)
        if guideline not in self._engines:
            self._engines[guideline] = Engine(catalogue, guideline)
        return self._engines[guideline].match(case, self.day)


def _parts(ranking: Ranking) -> tuple[str, ...]:
    return () if ranking.first is None else tuple(part.id for part in ranking.first.parts)


def _case_of(document: object) -> Case:
    return case_of(Document("witness", document))  # type: ignore[arg-type]
