"""A guideline that a command names: by its id, `id@version`, `id@date` or file, with its layers on a date."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from visit.errors import GuidelineError
from visit.reading.expected import must_be
from visit.reading.source import Document, read
from visit.rules.guideline.building import build
from visit.rules.guideline.layering import Layer, chain, family, is_file, shipped_layers, version_of
from visit.rules.guideline.values import Guideline


@dataclass(frozen=True, slots=True, eq=False)
class NamedGuideline:
    """A guideline as it binds on a date, with its layers, the national one first."""

    guideline: Guideline
    layers: tuple[Layer, ...]


def guideline_document(name: str) -> Document | None:
    """Read a file that is named, and refuse one of another kind; an id is no file."""
    if not is_file(name):
        return None
    document = read(name)
    must_be(document, "guideline", GuidelineError)
    return document


def named_guideline(name: str, day: date) -> NamedGuideline:
    """Return the guideline that is meant: of an id the version in force on the day.

    A file, a version or a date names one version, whatever the day; it is then read for the day, or for the one of its own days
    that is nearest.

    Raises:
        Problems: Everything that is wrong with it.
        UsageError: No such guideline, or no version of it in force on the day.
    """
    document = guideline_document(name)
    id, _at, asked = name.partition("@")
    if document is None and asked:
        with suppress(ValueError):
            day = date.fromisoformat(asked)
            name = f"{id}@{version_of(id, day, shipped_layers()).version}"
    leaf, known = family(name, document)
    if document is None and not asked:
        leaf = version_of(leaf.id, day, known)
    period = leaf.record["in_force"]
    start, end = (date.fromisoformat(period[one]) if period.get(one) else None for one in ("from", "until"))
    day = min(max(day, start or day), end or day)
    layers = chain(leaf, day, known)
    return NamedGuideline(build(layers, day), layers)
