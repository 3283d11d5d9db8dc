"""What is asked before deciding: of offers, those with the same to tell in one line, of Tilbudsportalen, and of the citizen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.locale import formats, plural
from visit.locale import text as _
from visit.ranking.values import Placement
from visit.ranking.verdict import NotYet, stated_otherwise, verdict
from visit.reasons.explanation import Explanation
from visit.reasons.values import Confirm
from visit.render.missing_facts import MissingFacts
from visit.render.next_steps import NextSteps
from visit.rules.deciding.assumed import hours_left_out
from visit.rules.deciding.unknown import is_of_case

_MOST_QUESTIONS = 2
"""More questions about the citizen than this stand together, as facts."""
_LOOKED_UP = frozenset({"option.approved", "option.registered"})


class Questions:
    """What is asked of the placements of one ranking, in the language and the names of its next steps."""

    def __init__(self, explanation: Explanation, steps: NextSteps) -> None:
        self.ranking, self.explanation = explanation.ranking, explanation
        self.say, self.steps = steps.say, steps
        self.missing = MissingFacts(explanation.ranking, steps.say)
        self.musts = frozenset(one.id for one in explanation.ranking.guideline.rules if one.strength == "must")

    def told(self, placement: Placement) -> Iterator[str]:
        """What to ask: offers that have the same to tell in one line, the citizen's facts a question each, or many together."""
        yield from self.of_offers(placement, ())
        special, general = self.of_citizen(placement, ())
        yield from (*special, *(one for one, _fact in general))

    def asked(self, placement: Placement, said: Sequence[Confirm], *, general: bool | None = None) -> list[Confirm]:
        """What is to be asked and is not said to be missing: of the citizen in general or not, or everything."""
        not_assumed, already = self.not_assumed(placement), {(one.fact, one.option and one.option.id) for one in said}
        found = self.steps.consequences.to_confirm(placement)
        open = [one for one in found if not one.assumed or one.rules or one.fact in not_assumed]
        return [
            one
            for one in open
            if one.proposed is None
            and (one.fact, one.option and one.option.id) not in already
            and (general is None or (one.option is None and self.is_general(one) is general))
        ]

    def of_citizen(self, placement: Placement, said: Sequence[Confirm]) -> tuple[list[str], list[tuple[str, str]]]:
        """What to find out of the citizen: before general notices and after them, those with the fact; many stand together."""
        if facts := self.many_of_citizen(placement, said):
            return [_("Find out: {facts}", facts=facts)], []
        special, general = (self.asked(placement, said, general=wanted) for wanted in (False, True))
        return (
            [self.steps.asked(one, placement) for one in special],
            [(self.steps.asked(one, placement), self.say.fact(one.fact)) for one in general],
        )

    def many_of_citizen(self, placement: Placement, said: Sequence[Confirm], *, most: int = 0) -> str:
        """The facts to find out of the citizen, where they are too many for a question each; else nothing.

        Args:
            placement: What they are asked for.
            said: What is asked elsewhere.
            most: So many are named, and the rest is counted; 0 for all.
        """
        every = [one for general in (False, True) for one in self.asked(placement, said, general=general)]
        if len(every) <= _MOST_QUESTIONS:
            return ""
        facts = [self.steps.marked(self.say.fact(one.fact), one, placement) for one in every]
        if most and len(facts) > most + 1:
            more = _("{n} other facts: --full", n=formats.number(len(facts) - most))
            facts = [*facts[:most], more]
        return "; ".join(facts)

    def is_general(self, asked: Confirm) -> bool:
        """Whether a question rests on norms alone: a must, or what no rule asks for but the search itself, comes before it."""
        return bool(asked.rules) and self.musts.isdisjoint(asked.rules)

    def of_offers(self, placement: Placement, said: Sequence[Confirm]) -> Iterator[str]:
        """What offers are asked, those that have the same to tell in one line, and what is looked up of them."""
        yield from self.together([one for one in self.asked(placement, said) if one.option is not None])

    def of_other_ways(self, placement: Placement) -> Iterator[str]:
        """What to ask of each offer that may be enough on a lower home step, and what to find out of the citizen for it."""
        ways = [one for one in self.explanation.other_ways(placement) if one.option.kind == "catalogue"]
        of_citizen = dict.fromkeys(self.say.fact(fact) for one in ways for fact in one.facts if is_of_case(fact))
        if of_citizen:
            yield _("Find out: {facts}", facts="; ".join(of_citizen))
        yield from self.together(
            [Confirm(fact, one.option, one.rules) for one in ways for fact in one.facts if not is_of_case(fact)]
        )

    def together(self, asked: Sequence[Confirm]) -> Iterator[str]:
        """Questions to offers, those with the same to tell in one line, and what is looked up of them."""
        told: dict[str, dict[str, list[str]]] = {}
        for option, needs, others in self.missing.by_option(tuple(one for one in asked if one.fact not in _LOOKED_UP)):
            if option is not None:
                facts = [self.say.requirement(one) for one in needs] + [self.briefly(one) for one in others]
                of_services = told.setdefault(self.say.option(option), {})
                of_services[self.say.provision(option)] = list(dict.fromkeys(facts))
        names: dict[str, list[str]] = {}
        for name, of_services in told.items():
            names.setdefault(_of_each_service(of_services), []).append(name)
        for facts_told, of in names.items():
            yield _("Ask {names} about: {facts}", names=formats.listed(of), facts=facts_told)
        yield from self.looked_up([one for one in asked if one.fact in _LOOKED_UP])

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
            yield looked_up_in() + " ".join(told)

    def not_assumed(self, placement: Placement) -> frozenset[str]:
        """What is asked though it is taken for granted: hours that part the first two, staff that an application waits for."""
        return self.hours_to_ask() | {*self.steps.consequences.staff_left_out(placement)}

    def hours_to_ask(self) -> frozenset[str]:
        """The hours that are needed, where what the first two placements state of them is all that parts those."""
        if NotYet.EXTENT not in verdict(self.ranking).reasons or "hours_per_week" not in stated_otherwise(self.ranking):
            return frozenset()
        areas = () if self.ranking.first is None else [one for part in self.ranking.first.parts for one in part.areas]
        return frozenset(hours_left_out(self.ranking.side, areas))

    def briefly(self, missing: Confirm) -> str:
        """What a fact of an offer is called behind the offer's name."""
        return self.missing.fact(missing)


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


def looked_up_in() -> str:
    """Say where it is looked up what offers need not be asked, before the questions."""
    return _("Look up on Tilbudsportalen:") + " "


def _looked_up(facts: frozenset[str], names: Sequence[str]) -> str:
    listed, n = formats.listed(names), len(names)
    if facts == _LOOKED_UP:
        return plural("Is {names} approved and registered?", "Are {names} approved and registered?", n, names=listed)
    if "option.approved" in facts:
        return plural(
            "Is {names} approved by the social supervision authority (socialtilsynet)?",
            "Are {names} approved by the social supervision authority (socialtilsynet)?",
            n,
            names=listed,
        )
    return plural("Is {names} registered?", "Are {names} registered?", n, names=listed)
