"""`visit log list`, `show` and `export`: the entries, as lines, one by one, or all to a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from visit.audit.answered_again import answered_again
from visit.commands.ledgers import opened, tell_altered
from visit.commands.log_filters import Filter, as_recorded
from visit.commands.printing import choose_format, columns, print_answer, print_in_lines
from visit.commands.waiting import waiting
from visit.cpr import safe
from visit.decisions.files import BRIEF, Decided, decided
from visit.decisions.named import RecordedNames
from visit.errors import LedgerError, UsageError, did_you_mean
from visit.ledger.entries import Entry, is_canonical
from visit.ledger.entry_types import EntryType
from visit.ledger.exporting import exported
from visit.ledger.log import Ledger
from visit.locale import render_error
from visit.locale import text as _
from visit.render.entry_lines import EntryLines
from visit.render.ledger_grid import entries_grid
from visit.render.ledger_sheet import EntrySheet, ListSheet
from visit.render.plain import rewrapped
from visit.streams import note, say, takes_every_letter


def list_command(wanted: Filter, *, full: bool, ledger: str | None, shape: str | None, language: str) -> int:
    """List entries and return the exit code: 1 where there is none, where some are gone, or one is not as it was recorded."""
    names = BRIEF if wanted.municipality is None else (*BRIEF, "facts")
    with opened(ledger) as log:
        size = log.store.size()
        counted = _Counted(log.entries(names=names, partial=True, gaps=True))
        every: Iterable[Entry]
        if wanted.case is not None:
            counted = _Counted(log.entry(seq, names=names, partial=True) for seq in log.of_case(wanted.case))
            every = counted
        else:
            every = _watched(counted, size)
        found = tuple(entry for entry in every if wanted.lets_through(entry))
        if not found and wanted.names_something:
            if wanted.case is not None and log.is_damaged():
                raise log.unfit()
            read = tuple(log.entries(names=names, partial=True, gaps=True))
            wanted = as_recorded(wanted, log, read)
            found = tuple(entry for entry in read if wanted.lets_through(entry))
        damaged = tell_altered(log, found, names)
        named = RecordedNames(log)
        refused = dict(_refusals(log, counted.refused & {one.seq for one in found}))
        sheet = ListSheet(log.store.name, found, size, language, named=named, damaged=damaged, refused=refused)
        chosen = choose_format(shape)
        if chosen in ("rich", "plain") and not full:
            print_in_lines(chosen, EntryLines(sheet).lines)
        else:
            print_answer(shape, document=sheet.document, sheet=sheet.sheet, grids=lambda: (entries_grid(sheet),))
        gone = wanted.case is None and _tell_gone(counted.read, size)
    return 0 if found and not gone and not damaged else 1


class _Counted:
    """Entries, how many of them have been read, and which decisions were refused in them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries, self.read = entries, 0
        self.refused: set[int] = set()

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            self.read += 1
            if entry.leaf.type is EntryType.REFUSAL and isinstance(entry.get("of"), int):
                self.refused.add(entry.get("of"))
            yield entry


def _refusals(log: Ledger, numbers: Iterable[int]) -> Iterator[tuple[int, Entry]]:
    """Yield the refusal that stands of each decision; a decision that cannot be read whole has none, and is told of elsewhere."""
    for seq in sorted(numbers):
        try:
            refusal = decided(log, seq).refused
        except LedgerError:
            continue
        if refusal is not None:
            yield seq, refusal


def _tell_gone(read: int, size: int) -> bool:
    """Tell where a ledger has fewer entries than it says; return whether it has."""
    if read < size:
        message = _("{n} of {size} entries are gone: `visit verify` says which", n=size - read, size=size)
        note(f"{_('warning')}: {message}")
    return read < size


def _watched(entries: Iterable[Entry], size: int) -> Iterator[Entry]:
    """Yield entries, and show how far they are read where that takes long."""
    with waiting(_("reading")) as progress:
        for entry in entries:
            progress(entry.seq + 1, size)
            yield entry


def show_command(
    seq: int,
    *,
    field: str | None,
    shown: bool,
    opened_page: bool,
    ledger: str | None,
    shape: str | None,
    language: str,
) -> int:
    """Show one entry, one field of it as it is stored, or the answer as it was shown; return 1 where it is not as recorded."""
    if opened_page:
        from visit.commands.pages import shape_of_page

        shape = shape_of_page(shape)
    if shape == "html" and (shown or field is not None):
        raise UsageError(_("a page is of a whole entry"), help=_("leave out --field and --shown"))
    with opened(ledger) as log:
        entry = log.entry(seq, partial=True)
        code = 1 if tell_altered(log, [entry]) else 0
        if shown:
            field = "shown"
        if field is not None:
            if field not in entry.leaf.fields:
                known = ", ".join(sorted(entry.leaf.fields))
                raise UsageError(
                    _("entry {n} has no field {field}", n=seq, field=f'"{field}"'),
                    help=did_you_mean(field, entry.leaf.fields) or _("it has: {names}", names=known),
                )
            raw = log.raw(seq, field)
            if field in entry.odd and (shown or not is_canonical(raw)):
                raise log.not_ours(seq, [field])
            value = json.loads(raw)
            if shown:
                print(rewrapped(safe(value["text"]), columns()), end="")
            else:
                print(json.dumps(value, ensure_ascii=not takes_every_letter(), indent=1))
            return code
        whole = None if code else _with_answers(log, entry)
        if shape == "html":
            from visit.commands.pages import print_page
            from visit.pages.decision_page import entry_page

            print_page(lambda: entry_page(log, entry, whole, language), opened=opened_page)
            return code
        named = RecordedNames(log)
        ranking = None if whole is None else answered_again(log, entry)
        sheet = EntrySheet(entry, whole, language, named=named, ranking=ranking)

        def in_journal() -> str:
            from visit.render.journal import journal, of_entry

            return journal(of_entry(entry, whole, named, ranking, language))

        print_answer(
            shape,
            document=sheet.document,
            sheet=sheet.sheet,
            texts={"journal": in_journal},
        )
    return code


def _with_answers(log: Ledger, entry: Entry) -> Decided | None:
    """Return a decision with what answers it; what is wrong with it is said, and what there is of it shown all the same."""
    if entry.leaf.type != EntryType.DECISION or entry.erased:
        return None
    try:
        return decided(log, entry.seq)
    except LedgerError as error:
        say(render_error(error))
        return None


def export_command(*, leaves: bool, ledger: str | None) -> int:
    """Write every entry as a line of JSON; the leaves alone hold nothing about anybody.

    An entry that visit would not have written is exported as it stands, and told; the exit code is 1 then.
    """
    odd = read = 0
    with opened(ledger) as log, waiting(_("reading")) as progress:
        size = log.store.size()
        for seq, row, error in exported(log, values=not leaves):
            print(json.dumps(row, ensure_ascii=not takes_every_letter()))
            progress(seq + 1, size)
            read += 1
            if error is not None:
                odd += 1
                note(render_error(error))
    if odd:
        note(_("exported as it stands: {n} of {size} entries", n=odd, size=size))
    return 1 if _tell_gone(read, size) or odd else 0
