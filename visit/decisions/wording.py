"""What recorded ids stand for, in the words of the guideline that was decided under; never a label made from an id.

A statement is told by what it asks for, with the numbers of its guideline. What it says of one case or one offer was found then and
is not looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from visit.decisions.records import AGAINST_RULE, PLANNED_END
from visit.locale import LANGUAGES, formats, language, speaking
from visit.locale import text as _
from visit.reasons.labels import Phrasing
from visit.reasons.norms import norm_of
from visit.rules.guideline.values import Approval, BilingualText, Deadline, FollowUp, Grant, Guideline, Notice
from visit.rules.language.periods import Period, later
from visit.vocabulary import vocabulary

if TYPE_CHECKING:
    from visit.locale import Language

RecordedSection = Literal[
    "departures", "approvals", "rules", "notices", "follow_up", "deadlines", "grants", "criteria", "needs", "facts"
]
_ALONE_IN_BRACKETS = re.compile(r" \(\{[^{}]*\}\)")
_NAME = re.compile(r"\{([^{}]*)\}")


def told(text: BilingualText | None, id: str) -> str:
    """Return a text in the language spoken; the id where nobody knows any more what it stood for."""
    return id if text is None else text.in_language(language())


class Wording:
    """The words of one guideline; of none where it is gone or cannot be read, and then there are no words."""

    def __init__(self, guideline: Guideline | None) -> None:
        self.guideline = guideline
        self.found: dict[tuple[RecordedSection, str], BilingualText | None] = {}

    def of(self, section: RecordedSection, id: str) -> BilingualText | None:
        """Return what a recorded id stands for; None where the guideline has no such id."""
        if (section, id) not in self.found:
            self.found[section, id] = None if self.guideline is None else _said(self.guideline, section, id)
        return self.found[section, id]

    def told(self, section: RecordedSection, id: str) -> str:
        """Return what a recorded id stands for, in the language spoken; the id itself where nobody knows."""
        return told(self.of(section, id), id)

    def then_every(self, id: str, due: Sequence[date]) -> Period | None:
        """Return how often a recorded follow-up is due after its first day; None where it is not, or nobody knows any more.

        The recorded days are the first two: a statement that does not lead from the one to the other is not about them.
        """
        every = next((one.then_every for one in self.follow_ups() if one.id == id), None)
        return every if every is not None and len(due) == 2 and later(due[0], *every) == due[1] else None

    def follow_ups(self) -> Sequence[FollowUp]:
        """Return what the guideline says of when to look again."""
        return () if self.guideline is None else self.guideline.follow_up


def _said(guideline: Guideline, section: RecordedSection, id: str) -> BilingualText | None:
    if section == "departures" or id == AGAINST_RULE:
        return guideline.departures.get(id)
    if id == PLANNED_END:
        return _both(lambda _spoken: _("the day on which the plan expects the help to end"))
    if section == "facts":
        return _both(lambda spoken: Phrasing(guideline, spoken).fact(id))
    if section == "needs":
        return _of_requirement(guideline, id)
    if section == "criteria":
        return _of_criterion(guideline, id)
    text = next((one.text for one in _printed(guideline, section) if one.id == id), None)
    if text is None and section in ("rules", "approvals"):  # a hold waits as an approval does
        text = next((one.reason for one in guideline.rules if one.id == id), None)
    if text is None and section == "rules":  # a right that was passed over
        text = next((one.text for one in guideline.rights if one.id == id), None)
    return None if text is None else _both(lambda spoken: _norm(guideline, text, spoken))


def _printed(
    guideline: Guideline, section: RecordedSection
) -> Sequence[Approval | Notice | FollowUp | Deadline | Grant]:
    match section:
        case "approvals":
            return guideline.approvals
        case "notices":
            return guideline.notices
        case "follow_up":
            return guideline.follow_up
        case "deadlines":
            return guideline.deadlines
        case "grants":
            return guideline.grants
    return ()


def _of_requirement(guideline: Guideline, id: str) -> BilingualText | None:
    """Return what a requirement is called, by its kind and key."""
    kind, _colon, key = id.rpartition(":")
    if kind in ("", "need"):
        need = guideline.needs.get(key)
        return None if need is None else BilingualText(need.da, need.en)
    if kind == "premises":
        return _both(lambda spoken: vocabulary().label("premises", key, spoken))
    area = _both(lambda spoken: formats.small(vocabulary().label("area", key, spoken)))
    if kind == "area":
        return area
    return _both(lambda spoken: _("hours a week of {area}", area=area.in_language(spoken)))


def _of_criterion(guideline: Guideline, id: str) -> BilingualText | None:
    every = (*guideline.rights, *guideline.preferences, guideline.less_last, guideline.tried_last, *guideline.ties)
    preference = next((one for one in every if one.id == id), None)
    called = _both(lambda spoken: Phrasing(guideline, spoken).criterion_called(id, preference))
    return None if called.en == id else called


def _norm(guideline: Guideline, text: BilingualText, spoken: Language) -> str:
    """Return what a statement asks for, in one language."""
    say = Phrasing(guideline, spoken)

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if (number := guideline.parameters.get(name)) is not None:
            return say.value(number.value, guideline.types.get(name))
        return _("the offer") if name == "offer.name" else "…"

    norm = _ALONE_IN_BRACKETS.sub("", norm_of(text).in_language(spoken))
    return formats.capital(_NAME.sub(replace, norm))


def _both(said: Callable[[Language], str]) -> BilingualText:
    found: list[str] = []
    for spoken in LANGUAGES:
        with speaking(spoken):
            found.append(said(spoken))
    return BilingualText(*found)
