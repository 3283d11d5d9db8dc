"""What is written in a cell: the value that it is, or what is wrong with it; nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from visit.imports import cells, code_cells, name_cells, provision_cells
from visit.imports.cells import CellError, Habits, Reader, read_cell
from visit.imports.sheets import CellValue, SheetCell

TODAY = date(2026, 11, 29)
GROUPS = code_cells.codes_cell("assignable_target_group")


def read(value: CellValue, reader: Reader, **habits: object) -> object:
    found = read_cell(SheetCell(value, "C7"), reader, Habits(TODAY, **habits))  # type: ignore[arg-type]
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("value", "reader", "expected"),
    [
        ("Kirkevej  A\n", cells.line_cell, "Kirkevej A"),
        (Decimal(7430), code_cells.place_cell, "7430"),
        (Decimal(28), cells.whole_cell, 28),
        ("12 pladser", cells.whole_cell, 12),
        ("1.049,50 kr.", cells.number_cell, Decimal("1049.5")),
        ("kr. 331,50", cells.number_cell, Decimal("331.5")),
        ("2 394,-", cells.number_cell, 2394),
        ("1,234.50", cells.number_cell, Decimal("1234.5")),
        ("autisme", GROUPS, ["autism-spectrum"]),
        ("SEL-85a", provision_cells.provisions_cell, ["SEL-85a"]),
        ("sel-104-open, SEL-108", provision_cells.provisions_cell, ["SEL-104-open", "SEL-108"]),
        (Decimal("1275.2404"), cells.number_cell, Decimal("1275.24")),
        ("Ja", cells.truth_cell, True),
        (False, cells.truth_cell, False),
        ("x", cells.truth_cell, True),
        ("Godkendt", cells.approval_cell, True),
        ("ikke godkendt", cells.approval_cell, False),
        ("Godkendelse bortfaldet", cells.approval_cell, False),
        ("31-12-2027", cells.last_day_cell, "2027-12-31"),
        (date(2027, 1, 1), cells.day_cell, "2027-01-01"),
        ("1. januar 2027", cells.day_cell, "2027-01-01"),
        ("31-12-2026", cells.day_cell, "2026-12-31"),
        (Decimal(2024), cells.day_cell, "2024-01-01"),
        ("18-65 år", cells.ages_cell, [18, 65]),
        ("18+", cells.ages_cell, [18, None]),
        ("fra 18 år", cells.ages_cell, [18, None]),
        ("18 år og derover", cells.ages_cell, [18, None]),
        ("under 25 år", cells.ages_cell, [None, 24]),
        ("op til 30", cells.ages_cell, [None, 30]),
        ("18 til 85 år (udviklingshæmning)", cells.ages_cell, [18, 85]),
        ("18-", cells.ages_cell, [18, None]),
        ("18 år og op", cells.ages_cell, [18, None]),
        ("10,5 t/uge", cells.number_of("hours"), Decimal("10.5")),
        ("10 timer pr. uge", cells.number_of("hours"), 10),
        ("10 timer om ugen", cells.number_of("hours"), 10),
        ("18 år -", cells.ages_cell, [18, None]),
        ("mellem 18 og 65 år", cells.ages_cell, [18, 65]),
        ("7430 Ikast", code_cells.place_cell, "7430 Ikast"),
        ("Kirkevej 3, 7430 Ikast", code_cells.place_cell, "7430 Ikast"),
        ("Esbjerg Kommune", code_cells.municipality_cell, "Esbjerg"),
        ("Kommunen Esbjerg", code_cells.municipality_cell, "Esbjerg"),
        ("Ikast-Brande", code_cells.municipality_cell, "Ikast-Brande"),
        ("SEL § 107", provision_cells.provisions_cell, ["SEL-107-1", "SEL-107-2"]),
        ("§107, stk. 2", provision_cells.provisions_cell, ["SEL-107-2"]),
        ("§ 107 stk 1", provision_cells.provisions_cell, ["SEL-107-1"]),
        ("SEL § 107(2)", provision_cells.provisions_cell, ["SEL-107-2"]),
        ("Servicelovens § 108, stk. 1", provision_cells.provisions_cell, ["SEL-108"]),
        ("§ 107, stk. 2, nr. 1", provision_cells.provisions_cell, ["SEL-107-2"]),
        ("§ 107 + § 108", provision_cells.provisions_cell, ["SEL-107-1", "SEL-107-2", "SEL-108"]),
        ("Længerevarende botilbud (§ 108)", provision_cells.provisions_cell, ["SEL-108"]),
        ("Aktivitets- og samværstilbud § 104", provision_cells.provisions_cell, ["SEL-104"]),
        ("Bostøtte - SEL § 85, ledsagelse § 97", provision_cells.provisions_cell, ["SEL-85", "SEL-97"]),
        ("SL § 85", provision_cells.provisions_cell, ["SEL-85"]),
        ("paragraf 108", provision_cells.provisions_cell, ["SEL-108"]),
        ("§ 85 a", provision_cells.provisions_cell, ["SEL-85a"]),
        ("§ 85", provision_cells.provisions_cell, ["SEL-85"]),
        ("§§ 85 og 104", provision_cells.provisions_cell, ["SEL-85", "SEL-104"]),
        ("SEL § 85, § 104; ABL § 105", provision_cells.provisions_cell, ["SEL-85", "SEL-104", "ABL-105"]),
        (Decimal(104), provision_cells.provisions_cell, ["SEL-104"]),
        ("§§ 83–84", provision_cells.provisions_cell, ["SEL-83", "SEL-83a", "SEL-83b", "SEL-84"]),
        ("SEL § 83, § 85", provision_cells.provisions_cell, ["SEL-83", "SEL-85"]),
        ("SEL § 97 - 98 og 102", provision_cells.provisions_cell, ["SEL-97", "SEL-98", "SEL-102"]),
        ("§§ 107 til § 108", provision_cells.provisions_cell, ["SEL-107-1", "SEL-107-2", "SEL-108"]),
        ("§§ 82 a-c", provision_cells.provisions_cell, ["SEL-82a", "SEL-82b", "SEL-82c"]),
        ("SUL §§ 141-142", provision_cells.provisions_cell, ["SUL-141", "SUL-142"]),
        ("SEL § 85 Socialpædagogisk støtte", provision_cells.provisions_cell, ["SEL-85"]),
        ("SEL-103-1", provision_cells.provisions_cell, ["SEL-103-1"]),
        ("Autismespektrum, demens", GROUPS, ["autism-spectrum", "dementia"]),
        ("autism-spectrum", GROUPS, ["autism-spectrum"]),
        ("ADHD", GROUPS, ["attention-disorder"]),
        # where nothing is known, nothing is said
        (None, cells.line_cell, None),
        ("-", cells.number_cell, None),
        ("Ikke oplyst", cells.line_cell, None),
    ],
)  # fmt: skip
def test_a_cell_is_read(value: CellValue, reader: Reader, expected: object) -> None:
    assert read(value, reader) == expected


@pytest.mark.parametrize(
    "value", ["§ 107, stk. 2, nr. 1", "SL § 85", "LSS § 85", "§ 85 (bostøtte)", "§ 107", "botilbud § 108"]
)
def test_a_citation_that_is_read_otherwise_is_told(value: str) -> None:
    found = read_cell(SheetCell(value, "C7"), provision_cells.provisions_cell, Habits(TODAY))
    assert found is not None and found.note is not None and found.note.startswith("read as SEL § ")


AMOUNTS = [
    "1.200,00 kr. pr. døgn",
    "1.200 kr./døgn",
    "1.200 pr. døgn",
    "kr. 1.200,- pr. dag",
    "1.200 kr. pr. døgn ekskl. moms",
]


@pytest.mark.parametrize("value", AMOUNTS)
def test_an_amount_may_say_what_its_column_is(value: str) -> None:
    assert read(value, cells.number_cell, decimal=",", per="day", vat="excl") == 1200
    with pytest.raises(CellError, match="has another unit"):
        read(value, cells.number_cell, decimal=",", per="month", vat="excl")
    if "moms" in value:
        with pytest.raises(CellError, match="has another unit"):
            read(value, cells.number_cell, decimal=",", per="day")


@pytest.mark.parametrize(
    ("value", "reader", "message", "help"),
    [
        ("se bilag", cells.number_cell, 'is not a number: "se bilag"', None),
        ("1.234", cells.number_cell, "may be thousands or decimals: 1.234", "decimal: comma"),
        ("1,234", cells.number_cell, "may be thousands or decimals: 1,234", "decimal: comma"),
        ("1.23.4", cells.number_cell, "is not a number: 1.23.4", None),
        (Decimal(-1), cells.number_cell, "is below zero: −1", None),
        (date(2026, 3, 1), cells.number_cell, 'is not a number: "2026-03-01"', None),
        ("2,5", cells.whole_cell, 'is not a whole number: "2,5"', None),
        ("måske", cells.truth_cell, 'is neither yes nor no: "måske"', "write ja or nej"),
        (Decimal(1), cells.truth_cell, 'is neither yes nor no: "1"', "write ja or nej"),
        ("31-02-2026", cells.day_cell, 'is not a date: "31-02-2026"', "31-12-2026"),
        (Decimal(46387), cells.day_cell, 'is a number in place of a date: "46387"', "31 December 2026"),
        ("46387", cells.last_day_cell, 'is a number in place of a date: "46387"', "31 December 2026"),
        ("65-18", cells.ages_cell, 'ends before it begins: "65-18"', None),
        ("18 og 65", cells.ages_cell, "is not a range of ages", "18-65"),
        ("18 til 85 år (autisme fra 25)", cells.ages_cell, "is not a range of ages", "18-65"),
        ("voksne", cells.ages_cell, 'is not a range of ages: "voksne"', "18-65"),
        ("Ikastt", code_cells.place_cell, 'cannot be read: no place is called "Ikastt"', "Ikast"),
        ("Esbjrg Kommune", code_cells.municipality_cell, 'is not a municipality: "Esbjrg Kommune"', "Esbjerg"),
        ("§ 999", provision_cells.provisions_cell, 'is a provision that visit does not know: "§ 999"', None),
        ("§ 108, stk. 1 og straffelovens § 68", provision_cells.provisions_cell, "is a provision of another act", None),
        ("efter aftale", provision_cells.provisions_cell, 'is not a provision: "efter aftale"', None),
        ("SEL §§ 83-87", provision_cells.provisions_cell, "is an offer like a botilbud", '`words: {"SEL §§ 83-87": SEL-85}`'),
        ("§§ 83–85", provision_cells.provisions_cell, "is an offer like a botilbud", "ABL § 105 og SEL § 85"),
        ("§ 83-87, 97, 98 og 102", provision_cells.provisions_cell, "is an offer like a botilbud", None),
        ("botilbudslignende § 105/85", provision_cells.provisions_cell, "is an offer like a botilbud", None),
        ("STL § 4, stk. 1, nr. 3", provision_cells.provisions_cell, "is an offer like a botilbud", None),
        ("LAB § 107", provision_cells.provisions_cell, "is a provision of another act", None),
        ("straffelovens § 68", provision_cells.provisions_cell, "is a provision of another act", None),
        ("Friplejeboligloven § 100", provision_cells.provisions_cell, "is a provision of another act", None),
        ("dog ikke § 108", provision_cells.provisions_cell, "is ", None),
        ("Midlertidigt botilbud", provision_cells.provisions_cell, "may be several provisions", "SEL-107-1 | SEL-107-2"),
        ("§§ 87-83", provision_cells.provisions_cell, "ends before it begins", None),
        ("§§ 68-70", provision_cells.provisions_cell, "is a provision that visit does not know", None),
        ("§ 85 ff.", provision_cells.provisions_cell, "is not a provision", "write each provision"),
        ("§ 85, stk. 1-3", provision_cells.provisions_cell, "is not a provision", "write each provision"),
        ("§ 85 (ikke § 104)", provision_cells.provisions_cell, "is not a provision", "write each provision"),
        ("Barnets lov § 84 aflastning", provision_cells.provisions_cell, "is a provision of another act", None),
        # a name that may mean several, or is only like one, is asked about
        ("hjerneskade", GROUPS, 'is not a name known here: "hjerneskade"', "congenital-brain-injury | acquired"),
        ("Autismen", GROUPS, 'is not a name known here: "Autismen"', "`words: {\"Autismen\":"),
        ("370,15 pr. time", cells.number_cell, 'has another unit: "370,15 pr. time"', "in the unit of the field"),
        ("1.200 kr. pr. måned", cells.number_cell, "has another unit", None),
        ("25%", cells.number_cell, "has another unit", None),
        ("10 timer pr. måned", cells.number_of("hours"), "has another unit", None),
        ("3 måneder", cells.whole_of("days"), "has another unit", None),
        ("2 år", cells.whole_of("days"), "has another unit", None),
        ("1" + " " * 4000 + "x", cells.number_cell, "has another unit", None),
        ("§ 85, stk. 9", provision_cells.provisions_cell, "SEL § 85 is known as a whole", "words"),
        ("SEL § 108 stk 7", provision_cells.provisions_cell, "SEL § 108 is known as a whole", "words"),
        ("Ophørt", cells.approval_cell, 'says that the offer has ceased: "Ophørt"', "nobody can be placed there"),
        ("Under ophør", cells.approval_cell, 'is not a status of approval: "Under ophør"', "ikke godkendt"),
        (Decimal(2027), cells.last_day_cell, 'is a year alone: "2027"', "31-12-2026"),
        ("101814321", name_cells.offer_name_cell, "looks like a CPR number", "1234-56789"),
        ("101.814.321", cells.number_cell, "looks like a CPR number", "1234-56789"),
        (Decimal(101814321), cells.whole_cell, "looks like a CPR number", "1234-56789"),
        ("Ring 010190-1234", cells.line_cell, "looks like a CPR number", "take it out"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_clear_is_told(value: CellValue, reader: Reader, message: str, help: str | None) -> None:
    with pytest.raises(CellError) as told:
        read(value, reader)
    assert told.value.message.startswith(message)
    assert (help is None) or (told.value.help is not None and help in told.value.help)


@pytest.mark.parametrize(
    ("value", "reader", "habits", "expected"),
    [
        ("1.234", cells.number_cell, {"decimal": ","}, 1234),
        ("1.234", cells.number_cell, {"decimal": "."}, Decimal("1.23")),
        ("1.049.500,50", cells.number_cell, {"decimal": ","}, Decimal("1049500.5")),
        ("Autisme | hjerneskade", GROUPS, {"separator": "|", "words": {"autisme": "autism-spectrum", "hjerneskade": None}},
         ["autism-spectrum"]),
        ("Botilbud", provision_cells.provisions_cell, {"words": {"botilbud": "SEL-108"}}, ["SEL-108"]),
    ],
)  # fmt: skip
def test_the_map_says_how_a_file_writes(
    value: str, reader: Reader, habits: dict[str, object], expected: object
) -> None:
    assert read(value, reader, **habits) == expected


@pytest.mark.parametrize("value", ["1049.50", "12.5", "1.2.3", "1.04,5"])
def test_a_point_that_parts_no_thousands_is_asked_about(value: str) -> None:
    """A file that says that it writes `,` before the decimals may hold a number that does not."""
    with pytest.raises(CellError) as told:
        read(value, cells.number_cell, decimal=",")
    assert told.value.message.startswith("is not a number")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("§§ 83-84", "read as SEL § 83, SEL § 83 a, SEL § 83 b and SEL § 84"),
        ("§§ 86-87", "read as SEL § 86, stk. 1 and SEL § 86, stk. 2; SEL § 87 is not known here"),
        ("§ 104, §§ 97-98", "read as SEL § 104, SEL § 97 and SEL § 98"),
        ("§ 85 og § 104", None),
    ],
)
def test_a_range_of_provisions_is_told_one_by_one(value: str, told: str | None) -> None:
    found = read_cell(SheetCell(value, "C7"), provision_cells.provisions_cell, Habits(TODAY))
    assert found is not None and found.note == told
