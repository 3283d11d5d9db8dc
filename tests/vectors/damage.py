"""Good packs with one thing in them changed, and what has to be found: section 11."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from vectors.hashing import ORIGIN, b64, commit, flip, hexes, sha
from vectors.ledger import CATALOGUE, GUIDELINE, NEWER, digest_of, one_ledger, releaf
from vectors.notes import DASH, Key, body_of, loose, vkey_of
from vectors.tree import damaged_proofs, root

GONE = {"delete": True}
OTHERS = (None, 7, True, "x", [], {})
Damage = Callable[[str, int, str, Any, str], None]
FIT = "does not fit its commitment"
LEAD = "entry 1: its proof does not lead to the root"


def in_leaves(good: list[dict[str, Any]], damage: Damage) -> None:
    """Leaves."""
    entries = good[1]["pack"]["entries"]
    leaf = entries[1]["leaf"]
    fields = entries[1]["fields"]
    for name, value in (
        ("time", "2026-11-02T09:02:00Z"),
        ("visit", "0.1.1"),
        ("type", "correction"),
        ("guideline", digest_of(NEWER)),
        ("guideline", ...),
        ("catalogue", digest_of(GUIDELINE)),
        ("fields", {}),
        ("fields", json.loads(entries[2]["leaf"])["fields"]),
    ):
        damage(f"another {name} in the leaf", 1, "entries/1/leaf", releaf(leaf, **{name: value}), LEAD)
    commitments = json.loads(leaf)["fields"]
    renamed = {("because" if name == "reason" else name): value for name, value in commitments.items()}
    damage(
        "a field of the leaf renamed",
        1,
        "entries/1/leaf",
        releaf(leaf, fields=renamed),
        "a field is given that the leaf does not name",
    )
    forged = {**commitments, "reason": commit("reason", bytes.fromhex(fields["reason"]["salt"]), '"andet"').hex()}
    damage(
        "a commitment in the leaf replaced",
        1,
        "entries/1/leaf",
        releaf(leaf, fields=forged),
        f'the value of "reason" {FIT}',
    )
    fewer = {name: value for name, value in commitments.items() if name != "facts"}
    damage("a withheld field taken out of the leaf", 1, "entries/1/leaf", releaf(leaf, fields=fewer), LEAD)
    more = {**commitments, "offer": "a" * 64}
    damage("a field added to the leaf", 1, "entries/1/leaf", releaf(leaf, fields=more), LEAD)
    damage("the leaf of another entry", 1, "entries/1/leaf", entries[2]["leaf"], "its leaf has another number")
    damage("the number in the leaf", 1, "entries/1/leaf", releaf(leaf, seq=2), "its leaf has another number")
    for name, change, finds in (
        ("another format", {"format": 2}, 'wrong "format"'),
        ("true as format", {"format": True}, 'wrong "format"'),
        ("a key too many", {"case": "c1"}, "a key that no leaf has"),
        ("no time", {"time": ...}, 'lacks "time"'),
        ("a time with an offset", {"time": "2026-11-02T09:01:00+01:00"}, 'wrong "time"'),
        ("the type init", {"type": "init"}, "entry 0, and no other"),
        ("an unknown type", {"type": "note"}, 'wrong "type"'),
        ("a digest in capitals", {"guideline": "A" * 64}, 'wrong "guideline"'),
        ("a bad field name", {"fields": {"Reason": "a" * 64}}, 'wrong "fields"'),
    ):
        damage(f"{name} in the leaf", 1, "entries/1/leaf", releaf(leaf, **change), finds)
    damage(
        "white space in the leaf", 1, "entries/1/leaf", leaf.replace(":", ": ", 1), "the leaf is not the canonical text"
    )
    damage("a line feed after the leaf", 1, "entries/1/leaf", leaf + "\n", "the leaf is not the canonical text")
    damage(
        "a key twice in the leaf",
        1,
        "entries/1/leaf",
        leaf.replace('"seq":1', '"seq":1,"seq":1'),
        "the leaf has a key twice",
    )
    damage(
        "a fraction in the leaf",
        1,
        "entries/1/leaf",
        leaf.replace('"seq":1', '"seq":1.0'),
        "the leaf has a number that is not",
    )
    damage("a leaf that is no JSON", 1, "entries/1/leaf", leaf[:-1], "the leaf is not JSON")
    damage("a leaf that is null", 1, "entries/1/leaf", "null", "the leaf is no mapping")
    damage("a leaf that is not text", 1, "entries/1/leaf", json.loads(leaf), "entry 1: the leaf is not the kind")
    damage(
        "the type of entry 0", 1, "entries/0/leaf", releaf(entries[0]["leaf"], type="decision"), "entry 0, and no other"
    )
    damage(
        "the leaf of an erased entry",
        1,
        "entries/3/leaf",
        releaf(entries[3]["leaf"], visit="0.1.1"),
        "entry 4: its proof does not lead",
    )


def in_proofs(good: list[dict[str, Any]], damage: Damage) -> None:
    """Inclusion proofs."""
    entries = good[1]["pack"]["entries"]
    proof = entries[1]["proof"]
    for name, changed in damaged_proofs([bytes.fromhex(one) for one in proof]).items():
        many = name.startswith(("one hash too many", "a hash of nothing"))
        damage(f"proof: {name}", 1, "entries/1/proof", hexes(changed), "more hashes" if many else LEAD)
    damage("the proof of another entry", 1, "entries/1/proof", entries[2]["proof"], LEAD)
    damage("a hash in capitals", 1, "entries/1/proof/0", proof[0].upper(), "entry 1: its proof is no list of hashes")
    damage("a hash of 31 bytes", 1, "entries/1/proof/0", proof[0][2:], "entry 1: its proof is no list of hashes")
    damage(
        "a hash in base64",
        1,
        "entries/1/proof/0",
        b64(bytes.fromhex(proof[0])),
        "entry 1: its proof is no list of hashes",
    )
    damage(
        "a hash too many where there is one entry",
        0,
        "entries/0/proof",
        ["a" * 64],
        "entry 0: its proof has more hashes",
    )


def in_values(good: list[dict[str, Any]], damage: Damage) -> None:
    """Values, salts and the names of fields."""
    entries = good[1]["pack"]["entries"]
    fields = entries[1]["fields"]
    damage("a value", 1, "entries/1/fields/reason/value", '"andet"', f'entry 1: the value of "reason" {FIT}')
    damage(
        "one letter of a value",
        1,
        "entries/1/fields/reason/value",
        fields["reason"]["value"].replace("n", "N", 1),
        f'"reason" {FIT}',
    )
    damage(
        "a value of another entry", 1, "entries/2/fields/by/value", '"Bo Eksempel"', f'entry 2: the value of "by" {FIT}'
    )
    damage(
        "a value and its salt of another entry",
        1,
        "entries/2/fields/by",
        fields["by"],
        f'entry 2: the value of "by" {FIT}',
    )
    damage(
        "a value and its salt of another field",
        1,
        "entries/1/fields/reason",
        fields["by"],
        f'entry 1: the value of "reason" {FIT}',
    )
    damage("a value with white space", 1, "entries/1/fields/as_of/value", ' "2026-11-02"', f'"as_of" {FIT}')
    damage("a value that is not text", 1, "entries/1/fields/as_of/value", 1, 'is not given as "salt" and "value"')
    damage(
        "one bit of a salt",
        1,
        "entries/1/fields/reason/salt",
        flip(bytes.fromhex(fields["reason"]["salt"])).hex(),
        f'"reason" {FIT}',
    )
    damage(
        "a salt in capitals",
        1,
        "entries/1/fields/reason/salt",
        fields["reason"]["salt"].upper(),
        "a salt that is not 32 bytes in hex",
    )
    damage(
        "a salt of 31 bytes",
        1,
        "entries/1/fields/reason/salt",
        fields["reason"]["salt"][2:],
        "a salt that is not 32 bytes in hex",
    )
    damage("no salt", 1, "entries/1/fields/reason/salt", GONE, 'is not given as "salt" and "value"')
    damage("no value", 1, "entries/1/fields/reason/value", GONE, 'is not given as "salt" and "value"')
    damage("more than salt and value", 1, "entries/1/fields/reason/note", "x", 'is not given as "salt" and "value"')
    damage(
        "a field that the leaf has not",
        1,
        "entries/1/fields/offer",
        fields["by"],
        "entry 1: a field is given that the leaf does not name",
    )
    damage(
        "a field with a name that none has",
        1,
        "entries/1/fields/By",
        fields["by"],
        "entry 1: a field is given that the leaf does not name",
    )
    damage(
        "a withheld field made up", 1, "entries/1/fields/facts", fields["by"], f'entry 1: the value of "facts" {FIT}'
    )
    damage(
        "an erased field made up",
        1,
        "entries/3/fields/reason",
        fields["reason"],
        f'entry 4: the value of "reason" {FIT}',
    )


def in_entries(good: list[dict[str, Any]], damage: Damage) -> None:
    """Numbers, order and keys of entries, and of the pack."""
    entries = good[1]["pack"]["entries"]
    leaf = entries[1]["leaf"]
    damage("erased, and has values", 1, "entries/1/erased", True, "entry 1: is said to be erased, and has values")
    damage("erased, and said not to be", 1, "entries/3/erased", False, "entry 4: is named by an erasure")
    damage("the number of an entry", 1, "entries/1/seq", 3, "entry 3: its leaf has another number")
    damage("the number of an entry as text", 1, "entries/1/seq", "1", 'entry at place 1: "seq"')
    damage("the number of an entry as true", 1, "entries/1/seq", True, 'entry at place 1: "seq"')
    damage(
        "entries in another order",
        1,
        "entries",
        [entries[1], entries[0], *entries[2:]],
        "entries: there are none, or their numbers do not ascend",
    )
    damage(
        "an entry twice",
        1,
        "entries",
        [*entries, entries[-1]],
        "entries: there are none, or their numbers do not ascend",
    )
    damage(
        "an entry that the checkpoint does not reach",
        1,
        "entries",
        [*entries, {**entries[1], "seq": 7, "leaf": releaf(leaf, seq=7)}],
        "entry 7: its proof is for an entry that the checkpoint does not reach",
    )
    damage("an entry of a ledger that was made up", 1, "entries/1", good[2]["pack"]["entries"][1], LEAD)
    for key in entries[1]:
        damage(f"an entry without {key}", 1, f"entries/1/{key}", GONE, "entry at place 1: has not the keys")
    damage("an entry with a key too many", 1, "entries/1/note", "x", "entry at place 1: has not the keys")


def in_kinds(good: list[dict[str, Any]], damage: Damage) -> None:
    """Values of another kind."""
    for other_ in OTHERS:
        damage(f"an entry that is {other_!r}", 1, "entries/1", other_, "entry at place 1: has not the keys")
        if other_ != {}:
            damage(f"fields that are {other_!r}", 1, "entries/3/fields", other_, 'entry 4: "fields" is not the kind')
        if other_ is not True:
            damage(f"erased that is {other_!r}", 1, "entries/3/erased", other_, 'entry 4: "erased" is not the kind')
        if other_ != []:
            damage(f"a proof that is {other_!r}", 1, "entries/1/proof", other_, "entry 1: its proof is no list")
            damage(f"entries that are {other_!r}", 1, "entries", other_, "entries: is not the kind")
            damage(f"keys that are {other_!r}", 1, "keys", other_, "keys: is not the kind")
        if other_ != {}:
            damage(f"documents that are {other_!r}", 1, "documents", other_, "documents: is not the kind")
        if not isinstance(other_, str):
            damage(
                f"a checkpoint that is {other_!r}", 1, "checkpoint", other_, "checkpoint: does not end with a line feed"
            )
            damage(f"a key that is {other_!r}", 1, "keys/0", other_, "keys: one is not a name")
    for key in ("checkpoint", "keys", "entries", "documents"):
        damage(f"a pack without {key}", 1, key, GONE, "pack: has not the keys")
    damage("a pack with a key too many", 1, "note", "x", "pack: has not the keys")


def in_documents(good: list[dict[str, Any]], damage: Damage) -> None:
    """Documents."""
    named = digest_of(GUIDELINE)
    damage(
        "a document",
        1,
        f"documents/{named}",
        GUIDELINE.replace("example", "another"),
        f"document {named[:12]}: does not fit its digest",
    )
    damage(
        "another document under the digest",
        1,
        f"documents/{named}",
        CATALOGUE,
        f"document {named[:12]}: does not fit its digest",
    )
    damage(
        "a document with white space",
        1,
        f"documents/{named}",
        GUIDELINE + " ",
        f"document {named[:12]}: is not the canonical text",
    )
    damage(
        "a document that is not text",
        1,
        f"documents/{named}",
        json.loads(GUIDELINE),
        f"document {named[:12]}: is not the kind",
    )
    damage("a document that no entry names", 1, f"documents/{digest_of(NEWER)}", NEWER, "is named by no entry")
    damage(
        "a document under no digest",
        1,
        "documents/guideline",
        GUIDELINE,
        "document at place 1: does not fit its digest",
    )
    capital = named.upper()
    damage(
        "a document under its digest in capitals",
        1,
        f"documents/{capital}",
        GUIDELINE,
        "document at place 1: does not fit its digest",
    )


def in_signed(good: list[dict[str, Any]], damage: Damage) -> None:
    """The signed checkpoint."""
    ours = Key(ORIGIN, "one")
    other = Key(ORIGIN, "unknown")
    body = one_ledger(ours).body()
    sig_line = ours.line(body)
    line = "checkpoint: "
    for name, text, finds in (
        ("one bit of the signature", f"{body}\n{ours.line(body, bit=77)}", "is a forgery"),
        ("another key id", f"{body}\n{ours.line(body, id=flip(ours.id))}", "no signature fits a key of the pack"),
        ("signed by another key", other.sign(body), "no signature fits a key of the pack"),
        (
            "signed by another key under the id of the known one",
            f"{body}\n{other.line(body, id=ours.id)}",
            "is a forgery",
        ),
        ("the size changed", ours.sign(body).replace("\n7\n", "\n8\n"), "is a forgery"),
        ("a smaller size", body_of(4, root(one_ledger(ours).hashes())) + "\n" + sig_line, "does not reach"),
        ("another root, signed as before", body_of(7, sha()) + "\n" + sig_line, "is a forgery"),
        ("another root, signed anew", ours.sign(body_of(7, sha())), "does not lead to the root"),
        ("the head of a ledger that was made up", one_ledger(ours, label="fake").body(), "does not lead to the root"),
        (
            "another origin",
            ours.sign(body).replace(ORIGIN, "visit.example.dk/other"),
            "its origin is not the one of entry 0",
        ),
        ("a forgery beside one that fits", ours.sign(body) + ours.line(body, bit=3), "is a forgery"),
        ("no line feed at the end", ours.sign(body)[:-1], line + "does not end with a line feed"),
        ("CRLF", ours.sign(body).replace("\n", "\r\n"), line),
        ("a leading zero", ours.sign(body).replace("\n7\n", "\n07\n"), line + "has a size"),
        ("a hyphen for the dash", ours.sign(body).replace(DASH, "-"), line + "has a signature line"),
        ("an extra line", ours.sign(body + "x\n"), line + "is not three lines"),
        ("text after the signatures", ours.sign(body) + "x\n", line + "has a signature line"),
        (
            "base64 that is not canonical",
            ours.sign(body.replace(body.split("\n")[2], loose(body.split("\n")[2]))),
            line + "has base64",
        ),
        ("nothing", "", line + "does not end with a line feed"),
    ):
        damage(f"checkpoint: {name}", 1, "checkpoint", text, finds)


def in_unsigned(good: list[dict[str, Any]], damage: Damage) -> None:
    """Checkpoints whose numbers nobody signed, or two did."""
    ours = Key(ORIGIN, "one")
    next_ = Key(ORIGIN, "two")
    body = one_ledger(ours).body()
    damage(
        "a smaller size, unsigned",
        6,
        "checkpoint",
        body.replace("\n7\n", "\n5\n"),
        "entry 5: its proof is for an entry that the checkpoint does not reach",
    )
    damage(
        "another origin, unsigned",
        0,
        "checkpoint",
        good[0]["pack"]["checkpoint"].replace("dk", "se"),
        "its origin is not the one of entry 0",
    )
    damage("another root, unsigned", 0, "checkpoint", body_of(1, sha()), "entry 0: its proof does not lead")
    damage(
        "another size, unsigned",
        0,
        "checkpoint",
        good[0]["pack"]["checkpoint"].replace("\n1\n", "\n2\n"),
        "entry 0: its proof does not lead",
    )
    damage(
        "one forgery of two signatures",
        3,
        "checkpoint",
        good[3]["pack"]["checkpoint"].replace(
            next_.line(good[3]["pack"]["checkpoint"].partition("\n\n")[0] + "\n"), next_.line("x", bit=1)
        ),
        "is a forgery",
    )


def in_keys(good: list[dict[str, Any]], damage: Damage) -> None:
    """Keys."""
    ours = Key(ORIGIN, "one")
    other = Key(ORIGIN, "unknown")
    damage("the key replaced", 1, "keys/0", other.vkey, "no signature fits a key of the pack")
    damage(
        "a key id that does not fit",
        1,
        "keys/0",
        ours.vkey.replace(ours.id.hex(), flip(ours.id).hex()),
        "keys: one has a key id",
    )
    damage(
        "a key of another algorithm",
        1,
        "keys/0",
        vkey_of(ORIGIN, bytes([2]) + ours.public),
        "keys: one is no Ed25519 key",
    )
    damage(
        "a key with another name",
        1,
        "keys/1",
        Key("witness.example/w1", "three").vkey,
        "keys: one is not named as the origin",
    )
    damage("a private key", 1, "keys/1", Key(ORIGIN, "throwaway").skey, "keys: one has")


def damaged_packs(good: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is damaged in which good pack, and what the verifier has to say of it."""
    found: list[dict[str, Any]] = []

    def damage(name: str, of: int, path: str, value: Any, finds: str) -> None:
        steps = [int(step) if step.isdigit() else step for step in path.split("/")]
        found.append({"name": name, "of": of, "path": steps, "value": value, "finds": finds})

    for step in (in_leaves, in_proofs, in_values, in_entries, in_kinds, in_documents, in_signed, in_unsigned, in_keys):
        step(good, damage)
    return found


def changed(pack: dict[str, Any], path: list[str | int], value: Any) -> dict[str, Any]:
    """Return a copy of the pack with the damage that a row of `packs.json` tells."""
    copied: Any = copy.deepcopy(pack)
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    if value == GONE:
        del inner[path[-1]]
    elif isinstance(inner, list) and path[-1] == len(inner):
        inner.append(value)
    else:
        inner[path[-1]] = value
    return copied  # type: ignore[no-any-return]
