"""The outline of Denmark that ships, and how a point of the map becomes a point of a picture, in whole numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from visit.places import Point

_OUTLINE = Path(__file__).parent / "outline.json"
_METRES_PER_DEGREE = 111_459
"""Along a meridian, on the sphere that distances are measured on."""
_COSINES = {54: 58_779, 55: 57_358, 56: 55_919, 57: 54_464, 58: 52_992}
"""Of a degree of latitude, times 100,000."""


@cache
def _outline() -> Mapping[str, Sequence[Sequence[int]]]:
    found: Mapping[str, Sequence[Sequence[int]]] = json.loads(_OUTLINE.read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class View:
    """The part of the map that a picture shows.

    Attributes:
        middle: The point in the middle.
        metres_across: How much the width of the picture is.
        width: The width of the picture, in its own units.
        height: Its height.
    """

    middle: Point
    metres_across: int
    width: int
    height: int

    def at(self, point: Point) -> tuple[int, int]:
        """Return where a point of the map is in the picture: to the right, and down."""
        east = point.longitude_microdegrees - self.middle.longitude_microdegrees
        north = point.latitude_microdegrees - self.middle.latitude_microdegrees
        x = self.units(east * _METRES_PER_DEGREE * self._cosine() // 100_000 // 1_000_000)
        y = self.units(north * _METRES_PER_DEGREE // 1_000_000)
        return self.width // 2 + x, self.height // 2 - y

    def units(self, metres: int) -> int:
        """Return how long a distance is in the picture."""
        return metres * self.width // self.metres_across

    def shows(self, point: tuple[int, int]) -> bool:
        """Whether a point of the picture lies inside it."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height

    def _cosine(self) -> int:
        degree, rest = divmod(self.middle.latitude_microdegrees, 1_000_000)
        low, high = _COSINES[degree], _COSINES[degree + 1]
        return low + (high - low) * rest // 1_000_000

    def land(self) -> str:
        """Return the outline of Denmark as the path of a picture; islands that lie outside it are left out."""
        rings = (self._ring(ring) for ring in _outline()["rings"])
        return "".join(ring for ring in rings if ring)

    def _ring(self, numbers: Sequence[int]) -> str:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        points = [self.at(Point(north * 1000, east * 1000)) for east, north in pairs]
        across, down = zip(*points, strict=True)
        if max(across) < 0 or min(across) > self.width or max(down) < 0 or min(down) > self.height:
            return ""
        kept = [points[0], *(new for old, new in pairwise(points) if old != new)]
        return f"M{' '.join(f'{x},{y}' for x, y in kept)}Z"


def view_of(points: Sequence[Point], *, metres_around: int, at_least: int, width: int, height: int) -> View:
    """Return the view that shows some points with so much around them."""
    norths = [one.latitude_microdegrees for one in points]
    easts = [one.longitude_microdegrees for one in points]
    middle = Point((min(norths) + max(norths)) // 2, (min(easts) + max(easts)) // 2)
    flat = View(middle, 1_000_000, 1_000_000, 1_000_000)  # a unit is a metre
    places = [flat.at(one) for one in points]
    across = max(x for x, _y in places) - min(x for x, _y in places) + 2 * metres_around
    down = max(y for _x, y in places) - min(y for _x, y in places) + 2 * metres_around
    return View(middle, max(across, down * width // height, at_least), width, height)
