"""How long it takes from place to place, as an office's own table has it: whole minutes, by car or by public transport.

A way counts in both directions unless the table has the other one as well, and within one place it takes no time. What the table
lacks is unknown: nothing is reckoned from the distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from visit.case import place_key
from visit.errors import CatalogueError, VisitError
from visit.locale import text as _
from visit.places import Point, distance_metres
from visit.reading.declared import Place
from visit.reading.documents.catalogue import TravelTime
from visit.reading.source import Document

FASTEST_METRES_PER_MINUTE = 2_667
"""160 km an hour in a straight line, which no way within Denmark is."""
_NEAR_METRES = 5_000
"""So near to each other two places are one, as far as a table that counts in minutes can say."""


@dataclass(frozen=True, slots=True, eq=False)
class TravelTimes:
    """How long it takes to one place.

    Compared by identity, so that it can be part of a cache key: a catalogue has one of each place.

    Attributes:
        minutes: By the means and the place one comes from.
        means: By which means the table has any way.
    """

    to: Point
    minutes: Mapping[tuple[str, Point], int]
    means: frozenset[str]

    def minutes_from(self, place: Point, by: str) -> int | None:
        """Return how long it takes from a place; None where the table does not say."""
        if place == self.to and by in self.means:
            return self.minutes.get((by, place), 0)
        return self.minutes.get((by, place))


class TimesByPlace:
    """A table of travel times, by the place that one goes to."""

    def __init__(self, times: Sequence[TravelTime], points: Mapping[str, Sequence[int]]) -> None:
        self.means = frozenset(one.by for one in times)
        self._to: dict[Point, dict[tuple[str, Point], int]] = {}
        self._made: dict[Point, TravelTimes] = {}
        ways = [(*_ends(one, points), one) for one in times]
        for start, end, one in ways:
            self._to.setdefault(end, {})[one.by, start] = one.minutes
        for start, end, one in ways:
            self._to.setdefault(start, {}).setdefault((one.by, end), one.minutes)

    def to(self, place: Point) -> TravelTimes:
        """Return how long it takes to a place."""
        if place not in self._made:
            self._made[place] = TravelTimes(place, self._to.get(place, {}), self.means)
        return self._made[place]


def times_to(times: TimesByPlace | None, place: Point | None) -> TravelTimes | None:
    """Return how long it takes to a place; None without a table, or where the place is not recorded."""
    return None if times is None or place is None else times.to(place)


def _ends(one: TravelTime, points: Mapping[str, Sequence[int]]) -> tuple[Point, Point]:
    return Point(*points[place_key(one.start)]), Point(*points[place_key(one.to)])


def places_of_times(times: Sequence[TravelTime], path: tuple[str | int, ...]) -> dict[tuple[str | int, ...], Place]:
    """Return every place of a table, by where it stands."""
    return {
        (*path, index, key): place
        for index, one in enumerate(times)
        for key, place in (("from", one.start), ("to", one.to))
    }


def faults_of_times(
    document: Document, times: Sequence[TravelTime], path: tuple[str | int, ...], points: Mapping[str, Sequence[int]]
) -> Iterator[VisitError]:
    """Yield one way twice, and ways that nobody can go so fast."""
    seen: set[tuple[Point, Point, str]] = set()
    for index, one in enumerate(times):
        start, end = _ends(one, points)
        if (start, end, one.by) in seen:
            message = _(
                "the way from {place} to {other} stands twice", place=place_key(one.start), other=place_key(one.to)
            )
            yield CatalogueError(message, at=document.locate((*path, index)), help=_("take one of the two out"))
        seen.add((start, end, one.by))
        if (fault := too_fast(start, end, one.minutes)) is not None:
            yield CatalogueError(fault, at=document.locate((*path, index, "minutes")), help=too_fast_help())


def too_fast(start: Point, end: Point, minutes: int) -> str | None:
    """Return in words that a way cannot be gone so fast; None where it can."""
    metres = distance_metres(start, end)
    if metres < _NEAR_METRES or metres <= minutes * FASTEST_METRES_PER_MINUTE:
        return None
    return _("{minutes} minutes are too few: it is {km} km in a straight line", minutes=minutes, km=metres // 1000)


def too_fast_help() -> str:
    """Return what to do about it."""
    return _("write whole minutes for the whole way, and check the names of the places")
