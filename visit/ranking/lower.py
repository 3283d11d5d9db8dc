"""Whether the needs can be met in another way on a lower home step than an option's: true, false, or unknown.

Three *pools* of options of the first pass, each larger than the one before: those that are surely suitable and can be had; with
those that are so if the citizen's unknown facts turn out well; with those that wait for facts of offers. A placement out of the
first makes it true, one out of the second unknown. One out of the third leaves it false: what was *passed over* is to be confirmed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from visit.catalogue import Option
from visit.ranking.bare_areas import is_unasked
from visit.ranking.option_kinds import has_own_helpers, is_chosen_freely, is_current_or_home, supports_residents
from visit.ranking.ordering import Order
from visit.ranking.placements import Placing
from visit.ranking.regions import SearchSpace
from visit.ranking.standings import OFFER, Judged
from visit.ranking.values import Lower, Meeting, Standing
from visit.ranking.whole import WholeFacts, WholeRules
from visit.rules.deciding.all_options import Columns, Rows
from visit.rules.deciding.option_sets import bits, union
from visit.rules.deciding.unknown import is_of_offer
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN, Truth, negate

_NOT_TO_BE_HAD = frozenset(("refuses", "terminated", "waiting"))


class Candidates(IntEnum):
    """Which options a placement may be made of."""

    SURE = 0
    IF_THE_CITIZEN = 1
    IF_OFFERS_TOO = 2


@dataclass(frozen=True, slots=True, eq=False)
class OpenFacts:
    """What is open of the options of one first pass, as rows of bits.

    Attributes:
        fits: The options of which nothing that is asked of them fails, save what their offers answer.
        of_citizen: Those of which something is open that the citizen's facts alone tell.
        of_offers: Those of which something is open that an offer has to tell.
        facts: What is open of each, by its index.
    """

    fits: int
    of_citizen: int
    of_offers: int
    facts: Mapping[int, Iterable[str]]


def open_options(
    columns: Columns, judged: Judged, rules: Sequence[Rule], rows: Mapping[str, Rows], space: SearchSpace
) -> OpenFacts:
    """Sort out who can tell what is not known of the options by some rules of options: the offer, or the citizen's facts alone."""
    covering, runs_on = space.covering, sum(1 << index for index in space.continuing)
    asked = [rule for rule in rules if rule.by != OFFER]
    fits = (judged.ranked & ~union(rows[rule.id].fails for rule in asked)) | runs_on
    facts: dict[int, set[str]] = {}
    of_offers, of_citizen = 0, without_dwelling(columns, covering.options, fits & ~runs_on)
    for index in bits(of_citizen):
        facts.setdefault(index, set()).add("case.home.dwelling.offered")
    for index in bits(fits & ~runs_on):
        for wanted, met in zip(covering.requirements, covering.meetings[index], strict=True):
            if met.surely != met.at_most and not met.of_citizen:
                facts.setdefault(index, set()).add(wanted.id)
    for rule in rules:
        open = (rows[rule.id].unknown | rows[rule.id].confirm) & fits & ~runs_on
        for gone, mask in columns.missing(rule, open) if open else ():
            if any(map(is_of_offer, gone)):
                of_offers |= mask
            else:
                of_citizen |= mask
            for index in bits(mask):
                facts.setdefault(index, set()).update(gone)
    return OpenFacts(fits, of_citizen, of_offers, facts)


def without_dwelling(columns: Columns, options: Sequence[Option], row: int) -> int:
    """Return the tenancies among some options, where it is not known whether there is a dwelling."""
    if columns.side.values["case.home.dwelling.from"] is not UNKNOWN:
        return 0
    return sum(1 << index for index in bits(row) if options[index].kind == "tenancy")


class Ways:
    """The other ways of one first pass.

    Attributes:
        judged: The standings by the rules that compare nothing.
        whole_rules: The rules of placements that compare nothing.
        fits: See `OpenFacts`; and so the next three.
    """

    def __init__(
        self, columns: Columns, judged: Judged, whole_rules: Sequence[Rule], space: SearchSpace, open: OpenFacts
    ) -> None:
        self.columns, self.judged, self.space, self.covering = columns, judged, space, space.covering
        self.options = space.covering.options
        self.steps = [steps.get("home", 0) for steps in judged.weighed.steps]
        self.of_today = columns.option_set.of_kind(is_current_or_home)
        self.runs_on = sum(1 << index for index in space.continuing)
        self.whole_rules = whole_rules
        self.fits, self.of_citizen, self.of_offers, self.facts = (
            open.fits, open.of_citizen, open.of_offers, open.facts,
        )  # fmt: skip
        self.placings: dict[Candidates, Placing] = {}
        self.lowest_steps: dict[tuple[Candidates, bool, bool, bool], int | None] = {}
        self.truths: dict[tuple[int, bool, bool, bool], Truth] = {}

    # --- which options a placement may be made of ---

    @cached_property
    def can_be_had(self) -> int:
        """The options that did not refuse and have a place as far as is known; no helpers of one's own that nobody asked for."""
        answers, free = self.columns.column("option.answer"), self.columns.column("option.free_places")
        refusing = union(row for value, row in answers if value in _NOT_TO_BE_HAD)
        accepting = union(row for value, row in answers if value == "accepts")
        full = (
            union(row for value, row in free if value == 0)
            & ~accepting
            & self.columns.mask("option.kind", frozenset(("catalogue",)))
        )
        return ~(refusing | full | self.unasked) | self.runs_on

    @cached_property
    def unasked(self) -> int:
        """The options with helpers of one's own, unless they run now or are applied for or wished."""
        now = self.columns.side.circumstances
        helpers = bits(self.columns.option_set.of_kind(has_own_helpers))
        return sum(1 << index for index in helpers if is_unasked(self.options[index], now.case, now.as_of))

    @cached_property
    def tried(self) -> int:
        """The options that were tried and not enough, among those that could be part of another way."""
        return self.fits & union(row for value, row in self.columns.column("option.tried_not_enough") if value is True)

    @cached_property
    def wished(self) -> int:
        return union(row for value, row in self.columns.column("option.wished") if value is True)

    def pool(self, pool: Candidates) -> int:
        """Return the options of a pool, as a row of bits."""
        closed = {
            Candidates.SURE: self.of_citizen | self.of_offers,
            Candidates.IF_THE_CITIZEN: self.of_offers,
            Candidates.IF_OFFERS_TOO: 0,
        }
        return self.fits & ~closed[pool] | self.runs_on

    # --- the free choice ---

    @cached_property
    def of_choice(self) -> int:
        """The homes that a citizen chooses among: SEL 108, and ABL 105 where the same offer has support for its residents."""
        free = self.columns.option_set.of_kind(is_chosen_freely)
        offers = {self.options[index].offer.id for index in bits(self.residents_support)}
        houses = sum(1 << index for index in bits(free) if self.options[index].offer.id in offers)
        return free & self.covering.stays | houses

    @cached_property
    def residents_support(self) -> int:
        """The support that is for the residents of a house."""
        return self.columns.option_set.of_kind(supports_residents)

    def apart(self, row: int) -> Iterator[int]:
        """Yield parts of a row that together hold every placement whose home is not one of the choice.

        Either without these homes, or with houses but without their support for residents: beside other support they do not count.
        """
        if not row & self.of_choice:
            yield row
            return
        yield row & ~self.of_choice
        houses = {self.options[index].offer.id for index in bits(self.of_choice) if not self.covering.is_stay(index)}
        their_support = [i for i in bits(self.residents_support) if self.options[i].offer.id in houses]
        stays = [i for i in bits(self.of_choice) if self.covering.is_stay(i)]
        yield row & ~sum(1 << index for index in (*their_support, *stays))

    # --- the lowest steps ---

    def lowest(self, pool: Candidates, *, apart: bool, had: bool = True, untried: bool = False) -> int | None:
        """Return the lowest home step of a placement out of a pool.

        Args:
            pool: The options it is made of.
            apart: Whether a home of the free choice does not count.
            had: Whether all of it has to be there to be had.
            untried: Whether what was tried and not enough does not count.
        """
        key = (pool, apart, had, untried)
        if key not in self.lowest_steps:
            row = self.pool(pool) & (self.can_be_had if had else ~self.unasked | self.runs_on)
            row &= ~self.tried if untried else row
            # A pool holds what a smaller one holds, and what is possible up to a step is possible up to a higher one.
            most = self.lowest(Candidates(pool - 1), apart=apart, had=had, untried=untried) if pool else None
            at_hand = {self.steps[index] for index in bits(row)}
            steps = sorted(step for step in at_hand if most is None or step < most)
            at = bisect_left(steps, True, key=lambda step: self.possible(pool, self.up_to(step, row, apart=apart)))
            self.lowest_steps[key] = steps[at] if at < len(steps) else most
        return self.lowest_steps[key]

    def up_to(self, step: int, row: int, *, apart: bool) -> tuple[int, ...]:
        """Return rows that together hold every placement of some options whose home is not above a step."""
        here = sum(1 << index for index in bits(row) if self.steps[index] <= step)
        return tuple(self.apart(here)) if apart else (here,)

    def possible(self, pool: Candidates, rows: Iterable[int]) -> bool:
        return any(self.placing(pool).possible(row) for row in rows)

    def placing(self, pool: Candidates) -> Placing:
        """Return the placements of a pool, in which what is open to it counts as turning out well."""
        if pool not in self.placings:
            sure = pool is Candidates.SURE
            space = self.space if sure else self.hopeful(pool)
            fitting = frozenset((Standing.SUITABLE,) if sure else (Standing.SUITABLE, Standing.UNDECIDED))
            self.placings[pool] = Placing(self.order, WholeRules(self.order.whole, self.whole_rules), space, fitting)
        return self.placings[pool]

    @cached_property
    def order(self) -> Order:
        """The order of any pool: by nothing but the ties, with what fits as suitable."""
        standings = [
            Standing.SUITABLE if self.fits >> index & 1 else one for index, one in enumerate(self.judged.standings)
        ]
        judged = replace(self.judged, standings=standings)
        return Order(WholeFacts(self.columns.guideline, self.columns, judged), (), ())

    def hopeful(self, pool: Candidates) -> SearchSpace:
        """Return what the options meet together if what is open to a pool turns out well."""
        better: dict[Meeting, Meeting] = {}

        def met(one: Meeting) -> Meeting:
            if one.surely == one.at_most or not (one.of_citizen or pool is Candidates.IF_OFFERS_TOO):
                return one
            if one not in better:
                better[one] = replace(one, surely=one.at_most)
            return better[one]

        meetings = list(self.covering.meetings)
        changed = self.pool(pool)
        for index in bits(changed):
            meetings[index] = tuple([met(one) for one in meetings[index]])
        return SearchSpace(self.covering.with_meetings(meetings, changed), self.space.continuing, self.judged.ranked)

    @property
    def proved(self) -> bool:
        """Whether everything asked so far is proved; else a search reached its limit."""
        return not any(one.limit_reached for one in self.placings.values())

    # --- the answer ---

    def found(self) -> Lower:
        """Return whether there is another way for every option, and what may be one once more is known."""
        asked = {option.id: self.asked_of(index) for index, option in enumerate(self.options)}
        distinct = dict.fromkeys(asked.values())
        met_of, tried_of = ({one: read(*one) for one in distinct} for read in (self.other_way, self.other_untried))
        met, tried = ({id: of[one] for id, one in asked.items()} for of in (met_of, tried_of))
        met |= self.as_pointed_at(met)
        tried |= self.as_pointed_at(tried)
        return Lower(
            lowest_step=self.lowest(Candidates.SURE, apart=False),
            met=met,
            tried=tried,
            open=dict(self.open_of(met)),
            not_to_be_had=tuple(self.not_to_be_had(met)),
            proved=self.proved,
        )

    def met_lower(self, index: int) -> Truth:
        """Return whether there is another way than an option; it is worked out once for all of which the same is asked."""
        return self.other_way(*self.asked_of(index))

    def tried_lower(self, index: int) -> Truth:
        """Return whether there is no other way than an option but by what was tried and not enough."""
        return self.other_untried(*self.asked_of(index))

    def asked_of(self, index: int) -> tuple[int, bool, bool]:
        """Return all that is asked of an option: its home step, whether it is a home of the free choice, whether it is today's."""
        return self.steps[index], bool(self.of_choice >> index & 1), bool(self.of_today >> index & 1)

    def other_untried(self, step: int, apart: bool, runs: bool) -> Truth:
        """Return whether there is no placement below a home step but by what was tried and not enough.

        While nobody has recorded what was tried, what could be another way may have been.
        """
        other = self.other_way(step, apart, runs, untried=bool(self.tried))
        recorded = self.columns.side.values["case.tried"] is not UNKNOWN
        return UNKNOWN if other is True and not recorded else negate(other)

    def runs(self, index: int) -> bool:
        """Return whether an option is help of today, or the home of today."""
        return bool(self.of_today >> index & 1)

    def other_way(self, step: int, apart: bool, runs: bool, *, untried: bool = False) -> Truth:
        """Return whether there is a placement below a home step; it is worked out once."""
        key = (step, apart, runs, untried)
        if key not in self.truths:
            self.truths[key] = self.truth(*key)
        return self.truths[key]

    def truth(self, step: int, apart: bool, runs: bool, untried: bool) -> Truth:
        if self.below(step, apart, Candidates.SURE, untried=untried):
            return True
        return UNKNOWN if not runs and self.below(step, apart, Candidates.IF_THE_CITIZEN, untried=untried) else False

    def home(self, index: int) -> tuple[int, bool]:
        """Return what another way than an option is asked by: its home step, and whether it is one of the free choice."""
        return self.steps[index], bool(self.of_choice >> index & 1)

    def below(self, step: int, apart: bool, pool: Candidates, *, had: bool = True, untried: bool = False) -> bool:
        """Return whether there is a placement below a home step; see `lowest`."""
        lowest = self.lowest(pool, apart=apart, had=had, untried=untried) if step else None
        return lowest is not None and lowest < step

    def open_among(self, row: int) -> Mapping[str, tuple[str, ...]]:
        """Return what is open of some options."""
        return {self.options[index].id: tuple(sorted(self.facts[index])) for index in bits(row) if index in self.facts}

    def as_pointed_at(self, met: Mapping[str, Truth]) -> Mapping[str, Truth]:
        """Return what holds for wished homes where the municipality has pointed at one of the same choice: what holds for that."""
        offered = self.columns.side.circumstances.case.offered
        pointed_at = [one for one in self.chosen(self.of_choice) if offered in (one.id, one.offer.id)]
        return (
            {one.id: met[pointed_at[0].id] for one in self.chosen(self.of_choice & self.wished)} if pointed_at else {}
        )

    def chosen(self, row: int) -> Iterable[Option]:
        return (self.options[index] for index in bits(row))

    def open_of(self, met: Mapping[str, Truth]) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
        """Yield, for every option that may stand and of which it is not true, what is open of another way; once per step."""
        known: dict[tuple[Candidates, int, bool], Mapping[str, tuple[str, ...]] | None] = {}
        for index in bits(self.judged.ranked):
            option = self.options[index]
            pool = Candidates.IF_THE_CITIZEN if met[option.id] is UNKNOWN else Candidates.IF_OFFERS_TOO
            if met[option.id] is True:
                continue
            key = (pool, *self.home(index))
            if key not in known:
                known[key] = self.open_below(*key)
            found = known[key]
            if found is not None:
                yield option.id, found

    def open_below(self, pool: Candidates, step: int, apart: bool) -> Mapping[str, tuple[str, ...]] | None:
        """Return what is open of another way below a home step; None where there is none out of a pool."""
        if not self.below(step, apart, pool):
            return None
        rows = self.up_to(step - 1, self.pool(pool) & self.can_be_had, apart=apart)
        return self.open_among(union(rows))

    def not_to_be_had(self, met: Mapping[str, Truth]) -> Iterator[Option]:
        """Yield the options that would be part of another way, had they not refused or no place."""
        homes = {self.home(index) for index in bits(self.judged.ranked) if met[self.options[index].id] is not True}
        steps = [step for step, apart in homes if self.below(step, apart, Candidates.SURE, had=False)]
        for index in bits(self.pool(Candidates.SURE) & ~self.can_be_had & ~self.unasked):
            if self.steps[index] < max(steps, default=0):
                yield self.options[index]
