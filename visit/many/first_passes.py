"""What the first pass finds for one case of many: the comparative facts that make a difference, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from visit.many.dominance import undominated
from visit.many.judging import ComparedOptions, JudgedCase
from visit.many.one_case import OneCase
from visit.ranking.approved import ApprovedMatches
from visit.ranking.first_pass import OF_WISHES
from visit.ranking.lower import OpenFacts, Ways, without_dwelling
from visit.ranking.met_by import met_by_parts
from visit.ranking.option_kinds import is_current_or_home
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.reference import pointed_at, price_reference
from visit.ranking.values import PriceReference, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.option_sets import bits
from visit.rules.guideline.values import Preference, Rule
from visit.rules.language.values import Truth, Value


class FirstPass:
    """The first pass of one case, each question answered when it is asked; see `ranking.first_pass.compare`.

    Attributes:
        proved: Whether all that was asked is proved; else `match` has to be asked.
    """

    def __init__(self, one: OneCase, found: JudgedCase) -> None:
        self.one, self.guideline = one, one.judging.cases.guideline
        self.found, self.planes = found, one.planes(found)
        self.judged = one.judged(found, self.planes)
        self.continuing = one.continuing(self.judged)
        self.space = one.space(self.judged, self.continuing)
        self.whole_rules: tuple[Rule, ...] = tuple(
            rule for rule in self.guideline.rules if rule.of_placement and not rule.comparative
        )
        self.placings: list[Placing] = []

    @cached_property
    def ways(self) -> Ways:
        """Other ways than an option to what it meets."""
        one, planes = self.one, self.planes
        runs_on = sum(1 << place for place in self.continuing)
        fits = self.judged.ranked & ~planes.unfit | runs_on
        asked = fits & ~runs_on
        told_by_citizen = planes.told_by_citizen & asked | without_dwelling(one.columns, one.options, asked)
        open = OpenFacts(fits, told_by_citizen, planes.told_by_offers & asked, {})
        return Ways(one.columns, self.judged, self.whole_rules, self.space, open)

    @property
    def proved(self) -> bool:
        ways_proved = "ways" not in vars(self) or self.ways.proved
        return ways_proved and not any(one.limit_reached for one in self.placings)

    def placing(self, preferences: Iterable[Preference]) -> Placing:
        """Return the placements of the pass in an order."""
        standings = [
            Standing.SUITABLE if place in self.continuing else one for place, one in enumerate(self.judged.standings)
        ]
        judged = replace(self.judged, standings=standings)
        whole = WholeFacts(self.guideline, self.one.columns, judged)
        found = Placing(Order(whole, (), tuple(preferences)), WholeRules(whole, self.whole_rules), self.space)
        self.placings.append(found)
        return found

    @cached_property
    def reference(self) -> PriceReference:
        """What prices are compared with."""
        later = OF_WISHES.union(self.guideline.facts.comparative)
        placing = self.placing(
            one for one in self.guideline.preferences if not self.guideline.rests_on(one.value) & later
        )
        if not placing.rules.foreseen:
            return price_reference(placing)
        order, standings = placing.order, list(placing.order.judged.standings)
        wished = next((row for value, row in self.one.columns.column("option.wished") if value is True), 0)
        among = sum(1 << place for place, one in enumerate(standings) if one is Standing.SUITABLE) & ~wished
        for place in bits(among & ~undominated(order, self.space, among)):
            standings[place] = Standing.UNDECIDED  # another stands for it
        order.whole.judged = replace(order.judged, standings=standings)
        return price_reference(placing)

    @property
    def is_pointed_at(self) -> bool:
        """Whether the case records an option that the municipality has pointed at."""
        return bool(pointed_at(self.one.options, self.one.side.circumstances.case.offered))

    def can_be_met(self, among: int) -> bool:
        """Return whether the suitable ones of some options make a suitable placement."""
        placing = self.placing(())
        standings = placing.order.judged.standings
        return placing.possible(sum(1 << place for place in bits(among) if standings[place] is Standing.SUITABLE))

    def own_match(self) -> bool:
        """Return whether own offers alone do."""
        return self.can_be_met(
            next((row for value, row in self.one.columns.column("option.internal") if value is True), 0)
        )

    def current_sufficient(self) -> bool:
        """Return whether today's help and home alone do."""
        return self.can_be_met(self.one.option_set.of_kind(is_current_or_home))

    # --- as a rule reads it ---

    def of_each(self, name: str, standing: int) -> Mapping[int, Value]:
        """Return a comparative fact of the options that stand."""
        options = self.one.options
        if name == "approved_match":
            truths = ApprovedMatches(self.ways).truths
            return {index: truths[options[index].id] for index in bits(standing)}
        if name in ("met_lower", "tried_lower"):
            return self.other_ways(self.ways.met_lower if name == "met_lower" else self.ways.tried_lower, standing)
        part = met_by_parts(self.ways)[name]
        return {index: part.of_today if self.ways.runs(index) else part.truth for index in bits(standing)}

    def other_ways(self, read: Callable[[int], Truth], standing: int) -> Mapping[int, Value]:
        if self.one.side.circumstances.case.offered is None:
            return {index: read(index) for index in bits(standing)}
        met = {option.id: read(index) for index, option in enumerate(self.one.options)}
        met.update(self.ways.as_pointed_at(met))
        return {index: met[self.one.options[index].id] for index in bits(standing)}

    def shared(self, names: Iterable[str]) -> dict[str, Value]:
        """Return the comparative facts that are the same for every option."""
        found: dict[str, Value] = {}
        wanted = set(names)
        if "own_match" in wanted:
            found["own_match"] = self.own_match()
        if "current_sufficient" in wanted:
            found["current_sufficient"] = self.current_sufficient()
        if wanted - found.keys():
            found |= self.reference.facts
        return found


def values_found(first: FirstPass, of_each: Iterable[str], shared: Iterable[str]) -> ComparedOptions:
    """Return the comparative facts of some names that a first pass finds.

    Args:
        first: The first pass of a case.
        of_each: The facts of each option that are asked for; of an option that does not stand anything may be said.
        shared: The facts that are the same for all.
    """
    one, standing = first.one, first.judged.ranked | first.judged.weighed.acute
    places = one.spread(range(len(one.axis.ids)), [-1] * len(one.own))
    rows: dict[str, dict[Value, int]] = {}
    own: list[dict[str, Value]] = [{} for _place in one.own]
    for name in of_each:
        values = first.of_each(name, standing)
        rows[name] = {}
        for index, value in values.items():
            if places[index] >= 0:
                rows[name][value] = rows[name].get(value, 0) | 1 << places[index]
        for at, index in enumerate(one.own):
            own[at][name] = values.get(index, False)
    return ComparedOptions(rows, own, first.shared(shared))
