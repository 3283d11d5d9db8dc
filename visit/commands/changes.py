"""Changes tried with `--set`: written into a case before it is read, each fault told at the change that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from visit.cpr import redacted
from visit.errors import Location, Problems, UsageError, VisitError
from visit.locale import text as _
from visit.reading.source import Document, PlainValue, parse


@dataclass(frozen=True, slots=True, eq=False)
class ChangedDocument(Document):
    """A document with `--set` changes in it: what a change wrote is found on the command line.

    Attributes:
        changes: Where each change wrote, and how messages name it.
        own: The paths of the file itself.
    """

    changes: tuple[tuple[tuple[str, ...], str], ...] = ()
    own: frozenset[tuple[str, ...]] = frozenset()

    @property
    def trial(self) -> tuple[str, ...]:
        """The changes, without the name of the option."""
        return tuple(label.removeprefix("--set ") for _path, label in self.changes)

    def locate(self, path: Sequence[str | int]) -> Location:
        """Return where the value at a path stands."""
        return self._changed(path) or Document.locate(self, path)

    def locate_key(self, path: Sequence[str | int]) -> Location:
        """Return where the last key of a path stands."""
        return self._changed(path) or Document.locate_key(self, path)

    def _changed(self, path: Sequence[str | int]) -> Location | None:
        keys = tuple(str(part) for part in path)
        for target, label in reversed(self.changes):
            made_for_it = keys and target[: len(keys)] == keys and keys not in self.own
            if keys[: len(target)] == target or made_for_it:
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
    made = []
    for change in wanted:
        try:
            made.append(apply(document, change))
        except VisitError as error:
            faults.append(error)
    if faults:
        raise faults[0] if len(faults) == 1 else Problems(faults)
    return ChangedDocument(document.name, document.value, document.places, document.text, tuple(made), own)


def apply(document: Document, change: str) -> tuple[tuple[str, ...], str]:
    """Write `case.support_need=3` into a document; `case.consent.move=` takes the fact away.

    Returns:
        Where it was written, and how messages name the change.
    """
    name, separator, written = change.partition("=")
    label = f"--set {change}"
    at = Location(label)
    path = name.strip().removeprefix("case.").split(".")
    if not separator or not all(path):
        raise UsageError(
            _("--set needs a fact and a value, not {given}", given=redacted(change)),
            help=_("for example --set case.support_need=3"),
        )
    path = _document_path(path)
    value = _written(written, at)
    place: PlainValue = document.value
    for key in path[:-1]:
        if isinstance(place, dict) and place.get(key) is None:
            place[key] = {}  # a group that is left empty in the file
        place = place[key] if isinstance(place, dict) else None
    if not isinstance(place, dict):
        raise UsageError(
            _("there is no {name} to change", name=redacted(name)), at=at, help=_("name a fact as the case file has it")
        )
    if value is None:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return tuple(path), label


def _written(written: str, at: Location) -> PlainValue:
    """Read the value of a change as YAML; its faults stand at the change."""
    if not written.strip():
        return None
    try:
        return parse(written, at.file).value
    except VisitError as error:
        errors = error.errors if isinstance(error, Problems) else (error,)
        raise Problems(UsageError(one.message, at=at, help=one.help) for one in errors[:1]) from None


def _groups(value: PlainValue, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _groups(inner, (*path, key))


def _document_path(path: list[str]) -> list[str]:
    """Facts named otherwise in the language than in the file: the age and the home lie under citizen."""
    return ["citizen", *path] if path[0] in ("age", "home", "born", "current") else path
