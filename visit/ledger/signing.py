"""Keys: those that sign heads, those that are known to others, and their files.

`docs/ledger-format.md`, section 5: Ed25519. Reading a public key needs nothing; signing, and checking a signature, need the library
of the extra `sign`.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from visit.errors import LedgerError, Location
from visit.locale import text as _
from visit.locale.system import why_refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\1"
ORIGIN = re.compile(r"[^\s+]+\Z")


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


def is_origin(text: str) -> bool:
    """Return whether a text can name a ledger: printable, without spaces and plus signs."""
    return ORIGIN.match(text) is not None and text.isprintable()


def read_key(text: str) -> PublicKey:
    """Read a public key.

    Raises:
        LedgerError: It is none, or its id does not fit.
    """
    name, _plus, rest = text.partition("+")
    id, _plus, written = rest.partition("+")
    raw = base64_bytes(written)
    if not is_origin(name) or raw is None or len(raw) != 33 or raw[:1] != ED25519:
        raise LedgerError(_("this is not a public key"), help=_("it is written <name>+<key id>+<key>"))
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
            _("the key cannot be written: {reason}", reason=why_refused(error)),
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
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_LONGEST_KEY).strip()  # a device has no end
    except (OSError, ValueError) as error:
        raise LedgerError(
            _("the key cannot be read: {reason}", reason=why_refused(error)),
            at=at,
            help=_("check the path and who may read it"),
        ) from None
    words = text.removeprefix("PRIVATE+KEY+").split("+", 2)
    raw = base64_bytes(words[2]) if len(words) == 3 and text.startswith("PRIVATE+KEY+") else None
    if raw is None or len(raw) != 33 or raw[:1] != ED25519:
        raise LedgerError(_("this is not a private key"), at=at, help=_("`visit log init --key FILE` writes one"))
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


def fits(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Return whether a signature is a key's under a message.

    Raises:
        LedgerError: The library that checks signatures is not installed.
    """
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
        help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="sign"),
    )


def base64_bytes(text: str) -> bytes | None:
    """Return the bytes of canonical base64, else None."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None
