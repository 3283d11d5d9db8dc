"""One number of a guideline at other values: what answers with each, and which values can tip something for a case."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from visit.case import Case
from visit.lab.answers import Answerer
from visit.lab.curve import finest_step
from visit.lab.looks import CaseLooks
from visit.lab.pieces import Lattice, flattened
from visit.lab.stretches import Cut, Stretch, around, stretch_of
from visit.lab.tipping import Tipping
from visit.lab.touching import Touching
from visit.matching import Engine
from visit.ranking.values import Ranking
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.case_side import side_under
from visit.rules.guideline.bound_once import BoundOnce
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.periods import UNITS

MOST_VALUES = 200
"""So many values are tried at most, and so many engines are kept."""
_WHOLE = (None, "level", "step", *UNITS)
"""The units of numbers that are written whole, unless somebody writes one with decimals."""


class NumberAt:
    """A number of one guideline.

    Args:
        guideline: The guideline.
        name: The number.
        values: The values that are asked about, in order.
        side: What answers with today's.

    Attributes:
        today: The number that it has.
        asked: The values from the first to the last that is asked about.
        is_whole: Whether only whole numbers are written for it.

    Raises:
        Problems: It cannot have one of the values.
    """

    def __init__(self, guideline: Guideline, name: str, values: Sequence[Decimal], side: Answerer) -> None:
        self.guideline, self.name, self.values, self.side = guideline, name, values, side
        parameter = guideline.parameters[name]
        self.today = Decimal(parameter.value)
        self.asked = stretch_of(values[0], values[-1])
        self.finest = finest_step(*values, self.today)
        self.is_whole = parameter.unit in _WHOLE and self.finest == 1
        self._layer, self._bound = flattened(guideline), BoundOnce()
        self._engines: Cache[Engine] = Cache(MOST_VALUES)
        self._places = [around(one)[0] for one in values]
        if parameter.unit in UNITS:
            for one in values:
                self.guideline_at(one)  # where it is a period, not every number is one

    def guideline_at(self, value: Decimal) -> Guideline:
        """Return the guideline in which the number has a value.

        Raises:
            Problems: It cannot have that.
        """
        record = dict(cast(Mapping[str, Any], self._layer.record))
        written: int | str = int(value) if value == value.to_integral_value() else str(value)
        row = {**record["parameters"][self.name], "value": written}
        record["parameters"] = {**record["parameters"], self.name: row}
        return build((Layer(cast(Any, record)),), self.guideline.as_of, has_decided=True, bound=self._bound)

    def engine(self, value: Decimal) -> Engine:
        """Return what answers with a value."""
        if value == self.today:
            return self.side.engine(self.guideline)
        return self._engines.of(value, lambda: self.side.engine(self.guideline).under(self.guideline_at(value)))

    def under(self, ranking: Ranking, value: Decimal) -> Ranking:
        """Return a ranking that is the same with a value as what it is then; what follows from it may be another."""
        engine = self.engine(value)
        return replace(ranking, guideline=engine.guideline, side=side_under(ranking.side, engine.dependencies))

    # --- where it can tip something ---

    @cached_property
    def touching(self) -> Touching:
        """Which statements read it."""
        other = next((one for one in self.values if one != self.today), self.today + 1)
        catalogue = self.side.basis.catalogue
        return Touching(Lattice(self.guideline, self.guideline_at(other), (catalogue, catalogue), None))

    @cached_property
    def tipping(self) -> Tipping:
        """Which values can tip something."""
        ends = [Fraction(one) for one in (self.today, self.values[0], self.values[-1])]
        return Tipping(self.touching, self.name, (min(ends), max(ends)))

    def stretches(self, case: Case, ranking: Ranking) -> tuple[Stretch, ...] | None:
        """Return the stretches on which the first placement of a case stays, of all that is asked about and today's number.

        None where they cannot be told.

        Args:
            case: The case.
            ranking: Its answer today.
        """
        cuts = self.tipping.of_placement(CaseLooks(self.touching.revisions, case, ranking.as_of, ranking.side))
        low, high = min(self.today, self.values[0]), max(self.today, self.values[-1])
        if cuts is None and self.is_whole and high - low < MOST_VALUES:
            cuts = frozenset(Cut(Fraction(one)) for one in range(int(low) + 1, int(high) + 1))
        return None if cuts is None else self.parted(stretch_of(low, high), cuts)

    def parted(self, stretch: Stretch, cuts: frozenset[Cut]) -> tuple[Stretch, ...]:
        """Return the parts of a stretch between cuts, among the numbers that can be written."""
        return stretch.parted(one.of_whole_numbers() if self.is_whole else one for one in cuts)

    def value_in(self, stretch: Stretch) -> Decimal | None:
        """Return a number of a stretch, one that is asked about where there is one; None where none can be written."""
        found = self.asked_in(stretch)
        return stretch.plainest() if found is None else found

    def asked_in(self, stretch: Stretch) -> Decimal | None:
        """Return the first value of a stretch that is asked about; None where there is none."""
        place = bisect_left(self._places, stretch.start)
        return self.values[place] if place < len(self.values) and stretch.has(self.values[place]) else None
