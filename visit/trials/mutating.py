"""Small changes to a guideline, one at a time: what a slip of the pen makes of it.

A number, date, band or period one up or down; a strength; an operator (`<` for `<=`, `!=` for `==`, `or` for `and`); two
preferences or two rows of a table the other way round; a row left out. Whether some test notices is `noticing`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from visit.errors import Location
from visit.rules.guideline.drafting import source_of
from visit.rules.guideline.layering import Layer, statement_key
from visit.rules.language.expression import (
    Comparison,
    Literal,
    Logic,
    Node,
    inside,
    parse_condition,
    unparse,
)
from visit.trials.reading import SECTIONS

RecordPath: TypeAlias = tuple[str | int, ...]
KINDS = ("number", "strength", "operator", "order", "row")
"""What can change."""
_CONDITIONS = ("when", "require", "unless", "higher", "lower")
_STATEMENTS = {section: kind for kind, section in SECTIONS.items()}
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?")
_FLIPPED = {"must": "presumption", "presumption": "must", "hold": "must"}
_FINAL = {"presumption": ("if_unknown",), "must": ("by", "if_unknown")}
"""What does not go with a strength and is left out with it."""
_OTHER = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in",
    "includes": "not includes", "not includes": "includes", "and": "or", "or": "and",
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """One change to a layer: where, what was there and what is in its place, and the layer's record after it."""

    at: Location
    kind: str
    section: str
    key: str
    old: str
    new: str
    record: Mapping[str, Any]

    @property
    def statement(self) -> str:
        """What changes, as a cases file calls it: `rule adult`."""
        return f"{_STATEMENTS.get(self.section, 'parameter')} {self.key}"

    def __str__(self) -> str:
        return f"{self.at}: {self.statement}: {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class _Change:
    """A change inside one statement: the path, the new value, how old and new are told, and the keys that go with the old."""

    kind: str
    path: RecordPath
    value: Any
    old: str
    new: str
    gone: Sequence[str] = ()


def mutations(layer: Layer, kinds: Collection[str] = KINDS) -> Iterator[Mutation]:
    """Yield every change to a layer, of some kinds."""
    for section in (*SECTIONS.values(), "parameters"):
        rows: Any = layer.record.get(section, ())
        for index, row in rows.items() if isinstance(rows, Mapping) else enumerate(rows):
            key = str(index) if isinstance(rows, Mapping) else statement_key(section, row)
            for one in changes_of(section, row):
                if one.kind in kinds:
                    whole = (section, index, *one.path)
                    record = record_without(with_value(layer.record, whole, one.value), (section, index), one.gone)
                    yield Mutation(layer.locate(whole), one.kind, section, key, one.old, one.new, record)
    if "order" in kinds:
        yield from _other_order(layer)


def _other_order(layer: Layer) -> Iterator[Mutation]:
    """Yield the preferences with each two neighbours the other way round."""
    rows: Any = layer.record.get("preferences", ())
    for place in range(1, len(rows)):
        swapped = [*rows[: place - 1], rows[place], rows[place - 1], *rows[place + 1 :]]
        first, second = (str(row["id"]) for row in rows[place - 1 : place + 1])
        record = with_value(layer.record, ("preferences",), swapped)
        at = layer.locate(("preferences", place))
        yield Mutation(at, "order", "preferences", second, f"{first}, {second}", f"{second}, {first}", record)


def changes_of(section: str, row: Mapping[str, Any]) -> Iterator[_Change]:
    """Yield each change inside one statement."""
    if section == "parameters":
        yield from _shifts(("value",), row["value"])
        return
    if "strength" in row:
        other = _FLIPPED[row["strength"]]
        yield _Change("strength", ("strength",), other, row["strength"], other, _FINAL[other])
    for key in _CONDITIONS:
        if key in row:
            yield from _in_condition((key,), row[key])
    for key in ("from", "until"):
        if key in row:
            yield from _shifts((key,), row[key])
    for key in ("after", "then_every"):
        if key in row:
            amount, unit = row[key].split()
            yield from (
                _Change("number", (key,), f"{number} {unit}", row[key], f"{number} {unit}")
                for number in one_off(int(amount))
            )
    for index, bound in enumerate(row.get("bands", ())):
        yield from _shifts(("bands", index), bound)
    yield from _in_table(row.get("rows", ()))


def _shifts(path: RecordPath, value: Any) -> Iterator[_Change]:
    yield from (_Change("number", path, other, f"{path[0]} {value}", str(other)) for other in one_off(value))


def _in_table(rows: Sequence[Mapping[str, Any]]) -> Iterator[_Change]:
    """Yield the changes in the rows of a table, and the table with a row left out or two the other way round."""
    for index, line in enumerate(rows):
        for key in ("when", "then"):
            if key in line:
                yield from _in_condition(("rows", index, key), line[key])
    told = [source_of(line.get("when", True)) for line in rows]
    for index in range(len(rows) - 1):
        left = [*rows[:index], *rows[index + 1 :]]
        yield _Change("row", ("rows",), left, f"rows {index + 1}: {told[index]}", "–")
        if index:
            other = [*rows[: index - 1], rows[index], rows[index - 1], *rows[index + 1 :]]
            yield _Change("order", ("rows",), other, f"rows {index}, {index + 1}", f"{index + 1}, {index}")


def _in_condition(path: RecordPath, written: Any) -> Iterator[_Change]:
    """Yield the changes in a condition."""
    source = source_of(written)
    yield from (_Change("number", path, text, f"{path[0]} {source}", text) for text in rewritten(written))
    for old, new, node in _with_other_operator(parse_condition(source)):
        yield _Change("operator", path, unparse(node), old, new)


def _with_other_operator(node: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield a tree with each of its operators replaced, after the part that changes, as it was and as it is."""
    if isinstance(node, Comparison | Logic) and not _is_measured(node):
        other = replace(node, operator=_OTHER[node.operator])
        yield unparse(node), unparse(other), other
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            for old, new, part in _with_other_operator(value):
                yield old, new, _with(node, field.name, part)
        elif isinstance(value, tuple):
            for place, one in enumerate(value):
                for old, new, part in _with_other_operator(one):
                    yield old, new, _with(node, field.name, (*value[:place], part, *value[place + 1 :]))


def _with(node: Node, name: str, value: Node | tuple[Node, ...]) -> Node:
    """Return a node with one of its fields replaced; every field that has nodes in it takes others."""
    given: Any = {name: value}
    return replace(node, **given)


def _is_measured(node: Comparison | Logic) -> bool:
    """Return whether a distance is compared: it hardly ever lies at a number of kilometres, so no test can tell < from <=."""
    return isinstance(node, Comparison) and node.operator in ("<", "<=", ">", ">=") and "_km" in unparse(node)


def rewritten(written: Any) -> Iterator[str]:
    """Yield a condition with each of its numbers and dates one up, and one down."""
    source = source_of(written)
    for literal in sorted(set(literals(parse_condition(source))), key=lambda one: one.column):
        found = _WRITTEN.match(source, literal.column)
        assert found is not None, (source, literal)
        for value in one_off(found.group()):
            yield f"{source[: found.start()]}{value}{source[found.end() :]}"


def literals(node: Node) -> Iterator[Literal]:
    """Yield the numbers and dates of a condition."""
    if isinstance(node, Literal):
        if isinstance(node.value, int | Decimal | date) and not isinstance(node.value, bool):
            yield node
        return
    for one in inside(node):
        yield from literals(one)


def one_off(value: Any) -> Iterator[Any]:
    """Yield a number or date one up and one down; never below 0."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        yield from ((date.fromisoformat(value) + timedelta(days=step)).isoformat() for step in (1, -1))
        return
    number = value if isinstance(value, int) else Decimal(value)
    for step in (1, -1):
        if number + step >= 0:
            yield number + step if isinstance(value, int) else str(number + step)


def with_value(record: Any, path: RecordPath, value: Any) -> Any:
    """Return a record with one value replaced; what is not on the path is shared."""
    if not path:
        return value
    copy: Any = dict(record) if isinstance(record, Mapping) else list(record)
    copy[path[0]] = with_value(record[path[0]], path[1:], value)
    return copy


def record_without(record: Any, path: RecordPath, keys: Sequence[str]) -> Any:
    """Return a record without some keys of the group at a path."""
    row = record
    for part in path:
        row = row[part]
    return with_value(record, path, {one: row[one] for one in row if one not in keys})
