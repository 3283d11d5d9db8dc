"""The values of a JSON file that note which of their keys somebody looked at: what nobody did is not read, and told.

value = noting(json.loads(content))
value.get("code")                     the same as of a plain group
[*paths_unread(value)]                      ["note", "category.coding"]: paths without the numbers of rows
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""A plain value of a JSON file."""


class LookedAt(dict[str, "Json"]):
    """A group that notes which of its keys were asked for."""

    __slots__ = ("keys_read",)

    def __init__(self, values: Mapping[str, Json]) -> None:
        """Begin with nothing asked for."""
        super().__init__(values)
        self.keys_read: set[str] = set()

    def get(self, key: str, default: Json = None) -> Json:  # type: ignore[override]
        """Return a value, and note that it was asked for."""
        self.keys_read.add(key)
        return super().get(key, default)


def noting(value: Json) -> Json:
    """Return a value whose groups note what is asked of them."""
    match value:
        case dict():
            return LookedAt({key: noting(one) for key, one in value.items()})
        case list():
            return [noting(one) for one in value]
        case _:
            return value


def paths_unread(value: Json, of_course: frozenset[str], path: str = "") -> Iterator[str]:
    """Yield the paths of what has content and was not asked for.

    Args:
        value: A value of `noting`.
        of_course: Keys that are about the file and not about what it says.
        path: Where the value stands.
    """
    if isinstance(value, list):
        for one in value:
            yield from paths_unread(one, of_course, path)
    elif isinstance(value, LookedAt):
        for key, one in value.items():
            there = f"{path}.{key}" if path else key
            if key in of_course or not _says_something(one):
                continue
            if key in value.keys_read:
                yield from paths_unread(one, of_course, there)
            else:
                yield there


def _says_something(value: Json) -> bool:
    """Return whether anything stands in a value."""
    match value:
        case Mapping():
            return any(map(_says_something, value.values()))
        case list():
            return any(map(_says_something, value))
        case str():
            return bool(value.strip())
        case _:
            return value is not None
