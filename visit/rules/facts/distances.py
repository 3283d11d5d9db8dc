"""How far an option is from the citizen's network and home, in kilometres and in minutes.

A stated figure in kilometres wins over the straight line; minutes are those of the office's own table of travel times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.places import Point, distance_metres
from visit.reading.declared import Place
from visit.reading.documents.case import NetworkMember
from visit.rules.facts.circumstances import Circumstances, Nearness
from visit.rules.facts.declaration import FactOfOption, OptionFact, said_of
from visit.rules.language.types import KM, MINUTES
from visit.rules.language.values import UNKNOWN, Value
from visit.travel import TravelTimes

Figure: TypeAlias = tuple[str, int]
"""A stated distance: the name of a place, and metres."""


class Spot(NamedTuple):
    """A place that a case names, and where it is; neither where it is not recorded."""

    name: str | None
    point: Point | None


class Reach(NamedTuple):
    """What of an option a distance depends on: where it is, and the figures that the catalogue states."""

    point: Point | None
    figures: tuple[Figure, ...]


class Network(NamedTuple):
    """What of a case the distance to the network depends on: how it is combined, and each counted member's place and weight."""

    combine: str
    members: tuple[tuple[Spot, int | None], ...]


def counted_members(case: Case, nearness: Nearness) -> tuple[NetworkMember, ...]:
    """Return the network members that count: those whose benefit is documented, or not stated. What is harmful never counts."""
    left_out = ("harmful",) if nearness.members == "all" else ("harmful", "undocumented")
    return tuple(member for member in case.network or () if member.benefit not in left_out)


def is_weighted(case: Case, nearness: Nearness) -> bool:
    """Return whether the distance to the network is a mean of several, each weighed by its contact: no distance to anybody."""
    return nearness.combine == "weighted" and len(counted_members(case, nearness)) > 1


def metres_to_each(option: Option, now: Circumstances) -> tuple[int | None, ...]:
    """Return how far an option is from each network member that counts; None where a place is not recorded."""
    reach, said = _from_network(option), said_of(option, _figures(now))
    return () if reach is None else tuple(_metres(spot, reach, said) for spot, _weight in _network(now).members)


def stated_travel(option: Option, now: Circumstances) -> Mapping[str, int]:
    """Return the travel figures stated for an offer, by place; the case's win over the catalogue's."""
    return {**option.offer.travel, **dict(said_of(option, _figures(now)))}


def _figures(now: Circumstances) -> tuple[tuple[str, Figure], ...]:
    """Return the figures that the case states, each under the offer that it is about."""
    return tuple((row.offer, (row.start, row.metres)) for row in now.case.travel or ())


def _spot(place: Place | None, now: Circumstances) -> Spot:
    return Spot(place if isinstance(place, str) else None, now.case.point(place))


def _network(now: Circumstances) -> Network:
    members = counted_members(now.case, now.nearness)
    weights = now.nearness.weights
    weighed = tuple((_spot(member.place, now), weights.get(member.contact or "")) for member in members)
    return Network(now.nearness.combine, weighed)


def _home(now: Circumstances) -> Spot:
    return _spot(now.case.citizen.home.place, now)


def _about_home(now: Circumstances) -> Spot:
    """Return the citizen's home, or where nobody recorded it, the main town of the municipality lived in."""
    home = _home(now)
    return home if home.point is not None else Spot(None, now.case.home_or_estimate(now.as_of))


def home_of(option: Option | None, now: Circumstances, *, estimated: bool) -> Spot:
    """Return where an option gives a home; without one, and for the home that the citizen has, where that is.

    An estimate is the main town of the municipality, where the place is not recorded.
    """
    if option is None or option.kind == "home":
        return _about_home(now) if estimated else _home(now)
    place = option.offer.record.place
    point = option.offer.point_or_estimate if estimated else option.offer.point
    return Spot(place if isinstance(place, str) else None, point)


def _from_network(option: Option) -> Reach | None:
    """Return where an option is reached; nothing for what comes to the citizen, and for a tenancy to be found near the network."""
    return None if option.offer.mobile or option.kind == "tenancy" else _reach(option)


def _from_home(option: Option) -> Reach | None:
    """Return where an option is reached; nothing for the home itself, and for what comes to it."""
    return None if option.offer.mobile or option.kind == "home" else _reach(option)


def _about_from_home(option: Option) -> Reach | None:
    """As from the home, with the main town of its operator's municipality for an offer whose place is not recorded."""
    reach = _from_home(option)
    return reach if reach is None else Reach(option.offer.point_or_estimate, reach.figures)


def _reach(option: Option) -> Reach:
    return Reach(option.offer.point, tuple(option.offer.travel.items()))


def _network_km(network: Network, reach: Reach | None, said: tuple[Figure, ...]) -> Value:
    """Return the distance to the network in kilometres, combined as the guideline's `nearness` says.

    0 for what comes to the citizen, and for a tenancy to be found, which is looked for where the network is.
    Unknown without a network, or when the option's place, a counted member's place, or the contact that weighs it is not recorded.
    """
    if reach is None:
        return 0
    combine, members = network
    distances = []
    for spot, weight in members:
        metres = _metres(spot, reach, said)
        if metres is None or (weight is None and combine == "weighted" and len(members) > 1):
            return UNKNOWN
        distances.append((metres, 1 if weight is None else weight))
    return Decimal(_combined(distances, combine)).scaleb(-3) if distances else UNKNOWN


def _combined(distances: list[tuple[int, int]], combine: str) -> int:
    """Return one distance for those of the members, each with its weight; in metres or in minutes as they are."""
    if combine == "weighted":
        total = sum(weight for _away, weight in distances)
        if total == 0:
            distances = [(away, 1) for away, _ in distances]
            total = len(distances)
        return sum(away * weight for away, weight in distances) // total
    pick = min if combine == "nearest" else max
    return pick(away for away, _ in distances)


def _home_km(home: Spot, reach: Reach | None, said: tuple[Figure, ...]) -> Value:
    """Return the distance from the citizen's home in kilometres; 0 for the home itself and for what comes to it."""
    if reach is None:
        return 0
    metres = _metres(home, reach, said)
    return UNKNOWN if metres is None else Decimal(metres).scaleb(-3)


def _harmful(now: Circumstances) -> tuple[Spot, ...]:
    """Return where the ties that do harm are."""
    return tuple(_spot(member.place, now) for member in now.case.network or () if member.benefit == "harmful")


def _harm_km(spots: tuple[Spot, ...], reach: Reach, said: tuple[Figure, ...]) -> Value:
    """Return the distance to the nearest tie that does harm; unknown without one, and where the place of one is not recorded."""
    distances = [metres for spot in spots if (metres := _metres(spot, reach, said)) is not None]
    return Decimal(min(distances)).scaleb(-3) if spots and len(distances) == len(spots) else UNKNOWN


def _metres(spot: Spot, reach: Reach, said: tuple[Figure, ...]) -> int | None:
    """Return a distance: as the case says it, else the catalogue, else in a straight line."""
    stated = {**dict(reach.figures), **dict(said)}
    if spot.name is not None and spot.name in stated:
        return stated[spot.name]
    return None if spot.point is None or reach.point is None else distance_metres(reach.point, spot.point)


# --- in minutes, by the office's own table ---


class TimedReach(NamedTuple):
    """What of an option a travel time depends on: the minutes that the catalogue states, by means and place, and the table's."""

    figures: tuple[tuple[str, str, int], ...]
    times: TravelTimes | None


def _timed_from_network(option: Option) -> TimedReach | None:
    return None if option.offer.mobile or option.kind == "tenancy" else _timed(option)


def _timed_from_home(option: Option) -> TimedReach | None:
    return None if option.offer.mobile or option.kind == "home" else _timed(option)


def _timed(option: Option) -> TimedReach:
    figures = tuple(
        (by, row.start, minutes)
        for row in option.offer.record.travel or ()
        for by, minutes in (("car", row.minutes_by_car), ("transit", row.minutes_by_transit))
        if minutes is not None
    )
    return TimedReach(figures, option.offer.times)


def _minutes(spot: Spot, reach: TimedReach, by: str) -> int | None:
    """Return a travel time: as the catalogue states it of the offer, else as the table has it."""
    stated = [minutes for means, place, minutes in reach.figures if (means, place) == (by, spot.name)]
    if stated:
        return stated[-1]
    return None if reach.times is None or spot.point is None else reach.times.minutes_from(spot.point, by)


def _network_minutes(by: str) -> Callable[[Network, TimedReach | None, tuple[Figure, ...]], Value]:
    """Read how long it takes from the network, combined as the distance is; unknown where the table lacks one of the ways."""

    def read(network: Network, reach: TimedReach | None, said: tuple[Figure, ...]) -> Value:
        if reach is None:
            return 0
        combine, members = network
        ways = []
        for spot, weight in members:
            minutes = _minutes(spot, reach, by)
            if minutes is None or (weight is None and combine == "weighted" and len(members) > 1):
                return UNKNOWN
            ways.append((minutes, 1 if weight is None else weight))
        return _combined(ways, combine) if ways else UNKNOWN

    return read


def _home_minutes(by: str) -> Callable[[Spot, TimedReach | None, tuple[Figure, ...]], Value]:
    """Read how long it takes from the citizen's home; 0 for the home itself and for what comes to it."""

    def read(home: Spot, reach: TimedReach | None, said: tuple[Figure, ...]) -> Value:
        minutes = 0 if reach is None else _minutes(home, reach, by)
        return UNKNOWN if minutes is None else minutes

    return read


def _harm_minutes(by: str) -> Callable[[tuple[Spot, ...], TimedReach, tuple[Figure, ...]], Value]:
    """Read how long it takes to the nearest tie that does harm; unknown as the distance is."""

    def read(spots: tuple[Spot, ...], reach: TimedReach, said: tuple[Figure, ...]) -> Value:
        ways = [minutes for spot in spots if (minutes := _minutes(spot, reach, by)) is not None]
        return min(ways) if spots and len(ways) == len(spots) else UNKNOWN

    return read


MEANS = ("car", "transit")
NETWORK_TIMES: tuple[OptionFact[Network, TimedReach | None, Figure], ...] = tuple(
    OptionFact(
        f"travel.network_minutes_by_{by}", MINUTES, _timed_from_network, _network_minutes(by), _network,
        waits_for=("case.network.count",),
    )
    for by in MEANS
)  # fmt: skip
HOME_TIMES: tuple[OptionFact[Spot, TimedReach | None, Figure], ...] = tuple(
    OptionFact(
        f"travel.home_minutes_by_{by}",
        MINUTES,
        _timed_from_home,
        _home_minutes(by),
        _home,
        waits_for=("case.home.place",),
    )
    for by in MEANS
)
TRAVEL_TIMES: tuple[FactOfOption, ...] = (*NETWORK_TIMES, *HOME_TIMES)
HARM_TIMES: tuple[FactOfOption, ...] = tuple(
    OptionFact(
        f"travel.harm_minutes_by_{by}",
        MINUTES,
        _timed,
        _harm_minutes(by),
        _harmful,
        waits_for=("case.network.harmful",),
    )
    for by in MEANS
)
WAYS = tuple(f"placement.{way}_minutes_by_{by}" for way in ("commute", "visits") for by in MEANS)
"""The facts of a whole placement in minutes."""
NETWORK_KM = OptionFact(
    "travel.network_km", KM, _from_network, _network_km, _network, _figures, waits_for=("case.network.count",)
)
HOME_KM = OptionFact("travel.home_km", KM, _from_home, _home_km, _home, _figures, waits_for=("case.home.place",))
ESTIMATED_HOME_KM = OptionFact(
    "travel.estimated_home_km", KM, _about_from_home, _home_km, _about_home, _figures, estimates="travel.home_km"
)
HARM_KM = OptionFact("travel.harm_km", KM, _reach, _harm_km, _harmful, _figures, waits_for=("case.network.harmful",))
