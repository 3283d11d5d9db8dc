"""How many decisions are recorded per second, durably, beside plain inserts of the same bytes into the same database.

Run `python benchmarks/appends.py [POSTGRESQL_URL]`. One decision on an example case, with its core and the answer as shown, is
appended again and again, each time in a transaction of its own that is on disk when it returns: by one process, and by eight at
once. Plain is one `INSERT` of the same bytes into a table without guards, with the same durability. PostgreSQL is measured where a
URL names a database of a server that may be written to; a ledger in it is dropped.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from visit.canonical import encode
from visit.case import load_case
from visit.catalogue import shipped_catalogue
from visit.decisions import answering
from visit.decisions.deciding import Recorded, decision
from visit.decisions.worked_out import Choice
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.matching import match
from visit.render.match_sheet import MatchSheet
from visit.render.plain import plain
from visit.rules import load_guideline

CASE = Path(__file__).parent.parent / "examples" / "ib-stu-hos-foraeldre.yaml"
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
COUNT = 400
"""Entries by each writer."""
ROUNDS = 3


def main() -> None:
    """Print a line for each store and number of writers: appends, plain inserts, and the ratio of their medians."""
    draft = a_decision()
    size = sum(len(encode(value)) for value in draft.fields.values())
    print(f"a decision: {len(draft.fields)} fields, {size:,} bytes of values")
    stores = ["sqlite", *(["postgresql"] if len(sys.argv) > 1 else [])]
    for store in stores:
        for writers in (1, 8):
            rates: dict[str, list[float]] = {"append": [], "plain": []}
            for turn in range(ROUNDS):
                for what, found in rates.items():
                    found.append(measured(store, what, writers, draft, size, turn))
            appended, plainly = (sorted(rates[what])[ROUNDS // 2] for what in ("append", "plain"))
            print(
                f"{store:10}  writers: {writers}   appends {appended:7,.0f} per second   plain inserts {plainly:7,.0f}"
                f"   ratio {appended / plainly:.2f}"
            )


def measured(store: str, what: str, writers: int, draft: Draft, size: int, turn: int) -> float:
    """Return entries per second, from before the first to after the last."""
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "ledger.db") if store == "sqlite" else sys.argv[1]
        prepare(store, what, where, turn)
        count = COUNT // (4 if writers > 1 else 1)
        context = get_context("spawn")
        go = context.Event()
        run = append if what == "append" else insert
        work = [context.Process(target=run, args=(where, draft, size, count, go)) for _ in range(writers)]
        for one in work:
            one.start()
        time.sleep(2 + writers / 4)  # they import, and wait
        start = time.perf_counter()
        go.set()
        for one in work:
            one.join()
        return writers * count / (time.perf_counter() - start)


def prepare(store: str, what: str, where: str, turn: int) -> None:
    """Make an empty ledger, or an empty plain table."""
    if what == "append":
        if store == "postgresql":
            drop(where)
        first = answering.init("benchmark/visit", [], {}, by="anna", system_user="benchmark")
        Ledger.create(where, first, now=NOW)[0].close()
    elif store == "sqlite":
        with sqlite3.connect(where) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, value BLOB)")
        connection.close()
    else:
        import psycopg

        with psycopg.connect(where, autocommit=True) as postgres:
            postgres.execute("DROP TABLE IF EXISTS plain")
            postgres.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, value bytea)")


def drop(where: str) -> None:
    """Take an earlier ledger out of a database."""
    import psycopg

    with psycopg.connect(where, autocommit=True) as postgres:
        postgres.execute("DROP SCHEMA IF EXISTS visit_ledger CASCADE")


def append(where: str, draft: Draft, _size: int, count: int, go: object) -> None:
    """Append as often as is asked."""
    ledger = Ledger.open(where, writable=True)
    go.wait()  # type: ignore[attr-defined]
    for _ in range(count):
        ledger.append(draft, now=NOW)
    ledger.close()


def insert(where: str, _draft: Draft, size: int, count: int, go: object) -> None:
    """Insert as many bytes into a plain table, as often as is asked."""
    value = bytes(size)
    if where.startswith("postgres"):
        import psycopg

        with psycopg.connect(where, autocommit=True) as postgres:
            go.wait()  # type: ignore[attr-defined]
            for _ in range(count):
                postgres.execute("INSERT INTO plain (value) VALUES (%s)", (value,))
        return
    connection = sqlite3.connect(where, isolation_level=None, timeout=60)
    connection.execute("PRAGMA synchronous = FULL")
    go.wait()  # type: ignore[attr-defined]
    for _ in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO plain (value) VALUES (?)", (value,))
        connection.execute("COMMIT")
    connection.close()


def a_decision() -> Draft:
    """Return a decision on an example case, as `visit decide` records it."""
    case, catalogue = load_case(CASE), shipped_catalogue()
    ranking = match(case, catalogue, load_guideline(case.municipality, case.assessed))
    shown = {"language": "en", "text": plain(MatchSheet(ranking, "en").sheet())}
    recorded = Recorded("It meets every need, and is nearest the network", "anna", "benchmark")
    return decision(ranking, Choice(placement=ranking.first, rank=1), recorded, shown=shown, today=NOW.date())


if __name__ == "__main__":
    main()
