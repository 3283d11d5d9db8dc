"""A guideline on many dates is the guideline of each, and is built once for a stretch of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from visit.errors import UsageError
from visit.rules import load_guideline
from visit.rules.guideline import by_date
from visit.rules.guideline.by_date import named_by_date, stored_by_date
from visit.rules.guideline.layering import Layer, shipped_layers, turning_days

IDS = sorted({layer.id for layer in shipped_layers()})
ANY = date(2026, 6, 1)


def days_around(turns: tuple[date, ...]) -> list[date]:
    return sorted({turn + timedelta(days=one) for turn in turns for one in (-1, 0, 1)} | {ANY})


@pytest.mark.parametrize("id", IDS)
def test_it_is_the_guideline_of_every_day(id: str) -> None:
    stored = stored_by_date(load_guideline(id, ANY).stored)
    named = named_by_date(id)
    first = max(
        date.fromisoformat(layer.record["in_force"]["from"])
        for layer in shipped_layers()
        if layer.id in (id, "serviceloven")
    )
    for day in days_around(turning_days(shipped_layers())):
        if day < first:
            continue
        wanted = load_guideline(id, day)
        for found in (stored.on(day), named.on(day)):
            assert found.record == wanted.record
            assert found.digest == wanted.digest
            assert [rule.id for rule in found.rules] == [rule.id for rule in wanted.rules]


def test_it_is_built_once_for_a_stretch_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    build = by_date.build
    monkeypatch.setattr(by_date, "build", lambda layers, day, **how: built.append(day) or build(layers, day, **how))
    guideline = load_guideline("ikast-brande", ANY)
    stored = stored_by_date(guideline.stored)
    turns = turning_days([layer for layer in shipped_layers() if layer.id in ("ikast-brande", "serviceloven")])
    assert turns
    for number in range(0, 2_000, 3):
        stored.on(date(2022, 1, 1) + timedelta(days=number))
    assert len(built) <= len(turns) + 1
    assert len(built) > 1


def test_it_need_not_have_been_in_force() -> None:
    early = date(2020, 6, 1)
    with pytest.raises(UsageError, match="no version of ikast-brande is in force"):
        load_guideline("ikast-brande", early)
    assert named_by_date("ikast-brande").on(early).id == "ikast-brande"
    with pytest.raises(UsageError, match='did you mean "ikast-brande"'):
        named_by_date("ikast-brandt")


def test_the_last_day_there_is_turns_nothing() -> None:
    layer = Layer({"id": "a", "parameters": {"short_stay": {"from": "2026-01-01", "until": "9999-12-31"}}})
    assert turning_days([layer]) == (date(2026, 1, 1),)
