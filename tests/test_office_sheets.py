"""Sheets as offices have them: what becomes of each row, and what is told of what is read otherwise than it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Ran, inside

from visit.catalogue import load_catalogue
from visit.imports.fields import headings_in

Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **environment: inside(
        monkeypatch, capsys, *arguments, **{"COLUMNS": "300", **environment}
    )


def sheet(run: Run, text: str, kind: str = "catalogue", **lines: str) -> Ran:
    """Import a CSV by the map that is proposed for it, in which some lines are written otherwise."""
    Path("a.csv").write_text(text, encoding="utf-8")
    Path("m.yaml").unlink(missing_ok=True)
    proposed = run(kind, "import", "a.csv", "--map", "m.yaml")
    assert proposed.code == 0, proposed.err
    written = Path("m.yaml").read_text("utf-8").splitlines()
    for key, value in {"price_per": "day", "decimal": "comma", **lines}.items():
        kept = [one for one in written if not one.removeprefix("# ").startswith(f"{key}:")]
        said = [f"{key}: {value}"] if value else []
        written = [*kept[:1], *said, *kept[1:]] if kind == "catalogue" or key in lines else written
    Path("m.yaml").write_text("\n".join(written) + "\n", "utf-8")
    return run(kind, "import", "a.csv", "--map", "m.yaml")


LONGER = "the row has 5 cells and the headings have 4: a comma in a value"
LENGTHS: list[tuple[str, str, list[str]]] = [
    ("an amount is split", 'Navn,Paragraf,Takst,Pladser\nA,§ 108,"950,75",8\nB,§ 108,950,75,8\n', [f"3: {LONGER}"]),
    ("thousands and decimals", "Navn,Paragraf,Takst,Pladser\nB,§ 108,1.234,50,8\n", [f"2: {LONGER}"]),
    ("the last cell is blank", "Navn,Paragraf,Takst,Pladser\nB,§ 108,950,75,\n", [f"2: {LONGER}"]),
    ("a blank heading behind", "Navn,Paragraf,Takst,\nB,§ 108,950,75\n", ["2: the row has 4 cells and the headings have 4"]),
    ("a heading is split", "Navn,Takst, med moms,Paragraf\nB,950,§ 108\n", ["2: the row has 3 cells and the headings have 4"]),
    ("a text is split", "Navn;Paragraf\nB;§ 85; 108\nC;§ 108\n", ["2: the row has 3 cells and the headings have 2: a semicolon"]),
    ("many commas in a text", "Navn;Paragraf\nA, B, C, D;§ 85\n", []),
    ("each row ends in a mark", "Navn;Paragraf\nB;§ 85;\nC;§ 108;\n", []),
    ("remarks without a heading", "Navn;Paragraf;\nB;§ 85;ny\nC;§ 108;\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), [one[1:] for one in LENGTHS], ids=[one[0] for one in LENGTHS])
def test_a_row_whose_cells_are_not_under_their_headings(run: Run, text: str, told: list[str]) -> None:
    out = sheet(run, text).out
    assert [line for line in told if line not in out] == [] and ("the row has" in out) == bool(told), out


TOTALS = ("I alt", "I alt § 108", "TOTAL:", "Total § 108", "Sum botilbud", "Samlet", "Samlet kapacitet", "Pladser i alt",
          "Subtotal botilbud", "Sum af pladser", "Gennemsnit", "Gns. takst", "Region Midtjylland i alt", "Mellemsum",
          "Delsum: Fonden", "Herning Kommune, total", "Samlede pladser", "Alle tilbud",
          "Antal pladser", "Antal: 2", "Antal tilbud 12")  # fmt: skip
NAMES = (
    "Totalhuset",
    "Total Omsorg",
    "Samletgården",
    "Sumatravej 3",
    "Samlet Indsats Nord",
    "Altinget",
    "Pladsen",
    "Summerhuset",
    "Hus 3",
)
NOTES = ("* ekskl. moms", "Note: taksterne er fra 2025", "Kilde: takstbladet", "Taksterne reguleres en gang om året.",
         "1) gælder kun Hus 2", "Bemærk at priserne er vejledende", "Botilbud efter § 108:")  # fmt: skip


@pytest.mark.parametrize("text", TOTALS)
def test_a_row_that_adds_up_others_is_no_offer(run: Run, text: str) -> None:
    assert "A3: the row is a total" in (
        out := sheet(run, f'Navn;Paragraf;Pladser\nA;§ 108;8\n"{text}";§ 108;99\n').out
    ), out
    assert "B3: the row is a total" in sheet(run, f'Driftsherre;Navn;Paragraf\nA;B;§ 108\nA;"{text}";§ 108\n').out


def test_names_that_begin_so_are_offers(run: Run) -> None:
    rows = "\n".join(f"{name};§ 108;9" for name in NAMES)
    assert f"{len(NAMES)} of {len(NAMES)} rows taken" in sheet(run, f"Navn;Paragraf;Pladser\n{rows}\n").out


@pytest.mark.parametrize("text", NOTES)
def test_a_note_below_the_table_is_no_offer(run: Run, text: str) -> None:
    out = sheet(run, f'Navn;Pladser\nA;8\n"{text}";\n', always="{provision: SEL-108}").out
    assert "1 of 2 rows taken" in out and "A3: the row is a note" in out, out


def test_an_offer_like_a_botilbud_is_asked_about_in_the_map(run: Run) -> None:
    ran = sheet(run, "Navn;Paragraf\nTeglgården;SEL §§ 83-87\nB;§ 85, stk. 9\n")
    assert "0 of 2 rows taken" in ran.out and "B2: Paragraf is an offer like a botilbud" in ran.out
    written = Path("m.yaml").read_text("utf-8")
    for line in ("words:  ## remove", '  "SEL §§ 83-87": SEL-85', '  "§ 85, stk. 9": SEL-85'):
        assert f"# {line}" in written, written
        written = written.replace(f"# {line}", line)
    Path("m.yaml").write_text(written, "utf-8")
    assert "2 of 2 rows taken: 2 offers, 2 services" in run("catalogue", "import", "a.csv", "--map", "m.yaml").out


ASKED = 'do the prices hold VAT? The sheet says "{}", and the map does not'
TABLE = "Navn;Paragraf;Ejerform;{}\nA;§ 108;privat;950\n"
VAT: list[tuple[str, str, str, dict[str, str], str]] = [
    ("above", "Priser ekskl. moms\n", "Takst", {"vat": ""}, ASKED.format("Priser ekskl. moms")),
    ("in the heading", "", "Takst inkl. moms", {"vat": ""}, ASKED.format("Takst inkl. moms")),
    ("another than the map", "", "Takst inkl. moms", {"vat": "excl"}, "“Takst inkl. moms” says the opposite of `vat: excl`"),
    ("above, another", "Priser ekskl. moms\n", "Takst", {"vat": "incl"}, "the opposite of `vat: incl` of the map"),
    ("another time", "Takster pr. måned\n", "Takst", {"vat": "incl"}, "another time than `price_per: day` of the map"),
    ("nowhere", "", "Takst", {"vat": ""}, "nothing says whether the prices hold VAT; unless the operator is public"),
]  # fmt: skip


@pytest.mark.parametrize(("above", "heading", "lines", "told"), [one[1:] for one in VAT], ids=[one[0] for one in VAT])
def test_what_a_sheet_says_of_vat_and_the_map_does_not(
    run: Run, above: str, heading: str, lines: dict[str, str], told: str
) -> None:
    ran = sheet(run, above + TABLE.format(heading), **lines)
    assert told in ran.out + ran.err, ran


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Priser ekskl. moms\n" + TABLE.format("Takst"), {"vat": "excl"}),
        (TABLE.format("Takst").replace("privat", "kommunal"), {"vat": ""}),
        (TABLE.format("Moms;Takst").replace("950", "inkl.;950"), {"vat": ""}),
    ],
)
def test_what_is_said_of_vat_is_not_asked(run: Run, text: str, lines: dict[str, str]) -> None:
    out = sheet(run, text, **lines).out
    assert "To be looked at" not in out and "1 of 1 rows taken" in out, out


NAMED: list[tuple[str, str]] = [
    ("Sol (lukket)", "says that the offer has ceased"),
    ("Sol - nedlagt", "says that the offer has ceased"),
    ("Sol, ophørt", "says that the offer has ceased"),
    ("Mælkevejen - lukker 1.1.2026", "says when it opens or ceases"),
    ("Sol (åbner forår 2027)", "says when it opens or ceases"),
    ("Ada, Bella, Cilla", "may be the names of several offers"),
    ("Ada, Bella og Cilla", "may be the names of several offers"),
    ("Havhuset og Mosen", "may be the names of several offers"),
    ("Havhuset + Mosen", "may be the names of several offers"),
    ("Høskoven § 107", "a provision in a name is not read"),
]


@pytest.mark.parametrize(("name", "told"), NAMED)
def test_what_a_name_says_beside_the_name(run: Run, name: str, told: str) -> None:
    out = sheet(run, f'Navn;Paragraf\n"{name}";§ 108\n').out
    assert f"A2: Navn{' ' if told.startswith('says that') else ': '}{told}" in out, out
    assert ("0 of 1 rows taken" in out) == ("has ceased" in told)


@pytest.mark.parametrize(
    "name", ["Aktivitet og samvær, Svalevej", "Kirkevej A, Ikast", "Center for Autisme og ADHD", "Lukretia"]
)
def test_a_name_like_others_is_told_of_nothing(run: Run, name: str) -> None:
    assert "Read as" not in sheet(run, f'Navn;Paragraf\n"{name}";§ 108\n').out


def test_an_estimate_in_a_cell_is_one_in_the_catalogue(run: Run) -> None:
    rows = "Navn;Paragraf;Takst;Pladser;Ledige\nA;§ 108;ca. 1.200;ca. 8;2\n"
    assert "C2: Takst: read as 1,200, an estimate" in sheet(run, rows, vat="excl").out
    assert run("catalogue", "import", "a.csv", "--map", "m.yaml", "--to", "c.yaml").code == 0
    (service,) = load_catalogue(Path("c.yaml")).document.offers[0].services
    assert service.estimated == ("price", "places") and service.places == 8
    Path("a.csv").write_text("Navn;Paragraf;Takst;Pladser;Ledige\nA;§ 108;1.250;ca. 9;2\n", "utf-8")
    onto = ("--onto", "c.yaml", "--to", "d.yaml")
    assert run("catalogue", "import", "a.csv", "--map", "m.yaml", *onto).code == 0
    (service,) = load_catalogue(Path("d.yaml")).document.offers[0].services
    assert service.estimated == ("places",) and service.places == 9


def citizens(run: Run, text: str) -> Ran:
    return sheet(run, text, kind="population", always="{municipality: Ikast-Brande}")


def test_a_proposed_map_of_citizens_runs_as_it_is(run: Run) -> None:
    headings = [heading for heading, field in headings_in("case_headings.yaml") if field != "municipality"]
    cells = ["010181-4321" if one == "cpr" else "" for one in headings]
    ran = citizens(run, ";".join(headings) + "\n" + ";".join(cells) + "\n")
    assert ran.code == 0 and "1 case of 1 row" in ran.out, ran
    proposed = Path("m.yaml").read_text("utf-8")
    assert "sag: null  ## another column is read as cpr already" in proposed
    assert "alder: null  ## another column is read as citizen.born already" in proposed


def test_a_proposed_map_of_offers_runs_when_its_comments_are_answered(run: Run) -> None:
    headings = [heading for heading, field in headings_in("headings.yaml") if field != "specialisation"]
    ran = sheet(
        run, ";".join(headings) + "\n" + ";".join("" for one in headings) + "\nx" + ";" * (len(headings) - 1) + "\n"
    )
    assert ran.code == 1 and "0 of 1 rows taken" in ran.out, ran


@pytest.mark.parametrize(
    ("words", "field"), [("Støtte", "needs.areas"), ("Støtte, Bolig", "needs.areas"), ("madlavning", "needs.must")]
)
def test_a_heading_of_two_meanings_has_that_of_its_words(run: Run, words: str, field: str) -> None:
    citizens(run, f'Sag;Skal dækkes\nA;"{words}"\n')
    assert re.search(f"Skal dækkes:(?: |\n    field: ){field}", Path("m.yaml").read_text("utf-8"))


def test_a_citizen_whose_first_row_is_not_taken_has_no_second_one(run: Run) -> None:
    ran = citizens(run, "CPR;Født;Målgruppe\n010181-4321;1990;Autisme\n0101814321;1981;ADHD\n")
    assert "0 cases of 2 rows" in ran.out and "A3: the citizen stands in row 2 already" in ran.out, ran


RIVALS: list[tuple[str, str, str, list[str]]] = [
    ("catalogue", "Navn;Tilbuddets adresse;Postnr. og by", "A;Teglvej 9;7400 Herning",
     ["Tilbuddets adresse: null  ## another column is read as place already", '"Postnr. og by": place']),
    ("catalogue", "Navn;Adresse;Postnr", "A;Teglvej 9, 7400 Herning;7400", ["Adresse: place", "Postnr: place"]),
    ("population", "Sag;Adresse;By", "A;Teglvej 9;Herning", ["Adresse: null  ## another column", "By: citizen"]),
    ("population", "Sag;Behov;Områder", "A;Støtte;Støtte", ["Behov: needs.areas", "Områder: null  ## another column"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "headings", "cells", "lines"), RIVALS)
def test_of_two_columns_of_one_field_the_one_is_proposed_that_can_be_read(
    run: Run, kind: str, headings: str, cells: str, lines: list[str]
) -> None:
    Path("a.csv").write_text(f"{headings}\n{cells}\n", "utf-8")
    proposed = run(kind, "import", "a.csv").out
    assert [one for one in lines if f"\n  {one}" not in proposed] == [], proposed


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Takstblad\nTilbud;;Takst;;Pladser;\nNavn;Paragraf;Takst 1;Takst 2;I alt;Ledige\nA;§ 108;1;2;3;1\n", 3),
        ("Navn;Note\nA;Botilbud\n", 1),
        ("Navn;;Pladser\nBotilbud;privat;8\n", 1),
    ],
)
def test_below_headings_over_several_columns_stand_the_headings(run: Run, text: str, row: int) -> None:
    Path("a.csv").write_text(text, "utf-8")
    assert f"\nheading: {row}\n" in run("catalogue", "import", "a.csv").out


def test_rows_between_the_rows_are_told(run: Run) -> None:
    out = sheet(run, "Navn;Pladser\nA;8\nDagtilbud;\nNavn;Pladser\nB;3\n", always="{provision: SEL-104}").out
    assert "3 of 4 rows taken" in out and "4: the headings stand here once more" in out
    assert "A3: nothing else stands in the row" in out


def test_a_total_in_a_list_of_citizens_is_told_once(run: Run) -> None:
    out = citizens(run, "CPR;Timer\n010181-4321;10,5 t/uge\nI alt;10,5\n").out
    assert "1 case of 2 rows" in out and "Not taken (1 row)" in out and "CPR is no CPR" not in out, out


def test_columns_headed_by_a_provision_alone(run: Run) -> None:
    out = sheet(run, "Navn;§ 85;§ 108;§ 104\nA;x;;12\nB;x;x;\nC;;;3\n", always="{operator.type: municipal}").out
    written = Path("m.yaml").read_text("utf-8")
    assert '  "§ 85": {field: provision, words: {"x": SEL-85}}\n' in written
    assert '  # "§ 104": {field: places, provision: SEL-104}  ## places, free places or a price' in written
    assert "2 of 3 rows taken: 2 offers, 3 services" in out and "does not have: § 104" in out
    sheet(run, "Navn;§ 107\nA;ja\nB;nej\n")
    which = '# "§ 107": {field: provision, words: {"ja": SEL-107-1 | SEL-107-2, "nej": null}}  ## which of the two?'
    assert which in Path("m.yaml").read_text("utf-8")


def test_a_day_in_a_heading_is_passed_over(run: Run) -> None:
    sheet(run, "Navn;Paragraf;Ledige pladser pr. 1.3.2026;Pladser den 1. marts 2026\nA;§ 108;2;8\n")
    written = Path("m.yaml").read_text("utf-8")
    assert '"Ledige pladser pr. 1.3.2026": free' in written and '"Pladser den 1. marts 2026": places' in written


def test_an_id_of_two_names_is_of_the_first(run: Run) -> None:
    out = sheet(run, "Tilbudsid;Navn;Paragraf\n7;A;§ 108\n7;B;§ 104\n7;a;§ 85\n").out
    assert (
        "2 of 3 rows taken: 1 offer, 2 services" in out
        and 'A3: Tilbudsid is that of "A", which is called otherwise' in out
    )
    assert sheet(run, "Nr.;Navn;Paragraf\n1;A;§ 108\n").code == 0 and '"Nr.": null' in Path("m.yaml").read_text("utf-8")


def test_a_citizen_without_a_municipality_is_told_with_its_cell(run: Run) -> None:
    out = sheet(run, "Sag;Kommune\na;Herning\nb;\n", kind="population").out
    assert "1 case of 2 rows" in out and "B3: Kommune is blank" in out and "missing" not in out, out


@pytest.mark.parametrize("heading", ["pr. døgn", "Kr./md.", "pr. uge"])
def test_a_time_alone_heads_a_column_of_prices(run: Run, heading: str) -> None:
    ran = sheet(run, f"Navn;Paragraf;{heading};Besøg pr. uge\nA;§ 108;900;3\n")
    assert ran.code == 1 and f"columns that are most likely of prices: {heading}" in ran.out, ran
    assert '"Besøg pr. uge": null' in Path("m.yaml").read_text("utf-8")
