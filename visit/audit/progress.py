"""What came of the help to one citizen: levels since the baseline, theme by theme, and goals reached or not.

Values only. Levels are those of FFB, 0 to 4: a lower one is better. What was not measured is None, never the level before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from visit.case import Case
from visit.decisions.files import Decided
from visit.decisions.records import Measured, MeasuredGoal
from visit.ledger.entry_types import EntryType
from visit.vocabulary import vocabulary

SUPPORT_NEED = "support_need"
"""What stands for a theme where the level is that of the need for support as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """One day on which levels were measured: `baseline`, a later `assessment` that a decision rests on, or a `follow-up`.

    `early` is how many days before its decision a follow-up measured; 0 where it did not.
    """

    seq: int
    day: date
    kind: str
    levels: Mapping[str, int]
    early: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ThemeProgress:
    """The levels of one theme, one for each measurement; None where it was not measured."""

    theme: str
    levels: tuple[int | None, ...]

    @property
    def change(self) -> int | None:
        """The newest level less that of the baseline, below 0 where it is better; None where either is not measured."""
        later = [level for level in self.levels[1:] if level is not None]
        return None if self.levels[0] is None or not later else later[-1] - self.levels[0]


@dataclass(frozen=True, slots=True, eq=False)
class GoalProgress:
    """A goal and the newest follow-up that measured it.

    Attributes:
        kind: Of `goal_kind`; None where none is recorded.
        start: The level it goes from.
        target: The level it goes to.
        day: When it was measured; None where it was not.
        level: The level then.
        stated: Whether the follow-up says that it is reached.
    """

    theme: str
    kind: str | None
    start: int | None
    target: int | None
    day: date | None = None
    level: int | None = None
    stated: bool | None = None

    @property
    def reached(self) -> bool | None:
        """Whether it is reached, by the level where that tells, else as the follow-up states; None where neither does.

        A goal is reached at the level it goes to, or a lower one. Without one, functioning that was to be maintained must be no
        worse than where it started; a loss that was to be limited is surely limited where there is none.
        """
        keeps = self.kind in ("maintain", "limit_loss")
        limit = self.start if self.target is None and keeps else self.target
        if self.level is None or limit is None:
            return self.stated
        if self.level > limit and self.target is None and self.kind == "limit_loss":
            return self.stated
        return self.level <= limit


@dataclass(frozen=True, slots=True, eq=False)
class CaseProgress:
    """All that was measured of one case; `measurements` begins with the baseline."""

    case: str
    measurements: tuple[Measurement, ...]
    themes: tuple[ThemeProgress, ...]
    goals: tuple[GoalProgress, ...]


def progress(decisions: Iterable[Decided]) -> CaseProgress:
    """Return the progress of one case, from its decisions in order; those that are erased are passed over."""
    found: list[Measurement] = []
    goals = Goals()
    case = ""
    for decided in decisions:
        if decided.entry.erased:
            continue
        case = decided.case
        found += [*_assessment(decided, found), *_measured(decided)]
        goals.add(decided)
    # The baseline stays first, whatever the dates say: everything is compared with it.
    measurements = (*found[:1], *sorted(found[1:], key=lambda one: (one.day, one.seq)))
    return CaseProgress(case, measurements, _themes(measurements), goals.found)


def _assessment(decided: Decided, before: list[Measurement]) -> Iterator[Measurement]:
    """The assessment a decision rests on; none where an earlier decision rests on the same."""
    case = Case(decided.facts)
    day = case.baseline.measured or case.assessed
    levels = _levels(case.functioning, case.support_need)
    if not before:
        yield Measurement(decided.seq, day, "baseline", levels)
    elif levels and all((one.day, one.levels) != (day, levels) for one in before):
        yield Measurement(decided.seq, day, "assessment", levels)


def _measured(decided: Decided) -> Iterator[Measurement]:
    for entry in decided.answered(EntryType.FOLLOW_UP):
        measured: Measured = entry.get("measured")
        day = date.fromisoformat(measured["measured"])
        yield Measurement(entry.seq, day, "follow-up", _followed_up(measured), measured_early(decided, measured))


def measured_early(decided: Decided, measured: Measured) -> int:
    """Return how many days before its decision a follow-up measured; 0 where it did not."""
    return days_before(decided, measured["measured"])


def days_before(decided: Decided, day: str) -> int:
    """Return how many days a day, as 2026-11-02, lies before that on which a decision was recorded; else 0."""
    return max(0, (decided.day - date.fromisoformat(day)).days)


def _followed_up(measured: Measured) -> dict[str, int]:
    """Return every level that a follow-up measured, by theme."""
    goals = {row["theme"]: row["level"] for row in measured.get("goals", ()) if "level" in row}
    return {**goals, **_levels(measured.get("functioning"), measured.get("support_need"))}


def _levels(functioning: Mapping[str, int] | None, support_need: int | None) -> dict[str, int]:
    found = dict(functioning or {})
    if support_need is not None:
        found[SUPPORT_NEED] = support_need
    return found


def _themes(measurements: tuple[Measurement, ...]) -> tuple[ThemeProgress, ...]:
    there = {theme for one in measurements for theme in one.levels}
    order = [SUPPORT_NEED, *vocabulary().codes["theme"].terms]
    named = [theme for theme in order if theme in there]
    return tuple(ThemeProgress(theme, tuple(one.levels.get(theme) for one in measurements)) for theme in named)


# --- goals ---


_GoalKey: TypeAlias = tuple[str, str | None, int | None, int | None]
"""Theme, kind and levels."""
_NthGoal: TypeAlias = tuple[str, str | None, int | None, int | None, int]
"""The same, and the how manieth of those that are equal in one case it is."""


class Goals:
    """The goals of one case while its decisions go by.

    A goal that several decisions have, with the same theme, kind and levels, is one goal. A decision that gave no help, or that
    was refused, has none. A level of its theme that a follow-up of another decision of the case measured counts as well, from
    the day of the assessment that the goal was first set by.
    """

    def __init__(self) -> None:
        self._goals: dict[_NthGoal, GoalProgress] = {}
        self._newest: dict[_NthGoal, tuple[date, int]] = {}
        self._since: dict[_NthGoal, date] = {}
        self._measured: list[tuple[tuple[date, int], Mapping[str, int]]] = []

    @property
    def found(self) -> tuple[GoalProgress, ...]:
        """The goals in the order in which they were set."""
        return tuple(self._newest_level(key, goal) for key, goal in self._goals.items())

    def _newest_level(self, key: _NthGoal, goal: GoalProgress) -> GoalProgress:
        known = self._newest.get(key, (date.min, 0))
        later = [
            (moment, levels[goal.theme])
            for moment, levels in self._measured
            if goal.theme in levels and moment > known and moment[0] >= self._since[key]
        ]
        if not later:
            return goal
        moment, level = max(later)
        return replace(goal, day=moment[0], level=level, stated=None)

    def add(self, decided: Decided) -> None:
        """Take in the goals of a decision, and what its follow-ups measured of them."""
        for one in _measured(decided):
            self._measured.append(((one.day, one.seq), one.levels))
        if not helps(decided):
            return
        assessed = Case(decided.facts).assessed
        same: Counter[_GoalKey] = Counter()
        of_theme: Counter[str] = Counter()
        for goal in Case(decided.facts).goals or ():
            key = (goal.theme, goal.kind, goal.start, goal.target)
            this = (*key, same[key])
            self._goals.setdefault(this, GoalProgress(*key))
            self._since.setdefault(this, assessed)
            for entry in decided.answered(EntryType.FOLLOW_UP):
                self._measure(this, entry.seq, entry.get("measured"), of_theme[goal.theme])
            same[key] += 1
            of_theme[goal.theme] += 1

    def _measure(self, key: _NthGoal, seq: int, measured: Measured, place: int) -> None:
        """Take in one follow-up: its row for the theme, the first for the first goal of it; else its functioning."""
        theme = key[0]
        rows = [row for row in measured.get("goals", ()) if row["theme"] == theme]
        row = rows[place] if place < len(rows) else MeasuredGoal(theme=theme)
        level = row.get("level", measured.get("functioning", {}).get(theme))
        stated = row.get("reached")
        moment = (date.fromisoformat(measured["measured"]), seq)
        if (level is not None or stated is not None) and moment > self._newest.get(key, (date.min, 0)):
            self._newest[key] = moment
            self._goals[key] = replace(self._goals[key], day=moment[0], level=level, stated=stated)


def helps(decided: Decided) -> bool:
    """Return whether a decision gave help: something was chosen, and no approver, offer or citizen refused it."""
    return decided.choice.get("kind") in ("placement", "other") and decided.refused is None


def may_have_begun(decided: Decided) -> bool:
    """Return whether the help of a decision may have begun: no sure approval of it is missing, or a follow-up has seen it."""
    waits = any(one.state == "outstanding" for one in decided.approval_states)
    return helps(decided) and (not waits or bool(decided.answered(EntryType.FOLLOW_UP)))
