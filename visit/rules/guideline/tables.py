"""The decision tables of a guideline: named, typed, bound and put in an order in which each stands after those it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from visit.locale import text as _
from visit.rules.guideline.drafting import Reading
from visit.rules.guideline.labels import words_for_values
from visit.rules.guideline.records import Scribed, TableRecord
from visit.rules.guideline.values import DecisionTable
from visit.rules.language.types import NUMBER, TRUTH, Type
from visit.vocabulary import CodeList, Term


def tables_of(
    reading: Reading, further: Callable[[], Iterable[DecisionTable]] = lambda: ()
) -> dict[str, DecisionTable]:
    """Bind decision tables, each after those it reads.

    Args:
        reading: The guideline.
        further: Tables that no section of facts has, bound once all names are known.
    """
    rows = reading.merged.rows("facts")
    for name, row in rows.items():
        if name in reading.facts or name in reading.merged.rows("parameters"):
            reading.fault("facts", name, (), _("{name} is a name already", name=name), _("give it another name"))
        reading.refuse_reserved("facts", name)
        reading.types[name] = _type(reading, name, row)
    tables = {name: _table(reading, name, row) for name, row in rows.items()}
    tables |= {one.name: one for one in further()}
    ordered: dict[str, DecisionTable] = {}
    for name in tables:
        _place(reading, name, tables, ordered, ())
    return ordered


def _place(
    reading: Reading,
    name: str,
    tables: Mapping[str, DecisionTable],
    ordered: dict[str, DecisionTable],
    above: tuple[str, ...],
) -> None:
    if name in ordered:
        return
    if name in above:
        circle = " → ".join((*above[above.index(name) :], name))
        message = _("{name} reads itself", name=name)
        if len(above) > above.index(name) + 1:
            message = _("{name} reads itself: {circle}", name=name, circle=circle)
        reading.fault("facts", name, (), message)
        ordered[name] = tables[name]
        return
    for read in sorted(tables[name].reads & tables.keys()):
        _place(reading, read, tables, ordered, (*above, name))
    ordered.setdefault(name, tables[name])


def _type(reading: Reading, name: str, row: TableRecord) -> Type:
    values = row.get("values")
    if values is None:
        return NUMBER
    if all(isinstance(value, bool) for value in values):
        return TRUTH
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return NUMBER
    key = f"fact {name}"
    said = words_for_values(reading, name)
    terms = {word: Term(word, *said.get(word, (word, word))) for word in map(str, values)}
    reading.lists[key] = CodeList(key, terms, ordered=True)
    return Type("code", key)


def _table(reading: Reading, name: str, row: TableRecord) -> DecisionTable:
    type = reading.types[name]
    last = len(row["rows"]) - 1
    bound = []
    for index, line in enumerate(row["rows"]):
        path = ("rows", index)
        if ("when" in line) is (index == last):
            message = _("the last row has no when") if index == last else _("only the last row is without when")
            reading.fault("facts", name, path, message)
        when = reading.condition("facts", name, (*path, "when"), line["when"]) if "when" in line else None
        then = reading.condition("facts", name, (*path, "then"), line["then"], type)
        _check_value(reading, name, row, (*path, "then"), line["then"])
        bound.append((when, then))
    conditions = [condition for pair in bound for condition in pair if condition is not None]
    reads = frozenset().union(*(condition.reads for condition in conditions))
    if any(read.startswith("entitled(") for read in reads):
        reading.fault(
            "facts", name, (), _("a decision table cannot read entitled()"), _("write it in a rule or notice")
        )
    return DecisionTable(name, type, tuple(bound), reading.origin("facts", name, row), reads)


def _check_value(reading: Reading, name: str, row: TableRecord, path: tuple[str | int, ...], then: Scribed) -> None:
    values = row.get("values")
    if values is not None and isinstance(then, bool | int) and then not in values:
        help = _("write one of `values`, or add it there")
        reading.fault("facts", name, path, _("{then} is not among the values", then=then), help)
