"""What is written otherwise and meant all the same, and errors that say what to do: cases, people, types, guidelines, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import ROOT, inside, predictable

CASE = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")


@pytest.fixture
def office(tmp_path: Path, monkeypatch, capsys):
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    people = ("--role", "Anna Holm=caseworker", "--role", "lars=leader")
    assert inside(monkeypatch, capsys, "log", "init", *people).code == 0
    assert inside(monkeypatch, capsys, "decide", CASE, "1", "--reason", "x", "--by", "Anna Holm").code == 0
    return lambda *arguments: inside(monkeypatch, capsys, *arguments)


def test_a_ledgers_names_are_meant_in_any_case_or_suggested(office) -> None:
    assert office("progress", "SIL").code == 0, "the only case that begins so"
    for command in ("progress sil-2025-0734", "log erase --case sil-2025-0734 --basis x --yes"):
        assert 'did you mean "sil-2025-0733"?' in office(*command.split()).err
    assert "`visit log list` lists them" in office("progress", "zzz").err
    assert office("log", "list", "--type", "DECIS").code == 0
    assert 'did you mean "facts"?' in office("log", "show", "1", "--field", "facst").err
    for name in ("Ana Holm", "anna"):
        told = office("correct", "1", CASE, "--reason", "x", "--by", name, "--dry-run").err
        assert 'did you mean "Anna Holm"?' in told, "whoever records is never taken for another"


def test_a_refusal_is_told_in_words(office) -> None:
    refuse = ("refuse", "1", "--reason", "x", "--dry-run")
    assert office(*refuse, "--who", "Tilbuddet", "--code", "der er ingen plads").code in (0, 3)
    assert 'did you mean "tilbuddet"?' in office(*refuse, "--who", "tilbudet", "--code", "no_place").err
    assert "for example --who citizen" in office(*refuse, "--who", "zzz", "--code", "no_place").err


def test_a_guideline_is_meant_by_its_beginning_and_a_file_that_is_none_is_told(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "R.md").write_text("# A\n\n- b: c: d\n", "utf-8")
    (tmp_path / "only.md").write_text("# A\n", "utf-8")

    def told(*arguments: str) -> str:
        return inside(monkeypatch, capsys, *arguments).err

    for name in ("ikast", "Ikast Brande", "IKAST-BRANDE"):
        assert inside(monkeypatch, capsys, "guideline", "show", name, "near-network").err.count("no guideline") == 0
    assert 'no guideline is called "s"' in told("guideline", "show", "s")
    assert "ends in .yaml" in told("match", CASE, "-g", "R.md")
    for file in ("R.md", "only.md"):
        assert "name a file such as case.yaml" in told("match", file)
    assert "--ledger another" in told("verify", "R.md")
    assert "for example `support_need: 4`" in told("match", CASE, "--set", "support_need=9")
    assert "0 is not 1 or more" in told("population", "make", "-n", "0")
    assert "for example --from 1 --to 4 --step 1" in told("sweep", "x", CASE, "-g", "ikast-brande")
    assert "no citizens are named" in told("invariants", "ikast-brande")
