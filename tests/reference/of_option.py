"""What each name of an option's fact means for a citizen. The table at the end lists them; a provision's are its own fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reference.documents import Citizen, Option
from reference.of_case import Situation, age, applications, improved_areas, improvement, last_day, tried
from reference.prices import Holds, in_percent, price_per_day
from reference.values import few, known
from visit.places import distance_metres, municipality_around
from visit.rules.language.values import UNKNOWN, Levels, Members
from visit.vocabulary import vocabulary


def of_option(name: str, option: Option, now: Situation) -> Any:
    """A fact of an option for a citizen."""
    section, _, rest = name.partition(".")
    if name in OF_OPTION:
        return OF_OPTION[name](option, now)
    if section == "provision":
        return known(getattr(option.provision, rest))
    raise AssertionError(name)


def specialisation(option: Option, now: Situation) -> Any:
    """The level for the citizen's primary group, or for the nearest group above it that the offer lists."""
    if option.kind in ("home", "tenancy"):
        return known(3)
    groups, listed = now.citizen.get("target_groups"), option.get("specialisation")
    if groups is None or (groups.get("primary") is None and groups.get("secondary") != []):
        return UNKNOWN
    if groups.get("primary") is None:
        return known(1)  # recorded to have no target group: the general level
    above = (groups["primary"], *vocabulary().ancestors[groups["primary"]])
    return known(next((listed[group] for group in above if group in (listed or {})), None))


def for_the_group(option: Option, now: Situation) -> Any:
    """Whether a group of the citizen's, or one above it, is listed; not known while a secondary one may still be recorded."""
    if option.kind in ("home", "tenancy"):
        return known(True)
    groups, listed = now.citizen.get("target_groups") or {}, option.get("specialisation") or {}
    recorded = [*([groups["primary"]] if "primary" in groups else []), *groups.get("secondary", ())]
    found = any(one in listed for group in recorded for one in (group, *vocabulary().ancestors[group]))
    return UNKNOWN if listed and not found and "secondary" not in groups else known(found)


def target_groups(option: Option, now: Situation) -> Any:
    """Those that it lists; a home is for everybody."""
    if option.kind in ("home", "tenancy"):
        return Members(frozenset(vocabulary().codes["target_group"].terms))
    listed = option.get("specialisation")
    return UNKNOWN if listed is None else Members(frozenset(listed))


def levels(which: int) -> Callable[[Option, Situation], Any]:
    """The lowest levels that it takes, or the highest; where it states none of a sub-theme, that is open."""

    def read(option: Option, now: Situation) -> Any:
        themes, end = vocabulary().codes["theme"].terms, (0, 4)[which]
        if option.kind in ("home", "tenancy"):
            return Levels(dict.fromkeys(themes, end), 0, 0, 4)
        stated = {
            theme: end if pair[which] is None else pair[which] for theme, pair in (option.get("levels") or {}).items()
        }
        return Levels(stated, len(themes) - len(stated), 0, 4)

    return read


def comes_here(option: Option, now: Situation) -> Any:
    """Where it is not stated whom it serves, what is the municipality's own does, and of anything else it is not known."""
    if "serves" in option.offer:
        return known(now.municipality in option.offer["serves"])
    return known(True) if internal(option, now) == known(True) else UNKNOWN


def internal(option: Option, now: Situation) -> Any:
    operator = option.offer.get("operator", {})
    if option.kind in ("home", "tenancy"):
        return known(True)
    if operator.get("type") in ("regional", "private", "foundation"):
        return known(False)
    return UNKNOWN if operator.get("municipality") is None else known(operator["municipality"] == now.municipality)


def lies_in(option: Option, now: Situation) -> Any:
    """Its place where that is the main town of one municipality, else the municipality that runs it."""
    place, operator = option.offer.get("place"), option.offer.get("operator", {})
    here = municipality_around(place) if isinstance(place, str) else None
    owner = operator.get("municipality") if operator.get("type") == "municipal" else None
    return UNKNOWN if here is None and owner is None else known(here or owner)


def external(option: Option, now: Situation) -> Any:
    inside = internal(option, now)
    return UNKNOWN if inside is UNKNOWN else known(True not in inside)


def approved(option: Option, now: Situation) -> Any:
    """Not once it is said not to be, nor after the day it is approved until."""
    if option.kind in ("home", "tenancy"):
        return known(True)
    row = option.offer.get("approved", {})
    if row.get("approved") is False or row.get("until", "9999") < now.as_of.isoformat():
        return known(False)
    return known(True) if row.get("by") or row.get("approved") else UNKNOWN


def age_fits(option: Option, now: Situation) -> Any:
    ages = [None, None] if option.kind in ("home", "tenancy") else option.get("ages")
    if ages is None:
        return UNKNOWN
    low, high = 0 if ages[0] is None else ages[0], 999 if ages[1] is None else ages[1]
    if (low, high) == (0, 999):
        return known(True)
    years = age(now)
    fits = UNKNOWN if years is UNKNOWN else {low <= one <= high for one in years}
    return known(fits.pop()) if fits is not UNKNOWN and len(fits) == 1 else UNKNOWN


def price_ratio(option: Option, now: Situation, holds: Holds) -> Any:
    """Its price in percent of what the guideline gives as usual for its provision and level."""
    level = specialisation(option, now)
    usual = UNKNOWN if level is UNKNOWN else known(now.guideline.reference_prices.get((option.provision.id, *level)))
    return in_percent(price_per_day(option, now, holds), usual)


def tied_staff(option: Option, now: Situation) -> Any:
    """Whether a service in the house, and open on the day, states staff that belongs to it.

    Of what runs now the case may say it; where no catalogue has the offer, nobody else does.
    """
    day = now.as_of.isoformat()
    here = [row.get("staff") for row in now.citizen.rows("citizen", "current") if row["offer"] == option.offer["id"]]
    found = [
        row.get("staff")
        for row in option.offer.get("services", ())
        if is_in_the_house(row) and row.get("opened", day) <= day <= row.get("closed", day)
    ]
    if {"tied_part_of_day", "tied_day_and_night", "one_to_one"} & {*found, *here}:
        return known(True)
    outside = option.kind == "current" and "services" not in option.offer
    return UNKNOWN if outside or None in found else known(False)


def is_in_the_house(row: Mapping[str, Any]) -> bool:
    """Whether it is for the residents only, or help in the home that gives the home as well: a shared house."""
    shared = "home" in row.get("areas", {}) and vocabulary().provisions[row["provision"]].in_own_home
    return shared or row.get("open_to") == "residents"


def premises(option: Option, now: Situation) -> Any:
    found = now.citizen.get("citizen", "home", "premises") if option.kind == "home" else option.offer.get("premises")
    return UNKNOWN if found is None else Members(frozenset(found))


def forms(option: Option, now: Situation) -> Any:
    """The forms that are listed, and the kind, which is one of them; without a list there may be more."""
    kind, listed = option.service.get("kind"), option.service.get("forms")
    found = frozenset((*(listed or ()), *([kind] if kind else ())))
    return UNKNOWN if listed is None and kind is None else Members(found, complete=listed is not None)


def latest_answers(option: Option, now: Situation) -> list[Mapping[str, Any]]:
    """What the offer answered on the last day on which it did; undated answers are the oldest.

    Not what it answers after the day asked for, nor of another service; and an offer cannot end the citizen's own tenancy by a no.
    """
    if option.current is not None and option.provision.tenancy and now.citizen.get("citizen", "home", "tenancy"):
        return []
    rows = [
        row
        for row in now.citizen.rows("answers")
        if row["offer"] in (option.id, option.offer["id"])
        and row.get("on", "") <= now.as_of.isoformat()
        and row.get("service", option.provision.id) == option.provision.id
    ]
    last = max((row.get("on", "") for row in rows), default="")
    return [row for row in rows if row.get("on", "") == last]


def answer(option: Option, now: Situation) -> Any:
    """Two answers of one day leave it open which of them counts."""
    return few(row["answer"] for row in latest_answers(option, now))


def free_from_days(option: Option, now: Situation) -> Any:
    """In how many days an offer that accepts has a place; of several days of one answer the last."""
    rows = latest_answers(option, now)
    days = [date.fromisoformat(row["free_from"]) for row in rows if "free_from" in row]
    if not days or {row["answer"] for row in rows} != {"accepts"}:
        return UNKNOWN
    return known(max(0, (max(days) - now.as_of).days))


def in_question(now: Situation, question: str) -> list[Mapping[str, Any]]:
    """What runs and of which this is asked."""
    return [row for row in now.citizen.rows("citizen", "current") if row.get("question", "keep") == question]


def is_grounded(row: Mapping[str, Any], now: Situation, less_of: Collection[str], step: int = 0) -> bool:
    """Whether there is a ground for giving less in some areas, or a home on a step.

    One is recorded, or the last thing that its offer said is that it ends.

    That the need has changed grounds as much less as was measured: in the areas that are better. A home on a lower step takes that
    support or care is; one that is no stay, also that a slight support need is left. A home let to the citizen does not
    end by it.
    """
    said = [one for one in now.citizen.rows("answers") if one["offer"] == row["offer"]]
    said = [one for one in said if one.get("on", "") <= now.as_of.isoformat()]
    last = max((one.get("on", "") for one in said), default="")
    if any(one["answer"] == "terminated" for one in said if one.get("on", "") == last):
        return True
    if row.get("ground") != "need_changed":
        return "ground" in row
    measured = improvement(now) is not UNKNOWN
    if set(less_of) != {"home"}:
        return not measured or bool(improved_areas(now) & set(less_of))
    better = not measured or bool(improved_areas(now) & {"support", "care"})
    slight = (now.citizen.get("support_need") or 0) < 2
    return better and (step >= 6 or (slight and not vocabulary().provisions[row["service"]].tenancy))


def less(option: Option, row: Mapping[str, Any], now: Situation) -> list[bool]:
    """In which respects it gives less than what runs (a lower home, fewer hours, visits), and if there is a ground or an
    application for that."""
    areas = vocabulary().provisions[row["service"]].areas
    found = []
    if option.current is None and option.gives_home and "home" in areas:
        (step,) = main_step(option, now)
        if step < max(one.number for one in areas.values() if one.ladder == "home"):
            found.append(has_applied(option, now) or is_grounded(row, now, ("home",), step))
    helped = set(areas) - {"home"}
    here = counted_in(option) & helped
    if here and "hours_per_week" in row and is_fewer(row, now):
        found.append(has_applied_for_hours(helped, assessed(helped, now), now) or is_grounded(row, now, helped))
    elif here and is_below(option, row, now):
        limit = Decimal(option.service["hours_per_week"])
        found.append(has_applied_for_hours(helped, limit, now) or is_grounded(row, now, here))
    staff = option.service.get("staff", None if option.for_residents else option.provision.staff)
    visits = option.current is None and staff == "agreed_visits" and {"support", "care"} & set(option.areas)
    if visits and had_tied_staff(row):
        found.append(has_applied(option, now) or is_grounded(row, now, ("support", "care")))
    return found


def counted_in(option: Option) -> set[str]:
    """The areas in which its hours count: where they are granted one by one, or where no help is."""
    if option.continues or option.provision.hours == "included":
        return set()
    granted = {area for one in vocabulary().provisions.values() if one.hours == "granted" for area in one.areas}
    return set(option.areas) - {"home"} - (set() if option.provision.hours == "granted" else granted)


def assessed(areas: Collection[str], now: Situation) -> Decimal | None:
    """The hours a week in some areas, where one at least is assessed, and each that is or may be needed."""
    hours, needed = now.citizen.get("needs", "hours_per_week") or {}, now.citizen.get("needs", "areas")
    if not set(areas) & set(hours) or any(needed is None or area in needed for area in set(areas) - set(hours)):
        return None
    return sum((Decimal(hours[area]) for area in areas if area in hours), Decimal(0))


def is_fewer(row: Mapping[str, Any], now: Situation) -> bool:
    """Whether fewer hours are assessed in its areas than run there."""
    helped = set(vocabulary().provisions[row["service"]].areas) - {"home"}
    found = assessed(helped, now)
    run = hours_that_run(helped, now.citizen.rows("citizen", "current"))
    return Decimal(row["hours_per_week"]) > 0 and found is not None and found < run


def is_below(option: Option, row: Mapping[str, Any], now: Situation) -> bool:
    """Whether it says itself that it gives fewer hours than are in question, in all their areas, of which none is assessed."""
    helped = set(vocabulary().provisions[row["service"]].areas) - {"home"}
    if option.current is not None or not helped <= counted_in(option) or "hours_per_week" not in option.service:
        return False
    run = hours_that_run(helped, in_question(now, row.get("question", "keep")))
    unsaid = not helped & set(now.citizen.get("needs", "hours_per_week") or {})
    return unsaid and Decimal(option.service["hours_per_week"]) < run


def hours_that_run(areas: Collection[str], rows: Sequence[Mapping[str, Any]]) -> Decimal:
    """The hours of the services that have no other area, a home aside."""
    here = [row for row in rows if set(vocabulary().provisions[row["service"]].areas) - {"home"} <= set(areas)]
    return sum((Decimal(row.get("hours_per_week", 0)) for row in here), Decimal(0))


def served(row: Mapping[str, Any], now: Situation) -> set[str]:
    """The areas that what runs surely serves: its only one; else those that alone have a need that is stated of it, or is usual."""
    provision = vocabulary().provisions[row["service"]]
    if len(provision.areas) == 1:
        return set(provision.areas)
    usual = {*provision.usual, *now.guideline.usually_met.get(provision.id, ())}
    here = [set(now.guideline.needs[key].areas) & set(provision.areas) for key in row.get("covers") or usual]
    return {area for areas in here if len(areas) == 1 for area in areas}


def had_tied_staff(row: Mapping[str, Any]) -> bool:
    """As the case says; else as is usual for the provision."""
    tied = ("tied_part_of_day", "tied_day_and_night", "one_to_one")
    return row["staff"] in tied if "staff" in row else "tied_staff" in vocabulary().provisions[row["service"]].usual


def gives_less(option: Option, now: Situation) -> Any:
    return known(any(less(option, row, now) for row in in_question(now, "review")))


def lacks_ground(option: Option, question: str, now: Situation) -> bool:
    """Whether it gives less than something of which this is asked, with no ground recorded and no application for it."""
    return any(not all(less(option, row, now)) for row in in_question(now, question))


def less_grounded(option: Option, now: Situation) -> Any:
    return UNKNOWN if lacks_ground(option, "review", now) else known(True)


def has_applied(option: Option, now: Situation) -> bool:
    """Whether the citizen has applied for its provision; for help in an ordinary home, where it is one."""
    applied = {id for row in applications(now) for id in vocabulary().codes["provision"].expand(row["provision"])}
    if option.kind in ("home", "tenancy"):
        return any(vocabulary().provisions[id].in_own_home for id in applied)
    return option.provision.id in applied


def has_applied_for_hours(areas: Collection[str], given: Decimal | None, now: Situation) -> bool:
    """Whether the citizen has applied for help in one of some areas with no more hours than are given."""
    for row in applications(now):
        ids = vocabulary().codes["provision"].expand(row["provision"])
        here = any(set(areas) & set(vocabulary().provisions[id].areas) for id in ids)
        if here and given is not None and "hours_per_week" in row and Decimal(row["hours_per_week"]) <= given:
            return True
    return False


def tried_not_enough(option: Option, now: Situation) -> Any:
    """Whether it was not enough when it was tried last, and nobody has written a new ground for another trial.

    A trial under the provision alone says nothing of help for the residents of a house: that is other help.
    """
    if now.citizen.get("tried") is None:
        return UNKNOWN
    anywhere = [] if option.service.get("open_to") == "residents" else [None]
    about = [row for row in tried(now) if row["provision"] == option.provision.id]
    about = [row for row in about if row.get("offer") in (option.offer["id"], *anywhere)]
    last = max(map(last_day, about), default="")
    return known(any(row["result"] == "not_enough" and "again" not in row for row in about if last_day(row) == last))


def main_step(option: Option, now: Situation) -> Any:
    """The step on the home ladder where it stands on it, else its highest."""
    home = [step.number for step in option.areas.values() if step.ladder == "home"]
    return known(max(home or [step.number for step in option.areas.values()]))


def moves_home(option: Option, now: Situation) -> bool:
    """Whether it gives another home than the present one; the place of a stay that ends is still where the citizen lives."""
    rows = now.citizen.rows("citizen", "current")
    homes = [(row["offer"], row["service"]) for row in rows if "home" in vocabulary().provisions[row["service"]].areas]
    return option.gives_home and not option.of_today and (option.offer["id"], option.provision.id) not in homes


def lives_here(option: Option, now: Situation) -> Any:
    """Whether the home of today is at its offer; of a stay that is recorded without its offer nobody knows."""
    if option.kind == "home":
        return known(True)
    rows = now.citizen.rows("citizen", "current")
    homes = [row["offer"] for row in rows if "home" in vocabulary().provisions[row["service"]].areas]
    housing = now.citizen.get("citizen", "home", "housing")
    if option.offer["id"] in homes:
        return known(True)
    return known(False) if homes or housing in ("own", "with_family", "none", "cannot_stay") else UNKNOWN


def named(key: str) -> Callable[[Option, Situation], Any]:
    """Whether the citizen names it, or its offer, among the wishes."""

    def read(option: Option, now: Situation) -> Any:
        names = now.citizen.get("wishes", key)
        return UNKNOWN if names is None else known(option.id in names or option.offer["id"] in names)

    return read


def of_service(key: str) -> Callable[[Option, Situation], Any]:
    return lambda option, now: known(option.service.get(key))


def of_offer(*path: str) -> Callable[[Option, Situation], Any]:
    return lambda option, now: known(Citizen(option.offer, {}).get(*path))


def of_move(key: str, *at_all: str) -> Callable[[Option, Situation], Any]:
    """What is said of the very move, else of moves to the offer, else of moves under the provision, else of moving at all."""

    def read(option: Option, now: Situation) -> Any:
        rows = [row for row in now.citizen.rows("consent", "moves") if key in row]
        here = [row for row in rows if row.get("offer") == option.offer["id"]]
        under = [
            row
            for row in rows
            if "provision" in row and option.provision.id in vocabulary().codes["provision"].expand(row["provision"])
        ]
        nearest = (
            [row for row in here if row in under],
            [row for row in here if "provision" not in row],
            [row for row in under if "offer" not in row],
        )
        said = next((found for found in nearest if found), [])
        return few(row[key] for row in said) if said else known(now.citizen.get(*at_all))

    return read


# --- how far it is --------------------------------------------------------------------------------------------------


def home_km(option: Option, now: Situation) -> Any:
    """From the citizen's home; the home itself, and what comes to it, is no way."""
    if option.mobile or option.kind == "home":
        return known(Decimal(0))
    return kilometres(metres(option, now.citizen.get("citizen", "home", "place"), now))


def estimated_home_km(option: Option, now: Situation) -> Any:
    """The same; where a place is not recorded, from or to the main town of the municipality."""
    found = home_km(option, now)
    here, there = now.citizen.about_home(now.as_of), option.point or option.estimate
    if found is not UNKNOWN or here is None or there is None:
        return found
    return kilometres(distance_metres(here, there))


def network_km(option: Option, now: Situation) -> Any:
    """To the ties that count, as one distance. A tenancy to be found is looked for where they are."""
    if option.mobile or option.kind == "tenancy":
        return known(Decimal(0))
    far = together([metres(option, row.get("place"), now) for row in counted(now)], now)
    return far if far is UNKNOWN else kilometres(far)


def minutes(option: Option, place: Any, by: str, now: Situation, at: Any = None) -> int | None:
    """A stated figure; else as the table says of that very way, else of the way back; within one place it is no time."""
    stated = [row for row in option.offer.get("travel", ()) if row["from"] == place and f"minutes_by_{by}" in row]
    if stated:
        return int(stated[-1][f"minutes_by_{by}"])
    here = at or now.citizen.point(place)
    ways = [row for row in option.travel if row[0] == by]
    there = [time for _by, start, to, time in ways if (start, to) == (here, option.point)]
    back = [time for _by, start, to, time in ways if (to, start) == (here, option.point)]
    if not ways or here is None or option.point is None:
        return None
    return next(iter([*there, *back, *([0] if here == option.point else [])]), None)


def home_minutes(by: str) -> Callable[[Option, Situation], Any]:
    def read(option: Option, now: Situation) -> Any:
        if option.mobile or option.kind == "home":
            return known(0)
        took = minutes(option, now.citizen.get("citizen", "home", "place"), by, now)
        return UNKNOWN if took is None else known(took)

    return read


def network_minutes(by: str) -> Callable[[Option, Situation], Any]:
    """Combined as the distance is, rounded down to whole minutes."""

    def read(option: Option, now: Situation) -> Any:
        if option.mobile or option.kind == "tenancy":
            return known(0)
        took = together([minutes(option, row.get("place"), by, now) for row in counted(now)], now)
        return took if took is UNKNOWN else known(took)

    return read


def together(far: Sequence[int | None], now: Situation) -> Any:
    """The ways to the ties that count as one number."""
    rows = counted(now)
    ways = [one for one in far if one is not None]
    if not rows or len(ways) < len(rows):
        return UNKNOWN
    if now.guideline.nearness.combine in ("nearest", "farthest"):
        return min(ways) if now.guideline.nearness.combine == "nearest" else max(ways)
    weights = [now.guideline.nearness.weights.get(row.get("contact")) for row in rows]
    if len(rows) == 1 or not any(weight != 0 for weight in weights):
        return sum(ways) // len(rows)
    if None in weights:
        return UNKNOWN
    return sum(one * weight for one, weight in zip(ways, weights, strict=True)) // sum(weights)  # type: ignore[arg-type,operator]


def counted(now: Situation) -> Sequence[Mapping[str, Any]]:
    """Ties that do harm never count; where the guideline asks for documented ones, those recorded as not documented neither."""
    left_out = {"harmful"} if now.guideline.nearness.members == "all" else {"harmful", "undocumented"}
    return [row for row in now.citizen.rows("network") if row.get("benefit") not in left_out]


def harm_km(option: Option, now: Situation) -> Any:
    """To the nearest tie that does harm."""
    rows = [row for row in now.citizen.rows("network") if row.get("benefit") == "harmful"]
    far = [metres(option, row.get("place"), now) for row in rows]
    return UNKNOWN if None in far or not far else kilometres(min(one for one in far if one is not None))


def harm_minutes(by: str) -> Callable[[Option, Situation], Any]:
    def read(option: Option, now: Situation) -> Any:
        rows = [row for row in now.citizen.rows("network") if row.get("benefit") == "harmful"]
        took = [minutes(option, row.get("place"), by, now) for row in rows]
        return UNKNOWN if None in took or not took else known(min(one for one in took if one is not None))

    return read


def metres(option: Option, place: Any, now: Situation) -> int | None:
    """A stated figure, the case's before the catalogue's, wins over the straight line."""
    found = stated_metres(option, place, now)
    here, there = now.citizen.point(place), option.point
    return found if found is not None or here is None or there is None else distance_metres(here, there)


def stated_metres(option: Option, place: Any, now: Situation) -> int | None:
    if isinstance(place, str):
        for row in reversed(now.citizen.rows("travel")):
            if (row["from"], row["to"]) == (place, option.offer["id"]):
                return int(row["metres"])
        for row in reversed(option.offer.get("travel", ())):
            if row["from"] == place and "metres" in row:
                return int(row["metres"])
    return None


def way_km(home: Option | None, option: Option, now: Situation, *, estimated: bool) -> Any:
    """From the home in a placement, or without one from the home that the citizen has; what comes to it is no way."""
    if home is None or home.kind == "home" or option.mobile:
        return estimated_home_km(option, now) if estimated else home_km(option, now)
    found = stated_metres(option, home.offer.get("place"), now)
    here, there = home.point or (estimated and home.estimate), option.point or (estimated and option.estimate)
    return kilometres(found if found is not None or not here or not there else distance_metres(here, there))


def way_minutes(home: Option | None, option: Option, by: str, now: Situation) -> Any:
    if home is None or home.kind == "home" or option.mobile:
        return home_minutes(by)(option, now)
    took = minutes(option, home.offer.get("place"), by, now, home.point)
    return UNKNOWN if took is None else known(took)


def kilometres(far: int | None) -> Any:
    return UNKNOWN if far is None else known(Decimal(far) / 1000)


# --- the table ---

OF_OPTION: dict[str, Callable[[Option, Situation], Any]] = {
    "option.id": lambda option, now: known(option.id),
    "offer.id": lambda option, now: known(option.offer["id"]),
    "offer.name": lambda option, now: known(option.offer["name"]),
    "offer.tied_staff": tied_staff,
    "offer.homes_for_elderly": of_offer("homes_for_elderly"),
    "option.for_the_group": for_the_group,
    "option.general": lambda option, now: known(not option.get("specialisation")),
    "option.residents_only": lambda option, now: known(option.service.get("open_to") == "residents"),
    "offer.operator.type": of_offer("operator", "type"),
    "offer.municipality": lies_in,
    "offer.operator.municipality": of_offer("operator", "municipality"),
    "option.target_groups": target_groups,
    "option.levels_from": levels(0),
    "option.levels_to": levels(1),
    "option.kind": lambda option, now: known(option.kind),
    "option.provision": lambda option, now: known(option.provision.id),
    "option.areas": lambda option, now: Members(frozenset(option.areas)),
    "option.covers": lambda option, now: Members(frozenset(option.covers)),
    "option.step": main_step,
    "option.gives_home": lambda option, now: known(option.gives_home),
    "option.moves_home": lambda option, now: known(moves_home(option, now)),
    "option.lives_here": lives_here,
    "offer.groups": lambda option, now: Members(
        frozenset(group for offer, group in now.guideline.groups_of_offers if offer in (option.offer["id"], option.id))
    ),
    "option.current": lambda option, now: known(option.current is not None),
    "option.question": lambda option, now: known(option.current and option.current.get("question", "keep")),
    "option.mobile": lambda option, now: known(option.mobile),
    "option.special_arrangement": lambda option, now: known(bool(option.service.get("special_arrangement"))),
    "option.free_places": of_service("free"),
    "option.waiting_days": lambda option, now: known(0 if option.of_today else option.service.get("waiting_days")),
    "option.for_a_level": lambda option, now: known("when" in option.service),
    "option.months": of_service("months"),
    "option.sessions": of_service("sessions"),
    "option.forms": forms,
    "option.open_on": lambda option, now: (
        Members(frozenset(option.service["open_on"])) if "open_on" in option.service else UNKNOWN
    ),
    "option.open_days": lambda option, now: known(
        len(set(option.service["open_on"])) if "open_on" in option.service else None
    ),
    "option.open_hours": lambda option, now: known(
        Decimal(option.service["open_hours"]) if "open_hours" in option.service else None
    ),
    "option.staff": lambda option, now: known(option.get("staff") or option.provision.staff),
    "option.registered": of_offer("approved", "tilbudsportalen"),
    "option.approved": approved,
    "option.premises": premises,
    "option.internal": internal,
    "option.external": external,
    "option.partner": lambda option, now: (
        UNKNOWN if "agreements" not in option.offer else known(now.municipality in option.offer["agreements"])
    ),
    "option.serves": lambda option, now: known(now.municipality in option.offer.get("serves", (now.municipality,))),
    "option.comes_here": comes_here,
    "option.wished": named("offers"),
    "option.avoided": named("avoid"),
    "option.specialisation": specialisation,
    "option.age_fits": age_fits,
    "option.answer": answer,
    "option.tried_not_enough": tried_not_enough,
    "option.answered": lambda option, now: known(bool(latest_answers(option, now))),
    "option.free_from_days": free_from_days,
    "option.consent_to_move": of_move("consent", "consent", "move"),
    "option.guardian_accepts": of_move("guardian_accepts", "guardian", "accepts"),
    "option.gives_less": gives_less,
    "option.less_than_ends": lambda option, now: known(lacks_ground(option, "ends", now)),
    "option.less_grounded": less_grounded,
    "option.standing": lambda option, now: UNKNOWN,
    "travel.network_km": network_km,
    "travel.home_km": home_km,
    "travel.estimated_home_km": estimated_home_km,
    "travel.harm_km": harm_km,
    **{f"travel.network_minutes_by_{by}": network_minutes(by) for by in ("car", "transit")},
    **{f"travel.home_minutes_by_{by}": home_minutes(by) for by in ("car", "transit")},
    **{f"travel.harm_minutes_by_{by}": harm_minutes(by) for by in ("car", "transit")},
}
