"""Parts of a file laid over each other, every value still knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from visit.errors import Location
from visit.reading.source import Document
from visit.reading.yaml_events import Places, PlainValue


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a document with its place."""

    name: str
    value: PlainValue
    place: int | Places | None = None

    def at(self, *path: str | int) -> Part | None:
        """Return the part at a path, or None where nothing stands there."""
        part: Part | None = self
        for key in path:
            if part is None:
                return None
            part = part.inside(key)
        return part

    def inside(self, key: str | int) -> Part | None:
        """Return what stands under a key or index, or None."""
        value = self.value
        found: PlainValue = None
        if isinstance(value, dict) and isinstance(key, str):
            found = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            found = value[key]
        if found is None:
            return None
        return Part(self.name, found, self.place.inside.get(key) if isinstance(self.place, Places) else None)

    def items(self) -> tuple[Part, ...]:
        """Return the items of a list; none where it is not one."""
        count = len(self.value) if isinstance(self.value, list) else 0
        return tuple(part for index in range(count) if (part := self.inside(index)) is not None)

    @property
    def fields(self) -> dict[str, PlainValue]:
        """The value as a group of keys; empty where it is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def document(self) -> Document:
        """The part as a document of its own."""
        return Document(self.name, self.value, self.place)

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.document.locate(())


def part_of(document: Document) -> Part:
    """Return a whole document as a part."""
    return Part(document.name, document.value, document.places)


def laid(*parts: Part | None, deep: bool = True) -> Part:
    """Lay parts over each other, the last on top: groups of keys key by key, all else whole.

    A `null` takes away what lies below. Not `deep`, only the outermost keys are laid over each other.
    """
    present = [part for part in parts if part is not None]
    result = Part(present[-1].name, {}, Places(_at(present[-1].place)))
    for part in present:
        result = _over(result, part, deep)
    return result


def with_fields(part: Part, **fields: PlainValue) -> Part:
    """Return a part with more keys, which stand where the part stands."""
    places = part.place if isinstance(part.place, Places) else Places(_at(part.place))
    inside = {**{key: place for key, place in places.inside.items() if key not in fields}}
    return Part(part.name, {**part.fields, **fields}, Places(places.at, inside, places.keys))


def _over(below: Part, above: Part, deep: bool) -> Part:
    value = dict(below.fields)
    places = Places(_at(above.place))
    for part in (below, above):
        if isinstance(part.place, Places):
            places.inside.update(part.place.inside)
            places.keys.update(part.place.keys)
    for key, item in above.fields.items():
        if item is None:
            value.pop(key, None)
        elif deep and isinstance(item, dict):
            under = below.inside(key)
            base = under if under is not None and isinstance(under.value, dict) else Part(above.name, {}, None)
            joined = _over(base, cast("Part", above.inside(key)), deep)
            value[key] = joined.value
            places.inside[key] = cast("Places", joined.place)
        else:
            value[key] = item
    return Part(above.name, value, places)


def _at(place: int | Places | None) -> int:
    return place.at if isinstance(place, Places) else place or 0
