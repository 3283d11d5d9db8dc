"""Entries of a ledger for a spreadsheet: a row for each, its time in Denmark."""

from __future__ import annotations

from collections.abc import Sequence

from visit.decisions.files import Decided
from visit.ledger.entries import Entry
from visit.local_day import recorded
from visit.locale import text as _
from visit.render.grids import Cell, Grid
from visit.render.ledger_sheet import what


def entries_grid(entries: Sequence[Entry]) -> Grid:
    """Return a row for each entry; nothing that a person has written stands in it."""
    columns = (
        _("no."), _("time"), _("type"), _("case"), _("what"), _("of decision"), _("options"), _("departure code"), _("by"),
        _("erased"),
    )  # fmt: skip
    return Grid(_("Entries"), columns, tuple(_row(one) for one in entries))


def _row(entry: Entry) -> tuple[Cell, ...]:
    time = recorded(entry.leaf.time).replace(tzinfo=None, microsecond=0)
    one = Decided(entry)
    return (
        entry.seq, time, entry.leaf.type.label, entry.get("case"), what(entry) or None, entry.get("of"),
        "+".join(one.parts) or None, one.code, entry.get("by"), _("yes") if entry.erased else _("no"),
    )  # fmt: skip
