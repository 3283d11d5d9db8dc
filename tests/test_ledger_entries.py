"""Leaves and values: what is written is read back, and nothing else is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visit.canonical import encode
from visit.errors import LedgerError
from visit.ledger.commitments import SALT, commitment, new_salt
from visit.ledger.entries import Draft, Entry, leaf_of, read_canonical, read_leaf, written_time
from visit.ledger.entry_types import EntryType

_LARGEST = 2**53 - 1
NOW = datetime(2026, 11, 2, 9, 30, 59, 999_999, tzinfo=UTC)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
VERSIONS = st.from_regex(r"[0-9A-Za-z.+-]{1,40}", fullmatch=True)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
_KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-_LARGEST, _LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner),
    max_leaves=20,
)


@given(
    seq=st.integers(0, _LARGEST), time=TIMES, type=st.sampled_from([*EntryType][1:]), visit=VERSIONS,
    guideline=st.none() | DIGESTS, catalogue=st.none() | DIGESTS, fields=st.dictionaries(NAMES, DIGESTS, max_size=12),
)  # fmt: skip
def test_a_leaf_that_was_written_is_read(
    seq: int,
    time: datetime,
    type: str,
    visit: str,
    guideline: str | None,
    catalogue: str | None,
    fields: dict[str, str],
) -> None:
    draft = Draft(type if seq else "init", visit, {}, guideline=guideline, catalogue=catalogue)
    raw = leaf_of(draft, seq, time, fields)
    leaf = read_leaf(raw)
    assert (leaf.seq, leaf.type, leaf.visit, leaf.guideline, leaf.catalogue) == (
        seq,
        draft.type,
        visit,
        guideline,
        catalogue,
    )
    assert leaf.fields == fields
    assert leaf.time == written_time(time)
    assert encode(json.loads(raw)) == raw


A = "a" * 64
GOOD: dict[str, Any] = {
    "format": 1, "seq": 3, "time": "2026-11-02T09:30:00Z", "type": "decision", "visit": "1.0",
    "guideline": A, "catalogue": A, "fields": {"by": A, "case": A},
}  # fmt: skip


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != key}


CHANGED: dict[str, dict[str, Any]] = {
    **{f"no {key}": without(key) for key in ("format", "seq", "time", "type", "visit", "fields")},
    "a key more": {**GOOD, "more": 1},
    "format 2": {**GOOD, "format": 2},
    "format true": {**GOOD, "format": True},
    "seq below zero": {**GOOD, "seq": -1},
    "seq as text": {**GOOD, "seq": "3"},
    "seq 0 of a decision": {**GOOD, "seq": 0},
    "init that is not the first": {**GOOD, "type": "init"},
    "an unknown type": {**GOOD, "type": "note"},
    "no such day": {**GOOD, "time": "2026-02-30T09:30:00Z"},
    "no such hour": {**GOOD, "time": "2026-02-03T24:30:00Z"},
    "a leap second": {**GOOD, "time": "2026-12-31T23:59:60Z"},
    "year zero": {**GOOD, "time": "0000-12-31T23:59:59Z"},
    "another zone": {**GOOD, "time": "2026-11-02T09:30:00+01:00"},
    "parts of a second": {**GOOD, "time": "2026-11-02T09:30:00.5Z"},
    "a version with a space": {**GOOD, "visit": "1 0"},
    "no version": {**GOOD, "visit": ""},
    "a long version": {**GOOD, "visit": "1" * 41},
    "a short digest": {**GOOD, "guideline": A[1:]},
    "capitals in a digest": {**GOOD, "catalogue": A.upper()},
    "null for a digest": {**GOOD, "guideline": None},
    "fields as a list": {**GOOD, "fields": [A]},
    "a field in capitals": {**GOOD, "fields": {"By": A}},
    "a field that begins with a digit": {**GOOD, "fields": {"1by": A}},
    "a field without a name": {**GOOD, "fields": {"": A}},
    "a long name": {**GOOD, "fields": {"b" * 41: A}},
    "a short commitment": {**GOOD, "fields": {"by": A[1:]}},
    "a commitment too long": {**GOOD, "fields": {"by": A + "a"}},
    "a commitment that is a number": {**GOOD, "fields": {"by": 1}},
}


def test_the_leaf_that_the_tables_change_is_good() -> None:
    assert read_leaf(encode(GOOD)).fields == {"by": A, "case": A}
    assert read_leaf(encode({**GOOD, "fields": {}})).fields == {}
    assert read_leaf(encode({**GOOD, "seq": 0, "type": "init"})).seq == 0


OF_THEIR_OWN = {
    "an unknown type": 'knows no entries of the type "note"',
    "seq 0 of a decision": "entry 0, and no other",
    "init that is not the first": "entry 0, and no other",
}
"""What is said of those that have the form of a leaf."""


@pytest.mark.parametrize("what", CHANGED)
def test_a_leaf_that_says_anything_else_is_refused(what: str) -> None:
    with pytest.raises(LedgerError, match=OF_THEIR_OWN.get(what, "not a leaf of format 1")):
        read_leaf(encode(CHANGED[what]))


TEXT = encode(GOOD).decode()
WRITTEN: dict[str, str] = {
    "nothing": "",
    "no JSON": "{",
    "a list": "[]",
    "twice": TEXT * 2,
    "a line feed after it": TEXT + "\n",
    "a space before it": " " + TEXT,
    "white space inside": TEXT.replace(",", ", ", 1),
    "keys in another order": TEXT.replace('"format":1,', "").replace("{", '{"format":1,', 1),
    "a field twice": TEXT.replace('{"by"', f'{{"by":"{A}","by"'),
    "fields in another order": TEXT.replace('"case":"a', '"aa":"a'),
    "a comma after the last field": TEXT.replace('"},"format"', '",},"format"'),
    "no comma between": TEXT.replace('","case"', '""case"'),
    "escaped": TEXT.replace('"by"', '"\\u0062y"'),
    "seq past 2^53 - 1": TEXT.replace('"seq":3', f'"seq":{2**53}'),
    "seq with a zero before it": TEXT.replace('"seq":3', '"seq":03'),
    "seq as a fraction": TEXT.replace('"seq":3', '"seq":3.0'),
    "another digit than ASCII has": TEXT.replace('"seq":3', '"seq":\u0663'),
    "a byte order mark": "\ufeff" + TEXT,
    "a null after it": TEXT + "\0",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_a_leaf_written_otherwise_is_refused(what: str) -> None:
    with pytest.raises(LedgerError):
        read_leaf(WRITTEN[what].encode())


def test_a_leaf_with_any_byte_changed_is_refused_or_says_something_else() -> None:
    raw = encode(GOOD)
    for place in range(len(raw)):
        for byte in (0x00, 0x20, 0x22, 0x2C, 0x30, 0x39, 0x61, 0x7A, 0x7D, 0x80, 0xFF):
            changed = raw[:place] + bytes([byte]) + raw[place + 1 :]
            if changed == raw:
                continue
            try:
                leaf = read_leaf(changed)
            except LedgerError:
                continue
            draft = Draft(leaf.type, leaf.visit, {}, guideline=leaf.guideline, catalogue=leaf.catalogue)
            assert leaf_of(draft, leaf.seq, datetime.fromisoformat(leaf.time), leaf.fields) == changed


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_other_bytes_are_no_leaf(raw: bytes) -> None:
    with pytest.raises(LedgerError):
        read_leaf(raw)


def test_a_time_is_written_in_utc_without_parts_of_a_second() -> None:
    assert written_time(NOW) == "2026-11-02T09:30:59Z"
    assert written_time(NOW.astimezone(timezone(timedelta(hours=1)))) == "2026-11-02T09:30:59Z"


@pytest.mark.parametrize("year", [1, 987])
def test_a_year_has_four_digits(year: int) -> None:
    assert written_time(datetime(year, 1, 2, tzinfo=UTC)).startswith(f"{year:04}-01-02")


def test_an_entry_without_values_is_erased_if_it_had_any() -> None:
    for fields, values, erased in (({"by": A}, {}, True), ({"by": A}, {"by": "x"}, False), ({}, {}, False)):
        raw = encode({**GOOD, "fields": fields})
        entry = Entry(3, raw, read_leaf(raw), values)
        assert entry.erased is erased
        assert entry.get("by") == values.get("by")


# --- values ---


@given(VALUES)
def test_a_canonical_value_is_read(value: object) -> None:
    assert read_canonical(encode(value)) == value


@pytest.mark.parametrize(
    "raw",
    [
        b"", b" ", b"{", b"nul", b"[1,]", b"[1 ]", b' "a"', b'"a"\n', b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0",
        b"1.5", b"1e3",
        b"-0", b"01", b"+1", b"NaN", b"Infinity", b"-Infinity", b'"\\u0061"', b'"\\/"', b'"\\u00e6"', b'"\x1f"', b'"\\u001F"',
        b'"\\ud800"',
        b"\xff", b'"\xff"', b'"\xed\xa0\x80"', b"\xef\xbb\xbf1", b"9007199254740992", b"-9007199254740992", b"1" * 5000,
        b"[" * 100_000,
        '{"\U0001f600":1}'.encode(), '{"\U0001f600":1,"\uffff":2}'.encode(), "1".encode("utf-16"), b"1\0", b"'a'", b"tru",
        b'"\\u000a"',
    ],
    ids=lambda raw: repr(raw[:20]),
)  # fmt: skip
def test_bytes_that_are_not_the_canonical_text_are_refused(raw: bytes) -> None:
    with pytest.raises(LedgerError, match="it is not canonical JSON"):
        read_canonical(raw)


@given(st.binary(max_size=40))
def test_what_is_read_is_what_would_be_written(raw: bytes) -> None:
    try:
        value = read_canonical(raw)
    except LedgerError:
        return
    assert encode(value) == raw


# --- commitments ---


def test_a_commitment_binds_name_salt_and_value() -> None:
    salt = bytes(range(32))
    one = commitment("by", salt, b'"anna"')
    from hashlib import sha256

    assert one == sha256(b"visit-ledger/1/by\0" + salt + b'"anna"').hexdigest()
    others = [
        commitment("of", salt, b'"anna"'),
        commitment("by", salt[::-1], b'"anna"'),
        commitment("by", salt, b'"bo"'),
    ]
    assert len({one, *others}) == 4
    assert len({new_salt() for _one in range(100)}) == 100
    assert len(new_salt()) == SALT == 32
