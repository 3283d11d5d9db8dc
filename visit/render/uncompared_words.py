"""Which edits nothing compares, in words: by section, each by what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from visit.lab.uncompared import LABELS, UncomparedEdit
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.guideline_sheet import titles
from visit.render.statement_fields import statement_field

MOST_NAMED = 3
"""So many of a section are named; data has all."""


def uncompared_words(edits: Sequence[UncomparedEdit], called: Mapping[str, str]) -> str:
    """Return how many edits are not compared, and which, of a field alone with its name; nothing where there is none."""
    if not edits:
        return ""
    sections: dict[str, list[str]] = {}
    for section, key, field in edits:
        name = key if section == LABELS else called.get(key, key)
        sections.setdefault(section, []).append(f"{name} ({statement_field(field)})" if field else name)
    named = {**titles(), LABELS: _("Labels")}
    told = "; ".join(f"{formats.small(named[section])}: {_few(names)}" for section, names in sections.items())
    return plural(
        "{n} edit is not compared, and no number here says what it does ({edits})",
        "{n} edits are not compared, and no number here says what they do ({edits})",
        len(edits), n=formats.number(len(edits)), edits=told,
    )  # fmt: skip


def _few(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return formats.listed(names if more < 1 else (*names[:MOST_NAMED], _("{n} more", n=formats.number(more))))


def uncompared_document(edits: Iterable[UncomparedEdit]) -> list[dict[str, str | None]]:
    """Return the same as data."""
    return [{"section": section, "id": key, "field": field or None} for section, key, field in edits]
