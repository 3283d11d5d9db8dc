"""The standing of every option: what all rules give, put together as rows of bits, and what the search needs to know beside it.

A *row* is a whole number with one bit per option, as in `columns`. An option is *ranked* if it can be part of a placement;
it has *doubts* where its offer has to tell something, and is *held* where somebody else decides first in any case. What is
ruled out is not looked at any further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from visit.catalogue import Option
from visit.ranking.costs import PricesOfParts
from visit.ranking.reach import FromTheHome
from visit.ranking.values import Category, Meeting, Requirement, Standing
from visit.rules.deciding.all_options import Columns, Rows
from visit.rules.deciding.option_sets import OptionSet, bits
from visit.rules.deciding.unknown import is_of_offer
from visit.rules.guideline.values import Rule
from visit.rules.language.values import UNKNOWN

OFFER, FAMILY_COURT_HOUSE = "offer", "family_court_house"
"""Who decides where a hold waits for the offer itself, and where it waits for a stay against the citizen's will."""
GROUPS = "case.target_groups"
"""What is missing where help is for a group in which nobody has recorded the citizen."""
COMES_LATE = {OFFER: Category.REFUSED, FAMILY_COURT_HOUSE: Category.COERCION}
"""What can become of an option that waits for somebody who comes after what is undecided."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """What is known of every option before a rule is asked, by its index.

    Attributes:
        served: The areas it serves in a placement; all its areas where it meets nothing.
        steps: Its step on every ladder it stands on in those areas.
        meets: The options that meet a requirement, if only perhaps.
        surely: Those that surely meet one.
        in_full: For each requirement the options that meet it in full, surely or at least perhaps.
        acute: Those of the acute lane.
        continuing: Those that run now and continue.
        from_the_home: How far they are from each home.
        prices: What they cost, each by itself and beside others.
    """

    option_set: OptionSet
    meetings: tuple[tuple[Meeting, ...], ...]
    requirements: Sequence[Requirement]
    areas: frozenset[str]
    served: Sequence[frozenset[str]]
    steps: Sequence[Mapping[str, int]]
    meets: int
    surely: int
    in_full: Mapping[bool, Sequence[int]]
    acute: int
    continuing: int
    from_the_home: FromTheHome
    prices: PricesOfParts

    @property
    def options(self) -> Sequence[Option]:
        """The options."""
        return self.option_set.options

    def on_ladder(self, ladder: str) -> Sequence[int | None]:
        """Return the step of every option on a ladder, None where it does not stand on it."""
        return self.by_ladder.get(ladder) or [None] * len(self.options)

    @cached_property
    def by_ladder(self) -> Mapping[str, Sequence[int | None]]:
        """The same of every ladder on which one of them stands."""
        ladders = {ladder for one in self.steps for ladder in one}
        return {ladder: [one.get(ladder) for one in self.steps] for ladder in ladders}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What the search needs to know of every option, by its index; counts are of those in `ranked` alone.

    Attributes:
        ranked: The options that can be part of a placement, as a row of bits.
        exceptions: How many presumptions fail, or may fail.
        doubts: For how many facts of its offer a must is unknown, each counted once; a dwelling to be found is one more.
        of_group: The options to which only somebody in a target group is entitled, while nobody has recorded the citizen in it.
        held: The options for which somebody else has to decide first, whatever becomes of what is unknown.
        late: Those that come after what is undecided, by category: the offer has said no, or it is against the citizen's will.
    """

    weighed: Weighed
    standings: Sequence[Standing]
    ranked: int
    exceptions: Sequence[int]
    doubts: Sequence[int]
    of_group: int
    held: int
    late: Mapping[Category, int]

    def category(self, index: int) -> Category:
        """Return what can become of an option now, by its standing and by whom it waits for."""
        return max([self.standings[index].category, *(one for one, row in self.late.items() if row >> index & 1)])


def judge(weighed: Weighed, rules: Sequence[Rule], columns: Columns, rows: Mapping[str, Rows]) -> Judged:
    """Return the standing of every option, and how many exceptions and doubts each has."""
    ruled_out = awaiting = undecided = exception = of_group = 0
    late = dict.fromkeys(COMES_LATE.values(), 0)
    exceptions: list[int] = []
    found = columns.side.values["case.home.dwelling.from"] is not UNKNOWN
    to_tell = {} if found else {"a dwelling": columns.mask("option.kind", frozenset(("tenancy",)))}
    for rule in rules:
        row = rows[rule.id]
        if rule.strength == "must":
            ruled_out |= row.fails
            undecided |= row.unknown
            for facts, of in columns.missing(rule, row.unknown) if row.unknown else ():
                for fact in filter(is_of_offer, facts):
                    to_tell[fact] = to_tell.get(fact, 0) | of
                if rule.gate == "entitlement" and GROUPS in facts:
                    of_group |= of
        elif rule.strength == "hold":
            awaiting |= row.fails
            if rule.by in COMES_LATE:
                late[COMES_LATE[rule.by]] |= row.fails
            if rule.awaits_unknown:
                awaiting |= row.unknown
            else:
                undecided |= row.unknown
        elif row.fails | row.unknown:
            exception |= row.fails | row.unknown
            exceptions.append(row.fails | row.unknown)
    count = len(weighed.options)
    standing = (weighed.meets | weighed.acute | weighed.continuing) & ~ruled_out
    ranked = standing & ~weighed.acute
    undecided = ranked & (undecided | (weighed.meets & ~weighed.surely))
    standings = [Standing.RULED_OUT] * count
    for one, row_of in (
        (Standing.ACUTE, standing & weighed.acute),
        (Standing.SUITABLE, ranked),
        (Standing.BY_EXCEPTION, ranked & exception),
        (Standing.AWAITING, ranked & awaiting),
        (Standing.UNDECIDED, undecided),
    ):
        for index in bits(row_of):
            standings[index] = one
    return Judged(
        weighed,
        standings,
        ranked,
        counts(exceptions, ranked, count),
        counts(list(to_tell.values()), ranked, count),
        of_group,
        awaiting,
        late,
    )


def counts(rows: Sequence[int], among: int, count: int) -> list[int]:
    """Return for each option how many rows have it; 0 for those not among some."""
    found = [0] * count
    for row in rows:
        for index in bits(row & among):
            found[index] += 1
    return found


def accounts(standings: Sequence[Standing]) -> dict[str, int]:
    """Return how many options have each standing."""
    return {one.value: list(standings).count(one) for one in Standing}
