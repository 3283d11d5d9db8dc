"""Which pieces of a difference can touch a case at all: what none of them can change is not answered again for each of them.

A piece is found not to touch a case only where that is sure: each statement that it reaches (itself, or through a number or a
table) gives the same for every option of the case in every version that the pieces reaching it can give. Where that cannot be seen
from the statement alone (it compares options, or reads a whole placement), the piece touches every case to which it may apply.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from visit.case import Case
from visit.lab.days import ReadByDay, day_piece
from visit.lab.games import Games
from visit.lab.given import UNCLEAR, effect_of
from visit.lab.looks import CaseLooks, Look
from visit.lab.pieces import DAY, PRINTED, Lattice, Piece, PieceSet, every_set
from visit.lab.reads import (
    CASE_SECTIONS,
    NUMBERS_AND_TABLES,
    Revisions,
    read_by,
    reading,
    statement_conditions,
    statement_reads,
    told_apart,
)
from visit.lab.taken import options_taken, stays_first
from visit.ranking.values import Ranking
from visit.rules.guideline.edits import PREFERENCES, StatementKey

MOST_TOGETHER = 4
"""Where more pieces reach one statement, they touch every case."""


@dataclass(frozen=True, slots=True)
class TouchingPieces:
    """The pieces that may touch a case.

    Attributes:
        pieces: All of them, in their order.
        placing: Those that may change a placement; the others change what follows from it alone.
        printed: Per section of what follows, the statements that some of them change, each with the pieces that reach it.
        is_seen: Whether these statements are known; else any may change.
        taken: For each piece that does nothing to placements but that rules rule out what they spoke against before: the ids of
            these options.
    """

    pieces: tuple[Piece, ...] = ()
    placing: frozenset[Piece] = frozenset()
    printed: Mapping[str, Mapping[str, frozenset[Piece]]] = field(default_factory=dict)
    is_seen: bool = True
    taken: Mapping[Piece, frozenset[str]] = field(default_factory=dict)

    @property
    def games(self) -> Games:
        """What is counted of the answer, each with the pieces that it can depend on."""
        return Games(self.pieces, self.placing, self.printed if self.is_seen else None)

    def beside(self, ranking: Ranking) -> TouchingPieces:
        """Return the same, with what leaves the placements of a ranking as one of the pieces that change none."""
        staying = frozenset(piece for piece, options in self.taken.items() if stays_first(ranking, options))
        return replace(self, placing=self.placing - staying) if staying else self


class Touching:
    """Which pieces can touch which case."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice, self.revisions = lattice, Revisions(lattice)
        self.of_guideline = [one for one in lattice.pieces if one.edits]
        self.of_offers = [one for one in lattice.pieces if one.offer is not None]
        self.day = day_piece(lattice)
        self.others = [one for one in lattice.pieces if not one.edits and one.offer is None and one.name != DAY]

    def pieces(self, case: Case, day: date) -> tuple[Piece, ...]:
        """Return the pieces that may touch a case, in their order."""
        return self.of_case(CaseLooks(self.revisions, case, day)).pieces

    def of_case(self, looks: CaseLooks) -> TouchingPieces:
        """Return the pieces that may touch a case."""
        if self.others:
            return self.every
        by_day = ReadByDay({}) if self.day is None else self.day.read_otherwise(looks)
        touching: set[Piece] = set()
        placing: set[Piece] = set()
        printed: dict[str, dict[str, frozenset[Piece]]] = {}
        taken: dict[Piece, frozenset[str]] = {}
        for statement, reaching in self._reached_on(by_day).items():
            found = touching if statement[0] in PRINTED else placing
            if found is placing and reaching <= found - taken.keys():
                continue
            read = self.changed_names.get(statement, frozenset()) | by_day.statements.get(statement, frozenset())
            changing = self._touch(statement, reaching, looks, read)
            touched = frozenset(changing)
            if found is touching and touched:
                printed.setdefault(statement[0], {})[statement[1]] = reaching
            if statement[0] in CASE_SECTIONS and touched:
                return self.every  # what is read of the case is another: any rule may give something else
            for piece, options in changing.items() if found is placing else ():
                if options is None:
                    taken.pop(piece, None)
                elif piece not in placing or piece in taken:
                    taken[piece] = taken.get(piece, frozenset()) | options
            found |= touched
        placing |= {one for one in self.of_offers if self._offer_touches(one, looks)}
        if self.day is not None and by_day.is_placing:
            placing.add(self.day.piece)
            taken.pop(self.day.piece, None)
        touching |= placing
        pieces = tuple(one for one in self.lattice.pieces if one in touching)
        return TouchingPieces(pieces, frozenset(placing), printed, taken=taken)

    @cached_property
    def every(self) -> TouchingPieces:
        """All pieces, as they touch a case of which nothing is known."""
        pieces = self.lattice.pieces
        return TouchingPieces(pieces, frozenset(one for one in pieces if not one.is_printed), is_seen=False)

    # --- which statements a piece reaches ---

    @cached_property
    def reached(self) -> Mapping[StatementKey, frozenset[Piece]]:
        """Every statement that a piece reaches, with all that reach it; what shapes the case comes first."""
        found: dict[StatementKey, set[Piece]] = {}
        for piece in self.of_guideline:
            for statement in self._reach(piece):
                found.setdefault(statement, set()).add(piece)
        if (order := (PREFERENCES, "")) in found:  # a preference counts in it where it orders anything
            found[order].update(*(reaching for (section, _key), reaching in found.items() if section == PREFERENCES))
        ordered = sorted(found, key=_shaping_first)
        return {one: frozenset(found[one]) for one in ordered}

    def _reach(self, piece: Piece) -> Iterator[StatementKey]:
        named = {edit.key for edit in piece.edits if edit.section in NUMBERS_AND_TABLES}
        yield from (edit.statement for edit in piece.edits if edit.section not in NUMBERS_AND_TABLES)
        read: set[str] = set()
        for guideline in (self.lattice.old, self.lattice.new):
            through = reading(named, guideline)
            read |= through
            yield from (key for key, reads in statement_reads(guideline) if reads & through)
        if any(word.search(text) for word in map(_word, read) for text in self._terms):
            yield ("offers", "excludes")

    @cached_property
    def _terms(self) -> tuple[str, ...]:
        """The terms of offers and services, which may read a number or a table of the guideline."""
        options = chain.from_iterable(side.options for side in self.lattice.catalogues)
        return tuple({text for one in options for text in (one.offer.record.excludes, one.service.when) if text})

    # --- whether they touch a case ---

    def _reached_on(self, by_day: ReadByDay) -> Mapping[StatementKey, frozenset[Piece]]:
        """Return the statements that a piece reaches, the day among them: where the search reads it, it may reach any."""
        read = by_day.statements
        if self.day is None or not (read or by_day.is_placing):
            return self.reached
        day = frozenset((self.day.piece,))
        every = sorted({*self.reached, *read}, key=_shaping_first)
        return {
            one: self.reached.get(one, frozenset()) | (day if one in read or by_day.is_placing else frozenset())
            for one in every
        }

    def _touch(
        self, statement: StatementKey, reaching: frozenset[Piece], looks: CaseLooks, read: frozenset[str]
    ) -> Mapping[Piece, frozenset[str] | None]:
        """Return the pieces that change what a statement gives in some version of the others that reach it.

        Each with the ids of the options that it then rules out, where it does no more than that; else None. `read` are the names
        with other values that the statement reads.
        """
        if len(reaching) > MOST_TOGETHER:
            return dict.fromkeys(reaching)
        in_order = [one for one in self.lattice.pieces if one in reaching]
        if self._reads_the_same(statement, in_order, looks, read):
            return {}
        versions = [*every_set(in_order)]
        sides = (0,) if len({one.digest for one in self.lattice.catalogues}) == 1 else (0, 1)
        given = {
            some: tuple(self._version(statement, some, looks.look(some, self._offers(side)), read) for side in sides)
            for some in versions
        }
        changes = {
            piece: [(given[some], given[some | {piece}]) for some in versions if piece not in some]
            for piece in in_order
        }
        return {
            piece: options_taken(chain.from_iterable(zip(*both, strict=True) for both in pairs))
            for piece, pairs in changes.items()
            if any(before != after for before, after in pairs)
        }

    def _reads_the_same(
        self, statement: StatementKey, reaching: Iterable[Piece], looks: CaseLooks, read: frozenset[str]
    ) -> bool:
        """Return whether a statement is no other, and reads the same values of the case whichever of the pieces are in effect."""
        edited = any(edit.statement == statement for one in reaching for edit in one.edits)
        before = looks.side(frozenset()).values
        if not read or edited or not read <= before.keys():
            return False
        sides = (looks.side(some).values for some in every_set(tuple(reaching)))
        return all(told_apart(values.get(name)) == told_apart(before[name]) for values in sides for name in read)

    def _version(self, statement: StatementKey, some: PieceSet, look: Look, read: frozenset[str]) -> Hashable:
        """Return what a statement gives, or where that cannot be seen, what it says and the changed values that it reads."""
        given = effect_of(statement, look, self.entitlements_read)
        if given is not UNCLEAR:
            return given
        values = look.side.values
        if not read or not read <= values.keys():
            return object()
        said = frozenset(one for one in some if any(edit.statement == statement for edit in one.edits))
        return (said, tuple(told_apart(values[name]) for name in sorted(read)))

    @cached_property
    def entitlements_read(self) -> frozenset[str]:
        """The entitlements that a statement, a table, an operator's terms or the search itself reads."""
        read: set[str] = set()
        for guideline in (self.lattice.old, self.lattice.new):
            read |= read_by(chain.from_iterable(conditions for _key, conditions in statement_conditions(guideline)))
            read |= frozenset().union(*(table.reads for table in guideline.tables.values()))
        options = [option for side in self.lattice.catalogues for option in side.options]
        for option in options:
            provisions = (*option.provision.not_a_substitute_for, *option.also_under)
            read.update(f"entitled({one})" for one in provisions)
        terms = " ".join(text for one in options for text in (one.offer.record.excludes, one.service.when) if text)
        every = self.lattice.engine(frozenset()).dependencies.entitlements
        return frozenset(one for one in every if one in read or "entitled" in terms)

    @cached_property
    def changed_names(self) -> Mapping[StatementKey, frozenset[str]]:
        """The names with values that pieces change, or that read such, of every statement that reads one."""
        named = {edit.key for piece in self.of_guideline for edit in piece.edits if edit.section in NUMBERS_AND_TABLES}
        found: dict[StatementKey, frozenset[str]] = {}
        for guideline in (self.lattice.old, self.lattice.new):
            through = reading(named, guideline)
            for key, reads in statement_reads(guideline):
                found[key] = found.get(key, frozenset()) | reads & through
        return found

    def _offers(self, side: int) -> PieceSet:
        return frozenset(self.of_offers if side else ())

    def _offer_touches(self, piece: Piece, looks: CaseLooks) -> bool:
        """Return whether an offer may matter: unless the case does not name it and a rule that no piece reaches rules it out."""
        assert piece.offer is not None
        if piece.offer in json.dumps(looks.case.record["document"], default=str):
            return True
        nothing: PieceSet = frozenset()
        return any(not self._is_out(piece.offer, looks.look(nothing, self._offers(side))) for side in (0, 1))

    def _is_out(self, offer: str, look: Look) -> bool:
        options = look.columns.option_set.options
        mine = sum(1 << index for index, one in enumerate(options) if one.offer.id == offer)
        for rule in look.guideline.rules:
            if not mine:
                break
            is_sure = rule.strength == "must" and not rule.of_placement and not rule.comparative
            if is_sure and ("rules", rule.id) not in self.reached:
                mine &= ~look.columns.rows(rule).fails
        return not mine


def _shaping_first(statement: StatementKey) -> tuple[bool, StatementKey]:
    return (statement[0] not in CASE_SECTIONS, statement)


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
