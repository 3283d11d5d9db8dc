"""Evidence packs, checked: entries out of a ledger, with proofs, so that nothing but the pack is needed.

`packing` makes one. `docs/ledger-format.md`, section 11.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from visit.errors import LedgerError, Location
from visit.ledger import merkle
from visit.ledger.commitments import SALT, commitment
from visit.ledger.entries import Leaf, is_canonical, read_leaf
from visit.ledger.entry_types import LASTING, EntryType
from visit.ledger.faults import WHOLE, Fault
from visit.ledger.notes import Checkpoint, check_signatures, read_checkpoint
from visit.ledger.signing import PublicKey, can_check_signatures, read_key
from visit.locale import text as _
from visit.reading.forms import Form, is_text, is_truth, list_of, mapping_of, record

SCHEMA = "visit-pack"
VERSION = 2
"""The version of a pack with proofs to heads kept elsewhere; without any it is written as version 1."""
_KEYS = frozenset(("schema", "version", "checkpoint", "keys", "entries", "documents"))


@dataclass(frozen=True, slots=True, eq=False)
class PackedEntry:
    """One entry of a pack: its leaf where it can be read, the fields disclosed and those withheld."""

    seq: int
    leaf: Leaf | None
    disclosed: tuple[str, ...]
    withheld: tuple[str, ...]
    erased: bool


@dataclass(frozen=True, slots=True, eq=False)
class PackReport:
    """What checking a pack found.

    Attributes:
        documents: How many shared documents are there, and how many the entries name.
        unproved: Entries that the pack says were erased, without an erasure in it that names them.
        compared: Whether the head that the reader kept was compared; None where the reader gave none.
        signed: How many signatures fit keys that the pack or the reader names; None where they could not be checked.
        trusted: Whether the reader named the keys; else they are the pack's own claim.
    """

    checkpoint: Checkpoint | None
    entries: tuple[PackedEntry, ...]
    documents: tuple[int, int]
    faults: tuple[Fault, ...]
    signed: int | None
    trusted: bool
    unproved: tuple[int, ...] = ()
    compared: bool | None = None


def read_pack(raw: bytes, at: Location) -> dict[str, Any]:
    """Read a file as a pack; its parts are not yet checked.

    Raises:
        LedgerError: It is no pack.
    """
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=partial(_once, at))
    except UnicodeError:
        raise _no_pack(_("it is not UTF-8"), at) from None
    except json.JSONDecodeError as error:
        raise _no_pack(_("it is not JSON"), Location(at.file, error.lineno, error.colno)) from None
    except RecursionError:
        raise _no_pack(_("it is nested too deeply"), at) from None
    except ValueError:
        raise _no_pack(_("a number in it is too long"), at) from None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise _no_pack(_("its `schema` is not {schema}", schema=SCHEMA), at)
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise LedgerError(
            _("this evidence pack is of version {n}, which a later visit has written", n=version),
            at=at,
            help=_("check it with that visit or a later one; this one knows versions up to {n}", n=VERSION),
        )
    return found


def _no_pack(why: str, at: Location) -> LedgerError:
    return LedgerError(
        _("this is neither a ledger nor an evidence pack: {why}", why=why),
        at=at,
        help=_(
            "`visit verify` alone looks at your ledger, --ledger names another; `visit pack N -o FILE` makes a pack"
        ),
    )


def _once(at: Location, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _no_pack(_("a key occurs twice in one mapping"), at)
    if any(one > "\uffff" or "\ud800" <= one <= "\udfff" for key in found for one in key):
        raise _no_pack(_("a key has a character that no canonical text has in one"), at)
    return found


def check_pack(
    found: Mapping[str, Any], keys: Sequence[PublicKey] = (), *, known: Checkpoint | None = None
) -> PackReport:
    """Check a pack.

    Args:
        found: The pack as read.
        keys: Public keys that are known otherwise; without them those of the pack are used.
        known: A checkpoint that is known otherwise; one of another size is compared by a proof in the pack, if it has that.
    """
    faults: list[Fault] = []
    misshapen = _misshapen(found)
    if misshapen is not None:
        return _unread(Fault(WHOLE, "pack", misshapen))
    try:
        checkpoint = read_checkpoint(found["checkpoint"])
    except LedgerError:
        return _unread(Fault(WHOLE, "checkpoint-malformed"))
    try:
        claimed = [read_key(one) for one in found["keys"]]
    except LedgerError:
        return _unread(Fault(WHOLE, "pack", "keys"))
    if not checkpoint.origin or any(key.name != checkpoint.origin for key in claimed):
        return _unread(Fault(WHOLE, "checkpoint-malformed"))
    entries = tuple(_checked(row, checkpoint, faults) for row in found["entries"])
    numbers = [one.seq for one in entries]
    if not numbers or numbers != sorted(set(numbers)):
        faults.append(Fault(WHOLE, "pack", "entries"))
    unproved = _check_together(found["entries"], entries, checkpoint, faults)
    documents = _checked_documents(found["documents"], entries, faults)
    signed = _signed(checkpoint, keys, claimed, faults)
    compared = None if known is None else _compared(found.get("consistency", {}), checkpoint, known, faults)
    told = tuple(sorted(set(faults)))
    return PackReport(checkpoint, entries, documents, told, signed, bool(keys), unproved, compared)


def _unread(fault: Fault) -> PackReport:
    """Return what is told of a pack in which nothing else can be checked."""
    return PackReport(None, (), (0, 0), (fault,), None, trusted=False)


def _compared(
    proofs: Mapping[str, Sequence[str]], checkpoint: Checkpoint, known: Checkpoint, faults: list[Fault]
) -> bool:
    """Compare the pack's head with one kept elsewhere; return whether that can be done."""
    one, other = sorted((checkpoint.head, known.head), key=lambda head: head.size)
    if known.origin and known.origin != checkpoint.origin:
        faults.append(Fault(WHOLE, "other-ledger", known.origin))
    elif one.size == other.size:
        faults += [Fault(WHOLE, "checkpoint-differs", str(one.size))] * (one != other)
    else:
        steps = proofs.get(str(known.head.size))
        if steps is None:
            return False
        proof = [_unhex(step) for step in steps]
        if not merkle.consistent(one.size, one.root, other.size, other.root, proof):
            faults.append(Fault(WHOLE, "consistency", str(known.head.size)))
    return True


def _misshapen(found: Mapping[str, Any]) -> str | None:
    """Return which part of a pack has not the form of it, which may have no name; None where each has."""
    version = found.get("version")
    if type(version) is not int or version not in (1, VERSION):
        return "version"
    odd = found.keys() ^ _KEYS if version == 1 else (found.keys() - {"consistency"}) ^ _KEYS
    if odd:
        return min(odd)
    wrong = (key for key, form in _FORMS.items() if key in found and not form(found[key]))
    key = next(wrong, None)
    if key != "entries" or not isinstance(found["entries"], list):
        return key
    return f"entries[{next(place for place, row in enumerate(found[key]) if not _is_entry(row))}]"


def _is_proof(steps: object) -> bool:
    return isinstance(steps, list) and all(isinstance(step, str) and len(_unhex(step)) == 32 for step in steps)


def _only(forms: Mapping[str, Form]) -> Form:
    """Return the form of a mapping with these keys and no others."""
    return lambda value: isinstance(value, dict) and value.keys() == forms.keys() and record(forms)(value)


def _is_place(value: object) -> bool:
    return type(value) is int and value >= 0


_FIELD = _only({"salt": is_text, "value": is_text})
_is_entry = _only(
    {"seq": _is_place, "leaf": is_text, "erased": is_truth, "proof": list_of(is_text), "fields": mapping_of(_FIELD)}
)
_FORMS: Mapping[str, Form] = {
    "checkpoint": is_text,
    "keys": list_of(is_text),
    "documents": mapping_of(is_text),
    "consistency": mapping_of(_is_proof),
    "entries": list_of(_is_entry),
}


def _checked(row: Mapping[str, Any], checkpoint: Checkpoint, faults: list[Fault]) -> PackedEntry:
    seq, fields = row["seq"], row["fields"]
    raw = _utf8(row["leaf"])
    proof = [_unhex(step) for step in row["proof"]]
    hash = merkle.leaf_hash(raw)
    head = checkpoint.head
    if any(len(step) != 32 for step in proof) or not merkle.included(hash, seq, head.size, proof, head.root):
        faults.append(Fault(seq, "proof"))
    try:
        leaf = read_leaf(raw)
    except LedgerError:
        faults.append(Fault(seq, "leaf-malformed"))
        return PackedEntry(seq, None, tuple(sorted(fields)), (), row["erased"])
    if leaf.seq != seq:
        faults.append(Fault(seq, "wrong-place", str(leaf.seq)))
    for name, one in sorted(fields.items()):
        _check_field(seq, leaf, name, one, faults)
    if row["erased"] and fields:
        faults.append(Fault(seq, "not-erased", str(seq)))
    withheld = tuple(sorted(leaf.fields.keys() - fields.keys()))
    return PackedEntry(seq, leaf, tuple(sorted(fields)), withheld, row["erased"])


def _check_field(seq: int, leaf: Leaf, name: str, field: Mapping[str, str], faults: list[Fault]) -> None:
    salt, value = _unhex(field["salt"]), _utf8(field["value"])
    if name not in leaf.fields:
        faults.append(Fault(seq, "value-unnamed", name))
    elif len(salt) != SALT or commitment(name, salt, value) != leaf.fields[name]:
        faults.append(Fault(seq, "value-changed", name))
    elif not is_canonical(value):
        faults.append(Fault(seq, "value-malformed", name))


def _check_together(
    rows: Sequence[Mapping[str, Any]], entries: Sequence[PackedEntry], checkpoint: Checkpoint, faults: list[Fault]
) -> tuple[int, ...]:
    """Compare what entries say of the ledger and of each other; return those that are said to be erased, and not proven to be."""
    named: dict[int, int] = {}
    for row, one in zip(rows, entries, strict=True):
        if one.leaf is None or any(fault.seq == one.seq for fault in faults):
            continue
        values = {name: json.loads(field["value"]) for name, field in row["fields"].items()}
        if one.seq == 0 and values.get("origin", checkpoint.origin) != checkpoint.origin:
            faults.append(Fault(one.seq, "other-ledger", checkpoint.origin))
        listed = values.get("entries") if one.leaf.type == EntryType.ERASURE else None
        for seq in (number for number in (listed if isinstance(listed, list) else ()) if type(number) is int):
            if seq < one.seq:
                named[seq] = one.seq
            else:
                faults.append(Fault(one.seq, "erases-later", str(seq)))
    faults += [
        Fault(one.seq, "not-erased", str(named[one.seq])) for one in entries if one.seq in named and not one.erased
    ]
    proven = {one.seq for one in entries if one.seq in named and not (one.leaf and one.leaf.type in LASTING)}
    return tuple(one.seq for one in entries if one.erased and one.seq not in proven)


def _checked_documents(
    documents: Mapping[str, str], entries: Sequence[PackedEntry], faults: list[Fault]
) -> tuple[int, int]:
    from hashlib import sha256

    leaves = [one.leaf for one in entries if one.leaf is not None]
    named = {digest for leaf in leaves for digest in (leaf.guideline, leaf.catalogue) if digest is not None}
    for digest, text in sorted(documents.items()):
        if sha256(_utf8(text)).hexdigest() != digest:
            faults.append(Fault(WHOLE, "document-changed", digest))
        elif digest not in named:
            faults.append(Fault(WHOLE, "document-unused", digest))
        elif not is_canonical(_utf8(text)):
            faults.append(Fault(WHOLE, "document-changed", digest))
    return len(documents), len(named)


def _signed(
    checkpoint: Checkpoint, pinned: Sequence[PublicKey], claimed: Sequence[PublicKey], faults: list[Fault]
) -> int | None:
    """Return how many signatures fit a pinned key, or without one a key that the pack claims; a forgery of either is a fault."""
    if not checkpoint.signatures and not pinned:
        return 0
    if not pinned and not can_check_signatures():
        return None
    found = check_signatures(checkpoint, {*claimed, *pinned})
    wanted = {*(pinned or claimed)}
    good = [key for key in found.good if key in wanted]
    if found.forged or (wanted and not good):
        faults.append(Fault(WHOLE, "checkpoint-forged", str(checkpoint.head.size)))
    return len(good)


def _utf8(text: str) -> bytes:
    """Return a text as bytes; half a surrogate pair becomes bytes that fit no hash."""
    return text.encode("utf-8", "surrogatepass")


def _unhex(text: str) -> bytes:
    """Return the bytes of lower-case hexadecimal; empty where it is none."""
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        return b""
    return raw if raw.hex() == text else b""
