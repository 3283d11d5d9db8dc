"""A name that is mistyped where it is declared: the help leads there, and does not spread the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import inside

GUIDELINE = """\
format: 1
guideline: own
version: "1"
title: {{da: "Egen", en: "Own"}}
in_force: {{from: 2026-01-01}}
source: s
parameters:
  {declared}: {{value: 2, source: s}}
rules:
  - {{id: a, gate: policy, strength: must, when: "case.support_need >= {first}", require: "option.internal", source: s,
     reason: {{da: "Støtte", en: "Support"}}}}
  - {{id: b, gate: policy, strength: must, when: "case.support_need > {second}", require: "option.internal", source: s,
     reason: {{da: "Hjælp", en: "Help"}}}}
labels:
  {label}: {{da: "det laveste behov", en: "the lowest need"}}
"""
RIGHT, WRONG = "lowest_support_need", "lowest_suport_need"


@pytest.mark.parametrize(
    ("declared", "first", "second", "label", "said"),
    [
        (WRONG, RIGHT, RIGHT, RIGHT, f"own.yaml:8:23 declares `{WRONG}`, which nothing names: write `{RIGHT}` there"),
        (WRONG, RIGHT, "3", RIGHT, f"own.yaml:8:23 declares `{WRONG}`, which nothing names: write `{RIGHT}` there"),
        (RIGHT, WRONG, RIGHT, RIGHT, f'did you mean "{RIGHT}"?'),
        (RIGHT, RIGHT, "3", WRONG, f'did you mean "{RIGHT}"?'),
        (RIGHT, WRONG, "3", RIGHT, f'did you mean "{RIGHT}"?'),
    ],
)
def test_the_help_says_which_of_two_near_names_is_the_slip(
    declared: str, first: str, second: str, label: str, said: str, monkeypatch, capsys, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.yaml").write_text(GUIDELINE.format(declared=declared, first=first, second=second, label=label), "utf-8")
    ran = inside(monkeypatch, capsys, "guideline", "check", "own.yaml", "--lang", "en")
    told = " ".join((ran.out + ran.err).split())
    assert said in told
    assert ("which nothing names" in told) is (declared == WRONG)
    assert told.count("error:") == 1 + (declared == WRONG) * (1 + (first == second))


def test_of_two_names_that_stand_there_once_the_declared_one_is_meant(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    text = GUIDELINE.format(declared=RIGHT, first=WRONG, second="3", label="x").partition("labels:")[0]
    Path("own.yaml").write_text(text, "utf-8")
    told = inside(monkeypatch, capsys, "guideline", "check", "own.yaml", "--lang", "en")
    assert f'did you mean "{RIGHT}"?' in " ".join((told.out + told.err).split())
