"""What is ruled out, in words: how many for which reason, and the options that a reader will ask about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from visit.catalogue import Option
from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Standing
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, provision_name
from visit.reasons.near_misses import Miss
from visit.reasons.norms import norm_of
from visit.reasons.ruled_out import Stopped, WhyAsked, asked_about, named_and_ranked, stopped
from visit.reasons.values import Reason
from visit.render.missing_facts import MissingFacts
from visit.render.sentences import Sentences
from visit.rules.guideline.values import Rule

_MOST_REASONS = 5
"""So many reasons are told on a screen."""
_MOST_PROVISIONS = 3
"""So many provisions whose conditions are not met are named."""
_OF_ONE_OPTION = re.compile(r"\{(?!offer\.name\})(?:option|offer|provision)\.")
"""A value that a text says of one option alone, save its name."""
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
        """Yield what options do not meet, each with how many it stops first, in the order of gates."""
        for one in stopped(self.ranking):
            if not one.gate:
                yield _("help must be given with one of the needs"), one.count
            elif one.gate == "entitlement":
                yield self.entitlements(one), one.count
            else:
                told: dict[str, int] = {}
                for rule, n in one.rules:
                    norm = self.norm(rule, one.first[rule.id])
                    told[norm] = told.get(norm, 0) + n
                yield from told.items()

    def in_short(self) -> list[tuple[str, int]]:
        """The commonest of them, the most first, and what is left of them together."""
        reasons = sorted(self.reasons(), key=lambda one: -one[1])
        if len(reasons) <= _MOST_REASONS:
            return reasons
        rest = reasons[_MOST_REASONS - 1 :]
        others = plural("{n} more reason", "{n} more reasons", len(rest))
        return [*reasons[: _MOST_REASONS - 1], (others, sum(n for _why, n in rest))]

    def entitlements(self, stopped: Stopped) -> str:
        """That the conditions of the help are to be met, with the provisions of which most options are."""
        by_provision = [
            (formats.listed(provision_name(one, self.say.language) for one in sorted(rule.provisions or ())), n)
            for rule, n in stopped.rules
        ]
        named = [f"{cited} ({formats.number(n)})" for cited, n in by_provision[:_MOST_PROVISIONS] if cited]
        left = stopped.count - sum(n for _cited, n in by_provision[:_MOST_PROVISIONS])
        if left:
            named.append(_("others ({n})", n=formats.number(left)))
        return _("the conditions of the help must be met: {provisions}", provisions=formats.listed(named))

    def norm(self, rule: Rule, option: Option) -> str:
        """What a rule asks for of whichever option; in the words of its gate where its text says something of one option."""
        [reason] = (one for one in self.explanation.failing(option) if one.trace.rule.id == rule.id)
        if _OF_ONE_OPTION.search(norm_of(rule.reason).in_language(self.say.language)):
            return of_gate(rule.gate)
        return formats.small(self.sentences.norm(reason))

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
