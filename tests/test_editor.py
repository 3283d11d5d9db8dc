"""A reason written in the user's editor: what stands in it, what is kept of it, and what an empty one does."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from running import ROOT, Ran, inside, predictable

CASE = "sil-noget-at-staa-op-til.yaml"


@pytest.fixture
def office(tmp_path: Path, monkeypatch, capsys):
    """Give a ledger, and how a command runs with an editor that is a few lines of shell."""
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / CASE).write_bytes((ROOT / "examples" / CASE).read_bytes())
    monkeypatch.setattr("visit.commands.decide.can_edit", lambda: True)
    monkeypatch.setattr("visit.commands.answers.can_edit", lambda: True)

    def run(*arguments: str, editor: str = "exit 9", answers: bytes = b"") -> Ran:
        script = tmp_path / "editor"
        script.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/seen\n{editor}\n', "utf-8")
        script.chmod(0o700)
        return inside(monkeypatch, capsys, *arguments, stdin=answers, EDITOR=str(script), VISUAL="")

    run("log", "init", "--role", "anna=caseworker")
    return run


def reason_of(office, number: int) -> str:
    return str(json.loads(office("log", "show", str(number), "--format", "json").out)["values"]["reason"])


WRITES = "printf 'Closest to home\\n# not this\\nand enough\\n' > \"$1\""


def test_the_proposal_stands_in_it_as_comments_and_is_dropped(office, tmp_path: Path) -> None:
    ran = office("decide", CASE, "1", editor=WRITES)
    assert (ran.code, ran.err) == (0, "")
    assert reason_of(office, 1) == "Closest to home\nand enough"
    seen = (tmp_path / "seen").read_text("utf-8")
    assert "NO. 1 CAN BE GRANTED" in seen
    assert "# The steps below\n#   " in seen
    assert [line for line in seen.splitlines() if line and not line.startswith("#")] == []
    ran = office("refuse", "1", "--who", "offer", "--code", "no_place", editor=WRITES)
    assert (ran.code, ran.err) == (0, "")
    assert reason_of(office, 2) == "Closest to home\nand enough"
    assert "there is no place" in (tmp_path / "seen").read_text("utf-8")


@pytest.mark.parametrize("editor", [":", "printf '# only this\\n\\n' > \"$1\"", "exit 1"])
def test_an_empty_reason_or_an_editor_that_fails_records_nothing(editor: str, office, tmp_path: Path) -> None:
    before = (tmp_path / "ledger.db").read_bytes()
    ran = office("decide", CASE, "1", editor=editor)
    assert (ran.code, ran.out) == (2, "")
    assert "nothing was recorded" in ran.err
    assert (tmp_path / "ledger.db").read_bytes() == before


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("decide", CASE, "3"), "a departure code is needed"),
        (("decide", CASE, "99"), "there is no placement"),
        (("decide", CASE), "say what was chosen"),
    ],
)
def test_what_else_is_wrong_is_told_before_anybody_writes(command, message: str, office, tmp_path: Path) -> None:
    ran = office(*command, editor=WRITES)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not (tmp_path / "seen").exists()


def test_a_wrong_code_of_a_refusal_is_told_before_anybody_writes(office, tmp_path: Path) -> None:
    office("decide", CASE, "1", "--reason", "x")
    assert "no code of such a refusal" in office("refuse", "1", "--who", "offer", "--code", "nonsense").err
    assert not (tmp_path / "seen").exists()


def test_a_cpr_number_opens_the_editor_again_and_is_not_repeated(office, tmp_path: Path) -> None:
    once = f"test -e {tmp_path}/again && printf 'Good\\n' > \"$1\" || printf '010190-1234\\n' > \"$1\"; touch {tmp_path}/again"
    ran = office("decide", CASE, "1", editor=once, answers=b"\n")
    assert ran.code == 0
    assert "this file must not contain a CPR number" in ran.err
    assert "1234" not in ran.err
    assert reason_of(office, 1) == "Good"
    (tmp_path / "again").unlink()
    assert office("decide", CASE, "1", editor=once).code == 2, "nobody presses Enter"


def test_without_a_terminal_or_an_editor_a_reason_is_asked_for(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / CASE).write_bytes((ROOT / "examples" / CASE).read_bytes())
    ran = inside(monkeypatch, capsys, "decide", CASE, "1", EDITOR="false")
    assert "a decision needs a reason" in ran.err
    inside(monkeypatch, capsys, "log", "init")
    inside(monkeypatch, capsys, "decide", CASE, "1", "--reason", "x")
    assert (
        "a refusal needs a reason"
        in inside(monkeypatch, capsys, "refuse", "1", "--who", "offer", "--code", "no_place", EDITOR="false").err
    )

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    from visit.commands import editor

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("EDITOR", "vi")
    assert editor.can_edit()
    for name in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    assert not editor.can_edit()


def test_what_was_refused_waits_in_memory_alone(office, tmp_path: Path, monkeypatch) -> None:
    """The terminal may be closed while the question stands: no CPR number stays in a file."""
    left: list[list[Path]] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(
        "visit.commands.editor.note", lambda *_given, **_named: left.append([*tmp_path.glob("visit-*/reason.txt")])
    )
    office("decide", CASE, "1", editor="printf 'grund 010190-1234\\n' > \"$1\"")
    assert left == [[], []]
    assert list(tmp_path.glob("visit-*")) == []
