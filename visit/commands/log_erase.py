"""`visit log erase`: forget a case, and say what the erasure does not reach."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from visit.commands.asking import can_ask, confirmed
from visit.commands.ledgers import now, opened, tell, tell_of_other_municipalities, who
from visit.commands.printing import print_whole
from visit.decisions import answering
from visit.decisions.files import nothing_of_case
from visit.errors import LedgerError, Location, UsageError
from visit.ledger.log import Ledger
from visit.ledger.opening import is_url
from visit.locale import plural
from visit.locale import text as _
from visit.render.blocks import Items, Paragraph


def erase_command(
    case: str,
    *,
    basis: str,
    yes: bool,
    no_input: bool,
    by: str | None,
    ledger: str | None,
    dry_run: bool,
    shape: str | None,
) -> int:
    """Destroy the values and salts of a case; the leaves and every proof stand."""
    if dry_run:
        return _try_erasing(case, basis=basis, by=by, ledger=ledger, shape=shape)
    with opened(ledger, writable=True) as log:
        name = who(by, log)
        answering.erasure([], basis=basis, by=name, system_user="–")
        _must_keep_no_copies(log)
        if log.is_damaged():  # an index that has lost rows would leave entries of the case unerased
            raise log.unfit()
        tell_of_other_municipalities(log, case)
        if not yes:
            _must_be_meant(case, len(log.of_case(case)), no_input)
        with log.writing():
            numbers = log.of_case(case)
            _must_be_some(log, case, numbers)
            draft = answering.erasure(numbers, basis=basis, by=name, system_user=log.store.system_user())
            receipt = log.erase(draft, numbers, now=now())
        left = log.store.settle()
        _tell_erased(log, numbers, receipt.seq, receipt.head.text, left, shape)
    return 3 if left else 0


def _try_erasing(case: str, *, basis: str, by: str | None, ledger: str | None, shape: str | None) -> int:
    """Say which entries would be erased, and erase nothing."""
    with opened(ledger) as log:
        answering.erasure([], basis=basis, by=who(by, log), system_user="–")
        _must_keep_no_copies(log)
        if log.is_damaged():
            raise log.unfit()
        numbers = log.of_case(case)
        _must_be_some(log, case, numbers)
    document = {"schema": "visit-log-erase", "version": 1, "recorded": False, "entries": list(numbers)}
    head = Paragraph(_("Nothing is erased, this is a trial"), strong=True)
    listed = ", ".join(map(str, numbers))
    told = plural("It would be entry {numbers}", "It would be entries {numbers}", len(numbers), numbers=listed)
    rows = Items((told,))
    print_whole(shape, document=lambda: document, sheet=lambda: (head, rows))
    return 0


def _must_be_some(log: Ledger, case: str, numbers: Sequence[int]) -> None:
    if not numbers:
        raise nothing_of_case(log, case)


def _must_keep_no_copies(log: Ledger) -> None:
    """Refuse to erase where something in the database may copy what is deleted."""
    foreign = log.store.foreign()
    if foreign:
        raise LedgerError(
            _(
                "the ledger has what visit did not make, and it may copy what is erased: {names}",
                names=", ".join(foreign),
            ),
            at=Location(log.store.name),
            help=_("look at what it holds, drop it, then erase; nothing was erased"),
        )


def _must_be_meant(case: str, count: int, no_input: bool) -> None:
    if no_input or not can_ask():
        raise UsageError(
            _("erasing cannot be undone, and nothing was erased"), help=_("confirm the erasure with --yes")
        )
    asked = plural(
        "Destroy what is recorded in {n} entry of {case}? It cannot be undone",
        "Destroy what is recorded in {n} entries of {case}? It cannot be undone", count, n=count, case=case,
    )  # fmt: skip
    if not confirmed(asked):
        raise UsageError(_("nothing was erased"))


def _tell_erased(
    log: Ledger, numbers: Sequence[int], seq: int, head: str, left: Sequence[str], shape: str | None
) -> None:
    beyond = (
        _("backups and replicas of the ledger"),
        *((_("the database's write-ahead log and its archive"),) if is_url(log.store.name) else ()),
        _("blocks that the file system or disk keeps after a file was rewritten"),
        _("packs and exports that were handed out"),
        _("the case file, and what others have noted down"),
    )
    rows: list[str | tuple[str, tuple[str, ...]]] = [
        plural(
            "Erased: entry {numbers}", "Erased: entries {numbers}", len(numbers), numbers=", ".join(map(str, numbers))
        ),
        _("Every leaf, hash and proof stands"),
    ]
    if left:
        rows.append((_("Not done:"), tuple(left)))
    rows.append((_("Not reached, see to it yourself:"), beyond))
    rows.append(_("Head: {head}", head=head))
    document = {
        "schema": "visit-log-erase", "version": 1, "number": seq, "entries": list(numbers), "head": head,
        "not_done": list(left), "not_reached": list(beyond),
    }  # fmt: skip
    title = Paragraph(_("Recorded as {n} in {where}", n=seq, where=log.store.name), strong=True)
    show = partial(print_whole, shape, document=lambda: document, sheet=lambda: (title, Items(tuple(rows))))
    tell([seq], log.store.name, show)
