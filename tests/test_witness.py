"""Whom an edit moves: the smallest invented citizen, confirmed by `match` under both guidelines; nobody is proved, or not found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, inside
from written import TEXT, a_guideline, a_rule

from visit.lab.differing import EditWitness, WitnessSearch
from visit.lab.pieces import Piece
from visit.locale import speaking
from visit.render.witness_sheet import found_words

NEED = {"heavy": {"value": 3, "unit": "level"}, "idle": {"value": 1}, "told": {"value": 30, "unit": "km"}}
OWN = a_rule("own", "option.internal", when="case.support_need >= heavy", strength="must")
TOLD = {"id": "cost", "when": "travel.network_km > told", "text": TEXT}
SMALL, NEXT, OFFERS = "tests/commands/small.yaml", "tests/commands/small-next.yaml", "tests/commands/offers.yaml"


def a_file(at: Path, name: str, **changed: Any) -> str:
    sections = {"parameters": NEED, "rules": [OWN], "notices": [TOLD], **changed}
    document = {**a_guideline(**sections), "version": name, "municipality": "Esbjerg"}
    (at / f"{name}.yaml").write_text(json.dumps(document), "utf-8")
    return str(at / f"{name}.yaml")


def number(name: str, value: int) -> dict[str, Any]:
    return {**NEED, name: {**NEED[name], "value": value}}


@pytest.fixture
def whom(monkeypatch, capsys, tmp_path):
    def found(*options: str, both: Mapping[str, Any] = {}, **changed: Any) -> list[dict[str, Any]]:
        two = a_file(tmp_path, "1", **both), a_file(tmp_path, "2", **{**both, **changed})
        ran = inside(monkeypatch, capsys, "guideline", "diff", *two, "--witness", "-c", OFFERS, "-f", "json", *options)
        assert ran.code == 1, ran.err
        return json.loads(ran.out)["witnesses"]["edits"]

    monkeypatch.chdir(ROOT)
    return found


def first(monkeypatch, capsys, case: str, guideline: str, offers: str, day: str) -> list[str]:
    command = ("match", case, "-g", guideline, "-c", offers, "--as-of", day, "-f", "json")
    said = json.loads(inside(monkeypatch, capsys, *command).out)["placements"]
    return [part["option"] for part in said[0]["parts"]] if said else []


def test_the_citizen_whom_a_number_moves_is_confirmed_by_match_under_both(whom, monkeypatch, capsys, tmp_path) -> None:
    folder = tmp_path / "whom"
    (one,) = whom("--write", str(folder), parameters=number("heavy", 2))
    assert (one["edit"], one["found"]) == ("parameters heavy", "moves")
    assert one["case"]["support_need"] == 2
    assert one["before"] != one["after"]
    case, offers = (str(folder / f"parameters-heavy{end}") for end in (".yaml", ".offers.yaml"))
    for side, guideline in (("before", "1"), ("after", "2")):
        asked = first(monkeypatch, capsys, case, str(tmp_path / f"{guideline}.yaml"), offers, one["case"]["assessed"])
        assert asked == one[side]
    monkeypatch.setattr(WitnessSearch, "invented", None)  # nothing is looked for before it is known where it goes
    two = (str(tmp_path / "1.yaml"), str(tmp_path / "2.yaml"))
    again = inside(
        monkeypatch,
        capsys,
        "guideline",
        "diff",
        *two,
        "--witness",
        "-c",
        OFFERS,
        "--write",
        str(folder),
        "--lang",
        "en",
    )
    assert (again.code, "name a folder without it" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ({"from": "2014-01-01", "until": "2020-06-30"}, {"from": "2020-03-01"}, "2020-06-30"),
        ({"from": "2014-01-01", "until": "2020-06-30"}, {"from": "2020-07-01", "until": "2021-12-31"}, "2021-12-31"),
    ],
)
def test_a_citizen_is_asked_about_on_a_day_on_which_both_are_in_force_or_else_the_second(
    old: dict[str, str], new: dict[str, str], day: str, monkeypatch, capsys, tmp_path
) -> None:
    monkeypatch.chdir(ROOT)
    two = [a_file(tmp_path, "1", in_force=old), a_file(tmp_path, "2", in_force=new, parameters=number("heavy", 2))]
    ran = inside(monkeypatch, capsys, "guideline", "diff", *two, "--witness", "-c", OFFERS, "-f", "json")
    found = [one["case"] for one in json.loads(ran.out)["witnesses"]["edits"] if one["found"] == "moves"]
    assert [one["assessed"] for one in found] == [day]


def test_with_any_fact_fewer_nobody_moves(whom, monkeypatch, capsys, tmp_path) -> None:
    (one,) = whom(parameters=number("heavy", 2))
    assert {*one["case"]} == {"format", "case", "assessed", "municipality", "support_need", "needs"}
    (offer,) = one["catalogue"]["offers"]
    assert {*offer} == {"id", "name", "operator", "services", "source"}


def test_a_must_that_becomes_a_presumption_moves_who_had_nothing(whom) -> None:
    rule = {**OWN, "strength": "presumption"}
    (one,) = whom(rules=[rule])
    assert (one["found"], one["before"]) == ("moves", [])
    assert one["after"]


def test_what_only_another_offer_shows_is_tried_with_two(whom) -> None:
    step = {"id": "step", "lower": "option.step", "over": "all", "text": TEXT}
    wish = {"id": "wish", "higher": "option.wished", "over": "any", "text": TEXT}
    fewest = {"id": "fewest-exceptions", "lower": "placement.presumptions_failed", "of": "placement", "text": TEXT}
    bought = a_rule("bought", "option.external", strength="presumption")
    (one,) = whom(both={"preferences": [step, wish, fewest]}, rules=[OWN, bought])
    assert (one["found"], len(one["catalogue"]["offers"])) == ("moves", 2)


@pytest.mark.parametrize(
    ("changed", "combinations"),
    [({"parameters": number("told", 20)}, False), ({"parameters": number("idle", 2)}, False),
     ({"rules": [{**OWN, "when": "not (case.support_need < heavy)"}]}, True),
     ({"rules": [{**OWN, "require": "option.internal and option.internal"}]}, True)],
)  # fmt: skip
def test_an_edit_that_changes_no_placement_is_proved_to_move_nobody(whom, changed, combinations) -> None:
    (one,) = whom(**changed)
    assert (one["found"], one["drawn"]) == ("proved", 0)
    assert (one["combinations"] > 0) is combinations


def test_each_of_several_edits_has_a_citizen_of_its_own(whom) -> None:
    home = a_rule("home", "option.gives_home", when="case.support_need == 0")
    found = {one["edit"]: one for one in whom(parameters=number("heavy", 2), rules=[OWN, home])}
    assert {name: one["case"]["support_need"] for name, one in found.items()} == {
        "parameters heavy": 2,
        "rules home": 0,
    }


def test_a_preference_is_looked_for_among_drawn_citizens(whom, monkeypatch, capsys) -> None:
    monkeypatch.setattr("visit.commands.guideline_witness.DRAWN", 12)
    near = {"id": "near", "lower": "travel.network_km", "over": "all", "text": TEXT}
    found = {one["edit"]: one for one in whom(preferences=[near])}
    assert found["preferences near"]["drawn"] > 0


def test_an_option_of_witness_alone_is_refused_without_it(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    ran = inside(monkeypatch, capsys, "guideline", "diff", SMALL, NEXT, "--seed", "2", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "--seed goes with --witness" in ran.err


def test_where_nothing_can_move_anybody_it_is_said(monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    ran = inside(monkeypatch, capsys, "guideline", "diff", SMALL, SMALL, "--witness", "--lang", "en")
    assert (ran.code, "Nobody: nothing differs that could" in ran.out) == (0, True)


WAITING = {"id": "waiting", "lower": "option.waiting_days", "bands": [30, 180], "over": "max", "text": TEXT}


@pytest.mark.parametrize("other", [{"bands": [30, 200]}, {"bands": [30]}])
def test_two_offers_are_invented_for_what_offers_are_ordered_by(other, whom, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr("visit.commands.guideline_witness.DRAWN", 12)
    folder = tmp_path / "whom"
    (one,) = whom(
        "--write", str(folder), both={"preferences": [WAITING]}, rules=[OWN], preferences=[{**WAITING, **other}]
    )
    days = [offer["services"][0]["waiting_days"] for offer in one["catalogue"]["offers"]]
    assert (one["found"], one["with_invented_offers"] > 0, sorted(days)) == ("moves", True, [180, 181])
    case, offers = (str(folder / f"preferences-waiting{end}") for end in (".yaml", ".offers.yaml"))
    for side, guideline in (("before", "1"), ("after", "2")):
        asked = first(monkeypatch, capsys, case, str(tmp_path / f"{guideline}.yaml"), offers, one["case"]["assessed"])
        assert asked == one[side]


def test_it_is_said_whether_an_edit_moves_its_citizen_alone_or_only_together(whom) -> None:
    both = {
        "parameters": {**NEED, "bar": {"value": 3}},
        "rules": [{**OWN, "when": "case.support_need >= heavy and case.support_need >= bar"}],
    }
    changed = {**both, "parameters": {**NEED, "heavy": {**NEED["heavy"], "value": 2}, "bar": {"value": 2}}}
    found = {one["edit"]: one for one in whom(both=both, **changed)}
    assert {name: (one["found"], one["only_together"]) for name, one in found.items()} == {
        "parameters heavy": ("moves", True), "parameters bar": ("moves", True),
    }  # fmt: skip
    assert {one["case"]["support_need"] for one in found.values()} == {2}
    added = {
        "parameters": number("heavy", 2),
        "rules": [OWN, a_rule("home", "option.gives_home", when="case.support_need == 0")],
    }
    assert [one["only_together"] for one in whom(**added)] == [False, False]


def test_what_was_not_tried_is_no_finding(whom, monkeypatch) -> None:
    monkeypatch.setattr("visit.commands.guideline_witness.DRAWN", 2)
    harm = {
        "id": "harm",
        "lower": "option.gives_home",
        "over": "sum",
        "when": "case.network.harmful >= 9",
        "text": TEXT,
    }
    (one,) = whom(both={"preferences": [WAITING]}, preferences=[WAITING, harm])
    assert (one["found"], one["combinations"], one["drawn"]) == ("not_tried", 0, 0)
    with speaking("en"):
        assert found_words(EditWitness(Piece("a"), "not_tried", 0)).startswith("not tried: ")
        told = found_words(EditWitness(Piece("a"), "not_found", 0, offered=8, drawn=1))
    assert told == (
        "none found: drawn citizens asked 8 times about two invented offers and 1 drawn citizen whom it can touch answered"
    )
