"""One case as it is seen with some pieces of a difference in effect: its side of every condition, and the options that it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from visit.case import Case
from visit.lab.pieces import DAY, PRINTED, PieceSet
from visit.lab.reads import CASE_SECTIONS, NUMBERS_AND_TABLES, Revisions
from visit.ranking.options import Openings
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide, case_side, side_under, side_with
from visit.rules.deciding.option_sets import OptionSet
from visit.rules.guideline.values import Guideline

_REVISABLE = frozenset((*NUMBERS_AND_TABLES, *CASE_SECTIONS, "rules", "rights", "preferences", *PRINTED))
"""What is recorded of a case, and the settings under which it is read, are the same whatever these say."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A case on a day as one version of the guideline sees it, over the options of one catalogue."""

    guideline: Guideline
    side: CaseSide
    columns: Columns


class CaseLooks:
    """One case on a day, as it is seen with some pieces in effect.

    Attributes:
        side: Its side with none of them, where somebody has read it.
    """

    def __init__(self, revisions: Revisions, case: Case, day: date, side: CaseSide | None = None) -> None:
        self.revisions, self.lattice = revisions, revisions.lattice
        self.case, self.day, self._read = case, day, side
        self._looks: dict[PieceSet, Look] = {}
        self._sides: dict[PieceSet, CaseSide] = {}
        self._options: dict[tuple[Openings, date], OptionSet] = {}

    def look(self, some: PieceSet, offers: PieceSet) -> Look:
        """Return the case with some pieces in effect, over the options that there are with some of the offers."""
        key = some | offers
        if key not in self._looks:
            engine, side = self.lattice.engine(key), self.side(some)
            options = self.options(engine.openings, self.lattice.day(key, self.day))
            self._looks[key] = Look(engine.guideline, side, Columns(side, options))
        return self._looks[key]

    def options(self, openings: Openings, day: date) -> OptionSet:
        """Return the options of the case on a day, read once for all versions of the guideline that share what is open."""
        key = openings, day
        if key not in self._options:
            self._options[key] = openings.of(self.case, day)
        return self._options[key]

    def side(self, some: PieceSet) -> CaseSide:
        """Return the side of the case with some pieces in effect."""
        some = frozenset(one for one in some if one.edits or one.name == DAY)
        if some not in self._sides and any(one.name == DAY for one in some):
            dependencies = self.lattice.engine(some).dependencies
            self._sides[some] = case_side(self.case, dependencies, self.lattice.day(some, self.day))
        if some not in self._sides:
            dependencies = self.lattice.engine(some).dependencies
            changed = self.revisions.changed_alone(some)
            if some and changed is not None:
                found = side_with(self.side(frozenset()), dependencies, changed)
            elif some and {edit.section for one in some for edit in one.edits} <= _REVISABLE:
                found = side_under(self.side(frozenset()), dependencies)
            elif self._read is not None and not some:
                found = replace(self._read, dependencies=dependencies)
            else:
                found = case_side(self.case, dependencies, self.day)
            self._sides[some] = found
        return self._sides[some]
