"""How far the parts of a placement are from the home in it (km and minutes), and what a rule on that puts out of reach.

A *way* is one of two: the *commute* to a part that serves the day, and the *visits* of help in the home. It begins in the home
of the placement; where that has none, in the home that the citizen has. What is of the home's own offer has no way.

A rule is *foreseen* where it does no more than limit a way: then the search knows which options are beyond it from a home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from visit.catalogue import Option
from visit.ranking.option_kinds import gives_home
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.option_sets import bits, union
from visit.rules.facts.declaration import FactOfOption, said_of
from visit.rules.facts.distances import ESTIMATED_HOME_KM, HOME_KM, HOME_TIMES, WAYS, Spot, home_of
from visit.rules.guideline.values import Guideline, Rule
from visit.rules.language.conditions import ORDER, Condition
from visit.rules.language.expression import Comparison, Literal, Logic, Name, Node
from visit.rules.language.values import UNKNOWN, Value

COMMUTE, VISITS = "commute", "visits"
FACTS: Mapping[str, tuple[str, FactOfOption]] = {
    "placement.commute_km": (COMMUTE, HOME_KM),
    "placement.estimated_commute_km": (COMMUTE, ESTIMATED_HOME_KM),
    "placement.visits_km": (VISITS, HOME_KM),
    "placement.estimated_visits_km": (VISITS, ESTIMATED_HOME_KM),
    **dict(zip(WAYS, ((way, fact) for way in (COMMUTE, VISITS) for fact in HOME_TIMES), strict=True)),
}
"""The ways as facts of a placement: which way, and what measures it."""
Spots: TypeAlias = tuple[Spot, Spot]
"""Where a way begins: as it is recorded, and by an estimate where it is not."""
Beyond: TypeAlias = tuple[int, ...]
"""For each limit the options that are beyond it, as rows of bits."""
_DAY_AREAS = frozenset(("activity", "work", "education"))


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a rule lets a way be, and by what it is measured."""

    way: str
    fact: FactOfOption
    operator: str
    most: int | Decimal

    def allows(self, distance: Value) -> bool:
        """Return whether a distance surely is within the limit."""
        return distance is not UNKNOWN and ORDER[self.operator](distance, self.most)


class FromTheHome:
    """How far the options of a case are from each home, by their indexes; where a placement has no home, that is None."""

    def __init__(self, columns: Columns, options: Sequence[Option], served: Sequence[frozenset[str]]) -> None:
        self.columns, self.options, self.served = columns, options, served
        self.now = columns.side.circumstances
        self.figures = HOME_KM.named(self.now)

    # --- facts of a whole ---

    def facts(self, indexes: Sequence[int]) -> dict[str, Value]:
        """Return the longest of each way; unknown where one is, and 0 without any."""
        home = next((one for index in indexes if (one := self.options[index]).gives_home), None)
        at_home = None if home is None else home.offer.id
        ends = {way: [one for one in indexes if self.ends[way] >> one & 1] for way in (COMMUTE, VISITS)}
        away = {way: [self.options[one] for one in ends[way] if self.options[one].offer.id != at_home] for way in ends}
        return {name: self.longest(fact, home, away[way]) if away[way] else 0 for name, (way, fact) in FACTS.items()}

    def longest(self, fact: FactOfOption, home: Option | None, ends: Sequence[Option]) -> Value:
        """Return the longest of the ways from a home to some options; unknown where one is."""
        start = self.spots_of(home)[fact is ESTIMATED_HOME_KM]
        distances = [fact.read(start, fact.of_option(end), said_of(end, self.figures)) for end in ends]
        known = [one for one in distances if isinstance(one, int | Decimal)]
        return max(known) if len(known) == len(distances) else UNKNOWN

    @cached_property
    def ends(self) -> dict[str, int]:
        """The options that each way leads to."""
        rows = {COMMUTE: 0, VISITS: 0}
        for index in bits((1 << len(self.options)) - 1 & ~self.columns.option_set.of_kind(gives_home)):
            option, served = self.options[index], self.served[index]
            if not served.isdisjoint(_DAY_AREAS):
                rows[COMMUTE] |= 1 << index
            elif option.provision.in_own_home:
                rows[VISITS] |= 1 << index
        return rows

    # --- what the search foresees ---

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What the presumptions that may apply to the case limit ways to."""
        side = self.columns.side
        rules = [rule for rule in self.columns.guideline.rules if rule.of_placement and may_apply(rule, side)]
        return tuple([limit for rule in rules if (limit := limit_of(rule, side)) is not None])

    @cached_property
    def beyond(self) -> Mapping[int | None, Beyond]:
        """The options that are beyond each limit, by the home; what is of the home's own offer never is."""
        found: dict[int | None, Beyond] = {None: self.far(self.spots_of(None))}
        for spots, homes in self.homes_by_spot():
            far = self.far(spots)
            for home in bits(homes):
                here = self.of_offer[self.options[home].offer.id]
                found[home] = tuple([row & ~here for row in far]) if union(far) & here else far
        return found

    @cached_property
    def alike(self) -> Mapping[Beyond, int]:
        """The homes from which the same is beyond the limits, as a row of bits; the row has no bit for no home."""
        found: dict[Beyond, int] = {}
        for home, far in self.beyond.items():
            found[far] = found.get(far, 0) | (0 if home is None else 1 << home)
        return found

    def homes_by_spot(self) -> Iterator[tuple[Spots, int]]:
        """Yield where ways begin, with the homes there; for those of the catalogue that is the same for every case."""
        option_set = self.columns.option_set

        def read() -> dict[Spots, int]:
            found: dict[Spots, int] = {}
            for index, option in option_set.of_catalogue():
                if option.gives_home:
                    spots = self.spots_of(option)
                    found[spots] = found.get(spots, 0) | 1 << index
            return found

        yield from option_set.cache.decided.of("where homes are", read).items()
        yield from ((self.spots_of(one), 1 << at) for at in option_set.own if (one := self.options[at]).gives_home)

    def spots_of(self, home: Option | None) -> Spots:
        """Return where a way from a home begins: where that is recorded, and by an estimate."""
        return home_of(home, self.now, estimated=False), home_of(home, self.now, estimated=True)

    def far(self, spots: Spots) -> Beyond:
        """Return the options that are not surely within each limit."""
        return tuple([self.far_from(spots[one.fact is ESTIMATED_HOME_KM], one) for one in self.limits])

    def far_from(self, start: Spot, limit: Limit) -> int:
        """Return the options to which a way is not surely within a limit; of the catalogue's that is cached."""
        fact, option_set = limit.fact, self.columns.option_set
        about = union(option_set.of_id(id) for id, _said in self.figures)

        def read() -> int:
            return union(row for distance, row in option_set.unnamed(fact, start) if not limit.allows(distance))

        far = option_set.cache.decided.of(("far", limit, start), read) & self.ends[limit.way] & ~about
        for index in bits(self.ends[limit.way] & (self.own | about)):
            end = self.options[index]
            if not limit.allows(fact.read(start, fact.of_option(end), said_of(end, self.figures))):
                far |= 1 << index
        return far

    @cached_property
    def own(self) -> int:
        """The options that the case adds."""
        return sum([1 << index for index in self.columns.option_set.own])

    @cached_property
    def of_offer(self) -> dict[str, int]:
        """The options of each offer."""
        rows: dict[str, int] = {}
        for index, option in enumerate(self.options):
            rows[option.offer.id] = rows.get(option.offer.id, 0) | 1 << index
        return rows


# --- rules that are foreseen ---


def may_apply(rule: Rule, side: CaseSide) -> bool:
    """Return whether a rule of placements may apply to some placement of a case, by what its conditions read of the case alone."""
    guideline = side.dependencies.guideline
    excluded = ((rule.when, False), (rule.unless, True))
    return not any(
        condition is not None and reads_case(condition, guideline) and condition.holds(side.values) is never
        for condition, never in excluded
    )


def limit_of(rule: Rule, side: CaseSide) -> Limit | None:
    """Return the limit of a presumption that does no more than limit a way; None for any other rule."""
    guideline = side.dependencies.guideline
    about_case = all(reads_case(one, guideline) for one in (rule.when, rule.unless) if one is not None)
    if rule.strength != "presumption" or rule.confirm or not about_case:
        return None
    node = rule.require.node
    atoms = node.parts if isinstance(node, Logic) and node.operator == "or" else (node,)
    limits = [limit for atom in atoms if (limit := _limit_in(atom, side)) is not None]
    if len(limits) < len(atoms) or len({(one.way, _measure(one.fact), one.operator, one.most) for one in limits}) > 1:
        return None
    # What is recorded is also what an estimate says, so that the estimate decides alone.
    return next((one for one in limits if one.fact is ESTIMATED_HOME_KM), limits[0])


def _measure(fact: FactOfOption) -> str:
    """Return what a way is measured by: the same for a distance and its estimate."""
    return fact.estimates or fact.name


def _limit_in(node: Node, side: CaseSide) -> Limit | None:
    """Return the limit that one comparison sets."""
    match node:
        case Comparison(operator="<" | "<=" as compared, left=Name(name=name), right=Name() | Literal() as right) if (
            name in FACTS
        ):
            most = right.value if isinstance(right, Literal) else side.values.get(right.name)
            way, fact = FACTS[name]
            return Limit(way, fact, compared, most) if isinstance(most, int | Decimal) else None
        case _:
            return None


def reads_case(condition: Condition, guideline: Guideline) -> bool:
    """Return whether a condition rests on facts of the case alone."""
    facts = guideline.facts
    return all(name not in facts or facts[name].side == "case" for name in guideline.rests_on(condition))
