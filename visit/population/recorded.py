"""The cases that a ledger's decisions were made on, as case files have them.

Of each case the newest decision counts, with the facts of its newest correction. What is erased is gone, and counted.
A case of which a newer entry is damaged is not answered from an older one: it cannot be read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from visit.case import Case, case_of
from visit.decisions.files import Decided, decisions
from visit.decisions.named import RecordedNames
from visit.errors import LedgerError
from visit.ledger.entries import LEAF, Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.reading.declared import FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument
from visit.reading.source import Document, parse

_NAMES = ("as_of", "case", "facts", "of")
_NO_FACTS = (EntryType.APPROVAL, EntryType.REFUSAL, EntryType.FOLLOW_UP)
"""Answers that change neither what was decided nor on what."""
_NUMBERS = ("amount", "days", "degrees", "hours")
"""Kinds of values that a record has as text and a file as numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordedCase:
    """A case as a file has it, and the decision that it is of.

    Attributes:
        entry: The decision.
        row: The case.
        is_corrected: Whether the facts are those of a correction.
    """

    entry: Entry
    row: dict[str, object]
    is_corrected: bool

    def read(self, ledger: Ledger) -> tuple[Document, Case]:
        """Return it as a file is read: whoever may write to the database can record what no file may hold.

        Raises:
            VisitError: It is no case that this version reads.
        """
        document = parse(json.dumps(self.row), _("{ledger}, entry {n}", ledger=ledger.store.name, n=self.entry.seq))
        return document, case_of(document)


@dataclass(eq=False)
class RecordedCases:
    """The cases of a ledger, counted while they are read.

    Attributes:
        ledger: Where they are recorded.
        decided: How many decisions there are.
        erased: How many of them are erased.
        earlier: How many are of a case that was decided anew.
        unread: The cases of which a newer decision or correction is damaged, or another program's, by their pseudonym, with what
            is wrong with it; they are not yielded.
        damaged: The numbers of such entries of which it cannot be read whose they are: any case may be an older state of itself.
        decided_on: Of those that are yielded, how many rest on which guideline (None where it cannot be read) and on which
            catalogue, by its digest.
    """

    ledger: Ledger
    decided: int = 0
    erased: int = 0
    earlier: int = 0
    unread: dict[str, LedgerError] = field(default_factory=dict)
    damaged: list[int] = field(default_factory=list)
    decided_on: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each case with the number of its decision, in the order of the decisions."""
        yield from ((one.entry.seq, one.row) for one in self.each())

    @property
    def passed_over(self) -> int:
        """How many entries were passed over without a case being the worse for it: what they say counts no more."""
        return len(self.ledger.passed_over) - len(self.damaged)

    def each(self) -> Iterator[RecordedCase]:
        """Yield each case with its decision, in the order of the decisions; what is not yielded is known once all are read."""
        newest: dict[str, tuple[Decided, Mapping[str, object]]] = {}
        names = RecordedNames(self.ledger)
        for one in decisions(self.ledger, _NAMES):
            self.decided += 1
            document = one.facts["document"]
            if one.entry.erased or not document:
                self.erased += 1
                continue
            self.earlier += newest.pop(one.case, None) is not None
            newest[one.case] = (one, document)
        self._set_aside({case: one for case, (one, _document) in newest.items()})
        for case, (one, document) in newest.items():
            if case in self.unread:
                continue
            self.decided_on[names.guideline(one.entry), one.entry.leaf.catalogue] += 1
            yield RecordedCase(one.entry, as_in_a_file(document, CaseDocument), bool(_corrections(one)))

    def _set_aside(self, newest: Mapping[str, Decided]) -> None:
        """Find the cases of which an entry was passed over that is newer than what is known of them."""
        decisions = {one.seq: case for case, one in newest.items()}
        for seq in sorted(self.ledger.passed_over):
            entry = self._unaltered(seq)
            if entry is not None and LEAF not in entry.changed and entry.leaf.type in _NO_FACTS:
                continue
            is_decision = entry is not None and entry.leaf.type == EntryType.DECISION
            of = None if entry is None or is_decision else entry.get("of")
            case = decisions.get(of, "") if isinstance(of, int) else None if entry is None else entry.get("case")
            self.decided += is_decision
            if not isinstance(case, str):
                self.damaged.append(seq)
                continue
            was = newest.get(case)
            if is_decision:
                self.earlier += was is not None or case in self.unread
                is_newer = was is None or seq > was.seq
            else:
                is_newer = was is not None and seq > max((was.seq, *_corrections(was)))
            if is_newer and case not in self.unread:
                self.unread[case] = self.ledger.passed_over.pop(seq)

    def _unaltered(self, seq: int) -> Entry | None:
        """Return an entry with what says whose it is, as far as that was not altered; None where it cannot be read at all."""
        try:
            entry = self.ledger.entry(seq, names=("case", "of"), partial=True)
        except LedgerError:
            return None
        return replace(entry, values={name: one for name, one in entry.values.items() if name not in entry.changed})


def _corrections(one: Decided) -> tuple[int, ...]:
    return tuple(answer.seq for answer in one.answered(EntryType.CORRECTION) if answer.get("facts"))


def as_in_a_file(record: Mapping[str, Any], of: type[Record]) -> dict[str, Any]:
    """Return a record as a file has it: its numbers with decimals as numbers, and nothing that this version does not declare."""
    found = {}
    for one in declared(of):
        item = record.get(one.key)
        if item is not None:
            found[one.key] = as_in_a_file(item, one.of) if isinstance(one, Group) else _written(item, one.kind)
    return found


def _written(value: Any, kind: FieldKind[object]) -> Any:
    if isinstance(kind, ListOf):
        return [as_in_a_file(row, kind.of) for row in value]
    if isinstance(kind, Keyed):
        return {key: _written(one, kind.value) for key, one in value.items()}
    if kind.name == "place" and isinstance(value, Mapping):
        return {key: float(one) for key, one in value.items()}
    if kind.name in _NUMBERS:
        return int(value) if str(value).isdigit() else float(value)
    return value
