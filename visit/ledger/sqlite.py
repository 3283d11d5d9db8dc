"""A ledger in one SQLite file: WAL, `synchronous=FULL`, guarded by triggers, readable by its owner alone.

`docs/ledger-format.md`, section 9. An append is on disk when it returns; two writers wait for each other. The triggers guard
against mistakes; somebody who can write the file can drop them, which `unguarded` shows.
"""

from __future__ import annotations

import getpass
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from visit.errors import LedgerError, Location
from visit.ledger.sqlite_log import HAS_A_LOG, has_a_journal, is_anothers
from visit.ledger.store import Migrations, Store
from visit.locale import text as _
from visit.locale.system import why_refused

APPLICATION = 0x76697374
"""The file's application id: `vist`."""
PATIENCE = 60
"""Seconds to wait for another writer."""
_MAGIC = b"SQLite format 3\0"
_NO_TABLE = "no such table: "
"""What SQLite says where a table is gone: no command can say more of such a file."""
# A damaged schema is quoted in SQLite's message, byte for byte.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)

_TABLES = """
CREATE TABLE entries (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE nodes (level INTEGER NOT NULL, pos INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, pos)) STRICT, WITHOUT ROWID;
CREATE TABLE private (seq INTEGER NOT NULL, name TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (seq, name)) STRICT;
CREATE TABLE documents (digest BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
CREATE INDEX private_case ON private (value) WHERE name = 'case';
CREATE INDEX private_people ON private (seq) WHERE name = 'people'
"""  # noqa: E501
_KEYS = {"nodes": ("level", "pos"), "private": ("seq", "name"), "documents": ("digest",), "checkpoints": ("size",)}


def _guards() -> Iterator[str]:
    """Yield the triggers: nothing is updated, nothing but private rows is deleted, nothing is replaced."""
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is only appended to'); END"
    for table in ("entries", *_KEYS):
        here = refuse.format(table=table)
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {here}"
        if table != "private":
            yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {here}"
        if table in _KEYS:
            same = " AND ".join(f"{key} = NEW.{key}" for key in _KEYS[table])
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  (names of this module)
            yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {here}"
    following = "NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM entries)"
    yield f"CREATE TRIGGER entries_in_order BEFORE INSERT ON entries WHEN {following} " + refuse.format(table="entries")
    newest = "NEW.seq IS NOT (SELECT max(seq) FROM entries)"
    yield f"CREATE TRIGGER private_of_newest BEFORE INSERT ON private WHEN {newest} " + refuse.format(table="private")


SCHEMA = (*(one.strip() for one in _TABLES.strip().split(";\n")), *_guards())
"""Every statement that makes the tables, as `sqlite_schema` keeps them."""
MIGRATIONS: Migrations = {}
"""From each version of the tables to the next. None yet."""


_SchemaRow = tuple[str, str, str, int, str | None]


def _names(rows: Iterable[_SchemaRow]) -> tuple[str, ...]:
    return tuple(sorted({str(name) for _type, name, *_rest in rows}))


def _expected() -> set[_SchemaRow]:
    """Return the rows of `sqlite_schema` as they were made: type, name, table, whether without a page, statement."""
    # SQLite makes an index of its own for a key that is not the row's number.
    own = {("index", f"sqlite_autoindex_{table}_1", table, 0, None) for table in ("private", "documents")}
    rows: set[_SchemaRow] = {*own}
    for statement in SCHEMA:
        words = statement.split()
        kind, name = words[1].lower(), words[2]
        table = name if kind == "table" else words[words.index("ON") + 1]
        rows.add((kind, name, table, int(kind == "trigger"), statement))
    return rows


class SqliteStore(Store):
    """The rows of a ledger in a file."""

    migrations = MIGRATIONS

    def __init__(self, path: str, *, writable: bool = False) -> None:
        self.name = path
        self.path = _resolved(path)
        self._must_be_there()
        self._must_have_its_own_log()
        self.connection = self._connect(writable=writable)
        self._must_be_ours(writable=writable)

    @classmethod
    def create(cls, path: str) -> SqliteStore:
        """Make a new file; it appears whole or not at all.

        Raises:
            LedgerError: The file, or the log of one that was moved away, is there already; or it cannot be made.
        """
        place = Path(path)
        if place.exists():
            raise LedgerError(
                _("there is a file already"), at=Location(path), help=_("name another file for the ledger")
            )
        left_here = (Path(f"{place}{one}") for one in ("-wal", "-shm", "-journal"))
        beside = next((one for one in left_here if one.exists()), None)
        if beside is not None:
            raise LedgerError(
                _("the log {file} of another ledger is left here", file=beside.name),
                at=Location(path),
                help=_("move it with its ledger, it may hold entries that are nowhere else; or name another file"),
            )
        part = place.with_name(f".{place.name}.{os.getpid()}.new")
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(part, isolation_level=None)
            try:
                connection.execute("PRAGMA page_size = 8192")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE")
                for statement in SCHEMA:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {cls.newest}")
                connection.execute("COMMIT")
            finally:
                connection.close()
            os.link(part, place)  # unlike a rename it never replaces what somebody else has made meanwhile
            _sync_folder(place)
        except (OSError, sqlite3.Error) as error:
            raise LedgerError(
                _("the ledger cannot be made: {reason}", reason=why_refused(error)),
                at=Location(path),
                help=_("check the folder and who may write to it"),
            ) from error
        finally:
            for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
                left.unlink(missing_ok=True)
        return cls(path, writable=True)

    # --- opening ---

    def _must_be_there(self) -> None:
        at = Location(self.name)
        if self.path.is_fifo():  # nobody may ever write to it, and it would be waited for
            raise LedgerError(
                _("this is a pipe, and no file that can hold a ledger"), at=at, help=_("name the ledger itself")
            )
        try:
            with self.path.open("rb") as file:
                head = file.read(100)
                length = file.seek(0, os.SEEK_END)
        except FileNotFoundError:
            raise LedgerError(
                _("there is no ledger"),
                at=at,
                help=_(
                    "`visit log init` makes one, once for the office, and so does `decide --new-ledger NAME`. "
                    "--ledger, VISIT_LEDGER or visit.toml (not for `replay`) names another"
                ),
            ) from None
        except (OSError, ValueError) as error:
            raise LedgerError(
                _("the ledger cannot be read: {reason}", reason=why_refused(error)),
                at=at,
                help=_("check the path and who may read it"),
            ) from error
        if not head.startswith(_MAGIC):
            raise self._not_a_ledger()
        page, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        if length < (65536 if page == 1 else page) * pages and not Path(f"{self.path}-wal").exists():
            raise LedgerError(
                _("the file ends before it should: something has cut it off"),
                at=at,
                help=_("restore it from a backup; a head kept elsewhere tells what is missing"),
            )

    def _must_have_its_own_log(self) -> None:
        """Refuse a file beside another's log before SQLite mixes the two, and before a last writer that leaves writes that down."""
        if has_a_journal(self.path):
            raise LedgerError(
                _(
                    "the journal {file} beside it is not visit's: with it SQLite would undo entries",
                    file=f"{self.path.name}-journal",
                ),
                at=Location(self.name),
                help=_("move the journal away, and `visit verify --checkpoint FILE` with a head kept elsewhere"),
            )
        if is_anothers(self.path):
            raise LedgerError(
                _("the log {file} beside it does not belong to this file", file=f"{self.path.name}-wal"),
                at=Location(self.name),
                help=_(
                    "a backup was put in the place of a ledger whose log was left behind: put that ledger back, its newest entries are in the log; or move the log and the -shm away to use the backup"  # noqa: E501
                ),
            )

    def _connect(self, *, writable: bool) -> sqlite3.Connection:
        at = Location(self.name)
        if writable and not os.access(self.path, os.W_OK):
            raise LedgerError(_("the ledger is read-only"), at=at, help=_("ask its owner for leave to write to it"))
        mode = "rw" if writable else "ro"
        # Where nothing can be written beside the file, SQLite must not look for a log there.
        if not writable and not os.access(self.path.absolute().parent, os.W_OK):
            mode += "" if Path(f"{self.path}-wal").exists() else "&immutable=1"
        try:
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=PATIENCE
            )
            connection.execute("PRAGMA trusted_schema = OFF")
            if writable:
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")
        except (*_FAULTS, ValueError) as error:
            raise self._refused(error) from error
        return connection

    def _must_be_ours(self, *, writable: bool) -> None:
        try:
            application = self.run("PRAGMA application_id").fetchone()[0]
            if application != APPLICATION:
                raise self._not_a_ledger()
            self.bring_up_to_date(writable=writable)
        except BaseException:
            self.close()
            raise

    def version(self) -> int:
        """Return the version of the tables."""
        return int(self.run("PRAGMA user_version").fetchone()[0])

    def mark_version(self, version: int) -> None:
        """Write down the version of the tables."""
        self.run(f"PRAGMA user_version = {version}")

    def _not_a_ledger(self) -> LedgerError:
        return LedgerError(
            _("this file is not a ledger of visit"), at=Location(self.name), help=_("name another file with --ledger")
        )

    # --- the store ---

    def run(self, sql: str, values: Sequence[Any] = ()) -> _Cursor:
        """Run one statement."""
        try:
            return _Cursor(self, self.connection.execute(sql, values))
        except _FAULTS as error:
            raise self._refused(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with suppress(*_FAULTS):
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state."""
        self.run("BEGIN")
        try:
            yield
        finally:
            with suppress(*_FAULTS):
                self.connection.execute("ROLLBACK")

    def make_room(self) -> tuple[str, ...]:
        """Rewrite the file without what was forgotten, and empty the log beside it."""
        left = []
        try:
            self.run("VACUUM")
        except LedgerError as error:
            left.append(_("the file was not rewritten: {reason}", reason=error.message))
        busy = self.run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            left.append(_("the log {file} is in use by another program", file=f"{self.name}-wal"))
        return tuple(left)

    def foreign(self) -> tuple[str, ...]:
        """Return what the schema has beside what was made."""
        return _names(self._schema() - _expected())

    def unguarded(self) -> tuple[str, ...]:
        """Compare the schema with the one that was made."""
        return _names(self._schema() ^ _expected())

    def _schema(self) -> set[_SchemaRow]:
        return set(self.run("SELECT type, name, tbl_name, rootpage = 0, sql FROM sqlite_schema"))

    def broken(self) -> tuple[str, ...]:
        """Return what SQLite itself finds wrong with the file's structure."""
        rows = [str(row[0]) for row in self.run("PRAGMA integrity_check(20)")]
        found = [] if rows == ["ok"] else rows
        with self.path.open("rb") as file:
            if file.read(20)[18:] != HAS_A_LOG:  # read as before, but no longer written to
                found.append(_("the file's header does not say that it has a log"))
        return tuple(found)

    def warnings(self) -> tuple[str, ...]:
        """Return whether others than the owner can read or write the file, and whether it has another name."""
        found, told = self.path.stat(), []
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) and os.name != "nt":
            mode = f"{stat.S_IMODE(found.st_mode):04o}"
            told.append(
                _("{name} can be read or changed by others than its owner (mode {mode})", name=self.name, mode=mode)
            )
        if found.st_nlink > 1:
            # A link by symbol is resolved; which of two equal names the log lies beside, nobody can tell.
            told.append(
                _(
                    "{name} has {n} names (hard links), and SQLite's log lies beside one of them: by another name the newest entries are missing, and writing damages the file. Use one name, and delete the others",  # noqa: E501
                    name=self.name,
                    n=found.st_nlink,
                )
            )
        return tuple(told)

    def system_user(self) -> str:
        """Return the name of the operating system's user, from its number, not from what the environment says."""
        try:
            import pwd

            return pwd.getpwuid(os.getuid()).pw_name
        except (ImportError, KeyError):
            return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(*_FAULTS):
            self.connection.close()

    def _names_of_the_file(self) -> int:
        try:
            return self.path.stat().st_nlink
        except OSError:
            return 0

    def _refused(self, error: Exception) -> LedgerError:
        """Word what SQLite says; never with a value."""
        text = str(error).lower()
        at = Location(self.name)
        if "locked" in text or "busy" in text:
            return LedgerError(
                _("the ledger is in use by another program"),
                at=at,
                help=_("nothing was written; try again when it is done"),
            )
        if "full" in text:
            return LedgerError(_("the disk is full"), at=at, help=_("nothing was written; make room and try again"))
        if "readonly" in text or "read-only" in text:
            return LedgerError(_("the ledger is read-only"), at=at, help=_("ask its owner for leave to write to it"))
        if "not a database" in text:
            return self._not_a_ledger()
        if "appended" in text:
            return LedgerError(_("the ledger is only appended to"), at=at)
        names = self._names_of_the_file()
        if names > 1:
            return LedgerError(
                _(
                    "the file has {n} names (hard links), and cannot be read by this one: {reason}",
                    n=names,
                    reason=text,
                ),
                at=at,
                help=_("use the name by which it is written to, and delete the others"),
            )
        # The code of the fault without what more it says: an open or a write that the system refused is no damage.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            return LedgerError(
                _("the operating system did not open, read or write the file: {reason}", reason=text),
                at=at,
                help=_(
                    "the file itself may be whole: check the disk, the folder, and the limits on open files and on the size of files (`ulimit -a`)"  # noqa: E501
                ),
            )
        if text.startswith(_NO_TABLE):
            return LedgerError(
                _("the ledger is damaged: its table {table} is not there", table=text.removeprefix(_NO_TABLE)),
                at=at,
                help=_("restore it from a backup"),
            )
        return LedgerError(
            _("the file is damaged, or cannot be reached: {reason}", reason=text),
            at=at,
            help=_("`visit verify` says what is wrong; restore it from a backup"),
        )


class _Cursor:
    """A cursor whose faults are the ledger's."""

    def __init__(self, store: SqliteStore, cursor: sqlite3.Cursor) -> None:
        self._store, self._cursor = store, cursor

    def fetchone(self) -> Any:
        return self._told(self._cursor.fetchone)

    def fetchmany(self, size: int) -> Any:
        return self._told(lambda: self._cursor.fetchmany(size))

    def __iter__(self) -> Iterator[Any]:
        while rows := self.fetchmany(256):
            yield from rows

    def _told(self, fetch: Callable[[], Any]) -> Any:
        try:
            return fetch()
        except _FAULTS as error:
            raise self._store._refused(error) from error


def _resolved(path: str) -> Path:
    """Return the file behind a name: SQLite keeps the log beside that one, not beside a link to it.

    A name that cannot be one, or goes in circles, is left for the opening to tell.
    """
    try:
        return Path(path).resolve()
    except (OSError, ValueError, RuntimeError):
        return Path(path)


def _sync_folder(path: Path) -> None:
    """Make a new name in a folder durable."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.absolute().parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
