"""The options of one case as columns: for each fact its distinct values, each with the options that have it as a row of bits.

A row is a whole number with one bit per option. A column that other cases may come to is found where an earlier case had it read.
What compares an option with the others is unknown here until the first pass has found it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from visit.catalogue import Option
from visit.rules.deciding.case_side import CaseSide, table_value
from visit.rules.deciding.option_sets import FactColumn, Named, OptionSet, ValueRows, uncached, union
from visit.rules.facts.declaration import FactOfOption, OptionFact
from visit.rules.language.values import UNKNOWN, Value


class OptionColumns:
    """What conditions can read of every option, for one case.

    Attributes:
        all: The row of all options.
        comparative: The comparative facts that are the same for every option.
    """

    def __init__(self, side: CaseSide, options: OptionSet | Sequence[Option]) -> None:
        self.side, self.dependencies, self.guideline = side, side.dependencies, side.dependencies.guideline
        self.option_set = options if isinstance(options, OptionSet) else uncached(options)
        self.all = (1 << len(self.option_set.options)) - 1
        self.known: dict[str, FactColumn] = {}
        self.comparative: dict[str, Value] = {
            name: UNKNOWN for name in self.guideline.facts.comparative if name not in self.guideline.facts.of_each
        }

    def read_comparative(self, of_each: Mapping[str, Sequence[Value]], values: Mapping[str, Value]) -> None:
        """Let what is decided from now on read the comparative facts, those of each option and those that all share."""
        for name, found in of_each.items():
            rows: dict[Value, int] = {}
            for index, value in enumerate(found):
                rows[value] = rows.get(value, 0) | 1 << index
            self.known[name] = FactColumn(tuple(rows.items()), reusable=False)
        self.comparative = dict(values)

    def mask(self, name: str, wanted: frozenset[str]) -> int:
        """Return the options whose coded fact is one of the wanted."""
        return union(mask for value, mask in self.column(name) if value in wanted)

    def column(self, name: str) -> ValueRows:
        """Return the distinct values of an option-side fact, each with the options that have it."""
        return self.read(name).groups

    def read(self, name: str) -> FactColumn:
        """Return an option-side fact of every option; one that only a ranking finds out is unknown until it was found."""
        if name not in self.known:
            fact = self.guideline.facts.behind.get(name) or self.guideline.facts[name]
            if isinstance(fact, OptionFact):
                now = self.side.circumstances
                self.known[name] = self.option_set.column(fact, fact.case_part(now, self.parts(fact)), self.named(fact))
            else:
                self.known[name] = FactColumn(((UNKNOWN, self.all),))
        return self.known[name]

    def named(self, fact: FactOfOption) -> Named:
        """Return what the case says of single offers and options for a fact."""
        found: Named = fact.named(self.side.circumstances)
        return found

    def parts(self, fact: FactOfOption) -> Iterator[object]:
        """Yield the parts of the options that a fact depends on: the distinct ones of the catalogue's, and the case's own."""
        yield from (part for part, _row in self.option_set.parts(fact))
        yield from (fact.of_option(self.option_set.options[index]) for index in self.option_set.own)

    def groups(
        self, reads: frozenset[str], active: int, values: Mapping[str, Value], *, with_behind: bool = False
    ) -> Iterable[tuple[dict[str, Value], int]]:
        """Yield every distinct combination of the option-side values that names depend on, with its options.

        The environment is one dictionary, changed in place: use it before asking for the next. `with_behind` tells
        apart as well what they wait for where they are not known.
        """
        names = self.dependencies.option_facts(reads)
        if with_behind:
            facts = [self.guideline.facts[name] for name in names]
            behind = [one.behind.name for one in facts if isinstance(one, OptionFact) and one.behind is not None]
            names = (*names, *dict.fromkeys(behind))
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
