"""Packs by chance, and what the package and the independent verifier each say of one: each can show a mistake of the other."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import verify_pack as tool
from vectors.damage import GONE, changed
from vectors.hashing import ORIGIN, b64, hexes
from vectors.ledger import GUIDELINE, Ledger, digest_of, releaf
from vectors.notes import Key
from vectors.tree import consistency, root

from visit.errors import LedgerError, Location
from visit.ledger.notes import Checkpoint, Head
from visit.ledger.packs import check_pack, read_pack
from visit.ledger.signing import read_key

VECTORS = json.loads((Path(__file__).parent / "vectors" / "packs.json").read_text(encoding="utf-8"))
GOOD, BAD, NOT_COMPARED = "good", "bad", "good, and not compared with the head"
COUNT = len(VECTORS["good"])
KEYS = [None, *{row["key"]: None for row in VECTORS["asked"] if row["key"]}]
HEADS = [None, *{row["head"]: None for row in VECTORS["asked"] if row["head"]}]
ODD: tuple[Any, ...] = (
    *(
        GONE,
        GONE,
        None,
        True,
        False,
        0,
        1,
        -1,
        7,
        2**53,
        2**60,
        10**30,
        1.5,
        [],
        {},
        [[]],
        [None],
        {"": None},
        {"5": []},
    ),
    *("", "x", "7", "\ud800", "\U0001f600", "\x1b[31m", "a" * 64, "A" * 64, "\n\n\n", "\u00a0", "init", "erasure"),
)


@cache
def packs() -> tuple[dict[str, Any], ...]:
    """Return the packs that are mutated: every good one first, those that hash something wrong, and each damaged one."""
    good = [row["pack"] for row in VECTORS["good"]]
    damaged = [changed(good[row["of"]], row["path"], row["value"]) for row in VECTORS["damaged"]]
    return (*good, *(row["pack"] for row in VECTORS["consistent"]), *damaged)


def by_tool(raw: bytes, key: str | None, head: str | None) -> str:
    """Return what the independent verifier says."""
    try:
        found = tool.verify(
            raw, None if key is None else tool.parse_key(key), None if head is None else tool._head(head)
        )
    except tool.Refused:
        return BAD
    return BAD if found.faults else GOOD if found.is_compared else NOT_COMPARED


def by_package(raw: bytes, key: str | None, head: str | None) -> str:
    """Return what `visit verify` says."""
    kept = None
    if head is not None:
        size, root = tool._head(head)
        kept = Checkpoint("", Head(size, root))
    try:
        found = check_pack(read_pack(raw, Location("pack.json")), [] if key is None else [read_key(key)], known=kept)
    except LedgerError:
        return BAD
    return BAD if found.faults else NOT_COMPARED if found.compared is False else GOOD


def disagreement(raw: bytes, key: str | None, head: str | None) -> str | None:
    """Return what the two say where it differs."""
    one, other = by_package(raw, key, head), by_tool(raw, key, head)
    return None if one == other else f"package: {one}; tools/verify_pack.py: {other}; --key {key} --head {head}"


def drawn(draw: random.Random) -> tuple[bytes, str | None, str | None]:
    """Return a mutated pack as bytes, with a key and a head or without."""
    pack = made(draw) if draw.random() < 0.5 else draw.choice(packs() if draw.random() < 0.2 else packs()[:COUNT])
    for _once in range(draw.choice((0, 0, 1, 1, 2))):
        pack = _mutated(pack, draw)
    raw = json.dumps(pack, indent=draw.choice((None, 1)), ensure_ascii=draw.random() < 0.5).encode(
        "utf-8", "surrogatepass"
    )
    if draw.random() < 0.1:
        raw = _flipped(raw, draw)
    key = draw.choice([*KEYS, *(one.vkey for one in SIGNERS)]) if draw.random() < 0.4 else None
    return raw, key, draw.choice([*HEADS, *map(_head_of, LEDGERS)]) if draw.random() < 0.4 else None


# --- packs in which every hash fits ---

SIGNERS = (
    Key(ORIGIN, "one"),
    Key(ORIGIN, "two"),
    Key("witness.example/w1", "three"),
    Key("other.example/ledger", "one"),
)
VALUES: tuple[Any, ...] = (
    ORIGIN,
    "other.example/ledger",
    [1],
    [2, 3],
    [True],
    ["1"],
    [[1]],
    [None],
    1,
    None,
    {},
    {"1": 1},
    "",
    [],
)
NAMES = ("origin", "entries", "by", "case", "keys", "of")
TYPES = ("decision", "approval", "erasure", "configuration", "follow-up")


def _ledger(seed: int) -> Ledger:
    """Return a ledger of entries that say anything, in the right form."""
    draw = random.Random(seed)
    ledger = Ledger(draw.choice((ORIGIN, ORIGIN, "other.example/ledger")), label=f"drawn {seed}")
    for seq in range(draw.randrange(1, 9)):
        values = {name: draw.choice(VALUES) for name in draw.sample(NAMES, draw.randrange(len(NAMES)))}
        shared = {"guideline": digest_of(GUIDELINE)} if draw.random() < 0.3 else {}
        ledger.append("init" if seq == 0 else draw.choice(TYPES), shared, **values)
        if draw.random() < 0.3:  # an entry without any field
            ledger.fields[seq] = {}
            ledger.leaves[seq] = releaf(ledger.leaves[seq], fields={})
    return ledger


LEDGERS = tuple(map(_ledger, range(40)))


def _head_of(ledger: Ledger) -> str:
    return f"{len(ledger.leaves)} {b64(root(ledger.hashes()))}"


def made(draw: random.Random) -> dict[str, Any]:
    """Return a pack of some entries of a ledger: signed by anybody or nobody, with proofs to heads of other sizes."""
    ledger = draw.choice(LEDGERS)
    size = len(ledger.leaves)
    signers = draw.sample(SIGNERS, draw.randrange(4))
    lines = "".join(
        one.line(ledger.body(), name=draw.choice((None, None, None, "w\u00a0", "w\u200b", "ø"))) for one in signers
    )
    numbers = sorted(draw.sample(range(size), draw.randrange(size + 1)))
    entries = [ledger.entry(seq, tuple(draw.sample(NAMES, 2)), erased=draw.random() < 0.3) for seq in numbers]
    keys = [one.vkey for one in draw.sample(SIGNERS, draw.randrange(3))]
    pack = ledger.pack(ledger.body() + ("\n" + lines if lines else ""), keys, entries, *draw.choice(((), (GUIDELINE,))))
    if draw.random() < 0.5:
        proofs = {str(old): hexes(consistency(old, ledger.hashes())) for old in range(1, size)}
        pack |= {"version": draw.choice((2, 2, 2, 1, 3)), "consistency": proofs}
    return pack


def _mutated(pack: Any, draw: random.Random) -> Any:
    spots = list(_places(pack))
    if not spots:
        return pack
    path = list(draw.choice(spots))
    here = _at(pack, path)
    if isinstance(here, str) and draw.random() < 0.7:
        return changed(pack, path, _rewritten(here, draw))
    if draw.random() < 0.4:  # a value of another place, where it may fit better than anything made up
        return changed(pack, path, _at(pack, list(draw.choice(spots))))
    return changed(pack, path, draw.choice(ODD))


def _rewritten(text: str, draw: random.Random) -> str:
    """Return a text with something taken out, put in, doubled or spelt in another way."""
    at = draw.randrange(len(text) + 1)
    match draw.randrange(7):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + draw.choice(' \n\t+—=:",{}[]0aZ\u00a0\u2028\u200b\r') + text[at:]
        case 2:
            return text.upper()
        case 3:
            return text.replace(
                draw.choice(("\n", " ", '"', "+", "visit", "0", "1")), draw.choice(("\r\n", "", "x", "  ")), 1
            )
        case 4:
            return text + draw.choice(("\n", " ", text, "x" * 100_001))
        case 5:
            return text[:at]
        case _:
            lines = text.split("\n")
            draw.shuffle(lines)
            return "\n".join(lines)


def _flipped(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    put = draw.choice(
        (b"", bytes([draw.randrange(256)]), bytes([data[at] ^ 1 << draw.randrange(8)]), b'"', b"\\u0000", b",")
    )
    return data[:at] + put + data[at + draw.randrange(2) :]


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from _places(one, (*path, key))


def _at(value: Any, path: list[Any]) -> Any:
    for part in path:
        value = value[part]
    return value
