"""A small ledger, and good packs made of it: section 11. Nobody in it is a person."""

from __future__ import annotations

import json
from typing import Any

from vectors.hashing import ORIGIN, b64, canonical, commit, hexes, leaf_hash, salt_of, sha
from vectors.notes import Key, body_of
from vectors.tree import consistency, inclusion, root

GUIDELINE = canonical({"layers": [{"guideline": "national", "rules": []}, {"guideline": "example", "rules": []}]})
CATALOGUE = canonical({"document": {"offers": [{"id": "aaby"}]}, "points": {"aaby": [0, 0]}, "provisions": {}})
NEWER = canonical(
    {"layers": [{"guideline": "national", "rules": []}, {"guideline": "example", "rules": [{"id": "near"}]}]}
)


def digest_of(text: str) -> str:
    return sha(text.encode()).hex()


class Ledger:
    """Entries with their values, and the packs that can be made of them."""

    def __init__(self, origin: str = ORIGIN, label: str = "ledger") -> None:
        self.origin, self.label = origin, label
        self.leaves: list[str] = []
        self.fields: list[dict[str, tuple[bytes, str]]] = []

    def append(self, type: str, shared: dict[str, str] | None = None, **values: object) -> None:
        seq = len(self.leaves)
        values = {"by": "Anna Eksempel", "system_user": "aeks", **values}
        kept = {name: (salt_of(self.label, seq, name), canonical(value)) for name, value in values.items()}
        leaf = {
            "format": 1,
            "seq": seq,
            "time": f"2026-11-02T{9 + seq // 60:02}:{seq % 60:02}:00Z",
            "type": type,
            "visit": "0.1.0",
            "fields": {name: commit(name, *pair).hex() for name, pair in kept.items()},
            **(shared or {}),
        }
        self.leaves.append(canonical(leaf))
        self.fields.append(kept)

    def hashes(self) -> list[bytes]:
        return [leaf_hash(leaf.encode()) for leaf in self.leaves]

    def body(self) -> str:
        return body_of(len(self.leaves), root(self.hashes()), self.origin)

    def entry(self, seq: int, withheld: tuple[str, ...] = (), *, erased: bool = False) -> dict[str, Any]:
        given = {} if erased else {name: pair for name, pair in self.fields[seq].items() if name not in withheld}
        return {
            "seq": seq,
            "leaf": self.leaves[seq],
            "proof": hexes(inclusion(seq, self.hashes())),
            "fields": {name: {"salt": salt.hex(), "value": value} for name, (salt, value) in given.items()},
            "erased": erased,
        }

    def pack(self, checkpoint: str, keys: list[str], entries: list[dict[str, Any]], *documents: str) -> dict[str, Any]:
        return {
            "schema": "visit-pack",
            "version": 1,
            "checkpoint": checkpoint,
            "keys": keys,
            "entries": entries,
            "documents": {digest_of(text): text for text in documents},
        }


def decided(ledger: Ledger, case: str, reason: str, guideline: str = GUIDELINE) -> None:
    ledger.append(
        "decision",
        {"guideline": digest_of(guideline), "catalogue": digest_of(CATALOGUE)},
        case=case,
        reason=reason,
        as_of="2026-11-02",
        facts={"document": {"age": 19}, "points": {}},
        shown={"language": "da", "text": "Aaby: egnet\n"},
        core={
            "format": 1,
            "options": {"count": 1, "others": []},
            "standings": {"suitable": "1"},
            "outcomes": {},
            "placements": [],
            "separations": [],
            "comparative": {},
        },
        choice={"kind": "placement", "parts": ["aaby"], "rank": 1, "standing": "suitable", "unmet": []},
        approvals=[],
        follow_up=[],
    )


def one_ledger(key: Key, *, label: str = "ledger", reason: str = "nærmest netværket") -> Ledger:
    ledger = Ledger(label=label)
    ledger.append(
        "init", origin=ORIGIN, keys=[key.vkey], people={"Anna Eksempel": {"roles": ["caseworker"], "team": "syd"}}
    )
    decided(ledger, "c1", reason)
    ledger.append("approval", case="c1", of=1, approval=["price"], role="leader")
    ledger.append(
        "follow-up", {"catalogue": digest_of(CATALOGUE)}, case="c1", of=1, measured={"points": {}}, reason="som aftalt"
    )
    decided(ledger, "c2", "eget ønske")
    ledger.append("erasure", entries=[4], basis="arkivloven")
    decided(ledger, "c3", "tættere på arbejde", NEWER)
    return ledger


def grown(ledger: Ledger) -> list[bytes]:
    """Return the hashes of the leaves of a ledger that is two entries longer."""
    return [*ledger.hashes(), *(leaf_hash(f"later {n}".encode()) for n in range(2))]


def continued(pack: dict[str, Any], ledger: Ledger) -> dict[str, Any]:
    """Return a pack with proofs to an earlier head and to a later one."""
    size = len(ledger.leaves)
    proofs = {"6": hexes(consistency(6, ledger.hashes())), "9": hexes(consistency(size, grown(ledger)))}
    return {**pack, "version": 2, "consistency": proofs}


def good_packs() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    ours, next_, witness = Key(ORIGIN, "one"), Key(ORIGIN, "two"), Key("witness.example/w1", "three")
    first = Ledger()
    first.append("init", origin=ORIGIN, keys=[], people={})
    ledger = one_ledger(ours)
    shown = [
        ledger.entry(0),
        ledger.entry(1, ("facts", "shown")),
        ledger.entry(2),
        ledger.entry(4, erased=True),
        ledger.entry(5),
    ]
    body = ledger.body()
    fake = one_ledger(ours, label="fake", reason="noget andet")
    large = Ledger(label="large")
    large.append("init", origin=ORIGIN, keys=[ours.vkey, next_.vkey], people={})
    for at in range(1, 21):
        decided(large, f"c{at}", f"nr. {at}")
    all_names = tuple(large.fields[13])
    twice = f"{large.body()}\n{witness.line(large.body())}{ours.line(large.body())}{next_.line(large.body())}"
    packs = [
        ("one entry, unsigned", first.pack(first.body(), [], [first.entry(0)])),
        ("signed, with withheld and erased fields", ledger.pack(ours.sign(body), [ours.vkey], shown, GUIDELINE)),
        (
            "made up as a whole, unsigned",
            fake.pack(fake.body(), [], [fake.entry(0), fake.entry(1)], GUIDELINE, CATALOGUE),
        ),
        (
            "signed by two keys and a witness, all withheld",
            large.pack(
                twice,
                [ours.vkey, next_.vkey],
                [large.entry(0), large.entry(13, all_names), large.entry(20, all_names)],
                CATALOGUE,
            ),
        ),
        (
            "all entries and documents",
            ledger.pack(
                ours.sign(body),
                [ours.vkey],
                [*shown[:3], ledger.entry(3), *shown[3:], ledger.entry(6)],
                GUIDELINE,
                CATALOGUE,
                NEWER,
            ),
        ),
        (
            "erased, and no erasure in the pack",
            ledger.pack(ours.sign(body), [ours.vkey], [ledger.entry(4, erased=True)]),
        ),
        ("keys that have not signed an unsigned checkpoint", ledger.pack(body, [ours.vkey], shown, GUIDELINE)),
        ("signed, and no key", ledger.pack(ours.sign(body), [], shown, GUIDELINE)),
        ("one entry, and no document", ledger.pack(ours.sign(body), [ours.vkey], [ledger.entry(1)])),
        (
            "proofs to heads of other sizes",
            continued(ledger.pack(ours.sign(body), [ours.vkey], shown, GUIDELINE), ledger),
        ),
    ]
    longer = grown(ledger)
    heads = {
        "ours": ours.vkey,
        "next": next_.vkey,
        "other": Key(ORIGIN, "unknown").vkey,
        "witness": witness.vkey,
        "head": f"{len(ledger.leaves)} {b64(root(ledger.hashes()))}",
        "fake": f"{len(fake.leaves)} {b64(root(fake.hashes()))}",
        "earlier": f"6 {b64(root(ledger.hashes()[:6]))}",
        "earlier_fake": f"6 {b64(root(fake.hashes()[:6]))}",
        "later": f"9 {b64(root(longer))}",
        "later_fake": f"9 {b64(root([*fake.hashes(), *longer[-2:]]))}",
    }
    return [{"name": name, "pack": pack} for name, pack in packs], heads


def releaf(leaf: str, **change: Any) -> str:
    return canonical({key: value for key, value in {**json.loads(leaf), **change}.items() if value is not ...})
