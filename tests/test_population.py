"""Drawn citizens: the same ones everywhere, from what a profile says, and each a case that can be matched."""

from __future__ import annotations

import json
import shlex
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, inside

from visit.case import case_of
from visit.catalogue import shipped_catalogue
from visit.cpr import cpr_shaped
from visit.errors import UsageError, VisitError
from visit.matching import Engine
from visit.population.drawing import Drawing
from visit.population.facts import shipped_facts
from visit.population.figures import LowOrHigh
from visit.population.made import DrawnFrom
from visit.population.profile import load_profile, shipped_profiles
from visit.reading.documents.population import MARGINS
from visit.reading.source import Document
from visit.render.population_words import made_again, made_into_a_file
from visit.rules import load_guideline

SEED = 7


def drawing(name: str = "ikast-brande", *, bounds: dict[str, LowOrHigh] | None = None, seed: int = SEED) -> Drawing:
    profile = load_profile(name, municipality="Herning" if name == "denmark" else None)
    return Drawing(profile, profile.drawn_from(bounds or {}), seed)


# --- what is drawn ---


def test_the_same_citizens_are_drawn_on_every_machine() -> None:
    written = "\n".join(json.dumps(one, ensure_ascii=False) for one in drawing().citizens(100))
    assert sha256(written.encode()).hexdigest() == (
        "9ea4c3d3aff3838487c3cdf3d1ddefa6384aa9e2c3d3214702b3c4ab5fcbf01b"
    ), "a seed no longer gives the citizens that it gave: say so as a decision, and raise the scheme in draws.py"


def test_a_citizen_is_the_same_whatever_the_number_of_them() -> None:
    assert [*drawing().citizens(3)] == [*drawing().citizens(30)][:3]
    assert [*drawing().citizens(3)] != [*drawing(seed=8).citizens(3)]


@pytest.mark.parametrize("name", shipped_profiles())
def test_every_drawn_case_is_a_case(name: str) -> None:
    for row in drawing(name).citizens(60):
        case_of(Document("drawn", row))
        assert cpr_shaped(json.dumps(row)) is None
        assert row["case"].startswith("synthetic-")


def test_drawn_cases_are_matched() -> None:
    engine = Engine(shipped_catalogue(), load_guideline("Ikast-Brande", date(2026, 11, 1)))
    rankings = [
        engine.match(case_of(Document("drawn", row)), date(2026, 11, 1), top=1) for row in drawing().citizens(12)
    ]
    assert any(one.placements for one in rankings)


def differing(one: Any, other: Any, path: str = "") -> set[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        return set().union(*(differing(one.get(key), other.get(key), f"{path}.{key}") for key in {*one, *other}))
    return set() if one == other else {path}


def test_an_assumption_at_its_high_value_changes_what_rests_on_it_and_nothing_else() -> None:
    pairs = zip(drawing().citizens(300), drawing(bounds={"network_near": "high"}).citizens(300), strict=True)
    assert set().union(*(differing(one, other) for one, other in pairs)) == {".network"}


def test_what_hangs_together_is_drawn_together() -> None:
    rows = [*drawing().citizens(1500)]
    drugs = [one for one in rows if one["target_groups"]["primary"] == "drug-misuse"]
    others = [one for one in rows if one not in drugs]
    assert share(drugs, lambda one: one["citizen"]["sex"] == "man") > 0.68
    assert share(others, lambda one: one["citizen"]["sex"] == "man") < 0.62
    homes = [one for one in rows if "home" in one["needs"]["areas"]]
    assert share(homes, lambda one: one["support_need"] >= 3) > share(rows, lambda one: one["support_need"] >= 3)
    priced = [(row["support_need"], one["price_dkk_per_day"]) for row in rows for one in row["citizen"]["current"]
              if "price_dkk_per_day" in one]  # fmt: skip
    assert mean([price for need, price in priced if need == 4]) > mean([price for need, price in priced if need == 2])


def share(rows: list[Any], holds: Any) -> float:
    return sum(map(holds, rows)) / len(rows)


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


def test_a_stock_is_weighted_to_how_many_begin() -> None:
    starts = drawing("denmark").starts
    assert starts["SEL-85"] == 46_300 * 250
    # Local counts are of the place's own inhabitants, national ones are scaled to them.
    esbjerg = drawing("esbjerg").starts
    assert esbjerg["SEL-101"] == 655 * 441
    assert esbjerg["SEL-85"] == 46_300 * 250 * 113_000 // 5_961_249


# --- profiles ---


def test_the_national_profile_has_every_margin_but_the_towns() -> None:
    profile = load_profile("denmark", municipality="Herning")
    assert {one.name for one in MARGINS} - {one.margin.name for one in profile.figures.values()} == {"towns"}


def test_every_fact_that_ships_is_used() -> None:
    used = {id for name in shipped_profiles() for id in load_profile(name, municipality=_of(name)).facts}
    assert used == shipped_facts().keys()


def _of(name: str) -> str | None:
    return "Herning" if name == "denmark" else None


def test_there_is_a_profile_for_every_municipality_with_a_guideline() -> None:
    guidelines = {path.stem for path in (ROOT / "visit/guidelines").glob("*.yaml") if "." not in path.stem}
    assert set(shipped_profiles()) - {"denmark"} == guidelines - {"serviceloven"}


OWN = """\
format: 1
population: nordby
label: {da: Nordby, en: Nordby}
under: denmark
municipality: Herning
margins:
"""
ASSUMED = "assumption: {da: en, en: one}"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("network_near: {percent: 70}", "7:3: network_near rests on facts or is an assumption"),
        (f"network_near: {{percent: 70, {ASSUMED}}}", "7:3: network_near is an assumption: write `low` and `high` too"),
        (
            "network_near: {percent: 70, low: 1, high: 99, source: [sel107-2022]}",
            "7:3: network_near rests on a source, so `low` and `high` have no effect",
        ),
        ("network_near: {percent: 70, source: [sel107-2021]}", '7:3: network_near: no fact is called "sel107-2021"'),
        (
            f"network_near: {{percent: 70, low: 80, high: 90, {ASSUMED}}}",
            "7:3: network_near: the value lies between `low` and `high`",
        ),
        (f"network_near: {{percent: 70, low: 70, high: 70, {ASSUMED}}}", "are the same, so they have no effect"),
        (
            "package_price: {number: 300, price_year: 2022, source: [sel107-2022]}",
            "7:3: package_price is in prices of 2022, and the profile in those of 2024",
        ),
        ("package_price: {number: 300, source: [sel107-2022]}", "package_price is a price: write its `price_year`"),
        ("package_hours: {number: 7, price_year: 2024, source: [sel107-2022]}", "`price_year` has no effect"),
        ("started:\n    SEL-95: {percent: 5, source: [sel107-2022]}", "8:5: started.SEL-95 has no effect"),
        ("men:\n    prostitution: {percent: 5, source: [sel107-2022]}", "8:5: men.prostitution has no effect"),
        ("recipients:\n    SEL-97: {number: 5, source: [sel107-2022]}", "6:1: missing: started.SEL-97"),
        ("ages:\n    STU: {weights: {16-20: 1, 20-24: 1}, source: [sel107-2022]}", "age 20 stands in two bands"),
        ("ages:\n    STU: {weights: {24-20: 1}, source: [sel107-2022]}", "24-20 is not an age band"),
        ("towns: {weights: {Ikst: 1}, source: [sel107-2022]}", '7:3: towns: no place is called "Ikst"'),
        ("network: {weights: {\"1\": 0}, source: [sel107-2022]}", "the weights add up to nothing"),
        ("netwerk: {percent: 70}", 'did you mean "network"?'),
        ("sentence:\n    other: {weights: {tilsyn: 1}, source: [sel107-2022]}", "8:"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(line: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"{OWN}  {line}\n", encoding="utf-8")
    with pytest.raises(VisitError) as found:
        load_profile(str(path))
    assert told in str(found.value).replace(f"{path}:", "").replace("error: ", "")


def test_a_profile_stands_under_no_profile_that_stands_under_it(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        OWN.replace("under: denmark", "under: own.yaml") + "  network_near: {percent: 1}\n", encoding="utf-8"
    )
    with pytest.raises(VisitError, match="stands under itself"):
        load_profile(str(path))


def test_a_figure_of_the_profile_takes_the_place_of_the_one_above(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        f"{OWN}  network_near: {{percent: 12.5, source: [own]}}\n"
        "facts:\n  - {id: own, what: {da: a, en: a}, value: '12.5', unit: percent, year: '2025', area: Nordby, certainty: read,"
        " source: {title: Own, address: here}}\n",
        encoding="utf-8",
    )
    above = load_profile("denmark", municipality="Herning")
    found = load_profile(str(path))
    assert found.drawn_from({}).number("network_near") == 125
    assert {name for name, one in found.figures.items() if one.value != above.figures[name].value} == {"network_near"}
    assert found.digest != above.digest


def test_bounds_are_of_assumptions() -> None:
    profile = load_profile("ikast-brande")
    assert profile.bounds([("outside_own", "low")]) == {"outside_own": "low"}
    assert set(profile.bounds([("hours", "high")])) == {f"hours.{level}" for level in range(5)}
    assert set(profile.bounds([("all", "low")])) == {one.name for one in profile.figures.values() if one.is_assumed}
    narrow = [("all", "high"), ("hours", "low"), ("hours.2", "high")]
    expected = profile.bounds([("all", "high")]) | profile.bounds([("hours", "low")]) | {"hours.2": "high"}
    assert profile.bounds(narrow) == profile.bounds(narrow[::-1]) == expected
    assert profile.bounds([("hours", "low"), ("hours", "low")]) == profile.bounds([("hours", "low")])
    with pytest.raises(UsageError, match="hours cannot be low and high"):
        profile.bounds([("hours", "low"), ("all", "high"), ("hours", "high")])
    with pytest.raises(UsageError, match="rests on a source"):
        profile.bounds([("package_price", "low")])
    with pytest.raises(UsageError, match="no figure is called"):
        profile.bounds([("outside_won", "low")])


# --- visit population make ---


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_make_writes_what_it_drew_from_and_a_case_on_each_line(tmp_path: Path, monkeypatch, capsys) -> None:
    path = tmp_path / "p.jsonl"
    command = ("population", "make", "-p", "ikast-brande", "-n", "5", "--seed", "7", "--assumption", "outside_own=low")
    ran = inside(monkeypatch, capsys, *command, "--lang", "en", "-o", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert "5 synthetic citizens · Ikast-Brande · seed 7" in ran.err
    head, *rows = map(json.loads, path.read_text("utf-8").splitlines())
    assert (head["population"], head["synthetic"], head["n"], head["seed"]) == ("ikast-brande", True, 5, 7)
    assert head["bounds"] == {"outside_own": "low"}
    assert {one["name"] for one in head["figures"]} == load_profile("ikast-brande").figures.keys()
    assert rows == [*drawing(bounds={"outside_own": "low"}).citizens(5)]


def test_make_draws_as_many_as_begin_in_a_year_unless_told(tmp_path: Path, monkeypatch, capsys) -> None:
    path = tmp_path / "p.jsonl"
    inside(monkeypatch, capsys, "population", "make", "-p", "ikast-brande", "-o", str(path))
    assert len(path.read_text("utf-8").splitlines()) == 1 + sum(drawing().starts.values()) // 1000


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("-p", "ikast"), "ikast-brande"),
        (("-p", "denmark"), "the profile names no municipality that acts"),
        (("-p", "esbjerg", "-m", "Ikast-Brande"), "the profile is of Esbjerg"),
        (("-p", "esbjerg", "--assumption", "outside_own"), "NAME=low or NAME=high"),
        (("-p", "esbjerg", "-n", "10000000"), "at most 9999999 citizens"),
    ],
)
def test_make_refuses_what_it_cannot_draw(more: tuple[str, ...], told: str, monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "population", "make", *more, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


OF_ITS_OWN = (
    f"{OWN.replace('nordby', 'ikast-brande', 1)}  network_near: {{percent: 70, low: 60, high: 80, {ASSUMED}}}\n"
)


@pytest.mark.parametrize(("asked", "acts"), [("own/of-ours.yaml", ()), ("denmark", ("--municipality", "Esbjerg"))])
def test_the_command_to_draw_again_draws_the_same(asked, acts, monkeypatch, capsys, tmp_path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "of-ours.yaml").write_text(OF_ITS_OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    drawn = inside(monkeypatch, capsys, "population", "make", "-p", asked, "-n", "3", "--seed", "5", *acts).out
    again = made_into_a_file(DrawnFrom(json.loads(drawn.partition("\n")[0])))
    assert inside(monkeypatch, capsys, *shlex.split(again)[1:]).code == 0
    assert Path(shlex.split(again)[-1]).read_text(encoding="utf-8") == drawn


def test_another_profile_is_not_taken_for_the_one_that_was_drawn_from(monkeypatch, capsys, tmp_path) -> None:
    path = tmp_path / "of-ours.yaml"
    path.write_text(OF_ITS_OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    first = inside(monkeypatch, capsys, "population", "make", "-p", str(path), "-n", "2").out.partition("\n")[0]
    said = DrawnFrom(json.loads(first))
    assert str(tmp_path) not in first  # no folder of whoever drew them
    path.write_text(OF_ITS_OWN.replace("percent: 70", "percent: 71"), encoding="utf-8")
    ran = inside(monkeypatch, capsys, *shlex.split(made_again(said))[1:], "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert f'another than the one with the digest "{said.record["profile"][:8]}"' in ran.err
    renamed = DrawnFrom({**said.record, "profile_file": "elsewhere.yaml"})
    assert (renamed.digest, DrawnFrom({**said.record, "seed": 2}).digest == said.digest) == (said.digest, False)
