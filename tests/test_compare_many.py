"""Many cases compared together give what they give one by one: every answer, every sum, every share."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from running import ROOT

from visit.case import case_of, load_case
from visit.catalogue import Catalogue, load_catalogue, shipped_catalogue
from visit.errors import Location
from visit.lab import blocks
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing
from visit.lab.attribution import Attribution
from visit.lab.bases import named_basis
from visit.lab.comparing import Impact, impact_of
from visit.lab.members import Member
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.reading.source import Document, PlainValue

CITIZENS = 20
DAY = date(2026, 12, 1)
SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"
EDITS = (
    ("complexity_low_support_need: {value: 1,", "complexity_low_support_need: {value: 2,"),
    ("fast_track_min_triggers: {value: 2,", "fast_track_min_triggers: {value: 4,"),
    ("distance_cost_km: {value: 30,", "distance_cost_km: {value: 20,"),
    ("id: own-municipality-at-low-complexity\n    gate: policy\n    strength: presumption",
     "id: own-municipality-at-low-complexity\n    gate: policy\n    strength: must"),
)  # fmt: skip


@cache
def drawn(count: int) -> tuple[Member, ...]:
    profile = load_profile("ikast-brande", municipality=None)
    drawing = Drawing(profile, profile.drawn_from(profile.bounds([])), 5)
    cases = [case_of(Document("drawn", cast("PlainValue", one))) for one in drawing.citizens(count)]
    return tuple(Member(one, Location("drawn"), is_drawn=True) for one in cases)


@cache
def examples() -> tuple[Member, ...]:
    paths = sorted((ROOT / "examples").glob("*.yaml"))
    return tuple(Member(load_case(path), Location(path.name)) for path in paths)


def edited(folder: Path) -> str:
    text = (ROOT / "visit/guidelines/ikast-brande.yaml").read_text("utf-8")
    for before, after in EDITS:
        assert before in text
        text = text.replace(before, after)
    text = re.sub(r"^corrects:.*$", "draft: true", text, flags=re.MULTILINE)
    path = folder / "edited.yaml"
    path.write_text(re.sub(r"^version:.*$", 'version: "2027.1"', text, count=1, flags=re.MULTILINE), "utf-8")
    return str(path)


def compared(
    members: tuple[Member, ...], names: tuple[str, str], offers: tuple[Catalogue, Catalogue]
) -> tuple[Impact, Attribution | None]:
    old, new = (Answerer(named_basis(name, one, DAY)) for name, one in zip(names, offers, strict=True))
    attributing = Attributing(old, new)
    found = impact_of(members, old, new, own_only=False, attributing=attributing)
    return found, attributing.attributed(10_000, lambda _done, _all: None)


def told(found: tuple[Impact, Attribution | None]) -> dict[str, object]:
    """Everything that a comparison says."""
    impact, attribution = found
    said: dict[str, object] = {
        name: getattr(impact, name)
        for name in ("old", "new", "movements", "crossings", "flow", "begins", "ends", "running_moved", "priced_both",
                     "dkk_per_day", "unread")
    }  # fmt: skip
    said["subgroups"] = impact.subgroups.counts
    said["moved"] = [(one.member.case.id, one.old, one.new) for one in impact.moved]
    for name in ("touched", "shares", "alone", "together", "undone", "answers", "is_exact"):
        said[name] = getattr(attribution, name, None)
    return said


def agree(
    monkeypatch: pytest.MonkeyPatch,
    members: tuple[Member, ...],
    names: tuple[str, str],
    offers: tuple[Catalogue, Catalogue],
) -> Impact:
    monkeypatch.setattr(blocks, "FEWEST", 1)
    together = compared(members, names, offers)
    monkeypatch.setattr(blocks, "has_many", lambda: False)
    alone = compared(members, names, offers)
    assert told(together) == told(alone)
    return alone[0]


def test_drawn_citizens_under_an_edited_guideline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    offers = shipped_catalogue()
    found = agree(monkeypatch, drawn(CITIZENS), ("ikast-brande", edited(tmp_path)), (offers, offers))
    assert found.cases == CITIZENS
    assert found.begins["notices"] or found.ends["notices"]


@pytest.mark.parametrize("names", [("silkeborg", "holstebro"), ("haderslev@2026-11-01", "haderslev@2026-12-01")])
def test_drawn_citizens_under_shipped_guidelines(names: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    offers = shipped_catalogue()
    agree(monkeypatch, drawn(6), names, (offers, offers))


def test_the_examples_under_small_guidelines_and_with_an_offer_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    offers = load_catalogue(ROOT / OFFERS)
    found = agree(monkeypatch, examples(), (SMALL, NEXT), (offers, offers))
    assert found.moving


def test_an_answer_that_no_edit_touches_is_the_same_on_both_sides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both sides are asked of every case all the same, without what the edits touch being looked at."""
    offers, names = shipped_catalogue(), ("ikast-brande", edited(tmp_path))
    monkeypatch.setattr(blocks, "FEWEST", 1)
    looked_at, _shares = compared(drawn(CITIZENS), names, (offers, offers))
    old, new = (Answerer(named_basis(name, offers, DAY)) for name in names)
    every = impact_of(drawn(CITIZENS), old, new, own_only=False)
    assert (every.old, every.new, every.flow) == (looked_at.old, looked_at.new, looked_at.flow)
    assert [one.new for one in every.moved] == [one.new for one in looked_at.moved]
