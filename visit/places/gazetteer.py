"""Which names lead to which town: the gazetteer, made from the four files beside this module.

Knows that a plain name leads to a town when only one bears it, that names which several bear are told apart by region, or by the
nearest larger town where they lie in one region, and every way of typing a name. `visit.places` answers from what is made here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, cast

from visit.errors import Location, PlaceError
from visit.locale import text as _
from visit.places import fold
from visit.places.points import MICRO, Point, metres_between
from visit.places.postcodes import PART, POSTCODES, CompiledPlace, Map, areas, compiled_place
from visit.reading.source import read

FOLDER = Path(__file__).parent
TOWNS = FOLDER / "towns.json"
ADDITIONS = FOLDER / "additions.yaml"
MUNICIPALITIES = FOLDER / "municipalities.yaml"

# The endings that the post and the railways put after a town's name.
ENDING = re.compile(r"(.+) (?:By|F|Fyn|J|L|M|Midtsj|Sj|Sjælland|Stationsby|Vestj|Østj)")
# A town that tells two others apart is as large as can be while it is this near to each.
NEAR_INHABITANTS = (30_000, 20_000, 10_000, 5_000, 2_000)
NEAR_METRES = 30_000


TownRow: TypeAlias = tuple[int, str, int, int, str, int, Sequence[str]]
"""GeoNames' number and name of a town, its point in micro-degrees, its region, inhabitants, and other names."""


class NamedTowns(TypedDict):
    """Postcodes or post-towns, each with the town it stands at."""

    towns: Mapping[str, str]


class AddedTown(TypedDict):
    """A town that GeoNames does not have."""

    name: str
    municipality: str
    lat: str
    lon: str


class AddedTowns(TypedDict):
    """Those towns."""

    places: Sequence[AddedTown]


class Additions(TypedDict):
    """What `additions.yaml` says beside GeoNames and the post's sheet; towns under their GeoNames number."""

    names: Mapping[str, str]
    meant: Mapping[str, str]
    aliases: Mapping[str, Sequence[str]]
    postcodes: NamedTowns
    post_towns: NamedTowns
    towns: AddedTowns


@dataclass(frozen=True, slots=True)
class Town:
    """One town: its plain name, its point, and what may stand beside or instead of the name."""

    name: str
    at: Point
    region: str
    inhabitants: int = 0
    municipality: str | None = None
    also: tuple[str, ...] = ()
    meant: bool = False
    near: str | None = field(default=None)
    full_name: str = ""


def gazetteer() -> dict[str, Any]:
    """Return the towns, their names, postcodes and municipalities as one record.

    Raises:
        PlaceError: The files contradict each other.
    """
    sources: Any = read(TOWNS).value
    additions = cast(Additions, read(ADDITIONS).value)
    official: Any = read(MUNICIPALITIES).value
    municipalities = official["municipalities"]
    regions = {row["name"]: row["region"] for row in municipalities}
    cosines = cosine_table()
    towns = _named([*_geonames_towns(sources["towns"], additions), *_added_towns(additions, regions)], cosines)
    towns.sort(key=lambda town: (fold(town.full_name), town.full_name))
    names = {town.full_name for town in towns}
    wanted = {
        *additions["postcodes"]["towns"].values(),
        *additions["post_towns"]["towns"].values(),
        *(one for many in additions["aliases"].values() for one in many),
    }
    if missing := sorted(wanted - names):
        raise PlaceError(_("no place is called {name}", name=f'"{missing[0]}"'), at=Location(str(ADDITIONS)))
    keys = _keys(towns, additions["aliases"])
    postcodes = _postcodes(Map({town.full_name: town.at for town in towns}, cosines), keys, additions)
    post_towns = _post_towns(postcodes)
    return {
        "notice": sources["notice"],
        "towns": [[town.full_name, town.at.latitude_microdegrees, town.at.longitude_microdegrees] for town in towns],
        "keys": keys,
        "postcodes": postcodes,
        "post_towns": post_towns,
        "municipalities": [[row["name"], row["code"], row["region"]] for row in municipalities],
        "main_towns": _main_towns(municipalities, keys, post_towns),
        "lie_in": {town.full_name: town.municipality for town in towns if town.municipality},
        "municipality_keys": _municipality_keys(municipalities),
        "cosines": list(cosines),
    }


def _postcodes(
    known: Map, keys: Mapping[str, Sequence[str]], additions: Additions
) -> dict[str, tuple[str, CompiledPlace]]:
    """Return postcode -> its post-town, and where it stands."""
    by_code, by_town = additions["postcodes"]["towns"], additions["post_towns"]["towns"]
    sheet: Any = read(POSTCODES).value
    found: dict[str, tuple[str, CompiledPlace]] = {}
    for postcode, area in areas(sheet["postcodes"]).items():
        part = PART.fullmatch(area.post_town)
        called = {name: keys.get(fold(name), ()) for name in (area.post_town, *(part.groups() if part else ()))}
        stated = by_code.get(postcode) or by_town.get(area.post_town)
        found[postcode] = area.post_town, stated or compiled_place(area, known, called)
    return found


def _post_towns(postcodes: Mapping[str, tuple[str, CompiledPlace]]) -> dict[str, list[str]]:
    """Return the postcodes of each post-town, by its folded name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for postcode, (name, _place) in postcodes.items():
        found[fold(name)].append(postcode)
    return dict(found)


def cosine_table() -> tuple[int, ...]:
    """Return the cosines of 0, 0.1, … 90 degrees, times 10**9, each to the nearest whole number."""
    with localcontext() as context:
        context.prec = 50
        degree = Decimal("3.14159265358979323846264338327950288419716939937511") / 180
        return tuple(int((_cosine(degree * tenth / 10) * 10**9).to_integral_value()) for tenth in range(901))


def _cosine(radians: Decimal) -> Decimal:
    total, term, step = Decimal(0), Decimal(1), 0
    while abs(term) > Decimal("1e-30"):
        total += term
        step += 2
        term *= -radians * radians / (step * (step - 1))
    return total


def _geonames_towns(rows: Iterable[TownRow], additions: Additions) -> Iterable[Town]:
    for number, name, latitude, longitude, region, inhabitants, also in rows:
        yield Town(
            name=additions["names"].get(str(number), name),
            at=Point(latitude, longitude),
            region=region,
            inhabitants=inhabitants,
            municipality=additions["meant"].get(str(number)),
            also=(*also, *([found[1]] if (found := ENDING.fullmatch(name)) else [])),
            meant=str(number) in additions["meant"],
        )


def _added_towns(additions: Additions, regions: Mapping[str, str]) -> Iterable[Town]:
    for row in additions["towns"]["places"]:
        at = Point(microdegrees(row["lat"]), microdegrees(row["lon"]))
        yield Town(
            name=row["name"],
            at=at,
            region=regions[row["municipality"]],
            municipality=row["municipality"],
        )


def _named(towns: Sequence[Town], cosines: tuple[int, ...]) -> list[Town]:
    """Return the towns with full names that no two share."""
    groups: defaultdict[str, list[Town]] = defaultdict(list)
    for town in towns:
        groups[fold(town.name)].append(town)
    landmarks = [group[0] for group in groups.values() if len(group) == 1]
    named = [told for group in groups.values() for told in _told_apart(group, landmarks, cosines)]
    for name, count in Counter(fold(town.full_name) for town in named).items():
        if count > 1:
            raise PlaceError(_("several places are called {name}", name=f'"{name}"'), at=Location(str(ADDITIONS)))
    return named


def _told_apart(group: Sequence[Town], landmarks: Sequence[Town], cosines: tuple[int, ...]) -> list[Town]:
    if len(group) == 1:
        return [replace(group[0], full_name=group[0].name)]
    near = _landmarks_of(group, landmarks, cosines)
    regions = [town.region for town in group]
    told = []
    for town, landmark in zip(group, near, strict=True):
        beside = town.region if regions.count(town.region) == 1 else f"ved {landmark}"
        full_name = town.name if town.meant else f"{town.name} ({beside})"
        told.append(replace(town, near=landmark, full_name=full_name))
    return told


def _landmarks_of(group: Sequence[Town], landmarks: Sequence[Town], cosines: tuple[int, ...]) -> list[str]:
    """Return the name of a larger town near each, no two the same."""
    for inhabitants in NEAR_INHABITANTS:
        large = [one for one in landmarks if one.inhabitants >= inhabitants]
        near = [_nearest(town, large, cosines) for town in group]
        distances = [metres_between(town.at, one.at, cosines) for town, one in zip(group, near, strict=True)]
        if len({one.name for one in near}) == len(near) and max(distances) <= NEAR_METRES:
            return [one.name for one in near]
    name = f'"{group[0].name}"'
    raise PlaceError(_("no larger town tells the places called {name} apart", name=name), at=Location(str(ADDITIONS)))


def _nearest(town: Town, among: Iterable[Town], cosines: tuple[int, ...]) -> Town:
    return min(among, key=lambda one: (metres_between(town.at, one.at, cosines), one.name))


def _keys(towns: Sequence[Town], aliases: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return folded name -> full names, in three layers; none adds to a name of an earlier one.

    First the names towns bear, then other names, then both typed with plain letters (Kobenhavn).
    """
    own = [(key, town.full_name) for town in towns for key in _own_keys(town, towns)]
    also = [(fold(one), town.full_name) for town in towns for one in town.also]
    also += [(fold(alias), name) for alias, names in aliases.items() for name in names]
    named = [(one, town.full_name) for town in towns for one in (town.name, *town.also) if not _gives_way(town, towns)]
    named += [(alias, name) for alias, names in aliases.items() for name in names]
    plain = [(key, full_name) for name, full_name in named for key in _plain_spellings(name)]
    keys: dict[str, list[str]] = {}
    for layer in (own, also, plain):
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key, name in layer:
            found[key].add(name)
        keys |= {key: sorted(names, key=fold) for key, names in found.items() if key not in keys}
    return dict(sorted(keys.items()))


def _own_keys(town: Town, towns: Sequence[Town]) -> Iterable[str]:
    if not _gives_way(town, towns):
        yield fold(town.name)
    yield fold(town.full_name)
    if town.municipality:
        yield fold(f"{town.name} ({town.municipality})")
    if town.near:
        yield fold(f"{town.name} ({town.region})")
        yield fold(f"{town.name} (ved {town.near})")
        yield fold(f"{town.name} (near {town.near})")


def _gives_way(town: Town, towns: Sequence[Town]) -> bool:
    """Return whether another town is the one meant by this one's plain name."""
    return not town.meant and any(other.meant and fold(other.name) == fold(town.name) for other in towns)


def _plain_spellings(name: str) -> Iterable[str]:
    """Return the folded name with å as aa or a, and ø as oe or o: every way of typing it."""
    danish = name.casefold().replace("aa", "å")
    for a, o in product(("aa", "a"), ("oe", "o")):
        yield fold(danish.replace("å", a).replace("ø", o))


def _municipality_keys(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for row in rows:
        names = (row["name"], *row.get("also", ()))
        for key in {row["code"], *(one for name in names for one in _plain_spellings(name))}:
            if keys.setdefault(key, row["code"]) != row["code"]:
                name = f'"{key}"'
                raise PlaceError(_("two municipalities are called {name}", name=name), at=Location(str(MUNICIPALITIES)))
    return dict(sorted(keys.items()))


def _main_towns(
    rows: Iterable[Mapping[str, str]], keys: Mapping[str, Sequence[str]], post_towns: Mapping[str, object]
) -> dict[str, str]:
    """Return the main town of each municipality: the one that is written, else the town of its own name."""
    found = {row["name"]: row.get("main_town", row["name"]) for row in rows}
    for name in found.values():
        if len(keys.get(fold(name), ())) != 1 and fold(name) not in post_towns:
            raise PlaceError(_("no place is called {name}", name=f'"{name}"'), at=Location(str(MUNICIPALITIES)))
    return found


def microdegrees(degrees: float | str) -> int:
    """Return degrees as whole micro-degrees."""
    return int((Decimal(str(degrees)) * MICRO).to_integral_value())
