"""Whether the citizen's functioning has improved, as it was measured: an improvement grounds less help only if it is there."""

from __future__ import annotations

from datetime import date

from visit.case import Case
from visit.rules.language.values import UNKNOWN, Value


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
