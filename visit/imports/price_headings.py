"""What headings, titles and the lines above a table say of its prices: for which time, with or without VAT, of which level.

`Pris pr. måned inkl. moms` is a price per month with VAT; `Takst niveau 2` is the price of the operator's level `niveau-2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from visit.imports.sheets import CellValue

DAY = "day"
YEAR = "year"
"""A time that no price of a catalogue is for."""
_PERIODS = {
    DAY: r"(?:pr\.?|per|/) ?(?:døgn|dag)\b|\b(?:døgn|dags?)(?=takst|pris)|\b(?:daglig|per day|a day)\b",
    "week": r"(?:pr\.?|per|/) ?uge\b|\buge(?=takst|pris)|\b(?:ugentlig|per week)\b",
    "month": r"(?:pr\.?|per|/) ?(?:måned|mdr?)\b\.?|\bmåneds?(?=takst|pris)|\b(?:månedlig|per month)\b",
    "hour": r"(?:pr\.?|per|/) ?time\b|\btime(?=takst|pris)|\bper hour\b",
    YEAR: r"(?:pr\.?|per|/) ?år\b|\bårs?(?=takst|pris)|\b(?:årlig|per year)\b",
}
_VAT = {
    "incl": r"\b(?:inkl\w*|incl\w*|med)\.? ?(?:moms|VAT)\b",
    "excl": r"\b(?:ekskl\w*|eksl|eks|excl\w*|uden|fratrukket|u)\.?/? ?(?:refusion for )?(?:indirekte )?(?:moms|VAT)\b",
}
_OF_PRICES = re.compile(
    r"takst(?!år)|\bpris(?!niveau)|priser|pakke|tillæg|\bkr\b|\bdkk\b|halv ?plads|\bmoms\b", re.IGNORECASE
)
_LEVEL = re.compile(
    r"(?:takst|pris)[ -]?(?:(?P<word>niveau|trin|gruppe|kategori)[ -]?(?P<number>[1-9]|1\d|[a-f])"
    r"|(?<=takst)[ -]?(?P<rate>[1-9]|1\d|[a-f])|(?<=takst )(?P<spaced>[1-9]|1\d|[a-f]))",
    re.IGNORECASE,
)


def periods_said(texts: Iterable[str]) -> frozenset[str]:
    """Return for which times texts say that prices are: `day`, `week`, `month`, `hour` or `year`."""
    return _said(_PERIODS, texts)


def vat_said(texts: Iterable[str]) -> frozenset[str]:
    """Return what texts say of VAT: `incl`, `excl`, both or nothing."""
    return _said(_VAT, texts)


def _said(words: dict[str, str], texts: Iterable[str]) -> frozenset[str]:
    every = [*texts]
    return frozenset(key for key, said in words.items() if any(re.search(said, one, re.IGNORECASE) for one in every))


def without_period(heading: str) -> str:
    """Return a heading without what it says of a time and of VAT: `Pris pr. måned inkl. moms` is `Pris`."""
    for said in (*_PERIODS.values(), *_VAT.values()):
        heading = re.sub(said, " ", heading, flags=re.IGNORECASE)
    return " ".join(heading.split())


def price_level_said(heading: str) -> str | None:
    """Return which of the operator's levels a heading of prices is of, as an id: `Takst 2`, `Takst niveau 2`, `Niveau B`."""
    found = _LEVEL.fullmatch(" ".join(without_period(heading).split()))
    if found is None:
        return None
    word = (found["word"] or "takst").casefold()
    return f"{word}-{(found['number'] or found['rate'] or found['spaced']).casefold()}"


def is_of_prices(heading: str, cells: Iterable[CellValue]) -> bool:
    """Return whether a column that nobody knows is most likely one of prices: its heading says so, and numbers stand in it."""
    is_time_alone = bool(periods_said((heading,))) and without_period(heading).strip(" .,/()").casefold() in (
        "",
        "kr",
        "dkk",
    )
    return (is_time_alone or _OF_PRICES.search(heading) is not None) and any(
        re.search(r"\d", str(one)) for one in cells if one is not None
    )
