"""All packs: good, damaged, hashed rightly with something wrong in them, asked about, and no packs at all: section 11."""

from __future__ import annotations

import json
from typing import Any

from vectors.damage import damaged_packs
from vectors.hashing import ORIGIN, commit
from vectors.ledger import GUIDELINE, Ledger, decided, good_packs, releaf


def consistent_packs() -> list[dict[str, Any]]:
    """Return packs in which every hash fits, and something that was hashed is wrong."""
    found = []

    def wrong(
        name: str, finds: str, at: int = 1, value: str | None = None, document: str = GUIDELINE, **change: Any
    ) -> None:
        ledger = Ledger(label="wrong")
        ledger.append("init", origin=ORIGIN, keys=[], people={})
        decided(ledger, "c1", "r", document)
        if value is not None:
            salt = ledger.fields[at]["reason"][0]
            ledger.fields[at]["reason"] = (salt, value)
            change["fields"] = {
                **json.loads(ledger.leaves[at])["fields"],
                "reason": commit("reason", salt, value).hex(),
            }
        ledger.leaves[at] = releaf(ledger.leaves[at], **change)
        entries = [ledger.entry(0), {**ledger.entry(1), "seq": change.get("seq", 1) if at == 1 else 1}]
        found.append({"name": name, "pack": ledger.pack(ledger.body(), [], entries, document), "finds": finds})

    for name, value in (
        ("white space", '"r" '),
        ("a letter escaped", '"\\u0072"'),
        ("a fraction", "1.5"),
        ("a key twice", '{"a":1,"a":1}'),
        ("half a surrogate pair", '"\\ud800"'),
        ("no JSON", "r"),
        ("nothing", ""),
        ("too large a number", "9007199254740992"),
        ("keys out of order", '{"b":1,"a":2}'),
        ("minus zero", "-0"),
    ):
        wrong(f"a value with {name} in it", 'entry 1: the value of "reason" ', value=value)
    wrong("a document with white space in it", "is not the canonical text", document=GUIDELINE.replace(":", ": "))
    wrong("a document that is no JSON", "is not JSON", document="layers")
    wrong("a leaf with a key too many", "entry 1: the leaf has a key that no leaf has", case="c1")
    wrong("a leaf with an offset in its time", 'entry 1: the leaf has a wrong "time"', time="2026-11-02T09:30:00+01:00")
    wrong("a leaf of another format", 'entry 1: the leaf has a wrong "format"', format=2)
    wrong("a leaf with a type that is none", 'entry 1: the leaf has a wrong "type"', type="note")
    wrong("a leaf in the place of another number", "entry 0: the leaf is wrong: entry 0, and no other", seq=0)
    wrong("a leaf with a number beyond the ledger", "entry 2: its proof is for an entry that the checkpoint", seq=2)
    wrong("a second init", "entry 1: the leaf is wrong: entry 0, and no other", type="init")
    wrong("an entry 0 that is no init", "entry 0: the leaf is wrong: entry 0, and no other", at=0, type="configuration")
    empty = Ledger(label="no entries")
    empty.append("init", origin=ORIGIN, keys=[], people={})
    none = empty.pack(empty.body(), [], [])
    found.append({"name": "no entries", "pack": none, "finds": "entries: there are none"})
    for name, number in (("an entry to come", 3), ("itself", 2)):
        ledger = Ledger(label="erased beforehand")
        ledger.append("init", origin=ORIGIN, keys=[], people={})
        decided(ledger, "c1", "r")
        ledger.append("erasure", entries=[1, number], basis="arkivloven")
        decided(ledger, "c2", "r")
        entries = [ledger.entry(1, erased=True), ledger.entry(2), ledger.entry(3, erased=number == 3)]
        finds = "entry 2: names as erased what does not come before it"
        found.append({"name": f"an erasure of {name}", "pack": ledger.pack(ledger.body(), [], entries), "finds": finds})
    return found


def asked_packs(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what `--key` and `--head` find in good packs; `finds` is null where it is nothing, and `code` how it ends."""
    rows: list[tuple[str, int, str | None, str | None, str | None]] = [
        ("the key that signed", 1, "ours", None, None),
        ("the head of the pack", 1, None, "head", None),
        ("key and head", 1, "ours", "head", None),
        ("a key that has not signed", 1, "next", None, "no signature fits the key given"),
        ("a key that is not known to the pack", 1, "other", None, "no signature fits the key given"),
        ("a key of another name", 1, "witness", None, "no signature fits the key given"),
        ("a witness that signed", 3, "witness", None, None),
        ("another head", 1, None, "fake", "not that of the head given"),
        ("an earlier head, and no proof that leads to it", 1, None, "earlier", None),
        ("an earlier head, and a proof", 9, None, "earlier", None),
        ("a later head, and a proof", 9, None, "later", None),
        ("an earlier head of another history", 9, None, "earlier_fake", "does not lead from the one head to the other"),
        ("a later head of another history", 9, None, "later_fake", "does not lead from the one head to the other"),
        ("the pack's own head, where there are proofs to others", 9, None, "head", None),
        ("a made-up pack and the key", 2, "ours", None, "no signature fits the key given"),
        ("a made-up pack and the head", 2, None, "head", "not that of the head given"),
        ("an unsigned pack and the key", 6, "ours", None, "no signature fits the key given"),
        ("an unsigned pack and its head", 6, None, "head", None),
        ("one of two keys", 3, "ours", None, None),
        ("the other of two keys", 3, "next", None, None),
        ("a pack without keys and the key", 7, "ours", None, None),
        ("a pack without documents and the key", 8, "ours", None, None),
    ]
    return [
        {
            "name": name,
            "of": of,
            "key": given.get(key or ""),
            "head": given.get(head or ""),
            "finds": finds,
            "code": 1 if finds else 3 if "no proof" in name else 0,
        }
        for name, of, key, head, finds in rows
    ]


def pack_vectors() -> dict[str, Any]:
    good, given = good_packs()
    text = json.dumps(good[0]["pack"], ensure_ascii=False)
    unreadable = {
        "nothing": "",
        "no JSON": "{",
        "a text": '"visit-pack"',
        "a list": "[]",
        "null": "null",
        "an empty mapping": "{}",
        "another schema": text.replace("visit-pack", "visit-match"),
        "another version": text.replace('"version": 1', '"version": 3'),
        "version true": text.replace('"version": 1', '"version": true'),
        "version as text": text.replace('"version": 1', '"version": "1"'),
        "version with a fraction": text.replace('"version": 1', '"version": 1.0'),
        "a key twice": text.replace('"version": 1', '"version": 1, "version": 1'),
        "an entry's key twice": text.replace('"erased": false', '"erased": true, "erased": false'),
        "two documents": text + text,
        "half a surrogate pair": text.replace("visit.example", "visit\\ud800example"),
        "a byte order mark": "\ufeff" + text,
        "cut off": text[:-9],
        "not a number": text.replace('"version": 1', '"version": NaN'),
        "nested too deeply": "[" * 100_000,
    }
    return {
        "good": good,
        "damaged": damaged_packs(good),
        "consistent": consistent_packs(),
        "asked": asked_packs(given),
        "unreadable": [{"name": name, "text": text} for name, text in unreadable.items()],
    }
