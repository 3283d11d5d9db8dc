"""The case's side of a guideline's conditions for a whole population, as `case_side` has it for one case.

Whatever is asked of a case is asked once per class of cases that agree in all that it reads, by the engine's own functions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from visit.case import Case
from visit.many.codes import Classes, CodeColumn, Codes, classes, constant, interned
from visit.many.population import Population
from visit.many.truths import FALSE_, TRUE_, VALUES, Truths, coded, every_of, negated, some_of
from visit.rules.deciding.caching import Cache
from visit.rules.deciding.case_side import (
    NEVER_ASSUMED,
    CaseSide,
    Proposed,
    case_side,
    operator_condition,
    table_value,
)
from visit.rules.deciding.dependencies import Dependencies
from visit.rules.deciding.unknown import is_settled, unknown_facts
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import FactOfOption
from visit.rules.guideline.values import DecisionTable, Rule
from visit.rules.language.conditions import Condition
from visit.rules.language.values import UNKNOWN, Members, Truth, Value

_AREAS = "case.needs.areas"
_MOST_SIDES = 1_000
_FEW = 2
"""The columns of all cases take as long as reading one case in so many by itself."""


class CaseEnvironment:
    """The values of every case-side name for all cases, with what the guideline proposes or without."""

    def __init__(self, columns: CaseColumns, proposed: Mapping[str, CodeColumn]) -> None:
        self.columns, self.dependencies = columns, columns.dependencies
        self.guideline, self.count = columns.guideline, len(columns.population)
        self.known: dict[str, CodeColumn] = dict(proposed)
        self.truths: dict[Condition, Truths] = {}
        self.values: dict[Condition, CodeColumn] = {}
        self.settled_names: dict[str, Codes] = {}

    def column(self, name: str) -> CodeColumn:
        """Return the values of a case-side name."""
        if name not in self.known:
            self.known[name] = self.read(name)
        return self.known[name]

    def read(self, name: str) -> CodeColumn:
        guideline = self.guideline
        if name in guideline.parameters:
            return constant(guideline.parameters[name].value, self.count)
        if name in guideline.tables:
            return self.table(guideline.tables[name])
        if name.startswith("entitled("):
            self.decide_entitlements()
            return self.known[name]
        return self.columns.recorded(name)

    def is_there(self, names: Iterable[str]) -> bool:
        """Return whether all names are of the case's side."""
        return all(self.columns.is_of_case(name) for name in names)

    def truth(self, condition: Condition) -> Truths:
        """Return the truth of a condition on the case for all cases; unknown where it reads what the case does not have."""
        found = self.truths.get(condition)
        if found is None:
            found = self.truths[condition] = self.decide(condition)
        return found

    def decide(self, condition: Condition) -> Truths:
        if not self.is_there(condition.reads):
            return np.full(self.count, 2, np.int64)
        if condition.joined == "not":
            return negated(self.truth(condition.parts[0]))
        if condition.joined:
            join = every_of if condition.joined == "and" else some_of
            return join(self.truth(part) for part in condition.parts)
        names = sorted(condition.reads)
        found = self.classes(names)
        return np.array([coded(condition.run(self.of(case, names))) for case in found.first], np.int64)[found.of]

    def value(self, expression: Condition) -> CodeColumn:
        """Return what an expression that reads the case alone gives for all cases."""
        found = self.values.get(expression)
        if found is None:
            names = sorted(expression.reads)
            alike = self.classes(names)
            column = interned(expression.run(self.of(case, names)) for case in alike.first.tolist())
            found = self.values[expression] = CodeColumn(column.codes[alike.of], column.values)
        return found

    def reads(self, condition: Condition) -> list[Codes]:
        """Return columns that together say all that a condition reads of the case, beside what only a ranking finds out."""
        if self.is_there(condition.reads):
            return [self.truth(condition)]
        found = [codes for part in condition.parts for codes in self.reads(part)]
        for name in () if condition.parts else sorted(condition.reads):
            if self.columns.is_of_case(name):
                found.append(self.column(name).codes)
            elif name in self.guideline.tables:
                rows = self.guideline.tables[name].rows
                found += [codes for row in rows for one in row if one is not None for codes in self.reads(one)]
        return found

    def classes(self, names: Iterable[str], further: Iterable[Codes] = ()) -> Classes:
        """Return the classes of cases that have the same values of some names, and the same codes."""
        return classes((*(self.column(name).codes for name in names), *further), self.count)

    def of(self, case: int, names: Iterable[str]) -> dict[str, Value]:
        """Return the values that one case has of some names."""
        return {name: self.column(name).of(case) for name in names}

    def table(self, table: DecisionTable) -> CodeColumn:
        """Decide a table for all cases."""
        truths = [self.truth(when) for when, _then in table.rows if when is not None]
        reads = sorted(frozenset().union(*(then.reads for _when, then in table.rows)))
        conditions = sorted(frozenset().union(*(when.reads for when, _then in table.rows if when is not None)))
        found = self.classes(reads, truths)
        known: dict[Value, int] = {}
        codes = []
        for case in found.first:
            value = table_value(table, self.of(case, {*reads, *conditions}))
            codes.append(known.setdefault(value, len(known)))
        return CodeColumn(np.array(codes, np.int64)[found.of], list(known))

    def decide_entitlements(self) -> None:
        """Decide the entitlements; where one rests on another, until nothing is added."""
        unknown = constant(UNKNOWN, self.count)
        self.known.update(dict.fromkeys(self.dependencies.entitlements, unknown))
        while True:
            found = {name: every_of(map(self.of_rule, rules)) for name, rules in self.dependencies.entitled.items()}
            settled = not self.dependencies.nested or all(
                np.array_equal(codes, truths_of(self.known[name])) for name, codes in found.items()
            )
            self.known.update({name: CodeColumn(codes, VALUES) for name, codes in found.items()})
            for condition in [one for one in self.truths if any(name.startswith("entitled(") for name in one.reads)]:
                del self.truths[condition]
            if settled:
                return

    def of_rule(self, rule: Rule) -> Truths:
        """Return whether an entitlement rule holds, or does not apply."""
        parts = [self.truth(rule.require)]
        if rule.when is not None:
            parts.append(negated(self.truth(rule.when)))
        if rule.unless is not None:
            parts.append(self.truth(rule.unless))
        return some_of(parts)

    # --- what leaves a condition unknown ---

    def settled(self, name: str) -> Codes:
        """Return 1 for every case of which nothing more can be recorded of a name."""
        if name not in self.settled_names:
            column = self.column(name)
            self.settled_names[name] = np.array([is_settled(one) for one in column.values], np.int64)[column.codes]
        return self.settled_names[name]

    def openness(self, conditions: Iterable[Condition | None]) -> list[Codes]:
        """Return columns that together say which facts of the case leave some conditions unknown, wherever they are."""
        found: dict[int, Codes] = {}
        self.add_openness(conditions, found, set())
        return list(found.values())

    def add_openness(self, conditions: Iterable[Condition | None], found: dict[int, Codes], seen: set[object]) -> None:
        for condition in conditions:
            if condition is None or condition in seen:
                continue
            seen.add(condition)
            if self.is_there(condition.reads):
                truths = self.truth(condition)
                found[id(truths)] = truths
            self.add_openness(condition.parts, found, seen)
            for name in () if condition.parts else sorted(condition.reads):
                self.add_openness_of(name, found, seen)

    def add_openness_of(self, name: str, found: dict[int, Codes], seen: set[object]) -> None:
        if name in seen:
            return
        seen.add(name)
        if self.columns.is_of_case(name):
            settled = self.settled(name)
            found[id(settled)] = settled
        if name in self.guideline.tables:
            for when, then in self.guideline.tables[name].rows:
                self.add_openness((when, then), found, seen)
        for rule in self.dependencies.entitled.get(name, ()):
            self.add_openness(rule.conditions, found, seen)


class CaseColumns:
    """The case's side of a guideline for all cases of a population.

    Attributes:
        bare: What is recorded alone.
        values: With what the guideline proposes where a case leaves it out.
        proposed: For every fact that is proposed to some case, 1 where it is.
    """

    def __init__(self, population: Population, dependencies: Dependencies) -> None:
        self.population, self.dependencies, self.guideline = population, dependencies, dependencies.guideline
        self.names = {*self.guideline.parameters, *dependencies.case_tables, *dependencies.entitlements}
        self.names |= {fact.name for fact in self.guideline.facts.of_case}
        self.facts = {fact.name: fact for fact in self.guideline.facts.of_case}
        self.sides: Cache[CaseSide] = Cache(_MOST_SIDES)
        self.asked_whole = 0
        self.circumstances: dict[Hashable, CodeColumn] = {}
        self.bare = CaseEnvironment(self, {})
        self.proposed: dict[str, Codes] = {}
        self.values = self.with_proposals()

    def is_of_case(self, name: str) -> bool:
        """Return whether a name is one that the case alone has a value of."""
        return name in self.names

    def recorded(self, name: str) -> CodeColumn:
        """Return what is recorded of a fact."""
        return self.population.fact(self.facts[name])

    @cached_property
    def reader(self) -> SideReader:
        """What puts the whole side of a case together."""
        return SideReader(self)

    def side(self, case: int) -> CaseSide:
        """Return the side of one case, as `case_side` reads it."""
        return self.sides.of(int(case), lambda: self.reader.side(case))

    def whole(self, case: int) -> CaseSide:
        """Return the side of a case that `match` would not refuse; while few are asked for, without reading all cases for it."""
        self.asked_whole += 1
        if "reader" not in vars(self) and self.asked_whole * _FEW < len(self.population):
            return case_side(self.population.cases[case], self.dependencies, self.population.as_of)
        return self.reader.side(case)

    def asking(self, case: int, names: Iterable[str] = ()) -> CaseSide:
        """Return the side of one case with the values of no more than some names."""
        every = tuple(names)
        values, bare = self.values.of(case, every), self.bare.of(case, every)
        return CaseSide(self.asked_by_offers(case), self.dependencies, values, bare, self.proposed_to(case))

    def asked_by_offers(self, case: int) -> Circumstances:
        """Return one case with what it gives for the conditions that options carry themselves."""

        def holds(text: str) -> Truth:
            return VALUES[int(self.bare.truth(operator_condition(text, self.dependencies))[case])]

        def open(text: str) -> tuple[str, ...]:
            condition = operator_condition(text, self.dependencies)
            return tuple(sorted(unknown_facts(condition, self.guideline, self.reader.bare.row(case))))

        return replace(self.circumstances_of(self.population.cases[case]), holds=holds, open=open)

    def proposed_to(self, case: int) -> Mapping[str, Proposed]:
        """Return the facts that are proposed to one case."""
        return {name: Proposed(name, UNKNOWN, ()) for name, flags in self.proposed.items() if flags[case]}

    # --- proposals ---

    def with_proposals(self) -> CaseEnvironment:
        """Return what is recorded, with what is proposed of what is not."""
        rows: dict[str, list[tuple[Value, Truths]]] = {}
        for proposal in self.guideline.proposals:
            rows.setdefault(proposal.fact, []).append((proposal.value, self.bare.truth(proposal.when)))
        areas = [(area, self.bare.truth(when)) for area, when, _origin in self.guideline.areas]
        if areas:  # where they say anything, a proposal of areas counts for nothing
            said = np.any([truths == TRUE_ for _area, truths in areas], axis=0)
            others = [(area, np.where(said, FALSE_, truths)) for area, truths in rows.get(_AREAS, ())]
            rows[_AREAS] = [*areas, *others]
        used = {fact: column for fact, those in rows.items() if (column := self.propose(fact, those)) is not None}
        return CaseEnvironment(self, used) if used else self.bare

    def propose(self, fact: str, rows: Sequence[tuple[Value, Truths]]) -> CodeColumn | None:
        """Return a fact with what is proposed of it; None where that changes nothing that is read."""
        column = self.bare.column(fact)
        unknown = np.array([value is UNKNOWN for value in column.values])[column.codes]
        holds = [(truths == TRUE_) & unknown for _value, truths in rows]
        found = classes((column.codes, *(one.astype(np.int64) for one in holds)), len(self.population))
        known = {(type(value), value): code for code, value in enumerate(column.values)}
        codes, changed = [], []
        for case in found.first:
            wanted = [value for (value, _truths), one in zip(rows, holds, strict=True) if one[case]]
            changed.append(bool(wanted))
            value = self.together(fact, wanted) if wanted else column.of(case)
            codes.append(known.setdefault((type(value), value), len(known)))
        if not any(changed):
            return None
        self.proposed[fact] = np.array(changed, np.int64)[found.of]
        if fact in NEVER_ASSUMED:
            return None
        return CodeColumn(np.array(codes, np.int64)[found.of], [value for _type, value in known])

    def together(self, fact: str, wanted: Sequence[Value]) -> Value:
        """Return what several proposals of one fact propose: all the codes, or the first value."""
        several = self.guideline.types[fact].kind == "codes"
        return Members(frozenset(map(str, wanted))) if several else wanted[0]

    # --- what facts of options read of the case ---

    def parts(self, fact: FactOfOption, texts: Iterable[str]) -> list[Codes]:
        """Return columns that together say what a fact reads of each case for the options of which the case says nothing itself.

        `texts`: the conditions that the options carry.
        """
        found = [self.circumstance(fact.of_case).codes]
        for text in sorted(texts):
            condition = operator_condition(text, self.dependencies)
            found += [self.bare.truth(condition), *self.bare.openness((condition,))]
        return found

    def circumstance(self, read: Callable[[Circumstances], Hashable], key: Hashable = None) -> CodeColumn:
        """Return what is read of every case under the guideline's settings; `key`: what it is found again by, if not itself."""
        key = key or read
        if key not in self.circumstances:
            self.circumstances[key] = self.population.circumstance(
                key, read, self.settings, lambda: self.every_circumstances
            )
        return self.circumstances[key]

    @cached_property
    def every_circumstances(self) -> Sequence[Circumstances]:
        """Every case on the date."""
        return [self.circumstances_of(case) for case in self.population.cases]

    def circumstances_of(self, case: Case) -> Circumstances:
        """Return a case on the date; what an offer's own conditions give is a column of its own."""
        one = self.guideline
        return Circumstances(
            case=case,
            as_of=self.population.as_of,
            nearness=one.nearness,
            reference_prices=one.reference_prices,
            needs=one.needs,
            usually_met=one.usually_met,
            groups_of_offers=one.groups_of_offers,
        )

    @cached_property
    def settings(self) -> Hashable:
        """All that circumstances have of a guideline, for which equal settings are one."""
        one = self.guideline
        near = one.nearness
        return (
            (near.members, near.combine, *near.weights.items()),
            (*one.reference_prices.items(), *one.usually_met.items()),
            (*one.needs.values(), one.groups_of_offers),
        )


def truths_of(column: CodeColumn) -> Truths:
    """Return a column of truths as truths."""
    return np.array([coded(value) for value in column.values], np.int64)[column.codes]


class SideReader:
    """The whole side of each case, read from the columns of all names."""

    def __init__(self, cases: CaseColumns) -> None:
        self.cases, names = cases, sorted(cases.names)
        self.bare = _CodeTable(cases.bare, names)
        self.values = self.bare if cases.values is cases.bare else _CodeTable(cases.values, names)

    def side(self, case: int) -> CaseSide:
        """Return the side of one case, as `case_side` reads it."""
        cases, bare, proposed = self.cases, self.bare.row(case), self.cases.proposed_to(case)
        values = self.values.row(case) if proposed else bare
        return CaseSide(cases.asked_by_offers(case), cases.dependencies, values, bare, proposed)


class _CodeTable:
    """The values of all names, case by case."""

    def __init__(self, environment: CaseEnvironment, names: Sequence[str]) -> None:
        columns = [environment.column(name) for name in names]
        self.names, self.values = names, [column.values for column in columns]
        self.codes = np.stack([column.codes for column in columns], axis=1).astype(np.int32)

    def row(self, case: int) -> dict[str, Value]:
        codes = self.codes[case].tolist()
        return {name: values[code] for name, values, code in zip(self.names, self.values, codes, strict=True)}
