"""Checkpoints and signed notes: a head of the ledger as text that other programs can check.

`docs/ledger-format.md`, section 5: C2SP tlog-checkpoint and signed note, Ed25519. Reading and comparing a checkpoint needs nothing;
signing, and checking a signature, need the library of the extra `sign`.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from visit.canonical import LARGEST
from visit.errors import LedgerError, Location
from visit.locale import text as _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\1"
_BODY = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>[1-9][0-9]{0,15})\n(?P<root>[A-Za-z0-9+/]{43}=)\n")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<text>[A-Za-z0-9+/]+={0,2})\n")
_ORIGIN = re.compile(r"[^\s+]+\Z")
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


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key with its name: 32 bytes."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of the key's digest."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    @property
    def short(self) -> str:
        """The name and the id: what people compare."""
        return f"{self.name}+{self.id.hex()}"

    @property
    def text(self) -> str:
        """The key as it is written into the ledger."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.key).decode()}"


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
    root = _base64(found["root"])
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
    forms = (_ORIGIN.pattern, "[1-9][0-9]{0,15}", "[A-Za-z0-9+/]{43}=", "")
    for number, line in enumerate(lines, start=1):
        form = forms[number - 1] if number <= len(forms) else _SIGNATURE.pattern.removesuffix("\\n")
        if re.fullmatch(form, line) is None:
            return number
    return None


def _bare_head(text: str, at: Location | None) -> Checkpoint:
    size, space, written = text.strip().partition(" ")
    root = _base64(written)
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
        _("this is no checkpoint"),
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
        raw = _base64(line["text"]) if line else None
        if line is None or raw is None or len(raw) < 5 or not is_origin(line["name"]):
            return None
        found.append((line["name"], raw[:4], raw[4:]))
        place = line.end()
    return tuple(found)


def is_origin(text: str) -> bool:
    """Return whether a text can name a ledger: printable, without spaces and plus signs."""
    return _ORIGIN.match(text) is not None and text.isprintable()


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
        fitting = [key for key in asked if _fits(key, signature, checkpoint.body.encode())]
        good += fitting
        if not asked:
            unknown += 1
        elif not fitting:
            forged.append(asked[0].short)
    return Signed(tuple(good), tuple(forged), unknown)


# --- keys ---


def read_key(text: str) -> PublicKey:
    """Read a public key.

    Raises:
        LedgerError: It is none, or its id does not fit.
    """
    name, _plus, rest = text.partition("+")
    id, _plus, written = rest.partition("+")
    raw = _base64(written)
    if not is_origin(name) or raw is None or len(raw) != 33 or raw[:1] != ED25519:
        raise LedgerError(_("this is no public key"), help=_("it is written <name>+<key id>+<key>"))
    key = PublicKey(name, raw[1:])
    if key.id.hex() != id:
        raise LedgerError(_("the id of the public key does not fit the key"))
    return key


def is_key(text: str) -> bool:
    """Return whether a text is a public key."""
    try:
        read_key(text)
    except LedgerError:
        return False
    return True


class SigningKey:
    """An Ed25519 private key with its name; 32 bytes of seed."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = _private(seed)
        self._seed = seed
        self.public = PublicKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message: 64 bytes."""
        return self._key.sign(message)

    @property
    def text(self) -> str:
        """The key as its file holds it."""
        written = base64.b64encode(ED25519 + self._seed).decode()
        return f"PRIVATE+KEY+{self.public.name}+{self.public.id.hex()}+{written}\n"


_LONGEST_KEY = 10_000


def new_key(path: Path, name: str) -> SigningKey:
    """Make a key and write it to a new file that only its owner can read.

    Raises:
        LedgerError: The file is there already, or cannot be written.
    """
    key = SigningKey(name, os.urandom(32))
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(key.text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LedgerError(
            _("the key cannot be written: {reason}", reason=(error.strerror or "").lower()),
            at=Location(str(path)),
            help=_("check the folder and who may write to it"),
        ) from error
    return key


def load_key(path: Path) -> SigningKey:
    """Read a private key from its file.

    Raises:
        LedgerError: The file cannot be read, or holds no such key.
    """
    at = Location(str(path))
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LONGEST_KEY).strip()  # a device has no end
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or _("not a path")).lower()
        raise LedgerError(
            _("the key cannot be read: {reason}", reason=reason), at=at, help=_("check the path and who may read it")
        ) from None
    words = text.removeprefix("PRIVATE+KEY+").split("+", 2)
    raw = _base64(words[2]) if len(words) == 3 and text.startswith("PRIVATE+KEY+") else None
    if raw is None or len(raw) != 33 or raw[:1] != ED25519:
        raise LedgerError(_("this is no private key"), at=at, help=_("`visit log init --key FILE` writes one"))
    key = SigningKey(words[0], raw[1:])
    if key.public.id.hex() != words[1]:
        raise LedgerError(_("the id of the private key does not fit the key"), at=at)
    return key


def can_check_signatures() -> bool:
    """Return whether the library for signatures is installed and loads."""
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        return False
    return True


def _private(seed: bytes) -> Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise _no_library() from None
    return Ed25519PrivateKey.from_private_bytes(seed)


def _fits(key: PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise _no_library() from None
    public: Ed25519PublicKey
    try:
        public = Ed25519PublicKey.from_public_bytes(key.key)
        public.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _no_library() -> LedgerError:
    return LedgerError(
        _("signatures need a library that is not installed, or does not load"),
        help=_("install visit with its extra: `visit[sign]`"),
    )


def _base64(text: str) -> bytes | None:
    """Return the bytes of canonical base64, else None."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None
