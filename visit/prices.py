"""What a service costs a day: the price that an operator states, and what it comes to for one citizen.

A price is a sum of what its list states: a basic rate, a package by hours, a level, hours, a night. Amounts are as they are
written, whole øre; what is divided stays a fraction, and is rounded only in print. Who the citizen is, is not known here: only how
much help there is to be, and what was recorded of this very price.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from visit.reading.documents.catalogue import PackageStep, PriceList

DAYS_OF_WEEK, DAYS_OF_YEAR, MONTHS_OF_YEAR = 7, 365, 12
_WEEKEND = 2
NET_OPERATORS = ("municipal", "regional")
"""Who states prices without indirect VAT."""


@dataclass(frozen=True, slots=True)
class OperatorLevel:
    """One of the operator's own levels of price.

    Attributes:
        when: The condition on the case under which it is this one; without one the case records it.
    """

    name: str
    dkk: Decimal
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """What is added for hours a week, up to and with a number of them."""

    up_to_hours: Decimal
    dkk: Decimal


@dataclass(frozen=True, slots=True)
class PriceModel:
    """A price as its list states it. Compared by value, so that it can be part of a cache key.

    Attributes:
        per: What the amounts are for: `day`, `week`, `month` or `hour`.
        step: Hours and DKK from one package to the next; package n then costs n and a half less of them.
        weekend: The basic rate on a day of the weekend.
        first_days: How many days at first have another rate, and that rate; it is told, and reckoned with in no comparison.
        shares: Percent of the rate by days a week, up to and with a number of them.
        beside: The basic rate beside another service of the offer, by the provision of that one.
        holds_vat: Whether it holds indirect VAT that the municipality gets back: then it is the most that it can be.
        start: From when the list holds; before that day nothing is known.
        year: Of which year the list is.
    """

    per: str = "day"
    basic: Decimal | None = None
    packages: tuple[Package, ...] = ()
    step: tuple[Fraction, Decimal] | None = None
    start: date | None = None
    levels: tuple[OperatorLevel, ...] = ()
    per_hour: Decimal | None = None
    night: Decimal | None = None
    weekend: Decimal | None = None
    first_days: tuple[int, Decimal] | None = None
    shares: tuple[tuple[int, int], ...] = ()
    days_a_year: int | None = None
    beside: tuple[tuple[str, Decimal], ...] = ()
    holds_vat: bool = False
    year: int | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions of its levels."""
        return tuple(one.when for one in self.levels if one.when is not None)

    @property
    def is_zero(self) -> bool:
        """Whether every amount that it states is 0: most likely a blank that somebody filled in."""
        rates = [
            self.basic,
            self.per_hour,
            self.night,
            self.weekend,
            *(self.step or ())[1:],
            *(self.first_days or ())[1:],
        ]
        rates += [one.dkk for one in self.packages]
        rates += [one.dkk for one in self.levels]
        rates += [basic for _provision, basic in self.beside]
        return not any(rates)

    def beside_services(self, provisions: frozenset[str]) -> PriceModel:
        """Return the price beside other services of its offer."""
        other = next((basic for provision, basic in self.beside if provision in provisions), None)
        return self if other is None else replace(self, basic=other)


def flat(dkk: Decimal | int, *, holds_vat: bool = False, year: int | None = None) -> PriceModel:
    """Return the price of so much a day, whoever the citizen is."""
    return PriceModel(basic=Decimal(dkk), holds_vat=holds_vat, year=year)


def price_model(record: PriceList, operator: str | None, year: int | None) -> PriceModel:
    """Return the price that a catalogue states; `operator` is who runs the offer, by type, and `year` that of the list."""
    net = record.net_of_vat
    stated = record.vat or ("excl" if operator in NET_OPERATORS else "incl")
    return PriceModel(
        per=record.per,
        basic=record.basic if net is None else net,
        packages=tuple(Package(one.up_to_hours, one.dkk) for one in record.packages or ()),
        step=_step(record.package_step) if record.has("package_step") else None,
        levels=tuple(OperatorLevel(name, one.dkk, one.when) for name, one in (record.levels or {}).items()),
        per_hour=record.per_hour,
        night=record.night,
        weekend=record.weekend,
        first_days=(record.first_days.days, record.first_days.dkk) if record.has("first_days") else None,
        shares=tuple((one.up_to_days, one.percent) for one in record.shares or ()),
        days_a_year=record.days_a_year,
        beside=tuple((record.beside or {}).items()),
        holds_vat=stated == "incl" and net is None,
        start=record.start,
        year=year,
    )


def _step(record: PackageStep) -> tuple[Fraction, Decimal]:
    return Fraction(record.hours) / record.steps, record.dkk


# --- for one citizen ---


@dataclass(frozen=True, slots=True)
class Extent:
    """How much help there is to be: what a price is reckoned from.

    Attributes:
        on: The day asked for.
        hours: Hours a week; None is not known.
        days: Days a week; None is not known.
        nights: Whether somebody is to be there at night; None is not known.
        whole_week: Whether it is a stay, all days of the week.
        level: The operator's level that the case records for this price.
        truths: Whether a condition of a level holds of the case; None is not known.
    """

    on: date = date.max
    hours: Decimal | None = None
    days: Decimal | None = None
    nights: bool | None = None
    whole_week: bool = False
    level: str | None = None
    truths: tuple[tuple[str, bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PriceTerm:
    """A part of a sum.

    Attributes:
        kind: `basic`, `package`, `level`, `hours`, `night`, `week`, `share`, `year` or `agreed`.
        dkk: What it adds, in DKK of the price's own period; of `share` and `year` the part that is paid, as a fraction.
        of: What it is for: the bounds of a package, the name of a level, hours, days.
    """

    kind: str
    dkk: Fraction
    of: tuple[Decimal | str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class CitizenPrice:
    """A price for one citizen.

    Attributes:
        terms: The parts of its sum that are known.
        per_day: DKK a day of the calendar; None is not known.
        lacks: What has to be known first: `from` (the list holds later), `hours`, `days`, `nights`, `level`, `package`, `weekend`,
            `agreed` (two prices were agreed on one day).
    """

    model: PriceModel
    terms: tuple[PriceTerm, ...]
    per_day: Fraction | None
    lacks: tuple[str, ...] = ()


def price_for(model: PriceModel, extent: Extent) -> CitizenPrice:
    """Return what a price comes to; what it needs and nobody has recorded is named."""
    found = [*_added(model, extent)]
    factors = [*_factors(model, extent)]
    later = ("from",) if model.start is not None and model.start > extent.on else ()
    lacks = (*later, *(one for one in (*found, *factors) if isinstance(one, str)))
    terms = [one for one in found if isinstance(one, PriceTerm)]
    parts = [one for one in factors if isinstance(one, PriceTerm)]
    if lacks or not terms:
        return CitizenPrice(model, (*terms, *parts), None, lacks)
    by_period = sum((one.dkk for one in terms if one.kind != "hours"), Fraction(0)) * _A_DAY[model.per]
    by_hour = sum((one.dkk for one in terms if one.kind == "hours"), Fraction(0)) / DAYS_OF_WEEK
    per_day = by_period + by_hour
    for part in parts:
        per_day *= part.dkk
    return CitizenPrice(model, (*terms, *parts), per_day)


_A_DAY = {
    "day": Fraction(1),
    "week": Fraction(1, DAYS_OF_WEEK),
    "month": Fraction(MONTHS_OF_YEAR, DAYS_OF_YEAR),
    "hour": Fraction(1, DAYS_OF_WEEK),
}
"""How much of an amount falls on a day; hours are counted by the week."""


def _added(model: PriceModel, extent: Extent) -> Iterator[PriceTerm | str]:
    """Yield what is added up, or what has to be known first."""
    if model.basic is not None:
        yield from _basic(model, model.basic, extent)
    if model.packages or model.step is not None:
        yield "hours" if extent.hours is None else _package(model, extent.hours) or "package"
    if model.levels:
        yield _level(model.levels, extent) or "level"
    if model.per_hour is not None:
        yield "hours" if extent.hours is None else _by_hour(model.per_hour, extent.hours)
    if model.night is not None:
        if extent.nights is None:
            yield "nights"
        elif extent.nights:
            yield PriceTerm("night", Fraction(model.night))


def _basic(model: PriceModel, basic: Decimal, extent: Extent) -> Iterator[PriceTerm | str]:
    if model.per == "hour":
        yield "hours" if extent.hours is None else _by_hour(basic, extent.hours)
    elif model.weekend is None:
        yield PriceTerm("basic", Fraction(basic))
    elif extent.whole_week:
        week = basic * (DAYS_OF_WEEK - _WEEKEND) + model.weekend * _WEEKEND
        yield PriceTerm("week", Fraction(week) / DAYS_OF_WEEK, (basic, model.weekend))
    else:
        yield "weekend"  # nobody records which days of the week they are


def _by_hour(dkk: Decimal, hours: Decimal) -> PriceTerm:
    return PriceTerm("hours", Fraction(dkk) * Fraction(hours), (hours, dkk))


def _package(model: PriceModel, hours: Decimal) -> PriceTerm | None:
    """Return the package of so many hours; beyond those listed the step goes on, and without a step nothing is known."""
    low = Decimal(0)
    for one in model.packages:
        if hours <= one.up_to_hours:
            return PriceTerm("package", Fraction(one.dkk), (low, one.up_to_hours))
        low = one.up_to_hours
    if model.step is None:
        return None
    width, dkk = model.step
    number = ceil((Fraction(hours) - Fraction(low)) / width)
    while number and hours <= _edge(low, width, number - 1):
        number -= 1  # a list prints its edges with one decimal
    reached = Fraction(model.packages[-1].dkk) if model.packages else Fraction(dkk) * Fraction(-1, 2)
    if not number:
        return PriceTerm("package", Fraction(0), (low, low))
    return PriceTerm(
        "package", reached + number * Fraction(dkk), (_edge(low, width, number - 1), _edge(low, width, number))
    )


def _edge(low: Decimal, width: Fraction, number: int) -> Decimal:
    """Return where a package ends, with one decimal as hours have it."""
    return Decimal(floor((Fraction(low) + width * number) * 10 + Fraction(1, 2))).scaleb(-1)


def _level(levels: Sequence[OperatorLevel], extent: Extent) -> PriceTerm | None:
    """Return the level that the case records, else the only one whose condition may hold, where it does; or the only one there is.

    The order of levels says nothing: it is that of keys in a file.
    """
    truths = dict(extent.truths)
    if extent.level is not None:
        found = [one for one in levels if one.name == extent.level]
    elif len(levels) == 1 and levels[0].when is None:
        found = [levels[0]]
    else:
        found = [one for one in levels if one.when is not None and truths.get(one.when) is not False]
        if any(truths.get(one.when or "") is None for one in found):
            return None
    return PriceTerm("level", Fraction(found[0].dkk), (found[0].name,)) if len(found) == 1 else None


def _factors(model: PriceModel, extent: Extent) -> Iterator[PriceTerm | str]:
    """Yield the parts of the whole that are paid, or what has to be known first."""
    if model.shares:
        yield "days" if extent.days is None else _share(model.shares, extent.days)
    if model.days_a_year is not None:
        yield PriceTerm("year", Fraction(model.days_a_year, DAYS_OF_YEAR), (model.days_a_year,))


def _share(shares: Sequence[tuple[int, int]], days: Decimal) -> PriceTerm:
    """Return the share for so many days a week; past those listed all is paid."""
    percent = next((percent for most, percent in shares if days <= most), 100)
    return PriceTerm("share", Fraction(percent, 100), (percent, days))
