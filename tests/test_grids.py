"""Lists for a spreadsheet: numbers stay numbers, text stays text, and the same list gives the same bytes."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from visit import locale
from visit.errors import UsageError
from visit.render import grids
from visit.render.grids import Grid, as_csv, as_xlsx

ROWS = (
    ("Engen", 1234, Decimal("1950.5"), date(2026, 11, 2), None),
    ('a; b, "c"\nd', 0, Decimal("-3"), datetime(2026, 11, 2, 9, 30), "ja"),
)
GRID = Grid("offers", ("name", "places", "DKK a day", "source", "open"), ROWS)


@pytest.fixture(autouse=True)
def _language():
    before = locale.language()
    yield
    locale.use(before)


def test_csv_is_as_the_spreadsheet_of_the_language_reads_it() -> None:
    locale.use("da")
    assert as_csv([GRID]) == (
        "\ufeffname;places;DKK a day;source;open\n"
        "Engen;1234;1950,5;2026-11-02;\n"
        '"a; b, ""c""\nd";0;-3;2026-11-02 09:30;ja\n'
    )
    locale.use("en")
    assert as_csv([GRID]).splitlines()[1] == "Engen,1234,1950.5,2026-11-02,"


@pytest.mark.parametrize(
    "text", ["=1+1", "+45 12", "-2", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    (cell,) = as_csv([Grid("", ("=x",), ((text,),))]).split("\n", 1)[1:]
    assert cell.lstrip('"').startswith("'")
    assert as_csv([Grid("", ("=x",), ())]) == "\ufeff'=x\n"
    (row,) = read(as_xlsx([Grid("t", ("=x",), ((text,),))]))["t"][1:]
    assert row == [("s", text.replace("\t", "\\t"))] or row[0][0] == "s"


@pytest.mark.parametrize("text", ["Engen", "3 = 2 + 1", "ib-2026-0417", "a@b", "SEL § 107"])
def test_other_text_is_as_it_stands(text: str) -> None:
    assert as_csv([Grid("", ("x",), ((text,),))]).splitlines()[1] == text


def test_several_lists_are_one_table_that_says_of_which_list_a_row_is() -> None:
    codes = Grid("By code", ("code", "given"), (("wish", 2),))
    teams = Grid("By team", ("team", "given"), (("north", 3),))
    assert as_csv([codes, teams]).splitlines() == [
        "\ufefflist,code,given,team",
        "By code,wish,2,",
        "By team,,3,north",
    ]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_no_cpr_number_and_no_hidden_character_leaves(write) -> None:
    grid = Grid("010190-1234", ("a\u202e", "010190-1234"), (("010190-1234", "x\x1b[31m\x00"),))
    written = write([grid])
    cells = str(read(written)) if isinstance(written, bytes) else written
    for forbidden in ("010190", "\u202e", "\x1b", "\x00"):
        assert forbidden not in cells


def read(book: bytes) -> dict[str, list[list[tuple[str, object]]]]:
    """Return a workbook's sheets as another library reads them: each cell's type and value."""
    openpyxl = pytest.importorskip("openpyxl")
    found = openpyxl.load_workbook(io.BytesIO(book))
    return {one.title: [[(cell.data_type, cell.value) for cell in row] for row in one.iter_rows()] for one in found}


def test_a_workbook_has_numbers_days_and_text() -> None:
    head, first, second = read(as_xlsx([GRID]))["offers"]
    assert [value for _type, value in head] == list(GRID.columns)
    assert first == [("s", "Engen"), ("n", 1234), ("n", 1950.5), ("d", datetime(2026, 11, 2)), ("n", None)]
    assert second[0] == ("s", 'a; b, "c"\nd')
    assert second[3:] == [("d", datetime(2026, 11, 2, 9, 30)), ("s", "ja")]


def test_the_same_list_gives_the_same_bytes() -> None:
    assert as_xlsx([GRID]) == as_xlsx([GRID])


def test_titles_that_a_workbook_does_not_take() -> None:
    many = [Grid(title, ("x",), ()) for title in ("a/b", "A b", "", "long " * 20, "long " * 20)]
    titles = list(read(as_xlsx(many)))
    assert titles[:3] == ["a b", "A b 2", "3"]
    assert len({one.casefold() for one in titles}) == len(many)
    assert max(map(len, titles)) <= 31


def test_what_a_workbook_has_no_room_for(monkeypatch) -> None:
    ((_head, row),) = read(as_xlsx([Grid("t", ("x",), (("y" * 40_000,),))])).values()
    assert row == [("s", "y" * 32_766 + "…")]
    monkeypatch.setattr(grids, "_MOST_ROWS", 2)
    with pytest.raises(UsageError, match="more rows"):
        as_xlsx([GRID])
