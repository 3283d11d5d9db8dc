"""Why a placement stands after the first: that it cannot be granted as that can, or the priority that decides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.undecided import GROUP, KEPT, OTHERS, UNKNOWN_FACTS, WISH
from visit.ranking.values import Placement, Standing
from visit.ranking.whole import PRICES, RATIOS
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.price_sums import is_estimated_price, prices_of
from visit.reasons.values import Separation
from visit.render.offer_answers import OfferAnswers
from visit.render.price_words import amount
from visit.render.price_years import earlier_lists, years_of
from visit.render.sentences import Sentences
from visit.rules.deciding.one_option import Outcome
from visit.rules.language.expression import Name
from visit.rules.language.values import UNKNOWN

_PRICES = {**RATIOS, **{price: price for price in PRICES}}
"""What a preference for a low price may read, each with the price that it is about."""


class WhyLater:
    """The reasons of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, answers: OfferAnswers) -> None:
        self.explanation, self.say, self.answers = explanation, say, answers
        self.sentences = Sentences(explanation, say)
        self.consequences = Consequences(explanation)

    def told(self, first: Placement, placement: Placement) -> str:
        """Why a placement stands after the first: that it cannot be granted as that can, or the priority that decides."""
        separation = self.explanation.separation(first, placement)
        standing = {
            Standing.BY_EXCEPTION: self.by_exception(placement),
            Standing.AWAITING: self.awaited(placement),
            Standing.UNDECIDED: _("something is not known"),
        }
        if placement.standing is not first.standing and placement.standing in standing:
            told = standing[placement.standing]
        else:
            told = (
                self.as_well(first, placement)
                or self.in_few_words(separation)
                or _("the priority “{priority}” puts no. 1 first", priority=self.say.criterion(separation))
            )
        departed = self.departed(first, placement)
        return f"{told}: {departed}" if departed else told

    def briefly(self, first: Placement, placement: Placement) -> str:
        """The same in two to six words; a priority that has no such words by its text."""
        standing = {
            Standing.BY_EXCEPTION: self.by_exception(placement),
            Standing.AWAITING: self.awaited(placement, briefly=True),
            Standing.UNDECIDED: _("something is not known"),
        }
        if placement.standing is not first.standing and placement.standing in standing:
            return standing[placement.standing]
        separation = self.explanation.separation(first, placement)
        told = self.as_well(first, placement) or self.in_few_words(separation)
        if told and self.is_by_norms(first, placement) and not self.surely_departs_more(first, placement):
            return _("perhaps {what}", what=told)
        return told or _("behind on “{priority}”", priority=self.say.criterion(separation))

    def as_well(self, first: Placement, placement: Placement) -> str:
        """That only names set it after the first, where somebody has to approve it who need not approve the first."""
        by = self.consequences.also_approved_by(placement, first)
        if not by or self.explanation.separation(first, placement).criterion != "id":
            return ""
        who = formats.listed(map(self.say.decider, by))
        return _("as good, but must also be approved by {who}", who=who)

    def in_few_words(self, separation: Separation) -> str:
        """What a criterion finds less good in the second of two placements; nothing where it has only its text."""
        preference = separation.preference
        if preference is None:
            return _of_every_order(separation.criterion)
        named = preference.value.node.name if isinstance(preference.value.node, Name) else ""
        if named and UNKNOWN in separation.second_values and UNKNOWN not in separation.first_values:
            return _("not stated: {facts}", facts=self.say.fact(named))
        if "placement.free_choice" in preference.value.reads:
            return _("not the citizen's choice")
        if named == "placement.presumptions_failed":
            return _departures(separation)
        return _lower_is_better(named) if preference.lower else _higher_is_better(named)

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
        against = self.guessed(placements) + (least if least == most else f"{least}–{most}")
        told = _("{own} against DKK {others} a day", own=self.guessed([first]) + amount(Fraction(own)), others=against)
        years = years_of(self.explanation.ranking, [part for one in (first, *placements) for part in one.parts])
        of_years = earlier_lists(years, self.explanation.ranking)
        return f"{told}, {of_years}" if of_years else told

    def guessed(self, placements: Sequence[Placement]) -> str:
        """The mark of an estimate where the price of a part of some placements is one."""
        parts = [part for one in placements for part in one.parts]
        prices = prices_of(self.explanation.ranking, parts)
        return "~" if any(map(is_estimated_price, parts, prices)) else ""

    def decisive_price(self, first: Placement, placement: Placement) -> str | None:
        """The fact of the price by which the first stands before a placement; None where it is not by price."""
        preference = self.explanation.separation(first, placement).preference
        reads = frozenset() if preference is None else preference.value.reads
        return next((price for fact, price in _PRICES.items() if fact in reads), None)

    def is_by_network(self, first: Placement, placement: Placement) -> bool:
        """Whether a placement stands after the first because it is further from the network."""
        if placement.standing is not first.standing:
            return False
        preference = self.explanation.separation(first, placement).preference
        return preference is not None and "travel.network_km" in preference.value.reads

    def by_exception(self, placement: Placement) -> str:
        """That a placement departs from a norm, or perhaps does."""
        surely = self.explanation.surely_departs(placement)
        return _("only by exception") if surely else _("perhaps only by exception")

    def awaited(self, placement: Placement, *, briefly: bool = False) -> str:
        """That offers have said no, or a plan is missing, and who else decides; briefly the latter only where none of that is."""
        told, others = self.answers.awaited(self.explanation, placement)
        if not told or (others and not briefly):
            told.append(_("{who} decides first", who=self.answers.who_decides(others)))
        return "; ".join(told)

    def departed(self, first: Placement, placement: Placement) -> str:
        """The norms for which a placement stands after the first; of which it is not said already, that it is only perhaps."""
        perhaps = placement.standing is first.standing
        return "; ".join(
            _("{norm} (perhaps departed from)", norm=norm) if perhaps and not surely else norm
            for norm, surely in self.norms(first, placement)
        )

    def norms(self, first: Placement, placement: Placement) -> tuple[tuple[str, bool], ...]:
        """The norms for which a placement stands after the first, each with whether it surely departs from it.

        Without those that the first departs from too, and, of one that stands by exception, those that it only perhaps departs
        from beside others; without the name of its offer, so that offers alike stand together.
        """
        if not self.is_by_norms(first, placement):
            return ()
        of_first = {one.trace.rule.id for one in self.explanation.departures(first)}
        departures = [one for one in self.explanation.departures(placement) if one.trace.rule.id not in of_first]
        sure = [one for one in departures if one.trace.outcome is Outcome.FAILS]
        told = sure if sure and placement.standing is not first.standing else departures
        norms = {formats.small(self.sentences.departed_norm(one)): one in sure for one in told}
        return tuple(norms.items())

    def surely_departs_more(self, first: Placement, placement: Placement) -> bool:
        """Whether a placement surely departs from more norms than the first does even perhaps."""
        surely = [one for one in self.explanation.departures(placement) if one.trace.outcome is Outcome.FAILS]
        return len(surely) > len(self.explanation.departures(first))

    def is_by_norms(self, first: Placement, placement: Placement) -> bool:
        """Whether a placement stands after the first because it departs from norms, or from more of them."""
        if placement.standing is not first.standing:
            return placement.standing is Standing.BY_EXCEPTION
        preference = self.explanation.separation(first, placement).preference
        return preference is not None and "placement.presumptions_failed" in preference.value.reads


def _of_every_order(criterion: str) -> str:
    return {
        GROUP: _("for a group that the citizen is not recorded in"),
        OTHERS: _("somebody else decides first"),
        WISH: _("not the citizen's own wish"),
        KEPT: _("keeps less of what runs now"),
        UNKNOWN_FACTS: _("more is not known"),
    }.get(criterion, _("would do as well"))


def _departures(separation: Separation) -> str:
    """From how many norms the second of two placements departs, beside the first where that departs from some too."""
    first, second = separation.first_values[0], separation.second_values[0]
    if first == 0:
        return _("departs from a norm") if second == 1 else _("departs from {n} norms", n=second)
    return _("departs from more norms ({n} against {other})", n=second, other=first)


def _lower_is_better(fact: str) -> str:
    if fact in _PRICES:
        return _("dearer")
    return {
        "travel.network_km": _("farther from the network"),
        "option.step": _("more extensive help"),
        "option.avoided": _("what the citizen would avoid"),
        "option.external": _("not the municipality's own"),
        "option.waiting_days": _("a longer wait"),
        "placement.moves_home": _("means a move"),
        "placement.parts": _("more offers around the citizen"),
    }.get(fact, "")


def _higher_is_better(fact: str) -> str:
    return {
        "option.wished": _("not the citizen's own wish"),
        "option.current": _("not what runs now"),
        "placement.same_setting": _("home and day apart"),
    }.get(fact, "")
