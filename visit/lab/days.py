"""What of a case is read otherwise on another day: that the day is another touches nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from visit.case import Case
from visit.catalogue import Option
from visit.lab.looks import CaseLooks
from visit.lab.pieces import DAY, Lattice, Piece, PieceSet
from visit.lab.reads import read_by, reading, statement_conditions, told_apart
from visit.ranking.needs import requirements
from visit.ranking.options import Openings
from visit.rules.deciding.columns import OptionColumns
from visit.rules.facts.of_case import dwelling_found, leaves_institution
from visit.rules.facts.prices import agreed_prices
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import FollowUp, Guideline, last_day

_AS_OF = "as_of"
_READ_BESIDE_FACTS: tuple[Callable[[Case, date], object], ...] = (
    lambda case, day: case.applied_by(day), dwelling_found, leaves_institution, agreed_prices,
)  # fmt: skip
"""What a ranking and what follows from it read of a case on a day besides its facts."""


@dataclass(frozen=True, slots=True)
class ReadByDay:
    """What is read of a case otherwise on another day.

    Attributes:
        statements: The statements that read it, each with the names that it reads it by.
        is_placing: Whether the search for placements reads it by itself.
    """

    statements: Mapping[StatementKey, frozenset[str]]
    is_placing: bool = False


class DayPiece:
    """How far the day reaches, where it is one of the pieces.

    Attributes:
        piece: It.
        days: The old day and the new one.
    """

    def __init__(self, lattice: Lattice, piece: Piece) -> None:
        assert lattice.days is not None
        self.lattice, self.piece, self.days = lattice, piece, lattice.days
        self._reading: dict[frozenset[str], Mapping[StatementKey, frozenset[str]]] = {}

    def read_otherwise(self, looks: CaseLooks) -> ReadByDay:
        """Return what is read of a case otherwise on the other day."""
        sides = looks.side(frozenset()).bare, looks.side(frozenset((self.piece,))).bare
        recorded = {fact.name for side in (self.lattice.old, self.lattice.new) for fact in side.facts.of_case}
        names = frozenset(name for name in recorded if told_apart(sides[0].get(name)) != told_apart(sides[1].get(name)))
        if names not in self._reading:
            self._reading[names] = self._statements(names)
        return ReadByDay(self._reading[names], self._reads_beside(looks))

    def _reads_beside(self, looks: CaseLooks) -> bool:
        """Return whether the search reads something else: options that are open, or something of one or of the case."""
        case, (before, after) = looks.case, self.days
        if any(read(case, before) != read(case, after) for read in _READ_BESIDE_FACTS):
            return True
        for offers in self._offer_sets:
            openings = self.lattice.engine(offers).openings
            if openings.added(case, before).keys() != openings.added(case, after).keys() or self._opens(
                openings, looks
            ):
                return True
            options = openings.of(case, before)
            both = [OptionColumns(looks.side(some), options) for some in (frozenset[Piece](), frozenset((self.piece,)))]
            if self._differs(*both):
                return True
        return False

    def _opens(self, openings: Openings, looks: CaseLooks) -> bool:
        """Return whether something is open on one of the days alone that can serve the case, or that the case names."""
        one, other = (openings.on(day).options for day in self.days)
        opened = [option for id, option in {**one, **other}.items() if (id in one) is not (id in other)]
        if not opened:
            return False
        side, named = looks.side(frozenset()), json.dumps(looks.case.record["document"], default=str)
        wanted = frozenset().union(
            *(one.areas for whose in (self.lattice.old, self.lattice.new) for one in requirements(side, whose))
        )
        return any(option.offer.id in named or _may_serve(option, wanted) for option in opened)

    @cached_property
    def _offer_sets(self) -> tuple[PieceSet, ...]:
        offers = frozenset(one for one in self.lattice.pieces if one.offer is not None)
        return (frozenset(), offers) if offers else (frozenset(),)

    @staticmethod
    def _differs(old: OptionColumns, new: OptionColumns) -> bool:
        """Return whether a fact of some option is another."""
        for fact in old.guideline.facts.of_option:
            now = old.side.circumstances, new.side.circumstances
            parts: list[Hashable] = [(fact.of_case(one), fact.named(one)) for one in now]
            if parts[0] == parts[1] and fact.conditions is None:
                continue
            names = (fact.name,) if fact.behind is None else (fact.name, fact.behind.name)
            if any(old.read(name).groups != new.read(name).groups for name in names):
                return True
        return False

    def _statements(self, names: frozenset[str]) -> Mapping[StatementKey, frozenset[str]]:
        found: dict[StatementKey, frozenset[str]] = {}
        for guideline in (self.lattice.old, self.lattice.new):
            through = self._through(names, guideline)
            for key, conditions in statement_conditions(guideline):
                if read := read_by(conditions) & through:
                    found[key] = found.get(key, frozenset()) | read
        for key in self._counted_from_the_day:
            found.setdefault(key, frozenset((_AS_OF,)))
        return found

    @staticmethod
    def _through(names: frozenset[str], guideline: Guideline) -> frozenset[str]:
        """Return names with the tables and entitlements that rest on them."""
        found = reading(names, guideline)
        while True:
            entitled = {
                f"entitled({provision})"
                for rule in guideline.rules
                if rule.entitles and read_by(rule.conditions) & found
                for provision in rule.provisions or ()
            }
            if entitled <= found:
                return found
            found = reading(found | entitled, guideline)

    @cached_property
    def _counted_from_the_day(self) -> tuple[StatementKey, ...]:
        """The follow-up, where a date of it comes before the end of the help counted from one of the days alone; so of grants."""
        every = [one for side in (self.lattice.old, self.lattice.new) for one in side.follow_up]
        orders = [_before_the_end(every, day) for day in self.days]
        grants = [one for side in (self.lattice.old, self.lattice.new) for one in side.grants]
        ends = [[one.until(day) <= other.until(day) for one in grants for other in grants] for day in self.days]
        return (
            *(("follow_up", one.id) for one in every if orders[0] != orders[1]),
            *(("grants", one.id) for one in grants if ends[0] != ends[1]),
        )


def _may_serve(option: Option, wanted: frozenset[str]) -> bool:
    """Return whether an option can be part of a placement, be shown beside one, or bear on what others meet."""
    provision = option.provision
    return bool(
        wanted & frozenset(option.areas)
        or provision.lane == "acute" or provision.own_helpers or provision.not_a_substitute_for
    )  # fmt: skip


def _before_the_end(follow_up: Iterable[FollowUp], day: date) -> list[bool]:
    every = tuple(follow_up)
    return [bool(one.due(day, last_day((other,), day))) for one in every for other in every]


def day_piece(lattice: Lattice) -> DayPiece | None:
    """Return the day as a piece; None where it is the same on both sides."""
    return next((DayPiece(lattice, one) for one in lattice.pieces if one.name == DAY), None)
