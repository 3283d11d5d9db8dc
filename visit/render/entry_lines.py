"""Entries of a ledger as a table that a screen of 80 columns holds: two lines each, longer cells cut; `--full` has all of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from visit.cpr import safe
from visit.decisions.files import is_open
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.local_day import recorded
from visit.locale import formats
from visit.locale import text as _
from visit.render.entry_words import reason_on_a_line, refusal_told, what_in
from visit.render.ledger_sheet import ListSheet
from visit.render.lines import Line, shortened

_GAP = "  "
_LINES = 2
_OPEN = "?"
_CASE, _BY, _REASON = 13, 16, 17
"""How many letters the columns have at least; what an entry says has the rest."""


class EntryLines:
    """The entries of a list in one language, a row of two lines each."""

    def __init__(self, listed: ListSheet) -> None:
        self.listed = listed

    def lines(self, width: int) -> Iterator[Line]:
        """Yield headings, the rows, and how many entries there are."""
        rows = [self.cells(one) for one in self.listed.entries]
        if rows:
            number = max(len("#"), *(len(row[0]) for row in rows))
            spare = max(0, width - number - _CASE - _BY - _REASON - 4 * len(_GAP))
            more = max(0, spare - 40) // 2
            widths = (number, _CASE, spare - more, _BY, _REASON + more)
            titles = ("#", f"{_('case')}\n{_('date')}", _("what"), f"{_('by')}\n{_('under')}", _("reason"))
            yield from _row(titles, widths)
            for entry, row in zip(self.listed.entries, rows, strict=True):
                yield from _row(row, widths)
                indent = number + _CASE + 2 * len(_GAP)
                for told in self.under(entry):
                    yield Line(" " * indent + told, hang=indent + 2)
            yield Line("")
        if any(row[0].endswith(_OPEN) for row in rows):
            yield Line(
                _("{mark} decided before it could be granted, or while an open question could turn it", mark=_OPEN),
                hang=2,
            )
        yield Line(self.listed.counted())

    def mark(self, entry: Entry) -> str:
        """What stands behind a number: `!` where it is not as recorded, `?` where something that can turn it was open."""
        return "!" if entry.seq in self.listed.damaged else _OPEN if is_open(entry) else ""

    def under(self, entry: Entry) -> Iterator[str]:
        """Yield what stands in whole under a row, where a cell has no room: why a decision departs, and who says no and why."""
        code = None if entry.erased else (entry.get("departure") or {}).get("code")
        if code is not None:
            yield _("departs: {why}", why=safe(self.listed.named.of(entry).wording.told("departures", code)))
        if _says_no(entry):
            yield safe(refusal_told(self.listed.named, entry))
        elif (refusal := self.listed.refused.get(entry.seq)) is not None:
            yield _("refused (entry {n}): the decision gives no help", n=refusal.seq)

    def cells(self, entry: Entry) -> tuple[str, ...]:
        """What stands in the columns: the number, the case and the day, what is said, who recorded it under what, and why."""
        day = formats.short_day(recorded(entry.leaf.time).date())
        said = what_in(self.listed.named, entry, departure=False)
        if _says_no(entry):
            said = _("of decision {n}", n=entry.get("of"))
        what = f"{entry.leaf.type.label}: {said}" if said else entry.leaf.type.label
        reason = reason_on_a_line(entry) or "–"
        if "reason" in entry.changed:
            reason = changed_in_short(reason)
        if {*entry.changed} - {"reason"}:
            what = changed_in_short(what)
        guideline = (self.listed.named.guideline(entry) or "").partition(" + ")[0]
        return (
            f"{entry.seq}{self.mark(entry)}", f"{entry.get('case') or '–'}\n{day}", what,
            f"{entry.get('by') or '–'}\n{guideline}", reason,
        )  # fmt: skip


def _says_no(entry: Entry) -> bool:
    """Return whether an entry is a refusal that says who refuses."""
    return (
        entry.leaf.type is EntryType.REFUSAL and not entry.erased and None not in (entry.get("who"), entry.get("code"))
    )


def changed_in_short(text: str) -> str:
    """Return a cell of which something is not as it was recorded."""
    return _("CHANGED: {what}", what=text)


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[Line]:
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    columns[0] = [one.rjust(widths[0]) for one in columns[0]]
    for place in range(max(map(len, columns))):
        told = [column[place] if place < len(column) else "" for column in columns]
        yield Line(_GAP.join(one.ljust(width) for one, width in zip(told, widths, strict=True)).rstrip(), hang=2)


def _wrapped(cell: str, width: int) -> list[str]:
    """Return a cell in two lines at most, the last of them cut; what stands on lines of its own stays on them."""
    if "\n" in cell:
        return [shortened(safe(one), width) for one in cell.split("\n")]
    lines = textwrap.wrap(safe(cell), width, break_on_hyphens=False) or [""]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], shortened(" ".join(lines[_LINES - 1 :]), width)]
