"""Rows of a file, read by a map: what each cell says, and what could not be read, with its place.

A row is taken, taken with changes, or refused. It is refused where what it is about cannot be read; any other cell that cannot be
read leaves its field unknown, and is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from visit.cpr import redacted
from visit.errors import GuidelineError, Problems, did_you_mean
from visit.imports.cells import CeasedError, CellError, Habits, read_cell, shown_cell
from visit.imports.fields import DEPARTMENT, FieldList, ImportField
from visit.imports.price_packages import PART_OF
from visit.imports.row_lengths import odd_lengths
from visit.imports.row_words import is_note, is_total
from visit.imports.sheets import CellValue, RowSheet, SheetCell, letters
from visit.locale import formats
from visit.locale import text as _
from visit.reading.documents.column_map import ColumnMap, ColumnMeaning, RowMap
from visit.reading.source import Document, PlainValue

_FEW = 8


class MapError(GuidelineError):
    """A map that does not say what it must of the file that it is for."""


NoteKind: TypeAlias = Literal["changed", "left_out", "refused"]


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is told of one cell.

    Attributes:
        kind: `changed`: another value than what stands there; `left_out`: the field stays unknown; `refused`: the row is not taken.
    """

    kind: NoteKind
    place: str
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class SaidValue:
    """One value of a row, with the cell that says it; no cell where the map says it of every row."""

    field: ImportField
    column: ColumnMeaning
    value: PlainValue
    place: str | None
    heading: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SheetRow:
    """One row, as it is read."""

    number: int
    said: tuple[SaidValue, ...]
    told: tuple[CellNote, ...]

    @property
    def refused(self) -> bool:
        """Whether it is not taken."""
        return any(one.kind == "refused" for one in self.told)

    def value(self, name: str) -> PlainValue:
        """Return what the row says of a field that is of no service alone; None where it says nothing."""
        return next((one.value for one in self.said if one.field.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class MappedColumn:
    """A column of the sheet, with what the map says that it means."""

    number: int
    heading: str
    field: ImportField
    column: ColumnMeaning
    habits: Habits


@dataclass(slots=True)
class SheetColumns:
    """The columns of a sheet that a map reads, and the headings that it does not have."""

    columns: list[MappedColumn] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)


def must_map(document: Document, kind: Literal["catalogue", "cases", "travel"]) -> None:
    """Refuse a map of another kind of file, and a file that is no map, before each of its lines is found to be wrong.

    Raises:
        MapError: It is one.
    """
    kinds = {"catalogue": _("offers"), "cases": _("citizens"), "travel": _("travel times")}
    found = document.value.get("map") if isinstance(document.value, dict) else None
    if isinstance(document.value, dict) and "map" not in document.value:
        message = _("this is no map of {wanted}: it does not say `map: {kind}`", wanted=kinds[kind], kind=kind)
        raise MapError(message, at=document.locate(()), help=_("name a file that is not there, and it is proposed"))
    if isinstance(found, str) and found in kinds and found != kind:
        message = _("this is a map of {found}, and one of {wanted} is expected", found=kinds[found], wanted=kinds[kind])
        raise MapError(
            message, at=document.locate(("map",)), help=_("name a file that is not there, and it is proposed")
        )


def headings_of(sheet: RowSheet, row: int) -> dict[int, str]:
    """Return the headings of a row by column; those of two columns that are called alike get a number."""
    found: dict[int, str] = {}
    for number in range(1, sheet.width + 1):
        value = sheet.at(row, number).value if row <= len(sheet.rows) else None
        if value is not None:
            heading = " ".join(str(value).split())
            twice = sum(one == heading or one.startswith(f"{heading} #") for one in found.values())
            found[number] = f"{heading} #{twice + 1}" if twice else heading
    return found


def without_heading(sheet: RowSheet, row: int) -> list[str]:
    """Return what the columns are called that have no heading, and something below it."""
    return [
        _("{column} (no heading)", column=letters(number))
        for number in range(1, sheet.width + 1)
        if sheet.at(row, number).value is None
        and any(sheet.at(below, number).value is not None for below in range(row + 1, len(sheet.rows) + 1))
    ]


def columns_of(sheet: RowSheet, mapped: RowMap, document: Document, fields: FieldList, *, today: date) -> SheetColumns:
    """Return what each column of a sheet means.

    Raises:
        Problems: Columns of the map that the sheet does not have, or that mean no field.
    """
    headings = headings_of(sheet, mapped.heading)
    by_name = {heading: number for number, heading in headings.items()}
    faults, made = [], SheetColumns()
    for heading, said in mapped.columns.items():
        at = document.locate_key(("columns", heading))
        if heading not in by_name:
            names = formats.listed(redacted(one) for one in [*by_name][:_FEW])
            help = did_you_mean(heading, by_name) or _("row {n} has {names}", n=mapped.heading, names=names)
            faults.append(MapError(_("the sheet has no column {name}", name=f"“{heading}”"), at=at, help=help))
            continue
        if said is None:
            continue
        column = said if isinstance(said, ColumnMeaning) else ColumnMeaning(field=said)
        if column.field not in fields.fields:
            message = _("unknown field {name}", name=f"“{column.field}”")
            faults.append(MapError(message, at=document.locate(("columns", heading)), help=fields.help(column.field)))
            continue
        habits = Habits(
            today, DECIMALS[mapped.decimal], column.words, column.separator, *_of_prices(mapped, column.field)
        )
        made.columns.append(MappedColumn(by_name[heading], heading, fields.fields[column.field], column, habits))
    if faults:
        raise Problems(faults)
    made.unmapped = [heading for heading in by_name if heading not in mapped.columns]
    made.unmapped += without_heading(sheet, mapped.heading)
    return made


def _of_prices(mapped: RowMap, name: str) -> tuple[str | None, str | None]:
    """Return for which time the amounts of a column are, and whether they hold VAT, where the map says it of all."""
    if not isinstance(mapped, ColumnMap):
        return None, None
    per = {"price.per_hour": "hour", "price.night": None, "price.days_a_year": None}.get(name, mapped.price_per)
    return per, "excl" if name == "price.net_of_vat" else mapped.vat


def unheeded(mapped: RowMap, document: Document, fields: FieldList) -> Iterator[MapError]:
    """Yield what a map says of a column that its field does not heed, and what it does not say that its field needs."""
    for heading, said in mapped.columns.items():
        of = ColumnMeaning(field=said) if isinstance(said, str) else said
        needed = None if of is None else PART_OF.get(of.field)
        if needed is not None and getattr(of, needed) is None:
            message = _("{field} needs `{key}` in the map", field=f"“{heading}”", key=needed)
            help = _("for example {example}", example=f"{{field: {of.field}, {needed}: 7}}") if of is not None else None
            yield MapError(message, at=document.locate_key(("columns", heading)), help=help)
    for name in mapped.always or {}:
        if name in PART_OF:
            message = _("`always` cannot say {field}: it has a column of its own", field=name)
            yield MapError(message, at=document.locate_key(("always", name)))
    for heading, column in mapped.columns.items():
        if column is None or isinstance(column, str) or column.field not in fields.fields:
            continue
        field = fields.fields[column.field]
        heeded = {
            "words": field.worded,
            "separator": field.listed,
            "provision": field.of == "service",
            "specialised": field.name == "specialisation",
            "level": field.name in ("price.basic", "price.levels"),
            "hours": PART_OF.get(field.name) == "hours",
            "days": PART_OF.get(field.name) == "days",
            "zero": field.zero_is_blank,
        }
        for key, has_effect in heeded.items():
            if not has_effect and getattr(column, key) is not None:
                at = document.locate_key(("columns", heading, key))
                yield MapError(_("`{key}` has no effect on {field}", key=key, field=field.name), at=at)


DECIMALS = {"comma": ",", "point": ".", None: None}


def always_said(mapped: RowMap, document: Document, fields: FieldList, *, today: date) -> tuple[SaidValue, ...]:
    """Return what the map says of every row.

    Raises:
        Problems: It names what is no field, or a value cannot be read.
    """
    faults, said = [], []
    for name, value in (mapped.always or {}).items():
        if name not in fields.fields:
            message = _("unknown field {name}", name=f"“{name}”")
            faults.append(MapError(message, at=document.locate_key(("always", name)), help=fields.help(name)))
            continue
        habits = Habits(today, DECIMALS[mapped.decimal])
        try:
            read = read_cell(SheetCell(_plain(value), ""), fields.fields[name].reader, habits)
        except CellError as error:
            at = document.locate(("always", name))
            faults.append(MapError(f"{name} {error.message}", at=at, help=error.help))
            continue
        if read is not None:
            said.append(SaidValue(fields.fields[name], ColumnMeaning(field=name), read.value, None))
    if faults:
        raise Problems(faults)
    return tuple(said)


def _plain(value: str | int | bool) -> CellValue:
    return value if isinstance(value, bool | str) else Decimal(value)


def read_rows_of(
    sheet: RowSheet, mapped: RowMap, columns: Sequence[MappedColumn], always: Sequence[SaidValue], fields: FieldList
) -> Iterator[SheetRow]:
    """Yield each row below the headings that is not blank."""
    last = min(mapped.last or len(sheet.rows), len(sheet.rows))
    heading = sheet.rows[mapped.heading - 1] if mapped.heading <= len(sheet.rows) else ()
    odd = odd_lengths(sheet, mapped.heading)
    for number in range(mapped.heading + 1, last + 1):
        if number in odd:
            yield SheetRow(number, (), (CellNote("refused", _row_place(sheet, number), *odd[number]),))
        elif sheet.rows[number - 1] == heading:
            yield SheetRow(
                number, (), (CellNote("refused", _row_place(sheet, number), _("the headings stand here once more")),)
            )
        elif not sheet.is_blank(number):
            yield _read_row(sheet, number, columns, always, fields)


def _read_row(
    sheet: RowSheet, number: int, columns: Sequence[MappedColumn], always: Sequence[SaidValue], fields: FieldList
) -> SheetRow:
    said: list[SaidValue] = []
    told: list[CellNote] = []
    cells = _values(sheet, number)
    if (other := _no_row_of_its_own(sheet, number, cells, columns)) is not None:
        return SheetRow(number, (), (other,))
    if len(columns) > 1 and len(cells) == 1:
        message = _("nothing else stands in the row: is it one of the list, or a heading between its rows?")
        told.append(CellNote("changed", cells[0].place, message))
    headings = {one.number: one.heading for one in columns}
    necessary = [one.number for one in columns if one.field.name in fields.necessary]
    in_doubt = tell_shared(sheet, number, headings, necessary, told)
    unread = {one.field.name for one in columns if one.number in in_doubt}
    for one in columns:
        if one.number in in_doubt:
            continue
        cell = sheet.at(number, one.number)
        try:
            read = read_cell(cell, one.field.reader, one.habits)
        except CellError as error:
            is_needed = one.field.name in fields.necessary or isinstance(error, CeasedError)
            kind: NoteKind = "refused" if is_needed else "left_out"
            told.append(CellNote(kind, cell.place, f"{one.heading} {error.message}", error.help))
            unread.add(one.field.name)
            continue
        if read is None:
            continue
        if _is_likely_blank(one, read.value):
            message = _("{heading} is 0, which is most likely a blank", heading=one.heading)
            told.append(CellNote("left_out", cell.place, message, _("`zero: number` in the map keeps it")))
            unread.add(one.field.name)
            continue
        if read.note is not None:
            told.append(CellNote("changed", cell.place, f"{one.heading}: {read.note}"))
        said.append(SaidValue(one.field, one.column, read.value, cell.place, one.heading, read.estimated))
    said = _with_department(said, fields)
    here = unread | {one.field.name for one in said}
    said += [one for one in always if one.field.name not in here]
    named = fields.named_by is None or fields.named_by in {one.field.name for one in said}
    if not named and not any(one.kind == "refused" for one in told):
        told.append(CellNote("refused", _row_place(sheet, number), _("the row names no offer")))
    return SheetRow(number, tuple(said), tuple(told))


def _no_row_of_its_own(
    sheet: RowSheet, number: int, cells: Sequence[SheetCell], columns: Sequence[MappedColumn]
) -> CellNote | None:
    """Return that a row is about nothing of its own: it adds up others, or is a note below the table."""
    named = [sheet.at(number, one.number) for one in columns if one.field.name in ("name", DEPARTMENT)]
    total = next((one for one in (*cells[:1], *named) if is_total(one.value)), None)
    if total is not None:
        return CellNote("refused", total.place, _("the row is a total: {value}", value=shown_cell(total.value)))
    if len(columns) > 1 and len(cells) == 1 and is_note(cells[0].value):
        return CellNote("refused", cells[0].place, _("the row is a note: {value}", value=shown_cell(cells[0].value)))
    return None


def _values(sheet: RowSheet, number: int) -> Sequence[SheetCell]:
    """Return the cells of a row that are not blank."""
    return [one for column in range(1, sheet.width + 1) if (one := sheet.at(number, column)).value is not None]


def tell_shared(
    sheet: RowSheet, number: int, headings: Mapping[int, str], necessary: Collection[int], told: list[CellNote]
) -> frozenset[int]:
    """Tell of each merged cell that covers several columns of a row, and return these: of which it is the value nobody can say.

    Args:
        sheet: The rows.
        number: The row.
        headings: The columns that are read, with their headings.
        necessary: Those of them without which the row is about nothing.
        told: What is told of the row.
    """
    groups = sheet.shared(number, tuple(headings))
    for columns in groups:
        kind: NoteKind = "refused" if any(one in necessary for one in columns) else "left_out"
        message = _("a merged cell covers {headings}", headings=formats.listed(headings[one] for one in columns))
        help = _("write the value in the column that it is of, and leave the others blank")
        told.append(CellNote(kind, sheet.at(number, columns[0]).place, message, help))
    return frozenset(one for columns in groups for one in columns)


def _with_department(said: list[SaidValue], fields: FieldList) -> list[SaidValue]:
    """Return what a row says with the department in the offer's name: a department is the unit that a citizen comes to."""
    named = next((one for one in said if one.field.name == "name"), None)
    department = next((one for one in said if one.field.name == DEPARTMENT), None)
    others = [one for one in said if one is not named and one is not department]
    if department is None:
        return said
    if named is None:
        return [replace(department, field=fields.fields["name"]), *others]
    places = ", ".join(one.place.rpartition("!")[2] for one in (named, department) if one.place is not None)
    return [replace(named, value=f"{named.value}, {department.value}", place=places), *others]


def _is_likely_blank(column: MappedColumn, value: PlainValue) -> bool:
    """Return whether a 0 is most likely a blank."""
    return value == 0 and not isinstance(value, bool) and column.column.zero != "number" and column.field.zero_is_blank


def _row_place(sheet: RowSheet, number: int) -> str:
    return f"{sheet.name}!{number}" if sheet.name else str(number)


def values_of(row: SheetRow, of: str) -> tuple[SaidValue, ...]:
    """Return what a row says of its offer or of its service; of a paragraph's own column nothing."""
    return tuple(one for one in row.said if one.field.of == of and one.column.provision is None)
