"""A document against a pydantic model: the model, or every fault at the place where it stands.

Knows the house's wording of pydantic's errors, near names for unknown keys and words, and what all
document models share. What the documents hold is left to their models. In: a `Document` and a
model class. Out: the model, or `Problems`.

Values are typed already, so nothing is converted: text is no number, a number no text. They go
through pydantic as JSON, whose strict mode says just that and takes a list for a tuple and a word
for an enum; pydantic's own messages are not used, as they name Python's types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, RootModel, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ErrorType

from visit.errors import DocumentError, Location, Problems, nearest
from visit.reading.fault_words import DocumentFault, ValuePath, worded
from visit.reading.source import Document


class Model(BaseModel):
    """What every part of a document is: it cannot change, and takes no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


ModelT = TypeVar("ModelT", bound=BaseModel)

_PYDANTIC = frozenset(get_args(ErrorType))
_MAPS = {"ColumnMap": "catalogue-map", "CaseMap": "cases-map", "TravelMap": "travel-map"}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        raise PydanticCustomError("date_type", "not a date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_exists", "no such date") from None


Date = Annotated[date, BeforeValidator(_date)]
"""A date, written YYYY-MM-DD."""


def validate(
    document: Document,
    model: type[ModelT],
    *,
    error: type[DocumentError] = DocumentError,
    value: object = None,
    prefix: Sequence[str | int] = (),
) -> ModelT:
    """Return what a document says, as a model.

    Args:
        document: Gives the value, unless `value` does, and the place of every fault.
        model: What the value must be.
        error: The class of each error found.
        value: A part of the document, or the document with something added.
        prefix: Where `value` stands in the document.

    Raises:
        Problems: Every fault, each at its value; an unknown key at the key, a missing key at the
            group of keys that lacks it.
    """
    content = document.value if value is None else value
    made: ModelT | None = None
    faults: list[DocumentFault] = []
    try:
        made = model.model_validate_json(json.dumps(content, default=_as_json), strict=True)
    except ValidationError as found:
        faults.extend(_faults(content, model, found))
    faults.extend(_quoted_decimals(content, model))
    if made is None or faults:
        # `from None`: what pydantic says repeats the values, and they may be personal data.
        raise Problems(
            error(message, at=_place(document, (*prefix, *fault.path), fault.at_key), help=help)
            for fault, message, help in worded(_without_misspelt(faults), _document_kind(model))
        ) from None
    return made


def _without_misspelt(faults: Sequence[DocumentFault]) -> list[DocumentFault]:
    """Return faults without the missing keys that are there under a misspelt name: that one is told with what it is near to."""
    misspelt = {
        (fault.path[:-1], nearest(str(fault.context["key"]), fault.context.get("known", ())))
        for fault in faults
        if fault.kind == "unknown_key"
    }
    return [one for one in faults if one.kind != "missing" or (one.path, one.context["key"]) not in misspelt]


def _document_kind(model: type[BaseModel]) -> str:
    """Return what `visit schema` calls a document; nothing of what it does not know."""
    name = model.__name__
    if name in _MAPS:
        return _MAPS[name]
    kind = name.removesuffix("Document")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower() if kind not in (name, "Facts") else ""


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)  # exact: `visit.reading.yaml_events` admits no more digits than a float keeps
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a document does not hold {type(value).__name__}")


def _place(document: Document, path: ValuePath, at_key: bool) -> Location:
    return document.locate_key(path) if at_key else document.locate(path)


def _faults(content: object, model: type[BaseModel], found: ValidationError) -> Iterator[DocumentFault]:
    for error in found.errors(include_url=False, include_input=False):
        kind, context, loc = error["type"], error.get("ctx", {}), error["loc"]
        if kind not in _PYDANTIC and kind != "date_exists":
            # A model's own check, which has its own words.
            kind, context = "value_error", {"error": error["msg"], **context}
        if kind == "missing":
            path, inner = _follow(content, loc[:-1])
            yield DocumentFault(path, kind, inner, {"key": loc[-1]}, in_union=False)
        elif kind == "extra_forbidden":
            path, inner = _follow(content, loc[:-1])
            known = {"key": loc[-1], "known": tuple(_keys(model, path))}
            yield DocumentFault((*path, loc[-1]), "unknown_key", inner, known, in_union=False, at_key=True)
        elif loc and loc[-1] == "[key]":
            path, _inner = _follow(content, loc[:-1])
            yield DocumentFault(path, "unknown_key", None, {"key": loc[-2], **context}, False, at_key=True)
        else:
            tag = (context["discriminator"].strip("'"),) if kind == "union_tag_invalid" else ()
            path, inner = _follow(content, (*loc, *tag))
            if kind == "too_short" and len(cast("Any", inner)) >= context["min_length"]:
                continue  # pydantic counts the good items only; the others are told of already
            yield DocumentFault(path, kind, inner, context, in_union=len(path) < len(loc))


def _follow(value: object, loc: Sequence[str | int]) -> tuple[ValuePath, object]:
    """Return the path of a value and the value, without pydantic's names for parts of a union."""
    path: list[str | int] = []
    for part in loc:
        in_list = isinstance(part, int) and isinstance(value, (list, tuple)) and part < len(value)
        if in_list or (isinstance(value, Mapping) and part in value):
            value = cast("Any", value)[part]
            path.append(part)
    return tuple(path), value


def _quoted_decimals(content: object, model: type[BaseModel]) -> Iterator[DocumentFault]:
    # The one thing that JSON's strict mode converts: "7.5" in quotes, and text such as 1e5.
    for path, text in _number_like(content, ()):
        kinds = _annotations(model, path)
        if Decimal in kinds and str not in kinds and date not in kinds:
            yield DocumentFault(path, "decimal_type", text, {}, in_union=False)


def _number_like(value: object, path: ValuePath) -> Iterator[tuple[ValuePath, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _number_like(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _number_like(item, (*path, index))
    elif isinstance(value, str) and len(value) < 40 and _is_decimal(value):
        yield path, value


def _is_decimal(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


def _keys(model: type[BaseModel], path: ValuePath) -> Iterator[str]:
    """Yield the keys that may stand in the group of keys at a path."""
    for kind in _annotations(model, path):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, info in kind.model_fields.items():
                yield info.alias or name


def _annotations(model: type[BaseModel], path: ValuePath) -> list[Any]:
    """Return what the value at a path may be, by the model; several where the model has a union."""
    kinds = _expanded(model)
    for part in path:
        kinds = [one for kind in kinds for inner in _inside(kind, part) for one in _expanded(inner)]
    return kinds


def _expanded(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _expanded(get_args(annotation)[0])
    if hasattr(annotation, "__supertype__"):
        return _expanded(annotation.__supertype__)
    if hasattr(annotation, "__value__"):
        return _expanded(annotation.__value__)
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        return _expanded(annotation.model_fields["root"].annotation)
    # The two ways to write a union, by name: `types.UnionType` and `typing.Union`.
    if getattr(origin, "__name__", getattr(origin, "_name", "")) in ("UnionType", "Union"):
        return [one for part in get_args(annotation) for one in _expanded(part)]
    return [annotation]


def _inside(kind: Any, part: str | int) -> Iterable[Any]:
    origin, args = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and origin is None and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if part in (name, info.alias):
                yield info.annotation
    elif isinstance(part, str):
        if len(args) == 2 and isinstance(origin, type) and issubclass(origin, Mapping):
            yield args[1]
    elif origin is tuple and Ellipsis not in args:
        yield from args[part : part + 1]
    elif isinstance(origin, type) and not issubclass(origin, Mapping):
        yield from (arg for arg in args if arg is not Ellipsis)
