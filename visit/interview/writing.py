"""The commented file: a case document in, YAML out, with what is not answered as lines to fill in.

INVARIANT: a line to fill in holds nothing that could be taken for an answer, so that no # taken away by mistake decides.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from visit.interview.fields import AskedField, CodeChoice, choices_of, fields, label_of
from visit.interview.own import NOTHING, SECTION, Own, answered_as, choices_for, question_for
from visit.locale import formats, language
from visit.locale import text as _
from visit.reading.source import PlainValue
from visit.rules.facts.own import OwnFact
from visit.vocabulary import vocabulary

WIDTH = 100
_SHAPES = {
    "born": "YYYY-MM-DD",
    "day": "YYYY-MM-DD",
    "offer": '"…" (id)',
    "offer_or_option": '"…" (id)',
    "option": '"…" (offer/provision)',
    "past": "YYYY-MM-DD",
    "text": '"…" (text)',
}
# Lists longer than this are written out once, where they are first asked for.
_FEW = 12
_WRITTEN_OUT = ("target_groups.primary", "needs.must", "applied.*.provision")
_PLAIN = re.compile(r"[A-Za-zÆØÅæøå]+(?:[ -][A-Za-zÆØÅæøå]+)*")
_NUMBER = re.compile(r"[0-9._]+(?:e[0-9]+)?")
_RESERVED = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def case_file(document: Mapping[str, PlainValue], *, whole: bool = True, own: Own = NOTHING) -> str:
    """Return a case document as a file in the language spoken: what is answered, and the rest as comments to fill in.

    Args:
        document: What is answered.
        whole: Whether what has no answer is written too, to be filled in.
        own: What the guideline adds.
    """
    head = (
        _("A case. A # marks a question that is not answered: remove the # and write the answer. The rest is unknown.")
        if whole
        else _("A case, as it was answered. What is not here is unknown."),
        _("Lines with ## explain. An empty list, [], means none. Never write a name or a CPR number."),
    )
    lines = [f"## {line}" for text in head for line in textwrap.wrap(text, WIDTH)]
    lines.append("format: 1")
    every = _with_own(_tree(), own)
    left_out = () if whole else tuple(key for key in every if key not in document and key not in _ALWAYS)
    tree = every if whole else {**{key: every[key] for key in _ALWAYS}, **_answered(every, document)}
    lines += _group(tree, document, "", own)
    if left_out:
        names = ", ".join(label_of(key) for key in left_out)
        told = _("Not answered and left out: {names}. `visit case new --no-input` writes every question.", names=names)
        lines += ["", *_wrapped(told)]
    return "\n".join([*lines, ""])


_ALWAYS = ("case", "assessed", "municipality")


Tree: TypeAlias = "dict[str, AskedField | Tree]"
"""The fields as they are nested in the file; a `*` is what each row of a list has."""


@cache
def _tree() -> Tree:
    tree: Tree = {}
    for pattern, field in fields().items():
        *above, last = pattern.split(".")
        place = tree
        for part in above:
            place = _below(place.setdefault(part, {}))
        place[last] = field
    return tree


def _with_own(tree: Tree, own: Own) -> Tree:
    """Return the fields with those that the guideline adds, before the notes: as they are asked."""
    added: Tree = {fact.shape.key: AskedField(answered_as(fact)) for fact in own.facts}
    whole: Tree = {key: inner for key, inner in tree.items() if key != "notes"}
    return {**whole, SECTION: added, "notes": tree["notes"]} if own.facts else tree


def _answered(tree: Tree, document: Mapping[str, PlainValue]) -> Tree:
    """Return what of some fields has an answer; of a list all fields of a row."""
    found: Tree = {}
    for key, inner in tree.items():
        value = document.get(key)
        if isinstance(inner, AskedField) or "*" in inner:
            if value is not None:
                found[key] = inner
        elif isinstance(value, dict) and (below := _answered(inner, value)):
            found[key] = below
    return found


def _below(inner: AskedField | Tree) -> Tree:
    assert not isinstance(inner, AskedField)  # no field is a group too
    return inner


def _group(tree: Tree, values: Mapping[str, PlainValue], above: str, own: Own) -> Iterator[str]:
    """Yield the lines of a group of keys, from its own margin."""
    for key, inner in tree.items():
        pattern, value = f"{above}{key}", values.get(key)
        if not above and key not in _ALWAYS:
            yield ""
        if isinstance(inner, AskedField):
            if above in ("functioning.", "needs.hours_per_week.", "needs.days_per_week."):
                yield _beside(key, inner, value, _short(pattern, key))
            else:
                choices = _choices(pattern, inner, own)
                yield from _explained(pattern, inner, value, choices, own)
                yield from _field(key, inner, value, choices)
        elif "*" in inner:
            yield from _wrapped(formats.capital(label_of(pattern)))
            yield from _list(key, _below(inner["*"]), _rows_of(value), f"{pattern}.*.")
        else:
            yield from _wrapped(formats.capital(label_of(pattern)) + _scale_of(pattern))
            yield f"{key}:"
            yield from _indented(_group(inner, value if isinstance(value, dict) else {}, pattern + ".", own))
    for key, value in values.items():
        if key not in tree and value is not None and f"{above}{key}" != "format":
            yield from _unasked(f"{above}{key}", key, value)


def _unasked(pattern: str, key: str, value: PlainValue) -> Iterator[str]:
    """Yield the lines of a field that there is no question for, and that somebody recorded all the same."""
    yield from () if "." in pattern else ("",)
    yield from _wrapped(formats.capital(label_of(pattern)))
    yield f"{key}: {json.dumps(value, ensure_ascii=False, default=float)}"


def _rows_of(value: PlainValue) -> list[dict[str, PlainValue]] | None:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else None


def _scale_of(group: str) -> str:
    if group not in ("functioning", "dimensions"):
        return ""
    return ": " + ", ".join(one.said for one in choices_of("level", "functioning"))


def _short(pattern: str, key: str) -> str:
    """Return the label of a sub-theme or area alone: its group says the rest."""
    return vocabulary().label("theme" if pattern.startswith("functioning") else "area", key, language())


def _choices(pattern: str, field: AskedField, own: Own) -> tuple[CodeChoice, ...]:
    """Return the codes that a field takes, those that the guideline adds among them."""
    if (fact := own.at(tuple(pattern.split(".")))) is not None:
        return choices_for(fact)
    found = choices_of(field.kind, field.codes) if field.codes else ()
    return (*found, *own.need_choices()) if field.codes == "need" else found


def _explained(
    pattern: str, field: AskedField, value: PlainValue, choices: Sequence[CodeChoice], own: Own
) -> Iterator[str]:
    """Yield what a field means, and while it is not answered what can be."""
    fact = own.at(tuple(pattern.split(".")))
    label = formats.capital(label_of(pattern)) if fact is None else _asked(fact, value)
    within = pattern.startswith("dimensions.")
    if value is not None or field.kind == "municipality" or within or not choices:
        yield from _wrapped(label)
        return
    if len(choices) <= _FEW or pattern in _WRITTEN_OUT:
        label += (" " if label.endswith("?") else ": ") + ", ".join(one.said for one in choices)
    yield from _wrapped(label)


def _asked(fact: OwnFact, value: PlainValue) -> str:
    """Return what a guideline asks of a fact of its own; where it is answered, what the fact is called."""
    return question_for(fact) if value is None else formats.capital(fact.words.label(language()))


def _field(key: str, field: AskedField, value: PlainValue, choices: Sequence[CodeChoice]) -> Iterator[str]:
    """Yield a field's line, or for a list of codes one for each with its label."""
    if value is None:
        yield f"# {key}: {_placeholder(field.kind)}"
    elif isinstance(value, list) and value:
        labels = {one.code: one.label for one in choices}
        yield f"{key}:"
        for one in value:
            note = f"  # {labels[str(one)]}" if str(one) in labels else ""
            yield f"  - {_scalar(one, 'code' if field.kind == 'codes' else field.kind)}{note}"
    else:
        yield _beside(key, field, value, "", choices)


def _beside(
    key: str, field: AskedField, value: PlainValue, label: str, choices: Sequence[CodeChoice] | None = None
) -> str:
    """Return a field on one line with its label, and its code's, beside it."""
    if value is None:
        return f"# {key}: {_placeholder(field.kind)}" + (f"  # {label}" if label else "")
    if isinstance(value, list) and not value:
        return f"{key}: []  # {_('none')}"
    coded = field.kind in ("code", "level")
    listed = choices_of(field.kind, field.codes) if choices is None else choices
    found = {one.code: one.label for one in listed if one.label != one.code} if coded else {}
    note = ": ".join(part for part in (label, found.get(str(value), "")) if part)
    return f"{key}: {_scalar(value, field.kind)}" + (f"  # {note}" if note else "")


def _list(key: str, below: Tree, values: Sequence[Mapping[str, PlainValue]] | None, above: str) -> Iterator[str]:
    row = {name: field for name, field in below.items() if isinstance(field, AskedField)}
    if values is not None and not values:
        yield f"{key}: []  # {_('none')}"
        return
    if values is None:
        for name, field in row.items():
            few = field.kind == "code" and len(choices_of(field.kind, field.codes)) <= _FEW
            if few or above + name in _WRITTEN_OUT:
                yield from _explained(above + name, field, None, choices_of(field.kind, field.codes), NOTHING)
    yield f"{key}:"
    for one in values or [{}]:
        # A row that is there has what was answered of it; one to fill in has every field.
        lines = [
            _beside(name, field, one.get(name), label_of(above + name))
            for name, field in row.items()
            if name in one or not one
        ]
        yield from _indented(_row(lines, live=bool(one)))


def _row(lines: Sequence[str], *, live: bool) -> Iterator[str]:
    """Yield the lines of a row: a dash before the first, and a # before all of one that is only shown."""
    for index, line in enumerate(lines):
        mark = "- " if index == 0 else "  "
        if live:
            yield mark + line
        else:
            yield f"# {mark}{line.removeprefix('# ')}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" if line else line for line in lines)


def _wrapped(text: str) -> Iterator[str]:
    joined = text.replace(" = ", "\xa0=\xa0")  # a code stays with its label
    lines = textwrap.wrap(joined, WIDTH, break_long_words=False, break_on_hyphens=False)
    return (f"## {line}".replace("\xa0", " ") for line in lines)


def _scalar(value: PlainValue, kind: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {inner}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(one, "code") for one in value) + "]"
    if not isinstance(value, str) or kind == "hours":
        return str(value)
    plain = kind in (
        "code",
        "id",
        "past",
        "day",
        "born",
        "municipality",
        "offer",
        "offer_or_option",
        "offers",
        "option",
    )
    if kind == "place":
        plain = _PLAIN.fullmatch(value) is not None
    misread = value.casefold() in _RESERVED or _NUMBER.fullmatch(value)
    return value if plain and not misread else json.dumps(value, ensure_ascii=False)


def _placeholder(kind: str) -> str:
    """Return what stands for an answer not given: a case with it is refused."""
    return (
        _shape(kind)
        if kind in _SHAPES
        else "true | false"
        if kind == "truth"
        else "[] | […]"
        if kind in _LISTS
        else "…"
    )


def _shape(kind: str) -> str:
    return _(_SHAPES[kind])


_LISTS = ("codes", "offers", "texts")
