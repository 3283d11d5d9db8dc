"""What a rule says of an option, and what sets one placement before another: each in a sentence, with its id where ids are told."""

from __future__ import annotations

from collections.abc import Callable

from visit.catalogue import Option
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.reasons.explanation import Explanation
from visit.reasons.labels import Phrasing
from visit.reasons.norms import finding_of, norm_of, points_back
from visit.reasons.values import Reason
from visit.render.distances import is_in_the_home
from visit.rules.deciding.one_option import Outcome
from visit.rules.facts.distances import is_weighted
from visit.rules.guideline.values import BilingualText


class Sentences:
    """The reasons of one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing) -> None:
        self.explanation = explanation
        self.say = say

    def reason(self, reason: Reason, *, named: bool = True) -> str:
        """One rule in one sentence; `named` where it names the offer that it is about."""
        rule = reason.trace.rule
        doubt = "" if rule.origin.certainty != "uncertain" else ". " + _("How the law is to be read is uncertain")
        if (ages := self.other_ages(reason, named=named)) is not None:
            return f"{ages}{self.say.behind(rule.id)}{doubt}"
        if named:
            told = self.say.fill(rule.reason, reason.values, self.estimated(reason))
            told = told if reason.option is None else formats.closed(told, self.say.option(reason.option))
        else:
            told = self.nameless(reason)
        return f"{told}{self.say.behind(rule.id)}{doubt}"

    def other_ages(self, reason: Reason, *, named: bool = True) -> str | None:
        """Whom an offer is for and how old the citizen is, where a rule fails by the offer's ages alone; else nothing."""
        if (by_age := self.by_age(reason)) is None:
            return None
        option, low, high, age = by_age
        told = _by_ends(
            low, high,
            up_to=_("{name} is for ages up to {high}; the citizen is {age}"),
            since=_("{name} is for ages from {low}; the citizen is {age}"),
            between=_("{name} is for ages {low} to {high}; the citizen is {age}"),
        )  # fmt: skip
        name = self.say.option(option) if named else formats.capital(_("the offer"))
        return told.format(name=name, low=low, high=high, age=age)

    def ages_apart(self, reason: Reason) -> str | None:
        """The ages that an offer is for and the citizen's, where a rule fails by them alone, without the offer's name."""
        if (by_age := self.by_age(reason)) is None:
            return None
        _option, low, high, age = by_age
        told = _by_ends(
            low, high,
            up_to=_("the offer's ages, up to {high} (the citizen is {age})"),
            since=_("the offer's ages, from {low} (the citizen is {age})"),
            between=_("the offer's ages, {low} to {high} (the citizen is {age})"),
        )  # fmt: skip
        return told.format(low=low, high=high, age=age)

    def by_age(self, reason: Reason) -> tuple[Option, str, str, int] | None:
        """The offer, the ages that it is for from and up to, and the citizen's, where a rule fails by them alone."""
        option, age = reason.option, reason.values.get("case.age")
        by_age = reason.trace.outcome is Outcome.FAILS and reason.trace.rule.require.reads == {"option.age_fits"}
        if not by_age or option is None or option.ages is None or not isinstance(age, int):
            return None
        estimated = "~" if self.estimated(reason)("option.age_fits") else ""
        low, high = ("" if one is None else f"{estimated}{one}" for one in option.ages)
        return option, low, high, age

    def nameless(self, reason: Reason, text: BilingualText | None = None) -> str:
        """One rule's sentence, or a part of it, about whichever offer: so that what is said of several alike stands once."""
        named = _("the offer")
        values = {**reason.values, "offer.name": named}
        filled = self.say.fill(text or reason.trace.rule.reason, values, self.estimated(reason))
        return formats.capital(filled.replace(f". {named}", f". {formats.capital(named)}"))

    def estimated(self, reason: Reason) -> Callable[[str], bool]:
        """Return which numbers of the rule's option, or of the whole, are estimates."""
        option = reason.option
        if option is None:
            return lambda name: self.explanation.whole_leans_on_estimate(name, reason.parts)
        return lambda name: self.explanation.leans_on_estimate(name, option)

    def norm(self, reason: Reason) -> str:
        """What a rule asks for of whichever offer, without what was found."""
        return self.nameless(reason, norm_of(reason.trace.rule.reason))

    def departed_norm(self, reason: Reason) -> str:
        """What is departed from, of whichever offer: a norm; of an offer's ages, these beside the citizen's."""
        return self.ages_apart(reason) or self.norm(reason)

    def found(self, reason: Reason) -> str:
        """What was found for a rule, where that says enough beside its provision; else with what is asked for."""
        text = finding_of(reason.trace.rule.reason)
        told = "" if text is None else self.nameless(reason, text)
        return told if told and not points_back(told) else self.nameless(reason)

    def departed(self, reason: Reason, *, named: bool = True) -> str:
        text = self.reason(reason, named=named)
        return self.say.perhaps(reason.trace.missing, text) if reason.trace.outcome is Outcome.UNKNOWN else text

    def held(self, reason: Reason) -> str:
        by = self.say.decider(reason.trace.rule.by or "")
        return _("only {by} can decide it, and may say no: {text}", by=by, text=self.reason(reason))

    def separated(self, first: Placement, second: Placement, a: int, b: int) -> str:
        separation = self.explanation.separation(first, second)
        if separation.criterion == "id":
            return _("no. {a} and no. {b}: nothing in the guideline tells them apart; their names decide", a=a, b=b)
        left, right = self.say.separation(separation)
        ranking, preference = self.explanation.ranking, separation.preference
        of_network = preference is not None and "travel.network_km" in preference.value.reads
        if of_network:
            left, right = (
                _("in the home") if is_in_the_home(one) else said for one, said in ((first, left), (second, right))
            )
        if of_network and is_weighted(ranking.case, ranking.guideline.nearness):
            right = _("{value} (a mean weighted by contact)", value=right)
        if (left, right) == (_("yes"), _("no")):
            told = _("no. {a} before no. {b}: {criterion}", a=a, b=b, criterion=self.say.criterion(separation))
            return told + self.say.behind(separation.criterion)
        return _(
            "no. {a} before no. {b}: {criterion}: {left}, against {right}",
            a=a, b=b, criterion=self.say.criterion(separation), left=left, right=right,
        ) + self.say.behind(separation.criterion)  # fmt: skip


def _by_ends(low: str, high: str, *, up_to: str, since: str, between: str) -> str:
    """Return what is said of a range by which of its ends there are."""
    if not low:
        return up_to
    return between if high else since
