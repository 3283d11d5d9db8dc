"""With psql, a caseworker makes a type called json of which every leaf is whatever they like, and appends what is no entry.

Who: whoever has the role visit_writer in PostgreSQL, or may connect and make temporary types.
Seen: the guards use the database's own types and refuse the row; the log goes on, and every entry is whole.
"""

from __future__ import annotations

from hashlib import sha256

from office import HOMELESS, Office, main
from postgres import running

SEEN = (
    "date/time field value out of range",
    "private is only appended to",
    "recorded as 1 in postgresql://",
    "all 2 entries are whole",
)
LYING = (
    "CREATE TYPE pg_temp.json AS (told text)",
    "CREATE FUNCTION pg_temp.taken(text) RETURNS pg_temp.json LANGUAGE sql AS 'SELECT ROW($1)::pg_temp.json'",
    "CREATE FUNCTION pg_temp.given(pg_temp.json) RETURNS pg_catalog.json LANGUAGE sql AS "
    """$$SELECT '{"type":"decision","seq":"1","fields":{},"time":"2026-11-02T09:30:00Z"}'::pg_catalog.json$$""",
    "CREATE CAST (text AS pg_temp.json) WITH FUNCTION pg_temp.taken(text)",
    "CREATE CAST (pg_temp.json AS pg_catalog.json) WITH FUNCTION pg_temp.given(pg_temp.json) AS IMPLICIT",
)
LEAF = b'{"fields":{},"format":1,"seq":1,"time":"2026-02-30T09:30:00Z","type":"decision","visit":"1"}'
"""A leaf of a day that there is not: with it in the ledger no entry after it could be read."""


def attack(office: Office) -> None:
    """Let the guards read that type, plant the leaf, and forget who has which role; then decide, and verify."""
    with running() as server:
        owner = server.database()
        office.visit("log", "init", "--ledger", owner, "--by", "anna")
        writer = server.user(owner, "visit_writer")
        rows = (
            ("INSERT INTO visit_ledger.entries VALUES (1, %s, %s)", (LEAF, sha256(b"\0" + LEAF).digest())),
            ("DELETE FROM visit_ledger.private WHERE seq = 0", ()),
        )
        office.write(writer, rows, first=LYING)
        office.visit("decide", HOMELESS, "1", "--reason", "it fits", "--by", "anna", "--ledger", writer)
        office.visit("verify", "--ledger", writer, "--processes", "1")


if __name__ == "__main__":
    main()
