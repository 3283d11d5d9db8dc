"""One case, all options at once: the same outcomes as `one_option`, as rows of bits.

What a rule gives is cached for the next case that comes to it with the same values. No import, no loop over pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from visit.catalogue import Option
from visit.rules.deciding.case_side import CaseSide
from visit.rules.deciding.columns import OptionColumns
from visit.rules.deciding.one_option import Outcome, offers_can_tell, rests_on_proposal, unknown_if_proposed
from visit.rules.deciding.option_sets import OptionSet, ValueRows, union
from visit.rules.deciding.splitting import Splitting
from visit.rules.deciding.unknown import missing
from visit.rules.guideline.values import Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Value


@dataclass(frozen=True, slots=True)
class Rows:
    """What a rule gives for all options: one row of bits per outcome; in none of them it does not apply."""

    holds: int
    fails: int
    unknown: int
    confirm: int = 0

    def row(self, outcome: Outcome) -> int:
        """Return the options with an outcome; where it does not apply, the bits beyond the options are set too."""
        rows = self.holds, self.fails, self.unknown, self.confirm
        return (*rows[:3], ~union(rows), self.confirm)[outcome]

    def outcome(self, index: int) -> Outcome:
        """Return the outcome for one option."""
        rows = (
            (Outcome.HOLDS, self.holds), (Outcome.FAILS, self.fails), (Outcome.UNKNOWN, self.unknown),
            (Outcome.CONFIRM, self.confirm),
        )  # fmt: skip
        return next((outcome for outcome, row in rows if row >> index & 1), Outcome.NOT_APPLICABLE)


def combined(function: Callable[[Outcome, Outcome], Outcome], one: Rows, other: Rows) -> Rows:
    """Return, for every option, what a function makes of its two outcomes."""
    found = dict.fromkeys(Outcome, 0)
    for first, second in product(Outcome, Outcome):
        found[function(first, second)] |= one.row(first) & other.row(second)
    return Rows(found[Outcome.HOLDS], found[Outcome.FAILS], found[Outcome.UNKNOWN], found[Outcome.CONFIRM])


class Columns(OptionColumns):
    """The options of a case, and what rules and expressions give for each.

    Attributes:
        proposed: Conditions with what the guideline proposes where the case leaves it out.
        recorded: Conditions on what is recorded alone.
    """

    def __init__(self, side: CaseSide, options: OptionSet | Sequence[Option]) -> None:
        super().__init__(side, options)
        self.proposed = Splitting(self, side.values)
        self.recorded = Splitting(self, side.bare)
        own = self.option_set.own
        self.continuing = sum(1 << index for index in own if self.option_set.options[index].continues)
        self._missing: dict[Rule, tuple[int, Mapping[tuple[str, ...], int]]] = {}

    def rows(self, rule: Rule) -> Rows:
        """Return what a rule gives for every option."""
        rows = self.decided(rule, self.proposed)
        if rule.opens_help and self.continuing:
            rows = Rows(*(row & ~self.continuing for row in (rows.holds, rows.fails, rows.unknown)))
        if rows.fails and rests_on_proposal(rule, self.side):
            rows = combined(unknown_if_proposed, rows, self.decided(rule, self.recorded))
        return self.rows_left_to_confirm(rule, rows) if rule.confirm and rows.unknown else rows

    def missing(self, rule: Rule, among: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield the recorded facts for which a rule is unknown, with the options; asked again, among fewer, it is found again."""
        known, found = self._missing.get(rule, (0, {}))
        if among & ~known:
            found = self.read_missing(rule, among)
            if not rule.comparative:  # what that misses is another thing once the first pass has found it
                self._missing[rule] = among, found
        yield from ((facts, mask & among) for facts, mask in found.items() if mask & among)

    def read_missing(self, rule: Rule, among: int) -> Mapping[tuple[str, ...], int]:
        """Read the recorded facts for which a rule is unknown, each with its options, once per distinct values."""
        reads = frozenset().union(*(condition.reads for condition in rule.conditions))
        found: dict[tuple[str, ...], int] = {}
        for values, mask in self.groups(reads, among, self.side.values, with_behind=True):
            gone = missing(rule, self.guideline, values)
            found[gone] = found.get(gone, 0) | mask
        return found

    def values(self, condition: Condition) -> ValueRows:
        """Return the distinct values of an expression, each with the options that have it."""
        key = self.key(condition)
        if key is None:
            return self.computed(condition)
        groups: ValueRows = self.option_set.cache.decided.of(key, lambda: self.computed(condition))
        return groups

    def computed(self, condition: Condition) -> ValueRows:
        """Return the distinct values of an expression, worked out for this case."""
        found: dict[Value, int] = {}
        for environment, mask in self.groups(condition.reads, self.all, self.side.values):
            value = condition.run(environment)
            found[value] = found.get(value, 0) | mask
        return tuple(found.items())

    def decided(self, rule: Rule, conditions: Splitting) -> Rows:
        """Decide a rule, or find what it gave for a case with the same values of all that it reads."""
        key = self.key(rule, conditions)
        if key is None:
            return self.decide(rule, conditions)
        rows: Rows = self.option_set.cache.decided.of(key, lambda: self.decide(rule, conditions))
        return rows

    def key(self, statement: Rule | Condition, conditions: Splitting | None = None) -> Hashable | None:
        """Return all that a statement's outcome is made from; None where it reads what is this case's alone."""
        conditions = conditions or self.proposed
        dependency = self.dependencies.of(statement)
        columns = [self.known.get(name) or self.read(name) for name in dependency.option]
        if False in [column.reusable for column in columns]:
            return None
        truths = [conditions.truth(condition) for condition in dependency.case_conditions]
        values = conditions.values
        read = [values[name] if name in values else self.comparative.get(name) for name in dependency.names]
        # What a statement reads behind a name, such as a table, is the guideline's, and the dependencies stand for that.
        return (self.dependencies, statement, *truths, *read, *columns)

    def decide(self, rule: Rule, conditions: Splitting) -> Rows:
        """Decide a rule for every option, before proposals and `if_unknown` are taken into account."""
        return split_rule(rule, conditions, self.bound(rule))

    def bound(self, rule: Rule) -> int:
        """Return the options of the provisions to which a rule is bound, or all."""
        return self.all if rule.provisions is None else self.mask("option.provision", rule.provisions)

    def rows_left_to_confirm(self, rule: Rule, rows: Rows) -> Rows:
        """Move to `confirm` what is unknown for facts of the offer alone."""
        open = self.missing(rule, rows.unknown)
        confirm = union(mask for gone, mask in open if offers_can_tell(gone, self.guideline))
        return Rows(rows.holds, rows.fails, rows.unknown & ~confirm, confirm)


def split_rule(rule: Rule, conditions: Splitting, active: int) -> Rows:
    """Return what a rule gives for some options by its conditions alone."""
    unknown = 0
    if rule.when is not None:
        true, false = conditions.split(rule.when, active)
        active, unknown = active & ~false, active & ~false & ~true
    if rule.unless is not None:
        true, false = conditions.split(rule.unless, active)
        active, unknown = active & ~true, (unknown | ~false) & active & ~true
    true, false = conditions.split(rule.require, active)
    fails = false & ~unknown
    return Rows(true, fails, active & ~true & ~fails)


def outcomes_of_all(columns: Columns, rules: Iterable[Rule]) -> Mapping[str, Rows]:
    """Return what every rule gives for every option."""
    return {rule.id: columns.rows(rule) for rule in rules}
