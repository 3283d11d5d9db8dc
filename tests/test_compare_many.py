"""Many cases compared together give what they give one by one: every answer, every sum, every share."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import cast

import pytest
from exploring import Exploring
from running import ROOT, inside

from visit.case import case_of, load_case
from visit.catalogue import Catalogue, load_catalogue, shipped_catalogue
from visit.commands import compare
from visit.errors import Location, VisitError
from visit.lab import blocks, comparing, touching
from visit.lab.answers import Answerer
from visit.lab.attributing import Attributing
from visit.lab.attribution import Attribution
from visit.lab.bases import named_basis
from visit.lab.comparing import impact_of
from visit.lab.impact import Impact
from visit.lab.members import Member
from visit.many.first_rankings import ACUTE, COMPARED, UNPROVED
from visit.many.many import REFUSED
from visit.population.drawing import Drawing
from visit.population.profile import load_profile
from visit.reading.source import Document, PlainValue
from visit.rules.guideline.by_date import ByDate, named_by_date
from visit.rules.guideline.layering import Layer
from visit.trials.mutating import KINDS, mutations

TIED_EXCEPTION = 5, 129
"""A seed, and its citizen whose first placement is by exception, and no criterion sets it before the second."""
EXPLORED = 5
"""How many times as many citizens are drawn when exploring."""
DAY = date(2026, 12, 1)
MUNICIPAL = ("esbjerg", "haderslev", "holstebro", "ikast-brande", "silkeborg")
SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"
EDITS = (
    ("fast_track_min_triggers: {value: 2,", "fast_track_min_triggers: {value: 4,"),
    ("id: own-municipality-at-low-complexity\n    gate: policy\n    strength: presumption",
     "id: own-municipality-at-low-complexity\n    gate: policy\n    strength: must"),
)  # fmt: skip


def drawn(exploring: Exploring, most: int) -> tuple[Member, ...]:
    """Draw so many citizens of a fresh seed, and add the one of a frozen seed."""
    profile = load_profile("ikast-brande", municipality=None)
    frozen, place = TIED_EXCEPTION
    *_others, tied = Drawing(profile, profile.drawn_from(profile.bounds([])), frozen).citizens(place + 1)
    drawing = Drawing(profile, profile.drawn_from(profile.bounds([])), exploring.chance.randrange(2**32))
    found = [tied, *drawing.citizens(most * EXPLORED if exploring.whole else most)]
    cases = [case_of(Document("drawn", cast("PlainValue", one))) for one in found]
    return tuple(Member(one, Location("drawn")) for one in cases)


def examples(exploring: Exploring) -> tuple[Member, ...]:
    """Some of the examples, among them one who moves under the small guidelines."""
    paths = sorted((ROOT / "examples").glob("*.yaml"))
    wanted = {*exploring.some_of(range(len(paths)), most=4)}
    found = [path for place, path in enumerate(paths) if place in wanted or path.stem == "had-soegt-om-botilbud"]
    return tuple(Member(load_case(path), Location(path.name)) for path in found)


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
    members: tuple[Member, ...], names: tuple[str, str], offers: tuple[Catalogue, Catalogue], *, most: int = 10_000
) -> tuple[Impact, Attribution | None]:
    old, new = (Answerer(named_basis(name, one, DAY)) for name, one in zip(names, offers, strict=True))
    attributing = Attributing(old, new)
    found = impact_of(members, old, new, own_only=False, attributing=attributing)
    return found, attributing.attributed(most, lambda _done, _all: None)


def told(found: tuple[Impact, Attribution | None]) -> dict[str, object]:
    """Everything that a comparison says."""
    impact, attribution = found
    said: dict[str, object] = {
        name: getattr(impact, name)
        for name in ("old", "new", "movements", "crossings", "flow", "begins", "ends", "running_moved", "priced_both",
                     "dkk_per_day", "unread")
    }  # fmt: skip
    said["subgroups"] = {
        (name, row): asdict(found) for name, rows in impact.subgroups.rows.items() for row, found in rows.items()
    }
    said["areas"] = impact.areas.counts
    said["turns in areas"] = impact.areas.turns
    said["moved"] = [(one.member.case.id, one.old, one.new) for one in impact.moved]
    for name in ("touched", "changes", "differs", "shares", "alone", "together", "undone", "answers", "is_exact"):
        said[name] = getattr(attribution, name, None)
    if attribution is not None:
        said["following"], said["movers"] = attribution.following.of, sorted(attribution.movers.kept, key=repr)
    return said


def agree(
    monkeypatch: pytest.MonkeyPatch,
    members: tuple[Member, ...],
    names: tuple[str, str],
    offers: tuple[Catalogue, Catalogue],
    *,
    most: int = 10_000,
) -> Impact:
    monkeypatch.setattr(blocks, "FEWEST", 1)
    together = compared(members, names, offers, most=most)
    monkeypatch.setattr(blocks, "has_many", lambda: False)
    alone = compared(members, names, offers, most=most)
    assert told(together) == told(alone)
    return alone[0]


def test_drawn_citizens_under_an_edited_guideline(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where no edit touches a case both sides are asked all the same, and say the same."""
    offers, names, members = shipped_catalogue(), ("ikast-brande", edited(tmp_path)), drawn(exploring, 10)
    found = agree(monkeypatch, members, names, (offers, offers))
    assert found.cases == len(members)
    old, new = (Answerer(named_basis(name, offers, DAY)) for name in names)
    every = impact_of(members, old, new, own_only=False)
    assert (every.old, every.new, every.flow) == (found.old, found.new, found.flow)
    assert [one.new for one in every.moved] == [one.new for one in found.moved]


HOLDS = """
rules:
  - {id: of-case, gate: policy, strength: hold, by: leader, require: case.support_need < 2, reason: {da: A, en: A}, source: S}
  - {id: of-offer, gate: policy, strength: hold, by: team, require: option.free_places > 0, reason: {da: A, en: A}, source: S}
  - {id: compares, gate: policy, strength: hold, by: director, require: not met_lower, reason: {da: A, en: A}, source: S}
  - {id: of-whole, gate: policy, strength: hold, by: policy, of: placement, require: placement.price_dkk_per_day < 9,
     reason: {da: A, en: A}, source: S}
"""


def test_who_decides_first_is_the_same_of_many_as_of_each(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(blocks, "FEWEST", 1)
    path = tmp_path / "holds.yaml"
    path.write_text(Path(edited(tmp_path)).read_text("utf-8").replace("\nrules:\n", HOLDS), "utf-8")
    answerer = Answerer(named_basis(str(path), shipped_catalogue(), DAY))
    cases = [one.case for one in drawn(exploring, 5)]
    each = {place: answerer.answer(case) for place, case in enumerate(cases)}
    assert answerer.answers(blocks.CaseBlock(cases), each) == each
    assert any(one.decides_first for one in each.values())


def always(layers: tuple[Layer, ...]) -> ByDate:
    return ByDate(lambda _day: layers)


def mutated(name: str, chance: Random) -> ByDate:
    """A shipped guideline with one thing changed: every second time the order of two preferences, where it has some."""
    while True:
        *above, layer = named_by_date(name).layers_on(DAY)
        kinds = ("order",) if chance.random() < 0.5 else KINDS
        found = always((*above, Layer(chance.choice([*mutations(layer, kinds)]).record)))
        with suppress(VisitError):
            found.on(DAY)
            return found


def test_whom_no_edit_is_said_to_touch_gets_the_same_answer_on_both_sides(exploring: Exploring) -> None:
    offers, name = shipped_catalogue(), exploring.chance.choice(MUNICIPAL)
    basis, members = named_basis(name, offers, DAY), drawn(exploring, 6)
    old, new = Answerer(basis), Answerer(replace(basis, by_date=mutated(name, exploring.chance)))
    found, every = (
        impact_of(members, old, new, own_only=False, attributing=attributing)
        for attributing in (Attributing(old, new), None)
    )
    assert [(one.member.case.id, one.new) for one in found.moved] == [
        (one.member.case.id, one.new) for one in every.moved
    ]
    assert (found.old, found.new, found.begins, found.ends) == (every.old, every.new, every.begins, every.ends)


@pytest.mark.parametrize("days", [("2025-06-30", "2025-07-01"), ("2026-03-01", "2027-02-01")])
def test_one_guideline_on_two_days_says_what_asking_on_both_says(days: tuple[str, str], exploring: Exploring) -> None:
    """What the day does not touch is answered once: every answer is the one of the other day, and the shares add up to it."""
    offers, members = shipped_catalogue(), drawn(exploring, 7)
    old, new = (Answerer(named_basis(f"ikast-brande@{day}", offers, None)) for day in days)
    attributing = Attributing(old, new)
    found = impact_of(members, old, new, own_only=False, attributing=attributing)
    every = impact_of(members, old, new, own_only=False)
    assert (every.old, every.new, every.flow) == (found.old, found.new, found.flow)
    assert (every.begins, every.ends) == (found.begins, found.ends)
    by_edit = attributing.attributed(10_000, lambda _done, _all: None)
    assert by_edit is not None
    assert by_edit.is_exact
    surely = {
        section: sum(n for said, n in (every.begins[section] - every.ends[section]).items() if not said.endswith("?"))
        - sum(n for said, n in (every.ends[section] - every.begins[section]).items() if not said.endswith("?"))
        for section in every.begins
    }
    assert {section: sum(by_edit.shares[section].values()) for section in surely} == surely


def made_must(folder: Path, exploring: Exploring) -> str:
    """A shipped guideline in which some presumptions and holds are musts."""
    text = (ROOT / "visit/guidelines/ikast-brande.yaml").read_text("utf-8")
    places = [found.span() for found in re.finditer(r"strength: (presumption|hold)\n", text)]
    for start, end in [places[one] for one in reversed(exploring.some_of(range(len(places)), most=3))]:
        text = f"{text[:start]}strength: must\n{text[end:]}"
    text = re.sub(r"^corrects:.*$", "draft: true", text, flags=re.MULTILINE)
    path = folder / "stronger.yaml"
    path.write_text(re.sub(r"^version:.*$", 'version: "2027.1"', text, count=1, flags=re.MULTILINE), "utf-8")
    return str(path)


def test_where_a_rule_only_takes_options_away_nothing_else_is_said_without_another_ranking(
    exploring: Exploring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is ranked again where that is not seen, and says the same, for more answers."""
    offers, members = shipped_catalogue(), drawn(exploring, 5)
    names = ("ikast-brande", made_must(tmp_path, exploring))
    seen = told(compared(members, names, (offers, offers)))
    monkeypatch.setattr(touching, "stays_first", lambda _ranking, _taken: False)
    again = told(compared(members, names, (offers, offers)))
    assert cast("int", seen.pop("answers")) <= cast("int", again.pop("answers"))
    assert seen == again


def test_drawn_citizens_under_shipped_guidelines(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    offers = shipped_catalogue()
    # 34 edits, ten of which may move one citizen: exact shares would take a thousand answers each.
    agree(monkeypatch, drawn(exploring, 1), ("silkeborg", "holstebro"), (offers, offers), most=0)


def test_the_examples_under_small_guidelines(exploring: Exploring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    offers = load_catalogue(ROOT / OFFERS)
    assert agree(monkeypatch, examples(exploring), (SMALL, NEXT), (offers, offers)).moving


def test_who_stands_in_two_files_counts_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    file = "examples/had-soegt-om-botilbud.yaml"
    ran = inside(
        monkeypatch, capsys, "compare", SMALL, NEXT, file, file, "-c", OFFERS, "--all-municipalities",
        "--most-answers", "0", "--format", "json", "--lang", "en",
    )  # fmt: skip
    assert json.loads(ran.out)["population"]["cases"] == 1
    assert "1 case stands there once more, and counts once" in ran.err


def test_two_processes_say_the_same_in_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(comparing, "IN_A_BLOCK", 2)
    names = ("had-soegt-om-botilbud", "esb-prader-willi", "ib-frit-valg-til-randers", "sil-noget-at-staa-op-til")
    command = ("compare", SMALL, NEXT, *(f"examples/{name}.yaml" for name in names), "-c", OFFERS, "--all-municipalities",
               "--people", "--format", "json", "--lang", "en")  # fmt: skip
    one, two = (inside(monkeypatch, capsys, *command, "--processes", count) for count in ("1", "2"))
    assert json.loads(one.out)["edits"]["exact"] is True
    assert (two.code, two.out) == (one.code, one.out)


@pytest.mark.parametrize("passing", ["-", "/dev/stdin", "/dev/stdin@2026-11-22"])
def test_several_processes_read_nothing_that_can_be_read_once_only(
    passing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = inside(monkeypatch, capsys, "compare", SMALL, passing, "--processes", "2", "--lang", "en")
    assert ran.code == 2
    assert f"each of several processes reads {passing.partition('@')[0]}, which can be read once only" in ran.err


def test_several_processes_read_no_catalogue_from_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "offers.yaml"
    os.mkfifo(pipe)
    for option in ("--catalogue", "--new-catalogue", "--travel"):
        ran = inside(monkeypatch, capsys, "compare", SMALL, NEXT, option, str(pipe), "--processes", "2", "--lang", "en")
        assert (ran.code, "can be read once only" in ran.err) == (2, True), option


def test_without_numpy_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(compare, "has_many", lambda: False)
    monkeypatch.setattr(compare, "LARGE", 1)
    two = [str(path) for path in sorted((ROOT / "examples").glob("*.yaml"))[:2]]
    ran = inside(
        monkeypatch, capsys, "compare", SMALL, NEXT, *two, "-c", OFFERS, "--all-municipalities", "--lang", "en"
    )
    assert "pip install '.[lab]'" in ran.err
    assert ran.code == 0


def test_every_reason_to_ask_one_by_one_has_words() -> None:
    assert all(compare._reason(why) for why in (ACUTE, COMPARED, UNPROVED, REFUSED))
