"""The tree, its proofs by the definitions of RFC 9162, and each of them damaged: section 4."""

from __future__ import annotations

from typing import Any

from vectors.hashing import flip, hexes, leaf_hash, sha

RFC_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
RFC_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def root(hashes: list[bytes]) -> bytes:
    """Return the root over leaf hashes. Source: RFC 9162, section 2.1.1."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha()
    k = split(len(hashes))
    return sha(b"\1", root(hashes[:k]), root(hashes[k:]))


def inclusion(at: int, hashes: list[bytes]) -> list[bytes]:
    """Return the inclusion proof. Source: RFC 9162, section 2.1.3.1."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if at < k:
        return [*inclusion(at, hashes[:k]), root(hashes[k:])]
    return [*inclusion(at - k, hashes[k:]), root(hashes[:k])]


def consistency(first: int, hashes: list[bytes], *, whole: bool = True) -> list[bytes]:
    """Return the consistency proof. Source: RFC 9162, section 2.1.4.1."""
    if first == len(hashes):
        return [] if whole else [root(hashes)]
    k = split(len(hashes))
    if first <= k:
        return [*consistency(first, hashes[:k], whole=whole), root(hashes[k:])]
    return [*consistency(first - k, hashes[k:], whole=False), root(hashes[:k])]


def is_consistent(first: int, second: int, old: bytes, new: bytes, proof: list[bytes]) -> bool:
    """Whether a consistency proof holds. Source: RFC 9162, section 2.1.4.2."""
    if first == second:
        return not proof and old == new
    if not 0 < first < second or not proof:
        return False
    path = [old, *proof] if first & first - 1 == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = sha(b"\1", one, before), sha(b"\1", one, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = sha(b"\1", after, one)
        at, last = at >> 1, last >> 1
    return before == old and after == new and last == 0


def damaged_proofs(proof: list[bytes]) -> dict[str, list[bytes]]:
    return {
        "one bit of the first hash": [flip(proof[0]), *proof[1:]],
        "one bit of the last hash": [*proof[:-1], flip(proof[-1], 255)],
        "the first hash left out": proof[1:],
        "the last hash left out": proof[:-1],
        "all hashes left out": [],
        "one hash too many at the end": [*proof, proof[-1]],
        "one hash too many at the start": [proof[0], *proof],
        "a hash of nothing too many": [*proof, sha()],
        "the first two hashes swapped": [proof[1], proof[0], *proof[2:]],
        "the other way round": proof[::-1],
    }


def merkle_vectors() -> dict[str, Any]:
    leaves = [bytes([number]) for number in range(33)]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    roots = [root(hashes[:size]) for size in range(34)]
    rfc = [leaf_hash(bytes.fromhex(leaf)) for leaf in RFC_LEAVES]
    assert root(rfc).hex() == RFC_ROOT
    pairs = [(at, size) for size in range(1, 10) for at in range(size)]
    pairs += [(at, size) for size in (15, 16, 17, 31, 32, 33) for at in (0, 1, size // 2, size - 2, size - 1)]
    steps = [(first, second) for second in range(1, 10) for first in range(1, second + 1)]
    steps += [(first, second) for second in (16, 17, 32, 33) for first in (1, 2, 7, 8, 15, second - 1, second)]
    cases = []
    for at, size in ((5, 7), (12, 33), (31, 32)):
        proof = inclusion(at, hashes[:size])
        base = {"index": at, "size": size, "leaf": leaves[at].hex(), "proof": hexes(proof), "root": roots[size].hex()}
        changes: dict[str, dict[str, Any]] = {key: {"proof": hexes(one)} for key, one in damaged_proofs(proof).items()}
        changes["the index of the entry before"] = {"index": at - 1}
        changes["an index that is the size"] = {"index": size}
        changes["an index beyond the size"] = {"index": size + 40}
        changes["twice the size"] = {"size": 2 * size}
        changes["a size as small as the index"] = {"size": at}
        changes["size 0"] = {"size": 0}
        changes["the leaf of another entry"] = {"leaf": leaves[at - 1].hex()}
        changes["one bit of the leaf"] = {"leaf": flip(leaves[at]).hex()}
        changes["one bit of the root"] = {"root": flip(roots[size], 100).hex()}
        changes["the root of one entry fewer"] = {"root": roots[size - 1].hex()}
        cases += [{"name": name, **base, **change} for name, change in changes.items()]
    broken = []
    for first, second in ((6, 8), (7, 33), (8, 17)):
        proof = consistency(first, hashes[:second])
        base = {
            "first": first,
            "second": second,
            "proof": hexes(proof),
            "first_root": roots[first].hex(),
            "second_root": roots[second].hex(),
        }
        changes = {key: {"proof": hexes(one)} for key, one in damaged_proofs(proof).items()}
        changes["the smaller size is one less"] = {"first": first - 1}
        changes["the smaller size is the larger"] = {"first": second}
        changes["the sizes swapped"] = {"first": second, "second": first}
        changes["twice the larger size"] = {"second": 2 * second}
        changes["one bit of the smaller root"] = {"first_root": flip(roots[first]).hex()}
        changes["one bit of the larger root"] = {"second_root": flip(roots[second]).hex()}
        changes["the roots swapped"] = {"first_root": roots[second].hex(), "second_root": roots[first].hex()}
        broken += [{"name": name, **base, **change} for name, change in changes.items()]
    return {
        "leaves": hexes(leaves),
        "leaf_hashes": hexes(hashes),
        "roots": hexes(roots),
        "nodes": [
            {"level": level, "pos": pos, "hash": root(hashes[pos << level : (pos + 1) << level]).hex()}
            for level in range(1, 6)
            for pos in range(33 >> level)
        ],
        "inclusion": [{"index": at, "size": size, "proof": hexes(inclusion(at, hashes[:size]))} for at, size in pairs],
        "consistency": [
            {"first": first, "second": second, "proof": hexes(consistency(first, hashes[:second]))}
            for first, second in steps
        ],
        "rfc": {
            "leaves": list(RFC_LEAVES),
            "roots": hexes([root(rfc[:size]) for size in range(9)]),
            "inclusion": [{"index": at, "size": 8, "proof": hexes(inclusion(at, rfc))} for at in range(8)],
        },
        "damaged_inclusion": cases,
        "damaged_consistency": broken,
    }
