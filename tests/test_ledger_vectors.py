"""The package against `tests/vectors/`, which were made without it: what is good is good, and each damage is found."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from visit.canonical import encode
from visit.errors import LedgerError, Location
from visit.ledger import merkle
from visit.ledger.commitments import SALT, commitment
from visit.ledger.entries import read_canonical, read_leaf
from visit.ledger.notes import check_signatures, read_checkpoint
from visit.ledger.packs import check_pack, read_pack
from visit.ledger.signing import SigningKey, read_key
from visit.render.verify_sheet import PackSheet, fault_text

VECTORS = Path(__file__).parent / "vectors"
sys.path.insert(0, str(VECTORS.parent))
from vectors.damage import changed  # noqa: E402


def vectors(name: str) -> Any:
    """Return a file of vectors."""
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


CANONICAL, MERKLE, COMMITMENTS = vectors("canonical"), vectors("merkle"), vectors("commitments")
LEAVES, NOTES, PACKS = vectors("leaves"), vectors("notes"), vectors("packs")


def named(rows: list[dict[str, Any]]) -> Any:
    """Return rows as parameters, each under its name."""
    return pytest.mark.parametrize("row", rows, ids=[str(row.get("name", place)) for place, row in enumerate(rows)])


# --- canonical text and commitments ---


@named(CANONICAL["good"])
def test_a_value_has_its_canonical_text(row: dict[str, Any]) -> None:
    assert encode(row["value"]) == row["text"].encode()
    assert read_canonical(row["text"].encode()) == row["value"]


@named(CANONICAL["refused"])
def test_what_is_not_canonical_is_refused(row: dict[str, Any]) -> None:
    raw = bytes.fromhex(row["hex"]) if "hex" in row else row["text"].encode("utf-8", "surrogatepass")
    with pytest.raises(LedgerError):
        read_canonical(raw)


def test_commitments() -> None:
    for row in COMMITMENTS["good"]:
        assert commitment(row["name"], bytes.fromhex(row["salt"]), row["value"].encode()) == row["commitment"]
    for row in COMMITMENTS["damaged"]:
        salt = bytes.fromhex(row["salt"])
        fits = commitment(row["name"], salt, row["value"].encode()) == row["commitment"]
        assert not fits or len(salt) != SALT, row["damage"]


# --- the tree ---


class Tree:
    """Nodes over leaves, worked out from the leaves alone."""

    def __init__(self, leaves: list[str]) -> None:
        self.hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]

    def node(self, level: int, pos: int) -> bytes:
        if not level:
            return self.hashes[pos]
        return merkle.node_hash(self.node(level - 1, 2 * pos), self.node(level - 1, 2 * pos + 1))


def unhexed(proof: list[str]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(step) for step in proof)


@pytest.mark.parametrize("name", ["simple", "rfc"])
def test_roots_nodes_and_proofs(name: str) -> None:
    rows = MERKLE if name == "simple" else MERKLE["rfc"]
    tree = Tree(rows["leaves"])
    for size, root in enumerate(rows["roots"]):
        assert merkle.root(size, tree.node).hex() == root
    for row in rows.get("nodes", ()):
        assert tree.node(row["level"], row["pos"]).hex() == row["hash"]
    for row in rows["inclusion"]:
        proof, root = unhexed(row["proof"]), bytes.fromhex(rows["roots"][row["size"]])
        assert merkle.inclusion(row["index"], row["size"], tree.node) == proof
        assert merkle.included(tree.hashes[row["index"]], row["index"], row["size"], proof, root)
    for row in rows.get("consistency", ()):
        old, new, proof = row["first"], row["second"], unhexed(row["proof"])
        assert merkle.consistency(old, new, tree.node) == proof
        roots = [bytes.fromhex(rows["roots"][size]) for size in (old, new)]
        assert merkle.consistent(old, roots[0], new, roots[1], proof)


@named(MERKLE["damaged_inclusion"])
def test_a_damaged_inclusion_proof_fails(row: dict[str, Any]) -> None:
    hash = merkle.leaf_hash(bytes.fromhex(row["leaf"]))
    assert not merkle.included(hash, row["index"], row["size"], unhexed(row["proof"]), bytes.fromhex(row["root"]))


@named(MERKLE["damaged_consistency"])
def test_a_damaged_consistency_proof_fails(row: dict[str, Any]) -> None:
    roots = bytes.fromhex(row["first_root"]), bytes.fromhex(row["second_root"])
    assert not merkle.consistent(row["first"], roots[0], row["second"], roots[1], unhexed(row["proof"]))


# --- leaves ---


@named(LEAVES["good"])
def test_a_leaf_is_read_and_hashed(row: dict[str, Any]) -> None:
    raw = row["leaf"].encode()
    assert merkle.leaf_hash(raw).hex() == row["hash"]
    leaf, written = read_leaf(raw), json.loads(raw)
    assert (leaf.seq, leaf.type, leaf.fields) == (written["seq"], written["type"], written["fields"])
    assert (leaf.guideline, leaf.catalogue) == (written.get("guideline"), written.get("catalogue"))


@named(LEAVES["damaged"])
def test_a_damaged_leaf_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(LedgerError):
        read_leaf(row["leaf"].encode("utf-8", "surrogatepass"))


# --- checkpoints and keys ---


@named(NOTES["keys"])
def test_keys_are_written_as_they_are(row: dict[str, Any]) -> None:
    key = read_key(row["vkey"])
    assert (key.name, key.key.hex(), key.id.hex(), key.text) == (row["name"], row["public"], row["id"], row["vkey"])
    pytest.importorskip("cryptography")
    signing = SigningKey(row["name"], bytes.fromhex(row["seed"]))
    assert (signing.public, signing.text) == (key, f"{row['skey']}\n")


@named(NOTES["damaged_keys"])
def test_a_damaged_key_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(LedgerError):
        read_key(row["vkey"])


@named(NOTES["good"])
def test_a_checkpoint_is_read_and_written(row: dict[str, Any]) -> None:
    found = read_checkpoint(row["text"])
    assert (found.origin, found.head.size, found.head.root.hex()) == (row["origin"], row["size"], row["root"])
    assert found.text == row["text"]
    pytest.importorskip("cryptography")
    keys = [read_key(one) for one in row["signed_by"]]
    said = check_signatures(found, keys)
    assert (set(said.good), said.forged) == (set(keys), ())


@named(NOTES["damaged"])
def test_a_damaged_checkpoint_is_refused_or_forged(row: dict[str, Any]) -> None:
    if row["kind"] == "syntax":
        # A head alone, as `decide` prints it, is read too; nothing else that is no checkpoint is.
        with pytest.raises(LedgerError):
            read_checkpoint(row["text"])
        return
    pytest.importorskip("cryptography")
    said = check_signatures(read_checkpoint(row["text"]), [read_key(one) for one in row["known"]])
    if row["kind"] == "forgery":
        assert said.forged
    else:
        assert (said.forged, said.good) == ((), ())
        assert said.unknown


# --- packs ---


def faults(pack: Any, keys: list[str] | None = None) -> list[str]:
    """Return the kinds of the faults of a pack."""
    raw = json.dumps(pack, ensure_ascii=False).encode("utf-8", "surrogatepass")
    report = check_pack(read_pack(raw, Location("pack.json")), [read_key(one) for one in keys or ()])
    return [fault.kind for fault in report.faults]


@named(PACKS["good"])
def test_a_good_pack_is_good(row: dict[str, Any]) -> None:
    pytest.importorskip("cryptography")
    assert faults(row["pack"]) == []


@named(PACKS["damaged"])
def test_a_damaged_pack_is_found_out(row: dict[str, Any]) -> None:
    pytest.importorskip("cryptography")
    pack = changed(PACKS["good"][row["of"]]["pack"], row["path"], row["value"])
    try:
        found = faults(pack)
    except LedgerError:
        return
    assert found


@named(PACKS["consistent"])
def test_a_pack_whose_hashes_fit_but_not_what_was_hashed(row: dict[str, Any]) -> None:
    assert faults(row["pack"])


@named([row for row in PACKS["asked"] if row["head"] is None and row["key"] is not None])
def test_a_key_that_is_known_otherwise(row: dict[str, Any]) -> None:
    pytest.importorskip("cryptography")
    assert bool(faults(PACKS["good"][row["of"]]["pack"], [row["key"]])) is (row["finds"] is not None)


@named(PACKS["unreadable"])
def test_what_is_no_pack_is_refused_or_faulty(row: dict[str, Any]) -> None:
    raw = bytes.fromhex(row["hex"]) if "hex" in row else row["text"].encode("utf-8", "surrogatepass")
    try:
        report = check_pack(read_pack(raw, Location("pack.json")))
    except LedgerError:
        return
    assert report.faults


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (["version"], 9, "version"),
        (["later"], 1, "later"),
        ([""], None, ""),
        (["keys"], "x", "keys"),
        (["keys"], ["x"], "keys"),
        (["documents"], [], "documents"),
        (["entries"], {}, "entries"),
        (["entries", 1, "proof"], "00", "entries[1]"),
        (["entries", 1, "seq"], -1, "entries[1]"),
        (["entries", 1, "fields"], {"by": {"salt": "00"}}, "entries[1]"),
    ],
)
def test_a_pack_without_the_form_of_one_says_where(path: list[Any], value: Any, part: str) -> None:
    report = check_pack(changed(PACKS["good"][1]["pack"], path, value))
    assert [(one.kind, one.detail) for one in report.faults] == [("pack", part)]
    (told,) = PackSheet("p.json", report).notes()
    assert told == "Nothing else in it was checked", "no word of signatures: the library has nothing to do with it"
    assert fault_text(report.faults[0]) == f"the pack has not the form of a pack: {part}"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xff", "p.json: error: this is neither a ledger nor an evidence pack: it is not UTF-8"),
        (
            b'{"schema":\n "visit-pack",}',
            "p.json:2:15: error: this is neither a ledger nor an evidence pack: it is not JSON",
        ),
        (b"[" * 100_000, "p.json: error: this is neither a ledger nor an evidence pack: it is nested too deeply"),
        (b"1" * 5_000, "p.json: error: this is neither a ledger nor an evidence pack: a number in it is too long"),
        (
            b'{"a":1,"a":2}',
            "p.json: error: this is neither a ledger nor an evidence pack: a key occurs twice in one mapping",
        ),
        (b"{}", "p.json: error: this is neither a ledger nor an evidence pack: its `schema` is not visit-pack"),
    ],
)
def test_what_is_no_pack_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(LedgerError) as caught:
        read_pack(raw, Location("p.json"))
    assert str(caught.value).startswith(why)
