"""Conditions that cannot be split, decided for all cases at once.

A comparison of something of the case with something of the options is told by its two sides: each value that the case's side has is
held against each value that the options' side has, whoever else reads what these are made from. Numbers that are asked for their
order are halved until the place is found where the truth changes, and a set on the left is asked member by member.
Any other atom is asked once per class of cases that agree in all that it reads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain

from visit.many.case_columns import CaseColumns, CaseEnvironment
from visit.many.codes import Codes, classes
from visit.many.option_axis import OptionAxis
from visit.rules.deciding.all_options import Columns
from visit.rules.deciding.option_sets import ValueRows
from visit.rules.facts.declaration import OptionFact
from visit.rules.language.conditions import Compared, Condition
from visit.rules.language.values import Members, Value


@dataclass(frozen=True, slots=True, eq=False)
class AtomRows:
    """What a condition that cannot be split gives.

    Attributes:
        of: The class of each case.
        rows: For which options of the catalogue it is true, and for which false, class by class.
    """

    of: Codes
    rows: Sequence[tuple[int, int]]


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
        self.evaluated = 0

    def rows(self, condition: Condition, environment: CaseEnvironment) -> AtomRows:
        """Return for which options of the catalogue an atom is true, and for which false."""
        key = (condition, environment)
        if key not in self.known:
            self.known[key] = self.decide(condition, environment)
        return self.known[key]

    def decide(self, condition: Condition, environment: CaseEnvironment) -> AtomRows:
        every = self.axis.all
        if not self.dependencies.of(condition).option:
            return AtomRows(environment.truth(condition), ((0, every), (every, 0), (0, 0)))
        if (sides := self.sides(condition, environment)) is not None:
            return self.held_against_each_other(sides, environment)
        found = classes(self.all_read(condition, environment), self.count)
        self.evaluated += len(found)
        return AtomRows(found.of, [_truths(self.values(condition, case, environment)) for case in found.first.tolist()])

    def held_against_each_other(self, sides: Sides, environment: CaseEnvironment) -> AtomRows:
        """Decide a comparison by what its two sides give."""
        of_case = environment.value(sides.of_case)
        classes_of_options = classes(self.all_read(sides.of_options, environment), self.count)
        values = [
            ValuesOfOptions(self.values(sides.of_options, case, environment), self.axis.all)
            for case in classes_of_options.first.tolist()
        ]
        found = classes((of_case.codes, classes_of_options.of), self.count)
        self.evaluated += len(found)
        here, there = of_case.codes[found.first].tolist(), classes_of_options.of[found.first].tolist()
        rows = [sides.rows(of_case.values[one], values[other]) for one, other in zip(here, there, strict=True)]
        return AtomRows(found.of, rows)

    def values(self, condition: Condition, case: int, environment: CaseEnvironment) -> ValueRows:
        """Return the values of an expression for the options of the catalogue, each with the options that have it."""
        behind = [table.name for table in self.dependencies.tables_behind(condition.reads)]
        names = filter(self.cases.is_of_case, [*self.dependencies.of(condition).names, *behind])
        found: dict[tuple[type, Value], int] = {}
        for each, row in self.options(case).groups(condition.reads, self.axis.all, environment.of(case, names)):
            value = condition.run(each)
            found[type(value), value] = found.get((type(value), value), 0) | row
        return tuple([(value, row) for (_type, value), row in found.items()])

    # --- what an atom reads ---

    def reads(self, condition: Condition, environment: CaseEnvironment) -> list[Codes]:
        """Return columns that together say of each case what an atom gives for any option, one that a case adds among them."""
        sides = self.sides(condition, environment)
        if sides is None:
            return self.all_read(condition, environment)
        return [environment.value(sides.of_case).codes, *self.all_read(sides.of_options, environment)]

    def sides(self, condition: Condition, environment: CaseEnvironment) -> Sides | None:
        """Return the sides of a comparison of something of the case with something of the options; None of any other."""
        compared = condition.compared
        if compared is None:
            return None
        of_case = [environment.is_there(one.reads) for one in (compared.left, compared.right)]
        return None if of_case[0] == of_case[1] else Sides(compared, of_case[0])

    def all_read(self, condition: Condition, environment: CaseEnvironment) -> list[Codes]:
        """Return columns that together say all that a condition reads of each case."""
        dependency = self.dependencies.of(condition)
        found = [codes for one in dependency.case_conditions for codes in environment.reads(one)]
        found += [environment.column(name).codes for name in dependency.names if self.cases.is_of_case(name)]
        return [*found, *chain.from_iterable(map(self.read_for, dependency.option))]

    def read_for(self, name: str) -> list[Codes]:
        """Return columns that say what a fact of options reads of each case."""
        facts = self.cases.guideline.facts
        fact = facts.behind.get(name) or facts[name]
        return self.cases.parts(fact, self.axis.texts(fact)) if isinstance(fact, OptionFact) else []


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """A comparison of something of the case with something of the options."""

    compared: Compared
    case_is_left: bool

    @property
    def of_case(self) -> Condition:
        """The side that reads the case alone."""
        return self.compared.left if self.case_is_left else self.compared.right

    @property
    def of_options(self) -> Condition:
        """The other side."""
        return self.compared.right if self.case_is_left else self.compared.left

    def rows(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        """Return for which options the comparison is true of a value of the case's side, and for which false."""
        if not self.compared.by_member:
            return self.asked(of_case, options)
        if self.case_is_left:
            return self.joined([options.known(one, self.asked) for one in members(of_case)], options.all)
        return self.joined_by_option(of_case, options)

    def asked(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        test = self.compared.test
        if self.compared.orders and is_number(of_case):
            numbers, below = options.in_order
            rest = options.unordered
        else:
            numbers, below, rest = (), (0,), options.values

        def ask(value: Value) -> Value:
            return test(of_case, value) if self.case_is_left else test(value, of_case)

        true, false = _truths((ask(value), row) for value, row in rest)
        if numbers:
            first = ask(numbers[0])
            cut = bisect_left(numbers, True, key=lambda one: ask(one) is not first)
            same, other = below[cut], below[-1] ^ below[cut]
            true, false = (true | same, false | other) if first is True else (true | other, false | same)
        return true, false

    def joined(self, rows: Iterable[tuple[int, int]], every: int) -> tuple[int, int]:
        """Join what the members of the case's set give."""
        some, none = 0, every
        for true, false in rows:
            decides, leaves = (true, false) if self.compared.by_member == "or" else (false, true)
            some, none = some | decides, none & leaves
        return (some, none) if self.compared.by_member == "or" else (none, some)

    def joined_by_option(self, of_case: Value, options: ValuesOfOptions) -> tuple[int, int]:
        """Join what the members of each option's set give."""
        true = false = unknown = 0
        for one, row in options.by_member.items():
            truth = self.compared.test(one, of_case)
            if truth is True:
                true |= row
            elif truth is False:
                false |= row
            else:
                unknown |= row
        if self.compared.by_member == "or":
            return true, options.all & ~(true | unknown)
        return options.all & ~(false | unknown), false


class ValuesOfOptions:
    """What one side of a comparison gives for the options of the catalogue.

    Attributes:
        values: The distinct values, each with the options that have it.
    """

    def __init__(self, values: ValueRows, every: int) -> None:
        self.values, self.all = values, every
        self._known: dict[Value, tuple[int, int]] = {}

    def known(self, member: Value, ask: Callable[[Value, ValuesOfOptions], tuple[int, int]]) -> tuple[int, int]:
        """Return what is asked of a member, asked once."""
        if member not in self._known:
            self._known[member] = ask(member, self)
        return self._known[member]

    @cached_property
    def in_order(self) -> tuple[Sequence[Value], Sequence[int]]:
        """The plain numbers in order, and for each place in it the options that have one before it."""
        rows = {value: row for value, row in self.values if is_number(value)}
        numbers = sorted(rows)  # type: ignore[type-var]
        below = [0]
        for one in numbers:
            below.append(below[-1] | rows[one])
        return numbers, below

    @cached_property
    def unordered(self) -> ValueRows:
        """All other values."""
        return tuple([(value, row) for value, row in self.values if not is_number(value)])

    @cached_property
    def by_member(self) -> dict[Value, int]:
        """The members of the options' sets, each with the options that have it."""
        found: dict[Value, int] = {}
        for value, row in self.values:
            for one in members(value):
                found[one] = found.get(one, 0) | row
        return found


def is_number(value: Value) -> bool:
    """Return whether a value is one number, and known."""
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def members(value: Value) -> Sequence[Value]:
    """Return the sets of one member each that together are a set, an open empty one among them where more may belong to it."""
    if type(value) is not Members:
        return (value,)
    each: list[Value] = [Members(frozenset((one,))) for one in value.values]
    return each if value.complete else [*each, Members(frozenset(), False)]


def _truths(values: Iterable[tuple[Value, int]]) -> tuple[int, int]:
    true = false = 0
    for value, row in values:
        if value is True:
            true |= row
        elif value is False:
            false |= row
    return true, false
