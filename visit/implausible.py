"""Values of a catalogue that are well-formed and hardly right: a digit too many, a month's price as a day's, a year mistyped.

The bounds lie far outside what Danish rate sheets and the register state; who has such a value after all keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from visit.catalogue import Catalogue
from visit.errors import CatalogueError
from visit.locale import formats, language
from visit.locale import text as _
from visit.price_doubts import Doubt, KeyPath
from visit.reading.documents.catalogue import OfferDocument, PriceList, ServiceDocument
from visit.reading.source import Document
from visit.vocabulary import vocabulary

IMPLAUSIBLE = "implausible_values"
_MOST_PLACES = 300
_MOST_WAITING_DAYS = 5 * 365
_MOST_MONTHS = 120
_HOURS_A_WEEK = 168
_MOST_DKK: Final[Mapping[str, int]] = {"day": 20_000, "week": 140_000, "month": 600_000, "hour": 5_000}
_MOST_WITHOUT_HOME: Final[Mapping[str, int]] = {"day": 5_000, "week": 35_000, "month": 150_000, "hour": 5_000}
"""Of help that gives no home: a month's price of it is below the bound of a stay's day."""
_LEAST_DKK = 10
_OLDEST_FIRST_AGE, _OLDEST = 90, 120
_EARLIEST = date(1900, 1, 1)
_LONGEST_APPROVAL = timedelta(days=20 * 365)


def implausible_values(catalogue: Catalogue, document: Document, *, day: date) -> tuple[Doubt, ...]:
    """Return every value that is hardly right, in the order of the file.

    Args:
        catalogue: What the document says.
        document: The file, for the place of each.
        day: What is dated after it is of the future.
    """
    found = []
    for index, offer in enumerate(catalogue.document.offers):
        rows: list[tuple[str, KeyPath, Iterator[_Odd]]] = [(offer.id, ("offers", index), _of_offer(offer, day))]
        rows += [
            (f"{offer.id}/{one.own_id}", ("offers", index, "services", number), _of_service(one, day))
            for number, one in enumerate(offer.services)
        ]
        for name, path, odd in rows:
            for keys, said in odd:
                message = _("{name}: is this right: {value}?", name=name, value=said)
                at = document.locate((*path, *keys))
                found.append(Doubt(IMPLAUSIBLE, CatalogueError(message, at=at, help=_("compare with the source"))))
    return tuple(found)


_Odd = tuple[tuple[str, ...], str]
"""The keys that lead to a value within its offer or service, and the value in words."""


def _of_offer(offer: OfferDocument, day: date) -> Iterator[_Odd]:
    yield from _dates_and_ages(offer, day)
    until = offer.approved.until
    if until is not None and until > day + _LONGEST_APPROVAL:
        yield ("approved", "until"), _("an approval until {day}", day=formats.day(until))


def _of_service(service: ServiceDocument, day: date) -> Iterator[_Odd]:
    yield from _dates_and_ages(service, day)
    if service.places is not None and service.places > _MOST_PLACES:
        yield ("places",), _("{n} places", n=formats.number(service.places))
    if service.waiting_days is not None and service.waiting_days > _MOST_WAITING_DAYS:
        yield ("waiting_days",), _("a waiting time of {n} days", n=formats.number(service.waiting_days))
    if service.months is not None and service.months > _MOST_MONTHS:
        yield ("months",), _("{n} months", n=formats.number(service.months))
    for key, hours in (("hours_per_week", service.hours_per_week), ("open_hours", service.open_hours)):
        if hours is not None and hours > _HOURS_A_WEEK:
            yield (key,), _("{n} hours a week", n=formats.number(hours))
    has_home = "home" in vocabulary().provisions[service.provision].areas
    most = _MOST_DKK if has_home else _MOST_WITHOUT_HOME
    if service.price_dkk_per_day is not None and _is_odd(service.price_dkk_per_day, "day", most):
        yield ("price_dkk_per_day",), _price(service.price_dkk_per_day, "day")
    if service.has("price"):
        yield from _of_price(service.price, most)


def _of_price(price: PriceList, most: Mapping[str, int]) -> Iterator[_Odd]:
    if price.basic is not None and _is_odd(price.basic, price.per, most):
        yield ("price", "basic"), _price(price.basic, price.per)
    for name, level in (price.levels or {}).items():
        if _is_odd(level.dkk, price.per, most):
            yield ("price", "levels", name), _price(level.dkk, price.per)
    if price.per_hour is not None and _is_odd(price.per_hour, "hour", most):
        yield ("price", "per_hour"), _price(price.per_hour, "hour")


def _is_odd(dkk: int | Decimal, per: str, most: Mapping[str, int]) -> bool:
    """Return whether no price is so high or low; a 0 is a blank, which is told as such."""
    return dkk > most[per] or 0 < dkk < _LEAST_DKK


def _price(dkk: int | Decimal, per: str) -> str:
    period = vocabulary().label("price_period", per, language())
    return _("a price of {dkk} per {period}", dkk=formats.dkk(dkk), period=period)


def _dates_and_ages(row: OfferDocument | ServiceDocument, day: date) -> Iterator[_Odd]:
    low, high = row.ages or (None, None)
    if (low is not None and low > _OLDEST_FIRST_AGE) or (high is not None and high > _OLDEST):
        yield (
            ("ages",),
            _("for the ages {low}–{high}", low="" if low is None else low, high="" if high is None else high),
        )
    if row.opened is not None and row.opened < _EARLIEST:
        yield ("opened",), _("opened {day}", day=formats.day(row.opened))
    if row.has("source") and row.source.as_of is not None and row.source.as_of > day:
        yield ("source", "as_of"), _("a source of {day}, which is to come", day=formats.day(row.source.as_of))
