"""What has become of the citizen's functioning, as it was measured: an improvement grounds less help only if it is there.

What has become worse is told: a goal that was reached elsewhere does not make it good.
"""

from __future__ import annotations

from datetime import date

from visit.case import Case
from visit.rules.language.values import UNKNOWN, Members, Value


def improvement(case: Case, as_of: date) -> Value:
    """Return whether a goal was reached, in part at least, or a sub-theme is on a lower level than it was.

    Unknown where nothing was measured: no goal has a result, and no earlier level is of a sub-theme that is assessed now.
    """
    now = case.functioning or {}
    results = [goal.result != "not_reached" for goal in case.goals or () if goal.result is not None]
    earlier = [
        now[row.theme] < row.level for row in case.earlier_functioning or () if row.on <= as_of and row.theme in now
    ]
    measured = [*results, *earlier]
    return any(measured) if measured else UNKNOWN


def worsened(case: Case, as_of: date) -> Value:
    """Return the sub-themes that are on a higher level now than when they were last measured before.

    Of two levels of one day the lower counts. Unknown where no earlier level is of a sub-theme that is assessed now.
    """
    now = case.functioning or {}
    rows = [row for row in case.earlier_functioning or () if row.on <= as_of and row.theme in now]
    last = {row.theme: row.level for row in sorted(rows, key=lambda row: (row.on, -row.level))}
    return Members(frozenset(theme for theme, level in last.items() if now[theme] > level)) if last else UNKNOWN
