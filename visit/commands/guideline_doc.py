"""`visit guideline doc`: a guideline as a document to read, print or publish."""

from __future__ import annotations

from visit.commands.guideline_named import NamedGuideline, named_guideline
from visit.commands.inputs import given_date, load_given_catalogue, today
from visit.commands.printing import print_answer
from visit.render.guideline_document import ReadableGuideline
from visit.render.guideline_sheet import GuidelineSheet, cases_beside


def doc_command(
    name: str,
    *,
    ids: bool,
    own: bool,
    as_of: str | None,
    catalogue: str | None,
    shape: str | None,
    opened_page: bool,
    language: str,
) -> int:
    """Print a guideline as a document."""
    if opened_page:
        from visit.commands.pages import shape_of_page

        shape = shape_of_page(shape)
    named = named_guideline(name, given_date(as_of) or today())
    said = GuidelineSheet(named.guideline, named.layers, language)
    document = ReadableGuideline(said, _tests(named, name), ids=ids, own=own, offers=_offers(named, catalogue))
    if shape == "html":
        from visit.commands.pages import print_page
        from visit.pages.guideline_page import guideline_page

        print_page(lambda: guideline_page(document), opened=opened_page)
        return 0
    print_answer(shape, document=lambda: said.document(None, ()), sheet=document.sheet)
    return 0


def _offers(named: NamedGuideline, catalogue: str | None) -> dict[str, str]:
    """Return what the offers of a catalogue are called, by id; asked for only where the guideline has groups of them."""
    if not named.guideline.groups_of_offers:
        return {}
    return {id: one.record.name for id, one in load_given_catalogue(catalogue).offers.items()}


def _tests(named: NamedGuideline, name: str) -> tuple[int, int] | None:
    found = cases_beside(named.layers[-1], name)
    return None if found is None else (len(found.rows), len(found.decisions))
