"""A declared document as a pydantic model, for `visit.reading.validation` and the JSON Schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from keyword import iskeyword
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field as Limits
from pydantic import create_model

from visit.reading.declared import Declaration, FieldKind, Group, Keyed, ListOf, Record, declared
from visit.reading.documents.catalogue import ImportedFile, PriceLevel, TownPoint
from visit.reading.documents.codes import (
    Age,
    Days,
    Hours,
    Id,
    Latitude,
    Level,
    LevelOf,
    Longitude,
    NeedKey,
    OneOf,
    OwnName,
    PlaceText,
    PlainRecord,
    Text,
    TwoDecimals,
)
from visit.reading.validation import Date, Model

Annotation: TypeAlias = Any
"""What pydantic reads a field by; mypy has no type for it."""


def model_of(of: type[Record]) -> type[Model]:
    """Return the model of a declared document or group, made once."""
    if of not in _MADE:
        fields: Any = dict(_field(one) for one in declared(of))
        _MADE[of] = create_model(of.__name__, __base__=Model, __module__=of.__module__, __doc__=of.__doc__, **fields)
    return _MADE[of]


_MADE: dict[type[Record], type[Model]] = {}


def _field(one: Declaration) -> tuple[str, tuple[Annotation, object]]:
    """Return a field's name, what it may be, and what stands for it where it is left out."""
    kind = model_of(one.of) if isinstance(one, Group) else annotation(one.kind)
    default = ... if one.required else None if isinstance(one, Group) else one.default
    if default is None:
        kind = kind | None
    if iskeyword(one.key):  # no attribute can be called so
        return f"{one.key}_", (kind, Limits(default, alias=one.key))
    return one.key, (kind, default)


def annotation(kind: FieldKind[object]) -> Annotation:
    """Return what pydantic reads a kind of value as."""
    return _ANNOTATIONS[kind.name](kind)


def _whole(kind: FieldKind[object]) -> Annotation:
    return Annotated[int, Limits(ge=kind.least, le=kind.most)]


def _level(kind: FieldKind[object]) -> Annotation:
    return Annotated[int, Limits(ge=kind.least, le=kind.most), LevelOf(kind.codes)]


def _code(kind: FieldKind[object]) -> Annotation:
    # A guideline may add needs; they are checked when the documents meet.
    return NeedKey if kind.codes == "need" else Annotated[str, OneOf(kind.codes)]


def _rows(kind: FieldKind[object]) -> Annotation:
    assert isinstance(kind, ListOf)
    rows: Annotation = tuple[model_of(kind.of), ...]  # type: ignore[misc]
    return Annotated[rows, Limits(min_length=kind.least)] if kind.least else rows


def _keyed(kind: FieldKind[object]) -> Annotation:
    assert isinstance(kind, Keyed)
    key = _code(kind) if kind.codes else Text
    return dict[key, annotation(kind.value)]  # type: ignore[misc,valid-type]


def _extra(kind: FieldKind[object]) -> Annotation:
    recorded: Annotation = bool | _whole(kind) | Text | list[Text]  # a validator around it is given no tuple
    return dict[OwnName, Annotated[recorded, PlainRecord()]]


def _group(of: type[Record]) -> Callable[[FieldKind[object]], Annotation]:
    return lambda kind: model_of(of)


_ANNOTATIONS: Mapping[str, Callable[[FieldKind[object]], Annotation]] = {
    "ages": lambda kind: tuple[Age | None, Age | None],
    "amount": lambda kind: TwoDecimals,
    "born": lambda kind: Date | _whole(kind),
    "code": _code,
    "codes": lambda kind: tuple[_code(kind), ...],  # type: ignore[misc]
    "day": lambda kind: Date,
    "days": lambda kind: Days,
    "extra": _extra,
    "format": lambda kind: Literal[1],
    "hours": lambda kind: Hours,
    "id": lambda kind: Id,
    "keyed": _keyed,
    "km": _whole,
    "latitude": lambda kind: Latitude,
    "level": _level,
    "level_range": lambda kind: tuple[Level | None, Level | None],
    "longitude": lambda kind: Longitude,
    "municipality": _code,
    "offer": lambda kind: Id,
    "offer_or_option": lambda kind: Text,
    "offers": lambda kind: tuple[Text, ...],
    "option": lambda kind: Text,
    "past": lambda kind: Date,
    "place": lambda kind: PlaceText,
    "price_level": lambda kind: TwoDecimals | model_of(PriceLevel),
    "residents": lambda kind: Literal["residents"],
    "rows": _rows,
    "text": lambda kind: Text,
    "texts": lambda kind: tuple[Text, ...],
    "town": _group(TownPoint),
    "imported": _group(ImportedFile),
    "truth": lambda kind: bool,
    "whole": _whole,
}
