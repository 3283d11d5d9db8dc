"""Why the first placement stands first, in the whole answer: what each part meets, the weightiest rules, the next placement."""

from __future__ import annotations

from collections.abc import Iterator

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing, in_order_of_a_day
from visit.reasons.values import Reason
from visit.render.blocks import Block, Heading, Items
from visit.render.missing_facts import MissingFacts
from visit.render.sentences import Sentences
from visit.rules.deciding.one_option import Outcome

REASONS = 5
"""How many reasons stand there; `why` shows all."""


class WhyFirst:
    """The reasons for the first placement of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.explanation, self.ranking, self.say = explanation, explanation.ranking, say
        self.sentences = Sentences(explanation, say)
        self.missing = MissingFacts(explanation.ranking, say)

    def told(self, first: Placement) -> Iterator[Block]:
        yield Heading(_("Why no. {n}", n=1) if first.grantable else _("What speaks for no. {n}, not yet decided", n=1))
        rows = [*self.what_each_part_meets(first)]
        rows += list(dict.fromkeys(self.sentences.reason(reason) for reason in self.weighty(first)))[:REASONS]
        if len(self.ranking.placements) > 1:
            rows.append(self.sentences.separated(first, self.ranking.placements[1], 1, 2))
        yield Items(tuple(rows))

    def what_each_part_meets(self, placement: Placement) -> Iterator[str]:
        """One line per part: the needs it meets, and those it may meet."""
        for option in in_order_of_a_day(placement.parts):
            surely = [self.say.requirement(one) for one, met in self.explanation.meeting(option) if met.surely]
            perhaps = [
                self.say.requirement(one)
                for one, met in self.explanation.meeting(option)
                if met.at_most and not met.surely and one in placement.leans_on
            ]
            label = self.say.step_label(option)
            name = f"{self.say.option(option)} ({label})" if label else self.say.option(option)
            if surely and self.missing.no_need_is_recorded():
                yield self.missing.serves(name, formats.listed(surely))
            elif surely:
                yield _("{name} meets: {needs}", name=name, needs=formats.listed(surely))
            if perhaps:
                yield _("{name}, not stated: {needs}", name=name, needs=formats.listed(perhaps))

    def weighty(self, first: Placement) -> list[Reason]:
        """The musts that hold, sufficiency first: what a caseworker asks before anything else."""
        order = ("sufficiency", "entitlement", "permanence", "consent", "legality")
        stated = map(self.explanation.as_stated, self.explanation.reasons(first))
        musts = [one for one in stated if one.trace.rule.strength != "presumption"]
        shown = [one for one in musts if one.trace.rule.gate in order and one.trace.outcome is Outcome.HOLDS]
        return sorted(shown, key=lambda one: order.index(one.trace.rule.gate))
