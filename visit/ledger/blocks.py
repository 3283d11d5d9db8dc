"""Check a range of entries by itself, in this process or another: leaves, values, and the tree above them.

What spans ranges is `verifying`'s. A range begins at a whole subtree, and everything found in it is a plain value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from visit.errors import LedgerError
from visit.ledger import merkle
from visit.ledger.commitments import commitment
from visit.ledger.entries import Leaf, read_canonical, read_leaf
from visit.ledger.entry_types import LASTING, EntryType
from visit.ledger.faults import WHOLE, Fault
from visit.ledger.opening import open_store
from visit.ledger.store import OWED, PrivateRow, Store

TOGETHER = 256
"""How many entries are read at a time."""


@dataclass(slots=True, eq=False)
class RangeFindings:
    """What was found in a range of entries; plain values, so that it can come from another process.

    Attributes:
        roots: The hashes of the complete subtrees that the range ends in, largest first: level, position, hash.
        incomplete: Entries that lack values: number to the names that are missing and whether others are left.
        erased: Every erasure: its number to the numbers it names.
        documents: Digests of the shared documents that entries rest on, each with the first such entry.
        lasting: Entries that are about no case, and that nothing may erase.
        settings: The numbers of entries that set the ledger up.
        owed: Erasures after which the file was not rewritten yet.
        back: Entries whose time lies before the one before them.
    """

    faults: list[Fault] = field(default_factory=list)
    roots: list[tuple[int, int, bytes]] = field(default_factory=list)
    incomplete: dict[int, tuple[tuple[str, ...], bool]] = field(default_factory=dict)
    erased: dict[int, tuple[int, ...]] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    lasting: list[int] = field(default_factory=list)
    settings: list[int] = field(default_factory=list)
    owed: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    first_time: str = ""
    last_time: str = ""


def check_range(where: str, start: int, stop: int) -> RangeFindings:
    """Check a range of entries in a process of its own."""
    store = open_store(where)
    try:
        with store.snapshot():
            return check_block(store, start, stop)
    finally:
        store.close()


def check_structure(where: str) -> list[Fault]:
    """Return what the database itself finds damaged."""
    store = open_store(where)
    try:
        return [Fault(WHOLE, "structure", what) for what in store.broken()]
    finally:
        store.close()


def check_block(store: Store, start: int, stop: int) -> RangeFindings:
    """Check the entries of a range that begins at a whole subtree."""
    block = RangeFindings()
    hashes: list[bytes] = []
    try:
        for first in range(start, stop, TOGETHER):
            last = min(stop, first + TOGETHER)
            values: dict[int, list[PrivateRow]] = {}
            for row in store.private(first, last):
                values.setdefault(row[0], []).append(row)
            rows = {seq: (leaf, hash) for seq, leaf, hash in store.entries(first, last)}
            for seq in range(first, last):
                hashes.append(check_entry(block, seq, rows.get(seq), values.get(seq, [])))
        _check_nodes(block, store, start, hashes)
    except LedgerError as error:
        block.faults.append(Fault(start, "structure", error.message))
    return block


def check_entry(block: RangeFindings, seq: int, row: tuple[bytes, bytes] | None, values: Sequence[PrivateRow]) -> bytes:
    """Check one entry and return the hash that stands for it in the tree."""
    if row is None:
        block.faults.append(
            Fault(seq, "missing-entry", ", ".join(sorted(name for _seq, name, _salt, _value in values)))
        )
        return b""
    raw, hash = row
    if merkle.leaf_hash(raw) != hash:
        block.faults.append(Fault(seq, "leaf-changed"))
    try:
        leaf = read_leaf(raw)
    except LedgerError as error:
        block.faults.append(Fault(seq, "leaf-malformed", error.message))
        return hash
    _note(block, seq, leaf)
    if leaf.seq == seq:
        _check_values(block, seq, leaf, values)
    else:  # the values beside it are another leaf's: that they do not fit says nothing more
        block.faults.append(Fault(seq, "wrong-place", str(leaf.seq)))
    return hash


def _note(block: RangeFindings, seq: int, leaf: Leaf) -> None:
    """Keep what is needed to check across entries."""
    if leaf.time < block.last_time:
        block.back.append(seq)
    block.first_time, block.last_time = block.first_time or leaf.time, leaf.time
    for digest in (leaf.guideline, leaf.catalogue):
        if digest is not None:
            block.documents.setdefault(digest, seq)
    if leaf.type in LASTING:
        block.lasting.append(seq)
    if leaf.type in (EntryType.INIT, EntryType.CONFIGURATION):
        block.settings.append(seq)


def _check_values(block: RangeFindings, seq: int, leaf: Leaf, rows: Sequence[PrivateRow]) -> None:
    found = 0
    missing = dict(leaf.fields)
    for _seq, name, salt, value in rows:
        wanted = missing.pop(name, None)
        if wanted is None and (leaf.type, name, value) == (EntryType.ERASURE, "case", OWED):
            block.owed.append(seq)
        elif wanted is None:
            block.faults.append(Fault(seq, "value-unnamed", name))
        elif len(salt) != 32 or commitment(name, salt, value) != wanted:
            block.faults.append(Fault(seq, "value-changed", name))
        else:
            # Not read: what fits its commitment is what was written, whoever wrote it. Reading it would take most of the time, and
            # whoever does read it names what is in no form of visit's.
            found += 1
            if name == "entries" and leaf.type == EntryType.ERASURE:
                block.erased[seq] = _numbers(value, seq)
    if missing:
        block.incomplete[seq] = (tuple(sorted(missing)), found > 0)


def _numbers(value: bytes, erasure: int) -> tuple[int, ...]:
    """Return the numbers that an erasure names; of those that do not come before it one, which is enough to tell."""
    try:
        read = read_canonical(value)
    except LedgerError:
        return ()
    numbers = {one for one in read if type(one) is int} if isinstance(read, list) else set()
    before = {one for one in numbers if 0 <= one < erasure}
    outside = min(numbers - before, default=None)
    return (*sorted(before), *(() if outside is None else (outside,)))


def _check_nodes(block: RangeFindings, store: Store, start: int, hashes: Sequence[bytes]) -> None:
    """Compare the stored nodes above a range with those that its leaves give."""
    level, row = 0, list(hashes)
    while row:
        if len(row) & 1:
            block.roots.append((level, (start >> level) + len(row) - 1, row[-1]))
        above = [merkle.node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        level += 1
        first = start >> level
        stored = {pos: hash for _level, pos, hash in store.nodes(level, first, first + len(above))}
        for place, hash in enumerate(above):
            if stored.get(first + place) != hash:
                tree_fault(block.faults, level, first + place)
        row = above
    block.roots.reverse()


def tree_fault(faults: list[Fault], level: int, pos: int) -> None:
    """Tell of a node that does not fit, unless one under it has been told."""
    start, stop = pos << level, (pos + 1) << level
    if not any(one.kind in ("tree-changed", "missing-entry") and start <= one.seq < stop for one in faults):
        faults.append(Fault(start, "tree-changed", f"{start}-{stop - 1}"))
