"""What each name of a citizen's fact means: what is recorded under it, or what the table at the end works out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reference.documents import Citizen
from reference.values import few, known, months
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Levels, Members
from visit.vocabulary import vocabulary

DAY = timedelta(days=1)


@dataclass
class Situation:
    """One citizen on one date under one guideline, with what it proposes, and what the first pass found of other options."""

    citizen: Citizen
    guideline: Guideline
    as_of: date
    proposed: Mapping[str, Any] = field(default_factory=dict)
    compared: Mapping[str, Any] = field(default_factory=dict)
    met_lower: Mapping[str, Any] = field(default_factory=dict)
    tried_lower: Mapping[str, Any] = field(default_factory=dict)
    met_by: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    approved_match: Mapping[str, Any] = field(default_factory=dict)

    @property
    def municipality(self) -> Any:
        return self.citizen.record["municipality"]


def of_case(name: str, now: Situation) -> Any:
    """A fact of the citizen: worked out where it stands in the table below, else what is recorded under its name."""
    if name in OF_CASE:
        return OF_CASE[name](now)
    if name.startswith("tried("):
        return tried_at(now, name[6:-1])
    path = name.removeprefix("case.").split(".")  # what a guideline declares is called `extra.` and its name
    value = now.citizen.get(*(["citizen", *path] if path[0] == "home" else path))
    if value is None:
        return UNKNOWN
    match now.guideline.types[name].kind:
        case "codes" | "texts":
            return Members(frozenset(value))
        case "date":
            return known(date.fromisoformat(value))
        case "number" if isinstance(value, str):
            return known(Decimal(value))
    return known(value)


def age(now: Situation) -> Any:
    """Whole years; a birth year, or an age that was recorded on an earlier day, leaves two.

    Of an adult it is one of all; 120 stands for all above 80, which no order tells apart from it.
    """
    recorded, born = now.citizen.get("citizen", "age"), now.citizen.get("citizen", "born")
    if recorded is not None:
        assessed = date.fromisoformat(now.citizen.record["assessed"])
        since = months(assessed, now.as_of) // 12
        return known(recorded) if assessed == now.as_of else frozenset((recorded + since, recorded + since + 1))
    if born is None:
        adult = now.citizen.get("citizen", "adult")
        return UNKNOWN if adult is None else frozenset((*range(18, 81), 120) if adult else range(18))
    if isinstance(born, int):
        return frozenset((max(now.as_of.year - born - 1, 0), now.as_of.year - born))
    return known(months(date.fromisoformat(born), now.as_of) // 12)


def born(now: Situation) -> Any:
    """The date; of a year, or of an age, the first and last day of every month that it may be."""
    year, years = now.citizen.get("citizen", "born"), now.citizen.get("citizen", "age")
    assessed = date.fromisoformat(now.citizen.record["assessed"])
    if years is None and not isinstance(year, int):
        return UNKNOWN if year is None else known(date.fromisoformat(year))
    days = [date.fromordinal(one) for one in range(date(1850, 1, 1).toordinal(), assessed.toordinal() + 1)]
    reach = [day for day in days if (day.year == year if years is None else months(day, assessed) // 12 == years)]
    return few(day for day in reach if not {day - DAY, day + DAY} <= {one for one in reach if one.month == day.month})


def turns_18(now: Situation) -> Any:
    found = born(now)
    if found is UNKNOWN:
        return UNKNOWN
    days = {first: [first.replace(year=first.year + 18, day=1) + DAY * one for one in range(31)] for first in found}
    return few(next(day for day in after if months(first, day) >= 216) for first, after in days.items())


def dwelling_from(now: Situation) -> Any:
    """The day from which there is a dwelling: one that is offered, from a day that is recorded."""
    dwelling = now.citizen.dwelling(now.as_of)
    return known(date.fromisoformat(dwelling["from"])) if dwelling.get("offered") and "from" in dwelling else UNKNOWN


def stay_ends(now: Situation) -> Any:
    """Whether one of the services that run now gives the home, and ends."""
    rows = now.citizen.get("citizen", "current")
    if rows is None:
        return UNKNOWN
    ending = [vocabulary().provisions[row["service"]] for row in rows if row.get("question", "keep") == "ends"]
    return known(any("home" in provision.areas for provision in ending))


def acting_municipality(now: Situation) -> Any:
    """That of the last home that is no stay which a municipality contributed to; either, where it is not recorded under what."""
    acting: Any = UNKNOWN
    for row in now.citizen.rows("citizen", "lived"):
        if row.get("from", "") > now.as_of.isoformat() or row.get("under") == "stay":
            continue
        here = {row["municipality"]}
        acting = few(here) if "under" in row else UNKNOWN if acting is UNKNOWN else few(acting | here)
    return acting


def target_groups(now: Situation) -> Any:
    """The primary and the secondary ones; where the secondary ones are left out there may be more."""
    groups = now.citizen.get("target_groups")
    if groups is None:
        return UNKNOWN
    found = {groups.get("primary"), *groups.get("secondary", ())} - {None}
    return Members(frozenset(found), complete="secondary" in groups)


def levels(now: Situation) -> Levels:
    """Functioning per sub-theme, 0 to 4; what is not assessed is open."""
    recorded = now.citizen.get("functioning") or {}
    return Levels(recorded, len(vocabulary().codes["theme"].terms) - len(recorded), 0, 4)


def by_area(key: str) -> Callable[[Situation], Levels]:
    """Hours or days a week per area. Once some are recorded, the others are none."""

    def read(now: Situation) -> Levels:
        recorded = now.citizen.get("needs", key)
        if recorded is None:
            return Levels({}, len(vocabulary().codes["area"].terms))
        return Levels({area: Decimal(value) for area, value in recorded.items()})

    return read


def answered(need: str) -> Callable[[Situation], Any]:
    """A need that has a question of its own: answered, or among the needs."""

    def read(now: Situation) -> Any:
        return known(need in now.citizen.rows("needs", "must") or now.citizen.get("needs", need))

    return read


def with_benefit(benefit: str) -> Callable[[Situation], Any]:
    """How many ties do good, or harm, by the record; one of which nothing is said may be another."""

    def read(now: Situation) -> Any:
        rows = now.citizen.get("network")
        if rows is None:
            return UNKNOWN
        sure = sum(row.get("benefit") == benefit for row in rows)
        return few(range(sure, sure + sum("benefit" not in row for row in rows) + 1))

    return read


def how_many(*path: str) -> Callable[[Situation], Any]:
    return lambda now: known(None if now.citizen.get(*path) is None else len(now.citizen.get(*path)))


def field_of_rows(key: str, *rows: str) -> Callable[[Situation], Any]:
    """One field of every row; a row without it leaves the set open."""

    def read(now: Situation) -> Any:
        recorded = now.citizen.get(*rows)
        if recorded is None:
            return UNKNOWN
        if rows == ("applied",):
            recorded = applications(now)
        return Members(
            frozenset(row[key] for row in recorded if key in row), complete=all(key in row for row in recorded)
        )

    return read


def improvement(now: Situation) -> Any:
    """Whether a goal was reached, in part at least, or a sub-theme that is assessed now is on a lower level than it was."""
    levels = now.citizen.get("functioning") or {}
    goals = [row["result"] in ("reached", "partly") for row in now.citizen.rows("goals") if "result" in row]
    rows = [row for row in now.citizen.rows("earlier_functioning") if row["on"] <= now.as_of.isoformat()]
    measured = goals + [levels[row["theme"]] < row["level"] for row in rows if row["theme"] in levels]
    return known(any(measured)) if measured else UNKNOWN


def worsened(now: Situation) -> Any:
    """The sub-themes on a higher level now than by the last measuring before; of two of one day the lower counts."""
    levels = now.citizen.get("functioning") or {}
    rows = [row for row in now.citizen.rows("earlier_functioning") if row["on"] <= now.as_of.isoformat()]
    worse, measured = set(), {row["theme"] for row in rows if row["theme"] in levels}
    for theme in measured:
        day = max(row["on"] for row in rows if row["theme"] == theme)
        if levels[theme] > min(row["level"] for row in rows if (row["theme"], row["on"]) == (theme, day)):
            worse.add(theme)
    return Members(frozenset(worse)) if measured else UNKNOWN


def improved_areas(now: Situation) -> set[str]:
    """The areas in which what was measured is better: fewer levels in all than before, or as many and a goal reached."""
    areas_of, levels = vocabulary().areas_of_subtheme, now.citizen.get("functioning") or {}
    rows = [row for row in now.citizen.rows("earlier_functioning") if row["on"] <= now.as_of.isoformat()]
    reached = [row["theme"] for row in now.citizen.rows("goals") if row.get("result") in ("reached", "partly")]
    better = set()
    for area in {area for areas in areas_of.values() for area in areas}:
        before = after = 0
        for theme in {row["theme"] for row in rows if row["theme"] in levels and area in areas_of[row["theme"]]}:
            day = max(row["on"] for row in rows if row["theme"] == theme)
            before += min(row["level"] for row in rows if (row["theme"], row["on"]) == (theme, day))
            after += levels[theme]
        if after < before or (after == before and any(area in areas_of[theme] for theme in reached)):
            better.add(area)
    return better


def applications(now: Situation) -> list[Mapping[str, Any]]:
    """What was applied for by the day asked for."""
    return [row for row in now.citizen.rows("applied") if row.get("on", "") <= now.as_of.isoformat()]


def tried(now: Situation) -> list[Mapping[str, Any]]:
    """The help that had been tried by the day asked for; what the citizen refused was not."""
    rows = now.citizen.rows("tried")
    return [row for row in rows if row["result"] != "refused" and last_day(row) <= now.as_of.isoformat()]


def last_day(row: Mapping[str, Any]) -> str:
    """Undated help is the oldest."""
    return str(row.get("until", row.get("from", "")))


def tried_provisions(now: Situation) -> Any:
    recorded = now.citizen.get("tried") is not None
    return Members(frozenset(row["provision"] for row in tried(now))) if recorded else UNKNOWN


def tried_at(now: Situation, group: str) -> Any:
    """Whether an offer of a group was tried; a trial that names no offer may have been at one."""
    if now.citizen.get("tried") is None:
        return UNKNOWN
    offers = now.guideline.record["sections"]["groups"][group]["offers"]
    named = [row.get("offer") for row in tried(now)]
    if any(offer in offers for offer in named):
        return known(True)
    return UNKNOWN if None in named else known(False)


OF_CASE: dict[str, Callable[[Situation], Any]] = {
    "as_of": lambda now: known(now.as_of),
    "case.age": age,
    "case.born": born,
    "case.turns_18": turns_18,
    "case.functioning": levels,
    "case.home.dwelling.offered": lambda now: known(now.citizen.dwelling(now.as_of).get("offered")),
    "case.home.dwelling.from": dwelling_from,
    "case.home.stay_ends": stay_ends,
    "case.improvement": improvement,
    "case.worsened": worsened,
    "case.target_groups": target_groups,
    "case.needs.hours_per_week": by_area("hours_per_week"),
    "case.needs.days_per_week": by_area("days_per_week"),
    "case.needs.round_the_clock": answered("round_the_clock"),
    "case.needs.tied_staff": answered("tied_staff"),
    "case.network.count": how_many("network"),
    "case.network.documented": with_benefit("documented"),
    "case.network.harmful": with_benefit("harmful"),
    "case.network.ties": field_of_rows("tie", "network"),
    "case.applied": field_of_rows("provision", "applied"),
    "case.acting_municipality": acting_municipality,
    "case.tried": tried_provisions,
    "case.current.grounds": field_of_rows("ground", "citizen", "current"),
    "case.goals.count": how_many("goals"),
    "case.goals.kinds": field_of_rows("kind", "goals"),
    "case.resources.count": how_many("resources"),
}
