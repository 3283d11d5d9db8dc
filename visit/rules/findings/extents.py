"""Which statement of a guideline file a place lies in, and the document without some of its statements.

Places are kept: what is left of a document stands where it stood.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from visit.errors import Location
from visit.reading.fault_words import ValuePath
from visit.reading.source import Document
from visit.reading.yaml_events import Places, PlainValue
from visit.rules.guideline.layering import KEYED, KEYED_LATE, MAPPED

_LISTED = (*KEYED, *KEYED_LATE, "preferences")
_NAMED = (*MAPPED, "labels")
Position: TypeAlias = tuple[int, int]
"""A line and a column, from 1."""


class Extents:
    """Where each statement of a document begins, and each of its keys, of which nothing outside a statement is anybody's."""

    def __init__(self, document: Document) -> None:
        begun: list[tuple[Position, ValuePath]] = []
        if isinstance(document.value, Mapping):
            begun += [(_position(document.locate_key((str(name),))), (str(name),)) for name in document.value]
        for path in statement_paths(document):
            at = document.locate(path) if isinstance(path[-1], int) else document.locate_key(path)
            begun.append((_position(at), path))
        begun.sort(key=lambda one: (one[0], len(one[1])))
        self.name, self._document = document.name, document
        self.positions = [position for position, _path in begun]
        self.paths = [path for _position, path in begun]

    def around(self, at: Location | None) -> ValuePath | None:
        """Return the path of the statement that a place lies in, or of the key of the document; None for another file."""
        if at is None or at.line is None or at.file != self.name:
            return None
        before = bisect_right(self.positions, _position(at))
        return self.paths[before - 1] if before else None

    def start_of(self, path: ValuePath) -> Position:
        """Return where a statement begins."""
        return self.positions[self.paths.index(path)]

    def start_around(self, at: Location | None) -> Position | None:
        """Return where the statement begins that a place lies in."""
        path = self.around(at)
        return None if path is None else self.start_of(path)

    def field_around(self, path: ValuePath, at: Location | None) -> str | None:
        """Return the field of a statement that a place lies in; None for its beginning, and where it has no fields."""
        row = value_at(self._document, path)
        if at is None or not isinstance(row, dict) or _position(at) == _position(self._document.locate(path)):
            return None
        begun = [(_position(self._document.locate_key((*path, name))), name) for name in row]
        return max(((start, name) for start, name in begun if start <= _position(at)), default=(None, None))[1]


def statement_paths(document: Document) -> Iterator[ValuePath]:
    """Yield the path of every statement and label of a document, whatever is wrong with it."""
    value = document.value
    if not isinstance(value, Mapping):
        return
    for section in _LISTED:
        rows = value.get(section)
        yield from ((section, index) for index in range(len(rows) if isinstance(rows, list) else 0))
    for section in _NAMED:
        rows = value.get(section)
        yield from ((section, str(name)) for name in (rows if isinstance(rows, Mapping) else ()))
    if "nearness" in value:
        yield ("nearness",)


def document_without(document: Document, paths: Iterable[ValuePath]) -> Document:
    """Return a document without what stands at some paths."""
    value, places = document.value, document.places
    # The last of a list first, so that those before it keep their numbers; a whole section after its statements.
    for path in sorted(
        set(paths), key=lambda path: (path[0], len(path), path[-1] if isinstance(path[-1], int) else 0), reverse=True
    ):
        value, places = _removed(value, places, path)
    return replace(document, value=value, places=places)


def document_with(document: Document, path: ValuePath, value: PlainValue) -> Document:
    """Return a document with another value at a path."""
    return replace(document, value=_put(document.value, path, value))


def document_renamed(document: Document, path: ValuePath, name: str) -> Document:
    """Return a document with another name for the key at a path; it stands where it stood."""
    group, old = path[:-1], path[-1]
    renamed = {name if key == old else key: one for key, one in _parts(value_at(document, group)).items()}
    value = _put(document.value, group, {str(key): one for key, one in renamed.items()})
    return replace(document, value=value, places=_places_renamed(document.places, group, str(old), name))


def _places_renamed(places: int | Places | None, group: ValuePath, old: str, name: str) -> int | Places | None:
    if not isinstance(places, Places):
        return places
    if group:
        inner = _places_renamed(places.inside.get(group[0]), group[1:], old, name)
        return places if inner is None else replace(places, inside={**places.inside, group[0]: inner})
    inside = {name if key == old else key: place for key, place in places.inside.items()}
    return replace(places, inside=inside, keys={name if key == old else key: at for key, at in places.keys.items()})


def _put(whole: PlainValue, path: ValuePath, value: PlainValue) -> PlainValue:
    if not path:
        return value
    parts = {**_parts(whole)}
    parts[path[0]] = _put(parts[path[0]], path[1:], value)
    return list(parts.values()) if isinstance(whole, list) else {str(key): one for key, one in parts.items()}


def value_at(document: Document, path: Sequence[str | int]) -> PlainValue:
    """Return what stands at a path of a document."""
    value = document.value
    for part in path:
        if isinstance(value, list) and isinstance(part, int):
            value = value[part]
        else:
            assert isinstance(value, dict) and isinstance(part, str), (value, part)
            value = value[part]
    return value


def _removed(value: PlainValue, places: int | Places | None, path: ValuePath) -> tuple[PlainValue, int | Places | None]:
    part, further = path[0], path[1:]
    parts: dict[str | int, PlainValue] = {**_parts(value)}
    inside = dict(places.inside) if isinstance(places, Places) else {}
    if further:
        parts[part], inner = _removed(parts[part], inside.get(part), further)
        if inner is not None:
            inside[part] = inner
    else:
        del parts[part]
        inside.pop(part, None)
        if isinstance(part, int):
            inside = {key - (key > part): place for key, place in inside.items() if isinstance(key, int)}
    left: PlainValue = (
        list(parts.values()) if isinstance(value, list) else {str(key): one for key, one in parts.items()}
    )
    return left, replace(places, inside=inside) if isinstance(places, Places) else places


def _parts(value: PlainValue) -> Mapping[str | int, PlainValue]:
    """Return what a mapping or list is made of, by key or number."""
    if isinstance(value, list):
        return dict(enumerate(value))
    assert isinstance(value, dict), value
    return dict(value.items())


def _position(at: Location) -> Position:
    return (at.line or 0, at.column or 0)
