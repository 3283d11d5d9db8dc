"""How what meets each area of need moves between two answers: the parts of the first placement that serve the area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from visit.lab.movements import Movement, by_steps
from visit.lab.subgroups import Cells, SubgroupTable, is_small
from visit.population.hiding import hidden_counts, is_few
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
    return by_steps([old.steps], [new.steps])


@dataclass(slots=True, eq=False)
class AreaCounts:
    """How many move in each area; a case counts in each area that it needs.

    Attributes:
        moving: How many get another first placement, in whichever area.
    """

    cases: int = 0
    moving: int = 0
    counts: dict[str, Counter[Movement]] = field(default_factory=dict)

    def add(self, old: AreasMet, new: AreasMet, *, moves: bool) -> None:
        """Count a case; `moves` says whether its first placement is another."""
        self.cases += 1
        self.moving += moves
        for area, one in area_movements(old, new).items():
            self.counts.setdefault(area, Counter())[one] += 1

    def merge(self, other: AreaCounts) -> None:
        """Add what other cases add up to."""
        self.cases += other.cases
        self.moving += other.moving
        for area, counts in other.counts.items():
            self.counts.setdefault(area, Counter()).update(counts)

    def table(self, *, tells_all: bool) -> SubgroupTable:
        """Return a row for each area; of real citizens without one that has a number so small that it is somebody.

        Areas have no sum, and `visit population describe` tells how many need each, so what is hidden is not shown together either.
        Nor is an area shown in which all but a few of those who move do so.
        """
        rows: dict[str, Cells] = {}
        for area, counts in sorted(self.counts.items()):
            same, lower, higher = (counts[one] for one in (Movement.UNCHANGED, Movement.LOWER, Movement.HIGHER))
            rows[area] = (same, lower, higher, counts.total() - same - lower - higher)
        needed = {area: sum(cells) for area, cells in rows.items()}
        hidden = frozenset[str]() if tells_all else hidden_counts(needed, self.cases)
        elsewhere = {area: self.moving - sum(cells[1:]) for area, cells in rows.items() if any(cells[1:])}
        few = {
            area for area, cells in rows.items() if area in hidden or is_small(cells) or is_few(elsewhere.get(area, 0))
        }
        pooled = tuple(area for area in rows if not tells_all and area in few)
        return SubgroupTable(tuple(one for one in rows.items() if one[0] not in pooled), pooled, None)
