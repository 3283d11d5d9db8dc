"""Entries of a ledger for a spreadsheet: a row for each, its time in Denmark."""

from __future__ import annotations

from visit.decisions.files import Decided, is_open
from visit.ledger.entries import LEAF, Entry
from visit.ledger.fields import recorded_field_label
from visit.local_day import recorded
from visit.locale import text as _
from visit.render.entry_words import reason_on_a_line, what_in
from visit.render.grids import Cell, Grid
from visit.render.ledger_sheet import ListSheet


def entries_grid(listed: ListSheet) -> Grid:
    """Return a row for each entry: what it says by name, under which guideline and why, and who said no to it; ids last."""
    columns = (
        _("entry"), _("time"), _("type"), _("case"), _("what"), _("under"), _("reason"), _("refused by"), _("of decision"),
        _("departure code"), _("by"), _("erased"), _("options"), _("something was open"), _("changed after it was recorded"),
    )  # fmt: skip
    return Grid(_("Entries"), columns, tuple(_row(one, listed) for one in listed.entries))


def _row(entry: Entry, listed: ListSheet) -> tuple[Cell, ...]:
    time = recorded(entry.leaf.time).replace(tzinfo=None, microsecond=0)
    one = Decided(entry)
    return (
        entry.seq, time, entry.leaf.type.label, entry.get("case"), what_in(listed.named, entry) or None,
        listed.named.guideline(entry), reason_on_a_line(entry) or None, listed.no_to(entry), entry.get("of"),
        one.code, entry.get("by"),
        _("yes") if entry.erased else _("no"), "+".join(one.parts) or None,
        _("yes") if is_open(entry) else _("no"),
        ", ".join(_("time, type or digests") if name == LEAF else recorded_field_label(name) for name in entry.changed) or None,
    )  # fmt: skip
