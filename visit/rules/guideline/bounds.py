"""How far a child may move what its parent marks as `local`: a number within bounds, a fact never below or above the parent's.

A fact with bounds is not replaced. The child's table is kept as `name.own`, the parent's as `name.at_least` or `name.at_most`, and
`name` itself becomes the higher, or the lower, of the two: a national floor holds whatever a child writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from visit.rules.guideline.records import (
    BoundedRecord,
    FactBoundsRecord,
    ParameterRecord,
    Scribed,
    TableRecord,
    TableRowRecord,
)

HERE = "here"
"""As a bound of a fact: what the layer that says so gives itself."""
OWN = "own"


def has_bounds(row: TableRecord) -> bool:
    """Return whether a fact may be moved within bounds."""
    return not isinstance(row.get("local", False), bool)


def wrong_bounds(row: TableRecord) -> bool:
    """Return whether a fact's bounds cannot be kept: they are one value of its list, or `here`, on one side."""
    named = list(_bounds(row).values())
    return len(named) != 1 or "values" not in row or named[0] not in (HERE, *row["values"])


def limits(row: ParameterRecord) -> tuple[int | Decimal | None, int | Decimal | None]:
    """Return the least and the most that a local parameter may be; None where there is no such bound."""
    local = row.get("local", {})
    return _number(local.get("at_least", local.get("min"))), _number(local.get("at_most", local.get("max")))


def bounded(name: str, own: TableRecord, parent: TableRecord) -> Iterator[tuple[str, TableRecord, bool]]:
    """Yield the tables that stand for a fact which a child moves: name, row, and whether it is the parent's.

    The parent's row may be such a table itself, where a layer between them moved the fact already; its bound stands.
    """
    local = _bounds(parent)
    side, bound = ("at_least", local["at_least"]) if "at_least" in local else ("at_most", local["at_most"])
    yield f"{name}.{OWN}", own, False
    if "bounded" not in parent:
        rows: list[TableRowRecord] = parent["rows"] if bound == HERE else [{"then": bound}]
        yield f"{name}.{side}", {**parent, "rows": rows}, True
    rows = [*_joined(f"{name}.{OWN}", f"{name}.{side}", parent["values"], highest=side == "at_least")]
    made: BoundedRecord = {**own, "values": parent["values"], "rows": rows, "local": local, "bounded": True}
    yield name, made, False


def _bounds(row: TableRecord) -> FactBoundsRecord:
    """Return the bounds of a fact; none where it is not local, or local without any."""
    local = row.get("local")
    return {} if local is None or isinstance(local, bool) else local


def _joined(own: str, bound: str, values: Sequence[Scribed], *, highest: bool) -> Iterator[TableRowRecord]:
    """Yield the rows of the higher, or the lower, of two tables."""
    if isinstance(values[0], bool):
        yield {"then": f"{own} {'or' if highest else 'and'} {bound}"}
    elif isinstance(values[0], int):
        yield {"then": f"{'max' if highest else 'min'}({own}, {bound})"}
    else:
        *others, last = reversed(values) if highest else values
        for one in others:
            yield {"when": f"{own} == {one} or {bound} == {one}", "then": one}
        yield {"then": last}


def _number(value: int | str | None) -> int | Decimal | None:
    return Decimal(value) if isinstance(value, str) else value
