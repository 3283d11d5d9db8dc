"""`--invented`: whoever asks says that cases are invented; only then are they shown as drawn citizens are, and it is said."""

from __future__ import annotations

import json

import pytest
from running import ROOT, inside
from test_compare import COMMAND, DRAWN, lines

SAID = "20 cases, invented as whoever asks says"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_of_invented_cases_every_number_is_told_and_who_said_so(monkeypatch, capsys) -> None:
    asked = (*COMMAND, "examples", "--format", "json")
    real, invented = (json.loads(inside(monkeypatch, capsys, *asked, *more).out) for more in ((), ("--invented",)))
    assert (real["moved"], real["population"].get("invented"), real["affected"]) == (None, None, [])
    assert (invented["moved"], invented["hidden_below"], len(invented["affected"])) == (2, None, 2)
    assert (invented["population"]["invented"], invented["population"]["synthetic"]) == (True, False)
    assert "--invented" in invented["command"]
    assert real["digest"] != invented["digest"]


def test_the_page_of_invented_cases_shows_them_and_says_at_the_top_who_said_so(monkeypatch, capsys) -> None:
    asked = (*COMMAND, "examples", "--format", "html", "--lang", "en")
    real, invented = (inside(monkeypatch, capsys, *asked, *more).out for more in ((), ("--people",)))
    assert all("esb-2026" not in one and SAID not in one for one in (real, invented))
    page = inside(monkeypatch, capsys, *asked, "--invented").out
    assert SAID in page.partition("</h1>")[0] or SAID in page.partition("</h1>")[2][:400]
    moved = json.loads(inside(monkeypatch, capsys, *COMMAND, "examples", "--format", "json", "--invented").out)
    assert all(one["case"] in page for one in moved["affected"])


@pytest.mark.parametrize(
    "asked", [
        ("sweep", "near_km", "examples", "-g", "tests/commands/small.yaml", "--all-municipalities", "--from", "29", "--to", "30"),
        ("invariants", "ikast-brande", "examples", "--all-municipalities"),
    ],
)  # fmt: skip
def test_sweep_and_invariants_take_the_word_of_whoever_asks(asked, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, *asked, "--invented", "--lang", "en")
    assert "invented as whoever asks says" in " ".join(ran.out.split()), ran.err


def test_of_drawn_citizens_it_has_no_effect_and_says_so(monkeypatch, capsys, tmp_path) -> None:
    drawn = tmp_path / "drawn.jsonl"
    row = '{"case": "synthetic-0000001", "assessed": "2026-11-01", "municipality": "Herning"}'
    drawn.write_text(lines(DRAWN, row), "utf-8")
    asked = (*COMMAND, "-p", str(drawn), "--format", "json", "--lang", "en")
    without, with_it = (inside(monkeypatch, capsys, *asked, *more) for more in ((), ("--invented",)))
    assert "--invented has no effect: all of these citizens are drawn" in with_it.err
    assert without.out == with_it.out


def test_where_few_are_hidden_the_help_names_the_option(monkeypatch, capsys) -> None:
    assert "--invented" in inside(monkeypatch, capsys, *COMMAND, "examples", "--lang", "en").out
    assert "--invented" in inside(monkeypatch, capsys, *COMMAND, "examples", "--lang", "en", "--format", "html").out
