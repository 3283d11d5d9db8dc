"""Which part of a placement meets which need: as a table, or of one part in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Meeting, Requirement
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import ShortNames
from visit.render.missing_facts import MissingFacts
from visit.render.why_parts import WhyPart, column_names, why_part


class WhatMeets:
    """What the parts of the placements of one ranking meet, in one language."""

    def __init__(self, explanation: Explanation, say: ShortNames) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.missing = MissingFacts(explanation.ranking, say)

    def what_meets_what(self, parts: Sequence[Option]) -> WhyPart:
        by_part = [dict(self.explanation.meeting(part)) for part in parts]
        if self.missing.no_need_is_recorded():
            return why_part(_("What it is for"), self.serves(parts, by_part))
        if len(parts) == 1:
            return why_part(_("What it meets"), self.met_by_one(by_part[0]))
        marks = [[_mark(wanted, met[wanted]) for met in by_part] for wanted in self.ranking.requirements]
        rows = tuple(
            (self.say.requirement(wanted), *row) for wanted, row in zip(self.ranking.requirements, marks, strict=True)
        )
        return WhyPart(
            _("What meets what"), rows, aside=_legend({mark for row in marks for mark in row}),
            columns=(_("need"), *self.columns(parts)),
        )  # fmt: skip

    def columns(self, parts: Sequence[Option]) -> Iterator[str]:
        """What stands over the column of each part; `~` before an estimated provision."""
        for part, column in zip(parts, column_names(self.say, parts), strict=True):
            guess = "~" if part.is_of_estimated_provision and column == self.say.provision(part) else ""
            yield guess + (column.partition(" (")[0] if part.is_ordinary_home else column)

    def serves(self, parts: Sequence[Option], by_part: Sequence[Mapping[Requirement, Meeting]]) -> Iterator[str]:
        """The areas that each part is for, where nobody has recorded which needs there are."""
        for part, met in zip(parts, by_part, strict=True):
            areas = [self.say.requirement(one) for one in self.ranking.requirements if met[one].at_most]
            if areas:
                yield self.missing.serves(self.say.option(part), formats.listed(areas))

    def met_by_one(self, met: Mapping[Requirement, Meeting]) -> Iterator[str]:
        """The needs by how far one part meets them, a line for each mark."""
        for mark in "●◐?–":
            yield from self.told(mark, [one for one in self.ranking.requirements if _mark(one, met[one]) == mark])

    def told(self, mark: str, needs: Sequence[Requirement]) -> Iterator[str]:
        """What is said of some needs by one mark: what help meets, and which premises there are."""
        met, had = self.missing.by_kind(needs)
        if met:
            yield _in_words(mark, formats.listed(met))
        if had:
            yield _of_premises(mark, formats.listed(had))


def _mark(wanted: Requirement, met: Meeting) -> str:
    if met.surely >= wanted.amount:
        return "●"
    if met.surely:
        return "◐"
    return "?" if met.at_most else "–"


def _legend(marks: Collection[str]) -> str:
    """What the marks mean that stand in a table."""
    words = {"●": _("● meets it"), "◐": _("◐ in part"), "?": _("? not stated"), "–": _("– does not")}
    return "; ".join(told for mark, told in words.items() if mark in marks)


def _in_words(mark: str, needs: str) -> str:
    return {
        "●": _("Meets {needs}", needs=needs),
        "◐": _("Meets in part {needs}", needs=needs),
        "?": _("Does not say whether it meets {needs}", needs=needs),
        "–": _("Does not meet {needs}", needs=needs),
    }[mark]


def _of_premises(mark: str, premises: str) -> str:
    return {
        "●": _("Has {premises}", premises=premises),
        "◐": _("Has {premises} in part", premises=premises),
        "?": _("Does not say whether it has {premises}", premises=premises),
        "–": _("Does not have {premises}", premises=premises),
    }[mark]
