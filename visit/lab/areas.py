"""How what meets each area of need moves between two answers: the parts of the first placement that serve the area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from visit.lab.movements import Movement
from visit.lab.subgroups import Cells, SubgroupTable, cells_of, shown
from visit.ranking.needs import needed_areas
from visit.ranking.values import Ranking


@dataclass(frozen=True, slots=True)
class AreaMet:
    """What meets an area in a first placement: the ids of its parts there, and their steps there, the highest first."""

    parts: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()


AreasMet = Mapping[str, AreaMet]


def areas_met(ranking: Ranking) -> AreasMet:
    """Return what meets each needed area; nothing where there is no placement, or no part of it serves the area."""
    first = ranking.first
    found: dict[str, AreaMet] = {}
    for area in sorted(needed_areas(ranking.side)):
        parts = [part for part in first.parts if area in part.areas] if first is not None else []
        steps = sorted((part.areas[area].number for part in parts), reverse=True)
        found[area] = AreaMet(tuple(part.id for part in parts), tuple(steps))
    return found


def area_movements(old: AreasMet, new: AreasMet) -> dict[str, Movement]:
    """Return how each area that is needed on either side moves."""
    return {area: _movement(old.get(area, AreaMet()), new.get(area, AreaMet())) for area in sorted({**old, **new})}


def _movement(old: AreaMet, new: AreaMet) -> Movement:
    if old.parts == new.parts:
        return Movement.UNCHANGED
    if not old.parts or not new.parts:
        return Movement.LOST if old.parts else Movement.GAINED
    if old.steps == new.steps:
        return Movement.SAME_STEP
    return Movement.LOWER if new.steps < old.steps else Movement.HIGHER


@dataclass(slots=True, eq=False)
class AreaCounts:
    """How many move in each area; a case counts in each area that it needs."""

    counts: dict[str, Counter[Movement]] = field(default_factory=dict)

    def add(self, old: AreasMet, new: AreasMet) -> None:
        """Count a case."""
        for area, moves in area_movements(old, new).items():
            self.counts.setdefault(area, Counter())[moves] += 1

    def merge(self, other: AreaCounts) -> None:
        """Add what other cases add up to."""
        for area, counts in other.counts.items():
            self.counts.setdefault(area, Counter()).update(counts)

    def table(self, *, is_drawn: bool) -> SubgroupTable:
        """Return a row for each area; of real citizens without a number that is so small that it is somebody."""
        rows: dict[str, Cells] = {}
        for area, counts in sorted(self.counts.items()):
            same, lower, higher = (counts[one] for one in (Movement.UNCHANGED, Movement.LOWER, Movement.HIGHER))
            other = counts.total() - same - lower - higher
            rows[area] = cells_of({"same": same, "lower": lower, "higher": higher, "other": other})
        return SubgroupTable(tuple(rows.items()), (), None) if is_drawn else shown(rows)
