"""Damage to a ledger: to its bytes, and to its rows by hands that know the format."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from small_ledgers import raw, rehash

from fuzzing.odd import Tree, damaged, damaged_tree
from visit.canonical import encode
from visit.ledger import merkle
from visit.ledger.commitments import commitment


@st.composite
def damaged_ledger(draw: st.DrawFn, path: Path) -> str:
    """Damage a ledger in place: in its bytes, or in its rows by hands that know the format; return what was done."""
    if draw(st.integers(0, 7)) == 0:
        good = path.read_bytes()
        page = draw(st.integers(0, len(good) // 8192 - 1)) * 8192
        where = page + draw(st.one_of(st.integers(0, 120), st.integers(0, 8191)))
        path.write_bytes(
            good[:where] + draw(st.binary(min_size=1, max_size=30)) + good[where + draw(st.integers(0, 30)) :]
        )
        return f"bytes at {where}"
    done = []
    # A guard whose table is gone cannot stand again; then the damage is that too.
    with suppress(sqlite3.Error), raw(str(path)) as sql:
        for _ in range(draw(st.integers(1, 2))):
            hand = draw(st.sampled_from((*[_change_value] * 5, _change_leaf, _change_note, *[_change_row] * 2)))
            try:
                done.append(draw(hand(sql)))
            except sqlite3.Error as error:
                done.append(str(error))
        if draw(st.booleans()):
            rehash(sql)
    return "; ".join(done)


@st.composite
def _change_value(draw: st.DrawFn, sql: Any) -> str:
    """Change a value of an entry, and in half the cases its commitment with it: then the ledger is whole, and says odd things."""
    seq, name, salt, value = draw(st.sampled_from(sql("SELECT seq, name, salt, value FROM private ORDER BY seq, name")))
    new = _encoded(draw(damaged_tree(json.loads(bytes(value)))))
    sql("UPDATE private SET value = ? WHERE seq = ? AND name = ?", new, seq, name)
    if draw(st.booleans()):
        leaf = json.loads(bytes(sql("SELECT leaf FROM entries WHERE seq = ?", seq)[0][0]))
        leaf["fields"][name] = commitment(name, bytes(salt), new)
        _put_leaf(sql, seq, encode(leaf))
    return f"value {seq} {name}"


@st.composite
def _change_leaf(draw: st.DrawFn, sql: Any) -> str:
    seq, leaf = draw(st.sampled_from(sql("SELECT seq, leaf FROM entries ORDER BY seq")))
    _put_leaf(sql, seq, _encoded(draw(damaged_tree(json.loads(bytes(leaf))))))
    return f"leaf {seq}"


@st.composite
def _change_note(draw: st.DrawFn, sql: Any) -> str:
    rows = sql("SELECT size, note FROM checkpoints ORDER BY size")
    size, note = draw(st.sampled_from(rows))
    text = bytes(note).decode(errors="replace")  # an earlier change may have put any bytes there
    sql("UPDATE checkpoints SET note = ? WHERE size = ?", draw(damaged("kept.txt", text)), size)
    return f"checkpoint {size}"


@st.composite
def _change_row(draw: st.DrawFn, sql: Any) -> str:
    """Delete, renumber or add a row of any table."""
    statement = draw(st.sampled_from(_SQL.strip().splitlines())).format(draw(st.integers(0, 8)))
    sql(statement)
    return statement


_SQL = """
DELETE FROM entries WHERE seq = {}
DELETE FROM private WHERE seq = {}
DELETE FROM nodes WHERE pos = {}
DELETE FROM documents
DELETE FROM checkpoints
UPDATE entries SET seq = seq + 100 WHERE seq = {}
UPDATE private SET seq = seq + 100 WHERE seq = {}
UPDATE entries SET seq = 9223372036854775807 WHERE seq = {}
UPDATE entries SET seq = -1 WHERE seq = {}
UPDATE documents SET value = X'7B7D'
UPDATE documents SET value = X'FF'
UPDATE private SET salt = X'00' WHERE seq = {}
UPDATE private SET name = 'zz' WHERE seq = {} AND name = 'by'
UPDATE nodes SET hash = X'00' WHERE pos = {}
UPDATE entries SET hash = X'00' WHERE seq = {}
INSERT INTO private (seq, name, salt, value) VALUES ({}, 'people', zeroblob(32), X'7B7D')
PRAGMA user_version = 2
PRAGMA application_id = 1
CREATE TABLE other (a)
DROP INDEX private_case
DROP TABLE nodes
"""


def _encoded(tree: Tree) -> bytes:
    try:
        return encode(tree)
    except (ValueError, TypeError, OverflowError):
        return json.dumps(tree).encode()


def _put_leaf(sql: Any, seq: int, leaf: bytes) -> None:
    sql("UPDATE entries SET leaf = ?, hash = ? WHERE seq = ?", leaf, merkle.leaf_hash(leaf), seq)
