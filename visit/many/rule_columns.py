"""What every rule gives for all options of all cases: once per class of cases that agree in what it reads.

Its conditions are split into atoms, and each atom is decided once per class of cases that agree in what the atom reads; a class of
the rule only joins these, as rows of bits. What is unknown is asked further, once per class of cases that agree in what could be
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from visit.many.atoms import Atoms, UnnamedColumns
from visit.many.case_columns import CaseColumns, CaseEnvironment
from visit.many.codes import Classes, Codes, classes
from visit.many.option_axis import OptionAxis
from visit.rules.deciding.all_options import Columns, Rows, combined, split_rule
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.one_option import Outcome, unknown_if_proposed
from visit.rules.deciding.option_sets import uncached
from visit.rules.deciding.splitting import Splitting
from visit.rules.facts.declaration import OptionFact
from visit.rules.guideline.values import Rule
from visit.rules.language.conditions import Condition

Gaps: TypeAlias = tuple[tuple[tuple[str, ...], int], ...]
"""The recorded facts for which a rule is unknown, each with the options, as a row of bits."""
_MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True, eq=False)
class RuleOutcomes:
    """What one rule gives.

    Attributes:
        of: The class of each case.
        rows: What it gives for the options of the catalogue, class by class.
        gaps_of: The class of each case by what is missing.
        gaps: What is missing of the options of the catalogue, class by class.
        own: What it gives for the option of each addition.
        own_gaps: What is missing of the option of each addition.
    """

    rule: Rule
    of: Sequence[int]
    rows: Sequence[Rows]
    gaps_of: Sequence[int]
    gaps: Sequence[Gaps]
    own: Sequence[Outcome]
    own_gaps: Sequence[tuple[str, ...]]


class AtomSplitting(Splitting):
    """Conditions over the options of the catalogue for one of some cases at a time; its atoms are decided for all cases at once."""

    def __init__(self, columns: RuleColumns, environment: CaseEnvironment, cases: Codes) -> None:
        self.rules, self.environment, self.cases, self.place = columns, environment, cases, 0
        self.atoms: dict[Condition, tuple[Sequence[int], Sequence[tuple[int, int]]]] = {}

    def at(self, place: int) -> AtomSplitting:
        """Let what is split from now on be of another of the cases."""
        self.place = place
        return self

    def atom(self, condition: Condition, active: int) -> tuple[int, int]:
        """See `Splitting.atom`."""
        if condition not in self.atoms:
            found = self.rules.atoms.rows(condition, self.environment)
            self.atoms[condition] = found.of[self.cases].tolist(), found.rows
        of, rows = self.atoms[condition]
        true, false = rows[of[self.place]]
        return true & active, false & active


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
        rows = [*self.rows(rule, found.first)]
        own = self.with_additions(rule, found.of)
        under = self.axis.are_under(rule.provisions)
        of_own = [
            self.own(addition).rows(rule).outcome(0) if under[addition] else Outcome.NOT_APPLICABLE
            for addition in own.first
        ]
        self.evaluated += len(own)
        return self.with_gaps(rule, found, rows, own, of_own)

    def rows(self, rule: Rule, cases: Codes) -> Iterator[Rows]:
        """Yield what a rule gives for the options of the catalogue, of each of some cases; see `all_options.Columns.rows`."""
        proposed, recorded = (AtomSplitting(self, one, cases) for one in (self.cases.values, self.cases.bare))
        on_proposal = [self.cases.proposed[name] for name in self.resting_on_proposals(rule)]
        active = self.asked(cases[0]).bound(rule) if len(cases) else 0
        for place, case in enumerate(cases):
            rows = split_rule(rule, proposed.at(place), active)
            if rows.fails and any(codes[case] for codes in on_proposal):
                rows = combined(unknown_if_proposed, rows, split_rule(rule, recorded.at(place), active))
            yield self.shared(case).rows_left_to_confirm(rule, rows) if rule.confirm and rows.unknown else rows

    def with_gaps(
        self, rule: Rule, found: Classes, rows: Sequence[Rows], own: Classes, of_own: Sequence[Outcome]
    ) -> RuleOutcomes:
        """Return the outcomes with what is missing where they are unknown."""
        open_here = np.array([bool(one.unknown | one.confirm) for one in rows], np.bool_)[found.of]
        own_open = np.array([one in (Outcome.UNKNOWN, Outcome.CONFIRM) for one in of_own], np.bool_)[own.of]
        openness = self.openness(rule) if open_here.any() or own_open.any() else []
        gaps = classes([found.of, *(np.where(open_here, codes, 0) for codes in openness)], self.count)
        of_rows = found.of[gaps.first]
        missing = [
            tuple(self.shared(case).missing(rule, unknown)) if (unknown := rows[at].unknown | rows[at].confirm) else ()
            for case, at in zip(gaps.first, of_rows, strict=True)
        ]
        own_gaps = classes(
            [own.of, *(np.where(own_open, codes[self.axis.case], 0) for codes in openness)],
            len(self.axis.case),
        )
        own_missing = [
            next(iter(self.own(addition).missing(rule, 1)))[0] if own_open[addition] else ()
            for addition in own_gaps.first
        ]
        self.evaluated += len(gaps) + len(own_gaps)
        return RuleOutcomes(
            rule,
            found.of.tolist(),
            rows,
            gaps.of.tolist(),
            missing,
            [of_own[at] for at in own.of],
            [own_missing[at] for at in own_gaps.of],
        )


def of_options(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that are asked of options, not of placements."""
    return tuple(rule for rule in rules if not rule.of_placement)
