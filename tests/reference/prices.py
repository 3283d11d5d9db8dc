"""What an option costs a day for a citizen: what was agreed, else what its list comes to.

A price is the set of what it may be: one amount, `Most` (from nothing to an amount: it holds indirect VAT), or UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import count
from math import floor
from typing import Any

from reference.documents import Option
from reference.of_case import Situation, of_case
from visit.rules.language.values import UNKNOWN

NET = ("municipal", "regional")
PRICE = "option.price_dkk_per_day"
DAYS_IN = {"day": Fraction(1), "week": Fraction(1, 7), "month": Fraction(12, 365), "hour": Fraction(1, 7)}
Holds = Callable[[str], Any]


class Most(frozenset[Any]):
    """An amount of which only the most is known."""


def amount(dkk: Any, with_vat: bool) -> Any:
    return Most((0, dkk)) if with_vat and dkk else frozenset((dkk,))


def price_per_day(option: Option, now: Situation, holds: Holds, beside: Iterable[str] = ()) -> Any:
    """The price of one option, beside other services of its offer."""
    if option.kind in ("home", "tenancy"):
        return UNKNOWN
    net_operator = option.offer.get("operator", {}).get("type") in NET
    agreed = [row for row in now.citizen.rows("agreed") if row["option"] == option.id]
    agreed = [row for row in agreed if row.get("on", "") <= now.as_of.isoformat()]
    if agreed:
        day = max(row.get("on", "") for row in agreed)
        last, *others = [row for row in agreed if row.get("on", "") == day]
        if any((row["dkk_per_day"], row.get("vat")) != (last["dkk_per_day"], last.get("vat")) for row in others):
            return UNKNOWN  # two on one day: which of them counts is not known
        return amount(Fraction(str(last["dkk_per_day"])), last.get("vat", "excl" if net_operator else "incl") == "incl")
    if option.current is not None and "price_dkk_per_day" in option.current:
        return amount(Fraction(option.current["price_dkk_per_day"]), False)
    stated = option.service.get("price")
    if stated is None:
        whole = option.service.get("price_dkk_per_day")
        return UNKNOWN if whole is None else amount(Fraction(whole), not net_operator)
    found = of_list(dict(stated), option, now, holds, beside)
    with_vat = stated.get("vat", "excl" if net_operator else "incl") == "incl" and "net_of_vat" not in stated
    return UNKNOWN if found is None else amount(found, with_vat)


def of_list(price: dict[str, Any], option: Option, now: Situation, holds: Holds, beside: Iterable[str]) -> Any:
    """What a list comes to; None where something is not known."""
    if price.get("from", "") > now.as_of.isoformat():
        return None
    other = [basic for provision, basic in price.get("with", {}).items() if provision in beside]
    if "basic" in price:
        price["basic"] = price.get("net_of_vat", price["basic"]) if not other else other[0]
    hours = in_its_areas(option, now, "hours_per_week")
    limit = option.service.get("hours_per_week")
    if limit is not None and hours is not None and hours > Fraction(str(limit)):
        hours = None
    by_hour = price["per"] == "hour"
    parts: list[Any] = []
    if "basic" in price and not by_hour:
        parts.append(basic_rate(price, option))
    if "packages" in price or "package_step" in price:
        parts.append(None if hours is None else package(price.get("packages", ()), price.get("package_step"), hours))
    if "levels" in price:
        parts.append(level(price["levels"], now.citizen.get("price_level", option.id), holds))
    nights = at_night(now)
    if "night" in price:
        parts.append(None if nights is None else Fraction(str(price["night"])) * bool(nights))
    rates = [Fraction(str(price[key])) for key in ["per_hour", *(["basic"] if by_hour else [])] if key in price]
    if None in parts or (rates and hours is None):
        return None
    if not any(key in price for key in ("basic", "packages", "package_step", "levels", "per_hour")) and not nights:
        return None  # a price at night alone says nothing of a day without one
    total = sum(parts, Fraction(0)) * DAYS_IN[price["per"]] + sum(rates, Fraction(0)) * (hours or 0) / 7
    days = in_its_areas(option, now, "days_per_week")
    if "shares" in price:
        if days is None:
            return None
        total *= Fraction(next((row["percent"] for row in price["shares"] if days <= row["up_to_days"]), 100), 100)
    return total * Fraction(price.get("days_a_year", 365), 365)


def at_night(now: Situation) -> bool | None:
    """Whether somebody is to be there at night; None is not known."""
    found = of_case("case.needs.round_the_clock", now)
    return None if found is UNKNOWN else True in found


def waits_for(option: Option, now: Situation, holds: Holds, open_facts: Callable[[str], set[str]]) -> set[str]:
    """What a price that is not exactly known waits for: facts of the case that would fill in its list; else the offer tells."""
    price = dict(option.service.get("price", {}))
    if has_agreed_price(option, now) or (option.current is not None and "price_dkk_per_day" in option.current):
        return {PRICE}
    found: set[str] = set()
    if price.get("from", "") > now.as_of.isoformat() or ("weekend" in price and not option.gives_home):
        found.add(PRICE)
    by_hours = ("packages", "package_step", "per_hour")
    hours = in_its_areas(option, now, "hours_per_week")
    limit = option.service.get("hours_per_week")
    shared = limit is not None and hours is not None and hours > Fraction(str(limit))
    if price and (price["per"] == "hour" or any(key in price for key in by_hours)):
        if hours is None or shared:
            found |= not_assessed(option, now, "hours_per_week")
        elif "packages" in price and package(price["packages"], price.get("package_step"), hours) is None:
            found.add(PRICE)
    if "shares" in price and in_its_areas(option, now, "days_per_week") is None:
        found |= not_assessed(option, now, "days_per_week")
    if "night" in price and at_night(now) is None:
        found.add("case.needs.round_the_clock")
    return found | level_waits_for(option, now, holds, open_facts) or {PRICE}


def has_agreed_price(option: Option, now: Situation) -> bool:
    agreed = [row for row in now.citizen.rows("agreed") if row["option"] == option.id]
    return any(row.get("on", "") <= now.as_of.isoformat() for row in agreed)


def price_level(option: Option, now: Situation, holds: Holds) -> Any:
    """The name of the operator's level that its price is reckoned by."""
    levels = option.service.get("price", {}).get("levels")
    if not levels or has_agreed_price(option, now):
        return UNKNOWN
    name = level_that_counts(levels, now.citizen.get("price_level", option.id), holds)
    return UNKNOWN if name is None else frozenset((name,))


def level_waits_for(option: Option, now: Situation, holds: Holds, open_facts: Callable[[str], set[str]]) -> set[str]:
    """What the conditions of its levels leave open; else which of them it is, unless that is known."""
    levels = option.service.get("price", {}).get("levels")
    recorded = now.citizen.get("price_level", option.id)
    if not levels or has_agreed_price(option, now) or level(levels, recorded, holds) is not None:
        return set()
    whens = [row["when"] for row in levels.values() if isinstance(row, Mapping) and "when" in row]
    return set().union(*(open_facts(one) for one in whens if recorded is None)) or {"option.price_level"}


def not_assessed(option: Option, now: Situation, key: str) -> set[str]:
    """The areas that it covers, and of these the needed ones where there are any, of which the case does not say how much."""
    needed = now.citizen.get("needs", "areas")
    if needed is None:
        return {"case.needs.areas"}
    covered = set(option.areas) - {"home"}
    asked = covered & {*needed} or covered
    return {f"case.needs.{key}.{area}" for area in asked - {*(now.citizen.get("needs", key) or {})}} or {PRICE}


def basic_rate(price: Mapping[str, Any], option: Option) -> Fraction | None:
    """The basic rate of a day; where weekends cost something else, on average over the days of a stay."""
    basic = Fraction(str(price["basic"]))
    if "weekend" not in price:
        return basic
    return (5 * basic + 2 * Fraction(str(price["weekend"]))) / 7 if option.gives_home else None


def package(rows: Sequence[Mapping[str, Any]], step: Mapping[str, Any] | None, hours: Fraction) -> Fraction | None:
    """The row of so many hours; past the last the steps go on, and without rows package n costs n and a half less of them."""
    for row in rows:
        if hours <= Fraction(str(row["up_to_hours"])):
            return Fraction(str(row["dkk"]))
    if step is None:
        return None
    width, dkk = Fraction(str(step["hours"])) / step.get("steps", 1), Fraction(str(step["dkk"]))
    low = Fraction(str(rows[-1]["up_to_hours"])) if rows else Fraction(0)
    number = next(n for n in count() if hours <= Fraction(floor((low + n * width) * 10 + Fraction(1, 2)), 10))
    if rows:
        return Fraction(str(rows[-1]["dkk"])) + number * dkk
    return (number - Fraction(1, 2)) * dkk if number else Fraction(0)


def level(levels: Mapping[str, Any], recorded: str | None, holds: Holds) -> Fraction | None:
    """What the level costs that counts."""
    name = level_that_counts(levels, recorded, holds)
    return None if name is None else Fraction(str(row["dkk"] if isinstance(row := levels[name], Mapping) else row))


def level_that_counts(levels: Mapping[str, Any], recorded: str | None, holds: Holds) -> str | None:
    """The level that the case records, else the one whose condition holds, or the only one; None while another's may hold too."""
    if recorded is not None:
        return recorded if recorded in levels else None
    conditions = {name: row.get("when") if isinstance(row, Mapping) else None for name, row in levels.items()}
    if [*conditions.values()] == [None]:
        return next(iter(levels))
    may = {name: holds(when) for name, when in conditions.items() if when is not None}
    may = {name: truth for name, truth in may.items() if truth is not False}
    return next(iter(may)) if [*may.values()] == [True] else None


def in_its_areas(option: Option, now: Situation, key: str) -> Fraction | None:
    """The hours or days in the areas that an option covers, each of which has to be assessed; a home has none."""
    needed = now.citizen.get("needs", "areas")
    recorded = now.citizen.get("needs", key) or {}
    if needed is None or not recorded.keys() & option.areas.keys():
        return None
    if ({*needed} & option.areas.keys()) - recorded.keys() - {"home"}:
        return None
    return sum((Fraction(str(recorded[area])) for area in recorded if area in option.areas), Fraction(0))


def price_of(options: Sequence[Option], now: Situation, holds: Holds, among: Sequence[Option] | None = None) -> Any:
    """What the municipality pays a day for some options of a placement: nothing for the home one has or rents.

    `among`: the whole placement.
    """
    total, with_vat = Fraction(0), False
    for option in options:
        if option.kind in ("home", "tenancy"):
            continue
        others = [one for one in among or options if one is not option and one.offer["id"] == option.offer["id"]]
        price = price_per_day(option, now, holds, [one.provision.id for one in others])
        if price is UNKNOWN:
            return UNKNOWN
        total += Fraction(max(price))
        with_vat |= isinstance(price, Most)
    return amount(total, with_vat)


def in_percent(price: Any, reference: Any) -> Any:
    """A price in percent of another; nothing can be said of nothing, nor beside what is only known to be at most so much."""
    if UNKNOWN in (price, reference) or isinstance(reference, Most) or not max(reference):
        return UNKNOWN
    return amount(Fraction(max(price)) * 100 / Fraction(max(reference)), isinstance(price, Most))
