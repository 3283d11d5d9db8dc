"""What verifying a ledger or pack found: each fault with its entry, and plainly what could not be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from visit.characters import spelled
from visit.ledger.faults import Fault
from visit.ledger.fields import recorded_field_label, said_changed, said_leaf_changed
from visit.ledger.keys import Use
from visit.ledger.notes import Checkpoint
from visit.ledger.packs import PackedEntry, PackReport
from visit.ledger.verifying import Report
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.entry_words import moment

_FEW = 5
"""So many sizes of heads are listed one by one."""


def fault_text(fault: Fault) -> str:
    """Return what is wrong, with the entry it is about."""
    detail = fault.detail
    words = {
        "missing-entry": _(
            "it was removed from the ledger; of it these are still there: {fields}",
            fields=", ".join(map(recorded_field_label, detail.split(", "))),
        )
        if detail
        else _("it was removed from the ledger, though later ones are there"),
        "leaf-changed": said_leaf_changed(),
        "leaf-malformed": detail or _("its leaf is not of this format"),
        "surplus-entry": _("an entry stands at {n}, where none belongs", n=detail),
        "wrong-place": _("it says that it is entry {n}", n=detail),
        "value-changed": said_changed(detail.split(", ")),
        "value-missing": _(
            "it is gone in part or whole, and no erasure names the entry: {fields}",
            fields=", ".join(map(recorded_field_label, detail.split(", "))),
        ),
        "value-unnamed": _(
            "it has values that were not recorded with it: {fields}",
            fields=", ".join(map(recorded_field_label, detail.split(", "))),
        ),
        "value-malformed": _(
            "values not canonical: {fields}", fields=", ".join(map(recorded_field_label, detail.split(", ")))
        ),
        "not-erased": _("values of it are still there, though erasure {n} names the entry", n=detail),
        "erases-later": _("it erases entry {n}, which does not come before it", n=detail),
        "tree-changed": _("a hash of the tree over entries {range} does not fit them", range=detail),
        "tree-surplus": _("hashes of the tree stand where none belongs, or are missing"),
        "document-changed": _("the document {digest} is not what its digest says", digest=detail[:12]),
        "document-missing": _("the document {digest} is missing", digest=detail[:12]),
        "document-unused": _("the document {digest} belongs to no entry", digest=detail[:12]),
        "checkpoint-malformed": _("a checkpoint cannot be read, or is another ledger's"),
        "checkpoint-forged": _(
            "no signature of the checkpoint of {size} entries fits a known key, or one is forged", size=detail
        ),
        "checkpoint-retired": _checkpoint_retired(detail),
        "checkpoint-unpinned": _(
            "the checkpoint of {size} entries is signed, but not by a key that you named", size=detail
        ),
        "key-unlisted": _(
            "the ledger does not list the key {key} that you named: the ledger is another one, or was rewritten",
            key=detail,
        ),
        "key-unsigned": _("no head is signed by a key that you named: {keys}", keys=detail),
        "checkpoint-differs": _(
            "the checkpoint of {size} entries has another root: the log was rewritten", size=detail
        ),
        "cut-off": _("a checkpoint has {size} entries: the end of the log was cut off", size=detail),
        "other-ledger": _("the checkpoint is of another ledger: {origin}", origin=spelled(detail)),
        "consistency": _("its head and the kept one of {size} entries do not continue one another", size=detail),
        "proof": _("its proof does not lead to the checkpoint"),
        "settings": _("the settings in it cannot be read"),
        "guards": _guards(detail),
        "structure": _("the database finds its file damaged: {what}", what=detail),
        "pack": _("the pack has not the form of a pack: {what}", what=detail),
    }
    said = words.get(fault.kind, fault.kind)
    return said if fault.entry is None else _("entry {n}: {what}", n=fault.entry, what=said)


_ALTERED = (
    "value-changed",
    "value-missing",
    "value-unnamed",
    "leaf-changed",
    "leaf-malformed",
    "missing-entry",
    "wrong-place",
)
"""The faults that say what happened to an entry; the tree's only follow from them."""
_RIGHT = re.compile(r"(?P<name>.+) \((?P<role>.+): (?P<right>.+)\)")


def _guards(detail: str) -> str:
    right = _RIGHT.fullmatch(detail)
    if right is None:
        return _("guards or tables of the database are not as visit made them: {names}", names=detail)
    return _("{role} has a right that visit gives nobody: {right} of {name}", **right.groupdict())


def _checkpoint_retired(detail: str) -> str:
    size, key, entry = (*detail.split(" "), "", "")[:3]
    return _(
        "the checkpoint of {size} entries is signed by {key} alone, and entry {n} has retired that key",
        size=size, key=key, n=entry,
    )  # fmt: skip


def fault_document(fault: Fault) -> dict[str, object]:
    """Return a fault as data."""
    return {"entry": fault.entry, "kind": fault.kind, "detail": fault.detail}


def faults_in_words(faults: Sequence[Fault]) -> tuple[str, ...]:
    """Return what is wrong, what is altered in entries first; what is alike about one entry as one fault."""
    return tuple(fault_text(one) for one in _together(faults))


def _verdict(faults: Sequence[Fault], good: str, where: str) -> list[Block]:
    if not faults:
        return [Paragraph(good, strong=True)]
    told = faults_in_words(faults)
    head = plural(
        "{where} is not as it should be: {n} fault", "{where} is not as it should be: {n} faults",
        len(told), n=formats.number(len(told)), where=where,
    )  # fmt: skip
    return [Paragraph(head, strong=True), Items(told)]


def _together(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield what is altered in entries first, the guards last; what is alike about one entry, or about the guards, as one fault."""
    ordered = sorted(faults, key=lambda one: (one.kind not in _ALTERED, one.kind == "guards", one))
    for (seq, kind), group in groupby(ordered, key=lambda one: (one.seq, one.kind)):
        details = [one.detail for one in group]
        rights = [detail for detail in details if kind == "guards" and _RIGHT.fullmatch(detail)]
        if kind.startswith("value-"):
            yield Fault(seq, kind, ", ".join(details))
        elif kind == "guards" and len(rights) < len(details):
            yield Fault(seq, kind, ", ".join(detail for detail in details if detail not in rights))
            yield from (Fault(seq, kind, detail) for detail in rights)
        else:
            yield from (Fault(seq, kind, detail) for detail in details)


class VerifySheet:
    """A ledger that was verified."""

    def __init__(self, where: str, report: Report) -> None:
        self.where, self.report = where, report

    def document(self) -> dict[str, object]:
        """Return what was found as data."""
        report = self.report
        return {
            "schema": "visit-verify",
            "version": 1,
            "ledger": self.where,
            "good": not report.faults,
            "head": report.head.text,
            "faults": [fault_document(one) for one in report.faults],
            "erased": report.erased,
            "owed": list(report.owed),
            "clock_stepped_back": list(report.stepped_back),
            "compared_with": report.compared.head.text if report.compared else None,
            "compared_is_signed": bool(report.compared.signatures) if report.compared else None,
            "checkpoints_kept": report.checkpoints,
            "keys": [key_document(one) for one in report.keys],
            "signatures_unchecked": report.unchecked,
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        report = self.report
        size = report.head.size
        good = plural(
            "{where}: the {n} entry is whole", "{where}: all {n} entries are whole", size, n=formats.number(size),
            where=self.where,
        )  # fmt: skip
        return (*_verdict(report.faults, good, self.where), Heading(_("How sure")), Items(tuple(self.notes())))

    def notes(self) -> list[str | tuple[str, tuple[str, ...]]]:
        report = self.report
        rows: list[str | tuple[str, tuple[str, ...]]] = [_("Head: {head}", head=report.head.text)]
        if report.compared is None:
            rows.append(
                _(
                    "Not compared with anything outside: somebody who can write the whole ledger could have rewritten it, or cut off its end. A head kept elsewhere shows that (--checkpoint)"  # noqa: E501
                )
            )
        else:
            rows.append(compared_with(report.compared))
            later = report.head.size - report.compared.head.size
            if later > 0:
                rows.append(
                    plural(
                        "{n} entry is later than that head and is not covered by it",
                        "{n} entries are later than that head and are not covered by it", later, n=formats.number(later),
                    )
                )  # fmt: skip
        if report.checkpoints:
            rows.append(_("Signed checkpoints in the ledger: {n}", n=formats.number(report.checkpoints)))
        elif any(one.listed for one in report.keys):
            rows.append(
                _(
                    "No signed checkpoint in the ledger, although it lists a key: none was made, or all were taken away. Compare it with a head kept elsewhere (--checkpoint)"  # noqa: E501
                )
            )
        rows += self.signers()
        if report.unchecked:
            rows.append(_unchecked())
        if report.erased:
            rows.append(
                plural("{n} entry was erased, as recorded", "{n} entries were erased, as recorded", report.erased,
                       n=formats.number(report.erased))
            )  # fmt: skip
        if report.owed:
            numbers = ", ".join(map(str, report.owed))
            rows.append(
                _("Erasure {numbers} was cut off before the file was rewritten: what it erased could still be read there",
                  numbers=numbers)
            )  # fmt: skip
        if report.stepped_back:
            numbers = ", ".join(map(str, report.stepped_back))
            rows.append(_("The clock stepped back before: {numbers}", numbers=numbers))
        return rows

    def signers(self) -> Iterator[str | tuple[str, tuple[str, ...]]]:
        """Yield which key signed what, and how far a key that the reader named reaches."""
        report = self.report
        if report.keys:
            yield _("Keys:"), tuple(key_text(one) for one in report.keys)
        pinned = [size for one in report.keys if one.pinned for size in one.heads]
        later = report.head.size - max(pinned, default=0)
        if pinned and later > 0:
            yield plural(
                "{n} entry is later than the newest head that a key you named has signed",
                "{n} entries are later than the newest head that a key you named has signed", later,
                n=formats.number(later),
            )  # fmt: skip
        elif any(one.heads for one in report.keys) and not any(one.pinned for one in report.keys):
            yield _("Who signed is only the ledger's own claim: name a key that you know from elsewhere (--key)")


def _unchecked() -> str:
    return _("Signatures were not checked: the library for it is not installed, or does not load (the extra `sign`)")


def compared_with(known: Checkpoint) -> str:
    """Return which head from outside was compared with, and what stands behind it."""
    if known.signatures:
        return _("Compared with a head kept elsewhere: {head}", head=known.head.text)
    return _(
        "Compared with a head kept elsewhere, which nobody has signed: {head}. It is only as safe as the place where it was kept",
        head=known.head.text,
    )


def key_text(use: Use) -> str:
    """Return a key with where it comes from and what it signed."""
    own = use.listed
    parts = [_("listed by entry {n}", n=own.since) if own is not None else _("not listed by the ledger")]
    if own is not None and own.retired is not None:
        parts.append(_("retired by entry {n}", n=own.retired))
    if use.pinned:
        parts.append(_("named by you"))
    parts.append(_signed_heads(use.heads))
    return f"{spelled(use.key.short)}: {', '.join(parts)}"


def _signed_heads(sizes: Sequence[int]) -> str:
    if not sizes:
        return _("signed no head that is here")
    if len(sizes) > _FEW:
        return _("signed {n} heads, of size {first} to {last}", n=len(sizes), first=sizes[0], last=sizes[-1])
    return _("signed heads of size {sizes}", sizes=", ".join(map(str, sizes)))


def key_document(use: Use) -> dict[str, object]:
    """Return a key as data."""
    own = use.listed
    return {
        "key": use.key.text,
        "listed": own.since if own else None,
        "retired": own.retired if own else None,
        "named": use.pinned,
        "signed": list(use.heads),
    }


class PackSheet:
    """An evidence pack that was verified."""

    def __init__(self, file: str, report: PackReport) -> None:
        self.file, self.report = file, report

    def document(self) -> dict[str, object]:
        """Return what was found as data."""
        report = self.report
        return {
            "schema": "visit-verify-pack",
            "version": 1,
            "good": not report.faults,
            "checkpoint": report.checkpoint.head.text if report.checkpoint else None,
            "origin": report.checkpoint.origin if report.checkpoint else None,
            "faults": [fault_document(one) for one in report.faults],
            "entries": [
                {
                    "number": one.seq,
                    "type": one.leaf.type if one.leaf else None,
                    "shown": list(one.disclosed),
                    "withheld": list(one.withheld),
                    "erased": one.erased,
                }
                for one in report.entries
            ],
            "documents": {"there": report.documents[0], "named": report.documents[1]},
            "signatures": report.signed,
            "trusted_key": report.trusted,
            "erased_unproved": list(report.unproved),
            "compared": report.compared,
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        report = self.report
        size = len(report.entries)
        good = plural(
            "{file} is an evidence pack, not a ledger: the {n} entry in it is proven",
            "{file} is an evidence pack, not a ledger: all {n} entries in it are proven", size,
            n=formats.number(size), file=self.file,
        )  # fmt: skip
        blocks = _verdict(report.faults, good, self.file)
        if report.entries:
            blocks.append(Items(tuple(self.entry(one) for one in report.entries)))
        return (*blocks, Heading(_("How sure")), Items(tuple(self.notes())))

    def entry(self, one: PackedEntry) -> tuple[str, tuple[str, ...]]:
        head = f"{one.seq}."
        if one.leaf is not None:
            head = _("{n}. {type}, {time}", n=one.seq, type=one.leaf.type.label, time=moment(one.leaf.time))
        lines = (
            [_("shown: {fields}", fields="; ".join(map(recorded_field_label, one.disclosed)))] if one.disclosed else []
        )
        if one.withheld:
            names, count = "; ".join(map(recorded_field_label, one.withheld)), len(one.withheld)
            lines.append(
                plural("{n} field erased: {fields}", "{n} fields erased: {fields}", count, fields=names)
                if one.erased
                else plural(
                    "{n} field withheld, still provable: {fields}",
                    "{n} fields withheld, still provable: {fields}",
                    count,
                    fields=names,
                )
            )
        return head, tuple(lines)

    def notes(self) -> list[str]:
        report = self.report
        if report.checkpoint is None:
            return [_("Nothing else in it was checked")]
        head = report.checkpoint.head.text
        rows = [_("Checkpoint: {head} of {origin}", head=head, origin=spelled(report.checkpoint.origin))]
        if report.compared:
            rows.append(_("Compared with the head that you kept"))
        elif report.compared is False:
            rows.append(
                _(
                    "NOT compared with the head that you kept: it is of another size, and the pack has no proof that leads to it"
                )
            )
        if report.unproved:
            numbers = ", ".join(map(str, report.unproved))
            rows.append(
                _("That these were erased is only said, no erasure in the pack names them: {numbers}", numbers=numbers)
            )
        there, named = report.documents
        if there < named:
            rows.append(_("{n} of the documents that the entries rest on are not in the pack", n=named - there))
        if report.signed is None:
            rows.append(_unchecked())
        elif not report.signed:
            rows.append(
                _(
                    "The checkpoint has no signature that fits: compare it with one you know from elsewhere (--checkpoint)"
                )
            )
        elif report.trusted:
            rows.append(_("Signed by a key that you named"))
        else:
            rows.append(
                _("Signed by a key that the pack itself names: compare it with one you know from elsewhere (--key)")
            )
        return rows
