"""What to do before deciding, as tick boxes: what holds a placement back and what is missing first, general duties last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from visit.locale import formats
from visit.locale import text as _
from visit.ranking.values import Placement, Ranking, Standing
from visit.ranking.verdict import NotYet, is_without_dwelling, verdict, waits_for_dwelling
from visit.reasons.consequences import SHOWN_BRIDGES, Consequences
from visit.reasons.explanation import Explanation
from visit.reasons.free_choice import choices_compared
from visit.reasons.gaps import gaps
from visit.reasons.labels import provision_name
from visit.reasons.values import Confirm, Reason
from visit.render.heading import not_wanted
from visit.render.lines import Line, Room
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.offer_answers import OfferAnswers
from visit.render.questions import Questions, looked_up_in
from visit.render.sentences import Sentences
from visit.render.verdict_words import (
    VerdictWords,
    comes_first_then,
    dwelling_to_find,
    ground_to_record,
    own_home_left_out,
)
from visit.rules.deciding.one_option import Outcome
from visit.rules.facts.prices import PRICE
from visit.rules.guideline.values import Notice

_BOX = "  □ "
_MOST_OF_WORDS = 2
"""How many lines the citizen's own words have at most; the whole answer has all of them."""
_MOST_FACTS = 8
"""So many facts of the citizen are named on a screen where nearly nothing is recorded, beside those that the verdict waits for."""
_MOST_SPECIAL = 1
"""So many duties of this case, the shortest, have room before the first three of the other placements."""
_OF_A_COMPARISON = frozenset({"reference.private_wish_ratio", "placement.stay_price_ratio"})
"""A notice that reads one of these is about what is compared for the free choice: it stands with that, before general ones."""
_OF_PLACEMENT = ("option.", "offer.", "placement.", "reference.", "provision.")
_A_MOVE = "option.moves_home"
_HOUSING = "case.home.housing"
"""A duty that rests on it is to be done now, while the decision waits: that somebody without a home has shelter."""
_OF_THIS_CASE = frozenset({
    _A_MOVE, "placement.ends", "case.applied", "case.guardian.kind", _HOUSING, "case.needs.must", "case.target_groups",
})  # fmt: skip
"""A duty that rests on one of these holds for few citizens: that somebody moves without consent or has no home."""
_OF_COMING_OF_AGE = frozenset({"case.age"})
"""A duty that rests on it alone is to be done before a certain birthday, where that is still to come."""

_NOT_MET = "placement.meets_application"
"""What is due where an application is not met stands with what becomes of it."""


class NoticeSubject(Enum):
    """What a notice is about; those of shelter and of a comparison are needed on the screen."""

    SHELTER = auto()
    COMPARED = auto()
    OF_OFFER = auto()
    OF_THIS_CASE = auto()
    OF_PLACEMENT = auto()
    GENERAL = auto()


_ROOM_OF = {NoticeSubject.OF_THIS_CASE: Room.SPECIAL, NoticeSubject.OF_OFFER: Room.LESS_SPECIAL}


class TickBoxes:
    """The boxes of one ranking, in the language and the names of its next steps."""

    def __init__(self, explanation: Explanation, steps: NextSteps) -> None:
        self.ranking, self.explanation = explanation.ranking, explanation
        self.say, self.steps = steps.say, steps
        self.sentences = Sentences(explanation, steps.say)
        self.missing = MissingFacts(explanation.ranking, steps.say)
        self.answers = OfferAnswers(explanation.ranking, steps.say)
        self.questions = Questions(explanation, steps)
        self.words = VerdictWords(explanation, steps.say, self.answers)

    def lines(self, first: Placement | None, *, whole: bool = False) -> Iterator[Line]:
        """What `open_lines` says, with a comma behind names that have one in them."""
        for line in self.open_lines(first, whole=whole):
            yield replace(line, text=self.closed(line.text))

    def open_lines(self, first: Placement | None, *, whole: bool = False, most: int = 0) -> Iterator[Line]:
        """Tick boxes: what holds the placement back and what is missing first, general duties last; then what is taken for granted.

        Args:
            first: The placement that they are about, where there is one.
            whole: Whether offers that leave open if help on a lower step is enough are named, where a screen counts them.
            most: So many facts of the citizen are named beside those that keep the placement from being decided; 0 for all.
        """
        words = self.ranking.case.wishes.own_words
        if words:
            yield Line("  " + _("In the citizen's own words: “{words}”", words=words), hang=4, most=_MOST_OF_WORDS)
        if refused := not_wanted(self.ranking, self.say):
            yield Line(f"  {refused}", hang=4)
        yield from self.not_recorded()
        if is_without_dwelling(self.ranking):
            yield _box(own_home_left_out() + self.say.in_case("home.dwelling"))
        if first is not None:
            for hold in dict.fromkeys(self.sentences.held(one) for one in self.explanation.holds(first)):
                yield _box(formats.capital(hold))
            if first.standing is Standing.UNDECIDED:
                yield from map(_box, self.undecided(self.explanation.missing(first), first, most=most))
            for departure in self.departures(first):
                yield _box(departure)
            if not whole and (lower := self.steps.lower_steps_in_short(first)):
                yield _box(lower)
            yield from map(_box, self.approvals_run_out(first))
            for option in self.ranking.set_aside:
                name = self.say.option(option)
                yield _box(_("{name} runs now, but a rule excludes it: review the current help", name=name))
        yield from self.meanwhile()
        yield from self.notices(first, NoticeSubject.SHELTER)
        if first is not None:
            missing = self.explanation.missing(first) if first.standing is Standing.UNDECIDED else ()
            yield from self.to_confirm(first, missing)
            for one, is_task in self.steps.free_choice_told():
                yield _box(one) if is_task else Line(f"  {one}", hang=4)
            yield from self.notices(first, NoticeSubject.COMPARED)
        yield from map(_box, gaps_asked(self.ranking, self.say.language))
        special = list(self.notices(first, NoticeSubject.OF_THIS_CASE))
        yield from special[:_MOST_SPECIAL]
        yield from self.notices(first, NoticeSubject.OF_OFFER)
        yield from (replace(one, room=Room.LESS_SPECIAL) for one in special[_MOST_SPECIAL:])
        if first is not None:
            yield from (_box(one, needed=False) for one in self.proposed(first))
            if waits_for_dwelling(self.ranking, first):
                yield _box(dwelling_to_find(), needed=False)
            ways = self.steps.other_ways(first) if whole else self.steps.not_another_way()
            for other in ways:
                yield Line(f"  {formats.capital(other)}", hang=4, needed=False)
        yield from self.notices(first, NoticeSubject.OF_PLACEMENT)
        if first is not None:
            general = self.questions.of_citizen(first, missing)[1]
            yield from (_box(one, needed=False, unrecorded=(fact,)) for one, fact in general)
        yield from self.notices(first, NoticeSubject.GENERAL)
        if first is not None:
            taken = tuple(map(self.say.fact, self.taken_for_granted(first)))
            yield from (Line(f"  {one}", hang=4, needed=False, unrecorded=taken) for one in self.not_asked_for(first))
            for other in self.steps.leaned(first):
                yield Line(f"  {formats.capital(other)}", hang=4, needed=False)

    def briefly(self, first: Placement | None) -> Iterator[Line]:
        """The same for a screen: where that saves a line, in the names that the parts of the placement over it leave clear."""
        only = "" if first is None else self.only_offer(first)
        own = f", {self.ranking.case.municipality} Kommune"
        for line in self.open_lines(first, most=_MOST_FACTS):
            if not line.text.startswith(_BOX):
                yield line
                continue
            told = line.text.replace(only, _("the offer")) if only else line.text
            told = self.closed(told.replace(own, "").replace(looked_up_in(), "Tilbudsportalen: "), without=own)
            yield replace(line, text=self.closed(line.text), shorter=told)

    def closed(self, told: str, *, without: str = "") -> str:
        """A line with a comma behind each name that has one in it, where it goes on; `without` is left out of the names."""
        parts = {part.id: part for one in self.ranking.placements for part in one.parts}
        for name in dict.fromkeys(map(self.say.option, (*parts.values(), *self.ranking.set_aside))):
            told = formats.closed(told, name.replace(without, "") if without else name)
        return told

    def only_offer(self, first: Placement) -> str:
        """What the offer of a placement is called, where it has only one and no box is about another of that name."""
        given = [one for one in first.parts if not one.is_ordinary_home]
        names = {self.say.option(one) for one in given}
        if len(names) != 1 or len({one.offer.id for one in given}) != 1 or choices_compared(self.ranking):
            return ""
        [name] = names
        others = (self.say.option(one) for one in self.ranking.options if one.offer is not given[0].offer)
        return "" if any(name in other for other in others) else name

    def approvals_run_out(self, first: Placement) -> Iterator[str]:
        """What of a placement's offers is recorded as approved until a day that has passed, where no rule excludes it for that."""
        for option, until in Consequences(self.explanation).approvals_run_out(first):
            yield _(
                "The approval of {name} ran out on {day}: is it renewed? Ask the social supervision authority",
                name=self.say.option(option), day=formats.day(until),
            )  # fmt: skip

    def not_recorded(self) -> Iterator[Line]:
        """What no placement asks for and the verdict waits for: what is needed, and the ground for giving less than what ends."""
        reasons, ranking = verdict(self.ranking).reasons, self.ranking
        if NotYet.AREAS in reasons:
            told = _("Record in the case what the citizen needs help with")
            yield _box(told + self.say.in_case("needs.areas", "needs.must"))
        if NotYet.GROUND in reasons:
            yield _box(ground_to_record(ranking.case) + self.say.in_case("ground"))
            if then := comes_first_then(ranking, self.say):
                yield Line(f"    {then}", hang=4)

    def undecided(self, missing: Sequence[Confirm], first: Placement, *, most: int = 0) -> Iterator[str]:
        """What keeps a placement from being decided: of the citizen to find out, with many other facts, of offers to ask."""
        of_citizen = tuple(one for one in missing if one.option is None)
        of_offers = tuple(one for one in missing if one.option is not None)
        if of_citizen:
            others = self.questions.many_of_citizen(first, missing, most=most)
            facts = "; ".join(filter(None, (self.missing.in_short(of_citizen), others)))
            yield _("Find out: {facts}", facts=facts)
        if of_offers:
            yield _("Ask {facts}", facts=self.missing.in_short(of_offers))

    def notices(self, first: Placement | None, subject: NoticeSubject) -> Iterator[Line]:
        """The notices of one subject that surely apply: of an offer first, then what rests on a fact.

        Those special to the case stand shortest first, those of a move before: so most of them have room on a screen.
        """
        found = [one for one in self.steps.consequences.notices(first) if one.surely]
        told = [(one.statement, one.values) for one in found if isinstance(one.statement, Notice)]
        if subject is NoticeSubject.OF_THIS_CASE:
            rests_on = self.ranking.guideline.rests_on
            told.sort(key=lambda one: (_A_MOVE not in rests_on(one[0].when), len(self.say.fill(one[0].text, one[1]))))
        else:
            told.sort(
                key=lambda one: (not _is_of_offer(one[0]), not self.is_of_placement(one[0]), not one[0].when.reads)
            )
        for notice, values in told:
            if self.subject(notice, first) is subject and not self.is_said(notice, first):
                needed = subject in (NoticeSubject.SHELTER, NoticeSubject.COMPARED)
                yield _box(
                    self.steps.notice(notice, values, first), needed=needed, room=_ROOM_OF.get(subject, Room.GENERAL)
                )

    def subject(self, notice: Notice, first: Placement | None) -> NoticeSubject:
        """Where among the boxes a notice stands."""
        if first is not None and not _OF_A_COMPARISON.isdisjoint(notice.when.reads):
            return NoticeSubject.COMPARED
        rests_on = self.ranking.guideline.rests_on(notice.when)
        if notice.kind == "duty" and rests_on == {_HOUSING}:
            return NoticeSubject.SHELTER
        if notice.kind == "duty" and not _OF_THIS_CASE.isdisjoint(rests_on) and _NOT_MET not in rests_on:
            return NoticeSubject.OF_THIS_CASE
        if notice.kind == "duty" and rests_on == _OF_COMING_OF_AGE and self.words.comes_of_age():
            return NoticeSubject.OF_THIS_CASE
        if _is_of_offer(notice) and not self.is_asked(notice, first):
            return NoticeSubject.OF_OFFER
        return NoticeSubject.OF_PLACEMENT if self.is_of_placement(notice) else NoticeSubject.GENERAL

    def is_said(self, notice: Notice, first: Placement | None) -> bool:
        """Whether the verdict says it (when help begins), or a box on the free choice (that a price is missing)."""
        if first is None:
            return self.words.says(notice)
        about_the_price = notice.when.reads >= {PRICE, "provision.free_choice"}
        return about_the_price and any(self.steps.free_choice(briefly=True))

    def is_asked(self, notice: Notice, first: Placement | None) -> bool:
        """Whether offers are asked for what a notice has them asked: that they answer, where their free places are asked for."""
        asked = () if first is None else self.questions.asked(first, ())
        return "option.answer" in notice.when.reads and any(one.fact == "option.free_places" for one in asked)

    def is_of_placement(self, notice: Notice) -> bool:
        """Whether a notice is about what is to be granted, and not about the citizen alone."""
        rests_on = self.ranking.guideline.rests_on(notice.when)
        return _is_of_offer(notice) or any(one.startswith(_OF_PLACEMENT) for one in rests_on)

    def meanwhile(self) -> Iterator[Line]:
        """Where somebody in acute need can be until then, and which acute offers have said no to that."""
        consequences = self.steps.consequences
        no = {one.id: told for one, _standing in consequences.bridges() if (told := self.answers.said_no(one))}
        taking = [one for one, _standing in consequences.bridges() if one.id not in no]
        found = dict.fromkeys(self.say.cited(one.offer.name) for one in taking[:SHOWN_BRIDGES])
        if found:
            yield _box(_("Find a place to be until help begins: {bridges}", bridges=formats.either(found)))
        if no:
            told = formats.listed(dict.fromkeys(no.values()))
            yield _box(_("Cannot be used meanwhile: {refusals}", refusals=told))

    def to_confirm(self, first: Placement, missing: Sequence[Confirm]) -> Iterator[Line]:
        """What to confirm, as boxes, without general questions and what is said to be missing."""
        yield from (_box(one) for one in self.questions.of_offers(first, missing))
        if not (self.is_missing_of_citizen(missing) and self.questions.many_of_citizen(first, missing)):
            yield from map(_box, self.questions.of_citizen(first, missing)[0])

    def is_missing_of_citizen(self, missing: Sequence[Confirm]) -> bool:
        """Whether a fact of the citizen keeps a placement from being decided: what else is to find out stands behind it."""
        return any(one.option is None for one in missing)

    def proposed(self, placement: Placement) -> Iterator[str]:
        """What the guideline proposes of the citizen."""
        for one in self.steps.consequences.to_confirm(placement):
            if one.proposed is not None:
                value = self.say.value(one.proposed.value, self.ranking.guideline.types[one.fact])
                yield _(
                    "Assess yourself: {fact}; the guideline proposes {value}", fact=self.say.fact(one.fact), value=value
                )

    def not_asked_for(self, placement: Placement) -> Iterator[str]:
        """What nobody recorded, and the answer asks nothing for."""
        assumed = [self.say.fact(one) for one in self.taken_for_granted(placement)]
        if assumed:
            yield _("Taken for granted, as it is not recorded: {facts}", facts="; ".join(assumed))

    def taken_for_granted(self, placement: Placement) -> list[str]:
        """The facts that nobody recorded, and that the answer asks nothing for."""
        asked = self.questions.not_assumed(placement)
        return [one for one in self.steps.consequences.not_asked_for(placement) if one not in asked]

    def departures(self, first: Placement) -> Iterator[str]:
        """What the first departs from, or may depart from, as the norm it is."""
        yield from dict.fromkeys(map(self.departure, self.explanation.departures_to_tell(first)))

    def departure(self, one: Reason) -> str:
        """What one departs from; where it is not known whether it does, what is to be written if so."""
        norm = self.sentences.reason(one)
        if one.trace.outcome is not Outcome.UNKNOWN:
            return _("Write why this is departed from: {norm}", norm=norm)
        facts = formats.listed(self.say.fact(name) for name in one.trace.missing)
        return _("Write why, if this is departed from (not recorded: {facts}): {norm}", facts=facts, norm=norm)


def gaps_asked(ranking: Ranking, language: str) -> Iterator[str]:
    """Yield what to ask where the catalogue has none of the municipality's own of what would fit."""
    for provision in gaps(ranking):
        yield _(
            "Entitled to {provision}; the catalogue has none of the municipality's own. Is there one?",
            provision=provision_name(provision.id, language),
        )


def _is_of_offer(notice: Notice) -> bool:
    return "{offer.name}" in notice.text.en


def _box(text: str, *, needed: bool = True, room: Room = Room.GENERAL, unrecorded: tuple[str, ...] = ()) -> Line:
    return Line(f"{_BOX}{text}", hang=4, needed=needed, room=room, unrecorded=unrecorded)
