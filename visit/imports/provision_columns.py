"""A column that a provision alone is the heading of, `§ 108`: a mark in it is that help; a number may be anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from visit.imports.cells import CellError, Habits, truth_cell
from visit.imports.provision_cells import provisions_cell
from visit.imports.sheets import CellValue
from visit.locale import text as _


def provision_column(heading: str, cells: Iterable[CellValue], today: date) -> tuple[str, str | None] | None:
    """Return what a column is proposed as, with what is to be decided where it is not clear; None where it cites no provision.

    Args:
        heading: The heading.
        cells: What stands below it.
        today: The day of the import.
    """
    try:
        cited = provisions_cell(heading, Habits(today))
    except CellError:
        return None
    if cited is None or not isinstance(cited.value, list):
        return None
    codes = " | ".join(map(str, cited.value))
    said = {one if isinstance(one, bool | str) else str(one) for one in cells if one is not None}
    marks = {str(one): _is_mark(one, today) for one in said}
    if None in marks.values() or not marks:
        return f"{{field: places, provision: {codes}}}", _(
            "places, free places or a price of that help? Remove the #, or null"
        )
    words = ", ".join(f'"{word}": {codes if means else "null"}' for word, means in sorted(marks.items()))
    which = None if len(cited.value) == 1 else _("which of the two? Leave one, and remove the #; or null")
    return f"{{field: provision, words: {{{words}}}}}", which


def _is_mark(value: str | bool, today: date) -> bool | None:
    """Return whether a cell says yes or no; None where it says something else."""
    try:
        return truth_cell(value, Habits(today)).value is True
    except CellError:
        return None
