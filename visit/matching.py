"""The only way to a ranking: a case, a catalogue and a guideline on a date give placements in order.

`match` is the arrows of the design in order: facts, rules, standings, placements, ranking. Total, deterministic and free of clocks:
the same inputs give the same ranking on every platform. It computes twice where a rule compares an option with others: the first
pass, without wishes and rights, gives the comparative facts; the second reads them; there is no third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from visit.case import Case
from visit.catalogue import Catalogue, Option
from visit.needs import meetings, needed_areas, requirements
from visit.options import options
from visit.ordering import CATEGORY, Judged, Order
from visit.placements import Candidate, Search, best, feasible
from visit.ranking import AreaRanking, Comparative, Placement, Ranking, Requirement
from visit.rules.columns import Columns, Rows
from visit.rules.evaluate import CaseSide, case_side
from visit.rules.guideline import Guideline, Preference, Rule
from visit.rules.values import UNKNOWN, Value

TOP = 5
"""How many placements are found unless more are asked for."""

_WISHES = frozenset(("option.wished", "option.avoided", "placement.free_choice"))


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
        self.meetings = meetings(every, self.requirements, side, guideline)

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
            areas=self.area_rankings(order),
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
            if ruled_out & bit or not (acute or any(one.at_most for one in met)):
                standings.append("ruled_out")
            elif acute:
                standings.append("acute")
            elif undecided & bit or not any(one.surely for one in met):
                standings.append("undecided")
            elif awaiting & bit:
                standings.append("awaiting")
            else:
                standings.append("by_exception" if exception & bit else "suitable")
        areas = needed_areas(self.side)
        held = [bool(awaiting >> index & 1) for index in range(count)]
        return Judged(self.options, standings, exceptions, doubts, held, self.meetings, self.requirements, areas)

    def kept(self, judged: Judged) -> tuple[list[int], list[int]]:
        """Return the current services that stay part of every placement, and those that a must sets aside."""
        asked = [
            index
            for index, option in enumerate(self.options)
            if option.current is not None and option.current.get("question", "keep") == "keep"
        ]
        kept = [index for index in asked if judged.standings[index] in CATEGORY]
        return kept, [index for index in asked if index not in kept]

    # --- the first pass ---

    def first_pass(self, rows: Mapping[str, Rows]) -> Comparative:
        """Compare without wishes and rights: is there a lower step, an own match, is today's help enough, what is the reference."""
        judged = self.judge([rule for rule in self.rules if not rule.comparative], rows)
        preferences = tuple(
            one for one in self.guideline.preferences if not self.guideline.rests_on(one.value) & _WISHES
        )
        rules = tuple(rule for rule in self.placement_rules if not rule.comparative)
        order = self.order(judged, (), preferences, rules)
        kept, _aside = self.kept(judged)
        suitable = [index for index, standing in enumerate(judged.standings) if standing == "suitable"]
        first = [part for part in self.placements(order, kept, 1) if part.standing == "suitable"]
        lowest_step = self.lowest_step(order, suitable, kept)
        reference = self.reference(first)
        internal = set(_indexes(self.columns.column("option.internal")))
        today = [i for i in suitable if self.options[i].current is not None or self.options[i].kind == "home"]
        return Comparative(
            lowest_step=lowest_step,
            own_match=self.feasible(order, [index for index in suitable if index in internal], kept),
            current_sufficient=self.feasible(order, today, kept),
            reference=reference,
            reference_price=order.price(reference) if reference else UNKNOWN,
            lowest=first[0].parts if first else (),
        )

    def reference(self, first: Sequence[Placement]) -> tuple[Option, ...]:
        offered = self.case.get("offered")
        for option in self.options:
            if offered in (option.id, option.offer.id):
                return (option,)
        return first[0].parts if first else ()

    def lowest_step(self, order: Order, suitable: Sequence[int], kept: Sequence[int]) -> int | None:
        steps = sorted({order.ladder_steps[index].get("home", 0) for index in suitable})
        for step in steps:
            low = [index for index in suitable if order.ladder_steps[index].get("home", 0) <= step]
            if self.feasible(order, low, kept):
                return step
        return None

    def feasible(self, order: Order, indexes: Sequence[int], kept: Sequence[int]) -> bool:
        forced = tuple(order.candidates([index for index in kept if index in indexes], surely=True))
        return feasible(self.wanted(), order.candidates(indexes, surely=True), forced)

    def read_comparative(self, comparative: Comparative) -> None:
        """Let the second pass read what the first found."""
        lowest = comparative.lowest_step
        steps = [
            max((s.number for s in option.areas.values() if s.ladder == "home"), default=-1) for option in self.options
        ]
        met = sum(1 << index for index, step in enumerate(steps) if lowest is not None and lowest < step)
        everything = (1 << len(self.options)) - 1
        groups: list[tuple[Value, int]] = [(True, met), (False, everything & ~met)]
        self.columns.known["met_lower"] = [(value, mask) for value, mask in groups if mask]
        self.columns.comparative = {
            "own_match": comparative.own_match,
            "current_sufficient": comparative.current_sufficient,
            "reference.price_dkk_per_day": comparative.reference_price,
        }

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

    def placements(self, order: Order, kept: Sequence[int], top: int) -> list[Placement]:
        """Return the best placements: those that surely meet everything, and those that may."""
        standing = [index for index, one in enumerate(order.judged.standings) if one in CATEGORY]
        found: list[Placement] = []
        for surely in (True, False):
            forced = tuple(order.candidates(kept, surely=surely))
            search = Search(
                wanted=self.wanted(),
                candidates=tuple(order.candidates(standing, surely=surely)),
                kept=forced,
                key=lambda parts, surely=surely: self.key(order, parts, surely),  # type: ignore[misc]
                bound=lambda parts, surely=surely: order.bound(  # type: ignore[misc]
                    [part.index for part in parts], undecided=not surely
                ),
            )
            for parts in best(search, top):
                placement = self.placement(order, [part.index for part in parts])
                if placement is not None:
                    found.append(placement)
        found.sort(key=lambda placement: placement.sort_key)
        return found[:top]

    def key(self, order: Order, parts: Sequence[Candidate], surely: bool) -> tuple[object, ...] | None:
        indexes = [part.index for part in parts]
        if not surely and not self.leans_on(indexes):
            return None
        placement = self.placement(order, indexes)
        return None if placement is None else placement.sort_key

    def leans_on(self, indexes: Sequence[int]) -> tuple[Requirement, ...]:
        """Return the requirements that a set meets only if an unknown turns out well."""
        return tuple(
            wanted
            for place, wanted in enumerate(self.requirements)
            if sum((self.meetings[index][place].surely for index in indexes), Decimal(0)) < wanted.amount
        )

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
