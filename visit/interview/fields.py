"""Every field of a case file in the order of the file: how it is answered, how it is said, and its codes.

Follows from the declaration of the case, and takes the vocabulary's own words. Knows no order of questions and reads no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from visit import places
from visit.locale import language
from visit.locale import text as _
from visit.reading.declared import Group, Keyed, ListOf, Record, declared
from visit.reading.documents.case import CaseDocument, fact_name
from visit.reading.documents.lists import keys_of, vocabulary_list
from visit.vocabulary import fact_label, fact_question, levels_of, vocabulary, vocabulary_record

FieldPath: TypeAlias = tuple[str | int, ...]
"""Where a field stands in a case; a row is a number."""


@dataclass(frozen=True, slots=True)
class AskedField:
    """How one field is answered.

    Attributes:
        kind: What an answer may be.
        codes: The list its codes are of.
        fact: The fact of the condition language that reads it; its words are taken where it has none of its own.
        required: Whether a row or case is nothing without it.
        asked: Whether there is a question for it; another field may be asked in its stead.
    """

    kind: str
    codes: str = ""
    fact: str = ""
    required: bool = False
    asked: bool = True


@cache
def fields() -> Mapping[str, AskedField]:
    """Return every field by its pattern, a `*` for each row of a list, in the order of the file."""
    return dict(_fields_of(CaseDocument, ""))


def _fields_of(group: type[Record], above: str) -> Iterator[tuple[str, AskedField]]:
    for one in declared(group):
        path = above + one.key
        if isinstance(one, Group):
            yield from _fields_of(one.of, f"{path}.")
        elif one.unasked:
            continue
        elif isinstance(one.kind, ListOf):
            yield from _fields_of(one.kind.of, f"{path}.*.")
        elif isinstance(one.kind, Keyed):
            kind = one.kind.value
            for key in _keys(one.kind.codes):
                yield f"{path}.{key}", AskedField(kind.name, kind.codes, fact_name(f"{path}.{key}"))
        else:
            fact = one.gathered or one.counted or one.read_by or fact_name(path)
            yield path, AskedField(one.kind.name, one.kind.codes, fact, one.required, asked=not one.instead_of)


def keys_under(group: str) -> tuple[str, ...]:
    """Return the keys of a group's fields, in the order of the file."""
    start = f"{group}."
    return tuple(name.removeprefix(start) for name in fields() if name.startswith(start))


# --- how each is said: the vocabulary's own words where it has them ---

_HINTS = {
    "born": "a date, for example 14.5.2007, or the year",
    "code": "number or word",
    "codes": "numbers or words, with commas between; - for none",
    "day": "a date, for example 31.3.2026",
    "gate": "y or n",
    "days": "days from 0 to 7, for example 2",
    "hours": "hours, for example 7.5",
    "id": "small letters, digits, . _ -",
    "km": "a whole number",
    "level": "0 to 4",
    "municipality": "name or code",
    "offer": "a name in the catalogue",
    "offer_or_option": "a name in the catalogue",
    "offers": "names in the catalogue, with semicolons between; - for none",
    "option": "a name in the catalogue",
    "past": "a date, for example 31.3.2026",
    "place": "a town or postcode",
    "text": "a text",
    "texts": "texts, with semicolons between; - for none",
    "truth": "y or n",
    "whole": "a whole number",
}


_EXAMPLES = {
    "born": "14.5.2007",
    "days": "2",
    "day": "31.3.2026",
    "id": "ib-2026-0417",
    "km": "25",
    "level": "3",
    "municipality": "Ikast-Brande",
    "place": "Ikast",
    "whole": "3",
}


def example_of(kind: str, choices: Sequence[CodeChoice] = ()) -> str | None:
    """Return an answer as an example, as a person would write it; None of a text, whose explanation has one."""
    labels = [one.label for one in choices]
    plain = [label for label in labels if labels.count(label) == 1 and not any(mark in label for mark in ",;·")]
    if kind in ("code", "codes", "offer", "offer_or_option", "offers") and plain:
        between = ", " if kind == "codes" else "; "
        return between.join(plain[:2]) if kind in ("codes", "offers") else plain[0]
    if kind == "option" and choices:
        return choices[0].code
    worded = {
        "hours": _("7.5"), "past": _("31 March 2026"), "texts": _("good with computers; plays chess"),
        "gate": _("y"), "truth": _("y"),
    }  # fmt: skip
    return worded.get(kind) or _EXAMPLES.get(kind)


def label_of(pattern: str) -> str:
    """Return what a field or group is called in the middle of a sentence."""
    own = vocabulary().case_fields.get(pattern)
    if own is not None:
        return own.label(language())
    fact = _fact_of(pattern)
    found = fact_label(fact, language())
    return pattern.rpartition(".")[2] if found == fact else found


def question_of(pattern: str) -> str:
    """Return the question that asks for a field."""
    own = vocabulary().case_fields.get(pattern)
    found = None if own is None else own.question(language())
    return found or fact_question(_fact_of(pattern), language()) or label_of(pattern)


def explanation_of(pattern: str) -> str:
    """Return what explains a field to who is asked for it: its own, else that of the group it stands in; else nothing."""
    explained, place = vocabulary().explained, pattern
    while place not in explained and "." in place:
        place = place.rpartition(".")[0].removesuffix(".*")
    return explained[place].label(language()) if place in explained else ""


def _fact_of(pattern: str) -> str:
    """Return the fact that reads a field, or that counts the rows of a list."""
    if pattern in fields():
        return fields()[pattern].fact
    counted = {one.key: one.counted for one in declared(CaseDocument) if not isinstance(one, Group)}
    return counted.get(pattern) or fact_name(pattern)


_BY_NUMBER = {
    "offer": "number or name",
    "offer_or_option": "number or name",
    "offers": "numbers or names, with semicolons between; - for none",
}
"""How offers are answered where those of one's own municipality are numbered."""


def hint_of(kind: str, *, numbers: bool = False) -> str:
    """Return how a question of that kind is answered."""
    return _(_BY_NUMBER.get(kind, _HINTS[kind]) if numbers else _HINTS[kind])


# --- codes with their labels ---


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """A code that may be answered, with its label, and in a long list the theme that it belongs to."""

    code: str
    label: str
    theme: str = ""

    @property
    def said(self) -> str:
        """The code and what it means."""
        return self.code if self.code == self.label else f"{self.code} = {self.label}"


def choices_of(kind: str, codes: str) -> tuple[CodeChoice, ...]:
    """Return the codes that a field takes, with their labels in the language spoken."""
    if kind == "level":
        return tuple(CodeChoice(str(level), label) for level, label in enumerate(levels_of(codes, language())))
    if kind == "municipality" or not codes:
        return tuple(CodeChoice(one.name, one.code) for one in places.municipalities()) if codes else ()
    listed = vocabulary_list(codes)
    return tuple(CodeChoice(key, _choice_label(listed, key), theme_of(listed, key)) for key in _keys(codes))


def by_area(choices: Sequence[CodeChoice]) -> tuple[CodeChoice, ...]:
    """Return choices whose theme is an area in the order of the areas, so that their numbers run on from theme to theme."""
    areas = [term.label(language()) for term in vocabulary().codes["area"].terms.values()]
    return tuple(sorted(choices, key=lambda one: areas.index(one.theme)))


def _choice_label(codes: str, key: str) -> str:
    """Return what a choice is called; a section that stands for each of its subsections has no name of its own."""
    if codes == "provision" and key not in vocabulary().provisions:
        return _("any subsection")
    return vocabulary().label(codes, key, language())


def theme_of(codes: str, key: str) -> str:
    """Return under what a code is listed: its first area, its theme, or of a target group a wide one above it; else nothing."""
    if codes == "need":
        return vocabulary().label("area", vocabulary().needs[key].areas[0], language())
    if codes == "provision":
        below = vocabulary().codes[codes].below or {}
        areas = vocabulary().provisions[min(below.get(key, {key}))].areas
        return next(area.label(language()) for area in vocabulary().codes["area"].terms.values() if area.key in areas)
    if codes == "theme":
        return next(theme_label(theme, language()) for theme, below in vocabulary().themes.items() if key in below)
    if codes != "target_group":
        return ""
    rows = {row["key"]: row for row in vocabulary_record()["target_groups"]}
    line = [key]
    while (parent := rows[line[-1]]["parent"]) is not None:
        line.append(parent)
    return vocabulary().label("target_group", line[-2] if len(line) > 2 else line[-1], language())


def _keys(codes: str) -> list[str]:
    if codes in ("granted_provision", "provision"):
        # The home and the tenancy are not given by anybody; visit adds them itself.
        return sorted({*keys_of(codes)} - {"HOME", "TENANCY"}, key=_natural)
    return list(keys_of(codes))


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a key that sorts SEL-85 before SEL-104."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", key)]


@cache
def theme_label(key: str, spoken: str) -> str:
    """Return the label of a theme, which has sub-themes and no level of its own."""
    return str(next(one for one in vocabulary_record()["themes"] if one["key"] == key)[spoken])


# --- paths ---


def pattern_of(path: FieldPath) -> str:
    """Return the pattern of a path: a `*` for each row."""
    return ".".join("*" if isinstance(part, int) else part for part in path)


def name_of(path: FieldPath) -> str:
    """Return a path as a person reads it, rows counted from 1: `network[1].who`."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def row_of(path: FieldPath) -> FieldPath | None:
    """Return the path of the row that a field stands in, or None."""
    end = next((index for index, part in enumerate(path) if isinstance(part, int)), None)
    return None if end is None else path[: end + 1]


def row_fields(row: FieldPath) -> dict[str, AskedField]:
    """Return the fields of a row; the first is what a row begins with."""
    start = pattern_of(row) + "."
    return {name.removeprefix(start): field for name, field in fields().items() if name.startswith(start)}
