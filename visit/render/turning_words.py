"""What would have to be otherwise of an option that is ruled out: in a sentence, with what the answer would have to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.reasons.explanation import Explanation
from visit.reasons.short_names import ShortNames
from visit.reasons.values import Reason
from visit.render.consent_words import asked_yes_of
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.ruled_out import RuledOut
from visit.render.sentences import Sentences

_WHETHER = ("om ", "whether ")
"""How a fact that is asked as a question is called: what follows is a clause."""


class TurningWords:
    """The ruled-out options of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: ShortNames, steps: NextSteps, missing: MissingFacts) -> None:
        self.explanation, self.say, self.steps, self.missing = explanation, say, steps, missing
        self.sentences = Sentences(explanation, say)

    def told(self, option: Option, unknown: Sequence[Reason]) -> Iterator[str]:
        """What is still open of an option, what would have to be otherwise, and what need not be asked of it until then."""
        turning = self.explanation.turning(option)
        open = [*self.still_open([reason for reason, _names in turning])]
        yield from open
        wanted = dict.fromkeys(self.otherwise(reason, names) for reason, names in turning)
        if not wanted:
            wanted = dict.fromkeys([_("the citizen has a need that it meets")])
        for place, what in enumerate(wanted):
            yield _("and only if {what}", what=what) if place else _("It becomes possible only if {what}", what=what)
        facts = dict.fromkeys(self.say.fact(name) for one in unknown for name in one.trace.missing)
        if facts and open:
            yield _("Wait with these until that is answered: {facts}", facts="; ".join(facts))
        elif facts:
            yield _("Until then there is no reason to find out: {facts}", facts="; ".join(facts))

    def still_open(self, reasons: Iterable[Reason]) -> Iterator[str]:
        """What nobody has recorded and some reasons why an option is ruled out rest on, as it is asked of the first placement."""
        first, ruled_out = self.explanation.ranking.first, RuledOut(self.explanation, self.say)
        facts = {fact for one in reasons for fact in ruled_out.may_turn(one)}
        if first is not None and facts:
            asked = self.steps.consequences.to_confirm(first)
            yield from dict.fromkeys(
                self.missing.asked(one) for one in asked if one.option is None and one.fact in facts
            )

    def otherwise(self, reason: Reason, names: Sequence[str]) -> str:
        """What would turn a must that fails: any of its facts, in a clause; the whole of what it found where none alone would."""
        if not names:
            return _("this changes: {what}", what=self.sentences.reason(reason))
        return formats.either(dict.fromkeys(self.changed(reason, name) for name in names))

    def changed(self, reason: Reason, name: str) -> str:
        """What would have to be so instead of one fact: the other answer to a question, else another value than it has."""
        value, fact = reason.values.get(name), self.say.fact(name)
        if (yes := asked_yes_of(name, value)) is not None:
            return yes
        asked = next((one for one in _WHETHER if fact.startswith(one)), None)
        if isinstance(value, bool) and asked is not None:
            clause = fact.removeprefix(asked)
            return _("it is not so that {clause}", clause=clause) if value else clause
        if isinstance(value, bool):
            answer = _("no") if value else _("yes")
            return _("the answer becomes {answer}: {fact}", answer=answer, fact=fact)
        read = self.say.read(name, reason.values, self.sentences.estimated(reason))
        return _("this changes: {what}", what=_("{fact} (now: {value})", fact=fact, value=read))
