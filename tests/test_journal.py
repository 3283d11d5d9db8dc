"""An answer or a decision in a few plain lines, to paste into a case system."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
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


CHOSEN = "examples/had-soegt-om-botilbud.yaml"
REFUSED_ONLY_IF = (
    "Ansøgningen om SEL § 108 kan kun afslås, hvis borgeren ikke har brug for personale på stedet; nr. 1 dækker så "
    "behovet. Det kræver partshøring, begrundelse og klagevejledning (FVL §§ 19, 22-25)."
)
OPEN = "Har borgeren brug for, at der er personale på stedet, i det mindste en del af dagen? (kan ændre nr. 1)"
GUARDIAN = "værgen siger ja (SEL § 129, stk. 2-3)."


def on_every_screen(case: str, ledger: Path, monkeypatch, capsys) -> Iterator[str]:
    """Yield a decision on the first placement as it is tried, recorded, shown and shown as a page, each on one line."""
    monkeypatch.setenv("VISIT_LEDGER", str(ledger))
    inside(monkeypatch, capsys, "log", "init", "--role", "anna=caseworker")
    decide = ("decide", case, "1", "--reason", "Som foreslået", "--by", "anna")
    show = ("log", "show", "1", "--format")
    for command in (
        (*decide, "--dry-run"), (*decide, "--format", "journal"), (*show, "plain"), (*show, "journal"), (*show, "html"),
    ):  # fmt: skip
        yield " ".join(inside(monkeypatch, capsys, *command, "--lang", "da").out.split())


def test_a_refusal_that_an_open_answer_can_reverse_is_conditional_on_every_screen(
    tmp_path, monkeypatch, capsys
) -> None:
    for told in on_every_screen(CHOSEN, tmp_path / "ledger.db", monkeypatch, capsys):
        assert REFUSED_ONLY_IF.removesuffix(".") in told
        assert OPEN in told
        assert "klaret" in told[: told.index(OPEN)]  # not clarified: it stands as open


def test_the_guardians_yes_stands_on_every_screen(tmp_path, monkeypatch, capsys) -> None:
    case = "examples/sil-kan-ikke-samtykke.yaml"
    for told in on_every_screen(case, tmp_path / "ledger.db", monkeypatch, capsys):
        assert GUARDIAN.removesuffix(".") in told
        assert OPEN not in told


def test_the_journal_of_an_answer_marks_what_can_change_it(monkeypatch, capsys) -> None:
    told = inside(monkeypatch, capsys, "match", CHOSEN, "--format", "journal", "--lang", "da").out
    assert "om borgeren har brug for personale på stedet (kan ændre nr. 1)" in told
    assert "den hjælp, der er prøvet før (kan" not in told


def test_a_refusal_of_all_help_asks_for_a_hearing(monkeypatch, capsys) -> None:
    decide = ("decide", CHOSEN, "--none", "refused", "--departure", "professional", "--reason", "x", "--by", "anna")
    told = " ".join(inside(monkeypatch, capsys, *decide, "--dry-run", "--lang", "da").out.split())
    assert "Ansøgningen om SEL § 108 afslås; det kræver partshøring, begrundelse og klagevejledning" in told
    later = inside(
        monkeypatch, capsys, *decide[:2], "--none", "postponed", "--reason", "x", "--by", "anna", "--dry-run"
    )
    assert (later.code, "108" in later.out) == (0, False)


def test_what_was_changed_after_it_was_recorded_is_marked(tmp_path, monkeypatch, capsys) -> None:
    ledger = tmp_path / "ledger.db"
    monkeypatch.setenv("VISIT_LEDGER", str(ledger))
    inside(monkeypatch, capsys, "log", "init")
    inside(monkeypatch, capsys, "decide", CASE, "1", "--reason", "x", "--by", "anna")
    with closing(sqlite3.connect(ledger)) as database, database:
        database.execute("DROP TRIGGER private_no_update")
        database.execute("UPDATE private SET value = ? WHERE seq = 1 AND name = 'reason'", (b'"y"',))
    shown = inside(monkeypatch, capsys, "log", "show", "1", "--format", "journal", "--lang", "da")
    assert shown.code == 1
    assert "\nÆNDRET EFTER REGISTRERINGEN: Begrundelse: y.\n" in shown.out
    assert shown.out.count("ÆNDRET") == 1
    verified = inside(monkeypatch, capsys, "verify", "--lang", "da").out
    told = " ".join(verified.split())
    assert "ledger.db er ikke intakt: 2 fejl - post 1: begrundelsen er ændret efter registreringen" in told
    assert max(map(len, verified.splitlines())) <= max(80, len(f"{ledger}:"))


def test_where_no_need_is_recorded_nothing_is_said_to_be_met(monkeypatch, capsys) -> None:
    case = str(ROOT / "examples" / "had-naesten-tom.yaml")
    told = inside(monkeypatch, capsys, "match", case, "--format", "journal", "--lang", "da").out
    assert "SEL § 12, Haderslev Kommune; det er ikke oplyst, hvilke behov borgeren har.\n" in told


def test_a_list_and_an_audit_mark_what_was_decided_with_a_question_open(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VISIT_LEDGER", str(tmp_path / "ledger.db"))
    inside(monkeypatch, capsys, "log", "init")
    for case in (CHOSEN, "examples/sil-kan-ikke-samtykke.yaml", "examples/hol-udadreagerende-hus7.yaml"):
        inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--by", "anna")
    shown = json.loads(inside(monkeypatch, capsys, "log", "show", "1", "--format", "json").out)
    assert shown["values"]["choice"]["open"] == ["case.needs.tied_staff"]
    listed = inside(monkeypatch, capsys, "log", "list", "--lang", "da").out
    assert re.findall(r"^ *(\d+[?!]?)  ", listed, re.MULTILINE) == ["0", "1?", "2", "3?"]
    assert "? afgjort, før det kunne bevilges, eller mens et ubesvaret spørgsmål kunne ændre" in listed
    full = inside(monkeypatch, capsys, "log", "list", "--full", "--lang", "da", COLUMNS="1000").out
    assert full.count("(uafklaret: om borgeren har brug for personale på stedet)") == 1
    told = " ".join(inside(monkeypatch, capsys, "audit", "departures", "--lang", "da").out.split())
    assert "afgjort, mens svaret på et spørgsmål om borgeren kunne ændre valget: 1 (post 1)" in told
