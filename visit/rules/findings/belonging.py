"""Whose a guideline is, what it stands on, and what it leaves open: bounds that are not set, doubts of its author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules import NATIONAL
from visit.rules.guideline.layering import Layer, shipped_layers
from visit.rules.guideline.values import Guideline
from visit.vocabulary import vocabulary


def unsupported(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A guideline without the national layer: no rule of the law, no right of the citizen and no mark is inherited."""
    if not all(guideline.stands_on_national_law for guideline in every):
        yield GuidelineError(
            _("no national layer stands behind it: neither the rules of the law nor the order that it guards"),
            at=leaf.locate(("extends",) if "extends" in leaf.record else ("guideline",)),
            help=_("write `extends: {id}`", id=NATIONAL),
            code="no-national-layer",
        )


def of_nobody(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A local guideline of nobody: no answer says that it is another municipality's, and `replay --under` asks of everybody."""
    if leaf.id != NATIONAL and not all(guideline.municipality for guideline in every):
        yield GuidelineError(
            _("it does not say whose it is, and counts as every municipality's"),
            at=leaf.locate(("guideline",)),
            help=_("write `municipality: {name}`", name="…"),
            code="of-nobody",
        )


def unbounded(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """What a child may set to anything: `local`, and no bound said."""
    parameters, facts = leaf.record.get("parameters", {}), leaf.record.get("facts", {})
    open_parameters = [("parameters", name) for name, row in parameters.items() if row.get("local") == {}]
    open_facts = [("facts", name) for name, row in facts.items() if row.get("local") is True]
    for section, name in (*open_parameters, *open_facts):
        message = _("{name} is local without bounds: a guideline below may give it any value", name=name)
        help = _("write `local: {example}`", example="{at_least: …}")
        yield GuidelineError(message, at=leaf.locate((section, name, "local")), help=help, code="unbounded")


def says_always(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A piece of advice that is the same in every answer: it advises nobody in particular, and is for the record."""
    for index, row in enumerate(leaf.record.get("notices", ())):
        is_advice = row.get("kind", "advice") == "advice"
        if is_advice and row.get("when", True) is True and not any("{" in row["text"][one] for one in ("da", "en")):
            yield GuidelineError(
                _("the advice {id} says the same in every answer", id=row["id"]),
                at=leaf.locate(("notices", index, "id")),
                help=_("write `kind: record` where it decides nothing, or when it is to be said"),
                code="says-always",
            )


def uncertain(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """What the author marks as uncertain."""
    for _section, key, row, path in leaf.statements():
        if isinstance(row, Mapping) and row.get("certainty") == "uncertain":
            message = _("{id} is marked uncertain: have it confirmed", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, "certainty")), code="uncertain")


_OWN = (
    re.compile(r"\b(?:kommunens|forvaltningens) (?:egn?e|eget|egen|interne)\b|\b(?:sidder|ansat|del) (?:i|af) forvaltningen\b"
               r"|(?:^|(?<=[:;] ))kommunens \w*(?:udvalg|team|leder|ledelse|chef|direktør|afdeling|forvaltning|myndighed)\b",
               re.IGNORECASE),
    re.compile(r"\bmunicipality's (?:own|internal)\b|^the municipality's (?:\w+ )?(?:board|committee|team|leader|leadership|head"
               r"|manager|director|department|administration|authority)\b", re.IGNORECASE),
)  # fmt: skip
_OUTSIDE = (
    re.compile(r"\b(?:uden for|ikke ansat i) kommunen\b|^(?:den|det|de) eksterne\b"
               r"|(?:^|(?<=[:;] ))(?:regionens|(?:en|den) anden kommunes)\b",
               re.IGNORECASE),
    re.compile(r"\b(?:outside|not employed by) the municipality\b|^the external\b|^the region's\b"
               r"|^(?:the other|another) municipality's\b", re.IGNORECASE),
)  # fmt: skip
"""How a role is called, in Danish and English, that is the municipality's own, and one that is not."""


def role_of_another(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A role outside the municipality whose name or source says that it is its own, and the other way round."""
    for name, row in leaf.record.get("roles", {}).items():
        is_outside = bool(row.get("outside"))
        said, other = (_OWN, _OUTSIDE) if is_outside else (_OUTSIDE, _OWN)
        texts = (str(row["da"]), str(row["en"]), str(row.get("source", "")))
        called = [pattern.search(text) for pattern, text in zip(said, texts, strict=False)]
        word = (called[0] if all(called) else None) or said[0].search(texts[2])
        if word is not None and not any(pattern.search(text) for pattern in other for text in texts):
            message = _("{id}: the text says “{word}”, and the statement has `{written}`",
                        id=name, word=word[0], written=f"outside: {str(is_outside).lower()}")  # fmt: skip
            at = leaf.locate(("roles", name, *(("outside",) if "outside" in row else ())))
            yield GuidelineError(message, at=at, code="said-otherwise")


def of_another(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A statement with the source of another municipality's guideline: copied, and not yet read beside a document of its own."""
    whose = _whose_sources() if leaf.document is not None and leaf.municipality else {}
    for section, key, row, path in leaf.statements():
        source = row.get("source") if isinstance(row, Mapping) else None
        others = whose.get(source, frozenset()) if isinstance(source, str) else frozenset()
        other = next(iter(others)) if len(others) == 1 else None  # what is national is no other's
        if other is not None and other != leaf.municipality:
            message = _("the source of {id} is of {municipality}'s guideline", id=key or section, municipality=other)
            yield GuidelineError(message, at=leaf.locate((*path, "source")), code="of-another")


@cache
def _whose_sources() -> Mapping[str, frozenset[str | None]]:
    """Return each source of a statement that ships, and whose guidelines it stands in; None for the national ones."""
    found: dict[str, set[str | None]] = {}
    for layer in shipped_layers():
        for _section, _key, row, _path in layer.statements():
            if isinstance(row, Mapping) and isinstance(row.get("source"), str):
                found.setdefault(row["source"], set()).add(layer.municipality)
    return {source: frozenset(whose) for source, whose in found.items()}


def need_of_visit(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """A need called like one of visit's own: it takes that one's place, for every offer and case that names it."""
    for index, row in enumerate(leaf.record.get("needs", ())):
        if row["key"] in vocabulary().needs:
            message = _("{need} is a need of visit already: this takes its place, areas and words", need=row["key"])
            at = leaf.locate(("needs", index, "key"))
            help = _("give a need of your own a key of its own")
            yield GuidelineError(message, at=at, help=help, code="need-of-visit")
