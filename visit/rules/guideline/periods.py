"""Periods as a guideline writes them, `3 months`: read, counted from a date, and as days for shelf lives."""

from __future__ import annotations

from datetime import date, timedelta

_DAYS = {"days": 1, "months": 30, "years": 365}


def parse_period(text: str) -> tuple[int, str]:
    """Read `3 months`."""
    amount, unit = text.split()
    return int(amount), unit.rstrip("s") + "s"


def days(text: str) -> int:
    """Read a period as days, a month as 30 and a year as 365: for shelf lives only."""
    amount, unit = parse_period(text)
    return amount * _DAYS[unit]


def later(day: date, amount: int, unit: str) -> date:
    """Return the date some days, months or years later; the last day of a shorter month."""
    if unit == "days":
        return day + timedelta(days=amount)
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("a month has at least 28 days")
