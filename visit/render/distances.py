"""How far a home is from each member of the network, in words; an estimate carries `~`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.catalogue import Option
from visit.locale import formats, language
from visit.locale import text as _
from visit.places import Point, distance_metres
from visit.ranking.values import Placement, Ranking
from visit.reading.documents.case import NetworkMember
from visit.reading.documents.catalogue import TravelDocument, TravelTable
from visit.rules.facts.distances import counted_members
from visit.travel import times_to
from visit.travel_files import days_of_times
from visit.vocabulary import vocabulary

FAR_METRES = 1_000
"""What is nearer to the home needs no distance."""


def network_distances(
    ranking: Ranking, placement: Placement, language: str, *, says_line: bool = False, most: int = 0
) -> Iterator[str]:
    """Yield how far the home of a placement is from the network that counts and from ties that do harm, in one sentence.

    Where nobody counts it is told how far it is from where the citizen lives.

    Nothing where the placement gives no home.

    Args:
        ranking: The answer.
        placement: One of its placements.
        language: Of what is said.
        says_line: Whether the first distance says that it is a straight line, where nothing beside it does.
        most: So many of those who count are named, who have the most contact first, and the others counted; 0 names all.
    """
    home, point = _home(placement), home_point(ranking, placement)
    counted = [one for one in counted_members(ranking.case, ranking.guideline.nearness) if one.place is not None]
    if home is None:
        return
    rows = []
    if point is None or any(ranking.case.point(one.place) is None for one in counted if one.place is not None):
        yield from _not_stated(ranking, point, counted)
    folded = 0
    if most and len(counted) > most:
        folded = len(counted) - most
        counted = sorted(counted, key=_contact_from_most)[:most]
    for member in (*counted, *(one for one in ranking.case.network or () if one.benefit == "harmful")):
        place = None if member.place is None else ranking.case.point(member.place)
        if place is None or point is None:
            continue
        metres = distance_metres(point, place)
        far = guessed(home) + kilometres(metres)
        if says_line and metres >= FAR_METRES:
            far, says_line = in_straight_line(far), False
        if took := minutes_between(ranking, place, point):
            far = f"{far} ({took})"
        told = member.contact and vocabulary().label("contact", member.contact, language)
        contact = f" ({told})" if told else ""
        if member.benefit == "harmful":
            rows.append(_("{km} from {who} (harmful tie)", km=far, who=member.who))
        else:
            rows.append(_("{km} to {who}{contact}", km=far, who=member.who, contact=contact))
    if not counted and (far := km_from_present_home(ranking, home)):
        is_far = says_line and (_metres_from_present_home(ranking, home) or 0) >= FAR_METRES
        rows.insert(0, _("{km} from where the citizen lives", km=in_straight_line(far) if is_far else far))
    if folded:
        rows.append(_("and {n} more: --full", n=formats.number(folded)))
    if rows:
        yield formats.capital(", ".join(rows)) + "."


def _contact_from_most(member: NetworkMember) -> int:
    """Order members by how often they meet the citizen, those of whom that is not recorded last."""
    contact = vocabulary().codes["contact"]
    return len(contact.terms) if member.contact is None else contact.position(member.contact)


def _not_stated(ranking: Ranking, point: Point | None, counted: Sequence[NetworkMember]) -> Iterator[str]:
    """Yield to whom of those that count it is not known how far it is."""
    who = [one.who for one in counted if point is None or one.place is None or ranking.case.point(one.place) is None]
    if who:
        yield _("Distance to {members}: not stated.", members=formats.listed(who))


def is_in_the_home(placement: Placement) -> bool:
    """Return whether all of a placement comes to the citizen's own home, so that its distance says nothing of the network."""
    return all(one.offer.mobile or one.is_ordinary_home for one in placement.parts)


def in_straight_line(km: str) -> str:
    """Return a distance with how it is measured: no way is as short."""
    return _("{km} in a straight line", km=km)


def from_present_home(ranking: Ranking, home: Option) -> str:
    """Return how far a home is from where the citizen lives, in words; nothing of the home itself, or where it is not known."""
    km = km_from_present_home(ranking, home)
    return km and _("{km} from where the citizen lives", km=km)


def km_from_present_home(ranking: Ranking, home: Option) -> str:
    """Return the kilometres between a home and where the citizen lives; nothing of the home itself, or where it is not known."""
    metres = _metres_from_present_home(ranking, home)
    guess = guessed(home) or ("" if home.offer.point else "~")
    return "" if metres is None else guess + kilometres(metres)


def _metres_from_present_home(ranking: Ranking, home: Option) -> int | None:
    here, there = ranking.case.home_point, home.offer.point_or_estimate
    if home.is_ordinary_home or home.current is not None or here is None or there is None:
        return None
    return distance_metres(here, there)


def minutes_between(ranking: Ranking, start: Point, to: Point) -> str:
    """Return how long it takes by each means, in words; nothing within one place, or where no table says."""
    times = times_to(ranking.catalogue.times, to)
    if times is None or start == to:
        return ""
    by_means = ((by, times.minutes_from(start, by)) for by in sorted(times.means))
    return formats.listed(
        f"{formats.minutes(minutes)} {vocabulary().label('travel_mode', by, language())}"
        for by, minutes in by_means
        if minutes is not None
    )


def travel_times_told(ranking: Ranking) -> str:
    """Return how and when the travel times were found, or that the answer uses none; nothing where there is no table."""
    document = ranking.catalogue.document
    if not document.has("travel"):
        return ""
    table = document.travel
    if not any(_uses_times(ranking, one) for one in ranking.placements):
        return _("no travel time used: {table} has none of these ways", table=table.table)
    methods = dict.fromkeys((table.method, *(one.method for one in table.times if one.method is not None)))
    return _("travel times: {method}, {day}", method="; ".join(methods), day=days_told(table))


def days_told(table: TravelTable | TravelDocument) -> str:
    """Return when the travel times of a table were found: a day, or from the first to the last."""
    days = sorted(days_of_times(table))
    return formats.day(days[0]) if len(days) == 1 else f"{formats.day(days[0])} – {formats.day(days[-1])}"


def _uses_times(ranking: Ranking, placement: Placement) -> bool:
    """Return whether the table says how long it takes from any of the citizen's places to any part of a placement."""
    case = ranking.case
    places = [case.point(one.place) for one in case.network or () if one.place is not None]
    starts = [*places, case.home_point, home_point(ranking, placement)]
    ends = [*places, *(one.offer.point_or_estimate for one in placement.parts)]
    return any(
        minutes_between(ranking, start, end)
        for start in starts
        for end in ends
        if start is not None and end is not None
    )


def home_point(ranking: Ranking, placement: Placement) -> Point | None:
    """Return where the citizen lives in a placement."""
    home = _home(placement)
    return ranking.case.home_point if home is None or home.is_ordinary_home else home.offer.point


def from_home_of(ranking: Ranking, placement: Placement) -> str:
    """Return from where `home_point` measures, in words: a home still to be found is nowhere yet."""
    home = _home(placement)
    if home is not None and not home.is_ordinary_home:
        return _("from the home") if home.current is not None else _("from the new home")
    if ranking.side.values["case.home.housing"] == "none":
        return _("from where the citizen stays")
    return _("from the present home") if home is not None and home.kind == "tenancy" else _("from the home")


def guessed(option: Option) -> str:
    """Return the mark of an estimate where the place of an offer is one, or a home is still to be found."""
    is_to_be_found = option.kind == "tenancy" and option.offer.point is None
    return "~" if option.is_estimate("place") or is_to_be_found else ""


def kilometres(metres: int) -> str:
    """Return a distance: whole kilometres from ten up, and nothing behind the point of none."""
    return formats.km(Decimal(metres).scaleb(-3), decimals=0 if metres >= 10_000 or metres < 50 else 1)


def _home(placement: Placement) -> Option | None:
    return next((one for one in placement.parts if one.gives_home), None)
