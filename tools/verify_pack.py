"""Check an evidence pack without visit.

    python tools/verify_pack.py PACK.json [--key VKEY] [--head "SIZE ROOT"]

Knows `docs/ledger-format.md` and shares no code with the package, so each can show a mistake of the other. Needs only Python;
with `cryptography` it checks signatures too. A key known otherwise than from the pack, or a head kept elsewhere, shows more.
Prints what the pack shows, what could not be checked, and every fault: names of fields, never their values. Ends with 0 for
a good pack, 1 for a bad one, 2 where none can be read or nobody be told, 3 for a good one not to be compared with the head given.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import importlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

LARGEST, DEEPEST = 2**53 - 1, 200
NAME, VERSION = re.compile(r"[a-z][a-z0-9_]{0,39}"), re.compile(r"[0-9A-Za-z.+-]{1,40}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
BASE64 = re.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
TYPES = ("init", "decision", "approval", "refusal", "follow-up", "correction", "erasure", "configuration")
KEYS = {"schema", "version", "checkpoint", "keys", "entries", "documents"}
SHARED, LASTING = ("guideline", "catalogue"), ("init", "configuration", "erasure")  # these are never erased
Named = tuple[str, bytes, bytes]  # the name and id of a key, and either the public key or a signature by it
try:  # Python by itself does not know Ed25519
    ED25519: Any = importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    INVALID: Any = importlib.import_module("cryptography.exceptions").InvalidSignature
except ImportError:
    ED25519 = INVALID = None


class Refused(argparse.ArgumentTypeError):  # so that a refused option is told as any other
    """Why something is not what it should be, in words that repeat nothing of it."""


class Checkpoint(NamedTuple):
    """A checkpoint, signed or not; `body` is what is signed."""

    body: bytes
    origin: str
    size: int
    root: bytes
    signatures: tuple[Named, ...]


class Entry(NamedTuple):
    """An entry of the pack; `values` of the fields that are given, `is_sound` if nothing in it is wrong."""

    where: str
    leaf: Mapping[str, Any]
    values: Mapping[str, Any]
    is_erased: bool
    is_sound: bool


class Report:
    """What the pack shows, what could not be checked, and what is wrong."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.unchecked: list[str] = []
        self.faults: list[str] = []
        self.is_compared = True

    def attempt(self, what: str, step: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the step gives, or None after telling why it refuses."""
        try:
            return step(*arguments)
        except Refused as why:
            self.faults.append(f"{what} {why}")

    def typed(self, what: str, value: Any, kind: type) -> Any:
        """Return a value of that type, or an empty one after telling that it is not."""
        if type(value) is kind:
            return value
        self.faults.append(f"{what} is not the kind of value that it should be")
        return kind()


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("has a key twice in one mapping")
    if any(max(key, default="") > "\uffff" for key in found):
        raise Refused("has a key with a character above U+FFFF")
    return found


def _number(digits: str) -> int:
    if not digits.removeprefix("-").isdecimal():
        raise Refused("has a number that is not written as a whole one")
    if len(digits) > 17 or abs(int(digits)) > LARGEST:  # the length first: very long ones end with an error of Python's
        raise Refused("has a number beyond 2^53 - 1")
    return int(digits)


def parse(data: bytes, *, canonical: bool = True) -> Any:
    """Return what JSON says; refuse what section 1 has no value for, and what is not the canonical text of it."""
    hooks: dict[str, Any] = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), _number)
    try:
        value = json.loads(data.decode(), object_pairs_hook=_mapping, **hooks)
        # Without keys above U+FFFF the order of code points is the order of UTF-16 units.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        brackets = re.sub(rb'"(?:[^"\\]|\\.)*"|[^][{}"]+', b"", text)
        if max(accumulate(1 if one in b"[{" else -1 for one in brackets), default=0) > DEEPEST:
            raise RecursionError
    except UnicodeError:
        raise Refused("is not UTF-8, or has half a surrogate pair") from None
    except (RecursionError, ValueError):
        raise Refused("is not JSON, or nested too deeply") from None
    if canonical and text != data:
        raise Refused("is not the canonical text of what it says")
    return value


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(TIME.fullmatch(value) and datetime.fromisoformat(value[:-1]))
    except ValueError:
        return False


LEAF: dict[str, Callable[[Any], bool]] = {
    "format": lambda value: type(value) is int and value == 1,
    "seq": lambda value: type(value) is int and value >= 0,
    "time": _is_time,
    "type": lambda value: value in TYPES,
    "visit": lambda value: isinstance(value, str) and VERSION.fullmatch(value) is not None,
    **dict.fromkeys(SHARED, _is_digest),
    "fields": lambda value: isinstance(value, dict) and all(NAME.fullmatch(n) and _is_digest(value[n]) for n in value),
}


def read_leaf(data: bytes) -> Mapping[str, Any]:
    """Return a leaf; refuse what section 2 does not allow as one."""
    leaf = parse(data)
    if not isinstance(leaf, dict):
        raise Refused("is no mapping")
    wrong = [f'lacks "{key}"' for key in LEAF if key not in leaf and key not in SHARED]
    wrong += ["has a key that no leaf has"] if leaf.keys() - LEAF else []
    wrong += [f'has a wrong "{key}"' for key in LEAF if key in leaf and not LEAF[key](leaf[key])]
    if not wrong and (leaf["seq"] == 0) != (leaf["type"] == "init"):
        wrong = ["is wrong: entry 0, and no other, has the type init"]
    if wrong:
        raise Refused(wrong[0])
    return leaf


def check_value(name: str, given: Any, commitment: str) -> Any:
    """Return the value of a given field, or refuse it."""
    if not isinstance(given, dict) or given.keys() != {"salt", "value"} or not isinstance(given["value"], str):
        raise Refused('is not given as "salt" and "value"')
    if not _is_digest(given["salt"]):
        raise Refused("has a salt that is not 32 bytes in hex")
    value = given["value"].encode()
    committed = b"visit-ledger/1/" + name.encode() + b"\0" + bytes.fromhex(given["salt"]) + value
    if hashlib.sha256(committed).hexdigest() != commitment:
        raise Refused("does not fit its commitment")
    return parse(value)


def _sides(at: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each hash of a proof, and whether it stands left of what it is hashed with (RFC 9162, section 2.1)."""
    for beside in proof:
        if last == 0:
            raise Refused("has more hashes than its place needs")
        is_left = bool(at & 1 or at == last)
        yield beside, is_left
        while is_left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    if last:
        raise Refused("does not lead to the root of the checkpoint")


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _hashes(proof: Any) -> list[bytes]:
    if not isinstance(proof, list) or not all(_is_digest(one) for one in proof):
        raise Refused("is no list of hashes in hex")
    return [bytes.fromhex(one) for one in proof]


def check_proof(seq: int, leaf: bytes, proof: Any, size: int, root: bytes) -> None:
    """Refuse an inclusion proof that does not lead from the leaf to the root (section 2.1.3.2)."""
    steps, found = _hashes(proof), hashlib.sha256(b"\0" + leaf).digest()
    if seq >= size:
        raise Refused("is for an entry that the checkpoint does not reach")
    for beside, is_left in _sides(seq, size - 1, steps):
        found = _node(beside, found) if is_left else _node(found, beside)
    if found != root:
        raise Refused("does not lead to the root of the checkpoint")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Any) -> None:
    """Refuse a proof that does not show that the new tree, which is longer, begins with the old one (section 2.1.4.2)."""
    path = _hashes(proof) if old & (old - 1) else [old_root, *_hashes(proof)]
    if not path or not old:
        raise Refused("is empty, or is from a head of nothing")
    trees = (old & -old).bit_length() - 1  # so many levels up the old tree ends in a whole subtree
    was = now = path[0]
    for beside, is_left in _sides((old - 1) >> trees, (new - 1) >> trees, path[1:]):
        was, now = (_node(beside, was), _node(beside, now)) if is_left else (was, _node(now, beside))
    if (was, now) != (old_root, new_root):
        raise Refused("does not lead from the one head to the other")


def _unbase64(text: str) -> bytes:
    if not BASE64.fullmatch(text) or base64.b64encode(base64.b64decode(text)).decode() != text:
        raise Refused("has base64 that is not in its canonical form")
    return base64.b64decode(text)


def _name(name: str) -> str:
    if not name or not name.isprintable() or " " in name or "+" in name:
        raise Refused("has a name that is empty, or has a space, a + or what cannot be printed")
    return name


def parse_key(text: Any) -> Named:
    """Return a public key from `<name>+<key id>+<base64>`."""
    parts = text.split("+", 2) if isinstance(text, str) else []
    if len(parts) != 3:
        raise Refused("is not a name, a key id and a key with + between")
    name, data = _name(parts[0]), _unbase64(parts[2])
    id_ = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[0] != 1:
        raise Refused("is no Ed25519 key of 32 bytes")
    if parts[1] != id_.hex():
        raise Refused("has a key id that does not fit the name and the key")
    return name, id_, data[1:]


def parse_signature(line: str) -> Named:
    """Return the key name, key id and signature of a signature line without its line feed."""
    dash, name, signature = (*line.split(" ", 2), "", "")[:3]
    data = _unbase64(signature)
    if dash != "\u2014" or len(data) < 5:
        raise Refused("has a signature line that is not a dash (U+2014), a name and a signature")
    return _name(name), data[:4], data[4:]


def _head(text: str) -> tuple[int, bytes]:
    size, _, root = text.partition(" ")
    if not re.fullmatch("[1-9][0-9]{0,15}", size) or int(size) > LARGEST:
        raise Refused("has a size that is no whole number above 0, or has leading zeros")
    if len(_unbase64(root)) != 32:
        raise Refused("has a root that is not 32 bytes")
    return int(size), _unbase64(root)


def parse_checkpoint(text: Any) -> Checkpoint:
    """Return a checkpoint, signed or not."""
    if not isinstance(text, str) or not text.endswith("\n") or len(text) > 100_000:
        raise Refused("does not end with a line feed, or is longer than 100,000 characters")
    top, gap, rest = text.partition("\n\n")
    lines = top.removesuffix("\n").split("\n")
    if len(lines) != 3 or bool(gap) != bool(rest):
        raise Refused("is not three lines, with an empty one before the signatures if it has any")
    signatures = tuple(parse_signature(line) for line in rest.split("\n")[:-1])
    body = ("\n".join(lines) + "\n").encode()
    return Checkpoint(body, _name(lines[0]), *_head(f"{lines[1]} {lines[2]}"), signatures)


def is_signed(public: bytes, signature: bytes, body: bytes) -> bool:
    """Whether the signature of the body is by that key; needs `cryptography`."""
    try:
        return ED25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, body) is None
    except (INVALID, ValueError):
        return False


def check_signatures(checkpoint: Checkpoint, keys: Sequence[Named], trusted: Named | None, report: Report) -> None:
    """Tell whether the signatures are by the keys; without a trusted one they are the pack's own claim."""
    known = dict.fromkeys([*keys, trusted] if trusted else keys, False)
    report.faults += ["keys: one is not named as the origin" for key in keys if key[0] != checkpoint.origin]
    if not checkpoint.signatures and not trusted:
        report.unchecked.append("the head, which nobody signed: compare size and root with one kept elsewhere")
    elif ED25519 is None:
        report.unchecked.append("the signatures: Python's package cryptography is not installed")
    else:
        for name, id, signature in checkpoint.signatures:
            fits = {key: is_signed(key[2], signature, checkpoint.body) for key in known if key[:2] == (name, id)}
            known |= {key: True for key in fits if fits[key]}
            if fits and not any(fits.values()):  # two keys can share an id, which is 32 bits
                report.faults.append(f"checkpoint: the signature by {name}+{id.hex()} is a forgery")
        if known and not (known[trusted] if trusted else any(known.values())):
            report.faults.append(f"checkpoint: no signature fits {'the key given' if trusted else 'a key of the pack'}")
        if not trusted:
            report.unchecked.append("who signed: the keys are the pack's own claim; give a known one with --key")


def check_head(proofs: Mapping[str, Any], checkpoint: Checkpoint, head: tuple[int, bytes], report: Report) -> None:
    """Compare the checkpoint with a head kept elsewhere: one of the same size, or by a proof in the pack."""
    ends = sorted((head, checkpoint[2:4]))
    if head[0] == checkpoint.size:
        report.faults += [] if head[1] == checkpoint.root else ["checkpoint: its root is not that of the head given"]
    elif str(head[0]) in proofs:
        report.attempt("consistency: the proof", check_consistency, *ends[0], *ends[1], proofs[str(head[0])])
    else:
        report.is_compared = False
        report.unchecked.append("the head given: it is of another size, and the pack has no proof that leads to it")


def check_documents(documents: Mapping[str, Any], named: set[str], report: Report) -> None:
    """Hold the documents of the pack against their digests, and against what the entries name."""
    for place, digest in enumerate(documents):
        where = f"document {digest[:12] if _is_digest(digest) else f'at place {place}'}:"
        data = report.typed(where, documents[digest], str).encode()
        if hashlib.sha256(data).hexdigest() != digest:
            report.faults.append(f"{where} does not fit its digest")
        if digest not in named:
            report.faults.append(f"{where} is named by no entry")
        report.attempt(where, parse, data)


def check_entry(place: int, raw: Any, checkpoint: Checkpoint | None, report: Report) -> Entry | None:
    """Return an entry of the pack, or None if its leaf cannot be read."""
    if not isinstance(raw, dict) or raw.keys() != {"seq", "leaf", "proof", "fields", "erased"}:
        report.faults.append(f"entry at place {place}: has not the keys that an entry has, and no others")
        return None
    count = len(report.faults)
    seq = report.typed(f'entry at place {place}: "seq"', raw["seq"], int)
    where = f"entry {seq}:"
    data = report.typed(f"{where} the leaf", raw["leaf"], str).encode()
    fields = report.typed(f'{where} "fields"', raw["fields"], dict)
    is_erased = report.typed(f'{where} "erased"', raw["erased"], bool)
    leaf = report.attempt(f"{where} the leaf", read_leaf, data)
    if leaf is None:
        return None
    if leaf["seq"] != seq:
        report.faults.append(f"{where} its leaf has another number")
    if checkpoint is not None:
        report.attempt(f"{where} its proof", check_proof, leaf["seq"], data, raw["proof"], *checkpoint[2:4])
    if fields.keys() - leaf["fields"].keys():
        report.faults.append(f"{where} a field is given that the leaf does not name")
    if is_erased and fields:
        report.faults.append(f"{where} is said to be erased, and has values")
    values = {
        name: report.attempt(f'{where} the value of "{name}"', check_value, name, fields[name], leaf["fields"][name])
        for name in sorted(fields.keys() & leaf["fields"].keys())
    }
    return Entry(where, leaf, values, is_erased, checkpoint is not None and len(report.faults) == count)


def check_between(entries: Sequence[Entry], checkpoint: Checkpoint | None, report: Report) -> None:
    """Compare the entries with each other, and the first with the checkpoint."""
    if not entries or (numbers := [entry.leaf["seq"] for entry in entries]) != sorted(set(numbers)):
        report.faults.append("entries: there are none, or their numbers do not ascend")
    erased = set()
    for entry in (entry for entry in entries if entry.is_sound):
        seq, listed = entry.leaf["seq"], entry.values.get("entries") if entry.leaf["type"] == "erasure" else None
        named = {one for one in listed if type(one) is int} if isinstance(listed, list) else set()
        erased |= {one for one in named if one < seq}
        report.faults += [] if erased >= named else [f"{entry.where} names as erased what does not come before it"]
        if checkpoint and seq == 0 and entry.values.get("origin", checkpoint.origin) != checkpoint.origin:
            report.faults.append("checkpoint: its origin is not the one of entry 0")
    for entry in entries:
        if entry.leaf["seq"] in erased and not entry.is_erased:
            report.faults.append(f"{entry.where} is named by an erasure, and not said to be erased")
        if entry.is_erased and (entry.leaf["seq"] not in erased or entry.leaf["type"] in LASTING):
            report.unchecked.append(f"{entry.where} that it was erased; the pack shows no erasure that names it")


def show(entry: Entry, documents: Mapping[str, Any], report: Report) -> None:
    """Tell what an entry proves, what it keeps back, and which of its documents are here."""
    hidden = sorted(entry.leaf["fields"].keys() - entry.values.keys())
    report.shown.append(f"{entry.where} {entry.leaf['type']}, {entry.leaf['time']}")
    report.shown.append(f"  proven: {', '.join(entry.values) or 'none'}" if entry.is_sound else "  proven: nothing")
    if hidden:
        word = "erased" if entry.is_erased else "withheld"
        report.shown.append(f"  {word}: {len(hidden)} ({', '.join(hidden)})")
        report.unchecked.append(f"{entry.where} values that are {word}: {len(hidden)}")
    for kind in (kind for kind in SHARED if kind in entry.leaf):
        word = "present" if entry.leaf[kind] in documents else "absent"
        report.shown.append(f"  {kind} {entry.leaf[kind][:12]}: {word}")


def verify(data: bytes, trusted: Named | None = None, head: tuple[int, bytes] | None = None) -> Report:
    """Check a pack against all that section 11 says of a good one; refuse what is no pack of version 1."""
    pack, report = parse(data, canonical=False), Report()
    if not isinstance(pack, dict) or pack.get("schema") != "visit-pack":
        raise Refused("is not an evidence pack")
    if type(pack.get("version")) is not int or pack["version"] not in (1, 2):
        raise Refused("is of a version that is not known here: a later visit is needed")
    if pack.keys() - ({"consistency"} if pack["version"] == 2 else set()) != KEYS:
        report.faults.append("pack: has not the keys that a pack has, and no others")
    checkpoint = report.attempt("checkpoint:", parse_checkpoint, pack.get("checkpoint"))
    keys = [report.attempt("keys: one", parse_key, text) for text in report.typed("keys:", pack.get("keys"), list)]
    proofs = report.typed("consistency:", pack.get("consistency", {}), dict)
    report.attempt("consistency: one", lambda: [_hashes(one) for one in proofs.values()])
    listed = report.typed("entries:", pack.get("entries"), list)
    entries = [one for place, raw in enumerate(listed) if (one := check_entry(place, raw, checkpoint, report))]
    if checkpoint is not None:
        root = base64.b64encode(checkpoint.root).decode()
        report.shown.append(f"{checkpoint.origin}: {len(listed)} of {checkpoint.size} entries, root {root}")
        check_signatures(checkpoint, [key for key in keys if key], trusted, report)
        if head is not None:
            check_head(proofs, checkpoint, head, report)
        elif proofs:
            report.unchecked.append("the proofs to heads of other sizes: give such a head with --head")
    check_between(entries, checkpoint, report)
    documents = report.typed("documents:", pack.get("documents"), dict)
    check_documents(documents, {entry.leaf.get(kind, "") for entry in entries for kind in SHARED}, report)
    for entry in entries:
        show(entry, documents, report)
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one pack and print what was found."""
    parser = argparse.ArgumentParser(description="Check an evidence pack: python tools/verify_pack.py pack.json")
    parser.add_argument("pack", metavar="PACK.json", help="the pack, - for stdin")
    parser.add_argument("--key", metavar="VKEY", type=parse_key, help="a public key that you know otherwise")
    parser.add_argument("--head", metavar='"SIZE ROOT"', type=_head, help="a size and root that you kept elsewhere")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):  # letters that a terminal lacks are no reason for a traceback
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace", line_buffering=True)
    if given.key and ED25519 is None:
        parser.error("--key cannot be used: Python's package cryptography is not installed")
    try:
        data = sys.stdin.buffer.read() if given.pack == "-" and sys.stdin else Path(given.pack).read_bytes()
        report = verify(data, given.key, given.head)
        end = f"bad: {count} fault{'s' * (count > 1)}" if (count := len(report.faults)) else "good"
        print(*report.shown, *(f"not checked: {one}" for one in report.unchecked), *report.faults, end, sep="\n")
    except (OSError, MemoryError, Refused) as why:  # no pack, no room for it, or nobody to tell what was found
        told = str(why) or "there is too little memory"
        print(f"the pack cannot be read: it {told}" if isinstance(why, Refused) else told, file=sys.stderr)
        return 2
    return 1 if report.faults else 0 if report.is_compared else 3


if __name__ == "__main__":
    os._exit(main())  # all is printed; what could not be is not tried again
