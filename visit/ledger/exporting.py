"""Every entry of a ledger as a value of JSON, also those that visit would not have written.

What another program has appended, or somebody has damaged, is given as it stands with what is wrong with it, and the entries after
it follow: who takes a ledger out of a program must not lose what the program cannot read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from visit.errors import LedgerError
from visit.ledger.entries import read_canonical, read_leaf
from visit.ledger.log import Ledger

ExportedEntry = tuple[int, Mapping[str, object], LedgerError | None]
"""The number of an entry, all that is there of it, and what is wrong with it."""


def exported(ledger: Ledger, *, values: bool) -> Iterator[ExportedEntry]:
    """Yield every entry in order, its values too where they are wanted.

    A value that is no canonical text stands as text under `unread`.

    Raises:
        LedgerError: The store cannot be read, or holds entries where none can be.
    """
    start, size = 0, ledger.store.size()
    while start < size:
        try:
            for entry in ledger.entries(start, size, values=values):
                row: dict[str, object] = {"seq": entry.seq, "leaf": entry.bytes.decode()}
                yield entry.seq, row | ({"values": entry.values} if values else {}), None
                start = entry.seq + 1
            return
        except LedgerError as error:
            # Read row by row where it is: what cannot be read as a row either ends here.
            seq, leaf, _hash = next(ledger.store.entries(start, size, most=1), (start, b"", b""))
            if seq < start or not leaf:
                raise
            if seq == start:  # else there is a gap, and the entry behind it is good
                yield seq, _as_it_stands(ledger, seq, leaf, values=values), error
                seq += 1
            start = seq


def _as_it_stands(ledger: Ledger, seq: int, leaf: bytes, *, values: bool) -> Mapping[str, object]:
    row: dict[str, object] = {"seq": seq, "leaf": _text(leaf)}
    if not values:
        return row
    read, unread = {}, {}
    for _seq, name, _salt, value in ledger.store.private(seq, seq + 1):
        if not _names(leaf, name):
            continue
        try:
            read[name] = read_canonical(value)
        except LedgerError:
            unread[name] = _text(value)
    return row | {"values": read} | ({"unread": unread} if unread else {})


def _names(leaf: bytes, name: str) -> bool:
    """Return whether a value belongs to a leaf; beside one that cannot be read any may."""
    try:
        return name in read_leaf(leaf).fields
    except LedgerError:
        return True


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
