"""Small changes to a guideline, one at a time: a strength, a number, a date, a band or a period moved by one.

Whether some row or whole decision beside the guideline breaks, is asked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from visit.errors import Location
from visit.rules.guideline.drafting import source_of
from visit.rules.guideline.layering import Layer
from visit.rules.language.expression import Literal, Node, inside, parse_condition
from visit.trials.reading import SECTIONS

Path = tuple[str | int, ...]
_CONDITIONS = ("when", "require", "unless", "higher", "lower")
_KINDS = {section: kind for kind, section in SECTIONS.items()}
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?")
_FLIPPED = {"must": "presumption", "presumption": "must", "hold": "must"}
_FINAL = {"presumption": ("if_unknown",), "must": ("by", "if_unknown")}
"""What does not go with a strength and is left out with it."""


@dataclass(frozen=True)
class Mutation:
    """One change to a layer: where, what, and the layer's record after it."""

    at: Location
    what: str
    section: str
    key: str
    record: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.at}: {_KINDS.get(self.section, 'parameter')} {self.key}: {self.what}"


def mutations(layer: Layer) -> Iterator[Mutation]:
    """Yield every change to a layer."""
    for section in (*SECTIONS.values(), "parameters"):
        rows: Any = layer.record.get(section, ())
        for index, row in rows.items() if isinstance(rows, Mapping) else enumerate(rows):
            key = str(index) if isinstance(rows, Mapping) else str(row.get("id", row.get("area")))
            for path, value, gone in changes(section, row):
                whole = (section, index, *path)
                record = without(changed(layer.record, whole, value), (section, index), gone)
                what = f"{_shown(row, path)} → {value}"
                yield Mutation(layer.locate(whole), what, section, key, record)


def changes(section: str, row: Mapping[str, Any]) -> Iterator[tuple[Path, Any, Sequence[str]]]:
    """Yield the path of each change in a statement, the new value, and the keys that go with the old one."""
    if section == "parameters":
        yield from ((("value",), value, ()) for value in shifted(row["value"]))
        return
    if "strength" in row:
        other = _FLIPPED[row["strength"]]
        yield ("strength",), other, _FINAL[other]
    for key in _CONDITIONS:
        if key in row:
            yield from (((key,), text, ()) for text in rewritten(row[key]))
    for key in ("from", "until"):
        if key in row:
            yield from (((key,), value, ()) for value in shifted(row[key]))
    for key in ("after", "then_every"):
        if key in row:
            amount, unit = row[key].split()
            yield from (((key,), f"{number} {unit}", ()) for number in shifted(int(amount)))
    for index, bound in enumerate(row.get("bands", ())):
        yield from ((("bands", index), value, ()) for value in shifted(bound))
    for index, line in enumerate(row.get("rows", ())):
        for key in ("when", "then"):
            if key in line:
                yield from ((("rows", index, key), text, ()) for text in rewritten(line[key]))


def rewritten(written: Any) -> Iterator[str]:
    """Yield a condition with each of its numbers and dates one up, and one down."""
    source = source_of(written)
    for literal in sorted(set(literals(parse_condition(source))), key=lambda one: one.column):
        found = _WRITTEN.match(source, literal.column)
        assert found is not None, (source, literal)
        for value in shifted(found.group()):
            yield f"{source[: found.start()]}{value}{source[found.end() :]}"


def literals(node: Node) -> Iterator[Literal]:
    """Yield the numbers and dates of a condition."""
    if isinstance(node, Literal):
        if isinstance(node.value, int | Decimal | date) and not isinstance(node.value, bool):
            yield node
        return
    for one in inside(node):
        yield from literals(one)


def shifted(value: Any) -> Iterator[Any]:
    """Yield a number or date one up and one down; never below 0."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        yield from ((date.fromisoformat(value) + timedelta(days=step)).isoformat() for step in (1, -1))
        return
    number = value if isinstance(value, int) else Decimal(value)
    for step in (1, -1):
        if number + step >= 0:
            yield number + step if isinstance(value, int) else str(number + step)


def changed(record: Any, path: Path, value: Any) -> Any:
    """Return a record with one value replaced; what is not on the path is shared."""
    if not path:
        return value
    copy: Any = dict(record) if isinstance(record, Mapping) else list(record)
    copy[path[0]] = changed(record[path[0]], path[1:], value)
    return copy


def without(record: Any, path: Path, keys: Sequence[str]) -> Any:
    """Return a record without some keys of the group at a path."""
    row = record
    for part in path:
        row = row[part]
    return changed(record, path, {one: row[one] for one in row if one not in keys})


def _shown(row: Any, path: Path) -> str:
    for part in path:
        row = row[part]
    return f"{path[0]} {row}"
