"""The picture of a comparison's flow: who goes from which step to which, and who gets another solution on the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from visit.lab.impact import StepName
from visit.lab.subgroups import SubgroupTable
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.compare_sheet import CompareSheet
from visit.render.compare_words import step_words
from visit.vocabulary import vocabulary_record

WIDTH, NODE, LEFT, RIGHT, SLOT, GAP = 13_000, 120, 4_500, 8_500, 190, 60
"""The picture of the flow, in units of its own: where its two sides stand, and how much room a step has at least."""
_HEIGHT = 3_000
"""So high are all cases together."""
_SEEN = 40
"""So high is at least who gets another solution, to be seen."""
_LADDERS = ("home", "work", "education", "treatment")
MOST_WAYS = 12
"""So many ways on which somebody gets another solution are told beside the picture."""
_Way = tuple[StepName, StepName]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step on one side of the flow: where it is drawn, and what it is called."""

    x: int
    y: int
    height: int
    label: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Those who go from one step to another: the path of their ribbon, whether their solution is another, and what it says."""

    path: str
    moves: bool
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture of the flow.

    Attributes:
        rows: Every way in words: from, to, how many, and how many of them get another solution, where that may be told.
        moving: Of these those with another solution, the most first, each with how long its bar is in hundredths.
        note: What a reader has to know of the numbers.
        widened: That some ribbons are wider than to scale, where they are.
    """

    nodes: tuple[FlowStep, ...]
    ribbons: tuple[Ribbon, ...]
    height: int
    rows: tuple[tuple[str, ...], ...]
    moving: tuple[tuple[str, str, int], ...]
    note: str
    widened: str


def flow_picture(sheet: CompareSheet) -> Flow:
    """Return the picture of who goes from which step to which: as high as there are cases, the least intrusive step first."""
    told, table = sheet.may.flow()
    counts = dict(sorted(told.items(), key=lambda one: [*map(_of_step, one[0])]))
    apart = sheet.may.flow_moved()
    moved = {way: (n if way[0] != way[1] else 0) if apart is None else apart[way] for way, n in counts.items()}
    scale = max(1, _HEIGHT // max(1, sheet.found.cases))
    heights = {way: ((n - moved[way]) * scale, _seen(moved[way] * scale)) for way, n in counts.items()}
    nodes: list[FlowStep] = []
    tops: list[dict[StepName, int]] = []
    for side, x in ((0, LEFT - NODE), (1, RIGHT)):
        y = 0
        places: dict[StepName, int] = {}
        for step in sorted({way[side] for way in counts}, key=_of_step):
            n = sum(count for way, count in counts.items() if way[side] == step)
            height = sum(sum(both) for way, both in heights.items() if way[side] == step)
            places[step] = y
            nodes.append(FlowStep(x, y, height, f"{step_words(step, sheet.language)}: {formats.number(n)}"))
            y += max(height, SLOT) + GAP
        tops.append(places)
    ribbons = []
    for way, both in heights.items():
        for height, n, moves in zip(both, (counts[way] - moved[way], moved[way]), (False, True), strict=True):
            if n:
                was, now = tops[0][way[0]], tops[1][way[1]]
                tops[0][way[0]] += height
                tops[1][way[1]] += height
                ribbons.append(Ribbon(_ribbon(was, now, height), moves, _said(way, n, moves, sheet.language)))
    ribbons.sort(key=lambda one: one.moves)
    is_widened = any(0 < moved[way] * scale < _SEEN for way in counts)
    widened = _("The narrowest ribbons of those who get another are drawn wider, to be seen") if is_widened else ""
    notes = (_pooled(table), *_notes(sheet, counts, is_apart=apart is not None))
    return Flow(
        tuple(nodes), tuple(ribbons), max((one.y + max(one.height, SLOT) for one in nodes), default=0) + GAP,
        tuple(_rows(counts, apart, sheet.language)), tuple(_moving(moved, sheet.language)), ". ".join(filter(None, notes)),
        widened,
    )  # fmt: skip


def _seen(height: int) -> int:
    return max(height, _SEEN) if height else 0


def _said(way: _Way, n: int, moves: bool, language: str) -> str:
    was, now = (step_words(step, language) for step in way)
    return f"{was} → {_another() if moves and was == now else now}: {formats.number(n)}"


def _another() -> str:
    return _("another solution on the same step")


def _rows(counts: Mapping[_Way, int], apart: Mapping[_Way, int] | None, language: str) -> Iterator[tuple[str, ...]]:
    for way, n in counts.items():
        words = (*(step_words(step, language) for step in way), formats.number(n))
        yield words if apart is None else (*words, formats.number(apart[way]))


def _moving(moved: Mapping[_Way, int], language: str) -> Iterator[tuple[str, str, int]]:
    ways = sorted(((n, way) for way, n in moved.items() if n), key=lambda one: (-one[0], [*map(_of_step, one[1])]))
    for n, way in ways[:MOST_WAYS]:
        said, _colon, written = _said(way, n, moves=True, language=language).rpartition(": ")
        yield said, written, 100 * n // ways[0][0]


def _notes(sheet: CompareSheet, shown: Iterable[_Way], *, is_apart: bool) -> Iterator[str]:
    """Yield which ladder is shown where there are several, and whom that shows otherwise than other numbers."""
    ladders = {step[0] for way in shown for step in way if step is not None}
    if len(ladders) > 1:
        names = {row["key"]: formats.small(row[sheet.language]) for row in vocabulary_record()["ladders"]}
        named = [names[one] for one in sorted(ladders, key=_LADDERS.index)]
        yield _(
            "Each stands once, on the first ladder that the solution is on: {ladders}", ladders=formats.listed(named)
        )
    if (n := sheet.found.off_ladder) and sheet.may.may_tell(n) and sheet.may.movements() is not None:
        yield plural(
            "{n} of those to a lower or higher step goes there on a later ladder, and stands here on the same step",
            "{n} of those to a lower or higher step go there on a later ladder, and stand here on the same step",
            n, n=formats.number(n),
        )  # fmt: skip
    if not is_apart:
        yield _("Who gets another solution on the same step is of too few real citizens to draw")


def _ribbon(y1: int, y2: int, thick: int) -> str:
    middle = (LEFT + RIGHT) // 2
    return (
        f"M{LEFT},{y1} C{middle},{y1} {middle},{y2} {RIGHT},{y2} V{y2 + thick} "
        f"C{middle},{y2 + thick} {middle},{y1 + thick} {LEFT},{y1 + thick} Z"
    )


def _of_step(step: StepName) -> tuple[str, int]:
    if step is None:
        return "z", 0
    return f"{_LADDERS.index(step[0])}" if step[0] in _LADDERS else step[0], step[1]


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
