"""Roles of a guideline's own: who approves and decides where a municipality's text says it, from the file to the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drawn import DAY
from running import Ran, inside, predictable
from written import SOURCE, TEXT, a_guideline, a_rule

from visit.decisions import answering
from visit.errors import Problems, UsageError
from visit.reading.source import Document
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import layer_of
from visit.rules.guideline.values import Guideline

BOARD = {"da": "visitationsudvalget", "en": "the visitation board", **SOURCE}
ELSEWHERE = {"da": "tilbuddets leder", "en": "the offer's leader", "outside": True, **SOURCE}


def approval(by: str, id: str = "a") -> dict[str, Any]:
    return {"id": id, "by": by, "text": TEXT, **SOURCE}


def guideline(*above: dict[str, Any], **sections: Any) -> Guideline:
    documents = [*above, a_guideline(**sections, **({"extends": "parent"} if above else {}))]
    return build(tuple(layer_of(Document("g.yaml", one)) for one in documents), DAY)


def faults(*above: dict[str, Any], **sections: Any) -> list[str]:
    with pytest.raises(Problems) as found:
        guideline(*above, **sections)
    return [f"{one.message} ({one.help})" for one in found.value.errors]


@pytest.mark.parametrize(
    ("by", "help"),
    [
        ("bord", 'did you mean "board"?'),
        ("visitationsudvalget", "write `board`"),
        ("direktøren", None),  # no key at all: refused with the form of the file
        ("jurist", "declare it under `roles`, or write one of: citizen, caseworker, team, leader"),
    ],
)
def test_a_role_that_nobody_declares_is_refused_with_what_is_meant(by: str, help: str | None) -> None:
    deadline = {"id": "d", "counted_from": "application", "within": "8 weeks", "waits_for": "decision", "text": TEXT}
    hold = a_rule("h", "true", strength="hold", by=by)
    found = faults(rules=[hold], approvals=[approval(by)], deadlines=[{**deadline, "by": by}], roles={"board": BOARD})
    if help is None:
        assert all("write `director`" in one for one in found)
    else:
        assert len(found) == 3
        assert all(one.startswith(f'unknown role "{by}" ({help}') for one in found)


def test_a_role_of_visit_is_not_declared_again() -> None:
    found = faults(roles={"leader": BOARD}, approvals=[approval("leader")])
    assert found == ["leader is a role of visit already (give it another name)"]


def test_a_child_has_its_parents_roles_and_may_call_them_otherwise_but_not_move_them() -> None:
    parent = {**a_guideline(roles={"board": BOARD}), "guideline": "parent"}
    assert guideline(parent, approvals=[approval("board")]).lists["role"].terms["board"].da == "visitationsudvalget"
    renamed = guideline(parent, roles={"board": {**BOARD, "da": "udvalget"}}, approvals=[approval("board")])
    assert renamed.lists["role"].terms["board"].da == "udvalget"
    assert faults(parent, roles={"board": {**BOARD, "outside": True}}) == [
        "board is declared otherwise in g.yaml (only what it is called, and its source, may be others)"
    ]


def test_people_of_a_ledger_have_a_role_that_is_inside_and_keep_its_names() -> None:
    own = guideline(roles={"board": BOARD, "their_leader": ELSEWHERE}, approvals=[approval("board")])
    called = {"board": {"da": "visitationsudvalget", "en": "the visitation board"}}
    people = answering.people({}, ["anna=board,leader"], [], own)
    assert people == {"anna": {"roles": ["board", "leader"], "called": called}}
    assert answering.people(people, ["bo=board"], [])["bo"]["called"] == called, "the ledger knows it by now"
    assert answering.people(people, ["anna=leader"], []) == {"anna": {"roles": ["leader"]}}
    for role in ("their_leader", "bord"):
        with pytest.raises(UsageError, match=f'there is no role "{role}"'):
            answering.people({}, [f"anna={role}"], [], own)
    with pytest.raises(UsageError, match="there is no role") as found:
        answering.people({}, ["anna=zzz"], [])
    assert "--guideline names the guideline that adds others" in (found.value.help or "")


# --- from the file to the ledger ---

GUIDE = """\
guideline: g
version: "1"
title: {da: g, en: g}
municipality: Fanø
in_force: {from: 2020-01-01}
source: s
roles:
  board: {da: visitationsudvalget, en: the visitation board, source: s}
  their_leader: {da: tilbuddets leder, en: "the offer's leader", outside: true, source: s}
approvals:
  - {id: dear, by: board, four_eyes: true, text: {da: dyrt, en: dear}, source: s}
  - {id: theirs, by: their_leader, text: {da: plads, en: place}, source: s}
deadlines:
  - {id: soon, counted_from: case.assessed, within: 1 day, waits_for: decision, by: board, text: {da: t, en: t}, source: s}
"""
CASE = "case: a\nassessed: 2026-11-20\nmunicipality: Fanø\nneeds: {areas: [activity]}\n"
OFFERS = (
    "catalogue: c\nas_of: 2026-01-02\noffers: [{id: a, name: a, source: {ref: s}, services: [{provision: SEL-104}]}]\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys):
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    for name, text in (("g", GUIDE), ("case", CASE), ("offers", OFFERS)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "visit.toml").write_text('guideline = "g.yaml"\ncatalogue = "offers.yaml"\nledger = "l.db"\n')

    def run(*arguments: str) -> Ran:
        return inside(monkeypatch, capsys, *arguments, COLUMNS="1000")

    return run


def test_a_board_approves_and_stays_readable_when_the_guideline_is_gone(run, tmp_path: Path) -> None:
    assert (
        run("log", "init", "--origin", "fanoe.dk/visit", "--role", "anna=caseworker", "--role", "eva=board").code == 0
    )
    for language, called in (("da", "Visitationsudvalget"), ("en", "The visitation board")):
        assert called.lower() in " ".join(run("match", "case.yaml", "--lang", language).out.lower().split())
        assert called.lower() in run("guideline", "doc", "g.yaml", "--lang", language).out.lower()
    decided = run("decide", "case.yaml", "1", "--reason", "x", "--by", "anna")
    assert decided.code in (0, 3), decided.err
    (tmp_path / "g.yaml").unlink()
    (tmp_path / "visit.toml").write_text('ledger = "l.db"\n')
    assert "the visitation board" in " ".join(run("audit", "approvals").out.split())
    assert "visitationsudvalget" in run("log", "show", "1", "--lang", "da").out
    assert "eva: visitationsudvalget" in run("log", "show", "0", "--lang", "da").out
    refused = run("approve", "1", "--by", "anna")
    assert "anna has not the role that decision 1 waits for: the visitation board" in refused.err
    assert run("approve", "1", "--by", "eva").code == 0
    assert "--decider says who has decided" in run("approve", "1", "--by", "eva", "--approval", "theirs").err
    assert run("approve", "1", "--by", "anna", "--approval", "theirs", "--decider", "Lis").code == 0
    assert "0 approvals are outstanding" in run("audit", "approvals").out
    assert run("verify").code == 0


def test_a_role_that_nothing_names_is_told(run, tmp_path: Path) -> None:
    (tmp_path / "g.yaml").write_text(GUIDE.replace("by: board", "by: leader"), encoding="utf-8")
    told = run("guideline", "check", "g.yaml")
    assert (
        "g.yaml:8:3: warning: the role board neither approves nor decides anything [unread-role]" in told.err + told.out
    )
