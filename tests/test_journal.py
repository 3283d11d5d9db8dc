"""An answer or a decision in a few plain lines, to paste into a case system."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from running import ROOT, inside, same_as_golden

CASE = "examples/ib-stu-hos-foraeldre.yaml"
LEAST, MOST = 6, 10
PLAIN = re.compile(r"[\w \d.,;:()/+%&–’“”„'\"§\-…→~?!@=<>\[\]\n]*")
"""Letters, figures and the marks of writing: no boxes, no bullets, no escapes."""


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_example_is_six_to_ten_plain_lines(lang: str, request, monkeypatch, capsys) -> None:
    ran = inside(
        monkeypatch, capsys, "match", "examples", "--format", "journal", "--lang", lang, COLUMNS="20", FORCE_COLOR="1"
    )
    answers = ran.out.split("\n\n")
    assert len(answers) == len(list(Path("examples").glob("*.yaml")))
    for answer in answers:
        lines = answer.strip().splitlines()
        assert LEAST <= len(lines) <= MOST, answer
        assert all(line.endswith(".") and PLAIN.fullmatch(line) for line in lines), answer
    same_as_golden(request, f"commands/journal.{lang}.txt", ran.written())


def test_one_case_is_what_stands_of_it_among_many(monkeypatch, capsys) -> None:
    many = inside(monkeypatch, capsys, "match", CASE, "examples/ib-fylder-18.yaml", "--format", "journal")
    one = inside(monkeypatch, capsys, "match", CASE, "--format", "journal")
    assert many.out.split("\n\n")[0] + "\n" == one.out


def test_a_faulty_case_stands_in_its_place(tmp_path: Path, monkeypatch, capsys) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\n")
    ran = inside(monkeypatch, capsys, "match", str(bad), CASE, "--format", "journal", "--lang", "en")
    assert ran.code == 2
    assert ran.out.startswith("bad.yaml: cannot be read.\n\nCase ")


@pytest.mark.parametrize("option", ["--full", "--areas", "--all"])
def test_what_has_no_effect_on_it_says_so(option: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", CASE, option, "--format", "journal", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f"{option} has no effect on --format journal" in ran.err
    assert "leave out one of the two" in ran.err


def test_the_answer_of_a_case_that_has_no_effect_in_part_says_what(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", CASE, "-g", "esbjerg", "--format", "journal", "--lang", "en")
    assert "Note: The guideline is that of Esbjerg; the acting municipality is Ikast-Brande" in ran.out


def test_a_decision_says_the_reason_in_the_persons_words_on_one_line(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VISIT_LEDGER", str(tmp_path / "ledger.db"))
    inside(monkeypatch, capsys, "log", "init", "--role", "anna=caseworker")
    decide = ("decide", CASE, "1", "--reason", "Near his parents.\nHe asked for it", "--by", "anna", "--lang", "en")
    tried = inside(monkeypatch, capsys, *decide, "--dry-run", "--format", "journal")
    assert tried.out.startswith("Case ib-2026-0417: a trial of a decision, nothing is recorded.\nChosen: 1. ")
    ran = inside(monkeypatch, capsys, *decide, "--format", "journal", "-o", str(tmp_path / "note.txt"))
    assert (ran.code, ran.out) == (0, "")
    note = (tmp_path / "note.txt").read_text("utf-8")
    assert "decision 1 in " in note.splitlines()[0]
    assert "\nReason: Near his parents. He asked for it.\n" in note
    assert "\nHead: 2 " in note
    shown = inside(monkeypatch, capsys, "log", "show", "1", "--format", "journal", "--lang", "en")
    assert "\nReason: Near his parents. He asked for it.\n" in shown.out
    assert "\nApproval: none is needed.\n" in shown.out
    for text in (tried.out, note, shown.out):
        assert PLAIN.fullmatch(text)
        assert len(text.splitlines()) <= MOST
