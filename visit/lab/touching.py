"""Which pieces of a difference can touch a case at all: what none of them can change is not answered again for each of them.

A piece is found not to touch a case only where that is sure: each statement that it reaches (itself, or through a number or a
table) gives the same for every option of the case in every version that the pieces reaching it can give. Where that cannot be seen
from the statement alone (it compares options, or reads a whole placement), the piece touches every case to which it may apply.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from visit.case import Case
from visit.lab.pieces import PRINTED, Lattice, Piece, PieceSet
from visit.matching import Engine
from visit.ranking.keys import is_step, key_of
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide, case_side
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import Approval, Deadline, FollowUp, Guideline, Notice, Preference, Rule
from visit.rules.language.conditions import Condition

MOST_TOGETHER = 4
"""Where more pieces reach one statement, they touch every case."""
INERT = "inert"
"""What a statement is for a case on which it has no effect."""
_CASE_SECTIONS = ("areas", "proposals")
_READ = ("parameters", "facts")


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A case on a day as one version of the guideline sees it, over the options of one catalogue."""

    guideline: Guideline
    side: CaseSide
    columns: Columns


class Touching:
    """Which pieces can touch which case."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.of_guideline = [one for one in lattice.pieces if one.edits]
        self.of_offers = [one for one in lattice.pieces if one.offer is not None]
        self.others = [one for one in lattice.pieces if not one.edits and one.offer is None]

    def pieces(self, case: Case, day: date) -> tuple[Piece, ...]:
        """Return the pieces that may touch a case, in their order."""
        if self.others:
            return self.lattice.pieces
        looks: dict[tuple[PieceSet, int], _Look] = {}
        touching: set[Piece] = set()
        for statement, reaching in self.reached.items():
            if reaching <= touching:
                continue
            found = self._touch(statement, reaching, case, day, looks)
            if statement[0] in _CASE_SECTIONS and found:
                return self.lattice.pieces  # what is read of the case is another: any rule may give something else
            touching |= found
        touching |= {one for one in self.of_offers if self._offer_touches(one, case, day, looks)}
        return tuple(one for one in self.lattice.pieces if one in touching)

    # --- which statements a piece reaches ---

    @cached_property
    def reached(self) -> Mapping[StatementKey, frozenset[Piece]]:
        """Every statement that a piece reaches, with all that reach it; what shapes the case comes first."""
        found: dict[StatementKey, set[Piece]] = {}
        for piece in self.of_guideline:
            for statement in self._reach(piece):
                found.setdefault(statement, set()).add(piece)
        ordered = sorted(found, key=lambda one: (one[0] not in _CASE_SECTIONS, one))
        return {one: frozenset(found[one]) for one in ordered}

    def _reach(self, piece: Piece) -> Iterator[StatementKey]:
        named = {edit.key for edit in piece.edits if edit.section in _READ}
        yield from (edit.statement for edit in piece.edits if edit.section not in _READ)
        for guideline in (self.lattice.old, self.lattice.new):
            through = _through(named, guideline)
            yield from (key for key, conditions in _conditions(guideline) if _reads(conditions) & through)
        if named and any(word.search(text) for word in map(_word, named) for text in self._terms):
            yield ("offers", "excludes")

    @cached_property
    def _terms(self) -> tuple[str, ...]:
        """The admission terms of offers, which may read a number of the guideline."""
        return tuple(
            {
                one.record.excludes
                for side in self.lattice.catalogues
                for one in side.offers.values()
                if one.record.excludes
            }
        )

    # --- whether they touch a case ---

    def _touch(
        self,
        statement: StatementKey,
        reaching: frozenset[Piece],
        case: Case,
        day: date,
        looks: dict[tuple[PieceSet, int], _Look],
    ) -> frozenset[Piece]:
        """Return the pieces that change what a statement gives in some version of the others that reach it."""
        if len(reaching) > MOST_TOGETHER:
            return reaching
        in_order = [one for one in self.lattice.pieces if one in reaching]
        versions = [frozenset(some) for n in range(len(in_order) + 1) for some in combinations(in_order, n)]
        sides = (0,) if len({one.digest for one in self.lattice.catalogues}) == 1 else (0, 1)
        given = {
            some: tuple(_given(statement, self._look(some, side, case, day, looks)) for side in sides)
            for some in versions
        }
        return frozenset(
            piece
            for piece in in_order
            if any(given[some] != given[some | {piece}] for some in versions if piece not in some)
        )

    def _look(
        self, some: PieceSet, side: int, case: Case, day: date, looks: dict[tuple[PieceSet, int], _Look]
    ) -> _Look:
        if (some, side) not in looks:
            offers = frozenset(one for one in self.of_offers if side)
            engine = self.lattice.engine(some | offers)
            looks[some, side] = _look(engine, case, day)
        return looks[some, side]

    def _offer_touches(self, piece: Piece, case: Case, day: date, looks: dict[tuple[PieceSet, int], _Look]) -> bool:
        """Return whether an offer may matter: unless the case does not name it and a rule that no piece reaches rules it out."""
        assert piece.offer is not None
        if piece.offer in json.dumps(case.record["document"], default=str):
            return True
        return any(not self._is_out(piece.offer, self._look(frozenset(), side, case, day, looks)) for side in (0, 1))

    def _is_out(self, offer: str, look: _Look) -> bool:
        options = look.columns.option_set.options
        mine = sum(1 << index for index, one in enumerate(options) if one.offer.id == offer)
        for rule in look.guideline.rules:
            if not mine:
                break
            is_sure = rule.strength == "must" and not rule.of_placement and not rule.comparative
            if is_sure and ("rules", rule.id) not in self.reached:
                mine &= ~look.columns.rows(rule).fails
        return not mine


def _look(engine: Engine, case: Case, day: date) -> _Look:
    side = case_side(case, engine.dependencies, day)
    return _Look(engine.guideline, side, Columns(side, engine.openings.of(case, day)))


# --- what a statement gives ---


def _given(statement: StatementKey, look: _Look) -> Hashable:
    """Return what a statement gives for a case: equal only where it surely has the same effect."""
    section, key = statement
    if section in _CASE_SECTIONS:
        own = (*look.guideline.parameters, *look.guideline.tables)
        return tuple((name, repr(value)) for name, value in sorted(look.side.values.items()) if name not in own)
    if section == "rules":
        rule = look.guideline.rule(key)
        return INERT if rule is None else _given_by_rule(rule, look)
    if section in ("preferences", "rights"):
        every = look.guideline.preferences if section == "preferences" else look.guideline.rights
        return next((_given_by_preference(one, look) for one in every if one.id == key), INERT)
    if section in PRINTED:
        found = next((one for one in getattr(look.guideline, section) if one.id == key), None)
        return INERT if found is None else _given_by_printed(found, look)
    return object()


def _given_by_rule(rule: Rule, look: _Look) -> Hashable:
    when, side = rule.when, look.side.values
    if when is not None and when.reads <= side.keys() and when.holds(side) is False:
        return INERT
    if rule.of_placement or rule.comparative:
        return object()
    rows = look.columns.rows(rule)
    if not (rows.fails or rows.unknown or rows.confirm or rule.entitles):
        return INERT
    entitled = (
        tuple((name, side[name]) for name in sorted(side) if name.startswith("entitled(")) if rule.entitles else ()
    )
    missing = rule.rests_on if rows.unknown or rows.confirm else None
    return (rule.strength, rule.if_unknown, rule.by, rule.gate, rows, missing, entitled)


def _given_by_preference(preference: Preference, look: _Look) -> Hashable:
    if preference.when is not None and preference.when.holds(look.side.values) is not True:
        return INERT
    if preference.of_placement or is_step(preference):
        return object()
    keys: dict[int, int] = {}
    for value, mask in look.columns.values(preference.value):
        key = key_of(preference, value)
        keys[key] = keys.get(key, 0) | mask
    return (preference.over, preference.value.type.kind, bool(preference.bands), *sorted(keys.items()))


def _given_by_printed(statement: Approval | Notice | Deadline | FollowUp, look: _Look) -> Hashable:
    when, side = statement.when, look.side.values
    if not when.reads <= side.keys():
        facts = look.guideline.facts
        if any(
            name in facts and facts[name].side in ("placement", "comparative") for name in look.guideline.rests_on(when)
        ):
            return object()
        truths = {value for value, _mask in look.columns.values(when)}
        return INERT if truths == {False} else object()
    truth = when.holds(side)
    if truth is False:
        return INERT
    period = statement.after if isinstance(statement, FollowUp) else getattr(statement, "period", None)
    counted = (str(statement.counted_from),) if isinstance(statement, Deadline) else ()
    again = (statement.then_every, statement.ends_after) if isinstance(statement, FollowUp) else ()
    return (truth, getattr(statement, "by", None), period, counted, again)


# --- what reads what ---


def _conditions(guideline: Guideline) -> Iterator[tuple[StatementKey, tuple[Condition, ...]]]:
    for rule in guideline.rules:
        yield ("rules", rule.id), rule.conditions
    for section, preferences in (("rights", guideline.rights), ("preferences", guideline.preferences)):
        for one in preferences:
            yield (section, one.id), (one.value,) if one.when is None else (one.value, one.when)
    for section in PRINTED:
        for statement in getattr(guideline, section):
            yield (section, statement.id), (statement.when,)
    for area, when, _origin in guideline.areas:
        yield ("areas", area), (when,)
    for proposal in guideline.proposals:
        yield ("proposals", proposal.id), (proposal.when,)


def _reads(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset().union(*(one.reads for one in conditions))


def _through(named: Iterable[str], guideline: Guideline) -> frozenset[str]:
    """Return names with the tables that read them, through others."""
    found = set(named)
    for name, table in guideline.tables.items():  # each after those that it reads
        if table.reads & found:
            found.add(name)
    return frozenset(found)


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
