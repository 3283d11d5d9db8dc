"""The order of placements: standing, what counts among the undecided, rights, preferences, ties, ids.

Every criterion gives a placement a key; lower is better, compared whole band by whole band, and unknown is a last band
of its own. The same criteria say why one placement stands before another. A criterion is of one kind (`criteria`,
`whole_criteria`), by which the search settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, assert_never

from visit.ranking.costs import ratio
from visit.ranking.criteria import Adds, Each, Kind, Most, Some, Steps
from visit.ranking.keys import LAST, is_step, key_of, never_better_for_more
from visit.ranking.option_kinds import gives_home
from visit.ranking.reach import Limit
from visit.ranking.standings import Judged, Weighed
from visit.ranking.undecided import OrderOfUndecided
from visit.ranking.values import Criterion, Standing
from visit.ranking.whole import PRICES, RATIOS, WholeFacts
from visit.ranking.whole_criteria import Exceptions, Together, Whole, Within
from visit.rules.deciding.option_sets import bits, union
from visit.rules.facts.declaration import PlacementFact
from visit.rules.guideline.values import Preference
from visit.rules.language.expression import Name
from visit.rules.language.types import TRUTH
from visit.rules.language.values import UNKNOWN, Levels, Members, Possible, Unknown, Value, at_most, exactly

OfParts: TypeAlias = Adds | Each | Most | Some | Steps


class Order:
    """The criteria of one pass. What a pass does not ask for is not read: whether there is any placement takes no order."""

    def __init__(
        self,
        whole: WholeFacts,
        rights: tuple[Preference, ...],
        preferences: tuple[Preference, ...],
        *,
        grounds_given: bool = False,
    ) -> None:
        self.whole, self.rights, self.own, self.grounds_given = whole, rights, preferences, grounds_given

    @cached_property
    def ground_missing(self) -> bool:
        """Whether what gives less than what ends comes last, since no ground for that is recorded."""
        less = any(value is True for value, _row in self.whole.columns.column("option.less_than_ends"))
        return less and not self.grounds_given

    @cached_property
    def preferences(self) -> tuple[Preference, ...]:
        """The preferences that order the case, the first first."""
        guideline = self.whole.guideline
        tried = any(value is True for value, _row in self.whole.columns.column("option.tried_not_enough"))
        first = tuple(
            one for one, counts in ((guideline.less_last, self.ground_missing), (guideline.tried_last, tried)) if counts
        )
        return tuple(one for one in (*first, *self.rights, *self.own, *guideline.ties) if self.applies(one))

    @cached_property
    def spread_out(self) -> Mapping[str, tuple[Sequence[Value] | None, OfParts]]:
        """The value of every option for each preference of parts, and the kind with their bands; of steps the kind alone."""
        found: dict[str, tuple[Sequence[Value] | None, OfParts]] = {}
        for one in self.preferences:
            if is_step(one):
                found[one.id] = None, self.steps()
            elif not one.of_placement:
                found[one.id] = self.spread(one)
        return found

    @cached_property
    def of_parts(self) -> Mapping[str, OfParts]:
        """The kind of each preference of parts."""
        return {id: kind for id, (_values, kind) in self.spread_out.items()}

    @cached_property
    def values(self) -> Mapping[str, Sequence[Value]]:
        """The value of every option for each preference of parts, save steps."""
        return {id: values for id, (values, _kind) in self.spread_out.items() if values is not None}

    @cached_property
    def whole_alone(self) -> bool:
        """Whether the preferences of the whole read its own facts alone."""
        facts = self.whole.guideline.facts
        of_whole = [name for one in self.preferences if one.of_placement for name in one.value.reads]
        return all(name in facts and facts[name].side == "placement" for name in of_whole)

    @property
    def judged(self) -> Judged:
        """The standing of every option in this pass."""
        return self.whole.judged

    @property
    def weighed(self) -> Weighed:
        """What was known of every option before a rule was asked."""
        return self.judged.weighed

    def applies(self, preference: Preference) -> bool:
        """A preference's `when` reads the case only; unknown, it does not order."""
        return preference.when is None or preference.when.holds(self.whole.columns.side.values) is True

    def spread(self, preference: Preference) -> tuple[Sequence[Value], OfParts]:
        """Return the value of every option, and the kind with their bands; cached for the cases in which they are the same."""
        columns = self.whole.columns
        key = columns.key(preference.value)
        if key is None:
            return self.read(preference)
        return columns.option_set.cache.spread.of((preference, key), lambda: self.read(preference))

    def read(self, preference: Preference) -> tuple[Sequence[Value], OfParts]:
        """Return the value of every option, and the kind with their bands."""
        values: list[Value] = [UNKNOWN] * len(self.weighed.options)
        bands = [LAST] * len(values)
        for value, mask in self.whole.columns.values(preference.value):
            here = key_of(preference, value)
            for index in bits(mask):
                values[index], bands[index] = value, here
        return values, kind_of_parts(preference, bands)

    def steps(self) -> Steps:
        """Return the steps of every option, ladder by ladder."""
        return Steps([Each(self.weighed.on_ladder(ladder)) for ladder in self.whole.guideline.ladders])

    # --- keys ---

    @cached_property
    def undecided(self) -> OrderOfUndecided:
        """What counts among the undecided."""
        wished = union(row for value, row in self.whole.columns.column("option.wished") if value is True)
        return OrderOfUndecided(self.judged, wished)

    def criteria(
        self, indexes: Sequence[int], standing: Standing, waiting: int, facts: Mapping[str, Value]
    ) -> list[Criterion]:
        """Return every criterion of the order with this set's key for it; `waiting`: see `OrderOfUndecided.criteria`."""
        category = max([standing.category, *(self.judged.category(index) for index in indexes)])
        found = [
            Criterion("standing", (int(category),)),
            *self.undecided.criteria(indexes, category, waiting),
        ]
        environment = facts if self.whole_alone else self.whole.environment(facts)
        for one in self.preferences:
            kind = self.of_parts.get(one.id)
            if kind is None:
                value = one.value.run(environment)
                found.append(Criterion(one.id, (key_of(one, value),), (value,), one))
            else:
                values = self.values.get(one.id)
                of_parts = () if values is None else tuple([values[index] for index in indexes])
                found.append(Criterion(one.id, kind.key(indexes), of_parts, one))
        return found

    # --- kinds: how the search settles a criterion ---

    @cached_property
    def kinds(self) -> dict[bool, tuple[Kind, ...]]:
        """The kinds of the criteria after the standing, by whether everything is met surely, so that nothing is undecided."""
        preferences = tuple([self.kind(one) for one in self.preferences])
        return {True: preferences, False: (*self.undecided.kinds, *preferences)}

    def kind(self, preference: Preference) -> Kind:
        """Return the kind of a preference; of the whole where its parts' values do not say enough."""
        kind = self.of_parts.get(preference.id)
        if kind is None:
            return self.of_fact(preference) or self.of_price(preference) or Whole()
        if isinstance(kind, Adds) and min(kind.values, default=0) < 0:
            return Whole()  # more parts would be better: no sum that only grows
        return kind

    def of_fact(self, preference: Preference) -> Kind | None:
        """Return the kind of a preference for one fact of the whole that its parts' values make."""
        node = preference.value.node
        if not isinstance(node, Name) or preference.bands:
            return None
        fact = self.whole.guideline.facts.by_name.get(node.name)
        if not isinstance(fact, PlacementFact):
            return None
        if fact.name == "placement.same_setting":
            return None if preference.lower else self.together()
        if fact.name in PRICES:
            return None  # amounts that are no whole numbers: `of_price` adds them
        if fact.over == "sum":
            return self.sum_of(fact.name) if preference.lower else None
        if fact.over == "max":
            values = self.of_part(fact.name)
            of_value = {value: key_of(preference, value) for value in set(values)}
            keys = [of_value[value] for value in values]
            return Most(keys) if preference.lower else Some(keys, closed=fact.type is TRUTH and LAST not in keys)
        return None

    def sum_of(self, name: str) -> Kind:
        """Return the kind of a fact of the whole that is the sum over its parts, in thousandths."""
        adds = Adds(self.of_part(name), 1000)
        return self.exceptions(adds) if name == "placement.presumptions_failed" and self.limits else adds

    @property
    def limits(self) -> Sequence[Limit]:
        """How far parts may be from the home by the presumptions that the search foresees."""
        return self.weighed.from_the_home.limits

    def exceptions(self, of_parts: Adds, *, none: bool = False) -> Exceptions:
        """Return the kind that counts presumptions, those that limit how far a part may be from the home among them."""
        return Exceptions(of_parts, self.homes, self.weighed.from_the_home.beyond if self.limits else {}, none)

    @property
    def nothing_too_far(self) -> Kind:
        """The kind that leaves out what such a presumption fails of."""
        return self.exceptions(Adds([0] * len(self.weighed.options)), none=True)

    @cached_property
    def homes(self) -> int:
        """The options that give a home, as a row of bits."""
        return self.weighed.option_set.of_kind(gives_home)

    def together(self) -> Together:
        """Return whether the home and another part are of one offer."""
        return Together([option.offer.id for option in self.weighed.options], self.homes)

    def of_part(self, name: str) -> list[int]:
        """Return what every option that can be part of a placement gives for a fact of the whole."""
        of_part, found = self.whole.of_part[name], [0] * len(self.weighed.options)
        for index in bits(self.judged.ranked):
            value = of_part(index)
            found[index] = LAST if isinstance(value, Unknown) else value
        return found

    def of_price(self, preference: Preference) -> Kind | None:
        """Return the kind of a preference for a price, and for the free choice, where a higher price is never better."""
        base = self.whole.guideline.base
        placed = {
            name for name in preference.value.reads if any(one.startswith("placement.") for one in base.get(name, ()))
        }
        percent = next((name for name, price in RATIOS.items() if {name, price} & placed), "placement.price_ratio")
        price_names = frozenset((percent, RATIOS[percent]))
        if not placed <= {"placement.free_choice", *price_names} or not never_better_for_more(preference, price_names):
            return None
        constants = self.whole.environment({})
        if not all(_is_known(constants.get(name, UNKNOWN)) for name in preference.value.reads - placed):
            return None
        prices = self.whole.prices
        if prices.depend_on_others(self.judged.ranked):
            return None
        reference = self.whole.reference_prices[percent]
        if placed >= price_names and ratio(1, reference) is UNKNOWN:
            return None  # one price is known where the other is not
        scale, amounts = prices.scale, prices.scaled_of_stay if PRICES[RATIOS[percent]] else prices.scaled

        def value(free: bool, price: int | None, bounded: bool) -> int:
            known = UNKNOWN if price is None else exactly(Fraction(price, scale))
            dkk = at_most(known) if bounded and known is not UNKNOWN else known
            of_whole = {"placement.free_choice": free, RATIOS[percent]: dkk, percent: ratio(dkk, reference)}
            return key_of(preference, preference.value.run({**constants, **of_whole}))

        unpriced = sum(1 << index for index, price in enumerate(amounts) if price == LAST)
        chosen = sum(1 << index for index, one in enumerate(self.whole.wished) if one)
        bounded = 0 if isinstance(preference.value.node, Name) else prices.bounded
        return Within(value, chosen if "placement.free_choice" in placed else 0, amounts, unpriced, bounded)


def kind_of_parts(preference: Preference, bands: Sequence[int]) -> OfParts:
    """Return how the bands of the parts become one, by the word that the preference says it with."""
    match preference.over:
        case "all":
            return Each(bands)
        case "sum":
            return Adds(bands)
        case "any":
            # Only the best band there is cannot be bettered by an unknown part; a bare number has no best.
            return Some(bands, closed=bool(preference.bands) or preference.value.type.kind == "truth")
        case "max":
            return Most(bands)
        case unknown:
            assert_never(unknown)


def _is_known(value: Value) -> bool:
    return value is not UNKNOWN and not isinstance(value, Possible | Members | Levels)
