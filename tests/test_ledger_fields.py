"""A value in a form that visit never writes is told with its entry, whichever command meets it, and stops no other entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from ledgers import a_ledger, decide
from running import ROOT, inside
from shares import drawn
from small_ledgers import NOW, PEOPLE, decision, hex_of, made, raw, rehash

from visit.canonical import encode
from visit.case import case_of
from visit.errors import LedgerError, VisitError
from visit.ledger import merkle
from visit.ledger.commitments import commitment
from visit.ledger.entries import Draft
from visit.ledger.fields import _FORMS, has_form
from visit.ledger.log import Ledger
from visit.ledger.verifying import verify
from visit.reading.source import Document

ODD: tuple[Any, ...] = (None, 5, True, [], {}, [5], ["a"], {"a": 5}, {"placement": [5]}, "2026-02-30")
COMMANDS = """
log list
log list --format json
log show 2
log export
pack 2
audit departures
audit approvals
audit overdue
audit pairs
progress --all
progress c2
replay --all --processes 1
approve 2
verify
log configure --role bo=leader
"""
FIELDS = ("by", "case", "choice", "core", "facts", "approvals", "as_of", "follow_up", "team", "people", "departure")


def test_every_field_of_the_format_has_a_form() -> None:
    page = (ROOT / "docs" / "ledger-format.md").read_text(encoding="utf-8")
    table = page.split("## 7. Fields, by type")[1].split("## 8.")[0]
    named = {name for line in re.findall(r"(?m)^\| (`[^|]*)\|", table) for name in re.findall(r"`([a-z_]+)`", line)}
    assert named == _FORMS.keys()


@pytest.mark.parametrize("field", sorted(_FORMS))
def test_no_form_takes_everything(field: str) -> None:
    assert not all(has_form(field, odd) for odd in ODD)


def test_a_field_of_a_later_version_may_be_anything() -> None:
    assert all(has_form("later", odd) for odd in ODD)


@pytest.mark.parametrize("field", FIELDS)
def test_it_is_told_and_stops_no_other_entry(field: str, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    odd = next(one for one in ODD if one is not None and not has_form(field, one))
    with made("l.db", 2) as ledger:
        ledger.append(Draft("decision", "1.0", {"by": "anna", "case": "c2", field: odd}), now=NOW)
        ledger.append(decision("c3"), now=NOW)
        with pytest.raises(
            LedgerError, match=f"entry 2 has values in a form that visit never writes: {field}"
        ) as caught:
            ledger.entry(2)
        assert caught.value.help == "another program has written it; `visit log show 2` says who"
        assert field not in ledger.entry(2, partial=True).values
        assert ledger.entry(3).get("case") == "c3"
    for command in COMMANDS.strip().splitlines():
        ran = inside(monkeypatch, capsys, *command.split())
        assert ran.code in (0, 1, 2), (command, ran)
        assert "defect" not in ran.err
    assert verify("l.db").faults == (), "what was committed to is what was written"


def test_a_decision_without_what_every_decision_has_is_told(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with made("l.db", 1) as ledger:
        ledger.append(Draft("decision", "1.0", {"by": "anna", "case": "c2"}), now=NOW)
    lacks = "entry 1 lacks what visit always writes: facts, as_of, core, choice"
    for command in ("audit pairs", "audit overdue", "progress --all", "progress c2"):
        ran = inside(monkeypatch, capsys, *command.split(), "--ledger", "l.db")
        assert ran.code == (2 if command == "progress c2" else 1), "then nothing had been decided in the case"
        assert f"l.db: warning, passed over: {lacks}" in ran.err
    ran = inside(monkeypatch, capsys, "approve", "1", "--ledger", "l.db")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"l.db: error: {lacks}")


ODD_BESIDE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("decision", {"choice": 7}), ("decision", {"facts": {"document": {}, "points": {}}}), ("decision", {}),
    ("approval", {"of": 1, "approval": 7}), ("approval", {"of": 1}), ("refusal", {"of": 1, "who": 7, "code": "x"}),
    ("correction", {"of": 1}), ("correction", {"of": 1, "facts": {"document": {}, "points": {}}}),
    ("correction", {"of": 1, "facts": 7}),
    ("follow-up", {"of": 1}), ("follow-up", {"of": 1, "measured": {"a": 1}}),
)  # fmt: skip
"""What another program appends beside a decision of visit's."""


@pytest.mark.parametrize(("type", "fields"), ODD_BESIDE, ids=str)
def test_beside_a_decision_it_stops_neither_an_answer_nor_a_report(
    type: str, fields: dict[str, Any], tmp_path: Path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    with a_ledger(tmp_path / "l.db") as ledger:
        seq = decide(ledger, case_of(Document("drawn", drawn()[1201])))
        case = ledger.entry(seq).get("case")
        ledger.append(Draft(type, "1.0", {"by": "mallory", "case": case, **fields}), now=NOW)
    reports = (
        "audit departures",
        "audit approvals",
        "audit overdue",
        "audit pairs",
        "progress --all",
        f"progress {case}",
    )
    told = set[str]()
    for command in (*reports, f"replay {seq} --processes 1"):
        ran = inside(monkeypatch, capsys, *command.split())
        assert ran.code in (0, 1), (command, ran)
        assert ran.out
        assert "error" not in ran.err
        told |= {command} if "warning, passed over: entry 2 " in ran.err else set()
    assert {"progress --all", f"progress {case}"} <= told, "no report reads everything"
    ran = inside(monkeypatch, capsys, *f"refuse {seq} --who citizen --code wants_no_help --reason x --by anna".split())
    assert ran.code == 0, ran
    assert "warning, passed over: entry 2 " in ran.err


@pytest.mark.parametrize("keys", [5, "x", ["x"], [5]])
def test_settings_that_are_none(keys: Any, tmp_path: Path, monkeypatch, capsys) -> None:
    place = str(tmp_path / "l.db")
    made(place, 2).close()
    with Ledger.open(place, writable=True) as ledger:
        ledger.append(Draft("configuration", "1.0", {"by": "anna", "keys": keys, "people": {}}), now=NOW)
    ran = inside(monkeypatch, capsys, "log", "checkpoint", "--ledger", place)
    assert (ran.code, ran.out.splitlines()[1]) == (0, "3")
    assert "entry 2 would set the ledger up, in a form that visit never writes: it is passed over" in ran.err
    ran = inside(monkeypatch, capsys, "log", "configure", "--role", "bo=leader", "--ledger", place)
    assert ran.code == 0
    with Ledger.open(place) as ledger:
        assert ledger.settings().people == PEOPLE | {"bo": {"roles": ["leader"]}}
    assert [(one.seq, one.kind) for one in verify(place).faults] == [(2, "settings")]


def test_what_may_be_departed_from_without_a_code_is_read_again(tmp_path: Path) -> None:
    with a_ledger(tmp_path / "l.db") as ledger:
        departure = next(_without_a_code(ledger))
    assert {one["outcome"] for one in departure["rules"]} == {"unknown"}


def _without_a_code(ledger: Ledger) -> Iterator[dict[str, Any]]:
    for document in drawn()[1200:]:
        with suppress(VisitError):  # it has nothing to decide, or needs a code
            departure = ledger.entry(decide(ledger, case_of(Document("drawn", document)))).get("departure")
            if departure is not None and departure["code"] is None:
                yield departure


def test_a_departure_of_the_whole_placement_names_no_option() -> None:
    of_the_whole = {"rule": "w", "option": None, "strength": "presumption", "outcome": "fails"}
    assert has_form("departure", {"code": "wish", "first": None, "rules": [of_the_whole]})


@pytest.mark.parametrize(
    "choice", [{"kind": "placement"}, {"kind": "none"}, {"kind": "other"}, {"kind": "later"}, {"parts": []}, []]
)
def test_a_choice_has_what_its_kind_has(choice: object) -> None:
    assert not has_form("choice", choice)


NOT_CANONICAL = (
    b"[" * 201 + b"]" * 201, b"[1.5]", b"9007199254740992", b'{"b":1,"a":2}', b'{"a":1,"a":1}', b" 1", b'"\\u0061"',
    b'"\xff"', b"", b"{", '{"\U0001f600":1}'.encode(),
)  # fmt: skip
"""What fits a commitment and is no canonical text."""


def commit_to(place: str, seq: int, name: str, value: bytes) -> None:
    """Let an entry have committed to any bytes."""
    with raw(place) as sql:
        leaf = json.loads(bytes(sql("SELECT leaf FROM entries WHERE seq = ?", seq)[0][0]))
        salt = bytes(sql("SELECT salt FROM private WHERE seq = ? AND name = ?", seq, name)[0][0])
        leaf["fields"][name] = commitment(name, salt, value)
        sql("UPDATE private SET value = ? WHERE seq = ? AND name = ?", value, seq, name)
        leaf_bytes = encode(leaf)
        sql("UPDATE entries SET leaf = ?, hash = ? WHERE seq = ?", leaf_bytes, merkle.leaf_hash(leaf_bytes), seq)
        rehash(sql)


@pytest.mark.parametrize("value", NOT_CANONICAL, ids=lambda value: repr(value[:12]))
def test_a_value_that_is_no_canonical_text(value: bytes, tmp_path: Path, monkeypatch, capsys) -> None:
    """`verify` says that it is as it was written; who reads it names the entry, and nobody points back to `verify`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    with made("l.db", 3) as ledger:
        ledger.append(decision("c2", reason="as they say"), now=NOW)
    commit_to("l.db", 3, "reason", value)
    assert verify("l.db").faults == ()
    for command in (*COMMANDS.strip().splitlines(), "pack 3", "log show 3", "log show 3 --field reason"):
        ran = inside(monkeypatch, capsys, *command.split())
        assert ran.code in (0, 1, 2), (command, ran)
        assert "visit verify" not in ran.err
        assert "defect" not in ran.err
    assert "In a form that visit never writes: reason" in inside(monkeypatch, capsys, "log", "show", "3").out
    told = "entry 3 has values in a form that visit never writes: reason"
    for command in ("pack 3", "log export", "log show 3 --field reason"):
        assert told in inside(monkeypatch, capsys, *command.split()).err
    assert inside(monkeypatch, capsys, "pack", "3", "--redact", "reason").code == 0


def exported(monkeypatch, capsys, *arguments: str) -> tuple[list[dict[str, Any]], str]:
    ran = inside(monkeypatch, capsys, "log", "export", *arguments)
    assert ran.code == 1
    return [json.loads(line) for line in ran.out.splitlines()], ran.err


def of_another_type(place: str, seq: int) -> str:
    """Give an entry a type that this version does not know; return its leaf."""
    with raw(place) as sql:
        leaf = encode(json.loads(bytes(sql("SELECT leaf FROM entries WHERE seq = ?", seq)[0][0])) | {"type": "payment"})
        sql("UPDATE entries SET leaf = ?, hash = ? WHERE seq = ?", leaf, merkle.leaf_hash(leaf), seq)
        rehash(sql)
    return leaf.decode()


def test_an_entry_of_a_type_that_is_not_known_is_exported_as_it_stands(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    made("l.db", 5).close()
    leaf = of_another_type("l.db", 2)
    rows, told = exported(monkeypatch, capsys)
    assert [row["seq"] for row in rows] == [0, 1, 2, 3, 4]
    assert rows[2] == {"seq": 2, "leaf": leaf, "values": {"by": "anna", "case": "c2"}}
    assert told == (
        'l.db: error: entry 2 cannot be read: this version of visit knows no entries of the type "payment"\n'
        "  help: a later version, or another program, has written it; `visit log export` gives it as it stands\n"
        "exported as it stands: 1 of 5 entries\n"
    )
    assert exported(monkeypatch, capsys, "--leaves") == (
        [{"seq": row["seq"], "leaf": row["leaf"]} for row in rows],
        told,
    )
    said = inside(monkeypatch, capsys, "verify").out
    assert 'entry 2: this version of visit knows no entries of the type "payment"' in said


def test_what_another_program_wrote_and_what_was_damaged_stops_no_export(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    with made("l.db", 1) as ledger:
        for reason in ("odd", "no text", "gone", "whole"):
            ledger.append(decision("c2", reason=reason), now=NOW)
    commit_to("l.db", 1, "reason", b"7")
    commit_to("l.db", 2, "reason", b'"\xff"')
    with raw("l.db") as sql:
        sql("DELETE FROM private WHERE seq = 3 AND name = 'reason'")
        sql("INSERT INTO private (seq, name, salt, value) VALUES (3, 'planted', ?, ?)", bytes(32), b"7")
        sql("UPDATE entries SET leaf = ? WHERE seq = 0", b"\xff{}")
    rows, told = exported(monkeypatch, capsys)
    assert (rows[0]["leaf"], rows[0]["values"]["by"]) == ("\\xff{}", "anna")
    assert rows[1]["values"] == {"by": "anna", "case": "c2", "reason": 7}
    assert (rows[2]["values"], rows[2]["unread"]) == ({"by": "anna", "case": "c2"}, {"reason": '"\\xff"'})
    assert rows[3]["values"] == {"by": "anna", "case": "c2"}, "a value that no leaf names is none"
    assert rows[4]["values"] == {"by": "anna", "case": "c2", "reason": "whole"}
    for number, said in enumerate(("is damaged", "has values in a form", "has values in a form", "is damaged")):
        assert f"entry {number} {said}" in told
    assert told.endswith("exported as it stands: 4 of 5 entries\n")


def test_a_value_that_was_damaged_is_none_of_another_program(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VISIT_LEDGER", "l.db")
    made("l.db", 3).close()
    with raw("l.db") as sql:
        sql("UPDATE private SET value = ? WHERE seq = 2 AND name = 'by'", b"{")
    for command, code in (("log export", 1), ("pack 2", 2)):
        ran = inside(monkeypatch, capsys, *command.split())
        assert ran.code == code
        assert "entry 2 is damaged" in ran.err
        assert "`visit verify` says what is wrong" in ran.err


def test_an_entry_of_nothing_but_odd_values_was_not_erased(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with made("l.db", 1) as ledger:
        ledger.append(Draft("decision", "1.0", {"choice": 7}), now=NOW)
        assert not ledger.entry(1, partial=True).erased
    said = inside(monkeypatch, capsys, "log", "show", "1", "--ledger", "l.db").out
    assert "erased" not in said
    assert "In a form that visit never writes: choice" in said


def test_a_document_that_is_no_canonical_text(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    document = b'{"layers": []}'
    draft = Draft(
        "decision", "1.0", {"by": "anna", "case": "c1"}, hex_of(document), documents={hex_of(document): document}
    )
    with made("l.db", 1) as ledger:
        ledger.append(draft, now=NOW)
    ran = inside(monkeypatch, capsys, "pack", "1", "--ledger", "l.db")
    assert ran.code == 2
    assert "is none that visit writes: it is not canonical JSON" in ran.err
    assert "visit verify" not in ran.err
