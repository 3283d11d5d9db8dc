"""Which edits nothing compares, in words: by section, each by what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from visit.lab.uncompared import LABELS
from visit.locale import formats, plural
from visit.locale import text as _
from visit.render.guideline_sheet import titles
from visit.rules.guideline.edits import StatementKey

MOST_NAMED = 3
"""So many of a section are named; data has all."""


def uncompared_words(edits: Sequence[StatementKey], called: Mapping[str, str]) -> str:
    """Return how many edits are not compared, and which; nothing where there is none."""
    if not edits:
        return ""
    sections: dict[str, list[str]] = {}
    for section, key in edits:
        sections.setdefault(section, []).append(key if section == LABELS else called.get(key, key))
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


def uncompared_document(edits: Iterable[StatementKey]) -> list[dict[str, str]]:
    """Return the same as data."""
    return [{"section": section, "id": key} for section, key in edits]
