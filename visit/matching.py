"""The only way to a ranking: a case, a catalogue and a guideline on a date give placements in order.

`match` is the arrows of the design in order: facts, rules, standings, placements, ranking. Total, deterministic and free of clocks:
the same inputs give the same ranking on every platform. It computes twice where a rule compares an option with others: the first
pass, without wishes and rights, gives the comparative facts; the second reads them; there is no third.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.errors import CaseError
from visit.frozen import replace
from visit.locale import text as _
from visit.needs import meetings, needed_areas, requirements, served_areas, steps
from visit.options import options
from visit.ordering import CATEGORY, WEAKNESS, Judged, Order, effect
from visit.placements import Candidate, Search, best, feasible
from visit.ranking import AreaRanking, Comparative, Placement, Ranking, Requirement
from visit.rules.columns import Columns, Rows
from visit.rules.evaluate import COMPARATIVE, CaseSide, Outcome, case_side
from visit.rules.guideline import Guideline, Preference, Rule
from visit.rules.values import UNKNOWN, Value

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
    day = case.assessed if as_of is None else as_of
    side = case_side(case, guideline, day)
    every = options(case, catalogue, day)
    return _Matching(case, catalogue, guideline, day, side, every).ranking(top)


class _Matching:
    """One run of `match`: what is known so far, each step reading what the earlier ones found."""

    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        guideline: Guideline,
        as_of: date,
        side: CaseSide,
        every: tuple[Option, ...],
    ) -> None:
        self.case, self.catalogue, self.guideline, self.as_of, self.side, self.options = (
            case, catalogue, guideline, as_of, side, every,
        )  # fmt: skip
        self.columns = Columns(side, guideline, every)
        self.rules = tuple(rule for rule in guideline.rules if not rule.of_placement)
        self.placement_rules = tuple(rule for rule in guideline.rules if rule.of_placement)
        self.requirements = requirements(side, guideline)
        self.meetings = meetings(every, self.requirements, side)
        areas = needed_areas(side)
        self.served = [
            served_areas(option, met, self.requirements, areas) or frozenset(option.areas)
            for option, met in zip(every, self.meetings, strict=True)
        ]
        self.steps = [steps(option, served) for option, served in zip(every, self.served, strict=True)]

    def ranking(self, top: int) -> Ranking:
        rows = {rule.id: self.columns.rows(rule) for rule in self.rules if not rule.comparative}
        comparative = self.first_pass(rows)
        self.read_comparative(comparative)
        rows.update({rule.id: self.columns.rows(rule) for rule in self.rules if rule.comparative})
        judged = self.judge(self.rules, rows)
        order = self.order(judged, self.guideline.rights, self.guideline.preferences, self.placement_rules)
        order.reference_price = comparative.reference_price
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
            rank_areas=lambda: self.area_rankings(order),
            judge_parts=lambda indexes: self.any_set(order, indexes),
            accounts=_accounts(judged.standings),
            acute=tuple(o for o, s in zip(self.options, judged.standings, strict=True) if s == "acute"),
            kept=tuple(self.options[index] for index in kept),
            set_aside=tuple(self.options[index] for index in set_aside),
            comparative=comparative,
        )

    # --- standings ---

    def judge(self, rules: Sequence[Rule], rows: Mapping[str, Rows]) -> Judged:
        """Return the standing of every option, and how many exceptions and doubts each has."""
        count = len(self.options)
        ruled_out = awaiting = undecided = exception = 0
        exceptions, doubts = [0] * count, [0] * count
        for rule in rules:
            row = rows[rule.id]
            if rule.strength == "must":
                ruled_out |= row.fails
                undecided |= row.unknown
                if rule.gate == "sufficiency":
                    _count(doubts, row.unknown)
            elif rule.strength == "hold":
                awaiting |= row.fails
                undecided |= row.unknown
            else:
                exception |= row.fails | row.unknown
                _count(exceptions, row.fails | row.unknown)
        standings = []
        for index, (option, met) in enumerate(zip(self.options, self.meetings, strict=True)):
            bit = 1 << index
            acute = option.provision.lane == "acute"
            meets, surely = any(one.at_most for one in met), any(one.surely for one in met)
            if ruled_out & bit or not (meets or acute or _continues(option)):
                standings.append("ruled_out")
            elif acute:
                standings.append("acute")
            elif undecided & bit or (meets and not surely):
                standings.append("undecided")
            elif awaiting & bit:
                standings.append("awaiting")
            else:
                standings.append("by_exception" if exception & bit else "suitable")
        areas = needed_areas(self.side)
        held = [bool(awaiting >> index & 1) for index in range(count)]
        return Judged(
            self.options,
            standings,
            exceptions,
            doubts,
            held,
            self.meetings,
            self.requirements,
            areas,
            self.served,
            self.steps,
        )

    def kept(self, judged: Judged) -> tuple[list[int], list[int]]:
        """Return the current services that stay part of every placement, and those that a must sets aside.

        Raises:
            CaseError: Two services that continue both give a home.
        """
        asked = [index for index, option in enumerate(self.options) if _continues(option)]
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
        judged = self.judge([rule for rule in self.rules if not rule.comparative], rows)
        kept, _aside = self.kept(judged)
        standings = ["suitable" if index in kept else one for index, one in enumerate(judged.standings)]
        judged = replace(judged, standings=standings)
        preferences = tuple(
            one for one in self.guideline.preferences if not self.guideline.rests_on(one.value) & _NOT_IN_FIRST_PASS
        )
        rules = tuple(rule for rule in self.placement_rules if not rule.comparative)
        order = self.order(judged, (), preferences, rules)
        suitable = [index for index, standing in enumerate(standings) if standing == "suitable"]
        first = self.placements(order, kept, 1, suitable=suitable)
        reference = self.reference(first)
        own = set(_indexes(self.columns.column("option.internal")))
        today = {i for i in suitable if self.options[i].current is not None or self.options[i].kind == "home"}
        lowest = self.lowest_step(order, suitable, kept)
        steps = [order.judged.steps[index].get("home", -1) for index in range(len(self.options))]
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
            reference_price=order.price(reference) if reference else UNKNOWN,
        )

    def reference(self, first: Sequence[Placement]) -> tuple[Option, ...]:
        offered = self.case.get("offered")
        for option in self.options:
            if offered in (option.id, option.offer.id):
                return (option,)
        return first[0].parts if first else ()

    def lowest_step(self, order: Order, suitable: Sequence[int], kept: Sequence[int]) -> int | None:
        steps = {index: order.judged.steps[index].get("home", 0) for index in suitable}
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
        if not order.placement_rules:
            return True
        indexes = [part.index for part in parts]
        judgement = order.judge(indexes, order.facts(indexes), False)
        return judgement is not None and judgement[0] == "suitable"

    def read_comparative(self, comparative: Comparative) -> None:
        """Let the second pass read what the first found."""
        above = sum(1 << i for i, option in enumerate(self.options) if option.id in comparative.above_lowest)
        everything = (1 << len(self.options)) - 1
        groups: list[tuple[Value, int]] = [(True, above), (False, everything & ~above)]
        self.columns.known["met_lower"] = [(value, mask) for value, mask in groups if mask]
        self.columns.comparative = comparative.values

    # --- placements ---

    def order(
        self,
        judged: Judged,
        rights: tuple[Preference, ...],
        preferences: tuple[Preference, ...],
        rules: tuple[Rule, ...],
    ) -> Order:
        return Order(self.guideline, self.columns, judged, rights, preferences, rules)

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
        for surely in (True,) if suitable is not None else (True, False):
            for pool, forced in self.pools(order, standing, kept, surely=surely):
                leaning = 0 if surely else max(1, self.never_surely((*pool, *forced)))
                search = Search(
                    wanted=self.wanted(),
                    candidates=pool,
                    kept=forced,
                    key=lambda parts, surely=surely: self.key(order, parts, surely, suitable is not None),  # type: ignore[misc]
                    bound=lambda parts, leaning=leaning: order.bound(  # type: ignore[misc]
                        [part.index for part in parts], leaning=leaning
                    ),
                )
                placements = (self.placement(order, [part.index for part in parts]) for parts in best(search, top))
                found += [placement for placement in placements if placement is not None]
        found.sort(key=lambda placement: placement.sort_key)
        return found[:top]

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
        asked = [place for place, wanted in enumerate(self.requirements) if wanted.of_home]
        if not asked:
            yield every, forced
            return
        if not any(_is_stay(self.options[part.index]) for part in forced):
            yield tuple(part for part in every if not _is_stay(self.options[part.index])), forced
        yield (
            tuple(self.beside_a_stay(part, asked) for part in every),
            tuple(self.beside_a_stay(p, asked) for p in forced),
        )

    def beside_a_stay(self, part: Candidate, asked: Sequence[int]) -> Candidate:
        if _is_stay(self.options[part.index]):
            return part
        meets = tuple(Decimal(0) if place in asked else amount for place, amount in enumerate(part.meets))
        return replace(part, meets=meets, alike=(*part.alike, part.meets))

    def spares_its_stay(self, parts: Sequence[Candidate], *, surely: bool) -> bool:
        """Return whether a set would meet everything without its stay, once the others' staff count again."""
        stays = [part for part in parts if _is_stay(self.options[part.index])]
        if not stays or not any(one.of_home for one in self.requirements) or _continues(self.options[stays[0].index]):
            return False
        rest = [part for part in parts if part is not stays[0]]
        if not rest or any(part.setting == stays[0].offer for part in rest):
            return False
        return self.meets_everything([part.index for part in rest], surely=surely)

    def key(
        self, order: Order, parts: Sequence[Candidate], surely: bool, only_suitable: bool
    ) -> tuple[object, ...] | None:
        indexes = [part.index for part in parts]
        if (not surely and not self.leans_on(indexes)) or self.spares_its_stay(parts, surely=surely):
            return None
        placement = self.placement(order, indexes)
        if placement is None or (only_suitable and placement.standing != "suitable"):
            return None
        return placement.sort_key

    def leans_on(self, indexes: Sequence[int]) -> tuple[Requirement, ...]:
        """Return the requirements that a set meets only if an unknown turns out well."""
        met = self.met(indexes, surely=True)
        return tuple(wanted for wanted, amount in zip(self.requirements, met, strict=True) if amount < wanted.amount)

    def meets_everything(self, indexes: Sequence[int], *, surely: bool) -> bool:
        met = self.met(indexes, surely=surely)
        return all(amount >= wanted.amount for wanted, amount in zip(self.requirements, met, strict=True))

    def met(self, indexes: Sequence[int], *, surely: bool) -> list[Decimal]:
        """Return how much of each requirement a set meets; staff are asked of the stay, where there is one."""
        stays = [index for index in indexes if _is_stay(self.options[index])]
        found = []
        for place, wanted in enumerate(self.requirements):
            meetings = [self.meetings[index][place] for index in (stays if stays and wanted.of_home else indexes)]
            found.append(sum((one.surely if surely else one.at_most for one in meetings), Decimal(0)))
        return found

    def placement(self, order: Order, indexes: Sequence[int]) -> Placement | None:
        """Judge and order one set of options; None where a must of the whole fails."""
        leaning = self.leans_on(indexes)
        facts = order.facts(indexes)
        judgement = order.judge(indexes, facts, bool(leaning))
        if judgement is None:
            return None
        standing, failed = judgement
        doubts = (*order.held(indexes), len(leaning) + sum(order.judged.doubts[index] for index in indexes))
        criteria = order.criteria(indexes, standing, doubts, facts)
        parts = tuple(self.options[index] for index in indexes)
        return Placement(parts, standing, leaning, tuple(criteria), tuple(failed), facts)

    def any_set(self, order: Order, indexes: Sequence[int]) -> Placement:
        """Judge a set that need not be a placement: a part may be ruled out or of the acute lane, a need unmet, a must fail."""
        leaning, facts = self.leans_on(indexes), order.facts(indexes)
        environment = order.environment(facts)
        given = [(rule, order.outcome(rule, environment, facts)) for rule in order.placement_rules]
        failed = [(rule, one) for rule, one in given if one in (Outcome.FAILS, Outcome.UNKNOWN)]
        standings = [order.judged.standings[index] for index in indexes] + ["undecided"] * bool(leaning)
        standing = max(standings + [effect(rule, one) for rule, one in failed], key=WEAKNESS.__getitem__)
        return Placement(tuple(self.options[index] for index in indexes), standing, leaning, (), tuple(failed), facts)

    # --- areas and accounts ---

    def area_rankings(self, order: Order) -> tuple[AreaRanking, ...]:
        """Return the options of every needed area in the order of placements, with balanced accounts."""
        return tuple(self.area_ranking(area, order) for area in sorted(order.judged.areas))

    def area_ranking(self, area: str, order: Order) -> AreaRanking:
        standings = order.judged.standings
        inside = [index for index, option in enumerate(self.options) if area in option.areas]
        ranked = [index for index in inside if standings[index] in CATEGORY]
        keys = {index: self.single_key(order, index) for index in ranked}
        ranked.sort(key=keys.__getitem__)
        accounts = dict(_accounts([standings[index] for index in inside]))
        accounts["other_area"] = len(self.options) - len(inside)
        return AreaRanking(area, tuple((self.options[i], standings[i]) for i in ranked), accounts)

    def single_key(self, order: Order, index: int) -> tuple[object, ...]:
        standing = order.judged.standings[index]
        doubts = (*order.held([index]), order.judged.doubts[index])
        criteria = order.criteria([index], standing, doubts, order.facts([index]))
        return (*(one.key for one in criteria), self.options[index].id)


def _is_stay(option: Option) -> bool:
    """Return whether an option gives a home together with support or care, so that its own staff are asked."""
    return option.gives_home and not option.areas.keys().isdisjoint(("support", "care"))


def _continues(option: Option) -> bool:
    """Return whether an option runs now and is to be kept."""
    return option.current is not None and option.current.get("question", "keep") == "keep"


def _count(counts: list[int], row: int) -> None:
    while row:
        low = row & -row
        counts[low.bit_length() - 1] += 1
        row ^= low


def _indexes(groups: Sequence[tuple[Value, int]]) -> list[int]:
    """Return the options for which a truth is true."""
    counts: list[int] = []
    for value, mask in groups:
        if value is True:
            counts += [index for index in range(mask.bit_length()) if mask >> index & 1]
    return counts


def _accounts(standings: Sequence[str]) -> dict[str, int]:
    names = ("suitable", "by_exception", "awaiting", "undecided", "ruled_out", "acute")
    return {name: sum(1 for one in standings if one == name) for name in names}
