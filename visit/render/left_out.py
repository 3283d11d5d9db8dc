"""What an answer about many decisions says of the entries that are not as they were recorded: it has not counted them."""

from __future__ import annotations

from collections.abc import Sequence

from visit.locale import text as _
from visit.render.audit_sheet import entries_told
from visit.render.blocks import Paragraph, Sheet
from visit.render.grids import Grid


def left_out_told(numbers: Sequence[int]) -> str:
    """Say which entries are not counted, since they are not as they were recorded."""
    return _(
        "Not as recorded, and not counted: {entries}; the answer is not complete (`visit verify` says what is wrong)",
        entries=entries_told(numbers),
    )


def with_left_out(sheet: Sheet, numbers: Sequence[int]) -> Sheet:
    """Return an answer that begins with the entries that are not counted, where there are any."""
    return (Paragraph(left_out_told(numbers), strong=True), *sheet) if numbers else sheet


def document_with_left_out(document: dict[str, object], numbers: Sequence[int]) -> dict[str, object]:
    """Return an answer as data, with `not_counted` where there is any such entry."""
    return {**document, "not_counted": [*numbers]} if numbers else document


def grids_with_left_out(grids: Sequence[Grid], numbers: Sequence[int]) -> tuple[Grid, ...]:
    """Return the lists of an answer, one of the entries that are not counted before them where there is any."""
    if not numbers:
        return tuple(grids)
    rows = tuple((one, _("not as recorded")) for one in numbers)
    return Grid(_("Not counted"), (_("entry"), _("why")), rows), *grids
