"""The benchmarks run, on the fewest that they can ask of; what they take is measured elsewhere, by hand."""

from __future__ import annotations

import sys

import pytest

from benchmarks import growing, growth


def test_a_comparison_grows_with_citizens_edits_and_processes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["growing", "2"])
    for name, one in (("TIMES", (1,)), ("SOME_EDITS", (1,)), ("PROCESSES", (1, 1))):
        monkeypatch.setattr(growing, name, one)
    growing.main()
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()] == ["citizens", "edits", "processes", "processes", "equal"]


def test_many_cases_grow_with_offers_and_rules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["growth", "2", "1"])
    monkeypatch.setattr(growth, "OFFERS", (1,))
    monkeypatch.setattr(growth, "RULES", (1,))
    growth.main()
    told = capsys.readouterr().out
    assert told.startswith("2 citizens:") and told.count("alike 1 of 1") == 2
