"""The nearest miss: of the options that are ruled out, the one that comes nearest to being a choice, and why it is none.

Of all, or of those that meet one thing that nothing else meets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from visit.catalogue import Option
from visit.ranking.values import Ranking, Requirement, Standing
from visit.reasons.explanation import Explanation
from visit.reasons.values import Reason
from visit.rules.deciding.option_sets import bits
from visit.rules.facts.of_option import main_step
from visit.rules.guideline.values import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Miss:
    """A ruled-out option: the rules that fail, and the requirements it meets none of."""

    option: Option
    reasons: tuple[Reason, ...]
    unmet: tuple[Requirement, ...]


class NearMisses:
    """The options of a ranking that are ruled out, by how near they come."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.ranking = explanation, explanation.ranking

    def misses(self) -> tuple[Miss, ...]:
        """Return the nearest miss: what was wished or applied for first, then by fewest failing rules, most needs met, nearness."""
        near: list[tuple[tuple[bool, int, int, int], Option]] = []
        for index, (option, standing) in enumerate(zip(self.ranking.options, self.ranking.standings, strict=True)):
            met = self.ranking.meetings[index]
            ranked = option.provision.lane == "ranked"
            if (
                standing is Standing.RULED_OUT
                and ranked
                and any(one.at_most for one in met)
                and self.is_competent(index)
            ):
                unmet = sum(1 for one in met if not one.at_most)
                asked = option.provision.id in self.applied_for or self.is_wished(option)
                near.append(((not asked, self.failing_musts(index), unmet, main_step(option)), option))
        first = min((key for key, _option in near), default=None)
        nearest = [option for key, option in near if key == first]
        nearest.sort(key=lambda option: (home_metres(self.explanation, option), option.id))
        return tuple(self.miss(option) for option in nearest[:1])

    def unmet(self) -> Iterator[Requirement]:
        """Yield each requirement that nothing meets but what is ruled out."""
        standings = self.ranking.standings
        for place, requirement in enumerate(self.ranking.requirements):
            meeting = (index for index, met in enumerate(self.ranking.meetings) if met[place].at_most)
            if not any(standings[index].can_be_part for index in meeting):
                yield requirement

    def causes(self, requirement: Requirement) -> tuple[int, tuple[tuple[int, Reason], ...]]:
        """Return how many options would meet a requirement, and the musts that rule them out, each with how many.

        The must that rules out the most comes first, then the one that rules out the most of the rest: each option is counted
        once. It is told as of the nearest of these, on the lowest step. What is not for this citizen at all is left out.
        """
        place, options = self.ranking.requirements.index(requirement), self.ranking.options
        meeting = [
            index
            for index, met in enumerate(self.ranking.meetings)
            if met[place].at_most and options[index].provision.lane == "ranked" and self.is_competent(index)
        ]
        left, found = sum(1 << index for index in meeting), []
        while left:
            rule = max(self.musts, key=lambda one: (self.ranking.outcomes[one.id].fails & left).bit_count())
            stopped = self.ranking.outcomes[rule.id].fails & left
            if not stopped:
                break
            near = min((options[index] for index in bits(stopped)), key=self.nearness)
            found.append((stopped.bit_count(), self.explanation.traced(near, rule)))
            left &= ~stopped
        return len(meeting), tuple(found)

    def nearness(self, option: Option) -> tuple[int, int, int, str]:
        """The fewest failing rules first, then the lowest step, then the nearest."""
        index = self.explanation.by_id[option.id]
        return self.failing_musts(index), main_step(option), home_metres(self.explanation, option), option.id

    @cached_property
    def musts(self) -> tuple[Rule, ...]:
        """The rules that rule out an option."""
        return tuple(one for one in self.ranking.guideline.rules if one.strength == "must" and not one.of_placement)

    def barring(self, requirement: Requirement) -> tuple[int, tuple[Reason, ...]]:
        """Return how many options meet a requirement, and the musts that rule out every one of them, as of the first of these.

        A must of the citizen's age, for one, rules out all help of an act at once: what is needed waits for that, and for no offer.
        """
        place = self.ranking.requirements.index(requirement)
        meeting = [index for index, met in enumerate(self.ranking.meetings) if met[place].at_most]
        every = sum(1 << index for index in meeting)
        barring = {rule.id for rule in self.musts if self.ranking.outcomes[rule.id].fails & every == every}
        found = self.explanation.failing(self.ranking.options[meeting[0]]) if meeting and barring else ()
        return len(meeting), tuple(one for one in found if one.trace.rule.id in barring)

    def failing_musts(self, index: int) -> int:
        return sum(1 for rule in self.musts if self.ranking.outcomes[rule.id].fails >> index & 1)

    @cached_property
    def applied_for(self) -> frozenset[str]:
        """The provisions the citizen has applied for."""
        expand = self.ranking.guideline.lists["provision"].expand
        return frozenset().union(
            *(expand(row.provision) for row in self.ranking.case.applied_by(self.ranking.as_of) or ())
        )

    def is_wished(self, option: Option) -> bool:
        wishes = self.ranking.case.wishes.offers or ()
        return option.id in wishes or option.offer.id in wishes

    def is_competent(self, index: int) -> bool:
        """Return whether no rule of competence fails: what is not for this citizen at all is no near miss."""
        return not any(
            self.ranking.outcomes[rule.id].fails >> index & 1
            for rule in self.ranking.guideline.rules
            if rule.gate == "competence" and not rule.of_placement
        )

    def miss(self, option: Option) -> Miss:
        """Return why an option is ruled out: every failing must, and the requirements it meets none of."""
        reasons = tuple(one for one in self.explanation.failing(option) if one.trace.rule.strength == "must")
        unmet = tuple(requirement for requirement, met in self.explanation.meeting(option) if not met.at_most)
        return Miss(option, reasons, unmet)


def home_metres(explanation: Explanation, option: Option) -> int:
    """Return how far an option is from the citizen's home, in metres; unknown is farther than anything."""
    value = explanation.values(option)["travel.home_km"]
    return int(value * 1000) if isinstance(value, int | Decimal) else 10**9


def most_hours(ranking: Ranking) -> Iterator[tuple[Requirement, list[tuple[Option, Decimal]]]]:
    """Yield each demand for hours that no single option meets, with what each gives at most, the most first, zero left out.

    They add up over the parts of a placement, so that this alone does not prove that there is none.
    """
    for place, requirement in enumerate(ranking.requirements):
        if requirement.kind != "hours":
            continue
        met = zip(ranking.options, ranking.standings, ranking.meetings, strict=True)
        given = [(option, meetings[place].at_most) for option, standing, meetings in met if standing.can_be_part]
        given = sorted((one for one in given if one[1]), key=lambda one: (-one[1], one[0].id))
        if given and given[0][1] < requirement.amount:
            yield requirement, given
