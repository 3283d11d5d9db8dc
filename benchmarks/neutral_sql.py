"""The neutral workload in SQL: the twelve conditions as a join that the engine plans, and as a chain that stops at the first miss.

SQLite comes with Python, DuckDB with the extra `parquet`. Tables are loaded before anything is timed, offers and citizens alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

IN_A_STEP = 20_000
"""So many citizens are asked about at a time: DuckDB is quickest so."""


@dataclass(frozen=True, slots=True, eq=False)
class NeutralTables:
    """The workload as whole numbers.

    Attributes:
        offers, citizens: Columns by name, the place of a row in `id`.
        far: Metres from town to town.
        least_total: The least sum of levels, per ring.
        rate_cap: The most that an offer may cost.
        day: The day that an approval must reach.
    """

    offers: Mapping[str, NDArray[np.int64]]
    citizens: Mapping[str, NDArray[np.int64]]
    far: NDArray[np.int32]
    least_total: Sequence[int]
    rate_cap: int
    day: int

    def conditions(self, far: str) -> list[str]:
        """Return the conditions, cheap and selective first; `far` is how the metres are read."""
        ring = " ".join(f"WHEN {ring} THEN {least}" for ring, least in enumerate(self.least_total) if least)
        themes = [name for name in self.citizens if name.startswith("level")]
        refused = [name for name in self.citizens if name.startswith("refused")]
        return [
            "o.free > 0",
            "(c.groups & o.groups) <> 0",
            "c.age BETWEEN o.youngest AND o.oldest",
            "(c.need > 2 OR o.town = c.town)",
            "o.specialised >= c.need",
            f"c.total >= (CASE o.ring {ring} ELSE 0 END)",
            " AND ".join(f"c.{name} <= o.{name.replace('level', 'handles')}" for name in themes),
            f"(c.need >= 3 OR o.rate <= {self.rate_cap})",
            f"o.until >= {self.day}",
            "(c.wheelchair = 0 OR o.wheelchair = 1)",
            " AND ".join(f"o.id <> c.{name}" for name in refused),
            f"(c.need >= 3 OR {far} <= c.max_metres)",
        ]


def as_chain(conditions: Sequence[str]) -> str:
    """Return conditions as one that stops at the first miss."""
    return f"CASE {' '.join(f'WHEN NOT ({one}) THEN false' for one in conditions)} ELSE true END"


def in_sqlite(tables: NeutralTables, some: int) -> sqlite3.Connection:
    """Return the tables of the offers, the distances and the first citizens, loaded."""
    db = sqlite3.connect(":memory:")
    first = {name: values[:some] for name, values in tables.citizens.items()}
    for name, columns in (("offers", tables.offers), ("citizens", first)):
        db.execute(f"CREATE TABLE {name} ({', '.join(f'{one} INTEGER' for one in columns)})")
        rows = zip(*(values.tolist() for values in columns.values()), strict=True)
        db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' for _one in columns)})", rows)
    db.execute("CREATE TABLE far (a INTEGER, b INTEGER, metres INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")
    towns = range(len(tables.far))
    db.executemany("INSERT INTO far VALUES (?, ?, ?)", ((a, b, int(tables.far[a, b])) for a in towns for b in towns))
    return db


def by_sqlite(db: sqlite3.Connection, tables: NeutralTables) -> Iterator[tuple[int, int]]:
    """Yield the five best of the citizens, each with the place of the citizen, in their order."""
    where = " AND ".join(tables.conditions("f.metres"))
    yield from db.execute(f"""
        SELECT cid, oid FROM (
            SELECT c.id AS cid, o.id AS oid, ROW_NUMBER() OVER (
                PARTITION BY c.id ORDER BY o.ring, o.town <> c.town, f.metres, o.rate, o.id) AS place
            FROM citizens c CROSS JOIN offers o JOIN far f ON f.a = c.town AND f.b = o.town
            WHERE {where})
        WHERE place <= 5 ORDER BY cid, place""")


class ByDuckDb:
    """DuckDB with one thread, its tables loaded."""

    def __init__(self, tables: NeutralTables) -> None:
        self.tables = tables
        self.db: Any = import_module("duckdb").connect(":memory:")
        self.db.execute("SET threads = 1")
        given = {"offers": dict(tables.offers), "citizens": dict(tables.citizens)}
        for name, columns in given.items():
            self.db.register(f"{name}_given", columns)
            self.db.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_given")
        far = ", ".join(f"[{', '.join(map(str, row))}]" for row in tables.far.T.tolist())
        self.db.execute(
            f"CREATE TABLE towns AS SELECT unnest([{far}]) AS far, unnest(range({len(tables.far)})) AS town"
        )
        self.db.execute("CREATE TABLE sited AS SELECT o.*, t.far FROM offers o JOIN towns t ON t.town = o.town")

    def best(self, *, is_chain: bool) -> list[tuple[int, list[int]]]:
        """Return the five best of every citizen of whom any is eligible, with the citizen's place."""
        far = "o.far[c.town + 1]"
        conditions = self.tables.conditions(far)
        where = as_chain(conditions) if is_chain else " AND ".join(conditions)
        found: list[tuple[int, list[int]]] = []
        for first in range(0, len(self.tables.citizens["id"]), IN_A_STEP):
            found += self.db.execute(f"""
                SELECT c.id, min_by(o.id, row(o.ring, o.town <> c.town, {far}, o.rate, o.id), 5)
                FROM citizens c CROSS JOIN sited o
                WHERE c.id >= {first} AND c.id < {first + IN_A_STEP} AND {where} GROUP BY c.id""").fetchall()
        return found
