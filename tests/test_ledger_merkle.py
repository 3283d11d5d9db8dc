"""The tree of RFC 9162: roots and proofs agree with the plain definition, and no damaged proof is believed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit.ledger import merkle

MOST = 65
LEAVES = [b"", *(bytes([n]) * (n % 7 + 1) for n in range(1, MOST))]
HASHES = [sha256(b"\0" + leaf).digest() for leaf in LEAVES]
SIZES = range(1, MOST + 1)


def plain(hashes: list[bytes]) -> bytes:
    """Return the root as RFC 9162, section 2.1.1, defines it."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return sha256(b"\1" + plain(hashes[:k]) + plain(hashes[k:])).digest()


ROOTS = [plain(HASHES[:size]) for size in range(MOST + 1)]


def nodes(level: int, pos: int) -> bytes:
    """Return a complete node from its definition."""
    assert (pos + 1) << level <= MOST, "a node that is not complete was asked for"
    return plain(HASHES[pos << level : (pos + 1) << level])


def damaged(proof: tuple[bytes, ...]) -> Iterator[tuple[bytes, ...]]:
    """Yield a proof damaged in every way that has a name."""
    for place, step in enumerate(proof):
        yield (*proof[:place], bytes([step[0] ^ 1]) + step[1:], *proof[place + 1 :])
        yield (*proof[:place], step[:-1] + bytes([step[-1] ^ 0x80]), *proof[place + 1 :])
        yield (*proof[:place], step[:-1], *proof[place + 1 :])
        yield (*proof[:place], *proof[place + 1 :])
        yield (*proof[:place], step, *proof[place:])
    yield (*proof, bytes(32))
    yield (bytes(32), *proof)
    if len(set(proof)) > 1:
        yield tuple(reversed(proof))


def test_the_hashes_are_those_of_the_rfc() -> None:
    assert merkle.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert [merkle.leaf_hash(leaf) for leaf in LEAVES] == HASHES
    # A leaf that looks like a node does not hash like one.
    assert merkle.leaf_hash(HASHES[0] + HASHES[1]) != merkle.node_hash(HASHES[0], HASHES[1])


def test_the_root_is_the_one_of_the_definition() -> None:
    assert [merkle.root(size, nodes) for size in range(MOST + 1)] == ROOTS
    assert len(set(ROOTS)) == MOST + 1


def test_a_new_leaf_completes_exactly_the_nodes_that_are_new() -> None:
    stored: dict[tuple[int, int], bytes] = {}
    for seq in range(MOST):
        stored[0, seq] = HASHES[seq]
        new, root = merkle.grown(seq, [stored[place] for place in merkle.peaks(seq)], HASHES[seq])
        assert root == ROOTS[seq + 1]
        for level, pos, hash in new:
            assert (level, pos) not in stored
            stored[level, pos] = hash
        complete = {(level, pos) for level in range(8) for pos in range((seq + 1) >> level)}
        assert stored.keys() == complete
    assert all(hash == nodes(*place) for place, hash in stored.items())


def test_inclusion_is_proven_for_every_leaf_of_every_size_and_for_no_other() -> None:
    for size in SIZES:
        for seq in range(size):
            proof = merkle.inclusion(seq, size, nodes)
            assert len(proof) <= (size - 1).bit_length()
            assert merkle.included(HASHES[seq], seq, size, proof, ROOTS[size])
            other = (seq + 1) % size
            assert not merkle.included(HASHES[seq], other, size, proof, ROOTS[size]) or other == seq
            assert not merkle.included(HASHES[other], seq, size, proof, ROOTS[size]) or other == seq
            assert not merkle.included(HASHES[seq], seq, size, proof, ROOTS[size - 1])
            for place in (-1, size, size + 1):
                assert not merkle.included(HASHES[seq], place, size, proof, ROOTS[size])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 31, 33, 64, 65])
def test_a_damaged_inclusion_proof_is_not_believed(size: int) -> None:
    for seq in range(size):
        for proof in damaged(merkle.inclusion(seq, size, nodes)):
            assert not merkle.included(HASHES[seq], seq, size, proof, ROOTS[size])


def test_consistency_is_proven_between_any_two_sizes_and_no_other_roots() -> None:
    for new in SIZES:
        for old in range(1, new + 1):
            proof = merkle.consistency(old, new, nodes)
            assert len(proof) <= (new - 1).bit_length() + 1
            assert merkle.consistent(old, ROOTS[old], new, ROOTS[new], proof)
            assert not merkle.consistent(old, ROOTS[old - 1], new, ROOTS[new], proof)
            assert not merkle.consistent(old, ROOTS[old], new, ROOTS[new - 1], proof)
            assert not merkle.consistent(old, bytes(32), new, ROOTS[new], proof)
            assert old == new or not merkle.consistent(new, ROOTS[new], old, ROOTS[old], proof)
            assert not merkle.consistent(0, ROOTS[0], new, ROOTS[new], proof)


@pytest.mark.parametrize("new", [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 64, 65])
def test_a_damaged_consistency_proof_is_not_believed(new: int) -> None:
    for old in range(1, new + 1):
        for proof in damaged(merkle.consistency(old, new, nodes)):
            assert not merkle.consistent(old, ROOTS[old], new, ROOTS[new], proof)


def test_no_rewritten_leaf_is_consistent() -> None:
    for old in (1, 4, 6, 13):
        for changed in range(old):
            hashes = [*HASHES[:changed], merkle.leaf_hash(b"rewritten"), *HASHES[changed + 1 : 21]]

            def rewritten(level: int, pos: int, hashes: list[bytes] = hashes) -> bytes:
                return plain(hashes[pos << level : (pos + 1) << level])

            proof = merkle.consistency(old, 21, rewritten)
            assert not merkle.consistent(old, ROOTS[old], 21, plain(hashes), proof)


PROOFS = st.lists(st.sampled_from([*HASHES[:6], *ROOTS[:6], nodes(1, 0), nodes(1, 1), nodes(2, 0)]), max_size=5)


@given(st.integers(-1, 9), st.integers(-1, 9), PROOFS)
def test_whatever_is_given_as_a_proof_only_the_proof_is_one(one: int, two: int, proof: list[bytes]) -> None:
    if 0 <= one < two:
        good = merkle.included(HASHES[one], one, two, proof, ROOTS[two])
        assert good is (tuple(proof) == merkle.inclusion(one, two, nodes))
    if 0 < one <= two:
        good = merkle.consistent(one, ROOTS[one], two, ROOTS[two], proof)
        assert good is (tuple(proof) == merkle.consistency(one, two, nodes))
    else:
        assert not merkle.consistent(one, ROOTS[1], two, ROOTS[1], proof)
