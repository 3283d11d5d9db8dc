"""How long it takes, as a cell says it, in minutes: `25`, `25 min`, `0,75 time`, `1 t 20 min`, `2:05`, and a time of a workbook."""

from __future__ import annotations

import re
from decimal import Decimal

from visit.imports.cells import CellError, Habits, ReadValue, number_of, shown_cell, whole_of
from visit.imports.sheets import CellValue
from visit.locale import formats
from visit.locale import text as _

_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9])(?:\.0+)?)?")
_HOURS = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?) ?(?:t|t\.|time|timer|h|hours?) ?(?:og )?(?:([0-9]{1,2}) ?(?:m|min|min\.|minutter))?"
)


def minutes_cell(value: CellValue, habits: Habits) -> ReadValue | None:
    """A number of minutes, or hours and minutes, which is told: no clock and no hours are sure to be what was meant."""
    text = " ".join(str(value).replace("\u00a0", " ").casefold().split()) if isinstance(value, str) else ""
    minutes: Decimal | None = None
    if (clock := _CLOCK.fullmatch(text)) is not None:
        minutes = Decimal(int(clock[1]) * 60 + int(clock[2])) + Decimal(int(clock[3] or 0)) / 60
    elif (said := _HOURS.fullmatch(text)) is not None:
        hours = number_of("number")(said[1], habits).value
        minutes = Decimal(str(hours)) * 60 + int(said[2] or 0)
    if minutes is None:
        return whole_of("minutes")(value, habits)
    if minutes != minutes.to_integral_value():
        raise CellError(_("is not a whole number of minutes: {value}", value=shown_cell(value)))
    return ReadValue(int(minutes), _("read as {value} minutes", value=formats.number(int(minutes))))
