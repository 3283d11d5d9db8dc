"""What every rule gives for all options of all cases: once per class of cases that agree in what it reads.

Its conditions are split into atoms, and each atom is decided once per class of cases that agree in what the atom reads; these are
joined for all classes of the rule at once, as rows of words. What is unknown is asked further, once per class of cases that agree
in what could be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from visit.many.atoms import Atoms, UnnamedColumns
from visit.many.case_columns import CaseColumns, CaseEnvironment
from visit.many.codes import Classes, Codes, classes
from visit.many.option_axis import OptionAxis
from visit.many.word_rows import Words, has_any, row_from, words_of
from visit.rules.deciding.all_options import Columns, Rows, combined
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.one_option import unknown_if_proposed
from visit.rules.deciding.option_sets import uncached
from visit.rules.facts.declaration import OptionFact
from visit.rules.guideline.values import Rule
from visit.rules.language.conditions import Condition

Gaps: TypeAlias = tuple[tuple[tuple[str, ...], int], ...]
"""The recorded facts for which a rule is unknown, each with the options, as a row of bits."""
_MOST_COLUMNS = 400
_NOT_APPLICABLE = Rows(0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeRows:
    """What a rule gives for some options, class by class; in none of these it does not apply."""

    holds: Words
    fails: Words
    unknown: Words
    confirm: Words

    def of(self, place: int) -> Rows:
        """Return what it gives for one class."""
        return Rows(*(row_from(words[place]) for words in (self.holds, self.fails, self.unknown, self.confirm)))

    def put(self, changed: Mapping[int, Rows]) -> None:
        """Let it give something else for some classes."""
        places = list(changed)
        for name in ("holds", "fails", "unknown", "confirm") if places else ():
            words = getattr(self, name)
            words[places] = words_of([getattr(rows, name) for rows in changed.values()], words.shape[1])

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Whether it is unknown for an option, class by class."""
        return has_any(self.unknown | self.confirm)

    @classmethod
    def of_rows(cls, rows: Sequence[Rows], width: int) -> OutcomeRows:
        """Return the same of rows that are whole numbers."""
        each = zip(*((one.holds, one.fails, one.unknown, one.confirm) for one in rows), strict=True)
        return cls(*(words_of(one, width) for one in each)) if rows else cls(*([words_of((), width)] * 4))


@dataclass(frozen=True, slots=True, eq=False)
class GivenOutcomes:
    """What one rule gives for options of each case, or for the option of each addition.

    Attributes:
        of: The class of each.
        rows: What it gives, class by class.
        gaps_of: The class of each by what is missing, too.
        gaps: What is missing, class by class, and the class of `rows` that each is part of.
    """

    of: Codes
    rows: OutcomeRows
    gaps_of: Codes
    gaps: Sequence[tuple[Gaps, int]]

    def of_one(self, place: int) -> Rows:
        """Return what it gives for one of them."""
        return self.rows.of(int(self.of[place]))


@dataclass(frozen=True, slots=True, eq=False)
class RuleOutcomes:
    """What one rule gives.

    Attributes:
        shared: What it gives for the options of the catalogue.
        own: What it gives for the option of each addition, whose bit is the lowest.
    """

    rule: Rule
    shared: GivenOutcomes
    own: GivenOutcomes


class JoinedAtoms:
    """Conditions over the options of the catalogue for some cases at once, joined from atoms by Kleene's tables."""

    def __init__(self, atoms: Atoms, environment: CaseEnvironment, cases: Codes) -> None:
        self.atoms, self.environment, self.cases = atoms, environment, cases

    def split(self, condition: Condition) -> tuple[Words, Words]:
        """Return for which options a condition is true, and for which false; a row for each case."""
        if condition.joined == "not":
            true, false = self.split(condition.parts[0])
            return false, true
        if condition.joined:
            decides, leaves = self.split(condition.parts[0])[:: 1 if condition.joined == "or" else -1]
            for part in condition.parts[1:]:
                deciding, leaving = self.split(part)[:: 1 if condition.joined == "or" else -1]
                decides |= deciding
                leaves &= leaving
            return (decides, leaves) if condition.joined == "or" else (leaves, decides)
        found = self.atoms.rows(condition, self.environment)
        of = found.of[self.cases]
        return found.true[of], found.false[of]

    def rows(self, rule: Rule, every: Words) -> OutcomeRows:
        """Return what a rule gives for some options by its conditions alone; see `all_options.split_rule`."""
        active = np.repeat(every, len(self.cases), axis=0)
        unknown = np.zeros_like(active)
        if rule.when is not None:
            true, false = self.split(rule.when)
            active &= ~false
            unknown = active & ~true
        if rule.unless is not None:
            true, false = self.split(rule.unless)
            active &= ~true
            unknown = (unknown | ~false) & active
        true, false = self.split(rule.require)
        true &= active
        fails = false & active & ~unknown
        return OutcomeRows(true, fails, active & ~true & ~fails, np.zeros_like(active))


class RuleColumns:
    """The rules of one guideline for the options of a population.

    Attributes:
        evaluated: How many classes were decided.
    """

    def __init__(self, cases: CaseColumns, axis: OptionAxis) -> None:
        self.cases, self.axis = cases, axis
        self.guideline, self.dependencies = cases.guideline, cases.dependencies
        self.count = len(cases.population)
        self.columns: Cache[Columns] = Cache(_MOST_COLUMNS)
        self.complete: Cache[Columns] = Cache(_MOST_COLUMNS)
        self.own_columns: Cache[Columns] = Cache(_MOST_COLUMNS)
        self.atoms = Atoms(cases, axis, self.asked)
        self.evaluated = 0

    # --- classes ---

    def environments(self, statement: Rule | Condition) -> Sequence[CaseEnvironment]:
        """Return in which environments a statement is asked: a rule that rests on a proposal also in what is recorded."""
        rests = statement.rests_on if isinstance(statement, Rule) else frozenset()
        two = self.cases.bare is not self.cases.values and not rests.isdisjoint(self.cases.proposed)
        return (self.cases.values, self.cases.bare) if two else (self.cases.values,)

    def reads(self, statement: Rule | Condition) -> list[Codes]:
        """Return columns that together say what a statement gives for any option of each case, one that a case adds among them."""
        dependency = self.dependencies.of(statement)
        found = [self.cases.proposed[name] for name in self.resting_on_proposals(statement)]
        _of_case, mixed = self.dependencies.parted(
            statement.conditions if isinstance(statement, Rule) else (statement,)
        )
        for environment in self.environments(statement):
            found += [codes for one in dependency.case_conditions for codes in environment.reads(one)]
            found += [codes for one in mixed for codes in self.atoms.reads(one, environment)]
        return found

    def resting_on_proposals(self, statement: Rule | Condition) -> Sequence[str]:
        if not isinstance(statement, Rule):
            return ()
        return sorted(statement.rests_on & self.cases.proposed.keys())

    def openness(self, rule: Rule) -> list[Codes]:
        """Return columns that say what may be missing of each case."""
        found = self.cases.values.openness(rule.conditions)
        for name in self.dependencies.of(rule).option:
            fact = self.guideline.facts[name]
            if isinstance(fact, OptionFact) and fact.behind is not None:
                found += [*self.atoms.read_for(fact.behind.name), *self.atoms.named_for(fact.behind.name)]
        return found

    def with_additions(self, rule: Rule, of: Codes) -> Classes:
        """Return the classes of additions whose cases are of one class, and whose options agree in what is read of them.

        Where the rule is bound to provisions of which the option has none, the case does not matter.
        """
        under = self.axis.are_under(rule.provisions)
        found = [under.astype(np.int64), np.where(under, of[self.axis.case], 0), self.axis.names]
        for name in self.dependencies.of(rule).option:
            fact = self.guideline.facts[name]
            if isinstance(fact, OptionFact):
                found.append(self.axis.part(fact))
                found += [] if fact.behind is None else [self.axis.part(fact.behind)]
        return classes(found, len(self.axis.case))

    # --- one class ---

    def asked(self, case: int) -> Columns:
        """Return the options of the catalogue for one case, as facts of options read it where it says nothing of them."""
        return self.columns.of(int(case), lambda: UnnamedColumns(self.cases.asking(case), self.axis.shared))

    def shared(self, case: int) -> Columns:
        """Return the options of the catalogue for one case."""
        return self.complete.of(int(case), lambda: Columns(self.cases.side(case), self.axis.shared))

    def own(self, addition: int) -> Columns:
        """Return the option of one addition for its case."""
        side = self.cases.side(self.axis.case[addition])
        return self.own_columns.of(int(addition), lambda: Columns(side, uncached((self.axis.option(addition),))))

    # --- rules ---

    def outcomes(self, rule: Rule) -> RuleOutcomes:
        """Return what a rule gives that compares nothing."""
        reads = self.reads(rule)
        if rule.confirm:
            reads += self.openness(rule)
        found = classes(reads, self.count)
        rows = self.rows(rule, found.first)
        own = self.with_additions(rule, found.of)
        under = self.axis.are_under(rule.provisions)
        of_own = [
            self.own(addition).rows(rule) if under[addition] else _NOT_APPLICABLE for addition in own.first.tolist()
        ]
        self.evaluated += len(own)
        own_rows = OutcomeRows.of_rows(of_own, 1)
        open_here, own_open = rows.is_open, own_rows.is_open
        openness = self.openness(rule) if open_here.any() or own_open.any() else []
        gaps = classes([found.of, *(np.where(open_here[found.of], codes, 0) for codes in openness)], self.count)
        case_of = self.axis.case
        own_gaps = classes(
            [own.of, *(np.where(own_open[own.of], codes[case_of], 0) for codes in openness)], len(case_of)
        )
        self.evaluated += len(gaps) + len(own_gaps)
        return RuleOutcomes(
            rule,
            GivenOutcomes(found.of, rows, gaps.of, gaps_by_class(rule, gaps, found.of, rows, self.shared)),
            GivenOutcomes(own.of, own_rows, own_gaps.of, gaps_by_class(rule, own_gaps, own.of, own_rows, self.own)),
        )

    def rows(self, rule: Rule, cases: Codes) -> OutcomeRows:
        """Return what a rule gives for the options of the catalogue, of each of some cases; see `all_options.Columns.rows`."""
        if not len(cases):
            return OutcomeRows.of_rows((), self.axis.width)
        every = words_of((self.asked(cases[0]).bound(rule),), self.axis.width)
        found = JoinedAtoms(self.atoms, self.cases.values, cases).rows(rule, every)
        on_proposal = [self.cases.proposed[name][cases] > 0 for name in self.resting_on_proposals(rule)]
        if on_proposal:
            doubted = np.flatnonzero(np.any(on_proposal, axis=0) & has_any(found.fails))
            recorded = JoinedAtoms(self.atoms, self.cases.bare, cases[doubted]).rows(rule, every)
            found.put({
                place: combined(unknown_if_proposed, found.of(place), recorded.of(at))
                for at, place in enumerate(doubted.tolist())
            })  # fmt: skip
        if rule.confirm:
            found.put({
                place: self.shared(cases[place]).rows_left_to_confirm(rule, found.of(place))
                for place in np.flatnonzero(has_any(found.unknown)).tolist()
            })  # fmt: skip
        return found


def gaps_by_class(
    rule: Rule, gaps: Classes, of: Codes, rows: OutcomeRows, options: Callable[[int], Columns]
) -> Sequence[tuple[Gaps, int]]:
    """Return what is missing class by class, and the class of some rows that each is part of; `options`: of one of each class."""
    found: list[tuple[Gaps, int]] = []
    is_open = rows.is_open
    for first, at in zip(gaps.first.tolist(), of[gaps.first].tolist(), strict=True):
        unknown = row_from(rows.unknown[at] | rows.confirm[at]) if is_open[at] else 0
        found.append((tuple(options(first).missing(rule, unknown)) if unknown else (), at))
    return found


def of_options(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that are asked of options, not of placements."""
    return tuple(rule for rule in rules if not rule.of_placement)
