"""Statements whose days end before they begin, or lie outside those of their guideline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline


def out_of_time(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that bind on no day."""
    force = leaf.record["in_force"]
    opens, closes = force.get("from", "0000"), force.get("until", "9999")
    for section, key, row, path in leaf.statements():
        if not isinstance(row, Mapping):
            continue
        start, until = str(row.get("from") or "0000"), str(row.get("until") or "9999")
        field = "until" if row.get("until") else "from"
        if until < start:
            message = _("{id} ends before it begins", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, "until")), code="never-in-force")
        elif section != "rules" and (until < opens or start > closes):
            message = _("{id} is never in force with this guideline", id=key)
            yield GuidelineError(message, at=leaf.locate((*path, field)), code="never-in-force")
