"""What every file of vectors is made of: hashes, texts and the damage of one bit."""

from __future__ import annotations

import base64
import hashlib
import json

ORIGIN = "visit.example.dk/ledger"


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def flip(data: bytes, bit: int = 0) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]


def hexes(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def leaf_hash(leaf: bytes) -> bytes:
    return sha(b"\0", leaf)


def commit(name: str, salt: bytes, value: str) -> bytes:
    return sha(b"visit-ledger/1/", name.encode(), b"\0", salt, value.encode())


def salt_of(*names: object) -> bytes:
    return sha("/".join(map(str, ("salt", *names))).encode())
