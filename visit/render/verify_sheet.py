"""What verifying a ledger or pack found: each fault with its entry, and plainly what could not be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from visit.ledger.faults import Fault
from visit.ledger.packs import PackedEntry, PackReport
from visit.ledger.verifying import Report
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.blocks import Block, Heading, Items, Paragraph, Sheet
from visit.render.ledger_sheet import moment, type_name


def fault_text(fault: Fault) -> str:
    """Return what is wrong, with the entry it is about."""
    detail = fault.detail
    words = {
        "missing-entry": _("it is not there, though later ones are"),
        "leaf-changed": _("its leaf was changed"),
        "leaf-malformed": _("its leaf is no leaf of this format"),
        "wrong-place": _("it says that it is entry {n}", n=detail),
        "value-changed": _("value or salt changed: {fields}", fields=detail),
        "value-missing": _("values missing, and no erasure names the entry: {fields}", fields=detail),
        "value-unnamed": _("values beside it that its leaf does not name: {fields}", fields=detail),
        "value-malformed": _("values not canonical: {fields}", fields=detail),
        "not-erased": _("values of it are still there, though erasure {n} names the entry", n=detail),
        "tree-changed": _("a hash of the tree over entries {range} does not fit them", range=detail),
        "tree-surplus": _("hashes of the tree stand where none belongs, or are missing"),
        "document-changed": _("the document {digest} is not what its digest says", digest=detail[:12]),
        "document-missing": _("the document {digest} is missing", digest=detail[:12]),
        "document-unused": _("the document {digest} belongs to no entry", digest=detail[:12]),
        "checkpoint-malformed": _("a checkpoint cannot be read, or is another ledger's"),
        "checkpoint-forged": _(
            "no signature of the checkpoint of {size} entries fits a known key, or one is forged", size=detail
        ),
        "checkpoint-differs": _(
            "the checkpoint of {size} entries has another root: the log was rewritten", size=detail
        ),
        "cut-off": _("a checkpoint has {size} entries: the end of the log was cut off", size=detail),
        "other-ledger": _("the checkpoint is of another ledger: {origin}", origin=detail),
        "proof": _("its proof does not lead to the checkpoint"),
        "settings": _("the settings in it cannot be read"),
        "guards": _("the guard or table {name} is not as it was made", name=detail),
        "structure": _("the database finds its file damaged: {what}", what=detail),
        "pack": _("the pack has not the form of a pack"),
    }
    said = words.get(fault.kind, fault.kind)
    return said if fault.entry is None else _("entry {n}: {what}", n=fault.entry, what=said)


def fault_document(fault: Fault) -> dict[str, Any]:
    """Return a fault as data."""
    return {"entry": fault.entry, "kind": fault.kind, "detail": fault.detail}


def _verdict(faults: Sequence[Fault], good: str) -> list[Block]:
    if not faults:
        return [Paragraph(good, strong=True)]
    head = plural("{n} fault", "{n} faults", len(faults), n=formats.number(len(faults)))
    return [Paragraph(head, strong=True), Items(tuple(fault_text(one) for one in _together(faults)))]


def _together(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield faults with those of the values of one entry as one: what happened to them, and all their names."""
    for (seq, kind), group in groupby(sorted(faults), key=lambda one: (one.seq, one.kind)):
        details = [one.detail for one in group]
        if kind.startswith("value-"):
            yield Fault(seq, kind, ", ".join(details))
        else:
            yield from (Fault(seq, kind, detail) for detail in details)


class VerifySheet:
    """A ledger that was verified."""

    def __init__(self, where: str, report: Report) -> None:
        self.where, self.report = where, report

    def document(self) -> dict[str, Any]:
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
            "checkpoints_kept": report.kept,
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
        return (*_verdict(report.faults, good), Heading(_("How sure")), Items(tuple(self.notes())))

    def notes(self) -> list[str]:
        report = self.report
        rows = [_("Head: {head}", head=report.head.text)]
        if report.compared is None:
            rows.append(
                _(
                    "Not compared with anything outside: somebody who can write the whole ledger could have rewritten it, or cut off its end. A head kept elsewhere shows that (--checkpoint)"  # noqa: E501
                )
            )
        else:
            rows.append(_("Compared with a head kept outside: {head}", head=report.compared.head.text))
            later = report.head.size - report.compared.head.size
            if later > 0:
                rows.append(
                    plural(
                        "{n} entry is later than that head and is not covered by it",
                        "{n} entries are later than that head and are not covered by it", later, n=formats.number(later),
                    )
                )  # fmt: skip
        if report.kept:
            rows.append(_("Signed checkpoints in the ledger: {n}", n=formats.number(report.kept)))
        if report.unchecked:
            rows.append(_("Signatures were not checked: the library for it is not installed (`visit[sign]`)"))
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


class PackSheet:
    """An evidence pack that was verified."""

    def __init__(self, file: str, report: PackReport) -> None:
        self.file, self.report = file, report

    def document(self) -> dict[str, Any]:
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
                    "shown": list(one.shown),
                    "withheld": list(one.withheld),
                    "erased": one.erased,
                }
                for one in report.entries
            ],
            "documents": {"there": report.documents[0], "named": report.documents[1]},
            "signatures": report.signed,
            "trusted_key": report.trusted,
        }

    def sheet(self) -> Sheet:
        """Return what was found as a page."""
        report = self.report
        size = len(report.entries)
        good = plural(
            "{file}: the {n} entry in it is proven", "{file}: all {n} entries in it are proven", size,
            n=formats.number(size), file=self.file,
        )  # fmt: skip
        blocks = _verdict(report.faults, good)
        if report.entries:
            blocks.append(Items(tuple(self.entry(one) for one in report.entries)))
        return (*blocks, Heading(_("How sure")), Items(tuple(self.notes())))

    def entry(self, one: PackedEntry) -> tuple[str, tuple[str, ...]]:
        head = f"{one.seq}."
        if one.leaf is not None:
            head = _("{n}. {type}, {time} UTC", n=one.seq, type=type_name(one.leaf.type), time=moment(one.leaf.time))
        lines = [_("shown: {fields}", fields=", ".join(one.shown))] if one.shown else []
        if one.withheld:
            names, count = ", ".join(one.withheld), len(one.withheld)
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
        rows = []
        if report.checkpoint is not None:
            head = report.checkpoint.head.text
            rows.append(_("Checkpoint: {head} of {origin}", head=head, origin=report.checkpoint.origin))
        there, named = report.documents
        if there < named:
            rows.append(_("{n} of the documents that the entries rest on are not in the pack", n=named - there))
        if report.signed is None:
            rows.append(_("Signatures were not checked: the library for it is not installed (`visit[sign]`)"))
        elif not report.signed:
            rows.append(
                _("The checkpoint has no signature that fits: compare it with one known otherwise (--checkpoint)")
            )
        elif report.trusted:
            rows.append(_("Signed by a key that you named"))
        else:
            rows.append(_("Signed by a key that the pack itself names: compare it with one known otherwise (--key)"))
        return rows
