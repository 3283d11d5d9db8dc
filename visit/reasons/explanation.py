"""Why this one, why not that one, what separates two, what is missing: all from the trace of a ranking.

Values only, no wording: `labels` puts them into Danish or English, `render` on a page. Nothing here decides anything; every
statement names the rule, requirement or criterion it comes from. What follows is `consequences`', what the answer leans on in the
catalogue is `estimates`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product

from visit.catalogue import Option
from visit.ranking.bare_areas import SUPPORTING
from visit.ranking.undecided import CRITERIA
from visit.ranking.values import Category, Meeting, Placement, Ranking, Requirement, Standing
from visit.ranking.verdict import waits_for_dwelling
from visit.ranking.whole import PRICES, RATIOS
from visit.reasons.assumptions import Assumptions
from visit.reasons.free_choice import prices_to_confirm
from visit.reasons.open_prices import behind_prices, waiting_prices
from visit.reasons.price_sums import is_estimated_price, prices_of
from visit.reasons.values import Confirm, MetNeed, OtherWay, Reason, Separation
from visit.rules.deciding.one_option import (
    Outcome,
    Trace,
    left_open,
    option_environment,
    outcome_in,
    trace,
    whole_environment,
)
from visit.rules.deciding.unknown import is_estimate, is_of_case
from visit.rules.facts.declaration import OptionFact, PlacementFact
from visit.rules.facts.distances import counted_members
from visit.rules.facts.endings import given_by, gives_less, is_left, running
from visit.rules.facts.of_option import main_step
from visit.rules.guideline.values import Preference, Rule
from visit.rules.language.types import KM, MINUTES
from visit.rules.language.values import UNKNOWN, Value


class Explanation:
    """The answers a ranking owes, each worked out when it is asked for.

    Args:
        ranking: The ranking.
        among: The facts of options that are asked for, where it is asked what is true and not why: what something unknown waits
            for is not looked for. None are all.
    """

    def __init__(self, ranking: Ranking, among: frozenset[str] | None = None) -> None:
        self.ranking, self.among = ranking, among
        self.known: dict[str, dict[str, Value]] = {}
        self.prices: dict[str, Mapping[str, Value]] = {}
        self.outcomes: dict[str, tuple[tuple[Rule, Outcome], ...]] = {}
        self.by_id = {option.id: index for index, option in enumerate(ranking.options)}
        self.assumptions = Assumptions(ranking)

    # --- one option ---

    def values(self, option: Option) -> dict[str, Value]:
        """Return every value that can be read of an option for this case."""
        if option.id not in self.known:
            ranking = self.ranking
            compared = {**ranking.comparative.of_each(option), **ranking.comparative.values}
            found = {**compared, **self.behind(None)}
            self.known[option.id] = option_environment(ranking.side, option, found, among=self.among)
        return self.known[option.id]

    def applying(self, option: Option) -> tuple[tuple[Rule, Outcome], ...]:
        """Return every rule that applies to an option, in the order of gates, with what it gave."""
        if option.id not in self.outcomes:
            index, outcomes = self.by_id[option.id], self.ranking.outcomes
            asked = [rule for rule in self.ranking.guideline.rules if not rule.of_placement]
            of_option = [(rule, outcomes[rule.id].outcome(index)) for rule in asked]
            self.outcomes[option.id] = tuple([one for one in of_option if one[1] is not Outcome.NOT_APPLICABLE])
        return self.outcomes[option.id]

    def traces(self, option: Option) -> tuple[Reason, ...]:
        """Return every rule that applies to an option, in the order of gates, with what it compared."""
        return tuple([self.traced(option, rule) for rule, _outcome in self.applying(option)])

    def failing(self, option: Option, *outcomes: Outcome) -> tuple[Reason, ...]:
        """Return the rules that gave one of the outcomes for an option, in the order of gates."""
        wanted = outcomes or (Outcome.FAILS,)
        return tuple([self.traced(option, rule) for rule, outcome in self.applying(option) if outcome in wanted])

    def turning(self, option: Option) -> tuple[tuple[Reason, tuple[str, ...]], ...]:
        """Return the musts that fail for an option, each with the facts it asks about that would turn it if they were otherwise."""
        found = []
        for reason in self.failing(option):
            rule = reason.trace.rule
            if rule.strength == "must":
                own = self.ranking.guideline.parameters
                read = [
                    one.name for one in reason.trace.reads if one.name in rule.require.reads and one.name not in own
                ]
                turned = [
                    name for name in read if outcome_in(rule, {**reason.values, name: UNKNOWN}) is not Outcome.FAILS
                ]
                found.append((reason, tuple(turned)))
        return tuple(found)

    def traced(self, option: Option, rule: Rule) -> Reason:
        values = self.values(option)
        return Reason(option, trace(rule, self.ranking.side, self.ranking.guideline, values, option), values)

    def as_stated(self, reason: Reason) -> Reason:
        """Return a reason as far as offers state it: what holds only while they leave another way open is to confirm."""
        option, rests_on = reason.option, reason.trace.rule.rests_on
        if option is None or reason.trace.outcome is not Outcome.HOLDS:
            return reason
        open = tuple(one for one in self.other_way_facts if one in rests_on and self.left_open(one, option))
        if not open:
            return reason
        reads = tuple(replace(one, value=UNKNOWN) if one.name in open else one for one in reason.trace.reads)
        weakened = replace(reason.trace, outcome=Outcome.CONFIRM, reads=reads, missing=open)
        return replace(reason, trace=weakened, values={**reason.values, **dict.fromkeys(open, UNKNOWN)})

    @cached_property
    def other_way_facts(self) -> tuple[str, ...]:
        """The facts that say whether something else does: they hold of an option though other offers leave it open."""
        return ("met_lower", "tried_lower", *self.ranking.comparative.parts)

    def left_open(self, fact: str, option: Option) -> Mapping[str, tuple[str, ...]]:
        """Return which options leave open whether they are another way than an option, each with the facts that are open."""
        return self.ranking.comparative.open_of(fact, option)

    def meeting(self, option: Option) -> tuple[tuple[Requirement, Meeting], ...]:
        """Return how far an option meets each requirement."""
        return tuple(zip(self.ranking.requirements, self.ranking.meetings[self.by_id[option.id]], strict=True))

    # --- a placement ---

    def met(self, placement: Placement) -> tuple[MetNeed, ...]:
        """Return which parts meet which requirement."""
        found = []
        for place, requirement in enumerate(self.ranking.requirements):
            by = tuple(
                (option, met)
                for option in placement.parts
                if (met := self.ranking.meetings[self.by_id[option.id]][place]).at_most
            )
            found.append(MetNeed(requirement, by))
        return tuple(found)

    def reasons(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the rules that hold for the parts of a placement, in the order of gates."""
        found = [
            reason for option in placement.parts for reason in self.failing(option, Outcome.HOLDS, Outcome.CONFIRM)
        ]
        order = {rule.id: place for place, rule in enumerate(self.ranking.guideline.rules)}
        return tuple(sorted(found, key=lambda one: order[one.trace.rule.id]))

    def departures(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the presumptions a placement departs from, or may depart from."""
        return self.not_holding(placement, "presumption")

    def surely_departs(self, placement: Placement) -> bool:
        """Return whether a presumption fails for a placement; one that only may fail is no departure yet."""
        return any(one.trace.outcome is Outcome.FAILS for one in self.departures(placement))

    def departures_to_tell(self, placement: Placement) -> tuple[Reason, ...]:
        """Return what is told beside a placement: all of one by exception; of one that waits, what it surely departs from."""
        found = self.departures(placement)
        if placement.standing is Standing.BY_EXCEPTION:
            return found
        return tuple(one for one in found if one.trace.outcome is Outcome.FAILS)

    def holds(self, placement: Placement) -> tuple[Reason, ...]:
        """Return the holds that a placement waits for: those that fail, and those for which not to know is to wait."""
        return tuple(
            reason
            for reason in self.not_holding(placement, "hold")
            if reason.trace.outcome is Outcome.FAILS or reason.trace.rule.awaits_unknown
        )

    def not_holding(self, placement: Placement, strength: str) -> tuple[Reason, ...]:
        found = [
            reason
            for option in placement.parts
            for reason in self.failing(option, Outcome.FAILS, Outcome.UNKNOWN)
            if reason.trace.rule.strength == strength
        ]
        of_whole = self.failing_whole(placement, Outcome.FAILS, Outcome.UNKNOWN)
        return (*found, *(reason for reason in of_whole if reason.trace.rule.strength == strength))

    def failing_whole(self, placement: Placement, *outcomes: Outcome) -> tuple[Reason, ...]:
        """Return the rules of placements that gave one of some outcomes for a placement."""
        side = self.ranking.side
        found = {**self.ranking.comparative.values, **placement.facts, **self.behind(placement)}
        values = whole_environment(side, found)
        return tuple(
            Reason(None, Trace(rule, outcome, (), left_open(rule, outcome, side, values)), values, placement.parts)
            for rule, outcome in placement.failed
            if outcome in outcomes
        )

    def behind(self, placement: Placement | None) -> Mapping[str, Value]:
        """Return what leaves unknown what is made of several prices: of a placement, or of what is compared with alone."""
        if self.among is not None:
            return {}
        id = "" if placement is None else placement.id
        if id not in self.prices:
            self.prices[id] = behind_prices(self.ranking, () if placement is None else placement.parts)
        return self.prices[id]

    def missing(self, placement: Placement) -> tuple[Confirm, ...]:
        """Return the facts that an undecided placement waits for: of its rules, and of the needs it leans on."""
        found: dict[tuple[str, str], list[str]] = {}
        about: dict[str, Option] = {option.id: option for option in placement.parts}
        for option, reason in self.of_parts_and_whole(placement, Outcome.UNKNOWN):
            if reason.trace.rule.strength != "presumption":
                for one in self.asked(option, reason, placement):
                    owner = "" if one.option is None else one.option.id
                    about |= {} if one.option is None else {owner: one.option}
                    found.setdefault((owner, one.fact), []).append(reason.trace.rule.id)
        for requirement in placement.leans_on:
            for option, met in self.meeting_parts(placement, requirement):
                if met.surely < met.at_most:
                    found.setdefault((option.id, requirement.id), []).append(requirement.id)
        return (
            *self.dwelling(placement),
            *(
                Confirm(fact, about.get(owner), tuple(dict.fromkeys(rules)))
                for (owner, fact), rules in sorted(found.items())
            ),
        )

    def of_parts_and_whole(self, placement: Placement, *outcomes: Outcome) -> Iterator[tuple[Option | None, Reason]]:
        """Yield the rules that gave one of some outcomes for a part, each with the part, and then those of the whole."""
        for outcome in outcomes:
            yield from ((option, one) for option in placement.parts for one in self.failing(option, outcome))
        yield from ((None, one) for one in self.failing_whole(placement, *outcomes))

    def asked(self, option: Option | None, reason: Reason, placement: Placement) -> Iterator[Confirm]:
        """Yield the questions that the missing facts of a rule are, for a part or the whole."""
        for about, fact in self.told_by(option, reason.trace.missing, placement):
            yield Confirm(fact, None if is_of_case(fact) else about, (reason.trace.rule.id,))

    def told_by(
        self, option: Option | None, missing: Iterable[str], placement: Placement
    ) -> Iterator[tuple[Option | None, str]]:
        """Yield missing facts with the option they are about; of another way, and of prices together, all that is waited for."""
        for fact in missing:
            open = {} if option is None else self.ranking.comparative.open_of(fact, option)
            for id, facts in open.items():
                yield from ((self.ranking.options[self.by_id[id]], one) for one in facts)
            prices = [*waiting_prices(self.ranking, fact, placement.parts)]
            yield from prices
            if not open and not prices:
                yield option, fact

    def dwelling(self, placement: Placement) -> tuple[Confirm, ...]:
        """Return what to ask of a dwelling that a placement needs and that is not found: whether there is one, and from when."""
        if not waits_for_dwelling(self.ranking, placement):
            return ()
        offered = self.ranking.side.values["case.home.dwelling.offered"] is True
        return (Confirm("case.home.dwelling.from" if offered else "case.home.dwelling.offered", None, ()),)

    def meeting_parts(self, placement: Placement, requirement: Requirement) -> list[tuple[Option, Meeting]]:
        place = [one.id for one in self.ranking.requirements].index(requirement.id)
        return [(option, self.ranking.meetings[self.by_id[option.id]][place]) for option in placement.parts]

    def separation(self, first: Placement, second: Placement) -> Separation:
        """Return the first criterion in which two placements differ; ids where nothing else does."""
        found = (one for one in self.compared(first, second) if one.first != one.second)
        return next(found, Separation("id", (first.id,), (second.id,), (), ()))

    def compared(self, first: Placement, second: Placement) -> Iterator[Separation]:
        """Yield every criterion of the order that could tell two placements apart."""
        undecided = min(first.order[0].key, second.order[0].key) >= (Category.UNDECIDED,)
        for a, b in zip(first.order, second.order, strict=True):
            if a.id in CRITERIA and not undecided:
                continue
            estimated = self.estimated(a.preference, first, a.values), self.estimated(a.preference, second, b.values)
            yield Separation(a.id, a.key, b.key, a.values, b.values, a.preference, estimated)

    def estimated(
        self, preference: Preference | None, placement: Placement, values: Sequence[Value]
    ) -> tuple[bool, ...]:
        """Return which values that a preference has for a placement rest on an estimate: of its parts, or of the whole."""
        reads = preference.value.reads if preference is not None else ()
        of_whole = any(self.whole_leans_on_estimate(name, placement.parts) for name in reads)
        of_parts = [any(self.leans_on_estimate(name, part) for name in reads) for part in placement.parts]
        if len(values) == len(of_parts):
            return tuple(of_whole or one for one in of_parts)
        return (of_whole or any(of_parts),) * len(values)

    def whole_leans_on_estimate(self, name: str, parts: Sequence[Option]) -> bool:
        """Return whether a price or way of a whole placement rests on an estimate of the catalogue for one of its parts."""
        if name in PRICES or name in RATIOS:
            return any(map(is_estimated_price, parts, prices_of(self.ranking, parts)))
        fact = self.ranking.guideline.facts.by_name.get(name)
        is_way = isinstance(fact, PlacementFact) and fact.type in (KM, MINUTES)
        return is_way and any(one.is_estimate("place") for one in parts if not one.offer.mobile)

    def leans_on_estimate(self, name: str, option: Option) -> bool:
        """Return whether a number of an option is an estimate: of the case's place, or because the catalogue's field is one."""
        values, guideline = self.values(option), self.ranking.guideline
        value = values.get(name, UNKNOWN)
        if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
            return is_estimate(name, guideline, values)
        fact = guideline.facts.by_name.get(name)
        field = fact.field if isinstance(fact, OptionFact) else None
        if name.startswith("travel.") and not option.offer.mobile and not option.is_ordinary_home:
            field = "place"
        if field == "price_dkk_per_day":
            return is_estimated_price(option, *prices_of(self.ranking, (option,)))
        return (field is not None and option.is_estimate(field)) or is_estimate(name, guideline, values)

    def to_confirm(self, placement: Placement, more: Iterable[Confirm] = ()) -> tuple[Confirm, ...]:
        """Return what to confirm before deciding: prices, the dwelling, staff, proposals, what offers can tell, what may matter.

        `more` is what else there is to ask, beside the rules of the placement.
        """
        ranking = self.ranking
        found = [*prices_to_confirm(ranking, placement)]
        found += [] if placement.standing is Standing.UNDECIDED else [*self.dwelling(placement)]
        found += [Confirm(fact, None, ()) for fact in self.assumptions.of_visits(placement)]
        found += [*self.benefits(), *self.more_than_advice(placement), *self.improvement(placement)]
        found += [Confirm(one.fact, None, (), one) for one in ranking.side.proposed.values()]
        for option, reason in self.of_parts_and_whole(placement, Outcome.CONFIRM, Outcome.UNKNOWN):
            if reason.trace.outcome is Outcome.CONFIRM or reason.trace.rule.strength == "presumption":
                found += self.asked(option, reason, placement)
        of_whole = [Confirm(fact, None, (rule,), assumed=True) for fact, rule in self.assumptions.of_whole(placement)]
        return _merged([*found, *more, *self.assumed(placement.parts), *of_whole])

    def assumed(self, options: Iterable[Option]) -> Iterator[Confirm]:
        """Yield the facts of the citizen that the answer takes for granted of some options, though nobody recorded them."""
        yield from (Confirm(fact, None, (), assumed=True) for fact in self.assumptions.of_needs)
        for option in options:
            yield from (Confirm(fact, None, (), assumed=True) for fact in self.assumptions.of_hours(option))
            for fact, rules in self.assumptions.of_option(option).items():
                yield Confirm(fact, None, rules, assumed=True)
            yield from (Confirm(fact, None, (), assumed=True) for fact in self.assumptions.of_move(option))

    def benefits(self) -> Iterator[Confirm]:
        """Yield the question of who in the network does the citizen good, where somebody counts of whom it is not recorded."""
        nearness = self.ranking.guideline.nearness
        members = counted_members(self.ranking.case, nearness)
        if nearness.members == "documented" and any(member.benefit is None for member in members):
            yield Confirm("case.network.documented", None, ())

    def improvement(self, placement: Placement) -> Iterator[Confirm]:
        """Yield what to ask where less is given: what has changed, if that is the ground and nothing was measured.

        Where a stay gives way, the support need too: an improvement ends one only where at most a little help is enough.
        """
        case, now = self.ranking.case, self.ranking.side.circumstances
        parts = [given_by(part, main_step(part)) for part in placement.parts]
        areas = frozenset(area for part in placement.parts for area in part.areas)
        for one in (*running(now, "review"), *running(now, "ends")):
            if is_left(one, areas) or any(gives_less(part, one) for part in parts):
                if one.grounds.unmeasured:
                    yield Confirm("case.improvement", None, ())
                if one.home_step is not None and case.support_need is None:
                    yield Confirm("case.support_need", None, ())

    def more_than_advice(self, placement: Placement) -> Iterator[Confirm]:
        """Yield the question of the support need, where an area is filled by no more than advice, open help or a group."""
        unknown = self.ranking.side.bare["case.support_need"] is UNKNOWN
        bare = [
            one for one in self.met(placement) if one.requirement.kind == "area" and one.requirement.key in SUPPORTING
        ]
        if unknown and any(all(option.light for option, _met in one.by) for one in bare):
            yield Confirm("case.support_need", None, ())

    def other_ways(self, placement: Placement) -> tuple[OtherWay, ...]:
        """Return what may be another way than a part of a placement, though a rule holds for which there is none."""
        ranking = self.ranking
        found: dict[str, OtherWay] = {}
        for fact, option in product(self.other_way_facts, placement.parts):
            index = self.by_id[option.id]
            asking = [rule for rule in ranking.guideline.rules if fact in rule.rests_on]
            rules = [r.id for r in asking if not r.of_placement and ranking.outcomes[r.id].holds >> index & 1]
            for id, facts in self.left_open(fact, option).items() if rules else ():
                found.setdefault(id, OtherWay(ranking.options[self.by_id[id]], facts, tuple(rules)))
        return tuple(sorted(found.values(), key=lambda one: (len(one.facts), one.option.id)))

    @cached_property
    def lower_undecided(self) -> Placement | None:
        """An undecided placement on a lower home step than the first: settle it before moving further in."""
        first = self.ranking.first
        if first is None or not first.grantable:
            return None
        undecided = (one for one in self.ranking.placements if one.standing is Standing.UNDECIDED)
        return next((one for one in undecided if _home_step(one) < _home_step(first)), None)


def _home_step(placement: Placement) -> int:
    step = placement.facts["placement.home_step"]
    return step if isinstance(step, int) else 0


def _merged(found: Sequence[Confirm]) -> tuple[Confirm, ...]:
    """One per fact and option, as it was found first, with every rule that rests on it."""
    merged: dict[tuple[str, str], Confirm] = {}
    for one in found:
        key = (one.fact, one.option.id if one.option else "")
        earlier = merged.get(key)
        rules = tuple(dict.fromkeys((*(earlier.rules if earlier else ()), *one.rules)))
        merged[key] = replace(one, rules=rules) if earlier is None else replace(earlier, rules=rules)
    return tuple(merged.values())
