"""Where each Danish postcode stands: at its post-town, at the middle of its area, or nowhere; made from `postcodes.json`.

The middle of an area is out at sea where the area goes there, on the west coast up to 250 km. So it is checked against the towns
and against a map of land:

- A post-town of a town's name is that town: the only one so called, or the nearest within 15 km.
- A part of a town (Esbjerg Ø) is the middle of its area, where that is on land within 5 km of the town's; else the town.
- Any other post-town is the middle of its area, where that is on land; else the nearest town within 10 km of it; else it
  stands nowhere.

What `additions.yaml` says of a postcode or post-town goes before all of this.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from visit.places.points import Point, metres_between

POSTCODES = Path(__file__).parent / "postcodes.json"
PART = re.compile(r"(.+) (?:C|K|M|N|NV|NØ|S|SV|SØ|V|Ø)")
SAME_METRES, PART_METRES, SHORE_METRES = 15_000, 5_000, 10_000

AreaRow: TypeAlias = tuple[str, str, int, int, bool]
"""Postcode, post-town, the middle in micro-degrees, and whether that is on land."""

CompiledPlace: TypeAlias = "str | list[int] | None"
"""A town's full name, a point in micro-degrees, or None where it is not known."""


@dataclass(frozen=True, slots=True)
class Map:
    """The towns by full name, and the table that distances need."""

    towns: Mapping[str, Point]
    cosines: tuple[int, ...]

    def nearest(self, at: Point, names: Sequence[str]) -> tuple[str, int]:
        """Return which of some towns is nearest to a point, and how many metres away."""
        return min(
            ((name, metres_between(at, self.towns[name], self.cosines)) for name in names),
            key=lambda found: (found[1], found[0]),
        )


@dataclass(frozen=True, slots=True)
class PostcodeArea:
    """A postcode's area: its post-town, its middle, and whether that is on land."""

    post_town: str
    at: Point
    on_land: bool

    @property
    def middle(self) -> list[int]:
        """The middle as it is compiled."""
        return [self.at.latitude_microdegrees, self.at.longitude_microdegrees]


def compiled_place(area: PostcodeArea, known: Map, called: Mapping[str, Sequence[str]]) -> CompiledPlace:
    """Return where a postcode stands, as the module says.

    Args:
        area: The postcode's area.
        known: The towns.
        called: The full names of the towns that bear the post-town's name, and of those that it is a part of.
    """
    if names := called[area.post_town]:
        town, metres = known.nearest(area.at, names)
        if metres <= SAME_METRES or (len(names) == 1 and not area.on_land):
            return town
    elif (part := PART.fullmatch(area.post_town)) and (names := called[part[1]]):
        town, metres = known.nearest(area.at, names)
        return area.middle if area.on_land and metres <= PART_METRES else town
    if area.on_land:
        return area.middle
    town, metres = known.nearest(area.at, tuple(known.towns))
    return town if metres <= SHORE_METRES else None


def areas(rows: Sequence[AreaRow]) -> dict[str, PostcodeArea]:
    """Return the areas of `postcodes.json` by postcode."""
    return {postcode: PostcodeArea(town, Point(north, east), on_land) for postcode, town, north, east, on_land in rows}
