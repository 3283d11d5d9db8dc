"""What was recorded as an answer to a decision, and what the decision still waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from visit.audit.progress import days_before, measured_early
from visit.decisions.files import Decided, Wanted
from visit.decisions.named import RecordedWords
from visit.decisions.records import Measured
from visit.ledger.entries import Draft
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Receipt
from visit.locale import formats
from visit.locale import text as _
from visit.render.blocks import Items, Sheet
from visit.render.entry_words import reason_on_a_line, refusal_label, role
from visit.render.follow_up_rows import follow_up_outcome, measured_on


class AnswerSheet:
    """What was recorded as an answer to a decision, and what the decision still waits for; without a receipt it is only tried."""

    def __init__(
        self, decided: Decided, receipts: Sequence[tuple[Draft, Receipt | None]], words: RecordedWords
    ) -> None:
        self.decided, self.receipts, self.words = decided, receipts, words

    @property
    def head(self) -> str | None:
        """The ledger's head; None where nothing was recorded."""
        last = self.receipts[-1][1] if self.receipts else None
        return last.head.text if last else None

    @property
    def states(self) -> tuple[Wanted, ...]:
        """The approvals with their states; in a trial as they would be then."""
        tried = {
            draft.fields["approval"]: "given" if draft.type == EntryType.APPROVAL else "refused"
            for draft, receipt in self.receipts
            if receipt is None and "approval" in draft.fields
        }
        return tuple(replace(one, state=tried.get(one.id, one.state)) for one in self.decided.approval_states)

    def document(self) -> dict[str, object]:
        """Return the answer as data."""
        return {
            "schema": "visit-answer",
            "version": 1,
            "of": self.decided.seq,
            "recorded": self.head is not None,
            "entries": [
                {"number": receipt.seq if receipt else None, "type": draft.type} for draft, receipt in self.receipts
            ],
            "head": self.head,
            "outstanding": [one.id for one in self.states if one.state == "outstanding"],
        }

    def sheet(self) -> Sheet:
        """Return the answer as a page."""
        rows: list[str | tuple[str, tuple[str, ...]]] = []
        states = self.states
        for draft, receipt in self.receipts:
            said = ", ".join(self.asked(one) for one in states if one.id == draft.fields.get("approval"))
            if "code" in draft.fields:
                said = refusal_label(str(draft.fields["who"]), str(draft.fields["code"]))
            if "measured" in draft.fields:
                measured = cast(Measured, draft.fields["measured"])
                said = f"{measured_on(measured)}, {follow_up_outcome(measured)}"
            kind, of = draft.type.label, self.decided.seq
            if receipt is None:
                line = _("{type} of decision {of}: nothing is recorded, this is a trial", type=kind, of=of)
            else:
                line = _("{type} of decision {of}, recorded as {n}", type=kind, of=of, n=receipt.seq)
            rows.append(f"{line}: {said}" if said else line)
            if receipt is not None and receipt.stepped_back_from is not None:
                rows.append(
                    _("The clock has stepped back: the entry before is from {time}", time=receipt.stepped_back_from)
                )
        rows += self.overruled()
        rows += self.measured_before()
        rows += self.measured_without_help()
        rows += self.before_the_decision()
        waiting = [self.asked(one) for one in states if one.state == "outstanding"]
        refused = [self.asked(one) for one in states if one.state == "refused"]
        if refused:
            rows.append((_("Refused:"), tuple(refused)))
        if self.no_help():
            waiting = []
        elif waiting or not refused:
            rows.append((_("Still waits for:"), tuple(waiting)) if waiting else _("It waits for no approval"))
        rows += self.next_step()
        if self.head is not None:
            rows.append(_("Head: {head}", head=self.head))
        return (Items(tuple(rows)),)

    def no_help(self) -> bool:
        """Return whether what was recorded is a no that ends it, so that nothing waits for an approval any more."""
        return any(draft.fields.get("who") in ("citizen", "offer") for draft, _receipt in self.receipts)

    def overruled(self) -> Iterator[str]:
        """Yield which refusal each approval is given after, and why it was refused."""
        given = {draft.fields["approval"] for draft, _receipt in self.receipts if draft.type == EntryType.APPROVAL}
        for one in self.decided.approval_states:
            if one.id in given and one.refusal is not None:
                refusal = one.refusal
                yield _(
                    "This was refused before (entry {n}, {by}: {why}): {reason}. The refusal stands in the ledger, and the audit"
                    " lists that it was approved all the same",
                    n=refusal.seq, by=refusal.get("by"), reason=reason_on_a_line(refusal) or "–",
                    why=refusal_label(str(refusal.get("who")), str(refusal.get("code"))),
                )  # fmt: skip

    def measured_before(self) -> Iterator[str]:
        """Yield that a follow-up of the same day is recorded already."""
        new = {receipt.seq for _draft, receipt in self.receipts if receipt is not None}
        for draft, _receipt in self.receipts:
            measured = cast("Measured | None", draft.fields.get("measured"))
            if measured is None:
                continue
            for one in self.decided.answered(EntryType.FOLLOW_UP):
                before = one.get("measured") or {}  # an erased one has none
                if one.seq not in new and before.get("measured") == measured["measured"]:
                    yield _("A follow-up of the same day is recorded already, as entry {n}; both stand", n=one.seq)

    def measured_without_help(self) -> Iterator[str]:
        """Yield that what was measured is no effect of a decision that was refused, and that an end has no day."""
        for draft, _receipt in self.receipts:
            follow_up = cast("Measured | None", draft.fields.get("measured"))
            if follow_up is None:
                continue
            n, refused = self.decided.seq, self.decided.refused
            if refused is not None:
                yield _(
                    "Decision {n} was refused (entry {entry}) and gave no help: what was measured is no effect of it."
                    " Is the number right?",
                    n=n, entry=refused.seq,
                )  # fmt: skip
            if follow_up.get("outcome") == "end" and follow_up.get("ended") is None:
                yield _(
                    "The last day of the help is not given (`ended`): the day of measuring counts, {day}",
                    day=formats.day(date.fromisoformat(follow_up["measured"])),
                )

    def before_the_decision(self) -> Iterator[str]:
        """Yield that what is recorded was measured, or ended, before the help was decided."""
        decided = self.decided
        for draft, _receipt in self.receipts:
            measured = cast("Measured | None", draft.fields.get("measured"))
            if measured is None:
                continue
            if measured_early(decided, measured) > 0:
                yield _(
                    "It was measured before decision {n} was recorded ({day}): is it what the help led to? Check the date",
                    n=decided.seq, day=formats.day(decided.day),
                )  # fmt: skip
            if "ended" in measured and days_before(decided, measured["ended"]) > 0:
                yield _(
                    "The help ended before decision {n} was recorded ({day}): check the date",
                    n=decided.seq, day=formats.day(decided.day),
                )  # fmt: skip

    def next_step(self) -> Iterator[str]:
        """Yield what to do after a refusal."""
        n = self.decided.seq
        for draft, _receipt in self.receipts:
            if draft.type != EntryType.REFUSAL:
                continue
            yield _("Decision {n} gives no help, and its follow-up is not counted as overdue", n=n)
            yield {
                "approver": _(
                    "Next: choose another placement, a new decision with `visit decide`; or approve all the same, `visit approve {n}`",  # noqa: E501
                    n=n,
                ),
                "offer": _("Next: choose another placement, and record it as a new decision with `visit decide`"),
                "citizen": _(
                    "Next: ask what the citizen wants instead, and record it as a new decision with `visit decide`; where no help is wanted, `--none withdrawn`"  # noqa: E501
                ),
            }[str(draft.fields["who"])]

    def asked(self, one: Wanted) -> str:
        """Return who is asked for an approval, and for what."""
        return f"{role(one.by, one.role)}: {self.words.wording.told('approvals', one.id)}"
