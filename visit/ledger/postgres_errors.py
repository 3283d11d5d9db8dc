"""What PostgreSQL says, in words like SQLite's: never with a value, and never with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visit.errors import LedgerError, Location
from visit.ledger.postgres_tables import READER, REFUSED, WRITER
from visit.locale import text as _

if TYPE_CHECKING:
    import psycopg

_BUSY = ("55P03", "40P01", "40001", "55006", "57014")  # lock not got, deadlock, serialisation, in use, timed out
_GONE = ("57P01", "57P02", "57P03", "57P05")


def refused(error: psycopg.Error, name: str) -> LedgerError:
    """Word what the server answered to a statement."""
    at, state = Location(name), error.sqlstate or ""
    reason = (error.diag.message_primary or "").lower()
    if state in _GONE or state.startswith("08") or not state:
        return lost(name)
    if state in _BUSY:
        return LedgerError(
            _("the ledger is in use by another program"),
            at=at,
            help=_("nothing was written; try again when it is done"),
        )
    if state == "53100":
        return LedgerError(_("the disk is full"), at=at, help=_("nothing was written; make room and try again"))
    if state == "25006":
        return LedgerError(_("the ledger is read-only"), at=at, help=_("ask its owner for leave to write to it"))
    if state == "42501":
        return no_leave(name, reason)
    if state == "23505":
        return LedgerError(
            _("another program has written to the ledger at the same time"),
            at=at,
            help=_("nothing was written; try again when it is done"),
        )
    if state == REFUSED:
        return LedgerError(_("the ledger is only appended to"), at=at)
    return LedgerError(
        _("the database is damaged, or cannot do this: {reason}", reason=reason),
        at=at,
        help=_("`visit verify` says what is wrong; restore it from a backup"),
    )


def not_made(error: psycopg.Error, name: str) -> LedgerError:
    """Word why the tables of a new ledger were not made."""
    if error.sqlstate == "42501":
        return LedgerError(
            _("the user is not allowed to make a ledger in this database"),
            at=Location(name),
            help=_("let the owner of the database make it, or grant CREATE on the database"),
        )
    return refused(error, name)


def no_leave(name: str, reason: str = "") -> LedgerError:
    """Say that the user lacks a privilege."""
    return LedgerError(
        _("the user is not allowed to do this: {reason}", reason=reason)
        if reason
        else _("the user is not allowed to read this ledger"),
        at=Location(name),
        help=_("ask the ledger's owner for the role {reader} to read, {writer} to write", reader=READER, writer=WRITER),
    )


def no_ledger(name: str) -> LedgerError:
    """Say that the database has no ledger."""
    return LedgerError(
        _("there is no ledger in this database"),
        at=Location(name),
        help=_("`visit log init --ledger {name}` makes one", name=name),
    )


def table_gone(name: str, table: str) -> LedgerError:
    """Say that a table of the ledger is gone."""
    return LedgerError(
        _("the ledger is damaged: its table {table} is not there", table=table),
        at=Location(name),
        help=_("restore it from a backup"),
    )


def lost(name: str) -> LedgerError:
    """Say that the server went away; what it was doing then may be written or not."""
    return LedgerError(
        _("the connection to the database was lost"),
        at=Location(name),
        help=_("whether the last entry was written is not known: look before you write it again"),
    )


def unreachable(text: str, name: str) -> LedgerError:
    """Word why there is no connection; `text` is for telling the cases apart and is not shown."""
    text, at = text.lower(), Location(name)
    if "password" in text or "authentication failed" in text or "pg_hba.conf" in text:
        return LedgerError(
            _("the database does not let this user in"),
            at=at,
            help=_("check user and password; a password can stand in PGPASSWORD or ~/.pgpass"),
        )
    if "does not exist" in text:
        return LedgerError(
            _("there is no such database or user"), at=at, help=_("`createdb` makes a database, `createuser` a user")
        )
    if "too many" in text or "remaining connection slots" in text:
        return LedgerError(_("the database has no connection left"), at=at, help=_("try again when others are done"))
    if "ssl" in text or "certificate" in text:
        return LedgerError(
            _("the database is not reached over TLS as the URL asks"), at=at, help=_("check sslmode and certificates")
        )
    return LedgerError(
        _("the database cannot be reached"), at=at, help=_("check host and port, and that the server runs")
    )
