"""`visit approve`, `refuse`, `follow-up` and `correct`: what answers a decision that is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import cast

from visit.commands.editor import can_edit, written_reason
from visit.commands.follow_up_file import follow_up_file
from visit.commands.inputs import checked_case, today
from visit.commands.ledgers import now, opened, tell, who
from visit.commands.printing import print_whole
from visit.decisions import answering
from visit.decisions.files import Decided, decided
from visit.decisions.named import RecordedNames
from visit.decisions.records import Measured
from visit.errors import CaseError, UsageError
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger, Receipt
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.follow_up import FollowUpDocument
from visit.reading.expected import must_be
from visit.reading.source import read
from visit.reading.validation import validate
from visit.render.answer_sheet import AnswerSheet
from visit.render.entry_words import choice_in_short, refusal_label
from visit.streams import reader_may_leave

Drafts = Callable[[Ledger, Decided, str], Iterable[Draft]]
"""Makes the entries from the ledger, the decision, and who records."""


def approve_command(
    seq: int,
    ids: Sequence[str],
    *,
    decider: str | None,
    reason: str | None,
    by: str | None,
    ledger: str | None,
    dry_run: bool,
    shape: str | None,
) -> int:
    """Record that what a decision waits for is approved."""

    def drafts(log: Ledger, found: Decided, name: str) -> Iterable[Draft]:
        people, user = log.settings().people, log.store.system_user()
        return answering.approval_drafts(found, people, ids, by=name, system_user=user, decider=decider, reason=reason)

    return _answer(seq, drafts, by=by, ledger=ledger, dry_run=dry_run, shape=shape)


def refuse_command(
    seq: int,
    *,
    refuser: str,
    code: str,
    reason: str | None,
    approval: str | None,
    by: str | None,
    ledger: str | None,
    dry_run: bool,
    shape: str | None,
) -> int:
    """Record that an approver, the citizen or an offer says no."""
    refuser = answering.refuser_meant(refuser)

    def refusals(log: Ledger, found: Decided, name: str, why: str) -> Draft:
        people, user = log.settings().people, log.store.system_user()
        return answering.refusal(
            found, people, who=refuser, code=code, reason=why, by=name, system_user=user, approval=approval
        )

    given = (
        reason
        if reason is not None
        else _refusers_reason(seq, refusals, refuser=refuser, code=code, by=by, ledger=ledger)
    )

    def drafts(log: Ledger, found: Decided, name: str) -> Iterable[Draft]:
        yield refusals(log, found, name, given)

    return _answer(seq, drafts, by=by, ledger=ledger, dry_run=dry_run, shape=shape)


def _refusers_reason(
    seq: int,
    refusals: Callable[[Ledger, Decided, str, str], Draft],
    *,
    refuser: str,
    code: str,
    by: str | None,
    ledger: str | None,
) -> str:
    """Return the reason that is written in the editor; before that, everything else is seen to be in order.

    Raises:
        UsageError: There is no terminal or no editor, or the reason is empty.
    """
    with opened(ledger) as log:
        found = decided(log, seq)
        refusals(log, found, by or log.store.system_user(), "–")
        names = RecordedNames(log).offers(found.entry)
    if not can_edit():
        raise UsageError(_("a refusal needs a reason"), help=_("--reason TEXT; on a terminal EDITOR opens for it"))
    return written_reason(
        [
            _("Refusal of decision {n}, case {case}: {why}", n=seq, case=found.case, why=refusal_label(refuser, code)),
            choice_in_short(found.choice, names),
        ]
    )


def follow_up_file_command(seq: int, *, ledger: str | None) -> int:
    """Write the follow-up file of a decision, to be filled in."""
    with opened(ledger) as log:
        found = decided(log, seq)
        text = follow_up_file(found, RecordedNames(log).wording(found.entry))
    with reader_may_leave():
        print(text, end="")
    return 0


def follow_up_command(
    seq: int, file: str, *, reason: str | None, by: str | None, ledger: str | None, dry_run: bool, shape: str | None
) -> int:
    """Record what was measured at a follow-up, and what it leads to."""
    measured = measured_in(file)

    def drafts(log: Ledger, found: Decided, name: str) -> Iterable[Draft]:
        user = log.store.system_user()
        yield answering.follow_up_draft(found, measured, by=name, system_user=user, reason=reason)

    return _answer(seq, drafts, by=by, ledger=ledger, dry_run=dry_run, shape=shape)


def measured_in(file: str) -> Measured:
    """Read a follow-up file.

    Raises:
        Problems: Everything that is wrong with it.
    """
    document = read(file)
    must_be(document, "follow_up", CaseError)
    model = validate(document, FollowUpDocument, error=CaseError)
    measured = cast(Measured, model.model_dump(mode="json", by_alias=True, exclude_none=True))
    if measured["measured"] > today().isoformat():
        raise CaseError(
            _("measured is in the future: {day}", day=formats.day(date.fromisoformat(str(measured["measured"])))),
            at=document.locate(("measured",)),
            help=_("write the date on which it was measured"),
        )  # fmt: skip
    return measured


def correct_command(
    seq: int, case: str, *, reason: str, by: str | None, ledger: str | None, dry_run: bool, shape: str | None
) -> int:
    """Record corrected facts beside those that were decided on."""
    corrected = checked_case(read(case))

    def drafts(log: Ledger, found: Decided, name: str) -> Iterable[Draft]:
        user = log.store.system_user()
        yield answering.correction(found, corrected, reason=reason, by=name, system_user=user)

    return _answer(seq, drafts, by=by, ledger=ledger, dry_run=dry_run, shape=shape)


def _answer(seq: int, drafts: Drafts, *, by: str | None, ledger: str | None, dry_run: bool, shape: str | None) -> int:
    """Look at the decision and append to it without anybody appending in between."""
    if dry_run:
        with opened(ledger) as log:
            found = decided(log, seq)
            made: list[tuple[Draft, Receipt | None]] = [(draft, None) for draft in drafts(log, found, who(by, log))]
            tried = AnswerSheet(found, made, RecordedNames(log).of(found.entry))
        print_whole(shape, document=tried.document, sheet=tried.sheet)
        return 0
    with opened(ledger, writable=True) as log:
        with log.writing():
            found = decided(log, seq)
            new = list(drafts(log, found, who(by, log)))
            receipts: list[tuple[Draft, Receipt]] = [(draft, log.add(draft, now=now())) for draft in new]

        def show() -> None:
            found = decided(log, seq)
            sheet = AnswerSheet(found, receipts, RecordedNames(log).of(found.entry))
            print_whole(shape, document=sheet.document, sheet=sheet.sheet)

        tell([receipt.seq for _draft, receipt in receipts], log.store.name, show)
    return 0
