"""What is ruled out, in words: how many for which reason, and the options that a reader will ask about."""

from __future__ import annotations

from collections.abc import Iterator

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Standing
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.near_misses import Miss
from visit.reasons.ruled_out import WhyAsked, asked_about, named_and_ranked, stopped
from visit.reasons.values import Reason
from visit.render.missing_facts import MissingFacts
from visit.render.sentences import Sentences

_MET_LOWER = "met_lower"
"""Whether less extensive help is enough: what rests on it holds only as long as that is."""


class RuledOut:
    """What one ranking rules out, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.sentences = Sentences(explanation, say)

    @property
    def counted(self) -> str:
        """How many options are ruled out, of how many."""
        return _("{n} of {total}", n=self.ranking.accounts[Standing.RULED_OUT], total=len(self.ranking.options))

    def reasons(self) -> Iterator[tuple[str, int]]:
        """Yield each reason with how many options it stops first."""
        for one in stopped(self.ranking):
            yield of_gate(one.gate), one.count

    def asked(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each option that a reader will ask about, by name, with everything that rules it out."""
        for why, miss in asked_about(self.explanation):
            yield _("{name} ({why})", name=self.say.option(miss.option), why=why_asked(why)), self.why(miss)

    def not_ranked(self) -> Iterator[str]:
        """Yield of each option that a reader will ask about, and that is not ruled out, that no placement here has it."""
        for why, option, n in named_and_ranked(self.ranking):
            if n is None:
                first = len(self.ranking.placements)
                yield plural(
                    "{why}: {name} is not no. 1 ({standing})", "{why}: {name} is not among the first {n} ({standing})",
                    first, why=formats.capital(why_asked(why)), name=self.say.option(option), n=first,
                    standing=self.ranking.standing(option).label(self.say.language),
                )  # fmt: skip

    def why(self, miss: Miss) -> tuple[str, ...]:
        rules = tuple(dict.fromkeys(self.reason(one) for one in miss.reasons))
        unmet = formats.listed(self.say.requirement(one) for one in miss.unmet)
        return rules or ((_("does not meet {needs}", needs=unmet),) if unmet else ())

    def reason(self, reason: Reason) -> str:
        """What rules it out; of what less extensive help is enough for, as what a fact has to turn out for that to hold."""
        told, turned_by = self.sentences.reason(reason), self.may_turn(reason)
        return f"{told} – {MissingFacts(self.ranking, self.say).only_if(turned_by)}" if turned_by else told

    def may_turn(self, reason: Reason) -> tuple[str, ...]:
        """The facts of the citizen that nobody recorded and that may turn what rules an option out."""
        first = self.ranking.first
        if first is None or _MET_LOWER not in reason.trace.rule.rests_on:
            return ()
        return Consequences(self.explanation).may_turn(first)


def why_asked(why: WhyAsked) -> str:
    """Return why a reader will ask about an option, in a word or two."""
    return {
        WhyAsked.CURRENT: _("runs now"), WhyAsked.OFFERED: _("offered"), WhyAsked.WISHED: _("wished for"),
        WhyAsked.APPLIED: _("applied for"),
    }[why]  # fmt: skip


def of_gate(gate: str) -> str:
    """Return what is said of options that stop at a gate; of those that meet none of the needs where it is empty."""
    return {
        "competence": _("not for this citizen or municipality"),
        "entitlement": _("not fulfilling the conditions of the provision"),
        "legality": _("barred by another rule of law"),
        "sufficiency": _("not meeting the needs"),
        "permanence": _("for a need of another duration"),
        "consent": _("without the consent that is needed"),
        "policy": _("outside the municipality's practice"),
        "": _("meeting none of the needs"),
    }[gate]
