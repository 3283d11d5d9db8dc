"""What a condition depends on, worked out once for a guideline: what it reads of the case, and what of the option.

`all_options` decides with it which conditions are the case's alone, and by what an outcome can be found again for another case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from visit.rules.deciding.caching import Cache
from visit.rules.guideline.values import DecisionTable, Guideline, Rule
from visit.rules.language.binder import Scope
from visit.rules.language.binding import bind
from visit.rules.language.conditions import Condition
from visit.rules.language.types import TRUTH
from visit.vocabulary import vocabulary

MOST = 4096
"""How many of each kind are remembered: a guideline has some hundreds, and a catalogue may bring terms of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Dependency:
    """What a condition or a rule depends on.

    Attributes:
        case_conditions: The largest conditions in them that read the case alone.
        names: The case-side names that the rest of them read, directly or through a decision table.
        option: The option-side facts that they depend on, that of the provision for a rule that is bound to some.
    """

    case_conditions: tuple[Condition, ...]
    names: tuple[str, ...]
    option: tuple[str, ...]


class Dependencies:
    """What the conditions of one guideline depend on, each worked out when it is first asked for.

    ComparedSides by identity: in a cache key it stands for the guideline.

    Attributes:
        case_tables: The decision tables that read the case alone.
        entitled: The rules of every provision that has entitlement rules, by the name that conditions read.
        entitlements: That name for every provision.
        nested: Whether one entitlement rests on another, so that they are decided more than once.
    """

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self._option_facts: Cache[tuple[str, ...]] = Cache(MOST)
        self._tables: Cache[tuple[DecisionTable, ...]] = Cache(MOST)
        self._dependencies: Cache[Dependency] = Cache(MOST)
        self._operator_conditions: Cache[Condition] = Cache(MOST)
        self.case_tables = tuple(name for name in guideline.tables if self.is_case_side(name))
        self.entitlements = tuple(f"entitled({provision})" for provision in vocabulary().provisions)
        provisions = {provision for rule in guideline.rules if rule.entitles for provision in rule.provisions or ()}
        self.entitled = {f"entitled({provision})": guideline.entitling(provision) for provision in sorted(provisions)}
        every_rule = [rule for rules in self.entitled.values() for rule in rules]
        self.nested = any(name.startswith("entitled(") for rule in every_rule for name in rule.require.reads)

    def is_case_side(self, name: str) -> bool:
        """Return whether a name rests on the case alone."""
        return all(self.guideline.facts[fact].side == "case" for fact in self.guideline.base[name])

    def operator_condition(self, source: str) -> Condition:
        """Bind an operator's own terms.

        Raises:
            ExpressionErrors: Everything that is wrong with them.
        """
        scope = Scope(self.guideline.types, self.guideline.lists, self.guideline.parameters)
        return self._operator_conditions.of(source, lambda: bind(source, scope, TRUTH))

    def of(self, statement: Rule | Condition) -> Dependency:
        """Return what a condition, or the conditions of a rule together, rest on."""
        return self._dependencies.of(statement, lambda: self._work_out(statement))

    def _work_out(self, statement: Rule | Condition) -> Dependency:
        conditions = (statement,) if isinstance(statement, Condition) else statement.conditions
        case_conditions, mixed = self.parted(conditions)
        reads = frozenset().union(*(one.reads for one in mixed))
        bound = isinstance(statement, Rule) and statement.provisions is not None
        option = (*(("option.provision",) if bound else ()), *self.option_facts(reads))
        return Dependency(case_conditions, tuple(sorted(self.case_names(reads))), option)

    def parted(self, conditions: Iterable[Condition]) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        """Part conditions at `and`, `or` and `not` into those that read the case alone and those that do not."""
        case_conditions: list[Condition] = []
        mixed: list[Condition] = []
        for condition in conditions:
            if not self.option_facts(condition.reads):
                case_conditions.append(condition)
            elif condition.joined:
                inside, rest = self.parted(condition.parts)
                case_conditions += inside
                mixed += rest
            else:
                mixed.append(condition)
        return tuple(case_conditions), tuple(mixed)

    def option_facts(self, reads: frozenset[str]) -> tuple[str, ...]:
        """Return the option-side facts that names rest on, through decision tables."""

        def work_out() -> tuple[str, ...]:
            base = frozenset().union(*(self.guideline.base[name] for name in reads))
            names = sorted(name for name in base if self.guideline.facts[name].side == "option")
            return (*names, *(name for name in self.guideline.facts.of_each if name in base))

        return self._option_facts.of(reads, work_out)

    def case_names(self, reads: Iterable[str]) -> frozenset[str]:
        """Return the names that are the same for all options, behind decision tables that are not."""
        found: set[str] = set()
        for name in reads:
            if not self.option_facts(frozenset((name,))):
                found.add(name)
            elif name in self.guideline.tables:
                found |= self.case_names(self.guideline.tables[name].reads)
        return frozenset(found)

    def tables_behind(self, reads: frozenset[str]) -> tuple[DecisionTable, ...]:
        """Return the decision tables that names read, directly or through another, in an order to decide them in."""
        tables = self.guideline.tables
        return self._tables.of(
            reads, lambda: tuple(table for name, table in tables.items() if self.needed(name, reads))
        )

    def needed(self, table: str, reads: frozenset[str]) -> bool:
        """Return whether names read a table, directly or through another."""
        if table in reads:
            return True
        return any(
            name in self.guideline.tables and self.needed(table, self.guideline.tables[name].reads) for name in reads
        )
