"""Where the rows of a ledger lie: five tables, one way to read and write them, two databases under it.

`docs/ledger-format.md`, section 9. A store knows rows of bytes and transactions; it never looks inside a leaf or value. `sqlite`
and `postgres` say how to connect, to lock, to guard the tables and to make room after something was forgotten.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from visit.canonical import LARGEST
from visit.errors import LedgerError, Location
from visit.ledger.commitments import new_salt
from visit.ledger.merkle import leaf_hash, node_hash
from visit.ledger.notes import Head
from visit.locale import plural
from visit.locale import text as _

TABLES = ("entries", "nodes", "private", "documents", "checkpoints")
BATCH = 1024
OWED = b"null"
"""The value of a field `case` beside an erasure: room is owed after it. No case is called so, and an index finds it."""
_IS_ERASURE, _HAS_A_CASE = b'"type":"erasure"', b'"case":"'
"""What stands in the leaf of an erasure, and in that of an entry with a case; nothing else can have either."""
Migrations = dict[int, "tuple[str | Callable[[Any], None], ...]"]
"""From each version of the tables to the next: SQL statements, or functions of the connection."""
TreeNode = tuple[int, int, bytes]
PrivateRow = tuple[int, str, bytes, bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One entry to be written: the leaf and its hash, the nodes that it completes, salted values, new documents."""

    seq: int
    leaf: bytes
    hash: bytes
    nodes: Sequence[TreeNode]
    private: Sequence[tuple[str, bytes, bytes]]
    documents: Mapping[bytes, bytes]


class Store(ABC):
    """The rows of one ledger. Every hash, digest, salt and value is bytes; `name` is what messages call it."""

    name: str
    newest = 1
    """The version of the tables that this store makes; a migration leads from each to the next."""
    readable = 1
    """The oldest version that is read, and written to, as it is: later ones have more guards and nothing else."""
    migrations: Migrations = {}
    connection: Any

    # --- what the databases do each their own way ---

    @abstractmethod
    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement with `?` for its values; return a cursor.

        Raises:
            LedgerError: The database refuses, is busy, full, damaged or gone.
        """

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement once for every row."""
        for row in rows:
            self.run(sql, row)

    @abstractmethod
    def version(self) -> int:
        """Return the version of the tables."""

    @abstractmethod
    def mark_version(self, version: int) -> None:
        """Write down the version of the tables, inside `writing`."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer inside a `with` block; what it wrote is on disk when it ends, and nothing of it if it fails."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """See one state of the ledger inside a `with` block, whatever others append."""

    @abstractmethod
    def make_room(self) -> tuple[str, ...]:
        """After something was forgotten, take it out of the files too; return what could not be done."""

    @abstractmethod
    def foreign(self) -> tuple[str, ...]:
        """Return the names of what stands among the tables and was not made with them: a trigger may copy what is written."""

    @abstractmethod
    def unguarded(self) -> tuple[str, ...]:
        """Return the names of tables, indexes and triggers that are not as they were made."""

    @abstractmethod
    def broken(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with the structure of its files."""

    @abstractmethod
    def warnings(self) -> tuple[str, ...]:
        """Return what is unsafe about where the ledger lies."""

    @abstractmethod
    def system_user(self) -> str:
        """Return who the operating system or database says is asking."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the ledger."""

    # --- opening ---

    def bring_up_to_date(self, *, writable: bool) -> None:
        """Take older tables to this version, each step in a transaction of its own.

        Raises:
            LedgerError: They are newer, or older and this is for reading only, or a step fails.
        """
        version, at = self.version(), Location(self.name)
        if version > self.newest:
            raise LedgerError(
                _("the ledger was made by a later version of visit (tables {version})", version=version),
                at=at,
                help=_("use that version; this one knows tables up to {version}", version=self.newest),
            )
        if not all(step in self.migrations for step in range(version, self.newest)):
            raise LedgerError(_("the tables have a version that never was: {version}", version=version), at=at)
        if version >= self.readable and not (writable and self.may_migrate()):
            return
        if version < self.newest and not writable:
            raise LedgerError(
                _("the ledger has older tables ({version})", version=version),
                at=at,
                help=_("any command that writes to it brings them up to date"),
            )
        for step in range(version, self.newest):
            with self.writing():
                if self.version() == step:  # else another process has done it while this one waited
                    self._migrate(step)

    def may_migrate(self) -> bool:
        """Return whether whoever has opened the ledger may bring its tables up to date."""
        return True

    def _migrate(self, step: int) -> None:
        for change in self.migrations[step]:
            if isinstance(change, str):
                self.run(change)
            else:
                change(self.connection)
        self.mark_version(step + 1)

    # --- reading ---

    def size(self, *, below: int | None = None) -> int:
        """Return the number of entries; with `below`, as if there were none with that number or a later one.

        A damaged ledger can have negative numbers; they count as none.

        Raises:
            LedgerError: The last number is none that an entry can have.
        """
        newest = "SELECT coalesce(max(seq), -1) FROM entries WHERE seq >= 0"
        row = self.run(newest) if below is None else self.run(f"{newest} AND seq < ?", (below,))
        return self._possible(int(row.fetchone()[0])) + 1

    def _possible(self, seq: int) -> int:
        """Return the number of the newest entry; refuse one that was planted where none can be."""
        if seq >= LARGEST:  # the next would be none that a leaf can have
            raise LedgerError(
                _("the ledger is damaged: an entry stands at {n}, where none belongs", n=seq),
                at=Location(self.name),
                help=_("`visit verify` says what is wrong"),
            )
        return seq

    def fits(self) -> bool:
        """Return whether the tables end where the entries end: of each only its newest row is looked up.

        A damaged page can take the newest entries out of sight, and nothing but the other tables knows of them then. Heads are not
        asked: whoever may write can plant one of any size.
        """
        row = self.run(
            "SELECT (SELECT coalesce(max(seq) + 1, 0) FROM entries WHERE seq >= 0), "
            "(SELECT coalesce(max(pos) + 1, 0) FROM nodes WHERE level = 1), "
            "(SELECT coalesce(max(seq) + 1, 0) FROM private)"
        ).fetchone()
        size, pairs, covered = (int(number) for number in row)
        return pairs == size // 2 and covered <= size

    def last(self) -> tuple[int, bytes, bytes] | None:
        """Return number, leaf and hash of the newest entry.

        Raises:
            LedgerError: Its number is none that an entry can have.
        """
        sql = "SELECT seq, leaf, hash FROM entries ORDER BY seq DESC LIMIT 1"
        found = next(self._rows((int, bytes, bytes), sql), None)
        return None if found is None else (self._possible(found[0]), found[1], found[2])

    def entries(
        self, start: int, stop: int | None = None, *, most: int | None = None
    ) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield number, leaf and hash of the entries of a range, in order; without a `stop` also of the last that can be stored."""
        before, values = ("", [start]) if stop is None else (" AND seq < ?", [start, stop])
        limit = "" if most is None else f" LIMIT {most:d}"
        sql = f"SELECT seq, leaf, hash FROM entries WHERE seq >= ?{before} ORDER BY seq{limit}"  # noqa: S608  (of this function)
        yield from self._rows((int, bytes, bytes), sql, *values)

    def erasures(self, start: int, stop: int) -> Iterator[int]:
        """Yield the numbers of the erasures of a range; every leaf of it is looked at."""
        return (seq for seq, leaf, _hash in self.entries(start, stop) if _IS_ERASURE in leaf)

    def private(self, start: int, stop: int, names: Sequence[str] = ()) -> Iterator[PrivateRow]:
        """Yield number, field, salt and value of a range of entries, in order of both; of some fields only where they are named."""
        chosen = f" AND name IN ({', '.join('?' * len(names))})" if names else ""
        sql = f"SELECT seq, name, salt, value FROM private WHERE seq >= ? AND seq < ?{chosen} ORDER BY seq, name"  # noqa: S608
        yield from self._rows((int, str, bytes, bytes), sql, start, stop, *names)

    # The names stand in the statement, not beside it: only so does a database see that its partial index serves.

    def of_case(self, value: bytes) -> tuple[int, ...]:
        """Return the numbers of the entries whose field `case` has a value."""
        sql = "SELECT seq FROM private WHERE name = 'case' AND value = ? ORDER BY seq"
        return tuple(row[0] for row in self._rows((int,), sql, value))

    def that_set_up(self) -> tuple[int, ...]:
        """Return the numbers of the entries that have the field `people`: entry 0 and the configurations."""
        sql = "SELECT seq FROM private WHERE name = 'people' ORDER BY seq"
        return tuple(row[0] for row in self._rows((int,), sql))

    def node(self, level: int, pos: int) -> bytes:
        """Return the hash of a complete node; level 0 is the hash of a leaf. What it is made of must give it.

        Raises:
            LedgerError: It is not there, or is not that of its leaf or of the two nodes below it.
        """
        if level:
            row = self.run("SELECT hash FROM nodes WHERE level = ? AND pos = ?", (level, pos)).fetchone()
            below = self._below(level - 1, 2 * pos)
            made = node_hash(*below) if len(below) == 2 else None
        else:
            row = self.run("SELECT hash, leaf FROM entries WHERE seq = ?", (pos,)).fetchone()
            made = leaf_hash(row[1]) if row is not None and type(row[1]) is bytes else None
        if row is None or type(row[0]) is not bytes:
            raise self._of_hash(_("the ledger is damaged: the hash over {entries} is missing"), level, pos)
        if made is not None and made != row[0]:
            raise self._of_hash(_("the ledger is damaged: the hash over {entries} does not fit them"), level, pos)
        return row[0]

    def _of_hash(self, message: str, level: int, pos: int) -> LedgerError:
        """Return the error of a node, which names the entries that it stands for."""
        first, last = pos << level, ((pos + 1) << level) - 1
        numbers = str(first) if first == last else f"{first}-{last}"
        entries = plural("entry {numbers}", "entries {numbers}", last - first + 1, numbers=numbers)
        return LedgerError(
            message.format(entries=entries), at=Location(self.name), help=_("`visit verify` says what is wrong")
        )

    def _below(self, level: int, pos: int) -> tuple[bytes, ...]:
        """Return the hashes of two nodes side by side, those that are there."""
        found = (
            self._rows(
                (bytes,), "SELECT hash FROM nodes WHERE level = ? AND pos IN (?, ?) ORDER BY pos", level, pos, pos + 1
            )
            if level
            else self._rows((bytes,), "SELECT hash FROM entries WHERE seq IN (?, ?) ORDER BY seq", pos, pos + 1)
        )
        return tuple(hash for (hash,) in found)

    def hashes(self, places: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
        """Return the hashes of some stored nodes, level and position, in their order; all are asked for at once.

        Raises:
            LedgerError: One of them is not there.
        """
        if not places:
            return ()
        one_of = " OR ".join(["(level = ? AND pos = ?)"] * len(places))
        asked: list[int] = [number for place in places for number in place]
        sql = f"SELECT level, pos, hash FROM nodes WHERE {one_of}"  # noqa: S608  (made of marks for values)
        found = {(level, pos): hash for level, pos, hash in self._rows((int, int, bytes), sql, *asked)}
        return tuple(found[place] if place in found else self.node(*place) for place in places)

    def nodes(self, level: int, start: int, stop: int) -> Iterator[TreeNode]:
        """Yield the stored nodes of a level, positions from `start` to before `stop`, in order."""
        sql = "SELECT level, pos, hash FROM nodes WHERE level = ? AND pos >= ? AND pos < ? ORDER BY pos"
        yield from self._rows((int, int, bytes), sql, level, start, stop)

    def stray_values(self, size: int) -> tuple[tuple[int, str], ...]:
        """Return number and field of private rows that belong to none of so many entries."""
        return tuple(self._rows((int, str), "SELECT seq, name FROM private WHERE seq < 0 OR seq >= ?", size))

    def count(self, table: str) -> int:
        """Return how many rows one of the tables has."""
        assert table in TABLES
        return int(self.run(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  (one of five names)

    def document(self, digest: bytes) -> bytes | None:
        """Return a shared document."""
        row = self.run("SELECT value FROM documents WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else next(self._typed((bytes,), [row]))[0]

    def documents(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield digest and value of every shared document."""
        for (digest,) in self._rows((bytes,), "SELECT digest FROM documents ORDER BY digest"):
            value = self.document(digest)
            if value is not None:
                yield digest, value

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Yield size and text of the signed checkpoints that were made, in order."""
        yield from self._rows((int, bytes), "SELECT size, note FROM checkpoints ORDER BY size")

    def _rows(self, kinds: tuple[type, ...], sql: str, *values: Any) -> Iterator[Any]:
        cursor = self.run(sql, values)
        while rows := cursor.fetchmany(BATCH):
            yield from self._typed(kinds, rows)

    def _typed(self, kinds: tuple[type, ...], rows: Iterable[Any]) -> Iterator[Any]:
        """Yield rows as they are; what a damaged file says of kinds is not to be relied on."""
        for row in rows:
            if tuple(map(type, row)) != kinds:
                raise LedgerError(
                    _("{name} is damaged: it has a value of the wrong kind", name=self.name),
                    help=_("`visit verify` says what is wrong"),
                )
            yield row

    # --- writing, inside `writing` ---

    def add(self, row: Row) -> None:
        """Write one entry with all that belongs to it."""
        self.run("INSERT INTO entries (seq, leaf, hash) VALUES (?, ?, ?)", (row.seq, row.leaf, row.hash))
        self.run_many("INSERT INTO nodes (level, pos, hash) VALUES (?, ?, ?)", row.nodes)
        self.run_many(
            "INSERT INTO private (seq, name, salt, value) VALUES (?, ?, ?, ?)", [(row.seq, *one) for one in row.private]
        )
        if row.documents:
            new = [one for one in row.documents.items() if not self._has(*one)]
            self.run_many("INSERT INTO documents (digest, value) VALUES (?, ?)", new)

    def _has(self, digest: bytes, document: bytes) -> bool:
        """Return whether a document is stored already; whoever can write may have put another one under its digest."""
        there = self.document(digest)
        if there is not None and there != document:
            raise LedgerError(
                _("the document {digest} is missing or was changed", digest=digest.hex()[:12]),
                at=Location(self.name),
                help=_("`visit verify` says what is wrong"),
            )
        return there is not None

    def add_checkpoint(self, head: Head, note: str) -> None:
        """Keep a signed checkpoint; one of each size is enough."""
        if self.run("SELECT size FROM checkpoints WHERE size = ?", (head.size,)).fetchone() is None:
            self.run("INSERT INTO checkpoints (size, note) VALUES (?, ?)", (head.size, note.encode()))

    def forget(self, numbers: Iterable[int]) -> None:
        """Delete the values and salts of entries."""
        for seq in numbers:
            self.run("DELETE FROM private WHERE seq = ?", (seq,))

    def owe(self, erasure: int) -> None:
        """Write down, with the erasure itself, that room has to be made after it."""
        sql = "INSERT INTO private (seq, name, salt, value) VALUES (?, 'case', ?, ?)"
        self.run(sql, (erasure, new_salt(), OWED))

    def owed(self) -> tuple[int, ...]:
        """Return the erasures after which no room was made yet.

        Another program can append an entry with that value for its case: it owes nothing, and its value is not to be taken away.
        """
        rows = (row for seq in self.of_case(OWED) for row in self.entries(seq, seq + 1))
        return tuple(seq for seq, leaf, _hash in rows if _IS_ERASURE in leaf and _HAS_A_CASE not in leaf)

    def settle(self) -> tuple[str, ...]:
        """Make room after every erasure that is owed, outside `writing`; return what could not be done: it is owed still."""
        owed = self.owed()
        left = self.make_room()
        if not left:
            with self.writing():
                for seq in owed:
                    self.run("DELETE FROM private WHERE seq = ? AND name = 'case' AND value = ?", (seq, OWED))
        return left
