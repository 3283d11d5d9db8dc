"""What a rule says of an option, and what sets one placement before another: each in a sentence with its id."""

from __future__ import annotations

import re

from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.values import Reason
from visit.rules.deciding.one_option import Outcome

_IDS = re.compile(r" \[[a-z0-9, -]+\]")


class Sentences:
    """The reasons of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.explanation = explanation
        self.say = say

    def reason(self, reason: Reason) -> str:
        """One rule in one sentence, with its id and source."""
        rule = reason.trace.rule
        doubt = "" if rule.origin.certainty != "uncertain" else " " + _("(uncertain law)")
        return f"{self.say.fill(rule.reason, reason.values)} [{rule.id}]{doubt}"

    def departed(self, reason: Reason) -> str:
        text = self.reason(reason)
        return self.say.perhaps(reason.trace.missing, text) if reason.trace.outcome is Outcome.UNKNOWN else text

    def held(self, reason: Reason) -> str:
        by = self.say.role(reason.trace.rule.by or "")
        return _("only {by} can decide it, and may say no: {text}", by=by, text=self.reason(reason))

    def separated(self, first: Placement, second: Placement, a: int, b: int) -> str:
        separation = self.explanation.separation(first, second)
        if separation.criterion == "id":
            return _("{a} and {b}: nothing in the guideline tells them apart; their names decide", a=a, b=b)
        left, right = self.say.separation(separation)
        return _(
            "{a} before {b}: {criterion}: {left}, against {right} [{id}]",
            a=a, b=b, criterion=self.say.criterion(separation), left=left, right=right, id=separation.criterion,
        )  # fmt: skip


def without_ids(text: str) -> str:
    """Return a sentence without the ids of its statements behind it."""
    return _IDS.sub("", text)
