"""Ids that a case names and the catalogue cannot follow are told, whatever field they stand in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import inside
from test_case_fields import leaves
from written import a_case, an_offer, offers

from visit.case import Case
from visit.catalogue import Catalogue, catalogue_of
from visit.reading.source import Document
from visit.reasons.not_given import not_given
from visit.reasons.unfound import Unfound, unfound
from visit.reasons.unlisted import unlisted

DAY = date(2026, 11, 22)
TRIAL = Path(__file__).parent / "trials" / "08-unknown-ids-in-a-case-vanish"
NAMING = {name: field for name, field, _ in leaves() if field.kind.name.startswith(("offer", "option"))}


def catalogue(*rows: dict[str, Any]) -> Catalogue:
    return catalogue_of(Document("offers.yaml", offers(*rows)))


def told(document: Mapping[str, Any], *rows: dict[str, Any]) -> tuple[Unfound, ...]:
    return unfound(Case({"document": document, "points": {}}), catalogue(*rows), DAY)


def at(pattern: str, value: Any) -> dict[str, Any]:
    """A case that records one value at the place of a pattern, in the first row of a list."""
    for key in reversed(pattern.split(".")):
        value = [value] if key == "*" else {key: value}
    return a_case(**value)


@pytest.mark.parametrize("name", NAMING)
def test_an_id_of_no_offer_is_told_in_whatever_field_it_stands(name: str) -> None:
    several = NAMING[name].kind.name == "offers"
    found = told(at(name, ["nowhere"] if several else "nowhere"), an_offer("engen", "SEL-108"))
    if name.startswith("citizen.current."):
        assert found == ()  # what runs now may well be in no catalogue
    else:
        assert [one.id for one in found] == ["nowhere"]
        assert found[0].fields == (name.split(".*", maxsplit=1)[0],)


@pytest.mark.parametrize("name", NAMING)
def test_an_id_that_the_catalogue_has_is_not_told(name: str) -> None:
    id = "engen" if NAMING[name].kind.name == "offer" else "engen/SEL-108"
    several = NAMING[name].kind.name == "offers"
    assert told(at(name, [id] if several else id), an_offer("engen", "SEL-108")) == ()


def test_what_runs_now_and_the_citizens_own_home_are_known() -> None:
    current = [{"offer": "elsewhere", "service": "SEL-85"}]
    wishes = {"offers": ["elsewhere", "elsewhere/SEL-85", "home", "tenancy/ordinary"]}
    assert told(a_case(citizen={"current": current}, wishes=wishes), an_offer("engen", "SEL-108")) == ()


def test_an_offer_that_is_closed_on_the_day_is_told_as_closed() -> None:
    (found,) = told(at("wishes.offers", ["engen"]), an_offer("engen", "SEL-108", closed="2026-11-21"))
    assert (found.closed, found.near) == (True, None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("enge", "engen"),
        ("engen/SEL-107", "engen/SEL-108"),
        ("Skovhuset", "sk-1"),
        ("skovhuset/SEL-108", "sk-1/SEL-108"),
        ("skovhuset/SEL-85", "sk-1"),
        ("something-else", None),
    ],
)
def test_the_offer_that_may_be_meant_is_named(written: str, meant: str | None) -> None:
    rows = an_offer("engen", "SEL-108"), {**an_offer("sk-1", "SEL-108"), "name": "Skovhuset"}
    assert told(at("offered", written), *rows)[0].near == meant


def test_each_id_is_told_once_with_every_field_it_stands_in() -> None:
    case = a_case(wishes={"offers": ["enge"], "avoid": ["enge"]}, answers=[{"offer": "enge"}, {"offer": "enge"}])
    (found,) = told(case, an_offer("engen", "SEL-108"))
    assert found.fields == ("wishes.offers", "wishes.avoid", "answers")


def test_a_case_is_checked_against_a_catalogue(monkeypatch, capsys) -> None:
    arguments = ("case", "check", str(TRIAL / "case.yaml"), "--catalogue", str(TRIAL / "catalogue.yaml"))
    ran = inside(monkeypatch, capsys, *arguments, "--format", "json")
    found = json.loads(ran.out)["files"][0]["warnings"]
    assert ran.code == 0
    assert {(one["line"], one["column"], one["message"]) for one in found} == {
        (26, 19, '"andetbo" is not in this catalogue'),
        (26, 37, '"egetbo" is not in this catalogue'),
        (27, 10, '"egetboo/SEL-108" is not in this catalogue'),
        (28, 39, '"andetbo" is not in this catalogue'),
        (29, 19, '"egetbo" is not in this catalogue'),
        (30, 28, '"egetbo" is not in this catalogue'),
    }


@pytest.mark.parametrize(
    ("provision", "told"),
    [("SEL-108", [("SEL-108", ("SEL-103-1", "SEL-104"))]), ("SEL-104", []), ("SEL-103-1", [])],
)
def test_a_provision_that_the_named_offer_does_not_give_is_told(provision: str, told: list[object]) -> None:
    offer = an_offer("engen", "SEL-103-1")
    offer["services"] += an_offer("engen", "SEL-104")["services"]
    rows = [
        {"provision": provision, "offer": "engen"},
        {"provision": provision},
        {"provision": provision, "offer": "no"},
    ]
    case = Case({"document": a_case(applied=rows), "points": {}})
    found = list(not_given(case, catalogue(offer), DAY))
    assert [(one.provision, one.given) for one in found] == told
    assert [one.path for one in found] == [("applied", 0, "provision")] * len(told)


def test_standard_input_is_either_the_case_or_the_catalogue(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "case", "check", "-", "--catalogue", "-")
    assert ran.code == 2 and "standard input can be read once only" in ran.err


# --- what runs now and no catalogue has ---


def running(*rows: dict[str, Any]) -> list[tuple[str, str | None, bool, bool]]:
    document = a_case(citizen={"current": list(rows)})
    case = Case({"document": document, "points": {}})
    found = unlisted(case, catalogue(an_offer("engen", "SEL-108")), DAY)
    return [(one.row.offer, one.near, one.listed, one.assumed) for one in found]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"offer": "engen", "service": "SEL-108"}, []),
        ({"offer": "engenn", "service": "SEL-108"}, [("engenn", "engen", False, True)]),
        ({"offer": "invented", "service": "SEL-85"}, [("invented", None, False, True)]),
        ({"offer": "engen", "service": "SEL-85"}, [("engen", None, True, True)]),
        ({"offer": "engenn", "service": "SEL-108", "covers": []}, [("engenn", "engen", False, False)]),
        ({"offer": "engenn", "service": "SEL-108", "question": "ends"}, [("engenn", "engen", False, False)]),
        ({"offer": "elsewhere", "service": "SEL-85", "name": "Elsewhere"}, [("elsewhere", None, False, True)]),
        ({"offer": "elsewhere", "service": "SEL-85", "name": "Elsewhere", "covers": []}, []),
        ({"offer": "elsewhere", "service": "SEL-85", "name": "Elsewhere", "question": "ends"}, []),
    ],
)
def test_what_runs_now_is_told_where_no_catalogue_has_it(row: dict[str, Any], told: list[Any]) -> None:
    assert running(row) == told


@pytest.mark.parametrize(
    "command", [("match",), ("match", "--full"), ("match", "--format", "journal"), ("why", "1")], ids=" ".join
)
def test_every_answer_says_that_what_runs_now_is_in_no_catalogue(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = Path(__file__).parent.parent / "examples" / "sil-noget-at-staa-op-til.yaml"
    written = example.read_text(encoding="utf-8").replace(
        "current: []", "current: [{offer: ib-garlandd, service: SEL-104}]"
    )
    path = tmp_path / "case.yaml"
    path.write_text(written, encoding="utf-8")
    name, *options = command
    shown = " ".join(inside(monkeypatch, capsys, name, str(path), *options).out.split())
    assert "ib-garlandd (SEL 104), which runs now: not in this catalogue" in shown
    assert "did you mean ib-garland?" in shown
