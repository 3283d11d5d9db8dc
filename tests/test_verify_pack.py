"""The verifier that shares nothing with the package: it takes every good vector, and names what is wrong in each damaged one."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import verify_pack as tool
from vectors import make
from vectors.damage import GONE, changed
from vectors.hashing import b64, leaf_hash
from vectors.ledger import CATALOGUE, GUIDELINE, digest_of
from vectors.tree import RFC_ROOT, consistency, inclusion, is_consistent

FOLDER = Path(__file__).parent / "vectors"
SOURCE = Path(tool.__file__)
CANONICAL, MERKLE, COMMITMENTS, LEAVES, NOTES, PACKS = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("canonical", "merkle", "commitments", "leaves", "notes", "packs")
)
EMPTY = b64(hashlib.sha256().digest())
"""The root over no entries."""
GOOD = [row["pack"] for row in PACKS["good"]]
# How the verifier puts what a row of canonical.json says; whatever is not here is no JSON at all.
_WHY = {
    "duplicate key": "a key twice",
    "fraction": "not written as a whole one",
    "no number": "not written as a whole one",
    "exponent": "not written as a whole one",
    "too large": "beyond 2^53 - 1",
    "lone surrogate": "half a surrogate pair",
    "key above U+FFFF": "a key with a character above U+FFFF",
    "not UTF-8": "is not UTF-8",
    "white space": "not the canonical text",
    "key order": "not the canonical text",
    "escaped without need": "not the canonical text",
    "escaped the long way": "not the canonical text",
    "minus zero": "not the canonical text",
}

needs_signatures = pytest.mark.skipif(tool.ED25519 is None, reason="cryptography is not installed")


def names(rows: list[dict[str, Any]], key: str = "name") -> list[str]:
    return [row[key] for row in rows]


def as_bytes(row: dict[str, Any]) -> bytes:
    return bytes.fromhex(row["hex"]) if "hex" in row else row["text"].encode()


def refusal(step: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(tool.Refused) as caught:
        step(*arguments)
    return str(caught.value)


class Ran:
    """What one run of the verifier printed and gave back."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err, self.lines = code, out, err, out.splitlines()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def go(pack: Any, *options: str) -> Ran:
        path = tmp_path / "pack.json"
        path.write_bytes(pack if isinstance(pack, bytes) else json.dumps(pack).encode())
        try:
            code = tool.main([str(path), *options])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return go


# Canonical text


@pytest.mark.parametrize("row", CANONICAL["good"], ids=lambda row: row["text"][:20].encode("unicode_escape").decode())
def test_a_canonical_text_is_taken(row: dict[str, Any]) -> None:
    assert tool.parse(row["text"].encode()) == row["value"]


@pytest.mark.parametrize("row", CANONICAL["refused"], ids=names(CANONICAL["refused"]))
def test_any_other_text_is_refused(row: dict[str, Any]) -> None:
    assert _WHY.get(row["why"], "is not JSON") in refusal(tool.parse, as_bytes(row))


# The tree


def fits(row: dict[str, Any], leaf: str, root: str) -> bool:
    try:
        tool.check_proof(row["index"], bytes.fromhex(leaf), row["proof"], row["size"], bytes.fromhex(root))
    except tool.Refused:
        return False
    return True


def test_inclusion_proofs_lead_to_their_roots() -> None:
    for row in MERKLE["inclusion"]:
        assert fits(row, MERKLE["leaves"][row["index"]], MERKLE["roots"][row["size"]]), row
    for row in MERKLE["rfc"]["inclusion"]:
        assert fits(row, MERKLE["rfc"]["leaves"][row["index"]], RFC_ROOT), row
    assert MERKLE["rfc"]["roots"][8] == RFC_ROOT


@pytest.mark.parametrize(
    "row", MERKLE["damaged_inclusion"], ids=lambda row: f"{row['index']} of {row['size']}: {row['name']}"
)
def test_a_damaged_inclusion_proof_leads_nowhere(row: dict[str, Any]) -> None:
    assert not fits(row, row["leaf"], row["root"])


def consistent(row: dict[str, Any], old: str, new: str) -> bool:
    proof = [bytes.fromhex(one) for one in row["proof"]]
    return is_consistent(row["first"], row["second"], bytes.fromhex(old), bytes.fromhex(new), proof)


def test_consistency_proofs_hold_between_their_roots() -> None:
    for row in MERKLE["consistency"]:
        assert consistent(row, MERKLE["roots"][row["first"]], MERKLE["roots"][row["second"]]), row


@pytest.mark.parametrize(
    "row", MERKLE["damaged_consistency"], ids=lambda row: f"{row['first']} to {row['second']}: {row['name']}"
)
def test_a_damaged_consistency_proof_does_not_hold(row: dict[str, Any]) -> None:
    assert not consistent(row, row["first_root"], row["second_root"])


def test_proofs_are_as_long_as_the_format_says() -> None:
    hashes = [leaf_hash(bytes([at])) for at in range(64)]
    for size in range(1, 65):
        bound = (size - 1).bit_length()
        assert max(len(inclusion(at, hashes[:size])) for at in range(size)) <= bound
        assert max(len(consistency(first, hashes[:size])) for first in range(1, size + 1)) <= bound + 1


# Commitments and leaves


@pytest.mark.parametrize("row", COMMITMENTS["good"], ids=names(COMMITMENTS["good"]))
def test_a_value_fits_its_commitment(row: dict[str, Any]) -> None:
    given = {"salt": row["salt"], "value": row["value"]}
    assert tool.check_value(row["name"], given, row["commitment"]) == json.loads(row["value"])


@pytest.mark.parametrize("row", COMMITMENTS["damaged"], ids=names(COMMITMENTS["damaged"], "damage"))
def test_a_damaged_value_does_not(row: dict[str, Any]) -> None:
    why = refusal(tool.check_value, row["name"], {"salt": row["salt"], "value": row["value"]}, row["commitment"])
    assert ("salt" if len(row["salt"]) != 64 else "does not fit its commitment") in why


@pytest.mark.parametrize("row", LEAVES["good"], ids=lambda row: json.loads(row["leaf"])["type"])
def test_a_leaf_is_taken(row: dict[str, Any]) -> None:
    assert tool.read_leaf(row["leaf"].encode()) == json.loads(row["leaf"])
    assert leaf_hash(row["leaf"].encode()).hex() == row["hash"]


@pytest.mark.parametrize("row", LEAVES["damaged"], ids=names(LEAVES["damaged"]))
def test_a_damaged_leaf_is_not(row: dict[str, Any]) -> None:
    assert row["finds"] in f"the leaf {refusal(tool.read_leaf, row['leaf'].encode())}"


# Checkpoints, keys and signatures


@pytest.mark.parametrize("row", NOTES["good"], ids=names(NOTES["good"]))
def test_a_checkpoint_is_read(row: dict[str, Any]) -> None:
    found = tool.parse_checkpoint(row["text"])
    assert (found.origin, found.size, found.root.hex()) == (row["origin"], row["size"], row["root"])
    assert row["text"].startswith(found.body.decode())


@pytest.mark.parametrize(
    "row", [row for row in NOTES["damaged"] if row["kind"] == "syntax"], ids=lambda row: row["name"]
)
def test_what_is_no_checkpoint_is_refused(row: dict[str, Any]) -> None:
    refusal(tool.parse_checkpoint, row["text"])


@pytest.mark.parametrize("row", NOTES["keys"], ids=names(NOTES["keys"], "vkey"))
def test_a_key_is_read(row: dict[str, Any]) -> None:
    name, id, public = tool.parse_key(row["vkey"])
    assert (name, id.hex(), public.hex()) == (row["name"], row["id"], row["public"])


@pytest.mark.parametrize("row", NOTES["damaged_keys"], ids=names(NOTES["damaged_keys"]))
def test_what_is_no_key_is_refused(row: dict[str, Any]) -> None:
    refusal(tool.parse_key, row["vkey"])


def signatures(text: str, known: list[str]) -> list[bool]:
    """Return for each signature by a known key whether it fits."""
    found, keys = tool.parse_checkpoint(text), [tool.parse_key(one) for one in known]
    return [
        tool.is_signed(key[2], signature, found.body)
        for name, id, signature in found.signatures
        for key in keys
        if key[:2] == (name, id)
    ]


@needs_signatures
@pytest.mark.parametrize("row", NOTES["good"], ids=names(NOTES["good"]))
def test_signatures_are_by_whom_the_row_says(row: dict[str, Any]) -> None:
    assert signatures(row["text"], row["signed_by"]) == [True for _ in row["signed_by"]]


@needs_signatures
@pytest.mark.parametrize(
    "row", [row for row in NOTES["damaged"] if row["kind"] != "syntax"], ids=lambda row: row["name"]
)
def test_a_forgery_is_by_a_known_key_and_the_rest_say_nothing(row: dict[str, Any]) -> None:
    found = signatures(row["text"], row["known"])
    assert False in found if row["kind"] == "forgery" else found == []


def test_the_published_key_is_read() -> None:
    published = NOTES["published"]
    assert tool.parse_key(published["vkey"])[:2] == tool.parse_signature(published["line"])[:2]


@needs_signatures
def test_the_published_signature_fits() -> None:
    published = NOTES["published"]
    public, signature = tool.parse_key(published["vkey"])[2], tool.parse_signature(published["line"])[2]
    assert tool.is_signed(public, signature, published["text"].encode())
    assert not tool.is_signed(public, signature, published["text"].encode()[1:])


# Packs


@pytest.mark.parametrize("row", PACKS["good"], ids=names(PACKS["good"]))
def test_a_good_pack_is_good(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    ran = run(row["pack"])
    assert (ran.code, ran.lines[-1], ran.err) == (0, "good", "")


def found_without_signatures(row: dict[str, Any]) -> bool:
    return tool.ED25519 is not None or not ("forgery" in row["finds"] or "no signature" in row["finds"])


@pytest.mark.parametrize("row", PACKS["damaged"], ids=names(PACKS["damaged"]))
def test_a_damaged_pack_is_found(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    if not found_without_signatures(row):
        pytest.skip("cryptography is not installed")
    ran = run(changed(GOOD[row["of"]], row["path"], row["value"]))
    assert (ran.code, ran.err) == (1, "")
    assert any(row["finds"] in line for line in ran.lines), ran.out
    assert ran.lines[-1].startswith("bad: ")


@pytest.mark.parametrize("row", PACKS["consistent"], ids=names(PACKS["consistent"]))
def test_hashes_that_fit_do_not_make_it_right(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    ran = run(row["pack"])
    assert ran.code == 1
    assert any(row["finds"] in line for line in ran.lines), ran.out
    assert not [line for line in ran.lines if "commitment" in line or "digest" in line]


@needs_signatures
@pytest.mark.parametrize("row", PACKS["asked"], ids=names(PACKS["asked"]))
def test_a_key_and_a_head_known_otherwise_decide(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    options = [part for option in ("key", "head") if row[option] for part in (f"--{option}", row[option])]
    ran = run(GOOD[row["of"]], *options)
    assert ran.code == row["code"], ran.out
    assert row["finds"] is None or any(row["finds"] in line for line in ran.lines)
    assert "own claim" not in ran.out or row["key"] is None


@pytest.mark.parametrize("row", PACKS["unreadable"], ids=names(PACKS["unreadable"]))
def test_what_is_no_pack_cannot_be_read(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    ran = run(row["text"].encode())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("the pack cannot be read: it ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("how", [">/dev/full", "2>&1 >/dev/full", "| :", "<&-"])
def test_where_nobody_can_be_told_it_is_neither_good_nor_bad(how: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(GOOD[0]), encoding="utf-8")
    pack, after = ("-", "") if how == "<&-" else (str(path), "; exit ${PIPESTATUS[0]}" if "|" in how else "")
    code = f"{sys.executable} {SOURCE} {pack} {how}{after}"
    ran = subprocess.run(["bash", "-c", f"sleep 0; {code}"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2 or (ran.returncode == 0 and how == "| :")  # the reader may leave after the answer
    assert "Traceback" not in ran.stderr


def test_a_missing_file_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main([str(tmp_path / "none.json")]) == 2
    assert tool.main([str(tmp_path)]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("row", NOTES["damaged_keys"], ids=names(NOTES["damaged_keys"]))
def test_a_key_that_is_none_cannot_be_asked_for(row: dict[str, Any], run: Callable[..., Ran]) -> None:
    assert run(GOOD[1], f"--key={row['vkey']}").code == 2


@pytest.mark.parametrize(
    "head", ["", "7", "7 x", f"0 {EMPTY}", f"{2**53} {EMPTY}", "07 " + "A" * 43 + "=", "7  " + "A" * 43 + "="]
)
def test_a_head_that_is_none_cannot_be_asked_for(head: str, run: Callable[..., Ran]) -> None:
    assert run(GOOD[1], f"--head={head}").code == 2


@needs_signatures
def test_the_report_tells_what_is_shown_and_what_is_not(run: Callable[..., Ran]) -> None:
    root = GOOD[1]["checkpoint"].split("\n")[2]
    lines = run(GOOD[1]).lines
    assert lines[0] == f"visit.example.dk/ledger: 5 of 7 entries, root {root}"
    at = lines.index("entry 1: decision, 2026-11-02T09:01:00Z")
    assert lines[at + 1 : at + 5] == [
        "  proven: approvals, as_of, by, case, choice, core, follow_up, reason, system_user",
        "  withheld: 2 (facts, shown)",
        f"  guideline {digest_of(GUIDELINE)[:12]}: present",
        f"  catalogue {digest_of(CATALOGUE)[:12]}: absent",
    ]
    assert (
        "  erased: 11 (approvals, as_of, by, case, choice, core, facts, follow_up, reason, shown, system_user)" in lines
    )
    assert "not checked: who signed: the keys are the pack's own claim; give a known one with --key" in lines
    assert "not checked: entry 1: values that are withheld: 2" in lines


def test_an_erasure_that_is_only_said_is_told(run: Callable[..., Ran]) -> None:
    told = "not checked: entry 4: that it was erased; the pack shows no erasure that names it"
    assert told in run(GOOD[5]).lines
    assert told not in run(GOOD[1]).lines


def test_no_value_is_printed(run: Callable[..., Ran]) -> None:
    private = ["Anna", "aeks", "tættere", "netværket", "ønske", "aftalt", "arkivloven", "Aaby", "aaby", "caseworker"]
    packs = GOOD + [changed(GOOD[row["of"]], row["path"], row["value"]) for row in PACKS["damaged"]]
    for pack in packs:
        ran = run(pack)
        assert not [word for word in private if word in ran.out + ran.err]


def test_without_cryptography_the_report_says_so(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "ED25519", None)
    ran = run(GOOD[1])
    assert (ran.code, ran.lines[-1]) == (0, "good")
    assert "not checked: the signatures: Python's package cryptography is not installed" in ran.lines
    asked = run(GOOD[1], "--key", NOTES["keys"][0]["vkey"])
    assert asked.code == 2
    assert "cryptography is not installed" in asked.err


def test_it_runs_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(GOOD[4]), encoding="utf-8")
    command = [sys.executable, "-I", str(SOURCE)]
    ran = subprocess.run([*command, str(path)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.splitlines()[-1], ran.stderr) == (0, "good", "")
    piped = subprocess.run([*command, "-"], input=b"{}", cwd=tmp_path, capture_output=True, check=False)
    assert (piped.returncode, piped.stdout) == (2, b"")


# Chance


def flipped(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    kind = draw.randrange(4)
    if kind == 0:
        return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
    if kind == 2:
        return data[:at] + data[at + 1 :]
    return data[:at] + bytes([draw.choice(b' 0a"\\{}[],:+-\xff')]) + data[at:]


# Without signatures the size and origin of a head are anyone's to write: only packs that bind them are drawn then.
@pytest.mark.parametrize("of", [0, pytest.param(1, marks=needs_signatures), pytest.param(4, marks=needs_signatures)])
def test_no_byte_can_be_changed_unseen(of: int, run: Callable[..., Ran]) -> None:
    draw = random.Random(of)
    data = json.dumps(GOOD[of], indent=1, ensure_ascii=False).encode()
    for _ in range(1500):
        other = flipped(data, draw)
        ran = run(other)
        assert ran.code in (0, 1, 2)
        assert ran.code or json.loads(other) == GOOD[of], other


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from places(one, (*path, key))


ODD: tuple[Any, ...] = (
    *(GONE, GONE, GONE, None, True, False, 0, 1, -1, 2**60, 1.5, [], {}, [[]], [None], {"": None}, {"a": "b"}),
    *("", "x", "\ud800", "\x1b[31m", "a" * 64, "\n\n\n"),
)


def is_less(part: Any, whole: Any) -> bool:
    """Whether the part is the whole with entries, values or documents left out."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and is_less(one, whole[key]) for key, one in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return all(any(is_less(one, other) for other in whole) for one in part)
    return type(part) is type(whole) and part == whole


@needs_signatures
@pytest.mark.parametrize("of", range(len(GOOD)))
def test_no_part_can_be_replaced_unseen(of: int, run: Callable[..., Ran]) -> None:
    draw = random.Random(of)
    spots = list(places(GOOD[of]))
    for _ in range(400):
        path = draw.choice(spots)
        ran = run(other := changed(GOOD[of], list(path), draw.choice(ODD)))
        assert ran.code in (0, 1, 2)
        assert "\x1b" not in ran.out + ran.err
        # Whether withheld values still exist is the pack's own word, unless it shows an erasure; and a proof to a head that
        # nobody gave leads nowhere. The report says both.
        told = path[0] == "consistency" and "not checked: the proofs to heads of other sizes" in ran.out
        assert ran.code or is_less(other, GOOD[of]) or path[-1] == "erased" or told, path


# The verifier itself, and the vectors


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(SOURCE.read_text(encoding="utf-8").splitlines()) <= 450


def test_it_imports_only_what_python_brings() -> None:
    tree = ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8")))
    imported = set()
    for node in tree:
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            assert isinstance(node.args[0], ast.Constant)
            imported.add(str(node.args[0].value))
    tops = {name.partition(".")[0] for name in imported}
    assert tops - {"__future__"} - sys.stdlib_module_names == {"cryptography"}


@pytest.mark.parametrize("name", make.MAKERS)
def test_the_vectors_are_those_that_are_made(name: str) -> None:
    if name in ("notes", "packs"):
        pytest.importorskip("cryptography")
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == make.written(name)
