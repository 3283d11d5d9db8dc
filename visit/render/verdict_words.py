"""The verdict in words: whether the first placement can be granted, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from visit.case import Case
from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, of_placement, verdict
from visit.reasons.consequences import Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import is_free_choice
from visit.reasons.labels import Phrasing, in_order_of_a_day
from visit.render.lines import Tone
from visit.render.missing_facts import MissingFacts
from visit.render.offer_answers import OfferAnswers
from visit.rules.facts.endings import rests_on_a_change
from visit.rules.guideline.values import Notice

_OF_AGE = 18
_MOST_MISSING = 2
"""How many of the missing facts the verdict names."""


class VerdictWords:
    """The verdict on one ranking, in one language."""

    def __init__(self, explanation: Explanation, say: Phrasing, answers: OfferAnswers) -> None:
        self.explanation, self.ranking = explanation, explanation.ranking
        self.say, self.answers = say, answers
        self.missing = MissingFacts(explanation.ranking, say)
        self.consequences = Consequences(explanation)
        self.verdict = verdict(explanation.ranking)

    def told(self) -> str:
        """The answer in one line."""
        first = self.ranking.first
        if first is not None:
            return self.of(first)
        reasons = self.verdict.reasons
        if reasons:
            return _("NOT YET: {reasons}", reasons="; ".join(self.not_yet(one) for one in reasons))
        return self.of_age_later() or _("NO SOLUTION: no placement meets every need")

    def says(self, notice: Notice) -> bool:
        """Whether it says what a notice does: from when help can begin, and how the case is run for that day."""
        if self.ranking.first is not None or self.verdict.reasons or self.of_age_later() is None:
            return False
        return any(words in notice.text.en for words in ("{case.turns_18}", "--as-of"))

    def of(self, placement: Placement) -> str:
        """Whether a placement of the ranking can be granted, in one line: of the first, what the answer says everywhere."""
        reasons = of_placement(self.ranking, placement)
        if reasons:
            return _("NOT YET: {reasons}", reasons="; ".join(self.not_yet(one, placement) for one in reasons))
        n = [one.id for one in self.ranking.placements].index(placement.id) + 1
        only_if = self.only_if(placement)
        if placement.standing is Standing.BY_EXCEPTION:
            if not self.explanation.surely_departs(placement):
                told = _("PERHAPS ONLY BY EXCEPTION: it is not known whether no. {n} departs from the norm", n=n)
            else:
                told = _("ONLY BY EXCEPTION: no. {n} departs from the norm, which needs a reason", n=n)
            return _("{verdict}; it is granted only {condition}", verdict=told, condition=only_if) if only_if else told
        told = _("NO. {n} CAN BE GRANTED", n=n)
        if is_free_choice(self.ranking, placement):
            told = _("NO. {n} CAN BE GRANTED – the citizen's free choice", n=n)
        return _("{verdict}, {condition}", verdict=told, condition=only_if) if only_if else told

    def only_if(self, placement: Placement) -> str:
        """What has to be so for a placement to be the answer, and nobody has said, within a sentence; nothing where all is said."""
        turned_by = self.consequences.may_turn(placement)
        told = [self.missing.only_if(turned_by)] if turned_by else []
        if self.rests_on_no_lower_step(placement):
            told.append(_("if less extensive help is not enough"))
        return formats.listed(told)

    def rests_on_no_lower_step(self, placement: Placement) -> bool:
        """Whether a placement is granted because nothing less extensive is enough, while that is not known of some offers."""
        return any(one.option.kind == "catalogue" for one in self.explanation.other_ways(placement))

    def wanted(self, placement: Placement) -> Iterator[str]:
        """What has to come before a placement can be granted, beside its verdict: what is missing, and what would come first."""
        reasons = of_placement(self.ranking, placement)
        if NotYet.UNDECIDED in reasons:
            yield from self.missing.in_full(self.explanation.missing(placement))
        if NotYet.GROUND in reasons:
            yield ground_to_record(self.ranking.case)
        if self.is_first(placement) and (told := comes_first_then(self.ranking, self.say)):
            yield formats.capital(told)
        if NotYet.DWELLING in reasons:
            yield dwelling_to_find()

    def is_first(self, placement: Placement) -> bool:
        """Whether a placement is the first of the ranking."""
        return self.ranking.first is not None and placement.id == self.ranking.first.id

    def tone(self) -> Tone:
        """The colour of the verdict, which says nothing that its words do not."""
        first = self.ranking.first
        if first is None and not self.verdict.reasons:
            return Tone.BAD
        if first is None or self.verdict.reasons or first.standing is Standing.BY_EXCEPTION:
            return Tone.WAITING
        return Tone.WAITING if self.only_if(first) else Tone.GOOD

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

    def not_yet(self, reason: NotYet, placement: Placement | None = None) -> str:
        """One reason why a placement, else the first, cannot be granted yet; where there is none, why nothing can."""
        placement = placement or self.ranking.first
        return {
            NotYet.UNPROVED: _("the search reached its limit, and another placement may come first"),
            NotYet.AWAITING: "; ".join(self.awaited(placement)),
            NotYet.UNDECIDED: self.undecided(placement),
            NotYet.DWELLING: _("a dwelling is still to be found"),
            NotYet.AREAS: _("nobody has said what has to be covered"),
            NotYet.GROUND: _("the change in the need, as measured, does not justify this much less help")
            if rests_on_a_change(self.ranking.case)
            else _("the ground for giving less than what ends is not recorded"),
            NotYet.EXTENT: _(
                "only their names separate no. 1 from no. 2, and they state different things: {differences}",
                differences="; ".join(self.missing.differences()),
            ),
        }[reason]

    def undecided(self, placement: Placement | None) -> str:
        """Which offers have said no, and what has to be found out first: the first facts that are missing, and how many more."""
        if placement is None:
            return _("it is not recorded whether the citizen has a home to stay in")
        no = tuple(self.answers.said_no_of(placement))
        return "; ".join((*no, self.facts_missing(placement)))

    def facts_missing(self, placement: Placement) -> str:
        """The first facts that a placement waits for, and how many more."""
        missing = self.explanation.missing(placement)
        if not missing:
            return _("something has to be found out first")
        facts, more = self.missing.in_short(missing[:_MOST_MISSING]), len(missing[_MOST_MISSING:])
        return _("not known – {facts}", facts=f"{facts}; {_('and {n} more', n=more)}" if more else facts)

    def awaited(self, placement: Placement | None) -> Iterator[str]:
        """Which offers have said no, what plan is missing, and who else decides before a placement can be granted."""
        told, others = ([], []) if placement is None else self.answers.awaited(self.explanation, placement)
        yield from told
        if others or not told:
            yield _("{who} decides first, and may say no", who=self.answers.who_decides(others))


def ground_to_record(case: Case) -> str:
    """Say what to record where less is given than what ends, and nobody has said why."""
    if rests_on_a_change(case):
        return _("Record in the case, with the current service, what was measured, or another ground for less help")
    return _("Record in the case, with the current service, the ground for less help")


def dwelling_to_find() -> str:
    """Say what is done for a dwelling that is not found."""
    return _("Find a dwelling: the citizen looks for one with the municipality's help")


def own_home_left_out() -> str:
    """Say why a home of the citizen's own is in no placement, and ask whether that is so."""
    return _("An own home is left out: the case says that no ordinary dwelling can be had. Has that been looked into?")


def comes_first_then(ranking: Ranking, say: Phrasing) -> str | None:
    """Say which other placement comes first once the ground for less help is recorded; nothing where none is wanted."""
    given, first = ranking.grounds_given, ranking.first
    wanted = NotYet.GROUND in verdict(ranking).reasons
    if not wanted or given is None or first is None or given.id == first.id:
        return None
    other = [one for one in in_order_of_a_day(given.parts) if one not in first.parts]
    told = " + ".join(say.option(one) for one in other)
    placement = told if len(other) == len(given.parts) else _("{parts} (the rest as no. 1)", parts=told)
    return _("once it is recorded, this comes first: {placement}", placement=placement)
