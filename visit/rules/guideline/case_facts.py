"""The facts of the citizen that a guideline's layers declare: made, and checked against each other and within themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from visit.locale import text as _
from visit.reading.forms import is_day, is_number
from visit.rules.facts.own import FactLimit, FactShape, OwnFact, ordinal, own_fact
from visit.rules.guideline.records import CaseFactRecord
from visit.rules.language.expression import KEYWORDS
from visit.vocabulary import CodeList, FactLabel, Term

_WHAT_IT_IS = ("type", "unit", "ordered", "at_least", "at_most")


_BOUNDS: Mapping[str, tuple[FactLimit, FactLimit]] = {"whole": (0, 10_000_000), "level": (0, 4)}
"""Of a whole number, and of a level, where the guideline sets none."""

DeclarationFault: TypeAlias = tuple[str, tuple[str, ...], str, str | None]
"""Of which fact, where in its declaration, what, and a help."""


def own_facts(rows: Mapping[str, CaseFactRecord]) -> tuple[OwnFact, ...]:
    """Return the facts that are declared, in the order of their declaration."""
    return tuple(
        own_fact(_shape(name, row), _words(row), row["source"], unit=row.get("unit")) for name, row in rows.items()
    )


def _shape(name: str, row: CaseFactRecord) -> FactShape:
    kind = row["type"]
    least, most = _BOUNDS.get(kind, (None, None))
    terms = {key: Term(key, said["da"], said["en"]) for key, said in row.get("codes", {}).items()}
    listed = CodeList(name, terms, row.get("ordered", False)) if kind in ("code", "set") else None
    return FactShape(name, kind, listed, row.get("at_least", least), row.get("at_most", most))


def _words(row: CaseFactRecord) -> FactLabel:
    label, ask = row["label"], row.get("ask")
    return FactLabel(label["da"], label["en"], None if ask is None else {"da": ask["da"], "en": ask["en"]})


def is_declared_otherwise(row: object, settled: object) -> bool:
    """Return whether a layer declares a fact of a layer below it as something else; its words may be others."""
    if not isinstance(row, Mapping) or not isinstance(settled, Mapping):
        return False
    if any((row.get(key) or None) != (settled.get(key) or None) for key in _WHAT_IT_IS):
        return True
    return list(row.get("codes") or ()) != list(settled.get("codes") or ())


def faults_of_case_facts(rows: Mapping[str, CaseFactRecord]) -> Iterator[DeclarationFault]:
    """Yield what is wrong within a declaration."""
    for name, row in rows.items():
        yield from ((name, path, message, help) for path, message, help in _faults(row))


def _faults(row: CaseFactRecord) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    kind = row["type"]
    of_codes = kind in ("code", "set")
    if of_codes and not row.get("codes"):
        yield (), _("its codes are missing"), _("write {example}", example="`codes: {key: {da: …, en: …}}`")
    for key, belongs in (("codes", of_codes), ("ordered", kind == "code"), ("unit", kind == "whole")):
        if key in row and not belongs:
            yield (key,), _("{key} has no effect on the type {type}", key=key, type=kind), None
    for word in row.get("codes") or ():
        if word in KEYWORDS:
            message = _("{word} is a word of the condition language, and no code", word=word)
            yield ("codes", word), message, _("write another")
    yield from _bounds(row)


def _bounds(row: CaseFactRecord) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    kind, given = row["type"], [key for key in ("at_least", "at_most") if key in row]
    for key in given:
        if kind not in ("whole", "level", "date"):
            yield (key,), _("{key} has no effect on the type {type}", key=key, type=kind), None
            return
        bound = row.get(key)
        if not (is_day(bound) if kind == "date" else is_number(bound)):
            yield (key,), _("a bound of a date is a date, any other a whole number"), None
            return
        if kind == "level" and not 0 <= int(str(bound)) <= 4:
            yield (key,), _("a level lies between 0 and 4"), None
    if len(given) == 2 and ordinal(row["at_least"]) > ordinal(row["at_most"]):
        yield ("at_most",), _("at_most lies below at_least"), None
