"""How many notices a layer has itself, and how many of them decide nothing."""

from __future__ import annotations

from visit.locale import formats, plural
from visit.locale import text as _
from visit.rules.guideline.layering import Layer


def counted_notices(layer: Layer) -> tuple[int, int]:
    """Return how many notices a layer has itself, and how many of them decide nothing: they only go on record."""
    rows = layer.record.get("notices", ())
    return len(rows), sum(row.get("kind") == "record" for row in rows)


def notices_counted(notices: int, on_record: int) -> str:
    """Return how many notices there are, and how many of them decide nothing."""
    found = plural("{n} notice", "{n} notices", notices, n=formats.number(notices))
    if not on_record:
        return found
    return _("{notices}, {n} of them only for the record", notices=found, n=formats.number(on_record))
