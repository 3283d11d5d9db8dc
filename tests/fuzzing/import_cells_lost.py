"""Which cells of a drawn table are neither in what it became, nor told, nor the same as one that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fuzzing.import_tables import NOT_READ, SINGLE_PROVISIONS, TRAVEL_HEADINGS, DrawnTable
from visit.imports.sheets import letters

_BLANK = frozenset(("", "-", "–", "—", "?", "n/a", "i/a", "ikke oplyst", "ukendt", "uoplyst", "not known", "unknown"))


_SAYS_NOTHING = ("Andre",)
"""What the map says of no code."""


def dropped_cells(table: DrawnTable, document: Any, *, is_csv: bool) -> Iterator[str]:
    """Yield the cells of a table that are neither in what it became, nor told, nor the same as one that is.

    Args:
        table: What was written.
        document: The import's answer as data.
        is_csv: Whether cells were written as text.
    """
    if table.merged is not None and table.headings == TRAVEL_HEADINGS:
        return  # a time of a merged cell is of another row than its ends
    traced, refused, told = set(_traced(document)), set(), set()
    for row in document["rows"]:
        if row["outcome"] == "refused":
            refused.add(row["row"])
        told |= {str(one["cell"]).rpartition("!")[2] for one in row["told"]}
    rows = {row["row"] for row in document["rows"]}
    for number, row in enumerate(table.rows, start=2):
        if any(not _is_blank(one, is_csv) for one in row) and number not in rows and table.merged is None:
            yield f"row {number}"
    kept = {
        (_whose(table, number, is_csv), column, part)
        for number, row in enumerate(table.rows, start=2)
        for column in range(len(row))
        if f"{letters(column + 1)}{number}" in traced | told
        for part in _parts(row[column])
    }
    for number, row in enumerate(table.rows, start=2):
        for column, value in enumerate(row):
            place = f"{letters(column + 1)}{number}"
            if not is_csv and _is_covered(table, number, column):
                continue
            if table.headings[column] in NOT_READ or number in refused or _is_blank(value, is_csv):
                continue
            if table.headings[column] == "Paragraf" and str(value).strip() in SINGLE_PROVISIONS:
                continue  # `§ 107, stk. 1` is said by another row's `§ 107`
            here = {(_whose(table, number, is_csv), column, one) for one in _parts(value)}
            if place not in traced and place not in told and not here <= kept:
                yield f"{place} {value!r}"


def _whose(table: DrawnTable, number: int, is_csv: bool) -> str:
    """The name of a row's offer, of which a value need be told once; of a merged cell it is the first row's."""
    is_of_first = not is_csv and table.merged is not None and _is_covered(table, number, 0)
    name = table.rows[0 if is_of_first else number - 2][0]
    return " ".join(str(name).split()).casefold()


def _is_covered(table: DrawnTable, number: int, column: int) -> bool:
    """Whether a merged cell covers a cell, whose own value is not in the workbook then."""
    if table.merged is None:
        return False
    top, left, bottom, right = table.merged
    return top <= number - 1 <= bottom and left <= column <= right and (number - 1, column) != (top, left)


def dropped_citizen_cells(table: DrawnTable, document: Any, *, not_read: str, is_csv: bool) -> Iterator[str]:
    """Yield the cells of a list of citizens that are neither in the row's case nor told, whose row is a case.

    Args:
        table: What was written.
        document: The import's answer as data.
        not_read: The column that this map leaves out.
        is_csv: Whether cells were written as text.
    """
    rows = {row["row"]: row for row in document["rows"]}
    for number, row in enumerate(table.rows, start=2):
        here = rows.get(number)
        values = [(column, value) for column, value in enumerate(row) if not _says_nothing_of_citizen(value, is_csv)]
        values = [one for one in values if is_csv or not _is_covered(table, number, one[0])]
        if here is None:
            yield from (f"row {number}" for _one in values[:1])
            continue
        if here["outcome"] == "refused":
            yield from () if any(one["kind"] == "refused" for one in here["told"]) else (f"row {number} without why",)
            continue
        places = [*here["cells"].values(), *(one["cell"] for one in here["told"])]
        said = {place.rpartition("!")[2] for place in places}
        for column, value in values:
            place = f"{letters(column + 1)}{number}"
            if table.headings[column] not in (*NOT_READ, not_read) and place not in said:
                yield f"{place} {value!r}"


def _says_nothing_of_citizen(value: object, is_csv: bool) -> bool:
    return _is_blank(value, is_csv) or str(value).strip().casefold() in ("ikke vurderet", "andre")


def _is_blank(value: object, is_csv: bool) -> bool:
    text = str(value).strip()
    return value is None or text in _SAYS_NOTHING or text.casefold() in _BLANK or (is_csv and text in ("'",))


def _parts(value: object) -> list[str]:
    parts = (" ".join(one.split()) for one in re.split("[;,]", str(value).casefold()))
    return ["ja" if one in ("godkendt", "true") else one for one in parts]


def _traced(document: Any) -> Iterator[str]:
    made = document.get("catalogue") or document.get("travel")
    for one in made.get("times", ()):
        place = one["cell"].rpartition("!")[2]
        yield place
        number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield from (f"{letter}{number}" for letter in "ABEF")  # the ends of the way stand in its row
    for offer in made.get("offers", ()):
        for part in (offer, *offer["services"]):
            for cells in part.get("cells", {}).values():
                yield from (one.strip().rpartition("!")[2] for one in cells.split(","))
