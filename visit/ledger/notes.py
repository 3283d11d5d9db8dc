"""Checkpoints and signed notes: a head of the ledger as text that other programs can check.

`docs/ledger-format.md`, section 5: C2SP tlog-checkpoint and signed note, Ed25519. The keys are `signing`'s.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from visit.canonical import LARGEST
from visit.errors import LedgerError, Location
from visit.ledger.signing import ORIGIN, PublicKey, SigningKey, base64_bytes, fits, is_origin
from visit.locale import text as _

_BODY = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<text>[A-Za-z0-9+/]+={0,2})\n")
_LONGEST_NOTE = 100_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that a Windows program has written in UTF-16."""


@dataclass(frozen=True, slots=True)
class Head:
    """A size and the root over so many entries: 32 bytes."""

    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Size and root as they are printed: `12 q5D…=`."""
        return f"{self.size} {base64.b64encode(self.root).decode()}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head with its origin, and the signatures under it: key name, key id, signature."""

    origin: str
    head: Head
    signatures: tuple[tuple[str, bytes, bytes], ...] = ()

    @property
    def body(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.head.size}\n{base64.b64encode(self.head.root).decode()}\n"

    @property
    def text(self) -> str:
        """The checkpoint as text, with its signatures."""
        if not self.signatures:
            return self.body
        lines = [f"— {name} {base64.b64encode(id + signed).decode()}\n" for name, id, signed in self.signatures]
        return f"{self.body}\n{''.join(lines)}"


# --- checkpoints ---


def read_checkpoint(text: str, at: Location | None = None) -> Checkpoint:
    """Read a checkpoint, signed or not; also `SIZE ROOT` alone, as `decide` prints it (its origin is then empty).

    Raises:
        LedgerError: It is neither.
    """
    found = _BODY.match(text)
    if found is None:
        return _bare_head(text, at)
    origin, rest = found["origin"], text[found.end() :]
    root = base64_bytes(found["root"])
    signatures = _signatures(rest)
    size = int(found["size"])
    if root is None or signatures is None or not is_origin(origin) or size > LARGEST or len(text) > _LONGEST_NOTE:
        raise _not_a_checkpoint(at)
    return Checkpoint(origin, Head(size, root), signatures)


def read_outside_checkpoint(raw: bytes, at: Location) -> Checkpoint:
    """Read a checkpoint as it comes back from outside the ledger: a mail, a note, a share on Windows.

    Line ends, a byte order mark, spaces at the ends of lines and a missing last line feed are the keeper's, not the ledger's.

    Raises:
        LedgerError: It is none; the line that is wrong is named.
    """
    try:
        text = raw.decode("utf-16" if raw[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise _not_a_checkpoint(at) from None
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    if len(lines) == 1:
        return _bare_head(lines[0].rpartition(": ")[2], at)
    try:
        return read_checkpoint("\n".join(lines) + "\n", at)
    except LedgerError:
        raise _not_a_checkpoint(Location(at.file, _wrong_line(lines))) from None


def _wrong_line(lines: Sequence[str]) -> int | None:
    """Return the number of the first line that cannot stand there in a checkpoint; None where only lines are missing."""
    forms = (ORIGIN.pattern, "[1-9][0-9]{0,15}", "[A-Za-z0-9+/]{43}=", "")
    for number, line in enumerate(lines, start=1):
        form = forms[number - 1] if number <= len(forms) else _SIGNATURE.pattern.removesuffix("\\n")
        if re.fullmatch(form, line) is None:
            return number
    return None


def _bare_head(text: str, at: Location | None) -> Checkpoint:
    size, space, written = text.strip().partition(" ")
    root = base64_bytes(written)
    if (
        not space
        or not re.fullmatch("[1-9][0-9]{0,15}", size)
        or int(size) > LARGEST
        or root is None
        or len(root) != 32
    ):
        raise _not_a_checkpoint(at)
    return Checkpoint("", Head(int(size), root))


def _not_a_checkpoint(at: Location | None) -> LedgerError:
    return LedgerError(
        _("this is not a checkpoint"),
        at=at,
        help=_(
            "write the three lines that `visit log checkpoint` gave, or size and root as `visit decide` printed them"
        ),
    )


def _signatures(rest: str) -> tuple[tuple[str, bytes, bytes], ...] | None:
    """Return the signatures under a body; None where the text is no signed note."""
    if not rest:
        return ()
    found, place = [], 1
    if not rest.startswith("\n") or len(rest) == 1:
        return None
    while place < len(rest):
        line = _SIGNATURE.match(rest, place)
        raw = base64_bytes(line["text"]) if line else None
        if line is None or raw is None or len(raw) < 5 or not is_origin(line["name"]):
            return None
        found.append((line["name"], raw[:4], raw[4:]))
        place = line.end()
    return tuple(found)


def signed(checkpoint: Checkpoint, key: SigningKey) -> Checkpoint:
    """Return a checkpoint with one signature more."""
    signature = key.sign(checkpoint.body.encode())
    mine = (key.public.name, key.public.id, signature)
    return Checkpoint(checkpoint.origin, checkpoint.head, (*checkpoint.signatures, mine))


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signatures of a checkpoint say: the keys whose fit, the names of those that do not, how many say nothing."""

    good: tuple[PublicKey, ...]
    forged: tuple[str, ...]
    unknown: int


def check_signatures(checkpoint: Checkpoint, keys: Iterable[PublicKey]) -> Signed:
    """Compare the signatures of a checkpoint with known keys.

    Raises:
        LedgerError: The library that checks signatures is not installed.
    """
    # An id is 32 bits: two keys can share one, and a signature is good if it fits any of them.
    known: dict[tuple[str, bytes], list[PublicKey]] = {}
    for key in keys:
        known.setdefault((key.name, key.id), []).append(key)
    unknown = 0
    good: list[PublicKey] = []
    forged: list[str] = []
    for name, id, signature in checkpoint.signatures:
        asked = known.get((name, id), [])
        fitting = [key for key in asked if fits(key, signature, checkpoint.body.encode())]
        good += fitting
        if not asked:
            unknown += 1
        elif not fitting:
            forged.append(asked[0].short)
    return Signed(tuple(good), tuple(forged), unknown)
