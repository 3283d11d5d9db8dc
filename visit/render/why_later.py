"""Why a placement stands after the first: that it cannot be granted as that can, or the priority that decides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.ranking.whole import PRICES, RATIOS
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.values import Reason
from visit.render.offer_answers import OfferAnswers
from visit.render.price_words import amount
from visit.render.sentences import Sentences
from visit.rules.deciding.one_option import Outcome

_PRICES = {**RATIOS, **{price: price for price in PRICES}}
"""What a preference for a low price may read, each with the price that it is about."""


class WhyLater:
    """The reasons of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, answers: OfferAnswers) -> None:
        self.explanation, self.say, self.answers = explanation, say, answers
        self.sentences = Sentences(explanation, say)

    def told(self, first: Placement, placement: Placement) -> str:
        """Why a placement stands after the first: that it cannot be granted as that can, or the priority that decides."""
        separation = self.explanation.separation(first, placement)
        standing = {
            Standing.BY_EXCEPTION: _("only by exception"),
            Standing.AWAITING: self.awaited(placement),
            Standing.UNDECIDED: _("something has to be found out first"),
        }
        if placement.standing is not first.standing and placement.standing in standing:
            told = standing[placement.standing]
            departed = self.departed(placement) if placement.standing is Standing.BY_EXCEPTION else ""
            return f"{told}: {departed}" if departed else told
        if separation.criterion == "id":
            return _("would do as well")
        return _("the priority “{priority}” puts no. 1 first", priority=self.say.criterion(separation))

    def amounts(self, first: Placement, placements: Sequence[Placement]) -> str:
        """The prices by which the first stands before each of some others; nothing where something else decides."""
        facts = {self.decisive_price(first, one) for one in placements}
        if len(facts) != 1 or (fact := facts.pop()) is None:
            return ""
        own, *others = (one.facts[fact] for one in (first, *placements))
        known = [one for one in others if isinstance(one, int | Fraction)]
        if not isinstance(own, int | Fraction) or len(known) != len(others) or own >= min(known):
            return ""
        least, most = (amount(Fraction(one)) for one in (min(known), max(known)))
        against = least if least == most else f"{least}–{most}"
        return _("{own} against DKK {others} a day", own=amount(Fraction(own)), others=against)

    def decisive_price(self, first: Placement, placement: Placement) -> str | None:
        """The fact of the price by which the first stands before a placement; None where it is not by price."""
        preference = self.explanation.separation(first, placement).preference
        reads = frozenset() if preference is None else preference.value.reads
        return next((price for fact, price in _PRICES.items() if fact in reads), None)

    def awaited(self, placement: Placement) -> str:
        """That offers in a placement have said no, or a plan is missing, and that somebody else decides, where it does."""
        told, others = self.answers.awaited(self.explanation, placement)
        more = [_("somebody else has to decide first")] if others or not told else []
        return "; ".join((*told, *more))

    def departed(self, placement: Placement) -> str:
        """The norms that a placement departs from, without the name of its offer, so that offers alike stand together."""
        return "; ".join(dict.fromkeys(self.norm(one) for one in self.explanation.departures(placement)))

    def norm(self, reason: Reason) -> str:
        """What a rule asks for; that it is only perhaps departed from."""
        told = self.sentences.norm(reason)
        return _("{norm} (perhaps departed from)", norm=told) if reason.trace.outcome is Outcome.UNKNOWN else told
