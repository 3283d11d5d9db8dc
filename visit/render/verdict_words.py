"""The verdict in words: whether the first placement can be granted, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.ranking.verdict import NotYet, verdict
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared
from visit.reasons.labels import Phrasing
from visit.render.lines import Tone
from visit.render.missing_facts import MissingFacts
from visit.render.offer_answers import OfferAnswers
from visit.rules.facts.endings import rests_on_a_change

_OF_AGE = 18
_MOST_MISSING = 2
"""How many of the missing facts the verdict names."""


class VerdictWords:
    """The verdict on one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, answers: OfferAnswers) -> None:
        self.explanation, self.ranking = explanation, explanation.ranking
        self.say, self.answers = say, answers
        self.missing = MissingFacts(explanation.ranking, say)
        self.verdict = verdict(explanation.ranking)

    def told(self) -> str:
        """The answer in one line."""
        first = self.ranking.first
        reasons = self.verdict.reasons
        if reasons:
            return _("NOT YET: {reasons}", reasons="; ".join(self.not_yet(one) for one in reasons))
        if first is None:
            return self.of_age_later() or _("NO SOLUTION: no placement meets every need")
        if first.standing is Standing.BY_EXCEPTION:
            return _("ONLY BY EXCEPTION: no. 1 departs from the norm, which needs a reason")
        if self.is_free_choice(first):
            return _("NO. 1 CAN BE GRANTED – the citizen's free choice")
        return _("NO. 1 CAN BE GRANTED")

    def tone(self) -> Tone:
        """The colour of the verdict, which says nothing that its words do not."""
        first = self.ranking.first
        if first is None and not self.verdict.reasons:
            return Tone.BAD
        waits = first is None or self.verdict.reasons or first.standing is Standing.BY_EXCEPTION
        return Tone.WAITING if waits else Tone.GOOD

    def is_free_choice(self, first: Placement) -> bool:
        """Whether the first is what the citizen has a right to choose: not beyond the limit, beside what was pointed at."""
        chosen = [one for one in choices_compared(self.ranking) if one.option in first.parts]
        return self.ranking.comparative.reference.recorded and any(not one.beyond for one in chosen)

    def of_age_later(self) -> str | None:
        """From when help can begin for somebody under 18, where the day is known."""
        found = self.comes_of_age()
        return found and _(
            "NO SOLUTION YET: the citizen is {age}; help can begin on {day} (--as-of {iso})",
            age=found[0], day=formats.day(found[1]), iso=found[1].isoformat(),
        )  # fmt: skip

    def comes_of_age(self) -> tuple[int, date] | None:
        """The age of somebody under 18 and the day on which they are, where it is known."""
        values = self.ranking.side.values
        age, day = values["case.age"], values["case.turns_18"]
        return (age, day) if isinstance(age, int) and age < _OF_AGE and isinstance(day, date) else None

    def not_yet(self, reason: NotYet) -> str:
        return {
            NotYet.UNPROVED: _("the search reached its limit, and another placement may come first"),
            NotYet.AWAITING: "; ".join(self.awaited()),
            NotYet.UNDECIDED: self.undecided(),
            NotYet.DWELLING: _("a dwelling is still to be found"),
            NotYet.AREAS: _("nobody has said what has to be covered"),
            NotYet.GROUND: _("the change of the need, as measured, does not ground as much less help as this")
            if rests_on_a_change(self.ranking.case)
            else _("the ground for giving less than what ends is not recorded"),
            NotYet.EXTENT: _(
                "only their names separate no. 1 from no. 2, and they state different things: {differences}",
                differences="; ".join(self.missing.differences()),
            ),
        }[reason]

    def undecided(self) -> str:
        """What has to be found out first: the first facts that are missing, and how many more."""
        if self.ranking.first is None:
            return _("it is not recorded whether the citizen has a home to stay in")
        missing = self.explanation.missing(self.ranking.first)
        if not missing:
            return _("something has to be found out first")
        facts, more = self.missing.in_short(missing[:_MOST_MISSING]), len(missing[_MOST_MISSING:])
        return _("not known – {facts}", facts=f"{facts}; {_('and {n} more', n=more)}" if more else facts)

    def awaited(self) -> Iterator[str]:
        """Which offers have said no, what plan is missing, and who else decides before the first placement can be granted."""
        first = self.ranking.first
        told, others = ([], []) if first is None else self.answers.awaited(self.explanation, first)
        yield from told
        if others or not told:
            by = dict.fromkeys(one.trace.rule.by for one in others if one.trace.rule.by)
            who = formats.listed(map(self.say.decider, by))
            yield _("{who} decides first, and may say no", who=who or _("somebody else"))
