"""A case: what is recorded about one citizen on one date, resolved.

Knows the recorded facts and the points of the places named; leaves what follows from them to guidelines. A case is a typed view
of its *record*: the document as validated, with points copied in, so that it can be stored, digested and replayed. What its
fields are stands in `visit.reading.documents.case`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypedDict

from visit.canonical import digest
from visit.cpr import is_hidden_number, nine_instead
from visit.errors import CaseError, PlaceError, Problems, VisitError
from visit.locale import text as _
from visit.places import Point, main_town, point, resolve
from visit.reading.declared import PAST, Field, LatLon, ListOf, Place, Record, declared
from visit.reading.documents.acceptance import accepted
from visit.reading.documents.case import Application, CaseDocument
from visit.reading.source import Document, read


class CaseRecord(TypedDict):
    """A case as it is stored and digested: the document, and the points of its places in micro-degrees."""

    document: Mapping[str, object]
    points: Mapping[str, Sequence[int]]


class Case(CaseDocument):
    """One citizen on one date: the fields of the document, and where the places named in it lie.

    INVARIANT: made from a record without a check, so that a stored case is read whatever later versions refuse in a file.

    Attributes:
        record: Only plain values.
        trial: The changes that were written into it for a trial, as they were given; the file does not have them.
    """

    __slots__ = ("record", "trial")
    record: CaseRecord
    trial: tuple[str, ...]

    def __init__(self, record: CaseRecord, trial: tuple[str, ...] = ()) -> None:
        super().__init__(record["document"])
        object.__setattr__(self, "record", record)
        object.__setattr__(self, "trial", trial)

    def __reduce__(self) -> tuple[type[Case], tuple[CaseRecord]]:
        return type(self), (self.record,)

    def point(self, place: Place | None) -> Point | None:
        """Return the point of a place named in the case, or None where no place is recorded."""
        if place is None:
            return None
        latitude, longitude = self.record["points"][place_key(place)]
        return Point(latitude, longitude)

    @property
    def home_point(self) -> Point | None:
        """Where the citizen lives now."""
        return self.point(self.citizen.home.place)

    def main_town(self, municipality: str) -> Point | None:
        """Return the main town of a municipality named in the case; None in a record of before main towns were copied in."""
        return point_in(self.record["points"], main_town_key(municipality))

    def home_or_estimate(self, day: date) -> Point | None:
        """Return where the citizen lives, or where that is not recorded, the main town of the municipality lived in."""
        lived = [row.municipality for row in self.citizen.lived or () if row.start is None or row.start <= day]
        return self.home_point or self.main_town(lived[-1] if lived else self.municipality)

    def applied_by(self, day: date) -> tuple[Application, ...] | None:
        """Return what the citizen has applied for by a day; a later application does not count yet."""
        rows = self.applied
        return None if rows is None else tuple(row for row in rows if row.on is None or row.on <= day)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical record."""
        return digest(self.record)


EARLIEST_BIRTH = 1900
"""As for a year of birth alone."""


def place_key(place: Place | Mapping[str, object]) -> str:
    """Return the text under which a place's point is kept."""
    if isinstance(place, LatLon):
        place = place.recorded
    return place if isinstance(place, str) else f"{place['lat']},{place['lon']}"


def main_town_key(municipality: str) -> str:
    """Return the text under which the point of a municipality's main town is kept; no name of a place begins like it."""
    return f"~{municipality}"


def main_town_points(municipalities: Iterable[str]) -> dict[str, list[int]]:
    """Return the points of main towns, each under its key."""
    found = {main_town_key(one): resolve(main_town(one)) for one in municipalities}
    return {key: [at.latitude_microdegrees, at.longitude_microdegrees] for key, at in found.items()}


def point_in(points: Mapping[str, Sequence[int]], key: str) -> Point | None:
    """Return a point of a record; None where it has none of that name."""
    return Point(*points[key]) if key in points else None


def load_case(path: str | Path) -> Case:
    """Read and resolve a case file; `-` is standard input.

    Raises:
        Problems: Everything that is wrong with the file, each with its place.
        SourceError: The file cannot be read as YAML at all.
    """
    return case_of(read(path))


def case_of(document: Document) -> Case:
    """Validate and resolve a case document.

    Raises:
        CaseError: Its name may be a CPR number that lost its first 0.
        Problems: Everything else that is wrong with it, each with its place.
    """
    _refuse_nine_digits(document)
    record = accepted(document.value, CaseDocument)
    if record is None:
        record = _validated(document)
    case = CaseDocument(record)
    problems = [*_contradictions(document, case)]
    points = resolve_places(document, _places(case), problems)
    if problems:
        raise Problems(problems)
    points |= main_town_points((case.municipality, *(row.municipality for row in case.citizen.lived or ())))
    return Case({"document": record, "points": points}, document.trial)


def _refuse_nine_digits(document: Document) -> None:
    name = document.value.get("case") if isinstance(document.value, dict) else None
    if isinstance(name, str | int) and is_hidden_number(str(name)):
        message = _("the name of the case may be a CPR number in another spelling")
        raise CaseError(message, at=document.locate(("case",)), help=nine_instead())


def _validated(document: Document) -> dict[str, Any]:
    from visit.reading.documents.models import model_of
    from visit.reading.validation import validate

    model = validate(document, model_of(CaseDocument), error=CaseError)
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def resolve_places(
    document: Document,
    places: Mapping[tuple[str | int, ...], Place | Mapping[str, object]],
    problems: list[VisitError],
    extra: Mapping[str, Point] = {},
) -> dict[str, list[int]]:
    """Return the point of every place, adding a located error for each that cannot be resolved."""
    points: dict[str, list[int]] = {}
    for path, place in places.items():
        key = place_key(place)
        if key in points:
            continue
        try:
            found = resolve(place, extra=extra) if isinstance(place, str) else point(*key.split(","))
            points[key] = [found.latitude_microdegrees, found.longitude_microdegrees]
        except PlaceError as error:
            problems.append(PlaceError(error.message, at=document.locate(path), help=error.help))
    return points


def _places(case: CaseDocument) -> dict[tuple[str | int, ...], Place]:
    found: dict[tuple[str | int, ...], Place | None] = {("citizen", "home", "place"): case.citizen.home.place}
    for index, current in enumerate(case.citizen.current or ()):
        found[("citizen", "current", index, "place")] = current.place
    for index, member in enumerate(case.network or ()):
        found[("network", index, "place")] = member.place
    return {path: place for path, place in found.items() if place is not None}


def _contradictions(document: Document, case: CaseDocument) -> Iterator[VisitError]:
    """Faults between fields that are each well-formed."""
    born, age = case.citizen.born, case.citizen.age
    if born is not None and age is not None:
        yield CaseError(_("give either born or age, not both"), at=document.locate_key(("citizen", "age")))
    if case.citizen.adult is not None and not (born is None and age is None):
        yield CaseError(
            _("give adult only where neither born nor age is known"), at=document.locate_key(("citizen", "adult"))
        )
    lived = [(index, row.start) for index, row in enumerate(case.citizen.lived or ()) if row.start is not None]
    for (_before, earlier), (index, later) in pairwise(lived):
        if later < earlier:
            message = _("write where the citizen has lived in the order of time: this is earlier than the row above")
            yield CaseError(message, at=document.locate(("citizen", "lived", index, "from")))
    if born is not None and (born.year if isinstance(born, date) else born) > case.assessed.year:
        yield CaseError(_("born is after the assessment"), at=document.locate(("citizen", "born")))
    if isinstance(born, date) and born.year < EARLIEST_BIRTH:
        yield CaseError(
            _("born must be {limit} or later", limit=EARLIEST_BIRTH), at=document.locate(("citizen", "born"))
        )
    groups = case.target_groups
    if groups.primary in (groups.secondary or ()):
        yield CaseError(
            _("the primary target group is listed as secondary too"),
            at=document.locate(("target_groups", "secondary")),
        )
    for index, trial in enumerate(case.tried or ()):
        if trial.start is not None and trial.until is not None and trial.until < trial.start:
            yield CaseError(_("until is before from"), at=document.locate(("tried", index, "until")))
    for index, move in enumerate(case.consent.moves or ()):
        if move.provision is None and move.offer is None:
            yield CaseError(
                _("name the offer or the provision of the move"),
                at=document.locate(("consent", "moves", index)),
                help=_("for what is said of moving at all, write `consent.move`"),
            )
    yield from _priced_offers(document, case)
    for index, row in enumerate(case.citizen.current or ()):
        if row.since is not None and row.since > case.assessed:
            yield CaseError(
                _("since is after the assessment"), at=document.locate(("citizen", "current", index, "since"))
            )
    yield from _before_birth(document, case)


def _priced_offers(document: Document, case: CaseDocument) -> Iterator[VisitError]:
    """Prices of an offer as a whole: a price is of one of its services."""
    named = [(("agreed", index, "option"), row.option) for index, row in enumerate(case.agreed or ())]
    levels = [(("price_level", option), option) for option in case.price_level or {}]
    message, help = (
        _("a price is of one service of an offer"),
        _("write offer/provision, for example kollegiet/SEL-108"),
    )
    for path, option in named:
        if "/" not in option:
            yield CaseError(message, at=document.locate(path), help=help)
    for key, option in levels:
        if "/" not in option:
            yield CaseError(message, at=document.locate_key(key), help=help)


def _before_birth(document: Document, case: CaseDocument) -> Iterator[VisitError]:
    """Faults of days on which the citizen was not yet born."""
    first = _first_birth(case)
    if first is None:
        return
    for day, path in _past_days(case, ()):
        if day < first:
            yield CaseError(_("{field} is before the birth", field=path[-1]), at=document.locate(path))


def _first_birth(case: CaseDocument) -> date | None:
    """Return the first day on which the citizen can be born; None where neither the birth nor the age is recorded."""
    born, age = case.citizen.born, case.citizen.age
    if isinstance(born, date):
        return born
    if born is not None:
        return date(born, 1, 1)
    if age is None:
        return None
    day, year = case.assessed, max(1, case.assessed.year - age - 1)
    turned = date(year, day.month, day.day - 1 if (day.month, day.day) == (2, 29) else day.day)
    return turned + timedelta(days=1)  # who was born on the day before it, or earlier, is a year older


def _past_days(group: Record, path: tuple[str | int, ...]) -> Iterator[tuple[date, tuple[str | int, ...]]]:
    """Yield every day of a group that is declared not to lie ahead, and where it stands."""
    for one in declared(type(group)):
        if not group.has(one.key):
            continue
        value, here = one.__get__(group, type(group)), (*path, one.key)
        if isinstance(value, Record):
            yield from _past_days(value, here)
        elif isinstance(one, Field) and isinstance(one.kind, ListOf):
            for index, row in enumerate(value or ()):
                yield from _past_days(row, (*here, index))
        elif isinstance(one, Field) and one.kind is PAST and value is not None:
            yield value, here
