"""Dataclasses that are made fast: as `dataclasses.dataclass`, without compiling a class before it is used.

The standard decorator compiles four to seven functions for every class; with some eighty classes that is a third of what a
command takes in all. Here equality, hash, text and order are shared, and `__init__` is compiled once a class has a dozen
values. To a type checker it is the standard decorator. No inheritance between values, no `ClassVar`, always slots.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from dataclasses import dataclass as standard
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

__all__ = ["dataclass", "replace"]

T = TypeVar("T")
FEW = 12
"""So many values of a class are made before its `__init__` is compiled."""


def _dataclass(
    *, frozen: bool = False, slots: bool, eq: bool = True, order: bool = False
) -> Callable[[type[T]], type[T]]:
    """Make a class of values; `slots` is always given and true, so that the standard decorator makes the same."""
    assert slots

    def made(given: type[T]) -> type[T]:
        names = tuple(get_annotations(given))
        members = {
            key: value for key, value in given.__dict__.items() if key not in ("__dict__", "__weakref__", *names)
        }
        defaults = {name: given.__dict__[name] for name in names if name in given.__dict__}
        members.update(_members(given, names, defaults, frozen=frozen, eq=eq, order=order))
        again: Any = type(given)
        return cast("type[T]", again(given.__name__, given.__bases__, members))

    return made


def _members(
    given: type, names: tuple[str, ...], defaults: dict[str, Any], *, frozen: bool, eq: bool, order: bool
) -> dict[str, Any]:
    members: dict[str, Any] = {
        "__slots__": names,
        "__match_args__": names,
        "__qualname__": given.__qualname__,
        "__dataclass_fields__": _Fields(given.__name__, names, defaults, get_annotations(given)),
        "__init__": _first_init(names, defaults, frozen=frozen),
        "__repr__": _repr(names, defaults),
    }
    compared = tuple(name for name in names if not _is_field(defaults.get(name)) or defaults[name].compare)
    key = _key(compared)
    if eq:
        members["__eq__"] = _equal(key)
        members["__hash__"] = _hash(key) if frozen else None
    if order:
        for name in ("lt", "le", "gt", "ge"):
            members[f"__{name}__"] = _ordered(f"__{name}__", key)
    if frozen:
        members |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
    return members


def _key(names: tuple[str, ...]) -> Callable[[Any], Any]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _equal(key: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(key: Callable[[Any], Any]) -> Callable[[Any], int]:
    return lambda self: hash(key(self))


def _is_field(value: object) -> bool:
    return isinstance(value, Field)


def _refuse(self: object, name: str, *_value: object) -> None:
    raise FrozenInstanceError(f"cannot change {name!r} of {type(self).__name__}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__match_args__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


def _ordered(name: str, key: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: (
        getattr(key(self), name)(key(other)) if other.__class__ is self.__class__ else NotImplemented
    )


def _repr(names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[[Any], str]:
    shown = tuple(name for name in names if not _is_field(defaults.get(name)) or defaults[name].repr)
    return lambda self: f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _first_init(names: tuple[str, ...], defaults: dict[str, Any], *, frozen: bool) -> Callable[..., None]:
    """Return an `__init__` that compiles the real one when a class turns out to have many values."""
    left = FEW

    def first(self: Any, *positional: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        made = type(self)
        given = dict(zip(names, positional, strict=False)) | named
        whole = len(given) == len(positional) + len(named) == len(names) and names == (*given,)
        if left and whole and frozen:
            for name, value in given.items():
                object.__setattr__(self, name, value)
            return
        made.__init__ = _init(made, names, defaults, frozen=frozen)
        made.__init__(self, *positional, **named)

    return first


def _init(made: type, names: tuple[str, ...], defaults: dict[str, Any], *, frozen: bool) -> Callable[..., None]:
    """Compile the `__init__` of a class from the names of its fields."""
    scope: dict[str, Any] = {"_missing": MISSING}
    parameters, lines = ["self"], []
    for name in names:
        default = defaults.get(name, MISSING)
        value = name
        if _is_field(default) and default.default_factory is not MISSING:
            scope[f"_made_{name}"] = default.default_factory
            value = f"_made_{name}() if {name} is _missing else {name}"
            default = MISSING
            parameters.append(f"{name}=_missing")
        else:
            default = default.default if _is_field(default) else default
            scope[f"_default_{name}"] = default
            parameters.append(name if default is MISSING else f"{name}=_default_{name}")
        if frozen:
            scope[f"_set_{name}"] = getattr(made, name).__set__
        lines.append(f" _set_{name}(self, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"])
    exec(source, scope)  # noqa: S102  # nothing but names of fields, as the standard decorator does
    return scope["__init__"]  # type: ignore[no-any-return]


class _Fields:
    """What `dataclasses.fields` and `replace` read, made by the standard decorator when it is asked for."""

    def __init__(self, name: str, names: tuple[str, ...], defaults: dict[str, Any], kinds: dict[str, Any]) -> None:
        self.name, self.names, self.defaults, self.kinds = name, names, defaults, kinds

    def __get__(self, instance: object, owner: type) -> Any:
        twin = type(
            self.name, (), {"__annotations__": dict(self.kinds), **self.defaults, "__module__": owner.__module__}
        )
        found = standard(twin).__dict__["__dataclass_fields__"]
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


def _replace(value: Any, /, **changes: Any) -> Any:
    """Return a value with some of its fields changed."""
    return type(value)(**{name: getattr(value, name) for name in value.__match_args__} | changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    dataclass, replace = _dataclass, _replace
