"""How what meets each area of need moves between two answers: the parts of the first placement that serve the area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from visit.lab.answers import PartFacts
from visit.lab.movements import Crossing, Movement, by_steps
from visit.lab.subgroups import Cells, SubgroupTable, is_small
from visit.population.hiding import hidden_counts, is_few
from visit.ranking.needs import needed_areas
from visit.ranking.values import Category, Ranking, Standing, weakest


@dataclass(frozen=True, slots=True)
class AreaMet:
    """What meets an area in a first placement.

    Attributes:
        parts: The ids of its parts there.
        steps: Their steps there, the highest first.
        external: Whether one of them is bought; None where that is not known, or there is none.
        standing: That of the weakest of them; None where there is none.
    """

    parts: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()
    external: bool | None = None
    standing: Standing | None = None


AreasMet = Mapping[str, AreaMet]


def areas_met(ranking: Ranking) -> AreasMet:
    """Return what meets each needed area; nothing where there is no placement, or no part of it serves the area."""
    first = ranking.first
    found: dict[str, AreaMet] = {}
    for area in sorted(needed_areas(ranking.side)):
        parts = [part for part in first.parts if area in part.areas] if first is not None else []
        steps = sorted((part.areas[area].number for part in parts), reverse=True)
        external = PartFacts(ranking, parts).any("option.external")
        standing = weakest(map(ranking.standing, parts)) if parts else None
        found[area] = AreaMet(tuple(part.id for part in parts), tuple(steps), external, standing)
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


OF_WHOLE = (Crossing.BY_NAME, Crossing.LESS_COVERED, Crossing.MORE_COVERED)
"""What turns in no area: names decide between whole placements, and a need may be covered in one of several areas."""
AREA_TURNS = tuple(one for one in Crossing if one not in OF_WHOLE)
"""What can turn in an area."""


def area_turns(old: AreaMet, new: AreaMet) -> frozenset[Crossing]:
    """Return what turns in an area: who runs its parts, and how the weakest of them stands."""

    def turned(is_so: Callable[[Standing], bool]) -> tuple[bool, bool]:
        was, now = (one.standing is not None and is_so(one.standing) for one in (old, new))
        return now and not was, was and not now

    granted, not_granted = turned(lambda one: one.category is Category.GRANTABLE)
    to_undecided, to_decided = (
        turned(lambda one: one is Standing.UNDECIDED) if old.parts and new.parts else (False, False)
    )
    by_exception, _ended = turned(lambda one: one is Standing.BY_EXCEPTION)
    found = {
        Crossing.TO_OWN: old.external is True and new.external is False,
        Crossing.TO_EXTERNAL: old.external is False and new.external is True,
        Crossing.GRANTABLE: granted, Crossing.NOT_GRANTABLE: not_granted,
        Crossing.TO_UNDECIDED: to_undecided, Crossing.TO_DECIDED: to_decided,
        Crossing.EXCEPTION_FIRST: by_exception,
    }  # fmt: skip
    return frozenset(turn for turn, is_so in found.items() if is_so)


@dataclass(slots=True, eq=False)
class AreaCounts:
    """How many move in each area; a case counts in each area that it needs.

    Attributes:
        moving: How many get another first placement, in whichever area.
        turns: Per area how many of what turns there.
    """

    cases: int = 0
    moving: int = 0
    counts: dict[str, Counter[Movement]] = field(default_factory=dict)
    turns: dict[str, Counter[Crossing]] = field(default_factory=dict)

    def add(self, old: AreasMet, new: AreasMet, *, moves: bool) -> None:
        """Count a case; `moves` says whether its first placement is another."""
        self.cases += 1
        self.moving += moves
        for area, one in area_movements(old, new).items():
            self.counts.setdefault(area, Counter())[one] += 1
            self.turns.setdefault(area, Counter()).update(
                area_turns(old.get(area, AreaMet()), new.get(area, AreaMet()))
            )

    def merge(self, other: AreaCounts) -> None:
        """Add what other cases add up to."""
        self.cases += other.cases
        self.moving += other.moving
        for area, counts in other.counts.items():
            self.counts.setdefault(area, Counter()).update(counts)
        for area, turns in other.turns.items():
            self.turns.setdefault(area, Counter()).update(turns)

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
