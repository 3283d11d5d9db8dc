"""How a fault in a document is said: pydantic's kind of error to a message and a help line.

Knows the wording, and which of several faults of one value tells most. Finding faults and their
places is left to `visit.reading.validation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from visit.cpr import hidden, redacted
from visit.errors import did_you_mean, near_names
from visit.locale import text as _
from visit.reading.danish_keys import DANISH_WORDS

ValuePath: TypeAlias = tuple[str | int, ...]

# More words than these are not listed in the message itself.
_FEW = 8
_FEW_KEYS = 20
"""So many keys are named in a sentence."""

_TYPES = {
    "whole": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "number": ("decimal_type", "decimal_parsing", "float_type", "float_parsing", "finite_number"),
    "truth": ("bool_type", "bool_parsing"),
    "text": ("string_type",),
    "date": ("date_type", "date_parsing", "date_from_datetime_parsing"),
    "list": ("list_type", "tuple_type", "set_type", "frozen_set_type", "iterable_type"),
    "group": ("dict_type", "model_type", "model_attributes_type", "mapping_type"),
    "word": ("literal_error", "enum"),
    "nothing": ("none_required",),
}
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_TYPE_OF = {kind: name for name, kinds in _TYPES.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """One thing wrong with the value at a path, or with its last key."""

    path: ValuePath
    kind: str
    value: object
    context: Mapping[str, Any]
    in_union: bool
    at_key: bool = False

    @property
    def name(self) -> str:
        """The key that a reader knows the value by: its own, or that of the list it is in."""
        keys = [part for part in self.path if isinstance(part, str)]
        return hidden(keys[-1]) if keys else _("the file")

    def example(self, value: str) -> str:
        """Return how the value would be written."""
        own = bool(self.path) and isinstance(self.path[-1], str)
        return f"`{self.name}: {value}`" if own else f"`{value}`"


def worded(faults: Iterable[DocumentFault], schema: str = "") -> Iterator[tuple[DocumentFault, str, str | None]]:
    """Yield each fault that is to be told, with its message and help; the help names the document's schema, where it has one."""
    for fault, message, help in _worded(faults):
        whole = help and schema and help.replace("`visit schema`", f"`visit schema {schema}`")
        yield fault, message, whole or help


def _worded(faults: Iterable[DocumentFault]) -> Iterator[tuple[DocumentFault, str, str | None]]:
    by_path: dict[tuple[ValuePath, bool], list[DocumentFault]] = {}
    for fault in faults:
        by_path.setdefault((fault.path, fault.at_key), []).append(fault)
    deep = {path[:end] for path, _at_key in by_path for end in range(len(path))}
    for (path, _at_key), here in by_path.items():
        types = [fault for fault in here if fault.kind in _TYPE_OF]
        others = [fault for fault in here if fault.kind not in _TYPE_OF]
        # Of the branches of a union the one that got furthest is what was meant.
        further = bool(others) or path in deep
        if types and not (further and all(fault.in_union for fault in types)):
            yield types[0], *_wrong_type(types)
        else:
            for fault in others:
                yield fault, *_wrong_value(fault)


def _wrong_type(faults: Sequence[DocumentFault]) -> tuple[str, str | None]:
    if isinstance(faults[0].value, str):  # of a code or a list of codes, a text is meant for a code
        faults = [fault for fault in faults if _TYPE_OF[fault.kind] == "word"] or faults
    first = faults[0]
    expected = list(dict.fromkeys(_expected(fault) for fault in faults))
    message = _(
        "{name} must be {expected}, not {value}",
        name=first.name,
        expected=_(" or ").join(expected),
        value=_shown(first),
    )
    advice = [help for fault in faults if (help := _type_help(fault)) is not None]
    return message, advice[0] if advice else None


def _shown(fault: DocumentFault) -> str:
    """Return a value as it stands; of a file that is text and no document nothing: it may be anybody's, behind a link."""
    return _("text") if not fault.path and isinstance(fault.value, str) else redacted(fault.value)


def _expected(fault: DocumentFault) -> str:
    kind = _TYPE_OF[fault.kind]
    if kind == "word":
        words = _words(fault.context)
        if len(words) > _FEW:
            return _("one of {count} known words", count=len(words))
        return _("one of {words}", words=", ".join(words)) if len(words) > 1 else words[0]
    return {
        "whole": _("a whole number"),
        "number": _("a number"),
        "truth": _("true or false"),
        "text": _("text"),
        "date": _("a date"),
        "list": _("a list"),
        "group": _("a group of keys"),
        "nothing": _("empty"),
    }[kind]


def _type_help(fault: DocumentFault) -> str | None:
    if "help" in fault.context:
        return str(fault.context["help"])
    kind = _TYPE_OF[fault.kind]
    if kind == "word":
        words = _words(fault.context)
        return _word_help(fault.value, words, listed=len(words) <= _FEW)
    if kind == "text":
        if isinstance(fault.value, (dict, list)) or fault.value is None:
            return _("write a text, for example {example}", example=fault.example('"…"'))
        quoted = fault.example(f'"{redacted(fault.value)}"')
        return _("put it in quotes: {example}", example=quoted)
    number = _("write digits, for example {example}", example=fault.example("3"))
    if kind == "number" and isinstance(fault.value, str) and _COMMA.fullmatch(fault.value.strip()):
        return _("write a dot before decimals: {example}", example=fault.example(fault.value.strip().replace(",", ".")))
    return {
        "whole": number,
        "number": _(
            "write digits, with a dot before decimals, for example {example}",
            example=fault.example("7.5"),
        ),
        "truth": _("write true or false"),
        "date": _("write YYYY-MM-DD"),
        "list": _(
            "write {example}, or one line for each item that starts with `- `",
            example=fault.example("[…]"),
        ),
        "group": _("write lines such as `key: value` below it"),
        "nothing": _("remove the value"),
    }[kind]


def _wrong_value(fault: DocumentFault) -> tuple[str, str | None]:
    name, value, context = fault.name, redacted(fault.value), fault.context
    match fault.kind:
        case "missing" if isinstance(context["key"], int):
            count = context["key"] + 1
            return _("{name} must have {count} items", name=name, count=count), None
        case "missing":
            key = hidden(str(context["key"]))
            return _('the key "{key}" is missing', key=key), _("add `{key}: …`", key=key)
        case "unknown_key":
            key = redacted(str(context["key"]))
            if "pattern" in context:
                return _("{name} is not written as it must be: {value}", name=_("the name"), value=key), _shape(
                    context["pattern"]
                )
            known = context.get("known") or _words(context)
            message = _("unknown key {key}", key=key)
            return message, context.get("help") or _word_help(str(context["key"]), known, most=_FEW_KEYS)
        case "union_tag_not_found" | "union_tag_invalid":
            return _wrong_tag(fault)
        case "date_exists":
            message = _("{name} is not a date that exists: {value}", name=name, value=value)
            return message, _("check the day and the month")
        case "string_pattern_mismatch":
            message = _("{name} is not written as it must be: {value}", name=name, value=value)
            if isinstance(fault.value, str) and (meant := _meant_by_text(fault.value, context["pattern"])) is not None:
                return message, _("write `{word}`", word=meant)
            return message, _shape(context["pattern"])
        case "value_error" | "assertion_error":
            said = hidden(str(context.get("error", "")))
            return said or _not_allowed(name, value), context.get("help")
        case "string_too_short" | "too_short" if not fault.value:
            return _("{name} must not be empty", name=name), None
        case "too_short" | "too_long":
            value = str(context["actual_length"])
    limit = _limit(fault)
    if limit is not None:
        nearest = context.get("ge", context.get("le"))
        help = None if nearest is None else _("for example {example}", example=fault.example(str(nearest)))
        return _("{name} must {limit}, not {value}", name=name, limit=limit, value=value), help
    return _not_allowed(name, value), None


def _meant_by_text(text: str, pattern: str) -> str | None:
    """Return what is written for a text that a pattern refuses: a period in Danish, or a file for the id within it."""
    amount, _space, unit = text.strip().partition(" ")
    said = [f"{amount} {one}" for one in DANISH_WORDS.get(unit.casefold(), ())]
    said += [text.removesuffix(end) for end in (".yaml", ".yml") if text.endswith(end)]
    return next((one for one in said if re.match(pattern, one)), None)


def _shape(pattern: str) -> str | None:
    """Return what a pattern asks for, in words: nobody is to read a regular expression."""
    return {
        "^[a-z0-9][a-z0-9._-]{0,79}$": _(
            "write a to z, digits, `.`, `_` and `-`, at most 80; a letter or digit comes first"
        ),
        "^[a-z0-9][a-z0-9-]{0,79}$": _("write a to z, digits and `-`, at most 80; a letter or digit comes first"),
        "^[a-z][a-z0-9_]{0,79}$": _("write a to z, digits and `_`, at most 80; a letter comes first"),
        "^[a-z][a-z0-9_-]{0,79}$": _("write a to z, digits, `_` and `-`, at most 80; a letter comes first"),
        r"^extra\.[a-z][a-z0-9_]{0,79}$": _("write `extra.` and a name of a to z, digits and `_`: `extra.mental_age`"),
        "^[a-z][a-z0-9_]*$": _("write a to z, digits and `_`; a letter comes first"),
        "^([0-9]{1,4} (day|week|month|year)s?|[a-z][a-z0-9_]{0,79})$": _(
            "write a number and day, week, month or year, for example `3 months`, or a parameter with such a unit"
        ),
    }.get(pattern)


def _not_allowed(name: str, value: str) -> str:
    return _("{name} may not be {value}", name=name, value=value)


def _limit(fault: DocumentFault) -> str | None:
    context = fault.context
    match fault.kind:
        case "greater_than_equal":
            return _("be {limit} or more", limit=context["ge"])
        case "less_than_equal":
            return _("be {limit} or less", limit=context["le"])
        case "greater_than":
            return _("be more than {limit}", limit=context["gt"])
        case "less_than":
            return _("be less than {limit}", limit=context["lt"])
        case "multiple_of":
            return _("be a multiple of {limit}", limit=context["multiple_of"])
        case "decimal_max_places":
            if context["decimal_places"] == 1:
                return _("have one decimal at most")
            return _("have {limit} decimals at most", limit=context["decimal_places"])
        case "decimal_max_digits" | "decimal_whole_digits":
            return _("have fewer digits")
        case "string_too_short":
            return _("have {limit} characters or more", limit=context["min_length"])
        case "string_too_long":
            return _("have {limit} characters or fewer", limit=context["max_length"])
        case "too_short":
            return _("have {limit} items or more", limit=context["min_length"])
        case "too_long":
            return _("have {limit} items or fewer", limit=context["max_length"])
    return None


def _wrong_tag(fault: DocumentFault) -> tuple[str, str | None]:
    key = fault.context["discriminator"].strip("'")
    if fault.kind == "union_tag_not_found":
        return _('the key "{key}" is missing', key=key), _("add `{key}: …`", key=key)
    tag, words = fault.context["tag"], _words({"expected": fault.context["expected_tags"]})
    message = _(
        "{name} must be one of {words}, not {value}",
        name=key,
        words=", ".join(words),
        value=redacted(tag),
    )
    return message, _word_help(tag, words, listed=True)


def _words(context: Mapping[str, Any]) -> tuple[str, ...]:
    # pydantic gives them as one text: 'a', 'b' or 3
    found = re.findall(r"'((?:[^'\\]|\\.)*)'|\"([^\"]*)\"|(-?[0-9]+)", context.get("expected", ""))
    return tuple(single or double or number for single, double, number in found)


def _word_help(value: object, words: Sequence[str], *, listed: bool = False, most: int = _FEW) -> str | None:
    if not isinstance(value, str) or not words:
        return None
    if (meant := DANISH_WORDS.get(value.casefold())) is not None and (found := [one for one in meant if one in words]):
        return _("write `{word}`", word=found[0])
    if near := did_you_mean(value, words):
        return near
    if listed:
        return None
    if len(words) <= most:
        return _("it can be {words}", words=", ".join(words))
    if some := near_names(value, words):
        return _("near to it: {words}; `visit schema` lists all {count}", words=", ".join(some), count=len(words))
    return _("`visit schema` lists all {count}", count=len(words))
