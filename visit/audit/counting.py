"""Shares, means and months in whole numbers; a half is rounded up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def divided(total: int, by: int) -> int:
    """Return a quotient of numbers that are not negative, rounded to a whole number."""
    return (2 * total + by) // (2 * by)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent; None of nothing."""
    return divided(100 * part, whole) if whole else None


def mean(numbers: Sequence[int]) -> int | None:
    """Return the mean, rounded to a whole number; None of none."""
    return divided(sum(numbers), len(numbers)) if numbers else None


def months_between(start: date, end: date) -> int:
    """Return how many whole months have passed; a month that has not ended does not count, and none is negative."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)
