"""The first placement of one case of many: the engine's own search, among the options that can be part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from visit.catalogue import Option
from visit.many.cell_covers import TooManyCoversError
from visit.many.cell_search import CellSearch
from visit.many.dominance import undominated
from visit.many.first_passes import FirstPass
from visit.many.judging import JudgedCase
from visit.ranking.ordering import Order
from visit.ranking.placements import Best, Placing
from visit.ranking.reach import limit_of, may_apply
from visit.ranking.regions import SearchSpace
from visit.ranking.values import Placement
from visit.ranking.whole import RATIOS, WholeFacts, WholeRules
from visit.rules.deciding.one_option import with_tables
from visit.rules.deciding.option_sets import bits
from visit.rules.guideline.values import Guideline, Preference, Rule
from visit.rules.language.expression import Name
from visit.rules.language.values import CAUTIOUS, UNKNOWN, Value


class SecondPass:
    """The second pass of one case; see `matching`.

    Attributes:
        proved: Whether all that was asked is proved; else `match` has to be asked.
        by_search: Whether the first placement was found by the search of `match`, since cells do not say it.
    """

    def __init__(self, first: FirstPass, final: JudgedCase) -> None:
        one = first.one
        self.one, self.first, self.guideline = one, first, first.guideline
        self.final = final
        self.judged = first.judged if final is first.found else one.judged(final, one.planes(final))
        self.preferences = tuple(
            preference
            for preference in self.guideline.preferences
            if preference.when is None or preference.when.holds(one.side.values) is True
        )
        self.rights = self.guideline.rights
        self.proved, self.by_search = True, False
        self.rules = tuple(rule for rule in self.guideline.rules if rule.of_placement and may_apply(rule, one.side))

    def best(self) -> tuple[Option, ...]:
        """Return the parts of the first placement; none where there is none."""
        try:
            sets = self.over_cells(CellSearch(self))
        except TooManyCoversError:
            found = self.first_searched(1)
            return found[0].parts if found else ()
        return tuple([self.one.options[index] for index in sets[0]]) if sets else ()

    def best_few(self, top: int) -> Sequence[tuple[Option, ...]]:
        """Return the parts of the first few placements."""
        try:
            sets = [*islice(CellSearch(self).in_order(), top)]
        except TooManyCoversError:
            return [found.parts for found in self.first_of_all(top)]
        self.proved = self.first.proved
        return [tuple([self.one.options[index] for index in indexes]) for indexes in sets]

    def first_few(self) -> Sequence[Placement]:
        """Return the first placement, and where nothing but its name sets it before the next, that one behind it.

        Where a criterion sets the first before it, any other may be behind it, or none.
        """
        try:
            search = CellSearch(self)
            sets = self.over_cells(search)
        except TooManyCoversError:
            return self.first_searched(2)
        order = search.order
        if not search.has_reference:
            rights, preferences = (
                tuple(one for one in every if not self.rests_on_reference(one))
                for every in (self.rights, self.preferences)
            )
            order = Order(order.whole, rights, preferences)
        placing = Placing(order, WholeRules(order.whole, self.rules), self.space)
        return [placement for indexes in sets if (placement := placing.placement(indexes)) is not None]

    def over_cells(self, search: CellSearch) -> Sequence[tuple[int, ...]]:
        """Return the first sets over cells; proved where all is that the first pass was asked."""
        found = search.first_sets()
        self.proved = self.first.proved
        return found

    def first_searched(self, top: int) -> Sequence[Placement]:
        """Return the same by the search of `match`; `top`: 1, or 2 where the one behind it is asked for."""
        self.by_search = True
        rights, preferences = self.ordering
        late = self.first_ratio(rights, preferences)
        if late is not None:
            others = tuple(one for one in preferences if not self.is_ratio(one))
            found = self.searched(rights, others, 2, without=top)
            if len(found.placements) < 2 or self.told_before(preferences[late], others, found.placements):
                return found.placements
        return self.searched(rights, preferences, top, without=top).placements

    def first_of_all(self, top: int) -> Sequence[Placement]:
        """Return the first few placements, each in its place."""
        return self.searched(*self.ordering, top, without=top).placements

    def with_grounds(self) -> Placement | None:
        """Return what would come first if every ground for giving less than what ends were recorded; None where none is missing."""
        less = any(value is True for value, _row in self.one.columns.column("option.less_than_ends"))
        if not less:
            return None
        found = self.searched(*self.ordering, 1, without=1, grounds_given=True).placements
        return found[0] if found else None

    @cached_property
    def ordering(self) -> tuple[tuple[Preference, ...], tuple[Preference, ...]]:
        """The rights and preferences that do not give all placements of the case the same."""
        rights, preferences = (
            tuple(one for one in every if not self.is_constant(one)) for every in (self.rights, self.preferences)
        )
        return rights, preferences

    def searched(
        self,
        rights: tuple[Preference, ...],
        preferences: tuple[Preference, ...],
        top: int,
        *,
        without: int,
        grounds_given: bool = False,
    ) -> Best:
        """Return the best placements in an order.

        Args:
            rights: What orders first.
            preferences: What orders next.
            top: How many are searched.
            without: Options are left out that are in none of so many.
            grounds_given: Whether what gives less than what ends counts as if a ground for it were recorded.
        """
        order = self.order(rights, preferences, grounds_given=grounds_given)
        rules, space, whole = WholeRules(order.whole, self.rules), self.space, order.whole
        if rules.foreseen:
            whole.judged = replace(self.judged, ranked=undominated(order, space, self.judged.ranked, without))
            space = self.one.space(whole.judged, space.continuing)
        found = Placing(order, rules, space).best(top)
        self.proved = self.proved and self.first.proved and found.proved is None
        return found

    def order(
        self,
        rights: tuple[Preference, ...],
        preferences: tuple[Preference, ...],
        *,
        grounds_given: bool = False,
        has_reference: bool = True,
    ) -> Order:
        """Return an order that reads what the first pass found; `has_reference`: what prices are compared with, too."""
        names = names_read(self.guideline, (*rights, *preferences), self.rules)
        facts, columns = self.guideline.facts, self.one.columns
        is_read = has_reference and not names.isdisjoint(self.of_reference)
        reference = self.first.reference if is_read else None
        shared: dict[str, Value] = {name: UNKNOWN for name in facts.comparative if name not in facts.of_each}
        if reference is not None:
            shared |= reference.facts
        shared |= self.first.shared(name for name in ("own_match", "current_sufficient") if name in names)
        of_each = {name: self.first.of_each(name, self.judged.ranked) for name in facts.of_each if name in names}
        count = len(self.one.options)
        columns.read_comparative(
            {name: [of_each.get(name, {}).get(index, UNKNOWN) for index in range(count)] for name in facts.of_each},
            shared,
        )
        whole = WholeFacts(self.guideline, columns, self.judged, reference)
        return Order(whole, rights, preferences, grounds_given=grounds_given)

    @cached_property
    def space(self) -> SearchSpace:
        """What the pass searches among."""
        return self.one.space(self.judged, self.one.continuing(self.judged))

    @property
    def is_foreseen(self) -> bool:
        """Whether each of the rules of placements does no more than limit a way."""
        return all(limit_of(rule, self.one.side) is not None for rule in self.rules)

    # --- what prices are compared with, only where that tells ---

    @cached_property
    def of_reference(self) -> frozenset[str]:
        """The facts that the reference of prices gives."""
        return frozenset(
            (*RATIOS, *(name for name in self.guideline.facts.comparative if name.startswith("reference.")))
        )

    def rests_on_reference(self, preference: Preference) -> bool:
        """Return whether a preference reads what prices are compared with."""
        return not self.guideline.rests_on(preference.value).isdisjoint(self.of_reference)

    def is_constant(self, preference: Preference) -> bool:
        """Return whether a preference that asks for the reference of prices gives all placements of the case the same.

        All that a placement or a first pass may give is taken as unknown, also where it is asked whether it is known: what has an
        answer then has it whatever they give. Whether the municipality has pointed at something needs no first pass.
        """
        guideline, columns = self.guideline, self.one.columns
        if not self.rests_on_reference(preference):
            return False
        columns.comparative["reference.recorded"] = self.first.is_pointed_at
        known = {**self.one.side.values, CAUTIOUS: True}
        if not preference.of_placement:
            groups = columns.groups(preference.value.reads, self.judged.ranked, known)
            found = {preference.value.run(environment) for environment, _row in groups}
            return len(found) < 2 and all(isinstance(value, bool | int) for value in found)
        known |= dict.fromkeys((fact.name for fact in guideline.facts.of_placement), UNKNOWN)
        known |= {**dict.fromkeys(guideline.facts.of_each, UNKNOWN), **columns.comparative}
        known |= {} if self.may_choose else {"placement.free_choice": False}
        return isinstance(preference.value.run(with_tables(guideline, known)), bool | int)

    @cached_property
    def may_choose(self) -> bool:
        """Whether the citizen wishes an option of the free choice that can be part of a placement."""
        wished = next((row for value, row in self.one.columns.column("option.wished") if value is True), 0)
        return any(self.one.options[place].provision.free_choice for place in bits(wished & self.judged.ranked))

    def first_ratio(self, rights: Sequence[Preference], preferences: Sequence[Preference]) -> int | None:
        """Return where the first preference for a ratio of prices stands, if nothing else asks what prices are compared with."""
        ratios = [place for place, one in enumerate(preferences) if self.is_ratio(one)]
        others = [one for one in preferences if not self.is_ratio(one)]
        asked = names_read(self.guideline, (*rights, *others), self.rules)
        return ratios[0] if ratios and asked.isdisjoint(self.of_reference) else None

    @staticmethod
    def is_ratio(preference: Preference) -> bool:
        """Return whether a preference is one for a lower ratio of prices and nothing else: what costs no more is never worse by it.

        So that what another stands for by its price, which every order compares, can be left out before the ratio is known.
        """
        node = preference.value.node
        return preference.lower and isinstance(node, Name) and node.name == "placement.price_ratio"

    def told_before(self, late: Preference, others: Sequence[Preference], found: Sequence[Placement]) -> bool:
        """Return whether the first of two placements comes before the second by what counts before a preference."""
        before = self.preferences[: self.preferences.index(late)]
        last = next((one.id for one in reversed(before) if one in others), None)
        first, second = ([one.key for one in placement.order] for placement in found[:2])
        names = [one.id for one in found[0].order]
        end = names.index(last) + 1 if last is not None else len(names)
        return last is not None and first[:end] != second[:end]


def names_read(guideline: Guideline, preferences: Iterable[Preference], rules: Iterable[Rule]) -> frozenset[str]:
    """Return the recorded facts that some preferences and rules of placements rest on."""
    found = [guideline.rests_on(condition) for one in preferences for condition in (one.value, one.when)]
    return frozenset().union(*found, *(rule.rests_on for rule in rules))
