"""A list of citizens becomes a population: every row is told of, bad cells are named, and no CPR number leaves the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Ran, inside
from xlsxwriter import Workbook

from visit.commands.citizens import read_citizens
from visit.imports.case_fields import case_field_list
from visit.imports.pseudonyms import pseudonym
from visit.lab.members import Member
from visit.population.rows import many_cases

Run = Callable[..., Ran]
MAP = """\
map: cases
cases: nordby
as_of: 2024-11-01
source: {ref: Nordbys liste}
always: {municipality: Ikast-Brande}
columns:
  CPR: cpr
  Navn: null
  Køn: {field: citizen.sex, words: {Pige: woman}}
  By: citizen.home.place
  Målgruppe: target_groups.primary
  Også: target_groups.secondary
  Støttebehov: support_need
  Lave mad: functioning.cook
  Tilbud: citizen.current.offer
  Paragraf: citizen.current.service
  Døgn: {field: needs.round_the_clock, words: {Måske: null}}
"""
HEADINGS = "CPR;Navn;Køn;By;Målgruppe;Også;Støttebehov;Lave mad;Tilbud;Paragraf;Døgn"
NUMBER = "010185-1234"
DIGITS = ("0101851234", "010185", "101851234")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("map.yaml").write_text(MAP, encoding="utf-8")
    Path("key").write_text("ab" * 32)
    return lambda *arguments, **environment: inside(
        monkeypatch, capsys, "population", "import", *arguments, **environment
    )


def listed(*rows: str) -> str:
    Path("list.csv").write_text("\n".join((HEADINGS, *rows)) + "\n", encoding="utf-8")
    return "list.csv"


def test_a_row_becomes_a_case(run: Run) -> None:
    file = listed(f"{NUMBER};Hans;M;7430 Ikast;autisme;ADHD, depression;3 - Højt;2;IB-Ørbæklund;§ 107, stk. 1;ja")
    ran = run(file, "--map", "map.yaml", "--key", "key", "--to", "list.jsonl")
    assert ran.code == 0, ran
    (row,) = many_cases("list.jsonl")
    assert row.document is not None and row.document.value == {
        "format": 1,
        "case": pseudonym(NUMBER, bytes.fromhex("ab" * 32)),
        "assessed": "2024-11-01",
        "municipality": "Ikast-Brande",
        "citizen": {
            "sex": "man",
            "home": {"place": "7430 Ikast"},
            "born": 1985,
            "current": [{"offer": "ib-oerbaeklund", "service": "SEL-107-1", "name": "IB-Ørbæklund"}],
        },
        "target_groups": {"primary": "autism-spectrum", "secondary": ["attention-disorder", "depression"]},
        "support_need": 3,
        "functioning": {"cook": 2},
        "needs": {"round_the_clock": True},
    }
    assert "Hans" not in ran.out + Path("list.jsonl").read_text(encoding="utf-8")


def test_an_offer_of_the_catalogue_is_found_by_its_name(run: Run) -> None:
    from visit.catalogue import shipped_catalogue

    offer = shipped_catalogue().offers["ib-oerbaeklund"]
    run(listed(f"{NUMBER};;;;;;;;{offer.name.upper()};SEL § 107, stk. 1;"), "--map", "map.yaml", "--to", "list.jsonl")
    (row,) = many_cases("list.jsonl")
    assert row.case is not None and row.case.citizen.current is not None
    assert [(one.offer, one.name) for one in row.case.citizen.current] == [("ib-oerbaeklund", None)]


def test_what_is_blank_is_not_known_and_none_is_none(run: Run) -> None:
    run(
        listed(f"{NUMBER};;?;;;ingen;ikke vurderet;-;;;Måske", ";;;;;;;;;;nej"),
        "--map",
        "map.yaml",
        "--to",
        "list.jsonl",
    )
    first, second = (row.document.value for row in many_cases("list.jsonl") if row.document is not None)
    assert isinstance(first, dict) and isinstance(second, dict)
    assert first.keys() == {"format", "case", "assessed", "municipality", "citizen", "target_groups"}
    assert first["target_groups"] == {"secondary": []}
    assert second["case"] == "nordby-3"


TOLD = {
    f"{NUMBER};;X;;;;;;;;": (0, "C2: Køn is not a name known here"),
    f"{NUMBER};;;Nixby;;;;;;;": (0, "D2: By cannot be read: no place is called"),
    f"{NUMBER};;;;;;5;;;;": (0, 'G2: Støttebehov is not a level: "5"'),
    f"{NUMBER};;;;;;2 - Let;;;;": (0, "G2: Støttebehov is not a level"),
    f"{NUMBER};;;;;;;;Egely;;": (0, "I2: Tilbud is not kept, since it is not said: "),
    f"{NUMBER};;;;;;;;Egely;§ 107;": (0, "J2: Paragraf may be several provisions"),
    f"{NUMBER};;;;;;;;Egely;SEL-107-1;": (0, "outside it"),
    f"{NUMBER};;;;;;;;;;tja": (0, "K2: Døgn is neither yes nor no"),
    f"{NUMBER};;;;autisme;autisme;;;;;": (1, "F2: the primary target group is listed as secondary too"),
    f"{NUMBER};;;;;;;;;;\n0101851234;;;;;;;;;;": (1, "A3: the citizen stands in row 2 already"),
    "12345;;;;;;;;;;": (1, "A2: CPR is not a CPR number"),
    f"{NUMBER};;;{NUMBER};;;;;;;": (0, "D2: By looks like a CPR number"),
    ";;;;;;;;;;nej": (0, "A2: no CPR number"),
    f"{NUMBER};;;;;autisme og ingen;;;;;": (0, 'F2: Også says none and names some: "autisme og ingen"'),
}


@pytest.mark.parametrize("row", TOLD)
def test_a_bad_cell_is_named(run: Run, row: str) -> None:
    code, said = TOLD[row]
    ran = run(listed(row), "--map", "map.yaml")
    assert (ran.code, said in ran.out) == (code, True), ran
    assert not any(one in ran.out + ran.err for one in DIGITS)


NAMED = """\
map: cases
cases: nordby
as_of: 2024-11-01
source: {ref: Nordbys liste}
always: {municipality: Ikast-Brande}
"""


def named(columns: str, *rows: str) -> tuple[str, str, str]:
    Path("named.yaml").write_text(f"{NAMED}columns: {{{columns}}}\n", encoding="utf-8")
    heading = ";".join(one.split(":")[0] for one in columns.split(", "))
    Path("named.csv").write_text("\n".join((heading, *rows)) + "\n", encoding="utf-8")
    return ("named.csv", "--map", "named.yaml")


@pytest.mark.parametrize("id", ["101851234", "10185-1234", "sag 101851234", '"101851234,0"'])
@pytest.mark.parametrize("language", ["en", "da"])
def test_an_id_that_is_a_cpr_number_without_its_zero_is_refused(run: Run, id: str, language: str) -> None:
    ran = run(*named("Sag: case", id), "--to", "list.jsonl", VISIT_LANG=language)
    said = "A2: Sag looks like a CPR number" if language == "en" else "A2: Sag ligner et CPR-nummer"
    assert ran.code == 1 and said in ran.out and "`field: cpr`" in ran.out, ran
    assert not any(one in ran.out + ran.err for one in ("101851234", "10185-1234"))
    assert not Path("list.jsonl").exists()


@pytest.mark.parametrize("field", ["citizen.home.place", "citizen.age", "support_need", "network.who", "assessed"])
def test_such_a_number_in_another_column_is_not_shown(run: Run, field: str) -> None:
    ran = run(*named(f"Sag: case, X: {field}", "a;101851234"))
    assert "B2: X looks like a CPR number" in ran.out and "101851234" not in ran.out + ran.err, ran


def test_nine_digits_that_are_no_date_are_an_id(run: Run) -> None:
    ran = run(*named("Sag: case", "941851234"), "--to", "list.jsonl")
    assert ran.code == 0 and '"941851234"' in Path("list.jsonl").read_text(encoding="utf-8"), ran


@pytest.mark.parametrize(("first", "second", "id"), [("A 1", "a-1", "a-1"), ("æ", "ae", "ae"), ("a-1", "A-1", "a-1")])
def test_two_citizens_never_become_one(run: Run, first: str, second: str, id: str) -> None:
    ran = run(*named("Sag: case", first, second))
    assert ran.code == 1 and "already" not in ran.out
    assert f'A3: "{second}" and "{first}" in A2 would both be the case {id}' in ran.out, ran


def test_a_name_that_is_written_otherwise_is_told(run: Run) -> None:
    ran = run(*named("Sag: case", "Søn 1", "søn-2", "ok-3"))
    assert 'A2: Sag: "Søn 1" is written as soen-1' in ran.out and "A3: Sag:" in ran.out and "A4" not in ran.out, ran
    ran = run(*named("Sag: case", "東"))
    assert ran.code == 1 and "A2: Sag has no letter" in ran.out, ran


BIRTHS = {
    "citizen.born": {"1985": True, "01-01-1985": True, "1980": False, "02-01-1985": False},
    "citizen.age": {"39": True, "38": True, "45": False, "200": True},
}


@pytest.mark.parametrize(("field", "said"), [(field, said) for field, row in BIRTHS.items() for said in row])
def test_a_birth_that_the_cpr_number_contradicts(run: Run, field: str, said: str) -> None:
    ran = run(*named(f"CPR: cpr, Alder: {field}", f"{NUMBER};{said}"), "--to", "list.jsonl")
    agrees = BIRTHS[field][said]
    assert (ran.code == 0) is agrees, ran
    assert ("B2: the CPR number in A2 does not match the date of birth" in ran.out) is not agrees, ran
    if said == "200":
        assert "B2: “Alder” must be 120 or less, not 200" in ran.out
        assert '"born": 1985' in Path("list.jsonl").read_text(encoding="utf-8")


def test_a_value_that_no_case_can_hold_leaves_its_field_unknown(run: Run) -> None:
    ran = run(*named("Sag: case, Alder: citizen.age", "a;200", "b;40"), "--to", "list.jsonl")
    assert ran.code == 0 and "B2: “Alder” must be 120 or less, not 200" in ran.out, ran
    first, second = (row.document.value for row in many_cases("list.jsonl") if row.document is not None)
    assert isinstance(first, dict) and isinstance(second, dict)
    assert not first.get("citizen") and second["citizen"] == {"age": 40}


def test_who_else_is_on_the_machine_cannot_read_it(run: Run) -> None:
    for _turn in range(2):
        run(*named("Sag: case", "a"), "--to", "list.jsonl", "--overwrite")
        assert Path("list.jsonl").stat().st_mode & 0o777 == 0o600


def test_every_row_and_cell_is_in_the_data(run: Run) -> None:
    ran = run(listed(f"{NUMBER};;M;Ikast;;;;;;;", "", "1;;;;;;;;;;"), "--map", "map.yaml", "--format", "json")
    found = json.loads(ran.out)
    assert [(one["row"], one["outcome"]) for one in found["rows"]] == [(2, "taken"), (4, "refused")]
    assert found["rows"][0]["cells"] == {
        "case": "A2", "citizen.born": "A2", "citizen.sex": "C2", "citizen.home.place": "D2"
    }  # fmt: skip
    assert found["left_out"] == ["Navn"]


def test_a_number_that_lost_its_first_digit_in_a_workbook(run: Run) -> None:
    with Workbook("list.xlsx") as book:
        sheet = book.add_worksheet("Borgere")
        sheet.write_row(0, 0, HEADINGS.split(";"))
        sheet.write_number(1, 0, 101851234)
    assert run("list.xlsx", "--map", "map.yaml", "--key", "key", "--to", "list.jsonl").code == 0
    (row,) = many_cases("list.jsonl")
    assert row.case is not None and row.case.id == pseudonym(NUMBER, bytes.fromhex("ab" * 32))


def test_rows_of_a_list_in_the_case(run: Run) -> None:
    text = MAP.replace("CPR: cpr", "Sagsnr: case").replace(
        "always: {", "always: {network.who: mor, network.2.who: bror, "
    )
    Path("map.yaml").write_text(text + "  Mor: network.place\n  Bror: network.2.place\n", encoding="utf-8")
    rows = ("Nr. 7;;;;;;;;;;;;Brande", "8;;;;;;;;;;;Ikast;", "9;;;;;;;;;;;")
    content = f"{HEADINGS.replace('CPR', 'Sagsnr')};Mor;Bror\n" + "\n".join(rows)
    Path("list.csv").write_text(content, encoding="utf-8")
    assert run("list.csv", "--map", "map.yaml", "--to", "list.jsonl").code == 0
    found = [row.document.value for row in many_cases("list.jsonl") if row.document is not None]
    assert [(one["case"], one.get("network")) for one in found if isinstance(one, dict)] == [
        ("nr-7", [{"who": "bror", "place": "Brande"}]),
        ("8", [{"who": "mor", "place": "Ikast"}]),
        ("9", None),
    ]


def test_a_map_is_proposed_from_what_offices_write(run: Run) -> None:
    file = listed(f"{NUMBER};Hans;M;Ikast;autist;;nogen;;Egely;§ 107;")
    assert run(file, "--map", "new.yaml").code == 0
    written = Path("new.yaml").read_text(encoding="utf-8")
    assert NUMBER not in written and "Hans" not in written
    for line in (
        "CPR: cpr",
        "Navn: null",
        "Målgruppe: target_groups.primary",
        "Lave mad: functioning.cook",
        "    # words:",
        "    #   nogen: null",
        '    #   "§ 107": SEL-107-1 | SEL-107-2',
        "# always: {municipality: …}",
    ):
        assert line in written
    text = written.replace("# always: {municipality: …}", "always: {municipality: Herning}")
    Path("new.yaml").write_text(text, encoding="utf-8")
    assert run(file, "--map", "new.yaml").out.startswith("list.csv: 1 case of 1 rows")


def test_a_heading_that_cannot_be_read_and_words_that_no_map_may_hold(run: Run) -> None:
    Path("odd.csv").write_text("CPR;Na\u202evn\n", encoding="utf-8")
    assert "holds a character that cannot be seen" in run("odd.csv").err
    proposed = run(listed(f"{NUMBER};;a\u202eb;;{'x' * 600};;;;;;")).out
    assert "\u202e" not in proposed and "xxx" not in proposed and "Målgruppe: target_groups.primary" in proposed


FAULTS = {
    "Navn: null": ("Navn: {field: case, zero: number}", "`zero` has no effect on case"),
    "CPR: cpr": ("CPR: citizen.sex", "“Køn” means the same as “CPR”"),
    "always: {municipality: Ikast-Brande}": ("", "which municipality acts is not said"),
    "By: citizen.home.place": ("By: citizen.home.plac", "unknown field “citizen.home.plac”"),
    "Døgn: {": ("Nat: {", "the sheet has no column “Nat”"),
    "map: cases": ("map: catalogue", "this is a map of offers"),
}


@pytest.mark.parametrize("line", FAULTS)
def test_a_fault_of_the_map_stands_at_its_place(run: Run, line: str) -> None:
    other, said = FAULTS[line]
    Path("map.yaml").write_text(MAP.replace(line, other), encoding="utf-8")
    ran = run(listed(), "--map", "map.yaml")
    assert ran.code == 2 and "map.yaml:" in ran.err and said in ran.err, ran


def test_what_cannot_be_written(run: Run) -> None:
    file = listed(f"{NUMBER};;;;;;;;;;")
    for to, said in (
        ("-", "--to needs a file"),
        ("list.yaml", "does not end in .jsonl"),
        ("map.jsonl", "is there already"),
    ):
        Path("map.jsonl").touch()
        ran = run(file, "--map", "map.yaml", "--to", to)
        assert (ran.code, said in ran.err) == (2, True), ran


def test_commands_of_many_citizens_read_it(run: Run) -> None:
    rows = (f"{NUMBER};;M;Ikast;autisme;;3;2;;;", "020290-1235;;K;Brande;;;;;;;")
    run(listed(*rows), "--map", "map.yaml", "--to", "list.jsonl")
    citizens = read_citizens(["list.jsonl"], [])
    assert [isinstance(one, Member) and one.case.citizen.sex for one in citizens] == ["man", "woman"]
    assert not citizens.is_drawn


def test_a_0_that_is_likely_a_blank_is_told(run: Run) -> None:
    columns = "Sag: case, Alder: citizen.age, Timer: needs.hours_per_week.support, Ophold: flags.shelter_stays_12m"
    ran = run(*named(columns, "a;0;0;0"), "--to", "list.jsonl")
    assert "B2: Alder is 0, which is most likely a blank" in ran.out and "C2: Timer is 0" in ran.out
    (row,) = many_cases("list.jsonl")
    assert row.document is not None and isinstance(row.document.value, dict)
    assert "needs" not in row.document.value and row.document.value["flags"] == {"shelter_stays_12m": 0}


def test_faults_name_the_columns_of_the_list_and_no_keys(run: Run) -> None:
    columns = (
        "Sag: case, Født: citizen.born, Alder: citizen.age, Timer: needs.hours_per_week.support, Mors by: network.place"
    )
    rows = ("a;1980;45;;", "b;2027;;;", "c;;200;;", "d;;;400;Ikast")
    ran = run(*named(columns, *rows), VISIT_LANG="da", COLUMNS="200")
    for said in (
        "C2: skriv enten “Født” eller “Alder”, ikke begge",
        "B3: “Født” ligger efter udredningen",
        "C4: “Alder” skal være 120 eller mindre, ikke 200",
        "D5: Timer er mere, end to hjælpere giver døgnet rundt på en uge (336 timer): 400",
        "E5: Mors by er ikke taget med, for det er ikke oplyst: hvem",
    ):
        assert said in ran.out, ran.out


def test_a_merged_cell_over_two_columns_is_of_neither(run: Run, tmp_path: Path) -> None:
    named("Sag: case, Alder: citizen.age, Timer: needs.hours_per_week.support")
    with Workbook(str(tmp_path / "merged.xlsx")) as book:
        sheet = book.add_worksheet("Liste")
        sheet.write_row("A1", ("Sag", "Alder", "Timer"))
        sheet.write("A2", "a")
        sheet.merge_range("B2:C3", 40)
        sheet.write("A3", "b")
    ran = run("merged.xlsx", "--map", "named.yaml", "--to", "list.jsonl")
    assert ran.out.count("Liste!B2: a merged cell covers Alder and Timer") == 2, ran
    assert all("40" not in line for line in Path("list.jsonl").read_text(encoding="utf-8").splitlines())


def test_every_cell_of_a_row_that_is_not_kept_is_told(run: Run) -> None:
    ran = run(*named("Sag: case, Mors by: network.place, Hvor tit: network.contact", "a;Ikast;dagligt"))
    assert "B2: Mors by is not kept" in ran.out and "C2: Hvor tit is not kept" in ran.out, ran.out
    ran = run(*named("Sag: case, Tilbud: citizen.current.offer", "a;Egely"))
    assert "B2: Tilbud is not kept" in ran.out and "taken as help" not in ran.out, ran.out


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Funktionsevne: Spise", "functioning.eat"),
        ("Lave mad (niveau)", "functioning.cook"),
        ("Støttebehovsniveau", "support_need"),
        ("Niveau", None),
    ],
)
def test_a_sub_theme_may_say_that_it_is_a_level(heading: str, field: str | None) -> None:
    assert case_field_list({}).meaning(heading).field == field


def test_a_file_that_is_no_map_is_told_in_one_line(run: Run) -> None:
    Path("case.yaml").write_text(
        "format: 1\ncase: a\nassessed: 2026-01-01\nmunicipality: Ikast-Brande\n", encoding="utf-8"
    )
    ran = run(listed(f"{NUMBER};;;;;;;;;;"), "--map", "case.yaml")
    assert ran.code == 2 and ran.err.count("error:") == 1
    assert "this is no map of citizens: it does not say `map: cases`" in ran.err


def test_a_day_of_assessment_that_cannot_be_read_is_not_replaced_by_the_maps(run: Run) -> None:
    """The day decides the age, the guideline and the law: a blank is the map's day, and told; another word refuses its row."""
    Path("list.csv").write_text("Udredt;Støttebehov\n46300x;2\n;2\n2024-05-01;2\nI alt;6\n", encoding="utf-8")
    columns = "columns: {Udredt: assessed, Støttebehov: support_need}\n"
    Path("map.yaml").write_text(MAP.partition("columns:")[0] + columns, encoding="utf-8")
    ran = run("list.csv", "--map", "map.yaml", "--to", "list.jsonl")
    assert ran.code == 1 and "A2: Udredt is not a date" in ran.out and "A5: the row is a total" in ran.out
    assert "A3: Udredt is blank: 1 November 2024, the day of the map" in ran.out
    cases = [json.loads(line) for line in Path("list.jsonl").read_text("utf-8").splitlines()]
    assert [one["assessed"] for one in cases] == ["2024-11-01", "2024-05-01"]
