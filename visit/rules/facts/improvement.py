"""What has become of the citizen's functioning, as it was measured: an improvement grounds less help only if it is there.

What has become worse is told: a goal that was reached elsewhere does not make it good. An improvement grounds only as much less
help as was measured: it counts in the areas of the sub-themes that were measured, and there only where they have become better
on the whole.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from visit.case import Case
from visit.rules.language.values import UNKNOWN, Members, Value
from visit.vocabulary import vocabulary

MORE_THAN_SLIGHT = 2
"""The support need from which the help that is needed is more than a little."""


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
    fallen = _fallen(case, as_of)
    return Members(frozenset(theme for theme, levels in fallen.items() if levels < 0)) if fallen else UNKNOWN


def improved_areas(case: Case, as_of: date) -> frozenset[str]:
    """Return the areas in which what was measured has become better: by levels on the whole; where they are even, by a goal."""
    areas_of, fallen = vocabulary().areas_of_subtheme, _fallen(case, as_of)
    levels: Counter[str] = Counter()
    for theme, by in fallen.items():
        levels.update(dict.fromkeys(areas_of[theme], by))
    goals = [one.theme for one in case.goals or () if one.result is not None and one.result != "not_reached"]
    reached = frozenset[str]().union(*(areas_of[theme] for theme in goals))
    return frozenset(
        area for area in {*levels, *reached} if levels[area] > 0 or (levels[area] == 0 and area in reached)
    )


def _fallen(case: Case, as_of: date) -> dict[str, int]:
    """By how many levels each sub-theme is lower now than when it was last measured before; of two of one day the lower counts."""
    now = case.functioning or {}
    rows = [row for row in case.earlier_functioning or () if row.on <= as_of and row.theme in now]
    return {row.theme: row.level - now[row.theme] for row in sorted(rows, key=lambda row: (row.on, -row.level))}
