"""A table of travel times from a file of rows: its document, and what became of each row.

A row is a way, with its minutes in one column or in a column for each means; or it is a place, with a column for each place that
one goes to. INVARIANT: every time of the document names its cell, and every row of the file is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from visit.errors import Problems, did_you_mean
from visit.imports import cells, code_cells
from visit.imports.cells import CellError, Habits, Reader, read_cell, shown_cell
from visit.imports.durations import minutes_cell
from visit.imports.offers import slug
from visit.imports.row_lengths import odd_lengths
from visit.imports.rows import (
    DECIMALS,
    CellNote,
    MapError,
    NoteKind,
    headings_of,
    must_map,
    tell_shared,
    without_heading,
)
from visit.imports.sheets import RowFile, RowSheet, beside_values, hidden_parts, lines_above
from visit.locale import language
from visit.locale import text as _
from visit.places import Point, resolve
from visit.reading.documents.catalogue import LONGEST_MINUTES
from visit.reading.documents.travel_map import TravelColumn, TravelMap
from visit.reading.source import Document, PlainValue
from visit.reading.validation import validate
from visit.travel import too_fast, too_fast_help
from visit.travel_files import found_when, in_the_future
from visit.vocabulary import vocabulary

TRAVEL_FIELDS: Mapping[str, Reader] = {
    "from": code_cells.place_cell,
    "to": code_cells.place_cell,
    "minutes": minutes_cell,
    "by": code_cells.code_cell("travel_mode"),
    "method": cells.line_cell,
    "as_of": cells.day_cell,
}


_ENDS = ("from", "to", "by")
"""What a row must say: without it a time is of no way."""


@dataclass(slots=True)
class TravelRow:
    """What became of a row: how many travel times it gave, and what is told of it."""

    number: int
    times: int = 0
    told: list[CellNote] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class ImportedTravel:
    """What a file became.

    Attributes:
        document: The table as its file holds it, in plain values.
        unmapped: Headings that the map does not have.
        unread: Headings that the map leaves out.
        hidden: Sheets that the workbook hides, which are not read.
        hidden_parts: Rows and columns of the sheet that it hides, and that are read.
        above: What stands above the headings, which no row is.
        beside: What its cells bear beside their values: comments, and lines through what they say.
    """

    file: str
    document: Mapping[str, PlainValue]
    rows: tuple[TravelRow, ...]
    unmapped: tuple[str, ...]
    unread: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_parts: tuple[str, ...]
    above: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def times(self) -> Sequence[PlainValue]:
        """The travel times, as the file holds them."""
        times = self.document["times"]
        assert isinstance(times, list)
        return times


@dataclass(frozen=True, slots=True)
class _MeantColumn:
    number: int
    heading: str
    said: TravelColumn
    habits: Habits


def read_travel_map(document: Document) -> TravelMap:
    """Return a map of the columns of travel times.

    Raises:
        Problems: Every fault of it, at its place.
    """
    must_map(document, "travel")
    if unsaid := [*_unsaid(document)]:
        raise Problems(unsaid)
    mapped = validate(document, TravelMap, error=MapError)
    columns = {heading: _said(one) for heading, one in mapped.columns.items() if one is not None}
    meant = {one.field for one in columns.values()}
    faults = [
        MapError(
            _("no column says {field}", field=f"`{name}`"),
            at=document.locate_key(("columns",)),
            help=_("write it behind the heading that says it: `{heading}: {field}`", heading="…", field=name),
        )
        for name in ("from", "minutes")
        if name not in meant
    ]
    first: dict[str, str] = {}
    for heading, one in columns.items():
        at = document.locate(("columns", heading))
        if one.words is not None and one.field != "by":
            faults.append(MapError(_("`{key}` has no effect on {field}", key="words", field=one.field), at=at))
        if one.field != "minutes" and (other := first.setdefault(one.field, heading)) != heading:
            message = _("{heading} means the same as {other}", heading=f"“{heading}”", other=f"“{other}”")
            faults.append(MapError(message, at=at, help=_("leave one of the two out (null)")))
        if one.field != "minutes":
            odd = [key for key in ("by", "to") if getattr(one, key) is not None]
            faults += [MapError(_("`{key}` has no effect on {field}", key=key, field=one.field), at=at) for key in odd]
            continue
        if one.by is None and mapped.by is None and "by" not in meant:
            help = _("write `{example}`, or `by: car` for the whole file", example="{field: minutes, by: car}")
            faults.append(MapError(_("minutes need to know by which means they are"), at=at, help=help))
        if one.to is None and "to" not in meant:
            help = _(
                "map the column of the other place to `to`, or say the place here: `{example}`", example="to: Herning"
            )
            faults.append(MapError(_("minutes need to know to which place they are"), at=at, help=help))
    if faults:
        raise Problems(faults)
    return mapped


def _unsaid(document: Document) -> Iterator[MapError]:
    """Yield what nobody but the office knows, and a map that is proposed leaves blank."""
    said = document.value if isinstance(document.value, dict) else {}
    asked = {
        "as_of": (
            _("say on which day the times were found"),
            _("write it as 2026-01-15; a column of days says it of its rows alone"),
        ),
        "method": (
            _("say how the times were found"),
            _('for example `method: "Rejseplanen, hverdage kl. 8"`; a column of them says it of its rows alone'),
        ),
    }
    yield from (
        MapError(asked[key][0], at=document.locate((key,)), help=asked[key][1]) for key in asked if said.get(key) == ""
    )


def means_named(text: str) -> str | None:
    """Return the means of travel that a text names; None where it names none."""
    try:
        read = TRAVEL_FIELDS["by"](text, Habits(date.min))
    except CellError:
        return None
    return None if read is None else str(read.value)


def _said(column: TravelColumn | str) -> TravelColumn:
    return column if isinstance(column, TravelColumn) else TravelColumn.model_validate({"field": column})


def imported_travel(file: RowFile, mapped: TravelMap, document: Document, *, today: date) -> ImportedTravel:
    """Read a file of travel times by a map.

    Args:
        file: The rows.
        mapped: What its columns mean.
        document: The map's file, for the places of what is wrong with it.
        today: The day of the import, which the table keeps.

    Raises:
        Problems: What is wrong with the map, beside this file.
        UsageError: The sheet that it names is not there.
    """
    if mapped.as_of > today:
        raise MapError(in_the_future(mapped.as_of), at=document.locate(("as_of",)), help=found_when())
    sheet = file.sheet(mapped.sheet)
    headings = headings_of(sheet, mapped.heading)
    columns = _columns(headings, mapped, document, today)
    key = slug(file.name.rpartition(".")[0])
    reading = _WaysRead(sheet, mapped, columns, key)
    last = min(mapped.last or len(sheet.rows), len(sheet.rows))
    rows = [reading.row(number) for number in range(mapped.heading + 1, last + 1) if not sheet.is_blank(number)]
    of_sheet: dict[str, PlainValue] = {"sheet": sheet.name} if sheet.name else {}
    whole: dict[str, PlainValue] = {
        "format": 1,
        "travel": mapped.travel,
        "as_of": mapped.as_of.isoformat(),
        "method": mapped.method,
        "imports": {key: {"file": file.name, **of_sheet, "sha256": file.sha256, "day": today.isoformat()}},
        "times": [*reading.times],
    }
    unmapped = (
        *(one for one in headings.values() if one not in mapped.columns),
        *without_heading(sheet, mapped.heading),
    )
    return ImportedTravel(
        file.name,
        whole,
        tuple(rows),
        unmapped,
        tuple(heading for heading, one in mapped.columns.items() if one is None),
        file.hidden_beside(sheet),
        hidden_parts(sheet),
        tuple(lines_above(sheet, mapped.heading)),
        beside_values(sheet),
    )


def _columns(headings: Mapping[int, str], mapped: TravelMap, document: Document, today: date) -> list[_MeantColumn]:
    by_name = {heading: number for number, heading in headings.items()}
    faults, made = [], []
    for heading, one in mapped.columns.items():
        if heading not in by_name:
            at, help = document.locate_key(("columns", heading)), did_you_mean(heading, by_name)
            faults.append(MapError(_("the sheet has no column {name}", name=f"“{heading}”"), at=at, help=help))
            continue
        if one is None:
            continue
        said = _said(one)
        if said.to is not None:
            try:
                code_cells.place_cell(said.to, Habits(today))
            except CellError as error:
                at = document.locate(("columns", heading, "to"))
                faults.append(MapError(error.message, at=at, help=error.help))
        made.append(_MeantColumn(by_name[heading], heading, said, Habits(today, DECIMALS[mapped.decimal], said.words)))
    if faults:
        raise Problems(faults)
    return made


class _WaysRead:
    """The rows of one sheet, read one after the other; a way that was there already is told."""

    def __init__(self, sheet: RowSheet, mapped: TravelMap, columns: Sequence[_MeantColumn], file: str) -> None:
        self.sheet, self.mapped, self.file = sheet, mapped, file
        self.minutes = [one for one in columns if one.said.field == "minutes"]
        self.others = [one for one in columns if one.said.field != "minutes"]
        self.times: list[PlainValue] = []
        self.seen: dict[tuple[Point, Point, str], str] = {}
        self.odd = odd_lengths(sheet, mapped.heading)

    def row(self, number: int) -> TravelRow:
        made = TravelRow(number)
        if number in self.odd:
            made.told.append(CellNote("refused", self._cell(number, None), *self.odd[number]))
            return made
        said: dict[str, PlainValue] = {}
        headings = {one.number: one.heading for one in (*self.others, *self.minutes)}
        necessary = [one.number for one in self.others if one.said.field in _ENDS]
        in_doubt = tell_shared(self.sheet, number, headings, necessary, made.told)
        for column in self.others:
            if column.number in in_doubt:
                continue
            read = self._read(number, column, made, refuses=column.said.field in _ENDS)
            if read is not None:
                said[column.said.field] = read
        if any(one.kind == "refused" for one in made.told):
            return made
        for column in self.minutes:
            if column.number in in_doubt:
                continue
            minutes = self._read(number, column, made, refuses=False)
            if minutes is not None:
                self._add(number, column, {**said, "minutes": minutes}, made)
        if not made.times:
            made.told.append(CellNote("refused", self._cell(number, None), _("the row has no travel time")))
        return made

    def _read(self, number: int, column: _MeantColumn, made: TravelRow, *, refuses: bool) -> PlainValue:
        """Return what a cell says; None where it is blank, or cannot be read, which is told."""
        cell = self.sheet.at(number, column.number)
        try:
            read = read_cell(cell, TRAVEL_FIELDS[column.said.field], column.habits)
        except CellError as error:
            kind: NoteKind = "refused" if refuses else "left_out"
            made.told.append(CellNote(kind, cell.place, f"{column.heading} {error.message}", error.help))
            return None
        if read is not None and column.said.field == "as_of" and str(read.value) > column.habits.today.isoformat():
            message = in_the_future(date.fromisoformat(str(read.value)))
            made.told.append(CellNote("refused", cell.place, message, found_when()))
            return None
        if read is None and refuses:
            message = _("{heading} is blank", heading=column.heading)
            made.told.append(CellNote("refused", cell.place, message))
        if read is not None and read.note is not None:
            made.told.append(CellNote("changed", cell.place, f"{column.heading}: {read.note}"))
        return None if read is None else read.value

    def _add(self, number: int, column: _MeantColumn, said: Mapping[str, PlainValue], made: TravelRow) -> None:
        by = column.said.by or said.get("by") or self.mapped.by
        way = {"from": said["from"], "to": column.said.to or said["to"], "by": by, "minutes": said["minutes"]}
        place = self._cell(number, column)
        means = means_named(str(said["method"])) if "method" in said else None
        if means is not None and means != by:
            message = _(
                "the row says {method}, and the time is {by}",
                method=shown_cell(str(said["method"])),
                by=vocabulary().label("travel_mode", str(by), language()),
            )
            made.told.append(
                CellNote("left_out", place, message, _("let the map read the column of the means as `by`"))
            )
            return
        fault = self._fault(way, place)
        if fault is not None:
            made.told.append(CellNote("left_out", place, *fault))
            return
        rest = {key: said[key] for key in ("method", "as_of") if key in said}
        self.times.append({**way, **rest, "cell": f"{self.file}!{place.rpartition('!')[2]}"})
        made.times += 1

    def _fault(self, way: Mapping[str, PlainValue], place: str) -> tuple[str, str | None] | None:
        """Return why a travel time cannot be taken, and what to do; None where it can."""
        start, end, minutes = resolve(str(way["from"])), resolve(str(way["to"])), way["minutes"]
        assert isinstance(minutes, int)
        first = self.seen.setdefault((start, end, str(way["by"])), place)
        if first != place:
            return _("the way stands in {place} already, which counts", place=first), _("take one of the two out")
        if minutes > LONGEST_MINUTES:
            return _("is longer than twelve hours: {minutes} minutes", minutes=minutes), too_fast_help()
        if (fault := too_fast(start, end, minutes)) is not None:
            return fault, too_fast_help()
        return None

    def _cell(self, number: int, column: _MeantColumn | None) -> str:
        if column is not None:
            return self.sheet.at(number, column.number).place
        return f"{self.sheet.name}!{number}" if self.sheet.name else str(number)
