"""Spreadsheets as offices have them, drawn: good values, odd ones, merged cells, hidden rows; as a CSV or a workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from random import Random
from typing import Any

from xlsxwriter import Workbook

from fuzzing.odd import CPR, STEERING

HEADINGS = (
    "Afdeling",
    "Paragraf",
    "Pladser",
    "Takst",
    "Målgruppe",
    "Postnr",
    "Alder",
    "Godkendt til",
    "Personale",
    "Takst 2",
    "Uden moms",
    "Nat",
    "Timer i alt",
    "Status",
    "Ledige",
    "Pakke",
    "Andel",
    "Ukendt",
)
CATALOGUE_MAP = """format: 1
map: catalogue
catalogue: drawn
as_of: 2026-01-01
source: {ref: "Takstblad"}
decimal: comma
vat: excl
price_per: day
always: {operator.type: municipal, operator.municipality: Ikast-Brande}
columns:
  Afdeling: name
  Paragraf: provision
  Pladser: places
  Takst: price.basic
  Målgruppe: {field: specialisation, specialised: 2, words: {Autisme: autism-spectrum, Andre: null}}
  Postnr: place
  Alder: ages
  Godkendt til: approved.until
  Personale: staff
  Takst 2: {field: price.levels, level: takst-2}
  Uden moms: price.net_of_vat
  Nat: price.night
  Timer i alt: hours_per_week
  Status: approved.approved
  Ledige: free
  Pakke: {field: price.packages, hours: 7}
  Andel: {field: price.shares, days: 2}
  Ukendt: null
"""
TRAVEL_HEADINGS = ("Fra", "Til", "Bil", "Bus", "Metode", "Dato")
TRAVEL_MAP = """format: 1
map: travel
travel: drawn
as_of: 2026-01-01
method: planner
columns:
  Fra: from
  Til: to
  Bil: {field: minutes, by: car}
  Bus: {field: minutes, by: transit}
  Metode: method
  Dato: as_of
"""
CITIZEN_HEADINGS = (
    "CPR", "Sag", "Køn", "Født", "Alder nu", "Hjemby", "Målgruppe", "Også", "Støttebehov", "Lave mad", "Timer", "Tilbud",
    "Paragraf", "Startdato", "Døgn", "Pårørende", "Pårørendes by", "Kontakt", "Ønsker", "Højst km", "Søgt", "Samtykke",
    "Udredt", "Ukendt",
)  # fmt: skip
_CITIZEN_MAP = """format: 1
map: cases
cases: drawn
as_of: 2026-01-01
source: {ref: "Borgerliste"}
decimal: comma
always: {municipality: Silkeborg}
columns:
  Køn: {field: citizen.sex, words: {Pige: woman, Andre: null}}
  Født: citizen.born
  Alder nu: citizen.age
  Hjemby: citizen.home.place
  Målgruppe: {field: target_groups.primary, words: {Andre: null}}
  Også: target_groups.secondary
  Støttebehov: support_need
  Lave mad: functioning.cook
  Timer: needs.hours_per_week.support
  Tilbud: citizen.current.offer
  Paragraf: citizen.current.service
  Startdato: citizen.current.since
  Døgn: needs.round_the_clock
  Pårørende: network.who
  Pårørendes by: network.place
  Kontakt: network.contact
  Ønsker: wishes.offers
  Højst km: wishes.max_km
  Søgt: applied.provision
  Samtykke: consent.support
  Udredt: assessed
  Ukendt: null
"""
CITIZEN_MAPS = {
    "cpr.map.yaml": _CITIZEN_MAP + "  CPR: cpr\n  Sag: null\n",
    "case.map.yaml": _CITIZEN_MAP + "  Sag: case\n  CPR: null\n",
}
"""The same list with one column or the other for what a case is called."""
NOT_READ = frozenset(("Ukendt",))
SINGLE_PROVISIONS = ("§ 107", "§ 108", "SEL § 85", "§ 85 og § 104", "§ 104", "ABL § 105", "§ 107, stk. 1", "83 b")
GOOD_CELLS: dict[str, tuple[object, ...]] = {
    "Afdeling": ("Engbo", "Engbo", "Skovly", "Havhuset", "Mosen", "engbo ", "Åhuset", "I alt", "Engbo / Skovly"),
    "Paragraf": (
        "§ 107",
        "§ 108",
        "SEL § 85",
        "§ 85 og § 104",
        "§ 104",
        "ABL § 105",
        "§ 107, stk. 1",
        "83 b",
        "SEL §§ 83-87",
        "SEL § 85 - 87",
        "§ 85 ff.",
        "§ 98",
    ),
    "Pladser": (12, 0, "8 pladser", "1.234", 3.0, "", "12"),
    "Takst": ("1.049,50", 2394, 1050.25, "0", "kr. 900", "1.200 kr. pr. måned", "", 0),
    "Målgruppe": ("Autisme", "Andre", "Autisme; Angst", "Demens, Depression", "Senhjerneskade", ""),
    "Postnr": ("7430", 7430, "Ikast", "8000 Aarhus C", "Bygaden 2, 7400 Herning", "Nixby", ""),
    "Alder": ("18-65 år", "18+", "under 25", "65-18", ""),
    "Godkendt til": ("31-12-2026", "2027", "2026-02-30", 45000, ""),
    "Personale": ("ingen", "døgnpersonale", "tied_day_and_night", ""),
    "Takst 2": (1400, "1.450,00", "", "", 0),
    "Uden moms": ("1.001,20", 950, "", "", "2.000"),
    "Nat": (400, "", "", "500 kr."),
    "Timer i alt": (12, "7,5", "", "0", "37 timer om måneden"),
    "Status": ("ja", "Godkendt", "Ophørt", "Under afvikling", ""),
    "Pakke": ("188,50", 200, "", ""),
    "Andel": ("60 %", 85, "", "", 0),
    "Ledige": (2, 0, "ingen", ""),
    "Ukendt": ("noget", ""),
    "Fra": ("Ikast", "Herning", "7430", "Brande", "Nixby", ""),
    "Til": ("Ikast", "Herning", "Silkeborg", "Skjern", ""),
    "Bil": (18, "25 min", 0, "1,5", 5000, 60, 90, ""),
    "Bus": (40, "70", 61, ""),
    "Metode": ("Krak", "", ""),
    "Dato": ("2026-01-01", ""),
    "CPR": ("0101851234", "010185-1234", 101851234, "020290-4321", "1503701111", "12345", "", 2711481357),
    "Sag": ("a-1", "A 2", "sag 3", "7", "Æblevej", "", "a 2", 17),
    "Køn": ("kvinde", "mand", "Pige", "Andre", "M", ""),
    "Født": (1985, "1985", "14.5.1985", "1.1.1985", "1870", "2027", "", ""),
    "Alder nu": (40, "41 år", 0, 200, "", "", ""),
    "Hjemby": ("7430", "Ikast", "Bygaden 2, 7400 Herning", "Nixby", ""),
    "Også": ("ingen", "ADHD, depression", "Angst; Demens", "angst og ingen", "Autisme", ""),
    "Støttebehov": ("Moderat", 3, "4 - Fuldstændigt", "ikke vurderet", 5, "2 - Let", ""),
    "Lave mad": ("svært", 0, "2 - Moderat", "let", "meget", ""),
    "Timer": (7.5, "12 timer", 0, 400, "1.234", "", ""),
    "Tilbud": ("vaerkstedet", "Egely", "Ingen", "", ""),
    "Startdato": ("1-5-2024", "2099-01-01", "2026-02-30", 45000, ""),
    "Døgn": ("ja", "nej", "måske", ""),
    "Pårørende": ("mor", "søster", "", ""),
    "Pårørendes by": ("Ikast", "8600", "Nixby", "", ""),
    "Kontakt": ("dagligt", "ugentligt", "tit", ""),
    "Ønsker": ("vaerkstedet", "ingen", "Egely", "", ""),
    "Højst km": (30, "25 km", 0, "1.234", ""),
    "Søgt": ("§ 107", "SEL § 108", "§ 85", "bostøtte", ""),
    "Samtykke": ("givet", "afslået", "ja", ""),
    "Udredt": ("2025-12-01", "1-1-2020", "2099-01-01", "", ""),
}
_ODD: tuple[object, ...] = (
    *CPR, *STEERING, "=1+1", "'=1+1", "#N/A", True, False, -1, 10**15, 1e300, 0.1, "x" * 3000, "ukendt", "-", "?", "null",
    "a,b;c/d\ne",

    "1:30", " ", "\t", '"', "{{}}", "{name}", "%s", "ja", "nej", "2026-11-02", 1234567890, "0707614285 ", 707614285,
)  # fmt: skip


@dataclass
class DrawnTable:
    """Rows below a heading, and what is done to the sheet."""

    headings: tuple[str, ...]
    rows: list[list[object]]
    merged: tuple[int, int, int, int] | None = None
    hidden: list[int] = field(default_factory=list)


def drawn_table(chance: Random, headings: tuple[str, ...]) -> DrawnTable:
    """Draw some rows, most of them good."""
    rows: list[list[object]] = []
    for _number in range(chance.randrange(1, 7)):
        odd = chance.random() < 0.5
        rows.append(
            [
                chance.choice(_ODD) if odd and chance.random() < 0.25 else chance.choice(GOOD_CELLS[heading])
                for heading in headings
            ]
        )
    if rows and chance.random() < 0.2:
        rows.append(list(chance.choice(rows)))
    table = DrawnTable(headings, rows)
    if len(rows) > 1 and chance.random() < 0.3:
        column, bottom = chance.randrange(len(headings) - 1), chance.randrange(1, len(rows) + 1)
        right = column + (bottom == 1 or chance.random() < 0.5)
        table.merged = (1, column, bottom, right)
    if chance.random() < 0.2:
        table.hidden = [chance.randrange(1, len(rows) + 1)]
    return table


def as_csv(table: DrawnTable, chance: Random) -> bytes:
    """Write a table as a CSV, in one of the ways in which spreadsheets do.

    What the encoding lacks becomes `?`, in the table as well.
    """
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    table.rows = [[str(one).encode(encoding, "replace").decode(encoding) for one in row] for row in table.rows]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=chance.choice(";,\t"), lineterminator=chance.choice(("\n", "\r\n")),
                        quoting=csv.QUOTE_ALL)  # fmt: skip
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return written.getvalue().encode(encoding, "replace")


def as_workbook(table: DrawnTable) -> bytes:
    """Write a table as a workbook."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Takster")
    for column, heading in enumerate(table.headings):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)
    if table.merged is not None:
        top, left, bottom, right = table.merged
        sheet.merge_range(top, left, bottom, right, None)
        _write(sheet, top, left, table.rows[top - 1][left])
    for number in table.hidden:
        sheet.set_row(number, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def _write(sheet: Any, number: int, column: int, value: object) -> None:
    match value:
        case bool():
            sheet.write_boolean(number, column, value)
        case int() | float():
            sheet.write_number(number, column, value)
        case "=1+1":
            sheet.write_formula(number, column, "=1+1", None, "2")
        case "#N/A":
            sheet.write_formula(number, column, "=NA()", None, "#N/A")
        case "" | None:
            pass
        case _:
            sheet.write_string(number, column, str(value)[:30_000])
