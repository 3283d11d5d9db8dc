"""The order of placements: category, rights, preferences, ids, as keys that are compared whole band by whole band.

Every criterion gives a placement a key; lower is better and unknown is a last band of its own. The same criteria say why one
placement stands before another. `placements` searches with these keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import repeat
from typing import Any

from visit.catalogue import Option
from visit.places import distance_metres
from visit.ranking.search import Candidate, Key
from visit.ranking.standings import CATEGORY, Judged, Weighed
from visit.ranking.values import Criterion
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.one_option import (
    Outcome,
    band,
    left_to_confirm,
    missing,
    outcome,
    rests_on_proposal,
    with_tables,
)
from visit.rules.deciding.shared import bits
from visit.rules.facts.registry import facts
from visit.rules.guideline.values import Guideline, Preference, Rule
from visit.rules.language.expression import Arithmetic, Call, Comparison, Logic, Name, Node, Not, unparse
from visit.rules.language.values import UNKNOWN, Unknown, Value

LAST = 10**12
"""The key of unknown: after every band."""
WEAKNESS = {"suitable": 0, "by_exception": 1, "awaiting": 2, "undecided": 3, "acute": 4, "ruled_out": 5}
_DAY_AREAS = frozenset(("activity", "work", "education", "treatment"))
_BETTER_LOW = {
    "placement.presumptions_failed": True,
    "placement.external": True,
    "placement.price_dkk_per_day": True,
    "placement.price_ratio": True,
    "placement.home_step": True,
    "placement.moves_home": True,
    "placement.parts": True,
    "placement.free_choice": False,
    "placement.kept": False,
}
_GROWING = frozenset(name for name, low in _BETTER_LOW.items() if low) - {"placement.price_ratio"}


@dataclass(slots=True)
class Order:
    """The criteria of one pass, with the bands of every option read once."""

    guideline: Guideline
    columns: Columns
    judged: Judged
    rights: tuple[Preference, ...]
    preferences: tuple[Preference, ...]
    placement_rules: tuple[Rule, ...]
    reference_price: Value = UNKNOWN
    bands: dict[str, Sequence[int]] = field(default_factory=dict)
    values: dict[str, Sequence[Value]] = field(default_factory=dict)
    wished: list[bool] = field(default_factory=list)
    external: list[Value] = field(default_factory=list)
    no_free_choice: bool = True
    resident_offers: frozenset[str] = frozenset()
    known: dict[tuple[int, bool], Candidate] = field(default_factory=dict)
    looks: dict[int, tuple[tuple[int, ...], Key, tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    every: tuple[Preference, ...] = ()
    stepwise: frozenset[str] = frozenset()
    whole_alone: bool = False
    applied: tuple[tuple[frozenset[str], str | None], ...] | None = None
    bounds: list[Callable[[Sequence[int]], tuple[Any, ...]]] = field(default_factory=list)

    @property
    def weighed(self) -> Weighed:
        """What was known of every option before a rule was asked."""
        return self.judged.weighed

    def __post_init__(self) -> None:
        self.rights = tuple(right for right in self.rights if self.applies(right))
        self.preferences = tuple(one for one in self.preferences if self.applies(one))
        self.every = (*self.rights, *self.preferences)
        self.stepwise = frozenset(preference.id for preference in self.every if is_step(preference))
        for preference in self.every:
            if not preference.of_placement and preference.id not in self.stepwise:
                self.values[preference.id], self.bands[preference.id] = self.spread(preference)
        self.external = self.among_ranked("option.external")
        options = self.weighed.options
        self.wished = [
            wish is True and options[index].provision.free_choice
            for index, wish in enumerate(self.among_ranked("option.wished"))
        ]
        self.no_free_choice = not any(self.wished)
        self.whole_alone = all(
            name in facts() and facts()[name].side == "placement"
            for one in self.every
            if one.of_placement
            for name in one.value.reads
        )
        self.applied = self.application()
        self.mixed = self.mixed_facts()
        self.bounds = [self.bound_of(preference) for preference in self.every]
        ranked = [self.weighed.options[index] for index in bits(self.judged.ranked)]
        self.resident_offers = frozenset(option.offer.id for option in ranked if option.residents_only)

    def spread(self, preference: Preference) -> tuple[Sequence[Value], Sequence[int]]:
        """Return the value and the band of every option; kept for the cases in which they are the same."""
        key = self.columns.key(preference.value, self.columns.side.values)
        kept = self.columns.slate.shared.spread
        found: tuple[Sequence[Value], Sequence[int]] | None = kept.get((preference, key))
        if key is None or found is None:
            values: list[Value] = [UNKNOWN] * len(self.weighed.options)
            bands = [LAST] * len(values)
            for value, mask in self.columns.values(preference.value):
                here = key_of(preference, value)
                for index in bits(mask):
                    values[index], bands[index] = value, here
            found = values, bands
            if key is not None:
                kept.keep((preference, key), found)
        return found

    def among_ranked(self, name: str) -> list[Value]:
        """Return a fact of each option that can be part of a placement; of any other it is not looked at."""
        values: list[Value] = [UNKNOWN] * len(self.weighed.options)
        for value, mask in self.columns.column(name):
            if value is not UNKNOWN:
                for index in bits(mask & self.judged.ranked):
                    values[index] = value
        return values

    def applies(self, preference: Preference) -> bool:
        """A preference's `when` reads the case only; unknown, it does not order."""
        return preference.when is None or preference.when.holds(self.columns.side.values) is True

    # --- facts of a whole placement ---

    def facts(self, indexes: Sequence[int]) -> dict[str, Value]:
        """Return the placement-side facts of a set of options."""
        options = [self.weighed.options[index] for index in indexes]
        price = self.price(options)
        homes = [option for option in options if option.gives_home]
        external = [self.external[index] for index in indexes]
        known = UNKNOWN not in external
        return {
            "placement.price_dkk_per_day": price,
            "placement.price_ratio": ratio(price, self.reference_price),
            "placement.commute_km": self.commute(indexes, homes),
            "placement.same_setting": bool(homes)
            and any(o.offer.id == homes[0].offer.id and not o.gives_home for o in options),
            "placement.free_choice": any(map(self.wished.__getitem__, indexes)),
            "placement.parts": len(options),
            "placement.external": external.count(True) if known else UNKNOWN,
            "placement.kept": sum([option.current is not None or option.kind == "home" for option in options]),
            "placement.presumptions_failed": sum([self.judged.exceptions[index] for index in indexes]),
            "placement.home_step": max([self.weighed.steps[index].get("home", 0) for index in indexes], default=0),
            "placement.moves_home": any(option.moves_home for option in options),
            "placement.meets_application": self.meets_application(options),
        }

    def meets_application(self, options: Sequence[Option]) -> Value:
        """Return whether every provision applied for is granted, at the offer named where one is."""
        if self.applied is None:
            return UNKNOWN
        return all(
            any(one.provision.id in provisions and offer in (None, one.offer.id) for one in options)
            for provisions, offer in self.applied
        )

    def application(self) -> tuple[tuple[frozenset[str], str | None], ...] | None:
        """Return what was applied for: the provisions that are granted as one of these, and the offer where one is named."""
        case = self.columns.side.circumstances.case
        if case.get("applied") is None:
            return None
        expand = self.guideline.lists["provision"].expand
        return tuple((expand(row["provision"]), row.get("offer")) for row in case.rows("applied"))

    def price(self, options: Sequence[Option]) -> Value:
        total = 0
        for price in map(price_of, options):
            if not isinstance(price, int):
                return UNKNOWN
            total += price
        return total

    def commute(self, indexes: Sequence[int], homes: Sequence[Option]) -> Value:
        case = self.columns.side.circumstances.case
        start = homes[0].offer.point if homes else case.home_point
        metres = 0
        for index in indexes:
            option = self.weighed.options[index]
            if option.gives_home or option.offer.mobile or self.weighed.served[index].isdisjoint(_DAY_AREAS):
                continue
            if start is None or option.offer.point is None:
                return UNKNOWN
            metres = max(metres, distance_metres(start, option.offer.point))
        return Decimal(metres).scaleb(-3)

    def environment(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        """Return what a condition on a whole placement can read."""
        values = {**self.columns.side.values, **self.columns.comparative, **facts}
        return with_tables(self.guideline, values)

    def judge(
        self, indexes: Sequence[int], facts: dict[str, Value], leaning: bool
    ) -> tuple[str, list[tuple[Rule, Outcome]]] | None:
        """Return the standing of a placement and the rules of the whole that do not hold; None where a must fails."""
        standing = max((self.judged.standings[index] for index in indexes), key=WEAKNESS.__getitem__)
        if leaning:
            standing = "undecided"
        failed: list[tuple[Rule, Outcome]] = []
        environment = self.environment(facts) if self.placement_rules else facts
        for rule in self.placement_rules:
            given = self.outcome(rule, environment, facts)
            if given is Outcome.FAILS and rule.strength == "must":
                return None
            if given in (Outcome.FAILS, Outcome.UNKNOWN):
                if rule.confirm and left_to_confirm(missing(rule, self.guideline, environment)):
                    given = Outcome.CONFIRM
                failed.append((rule, given))
                standing = max(standing, effect(rule, given), key=WEAKNESS.__getitem__)
        exceptions = sum(1 for rule, _given in failed if rule.strength == "presumption")
        facts["placement.presumptions_failed"] = exceptions + sum(self.judged.exceptions[i] for i in indexes)
        return standing, failed

    def outcome(self, rule: Rule, environment: Mapping[str, Value], facts: Mapping[str, Value]) -> Outcome:
        """Return what a rule of placements gives; what fails on a proposed fact alone is unknown."""
        given = outcome(rule, environment)
        side = self.columns.side
        if given is Outcome.FAILS and side.proposed and rests_on_proposal(rule, side, self.guideline):
            bare = with_tables(self.guideline, {**side.bare, **self.columns.comparative, **facts})
            return given if outcome(rule, bare) is Outcome.FAILS else Outcome.UNKNOWN
        return given

    # --- keys ---

    def held(self, indexes: Sequence[int]) -> tuple[int]:
        """Among the undecided, what can at best await somebody else comes after what may be granted."""
        return (max([self.judged.held >> index & 1 for index in indexes], default=0),)

    def criteria(
        self, indexes: Sequence[int], standing: str, doubts: tuple[int, ...], facts: Mapping[str, Value]
    ) -> list[Criterion]:
        """Return every criterion of the order with this set's key for it."""
        category = CATEGORY[standing]
        found = [Criterion("standing", (category,)), Criterion("fewest-unknown", doubts if category == 2 else (0, 0))]
        environment = facts if self.whole_alone else self.environment(facts)
        for preference in self.every:
            if preference.id in self.stepwise:
                found.append(Criterion(preference.id, step_key(self.weighed.steps, self.guideline.ladders, indexes)))
            elif preference.of_placement:
                value = preference.value.run(environment)
                place = band(preference, value)
                found.append(Criterion(preference.id, (LAST if place is None else place,), (value,)))
            else:
                values, bands = self.values[preference.id], self.bands[preference.id]
                key = combined(preference, bands, indexes)
                found.append(Criterion(preference.id, key, tuple([values[index] for index in indexes])))
        return found

    def bound(self, indexes: Sequence[int], *, leaning: int) -> Iterator[tuple[Any, ...]]:
        """Yield, one by one, the parts of a key that no set containing these options can beat.

        Among the undecided, doubts only grow. `leaning` is how many requirements every such set leans on: 0 where none need.
        """
        standings = self.judged.standings
        worst = 2 if leaning else max([CATEGORY[standings[index]] for index in indexes])
        yield (worst,)
        if worst < 2:
            yield (0, 0)
        else:
            doubts = self.judged.doubts
            yield (*self.held(indexes), leaning + sum([doubts[index] for index in indexes]))
        for bound in self.bounds:
            yield bound(indexes)

    def bound_of(self, preference: Preference) -> Callable[[Sequence[int]], tuple[Any, ...]]:
        """Return how the key of one criterion is bounded: what can only grow is its own bound, the rest is best."""
        # None of these functions knows this order: it would be garbage that only a collection finds.
        if is_step(preference):
            return partial(step_key, self.weighed.steps, self.guideline.ladders)
        if not preference.of_placement:
            bands = self.bands[preference.id]
            if preference.over in ("any", "sum"):
                best = min([bands[index] for index in bits(self.judged.ranked)], default=0)
                if preference.over == "any":
                    return lambda indexes: (best,)
                if best < 0:
                    return lambda indexes: (-LAST,)
            return partial(combined, preference, bands)
        node = preference.value.node
        if preference.lower and isinstance(node, Name) and node.name in _GROWING and not preference.bands:
            return self.growing(node.name)
        constant = self.constant(preference)
        return lambda indexes: (constant,)

    def growing(self, name: str) -> Callable[[Sequence[int]], tuple[int, ...]]:
        options, external = self.weighed.options, self.external
        if name == "placement.moves_home":
            return lambda indexes: (int(any(options[index].moves_home for index in indexes)),)
        each: Callable[[int], int] = {
            "placement.presumptions_failed": self.judged.exceptions.__getitem__,
            "placement.external": lambda index: int(external[index] is True),
            "placement.home_step": lambda index: 0,
            "placement.parts": lambda index: 1,
        }.get(name, lambda index: 0)
        return lambda indexes: (1000 * sum([each(index) for index in indexes]),)

    def constant(self, preference: Preference) -> int:
        """The band of a criterion that is the same for every set, else the best there is."""
        if self.no_free_choice and "placement.free_choice" in self.guideline.rests_on(preference.value):
            nothing: dict[str, Value] = dict.fromkeys(_BETTER_LOW, UNKNOWN)
            nothing["placement.free_choice"] = False
            value = band(preference, preference.value.run(self.environment(nothing)))
            if value is not None:
                return value
        return -LAST

    # --- what makes one option able to stand in for another ---

    def candidates(self, indexes: Sequence[int], *, surely: bool) -> list[Candidate]:
        """Return options as the search sees them."""
        new = [index for index in indexes if (index, surely) not in self.known]
        unseen = [index for index in new if index not in self.looks]
        if unseen:
            self.look_at(unseen)
        for index in new:
            option, met = self.weighed.options[index], self.weighed.meetings[index]
            merits, alike, firm, shown = self.looks[index]
            self.known[index, surely] = Candidate(
                index=index,
                id=option.id,
                offer=option.offer.id,
                meets=tuple([one.surely for one in met] if surely else [one.at_most for one in met]),
                merits=merits,
                alike=alike,
                home=option.gives_home,
                setting=option.offer.id if option.residents_only else "",
                firm=firm,
                shown=shown,
            )
        return [self.known[index, surely] for index in indexes]

    def look_at(self, indexes: Sequence[int]) -> None:
        """Read, of options that are new to the search, their merits, what they must be alike in, and both parts of the merits."""
        options = [self.weighed.options[index] for index in indexes]
        steps = [self.weighed.steps[index] for index in indexes]
        standings = [self.judged.standings[index] for index in indexes]
        held = [self.judged.held >> index & 1 for index in indexes]
        doubts = [self.judged.doubts[index] for index in indexes]
        exceptions = [self.judged.exceptions[index] for index in indexes]
        external = [self.external[index] for index in indexes]
        moves = [int(option.moves_home) for option in options]
        compared = [row for one in self.every for row in self.compared(one, indexes)]
        merits = (
            [WEAKNESS[one] for one in standings], held, doubts, *compared, exceptions,
            [0 if self.wished[index] else 1 for index in indexes],
            [LAST if price is UNKNOWN else price for price in map(price_of, options)],
            [LAST if one is UNKNOWN else int(one is True) for one in external],
            [one.get("home", 0) for one in steps],
            [0 if option.current is not None or option.kind == "home" else 1 for option in options],
            moves,
        )  # fmt: skip
        # In what is said over all, part by part, a better one always shows.
        firm = [row for one in self.every if one.over == "all" for row in self.compared(one, indexes)]
        # All that `bound` reads.
        shown = (
            [CATEGORY[one] for one in standings], held, doubts, *compared, exceptions,
            [int(one is True) for one in external],
            moves,
        )  # fmt: skip
        firm_rows: Iterable[tuple[int, ...]] = zip(*firm, strict=True) if firm else repeat(())
        looks = zip(indexes, zip(*merits, strict=True), firm_rows, zip(*shown, strict=True), strict=False)
        for index, merit, sure, bound in looks:
            surely = [one.surely for one in self.weighed.meetings[index]]
            self.looks[index] = merit, (*surely, *self.alike(index, self.mixed)), sure, bound

    def compared(self, preference: Preference, indexes: Sequence[int]) -> list[list[int]]:
        """Return what a preference compares of some options: a row of their steps for each ladder, or one of their bands."""
        if preference.id in self.stepwise:
            steps = [self.weighed.steps[index] for index in indexes]
            return [[one.get(ladder, -1) for one in steps] for ladder in self.guideline.ladders]
        if preference.of_placement:
            return []
        bands = self.bands[preference.id]
        return [[bands[index] for index in indexes]]

    def alike(self, index: int, mixed: frozenset[str]) -> tuple[Any, ...]:
        option = self.weighed.options[index]
        # A home beside which residents' services stand is like no other.
        residents = option.gives_home and option.offer.id in self.resident_offers
        found: list[Any] = [option.offer.id if residents else ""]
        if mixed & {"placement.commute_km", "placement.same_setting"}:
            found += [option.offer.point, option.offer.id, option.offer.mobile]
        if "known price" in mixed:
            found.append(price_of(option) is UNKNOWN)
        if "known external" in mixed:
            found.append(self.external[index] is UNKNOWN)
        others = mixed - {"placement.commute_km", "placement.same_setting", "known price", "known external"}
        if others:
            found.append(option.id)
        return tuple(found)

    def mixed_facts(self) -> frozenset[str]:
        """Placement-side facts that are not simply better low or better high in what reads them here."""
        found: set[str] = set()
        statements: list[tuple[Node, bool]] = []
        for preference in self.every:
            if preference.of_placement:
                statements.append((preference.value.node, not preference.lower))
        for rule in self.placement_rules:
            statements.append((rule.require.node, True))
            statements += [(c.node, good) for c, good in ((rule.when, False), (rule.unless, True)) if c is not None]
        for node, high in statements:
            for name, better_high in directions(node, high):
                if better_high is None or _BETTER_LOW.get(name) is not (not better_high):
                    found |= {one for one in self.guideline.base.get(name, ()) if one.startswith("placement.")}
        return frozenset(found) | self.asked_for()

    def asked_for(self) -> frozenset[str]:
        """Return which unknowns are more than a last band: a rule of placements, or `known`, tells them from a bad value."""
        reads: set[str] = set()
        for rule in self.placement_rules:
            reads |= self.guideline.rule_rests_on(rule)
        for preference in self.every:
            if preference.of_placement and "known(" in unparse(preference.value.node):
                reads |= self.guideline.rests_on(preference.value)
        price = {"placement.price_dkk_per_day", "placement.price_ratio"}
        found = {"known price"} if reads & price else set()
        return frozenset(found | ({"known external"} if "placement.external" in reads else set()))


def price_of(option: Option) -> int | Unknown:
    """Return what an option costs the municipality per day; a home of one's own costs it nothing."""
    if option.kind in ("home", "tenancy"):
        return 0
    price: int | None = option.service.get("price_dkk_per_day")
    return UNKNOWN if price is None else price


def step_key(steps: Sequence[Mapping[str, int]], ladders: Iterable[str], indexes: Sequence[int]) -> tuple[Any, ...]:
    """Compare the parts' steps from the worst down, ladder by ladder: (4) before (4, 3) before (5)."""
    here = [steps[index] for index in indexes]
    return tuple([tuple(sorted([one[ladder] for one in here if ladder in one], reverse=True)) for ladder in ladders])


def combined(preference: Preference, bands_of_all: Sequence[int], indexes: Sequence[int]) -> tuple[int, ...]:
    """Return the key of a set by a preference that gives each part a band."""
    bands = [bands_of_all[index] for index in indexes]
    if preference.over == "all":
        return tuple(sorted(bands, reverse=True))
    if preference.over == "sum":
        return (LAST if LAST in bands else sum(bands),)
    if preference.over == "any":
        best = min(bands)
        # Only the best band there is cannot be bettered by an unknown part; a bare number has no best.
        unbeaten = best == 0 and (preference.bands or preference.value.type.kind == "truth")
        return (best if unbeaten or LAST not in bands else LAST,)
    return (max(bands),)


def is_step(preference: Preference) -> bool:
    """Return whether a preference compares steps ladder by ladder."""
    node = preference.value.node
    return isinstance(node, Name) and node.name == "option.step" and preference.over == "all" and preference.lower


def effect(rule: Rule, given: Outcome) -> str:
    """Return the standing that an outcome alone would give an option."""
    if given is Outcome.FAILS:
        return {"must": "ruled_out", "hold": "awaiting", "presumption": "by_exception"}[rule.strength]
    if given is Outcome.UNKNOWN:
        return "by_exception" if rule.strength == "presumption" else "undecided"
    return "suitable"


def key_of(preference: Preference, value: Value) -> int:
    """Return the band of a value as a key: unknown comes last."""
    found = band(preference, value)
    return LAST if found is None else found


def ratio(price: Value, reference: Value) -> Value:
    """Return a price in percent of a reference price, rounded down; unknown where either is, or the reference is 0."""
    if isinstance(price, int) and isinstance(reference, int) and reference:
        return price * 100 // reference
    return UNKNOWN


def directions(node: Node, high: bool | None) -> list[tuple[str, bool | None]]:
    """Return, for every name, whether a higher value of it serves the condition; None where it is mixed."""
    opposite = None if high is None else not high
    match node:
        case Name(name=name):
            return [(name, high)]
        case Not(operand=operand):
            return directions(operand, opposite)
        case Logic(parts=parts):
            return [found for part in parts for found in directions(part, high)]
        case Comparison(operator=operator, left=left, right=right):
            if operator in (">", ">="):
                return [*directions(left, high), *directions(right, opposite)]
            if operator in ("<", "<="):
                return [*directions(left, opposite), *directions(right, high)]
            return [*directions(left, None), *directions(right, None)]
        case Arithmetic(operator="+", left=left, right=right):
            return [*directions(left, high), *directions(right, high)]
        case Arithmetic(operator="-", left=left, right=right):
            return [*directions(left, high), *directions(right, opposite)]
        case Arithmetic(left=left, right=right):
            return [*directions(left, None), *directions(right, None)]
        case Call(function="known"):
            return []
        case Call(function="min" | "max", arguments=arguments):
            return [found for one in arguments for found in directions(one, high)]
        case Call(arguments=arguments):
            return [found for one in arguments for found in directions(one, None)]
        case _:
            return []
