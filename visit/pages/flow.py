"""The picture of a comparison's flow: who goes from which step to which, as ribbons between two rows of steps."""

from __future__ import annotations

from dataclasses import dataclass

from visit.lab.impact import StepName
from visit.lab.subgroups import SubgroupTable
from visit.locale import formats, plural
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import step_code, step_words

WIDTH, NODE, LEFT, RIGHT, SLOT, GAP = 13_000, 120, 4_500, 8_500, 190, 60
"""The picture of the flow, in units of its own: where its two sides stand, and how much room a step has at least."""
_HEIGHT = 3_000
"""So high are all cases together."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step on one side of the flow: where it is drawn, what it is called, and what on a narrow screen."""

    x: int
    y: int
    height: int
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Those who go from one step to another: the path of their ribbon, whether the step is another, and what it says."""

    path: str
    moves: bool
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture of the flow."""

    nodes: tuple[FlowStep, ...]
    ribbons: tuple[Ribbon, ...]
    height: int
    rows: tuple[tuple[str, str, str], ...]
    note: str


def flow_picture(sheet: CompareSheet) -> Flow:
    """Return the picture of who goes from which step to which: as high as there are cases, the least intrusive step first."""
    found = sheet.found
    rows_told, table = sheet.may.flow()
    counts = dict(sorted(rows_told.items(), key=lambda one: [*map(_of_step, one[0])]))
    scale = max(1, _HEIGHT // max(1, found.cases))
    tops: list[dict[StepName, int]] = []
    nodes: list[FlowStep] = []
    height = 0
    for side, x in ((0, LEFT - NODE), (1, RIGHT)):
        y = 0
        places: dict[StepName, int] = {}
        for step in sorted({way[side] for way in counts}, key=_of_step):
            n = sum(count for way, count in counts.items() if way[side] == step)
            places[step] = y
            names = (step_words(step, sheet.language), step_code(step))
            nodes.append(FlowStep(x, y, n * scale, *(f"{name}: {formats.number(n)}" for name in names)))
            y += max(n * scale, SLOT) + GAP
        tops.append(places)
        height = max(height, y)
    ribbons = []
    for way, count in sorted(counts.items(), key=lambda one: [*map(_of_step, one[0])]):
        y1, y2 = tops[0][way[0]], tops[1][way[1]]
        tops[0][way[0]] += count * scale
        tops[1][way[1]] += count * scale
        was, now = (step_words(step, sheet.language) for step in way)
        ribbons.append(
            Ribbon(_ribbon(y1, y2, count * scale), way[0] != way[1], f"{was} → {now}: {formats.number(count)}")
        )
    rows = tuple(
        (step_words(was, sheet.language), step_words(now, sheet.language), formats.number(n))
        for (was, now), n in counts.items()
    )
    return Flow(tuple(nodes), tuple(ribbons), height + GAP, rows, _pooled(table))


def _ribbon(y1: int, y2: int, thick: int) -> str:
    middle = (LEFT + RIGHT) // 2
    return (
        f"M{LEFT},{y1} C{middle},{y1} {middle},{y2} {RIGHT},{y2} V{y2 + thick} "
        f"C{middle},{y2 + thick} {middle},{y1 + thick} {LEFT},{y1 + thick} Z"
    )


def _of_step(step: StepName) -> tuple[str, int]:
    ladders = ("home", "work", "education", "treatment")
    if step is None:
        return "z", 0
    return f"{ladders.index(step[0])}" if step[0] in ladders else step[0], step[1]


def _pooled(table: SubgroupTable) -> str:
    """Return what is said of rows that do not stand by themselves."""
    n = len(table.pooled)
    if not n:
        return ""
    return plural(
        "{n} row has a number below 5, and is not shown by itself",
        "{n} rows have a number below 5, and are not shown by themselves",
        n, n=formats.number(n),
    )  # fmt: skip
