"""A case: what is recorded about one citizen on one date, resolved.

Knows the recorded facts and the points of the places named; leaves what follows from them to guidelines. A case is its
*record*: the document as validated, with points copied in, so that it can be stored, digested and replayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from visit.canonical import digest
from visit.errors import CaseError, PlaceError, Problems, VisitError
from visit.locale import text as _
from visit.places import Point, point, resolve
from visit.reading.acceptance import accepted
from visit.reading.source import Document, read
from visit.shipped import compiled


@dataclass(frozen=True, slots=True)
class Case:
    """One citizen on one date.

    Attributes:
        record: `{"document": …, "points": {place: [latitude, longitude] in micro-degrees}}`; only plain values.
    """

    record: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The pseudonym."""
        return str(self.record["document"]["case"])

    @property
    def assessed(self) -> date:
        """The date of the assessment."""
        return date.fromisoformat(self.record["document"]["assessed"])

    @property
    def municipality(self) -> str:
        """The acting municipality (handlekommune)."""
        return str(self.record["document"]["municipality"])

    def get(self, *path: str) -> Any:
        """Return what is recorded at a path, or None where it is left out."""
        value: Any = self.record["document"]
        for key in path:
            # A plain dictionary is asked for by name: the abstract class takes ten times as long to tell.
            if not isinstance(value, dict | Mapping):
                return None
            value = value.get(key)
        return value

    def rows(self, *path: str) -> tuple[Mapping[str, Any], ...]:
        """Return the recorded rows at a path; none where it is left out."""
        return tuple(self.get(*path) or ())

    def point(self, place: Any) -> Point | None:
        """Return the point of a place named in the case, or None where no place is recorded."""
        if place is None:
            return None
        latitude, longitude = self.record["points"][place_key(place)]
        return Point(latitude, longitude)

    @property
    def home_point(self) -> Point | None:
        """Where the citizen lives now."""
        return self.point(self.get("citizen", "home", "place"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical record."""
        return digest(self.record)


def place_key(place: Any) -> str:
    """Return the text under which a place's point is kept."""
    if isinstance(place, Mapping):
        return f"{place['lat']},{place['lon']}"
    return str(place)


def load_case(path: str | Path) -> Case:
    """Read and resolve a case file; `-` is standard input.

    Raises:
        Problems: Everything that is wrong with the file, each with its place.
        SourceError: The file cannot be read as YAML at all.
    """
    return case_of(read(path))


def case_of(document: Document) -> Case:
    """Validate and resolve a case document."""
    record = accepted(document.value, compiled("case-schema"))
    if record is None:
        record = _validated(document)
    problems = [*_contradictions(document, record)]
    points = resolve_places(document, _places(record), problems)
    if problems:
        raise Problems(problems)
    return Case({"document": record, "points": points})


def _validated(document: Document) -> dict[str, Any]:
    from visit.reading.documents.case import CaseDocument
    from visit.reading.validation import validate

    model = validate(document, CaseDocument, error=CaseError)
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def resolve_places(
    document: Document,
    places: Mapping[tuple[str | int, ...], Any],
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
            found = point(place["lat"], place["lon"]) if isinstance(place, Mapping) else resolve(place, extra=extra)
            points[key] = [found.latitude_microdegrees, found.longitude_microdegrees]
        except PlaceError as error:
            problems.append(PlaceError(error.message, at=document.locate(path), help=error.help))
    return points


def _places(record: Mapping[str, Any]) -> dict[tuple[str | int, ...], Any]:
    citizen = record.get("citizen", {})
    found: dict[tuple[str | int, ...], Any] = {("citizen", "home", "place"): citizen.get("home", {}).get("place")}
    for index, current in enumerate(citizen.get("current", ())):
        found[("citizen", "current", index, "place")] = current.get("place")
    for index, member in enumerate(record.get("network", ())):
        found[("network", index, "place")] = member.get("place")
    return {path: place for path, place in found.items() if place is not None}


def _contradictions(document: Document, record: Mapping[str, Any]) -> Iterator[VisitError]:
    """Faults between fields that are each well-formed."""
    citizen = record.get("citizen", {})
    assessed = date.fromisoformat(record["assessed"])
    if "born" in citizen and "age" in citizen:
        yield CaseError(_("give either born or age, not both"), at=document.locate_key(("citizen", "age")))
    born = citizen.get("born")
    if born is not None and (born if isinstance(born, int) else date.fromisoformat(born).year) > assessed.year:
        yield CaseError(_("born lies after the assessment"), at=document.locate(("citizen", "born")))
    groups = record.get("target_groups", {})
    if groups.get("primary") in groups.get("secondary", ()):
        yield CaseError(
            _("the primary target group is listed as secondary too"),
            at=document.locate(("target_groups", "secondary")),
        )
    for index, row in enumerate(citizen.get("current", ())):
        if "since" in row and date.fromisoformat(row["since"]) > assessed:
            yield CaseError(
                _("since lies after the assessment"), at=document.locate(("citizen", "current", index, "since"))
            )
