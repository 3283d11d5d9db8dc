"""A spreadsheet becomes a catalogue: every row is told of, every value names its cell, what is not clear stays unknown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from running import Ran, inside
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from visit.catalogue import load_catalogue
from visit.imports.fields import heading_meaning
from visit.imports.merging import merged
from visit.imports.row_files import read_rows
from visit.imports.sheets import letters
from visit.reading.source import PlainValue

Run = Callable[..., Ran]
MAP = """\
map: catalogue
catalogue: nordby-2024
as_of: 2024-01-01
source: {ref: Takstblad 2024, as_of: 2024-01-01}
heading: 3
vat: incl
price_per: day
always: {operator.type: private, operator.municipality: Ikast-Brande}
columns:
  Afdeling: name
  Paragraf: provision
  Pladser: places
  Takst: price.basic
  Ekskl. moms: price.net_of_vat
  Målgruppe: {field: specialisation, specialised: 2, words: {Autisme: autism-spectrum}}
  Postnr: place
  Bemærkning: null
"""
HEADINGS = ("Afdeling", "Paragraf", "Pladser", "Takst", "Ekskl. moms", "Målgruppe", "Postnr", "Bemærkning")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **environment: inside(monkeypatch, capsys, "catalogue", *arguments, **environment)


def workbook(path: Path, fill: Callable[[Worksheet], object]) -> None:
    """A workbook with a title, the headings in the third row, and what is filled in."""
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Takster")
        sheet.write(0, 0, "Takstblad 2024 for Nordby")
        for column, heading in enumerate(HEADINGS):
            sheet.write(2, column, heading)
        fill(sheet)
        hidden = book.add_worksheet("Gamle takster")
        hidden.write(0, 0, "Afdeling")
        hidden.hide()


def filled(sheet: Worksheet) -> None:
    sheet.merge_range("A4:A5", "Kirkevej A")
    sheet.write_row("B4", ("SEL § 107", 12, 1339, 1275.24, "Autisme", 7430))
    sheet.write("B5", "§ 104")
    sheet.write_formula("D5", "=D4/4", None, 334.75)
    sheet.write_row("A6", ("Engbo", "§ 108", 0, "se bilag", None, "hjerneskade", "7330 Brande", "Kun kvinder"))
    sheet.write_formula("E6", "=D6*0.8", None, "#VALUE!")
    sheet.write_row("A7", ("Rodet", "§ 999", 3, 100))
    sheet.write_row("B8", ("§ 108", 3))


def test_rows_become_offers_that_name_their_cells(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "takster.xlsx", filled)
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    ran = run("import", "takster.xlsx", "--map", "kort.yaml", "--to", "ny.yaml")
    assert ran.code == 1, ran.err
    catalogue = load_catalogue(tmp_path / "ny.yaml")
    kirkevej, engbo = catalogue.document.offers
    assert [one.provision for one in kirkevej.services] == ["SEL-107-1", "SEL-107-2", "SEL-104"]
    assert kirkevej.specialisation == {"autism-spectrum": 2}
    stay, _same, day = kirkevej.services
    assert stay.recorded["price"] == {"per": "day", "basic": "1339", "net_of_vat": "1275.24", "vat": "incl"}
    assert stay.cells is not None and stay.cells["price.net_of_vat"] == "takster!E4"
    assert day.recorded["price"] == {"per": "day", "basic": "334.75", "vat": "incl"}
    assert (kirkevej.cells or {})["name"] == "takster!A4"
    file = (catalogue.document.imports or {})["takster"]
    assert (file.file, file.sheet, file.day.isoformat()) == ("takster.xlsx", "Takster", "2026-12-01")
    # what is not clear stays unknown
    assert (
        engbo.specialisation == {"brain-injury": 2}
        and engbo.services[0].places is None
        and not engbo.services[0].has("price")
    )


@pytest.mark.parametrize(
    "told",
    [
        "takster.xlsx: 3 of 5 rows taken: 2 offers, 4 services",
        'Takster!B7: Paragraf is a provision that visit does not know: "§ 999"',
        "Takster!8: the row names no offer",
        "Takster!C6: Pladser is 0, which is most likely a blank",
        'Takster!D6: Takst is not a number: "se bilag"',
        "Takster!E6: Ekskl. moms holds a fault of the spreadsheet",
        "Takster!B4: Paragraf: read as SEL § 107, stk. 1 and SEL § 107, stk. 2",
        "hidden sheets: Gamle takster",
        "nothing is written: name the catalogue's file with --to",
    ],
)
def test_every_row_is_told_of(run: Run, tmp_path: Path, told: str) -> None:
    workbook(tmp_path / "takster.xlsx", filled)
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    ran = run("import", "takster.xlsx", "--map", "kort.yaml", COLUMNS="200")
    assert told in ran.out


def test_the_rows_are_a_list_and_data_too(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "takster.xlsx", filled)
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    rows = json.loads(run("import", "takster.xlsx", "--map", "kort.yaml", "--format", "json").out)["rows"]
    assert [row["outcome"] for row in rows] == ["changed", "taken", "changed", "refused", "refused"]
    listed = run("import", "takster.xlsx", "--map", "kort.yaml", "--format", "csv").out.splitlines()
    assert len(listed) == 1 + sum(max(1, len(row["told"])) for row in rows)


def test_a_map_is_proposed_and_used(run: Run, tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "register.xlsx")) as book:
        sheet = book.add_worksheet("Udtræk")
        sheet.write_row(0, 0, ("Udtræk af registret",))
        sheet.write_row(1, 0, ("Tilbuddets navn", "Virksomhedsform", "Pladser § 107", "Pladser § 108", "Postnr."))
        sheet.write_row(2, 0, ("Engbo", "Privat", 4, 8, 7430))
    ran = run("import", "register.xlsx", "--map", "kort.yaml")
    assert ran.code == 0 and "written: kort.yaml" in ran.err
    proposed = (tmp_path / "kort.yaml").read_text(encoding="utf-8")
    assert "heading: 2" in proposed
    which = '"Pladser § 107": {field: places, provision: SEL-107-1 | SEL-107-2}'
    assert f"  # {which}" in proposed and "  Pladser § 108" not in proposed
    ran = run("import", "register.xlsx", "--map", "kort.yaml")
    assert ran.code == 0 and "columns that the map does not have: Pladser § 107" in ran.out
    chosen = proposed.replace(f"# {which}", which.replace("SEL-107-1 | ", ""))
    (tmp_path / "kort.yaml").write_text(chosen, encoding="utf-8")
    assert run("import", "register.xlsx", "--map", "kort.yaml", "--to", "ny.yaml").code == 0
    services = load_catalogue(tmp_path / "ny.yaml").document.offers[0].services
    assert [(one.provision, one.places) for one in services] == [("SEL-107-2", 4), ("SEL-108", 8)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  Pladser: placs", '“placs”\n  help: did you mean "places"?'),
        ("  Plads: places", 'no column “Plads”\n  help: did you mean "Pladser"?'),
        ("  Målgruppe: specialisation", "target groups need to know how specialised the column is"),
        ("  Pladser: {field: places, zero: ja}", "number"),
        ("  Takst: {field: price.basic, words: {Ja: x}}", "`words` has no effect on price.basic"),
    ],
)
def test_a_fault_of_the_map_stands_at_its_place(run: Run, tmp_path: Path, line: str, said: str) -> None:
    workbook(tmp_path / "takster.xlsx", filled)
    (tmp_path / "kort.yaml").write_text(MAP.partition("columns:")[0] + f"columns:\n{line}\n", encoding="utf-8")
    ran = run("import", "takster.xlsx", "--map", "kort.yaml")
    assert ran.code == 2 and "kort.yaml:10:" in ran.err and said in ran.err


def test_the_text_of_a_danish_spreadsheet(run: Run, tmp_path: Path) -> None:
    text = "Navn;Paragraf;Takst pr. døgn;Ejerform;By\r\nEngbo – Åen;§ 108;1.049,50;kommunal;Ikast\r\n\r\n"
    (tmp_path / "liste.csv").write_bytes(text.encode("cp1252"))
    assert run("import", "liste.csv", "--map", "kort.yaml").code == 0
    ran = run("import", "liste.csv", "--map", "kort.yaml", "--to", "ny.yaml")
    offer = load_catalogue(tmp_path / "ny.yaml").document.offers[0]
    assert (ran.code, offer.id, offer.name) == (0, "engbo-aaen", "Engbo – Åen")
    assert offer.services[0].recorded["price"] == {"per": "day", "basic": "1049.5"}


def test_two_rows_that_say_two_things_of_one_offer(run: Run, tmp_path: Path) -> None:
    rows = ("Navn;Paragraf;Niveau;Takst;Alder", "Engbo;§ 108;Takst 1;500;18+", "Engbo;§ 108;Takst 2;700;18-65",
            "Engbo;§ 108;Takst 2;800;18+")  # fmt: skip
    (tmp_path / "liste.csv").write_text("\n".join(rows), encoding="utf-8-sig")
    run("import", "liste.csv", "--map", "kort.yaml")
    asked = run("import", "liste.csv", "--map", "kort.yaml", "--to", "ny.yaml")
    assert asked.code == 2 and "for which time are the prices of “Takst”?" in asked.err
    proposed = (tmp_path / "kort.yaml").read_text("utf-8")
    (tmp_path / "kort.yaml").write_text(proposed.replace("# price_per: …", "price_per: day"), "utf-8")
    ran = run("import", "liste.csv", "--map", "kort.yaml", "--to", "ny.yaml")
    offer = load_catalogue(tmp_path / "ny.yaml").document.offers[0]
    assert offer.services[0].recorded["price"] == {"per": "day", "levels": {"takst-1": "500", "takst-2": "700"}}
    assert "E3: Alder says another value than E2, which was read first" in ran.out
    assert "D4: Takst says another value than D3, which was read first" in ran.out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"PK\x03\x04 damaged", "is not a workbook, or is a damaged one"),
        ("a.csv", b"", "the file is empty"),
        ("a.pdf", b"%PDF", "is neither CSV nor a workbook"),
    ],
)
def test_a_file_that_cannot_be_read(run: Run, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("import", name)
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err


def test_what_is_there_is_not_replaced(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "takster.xlsx", filled)
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "ny.yaml").write_text("mine", encoding="utf-8")
    assert "ny.yaml is there already" in run("import", "takster.xlsx", "--map", "kort.yaml", "--to", "ny.yaml").err
    assert (tmp_path / "ny.yaml").read_text(encoding="utf-8") == "mine"


def test_no_cpr_number_reaches_a_map(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Navn;Driftsform\nA;010181-4321\n", encoding="utf-8")
    assert run("import", "a.csv", "--map", "kort.yaml").code == 0
    assert "010181-4321" not in (tmp_path / "kort.yaml").read_text(encoding="utf-8")
    (tmp_path / "b.csv").write_text("Navn;CPR 010181-4321\nA;1\n", encoding="utf-8")
    told = run("import", "b.csv", "--map", "b.yaml")
    assert told.code == 2 and "looks like a CPR number" in told.err and not (tmp_path / "b.yaml").exists()


def test_a_cell_far_away_makes_no_table(run: Run, tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("Ark")
        sheet.write(0, 0, "Navn")
        sheet.write(1_048_575, 16_383, "x")
    ran = run("import", "a.xlsx")
    assert ran.code == 2 and "reaches to cell XFD1048576" in ran.err


def test_a_blank_before_a_formula_is_a_blank(tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_blank(0, 0, None, book.add_format({"bold": True}))
        sheet.write_formula(0, 1, "=1+1", None, "#N/A")
    (read,) = read_rows(tmp_path / "a.xlsx").sheets
    assert (read.formulas, read.faults) == (frozenset(), frozenset({"B1"}))


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters(one) for one in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


def test_dates_and_truths_keep_their_kind(tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, date(2024, 2, 29), book.add_format({"num_format": "dd-mm-yyyy"}))  # type: ignore[arg-type]
        sheet.write_boolean(0, 1, True)
    (read,) = read_rows(tmp_path / "a.xlsx").sheets
    assert list(read.rows[0]) == [date(2024, 2, 29), True]


def test_a_file_put_into_a_catalogue_that_is_there(run: Run, tmp_path: Path) -> None:
    old = """\
catalogue: mine
as_of: 2023-01-01
offers:
  - {id: nb-engbo, name: engbo, operator: {type: private, municipality: Ikast-Brande, name: Fonden}, place: Brande,
     source: {ref: Hjemmesiden}, estimated: [place, premises], premises: [step_free],
     services: [{provision: SEL-108, price_dkk_per_day: 100, staff: drop_in}]}
  - {id: andet, name: Andet, source: {ref: Hjemmesiden}, services: [{provision: SEL-104}]}
"""
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    workbook(
        tmp_path / "takster.xlsx", lambda sheet: sheet.write_row("A4", ("Engbo", "§ 108", 8, 1339, None, None, 7430))
    )
    ran = run("import", "takster.xlsx", "--map", "kort.yaml", "--onto", "old.yaml", "--to", "ny.yaml", COLUMNS="200")
    assert ran.code == 0, ran.err
    engbo, other = load_catalogue(tmp_path / "ny.yaml").document.offers
    assert (engbo.id, engbo.name, engbo.place, engbo.operator.name) == ("nb-engbo", "Engbo", "7430", "Fonden")
    assert engbo.premises == ("step_free",) and engbo.estimated == ("premises",) and other.id == "andet"
    of_file = {"ref": "Takstblad 2024", "as_of": "2024-01-01"}
    price = {"per": "day", "basic": "1339", "vat": "incl", "source": of_file}
    assert engbo.services[0].recorded["price"] == price
    assert engbo.source.ref == "Hjemmesiden" and not engbo.services[0].has("source")
    assert engbo.services[0].staff == "drop_in" and not engbo.services[0].has("price_dkk_per_day")
    for line in ("place: Brande → 7430", "SEL 108, places: not recorded → 8", "1 is changed"):
        assert line in ran.out
    told = run("diff", "old.yaml", "ny.yaml", COLUMNS="200")
    assert told.code == 1 and "place: Brande → 7430" in told.out
    assert run("diff", "ny.yaml", "ny.yaml").code == 0


def test_each_part_of_an_offer_keeps_its_source_in_a_merge() -> None:
    register: dict[str, PlainValue] = {"ref": "register", "as_of": "2023-01-01"}
    rates: dict[str, PlainValue] = {"ref": "rates", "as_of": "2026-01-01"}
    price: dict[str, PlainValue] = {"basic": 900}
    old = one_offer(
        register, {"place": "Brande"},
        {"provision": "SEL-107", "places": 4}, {"provision": "SEL-108", "places": 8, "price_dkk_per_day": 700},
        {"provision": "SEL-104", "price_dkk_per_day": 300},
    )  # fmt: skip
    new = one_offer(
        rates, {}, {"provision": "SEL-108", "price": price}, {"provision": "SEL-104", "price": price}, {"provision": "SEL-103"}
    )  # fmt: skip
    assert the_offer(merged(old, new)) == {
        "id": "a", "name": "A", "place": "Brande", "source": register,
        "services": [
            {"provision": "SEL-107", "places": 4},
            {"provision": "SEL-108", "places": 8, "price": {**price, "source": rates}},
            {"provision": "SEL-104", "price": price, "source": rates},
            {"provision": "SEL-103", "source": rates},
        ],
    }  # fmt: skip
    whole = one_offer(rates, {"place": "Ikast"}, {"provision": "SEL-108", "places": 9, "price": price})
    found = the_offer(merged(old, whole))
    assert found["source"] == rates and found["place"] == "Ikast"
    assert found["services"] == [
        {"provision": "SEL-107", "places": 4, "source": register},
        {"provision": "SEL-108", "places": 9, "price": price},
        {"provision": "SEL-104", "price_dkk_per_day": 300, "source": register},
    ]


def one_offer(
    source: dict[str, PlainValue], fields: dict[str, PlainValue], *services: dict[str, PlainValue]
) -> dict[str, PlainValue]:
    offer: dict[str, PlainValue] = {"id": "a", "name": "A", **fields, "source": source, "services": [*services]}
    return {"catalogue": "c", "as_of": "2026-01-01", "offers": [offer]}


def the_offer(catalogue: dict[str, PlainValue]) -> dict[str, PlainValue]:
    offers = catalogue["offers"]
    assert isinstance(offers, list) and isinstance(offers[0], dict)
    return offers[0]


@pytest.mark.parametrize("file", ["rows.csv", "rows.xlsx"])
def test_what_is_exported_is_imported_as_it_was(run: Run, tmp_path: Path, file: str) -> None:
    source = """\
catalogue: mine
as_of: 2023-01-01
offers:
  - {id: nb-engbo, name: "Engbo; hus 1", operator: {type: private, municipality: Ikast-Brande, name: Fonden}, place: Brande,
     specialisation: {autism-spectrum: 2, dementia: 1}, ages: [18, null], premises: [step_free, shielded], mobile: false,
     approved: {by: Socialtilsyn Midt, until: 2027-01-31, tilbudsportalen: true}, source: {ref: Takstbladet, as_of: 2023-01-01},
     services: [{provision: SEL-108, places: 8, price: {basic: 2394.5, net_of_vat: 2300, vat: incl}, hours_per_week: 37.5},
                {provision: SEL-104, id: vaerksted, price: {levels: {takst-1: 500, takst-2: 700.25}, vat: incl}}]}
"""
    (tmp_path / "mine.yaml").write_text(source, encoding="utf-8")
    assert run("export", "-c", "mine.yaml", "-o", file).code == 0
    assert run("import", file, "--map", "kort.yaml").code == 0
    proposed = (tmp_path / "kort.yaml").read_text(encoding="utf-8").replace("# vat: excl", "vat: incl")
    (tmp_path / "kort.yaml").write_text(proposed.replace(f'ref: "{file}"', "ref: Takstbladet"), encoding="utf-8")
    ran = run("import", file, "--map", "kort.yaml", "--to", "ny.yaml")
    assert ran.code == 0, ran.out
    told = run("diff", "mine.yaml", "ny.yaml")
    assert told.code == 0, told.out


def test_sources_that_have_no_cell_are_named(run: Run, tmp_path: Path) -> None:
    register = {"ref": "register"}
    service = {"provision": "SEL-108", "source": {"ref": "rates"}, "price": {"basic": 900, "source": register}}
    offer = {"id": "a", "name": "A", "source": register, "cells": {"name": "r!A2"}, "services": [service]}
    imports = {"r": {"file": "r.csv", "sha256": "0" * 64, "day": "2026-01-01"}}
    whole = {"catalogue": "c", "as_of": "2026-01-01", "imports": imports, "offers": [offer]}
    (tmp_path / "mine.yaml").write_text(json.dumps(whole), encoding="utf-8")
    told = run("export", "-c", "mine.yaml", "-o", "rows.csv").err
    assert "services.source, cells and price.source" in told, told


def test_hidden_rows_columns_and_sheets_are_told(run: Run, tmp_path: Path) -> None:
    book = Workbook(tmp_path / "hidden.xlsx")
    shown, other = book.add_worksheet("Takster"), book.add_worksheet("Gemt")
    for number in range(7):
        shown.write_row(
            number, 0, ("Afdeling", "Paragraf", "Pladser") if number == 0 else (f"A{number}", "§ 104", number)
        )
    for number in (2, 3, 5):
        shown.set_row(number, None, None, {"hidden": True})
    shown.set_column(2, 2, None, None, {"hidden": True})
    other.write(0, 0, "x")
    other.hide()
    book.close()
    run("import", "hidden.xlsx", "--map", "m.yaml")
    ran = run("import", "hidden.xlsx", "--map", "m.yaml")
    assert "hidden sheets: Gemt" in ran.out
    assert "rows and columns: 3-4, 6 and C" in ran.out
    found = json.loads(run("import", "hidden.xlsx", "--map", "m.yaml", "--format", "json").out)
    assert found["hidden_parts"] == ["3-4", "6", "C"]
    assert len(found["rows"]) == 6


REGISTER = (
    ("Tilbuddets navn", "Havhuset", "Havhuset"),
    ("Afdelinger", "Nord", "Syd"),
    ("Tilbuddets adresse", "Strandvej 2, 6700 Esbjerg", "Strandvej 4, 6700 Esbjerg"),
    ("Virksomhedsform", "Primærkommune", "Primærkommune"),
    ("Primær tilbudstype", "§ 107", "§ 108"),
    ("Øvrige", "", "§ 104"),
    ("Pladser § 108", "", "12"),
    ("Ledige pladser", "2", "0"),
    ("Alder fra-til", "18 til 85 år", "18 til 85 år"),
    ("Takst", "1.850,00", "2.250,50"),
)
"""As the register names its fields: an offer with two departments, and a further legal basis."""


def test_a_register_list_has_an_offer_for_each_department(run: Run, tmp_path: Path) -> None:
    Path("register.csv").write_text("\n".join(map(";".join, zip(*REGISTER, strict=True))), "utf-8")
    run("import", "register.csv", "--map", "m.yaml")
    proposed = Path("m.yaml").read_text("utf-8")
    assert "Afdelinger: department" in proposed and 'fra-til": ages' in proposed
    assert "Øvrige: provision" in proposed
    Path("m.yaml").write_text(proposed.replace("# price_per: …", "price_per: day"), "utf-8")
    assert run("import", "register.csv", "--map", "m.yaml", "--to", "offers.yaml").code == 0
    offers = load_catalogue("offers.yaml").document.offers
    assert [one.name for one in offers] == ["Havhuset, Nord", "Havhuset, Syd"]
    assert [one.operator.type for one in offers] == ["municipal", "municipal"]
    assert [one.provision for one in offers[1].services] == ["SEL-108", "SEL-104"]
    assert (offers[1].cells or {})["name"] == "register!A3, register!B3"
    assert (offers[1].services[1].cells or {})["provision"] == "register!E3, register!F3"


def test_two_columns_that_say_two_things_are_told(run: Run, tmp_path: Path) -> None:
    Path("a.csv").write_text("Afdeling;Paragraf;Pladser;I alt\nEngbo;§ 104;8;9\nSkov;§ 104;7;7\n", "utf-8")
    columns = "  Afdeling: name\n  Paragraf: provision\n  Pladser: places\n  I alt: places\n"
    head = "map: catalogue\ncatalogue: a\nas_of: 2026-01-01\nsource: {ref: a}\ncolumns:\n"
    Path("m.yaml").write_text(head + columns, "utf-8")
    rows = json.loads(run("import", "a.csv", "--map", "m.yaml", "--format", "json").out)["rows"]
    assert [[(one["kind"], one["cell"]) for one in row["told"]] for row in rows] == [[("left_out", "D2")], []]


def test_what_contradicts_itself_after_an_import_is_said_of_its_offer(run: Run, tmp_path: Path) -> None:
    head = "catalogue: old\nas_of: 2026-01-01\noffers:\n  - id: engbo\n    name: Engbo\n    source: {ref: s}\n"
    Path("old.yaml").write_text(head + "    services: [{provision: SEL-104, places: 9, free: 8}]\n", "utf-8")
    Path("a.csv").write_text("Afdeling;Paragraf;Pladser\nEngbo;§ 104;7\n", "utf-8")
    columns = "  Afdeling: name\n  Paragraf: provision\n  Pladser: places\n"
    head = "map: catalogue\ncatalogue: a\nas_of: 2026-01-01\nsource: {ref: a}\ncolumns:\n"
    Path("m.yaml").write_text(head + columns, "utf-8")
    ran = run("import", "a.csv", "--map", "m.yaml", "--onto", "old.yaml", "--to", "new.yaml")
    assert ran.code == 2
    assert "old.yaml: error: engbo: more free places than places" in ran.err
    assert not Path("new.yaml").exists()


def test_a_part_of_a_workbook_that_cannot_be_unpacked(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "rates.xlsx", filled)
    content = bytearray((tmp_path / "rates.xlsx").read_bytes())
    at = content.index(b"xl/workbook.xml") + len(b"xl/workbook.xml") + 4
    content[at : at + 12] = b"\xff" * 12
    (tmp_path / "rates.xlsx").write_bytes(bytes(content))
    ran = run("import", "rates.xlsx", "--map", "m.yaml")
    assert ran.code == 2
    assert "is not a workbook, or is a damaged one" in ran.err


def test_rows_and_what_is_told_of_them_are_counted_apart(run: Run, tmp_path: Path) -> None:
    rows = "Afdeling;Paragraf;Pladser;Ledige pladser\nA;§ 108;x;y\nB;§ 108;z;1\n;x;1;1\nD;;2;1\n"
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    columns = "columns: {Afdeling: name, Paragraf: provision, Pladser: places, Ledige pladser: free}\n"
    (tmp_path / "m.yaml").write_text(
        f"map: catalogue\ncatalogue: c\nas_of: 2026-01-01\nsource: {{ref: s}}\n{columns}", encoding="utf-8"
    )
    out = run("import", "r.csv", "--map", "m.yaml").out
    assert "2 of 4 rows taken" in out
    assert "Not taken (2 rows)" in out and "Left out, and so not known (2 rows, 3 remarks)" in out


def test_a_rate_without_vat_alone_is_the_price_and_a_price_without_an_amount_is_none(run: Run, tmp_path: Path) -> None:
    """The rows of the whole sheet were refused: of a rate sheet with one column of rates, and of a blank beside a day."""
    rows = [
        "Tilbud;Paragraf;Takst ekskl. moms;Takst inkl. moms;Gyldig fra", "A;§ 108;1.900,00;;2024-01-01",
        "B / C;§ 85 og § 104;500;525;", "D;§ 108;;;2024-01-01", "E;§ 108;;2100;",
    ]  # fmt: skip
    (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8")
    run("import", "r.csv", "--map", "m.yaml")
    proposed = (tmp_path / "m.yaml").read_text("utf-8")
    assert '"Takst ekskl. moms": price.net_of_vat' in proposed and '"Takst inkl. moms": price.basic' in proposed
    assert "\nvat: incl\n" in proposed
    (tmp_path / "m.yaml").write_text(proposed.replace("# price_per: …", "price_per: day"), "utf-8")
    ran = run("import", "r.csv", "--map", "m.yaml", "--to", "c.yaml", "--format", "json")
    assert ran.code == 0, ran
    told = [(one["kind"], one["cell"]) for row in json.loads(ran.out)["rows"] for one in row["told"]]
    assert told == [("changed", "C2"), ("changed", "A3"), ("changed", "C3"), ("changed", "D3"), ("left_out", "E4")]
    offers = load_catalogue(tmp_path / "c.yaml").document.offers
    first, second, third, fourth = (offer.services[0].recorded for offer in offers)
    assert first["price"] == {"per": "day", "basic": "1900", "from": "2024-01-01", "vat": "excl"}
    assert first["cells"]["price.basic"] == "r!C2"
    assert second["price"] == {"per": "day", "net_of_vat": "500", "basic": "525", "vat": "incl"}
    assert "price" not in third and not any(name.startswith("price") for name in third["cells"])
    assert fourth["price"] == {"per": "day", "basic": "2100", "vat": "incl"}


def test_of_one_column_of_rates_without_vat_the_map_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("Tilbud;Paragraf;Takst ekskl. moms\nA;§ 108;1.900,00\n", encoding="utf-8")
    run("import", "r.csv", "--map", "m.yaml")
    proposed = (tmp_path / "m.yaml").read_text("utf-8")
    assert '"Takst ekskl. moms": price.basic' in proposed and "\nvat: excl\n" in proposed


def test_a_row_that_is_not_taken_says_nothing_of_its_offer(run: Run, tmp_path: Path) -> None:
    rows = "Tilbud;Paragraf;Postnr;Pladser\nA;;7430;4\nA;§ 108;;8\n"
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    run("import", "r.csv", "--map", "m.yaml")
    run("import", "r.csv", "--map", "m.yaml", "--to", "c.yaml")
    (offer,) = load_catalogue(tmp_path / "c.yaml").document.offers
    assert not offer.has("place") and offer.services[0].places == 8


def test_the_name_of_a_sheet_is_no_number_and_a_text_is_no_binary_file(run: Run, tmp_path: Path) -> None:
    book = Workbook(tmp_path / "named.xlsx")
    sheet = book.add_worksheet("010190-1234")
    sheet.write_row(0, 0, ("Afdeling", "Paragraf"))
    sheet.write_row(1, 0, ("A", "§ 104"))
    book.close()
    (tmp_path / "marked.csv").write_bytes("Afdeling;Paragraf\nA;§ 104\n".encode("utf-16-le"))
    for file, said in (("named.xlsx", "the name of a sheet looks like a CPR number"), ("marked.csv", "not text")):
        ran = run("import", file, "--map", "m.yaml")
        assert ran.code == 2 and f"{file}: error:" in ran.err and said in ran.err, ran
        assert "0101" not in ran.err and not (tmp_path / "m.yaml").exists()


def told_of(run: Run, tmp_path: Path, columns: str, *rows: str) -> tuple[list[tuple[str, str, str]], dict[str, Any]]:
    """Import rows; return what is told of their cells, and the whole answer."""
    (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        "format: 1\nmap: catalogue\ncatalogue: r\nas_of: 2026-01-01\nsource: {ref: x}\ndecimal: comma\nvat: incl\nprice_per: day\n"
        f"columns: {{{columns}}}\n",
        encoding="utf-8",
    )
    ran = run("import", "r.csv", "--map", "own.yaml", "--format", "json")
    answer = json.loads(ran.out)
    return [(one["kind"], one["cell"], one["message"]) for row in answer["rows"] for one in row["told"]], answer


def test_places_of_several_provisions_are_of_none_alone(run: Run, tmp_path: Path) -> None:
    columns = "Tilbud: name, Paragraf: provision, Pladser: places, Takst: price.basic"
    told, answer = told_of(run, tmp_path, columns, "Tilbud;Paragraf;Pladser;Takst", "A;§ 107;8;900", "B;§ 108;5;800")
    assert told[1:] == [
        ("left_out", "C2", "Pladser is of 2 provisions together: how many each has is not known"),
        ("changed", "D2", "Takst is the price of each of 2 provisions"),
    ]
    services = [one for offer in answer["catalogue"]["offers"] for one in offer["services"]]
    assert [one.get("places") for one in services] == [None, None, 5]
    assert [one["price"]["basic"] for one in services] == [900, 900, 800]


def test_a_postcode_is_no_other_place_than_its_town(run: Run, tmp_path: Path) -> None:
    columns = "Tilbud: name, Paragraf: provision, Adresse: place, Postnr: place"
    rows = (
        "Tilbud;Paragraf;Adresse;Postnr",
        "A;§ 108;Bygaden 2, 7430 Ikast;7430",
        "B;§ 108;Bygaden 2, 7430 Ikast;7400",
    )
    told, _answer = told_of(run, tmp_path, columns, *rows)
    assert [one[1] for one in told if one[0] == "left_out"] == ["D3"]


def test_every_column_is_read_or_told(run: Run, tmp_path: Path) -> None:
    columns = "Tilbud: name, Paragraf: provision, Note: null"
    rows = ("Tilbud;Paragraf;Note;Takst;Takst;", "A;§ 108;x;1;2;y")
    _told, answer = told_of(run, tmp_path, columns, *rows)
    assert answer["left_out"] == ["Note"] and answer["unmapped"] == ["Takst", "Takst #2", "F (no heading)"]


def test_the_register_calls_further_provisions_so() -> None:
    assert heading_meaning("Tilbudstyper (øvrige juridiske grundlag)").field == "provision"


def test_comments_and_lines_through_cells_are_told(run: Run, tmp_path: Path) -> None:
    with Workbook(str(tmp_path / "rates.xlsx")) as book:
        sheet = book.add_worksheet("Takster")
        sheet.write_row("A3", HEADINGS)
        sheet.write_row("A4", ("Kirkevej A", "§ 107", 8, 1339))
        sheet.write_comment("D3", "inkl. moms")
        sheet.write_comment("D4", "ring til Anne")
        struck = book.add_format({"font_strikeout": True})
        sheet.write_row("A5", ("Engbo", "§ 108", 8, 1000), struck)
        sheet.write_blank("A9", None, struck)
        book.add_worksheet("Andet").write_comment("A1", "hører til et andet ark")
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    told = run("import", "rates.xlsx", "--map", "kort.yaml", "--format", "json").out
    beside = json.loads(told)["beside"]
    assert beside[0] == "comments, which are not read: D3, D4"
    assert "struck out" in beside[1] and beside[1].endswith("rows 5")
    assert len(beside) == 2 and "Anne" not in told
    assert "overstreget" in run("import", "rates.xlsx", "--map", "kort.yaml", VISIT_LANG="da").out


def test_a_merged_cell_over_two_columns_is_of_neither(run: Run, tmp_path: Path) -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.write_row("A4", ("Engbo", "§ 108"))
        sheet.merge_range("C4:D4", 9)
        sheet.write_row("A5", ("Skovly", "§ 108", 8))
        sheet.merge_range("D5:D6", 1000)
        sheet.write_row("A6", ("Mosen", "§ 108", 3))
        sheet.merge_range("A7:H7", "Botilbud for unge")

    workbook(tmp_path / "takster.xlsx", merged)
    (tmp_path / "kort.yaml").write_text(MAP, encoding="utf-8")
    ran = run("import", "takster.xlsx", "--map", "kort.yaml", "--to", "ny.yaml")
    assert "Takster!C4: a merged cell covers Pladser and Takst" in ran.out and "Takster!A7: a merged cell" in ran.out
    engbo, skovly, mosen = load_catalogue(tmp_path / "ny.yaml").document.offers
    assert not engbo.services[0].has("places") and not engbo.services[0].has("price")
    assert skovly.services[0].price.basic == mosen.services[0].price.basic == 1000


@pytest.mark.parametrize("name", ["nix", "nix.xlsx", "nix.ods"])
def test_a_file_that_is_not_there_is_told_as_such(run: Run, name: str) -> None:
    ran = run("import", name, VISIT_LANG="da")
    assert ran.code == 2 and "filen eller mappen findes ikke" in ran.err


def test_what_every_row_has_does_not_stand_in_for_a_cell_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    def filled_in_part(sheet: Worksheet) -> None:
        sheet.write_row("A4", ("Engbo", "§ 108", "se bilag"))
        sheet.write_row("A5", ("Skovly", "§ 108"))

    workbook(tmp_path / "takster.xlsx", filled_in_part)
    (tmp_path / "kort.yaml").write_text(MAP.replace("always: {", "always: {places: 7, "), encoding="utf-8")
    run("import", "takster.xlsx", "--map", "kort.yaml", "--to", "ny.yaml")
    engbo, skovly = load_catalogue(tmp_path / "ny.yaml").document.offers
    assert not engbo.services[0].has("places") and skovly.services[0].places == 7


def test_places_that_every_row_has_are_of_several_provisions_together_too(run: Run, tmp_path: Path) -> None:
    workbook(tmp_path / "takster.xlsx", lambda sheet: sheet.write_row("A4", ("Engbo", "§ 107")))
    (tmp_path / "kort.yaml").write_text(MAP.replace("always: {", "always: {places: 7, "), encoding="utf-8")
    ran = run("import", "takster.xlsx", "--map", "kort.yaml", "--to", "ny.yaml")
    assert "Takster!B4: places is of 2 provisions together" in ran.out, ran.out
    (engbo,) = load_catalogue(tmp_path / "ny.yaml").document.offers
    assert [one.places for one in engbo.services] == [None, None]


@pytest.mark.parametrize(
    ("headings", "priced"),
    [
        ("Takst 2026", "Takst 2026"),
        ("Takst 2026 ekskl. moms", "Takst 2026 ekskl. moms"),
        ("Takst 2025;Takst pr. døgn 2026", "Takst pr. døgn 2026"),
        ("Takst 2026;Takst 2025", "Takst 2026"),
        ("Takst;Takst 2025", "Takst"),
    ],
)
def test_a_year_in_a_heading_counts_for_nothing_but_which_of_several_is_the_latest(
    run: Run, headings: str, priced: str
) -> None:
    Path("takster.csv").write_text(f"Navn;Paragraf;{headings}\nEngbo;§ 108;1;2\n", encoding="utf-8")
    proposed = run("import", "takster.csv").out
    mapped = [line.strip() for line in proposed.splitlines() if line.endswith(": price.basic")]
    assert mapped == [f'"{priced}": price.basic' if " " in priced and "." in priced else f"{priced}: price.basic"]


def test_words_of_a_proposed_map_are_lines_to_take_the_marks_from(run: Run) -> None:
    Path("takster.csv").write_text("Navn;Paragraf;Driftsform\nEngbo;§ 108;Kommunalt\n", encoding="utf-8")
    run("import", "takster.csv", "--map", "kort.yaml")
    text = Path("kort.yaml").read_text(encoding="utf-8")
    assert "  Driftsform:\n    field: operator.type\n    # words:" in text
    Path("kort.yaml").write_text(
        text.replace("    # words:", "    words:").replace("    #   ", "      "), encoding="utf-8"
    )
    ran = run("import", "takster.csv", "--map", "kort.yaml", "--to", "ny.yaml")
    assert ran.code == 0, ran
    assert load_catalogue("ny.yaml").document.offers[0].operator.type == "municipal"


def test_a_file_without_a_known_heading_is_asked_about(run: Run) -> None:
    Path("brev.csv").write_text("Kære borger\nVi har modtaget\n", encoding="utf-8")
    ran = run("import", "brev.csv", "--map", "kort.yaml", VISIT_LANG="da")
    assert ran.code == 0 and "er det den rigtige fil" in ran.err


NO_PERIOD = "Tilbud;Kommune;Virksomhedsform;Paragraf;{}\nHuset;Ikast-Brande;Kommunal;SEL § 108;15000\n"


@pytest.mark.parametrize(
    ("above", "heading", "proposed"),
    [
        ("Takster i kr. pr. måned inkl. moms\n", "Takst", ("month", "incl")),
        ("kr. pr. døgn, ekskl. moms\n", "Takst", ("day", "excl")),
        ("", "Pris pr. måned", ("month", "…")),
        ("", "Månedstakst inkl. moms", ("month", "incl")),
        ("Takster pr. måned\n", "Takst pr. døgn", ("day", "…")),
        ("Takster 2026\n", "Takst", ("…", "…")),
        ("Takster pr. år\n", "Takst", ("…", "…")),
        ("Takster pr. døgn og pr. måned\n", "Takst niveau 1", ("…", "…")),
    ],
)
def test_what_says_the_time_of_the_prices_is_proposed_else_asked(
    run: Run, above: str, heading: str, proposed: tuple[str, str]
) -> None:
    Path("t.csv").write_text(above + NO_PERIOD.format(heading), encoding="utf-8")
    run("import", "t.csv", "--map", "m.yaml")
    text = Path("m.yaml").read_text(encoding="utf-8")
    per, vat = (
        ("# " if one == "…" else "") + f"{key}: {one}" for key, one in zip(("price_per", "vat"), proposed, strict=True)
    )
    assert f"\n{per}\n{vat}\n" in text
    ran = run("import", "t.csv", "--map", "m.yaml", "--to", "c.yaml")
    asks = proposed[0] == "…"
    assert ran.code == (2 if asks else 0) and ("for which time are the prices" in ran.err) is asks
    if not asks:
        assert load_catalogue("c.yaml").document.offers[0].services[0].price.per == proposed[0]
        assert ("above the headings: " in ran.out) is bool(above)


@pytest.mark.parametrize(
    ("above", "heading", "asks"),
    [
        ("Takstblad 2024\n", "Takst", True),
        ("", "Takst 2024", True),
        ("Takster 2026\n", "Takst", False),
        ("", "Takst", False),
    ],
)
def test_the_day_of_a_sheet_of_another_year_is_asked_for(run: Run, above: str, heading: str, asks: bool) -> None:
    Path("t.csv").write_text(above + NO_PERIOD.format(heading), encoding="utf-8")
    run("import", "t.csv", "--map", "m.yaml")
    text = Path("m.yaml").read_text(encoding="utf-8")
    assert ("\n# as_of: 2024-…\n" in text) is asks and ("\nas_of: " in text) is not asks
    ran = run("import", "t.csv", "--map", "m.yaml")
    assert ran.code == 2 and ('"as_of" is missing' in ran.err) is asks


@pytest.mark.parametrize(
    ("heading", "cell", "line"),
    [
        ("1-2 dage", "60 %", '  "1-2 dage": {field: price.shares, days: 2}'),
        ("3 dage", "85 %", '  "3 dage": {field: price.shares, days: 3}'),
        ("3 dage", "450", '  # "3 dage": …'),
        ("30 dage", "450", '  "30 dage": null'),
    ],
)
def test_shares_by_days_are_proposed_where_they_are_in_percent(run: Run, heading: str, cell: str, line: str) -> None:
    Path("t.csv").write_text(
        f"Tilbud;Paragraf;Takst pr. døgn;{heading}\nHuset;SEL § 104;773;{cell}\n", encoding="utf-8"
    )
    run("import", "t.csv", "--map", "m.yaml")
    assert f"\n{line}" in Path("m.yaml").read_text(encoding="utf-8")


def test_a_heading_that_says_another_time_than_the_map_is_a_fault(run: Run) -> None:
    Path("t.csv").write_text(NO_PERIOD.format("Pris pr. måned"), encoding="utf-8")
    run("import", "t.csv", "--map", "m.yaml")
    Path("m.yaml").write_text(Path("m.yaml").read_text("utf-8").replace("price_per: month", "price_per: day"), "utf-8")
    ran = run("import", "t.csv", "--map", "m.yaml")
    assert ran.code == 2 and "“Pris pr. måned” says another time than `price_per: day`" in ran.err


def test_a_price_whose_cell_says_no_time_is_left_out(run: Run, tmp_path: Path) -> None:
    columns = "Tilbud: name, Paragraf: provision, Takst: price.basic, Enhed: {field: price.per, words: {md.: month}}"
    rows = ("Tilbud;Paragraf;Takst;Enhed", "A;§ 108;900;md.", "B;§ 108;800;")
    (tmp_path / "r.csv").write_text("\n".join(rows), encoding="utf-8")
    head = "map: catalogue\ncatalogue: r\nas_of: 2026-01-01\nsource: {ref: x}\n"
    (tmp_path / "m.yaml").write_text(f"{head}columns: {{{columns}}}\n", encoding="utf-8")
    ran = run("import", "r.csv", "--map", "m.yaml", "--to", "c.yaml")
    assert ran.code == 0 and "C3: the price is left out: no cell says for which time it is" in ran.out, ran
    first, second = (one.services[0].recorded for one in load_catalogue("c.yaml").document.offers)
    assert first["price"] == {"per": "month", "basic": "900"} and "price" not in second


def test_numbered_columns_are_levels_and_an_unknown_column_of_prices_is_a_question(run: Run) -> None:
    rows = "Tilbud;Paragraf;Takst 1;Takst niveau 2;Halv plads;Moms\nA;§ 104;557;366;237;ekskl. moms\n"
    Path("t.csv").write_text(rows, encoding="utf-8")
    run("import", "t.csv", "--map", "m.yaml")
    text = Path("m.yaml").read_text("utf-8").replace("# price_per: …", "price_per: day")
    assert (
        "Takst 1: {field: price.levels, level: takst-1}" in text and "  # Halv plads: …  ## a column of prices?" in text
    )
    Path("m.yaml").write_text(text, "utf-8")
    ran = run("import", "t.csv", "--map", "m.yaml", "--to", "c.yaml")
    assert ran.code == 1 and "columns that are most likely of prices: Halv plads" in ran.out
    price = load_catalogue("c.yaml").document.offers[0].services[0].recorded["price"]
    assert price == {"per": "day", "levels": {"takst-1": "557", "niveau-2": "366"}, "vat": "excl"}
    Path("m.yaml").write_text(text.replace("# Halv plads: …", "Halv plads: null"), "utf-8")
    assert run("import", "t.csv", "--map", "m.yaml").code == 0


@pytest.mark.parametrize("total", ["I alt", "Total", "Sum:", "I alt 12 pladser", "Subtotal"])
def test_a_total_is_no_offer(run: Run, tmp_path: Path, total: str) -> None:
    columns = "Tilbud: name, Paragraf: provision, Pladser: {field: places, provision: SEL-108}"
    told, answer = told_of(run, tmp_path, columns, "Tilbud;Paragraf;Pladser", "Total Omsorg;§ 108;8", f"{total};;12")
    assert [one["name"] for one in answer["catalogue"]["offers"]] == ["Total Omsorg"]
    assert told == [("refused", "A3", f'the row is a total: "{total}"')]


def test_an_offer_that_has_ceased_is_not_taken(run: Run, tmp_path: Path) -> None:
    columns = "Tilbud: name, Paragraf: provision, Status: approved.approved, Til: approved.until"
    rows = ("Tilbud;Paragraf;Status;Til", "A;§ 85;Ophørt;01-01-2025", "B;§ 85;Godkendt;2027")
    told, answer = told_of(run, tmp_path, columns, *rows)
    assert [(kind, cell) for kind, cell, _said in told] == [("refused", "C2"), ("left_out", "D3")]
    assert [one["approved"] for one in answer["catalogue"]["offers"]] == [{"approved": True}]


def test_a_price_of_the_weekend_beside_levels_is_left_out_and_not_its_row(run: Run, tmp_path: Path) -> None:
    columns = (
        "Tilbud: name, Paragraf: provision, T: {field: price.levels, level: a}, W: price.weekend, N: price.net_of_vat"
    )
    told, answer = told_of(run, tmp_path, columns, "Tilbud;Paragraf;T;W;N", "A;§ 108;800;900;700")
    assert [(kind, cell) for kind, cell, _said in told] == [("left_out", "D2"), ("left_out", "E2")]
    assert answer["catalogue"]["offers"][0]["services"][0]["price"] == {"levels": {"a": 800}, "vat": "incl"}


@pytest.mark.parametrize(("row", "price"), [
    ("800;700;inkl.", {"basic": 800, "net_of_vat": 700, "vat": "incl"}),
    ("800;700;ekskl.", {"basic": 800, "vat": "excl"}), ("700;800;inkl.", {"basic": 700, "vat": "incl"}),
])  # fmt: skip
def test_a_rate_without_vat_that_cannot_be_one_is_left_out_and_not_its_row(
    run: Run, tmp_path: Path, row: str, price: dict[str, Any]
) -> None:
    columns = "Tilbud: name, Paragraf: provision, T: price.basic, N: price.net_of_vat, M: price.vat"
    told, answer = told_of(run, tmp_path, columns, "Tilbud;Paragraf;T;N;M", f"A;§ 108;{row}")
    assert answer["catalogue"]["offers"][0]["services"][0]["price"] == price
    assert [(kind, cell) for kind, cell, _said in told] == ([] if "net_of_vat" in price else [("left_out", "D2")])


@pytest.mark.parametrize(("rows", "more"), [(13, None), (14, "and 2 more: --format csv")])
def test_one_line_more_is_shown_and_not_counted(run: Run, tmp_path: Path, rows: int, more: str | None) -> None:
    listed = [f"A{number};§ 999" for number in range(rows)]
    told_of(run, tmp_path, "Tilbud: name, Paragraf: provision", "Tilbud;Paragraf", *listed)
    out = run("import", "r.csv", "--map", "own.yaml").out
    assert ("more: --format csv" in out) is (more is not None) and (more or "B14: Paragraf") in out
