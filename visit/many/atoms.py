"""Conditions that cannot be split, decided for all cases at once.

A comparison of something of the case with something of the options is told by its two sides: each value that the case's side has is
held against each value that the options' side has (`two_sides`), whoever else reads what these are made from.
Any other atom is asked once per class of cases that agree in all that it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from visit.catalogue import Option
from visit.many.case_columns import CaseColumns, CaseEnvironment
from visit.many.codes import CodeColumn, Codes, classes, interned
from visit.many.option_axis import OptionAxis
from visit.many.two_sides import AtomSides, ValuesOfOptions, true_and_false
from visit.many.word_rows import Words, row_from, words_of
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.option_sets import Named, bits, uncached, union
from visit.rules.facts.circumstances import Circumstances
from visit.rules.facts.declaration import FactOfOption, OptionFact, nobody
from visit.rules.language.conditions import Condition
from visit.rules.language.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class AtomRows:
    """What a condition that cannot be split gives.

    Attributes:
        of: The class of each case.
        true: For which options of the catalogue it is true, class by class.
        false: For which it is false.
    """

    of: Codes
    true: Words
    false: Words


class Atoms:
    """The atoms of a guideline for a population and the options of the catalogue.

    Args:
        cases: The cases.
        axis: The options.
        options: Gives the catalogue's options as columns of what conditions read of them for one of the cases.

    Attributes:
        evaluated: How many classes were decided.
    """

    def __init__(self, cases: CaseColumns, axis: OptionAxis, options: Callable[[int], Columns]) -> None:
        self.cases, self.axis, self.options = cases, axis, options
        self.dependencies, self.count = cases.dependencies, len(cases.population)
        self.known: dict[tuple[Condition, CaseEnvironment], AtomRows] = {}
        self.said: dict[FactOfOption, CodeColumn] = {}
        self.evaluated = 0

    def rows(self, condition: Condition, environment: CaseEnvironment) -> AtomRows:
        """Return for which options of the catalogue an atom is true, and for which false."""
        key = (condition, environment)
        if key not in self.known:
            self.known[key] = self.with_named(condition, environment, self.decide(condition, environment))
        return self.known[key]

    def decide(self, condition: Condition, environment: CaseEnvironment) -> AtomRows:
        every = self.axis.all
        if not self.dependencies.of(condition).option:
            return self.as_words(environment.truth(condition), [(0, every), (every, 0), (0, 0)])
        if (sides := self.sides(condition, environment)) is not None:
            return self.held_against_each_other(sides, environment)
        found = classes(self.all_read(condition, environment), self.count)
        self.evaluated += len(found)
        return self.as_words(
            found.of,
            [true_and_false(self.values(condition, case, environment).values) for case in found.first.tolist()],
        )

    def as_words(self, of: Codes, rows: Sequence[tuple[int, int]]) -> AtomRows:
        """Return what an atom gives class by class, first for which options it is true, then for which it is false."""
        true, false = (words_of([row[at] for row in rows], self.axis.width) for at in (0, 1))
        return AtomRows(of, true, false)

    def held_against_each_other(self, sides: AtomSides, environment: CaseEnvironment) -> AtomRows:
        """Decide a comparison by what its two sides give."""
        of_case = environment.value(sides.of_case)
        classes_of_options = classes(self.all_read(sides.of_options, environment), self.count)
        values = [self.values(sides.of_options, case, environment) for case in classes_of_options.first.tolist()]
        found = classes((of_case.codes, classes_of_options.of), self.count)
        self.evaluated += len(found)
        here, there = of_case.codes[found.first].tolist(), classes_of_options.of[found.first].tolist()
        rows = [values[other].against(of_case.values[one], sides) for one, other in zip(here, there, strict=True)]
        return self.as_words(found.of, rows)

    def with_named(self, condition: Condition, environment: CaseEnvironment, unnamed: AtomRows) -> AtomRows:
        """Return what an atom gives with what each case says of single offers and options: these are asked one by one."""
        facts = [fact for fact in map(self.fact, self.dependencies.of(condition).option) if fact is not None]
        said = [self.of_named(fact) for fact in facts if fact.named is not nobody]
        if not said:
            return unnamed
        found = classes((unnamed.of, *(one.codes for one in said)), self.count)
        known: dict[Hashable, Value] = {}
        of = unnamed.of[found.first]
        true, false = unnamed.true[of], unnamed.false[of]
        changed: dict[int, tuple[int, int]] = {}
        for row, (case, at) in enumerate(zip(found.first.tolist(), of.tolist(), strict=True)):
            values = [one.of(case) for one in said]
            about = {place for one in values for place in one}
            if not about:
                continue
            is_true, is_false = row_from(true[row]), row_from(false[row])
            for place in about:
                of_place = [one.get(place) for one in values]
                is_all = len(facts) == len(said) and None not in of_place
                key = (at, *of_place, -1 if is_all else place)
                if key not in known:
                    known[key] = self.truth(condition, case, self.axis.shared.options[place], environment)
                bit = 1 << place
                is_true = is_true | bit if known[key] is True else is_true & ~bit
                is_false = is_false | bit if known[key] is False else is_false & ~bit
            changed[row] = is_true, is_false
        if changed:
            true[list(changed)], false[list(changed)] = (
                words_of([rows[at] for rows in changed.values()], self.axis.width) for at in (0, 1)
            )
        self.evaluated += len(known)
        return AtomRows(found.of, true, false)

    def of_named(self, fact: FactOfOption) -> CodeColumn:
        """Return what a fact is for the options of the catalogue of which each case says something, by their places."""
        if fact not in self.said:
            options = self.axis.shared

            def read(now: Circumstances) -> tuple[tuple[int, type, Value], ...]:
                about = bits(union([options.of_id(id) for id, _said in fact.named(now)]))
                values = [(place, fact.value(options.options[place], now)) for place in about]
                return tuple([(place, type(value), value) for place, value in values])

            if fact.conditions is None:
                column = self.cases.circumstance(read, key=(fact, self.axis.openings.catalogue))
            else:
                said = self.cases.circumstance(fact.named)
                column = interned(
                    read(self.cases.asked_by_offers(case)) if said.of(case) else () for case in range(self.count)
                )
            by_place = [{place: (kind, value) for place, kind, value in one} for one in column.values]
            self.said[fact] = CodeColumn(column.codes, by_place)
        return self.said[fact]

    def truth(self, condition: Condition, case: int, option: Option, environment: CaseEnvironment) -> Value:
        """Return the truth of an atom for one option."""
        return condition.holds(self.of_one(condition, case, option, environment))

    def value(self, condition: Condition, case: int, option: Option, environment: CaseEnvironment) -> Value:
        """Return what an expression gives for one option."""
        return condition.run(self.of_one(condition, case, option, environment))

    def of_one(
        self, condition: Condition, case: int, option: Option, environment: CaseEnvironment
    ) -> Mapping[str, Value]:
        columns = Columns(self.cases.asking(case), uncached((option,)))
        values = environment.of(case, self.case_names(condition))
        return next(each for each, _row in columns.groups(condition.reads, 1, values))

    def case_names(self, condition: Condition) -> list[str]:
        """Return the names of the case's side that a condition reads for options, directly or through decision tables."""
        behind = [table.name for table in self.dependencies.tables_behind(condition.reads)]
        return [*filter(self.cases.is_of_case, [*sorted(self.dependencies.case_names(condition.reads)), *behind])]

    def values(self, condition: Condition, case: int, environment: CaseEnvironment) -> ValuesOfOptions:
        """Return what an expression gives for the options of the catalogue, found again where all that it reads is the same."""
        values, options = environment.of(case, self.case_names(condition)), self.options(case)
        key = (
            self.dependencies,
            condition,
            *values.values(),
            *map(options.read, self.dependencies.of(condition).option),
        )
        found: ValuesOfOptions = self.axis.open.values.of(key, lambda: self.work_out(condition, options, values))
        return found

    def work_out(self, condition: Condition, options: Columns, values: dict[str, Value]) -> ValuesOfOptions:
        found: dict[tuple[type, Value], int] = {}
        for each, row in options.groups(condition.reads, self.axis.all, values):
            value = condition.run(each)
            found[type(value), value] = found.get((type(value), value), 0) | row
        return ValuesOfOptions([(value, row) for (_type, value), row in found.items()], self.axis.all)

    # --- what an atom reads ---

    def reads(self, condition: Condition, environment: CaseEnvironment) -> list[Codes]:
        """Return columns that together say of each case what an atom gives for any option, one that a case adds among them."""
        sides = self.sides(condition, environment)
        named = chain.from_iterable(map(self.named_for, self.dependencies.of(condition).option))
        if sides is None:
            return [*self.all_read(condition, environment), *named]
        return [environment.value(sides.of_case).codes, *self.all_read(sides.of_options, environment), *named]

    def sides(self, condition: Condition, environment: CaseEnvironment) -> AtomSides | None:
        """Return the sides of a comparison of something of the case with something of the options; None of any other."""
        compared = condition.compared
        if compared is None:
            return None
        of_case = [environment.is_there(one.reads) for one in (compared.left, compared.right)]
        return None if of_case[0] == of_case[1] else AtomSides(compared, of_case[0])

    def all_read(self, condition: Condition, environment: CaseEnvironment) -> list[Codes]:
        """Return columns that together say all that a condition reads of each case for options of which the case says nothing."""
        dependency = self.dependencies.of(condition)
        found = [codes for one in dependency.case_conditions for codes in environment.reads(one)]
        found += [environment.column(name).codes for name in dependency.names if self.cases.is_of_case(name)]
        return [*found, *chain.from_iterable(map(self.read_for, dependency.option))]

    def fact(self, name: str) -> FactOfOption | None:
        """Return a fact of options, or what leaves one unknown; None for one that only a ranking finds out."""
        facts = self.cases.guideline.facts
        fact = facts.behind.get(name) or facts[name]
        return fact if isinstance(fact, OptionFact) else None

    def read_for(self, name: str) -> list[Codes]:
        """Return columns that say what a fact of options reads of each case for those of which the case says nothing."""
        fact = self.fact(name)
        return [] if fact is None else self.cases.parts(fact, self.axis.texts(fact))

    def named_for(self, name: str) -> list[Codes]:
        """Return columns that say what each case says of single offers and options for a fact."""
        fact = self.fact(name)
        return [] if fact is None or fact.named is nobody else [self.cases.circumstance(fact.named).codes]


class UnnamedColumns(Columns):
    """The options of the catalogue as if the case said nothing of single ones."""

    def named(self, fact: FactOfOption) -> Named:
        """See `OptionColumns.named`."""
        return ()
