"""Which signatures under a head count: those by keys that the ledger had listed by then, and all of them must fit."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from small_ledgers import KEY, NOW, ORIGIN, OTHER_KEY, PEOPLE, decision, init, raw

from visit.ledger.entries import Draft
from visit.ledger.faults import WHOLE, Fault
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, signed
from visit.ledger.signing import SigningKey
from visit.ledger.verifying import verify

CONFIGURED = 3
"""The entry that lists the other key."""
SIZE = 6


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger whose first entries know one key, and the later ones two."""
    drafts = [decision("a"), decision("b"), _listing(KEY, OTHER_KEY), decision("a"), decision("c")]
    with Ledger.create(str(tmp_path / "ledger.db"), init([KEY.public.text]), now=NOW)[0] as ledger:
        for seq, draft in enumerate(drafts, 1):
            ledger.append(draft, now=NOW + timedelta(minutes=seq))
    return str(tmp_path / "ledger.db")


def _listing(*keys: SigningKey) -> Draft:
    return Draft("configuration", "1.0", {"by": "anna", "keys": [key.public.text for key in keys], "people": PEOPLE})


def head(place: str, size: int, *keys: SigningKey) -> Checkpoint:
    """The head of a size, signed."""
    with Ledger.open(place) as ledger:
        found = Checkpoint(ORIGIN, ledger.head(size))
    for key in keys:
        found = signed(found, key)
    return found


def with_a_forgery(of: Checkpoint, place: int) -> Checkpoint:
    """The same with one bit of one signature changed."""
    rows = list(of.signatures)
    name, id, signature = rows[place]
    rows[place] = (name, id, bytes([signature[0] ^ 1, *signature[1:]]))
    return Checkpoint(of.origin, of.head, tuple(rows))


def faults(place: str, checkpoint: Checkpoint) -> list[Fault]:
    return list(verify(place, checkpoint=checkpoint).faults)


def test_two_good_signatures_are_good(place: str) -> None:
    assert faults(place, head(place, SIZE, KEY, OTHER_KEY)) == []


@pytest.mark.parametrize("forged", [0, 1])
def test_a_good_signature_does_not_cover_for_a_forged_one(forged: int, place: str) -> None:
    made = with_a_forgery(head(place, SIZE, KEY, OTHER_KEY), forged)
    assert faults(place, made) == [Fault(WHOLE, "checkpoint-forged", str(SIZE))]


def test_a_forged_signature_in_the_ledger_shows_beside_a_good_one(place: str) -> None:
    made = with_a_forgery(head(place, SIZE, KEY, OTHER_KEY), 1)
    with raw(place) as sql:
        sql("INSERT INTO checkpoints (size, note) VALUES (?, ?)", SIZE, made.text.encode())
    assert list(verify(place).faults) == [Fault(WHOLE, "checkpoint-forged", str(SIZE))]


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_a_key_counts_for_the_heads_that_its_entry_is_under(size: int, place: str) -> None:
    """Whoever adds a key today cannot sign yesterday's head with it."""
    found = faults(place, head(place, size, OTHER_KEY))
    assert found == ([] if size > CONFIGURED else [Fault(WHOLE, "checkpoint-forged", str(size))])
    assert faults(place, head(place, size, KEY)) == []
