"""Rows of a CSV that are longer or shorter than the headings: their cells stand under headings that are not theirs.

`Bo,§ 108,950,75,8` under `Navn,Paragraf,Takst,Pladser` has no 75 places: a comma of a number is read as one between cells.
"""

from __future__ import annotations

from collections.abc import Mapping

from visit.imports.sheets import RowSheet
from visit.locale import formats
from visit.locale import text as _


def odd_lengths(sheet: RowSheet, heading: int) -> Mapping[int, tuple[str, str]]:
    """Return each row below the headings whose cells may stand under headings that are not theirs: why, and what to do.

    A row with more cells than headings is one; blank ones at its end count, unless every row ends in them. Where commas stand
    between the cells, so is every row of a file whose headings have more cells than any of them.

    Args:
        sheet: The rows.
        heading: The row of the headings.
    """
    if len(sheet.lengths) < heading:
        return {}
    written = sheet.lengths[heading - 1]
    below = [number for number in range(heading + 1, len(sheet.rows) + 1) if not sheet.is_blank(number)]
    longer = [one for one in below if sheet.lengths[one - 1] > written or _beyond_headings(sheet, one, heading)]
    if sheet.delimiter != "," and len({sheet.lengths[one - 1] for one in below}) == 1:
        longer = [one for one in longer if any(cell is not None for cell in sheet.rows[one - 1][written:])]
    headed = max((column for column in range(written) if sheet.rows[heading - 1][column] is not None), default=0) + 1
    shorter = [one for one in below if sheet.lengths[one - 1] < headed]
    if sheet.delimiter != "," or len(shorter) < len(below):
        shorter = []
    return {one: _told(sheet, one, written) for one in (*longer, *shorter)}


def _beyond_headings(sheet: RowSheet, row: int, heading: int) -> bool:
    """Return whether something stands behind the last heading of a file with commas."""
    headed = [one is not None for one in sheet.rows[heading - 1]]
    beyond = len(headed) - headed[::-1].index(True) if True in headed else 0
    return sheet.delimiter == "," and any(one is not None for one in sheet.rows[row - 1][beyond:])


def _told(sheet: RowSheet, row: int, written: int) -> tuple[str, str]:
    mark = {";": _("semicolon"), "\t": _("tab")}.get(sheet.delimiter, _("comma"))
    message = _(
        "the row has {n} cells and the headings have {m}: a {mark} in a value may be read as one between cells",
        n=formats.number(sheet.lengths[row - 1]), m=formats.number(written), mark=mark,
    )  # fmt: skip
    return message, _("put the value or the heading that holds it into quotation marks, or save the file as .xlsx")
