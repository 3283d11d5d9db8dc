"""Every spelling of a CPR number that is copied out of a journal is seen, and ordinary numbers are left alone."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from visit.case import case_of
from visit.cpr import cpr_shaped, cpr_spans, hidden, safe
from visit.errors import CaseError, VisitError
from visit.imports.cells import CellError, Habits, Reader, number_cell, number_of
from visit.locale import speaking
from visit.reading.source import Document, parse, read_text

# `test_source.py` has the plain ones, and what is none of them.
SPELLINGS = [
    "01.01.90-1234",
    "01/01/90-1234",
    "01/01-90 1234",
    "01 01 90 1234",
    "01 01 90-1234",
    "01-01-90-1234",
    "01. 01. 90 - 1234",
    "01.01.1990-1234",
    "010190.1234",
    "010190/1234",
    "01 01 90 12 34",
    "0 1 0 1 9 0 1 2 3 4",
    "0 1 0 1 9 0 - 1 2 3 4",
    "010190-\n1234",
    "010190\n   1234",
    "010190-\r\n  1234",
    "# født 010190-\n# 1234",
    "０１０１９０-１２３４",
    "０１．０１．９０－１２３４",
    "٠١٠١٩٠-١٢٣٤",
    "0\u200b10190-1\u200b234",
    "01\u206001\u206090-1234",
    "010190\u00ad1234",
    "010190\u20111234",
    "010190\u202f\u2013\u202f1234",
    "\u202e010190-1234\u202c",
    "0\u03361\u03360\u03361\u03369\u03360\u03361\u03362\u03363\u03364",
    "610190-1234",
    "9112851234",
    "61.01.90-1234",
    "900490 1234",
    "6 1 0 1 9 0 1 2 3 4",
    "01011990-1234",
    "1/1-90 1234",
    "1.1.90-1234",
    "1.1.1990-1234",
    "01.01.1990 1234",
    "0101 90-1234",
    "010190--1234",
    "010190_1234",
    "010190:1234",
    "010190 (1234)",
    "010190\U000e01001234",
    "010190\u31641234",
    "010190\u28001234",
    "010190\u30fc1234",
    "❶⓿0190-1234",
    "010190,1234",
    "01.01.90, 1234",
    "01.01.1990, 1234",
    "1. maj 1980-1234",
    "1. maj 1980 1234",
    "1.MAJ 80-1234",
    "31. december 1980 - 1234",
    "1-okt-1980-1234",
    "1. februar 1980, 1234",
    "1st of May 1980-1234",
    "3 Oct. 1980 1234",
    "May 1, 1980-1234",
    "September 30th, 1980 1234",
    "1.\u00a0maj\u00a01980-1234",
    "1980-05-01-1234",
    "1980-05-01 1234",
    "1980/05/01, 1234",
    "19800501-1234",
    "800501-1234",
    "450501-1234",
    "450501 1234",
    "45-05-01-1234",
    "45.05.01 - 1234",
    "01052005-5234",
    "01052005 5234",
    "01.05.2005 5234",
    "01.05.2005-5234",
    "1. maj 2005 5234",
    "20050501-5234",
    "20360501-9999",
    "20570501-8000",
    "1/1 90-1234",
    "1 1 90-1234",
    "01 0190-1234",
    "0101 90-12 34",
    "01 0190-12 34",
    "0101 1990-1234",
    "0101 2005-5234",
    "01,01,90-1234",
    "01_01_90-1234",
    "010190-12 34",
    "01.01.90-12 34",
    "010190  -  1234",
    "010190---1234",
    "010190;1234",
    "010190\n\n1234",
    "§85.010190-1234",
    "1.010190-1234",
    "nr.5.010190-1234",
    "2.01.01.90-1234",
    "2.01.01.1990-1234",
    "010190～1234",
    "010190゠1234",
    "010190〜1234",
    "010190；1234",
    "0\u1dc410190-12\u1ab034",
    "0\ufe2010190-12\u05b034",
    "(010190) 1234",
    "[010190] 1234",
    "{010190}-1234",
    "<010190> 1234",
    "(010190)1234",
    "(010190)-(1234)",
    "(f. 010190) 1234",
    "010190 [1234]",
    "010190-(1234)",
    '"010190" "1234"',
    "'010190'-'1234'",
    "\u201c010190\u201d \u201c1234\u201d",
    "\u00ab010190\u00bb 1234",
    "\u3010010190\u30111234",
    "010190'1234",
    "010190\u20191234",
    "010190\u00b41234",
    "010190`1234",
    "010190#1234",
    "010190 #1234",
    "010190# 1234",
    "010190##1234",
    "010190^1234",
    "010190\\1234",
    "010190&1234",
    "010190@1234",
    "010190\u21921234",
    "010190\uff031234",
    "(01.01.90) 1234",
    "(01.01.1990) 1234",
    "(1/1-90) 1234",
    "1/1-90#1234",
    "01'01'90-1234",
    "01|01|90-1234",
    "(1. maj 1980) 1234",
    "(1980-05-01) 1234",
    "(800501) 1234",
    "(01.05.2005) 5234",
    "199001011234",
    "cpr199001011234",
    "200505015234",
    "010119901234",
    "010520055234",
    "01 jan 90 1234",
    "1. januar 90 1234",
    "1.jan.90 1234",
    "1 jan 90, 1234",
    "31. december 45 1234",
    "3 oct '90 1234",
    "01-jan-90 1234",
    "01jan90 1234",
    "01.jan.90-1234",
    "(1. maj 90) 1234",
    "1. maj 05 5234",
    "1st of May 90 1234",
    "May 1, 90 1234",
    "jan-01-90-1234",
    "\uff11 \uff4d\uff41\uff4a \uff19\uff10 1234",
]
OTHER_NUMBERS = [
    "+45 12 34 56 78",
    "12 10 56 78",
    "tlf. 12 03 45 67, 12 34 56 78",
    "12 03 45 67 12 34 56 78",
    "2012 3456",
    "12105678",
    "5790001234567",
    "57 90 00 12 34 56 7",
    "5 701012 345678",
    "DK50 0040 0440 1162 43",
    "02.11.2026",
    "02-11-2026",
    "2026-11-02 1030",
    "fra 01.01.26 til 31.12.26",
    "01.01.2020-2025",
    "01.01.2020-31.12.2025",
    "d. 01.01.26 kl. 10.30",
    "fra 01.01.26 2150 kr.",
    "fra 01.01.26 2150,50 kr",
    "1.234.567.890 kr.",
    "55.6761, 12.5683",
    "0 1 0 1 9 0 1 2 3 4 5",
    "120 m² 3. sal",
    "7430 Ikast",
    "[010190, 1234]",
    "- 010190\n- 1234",
    "410190-1234",
    "1.1.26 2150 kr.",
    "1/1-2026 1030",
    "02.11.2026 1030",
    "1.234,56",
    "3/12-4 5678",
    "920190-1234",
    "910490-1234",
    "tlf. 86 12 34 56, 24 timer",
    "86 12 34 56 87 12 34 56",
    "8612 3456",
    "10034 56789",
    "ib-2026-0417",
    "1. maj 2026 2150 kr.",
    "1. maj 1998-2004",
    "1. maj 1998, 2004",
    "1. maj 2026 kl. 1030",
    "1. maj 2026-1030",
    "1. maj 12345678",
    "1. maj 20 1234",
    "1 marked 80-1234 kr",
    "May 1, 2026 - 1030",
    "2026-11-02-1030",
    "2026-11-02, 1030",
    "1999-12-31, 2000-01-01",
    "2020-01-01-2025-12-31",
    "visit 2026.11.02-1030",
    "451301-1234",
    "450532-1234",
    "450501 12345",
    "120526,12345",
    "1. maj 2026 4500 kr.",
    "01.05.2026 4500,00",
    "01.05.2026 7430 Ikast",
    "1. maj 2026 7430 Ikast",
    "01.05.2026, 7430 Ikast",
    "01.05.2026-1030",
    "01.05.2026 - 1030",
    "2026-05-01 4500",
    "2026-01-01T10:00:00.010190-0500",
    "10:10:30-0500",
    "[010190; 1234]",
    "01.01.26-12 30 45",
    "26.01.0101 90-1234",
    "01052058-3234",
    "20 12-34 56 78",
    "27.36.04-G01-12-26",
    "202611291200",
    "199913011234",
    "190512104530",
    "20261129120000",
    "291120261200",
    "+201001234567",
    "+821020345678",
    "1. maj 26 1030",
    "1. maj 90 2150 kr.",
    "1. maj 90 7430 Ikast",
    "1. maj 26 7430 Ikast",
    "1. maj 45 1234 5678",
    "1. maj +45 1234 5678",
    "1. maj, 90 pladser, 1234 m²",
    "jan 26 4500 kr.",
    "(01.05.26) 2150 kr.",
    "(01.05.2026) 7430 Ikast",
    "(01.05.2026) 1030",
    "(1. maj 1998) 2004",
    '"120526": 1234',
    '{"120526":"1234"}',
    '"120526","1234"',
    "x: 120526  # 2026: sat op",
    "7564a4dec90f8 1234",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_spelling_of_a_journal_is_seen(text: str) -> None:
    for around in (text, f"Bor i Ikast, {text}\nog mere", f"({text})."):
        assert cpr_shaped(around) is not None
        assert cpr_shaped(hidden(around)) is None
        assert not {"1234", "１２３４"} & set(hidden(around).split())


@pytest.mark.parametrize("text", SPELLINGS)
def test_no_reader_takes_it_or_repeats_it(text: str, tmp_path) -> None:
    (tmp_path / "reason.txt").write_text(text, encoding="utf-8")
    indented = text.replace("\n", "\n  ")
    for read in (
        lambda: parse(f"notes: |\n  {indented}\n", "given.yaml"),
        lambda: read_text(str(tmp_path / "reason.txt")),
    ):
        with pytest.raises(VisitError, match=r"must not contain a CPR number|hidden character") as caught:
            read()
        assert "34" not in caught.value.message


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_an_ordinary_number_is_left_alone(text: str) -> None:
    assert cpr_shaped(text) is None
    assert hidden(text) == text


def test_every_dash_and_every_mark_that_combines_is_known() -> None:
    for character in map(chr, range(0x80, sys.maxunicode + 1)):
        if unicodedata.category(character) == "Pd":
            assert cpr_shaped(f"010190{character}1234") is not None, hex(ord(character))
        elif unicodedata.category(character) in ("Mn", "Me", "Cf"):
            assert cpr_shaped(f"01{character}0190-1234") is not None, hex(ord(character))


@given(
    day=st.dates(date(2000, 1, 1), date(2057, 12, 31)),
    serial=st.integers(4000, 9999),
    written=st.sampled_from(
        [
            *("%d%m%Y-", "%d%m%Y ", "%d.%m.%Y-", "%d.%m.%Y ", "%Y%m%d-", "%Y-%m-%d-", "%d%m %Y-", "%d. %B %Y "),
            *("%d%m%Y", "%Y%m%d", "%d%m%y'", "%d%m%y#", "%d%m%y) ", "%d. %B '%y-"),
        ]
    ),
)
def test_whoever_was_born_since_2000(day: date, serial: int, written: str) -> None:
    number = f"{day.strftime(written)}{serial}"
    assert cpr_shaped(f"født {number}, bor i Ikast") == (5, 5 + len(number))


@given(
    day=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    time=st.times(),
    written=st.sampled_from(
        ("%Y-%m-%d-%H%M", "%Y-%m-%d %H%M", "%Y%m%d-%H%M", "%d. %B %Y %H%M", "%B %d, %Y - %H%M", "%Y-%m-%d, %H%M")
    ),
    phone=st.integers(20_000_000, 99_999_999),
)
def test_a_moment_and_a_telephone_number_are_left_alone(day: date, time: clock, written: str, phone: int) -> None:
    moment = datetime.combine(day, time).strftime(written)
    for text in (f"Ringet op {moment}, {phone}", f"{moment}: tlf. {phone // 10_000} {phone % 10_000:04}"):
        assert hidden(text) == text


@given(
    day=st.dates(date(2000, 1, 1), date(2036, 12, 31)),
    time=st.times(),
    written=st.sampled_from(
        (
            "%Y%m%d%H%M",
            "%Y%m%d%H%M%S",
            "%d%m%Y%H%M",
            "%d. %B %y %H%M",
            "%d %b %y, %H%M",
            "%b %d, %y %H%M",
            "(%d.%m.%Y) %H%M",
        )
    ),
)
def test_a_moment_in_one_or_with_a_short_year_is_left_alone(day: date, time: clock, written: str) -> None:
    text = f"Ringet op {datetime.combine(day, time).strftime(written)} og igen"
    assert hidden(text) == text


@given(
    day=st.dates(date(1937, 1, 1), date(1999, 12, 31)),
    serial=st.integers(0, 4999),
    month=st.sampled_from(
        [
            "jan feb mar apr maj jun jul aug sep okt nov dec",
            "januar februar marts april maj juni juli august september oktober november december",
            "January February March April May June July August September October November December",
        ]
    ),
    split=st.sampled_from(["{} {} {} ", "{}. {} {} ", "{}-{}-{} ", "{}{}{} ", "({}. {} {}) ", "{}. {} '{} "]),
)
def test_a_month_in_words_with_a_short_year(day: date, serial: int, month: str, split: str) -> None:
    # Behind a bracket that closes, what can be a year is left alone: (1. maj 99) 2005.
    assume("(" not in split or serial // 100 not in (19, 20))
    written = split.format(day.day, month.split()[day.month - 1], f"{day.year % 100:02}")
    assert hidden(f"født {written}{serial:04}, bor i Ikast") == f"født {'(' * ('(' in split)}…, bor i Ikast"


def test_the_place_is_that_of_the_text_as_it_stands() -> None:
    text = "a\u200bb 0\u200b10190-１234 c"
    assert [text[start:end] for start, end in cpr_spans(text)] == ["0\u200b10190-１234"]


def test_a_number_behind_a_date_is_seen_whole() -> None:
    assert hidden("2026-11-02 010190-1234") == "2026-11-02 …"
    assert hidden("02.11.2026: 01.01.90-1234 ringer") == "02.11.2026: … ringer"


@pytest.mark.parametrize("lang", ["en", "da"])
def test_whoever_means_a_p_number_is_told_how_to_write_it(lang: str) -> None:
    with speaking(lang):
        with pytest.raises(VisitError) as caught:
            parse("notes: P-nummer 1003456789\n", "given.yaml")
        help = str(caught.value.help)
    assert "P-num" in help
    written = help.rpartition(": ")[2]
    assert parse(f"notes: P-nummer {written}\n", "given.yaml").value == {"notes": f"P-nummer {written}"}
    assert cpr_shaped(help) is None


@given(st.integers(0, 9_999_999_999).map(lambda number: f"{number:010}"))
def test_ten_digits_in_two_parts_of_five_are_no_cpr_number(digits: str) -> None:
    assert cpr_shaped(f"{digits[:5]} {digits[5:]}") is None


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("101901234", True), ("10190-1234", True), ("sag-101901234", True), ("sag101901234", True), (101901234, True),
        ("0101-90-12-34", True), ("0-1-0-1-9-0-1-2-3-4", True), ("sag-0101.901-234", True), ("10034-56789", False),
        ("2026-11-0042", False), ("ffb-0-1-0-1-9", False),
        ("1019-01234", False), ("991901234", False), ("1101901234567", False), ("ffb-a101901234bcdef0", False),
    ],
)  # fmt: skip
def test_a_case_is_not_called_by_a_number_that_lost_its_first_0(name: str | int, refused: bool) -> None:
    """Nine digits within a pseudonym in hexadecimal are no number; of one in six hundred they were taken for one."""
    document = Document("c", {"case": name, "assessed": "2026-01-01", "municipality": "Esbjerg"})
    if not refused:
        assert case_of(document).id == name
        return
    with pytest.raises(CaseError, match="may be a CPR number") as caught:
        case_of(document)
    assert "01901234" not in str(caught.value) + str(caught.value.help)


@pytest.mark.parametrize("number", ["101901234", "-101901234", "'101901234'", "101901234.0", "[101901234]"])
@pytest.mark.parametrize(
    "row",
    ["support_need: {}", "citizen: {{age: {}}}", "citizen: {{home: {{place: {}}}}}", "considered: {{technology: {}}}",
     "needs: {{home: {}}}", "{}: 1", "contributions: {}"],
)  # fmt: skip
def test_a_number_that_lost_its_first_0_is_not_repeated(row: str, number: str) -> None:
    text = f"case: k2\nassessed: 2026-11-01\nmunicipality: Ikast-Brande\n{row.format(number)}\n"
    with pytest.raises(VisitError) as caught:
        case_of(parse(text, "given.yaml"))
    assert "01901234" not in str(caught.value)


@pytest.mark.parametrize("cell", ["-101901234", "101901234.5", "101.901.234,5", "101901234"])
@pytest.mark.parametrize("reader", [number_of("hours"), number_cell])
def test_nor_in_a_cell_of_numbers(cell: str, reader: Reader) -> None:
    for value in (cell, *([Decimal(cell)] if "," not in cell else [])):
        with pytest.raises(CellError) as caught:
            reader(value, Habits(today=date(2026, 11, 1)))
        assert "1901234" not in re.sub("[.,]", "", f"{caught.value} {caught.value.help}")


def test_what_leaves_visit() -> None:
    assert safe("født 010190-1234\x1b[2K\u202e,\r\nbor i Ikast") == "født …\\x1b[2K<U+202E>,\nbor i Ikast"


@given(
    st.dates().map(lambda day: (f"{day.day:02}", f"{day.month:02}", f"{day.year % 100:02}")),
    st.sampled_from(["", ".", "/", "-", " "]),
    st.sampled_from(["", "-", " ", " - ", "\u2013", "-\n  "]),
    st.integers(0, 9999),
    st.sampled_from(["", "\u200b", "\u2060", "\u00ad"]),
    st.integers(0, 3),
    st.sampled_from([0, 60]),
)
def test_every_date_in_every_spelling(
    day, split: str, dash: str, serial: int, unseen: str, script: int, added: int
) -> None:
    day = (f"{int(day[0]) + added:02}", *day[1:])
    number = split.join(day) + dash + f"{serial:04}"
    digits = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"][script]
    written = unseen.join(number).translate(dict(zip(map(ord, "0123456789"), digits, strict=True)))
    assert cpr_shaped(f"x {written} y") == (2, 2 + len(written))
