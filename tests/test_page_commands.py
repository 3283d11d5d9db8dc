"""`--format html` and `--open`: where a page goes, and what is said where it cannot be written."""

from __future__ import annotations

import builtins
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from ledgers import a_ledger, decide, erase, follow, sil
from running import ROOT, inside

from visit.commands import output
from visit.ledger.log import Ledger

CASE = str(ROOT / "examples/ib-fylder-18.yaml")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What a browser was asked to open; temporary files lie in the test's own folder."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: found.append(url) or True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return found


def test_a_page_is_printed_or_written_by_the_name_of_its_file(monkeypatch, capsys, tmp_path) -> None:
    printed = inside(monkeypatch, capsys, "match", CASE, "--format", "html")
    assert printed.out.startswith("<!doctype html>")
    assert printed.code == 1
    ran = inside(monkeypatch, capsys, "match", CASE, "-o", str(tmp_path / "answer.html"))
    assert (ran.out, ran.err, ran.code) == ("", f"written: {tmp_path / 'answer.html'}\n", 1)
    assert (tmp_path / "answer.html").read_text("utf-8") == printed.out


def test_open_shows_a_file_that_only_its_owner_can_read(opened, monkeypatch, capsys, tmp_path) -> None:
    ran = inside(monkeypatch, capsys, "match", CASE, "--open")
    (file,) = tmp_path.glob("visit-*/visit.html")
    assert opened == [file.as_uri()]
    assert ran.out == ""
    assert str(file) in ran.err
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_open_shows_the_file_of_o_once_it_stands(opened, monkeypatch, capsys, tmp_path) -> None:
    there = []
    monkeypatch.setattr(
        webbrowser, "open", lambda url: there.append(Path(url.removeprefix("file://")).exists()) or True
    )
    ran = inside(monkeypatch, capsys, "match", CASE, "--open", "-o", str(tmp_path / "answer.html"))
    assert (ran.out, ran.err) == ("", f"written: {tmp_path / 'answer.html'}\n")
    assert there == [True]
    assert not list(tmp_path.glob("visit-*"))


def test_a_machine_without_a_browser_is_told_the_file(opened, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    assert "no browser was found" in inside(monkeypatch, capsys, "match", CASE, "--open").err


def test_open_goes_with_no_other_format(opened, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", CASE, "--open", "--format", "json")
    assert ran.err == "error: --open goes with --format html\n"
    assert (ran.code, opened) == (2, [])


@pytest.mark.parametrize("asked", [("--format", "html"), ("--open",)])
def test_a_page_is_of_one_case(asked, opened, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "match", CASE, CASE, *asked)
    assert ran.err.startswith("error: a page is of one case\n")
    assert (ran.code, ran.out, opened) == (2, "", [])


@pytest.mark.parametrize("arguments", [("--format", "html"), ("--open",)])
def test_without_the_library_it_is_said_what_to_install(arguments, opened, monkeypatch, capsys) -> None:
    found = output.find_spec
    monkeypatch.setattr(output, "find_spec", lambda name: None if name == "jinja2" else found(name))
    ran = inside(monkeypatch, capsys, "match", CASE, *arguments)
    assert "pip install '.[report]'" in ran.err
    assert (ran.code, ran.out) == (2, "")


def test_no_other_answer_needs_the_library(monkeypatch, capsys) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        assert not name.startswith("jinja2")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert inside(monkeypatch, capsys, "match", CASE).code == 1


# --- what is read of a ledger ---


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A decision that was followed up, one that departs and waits for approval, and one that was erased."""
    path = tmp_path_factory.mktemp("office") / "ledger.db"
    with a_ledger(path) as ledger:
        follow(ledger, decide(ledger, sil(1), day="2026-01-05"), "2026-04-05")
        decide(ledger, sil(2), choice="aab-rhedersborg/SEL-108", departure="against-rule", reason="<b>no</b> other way")
        decide(ledger, sil(3))
        erase(ledger, "sil-3")
    return str(path)


def shown(monkeypatch, capsys, office: str, number: int, *more: str) -> Any:  # type: ignore[no-untyped-def]
    return inside(monkeypatch, capsys, "log", "show", str(number), "--ledger", office, "--format", "html", *more)


def test_a_decision_says_what_was_chosen_why_and_what_became_of_it(office: str, monkeypatch, capsys) -> None:
    page = shown(monkeypatch, capsys, office, 1).out.replace("\N{NO-BREAK SPACE}", " ")
    assert " + Aktivitets- og samværstilbud, Silkeborg Kommune, SEL 104 (estimate)" in page
    assert "It was chosen." in page
    assert "None: it follows the ranking and every rule." in page
    assert "✓ done 5 April 2026 (entry 2)" in page
    assert "visit replay 1 --ledger" in page
    with Ledger.open(office) as ledger:
        assert ledger.head().text.replace("+", "&#43;") in page.replace("+", "&#43;")


def test_a_departure_is_told_in_the_words_of_the_guideline_and_the_reason_in_the_persons(
    office: str, monkeypatch, capsys
) -> None:
    page = shown(monkeypatch, capsys, office, 3).out
    assert "It was not chosen." in page
    assert "&lt;b&gt;no&lt;/b&gt; other way" in page
    assert "against the rule: " in page
    assert "outstanding" in page
    assert "○ nobody has recorded one" in page


@pytest.mark.parametrize(
    ("number", "says"), [(0, "nordby.dk/visit"), (2, "of decision 1: "), (4, "Its values are gone")]
)
def test_any_other_entry_is_a_page_of_its_sheet(number: int, says: str, office: str, monkeypatch, capsys) -> None:
    assert says in shown(monkeypatch, capsys, office, number).out


def test_a_page_is_of_a_whole_entry(office: str, monkeypatch, capsys) -> None:
    ran = shown(monkeypatch, capsys, office, 1, "--field", "reason")
    assert (ran.code, ran.out) == (2, "")
    assert "leave out --field and --shown" in ran.err
