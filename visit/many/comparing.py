"""Rules that compare options: what each gives for every value that the facts of the first pass may have.

Where it makes no difference to an option that stands what they are, nobody has to find out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import product
from typing import TypeAlias

from visit.many.codes import classes
from visit.many.planes import NOTHING_SAID, Planes, said_by
from visit.many.rule_columns import RuleColumns
from visit.many.truths import VALUES
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.option_sets import OptionSet, uncached
from visit.rules.facts.declaration import ResultFact
from visit.rules.guideline.values import Rule
from visit.rules.language.types import TRUTH
from visit.rules.language.values import UNKNOWN, Value

FoundValues: TypeAlias = tuple[Value, ...]
"""A value for each comparative fact that a rule rests on, in the order of names."""


class ComparingRule:
    """One rule that compares options.

    Attributes:
        of_each: The comparative facts of each option that it rests on.
        shared: Those that are the same for every option.
        enumerable: Whether each of them is true, false or unknown.
    """

    def __init__(self, rule: Rule, columns: RuleColumns) -> None:
        self.rule, self.columns, self.axis = rule, columns, columns.axis
        facts = columns.guideline.facts
        names = sorted(rule.rests_on & set(facts.comparative))
        self.of_each = tuple(name for name in names if name in facts.of_each)
        self.shared = tuple(name for name in names if name not in facts.of_each)
        self.enumerable = all(isinstance(fact := facts[name], ResultFact) and fact.type is TRUTH for name in names)
        found = classes([*columns.reads(rule), *columns.openness(rule)], columns.count)
        self.of: Sequence[int] = found.of.tolist()
        self.first = found.first
        own = columns.with_additions(rule, found.of)
        self.own_of: Sequence[int] = own.of.tolist()
        self.own_first = own.first
        self.known: dict[tuple[int, FoundValues], Planes] = {}
        self.own_known: dict[tuple[int, FoundValues], Planes] = {}
        self.same: dict[tuple[int, bool], int] = {}

    @cached_property
    def every(self) -> Sequence[FoundValues]:
        """Every combination of values that the facts may have."""
        return tuple(product(VALUES, repeat=len(self.of_each) + len(self.shared)))

    def planes(self, case: int, found: FoundValues) -> Planes:
        """Return what it says of the catalogue's options of a case, were these the values for all of them."""
        key = (self.of[case], found)
        if key not in self.known:
            self.known[key] = self.decide(int(self.first[key[0]]), self.axis.shared, found)
        return self.known[key]

    def own_planes(self, addition: int, found: FoundValues) -> Planes:
        """Return what it says of the option of an addition."""
        key = (self.own_of[addition], found)
        if key not in self.own_known:
            first = int(self.own_first[key[0]])
            options = uncached((self.axis.option(first),))
            self.own_known[key] = self.decide(int(self.axis.case[first]), options, found)
        return self.own_known[key]

    def decide(self, case: int, options: OptionSet, found: FoundValues) -> Planes:
        self.columns.evaluated += 1
        columns = Columns(self.columns.cases.side(case), options)
        facts = self.columns.guideline.facts
        values: dict[str, Value] = {name: UNKNOWN for name in facts.comparative if name not in facts.of_each}
        values.update(zip(self.shared, found[len(self.of_each) :], strict=True))
        each: dict[str, Value] = {
            **dict.fromkeys(facts.of_each, UNKNOWN),
            **dict(zip(self.of_each, found, strict=False)),
        }
        columns.read_comparative({name: [value] * len(options.options) for name, value in each.items()}, values)
        rows = columns.rows(self.rule)
        open = rows.unknown | rows.confirm
        return said_by(self.rule, rows, tuple(columns.missing(self.rule, open)) if open else ())

    def differs(self, case: int) -> int:
        """Return the catalogue's options of a case for which the values make a difference, as a row of bits; all, where unclear."""
        if not self.enumerable:
            return self.axis.all
        key = (self.of[case], False)
        if key not in self.same:
            self.same[key] = _differing([self.planes(case, found) for found in self.every])
        return self.same[key]

    def own_differs(self, addition: int) -> bool:
        """Return whether they make one for the option of an addition."""
        if not self.enumerable:
            return True
        key = (self.own_of[addition], True)
        if key not in self.same:
            self.same[key] = _differing([self.own_planes(addition, found) for found in self.every])
        return bool(self.same[key])


def _differing(every: Sequence[Planes]) -> int:
    """Return the options of which not all say the same."""
    first, found = every[0], 0
    for other in every[1:]:
        for one, two in zip(first[:9], other[:9], strict=True):
            found |= one ^ two
        found |= _union(first.exceptions) ^ _union(other.exceptions)
        for fact in first.to_tell.keys() | other.to_tell.keys():
            found |= first.to_tell.get(fact, 0) ^ other.to_tell.get(fact, 0)
    return found


def _union(rows: Sequence[int]) -> int:
    found = 0
    for row in rows:
        found |= row
    return found


def masked(planes: Planes, row: int) -> Planes:
    """Return what is said of some options alone."""
    if planes is NOTHING_SAID:
        return planes
    return Planes(
        planes.ruled_out & row,
        planes.undecided & row,
        planes.awaiting & row,
        planes.refused & row,
        planes.coercion & row,
        planes.of_group & row,
        planes.unfit & row,
        planes.told_by_offers & row,
        planes.told_by_citizen & row,
        tuple([one & row for one in planes.exceptions]),
        {fact: one & row for fact, one in planes.to_tell.items() if one & row},
    )
