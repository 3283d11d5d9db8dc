"""What the command line refuses before any command sees it, whichever argument it stands in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from running import ROOT, beside, inside, predictable

from visit.ledger.log import Ledger

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
HIDING = "ok\x1b[2K\x1b[1A\x1b[2K- Reason: approved by the leader \u202eabc"
# Every option that a ledger keeps, and some that none does.
TEXTS = [
    ("decide", CASE, "1", "--reason", "{}"),
    ("decide", CASE, "1", "--reason=x", "--own-words={}"),
    ("decide", CASE, "1", "--reason", "x", "--offer-reply", "{}"),
    ("decide", CASE, "1", "--reason", "x", "--by", "{}"),
    ("decide", CASE, "1", "--reason", "x", "--departure", "{}"),
    ("decide", CASE, "--reason", "x", "--other", "{}"),
    ("approve", "1", "--reason", "{}"),
    ("approve", "1", "--decider", "{}"),
    ("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", "{}"),
    ("follow-up", "1", "--measured", "x.yaml", "--reason", "{}"),
    ("correct", "1", CASE, "--reason", "{}"),
    ("log", "init", "--role", "{}=leader"),
    ("log", "init", "--team", "anna={}"),
    ("log", "init", "--origin", "{}"),
    ("log", "configure", "--role", "anna={}"),
    ("log", "erase", "--case", "a", "--basis", "{}"),
    ("match", CASE, "--set", "case.notes={}"),
    ("match", "{}.yaml"),
    ("why", CASE, "{}"),
    ("catalogue", "show", "{}"),
    ("{}",),
    ("--{}",),
    ("verify", "--checkpoint", "{}"),
    ("case", "new", "{}"),
]


@pytest.mark.parametrize("command", TEXTS, ids=" ".join)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HIDING, "the hidden character U+001B cannot be written here"),
        ("a\u202eb", "the hidden character U+202E cannot be written here"),
        ("approved\rno", "the hidden character U+000D cannot be written here"),
        ("010190-1234", "the command line must not contain a CPR number"),
        ("født 01.01.90\n1234", "the command line must not contain a CPR number"),
        ("０１０１９０１２３４", "the command line must not contain a CPR number"),
        ("a\udce6", "this is not UTF-8 text"),
    ],
)
def test_it_is_refused_in_the_same_words_everywhere(
    command: tuple[str, ...], text: str, message: str, tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, *(part.format(text) for part in command))
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {message}\n  help: " in ran.err
    assert text not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_option_is_named_that_it_stands_behind(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", "a\x07", "--guideline", "b\x07", "--catalogue=c\x07", "d\x07")
    assert [line.partition(": error")[0] for line in ran.err.splitlines()[::2]] == [
        "--catalogue", "--guideline", "argument 2", "argument 6",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["VISIT_USER", "VISIT_LEDGER"])
def test_a_variable_that_stands_for_an_option_is_refused_alike(name: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "log", "list", **{name: "a\u202eb"})
    assert ran.code == 2
    assert ran.err.startswith(f"{name}: error: the hidden character U+202E cannot be written here")


def test_lines_and_tabs_of_a_reason_are_text(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    ran = inside(monkeypatch, capsys, "decide", CASE, "1", "--reason", "first\nsecond\tthird", "--dry-run")
    assert "hidden" not in ran.err


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes here")
def test_bytes_that_are_no_text() -> None:
    ran = beside("match", "bl\udce6.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("argument 2: error: this is not UTF-8 text")


def test_what_an_older_visit_let_in_is_shown_and_steers_nothing(tmp_path: Path, monkeypatch, capsys) -> None:
    """An entry that holds it stays as it is."""
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    hiding = f"{HIDING}\n- Reason: no"
    say = ("--reason", "as discussed", "--by", "anna")
    with monkeypatch.context() as older:
        older.setattr("visit.commands.arguments.refuse_unusable", lambda *_given: None)
        for command in (
            ("log", "init", "--role", "anna=caseworker"),
            ("decide", CASE, "1", "--own-words", hiding, *say),
            ("refuse", "1", "--who", "offer", "--code", "no_place", "--reason", hiding, "--by", "anna"),
        ):
            ran = inside(monkeypatch, capsys, *command)
            assert ran.code == 0, ran.err
    for number in ("1", "2"):
        for shape in ("plain", "markdown", "rich"):
            ran = inside(monkeypatch, capsys, "log", "show", number, "--format", shape, NO_COLOR="1", TERM="dumb")
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", ran.out)
            assert "x1b" in ran.out
            assert "U+202E" in ran.out
            assert not re.search("^- Reason: no", ran.out, re.MULTILINE)
        with Ledger.open("ledger.db") as ledger:
            stored = ledger.entry(int(number))
        assert hiding in (stored.get("reason"), (stored.get("participation") or {}).get("own_words"))


@pytest.mark.parametrize("rank", ["²", "9" * 5000, "٩٩", "0", "-1"])
def test_a_rank_that_is_no_number_of_a_placement(rank: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "why", CASE, "--", rank)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert ran.err.startswith("error: ")


@pytest.mark.parametrize(
    ("asked", "shown"), [("fr", '"fr"'), ("da\x1b[2K", '"da\\x1b[2K"'), ("DANSK", '"DANSK"'), (" ", '" "')]
)
def test_a_language_that_is_none_is_told_and_passed_over(asked: str, shown: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "guideline", "list", VISIT_LANG=asked)
    assert (ran.code, ran.err) == (0, f"warning: VISIT_LANG must be da or en, not {shown}\n")
    for quiet in ({"VISIT_LANG": one} for one in ("", "da", "DA", "da_DK.UTF-8")):
        assert inside(monkeypatch, capsys, "guideline", "list", **quiet).err == ""
    assert inside(monkeypatch, capsys, "--lang", "en", "guideline", "list", VISIT_LANG=asked).err == ""
