"""The order of placements: category, rights, preferences, ids, as keys that are compared whole band by whole band.

Every criterion gives a placement a key; lower is better and unknown is a last band of its own. The same criteria say why one
placement stands before another. `placements` searches with these keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

from visit.ranking.keys import LAST, combined, is_step, key_of, step_key
from visit.ranking.search import Candidate, Key
from visit.ranking.standings import CATEGORY, WEAKNESS, Judged, Weighed
from visit.ranking.values import Criterion
from visit.ranking.whole import WholeFacts, WholeRules, price_of
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.one_option import band
from visit.rules.deciding.shared import bits
from visit.rules.guideline.values import Guideline, Preference
from visit.rules.language.expression import Arithmetic, Call, Comparison, Logic, Name, Node, Not, unparse
from visit.rules.language.values import UNKNOWN, Value

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

    whole: WholeFacts
    rules: WholeRules
    rights: tuple[Preference, ...]
    preferences: tuple[Preference, ...]
    bands: dict[str, Sequence[int]] = field(default_factory=dict)
    values: dict[str, Sequence[Value]] = field(default_factory=dict)
    no_free_choice: bool = True
    resident_offers: frozenset[str] = frozenset()
    known: dict[tuple[int, bool], Candidate] = field(default_factory=dict)
    looks: dict[int, tuple[tuple[int, ...], Key, tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    every: tuple[Preference, ...] = ()
    stepwise: frozenset[str] = frozenset()
    whole_alone: bool = False
    bounds: list[Callable[[Sequence[int]], tuple[Any, ...]]] = field(default_factory=list)

    @property
    def guideline(self) -> Guideline:
        """The guideline that orders."""
        return self.whole.guideline

    @property
    def columns(self) -> Columns:
        """The options with the values of their facts."""
        return self.whole.columns

    @property
    def judged(self) -> Judged:
        """The standing of every option in this pass."""
        return self.whole.judged

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
        self.no_free_choice = not any(self.whole.wished)
        self.whole_alone = all(
            name in self.guideline.facts.of_placement
            for one in self.every
            if one.of_placement
            for name in one.value.reads
        )
        self.mixed = self.mixed_facts()
        self.bounds = [self.bound_of(preference) for preference in self.every]
        ranked = [self.weighed.options[index] for index in bits(self.judged.ranked)]
        self.resident_offers = frozenset(option.offer.id for option in ranked if option.residents_only)

    def spread(self, preference: Preference) -> tuple[Sequence[Value], Sequence[int]]:
        """Return the value and the band of every option; kept for the cases in which they are the same."""
        key = self.columns.key(preference.value)
        if key is None:
            return self.read(preference)
        found: tuple[Sequence[Value], Sequence[int]] = self.columns.slate.shared.spread.of(
            (preference, key), lambda: self.read(preference)
        )
        return found

    def read(self, preference: Preference) -> tuple[Sequence[Value], Sequence[int]]:
        """Return the value and the band of every option."""
        values: list[Value] = [UNKNOWN] * len(self.weighed.options)
        bands = [LAST] * len(values)
        for value, mask in self.columns.values(preference.value):
            here = key_of(preference, value)
            for index in bits(mask):
                values[index], bands[index] = value, here
        return values, bands

    def applies(self, preference: Preference) -> bool:
        """A preference's `when` reads the case only; unknown, it does not order."""
        return preference.when is None or preference.when.holds(self.columns.side.values) is True

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
        environment = facts if self.whole_alone else self.whole.environment(facts)
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
        options, external = self.weighed.options, self.whole.external
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
            value = band(preference, preference.value.run(self.whole.environment(nothing)))
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
        external = [self.whole.external[index] for index in indexes]
        moves = [int(option.moves_home) for option in options]
        compared = [row for one in self.every for row in self.compared(one, indexes)]
        merits = (
            [WEAKNESS[one] for one in standings], held, doubts, *compared, exceptions,
            [0 if self.whole.wished[index] else 1 for index in indexes],
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
            found.append(self.whole.external[index] is UNKNOWN)
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
        for rule in self.rules.rules:
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
        for rule in self.rules.rules:
            reads |= self.guideline.rule_rests_on(rule)
        for preference in self.every:
            if preference.of_placement and "known(" in unparse(preference.value.node):
                reads |= self.guideline.rests_on(preference.value)
        price = {"placement.price_dkk_per_day", "placement.price_ratio"}
        found = {"known price"} if reads & price else set()
        return frozenset(found | ({"known external"} if "placement.external" in reads else set()))


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
