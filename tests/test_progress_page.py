"""The pictures of progress: where each level stands, what is passed over, and the goal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from visit.audit.progress import CaseProgress, GoalProgress, Measurement, ThemeProgress
from visit.locale import speaking
from visit.pages.progress_page import Picture, _pictures, height_of
from visit.render.progress_sheet import ProgressSheet


def pictures(
    levels: Mapping[str, tuple[int | None, ...]], *days: str, goals: tuple[GoalProgress, ...] = ()
) -> list[Picture]:
    measurements = tuple(Measurement(place, date.fromisoformat(day), "follow-up", {}) for place, day in enumerate(days))
    themes = tuple(ThemeProgress(theme, found) for theme, found in levels.items())
    with speaking("en"):
        return list(_pictures(ProgressSheet(CaseProgress("c", measurements, themes, goals), "en")))


def test_a_level_stands_by_its_day_and_a_lower_one_lower() -> None:
    (one,) = pictures({"cook": (4, 3, 0)}, "2026-01-01", "2026-01-11", "2026-04-11")
    first, second, third = one.dots
    assert abs((second.x - first.x) * 9 - (third.x - second.x)) < 10
    assert [dot.y for dot in one.dots] == [height_of(4), height_of(3), height_of(0)]
    assert height_of(4) < height_of(3) < height_of(0)
    assert [dot.day for dot in one.dots] == ["1 January 2026", "11 January 2026", "11 April 2026"]
    assert one.change == "better by 4"


def test_what_was_not_measured_has_no_dot_and_the_line_says_that_it_passes_over_it() -> None:
    one, other = pictures({"cook": (2, None, 3), "clean": (2, None, None)}, "2026-01-01", "2026-02-01", "2026-03-01")
    assert [(a.level, b.level, passes) for a, b, passes in one.lines] == [(2, 3, True)]
    assert one.cells == ("2", "?", "3")
    assert (other.lines, other.change) == ((), "not measured since")


def test_days_that_do_not_go_forward_stand_evenly() -> None:
    (one,) = pictures({"cook": (2, 2, 1)}, "2026-05-01", "2026-01-01", "2026-01-01")
    first, second, third = (dot.x for dot in one.dots)
    assert second - first == third - second > 0


def test_a_goal_is_drawn_at_its_level() -> None:
    goals = (GoalProgress("cook", "develop", 3, 1), GoalProgress("clean", None, 3, None))
    one, other = pictures({"cook": (3, 2), "clean": (3, 3)}, "2026-01-01", "2026-02-01", goals=goals)
    assert one.goal == (height_of(1), 1)
    assert other.goal is None


def test_one_measurement_is_a_dot() -> None:
    (one,) = pictures({"cook": (3,)}, "2026-01-01")
    assert (len(one.dots), one.lines) == (1, ())
