"""What to do before deciding, as tick boxes: what holds a placement back and what is missing first, general duties last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement, Standing
from visit.ranking.verdict import NotYet, stated_otherwise, verdict, waits_for_dwelling
from visit.reasons.consequences import SHOWN_BRIDGES
from visit.reasons.explanation import Explanation
from visit.reasons.gaps import gaps
from visit.reasons.labels import provision_name
from visit.reasons.values import Confirm
from visit.render.lines import Line
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.render.offer_answers import OfferAnswers
from visit.render.sentences import Sentences
from visit.rules.deciding.assumed import hours_left_out
from visit.rules.guideline.values import Notice

_MOST_QUESTIONS = 2
"""More questions about the citizen than this stand together, as facts."""
_MOST_OF_WORDS = 2
"""How many lines the citizen's own words have at most; the whole answer has all of them."""
_OF_A_COMPARISON = frozenset({"reference.private_wish_ratio", "placement.stay_price_ratio"})
"""A notice that reads one of these is about what is compared for the free choice: it stands with that, before general ones."""
_LOOKED_UP = frozenset({"option.approved", "option.registered"})


class TickBoxes:
    """The boxes of one ranking, in the language and the names of its next steps."""

    def __init__(self, explanation: Explanation, steps: NextSteps) -> None:
        self.ranking, self.explanation = explanation.ranking, explanation
        self.say, self.steps = steps.say, steps
        self.sentences = Sentences(explanation, steps.say)
        self.missing = MissingFacts(explanation.ranking, steps.say)
        self.answers = OfferAnswers(explanation.ranking, steps.say)

    def lines(self, first: Placement | None) -> Iterator[Line]:
        """Tick boxes: what holds the placement back and what is missing first, general duties last."""
        words = self.ranking.case.wishes.own_words
        if words:
            yield Line("  " + _("In the citizen's own words: “{words}”", words=words), hang=4, most=_MOST_OF_WORDS)
        if first is not None:
            for hold in dict.fromkeys(self.sentences.held(one) for one in self.explanation.holds(first)):
                yield _box(formats.capital(hold))
            if first.standing is Standing.UNDECIDED:
                yield from map(_box, self.undecided(self.explanation.missing(first)))
            for departure in self.departures(first):
                yield _box(departure)
            for option in self.ranking.set_aside:
                name = self.say.option(option)
                yield _box(_("{name} runs now, but a rule excludes it: review the current help", name=name))
            if waits_for_dwelling(self.ranking, first):
                yield _box(_("Find a dwelling: the citizen looks for one with the municipality's help"), needed=False)
        yield from self.meanwhile()
        if first is not None:
            yield from self.to_confirm(first)
            yield from (_box(one) for one in self.steps.free_choice(briefly=True))
            yield from self.notices(first, needed=True)
            for other in (*self.steps.other_ways(first), *self.steps.leaned(first)):
                yield Line(f"  {formats.capital(other)}", hang=4, needed=False)
        for provision in gaps(self.ranking):
            cited = provision_name(provision.id, self.say.language)
            yield _box(_("Find out whether the municipality has {provision} itself", provision=cited), needed=False)
        yield from self.notices(first, needed=False)

    def undecided(self, missing: Sequence[Confirm]) -> Iterator[str]:
        """What keeps a placement from being decided: of the citizen to find out, of offers to ask them."""
        of_citizen = tuple(one for one in missing if one.option is None)
        of_offers = tuple(one for one in missing if one.option is not None)
        if of_citizen:
            yield _("Find out: {facts}", facts=self.missing.in_short(of_citizen))
        if of_offers:
            yield _("Ask {facts}", facts=self.missing.in_short(of_offers))

    def notices(self, first: Placement | None, *, needed: bool) -> Iterator[Line]:
        """The notices that surely apply: of an offer first, then what rests on a fact, general duties last.

        Those of a comparison are needed.
        """
        found = [one for one in self.steps.consequences.notices(first) if one.surely]
        told = [(one.statement, one.values) for one in found if isinstance(one.statement, Notice)]
        for notice, values in sorted(
            told, key=lambda one: ("{offer.name}" not in one[0].text.en, not one[0].when.reads)
        ):
            compares = first is not None and not _OF_A_COMPARISON.isdisjoint(notice.when.reads)
            if compares is needed:
                yield _box(self.say.fill(notice.text, values), needed=needed)

    def meanwhile(self) -> Iterator[Line]:
        """Where somebody in acute need can be until then, and which acute offers have said no to that."""
        consequences = self.steps.consequences
        no = {one.id: told for one, _standing in consequences.bridges() if (told := self.answers.said_no(one))}
        taking = [one for one, _standing in consequences.bridges() if one.id not in no]
        found = dict.fromkeys(self.say.cited(one.offer.name) for one in taking[:SHOWN_BRIDGES])
        if found:
            yield _box(_("Meanwhile: {bridges}", bridges=formats.either(found)))
        if no:
            told = formats.listed(dict.fromkeys(no.values()))
            yield _box(_("Cannot be used meanwhile: {refusals}", refusals=told))

    def to_confirm(self, first: Placement) -> Iterator[Line]:
        """What to confirm, as boxes; what is taken for granted may give way."""
        missing = self.explanation.missing(first) if first.standing is Standing.UNDECIDED else ()
        yield from (_box(one) for one in self.questions(first, missing))
        yield from (_box(one, needed=False) for one in self.proposed(first))
        taken = tuple(map(self.say.fact, self.taken_for_granted(first)))
        yield from (Line(f"  {one}", hang=4, needed=False, taken=taken) for one in self.not_asked_for(first))

    def questions(self, placement: Placement, said: Sequence[Confirm] = ()) -> Iterator[str]:
        """What to ask: offers that have the same to tell in one line, the citizen's facts a question each, or many together.

        What is said to be missing is not asked again.
        """
        hours, already = self.hours_to_ask(), {(one.fact, one.option and one.option.id) for one in said}
        found = self.steps.consequences.to_confirm(placement)
        open = [one for one in found if not one.assumed or one.rules or one.fact in hours]
        asked = [
            one for one in open if one.proposed is None and (one.fact, one.option and one.option.id) not in already
        ]
        of_offers: dict[str, dict[str, list[str]]] = {}
        of_citizen: list[Confirm] = []
        for option, needs, others in self.missing.by_option(tuple(one for one in asked if one.fact not in _LOOKED_UP)):
            if option is None:
                of_citizen += others
                continue
            facts = [self.say.requirement(one) for one in needs] + [self.briefly(one) for one in others]
            of_services = of_offers.setdefault(self.say.option(option), {})
            of_services[self.say.provision(option)] = list(dict.fromkeys(facts))
        names: dict[str, list[str]] = {}
        for name, of_services in of_offers.items():
            names.setdefault(_of_each_service(of_services), []).append(name)
        for told, of in names.items():
            yield _("Ask {names}: {facts}?", names=formats.listed(of), facts=told)
        yield from self.looked_up([one for one in asked if one.fact in _LOOKED_UP])
        if len(of_citizen) > _MOST_QUESTIONS:
            yield _("Find out: {facts}", facts="; ".join(self.say.fact(one.fact) for one in of_citizen))
        else:
            yield from (self.missing.asked(one) for one in of_citizen)

    def looked_up(self, asked: Sequence[Confirm]) -> Iterator[str]:
        """What Tilbudsportalen says and nobody needs to be asked, in one line."""
        facts: dict[str, set[str]] = {}
        for one in asked:
            facts.setdefault(self.say.option(one.option) if one.option else "", set()).add(one.fact)
        names: dict[frozenset[str], list[str]] = {}
        for name, found in facts.items():
            names.setdefault(frozenset(found), []).append(name)
        told = [_looked_up(found, of) for found, of in names.items()]
        if told:
            yield _("Look up on Tilbudsportalen: {questions}", questions=" ".join(told))

    def hours_to_ask(self) -> frozenset[str]:
        """The hours that are needed, where what the first two placements state of them is all that parts those."""
        if NotYet.EXTENT not in verdict(self.ranking).reasons or "hours_per_week" not in stated_otherwise(self.ranking):
            return frozenset()
        areas = () if self.ranking.first is None else [one for part in self.ranking.first.parts for one in part.areas]
        return frozenset(hours_left_out(self.ranking.side, areas))

    def proposed(self, placement: Placement) -> Iterator[str]:
        """What the guideline proposes of the citizen."""
        for one in self.steps.consequences.to_confirm(placement):
            if one.proposed is not None:
                value = self.say.value(one.proposed.value, self.ranking.guideline.types[one.fact])
                yield _("Assess yourself: {fact} (proposed: {value})", fact=self.say.fact(one.fact), value=value)

    def not_asked_for(self, placement: Placement) -> Iterator[str]:
        """What nobody recorded, and the answer asks nothing for."""
        assumed = [self.say.fact(one) for one in self.taken_for_granted(placement)]
        if assumed:
            yield _("Taken for granted, as it is not recorded: {facts}", facts="; ".join(assumed))

    def taken_for_granted(self, placement: Placement) -> list[str]:
        """The facts that nobody recorded, and that the answer asks nothing for."""
        asked = self.hours_to_ask()
        return [one for one in self.steps.consequences.not_asked_for(placement) if one not in asked]

    def briefly(self, missing: Confirm) -> str:
        """What a fact of an offer is called behind the offer's name."""
        return self.missing.fact(missing).removeprefix(_("whether the offer is") + " ")

    def departures(self, first: Placement) -> Iterator[str]:
        """What the first departs from, as the norm it is."""
        if first.standing is Standing.BY_EXCEPTION:
            for one in dict.fromkeys(self.sentences.departed(one) for one in self.explanation.departures(first)):
                yield _("Write why this is departed from: {norm}", norm=one)


def _of_each_service(facts: Mapping[str, Sequence[str]]) -> str:
    """What the services of one offer have to tell: what all of them have first, then the rest of each behind its provision."""
    every = list(facts.values())
    common = [one for one in every[0] if all(one in others for others in every)]
    told = [", ".join(common)] if common else []
    for provision, several in facts.items():
        own = ", ".join(one for one in several if one not in common)
        if own:
            told.append(f"{provision}: {own}")
    return "; ".join(told)


def _looked_up(facts: frozenset[str], names: Sequence[str]) -> str:
    listed, n = formats.listed(names), len(names)
    if facts == _LOOKED_UP:
        return plural("Is {names} approved and registered?", "Are {names} approved and registered?", n, names=listed)
    if "option.approved" in facts:
        return plural(
            "Is {names} approved by socialtilsynet?", "Are {names} approved by socialtilsynet?", n, names=listed
        )
    return plural("Is {names} registered?", "Are {names} registered?", n, names=listed)


def _box(text: str, *, needed: bool = True) -> Line:
    return Line(f"  □ {text}", hang=4, needed=needed)
