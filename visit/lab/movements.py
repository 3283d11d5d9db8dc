"""What becomes of a citizen from one answer to another: how the first placement moves, and what turns with it."""

from __future__ import annotations

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
    """Facts are missing now, and were not."""
    TO_DECIDED = "to_decided"
    EXCEPTION_FIRST = "exception_first"
    """A placement by exception stands before a suitable one, and did not."""
    BY_NAME = "by_name"
    """Nothing but names sets the first placement before the second, and something did."""


def movement(old: CaseAnswer, new: CaseAnswer) -> Movement:
    """Return how the first placement moves from one answer to another.

    Steps are compared as placements are ordered: ladder by ladder in the order of the second guideline, the highest step first.
    """
    if old.parts == new.parts:
        return Movement.UNCHANGED
    if not old.parts or not new.parts:
        return Movement.LOST if old.parts else Movement.GAINED
    before = dict(old.steps)
    was, now = [before.get(ladder, ()) for ladder, _steps in new.steps], [steps for _ladder, steps in new.steps]
    if was == now:
        return Movement.SAME_STEP
    return Movement.LOWER if now < was else Movement.HIGHER


def crossings(old: CaseAnswer, new: CaseAnswer) -> frozenset[Crossing]:
    """Return what turns between two answers."""
    found = {
        Crossing.TO_OWN: old.external is True and new.external is False,
        Crossing.TO_EXTERNAL: old.external is False and new.external is True,
        Crossing.GRANTABLE: old.verdict != "grantable" and new.verdict == "grantable",
        Crossing.NOT_GRANTABLE: old.verdict == "grantable" and new.verdict != "grantable",
        Crossing.TO_UNDECIDED: new.undecided and not old.undecided,
        Crossing.TO_DECIDED: old.undecided and not new.undecided,
        Crossing.EXCEPTION_FIRST: new.exception_first and not old.exception_first,
        Crossing.BY_NAME: new.by_name and not old.by_name,
    }
    return frozenset(turn for turn, is_so in found.items() if is_so)
