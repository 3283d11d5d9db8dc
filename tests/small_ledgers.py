"""Small ledgers for the tests of the byte layer, and raw hands in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from postgres import connected

from visit.canonical import encode
from visit.ledger import merkle
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.opening import is_url
from visit.ledger.signing import SigningKey

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ORIGIN = "visit.test/ledger"
KEY = SigningKey(ORIGIN, bytes(range(32)))
OTHER_KEY = SigningKey(ORIGIN, bytes(range(1, 33)))
PEOPLE = {"anna": {"roles": ["leader"]}}
GUIDELINE, CATALOGUE = encode({"layers": ["one"]}), encode({"document": {"offers": ["ø"]}})


def hex_of(document: bytes) -> str:
    """Return the digest of a document."""
    return sha256(document).hexdigest()


def init(keys: Sequence[str] = ()) -> Draft:
    """Return entry 0."""
    return Draft("init", "1.0", {"by": "anna", "origin": ORIGIN, "keys": list(keys), "people": PEOPLE})


def decision(case: str, **fields: Any) -> Draft:
    """Return a decision that rests on no document."""
    return Draft("decision", "1.0", {"by": "anna", "case": case, **fields})


def made(place: str, count: int = 1, keys: Sequence[str] = ()) -> Ledger:
    """Make a ledger of so many entries, a second apart."""
    ledger, _receipt = Ledger.create(place, init(keys), now=NOW)
    with ledger.writing():
        for seq in range(1, count):
            ledger.add(decision(f"c{seq % 3}"), now=NOW + timedelta(seconds=seq))
    return ledger


ERASED = (7, 8)
SIZE = 13


def sample(place: str) -> None:
    """Make a ledger with every kind of row: documents, an erasure, keys that change, two signed checkpoints."""
    documents = {"guideline": hex_of(GUIDELINE), "catalogue": hex_of(CATALOGUE)}
    both = {hex_of(GUIDELINE): GUIDELINE, hex_of(CATALOGUE): CATALOGUE}
    facts = {"document": {"needs": [1, 2, 3]}, "points": {"home": [55, 9]}}
    drafts = [
        Draft(
            "decision",
            "1.0",
            {"by": "anna", "case": "a", "facts": facts, "reason": "på grund af"},
            **documents,
            documents=both,
        ),
        Draft("approval", "1.0", {"by": "bo", "case": "a", "of": 1, "approval": "x"}),
        decision("b", reason="nær"),
        Draft("correction", "1.0", {"by": "anna", "case": "b", "of": 3, "reason": "fejl"}),
        Draft("follow-up", "1.0", {"by": "anna", "case": "a", "of": 1}),
        Draft("configuration", "1.0", {"by": "anna", "keys": [KEY.public.text], "people": PEOPLE}),
        decision("c", reason="glemmes"),
        Draft("refusal", "1.0", {"by": "anna", "case": "c", "of": 7, "reason": "glemmes"}),
    ]
    with Ledger.create(place, init([KEY.public.text]), now=NOW)[0] as ledger:
        for seq, draft in enumerate(drafts, 1):
            ledger.append(draft, now=NOW + timedelta(minutes=seq))
        ledger.checkpoint(KEY)
        with ledger.writing():
            erasure = Draft("erasure", "1.0", {"by": "anna", "entries": list(ERASED), "basis": "law"})
            ledger.add(erasure, now=NOW + timedelta(minutes=9))
            ledger.forget(ERASED)
        for minute in (10, 11):
            ledger.append(decision("d", reason="mere"), now=NOW + timedelta(minutes=minute))
        ledger.append(decision("e"), now=NOW + timedelta(minutes=12))
        ledger.checkpoint(KEY)


class Raw:
    """A database without its guards."""

    def __init__(self, connection: Any, *, url: bool) -> None:
        self.connection, self._url = connection, url

    def __call__(self, sql: str, *values: Any) -> list[Any]:
        if self._url:
            cursor = self.connection.execute(sql.replace("?", "%s"), values or None)
            return cursor.fetchall() if cursor.description else []
        return self.connection.execute(sql, values).fetchall()


@contextmanager
def raw(place: str) -> Iterator[Raw]:
    """Hold a ledger's database with the guards off; they stand again afterwards."""
    if is_url(place):
        with connected(place) as connection:
            connection.execute("SET search_path = visit_ledger")
            connection.execute("SET session_replication_role = replica")
            yield Raw(connection, url=True)
        return
    connection = sqlite3.connect(place, isolation_level=None)
    try:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield Raw(connection, url=False)
        for _name, sql in triggers:
            connection.execute(sql)
    finally:
        connection.close()


@contextmanager
def guarded(place: str) -> Iterator[Raw]:
    """Hold a ledger's database as any other program does."""
    if is_url(place):
        with connected(place) as connection:
            connection.execute("SET search_path = visit_ledger")
            yield Raw(connection, url=True)
        return
    connection = sqlite3.connect(place, isolation_level=None)
    try:
        yield Raw(connection, url=False)
    finally:
        connection.close()


def rehash(sql: Raw) -> None:
    """Make every hash of the tree above the leaves anew."""
    row = [bytes(one[0]) for one in sql("SELECT hash FROM entries ORDER BY seq")]
    sql("DELETE FROM nodes")
    level = 0
    while len(row) > 1:
        row = [merkle.node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        level += 1
        for pos, hash in enumerate(row):
            sql("INSERT INTO nodes (level, pos, hash) VALUES (?, ?, ?)", level, pos, hash)
