from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from visit import canonical
from visit.catalogue import catalogue_from
from visit.frozen import dataclass
from visit.shipped import compiled


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A value."""

    x: int
    y: int = 0
    tags: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    name: str


@dataclass(slots=True)
class Open:
    count: int
    twice: int = 0

    def __post_init__(self) -> None:
        self.twice = 2 * self.count


def standard(name: str) -> type[Any]:
    """Return the same class as the standard decorator makes it."""
    members = {"__annotations__": {"x": int, "y": int, "tags": dict}, "y": 0}
    members["tags"] = field(default_factory=dict, compare=False, repr=False)
    return dataclasses.dataclass(frozen=True, slots=True, order=True)(type(name, (), members))


def test_a_value_is_what_the_standard_decorator_makes() -> None:
    other = standard("Point")
    for arguments in ((1,), (1, 2), (2, 1)):
        assert repr(Point(*arguments)) == repr(other(*arguments))
    for a, b in (((1,), (1, 0)), ((1,), (1, 1)), ((2,), (1, 5))):
        for name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
            assert getattr(Point(*a), name)(Point(*b)) == getattr(other(*a), name)(other(*b))
    assert Point(1) != other(1)
    assert hash(Point(1, tags={"a": 1})) == hash(Point(1))
    assert Point.__doc__ == "A value."
    assert Point(x=1, tags={"a": 1}).tags == {"a": 1}
    assert Point(1).tags is not Point(1).tags


def test_a_value_cannot_change() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    assert not hasattr(point, "__dict__")


@pytest.mark.parametrize("arguments", [(), (1, 2, {}, 3)])
def test_a_wrong_number_of_arguments_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="argument"):
        Point(*arguments)


def test_what_reads_dataclasses_reads_these() -> None:
    point = Point(1, 2)
    assert dataclasses.replace(point, y=3) == Point(1, 3)
    assert [one.name for one in dataclasses.fields(Point)] == ["x", "y", "tags"]
    assert pickle.loads(pickle.dumps(point)) == point
    match point:
        case Point(x=x, y=y):
            assert (x, y) == (1, 2)


def test_without_equality_a_value_is_only_itself() -> None:
    thing = Thing("a")
    assert thing != Thing("a")
    assert thing in {thing}


def test_what_is_not_frozen_can_change_and_is_made_ready() -> None:
    value = Open(2)
    assert value.twice == 4
    value.count = 3
    assert value == value and repr(value).endswith("Open(count=3, twice=4)")
    with pytest.raises(TypeError):
        hash(value)


def test_the_stored_digest_of_the_catalogue_is_that_of_its_record() -> None:
    stored = compiled("catalogue")
    assert stored["digest"] == canonical.digest(stored["record"]) == catalogue_from(stored["record"]).digest
