"""A ledger in a PostgreSQL database: schema `visit_ledger`, two roles, guarded by triggers.

`docs/ledger-format.md`, section 9. Writers take a lock before they look, so that `seq` has no gap; an append is on the server's
disk when it returns. Needs the library of the extra `postgres`. The words for what a server says are `postgres_errors`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from visit.errors import LedgerError, Location
from visit.ledger import postgres_tables as tables
from visit.ledger.postgres_errors import lost, no_leave, no_ledger, not_made, refused, table_gone, unreachable
from visit.ledger.store import Migrations, Store
from visit.locale import text as _

if TYPE_CHECKING:
    import psycopg

PATIENCE = 60
"""Seconds to wait for another writer."""
PATIENCE_TO_CONNECT = 10
LOCK = 0x76697374
"""The key of the writers' lock: `vist`."""
MIGRATIONS: Migrations = {1: tuple(tables.added())}
"""From each version of the tables to the next: 2 has guards that compute what a row must be."""
_LOCAL = ("", "localhost", "127.0.0.1", "::1")
_SETTINGS = ("synchronous_commit", "fsync", "full_page_writes", "is_superuser", "session_replication_role")


class PostgresStore(Store):
    """The rows of a ledger in a database."""

    newest = 2
    migrations = MIGRATIONS

    def __init__(self, url: str, *, writable: bool = False) -> None:
        self.name = url_without_password(url)
        self.connection = _connect(url, self.name)
        try:
            self._prepare(writable=writable)
            self._must_be_ours(writable=writable)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, url: str) -> PostgresStore:
        """Make the tables in one transaction: they are there whole or not at all.

        Raises:
            LedgerError: There is a ledger already, or the user may not make one.
        """
        library = _library()
        name = url_without_password(url)
        connection = _connect(url, name)
        try:
            with connection.transaction():
                _make(connection, name)
        except library.Error as error:
            raise not_made(error, name) from error
        finally:
            connection.close()
        return cls(url, writable=True)

    # --- opening ---

    def _prepare(self, *, writable: bool) -> None:
        """Set up the session; what was set for the user or the database must not weaken the ledger."""
        asked = ", ".join(f"current_setting('{one}')" for one in _SETTINGS)
        self._settings = dict(zip(_SETTINGS, self._ask(f"SELECT {asked}")[0], strict=True))
        session = {
            "search_path": tables.SEARCH_PATH,
            "client_encoding": "UTF8",
            "quote_all_identifiers": "off",  # the catalogue's own texts would be others
            "statement_timeout": "0",
            "lock_timeout": f"{PATIENCE}s",
            "default_transaction_read_only": "off" if writable else "on",
        }
        if self._settings["synchronous_commit"] != "remote_apply":  # that one waits for more than `on` does
            session["synchronous_commit"] = "on"
        calls = ", ".join(f"set_config('{name}', %s, false)" for name in session)
        self._ask(f"SELECT {calls}", tuple(session.values()))

    def _must_be_ours(self, *, writable: bool) -> None:
        there = """SELECT has_schema_privilege(n.oid, 'USAGE'), c.oid FROM pg_namespace n
                   LEFT JOIN pg_class c ON n.oid = relnamespace AND relname = 'version' WHERE nspname = %s"""
        found = self._ask(there, (tables.SCHEMA,))
        if not found:
            raise no_ledger(self.name)
        if not found[0][0]:
            raise no_leave(self.name)
        if found[0][1] is None:
            raise table_gone(self.name, "version")
        self.bring_up_to_date(writable=writable)
        if writable and not self._may_write():
            raise LedgerError(
                _("the ledger is read-only"),
                at=Location(self.name),
                help=_("ask its owner for the role {role}", role=tables.WRITER),
            )

    def _may_write(self) -> bool:
        return bool(self._ask("SELECT has_table_privilege('entries', 'INSERT') AND NOT pg_is_in_recovery()")[0][0])

    def may_migrate(self) -> bool:
        """Return whether the user owns the tables, or is whoever does."""
        owner = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass"
        return bool(self._ask(owner, (f"{tables.SCHEMA}.private",))[0][0])

    def version(self) -> int:
        """Return the version of the tables."""
        return int(self.run("SELECT coalesce(max(version), 0) FROM version").fetchone()[0])

    def mark_version(self, version: int) -> None:
        """Write down the version of the tables."""
        self.run("INSERT INTO version (version) VALUES (?)", (version,))

    # --- the store ---

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; its rows are here when this returns."""
        library = _library()
        try:
            return self.connection.cursor(binary=True).execute(sql.replace("?", "%s").encode(), values or None)
        except library.Error as error:
            raise self._refused(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for every row, without waiting for an answer between them."""
        library = _library()
        try:
            self.connection.cursor().executemany(sql.replace("?", "%s").encode(), rows)
        except library.Error as error:
            raise self._refused(error) from error

    def _ask(self, sql: str, values: Sequence[Any] | None = None) -> list[Any]:
        """Run one statement of the database's own language and return its rows."""
        library = _library()
        try:
            cursor = self.connection.execute(sql.encode(), values)
            return cursor.fetchall() if cursor.description else []
        except library.Error as error:
            raise self._refused(error) from error

    def _refused(self, error: psycopg.Error) -> LedgerError:
        return lost(self.name) if self.connection.broken else refused(error, self.name)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer."""
        # INVARIANT: each statement after the lock sees what was committed before it; a snapshot from before the lock would not.
        self.run("BEGIN ISOLATION LEVEL READ COMMITTED")
        try:
            self._lock()
            yield
            # After a failed statement COMMIT is no error: it rolls back, and only its tag says so.
            if self.run("COMMIT").statusmessage != "COMMIT":
                raise LedgerError(
                    _("the database has taken nothing of it"), at=Location(self.name), help=_("nothing was written")
                )
        except BaseException:
            self._roll_back()
            raise

    def _lock(self) -> None:
        """Wait for the writers' lock; anybody who may connect can take it, so whoever keeps it is named."""
        try:
            self.run("SELECT pg_advisory_xact_lock(?)", (LOCK,))
        except LedgerError as error:
            self._roll_back()
            holders = """SELECT usename, pid FROM pg_locks JOIN pg_stat_activity USING (pid) JOIN pg_database d ON d.oid = database
                         WHERE locktype = 'advisory' AND objid::bigint = %s AND classid = 0 AND granted
                         AND d.datname = current_database()"""
            who = next((f"{user} ({pid})" for user, pid in self._ask(holders, (LOCK,))), None)
            if who is None:
                raise
            help = _("nothing was written; try again when {who} is done: the database's user and process", who=who)
            raise LedgerError(error.message, at=Location(self.name), help=help) from None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        with suppress(LedgerError):
            if self.connection.info.transaction_status:
                self.run("ROLLBACK")

    def make_room(self) -> tuple[str, ...]:
        """Rewrite the private table without what was forgotten."""
        table = f"{tables.SCHEMA}.private"
        if not self.may_migrate():
            return (_("{table} was not rewritten: its owner must run `VACUUM FULL {table}`", table=table),)
        held: list[int] = []
        listener = _count_into(held)
        self.connection.add_notice_handler(listener)
        try:
            self._ask("SET client_min_messages = notice")
            self._ask(f"VACUUM (FULL, VERBOSE) {table}")
        except LedgerError as error:
            return (_("{table} was not rewritten: {reason}", table=table, reason=error.message),)
        finally:
            self.connection.remove_notice_handler(listener)
        if any(held):
            return (_("{table} still has what another program looks at: run `VACUUM FULL {table}` later", table=table),)
        return ()

    def foreign(self) -> tuple[str, ...]:
        """Return the tables, triggers, rules and functions that are there beside those that were made."""
        return tuple(sorted({name for name, _text in set(self._ask(tables.FOUND)) - tables.wanted(self.version())}))

    def unguarded(self) -> tuple[str, ...]:
        """Compare tables, indexes, triggers, functions and privileges with those that were made."""
        odd = {name for name, _text in set(self._ask(tables.FOUND)) ^ tables.wanted(self.version())}
        granted = self._ask(tables.GRANTED)
        if self.connection.info.server_version >= 150000:
            granted += self._ask(tables.MAY_SET)
        for name, role, privilege in tables.too_much(granted):
            odd.add(f"{name} ({role or 'PUBLIC'}: {privilege})")
        return tuple(sorted(odd))

    def broken(self) -> tuple[str, ...]:
        """Return the indexes that do not fit their tables.

        With the extension `amcheck` every index is compared with its table; without it only the number of rows is, since nothing
        else of a page's structure can be seen from outside. Data checksums that failed are told where the server counts them.
        """
        failed = self._ask("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        found = [_("the server has counted {n} damaged pages", n=row[0]) for row in failed if row[0]]
        return (*found, *(self._amcheck() if self._has_amcheck() else self._miscounted()))

    def _has_amcheck(self) -> bool:
        sql = (
            "SELECT has_function_privilege(p.oid, 'EXECUTE') FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid "
            "JOIN pg_extension e ON e.oid = d.refobjid WHERE extname = 'amcheck' AND proname = 'bt_index_check' AND pronargs = 2"
        )
        return any(row[0] for row in self._ask(sql))

    def _amcheck(self) -> Iterator[str]:
        schema = "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'amcheck'"
        place = self._ask(schema)[0][0]
        sql = "SELECT indexrelid, indexrelid::regclass::text FROM pg_index WHERE indrelid = ANY (%s::regclass[])"
        for oid, name in self._ask(sql, (list(tables.COLUMNS),)):
            try:
                self._ask(f"SELECT {place}.bt_index_check(%s::oid, true)", (oid,))
            except LedgerError as error:
                yield f"{name}: {error.message}"

    def _miscounted(self) -> Iterator[str]:
        for table in tables.COLUMNS:
            with self.snapshot():  # one for both counts: others append meanwhile
                by_index = self._count(table, without=("seqscan", "bitmapscan"))
                by_table = self._count(table, without=("indexscan", "indexonlyscan", "bitmapscan"))
            if by_index != by_table:
                yield _("{table} has {n} rows, its index {m}", table=table, n=by_table, m=by_index)

    def _count(self, table: str, *, without: Sequence[str]) -> int:
        for way in ("seqscan", "bitmapscan", "indexscan", "indexonlyscan"):
            self._ask(f"SET LOCAL enable_{way} = {'off' if way in without else 'on'}")
        return int(self._ask(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608  (one of six names)

    def warnings(self) -> tuple[str, ...]:
        """Return what makes the server, the connection or the user unsafe."""
        info = self.connection.info
        found = []
        if info.host not in _LOCAL and not info.host.startswith("/") and not self.connection.pgconn.ssl_in_use:
            found.append(_("{name} is read over the network without TLS", name=self.name))
        if self._settings["fsync"] != "on" or self._settings["full_page_writes"] != "on":
            found.append(_("{name} may lose entries: its server does not write them through (fsync)", name=self.name))
        if self.version() < self.newest:
            found.append(
                _("{name} lacks the newest guards: its owner adds them by any command that writes", name=self.name)
            )
        if self._settings["is_superuser"] == "on":
            found.append(_("{name} is used as a superuser, whom no guard holds back", name=self.name))
        if self._settings["session_replication_role"] != "origin":
            found.append(_("{name} is written to without its guards: session_replication_role is set", name=self.name))
        return tuple(found)

    def system_user(self) -> str:
        """Return the user whom the database has let in."""
        return str(self._ask("SELECT session_user")[0][0])

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


def url_without_password(url: str) -> str:
    """Return a URL as messages show it: user, host, port and database, never a password.

    Raises:
        LedgerError: It cannot be read, or not in one way only; then no part of it is shown, since any may be the password.
    """
    library = _library()
    authority, _slash, path = url.partition("://")[2].partition("/")
    try:
        parts: Mapping[str, Any] = library.conninfo.conninfo_to_dict(url)
    except library.Error:
        parts = {"port": "unknown"}
    host, port = str(parts.get("host") or ""), str(parts.get("port") or "")
    if "@" in path.partition("?")[0] or authority.count("@") > 1 or not re.fullmatch("[0-9,]*", port) or "@" in host:
        raise LedgerError(
            _("the URL of the ledger cannot be read"),
            help=_(
                "write it as postgresql://user@host/database; in a password, `@` is `%40`, `/` is `%2F`, `:` is `%3A`"
            ),
        )
    user = f"{quote(str(parts['user']))}@" if parts.get("user") else ""
    where = quote(host, safe=":,[]") + (f":{port}" if port.strip(",") else "")
    return f"postgresql://{user}{where}/{quote(str(parts.get('dbname') or ''))}"


_PLAIN = re.compile(
    r"postgres(?:ql)?://(?P<user>[\w.-]+@)?(?:(?P<named>[\w.-]+):[^@/?#]*@)?"
    r"(?P<where>[\w.-]*(?::[0-9]+)?)/(?P<database>[\w.-]*)(?:\?[^@]*)?"
)
"""A URL that can be read in one way only, also without the library."""


def url_shown(url: str) -> str:
    """Return a URL as `url_without_password` does; without the library that reads it, as much as is surely no password."""
    try:
        _library()
    except LedgerError:
        plain = _PLAIN.fullmatch(url)
        if plain is None:
            return "postgresql://…"
        named = f"{plain['named']}@" if plain["named"] else ""
        return f"postgresql://{plain['user'] or named}{plain['where']}/{plain['database']}"
    return url_without_password(url)


def _library() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise LedgerError(
            _("a ledger in PostgreSQL needs a library that is not installed, or does not load"),
            help=_("install visit with its extra: pip install '.[{extra}]' in its folder", extra="postgres"),
        ) from error
    return psycopg


def _connect(url: str, name: str) -> psycopg.Connection[Any]:
    library = _library()
    settings = library.conninfo.conninfo_to_dict(url)
    patience = {} if "connect_timeout" in settings else {"connect_timeout": PATIENCE_TO_CONNECT}
    try:
        connection: psycopg.Connection[Any] = library.connect(
            url, autocommit=True, fallback_application_name="visit", **patience
        )
    except library.Error as error:
        raise unreachable(str(error), name) from None
    return connection


def _make(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(f"SET LOCAL search_path = {tables.SEARCH_PATH}".encode())
    connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'".encode())
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (tables.SCHEMA,)).fetchone():
        raise LedgerError(
            _("there is a ledger already"), at=Location(name), help=_("name another database for the ledger")
        )
    for statement in tables.sql_statements():
        connection.execute(statement.encode())
    connection.execute("INSERT INTO version (version) VALUES (%s)", (PostgresStore.newest,))
    for role in (tables.READER, tables.WRITER):
        if _has_role(connection, role):
            for statement in tables.grants(role):
                connection.execute(statement.encode())


def _has_role(connection: psycopg.Connection[Any], role: str) -> bool:
    """Return whether there is a role, after making it where it lacks and the user may."""
    library = _library()
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        return True
    try:
        with connection.transaction():
            connection.execute(f"CREATE ROLE {role} NOLOGIN".encode())
    except library.errors.InsufficientPrivilege:
        return False
    except (library.errors.DuplicateObject, library.errors.UniqueViolation):
        pass  # another database of this server got one meanwhile
    return True


def _count_into(held: list[int]) -> Any:
    """Return a listener for how many forgotten rows VACUUM had to keep; the number comes first in every language."""

    def listen(notice: Any) -> None:
        found = re.match("[0-9]+", notice.message_detail or "")
        if found:
            held.append(int(found[0]))

    return listen
