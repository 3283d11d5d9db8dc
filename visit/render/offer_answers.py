"""What an offer has answered, and when, in words: that it said no, that it ended its help, from when it has a place.

And what a placement waits for on that account, told apart from what somebody else decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.values import Reason
from visit.rules.facts.named_offers import answers_that_count
from visit.rules.language.values import UNKNOWN


class OfferAnswers:
    """The answers that a case has of offers, in the names of one ranking."""

    def __init__(self, ranking: Ranking, say: Phrasing) -> None:
        self.ranking, self.say = ranking, say

    def said_no(self, option: Option) -> str:
        """That the offer has refused or expelled the citizen, and when; nothing where its last answer is no such."""
        rows = answers_that_count(self.ranking.case, option, self.ranking.as_of)
        words = {row.answer for row in rows}
        if not rows or not words <= {"refuses", "terminated"}:
            return ""
        name, on = self.say.option(option), rows[0].on
        if "terminated" in words:
            if on is None:
                return _("{offer} has ended its help", offer=name)
            return _("{offer} ended its help on {day}", offer=name, day=formats.day(on))
        if on is None:
            return _("{offer} has said no", offer=name)
        return _("{offer} said no on {day}", offer=name, day=formats.day(on))

    def said_no_of(self, placement: Placement) -> Iterator[str]:
        """Which offers of a placement have refused or expelled the citizen, each once."""
        yield from dict.fromkeys(said for part in placement.parts if (said := self.said_no(part)))

    def places(self, placement: Placement) -> Iterator[str]:
        """That a part has a waiting list, or takes the citizen later, and from when a place is free: a sentence each."""
        for option in placement.parts:
            if told := self.place(option):
                yield told

    def place(self, option: Option) -> str:
        """From when the offer has a place, where it is not now; of several days the last."""
        rows = answers_that_count(self.ranking.case, option, self.ranking.as_of)
        words = {row.answer for row in rows}
        name, day = self.say.option(option), max((row.free_from for row in rows if row.free_from), default=None)
        if words == {"waiting"}:
            if day is None:
                return _("{offer} has a waiting list.", offer=name)
            return _("{offer} has a waiting list; a place is free from {day}.", offer=name, day=formats.day(day))
        if words == {"accepts"} and day is not None and day > self.ranking.as_of:
            return _("{offer} has a place from {day}.", offer=name, day=formats.day(day))
        return ""

    def awaited(self, explanation: Explanation, placement: Placement) -> tuple[list[str], list[Reason]]:
        """What a placement waits for that is told as it is: offers that said no, a plan without goals; and the other holds."""
        no = {part.id: said for part in placement.parts if (said := self.said_no(part))}
        told, others = list(no.values()), []
        for hold in explanation.holds(placement):
            if hold.trace.rule.by == "offer" and hold.option is not None and hold.option.id in no:
                continue
            if self.lacks_goals(hold):
                told.append(_("the plan is missing: no goal stands in the case"))
            else:
                others.append(hold)
        return [*dict.fromkeys(told)], others

    def who_decides(self, holds: Sequence[Reason]) -> str:
        """Who decides what some holds of a placement wait for; somebody else where none of them says."""
        by = dict.fromkeys(one.trace.rule.by for one in holds if one.trace.rule.by)
        return formats.listed(map(self.say.decider, by)) or _("somebody else")

    def lacks_goals(self, hold: Reason) -> bool:
        """Whether a hold asks for the goals of a plan, and the case has none."""
        asks = "case.goals.count" in hold.trace.rule.rests_on
        return asks and self.ranking.side.values["case.goals.count"] in (0, UNKNOWN)
