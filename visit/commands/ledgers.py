"""Which ledger a command means, and what is said when it is opened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from visit.commands.output import finish
from visit.cpr import safe
from visit.decisions.files import decided, deciders_of, municipalities_of
from visit.decisions.people import known
from visit.decisions.stored import MALFORMED
from visit.errors import FEW, LedgerError, VisitError, nearest_names, render
from visit.ledger.entries import Entry
from visit.ledger.log import Ledger
from visit.ledger.notes import Head
from visit.ledger.opening import is_url
from visit.ledger.store import Store
from visit.locale import formats
from visit.locale import text as _
from visit.places import fold
from visit.streams import abandon, note

DEFAULT = "ledger.db"
LOOKED_AT = 10
"""So many of the newest entries are held against their commitments before anything is recorded."""


def ledger_name(name: str | None) -> str:
    """Return the ledger that is meant: as given or set, else `ledger.db` in this folder."""
    return name or DEFAULT


def ledger_shown(where: str) -> str:
    """Return a ledger as a person finds it: a file with its folders, a database without its password."""
    if is_url(where):
        from visit.ledger.postgres import url_shown

        return url_shown(where)
    return str(Path(where).absolute())


@contextmanager
def opened(name: str | None, *, writable: bool = False) -> Iterator[Ledger]:
    """Open the ledger that is meant; what is unsafe about where it lies goes to standard error."""
    where = ledger_name(name)
    with Ledger.open(where, writable=writable) as ledger:
        warn(ledger.store)
        settle(ledger.store, where, writable=writable)
        _tell_damage(ledger)
        _tell_unread_settings(ledger)
        if writable:
            _tell_newest(ledger)
        try:
            yield ledger
        finally:
            for error in ledger.passed_over.values():
                note(render(error, error_word=_("warning, passed over"), help_word=_("help")))


def _tell_damage(ledger: Ledger) -> None:
    """Say that the newest entries of a damaged ledger may be out of sight: whoever reads on would take it for whole."""
    with suppress(LedgerError):  # whoever reads it is told
        if not ledger.store.fits():
            tell_of_damage(ledger.unfit())


def tell_altered(log: Ledger, entries: Iterable[Entry], names: Sequence[str] = ()) -> dict[int, str]:
    """Tell in one line which of the entries that are shown are not as they were appended; return what is wrong with each."""
    found = {one.seq: what for one in entries if (what := log.damage_of(one, names)) is not None}
    if len(found) == 1:
        [(seq, what)] = found.items()
        said = _("entry {n}: {what}; `visit verify` says more", n=seq, what=what)
        note(f"{_('warning')}: {said}")
    elif found:
        said = _(
            "entries {numbers} are not as they were recorded: `visit verify` says how",
            numbers=formats.listed(map(str, found)),
        )
        note(f"{_('warning')}: {said}")
    return found


def _tell_newest(ledger: Ledger) -> None:
    """Say which of the newest entries are not as they were recorded: whoever records after them would take them for whole.

    The older ones are `visit verify`'s: to record must not take the longer the more is recorded.
    """
    with suppress(LedgerError):  # a damaged one: whoever reads it is told
        size = ledger.store.size()
        tell_altered(ledger, ledger.entries(max(size - LOOKED_AT, 0), size, partial=True))


def tell_of_damage(error: LedgerError) -> None:
    """Say what is wrong with a ledger of which something is shown all the same."""
    note(render(error, error_word=_("warning"), help_word=_("help")))


def _tell_unread_settings(ledger: Ledger) -> None:
    """Say which configurations set nothing up, since another program has written them."""
    with suppress(LedgerError):  # a damaged one: whoever reads it is told
        for seq in ledger.unread_settings():
            said = _(
                "entry {n} would set the ledger up, in a form that visit never writes: it is passed over; `visit log show {n}` says who recorded it",  # noqa: E501
                n=seq,
            )
            note(f"{_('warning')}: {said}")


def settle(store: Store, where: str, *, writable: bool) -> bool:
    """Finish erasures that were cut off before the file was rewritten, and say so; return whether none is owed any more."""
    try:
        owed = store.owed()
    except LedgerError:  # a damaged file: whoever reads it is told
        return True
    if not owed:
        return True
    left = _settled(store if writable else None, where)
    numbers = ", ".join(map(str, owed))
    if left:
        said = _(
            "erasure {numbers} is owed, what was erased can still be in the file: {why}", numbers=numbers, why=left
        )
        note(f"{_('warning')}: {said}")
    else:
        note(_("erasure {numbers} had been cut off; it is finished now", numbers=numbers))
    return not left


def _settled(store: Store | None, where: str) -> str:
    """Make room after what was erased, where need be through a writer of its own; return what could not be done."""
    try:
        if store is not None:
            return "; ".join(store.settle())
        with Ledger.open(where, writable=True) as ledger:
            return "; ".join(ledger.store.settle())
    except LedgerError as error:
        return error.message


def tell(numbers: Sequence[int], where: str, show: Callable[[], None]) -> None:
    """Show what was recorded; where that fails, say on standard error that it is recorded all the same.

    Whoever sees an error records it once more: an answer that cannot be written is none of those that say so by their exit code.
    """
    try:
        show()
        sys.stdout.flush()
        finish()
    except OSError:
        _say_recorded(numbers, where)
        abandon(sys.stdout)
    except BaseException:
        _say_recorded(numbers, where)
        raise


def _say_recorded(numbers: Sequence[int], where: str) -> None:
    listed = ", ".join(map(str, numbers))
    note(_("recorded as {n} in {where}, but the answer could not be written out", n=listed, where=where))


def warn(store: Store) -> None:
    """Tell what is unsafe about where a ledger lies."""
    for warning in store.warnings():
        note(f"{_('warning')}: {safe(warning)}")


def now() -> datetime:
    """Return the moment on the clock; the one place of these commands that asks it."""
    return datetime.now(UTC)


def who(by: str | None, log: Ledger) -> str:
    """Return who says that they record: as given or set, else the system's user; written as the ledger writes them.

    It is said where that is another writing than the one given, and where the ledger has people and the one given is none of them.
    """
    name = by or log.store.system_user()
    people = log.settings().people
    found = known(people, name)
    if found is None and people and by:
        note(_("the ledger does not know whoever records this: nobody in its list has that name"))
        begun = [one for one in people if fold(one).startswith(fold(name))]
        if near := nearest_names(name, people) or begun[:FEW]:
            note("  " + _("did you mean {names}?", names=formats.either(f'"{safe(one)}"' for one in near)))
    elif found is not None and found != name:
        note(_("the name given is read as {name}", name=found))
    return found or name


def tell_signed(last: Head | None, *, is_kept: bool) -> None:
    """Say on standard error what a head was compared with before it was signed, and whether the ledger keeps it.

    It was compared with the one that was signed last, if any is known. The ledger keeps one of each size: whoever can write may
    have planted another.
    """
    if last is None:
        told = _(
            "no head was signed before that the ledger knows: this one was signed as it stands, compared with nothing"
        )
    else:
        told = _("signed: it continues the head of {size} entries that was signed last", size=last.size)
    note(told)
    if not is_kept:
        said = _(
            "the ledger does not keep it: another checkpoint of that size stands there; `visit verify` says what is wrong"
        )
        note(f"{_('warning')}: {said}")


def tell_of_other_municipalities(log: Ledger, case: str, acting: str | None = None) -> None:
    """Say where one pseudonym stands in the decisions of two municipalities: it may be two citizens."""
    before = municipalities_of(log, case)
    if len({name.casefold() for name in (*before, *([acting] if acting else []))}) < 2:
        return
    listed = ", ".join(f"{name} ({seq})" for name, seq in before.items() if name != acting)
    note(
        f"{_('warning')}: {_('the case is decided by another municipality too: {names}; is it one citizen?', names=listed)}"
    )


def _with_its_end(log: Ledger, seq: int) -> str:
    """Return the number of a decision, with what ended it where it gives no help any more."""
    try:
        found = decided(log, seq)
        refused, ended = found.refused, found.ended
    except (VisitError, *MALFORMED):
        return str(seq)
    if refused is not None:
        return _("{n} (refused, gives no help)", n=seq)
    return str(seq) if ended is None else _("{n} (ended {day})", n=seq, day=formats.day(ended))


def tell_of_decisions_before(log: Ledger, case: str, acting: str) -> None:
    """Say which decisions of the case the municipality has recorded already, and what recorded of it was altered.

    Another municipality's decisions are told apart.
    """
    ours = (None, acting.casefold())
    found = [seq for seq, name in deciders_of(log, case).items() if (name and name.casefold()) in ours]
    if found:
        numbers = ", ".join(_with_its_end(log, seq) for seq in found)
        note(_("a decision of the case is recorded already: {numbers}", numbers=numbers))
    newest = log.store.size() - LOOKED_AT  # from there on they were looked at when the ledger was opened
    tell_altered(log, (log.entry(seq, partial=True) for seq in log.of_case(case) if seq < newest))
