"""The cases that a ledger's decisions were made on, as case files have them.

Of each case the newest decision counts, with the facts of its newest correction. What is erased is gone, and counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from visit.case import Case, case_of
from visit.decisions.files import Decided, decisions
from visit.decisions.named import RecordedNames
from visit.ledger.entries import Entry
from visit.ledger.entry_types import EntryType
from visit.ledger.log import Ledger
from visit.locale import text as _
from visit.reading.declared import FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument
from visit.reading.source import Document, parse

_NAMES = ("as_of", "case", "facts", "of")
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
        decided_on: Of those that are yielded, how many rest on which guideline (None where it cannot be read) and on which
            catalogue, by its digest.
    """

    ledger: Ledger
    decided: int = 0
    erased: int = 0
    earlier: int = 0
    decided_on: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each case with the number of its decision, in the order of the decisions."""
        yield from ((one.entry.seq, one.row) for one in self.each())

    def each(self) -> Iterator[RecordedCase]:
        """Yield each case with its decision, in the order of the decisions."""
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
        for one, document in newest.values():
            self.decided_on[names.guideline(one.entry), one.entry.leaf.catalogue] += 1
            is_corrected = any(answer.get("facts") for answer in one.answered(EntryType.CORRECTION))
            yield RecordedCase(one.entry, as_in_a_file(document, CaseDocument), is_corrected)


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
