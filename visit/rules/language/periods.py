"""Periods as a guideline writes them, `3 months`: read, counted from a date, and as days for shelf lives.

Days and weeks are exact in days, months and years in months; how many days a month has depends on the date it is counted from.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

UNITS = ("days", "weeks", "months", "years")
"""The units of time, the shortest first."""
_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
_EXACT = {"days": (1, "days"), "weeks": (7, "days"), "months": (1, "months"), "years": (12, "months")}


class Period(NamedTuple):
    """A whole number of days, weeks, months or years."""

    amount: int
    unit: str

    @property
    def exact(self) -> tuple[int, str]:
        """The same in days, of days and weeks, or in months, of months and years: what is in one of the two can be compared."""
        each, unit = _EXACT[self.unit]
        return self.amount * each, unit


def unit_meant(word: str) -> str | None:
    """Return the unit that a word is, in singular or plural; None where it is none."""
    return next((unit for unit in UNITS if word in (unit, unit[:-1])), None)


def times_finer(coarse: str, fine: str) -> int | None:
    """Return how many of a unit of time make up one of another; None where they do not do so exactly, or it is the coarser."""
    (many, exact), (few, other) = _EXACT.get(coarse, (0, coarse)), _EXACT.get(fine, (0, fine))
    return many // few if few and exact == other and many > few else None


def parse_period(text: str) -> Period:
    """Read `3 months`."""
    amount, unit = text.split()
    return Period(int(amount), unit.rstrip("s") + "s")


def days(period: Period) -> int:
    """Return a period in days, a month as 30 and a year as 365: for shelf lives only."""
    return period.amount * _DAYS[period.unit]


def later(day: date, amount: int, unit: str) -> date:
    """Return the date some days, weeks, months or years later, or with an amount below 0 before.

    A month later is the same day of the next month, or its last day where it is shorter: 31 January and a month is 28 or 29
    February, 29 February and a year is 28 February. It is counted from the date given, never from a shortened one. What lies
    beyond the calendar is its first or last day.
    """
    each, exact = _EXACT[unit]
    if exact == "days":
        try:
            return day + timedelta(days=amount * each)
        except OverflowError:
            return date.max if amount > 0 else date.min
    year, month = divmod(day.year * 12 + day.month - 1 + amount * each, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if amount > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
