"""How long it takes, in the words of those who write it."""

from __future__ import annotations

from datetime import date

import pytest

from visit.imports.cells import CellError, Habits
from visit.imports.durations import minutes_cell


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("25", 25), ("25 min.", 25), ("2:05", 125), ("00:25:00", 25), ("1:05:00", 65), ("0,75 time", 45), ("1,5 timer", 90),
        ("1 t 20 min", 80), ("1 time og 5 min.", 65), ("2 t", 120), ("1 h", 60),
    ],
)  # fmt: skip
def test_hours_and_minutes_are_minutes(written: str, minutes: int) -> None:
    read = minutes_cell(written, Habits(date(2026, 12, 1)))
    assert read is not None and read.value == minutes


@pytest.mark.parametrize("written", ["1:02:30", "2:75", "0,01 time", "snart", "1 dag", "1 t 20"])
def test_what_is_no_whole_number_of_minutes_is_told(written: str) -> None:
    with pytest.raises(CellError):
        minutes_cell(written, Habits(date(2026, 12, 1)))
