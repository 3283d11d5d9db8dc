"""Tables: which row answers a cell first, values that no row gives, and values out of order as a number rises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.bands import Rising, doubles, rising
from visit.rules.findings.bound import own_table
from visit.rules.findings.joined_conditions import both, denied
from visit.rules.findings.possibility import can_be
from visit.rules.findings.wording import cell_in_words, fact_in_words, rows_in_words, value_in_words, whole_as_written
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import DecisionTable, Guideline
from visit.rules.language.expression import Literal, Name, Node
from visit.rules.language.values import Value


def cells(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield what is odd in the tables of a layer, cell by cell."""
    guideline = every[-1]
    for name in leaf.record.get("facts", {}):
        table = own_table(guideline, name)
        if table is None:
            continue
        yield from _not_given(leaf, guideline, name, table)
        given = [_constant(guideline, then.node) for _when, then in table.rows]
        if all(one is not None for one in given) and len(table.rows) > 2:
            yield from _out_of_order(leaf, guideline, name, table, given)


def answered_before(guideline: Guideline, table: DecisionTable, index: int) -> str:
    """Return in words which rows answer what a row is for, before it; or that it is never so itself."""
    when = table.rows[index][0]
    if when is not None and not can_be(when, guideline):
        return _("`{condition}` is never so", condition=whole_as_written(when))
    before = [n for n in range(index) if table.rows[n][0] is not None]
    needed = list(before)
    for n in before:
        left = [other for other in needed if other != n]
        conditions = [denied(found) for other in left if (found := table.rows[other][0]) is not None]
        if not can_be(both((*conditions, *(() if when is None else (when,)))), guideline):
            needed = left
    rows = rows_in_words(n + 1 for n in needed)
    if when is None:
        return _("{rows}: all that there is is answered there", rows=rows)
    return _("`{condition}` is already answered by {rows}", condition=whole_as_written(when), rows=rows)


def _constant(guideline: Guideline, node: Node) -> Value | None:
    """Return what a row gives, where that is one value."""
    if isinstance(node, Literal):
        return node.value
    if not isinstance(node, Name):
        return None
    if node.name in guideline.parameters:
        return guideline.parameters[node.name].value
    return node.name if node.name not in guideline.types else None


def _not_given(leaf: Layer, guideline: Guideline, name: str, table: DecisionTable) -> Iterator[GuidelineError]:
    row = leaf.record["facts"][name]
    given = [_constant(guideline, then.node) for _when, then in table.rows]
    if any(one is None for one in given):
        return
    for index, value in enumerate(row.get("values") or ()):
        if not any(one == value and isinstance(one, bool) is isinstance(value, bool) for one in given):
            message = _("{name}: no row gives {value}", name=name, value=value_in_words(guideline, name, value))
            yield GuidelineError(message, at=leaf.locate(("facts", name, "values", index)), code="value-not-given")


def _out_of_order(
    leaf: Layer, guideline: Guideline, name: str, table: DecisionTable, given: Sequence[Value | None]
) -> Iterator[GuidelineError]:
    """Values of a number that fall into the last row between others, that two rows claim, or that go up and down."""
    whens = [when for when, _then in table.rows[:-1] if when is not None]
    told: set[tuple[str, str]] = set()
    for one in rising(guideline, whens):
        first_row = [min(held, default=len(whens)) for held in one.held]
        for message, code, row in (
            *_forgotten(guideline, name, one, first_row, given),
            *_forgotten_at_an_end(guideline, name, one, first_row, given),
            *_claimed_twice(guideline, name, one, given),
            *_uneven(guideline, name, one, first_row, given),
        ):
            if (one.fact, code) not in told and not (
                code == "uneven" and told & {(one.fact, "gap"), (one.fact, "end")}
            ):
                told.add((one.fact, code))
                at = leaf.locate(("facts", name, "rows", row))
                match code:
                    case "gap":
                        yield GuidelineError(message, at=at, code="gap")
                    case "end":
                        help = _(
                            "let row {n} reach to the end of the scale, as `>= 3` does and `== 3` does not", n=row + 1
                        )
                        yield GuidelineError(message, at=at, help=help, code="gap")
                    case "double":
                        yield GuidelineError(message, at=at, code="double")
                    case _:
                        yield GuidelineError(message, at=at, code="uneven")


_OfTold = tuple[str, str, int]


def _forgotten(
    guideline: Guideline, name: str, one: Rising, rows: Sequence[int], given: Sequence[Value | None]
) -> Iterator[_OfTold]:
    last, low = len(given) - 1, 1
    while low < len(rows):
        high = low
        while high < len(rows) and rows[high] == last:
            high += 1
        around = (rows[low - 1], rows[high]) if high < len(rows) else (last, last)
        if low < high and last not in around and _falls_out(guideline, name, given, around, high - low):
            cell = cell_in_words(guideline, {**one.beside, one.fact: one.values[low]})
            message = _("{name}: {cell} lies between {rows} and is answered by the last row alone",
                        name=name, cell=cell, rows=rows_in_words({rows[low - 1] + 1, rows[high] + 1}))  # fmt: skip
            yield message, "gap", rows[high]
        low = max(high, low + 1)


def _forgotten_at_an_end(
    guideline: Guideline, name: str, one: Rising, rows: Sequence[int], given: Sequence[Value | None]
) -> Iterator[_OfTold]:
    """An end of a scale that only the last row answers, though what it gives belongs to the other end."""
    last, places = len(given) - 1, [_position(guideline, name, given[row]) for row in rows]
    first_own = next((at for at, row in enumerate(rows) if row != last), 0)
    last_own = next((at for at in range(len(rows) - 1, -1, -1) if rows[at] != last), len(rows) - 1)
    if first_own == 0 or last_own == len(rows) - 1 or str(given[last]) in _NONE:
        return
    below, above = places[: last_own + 1], places[first_own:]
    for in_order, cell, row in ((below, last_own + 1, rows[last_own]), (above, first_own - 1, rows[first_own])):
        is_scale = len({*in_order}) >= _FEWEST_STEPS and in_order in (sorted(in_order), sorted(in_order, reverse=True))
        if is_scale and one.values[cell] != 0:  # who needs nothing is often left to the last row
            beyond = cell_in_words(guideline, {**one.beside, one.fact: one.values[cell]})
            message = _("{name}: {cell} lies beyond row {n} and is answered by the last row alone, as is the other end",
                        name=name, cell=beyond, n=row + 1)  # fmt: skip
            yield message, "end", row
            return


_FEWEST_STEPS = 3
"""So many values that only rise or only fall are a scale."""
_NONE = ("none", "no", "not_relevant", "other")
"""Values that may well stand at both ends."""


def _falls_out(
    guideline: Guideline, name: str, given: Sequence[Value | None], around: tuple[int, int], width: int
) -> bool:
    """Return whether what the last row gives between two others is out of their order, or a lone value between two alike."""
    ends = [_position(guideline, name, given[at]) for at in around]
    between = _position(guideline, name, given[-1])
    if ends[0] == ends[1]:
        return width == 1 and between != ends[0]
    return not min(ends) <= between <= max(ends)


def _claimed_twice(guideline: Guideline, name: str, one: Rising, given: Sequence[Value | None]) -> Iterator[_OfTold]:
    for first, second, at in doubles(one):
        if given[first] != given[second]:
            cell = cell_in_words(guideline, {**one.beside, one.fact: one.values[at]})
            rows = rows_in_words({first + 1, second + 1})
            message = _(
                "{name}: {cell} stands in {rows}; row {n} answers",
                name=name,
                cell=cell,
                rows=rows,
                n=min(first, second) + 1,
            )
            yield message, "double", max(first, second)


def _uneven(
    guideline: Guideline, name: str, one: Rising, rows: Sequence[int], given: Sequence[Value | None]
) -> Iterator[_OfTold]:
    """Numbers that go up and down again, with three or more different ones among them."""
    values = [given[row] for row in rows]
    steps = [value for at, value in enumerate(values) if at == 0 or value != values[at - 1]]
    if len({*map(str, steps)}) < 3 or any(isinstance(value, bool | str) or value is None for value in steps):
        return
    numbers = [float(str(value)) for value in steps]
    if numbers != sorted(numbers) and numbers != sorted(numbers, reverse=True):
        said = ", ".join(value_in_words(guideline, name, value) for value in steps if value is not None)
        message = _(
            "{name}: as {fact} rises, the values go {values}",
            name=name,
            fact=fact_in_words(guideline, one.fact),
            values=said,
        )
        yield message, "uneven", 0


def _position(guideline: Guideline, name: str, value: Value | None) -> float:
    """Return where a value stands among the values of a table."""
    if isinstance(value, str):
        type = guideline.types.get(name)
        codes = guideline.lists.get(type.codes or "") if type is not None else None
        return float(list(codes.terms).index(value)) if codes is not None and value in codes.terms else 0.0
    return float(str(int(value) if isinstance(value, bool) else value))
