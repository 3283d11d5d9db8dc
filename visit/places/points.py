"""Points on the map, in whole micro-degrees, and how far they are from each other, in whole metres.

Knows no place by name. No float: the same two points are equally far apart on every platform.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import isqrt
from typing import Final

from visit.errors import PlaceError
from visit.locale import text as _

MICRO: Final = 1_000_000
SOUTH, NORTH = 54_500_000, 57_800_000
WEST, EAST = 8_000_000, 15_300_000

_RADIUS_METRES: Final = 6_386_135  # Gauss's mean radius of curvature of WGS 84 at latitude 56
_PI: Final = 3_141_592_653_589_793  # times 10**15
_SCALE: Final = 10**12  # of angles in radians, and of chords of a sphere of radius 1
_COSINE_SCALE: Final = 10**9
_COSINE_STEP: Final = 100_000  # micro-degrees between two cosines of the table, from 0 to 90 degrees


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point on the map, in whole micro-degrees (WGS 84): 56138830, 9157680 is Ikast."""

    latitude_microdegrees: int
    longitude_microdegrees: int


def point(latitude: Decimal | str, longitude: Decimal | str) -> Point:
    """Return the point at these degrees, to the nearest micro-degree (about 0.1 m).

    Raises:
        PlaceError: One of them is not a number, or the point is not in Denmark (latitude 54.5 to
            57.8, longitude 8.0 to 15.3).
    """
    north, east = _microdegrees(latitude), _microdegrees(longitude)
    if SOUTH <= north <= NORTH and WEST <= east <= EAST:
        return Point(north, east)
    swapped = SOUTH <= east <= NORTH and WEST <= north <= EAST
    raise PlaceError(
        _(
            "{latitude}, {longitude} is not in Denmark",
            latitude=str(latitude),
            longitude=str(longitude),
        ),
        help=_("write the latitude first")
        if swapped
        else _("write latitude 54.5 to 57.8 and longitude 8.0 to 15.3, in degrees"),
    )


def metres_between(a: Point, b: Point, cosines: tuple[int, ...]) -> int:
    """Return the great-circle distance in whole metres.

    It goes by the chord through the sphere, which keeps the triangle inequality; the usual flat map
    with the cosine of the middle latitude breaks it by tens of metres across the country.

    Args:
        a: One point.
        b: The other.
        cosines: Of 0, 0.1, … 90 degrees, each times 10**9.
    """
    north = _chord(abs(a.latitude_microdegrees - b.latitude_microdegrees))
    east = _chord(abs(a.longitude_microdegrees - b.longitude_microdegrees))
    shrink = _cosine(a.latitude_microdegrees, cosines) * _cosine(b.latitude_microdegrees, cosines)
    chord = isqrt(north * north + east * east * shrink // _COSINE_SCALE**2)
    # arc = 2 asin(chord / 2), by its series: the next term is under 1 mm in Denmark
    arc = chord + chord**3 // (24 * _SCALE**2) + 3 * chord**5 // (640 * _SCALE**4)
    return (arc * _RADIUS_METRES + _SCALE // 2) // _SCALE


def _chord(microdegrees: int) -> int:
    """Return 2 sin(angle / 2) times _SCALE, by its series: the next term is under 1 mm here."""
    angle = microdegrees * _PI * _SCALE // (180 * MICRO * 10**15)
    return angle - angle**3 // (24 * _SCALE**2) + angle**5 // (1920 * _SCALE**4)


def _cosine(microdegrees: int, cosines: tuple[int, ...]) -> int:
    """Return the cosine times 10**9, between two of the table: up to 4 in ten million too small."""
    at = min(abs(microdegrees) // _COSINE_STEP, len(cosines) - 2)
    rest = abs(microdegrees) - at * _COSINE_STEP
    return cosines[at] - (cosines[at] - cosines[at + 1]) * rest // _COSINE_STEP


def _microdegrees(degrees: Decimal | str) -> int:
    try:
        exact = Decimal(degrees) * MICRO
        return int(exact.to_integral_value(ROUND_HALF_EVEN))
    except (ArithmeticError, ValueError) as error:
        raise PlaceError(
            _("degrees must be a number, not {degrees}", degrees=f'"{degrees}"'),
            help=_("write degrees with a point, for example {example}", example="56.14"),
        ) from error
