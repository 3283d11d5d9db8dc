"""A placement as a whole: the facts that conditions on it read, and what the rules of placements make of it.

A *whole* is any set of options, by their indexes. All is computed from its parts and the case; nothing here compares
two wholes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from visit.catalogue import Option
from visit.ranking.costs import PricesOfParts, ratio
from visit.ranking.option_kinds import is_current_or_home
from visit.ranking.reach import limit_of, may_apply
from visit.ranking.standings import COMES_LATE, Judged, Weighed
from visit.ranking.values import Category, PriceReference, Standing, weakest
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.one_option import Outcome, outcome_for_whole, whole_environment
from visit.rules.deciding.option_sets import bits
from visit.rules.facts.declaration import PlacementFact
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.types import TRUTH
from visit.rules.language.values import UNKNOWN, Members, Unknown, Value

PRICES = {"placement.price_dkk_per_day": False, "placement.stay_dkk_per_day": True}
"""The prices of a whole, each with whether it is of the stay alone."""
RATIOS = {
    "placement.price_ratio": "placement.price_dkk_per_day",
    "placement.stay_price_ratio": "placement.stay_dkk_per_day",
}
"""The ratios of prices, each with the price that is compared."""


class WholeFacts:
    """The facts of whole placements, for one case and one pass.

    Attributes:
        of_part: What one option gives for each fact that is declared to be the sum, or the highest, over the parts.
    """

    def __init__(
        self, guideline: Guideline, columns: Columns, judged: Judged, reference: PriceReference | None = None
    ) -> None:
        self.guideline, self.columns, self.judged = guideline, columns, judged
        self.reference_prices = {
            "placement.price_ratio": UNKNOWN if reference is None else reference.price,
            "placement.stay_price_ratio": UNKNOWN if reference is None else reference.stay_price,
        }
        summed = [fact for fact in guideline.facts.of_placement if fact.over is not None]
        self.over_parts = tuple(fact for fact in summed if fact.name not in PRICES)
        self.of_part: dict[str, Callable[[int], int | Unknown]] = {
            "placement.free_choice": lambda index: self.wished[index],
            "placement.parts": lambda index: 1,
            "placement.external": lambda index: self.external[index],
            "placement.kept": lambda index: is_current_or_home(self.weighed.options[index]),
            "placement.presumptions_failed": lambda index: judged.exceptions[index],
            "placement.home_step": lambda index: self.weighed.steps[index].get("home", 0),
            "placement.moves_home": lambda index: self.moving[index],
        }

    @property
    def prices(self) -> PricesOfParts:
        """What each option costs, by itself and beside others."""
        return self.weighed.prices

    @cached_property
    def external(self) -> Sequence[bool | Unknown]:
        """For every option that can be part of a placement, whether it is bought."""
        return [UNKNOWN if one is UNKNOWN else one is True for one in self.among_ranked("option.external")]

    @cached_property
    def moving(self) -> Sequence[bool]:
        """For the same options, whether the citizen has to move."""
        return [one is True for one in self.among_ranked("option.moves_home")]

    @cached_property
    def wished(self) -> Sequence[bool]:
        """For the same options, whether the citizen's free choice reaches it."""
        wishes = zip(self.among_ranked("option.wished"), self.weighed.options, strict=True)
        return [wish is True and option.provision.free_choice for wish, option in wishes]

    @property
    def weighed(self) -> Weighed:
        """What was known of every option before a rule was asked."""
        return self.judged.weighed

    def among_ranked(self, name: str) -> list[Value]:
        """Return a fact of each option that can be part of a placement; of any other it is not looked at."""
        values: list[Value] = [UNKNOWN] * len(self.weighed.options)
        for value, mask in self.columns.column(name):
            if value is not UNKNOWN:
                for index in bits(mask & self.judged.ranked):
                    values[index] = value
        return values

    def of(self, indexes: Sequence[int]) -> dict[str, Value]:
        """Return the facts of a set of options."""
        options = [self.weighed.options[index] for index in indexes]
        homes = [option for option in options if option.gives_home]
        of_parts = {fact.name: self.combined(fact, indexes) for fact in self.over_parts}
        of_parts |= {name: self.prices.together(indexes, of_stay_alone=alone) for name, alone in PRICES.items()}
        return {
            **of_parts,
            **{name: ratio(of_parts[RATIOS[name]], price) for name, price in self.reference_prices.items()},
            **self.weighed.from_the_home.facts(indexes),
            "placement.same_setting": bool(homes)
            and any(o.offer.id == homes[0].offer.id and not o.gives_home for o in options),
            "placement.meets_application": self.meets_application(options),
            "placement.ends": self.ends(options),
        }

    def combined(self, fact: PlacementFact, indexes: Iterable[int]) -> Value:
        """Return a fact that the values of the parts make."""
        of_part = self.of_part[fact.name]
        known: list[int] = []
        for index in indexes:
            value = of_part(index)
            if isinstance(value, Unknown):
                return UNKNOWN
            known.append(value)
        found = sum(known) if fact.over == "sum" else max(known, default=0)
        return bool(found) if fact.type is TRUTH else found

    def meets_application(self, options: Sequence[Option]) -> Value:
        """Return whether every provision applied for is granted, at the offer named where one is."""
        if self.applied is None:
            return UNKNOWN
        return all(
            any(granted_under(one, self.columns.side) & provisions and offer in (None, one.offer.id) for one in options)
            for provisions, offer in self.applied
        )

    def ends(self, options: Sequence[Option]) -> Value:
        """Return the provisions of what runs now and is not granted any more: it ends, or something else replaces it."""
        running = self.columns.side.circumstances.case.citizen.current
        if running is None:
            return UNKNOWN
        granted = {(option.offer.id, option.provision.id) for option in options}
        return Members(frozenset(row.service for row in running if (row.offer, row.service) not in granted))

    @cached_property
    def applied(self) -> tuple[tuple[frozenset[str], str | None], ...] | None:
        """What was applied for: the provisions that are granted as one of these, and the offer where one is named."""
        now = self.columns.side.circumstances
        applied = now.case.applied_by(now.as_of)
        if applied is None:
            return None
        expand = self.guideline.lists["provision"].expand
        return tuple((expand(row.provision), row.offer) for row in applied)

    def found(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """Return what only a ranking finds out of a whole: its facts, and what the first pass found."""
        return {**self.columns.comparative, **facts}

    def environment(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a condition on a whole placement can read."""
        return whole_environment(self.columns.side, self.found(facts))


class WholeRules:
    """The rules of placements, asked of whole placements.

    Attributes:
        rules: Those that may apply to the case.
        foreseen: Whether each of them does no more than limit a way.
    """

    def __init__(self, facts: WholeFacts, rules: Sequence[Rule]) -> None:
        self.facts = facts
        side = facts.columns.side
        self.rules = tuple([rule for rule in rules if may_apply(rule, side)])
        self.foreseen = all(limit_of(rule, side) is not None for rule in self.rules)

    def judge(
        self, indexes: Sequence[int], facts: dict[str, Value], only_perhaps: bool
    ) -> tuple[Standing, list[tuple[Rule, Outcome]]] | None:
        """Return the standing of a placement and the rules of the whole that do not hold; None where a must fails."""
        judged = self.facts.judged
        standing = weakest(judged.standings[index] for index in indexes)
        if only_perhaps:
            standing = Standing.UNDECIDED
        failed: list[tuple[Rule, Outcome]] = []
        for rule, outcome in self.not_holding(facts):
            if outcome is Outcome.FAILS and rule.strength == "must":
                return None
            failed.append((rule, outcome))
            standing = weakest((standing, effect(rule, outcome)))
        exceptions = sum(1 for rule, _given in failed if rule.strength == "presumption")
        facts["placement.presumptions_failed"] = exceptions + sum(judged.exceptions[index] for index in indexes)
        return standing, failed

    def not_holding(self, facts: Mapping[str, Value]) -> Iterator[tuple[Rule, Outcome]]:
        """Yield the rules of placements that fail or are unknown for a whole, with what they give."""
        if not self.rules:
            return
        found, environment = self.facts.found(facts), self.facts.environment(facts)
        for rule in self.rules:
            outcome = outcome_for_whole(rule, self.facts.columns.side, environment, found)
            if outcome not in (Outcome.HOLDS, Outcome.NOT_APPLICABLE):
                yield rule, outcome


FAILED = {"must": Standing.RULED_OUT, "hold": Standing.AWAITING, "presumption": Standing.BY_EXCEPTION}
"""How an option stands after a rule that fails, by the rule's strength."""


def effect(rule: Rule, outcome: Outcome) -> Standing:
    """Return the standing that an outcome alone would give an option."""
    if outcome is Outcome.FAILS:
        return FAILED[rule.strength]
    if outcome is Outcome.UNKNOWN:
        if rule.strength == "presumption":
            return Standing.BY_EXCEPTION
        return Standing.AWAITING if rule.awaits_unknown else Standing.UNDECIDED
    return Standing.SUITABLE


def category_after(rule: Rule, outcome: Outcome) -> Category:
    """Return what can become of an option or placement at best, by an outcome alone."""
    if rule.strength == "hold" and outcome is Outcome.FAILS and not rule.of_placement:
        return COMES_LATE.get(rule.by or "", Category.AWAITING)
    return effect(rule, outcome).category


def granted_under(option: Option, side: CaseSide) -> frozenset[str]:
    """Return the provisions that an option is granted under: its own, and others that the citizen is entitled to."""
    others = {other for other in option.also_under if side.values[f"entitled({other})"] is True}
    return frozenset((option.provision.id, *others))
