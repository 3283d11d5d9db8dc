"""What somebody tries who may write to a ledger in PostgreSQL with programs of their own, or who owns the server."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from postgres import Server, connected
from small_ledgers import NOW, PEOPLE, Raw, decision, guarded, made
from test_ledger_store import entry, leaf

from visit.errors import LedgerError
from visit.ledger.commitments import commitment
from visit.ledger.log import Ledger
from visit.ledger.postgres import LOCK
from visit.ledger.verifying import verify


@pytest.fixture
def writer(postgres_server: Server, postgres_url: str) -> str:
    """A ledger of six entries, for somebody who may write; the seventh completes no node."""
    made(postgres_url, 6).close()
    return postgres_server.user(postgres_url, "visit_writer")


def append(sql: Raw, seq: int, type: str, **values: bytes) -> None:
    """Append an entry without visit; one that completes no node."""
    salts = {name: os.urandom(32) for name in values}
    fields = ",".join(f'"{name}":"{commitment(name, salts[name], values[name])}"' for name in sorted(values))
    statement, row = entry(leaf(seq, type, fields=fields), seq)
    with sql.connection.transaction():
        sql(statement, *row)
        for name, value in values.items():
            sql("INSERT INTO private VALUES (?, ?, ?, ?)", seq, name, salts[name], value)


def appended(url: str) -> int:
    with Ledger.open(url, writable=True) as ledger:
        ledger.settings()
        return ledger.append(decision("next"), now=NOW).seq


# --- a writer ---

LYING = (
    "CREATE TYPE pg_temp.json AS (told text)",
    "CREATE FUNCTION pg_temp.taken(text) RETURNS pg_temp.json LANGUAGE sql AS 'SELECT ROW($1)::pg_temp.json'",
    "CREATE FUNCTION pg_temp.given(pg_temp.json) RETURNS pg_catalog.json LANGUAGE sql AS "
    """$$SELECT '{"type":"decision","seq":"6","fields":{},"time":"2026-11-02T09:30:00Z"}'::pg_catalog.json$$""",
    "CREATE CAST (text AS pg_temp.json) WITH FUNCTION pg_temp.taken(text)",
    "CREATE CAST (pg_temp.json AS pg_catalog.json) WITH FUNCTION pg_temp.given(pg_temp.json) AS IMPLICIT",
)
"""A type of the writer's own, of which every leaf is what the writer likes."""


def test_a_type_of_ones_own_tells_the_guards_nothing(postgres_url: str, writer: str) -> None:
    with guarded(writer) as sql:
        for statement in LYING:
            sql(statement)
        planted, row = entry(leaf(6, time="2026-02-30T09:30:00Z", fields=f'"a":"{"0" * 64}"'), 6)
        with pytest.raises(psycopg.Error):
            sql(planted, *row)
        with pytest.raises(psycopg.Error, match="only appended to"):
            sql("DELETE FROM private WHERE seq = 0")
    assert verify(postgres_url).faults == ()


ODD_SETTINGS = {
    "people": {"people": b"7"},
    "keys": {"people": b"{}", "keys": b'["x"]'},
    "not canonical": {"people": b"{ }"},
    "not UTF-8": {"people": b"\xff"},
}


@pytest.mark.parametrize("what", ODD_SETTINGS)
def test_a_configuration_that_cannot_be_read_stops_nothing(what: str, postgres_url: str, writer: str) -> None:
    with guarded(writer) as sql:
        append(sql, 6, "configuration", by=b'"mallory"', **ODD_SETTINGS[what])
    assert appended(writer) == 7
    with Ledger.open(writer) as ledger:
        assert (ledger.settings().people, ledger.unread_settings()) == (PEOPLE, (6,))
    assert [(one.seq, one.kind) for one in verify(postgres_url).faults] == [(6, "settings")]


@pytest.mark.parametrize("type", ["decision", "follow-up"])
def test_only_a_configuration_sets_anything_up(type: str, writer: str) -> None:
    with guarded(writer) as sql:
        append(sql, 6, type, by=b'"mallory"', people=b'{"mallory":{"roles":["leader"]}}', keys=b"[]")
    with Ledger.open(writer) as ledger:
        assert (ledger.settings().people, ledger.unread_settings()) == (PEOPLE, ())


def test_a_configuration_gives_the_ledger_no_other_name(writer: str) -> None:
    with guarded(writer) as sql:
        append(sql, 6, "configuration", by=b'"mallory"', people=b"{}", origin=b'"another.dk"')
    with Ledger.open(writer) as ledger:
        assert ledger.settings().origin == "visit.test/ledger"
        assert ledger.settings().people == {}


def test_a_configuration_without_people_is_none(postgres_url: str, writer: str) -> None:
    with guarded(writer) as sql:
        append(sql, 6, "configuration", by=b'"mallory"', keys=b"[]")
    assert [(one.seq, one.kind) for one in verify(postgres_url).faults] == [(6, "settings")]
    assert appended(writer) == 7


def test_of_two_that_append_at_once_one_is_told_so(postgres_url: str, writer: str) -> None:
    """Whoever appends with another program need not take the lock, and may be the first."""
    statement, row = entry(leaf(6), 6)
    with guarded(writer) as sql, ThreadPoolExecutor() as pool:
        with sql.connection.transaction():
            sql(statement, *row)
            second = pool.submit(appended, writer)
            wait_until_one_waits(postgres_url)
        with pytest.raises(LedgerError, match="another program has written to the ledger at the same time") as caught:
            second.result()
    assert caught.value.help == "nothing was written; try again when it is done"
    assert appended(writer) == 7
    assert verify(postgres_url).faults == ()


def wait_until_one_waits(url: str) -> None:
    with connected(url) as connection:
        for _attempt in range(500):
            if connection.execute("SELECT FROM pg_locks WHERE NOT granted").fetchone() is not None:
                return
            time.sleep(0.02)
    pytest.fail("nobody waits")


@contextmanager
def holding(url: str) -> Iterator[tuple[str, int]]:
    """Hold the writers' lock as anybody can who may connect."""
    with connected(url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        yield connection.info.user, connection.info.backend_pid


def test_whoever_holds_the_lock_is_named(
    postgres_server: Server, postgres_url: str, writer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visit.ledger.postgres.PATIENCE", 0.05)
    with holding(postgres_server.user(postgres_url)) as (user, process):
        with pytest.raises(LedgerError, match="the ledger is in use by another program") as caught:
            appended(writer)
        assert caught.value.help == (
            f"nothing was written; try again when {user} ({process}) is done: the database's user and process"
        )
    assert appended(writer) == 6


# --- whoever owns the server ---


@contextmanager
def changed(url: str, statement: str, writer: str) -> Iterator[str]:
    """Change something for a user of the server, whose name is given, and take it back: others share the server."""
    user = str(psycopg.conninfo.conninfo_to_dict(writer)["user"])
    with connected(url) as connection:
        connection.execute(statement.format(user=user))
        try:
            yield user
        finally:
            connection.execute(f"ALTER ROLE {user} RESET ALL")
            if "GRANT" in statement:
                connection.execute(statement.format(user=user).replace("GRANT", "REVOKE").replace(" TO ", " FROM "))


def test_where_the_guards_are_off_for_somebody_it_is_told(postgres_url: str, writer: str) -> None:
    with changed(postgres_url, "ALTER ROLE {user} SET session_replication_role = replica", writer) as user:
        assert [(one.kind, one.detail) for one in verify(postgres_url).faults] == [
            ("guards", f"session_replication_role ({user}: SET)")
        ]
        with Ledger.open(writer, writable=True) as ledger:
            assert any("without its guards: session_replication_role is set" in one for one in ledger.store.warnings())


def test_leave_to_take_the_guards_off_is_told(postgres_url: str, writer: str) -> None:
    with connected(postgres_url) as connection:
        if connection.info.server_version < 150000:
            pytest.skip("no such leave can be given before PostgreSQL 15")
    with changed(postgres_url, "GRANT SET ON PARAMETER session_replication_role TO {user}", writer) as user:
        told = verify(postgres_url).faults
    assert [(one.kind, one.detail) for one in told] == [("guards", f"session_replication_role ({user}: SET)")]


@pytest.mark.parametrize(
    "setting",
    [
        "client_encoding = 'SQL_ASCII'",
        "quote_all_identifiers = on",
        "bytea_output = 'escape'",
    ],
)
def test_what_was_set_for_a_user_changes_no_answer(setting: str, postgres_url: str, writer: str) -> None:
    with changed(postgres_url, f"ALTER ROLE {{user}} SET {setting}", writer):
        assert appended(writer) == 6
        assert verify(writer).faults == ()
        with Ledger.open(writer) as ledger:
            assert ledger.store.foreign() == ()


def test_a_ledger_without_one_of_its_tables_is_damaged_and_not_gone(postgres_url: str) -> None:
    made(postgres_url, 2).close()
    with connected(postgres_url) as connection:
        connection.execute("DROP TABLE visit_ledger.version")
    with pytest.raises(LedgerError, match="the ledger is damaged: its table version is not there"):
        Ledger.open(postgres_url)
