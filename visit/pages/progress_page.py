"""The page of what came of the help: of one case a small picture for each theme, over time; of all cases the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from visit.audit.progress import CaseProgress, ThemeProgress
from visit.locale import formats, plural
from visit.locale import text as _
from visit.pages.writing import written
from visit.render.blocks import Paragraph
from visit.render.left_out import left_out_told, with_left_out
from visit.render.progress_sheet import OutcomesSheet, ProgressSheet, measured_label

WIDTH, HEIGHT, HIGHEST = 240, 112, 4
_LEFT, _RIGHT, _TOP, _BOTTOM = 22, 226, 12, 92


@dataclass(frozen=True, slots=True)
class Dot:
    """A level that was measured: where it is drawn, the level, and the day."""

    x: int
    y: int
    level: int
    day: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The levels of one theme over time.

    Attributes:
        lines: From one measured level to the next: the ends, and whether a measurement between them left the theme out.
        goal: How high the level of its goal is drawn, and that level; None where it has none.
        change: How it has changed since the baseline, in words.
        cells: Its level at each measurement.
    """

    name: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot, bool], ...]
    goal: tuple[int, int] | None
    change: str
    cells: tuple[str, ...]


def progress_page(sheet: ProgressSheet, left_out: Sequence[int] = ()) -> str:
    """Return the page of one case; `left_out` are its entries that are altered, and not counted."""
    found, pictures = sheet.found, tuple(_pictures(sheet))
    return written(
        "progress",
        head=_("{case} · what came of the help", case=found.case),
        measured=tuple(map(sheet.measured, found.measurements)),
        days=tuple(formats.short_day(one.day) for one in found.measurements),
        pictures=pictures,
        drawn=tuple(one for one in pictures if one.lines),
        left_out=left_out_told(left_out) if left_out else "",
        since=since_the_baseline(found.themes) if len(found.measurements) > 1 else "",
        goals=sheet.goals() if found.goals else None,
        levels=tuple((level, height_of(level)) for level in range(HIGHEST + 1)),
        left=_LEFT, right=_RIGHT, width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def since_the_baseline(themes: Sequence[ThemeProgress]) -> str:
    """Return how many themes are better, unchanged and worse, and how many were not measured again."""
    changes = [one.change for one in themes]
    better = sum(one is not None and one < 0 for one in changes)
    worse = sum(one is not None and one > 0 for one in changes)
    same, left_out = changes.count(0), changes.count(None)
    counts = (
        (better, _("{n} better", n=better)),
        (same, plural("{n} unchanged", "{n} unchanged", same)),
        (worse, _("{n} worse", n=worse)),
        (left_out, _("{n} not measured since", n=left_out)),
    )
    return _("Since the baseline: {counts}", counts=", ".join(told for n, told in counts if n))


def outcomes_page(sheet: OutcomesSheet, left_out: Sequence[int] = ()) -> str:
    """Return the page of all cases: what its sheet says; `left_out` are the entries that are altered, and not counted."""
    head, *blocks = sheet.sheet()
    assert isinstance(head, Paragraph)
    return written("entry", head=head.text, sheet=with_left_out(tuple(blocks), left_out), origins=())


def height_of(level: int) -> int:
    """Return how far down a level is drawn; the highest, which is the worst, is at the top."""
    return _BOTTOM - (_BOTTOM - _TOP) * level // HIGHEST


def _pictures(sheet: ProgressSheet) -> Iterator[Picture]:
    found = sheet.found
    across = _across(found)
    changes = [row[-1] for row in sheet.levels().rows] if found.themes else []
    for theme, change in zip(found.themes, changes, strict=True):
        dots = [
            None if level is None else Dot(x, height_of(level), level, formats.day(one.day))
            for level, x, one in zip(theme.levels, across, found.measurements, strict=True)
        ]
        yield Picture(
            measured_label(theme.theme, sheet.language),
            tuple(dot for dot in dots if dot is not None),
            tuple(_lines(dots)),
            _goal(found, theme),
            _("not measured since") if theme.change is None else change,
            tuple("?" if level is None else f"{level}" for level in theme.levels),
        )


def _across(found: CaseProgress) -> tuple[int, ...]:
    """Return where each measurement stands: by its day, or evenly where the days do not go forward."""
    days = [one.day.toordinal() for one in found.measurements]
    if days != sorted(set(days)):
        days = list(range(len(days)))
    span = max(days[-1] - days[0], 1)
    return tuple(_LEFT + 6 + (_RIGHT - _LEFT - 12) * (day - days[0]) // span for day in days)


def _lines(dots: Sequence[Dot | None]) -> Iterator[tuple[Dot, Dot, bool]]:
    there = [(place, dot) for place, dot in enumerate(dots) if dot is not None]
    for (place, one), (next_place, other) in pairwise(there):
        yield one, other, next_place > place + 1


def _goal(found: CaseProgress, theme: ThemeProgress) -> tuple[int, int] | None:
    targets = [one.target for one in found.goals if one.theme == theme.theme and one.target is not None]
    return (height_of(targets[-1]), targets[-1]) if targets else None
