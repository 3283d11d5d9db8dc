"""Periods: as they are written, counted from a date, and as days."""

from __future__ import annotations

from datetime import date

import pytest

from visit.rules.language.periods import days, later, parse_period


@pytest.mark.parametrize(
    ("text", "read"),
    [("3 months", (3, "months")), ("1 month", (1, "months")), ("8 weeks", (8, "weeks")), ("14 days", (14, "days"))],
)
def test_a_period_is_read_in_singular_and_plural(text: str, read: tuple[int, str]) -> None:
    assert parse_period(text) == read


@pytest.mark.parametrize(("text", "count"), [("10 days", 10), ("2 months", 60), ("3 weeks", 21), ("1 year", 365)])
def test_a_shelf_life_is_in_days(text: str, count: int) -> None:
    assert days(parse_period(text)) == count


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        ("2025-03-01", "10 days", "2025-03-11"),
        ("2025-12-29", "8 weeks", "2026-02-23"),
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2025-01-31", "2 months", "2025-03-31"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2025-03-31", "1 month", "2025-04-30"),
        ("2025-12-15", "1 month", "2026-01-15"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2025-03-01", "9999 years", "9999-12-31"),
        ("9999-12-30", "2 weeks", "9999-12-31"),
    ],
)
def test_later_ends_on_the_last_day_of_a_shorter_month(start: str, text: str, end: str) -> None:
    assert later(date.fromisoformat(start), *parse_period(text)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("end", "amount", "unit", "start"),
    [
        ("2025-03-31", -1, "months", "2025-02-28"),
        ("2024-02-29", -1, "years", "2023-02-28"),
        ("2025-01-05", -1, "weeks", "2024-12-29"),
        ("2025-01-05", -9999, "years", "0001-01-01"),
    ],
)
def test_a_period_before_ends_on_the_last_day_of_a_shorter_month_too(
    end: str, amount: int, unit: str, start: str
) -> None:
    assert later(date.fromisoformat(end), amount, unit) == date.fromisoformat(start)
