"""How far a child may move what its parent marks as `local`: a number within bounds, a fact never below or above the parent's.

A fact with bounds is not replaced. The child's table is kept as `name.own`, the parent's as `name.at_least` or `name.at_most`, and
`name` itself becomes the higher, or the lower, of the two: a national floor holds whatever a child writes. `guideline check` tells
a child where its own value is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

HERE = "here"
"""As a bound of a fact: what the layer that says so gives itself."""
OWN = "own"
_BOUNDED = "bounded"
"""Marks the row of a fact that is the higher or the lower of two."""
_SIDES = {"at_least": ("at_least", "min"), "at_most": ("at_most", "max")}
Row = Mapping[str, Any]


def has_bounds(row: Row | None) -> bool:
    """Return whether a parameter or fact may be moved within bounds."""
    return row is not None and isinstance(row.get("local"), Mapping)


def wrong_bounds(row: Row) -> bool:
    """Return whether a fact's bounds cannot be kept: they are one value of its list, or `here`, on one side."""
    named = list(row["local"].values())
    return len(named) != 1 or "values" not in row or named[0] not in (HERE, *row["values"])


def limits(row: Row) -> tuple[int | Decimal | None, int | Decimal | None]:
    """Return the least and the most that a local parameter may be; None where there is no such bound."""
    local = row["local"] if has_bounds(row) else {}
    found = [next((local[word] for word in words if word in local), None) for words in _SIDES.values()]
    least, most = (None if one is None else _number(one) for one in found)
    return least, most


def bounded(name: str, own: Row, parent: Row) -> Iterator[tuple[str, Row, bool]]:
    """Yield the tables that stand for a fact which a child moves: name, row, and whether it is the parent's.

    The parent's row may be such a table itself, where a layer between them moved the fact already; its bound stands.
    """
    ((side, bound),) = parent["local"].items()
    yield f"{name}.{OWN}", own, False
    if _BOUNDED not in parent:
        rows = parent["rows"] if bound == HERE else [{"then": bound}]
        yield f"{name}.{side}", {**parent, "rows": rows}, True
    rows = [*_joined(f"{name}.{OWN}", f"{name}.{side}", parent["values"], highest=side == "at_least")]
    yield name, {**own, "values": parent["values"], "rows": rows, "local": parent["local"], _BOUNDED: True}, False


def _joined(own: str, bound: str, values: Sequence[Any], *, highest: bool) -> Iterator[Row]:
    """Yield the rows of the higher, or the lower, of two tables."""
    if isinstance(values[0], bool):
        yield {"then": f"{own} {'or' if highest else 'and'} {bound}"}
    elif isinstance(values[0], int):
        yield {"then": f"{'max' if highest else 'min'}({own}, {bound})"}
    else:
        *others, last = reversed(values) if highest else values
        yield from ({"when": f"{own} == {one} or {bound} == {one}", "then": one} for one in others)
        yield {"then": last}


def _number(value: Any) -> int | Decimal:
    return value if isinstance(value, int) else Decimal(value)
