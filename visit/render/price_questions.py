"""What to ask an offer about its price: the price of so many hours, the price without indirect VAT, or simply the price."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.prices import NET_OPERATORS
from visit.ranking.values import Ranking
from visit.reasons.labels import Phrasing
from visit.rules.facts.prices import PRICE, price_of


class Lacking(Enum):
    """What of a price only the offer can tell."""

    OF_HOURS = auto()
    WITHOUT_VAT = auto()
    PRICE = auto()


def lacking_of_price(ranking: Ranking, option: Option) -> Lacking:
    """Return what to ask; a price that nobody states is asked without VAT where its operator may pay it."""
    price = price_of(option, ranking.side.circumstances)
    if price is None:
        net = option.offer.record.operator.type in NET_OPERATORS
        return Lacking.PRICE if net else Lacking.WITHOUT_VAT
    if {"package", "hours"}.intersection(price.lacks) and _hours(ranking, option):
        return Lacking.OF_HOURS
    return Lacking.WITHOUT_VAT if price.model.holds_vat else Lacking.PRICE


def asked_price(ranking: Ranking, option: Option, say: Phrasing) -> str:
    """Return what is not known of a price, in the middle of a sentence."""
    return {
        Lacking.OF_HOURS: _("the price of {hours} h a week", hours=formats.number(_hours(ranking, option))),
        Lacking.WITHOUT_VAT: say.fact(PRICE),
        Lacking.PRICE: _("the price per day"),
    }[lacking_of_price(ranking, option)]


def price_question(ranking: Ranking, option: Option, say: Phrasing) -> str:
    """Return the question to put to the offer."""
    return {
        Lacking.OF_HOURS: _(
            "Call the offer: what does {hours} h a week cost?", hours=formats.number(_hours(ranking, option))
        ),
        Lacking.WITHOUT_VAT: say.question(PRICE) or say.fact(PRICE),
        Lacking.PRICE: _("Call the offer: what is the price per day?"),
    }[lacking_of_price(ranking, option)]


def _hours(ranking: Ranking, option: Option) -> Decimal:
    """Return the hours a week that are assessed in the areas that an option covers."""
    assessed = ranking.case.needs.hours_per_week or {}
    return sum((hours for area, hours in assessed.items() if area in option.areas), Decimal(0))
