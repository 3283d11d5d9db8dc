"""What every evaluating command reads: a case, a catalogue, a guideline and a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from visit import places
from visit.case import Case, case_of
from visit.catalogue import Catalogue, shipped_catalogue
from visit.commands.changes import changed
from visit.cpr import redacted
from visit.errors import FEW, CaseError, PlaceError, Problems, UsageError, VisitError, did_you_mean
from visit.local_day import local_day
from visit.locale import formats
from visit.locale import text as _
from visit.reading.expected import must_be
from visit.reading.source import Document, read
from visit.reasons.refused import refused_of_case
from visit.rules import load_guideline

if TYPE_CHECKING:
    from visit.rules.guideline.values import Guideline

Made = TypeVar("Made")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The inputs of one evaluation, loaded and resolved."""

    case: Case
    catalogue: Catalogue
    guideline: Guideline
    as_of: date


def municipality_meant(name: str) -> str:
    """Return the name of the municipality that a person means: by its name or code, or the beginning that one alone has.

    Raises:
        UsageError: There is none, or several begin so.
    """
    try:
        return places.municipality(name).name
    except PlaceError:
        every = [one.name for one in places.municipalities()]
    begun = [one for one in every if places.fold(name) and places.fold(one).startswith(places.fold(name))]
    if len(begun) == 1:
        return begun[0]
    several = _("write {names}", names=formats.either(begun)) if 1 < len(begun) <= FEW else None
    raise UsageError(
        _("no municipality is called {name}", name=redacted(name)),
        help=several or did_you_mean(name, every) or _("write its name, for example Ikast-Brande"),
    )


def question(
    case: str | Document,
    *,
    guideline: str | None = None,
    catalogue: str | None = None,
    travel: str | None = None,
    as_of: str | None = None,
    changes: Sequence[str] = (),
    cached: bool = True,
    offers: Catalogue | None = None,
    load: Callable[[str, date], Guideline] = load_guideline,
) -> Inputs:
    """Load what a command was given; without a guideline the case's municipality picks it.

    `cached` false reads a catalogue's own file, never what an earlier command kept of it. Who asks about many cases gives the
    catalogue that is read already, and what remembers the guidelines.

    Raises:
        Problems: Everything that is wrong with the case, the catalogue and the date; with the guideline when these are good.
    """
    must_read_once(case, catalogue, guideline, travel)
    faults: list[VisitError] = []
    day = attempt(lambda: given_date(as_of), faults)
    document = attempt(lambda: changed(read(case) if isinstance(case, str) else case, changes), faults)
    found = attempt(lambda: checked_case(document), faults) if document is not None else None
    offers = offers or attempt(lambda: load_given_catalogue(catalogue, travel, cached=cached), faults)
    if faults or document is None or found is None or offers is None:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    day = day or found.assessed
    chosen = load(guideline or found.municipality, day)
    refuse_under(chosen, found, document)
    return Inputs(case=found, catalogue=offers, guideline=chosen, as_of=day)


def must_read_once(*named: object) -> None:
    """Refuse standard input where two of what is named are to be read from it.

    Raises:
        UsageError: Two are.
    """
    if named.count("-") > 1:
        raise UsageError(_("standard input can be read once only"), help=_("write a path instead of one of the `-`"))


def must_read_again(*named: str | None) -> None:
    """Refuse what each of several processes would have to read for itself, and none but the first can.

    Raises:
        UsageError: One of the names is standard input, a pipe or a device.
    """
    if (name := read_once(*named)) is not None:
        raise UsageError(
            _("each of several processes reads {name}, which can be read once only", name=name),
            help=_("write a path of a file, or leave out --processes"),
        )


def read_once(*named: str | None) -> str | None:
    """Return the first of some names that can be read once only: standard input, a pipe or a device; None where none is."""
    for name in named:
        path = Path("" if name is None else name)
        is_passing = path.exists() and not (path.is_file() or path.is_dir())
        if name is not None and (name == "-" or is_passing or path.is_relative_to("/dev")):
            return name
    return None


def attempt(make: Callable[[], Made], faults: list[VisitError]) -> Made | None:
    """Return what is made, or add to the faults why it cannot be."""
    try:
        return make()
    except VisitError as error:
        faults.append(error)
        return None


# --- a case ---


def refuse_under(guideline: Guideline, case: Case, document: Document) -> None:
    """Refuse a case with needs that a guideline does not know, or with facts of its own otherwise than it declares them.

    Raises:
        Problems: Each fault at its place in the case file.
    """
    wrong = refused_of_case(case, guideline)
    if faults := [CaseError(message, at=document.locate(path), help=help) for path, message, help in wrong]:
        raise Problems(faults)


def checked_case(document: Document) -> Case:
    """Validate a case, and against the calendar: only the command line reads the clock."""
    must_be(document, "case", CaseError)
    case = case_of(document)
    refuse_ahead(case, document)
    return case


def refuse_ahead(case: Case, document: Document) -> None:
    """Refuse a case whose assessment lies ahead.

    Raises:
        CaseError: It does.
    """
    if lies_ahead(case.assessed):
        raise CaseError(
            _("assessed is in the future: {day}", day=formats.day(case.assessed)),
            at=document.locate(("assessed",)),
            help=_("write the date on which the assessment was made"),
        )


# --- the others ---


def today() -> date:
    """Return the day it is in Denmark; the one place that asks the clock for it."""
    return local_day(datetime.now(UTC))


def lies_ahead(day: date) -> bool:
    """Return whether a day has not begun in Denmark, whose clocks are never behind UTC: most days are told without a time zone."""
    return day > datetime.now(UTC).date() and day > today()


def given_date(text: str | None, option: str = "--as-of") -> date | None:
    """Read a date option; nothing where it is not given."""
    if text is None:
        return None
    try:
        if not _ISO_DATE.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{option} needs a date as YYYY-MM-DD, not {text}", option=option, text=redacted(text)),
            help=_("for example {day}", day="2026-11-02"),
        ) from None


def load_given_catalogue(path: str | None, travel: str | None = None, *, cached: bool = True) -> Catalogue:
    """Return the catalogue of a file, or the shipped one, with the travel times of a file where one is named.

    A user's own catalogue is cached by its digest.
    """
    if travel is None:
        return _catalogue(path, cached=cached)
    from visit.commands.files import travel_of_file
    from visit.travel_files import refuse_future_times, with_travel

    times = travel_of_file(travel)
    catalogue = with_travel(_catalogue(path, cached=cached), times)
    refuse_future_times(catalogue, times, today())
    return catalogue


def _catalogue(path: str | None, *, cached: bool) -> Catalogue:
    if path is None:
        return shipped_catalogue()
    if not cached:
        from visit.commands.files import catalogue_of_file

        return catalogue_of_file(path)[0]
    from visit.commands.cache import cached_catalogue

    return cached_catalogue(path)
