"""A date as people write it: in, the day; the day stands before the month, as in Denmark, whatever the language.

    2026-03-31   31.3.2026   31/3-2026   31-3-26   31. marts 2026   den 31. marts 2026   31 March 2026   31 mar 26
    March 31, 2026   fredag den 31. marts 2026   31032026   20260331   31. marts '26   i dag   yesterday

Only beside a month in words may the day stand behind it.

Two digits of a year are of this century, and taken only up to twenty years ahead. For a birth they are of the century in which
the citizen is from 15 to 99 years old; of a year that gives neither, all four are asked for.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = (
    ("januar", "january"), ("februar", "february"), ("marts", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("august",), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
_DAYS = {"i dag": 0, "idag": 0, "today": 0, "i går": 1, "igår": 1, "yesterday": 1, "i forgårs": 2, "forgårs": 2}
_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_TOGETHER = re.compile(
    r"(?:(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>(?:19|20)[0-9]{2}))|((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})"
)
"""Eight digits: of the two ways to read them the year lets one alone stand. Six could be the beginning of a CPR number."""
_NUMBERS = re.compile(r"([0-9]{1,2})[-.,/ ] ?([0-9]{1,2})[-.,/ ] ?([0-9]{4}|'?[0-9]{2})")
_WORDS = re.compile(r"([0-9]{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([a-zæøå]{3,})(?:\.?,? |\.)([0-9]{4}|'?[0-9]{2})")
_MONTH_FIRST = re.compile(r"([a-zæøå]{3,})\.? ([0-9]{1,2})(?:\.|st|nd|rd|th)?,? ([0-9]{4}|[0-9]{2})")
_BEFORE = re.compile(
    r"(?:den |d\. ?|on |the |(?:man|tirs|ons|tors|fre|lør|søn)dag,? |(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )+(?=[0-9a-z])"
)
"""Words that stand before a day and say nothing."""
_CENTURIES = (1900, 2000)
_AHEAD = 20
"""So many years ahead a year of two digits may lie."""
_YOUNGEST, _OLDEST = 15, 99
"""From and to which age, in years begun, a birth in a year of two digits is believed."""


def written_day(text: str, *, today: date, born: bool = False) -> date | None:
    """Return the day that a text means; None where it is none, or no day of the calendar.

    Args:
        text: As it was answered.
        today: What `today` means.
        born: Whether it is the day of a birth.
    """
    word = " ".join(text.casefold().split())
    if (before := _BEFORE.match(word)) is not None:
        word = word[before.end() :]
    years = (today.year - _OLDEST, today.year - _YOUNGEST) if born else (_CENTURIES[-1], today.year + _AHEAD)
    if word in _DAYS:
        return today - timedelta(days=_DAYS[word])
    if (together := _TOGETHER.fullmatch(word)) is not None:
        day, month, year = (together[name] for name in ("day", "month", "year"))
        first = (year, month, day) if year else (together[4], together[5], together[6])
        return _day(first[0], int(first[1]), first[2], years)
    if (iso := _ISO.fullmatch(word)) is not None:
        return _day(iso[1], int(iso[2]), iso[3], years)
    if (numbers := _NUMBERS.fullmatch(word)) is not None:
        return _day(numbers[3], int(numbers[2]), numbers[1], years)
    if (words := _WORDS.fullmatch(word)) is not None:
        return _day(words[3], _month(words[2]), words[1], years)
    if (words := _MONTH_FIRST.fullmatch(word)) is not None:
        return _day(words[3], _month(words[1]), words[2], years)
    return None


def _month(word: str) -> int:
    """Return the month that a word is or begins as, from three letters on; 0 where it is none."""
    return next((n for n, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)), 0)


def _day(year: str, month: int, day: str, years: tuple[int, int]) -> date | None:
    """Return a day; None where it is none, or where a year of two digits is none of those from the first to the last."""
    year = year.removeprefix("'")
    meant = [int(year)]
    if len(year) == 2:
        meant = [century + int(year) for century in _CENTURIES if years[0] <= century + int(year) <= years[1]]
    try:
        return date(meant[0], month, int(day)) if len(meant) == 1 else None
    except ValueError:
        return None
