"""Which store a ledger's name means, and how one is opened or made."""

from __future__ import annotations

import re

from visit.errors import LedgerError
from visit.ledger.store import TABLES, Store
from visit.locale import text as _

_LIKE_A_URL = re.compile(
    r"""\s*["']?(?:
        \w[\w+.-]+:/          # a scheme, also another program's; one letter is a drive of Windows
      | post[gq]\w*\W*(?:[:;]|//)  # PostgreSQL's, with something mistyped after it
      | [^/\\.][^/\\]*:.*@   # user:password@host
      | .*\b(?:host|dbname|user|password|passfile|service)\s*=
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def is_url(where: str) -> bool:
    """Return whether a ledger is named as a PostgreSQL database, and not as a file.

    Raises:
        LedgerError: It is a URL with a slip in it. Nothing of it is repeated: a password may stand anywhere in it.
    """
    if where.startswith(("postgresql://", "postgres://")):
        return True
    if _LIKE_A_URL.match(where) is None:
        return False
    raise LedgerError(
        _("the name of the ledger is neither a file's nor a URL that can be read"),
        help=_("write postgresql://user@host/database for a database, and ./NAME for a file with such a name"),
    )


def open_store(where: str, *, writable: bool = False) -> Store:
    """Open a ledger that exists: a file, or a `postgresql://` URL.

    Raises:
        LedgerError: There is none, or it cannot be used.
    """
    if is_url(where):
        from visit.ledger.postgres import PostgresStore

        return PostgresStore(where, writable=writable)
    from visit.ledger.sqlite import SqliteStore

    return SqliteStore(where, writable=writable)


def create_store(where: str) -> Store:
    """Make the tables of a new ledger and open it; one that was left without its entry 0 is taken up.

    Raises:
        LedgerError: Something is there already, or it cannot be written.
    """
    try:
        return _created(where)
    except LedgerError:
        unfinished = _unfinished(where)
        if unfinished is None:
            raise
        return unfinished


def _created(where: str) -> Store:
    if is_url(where):
        from visit.ledger.postgres import PostgresStore

        return PostgresStore.create(where)
    from visit.ledger.sqlite import SqliteStore

    return SqliteStore.create(where)


def _unfinished(where: str) -> Store | None:
    """Return a ledger that has tables and nothing else: the process that made them was killed before entry 0."""
    try:
        store = open_store(where, writable=True)
    except LedgerError:
        return None
    if any(store.count(table) for table in TABLES):
        store.close()
        return None
    return store
