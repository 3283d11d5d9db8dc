"""Salted commitments: a field is fixed in the leaf, and can be destroyed without the leaf changing.

`docs/ledger-format.md`, section 3. Whoever has only the commitment cannot find the value by trying.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256

SALT = 32
"""Random bytes beside every value."""


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(SALT)


def commitment(name: str, salt: bytes, value: bytes) -> str:
    """Return the commitment to a field's canonical bytes, in hexadecimal."""
    return sha256(_tag(name) + salt + value).hexdigest()


@cache
def _tag(name: str) -> bytes:
    return b"visit-ledger/1/" + name.encode("ascii") + b"\0"
