"""Every text that a layer has in two languages, and what of a text says something: its names in braces, its numbers, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from visit.errors import Location
from visit.reading.fault_words import ValuePath
from visit.rules.guideline.layering import Layer

_BRACES = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CONDITION = re.compile(r"\b(?:når|hvis|såfremt|ved|where|when|if)\b", re.IGNORECASE)
_EXCEPTS = re.compile(
    r"\b(?:ikke|ingen|uden|undtag\w+|medmindre|bortset|not|no|without|except\w*|unless)\b", re.IGNORECASE
)
_COUNTED = (
    "en et one", "to two begge both", "tre three", "fire four", "fem five", "seks six", "syv seven", "otte eight", "ni nine",
    "ti ten", "elleve eleven", "tolv twelve",
)  # fmt: skip
SPELT = {word: Decimal(number) for number, words in enumerate(_COUNTED, 1) for word in words.split()}
"""Small numbers as they are spelt, in either language."""


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A text of a layer in Danish and English.

    Attributes:
        path: Where it stands in the document.
        statement: The path of the statement that has it.
        of: What it belongs to, as it is called.
    """

    path: ValuePath
    statement: ValuePath
    of: str
    da: str
    en: str


def texts_of(leaf: Layer) -> Iterator[TwoTexts]:
    """Yield every text that a layer has in both languages."""
    record: Mapping[str, object] = leaf.record
    yield from _inside(record.get("title"), ("title",), (), leaf.id)
    for section, key, row, path in leaf.statements():
        if section == "needs" and isinstance(row, Mapping):
            yield TwoTexts(path, path, key, str(row["da"]), str(row["en"]))
        else:
            yield from _inside(row, path, path, key)
    for section in ("labels", "step_labels"):
        rows = record.get(section)
        for key, row in rows.items() if isinstance(rows, Mapping) else ():
            yield from _inside(row, (section, str(key)), (section, str(key)), str(key))


def _inside(value: object, path: ValuePath, statement: ValuePath, of: str) -> Iterator[TwoTexts]:
    if isinstance(value, Mapping):
        if isinstance(value.get("da"), str) and isinstance(value.get("en"), str):
            yield TwoTexts(path, statement, of, value["da"], value["en"])
        for key, inner in value.items():
            yield from _inside(inner, (*path, key), statement, of)


def place_of(leaf: Layer, two: TwoTexts, language: str) -> Location:
    """Return where a text stands in one language."""
    return leaf.locate((*two.path, language))


def names_in_braces(text: str) -> frozenset[str]:
    """Return the names that stand in braces."""
    return frozenset(_BRACES.findall(text))


def plain_text(text: str) -> str:
    """Return a text without its names in braces."""
    return _BRACES.sub(" ", text)


def numbers_in(text: str, language: str) -> frozenset[Decimal]:
    """Return the numbers that are written in digits, as the language writes them: a Danish 1.000,5 is an English 1,000.5."""
    thousands, decimal = (".", ",") if language == "da" else (",", ".")
    found = set()
    for written in _NUMBER.findall(plain_text(text)):
        groups = written.split(thousands)
        is_grouped = all(len(group.split(decimal)[0]) == 3 for group in groups[1:])
        digits = "".join(groups) if is_grouped else groups[0]
        found.add(
            Decimal(digits.replace(decimal, ".")) if digits.count(decimal) < 2 else Decimal(digits.split(decimal)[0])
        )
    return frozenset(found)


def spelt_numbers_in(text: str) -> frozenset[Decimal]:
    """Return the small numbers that are written as words, in either language."""
    return frozenset(SPELT[word] for word in words_in(text) if word in SPELT)


def condition_said(source: str) -> str:
    """Return what a source says of when something is so; nothing where it does not say when, or says when it is not."""
    plain = plain_text(source)
    if _EXCEPTS.search(plain) is not None:
        return ""
    return _CONDITION.split(plain, maxsplit=1)[-1] if _CONDITION.search(plain) else ""


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters, without names in braces."""
    return re.findall(r"[^\W\d_]+", plain_text(text).casefold())
