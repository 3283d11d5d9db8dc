"""Notices that decide nothing: counted where a guideline is checked and shown, and advice that should be one of them is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from drawn import DAY
from running import inside
from written import SOURCE, TEXT, a_guideline

from visit.reading.source import Document
from visit.rules.findings.belonging import says_always
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of

VALUED = {"da": "{case.age}", "en": "{case.age}"}


def a_notice(id: str = "a", **fields: Any) -> dict[str, Any]:
    return {"id": id, "text": TEXT, **SOURCE, **fields}


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ({}, 1),
        ({"kind": "advice", "when": True}, 1),
        ({"kind": "record"}, 0),
        ({"kind": "duty"}, 0),
        ({"when": "case.age < 18"}, 0),
        ({"text": VALUED}, 0),
    ],
)
def test_advice_that_says_the_same_in_every_answer_is_told(notice: dict[str, Any], told: int) -> None:
    layer = layer_of(Document("g.yaml", a_guideline(notices=[a_notice("b", kind="record"), a_notice(**notice)])))
    found = [error.message for error in says_always(layer, (build((layer,), DAY),))]
    assert found == ["the advice a says the same in every answer"][:told]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 notices, 1 of them only for the record"),
        ("da", "2 bemærkninger, 1 af dem kun til sagen"),
    ],
)
def test_check_and_show_count_those_that_decide_nothing(tmp_path: Path, monkeypatch, capsys, language, said) -> None:
    path = tmp_path / "g.yaml"
    document = a_guideline(notices=[a_notice("a", when="case.age < 18"), a_notice("b", kind="record")])
    path.write_text(json.dumps(document), encoding="utf-8")
    for command in ("check", "show"):
        assert (
            said in inside(monkeypatch, capsys, "guideline", command, str(path), "--lang", language, COLUMNS="1000").out
        )
    checked = json.loads(
        inside(monkeypatch, capsys, "guideline", "check", str(path), "--format", "json", COLUMNS="1000").out
    )
    assert (checked["files"][0]["notices"], checked["files"][0]["on_record"]) == (2, 1)
