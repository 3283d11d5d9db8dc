"""What differs between two sides, in pieces that can be put into effect apart: statements, offers, and the day.

    lattice = Lattice(old, new, days)          of one guideline on a day to another on a day
    lattice.pieces                              what differs
    lattice.answer(case, some)                  the answer with some of the pieces in effect, and the others not

A guideline is taken as it binds on the day, its layers merged: a statement that a date brings in is a piece as one that is written
anew. What is only read (texts, sources) is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import cast

from visit.case import Case
from visit.catalogue import Catalogue
from visit.catalogue_edits import TRAVEL, CatalogueEdit, catalogue_edits, edited
from visit.errors import CaseError, VisitError
from visit.lab.answers import CaseAnswer, case_answer
from visit.lab.blocks import CaseBlock
from visit.matching import TOP, Engine
from visit.ranking.values import Ranking
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.case_side import case_side, side_under
from visit.rules.guideline.building import build
from visit.rules.guideline.edits import ORDER, PREFERENCES, Edit, applied, edits_between, statements_of
from visit.rules.guideline.layering import KEYED, MAPPED, Layer
from visit.rules.guideline.records import GuidelineRecord
from visit.rules.guideline.values import Guideline

NAMING = ("parameters", "facts", "case_facts", "needs", "roles", "groups")
"""The sections whose statements others name: one that is added or gone is one piece with those that name it."""
UNDECIDING = ("departures", "labels", "shelf_life", "invariants")
"""The sections of which nothing is compared."""
PRINTED = ("approvals", "notices", "deadlines", "follow_up", "grants")
"""The sections that change no placement, and only what follows from it."""
DAY = "day"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One thing that differs: statements of a guideline, an offer or a service of a catalogue, or the day.

    Attributes:
        name: What it is called, the same in every run.
        edits: Of statements: what differs in them.
        offer: Of a catalogue: the offer.
        offer_edits: Of a catalogue: what differs in it.
    """

    name: str
    edits: tuple[Edit, ...] = ()
    offer: str | None = None
    offer_edits: tuple[CatalogueEdit, ...] = ()

    @property
    def is_printed(self) -> bool:
        """Whether it changes no placement, and only what follows from it."""
        return bool(self.edits) and all(edit.section in PRINTED for edit in self.edits)


MOST_GUIDELINES = 300
"""So many guidelines between the two sides are kept, some megabytes each; another one is built when it is asked for."""
MOST_ENGINES = 100
"""So many of what answers with some pieces in effect."""
PieceSet = frozenset[Piece]
"""Pieces that are in effect."""


class Lattice:
    """Everything between one side and the other.

    Attributes:
        pieces: What differs.
    """

    def __init__(
        self, old: Guideline, new: Guideline, catalogues: tuple[Catalogue, Catalogue], days: tuple[date, date] | None
    ) -> None:
        self.old, self.new, self.catalogues, self.days = old, new, catalogues, days
        self._before = statements_of((flattened(old),))
        self._guidelines: Cache[Guideline] = Cache(MOST_GUIDELINES)
        self._catalogues: dict[frozenset[str], Catalogue] = {}
        self._engines: Cache[Engine] = Cache(MOST_ENGINES)
        self._first: dict[str, Engine] = {}
        self._last: tuple[Case | None, dict[PieceSet, Ranking]] = (None, {})
        of_guideline = tuple(_statement_pieces(old, new))
        others = (*_offer_pieces(*catalogues), *((Piece(DAY),) if days is not None and days[0] != days[1] else ()))
        self.pieces = (*self._buildable(of_guideline), *others)

    def answer(self, case: Case, some: PieceSet, day: date) -> CaseAnswer:
        """Return the answer with some pieces in effect; `day` is the one asked about where the day is no piece.

        What changes no placement is worked out on the ranking that there is without it: of one case after the other, each ranking
        is made once.
        """
        if self._last[0] is not case:
            self._last = (case, {})
        behind, rankings = frozenset(one for one in some if not one.is_printed), self._last[1]
        if behind not in rankings:
            rankings[behind] = self.engine(behind).match(case, self.day(some, day), top=TOP)
        return case_answer(replace(rankings[behind], guideline=self.guideline(some)))

    def answers(
        self,
        block: CaseBlock,
        wanted: Mapping[int, Iterable[PieceSet]],
        day: date,
        *,
        placing: Mapping[int, PieceSet],
        each: Callable[[], None],
    ) -> dict[int, dict[PieceSet, CaseAnswer]]:
        """Return the answers to some cases of a block with several sets of pieces in effect, by their places.

        Args:
            block: The cases.
            wanted: The sets for each.
            day: The day asked about where the day is no piece.
            placing: The pieces that may change a placement of each.
            each: Is called as often as a ranking is made.

        Raises:
            CaseError: A case says what one of the guidelines does not know.
        """
        found: dict[int, dict[PieceSet, CaseAnswer]] = {place: {} for place in wanted}
        behind: dict[PieceSet, dict[int, list[PieceSet]]] = {}
        for place, sets in wanted.items():
            for some in sets:
                behind.setdefault(some & placing[place], {}).setdefault(place, []).append(some)
        for without, of_places in behind.items():
            beside = dict.fromkeys(self.guideline(some) for sets in of_places.values() for some in sets)
            rankings = block.rankings(self.engine(without), list(of_places), self.day(without, day), beside)
            for (place, sets), ranking in zip(of_places.items(), rankings, strict=True):
                each()
                if isinstance(ranking, CaseError):
                    raise ranking
                for some in sets:
                    found[place][some] = case_answer(self.under(ranking, some))
        return found

    def under(self, ranking: Ranking, some: PieceSet) -> Ranking:
        """Return a ranking under the guideline with some pieces in effect that change no placement of it."""
        guideline = self.guideline(some)
        day = self.day(some, ranking.as_of)
        if day != ranking.as_of:
            side = case_side(ranking.case, self.engine(some).dependencies, day)
            return replace(ranking, guideline=guideline, side=side, as_of=day)
        if guideline is ranking.guideline:
            return ranking
        return replace(ranking, guideline=guideline, side=side_under(ranking.side, self.engine(some).dependencies))

    def day(self, some: PieceSet, otherwise: date) -> date:
        """Return the day that is asked about with some pieces in effect."""
        return otherwise if self.days is None else self.days[any(one.name == DAY for one in some)]

    def engine(self, some: PieceSet) -> Engine:
        """Return what answers with some pieces in effect."""
        guideline, catalogue = self.guideline(some), self.catalogue(some)

        def made() -> Engine:
            first = self._first.get(catalogue.digest)
            found = Engine(catalogue, guideline) if first is None else first.under(guideline)
            self._first.setdefault(catalogue.digest, found)
            return found

        return self._engines.of((guideline, catalogue.digest), made)

    def guideline(self, some: PieceSet) -> Guideline:
        """Return the guideline with some pieces in effect.

        Raises:
            Problems: They cannot be put into effect without others.
        """
        chosen = [one for one in self.pieces if one in some and one.edits]
        return self._built(chosen)

    def _built(self, chosen: Sequence[Piece]) -> Guideline:

        def made() -> Guideline:
            rows = applied(self._before, [edit for one in chosen for edit in one.edits])
            return build((Layer(_record(self.old, rows)),), self.old.as_of, has_decided=True)

        return self._guidelines.of(frozenset(one.name for one in chosen), made)

    def _buildable(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the pieces of the guideline; as one those that cannot be put into effect, or left out, alone."""
        faulty = [one for one in pieces if not self._is_buildable(one, pieces)]
        if not faulty:
            return pieces
        joined = _joined(faulty)
        found = (joined, *(one for one in pieces if one not in faulty))
        return found if self._is_buildable(joined, found) else (_joined(pieces),)

    def _is_buildable(self, piece: Piece, pieces: Sequence[Piece]) -> bool:
        try:
            self._built([piece])
            self._built([other for other in pieces if other is not piece])
        except VisitError:
            return False
        return True

    def catalogue(self, some: PieceSet) -> Catalogue:
        """Return the catalogue with some pieces in effect."""
        edits = [edit for one in self.pieces if one in some for edit in one.offer_edits]
        key = frozenset(one.name for one in edits)
        before, after = self.catalogues
        if key not in self._catalogues:
            self._catalogues[key] = edited(before, after, edits) if edits else before
        return self._catalogues[key]


def every_set(pieces: Collection[Piece]) -> Iterator[PieceSet]:
    """Yield every set of some pieces, none of them first."""
    for count in range(len(pieces) + 1):
        yield from map(frozenset, combinations(pieces, count))


# --- of a guideline ---


def flattened(guideline: Guideline) -> Layer:
    """Return a guideline as one layer that says what binds on its day; what is said of the whole is left out."""
    sections = guideline.record["sections"]
    rows = {(name, key): row for name, of_section in sections.items() for key, row in of_section.items()}
    levels = [(key, row) for key, row in rows.items() if key[0] == "service_levels"]
    depth = {key[1]: _depth(guideline, key[1]) for key, _row in levels}
    in_order = {key: row for key, row in rows.items() if key[0] != "service_levels"}
    in_order |= dict(sorted(levels, key=lambda one: -depth[one[0][1]]))  # a child's rows count before its parent's
    settings = {("guideline", name): value for name, value in guideline.record["settings"].items() if name != "labels"}
    return Layer(_record(guideline, {**in_order, **settings}))


def _depth(guideline: Guideline, level: str) -> int:
    """Return the last layer that states a service level."""
    return max(
        place
        for place, document in enumerate(guideline.documents)
        if any(row["id"] == level for row in document.get("service_levels", ()))
    )


def _record(guideline: Guideline, rows: Mapping[tuple[str, str], object]) -> GuidelineRecord:
    """Return statements as the record of one layer; its name and dates decide nothing."""
    record: dict[str, object] = {
        "format": 1, "guideline": guideline.id, "version": "0", "title": {"da": "", "en": ""}, "in_force": {}, "source": "",
    }  # fmt: skip
    for (section, key), row in rows.items():
        if section in MAPPED:
            cast(dict[str, object], record.setdefault(section, {}))[key] = row
        elif section in (*KEYED, PREFERENCES):
            cast(list[object], record.setdefault(section, [])).append(_undated(row))
        elif section == "guideline":
            record[key] = row
    return cast(GuidelineRecord, record)


def _undated(row: object) -> object:
    """Return a statement without the days on which it binds: it binds on the day."""
    assert isinstance(row, Mapping)
    return {key: value for key, value in row.items() if key not in ("from", "until")}


def _statement_pieces(old: Guideline, new: Guideline) -> Iterator[Piece]:
    """Yield what differs, statement by statement; those that name something that is added or gone with it."""
    by_statement: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits_between((flattened(old),), (flattened(new),)):
        if not edit.is_wording and edit.section not in UNDECIDING:
            by_statement.setdefault(edit.statement, []).append(edit)
    joined = {key: key for key in by_statement}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while joined[key] != key:
            key = joined[key]
        return key

    for key, edits in by_statement.items():
        if key[0] in NAMING and (edits[0].old is None or edits[0].new is None):
            word = re.compile(rf"(?<![\w.-]){re.escape(key[1])}(?![\w.-])")
            for other, others in by_statement.items():
                if other != key and any(word.search(text) for text in _texts(others)):
                    joined[root(key)] = root(other)
    together: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key in by_statement:
        together.setdefault(root(key), []).append(key)
    for keys in together.values():
        of_one = sorted(keys, key=lambda key: (key[0] in NAMING, keys.index(key)))
        yield Piece(
            " + ".join(_named(key) for key in of_one), tuple(edit for key in of_one for edit in by_statement[key])
        )


def _named(key: tuple[str, str]) -> str:
    section, name = key
    return f"{section} {name}" if name else f"{section} {ORDER[0]}"


def _texts(edits: Iterable[Edit]) -> Iterator[str]:
    """Yield a statement as it is written before and after."""
    for edit in edits:
        for one in (edit.old, edit.new):
            if one is not None:
                yield json.dumps(one.row, ensure_ascii=False, default=str)


def _joined(pieces: Collection[Piece]) -> Piece:
    return Piece(" + ".join(one.name for one in pieces), tuple(edit for one in pieces for edit in one.edits))


# --- of a catalogue ---


def _offer_pieces(before: Catalogue, after: Catalogue) -> Iterator[Piece]:
    """Yield what differs between two catalogues: an offer, or one of its services."""
    if before.digest == after.digest:
        return
    found: dict[str, list[CatalogueEdit]] = {}
    for edit in catalogue_edits(before, after):
        if edit.decides:
            name = edit.offer if edit.service is None else f"{edit.offer}/{edit.service}"
            found.setdefault(name, []).append(edit)
    if own := found.pop("", None):
        yield Piece(TRAVEL, offer_edits=tuple(own))
    for name, edits in found.items():
        yield Piece(f"offer {name}", offer=edits[0].offer, offer_edits=tuple(edits))
