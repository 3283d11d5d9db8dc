"""Which keys a ledger lists, from which entry on and until which, and what each of them has signed.

`docs/ledger-format.md`, section 5. A list in a ledger is the ledger's own claim: whoever rewrites it whole lists keys of their own.
Only a key that the reader knows otherwise, a *pinned* one, tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from visit.errors import LedgerError
from visit.ledger.entries import Entry
from visit.ledger.faults import WHOLE, Fault
from visit.ledger.notes import Checkpoint, check_signatures
from visit.ledger.signing import PublicKey, can_check_signatures, read_key
from visit.locale import text as _


@dataclass(frozen=True, slots=True)
class Listed:
    """A key of the ledger: the first entry that lists it, and the one that retires it."""

    key: PublicKey
    since: int
    retired: int | None = None

    def may_sign(self, size: int) -> bool:
        """Return whether it may sign a head of so many entries: it is listed under that head, and not yet retired."""
        return self.since < max(size, 1) and (self.retired is None or size <= self.retired)


def keys_listed(entries: Iterable[Entry]) -> tuple[Listed, ...]:
    """Read the keys off entry 0 and configurations, in order; what is retired once stays so.

    Raises:
        LedgerError: One of them is no key.
    """
    found: dict[PublicKey, Listed] = {}
    for entry in entries:
        for key in map(read_key, entry.get("keys") or ()):
            found.setdefault(key, Listed(key, entry.seq))
        for key in map(read_key, entry.get("retired") or ()):
            one = found.get(key, Listed(key, entry.seq))
            found[key] = one if one.retired is not None else Listed(key, one.since, entry.seq)
    return tuple(found.values())


def key_named(keys: Sequence[Listed], text: str) -> Listed:
    """Return the key that is written out, or meant by its id of eight hexadecimal digits.

    Raises:
        LedgerError: The ledger lists none such, or has retired it already.
    """
    for one in keys:
        if text in (one.key.text, one.key.id.hex(), one.key.short):
            if one.retired is None:
                return one
            raise LedgerError(_("entry {n} has retired this key already", n=one.retired))
    known = ", ".join(one.key.short for one in keys if one.retired is None) or _("none")
    raise LedgerError(_("this key is none of the ledger's"), help=_("it lists: {names}", names=known))


# --- who signed what ---


@dataclass(frozen=True, slots=True)
class Use:
    """A key, listed or pinned, and the sizes of the heads that it has signed as far as they were looked at.

    `listed` is None for a pinned key that the ledger does not list: another ledger's, or a witness's.
    """

    key: PublicKey
    listed: Listed | None
    pinned: bool
    heads: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Signatures:
    """Looks at checkpoints one by one and remembers which key signed which.

    Attributes:
        keys: The ledger's own list.
        pinned: The keys that the reader knows otherwise.
        unchecked: Whether there were signatures, and no library to check them with.
    """

    keys: Sequence[Listed]
    pinned: Sequence[PublicKey]
    unchecked: bool = False
    _heads: dict[PublicKey, set[int]] = field(default_factory=dict)

    def look(self, checkpoint: Checkpoint, faults: list[Fault], *, outside: bool) -> None:
        """Check the signatures of a checkpoint; one from outside must be by a pinned key, where there is one and it is signed."""
        if not checkpoint.signatures:
            return
        if not self.pinned and not can_check_signatures():
            self.unchecked = True
            return
        size = checkpoint.head.size
        said = check_signatures(checkpoint, {*(one.key for one in self.keys), *self.pinned})
        good = {one.key for one in self.keys if one.may_sign(size)} & {*said.good}
        own = {one.key for one in self.keys}
        pinned = {key for key in said.good if key in self.pinned and (key in good or key not in own)}
        for key in good | pinned:
            self._heads.setdefault(key, set()).add(size)
        retired = [one for one in self.keys if one.key in said.good and one.retired is not None and one.key not in good]
        if said.forged or not (good or retired):
            faults.append(Fault(WHOLE, "checkpoint-forged", str(size)))
        elif not good:
            faults.append(Fault(WHOLE, "checkpoint-retired", f"{size} {retired[0].key.short} {retired[0].retired}"))
        if outside and self.pinned and not pinned:
            faults.append(Fault(WHOLE, "checkpoint-unpinned", str(size)))

    def demand_pinned(self, origin: str, faults: list[Fault]) -> None:
        """Tell where a pinned key with the ledger's name is none of its own, or where no pinned key has signed any head."""
        own = {one.key for one in self.keys}
        for key in self.pinned:
            if key.name == origin and key not in own:
                faults.append(Fault(WHOLE, "key-unlisted", key.short))
        if self.pinned and not self._heads.keys() & {*self.pinned}:
            faults.append(Fault(WHOLE, "key-unsigned", ", ".join(key.short for key in self.pinned)))

    def uses(self) -> tuple[Use, ...]:
        """Return every key that is listed or pinned, in the order in which they came, with what it signed."""
        known = {one.key: one for one in self.keys}
        every = (*known, *(key for key in self.pinned if key not in known))
        return tuple(
            Use(key, known.get(key), key in self.pinned, tuple(sorted(self._heads.get(key, ())))) for key in every
        )
