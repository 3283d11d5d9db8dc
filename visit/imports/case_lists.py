"""Citizens from a file of rows: a case for each row, and what became of it.

INVARIANT: a CPR number is read for the name of the case and the year of birth, and stands in nothing that leaves this module. Every
value of a case that is from the file has its cell, and every row of the file is told of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from visit.cpr import redacted
from visit.errors import Problems
from visit.imports.birth import birth_year
from visit.imports.case_cells import cell_text, cpr_number, is_of_day, whole_day
from visit.imports.case_fields import ASSESSED, CASE, CPR, MUNICIPALITY, needed_in, row_named
from visit.imports.case_rows import RowOfCitizen, faults, put_right
from visit.imports.cells import CellError
from visit.imports.fields import FieldList
from visit.imports.offers import slug
from visit.imports.pseudonyms import pseudonym
from visit.imports.rows import (
    CellNote,
    MapError,
    MappedColumn,
    SaidValue,
    SheetRow,
    always_said,
    columns_of,
    must_map,
    read_rows_of,
    unheeded,
)
from visit.imports.sheets import RowFile, RowSheet, SheetCell, beside_values, hidden_parts, lines_above
from visit.interview.fields import label_of
from visit.locale import formats
from visit.locale import text as _
from visit.reading.declared import declared
from visit.reading.documents.case import CaseDocument
from visit.reading.documents.column_map import CaseMap
from visit.reading.source import Document, PlainValue
from visit.reading.validation import validate


@dataclass(frozen=True, slots=True, eq=False)
class ImportedCases:
    """What a file became.

    Attributes:
        rows: What became of each row, in the order of the file.
        unmapped: Headings that the map does not have.
        unread: Headings that the map knowingly does not read.
        hidden: Sheets that the workbook hides, which are not read.
        hidden_parts: Rows and columns of the sheet that it hides, and that are read.
        above: What stands above the headings, which no row is.
        beside: What its cells bear beside their values: comments, and lines through what they say.
        years: Headings of days of birth, of which the year alone is kept.
    """

    file: str
    rows: tuple[RowOfCitizen, ...]
    unmapped: tuple[str, ...]
    unread: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_parts: tuple[str, ...]
    years: tuple[str, ...]
    above: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def cases(self) -> Sequence[Mapping[str, PlainValue]]:
        """The cases, in the order of the file."""
        return [row.case for row in self.rows if row.case is not None]

    @property
    def refused(self) -> Sequence[RowOfCitizen]:
        """The rows that are not taken."""
        return [row for row in self.rows if row.case is None]


def read_case_map(document: Document, fields: FieldList) -> CaseMap:
    """Return a map of the columns of a list of citizens.

    Raises:
        Problems: Every fault of it, at its place.
    """
    must_map(document, "cases")
    mapped = validate(document, CaseMap, error=MapError)
    wrong = [*unheeded(mapped, document, fields)]
    meant: dict[str, str] = {}
    for heading, said in mapped.columns.items():
        if said is None:
            continue
        name = said if isinstance(said, str) else said.field
        name = CASE if name == CPR else name
        if name in meant:
            message = _("{heading} means the same as {other}", heading=f"“{heading}”", other=f"“{meant[name]}”")
            help = _("leave one of the two out (null)")
            wrong.append(MapError(message, at=document.locate_key(("columns", heading)), help=help))
        meant[name] = heading
    if MUNICIPALITY not in {*meant, *(mapped.always or ())}:
        wrong.append(
            MapError(
                _("which municipality acts is not said"), at=document.locate(("columns",)),
                help=_("name its column, or write `always: {municipality: Ikast-Brande}`"),
            )
        )  # fmt: skip
    if wrong:
        raise Problems(wrong)
    return mapped


def names_by_cpr(mapped: CaseMap) -> bool:
    """Return whether a column of a map has CPR numbers."""
    return CPR in {
        said if isinstance(said, str) else said.field for said in mapped.columns.values() if said is not None
    }


def imported_cases(
    file: RowFile,
    mapped: CaseMap,
    document: Document,
    fields: FieldList,
    *,
    key: bytes,
    offers: frozenset[str],
    today: date,
) -> ImportedCases:
    """Read a list of citizens by a map.

    Args:
        file: The rows.
        mapped: What its columns mean.
        document: The map's file, for the places of what is wrong with it.
        fields: What a column can mean.
        key: Under which a CPR number becomes a name.
        offers: The ids of the catalogue: what runs now under another name is help outside it.
        today: The day of the import.

    Raises:
        Problems: What is wrong with the map, beside this file.
        UsageError: The sheet that it names is not there.
    """
    sheet = file.sheet(mapped.sheet)
    columns = columns_of(sheet, mapped, document, fields, today=today)
    always = always_said(mapped, document, fields, today=today)
    by_name = {one.field.name: one for one in columns.columns}
    by_cpr = by_name.get(CPR)
    read = read_rows_of(sheet, mapped, [one for one in columns.columns if one is not by_cpr], always, fields)
    inside = [row_named(one.field.name) for one in columns.columns]
    lists = frozenset(one[:2] for one in inside if one is not None)
    made = [_made(row, _ListOfCitizens(sheet, mapped, by_name, key, offers, today, lists)) for row in read]
    _refuse_twice(made)
    return ImportedCases(
        file.name,
        tuple(made),
        tuple(columns.unmapped),
        tuple(heading for heading, said in mapped.columns.items() if said is None),
        file.hidden_beside(sheet),
        hidden_parts(sheet),
        tuple(one.heading for one in columns.columns if one.field.name == "citizen.born"),
        tuple(lines_above(sheet, mapped.heading)),
        beside_values(sheet),
    )


def _refuse_twice(rows: Sequence[RowOfCitizen]) -> None:
    """Refuse each row of a citizen who stands in a row above, taken or not, and of one whose name becomes the id of another."""
    first: dict[str, RowOfCitizen] = {}
    for row in rows:
        if row.citizen is None:
            continue
        other = first.setdefault(row.citizen, row)
        if other is row or row.case is None:
            continue
        place = row.cells.get(CASE, str(row.number))
        if row.called == other.called:
            message = _("the citizen stands in row {n} already", n=other.number)
            help = _("make one row of them, or give each its own case")
        else:
            message = _(
                "{name} and {other} in {place} would both be the case {id}",
                name=redacted(row.called), other=redacted(other.called),
                place=other.cells.get(CASE, str(other.number)), id=row.citizen,
            )  # fmt: skip
            help = _("write one of the two otherwise: small letters without marks, digits and `-`")
        row.told.append(CellNote("refused", place, message, help))
        row.case = None


# --- one row ---

_ORDER = tuple(one.key for one in declared(CaseDocument))


@dataclass(frozen=True, slots=True)
class _ListOfCitizens:
    """What the rows of a list have in common."""

    sheet: RowSheet
    mapped: CaseMap
    columns: Mapping[str, MappedColumn]
    key: bytes
    offers: frozenset[str]
    today: date
    lists: frozenset[tuple[str, int]]
    """The rows of lists that a column says something of: one whose cells are all blank is not there."""

    def cell(self, name: str, row: int) -> SheetCell | None:
        """Return the cell of a field in a row; None where the field has no column."""
        return None if (column := self.columns.get(name)) is None else self.sheet.at(row, column.number)


def _made(row: SheetRow, common: _ListOfCitizens) -> RowOfCitizen:
    made = RowOfCitizen(row.number, {"format": 1}, [*row.told])
    number = _name(made, row, common)
    made.citizen = str(made.case[CASE]) if row.said and made.case is not None else None
    rows: dict[tuple[str, int], dict[str, SaidValue]] = {}
    for said in row.said:
        inside = row_named(said.field.name)
        if inside is not None:
            rows.setdefault(inside[:2], {})[inside[2]] = said
        elif said.field.name != CASE:
            _put(made, said.field.path, said.value, said.place, said.heading)
    assert made.case is not None
    if ASSESSED not in made.case and (cell := common.cell(ASSESSED, row.number)) is not None and cell.value is None:
        day = formats.day(common.mapped.as_of)
        message = _("{heading} is blank: {day}, the day of the map", heading=common.columns[ASSESSED].heading, day=day)
        made.told.append(CellNote("changed", cell.place, message))
    made.case.setdefault(ASSESSED, common.mapped.as_of.isoformat())
    for one, values in sorted(rows.items()):
        if one not in common.lists or any(said.place is not None for said in values.values()):
            _put_row(made, one[0], values, common.offers)
    put_right(made)
    if number is not None:
        _born(made, number, common)
    made.case = {key: made.case[key] for key in _ORDER if key in made.case}
    cell = common.cell(MUNICIPALITY, row.number)
    if cell is not None and cell.value is None and cell.doubt is None and MUNICIPALITY not in made.case:
        message = _("{heading} is blank", heading=common.columns[MUNICIPALITY].heading)
        made.told.append(CellNote("refused", cell.place, message, _("which municipality acts is not said")))
    if not any(one.kind == "refused" for one in made.told):
        made.told += faults(made, common.today)
    if any(one.kind == "refused" for one in made.told):
        made.case = None
    return made


def _name(made: RowOfCitizen, row: SheetRow, common: _ListOfCitizens) -> str | None:
    """Name the case; return the CPR number of the row, where it has one."""
    assert made.case is not None
    said = next((one for one in row.said if one.field.name == CASE), None)
    made.case[CASE] = f"{common.mapped.cases}-{row.number}" if said is None else said.value
    called = common.cell(CASE, row.number)
    if said is not None and said.place is not None and called is not None and called.value is not None:
        made.cells[CASE], made.called = said.place, cell_text(called.value)
    cell = common.cell(CPR, row.number)
    if cell is None or (row.refused and not row.said):
        return None
    if cell.value is None and cell.doubt is None:
        message = _("no CPR number: the name of the case is of its row alone")
        made.told.append(CellNote("changed", cell.place, message))
        return None
    try:
        number = cpr_number(cell)
    except CellError as error:
        heading = common.columns[CPR].heading
        made.told.append(CellNote("refused", cell.place, f"{heading} {error.message}", error.help))
        return None
    made.case[CASE], made.cells[CASE] = pseudonym(number, common.key), cell.place
    return number


def _born(made: RowOfCitizen, number: str, common: _ListOfCitizens) -> None:
    """Put the year of birth that a CPR number says, unless the row says year or age; refuse a row that says another one."""
    assert made.case is not None
    year, place = birth_year(number), made.cells[CASE]
    citizen = made.case.get("citizen", {})
    assert isinstance(citizen, dict)
    said = {key: citizen[key] for key in ("born", "age") if key in citizen}
    if year is None:
        return
    if not said:
        _put(made, ("citizen", "born"), year, place, common.columns[CPR].heading)
    written = common.cell("citizen.born", made.number)
    day = None if written is None or written.value is None else whole_day(written.value, common.today)
    assessed = int(str(made.case[ASSESSED])[:4])
    agrees = {"born": said.get("born") == year and (day is None or is_of_day(number, day))}
    agrees["age"] = said.get("age") in (assessed - year, assessed - year - 1)
    for key in said:
        if not agrees[key]:
            message = _("the CPR number in {place} does not match the date of birth", place=place)
            cell = made.cells.get(f"citizen.{key}", str(made.number))
            made.told.append(CellNote("refused", cell, message, _("correct the cell that is wrong")))


def _put(made: RowOfCitizen, path: tuple[str, ...], value: PlainValue, place: str | None, heading: str) -> None:
    assert made.case is not None
    inside = made.case
    for part in path[:-1]:
        inner = inside.setdefault(part, {})
        assert isinstance(inner, dict)
        inside = inner
    inside[path[-1]] = value
    if place is not None:
        made.cells[".".join(path)], made.headings[".".join(path)] = place, heading


def _put_row(made: RowOfCitizen, of: str, values: Mapping[str, SaidValue], offers: frozenset[str]) -> None:
    """Put a row into a list of the case; one that lacks what it needs is left out, and told."""
    missing = [key for key in needed_in(of) if key not in values]
    if missing:
        labels = formats.listed(label_of(f"{of}.*.{key}") for key in missing)
        help = _("fill in the cell of `{field}`, name its column, or say it under `always`", field=f"{of}.{missing[0]}")
        from_cells = [said for said in values.values() if said.place is not None]
        places = {said.place for said in from_cells}  # how one was read is told of what is kept alone
        made.told = [one for one in made.told if one.kind != "changed" or one.place not in places]
        for said in from_cells or [*values.values()][:1]:
            message = _(
                "{field} is not kept, since it is not said: {missing}", field=said.heading or of, missing=labels
            )
            made.told.append(CellNote("left_out", said.place or str(made.number), message, help))
        return
    record: dict[str, PlainValue] = {key: said.value for key, said in values.items()}
    if of == "citizen.current" and record["offer"] not in offers:
        record["name"] = record.get("name", record["offer"])
        record["offer"] = slug(str(record["offer"]))
    *above, last = of.split(".")
    assert made.case is not None
    inside = made.case
    for part in above:
        inner = inside.setdefault(part, {})
        assert isinstance(inner, dict)
        inside = inner
    listed = inside.setdefault(last, [])
    assert isinstance(listed, list)
    for key, one in values.items():
        if one.place is not None:
            made.cells[f"{of}.{len(listed)}.{key}"] = one.place
            made.headings[f"{of}.{len(listed)}.{key}"] = one.heading
    listed.append(record)
