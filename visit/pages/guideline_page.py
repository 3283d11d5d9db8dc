"""The page of a guideline: contents, the guideline's own part, the layers below it."""

from __future__ import annotations

from visit.locale import formats
from visit.locale import text as _
from visit.pages.writing import written
from visit.render.blocks import Paragraph
from visit.render.guideline_document import ReadableGuideline


def guideline_page(document: ReadableGuideline) -> str:
    """Return the page."""
    of, title, *about = document.head()
    assert isinstance(of, Paragraph)
    assert isinstance(title, Paragraph)
    found = document.said.guideline
    return written(
        "guideline",
        of=of.text,
        title=title.text,
        about=tuple(about),
        parts_of=document.parts(),
        origins=(
            *((id, version) for id, version in found.layers),
            ("SHA-256", found.digest),
            (_("as of"), formats.day(found.as_of)),
        ),
    )  # fmt: skip
