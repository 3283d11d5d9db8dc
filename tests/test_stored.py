"""Facts, catalogues and guidelines that another program has committed to: every command names the entry, and none is a defect."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fuzzing.odd import put
from ledgers import a_case, a_ledger, at, decide
from running import inside

from visit.canonical import encode
from visit.ledger.entries import Draft
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify

STU = "ib-stu-hos-foraeldre"
DAY = "sil-noget-at-staa-op-til"
COMMANDS = """
log list --municipality Ikast-Brande
log show 2
log show 2 --shown
progress --all
progress CASE
audit pairs
audit departures
audit overdue
replay 2
approve 2 --by lis
"""
Odd = tuple[tuple[str | int, ...], Any]
"""Where a value stands in a document, and what stands there instead."""
FACTS: tuple[Odd, ...] = (
    (("document", "goals"), [{"theme": {"x": 5}}]),
    (("document", "functioning"), {"cook": "much"}),
    (("document", "citizen"), []),
    (("document", "citizen"), {"age": 10**9}),
    (("document", "citizen", "current"), [5]),
    (("document", "municipality"), 5),
    (("document", "assessed"), "2026-02-30"),
    (("document", "needs", "hours_per_week"), {"support": "many"}),
    (("points",), {"Ikast": [1]}),
    (("document",), {}),
)
CATALOGUES: tuple[Odd, ...] = (
    (("document",), {}),
    (("document", "offers"), [5]),
    (("document", "offers", 0, "services"), [{"provision": "NOWHERE"}]),
    (("document", "offers", 0, "place"), "a town without a point"),
    (("document", "offers", 0, "name"), ["x"]),
    (("document", "as_of"), 5),
    (("points",), [5]),
    (("provisions",), []),
    (("provisions", 0, "areas"), {"support": "Z9"}),
    ((), []),
)
GUIDELINES: tuple[Odd, ...] = (
    (("layers",), [5]),
    (("layers", 0, "title"), 5),
    (("layers", 0, "departures"), {"other": "x"}),
    (("layers", 0, "parameters"), {"target_stay_months_108": {"value": "long"}}),
    (("layers", 0, "rules"), [5]),
    (("layers", 0, "rules", 0, "require"), {"x": 5}),
    (("layers", 1, "preferences", 0, "over"), -1),
    (("layers", 0, "notices", 0), "x"),
    ((), {"layers": []}),
    ((), 5),
)


def forged(where: Path, change: Callable[[Draft], Draft]) -> None:
    """Append a decision like the one there is, with another departure and what the change makes of it."""
    with Ledger.open(str(where), writable=True) as ledger:
        entry = ledger.entry(1)
        leaf = entry.leaf
        shared = {digest.hex(): value for digest, value in ledger.store.documents()}
        values = {**entry.values, "departure": {"code": "other", "first": "home/HOME", "rules": []}}
        draft = Draft(leaf.type, leaf.visit, values, leaf.guideline, leaf.catalogue, shared)
        ledger.append(change(draft), now=at("2026-02-01"))


def rests_on(name: str, document: object) -> Callable[[Draft], Draft]:
    """Let a decision rest on another document."""
    raw = encode(document)
    digest = sha256(raw).hexdigest()

    def change(draft: Draft) -> Draft:
        named = {"guideline": draft.guideline, "catalogue": draft.catalogue, name: digest}
        return Draft(draft.type, draft.visit, draft.fields, **named, documents={digest: raw})

    return change


def with_fields(changed: Mapping[str, Any]) -> Callable[[Draft], Draft]:
    """Let a decision have other values."""
    return lambda draft: Draft(draft.type, draft.visit, {**draft.fields, **changed}, draft.guideline, draft.catalogue)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    with a_ledger(tmp_path / "l.db") as made:
        decide(made, a_case(STU))
    return tmp_path / "l.db"


def stored(where: Path, name: str) -> Any:
    """Return the document or the facts of the decision that is good."""
    with Ledger.open(str(where)) as ledger:
        entry = ledger.entry(1)
        digest = {"guideline": entry.leaf.guideline, "catalogue": entry.leaf.catalogue}.get(name)
        return json.loads(ledger.raw(1, name)) if digest is None else ledger.document(digest)


def all_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Run every command; return what each says, and see that none takes it for a defect and that the ledger is whole."""
    said = []
    for command in COMMANDS.strip().splitlines():
        ran = inside(monkeypatch, capsys, *command.replace("CASE", a_case(STU).id).split(), COLUMNS="400")
        assert ran.code in (0, 1, 2, 3), (command, ran)
        assert "defect" not in ran.err
        said.append(f"$ {command}\n{ran.out}{ran.err}")
    assert verify("l.db").faults == ()
    return said


@pytest.mark.parametrize(("place", "odd"), FACTS, ids=str)
def test_facts_that_are_none(place: Any, odd: Any, ledger: Path, monkeypatch, capsys) -> None:
    forged(ledger, with_fields({"facts": put(stored(ledger, "facts"), place, odd)}))
    said = "".join(all_told(monkeypatch, capsys))
    assert said.count("entry 2 has values in a form that visit never writes: facts") >= 6
    assert "another program has written it; `visit log show 2` says who" in said


@pytest.mark.parametrize(("place", "odd"), CATALOGUES, ids=str)
def test_a_catalogue_that_is_none(place: Any, odd: Any, ledger: Path, monkeypatch, capsys) -> None:
    forged(ledger, rests_on("catalogue", put(stored(ledger, "catalogue"), place, odd)))
    said = {one.split("\n")[0]: one for one in all_told(monkeypatch, capsys)}
    for command in ("$ progress --all", "$ audit departures", "$ replay 2"):
        assert "entry 2 has values in a form that visit never writes: catalogue" in said[command]


@pytest.mark.parametrize(("place", "odd"), GUIDELINES, ids=str)
def test_a_guideline_that_is_none(place: Any, odd: Any, ledger: Path, monkeypatch, capsys) -> None:
    forged(ledger, rests_on("guideline", put(stored(ledger, "guideline"), place, odd)))
    said = {one.split("\n")[0]: one for one in all_told(monkeypatch, capsys)}
    assert "cannot be answered: 1" in said["$ replay 2"]
    for problem in ("Error", "NoneType", "dict"):
        assert f"cannot be answered: {problem}" not in said["$ replay 2"]


@pytest.mark.parametrize("name", ["guideline", "catalogue"])
def test_a_decision_that_rests_on_nothing(name: str, ledger: Path, monkeypatch, capsys) -> None:
    def change(draft: Draft) -> Draft:
        named = {"guideline": draft.guideline, "catalogue": draft.catalogue, name: None}
        return Draft(draft.type, draft.visit, draft.fields, **named)

    forged(ledger, change)
    assert f"entry 2 lacks what visit always writes: {name}" in "".join(all_told(monkeypatch, capsys))


@pytest.mark.parametrize(
    ("field", "odd"),
    [
        ("choice", {"kind": "placement"}),
        ("choice", {"kind": "placement", "parts": []}),
        ("departure", {"code": "other"}),
        ("departure", {"code": "other", "first": None, "rules": [{"rule": "r", "option": None, "outcome": "fails"}]}),
        ("plan", {"plan": "x", "phases": [5]}),
        ("plan", {"plan": "x", "handleplan": {}}),
        ("core", {"options": {}, "standings": {}, "outcomes": {}, "placements": [], "separations": []}),
        ("shown", {"language": "en"}),
    ],
    ids=str,
)
def test_a_field_without_what_it_always_has(field: str, odd: Any, ledger: Path, monkeypatch, capsys) -> None:
    forged(ledger, with_fields({field: odd}))
    said = "".join(all_told(monkeypatch, capsys))
    assert f"entry 2 has values in a form that visit never writes: {field}" in said


def test_a_decision_is_made_beside_a_planted_guideline(ledger: Path, tmp_path: Path, monkeypatch, capsys) -> None:
    for planted in (b'{"layers":[5]}', b'{"layers":['):
        with Ledger.open(str(ledger), writable=True) as opened:
            draft = Draft(
                "decision", "1.0", {"by": "mallory"}, sha256(planted).hexdigest(),
                documents={sha256(planted).hexdigest(): planted},
            )  # fmt: skip
            opened.append(draft, now=at("2026-02-02"))
    from fuzzing.folder import office

    folder = office(tmp_path / "office")
    monkeypatch.chdir(folder)
    command = "decide case1.yaml 1 --reason x --by anna -c offers.yaml -g small.yaml"
    ran = inside(monkeypatch, capsys, *command.split(), "--ledger", str(ledger))
    assert (ran.code, "recorded as 4" in ran.out) == (0, True), ran


def test_a_refusal_by_somebody_that_no_version_knows_is_shown(ledger: Path, monkeypatch, capsys) -> None:
    with Ledger.open(str(ledger), writable=True) as opened:
        fields = {"by": "anna", "case": a_case(STU).id, "of": 1, "who": "court", "code": "later", "reason": "r"}
        opened.append(Draft("refusal", "9.0", fields), now=at("2026-02-01"))
    ran = inside(monkeypatch, capsys, "log", "show", "2")
    assert (ran.code, "court: later" in ran.out) == (0, True), ran
