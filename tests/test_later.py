"""What a case dates after the day asked for has no effect, and the answer says so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from running import inside
from written import a_case

from visit.case import Case
from visit.reasons.later import dated_later

DAY = date(2026, 11, 22)
NEXT = "2026-11-23"
DATED: dict[str, dict[str, Any]] = {
    "citizen.home.dwelling.offered": {"citizen": {"home": {"dwelling": {"offered": True, "on": NEXT}}}},
    "applied": {"applied": [{"provision": "SEL-85", "on": NEXT}]},
    "answers": {"answers": [{"offer": "x", "answer": "accepts", "on": NEXT}]},
    "tried": {"tried": [{"provision": "SEL-85", "until": NEXT, "result": "helped"}]},
}


@pytest.mark.parametrize("field", DATED)
def test_what_is_dated_later_is_told_on_the_day_before(field: str) -> None:
    case = Case({"document": a_case(**DATED[field]), "points": {}})
    assert [(one.field, one.day.isoformat()) for one in dated_later(case, DAY)] == [(field, NEXT)]
    assert dated_later(case, date(2026, 11, 23)) == ()


def test_the_answer_says_it(monkeypatch, capsys, tmp_path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(a_case(**DATED["applied"])), encoding="utf-8")
    ran = inside(
        monkeypatch, capsys, "match", str(path), "--full", "--as-of", DAY.isoformat(), "--lang", "en", COLUMNS="300"
    )
    assert "dated 23 November 2026, after the day asked for, so without effect" in ran.out
