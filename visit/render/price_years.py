"""Of which earlier year the list behind a price is: beside the price, wherever one is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.prices import CitizenPrice
from visit.ranking.values import Ranking
from visit.rules.facts.prices import price_of


def list_years(prices: Iterable[CitizenPrice | None]) -> tuple[int, ...]:
    """Return of which years the lists of some prices are, in order; of no list is what was agreed for the citizen."""
    return tuple(sorted({one.model.year for one in prices if one is not None and one.model.year is not None}))


def years_of(ranking: Ranking, options: Iterable[Option]) -> tuple[int, ...]:
    """Return of which years the price lists of some options are, in order."""
    return list_years(price_of(one, ranking.side.circumstances) for one in options if not one.is_ordinary_home)


def earlier_lists(years: Sequence[int], ranking: Ranking) -> str:
    """Return of which years lists are, in words; nothing where none is of an earlier year than the ranking."""
    if all(year >= ranking.as_of.year for year in years):
        return ""
    if len(years) == 1:
        return _("list of {year}", year=years[0])
    return _("lists of {years}", years=formats.listed(map(str, years)))


def with_year(told: str, price: CitizenPrice | None, ranking: Ranking) -> str:
    """Return a price as it stands in a cell, with the year of its list in brackets where that is an earlier one."""
    [*year] = list_years([price])
    return f"{told} ({year[0]})" if year and year[0] < ranking.as_of.year else told
