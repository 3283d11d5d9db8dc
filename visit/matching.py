"""The only way to a ranking: a case, a catalogue and a guideline on a date give placements in order.

`match` is the arrows of the design in order: facts, rules, standings, placements, ranking. Total, deterministic and free of clocks:
the same inputs give the same ranking on every platform. It computes twice where a rule compares an option with others: the first
pass, without wishes and rights, gives the comparative facts; the second reads them; there is no third.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.errors import CaseError
from visit.locale import text as _
from visit.ranking.areas import area_rankings
from visit.ranking.covering import Covering, continues
from visit.ranking.needs import meetings, needed_areas, requirements, served_areas_of_all
from visit.ranking.options import Openings
from visit.ranking.ordering import Order
from visit.ranking.search import Candidate, Search, best, feasible
from visit.ranking.standings import CATEGORY, WEAKNESS, Judged, Weighed, accounts, judge
from visit.ranking.values import Comparative, Placement, Ranking
from visit.ranking.whole import WholeFacts, WholeRules, effect
from visit.rules.deciding.all_options import Columns, Rows
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.one_option import COMPARATIVE, CaseSide, Outcome, case_side
from visit.rules.deciding.shared import Slate, bits, union
from visit.rules.guideline.values import Guideline
from visit.rules.language.values import UNKNOWN, Value

TOP = 5
"""How many placements are found unless more are asked for."""

_NOT_IN_FIRST_PASS = frozenset(
    ("option.wished", "option.avoided", "placement.free_choice", "placement.price_ratio", *COMPARATIVE)
)


def match(
    case: Case, catalogue: Catalogue, guideline: Guideline, as_of: date | None = None, *, top: int = TOP
) -> Ranking:
    """Rank the placements for a citizen.

    Args:
        case: The citizen, resolved.
        catalogue: The offers, resolved.
        guideline: The guideline with its layers, resolved for `as_of`.
        as_of: The date the question is asked for; the assessment date unless given.
        top: How many placements to find; they are exactly the best.

    Raises:
        CaseError: The case names a need that neither the vocabulary nor the guideline has.
    """
    return Engine(catalogue, guideline).match(case, as_of, top=top)


class Engine:
    """Answers questions about one catalogue under one guideline.

    It owns everything that was worked out for one case and may serve the next, so whoever asks many questions holds one.
    An answer never depends on what was asked before.
    """

    def __init__(self, catalogue: Catalogue, guideline: Guideline) -> None:
        self.catalogue, self.guideline = catalogue, guideline
        self.dependencies = Dependencies(guideline)
        self.openings = Openings(catalogue)

    def match(self, case: Case, as_of: date | None = None, *, top: int = TOP) -> Ranking:
        """Rank the placements for a citizen; see `match`."""
        day = case.assessed if as_of is None else as_of
        side = case_side(case, self.dependencies, day)
        options = self.openings.of(case, day)
        return _Matching(case, self.catalogue, self.guideline, day, side, options).ranking(top)


class _Matching:
    """One run of `match`: what is known so far, each step reading what the earlier ones found."""

    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        guideline: Guideline,
        as_of: date,
        side: CaseSide,
        slate: Slate,
    ) -> None:
        self.case, self.catalogue, self.guideline, self.as_of, self.side, self.options = (
            case, catalogue, guideline, as_of, side, slate.options,
        )  # fmt: skip
        self.columns = Columns(side, slate)
        self.rules = tuple(rule for rule in guideline.rules if not rule.of_placement)
        self.placement_rules = tuple(rule for rule in guideline.rules if rule.of_placement)
        self.requirements = requirements(side, guideline)
        self.weighed = self.weigh(slate)
        self.meetings = self.weighed.meetings
        self.covering = Covering(self.weighed)
        self.beside: dict[Candidate, Candidate] = {}

    def weigh(self, slate: Slate) -> Weighed:
        """Return what is known of every option before a rule is asked."""
        areas = needed_areas(self.side)
        columns = meetings(slate, self.requirements, self.side)
        served = served_areas_of_all(slate, columns, areas)
        return Weighed(
            options=self.options,
            meetings=tuple(zip(*(one.meetings for one in columns), strict=True))
            if columns
            else ((),) * len(self.options),
            requirements=self.requirements,
            areas=areas,
            served=[areas for areas, _steps in served],
            steps=[steps for _areas, steps in served],
            meets=union(one.perhaps for one in columns),
            surely=union(one.surely for one in columns),
            acute=self.columns.mask("provision.lane", frozenset(("acute",))),
            kept=sum(1 << index for index in slate.own if continues(self.options[index])),
        )

    def ranking(self, top: int) -> Ranking:
        rows = {rule.id: self.columns.rows(rule) for rule in self.rules if not rule.comparative}
        comparative = self.first_pass(rows)
        self.read_comparative(comparative)
        rows.update({rule.id: self.columns.rows(rule) for rule in self.rules if rule.comparative})
        judged = judge(self.weighed, self.rules, rows)
        whole = WholeFacts(self.guideline, self.columns, judged, comparative.reference_price)
        rules = WholeRules(whole, self.placement_rules)
        order = Order(whole, rules, self.guideline.rights, self.guideline.preferences)
        kept, set_aside = self.kept(judged)
        return Ranking(
            case=self.case,
            catalogue=self.catalogue,
            guideline=self.guideline,
            as_of=self.as_of,
            side=self.side,
            requirements=self.requirements,
            options=self.options,
            standings=tuple(judged.standings),
            outcomes=rows,
            meetings=self.meetings,
            placements=tuple(self.placements(order, kept, top)),
            rank_areas=lambda: area_rankings(order),
            judge_parts=lambda indexes: self.any_set(order, indexes),
            accounts=accounts(judged.standings),
            acute=tuple(o for o, s in zip(self.options, judged.standings, strict=True) if s == "acute"),
            kept=tuple(self.options[index] for index in kept),
            set_aside=tuple(self.options[index] for index in set_aside),
            comparative=comparative,
        )

    def kept(self, judged: Judged) -> tuple[list[int], list[int]]:
        """Return the current services that stay part of every placement, and those that a must sets aside.

        Raises:
            CaseError: Two services that continue both give a home.
        """
        asked = list(bits(self.weighed.kept))
        kept = [index for index in asked if judged.standings[index] in CATEGORY]
        homes = [self.options[index].id for index in kept if self.options[index].gives_home]
        if len(homes) > 1:
            raise CaseError(
                _("two current services both give a home and both continue: {names}", names=", ".join(homes)),
                help=_("write question: ends, or question: review, on one of them"),
            )
        return kept, [index for index in asked if index not in kept]

    # --- the first pass ---

    def first_pass(self, rows: Mapping[str, Rows]) -> Comparative:
        """Compare without wishes and rights: is there a lower step, an own match, is today's help enough, what is the reference.

        What runs and continues is not weighed again: it counts as suitable here.
        """
        judged = judge(self.weighed, [rule for rule in self.rules if not rule.comparative], rows)
        kept, _aside = self.kept(judged)
        standings = ["suitable" if index in kept else one for index, one in enumerate(judged.standings)]
        judged = replace(judged, standings=standings)
        preferences = tuple(
            one for one in self.guideline.preferences if not self.guideline.rests_on(one.value) & _NOT_IN_FIRST_PASS
        )
        rules = tuple(rule for rule in self.placement_rules if not rule.comparative)
        whole = WholeFacts(self.guideline, self.columns, judged)
        order = Order(whole, WholeRules(whole, rules), (), preferences)
        suitable = [index for index, standing in enumerate(standings) if standing == "suitable"]
        first = self.placements(order, kept, 1, suitable=suitable)
        reference = self.reference(first)
        internal = next((row for value, row in self.columns.column("option.internal") if value is True), 0)
        own = {index for index in suitable if internal >> index & 1}
        today = {i for i in suitable if self.options[i].current is not None or self.options[i].kind == "home"}
        lowest = self.lowest_step(order, suitable, kept)
        steps = [order.judged.weighed.steps[index].get("home", -1) for index in range(len(self.options))]
        return Comparative(
            lowest_step=lowest,
            above_lowest=frozenset(
                option.id
                for option, step in zip(self.options, steps, strict=True)
                if lowest is not None and lowest < step
            ),
            own_match=self.feasible(order, suitable, kept, own),
            current_sufficient=self.feasible(order, suitable, kept, today),
            reference=reference,
            reference_price=order.whole.price(reference) if reference else UNKNOWN,
        )

    def reference(self, first: Sequence[Placement]) -> tuple[Option, ...]:
        offered = self.case.offered
        for option in self.options:
            if offered in (option.id, option.offer.id):
                return (option,)
        return first[0].parts if first else ()

    def lowest_step(self, order: Order, suitable: Sequence[int], kept: Sequence[int]) -> int | None:
        steps = {index: order.judged.weighed.steps[index].get("home", 0) for index in suitable}
        for step in sorted(set(steps.values())):
            if self.feasible(order, suitable, kept, {index for index, one in steps.items() if one <= step}):
                return step
        return None

    def feasible(self, order: Order, suitable: Sequence[int], kept: Sequence[int], among: set[int]) -> bool:
        """Return whether a suitable placement exists whose parts, the kept ones included, are all among some options."""
        if not among.issuperset(kept):
            return False
        inside = [index for index in suitable if index in among]
        return any(
            feasible(
                self.wanted(),
                pool,
                forced,
                lambda parts: self.suits(order, parts) and not self.spares_its_stay(parts, surely=True),
            )
            for pool, forced in self.pools(order, inside, kept, surely=True)
        )

    def suits(self, order: Order, parts: Sequence[Candidate]) -> bool:
        """Return whether the rules of the whole find a set of suitable options suitable."""
        if not order.rules.rules:
            return True
        indexes = [part.index for part in parts]
        judgement = order.rules.judge(indexes, order.whole.of(indexes), False)
        return judgement is not None and judgement[0] == "suitable"

    def read_comparative(self, comparative: Comparative) -> None:
        """Let the second pass read what the first found."""
        above = sum(1 << i for i, option in enumerate(self.options) if option.id in comparative.above_lowest)
        everything = (1 << len(self.options)) - 1
        groups: list[tuple[Value, int]] = [(True, above), (False, everything & ~above)]
        self.columns.read_comparative([(value, mask) for value, mask in groups if mask], comparative.values)

    # --- placements ---

    def wanted(self) -> tuple[Decimal, ...]:
        return tuple(one.amount for one in self.requirements)

    def placements(
        self, order: Order, kept: Sequence[int], top: int, *, suitable: Sequence[int] | None = None
    ) -> list[Placement]:
        """Return the best placements: those that surely meet everything, and those that may; or the suitable ones alone."""
        standing = [index for index, one in enumerate(order.judged.standings) if one in CATEGORY]
        if suitable is not None:
            standing = list(suitable)
        found: list[Placement] = []
        made: dict[tuple[Candidate, ...], Placement] = {}
        for surely in (True,) if suitable is not None else (True, False):
            if len(found) == top and all(one.standing != "undecided" for one in found):
                break  # what leans on an unknown is undecided, and comes after all these
            pools = list(self.pools(order, standing, kept, surely=surely))
            # What comes first is likely least intrusive, or least unknown; found early, it spares the search much of the rest.
            for pool, forced in pools if surely else reversed(pools):
                leaning = 0 if surely else max(1, self.never_surely((*pool, *forced)))
                search = Search(
                    wanted=self.wanted(),
                    candidates=pool,
                    kept=forced,
                    key=lambda parts, surely=surely: self.key(  # type: ignore[misc]
                        order, parts, made, surely=surely, only_suitable=suitable is not None
                    ),
                    bound=lambda parts, leaning=leaning: order.bound(  # type: ignore[misc]
                        [part.index for part in parts], leaning=leaning
                    ),
                    whole=None if surely else lambda parts: self.whole(order, [part.index for part in parts]),
                )
                found += [made[parts] for parts in best(search, top, [placement.sort_key for placement in found])]
                found = sorted(found, key=lambda placement: placement.sort_key)[:top]
        return found

    def never_surely(self, parts: Sequence[Candidate]) -> int:
        """Return how many requirements none of some candidates surely meets anything of."""
        return sum(
            1
            for place in range(len(self.requirements))
            if not any(self.meetings[part.index][place].surely for part in parts)
        )

    def pools(
        self, order: Order, indexes: Sequence[int], kept: Sequence[int], *, surely: bool
    ) -> Iterator[tuple[tuple[Candidate, ...], tuple[Candidate, ...]]]:
        """Yield the candidates to search among, with the kept ones: without a stay, and with one.

        Where the citizen needs staff round the clock, the stay is asked if there is one: beside it nobody else's staff count.
        """
        every = tuple(order.candidates(indexes, surely=surely))
        forced = tuple(order.candidates(kept, surely=surely))
        if not self.covering.of_home:
            yield every, forced
            return
        if not any(self.covering.is_stay(part.index) for part in forced):
            yield tuple(part for part in every if not self.covering.is_stay(part.index)), forced
        yield (
            tuple(self.beside_a_stay(part) for part in every),
            tuple(self.beside_a_stay(p) for p in forced),
        )

    def beside_a_stay(self, part: Candidate) -> Candidate:
        if self.covering.is_stay(part.index):
            return part
        if part not in self.beside:
            asked = (
                Decimal(0) if one.of_home else amount for one, amount in zip(self.requirements, part.meets, strict=True)
            )
            self.beside[part] = replace(part, meets=tuple(asked), alike=(*part.alike, part.meets))
        return self.beside[part]

    def spares_its_stay(self, parts: Sequence[Candidate], *, surely: bool) -> bool:
        """Return whether a set would meet everything without its stay, once the others' staff count again."""
        stays = [part for part in parts if self.covering.is_stay(part.index)]
        if not stays or not self.covering.of_home or continues(self.options[stays[0].index]):
            return False
        rest = [part for part in parts if part is not stays[0]]
        if not rest or any(part.setting == stays[0].offer for part in rest):
            return False
        return not self.covering.short_of([part.index for part in rest], surely=surely)

    def key(
        self,
        order: Order,
        parts: tuple[Candidate, ...],
        made: dict[tuple[Candidate, ...], Placement],
        *,
        surely: bool,
        only_suitable: bool,
    ) -> tuple[object, ...] | None:
        """Return the sort key of a set, and keep the placement that it is; None where it is none in this search."""
        indexes = [part.index for part in parts]
        if (not surely and not self.covering.leans_on(indexes)) or self.spares_its_stay(parts, surely=surely):
            return None
        placement = self.placement(order, indexes)
        if placement is None or (only_suitable and placement.standing != "suitable"):
            return None
        made[parts] = placement
        return placement.sort_key

    def whole(self, order: Order, indexes: Sequence[int]) -> Iterator[tuple[object, ...]]:
        """Yield the parts of a key that a whole set cannot beat: what it leans on is known."""
        return order.bound(indexes, leaning=len(self.covering.leans_on(indexes)))

    def placement(self, order: Order, indexes: Sequence[int]) -> Placement | None:
        """Judge and order one set of options; None where a must of the whole fails."""
        leaning = self.covering.leans_on(indexes)
        facts = order.whole.of(indexes)
        judgement = order.rules.judge(indexes, facts, bool(leaning))
        if judgement is None:
            return None
        standing, failed = judgement
        doubts = (*order.held(indexes), len(leaning) + sum(order.judged.doubts[index] for index in indexes))
        criteria = order.criteria(indexes, standing, doubts, facts)
        parts = tuple(self.options[index] for index in indexes)
        return Placement(parts, standing, leaning, tuple(criteria), tuple(failed), facts)

    def any_set(self, order: Order, indexes: Sequence[int]) -> Placement:
        """Judge a set that need not be a placement: a part may be ruled out or of the acute lane, a need unmet, a must fail."""
        leaning, facts = self.covering.leans_on(indexes), order.whole.of(indexes)
        environment = order.whole.environment(facts)
        given = [(rule, order.rules.outcome(rule, environment, facts)) for rule in order.rules.rules]
        failed = [(rule, one) for rule, one in given if one in (Outcome.FAILS, Outcome.UNKNOWN)]
        standings = [order.judged.standings[index] for index in indexes] + ["undecided"] * bool(leaning)
        standing = max(standings + [effect(rule, one) for rule, one in failed], key=WEAKNESS.__getitem__)
        return Placement(tuple(self.options[index] for index in indexes), standing, leaning, (), tuple(failed), facts)
