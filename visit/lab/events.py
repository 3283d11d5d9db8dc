"""What happens to a case between two answers, as sets of cases: it moves, something turns, a statement begins or ends.

Two of these sets of which one is part of the other lead to who is in the larger alone: so of real citizens both are told only where
those are none or enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from visit.lab.answers import CaseAnswer
from visit.lab.movements import Crossing, Movement
from visit.lab.totals import FOLLOWING
from visit.population.hiding import is_few

ANY_MOVE, MOVED_BY_NAME = "moved", "moved by name"
NO_TURN_BACK = (Crossing.EXCEPTION_FIRST, Crossing.BY_NAME)
"""These turns have no turn back that is counted; how many do turn back follows from the two sides."""
CaseEvent: TypeAlias = str | tuple[object, object]
"""What happens to a case; a pair is the steps between which it goes."""


def turn_back(turn: Crossing) -> str:
    """Return what a turn back that is not counted is called."""
    return f"ends {turn}"


def begins_or_ends(section: str, said: str) -> tuple[str, str]:
    """Return what it is called that a statement begins, and that it ends."""
    return f"{section} begins {said}", f"{section} ends {said}"


def case_events(old: CaseAnswer, new: CaseAnswer, moves: Movement, turns: Iterable[Crossing]) -> set[str]:
    """Return what happens to a case."""
    if old is new:
        return set()
    found = {*map(str, turns)}
    for turn, was, now in zip(
        NO_TURN_BACK, (old.exception_first, old.by_name), (new.exception_first, new.by_name), strict=True
    ):
        if was and not now:
            found.add(turn_back(turn))
    for section in FOLLOWING:
        was_said, now_said = getattr(old, section), getattr(new, section)
        if was_said != now_said:
            found.update(begins_or_ends(section, said)[0] for said in now_said - was_said)
            found.update(begins_or_ends(section, said)[1] for said in was_said - now_said)
    if moves is not Movement.UNCHANGED:
        found |= {ANY_MOVE, str(moves)} | ({MOVED_BY_NAME} if new.by_name else set())
    return found


class EventSets:
    """The sets of cases of what happens to some.

    Args:
        together: How many cases have just these of them.
    """

    def __init__(self, together: Mapping[frozenset[CaseEvent], int]) -> None:
        self._numbers = [*together.values()]
        self._rows: dict[CaseEvent, int] = {}
        for place, events in enumerate(together):
            for one in events:
                self._rows[one] = self._rows.get(one, 0) | 1 << place

    @cached_property
    def counts(self) -> Counter[CaseEvent]:
        """How many cases each has."""
        return Counter({one: self._count(row) for one, row in self._rows.items()})

    def lead_to_few(self, one: CaseEvent, other: CaseEvent) -> bool:
        """Return whether one is part of the other, and leaves few of it."""
        mine, theirs = self._rows.get(one, 0), self._rows.get(other, 0)
        is_part = mine and theirs and not (mine & ~theirs and theirs & ~mine)
        return bool(is_part) and is_few(self.counts[one] - self.counts[other])

    def left_of(self, whole: CaseEvent, parts: Iterable[CaseEvent]) -> int:
        """Return how many of a set are in none of those that are part of it."""
        left = row = self._rows.get(whole, 0)
        for one in parts:
            mine = self._rows.get(one, 0)
            left &= ~mine if not mine & ~row else -1
        return self._count(left)

    def _count(self, row: int) -> int:
        return sum(n for place, n in enumerate(self._numbers) if row >> place & 1)
