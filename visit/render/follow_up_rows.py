"""What was measured at a follow-up, a line each, as it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.decisions.records import Measured, MeasuredGoal
from visit.decisions.wording import Wording
from visit.locale import formats, language
from visit.locale import text as _
from visit.vocabulary import field_label, vocabulary


def follow_up_outcome(measured: Measured) -> str:
    """Return what a follow-up leads to."""
    return vocabulary().label("follow_up_outcome", measured["outcome"], language())


def measured_on(measured: Measured) -> str:
    """Return the day on which it was measured."""
    return _("measured {day}", day=formats.day(date.fromisoformat(measured["measured"])))


def measured_rows(measured: Measured, wording: Wording) -> Iterator[str]:
    """Yield everything that was measured; `wording` is of the guideline that was decided under."""
    yield formats.capital(measured_on(measured))
    if "support_need" in measured:
        yield f"{formats.capital(field_label('support_need', language()))}: {measured['support_need']}"
    for theme, level in measured.get("functioning", {}).items():
        yield _("{what}: level {n}", what=_theme(theme), n=level)
    for goal in measured.get("goals", ()):
        yield _("The goal “{theme}”: {found}", theme=_theme(goal["theme"]), found=_of_goal(goal))
    for id in measured.get("deadlines_met", ()):
        yield _("Deadline met: {what}", what=wording.told("deadlines", id))
    if "ended" in measured:
        yield _("The last day of the help: {day}", day=formats.day(date.fromisoformat(measured["ended"])))
    if "own_words" in measured:
        yield _("The citizen's own words: {text}", text=measured["own_words"])
    if "notes" in measured:
        yield _("Notes: {text}", text=measured["notes"])


def _of_goal(goal: MeasuredGoal) -> str:
    found = [_("level {n}", n=goal["level"])] if "level" in goal else []
    if "reached" in goal:
        found.append(_("reached") if goal["reached"] else _("not reached"))
    if "text" in goal:
        found.append(goal["text"])
    return "; ".join(found) or _("not measured")


def _theme(key: str) -> str:
    return vocabulary().label("theme", key, language())
