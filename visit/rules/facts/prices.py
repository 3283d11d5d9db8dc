"""What an option costs for the citizen: the price of its list, or the one agreed for this citizen, which wins.

A price that rests on hours, days, nights or a level is unknown until the case records them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from visit.case import Case
from visit.catalogue import Option
from visit.prices import NET_OPERATORS, CitizenPrice, Extent, PriceModel, PriceTerm, flat, price_for
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import DecidedPart, Fact, OptionFact, behind, said_of
from visit.rules.facts.of_case import round_the_clock
from visit.rules.facts.target_groups import (
    GroupLevels,
    GroupsAndPrices,
    group_levels,
    groups_and_prices,
    reference_price,
)
from visit.rules.language.types import DKK, PERCENT, TEXT, TEXTS
from visit.rules.language.values import UNKNOWN, Amount, Members, Unknown, Value, at_most, exactly, percent_of

PerArea: TypeAlias = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AssessedHelp:
    """What a case records of how much help there is to be: areas (None where they are not recorded), hours, days and nights.

    Attributes:
        on: The day asked for.
    """

    on: date
    areas: frozenset[str] | None
    hours: PerArea
    days: PerArea
    nights: bool | None


@dataclass(frozen=True, slots=True)
class PricedService:
    """What a price depends on of an option."""

    model: PriceModel | None
    areas: frozenset[str]
    hours_limit: Decimal | None
    is_stay: bool
    is_net: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """A price that was agreed for this citizen; `holds_vat` is None where the case does not say.

    Attributes:
        clashes: Whether another one was agreed on the same day: which of them counts is not known.
    """

    dkk: Decimal
    holds_vat: bool | None
    clashes: bool = False


Said: TypeAlias = Agreed | str
"""What a case says of the price of one option: what was agreed, or the operator's level."""


def price_of(option: Option, now: Circumstances, *, beside: frozenset[str] = frozenset()) -> CitizenPrice | None:
    """Return what an option costs for the citizen, with its sum; None where no price is stated.

    Args:
        option: The option.
        now: The case on a date.
        beside: Provisions of other services of the same offer that are granted with it.
    """
    service, said = _priced(option, beside), said_of(option, _said(now))
    return _price(_PRICE.case_part(now, (service,)), service, said)


# --- what is read ---


def _assessed(now: Circumstances) -> DecidedPart[AssessedHelp]:
    needs, nights = now.case.needs, round_the_clock(now.case, now.as_of)
    return DecidedPart(
        AssessedHelp(
            on=now.as_of,
            areas=None if needs.areas is None else frozenset(needs.areas),
            hours=tuple((needs.hours_per_week or {}).items()),
            days=tuple((needs.days_per_week or {}).items()),
            nights=None if nights is UNKNOWN else nights is True,
        )
    )


def _priced(option: Option, beside: frozenset[str] = frozenset()) -> PricedService:
    return PricedService(
        model=None if option.price is None else option.price.beside_services(beside),
        areas=frozenset(option.areas),
        hours_limit=option.hours_limit,
        is_stay=option.gives_home,
        is_net=option.offer.record.operator.type in NET_OPERATORS,
    )


def _conditions(service: PricedService) -> tuple[str, ...]:
    return () if service.model is None else service.model.conditions


def _said(now: Circumstances) -> tuple[tuple[str, Said], ...]:
    """Return what the case says of single prices: of each option the level, and what was agreed last."""
    levels = tuple((now.case.price_level or {}).items())
    return (*levels, *((id, one) for id, one in agreed_prices(now.case, now.as_of).items()))


def agreed_prices(case: Case, as_of: date) -> dict[str, Agreed]:
    """Return the price agreed for each option by a date: the latest counts, an undated one as oldest."""
    rows = [row for row in case.agreed or () if row.on is None or row.on <= as_of]
    found: dict[str, Agreed] = {}
    days: dict[str, date] = {}
    for row in rows:
        one = Agreed(row.dkk_per_day, None if row.vat is None else row.vat == "incl")
        day, before = row.on or date.min, days.get(row.option)
        if before is None or day > before:
            found[row.option], days[row.option] = one, day
        elif day == before and found[row.option] != one:
            found[row.option] = replace(found[row.option], clashes=True)
    return found


# --- what it comes to ---


def _price(case: DecidedPart[AssessedHelp], service: PricedService, said: Iterable[Said]) -> CitizenPrice | None:
    """Return the agreed price, else that of the list for this citizen."""
    agreed = next((one for one in said if isinstance(one, Agreed)), None)
    if agreed is not None and agreed.clashes:
        return CitizenPrice(PriceModel(), (), None, ("agreed",))
    if agreed is not None:
        holds_vat = not service.is_net if agreed.holds_vat is None else agreed.holds_vat
        model = flat(agreed.dkk, holds_vat=holds_vat)
        return CitizenPrice(model, (PriceTerm("agreed", Fraction(agreed.dkk)),), Fraction(agreed.dkk))
    if service.model is None:
        return None
    level = next((one for one in said if isinstance(one, str)), None)
    truths = tuple((text, None if truth is UNKNOWN else truth) for text, truth in case.truths)
    assessed = case.recorded
    extent = Extent(
        on=assessed.on,
        hours=_in_areas(assessed, assessed.hours, service, service.hours_limit),
        days=_in_areas(assessed, assessed.days, service),
        nights=assessed.nights,
        whole_week=service.is_stay,
        level=level,
        truths=truths,
    )
    return price_for(service.model, extent)


def _in_areas(
    assessed: AssessedHelp, recorded: PerArea, service: PricedService, limit: Decimal | None = None
) -> Decimal | None:
    """Return the hours or days in the areas that a service covers; None where one of these is needed and not assessed.

    What is more than the service gives is shared with others, and how is not known.
    """
    if assessed.areas is None:
        return None
    here = {area: amount for area, amount in recorded if area in service.areas}
    open_areas = (assessed.areas & service.areas) - here.keys() - {"home"}
    if not here or open_areas:
        return None
    total = sum(here.values(), Decimal(0))
    return None if limit is not None and total > limit else total


def amount_of(found: CitizenPrice | None) -> Amount | Unknown:
    """Return a price as a value; one that holds indirect VAT is the most that it can be."""
    if found is None or found.per_day is None:
        return UNKNOWN
    per_day = exactly(found.per_day)
    return at_most(per_day) if found.model.holds_vat else per_day


def _dkk_per_day(case: DecidedPart[AssessedHelp], service: PricedService, said: tuple[Said, ...]) -> Value:
    return amount_of(_price(case, service, said))


# --- what has to be known first ---


def price_waits_for(option: Option, now: Circumstances) -> tuple[str, ...]:
    """Return the facts that the price of an option waits for where it is not known, or known as the most that it can be.

    Of the citizen, what the case leaves out; else the price itself, or which of the operator's levels it is, which the offer tells.
    """
    found = _PRICE_BEHIND.value(option, now)
    return tuple(sorted(found.values)) if isinstance(found, Members) else ()


def _behind_price(case: DecidedPart[AssessedHelp], service: PricedService, said: tuple[Said, ...]) -> Value:
    """Nothing where the price is known."""
    price = _price(case, service, said)
    if price is not None and price.per_day is not None and not price.model.holds_vat:
        return Members(frozenset())
    lacks = () if price is None else price.lacks
    return Members(frozenset([fact for one in lacks for fact in _lacking(one, case, service, said)] or (PRICE,)))


def _behind_level(case: DecidedPart[AssessedHelp], service: PricedService, said: tuple[Said, ...]) -> Value:
    price = _price(case, service, said)
    lacks = "level" in price.lacks if price is not None else False
    return Members(frozenset(_lacking("level", case, service, said) if lacks else ()))


def _lacking(
    lack: str, case: DecidedPart[AssessedHelp], service: PricedService, said: tuple[Said, ...]
) -> Iterable[str]:
    """Return the facts behind one thing that a price lacks: of the case, else of the offer."""
    assessed = case.recorded
    match lack:
        case "hours":
            return _unassessed("case.needs.hours_per_week", assessed, assessed.hours, service)
        case "days":
            return _unassessed("case.needs.days_per_week", assessed, assessed.days, service)
        case "nights":
            return ("case.needs.round_the_clock",)
        case "level":
            open = {} if any(isinstance(one, str) for one in said) else dict(case.open or ())
            return [fact for text in _conditions(service) for fact in open.get(text, ())] or (LEVEL,)
    return (PRICE,)


def _unassessed(field: str, assessed: AssessedHelp, recorded: PerArea, service: PricedService) -> Iterable[str]:
    """Return the areas of a service in which hours or days are to be assessed.

    Where nothing is left to assess, the service has fewer hours than are needed; what a part of them costs, the offer tells.
    """
    if assessed.areas is None:
        return ("case.needs.areas",)
    known = frozenset(area for area, _amount in recorded)
    asked = assessed.areas & service.areas if assessed.areas & service.areas - {"home"} else service.areas
    return [f"{field}.{area}" for area in sorted(asked - known - {"home"})] or (PRICE,)


def _assessed_and_prices(now: Circumstances) -> DecidedPart[tuple[AssessedHelp, GroupsAndPrices]]:
    return DecidedPart((_assessed(now).recorded, groups_and_prices(now)))


def _priced_and_levels(option: Option) -> tuple[PricedService, str, GroupLevels]:
    return _priced(option), option.provision.id, group_levels(option)


def _ratio(
    case: DecidedPart[tuple[AssessedHelp, GroupsAndPrices]],
    option: tuple[PricedService, str, GroupLevels],
    said: tuple[Said, ...],
) -> Value:
    """Return the price in percent of the reference price for its provision and level."""
    service, provision, levels = option
    assessed, groups = case.recorded
    price = amount_of(_price(DecidedPart(assessed, case.truths), service, said))
    reference = reference_price(groups, provision, levels)
    return UNKNOWN if price is UNKNOWN or reference is None else percent_of(price, reference)


def _operators_level(case: DecidedPart[AssessedHelp], service: PricedService, said: tuple[Said, ...]) -> Value:
    """Return the name of the level that the price is reckoned by."""
    price = _price(case, service, said)
    terms = () if price is None else price.terms
    return next((str(one.of[0]) for one in terms if one.kind == "level"), UNKNOWN)


def _asking(now: Circumstances) -> DecidedPart[AssessedHelp]:
    return replace(_assessed(now), open=())


PRICE, LEVEL = "option.price_dkk_per_day", "option.price_level"
_PRICE_BEHIND: OptionFact[DecidedPart[AssessedHelp], PricedService, Said] = OptionFact(
    behind(PRICE), TEXTS, _priced, _behind_price, _asking, _said, conditions=_conditions
)
_LEVEL_BEHIND: OptionFact[DecidedPart[AssessedHelp], PricedService, Said] = OptionFact(
    behind(LEVEL), TEXTS, _priced, _behind_level, _asking, _said, conditions=_conditions
)
_PRICE: OptionFact[DecidedPart[AssessedHelp], PricedService, Said] = OptionFact(
    PRICE, DKK, _priced, _dkk_per_day, _assessed, _said,
    conditions=_conditions, told_by_offer=True, field="price_dkk_per_day", behind=_PRICE_BEHIND,
)  # fmt: skip
PRICE_FACTS: tuple[Fact, ...] = (
    _PRICE,
    OptionFact(
        LEVEL, TEXT, _priced, _operators_level, _assessed, _said,
        conditions=_conditions, told_by_offer=True, field="price", behind=_LEVEL_BEHIND,
    ),
    OptionFact(
        "option.price_ratio", PERCENT, _priced_and_levels, _ratio, _assessed_and_prices, _said,
        conditions=lambda option: _conditions(option[0]), told_by_offer=True, waits_for=("case.target_groups.primary",),
        behind=_PRICE_BEHIND,
    ),
)  # fmt: skip
"""The facts of what an option costs."""
