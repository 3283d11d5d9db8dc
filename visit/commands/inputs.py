"""What every evaluating command reads: a case, a catalogue, a guideline, a date, and changes tried with `--set`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from visit.case import Case, case_of
from visit.catalogue import Catalogue, shipped_catalogue
from visit.cpr import hidden, shown
from visit.errors import CaseError, CatalogueError, DocumentError, Location, Problems, UsageError, VisitError, nearest
from visit.frozen import dataclass
from visit.locale import text as _
from visit.rules import load_guideline
from visit.source import Document, Value, parse, read

if TYPE_CHECKING:
    from visit.rules.guideline import Guideline

Made = TypeVar("Made")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The inputs of one evaluation, loaded and resolved."""

    case: Case
    catalogue: Catalogue
    guideline: Guideline
    as_of: date


def question(
    case: str,
    *,
    guideline: str | None = None,
    catalogue: str | None = None,
    as_of: str | None = None,
    changes: list[str],
) -> Question:
    """Load what a command was given; without a guideline the case's municipality picks it.

    Raises:
        Problems: Everything that is wrong with the case, the catalogue and the date; with the guideline when these are good.
    """
    if [case, catalogue, guideline].count("-") > 1:
        raise UsageError(_("standard input can be read once only"), help=_("write a path instead of one of the `-`"))
    faults: list[VisitError] = []
    day = attempt(lambda: given_date(as_of), faults)
    document = attempt(lambda: changed(read(case), changes), faults)
    found = attempt(lambda: checked_case(document), faults) if document is not None else None
    offers = attempt(lambda: load_given_catalogue(catalogue), faults)
    if faults or document is None or found is None or offers is None:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    day = day or found.assessed
    chosen = load_guideline(guideline or found.municipality, day)
    if unknown := list(unknown_needs(found, document, chosen.needs)):
        raise Problems(unknown)
    return Question(case=found, catalogue=offers, guideline=chosen, as_of=day)


def attempt(make: Callable[[], Made], faults: list[VisitError]) -> Made | None:
    """Return what is made, or add to the faults why it cannot be."""
    try:
        return make()
    except VisitError as error:
        faults.append(error)
        return None


# --- a case ---


def unknown_needs(case: Case, document: Document, known: Iterable[str]) -> Iterator[VisitError]:
    """Yield an error for every need of a case that neither the vocabulary nor the guideline has."""
    known = set(known)
    for index, need in enumerate(case.get("needs", "must") or ()):
        if need not in known:
            near = nearest(need, known)
            help = _('did you mean "{near}"?', near=near) if near else None
            yield CaseError(
                _('unknown need "{name}"', name=need), at=document.locate(("needs", "must", index)), help=help
            )


def checked_case(document: Document) -> Case:
    """Validate a case, and against the calendar: only the command line reads the clock."""
    must_be(document, "case", CaseError)
    case = case_of(document)
    if case.assessed > today():
        raise CaseError(
            _("assessed lies in the future: {day}", day=case.assessed.isoformat()),
            at=document.locate(("assessed",)),
            help=_("write the date on which the assessment was made"),
        )
    return case


def today() -> date:
    """Return the day on the clock; the one place that asks it."""
    return date.today()


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """A document with `--set` changes in it, to be used as one: what a change wrote is found on the command line.

    Attributes:
        changes: Where each change wrote, and how messages name it.
        own: The paths of the file itself.
    """

    document: Document
    changes: tuple[tuple[tuple[str, ...], str], ...]
    own: frozenset[tuple[str, ...]]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.document.name

    @property
    def value(self) -> Value:
        """The values, the changes among them."""
        return self.document.value

    def locate(self, path: Sequence[str | int]) -> Location:
        """Return where the value at a path stands."""
        return self._changed(path) or self.document.locate(path)

    def locate_key(self, path: Sequence[str | int]) -> Location:
        """Return where the last key of a path stands."""
        return self._changed(path) or self.document.locate_key(path)

    def _changed(self, path: Sequence[str | int]) -> Location | None:
        given = tuple(str(part) for part in path)
        for target, label in reversed(self.changes):
            made_for_it = given and target[: len(given)] == given and given not in self.own
            if given[: len(target)] == target or made_for_it:
                return Location(label)
        return None


def changed(document: Document, changes: Iterable[str]) -> Document:
    """Return a document with changes written into it.

    Raises:
        Problems: Every change that cannot be read or has nowhere to go.
    """
    wanted = list(changes)
    if not wanted:
        return document
    own = frozenset(_groups(document.value, ()))
    faults: list[VisitError] = []
    made = [found for change in wanted if (found := attempt(lambda one=change: apply(document, one), faults))]  # type: ignore[misc]
    if faults:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    return cast(Document, Changed(document, tuple(made), own))


def apply(document: Document, change: str) -> tuple[tuple[str, ...], str]:
    """Write `case.support_need=3` into a document; `case.consent.move=` takes the fact away.

    Returns:
        Where it was written, and how messages name the change.
    """
    name, separator, written = change.partition("=")
    label = hidden(f"--set {change}")
    at = Location(label)
    path = name.strip().removeprefix("case.").split(".")
    if not separator or not all(path):
        raise UsageError(
            _("--set takes a fact and a value, not {given}", given=shown(change)),
            help=_("for example --set case.support_need=3"),
        )
    path = _document_path(path)
    value = _written(written, at)
    place: Any = document.value
    for key in path[:-1]:
        place = place.setdefault(key, {}) if isinstance(place, dict) else None
    if not isinstance(place, dict):
        raise UsageError(
            _("there is no {name} to change", name=shown(name)), at=at, help=_("name a fact as the case file has it")
        )
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return tuple(path), label


def _written(written: str, at: Location) -> Any:
    """Read the value of a change as YAML; its faults stand at the change."""
    if not written.strip():
        return None
    try:
        return parse(written, at.file).value
    except VisitError as error:
        errors = error.errors if isinstance(error, Problems) else (error,)
        raise Problems(UsageError(one.message, at=at, help=one.help) for one in errors[:1]) from None


def _groups(value: Any, path: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _groups(inner, (*path, key))


def _document_path(path: list[str]) -> list[str]:
    """Facts named otherwise in the language than in the file: the age and the home lie under citizen."""
    return ["citizen", *path] if path[0] in ("age", "home", "born", "current") else path


# --- the others ---


def must_be(document: Document, kind: str, error: type[DocumentError]) -> None:
    """Refuse a document of another kind as such, rather than key by key.

    Raises:
        DocumentError: It is a case, a catalogue, a guideline or a cases file, and another was expected.
    """
    value = document.value
    if not isinstance(value, dict) or kind in value:
        return
    words = {"case": _("a case"), "catalogue": _("a catalogue"), "guideline": _("a guideline")}
    found = next((one for one in words if one in value), None)
    if found is not None:
        message = _("this is {found}, and {expected} is expected", found=words[found], expected=words[kind])
        raise error(message, at=document.locate_key((found,)), help=_("name another file"))


def given_date(text: str | None) -> date | None:
    """Read a date option; nothing where it is not given."""
    if text is None:
        return None
    try:
        if not _ISO_DATE.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("--as-of takes a date as YYYY-MM-DD, not {text}", text=shown(text)),
            help=_("for example {day}", day="2026-11-02"),
        ) from None


def load_given_catalogue(path: str | None) -> Catalogue:
    """Return the catalogue of a file, or the shipped one; a user's file is cached by its digest."""
    if path is None:
        return shipped_catalogue()
    from visit.commands.cache import cached_catalogue

    return cached_catalogue(path)


def catalogue_of_file(path: str | Path) -> tuple[Catalogue, Document]:
    """Read, validate and check a catalogue file, its operators' terms too.

    Raises:
        Problems: Everything that is wrong with it.
    """
    from visit.catalogue import catalogue_of
    from visit.rules.terms import check_terms

    document = read(path)
    must_be(document, "catalogue", CatalogueError)
    catalogue = catalogue_of(document)
    check_terms(catalogue, document)
    return catalogue, document


def choose_format(given: str | None) -> str:
    """Return the format asked for: rich on a terminal, plain in a pipe."""
    if given is not None:
        return given
    return "rich" if sys.stdout.isatty() else "plain"
