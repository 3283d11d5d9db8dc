"""The values of a number of a guideline at which something can tip for a case: only those at which a condition turns.

What is held against the number is read of the case and of its options. On both sides of all values at which a comparison turns
every condition has the same truth, and so the case has the same answer. Where that cannot be seen nothing is said of a case: of
what only a placement gives, of what offers ask themselves, of a number that puts placements in order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from visit.lab.given import surely
from visit.lab.lengths_of_ways import LengthsOfWays
from visit.lab.looks import CaseLooks, Look
from visit.lab.pieces import PRINTED
from visit.lab.reads import CASE_SECTIONS, periods_named, read_by, statement_conditions
from visit.lab.said import consequences_of
from visit.lab.solvable import NumberRead, Solvable, UnclearError
from visit.lab.stretches import Cut
from visit.lab.touching import Touching
from visit.ranking.reach import FACTS
from visit.ranking.values import Ranking
from visit.reasons.consequences import Consequences
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.guideline.edits import StatementKey
from visit.rules.guideline.values import Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Truth, Value

MOST_LENGTHS = 200
"""At so many lengths of the ways in its placements a case is answered at most."""


class Tipping:
    """Where a number of a guideline can tip something, case by case.

    Args:
        touching: Which statements a piece reaches that gives the number another value.
        name: The number.
        within: The least and the greatest value that is asked about.
    """

    def __init__(self, touching: Touching, name: str, within: tuple[Fraction, Fraction]) -> None:
        self.touching, self.within, self.guideline = touching, within, touching.lattice.old
        self.number = NumberRead(self.guideline, name)
        self._conditions = dict(statement_conditions(self.guideline))
        self._lengths: LengthsOfWays | None = None

    @cached_property
    def placing(self) -> tuple[StatementKey, ...]:
        """What a placement depends on and reads the number."""
        return tuple(one for one in self.touching.reached if one[0] not in PRINTED)

    @cached_property
    def following(self) -> tuple[StatementKey, ...]:
        """What follows from a placement and reads the number, or has it as its period."""
        return tuple(one for one in self.touching.reached if one[0] in PRINTED)

    def of_placement(self, looks: CaseLooks) -> frozenset[Cut] | None:
        """Return where the first placement of a case may tip; None where that cannot be told."""
        if not self.placing:
            return frozenset()
        look, found = looks.look(frozenset(), frozenset()), set[Cut]()
        options = look.columns.all & ~self._out(look)
        try:
            for statement in self.placing:
                found.update(self._of_statement(statement, look, options))
        except UnclearError:
            return None
        return frozenset(found)

    def of_what_follows(self, ranking: Ranking) -> frozenset[Cut] | None:
        """Return where what follows from the first placement may tip while the ranking stays; None where that cannot be told."""
        consequences, found = consequences_of(ranking), set[Cut]()
        try:
            for statement in self.following:
                found.update(self._of_printed(statement, consequences))
        except UnclearError:
            return None
        return frozenset(found)

    def _of_statement(self, statement: StatementKey, look: Look, options: int) -> Iterator[Cut]:
        section, id = statement
        conditions = self._conditions.get(statement)
        if conditions is None:
            raise UnclearError
        if section == "rules":
            rule = self.guideline.rule(id)
            assert rule is not None
            if self._has_no_effect(rule, look):
                return
            options &= look.columns.bound(rule)
        elif section in ("preferences", "rights"):
            one = next(one for one in (*self.guideline.rights, *self.guideline.preferences) if one.id == id)
            if one.when is not None and self._surely(one.when, look) is False:
                return
            if self.number.moves(one.value.node):
                raise UnclearError  # placements may change places wherever two of their numbers meet
        for condition in self._with_tables(conditions, look.side.dependencies):
            for comparison in self.number.comparisons(condition):
                yield from self._turns(comparison, look, options)

    def _of_printed(self, statement: StatementKey, consequences: Consequences) -> Iterator[Cut]:
        first, beside = consequences.ranking.first, [one for one, _standing in consequences.shown_bridges()]
        when = self._conditions[statement][0]
        if statement in self._periods and (
            when.reads & self.number.through or consequences.asked(when, first, beside) is not None
        ):
            raise UnclearError  # it is another with every value
        read = [*self._with_tables((when,), consequences.ranking.side.dependencies)]
        for environment in (values for _option, values in consequences.environments(when, first, beside)):
            for condition in read if when.reads <= environment.keys() else ():
                for comparison in self.number.comparisons(condition):
                    self._must_be_read(comparison, among=environment)
                    yield from self.number.turns(comparison, environment, self.within)

    @cached_property
    def _periods(self) -> frozenset[StatementKey]:
        """What has the number as its period."""
        return frozenset(key for key, names in periods_named(self.guideline) if self.number.name in names)

    def _with_tables(self, conditions: Iterable[Condition], dependencies: Dependencies) -> Iterator[Condition]:
        """Yield some conditions, and those of the tables behind them."""
        every = tuple(conditions)
        yield from every
        for table in dependencies.tables_behind(read_by(every)):
            yield from (one for row in table.rows for one in row if one is not None)

    # --- what has no effect, whatever the number ---

    def _has_no_effect(self, rule: Rule, look: Look) -> bool:
        return (
            (rule.when is not None and self._surely(rule.when, look) is False)
            or (rule.unless is not None and self._surely(rule.unless, look) is True)
            or self._surely(rule.require, look) is True
        )

    def _surely(self, condition: Condition, look: Look) -> Truth:
        """Return the truth of a condition whatever the number and the placement are, as far as the case tells it."""
        if self.is_shaping:
            return UNKNOWN
        known = {name: value for name, value in look.side.values.items() if name not in self.number.through}
        return surely(condition, replace(look.side, values=known))

    @cached_property
    def is_shaping(self) -> bool:
        """Whether the number reaches what is proposed for a case, what it is entitled to, or what offers ask of it."""
        rules = [self.guideline.rule(id) for section, id in self.touching.reached if section == "rules"]
        return any(one is not None and one.entitles for one in rules) or any(
            section in (*CASE_SECTIONS, "offers") for section, _id in self.touching.reached
        )

    def _out(self, look: Look) -> int:
        """Return the options that are ruled out whatever the number is, and that the case does not name."""
        if self.is_shaping:
            return 0
        out = 0
        for rule in self.guideline.rules:
            is_sure = rule.strength == "must" and not rule.of_placement and not rule.comparative
            if is_sure and ("rules", rule.id) not in self.touching.reached:
                out |= look.columns.rows(rule).fails
        said = json.dumps(look.side.circumstances.case.record["document"], default=str)
        options = look.columns.option_set.options
        return out & ~sum(1 << place for place, one in enumerate(options) if one.offer.id in said)

    # --- where comparisons turn ---

    def _turns(self, one: Solvable, look: Look, options: int) -> Iterator[Cut]:
        facts = self.guideline.facts
        of_whole = [n for n in self._behind(one) if n in facts and facts[n].side in ("placement", "comparative")]
        if of_whole:
            yield from self._turns_of_way(one, look, of_whole)
            return
        self._must_be_read(one)
        sides: list[Mapping[str, Value]] = [look.side.values]
        if look.side.bare is not look.side.values:
            sides.append(look.side.bare)
        for values in sides:
            for environment, _options in look.columns.groups(one.names_read, options, values):
                yield from self.number.turns(one, environment, self.within)

    def _turns_of_way(self, one: Solvable, look: Look, of_whole: Sequence[str]) -> Iterator[Cut]:
        """Yield where a comparison turns that holds the longest way of a placement against the number.

        Raises:
            UnclearError: It reads something else of a placement, or the way may have too many lengths.
        """
        self._must_be_read(one)
        name, *more = of_whole
        if more or name not in FACTS or name not in one.names_read or len(one.names_read - self.number.through) > 1:
            raise UnclearError
        if self._lengths is None or self._lengths.look is not look:
            self._lengths = LengthsOfWays(look, look.columns.all & ~self._out(look))
        cuts = {
            cut
            for length in self._lengths.of(name)
            for cut in self.number.turns(one, {**look.side.values, name: length}, self.within)
            if self.within[0] <= cut.value <= self.within[1]
        }
        if len(cuts) > MOST_LENGTHS:
            raise UnclearError
        yield from cuts

    def _must_be_read(self, one: Solvable, among: Mapping[str, Value] | None = None) -> None:
        """Refuse a comparison of which more moves than the number itself, or of which something is not read.

        Raises:
            UnclearError: It is one.
        """
        if self._behind(one) & self._proposed or (among is not None and not one.names_read <= among.keys()):
            raise UnclearError

    def _behind(self, one: Solvable) -> frozenset[str]:
        """Return the recorded facts behind what a comparison reads."""
        return frozenset().union(*(self.guideline.base[name] for name in one.names_read))

    @cached_property
    def _proposed(self) -> frozenset[str]:
        """The facts of the case that are proposed, or not, by the number."""
        reached = {id for section, id in self.touching.reached if section == "proposals"}
        areas = any(section == "areas" for section, _id in self.touching.reached)
        return frozenset(
            (
                *(one.fact for one in self.guideline.proposals if one.id in reached),
                *(("case.needs.areas",) if areas else ()),
            )
        )
