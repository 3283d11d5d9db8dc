"""The pictures of progress: where each level stands, what is passed over, and the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from visit.audit.progress import CaseProgress, GoalProgress, Measurement, ThemeProgress
from visit.locale import speaking
from visit.pages.progress_page import Picture, _pictures, height_of, progress_page
from visit.render.progress_sheet import ProgressSheet


def a_sheet(
    levels: Mapping[str, tuple[int | None, ...]], days: Sequence[str], goals: tuple[GoalProgress, ...] = ()
) -> ProgressSheet:
    measurements = tuple(Measurement(place, date.fromisoformat(day), "follow-up", {}) for place, day in enumerate(days))
    themes = tuple(ThemeProgress(theme, found) for theme, found in levels.items())
    return ProgressSheet(CaseProgress("c", measurements, themes, goals), "en")


def pictures(
    levels: Mapping[str, tuple[int | None, ...]], *days: str, goals: tuple[GoalProgress, ...] = ()
) -> list[Picture]:
    with speaking("en"):
        return list(_pictures(a_sheet(levels, days, goals)))


def a_page(levels: Mapping[str, tuple[int | None, ...]], *days: str) -> str:
    with speaking("en"):
        return progress_page(a_sheet(levels, days))


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


def test_one_measurement_is_a_number_and_no_picture() -> None:
    page = a_page({"cook": (3,)}, "2026-01-01")
    assert "<svg" not in page
    assert "there is nothing to compare the baseline with yet" in page
    assert '<td class="n">3</td>' in page


def test_what_was_measured_again_has_a_picture_and_what_was_not_is_counted() -> None:
    levels = {"cook": (3, 2), "clean": (3, None), "laundry": (2, 2), "shopping": (1, 3), "wash": (4, 4)}
    page = a_page(levels, "2026-01-01", "2026-02-01")
    assert page.count("<svg") == 4
    assert "Since the baseline: 1 better, 2 unchanged, 1 worse, 1 not measured since" in page
    assert page.count('<th scope="row">') == 5
