"""Entries and their leaves: what is public of an entry, in canonical bytes.

`docs/ledger-format.md`, sections 2 and 6. Knows the shape of a leaf; what the fields mean is `visit.audit`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypedDict

from visit.canonical import DEEPEST, LARGEST, encode, is_too_deep
from visit.errors import LedgerError, UnknownTypeError
from visit.ledger.commitments import commitment
from visit.ledger.entry_types import EntryType
from visit.ledger.fields import has_form
from visit.ledger.merkle import leaf_hash
from visit.locale import text as _

FORMAT = 1
LEAF = "(leaf)"
"""What stands for the leaf itself among names of values."""
FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_HEX = "[0-9a-f]{64}"
_PAIR = re.compile(rf'"([a-z][a-z0-9_]{{0,39}})":"({_HEX})"')
# A leaf has so little freedom that one pattern is its whole grammar, canonical order included.
_LEAF = re.compile(
    rf"""\{{(?:"catalogue":"(?P<catalogue>{_HEX})",)?"fields":\{{(?P<fields>(?:{_PAIR.pattern}(?:,(?=")|(?=\}})))*)\}},"""
    rf""""format":{FORMAT},(?:"guideline":"(?P<guideline>{_HEX})",)?"seq":(?P<seq>0|[1-9][0-9]{{0,15}}),"""
    r""""time":"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)","""
    rf""""type":"(?P<type>[a-z-]{{1,40}})","visit":"(?P<visit>[0-9A-Za-z.+-]{{1,40}})"\}}"""
)


class Person(TypedDict, total=False):
    """What a ledger knows of somebody who records in it; `called` has a guideline's own roles in Danish and English."""

    roles: Sequence[str]
    team: str
    called: Mapping[str, Mapping[str, str]]


People: TypeAlias = Mapping[str, Person]
"""The people of a ledger, by the name they record under."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What is to become an entry: everything but its number, its time and its salts.

    Attributes:
        type: What it records.
        visit: The version of visit that writes it.
        fields: Field name to a value with a canonical form.
        guideline: Digest of the shared guideline, where it rests on one.
        catalogue: Digest of the shared catalogue, where it rests on one.
        documents: The shared documents by digest, as canonical bytes; those that are stored already are passed over.
    """

    type: EntryType
    visit: str
    fields: Mapping[str, Any]
    guideline: str | None = None
    catalogue: str | None = None
    documents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """The public part of an entry, read back."""

    seq: int
    time: str
    type: EntryType
    visit: str
    guideline: str | None
    catalogue: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An entry as stored: its leaf in bytes and read, and the values of its fields that are still there.

    `odd` names those that are there in a form that visit never writes: they are none of its values. `changed` says what is not as
    it was when it was appended: names of values, or `LEAF`.
    """

    seq: int
    bytes: bytes
    leaf: Leaf
    values: Mapping[str, Any]
    odd: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def get(self, name: str) -> Any:
        """Return the value of a field, or None where it has none or no longer has it."""
        return self.values.get(name)

    @property
    def erased(self) -> bool:
        """Whether none of its values is left."""
        return bool(self.leaf.fields) and not self.values and not self.odd


def leaf_of(draft: Draft, seq: int, time: datetime, commitments: Mapping[str, str]) -> bytes:
    """Return the canonical bytes of a leaf."""
    leaf = {
        "format": FORMAT,
        "seq": seq,
        "time": written_time(time),
        "type": EntryType(draft.type).value,
        "visit": draft.visit,
        "fields": dict(commitments),
    }
    for key, digest in (("guideline", draft.guideline), ("catalogue", draft.catalogue)):
        if digest is not None:
            leaf[key] = digest
    return encode(leaf)


def written_time(time: datetime) -> str:
    """Return a moment as a leaf has it: UTC, whole seconds."""
    # `strftime` writes a year before 1000 with four digits on some systems only.
    return f"{time.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"


def read_leaf(raw: bytes) -> Leaf:
    """Read a leaf.

    Raises:
        UnknownTypeError: It would be a leaf, if there were entries of its type.
        LedgerError: It is not a leaf of format 1 in canonical bytes.
    """
    found = _LEAF.fullmatch(raw.decode("utf-8", "replace"))
    if found is None or not _is_time(found["time"]):
        raise LedgerError(_("it is not a leaf of format {n}", n=FORMAT))
    fields = dict(_PAIR.findall(found["fields"]))
    names = list(fields)
    if names != sorted(names) or found["fields"].count(":") != len(names):
        raise LedgerError(_("its fields are not in order, each once"))
    seq = int(found["seq"])
    if seq > LARGEST:
        raise LedgerError(_("it is not a leaf of format {n}", n=FORMAT))
    if found["type"] not in list(EntryType):
        raise UnknownTypeError(_('this version of visit knows no entries of the type "{type}"', type=found["type"]))
    type = EntryType(found["type"])
    if (type is EntryType.INIT) is not (seq == 0):
        raise LedgerError(_("entry 0, and no other, is the one that makes the ledger"))
    return Leaf(seq, found["time"], type, found["visit"], found["guideline"], found["catalogue"], fields)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_entry(seq: int, raw: bytes, hash: bytes, rows: Iterable[tuple[int, str, bytes, bytes]]) -> Entry:
    """Return an entry as stored: its leaf, the hash beside it, and the rows of values: number, field, salt, value.

    A value that its leaf does not name is none of its values, whoever put it there.

    Raises:
        LedgerError: The leaf is none, or another entry's.
    """
    leaf = read_leaf(raw)
    if leaf.seq != seq:
        raise LedgerError(_("it says that it is entry {n}", n=leaf.seq))
    read: dict[str, object] = {}
    changed = [] if leaf_hash(raw) == hash else [LEAF]
    odd = []
    for _seq, name, salt, value in rows:
        if name not in leaf.fields:
            continue
        if commitment(name, salt, value) != leaf.fields[name]:
            changed.append(name)
        try:
            found = read_canonical(value)
        except LedgerError:
            odd.append(name)
            continue
        if has_form(name, found):
            read[name] = found
        else:
            odd.append(name)
    return Entry(seq, raw, leaf, read, tuple(odd), tuple(changed))


def read_canonical(raw: bytes) -> Any:
    """Return the value of canonical bytes.

    Raises:
        LedgerError: They are not the canonical text of a value.
    """
    try:
        value = json.loads(raw, parse_float=_refuse, parse_constant=_refuse)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise LedgerError(_("it is not canonical JSON")) from None
    # A whole number past 2^53 and a key past U+FFFF survive the way there and back: `encode` refuses them.
    if again != raw or (_may_be_deep(raw) and is_too_deep(value)) or (_may_be_odd(raw) and not _encodes(value)):
        raise LedgerError(_("it is not canonical JSON"))
    return value


def is_canonical(raw: bytes) -> bool:
    """Return whether bytes are the canonical text of a value."""
    try:
        read_canonical(raw)
    except LedgerError:
        return False
    return True


def _refuse(_text: str) -> Any:
    raise ValueError


_DIGITS_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_SIXTEEN_DIGITS = b"0" * 16
_PAST_FFFF = re.compile(rb"[\xf0-\xff]")


def _may_be_odd(raw: bytes) -> bool:
    # `verify` comes here with every value: an expression for sixteen digits takes as long as reading the JSON.
    long = _SIXTEEN_DIGITS in raw.translate(_DIGITS_AS_ZERO)
    return long or not (raw.isascii() or _PAST_FFFF.search(raw) is None)


def _may_be_deep(raw: bytes) -> bool:
    return raw.count(b"[") + raw.count(b"{") > DEEPEST


def _encodes(value: Any) -> bool:
    try:
        encode(value)
    except (TypeError, ValueError):
        return False
    return True
