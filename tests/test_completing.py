"""What the shell completes, what help lists of it, and under which title a command stands."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from running import ROOT, beside, inside, predictable

from visit.commands import completing

HEAD = 'guideline: g\nversion: "1"\ntitle: {da: g, en: g}\nin_force: {from: 2020-01-01}\nsource: s\n'


def offered(complete, incomplete: str = "", **given: object) -> list[str]:
    """Return the values that a completion offers."""
    return [value for value, _meaning in complete(SimpleNamespace(params=given), incomplete)]


def test_guidelines_offers_codes_and_roles(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").touch()
    assert offered(completing.guidelines, "i") == ["ikast-brande"]
    assert offered(completing.guidelines, "m") == ["mine.yaml"]
    assert "ib-oerbaeklund" in offered(completing.offers, "ib-")
    assert offered(completing.offers, catalogue=str(ROOT / "tests/commands/offers.yaml"))[:2] == ["aaen", "engen"]
    assert offered(completing.departures, "against") == ["against-rule"]
    assert offered(completing.refusals, "no_", who="offer") == ["no_place"]
    assert offered(completing.refusals, "no_", who="citizen") == []
    assert offered(completing.refusers) == ["approver", "citizen", "offer"]
    assert offered(completing.not_chosen, "p") == ["postponed"]
    assert offered(completing.known_roles, "anna=caseworker,lead") == [
        "anna=caseworker,leader", "anna=caseworker,leadership",
    ]  # fmt: skip
    assert offered(completing.known_roles, "ann") == []
    assert offered(completing.known_roles, "anna=doc") == [], "nobody in a ledger is the doctor"
    own = "roles: {board: {da: b, en: b, source: s}, board_of_others: {da: b, en: b, outside: true, source: s}}"
    (tmp_path / "mine.yaml").write_text(f"{HEAD}{own}\n", encoding="utf-8")
    assert offered(completing.known_roles, "anna=bo", guideline="mine.yaml") == ["anna=board"]


def test_what_can_be_set_in_a_case_and_what_each_can_be(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    codes = "{red: {da: r, en: r}, rose: {da: o, en: o}}"
    facts = f"extra.colour: {{type: code, codes: {codes}, label: {{da: f, en: c}}, source: s}}, "
    facts += "extra.calm: {type: truth, label: {da: r, en: c}, source: s}"
    text = f"{HEAD}case_facts: {{{facts}}}\n"
    (tmp_path / "g.yaml").write_text(text, encoding="utf-8")
    assert offered(completing.settable, "case.supp") == ["case.support_need="]
    assert offered(completing.settable, "case.support_need=") == [f"case.support_need={level}" for level in range(5)]
    assert offered(completing.settable, "case.home.te") == ["case.home.tenancy="]
    assert offered(completing.settable, "ext") == [], "no guideline is named"
    assert offered(completing.settable, "ext", guideline="g.yaml") == ["extra.colour=", "extra.calm="]
    assert offered(completing.settable, "extra.colour=r", guideline="g.yaml") == [
        "extra.colour=red",
        "extra.colour=rose",
    ]
    assert offered(completing.settable, "extra.calm=f", guideline="g.yaml") == ["extra.calm=false"]


def test_entries_and_decisions_of_the_ledger_that_is_meant(tmp_path: Path, monkeypatch, capsys) -> None:
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    case = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
    assert offered(completing.entries) == [], "there is no ledger"
    assert list(tmp_path.iterdir()) == []
    inside(monkeypatch, capsys, "log", "init", "--ledger", "kept.db")
    inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--ledger", "kept.db")
    assert offered(completing.entries, ledger="kept.db") == ["1", "0"]
    assert offered(completing.decisions, ledger="kept.db") == ["1"]
    (tmp_path / "visit.toml").write_text('ledger = "kept.db"', "utf-8")
    assert offered(completing.decisions) == ["1"]


def test_placements_offers_statements_places_and_cases(tmp_path: Path, monkeypatch, capsys) -> None:
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    case = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
    assert offered(completing.placements, case=case) == ["1", "2", "3", "4", "5"]
    assert offered(completing.placements, case="none.yaml") == []
    assert offered(completing.placements_and_offers, "ib-o", case=case) == ["ib-oerbaeklund"]
    assert offered(completing.placements_and_offers, "ib-o", case="none.yaml") == ["ib-oerbaeklund"]
    named = completing.placements_and_offers(SimpleNamespace(params={"case": case}), "autismecenter Syd")
    assert named, "an offer is found by its name as well"
    assert all(name.startswith("Autismecenter Syd") for _id, name in named)
    assert offered(completing.statements, "specialisation-fl", guideline="ikast-brande") == ["specialisation-floor"]
    assert offered(completing.municipalities, "Ik") == ["Ikast-Brande"]
    assert offered(completing.provisions, "SEL-107") == ["SEL-107-1", "SEL-107-2", "SEL-107"]
    assert offered(completing.cases) == []
    inside(monkeypatch, capsys, "log", "init", "--ledger", "kept.db")
    inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--ledger", "kept.db")
    assert offered(completing.cases, ledger="kept.db") == ["sil-2025-0733"]


def test_the_shell_is_given_them() -> None:
    asked = {"_VISIT_COMPLETE": "complete_bash", "COMP_CWORD": "5"}
    words = "visit refuse 1 --who offer --code=no"
    found = beside(COMP_WORDS="visit refuse --who offer --code no", **asked).out.split()
    assert found == ["no_place"], words


@pytest.mark.parametrize("lang", ["da", "en"])
def test_help_lists_the_codes(lang: str, monkeypatch, capsys) -> None:
    from visit.vocabulary import vocabulary

    refuse = inside(monkeypatch, capsys, "refuse", "--help", "--lang", lang).out
    for who in ("approver", "citizen", "offer"):
        for code in vocabulary().codes[f"refusal_{who}"].terms:
            assert f"  {code} " in refuse
    decide = inside(monkeypatch, capsys, "decide", "--help", "--lang", lang).out
    for code, _meaning in completing.departure_codes():
        assert f"  {code} " in decide
    assert "(holstebro, ikast-brande)" in decide, "which guidelines have one that not all have"


def test_every_command_stands_under_one_title_match_first() -> None:
    from visit.commands.app import ELSEWHERE, Visit, app, command_name

    listed = [name for _title, names in Visit.titled(Visit(name="visit")) for name in names]
    here = [command_name(one) for one in app.registered_commands if one.callback.__module__ == "visit.commands.app"]
    assert listed[0] == "match"
    assert sorted(listed) == sorted({*here, *(name for names in ELSEWHERE.values() for name in names)})
