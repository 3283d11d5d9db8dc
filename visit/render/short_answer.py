"""The answer to one case in a line or a few: the verdict, the first placement in words, what is missing, who approves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.costs import added_up
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, verdict
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import is_free_choice
from visit.reasons.labels import in_order_of_a_day
from visit.reasons.near_misses import NearMisses
from visit.reasons.price_sums import prices_of
from visit.reasons.short_names import ShortNames, with_marked_provision
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.one_screen import OneScreen
from visit.render.price_years import list_years
from visit.rules.facts.prices import amount_of
from visit.rules.guideline.values import Approval
from visit.rules.language.values import AtMost, Quantity, Unknown

GRANTABLE, BY_EXCEPTION, NOT_YET, NONE, FAULTY = "grantable", "by_exception", "not_yet", "none", "faulty"
"""What an answer comes to; `faulty` where the case gives none."""
_FACTS = 3
"""How many missing facts stand in a line; the whole answer has all."""


def in_words(answer: str) -> str:
    """Return what an answer is called in a list."""
    return {
        GRANTABLE: _("can be granted"), BY_EXCEPTION: _("only by exception"), NOT_YET: _("not yet"),
        NONE: _("no solution"), FAULTY: _("cannot be read"),
    }[answer]  # fmt: skip


def in_brief(answer: str) -> str:
    """Return what an answer is called where each is one of many in a column."""
    return _("by exception") if answer == BY_EXCEPTION else in_words(answer)


class ShortAnswer:
    """One ranking in one language, in few words."""

    def __init__(self, ranking: Ranking, language: str) -> None:
        self.ranking, self.language = ranking, language
        self.first = ranking.first
        self.verdict = verdict(ranking)
        self.explanation = Explanation(ranking)
        self.say = ShortNames.of(ranking, language)
        self.steps = NextSteps(self.explanation, self.say)
        self.screen = OneScreen(ranking, language)

    @property
    def answer(self) -> str:
        """What it comes to, as `in_words` takes it."""
        if self.verdict.reasons:
            return NOT_YET
        if self.first is None:
            return NONE
        return BY_EXCEPTION if self.first.standing is Standing.BY_EXCEPTION else GRANTABLE

    def called(self) -> str:
        """What it comes to, in words; of what the citizen has a right to choose, that it is that."""
        if self.answer == GRANTABLE and self.first is not None and is_free_choice(self.ranking, self.first):
            return _("can be granted – the citizen's free choice")
        return in_words(self.answer)

    def told(self) -> str:
        """The same, and what it rests on."""
        told = self.called()
        if self.first is None or self.answer not in (GRANTABLE, BY_EXCEPTION):
            return told
        only_if = self.screen.words.only_if(self.first)
        if self.answer == BY_EXCEPTION and only_if:
            return _("{verdict}; it is granted only {condition}", verdict=told, condition=only_if)
        return _("{verdict}, {condition}", verdict=told, condition=only_if) if only_if else told

    def applications(self, *, met: bool = True) -> tuple[str, ...]:
        """What becomes of each application, a sentence each without its full stop; `met`: of one that surely is met, too."""
        return () if self.first is None else _unstopped(self.steps.applications_in_short(self.first, met=met))

    def consent(self) -> tuple[str, ...]:
        """On whose word the first placement is given where the citizen has not consented, a sentence each without its full stop."""
        return _unstopped(self.steps.consent(self.first))

    def turning(self) -> tuple[str, ...]:
        """The open questions that can turn the first placement."""
        return () if self.first is None else tuple(self.steps.turning(self.first))

    def lower_steps(self) -> tuple[str, ...]:
        """The question whether less extensive help is enough, where the first placement rests on it."""
        told = "" if self.first is None else self.steps.lower_steps_in_short(self.first)
        return (told,) if told and self.answer in (GRANTABLE, BY_EXCEPTION) else ()

    def placement(self) -> str:
        """The first placement: each part with its provision; nothing where there is none."""
        return " + ".join(self.parts())

    def parts(self) -> Iterator[str]:
        """The parts of the first placement, one by one."""
        for option in () if self.first is None else in_order_of_a_day(self.first.parts):
            yield with_marked_provision(self.say, option)

    def named_ids(self) -> str:
        """The ids of the first placement's parts in the order of a day, each with what it is called."""
        parts = () if self.first is None else in_order_of_a_day(self.first.parts)
        return " + ".join(f"{one.id} ({self.say.option(one)})" for one in parts)

    def estimates(self) -> tuple[str, ...]:
        """What each part of the first placement leans on in the catalogue that is an estimate, or old."""
        return () if self.first is None else tuple(self.steps.leaned(self.first))

    def missing(self, *, most: int | None = _FACTS) -> str:
        """What keeps the first placement from being granted, or any from being found; nothing where nothing does.

        Args:
            most: How many missing facts are named, the others only counted; None names all.
        """
        if self.first is None:
            return self.unmet()
        first, reasons = self.first, self.verdict.reasons
        return "; ".join(dict.fromkeys(one for reason in reasons for one in self.wanting(reason, first, most)))

    def wanting(self, reason: NotYet, first: Placement, most: int | None) -> Iterator[str]:
        """What has to come for one of the reasons."""
        if reason is NotYet.UNDECIDED:
            yield from self.screen.answers.said_no_of(first)
            yield from self.facts(first, most)
        elif reason is NotYet.AWAITING:
            told, others = self.screen.answers.awaited(self.explanation, first)
            yield from told
            for hold in others:
                yield _("decided by {who}", who=self.say.role(hold.trace.rule.by or ""))
        else:
            yield self.screen.words.not_yet(reason)

    def facts(self, first: Placement, most: int | None) -> Iterator[str]:
        """The facts that are missing, and how many more there are."""
        found = self.explanation.missing(first)
        yield MissingFacts(self.ranking, self.say).in_short(found[:most])
        if more := len(found[len(found[:most]) :]):
            yield _("and {n} more", n=more)

    def unmet(self) -> str:
        """What no placement meets, or from when help can begin."""
        if self.verdict.reasons:
            return "; ".join(self.screen.words.not_yet(one) for one in self.verdict.reasons)
        later = self.screen.words.comes_of_age()
        if later is not None:
            return _("the citizen is {age}; help can begin on {day}", age=later[0], day=formats.day(later[1]))
        needs = [self.say.requirement(one) for one in NearMisses(self.explanation).unmet()]
        return _("nothing meets {needs}", needs=formats.listed(needs)) if needs else _("no placement meets every need")

    def approvals(self) -> str:
        """Who has to approve, and who perhaps; nothing where nobody has to."""
        surely, perhaps = self.approvers()
        found = [formats.listed(surely)] if surely else []
        if perhaps:
            found.append(_("perhaps {what}", what=formats.listed(perhaps)))
        return formats.capital("; ".join(found))

    def approvers(self) -> tuple[list[str], list[str]]:
        """The roles that surely approve, and those that perhaps do, as within a sentence."""
        by: dict[str, bool] = {}
        for said in self.steps.consequences.needed_approvals(self.first) if self.first else ():
            if isinstance(said.statement, Approval):
                who = self.say.decider(said.statement.by)
                by[who] = by.get(who, False) or said.surely
        return [who for who, sure in by.items() if sure], [who for who, sure in by.items() if not sure]

    def to_confirm(self) -> int:
        """How much is left to confirm of the first placement."""
        return 0 if self.first is None else len(self.explanation.to_confirm(self.first))

    def follow_up(self) -> tuple[date, ...]:
        """The days on which to look again."""
        every = self.steps.consequences.follow_up(self.first) if self.first else ()
        return tuple(sorted({day for said in every if said.surely for day in said.due}))

    def deadlines(self) -> Iterator[str]:
        """By when something surely is to be done, the days of each and the statement."""
        for said in self.steps.consequences.deadlines(self.first):
            if said.surely:
                days = formats.listed(self.steps.deadline_days(said))
                before = self.steps.comes_before(said, self.first)
                yield f"{days} ({self.say.fill(said.statement.text, said.values)}){before}"

    def next_deadline(self) -> date | None:
        """The first day by which something surely is to be done; it may have passed."""
        days = [day for said in self.steps.consequences.deadlines(self.first) if said.surely for day in said.due]
        return min(days, default=None)

    def dkk_per_day(self) -> tuple[Decimal | None, Decimal | None]:
        """What the first placement costs a day, and where that is not known to the øre, at most; None where it is not known."""
        if self.first is None:
            return None, None
        parts = self.first.parts
        prices = zip(parts, prices_of(self.ranking, parts), strict=True)
        total = added_up([0 if one.is_ordinary_home else amount_of(price) for one, price in prices])
        if isinstance(total, AtMost):
            return None, _dkk(total.most)
        return None if isinstance(total, Unknown) else _dkk(total), None

    def list_years(self) -> int | str | None:
        """Of which year the price lists behind that are, or of which; None where the price is not known, or no list's."""
        if self.first is None or self.dkk_per_day() == (None, None):
            return None
        years = list_years(prices_of(self.ranking, self.first.parts))
        return years[0] if len(years) == 1 else ", ".join(map(str, years)) or None

    def met(self) -> str:
        """How many of the needs it surely meets, and that nobody has recorded them, where that is so."""
        if self.screen.boxes.missing.no_need_is_recorded():
            return _("which needs there are is not recorded")
        met = () if self.first is None else self.explanation.met(self.first)
        surely = sum(any(meeting.surely for _option, meeting in one.by) for one in met)
        told = plural("{n} of {all} need", "{n} of {all} needs", len(met), n=surely, all=len(met))
        how = self.screen.boxes.missing.how_needs_are_known()
        return f"{told} ({how})" if how else told


def _unstopped(sentences: Iterable[str]) -> tuple[str, ...]:
    return tuple(one.removesuffix(".") for one in sentences)


def _dkk(amount: Quantity) -> Decimal:
    """Return an amount in kroner and øre."""
    exact = Fraction(amount)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))
