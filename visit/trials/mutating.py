"""Small changes to a guideline, one at a time: what a slip of the pen makes of it.

A number, date, band or period one up or down; a strength; an operator (`<` for `<=`, `!=` for `==`, `or` for `and`); two
preferences or two rows of a table the other way round; a row left out; another role, or two who sign where one does. Whether some
test notices is `noticing`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias, cast

from visit.errors import Location
from visit.rules.guideline.drafting import source_of
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import GuidelineRecord, Scribed, TableRowRecord
from visit.rules.guideline.service_levels import is_name
from visit.rules.language.expression import (
    Comparison,
    Literal,
    Logic,
    Node,
    inside,
    parse_condition,
    unparse,
    with_inside,
)
from visit.trials.reading import SECTIONS
from visit.vocabulary import vocabulary

RecordPath: TypeAlias = tuple[str | int, ...]
KINDS = ("number", "strength", "operator", "order", "row", "role")
"""What can change."""
PERIODS = ("after", "then_every", "within", "before", "lasts")
"""The fields of a period; one that names a parameter changes with it."""
_CONDITIONS = ("when", "require", "unless", "higher", "lower")
_STATEMENTS = {section: kind for kind, section in SECTIONS.items()}
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?")
_FLIPPED = {"must": "presumption", "presumption": "must", "hold": "must"}
_FINAL = {"presumption": ("if_unknown",), "must": ("by", "if_unknown")}
"""What does not go with a strength and is left out with it."""
_OTHER = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in",
    "includes": "not includes", "not includes": "includes", "within": "not within", "not within": "within",
    "overlaps": "not overlaps", "not overlaps": "overlaps", "and": "or", "or": "and",
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
    record: GuidelineRecord

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
    value: object
    old: str
    new: str
    gone: Sequence[str] = ()


def mutations(layer: Layer, kinds: Collection[str] = KINDS) -> Iterator[Mutation]:
    """Yield every change to a layer, of some kinds."""
    for section, key, row, path in layer.statements():
        if section not in (*_STATEMENTS, "parameters") or not isinstance(row, Mapping):
            continue
        for one in changes_of(section, row):
            if one.kind in kinds:
                whole = (*path, *one.path)
                record = record_without(with_value(layer.record, whole, one.value), path, one.gone)
                yield Mutation(layer.locate(whole), one.kind, section, key, one.old, one.new, record)
    if "order" in kinds:
        yield from swapped_preferences(layer)


def swapped_preferences(layer: Layer) -> Iterator[Mutation]:
    """Yield the preferences with each two neighbours the other way round."""
    rows = layer.record.get("preferences", [])
    for place in range(1, len(rows)):
        swapped = [*rows[: place - 1], rows[place], rows[place - 1], *rows[place + 1 :]]
        first, second = (row["id"] for row in rows[place - 1 : place + 1])
        record = with_value(layer.record, ("preferences",), swapped)
        at = layer.locate(("preferences", place))
        yield Mutation(at, "order", "preferences", second, f"{first}, {second}", f"{second}, {first}", record)


def changes_of(section: str, row: Mapping[str, object]) -> Iterator[_Change]:
    """Yield each change inside one statement."""
    if section == "parameters":
        yield from _shifts(("value",), row["value"])
        return
    if "strength" in row:
        strength = str(row["strength"])
        other = _FLIPPED[strength]
        yield _Change("strength", ("strength",), other, strength, other, _FINAL[other])
    if "by" in row:
        role = str(row["by"])
        other = other_role(role)
        yield _Change("role", ("by",), other, f"by {role}", other)
    if "four_eyes" in row:
        yield _Change("role", ("four_eyes",), not row["four_eyes"], *_told_twice("four_eyes", bool(row["four_eyes"])))
    for key in _CONDITIONS:
        if key in row:
            yield from _in_condition((key,), row[key])
    for key in ("from", "until"):
        if key in row:
            yield from _shifts((key,), row[key])
    for key in PERIODS:
        period = str(row.get(key, ""))
        if " " in period:
            amount, unit = period.split()
            yield from (
                _Change("number", (key,), f"{number} {unit}", period, f"{number} {unit}")
                for number in one_off(int(amount))
            )
    for key in ("usual_hours", "most_hours", "weeks"):
        if key in row and not is_name(row[key]):
            yield from _shifts((key,), row[key])
    bands, rows = row.get("bands"), row.get("rows")
    for index, bound in enumerate(bands if isinstance(bands, list) else ()):
        yield from _shifts(("bands", index), bound)
    yield from _in_table(rows if isinstance(rows, list) else ())


def other_role(role: str) -> str:
    """Return the role that comes next in the list of roles; after the last, and instead of a guideline's own, the first."""
    every = [*vocabulary().codes["role"].terms]
    return every[(every.index(role) + 1) % len(every)] if role in every else every[0]


def _told_twice(key: str, value: bool) -> tuple[str, str]:
    return f"{key} {str(value).lower()}", str(not value).lower()


def _shifts(path: RecordPath, value: object) -> Iterator[_Change]:
    yield from (_Change("number", path, other, f"{path[0]} {value}", str(other)) for other in one_off(_scribed(value)))


def _scribed(value: object) -> Scribed:
    """Return a number, date or condition of a record, which holds nothing else in these places."""
    assert isinstance(value, bool | int | str), value
    return value


def _in_table(rows: Sequence[TableRowRecord]) -> Iterator[_Change]:
    """Yield the changes in the rows of a table, and the table with a row left out or two the other way round."""
    for index, line in enumerate(rows):
        if "when" in line:
            yield from _in_condition(("rows", index, "when"), line["when"])
        yield from _in_condition(("rows", index, "then"), line["then"])
    told = [source_of(line.get("when", True)) for line in rows]
    for index in range(len(rows) - 1):
        left = [*rows[:index], *rows[index + 1 :]]
        yield _Change("row", ("rows",), left, f"rows {index + 1}: {told[index]}", "–")
        if index:
            other = [*rows[: index - 1], rows[index], rows[index - 1], *rows[index + 1 :]]
            yield _Change("order", ("rows",), other, f"rows {index}, {index + 1}", f"{index + 1}, {index}")


def _in_condition(path: RecordPath, written: object) -> Iterator[_Change]:
    """Yield the changes in a condition."""
    source = source_of(_scribed(written))
    yield from (_Change("number", path, text, f"{path[0]} {source}", text) for text in rewritten(source))
    for old, new, node in _with_other_operator(parse_condition(source)):
        yield _Change("operator", path, unparse(node), old, new)


def _with_other_operator(node: Node) -> Iterator[tuple[str, str, Node]]:
    """Yield a tree with each of its operators replaced, after the part that changes, as it was and as it is."""
    if isinstance(node, Comparison | Logic) and not _is_measured(node):
        other = replace(node, operator=_OTHER[node.operator])
        yield unparse(node), unparse(other), other
    parts = inside(node)
    for place, one in enumerate(parts):
        for old, new, part in _with_other_operator(one):
            yield old, new, with_inside(node, (*parts[:place], part, *parts[place + 1 :]))


def _is_measured(node: Comparison | Logic) -> bool:
    """Return whether a distance is compared: it hardly ever lies at a number of kilometres, so no test can tell < from <=."""
    return isinstance(node, Comparison) and node.operator in ("<", "<=", ">", ">=") and "_km" in unparse(node)


def rewritten(source: str) -> Iterator[str]:
    """Yield a condition with each of its numbers and dates one up, and one down."""
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


def one_off(value: Scribed) -> Iterator[int | str]:
    """Yield a number or date one up and one down; never below 0."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        yield from ((date.fromisoformat(value) + timedelta(days=step)).isoformat() for step in (1, -1))
        return
    number = value if isinstance(value, int) else Decimal(value)
    for other in (number + 1, number - 1):
        if other >= 0:
            yield other if isinstance(other, int) else str(other)


def with_value(record: GuidelineRecord, path: RecordPath, value: object) -> GuidelineRecord:
    """Return a record with one value replaced; what is not on the path is shared."""
    return cast("GuidelineRecord", _replaced(record, path, lambda _old: value))


def record_without(record: GuidelineRecord, path: RecordPath, keys: Sequence[str]) -> GuidelineRecord:
    """Return a record without some keys of the group at a path."""

    def kept(row: object) -> object:
        assert isinstance(row, Mapping)
        return {key: value for key, value in row.items() if key not in keys}

    return cast("GuidelineRecord", _replaced(record, path, kept))


def _replaced(group: object, path: RecordPath, new: Callable[[object], object]) -> object:
    if not path:
        return new(group)
    first, *rest = path
    if isinstance(group, Mapping):
        return {**group, first: _replaced(group[first], tuple(rest), new)}
    assert isinstance(group, list)
    return [_replaced(one, tuple(rest), new) if index == first else one for index, one in enumerate(group)]
