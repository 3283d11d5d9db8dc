"""One case, all options at once: the same outcomes as `evaluate`, as rows of bits.

A row is a whole number with one bit per option. A condition is split at `and`, `or` and `not` into atoms; an atom that reads only
the case is decided once, any other once per distinct value of the option facts it reads. No import, no loop over pairs. What a rule
gives is kept in the slate for the next case that comes to it with the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from visit.catalogue import Option
from visit.rules.deciding.one_option import (
    CaseSide,
    Outcome,
    confirmed,
    rests_on_proposal,
    spared,
    table_value,
    terms_hold,
)
from visit.rules.deciding.shared import Column, Groups, Slate, slate_of, union
from visit.rules.facts.declaration import OptionFact, TermsFact
from visit.rules.guideline.values import Rule
from visit.rules.language.binding import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value


@dataclass(frozen=True, slots=True)
class Rows:
    """What a rule gives for all options: one row of bits per outcome; in none of them it does not apply."""

    holds: int
    fails: int
    unknown: int
    confirm: int = 0

    def row(self, outcome: Outcome) -> int:
        """Return the options with an outcome; where it does not apply, the bits beyond the options are set too."""
        given = self.holds, self.fails, self.unknown, self.confirm
        return (*given[:3], ~union(given), self.confirm)[outcome]

    def outcome(self, index: int) -> Outcome:
        """Return the outcome for one option."""
        return next(outcome for outcome in Outcome if self.row(outcome) >> index & 1)


def combined(function: Callable[[Outcome, Outcome], Outcome], one: Rows, other: Rows) -> Rows:
    """Return, for every option, what a function makes of its two outcomes."""
    found = dict.fromkeys(Outcome, 0)
    for first, second in product(Outcome, Outcome):
        found[function(first, second)] |= one.row(first) & other.row(second)
    return Rows(found[Outcome.HOLDS], found[Outcome.FAILS], found[Outcome.UNKNOWN], found[Outcome.CONFIRM])


class Columns:
    """The options of a case, with the distinct values of their facts."""

    def __init__(self, side: CaseSide, options: Slate | Sequence[Option]) -> None:
        self.side, self.dependencies, self.guideline = side, side.dependencies, side.dependencies.guideline
        self.slate = options if isinstance(options, Slate) else slate_of(options)
        self.all = (1 << len(self.slate.options)) - 1
        self.known: dict[str, Column] = {}
        self.truths: dict[Condition, Truth] = {}
        self.bare_truths: dict[Condition, Truth] = {}
        self.comparative: dict[str, Value] = {
            name: UNKNOWN for name in self.guideline.facts.comparative if name != "met_lower"
        }

    def read_comparative(self, met_lower: Iterable[tuple[Value, int]], values: dict[str, Value]) -> None:
        """Let what is decided from now on read the comparative facts, that of each option and those that all share."""
        self.known["met_lower"] = Column(tuple(met_lower), shared=False)
        self.comparative = values

    def rows(self, rule: Rule) -> Rows:
        """Return what a rule gives for every option."""
        rows = self.decided(rule, self.side.values)
        if rows.fails and rests_on_proposal(rule, self.side, self.guideline):
            rows = combined(spared, rows, self.decided(rule, self.side.bare))
        return self.confirmed(rule, rows) if rule.confirm and rows.unknown else rows

    def decided(self, rule: Rule, values: dict[str, Value]) -> Rows:
        """Decide a rule, or find what it gave for a case with the same values of all that it reads."""
        key = self.key(rule, values)
        if key is None:
            return self.decide(rule, values)
        rows: Rows = self.slate.shared.decided.of(key, lambda: self.decide(rule, values))
        return rows

    def key(self, statement: Rule | Condition, values: dict[str, Value]) -> Hashable | None:
        """Return all that a statement's outcome is made from; None where it reads what is this case's alone."""
        dependency = self.dependencies.of(statement)
        columns = [self.known.get(name) or self.read(name) for name in dependency.option]
        if False in [column.shared for column in columns]:
            return None
        known = self.bare_truths if values is self.side.bare else self.truths
        truths = [
            known[condition] if condition in known else self.truth(condition, values) for condition in dependency.alone
        ]
        given = [values[name] if name in values else self.comparative.get(name) for name in dependency.names]
        # What a statement reads behind a name, such as a table, is the guideline's, and the dependencies stand for that.
        return (self.dependencies, statement, *truths, *given, *columns)

    def truth(self, condition: Condition, values: dict[str, Value]) -> Truth:
        """Decide a condition that reads the case alone, once for all rules that say it."""
        known = self.bare_truths if values is self.side.bare else self.truths
        if condition in known:
            return known[condition]
        truth = self.case_truth(condition, values)
        # What rests on a comparative fact is another truth in the second pass.
        return known.setdefault(condition, truth) if condition.reads <= values.keys() else truth

    def decide(self, rule: Rule, values: dict[str, Value]) -> Rows:
        active, unknown = self.all, 0
        if rule.provisions is not None:
            active = self.mask("option.provision", rule.provisions)
        if rule.when is not None:
            true, false = self.split(rule.when, active, values)
            active, unknown = active & ~false, active & ~false & ~true
        if rule.unless is not None:
            true, false = self.split(rule.unless, active, values)
            active, unknown = active & ~true, (unknown | ~false) & active & ~true
        true, false = self.split(rule.require, active, values)
        fails = false & ~unknown
        return Rows(true, fails, active & ~true & ~fails)

    def confirmed(self, rule: Rule, rows: Rows) -> Rows:
        """Move to `confirm` what is unknown for facts of the offer alone, decided once per distinct values."""
        reads = frozenset().union(*(condition.reads for condition in rule.conditions))
        confirm = 0
        for values, mask in self.groups(reads, rows.unknown, self.side.values):
            if confirmed(Outcome.UNKNOWN, rule, self.guideline, values) is Outcome.CONFIRM:
                confirm |= mask
        return Rows(rows.holds, rows.fails, rows.unknown & ~confirm, confirm)

    def mask(self, name: str, wanted: frozenset[str]) -> int:
        """Return the options whose coded fact is one of the wanted."""
        return union(mask for value, mask in self.column(name) if value in wanted)

    def column(self, name: str) -> Groups:
        """Return the distinct values of an option-side fact, each with the options that have it."""
        return self.read(name).groups

    def read(self, name: str) -> Column:
        """Return an option-side fact of every option; one that only a ranking finds out is unknown until it was found."""
        if name not in self.known:
            fact = self.guideline.facts[name]
            if isinstance(fact, OptionFact):
                now = self.side.circumstances
                self.known[name] = self.slate.column(fact, fact.of_case(now), fact.named(now))
            elif isinstance(fact, TermsFact):
                self.known[name] = self.slate.column(fact, self.terms(fact))
            else:
                self.known[name] = Column(((UNKNOWN, self.all),))
        return self.known[name]

    def terms(self, fact: TermsFact) -> tuple[tuple[str, Truth], ...]:
        """Decide each distinct condition that options carry themselves, once."""
        texts = {text for text, _row in self.slate.parts(fact) if isinstance(text, str)}
        texts |= {text for index in self.slate.own if (text := fact.of_option(self.slate.options[index])) is not None}
        return tuple((text, terms_hold(text, self.side)) for text in sorted(texts))

    def split(self, condition: Condition, active: int, values: dict[str, Value]) -> tuple[int, int]:
        """Return for which of the active options a condition is true, and for which false."""
        if not active:
            return 0, 0
        if condition.joined == "not":
            true, false = self.split(condition.parts[0], active, values)
            return false, true
        if condition.joined:
            return self.joined(condition, active, values)
        if not self.dependencies.option_facts(condition.reads):
            truth = self.truth(condition, values)
            return (active, 0) if truth is True else (0, active) if truth is False else (0, 0)
        true = false = 0
        for environment, mask in self.groups(condition.reads, active, values):
            truth = condition.holds(environment)
            if truth is True:
                true |= mask
            elif truth is False:
                false |= mask
        return true, false

    def values(self, condition: Condition) -> Groups:
        """Return the distinct values of an expression, each with the options that have it."""
        key = self.key(condition, self.side.values)
        if key is None:
            return self.computed(condition)
        groups: Groups = self.slate.shared.decided.of(key, lambda: self.computed(condition))
        return groups

    def computed(self, condition: Condition) -> Groups:
        found: dict[Value, int] = {}
        for environment, mask in self.groups(condition.reads, self.all, self.side.values):
            value = condition.run(environment)
            found[value] = found.get(value, 0) | mask
        return tuple(found.items())

    def joined(self, condition: Condition, active: int, values: dict[str, Value]) -> tuple[int, int]:
        """Kleene's and and or: what one part decides, the others are not asked."""
        conjunction = condition.joined == "and"
        open_, agreed = active, active
        for part in condition.parts:
            true, false = self.split(part, open_, values)
            open_ &= ~(false if conjunction else true)
            agreed &= true if conjunction else false
        decided = active & ~open_
        return (agreed, decided) if conjunction else (decided, agreed)

    def case_truth(self, condition: Condition, values: dict[str, Value]) -> Truth:
        if not condition.reads <= values.keys():
            if not condition.reads <= values.keys() | self.comparative.keys():
                return UNKNOWN
            values = {**values, **self.comparative}
        return condition.holds(values)

    def groups(
        self, reads: frozenset[str], active: int, values: dict[str, Value]
    ) -> Iterable[tuple[dict[str, Value], int]]:
        """Yield every distinct combination of the option-side values that names rest on, with its options.

        The environment is one dictionary, changed in place: use it before asking for the next.
        """
        names = self.dependencies.option_facts(reads)
        environment = {**values, **self.comparative}
        tables = [table for table in self.dependencies.tables_behind(reads) if table.name not in values]
        combinations: list[tuple[tuple[Value, ...], int]] = [((), active)]
        for name in names:
            column = self.column(name)
            combinations = [
                ((*chosen, value), both)
                for chosen, mask in combinations
                for value, of_value in column
                if (both := mask & of_value)
            ]
        for chosen, mask in combinations:
            environment.update(zip(names, chosen, strict=True))
            for table in tables:
                environment[table.name] = table_value(table, environment)
            yield environment, mask


def outcomes(columns: Columns, rules: Iterable[Rule]) -> Mapping[str, Rows]:
    """Return what every rule gives for every option."""
    return {rule.id: columns.rows(rule) for rule in rules}
