"""What a price list states, in words: rate by rate, whoever the citizen is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.catalogue import PriceList
from visit.reasons.labels import provision_name
from visit.vocabulary import vocabulary


def list_in_words(price: PriceList, language: str) -> str:
    """Return everything that a price list states, in the order of its sum."""
    return "; ".join(_rates(price, language))


def _rates(price: PriceList, language: str) -> Iterator[str]:
    if price.basic is not None:
        yield _("basic {amount}", amount=_amount(price.basic))
    if price.net_of_vat is not None:
        yield _("{amount} without VAT", amount=_amount(price.net_of_vat))
    if price.weekend is not None:
        yield _("at weekends {amount}", amount=_amount(price.weekend))
    for provision, basic in (price.beside or {}).items():
        yield _("basic {amount} beside {name}", amount=_amount(basic), name=provision_name(provision, language))
    yield from _packages(price)
    if price.levels is not None:
        yield ", ".join(f"{name} {_amount(one.dkk)}" for name, one in price.levels.items())
    if price.per_hour is not None:
        yield _("{amount} for each hour a week", amount=_amount(price.per_hour))
    if price.night is not None:
        yield _("night {amount}", amount=_amount(price.night))
    if price.has("first_days"):
        first = price.first_days
        yield _("the first {days} days {amount}", days=first.days, amount=_amount(first.dkk))
    for share in price.shares or ():
        yield _("up to {days} days a week {percent}", days=share.up_to_days, percent=formats.percent(share.percent))
    if price.days_a_year is not None:
        yield _("{days} of 365 days", days=price.days_a_year)
    yield _("DKK a {period}", period=vocabulary().label("price_period", price.per, language))
    if price.vat is not None:
        yield vocabulary().label("vat", price.vat, language)
    if price.has("source"):
        yield price.source.ref


def _packages(price: PriceList) -> Iterator[str]:
    rows = [
        _("up to {hours} h {amount}", hours=formats.number(one.up_to_hours), amount=_amount(one.dkk))
        for one in price.packages or ()
    ]
    if rows:
        yield ", ".join(rows)
    if price.has("package_step"):
        step = price.package_step
        yield _("{amount} more for each {hours} h a week", amount=_amount(step.dkk), hours=formats.number(step.hours))


def _amount(dkk: Decimal) -> str:
    return formats.number(dkk, decimals=0 if dkk == int(dkk) else 2)
