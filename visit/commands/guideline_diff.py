"""`visit guideline diff`: what differs between two guidelines, statement by statement, and what it means."""

from __future__ import annotations

from dataclasses import replace

from visit.commands.guideline_named import named_guideline
from visit.commands.guideline_witness import WitnessOptions, common_day, witness_sheet
from visit.commands.inputs import given_date, today
from visit.commands.printing import print_answer
from visit.locale import formats
from visit.render.diff_sheet import DiffSheet
from visit.render.guideline_sheet import GuidelineSheet
from visit.rules.findings.shifts import shifts
from visit.rules.guideline.edits import edits_between


def diff_command(
    first: str, second: str, witnesses: WitnessOptions, *, as_of: str | None, shape: str | None, language: str
) -> int:
    """Print what differs, and return 0 where nothing does, 1 where something does.

    Raises:
        UsageError: An option has no effect, or there is more between the two than can be taken apart.
    """
    witnesses.refuse_idle()
    day = given_date(as_of) or today()
    before, after = named_guideline(first, day), named_guideline(second, day)
    edits = edits_between(before.layers, after.layers)
    sheet = DiffSheet(
        GuidelineSheet(before.guideline, before.layers, language),
        GuidelineSheet(after.guideline, after.layers, language),
        edits,
        shifts(before.guideline, after.guideline, edits),
    )
    if witnesses.witness:
        labels = {**before.guideline.labels, **after.guideline.labels}
        called = {name: formats.capital(label.in_language(language)) for name, label in labels.items()}
        old, new = before.guideline, after.guideline
        common = common_day(old, new)
        if not old.as_of == new.as_of == common:
            old, new = (named_guideline(name, common).guideline for name in (first, second))
        whom = witness_sheet(old, new, witnesses, names=(first, second), called=called, language=language)
        sheet = replace(sheet, witnesses=whom)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids)
    return 0 if sheet.is_alike else 1
