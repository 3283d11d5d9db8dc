"""The parts of a price that a spreadsheet has a column for each of: packages by hours, the step between them, shares by days.

    Pakke 1 (0-7 timer)     {field: price.packages, hours: 7}        up to and with 7 hours a week, beside the basic rate
    Pr. pakke               {field: price.package_step, hours: 7}    from one package to the next: 7 hours
    1-2 dage                {field: price.shares, days: 2}           up to and with 2 days a week, in percent of the rate

While the rows are read each stands under its hours or days; `stated_prices` makes of them what a catalogue holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from visit.reading.documents.column_map import ColumnMeaning

PACKAGES, STEP, SHARES = "price.packages", "price.package_step", "price.shares"
PART_OF: Mapping[str, str] = {PACKAGES: "hours", STEP: "hours", SHARES: "days"}
"""What a column of each must say beside its field."""
_PACKAGE = re.compile(
    r"pakke *\d* *\(?(?:(?:\d+(?:,\d+)? *(?:-|–|til))|op til) *(\d+(?:,\d+)?) *t(?:imer|\.)?(?: (?:pr\.?|om) ugen?)?\)?",
    re.IGNORECASE,
)


_DAYS = re.compile(
    r"(?:[1-7] *(?:-|–|til|og) *)?([1-7]) *dag(?:e|s)?(?: *(?:pr\.?|om) ugen?)? *(?:\(%\)|%)?", re.IGNORECASE
)


def share_days_said(heading: str) -> int | None:
    """Return up to how many days a week a heading says that a share is for: `1-2 dage`, `3 dage`; None where it says none."""
    found = _DAYS.fullmatch(" ".join(heading.split()))
    return None if found is None else int(found[1])


def package_said(heading: str) -> Decimal | None:
    """Return up to how many hours a week a heading says that a package is: `Pakke 2 (7-14 timer)`; None where it says none."""
    found = _PACKAGE.fullmatch(" ".join(heading.split()))
    return None if found is None else Decimal(found[1].replace(",", "."))


def hours_or_days(column: ColumnMeaning) -> str | None:
    """Return the hours or days under which a value of a column stands in its price; None of a column of another field."""
    key = PART_OF.get(column.field)
    return None if key is None else str(getattr(column, key))


def path_of_part(column: ColumnMeaning) -> tuple[str, ...]:
    """Return where a value of such a column stands while the rows are read."""
    return (*column.field.split("."), str(hours_or_days(column)))
