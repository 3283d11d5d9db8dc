"""Many cases: read from folders, lines, tables and ledgers with every fault told, counted without telling of few, and compared."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import a_case, a_ledger, decide
from running import ROOT, inside

from visit.case import case_of
from visit.population.compared import figures_compared
from visit.population.described import SINGLE, CaseTally
from visit.population.drawing import Drawing
from visit.population.hiding import FEWEST
from visit.population.made import made
from visit.population.profile import load_profile
from visit.population.recorded import RecordedCases, as_in_a_file
from visit.population.rows import many_cases
from visit.reading.documents.case import CaseDocument
from visit.reading.source import Document, read

CASE = {"case": "a-1", "assessed": "2026-01-01", "municipality": "Esbjerg"}


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def drawn(count: int = 40, *, seed: int = 7) -> tuple[Drawing, list[dict[str, Any]]]:
    profile = load_profile("ikast-brande")
    drawing = Drawing(profile, profile.drawn_from({}), seed)
    return drawing, [*drawing.citizens(count)]


def lines(path: Path, *rows: object) -> str:
    text = "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return str(path)


def a_population(path: Path, count: int = 40) -> str:
    drawing, rows = drawn(count)
    return lines(path, made(drawing, count, {}).record, *rows)


# --- reading ---


def test_a_case_on_each_line_is_the_case_of_its_file(tmp_path: Path) -> None:
    files = sorted((ROOT / "examples").glob("*.yaml"))
    path = tmp_path / "all.jsonl"
    lines(path, *(as_in_a_file(case_of(read(file)).recorded, CaseDocument) for file in files))
    digests = [row.case.digest for row in many_cases(str(path)) if row.case]
    assert digests == [case_of(read(file)).digest for file in files]
    assert digests == [row.case.digest for row in many_cases("examples") if row.case]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({**CASE, "municipality": "Esbjrg"}, '3:59: error: municipality must be one of 98 known words, not "Esbjrg"'),
        ({**CASE, "support_need": 5}, "3:86: error: support_need must be 4 or less, not 5"),
        ('{"case": "a-3", "case": "a-4"}', '3:17: error: the key "case" stands twice'),
        ("[", "3:"),
        ('{"case": "a-5", "notes": "010190-1234"}', "3:27: error: this file must not contain a CPR number"),
        ('{"case": "a-5", "notes": "\\u003010190-1234"}', "3:26: error: this file must not contain a CPR number"),
        ('{"case": "a\u202e-5"}', "3:12: error: "),
        ('{"case": NaN}', "3:"),
        ("7", "3:1: error: the file must be a group of keys"),
    ],
)
def test_a_bad_row_is_told_at_its_line_and_stops_no_other(line: object, told: str, tmp_path: Path) -> None:
    path = lines(tmp_path / "x.jsonl", CASE, "", line, {**CASE, "case": "a-9"})
    rows = [*many_cases(path)]
    assert [row.case.id if row.case else None for row in rows] == ["a-1", None, "a-9"]
    said = "\n".join(map(str, rows[1].faults))
    assert f"{path}:{told}" in said
    assert "0190-1234" not in said


def test_bytes_that_are_no_text_are_told_at_their_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(json.dumps(CASE).encode() + b"\n\xff\xfe\n")
    rows = [*many_cases(str(path))]
    assert [bool(row.faults) for row in rows] == [False, True]


def test_the_first_line_says_what_was_drawn(tmp_path: Path) -> None:
    found = many_cases(a_population(tmp_path / "p.jsonl", 3))
    assert len([*found]) == 3
    assert found.origin is not None
    figures = load_profile("ikast-brande").figures
    assert {name: one.record() for name, one in found.origin.figures.items()} == {
        name: one.record() for name, one in figures.items()
    }


def test_a_first_line_that_lacks_something_is_a_fault(tmp_path: Path, monkeypatch, capsys) -> None:
    path = lines(tmp_path / "p.jsonl", {"population": "x"}, CASE)
    ran = inside(monkeypatch, capsys, "population", "describe", path, "--lang", "en")
    assert ran.code == 2
    assert f"{path}:1: error: the line of a drawn population lacks n, seed" in ran.err


def test_a_table_is_read_as_the_lines_are(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = lines(tmp_path / "p.jsonl", *drawn(20)[1], {**CASE, "support_need": 9})
    table = str(tmp_path / "p.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_json('{path}')) TO '{table}' (FORMAT parquet)")
    rows = [*many_cases(table)]
    assert [row.case and row.case.digest for row in rows] == [row.case and row.case.digest for row in many_cases(path)]
    assert [str(one).splitlines()[0] for one in rows[-1].faults] == [
        f"{table}:21: error: support_need must be 4 or less, not 9"
    ]


def test_a_table_without_its_library_says_which_to_install(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr("visit.population.parquet.find_spec", lambda _name: None)
    ran = inside(monkeypatch, capsys, "population", "describe", str(tmp_path / "p.parquet"), "--lang", "en")
    assert ran.code == 2
    assert "pip install '.[parquet]'" in ran.err


def test_match_takes_a_case_on_each_line(tmp_path: Path, monkeypatch, capsys) -> None:
    path = lines(tmp_path / "p.jsonl", *drawn(2)[1], {**CASE, "support_need": 9})
    ran = inside(monkeypatch, capsys, "match", path, "--format", "json", "--lang", "en")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["file"] for one in found] == [f"{path}:1", f"{path}:2", f"{path}:3"]
    assert ran.code == 2
    assert f"{path}:3:86: error: support_need must be 4 or less, not 9" in ran.err


# --- visit population describe ---


def test_describe_says_that_drawn_citizens_are_synthetic_and_what_they_rest_on(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    path = a_population(tmp_path / "p.jsonl", 40)
    ran = inside(monkeypatch, capsys, "population", "describe", path, "--lang", "en", COLUMNS="1000")
    assert ran.code == 0
    assert "40 synthetic citizens · Ikast-Brande · seed 7" in ran.out
    assert "drawn; they represent nobody" in ran.out
    assert "110 of 158 figures assumed" in ran.out
    told = json.loads(
        inside(monkeypatch, capsys, "population", "describe", path, "--format", "json", COLUMNS="1000").out
    )
    assert told["synthetic"] is True
    for table in told["tables"]:
        if not table["several"]:
            assert sum(cell["count"] for cell in table["cells"]) == 40


def test_describe_counts_what_is_no_case_and_what_is_of_another_municipality(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    bad, other = {**CASE, "support_need": 9}, {**CASE, "case": "a-2", "municipality": "Silkeborg"}
    path = lines(tmp_path / "p.jsonl", CASE, CASE, bad, other)
    ran = inside(monkeypatch, capsys, "population", "describe", path, "-m", "Esbjerg", "--lang", "en")
    assert ran.code == 2
    for told in (
        "1 case\n",
        "1 case stands there once more",
        "1 row is no case, and not counted",
        "1 case of another municipality is left out",
    ):
        assert told in ran.out


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_no_cell_of_few_people_is_told_nor_had_by_subtraction(counts: list[int]) -> None:
    tally = CaseTally(sum(counts))
    for name in SINGLE:
        tally.tables[name] = Counter({f"c{place}": count for place, count in enumerate(counts)})
        cells = tally.cells(name, hides=True)
        told = [cell.count for cell in cells if cell.count is not None]
        hidden = len(cells) - len(told)
        assert all(count >= FEWEST for count in told)
        if hidden:
            assert hidden == len(cells) or (hidden > 1 and sum(counts) - sum(told) >= FEWEST)


def test_a_need_that_all_but_a_few_have_is_not_told() -> None:
    tally = CaseTally(20)
    tally.tables["needs"] = Counter({"a_home": 18, "care": 12, "meals": 2})
    assert [(one.code, one.count) for one in tally.cells("needs", hides=True)] == [
        ("a_home", None), ("care", 12), ("meals", None)
    ]  # fmt: skip


def test_describe_shows_a_profile_with_what_each_figure_rests_on(monkeypatch, capsys) -> None:
    ran = inside(
        monkeypatch, capsys, "population", "describe", "esbjerg", "--lang", "en", "--format", "json", COLUMNS="1000"
    )
    told = json.loads(ran.out)
    assert {("source" in one) != ("assumption" in one) for one in told["figures"]} == {True}
    assert {id for one in told["figures"] for id in one.get("source", ())} == {one["id"] for one in told["facts"]}
    plain = inside(monkeypatch, capsys, "population", "describe", "esbjerg", "--lang", "da", COLUMNS="1000").out
    assert "antaget: tilgangen er ikke offentliggjort" in plain


# --- visit population check ---


@pytest.mark.parametrize("profile", [("ikast-brande",), ("denmark", "-m", "Herning")])
def test_what_is_drawn_is_what_the_profile_says(profile: tuple[str, ...], monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "population", "check", *profile, "-n", "400", "--lang", "en")
    assert ran.code == 0, ran.out
    assert re.match(
        r"400 synthetic citizens: \d+ of \d+ figures could be judged, all within what\schance explains\n", ran.out
    )


def test_check_tells_of_what_is_further_off_than_chance(tmp_path: Path, monkeypatch, capsys) -> None:
    drawing, rows = drawn(400)
    for row in rows:
        row["citizen"]["sex"] = "woman"
        row["consent"] = {"support": "withdrawn"}
    path = lines(tmp_path / "p.jsonl", made(drawing, 400, {}).record, *rows)
    ran = inside(monkeypatch, capsys, "population", "check", path, "--lang", "en", "--format", "json")
    outside = {(one["figure"], one["code"]) for one in json.loads(ran.out)["figures"] if one["outside"]}
    assert ran.code == 1
    assert ("men.drug-misuse", "") in outside
    assert ("consent_support", "withdrawn") in outside  # the figure has no such code
    assert {name.split(".")[0] for name, _code in outside} == {"men", "consent_support"}


@pytest.mark.parametrize(
    "name", ["men", "ages", "support_need", "housing", "together", "areas", "needs", "hours", "network"]
)
def test_every_kind_of_figure_is_held_against_the_cases(name: str) -> None:
    drawing, rows = drawn(60)
    found = figures_compared((case_of(Document("drawn", row)) for row in rows), drawing.figures, drawing.starts)
    assert name in {one.figure.split(".")[0] for one in found}


def test_check_of_real_cases_needs_a_profile_and_tells_of_no_few(monkeypatch, capsys) -> None:
    ran = inside(monkeypatch, capsys, "population", "check", "examples", "--lang", "en")
    assert (ran.code, "name a profile to hold them against" in ran.err) == (2, True)
    ran = inside(monkeypatch, capsys, "population", "check", "examples", "-p", "esbjerg", "--full", "--format", "json")
    told = json.loads(ran.out)
    assert told["of_other_municipalities"] == 16
    assert all(one["found"] >= FEWEST and not 0 < one["of"] - one["found"] < FEWEST for one in told["figures"])


# --- visit population from-ledger ---


def test_the_cases_of_a_ledger_are_the_newest_of_each(tmp_path: Path, monkeypatch, capsys) -> None:
    place = tmp_path / "ledger.db"
    with a_ledger(place) as ledger:
        decide(ledger, a_case("ib-stu-hos-foraeldre"), day="2026-11-05")
        decide(ledger, a_case("ib-stu-hos-foraeldre", support_need=4), day="2026-11-06")
        decide(ledger, a_case("hol-selvskade-let-behov"), day="2026-11-07")
        found = RecordedCases(ledger)
        assert [(seq, row["support_need"]) for seq, row in found] == [
            (2, 4),
            (3, a_case("hol-selvskade-let-behov").support_need),
        ]
        assert (found.decided, found.erased, found.earlier) == (3, 0, 1)
    ran = inside(monkeypatch, capsys, "population", "from-ledger", "--ledger", str(place), "--lang", "en")
    assert ran.code == 0
    assert "2 cases of 3 decisions; erased: 0; decided anew: 1" in ran.err
    assert re.findall(r"decided on ([\w-]+) .*, catalogue \w{8}: (\d)", ran.err) == [
        ("ikast-brande", "1"),
        ("holstebro", "1"),
    ]
    assert "visit compare answers under what is named there" in ran.err
    again = lines(tmp_path / "again.jsonl", *ran.out.splitlines())
    digests = [row.case.digest for row in many_cases(again) if row.case]
    assert digests == [a_case("ib-stu-hos-foraeldre", support_need=4).digest, a_case("hol-selvskade-let-behov").digest]


def test_the_cases_of_a_ledger_are_compared_from_a_pipe(tmp_path: Path, monkeypatch, capsys) -> None:
    place = tmp_path / "ledger.db"
    with a_ledger(place) as ledger:
        decide(ledger, a_case("ib-stu-hos-foraeldre"), day="2026-11-05")
        decide(ledger, a_case("hol-selvskade-let-behov"), day="2026-11-07")
    monkeypatch.chdir(ROOT)
    rows = inside(monkeypatch, capsys, "population", "from-ledger", "--ledger", str(place)).out
    command = (
        "compare", "tests/commands/small.yaml", "tests/commands/small-next.yaml", "-c", "tests/commands/offers.yaml",
        "--all-municipalities", "--most-answers", "0", "-f", "json",
    )  # fmt: skip
    piped = json.loads(inside(monkeypatch, capsys, *command, "-p", "-", stdin=rows.encode()).out)
    files = json.loads(
        inside(
            monkeypatch, capsys, *command, "examples/ib-stu-hos-foraeldre.yaml", "examples/hol-selvskade-let-behov.yaml"
        ).out
    )
    assert piped["population"]["synthetic"] is False
    assert (piped["population"]["cases"], piped["movements"]) == (2, files["movements"])
    assert piped["old"]["approvals"] == files["old"]["approvals"]
