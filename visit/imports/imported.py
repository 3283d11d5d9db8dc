"""A citizen's case on its way from a bundle: what is in it, where each value stands, and what is told of the rest."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from visit.cpr import safe
from visit.imports.bundles import Resource, text_of
from visit.imports.looked_at import Json
from visit.imports.unnamed import Identities, unnamed, without_numbers
from visit.locale import language
from visit.reading.source import PlainValue
from visit.vocabulary import vocabulary

RANK = "ConditionRank"
"""The extension that says which condition comes first."""
_PART_OF_A_DATE = re.compile("([1-9][0-9]{3})(?:-(0[1-9]|1[0-2]))?")
CLOSED = ("completed", "revoked", "cancelled", "entered-in-error", "rejected")
"""Statuses of what is no more."""


CitizenNoteKind: TypeAlias = Literal["ask", "left_out", "changed", "not_read"]
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class CitizenNote:
    """What is told of one place of a bundle.

    Attributes:
        kind: `ask`: somebody must say it; `left_out`: it is not in the case; `changed`: it is there otherwise than it stands;
            `not_read`: nobody looked at it.
        answered_by: The fields of a case that answer what is asked; behind a `=` the value that one must have.
    """

    kind: CitizenNoteKind
    place: str
    message: str
    answered_by: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportedCitizen:
    """A citizen's case from a bundle.

    Attributes:
        case: The case's document, in plain values.
        notes: What is told, in the order of the file.
        cells: By field of the case, where it stands in the bundle.
        said: What tells who people are, which reaches neither the case nor what is told.
        withdrawn: What the bundle says holds no more: the path of a field, and of a list which rows of it.
    """

    case: dict[str, PlainValue]
    notes: list[CitizenNote] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    said: Identities = field(default_factory=Identities, repr=False)
    withdrawn: list[tuple[tuple[str, ...], PlainValue]] = field(default_factory=list)

    @property
    def holds_facts(self) -> bool:
        """Whether anything of the citizen could be read, beside who and where."""
        return not self.case.keys() <= {"format", "case", "assessed", "municipality"}

    def tell(self, kind: CitizenNoteKind, place: str, message: str, *answered_by: str) -> None:
        """Add what is told of a place, with the fields of a case that answer what is asked."""
        self.notes.append(CitizenNote(kind, place, without_numbers(message, self.said), answered_by))

    def withdraw(self, path: tuple[str, ...], row: PlainValue = None) -> None:
        """Note that a field, or a row of it, holds no more: a case that is updated may have it from before."""
        self.withdrawn.append((path, row))

    def shown(self, text: str, limit: int) -> str:
        """Return the beginning of a code or a day as something told may show it: half a CPR number is none that is known."""
        return safe(without_numbers(text, self.said))[:limit]

    def unnamed(self, text: str) -> str:
        """Return a free text without the names of people."""
        return unnamed(text, self.said)

    def quoted(self, text: str) -> str:
        """Return a free text as something told may show it: its beginning, without names and CPR numbers."""
        shown = safe(self.unnamed(text))
        return shown if len(shown) <= _QUOTED else shown[: _QUOTED - 1] + "…"

    def put(self, path: tuple[str, ...], value: PlainValue, *places: str) -> None:
        """Put a value where it belongs, with the places that it is from."""
        inside = self.case
        for part in path[:-1]:
            inner = inside.setdefault(part, {})
            assert isinstance(inner, dict)
            inside = inner
        inside[path[-1]] = value
        self.cells[".".join(path)] = ", ".join(dict.fromkeys(one for one in places if one))

    @property
    def places_told(self) -> frozenset[str]:
        """Every place of the bundle that something of the case is from, or that something is told of."""
        return frozenset(
            place for told in (*self.cells.values(), *(one.place for one in self.notes)) for place in told.split(", ")
        )


def recorded_on(resource: Resource) -> date | None:
    """Return the day on which something was found out of the citizen."""
    return day_in(_recorded(resource))


def recorded_in(resource: Resource) -> tuple[date, date] | None:
    """Return the first and last day on which something can have been found out; None where it is not said."""
    return days_in(_recorded(resource))


def recorded_said(resource: Resource) -> str:
    """Return what is written as the day of a finding; empty where nothing is."""
    said = _recorded(resource)
    return said if isinstance(said, str) else "" if said is None else str(said)


def _recorded(resource: Resource) -> Json:
    if resource.kind not in ("Condition", "Observation", "ClinicalImpression"):
        return None
    return resource.value.get("recordedDate") or resource.value.get("effectiveDateTime")


def day_in(value: Json) -> date | None:
    """Return the day of a date or a moment; None where it has no day."""
    try:
        return date.fromisoformat(text_of(value)[:10])
    except ValueError:
        return None


def days_in(value: Json) -> tuple[date, date] | None:
    """Return the first and last day that a date can mean, which may be a month or a year alone; None where it is none."""
    said = text_of(value)
    if (day := day_in(said)) is not None:
        return day, day
    found = _PART_OF_A_DATE.fullmatch(said)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    return date(year, month or 1, 1), date(year, month or 12, monthrange(year, month or 12)[1])


def ffb_label(kind: str, key: str) -> str:
    """Return what a code is called in the language spoken."""
    return vocabulary().label(kind, key, language())
