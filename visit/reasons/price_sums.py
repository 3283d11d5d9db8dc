"""What a placement costs, part by part, and what of the case's own prices has no effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from visit.catalogue import Option
from visit.prices import CitizenPrice
from visit.ranking.values import Ranking
from visit.rules.facts.prices import agreed_prices, price_of


@dataclass(frozen=True, slots=True, eq=False)
class UnknownLevel:
    """A price level that the case records and the service does not have.

    Attributes:
        levels: The levels that the service has.
    """

    option: Option
    level: str
    levels: tuple[str, ...]


def prices_of(ranking: Ranking, parts: Sequence[Option]) -> tuple[CitizenPrice | None, ...]:
    """Return what the parts of a placement cost beside each other, each with its sum; None where no price is stated."""
    now = ranking.side.circumstances
    return tuple(
        price_of(option, now, beside=frozenset(one.provision.id for one in parts if _is_beside(one, option)))
        for option in parts
    )


def is_likely_blank(option: Option, price: CitizenPrice | None) -> bool:
    """Return whether a price of 0 is most likely a blank: rent is no expense of the municipality, anything else is."""
    return (
        price is not None and price.model.is_zero and price.per_day == 0 and not option.provision.id.startswith("ABL")
    )


def _is_beside(one: Option, option: Option) -> bool:
    return one is not option and one.offer is option.offer


def unknown_levels(ranking: Ranking) -> Iterator[UnknownLevel]:
    """Yield the levels of prices that the case records and no service has: they have no effect, so the answer has to say so."""
    recorded = ranking.case.price_level or {}
    for option in ranking.options:
        levels = () if option.price is None else tuple(one.name for one in option.price.levels)
        level = recorded.get(option.id)
        if level is not None and level not in levels:
            yield UnknownLevel(option, level, levels)


def levels_beside_agreed(ranking: Ranking) -> Iterator[Option]:
    """Yield the services of which the case records a level, though a price was agreed: the level has no effect."""
    agreed = agreed_prices(ranking.case, ranking.as_of)
    recorded = ranking.case.price_level or {}
    yield from (option for option in ranking.options if option.id in agreed and option.id in recorded)


def days_without_price(ranking: Ranking) -> Iterator[str]:
    """Yield the facts of days a week that no price rests on: nothing else reads them."""
    priced = {area for one in ranking.options if one.price is not None and one.price.shares for area in one.areas}
    days = ranking.case.needs.days_per_week or {}
    yield from (
        f"case.needs.days_per_week.{area}" for area in days if area not in priced and not _is_read(ranking, area)
    )


def _is_read(ranking: Ranking, area: str) -> bool:
    """Return whether the guideline itself asks for the days of an area."""
    names = {"case.needs.days_per_week", f"case.needs.days_per_week.{area}"}
    return any(not names.isdisjoint(rule.rests_on) for rule in ranking.guideline.rules)


def clashing_prices(ranking: Ranking) -> Iterator[str]:
    """Yield the services for which two prices were agreed on one day: which of them counts is not known."""
    agreed = agreed_prices(ranking.case, ranking.as_of)
    yield from (id for id, one in agreed.items() if one.clashes)


def is_estimated_price(option: Option, price: CitizenPrice | None) -> bool:
    """Return whether a price is an estimate of the catalogue: not where it was agreed for this citizen."""
    agreed = price is not None and any(one.kind == "agreed" for one in price.terms)
    return option.is_estimate("price") and not agreed
