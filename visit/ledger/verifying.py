"""Recompute everything that a ledger holds and say what does not fit, entry by entry.

The range of entries is cut into blocks that are whole subtrees, so that several processes can check them; what spans blocks (the
upper tree, erasures, documents, checkpoints) is put together afterwards. Reading needs no key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from visit.errors import LedgerError
from visit.ledger import merkle
from visit.ledger.blocks import RangeFindings, check_block, check_entry, check_range, check_structure, tree_fault
from visit.ledger.entries import Entry
from visit.ledger.faults import WHOLE, Fault
from visit.ledger.keys import Listed, Signatures, Use, keys_listed
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, Head, read_checkpoint
from visit.ledger.opening import open_store
from visit.ledger.settings import sets_up
from visit.ledger.signing import PublicKey
from visit.ledger.store import Store
from visit.processes import processes as shared

BLOCK = 12
"""The level of the subtrees that are checked as one block: 4096 entries."""
LEAST = -(2**63)
"""The smallest number that a store can hold at all."""
Progress = Callable[[int, int], None]
"""Told how many entries are done, and of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What `verify` found.

    Attributes:
        head: The head over all entries, as the stored leaves give it.
        erased: How many entries were forgotten, each named by an erasure.
        owed: Erasures after which the file was not rewritten yet; no fault, and no erasure that is done either.
        stepped_back: Entries whose time lies before the one before them; no fault.
        compared: The checkpoint from outside that it was compared with.
        checkpoints: How many checkpoints of its own it has.
        keys: The keys that it lists or that the reader named, each with the heads that it signed.
        unchecked: Whether there are signatures that could not be checked for want of the library.
    """

    head: Head
    faults: tuple[Fault, ...]
    erased: int
    owed: tuple[int, ...]
    stepped_back: tuple[int, ...]
    compared: Checkpoint | None
    checkpoints: int
    keys: tuple[Use, ...]
    unchecked: bool


def verify(
    where: str,
    *,
    checkpoint: Checkpoint | None = None,
    pinned: Sequence[PublicKey] = (),
    processes: int = 1,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Check a whole ledger.

    Args:
        where: A file or URL.
        checkpoint: A head kept outside, to compare with.
        pinned: Public keys that are known otherwise: the ledger must list them, and a head must be signed by one of them.
        processes: How many to share the work among.
        progress: Told how far it is.

    Raises:
        LedgerError: It cannot be opened at all.
    """
    ledger = Ledger.open(where)
    try:
        with ledger.store.snapshot():
            size = _size(ledger.store)
        ranges = [(start, min(size, start + (1 << BLOCK))) for start in range(0, size, 1 << BLOCK)]
        whole, structure = RangeFindings(), []
        for block in _blocks(where, ranges, processes, progress):
            if isinstance(block, RangeFindings):
                _join(whole, block)
            else:
                structure += block
        with ledger.store.snapshot():
            return _together(ledger, size, whole, structure, checkpoint, pinned)
    finally:
        ledger.close()


# --- blocks ---


def _blocks(
    where: str, ranges: Sequence[tuple[int, int]], processes: int, progress: Progress
) -> Iterator[RangeFindings | list[Fault]]:
    """Yield what is found in each range, in order, and what the database says of its own structure."""
    total = ranges[-1][1] if ranges else 0
    if processes < 2 or len(ranges) < 2:
        store = open_store(where)
        try:
            for start, stop in ranges:
                with store.snapshot():
                    yield check_block(store, start, stop)
                progress(stop, total)
        finally:
            store.close()
        yield check_structure(where)
        return
    with shared(processes) as pool:
        structure = pool.submit(check_structure, where)
        waiting = [pool.submit(check_range, where, start, stop) for start, stop in ranges]
        for (_start, stop), block in zip(ranges, waiting, strict=True):
            yield block.result()
            progress(stop, total)
        yield structure.result()


def _join(whole: RangeFindings, block: RangeFindings) -> None:
    if whole.last_time and block.first_time and block.first_time < whole.last_time and block.roots:
        whole.back.append(block.roots[0][1] << block.roots[0][0])
    whole.last_time = block.last_time or whole.last_time
    whole.faults += block.faults
    whole.roots += block.roots
    whole.incomplete |= block.incomplete
    whole.erased |= block.erased
    whole.documents = {**block.documents, **whole.documents}
    whole.lasting += block.lasting
    whole.settings += block.settings
    whole.owed += block.owed
    whole.back += block.back


# --- across blocks ---


def _together(
    ledger: Ledger,
    size: int,
    whole: RangeFindings,
    structure: Iterable[Fault],
    checkpoint: Checkpoint | None,
    pinned: Sequence[PublicKey],
) -> Report:
    faults = [*whole.faults, *structure]
    store = ledger.store
    head = Head(size, _upper_tree(store, size, whole.roots, faults))
    now, later = _later(store, size, faults)
    _check_surplus(store, now, faults)
    gone = _check_erasures(whole, later, faults)
    _check_documents(store, whole.documents, later, faults)
    origin, keys = _settings(ledger, whole.settings, faults)
    signatures = Signatures(keys, pinned)
    faults += [Fault(WHOLE, "guards", name) for name in store.unguarded()]
    notes = list(store.checkpoints())
    for one in (_stored_checkpoint(size_of, note, faults) for size_of, note in notes):
        # One that was made while this ran has entries that nothing was compared with yet.
        if one is not None and not head.size < one.head.size <= now and _check_head(ledger, head, origin, one, faults):
            signatures.look(one, faults, outside=False)
    if checkpoint is not None and _check_head(ledger, head, origin, checkpoint, faults):
        signatures.look(checkpoint, faults, outside=True)
    signatures.demand_pinned(origin, faults)
    return Report(
        head=head,
        faults=tuple(sorted(set(faults))),
        erased=gone,
        owed=tuple(sorted(whole.owed)),
        stepped_back=tuple(sorted(whole.back)),
        compared=checkpoint,
        checkpoints=len(notes),
        keys=signatures.uses(),
        unchecked=signatures.unchecked,
    )


def _size(store: Store) -> int:
    """Return how many entries to check; a number far past the others does not make it long."""
    return store.size(below=2 * store.count("entries") + (1 << BLOCK))


def _later(store: Store, size: int, faults: list[Fault]) -> tuple[int, RangeFindings]:
    """Look at what stands outside the entries that were checked: appended meanwhile, or never in its place.

    Returns:
        The size now, and what the new entries say of documents and erasures; whether they are good is not told.
    """
    later = RangeFindings()
    for seq, leaf, hash in (*store.entries(LEAST, 0), *store.entries(size)):
        if seq == size:
            check_entry(later, seq, (leaf, hash), list(store.private(seq, seq + 1)))
            size += 1
        else:
            faults.append(Fault(WHOLE, "surplus-entry", str(seq)))
    return size, later


def _upper_tree(store: Store, size: int, roots: Sequence[tuple[int, int, bytes]], faults: list[Fault]) -> bytes:
    """Check the nodes above the blocks, and return the root over all."""
    known = {(level, pos): hash for level, pos, hash in roots}
    level = BLOCK
    while size >> (level + 1):
        stored = {pos: hash for _level, pos, hash in store.nodes(level + 1, 0, size >> (level + 1))}
        for pos in range(size >> (level + 1)):
            # A block that could not be read has no root, and has its fault.
            hash = merkle.node_hash(known.get((level, 2 * pos), b""), known.get((level, 2 * pos + 1), b""))
            known[level + 1, pos] = hash
            if stored.get(pos) != hash:
                tree_fault(faults, level + 1, pos)
        level += 1
    return merkle.root(size, lambda level, pos: known.get((level, pos), b""))


def _check_surplus(store: Store, size: int, faults: list[Fault]) -> None:
    """Tell of rows that belong to none of so many entries."""
    if store.count("nodes") != sum(size >> one for one in range(1, size.bit_length())):
        faults.append(Fault(WHOLE, "tree-surplus"))
    stray: dict[int, list[str]] = {}
    for seq, name in store.stray_values(size):
        stray.setdefault(seq, []).append(name)
    for seq, names in stray.items():
        if (
            "by" in names and seq >= size
        ):  # every entry has it: these are what is left of one that was taken off the end
            faults.append(Fault(seq, "missing-entry", ", ".join(sorted(names))))
        else:
            faults += [Fault(seq, "value-unnamed", name) for name in names]


def _check_erasures(whole: RangeFindings, later: RangeFindings, faults: list[Fault]) -> int:
    """Compare what is missing with what erasures name; return how many entries are gone."""
    every = [(seq, erasure) for erasure, numbers in whole.erased.items() for seq in numbers]
    # What is still to come would be taken for erased as soon as it is there.
    faults += [Fault(erasure, "erases-later", str(seq)) for seq, erasure in every if not 0 <= seq < erasure]
    named = {seq: erasure for seq, erasure in every if 0 <= seq < erasure}
    # An erasure that came while this ran excuses what it names, and found values may be from before it.
    excused = (named.keys() | {seq for numbers in later.erased.values() for seq in numbers}) - {*whole.lasting}
    for seq, (missing, others) in whole.incomplete.items():
        if seq not in excused:
            faults += [Fault(seq, "value-missing", name) for name in missing]
        elif others:
            faults.append(Fault(seq, "not-erased", str(named.get(seq, ""))))
    faults += [Fault(seq, "not-erased", str(by)) for seq, by in named.items() if seq not in whole.incomplete]
    return sum(1 for seq in whole.incomplete if seq in excused)


def _check_documents(store: Store, wanted: Mapping[str, int], later: RangeFindings, faults: list[Fault]) -> None:
    there = set()
    for digest, value in store.documents():
        name = digest.hex()
        there.add(name)
        if sha256(value).digest() != digest:
            faults.append(Fault(wanted.get(name, WHOLE), "document-changed", name))
        elif name not in wanted and name not in later.documents:
            faults.append(Fault(WHOLE, "document-unused", name))
    faults += [Fault(seq, "document-missing", name) for name, seq in wanted.items() if name not in there]


def _settings(ledger: Ledger, numbers: Sequence[int], faults: list[Fault]) -> tuple[str, tuple[Listed, ...]]:
    """Return the ledger's name and the keys it lists, as far as the entries that say so can be read."""
    entries: list[Entry] = []
    if 0 not in numbers:
        faults.append(Fault(WHOLE, "settings"))
    for seq in numbers:
        try:
            entry = ledger.entry(seq)
        except LedgerError:
            faults.append(Fault(seq, "settings"))
        else:
            entries += [entry] if sets_up(entry) else []
            faults += [] if sets_up(entry) else [Fault(seq, "settings")]
    return (str(entries[0].get("origin") or "") if entries else ""), keys_listed(entries)


def _stored_checkpoint(size: int, note: bytes, faults: list[Fault]) -> Checkpoint | None:
    """Read a signed checkpoint that is stored in the ledger itself."""
    try:
        found = read_checkpoint(note.decode("utf-8"))
    except (LedgerError, UnicodeDecodeError):
        found = None
    if found is None or found.head.size != size or not found.signatures:
        faults.append(Fault(WHOLE, "checkpoint-malformed", str(size)))
        return None
    return found


def _check_head(ledger: Ledger, head: Head, origin: str, checkpoint: Checkpoint, faults: list[Fault]) -> bool:
    """Compare a checkpoint with the ledger; return whether it is one of this ledger at all."""
    size = checkpoint.head.size
    if checkpoint.origin and origin and checkpoint.origin != origin:
        faults.append(Fault(WHOLE, "other-ledger", checkpoint.origin))
        return False
    if size > head.size:
        faults.append(Fault(WHOLE, "cut-off", str(size)))
    elif _root_at(ledger, head, size) != checkpoint.head.root:
        faults.append(Fault(WHOLE, "checkpoint-differs", str(size)))
    return True


def _root_at(ledger: Ledger, head: Head, size: int) -> bytes:
    if size == head.size:
        return head.root
    try:
        return ledger.head(size).root
    except LedgerError:
        return b""
