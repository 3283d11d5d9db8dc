"""The canonical bytes: as RFC 8785 has them, and nothing in them that it has differently."""

from __future__ import annotations

import enum
import hashlib
import math
from datetime import date, datetime
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from visit.canonical import digest, encode

_LARGEST = 2**53 - 1
_KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-_LARGEST, _LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner),
    max_leaves=30,
)


@given(_VALUES)
def test_bytes_are_those_of_the_rfc(value: object) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(_KEYS, st.integers(0, 9)))
def test_the_order_of_keys_does_not_count(value: dict[str, int]) -> None:
    assert encode(value) == encode(dict(reversed(value.items())))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**9, min_value=0))
def test_equal_decimals_are_equal_bytes(value: Decimal) -> None:
    assert encode(value) == encode(value * Decimal("1.000"))
    assert Decimal(encode(value).decode().strip('"')) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": (1, 2), "a": None}, '{"a":null,"b":[1,2]}'),
        (date(2026, 11, 2), '"2026-11-02"'),
        (Decimal("12.50"), '"12.5"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("-0.0"), '"0"'),
        (Decimal("-0.5"), '"-0.5"'),
        (Decimal(100), '"100"'),
        ('æ\u2028\x7f\x1f"\\/\n', '"æ\u2028\x7f\\u001f\\"\\\\/\\n"'),
        (True, "true"),
        (_LARGEST, "9007199254740991"),
    ],
)
def test_every_kind_of_value_has_one_form(value: object, text: str) -> None:
    assert encode(value).decode() == text


class _Word(enum.StrEnum):
    A = "a"


class _Number(enum.IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        _Word.A,
        _Number.ONE,
        {1},
        b"a",
        pytest.param(object(), id="object"),
        datetime(2026, 1, 1),
        {1: "a"},
    ],
    ids=repr,
)
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        encode({"a": [value]})


@pytest.mark.parametrize(
    "value",
    [
        _LARGEST + 1,
        -_LARGEST - 1,
        Decimal("NaN"),
        Decimal("Infinity"),
        {"\U0001f600": 1},
        {"\ud800": 1},
        "\ud800",
    ],
    ids=ascii,
)
def test_values_that_readers_keep_differently_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no canonical form|surrogates"):
        encode([value])


def test_digest_is_the_sha256_of_the_bytes() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
