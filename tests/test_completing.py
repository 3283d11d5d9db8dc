"""What the shell completes, what help lists of it, and under which title a command stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import ROOT, beside, inside, predictable

from visit.commands import completing, completing_log

Completed = Callable[..., list[str]]
"""What a shell is given for the line that is being typed; of Bash for the words as it cuts them, of which the last is typed."""
HEAD = 'guideline: g\nversion: "1"\ntitle: {da: g, en: g}\nin_force: {from: 2020-01-01}\nsource: s\n'


def offered(complete, incomplete: str = "", **given: object) -> list[str]:
    """Return the values that a completion offers."""
    return [value for value, _meaning in complete(SimpleNamespace(params=given), incomplete)]


def test_guidelines_offers_codes_and_roles(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").touch()
    assert offered(completing.guidelines, "i") == ["ikast-brande"]
    (tmp_path / ".pre-commit-config.yaml").touch()
    assert offered(completing.guidelines, "m") == ["mine.yaml"]
    assert not any(one.startswith(".") for one in offered(completing.guidelines))
    assert "ib-oerbaeklund" in offered(completing.offers, "ib-")
    assert offered(completing.offers, "Engen", catalogue=str(ROOT / "tests/commands/offers.yaml")) == [
        "Engen [afdeling *A*]"
    ]
    assert offered(completing.departures, "against") == ["against-rule"]
    assert offered(completing.refusals, "no_", who="offer") == ["no_place"]
    assert offered(completing.refusals, "no_", who="citizen") == []
    assert offered(completing.refusers) == ["approver", "citizen", "offer"]
    assert offered(completing.not_chosen, "p") == ["postponed"]
    assert offered(completing_log.known_roles, "anna=caseworker,lead") == [
        "anna=caseworker,leader", "anna=caseworker,leadership",
    ]  # fmt: skip
    assert offered(completing_log.known_roles, "ann") == []
    assert offered(completing_log.known_roles, "anna=doc") == [], "nobody in a ledger is the doctor"
    own = "roles: {board: {da: b, en: b, source: s}, board_of_others: {da: b, en: b, outside: true, source: s}}"
    (tmp_path / "mine.yaml").write_text(f"{HEAD}{own}\n", encoding="utf-8")
    assert offered(completing_log.known_roles, "anna=bo", guideline="mine.yaml") == ["anna=board"]


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
    assert offered(completing_log.entries) == [], "there is no ledger"
    assert list(tmp_path.iterdir()) == []
    inside(monkeypatch, capsys, "log", "init", "--ledger", "kept.db")
    inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--ledger", "kept.db")
    assert offered(completing_log.entries, ledger="kept.db") == ["1", "0"]
    assert offered(completing_log.decisions, ledger="kept.db") == ["1"]
    (tmp_path / "visit.toml").write_text('ledger = "kept.db"', "utf-8")
    assert offered(completing_log.decisions) == ["1"]


def test_placements_offers_statements_places_and_cases(tmp_path: Path, monkeypatch, capsys) -> None:
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    case = str(ROOT / "examples" / "sil-noget-at-staa-op-til.yaml")
    assert offered(completing.placements, case=case) == ["1", "2", "3", "4", "5"]
    assert offered(completing.placements, case="none.yaml") == []
    assert offered(completing.placements_and_offers, "ib-o", case=case) == ["ib-oerbaeklund"]
    assert offered(completing.placements_and_offers, "ib-o", case="none.yaml") == ["ib-oerbaeklund"]
    named = offered(completing.placements_and_offers, "autismecenter Syd", case=case)
    assert named, "an option is found by its name, in any case"
    assert all(name.startswith("Autismecenter Syd") for name in named)
    assert offered(completing.placements_and_offers, "hagelskær", case=case) == [
        "Autismecenter Midtjylland – Hagelskærvej"
    ]
    assert offered(completing.placements_and_offers, "skov", case=case) != [], "by its beginning"
    assert offered(completing.placements_and_offers, "centret", case=case) == [], (
        "several have it in them: none stands for all"
    )
    assert offered(completing.statements, "specialisation-fl", guideline="ikast-brande") == ["specialisation-floor"]
    assert offered(completing.municipalities, "Ik") == ["Ikast-Brande"]
    assert offered(completing.provisions, "SEL-107") == ["SEL-107-1", "SEL-107-2", "SEL-107"]
    assert offered(completing_log.cases) == []
    inside(monkeypatch, capsys, "log", "init", "--ledger", "kept.db")
    inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--ledger", "kept.db")
    assert offered(completing_log.cases, ledger="kept.db") == ["sil-2025-0733"]


def test_people_years_approvals_and_fields_of_the_ledger_and_nothing_of_the_citizen(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    predictable(monkeypatch)
    monkeypatch.chdir(tmp_path)
    case = str(ROOT / "examples" / "hol-udadreagerende-hus7.yaml")
    at = {"ledger": "kept.db"}
    inside(monkeypatch, capsys, "log", "init", "--role", "Anna Holm=caseworker", "--role", "lars=leader", *LEDGER)
    inside(monkeypatch, capsys, "decide", case, "1", "--reason", "x", "--by", "Anna Holm", *LEDGER)
    assert completing_log.people(SimpleNamespace(params=at), "an") == [("Anna Holm", "the caseworker")]
    assert offered(completing_log.people, "", **at) == ["Anna Holm", "lars", "office"], "and whoever has recorded"
    assert offered(completing_log.known_roles, "la", **at) == ["lars="]
    assert offered(completing_log.members, "", **at) == ["Anna Holm=", "lars=", "office="]
    assert offered(completing_log.years, "", **at) == ["2026"]
    waiting = completing_log.approvals(SimpleNamespace(params={**at, "number": 1}), "")
    assert waiting
    assert all(told for _id, told in waiting), "each with who gives it"
    assert offered(completing_log.approvals, "", **at, number=0) == [], "entry 0 is no decision"
    assert "reason" in offered(completing_log.field_names, "re", **at, number=1)
    assert offered(completing_log.fields_withheld, "reason,fac", **at, numbers=(1,)) == ["reason,facts"]
    assert "reason,reason" not in offered(completing_log.fields_withheld, "reason,", **at, numbers=(1,))
    told = completing_log.entries(SimpleNamespace(params=at), "1")
    assert told == [("1", "decision · hol-2025-0930 · 1 December 2026")]


LEDGER = ("--ledger", "kept.db")


def test_numbers_towns_assumptions_and_what_a_comparison_is_held_to() -> None:
    assert offered(completing.numbers, "fast_track", guideline="ikast-brande") == ["fast_track_min_triggers"]
    assert "fast_track_min_triggers" in offered(completing.numbers), "before a guideline is named, those of all"
    assert offered(completing.towns, "ika") == ["Ikast"]
    assert offered(completing.assumptions, "all", profile="silkeborg") == ["all=low", "all=high"]
    assert offered(completing.gates, "mov") == ["moved > "]


def test_a_name_begins_in_any_case_else_an_id_does_else_one_alone_has_it() -> None:
    rows = [("Bo Syd – Ellehuset", "b-elle"), ("Bo Syd – Åhuset", "b-aa"), ("Kildegade", "a-kilde")]
    found = completing.begun_as
    assert found(rows, "bo s", either=True) == rows[:2]
    assert found(rows, "a-", either=True) == [("a-kilde", "Kildegade")]
    assert found(rows, "aahus", either=True) == [rows[1]]
    assert found(rows, "huset", either=True) == [], "two have it: what both begin with would take its place"
    assert found(rows, "a-") == [rows[2]], "a code stands where its meaning is typed"


# --- the shells ---


@pytest.fixture
def completed(monkeypatch, capsys) -> Completed:
    def ask(shell: str, line: str = "", **environment: str) -> list[str]:
        asked = {"_VISIT_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, **environment}
        return inside(monkeypatch, capsys, _TYPER_COMPLETE_FISH_ACTION="get-args", **asked).out.splitlines()

    return ask


@pytest.fixture
def in_bash(completed: Completed) -> Callable[..., list[str]]:
    def ask(*words: str) -> list[str]:
        return completed("bash", COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1))

    return ask


def test_the_shell_is_given_them() -> None:
    asked = {"_VISIT_COMPLETE": "complete_bash", "COMP_CWORD": "5"}
    assert beside(COMP_WORDS="visit refuse --who offer --code no", **asked).out.split() == ["no_place"]


def test_bash_gets_names_as_they_are_typed_with_backslashes_or_in_quotes(in_bash) -> None:
    asked = ("visit", "catalogue", "show")
    assert in_bash(*asked, "autismecenter\\ syd\\ ") == [
        "Autismecenter\\ Syd\\ –\\ Fristedet", "Autismecenter\\ Syd\\ –\\ Rhedersborg", "Autismecenter\\ Syd\\ –\\ Skovbo",
    ]  # fmt: skip
    assert in_bash(*asked, '"autismecenter syd – sk') == ["Autismecenter Syd – Skovbo"]
    assert "Autismecenter\\ Syddanmark\\ –\\ Holmehøj,\\ Det\\ Gule\\ hus" in in_bash(*asked, "autismecenter")


def test_bash_cuts_words_at_an_equals_sign_and_gets_the_rest_of_them(in_bash) -> None:
    assert in_bash("visit", "match", "x", "--set", "case.support_n") == ["case.support_need="]
    assert in_bash("visit", "match", "x", "--set", "case.support_need", "=") == ["0", "1", "2", "3", "4"]
    assert in_bash("visit", "match", "x", "--set", "case.permanence", "=", "temp") == ["temporary"]
    assert in_bash("visit", "refuse", "1", "--who", "=", "of") == ["offer"]
    assert in_bash("visit", "refuse", "1", "--who", "offer", "--code", "=", "no") == ["no_place"]
    assert in_bash("visit", "--lang", "da", "refuse", "1", "--who", "of") == ["offer"], "the language stands anywhere"


def test_departure_codes_are_those_of_the_guideline_of_the_case_on_the_line(completed) -> None:
    of_case = completed("fish", "visit decide examples/ib-stu-hos-foraeldre.yaml 2 --departure ")
    codes = [one.partition("\t")[0] for one in of_case]
    assert "missing-at-home" in codes
    assert "dignity" not in codes
    assert any(one.startswith("dignity") for one in completed("fish", "visit decide --departure "))


def test_fish_gets_a_line_for_each_and_zsh_words_between_quotes(completed) -> None:
    assert completed("fish", "visit catalogue show lyk") == ["Lyksbo\thol-lyksbo"]
    assert completed("fish", "visit catalogue show hol-lyk") == ["hol-lyksbo\tLyksbo"]
    for typed in ("visit catalogue show 'Autismecenter Syd ", "visit catalogue show Autismecenter\\ Syd\\ "):
        assert len(completed("fish", typed)) == 3, "a space within a name ends no word"
    placements = completed("fish", "visit why examples/sil-noget-at-staa-op-til.yaml ")
    assert placements[0].startswith("1\tSocial-pedagogical support, SEL 85"), "a meaning is never broken into lines"
    assert all("\t" in one for one in placements)
    assert completed("zsh", "visit explain form") == [
        """_arguments '*: :(("form":"a fault in the file'\\''s form"))'"""
    ]
    spaced = {"_TYPER_COMPLETE_WORD_TO_COMPLETE": "bo-"}
    assert completed("powershell", "visit catalogue show bo-", **spaced) == [
        "'Bo- og Naboskab Sydlolland':::bo-naboskab-sydlolland"
    ]


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
