"""The Merkle tree of RFC 9162, section 2.1, over leaves in a row.

Knows hashes, ranges and proofs; where the hashes lie is the caller's. A *node* (level, position) is the root over the 2^level
leaves from position * 2^level on; level 0 is a leaf's hash. A `Nodes` returns the hash of any complete node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

Nodes = Callable[[int, int], bytes]
"""From level and position to the hash of a complete node."""

EMPTY = sha256(b"").digest()
"""The root over no leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: 32 bytes."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two nodes side by side: 32 bytes."""
    return sha256(b"\1" + left + right).digest()


def peaks(size: int) -> tuple[tuple[int, int], ...]:
    """Return the complete nodes that a tree of that size ends in, level and position, largest first."""
    levels = (level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1)
    return tuple((level, (size >> level) - 1) for level in levels)


def grown(size: int, tops: Sequence[bytes], leaf: bytes) -> tuple[list[tuple[int, int, bytes]], bytes]:
    """Return what a leaf's hash makes of a tree: the nodes above level 0 that it completes, and the new root.

    Args:
        size: The leaves before it.
        tops: The hashes of the tree's `peaks`.
        leaf: The hash of the new leaf.
    """
    left, hash, level, pos = list(tops), leaf, 0, size
    nodes = []
    while pos & 1:
        hash, level, pos = node_hash(left.pop(), hash), level + 1, pos >> 1
        nodes.append((level, pos, hash))
    for top in reversed(left):
        hash = node_hash(top, hash)
    return nodes, hash


def root(size: int, nodes: Nodes) -> bytes:
    """Return the root over the first `size` leaves."""
    return over(0, size, nodes) if size else EMPTY


def over(start: int, stop: int, nodes: Nodes) -> bytes:
    """Return the root over the leaves from `start` to before `stop`; a range of the tree's own."""
    count = stop - start
    if count & (count - 1) == 0 and start % count == 0:
        return nodes(count.bit_length() - 1, start // count)
    middle = start + _half(count)
    return node_hash(over(start, middle, nodes), over(middle, stop, nodes))


def inclusion(seq: int, size: int, nodes: Nodes) -> tuple[bytes, ...]:
    """Return the proof that leaf `seq` is in the tree of that size (RFC 9162, 2.1.3.1), nearest the leaf first."""
    start, stop = 0, size
    path: list[bytes] = []
    while stop - start > 1:
        middle = start + _half(stop - start)
        if seq < middle:
            path.append(over(middle, stop, nodes))
            stop = middle
        else:
            path.append(over(start, middle, nodes))
            start = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, nodes: Nodes) -> tuple[bytes, ...]:
    """Return the proof that the tree of size `new` begins with that of size `old`, 0 < old <= new (RFC 9162, 2.1.4.1)."""
    start, stop, whole = 0, new, True
    path: list[bytes] = []
    while old != stop:
        middle = start + _half(stop - start)
        if old <= middle:
            path.append(over(middle, stop, nodes))
            stop = middle
        else:
            path.append(over(start, middle, nodes))
            start, whole = middle, False
    if not whole:
        path.append(over(start, stop, nodes))
    return tuple(reversed(path))


def included(hash: bytes, seq: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether a proof leads from a leaf's hash to a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= seq < size:
        return False
    first, last = seq, size - 1
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            hash = node_hash(step, hash)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            hash = node_hash(hash, step)
        first, last = first >> 1, last >> 1
    return last == 0 and hash == root


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a proof shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    of_old = of_new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            of_old, of_new = node_hash(step, of_old), node_hash(step, of_new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            of_new = node_hash(of_new, step)
        first, last = first >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == new_root


def _half(count: int) -> int:
    """Return the largest power of two below a count of two or more."""
    return 1 << (count - 1).bit_length() - 1
