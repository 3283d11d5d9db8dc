"""Keys, checkpoints and signatures: section 5."""

from __future__ import annotations

import base64
from typing import Any

from vectors.hashing import ORIGIN, b64, flip, sha

DASH = "\u2014"


class Key:
    """A key with a fixed seed."""

    def __init__(self, name: str, label: str) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self.name, self.seed = name, sha(f"seed/{label}".encode())
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = self.private.public_key().public_bytes_raw()
        self.id = sha(name.encode(), b"\n\1", self.public)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(bytes([1]) + self.public)}"
        self.skey = f"PRIVATE+KEY+{name}+{self.id.hex()}+{b64(bytes([1]) + self.seed)}"

    def line(self, body: str, *, name: str | None = None, id: bytes | None = None, bit: int | None = None) -> str:
        signature = self.private.sign(body.encode())
        data = (id or self.id) + (signature if bit is None else flip(signature, bit))
        return f"{DASH} {name or self.name} {b64(data)}\n"

    def sign(self, body: str) -> str:
        return f"{body}\n{self.line(body)}"

    def shown(self) -> dict[str, str]:
        return {
            "name": self.name,
            "seed": self.seed.hex(),
            "public": self.public.hex(),
            "id": self.id.hex(),
            "vkey": self.vkey,
            "skey": self.skey,
        }


def body_of(size: int, root: bytes, origin: str = ORIGIN) -> str:
    return f"{origin}\n{size}\n{b64(root)}\n"


def loose(text: str) -> str:
    """Return base64 with a bit set that no byte has: the same bytes in a form that is not the canonical one."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stem = text.rstrip("=")
    return stem[:-1] + alphabet[alphabet.index(stem[-1]) + 1] + text[len(stem) :]


def vkey_of(name: str, data: bytes) -> str:
    return f"{name}+{sha(name.encode(), bytes([10]), data)[:4].hex()}+{b64(data)}"


def note_vectors() -> dict[str, Any]:
    ours, next_, witness, other = (
        Key(ORIGIN, "one"),
        Key(ORIGIN, "two"),
        Key("witness.example/w1", "three"),
        Key(ORIGIN, "unknown"),
    )
    danish = Key("ældre.example/årsager", "danish")
    roots = [sha(b"root", bytes([at])) for at in range(4)]
    body = body_of(5, roots[0])
    signed = ours.sign(body)
    vkeys = [ours.vkey, next_.vkey]

    def good(name: str, text: str, size: int, at: bytes, by: list[Key], origin: str = ORIGIN) -> dict[str, Any]:
        return {
            "name": name,
            "text": text,
            "origin": origin,
            "size": size,
            "root": at.hex(),
            "signed_by": [key.vkey for key in by],
        }

    notes = [
        good("unsigned", body, 5, roots[0], []),
        good("size 1", body_of(1, roots[1]), 1, roots[1], []),
        good("the largest size", body_of(2**53 - 1, roots[2]), 2**53 - 1, roots[2], []),
        good("signed", signed, 5, roots[0], [ours]),
        good("signed by two keys", signed + next_.line(body), 5, roots[0], [ours, next_]),
        good(
            "signed by a key and one that nobody knows",
            f"{body}\n" + witness.line(body) + ours.line(body),
            5,
            roots[0],
            [ours],
        ),
        good("another origin", danish.sign(body_of(9, roots[3], danish.name)), 9, roots[3], [danish], danish.name),
    ]
    lines = body.split("\n")
    rb64 = lines[2]
    sig_line = ours.line(body)
    sig64 = sig_line.split(" ")[2][:-1]
    syntax = {
        "no line feed at the end": body[:-1],
        "no line feed after the signature": signed[:-1],
        "CRLF": body.replace("\n", "\r\n"),
        "CRLF in a signed one": signed.replace("\n", "\r\n"),
        "size with a leading zero": body.replace("\n5\n", "\n05\n"),
        "size 0": body_of(0, sha()),
        "size 00": body.replace("\n5\n", "\n00\n"),
        "size with a plus": body.replace("\n5\n", "\n+5\n"),
        "negative size": body.replace("\n5\n", "\n-5\n"),
        "size with a space": body.replace("\n5\n", "\n5 \n"),
        "size in hex": body.replace("\n5\n", "\n0x5\n"),
        "size in other digits": body.replace("\n5\n", "\n\u0665\n"),
        "no size": body.replace("\n5\n", "\n\n"),
        "size of 2^53": body.replace("\n5\n", f"\n{2**53}\n"),
        "size of 5000 digits": body.replace("\n5\n", f"\n{'5' * 5000}\n"),
        "root in base64 that is not canonical": body.replace(rb64, loose(rb64)),
        "root without padding": body.replace("=", ""),
        "root in the alphabet for addresses": body_of(5, b"\xfb\xff" * 16).translate(str.maketrans("+/", "-_")),
        "root in hex": body.replace(rb64, roots[0].hex()),
        "root with a space": body.replace(rb64, rb64[:8] + " " + rb64[8:]),
        "root of 31 bytes": body.replace(rb64, b64(roots[0][:31])),
        "root of 33 bytes": body.replace(rb64, b64(roots[0] + b"\0")),
        "root empty": body.replace(rb64, ""),
        "an extra line": body + "more\n",
        "an extra line that is signed": ours.sign(body + "more\n"),
        "a line too few": "\n".join(lines[1:]),
        "no origin": body.replace(ORIGIN, ""),
        "origin with a space": body.replace(ORIGIN, "visit ledger"),
        "origin with a space of another kind": body.replace(ORIGIN, "visit\u00a0ledger"),
        "origin with a plus": body.replace(ORIGIN, "visit+ledger"),
        "origin with a tab": body.replace(ORIGIN, "visit\tledger"),
        "origin with a bell": body.replace(ORIGIN, "visit\x07ledger"),
        "a line feed first": "\n" + body,
        "an empty line and no signature": body + "\n",
        "two empty lines": signed.replace("\n\n", "\n\n\n"),
        "no empty line": signed.replace("\n\n", "\n"),
        "a hyphen for the dash": signed.replace(DASH, "-"),
        "an en dash for the dash": signed.replace(DASH, "\u2013"),
        "no space after the dash": signed.replace(f"{DASH} ", DASH),
        "two spaces after the dash": signed.replace(f"{DASH} ", f"{DASH}  "),
        "a space at the end of the signature line": signed[:-1] + " \n",
        "text after the signatures": signed + "and more\n",
        "an empty line after the signatures": signed + "\n",
        "an empty line between the signatures": f"{signed}\n{next_.line(body)}",
        "signature in base64 that is not canonical": signed.replace(sig64, loose(sig64))
        if "=" in sig64
        else signed.replace(sig64, sig64 + "="),
        "signature line without a signature": f"{body}\n{DASH} {ORIGIN} {b64(ours.id)}\n",
        "signature line without base64": f"{body}\n{DASH} {ORIGIN}\n",
        "signature line without a name": f"{body}\n{DASH} {sig64}\n",
        "key name with a plus": signed.replace(f"{DASH} {ORIGIN}", f"{DASH} a+b"),
        "nothing": "",
        "one line feed": "\n",
    }
    other_body = body_of(6, roots[0])
    forgery = {
        "the first bit of the signature": f"{body}\n{ours.line(body, bit=0)}",
        "the last bit of the signature": f"{body}\n{ours.line(body, bit=511)}",
        "the size changed after signing": other_body + "\n" + sig_line,
        "the root changed after signing": body_of(5, roots[1]) + "\n" + sig_line,
        "a signature cut short": f"{body}\n{DASH} {ORIGIN} {b64(base64.b64decode(sig64)[:-1])}\n",
        "the signature of another key under this key's id": f"{body}\n{other.line(body, id=ours.id)}",
        "one that fits and one that does not": signed + next_.line(other_body),
        "signed without the last line feed": f"{body}\n{ours.line(body[:-1])}",
        "signed with the empty line": f"{body}\n{ours.line(body + chr(10))}",
    }
    unknown = {
        "wrong key id": f"{body}\n{ours.line(body, id=flip(ours.id))}",
        "a key that is not known": other.sign(body),
        "a witness that is not known": witness.sign(body),
        "the key's id under another name": f"{body}\n{ours.line(body, name='visit.example.dk/other')}",
    }
    lettered = next(key for key in (ours, next_, other) if key.id.hex() != key.id.hex().upper())
    forms = {
        "a key id that does not fit": ours.vkey.replace(ours.id.hex(), flip(ours.id).hex()),
        "another name": ours.vkey.replace("ledger", "lodger"),
        "a key id in capitals": lettered.vkey.replace(lettered.id.hex(), lettered.id.hex().upper()),
        "a key of 31 bytes": vkey_of(ORIGIN, bytes([1]) + ours.public[:31]),
        "a key of 33 bytes": vkey_of(ORIGIN, bytes([1]) + ours.public + b"\0"),
        "another algorithm": vkey_of(ORIGIN, bytes([2]) + ours.public),
        "no algorithm": vkey_of(ORIGIN, ours.public),
        "base64 cut short": ours.vkey[:-1],
        "no name": vkey_of("", bytes([1]) + ours.public),
        "a name with a space": vkey_of("visit ledger", bytes([1]) + ours.public),
        "a private key": ours.skey,
        "a line feed at the end": ours.vkey + "\n",
        "two parts": f"{ORIGIN}+{ours.id.hex()}",
        "nothing": "",
    }
    return {
        "keys": [key.shown() for key in (ours, next_, witness, danish)],
        "good": notes,
        "damaged": [
            {"name": name, "text": text, "kind": kind, "known": vkeys}
            for kind, cases in (("syntax", syntax), ("forgery", forgery), ("unknown", unknown))
            for name, text in cases.items()
        ],
        "damaged_keys": [{"name": name, "vkey": text} for name, text in forms.items()],
        "published": {
            "source": "golang.org/x/mod/sumdb/note",
            "vkey": "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "text": "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
            "line": f"{DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
            "KvqfqdngotpRZb6KE6RyyBwJnAM=",
        },
    }
