"""`visit guideline list` and `show`: which guidelines ship, and what one says."""

from __future__ import annotations

from visit.commands.guideline_named import guideline_document
from visit.commands.inputs import given_date, today
from visit.commands.printing import print_answer
from visit.render.guideline_list import GuidelineList
from visit.render.guideline_sheet import GuidelineSheet, with_cases
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import chain, family, shipped_layers, version_of


def list_command(*, as_of: str | None, everything: bool, shape: str | None, language: str) -> int:
    """Print the guidelines that ship, one line per version; `everything` those that are corrected too."""
    sheet = GuidelineList(shipped_layers(), given_date(as_of) or today(), language, everything=everything)
    print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=sheet.grids)
    return 0


def show_command(name: str, statement: str | None, *, as_of: str | None, shape: str | None, language: str) -> int:
    """Print what a guideline says, or one statement of it with its condition and test cases."""
    day = given_date(as_of) or today()
    document = guideline_document(name)
    leaf, known = family(name, document)
    layers = chain(leaf if document is not None else version_of(leaf.id, day, known), day, known)
    sheet = GuidelineSheet(build(layers, day), layers, language)
    cases = with_cases(layers, name) if statement is not None else ()
    print_answer(
        shape,
        document=lambda: sheet.document(statement, cases),
        sheet=lambda: sheet.sheet() if statement is None else sheet.one(statement, cases),
    )
    return 0
