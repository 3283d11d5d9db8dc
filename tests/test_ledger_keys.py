"""Which keys a ledger lists and retires, which heads each of them signed, and what a key known otherwise shows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from small_ledgers import KEY, NOW, ORIGIN, OTHER_KEY, PEOPLE, decision, init, made

from visit.errors import LedgerError
from visit.ledger.entries import Draft
from visit.ledger.keys import Listed, Use, key_named, keys_listed
from visit.ledger.log import Ledger
from visit.ledger.notes import Checkpoint, signed
from visit.ledger.packing import pack
from visit.ledger.packs import check_pack
from visit.ledger.signing import PublicKey, SigningKey
from visit.ledger.verifying import Report, verify

WITNESS = SigningKey("witness.test", bytes(range(2, 34)))
FOREIGN = SigningKey(ORIGIN, bytes(range(3, 35)))


def configuration(keys: Sequence[SigningKey], retired: Sequence[SigningKey] = ()) -> Draft:
    fields = {"by": "anna", "keys": [one.public.text for one in keys], "people": PEOPLE}
    return Draft(
        "configuration", "1.0", fields | ({"retired": [one.public.text for one in retired]} if retired else {})
    )


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Five entries: KEY from the beginning until entry 3, OTHER_KEY from entry 2 on; a head of 3 by KEY, one of 5 by OTHER_KEY."""
    place = str(tmp_path / "ledger")
    with made(place, 2, [KEY.public.text]) as ledger:
        ledger.append(configuration([KEY, OTHER_KEY]), now=NOW)
        ledger.checkpoint(KEY)
        ledger.append(configuration([OTHER_KEY], [KEY]), now=NOW)
        ledger.append(decision("c"), now=NOW)
        ledger.checkpoint(OTHER_KEY)
    return place


def kinds(report: Report) -> list[str]:
    return [f"{fault.kind} {fault.detail}".strip() for fault in report.faults]


def head(place: str, *keys: SigningKey, size: int | None = None) -> Checkpoint:
    with Ledger.open(place) as ledger:
        made = Checkpoint(ORIGIN, ledger.head(size))
    for key in keys:
        made = signed(made, key)
    return made


def test_keys_are_listed_and_retired_by_entries(place: str) -> None:
    with Ledger.open(place) as ledger:
        assert keys_listed(ledger.configurations()) == (Listed(KEY.public, 0, 3), Listed(OTHER_KEY.public, 2))
        with pytest.raises(LedgerError, match="this key is none of the ledger's"):
            ledger.checkpoint(KEY)


@pytest.mark.parametrize(("size", "may"), [(0, True), (1, True), (3, True), (4, False), (5, False)])
def test_a_key_signs_heads_that_do_not_reach_past_its_retirement(size: int, may: bool) -> None:
    assert Listed(KEY.public, 0, 3).may_sign(size) is may


@pytest.mark.parametrize(("size", "may"), [(2, False), (3, True), (9, True)])
def test_a_key_signs_heads_that_cover_its_listing(size: int, may: bool) -> None:
    assert Listed(KEY.public, 2).may_sign(size) is may


def test_it_is_said_which_key_signed_what(place: str) -> None:
    report = verify(place)
    assert kinds(report) == []
    assert report.keys == (
        Use(KEY.public, Listed(KEY.public, 0, 3), False, (3,)),
        Use(OTHER_KEY.public, Listed(OTHER_KEY.public, 2), False, (5,)),
    )


def test_a_retired_key_signs_only_what_came_before(place: str) -> None:
    assert kinds(verify(place, checkpoint=head(place, KEY, size=3))) == []
    told = f"checkpoint-retired 5 {KEY.public.short} 3"
    assert kinds(verify(place, checkpoint=head(place, KEY))) == [told]
    assert kinds(verify(place, checkpoint=head(place, KEY, OTHER_KEY))) == []


def test_a_retired_key_that_is_listed_again_stays_retired(place: str) -> None:
    with Ledger.open(place, writable=True) as ledger:
        ledger.append(configuration([KEY, OTHER_KEY]), now=NOW)
        assert keys_listed(ledger.configurations())[0] == Listed(KEY.public, 0, 3)
    assert kinds(verify(place, checkpoint=head(place, KEY))) == [f"checkpoint-retired 6 {KEY.public.short} 3"]


def test_a_pack_does_not_claim_a_retired_key(place: str) -> None:
    with Ledger.open(place) as ledger:
        assert ledger.keys(before=3) == (KEY.public, OTHER_KEY.public)
        found = pack(ledger, [1])
    assert found["keys"] == [OTHER_KEY.public.text]
    assert check_pack(found).faults == ()


# --- keys that the reader knows otherwise ---


@pytest.mark.parametrize("keys", [[KEY.public], [OTHER_KEY.public], [KEY.public, OTHER_KEY.public]])
def test_a_key_known_otherwise_has_signed(place: str, keys: list[PublicKey]) -> None:
    report = verify(place, pinned=keys)
    assert kinds(report) == []
    assert [one.pinned for one in report.keys] == [KEY.public in keys, OTHER_KEY.public in keys]


def test_a_key_that_the_ledger_does_not_list_is_told(place: str) -> None:
    report = verify(place, pinned=[FOREIGN.public])
    assert kinds(report) == [f"key-unlisted {FOREIGN.public.short}", f"key-unsigned {FOREIGN.public.short}"]
    assert report.keys[-1] == Use(FOREIGN.public, None, True, ())


def test_a_key_that_is_listed_and_signed_nothing_is_told(tmp_path: Path) -> None:
    place = str(tmp_path / "other")
    made(place, 2, [KEY.public.text]).close()
    assert kinds(verify(place, pinned=[KEY.public])) == [f"key-unsigned {KEY.public.short}"]
    assert kinds(verify(place, pinned=[KEY.public], checkpoint=head(place, KEY))) == []


def test_a_checkpoint_from_outside_must_be_by_a_key_known_otherwise(place: str) -> None:
    assert kinds(verify(place, pinned=[KEY.public], checkpoint=head(place, OTHER_KEY))) == ["checkpoint-unpinned 5"]
    assert kinds(verify(place, pinned=[OTHER_KEY.public], checkpoint=head(place, OTHER_KEY))) == []
    assert kinds(verify(place, pinned=[OTHER_KEY.public], checkpoint=head(place))) == []


def test_a_witness_is_known_by_a_name_of_its_own(place: str) -> None:
    assert kinds(verify(place, pinned=[WITNESS.public])) == [f"key-unsigned {WITNESS.public.short}"]
    both = head(place, OTHER_KEY, WITNESS)
    report = verify(place, pinned=[WITNESS.public], checkpoint=both)
    assert kinds(report) == []
    assert report.keys[-1] == Use(WITNESS.public, None, True, (5,))
    forged = Checkpoint(both.origin, both.head, (*both.signatures[:1], (*both.signatures[1][:2], bytes(64))))
    assert "checkpoint-forged 5" in kinds(verify(place, pinned=[WITNESS.public], checkpoint=forged))


def test_a_ledger_rewritten_with_other_keys_and_a_new_signed_head_shows_by_the_key(tmp_path: Path) -> None:
    """The whole ledger and the head kept beside it are the forger's: only the key is not."""
    place = str(tmp_path / "rewritten")
    with Ledger.create(place, init([FOREIGN.public.text]), now=NOW)[0] as ledger:
        ledger.append(decision("c1", reason="another"), now=NOW)
        kept = ledger.checkpoint(FOREIGN)
    assert kinds(verify(place, checkpoint=kept)) == []
    assert kinds(verify(place, checkpoint=kept, pinned=[KEY.public])) == [
        "checkpoint-unpinned 2", f"key-unlisted {KEY.public.short}", f"key-unsigned {KEY.public.short}",
    ]  # fmt: skip


@pytest.mark.parametrize("given", [KEY.public.text, KEY.public.short, KEY.public.id.hex()])
def test_a_key_is_meant_by_its_text_or_its_id(given: str) -> None:
    assert key_named([Listed(OTHER_KEY.public, 0), Listed(KEY.public, 1)], given).key == KEY.public
    with pytest.raises(LedgerError, match="entry 2 has retired this key already"):
        key_named([Listed(KEY.public, 0, 2)], given)
    with pytest.raises(LedgerError, match="this key is none of the ledger's"):
        key_named([Listed(OTHER_KEY.public, 0)], given)


def test_a_key_known_otherwise_that_the_ledger_retired_counts_no_later_head(place: str) -> None:
    """It may be stolen: beside another signature it is no fault, and no word of the reader's own key either."""
    both = head(place, KEY, OTHER_KEY)
    report = verify(place, pinned=[KEY.public], checkpoint=both)
    assert kinds(report) == ["checkpoint-unpinned 5"]
    assert report.keys[0].heads == (3,)


def test_where_signatures_cannot_be_checked_a_key_known_otherwise_is_no_good(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = head(place, OTHER_KEY)
    with Ledger.open(place) as ledger:
        found = pack(ledger, [1])
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for asked in (
        lambda: verify(place, pinned=[OTHER_KEY.public]),
        lambda: verify(place, pinned=[OTHER_KEY.public], checkpoint=kept),
        lambda: check_pack(found, [OTHER_KEY.public]),
    ):
        with pytest.raises(LedgerError, match="signatures need a library that is not installed, or does not load"):
            asked()
    assert verify(place).unchecked
