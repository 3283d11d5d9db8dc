"""The records of case and catalogue as values, and the options of a case.

A record is plain: mappings, lists, texts, numbers. What is left out of it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from visit.case import Case
from visit.catalogue import Catalogue
from visit.places import Point
from visit.vocabulary import Provision, Step, provision, step, vocabulary

NO_HOME_OF_THEIRS = ("none", "cannot_stay", "institution")
STAFF = {"round_the_clock": "tied_day_and_night", "tied_staff": "tied_part_of_day", "one_to_one": "one_to_one"}
"""The least staff that meets each need for staff."""


@dataclass(frozen=True)
class Citizen:
    """What is recorded of one citizen, and the points of the places named."""

    record: Mapping[str, Any]
    points: Mapping[str, Sequence[int]]

    def get(self, *path: str) -> Any:
        """What is recorded at a path; None where it is left out."""
        value: Any = self.record
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def rows(self, *path: str) -> Sequence[Mapping[str, Any]]:
        return self.get(*path) or ()

    def point(self, place: Any) -> Point | None:
        return point_of(place, self.points)

    def dwelling(self, day: date) -> Mapping[str, Any]:
        """What is recorded of a dwelling to move to; what was learned later than a day does not count yet."""
        found: Mapping[str, Any] = self.get("citizen", "home", "dwelling") or {}
        return found if found.get("on", "") <= day.isoformat() else {}

    @property
    def home_point(self) -> Point | None:
        return self.point(self.get("citizen", "home", "place"))

    def about_home(self, day: date) -> Point | None:
        """Where the citizen lives; else the main town of the municipality lived in last, and without that of the acting one."""
        lived = [row["municipality"] for row in self.rows("citizen", "lived") if row.get("from", "") <= day.isoformat()]
        return self.home_point or main_town(lived[-1] if lived else self.get("municipality"), self.points)


def citizen_of(case: Case) -> Citizen:
    return Citizen(case.record["document"], case.record["points"])


def point_of(place: Any, points: Mapping[str, Sequence[int]]) -> Point | None:
    if place is None:
        return None
    return Point(*points[f"{place['lat']},{place['lon']}" if isinstance(place, Mapping) else str(place)])


def main_town(municipality: Any, points: Mapping[str, Sequence[int]]) -> Point | None:
    at = points.get(f"~{municipality}")
    return None if at is None else Point(*at)


def has_staff_for(need: str, staff: str) -> bool:
    order = list(vocabulary().codes["staff"].terms)
    return order.index(staff) >= order.index(STAFF[need])


@dataclass(frozen=True)
class Option:
    """One service of one offer. `kind` is catalogue, current, home or tenancy; `current` is the case's row where it runs now.

    `estimate` is where it is taken to be while its place is not recorded, `travel` the catalogue's table of travel times with the
    points of its places.
    """

    offer: Mapping[str, Any]
    service: Mapping[str, Any]
    provision: Provision
    point: Point | None
    kind: str = "catalogue"
    current: Mapping[str, Any] | None = None
    estimate: Point | None = None
    travel: Sequence[tuple[str, Point, Point, int]] = ()

    @property
    def id(self) -> str:
        return f"{self.offer['id']}/{self.service.get('id', self.provision.id)}"

    @property
    def areas(self) -> Mapping[str, Step]:
        """The areas it covers, each with its step: the provision's, unless the service has its own."""
        return {**self.provision.areas, **{area: step(code) for area, code in self.service.get("areas", {}).items()}}

    def get(self, key: str) -> Any:
        """A field of the service, else of the offer."""
        return self.service.get(key, self.offer.get(key))

    def listed(self, key: str) -> set[str]:
        return {*self.offer.get(key, ()), *self.service.get(key, ())}

    @property
    def covers(self) -> set[str]:
        """The needs it states that it meets; unless it states that it does not, those its stated staff meets, else those usual."""
        usual = set(self.provision.usual)
        if "staff" in self.service:
            usual = usual - set(STAFF) | {need for need in STAFF if has_staff_for(need, self.service["staff"])}
        return (usual | self.listed("covers")) - self.listed("lacks")

    @property
    def mobile(self) -> bool:
        return bool(self.offer.get("mobile", False))

    @property
    def gives_home(self) -> bool:
        return "home" in self.areas

    @property
    def is_stay(self) -> bool:
        """Whether it gives a home together with support or care."""
        return self.gives_home and bool({"support", "care"} & set(self.areas))

    @property
    def for_residents(self) -> bool:
        return bool(self.service.get("open_to") == "residents")

    @property
    def of_today(self) -> bool:
        """Whether it is what the citizen has today: a service that runs, or the home."""
        return self.current is not None or self.kind == "home"

    @property
    def continues(self) -> bool:
        """Whether it runs now and is to be kept."""
        return self.current is not None and self.current.get("question", "keep") == "keep"


def options_of(
    citizen: Citizen, catalogue: Catalogue, day: date, usually_met: Mapping[str, frozenset[str]]
) -> list[Option]:
    """What is open in the catalogue, what runs now, the home of today, and an ordinary tenancy unless none can be had; by id.

    `usually_met` has the needs of the guideline's own that help under a provision usually meets.
    """
    known = {**vocabulary().provisions, **{row["id"]: provision(row) for row in catalogue.record["provisions"]}}
    given = {id: replace(one, usual=one.usual | usually_met.get(id, frozenset())) for id, one in known.items()}
    found = {option.id: option for option in listed(catalogue, given) if is_open(option, day)}
    for row in citizen.rows("citizen", "current"):
        if row.get("question", "keep") != "ends":
            option = running(row, citizen, list(found.values()), given)
            found[option.id] = option
    ids = {(option.offer["id"], option.provision.id) for option in found.values()}
    for row in citizen.rows("citizen", "current"):  # who lives somewhere may stay there, in a catalogue or not
        lived_in = "home" in vocabulary().provisions[row["service"]].areas
        if row.get("question") == "ends" and lived_in and (row["offer"], row["service"]) not in ids:
            paid = (
                {"price": {"per": "day", "basic": row["price_dkk_per_day"], "vat": "excl"}}
                if "price_dkk_per_day" in row
                else {}
            )
            option = running(row, citizen, [], given)
            found[option.id] = replace(option, current=None, service={**option.service, **paid})
    housing = citizen.get("citizen", "home", "housing")
    if housing is not None and housing not in NO_HOME_OF_THEIRS:
        found["home/own"] = Option(
            {"id": "home", "name": "home"}, {"id": "own"}, given["HOME"], citizen.home_point, "home"
        )
    if housing != "own" and citizen.dwelling(day).get("offered") is not False:
        tenancy = Option({"id": "tenancy", "name": "tenancy"}, {"id": "ordinary"}, given["TENANCY"], None, "tenancy", None,
                         main_town(citizen.get("municipality"), citizen.points))  # fmt: skip
        found[tenancy.id] = tenancy
    points = catalogue.record["points"]
    rows: Any = catalogue.record["document"].get("travel", {})
    ways = [
        (row["by"], point_of(row["from"], points), point_of(row["to"], points), row["minutes"])
        for row in rows.get("times", ())
    ]
    return [replace(found[id], travel=ways) for id in sorted(found)]


def listed(catalogue: Catalogue, given: Mapping[str, Provision]) -> list[Option]:
    """Every service of every offer, by id."""
    points = catalogue.record["points"]
    every = [
        Option(
            offer,
            service,
            given[service["provision"]],
            point_of(offer.get("place"), points),
            estimate=near(offer, points),
        )
        for offer in catalogue.record["document"]["offers"]
        for service in offer["services"]
    ]
    return sorted(every, key=lambda option: option.id)


def near(offer: Mapping[str, Any], points: Mapping[str, Sequence[int]]) -> Point | None:
    """Where an offer is taken to be whose place is not recorded."""
    return main_town(offer.get("operator", {}).get("municipality"), points) if offer.get("place") is None else None


def is_open(option: Option, day: date) -> bool:
    """Opening and closing days count as open."""
    text = day.isoformat()
    periods = (option.offer, option.service)
    return (option.provision.from_date or "") <= text and all(
        one.get("opened", "") <= text <= one.get("closed", "9999") for one in periods
    )


def running(
    row: Mapping[str, Any], citizen: Citizen, found: Sequence[Option], given: Mapping[str, Provision]
) -> Option:
    """A service that runs now: the case knows its price and what it covers better than the catalogue."""
    stated = {key: row[key] for key in ("covers", "staff") if key in row}
    for option in found:
        if (option.offer["id"], option.provision.id) == (row["offer"], row["service"]):
            covers = [*option.service.get("covers", ()), *stated.get("covers", ())]
            service = {**option.service, **stated, "covers": covers}
            return Option(option.offer, service, option.provision, option.point, "current", row, option.estimate)
    offer = {"id": row["offer"], "name": row.get("name", row["offer"])}
    return Option(offer, stated, given[row["service"]], citizen.point(row.get("place")), "current", row)
