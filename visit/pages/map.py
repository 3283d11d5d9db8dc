"""The map of a ranking: the home, the network with its contact, the offers of the first placements by how they stand.

Everything in it is told in words as well: `told` says which mark lies where, the table beside it how far apart they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.locale import citations, formats
from visit.locale import text as _
from visit.pages.outlines import View, view_of
from visit.places import Point
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import standing_told
from visit.reasons.labels import Phrasing, in_order_of_a_day
from visit.rules.facts.distances import counted_members
from visit.vocabulary import vocabulary

WIDTH, HEIGHT = 560, 430
RINGS_KM = (25, 50)
_AROUND_METRES = 32_000
_LEAST_METRES = 90_000
_SIZE = 13
"""Half of what a mark takes, each way."""
_GAP = 3
_LONGEST = 34
"""So many letters of a line stand beside a mark; all of it stands in `told`."""
_LETTER = 9
"""About how wide a letter of a label is."""
_LINE = 18
_STEPS = (0, 30, -30, 60, -60, 90, -90)
_MARKS = {Standing.SUITABLE: "full", Standing.BY_EXCEPTION: "double"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the map.

    Attributes:
        kind: `home`, `network`, or how an offer stands: `full` suitable, `double` by exception, `broken` not to be granted yet.
        at: Where it is drawn.
        number: What stands in it: the numbers of its placements.
        half: Half of its width.
        told: The same in words.
    """

    kind: str
    at: tuple[int, int]
    number: str
    half: int
    told: str


@dataclass(frozen=True, slots=True)
class MapMark:
    """All that lies at one point: its marks in a row, and beside them what they are.

    Attributes:
        exact: Where they lie.
        at: The middle of the row: there, or beside what stands there already.
        lines: What stands beside it, each line with the kind of mark that it is of.
        lines_at: Where the first line begins, or ends.
        anchor: `start` or `end`.
    """

    exact: tuple[int, int]
    at: tuple[int, int]
    marks: tuple[Mark, ...]
    lines: tuple[tuple[str, str], ...]
    lines_at: tuple[int, int]
    anchor: str


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle around something: how far away, and where the middle of its label stands; nothing where no part is on the map."""

    at: tuple[int, int]
    radius: int
    label: str = ""
    label_at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The picture, and in words what is not on it, and what the mark of the citizen's own place is."""

    land: str
    rings: tuple[Ring, ...]
    spots: tuple[MapMark, ...]
    unplaced: tuple[str, ...]
    home: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Thing:
    kind: str
    point: Point
    number: str
    lines: tuple[str, ...]
    told: str


def map_of(ranking: Ranking, say: Phrasing) -> MapPicture:
    """Return the map of a ranking; empty where no place is recorded."""
    members = list(_members(ranking, say))
    offers, unplaced = _offers(ranking, say)
    home = ranking.case.home_point
    is_home = ranking.case.citizen.home.housing != "none"
    things = [*([] if home is None else [_home(home, is_home=is_home)]), *members, *offers]
    if not things:
        return MapPicture("", (), (), tuple(unplaced), _legend(is_home))
    view = view_of(
        [one.point for one in things], metres_around=_AROUND_METRES, at_least=_LEAST_METRES, width=WIDTH, height=HEIGHT
    )
    around = list(dict.fromkeys(one.point for one in members)) or [
        one.point for one in things[:1] if one.kind == "home"
    ]
    rings = list(_rings(view, around))
    taken = [_about(ring) for ring in rings if ring.label]
    return MapPicture(view.land(), tuple(rings), tuple(_drawn(view, things, taken)), tuple(unplaced), _legend(is_home))


def _rings(view: View, around: Sequence[Point]) -> Iterator[Ring]:
    """Yield the circles around each point, labelled where a part of them has room on the map."""
    taken: list[_Box] = []
    for at, km in ((view.at(point), km) for point in around for km in RINGS_KM):
        radius, label = view.units(km * 1000), formats.km(km)
        rings = (
            Ring(at, radius, label, (at[0] + x * radius // 100, at[1] + y * radius // 100)) for x, y in _ON_A_CIRCLE
        )
        found = next(
            (one for one in rings if _fits(view, _about(one)) and not _meets(_about(one), taken)), Ring(at, radius)
        )
        if found.label:
            taken.append(_about(found))
        yield found


_ON_A_CIRCLE = ((0, -100), (0, 100), (71, -71), (-71, -71), (71, 71), (-71, 71), (100, 0), (-100, 0), (38, -92), (-38, -92),
                (38, 92), (-38, 92), (92, -38), (-92, -38), (92, 38), (-92, 38))  # fmt: skip
"""Places on a circle in hundredths of its radius, in the order in which they are tried for its label: the top first."""


def _fits(view: View, box: _Box) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= view.width and bottom <= view.height


def _home(point: Point, *, is_home: bool) -> _Thing:
    label = _("home") if is_home else _("stays here")
    return _Thing("home", point, "", (label,), formats.capital(_legend(is_home)))


def _legend(is_home: bool) -> str:
    """Return what the mark of the citizen's own place is: of somebody without a home no home."""
    return _("the home now") if is_home else _("where the citizen stays, without a home")


def _members(ranking: Ranking, say: Phrasing) -> Iterator[_Thing]:
    """The network that counts, those of one place together."""
    found: dict[Point, list[str]] = {}
    for member in counted_members(ranking.case, ranking.guideline.nearness):
        point = ranking.case.point(member.place)
        if point is not None:
            contact = (
                "" if member.contact is None else vocabulary().label("contact", member.contact, say.language).lower()
            )
            found.setdefault(point, []).append(f"{member.who} ({contact})" if contact else member.who)
    for point, who in found.items():
        yield _Thing("network", point, "", tuple(map(_short, who)), _("Network: {who}", who=formats.listed(who)))


def _offers(ranking: Ranking, say: Phrasing) -> tuple[list[_Thing], list[str]]:
    """The offers of the placements, each once, with the numbers of the placements that it is part of; and those without a place."""
    numbers: dict[str, list[int]] = {}
    first: dict[str, tuple[Option, Placement]] = {}
    for place, placement in enumerate(ranking.placements, start=1):
        for option in in_order_of_a_day(placement.parts):
            if option.is_ordinary_home or option.offer.mobile:
                continue
            numbers.setdefault(option.offer.id, []).append(place)
            first.setdefault(option.offer.id, (option, placement))
    found, unplaced = [], []
    for id, (option, placement) in first.items():
        name = say.option(option)
        point = option.offer.point
        if point is None:
            unplaced.append(name)
            continue
        places = list(dict.fromkeys(numbers[id]))
        guess = "~" if option.is_estimate("place") else ""
        standing = standing_told(ranking, placement)
        told = _(
            "{numbers}: {name}, {standing}",
            numbers=formats.listed(map(str, places)),
            name=guess + name,
            standing=standing.label(say.language),
        )
        town = option.offer.record.place
        label = (_short(town if isinstance(town, str) else citations.cited(option.offer.name)),)
        found.append(_Thing(_MARKS.get(standing, "broken"), point, guess + numbered(places), label, told))
    return found, unplaced


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def numbered(places: Iterable[int]) -> str:
    """Return numbers as they stand in a mark: `1`, `2, 4` or `1–5`."""
    found = list(places)
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"{found[0]}–{found[-1]}"
    return ", ".join(map(str, found))


# --- where marks and labels stand ---


_Box = tuple[int, int, int, int]


def _about(ring: Ring) -> _Box:
    """Return the room that the label of a ring takes."""
    x, y = ring.label_at
    half = len(ring.label) * _LETTER // 2
    return x - half, y - _LINE // 2, x + half, y + _LINE // 2


def _drawn(view: View, things: Iterable[_Thing], labels: Sequence[_Box]) -> Iterator[MapMark]:
    """Place the marks of each point in a row, then the lines of each where there is room for them."""
    of: dict[Point, list[_Thing]] = {}
    for thing in things:
        of.setdefault(thing.point, []).append(thing)
    taken: list[_Box] = []
    rows: list[tuple[list[_Thing], tuple[int, int], tuple[int, int], int]] = []
    for point, here in of.items():
        exact = view.at(point)
        half = sum(2 * _half(one) for one in here) // 2 + _GAP * (len(here) - 1) // 2
        free = (at for at in _around(exact) if view.shows(at) and not _meets(_box(at, half), taken))
        at = next(free, exact)
        taken.append(_box(at, half))
        rows.append((here, exact, at, half))
    taken += labels
    for here, exact, at, half in rows:
        told = dict.fromkeys(
            (one.kind if one.kind in ("home", "network") else "offer", line) for one in here for line in one.lines
        )
        lines = tuple(told)
        lines_at, anchor, box = _beside(view, at, half, [line for _kind, line in lines], taken)
        taken.append(box)
        yield MapMark(exact, at, tuple(_in_row(here, at, half)), lines, lines_at, anchor)


def _in_row(here: Iterable[_Thing], at: tuple[int, int], half: int) -> Iterator[Mark]:
    x = at[0] - half
    for one in here:
        yield Mark(one.kind, (x + _half(one), at[1]), one.number, _half(one), one.told)
        x += 2 * _half(one) + _GAP


def _half(thing: _Thing) -> int:
    return max(_SIZE, len(thing.number) * _LETTER // 2 + 6)


def _around(exact: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield a place and those around it, the nearest first."""
    ways = [(abs(x) + abs(y), abs(x), y, x) for x in _STEPS for y in _STEPS]
    yield from ((exact[0] + x, exact[1] + y) for _far, _across, y, x in sorted(ways))


def _beside(
    view: View, at: tuple[int, int], half: int, lines: list[str], taken: list[_Box]
) -> tuple[tuple[int, int], str, _Box]:
    """Return where lines begin or end, and the room they take: right or left of a row of marks, below or above it."""
    long, high = max(map(len, lines)) * _LETTER, _LINE * len(lines)
    middle = at[1] - high // 2
    shifts = sorted(range(-high // 2 - _SIZE, high // 2 + _SIZE + 1, _LINE // 2), key=abs)
    level = [(side, middle + shift) for shift in shifts for side in (1, -1)]
    aside = [(side, top) for top in (at[1] + _SIZE + 2, at[1] - _SIZE - 2 - high) for side in (1, -1)]
    first: tuple[tuple[int, int], str, _Box] | None = None
    for place, (side, top) in enumerate((*level, *aside)):
        x = at[0] + side * (half + 5 if place < len(level) else -half)
        left = x if side > 0 else x - long
        box = (left, top, left + long, top + high)
        found = ((x, top + _LINE - 5), "start" if side > 0 else "end", box)
        if left >= 0 and left + long <= view.width and top >= 0 and top + high <= view.height:
            if not _meets(box, taken):
                return found
            first = first or found
    return first or found


def _box(at: tuple[int, int], half: int) -> _Box:
    return at[0] - half - 2, at[1] - _SIZE - 2, at[0] + half + 2, at[1] + _SIZE + 2


def _meets(box: _Box, taken: Iterable[_Box]) -> bool:
    left, top, right, bottom = box
    return any(left < c and a < right and top < d and b < bottom for a, b, c, d in taken)
