"""Checkpoints, signed notes and keys: as C2SP and Go's checksum database write them, and nothing that is damaged."""

from __future__ import annotations

import base64
import stat
import sys
from pathlib import Path

import pytest
from small_ledgers import KEY, ORIGIN, OTHER_KEY

from visit.errors import LedgerError, Location
from visit.ledger.notes import (
    Checkpoint,
    Head,
    Signed,
    check_signatures,
    read_checkpoint,
    read_outside_checkpoint,
    signed,
)
from visit.ledger.signing import PublicKey, SigningKey, can_check_signatures, is_origin, load_key, new_key, read_key

ROOT = bytes(range(32))
CHECKPOINT = Checkpoint(ORIGIN, Head(20852163, ROOT))
SIGNED = signed(CHECKPOINT, KEY)

# From the documentation of golang.org/x/mod/sumdb/note: a key and a note that other programs sign and check.
PETER_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def refused(text: str) -> str:
    with pytest.raises(LedgerError) as caught:
        read_checkpoint(text, Location("file"))
    assert str(caught.value.at) == "file"
    return caught.value.message


# --- keys ---


def test_the_public_key_of_another_program_is_read_and_its_signature_fits(tmp_path: Path) -> None:
    public = read_key(PETER_PUBLIC)
    assert (public.name, public.id.hex(), public.text) == ("PeterNeumann", "c74f20a3", PETER_PUBLIC)
    path = tmp_path / "key"
    path.write_text(f"{PETER_PRIVATE}\n")
    key = load_key(path)
    assert (key.public, key.text.strip()) == (public, PETER_PRIVATE)
    # Ed25519 gives one signature for one text.
    made = base64.b64encode(public.id + key.sign(PETER_TEXT.encode())).decode()
    assert made == PETER_SIGNATURE


def test_a_key_is_written_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = new_key(path, ORIGIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path).public == key.public == read_key(key.public.text)
    assert load_key(path).text == key.text == path.read_text()
    assert new_key(tmp_path / "other", ORIGIN).public != key.public
    with pytest.raises(LedgerError, match="the key cannot be written: file exists"):
        new_key(path, ORIGIN)
    assert path.read_text() == key.text
    with pytest.raises(LedgerError, match="the key cannot be written: no such file"):
        new_key(tmp_path / "none" / "key", ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        "", "PeterNeumann", PETER_PRIVATE, PETER_PUBLIC.replace("+c74f20a3", ""), PETER_PUBLIC.replace("PeterNeumann", ""),
        PETER_PUBLIC.replace("PeterNeumann", "Peter Neumann"), PETER_PUBLIC[:-1], PETER_PUBLIC + "=", PETER_PUBLIC + "\n",
        PETER_PUBLIC.replace("ARpc", "AhpC"), PETER_PUBLIC.replace("+ARpc", "+ARpd"), PETER_PUBLIC.replace("c74f20a3", "c74f20a4"),
        PETER_PUBLIC.replace("c74f20a3", "C74F20A3"), PETER_PUBLIC.replace("PeterNeumann", "PeterNeuman"), "x+00000000+AQ==",
    ],
)  # fmt: skip
def test_a_damaged_public_key_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match=r"this is not a public key|does not fit the key"):
        read_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", PETER_PUBLIC, PETER_PRIVATE[:-4], PETER_PRIVATE.replace("AYEK", "AoEK"),
        PETER_PRIVATE.replace("c74f20a3", "c74f20a4"),
        PETER_PRIVATE.replace("AYEK", "AYEL"), PETER_PRIVATE.replace("PeterNeumann", "Anna"), f"{PETER_PRIVATE}\n{PETER_PRIVATE}",
    ],
)  # fmt: skip
def test_a_damaged_private_key_is_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(LedgerError, match=r"this is not a private key|does not fit the key") as caught:
        load_key(path)
    assert str(path) in str(caught.value)
    assert "FALVFGyNhPJEMzD1QIDr" not in str(caught.value)


def test_a_key_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, Path("a\0b")):
        with pytest.raises(LedgerError, match="the key cannot be read"):
            load_key(path)
    path = tmp_path / "key"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(LedgerError, match="this is not a private key"):
        load_key(path)


# --- checkpoints ---


def test_a_checkpoint_is_three_lines_and_is_read_back() -> None:
    assert CHECKPOINT.text == f"{ORIGIN}\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert read_checkpoint(CHECKPOINT.text) == CHECKPOINT
    assert read_checkpoint(Checkpoint(ORIGIN, Head(1, ROOT)).text).head.size == 1


def test_a_signed_checkpoint_is_a_note_and_is_read_back() -> None:
    body, line = SIGNED.text.split("\n\n")
    assert f"{body}\n" == CHECKPOINT.text
    assert line.startswith(f"\u2014 {ORIGIN} ")
    assert line.endswith("\n")
    assert len(base64.b64decode(line.split(" ")[2])) == 4 + 64
    twice = signed(SIGNED, OTHER_KEY)
    for one in (SIGNED, twice):
        assert read_checkpoint(one.text) == one
    assert len(twice.signatures) == 2


def test_a_head_alone_is_read_as_it_is_printed() -> None:
    head = CHECKPOINT.head
    for text in (head.text, f"{head.text}\n", f"  {head.text} \n"):
        assert read_checkpoint(text) == Checkpoint("", head)


BODY, LINE = SIGNED.text.split("\n\n")
DAMAGED = {
    "nothing": "",
    "a word": "hello\n",
    "one line": f"{ORIGIN}\n",
    "two lines": f"{ORIGIN}\n5\n",
    "no line feed at the end": CHECKPOINT.text[:-1],
    "a line more": CHECKPOINT.text + "more\n",
    "a space in the origin": CHECKPOINT.text.replace("visit", "vi sit"),
    "a plus in the origin": CHECKPOINT.text.replace("visit", "vi+sit"),
    "no origin": CHECKPOINT.text.replace(ORIGIN, ""),
    "an origin that cannot be printed": CHECKPOINT.text.replace("visit", "vi\u200bsit"),
    "a zero before the size": CHECKPOINT.text.replace("2085", "02085"),
    "a sign": CHECKPOINT.text.replace("2085", "+2085"),
    "size as a fraction": CHECKPOINT.text.replace("20852163", "1.0"),
    "no size": CHECKPOINT.text.replace("20852163", ""),
    "a size of many digits": CHECKPOINT.text.replace("20852163", "1" * 17),
    "a digit that ASCII lacks": CHECKPOINT.text.replace("20852163", "\u0663"),
    "a short root": CHECKPOINT.text.replace("AAEC", ""),
    "a root without padding": CHECKPOINT.text.replace("=", ""),
    "a root in another form of base64": CHECKPOINT.text.replace("Hh8=", "Hh9="),
    "a carriage return": CHECKPOINT.text.replace("\n", "\r\n"),
    "no empty line": SIGNED.text.replace("\n\n", "\n"),
    "two empty lines": SIGNED.text.replace("\n\n", "\n\n\n"),
    "an empty line and no signature": CHECKPOINT.text + "\n",
    "another dash": SIGNED.text.replace("\u2014", "-"),
    "no line feed after the signature": SIGNED.text[:-1],
    "no name": f"{BODY}\n\n\u2014 {LINE.split(' ')[2]}",
    "a signature of no bytes": f"{BODY}\n\n\u2014 {ORIGIN} AAAA\n",
    "a line after the signatures": SIGNED.text + "more\n",
    "a signature that is no base64": f"{BODY}\n\n\u2014 {ORIGIN} AAAAAAA\n",
    "very long": CHECKPOINT.text + "\n" + LINE * 1000,
    "a head with a short root": "5 AAEC",
    "a head with three words": f"{CHECKPOINT.head.text} x",
    "a head below zero": f"-{CHECKPOINT.head.text}",
    "a head over nothing": "0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "a head of more entries than there can be": CHECKPOINT.head.text.replace("20852163", str(2**53)),
    "a checkpoint over nothing": CHECKPOINT.text.replace("20852163", "0"),
    "a head without a size": CHECKPOINT.head.text.split(" ")[1],
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_text_that_is_no_checkpoint_is_refused(what: str) -> None:
    assert DAMAGED[what] not in (CHECKPOINT.text, SIGNED.text)
    assert refused(DAMAGED[what]) == "this is not a checkpoint"


def test_a_signature_fits_its_own_checkpoint_and_key_alone() -> None:
    known = [KEY.public]
    assert check_signatures(SIGNED, known) == Signed((KEY.public,), (), 0)
    assert check_signatures(SIGNED, []) == Signed((), (), 1)
    assert check_signatures(SIGNED, [OTHER_KEY.public]) == Signed((), (), 1)
    assert check_signatures(signed(SIGNED, OTHER_KEY), known) == Signed((KEY.public,), (), 1)
    assert check_signatures(signed(SIGNED, OTHER_KEY), [KEY.public, OTHER_KEY.public]) == Signed(
        (KEY.public, OTHER_KEY.public), (), 0
    )
    name = f"{ORIGIN}+{KEY.public.id.hex()}"
    for other in (Head(20852164, ROOT), Head(20852163, ROOT[::-1])):
        assert check_signatures(Checkpoint(ORIGIN, other, SIGNED.signatures), known) == Signed((), (name,), 0)
    assert check_signatures(Checkpoint("other", CHECKPOINT.head, SIGNED.signatures), known) == Signed((), (name,), 0)


def test_a_signature_with_any_byte_changed_is_a_forgery_or_says_nothing() -> None:
    ((name, id, signature),) = SIGNED.signatures
    whole = id + signature
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]
        found = check_signatures(Checkpoint(ORIGIN, CHECKPOINT.head, ((name, changed[:4], changed[4:]),)), [KEY.public])
        assert found == (Signed((), (), 1) if place < 4 else Signed((), (f"{name}+{id.hex()}",), 0))
    for cut in (signature[:-1], signature + b"\0", b"\0"):
        assert check_signatures(Checkpoint(ORIGIN, CHECKPOINT.head, ((name, id, cut),)), [KEY.public]).forged


def test_a_key_that_is_no_point_signs_nothing() -> None:
    odd = PublicKey(ORIGIN, b"\x02" + bytes(31))
    ((name, _id, signature),) = SIGNED.signatures
    assert check_signatures(Checkpoint(ORIGIN, CHECKPOINT.head, ((name, odd.id, signature),)), [odd]).good == ()


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("visit.test/ledger", True), ("ø", True), ("", False), ("a b", False), ("a+b", False), ("a\n", False), ("a\t", False),
        ("a\u2028b", False), ("\u00a0", False), ("a\x00", False),
    ],
)  # fmt: skip
def test_what_can_name_a_ledger(text: str, fits: bool) -> None:
    assert is_origin(text) is fits


# --- without the library ---


def test_without_the_library_heads_are_read_and_signatures_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert can_check_signatures()
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert not can_check_signatures()
    assert read_checkpoint(SIGNED.text) == SIGNED
    assert read_key(PETER_PUBLIC).text == PETER_PUBLIC
    for use in (
        lambda: SigningKey(ORIGIN, bytes(32)),
        lambda: check_signatures(SIGNED, [KEY.public]),
        lambda: new_key(tmp_path / "key", ORIGIN),
    ):
        with pytest.raises(LedgerError) as caught:
            use()
        assert str(caught.value) == (
            "error: signatures need a library that is not installed, or does not load\n"
            "  help: install visit with its extra: pip install '.[sign]' in its folder"
        )
    assert not (tmp_path / "key").exists()


# --- as it comes back from where it was kept ---

KEPT = {
    "as it was given": SIGNED.text.encode(),
    "from Windows": SIGNED.text.replace("\n", "\r\n").encode(),
    "with a byte order mark": b"\xef\xbb\xbf" + SIGNED.text.encode(),
    "redirected by PowerShell": SIGNED.text.replace("\n", "\r\n").encode("utf-16"),
    "with spaces at the ends of lines": SIGNED.text.replace("\n", " \t\n").encode(),
    "without the last line feed": SIGNED.text.rstrip().encode(),
    "with empty lines around it": b"\n\n" + SIGNED.text.encode() + b"\n\n",
    "from an old Mac": SIGNED.text.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("how", KEPT)
def test_a_checkpoint_is_read_however_its_keeper_wrote_it(how: str) -> None:
    assert read_outside_checkpoint(KEPT[how], Location("kept.txt")) == SIGNED


@pytest.mark.parametrize("text", ["{}", "Head: {}", "Hoved: {}\r\n", "\ufeff {} \n"])
def test_a_head_is_read_as_decide_printed_it(text: str) -> None:
    assert (
        read_outside_checkpoint(text.format(CHECKPOINT.head.text).encode(), Location("kept.txt")).head
        == CHECKPOINT.head
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (1, SIGNED.text.replace(ORIGIN, "two words", 1)),
        (2, SIGNED.text.replace("20852163", "20 852 163")),
        (3, SIGNED.text.replace("=\n", "\n", 1)),
        (4, SIGNED.text.replace("\n\n", "\nmore\n\n")),
        (5, SIGNED.text.replace("\u2014", "-")),
    ],
)
def test_the_line_that_is_wrong_is_named(line: int, text: str) -> None:
    with pytest.raises(LedgerError) as caught:
        read_outside_checkpoint(text.encode(), Location("kept.txt"))
    assert str(caught.value.at) == f"kept.txt:{line}"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\xff\xfe\x00", b"7", b"\x00\n\x00\n\x00"])
def test_what_is_no_text_is_no_checkpoint(raw: bytes) -> None:
    with pytest.raises(LedgerError, match="this is not a checkpoint"):
        read_outside_checkpoint(raw, Location("kept.txt"))
