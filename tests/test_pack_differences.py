"""The package and the independent verifier say the same of packs that nobody has thought of."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
import verify_pack
from exploring import Exploring
from pack_differences import BAD, GOOD, NOT_COMPARED, SIGNERS, VECTORS, by_package, by_tool, disagreement, drawn, made
from vectors.hashing import ORIGIN
from vectors.ledger import Ledger

from visit.canonical import encode
from visit.errors import LedgerError, Location
from visit.ledger.commitments import commitment
from visit.ledger.entries import is_canonical
from visit.ledger.merkle import leaf_hash
from visit.ledger.notes import Checkpoint, Head, check_signatures, read_checkpoint
from visit.ledger.packs import check_pack, read_pack
from visit.ledger.signing import read_key

pytest.importorskip("cryptography")


def written(pack: dict[str, Any]) -> bytes:
    return json.dumps(pack, ensure_ascii=False).encode()


SAID = {0: GOOD, 1: BAD, 3: NOT_COMPARED}


def test_they_agree_on_packs_that_are_always_the_same() -> None:
    draw, said = random.Random(1), Counter[str]()
    for _ in range(150):
        raw, key, head = drawn(draw)
        assert disagreement(raw, key, head) is None, raw
        said[by_tool(raw, key, head)] += 1
    assert min(said[one] for one in (GOOD, BAD, NOT_COMPARED)) > 3, "else most draws say nothing"


def test_they_agree_on_fresh_packs(exploring: Exploring) -> None:
    for _round in exploring.rounds():
        raw, key, head = drawn(exploring.chance)
        assert disagreement(raw, key, head) is None, raw


@pytest.mark.parametrize("row", VECTORS["asked"], ids=[row["name"] for row in VECTORS["asked"]])
def test_they_agree_on_what_is_asked_of_a_pack(row: dict[str, Any]) -> None:
    pack = VECTORS["good"][row["of"]]["pack"]
    assert by_package(written(pack), row["key"], row["head"]) == SAID[row["code"]]
    assert disagreement(written(pack), row["key"], row["head"]) is None


# --- where they once differed, one each ---


def of_three(**change: Any) -> dict[str, Any]:
    return {**VECTORS["good"][3]["pack"], **change}


def test_a_forgery_beside_a_signature_by_the_key_given_is_a_fault() -> None:
    pack = of_three()
    lines = pack["checkpoint"].split("\n")
    ours, last = lines[5], lines[6]
    forged = of_three(checkpoint="\n".join([*lines[:6], last[:60] + ("A" if last[60] != "A" else "B") + last[61:], ""]))
    for key in (SIGNERS[0].vkey, SIGNERS[2].vkey):
        assert by_package(written(pack), key, None) == GOOD, ours
        assert by_package(written(forged), key, None) == by_tool(written(forged), key, None) == BAD


@pytest.mark.parametrize("name", ["w\u200b", "w\u0007", "w\u2028"])
def test_a_witness_with_a_name_that_cannot_be_printed_is_no_signature(name: str) -> None:
    pack = of_three()
    other = of_three(checkpoint=pack["checkpoint"].replace("witness.example/w1", name))
    assert by_package(written(other), None, None) == by_tool(written(other), None, None) == BAD


def test_an_origin_elsewhere_than_in_entry_0_says_nothing_and_neither_does_an_entry_without_fields() -> None:
    draw = random.Random(3)
    seen = set[str]()
    for _ in range(300):
        pack = made(draw)
        for entry in pack["entries"]:
            seen |= {"no fields"} if '"fields":{}' in entry["leaf"] and entry["erased"] else set()
            seen |= {"origin"} if entry["seq"] and "origin" in entry["fields"] else set()
        assert disagreement(written(pack), None, None) is None
    assert seen == {"no fields", "origin"}


def test_what_sets_a_ledger_up_is_never_proven_to_be_erased() -> None:
    ledger = Ledger()
    ledger.append("init", origin=ORIGIN, keys=[], people={})
    ledger.append("configuration", people={})
    ledger.append("erasure", entries=[1], basis="arkivloven")
    pack = ledger.pack(ledger.body(), [], [ledger.entry(1, erased=True), ledger.entry(2)])
    assert check_pack(pack).unproved == (1,)
    told = "entry 1: that it was erased; the pack shows no erasure that names it"
    assert told in verify_pack.verify(written(pack)).unchecked


def test_a_checkpoint_is_at_most_so_long() -> None:
    pack = of_three()
    lines = pack["checkpoint"].split("\n\n")[1]
    assert len(pack["checkpoint"] + lines * 200) < 100_000 < len(pack["checkpoint"] + lines * 400)
    for times, said in ((200, GOOD), (400, BAD)):
        other = written(of_three(checkpoint=pack["checkpoint"] + lines * times))
        assert by_package(other, None, None) == by_tool(other, None, None) == said


# Two real keys, found by trying: they have one name and one id, and the first has signed.
SHARING = (
    "a.dk/x+71f7defd+AXo/Ke8mLvGL2Idzg8YUVff0SyqJYcopbWCJlbC1mySQ",
    "a.dk/x+71f7defd+AdUWo9eT/iRTR8EZCP1xwY2I4pI+CYiUjpiHezzLAGi0",
)
SIGNED_BY_THE_FIRST = (
    "a.dk/x\n1\nSlr9K0tbzfdufGnhk3VJ83dMwS1lVkovhWbE79RzyFE=\n\n"
    "— a.dk/x cffe/THC3FR2hd0dF4fINqZ2AzvIzBJIJDSGnIGnMq6ULxM7DAITLE53p8TR2Nc0SWeSoS6UXtNPbhiftf3gyljwggw=\n"
)


@pytest.mark.parametrize("keys", [SHARING, SHARING[::-1]], ids=["first", "last"])
def test_a_signature_by_one_of_two_keys_with_one_id_is_good_in_any_order(keys: tuple[str, ...]) -> None:
    said = check_signatures(read_checkpoint(SIGNED_BY_THE_FIRST), [read_key(one) for one in keys])
    assert said.good == (read_key(SHARING[0]),) and said.forged == () and said.unknown == 0
    leaf = (
        '{"fields":{"origin":"e126fd43106120fb67a9f07b688879176f61ac08969be6a012cd8d6740dc9ee7"},'
        '"format":1,"seq":0,"time":"2026-11-02T09:30:00Z","type":"init","visit":"0.2.0"}'
    )
    entry = {"seq": 0, "leaf": leaf, "proof": [], "fields": {}, "erased": False}
    pack = {"schema": "visit-pack", "version": 1, "checkpoint": SIGNED_BY_THE_FIRST}
    raw = written({**pack, "keys": list(keys), "entries": [entry], "documents": {}})
    assert by_package(raw, None, None) == by_tool(raw, None, None) == GOOD
    for key, answer in zip(SHARING, (GOOD, BAD), strict=True):
        assert by_package(raw, key, None) == by_tool(raw, key, None) == answer


def test_a_pack_of_a_later_version_says_that_a_later_visit_is_needed() -> None:
    raw = json.dumps({**of_three(version=3), "more": []}).encode()
    with pytest.raises(LedgerError, match="version 3, which a later visit has written"):
        read_pack(raw, Location("pack.json"))
    with pytest.raises(verify_pack.Refused, match="a later visit is needed"):
        verify_pack.verify(raw)


@pytest.mark.parametrize("key", ["\U0001f600", "\ud800"])
def test_a_proof_under_a_key_that_no_canonical_text_has_is_refused(key: str) -> None:
    pack = of_three(version=2, consistency={"1": []})
    assert by_package(written(pack), None, None) == by_tool(written(pack), None, None) == GOOD
    raw = json.dumps({**pack, "consistency": {key: []}}).encode()
    assert by_package(raw, None, None) == by_tool(raw, None, None) == BAD


@pytest.mark.parametrize(("deep", "said"), [(200, GOOD), (201, BAD), (600, BAD), (2000, BAD)])
@pytest.mark.parametrize("inner", ["", "1234567890123456", '"[[]]\\""'])
def test_a_value_is_nested_at_most_so_deep(deep: int, said: str, inner: str) -> None:
    value, salt = "[" * deep + inner + "]" * deep, bytes(32)
    assert is_canonical(value.encode()) is (said == GOOD)
    leaf = encode(
        {
            "fields": {"x": commitment("x", salt, value.encode())},
            "format": 1,
            "seq": 0,
            "time": "2026-11-02T09:30:00Z",
            "type": "init",
            "visit": "0.2.0",
        }
    )
    fields = {"x": {"salt": salt.hex(), "value": value}}
    entry = {"seq": 0, "leaf": leaf.decode(), "proof": [], "fields": fields, "erased": False}
    pack = {"schema": "visit-pack", "version": 1, "checkpoint": Checkpoint("a.dk/x", Head(1, leaf_hash(leaf))).text}
    raw = written({**pack, "keys": [], "entries": [entry], "documents": {}})
    assert by_package(raw, None, None) == by_tool(raw, None, None) == said


def test_a_value_that_would_be_refused_is_not_written() -> None:
    value: list[Any] = []
    for _ in range(199):
        value = [value]
    assert is_canonical(encode(value))
    for _ in range(600):
        value = [value]
        with pytest.raises(ValueError, match="nested more than 200 deep"):
            encode(value)
