"""What becomes of a citizen from one answer to another: how the first placement moves, and what turns with it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from visit.lab.answers import CaseAnswer


class Movement(StrEnum):
    """How the first placement moves; each case has exactly one."""

    UNCHANGED = "unchanged"
    SAME_STEP = "same_step"
    """Other offers or services, on the same steps."""
    LOWER = "lower"
    """A less intrusive step."""
    HIGHER = "higher"
    """A more intrusive step."""
    GAINED = "gained"
    """There was no placement."""
    LOST = "lost"
    """There is no placement any more."""


class Crossing(StrEnum):
    """What turns between two answers; a case may have several, also where its first placement is the same."""

    TO_OWN = "to_own"
    """From a placement with a bought part to one without."""
    TO_EXTERNAL = "to_external"
    GRANTABLE = "grantable"
    """It can be granted now, and could not."""
    NOT_GRANTABLE = "not_grantable"
    TO_UNDECIDED = "to_undecided"
    """It is not decided yet, as `match` says it, and was. Who gets a placement, or loses it, turns neither way."""
    TO_DECIDED = "to_decided"
    EXCEPTION_FIRST = "exception_first"
    """A placement by exception stands before a suitable one, and did not."""
    BY_NAME = "by_name"
    """Nothing but names sets the first placement before the second, and something did."""
    LESS_COVERED = "less_covered"
    """More of the needs are not surely covered; of those alone who have a placement both times."""
    MORE_COVERED = "more_covered"


def movement(old: CaseAnswer, new: CaseAnswer) -> Movement:
    """Return how the first placement moves from one answer to another.

    Ladders are compared in the order of the second guideline, each by its highest step.
    """
    if old.parts == new.parts:
        return Movement.UNCHANGED
    if not old.parts or not new.parts:
        return Movement.LOST if old.parts else Movement.GAINED
    before = dict(old.steps)
    return by_steps([before.get(ladder, ()) for ladder, _steps in new.steps], [steps for _ladder, steps in new.steps])


def by_steps(was: Sequence[Sequence[int]], now: Sequence[Sequence[int]]) -> Movement:
    """Return how steps move, ladder by ladder: by the highest step of the first ladder on which it is another.

    How many parts stand below the highest step says nothing of where somebody lives or works: a home with its support in one
    offer, and the same home with support from elsewhere, are on the same step.
    """
    highest = [[max(steps, default=-1) for steps in side] for side in (was, now)]
    if highest[0] == highest[1]:
        return Movement.SAME_STEP
    return Movement.LOWER if highest[1] < highest[0] else Movement.HIGHER


def crossings(old: CaseAnswer, new: CaseAnswer) -> frozenset[Crossing]:
    """Return what turns between two answers.

    Where one of them has no placement, nothing turns but whether something can be granted, and by exception.
    """
    is_one_alone = bool(old.parts) is not bool(new.parts)
    was_unsure, unsure = old.needs_unsure or 0, new.needs_unsure or 0
    found = {
        Crossing.TO_OWN: old.external is True and new.external is False,
        Crossing.TO_EXTERNAL: old.external is False and new.external is True,
        Crossing.GRANTABLE: old.verdict != "grantable" and new.verdict == "grantable",
        Crossing.NOT_GRANTABLE: old.verdict == "grantable" and new.verdict != "grantable",
        Crossing.TO_UNDECIDED: new.undecided and not old.undecided and not is_one_alone,
        Crossing.TO_DECIDED: old.undecided and not new.undecided and not is_one_alone,
        Crossing.EXCEPTION_FIRST: new.exception_first and not old.exception_first and not _stays(old, new),
        Crossing.BY_NAME: new.by_name and not old.by_name and not is_one_alone,
        Crossing.LESS_COVERED: unsure > was_unsure and not is_one_alone,
        Crossing.MORE_COVERED: unsure < was_unsure and not is_one_alone,
    }
    return frozenset(turn for turn, is_so in found.items() if is_so)


def _stays(old: CaseAnswer, new: CaseAnswer) -> bool:
    """Return whether the same placement stands first as it did: what stands among the few behind it turns nothing."""
    return old.parts == new.parts and old.standing is new.standing
