"""What may be told of one row of a table of subgroups: all of drawn citizens, and of real ones what `visit.lab.subgroups` lets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from visit.lab.forms import statement_id
from visit.lab.gate_values import AMOUNTS, CROSSED, MOVED, GateNumber, numbers_of_row
from visit.lab.impact import Impact
from visit.lab.linked import MOVES, SET_OF, SET_OF_TURN
from visit.lab.movements import Crossing, Movement
from visit.lab.subgroups import TABLE, Cells, MeasuredRow, moved_cells
from visit.lab.totals import FOLLOWING, SIDE_COUNTS, percentile
from visit.population.hiding import is_few

KM_NUMBERS: Mapping[str, int] = MappingProxyType({"km_median": 50, "km_90": 90})
"""The percentile that each number of a gate is a difference of."""


def in_whole_km(metres: int) -> int:
    """Return a distance in whole kilometres, as metres."""
    return 1000 * round(metres / 1000)


@dataclass(frozen=True, slots=True)
class RowTold:
    """What may be told of a row; None stands for a number that may not.

    Attributes:
        tells_all: Whether the citizens are drawn, or somebody who has the cases asks for every number.
    """

    row: MeasuredRow
    tells_all: bool

    def tells(self, set_name: str) -> bool:
        """Return whether the numbers of a set may be told."""
        return set_name not in self.row.hidden

    def movement(self, movement: Movement) -> int | None:
        """Return how many move so."""
        return self.row.found.movements[movement] if self.tells(MOVES) else None

    def moved(self) -> Cells | None:
        """Return who moves, as the table of who moves has it."""
        return moved_cells(self.row.found) if self.tells(TABLE) else None

    def turn(self, turn: Crossing) -> int | None:
        """Return how many turn so."""
        return self.row.found.crossings[turn] if self.tells(SET_OF_TURN[turn]) else None

    def side_count(self, name: str) -> tuple[int, int] | None:
        """Return a count on both sides."""
        found, read = self.row.found, SIDE_COUNTS[name]
        return (read(found.old), read(found.new)) if self.tells(SET_OF[name]) else None

    def percentiles(self, of: str, percent: int) -> tuple[int | None, int | None]:
        """Return a percentile of `metres` or `waiting_days` on both sides, where it is of enough; of real people in whole km."""
        was, now = (self._percentile(getattr(side, of), percent) for side in (self.row.found.old, self.row.found.new))
        if self.tells_all or of != "metres":
            return was, now
        return None if was is None else in_whole_km(was), None if now is None else in_whole_km(now)

    def _percentile(self, of: Counter[int], percent: int) -> int | None:
        return percentile(of, percent) if self.tells_all or not is_few(of.total()) else None

    def hours(self) -> tuple[int, int] | None:
        """Return the stated hours a week on both sides."""
        old, new = self.row.found.old, self.row.found.new
        return (round(old.hours), round(new.hours)) if self.tells("hours") else None

    def kroner(self) -> tuple[int, int] | None:
        """Return the known prices a year on both sides."""
        old, new = self.row.found.old, self.row.found.new
        return (round(old.dkk_a_year), round(new.dkk_a_year)) if self.tells("prices") else None

    def statements(self, section: str) -> Iterator[tuple[str, tuple[int, int, int, int] | None]]:
        """Yield each statement of a section with how many have it before and after, and for how many it begins and ends.

        One that nobody has is left out; None stands for the numbers of one that are hidden.
        """
        found = self.row.found
        old, new = getattr(found.old, section), getattr(found.new, section)
        hidden = {name.partition(".")[2] for name in self.row.hidden if name.startswith(f"{section}.")}
        for said in sorted({*old, *new, *hidden}):
            numbers = old[said], new[said], found.begins[section][said], found.ends[section][said]
            yield said, None if said in hidden else numbers

    def numbers(self) -> dict[str, GateNumber]:
        """Return every number that a gate can name of this row; one that is 0 is left out."""
        numbers: dict[str, GateNumber] = {
            name: value if self._tells_number(name) else None for name, value in numbers_of_row(self.row.found).items()
        }
        for name, percent in KM_NUMBERS.items():
            was, now = self.percentiles("metres", percent)
            if numbers[name] is not None and was is not None and now is not None:
                numbers[name] = Decimal(now - was) / 1000
        for section in FOLLOWING:
            numbers |= {
                f"{section}.{statement_id(said)}": None for said, told in self.statements(section) if told is None
            }
        return {name: value for name, value in numbers.items() if value != 0}

    def _tells_number(self, name: str) -> bool:
        if name.partition(".")[0] in FOLLOWING and name.count(".") > 1:
            return self.tells_all
        if name in MOVED:
            return self.tells(TABLE if name in ("moved", "lower", "higher") else MOVES)
        if name in CROSSED:
            return self.tells(SET_OF_TURN[CROSSED[name]])
        if name == "dkk_a_year":
            return self.tells("prices")
        if name in AMOUNTS:
            percent = KM_NUMBERS[name]
            known = [bool(side.metres) for side in (self.row.found.old, self.row.found.new)]
            told = [one is not None for one in self.percentiles("metres", percent)]
            return known == told
        return True


def row_told(found: Impact, dimension: str, key: str, *, tells_all: bool) -> RowTold | None:
    """Return what may be told of a row that is shown by itself; None of one that is not."""
    rows = found.subgroups.measured(dimension, tells_all=tells_all)
    return next((RowTold(row, tells_all) for row in rows if row.key == key), None)
