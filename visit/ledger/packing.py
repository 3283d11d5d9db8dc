"""Making an evidence pack: entries handed out of a ledger, each with its proof; what is withheld stays provable.

`packs` checks one, and is asked before one is handed out. `docs/ledger-format.md`, section 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from visit.errors import LedgerError, Location
from visit.ledger.commitments import commitment
from visit.ledger.entries import is_canonical, read_leaf
from visit.ledger.fields import recorded_field_label, said_changed
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, check_signatures
from visit.ledger.packs import SCHEMA, VERSION, check_pack
from visit.ledger.signing import SigningKey, can_check_signatures
from visit.locale import text as _


def pack(
    ledger: Ledger,
    numbers: Iterable[int],
    withheld: Iterable[str] = (),
    *,
    key: SigningKey | None = None,
    documents: bool = True,
    known: Iterable[Checkpoint] = (),
) -> dict[str, Any]:
    """Return a pack of some entries.

    Args:
        ledger: Where they are.
        numbers: Which entries.
        withheld: Names of fields to leave out.
        key: Signs the checkpoint; without it the newest signed checkpoint that covers the entries is used, else an unsigned head.
        documents: Whether the guidelines and catalogues go with it.
        known: Heads kept elsewhere that the pack is to be compared with, each with a proof of consistency.

    Raises:
        LedgerError: There is no such entry, none has a field to withhold, a head kept elsewhere is not this ledger's, or the
            ledger is damaged and the pack would not verify.
    """  # fmt: skip
    wanted = sorted(set(numbers))
    entries = [ledger.entry(seq, values=False) for seq in wanted]
    hidden = frozenset(withheld)
    named = frozenset().union(*(entry.leaf.fields for entry in entries))
    if hidden - named:
        raise LedgerError(
            _("no entry has a field {names}", names=", ".join(sorted(hidden - named))),
            at=Location(ledger.store.name),
            help=_("they have: {names}", names=", ".join(sorted(named))),
        )
    checkpoint = ledger.checkpoint(key) if key is not None else covering(ledger, wanted[-1])
    shared = dict.fromkeys(d for one in entries for d in (one.leaf.guideline, one.leaf.catalogue) if d is not None)
    continues = _continues(ledger, checkpoint.head.size, known)
    made = {
        "schema": SCHEMA,
        "version": VERSION if continues else 1,
        "checkpoint": checkpoint.text,
        "keys": [one.text for one in ledger.keys(before=checkpoint.head.size)],
        "entries": [_packed(ledger, entry.seq, entry.bytes, checkpoint.head.size, hidden) for entry in entries],
        "documents": {one: _document(ledger, one) for one in sorted(shared)} if documents else {},
        **({"consistency": continues} if continues else {}),
    }
    _must_verify(ledger, made)
    return made


def _must_verify(ledger: Ledger, made: Mapping[str, object]) -> None:
    """Refuse to hand out a pack that whoever gets it would find wrong: the ledger is damaged where the pack takes from it."""
    faults = check_pack(made).faults
    if not faults:
        return
    numbers = ", ".join(str(seq) for seq in sorted({one.seq for one in faults if one.entry is not None}))
    raise LedgerError(
        _("the ledger is damaged, a pack of it would not verify: entry {numbers}", numbers=numbers)
        if numbers
        else _("the ledger is damaged, a pack of it would not verify"),
        at=Location(ledger.store.name),
        help=_("`visit verify` says what is wrong"),
    )


def _continues(ledger: Ledger, size: int, known: Iterable[Checkpoint]) -> dict[str, list[str]]:
    """Return for each size of a head that is not the pack's the proof that the longer of the two continues the shorter."""
    found = {}
    for one in known:
        other = one.head.size
        if not ledger.continues(one.head):
            raise LedgerError(
                _("the ledger does not continue the head of {size} entries that is kept elsewhere", size=other),
                at=Location(ledger.store.name),
                help=_("`visit verify --checkpoint FILE` says what is wrong"),
            )
        if other != size:
            found[str(other)] = [step.hex() for step in ledger.consistency(min(other, size), max(other, size))]
    return found


def covering(ledger: Ledger, seq: int) -> Checkpoint:
    """Return the newest signed checkpoint that the ledger keeps, where it has an entry under it, else an unsigned head."""
    for known in ledger.checkpoints():
        # Whoever can write may have planted one: only what this ledger's own head says is handed out.
        if known.head.size > seq and ledger.continues(known.head) and _well_signed(ledger, known):
            return known
    return ledger.checkpoint()


def _well_signed(ledger: Ledger, checkpoint: Checkpoint) -> bool:
    """Return whether a key that the ledger lists has signed a checkpoint, as far as that can be checked here."""
    if not can_check_signatures():
        return bool(checkpoint.signatures)
    found = check_signatures(checkpoint, ledger.keys(checkpoint.head.size))
    return bool(found.good) and not found.forged


def _packed(ledger: Ledger, seq: int, leaf: bytes, size: int, hidden: frozenset[str]) -> dict[str, Any]:
    named = read_leaf(leaf).fields
    rows = [row for row in ledger.store.private(seq, seq + 1) if row[1] in named]
    missing = named.keys() - {row[1] for row in rows}
    if rows and missing:  # it would pass for withheld
        raise ledger.damaged(
            seq, _("values are missing: {names}", names=", ".join(map(recorded_field_label, sorted(missing))))
        )
    for _seq, name, salt, value in rows:
        if name in hidden or is_canonical(value):
            continue
        if commitment(name, salt, value) == named[name]:
            raise ledger.not_ours(seq, [name])
        raise ledger.damaged(seq, said_changed([name]))
    return {
        "seq": seq,
        "leaf": leaf.decode("utf-8"),
        "proof": [step.hex() for step in ledger.inclusion(seq, size)],
        "fields": {
            name: {"salt": salt.hex(), "value": value.decode("utf-8")}
            for _seq, name, salt, value in rows
            if name not in hidden
        },
        "erased": not rows and bool(named),
    }


def _document(ledger: Ledger, digest: str) -> str:
    ledger.document(digest)
    raw = ledger.store.document(bytes.fromhex(digest))
    assert raw is not None
    return raw.decode("utf-8")
