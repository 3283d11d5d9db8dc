"""A pydantic model as the description that `visit.reading.acceptance` walks.

Knows the few keywords of JSON Schema that occur in the models of documents, and refuses any other: a new kind of field
has to be understood in both places before it can ship. The same holds for what pydantic knows and a JSON Schema does
not show, such as a check of a model's own. References are resolved, titles and texts left out.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DecimalSchema

from visit.reading.validation import _date as read_date

# Kept as they are, beside `type`; what else a node may have is listed where it is read.
_KEPT = {
    "boolean": set[str](),
    "integer": {"const", "minimum", "maximum"},
    "number": {"minimum", "maximum", "decimalPlaces"},
    "string": {"enum", "pattern", "format", "minLength", "maxLength"},
}
_NEEDED = {
    "boolean": (set[str](),),
    "integer": ({"const"}, {"minimum", "maximum"}),
    "number": ({"minimum", "maximum"}, {"minimum", "maximum", "decimalPlaces"}),
    "string": ({"enum"}, {"pattern"}, {"format"}, {"minLength", "maxLength"}),
}
# Python and pydantic read such a pattern alike, and from end to end.
_PLAIN_PATTERN = re.compile(r"\^[^\\|^$()]*\$")


# What a field of a model may be to pydantic, and what may be set of it; much of that a JSON Schema leaves out.
_UNDERSTOOD = {
    "bool": set[str](),
    "date": set[str](),
    "decimal": {"ge", "le", "decimal_places"},
    "default": {"schema", "default", "validate_default"},
    "definition-ref": {"schema_ref"},
    "definitions": {"schema", "definitions"},
    "dict": {"keys_schema", "values_schema", "strict"},
    "function-before": {"function", "schema"},
    "int": {"ge", "le"},
    "literal": {"expected"},
    "model": {"cls", "schema", "config"},
    "model-field": {"schema", "validation_alias", "serialization_alias"},
    "model-fields": {"fields", "computed_fields", "model_name"},
    "nullable": {"schema"},
    "str": {"min_length", "max_length", "pattern"},
    "tuple": {"items_schema", "variadic_item_index"},
    "union": {"choices"},
}
_ABOUT = {"type", "ref", "metadata"}
_CONFIG = {"title", "frozen", "extra_fields_behavior", "hide_input_in_errors"}


class _Schema(GenerateJsonSchema):
    """pydantic's JSON Schema with the number of decimals, which it leaves out; refuses what it would not show."""

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        kind = schema["type"]
        set_here = {key for key, value in schema.items() if value not in (None, False, [])} - _ABOUT
        if kind not in _UNDERSTOOD or not set_here <= _UNDERSTOOD[kind]:
            raise ValueError(f"no description for {kind} with {sorted(set_here)}")
        if kind == "model" and not schema["config"].keys() <= _CONFIG:
            raise ValueError(f"no description for a model with {sorted(schema['config'])}")
        if kind == "function-before" and schema["function"]["function"] is not read_date:
            raise ValueError("no description for a check of a model's own")
        return super().generate_inner(schema)

    def decimal_schema(self, schema: DecimalSchema) -> JsonSchemaValue:
        """Return the limits of a decimal; its text form is not for documents."""
        node: dict[str, Any] = {"type": "number", "minimum": int(schema["ge"]), "maximum": int(schema["le"])}
        if node["minimum"] != schema["ge"] or node["maximum"] != schema["le"]:
            raise ValueError("the limits of a decimal are whole numbers")
        if "decimal_places" in schema:
            node["decimalPlaces"] = schema["decimal_places"]
        return node


def describe(model: type[BaseModel]) -> dict[str, Any]:
    """Return the description of a model.

    Raises:
        ValueError: The model says something that the walker does not know.
    """
    schema = model.model_json_schema(by_alias=True, schema_generator=_Schema)
    definitions = schema.pop("$defs", {})
    return _node(schema, definitions)


def _node(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in node.items() if key not in ("title", "description")}
    if rest.keys() == {"$ref"}:
        return _node(definitions[rest["$ref"].removeprefix("#/$defs/")], definitions)
    if "anyOf" in rest:
        return _union(rest, definitions)
    kind = rest.pop("type", None)
    if kind == "object":
        return {"type": kind, **_object(rest, definitions)}
    if kind == "array":
        items = _node(rest.pop("items"), definitions)
        return {"type": kind, "items": _whole_node(items, rest)}
    return {"type": kind, **_scalar(kind, rest)}


def _scalar(kind: Any, rest: dict[str, Any]) -> dict[str, Any]:
    if kind not in _KEPT or not rest.keys() <= _KEPT[kind] or rest.keys() not in _NEEDED[kind]:
        raise ValueError(f"no description for {kind} with {sorted(rest)}")
    if rest.get("format", "date") != "date" or not _PLAIN_PATTERN.fullmatch(rest.get("pattern", "^$")):
        raise ValueError(f"no description for {rest}")
    return rest


def _union(rest: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    given = rest.pop("anyOf")
    parts = [_node(part, definitions) for part in given if part != {"type": "null"}]
    kinds = [part.get("type") for part in parts]
    if rest or len(set(kinds)) < len(kinds) or None in kinds or {"integer", "number"} <= set(kinds):
        raise ValueError(f"no description for a union of {kinds} with {sorted(rest)}")
    found = dict(parts[0]) if len(parts) == 1 else {"anyOf": parts}
    return found if len(parts) == len(given) else {**found, "nullable": True}


def _object(rest: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "properties" not in rest:
        names, values = rest.pop("propertyNames"), _node(rest.pop("additionalProperties"), definitions)
        if names.keys() != {"enum"}:
            raise ValueError(f"no description for keys with {sorted(names)}")
        return {"propertyNames": names["enum"], "additionalProperties": _whole_node(values, rest)}
    required, properties = rest.pop("required", []), rest.pop("properties")
    if rest.pop("additionalProperties", None) is not False or rest:
        raise ValueError(f"no description for an object with {sorted(rest)}")
    return {"properties": {key: _property(key, node, required, definitions) for key, node in properties.items()}}


def _property(key: str, node: dict[str, Any], required: list[str], definitions: dict[str, Any]) -> dict[str, Any]:
    default = {"default": node["default"]} if node.get("default") is not None else {}
    found = _node({name: value for name, value in node.items() if name != "default"}, definitions)
    if key not in required and not default and not found.get("nullable"):
        raise ValueError(f"{key} is neither required nor null, and has no default")
    return {**found, **default, **({"required": True} if key in required else {})}


def _whole_node(inner: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in a list or map, where nothing else is said of it: a null there would be kept."""
    if rest or inner.get("nullable"):
        raise ValueError(f"no description for a list or map with {sorted(rest)} or null inside")
    return inner
