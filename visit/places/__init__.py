"""Places: a name or postcode to a point, the distance between points, and the 98 municipalities.

Knows the Danish towns that ship with visit (`places/towns.json` from GeoNames, and
`places/additions.yaml`), the postcodes and post-towns (`places/postcodes.json`) and the
municipalities (`places/municipalities.yaml`), all read from their compiled form. Leaves to others
where a citizen or an offer is, what a distance means for a ranking, and every address: a town is
one point, its middle; and to `points` how far two of these are apart. Values in: text and decimals;
values out: `Point`, whole metres, `Municipality`. No network.

Source: GeoNames (geonames.org), licence CC BY 4.0, for towns; the countries-states-cities database, licence ODbL 1.0, for
postcodes; see the heads of `places/towns.json` and `places/postcodes.json`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from visit import compiled
from visit.cpr import redacted
from visit.errors import PlaceError, nearest
from visit.locale import formats
from visit.locale import text as _
from visit.places.points import Point as Point
from visit.places.points import metres_between
from visit.places.points import point as point


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (kommune): its name, its code (kommunekode) as four digits, and its region."""

    name: str
    code: str
    region: str


@dataclass(frozen=True, slots=True, eq=False)
class _Shipped:
    """The compiled places: towns by their full names, and the folded names that lead to them."""

    towns: Mapping[str, Point]
    keys: Mapping[str, Sequence[str]]
    postcodes: Mapping[str, tuple[str, Point | None]]
    post_towns: Mapping[str, Sequence[str]]
    municipalities: tuple[Municipality, ...]
    municipality_keys: Mapping[str, str]
    main_towns: Mapping[str, str]
    lie_in: Mapping[str, str]
    cosines: tuple[int, ...]


_NO_TOWNS: Final[Mapping[str, Point]] = MappingProxyType({})


def resolve(place: str, *, extra: Mapping[str, Point] = _NO_TOWNS) -> Point:
    """Return the point of a town name or postcode.

    Args:
        place: A town or post-town, in any case, with æ, ø, å or ae, oe, aa; a postcode of four digits; or both, as in an address.
        extra: Towns of one catalogue; they win over the shipped ones.

    Raises:
        PlaceError: The place is unknown, or several towns bear the name; the help says what to
            write instead.
    """
    key = fold(place)
    own = {fold(name): at for name, at in extra.items()}
    if key in own:
        return own[key]
    written = " ".join(unicodedata.normalize("NFKC", place).replace(",", " ").split())
    if (address := _ADDRESS.fullmatch(written)) is not None:
        return _of_address(address["postcode"], address["town"], own)
    if written[:1].isdecimal():
        raise _no_postcode(place)
    shipped = _shipped()
    names = shipped.keys.get(key, ())
    if len(names) == 1:
        return shipped.towns[names[0]]
    if names:
        raise PlaceError(
            _("several places are called {name}", name=redacted(place)),
            help=_("write one of {names}", names=_quoted(names)),
        )
    if key in shipped.post_towns:
        return _of_post_town(shipped.post_towns[key][0], own)
    raise PlaceError(_("no place is called {name}", name=redacted(place)), help=_near_towns(key, extra))


def distance_metres(a: Point, b: Point) -> int:
    """Return the distance between two points in whole metres, in a straight line.

    Symmetric, 0 from a point to itself, and no way round by a third place is more than 2 m shorter.
    It is the great circle on the sphere that fits Denmark best, in whole numbers. Measured over
    every pair of shipped towns: at most 1 m from the same formula in floating point; and, for
    towns 5 km or more apart, from 0.12 % short (east to west) to 0.13 % long (north to south) of
    the WGS 84 ellipsoid. It is not a travel distance: roads and ferries are longer, and a town is
    one point.
    """
    return metres_between(a, b, _shipped().cosines)


def municipality(name: str) -> Municipality:
    """Return the municipality of that name or four-digit code; “Kommune” after the name is allowed.

    Raises:
        PlaceError: There is none; the help names near ones.
    """
    shipped = _shipped()
    wanted = fold(name)
    for key in (wanted, *_without_suffix(wanted)):
        if key in shipped.municipality_keys:
            code = shipped.municipality_keys[key]
            return next(one for one in shipped.municipalities if one.code == code)
    if wanted.isdigit():
        known = wanted.zfill(4) in shipped.municipality_keys
        advice = wanted.zfill(4) if known else "0756"
        raise PlaceError(
            _("no municipality has the code {code}", code=redacted(name)),
            help=_("a code is four digits in quotes, for example {code}", code=f'"{advice}"'),
        )
    near = _near(wanted, {fold(one.name): (one.name,) for one in shipped.municipalities})
    raise PlaceError(
        _("no municipality is called {name}", name=redacted(name)),
        help=_("did you mean {names}?", names=_quoted(near))
        if near
        else _("write its name or code, for example {name}", name='"Ikast-Brande"'),
    )


def main_town(municipality: str) -> str:
    """Return the main town of a municipality, by its name: where a place is taken to be of which no more is known."""
    return _shipped().main_towns[municipality]


def municipality_around(place: str) -> str | None:
    """Return the municipality that a town lies in, by its name: its main town, or one of which it is recorded; else None."""
    towns = _shipped().keys.get(fold(place), ())
    return _of_main_towns().get(towns[0]) or _shipped().lie_in.get(towns[0]) if len(towns) == 1 else None


@cache
def _of_main_towns() -> Mapping[str, str]:
    """The municipality of each main town that is the main town of one alone."""
    towns = _shipped().main_towns
    names = list(towns.values())
    return {town: name for name, town in towns.items() if names.count(town) == 1}


def municipalities() -> tuple[Municipality, ...]:
    """Return the 98 municipalities, by code."""
    return _shipped().municipalities


def town_names() -> tuple[str, ...]:
    """Return the full names of the shipped towns, each of which `resolve` takes, by folded name."""
    return tuple(_shipped().towns)


def fold(name: str) -> str:
    """Return the lookup form of a name: lower case, å as aa, ø as oe, æ as ae, Nr. written out."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_DANISH)
    plain = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
    first, *rest = re.sub(r"[-.,'’]", " ", plain).replace("(", " (").split() or [""]
    return " ".join([_SHORT.get(first, first) if rest else first, *rest])


_ADDRESS: Final = re.compile(r"(?:DK[- ]?)?(?P<postcode>[0-9]{4})(?: (?P<town>[^0-9].*))?", re.IGNORECASE)
_FAR_METRES: Final = 30_000
"""A town farther than this from the postcode before it is another one: one of the two is a slip."""


def _of_address(postcode: str, town: str | None, own: Mapping[str, Point]) -> Point:
    """Return the point of a postcode; a village behind it that is not known is somewhere in its area."""
    shipped = _shipped()
    if postcode not in shipped.postcodes:
        raise _no_postcode(postcode, town)
    codes = () if town is None or fold(town) in own else shipped.post_towns.get(fold(town), ())
    if codes and postcode not in codes:
        raise _not_of(postcode, town or "", codes)
    at = _of_post_town(postcode, own)
    post_town = shipped.postcodes[postcode][0]
    if town is not None and fold(town) != fold(post_town):
        named = own.get(fold(town)) or _named_near(fold(town), at)
        if named is not None and distance_metres(named, at) > _FAR_METRES:
            raise _not_of(postcode, town)
    return at


def _not_of(postcode: str, town: str, codes: Sequence[str] = ()) -> PlaceError:
    """Return the error of a postcode before a town that has another; `codes` are those that the town has, where it has any."""
    post_town = _shipped().postcodes[postcode][0]
    alone = _("write the postcode or the town alone")
    return PlaceError(
        _("{postcode} is {post_town}, not {town}", postcode=postcode, post_town=post_town, town=f'"{town}"'),
        help=_("{town} is {codes}; write the right one", town=town, codes=formats.either(codes))
        if 0 < len(codes) < 4
        else alone,
    )


def _no_postcode(postcode: str, town: str | None = None) -> PlaceError:
    """Return the error of a postcode that is none, or has no area: the list that ships has those that streets have."""
    example = town or "Ikast"
    return PlaceError(
        _("no town is known for the postcode {postcode}", postcode=redacted(postcode)),
        help=_(
            "the postcode of post boxes, or of one firm, stands for no place: write that of the street, or the town alone, for example {town}",  # noqa: E501
            town=f'"{example}"',
        ),
    )


def _of_post_town(postcode: str, own: Mapping[str, Point]) -> Point:
    name, at = _shipped().postcodes[postcode]
    found = own.get(fold(name)) or at
    if found is None:
        raise PlaceError(
            _("where {postcode} {name} lies is not known", postcode=postcode, name=name),
            help=_(
                "write the nearest larger town, or give its point as {example}", example="`{lat: 56.14, lon: 9.16}`"
            ),
        )
    return found


def _named_near(key: str, at: Point) -> Point | None:
    """Return the nearest of the towns that bear a name, if any does."""
    shipped = _shipped()
    towns = [shipped.towns[name] for name in shipped.keys.get(key, ())]
    posts = [found for code in shipped.post_towns.get(key, ()) if (found := shipped.postcodes[code][1]) is not None]
    return min((*towns, *posts), key=lambda one: distance_metres(one, at), default=None)


def _near_towns(key: str, extra: Mapping[str, Point]) -> str:
    near = _near(key, {**_shipped().keys, **{fold(name): (name,) for name in extra}})
    if near:
        return _("did you mean {names}?", names=_quoted(near))
    return _(
        "write the nearest larger town, or give its point as {example}",
        example="`{lat: 56.14, lon: 9.16}`",
    )


def _near(key: str, by_key: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return up to three names whose keys are near, the nearest first, none twice."""
    found: list[str] = []
    while len(found) < 3 and (near := nearest(key, by_key)):
        found += [name for name in by_key[near] if name not in found]
        by_key = {one: names for one, names in by_key.items() if not set(names) <= set(found)}
    return tuple(found[:3])


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _without_suffix(key: str) -> tuple[str, ...]:
    """Return the key without “Kommune”, with and without the s before it: Københavns Kommune."""
    bare = re.sub(r" (regions)?kommune$", "", key)
    return () if bare == key else (bare, bare.removesuffix("s"))


def sources() -> tuple[Path, ...]:
    """Return the files that the places are made from."""
    folder = Path(__file__).parent
    return tuple(folder / name for name in ("additions.yaml", "municipalities.yaml", "postcodes.json", "towns.json"))


def _gazetteer() -> dict[str, object]:
    from visit.places.gazetteer import gazetteer

    return gazetteer()


@cache
def _shipped() -> _Shipped:
    stored = compiled.shipped("places", sources(), _gazetteer).value
    towns = {name: Point(*at) for name, *at in stored["towns"]}
    return _Shipped(
        towns=towns,
        keys=stored["keys"],
        postcodes={code: (name, _point_of(at, towns)) for code, (name, at) in stored["postcodes"].items()},
        post_towns=stored["post_towns"],
        municipalities=tuple(Municipality(*row) for row in stored["municipalities"]),
        municipality_keys=stored["municipality_keys"],
        main_towns=stored["main_towns"],
        lie_in=stored["lie_in"],
        cosines=tuple(stored["cosines"]),
    )


def _point_of(at: str | list[int] | None, towns: Mapping[str, Point]) -> Point | None:
    return towns[at] if isinstance(at, str) else None if at is None else Point(*at)


# The letters of Swedish and German keyboards stand for the Danish ones.
_DANISH: Final = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe"})
_SHORT: Final = {
    "gl": "gammel",
    "kgs": "kongens",
    "ll": "lille",
    "nr": "noerre",
    "sdr": "soender",
    "st": "store",
    "v": "vester",
    "oe": "oester",
}
