"""`visit log checkpoint` and `proof`: heads and proofs taken out of a ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from visit.commands.ledgers import opened, tell_signed
from visit.commands.printing import choose_format
from visit.errors import UsageError
from visit.ledger.signing import load_key
from visit.locale import text as _
from visit.streams import takes_every_letter


def checkpoint_command(*, key: str | None, ledger: str | None) -> int:
    """Print a checkpoint of the newest head, signed where there is a key."""
    with opened(ledger, writable=key is not None) as log:
        signing = load_key(Path(key)) if key is not None else None
        last = log.last_signed(signing.public) if signing else None
        made = log.checkpoint(signing)
        is_kept = signing is None or made.head in log.signed_heads(signing.public)
    print(made.text, end="")
    if signing:
        tell_signed(last, is_kept=is_kept)
    return 0


def proof_command(seq: int, *, since: int | None, size: int | None, ledger: str | None, shape: str | None) -> int:
    """Print the proof that an entry is under a head, or that a head continues an older one."""
    with opened(ledger) as log:
        count = log.store.size()
        size = count if size is None else size
        if not 0 < size <= count:
            raise UsageError(_("the ledger has heads of 1 to {n} entries", n=count))
        head = log.head(size)
        document: dict[str, Any] = {"schema": "visit-proof", "version": 1, "size": size, "root": head.root.hex()}
        if since is None:
            entry = log.entry(seq, values=False)
            if seq >= size:
                raise UsageError(_("entry {n} is not under a head of {size} entries", n=seq, size=size))
            document |= {"seq": seq, "leaf": entry.bytes.decode(), "hash": log.store.node(0, seq).hex()}
            steps = log.inclusion(seq, size)
        else:
            if not 0 < since <= size:
                raise UsageError(_("--since needs an older size, from 1 to {n}", n=size))
            document |= {"old_size": since, "old_root": log.head(since).root.hex()}
            steps = log.consistency(since, size)
    document["proof"] = [step.hex() for step in steps]
    if choose_format(shape) == "json":
        print(json.dumps(document, ensure_ascii=not takes_every_letter(), indent=1))
    else:
        for name, value in document.items():
            if name not in ("schema", "version", "proof"):
                print(f"{name}: {value}")
        for step in document["proof"]:
            print(step)
    return 0
