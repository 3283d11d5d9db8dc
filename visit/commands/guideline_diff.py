"""`visit guideline diff`: what differs between two guidelines, statement by statement, and what it means."""

from __future__ import annotations

from visit.commands.guideline_named import named_guideline
from visit.commands.inputs import given_date, today
from visit.commands.printing import print_answer
from visit.render.diff_sheet import DiffSheet
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.findings.shifts import shifts
from visit.rules.guideline.edits import edits_between


def diff_command(first: str, second: str, *, as_of: str | None, shape: str | None, language: str) -> int:
    """Print what differs, and return 0 where nothing does, 1 where something does."""
    day = given_date(as_of) or today()
    before, after = named_guideline(first, day), named_guideline(second, day)
    edits = edits_between(before.layers, after.layers)
    sheet = DiffSheet(
        GuidelineSheet(before.guideline, before.layers, language),
        GuidelineSheet(after.guideline, after.layers, language),
        edits,
        shifts(before.guideline, after.guideline, edits),
    )
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids)
    return 0 if sheet.is_alike else 1
