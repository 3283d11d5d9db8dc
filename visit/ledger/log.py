"""The log: entries are appended, read back, proven, and forgotten.

A `Ledger` puts leaves, commitments and the tree on top of a store's rows. The clock is the caller's: a moment comes in as `now`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from visit.canonical import LARGEST, encode
from visit.errors import LedgerError, Location, UnknownTypeError
from visit.ledger import merkle
from visit.ledger.commitments import commitment, new_salt
from visit.ledger.entries import LEAF, Draft, Entry, leaf_of, read_canonical, read_entry, read_leaf, written_time
from visit.ledger.entry_types import EntryType
from visit.ledger.fields import recorded_field_label, said_changed, said_leaf_changed
from visit.ledger.keys import keys_listed
from visit.ledger.notes import Checkpoint, Head, check_signatures, read_checkpoint, signed
from visit.ledger.opening import create_store, open_store
from visit.ledger.refusing import Refusing
from visit.ledger.settings import SETTING_UP, Settings, sets_up, settings
from visit.ledger.signing import PublicKey, SigningKey
from visit.ledger.store import PrivateRow, Row, Store
from visit.locale import text as _


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an append gave: the entry's number, the head after it, and the time before it where the clock has stepped back."""

    seq: int
    head: Head
    time: str
    stepped_back_from: str | None


class Ledger(Refusing):
    """One ledger, open for reading or for appending."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.passed_over: dict[int, LedgerError] = {}
        """Entries of other programs that a reader could make nothing of: whoever has opened the ledger tells of them."""
        self._erased: set[int] = set()
        self._looked_through = 0

    @classmethod
    def open(cls, where: str, *, writable: bool = False) -> Ledger:
        """Open a ledger that exists.

        Raises:
            LedgerError: There is none, or it cannot be used.
        """
        return cls(open_store(where, writable=writable))

    @classmethod
    def create(cls, where: str, draft: Draft, *, now: datetime) -> tuple[Ledger, Receipt]:
        """Make a ledger with its entry 0.

        Raises:
            LedgerError: Something is there already, or it cannot be written.
        """
        ledger = cls(create_store(where))
        try:
            return ledger, ledger.append(draft, now=now)
        except BaseException:
            ledger.close()
            raise

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    # --- appending ---

    def append(self, draft: Draft, *, now: datetime) -> Receipt:
        """Append an entry; when this returns, it is on disk.

        Raises:
            LedgerError: It could not be written, and nothing of it was.
        """
        with self.store.writing():
            return self.add(draft, now=now)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Look and append without anybody appending in between."""
        with self.store.writing():
            yield

    def add(self, draft: Draft, *, now: datetime) -> Receipt:
        """Append inside `writing`."""
        self.size()  # nothing is appended to a ledger whose newest entries are out of sight
        newest = self.store.last()
        seq = 0 if newest is None else newest[0] + 1
        if (seq == 0) is not (draft.type == EntryType.INIT):
            raise LedgerError(_("entry 0 is the one that makes the ledger"), at=Location(self.store.name))
        private = [(name, new_salt(), encode(value)) for name, value in sorted(draft.fields.items())]
        leaf = leaf_of(draft, seq, now, {name: commitment(name, salt, value) for name, salt, value in private})
        hash = merkle.leaf_hash(leaf)
        nodes, root = merkle.grown(seq, self._tops(newest), hash)
        documents = {bytes.fromhex(digest): value for digest, value in draft.documents.items()}
        self.store.add(Row(seq, leaf, hash, nodes, private, documents))
        time, before = written_time(now), self._time(newest)
        return Receipt(seq, Head(seq + 1, root), time, before if time < before else None)

    def _tops(self, newest: tuple[int, bytes, bytes] | None) -> tuple[bytes, ...]:
        """Return the hashes of the peaks of the tree as it stands."""
        if newest is None:
            return ()
        places = merkle.peaks(newest[0] + 1)
        stored = self.store.hashes([place for place in places if place[0]])
        return stored if len(stored) == len(places) else (*stored, newest[2])

    def _time(self, newest: tuple[int, bytes, bytes] | None) -> str:
        """Return the time of the newest entry; empty where there is none, or it is damaged: that must not stop the log."""
        try:
            return "" if newest is None else read_leaf(newest[1]).time
        except LedgerError:
            return ""

    def erase(self, draft: Draft, numbers: Sequence[int], *, now: datetime) -> Receipt:
        """Append an erasure and delete what it names, inside `writing`; room is owed then (`store.settle`)."""
        receipt = self.add(draft, now=now)
        self.store.owe(receipt.seq)
        self.store.forget(numbers)
        return receipt

    def forget(self, numbers: Sequence[int]) -> None:
        """Delete the values and salts of entries; inside `writing`, beside the entry that says so."""
        self.store.forget(numbers)

    # --- reading ---

    def size(self) -> int:
        """Return how many entries there are.

        Raises:
            LedgerError: The other tables know of more, or of fewer: it is damaged.
        """
        if not self.store.fits():
            raise self.unfit()
        return self.store.size()

    def entry(
        self, seq: int, *, values: bool = True, names: Sequence[str] = (), partial: bool = False, odd: bool = False
    ) -> Entry:
        """Return an entry, as `entries` reads it; `partial` takes one that lacks some of its values.

        Raises:
            LedgerError: There is no such entry, or it is damaged.
        """
        # A store cannot even be asked for a number past what a leaf may have.
        inside = 0 <= seq <= LARGEST
        read = self.entries(seq, seq + 1, values=values, names=names, partial=partial, odd=odd) if inside else iter(())
        found = next(read, None)
        if found is None:
            raise self.absent(seq)
        return found

    def entries(
        self,
        start: int = 0,
        stop: int | None = None,
        *,
        values: bool = True,
        names: Sequence[str] = (),
        partial: bool = False,
        odd: bool = False,
        gaps: bool = False,
    ) -> Iterator[Entry]:
        """Yield the entries of a range in order, with the values that are still there; of some fields only where they are named.

        Raises:
            LedgerError: One of them is damaged: it cannot be read; it is not there, unless `gaps` may be; it has some of its values
                and not all, or is not as it was written, unless `partial`; or has some in a form that visit never writes, unless
                `partial` or `odd`. These are then left out.
        """
        if stop is None:
            stop = self.store.size() if gaps else self.size()
        # From row to row, not from number to number: one that was planted far away must not make it long.
        following = start
        while start < stop and (found := list(self.store.entries(start, stop, most=_READ_TOGETHER))):
            first, start = found[0][0], found[-1][0] + 1
            rows = self._values(first, start, names) if values else {}
            for seq, leaf, hash in found:
                if seq != following and not (gaps and seq > following):
                    raise self.absent(following)
                following = seq + 1
                try:
                    entry = read_entry(seq, leaf, hash, rows.get(seq, ()))
                except UnknownTypeError as error:
                    raise self.not_known(seq, error.message) from error
                except LedgerError as error:
                    raise self.damaged(seq, error.message) from error
                if not partial:
                    self._must_be_unchanged(entry)
                    if values:
                        self.must_be_whole(entry, names)
                if entry.odd and not (partial or odd):
                    raise self.not_ours(seq, entry.odd)
                yield entry
        if following < stop and not gaps:
            raise self.absent(following)

    def raw(self, seq: int, name: str) -> bytes:
        """Return the canonical bytes of a field that an entry still has.

        Raises:
            LedgerError: It has not.
        """
        found = next(self.store.private(seq, seq + 1, (name,)), None)
        if found is None:
            raise LedgerError(_("entry {n} has no {field}", n=seq, field=name), at=Location(self.store.name))
        return bytes(found[3])

    def _values(self, start: int, stop: int, names: Sequence[str]) -> Mapping[int, list[PrivateRow]]:
        found: dict[int, list[PrivateRow]] = {}
        for row in self.store.private(start, stop, names):
            found.setdefault(row[0], []).append(row)
        return found

    def must_be_whole(self, entry: Entry, names: Sequence[str] = ()) -> None:
        """Refuse an entry that is not as it was appended: something was changed, or is gone and no erasure has taken it.

        Args:
            entry: As it was read.
            names: The fields that were read; all unless some are named.

        Raises:
            LedgerError: It is damaged.
        """
        if (what := self.damage_of(entry, names)) is not None:
            raise self.damaged(entry.seq, what)

    def damage_of(self, entry: Entry, names: Sequence[str] = ()) -> str | None:
        """Return in words what of an entry is not as it was appended, as `must_be_whole` has it; None where all is."""
        if entry.changed:
            return said_change(entry)
        wanted = entry.leaf.fields.keys() & names if names else entry.leaf.fields.keys()
        missing = wanted - entry.values.keys() - {*entry.odd}
        if missing and not (missing == wanted and entry.seq in self._erased_numbers()):
            return _("values are missing: {names}", names=", ".join(map(recorded_field_label, sorted(missing))))
        return None

    def _must_be_unchanged(self, entry: Entry) -> None:
        if entry.changed:
            raise self.damaged(entry.seq, said_change(entry))

    def _erased_numbers(self) -> set[int]:
        """Return the numbers that erasures name. They are looked for where an entry has no values, and kept."""
        size = self.store.size()
        for seq in self.store.erasures(self._looked_through, size):
            named = self.entry(seq, names=("entries",), partial=True).get("entries") or ()
            self._erased.update(one for one in named if one < seq)
        self._looked_through = size
        return self._erased

    def absent(self, seq: int) -> LedgerError:
        """Return the error of an entry that is not there: gone, where something says that it was, or else none that ever was."""
        count, at = self.store.size(), Location(self.store.name)
        if seq in range(count):
            return self.damaged(seq, _("it is not there, though later ones are"))
        if self.is_damaged():
            return self.unfit()
        help = _("the last one is {n}", n=count - 1) if count else None
        return LedgerError(_("there is no entry {n}", n=seq), at=at, help=help)

    def is_damaged(self) -> bool:
        """Return whether anything can be wrong with what was not found. It reads the whole file: not to be asked otherwise."""
        return not self.store.fits() or bool(self.store.broken())

    def of_case(self, case: str) -> tuple[int, ...]:
        """Return the numbers of the entries about a case, in order."""
        return self.store.of_case(encode(case))

    def document(self, digest: str) -> Any:
        """Return a shared document.

        Raises:
            LedgerError: It is not there, or is not what its digest says.
        """
        from hashlib import sha256

        raw = self.store.document(bytes.fromhex(digest))
        if raw is None or sha256(raw).hexdigest() != digest:
            raise LedgerError(
                _("the document {digest} is missing or was changed", digest=digest[:12]),
                at=Location(self.store.name),
                help=_("`visit verify` says what is wrong"),
            )
        try:
            return read_canonical(raw)
        except LedgerError as error:
            raise LedgerError(
                _("the document {digest} is none that visit writes: {what}", digest=digest[:12], what=error.message),
                at=Location(self.store.name),
                help=_("another program has written it, and its digest fits; `visit log show N` says who"),
            ) from None

    # --- heads and proofs ---

    def head(self, size: int | None = None) -> Head:
        """Return the head over the first entries, all unless a size is given."""
        size = self.size() if size is None else size
        return Head(size, merkle.root(size, self.store.node))

    def inclusion(self, seq: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that an entry is under the head of that size."""
        return merkle.inclusion(seq, size, self.store.node)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the proof that the head of size `new` continues that of size `old`."""
        return merkle.consistency(old, new, self.store.node)

    def settings(self, before: int | None = None) -> Settings:
        """Return origin, keys and people as the entries before a number leave them, by default all."""
        return settings(self.configurations(before))

    def keys(self, before: int) -> tuple[PublicKey, ...]:
        """Return every public key that may have signed a head of that size: an entry before lists it, and none retires it."""
        return tuple(one.key for one in keys_listed(self.configurations(before)) if one.may_sign(before))

    def configurations(self, before: int | None = None) -> Iterator[Entry]:
        """Yield entry 0 and the configurations before a number; those that visit cannot read set nothing up (`unread_settings`).

        Raises:
            LedgerError: One of them is damaged, or entry 0 cannot be read.
        """
        for entry in self._setting_up(before):
            if sets_up(entry):
                yield entry
            elif entry.seq == 0:
                raise self.damaged(0, _("the settings in it cannot be read"))

    def unread_settings(self) -> tuple[int, ...]:
        """Return the configurations that are passed over: another program has written them in its own way."""
        return tuple(entry.seq for entry in self._setting_up() if entry.seq and not sets_up(entry))

    def _setting_up(self, before: int | None = None) -> Iterator[Entry]:
        numbers = self.store.that_set_up()
        if 0 not in numbers and self.store.size():
            raise self.damaged(0, _("the settings in it cannot be read"))
        for seq in numbers:
            if before is None or seq < before:
                entry = self.entry(seq, partial=True)
                # A list of people beside another entry makes it none of these.
                if entry.leaf.type in SETTING_UP and "people" in entry.leaf.fields:
                    self.must_be_whole(entry)
                    yield entry

    def checkpoint(self, key: SigningKey | None = None) -> Checkpoint:
        """Return a checkpoint of the newest head; with a key, signed and kept in the ledger too.

        Raises:
            LedgerError: The key is none of the ledger's, the ledger does not continue the head that was signed last, or it could
                not be written.
        """
        if key is None:
            return Checkpoint(self.settings().origin, self.head())
        with self.store.writing():
            known = self.settings()
            if key.public not in known.keys:
                raise LedgerError(
                    _("this key is none of the ledger's"),
                    at=Location(self.store.name),
                    help=_("`visit log configure --key FILE` adds it"),
                )
            last = self.last_signed(key.public)
            if last is not None and not self.continues(last):
                raise LedgerError(
                    _("the ledger does not continue the head of {size} entries that was signed last", size=last.size),
                    at=Location(self.store.name),
                    help=_("nothing was signed; `visit verify` says what is wrong"),
                )
            made = signed(Checkpoint(known.origin, self.head()), key)
            self.store.add_checkpoint(made.head, made.text)
            return made

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Yield the checkpoints that the ledger keeps, the newest first; of those that cannot be read `verify` tells."""
        for _size, note in reversed(list(self.store.checkpoints())):
            with suppress(LedgerError, UnicodeDecodeError):
                yield read_checkpoint(note.decode("utf-8"))

    def last_signed(self, key: PublicKey) -> Head | None:
        """Return the newest head that the ledger keeps and that a key, or another of its own, has signed."""
        return next(self.signed_heads(key), None)

    def signed_heads(self, key: PublicKey) -> Iterator[Head]:
        """Yield the heads that the ledger keeps and that a key, or another of its own, has signed, the newest first."""
        # Whoever can write may plant a head: without a signature that fits it says nothing, and must not stop the signing.
        for one in self.checkpoints():
            if check_signatures(one, {key, *self.keys(one.head.size)}).good:
                yield one.head

    def continues(self, head: Head) -> bool:
        """Return whether the ledger's own head of that size is the same."""
        return 0 < head.size <= self.store.size() and self.head(head.size) == head


_READ_TOGETHER = 64


def said_change(entry: Entry) -> str:
    """Return in words what of an entry was changed after it was appended."""
    values = [one for one in entry.changed if one != LEAF]
    return said_changed(values) if values else said_leaf_changed()
