"""A file of travel times, and a catalogue with them: what is ranked by them is recorded with them.

The table becomes part of the catalogue's record, so that a decision's record holds every row that it rests on, and a replay needs
no other file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from visit.case import resolve_places
from visit.catalogue import Catalogue, CatalogueRecord, catalogue_from
from visit.errors import CatalogueError, Problems, VisitError
from visit.locale import text as _
from visit.places import Point
from visit.places import point as place_at
from visit.reading.documents.catalogue import TravelDocument, TravelTable
from visit.reading.source import Document
from visit.travel import faults_of_times, places_of_times

TableValue = TypeVar("TableValue")
OLD_DAYS = 365
"""A table that is older is told of."""


def with_travel(catalogue: Catalogue, document: Document) -> Catalogue:
    """Return a catalogue with the travel times of a file; those that it has itself are replaced.

    Raises:
        Problems: Everything that is wrong with the file, each with its place.
    """
    towns = {name: place_at(town.lat, town.lon) for name, town in (catalogue.document.places or {}).items()}
    table, points = checked_travel(document, towns)
    record = catalogue.record
    made: CatalogueRecord = {
        **record,
        "document": {**record["document"], "travel": table},
        "points": {**record["points"], **points},
    }
    return catalogue_from(made)


def checked_travel(
    document: Document, towns: Mapping[str, Point] = {}
) -> tuple[dict[str, object], dict[str, list[int]]]:
    """Return a file of travel times as it stands in a catalogue, and where its places are.

    Args:
        document: The file.
        towns: Towns of the catalogue, which the shipped list lacks.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.reading.documents.models import model_of
    from visit.reading.validation import validate

    model = validate(document, model_of(TravelDocument), error=CatalogueError)
    record = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    times = TravelDocument(record).times
    problems: list[VisitError] = []
    points = resolve_places(document, places_of_times(times, ("times",)), problems, towns)
    problems += () if problems else faults_of_times(document, times, ("times",), points)
    if problems:
        raise Problems(problems)
    return table_of(record), points


def table_of(record: Mapping[str, TableValue]) -> dict[str, TableValue]:
    """Return what a file of travel times says, as it stands in a catalogue."""
    rest = {key: value for key, value in record.items() if key not in ("format", "travel")}
    return {"table": record["travel"], **rest}


def refuse_future_times(catalogue: Catalogue, document: Document, today: date) -> None:
    """Refuse travel times of a file that were found on a day that has not been.

    Raises:
        Problems: Each at its place.
    """
    table = catalogue.document.travel
    found: list[tuple[tuple[str | int, ...], date | None]] = [(("as_of",), table.as_of)]
    found += [(("times", index, "as_of"), one.as_of) for index, one in enumerate(table.times)]
    wrong = [
        CatalogueError(in_the_future(day), at=document.locate(path), help=found_when())
        for path, day in found
        if day is not None and day > today
    ]
    if wrong:
        raise Problems(wrong)


def in_the_future(day: date) -> str:
    """Return that travel times cannot have been found on a day to come."""
    return _("the travel times were found in the future: {day}", day=day.isoformat())


def found_when() -> str:
    """Return what to do about that."""
    return _("write the day that they were found")


def oldest_time(table: TravelTable | TravelDocument) -> date:
    """Return the day that the oldest of its travel times was found: by its own day, else by that of the table."""
    return min(days_of_times(table))


def days_of_times(table: TravelTable | TravelDocument) -> set[date]:
    """Return the days that the travel times of a table were found; without times its own day."""
    return {one.as_of or table.as_of for one in table.times or ()} or {table.as_of}


def is_old(found: date, day: date) -> bool:
    """Return whether travel times that were found on one day are more than a year old on another."""
    return (day - found).days > OLD_DAYS
