"""Travel times: a table from a spreadsheet, what is ranked by it, and that a decision's record holds it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drawn import case, catalogue, guideline, quiet
from drawn_whole import Written
from hypothesis import given
from hypothesis import strategies as st
from running import Ran, inside
from three_ways import agree
from written import a_case, a_guideline, an_offer, offers

from visit.canonical import digest
from visit.catalogue import Catalogue
from visit.matching import match
from visit.reading.source import Document
from visit.rules.language.values import UNKNOWN
from visit.travel_files import with_travel

ROWS = """Fra;Til;Bil (min);Offentlig transport;Metode
Ikast;Herning;18;25 min;
Ikast;Brande;24;60;Krak
Ikast;Silkeborg;3500;35;
Ikast;Ukendtby;20;30;
Herning;Brande;3;;
Ikast;Herning;19;;
Brande;Ikast;;;
"""
TOLD = {
    "C4": "3500 minutes",
    "B5": "Ukendtby",
    "C6": "too few",
    "C7": "C2 already",
    "6": "no travel time",
    "7": "no travel time",
    "8": "no travel time",
    "D2": "25",
}
"""By cell, what is told of it."""


Visit = Callable[..., Ran]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "times.csv").write_text(ROWS, "utf-8")
    (tmp_path / "case.yaml").write_text(json.dumps(BY_CAR_CASE), "utf-8")
    (tmp_path / "offers.yaml").write_text(json.dumps(OFFERS), "utf-8")
    (tmp_path / "guide.yaml").write_text(json.dumps(BY_CAR), "utf-8")
    return tmp_path


BY_CAR_CASE = a_case(
    citizen={"born": 1990, "home": {"place": "Ikast"}},
    needs={"areas": ["activity"]},
    network=[{"who": "mor", "place": "Ikast", "contact": "daily", "benefit": "documented"}],
)
OFFERS = offers(
    *(an_offer(town.lower(), "SEL-104", place=town) for town in ("Herning", "Brande", "Silkeborg", "Ikast"))
)
BY_CAR = a_guideline(preferences=[{"id": "near", "lower": "travel.network_minutes_by_car", "over": "max"}])
TIMES = {
    "travel": "t", "as_of": "2026-01-15", "method": "route planner",
    "times": [
        {"from": "Ikast", "to": "Herning", "by": "car", "minutes": 30},
        {"from": "Brande", "to": "Ikast", "by": "car", "minutes": 24},
    ],
}  # fmt: skip


def timed(document: dict[str, Any], rows: dict[str, Any]) -> Catalogue:
    return with_travel(catalogue(rows), Document("times", document))


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Visit:
    return lambda *arguments, **more: inside(monkeypatch, capsys, *arguments, **more)


# --- import ---


def test_a_map_is_proposed_and_every_cell_is_told_of(visit: Visit, at: Path) -> None:
    assert visit("travel", "import", "times.csv", "--map", "m.yaml").code == 0
    proposed = Path("m.yaml").read_text("utf-8")
    assert "Fra: from" in proposed and "Offentlig transport: {field: minutes, by: transit}" in proposed
    assert "m.yaml:7" in visit("travel", "import", "times.csv", "--map", "m.yaml").err  # nobody can know the method
    filled = proposed.replace('method: ""', "method: planner").replace('as_of: ""', "as_of: 2026-01-15")
    Path("m.yaml").write_text(filled, "utf-8")
    ran = visit("travel", "import", "times.csv", "--map", "m.yaml", "--to", "times.yaml", "--format", "json")
    assert ran.code == 1
    rows = json.loads(ran.out)["rows"]
    assert [row["row"] for row in rows] == list(range(2, 9))
    told = {one["cell"]: one["message"] for row in rows for one in row["told"]}
    assert told.keys() == TOLD.keys()
    assert all(TOLD[cell] in message for cell, message in told.items())
    times = json.loads(ran.out)["travel"]["times"]
    assert [(one["cell"], one["minutes"]) for one in times] == [
        ("times!C2", 18), ("times!D2", 25), ("times!C3", 24), ("times!D3", 60), ("times!D4", 35)
    ]  # fmt: skip
    assert times[2]["method"] == "Krak"
    assert visit("match", "case.yaml", "-g", "guide.yaml", "-c", "offers.yaml", "--travel", "times.yaml").code != 2


def test_a_table_with_a_column_for_each_place(visit: Visit, at: Path) -> None:
    Path("grid.csv").write_text("Fra;Herning;Brande\nIkast;18;24\nHerning;;33\n", "utf-8")
    visit("travel", "import", "grid.csv", "--map", "m.yaml")
    text = Path("m.yaml").read_text("utf-8")
    assert "Herning: {field: minutes, to: Herning}" in text
    text = text.replace('method: ""', "method: planner").replace('as_of: ""', "as_of: 2026-01-15")
    Path("m.yaml").write_text(text.replace("# by: car", "by: car"), "utf-8")
    times = json.loads(visit("travel", "import", "grid.csv", "--map", "m.yaml", "--format", "json").out)["travel"][
        "times"
    ]
    assert [(one["from"], one["to"], one["minutes"]) for one in times] == [
        ("Ikast", "Herning", 18), ("Ikast", "Brande", 24), ("Herning", "Brande", 33)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("Fra: from", "no column says `minutes`"),
        ("Fra: from\n  Til: to\n  Bil (min): minutes", "by which means"),
        ("Fra: from\n  Bil (min): {field: minutes, by: car}", "to which place"),
        ("Fra: from\n  Til: to\n  Bil (min): {field: minutes, by: car, to: Xby}", "Xby"),
        ("Fra: {field: from, by: car}\n  Til: to\n  Bil (min): {field: minutes, by: car}", "no effect"),
        ("Fra: from\n  Til: to\n  Bus: {field: minutes, by: car}", "no column “Bus”"),
    ],
)
def test_a_fault_of_the_map_stands_at_its_place(visit: Visit, at: Path, columns: str, said: str) -> None:
    head = "map: travel\ntravel: t\nas_of: 2026-01-01\nmethod: planner\ncolumns:\n  "
    Path("m.yaml").write_text(f"{head}{columns}\n", "utf-8")
    ran = visit("travel", "import", "times.csv", "--map", "m.yaml")
    assert ran.code == 2
    assert said in ran.err and "m.yaml:" in ran.err


def test_the_map_says_what_stands_before_decimals(visit: Visit, at: Path) -> None:
    head = "map: travel\ntravel: t\nas_of: 2026-01-01\nmethod: planner\nby: car\n"
    columns = "columns: {Fra: from, Til: to, Bil: minutes}\n"
    Path("times.csv").write_text("Fra;Til;Bil\nIkast;Herning;1.234\nIkast;Brande;24,0\n", "utf-8")
    Path("m.yaml").write_text(head + columns, "utf-8")
    assert "`decimal: comma`" in visit("travel", "import", "times.csv", "--map", "m.yaml").out
    Path("m.yaml").write_text(f"{head}decimal: comma\n{columns}", "utf-8")
    ran = visit("travel", "import", "times.csv", "--map", "m.yaml")
    assert "C2: is longer than twelve hours: 1234 minutes" in ran.out and not ran.err, ran


def test_no_time_is_found_in_the_future(visit: Visit, at: Path) -> None:
    head = "map: travel\ntravel: t\nmethod: planner\nby: car\ncolumns: {Fra: from, Til: to, Bil: minutes, Dag: as_of}\n"
    Path("times.csv").write_text("Fra;Til;Bil;Dag\nIkast;Herning;18;2030-01-01\nIkast;Brande;24;2026-12-01\n", "utf-8")
    Path("m.yaml").write_text(f"{head}as_of: 2030-01-15\n", "utf-8")
    ran = visit("travel", "import", "times.csv", "--map", "m.yaml")
    assert ran.code == 2
    assert "m.yaml:6:8: error: the travel times were found in the future: 2030-01-15" in ran.err
    Path("m.yaml").write_text(f"{head}as_of: 2026-12-01\n", "utf-8")
    ran = visit("travel", "import", "times.csv", "--map", "m.yaml", "--lang", "da")
    assert (ran.code, "D2: rejsetiderne er fundet i fremtiden: 2030-01-01" in ran.out) == (1, True), ran
    assert "1 af 2 rækker" in ran.out
    for change in ({"as_of": "2030-01-01"}, {"times": [{**TIMES["times"][0], "as_of": "2030-01-01"}]}):
        Path("t.yaml").write_text(json.dumps({**TIMES, **change}), "utf-8")
        ran = visit("match", "case.yaml", "-c", "offers.yaml", "-g", "guide.yaml", "--travel", "t.yaml")
        assert ran.code == 2 and "t.yaml:1:" in ran.err and "were found in the future: 2030-01-01" in ran.err, ran


def test_a_table_without_effect_is_told_as_such(visit: Visit, at: Path) -> None:
    command = ("match", "case.yaml", "-c", "offers.yaml", "-g", "guide.yaml", "--travel", "t.yaml")
    ways = {"of": TIMES["times"], "none": [{"from": "Thisted", "to": "Aalborg", "by": "car", "minutes": 80}]}
    for which, times in ways.items():
        Path("t.yaml").write_text(json.dumps({**TIMES, "times": times}), "utf-8")
        for more in ((), ("--full",)):
            told = " ".join(visit(*command, *more).out.split()).casefold()
            assert ("no travel time used: t has none of these ways" in told) is (which == "none"), told
            assert ("travel times: route planner" in told) is (which == "of"), told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"from": "Ukendtby"}, 'no place is called "Ukendtby"'),
        ({"minutes": 721}, "720"),
        ({"minutes": 2}, "too few"),
        ({"by": "horse"}, "horse"),
        ({"to": "Ikast", "from": "Brande", "minutes": 25}, "twice"),
    ],
)
def test_a_file_of_travel_times_is_checked(visit: Visit, at: Path, change: dict[str, Any], said: str) -> None:
    first, second = TIMES["times"]
    Path("times").write_text(json.dumps({**TIMES, "times": [{**first, **change}, second]}), "utf-8")
    ran = visit("match", "case.yaml", "-g", "guide.yaml", "-c", "offers.yaml", "--travel", "times")
    assert ran.code == 2
    assert said in ran.err


def test_another_file_is_named_as_such(visit: Visit, at: Path) -> None:
    for file, what in (("case.yaml", "a case"), ("offers.yaml", "a catalogue")):
        ran = visit("match", "case.yaml", "-g", "guide.yaml", "--travel", file)
        assert ran.code == 2
        assert f"this is {what}, and a table of travel times is expected" in ran.err


def test_a_stated_figure_says_something(at: Path, visit: Visit) -> None:
    first, *rest = OFFERS["offers"]
    offered = {**OFFERS, "offers": [{**first, "travel": [{"from": "Ikast", "source": "s"}]}, *rest]}
    Path("offers.yaml").write_text(json.dumps(offered), "utf-8")
    assert "says neither metres nor minutes" in visit("catalogue", "check", "offers.yaml").out


# --- ranked by ---


def test_the_times_rank_and_what_is_lacking_is_unknown() -> None:
    ranking = match(case(BY_CAR_CASE), timed(TIMES, OFFERS), guideline(BY_CAR), case(BY_CAR_CASE).assessed)
    assert [one.parts[0].offer.id for one in ranking.placements] == ["ikast", "brande", "herning", "silkeborg"]
    near = [next(row.values for row in one.order if row.id == "near") for one in ranking.placements]
    assert near == [(0,), (24,), (30,), (UNKNOWN,)]


@pytest.mark.parametrize("by", ["car", "transit"])
def test_the_minutes_of_a_whole_placement_are_from_its_own_home(by: str) -> None:
    """The way to the day offer is the longest from the home in the placement; what the table lacks is not known."""
    times = [
        {"from": "Skjern", "to": "Herning", "by": by, "minutes": 44},
        {"from": "Ikast", "to": "Skjern", "by": by, "minutes": 71},
    ]
    placed = {**BY_CAR_CASE, "needs": {"areas": ["home", "activity"]}}
    offered = offers(an_offer("bo", "SEL-107-1", place="Skjern"), *OFFERS["offers"])
    fact = f"placement.commute_minutes_by_{by}"
    rules = a_guideline(preferences=[{"id": "near", "lower": fact, "of": "placement"}])
    ranking = match(case(placed), timed({**TIMES, "times": times}, offered), guideline(rules), case(placed).assessed)
    parts = {tuple(part.offer.id for part in one.parts): one for one in ranking.placements}
    found = {day: one.facts[fact] for (*homes, day), one in parts.items() if homes == ["bo"]}
    ways = {"herning": 44, "ikast": 71, "brande": UNKNOWN, "silkeborg": UNKNOWN}
    assert list(found.items()) == list(ways.items())
    assert {one.facts["placement.visits_minutes_by_car"] for one in ranking.placements} == {0}


def test_a_way_back_of_its_own_counts() -> None:
    both = {**TIMES, "times": [*TIMES["times"], {"from": "Herning", "to": "Ikast", "by": "car", "minutes": 50}]}
    times = timed(both, OFFERS).offers["herning"].times
    ikast = timed(both, OFFERS).offers["ikast"]
    assert times is not None and ikast.point is not None and ikast.times is not None
    assert times.minutes_from(ikast.point, "car") == 30
    assert times.minutes_from(ikast.point, "transit") is None
    assert ikast.times.minutes_from(times.to, "car") == 50


TOWNS = ("Ikast", "Herning", "Brande", "Silkeborg", "Skjern")
ROW = st.fixed_dictionaries(
    {
        "from": st.sampled_from(TOWNS),
        "to": st.sampled_from(TOWNS),
        "by": st.sampled_from(("car", "transit")),
        "minutes": st.integers(60, 90),
    }
)
STATED = {"from": "Ikast", "minutes_by_car": 70, "metres": 60_000, "source": "timetable"}
FACTS = (
    "travel.network_minutes_by_car", "travel.home_minutes_by_transit", "travel.network_minutes_by_transit",
    "travel.harm_minutes_by_car", "placement.commute_minutes_by_car", "placement.visits_minutes_by_transit",
)  # fmt: skip


@quiet(8)
@given(
    st.lists(ROW, min_size=1, max_size=8, unique_by=lambda row: (row["from"], row["to"], row["by"])),
    st.lists(st.sampled_from(TOWNS), min_size=1, max_size=3),
    st.sampled_from(FACTS),
    st.sampled_from(("nearest", "farthest", "weighted")),
    st.sampled_from(("Ikast", "Skjern")),
)
def test_the_engine_ranks_as_the_reference(
    rows: list[dict[str, Any]], ties: list[str], fact: str, combine: str, home: str
) -> None:
    contact = ("daily", "weekly", "rarely")
    document = a_case(
        citizen={"born": 1990, "home": {"place": home, "housing": "own"}},
        needs={"areas": ["activity", "support"]},
        travel=[],
        network=[{"who": "x", "place": town, "contact": how} for town, how in zip(ties, contact, strict=False)],
    )
    document["network"].append({"who": "y", "place": "Brande", "benefit": "harmful"})
    whole = {"of": "placement"} if fact.startswith("placement.") else {}
    given_offers = {
        **OFFERS,
        "offers": [*OFFERS["offers"], an_offer("s", "SEL-107-1", place="Skjern", travel=[STATED])],
    }
    rules = a_guideline(
        preferences=[{"id": "near", "lower": fact, "bands": [60, 75], **(whole or {"over": "max"})}],
        rules=[
            {"id": "far", "gate": "policy", "strength": "presumption", **whole,
             "require": f"{fact} <= 80 or placement.commute_km <= 80" if whole and home == "Skjern" else f"{fact} <= 80",
             "reason": {"da": "a", "en": "b"}, "source": "s"},
        ],
        nearness={"combine": combine, "members": "all", "weights": {"daily": 3, "weekly": 2, "monthly": 1, "rarely": 0},
                  "source": "s"},
    )  # fmt: skip
    offered = timed({**TIMES, "times": rows}, given_offers)
    written = guideline(rules)
    agree([case(document), case(a_case(**{**document, "network": []}))], offered, Written(written, written))


# --- recorded ---


def test_a_catalogue_without_travel_times_is_recorded_as_before() -> None:
    plain = catalogue(OFFERS)
    assert "travel" not in plain.record["document"]
    assert plain.digest == digest(plain.record)


def test_a_decision_holds_its_travel_times_and_is_replayed_without_the_file(visit: Visit, at: Path) -> None:
    Path("times.yaml").write_text(json.dumps(TIMES), "utf-8")
    assert visit("log", "init", "--ledger", "l", "--by", "anna").code == 0
    ran = visit(
        "decide", "case.yaml", "1", "-g", "guide.yaml", "-c", "offers.yaml", "--travel", "times.yaml",
        "--reason", "near", "--by", "anna", "--ledger", "l",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    for name in ("times.yaml", "offers.yaml", "guide.yaml", "case.yaml"):
        Path(name).unlink()
    replayed = visit("replay", "--all", "--ledger", "l", "--format", "json")
    assert replayed.code == 0, replayed.err
    exported = visit("log", "export", "--ledger", "l")
    assert "route planner" in exported.out


def test_an_answer_says_how_long_it_takes_and_how_that_was_found(at: Path, visit: Visit) -> None:
    """An old table is told of; without one no word of it stands anywhere."""
    Path("times.yaml").write_text(json.dumps({**TIMES, "as_of": "2025-01-15"}), "utf-8")
    named = ("case.yaml", "-g", "guide.yaml", "-c", "offers.yaml")
    for more in ((), ("--full",), ("--format", "html", "-o", "page.html")):
        ran = visit("match", *named, "--travel", "times.yaml", *more)
        said = Path("page.html").read_text("utf-8") if "html" in more else ran.out
        assert "route planner" in said, said
        plain = visit(
            "match", *named, *(one for one in more if one != "page.html"), *(("p.html",) if "html" in more else ())
        )
        assert "travel times" not in (plain.out + (Path("p.html").read_text("utf-8") if "html" in more else "")).lower()
    assert "The travel times are more than a year old" in visit("match", *named, "--travel", "times.yaml").out
    data = json.loads(visit("match", *named, "--travel", "times.yaml", "--format", "json").out)
    assert data["travel"] == {"table": "t", "method": "route planner", "as_of": "2025-01-15"}
    of_rows = {**TIMES, "as_of": "2026-11-01", "times": [{**one, "as_of": "2024-03-01"} for one in TIMES["times"]]}
    Path("times.yaml").write_text(json.dumps(of_rows), "utf-8")
    told = visit("match", *named, "--travel", "times.yaml").out
    assert "more than a year old: 1 March 2024" in " ".join(told.split())
    assert "route planner, 1 March 2024" in " ".join(
        visit("match", *named, "--travel", "times.yaml", "--full").out.split()
    )
    assert data["placements"][1]["parts"][0]["network_minutes_by_car"] == 24


# --- elsewhere ---


def test_the_lab_and_a_batch_answer_by_the_times(at: Path, visit: Visit) -> None:
    """In kilometres Brande is nearer than Herning; the way by car is longer."""
    by_km = a_guideline(preferences=[{"id": "near", "lower": "travel.network_km", "over": "max"}])
    Path("km.yaml").write_text(json.dumps({**by_km, "guideline": "km"}), "utf-8")
    Path("none.yaml").write_text(json.dumps({**OFFERS, "offers": OFFERS["offers"][:2]}), "utf-8")
    times = [{**one, "minutes": minutes} for one, minutes in zip(TIMES["times"], (90, 24), strict=True)]
    Path("t.yaml").write_text(json.dumps({**TIMES, "times": times}), "utf-8")
    given_files = ("-c", "none.yaml", "--travel", "t.yaml")
    told = json.loads(
        visit("compare", "km.yaml", "guide.yaml", "case.yaml", *given_files, "--people", "--format", "json").out
    )
    assert told["numbers"]["moved"] == 1, told
    assert "--travel t.yaml" in told["command"]
    asked = visit("batch", "-g", "guide.yaml", *given_files, stdin=b'{"case": "case.yaml"}\n')
    answer = json.loads(asked.out)["answer"]
    assert answer["placements"][0]["parts"][0]["network_minutes_by_car"] == 24
    for command in (("compare", "km.yaml", "guide.yaml"), ("sweep", "x", "-g", "km.yaml", "--from", "1", "--to", "2")):
        ran = visit(*command, "-p", "-", "--travel", "-")
        assert (ran.code, "standard input can be read once only" in ran.err) == (2, True), ran


def test_the_times_of_a_catalogue_are_exported_and_imported_again(at: Path, visit: Visit) -> None:
    table = {"table": "t", **{key: value for key, value in TIMES.items() if key != "travel"}}
    Path("with.yaml").write_text(json.dumps({**OFFERS, "travel": table}), "utf-8")
    ran = visit("catalogue", "export", "-c", "with.yaml", "-o", "rows.xlsx")
    assert (ran.code, "travel" in ran.err) == (0, False), ran
    assert "travel" in visit("catalogue", "export", "-c", "with.yaml", "-o", "rows.csv").err
    sheet = ("--sheet", "Travel times")
    visit("travel", "import", "rows.xlsx", "--map", "m.yaml", *sheet)
    text = Path("m.yaml").read_text("utf-8").replace('method: ""', "method: route planner")
    Path("m.yaml").write_text(text.replace('as_of: ""', "as_of: 2026-01-15"), "utf-8")
    ran = visit("travel", "import", "rows.xlsx", "--map", "m.yaml", "--format", "json")
    assert ran.code == 0, ran
    kept = ("from", "to", "by", "minutes")
    times = json.loads(ran.out)["travel"]["times"]
    assert [{key: one[key] for key in kept} for one in times] == TIMES["times"]
    assert {(one["method"], one["as_of"]) for one in times} == {("route planner", "2026-01-15")}


def test_a_map_of_another_kind_of_file_is_told_as_such(at: Path, visit: Visit) -> None:
    head = "map: catalogue\ncatalogue: c\nas_of: 2026-01-01\nsource: {ref: s}\ncolumns: {Fra: name}\n"
    Path("m.yaml").write_text(head, "utf-8")
    for command, wanted in (("travel", "travel times"), ("population", "citizens")):
        ran = visit(command, "import", "times.csv", "--map", "m.yaml")
        assert (ran.code, ran.err.count("error:")) == (2, 1), ran
        assert f"m.yaml:1:6: error: this is a map of offers, and one of {wanted} is expected" in ran.err


def test_a_matrix_and_a_column_of_means_are_proposed_and_the_method_is_asked_for(visit: Visit, at: Path) -> None:
    Path("m.csv").write_text("Fra/til;Ikast;Herning\nBrande;24;30\n", "utf-8")
    Path("b.csv").write_text("Fra;Til;Transport;Minutter\nIkast;Herning;Bil;20\n", "utf-8")
    assert '"Fra/til": from' in visit("travel", "import", "m.csv").out
    assert "Transport: by" in visit("travel", "import", "b.csv").out
    visit("travel", "import", "m.csv", "--map", "m.yaml")
    ran = visit("travel", "import", "m.csv", "--map", "m.yaml")
    assert ran.code == 2 and "say how the times were found\n  help: for example `method: " in ran.err


def filled(proposed: str, **more: str) -> str:
    for key, value in {
        'as_of: ""': "as_of: 2026-01-15",
        'method: ""': "method: planner",
        "# by: car": "by: car",
        **more,
    }.items():
        proposed = proposed.replace(key, value)
    return proposed


TABLES: list[tuple[str, str, str]] = [
    ("Fra;Til;Tid;Målt den\nIkast;Herning;18;01-02-2020\n", "Målt den: as_of", ""),
    ("Fra;Til;Tid;Metode\nIkast;Herning;18;bil\nIkast;Herning;35;bus\n", "Metode: by", ""),
    (
        "Fra;By;Til;Minutter\nIkast;Brande;Herning;18\n",
        "By: null  ## another column is read as from already",
        "the map leaves out: By",
    ),
    ("Fra;Til;Tid;Bemærkning\nIkast;Herning;18;kun sommer\n", "Bemærkning: null", "the map leaves out: Bemærkning"),
    ("Fra;Til;Tid\nIkast;Herning;1;5\n", "Tid: minutes", "2: the row has 4 cells and the headings have 3: a semicolon"),
]


@pytest.mark.parametrize(("rows", "proposed", "told"), TABLES)
def test_a_proposed_map_of_travel_times_says_what_it_does_not_read(
    visit: Visit, at: Path, rows: str, proposed: str, told: str
) -> None:
    Path("t.csv").write_text(rows, "utf-8")
    visit("travel", "import", "t.csv", "--map", "m.yaml")
    text = Path("m.yaml").read_text("utf-8")
    assert f"\n  {proposed}" in text, text
    asked = visit("travel", "import", "t.csv", "--map", "m.yaml")
    assert asked.code == 2 and "on which day the times were found" in asked.err
    Path("m.yaml").write_text(filled(text), "utf-8")
    ran = visit("travel", "import", "t.csv", "--map", "m.yaml", COLUMNS="200")
    assert ran.code == (1 if "the row has" in told else 0) and told in ran.out, ran


def test_a_way_by_another_means_than_its_row_says_is_left_out(visit: Visit, at: Path) -> None:
    Path("t.csv").write_text("Fra;Til;Bil;Metode\nIkast;Herning;18;Krak\nIkast;Brande;20;tog\n", "utf-8")
    visit("travel", "import", "t.csv", "--map", "m.yaml")
    Path("m.yaml").write_text(filled(Path("m.yaml").read_text("utf-8")), "utf-8")
    ran = visit("travel", "import", "t.csv", "--map", "m.yaml", COLUMNS="200")
    assert ran.code == 1 and 'C3: the row says "tog", and the time is by car' in ran.out, ran.out


def test_two_columns_of_one_field_and_words_without_effect_are_faults(visit: Visit, at: Path) -> None:
    columns = "{Fra: from, By: from, Til: {field: to, words: {x: y}}, Tid: {field: minutes, by: car}}"
    head = f"map: travel\ntravel: t\nas_of: 2026-01-01\nmethod: planner\ncolumns: {columns}\n"
    Path("m.yaml").write_text(head, "utf-8")
    told = visit("travel", "import", "times.csv", "--map", "m.yaml").err
    assert "“By” means the same as “Fra”" in told and "`words` has no effect on to" in told


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (";Herning;Ikast\nBrande;20;30\n", ["known to be `from`", "these have none: A (no heading)"]),
        ("Fra;Til;Timer\nIkast;Herning;0,5\n", ["known to be `minutes`"]),
    ],
)
def test_a_proposed_map_says_what_is_missing_in_it(visit: Visit, at: Path, rows: str, asked: list[str]) -> None:
    Path("t.csv").write_text(rows, "utf-8")
    proposed = " ".join(visit("travel", "import", "t.csv").out.replace("\n## ", " ").split())
    assert [one for one in asked if one not in proposed] == [], proposed
