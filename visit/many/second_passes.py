"""The first placement of one case of many: the engine's own search, among the options that can be part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from visit.many.dominance import undominated
from visit.many.first_passes import FirstPass
from visit.many.judging import JudgedCase
from visit.many.one_case import OneCase
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.reach import may_apply
from visit.ranking.values import Placement
from visit.ranking.whole import RATIOS, WholeFacts, WholeRules
from visit.rules.guideline.values import Guideline, Preference, Rule
from visit.rules.language.values import UNKNOWN, Value


class SecondPass:
    """The second pass of one case; see `matching`."""

    def __init__(self, one: OneCase, first: FirstPass, final: JudgedCase) -> None:
        self.one, self.first, self.guideline = one, first, one.judging.cases.guideline
        self.judged = one.judged(final, one.planes(final))
        self.preferences = tuple(
            preference
            for preference in self.guideline.preferences
            if preference.when is None or preference.when.holds(one.side.values) is True
        )
        self.rights = self.guideline.rights
        self.rules = tuple(rule for rule in self.guideline.rules if rule.of_placement and may_apply(rule, one.side))

    def best(self) -> Placement | None:
        """Return the first placement; None where there is none."""
        names = names_read(self.guideline, (*self.rights, *self.preferences), self.rules)
        facts, reference = self.guideline.facts, None
        if not names.isdisjoint((*RATIOS, *(name for name in facts.comparative if name.startswith("reference.")))):
            reference = self.first.reference
        shared: dict[str, Value] = {name: UNKNOWN for name in facts.comparative if name not in facts.of_each}
        if reference is not None:
            shared |= reference.facts
        shared |= self.first.shared(name for name in ("own_match", "current_sufficient") if name in names)
        of_each = {name: self.first.of_each(name, self.judged.ranked) for name in facts.of_each if name in names}
        count = len(self.one.options)
        self.one.columns.read_comparative(
            {name: [of_each.get(name, {}).get(index, UNKNOWN) for index in range(count)] for name in facts.of_each},
            shared,
        )
        whole = WholeFacts(self.guideline, self.one.columns, self.judged, reference)
        order = Order(whole, self.rights, self.preferences)
        rules = WholeRules(whole, self.rules)
        space = self.one.space(self.judged, self.one.continuing(self.judged))
        if rules.foreseen:
            whole.judged = replace(self.judged, ranked=undominated(order, space, self.judged.ranked))
            space = self.one.space(whole.judged, space.continuing)
        found = Placing(order, rules, space).best(1)
        self.proved = self.first.proved and found.proved is None
        return found.placements[0] if found.placements else None


def names_read(guideline: Guideline, preferences: Iterable[Preference], rules: Iterable[Rule]) -> frozenset[str]:
    """Return the recorded facts that some preferences and rules of placements rest on."""
    found = [guideline.rests_on(condition) for one in preferences for condition in (one.value, one.when)]
    return frozenset().union(*found, *map(guideline.rule_rests_on, rules))
