"""Every type of entry: what it is called, what it needs, and that each list of types is the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import verify_pack
from running import ROOT

from visit.ledger.entries import Draft, Entry, leaf_of, read_leaf
from visit.ledger.entry_types import LABELS, EntryType
from visit.render.entry_words import what


def test_the_independent_verifier_and_the_page_of_the_format_know_every_type() -> None:
    assert set(verify_pack.TYPES) == set(EntryType)
    page = (ROOT / "docs" / "ledger-format.md").read_text(encoding="utf-8")
    assert [one for one in EntryType if f"`{one}`" not in page] == []


def test_every_type_is_called_something() -> None:
    assert LABELS.keys() == set(EntryType)


@pytest.mark.parametrize("type", EntryType)
def test_a_type_is_stored_by_its_name_alone(type: EntryType) -> None:
    leaf = leaf_of(Draft(type, "1.0", {}), 0 if type is EntryType.INIT else 1, datetime(2026, 11, 2, tzinfo=UTC), {})
    assert f'"type":"{type.value}"'.encode() in leaf
    assert read_leaf(leaf).type is type


@pytest.mark.parametrize("type", EntryType)
def test_an_entry_that_lacks_what_its_type_needs_is_told_as_damaged(type: EntryType) -> None:
    leaf = leaf_of(Draft(type, "1.0", {}), 0 if type is EntryType.INIT else 1, datetime(2026, 11, 2, tzinfo=UTC), {})
    assert what(Entry(1, leaf, read_leaf(leaf), {})).startswith("damaged") is bool(type.needs)
